"""Links between 项目 and 指标 that lead right also after somebody has sorted or filtered the sheets.

A hyperlink of a cell keeps the row that it was made for. So the links are formulas that look the row up by the name of its entry,
which stands in a hidden column of both sheets. Nothing in them comes from a source: titles of our own sheets, letters, digits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reviewer.export.row_keys import base36, short
from reviewer.export.tables import Cell, Form, Link, RowNode, Rows, Sheet

LINK_TITLE, ENTRY_TITLE = "转到", "项目标识"
"""The titles of the column with the links, and of the hidden one with the name of each row's entry."""
MOST = 20_000
"""With more indicators no links are made: every one of them goes through the other sheet when the workbook is opened."""


def with_links(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The sheets, with the two columns where both 项目 and 指标 are among them."""
    by_title = {sheet.title: sheet for sheet in sheets}
    projects, indicators = by_title.get("项目"), by_title.get("指标")
    if projects is None or indicators is None or not 0 < len(indicators.nodes) <= MOST:
        return list(sheets)
    linked = {"项目": _linked(projects, indicators), "指标": _linked(indicators, projects)}
    return [linked.get(sheet.title, sheet) for sheet in sheets]


def _linked(sheet: Sheet, other: Sheet) -> Sheet:
    there = {_name(node) for node in other.nodes}
    goal, names = _letter(0), _letter(len(other.columns) + 1)
    area = f"'{other.title}'!${names}$2:${names}${len(other.nodes) + 1}"
    own = _letter(len(sheet.columns) + 1)

    def rows() -> Iterator[list[Cell]]:
        for number, (row, node) in enumerate(zip(sheet.rows, sheet.nodes, strict=True), start=2):
            link: Link | None = None
            if _name(node) in there:
                row_there = f"MATCH({own}{number},{area},0)+1"
                formula = f'=IFERROR(HYPERLINK("#\'{other.title}\'!{goal}"&({row_there}),"{other.title}"),"")'
                link = Link(formula, other.title)
            yield [*row, Cell(link), Cell(_name(node), Form.HIDDEN)]

    keys = [*sheet.keys, "", ""]
    return replace(sheet, columns=[*sheet.columns, LINK_TITLE, ENTRY_TITLE], keys=keys, rows=Rows(rows))


def _name(node: RowNode) -> str:
    """What an entry is called in the hidden columns: letters, digits and a hyphen."""
    return f"{short(node.sha256)}-{base36(node.entry)}"


def _letter(column: int) -> str:
    """“A” for 0, “AA” for 26."""
    letters = ""
    column += 1
    while column:
        column, place = divmod(column - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters
