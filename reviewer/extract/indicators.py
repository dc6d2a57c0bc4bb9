"""Rows of an indicator grid: levels handed down, shifted rows put back, values that fell off the edge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reviewer.extract.bands import band, second_band
from reviewer.extract.barred import spread_by_blanks
from reviewer.extract.blank_within import without_blank_within
from reviewer.extract.broken import (
    both_whole,
    doubt_piece,
    lacks_value,
    name_at_home,
    opening_name,
    rejoins,
    without_stray_bar,
)
from reviewer.extract.confidence import empty_field
from reviewer.extract.draft import Draft
from reviewer.extract.halves import lower_half, of_year
from reviewer.extract.held_levels import LEVELS, HeldLevels
from reviewer.extract.infer import with_levels_told, with_two_levels
from reviewer.extract.labels import INDICATOR_ROLES, Role, is_sum, money_label
from reviewer.extract.likeness import reads_like_activity, value_fit
from reviewer.extract.names import indicator_name, is_blank, is_template, level_name
from reviewer.extract.packed import odd_brackets
from reviewer.extract.rows import Column, Placed, Row, merge_headers, place_row
from reviewer.extract.several import rows_apart
from reviewer.extract.sides import are_terms, new_level_over_side
from reviewer.extract.standing import (
    PARTS,
    clear_of_shift,
    is_odd_sign,
    is_unfilled,
    joined_parts,
    left_out,
    part_name_and_value,
    says_a_value,
    with_merged,
)
from reviewer.model.fields import Field
from reviewer.model.flow import EMPTY, Flow, join_wrapped
from reviewer.model.messages import message
from reviewer.model.review import Kind
from reviewer.model.taxonomy import is_level, levels_named

_VALUES = (Role.PERIOD_VALUE, Role.ANNUAL_VALUE)
_FIELDS = {role: role.value for role in (Role.LEVEL1, Role.LEVEL2, Role.LEVEL3, Role.PERIOD_VALUE)}


class IndicatorRows:
    """Reads the rows of one indicator grid, from page to page."""

    def __init__(self) -> None:
        self.columns: list[Column] = []
        self.year: str | None = None
        """The year that the document is about, where it is known."""
        self.long_term = False
        """Whether the single value column of this block holds period values."""
        self.below: Sequence[Row] = ()
        """The rows beneath the one that is being read."""
        self._levels = HeldLevels()
        self._lost_value = self._measured = False
        self._groups: dict[int, Flow] = {}
        self._tops: dict[int, Flow] = {}
        self._named_sides: dict[str, int] = {}
        self._terms = True
        """Whether two grids side by side are those of the whole period and of the year."""
        self.speaks_of_terms = False
        """Whether the form has spoken of the whole period."""
        self._of_sides: dict[int, dict[str, Field]] = {}
        """The levels in force in a further side that prints its own."""
        self._loose = False
        self._opening = ""
        """The name with which the row in hand begins, where bars close the row: it goes on with nothing."""
        self._band = ""
        """The last heading between the rows, as printed."""
        self._last: dict[int, Draft] = {}
        self._filled: dict[int, int] = {}
        """How many rows have had something in the column at a place, those aside that were shifted."""
        self._rows = 0
        self._header: list[str] = []
        self._header_roles: list[tuple[Role, int]] = []
        """The labels of the last header, and what its columns turned out to be: printed again, they are the same."""
        self._header_only = False
        """Whether the last row was a header: another one right after it is its lower half."""

    def start(self, columns: list[Column], following: Sequence[Row] = ()) -> None:
        """A header came by: these are the columns from here on, if the rows that follow do not say otherwise."""
        if [c.label for c in columns] == self._header:
            self.columns = [replace(c, role=r, side=s) for c, (r, s) in zip(columns, self._header_roles, strict=True)]
            self._header_only = True
            return
        self._header = [c.label for c in columns]
        if self._header_only:
            columns = merge_headers(self.columns, columns)
        self._header_only = True
        columns = with_levels_told(columns, following)
        self.columns = of_year(with_two_levels(columns, following), self.year)
        self._terms = are_terms(self.columns, following, self.speaks_of_terms)
        self._header_roles = [(c.role, c.side) for c in self.columns]
        if len(self._header_roles) != len(self._header):
            self._header = []

    def takes_lower_half(self, row: Row, following: Sequence[Row] = ()) -> bool:
        """Whether the row is the lower half of the header just read: nothing but labels, under wider ones."""
        columns = lower_half(self.columns, row, following) if self._header_only else None
        if columns is not None:
            self.columns = of_year(columns, self.year)
        return columns is not None

    def take_groups(self, groups: dict[int, Flow], above: dict[int, Flow] | None = None) -> bool:
        """Take the level (1, or 2) that the header names over each side, `above` it the level 1 of levels 2; False where none."""
        if groups:
            self._groups, self._tops = groups, above or {}
        return bool(groups)

    @property
    def side_of_level(self) -> dict[str, int]:
        """The side of each level that the header, or a row further down, names over the columns of a side."""
        return self._named_sides | {level_name(flow)[1].text: side for side, flow in sorted(self._groups.items())}

    def set_columns(self, columns: list[Column]) -> None:
        """The columns of a list, whose header is read elsewhere."""
        self.columns = columns
        self._header_only = False

    def is_inside(self, row: Row) -> bool:
        """Whether a row begins under one of the columns, and not left of them where the labels of a form stand."""
        return bool(self.columns) and row.cells[0][0] >= self.columns[0].place

    @property
    def has_sides(self) -> bool:
        """Whether two grids stand side by side."""
        return any(column.side for column in self.columns)

    def forget_levels(self) -> None:
        """Another entry begins: nothing is handed down to it."""
        self._levels.forget()
        self._band = ""
        self._last = {}
        self._lost_value = False
        self._of_sides = {}
        self.long_term = False

    def read(self, row: Row) -> list[Draft]:
        """The indicators in a row: none, one, two where two grids stand side by side, or one for each line of its cells."""
        row, barred = without_stray_bar(row, self.columns)
        rows, guess = rows_apart(row, self.columns) if not row.loose and not self.has_sides else ([row], False)
        drafts = [draft for one in rows for draft in self._read_one(one)]
        for draft in drafts if guess or barred else ():
            for key in ("level3", "annual_value"):
                draft.doubt(key, message("read.bar_within" if barred else "read.run_together"))
        return drafts

    def _read_one(self, row: Row) -> list[Draft]:
        self._header_only = False
        self._loose = row.loose
        self._opening = opening_name(row) if row.closed else ""
        if row.loose and self.columns and not all(levels_named(text) for text in row.texts):
            row = self._set_right(row)
        if len(row.cells) == 1 and is_template(row.texts[0]):
            return []
        if is_sum(row.texts[0]) or self._takes_heading(row, self.columns) or self.rejoins_level(row):
            return []
        if all(is_template(text) or levels_named(text) for text in row.texts) and not self._fills(row):
            self._hand_down_only(row)
            return []
        placed = place_row(row, self._columns_for(row), self._prior)
        if self._opening and placed is not None and not any(c.role is Role.LEVEL3 for c in placed.cells):
            row = name_at_home(row, self._opening, self.columns)
            placed = place_row(row, self._columns_for(row), self._prior)
        if placed is not None and (self._loose or not placed.evidence):
            self._rows += 1
            for column in placed.cells:
                self._filled[column.place] = self._filled.get(column.place, 0) + 1
        return self.build(with_merged(placed, row)) if placed is not None else []

    def takes_level_above(self, flow: Flow) -> bool:
        """Whether a line between tables is a level, which holds for the table beneath it: 产出指标, in a line of its own."""
        return self._takes_heading(Row(((0, flow),), 0), ())

    def _takes_heading(self, row: Row, columns: Sequence[Column]) -> bool:
        """Whether a row is a heading between the indicators, which holds for the rows beneath it."""
        second = second_band(row, columns, self.below)
        flow = None if second else band(row, columns, self._band, self.below)
        if second is not None:
            self._levels.take_second(second)
        elif flow is not None:
            self._band = max(row.texts, key=len)  # without its serial number
            self._levels.take_heading(flow)
        else:
            return False
        self._last = {}
        return True

    def _prior(self, column: Column, text: str) -> float:
        """What the rows above say of a text in a column: a column of remarks that has been blank so far stays so."""
        if column.role is Role.EXTRA and self._rows >= 2 and column.place not in self._filled:
            return -1.5
        return self._levels.prior(column, text)

    def _set_right(self, row: Row) -> Row:
        """A row whose columns are lost, its cells put at the right edge: what is not printed are levels, on the left.

        Further columns at the edge that have been blank so far are no part of it, unless the row needs them.
        """
        if row.blanks and (spread := spread_by_blanks(row, self.columns)) is not None:
            return spread
        places = [column.place for column in self.columns]
        used = [c.place for c in self._of_filled_side(row) if c.role is not Role.EXTRA or c.place in self._filled]
        edge = places.index(used[-1]) + 1 if used and self._rows else len(places)
        edge = edge if edge >= len(row.cells) else len(places)

        def at_edge(some: Row) -> Row:
            stand = places[:edge][-len(some.cells) :]
            if len(stand) < len(some.cells):
                return some
            return Row(tuple((place, flow) for place, (_, flow) in zip(stand, some.cells, strict=True)), some.page)

        return without_blank_within(at_edge(row), self.columns, at_edge)

    def _of_filled_side(self, row: Row) -> list[Column]:
        """The columns among which a row is put: those of the one side that has had names so far, where it prints no level."""
        named = {c.side for c in self.columns if c.role is Role.LEVEL3 and c.place in self._filled}
        if not self.has_sides or len(named) != 1 or any(levels_named(text) for text in row.texts):
            return self.columns
        return [column for column in self.columns if column.side in named]

    def _fills(self, row: Row) -> bool:
        """Whether a row of nothing but level names still has one in the column of level 3 (服务对象满意度)."""
        names = {c.place for c in self.columns if c.role is Role.LEVEL3}
        return any(place in names and not is_template(flow.text) for place, flow in row.cells)

    def _hand_down_only(self, row: Row) -> None:
        """A row of an empty form, or of a level that has a row of its own: it holds for the rows beneath it."""
        placed = place_row(row, self._columns_for(row))
        if placed is not None:
            levels: dict[Role, Flow] = {c.role: f for c, f in placed.cells.items() if c.role in LEVELS}
            self._levels.take(Draft(Kind.INDICATOR), levels, placed, self.columns, self._loose)

    def _columns_for(self, row: Row) -> list[Column]:
        """The columns, and as many nameless ones at the right edge as the row has cells too many."""
        columns = list(self.columns)
        while len(columns) < len(row.cells):
            columns.append(Column((columns[-1].place if columns else 0) + 1, Role.EXTRA, ""))
        return columns

    def build_each(self, placed: Placed) -> list[Draft]:
        """The indicators in a row of a list whose cells are in their columns: one for each that its cells hold."""
        at = {column.place: column for column in placed.cells}
        row = Row(tuple((place, placed.cells[at[place]]) for place in sorted(at) if at[place] in self.columns), 0)
        rows, guess = rows_apart(row, self.columns) if not self.has_sides and not placed.shift else ([row], False)
        if len(rows) < 2:
            return self.build(placed)
        drafts: list[Draft] = []
        for one in rows:
            drafts += self.build(replace(placed, cells={at[place]: flow for place, flow in one.cells}))
        for draft in drafts if guess else ():
            for key in ("level3", "annual_value"):
                draft.doubt(key, message("read.run_together"))
        return drafts

    def build(self, placed: Placed) -> list[Draft]:
        """The indicators in a row whose cells are in their columns."""
        sides = sorted({column.side for column in self.columns})
        if len(sides) < 2:
            draft = self._one(placed)
            return [draft] if draft else []
        drafts = [draft for side in sides if (draft := self._of_one_side(placed, side)) is not None]
        terms = self._terms and not self._groups
        if terms and len(drafts) == 2 and drafts[0].value("level3") == drafts[1].value("level3"):
            yearly = drafts.pop().fields.get("annual_value")
            if yearly is not None:
                drafts[0].put("annual_value", yearly)
            self._last[sides[1]] = drafts[0]
        return drafts

    def _of_one_side(self, placed: Placed, side: int) -> Draft | None:
        """The indicator of one of several sides; one that prints its own levels 2 hands down its own."""
        placed = replace(placed, cells={c: flow for c, flow in placed.cells.items() if c.side == side})
        if side in self._groups and (level := new_level_over_side(list(placed.cells.values()))) is not None:
            self._named_sides = self.side_of_level
            self._groups[side] = level
            return None
        long_term = side == 0 if self._terms and not self._groups else None
        if not side or not any(column.role is Role.LEVEL2 for column in self.columns if column.side == side):
            return self._one(placed, long_term, side)
        whole = self._levels.held
        own = self._of_sides.get(side, {})
        above = own if side in self._groups else whole
        self._levels.held = {key: field for key, field in above.items() if key.startswith("level1")}
        self._levels.held |= {key: field for key, field in own.items() if key.startswith("level2")}
        draft = self._one(placed, long_term, side)
        self._of_sides[side], self._levels.held = self._levels.held, whole
        return draft

    def _one(self, placed: Placed, long_term: bool | None = None, side: int = 0) -> Draft | None:
        by_role: dict[Role, Flow] = {}
        extra: list[tuple[str, Flow]] = []
        for column, flow in placed.cells.items():
            if column.role is Role.EXTRA or is_odd_sign(column, flow):
                extra.append((column.label, flow))
            elif column.role in INDICATOR_ROLES:
                by_role[column.role] = flow
        if side in self._groups:
            group = self._groups[side]
            top = self._tops.get(side)
            if not by_role:
                return None
            if not self._holds_already(group, side, by_role):
                by_role.setdefault(Role.LEVEL1 if top is None and is_level(group.text, 1) else Role.LEVEL2, group)
            if top is not None:
                by_role.setdefault(Role.LEVEL1, top)
        part_name_and_value(by_role, {column.role for column in self.columns})
        if Role.LEVEL3 in by_role and is_unfilled(by_role):
            self._levels.take(Draft(Kind.INDICATOR), by_role, placed, self.columns, self._loose)
            return None
        last = self._last.get(side)
        if rejoins(last, by_role, self._levels.held):
            return None
        whole = not self._loose and not placed.shift and lacks_value(last, by_role.get(Role.LEVEL3))
        whole = whole or (bool(self._opening) and (len(placed.cells) > 1 or both_whole(last, by_role.get(Role.LEVEL3))))
        if self._is_rest(by_role) and not whole:
            self._rejoin(by_role, side, placed)
            return None
        draft = Draft(Kind.INDICATOR)
        self._levels.take(draft, by_role, placed, self.columns, self._loose)
        name = indicator_name(by_role.get(Role.LEVEL3, EMPTY))
        if not name and not says_a_value(by_role):
            return None
        draft.set("level3", name, *placed.evidence, *odd_brackets(name.text))
        doubt_piece(name, draft, last)
        self._set_values(draft, by_role, placed, self.long_term if long_term is None else long_term, side)
        for label, flow in extra:
            draft.label("extra", money_label(label) or "?", flow, *placed.evidence)
        for column in placed.cells:
            if column.years:
                draft.doubt("annual_value", message("read.several_years"))
            if column.why:
                draft.doubt(_FIELDS.get(column.role, "annual_value"), message(column.why))
        if not name and not draft.value("annual_value") and not draft.value("period_value"):
            return None
        self._last[side] = draft
        if placed.shift and len(placed.evidence) == 1:
            clear_of_shift(draft)
            self._levels.take_again(draft, by_role)
        return draft

    def _holds_already(self, group: Flow, side: int, by_role: dict[Role, Flow]) -> bool:
        """Whether the level 1 over a side is in force, in a row that hands down the level 2 above it."""
        held = self._levels.held.get("level1")
        own = any(column.role is Role.LEVEL2 for column in self.columns if column.side == side)
        return own and Role.LEVEL2 not in by_role and held is not None and held.value == level_name(group)[1].text

    def _is_rest(self, by_role: dict[Role, Flow]) -> bool:
        """Whether a row without levels has a name only, or (part of) a value only, in a grid whose rows have both."""
        if Role.LEVEL1 in by_role or Role.LEVEL2 in by_role or not self._last:
            return False
        has_name = Role.LEVEL3 in by_role
        has_value = any(role in by_role for role in (*_VALUES, *PARTS))
        return has_name != has_value and any(column.role in _VALUES for column in self.columns)

    def _rejoin(self, by_role: dict[Role, Flow], side: int, placed: Placed) -> None:
        """Join a broken row to the one above it."""
        last = self._last.get(side)
        if last is None:
            return
        values = [flow for role, flow in by_role.items() if role in (*_VALUES, *PARTS)]
        pieces = {"level3": [by_role[Role.LEVEL3]] if Role.LEVEL3 in by_role else []}
        if len(values) == 2 and all(role in by_role for role in _VALUES):
            pieces |= {role.value: [by_role[role]] for role in _VALUES}
        elif values:
            stands = Role.PERIOD_VALUE in by_role and not placed.evidence
            sided = self.has_sides and side == 0 and not self._groups
            alone = last.value("period_value") and not last.value("annual_value")
            pieces["period_value" if (stands or sided or alone) and last.value("period_value") else "annual_value"] = (
                values
            )
        for key, flows in pieces.items():
            if flows and side == 0 and key != "level3" and self._belongs_to_name(last, key, flows):
                last.append("level3", join_wrapped(flows), message("read.rejoined"))
                last.doubt(key, message("read.rejoined"))
            elif flows:
                last.append(key, join_wrapped(flows), message("read.rejoined"))

    def rejoins_level(self, row: Row) -> bool:
        """Whether a cell alone in its row is the rest of the level above it: 社会效 | 益指标."""
        column = next((c for c in self.columns if c.place == row.cells[0][0]), None)
        if len(row.cells) != 1 or column is None or column.role not in LEVELS:
            return False
        last = self._last.get(column.side)
        return last is not None and self._levels.rejoins(last, column, row.cells[0][1])

    def _belongs_to_name(self, last: Draft, key: str, flows: list[Flow]) -> bool:
        """Whether the rest in a line without columns is that of the name: the value is whole, and this is none."""
        value = last.value(key)
        return self._loose and value is not None and value_fit(value) >= 1.6 and value_fit(flows[0].text) < 1.0

    def _set_values(self, draft: Draft, by_role: dict[Role, Flow], placed: Placed, long_term: bool, side: int) -> None:
        roles = [c.role for c in self.columns if c.role in _VALUES and c.side == side]
        there = [role for role in roles if role in by_role]
        lost = placed.shift < 0 and len(there) < len(roles)
        parts = joined_parts(placed) if Role.OPERATOR in by_role or Role.MEASURE in by_role else EMPTY
        for role in roles:
            flow = parts if role is Role.ANNUAL_VALUE and parts else by_role.get(role, EMPTY)
            flow = EMPTY if is_blank(flow.text) else flow
            evidence = [*placed.evidence, *left_out(by_role, self._measured)] if flow else []
            if lost:
                evidence.append(message("read.value_lost"))
            if flow and self._lost_value and (placed.shift or not by_role.keys() & {Role.LEVEL1, Role.LEVEL2}):
                evidence.append(message("read.value_borrowed"))
            odd = placed.shift and value_fit(flow.text) < 1.0
            if flow and (odd or reads_like_activity(flow.text)):
                evidence.append(message("read.value_odd"))
                draft.doubt("level3", *((message("read.shift_close"),) if odd else ()), message("read.name_odd"))
            key = "period_value" if long_term and len(roles) == 1 else role.value
            draft.set(key, flow, *evidence, *odd_brackets(flow.text))
        if not roles and Role.ANNUAL_VALUE in by_role:
            draft.set("annual_value", by_role[Role.ANNUAL_VALUE], message("read.column_guess"))
        elif not roles:
            draft.put("annual_value", empty_field((message("read.no_value_column"),)))
        self._measured |= Role.MEASURE in by_role
        self._lost_value = bool(roles) and not there and (lost or Role.LEVEL3 in by_role)
