"""Where the letters of one page stand on its picture: lines of them, what lies under a point, words, boxes of spans."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from reviewer.model.source import Page

_WIDEST_GAP = 1.2
"""A blank wider than this many heights of a line parts it into two: they are cells, not words."""
_WORD = re.compile(r"[≥≤><＞＜=＝≈~±+\-]?\d[\d,.，．]*\d?\s?[%％‰]?|\w+")
"""A number with its sign and per cent, or letters without a break."""


class Box(NamedTuple):
    """A rectangle on a page, in points from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def distance(self, x: float, y: float) -> float:
        """How far a point is from the rectangle, squared; 0 inside. Up and down weighs more: people aim at lines."""
        across = max(self.left - x, 0.0, x - self.right)
        down = max(self.top - y, 0.0, y - self.bottom)
        return across * across + 9 * down * down


class Run(NamedTuple):
    """Letters that stand one after the other on one line: the characters from `start` to `end`, and what they cover."""

    start: int
    end: int
    box: Box


class Letters:
    """The letters of one page. A page whose picture has no boxes (yet) has none."""

    def __init__(self, page: Page) -> None:
        self._text = page.text
        self._boxes = page.picture.boxes if page.picture else ()
        self.runs = list(self._find_runs())
        self._starts = [run.start for run in self.runs]

    def _drawn(self, start: int, end: int) -> Iterator[tuple[int, Box]]:
        boxes = self._boxes
        for offset in range(start, min(end, len(boxes) // 4)):
            left, top, right, bottom = boxes[4 * offset : 4 * offset + 4]
            if left == left:  # not NaN: it is drawn
                yield offset, Box(left, top, right, bottom)

    def _find_runs(self) -> Iterator[Run]:
        start = end = -1
        left = top = right = bottom = 0.0
        for offset, box in self._drawn(0, len(self._text)):
            if start >= 0 and _goes_on(Box(left, top, right, bottom), box):
                right, end = max(right, box.right), offset + 1
                top, bottom = min(top, box.top), max(bottom, box.bottom)
                continue
            if start >= 0:
                yield Run(start, end, Box(left, top, right, bottom))
            start, end = offset, offset + 1
            left, top, right, bottom = box
        if start >= 0:
            yield Run(start, end, Box(left, top, right, bottom))

    def boxes(self, start: int, end: int) -> list[Box]:
        """What the characters from `start` to `end` cover: one rectangle a line, as high as the line, without end blanks."""
        found = []
        for run in self.runs[max(0, bisect_right(self._starts, start) - 1) :]:
            if run.start >= end:
                break
            first, last = max(start, run.start), min(end, run.end)
            while first < last and self._text[first].isspace():
                first += 1
            while first < last and self._text[last - 1].isspace():
                last -= 1
            within = [box for _, box in self._drawn(first, last)]
            if within:
                left, right = min(box.left for box in within), max(box.right for box in within)
                found.append(Box(left, run.box.top, right, run.box.bottom))
        return found

    def at(self, x: float, y: float, near: float = 2.0) -> int | None:
        """The character at a point, or within `near` points of it on its line; None where there is none."""
        run = self._nearest(x, y)
        if run is None or run.box.distance(x, y) > near * near:
            return None
        return min(self._drawn(run.start, run.end), key=lambda each: each[1].distance(x, y))[0]

    def gap(self, x: float, y: float) -> tuple[int, int]:
        """The character nearest to a point, and the gap on the point's side of it; (0, 0) where the page has no letters."""
        run = self._nearest(x, y)
        if run is None:
            return 0, 0
        offset, box = min(self._drawn(run.start, run.end), key=lambda each: each[1].distance(x, y))
        return offset, offset + (x > (box.left + box.right) / 2)

    def inside(self, area: Box) -> list[tuple[int, int]]:
        """The characters whose middle lies in a rectangle, as (start, end) pieces in reading order."""
        pieces: list[tuple[int, int]] = []
        for run in self.runs:
            if run.box.bottom < area.top or run.box.top > area.bottom:
                continue
            for offset, box in self._drawn(run.start, run.end):
                x, y = (box.left + box.right) / 2, (run.box.top + run.box.bottom) / 2
                if area.left <= x <= area.right and area.top <= y <= area.bottom:
                    if pieces and pieces[-1][1] == offset:
                        pieces[-1] = (pieces[-1][0], offset + 1)
                    else:
                        pieces.append((offset, offset + 1))
        return pieces

    def word(self, offset: int) -> tuple[int, int]:
        """The word or number that a character belongs to; the character alone where it is a sign."""
        line = self.line(offset)
        for match in _WORD.finditer(self._text, *line):
            if match.start() <= offset < match.end():
                return match.start(), match.end()
        return offset, offset + 1

    def line(self, offset: int) -> tuple[int, int]:
        """The run that a character belongs to."""
        place = bisect_right(self._starts, offset) - 1
        return self.runs[place][:2] if place >= 0 else (offset, offset + 1)

    def _nearest(self, x: float, y: float) -> Run | None:
        return min(self.runs, key=lambda run: run.box.distance(x, y), default=None)


def _goes_on(line: Box, box: Box) -> bool:
    """Whether the next letter stands on the same line, behind what is there already."""
    height = max(line.bottom - line.top, box.bottom - box.top, 1.0)
    common = min(line.bottom, box.bottom) - max(line.top, box.top)
    lower = min(line.bottom - line.top, box.bottom - box.top)
    if common < 0.5 * lower:
        return False
    return -0.5 * height <= box.left - line.right <= _WIDEST_GAP * height
