"""The stories of an old Word file as lines and tables: cells and merges from the properties of their marks."""

from __future__ import annotations

import re
import struct
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from reviewer.sources.doc_fields import state
from reviewer.sources.doc_file import DocFile, sprms, whole
from reviewer.sources.doc_lists import Numbers
from reviewer.sources.raised import capitals, lowered, raised
from reviewer.sources.word_eq import shown as field_shown
from reviewer.sources.word_rows import Row, TableBuilder
from reviewer.sources.word_symbols import is_symbolic, symbols
from reviewer.sources.word_table import Table

Parts = list[str | Table]


_FIRST_STATE, _MOST_STATES = 0xF0000, 60_000
"""Characters that stand for what form fields show, a sign each, until the text is put together."""


def _single(change: Callable[[str], str]) -> Callable[[str], str]:
    """A change of texts for single characters; what would become several stays as it is, for places are counted."""
    return lambda char: made if len(made := change(char)) == 1 else char


_GONE = "\0"
_STRUCK, _UP, _DOWN, _CAPITALS = "\0struck", "\0up", "\0down", "\0capitals"
_CHANGED: dict[str, Callable[[str], str]] = {
    _STRUCK: lambda _char: "\0",
    _UP: _single(lambda char: raised(char).strip("⁽⁾") or raised(char)),
    _DOWN: _single(lowered),
    _CAPITALS: capitals,
}
"""What becomes of each character of such a run."""
_TOGGLES = {
    0x083C: _GONE, 0x0800: _GONE, 0x0837: _STRUCK, 0x2A53: _STRUCK, 0x083A: _CAPITALS, 0x083B: _CAPITALS,
}  # fmt: skip
"""Properties that are on or off, each by itself, and what they make of a run, the strongest first: hidden, deleted; struck out once or
twice; small and large capitals. 0x81 is what the style is not, 0x80 what it is."""
_PLAIN = str.maketrans(
    {
        "\x0b": "\n", "\x0c": "\n", "\x0e": "\n", "\x1e": "-", "\x1f": None, "\0": None, "\x01": None, "\x02": None,
        "\x03": None, "\x04": None, "\x05": None, "\x06": None, "\x08": None, "\x07": None, "\r": None,
        "\x13": None, "\x14": None, "\x15": None,
    }
)  # fmt: skip
_FORM = re.compile(r"\s*FORM(?:CHECKBOX|DROPDOWN)\s*([\U000F0000-\U000FFFFF]?)")
_EMBEDDED = re.compile(r"\s*EMBED\s+Equation", re.IGNORECASE)
_EQUATION = "\U000ffffe"
"""Stands for an equation of an equation editor until its paragraph is put together."""
_CELL, _PARAGRAPH = "\x07", "\r"
_KEPT = frozenset("\x13\x14\x15\x07\r\x0c")
_ANY_MARK = re.compile("[\x07\r\x0c]")
_DEEPEST = 60


@dataclass(slots=True)
class _Properties:
    """What a paragraph's mark says: how deep in tables it stands, whether it ends a cell or a row, its list, its row's cells."""

    depth: int = 0
    ends_row: bool = False
    ends_inner_cell: bool = False
    ends_inner_row: bool = False
    list_number: int | None = None
    list_level: int | None = None
    row: Row | None = None


