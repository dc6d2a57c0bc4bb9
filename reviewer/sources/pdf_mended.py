"""Borders that a ruled table lacks here and there: two cells whose texts each stand in the middle of their own are not one.

A piece of a line may be missing in the drawing, or be hidden by what is drawn over it. A text over both cells would stand in the
middle of them, or begin at their left edge; the lines of a text over two rows are as near as lines are.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from reviewer.sources.pdf_lines import Place, Run
from reviewer.sources.pdf_rules import Rule, Ruled

_IN_MIDDLE = 2.0
"""Points by which a text may be off the middle of its cell."""
_MARGIN = 8.0
"""Points from the left edge of a cell to its text, at most."""
_APART = 1.6
"""Of a line's height: rows that are no higher are as near as the lines of one cell."""

_GAP = 0.6
"""The same: lines of one cell have less room between them."""

_Slot = tuple[int, int]
_Box = tuple[float, float, float, float]


def missing_borders(tables: Sequence[Ruled], runs: Mapping[Place, list[Run]]) -> tuple[list[Rule], list[Rule]]:
    """The pieces of lines across and down that some tables lack between two cells."""
    across: list[Rule] = []
    down: list[Rule] = []
    for place, held in runs.items():
        if place is None or len(held) < 2:
            continue
        table = tables[place[0]]
        region = table.regions[place[1]]
        if region.bottom - region.top + region.right - region.left == 2:
            continue
        boxes = dict(_by_slot(table, held))
        for (row, column), box in boxes.items():
            left, right = table.xs[column], table.xs[column + 1]
            top, bottom = table.ys[row], table.ys[row + 1]
            beside, below = boxes.get((row, column + 1)), boxes.get((row + 1, column))
            if (
                beside
                and _is_drawn_around(table, row, column)
                and _stands_in(box, left, right)
                and _stands_in(beside, right, table.xs[column + 2])
            ):
                down.append(Rule(right, top, bottom))
            if (
                below
                and below[1] - box[3] > _GAP * _height(held)
                and min(bottom - top, table.ys[row + 2] - bottom) > _APART * _height(held)
                and _is_between(box, top, bottom)
                and _is_between(below, bottom, table.ys[row + 2])
            ):
                across.append(Rule(bottom, left, right))
    return across, down


def _is_drawn_around(table: Ruled, row: int, column: int) -> bool:
    """Whether the border on the right of a slot is drawn in the row above or below it; a first row has titles over columns."""
    others = [other for other in (row - 1, row + 1) if row > 0 and other < len(table.owner)]
    return any(table.owner[other][column] != table.owner[other][column + 1] for other in others)


def _height(runs: Sequence[Run]) -> float:
    return max(run.height for run in runs)


def _by_slot(table: Ruled, runs: Sequence[Run]) -> Iterator[tuple[_Slot, _Box]]:
    """The box around the texts of each slot of a merged cell; none where one reaches over a border between slots."""
    boxes: dict[_Slot, _Box] = {}
    for run in runs:
        row, column = bisect_right(table.ys, run.middle) - 1, bisect_right(table.xs, (run.left + run.right) / 2) - 1
        if run.left < table.xs[column] - 1 or run.right > table.xs[column + 1] + 1:
            return
        if run.top < table.ys[row] - 1 or run.bottom > table.ys[row + 1] + 1:
            return
        a, b, c, d = boxes.get((row, column), (run.left, run.top, run.right, run.bottom))
        boxes[row, column] = min(a, run.left), min(b, run.top), max(c, run.right), max(d, run.bottom)
    yield from boxes.items()


def _stands_in(box: _Box, left: float, right: float) -> bool:
    """Whether a text stands in the middle between two borders, or begins at the left one."""
    return abs(box[0] + box[2] - left - right) <= 2 * _IN_MIDDLE or box[0] - left <= _MARGIN


def _is_between(box: _Box, top: float, bottom: float) -> bool:
    """Whether a text stands in the middle of a row's height."""
    return abs(box[1] + box[3] - top - bottom) <= 2 * _IN_MIDDLE
