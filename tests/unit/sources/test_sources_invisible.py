"""Characters that nobody sees, left within words and figures by editors and web pages: no format keeps them."""

from __future__ import annotations

import io

import openpyxl
import pytest
from pdf_building import PdfPage, make_pdf
from word_files import docx, p

from reviewer.sources.invisible import has_invisible, without_invisible
from reviewer.sources.registry import source_from_bytes

_ZERO, _JOINER, _MARK = "\u200b", "\u2060", "\u200e"
_TEXT = f"项目{_ZERO}名称：桥灯{_JOINER}养护{_MARK}，≥4{_ZERO}0盏"
_SEEN = "项目名称：桥灯养护，≥40盏"


def workbook() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.append([_TEXT])
    book.save(out)
    return out.getvalue()


_ODT = (
    '<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:mimetype="application/vnd.oasis.opendocument.text">'
    f"<office:body><office:text><text:p>{_TEXT}</text:p></office:text></office:body></office:document>"
)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("t.txt", _TEXT.encode()),
        ("t.md", f"# {_TEXT}\n".encode()),
        ("t.csv", f"{_TEXT},甲,乙,丙\n1,2,3,4\n5,6,7,8\n".encode()),
        ("t.html", f"<p>{_TEXT}</p>".encode()),
        ("t.xlsx", workbook()),
        ("t.docx", docx(p(_TEXT))),
        ("t.fodt", _ODT.encode()),
        ("t.rtf", b"{\\rtf1\\ansi " + "".join(f"\\u{ord(char)}?" for char in _TEXT).encode() + b"\\par}"),
    ],
)
def test_a_text_holds_what_is_seen_of_it(name: str, data: bytes) -> None:
    text = "\n".join(page.text for page in source_from_bytes(name, data).pages)
    assert _SEEN in text
    assert not {_ZERO, _JOINER, _MARK} & set(text)


def test_a_page_has_no_box_for_what_is_not_seen() -> None:
    (page,) = source_from_bytes("t.pdf", make_pdf(PdfPage().text(60, 60, _TEXT))).pages
    assert "".join(page.text.split()) == _SEEN
    assert not has_invisible(page.text)


def test_blanks_line_ends_and_soft_hyphens_stay() -> None:
    kept = "甲\u3000乙\u00a0丙\n丁\t戊\u00ad己"
    assert without_invisible(kept) == kept
    assert without_invisible("\ufeff甲\u200d乙\u202e丙\u2066丁") == "甲乙丙丁"
