"""Word files that are damaged, pretend, or were made to do harm: one sentence each, quickly, and no harm."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from pathlib import Path

import pytest
from word_files import TRANSITIONAL, docx, grids, p, t, tbl, tc, tr

from reviewer.base.i18n import use_language
from reviewer.sources import docx_body
from reviewer.sources.package import MAX_ELEMENTS, MAX_PART
from reviewer.sources.registry import SourceError, source_from_bytes

OLD = Path(__file__).resolve().parents[2] / "data" / "word" / "features.doc"
BODY = p("青禾市水务局") + tbl(*(tr(str(n), tc(p(f"指标{n}"), '<w:gridSpan w:val="2"/>')) for n in range(300)))


@pytest.fixture(autouse=True)
def english() -> None:
    use_language("en")


def refused(data: bytes, name: str = "表.docx") -> str:
    with pytest.raises(SourceError) as error:
        source_from_bytes(name, data)
    text = str(error.value)
    assert text.startswith(name)
    assert text.endswith(".")
    assert "\n" not in text
    return text


@pytest.mark.parametrize("tenth", range(1, 10))
def test_a_docx_cut_off(tenth: int) -> None:
    data = docx(BODY)
    assert "damaged" in refused(data[: len(data) * tenth // 10])


@pytest.mark.parametrize("tenth", range(1, 10))
def test_a_doc_cut_off(tenth: int) -> None:
    data = OLD.read_bytes()
    assert "damaged" in refused(data[: len(data) * tenth // 10], "表.doc")


def test_a_doc_with_a_part_blotted_out_is_read_or_refused() -> None:
    data, dice = OLD.read_bytes(), random.Random(4)
    told = []
    for _ in range(150):
        at, length = dice.randrange(len(data)), dice.choice((1, 2, 4, 64, 512))
        blot = bytes(dice.choice((0, 255, dice.randrange(256))) for _ in range(length))
        try:
            told.append(source_from_bytes("表.doc", data[:at] + blot + data[at + length :]).name)
        except SourceError as error:
            told.append(str(error))
    assert {sentence[:5] for sentence in told} == {"表.doc"[:5]}
    assert told.count("表.doc") > 20


@pytest.mark.parametrize("part", ["word/document.xml", "word/numbering1.xml", "word/_rels/document.xml.rels"])
def test_a_package_with_a_part_that_is_no_xml(part: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx(BODY, numbering=""))) as whole, zipfile.ZipFile(out, "w") as broken:
        for name in whole.namelist():
            broken.writestr(name, b"<w:document>\0<" if name == part else whole.read(name))
    assert "damaged" in refused(out.getvalue())


def test_a_document_that_is_another_kind_of_xml() -> None:
    assert "damaged" in refused(docx("", main="<html><body>表</body></html>"))


ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "哈" * 10}">' for n in range(10))


@pytest.mark.parametrize(
    "kind", [f"<!DOCTYPE d [{ENTITIES}]>", '<!DOCTYPE d [<!ENTITY e9 SYSTEM "file:///etc/passwd">]>', "<!DOCTYPE d>"]
)
def test_entities_are_never_followed(kind: str) -> None:
    inside = p(t("&e9;" if "ENTITY" in kind else "表"))
    whole = f'{kind}<w:document xmlns:w="{TRANSITIONAL}"><w:body>{inside}</w:body></w:document>'
    assert "damaged" in refused(docx("", main=whole))


def test_a_zip_bomb_is_not_unpacked() -> None:
    size = MAX_PART + 1
    assert "split" in refused(docx("", main=" " * size))


def test_a_bomb_that_lies_about_its_size() -> None:
    data = docx("", main=" " * (8 << 20))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        info = package.getinfo("word/document.xml")
    assert data.count(struct.pack("<I", info.file_size)) == 2
    assert "damaged" in refused(data.replace(struct.pack("<I", info.file_size), struct.pack("<I", 100)))


def test_a_part_in_the_millions_of_elements() -> None:
    assert "split" in refused(docx("<w:p/>" * (MAX_ELEMENTS + 1)))


def test_a_table_of_too_many_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx_body, "MAX_CELLS", 5000)
    assert "split" in refused(docx("<w:tbl>" + f"<w:tr>{'<w:tc/>' * 60}</w:tr>" * 100 + "</w:tbl>"))


@pytest.mark.parametrize("depth", [30, 70, 5000])
def test_tables_within_tables_without_end(depth: int) -> None:
    body = "<w:tbl><w:tr><w:tc>" * depth + p("底") + "</w:tc></w:tr></w:tbl>" * depth
    if depth == 30:
        assert source_from_bytes("表.docx", docx(body)).pages[0].text == "底\n"
    else:
        assert "表.docx" in refused(docx(body))


def test_a_cell_that_reaches_over_a_million_columns() -> None:
    wide = tbl(
        tr(tc("甲", '<w:gridSpan w:val="99999"/>'), "乙"), tr(*"丙丁", properties='<w:gridBefore w:val="99998"/>')
    )
    source = source_from_bytes("表.docx", docx(wide))
    assert source.pages[0].text.split() == ["甲", "乙", "丙", "丁"]
    assert grids(source)[0].columns <= 1000
    many = tbl(tr(*map(str, range(3000))))
    assert source_from_bytes("表.docx", docx(many)).pages[0].text.split() == [str(n) for n in range(3000)]


def test_a_docx_with_a_password_is_an_encrypted_ole_file() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000) + "EncryptedPackage".encode("utf-16-le") + bytes(1000)
    assert "password" in refused(data)


def test_a_zip_with_a_password() -> None:
    data = bytearray(docx(BODY))
    at = data.find(b"PK\x01\x02", data.find(b"PK\x01\x02") + 1)
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 1)
    assert "password" in refused(bytes(data))


def patched(offset: int, value: bytes) -> bytes:
    """The old file with bytes of its header replaced."""
    data = OLD.read_bytes()
    at = data.find(b"\xec\xa5") + offset
    return data[:at] + value + data[at + len(value) :]


def test_a_doc_with_a_password() -> None:
    data = OLD.read_bytes()
    flags = data[data.find(b"\xec\xa5") + 11]
    assert "password" in refused(patched(11, bytes([flags | 1])), "表.doc")


def test_a_doc_from_before_word_97(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reviewer.sources.office.program", lambda: None)
    assert "before Word 97" in refused(patched(2, b"\x65\0"), "表.doc")


def test_words_own_xml_without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    data = b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><a/>'
    monkeypatch.setattr("reviewer.sources.office.program", lambda: None)
    assert "save it as .docx" in refused(data, "表.doc")


def test_other_containers() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("something/else.xml", "<a/>")
    assert "zip" in refused(out.getvalue(), "表.pptx")
    assert "Office" in refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "表.ppt")
