"""Two grids of indicators side by side: of the whole period and of the year, or two indicators in a row.

二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值
"""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.extract.draft import Draft
from reviewer.extract.indicator_heads import indicator_header, says_long_term
from reviewer.extract.labels import Role, roles_of
from reviewer.extract.rows import Column, Row
from reviewer.model.flow import Flow
from reviewer.model.taxonomy import is_whole_level

_LOOKED_AT = 40


def speaks_of_terms(row: Row) -> bool:
    """Whether a row has a label or a heading of the whole period, beside which values of the year may stand."""
    return any(len(text) <= 20 and (says_long_term(text) or Role.PERIOD_GOAL in roles_of(text)) for text in row.texts)


def are_terms(columns: Sequence[Column], rows: Sequence[Row], told: bool) -> bool:
    """Whether the left of two grids has the values of the whole period, the right one those of the year.

    `told` is whether the form has spoken of both so far. Else the same names stand in both; where they differ, these are
    two indicators in a row.
    """
    if told or any(says_long_term(column.label) for column in columns):
        return True
    first, second = (
        next((c.place for c in columns if c.side == side and c.role is Role.LEVEL3), None) for side in (0, 1)
    )
    if first is None or second is None:
        return True
    cells = [dict(row.cells) for row in rows[:_LOOKED_AT]]
    both = [(one[first].text, one[second].text) for one in cells if first in one and second in one]
    return 2 * sum(left == right for left, right in both) >= len(both)


def levels_over_sides(row: Row, following: Sequence[Row]) -> dict[int, Flow]:
    """The levels 1 that a row names over the sides of the header right beneath it: 产出指标 | 效益指标; empty where it does not."""
    if len(row.cells) < 2 or not following or not all(is_whole_level(text, 1) for text in row.texts):
        return {}
    columns = indicator_header(following[0], following[1:]) or ()
    sides = {column.side for column in columns}
    return dict(enumerate(flow for _, flow in row.cells)) if len(sides) == len(row.cells) else {}


def new_level_over_side(cells: Sequence[Flow]) -> Flow | None:
    """The level 1 that stands alone in one side of a row: it holds for the rows of that side beneath it."""
    return cells[0] if len(cells) == 1 and is_whole_level(cells[0].text, 1) else None


def add_in_order(children: list[Draft], drafts: list[Draft], sides: dict[str, int]) -> None:
    """Add indicators to those of their entry; where their levels stand side by side (`sides`), behind those of their own side."""
    if not sides:
        children += drafts
        return
    none = max(sides.values()) + 1
    there = [_side(child, sides, none) for child in children]
    for draft in drafts:
        side, place = _side(draft, sides, none), len(children)
        while place and side < there[place - 1] < none:
            place -= 1
        children.insert(place, draft)
        there.insert(place, side)


def _side(draft: Draft, sides: dict[str, int], none: int) -> int:
    """In which side an indicator stands by its levels; `none` where they name none."""
    return next((sides[name] for key in ("level1", "level2") if (name := draft.value(key) or "") in sides), none)
