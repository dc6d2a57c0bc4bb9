"""Text of an old binary workbook that shows something else than is written: fonts of whole cells, and of parts of a text.

Strings are only gone through where a font strikes out, raises, or is one of symbols: most workbooks have none such.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from struct import error as StructError  # noqa: N812
from struct import unpack_from

from reviewer.sources.number_format import GENERAL, shown
from reviewer.sources.sheet import Place, Sheet
from reviewer.sources.word_symbols import is_symbolic
from reviewer.sources.xlsx_looks import Look, seen

FONT, XF, PALETTE, SST, CONTINUE = 0x31, 0xE0, 0x92, 0xFC, 0x3C
CONDITIONAL = frozenset((0x1B0, 0x87A))
"""What may give a cell a colour that its style does not tell."""
_LABELSST, _LABEL, _RSTRING, _NUMBER, _RK, _MULRK = 0xFD, 0x204, 0xD6, 0x203, 0x27E, 0xBD
_WHITE = frozenset((1, 9))
"""Colours of the usual palette that are white."""
_BARE = frozenset((1, 9, 0x40, 0x41))
_MOST_STRINGS = 2_000_000
_Runs = tuple[tuple[int, int], ...]
"""From which character of a text on which font is used."""


@dataclass(slots=True)
class Looks:
    """The looks of fonts and cell styles by their numbers, and the texts that have fonts of their own within them."""

    fonts: list[Look] = field(default_factory=list)
    styles: list[tuple[int, bool]] = field(default_factory=list)
    """Font of each cell style, and whether it leaves the paper white."""
    white: list[bool] = field(default_factory=list)
    is_usual_white: bool = True
    is_wide: bool = True
    """Whether characters are those of Unicode, as since Excel 97."""
    strings: list[tuple[str, _Runs]] = field(default_factory=list)

    def take(self, stream: bytes, kind: int, place: int, wide: bool) -> None:
        """Keep what a record of the workbook says. Raises struct.error, IndexError."""
        self.is_wide = wide
        if kind == FONT:
            _, flags, colour, _, script = unpack_from("<HHHHH", stream, place)
            start = place + (16 if wide else 15)
            size = stream[place + 14] * (2 if wide and stream[place + 15] & 1 else 1)
            name = stream[start : start + size].decode("utf-16-le" if wide and stream[place + 15] & 1 else "latin-1")
            sign = {1: 1, 2: -1}.get(script, 0)
            self.fonts.append(Look(bool(flags & 8), sign, name if is_symbolic(name) else ""))
            self.white.append(wide and colour in _WHITE)
        elif kind == XF:
            (font,) = unpack_from("<H", stream, place)
            bare = False
            if wide:
                (lines,) = unpack_from("<I", stream, place + 14)
                (colours,) = unpack_from("<H", stream, place + 18)
                pattern = lines >> 26
                bare = not pattern or (pattern == 1 and colours & 0x7F in _BARE)
            self.styles.append((font, bare))
        elif kind == PALETTE:
            self.is_usual_white = stream[place + 6 : place + 9] == b"\xff\xff\xff"

    def font(self, number: int) -> Look:
        """The look of a font as cells and texts count them: there is no font 4."""
        number -= number > 4
        return self.fonts[number] if number < len(self.fonts) else Look()

    def style(self, number: int) -> Look:
        """The look of a cell style."""
        if number >= len(self.styles):
            return Look()
        font, bare = self.styles[number]
        look, at = self.font(font), font - (font > 4)
        if bare and self.is_usual_white and at < len(self.white) and self.white[at]:
            return replace(look, white=True)
        return look

    def read_strings(self, parts: list[bytes]) -> None:
        """Keep the shared strings, given as their record and those that go on with it, where any may show another text."""
        if any(self.fonts) or any(self.white):
            self.strings = list(_Strings(parts).all())


class _Strings:
    """Reads shared strings, which may be broken off anywhere between two records."""

    def __init__(self, parts: list[bytes]) -> None:
        self._parts, self._part, self._at = parts, 0, 0

    def all(self) -> Iterator[tuple[str, _Runs]]:
        """Each string with its runs, up to the first that is damaged."""
        try:
            count = min(unpack_from("<I", self._bytes(8), 4)[0], _MOST_STRINGS)
            for _ in range(count):
                yield self._one()
        except (StructError, IndexError):
            return

    def _one(self) -> tuple[str, _Runs]:
        length, flags = unpack_from("<HB", self._bytes(3))
        runs = unpack_from("<H", self._bytes(2))[0] if flags & 8 else 0
        more = unpack_from("<I", self._bytes(4))[0] if flags & 4 else 0
        text = self._characters(length, bool(flags & 1))
        found = tuple(unpack_from("<HH", self._bytes(4)) for _ in range(runs))
        self._bytes(more)
        return text, found

    def _bytes(self, count: int) -> bytes:
        found = b""
        while len(found) < count:
            if self._at >= len(self._parts[self._part]):
                self._part, self._at = self._part + 1, 0
            piece = self._parts[self._part][self._at : self._at + count - len(found)]
            found += piece
            self._at += len(piece)
        return found

    def _characters(self, length: int, wide: bool) -> str:
        text = ""
        while len(text) < length:
            if self._at >= len(self._parts[self._part]):  # the next record says anew how wide its characters are
                self._part, self._at = self._part + 1, 1
                wide = bool(self._parts[self._part][0] & 1)
            size = 2 if wide else 1
            piece = self._parts[self._part][self._at : self._at + (length - len(text)) * size]
            if len(piece) < size:
                raise IndexError
            self._at += len(piece)
            text += piece.decode("utf-16-le" if wide else "latin-1", "replace")
        return text


class ShownCells:
    """What of one sheet's cells is shown otherwise than it is written."""

    def __init__(self, looks: Looks, codes: dict[int, str]) -> None:
        self._looks, self._codes = looks, codes
        self._is_coloured = False
        self._white: dict[Place, str] = {}
        self._instead: dict[Place, str] = {}
        self._struck: list[str] = []

    def mark_coloured(self) -> None:
        """Something may give cells of the sheet a colour that their style does not tell."""
        self._is_coloured = True

    def number(self, place: Place, style: int, value: int | float) -> None:
        """Look at a cell with a number, which only its whole style can change."""
        look = self._looks.style(style)
        if look.struck or look.white:
            text = shown(value, self._codes.get(style, GENERAL))
            self.text(place, replace(look, raised=0, font=""), text, ())

    def text(self, place: Place, look: Look, text: str, runs: _Runs) -> None:
        """Look at a cell with a text, given the look of its style and from where on which fonts are used."""
        fonts = [self._looks.font(font) for _, font in runs]
        if not (look or any(fonts)):
            return
        if look.white and not runs:
            self._white[place] = text
            return
        shown_text, gone = "", ""
        bounds = [0, *(start for start, _ in runs), len(text)]
        for part, (start, end) in zip([look, *fonts], pairwise(bounds), strict=True):
            piece = seen(text[start:end], part)
            if part.struck:
                gone += piece
            else:
                shown_text += piece
        if gone or shown_text != text:
            self._instead[place] = shown_text
        self._struck += [gone] if gone.strip() else []

    def put(self, sheet: Sheet) -> None:
        """Put into a sheet what its cells show."""
        white = {} if self._is_coloured else self._white
        sheet.instead = {**sheet.instead, **self._instead, **dict.fromkeys(white, "")}
        sheet.struck = self._struck
        sheet.white = [text for text in white.values() if text.strip()]


