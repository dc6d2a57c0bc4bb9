"""What a stretch of characters can be, and the stretch itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class SegmentRole(StrEnum):
    """What a stretch of characters says. What no segment covers is layout, furniture or foreign.

    The order is that of the net's outputs: new ones go to the end, and need a new training.
    """

    HEADER = "header"
    """A printed label that is no key: over a column, beside a goal, 项目名称, 分值 …"""
    TITLE = "title"
    DEPARTMENT = "department"
    YEAR = "year"
    """A year that stands outside the title."""
    MONEY_UNIT = "money_unit"
    NAME = "name"
    """An entry's name; in whole-department forms the office's."""
    UNIT = "unit"
    TOTAL = "total"
    """The word 合计 where an entry's name would stand."""
    GOAL = "goal"
    PERIOD_GOAL = "period_goal"
    ATTRIBUTE_LABEL = "attribute_label"
    ATTRIBUTE = "attribute"
    AMOUNT_LABEL = "amount_label"
    AMOUNT_COLUMN = "amount_column"
    """The head of a column of a grid of money, 全年预算数."""
    AMOUNT = "amount"
    LEVEL1 = "level1"
    LEVEL2 = "level2"
    LEVEL3 = "level3"
    CODE = "code"
    """The printed number before or beside a level."""
    PERIOD_VALUE = "period_value"
    ANNUAL_VALUE = "annual_value"
    SIGN = "sign"
    """The sign of a target value in a cell of its own (also the word 定性)."""
    MEASURE = "measure"
    """The unit of a target value in a cell of its own."""
    EXTRA = "extra"
    TASK_NAME = "task_name"
    TASK_CONTENT = "task_content"
    TASK_AMOUNT = "task_amount"
    TASK_GOAL = "task_goal"


ROLES: tuple[SegmentRole, ...] = tuple(SegmentRole)


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a text and what it is: half-open offsets in code points.

    `probability` (0 to 1) is the net's own, not calibrated. `continues` says that the segment goes on with the value of an
    earlier one of the same role, which other cells or a page break interrupt.
    """

    role: SegmentRole
    start: int
    end: int
    probability: float = 1.0
    continues: bool = False
