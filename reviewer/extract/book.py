"""The review in the making: headings, entries, and what every rule adds to them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count, pairwise

from reviewer.base.patterns import pattern
from reviewer.extract.afterwards import mark_cut_off, mark_seams
from reviewer.extract.draft import Draft, inherited
from reviewer.extract.goal_cell import parted_goal
from reviewer.extract.labels import money_unit, plain_label, roles_of
from reviewer.extract.names import is_definition, is_to_sign, name_in_title, without_seal, without_template_end
from reviewer.extract.no_indicator import is_formal
from reviewer.extract.packed import read_packed, signs_of, with_breaks
from reviewer.extract.packed_plain import read_plain
from reviewer.extract.titles import is_title as is_title
from reviewer.extract.titles import title_rank, year_in
from reviewer.model.fields import Field, read_field
from reviewer.model.flow import EMPTY, Flow, join_wrapped, undo_layout
from reviewer.model.messages import Message, message
from reviewer.model.review import Kind, NodeData
from reviewer.model.spans import Span, Spans


def _is_department(name: str) -> bool:
    """Whether what stands behind the label of a department can be one: no place for a seal, and not the rest of a form."""
    return not is_to_sign(name) and len(name) <= _LONGEST_DEPARTMENT


_LONGEST_DEPARTMENT = 60
_DEPARTMENT = pattern(
    r"(?:部门(?:[（(/]?单位[)）]?)?名称|单位[（(/]?部门[)）]?名称|填报(?:单位|部门)|预算(?:部门|单位)|(?<!\S)单位(?=\s*[:：]\s*(?!.{0,2}元))|申报(?:单位|部门)|编[制报]单位|单位名称|部门)\s*(?:[（(][^（()）]*[)）])?\s*[:：]\s*"
    r"(?P<name>\S.*?)(?=\s+\S{2,8}\s*[:：]|\s*(?:金额)?单位\s*[:：]\s*(?:人民币)?.?元|\s*(?:填[报表]|申报|编制|制表)?(?:日期|时间)\s*[:：]"
    r"|\s+[（(]?20\d\d\s*年|\s{3,}|$)"
)
_ORGANISATION = pattern(
    r"(?:局|厅|委|委员会|办|办公室|处|所|中心|院|站|馆|队|学校|小学|中学|大学|校|公司|政府|街道|部|社|会|署|台|园|本级|机关|监狱|法庭|镇|乡|库|厂|场)"
    r"(?:[（(][^（()）]{1,10}[)）])?$"
)
_UNDERTAKING = pattern(
    r"(?:经费|项目|工程|资金|补助|补贴|建设|服务|费|购置|维护|运行|工作|活动|奖励|支出|改造|试点)(?:[（(][^（()）]{1,12}[)）])?$"
)
_HEADING_ONLY = pattern(
    r"\s*(?>(?:"  # what is read is not read otherwise: a line of many numbers has more ways to be cut than there is time
    r"[（(]?\s*(?:20|19)\d\d\s*年(?:度)?\s*[)）]?"
    r"|(?:填报|申报|编制)?(?:单位|部门|日期|时间|人)(?:名称)?\s*(?:[（(][^（()）]*[)）])?\s*[:：]?"
    r"|附[件表]\s*[\d一二三四五六七八九十]*(?:\s*[-:：.]\s*\d+)?"
    r"|表\s*[\d一二三四五六七八九十]+|续表|[（(]续表?[)）]"
    r"|(?:部门)?(?:预算|决算)?(?:公开)?\s*[\d一二三四五六七八九十]+(?:\s*-\s*\d+)?\s*表"
    r"|(?:部门)?(?:预算|决算)?公开表\s*\d+(?:-\d+)?"
    r"|[-—–]*\s*第?\s*\d+\s*页?\s*(?:[/／,，共]+\s*\d+\s*页?)?\s*[-—–]*"
    r")\s*)+"
)
_FORMALITY = 160
"""A longer line says more than every form prints (and takes long to look through: its parts may be cut in many ways)."""
_MONEY_LINE = pattern(r"\s*(?:金额)?单位\s*[:：]\s*\S{0,2}元\s*")
_AMOUNT_UNIT = pattern(r"\s*[\d,.]+\s*((?:亿|万)?元)\s*")
_BARE_MONEY_UNIT = pattern(r"\s*(?:人民币)?\s*((?:亿|百万|万|千)?元)\s*")
_SENTENCES = pattern(r"[^，。；]{4,}[，；][^，。；]{4,}")
_NOTE = pattern(r"\s*(?:注|备注|说明|附注)\s*\d*\s*(?:[:：]|$)")
_LIKE_A_GOAL = pattern(r"目标|成效|效果|预期|绩效")
_SURELY_AGAIN = 6
"""A piece of this many characters that the goal has already is not the rest of it."""
_LONGEST_YEAR = 8
_BARE_YEAR = pattern(r"\s*(20\d\d)(?!\d)")
_SUM_OF = pattern(r"(?<=\S)\s*(?:小计|合计|总计)\s*$")
"""What a row ends in that sums up those of a unit: 水务局小计."""
_TOTALS = ("合计", "总计", "共计", "总合计", "合计数", "小计")


class Book:
    """Collects what the rules read; `data()` gives the finished tree."""

    def __init__(self) -> None:
        self.document = Draft(Kind.DOCUMENT)
        self.entries: list[Draft] = []
        """Those that something may still be added to; the last one is the one in hand."""
        self.keeps_entries = False
        """Whether the entries stay in the making until `finish` is called, because they are to be read a second time."""
        self.last_look: Callable[[Sequence[Draft]], None] = lambda _drafts: None
        """Shown what is whole, before it is finished, to doubt what the source itself is not sure of."""
        self._finished: list[NodeData] = []
        self._ids = count(1)
        self.department: Flow = EMPTY
        """The department as a line above the tables names it."""
        self._layout: list[Span] = []
        self._unit: Field | None = None
        self._title_rank = self._year_rank = 0
        self.hint: Flow = EMPTY
        """The project as a title or running text names it, for a form that does not."""
        self._goals: list[Flow] = []
        self._goal_evidence: tuple[Message, ...] = ()
        self._packed: list[Flow] = []
        self._packed_under: dict[str, list[Flow]] = {}
        self._packed_apart: dict[str, list[Flow]] = {}
        """The packed cells of columns whose headers name no level, by those: no level is handed down to them."""
        self._seams: list[tuple[Flow, Flow]] = []
        """Pieces of one packed text that a page break parted."""
        self._packed_evidence: tuple[Message, ...] = ()

    def known(self, *flows: Flow) -> None:
        """These texts are layout: headers, labels, page numbers, names repeated on another page."""
        for flow in flows:
            self._layout += flow.spans

    @property
    def layout(self) -> Spans:
        """Everything that is known to be layout."""
        return tuple(self._layout)

    # -- the document ---------------------------------------------------------------------------------------------

    def heading(self, flow: Flow) -> bool:
        """Take a line outside the tables: title, department, year, unit of money. True where it is a title."""
        text = flow.text
        titled = self._take_title(flow)
        if titled or is_formality(text):
            self.known(flow)
        if titled and (named := name_in_title(flow)) and not is_organisation(named.text):
            self.hint = named
        department = _DEPARTMENT.search(text)
        self._take(
            department if department and _is_department(department["name"]) else None, "department", flow, "name"
        )
        dated = year_in(text, title_rank(text) if titled else None) if self._may_be_dated() else None
        if dated is not None and dated[2] > self._year_rank:
            match, group, self._year_rank = dated
            self.document.fields.pop("year", None)
            self._take(match, "year", flow, group)
        self.take_money_unit(flow)
        return titled

    def _may_be_dated(self) -> bool:
        """Whether a line still stands above the first entry that has a name: a text may begin inside a form."""
        return not self._finished and all(entry.value("name") is None for entry in self.entries)

    def take_department(self, flow: Flow) -> None:
        """A department printed as a field of a form."""
        flow = without_seal(flow)
        if not self.document.value("department"):
            self.department = flow
            self.document.set("department", flow)

    @property
    def is_about_department(self) -> bool:
        """Whether the title says that the document is about a whole department."""
        return "整体" in (self.document.value("title") or "")

    def take_year_of_pair(self, label: str, flow: Flow) -> None:
        """A year printed behind a label, or under one, with or without 年: 预算年度 | 2025."""
        if plain_label(label).endswith("年度") and len(flow) <= _LONGEST_YEAR:
            self._take(_BARE_YEAR.match(flow.text), "year", flow, 1)

    def take_money_unit(self, flow: Flow) -> None:
        """The unit of money, wherever the document states it first."""
        self._take(money_unit(flow.text), "money_unit", flow, 1)
        self._take(_AMOUNT_UNIT.fullmatch(flow.text), "money_unit", flow, 1)

    def takes_bare_money_unit(self, label: str, flow: Flow) -> bool:
        """Whether a pair of cells states the unit of money: 单位： | 万元."""
        match = _BARE_MONEY_UNIT.fullmatch(flow.text) if plain_label(label) in ("单位", "金额单位") else None
        if match:
            self.known(flow)
            self._take(match, "money_unit", flow, 1)
        return match is not None

    def _take_title(self, flow: Flow) -> bool:
        rank = title_rank(flow.text) if not is_formality(flow.text) else None
        if rank is not None and (not self.document.value("title") or (not self.entries and rank > self._title_rank)):
            self._title_rank = rank
            self.document.set("title", undo_layout(flow))
        return rank is not None

    def _take(self, match: re.Match[str] | None, key: str, flow: Flow, group: int | str) -> None:
        if match and not self.document.value(key):
            piece = flow[slice(*match.span(group))].strip()
            self.known(flow[slice(*match.span())])
            if key == "department":
                self.department = piece = without_seal(piece)
            self.document.set(key, piece, value=unicodedata.normalize("NFKC", piece.text) if key == "year" else None)

    # -- entries --------------------------------------------------------------------------------------------------

    @property
    def entry(self) -> Draft | None:
        """The entry that is being read."""
        return self.entries[-1] if self.entries else None

    def open_entry(self, kind: Kind, name: Flow, *evidence: Message) -> Draft:
        """Begin the next entry."""
        self.close_entry()
        draft = Draft(kind)
        draft.set("name", name, *evidence)
        self.entries.append(draft)
        if not self.keeps_entries:
            self.finish()
        if kind is Kind.UNIT:
            self._unit = draft.fields["name"]
        elif kind is Kind.PROJECT and self._unit is not None:
            draft.put("unit", inherited(self._unit, message("read.inherited")))
        return draft

    @property
    def has_goal(self) -> bool:
        """Whether the entry in hand has a goal already."""
        return bool(self._goals)

    def has_only_name(self, entry: Draft, name: str) -> bool:
        """Whether an entry is the one in hand and only what a cover named of the project `name`, which a form names now."""
        if entry is not self.entry or entry.children or entry.kind is not Kind.PROJECT:
            return False
        bare_yet = not self.has_goal and not any(key.startswith("amounts[") for key in entry.fields)
        return bare_yet and same_name(entry.value("name"), name)

    def add_goal(self, flow: Flow) -> None:
        """A piece of the goal of the entry in hand; several where a page break cut it, one where a merged cell is repeated; none
        that only says what a goal is.
        """
        if not self._goals and is_definition(flow.text):
            return
        if self._goals and len(flow) >= _SURELY_AGAIN and _bare(flow.text) == _bare(self._goals[-1].text):
            self.known(flow)
            return
        self._goals.append(flow)

    def doubt_goal(self, *evidence: Message) -> None:
        """Say something against the goal of the entry in hand."""
        self._goal_evidence += evidence

    def goal_was_longer(self, label: str) -> None:
        """What was taken for the goal is that of the whole period: the year's own goal follows."""
        if self._goals and self.entry is not None:
            self.entry.label("attributes", label, join_wrapped(self._goals))
            self._goals = []

    def takes_goal_again(self, flow: Flow) -> bool:
        """Whether a goal is the one in hand printed again (a merged cell repeated); the whole of it wins over a part."""
        so_far, again = (_bare("".join(f.text for f in flows)) for flows in (self._goals, [flow]))
        if again.startswith(so_far) and len(again) > len(so_far) > 0:
            self._goals = [flow]
            return True
        return bool(so_far) and (so_far.startswith(again) or (len(again) >= _SURELY_AGAIN and again in so_far))

    def add_packed(self, flow: Flow, evidence: tuple[Message, ...] = ()) -> None:
        """A piece of the packed indicators of the entry in hand."""
        self._packed.append(with_breaks(flow))
        self._packed_evidence = tuple(dict.fromkeys((*self._packed_evidence, *evidence)))

    def add_packed_under(self, level: Flow, flow: Flow, above: Flow = EMPTY, label: str = "") -> None:
        """A piece of the packed indicators of one level, which the header of their column (`label`) names, and the level 1 `above`
        it; under a header that names none, `level` is empty.
        """
        if not level:
            self._packed_apart.setdefault(label, []).append(with_breaks(flow))
            return
        head = above + Flow.loose("：") + level if above else level
        self._packed_under.setdefault(level.text, [head + Flow.loose("：")]).append(with_breaks(flow))

    def _gather_levels(self) -> None:
        """Put the columns of single levels behind each other, as one packed text."""
        whole = EMPTY
        for pieces in self._packed_under.values():
            self._seams += pairwise(pieces[1:])
            whole = whole + (Flow.loose("。") if whole else EMPTY) + join_wrapped(pieces)
        self._packed_under = {}
        if whole:
            self._packed.append(whole)

    def close_entry(self) -> None:
        """The entry in hand is whole: join what was cut and split what was packed."""
        entry = self.entry
        self._gather_levels()
        if entry is not None:
            if self._goals:
                joined = (message("read.continued"),) if len(self._goals) > 1 else ()
                goal = self._without_indicators(entry, without_template_end(join_wrapped(self._goals)))
                entry.set("goal", goal, *joined, *self._goal_evidence)
            elif entry.kind is Kind.PROJECT:
                self._look_for_goal(entry)
            for pieces in (self._packed, *self._packed_apart.values()):
                if pieces:
                    self._unpack(entry, pieces)
        self._goals, self._packed, self._packed_evidence, self._seams = [], [], (), []
        self._packed_apart = {}
        self._goal_evidence = ()

    def _without_indicators(self, entry: Draft, goal: Flow) -> Flow:
        """The goal without the indicators that its cell goes on with, which are kept to be read."""
        parted = parted_goal(goal) if not entry.children and not self._packed else None
        if parted is None:
            return goal
        self._packed.append(with_breaks(parted[1]))
        return parted[0]

    def _look_for_goal(self, entry: Draft) -> None:
        """An entry without a goal, but with sentences beside a label that is not known."""
        for key, field in entry.fields.items():
            label = key.partition("[")[2].rstrip("]")
            if (
                key.startswith("attributes[")
                and not roles_of(label)
                and not is_formal(label)
                and _SENTENCES.search(field.value or "")
            ):
                if _LIKE_A_GOAL.search(label):
                    entry.put("goal", replace(field, reasons=()))
                entry.doubt("goal", message("read.goal_unlabelled", label=label))
                return

    def _unpack(self, entry: Draft, pieces: list[Flow]) -> None:
        evidence = self._packed_evidence
        self._seams += pairwise(pieces)
        whole = join_wrapped(pieces)
        drafts = read_packed(whole)
        self.known(*signs_of(whole))
        if not any(draft.value(key) for draft in drafts for key in ("period_value", "annual_value")):
            drafts = read_plain(whole) or drafts
        for draft in drafts:
            for key in list(draft.fields) if evidence else ():
                if draft.value(key):
                    draft.doubt(key, *evidence)
        mark_seams(drafts, self._seams)
        self._seams = []
        entry.children += drafts

    def finish(self) -> None:
        """The entries before the one in hand have all that they will ever have: as drafts they would take four times the memory."""
        self.last_look(self.entries[:-1])
        self._finished += [entry.data(self._ids) for entry in self.entries[:-1]]
        del self.entries[:-1]

    def data(self) -> NodeData:
        """The finished tree."""
        self.close_entry()
        self.last_look([self.document, *self.entries])
        self._finished += [entry.data(self._ids) for entry in self.entries]
        self.entries.clear()
        return replace(self.document.data(count(0)), children=tuple(mark_cut_off(self._finished)))


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def kind_of_row(name: str, has_contents: bool) -> tuple[Kind, tuple[Message, ...]]:
    """What a row of a list is: by its name, and by whether it has a goal or indicators."""
    if is_total(name):
        return Kind.TOTAL, ()
    if has_contents:
        return Kind.PROJECT, ()
    summed = _SUM_OF.sub("", name)
    if is_organisation(summed):
        return Kind.UNIT, ()
    return Kind.UNIT if summed != name else Kind.PROJECT, (message("read.kind_guess"),)


