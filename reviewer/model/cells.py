"""The cells of a large table as columns of numbers: an object for each is made when somebody asks for it, and goes with them."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import repeat
from typing import overload

from reviewer.model.source import Cell, Grid, Page
from reviewer.model.spans import Span

LARGE = 100
"""Cells: smaller tables stay as they are."""
_as_tuple = tuple.__new__
"""Makes a span without a call of Python's own; a large sheet has hundreds of thousands."""


class Cells(Sequence[Cell]):
    """Cells in reading order that nearly all stand in one piece of the same page, or are empty; not to be changed.

    Equal to any sequence of equal cells. It takes 16 bytes a cell, where objects take 300, and those of the odd ones.
    """

    __slots__ = ("_columns", "_ends", "_has_empty", "_odd", "_page", "_rows", "_starts")

    def __init__(
        self,
        page: int,
        rows: Iterable[int],
        columns: Iterable[int],
        starts: Iterable[int],
        ends: Iterable[int],
        odd: Mapping[int, Cell],
        has_empty: bool = False,
    ) -> None:
        """`odd` are the merged cells and those in several pieces, by their number here; an empty one begins behind its end
        (then `has_empty`). Raises ValueError for columns of different lengths.
        """
        self._page, self._odd, self._has_empty = page, dict(odd), has_empty
        self._rows, self._columns = array("I", rows), array("I", columns)
        self._starts, self._ends = array("I", starts), array("I", ends)
        if len({len(self._rows), len(self._columns), len(self._starts), len(self._ends)}) > 1:
            raise ValueError("a cell lacks a number")

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Cell]:
        places = zip(repeat(self._page), self._starts, self._ends, strict=False)
        spans: Iterable[tuple[Span, ...]] = zip(map(_as_tuple, repeat(Span), places), strict=True)
        if self._has_empty:
            spans = (span if span[0].start <= span[0].end else () for span in spans)
        made = map(Cell, self._rows, self._columns, spans)
        odd = self._odd
        return (odd.get(number, cell) for number, cell in enumerate(made)) if odd else made

    @overload
    def __getitem__(self, at: int) -> Cell: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Cell, ...]: ...
    def __getitem__(self, at: int | slice) -> Cell | tuple[Cell, ...]:
        if isinstance(at, slice):
            numbers = range(len(self))[at]
            is_most = len(numbers) * 4 > len(self)  # in one go each takes a quarter of the time
            return tuple(self)[at] if is_most else tuple([self[number] for number in numbers])
        number = range(len(self))[at]
        if number in self._odd:
            return self._odd[number]
        start, end = self._starts[number], self._ends[number]
        spans = (Span(self._page, start, end),) if start <= end else ()
        return Cell(self._rows[number], self._columns[number], spans)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Cells) and self._numbers() == other._numbers():
            return True
        return isinstance(other, Sequence) and len(other) == len(self) and all(map(Cell.__eq__, self, other))

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))

    def __reduce__(self) -> tuple[type[Cells], tuple[object, ...]]:
        return Cells, self._numbers()

    def _numbers(self) -> tuple[object, ...]:
        return self._page, self._rows, self._columns, self._starts, self._ends, self._odd, self._has_empty


def compact(cells: Sequence[Cell]) -> Sequence[Cell]:
    """The same cells as columns of numbers, where there are many and that pays."""
    if len(cells) < LARGE or isinstance(cells, Cells):
        return cells
    page = next((cell.spans[0].page for cell in cells if cell.spans), 0)
    odd = {number: cell for number, cell in enumerate(cells) if _is_odd(cell, page)}
    if len(odd) * 4 > len(cells):
        return cells
    places = [cell.spans[0] if cell.spans else _EMPTY for cell in cells]
    return Cells(
        page,
        [cell.row for cell in cells],
        [cell.column for cell in cells],
        [place.start for place in places],
        [place.end for place in places],
        odd,
        not all(cell.spans for cell in cells),
    )


_EMPTY = Span(0, 1, 0)


def _is_odd(cell: Cell, page: int) -> bool:
    spans = cell.spans
    if cell.row_span != 1 or cell.column_span != 1 or len(spans) > 1:
        return True
    return bool(spans) and (spans[0].page != page or spans[0].end < spans[0].start)


def with_compact_cells(page: Page) -> Page:
    """The page with the cells of its large tables as columns of numbers."""
    blocks = tuple(
        [replace(block, cells=compact(block.cells)) if isinstance(block, Grid) else block for block in page.blocks]
    )
    return replace(page, blocks=blocks)