class Body:
    """Reads the stories of a file."""

    def __init__(self, file: DocFile) -> None:
        self._file = file
        self._starts = [piece.start for piece in file.pieces]
        self._numbers = Numbers(file)
        self._states: dict[int, str] = {}
        """What form fields show, by the characters that stand for it."""
        self._odd = sorted(self._odd_runs())
        self._odd_starts = [run[0] for run in self._odd]
        self._known: dict[tuple[int, bytes], _Properties] = {}
        self.struck: dict[int, str] = {}
        """Texts that are struck out, and left out for that, by the byte at which they begin."""
        self.equations: list[str] = []
        """The paragraphs in which equations of an equation editor stand."""

    def story(self, name: str) -> Parts:
        """The lines and tables of a story (text, footnotes, headers, boxes)."""
        found: Parts = []
        stack: list[TableBuilder] = []
        for text, mark, place in self._paragraphs(*self._file.stories[name]):
            properties = self._properties(*self._file.paragraph_at(place))
            depth = min(_DEEPEST, properties.depth or (1 if mark == _CELL else 0))
            _fit(stack, depth, found)
            ends_row = properties.ends_row and mark == _CELL if depth == 1 else properties.ends_inner_row
            if not (depth and ends_row):
                text = self._numbers.before(properties.list_number, properties.list_level) + text
            if _EQUATION in text:
                text = text.replace(_EQUATION, "")
                self.equations.append(text)
            if self._states:
                text = text.translate(self._states)
            if not depth:
                found.append(text)
                continue
            builder = stack[-1]
            if ends_row:
                builder.end_row(properties.row)
                continue
            builder.parts.append(text.replace("\t", " "))
            if mark == _CELL if depth == 1 else properties.ends_inner_cell:
                builder.end_cell()
        _fit(stack, 0, found)
        return found

    def _paragraphs(self, start: int, end: int) -> Iterator[tuple[str, str, int]]:
        """The paragraphs between two positions: text, the mark that ends it, and the byte where that stands."""
        pieces: list[str] = []
        fields: list[list[str] | None] = []
        for piece in self._file.pieces:
            low, high = max(start - piece.start, 0), min(end - piece.start, len(piece.units))
            if low >= high:
                continue
            units = self._without_hidden(piece.units, piece.offset, piece.width)
            at = low
            for mark in _ANY_MARK.finditer(units, low, high):
                pieces.append(units[at : mark.start()])
                yield _shown("".join(pieces), fields), mark[0], piece.offset + mark.start() * piece.width
                pieces = []
                at = mark.end()
            pieces.append(units[at:high])
        rest = _shown("".join(pieces), fields)
        if rest:
            yield rest, _PARAGRAPH, 0

    # -- properties of characters ---------------------------------------------------------------------------------

    def _odd_runs(self) -> Iterator[tuple[int, int, str, str]]:
        """The runs that are not shown as they stand: hidden, struck out or deleted ones, raised or lowered ones, signs of symbol
        fonts, text in such a font.
        """
        fonts = self._file.fonts()
        symbolic = {number for number, name in enumerate(fonts) if is_symbolic(name)}
        for start, end, grpprl in self._file.character_runs():
            on, sign, font = dict.fromkeys(_TOGGLES, False), "", ""
            place, is_field = -1, False
            for code, operand in sprms(grpprl):
                if code in on and operand:
                    on[code] = operand[0] in (1, 0x81) or (on[code] and operand[0] == 0x80)
                elif code == 0x6A03 and len(operand) == 4:
                    place = int.from_bytes(operand, "little")
                elif code == 0x0806 and operand:
                    is_field = bool(operand[0])
                elif code == 0x2A48 and operand:
                    sign = {1: _UP, 2: _DOWN}.get(operand[0], sign)
                elif code == 0x6A09 and len(operand) == 4:
                    number, char = struct.unpack("<HH", operand)
                    sign = symbols(chr(char), fonts[number] if number < len(fonts) else "symbol")
                elif code in (0x4A4F, 0x4A51) and int.from_bytes(operand, "little") in symbolic:
                    font = fonts[int.from_bytes(operand, "little")]
            if is_field and place >= 0 and len(self._states) < _MOST_STATES:
                self._states[_FIRST_STATE + len(self._states)] = state(self._file.data, place)
                sign = chr(_FIRST_STATE + len(self._states) - 1)
            said = next((_TOGGLES[code] for code, is_on in on.items() if is_on), "")
            if said != _CAPITALS or not (sign or font):
                sign = said or sign
            if sign or font:
                yield start, end, sign, font

    def _without_hidden(self, units: str, offset: int, width: int) -> str:
        first = max(0, bisect_right(self._odd_starts, offset) - 1)
        last = bisect_left(self._odd_starts, offset + len(units) * width)
        if first >= last:
            return units
        chars = list(units)
        for start, end, instead, font in self._odd[first:last]:
            places = range(max(0, (start - offset) // width), min(len(chars), (end - offset) // width))
            if instead == _STRUCK and len(places):
                self.struck[start] = units[places[0] : places[-1] + 1].translate(_PLAIN)
            for at in places:
                char = chars[at]
                if char in _KEPT:
                    continue
                if instead in _CHANGED:
                    chars[at] = _CHANGED[instead](char)
                    continue
                if instead == _GONE or (instead and char in "(\x01"):
                    chars[at] = instead
                elif font:
                    chars[at] = symbols(char, font)
        return "".join(chars)

    # -- properties of paragraphs ---------------------------------------------------------------------------------

    def _properties(self, style: int, grpprl: bytes) -> _Properties:
        known = self._known.get((style, grpprl))
        if known is None:
            if len(self._known) > 20_000:
                self._known.clear()
            known = self._known[style, grpprl] = self._read_properties(style, grpprl)
        return known

    def _read_properties(self, style: int, grpprl: bytes) -> _Properties:
        found = _Properties()
        found.list_number, found.list_level = self._numbers.of_style(style)
        in_table, depth = False, 0
        for code, operand in sprms(grpprl):
            value = int.from_bytes(operand[:4], "little") if operand else 0
            if code == 0x2416:
                in_table = bool(value)
            elif code == 0x6649:
                depth = value
            elif code == 0x664A:
                depth += struct.unpack("<i", operand)[0] if len(operand) == 4 else 0
            elif code == 0x2417:
                found.ends_row = bool(value)
            elif code == 0x244B:
                found.ends_inner_cell = bool(value)
            elif code == 0x244C:
                found.ends_inner_row = bool(value)
            elif code == 0x460B:
                found.list_number = value
            elif code == 0x260A:
                found.list_level = value
            elif code == 0xD608:
                found.row = _row(operand)
            elif found.row is not None:
                _change(found.row, code, operand)
        found.depth = max(0, min(depth, 1000)) or int(in_table)
        return found


def _fit(stack: list[TableBuilder], depth: int, found: Parts) -> None:
    """Close the tables deeper than `depth`, and begin new ones down to it."""
    while len(stack) > depth:
        table = stack.pop().table()
        if table.cells:
            (stack[-1].parts if stack else found).append(table)
    while len(stack) < depth:
        stack.append(TableBuilder())


def _shown(units: str, fields: list[list[str] | None]) -> str:
    """A paragraph's text with what its fields show, and without marks of what is no text.

    `fields` are those that are open, and go on to the next paragraph: the instruction so far, None behind it.
    """
    if fields or "\x13" in units:
        kept: list[str] = []

        def put(text: str) -> None:
            inside = next((code for code in reversed(fields) if code is not None), None)
            (kept if inside is None else inside).append(text)

        for char in units:
            if char == "\x13":
                fields.append([])
            elif char in "\x14\x15" and fields:
                code = fields.pop()
                if code and _EMBEDDED.match("".join(code)):
                    kept.append(_EQUATION)
                form = _FORM.match("".join(code)) if code else None
                if form is not None:
                    put(form[1])
                elif code is not None and char == "\x15":
                    put(field_shown("".join(code)))
                if char == "\x14":
                    fields.append(None)
            else:
                put(char)
        units = "".join(kept)
    text = whole(units.translate(_PLAIN))
    return symbols(text, "") if any("\uf020" <= char <= "\uf0ff" for char in text) else text


def _row(operand: bytes) -> Row | None:
    """The definition of a row: edges, and a record of 20 bytes for each cell (fewer records than cells are allowed)."""
    count = operand[0] if operand else 0
    if not count or len(operand) < 1 + 2 * (count + 1):
        return None
    edges = list(struct.unpack_from(f"<{count + 1}h", operand, 1))
    down, across = [0] * count, [0] * count
    for number in range(count):
        at = 1 + 2 * (count + 1) + 20 * number
        if at + 2 > len(operand):
            break
        flags = operand[at] | operand[at + 1] << 8
        across[number] = flags & 3
        down[number] = (0, 1, 0, 3)[flags >> 5 & 3]
    return Row(edges, down, _firsts(across))


def _firsts(flags: list[int]) -> list[int]:
    """Of cells merged across, the first as 1 and the others as 2: programs differ in which of the two flags says which."""
    made, first = [0] * len(flags), 0
    for number, flag in enumerate(flags):
        made[number] = 0 if not flag else 2 if first and flag != first else 1
        first = flag if made[number] < 2 else first
    return made


def _change(row: Row, code: int, operand: bytes) -> None:
    """What stands after a row's definition and alters it."""
    if code == 0xD62B and len(operand) >= 2 and operand[0] < len(row.down):
        row.down[operand[0]] = operand[1] & 3
    elif code in (0x5624, 0x5625) and len(operand) == 2:
        for number in range(operand[0], min(operand[1], len(row.across))):
            row.across[number] = 0 if code == 0x5625 else 1 if number == operand[0] else 2
    elif code == 0x7623 and len(operand) == 4:
        first, last, width = struct.unpack("<BBh", operand)
        for number in range(first, min(last, len(row.down))):
            grown = width - (row.edges[number + 1] - row.edges[number])
            row.edges[number + 1 :] = [edge + grown for edge in row.edges[number + 1 :]]
