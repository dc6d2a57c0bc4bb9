"""Forms: one project (or a whole department) to a form, its labels beside or above its values."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from reviewer.base.patterns import pattern
from reviewer.extract.book import Book, same_name
from reviewer.extract.draft import Draft
from reviewer.extract.form_heads import (
    DEPARTMENTS,
    LONGEST_FORM,
    LONGEST_LABEL,
    PROJECTS,
    SIGNATURE,
    STRUCTURE,
    asks_for_seals,
    begins_again,
    holds_name,
    is_printed,
    is_signature,
    name_first,
    names_a_wider,
    pairs_of_next_form,
    rest_of_name,
    signed_by,
)  # fmt: skip
from reviewer.extract.goals import GOAL_ROLES, GoalRows
from reviewer.extract.indicator_heads import (
    DEFAULT_COLUMNS,
    columns_of_lone_row,
    goes_on_beneath,
    indicator_header,
    says_long_term,
)
from reviewer.extract.indicators import IndicatorRows
from reviewer.extract.labels import Role, money_label, plain_label, roles_of
from reviewer.extract.level_heads import LevelHeads
from reviewer.extract.likeness import amount_within, is_packed
from reviewer.extract.money import MONEY_END, MoneyRows, is_money_row
from reviewer.extract.names import heading_name, is_template, is_to_sign, names_nothing, without_code, without_seal
from reviewer.extract.no_indicator import is_about_all, is_beside, is_stray
from reviewer.extract.packed_lines import take_lines
from reviewer.extract.plausible import holds_label
from reviewer.extract.rows import Column, Row
from reviewer.extract.sides import add_in_order, levels_over_sides, speaks_of_terms
from reviewer.extract.tasks import take_task_row, task_header
from reviewer.model.flow import EMPTY, Flow, join_wrapped
from reviewer.model.messages import Message, message
from reviewer.model.review import Kind

_FORM_STARTS = frozenset({Role.ENTRY_NAME, Role.DEPARTMENT, Role.FUNDS, Role.ATTRIBUTE, Role.INDICATORS})
"""Labels that end a grid of indicators even where they stand under its first column."""
_REST = frozenset({Role.GOAL, Role.FUNDS, Role.UNIT})  # labels of a form, behind its name
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
        self._entry: Draft | None = None
        self._department: Flow = EMPTY
        self._waiting: list[tuple[str, Flow]] = []
        self._tasks: list[Column] = []
        self._indicators = IndicatorRows()
        self._money = MoneyRows(book)
        self._goals = GoalRows(book)
        self._levels = LevelHeads(book)
        self._heading: Flow = EMPTY
        self._over_goal: Flow = EMPTY  # the heading just above, where it announces a goal
        self._width = 0
        self._named = False
        """Whether the form in hand, from its title on, has its entry."""

    def begin_grid(self, rows: Sequence[Row], width: int) -> bool:
        """A further table begins, `width` columns wide; False where it is none of the form's: the foot of a web page below it.

        A line above it is no name where the table has one.
        """
        before, self._width = self._width, width
        if self._part is _Part.INDICATORS and is_stray(rows, self._indicators.columns, width, before):
            self._width = before
            return False
        if holds_name(rows, self._book.is_about_department):
            self._heading = EMPTY
        if self._heading and roles_of(rows[0].texts[0]) & STRUCTURE:
            self._part = _Part.NONE  # the heading names another form, which begins with this label
        return True

    @property
    def is_about_department(self) -> bool:
        """Whether the form in hand is a whole department's: its title, or what it begins with, says so."""
        return bool(self._department) or (
            self._named and self._entry is not None and self._entry.kind is Kind.DEPARTMENT
        )

    def new_form(self, title: str = "") -> None:
        """A title came by: the next rows begin a form, or go on with the last one; it may name a block of the form."""
        self._block = title
        self._resume = self._part if self._part is not _Part.NONE else self._resume
        self._part = _Part.NONE
        self._department = EMPTY
        self._named = False
        self._waiting = []
        self._money.start()
        self._goals.start()

    def note_heading(self, flow: Flow) -> None:
        """A line between tables: it names the next entry where the table itself does not."""
        if not names_nothing(flow.text) and not holds_label(flow.text):
            self._heading = flow

    def take_level(self, flow: Flow) -> bool:
        """Whether a line above a table is the level of the indicators in it: 产出指标."""
        return self._entry is not None and self._indicators.takes_level_above(flow)

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
        self._goals.take_line(self._need_entry(), flow, label)
        return True

    def read(self, row: Row, following: Sequence[Row]) -> None:
        """Take a row; `following` are the rows after it in the same grid."""
        inside = self.is_among_indicators(row) and Role.ENTRY_NAME not in roles_of(row.texts[0])
        for flow in () if inside else (flow for _, flow in row.cells if len(flow) <= 24):
            self._book.take_money_unit(flow)
        if self._begins_again(row, following):
            return
        self._indicators.year, self._indicators.below = self._book.document.value("year"), following
        if self._levels.takes(row):
            return
        self._indicators.speaks_of_terms |= speaks_of_terms(row)
        if self._indicators.take_groups(levels_over_sides(row, following)):
            self._book.known(*(flow for _, flow in row.cells))
        elif self._levels.begin(row, following):
            self._need_entry()
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
        elif self._money.is_waiting and self._money.takes_figures(self._need_entry(), row):
            self._part = _Part.FUNDS
        elif self.is_about_department and self._takes_tasks(row):
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
        entry = self._entry
        if entry is None or entry.kind is not Kind.PROJECT or not entry.children:
            return False
        if pairs := pairs_of_next_form(row, entry, following):
            self._book.known(*(label for label, _ in pairs))
            self._waiting += [(label.text, flow) for label, flow in pairs]
            self._part = _Part.NONE
            return True
        if len(row.cells) == 1:
            if not following or roles_of(row.texts[0]) or not begins_again(following[0], entry, following[1:]):
                return False
            self._heading = row.cells[0][1]
        elif not begins_again(row, entry, following):
            return False
        self._open(Kind.PROJECT, heading_name(self._heading), message("read.name_guess"))
        self._part = _Part.NONE
        return len(row.cells) == 1

    def _takes_tasks(self, row: Row) -> bool:
        """Whether the row is the header of a table of tasks, no indicator that sounds like one (工作任务科学性): its columns hold."""
        if self.is_among_indicators(row) and not any(roles_of(text) for text in row.texts):
            return False
        tasks = task_header(row, self._part is _Part.TASKS or self.is_about_department)
        if tasks is not None:
            self._book.known(*(flow for _, flow in row.cells))
            self._tasks, self._part = tasks, _Part.TASKS
        return tasks is not None

    def _read_labelled(self, row: Row, following: Sequence[Row]) -> None:
        if is_signature(row) or (self._part is _Part.INDICATORS and is_beside(row, self._indicators.columns)):
            self._sign(row)
            return
        row, early = name_first(row, PROJECTS)
        if not early and self._awaits_department:
            row, early = name_first(row, DEPARTMENTS)
        roles = self._lead_roles(row)
        if Role.UNIT in roles and self._awaits_department:
            roles = roles - {Role.UNIT} | {Role.DEPARTMENT}
        if Role.DEPARTMENT in roles and _FILLED_IN_BY.search(row.texts[0]) and not self._book.is_about_department:
            self._book.known(row.cells[0][1])
            for _, flow in row.cells[1:2]:
                self._book.take_department(flow)
            self._pairs_beside(row, following)
            return
        if self._part is _Part.INDICATORS and not roles and is_about_all(row, self._indicators.columns):
            self._pairs(row.cells)
            return
        if self._part is _Part.GOAL and not roles and self._goals.is_labelled_anew(row):
            self._read_pairs(row)
            return
        if self._part is _Part.NONE and not roles and self._entry is not None and not self._heading:
            self._part = self._resume
        self._resume = _Part.NONE
        if self._part is not _Part.INDICATORS and self._begins_without_header(row):
            self._part = _Part.INDICATORS
            self._read_indicator(row)
            return
        self._book.known(*(flow for _, flow in row.cells if roles_of(flow.text)))
        if Role.ENTRY_NAME in roles and (self._part is not _Part.FUNDS or len(row.cells) > 1):
            self._start(row, following)
            self._pairs(early)
        elif self._part is _Part.FUNDS and len(row.cells) > 1 and all(roles_of(text) for text in row.texts):
            return
        elif Role.DEPARTMENT in roles:
            self._take_department(row, early)
        elif Role.INDICATORS in roles:
            self._part = _Part.INDICATORS
            self._note_block(row)
            self._read_indicator(row.without_first())
        elif roles & GOAL_ROLES and (self._part is not _Part.TASKS or not self._tasks):
            self._part = _Part.GOAL
            self._goals.read(self._need_entry(), row.without_first(), row.cells[0][1])
        elif Role.TASKS in roles:
            self._head_tasks(row)
        elif not roles & STRUCTURE and (self._part is _Part.INDICATORS or self._goes_on_with_indicators(row)):
            self._part = _Part.INDICATORS
            self._read_indicator(row)
        elif self._part is _Part.TASKS and self._tasks and not roles & STRUCTURE:
            self._read_task(row)
        elif Role.FUNDS in roles or (self._part is _Part.FUNDS and not roles & STRUCTURE) or is_money_row(row, roles):
            self._part = _Part.FUNDS
            self._money.read(self._need_entry(), row, Role.FUNDS in roles)
        elif self._part is _Part.GOAL and not roles:
            self._goals.read(self._need_entry(), row)
        else:
            self._read_pairs(row)

    def _pairs_beside(self, row: Row, following: Sequence[Row]) -> None:
        """The pairs behind the first in a row; they are of the form that the next rows begin, where they do."""
        begins = holds_name(following, False)
        for (_, label), (_, flow) in zip(row.cells[2::2], row.cells[3::2], strict=False):
            if roles_of(flow.text) or not (roles_of(label.text) or len(plain_label(label.text)) <= LONGEST_LABEL):
                return
            if self._book.takes_bare_money_unit(label.text, flow):
                continue
            self._book.known(label)
            if begins or self._entry is None:
                self._waiting.append((label.text, flow))
            else:
                self._set_pair(self._entry, label.text, flow)

    def _begins_without_header(self, row: Row) -> bool:
        """Whether a row can only be an indicator's, though no header came by; if so, its cells stand for the columns."""
        columns = columns_of_lone_row(row) if self._entry is not None else None
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
        return self._entry is not None

    def is_among_indicators(self, row: Row) -> bool:
        """Whether a row stands where the indicators are, their labels aside."""
        return self._part is _Part.INDICATORS and (self._indicators.is_inside(row) or not self._indicators.columns)

    def _goes_on_with_indicators(self, row: Row) -> bool:
        """Whether indicators go on without a header: at the top of a page, or beneath the heading and the goal of a project."""
        if self._entry is None or self._part not in (_Part.NONE, _Part.GOAL):
            return False
        return goes_on_beneath(self._indicators.columns, row, strictly=self._part is _Part.GOAL)

    def _lead_roles(self, row: Row) -> frozenset[Role]:
        """The roles of a row's first cell as a label: none where it stands within the grid of indicators."""
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
            self._pairs(row.cells if len(row.cells) > 1 else ())
            return
        self._book.known(*(flow for _, flow in row.cells if SIGNATURE.match(flow.text)))
        for label, name in signed_by(row) if self._entry is not None else ():
            self._need_entry().label("attributes", label, name)

    # -- the entry ------------------------------------------------------------------------------------------------

    def _start(self, row: Row, following: Sequence[Row]) -> None:
        name = row.cells[1][1] if len(row.cells) > 1 else EMPTY
        self._part, self._heading = _Part.NONE, EMPTY
        if name and names_a_wider(row, following):
            self._waiting.append((row.texts[0], name))
            return
        if self._entry is not None and self._book.has_only_name(self._entry, name.text):
            self._book.known(name)
            self._pairs(row.cells[2:])
            return
        again = self._entry is not None and same_name(self._entry.value("name"), name.text)
        if again and not any(roles_of(r.texts[0]) & _REST for r in following[:LONGEST_FORM]):
            self._book.known(name)
            return
        rest = rest_of_name(row, following)
        entry = self._open(Kind.PROJECT, join_wrapped([name, *rest]), *(message("read.rejoined") for _ in rest))
        self._pairs(row.cells[2:])
        if len(row.cells) == 3 and not roles_of(row.texts[2]) and not is_template(row.texts[2]):
            entry.doubt("name", message("read.cut_off"))  # a border within the name, or a label that nobody knows

    def _open(self, kind: Kind, name: Flow, *evidence: Message) -> Draft:
        self._entry = self._book.open_entry(kind, name, *evidence)
        self._named = True
        self._heading = self._department = EMPTY
        self._goals.start()
        self._indicators.forget_levels()
        for label, flow in self._waiting:
            self._set_pair(self._entry, label, flow)
        self._waiting = []
        return self._entry

    def _need_entry(self) -> Draft:
        """The entry that a part belongs to; a form that names only its department is about that."""
        if self._department:
            department, self._department = self._department, EMPTY
            return self._open(Kind.DEPARTMENT, department)
        if self._heading:
            return self._open(Kind.PROJECT, heading_name(self._heading), message("read.name_guess"))
        if self._entry is None and self._book.hint and not self._book.is_about_department:
            hint, self._book.hint = self._book.hint, EMPTY
            return self._open(Kind.PROJECT, hint, message("read.name_guess"))
        if self._entry is None and self._book.is_about_department and self._book.department:
            return self._open(Kind.DEPARTMENT, self._book.department)
        return self._entry or self._open(Kind.PROJECT, EMPTY)

    @property
    def _awaits_department(self) -> bool:
        """Whether a whole department's form has not named its department yet."""
        return self._book.is_about_department and not self._named and not self._department

    def _take_department(self, row: Row, early: Sequence[tuple[int, Flow]]) -> None:
        """A department's row: a form about it begins, unless a project's form is in hand, which only says whose it is."""
        self._part = _Part.NONE
        if len(row.cells) < 2:
            return
        name = without_code(without_seal(row.cells[1][1]))
        self._book.take_department(name)
        if not self.is_within_project:
            self._department = name
        self._pairs(early)
        self._pairs(row.cells[2:])

    @property
    def is_within_project(self) -> bool:
        """Whether a project's form has begun and its indicators have not."""
        if self._entry is None or self._entry.kind is not Kind.PROJECT:
            return False
        return self._named and not self._entry.children and bool(self._entry.value("name"))

    # -- its parts ------------------------------------------------------------------------------------------------

    def _read_indicator(self, row: Row) -> None:
        long_term = self._indicators.long_term
        entry = self._need_entry()
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
        take_lines(self._book, self._need_entry(), lines)

    def _note_block(self, row: Row) -> None:
        """The heading of a block of indicators says whether it is about the period or the year."""
        for text in (self._block, row.texts[0] if Role.INDICATORS in roles_of(row.texts[0]) else ""):
            if text:
                self._indicators.long_term = says_long_term(text)
        self._block = ""

    def _read_task(self, row: Row) -> None:
        self._tasks, layout = take_task_row(self._need_entry(), row, self._tasks)
        self._book.known(*layout)

    def _head_tasks(self, row: Row) -> None:
        """Take a row that begins with the heading of the tasks; among rows of them it stands in their middle, beside one."""
        if self._part is _Part.TASKS and self._tasks and len(row.cells) > 2:
            self._read_task(row.without_first())
        else:
            self._part, self._tasks = _Part.TASKS, []

    def _read_pairs(self, row: Row) -> None:
        self._part = _Part.NONE
        self._pairs(row.cells)

    def _pairs(self, cells: Sequence[tuple[int, Flow]]) -> None:
        """Labels and values side by side."""
        label, before, printed = "", "", EMPTY
        if self._heading and len(cells) > 1:
            self._need_entry()
        for _, flow in cells:
            if roles_of(flow.text) or (not label and len(plain_label(flow.text)) <= LONGEST_LABEL and len(cells) > 1):
                label = flow.text
                printed = flow
            elif label:
                self._book.known(printed)
                if self._entry is None or self._department:
                    self._waiting.append((label, flow))
                else:
                    self._set_pair(self._entry, label, flow)
                label, before = "", label
        if label and not roles_of(label) and not is_template(label) and Role.UNIT in roles_of(before) and self._entry:
            self._entry.doubt("unit", message("read.cut_off"))

    def _set_pair(self, entry: Draft, label: str, flow: Flow) -> None:
        roles = roles_of(label)
        if is_to_sign(flow.text) or self._book.takes_bare_money_unit(label, flow):
            return
        if Role.UNIT in roles:
            entry.set("unit", flow)
        elif Role.DEPARTMENT in roles:
            self._book.take_department(flow)
        elif Role.GOAL in roles:
            self._book.add_goal(flow)
        elif (Role.AMOUNT in roles or MONEY_END.search(label)) and amount_within(flow.text) is not None:
            entry.amount(money_label(label), flow)
        else:
            self._book.take_year_of_pair(label, flow)
            entry.label("attributes", money_label(label), flow)
