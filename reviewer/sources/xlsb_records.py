"""What python-calamine does not tell of a binary workbook (.xlsb): number formats, merges, hidden rows, widths, errors.

Walks the records of the parts ([MS-XLSB]); whatever does not fit its record is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from struct import error as StructError  # noqa: N812
from struct import unpack_from

from reviewer.sources.number_format import BUILT_IN, GENERAL, Value
from reviewer.sources.package import Package
from reviewer.sources.sheet import Place, Sheet
from reviewer.sources.xls_records import ERRORS
from reviewer.sources.xlsb_looks import CELLS, SHORT, looks_of, packed, put, whole
from reviewer.sources.xlsx_parts import Facts, width_in_points

_ROW, _BLANK, _RK, _ERROR, _BOOL, _REAL, _STRING, _SHARED = 0, 1, 2, 3, 4, 5, 6, 7
_FORMULA_STRING, _FORMULA_NUMBER, _FORMULA_BOOL, _FORMULA_ERROR = 8, 9, 10, 11
_ITEM = 19
_RICH = 62
"""A cell with its own text in several fonts, which python-calamine passes over."""
_CELLS = frozenset((*range(2, 12), _RICH))
_FMT, _XF, _COLUMN, _BOOK, _SHEET, _MERGE, _BEGIN_XFS, _END_XFS = 44, 47, 60, 153, 156, 176, 617, 618
_MOST_MERGES = 100_000


def facts_of(package: Package) -> dict[str, Facts]:
    """What the records say, by the name of the sheet. Raises DamagedError, LockedError, TooLargeError."""
    book = (package.related("").get("officeDocument") or ["xl/workbook.bin"])[0]
    relations = package.relations(book)
    styles = next((path for path, kind in relations.values() if kind == "styles"), "")
    codes = _codes(package.part(styles) or b"")
    strings = next((path for path, kind in relations.values() if kind == "sharedStrings"), "")
    found: dict[str, Facts] = {}
    looks = looks_of(_records(package.part(styles) or b""), _records(package.part(strings) or b""))
    late = False
    for kind, data in _records(package.part(book) or b""):
        try:
            if kind == _BOOK:
                late = bool(data[0] & 1)
            elif kind == _SHEET:
                key, at = _string(data, 8)
                name, _ = _string(data, at)
                part = package.part(relations.get(key, ("", ""))[0]) or b""
                found[name] = _facts(name, part, codes)
                found[name].sheet.from_1904 = late
                put(found[name].sheet, _records(part), looks, codes)
                if any(kind in SHORT for kind, _ in _records(part)):
                    _read_values(found[name].sheet, part, _shared(package.part(strings) or b""), codes)
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
                elif kind == _RICH:
                    errors[row, column] = _string(record, 9)[0]
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


# -- values, where cells do not state their columns -----------------------------------------------------------------


def _shared(data: bytes) -> list[str]:
    """The texts that cells refer to by their numbers."""
    found: list[str] = []
    for kind, record in _records(data):
        if kind == _ITEM:
            try:
                found.append(_string(record, 1)[0])
            except StructError:
                found.append("")
    return found


def _read_values(sheet: Sheet, data: bytes, shared: list[str], codes: dict[int, str]) -> None:
    """Fill in the values of a sheet of which python-calamine reads only those cells that state their column."""
    values: dict[Place, Value] = {}
    formats, errors = dict(sheet.formats), dict(sheet.instead)
    row, column = 0, -1
    for kind, record in _records(data):
        try:
            if kind == _ROW:
                row, column = unpack_from("<I", record)[0], -1
                continue
            at = 8
            if kind in SHORT:
                column, style, at = column + 1, unpack_from("<I", record)[0], 4
                kind = SHORT[kind]
            elif kind in CELLS:
                column, style = unpack_from("<II", record)
            else:
                continue
            code = codes.get(style & 0xFFFFFF)
            if code:
                formats[row, column] = code
            if kind in (_ERROR, _FORMULA_ERROR):
                errors[row, column] = ERRORS.get(record[at], "#N/A")
            elif kind not in (_BLANK, _RICH):
                values[row, column] = _value(kind, record, at, shared)
        except (StructError, IndexError):
            continue
    if not values or len(values) > _MOST_VALUES:
        return
    top, left = min(row for row, _ in values), min(column for _, column in values)
    rows = [
        [""] * (max(column for _, column in values) - left + 1) for _ in range(max(row for row, _ in values) - top + 1)
    ]
    made: list[list[Value]] = [list(row) for row in rows]
    for (row, column), value in values.items():
        made[row - top][column - left] = value
    sheet.start, sheet.values, sheet.formats, sheet.instead = (top, left), made, formats, errors


_MOST_VALUES = 1_500_000


def _value(kind: int, record: bytes, at: int, shared: list[str]) -> Value:
    if kind == _RK:
        return packed(unpack_from("<I", record, at)[0])
    if kind in (_BOOL, _FORMULA_BOOL):
        return bool(record[at])
    if kind in (_REAL, _FORMULA_NUMBER):
        return whole(unpack_from("<d", record, at)[0])
    if kind == _SHARED:
        (place,) = unpack_from("<I", record, at)
        return shared[int(place)]
    return _string(record, at)[0]
