"""Lines to rows, and rows to what was merged over them, by where the middles of cells are."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LONGEST = 8
"""A cell of more lines is not looked for."""
_NO_NAME = -3.0
_PARTED = 0.6
"""Share of blank lines to rows from which on rows are parted by them."""
_TOUCHING = 2.5
"""Price of two rows without a blank line between them where the others have one."""
_OFF = 0.6
"""Price of a line between the middle of a name and that of its value."""


def rows_of_lines(
    names: Mapping[int, int], values: Mapping[int, int], fit: Mapping[int, float], nameless: float = _NO_NAME
) -> list[list[int]]:
    """Some lines, of which these have a piece of a name and those a piece of a value (each with its length), cut into rows;
    empty lines left out.

    `fit` says how well the piece of each line reads as a whole value, `nameless` what a row without a name is worth.
    """
    ways = [_cut(names, values, fit, nameless, top) for top in (False, True)]
    return max(ways, key=lambda way: way[0])[1]


def _cut(
    names: Mapping[int, int], values: Mapping[int, int], fit: Mapping[int, float], nameless: float, top: bool
) -> tuple[float, list[list[int]]]:
    """The best rows, and what they are worth; with `top` name and value begin on one line, else their middles are on one."""
    lines = sorted({*names, *values})
    parted = sum(after > before + 1 for before, after in pairwise(lines)) >= _PARTED * len(values)
    longest = max(names.values(), default=0), max(values.values(), default=0)
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(lines) + 1):
        options = []
        for start in range(max(0, end - _LONGEST), end):
            row = lines[start:end]
            cut = _TOUCHING if parted and start and lines[start - 1] + 1 == lines[start] else 0.0
            options.append((best[start][0] + _worth(row, names, values, fit, nameless, top, longest) - cut, start))
        best.append(max(options))
    rows: list[list[int]] = []
    end = len(lines)
    while end:
        start = best[end][1]
        rows.append(lines[start:end])
        end = start
    return best[-1][0] - (_TOP if top else 0.0), rows[::-1]


def _worth(
    row: list[int],
    names: Mapping[int, int],
    values: Mapping[int, int],
    fit: Mapping[int, float],
    nameless: float,
    top: bool,
    longest: tuple[int, int],
) -> float:
    own = [line for line in row if line in names]
    said = [line for line in row if line in values]
    if not own or not said:
        return _NO_NAME if own else nameless
    if len(row) == 1:
        return 2.0
    off = abs(own[0] - said[0]) if top else abs((own[0] + own[-1]) - (said[0] + said[-1])) / 2
    gaps = (row[-1] - row[0] + 1 - len(row)) * 0.3
    whole = 0.5 * sum(fit.get(line, 0.0) >= 3.0 for line in said[1:])
    short = 0
    for length, at, room in ((names, own, longest[0]), (values, said, longest[1])):
        full = _FULL * room
        short += sum(length[b] > length[a] + 1 or length[a] < full for a, b in pairwise(at))
    room = longest[1]
    full = sum(room >= _LONG and values[line] >= _NEARLY_FULL * room for line in said[:-1])
    wraps = _WRAPS * (len(said) - 1 - full) + _WRAPS_FULL * full
    return 1.5 - 0.3 * len(row) - _OFF * off - wraps - whole - gaps - _NOT_FULL * short


_TOP = 0.5
"""So much more must speak for names and values that begin on one line: most tables put cells in their middle."""
_WRAPS, _WRAPS_FULL = 1.2, 0.3
"""Price of a value that goes on in the next line, and of one whose line has no room left."""
_LONG, _NEARLY_FULL = 8, 0.8


_NOT_FULL = 2.5
"""Price of a line that wrapped though there was room for more: the next one of its cell is longer, or others of its column are."""
_FULL = 0.6
"""Of the longest line of a column: one that wrapped is at least so long."""


def lines_of_rows(lines: Sequence[int], rows: Sequence[Sequence[int]]) -> list[list[int]]:
    """Which of a further column's lines are of which row (its own lines): those whose middle is nearest to its; all are given."""
    worst = float("inf")
    best: list[tuple[float, tuple[int, ...]]] = [(0.0, ()), *[(worst, ())] * len(lines)]
    for row in rows:
        middle = (row[0] + row[-1]) / 2
        step = [(cost + _NO_LINE, (*ends, end)) for end, (cost, ends) in enumerate(best)]
        for start, (cost, ends) in enumerate(best):
            gaps = 0.0
            for end in range(start + 1, min(len(lines), start + _LONGEST) + 1):
                gaps += _GAP * (lines[end - 1] - lines[end - 2] - 1) if end - 1 > start else 0.0
                total = cost + gaps + abs((lines[start] + lines[end - 1]) / 2 - middle)
                if total < step[end][0]:
                    step[end] = (total, (*ends, end))
        best = step
    cost, ends = best[-1]
    if cost == worst:
        return [[line for line in lines if line in row] for row in rows]
    return [list(lines[a:b]) for a, b in pairwise((0, *ends))]


_NO_LINE, _GAP = 0.4, 0.2
"""Price of a row without a line of a column, and of each line between two of one cell."""


