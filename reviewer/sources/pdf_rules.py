"""Drawn lines to tables: which lines belong together, the rows and columns between them, and what is merged."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from operator import itemgetter
from typing import NamedTuple

_EDGE = 4.0
"""Points by which the middle of a line may be beside the table that it is of."""
TOUCH = 3.0
"""Points within which the end of a line touches another line."""
SAME = 3.2
"""Points within which two lines are one border: double lines, both edges of a broad one."""
_IN_LINE = 1.0
"""Points across within which pieces lie on one line."""
_GAP = 3.5
"""Points between the dashes of one line."""
_SHORT = 5.0
"""Points; what is shorter when its pieces are joined is no border."""
_MOST = 600
"""Lines in one direction that are looked at, longest first; no table on a page has more."""
_COVERED = 0.6
"""The share of a cell's side that must be drawn to be its border."""


class Rule(NamedTuple):
    """A straight line along an axis: its place across (`at`) and from where to where it runs, in points."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Region:
    """A cell of a ruled table, by the rows and columns it covers (half-open).

    A cell at the edge of the table is open where no line is drawn there: a page break may have cut it.
    """

    top: int
    bottom: int
    left: int
    right: int
    open_above: bool = False
    open_below: bool = False


@dataclass(slots=True)
class Ruled:
    """A ruled table: the places of its rows' and columns' borders in points, its cells, and which cell each slot is of."""

    ys: list[float]
    xs: list[float]
    regions: list[Region]
    owner: list[list[int]]

    def holds(self, x: float, y: float) -> bool:
        """Whether a point is within the table."""
        return self.xs[0] <= x < self.xs[-1] and self.ys[0] <= y < self.ys[-1]

    def at(self, x: float, y: float) -> int:
        """The index of the region around a point that the table holds."""
        return self.owner[bisect_right(self.ys, y) - 1][bisect_right(self.xs, x) - 1]

    def column_edges(self, region: int) -> tuple[float, float]:
        """Where a region begins and ends from left to right, in points."""
        found = self.regions[region]
        return self.xs[found.left], self.xs[found.right]

    def rectangle(self, region: int) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of a region, in points."""
        found = self.regions[region]
        return self.xs[found.left], self.ys[found.top], self.xs[found.right], self.ys[found.bottom]

    @property
    def area(self) -> float:
        return (self.xs[-1] - self.xs[0]) * (self.ys[-1] - self.ys[0])


def ruled_tables(across: Iterable[Rule], down: Iterable[Rule]) -> list[Ruled]:
    """The tables that lines draw, the smaller first: a table within a cell of another comes before that."""
    rows, columns = joined(across), joined(down)
    tables = [table_of(*group) for group in _connected(rows, columns)]
    return by_size(table for table in tables if table is not None)


def by_size(tables: Iterable[Ruled]) -> list[Ruled]:
    """Tables from the smallest on."""
    return sorted(tables, key=lambda table: table.area)


def outside(table: Ruled, rules: Sequence[Rule]) -> list[Rule]:
    """The rules across that lie outside of a table."""
    top, bottom = table.ys[0] - SAME, table.ys[-1] + SAME
    left, right = 2 * (table.xs[0] - _EDGE), 2 * (table.xs[-1] + _EDGE)
    return [rule for rule in rules if not (top <= rule[0] <= bottom and left <= rule[1] + rule[2] <= right)]


def joined(rules: Iterable[Rule]) -> list[Rule]:
    """The pieces of lines joined: dashes, the borders of one cell beside those of the next."""
    found: list[Rule] = []
    line: list[Rule] = []
    for rule in sorted(rules):
        if line and rule.at - line[0].at > _IN_LINE:
            found += in_line(line)
            line = []
        line.append(rule)
    found += in_line(line)
    if len(found) > _MOST:
        found = sorted(found, key=lambda rule: rule.start - rule.end)[:_MOST]
    return found


def in_line(pieces: list[Rule]) -> list[Rule]:
    """Pieces that lie on one line, from left to right: those that follow each other closely are one."""
    at = sum([rule[0] for rule in pieces]) / max(1, len(pieces))
    if len(pieces) == 1:
        _, begin, end = pieces[0]
        return [Rule(at, begin, end)] if end - begin >= _SHORT else []
    found: list[Rule] = []
    begin, end = inf, -inf
    for _, start, stop in sorted(pieces, key=itemgetter(1)):
        if start - end <= _GAP:
            if stop > end:
                end = stop
            continue
        if end - begin >= _SHORT:
            found.append(Rule(at, begin, end))
        begin, end = start, stop
    if end - begin >= _SHORT:
        found.append(Rule(at, begin, end))
    return found


