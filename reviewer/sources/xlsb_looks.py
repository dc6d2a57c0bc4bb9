"""Text of a binary workbook (.xlsb) that shows something else than is written: struck out, raised, in a symbol font, white on white."""

from __future__ import annotations

from collections.abc import Iterable
from struct import error as StructError  # noqa: N812
from struct import unpack_from

from reviewer.sources.sheet import Place, Sheet
from reviewer.sources.word_symbols import is_symbolic
from reviewer.sources.xls_looks import Looks, ShownCells
from reviewer.sources.xlsx_looks import Look

Record = tuple[int, bytes]
_FONT, _FILL, _XF, _BEGIN_XFS, _END_XFS, _ITEM = 43, 45, 47, 617, 618, 19
_ROW, _RK, _REAL, _STRING, _SHARED, _FORMULA_STRING, _FORMULA_NUMBER, _RICH = 0, 2, 5, 6, 7, 8, 9, 62
_COLOURED = frozenset((461, 661))
"""Conditional formats and tables with a style: what may give a cell a colour that its style does not tell."""
_STRUCK = 8
_INDEXED, _RGB, _THEME = 1, 2, 3
_WHITE_INDEXES = frozenset((1, 9, 65))
_SOLID = 1
_NAME_AT, _COLOUR_AT = 21, 12


class BinaryLooks(Looks):
    """The looks of such a workbook, whose fonts are counted without a gap."""

    def font(self, number: int) -> Look:
        """The look of a font."""
        return self.fonts[number] if number < len(self.fonts) else Look()

    def style(self, number: int) -> Look:
        """The look of a cell style."""
        if number >= len(self.styles):
            return Look()
        font, is_bare = self.styles[number]
        look = self.font(font)
        is_white = is_bare and font < len(self.white) and self.white[font]
        return Look(look.struck, look.raised, look.font, is_white)

    @property
    def tells(self) -> bool:
        """Whether any font changes what a text says."""
        return any(self.fonts) or any(self.white)


def looks_of(styles: Iterable[Record], strings: Iterable[Record]) -> BinaryLooks:
    """What the records of the styles and of the shared strings say."""
    looks = BinaryLooks()
    bare: list[bool] = []
    inside = False
    for kind, record in styles:
        try:
            if kind == _FONT:
                flags, _, script = unpack_from("<3H", record, 2)
                name = _string(record, _NAME_AT)[0]
                looks.fonts.append(
                    Look(bool(flags & _STRUCK), {1: 1, 2: -1}.get(script, 0), name if is_symbolic(name) else "")
                )
                looks.white.append(_is_white(record[_COLOUR_AT : _COLOUR_AT + 8]))
            elif kind == _FILL:
                pattern = unpack_from("<I", record)[0]
                bare.append(pattern == 0 or (pattern == _SOLID and _is_white(record[4:12])))
            elif kind in (_BEGIN_XFS, _END_XFS):
                inside = kind == _BEGIN_XFS
            elif kind == _XF and inside:
                font, fill = unpack_from("<2H", record, 4)
                looks.styles.append((font, fill >= len(bare) or bare[fill]))
        except (StructError, IndexError):
            continue
    if looks.tells:
        for kind, record in strings:
            if kind == _ITEM:
                looks.strings.append(_rich(record, 0))
    return looks


def put(sheet: Sheet, records: Iterable[Record], looks: BinaryLooks, codes: dict[int, str]) -> None:
    """Put into a sheet what its cells show, for those that show something else than is written."""
    if not looks.tells:
        return
    cells = ShownCells(looks, codes)
    row, column = 0, -1
    for kind, record in records:
        try:
            if kind == _ROW:
                row, column = unpack_from("<I", record)[0], -1
            elif kind in _COLOURED:
                cells.mark_coloured()
            elif kind in SHORT:
                column += 1
                _look_at(cells, (row, column), SHORT[kind], record, 4, looks)
            elif kind in CELLS:
                (column,) = unpack_from("<I", record)
                _look_at(cells, (row, column), kind, record, 8, looks)
        except (StructError, IndexError):
            continue
    cells.put(sheet)


SHORT = {12: 1, 13: _RK, 14: 3, 15: 4, 16: _REAL, 17: _STRING, 18: _SHARED}
"""Cells that stand right of the one before them and do not state their column, by their kinds: those that state it."""
CELLS = frozenset((*range(1, 12), _RICH))


def _look_at(cells: ShownCells, place: Place, kind: int, record: bytes, at: int, looks: BinaryLooks) -> None:
    """Look at a cell whose value begins behind its style, at `at`."""
    style = unpack_from("<I", record, at - 4)[0] & 0xFFFFFF
    if kind == _RK:
        cells.number(place, style, packed(unpack_from("<I", record, at)[0]))
    elif kind in (_REAL, _FORMULA_NUMBER):
        cells.number(place, style, whole(unpack_from("<d", record, at)[0]))
    elif kind == _SHARED:
        number = unpack_from("<I", record, at)[0]
        if number < len(looks.strings):
            cells.text(place, looks.style(style), *looks.strings[number])
    elif kind == _RICH:
        cells.text(place, looks.style(style), *_rich(record, at))
    elif kind in (_STRING, _FORMULA_STRING):
        cells.text(place, looks.style(style), _string(record, at)[0], ())


def whole(number: float) -> int | float:
    """A number as a whole one where it is one."""
    return int(number) if number.is_integer() and abs(number) < 1e15 else number


def packed(bits: int) -> int | float:
    """A number in 30 bits: whole or the upper half of a real one, perhaps times a hundred."""
    number: float = (
        (bits >> 2) - (1 << 30 if bits & 0x80000000 else 0)
        if bits & 2
        else unpack_from("<d", bytes(4) + (bits & ~3).to_bytes(4, "little"))[0]
    )
    return whole(float(number / 100 if bits & 1 else number))


def _rich(record: bytes, at: int) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A text with fonts of its own, and from which character on which font is used."""
    text, end = _string(record, at + 1)
    if not record[at] & 1:
        return text, ()
    (count,) = unpack_from("<I", record, end)
    runs = tuple(unpack_from("<2H", record, end + 4 + 4 * run) for run in range(min(count, len(text))))
    return text, runs


def _string(data: bytes, at: int) -> tuple[str, int]:
    """A text with its length before it, and where it ends."""
    (length,) = unpack_from("<I", data, at)
    end = at + 4 + 2 * length
    return data[at + 4 : end].decode("utf-16-le", "replace"), end


def _is_white(colour: bytes) -> bool:
    kind, index, tint = colour[0] >> 1, colour[1], unpack_from("<h", colour, 2)[0]
    if kind == _RGB:
        return colour[4:7] == b"\xff\xff\xff"
    return tint == 0 and ((kind == _THEME and index == 0) or (kind == _INDEXED and index in _WHITE_INDEXES))
