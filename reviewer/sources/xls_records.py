"""What python-calamine does not tell of an xls workbook: number formats, hidden rows, widths, errors.

Walks the records of the workbook's stream ([MS-XLS]); whatever does not fit its record is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from struct import error as StructError  # noqa: N812
from struct import unpack_from

from reviewer.sources import xls_looks
from reviewer.sources.number_format import BUILT_IN, GENERAL, says_more_of_text
from reviewer.sources.package import DamagedError
from reviewer.sources.sheet import Place, Sheet
from reviewer.sources.xlsx_parts import Facts, width_in_points

ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_BOF, _FILEPASS, _BOUNDSHEET, _FORMAT, _XF, _ROW, _COLINFO = 0x0809, 0x2F, 0x85, 0x41E, 0xE0, 0x208, 0x7D
_NUMBER, _RK, _MULRK, _FORMULA, _BOOLERR, _WINDOW2 = 0x203, 0x27E, 0xBD, 0x06, 0x205, 0x23E
_FILLED = frozenset((_NUMBER, _RK, _MULRK, _FORMULA, _BOOLERR, 0xFD, 0x204, 0xD6))
_STRING, _OF_FORMULA = 0x207, frozenset((0x221, 0x4BC, 0x236))
"""The record of a text that a formula gives, and those that may stand between it and the formula."""
_TEXTS = frozenset((0xFD, 0x204, 0xD6))
_DATEMODE, _DEFCOLWIDTH, _STANDARDWIDTH, _DEFAULTROWHEIGHT, _EOF = 0x22, 0x55, 0x99, 0x225, 0x0A


class ProtectedError(Exception):
    """The workbook is encrypted."""


def facts_of(data: bytes) -> dict[str, Facts]:
    """What the records say, by the name of the sheet. Raises DamagedError, ProtectedError."""
    stream = _stream(data)
    formats: dict[int, str] = {}
    styles: list[int] = []
    starts: dict[str, int] = {}
    looks = xls_looks.Looks()
    strings: list[bytes] = []
    wide, late = True, False
    for kind, place, size in _records(stream, 0):
        try:
            if kind == _BOF:
                wide = unpack_from("<H", stream, place)[0] >= 0x600
            elif kind == _FILEPASS:
                raise ProtectedError
            elif kind == _DATEMODE:
                late = unpack_from("<H", stream, place)[0] == 1
            elif kind == _FORMAT:
                number, code = _format(stream, place, size, wide)
                formats[number] = code
            elif kind == _XF:
                styles.append(unpack_from("<H", stream, place + 2)[0])
                looks.take(stream, kind, place, wide)
            elif kind in (xls_looks.FONT, xls_looks.PALETTE):
                looks.take(stream, kind, place, wide)
            elif kind == xls_looks.SST or (kind == xls_looks.CONTINUE and strings):
                strings.append(stream[place : place + size])
            elif kind == _BOUNDSHEET:
                (start,) = unpack_from("<I", stream, place)
                starts[_name(stream, place + 6, wide)] = start
            elif kind == _EOF:
                break
        except (StructError, IndexError, UnicodeDecodeError):
            continue
    codes = [formats.get(number) or BUILT_IN.get(number, GENERAL) for number in styles]
    formatted = {i: code for i, code in enumerate(codes) if code.strip().lower() not in ("general", "@", "")}
    if strings:
        looks.read_strings(strings)
    found = {name: _Walk(stream, name, formatted, looks).facts(start) for name, start in starts.items()}
    for facts in found.values():
        facts.sheet.from_1904 = late
    return found


def _stream(data: bytes) -> bytes:
    if data[:2] == b"\x09\x08":  # a bare stream, as some programs write it
        return data
    import olefile

    try:
        with olefile.OleFileIO(BytesIO(data)) as container:
            if container.exists("EncryptedPackage"):
                raise ProtectedError
            name = next((n for n in ("Workbook", "Book", "WORKBOOK", "BOOK") if container.exists(n)), None)
            if name is None:
                raise DamagedError
            stream: bytes = container.openstream(name).read()
            return stream
    except (DamagedError, ProtectedError):
        raise
    except Exception as error:  # olefile raises whatever the damage leads it to
        raise DamagedError from error


def _records(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Kind, place and size of each record from `at` on."""
    end = len(stream) - 4
    while at <= end:
        kind = stream[at] | stream[at + 1] << 8
        size = stream[at + 2] | stream[at + 3] << 8
        yield kind, at + 4, size
        at += 4 + size


def _name(stream: bytes, place: int, wide: bool) -> str:
    length = stream[place]
    return _characters(stream, place + 1, length, wide)


def _characters(stream: bytes, place: int, length: int, wide: bool) -> str:
    if not wide:
        return stream[place : place + length].decode("gb18030", "replace")
    flags = stream[place]
    if flags & 1:
        return stream[place + 1 : place + 1 + 2 * length].decode("utf-16-le", "replace")
    return stream[place + 1 : place + 1 + length].decode("latin-1")


def _format(stream: bytes, place: int, size: int, wide: bool) -> tuple[int, str]:
    if wide:
        number, length = unpack_from("<HH", stream, place)
        return number, _characters(stream, place + 4, min(length, size), True)
    (number,) = unpack_from("<H", stream, place)
    return number, _characters(stream, place + 3, min(stream[place + 2], size), False)


