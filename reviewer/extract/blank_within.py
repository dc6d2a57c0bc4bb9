"""Rows of text in which a blank stands within a name: 质量指标 | 水质检测 | 合格率 | 100%."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from reviewer.extract.labels import Role, roles_of
from reviewer.extract.likeness import fit
from reviewer.extract.rows import Column, Row
from reviewer.model.flow import Flow, is_han
from reviewer.model.taxonomy import levels_named

_ODD = -2.0
"""How badly a level must suit the column in which its row puts it before a blank within a name is looked for."""
_LONGEST = 20
_LEVELS = frozenset({Role.LEVEL1, Role.LEVEL2})


def without_blank_within(row: Row, columns: Sequence[Column], placed: Callable[[Row], Row]) -> Row:
    """A row whose columns are lost, with two words that only together make its cells suit the columns as one name.

    `placed` puts a row's cells where they stand when nothing is known but how many there are.
    """
    roles = {column.place: column.role for column in columns}
    if not _is_odd(row, roles):
        return row
    joined = [placed(one) for one in _joined(row)]
    fitting = [one for one in joined if not _is_odd(one, roles)]
    return max(fitting, key=lambda one: _worth(one, roles), default=row)


def _is_odd(row: Row, roles: dict[int, Role]) -> bool:
    place, flow = row.cells[0]
    role = roles.get(place)
    return role in _LEVELS and bool(levels_named(flow.text)) and fit(role, flow.text) <= _ODD


def _worth(row: Row, roles: dict[int, Role]) -> float:
    return sum(fit(roles[place], flow.text) for place, flow in row.cells if place in roles)


def _joined(row: Row) -> list[Row]:
    """The row with each two neighbours that may be one name joined."""
    found = []
    for n in range(len(row.cells) - 1):
        (place, one), (_, other) = row.cells[n : n + 2]
        words = one.text + other.text
        if len(words) <= _LONGEST and all(map(is_han, words)) and not any(map(_says_something, (one, other))):
            cells = (*row.cells[:n], (place, one + other), *row.cells[n + 2 :])
            found.append(replace(row, cells=cells))
    return found


def _says_something(flow: Flow) -> bool:
    return bool(levels_named(flow.text) or roles_of(flow.text))
