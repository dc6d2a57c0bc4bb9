"""Segments of a text → the tree: the learned reading's second half, which knows what a form is and nothing of any layout.

    segments -> pieces (brought to their cells) -> groups (one an entry) -> drafts

What cannot be told is left doubtful, never made up: every text of the tree stands in the source.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from reviewer.base.patterns import pattern
from reviewer.extract.book import is_organisation, is_title, is_total
from reviewer.extract.draft import Draft, inherited
from reviewer.extract.labels import Role, money_label, money_unit, roles_of
from reviewer.extract.names import heading_name, is_definition, without_seal, without_template_end
from reviewer.extract.sequence.assemble_entries import Group, groups
from reviewer.extract.sequence.assemble_indicators import INDICATOR_PIECES, Further, Indicators, Order
from reviewer.extract.sequence.assemble_labels import Pair, pairs
from reviewer.extract.sequence.assemble_money import MONEY_PIECES, read_money
from reviewer.extract.sequence.borders import Borders, bars_between
from reviewer.extract.sequence.glued_names import taken_apart
from reviewer.extract.sequence.pagetext import PageText
from reviewer.extract.sequence.pieces import LABELS, TASKS, Piece, R, pieces_of
from reviewer.extract.sequence.roles import Segment
from reviewer.extract.sequence.trust import Reader, doubts
from reviewer.model.fields import Field, labelled
from reviewer.model.flow import EMPTY, Flow
from reviewer.model.messages import Message, message
from reviewer.model.review import Kind
from reviewer.model.spans import Span, Spans


@dataclass
class Assembled:
    """What the segments say: the document, its entries, and the spans that are labels and headings.

    An entry is made when it is asked for, once: the drafts of a long text would take as much memory as its tree.
    """

    document: Draft
    entries: Iterator[Draft] = field(default_factory=lambda: iter(()))
    layout: list[Span] = field(default_factory=list)

    @property
    def spans(self) -> Spans:
        """Everything that is known to be layout."""
        return tuple(self.layout)


def assemble(segments: Iterable[Segment], pages: PageText, borders: Borders) -> Assembled:
    """The tree that the segments of a source's joined text say."""
    return _Assembly(taken_apart(pieces_of(segments, pages, borders), pages.text), Reader(pages)).read()


