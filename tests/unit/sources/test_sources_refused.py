"""What cannot be read is named for what it is."""

from __future__ import annotations

import io
import zipfile

import pytest
from compound_files import compound_file

from reviewer.base.i18n import use_language
from reviewer.sources.registry import SourceError, source_from_bytes

LINK = bytes.fromhex("4c0000000114020000000000c000000000000046") + bytes(60)
MAIL = b"From: a@example.org\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nhello\r\n"


@pytest.fixture(autouse=True)
def english() -> None:
    use_language("en")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (LINK, "is a shortcut"),
        (b"[InternetShortcut]\r\nURL=http://example.org/\r\n", "is a shortcut"),
        (b"Rar!\x1a\x07\x00" + bytes(60), "archive of another kind"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(60), "archive of another kind"),
        (b"GIF89a" + bytes(60), "is a picture"),
        (b"RIFF\0\0\0\0WEBPVP8 " + bytes(60), "is a picture"),
        (b"\0\0\0\x18ftypheic" + bytes(60), "is a picture"),
        (b"\0\0\0\x18ftypmp42" + bytes(60), "film or a sound"),
        (b"MZ" + bytes(60), "is a program"),
        (MAIL, "is an e-mail"),
        (b"\x62\x14\x23\x65\x02\0\0\0E-SafeNet\0LOCK" + bytes(range(256)), "protection software"),
        (b"%TSD-Header-###%" + bytes(range(256)), "protection software"),
        (b"\0\1\0\0Standard Jet DB\0" + bytes(60), "is a database"),
        (b"SQLite format 3\0" + bytes(60), "is a database"),
        (b"\x09\0\4\0\2\0\x10\0" + bytes(60), "very old Excel"),
        (b'ID;PSheetJS\r\nC;Y1;X1;K"a"\r\nE\r\n', "exchange format"),
        (b'TABLE\r\n0,1\r\n"EXCEL"\r\n', "exchange format"),
        (b"socialcalc:version:1.5\ncell:A1:t:a\n", "exchange format"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 1\n", "Git LFS"),
        (b"%!PS-Adobe-3.0\nshowpage\n", "PostScript"),
        (b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><text>a</text></svg>', "SVG"),
        (b"\x01\x02\x03" + bytes(60), "of a kind that cannot be opened"),
    ],
)
def test_what_it_is_is_said(data: bytes, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        source_from_bytes("附件", data)


def test_a_zip_of_something_else_says_what_it_holds() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("classes.dex", "x")
    with pytest.raises(SourceError, match=r"classes\.dex") as said:
        source_from_bytes("附件.docx", out.getvalue())
    assert "damaged" not in str(said.value)


@pytest.mark.parametrize(
    ("part", "words"),
    [("FixedDocSeq.fdseq", "XPS"), ("visio/document.xml", "Visio"), ("ppt/presentation.xml", "a presentation")],
)
def test_packages_of_other_kinds(part: str, words: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(part, "x")
    with pytest.raises(SourceError, match=words):
        source_from_bytes("附件", out.getvalue())


def test_names_help_where_bytes_say_nothing() -> None:
    for name, words in (("~$表.docx", "without ~"), ("表.ceb", "reader of its own"), ("表.bin", "cannot be opened")):
        with pytest.raises(SourceError, match=words):
            source_from_bytes(name, b"\x05\x01\x02" + bytes(60))


@pytest.mark.parametrize(
    ("stream", "words"),
    [("PowerPoint Document", "a presentation"), ("VisioDocument", "Visio"), ("__properties_version1.0", "an e-mail")],
)
def test_compound_files_of_other_programs(stream: str, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        source_from_bytes("附件", compound_file(b"x" * 4096, stream))


def test_rights_management_asks_for_no_password() -> None:
    data = compound_file(b"x" * 4096, "EncryptedPackage") + "DRMEncryptedDataSpace".encode("utf-16-le")
    with pytest.raises(SourceError, match="rights management"):
        source_from_bytes("表.docx", data)


def test_a_text_that_only_looks_like_a_mail_is_read() -> None:
    assert source_from_bytes("a.txt", "From: 局办公室\n事项: 巡查次数 ≥24次\n".encode()).pages