def is_total(text: str) -> bool:
    """Whether a row's name says that it sums others up."""
    return plain_label(text) in _TOTALS


def is_organisation(text: str) -> bool:
    """Whether a name ends like that of an office or institution."""
    return bool(_ORGANISATION.search(text)) and not _UNDERTAKING.search(text)


def is_undertaking(text: str) -> bool:
    """Whether a name ends like that of a project."""
    return bool(_UNDERTAKING.search(text))


def is_formality(text: str) -> bool:
    """Whether a line is one that every form prints: （2021年度）, 填报单位（盖章）, 附件1."""
    return len(text) <= _FORMALITY and bool(_HEADING_ONLY.fullmatch(text))


def states_heading(text: str) -> bool:
    """Whether a cell states what stands above tables: the department, the unit of money."""
    return len(text) <= 40 and bool(_DEPARTMENT.fullmatch(text) or _MONEY_LINE.fullmatch(text))


def is_note(text: str) -> bool:
    """Whether a line is a note to the table: 注：…, 备注：…"""
    return bool(_NOTE.match(text))


def same_name(one: str | None, other: str) -> bool:
    """Whether two printed names are the same but for layout."""
    return bool(one) and plain_label(one or "") == plain_label(other)


def constant(value: str, evidence: tuple[Message, ...]) -> Field:
    """A value that the taxonomy knows and the source does not print."""
    return read_field(value, reasons=evidence)