class _Assembly:
    """One source's pieces on their way to a tree."""

    def __init__(self, pieces: Sequence[Piece], reader: Reader) -> None:
        self._pieces = pieces
        self._reader = reader
        self._unit: Field | None = None
        self._whole = Assembled(Draft(Kind.DOCUMENT))
        self._listed: list[Piece] = []
        self._order = Order()

    def read(self) -> Assembled:
        """Everything."""
        self._read_head()
        self._read_header()
        for piece in self._pieces:
            if piece.role in LABELS:
                self._whole.layout += self._reader.pages.spans(piece.start, piece.end)
        self._whole.entries = self._entries(groups(self._pieces, self._reader))
        self._pieces = ()  # a long text's take as much memory as its tree: each group's go when its entry is made
        return self._whole

    def _entries(self, found: list[Group]) -> Iterator[Draft]:
        found.reverse()
        while found:
            yield self._entry(found.pop())

    # -- the document -----------------------------------------------------------------------------------------------

    def _read_head(self) -> None:
        document = self._whole.document
        title = self._title()
        if title is not None:
            document.set("title", self._reader.flow(title), *doubts(title))
        for role, key in ((R.DEPARTMENT, "department"), (R.YEAR, "year"), (R.MONEY_UNIT, "money_unit")):
            piece = next((piece for piece in self._pieces if piece.role is role and piece.probability >= 0.3), None)
            if piece is not None:
                self._set_head(key, self._reader.flow(piece), doubts(piece))
        if document.value("money_unit") is None:
            self._take_money_unit()
        if title is not None and document.value("year") is None:
            match = _YEAR.search(self._reader.flow(title).text)
            if match:
                self._set_head("year", self._reader.flow(title)[slice(*match.span())], doubts(title))

    def _take_money_unit(self) -> None:
        """The unit of money as a label of money states it: 资金情况（万元）."""
        for piece in self._pieces:
            if piece.role in LABELS:
                flow = self._reader.flow(piece)
                match = money_unit(flow.text)
                if match and (_MONEY_WORDS.search(flow.text) or roles_of(flow.text) & _MONEY_ROLES):
                    self._whole.document.set("money_unit", flow[slice(*match.span(1))], *doubts(piece))
                    return
        stated = _MONEY_STATED.search(self._reader.pages.text)
        if stated:
            self._whole.document.set("money_unit", self._reader.pages.flow(*stated.span(1)))

    def _set_head(self, key: str, flow: Flow, evidence: tuple[Message, ...]) -> None:
        if key == "year":
            match = _YEAR.search(flow.text)
            flow = flow[slice(*match.span())] if match else EMPTY
        elif key == "money_unit":
            match = _MONEY.search(flow.text)
            flow = flow[slice(*match.span())] if match else EMPTY
        else:
            flow = without_seal(flow)
        if flow:
            value = unicodedata.normalize("NFKC", flow.text) if key == "year" else None
            self._whole.document.set(key, flow, *evidence, value=value)

    def _title(self) -> Piece | None:
        """The likeliest title: one that reads like one, the last before the first name or indicator."""
        first = next((p.start for p in self._pieces if p.role in (R.NAME, R.LEVEL3, R.GOAL)), None)
        candidates = [piece for piece in self._pieces if piece.role is R.TITLE and not piece.continues]

        def worth(piece: Piece) -> tuple[float, int]:
            text = self._reader.flow(piece).text
            likely = piece.probability + (0.3 if is_title(text) else 0.0) + (0.2 if "绩效" in text else 0.0)
            before = first is None or piece.start < first
            return (likely + (0.5 if before else 0.0), piece.start if before else -piece.start)

        return max(candidates, key=worth, default=None)

    def _read_header(self) -> None:
        """The heads of the money of a list: those before the first name."""
        heads = [piece for piece in self._pieces if piece.role in LABELS]
        names = [piece for piece in self._pieces if piece.role in (R.NAME, R.TOTAL)]
        if names:
            self._listed = self._money_heads([piece for piece in heads if piece.start < names[0].start])

    def _order_of(self, group: Group) -> Order:
        """The order of an entry's columns: by the heads that stand among its pieces, else that of the entry before."""
        heads = [piece for piece in group.pieces if piece.role in LABELS]
        places: dict[Role, list[int]] = {}
        for place, piece in enumerate(heads):
            for role in roles_of(self._reader.flow(piece).text) & _COLUMNS:
                places.setdefault(role, []).append(place)
        if Role.LEVEL3 not in places:
            return self._order
        name = places[Role.LEVEL3][0]
        levels = [place for role in (Role.LEVEL1, Role.LEVEL2) for place in places.get(role, ())]
        if levels and name < min(
            levels
        ):  # 指标名称 over 一级指标 | 二级指标 | 三级指标: the last of them are the names
            name = next((place for place in places[Role.LEVEL3] if place > min(levels)), name)
        near = {role: [place for place in at if abs(place - name) <= _NEAR] for role, at in places.items()}
        kinds = ((R.PERIOD_VALUE, Role.PERIOD_VALUE), (R.ANNUAL_VALUE, Role.ANNUAL_VALUE))
        further, value = self._right_of_names(heads, name)
        self._order = Order(
            first=frozenset(kind for kind, role in kinds if near.get(role) and max(near[role]) < name),
            level1_behind=_all_behind(near.get(Role.LEVEL1), name),
            level2_behind=_all_behind(near.get(Role.LEVEL2), name),
            extras=further,
            value=value,
        )
        return self._order

    def _money_heads(self, heads: Sequence[Piece]) -> list[Piece]:
        return [piece for piece in heads if piece.role in (R.AMOUNT_LABEL, R.AMOUNT_COLUMN)]

    def _right_of_names(self, heads: Sequence[Piece], name: int) -> tuple[tuple[Further, ...], int]:
        """The further columns in the header of the indicators, and how many columns its annual value stands right of its names."""
        further: list[Further] = []
        last, offset, value, parted = heads[name], 0, 0, True
        for piece in heads[name + 1 :]:
            if piece.start - last.end > _FAR:
                break
            bars = bars_between(self._reader.pages.text, last.end, piece.start)
            parted = parted and bars > 0
            offset += bars
            text = self._reader.flow(piece).text
            last = piece
            roles = roles_of(text)
            if Role.ANNUAL_VALUE in roles and parted:
                value = value or offset
            if roles & {Role.ANNUAL_VALUE, Role.PERIOD_VALUE, Role.OPERATOR, Role.MEASURE} or not roles:
                continue
            if Role.EXTRA in roles or Role.SCORE_COLUMN in roles:
                further.append(Further(money_label(text), offset if parted else 0))
        return tuple(further), value

    # -- entries ----------------------------------------------------------------------------------------------------

    def _entry(self, group: Group) -> Draft:
        name = heading_name(self._reader.name(group.name)) if group.name else EMPTY
        draft = Draft(self._kind(group, name.text))
        poor = tuple(reason for piece in group.name for reason in doubts(piece))
        if name:
            draft.set("name", name, *poor)
        elif draft.kind is Kind.DEPARTMENT and "department" in self._whole.document.fields:
            draft.put("name", self._whole.document.fields["department"])
        self._set_unit(draft, group)
        read_money(draft, [piece for piece in group.pieces if piece.role in MONEY_PIECES], self._listed, self._reader)
        self._set_attributes(draft, group)
        self._set_goal(draft, group)
        rows = [piece for piece in group.pieces if piece.role in INDICATOR_PIECES]
        draft.children += self._tasks([piece for piece in group.pieces if piece.role in TASKS])
        draft.children += Indicators(self._reader, self._order_of(group)).read(rows)
        return draft

    def _kind(self, group: Group, name: str) -> Kind:
        title = self._whole.document.value("title") or ""
        if group.name and (group.name[0].role is R.TOTAL or is_total(name)):
            return Kind.TOTAL
        if group.has(R.TASK_NAME) or ("整体" in title and not group.has(R.UNIT)):
            return Kind.DEPARTMENT
        if group.name and group.name[0].role is R.UNIT:
            return Kind.UNIT
        bare = not group.has_rows and not group.has(R.GOAL)
        return Kind.UNIT if bare and is_organisation(name) else Kind.PROJECT

    def _set_unit(self, draft: Draft, group: Group) -> None:
        if draft.kind is Kind.UNIT:
            self._unit = draft.fields.get("name")
            return
        if draft.kind is not Kind.PROJECT:
            return
        piece = next((piece for piece in group.pieces if piece.role is R.UNIT), None)
        if piece is not None:
            draft.set("unit", without_seal(self._reader.flow(piece)), *doubts(piece))
            if piece.solid and group.name and piece.row == group.name[0].row and not self._labelled(piece, group):
                self._unit = draft.fields["unit"]  # a cell merged down over the projects of one unit
        elif self._unit is not None:
            draft.put("unit", inherited(self._unit, message("read.inherited")))

    def _labelled(self, piece: Piece, group: Group) -> bool:
        place = group.pieces.index(piece)
        return place > 0 and group.pieces[place - 1].role in LABELS and group.pieces[place - 1].row == piece.row

    def _set_attributes(self, draft: Draft, group: Group) -> None:
        """Attributes, and the goal of the whole period, by their labels."""
        goals = _goals(group)
        wanted = [piece for piece in group.pieces if self._is_labelled_text(piece)]
        for pair in pairs(wanted, lambda piece: piece.role in (R.ATTRIBUTE_LABEL, R.HEADER)):
            if pair.value is None or pair.label is None or pair.value in goals:
                continue
            self._set_attribute(draft, pair)

    def _is_labelled_text(self, piece: Piece) -> bool:
        if piece.role in (R.ATTRIBUTE_LABEL, R.ATTRIBUTE, R.PERIOD_GOAL, R.GOAL):
            return True
        if piece.role is not R.HEADER:
            return False
        return bool(roles_of(self._reader.flow(piece).text) & {Role.GOAL, Role.PERIOD_GOAL})

    def _set_attribute(self, draft: Draft, pair: Pair) -> None:
        assert pair.label is not None
        assert pair.value is not None
        key = labelled("attributes", money_label(self._reader.flow(pair.label).text))
        evidence = doubts(pair.value)
        if pair.value.continues and draft.value(key) is not None:
            draft.append(key, self._reader.flow(pair.value), *evidence)
        elif draft.value(key) is None:
            draft.set(key, self._reader.flow(pair.value), *evidence)

    def _set_goal(self, draft: Draft, group: Group) -> None:
        texts = {"".join(self._reader.flow(piece).text.split()): piece for piece in reversed(_goals(group))}
        found = sorted(texts.values(), key=lambda piece: piece.start)  # lists print the goal in every row
        found = [piece for piece in found if not is_definition(self._reader.flow(piece).text)]
        if not found:
            return
        whole = without_template_end(self._reader.name(found))
        cut = (message("read.continued"),) if len(found) > 1 else ()
        draft.set("goal", whole, *(reason for piece in found for reason in doubts(piece)), *cut)

    def _tasks(self, pieces: Sequence[Piece]) -> list[Draft]:
        drafts: list[Draft] = []
        keys = {R.TASK_NAME: "name", R.TASK_CONTENT: "content", R.TASK_AMOUNT: "amount", R.TASK_GOAL: "goal"}
        for piece in pieces:
            key = keys[piece.role]
            flow = self._reader.flow(piece)
            if piece.continues and drafts and drafts[-1].value(key) is not None:
                drafts[-1].append(key, flow, *doubts(piece))
                continue
            if piece.role is R.TASK_NAME or not drafts or drafts[-1].value(key) is not None:
                drafts.append(Draft(Kind.TASK))
            if key == "amount":
                drafts[-1].amount("amount", flow, *doubts(piece), key="amount")
            else:
                drafts[-1].set(key, flow, *doubts(piece))
        return drafts


