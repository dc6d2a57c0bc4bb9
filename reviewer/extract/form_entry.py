"""What a form is about: its project or department, and the labels beside values that are said of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reviewer.base.patterns import pattern
from reviewer.extract.book import Book, same_name
from reviewer.extract.draft import Draft
from reviewer.extract.form_heads import LONGEST_FORM, LONGEST_LABEL, holds_name, names_a_wider, rest_of_name
from reviewer.extract.labels import Role, heads_goal_cut, is_kind, money_label, plain_label, roles_of
from reviewer.extract.likeness import amount_within
from reviewer.extract.money_heads import says_money
from reviewer.extract.names import heading_name, is_template, is_to_sign, names_nothing, without_code, without_seal
from reviewer.extract.plausible import holds_label
from reviewer.extract.rows import Row
from reviewer.extract.titles import is_section
from reviewer.model.flow import EMPTY, Flow, join_wrapped
from reviewer.model.messages import Message, message
from reviewer.model.review import Kind
from reviewer.model.taxonomy import levels_named

_DATE = pattern(r"\s*(?:19|20)?\d{0,2}\s*[年./-]\s*\d{0,2}\s*[月./-]\s*\d{0,2}\s*日?\s*")
_OFFICE = pattern(r"(?:部门|单位|科室|处室|主体)(?:名称|及代码)?\s*(?:[（(][^（()）]*[)）])?\s*[:：]?\s*$")
"""What a label asks for that puts its seal on a form."""
_APPLICANT = pattern(r"申[报请](?:单位|部门)")
"""Who asks for a project's money spends it, where the form names no other unit."""
_REST = frozenset({Role.GOAL, Role.FUNDS, Role.UNIT})  # labels of a form, behind its name


def _names_money(label: str, text: str, following: str) -> bool:
    """Whether a text that reads like the label of an amount is the value before the next label: 债券名称 | 2025年专项债券 | 债券期限."""
    numbered = bool(label) and any(map(str.isdigit, text)) and roles_of(text) == {Role.AMOUNT}
    return numbered and bool(following) and amount_within(following) is None and not roles_of(following)


