"""Forms that stand side by side in one grid: each is read by itself, the left one first.

    项目名称 | 凉亭修缮 |    | 项目名称 | 步道标识
    实施单位 | 甲市乙所 |    | 实施单位 | 甲市丙所

A grid holds several where its rows print the same labels again from the same column on, the project's name among them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from reviewer.extract.labels import Role, plain_label, roles_of
from reviewer.extract.rows import Row

_ENOUGH = 2
"""So many rows must begin anew at the same column."""
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