def groups_by_top(rows: Sequence[float], tops: Sequence[float]) -> list[list[int]] | None:
    """The rows that each merged cell was merged over, where the cells stand beside the first of their rows; None where one
    stands beside none.
    """
    starts = [next((n for n, row in enumerate(rows) if abs(row - top) <= _BESIDE), -1) for top in tops]
    if not starts or starts[0] != 0 or any(after <= before for before, after in pairwise(starts)):
        return None
    return [list(range(start, end)) for start, end in pairwise((*starts, len(rows)))]


_BESIDE = 0.5


def groups_by_middle(
    rows: Sequence[float],
    middles: Sequence[float],
    empty: float = 4.0,
    starts: Collection[int] | None = None,
    unfit: Callable[[int, int], float] = lambda _cell, _row: 0.0,
    goes_on: bool = False,
    bottoms: Sequence[float] | None = None,
) -> list[list[int]]:
    """The rows (their middles, in order; or their first lines, with their last ones as `bottoms`) that each merged cell (its
    middle) was merged over; all rows are given to one, but for the first ones where a cell of the page before may go on
    (`goes_on`).

    A cell may have none, at the price `empty`. With `starts`, one begins hardly elsewhere than at those rows; `unfit` says how
    badly a row goes with a cell by what they say.
    """
    if not middles:
        return []
    import numpy as np

    ends = rows if bottoms is None else bottoms
    if len(middles) == len(rows) and all(
        not _from_middle(top, bottom, middle) and not unfit(n, n) and (starts is None or n in starts)
        for n, (top, bottom, middle) in enumerate(zip(rows, ends, middles, strict=True))
    ):
        return [
            [n] for n in range(len(rows))
        ]  # nothing is merged; to look for something better takes milliseconds a row
    far = _FAR if len(rows) > _SMALL else rows[-1] - rows[0] + 1 + max(abs(middle) for middle in middles)
    cost = np.full(len(rows) + 1, np.inf)  # of the cells so far, by where the last of them ends
    cost[1:-1] = _GOES_ON if goes_on else np.inf
    cost[0] = 0.0
    cut = np.array([_CUT if starts is not None and start not in starts else 0.0 for start in range(len(rows))] + [0.0])
    firsts, lasts = np.array(rows, float), np.array(ends, float)
    back: list[tuple[int, NDArray[np.int64]]] = []
    for cell, middle in enumerate(middles):
        low, high = bisect_left(rows, middle - _REACH * far), bisect_right(rows, middle + _REACH * far)
        before = cost + cut
        cost = before + empty
        odd = np.array([*accumulate((unfit(cell, row) for row in range(low, high)), initial=0.0)])
        within = _Window(low, firsts[low:high], lasts[low:high], before[low:high], odd)
        found, begin = within.best(middle, far)
        better = found <= cost[low + 1 : high + 1]
        cost[low + 1 : high + 1][better] = found[better]
        back.append((low, np.where(better & np.isfinite(found), begin, np.arange(low + 1, high + 1))))
    if np.isinf(cost[-1]):
        return [*([] for _ in middles[1:]), list(range(len(rows)))]
    groups: list[list[int]] = []
    end = len(rows)
    for low, begin in reversed(back):
        start = int(begin[end - low - 1]) if low < end <= low + len(begin) else end
        groups.append(list(range(start, end)))
        end = start
    return groups[::-1]


@dataclass(frozen=True, slots=True)
class _Window:
    """The rows, from the row `low` on, that a merged cell may hold: their first and last lines, what the cells before cost where
    this one begins with a row, and how badly the rows go with it, summed up.
    """

    low: int
    tops: NDArray[np.float64]
    bottoms: NDArray[np.float64]
    before: NDArray[np.float64]
    odd: NDArray[np.float64]

    def best(self, middle: float, far: float) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """For each row that the cell may end with, the least cost and the row where it begins then; infinite where it cannot."""
        import numpy as np

        rows = np.flatnonzero(np.isfinite(self.before))
        if not len(rows):
            return np.full(len(self.tops), np.inf), np.zeros(len(self.tops), int)
        tops, ends = self.tops[rows, None], np.arange(len(self.tops))
        off = np.abs((tops + self.bottoms) / 2 - middle)
        off += np.where((middle < tops - _BESIDE) | (middle > self.bottoms + _BESIDE), _OUTSIDE, 0.0)
        total = self.before[rows, None] + off + self.odd[1:] - self.odd[rows, None]
        first = np.searchsorted(self.bottoms, 2 * (middle - far) - tops, "left")
        last = np.searchsorted(self.bottoms, 2 * (middle + far) - tops, "right")
        total[(ends < rows[:, None]) | (ends < first) | (ends >= last)] = np.inf
        best = total.argmin(axis=0)
        return total[best, ends], self.low + rows[best]


def _from_middle(top: float, bottom: float, place: float) -> float:
    """How far a cell stands from the middle of its rows; more, where it stands beside none of them."""
    outside = _OUTSIDE if place < top - _BESIDE or place > bottom + _BESIDE else 0.0
    return abs((top + bottom) / 2 - place) + outside


_SMALL, _FAR, _REACH = 80, 16, 8
"""In a table of more rows no cell is so many lines from the middle of its rows, and these reach no further than so many times that."""
_OUTSIDE = 1.5
_GOES_ON = 0.4
"""Price of rows before the first merged cell."""
_CUT = 6.0
"""Price of a merged cell that begins where a smaller one within it goes on."""
