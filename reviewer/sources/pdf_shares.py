"""Rows of a table without rules, where merged cells stand in the middle of the rows that they hold for.

The column with the most texts tells the rows. Every other text stands in the middle of its share of them: a column's texts
divide all rows, and a column further left only divides where those to its right do.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise

from reviewer.sources.pdf_lines import PrintedLine

_MOST_ROWS = 150
"""More rows on a page are none of a form; dividing them takes time that grows with their square."""
_SAME = 0.3
"""Of a line's height: two middles that are nearer are one."""
_MOST_LINES = 2.0
"""So many lines a cell of the column that tells the rows has on average, at most."""
OFF = 0.25
"""Of the usual step between rows: so far a text may stand from the middle of its rows."""
_EXACT = 0.15
"""The same, where its rows might also be single ones with blanks between."""

Interval = tuple[float, float]
Row = dict[int, tuple[int, list[PrintedLine]]]
"""The cells of a row by column, each with how many columns it covers and its lines."""
Merged = dict[tuple[int, int], int]
"""Over how many rows a cell is merged, by row and column."""


@dataclass(slots=True)
class Text:
    """Lines of one column that follow each other as those of a cell do."""

    lines: list[PrintedLine]
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def wider(one: Interval, other: Interval) -> Interval:
    """From where to where both reach together."""
    return min(one[0], other[0]), max(one[1], other[1])


def texts_of(column: list[PrintedLine], step: float) -> list[Text]:
    """The texts of a column from the top: lines whose tops are no further apart than `step` are of one."""
    found: list[Text] = []
    for line in column:
        if found and line.top - found[-1].lines[-1].top <= step:
            found[-1].lines.append(line)
            found[-1].bottom = max(found[-1].bottom, line.bottom)
        else:
            found.append(Text([line], line.top, line.bottom))
    return found


def divided(
    columns: list[list[PrintedLine]], step: float, height: float
) -> tuple[list[Row], Merged, list[Interval]] | None:
    """The rows of some columns, the merged cells, and from where to where each row reaches; None where that cannot be told."""
    texts = [texts_of(column, step) for column in columns]
    most = max(map(len, texts))
    leaf = max(n for n, column in enumerate(texts) if len(column) == most)
    if not 2 <= most <= _MOST_ROWS or sum(len(text.lines) for text in texts[leaf]) > _MOST_LINES * most:
        return None
    middles = [text.middle for text in texts[leaf]]
    places = [_rows_of(column, middles, _SAME * height) for column in texts]
    extents = [(text.top, text.bottom) for text in texts[leaf]]
    for column, at in zip(texts, places, strict=True):
        for text, row in zip(column, at or [], strict=False):
            extents[row] = wider(extents[row], (text.top, text.bottom))
    if any(above[1] > below[0] + _SAME * height for above, below in pairwise(extents)):
        return None
    shares = Shares(extents)
    merged: Merged = {}
    starts: list[list[int]] = [[] for _ in columns]
    cuts = set(range(most))
    for number in [*range(leaf, -1, -1), *range(leaf + 1, len(columns))]:
        at, column = places[number], texts[number]
        if number > leaf and merged:
            cuts = {row for row, _ in merged}
        if at is not None and (len(at) == most or not column):
            starts[number] = at
            continue
        bound = OFF if at is None else _EXACT
        merges = at is None or (number < leaf and at[0] > 0)  # one beside the first row holds for its own row
        parts = shares.divide([text.middle for text in column], cuts, bound) if merges else None
        if parts is None and at is None:
            return None
        starts[number] = parts or at or []
        if parts is not None:
            merged |= {(a, number): b - a for a, b in pairwise([*parts, most])}
            cuts = set(parts)
    rows: list[Row] = [{} for _ in range(most)]
    for number, column in enumerate(texts):
        for row, text in zip(starts[number], column, strict=True):
            rows[row][number] = (1, text.lines)
    return rows, {place: span for place, span in merged.items() if span > 1}, extents


def _rows_of(texts: list[Text], middles: list[float], near: float) -> list[int] | None:
    """In the middle of which row each text of a column stands, each in another; None where one stands in none."""
    found: list[int] = []
    for text in texts:
        place = bisect_left(middles, text.middle - near)
        if place == len(middles) or middles[place] > text.middle + near or (found and found[-1] >= place):
            return None
        found.append(place)
    return found


class Shares:
    """Divides rows, which reach from where to where `extents` say, among texts that stand in the middle of their share."""

    def __init__(self, extents: list[Interval]) -> None:
        gaps = sorted(below[0] - above[1] for above, below in pairwise(extents))
        half = gaps[len(gaps) // 2] / 2
        self._edges = [
            (extents[0][0] - half, extents[0][0] - half),
            *((above[1], below[0]) for above, below in pairwise(extents)),
            (extents[-1][1] + half, extents[-1][1] + half),
        ]
        """Between where and where the edge above each row is, and that below the last."""
        self._step = (self._edges[-1][1] - self._edges[0][0]) / len(extents)

    def divide(self, middles: list[float], cuts: set[int], bound: float) -> list[int] | None:
        """The first row of each text's share, beginning at one of `cuts`; None where one is further than `bound` off its middle."""
        last = len(self._edges) - 1
        best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
        for middle in middles:
            following: dict[int, tuple[float, tuple[int, ...]]] = {}
            for start, (cost, path) in best.items():
                for end in range(start + 1, last + 1):
                    if end != last and end not in cuts:
                        continue
                    off = self._off(middle, start, end)
                    if off <= bound and (end not in following or cost + off < following[end][0]):
                        following[end] = (cost + off, (*path, start))
            best = following
        return list(best[last][1]) if last in best else None

    def _off(self, middle: float, start: int, end: int) -> float:
        """How far a text is from the middle of some rows, in steps; a little of it where the rows' edges leave that open."""
        low = (self._edges[start][0] + self._edges[end][0]) / 2
        high = (self._edges[start][1] + self._edges[end][1]) / 2
        outside = max(0.0, low - middle, middle - high)
        return (outside + 0.1 * abs(middle - (low + high) / 2)) / self._step
