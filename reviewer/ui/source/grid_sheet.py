"""Where the cells and paragraphs of a sheet stand: rows of blocks from top to bottom, measured when they come into view."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, pairwise
from operator import gt
from typing import NamedTuple

from PySide6.QtCore import QRectF

from reviewer.model.source import Cell, Grid, Source
from reviewer.model.spans import Span, Spans, share_text

_BUCKET = 32
"""Merged cells are looked up by blocks of so many rows."""
_SAMPLE = 240
"""So many rows of a table are looked at for the widths of its columns."""
_MOST_TOGETHER = 200
"""A merged cell over more rows than this is not measured: it would have to be read from afar."""
_LONGEST_NUMBER = 16
_NUMBER = re.compile(rf"\d[\d,.]{{0,{_LONGEST_NUMBER - 1}}}")
_LEAST, _GIVES = 12, 0.55
"""For want of room a column becomes narrower, but keeps so many half letters, and this share of what it would like."""
PAD_X, PAD_Y, GAP = 4.0, 2.0, 6.0
"""Room inside a cell at its sides and above and below, and between blocks, in pixels at 100 %."""


class At(NamedTuple):
    """One cell or paragraph of a sheet: the number of its block, and of its cell there (0 in a paragraph)."""

    block: int
    number: int


class Scale(NamedTuple):
    """Sizes in pixels: of a point, of half a Chinese character, of a digit, of a line; how wide the view is; the zoom itself."""

    point: float
    half: float
    digit: float
    line: float
    view: float
    zoom: float


class Table:
    """A grid with the places of its columns."""

    def __init__(self, grid: Grid, source: Source) -> None:
        self.grid = grid
        cells = tuple(
            grid.cells
        )  # all that is asked of every cell is asked here: a large table makes them anew each time
        in_order = all(a.row <= b.row for a, b in pairwise(cells))
        if not in_order:
            cells = tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))
        self.cells: Sequence[Cell] = grid.cells if in_order else cells
        self.rows = max(grid.rows, cells[-1].row + 1 if cells else 0)
        self.columns = max([grid.columns, *[cell.column + cell.column_span for cell in cells]])
        self.first: list[int] = [0] * (self.rows + 1)
        """The number of the first cell of every row, and of none after the last."""
        self._merged: dict[int, list[int]] = {}
        for number, cell in enumerate(cells):
            self.first[cell.row + 1] = number + 1
            if cell.row_span > 1:
                for bucket in range(cell.row // _BUCKET, (self.bottom(cell) - 1) // _BUCKET + 1):
                    self._merged.setdefault(bucket, []).append(number)
        self.first = list(accumulate(self.first, max))
        self._natural: list[float] = []
        self._unbroken: list[int] = []
        self._room: list[int] = []
        self._laid_at: Scale | None = None
        self._lines: list[int] | None = None
        self.edges: list[float] = []
        self._source = source

    def bottom(self, cell: Cell) -> int:
        """The row behind the last one of a cell."""
        return min(self.rows, cell.row + max(1, cell.row_span))

    def right(self, cell: Cell) -> int:
        """The column behind the last one of a cell."""
        return min(self.columns, cell.column + max(1, cell.column_span))

    def reaching_into(self, row: int) -> Iterator[int]:
        """The merged cells that begin above a row and cover it."""
        for number in self._merged.get(row // _BUCKET, ()):
            cell = self.cells[number]
            if cell.row < row < self.bottom(cell):
                yield number

    def in_rows(self, first: int, last: int) -> Iterator[int]:
        """Every cell that has a part in the rows from `first` to `last`."""
        yield from self.reaching_into(first)
        yield from range(self.first[first], self.first[last + 1])

    def cell_at(self, row: int, column: int) -> int | None:
        """The number of the cell that covers a place, None where there is none."""
        for number in (*range(self.first[row], self.first[row + 1]), *self.reaching_into(row)):
            cell = self.cells[number]
            if cell.column <= column < self.right(cell):
                return int(number)
        return None

    def lines(self, scale: Scale) -> list[int]:
        """How many lines of text each row has, guessed. It is the same at every zoom, so it is guessed once."""
        if self._lines is None:
            self._lines = [1] * self.rows
            room = [max(4.0, (b - a - 2 * PAD_X * scale.zoom) / scale.half) for a, b in pairwise(self.edges)]
            texts = [page.text for page in self._source.pages]
            for cell in self.cells:
                spans = cell.spans
                if cell.row_span > 1 or not spans:
                    continue
                wide = room[cell.column] if cell.column_span <= 1 else sum(room[cell.column : self.right(cell)])
                page, start, end = spans[0]
                if len(spans) == 1 and (end - start) * 2 <= wide and texts[page].find("\n", start, end) < 0:
                    continue  # most cells, of which a long table has tens of thousands
                count = _lines_in(self._source, spans, wide)
                if count > self._lines[cell.row]:
                    self._lines[cell.row] = count
        return self._lines

    def look(self) -> None:
        """Work out how wide the columns would like to be, once; lay_columns() needs it."""
        if not self._natural:
            self._natural, self._unbroken = _natural_widths(self, self._source)

    def lay_columns(self, scale: Scale) -> None:
        """Put the columns side by side: as wide as the source says, and no number is broken.

        Where the source says nothing they are as wide as what stands in them, or share the width of the view as they do in a
        browser.
        """
        if scale == self._laid_at:
            return
        self._laid_at = scale
        given, pad = self.grid.widths, 2 * PAD_X * scale.zoom + 1
        self.look()
        least = [unbroken * scale.digit + pad for unbroken in self._unbroken]
        if any(width > 0 for width in given):
            stated = [given[n] * scale.point if n < len(given) else 0.0 for n in range(self.columns)]
            natural = (width * scale.half + pad for width in self._natural)
            widths = [max(a or b, c) for a, b, c in zip(stated, natural, least, strict=True)]
        else:
            widths = [max(width * scale.half + pad, low) for width, low in zip(self._natural, least, strict=True)]
            some = _LEAST * scale.half + pad
            least = [max(low, min(width, max(some, _GIVES * width))) for width, low in zip(widths, least, strict=True)]
            widths = _shared(widths, least, scale.view - 1)
            room = [round(width / scale.half) for width in widths]
            if room != self._room:
                self._room, self._lines = room, None
        self.edges = [0.0, *accumulate(widths)]


def _shared(natural: list[float], least: list[float], room: float) -> list[float]:
    """Widths that fit into `room` as far as the least ones allow: wide columns give more than narrow ones."""
    surplus, spare = sum(natural) - room, sum(natural) - sum(least)
    if surplus <= 0 or spare <= 0:
        return natural
    share = min(1.0, surplus / spare)
    return [wide - (wide - low) * share for wide, low in zip(natural, least, strict=True)]


def _natural_widths(table: Table, source: Source) -> tuple[list[float], list[int]]:
    """How wide each column is for what stands in it, in half letters, and for its longest number, in digits.

    A glance at a few hundred rows is enough.
    """
    wanted = [5.0] * table.columns
    unbroken = [1] * table.columns
    step = max(1, table.rows // _SAMPLE)
    cells = table.cells if step > 1 else tuple(table.cells)
    for row in range(0, table.rows, step):
        for number in range(table.first[row], table.first[row + 1]):
            cell = cells[number]
            if cell.column_span > 1 or not cell.spans:
                continue
            text, column = source.text(cell.spans), cell.column
            if 2 * len(text) + 1 > wanted[column]:  # else it cannot be wider than another
                most = min(88.0, max(32.0, 4.4 * len(text) ** 0.5))
                longest = max(map(half_letters, text.split("\n"))) + 1.0
                wanted[column] = max(wanted[column], min(longest, most))
            if len(text) > unbroken[column] < _LONGEST_NUMBER:
                numbers = max(map(len, _NUMBER.findall(text)), default=0)
                unbroken[column] = max(unbroken[column], numbers)
    return wanted, unbroken


def _lines_in(source: Source, spans: Spans, room: float) -> int:
    """How many lines a text takes where so many half letters have room side by side."""
    page, start, end = spans[0]
    whole = source.pages[page].text
    if len(spans) == 1:
        if (end - start) * 2 <= room and whole.find("\n", start, end) < 0:
            return 1
        text = whole[start:end]
    else:
        text = source.text(spans)
    return sum([max(1, -int(-half_letters(line) // room)) for line in text.split("\n")])


def half_letters(text: str) -> int:
    """How wide a text is about, in half letters: a Chinese character takes two."""
    return len(text) if text.isascii() else len(text.encode("gbk", "replace"))


def sheets_of(source: Source) -> list[range]:
    """The pages that each sheet shows: one each where they have names, otherwise all in one."""
    count = len(source.pages)
    if any(page.label for page in source.pages):
        return [range(number, number + 1) for number in range(count)]
    return [range(count)]


class Sheet:
    """The blocks of some pages one beneath the other. Rows are counted through: one a paragraph, one a row of a table."""

    def __init__(self, source: Source, pages: range) -> None:
        self.source = source
        self.blocks: list[Table | Spans] = []
        for page in pages:
            for block in source.pages[page].blocks:
                self.blocks.append(Table(block, source) if isinstance(block, Grid) else (block.span,))
        counts = [block.rows if isinstance(block, Table) else 1 for block in self.blocks]
        self.starts: list[int] = [0, *accumulate(counts)]
        """The first row of every block, and the number of all rows."""
        self.heights: list[float] = []
        self.tops: list[float] = [0.0]
        self.measured = bytearray(self.starts[-1])
        self.width = 0.0
        self.scale = Scale(1, 1, 1, 1, 1, 1)
        self._begins: array[int] = array("q")
        """Where every span begins, sorted; made when somebody asks. One number each, see _key; their cells beside it."""
        self._shows: array[int] = array("q")

    @classmethod
    def made_ready(cls, source: Source) -> Sheet | None:
        """The first sheet of a source with all that no size changes: most of the work, and any thread may do it."""
        pages = sheets_of(source)
        if not pages:
            return None
        sheet = cls(source, pages[0])
        for block in sheet.blocks:
            if isinstance(block, Table):
                block.look()
        sheet._index()
        return sheet

    # -- what there is ------------------------------------------------------------------------------------------

    @property
    def rows(self) -> int:
        return self.starts[-1]

    @property
    def height(self) -> float:
        return self.tops[-1]

    def table(self, block: int) -> Table | None:
        """The table that a block is, None for a paragraph."""
        found = self.blocks[block]
        return found if isinstance(found, Table) else None

    def spans(self, at: At) -> Spans:
        """Where the text of a cell or paragraph stands."""
        block = self.blocks[at.block]
        return block.cells[at.number].spans if isinstance(block, Table) else block

    def block_of(self, row: int) -> int:
        """The block to which a row belongs."""
        return bisect_right(self.starts, row) - 1

    def row_of(self, at: At) -> int:
        """The (first) row of a cell or paragraph."""
        table = self.table(at.block)
        return self.starts[at.block] + (table.cells[at.number].row if table else 0)

    def last_index(self, block: int) -> int:
        """The number of the last cell of a block; -1 for a table without cells."""
        table = self.table(block)
        return len(table.cells) - 1 if table else 0

    def next(self, at: At, step: int) -> At | None:
        """The cell or paragraph after (+1) or before (-1) one in reading order."""
        block, index = at.block, at.number + step
        while not 0 <= index <= self.last_index(block):
            block += step
            if not 0 <= block < len(self.blocks):
                return None
            index = 0 if step > 0 else self.last_index(block)
        return At(block, index)

    def everything(self) -> Iterator[At]:
        """Every cell and paragraph, in reading order."""
        for block in range(len(self.blocks)):
            for index in range(self.last_index(block) + 1):
                yield At(block, index)

    def showing(self, span: Span) -> list[At]:
        """The cells and paragraphs that show a part of a span, in reading order."""
        if not self._begins:
            self._index()
        first = max(0, bisect_right(self._begins, _key(span.page, span.start)) - 1)
        last = bisect_left(self._begins, _key(span.page, span.end))
        here = dict.fromkeys(At(code >> 32, code & 0xFFFFFFFF) for code in self._shows[first:last])
        return [at for at in here if share_text(self.spans(at), (span,))]

    def _index(self) -> None:
        begins, shows = self._begins, self._shows
        for block, found in enumerate(self.blocks):
            code = block << 32
            for number, spans in enumerate(
                [cell.spans for cell in found.cells] if isinstance(found, Table) else [found]
            ):
                for page, start, _end in spans:
                    begins.append((page << 40) + start)
                    shows.append(code + number)
        if any(map(gt, begins, begins[1:])):  # a source that does not tell its cells in the order of its text
            order = sorted(range(len(begins)), key=begins.__getitem__)
            self._begins = array("q", [begins[place] for place in order])
            self._shows = array("q", [shows[place] for place in order])

    def natural_width(self, scale: Scale) -> float:
        """How wide the widest table is at this scale."""
        tables = [block for block in self.blocks if isinstance(block, Table)]
        for table in tables:
            table.lay_columns(scale)
        return max((table.edges[-1] for table in tables), default=0.0)

    # -- where it stands ----------------------------------------------------------------------------------------

    def lay_out(self, scale: Scale) -> None:
        """Begin anew with other sizes: columns at their places, heights of rows as far as they can be guessed."""
        self.scale = scale
        self.heights = []
        self.width = scale.view
        for number, block in enumerate(self.blocks):
            if isinstance(block, Table):
                block.lay_columns(scale)
                self.width = max(self.width, block.edges[-1] + 1)
                heights = _guess(block, scale)
            else:
                room = max(4.0, (scale.view - 2 * PAD_X * scale.zoom) / scale.half)
                heights = [_lines_in(self.source, block, room) * scale.line + 2 * PAD_Y * scale.zoom]
            if heights and number:
                heights[0] += self._gap(number)
            self.heights += heights
        self.measured = bytearray(self.rows)
        self._add_up()

    def _gap(self, block: int) -> float:
        """The room above a block: between a table and what is not the same table."""
        beside = block > 0 and (self.table(block) is not None or self.table(block - 1) is not None)
        return GAP * self.scale.zoom if beside else 0.0

    def gap_above(self, row: int) -> float:
        """The room above a row that belongs to no block."""
        block = self.block_of(row)
        return self._gap(block) if self.starts[block] == row else 0.0

    def _add_up(self) -> None:
        self.tops = [0.0, *accumulate(self.heights)]

    def row_at(self, y: float) -> int:
        """The row at a height, the first or last one beyond the ends."""
        return max(0, min(self.rows - 1, bisect_right(self.tops, y) - 1))

    def box(self, at: At) -> QRectF:
        """The rectangle of a cell or paragraph."""
        row = self.row_of(at)
        top = self.tops[row] + self.gap_above(row)
        table = self.table(at.block)
        if table is None:
            return QRectF(0, top, self.scale.view, self.tops[row + 1] - top)
        cell = table.cells[at.number]
        left = table.edges[cell.column]
        bottom = self.tops[self.starts[at.block] + table.bottom(cell)]
        return QRectF(left, top, table.edges[table.right(cell)] - left, bottom - top)

    def at_point(self, x: float, y: float) -> At | None:
        """The cell or paragraph at a point, in a table the nearest of its row."""
        if not self.rows:
            return None
        row = self.row_at(y)
        block = self.block_of(row)
        table = self.table(block)
        if table is None:
            return At(block, 0)
        column = max(0, min(table.columns - 1, bisect_right(table.edges, x) - 1))
        return self.in_table(block, row - self.starts[block], column)

    def in_table(self, block: int, row: int, column: int) -> At | None:
        """The cell at a row and column of a table, or the next to the left or right where there is none."""
        table = self.table(block)
        if table is None:
            return None
        for away in range(table.columns):
            for beside in (column - away, column + away):
                found = table.cell_at(row, beside) if 0 <= beside < table.columns else None
                if found is not None:
                    return At(block, found)
        return None

    def in_rows(self, first: int, last: int) -> Iterator[At]:
        """Every cell and paragraph that has a part in the rows from `first` to `last`."""
        block = self.block_of(first)
        while block < len(self.blocks) and self.starts[block] <= last:
            table = self.table(block)
            if table is None:
                yield At(block, 0)
            elif table.rows:
                top = max(0, first - self.starts[block])
                bottom = min(table.rows - 1, last - self.starts[block])
                yield from (At(block, index) for index in table.in_rows(top, bottom))
            block += 1

    # -- measuring ----------------------------------------------------------------------------------------------

    def measure(self, first: int, last: int, height_of: Callable[[At], float]) -> bool:
        """Make the heights of these rows exact, `height_of` being how high a text is; False where they were already.

        A merged cell that needs more than its rows have makes the last of them higher, so the rows above it are measured too.
        """
        rows = [row for row in range(first, last + 1) if not self.measured[row]]
        if not rows:
            return False
        for row in rows:
            self._measure(row, height_of)
        self._add_up()
        return True

    def _measure(self, row: int, height_of: Callable[[At], float]) -> None:
        self.measured[row] = 1
        need = self._plain(row, height_of)
        block = self.block_of(row)
        table, start = self.table(block), self.starts[block]
        for index in table.reaching_into(row - start) if table else ():
            cell = table.cells[index]  # type: ignore[union-attr]
            if start + table.bottom(cell) == row + 1 and cell.row_span <= _MOST_TOGETHER and cell.spans:  # type: ignore[union-attr]
                have = 0.0
                for above in range(start + cell.row, row):
                    if not self.measured[above]:
                        self.heights[above] = self._plain(above, height_of)
                    have += self.heights[above] - self.gap_above(above)
                need = max(need, height_of(At(block, index)) + 2 * PAD_Y * self.scale.zoom - have)
        self.heights[row] = need

    def _plain(self, row: int, height_of: Callable[[At], float]) -> float:
        """How high a row must be for what stands in it alone."""
        pad = 2 * PAD_Y * self.scale.zoom
        block = self.block_of(row)
        table = self.table(block)
        if table is None:
            return height_of(At(block, 0)) + pad + self.gap_above(row)
        inside = row - self.starts[block]
        given = table.grid.heights
        need = given[inside] * self.scale.point if inside < len(given) else 0.0
        need = need if need > 0 else self.scale.line + pad
        for index in range(table.first[inside], table.first[inside + 1]):
            if table.cells[index].row_span <= 1 and table.cells[index].spans:
                need = max(need, height_of(At(block, index)) + pad)
        return need + self.gap_above(row)


def _key(page: int, offset: int) -> int:
    return (page << 40) + offset


def _guess(table: Table, scale: Scale) -> list[float]:
    """The heights of a table's rows, guessed from how long the texts are; exact where the source gives them and they suffice."""
    pad = 2 * PAD_Y * scale.zoom
    given = table.grid.heights
    heights = [given[row] * scale.point if row < len(given) else 0.0 for row in range(table.rows)]
    return [max(height, count * scale.line + pad) for height, count in zip(heights, table.lines(scale), strict=True)]