class _Walk:
    """Goes through the records of one sheet."""

    def __init__(self, stream: bytes, name: str, codes: dict[int, str], looks: xls_looks.Looks) -> None:
        self._stream, self._name, self._codes = stream, name, codes
        self._looks = xls_looks.SheetLooks(looks, codes)
        self._of_texts = frozenset(style for style, code in codes.items() if says_more_of_text(code))
        self._not_computed: dict[Place, str] = {}
        self._empty: list[Place] = []
        self._formulas = 0
        self._formats: dict[Place, str] = {}
        self._errors: dict[Place, str] = {}
        self._widths: dict[int, float] = {}
        self._heights: dict[int, float] = {}
        self._hidden_rows: list[int] = []
        self._hidden_columns: list[int] = []
        self._result = Sheet(name)
        self._rows: set[int] = set()
        self._columns: set[int] = set()

    def facts(self, start: int) -> Facts:
        """What the records from `start` on say."""
        depth = 0
        for kind, place, size in _records(self._stream, start):
            if kind == _BOF:
                depth += 1
            elif kind == _EOF:
                depth -= 1
                if depth <= 0:
                    break
            elif depth == 1:  # deeper ones are of charts within the sheet
                try:
                    self._take(kind, place, size)
                    self._looks.take(self._stream, kind, place, size)
                except (StructError, IndexError):
                    continue
        sheet = self._result
        sheet.formats, sheet.instead, sheet.widths, sheet.heights = (
            self._formats, self._errors, self._widths, self._heights,
        )  # fmt: skip
        sheet.hidden_rows, sheet.hidden_columns = self._hidden_rows, self._hidden_columns
        if len(self._empty) == self._formulas:  # a program (xlwt) that stores the empty text for every formula
            self._not_computed.update(dict.fromkeys(self._empty, "=…"))
        sheet.not_computed = self._not_computed
        self._looks.put(sheet)
        rows, columns = self._rows, self._columns
        return Facts(sheet, (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1) if rows else 0)

    def _take(self, kind: int, place: int, size: int) -> None:
        stream = self._stream
        if kind in _FILLED:
            row, column = unpack_from("<HH", stream, place)
            self._rows.add(row)
            self._columns.add(column)
            if kind == _MULRK:
                self._columns.add(column + (size - 6) // 6 - 1)
        if kind in (_NUMBER, _RK, _FORMULA):
            row, column, style = unpack_from("<HHH", stream, place)
            if style in self._codes:
                self._formats[row, column] = self._codes[style]
            if kind == _FORMULA:
                self._take_formula((row, column), place, place + size)
        elif kind in _TEXTS and self._of_texts:
            row, column, style = unpack_from("<HHH", stream, place)
            if style in self._of_texts:
                self._formats[row, column] = self._codes[style]
        elif kind == _MULRK:
            row, first = unpack_from("<HH", stream, place)
            for number in range((size - 6) // 6):
                (style,) = unpack_from("<H", stream, place + 4 + 6 * number)
                if style in self._codes:
                    self._formats[row, first + number] = self._codes[style]
        elif kind == _BOOLERR:
            row, column, _, code, is_error = unpack_from("<HHHBB", stream, place)
            if is_error:
                self._errors[row, column] = ERRORS.get(code, "#N/A")
        else:
            self._take_layout(kind, place)

    def _take_formula(self, cell: Place, place: int, end: int) -> None:
        """An error, or no result at all: programs that work nothing out store nought and ask that it be done on opening, say
        that the result is a text and store none, or store the empty text throughout.
        """
        result = self._stream[place + 6 : place + 14]
        if result[6:] != b"\xff\xff":
            is_stored = any(result) or not self._stream[place + 14] & 2
        elif result[0] == 2:
            self._errors[cell] = ERRORS.get(result[2], "#N/A")
            return
        else:
            kinds = (kind for kind, _, _ in _records(self._stream, end) if kind not in _OF_FORMULA)
            is_stored = result[0] != 0 or next(kinds, 0) == _STRING
            if result[0] == 3 and not any(self._stream[place + 14 : place + 20]):
                self._empty.append(cell)
        self._formulas += 1
        if not is_stored:
            self._not_computed[cell] = "=…"

    def _take_layout(self, kind: int, place: int) -> None:
        stream = self._stream
        if kind == _ROW:
            row, _, _, height = unpack_from("<HHHH", stream, place)
            (flags,) = unpack_from("<H", stream, place + 12)
            if flags & 0x20:
                self._hidden_rows.append(row)
            elif not height & 0x8000:
                self._heights[row] = (height & 0x7FFF) / 20
        elif kind == _COLINFO:
            first, last, width, _, flags = unpack_from("<HHHHH", stream, place)
            for column in range(first, min(last, 255) + 1):
                if width:
                    self._widths[column] = width_in_points(width / 256)
                if flags & 1:
                    self._hidden_columns.append(column)
        elif kind == _DEFCOLWIDTH:
            self._result.default_width = width_in_points(unpack_from("<H", stream, place)[0] + 0.7)
        elif kind == _STANDARDWIDTH:
            self._result.default_width = width_in_points(unpack_from("<H", stream, place)[0] / 256)
        elif kind == _DEFAULTROWHEIGHT:
            self._result.default_height = unpack_from("<H", stream, place + 2)[0] / 20 or 15.0
        elif kind == _WINDOW2:
            self._result.shows_zeros = bool(unpack_from("<H", stream, place)[0] & 0x10)
