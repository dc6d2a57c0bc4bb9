"""Forms: one project (or a whole department) to a form, its labels beside or above its values."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from reviewer.base.patterns import pattern
from reviewer.extract.book import Book
from reviewer.extract.form_entry import FormEntry
from reviewer.extract.form_heads import (
    DEPARTMENTS,
    LONGEST_FORM,
    PROJECTS,
    SIGNATURE,
    STRUCTURE,
    asks_for_seals,
    begins_again,
    holds_name,
    is_printed,
    is_signature,
    name_first,
    numbers_project,
    pairs_of_next_form,
    signed_by,
)  # fmt: skip
from reviewer.extract.goals import GOAL_ROLES, GoalRows
from reviewer.extract.indicator_heads import (
    DEFAULT_COLUMNS,
    columns_of_lone_row,
    goes_on_beneath,
    heads_block,
    heads_table,
    indicator_header,
    says_long_term,
    says_term,
)
from reviewer.extract.indicators import IndicatorRows
from reviewer.extract.labels import Role, roles_of
from reviewer.extract.level_heads import LevelHeads
from reviewer.extract.likeness import is_packed
from reviewer.extract.money import MoneyRows, is_money_row
from reviewer.extract.names import heading_name
from reviewer.extract.no_indicator import is_about_all, is_beside, is_between_indicators, is_stray
from reviewer.extract.packed_lines import take_lines
from reviewer.extract.rows import Column, Row
from reviewer.extract.sides import add_in_order, levels_over_sides, speaks_of_terms
from reviewer.extract.tasks import take_task_row, task_header
from reviewer.model.flow import EMPTY, Flow
from reviewer.model.messages import message
from reviewer.model.review import Kind

_FORM_STARTS = frozenset({Role.ENTRY_NAME, Role.DEPARTMENT, Role.FUNDS, Role.ATTRIBUTE, Role.INDICATORS})
"""Labels that end a grid of indicators even where they stand under its first column."""
_SHORTEST_GOAL = 10
_FILLED_IN_BY = pattern(r"填报|申报|编[制报]")
"""Labels that name who filled a form in, which need not be what it is about."""


_Part = Enum("_Part", ["NONE", "FUNDS", "GOAL", "TASKS", "INDICATORS"])
"""The part of a form that rows without a label of their own belong to."""


class FormRows:
    """Reads forms row by row, from page to page."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._part = _Part.NONE
        self._block = ""
        self._resume = _Part.NONE  # the part that a page break interrupted
        self._about = FormEntry(book, self._begin_entry)
        self._tasks: list[Column] = []
        self._indicators = IndicatorRows()
        self._money = MoneyRows(book)
        self._goals = GoalRows(book)
        self._levels = LevelHeads(book)
        self._over_goal: Flow = EMPTY  # the heading just above, where it announces a goal
        self._width = 0
        self._of_block: Flow = EMPTY  # the heading of the block in hand, for the label of its goal

    def begin_grid(self, rows: Sequence[Row], width: int) -> bool:
        """A further table begins, `width` columns wide; False where it is none of the form's: the foot of a web page below it.

        A line above it is no name where the table has one.
        """
        before, self._width = self._width, width
        if self._part is _Part.INDICATORS and is_stray(rows, self._indicators.columns, width, before):
            self._width = before
            return False
        if holds_name(rows, self._book.is_about_department) or self._goes_on_in(rows):
            self._about.heading = EMPTY
        if self._about.heading and roles_of(rows[0].texts[0]) & STRUCTURE:
            self._part = _Part.NONE  # the heading names another form, which begins with this label
        return True

    def _goes_on_in(self, rows: Sequence[Row]) -> bool:
        """Whether a table is the indicators of the project in hand, which has none yet: the line above it is their heading."""
        return self._about.is_within_project and bool(rows) and indicator_header(rows[0], rows[1:]) is not None

    @property
    def is_about_department(self) -> bool:
        """Whether the form in hand is a whole department's: its title, or what it begins with, says so."""
        return self._about.is_about_department

    @property
    def is_within_project(self) -> bool:
        """Whether a project's form has begun and its indicators have not."""
        return self._about.is_within_project

    def _begin_entry(self) -> None:
        self._goals.start()
        self._indicators.forget_levels()

    def note_heading(self, flow: Flow) -> None:
        """A line between tables: it names the next entry where the table itself does not."""
        self._about.note_heading(flow)

    def new_form(self, title: str = "") -> None:
        """A title came by: the next rows begin a form, or go on with the last one; it may name a block of the form."""
        self._block = title
        self._resume = self._part if self._part is not _Part.NONE else self._resume
        self._part = _Part.NONE
        self._about.new_form()
        self._money.start()
        self._goals.start()

    def take_level(self, flow: Flow) -> bool:
        """Whether a line above a table is the level of the indicators in it: 产出指标."""
        return self._about.entry is not None and self._indicators.takes_level_above(flow)

    def take_part_heading(self, flow: Flow) -> bool:
        """Whether a line is the heading of a part: （一）中长期绩效目标, over a paragraph; （二）年度绩效指标, over a table."""
        name = heading_name(flow)
        if Role.INDICATORS in roles_of(name.text):
            self._block = name.text
        elif roles_of(name.text) & {Role.GOAL, Role.PERIOD_GOAL}:
            self._over_goal = name
        else:
            return False
        self._book.known(flow)
        return True

    def take_paragraph(self, flow: Flow) -> bool:
        """Whether a line is the goal that the heading above it announced."""
        label, self._over_goal = self._over_goal, EMPTY
        if not label or len(flow) < _SHORTEST_GOAL or not flow.text.endswith(("。", "；", "！")):
            return False
        self._goals.take_line(self._about.need(), flow, label)
        return True

    def read(self, row: Row, following: Sequence[Row]) -> None:
        """Take a row; `following` are the rows after it in the same grid."""
        inside = self.is_among_indicators(row) and Role.ENTRY_NAME not in roles_of(row.texts[0])
        for flow in () if inside else (flow for _, flow in row.cells if len(flow) <= 24):
            self._book.take_money_unit(flow)
        if self._begins_again(row, following) or self._takes_block(row, following):
            return
        self._indicators.year, self._indicators.below = self._book.document.value("year"), following
        if self._levels.takes(row):
            return
        self._indicators.speaks_of_terms |= speaks_of_terms(row)
        if self._indicators.take_groups(levels_over_sides(row, following)):
            self._book.known(*(flow for _, flow in row.cells))
        elif self._levels.begin(row, following):
            self._about.need()
            self._part = _Part.INDICATORS
        elif self._indicators.takes_lower_half(row, following):
            self._book.known(*(flow for _, flow in row.cells))
        elif (columns := indicator_header(row, following)) is not None:
            self._book.known(*(flow for _, flow in row.cells))
            self._indicators.start(columns, following)
            self._part = _Part.INDICATORS
            self._note_block(row)
        elif self._goals.takes_header(row, following):
            self._book.known(*(flow for _, flow in row.cells))
            self._part = _Part.GOAL
        elif self._money.is_waiting and self._money.takes_figures(self._about.need(), row):
            self._part = _Part.FUNDS
        elif self._about.is_about_department and self._takes_tasks(row):
            return
        elif self._part is not _Part.TASKS and self._money.takes_labels(row, following):
            self._part = _Part.FUNDS
            self._book.known(row.cells[0][1])
        elif self._money.takes_header(row, following):
            self._book.known(*(flow for _, flow in row.cells))
            self._part = _Part.FUNDS
        elif self._takes_tasks(row):
            return
        else:
            self._read_labelled(row, following)

    def _begins_again(self, row: Row, following: Sequence[Row]) -> bool:
        """Begin another entry where a form without a name begins behind the indicators; True where the row is its name alone.

        What a form says before it names its project waits for that.
        """
        entry = self._about.entry
        if entry is None or entry.kind is not Kind.PROJECT or not entry.children:
            return False
        if self._part is _Part.NONE and name_first(row, PROJECTS)[1]:
            return False  # beneath a title, and it names its project itself
        if pairs := pairs_of_next_form(row, entry, following):
            self._book.known(*(label for label, _ in pairs))
            self._about.wait(pairs)
            self._part = _Part.NONE
            return True
        if len(row.cells) == 1:
            if not following or roles_of(row.texts[0]) or not begins_again(following[0], entry, following[1:]):
                return False
            self._about.heading = row.cells[0][1]
        elif not begins_again(row, entry, following):
            return False
        self._about.open(Kind.PROJECT, heading_name(self._about.heading), message("read.name_guess"))
        self._part = _Part.NONE
        return len(row.cells) == 1

    def _takes_block(self, row: Row, following: Sequence[Row]) -> bool:
        """Whether a row is the heading of a block for the whole period, with one for the year below it, or of that one."""
        if self._part is _Part.GOAL and heads_table(row, following):
            self._book.known(*(flow for _, flow in row.cells))
            return True
        if self._about.entry is None or not heads_block(row, following):
            return False
        text = row.texts[0]
        if says_long_term(text) and not any(
            heads_block(below, following[number + 1 :]) and not says_long_term(below.texts[0])
            for number, below in enumerate(following[:LONGEST_FORM])
            if len(set(below.texts)) == 1
        ):
            return False
        self._book.known(*(flow for _, flow in row.cells))
        self._block, self._of_block = text, row.cells[0][1]
        self._indicators.forget_levels()
        self._part = _Part.NONE
        return True

    def _goal_label(self, label: Flow) -> Flow:
        """The label of a goal: the heading of its block where it does not say itself of which time it is."""
        above, self._of_block = self._of_block, EMPTY
        return label if not above or says_term(label.text) else above

    def _takes_tasks(self, row: Row) -> bool:
        """Whether the row is the header of a table of tasks, no indicator that sounds like one (工作任务科学性): its columns hold."""
        if self.is_among_indicators(row) and not any(roles_of(text) for text in row.texts):
            return False
        tasks = task_header(row, self._part is _Part.TASKS or self._about.is_about_department)
        if tasks is not None:
            self._book.known(*(flow for _, flow in row.cells))
            self._tasks, self._part = tasks, _Part.TASKS
        return tasks is not None

    def _read_labelled(self, row: Row, following: Sequence[Row]) -> None:
        if is_signature(row) or (self._part is _Part.INDICATORS and is_beside(row, self._indicators.columns)):
            self._sign(row)
            return
        row, early = name_first(row, PROJECTS)
        if not early and self._about.awaits_department:
            row, early = name_first(row, DEPARTMENTS)
        numbered = not self._about.is_about_department and numbers_project(row, following)
        roles = frozenset({Role.ENTRY_NAME}) if numbered else self._lead_roles(row, following)
        if Role.UNIT in roles and self._about.awaits_department:
            roles = roles - {Role.UNIT} | {Role.DEPARTMENT}
        if Role.DEPARTMENT in roles and _FILLED_IN_BY.search(row.texts[0]) and not self._book.is_about_department:
            self._book.known(row.cells[0][1])
            self._about.take_applicant(row, following)
            return
        if self._part is _Part.INDICATORS and not roles and is_about_all(row, self._indicators.columns):
            self._about.take_pairs(row.cells)
            return
        if self._part is _Part.GOAL and not roles and self._goals.is_labelled_anew(row):
            self._read_pairs(row)
            return
        if self._part is _Part.NONE and not roles and self._about.entry is not None and not self._about.heading:
            self._part = self._resume
        self._resume = _Part.NONE
        if self._part is not _Part.INDICATORS and self._begins_without_header(row):
            self._part = _Part.INDICATORS
            self._read_indicator(row)
            return
        self._book.known(*(flow for _, flow in row.cells if roles_of(flow.text)))
        if Role.ENTRY_NAME in roles and (self._part is not _Part.FUNDS or len(row.cells) > 1):
            self._part = _Part.NONE
            self._about.start(row, following)
            self._about.take_pairs(early)
        elif self._part is _Part.FUNDS and len(row.cells) > 1 and all(roles_of(text) for text in row.texts):
            return
        elif Role.DEPARTMENT in roles:
            self._part = _Part.NONE
            self._about.take_department(row, early)
        elif Role.INDICATORS in roles:
            self._part = _Part.INDICATORS
            self._note_block(row)
            self._read_indicator(row.without_first())
        elif roles & GOAL_ROLES and (self._part is not _Part.TASKS or not self._tasks):
            self._part = _Part.GOAL
            self._goals.read(self._about.need(), row.without_first(), self._goal_label(row.cells[0][1]))
        elif Role.TASKS in roles:
            self._head_tasks(row)
        elif not roles & STRUCTURE and (self._part is _Part.INDICATORS or self._goes_on_with_indicators(row)):
            self._part = _Part.INDICATORS
            self._read_indicator(row)
        elif self._part is _Part.TASKS and self._tasks and not roles & STRUCTURE:
            self._read_task(row)
        elif Role.FUNDS in roles or (self._part is _Part.FUNDS and not roles & STRUCTURE) or is_money_row(row, roles):
            self._part = _Part.FUNDS
            self._money.read(self._about.need(), row, Role.FUNDS in roles)
        elif self._part is _Part.GOAL and not roles:
            self._goals.read(self._about.need(), row)
        else:
            self._read_pairs(row)

    def _begins_without_header(self, row: Row) -> bool:
        """Whether a row can only be an indicator's, though no header came by; if so, its cells stand for the columns."""
        columns = columns_of_lone_row(row) if self._about.entry is not None else None
        if columns is None:
            return False
        places = {column.place for column in self._indicators.columns}
        if not all(column.place in places for column in columns):
            self._indicators.start(columns)
        return True

    @property
    def awaits_figures(self) -> bool:
        """Whether the row above held labels of money whose figures are expected now."""
        return self._money.is_waiting

    @property
    def has_entry(self) -> bool:
        """Whether a form is being read, of which more may come."""
        return self._about.entry is not None

    def is_among_indicators(self, row: Row) -> bool:
        """Whether a row stands where the indicators are, their labels aside."""
        return self._part is _Part.INDICATORS and (self._indicators.is_inside(row) or not self._indicators.columns)

    def _goes_on_with_indicators(self, row: Row) -> bool:
        """Whether indicators go on without a header: at the top of a page, or beneath the heading and the goal of a project."""
        if self._about.entry is None or self._part not in (_Part.NONE, _Part.GOAL):
            return False
        return goes_on_beneath(self._indicators.columns, row, strictly=self._part is _Part.GOAL)

    def _lead_roles(self, row: Row, following: Sequence[Row]) -> frozenset[Role]:
        """The roles of a row's first cell as a label: none where it stands within the grid of indicators."""
        if self._part is _Part.INDICATORS and row.loose and is_between_indicators(row, following):
            return frozenset()
        if self._part is not _Part.INDICATORS or row.loose or not self._indicators.is_inside(row):
            return roles_of(row.texts[0])
        at_edge = row.cells[0][0] == self._indicators.columns[0].place
        return roles_of(row.texts[0]) & _FORM_STARTS if at_edge else frozenset()

    def _sign(self, row: Row) -> None:
        """Take the line of signatures: attributes of the form above it."""
        self._part = _Part.NONE
        if asks_for_seals(row.texts):
            self._book.known(*(flow for _, flow in row.cells))
            return
        if not all(":" in text or "：" in text for text in row.texts):
            self._about.take_pairs(row.cells if len(row.cells) > 1 else ())
            return
        self._book.known(*(flow for _, flow in row.cells if SIGNATURE.match(flow.text)))
        for label, name in signed_by(row) if self._about.entry is not None else ():
            self._about.need().label("attributes", label, name)

    def _read_indicator(self, row: Row) -> None:
        long_term = self._indicators.long_term
        entry = self._about.need()
        self._indicators.long_term = long_term
        if not row.cells:
            return
        if len(row.cells) == 1 and is_packed(row.texts[0]):
            self._book.add_packed(row.cells[0][1])
            return
        guessed = not self._indicators.columns
        if guessed:
            first = row.cells[0][0]
            self._indicators.start([Column(first + i, role, "") for i, role in enumerate(DEFAULT_COLUMNS)])
        indicators = self._indicators.read(row)
        if not indicators or self._indicators.has_sides:
            self._book.known(*(flow for _, flow in row.cells if is_printed(flow.text)))
        for indicator in indicators:
            for key in list(indicator.fields) if guessed else ():
                indicator.doubt(key, message("read.column_guess"))
        add_in_order(entry.children, indicators, self._indicators.side_of_level)

    def read_packed_lines(self, lines: Sequence[Flow]) -> None:
        """Indicators written out as lines between headings."""
        take_lines(self._book, self._about.need(), lines)

    def _note_block(self, row: Row) -> None:
        """The heading of a block of indicators says whether it is about the period or the year."""
        for text in (self._block, row.texts[0] if Role.INDICATORS in roles_of(row.texts[0]) else ""):
            if text:
                self._indicators.long_term = says_long_term(text)
        self._block = ""

    def _read_task(self, row: Row) -> None:
        self._tasks, layout = take_task_row(self._about.need(), row, self._tasks)
        self._book.known(*layout)

    def _head_tasks(self, row: Row) -> None:
        """Take a row that begins with the heading of the tasks; among rows of them it stands in their middle, beside one."""
        if self._part is _Part.TASKS and self._tasks and len(row.cells) > 2:
            self._read_task(row.without_first())
        else:
            self._part, self._tasks = _Part.TASKS, []

    def _read_pairs(self, row: Row) -> None:
        self._part = _Part.NONE
        self._about.take_pairs(row.cells)
