"""What it costs, in a table whose cells follow each other as text, to go from one filled column to the next."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from reviewer.extract.labels import Role
from reviewer.extract.readings.tokens import NO_ROW, Token
from reviewer.extract.sequence.roles import SegmentRole as R

_MERGED = frozenset(
    {Role.ATTRIBUTE, Role.LEVEL1, Role.LEVEL2, Role.ENTRY_NAME, Role.UNIT, Role.AMOUNT, Role.GOAL, Role.PERIOD_GOAL}
)
"""Columns whose cells are merged down: blank at the beginning of most rows."""
_SKIPPED: dict[Role, float] = {Role.ANNUAL_VALUE: 2.0, Role.PERIOD_VALUE: 1.0, Role.LEVEL3: 3.0}
"""What it costs that a column is blank, besides those that cost _BLANK."""
_BLANK = 0.25
_AGAIN = 0.4
"""What it costs to begin a row."""


def first_step(place: int, columns: Sequence[tuple[Role, R]]) -> float:
    """The cost (negative) of a first row that begins in a column."""
    return -sum(_cost(role) for role, _ in columns[:place] if role not in _MERGED)


def _cost(role: Role) -> float:
    return _SKIPPED.get(role, _BLANK)


class Follows(IntEnum):
    """How a text follows the one before it: nobody knows, in its row, in the next."""

    ANYHOW = 0
    IN_ROW = 1
    IN_NEXT = 2


def follows(last: Token, token: Token) -> Follows:
    """How a text follows the one before it, by the rows in which bars close them."""
    if NO_ROW in (last.row, token.row):
        return Follows.ANYHOW
    return Follows.IN_ROW if last.row == token.row else Follows.IN_NEXT


_LEFT_FIRST = 0.2
"""Of two halves side by side of which one is blank, the left one is filled, all else being equal."""
_ROW_BROKEN = 3.0
"""What it costs to begin a row where bars say that it goes on."""


def steps_of(columns: Sequence[tuple[Role, R]], way: Follows) -> list[list[float]]:
    """The cost of going from a column to the next filled one: blank cells between, or the beginning of another row."""
    size = len(columns)
    name = next(n for n, (role, _) in enumerate(columns) if role is Role.LEVEL3)
    left = _LEFT_FIRST if sum(role is Role.LEVEL3 for role, _ in columns) > 1 else 0.0
    steps = []
    for start in range(size):
        row = []
        for stop in range(size):
            if stop > start and way is not Follows.IN_NEXT:
                row.append(sum(_cost(role) for role, _ in columns[start + 1 : stop]))
                continue
            behind = sum(_cost(role) for role, _ in columns[start + 1 :])
            before = sum(_cost(role) + left for role, _ in columns[:stop] if role not in _MERGED)
            nameless = _SKIPPED[Role.LEVEL3] if start < name and stop < name and stop != start else 0.0
            row.append(behind + before + nameless + (_AGAIN, _ROW_BROKEN, 0.0)[way])
        steps.append(row)
    return steps
