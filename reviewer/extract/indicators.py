"""Rows of an indicator grid: levels handed down, shifted rows put back, values that fell off the edge."""

from __future__ import annotations

from reviewer.extract.book import constant
from reviewer.extract.confidence import empty_field
from reviewer.extract.draft import Draft, inherited
from reviewer.extract.labels import INDICATOR_ROLES, Role, roles_of
from reviewer.extract.likeness import value_fit
from reviewer.extract.packed import odd_brackets
from reviewer.extract.rows import Column, Placed, Row, place_row
from reviewer.model.fields import Field
from reviewer.model.flow import EMPTY, Flow
from reviewer.model.messages import Message, message
from reviewer.model.review import Kind
from reviewer.model.taxonomy import levels_named, parents_of

_GRID_ROLES = (Role.LEVEL1, Role.LEVEL2, Role.LEVEL3, Role.PERIOD_VALUE, Role.ANNUAL_VALUE, Role.OPERATOR, Role.MEASURE)
_HEADS = frozenset({Role.LEVEL1, Role.LEVEL2, Role.LEVEL3, Role.PERIOD_VALUE, Role.ANNUAL_VALUE})


def indicator_header(row: Row) -> list[Column] | None:
    """The columns that a header of an indicator grid announces; None where the row is no such header."""
    columns: list[Column] = []
    heads = 0
    for place, flow in row.cells:
        roles = roles_of(flow.text)
        role = next((r for r in _GRID_ROLES if r in roles), None)
        if role is None and place == row.cells[0][0] and Role.INDICATORS in roles:
            continue
        if role is not None and role not in {c.role for c in columns}:
            columns.append(Column(place, role, flow.text))
            heads += role in _HEADS
        else:
            columns.append(Column(place, Role.EXTRA, flow.text))
            heads -= Role.EXTRA not in roles and not roles & INDICATOR_ROLES
    return columns if heads >= 2 else None


class IndicatorRows:
    """Reads the rows of one indicator grid, from page to page."""

    def __init__(self) -> None:
        self.columns: list[Column] = []
        self._levels: dict[str, Field] = {}
        self._lost_value = False

    def start(self, columns: list[Column]) -> None:
        """A header came by: these are the columns from here on."""
        self.columns = columns

    def forget_levels(self) -> None:
        """Another entry begins: nothing is handed down to it."""
        self._levels = {}
        self._lost_value = False

    def read(self, row: Row) -> Draft | None:
        """The indicator in a row; None where the row has none."""
        placed = place_row(row, self._columns_for(row))
        if placed is None:
            return None
        return self.build(placed)

    def _columns_for(self, row: Row) -> list[Column]:
        """The columns, and as many nameless ones at the right edge as the row has cells too many."""
        columns = list(self.columns)
        while len(columns) < len(row.cells):
            columns.append(Column((columns[-1].place if columns else 0) + 1, Role.EXTRA, ""))
        return columns

    def build(self, placed: Placed) -> Draft | None:
        """The indicator in a row whose cells are in their columns."""
        by_role: dict[Role, Flow] = {}
        extra: list[tuple[str, Flow]] = []
        for column, flow in placed.cells.items():
            if column.role is Role.EXTRA:
                extra.append((column.label, flow))
            elif column.role in INDICATOR_ROLES:
                by_role[column.role] = flow
        level1, level2 = by_role.get(Role.LEVEL1), by_role.get(Role.LEVEL2)
        if not by_role:
            return None
        draft = Draft(Kind.INDICATOR)
        self._set_levels(draft, level1, level2, placed.evidence)
        if not by_role.get(Role.LEVEL3) and not any(r in by_role for r in (Role.PERIOD_VALUE, Role.ANNUAL_VALUE)):
            return None
        name = by_role.get(Role.LEVEL3, EMPTY)
        draft.set("level3", name, *placed.evidence, *odd_brackets(name.text))
        self._set_values(draft, by_role, placed)
        for label, flow in extra:
            draft.label("extra", label or "?", flow, *placed.evidence)
        return draft

    # -- levels ---------------------------------------------------------------------------------------------------

    def _set_levels(
        self, draft: Draft, level1: Flow | None, level2: Flow | None, evidence: tuple[Message, ...]
    ) -> None:
        if level1:
            draft.set("level1", level1, *evidence)
            self._levels = {"level1": draft.fields["level1"]}
        if level2:
            draft.set("level2", level2, *evidence)
            self._levels["level2"] = draft.fields["level2"]
            if not level1:
                self._level1_of(draft, level2.text)
        for key in ("level1", "level2"):
            if key not in draft.fields and key in self._levels:
                draft.put(key, inherited(self._levels[key], message("read.inherited")))

    def _level1_of(self, draft: Draft, level2: str) -> None:
        """Level 1 above a level 2 that stands alone: the one handed down, unless this level 2 cannot belong to it."""
        above, parents = self._levels.get("level1"), parents_of(level2)
        named = {level.name for level in levels_named(above.value)} if above and above.value else set()
        if parents and (above is None or (named and not named & set(parents))):
            draft.put(
                "level1",
                constant(parents[0], (message("read.inherited_new", value=parents[0]), message("read.level_lost"))),
            )
            self._levels["level1"] = draft.fields["level1"]

    # -- values ---------------------------------------------------------------------------------------------------

    def _set_values(self, draft: Draft, by_role: dict[Role, Flow], placed: Placed) -> None:
        roles = [c.role for c in self.columns if c.role in (Role.PERIOD_VALUE, Role.ANNUAL_VALUE)]
        there = [role for role in roles if role in by_role]
        lost = placed.shift < 0 and len(there) < len(roles)
        parts = _joined(by_role)
        for role in roles:
            flow = parts if role is Role.ANNUAL_VALUE and parts else by_role.get(role, EMPTY)
            evidence = list(placed.evidence) if flow else []
            if lost:
                evidence.append(message("read.value_lost"))
            if flow and self._lost_value and placed.shift:
                evidence.append(message("read.value_borrowed"))
            if flow and placed.shift and value_fit(flow.text) < 1.0:
                evidence.append(message("read.value_odd"))
                draft.doubt("level3", message("read.shift_close"), message("read.name_odd"))
            if flow:
                evidence += odd_brackets(flow.text)
            draft.put(role.value, empty_field(tuple(evidence)))
            draft.set(role.value, flow, *evidence)
        self._lost_value = lost and not there


def _joined(by_role: dict[Role, Flow]) -> Flow:
    """Sign, number and unit printed in columns of their own, joined in print order; words such as 定性 left out."""
    if Role.OPERATOR not in by_role and Role.MEASURE not in by_role:
        return EMPTY
    pieces = []
    for role in (Role.OPERATOR, Role.ANNUAL_VALUE, Role.MEASURE):
        flow = by_role.get(role, EMPTY)
        if role is Role.OPERATOR and flow.text in ("定性", "定量", "文字描述"):
            continue
        pieces.append(flow)
    whole = EMPTY
    for piece in pieces:
        whole = whole + piece
    return whole
