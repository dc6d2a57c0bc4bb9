"""What dragging over pages selects, and what the selection says."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from reviewer.model.flow import Flow, join_wrapped, undo_layout
from reviewer.model.source import Cell, Grid, Source
from reviewer.model.spans import Span, Spans


class Spot(NamedTuple):
    """Where the mouse is: the page, the nearest character, and the gap before or behind it."""

    page: int
    offset: int
    gap: int


class _Place(NamedTuple):
    """A stretch of a cell's text on a page."""

    start: int
    end: int
    grid: int
    cell: Cell


class Cells:
    """Which cell of a source's grids a character belongs to; a grid's cells may stand on several pages."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._pages: dict[int, list[_Place]] | None = None

    def on(self, page: int) -> list[_Place]:
        """The stretches of cells on a page, by where they stand."""
        if self._pages is None:
            self._pages = self._found()
        return self._pages.get(page, [])

    def _found(self) -> dict[int, list[_Place]]:
        places: dict[int, list[_Place]] = {}
        for number, (_, block) in enumerate(self._source.blocks()):
            for cell in block.cells if isinstance(block, Grid) else ():
                for span in cell.spans:
                    places.setdefault(span.page, []).append(_Place(span.start, span.end, number, cell))
        for on_page in places.values():
            on_page.sort(key=lambda place: (place.start, place.end))
        return places

    def at(self, page: int, offset: int) -> _Place | None:
        """The cell that holds a character."""
        places = self.on(page)
        index = bisect_right(places, offset, key=lambda place: place.start) - 1
        return places[index] if index >= 0 and offset < places[index].end else None


def between(source: Source, cells: Cells, anchor: Spot, head: Spot) -> Spans:
    """What lies between two spots, in reading order; within one table only the columns that the drag went over."""
    first, last = sorted((anchor, head), key=lambda spot: (spot.page, spot.gap))
    if first.page == last.page:
        one, other = cells.at(first.page, first.offset), cells.at(last.page, last.offset)
        if one is not None and other is not None and one.grid == other.grid and one.cell is not other.cell:
            return tuple(_rectangle(first, last, one, other, cells.on(first.page)))
    found = []
    for page in range(first.page, last.page + 1):
        start = first.gap if page == first.page else 0
        end = last.gap if page == last.page else len(source.pages[page].text)
        if end > start:
            found.append(Span(page, start, end))
    return tuple(found)


def _rectangle(first: Spot, last: Spot, one: _Place, other: _Place, places: list[_Place]) -> Iterator[Span]:
    left = min(one.cell.column, other.cell.column)
    right = max(each.cell.column + each.cell.column_span for each in (one, other))
    top = min(one.cell.row, other.cell.row)
    bottom = max(each.cell.row + each.cell.row_span for each in (one, other))
    for place in places:
        cell = place.cell
        if place.grid != one.grid:
            continue
        if cell.column >= right or cell.column + cell.column_span <= left:
            continue
        if cell.row >= bottom or cell.row + cell.row_span <= top:
            continue
        start = max(place.start, first.gap) if cell is one.cell else place.start
        end = min(place.end, last.gap) if cell is other.cell else place.end
        if end > start:
            yield Span(first.page, start, end)


def selected_flow(source: Source, spans: Spans) -> Flow:
    """The selected text with its layout undone."""
    return join_wrapped(undo_layout(Flow.of(source, (span,))) for span in spans)


def text_to_copy(source: Source, cells: Cells, spans: Spans) -> str:
    """The selected text for the clipboard: cells of one row parted by tabs, rows and lines by line breaks."""
    parts: list[str] = []
    before: tuple[int, int, int] | None = None
    for page, start, end, place in _pieces(source, cells, spans):
        text = undo_layout(Flow.of(source, (Span(page, start, end),))).text
        if not text:
            continue
        row = (page, place.grid, place.cell.row) if place else None
        if parts:
            parts.append("\t" if row is not None and row == before else "\n")
        parts.append(text)
        before = row
    return "".join(parts)


def _pieces(source: Source, cells: Cells, spans: Spans) -> Iterator[tuple[int, int, int, _Place | None]]:
    """The selected text cell by cell, and line by line outside of cells."""
    for page, start, end in spans:
        at = start
        while at < end:
            place = cells.at(page, at)
            if place is not None:
                stop = min(end, place.end)
            else:
                after = next((each.start for each in cells.on(page) if each.start > at), end)
                line = source.pages[page].text.find("\n", at)
                stop = min(end, after, line + 1 if line >= 0 else end)
            yield page, at, stop, place
            at = stop
