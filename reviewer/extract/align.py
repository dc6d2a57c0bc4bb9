"""Cells to columns: the assignment that fits best, and by how much it beats the second best.

A row that lost a merge or gained a blank has its cells too far left or right. The cells keep their order, so the
search is a dynamic programme over (cell, column): each cell goes to a column further right than the one before it;
the score is how well each text fits its column, less a price for moving away from where the cells stand. A price is
paid when the shift starts and when it changes, not for every cell, because damage shifts whole rows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

START = 1.0
"""Price of standing anywhere else than printed, once a row."""
CHANGE = 1.2
"""Price of each further change of the shift within the row."""
DRIFT = 0.1
"""Price of each cell that is moved: between arrangements that are alike, the one that moves fewer cells."""
SURE = 1.0
"""Fit from which on a cell clearly belongs to its column."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """The column of each cell (its place in the list of columns), whether anything moved, and the lead over the second best."""

    columns: tuple[int, ...]
    shifted: bool
    margin: float
    score: float


Fit = Callable[[int, int], float]
"""fit(cell, column): how well this cell's text suits this column, about -5 (impossible) to 5 (certain)."""


def align(standing: Sequence[int], columns: Sequence[int], fit: Fit) -> Assignment | None:
    """Assign cells, which stand at the grid columns `standing`, to the columns at the grid columns `columns`.

    Both are in ascending order. None where there are more cells than columns.
    """
    if len(standing) > len(columns) or len(columns) > WIDEST:
        return None
    straight = _straight(standing, columns, fit)
    if straight is not None:
        return straight
    best, second = _two_best(standing, columns, fit)
    if best is None:
        return None
    score, chosen = best
    margin = score - second[0] if second else float("inf")
    shifted = any(columns[c] != s for c, s in zip(chosen, standing, strict=True))
    return Assignment(chosen, shifted, margin, score)


def _straight(standing: Sequence[int], columns: Sequence[int], fit: Fit) -> Assignment | None:
    """The cells just where they stand, when each of them clearly belongs there."""
    places = {column: index for index, column in enumerate(columns)}
    total = 0.0
    for cell, column in enumerate(standing):
        place = places.get(column)
        if place is None:
            return None
        worth = fit(cell, place)
        if worth < SURE:
            return None
        total += worth
    return Assignment(tuple(places[c] for c in standing), False, float("inf"), total)


WIDEST = 120
"""No form has more columns; a row that has is a text whose line breaks were lost, and trying all its places takes long."""
_Path = tuple[float, tuple[int, ...]]


def _two_best(standing: Sequence[int], columns: Sequence[int], fit: Fit) -> tuple[_Path | None, _Path | None]:
    """The two best assignments that differ."""
    beams: dict[int, list[_Path]] = {}
    for place, column in enumerate(columns):
        price = START if column != standing[0] else 0.0
        beams[place] = [(fit(0, place) - price, (place,))]
    for cell in range(1, len(standing)):
        following: dict[int, list[_Path]] = {}
        for place in range(cell, len(columns)):
            shift = columns[place] - standing[cell]
            worth = fit(cell, place) - (DRIFT if shift else 0.0)
            paths = []
            for before, kept in beams.items():
                if before >= place:
                    continue
                change = CHANGE if columns[before] - standing[cell - 1] != shift else 0.0
                paths += [(score + worth - change, (*path, place)) for score, path in kept]
            if paths:
                following[place] = sorted(paths, reverse=True)[:2]
        beams = following
    finished = sorted((path for kept in beams.values() for path in kept), reverse=True)
    return (finished[0] if finished else None, finished[1] if len(finished) > 1 else None)
