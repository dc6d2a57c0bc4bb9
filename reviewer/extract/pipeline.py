"""Source → Review: the source's blocks in order, each given to the first rule that takes it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from reviewer.base.patterns import pattern
from reviewer.extract.afterwards import doubt_all, doubt_joined
from reviewer.extract.aligned_parts import Around, parts_by_blanks
from reviewer.extract.barred import barred_rows
from reviewer.extract.beside import forms_beside, without_table_aside
from reviewer.extract.book import Book, is_formality, is_note, is_title, states_heading
from reviewer.extract.cut_levels import whole_levels, with_whole_levels
from reviewer.extract.foreign import doubted, doubted_where_poor, without_a_tree
from reviewer.extract.form_heads import (
    asks_for_seals,
    begins_form,
    begins_unnamed_form,
    belongs_to_form,
    is_signature,
    names_form,
)
from reviewer.extract.forms import FormRows
from reviewer.extract.frames import without_frame
from reviewer.extract.in_width import whole_in_width
from reviewer.extract.infer import columns_by_contents, guesses_names
from reviewer.extract.labels import Role, roles_of
from reviewer.extract.languages import chinese_label, in_chinese, is_foreign
from reviewer.extract.legibility import mark_illegible
from reviewer.extract.line_rows import (
    ANY_GAP,
    LABELLED,
    WIDE_GAP,
    is_in_pieces,
    is_spaced,
    joined_over_pages,
    spaced_row,
)  # fmt: skip
from reviewer.extract.lined import sheet_rows
from reviewer.extract.lists import ListRows, list_header
from reviewer.extract.markup import clean
from reviewer.extract.names import is_numbered, is_template, name_in_sentence, without_label_behind
from reviewer.extract.no_result import without_results
from reviewer.extract.other_tables import Part, top_rows, without_other_tables
from reviewer.extract.packed import is_broken_off, starts_line_of_indicators
from reviewer.extract.packed_lines import goes_on as goes_on_with
from reviewer.extract.pairs import begins_project, with_pairs_apart
from reviewer.extract.readings.by_text import text_readings
from reviewer.extract.readings.compete import compete
from reviewer.extract.readings.long_term import with_long_term_values
from reviewer.extract.readings.reading import Reading
from reviewer.extract.rows import Below, Column, Row, grid_rows, numbers_columns
from reviewer.extract.running import RunningText
from reviewer.extract.spread import fold_copies
from reviewer.extract.titles import is_page_head, is_section, may_be_title
from reviewer.extract.turned import set_upright
from reviewer.extract.unnamed import doubt_unnamed
from reviewer.model.checks import run_checks
from reviewer.model.document_kind import document_kind
from reviewer.model.flow import Flow, join_wrapped
from reviewer.model.messages import message
from reviewer.model.review import Review
from reviewer.model.source import Block, Grid, Line, Source

_DEFINES = pattern(r"(?:[是主]?要?指|反映|即为?|包括|为了?)")
_SENTENCE = pattern(r"[。；]\s*$|[，；。].*[:：]\s*$")
_WIDE_BLANKS = pattern(r"\s{2,}")
_FIGURE = pattern(r"\d+|(?:19|20)\d\d\s*年度?")
_PROJECT_NUMBER = pattern(r"项目\s*[一二三四五六七八九十\d]{1,3}")
_LINE_ROLES = frozenset(
    {Role.ENTRY_NAME, Role.UNIT, Role.GOAL, Role.PERIOD_GOAL, Role.AMOUNT, Role.ATTRIBUTE, Role.RESULT, Role.FUNDS}
)
"""Labels that count at the beginning of a line, with their value after the colon."""

_READ = Row((), 0)
"""Stands for a row that has been read: nothing looks at rows above the one in hand."""
_RULES_SHARE, _ALL_READ = 0.4, 0.9
"""How far the rules, and all readings, are in the whole: a long text keeps saying how far it is, or counts as stuck."""

Progress = Callable[[float], None]


def extract(source: Source, progress: Progress | None = None, checked: bool = True, always: bool = False) -> Review:
    """Read a source into a review. Never fails; `progress` (0 to 1) may raise to stop the work.

    A foreign document gets no tree, unless a person has asked for it (`always`, for words that were marked: those are read by the
    rules alone, for the readings of the text look at whole pages).
    Without `checked` nothing has looked for issues yet: for a review that gets a History at once, which does.
    """
    kind = document_kind(source)
    if (kind.is_foreign or kind.is_blank) and not always:
        review = without_a_tree(source)
    else:
        review = _review_of(source, progress, kind.is_open, always)
    if checked:
        run_checks(review)
    if progress:
        progress(1.0)
    return review


def _review_of(source: Source, progress: Progress | None, is_open: bool, always: bool) -> Review:
    """The review of a document that is one of ours, or may be; the tree that it was made of is gone when the checks begin."""
    found = _read(source, progress) if always else _best_reading(source, progress)
    root = doubted(found.root, message("read.foreign_open")) if is_open and not always else found.root
    return Review(source, root, layout=found.layout)


def _best_reading(source: Source, progress: Progress | None) -> Reading:
    """The reading that wins, of a document that is one of ours."""
    found = compete(source, readings_of(source, progress))
    root = doubt_unnamed(source, doubted_where_poor(found.root))
    return replace(found, root=without_results(source, root))


def readings_of(source: Source, progress: Progress | None = None) -> list[Reading]:
    """Every reading of a source, that of the rules first."""
    rules = _read(source, progress and (lambda share: progress(_RULES_SHARE * share)))
    rest = progress and (lambda share: progress(_RULES_SHARE + (_ALL_READ - _RULES_SHARE) * share))
    others = text_readings(source, lambda drafts: mark_illegible(source, drafts), rest)
    return [with_long_term_values(source, reading) for reading in (rules, *others)]


def rules_reading(source: Source) -> Reading:
    """What the rules alone make of a piece of a source that a person has marked."""
    return _read(source, None)


def _read(source: Source, progress: Progress | None) -> Reading:
    """The reading of the rules."""
    reader = _Reader(source)
    whole = sum(len(page.blocks) for page in source.pages)
    for done, part in enumerate(_whole_parts(source, reader.book, reader.rows_of)):
        reader.read(part)
        if progress:
            progress(min(0.95, (done + 1) / max(1, whole)))
    reader.end_packing()
    return Reading(reader.book.data(), reader.book.layout)


def _whole_parts(source: Source, book: Book, rows_of: dict[int, list[Row]]) -> Iterator[Part]:
    return without_other_tables(source, whole_in_width(source, _parts(source.blocks()), book), book, rows_of)


def _parts(blocks: Iterable[tuple[int, Block]]) -> Iterator[Part]:
    lines: list[Line] = []
    for page, block in blocks:
        if isinstance(block, Line):
            lines.append(block)
            continue
        if lines:
            yield lines
            lines = []
        yield (page, block)
    if lines:
        yield lines


class _Reader:
    """Goes through a source once, with the table that is being read in hand."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.book = Book()
        self.book.last_look = lambda drafts: mark_illegible(source, drafts)
        self.rows_of: dict[int, list[Row]] = {}
        """The rows of grids that were looked at before they are read, by the id() of the grid."""
        self._list: ListRows | None = None
        self._packing: list[Flow] | None = None
        self._form: FormRows | None = None
        self._keeping = False
        """Whether entries are to stay in the making until a table whose columns are lost is read."""
        self._goal_broken_off = False
        """Whether the last line was a goal without a full stop."""
        self._doubt_next = False
        """Whether the row that is read next names an entry without a label that says so."""
        self._has_grids = any(isinstance(block, Grid) for _, block in source.blocks())
        self._unnamed: bool | None = None
        self._above = False
        """Whether nothing but headings has come yet in the table in hand."""

    def read(self, part: Part) -> None:
        if isinstance(part, list):
            self._read_lines(part)
            self.end_packing()
        else:
            if id(part[1]) in self.rows_of:
                self._form_is_unnamed()  # now, lest the rows of the tables that have been read are made once more for it
            given = self.rows_of.pop(id(part[1]), ()) or list(grid_rows(self._source, *part))
            rows, framing = without_frame(given)
            self.book.known(*framing)
            rows, doubled = in_chinese(rows)
            rows, copies = fold_copies(with_whole_levels(rows))
            self.book.known(*copies, *doubled)
            form = self._form if rows and self._list is None else None
            if form is not None and not form.begin_grid(rows, part[1].columns):
                return
            if rows and self._list is None and begins_unnamed_form(rows[0], rows[1:]):
                label, name = rows[0].cells[0], rows[0].cells[1:]
                rows[0] = Row(((label[0], Flow.loose("项目名称")), *name), rows[0].page)
                self.book.known(label[1])
                self._doubt_next = True
            if self._list is None and not self.book.entries:
                self._take_lost_header(rows)
            for beside in forms_beside(set_upright(without_table_aside(rows))):
                self._read_grid_rows(beside)

    def _read_grid_rows(self, rows: Sequence[Row]) -> None:
        self._above = True
        for place, row in enumerate(rows):
            self._read_row(row, Below(rows, place + 1))
            if self._doubt_next and self.book.entry is not None:
                self.book.entry.doubt("name", message("read.name_guess"))
            self._doubt_next = False

    def _take_lost_header(self, rows: Sequence[Row]) -> None:
        """Where the document begins with a list whose header is lost, tell its columns by what stands in them."""
        if any(list_header(row) or belongs_to_form(row) for row in rows[:3]):
            return
        columns = columns_by_contents(rows)
        if columns is not None:
            self._list, self._form = ListRows(self.book, columns), None

    def _read_list_row(self, table: ListRows, row: Row) -> None:
        self.book.keeps_entries = self._keeping
        table.read(row)

    def _read_lines(self, lines: list[Line]) -> None:
        self._read_spaced(self._read_but_spaced(lines))

    def _read_but_spaced(self, lines: list[Line]) -> list[Row]:
        """Read lines. Rows that only blanks make are given back unread: none of what was made of the lines stands beside them then."""
        printed = [list(Flow.of(self._source, (line.span,)).lines("\n")) for line in lines]
        flows = [part for parts in printed for part in parts]
        barred = None if self._has_grids else barred_rows(self._source, lines)
        if barred is not None:
            self._read_barred(barred)
            return []
        if not self._has_grids and self._read_aligned(lines, printed, flows):
            return []
        return self._read_other_lines(lines, printed, flows)

    def _read_other_lines(self, lines: list[Line], printed: list[list[Flow]], flows: list[Flow]) -> list[Row]:
        """Read lines among which no table is kept in columns by blanks; gives rows that only blanks make back unread."""
        levels_whole = whole_levels(flows)
        sheet = sheet_rows(levels_whole) if self._list is None and self._form is None else None
        if sheet is not None:
            before, rows = sheet
            for flow in levels_whole[:before]:
                self.book.heading(clean(flow.strip()))
            self._read_rows(rows)
            return []
        if self._list is None and self._form is None and RunningText.is_table(flows):
            RunningText(self.book).read(flows)
            return []
        whole = [parts[0] if len(parts) == 1 else join_wrapped(parts) for parts in printed]
        flows = whole_levels(joined_over_pages(whole, [line.span.page for line in lines]))
        gap = None if self._has_grids else next((g for g in (WIDE_GAP, ANY_GAP) if is_spaced(flows, g)), None)
        if gap is not None:
            return [spaced_row(flow, gap) for flow in flows]
        for flow in flows:
            self._read_line(clean(flow.strip()))
        return []

    def _read_barred(self, parts: Sequence[Row | Flow]) -> None:
        """Read rows whose cells bars keep apart, and the lines between them."""
        rows = [part for part in parts if isinstance(part, Row)]
        done = 0
        self._keeping = self.book.keeps_entries = True
        for part in parts:
            if isinstance(part, Row):
                done += 1
                self._read_row(part, Below(rows, done))
            else:
                self._read_line(part)
        self._keeping = self.book.keeps_entries = False
        self.book.doubt_goal(message("read.cells_lost"))
        doubt_all(self.book.entries, message("read.cells_lost"))

    def _read_spaced(self, rows: list[Row]) -> None:
        """Read rows whose cells blanks keep apart; where many lines are only pieces of cells, all of them are in doubt."""
        self._keeping = doubtful = is_in_pieces(rows)
        self._read_rows(rows)
        self._keeping = False
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
            self._keeping = True
            before = sum(len(entry.children) for entry in self.book.entries)
            self._read_rows(part.rows)
            self._keeping = self.book.keeps_entries = False
            drafts = [child for entry in self.book.entries for child in entry.children][before:]
            doubt_joined([*self.book.entries, *drafts], part.guessed)
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
        self._read_rows(part.rows)
        if self.book.entry is not None and joined:
            self.book.doubt_goal(message("read.lines_joined"))

    def _read_line(self, flow: Flow) -> None:
        """A line between tables: a title, a label with its value, or the name of what follows."""
        if is_foreign(flow.text) or asks_for_seals(_WIDE_BLANKS.split(flow.text)):
            self.book.known(flow)
            return
        flow = chinese_label(flow) or flow
        if self._form is not None and self._packing is None and self._heads_indicators(flow.text):
            self.book.known(flow)
            self._packing = []
            return
        if is_page_head([flow.text]):
            self.book.known(flow)
            return
        if self._form_is_unnamed() and self._takes_part(flow):
            return
        if self.book.heading(flow):
            if self._form is not None:
                self._form.new_form(flow.text)
            return
        if self._takes_packed_line(flow):
            return
        if self._list is not None or is_template(flow.text) or is_formality(flow.text) or is_note(flow.text):
            return
        pair = LABELLED.match(flow.text)
        if self._form is None:
            self._form = FormRows(self.book)
        if self._has_grids and self._form.take_level(flow):
            self.book.known(flow)
            return
        if named := name_in_sentence(flow):
            self.book.hint = named
        broken_off, self._goal_broken_off = self._goal_broken_off, False
        if broken_off and not pair and not is_numbered(flow.text):
            self.book.add_goal(flow)
            return
        if pair and _PROJECT_NUMBER.fullmatch(pair[1]) and pair[2]:
            self._form.note_heading(flow)
            return
        if pair and not states_heading(flow.text) and self._states_value(pair):
            cells = ((0, flow[slice(*pair.span(1))]), (1, without_label_behind(flow[slice(*pair.span(2))].strip())))
            self._form.read(Row(tuple(cell for cell in cells if cell[1]), 0, loose=True), ())
            goal = Role.GOAL in roles_of(pair[1]) and bool(pair[2])
            self._goal_broken_off = goal and not flow.text.endswith(("。", "；", ";", "！", ".", "）"))
        elif not pair and len(flow) <= 60 and not _SENTENCE.search(flow.text):
            self._form.note_heading(flow)

    def _takes_part(self, flow: Flow) -> bool:
        """Whether a line is the heading of a form's part, or the goal that stands under one."""
        if self._form is None:
            self._form = FormRows(self.book)
        return self._form.take_paragraph(flow) or (is_numbered(flow.text) and self._form.take_part_heading(flow))

    def _form_is_unnamed(self) -> bool:
        """Whether no table of the document names a project or department: goals may then stand between the tables."""
        if self._unnamed is None:
            grids = [(page, block) for page, block in self._source.blocks() if isinstance(block, Grid)]
            self._unnamed = bool(grids) and not any(
                names_form(top_rows(self._source, *grid, self.rows_of)) for grid in grids
            )
        return self._unnamed

    def _states_value(self, pair: re.Match[str]) -> bool:
        """Whether a line states what a label asks for: no definition (项目支出：指…), and an amount for money."""
        roles = roles_of(pair[1]) & _LINE_ROLES
        if not roles or _DEFINES.match(pair[2]):
            return False
        return not self._has_grids or bool(roles - {Role.AMOUNT, Role.FUNDS}) or bool(re.search(r"\d", pair[2]))

    def _heads_indicators(self, text: str) -> bool:
        """Whether a line is a numbered heading over indicators that are written out: 五、绩效指标."""
        return not self._has_grids and is_numbered(text) and Role.INDICATORS in roles_of(text)

    def _takes_packed_line(self, flow: Flow) -> bool:
        """Whether a line belongs to indicators that are written out as lines under “绩效指标：”; kept until they end."""
        pair = LABELLED.match(flow.text)
        if self._packing is not None:
            listed = starts_line_of_indicators(flow.text) or goes_on_with(self._packing, flow.text)
            goes_on = listed and not (pair and roles_of(pair[1]) & _LINE_ROLES)
            if goes_on:
                self._packing.append(flow)
                return True
            if is_formality(flow.text):
                self.book.heading(flow)
                return True
            if self._packing and not pair and is_broken_off(self._packing[-1].text):
                self._packing[-1] = self._packing[-1] + flow
                return True
            self.end_packing()
        if pair and not pair[2] and Role.INDICATORS in roles_of(pair[1]) and self._form is not None:
            self.book.known(flow)
            self._packing = []
            return True
        return False

    def end_packing(self) -> None:
        """Give the lines of indicators to the form."""
        lines, self._packing = self._packing, None
        if lines and self._form is not None:
            self._form.read_packed_lines(lines)

    def _takes_heading(self, row: Row, following: Sequence[Row]) -> bool:
        """Whether a row is no row of a table but stands above one: a title (merged cells repeat it), year, department."""
        inner = row.cells[0][0] > 0 or len(row.cells) > 1
        placed = not row.loose or (self._form is not None and self._form.awaits_figures)
        if placed and inner and all(_FIGURE.fullmatch(text) for text in row.texts):
            return False  # figures, years over columns, the rest of a value that a page break cut: no number of a page
        same = len(set(row.texts)) == 1
        if not row.loose and is_page_head(row.texts):
            self.book.known(*(flow for _, flow in row.cells))
            return True
        above = self._above and same and not row.loose
        if above and is_section(row.texts[0]):
            self.book.known(*(flow for _, flow in row.cells))
            return True
        if same and (is_title(row.texts[0]) or (above and may_be_title(row.texts[0]) and names_form(following))):
            for _, flow in row.cells:
                self.book.heading(flow)
            if self._form is not None:
                self._form.new_form(row.texts[0])
            return True
        if not all(is_formality(text) or states_heading(text) for text in row.texts):
            stated = len(row.cells) <= 3 and any(states_heading(text) for text in row.texts)
            if not stated or any(roles_of(text) for text in row.texts):
                return False
        for _, flow in row.cells:
            self.book.heading(flow)
        return True

    def _is_of_department(self, columns: list[Column]) -> bool:
        """Whether a table of names and sums in a whole department's form is that of its tasks, not a list of projects."""
        told = any(c.role in (Role.GOAL, Role.INDICATORS, Role.LEVEL_CELL, Role.LEVEL3) for c in columns)
        return self._form is not None and self._form.is_about_department and not told

    def _read_rows(self, rows: list[Row]) -> None:
        """Read rows in order; each is let go of when it is read, since those of a long text take as much memory as its tree."""
        for place, row in enumerate(rows):
            self._read_row(row, Below(rows, place + 1))
            rows[place] = _READ

    def _read_row(self, row: Row, following: Sequence[Row]) -> None:
        signed = self._list is not None and len(row.cells) == 1 and is_signature(row.parted())
        if signed or numbers_columns(row):
            self.book.known(*(flow for _, flow in row.cells))
            return
        if len(row.cells) == 1 and is_note(row.texts[0]) and (row.loose or len(row.texts[0]) > 3):
            return
        if self._takes_heading(row, following):
            return
        self._above = self._above and len(set(row.texts)) == 1
        if self._form is None or not self._form.is_among_indicators(row) or begins_project(row):
            row = with_pairs_apart(row)
        if self._list is not None and self._list.repeats_header(row):
            self.book.known(*(flow for _, flow in row.cells))
            return
        columns = list_header(row, following)
        form = self._form if self._form is not None and self._form.has_entry else None
        if columns is not None and form is not None and guesses_names(columns, form.is_within_project):
            columns = None
        if columns is not None and not self._is_of_department(columns):
            for _, flow in row.cells:
                self.book.take_money_unit(flow)
                self.book.known(flow)
            if self._list is None:
                self._list, self._form = ListRows(self.book, columns, row), None
            else:
                self._list.header_again(columns)
        elif self._list is not None and not begins_form(row):
            self._read_list_row(self._list, row)
        elif self._form is not None or belongs_to_form(row):
            if self._form is None:
                self._form = FormRows(self.book)
            self._list, self.book.keeps_entries = None, False
            self._form.read(row, following)
        else:
            for _, flow in row.cells:
                self.book.heading(flow)
