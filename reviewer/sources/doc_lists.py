"""The automatic numbers of an old Word file: its lists, and which styles use them."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import replace

from reviewer.sources.doc_file import DocFile, sprms, whole
from reviewer.sources.word_numbers import Level, Lists

_STYLES = {
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 9: "chineseCounting",
    10: "ideographDigital", 11: "japaneseCounting", 14: "decimalFullWidth", 16: "japaneseLegal",
    18: "decimalEnclosedCircle", 19: "decimalFullWidth", 22: "decimalZero", 23: "bullet", 26: "decimalEnclosedFullstop",
    27: "decimalEnclosedParen", 28: "decimalEnclosedCircle", 29: "ideographEnclosedCircle", 30: "ideographTraditional",
    31: "ideographZodiac", 33: "taiwaneseCounting", 34: "ideographLegalTraditional", 35: "taiwaneseCountingThousand",
    37: "chineseCounting", 38: "chineseLegalSimplified", 39: "chineseCountingThousand", 255: "none",
}  # fmt: skip
_FOLLOW = {0: " ", 1: " ", 2: ""}
_MOST_LISTS = 5000
_NONE = (0, 2047)


class Numbers:
    """Counts the paragraphs of the lists of a file."""

    def __init__(self, file: DocFile) -> None:
        self._lists = Lists()
        self._styles: dict[int, tuple[int | None, int | None]] = {}
        try:
            self._read_lists(file)
            self._read_styles(file.place(1))
        except (struct.error, IndexError, UnicodeError):  # a file whose lists are damaged is read without their numbers
            self._lists = Lists()

    def of_style(self, style: int) -> tuple[int | None, int | None]:
        """The list and the level that a style puts its paragraphs into."""
        return self._styles.get(style, (None, None))

    def before(self, number: int | None, level: int | None) -> str:
        """What stands before the next paragraph of a list; counts it."""
        return "" if number is None or number in _NONE else self._lists.next(str(number), level or 0)

    # -- lists ----------------------------------------------------------------------------------------------------

    def _read_lists(self, file: DocFile) -> None:
        heads, at = file.place(73), file.offset(73) + len(file.place(73))
        if len(heads) < 2:
            return
        levels: dict[int, dict[int, Level]] = {}
        (count,) = struct.unpack_from("<h", heads, 0)
        for number in range(min(count, _MOST_LISTS)):
            (key,) = struct.unpack_from("<i", heads, 2 + 28 * number)
            simple = heads[2 + 28 * number + 26] & 1
            levels[key] = {}
            for depth in range(1 if simple else 9):
                levels[key][depth], at = _level(file.table, at)
        uses = file.place(74)
        (count,) = struct.unpack_from("<I", uses, 0)
        count = min(count, _MOST_LISTS)
        at = 4 + 16 * count
        for number in range(count):
            (key,) = struct.unpack_from("<i", uses, 4 + 16 * number)
            name = str(number + 1)
            self._lists.levels[name] = dict(levels.get(key, {}))
            self._lists.counts_with[name] = f"list {key}"
            at = self._override(uses, at + 4, uses[4 + 16 * number + 12], name)

    def _override(self, uses: bytes, at: int, count: int, name: str) -> int:
        """The levels that a use of a list changes; returns where the next use's begin."""
        levels = self._lists.levels[name]
        for _ in range(count):
            start, flags = struct.unpack_from("<iI", uses, at)
            at, depth = at + 8, flags & 15
            if flags & 0x20:
                levels[depth], at = _level(uses, at)
            elif flags & 0x10 and depth in levels:
                levels[depth] = replace(levels[depth], start=start)
            if flags & 0x10:
                self._lists.restarting.add((name, depth))
        return at

    # -- styles ---------------------------------------------------------------------------------------------------

    def _read_styles(self, sheet: bytes) -> None:
        bases: dict[int, int] = {}
        for number, (base, grpprl) in enumerate(_styles(sheet)):
            bases[number] = base
            list_number = level = None
            for code, operand in sprms(grpprl):
                if code == 0x460B:
                    list_number = int.from_bytes(operand, "little")
                elif code == 0x260A and operand:
                    level = operand[0]
            self._styles[number] = (list_number, level)
        for number in bases:
            list_number, level = self._styles[number]
            base, steps = bases[number], 0
            while list_number is None and base in bases and steps < 20:
                list_number, level = self._styles[base][0], level if level is not None else self._styles[base][1]
                base, steps = bases[base], steps + 1
            self._styles[number] = (list_number, level)


def _level(data: bytes, at: int) -> tuple[Level, int]:
    """A level of a list, and where the next one begins."""
    start, style, flags = struct.unpack_from("<iBB", data, at)
    follow, characters, paragraph, limit = data[at + 15], data[at + 24], data[at + 25], data[at + 26]
    at += 28 + characters + paragraph
    (length,) = struct.unpack_from("<H", data, at)
    if length > 500:
        raise IndexError
    raw = data[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace")
    text = "".join(f"%{ord(char) + 1}" if char < "\x09" else char for char in whole(raw))
    restarts = limit if flags & 8 else None
    level = Level(_STYLES.get(style, "decimal"), text, start, _FOLLOW.get(follow, " "), restarts, bool(flags & 4))
    return level, at + 2 + 2 * length


def _styles(sheet: bytes) -> Iterator[tuple[int, bytes]]:
    """Every style by its number: what it is based on, and the properties of its paragraphs."""
    if len(sheet) < 8:
        return
    (head,) = struct.unpack_from("<H", sheet, 0)
    count, size = struct.unpack_from("<HH", sheet, 2)
    at = 2 + head
    for _ in range(count):
        (length,) = struct.unpack_from("<H", sheet, at)
        body = sheet[at + 2 : at + 2 + length]
        at += 2 + length
        if len(body) < size + 2:
            yield 4095, b""
            continue
        kind_base = int.from_bytes(body[2:4], "little")
        name = int.from_bytes(body[size : size + 2], "little")
        upx = size + 2 + 2 * (name + 1)
        upx += upx & 1
        own = int.from_bytes(body[upx : upx + 2], "little") if kind_base & 15 == 1 else 0
        yield kind_base >> 4, body[upx + 4 : upx + 2 + own] if own > 2 else b""
