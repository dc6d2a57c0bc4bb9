"""A wide table that was printed in parts: the columns of each part stand on a page of their own.

    page 1  序号 | 项目单位 | 项目名称      page 2  绩效目标 | 一级指标 | …      page 3  指标值 | 备注

The parts have the same number of rows, each its own header in the first of them, and only the first part names projects:
put side by side, row by row, they are one table again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reviewer.extract.book import Book
from reviewer.extract.labels import Role, plain_label, roles_of
from reviewer.extract.other_tables import Part
from reviewer.extract.rows import Row, grid_rows
from reviewer.model.flow import Flow
from reviewer.model.source import Cell, Grid, Line, Source

_NAMES = frozenset({Role.ENTRY_NAME, Role.DEPARTMENT, Role.UNIT})
_MOST_LETTERS = 60
"""Characters of a title, a page's number or a unit of money that may stand between two parts."""
_LEAST_ROWS = 2


def whole_in_width(source: Source, parts: Iterable[Part], book: Book) -> Iterator[Part]:
    """The parts of a document, tables that were cut in width put together again; columns printed again are layout."""
    waiting: list[tuple[int, Grid]] = []
    between: list[Line] = []
    for part in parts:
        if isinstance(part, list):
            if waiting and sum(line.span.end - line.span.start for line in part) <= _MOST_LETTERS:
                between += part
                continue
            yield from _given_out(source, waiting, between, book)
            waiting, between = [], []
            yield part
        elif waiting and _goes_on(source, waiting, part):
            waiting.append(part)
        else:
            yield from _given_out(source, waiting, between, book)
            waiting, between = [part], []
    yield from _given_out(source, waiting, between, book)


def _given_out(source: Source, waiting: list[tuple[int, Grid]], between: list[Line], book: Book) -> Iterator[Part]:
    if waiting:
        yield (waiting[0][0], _beside(source, [grid for _, grid in waiting], book)) if len(waiting) > 1 else waiting[0]
    if between:
        yield between


def _goes_on(source: Source, before: list[tuple[int, Grid]], part: tuple[int, Grid]) -> bool:
    """Whether a grid has the further columns of those before it: other labels over as many rows, on the next page."""
    page, grid = part
    if page != before[-1][0] + 1 or grid.rows != before[0][1].rows or grid.rows < _LEAST_ROWS:
        return False
    again = _printed_again(source, before[0][1], grid)
    headers = [_header(source, *one) for one in before]
    lower = _header(source, page, grid)
    if lower is None or again == grid.columns or headers[0] is None:
        return False
    if not any(roles_of(text) & _NAMES for text in headers[0].texts):
        return False
    held = {plain_label(text) for header in headers if header is not None for text in header.texts}
    further = [flow.text for place, flow in lower.cells if place >= again]
    if not any(map(roles_of, further)):
        return False  # the next form of the same shape: its labels are all on the left
    return not any(plain_label(text) in held or Role.ENTRY_NAME in roles_of(text) for text in further)


def _printed_again(source: Source, first: Grid, grid: Grid) -> int:
    """How many columns on the left say the same as those of the first part, row by row."""
    texts = [{(cell.row, cell.column): source.text(cell.spans) for cell in one.cells} for one in (first, grid)]
    for column in range(min(first.columns, grid.columns)):
        ours = [texts[1].get((row, column), "") for row in range(grid.rows)]
        if not any(ours) or ours != [texts[0].get((row, column), "") for row in range(grid.rows)]:
            return column
    return min(first.columns, grid.columns)


def _header(source: Source, page: int, grid: Grid) -> Row | None:
    """The first row of a grid where it is one of labels."""
    first = next(grid_rows(source, page, grid), None)
    if first is None or sum(bool(roles_of(text)) for text in first.texts) * 2 < len(first.texts):
        return None
    return first


def _beside(source: Source, grids: list[Grid], book: Book) -> Grid:
    cells: list[Cell] = []
    columns = 0
    for number, grid in enumerate(grids):
        again = _printed_again(source, grids[0], grid) if number else 0
        for cell in grid.cells:
            if cell.column < again:
                book.known(Flow.of(source, cell.spans))
            else:
                at = cell.column + columns - again
                cells.append(Cell(cell.row, at, cell.spans, cell.row_span, cell.column_span))
        columns += grid.columns - again
    return Grid(tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))), grids[0].rows, columns)
