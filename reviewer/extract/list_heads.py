"""Headers of lists of projects: what their columns are, and those of the rows beneath them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reviewer.base.patterns import pattern
from reviewer.extract.infer import with_levels_told, with_names_told, with_two_levels
from reviewer.extract.labels import INDICATOR_ROLES, Role, is_kind, is_narrower, rank_of, roles_of, version_of
from reviewer.extract.likeness import amount_text
from reviewer.extract.rows import Column, Row
from reviewer.extract.taught import names_entries, taught_columns
from reviewer.model.flow import Flow
from reviewer.model.taxonomy import is_whole_level, levels_named

_LIST_ROLES = (
    Role.ENTRY_NAME, Role.GOAL, Role.INDICATORS, Role.LEVEL1, Role.LEVEL2, Role.LEVEL3, Role.PERIOD_VALUE,
    Role.ANNUAL_VALUE, Role.OPERATOR, Role.MEASURE, Role.AMOUNT, Role.UNIT, Role.DEPARTMENT, Role.EXTRA, Role.ATTRIBUTE,
)  # fmt: skip


_MONEY = pattern(r"资金|金额|拨款|预算|经费|收入|[总余差]额")


def list_header(row: Row, following: Sequence[Row] = ()) -> list[Column] | None:
    """The columns that the header of a multi-project table announces; None where the row is no such header.

    With `following`, the rows beneath, columns whose labels are not known are told by what they hold.
    """
    if (taught := taught_columns(row)) is not None:
        return taught if names_entries(taught) else None
    if len(row.cells) < 3 or any(amount_text(text) is not None for text in row.texts):
        return None
    columns = header_columns(row)
    if sum(bool(roles_of(text)) for text in row.texts) * 5 >= len(columns) * 3:
        columns = with_levels_told(with_names_told(columns, following), following)
        columns = with_two_levels(columns, following) if following else columns
    kinds = sum(map(is_kind, row.texts, row.texts[1:], [*row.texts[2:], ""]))
    known = sum(bool(roles_of(text) or levels_named(text)) for text in row.texts) - kinds
    roles_there = {column.role for column in columns}
    named = roles_there & {Role.ENTRY_NAME, Role.UNIT}
    told = roles_there & {Role.GOAL, Role.INDICATORS, Role.LEVEL_CELL} or Role.AMOUNT in roles_there
    levels = len(roles_there & INDICATOR_ROLES) >= 2
    return columns if named and (told or levels) and known * 5 >= len(columns) * 3 else None


def _role_of_unknown(text: str) -> Role:
    if is_whole_level(text):
        return Role.LEVEL_CELL
    return Role.AMOUNT if _MONEY.search(text) else Role.ATTRIBUTE


_OF_WHICH = pattern(r"\s*其中\s*[:：]?\s*\S")
"""A column of amounts right of one that it is a part of: 资金规模 | 其中：本年安排."""


_SUM = pattern(r"(?:(?<![人个次户件批])[数额]|支出|拨付)\s*(?:[（(][^（()）]*[)）])?$")


def _is_money(text: str, left: Sequence[Column]) -> bool:
    """Whether the label of a column that is else said of the project asks for an amount: by its name, or as one right of an amount."""
    roles = roles_of(text)
    if Role.MONEY_COLUMN in roles:
        return not text.endswith("率")
    beside = not roles and left and left[-1].role is Role.AMOUNT
    return bool(beside and (_OF_WHICH.match(text) or _SUM.search(text)))


def header_columns(row: Row) -> list[Column]:
    """A header's cells as columns, each with the first role that it can have in a list."""
    columns: list[Column] = []
    for place, flow in row.cells:
        roles = roles_of(flow.text)
        role = next((r for r in _LIST_ROLES if r in roles), _role_of_unknown(flow.text))
        if role is Role.ATTRIBUTE and _is_money(flow.text, columns):
            role = Role.AMOUNT
        if role is Role.MEASURE and Role.UNIT in roles and not any(c.role in INDICATOR_ROLES for c in columns):
            role = Role.UNIT  # 单位 before any column of an indicator is an office
        twin = next((c for c in columns if c.role is role), None)
        if twin is not None and role in (Role.PERIOD_VALUE, Role.ANNUAL_VALUE):
            if rank_of(flow.text, role) < rank_of(twin.label, role):
                columns[columns.index(twin)] = replace(twin, role=Role.EXTRA)
            else:
                role = Role.EXTRA
        elif twin is not None and role not in (Role.AMOUNT, Role.EXTRA, Role.ATTRIBUTE, Role.LEVEL_CELL):
            role = Role.EXTRA if role in INDICATOR_ROLES else Role.ATTRIBUTE
        columns.append(Column(place, role, flow.text, width=row.width(place)))
    columns = _with_extras_of_entries(columns)
    return _with_some_goal(_with_departments(_with_narrower_names(columns)))


