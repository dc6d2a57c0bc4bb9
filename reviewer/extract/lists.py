"""Multi-project tables: one row a project, its indicators packed in a cell or one to a row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from reviewer.base.patterns import pattern
from reviewer.extract.book import Book, is_organisation, is_total, kind_of_row, same_name
from reviewer.extract.draft import Draft, inherited
from reviewer.extract.halves import lower_half, of_year
from reviewer.extract.indicators import IndicatorRows
from reviewer.extract.labels import (
    INDICATOR_ROLES,
    Role,
    money_label,
    plain_label,
    roles_of,
)
from reviewer.extract.likeness import amount_text, is_packed, value_fit
from reviewer.extract.list_heads import group_at, grouped, header_columns, parts_of_money
from reviewer.extract.names import without_seal
from reviewer.extract.rows import Column, Placed, Row, merge_headers, place_row, suits_better
from reviewer.extract.sides import add_in_order
from reviewer.extract.standing import with_merged
from reviewer.extract.taught import taught_columns
from reviewer.model.fields import Field, labelled
from reviewer.model.flow import EMPTY, Flow
from reviewer.model.messages import Message, message
from reviewer.model.review import Kind
from reviewer.model.taxonomy import is_whole_level, levels_named, parents_of

_FIRST_LEVEL = pattern(r"\s*(?:[（(]?[\d一二三四五六七八九十]{1,2}[)）、.．]\s*)?([\u4e00-\u9fff]{2,9}?)\s*[:：]")


def _under_its_level(column: Column, text: str) -> float:
    """What a cell's own first level says of the column whose header names a level."""
    first = _FIRST_LEVEL.match(text) if column.role is Role.LEVEL_CELL else None
    parents = parents_of(first[1])[:1] if first else ()
    if not parents:
        return 0.0
    return 2.0 if {level.name for level in levels_named(column.label)} & set(parents) else -3.0


def _not_left(column: Column, text: str) -> float:
    return -4.0 if column.role in (Role.ENTRY_NAME, Role.UNIT, Role.DEPARTMENT) else 0.0


def _is_target(text: str) -> bool:
    """Whether a text is surely a target value, and no amount: 建设冷藏库 | 不少于8座 is no office with its budget."""
    return value_fit(text) >= _SURE_VALUE and amount_text(text) is None


_SURE_VALUE = 3.0
_SHORT_REST = 6
_SHORT_TAIL = 2
_CLOSES = pattern(r"[\u4e00-\u9fff]{0,4}[)）]")
_GRADES = frozenset({"优", "良", "中", "差", "优秀", "良好", "中等", "较差", "合格", "不合格", "一般"})
_BODY_ENDS = ("本级", "机关", "本部", "级")

_LONG_TEXTS = frozenset({Role.GOAL, Role.INDICATORS, Role.LEVEL_CELL})
"""Columns whose cells a page break cuts."""


def _could_stand_elsewhere(amounts: Sequence[Flow]) -> range:
    """The columns among which the last of too few amounts may have stood: blank cells before it are lost.

    The total comes first; an amount equal to it is the first kind of money.
    """
    filled = [flow.text for flow in amounts if flow]
    if len(filled) < 2 or len(filled) == len(amounts) or (len(filled) == 2 and filled[0] == filled[1]):
        return range(0)
    return range(len(filled) - 1, len(amounts))


_UNIT_BAND = pattern(
    r"\s*[（(]?(?:[一二三四五六七八九十\d]{1,2}[）)、.．])?\s*(?:预算|项目|实施|用款|基层|所属|二级预算|申报|项目实施|资金使用)?(?:单位|部门)(?:名称)?\s*[：:]\s*"
    r"(?P<name>\S[^：:]*)"
)
"""A row across a list that names the unit whose projects stand beneath: 预算单位：…, 单位名称：…"""


_KIND_BAND = pattern(
    r"\s*[（(]?[一二三四五六七八九十]{1,3}[）)]?[、.．]?\s*[\u4e00-\u9fff]{2,12}类(?:项目|支出|资金|经费)?(?:支出)?\s*"
)
"""A row across a list that says of what kind the projects beneath are: 一、其他运转类项目."""


