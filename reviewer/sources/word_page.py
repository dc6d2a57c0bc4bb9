"""A page put together from lines and tables: its text, and where in it each of them stands."""

from __future__ import annotations

from reviewer.model.source import Block, Cell, Grid, Line, Page
from reviewer.model.spans import Span
from reviewer.sources.invisible import without_invisible
from reviewer.sources.raised import without_marks
from reviewer.sources.word_table import Table, flat


class PageWriter:
    """Collects what a document holds, in reading order: a line of text for each line, and for each row of a table."""

    def __init__(self, index: int = 0) -> None:
        self._index = index
        self._pieces: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._layout: list[Span] = []
        self.has_text = False

    def line(self, text: str) -> None:
        """A paragraph, or each of its lines where it has several."""
        for part in without_invisible(text).split("\n"):
            stripped = part.rstrip()
            if stripped:
                start = self._add(stripped)
                self._blocks.append(Line(Span(self._index, start, self._length)))
                self.has_text = True
                self._add("\n")
            elif self._pieces and self._pieces[-1] != "\n\n":
                self._pieces[-1] += "\n"
                self._length += 1

    def table(self, table: Table) -> None:
        """A table, in whose text the cells of a row stand between tabs, one for each column."""
        if len(table.cells) == 1:
            self._unframed(table)
            return
        table = flat(table)
        cells: list[Cell] = []
        row = column = 0
        written = False
        for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column)):
            text = without_invisible("\n".join(part for part in cell.parts if isinstance(part, str))).strip()
            spans: tuple[Span, ...] = ()
            if text:
                if cell.row > row:
                    if written:
                        self._add("\n")
                    row, column = cell.row, 0
                if cell.column > column:
                    self._add("\t" * (cell.column - column))
                    column = cell.column
                start = self._add(text)
                spans, marks = without_marks(text, self._index, start)
                self._layout += marks
                written = self.has_text = True
            cells.append(Cell(cell.row, cell.column, spans, cell.row_span, cell.column_span))
        if cells:
            self._add("\n")
            self._blocks.append(Grid(tuple(cells), table.rows, table.columns, table.widths))

    def page(self, label: str = "") -> Page:
        """The page so far."""
        return Page(self._index + 1, "".join(self._pieces), tuple(self._blocks), tuple(self._layout), label)

    def _unframed(self, table: Table) -> None:
        """A table of one cell is a frame around text."""
        for part in table.cells[0].parts:
            if isinstance(part, str):
                self.line(part)
            else:
                self.table(part)

    def _add(self, text: str) -> int:
        start = self._length
        self._pieces.append(text)
        self._length += len(text)
        return start