def _goals(group: Group) -> list[Piece]:
    """The pieces of the goal: the year's, or that of the whole period where there is no other."""
    found = [piece for piece in group.pieces if piece.role is R.GOAL]
    return found or [piece for piece in group.pieces if piece.role is R.PERIOD_GOAL]


def _all_behind(places: list[int] | None, name: int) -> bool:
    return bool(places) and min(places or [0]) > name


_COLUMNS = frozenset({Role.LEVEL1, Role.LEVEL2, Role.LEVEL3, Role.ANNUAL_VALUE, Role.PERIOD_VALUE})
_MONEY_ROLES = frozenset({Role.FUNDS, Role.AMOUNT, Role.AMOUNT_HEAD, Role.MONEY_COLUMN, Role.TASK_AMOUNT})
_MONEY_WORDS = pattern("资金|预算|金额|经费|支出|投入")
_MONEY_STATED = pattern(
    r"(?:资金|预算|金额|经费|支出|投入|规模|情况|申请)\s*[（(]\s*(?:单位\s*[:：]\s*)?((?:亿|百万|万|千)?元)\s*[)）]"
)
_NEAR = 6
"""So many heads before or behind that of the names belong to the same header."""
_FAR = 24
"""Heads of one header that further apart than so many characters are those of another."""
_YEAR = pattern(r"(?:19|20|１９|２０)[\d０-９]{2}(?![\d０-９])")
_MONEY = pattern(r"(?:亿|百万|万|千)?元")
