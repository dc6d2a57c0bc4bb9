"""Workbooks, tables and JSON that this program wrote: results, not sources. They are known by what is in them, on every machine.

Three signs, any of which will do, because a spreadsheet that saves the file anew may drop one: the property that the export sets, what the
file says about itself, and the hidden columns of its sheets.
"""

from __future__ import annotations

import csv
import re
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

from reviewer.base.export_marks import CSV_HEAD, PROPERTY, ROW_LIST, ROW_MARK

_MOST = 4 << 20
"""So much of each part is looked at."""
_HEAD = 4096
_ZIP, _OLD = b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")
_UNSOUND = (OSError, zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, ValueError)
_ROW = re.compile(rb"[rl]1:[0-9a-f]{12}[:|]")
_WIDE_ROW = re.compile(rb"[rl]\x001\x00:\x00(?:[0-9a-f]\x00){12}[:|]\x00")
"""How the text of a hidden cell begins: a row's key, or a source's list of rows."""
_JSON = re.compile(rb'\s*\[?\s*\{\s*"schema"\s*:\s*"reviewer[/-]')
"""How what was written as JSON begins: documents, the manifest of a folder, the report of a self-test."""


def is_own_export(path: Path) -> bool:
    """Whether a file was exported here, or was saved from such an export as another kind; False where it cannot be looked into."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
            if not head.startswith(_ZIP):
                return _is_own_other(head + file.read(_MOST) if head.startswith(_OLD) or _is_tagged(head) else head)
        with zipfile.ZipFile(path) as archive:
            return _is_own_book(archive)
    except _UNSOUND:
        return False


def holds_own_export(data: bytes) -> bool:
    """The same for the bytes of a file."""
    if not data.startswith(_ZIP):
        return _is_own_other(data[:_MOST])
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _is_own_book(archive)
    except _UNSOUND:
        return False


def _is_own_other(data: bytes) -> bool:
    if data.startswith(_OLD):
        return _has_row(data) and any(word.encode("utf-16-le") in data for word in (ROW_MARK, ROW_LIST))
    head = data[:_HEAD]
    if _is_tagged(head):  # an XML spreadsheet, OpenDocument in one file, a web page
        return _has_row(data) and any(
            _holds(data, word, letters) for word in (ROW_MARK, ROW_LIST) for letters in _LETTERS
        )
    return _JSON.match(head.removeprefix(b"\xef\xbb\xbf")) is not None or _is_own_table(head)


_LETTERS = ("utf-8", "gb18030", "utf-16-le")


def _is_tagged(head: bytes) -> bool:
    return head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")


def _has_row(data: bytes) -> bool:
    return _ROW.search(data) is not None or _WIDE_ROW.search(data) is not None


def _is_own_table(head: bytes) -> bool:
    """Whether a text is a table of ours, in whatever letters a spreadsheet has saved it since."""
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    for letters in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        line = head.decode(letters, "ignore").split("\n", 1)[0].rstrip("\r")
        for sign in ",\t;":
            try:
                cells = next(iter(csv.reader([line], delimiter=sign)), []) if line else []
            except csv.Error:  # a lone carriage return
                continue
            if any(tuple(cells[: len(titles)]) == titles for titles in CSV_HEAD):
                return True
    return False


def _is_own_book(archive: zipfile.ZipFile) -> bool:
    names = set(archive.namelist())
    if "content.xml" in names:
        content = _part(archive, "content.xml")
        return _ROW.search(content) is not None and (_holds(content, ROW_MARK) or _holds(content, ROW_LIST))
    if not names & {"xl/workbook.xml", "xl/workbook.bin", "xl/sharedStrings.bin"}:
        return False
    if "docProps/custom.xml" in names and PROPERTY.encode() in _part(archive, "docProps/custom.xml"):
        return True
    if "xl/workbook.xml" not in names:
        return any(_is_own_binary(_part(archive, name)) for name in sorted(names) if name.endswith(".bin"))
    if not _holds(_part(archive, "xl/workbook.xml"), "说明"):
        return False
    texts = ["xl/sharedStrings.xml", *sorted(name for name in names if name.startswith("xl/worksheets/sheet"))]
    parts = (_part(archive, name) for name in texts if name in names)
    return any(_holds(part, ROW_MARK) or _holds(part, ROW_LIST) for part in parts)


def _is_own_binary(strings: bytes) -> bool:
    marks = any(word.encode("utf-16-le") in strings for word in (ROW_MARK, ROW_LIST))
    return marks and _WIDE_ROW.search(strings) is not None


def _holds(part: bytes, text: str, letters: str = "utf-8") -> bool:
    """Whether a part holds a text, as it is or as the numbers of its characters."""
    return text.encode(letters) in part or "".join(f"&#{ord(sign)};" for sign in text).encode() in part


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(_MOST)
