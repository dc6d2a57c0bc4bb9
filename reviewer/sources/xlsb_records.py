"""What python-calamine does not tell of a binary workbook (.xlsb): number formats, merges, hidden rows, widths, errors.

Walks the records of the parts ([MS-XLSB]); whatever does not fit its record is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from struct import error as StructError  # noqa: N812
from struct import unpack_from

from reviewer.sources.number_format import BUILT_IN, GENERAL
from reviewer.sources.package import Package
from reviewer.sources.sheet import Place, Sheet
from reviewer.sources.xls_records import ERRORS
from reviewer.sources.xlsx_parts import Facts, width_in_points

_ROW, _ERROR, _FORMULA_ERROR = 0, 3, 11
_CELLS = frozenset(range(2, 12))
_FMT, _XF, _COLUMN, _BOOK, _SHEET, _MERGE, _BEGIN_XFS, _END_XFS = 44, 47, 60, 153, 156, 176, 617, 618
_MOST_MERGES = 100_000


def facts_of(package: Package) -> dict[str, Facts]:
    """What the records say, by the name of the sheet. Raises DamagedError, LockedError, TooLargeError."""
    book = (package.related("").get("officeDocument") or ["xl/workbook.bin"])[0]
    relations = package.relations(book)
    styles = next((path for path, kind in relations.values() if kind == "styles"), "")
    codes = _codes(package.part(styles) or b"")
    found: dict[str, Facts] = {}
    late = False
    for kind, data in _records(package.part(book) or b""):
        try:
            if kind == _BOOK:
                late = bool(data[0] & 1)
            elif kind == _SHEET:
                key, at = _string(data, 8)
                name, _ = _string(data, at)
                found[name] = _facts(name, package.part(relations.get(key, ("", ""))[0]) or b"", codes)
                found[name].sheet.from_1904 = late
        except (StructError, IndexError):
            continue
    return found


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Kind and content of each record."""
    at, end = 0, len(data)
    while at < end:
        kind = data[at]
        at += 1
        if kind & 0x80 and at < end:
            kind, at = (kind & 0x7F) | data[at] << 7, at + 1
        size = shift = 0
        while at < end and shift < 28:
            part, at = data[at], at + 1
            size |= (part & 0x7F) << shift
            shift += 7
            if not part & 0x80:
                break
        yield kind, data[at : at + size]
        at += size


def _string(data: bytes, at: int) -> tuple[str, int]:
    """A text with its length before it, and where it ends."""
    (length,) = unpack_from("<I", data, at)
    if length == 0xFFFFFFFF:
        return "", at + 4
    end = at + 4 + 2 * length
    return data[at + 4 : end].decode("utf-16-le", "replace"), end


def _codes(data: bytes) -> dict[int, str]:
    """Format codes by cell style, without those that are General or text."""
    formats: dict[int, str] = {}
    codes: dict[int, str] = {}
    number, inside = 0, False
    for kind, record in _records(data):
        try:
            if kind == _FMT:
                formats[unpack_from("<H", record)[0]] = _string(record, 2)[0]
            elif kind in (_BEGIN_XFS, _END_XFS):
                inside = kind == _BEGIN_XFS
            elif kind == _XF and inside:
                wanted = unpack_from("<H", record, 2)[0]
                code = formats.get(wanted) or BUILT_IN.get(wanted, GENERAL)
                if code.strip().lower() not in ("general", "@", ""):
                    codes[number] = code
                number += 1
        except (StructError, IndexError):
            continue
    return codes


def _facts(name: str, data: bytes, codes: dict[int, str]) -> Facts:
    formats: dict[Place, str] = {}
    errors: dict[Place, str] = {}
    merges: list[tuple[Place, Place]] = []
    heights: dict[int, float] = {}
    widths: dict[int, float] = {}
    hidden: tuple[list[int], list[int]] = ([], [])
    row, rows, columns = 0, set[int](), set[int]()
    for kind, record in _records(data):
        try:
            if kind == _ROW:
                (row,) = unpack_from("<I", record)
                heights[row] = unpack_from("<H", record, 8)[0] / 20
                if record[11] & 0x10:
                    hidden[0].append(row)
                    del heights[row]
            elif kind in _CELLS:
                column, style = unpack_from("<II", record)
                rows.add(row)
                columns.add(column)
                code = codes.get(style & 0xFFFFFF)
                if code:
                    formats[row, column] = code
                if kind in (_ERROR, _FORMULA_ERROR):
                    errors[row, column] = ERRORS.get(record[8], "#N/A")
            elif kind == _MERGE and len(merges) < _MOST_MERGES:
                top, bottom, left, right = unpack_from("<4I", record)
                merges.append(((top, left), (bottom, right)))
            elif kind == _COLUMN:
                first, last, width, _, flags = unpack_from("<4IH", record)
                for column in range(first, min(last, 16383) + 1):
                    widths[column] = width_in_points(width / 256)
                    if flags & 1:
                        hidden[1].append(column)
        except (StructError, IndexError):
            continue
    sheet = Sheet(name, formats=formats, instead=errors, merges=merges, widths=widths, heights=heights,
                  hidden_rows=hidden[0], hidden_columns=hidden[1])  # fmt: skip
    area = (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1) if rows else 0
    return Facts(sheet, area)
