"""Lines to rows, and rows to what was merged over them, by where the middles of cells are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import pairwise

_LONGEST = 8
"""A cell of more lines is not looked for."""
_NO_NAME = -3.0
_PARTED = 0.6
"""Share of blank lines to rows from which on rows are parted by them."""
_TOUCHING = 2.5
"""Price of two rows without a blank line between them where the others have one."""
_OFF = 0.6
"""Price of a line between the middle of a name and that of its value."""


def rows_of_lines(names: Collection[int], values: Collection[int], fit: Mapping[int, float]) -> list[list[int]]:
    """Some lines, of which these have a piece of a name and those a piece of a value, cut into rows; empty lines left out.

    `fit` says how well the piece of each line reads as a whole value.
    """
    lines = sorted({*names, *values})
    parted = sum(after > before + 1 for before, after in pairwise(lines)) >= _PARTED * len(values)
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(lines) + 1):
        options = []
        for start in range(max(0, end - _LONGEST), end):
            row = lines[start:end]
            cut = _TOUCHING if parted and start and lines[start - 1] + 1 == lines[start] else 0.0
            options.append((best[start][0] + _worth(row, names, values, fit) - cut, start))
        best.append(max(options))
    rows: list[list[int]] = []
    end = len(lines)
    while end:
        start = best[end][1]
        rows.append(lines[start:end])
        end = start
    return rows[::-1]


def _worth(row: list[int], names: Collection[int], values: Collection[int], fit: Mapping[int, float]) -> float:
    own = [line for line in row if line in names]
    said = [line for line in row if line in values]
    if not own or not said:
        return _NO_NAME
    if len(row) == 1:
        return 2.0
    off = abs((own[0] + own[-1]) - (said[0] + said[-1])) / 2
    gaps = (row[-1] - row[0] + 1 - len(row)) * 0.3
    whole = 0.5 * sum(fit.get(line, 0.0) >= 3.0 for line in said[1:])
    return 1.5 - 0.3 * len(row) - _OFF * off - 1.2 * (len(said) - 1) - whole - gaps


def groups_by_middle(
    rows: Sequence[float],
    middles: Sequence[float],
    empty: float = 4.0,
    starts: Collection[int] | None = None,
    unfit: Callable[[int, int], float] = lambda _cell, _row: 0.0,
) -> list[list[int]]:
    """The rows (their middles, in order) that each merged cell (its middle) was merged over; all rows are given to one.

    A cell may have none, at the price `empty`. With `starts`, one begins hardly elsewhere than at those rows; `unfit` says how
    badly a row goes with a cell by what they say.
    """
    if not middles:
        return []
    worst = float("inf")
    cost = [[worst] * (len(rows) + 1) for _ in range(len(middles) + 1)]
    back = [[0] * (len(rows) + 1) for _ in range(len(middles) + 1)]
    cost[0][0] = 0.0
    for cell, middle in enumerate(middles, 1):
        odd = [0.0]
        for row in range(len(rows)):
            odd.append(odd[-1] + unfit(cell - 1, row))
        for start in range(len(rows) + 1):
            before = cost[cell - 1][start]
            if before == worst:
                continue
            before += _CUT if starts is not None and start < len(rows) and start not in starts else 0.0
            for end in range(start, len(rows) + 1):
                off = empty if start == end else abs((rows[start] + rows[end - 1]) / 2 - middle)
                total = before + off + odd[end] - odd[start]
                if total < cost[cell][end]:
                    cost[cell][end], back[cell][end] = total, start
    groups: list[list[int]] = []
    end = len(rows)
    for cell in range(len(middles), 0, -1):
        start = back[cell][end]
        groups.append(list(range(start, end)))
        end = start
    return groups[::-1]


_CUT = 6.0
"""Price of a merged cell that begins where a smaller one within it goes on."""
