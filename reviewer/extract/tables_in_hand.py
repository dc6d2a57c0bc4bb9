"""Rows of tables, in order: each goes to the list or the form in hand, begins one, or is a heading above it."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.base.patterns import pattern
from reviewer.extract.book import Book, is_formality, is_note, is_title, states_heading
from reviewer.extract.form_heads import begins_form, begins_unnamed_form, belongs_to_form, is_signature, names_form
from reviewer.extract.forms import FormRows
from reviewer.extract.infer import columns_by_contents, guesses_names, names_money
from reviewer.extract.labels import Role, roles_of
from reviewer.extract.list_heads import list_header
from reviewer.extract.lists import ListRows
from reviewer.extract.pairs import begins_project, with_pairs_apart
from reviewer.extract.rows import Below, Column, Row, numbers_columns
from reviewer.extract.taught import taught_columns
from reviewer.extract.titles import is_page_head, is_section, may_be_title
from reviewer.model.flow import Flow
from reviewer.model.messages import message

_FIGURE = pattern(r"\d+|(?:19|20)\d\d\s*年度?")
_READ = Row((), 0)
"""Stands for a row that has been read: nothing looks at rows above the one in hand."""


class TablesInHand:
    """The list or the form that is being read, which takes rows one after another until another table begins."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.list: ListRows | None = None
        self.form: FormRows | None = None
        self.keeping = False
        """Whether entries are to stay in the making until a table whose columns are lost is read."""
        self._doubt_next = False
        """Whether the row that is read next names an entry without a label that says so."""
        self._above = False
        """Whether nothing but headings has come yet in the table in hand."""
        self.taught = False
        """Whether a header has come that a person has taught."""

    @property
    def has_none(self) -> bool:
        """Whether no table has begun yet."""
        return self.list is None and self.form is None

    def need_form(self) -> FormRows:
        """The form in hand; one begins where there is none."""
        if self.form is None:
            self.form = FormRows(self.book)
        return self.form

    def begin_grid(self, rows: list[Row], width: int) -> bool:
        """A grid begins, `width` columns wide; False where it is none of the form's. A form that says no label begins with its name."""
        form = self.form if rows and self.list is None else None
        if form is not None and not form.begin_grid(rows, width):
            return False
        if rows and self.list is None and begins_unnamed_form(rows[0], rows[1:]):
            label, name = rows[0].cells[0], rows[0].cells[1:]
            rows[0] = Row(((label[0], Flow.loose("项目名称")), *name), rows[0].page)
            self.book.known(label[1])
            self._doubt_next = True
        if self.list is None and not self.book.entries:
            self._take_lost_header(rows)
        return True

    def read_grid(self, rows: Sequence[Row]) -> None:
        """Read the rows of a grid in order."""
        self._above = True
        for place, row in enumerate(rows):
            self.read_row(row, Below(rows, place + 1))
            if self._doubt_next and self.book.entry is not None:
                self.book.entry.doubt("name", message("read.name_guess"))
            self._doubt_next = False

    def read_rows(self, rows: list[Row]) -> None:
        """Read rows in order; each is let go of when it is read, since those of a long text take as much memory as its tree."""
        for place, row in enumerate(rows):
            self.read_row(row, Below(rows, place + 1))
            rows[place] = _READ

    def read_row(self, row: Row, following: Sequence[Row]) -> None:
        """Take a row; `following` are the rows after it. Where no table is in hand and none begins, it is a heading."""
        signed = self.list is not None and len(row.cells) == 1 and is_signature(row.parted())
        if signed or numbers_columns(row):
            self.book.known(*(flow for _, flow in row.cells))
            return
        if len(row.cells) == 1 and is_note(row.texts[0]) and (row.loose or len(row.texts[0]) > 3):
            return
        if self.list is not None and self.list.takes_unit_band(row):
            return
        if self._takes_heading(row, following):
            return
        self._above = self._above and len(set(row.texts)) == 1
        if self.form is None or not self.form.is_among_indicators(row) or begins_project(row):
            row = with_pairs_apart(row)
        if self.list is not None and self.list.repeats_header(row):
            self.book.known(*(flow for _, flow in row.cells))
            return
        self.taught = self.taught or taught_columns(row) is not None
        columns = list_header(row, following)
        form = self.form if self.form is not None and self.form.has_entry else None
        if columns is not None and form is not None:
            inner = guesses_names(columns, form.is_within_project) or names_money(columns, following)
            columns = None if inner else columns
        if columns is not None and not self._is_of_department(columns):
            for _, flow in row.cells:
                self.book.take_money_unit(flow)
                self.book.known(flow)
            if self.list is None:
                self.list, self.form = ListRows(self.book, columns, row), None
            else:
                self.list.header_again(columns)
        elif self.list is not None and not begins_form(row):
            self._read_list_row(self.list, row)
        elif self.form is not None or belongs_to_form(row):
            form, self.list, self.book.keeps_entries = self.need_form(), None, False
            form.read(row, following)
        else:
            for _, flow in row.cells:
                self.book.heading(flow)

    def _take_lost_header(self, rows: Sequence[Row]) -> None:
        """Where the document begins with a list whose header is lost, tell its columns by what stands in them."""
        if any(list_header(row) or belongs_to_form(row) for row in rows[:3]):
            return
        columns = columns_by_contents(rows)
        if columns is not None:
            self.list, self.form = ListRows(self.book, columns), None

    def _read_list_row(self, table: ListRows, row: Row) -> None:
        self.book.keeps_entries = self.keeping
        table.read(row)

    def _takes_heading(self, row: Row, following: Sequence[Row]) -> bool:
        """Whether a row is no row of a table but stands above one: a title (merged cells repeat it), year, department."""
        inner = row.cells[0][0] > 0 or len(row.cells) > 1
        placed = not row.loose or (self.form is not None and self.form.awaits_figures)
        if placed and inner and all(_FIGURE.fullmatch(text) for text in row.texts):
            return False  # figures, years over columns, the rest of a value that a page break cut: no number of a page
        same = len(set(row.texts)) == 1
        if not row.loose and is_page_head(row.texts):
            self.book.known(*(flow for _, flow in row.cells))
            return True
        above = self._above and same and (row.closed or not row.loose)
        if above and is_section(row.texts[0]):
            self.book.known(*(flow for _, flow in row.cells))
            return True
        if same and (is_title(row.texts[0]) or (above and may_be_title(row.texts[0]) and names_form(following))):
            for _, flow in row.cells:
                self.book.heading(flow)
            if self.form is not None:
                self.form.new_form(row.texts[0])
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
        return self.form is not None and self.form.is_about_department and not told
