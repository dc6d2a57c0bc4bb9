"""The numbers that a text of OpenDocument prints before the items of its lists, and that stand nowhere in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reviewer.sources.odf_looks import STYLE, TEXT
from reviewer.sources.word_numbers import written

_STYLES = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
           "一": "chineseCounting", "壹": "chineseLegalSimplified", "①": "decimalEnclosedCircle", "甲": "ideographTraditional",
           "子": "ideographZodiac", "１": "decimalFullWidth", "㈠": "chineseCounting"}  # fmt: skip
LevelOf = Callable[[str, int], Any]
"""The element that says how a list of a style writes the numbers of a level, counted from 1; None where nothing does."""


class Numbers:
    """Counts the items of a list."""

    def __init__(self, level_of: LevelOf, style: str) -> None:
        self._level_of, self._style = level_of, style
        self._counts: dict[int, int] = {}

    def next(self, level: int, start: str | None) -> str:
        """What stands before the next item of a level, counted from 0; `start` is a number that the item itself states."""
        found = self._level_of(self._style, level + 1)
        begin = start or (found.get(TEXT + "start-value") if found is not None and level not in self._counts else None)
        number = int(begin) if begin and begin.isdecimal() and len(begin) < 6 else self._counts.get(level, 0) + 1
        self._counts = {place: count for place, count in self._counts.items() if place < level} | {level: number}
        if found is None or not found.tag.endswith("}list-level-style-number"):
            return ""
        kind = found.get(STYLE + "num-format", "")
        if not kind:
            return ""
        above = found.get(TEXT + "display-levels", "1")
        first = level + 1 - (int(above) if above.isdecimal() else 1)
        numbers = [self._counts.get(place, 1) for place in range(max(0, first), level + 1)]
        style = _STYLES.get(kind[0], "decimal")
        text = ".".join(written(one, style) for one in numbers)
        return f"{found.get(STYLE + 'num-prefix', '')}{text}{found.get(STYLE + 'num-suffix', '')}"
