"""Which reader a file is for, by what is in it. A reader's module is imported when the first file of its format is opened."""

from __future__ import annotations

from collections.abc import Callable

from reviewer.base.i18n import tr
from reviewer.sources.containers import ole_kind, zip_kind
from reviewer.sources.reader import Given, Reading, SourceError, Watch

Reader = Callable[[Given, Watch], Reading]


def reader_of(data: bytes) -> Reader:
    """The reader for bytes: the first of FORMATS that knows them."""
    return next(reader for knows, reader in FORMATS if knows(data))


def _anything(_data: bytes) -> bool:
    return True


def _text(given: Given, watch: Watch) -> Reading:
    from reviewer.sources import text

    return text.read(given, watch)


def _is_pdf(data: bytes) -> bool:
    return b"%PDF-" in data[:1024]  # some mail programs put lines before it


def _pdf(given: Given, watch: Watch) -> Reading:
    from reviewer.sources import pdf

    return pdf.read(given, watch)


_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
"""PNG, JPEG, TIFF in either order of bytes, and the large TIFF."""


def _is_picture(data: bytes) -> bool:
    return data.startswith(_PICTURES) or (
        data.startswith(b"BM") and data[6:10] == b"\0\0\0\0"
    )  # BMP; texts have no zeros


def _scan(given: Given, watch: Watch) -> Reading:
    from reviewer.sources import scan

    return scan.read(given, watch)


def _docx(given: Given, watch: Watch) -> Reading:
    from reviewer.sources import docx

    return docx.read(given, watch)


def _is_docx(data: bytes) -> bool:
    return zip_kind(data) == "docx"


def _doc(given: Given, watch: Watch) -> Reading:
    from reviewer.sources import doc

    return doc.read(given, watch)


def _is_doc(data: bytes) -> bool:
    return ole_kind(data) == "doc"


def _locked(given: Given, _watch: Watch) -> Reading:
    from reviewer.sources.word_notes import locked

    raise SourceError(locked(given.name))


def _is_locked(data: bytes) -> bool:
    return ole_kind(data) == "encrypted"


def _word_other(given: Given, watch: Watch) -> Reading:
    from reviewer.sources import word_other

    return word_other.read(given, watch)


def _is_word_other(data: bytes) -> bool:
    return b"{\\rtf" in data[:64] or b'progid="Word.Document"' in data[:1000]


def _xlsx(given: Given, watch: Watch) -> Reading:
    from reviewer.sources import sheets

    return sheets.read_xlsx(given, watch)


def _is_xlsx(data: bytes) -> bool:
    return zip_kind(data) == "xlsx"


def _ods(given: Given, watch: Watch) -> Reading:
    from reviewer.sources import sheets

    return sheets.read_ods(given, watch)


def _is_ods(data: bytes) -> bool:
    return zip_kind(data) == "ods"


def _xls(given: Given, watch: Watch) -> Reading:
    from reviewer.sources import sheets

    return sheets.read_xls(given, watch)


def _is_xls(data: bytes) -> bool:
    return ole_kind(data) == "xls"


def _spreadsheet_xml(given: Given, watch: Watch) -> Reading:
    from reviewer.sources import sheets

    return sheets.read_spreadsheet_xml(given, watch)


def _is_spreadsheet_xml(data: bytes) -> bool:
    name = "urn:schemas-microsoft-com:office:spreadsheet"
    head = data[:4000]
    is_xml = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1] == b"<" and b"<html" not in head.lower()
    return is_xml and (name.encode() in head or name.encode("utf-16-le") in head)


def _mht(given: Given, watch: Watch) -> Reading:
    from reviewer.sources import mht

    return mht.read(given, watch)


def _is_mht(data: bytes) -> bool:
    from reviewer.sources import mht

    return b"ime-version:" in data[:8192].lower() and mht.knows(data)


def _html(given: Given, watch: Watch) -> Reading:
    from reviewer.sources import html

    return html.read(given, watch)


def _is_html(data: bytes) -> bool:
    from reviewer.sources import html

    return b"<" in data[:4096] and html.knows(data)


def _tagged_text(given: Given, watch: Watch) -> Reading:
    from reviewer.sources import tagged_text

    return tagged_text.read(given, watch)


def _is_tagged_text(data: bytes) -> bool:
    if b"<t" not in data and b"<T" not in data:
        return False
    from reviewer.sources import tagged_text

    return tagged_text.knows(data)


def _csv(given: Given, watch: Watch) -> Reading:
    from reviewer.sources import csv_text

    return csv_text.read(given, watch)


def _is_csv(data: bytes) -> bool:
    from reviewer.sources import csv_text

    return csv_text.knows(data)


def _other_office(given: Given, _watch: Watch) -> Reading:
    raise SourceError(
        tr(
            "{file} is a damaged Office file, or one of a kind that cannot be opened here; save it as .docx or .xlsx.",
            file=given.name,
        )
    )


def _is_other_office(data: bytes) -> bool:
    return ole_kind(data) == "ole"


def _other_zip(given: Given, _watch: Watch) -> Reading:
    raise SourceError(
        tr(
            "{file} is a damaged or unknown zip file; if it is an Office file, repair it with Word, Excel or WPS, "
            "otherwise unpack it and open what is in it.",
            file=given.name,
        )
    )


def _is_other_zip(data: bytes) -> bool:
    return zip_kind(data) == "zip"


FORMATS: tuple[tuple[Callable[[bytes], bool], Reader], ...] = (
    (_is_pdf, _pdf),
    (_is_picture, _scan),
    (_is_docx, _docx),
    (_is_doc, _doc),
    (_is_xlsx, _xlsx),
    (_is_xls, _xls),
    (_is_ods, _ods),
    (_is_word_other, _word_other),
    (_is_spreadsheet_xml, _spreadsheet_xml),
    (_is_mht, _mht),
    (_is_tagged_text, _tagged_text),
    (_is_html, _html),
    (_is_locked, _locked),
    (_is_other_office, _other_office),
    (_is_other_zip, _other_zip),
    (_is_csv, _csv),
    (_anything, _text),
)
"""Asked in this order."""
