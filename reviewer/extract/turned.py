"""Indicators printed a column each: rows of levels, names and values with their labels in front, set upright.

一级指标 | 产出指标             |          | 效益指标
二级指标 | 数量指标             | 质量指标 | 社会效益指标
三级指标 | 养护桥灯 | 更换灯杆  | 亮灯率   | 夜间事故
指标值   | 40盏     | 12根      | ≥95%     | 0起
"""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.extract.labels import Role, roles_of
from reviewer.extract.rows import Row
from reviewer.model.flow import Flow
from reviewer.model.taxonomy import is_level

_LEVELS = (Role.LEVEL1, Role.LEVEL2)
_VALUES = frozenset({Role.ANNUAL_VALUE, Role.PERIOD_VALUE})
_LABELS = frozenset({*_LEVELS, Role.LEVEL3, *_VALUES, Role.OPERATOR, Role.MEASURE, Role.EXTRA})
_FEWEST = 2
"""So many indicators stand side by side at least."""


def set_upright(rows: Sequence[Row]) -> list[Row]:
    """The rows of a table, its block of indicators set upright where it is turned: a header and a row for each indicator."""
    first = next((n for n, row in enumerate(rows) if _is_of_levels(row)), None)
    if first is None:
        return list(rows)
    end = first
    while end < len(rows) and _is_labelled(rows[end]):
        end += 1
    block = rows[first:end]
    names = next((row for row in block if Role.LEVEL3 in roles_of(row.texts[0])), None)
    valued = any(roles_of(row.texts[0]) & _VALUES for row in block)
    if names is None or not valued or len(names.cells) <= _FEWEST:
        return list(rows)
    header = Row(tuple((n, row.cells[0][1]) for n, row in enumerate(block)), names.page)
    upright = [header]
    for place, _ in names.cells[1:]:
        end_of = place + names.width(place)
        cells = [(n, flow) for n, row in enumerate(block) if (flow := _cell_at(row, place, end_of)) is not None]
        upright.append(Row(tuple(cells), names.page))
    return [*rows[:first], *upright, *rows[end:]]


def _is_of_levels(row: Row) -> bool:
    """Whether a row is a label of a level and, behind it, levels of that kind: 一级指标 | 产出指标 | 效益指标."""
    told = next((n for n, role in enumerate(_LEVELS, 1) if role in roles_of(row.texts[0])), 0)
    return not row.loose and told > 0 and len(row.cells) > 1 and all(is_level(text, told) for text in row.texts[1:])


def _is_labelled(row: Row) -> bool:
    """Whether a row goes on with such a block: one label, and what it is of in each column."""
    own = roles_of(row.texts[0]) & _LABELS
    return bool(own) and len(row.cells) > 1 and not any(roles_of(text) & own for text in row.texts[1:])


def _cell_at(row: Row, place: int, end: int) -> Flow | None:
    """What a row has over the columns of an indicator: its own cell, or for levels the last one before; None where it is blank."""
    cells = row.cells[1:]
    if any(role in roles_of(row.texts[0]) for role in _LEVELS):
        return next((flow for at, flow in reversed(cells) if at < end), None)
    return next((flow for at, flow in cells if place <= at < end), None)
