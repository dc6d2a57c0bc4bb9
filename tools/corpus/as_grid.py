"""A paper as a source with real grids: merged cells once, with their spans, as Word, Excel and HTML give them."""

from __future__ import annotations

import reviewer.model.source as model
from reviewer.model.spans import Span
from tools.corpus.paper import Cell, Line, Paper, Table
from tools.corpus.truth import Entry, Indicator


def source_of(name: str, paper: Paper) -> model.Source:
    """The paper as one page whose tables are grids, its blanks merged into the cells they belong to."""
    text = ""
    blocks: list[model.Block] = []
    for block in paper.blocks:
        if isinstance(block, Line):
            printed = block.text.lstrip("# ").replace("**", "")
            if printed.strip():
                blocks.append(model.Line(Span(0, len(text), len(text) + len(printed))))
                text += printed
            text += "\n"
            continue
        text, grid = _grid(text, block)
        blocks.append(grid)
    page = model.Page(1, text, tuple(blocks))
    return model.Source(name, "docx", "0" * 64, None, (page,))


def _grid(text: str, table: Table) -> tuple[str, model.Grid]:
    width = table.width()
    rows = [r.cells + [Cell() for _ in range(width - len(r.cells))] for r in table.rows]
    kinds = [r.kind for r in table.rows]
    home: dict[tuple[int, int], tuple[int, int]] = {}
    for y, cells in enumerate(rows):
        for x, cell in enumerate(cells):
            if not cell.text:
                home[y, x] = _merged_into(rows, kinds, home, y, x)
    cells_out = []
    for y, cells in enumerate(rows):
        for x, cell in enumerate(cells):
            if home.get((y, x), (y, x)) != (y, x):
                continue
            mine = [at for at, to in home.items() if to == (y, x)]
            down = max((at[0] for at in mine), default=y) - y + 1
            across = max((at[1] for at in mine), default=x) - x + 1
            spans = (Span(0, len(text), len(text) + len(cell.text)),) if cell.text else ()
            text += cell.text + "\t"
            cells_out.append(model.Cell(y, x, spans, down, across))
        text += "\n"
    return text, model.Grid(tuple(cells_out), len(rows), width)


def _merged_into(
    rows: list[list[Cell]], kinds: list[str], home: dict[tuple[int, int], tuple[int, int]], y: int, x: int
) -> tuple[int, int]:
    """The cell that a blank one is merged into; itself where it stands alone."""
    cell = rows[y][x]
    above = rows[y - 1][x] if y else None
    same = above is not None and kinds[y] == kinds[y - 1] == "indicator"
    if same and above is not None and _goes_on(above, cell):
        return home.get((y - 1, x), (y - 1, x))
    side = kinds[y] == "indicator" and x == 0 and cell.owner is None and y and kinds[y - 1] in ("indicator", "header")
    if side:
        return home.get((y - 1, x), (y - 1, x))
    if kinds[y] == "form" and x and not cell.field and cell.owner is None:
        left = home.get((y, x - 1), (y, x - 1))
        if left[0] == y and rows[left[0]][left[1]].text:
            return left
    return (y, x)


def _goes_on(above: Cell, cell: Cell) -> bool:
    if isinstance(cell.owner, Entry):
        return above.owner is cell.owner
    if isinstance(cell.owner, Indicator) and isinstance(above.owner, Indicator) and cell.field in ("level1", "level2"):
        return above.field == cell.field and getattr(above.owner, cell.field) == getattr(cell.owner, cell.field)
    return False
