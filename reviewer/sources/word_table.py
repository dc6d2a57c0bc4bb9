"""Tables as Word has them: rows whose cells need not stand under each other, and tables within cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

MAX_COLUMNS = 1000
"""Word has at most 63; other programs write more."""
_SAME_EDGE = 3.0
"""Edges of cells nearer than this (points) are one: borders drawn by hand do not quite meet."""


@dataclass(slots=True)
class TableCell:
    """A cell: where it stands, how far it reaches, and what is in it: lines of text and tables, in order."""

    row: int
    column: int
    row_span: int
    column_span: int
    parts: list[str | Table]


@dataclass(slots=True)
class Table:
    """A table; `widths` are those of its columns in points, empty where they are not known."""

    cells: list[TableCell] = field(default_factory=list)
    rows: int = 0
    columns: int = 0
    widths: tuple[float, ...] = ()


@dataclass(slots=True)
class Placed:
    """A cell by its edges: left and right in points, and the rows from top to below bottom."""

    left: float
    right: float
    top: int
    bottom: int
    parts: list[str | Table]


def mirrored(table: Table) -> Table:
    """A table whose first column Word draws at its right, as it is seen."""
    for cell in table.cells:
        cell.column = max(0, table.columns - cell.column - cell.column_span)
    table.cells.sort(key=lambda cell: (cell.row, cell.column))
    table.widths = table.widths[::-1]
    return table


def from_edges(cells: Iterable[Placed], rows: int) -> Table:
    """A table from cells that are only known by their edges; its columns lie between any two neighbouring edges."""
    placed = sorted(cells, key=lambda cell: (cell.top, cell.left))
    edges = _distinct(placed)
    made: list[TableCell] = []
    for cell in placed:
        left = max(0, bisect_right(edges, cell.left + 0.01) - 1)
        right = max(left + 1, bisect_right(edges, cell.right + 0.01) - 1)
        made.append(TableCell(cell.top, left, cell.bottom - cell.top, right - left, cell.parts))
    widths = tuple(round(right - left, 2) for left, right in pairwise(edges))
    return Table(made, rows, max(1, len(widths)), widths)


def _distinct(cells: Sequence[Placed]) -> list[float]:
    """The edges of the cells, those taken for one that nearly meet, and each cell's own set to the one it became."""
    edges = sorted({cell.left for cell in cells} | {cell.right for cell in cells})
    narrow = min((cell.right - cell.left for cell in cells if cell.right > cell.left), default=0.0)
    same = min(_SAME_EDGE, narrow / 2)
    became: dict[float, float] = {}
    distinct: list[float] = []
    for edge in edges:
        if not distinct or edge - distinct[-1] > same:
            distinct.append(edge)
        became[edge] = distinct[-1]
    for cell in cells:
        cell.left, cell.right = became[cell.left], became[cell.right]
    return distinct


def has_tables(table: Table) -> bool:
    """Whether a cell of a table holds a table."""
    return any(isinstance(part, Table) for cell in table.cells for part in cell.parts)


def flat(table: Table) -> Table:
    """The table with the tables in its cells drawn into it: their rows and columns divide the cell that holds them."""
    if not has_tables(table):
        return table
    inner = {id(part): flat(part) for cell in table.cells for part in cell.parts if isinstance(part, Table)}
    needed = [1] * table.rows
    for cell in sorted(table.cells, key=lambda cell: cell.row_span):
        rows = slice(cell.row, cell.row + cell.row_span)
        lacking = sum(inner[id(p)].rows if isinstance(p, Table) else 1 for p in _stacked(cell)) - sum(needed[rows])
        needed[min(rows.stop, table.rows) - 1] += max(0, lacking)
    tops = [0]
    for rows_needed in needed:
        tops.append(tops[-1] + rows_needed)
    lefts = _lefts(table)
    placed: list[Placed] = []
    for cell in table.cells:
        end = min(cell.row + cell.row_span, table.rows)
        sides = lefts[cell.column], lefts[min(cell.column + cell.column_span, table.columns)]
        placed += _divided(cell, inner, sides, tops[cell.row], tops[end])
    return from_edges(placed, tops[-1])


def _stacked(cell: TableCell) -> list[str | Table]:
    """What stands one beneath the other in a cell: its tables, and the lines between them as one text each."""
    stack: list[str | Table] = []
    for part in cell.parts:
        if isinstance(part, str) and stack and isinstance(stack[-1], str):
            stack[-1] += "\n" + part
        else:
            stack.append(part)
    filled = [part for part in stack if isinstance(part, Table) or part.strip()]
    return filled if any(isinstance(part, Table) for part in filled) else stack or [""]


def _lefts(table: Table) -> list[float]:
    """The left edge of each column, and the right edge of the last."""
    widths = table.widths if len(table.widths) == table.columns and min(table.widths) > 0 else (60.0,) * table.columns
    lefts = [0.0]
    for width in widths:
        lefts.append(lefts[-1] + width)
    return lefts


def _divided(
    cell: TableCell, inner: dict[int, Table], sides: tuple[float, float], top: int, bottom: int
) -> Iterable[Placed]:
    left, right = sides
    stack = _stacked(cell)
    for number, part in enumerate(stack):
        last = number == len(stack) - 1
        if isinstance(part, str):
            yield Placed(left, right, top, bottom if last else top + 1, [part])
            top += 1
            continue
        table = inner[id(part)]
        lefts = _lefts(table)
        scale = (right - left) / lefts[-1] if lefts[-1] else 1.0
        for one in table.cells:
            end = one.row + one.row_span
            yield Placed(
                left + scale * lefts[one.column],
                left + scale * lefts[min(one.column + one.column_span, table.columns)],
                top + one.row,
                bottom if last and end >= table.rows else top + end,
                one.parts,
            )
        top += table.rows
