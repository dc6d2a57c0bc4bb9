"""The lines between tables: titles, labels with their values, names, indicators written out as lines."""

from __future__ import annotations

import re

from reviewer.base.patterns import pattern
from reviewer.extract.book import is_formality, is_note, states_heading
from reviewer.extract.form_heads import NUMBERED_PROJECT, asks_for_seals, names_form
from reviewer.extract.labels import Role, roles_of
from reviewer.extract.languages import chinese_label, is_foreign
from reviewer.extract.line_rows import LABELLED
from reviewer.extract.names import is_definition, is_numbered, is_template, name_in_sentence, without_label_behind
from reviewer.extract.other_tables import top_rows
from reviewer.extract.packed import is_broken_off, starts_line_of_indicators
from reviewer.extract.packed_lines import goes_on as goes_on_with
from reviewer.extract.pairs import amounts_behind_blanks
from reviewer.extract.rows import Row
from reviewer.extract.tables_in_hand import TablesInHand
from reviewer.extract.titles import is_page_head
from reviewer.model.flow import Flow
from reviewer.model.source import Grid, Source

_SENTENCE = pattern(r"[。；]\s*$|[，；。].*[:：]\s*$")
_WIDE_BLANKS = pattern(r"\s{2,}")
_ITEM = pattern(r"\s*[（(]\s*\d{1,2}\s*[)）][^。:：]{2,10}[。:：]")
_ITEM_ALONE = pattern(r"\s*[（(]\s*\d{1,2}\s*[)）][^。:：]{2,10}[:：]\s*$")
"""An item of what is said of a project before its form: (2)立项依据。文件要求. It names no form."""
_DATE = pattern(r"\s*(?:19|20)\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*")
_IS_FOR = pattern(r"即为?|包括|为了?")
_MONEY = frozenset({Role.AMOUNT, Role.FUNDS})
_LINE_ROLES = frozenset(
    {Role.ENTRY_NAME, Role.UNIT, Role.GOAL, Role.PERIOD_GOAL, Role.AMOUNT, Role.ATTRIBUTE, Role.RESULT, Role.FUNDS}
)
"""Labels that count at the beginning of a line, with their value after the colon."""


class LinesBetween:
    """Takes the lines between tables one after another: titles, labels with their values, names, indicators written out as lines."""

    def __init__(self, source: Source, tables: TablesInHand, rows_of: dict[int, list[Row]]) -> None:
        self._source = source
        self._rows_of = rows_of
        self._tables = tables
        self.book = tables.book
        self._packing: list[Flow] | None = None
        """Lines of indicators under “绩效指标：”, kept until they end."""
        self._goal_broken_off = False
        """Whether the last line was a goal without a full stop."""
        self._under_item = False
        """Whether the last line was the label of a numbered item, whose text is on the next: (6)年度预算安排："""
        self.has_grids = any(isinstance(block, Grid) for _, block in source.blocks())
        """Whether the source has grids: then tables of the text are not looked for among its lines."""
        self._unnamed: bool | None = None

    def read(self, flow: Flow) -> None:
        """A line between tables: a title, a label with its value, or the name of what follows."""
        if is_foreign(flow.text) or asks_for_seals(_WIDE_BLANKS.split(flow.text)):
            self.book.known(flow)
            return
        flow = chinese_label(flow) or flow
        if self._tables.form is not None and self._packing is None and self._heads_indicators(flow.text):
            self.book.known(flow)
            self._packing = []
            return
        if is_page_head([flow.text]):
            self.book.known(flow)
            return
        if self.form_is_unnamed() and self._takes_part(flow):
            return
        if self.book.heading(flow):
            if self._tables.form is not None:
                self._tables.form.new_form(flow.text)
            return
        if self._takes_packed_line(flow):
            return
        if self._tables.list is not None or is_template(flow.text) or is_formality(flow.text) or is_note(flow.text):
            return
        pair = LABELLED.match(flow.text)
        form = self._tables.need_form()
        if self.has_grids and form.take_level(flow):
            self.book.known(flow)
            return
        if named := name_in_sentence(flow):
            self.book.hint = named
        is_item, self._under_item = self._under_item or bool(_ITEM.match(flow.text)), bool(_ITEM_ALONE.match(flow.text))
        broken_off, self._goal_broken_off = self._goal_broken_off, False
        if broken_off and not pair and not is_numbered(flow.text):
            self.book.add_goal(flow)
            return
        if pair and NUMBERED_PROJECT.fullmatch(pair[1]) and pair[2]:
            form.note_heading(flow)
            return
        if form.has_entry and (amounts := amounts_behind_blanks(flow)):
            form.read(Row(tuple(enumerate(amounts)), 0, loose=True), ())
        elif pair and not states_heading(flow.text) and self._states_value(pair):
            cells = ((0, flow[slice(*pair.span(1))]), (1, without_label_behind(flow[slice(*pair.span(2))].strip())))
            form.read(Row(tuple(cell for cell in cells if cell[1]), 0, loose=True), ())
            goal = Role.GOAL in roles_of(pair[1]) and bool(pair[2])
            self._goal_broken_off = goal and not flow.text.endswith(("。", "；", ";", "！", ".", "）"))
        elif (
            not (pair or is_item or _DATE.fullmatch(flow.text)) and len(flow) <= 60 and not _SENTENCE.search(flow.text)
        ):
            form.note_heading(flow)

    def _takes_part(self, flow: Flow) -> bool:
        """Whether a line is the heading of a form's part, or the goal that stands under one."""
        form = self._tables.need_form()
        return form.take_paragraph(flow) or (is_numbered(flow.text) and form.take_part_heading(flow))

    def form_is_unnamed(self) -> bool:
        """Whether no table of the document names a project or department: goals may then stand between the tables."""
        if self._unnamed is None:
            grids = [(page, block) for page, block in self._source.blocks() if isinstance(block, Grid)]
            self._unnamed = bool(grids) and not any(
                names_form(top_rows(self._source, *grid, self._rows_of)) for grid in grids
            )
        return self._unnamed

    def _states_value(self, pair: re.Match[str]) -> bool:
        """Whether a line states what a label asks for: no definition (项目支出：指…), and an amount for money."""
        roles = roles_of(pair[1]) & _LINE_ROLES
        if not roles or is_definition(pair[2]) or (roles <= _MONEY and _IS_FOR.match(pair[2])):
            return False
        return not self.has_grids or bool(roles - {Role.AMOUNT, Role.FUNDS}) or bool(re.search(r"\d", pair[2]))

    def _heads_indicators(self, text: str) -> bool:
        """Whether a line is a numbered heading over indicators that are written out: 五、绩效指标."""
        return not self.has_grids and is_numbered(text) and Role.INDICATORS in roles_of(text)

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
        if pair and not pair[2] and Role.INDICATORS in roles_of(pair[1]) and self._tables.form is not None:
            self.book.known(flow)
            self._packing = []
            return True
        return False

    def end_packing(self) -> None:
        """Give the lines of indicators to the form."""
        lines, self._packing = self._packing, None
        if lines and self._tables.form is not None:
            self._tables.form.read_packed_lines(lines)