class FormEntry:
    """The entry that the form in hand is about, from its title on; what is said before it has a name waits for that."""

    def __init__(self, book: Book, on_open: Callable[[], None]) -> None:
        self._book = book
        self._on_open = on_open
        """Called whenever another entry begins: nothing of the last one goes on."""
        self.entry: Draft | None = None
        self._said: dict[str, Flow] = {}
        """The lines between tables, each where it stands first."""
        self.heading: Flow = EMPTY
        """The line above, which names the next entry where its form does not."""
        self._department: Flow = EMPTY
        self._waiting: list[tuple[str, Flow]] = []
        self._named = False
        """Whether the form in hand, from its title on, has its entry."""

    def new_form(self) -> None:
        """A title came by: the next rows begin a form, or go on with the last one."""
        self._department = EMPTY
        self._named = False
        self._waiting = []

    def wait(self, pairs: Sequence[tuple[Flow, Flow]]) -> None:
        """Keep labels with their values for the entry that begins next."""
        self._waiting += [(label.text, flow) for label, flow in pairs]

    def note_heading(self, flow: Flow) -> None:
        """A line between tables: it names the next entry where the table itself does not. The name of a level is none, but a piece of a
        cell that a page's end cut; a line that stands on every page is none either.
        """
        if not names_nothing(flow.text) and not holds_label(flow.text) and not levels_named(flow.text):
            before = self._said.setdefault(flow.text, flow)
            if {span.page for span in before.spans[:1]} == {span.page for span in flow.spans[:1]}:
                self.heading = flow

    def start(self, row: Row, following: Sequence[Row]) -> None:
        """A row with the label of a project's name: a form begins, or goes on where the name is known already."""
        name = row.cells[1][1] if len(row.cells) > 1 else EMPTY
        self.heading = EMPTY
        if name and names_a_wider(row, following):
            self._waiting.append((row.texts[0], name))
            return
        if self.entry is not None and self._book.has_only_name(self.entry, name.text):
            self._book.known(name)
            self.take_pairs(row.cells[2:])
            return
        again = self.entry is not None and same_name(self.entry.value("name"), name.text)
        if again and not any(roles_of(r.texts[0]) & _REST for r in following[:LONGEST_FORM]):
            self._book.known(name)
            return
        rest = rest_of_name(row, following)
        entry = self.open(Kind.PROJECT, join_wrapped([name, *rest]), *(message("read.rejoined") for _ in rest))
        self.take_pairs(row.cells[2:])
        if len(row.cells) == 3 and not roles_of(row.texts[2]) and not is_template(row.texts[2]):
            entry.doubt("name", message("read.cut_off"))  # a border within the name, or a label that nobody knows

    def open(self, kind: Kind, name: Flow, *evidence: Message) -> Draft:
        """Begin an entry; what the form has said before it is its own."""
        self.entry = self._book.open_entry(kind, name, *evidence)
        self._named = True
        self.heading = self._department = EMPTY
        self._on_open()
        for label, flow in self._waiting:
            self._set_pair(self.entry, label, flow)
        self._waiting = []
        return self.entry

    def need(self) -> Draft:
        """The entry that a part belongs to; a form that names only its department is about that."""
        if self._department:
            department, self._department = self._department, EMPTY
            return self.open(Kind.DEPARTMENT, department)
        if self.heading:
            return self.open(Kind.PROJECT, heading_name(self.heading), message("read.name_guess"))
        if self.entry is None and self._book.hint and not self._book.is_about_department:
            hint, self._book.hint = self._book.hint, EMPTY
            return self.open(Kind.PROJECT, hint, message("read.name_guess"))
        if self.entry is None and self._book.is_about_department and self._book.department:
            return self.open(Kind.DEPARTMENT, self._book.department)
        return self.entry or self.open(Kind.PROJECT, EMPTY)

    @property
    def is_about_department(self) -> bool:
        """Whether the form in hand is a whole department's: its title, or what it begins with, says so."""
        return bool(self._department) or (self._named and self.entry is not None and self.entry.kind is Kind.DEPARTMENT)

    @property
    def is_within_project(self) -> bool:
        """Whether a project's form has begun and its indicators have not."""
        if self.entry is None or self.entry.kind is not Kind.PROJECT:
            return False
        return self._named and not self.entry.children and bool(self.entry.value("name"))

    @property
    def awaits_department(self) -> bool:
        """Whether a whole department's form has not named its department yet."""
        return self._book.is_about_department and not self._named and not self._department

    def take_department(self, row: Row, early: Sequence[tuple[int, Flow]]) -> None:
        """A department's row: a form about it begins, unless a project's form is in hand, which only says whose it is."""
        if len(row.cells) < 2:
            return
        name = without_code(without_seal(row.cells[1][1]))
        self._book.take_department(name)
        if not self.is_within_project:
            self._department = name
        self.take_pairs(early)
        self.take_pairs(row.cells[2:])

    def take_pairs(self, cells: Sequence[tuple[int, Flow]]) -> None:
        """Labels and values side by side in a row; they wait where the form has no entry yet."""
        label, before, printed = "", "", EMPTY
        if self.heading and len(cells) > 1:
            self.need()
        if len(cells) % 2 and len(cells) > 1 and is_section(cells[0][1].text):
            self._book.known(cells[0][1])
            cells = cells[1:]
        for place, (_, flow) in enumerate(cells):
            following = cells[place + 1][1].text if place + 1 < len(cells) else ""
            begins = roles_of(flow.text) or (
                not label and len(plain_label(flow.text)) <= LONGEST_LABEL and len(cells) > 1
            )
            if begins and not (is_kind(label, flow.text, following) or _names_money(label, flow.text, following)):
                label = flow.text
                printed = flow
            elif label:
                self._book.known(printed)
                if self.entry is None or self._department:
                    self._waiting.append((label, flow))
                else:
                    self._set_pair(self.entry, label, flow)
                label, before = "", label
        if label and not roles_of(label) and not is_template(label) and Role.UNIT in roles_of(before) and self.entry:
            self.entry.doubt("unit", message("read.cut_off"))

    def take_applicant(self, row: Row, following: Sequence[Row]) -> None:
        """A row with who filled the form in, which need not be what it is about, or applied for the project that is in hand, or that
        the next rows name.
        """
        label = row.texts[0]
        for _, flow in row.cells[1:2]:
            self._book.take_department(flow)
            if not _APPLICANT.search(label):
                continue
            if self.entry is None or holds_name(following, False):
                self._waiting.append((label, flow))
            else:
                self._set_pair(self.entry, label, flow)
        self.take_pairs_beside(row, following)

    def take_pairs_beside(self, row: Row, following: Sequence[Row]) -> None:
        """The pairs behind the first in a row; they are of the form that the next rows begin, where they do."""
        begins = holds_name(following, False)
        for (_, label), (_, flow) in zip(row.cells[2::2], row.cells[3::2], strict=False):
            if roles_of(flow.text) or not (roles_of(label.text) or len(plain_label(label.text)) <= LONGEST_LABEL):
                return
            if self._book.takes_bare_money_unit(label.text, flow):
                continue
            self._book.known(label)
            if begins or self.entry is None:
                self._waiting.append((label.text, flow))
            else:
                self._set_pair(self.entry, label.text, flow)

    def _set_pair(self, entry: Draft, label: str, flow: Flow) -> None:
        roles = roles_of(label)
        if is_to_sign(flow.text) or self._book.takes_bare_money_unit(label, flow):
            return
        if Role.UNIT in roles:
            if not _DATE.fullmatch(flow.text):  # behind 单位（盖章）, beneath the form
                entry.set("unit", self._without_seal(flow))
        elif Role.DEPARTMENT in roles:
            self._book.take_department(flow)
            if _APPLICANT.search(label) and not entry.value("unit"):
                entry.set("unit", without_code(without_seal(flow)))
        elif Role.GOAL in roles or heads_goal_cut(label, flow.text):
            self._book.add_goal(flow)
        elif (Role.AMOUNT in roles or says_money(label)) and amount_within(flow.text) is not None:
            entry.amount(money_label(label), flow)
        else:
            self._book.take_year_of_pair(label, flow)
            entry.label("attributes", money_label(label), self._without_seal(flow) if _OFFICE.search(label) else flow)

    def _without_seal(self, flow: Flow) -> Flow:
        """The name of an office; the place of its seal, or what the seal says, is layout."""
        name = without_seal(flow)
        if len(name) < len(flow):
            self._book.known(flow)
        return name