def _with_extras_of_entries(columns: list[Column]) -> list[Column]:
    """The columns of a list; what can be a further column of its indicators (责任科室) is one of its projects left of their names."""
    name = next((c.place for c in columns if c.role is Role.ENTRY_NAME), -1)
    return [replace(c, role=Role.ATTRIBUTE) if c.role is Role.EXTRA and c.place < name else c for c in columns]


def _with_narrower_names(columns: list[Column]) -> list[Column]:
    """The columns of a list that prints beside its projects what they are part of: 一级项目 | 二级项目. The narrower is the name."""
    name = next((c for c in columns if c.role is Role.ENTRY_NAME), None)
    if name is None:
        return columns
    others = [c for c in columns if c is not name and Role.ENTRY_NAME in roles_of(c.label)]
    narrower = next((c for c in others if is_narrower(c.label, name.label)), None)
    if narrower is None:
        return columns
    become = {name: Role.ATTRIBUTE, narrower: Role.ENTRY_NAME}
    return [replace(c, role=become.get(c, c.role)) for c in columns]


def _with_departments(columns: list[Column]) -> list[Column]:
    """The columns of a list that names neither projects nor units but departments, each with its goal: those are its entries."""
    first = next((c for c in columns if c.role is Role.DEPARTMENT), None)
    if first is None or any(c.role in (Role.ENTRY_NAME, Role.UNIT) for c in columns):
        return columns
    return [replace(c, role=Role.UNIT) if c is first else c for c in columns]


def _with_some_goal(columns: list[Column]) -> list[Column]:
    """The columns of a list; where it only prints the goals of the whole period, those are the goals."""
    longer = [c for c in columns if Role.PERIOD_GOAL in roles_of(c.label)]
    if len(longer) != 1 or any(c.role is Role.GOAL for c in columns):
        return columns
    return [replace(c, role=Role.GOAL) if c is longer[0] else c for c in columns]


def parts_of_money(columns: Sequence[Column], row: Row) -> set[int]:
    """Where labels that nobody knows stand under one of amounts that covers several: 预算金额 | 申报数, 核定数."""
    wide = [(c.place, c.place + c.width) for c in columns if c.role is Role.AMOUNT and c.width > 1]
    return {
        place
        for place, flow in row.cells
        if _SHORT_LABEL.fullmatch(flow.text)
        and (not roles_of(flow.text) or version_of(flow.text))
        and any(start <= place < end for start, end in wide)
    }


_SHORT_LABEL = pattern(r"\s*[\u4e00-\u9fff（()）]{2,8}\s*")


def group_at(groups: Sequence[tuple[int, Flow]], place: int) -> int:
    """Which of the levels that stand over the columns one stands under; -1 where it stands left of them all."""
    return max((i for i, (start, _) in enumerate(groups) if start <= place), default=-1)


def grouped(row: Row, groups: Sequence[tuple[int, Flow]]) -> list[Column]:
    """The lower half of a header whose upper half names levels side by side: the columns of each are one side."""
    columns: list[Column] = []
    for place, flow in row.cells:
        side = group_at(groups, place)
        role = next((r for r in _LIST_ROLES if r in roles_of(flow.text)), Role.ATTRIBUTE)
        columns.append(Column(place, role, flow.text, max(side, 0)))
    return columns