class ListRows:
    """Reads the rows of one multi-project table, from page to page."""

    def __init__(self, book: Book, columns: list[Column], header: Row | None = None) -> None:
        self._book = book
        self._header = header
        self._shortest = 0
        """How many cells the shortest row has that an entry has begun with; 0 before the first."""
        self._levels = {flow.text: flow for _, flow in header.cells} if header else {}
        self._above: dict[str, Flow] = {}
        """The level 1 that stands over each level 2 of the header."""
        self.columns = of_year(columns, book.document.value("year"))
        self._fresh = True
        self._unit: Field | None = None
        self._wholes: dict[str, Field] = {}
        """What the entry in hand is part of, by its label's field: blank cells beneath say the same."""
        self._indicators = IndicatorRows()
        self._indicators.set_columns([c for c in self.columns if c.role in INDICATOR_ROLES])

    def _as_it_stands(self, row: Row) -> Placed | None:
        """A row of nothing but the rest of a goal or of packed indicators, just under their columns: what a page cut off."""
        home = {c.place: c for c in self.columns if c.role in _LONG_TEXTS}
        if self._book.entry is None or not row.cells or any(place not in home for place, _ in row.cells):
            return None
        return Placed({home[place]: flow for place, flow in row.cells}, (), 0)

    def _to_the_right(self, row: Row) -> Row:
        """A short row whose columns are lost, below a first one of its entry: what merged cells hold is not printed again, so
        that its cells are those at the right edge.
        """
        entry = self._book.entry
        told = [column for column in self.columns if column.role in INDICATOR_ROLES]
        if not (row.loose or row.ends_early) or entry is None or not entry.children:
            return row
        if not 1 < len(row.cells) <= len(told) or is_total(row.texts[0]):
            return row
        if is_organisation(row.texts[0]) and not any(map(_is_target, row.texts[1:])):
            return row
        shorter = row.gathered and len(row.cells) < self._shortest  # than any row that a project has begun with
        if row.ends_early and not shorter and not suits_better(row, told[-len(row.cells) :], self.columns):
            return row
        places = [column.place for column in told][-len(row.cells) :]
        return replace(
            row, cells=tuple((at, flow) for at, (_, flow) in zip(places, row.cells, strict=True)), loose=False
        )

    def header_again(self, columns: list[Column]) -> None:
        """The header is printed again on another page: the columns may stand elsewhere, the rows go on."""
        if [c.label for c in columns] == [c.label for c in self.columns]:
            columns = [replace(c, role=known.role) for c, known in zip(columns, self.columns, strict=True)]
        self.columns = columns
        self._fresh = True
        self._indicators.set_columns([c for c in columns if c.role in INDICATOR_ROLES])

    def repeats_header(self, row: Row) -> bool:
        """Whether a row only says again what the header says: its lower half alone on another page."""
        if len(row.cells) < 3 or self._fresh:
            return False
        labels = {plain_label(column.label) for column in self.columns}
        return all(plain_label(text) in labels and roles_of(text) for text in row.texts) and not self._names_all(row)

    def _names_all(self, row: Row) -> bool:
        """Whether a row is a whole header, which may stand elsewhere."""
        return len(row.cells) >= len(self.columns) - 1

    def read(self, row: Row) -> bool:
        """Take a row; False where it does not belong to the table."""
        if self._fresh and (self._takes_lower_header(row) or self._takes_grades(row) or self._takes_years(row)):
            return True
        if self._fresh and self._takes_rest_of_label(row):
            return True
        self._fresh = False
        if self._rejoins_name(row) or (self._has_rows and self._indicators.rejoins_level(row)):
            return True
        row = self._to_the_right(row)
        placed = self._as_it_stands(row) or place_row(row, self._columns_for(row), self._prior_of(row))
        if placed is None:
            return False
        placed = with_merged(placed, row)
        by_role: dict[Role, Flow] = {c.role: flow for c, flow in placed.cells.items() if c.role is not Role.AMOUNT}
        amounts = {c: placed.cells.get(c, EMPTY) for c in self.columns if c.role is Role.AMOUNT}
        name = by_role.get(Role.ENTRY_NAME) or (
            by_role.get(Role.UNIT, EMPTY) if Role.ENTRY_NAME not in self._roles else EMPTY
        )
        kind = Kind.UNIT if not name and Role.UNIT in by_role and any(amounts.values()) else None
        name = name or (by_role[Role.UNIT] if kind else EMPTY)
        summed = next(
            (flow for c, flow in placed.cells.items() if c.role is not Role.AMOUNT and is_total(flow.text)), None
        )
        if summed and any(amounts.values()):
            name, kind = summed, Kind.TOTAL
        if not name and not any(amounts.values()):
            return self._continue(by_role, placed)
        entry = self._book.entry
        if entry is not None and self._has_rows and name and same_name(entry.value("name"), name.text):
            self._book.known(*(flow for c, flow in placed.cells.items() if c.role not in INDICATOR_ROLES))
            goal = by_role.get(Role.GOAL)
            if goal and self._book.takes_goal_again(goal):
                del by_role[Role.GOAL]
            return self._continue(by_role, placed)
        if entry is not None and name and not any(amounts.values()) and self._is_rest_of_name(entry, name):
            entry.append("name", name, message("read.rejoined"))
            return self._continue(by_role, placed)
        contents = any(role in by_role for role in (*_LONG_TEXTS, Role.LEVEL3))
        moved = any(evidence.code == "read.shifted" for evidence in placed.evidence)
        self._shortest = min(self._shortest or len(row.cells), len(row.cells))
        self.open(name, list(amounts.values()), contents, placed.evidence, kind=kind, loose=moved or row.blanks_lost)
        self._fill(by_role, placed)
        self._take_merged(placed, row)
        return True

    def takes_unit_band(self, row: Row) -> bool:
        """Whether a row says nothing but whose projects follow, with a label (预算单位：…): a unit, begun with it. Or of what kind
        they are.

        What only says again whose document it is, is none: such a line heads every page.
        """
        roles = self._roles
        if len(set(row.texts)) != 1 or Role.ENTRY_NAME not in roles or Role.UNIT in roles:
            return False
        flow = row.cells[0][1]
        if _KIND_BAND.fullmatch(flow.text):
            self._book.known(*(each for _, each in row.cells))
            return True
        band = _UNIT_BAND.fullmatch(flow.text)
        if (
            band is None
            or not is_organisation(band["name"])
            or same_name(self._book.document.value("department"), band["name"])
        ):
            return False
        self._book.known(*(each[: band.start("name")] for _, each in row.cells))
        self.open(flow[band.start("name") :].strip(), [], has_contents=False, kind=Kind.UNIT)
        return True

    def _is_rest_of_name(self, entry: Draft, rest: Flow) -> bool:
        """Whether what stands under the names in a row without an amount is the rest of the one just above: right of the indicators
        a name takes several lines, each beside one, and no border parts them; left of them the rest makes an office of it.
        """
        places = {column.role: column.place for column in self.columns}
        if entry.kind not in (Kind.PROJECT, Kind.DEPARTMENT) or len(entry.children) > 2:
            return False
        above = entry.value("name") or ""
        if len(rest) <= _SHORT_REST and is_organisation(above + rest.text) and not is_organisation(above):
            return True
        right = places.get(Role.ENTRY_NAME, -1) > places.get(Role.LEVEL3, 10_000)
        return right and any(key.startswith("amounts[") and field.value for key, field in entry.fields.items())

    def _rejoins_name(self, row: Row) -> bool:
        """Whether a cell alone in its row, under the names or units, is the rest of the one just above it."""
        entry = self._book.entry
        if not self._has_rows or len(row.cells) != 1 or entry is None or len(entry.children) > 1:
            return False
        column = next((c for c in self.columns if c.place == row.cells[0][0]), None)
        key = {Role.ENTRY_NAME: "name", Role.UNIT: "unit"}.get(column.role) if column else None
        rest = row.cells[0][1]
        if key is None or entry.kind is not Kind.PROJECT or not entry.value(key):
            return False
        whole = (entry.value(key) or "") + rest.text
        goes_on = rest.text in _BODY_ENDS or (is_organisation(whole) and not is_organisation(entry.value(key) or ""))
        if is_organisation(rest.text) and not (key == "unit" and goes_on):
            return False
        if same_name(entry.value(key), rest.text) or is_total(rest.text) or not entry.children:
            return False
        entry.append(key, rest, message("read.rejoined"))
        if key == "unit":
            self._unit = entry.fields["unit"]
        return True

    def _prior_of(self, row: Row) -> Callable[[Column, str], float] | None:
        """What is known of a row besides its texts: one that begins at the indicators names no project and no unit."""
        if any(column.role is Role.LEVEL_CELL for column in self.columns):
            return _under_its_level
        first = min((c.place for c in self.columns if c.role in INDICATOR_ROLES), default=0)
        return _not_left if self._has_rows and row.cells and row.cells[0][0] >= max(first - 1, 1) else None

    def _takes_lower_header(self, row: Row) -> bool:
        """Whether the row is the lower half of a header on two rows; if so, its labels stand for those above them."""
        parts, taught = parts_of_money(self.columns, row), taught_columns(row)
        labelled = sum(bool(taught or roles_of(text) or is_whole_level(text)) for text in row.texts) + len(parts)
        if labelled * 5 < len(row.cells) * 4 or len(row.cells) < 2 or self._begins_at_name(row):
            return False
        self._book.known(*(flow for _, flow in row.cells))
        groups = (
            [(place, flow) for place, flow in self._header.cells if levels_named(flow.text)] if self._header else []
        )
        if any(is_whole_level(text) for text in row.texts):
            self._header = row  # a header of three rows: the levels stand in the second
            self._levels |= {flow.text: flow for _, flow in row.cells}
            self._above |= {
                flow.text: groups[group][1] for place, flow in row.cells if (group := group_at(groups, place)) >= 0
            }
            groups = []
        lower = taught or (grouped(row, groups) if len(groups) > 1 else header_columns(row))
        lower = [replace(column, role=Role.AMOUNT) if column.place in parts else column for column in lower]
        self.columns = merge_headers(self.columns, lower)
        self._indicators.set_columns([c for c in self.columns if c.role in INDICATOR_ROLES])
        if len(groups) > 1:
            sides = {side: flow for side, (_, flow) in enumerate(groups)}
            above = {side: self._above[flow.text] for side, flow in sides.items() if flow.text in self._above}
            self._indicators.take_groups(sides, above)
        return True

    def _begins_at_name(self, row: Row) -> bool:
        """Whether a row begins under the first column, and that is no head of several: 绩效指标 over 一级指标, 二级指标."""
        first, stop = self.columns[0], self.columns[1].place if len(self.columns) > 1 else 0
        several = sum(first.place <= place < stop for place, _ in row.cells) > 1 or first.width > 1
        return row.cells[0][0] == first.place and not (first.role is Role.INDICATORS and several)

    def _takes_years(self, row: Row) -> bool:
        """Whether the row is the lower half of a header that says of which years, or parts of one, the values are."""
        columns = lower_half(self.columns, row, ()) if not any(map(roles_of, row.texts)) else None
        if columns is not None:
            self._book.known(*(flow for _, flow in row.cells))
            self.columns = of_year(columns, self._book.document.value("year"))
            self._indicators.set_columns([c for c in self.columns if c.role in INDICATOR_ROLES])
        return columns is not None

    def _columns_for(self, row: Row) -> list[Column]:
        """The columns, and as many nameless ones at the right edge as a row of a grid has cells too many.

        Where the first row has them already, the header is not of these rows: nothing says then which cell is too many.
        """
        many = 0 if row.loose or not self._has_rows else len(row.cells) - len(self.columns)
        return [*self.columns, *(Column(self.columns[-1].place + n, Role.EXTRA, "") for n in range(1, many + 1))]

    def _takes_rest_of_label(self, row: Row) -> bool:
        """Whether the row is the rest of a label that its column was too narrow for: 预算数（万元 | ）, 2025年预算 | 数."""
        if len(row.cells) != 1:
            return False
        own = [c for c in self.columns if c.place == row.cells[0][0] and roles_of(c.label + row.texts[0])]
        open_ = own if len(row.texts[0]) <= _SHORT_TAIL and not roles_of(row.texts[0]) else []
        open_ = open_ or [
            c
            for c in self.columns
            if c.label.count("（") + c.label.count("(") > c.label.count("）") + c.label.count(")")
        ]
        if len(open_) != 1 or not (open_ is own or _CLOSES.fullmatch(row.texts[0])):
            return False
        self._book.known(row.cells[0][1])
        self.columns = [replace(c, label=c.label + row.texts[0]) if c is open_[0] else c for c in self.columns]
        return True

    def _takes_grades(self, row: Row) -> bool:
        """Whether the row is the lower half of a header that names the grades of its 评价标准: 优, 良, 中, 差."""
        if len({*row.texts} & _GRADES) < 3 or not {*row.texts} <= _GRADES or row.cells[0][0] <= self.columns[0].place:
            return False
        self._book.known(*(flow for _, flow in row.cells))
        self.columns = merge_headers(self.columns, [Column(place, Role.EXTRA, flow.text) for place, flow in row.cells])
        self._indicators.set_columns([c for c in self.columns if c.role in INDICATOR_ROLES])
        return True

    @property
    def _roles(self) -> set[Role]:
        return {column.role for column in self.columns}

    @property
    def _is_of_departments(self) -> bool:
        """Whether the entries are whole departments: the title says so, or the column that names them."""
        if Role.ENTRY_NAME in self._roles:
            return False
        named = (c for c in self.columns if c.role is Role.UNIT)
        return self._book.is_about_department or any(Role.DEPARTMENT in roles_of(c.label) for c in named)

    @property
    def _has_rows(self) -> bool:
        return Role.LEVEL3 in self._roles

    def open(
        self,
        name: Flow,
        amounts: list[Flow],
        has_contents: bool,
        evidence: tuple[Message, ...] = (),
        name_evidence: tuple[Message, ...] = (),
        kind: Kind | None = None,
        loose: bool = False,
    ) -> None:
        """Begin an entry; `amounts` in the order of the amount columns, empty ones included.

        Without `kind` the name and the contents say what it is. `loose` says that nothing but their order tells which
        amount belongs to which column.
        """
        kind, why = (kind, ()) if kind is not None else kind_of_row(name.text, has_contents)
        if self._is_of_departments and kind in (Kind.UNIT, Kind.PROJECT):
            kind, why = Kind.DEPARTMENT, ()
        guess = [message(c.why) for c in self.columns if c.why and c.role is Role.ENTRY_NAME]
        entry = self._book.open_entry(kind, name, *evidence, *name_evidence, *why, *guess)
        self._indicators.forget_levels()
        labels = [column.label for column in self.columns if column.role is Role.AMOUNT]
        anywhere = _could_stand_elsewhere(amounts) if loose else range(0)
        for place, (label, flow) in enumerate(zip(labels, amounts, strict=False)):
            where = (message("read.amount_place"),) if place in anywhere else ()
            entry.amount(money_label(label), flow, *(evidence if flow else ()), *where)

    def _fill(self, by_role: dict[Role, Flow], placed: Placed) -> None:
        entry = self._book.entry
        if entry is None:
            return
        if entry.kind is Kind.PROJECT and Role.ENTRY_NAME in by_role:
            if Role.UNIT in by_role:
                entry.set("unit", without_seal(by_role[Role.UNIT]), *placed.evidence)
                self._unit = entry.fields["unit"]
            elif Role.UNIT in self._roles and self._unit is not None:
                entry.put("unit", inherited(self._unit, message("read.inherited")))
        for column, flow in placed.cells.items():
            if column.role in (Role.ATTRIBUTE, Role.DEPARTMENT):
                self._book.take_year_of_pair(column.label, flow)
                entry.label("attributes", money_label(column.label), flow, *placed.evidence)
        self._hand_down_wholes(entry)
        self._contents(by_role, placed)

    def _hand_down_wholes(self, entry: Draft) -> None:
        """Give an entry what it is part of (一级项目 beside 二级项目) where that is printed once for several."""
        for column in self.columns:
            key = labelled("attributes", money_label(column.label))
            if column.role is not Role.ATTRIBUTE or Role.ENTRY_NAME not in roles_of(column.label):
                continue
            if entry.value(key):
                self._wholes[key] = entry.fields[key]
            elif key in self._wholes and entry.kind is Kind.PROJECT:
                entry.put(key, inherited(self._wholes[key], message("read.inherited")))

    def _take_merged(self, placed: Placed, row: Row) -> None:
        """Give an entry the attributes that cells merged over several entries hold for it: what they are all part of."""
        entry, above = self._book.entry, dict(row.covered)
        if entry is None or placed.evidence or placed.shift:
            return
        there = {column.place for column in placed.cells}
        for column in self.columns:
            if column.role is Role.ATTRIBUTE and column.place in above and column.place not in there:
                entry.label("attributes", money_label(column.label), above[column.place])

    def _contents(self, by_role: dict[Role, Flow], placed: Placed) -> None:
        if Role.GOAL in by_role:
            self._book.add_goal(by_role[Role.GOAL])
        if Role.INDICATORS in by_role:
            self._book.add_packed(by_role[Role.INDICATORS])
        for column, flow in placed.cells.items():
            if column.role is Role.LEVEL_CELL:
                level = self._levels.get(column.label, Flow.loose(column.label)) if not column.guess else EMPTY
                self._book.add_packed_under(level, flow, self._above.get(column.label, EMPTY), column.label)
        if self._has_rows and self._book.entry:
            add_in_order(self._book.entry.children, self._indicators.build_each(placed), self._indicators.side_of_level)

    def _continue(self, by_role: dict[Role, Flow], placed: Placed) -> bool:
        """A row without a name: what a page break cut off from the entry above."""
        entry = self._book.entry
        if entry is None:
            return False
        goal = by_role.get(Role.GOAL)
        if goal and Role.INDICATORS not in by_role and Role.INDICATORS in self._roles and is_packed(goal.text):
            self._book.add_packed(goal, (message("read.shifted"),))
            return True
        if goal and self._has_rows and self._book.takes_goal_again(goal):
            del by_role[Role.GOAL]
        self._contents(by_role, placed)
        return True
