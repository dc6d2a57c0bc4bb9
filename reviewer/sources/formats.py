"""Which reader a file is for, by what is in it: one row a format. A reader's module is imported when its first file is opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import Any

from reviewer.sources.containers import ole_kind, zip_kind
from reviewer.sources.reader import Given, Reading, Watch

Reader = Callable[[Given, Watch], Reading]


@dataclass(frozen=True)
class Look:
    """The bytes of a file, and what kind of container they are, found out once."""

    data: bytes

    @cached_property
    def zip(self) -> str | None:
        """What kind of zip package it is, None where it is none."""
        return zip_kind(self.data)

    @cached_property
    def ole(self) -> str | None:
        """What kind of OLE file it is, None where it is none."""
        return ole_kind(self.data)


Knows = Callable[[Look], bool]


def reader_of(data: bytes) -> Reader:
    """The reader for bytes: the first of FORMATS that knows them."""
    look = Look(data)
    return next(reader for knows, reader in FORMATS if knows(look))()


def _zip(kind: str) -> Knows:
    return lambda look: look.zip == kind


def _ole(kind: str) -> Knows:
    return lambda look: look.ole == kind


def _flat(kind: str) -> Knows:
    """OpenDocument in a single XML file, of a kind."""
    sign = b"application/vnd.oasis.opendocument." + kind.encode()
    return lambda look: b"<office:document" in look.data[:4096] and sign in look.data[:8192]


def _anything(_look: Look) -> bool:
    return True


def _is_pdf(look: Look) -> bool:
    return b"%PDF-" in look.data[:1024]  # some mail programs put lines before it


_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
"""PNG, JPEG, TIFF in either order of bytes, and the large TIFF."""


def _is_picture(look: Look) -> bool:
    data = look.data
    return data.startswith(_PICTURES) or (
        data.startswith(b"BM") and data[6:10] == b"\0\0\0\0"
    )  # BMP; texts have no zeros


def _is_rtf(look: Look) -> bool:
    return b"{\\rtf" in look.data[:64]


def _is_word_other(look: Look) -> bool:
    return b'progid="Word.Document"' in look.data[:1000]


def _is_spreadsheet_xml(look: Look) -> bool:
    name = "urn:schemas-microsoft-com:office:spreadsheet"
    head = look.data[:4000]
    is_xml = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1] == b"<" and b"<html" not in head.lower()
    return is_xml and (name.encode() in head or name.encode("utf-16-le") in head)


def _is_mht(look: Look) -> bool:
    return b"ime-version:" in look.data[:8192].lower() and _knows(import_module("reviewer.sources.mht"), look)


def _is_tagged_text(look: Look) -> bool:
    tables = b"<t" in look.data or b"<T" in look.data
    return tables and _knows(import_module("reviewer.sources.tagged_text"), look)


def _is_html(look: Look) -> bool:
    return b"<" in look.data[:4096] and _knows(import_module("reviewer.sources.html"), look)


def _is_other_text(look: Look) -> bool:
    """An e-mail with its head, a shortcut to a page, a table in an exchange format …"""
    return import_module("reviewer.sources.refused").text_sign(look.data) is not None


def _is_csv(look: Look) -> bool:
    return _knows(import_module("reviewer.sources.csv_text"), look)


def _knows(module: Any, look: Look) -> bool:
    return bool(module.knows(look.data))


FORMATS: tuple[tuple[Knows, Callable[[], Reader]], ...] = (
    (_is_pdf, lambda: import_module("reviewer.sources.pdf").read),
    (_is_picture, lambda: import_module("reviewer.sources.scan").read),
    (_zip("docx"), lambda: import_module("reviewer.sources.docx").read),
    (_ole("doc"), lambda: import_module("reviewer.sources.doc").read),
    (_zip("xlsx"), lambda: import_module("reviewer.sources.sheets").read_xlsx),
    (_ole("xls"), lambda: import_module("reviewer.sources.sheets").read_xls),
    (_zip("ods"), lambda: import_module("reviewer.sources.sheets").read_ods),
    (_zip("odt"), lambda: import_module("reviewer.sources.odt").read),
    (_zip("ofd"), lambda: import_module("reviewer.sources.ofd").read),
    (_flat("spreadsheet"), lambda: import_module("reviewer.sources.sheets").read_ods),
    (_flat("text"), lambda: import_module("reviewer.sources.odt").read),
    (_is_rtf, lambda: import_module("reviewer.sources.rtf").read),
    (_is_word_other, lambda: import_module("reviewer.sources.word_other").read),
    (_is_spreadsheet_xml, lambda: import_module("reviewer.sources.sheets").read_spreadsheet_xml),
    (_is_mht, lambda: import_module("reviewer.sources.mht").read),
    (_is_tagged_text, lambda: import_module("reviewer.sources.tagged_text").read),
    (_is_html, lambda: import_module("reviewer.sources.html").read),
    (_ole("encrypted"), lambda: import_module("reviewer.sources.unlock").read),
    (_ole("ole"), lambda: import_module("reviewer.sources.refused").other_office),
    *(
        (_zip(kind), lambda: import_module("reviewer.sources.refused").other_kind)
        for kind in ("slides", "book", "apple", "xps", "visio")
    ),
    (_zip("zip"), lambda: import_module("reviewer.sources.refused").other_zip),
    (_is_other_text, lambda: import_module("reviewer.sources.refused").other_text),
    (_is_csv, lambda: import_module("reviewer.sources.csv_text").read),
    (_anything, lambda: import_module("reviewer.sources.text").read),
)
"""Asked in this order: whether it knows a file, and where the function is that reads it (module and all, when it is needed)."""