class SheetLooks(ShownCells):
    """The same, of the records of an old workbook."""

    def take(self, stream: bytes, kind: int, place: int, size: int) -> None:
        """Look at one record. Raises struct.error, IndexError."""
        if kind in CONDITIONAL:
            self.mark_coloured()
        elif kind in (_LABELSST, _LABEL, _RSTRING):
            row, column, style = unpack_from("<HHH", stream, place)
            look = self._looks.style(style)
            if kind == _LABELSST:
                (number,) = unpack_from("<I", stream, place + 6)
                if number < len(self._looks.strings):
                    self.text((row, column), look, *self._looks.strings[number])
            else:
                self.text((row, column), look, *self._own_text(stream, kind, place + 6))
        elif kind in (_NUMBER, _RK):
            row, column, style = unpack_from("<HHH", stream, place)
            self.number((row, column), style, _value(stream[place + 6 : place + (14 if kind == _NUMBER else 10)]))
        elif kind == _MULRK:
            row, first = unpack_from("<HH", stream, place)
            for number in range((size - 6) // 6):
                (style,) = unpack_from("<H", stream, place + 4 + 6 * number)
                at = place + 6 + 6 * number
                self.number((row, first + number), style, _value(stream[at : at + 4]))

    def _own_text(self, stream: bytes, kind: int, at: int) -> tuple[str, _Runs]:
        """The text that stands in a cell's own record, as older programs write it, and its runs."""
        (length,) = unpack_from("<H", stream, at)
        if self._looks.is_wide:
            size, at, name = (2, at + 3, "utf-16-le") if stream[at + 2] & 1 else (1, at + 3, "latin-1")
            return stream[at : at + size * length].decode(name, "replace"), ()
        at += 2
        text = stream[at : at + length].decode("gb18030", "replace")
        if kind != _RSTRING:
            return text, ()
        starts, end = stream[at : at + length], at + length
        runs = ((stream[end + 1 + 2 * n], stream[end + 2 + 2 * n]) for n in range(stream[end]))
        return text, tuple((len(starts[:start].decode("gb18030", "ignore")), font) for start, font in runs)


def _value(data: bytes) -> int | float:
    """The number of a cell: eight bytes, or the four of a shortened one."""
    if len(data) == 8:
        number: float = unpack_from("<d", data)[0]
    else:
        (bits,) = unpack_from("<i", data)
        number = (
            bits >> 2 if bits & 2 else unpack_from("<d", bytes(4) + (bits & ~3 & 0xFFFFFFFF).to_bytes(4, "little"))[0]
        )
        number = number / 100 if bits & 1 else number
    return int(number) if float(number).is_integer() else number
