"""Layouts that a person has taught: the headings of a whole header, and what each of its columns is.

A heading that means one thing in one form and another in the next cannot be a word of the vocabulary. Beside the headings that
it stands among it can: what is kept is the whole header, in order, as it is compared elsewhere (labels.plain_label), and it counts
only where all of it is there again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from reviewer.base import words
from reviewer.base.words import LONGEST_LAYOUT
from reviewer.extract.labels import INDICATOR_ROLES, Role, plain_label
from reviewer.extract.rows import Column, Row

_APART = "|"
_NONE = "-"
"""A heading that heads no column: it names what stands to its right."""
_SIDE = "/"
"""Before the number of the side, where two grids stand side by side."""
_FEWEST = 3
"""So many headings tell one layout from another."""


def header_of(row: Row) -> str:
    """The headings of a row, by which its layout is known; empty where they are too few or too long to be kept."""
    headings = [plain_label(text).replace(_APART, "") for text in row.texts]
    header = _APART.join(headings)
    return header if sum(map(bool, headings)) >= _FEWEST and len(header) <= LONGEST_LAYOUT else ""


def headings_in(header: str) -> list[str]:
    """The headings of a header as header_of() gives it."""
    return header.split(_APART)


def roles_text(roles: Sequence[tuple[Role, int] | None]) -> str:
    """What the cells of a header are, as it is kept: role and side of each cell's column, in order; None where it heads none."""
    return _APART.join(
        _NONE if each is None else each[0].value + (f"{_SIDE}{each[1]}" if each[1] else "") for each in roles
    )


SEVERAL = frozenset({Role.EXTRA, Role.ATTRIBUTE, Role.AMOUNT, Role.LEVEL_CELL})
"""What several columns of one table may be."""


def twin(roles: Sequence[tuple[Role, int] | None]) -> Role | None:
    """The first role that more columns have than may; None where there is none."""
    seen: set[tuple[Role, int]] = set()
    for each in roles:
        if each is not None and each in seen and each[0] not in SEVERAL:
            return each[0]
        seen |= {each} if each is not None else set()
    return None


def roles_in(header: str, roles: str) -> list[tuple[Role, int] | None] | None:
    """The role and the side of each heading of a header, None for one that heads no column; None where that is no layout."""
    found: list[tuple[Role, int] | None] = []
    for text in roles.split(_APART):
        name, _, side = text.partition(_SIDE)
        if text != _NONE and (name not in {*Role} or side not in ("", "1")):
            return None
        found.append(None if text == _NONE else (Role(name), int(side or 0)))
    return found if len(found) == len(headings_in(header)) and any(found) and twin(found) is None else None


@words.depends
@cache
def _known() -> dict[str, list[tuple[Role, int] | None]]:
    read = {header: roles_in(header, roles) for header, roles in words.in_use().layouts.items()}
    return {header: roles for header, roles in read.items() if roles is not None}


def taught_columns(row: Row) -> list[Column] | None:
    """The columns of a header that a person has taught; None of any other row."""
    known = _known()
    roles = known.get(header_of(row)) if known else None
    if roles is None:
        return None
    columns = [
        Column(place, role[0], flow.text, role[1], row.width(place), taught=True)
        for (place, flow), role in zip(row.cells, roles, strict=True)
        if role is not None
    ]
    return _of_list(columns) if names_entries(columns) else [_of_indicators(column) for column in columns]


def _of_list(columns: list[Column]) -> list[Column]:
    """The columns of a list; it has one goal for each entry, that of the year where there are two."""
    goal = any(column.role is Role.GOAL for column in columns)
    instead = Role.ATTRIBUTE if goal else Role.GOAL
    return [replace(c, role=instead) if c.role is Role.PERIOD_GOAL else c for c in columns]


def _of_indicators(column: Column) -> Column:
    """A column of a table of indicators: what says something of the project is kept with each of them."""
    return column if column.role in INDICATOR_ROLES else replace(column, role=Role.EXTRA)


def is_taught(columns: Sequence[Column]) -> bool:
    """Whether a person has said what these columns are."""
    return any(column.taught for column in columns)


def names_entries(columns: Sequence[Column]) -> bool:
    """Whether the rows under these columns are projects or units, rather than the indicators of one."""
    return any(column.role in (Role.ENTRY_NAME, Role.UNIT) for column in columns)
