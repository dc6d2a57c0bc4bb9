"""Zip packages and their XML: one guard for every format that is made of them."""

from __future__ import annotations

import io
import zipfile

import pytest

from reviewer.sources import formats, package
from reviewer.sources.package import DamagedError, LockedError, Package, TooLargeError, joined, parsed

XML = b"<a><!-- no --><b/></a>"


def made(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_parts_by_any_spelling_of_their_paths() -> None:
    found = Package(made(**{"Word\\Document.xml": XML}))
    assert "/word/document.xml" in found
    assert found.part("word/document.xml") == XML
    assert found.part("word/styles.xml") is None
    assert [child.tag for child in found.xml("word/document.xml")] == ["b"]


def test_what_is_no_zip_or_was_cut_off() -> None:
    whole = made(a=XML * 4000)
    for data in (b"", b"text", whole[: len(whole) // 2]):
        with pytest.raises(DamagedError):
            Package(data)
    with pytest.raises(DamagedError):
        Package(whole).needed("b")


def test_a_part_that_unpacks_to_too_much() -> None:
    found = Package(made(a=b" " * 10_000), most=9_999)
    with pytest.raises(TooLargeError):
        found.part("a")


def test_a_part_that_says_it_is_small() -> None:
    data = made(a=b" " * 10_000).replace((10_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    found = Package(data)
    with pytest.raises(DamagedError):
        found.check_whole("a")
    with pytest.raises(DamagedError):
        found.part("a")


def test_a_part_behind_a_password() -> None:
    data = bytearray(made(a=XML))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(LockedError):
        Package(bytes(data)).part("a")


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'.encode("utf-16"),
        b'<!DOCTYPE a SYSTEM "http://localhost/a.dtd"><a/>',
        b"<a>",
        b"",
    ],
)
def test_document_types_and_broken_xml_are_refused(data: bytes) -> None:
    with pytest.raises(DamagedError):
        parsed(data)


def test_too_many_elements(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TooLargeError):
        parsed(b"<a>" + b"<b/>" * 50 + b"</a>", most=50)


@pytest.mark.parametrize("namespace", package._RELATIONSHIPS)
def test_relations_of_either_standard_and_none_to_elsewhere(namespace: str) -> None:
    rels = (
        f'<Relationships xmlns="{namespace}"><Relationship Id="a" Type="x/styles" Target="../xl/styles.xml"/>'
        '<Relationship Id="b" Type="x/image" Target="/m/1.png"/>'
        '<Relationship Id="c" Type="x/image" Target="http://localhost/" TargetMode="External"/></Relationships>'
    )
    found = Package(made(**{"xl/_rels/workbook.xml.rels": rels.encode()}))
    assert found.relations("xl/workbook.xml") == {"a": ("xl/styles.xml", "styles"), "b": ("m/1.png", "image")}
    assert found.related("xl/workbook.xml") == {"styles": ["xl/styles.xml"], "image": ["m/1.png"]}
    assert joined("a/b", "..\\c.xml") == "a/c.xml"


def test_every_row_of_the_table_of_formats_has_its_reader() -> None:
    assert all(callable(reader()) for _, reader in formats.FORMATS)


def test_after_what_is_no_xml_nothing_is_left_out_of_a_text() -> None:
    broken = b'<a b="1" b="2">\x07<p>&lt;30 &amp; &#60;5 &gt; &quot;&apos;</p></a>'
    assert "".join(parsed(broken, recover=True).itertext()) == "<30 & <5 > \"'"
    with pytest.raises(DamagedError):
        parsed(broken)
