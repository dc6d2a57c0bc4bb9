"""A page's content to its text in reading order, its blocks, and the box of every character of that text."""

from __future__ import annotations

from itertools import pairwise

from reviewer.model.source import Block, Cell, Grid, Line, Page, Picture
from reviewer.model.spans import Span
from reviewer.sources.pdf_breaks import TableOnPage
from reviewer.sources.pdf_columns import find_aligned
from reviewer.sources.pdf_lines import Glyphs, PrintedLine, askew_lines, lines_of, place_of
from reviewer.sources.pdf_page import PageContent
from reviewer.sources.pdf_paragraphs import paragraphs, text_margins
from reviewer.sources.pdf_places import Aligned
from reviewer.sources.pdf_rules import Ruled

_Rows = list[list[tuple[int, int, int, list[PrintedLine]]]]
"""For each row its cells: column, row span, column span, lines."""


def lay_out(index: int, content: PageContent) -> tuple[Page, list[TableOnPage]]:
    """The page with this index, as its source view shows it, and its ruled tables in order."""
    page, tables, _ = lay_out_glyphs(index, content)
    return page, tables


def lay_out_glyphs(index: int, content: PageContent) -> tuple[Page, list[TableOnPage], list[int]]:
    """The same, and for each character of the page's text the number of its glyph: BLANK, TAB, NEW_LINE for what is none."""
    tables = content.tables
    glyphs = content.glyphs
    outside = lines_of(glyphs, content.runs.get(None, []), loose=True)
    found = {place: lines_of(glyphs, runs) for place, runs in content.runs.items() if place is not None}
    loose = list(askew_lines(glyphs, content.askew))
    for line in askew_lines(glyphs, content.upright):
        place = place_of(tables, (line.left + line.right) / 2, line.middle)
        found.setdefault(place, []).append(line) if place is not None else loose.append(line)
    of_tables: dict[int, dict[int, list[PrintedLine]]] = {}
    for (number, region), lines in found.items():
        of_tables.setdefault(number, {})[region] = lines
    writer = _Writer(index, content)
    for part in _in_order(glyphs, outside, [(n, table) for n, table in enumerate(tables) if n in of_tables]):
        if isinstance(part, list):
            writer.paragraph(part)
        elif isinstance(part, Aligned):
            writer.aligned(part)
        else:
            writer.ruled(part[1], of_tables[part[0]])
    for line in loose:
        writer.paragraph([line])
    return writer.page(), writer.tables, writer.numbers


_Ordered = list[PrintedLine] | Aligned | tuple[int, Ruled]


def _in_order(glyphs: Glyphs, lines: list[PrintedLine], tables: list[tuple[int, Ruled]]) -> list[_Ordered]:
    """Lines and tables from the top of the page; lines between two tables are looked at together."""
    found: list[_Ordered] = []
    margins = text_margins(lines, [table for _, table in tables])
    rest = lines
    for table in sorted(tables, key=lambda table: (round(table[1].ys[0]), table[1].xs[0])):
        before = [line for line in rest if line.middle < table[1].ys[0]]
        rest = [line for line in rest if line.middle >= table[1].ys[0]]
        found += paragraphs(glyphs, find_aligned(glyphs, before), *margins)
        found.append(table)
    found += paragraphs(glyphs, find_aligned(glyphs, rest), *margins)
    return found


def _all_rows(table: Aligned) -> _Rows:
    """The cells of a table without rules, blank ones included: for each row the column, row span, column span, lines."""
    held = {(row + n, column) for (row, column), span in table.spans.items() for n in range(1, span)}
    rows: _Rows = []
    for number, row in enumerate(table.rows):
        cells: list[tuple[int, int, int, list[PrintedLine]]] = []
        column = 0
        while column < len(table.columns):
            width, lines = row.get(column, (1, []))
            if (number, column) not in held:
                cells.append((column, table.spans.get((number, column), 1), width, lines))
            column += width
        rows.append(cells)
    return rows


TAB, NEW_LINE = -2, -3
"""Among the numbers of glyphs: the signs that the text has and the page has not."""


class _Writer:
    """Puts a page's text together, glyph by glyph."""

    def __init__(self, index: int, content: PageContent) -> None:
        self._index = index
        self._content = content
        self.numbers: list[int] = []
        self._blocks: list[Block] = []
        self.tables: list[TableOnPage] = []

    def page(self) -> Page:
        chars = [*self._content.glyphs.chars, "\n", "\t", " "]
        text = "".join(map(chars.__getitem__, self.numbers))
        places = self._content.boxes.of(self.numbers)
        certainty = b""
        if self._content.certainty:
            certainty = bytes(map([*self._content.certainty, 255, 255, 255].__getitem__, self.numbers))
        picture = Picture(self._content.width, self._content.height, places, certainty)
        return Page(self._index + 1, text, tuple(self._blocks), picture=picture)

    def _write(self, lines: list[PrintedLine]) -> tuple[Span, ...]:
        numbers = self.numbers
        start = len(numbers)
        for place, line in enumerate(lines):
            if place:
                numbers.append(NEW_LINE)
            numbers += line.glyphs
        return (Span(self._index, start, len(numbers)),) if len(numbers) > start else ()

    def _begin(self) -> None:
        if self.numbers:
            self.numbers.append(NEW_LINE)

    def paragraph(self, lines: list[PrintedLine]) -> None:
        """A line outside of tables, with those that go on with it."""
        self._begin()
        self._blocks += [Line(span) for span in self._write(lines)]

    def ruled(self, table: Ruled, lines: dict[int, list[PrintedLine]]) -> None:
        """A table that lines draw."""
        rows: _Rows = [[] for _ in table.ys[1:]]
        for number, region in enumerate(table.regions):
            spans = (region.bottom - region.top, region.right - region.left)
            rows[region.top].append((region.left, *spans, lines.get(number, [])))
        self.tables.append(TableOnPage(len(self._blocks), table, lines, self._content.glyphs))
        widths = tuple(round(b - a, 1) for a, b in pairwise(table.xs))
        heights = tuple(round(b - a, 1) for a, b in pairwise(table.ys))
        self._grid(rows, widths, heights)

    def aligned(self, table: Aligned) -> None:
        """A table without rules."""
        self._content.is_guessed |= table.is_doubtful
        self._content.doubts.compare(table.rows)
        rows = _all_rows(table)
        starts = [left for left, _ in table.columns]
        ends = [*starts[1:], table.columns[-1][1]]
        self._grid(rows, tuple(round(b - a, 1) for a, b in zip(starts, ends, strict=True)), ())

    def _grid(self, rows: _Rows, widths: tuple[float, ...], heights: tuple[float, ...]) -> None:
        cells: list[Cell] = []
        for number, row in enumerate(rows):
            if row or number == 0:
                self._begin()
            for place, (column, row_span, column_span, lines) in enumerate(row):
                if place:
                    self.numbers.append(TAB)
                cells.append(Cell(number, column, self._write(lines), row_span, column_span))
        self._blocks.append(Grid(tuple(cells), len(rows), len(widths), widths, heights))
