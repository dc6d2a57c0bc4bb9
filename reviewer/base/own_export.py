"""Workbooks and tables that this program wrote: results, not sources. They are known by what is in them, on every machine.

Three signs, any of which will do, because a spreadsheet that saves the file anew may drop one: the property that the export sets, what the
file says about itself, and the hidden columns of its sheets.
"""

from __future__ import annotations

import csv
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

from reviewer.base.export_marks import CSV_HEAD, PROPERTY, ROW_LIST, ROW_MARK

_MOST = 4 << 20
"""So much of each part is looked at."""
_HEAD = 4096


def is_own_export(path: Path) -> bool:
    """Whether a file is a workbook or a CSV that was exported here; False where it cannot be looked into."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
        if not head.startswith(b"PK\x03\x04"):
            return _is_own_table(head)
        with zipfile.ZipFile(path) as archive:
            return _is_own_book(archive)
    except (OSError, zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, ValueError):
        return False


def holds_own_export(data: bytes) -> bool:
    """The same for the bytes of a file."""
    if not data.startswith(b"PK\x03\x04"):
        return _is_own_table(data[:_HEAD])
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _is_own_book(archive)
    except (OSError, zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, ValueError):
        return False


def _is_own_table(head: bytes) -> bool:
    line = head.decode("utf-8-sig", "ignore").split("\n", 1)[0].rstrip("\r")
    try:
        cells = next(iter(csv.reader([line])), []) if line else []
    except csv.Error:  # a lone carriage return, as in UTF-16
        return False
    return any(tuple(cells[: len(titles)]) == titles for titles in CSV_HEAD)


def _is_own_book(archive: zipfile.ZipFile) -> bool:
    names = set(archive.namelist())
    if "xl/workbook.xml" not in names:
        return False
    if "docProps/custom.xml" in names and PROPERTY.encode() in _part(archive, "docProps/custom.xml"):
        return True
    if not _holds(_part(archive, "xl/workbook.xml"), "说明"):
        return False
    texts = ["xl/sharedStrings.xml", *sorted(name for name in names if name.startswith("xl/worksheets/sheet"))]
    parts = (_part(archive, name) for name in texts if name in names)
    return any(_holds(part, ROW_MARK) or _holds(part, ROW_LIST) for part in parts)


def _holds(part: bytes, text: str) -> bool:
    """Whether a part holds a text, as it is or as the numbers of its characters."""
    return text.encode() in part or "".join(f"&#{ord(sign)};" for sign in text).encode() in part


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(_MOST)
