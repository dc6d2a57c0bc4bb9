"""Where the letters of one page stand on its picture: lines of them, what lies under a point, words, boxes of spans."""

from __future__ import annotations

import re
from array import array
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
        boxes = page.picture.boxes if page.picture else array("f")
        self._count = min(len(page.text), len(boxes) // 4)
        self._lefts, self._tops = boxes[0::4].tolist(), boxes[1::4].tolist()
        self._rights, self._bottoms = boxes[2::4].tolist(), boxes[3::4].tolist()
        self.runs = list(self._find_runs())
        self._starts = [run.start for run in self.runs]

    def _drawn(self, start: int, end: int) -> Iterator[tuple[int, Box]]:
        for offset in range(start, min(end, self._count)):
            left = self._lefts[offset]
            if left == left:  # not NaN: it is drawn
                yield offset, Box(left, self._tops[offset], self._rights[offset], self._bottoms[offset])

    def _find_runs(self) -> Iterator[Run]:
        """One pass over all letters; plain numbers, for a page has thousands."""
        start = end = -1
        left = top = right = bottom = 0.0
        for offset, (x, y, to_x, to_y) in enumerate(
            zip(self._lefts, self._tops, self._rights, self._bottoms, strict=True)
        ):
            if x != x or offset >= self._count:  # NaN: not drawn
                continue
            if start >= 0:
                high, low = bottom - top, to_y - y
                common = (bottom if bottom < to_y else to_y) - (top if top > y else y)
                height = max(high, low, 1.0)
                if common >= 0.5 * min(high, low) and -0.5 * height <= x - right <= _WIDEST_GAP * height:
                    right, end = max(right, to_x), offset + 1
                    top, bottom = min(top, y), max(bottom, to_y)
                    continue
                yield Run(start, end, Box(left, top, right, bottom))
            start, end = offset, offset + 1
            left, top, right, bottom = x, y, to_x, to_y
        if start >= 0:
            yield Run(start, end, Box(left, top, right, bottom))

    def boxes(self, start: int, end: int) -> list[Box]:
        """What the characters from `start` to `end` cover: one rectangle a line, as high as the line, without end blanks."""
        found = []
        for place in range(max(0, bisect_right(self._starts, start) - 1), len(self.runs)):
            run = self.runs[place]
            if run.start >= end:
                break
            first, last = max(start, run.start), min(end, run.end)
            while first < last and self._is_blank(first):
                first += 1
            while first < last and self._is_blank(last - 1):
                last -= 1
            if first < last:
                found.append(Box(self._lefts[first], run.box.top, self._rights[last - 1], run.box.bottom))
        return found

    def _is_blank(self, offset: int) -> bool:
        return self._lefts[offset] != self._lefts[offset] or self._text[offset].isspace()

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

    def line_box(self, offset: int) -> Box:
        """What the run covers that a character belongs to. Raises IndexError where the page has no letters."""
        return self.runs[max(0, bisect_right(self._starts, offset) - 1)].box

    def height(self) -> float:
        """The usual height of a letter, in points; 0 where the page has none."""
        heights = sorted(bottom - top for top, bottom in zip(self._tops, self._bottoms, strict=True) if top == top)
        return heights[len(heights) // 2] if heights else 0.0

    def _nearest(self, x: float, y: float) -> Run | None:
        return min(self.runs, key=lambda run: run.box.distance(x, y), default=None)
