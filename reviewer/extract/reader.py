"""The reading of the rules: the parts of a source in order, grids and lines, each as the table or the text that it is."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.extract.afterwards import doubt_all, doubt_joined
from reviewer.extract.aligned_parts import Around, parts_by_blanks
from reviewer.extract.barred import barred_rows
from reviewer.extract.beside import forms_beside, without_table_aside
from reviewer.extract.book import Book
from reviewer.extract.cut_levels import whole_levels, with_whole_levels
from reviewer.extract.frames import without_frame
from reviewer.extract.languages import in_chinese
from reviewer.extract.legibility import mark_illegible
from reviewer.extract.line_rows import ANY_GAP, WIDE_GAP, is_in_pieces, is_spaced, joined_over_pages, spaced_row
from reviewer.extract.lined import sheet_rows
from reviewer.extract.lines_between import LinesBetween
from reviewer.extract.markup import clean
from reviewer.extract.other_tables import Part
from reviewer.extract.readings.reading import Reading
from reviewer.extract.rows import Below, Row, grid_rows
from reviewer.extract.running import RunningText
from reviewer.extract.sequence.furniture import page_lines
from reviewer.extract.spread import fold_copies
from reviewer.extract.tables_in_hand import TablesInHand
from reviewer.extract.turned import set_upright
from reviewer.model.flow import Flow, join_wrapped
from reviewer.model.messages import message
from reviewer.model.source import Line, Source


class Reader:
    """Goes through a source once, part by part: a grid, or the lines between two grids."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.book = Book()
        self.book.last_look = lambda drafts: mark_illegible(source, drafts)
        self.rows_of: dict[int, list[Row]] = {}
        """The rows of grids that were looked at before they are read, by the id() of the grid."""
        self._tables = TablesInHand(self.book)
        self._lines = LinesBetween(source, self._tables, self.rows_of)
        self._fits: list[bool] = []
        """Of each table whose columns only blanks keep apart, whether no cell of it stands at a guess."""

    def read(self, part: Part) -> None:
        """Read the next part of the source."""
        if isinstance(part, list):
            self._read_lines(part)
            self._lines.end_packing()
        else:
            if id(part[1]) in self.rows_of:
                self._lines.form_is_unnamed()  # now, lest the rows of the tables that have been read are made once more for it
            given = self.rows_of.pop(id(part[1]), ()) or list(grid_rows(self._source, *part))
            rows, framing = without_frame(given)
            self.book.known(*framing)
            rows, doubled = in_chinese(rows)
            rows, copies = fold_copies(with_whole_levels(rows))
            self.book.known(*copies, *doubled)
            if not self._tables.begin_grid(rows, part[1].columns):
                return
            for beside in forms_beside(set_upright(without_table_aside(rows))):
                self._tables.read_grid(beside)

    def _read_lines(self, lines: list[Line]) -> None:
        self._read_spaced(self._read_but_spaced(lines))

    def _read_but_spaced(self, lines: list[Line]) -> list[Row]:
        """Read lines. Rows that only blanks make are given back unread: none of what was made of the lines stands beside them then."""
        printed = [list(Flow.of(self._source, (line.span,)).lines("\n")) for line in lines]
        flows = [part for parts in printed for part in parts]
        barred = None if self._lines.has_grids else barred_rows(self._source, lines)
        if barred is not None:
            self._read_barred(barred)
            return []
        if not self._lines.has_grids and self._read_aligned(lines, printed, flows):
            return []
        return self._read_other_lines(lines, printed, flows)

    def _read_other_lines(self, lines: list[Line], printed: list[list[Flow]], flows: list[Flow]) -> list[Row]:
        """Read lines among which no table is kept in columns by blanks; gives rows that only blanks make back unread."""
        lines, printed, flows = self._without_page_lines(lines, printed, flows)
        levels_whole = whole_levels(flows)
        sheet = sheet_rows(levels_whole) if self._tables.has_none else None
        if sheet is not None:
            before, rows = sheet
            for flow in levels_whole[:before]:
                self.book.heading(clean(flow.strip()))
            self._tables.read_rows(rows)
            return []
        if self._tables.has_none and RunningText.is_table(flows):
            RunningText(self.book).read(flows)
            return []
        whole = [parts[0] if len(parts) == 1 else join_wrapped(parts) for parts in printed]
        flows = whole_levels(joined_over_pages(whole, [line.span.page for line in lines]))
        gap = None if self._lines.has_grids else next((g for g in (WIDE_GAP, ANY_GAP) if is_spaced(flows, g)), None)
        if gap is not None:
            return [spaced_row(flow, gap) for flow in flows]
        for flow in flows:
            self._lines.read(clean(flow.strip()))
        return []

    def _without_page_lines(
        self, lines: list[Line], printed: list[list[Flow]], flows: list[Flow]
    ) -> tuple[list[Line], list[list[Flow]], list[Flow]]:
        """The lines but those that pages print around what they hold; a goal, and the rows, go on over them."""
        filled = [flow for flow in flows if flow.text.strip()]
        out = {id(filled[n]) for n in page_lines([flow.text for flow in filled])}
        if not out:
            return lines, printed, flows
        self.book.known(*(flow for flow in flows if id(flow) in out))
        kept = [[flow for flow in parts if id(flow) not in out] for parts in printed]
        lines = [line for line, parts in zip(lines, kept, strict=True) if parts]
        return lines, [parts for parts in kept if parts], [flow for flow in flows if id(flow) not in out]

    def _read_barred(self, parts: Sequence[Row | Flow]) -> None:
        """Read rows whose cells bars keep apart, and the lines between them."""
        rows = [part for part in parts if isinstance(part, Row)]
        done = 0
        self._tables.keeping = self.book.keeps_entries = True
        for part in parts:
            if isinstance(part, Row):
                done += 1
                self._tables.read_row(part, Below(rows, done))
            else:
                self._lines.read(part)
        self._tables.keeping = self.book.keeps_entries = False
        self.book.doubt_goal(message("read.cells_lost"))
        doubt_all(self.book.entries, message("read.cells_lost"))

    def _read_spaced(self, rows: list[Row]) -> None:
        """Read rows whose cells blanks keep apart; where many lines are only pieces of cells, all of them are in doubt."""
        self._tables.keeping = doubtful = is_in_pieces(rows)
        self._tables.read_rows(rows)
        self._tables.keeping = False
        if doubtful:
            self.book.doubt_goal(message("read.lines_joined"))
            doubt_all(self.book.entries)

    def _read_aligned(self, lines: list[Line], printed: list[list[Flow]], flows: list[Flow]) -> bool:
        """Read the tables whose columns only blanks keep apart, and the lines around them; False where there are none."""
        parts = parts_by_blanks(flows)
        if parts and any(len(flows) != 1 for flows in printed):
            lines = [Line(span) for flow in flows for span in flow.spans]
        for part in parts:
            if isinstance(part, Around):
                self._read_around(part, lines, flows)
                continue
            self._fits.append(part.fits)
            self._tables.keeping = True
            before = sum(len(entry.children) for entry in self.book.entries)
            self._tables.read_rows(part.rows)
            self._tables.keeping = self.book.keeps_entries = False
            drafts = [child for entry in self.book.entries for child in entry.children][before:]
            doubt_joined([*self.book.entries, *drafts], part.guessed, part.whole or part.fits)
            self.book.finish()
        return bool(parts)

    def _read_around(self, part: Around, lines: list[Line], flows: list[Flow]) -> None:
        """Read the lines before or behind such a table: the upper part of a form, or others."""
        self.book.known(*part.others)
        if part.rows is None:
            own = flows[part.start : part.end]
            self._read_spaced(self._read_other_lines(lines[part.start : part.end], [[flow] for flow in own], own))
            return
        joined = any(len(flow.spans) > 1 for row in part.rows for _, flow in row.cells)
        self._tables.read_rows(part.rows)
        if self.book.entry is not None and joined:
            self.book.doubt_goal(message("read.lines_joined"))

    def end(self) -> Reading:
        """What was read, when all parts have been."""
        self._lines.end_packing()
        fits = bool(self._fits) and all(self._fits)
        return Reading(self.book.data(), self.book.layout, taught=self._tables.taught, fits=fits)
