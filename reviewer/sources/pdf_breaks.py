"""Rows that a page break cut in two: what stands at the top of the next page goes on in the cells at the foot of this one.

The rest of a cut row, which may stand beneath a header that is printed again, is a row some of whose cells are empty though those
above them are not, while what the others go on with had no room any more in the last lines above.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf

from reviewer.model.source import Block, Cell, Grid, Line, Page
from reviewer.model.spans import Spans
from reviewer.sources.pdf_lines import Glyphs, PrintedLine
from reviewer.sources.pdf_paragraphs import first_word
from reviewer.sources.pdf_rules import Region, Ruled

_SAME_EDGE = 3.0
"""Points within which two cells on different pages are of the same column."""
_MARGIN = 0.1
"""Of a line's height: so much more room than the next word needs a full line may have, for margins are only guessed."""
_CENTRED, _PADDING = 1.5, 0.5
"""Points by which a line in the middle of its cell is off it; of its height, what a cell keeps free on each side at most."""
_NO_ROOM = 1.4
"""Of a line's height: with more room below it, the next line would have stood on the same page."""
_HEADER_ROWS = 4
_FURNITURE_LINES, _FURNITURE_LENGTH = 4, 60
"""Titles, units of money and page numbers that may stand between the two parts of a table."""

_Address = tuple[int, int, int]
"""The index of a page, of a block there, of a cell in that."""


@dataclass(slots=True)
class TableOnPage:
    """A ruled table as it stands on a page: the index of its block, and the lines of its regions with their glyphs."""

    block: int
    table: Ruled
    lines: dict[int, list[PrintedLine]]
    glyphs: Glyphs


@dataclass(slots=True)
class _Foot:
    """A cell at the foot of a page."""

    left: float
    right: float
    cell: _Address
    whole: bool
    """Whether it is of the last row only."""
    filled: bool
    open: bool
    room: float
    """Points left at the end of its last line; infinite where a further line would have had room below."""
    ends: bool
    """Whether its text may be at an end: it stops with a full stop."""


class Breaks:
    """Joins the rows of the pages it is told of, one after the other."""

    def __init__(self) -> None:
        self.pages: list[Page] = []
        self._feet: list[_Foot] = []
        self._header: list[tuple[str, ...]] = []

    def add(self, page: Page, tables: Sequence[TableOnPage]) -> None:
        """The next page with its ruled tables in order."""
        self.pages.append(page)
        moved: dict[int, _Foot] = {}
        first = tables[0] if tables else None
        if first is not None and self._feet and _is_furniture(page.blocks[: first.block]):
            moved = self._join(first)
        last = tables[-1] if tables else None
        if last is not None and _is_furniture(page.blocks[last.block + 1 :]):
            self._feet = self._foot(last, moved if last is first else {})
            self._header = _row_texts(page, last)
        else:
            self._feet = []

    def _join(self, table: TableOnPage) -> dict[int, _Foot]:
        """Move the cells of a row that was cut to the page before; the regions that were moved, with where to."""
        page = len(self.pages) - 1
        texts = _row_texts(self.pages[page], table)
        row = 0
        while row < min(len(texts), len(self._header)) and texts[row] == self._header[row]:
            row += 1
        matched = {**self._open(table, row), **(self._rest_of_row(table, row) or self._rest_of_merged(table, row))}
        for region, foot in matched.items():
            spans = _cell(self.pages, (page, table.block, region)).spans
            owner = _cell(self.pages, foot.cell)
            self._set(foot.cell, (*owner.spans, *spans))
            self._set((page, table.block, region), ())
        return matched

    def _open(self, table: TableOnPage, row: int) -> dict[int, _Foot]:
        """The filled cells without a line above them, beneath cells without a line below: each is one cell with that."""
        found: dict[int, _Foot] = {}
        for number in table.lines if row == 0 else ():
            region = table.table.regions[number]
            if region.top or not region.open_above:
                continue
            foot = self._above(*table.table.column_edges(number))
            if foot is not None and foot.open:
                found[number] = foot
        return found

    def _rest_of_row(self, table: TableOnPage, row: int) -> dict[int, _Foot]:
        """For each filled cell of a row the cell that it goes on; none where the row is one of its own."""
        found: dict[int, _Foot] = {}
        left_out = False
        surely = False
        ruled = table.table
        for number, region in enumerate(ruled.regions):
            if region.top != row:
                continue
            foot = self._above(*ruled.column_edges(number))
            if number not in table.lines:
                left_out |= foot is not None and foot.whole and foot.filled and region.bottom == row + 1
                continue
            if foot is None or not foot.filled:
                return {}
            line = table.lines[number][0]
            had_room = foot.room > first_word(table.glyphs, line) + _MARGIN * line.height
            if foot.room == inf or (had_room and not foot.ends):
                return {}
            surely |= not had_room
            found[number] = foot
        return found if left_out and surely else {}

    def _rest_of_merged(self, table: TableOnPage, row: int) -> dict[int, _Foot]:
        """The same for the cells that are merged over a group of rows, where the group was cut between two of its rows."""
        ruled = table.table
        merged = [(n, region.bottom) for n, region in enumerate(ruled.regions) if region.top == row < region.bottom - 1]
        found: dict[int, _Foot] = {}
        left_out = False
        for number, bottom in merged:
            foot = self._above(*ruled.column_edges(number))
            if bottom < max(end for _, end in merged):
                continue
            if number not in table.lines:
                left_out |= foot is not None and foot.filled
            elif foot is None or not foot.filled or not self._goes_on(foot, table, number):
                break  # a text of its own, and with it what stands on its right
            else:
                found[number] = foot
        return found if left_out else {}

    @staticmethod
    def _goes_on(foot: _Foot, table: TableOnPage, number: int) -> bool:
        """Whether the first word of a cell had no room in the one above it, or that ends with a full stop."""
        line = table.lines[number][0]
        had_room = foot.room > first_word(table.glyphs, line) + _MARGIN * line.height
        return foot.room < inf and (not had_room or foot.ends)

    def _above(self, left: float, right: float) -> _Foot | None:
        return next(
            (f for f in self._feet if abs(f.left - left) <= _SAME_EDGE and abs(f.right - right) <= _SAME_EDGE), None
        )

    def _set(self, address: _Address, spans: Spans) -> None:
        page, block, cell = address
        grid = self.pages[page].blocks[block]
        assert isinstance(grid, Grid)
        cells = (*grid.cells[:cell], replace(grid.cells[cell], spans=spans), *grid.cells[cell + 1 :])
        blocks = self.pages[page].blocks
        self.pages[page] = replace(
            self.pages[page], blocks=(*blocks[:block], replace(grid, cells=cells), *blocks[block + 1 :])
        )

    def _foot(self, table: TableOnPage, moved: dict[int, _Foot]) -> list[_Foot]:
        """The cells of the last row; what was moved to a page before belongs there still."""
        ruled = table.table
        last = len(ruled.ys) - 1
        whole = {region.top for n, region in enumerate(ruled.regions) if n in moved}
        feet = []
        for number, region in enumerate(ruled.regions):
            if region.bottom != last:
                continue
            left, right = ruled.column_edges(number)
            lines = table.lines.get(number, [])
            foot = moved.get(number)
            if foot is None and region.top in whole:
                foot = self._above(left, right)
            cell = foot.cell if foot is not None else (len(self.pages) - 1, table.block, number)
            filled = bool(lines) or (foot is not None and foot.filled)
            room, ends = _end(table, region, lines) if lines else (inf, False)
            feet.append(_Foot(left, right, cell, region.top == last - 1, filled, region.open_below, room, ends))
        return feet


def _end(table: TableOnPage, region: Region, lines: list[PrintedLine]) -> tuple[float, bool]:
    """The room that is left at the end of a text, and whether it ends with a full stop."""
    last = lines[-1]
    left, right = table.table.xs[region.left], table.table.xs[region.right]
    if table.table.ys[region.bottom] - last.bottom > _NO_ROOM * last.height:
        return inf, False
    margin = max(0.0, min(line.left for line in lines) - left)
    room = right - last.right
    if abs(room - margin) <= _CENTRED:  # in the middle of its cell
        room += margin - min(margin, _PADDING * last.height)
        margin = min(margin, _PADDING * last.height)
    return room - margin, table.glyphs.chars[last.glyphs[-1]] in "。；;！？"


def _is_furniture(blocks: Sequence[Block]) -> bool:
    short = all(isinstance(b, Line) and b.span.end - b.span.start <= _FURNITURE_LENGTH for b in blocks)
    return short and len(blocks) <= _FURNITURE_LINES


def _row_texts(page: Page, table: TableOnPage) -> list[tuple[str, ...]]:
    """What the first rows of a table say."""
    grid = page.blocks[table.block]
    assert isinstance(grid, Grid)
    rows: list[list[str]] = [[] for _ in range(min(_HEADER_ROWS, grid.rows))]
    for cell in grid.cells:  # row by row, as they were written
        if cell.row >= len(rows):
            break
        rows[cell.row].append("".join([page.text[start:end] for _, start, end in cell.spans]))
    return [tuple(row) for row in rows]


def _cell(pages: Sequence[Page], address: _Address) -> Cell:
    grid = pages[address[0]].blocks[address[1]]
    assert isinstance(grid, Grid)
    return grid.cells[address[2]]
