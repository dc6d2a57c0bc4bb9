"""Merged cells that a conversion has written out: the same text in every cell that the merge covered.

    | 项目名称 | 项目名称 | 消防装备购置 | 消防装备购置 |

Side by side such copies are folded into one. Whether two equal neighbours are copies, or a period and an annual value that
happen to be equal, the header of the columns decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reviewer.extract.indicator_heads import indicator_header
from reviewer.extract.labels import Role, roles_of
from reviewer.extract.likeness import amount_text
from reviewer.extract.rows import Row
from reviewer.model.flow import Flow

_MONEY = frozenset({Role.MONEY_COLUMN, Role.SCORE_COLUMN})
_ENOUGH = 2
"""So many rows with a label written twice side by side show that a grid's merges are written out."""


def fold_copies(rows: Sequence[Row]) -> tuple[list[Row], list[Flow]]:
    """The rows with copies folded into their first cell, and the copies; unchanged where the grid has none."""
    if sum(_has_label_twice(row) for row in rows) < _ENOUGH:
        return list(rows), []
    folded: list[Row] = []
    copies: list[Flow] = []
    twins: set[int] | None = None
    money: set[int] = set()
    for row in rows:
        first, again = _folded(row, None)
        if indicator_header(first) is not None:
            twins = {place for place, _ in again}
        elif twins is not None:
            first, again = _folded(row, twins | _leading(row))
        elif heads := {place for place, flow in first.cells if roles_of(flow.text) & _MONEY}:
            money = heads if len(heads) > 1 else money
        elif money:
            first, again = _folded(row, {place for place, flow in again if not _is_figure_of(flow, place, money)})
        folded.append(first)
        copies += [flow for _, flow in again]
    return folded, copies


def _is_figure_of(flow: Flow, place: int, money: set[int]) -> bool:
    """Whether an amount stands under a head of its own: it may well equal the one beside it."""
    return place in money and amount_text(flow.text) is not None


def _has_label_twice(row: Row) -> bool:
    return any(left == right and roles_of(left) for left, right in zip(row.texts, row.texts[1:], strict=False))


def _leading(row: Row) -> set[int]:
    """The places of copies of the row's first label, which stands left of the grid's columns."""
    texts = row.texts
    return {row.cells[i][0] for i in range(1, len(texts)) if roles_of(texts[0]) and set(texts[: i + 1]) == {texts[0]}}


def _folded(row: Row, allowed: set[int] | None) -> tuple[Row, list[tuple[int, Flow]]]:
    """A row without copies, and the copies; with `allowed`, only what stands at these places counts as one."""
    kept: list[tuple[int, Flow]] = []
    again: list[tuple[int, Flow]] = []
    if row.widths and allowed is None:
        return row, []
    for place, flow, before in _with_neighbour(row):
        if before == flow.text and (allowed is None or place in allowed):
            again.append((place, flow))
        else:
            kept.append((place, flow))
    return Row(tuple(kept), row.page, row.loose, covered=row.covered, over=row.over), again


def _with_neighbour(row: Row) -> Iterator[tuple[int, Flow, str | None]]:
    before: tuple[int, str] | None = None
    for place, flow in row.cells:
        yield place, flow, before[1] if before is not None and before[0] == place - 1 else None
        before = (place, flow.text)
