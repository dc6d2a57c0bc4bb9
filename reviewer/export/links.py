"""Links between 项目 and 指标: from a project to its first indicator, from an indicator to its project.

They are hyperlinks of cells, not formulas: a workbook in which nothing at all is a formula cannot have been given one by a source, and
every program shows it the same. What they cost: they keep the row that they were made for, also when the other sheet is sorted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reviewer.export.tables import Cell, Link, RowNode, Rows, Sheet

LINK_TITLE = "转到"
"""The title of the column with the links."""
MOST = 60_000
"""With more rows no links are made: a sheet can hold 65,530."""


def with_links(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The sheets, with the column where both 项目 and 指标 are among them."""
    by_title = {sheet.title: sheet for sheet in sheets}
    projects, indicators = by_title.get("项目"), by_title.get("指标")
    if projects is None or indicators is None or not 0 < len(indicators.nodes) <= MOST:
        return list(sheets)
    linked = {"项目": _linked(projects, indicators), "指标": _linked(indicators, projects)}
    return [linked.get(sheet.title, sheet) for sheet in sheets]


def _linked(sheet: Sheet, other: Sheet) -> Sheet:
    first: dict[tuple[str, int], int] = {}
    for number, node in enumerate(other.nodes, start=2):
        first.setdefault(_entry(node), number)

    def rows() -> Iterator[list[Cell]]:
        for row, node in zip(sheet.rows, sheet.nodes, strict=True):
            there = first.get(_entry(node))
            yield [*row, Cell(Link(f"'{other.title}'!A{there}", other.title) if there else None)]

    return replace(sheet, columns=[*sheet.columns, LINK_TITLE], keys=[*sheet.keys, ""], rows=Rows(rows))


def _entry(node: RowNode) -> tuple[str, int]:
    return node.sha256, node.entry
