"""Forms that stand side by side in one grid: each is read by itself, the left one first.

    项目名称 | 凉亭修缮 |    | 项目名称 | 步道标识
    实施单位 | 甲市乙所 |    | 实施单位 | 甲市丙所

A grid holds several where its rows print the same labels again from the same column on, the project's name among them.

A sheet may also hold a small table of figures beside a form, which is no part of it:

    项目名称 | 凉亭修缮 |    | 支出科目 | 金额
    实施单位 | 甲市乙所 |    | 公园养护 | 12.00
    绩效目标 | 修好凉亭 |    | 合计     | 12.00
    一级指标 | 二级指标 | 三级指标 | 指标值
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from reviewer.extract.labels import Role, plain_label, roles_of
from reviewer.extract.likeness import amount_text
from reviewer.extract.rows import Row

_ENOUGH = 2
"""So many rows must begin anew at the same column."""
_MONEY = frozenset({Role.AMOUNT, Role.AMOUNT_HEAD, Role.MONEY_COLUMN, Role.TASK_AMOUNT})
_OWN = frozenset({Role.ENTRY_NAME, Role.DEPARTMENT})


def forms_beside(rows: Sequence[Row]) -> list[list[Row]]:
    """The rows of each form in order; one list where there is only one form."""
    starts = _starts(rows)
    if not starts:
        return [list(rows)]
    edges = [0, *starts, max(place for row in rows for place, _ in row.cells) + 1]
    found = []
    for number, (left, right) in enumerate(pairwise(edges)):
        parts = [_part(row, left, right, number == 0) for row in rows]
        found.append([part for part in parts if part is not None])
    return found


def without_table_aside(rows: Sequence[Row]) -> list[Row]:
    """The rows of a form without a small table of figures that stands right of it, behind a column that is blank throughout."""
    taken = {at for row in rows if len(row.cells) > 1 for at in _reach(row)}
    for gap in sorted(set(range(min(taken), max(taken))) - taken) if taken else ():
        beside = [n for n, row in enumerate(rows) if len(row.cells) > 1 and row.cells[-1][0] > gap]
        first, end = beside[0], beside[-1] + 1
        left = [_part(row, 0, gap, True) for row in rows[first:end]]
        right = [_part(row, gap, max(taken) + 1, True) for row in rows[first:end]]
        if any(_is_labelled(row) for row in left[:1]) and end < len(rows) and _are_figures(right):
            return [*rows[:first], *(row for row in left if row is not None), *rows[end:]]
    return list(rows)


def _reach(row: Row) -> list[int]:
    """The columns that the cells of a row cover."""
    return [at for place, _ in row.cells for at in range(place, place + row.width(place))]


def _is_labelled(row: Row | None) -> bool:
    """Whether a row is a label of a form with its value."""
    return row is not None and len(row.cells) == 2 and bool(roles_of(row.texts[0])) and not roles_of(row.texts[1])


def _are_figures(rows: Sequence[Row | None]) -> bool:
    """Whether rows are a table: a header that has a column of money, and rows with a text and a sum under that."""
    table = [row for row in rows if row is not None]
    if len(table) != len(rows) or len(table) < _ENOUGH + 1:
        return False
    head, below = table[0], table[1:]
    money = [place for place, flow in head.cells if roles_of(flow.text) & _MONEY]
    if len(head.cells) < 2 or not money or any(amount_text(text) is not None for text in head.texts):
        return False
    sums = [dict(row.cells).get(money[0]) for row in below]
    heads = {place for place, _ in head.cells}
    told = all(flow is not None and amount_text(flow.text) is not None for flow in sums)
    return told and all({place for place, _ in row.cells} <= heads for row in below)


def _starts(rows: Sequence[Row]) -> list[int]:
    """The columns at which rows begin anew with the label of their first cell."""
    again: Counter[int] = Counter()
    named: set[int] = set()
    for row in rows:
        first = plain_label(row.texts[0])
        roles = roles_of(row.texts[0])
        if not roles or row.loose:
            continue
        held = {plain_label(flow.text) for _, flow in row.cells[1:2]}
        for place, flow in row.cells[2:]:
            if plain_label(flow.text) == first and first not in held:
                again[place] += 1
                if roles & _OWN:
                    named.add(place)
    return sorted(place for place, count in again.items() if count >= _ENOUGH and place in named)


def _part(row: Row, left: int, right: int, first: bool) -> Row | None:
    """What a row says of the form between two columns; a labelled value that reaches over both is of both."""
    labelled = len(row.cells) == 2 and bool(roles_of(row.texts[0]))
    if not first and labelled and row.cells[1][0] < left < row.cells[1][0] + row.width(row.cells[1][0]):
        return row
    widths = row.widths or (1,) * len(row.cells)
    inside = [
        (place - left, flow, width)
        for (place, flow), width in zip(row.cells, widths, strict=True)
        if left <= place < right
    ]
    if not inside:
        return None
    covered = tuple((place - left, flow) for place, flow in row.covered if left <= place < right)
    return Row(
        tuple((place, flow) for place, flow, _ in inside),
        row.page,
        row.loose,
        tuple(width for _, _, width in inside) if row.widths else (),
        covered,
    )
