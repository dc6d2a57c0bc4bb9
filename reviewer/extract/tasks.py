"""The tasks of a whole-department form: a small table inside it, its amounts in one column or several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from reviewer.base.patterns import pattern
from reviewer.extract.draft import Draft, inherited
from reviewer.extract.labels import TASK_ROLES, Role, money_label, plain_label, roles_of
from reviewer.extract.likeness import amount_text, value_fit
from reviewer.extract.rows import Column, Row, place_row
from reviewer.model.flow import Flow
from reviewer.model.messages import message
from reviewer.model.review import Kind
from reviewer.model.taxonomy import is_whole_level

TOTALS = ("合计", "金额合计", "总计", "资金合计", "小计", "合计金额")
"""First cells of the row that sums the tasks up."""

_SUMS = (*TOTALS, "总额", "资金总额", "预算总额", "总金额")
_KEYS = {Role.TASK_NAME: "name", Role.TASK_CONTENT: "content", Role.TASK_AMOUNT: "amount", Role.TASK_GOAL: "goal"}


_SURE_VALUE = 2.0
_CALLED = (
    (Role.TASK_AMOUNT, re.compile(r"(?:金额|资金|预算|经费|投入)(?!.*名称)")),
    (Role.TASK_CONTENT, re.compile(r"内容|措施|描述|要点")),
    (Role.TASK_GOAL, re.compile(r"(?:目标|成效|成果|效果|效益|绩效|要求)(?!.*任务)")),
)
_NAMES = (
    pattern(r"(?<!项目)(?<!部门)(?<!单位)名称"),
    pattern(r"项目(?:名称)?$"),
    pattern(r"任务|工作(?![表簿])|事项|活动"),
    pattern(r"职责|职能|履职"),
)
"""What a column of names is called, the surest first: with a project beside it, a duty is what the project is for."""
_HEAD = 16


def _worded_columns(cells: Sequence[tuple[int, Flow]], row: Row) -> list[Column] | None:
    """The columns of tasks whose labels no vocabulary has, by their words; None where names, or what is beside them, are missing."""
    if len(cells) < 2 or any(len(flow) > _HEAD or _NO_HEAD.search(flow.text) for _, flow in cells):
        return None
    found: dict[int, Role] = {}
    for role, words in _CALLED:
        place = next(
            (place for place, flow in cells if place not in found and words.search(plain_label(flow.text))), None
        )
        if place is not None and role not in found.values():
            found[place] = role
    money = {p for p, flow in cells if _CALLED[0][1].search(plain_label(flow.text))}
    rest = [(place, flow) for place, flow in cells if place not in found and place not in money]
    ranked = [
        (n, place) for place, flow in rest for n, words in enumerate(_NAMES) if words.search(plain_label(flow.text))
    ]
    if not ranked:
        return None
    name = min(ranked)[1]
    found[name] = Role.TASK_NAME
    beside = [place for n, place in sorted(ranked) if place != name and n < len(_NAMES) - 1]
    if beside and Role.TASK_CONTENT not in found.values():
        found[beside[0]] = Role.TASK_CONTENT
    if not {Role.TASK_CONTENT, Role.TASK_AMOUNT} & set(found.values()):
        return None
    return [Column(place, found.get(place, Role.EXTRA), flow.text, width=row.width(place)) for place, flow in cells]


_NO_HEAD = pattern(r"[。；;，≥≤]|\d{3}|级指标|指标值")


def task_header(row: Row, expected: bool) -> list[Column] | None:
    """The columns of a table of tasks; None where the row is no header of one.

    Two columns are enough where a heading says that tasks follow: in the row, or (`expected`) above it. There labels are
    also told by their words. A row with a level or a value in it is an indicator, though its 年度工作计划 is called like a column.
    """
    if any(is_whole_level(text) or _is_value(text) for text in row.texts):
        return None
    first, beside = roles_of(row.texts[0]), {role for text in row.texts[1:] for role in roles_of(text)}
    # 重点任务 | 主要内容 | 资金 is the header of the names, where no other column has them, and no heading of the block
    heads_names = Role.TASK_NAME in first and Role.TASK_NAME not in beside and Role.TASK_CONTENT in beside
    led = Role.TASKS in first and len(row.cells) > 1 and not heads_names
    if not (led or expected) and all(roles_of(text).isdisjoint(TASK_ROLES) for text in row.texts):
        return None
    cells = row.cells[1:] if led else row.cells
    if led and row.loose:
        cells = tuple((place - 1, flow) for place, flow in cells)  # rows have nothing under the heading on the left
    columns: list[Column] = []
    for place, flow in cells:
        roles = roles_of(flow.text)
        role = next((r for r in sorted(roles & TASK_ROLES) if r not in {c.role for c in columns}), None)
        columns.append(Column(place, role or Role.EXTRA, flow.text, width=row.width(place)))
    roles_there = {column.role for column in columns}
    needed = {Role.TASK_NAME, Role.TASK_CONTENT} <= roles_there or {Role.TASK_NAME, Role.TASK_AMOUNT} <= roles_there
    told = [column for column in columns if column.role is not Role.EXTRA]
    whole = len(told) == len(columns) and (led or expected)
    if needed and (len(told) >= 3 or (whole and len(told) == 2)):
        return columns
    return _worded_columns(cells, row) if led or expected else None


def _is_value(text: str) -> bool:
    """Whether a text is a target value; 2024年预算 is the label of an amount."""
    return value_fit(text) >= _SURE_VALUE and not _CALLED[0][1].search(text)


def task_columns_below(columns: list[Column], row: Row) -> list[Column]:
    """The columns once the amounts have a second header row (总额, 财政拨款, 其他): the sum, or else the first of them, is the
    task's amount.
    """
    kept = [column for column in columns if column.role is not Role.TASK_AMOUNT]
    aside = len(kept) if row.loose else 0
    below = [Column(place + aside, Role.EXTRA, flow.text) for place, flow in row.cells]
    first = next((column for column in below if plain_label(column.label) in _SUMS), below[0])
    amount, others = replace(first, role=Role.TASK_AMOUNT), [column for column in below if column is not first]
    return sorted([*kept, amount, *others], key=lambda column: column.place)


def take_task_row(entry: Draft, row: Row, columns: list[Column]) -> tuple[list[Column], list[Flow]]:
    """Take a row beneath the header of the tasks: a task, their sum, or the header's lower half.

    Gives the columns that hold from here on, and what of the row is layout.
    """
    fresh = last_task(entry) is None
    known = sum(bool(roles_of(text)) for text in row.texts)
    figures = any(amount_text(text) is not None for text in row.texts)
    if known == len(row.cells) or (fresh and not figures and known >= 2 and known * 3 >= len(row.cells) * 2):
        return task_columns_below(columns, row), [flow for _, flow in row.cells]
    if plain_label(row.texts[0]) in TOTALS:
        read_task_total(entry, row, columns)
        return columns, [row.cells[0][1]]
    if (task := read_task(row, columns, last_task(entry))) is not None:
        entry.children.append(task)
    return columns, []


def read_task(row: Row, columns: list[Column], above: Draft | None) -> Draft | None:
    """The task in a row; None where it does not fit the columns. A merged name is that of the task `above`."""
    placed = place_row(row, columns)
    if placed is None:
        return None
    task = Draft(Kind.TASK)
    for column, flow in placed.cells.items():
        if column.role is Role.TASK_AMOUNT:
            task.amount("", flow, *placed.evidence, key="amount")
        elif column.role in _KEYS:
            task.set(_KEYS[column.role], flow, *placed.evidence)
    if not task.value("name") and above is not None and above.value("name"):
        task.put("name", inherited(above.fields["name"], message("read.inherited")))
    return task


def read_task_total(entry: Draft, row: Row, columns: list[Column]) -> None:
    """The row that sums the tasks up: amounts of the entry, keyed row/column where there are several."""
    label = money_label(row.texts[0])
    heads = [column for column in columns if column.role in (Role.TASK_AMOUNT, Role.EXTRA)]
    figures = [(place, flow) for place, flow in row.cells[1:] if amount_text(flow.text) is not None]
    if row.loose and len(figures) <= len(heads):
        at = [column.place for column in heads][-len(figures) :] if figures else []
        figures = [(place, flow) for place, (_, flow) in zip(at, figures, strict=True)]
    for place, flow in figures:
        head = min(heads, key=lambda column: abs(column.place - place), default=None)
        several = head is not None and len(heads) > 1
        entry.amount(f"{label}/{money_label(head.label)}" if head and several else label, flow)


def last_task(entry: Draft) -> Draft | None:
    """The task of an entry that was read last."""
    return next((child for child in reversed(entry.children) if child.kind is Kind.TASK), None)