def _connected(rows: list[Rule], columns: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Groups of lines that touch, each with lines in both directions."""
    parent = list(range(len(rows) + len(columns)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    reaches = [(j, x, top - TOUCH, bottom + TOUCH) for j, (x, top, bottom) in enumerate(columns, len(rows))]
    for i, (y, left, right) in enumerate(rows):
        start, end, group = left - TOUCH, right + TOUCH, i
        for j, x, top, bottom in reaches:
            if start <= x <= end and top <= y <= bottom:
                parent[group] = group = root(j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, rule in enumerate(rows):
        groups.setdefault(root(i), ([], []))[0].append(rule)
    for j, rule in enumerate(columns, len(rows)):
        groups.setdefault(root(j), ([], []))[1].append(rule)
    return [group for group in groups.values() if group[0] and group[1]]


def _borders(rules: list[Rule], ends: Sequence[float]) -> tuple[list[float], list[list[Rule]]]:
    """Places of borders with the lines of each; `ends` are borders too where no line is drawn: tables with open sides."""
    places: list[float] = []
    lines: list[list[Rule]] = []
    for rule in sorted(rules):
        if places and rule.at - lines[-1][0].at <= SAME:
            lines[-1].append(rule)
            places[-1] = sum(line.at for line in lines[-1]) / len(lines[-1])
        else:
            places.append(rule.at)
            lines.append([rule])
    for end in ends:
        if all(abs(end - place) > 2 * SAME for place in places) and not places[0] < end < places[-1]:
            place = bisect_right(places, end)
            places.insert(place, end)
            lines.insert(place, [])
    return places, lines


def table_of(rows: list[Rule], columns: list[Rule]) -> Ruled | None:
    """The table that lines across and down draw; None where they draw no more than a frame."""
    ys, row_lines = _borders(rows, (min(rule.start for rule in columns), max(rule.end for rule in columns)))
    xs, column_lines = _borders(columns, (min(rule.start for rule in rows), max(rule.end for rule in rows)))
    if len(ys) < 2 or len(xs) < 2 or (len(ys) == 2 and len(xs) == 2):
        return None
    above = [_drawn(lines, xs) for lines in row_lines]
    before = [_drawn(lines, ys) for lines in column_lines]
    owner = _merged(len(ys) - 1, len(xs) - 1, above, before)
    regions = _rectangles(owner)
    for region in regions:
        if region.top == 0:
            region.open_above = not any(above[0][region.left : region.right])
        if region.bottom == len(ys) - 1:
            region.open_below = not any(above[-1][region.left : region.right])
    return _tidy(ys, xs, regions) if len(regions) > 1 else None


def _drawn(lines: list[Rule], places: list[float]) -> list[bool]:
    """For each stretch between neighbouring places, whether lines along it are drawn there."""
    covered = [0.0] * (len(places) - 1)
    for _, start, end in in_line(lines):
        first = max(0, bisect_right(places, start) - 1)
        for stretch in range(first, len(covered)):
            left, right = places[stretch], places[stretch + 1]
            if left >= end:
                break
            covered[stretch] += (end if end < right else right) - (start if start > left else left)
    return [share >= _COVERED * (right - left) for share, (left, right) in zip(covered, pairwise(places), strict=True)]


def _merged(rows: int, columns: int, above: list[list[bool]], before: list[list[bool]]) -> list[list[int]]:
    """For each slot the number of the cell it is of: slots without a border between them are of one cell."""
    parent = list(range(rows * columns))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for row in range(rows):
        over = above[row]
        for column in range(columns):
            slot = row * columns + column
            if column and not before[column][row]:
                parent[root(slot)] = root(slot - 1)
            if row and not over[column]:
                parent[root(slot)] = root(slot - columns)
    owner = [slot if parent[slot] == slot else root(slot) for slot in range(rows * columns)]
    return [owner[start : start + columns] for start in range(0, rows * columns, columns)]


def _rectangles(owner: list[list[int]]) -> list[Region]:
    """Cells as rectangles, in reading order: what is not one (a border is missing) is cut into some, from the top left."""
    rows, columns = len(owner), len(owner[0])
    taken = [[False] * columns for _ in range(rows)]
    regions = []
    for row in range(rows):
        names, gone = owner[row], taken[row]
        below = owner[row + 1] if row + 1 < rows else None
        for column in range(columns):
            if gone[column]:
                continue
            name = names[column]
            right = column + 1
            while right < columns and names[right] == name and not gone[right]:
                right += 1
            bottom = row + 1
            if below is not None and below[column] == name:
                while bottom < rows and all(
                    owner[bottom][c] == name and not taken[bottom][c] for c in range(column, right)
                ):
                    bottom += 1
            for line in taken[row:bottom]:
                line[column:right] = [True] * (right - column)
            regions.append(Region(row, bottom, column, right))
    return regions


def _tidy(ys: list[float], xs: list[float], regions: list[Region]) -> Ruled:
    """Without the rows and columns that no cell begins or ends with."""
    kept_rows = sorted({edge for region in regions for edge in (region.top, region.bottom)})
    kept_columns = sorted({edge for region in regions for edge in (region.left, region.right)})
    rows = {old: new for new, old in enumerate(kept_rows)}
    columns = {old: new for new, old in enumerate(kept_columns)}
    owner = [[0] * (len(kept_columns) - 1) for _ in range(len(kept_rows) - 1)]
    for number, region in enumerate(regions):
        region.top, region.bottom = rows[region.top], rows[region.bottom]
        region.left, region.right = left, right = columns[region.left], columns[region.right]
        for line in owner[region.top : region.bottom]:
            line[left:right] = [number] * (right - left)
    return Ruled([ys[row] for row in kept_rows], [xs[column] for column in kept_columns], regions, owner)
