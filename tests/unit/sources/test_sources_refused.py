"""What cannot be read is named for what it is."""

from __future__ import annotations

import io
import zipfile

import pytest

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


def test_a_text_that_only_looks_like_a_mail_is_read() -> None:
    assert source_from_bytes("a.txt", "From: 局办公室\n事项: 巡查次数 ≥24次\n".encode()).pages
