"""The money of a form: labels with numbers beside them, or a grid of kinds of money against kinds of figures."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise

from reviewer.base.patterns import pattern
from reviewer.extract.book import Book
from reviewer.extract.draft import Draft
from reviewer.extract.form_heads import heads_of_figures
from reviewer.extract.labels import Role, money_label, roles_of
from reviewer.extract.likeness import amount_within
from reviewer.extract.money_heads import MONEY_END, is_figure, with_heads_above, with_money_between, years_of_money
from reviewer.extract.pairs import with_makeup
from reviewer.extract.rows import Row
from reviewer.model.fields import labelled
from reviewer.model.flow import EMPTY, Flow
from reviewer.model.messages import Message, message

_Cell = tuple[int, Flow]
_OTHER = frozenset({Role.ATTRIBUTE})
_CUT = pattern(r"\s*\d{1,3}(?:[,，]\d{1,3})*[,，.]?\s*")
"""A number that a border cut: 1,23."""
_SHARE = pattern(r"[\d.]+\s*[%％]")
_TARGET = pattern(r"^\s*[≥≤≧≦＞＜＝=<>]|\d\s*[%％]\s*$")
"""A target value, which no header holds: 预算执行 | 预算执行率 | =100% is a row of indicators."""
_HEADS = frozenset({Role.MONEY_COLUMN, Role.SCORE_COLUMN})


def is_money_row(row: Row, roles: Collection[Role]) -> bool:
    """Whether a row whose label has these roles says what an amount is."""
    numbers = any(amount_within(text) is not None for text in row.texts)
    worded = len(row.cells) == 2 and bool(MONEY_END.search(row.texts[0])) and not roles_of(row.texts[1])
    return Role.AMOUNT in roles and (numbers or worded or len(row.cells) == 1)


def _behind_labels(cells: Sequence[_Cell], places: Sequence[int]) -> Sequence[_Cell]:
    """The cells of a row of a grid, its figures under the heads in order where there are as many and labels stand at a head's place:
    年度预算执行情况 | 部门预算支出合计： | 976.24 | 410.49, with the block's label only in the first of its rows.
    """
    first = next((n for n, (_, flow) in enumerate(cells) if is_figure(flow) or _SHARE.fullmatch(flow.text)), len(cells))
    if not 1 < first < len(cells) or cells[first - 1][0] < places[0] or len(cells) - first != len(places):
        return cells
    labels = [(places[0] - first + n, flow) for n, (_, flow) in enumerate(cells[:first])]
    return [*labels, *((place, flow) for place, (_, flow) in zip(places, cells[first:], strict=True))]


class MoneyRows:
    """Reads the rows of one form's money block."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._above: list[_Cell] = []
        self._stages_of: Flow = EMPTY
        """What is planned for the times that stand above, where they are no kinds of money: 资金支出计划（%）."""
        self._rows = 1
        self._heads: list[tuple[int, str, bool]] = []
        """The columns of a money grid: place, label, whether its figures are money."""
        self._row_above: Sequence[_Cell] = ()
        """The cells of a row without figures just above."""

    def start(self) -> None:
        """Another form begins."""
        self._heads = []

    def takes_header(self, row: Row, following: Sequence[Row] = ()) -> bool:
        """Whether the row is the header of a money grid; if so, its columns hold from here on.

        A corner that is filled (年度预算数 over 年度资金总额) is no column of figures: the rows beneath have labels there.
        """
        heads = years_of_money(row, following) or [
            (place, flow) for place, flow in row.cells if roles_of(flow.text) & _HEADS
        ]
        if over_labels := _beside_sources(row, following):
            heads = over_labels
        elif len(heads) < 2 and (over_figures := heads_of_figures(row, following)):
            heads = over_figures
        elif len(heads) > 2 and (shift := _shift(row, heads[0][0], following)) is not None:
            heads = [(place - heads[0][0] + 1 - shift, flow) for place, flow in heads[shift:]]
        else:
            if len(heads) > 2 and _holds_labels(heads[0][0], following):
                del heads[0]
            heads = with_money_between(heads, row)
        if len(heads) < 2 or any(amount_within(text) is not None or _TARGET.search(text) for text in row.texts):
            return False
        heads = with_heads_above(heads, self._row_above, following)
        self._heads = [
            (place, money_label(flow.text), Role.SCORE_COLUMN not in roles_of(flow.text)) for place, flow in heads
        ]
        return True

    def takes_labels(self, row: Row, following: Sequence[Row]) -> bool:
        """Whether the row holds labels whose figures stand beneath them in the next row; if so, they are expected there.

        Before the labels may stand what they are (资金来源), before the figures too (金额（万元）).
        """
        if _beside_sources(row, following):
            return False
        if following and _are_stages(row, following[0]):
            self._above, self._rows, self._stages_of = list(row.cells[1:]), 1, row.cells[0][1]
            self._book.known(self._stages_of)
            return True
        cells: Sequence[_Cell] = row.cells
        if following and _is_led(row, following[0]):
            cells = cells[1:]
        below = dict(_beneath(cells, following[0])) if following else {}
        if cells is row.cells:
            cells = _without_corner(cells, below)
        known = sum(Role.AMOUNT in roles_of(money_label(flow.text)) for _, flow in cells)
        if known < 2 or known * 2 < len(cells) or any(is_figure(flow) or len(flow) > _LONGEST for _, flow in cells):
            return False
        if _is_one_too_many(cells, row, following):
            return False
        first = cells[0][0]
        beside = _worded(cells, below)
        under = [flow for place, flow in below.items() if place >= first and place not in beside]
        lead = [flow for place, flow in below.items() if place < first]
        if lead and sum(bool(roles_of(flow.text) & _HEADS) for _, flow in cells) >= 2:
            return False  # the head of a grid, with a kind of money before its figures
        stray = any(not is_figure(flow) and not _EMPTY.fullmatch(flow.text) for flow in under)
        if stray or not any(map(is_figure, under)) or len(under) > len(cells) or len(lead) > 1:
            return False
        self._above = list(cells)
        second = following[1] if len(following) > 1 else None
        self._rows = 1 + (second is not None and is_figure_row(second.cells, first))
        return True

    @property
    def is_waiting(self) -> bool:
        """Whether the row above held labels whose figures are expected now."""
        return bool(self._above)

    def takes_figures(self, entry: Draft, row: Row) -> bool:
        """Whether the row holds the figures of the labels above it: each under its own, keyed row/label where there are several
        such rows.
        """
        labels = self._above
        if self._stages_of:
            self._take_stages(entry, row)
            return True
        first = labels[0][0] if labels else 0
        cells = _beneath(labels, row)
        beside = _worded(labels, dict(cells))
        for (_, label), (_, flow) in _pairs_at(beside, labels, cells):
            self._book.known(label)
            entry.label("attributes", money_label(label.text), flow)
        labels, cells = ([cell for cell in part if cell[0] not in beside] for part in (labels, cells))
        figures = [(place, flow) for place, flow in cells if place >= first]
        lead = [flow for place, flow in cells if place < first]
        if not labels or any(not is_figure(flow) and not _EMPTY.fullmatch(flow.text) for _, flow in figures):
            self._above = []
            return False
        if not is_figure_row(cells, first):
            self._above = []
            return False
        by_label = _under_heads(figures, [place for place, _ in labels])
        several = self._rows > 1 and lead
        where: tuple[Message, ...] = ()
        if not lead and len(figures) == len(labels) - 1 and _heads_amounts(labels[0][1].text):
            self._book.known(labels[0][1])  # the cell beneath it is lost, or merged with it
            labels, where = labels[1:], (message("read.amount_place"),)
            by_label = {index: flow for index, (_, flow) in enumerate(figures)}
        for index, (_, label) in enumerate(labels):
            self._book.known(label)
            flow = by_label.get(index, EMPTY)
            key = f"{money_label(lead[0].text)}/{money_label(label.text)}" if several else money_label(label.text)
            entry.amount(key, flow if is_figure(flow) else EMPTY, *where)
        self._book.known(*lead)
        self._above = labels if several else []
        return True

    def _take_stages(self, entry: Draft, row: Row) -> None:
        for (_, label), (_, flow) in zip(self._above, row.cells, strict=True):
            self._book.known(label)
            entry.label("attributes", f"{money_label(self._stages_of.text)}/{money_label(label.text)}", flow)
        self._above, self._stages_of = [], EMPTY

    def read(self, entry: Draft, row: Row, led: bool) -> None:
        """Take a row; `led` says that its first cell is the heading of the block."""
        numbers = [amount_within(text) is not None for text in row.texts]
        self._row_above = () if any(numbers) else row.cells
        cells: Sequence[_Cell] = row.cells[1:] if led and not self._has_value(row, numbers) else row.cells
        cells = _behind_labels(cells, [place for place, _, _ in self._heads]) if self._heads else cells
        if self._heads and _are_pairs(cells, self._heads[0][0]):
            self._heads = []
        if self._heads and cells:
            self._read_grid(entry, cells)
        elif any(numbers) or not any(Role.AMOUNT_HEAD in roles_of(flow.text) for _, flow in cells):
            self._read_pairs(entry, cells)

    def _has_value(self, row: Row, numbers: Sequence[bool]) -> bool:
        """Whether a row's first cell has its own amount beside it, in figures or words: 资金总额 | 详见附表 | 财政拨款 | 30."""
        cells = row.cells
        return any(numbers[1:2]) or (len(cells) > 3 and self._is_text_beside(cells[0][1], cells[1][1], cells[2:]))

    def _read_grid(self, entry: Draft, cells: Sequence[_Cell]) -> None:
        places = [place for place, _, _ in self._heads]
        cells = [(place, flow) for place, flow in cells if place in places or not _SHARE.fullmatch(flow.text)]
        names = [flow for place, flow in cells if place < places[0] and amount_within(flow.text) is None]
        figures = [cell for cell in cells if cell[1] not in names]
        right = [cell for cell in figures if cell[0] >= places[0]]
        left = len(right) < len(figures) > len(places)  # a figure under a head that was not seen
        figures = right if left else figures
        if not names:
            return
        self._book.known(*names)
        label = "" if _UNIT_ALONE.fullmatch(names[-1].text) else f"{money_label(names[-1].text)}/"
        by_head = _under_heads(figures, places)
        doubt = (message("read.column_guess"),) if left else ()
        for index, (_, head, is_money) in enumerate(self._heads):
            flow = by_head.get(index, EMPTY)
            if is_money:
                entry.amount(f"{label}{head}", flow, *doubt)
            elif flow:
                entry.label("attributes", f"{label}{head}", flow, *doubt)

    def _read_pairs(self, entry: Draft, cells: Sequence[_Cell]) -> None:
        label: Flow = EMPTY
        taken = ""
        for number, (_, flow) in enumerate(cells):
            if _SHARE.fullmatch(flow.text):
                continue
            if taken and not label and amount_within(flow.text) is not None:
                entry.doubt(taken, message("read.several_years"))  # two figures behind one label
                continue
            if _BY.match(flow.text):
                self._book.known(flow)
                continue
            if amount_within(flow.text) is None:
                is_last = number > _FIRST_PAIR and number + 1 == len(cells)
                is_other = bool(label) and roles_of(label.text) & _OTHER and not roles_of(flow.text)
                if is_other or (is_last and label and _says_source(label, flow)):
                    entry.label("attributes", money_label(label.text), flow)
                    self._book.known(label)
                    label = EMPTY
                    continue
                if label and self._is_text_beside(label, flow, cells[number + 1 :]):
                    entry.amount(money_label(label.text), flow)
                    self._book.known(label)
                    label = EMPTY
                    continue
                self._without_number(entry, label)
                label = flow
            elif label:
                if _POINTS.search(label.text) or roles_of(label.text) == _OTHER:
                    entry.label("attributes", money_label(label.text), flow)
                else:
                    whole, parts = with_makeup(flow)
                    entry.amount(money_label(label.text), whole)
                    for name, part in parts:
                        entry.amount(money_label(name.text), part)
                        self._book.known(name)
                    taken = labelled("amounts", money_label(label.text))
                self._book.known(label)
                label = EMPTY
        self._without_number(entry, label)

    def _is_text_beside(self, label: Flow, flow: Flow, after: Sequence[_Cell]) -> bool:
        """Whether words stand where an amount is expected (详见附表, —), and not the label of the next one."""
        if Role.AMOUNT in roles_of(money_label(label.text)) and _CUT.fullmatch(flow.text):
            return True
        if (
            Role.AMOUNT not in roles_of(money_label(label.text))
            or roles_of(flow.text)
            or flow.text.rstrip().endswith(("：", ":"))
        ):
            return False
        return not after or bool(roles_of(after[0][1].text)) or amount_within(after[0][1].text) is None

    def _without_number(self, entry: Draft, label: Flow) -> None:
        """A printed amount label without a number; a text that is no such label is left to be shown as unclaimed."""
        if label and Role.AMOUNT in roles_of(money_label(label.text)):
            entry.amount(money_label(label.text), EMPTY)
            self._book.known(label)


_UNIT_ALONE = pattern(r"\s*[（(][^（()）]*元[)）]\s*")
"""The unit in the second line of the label before a grid: 部门预算 over （万元）."""


_FIRST_PAIR = 2


def _says_source(label: Flow, flow: Flow) -> bool:
    """Whether a kind of money is what a label asks for, beside an amount: 预算金额 | 12.50 | 资金来源 | 财政拨款."""
    return Role.FUNDS in roles_of(label.text) and Role.AMOUNT in roles_of(flow.text)


_MONEY = frozenset({Role.AMOUNT, Role.MONEY_COLUMN})
_NAMES = frozenset({Role.ENTRY_NAME, Role.UNIT, Role.DEPARTMENT, Role.TASK_NAME, Role.LEVEL1, Role.LEVEL2, Role.LEVEL3})
_EMPTY = pattern(r"[-—–/／\s]*")
_WORDS = pattern(r"[\u4e00-\u9fff]{2}")
_LONGEST = 20
_POINTS = pattern(r"(?:分值|得分|分数|权重)\s*(?:[（(][^（()）]*[)）])?\s*[:：]?\s*$")
"""How a label ends that asks for points: 执行率分值（10）."""
_BY = pattern(r"^\s*(?:[一二三四五六七八九十\d]{1,2}[、.．])?按.{2,10}(?:分|分类|划分|性质|类型|来源)\s*[:：]?\s*$")


_STAGE = pattern(
    r"\s*(?:截至|至|到)?\s*(?:第?[一二三四1-4]季度|\d{1,2}\s*月(?:份|底|末|\d{1,2}日)?|[上下]半年|全年|年[中底末])(?:前|累计)?\s*"
    r"(?:[（(][^（()）]*[)）])?\s*"
)


def _are_stages(row: Row, below: Row) -> bool:
    """Whether a row holds the times of a year behind what is planned for them, with a figure under each: 资金支出计划 | 3月底 | 6月底."""
    stages, figures = row.cells[1:], below.cells
    if len(stages) < 2 or [place for place, _ in stages] != [place for place, _ in figures]:
        return False
    counted = all(amount_within(flow.text) is not None or _SHARE.fullmatch(flow.text.strip()) for _, flow in figures)
    return counted and not is_figure(row.cells[0][1]) and all(_STAGE.fullmatch(flow.text) for _, flow in stages)


def _is_led(row: Row, below: Row) -> bool:
    """Whether, in text that lost its blank cells, a row of labels has what they are before them (资金来源), for its figures are
    one fewer than its cells.
    """
    if not (row.loose and below.loose) or len(row.cells) < 3 or len(below.cells) != len(row.cells) - 1:
        return False
    lead = roles_of(money_label(row.texts[0]))
    led = not lead & (_NAMES | {Role.AMOUNT}) and all(is_figure(flow) for _, flow in below.cells)
    return led and all(roles_of(money_label(text)) & _MONEY for text in row.texts[1:])


def _beneath(labels: Sequence[_Cell], row: Row) -> Sequence[_Cell]:
    """The cells of the row beneath labels, under them: a figure for each label is in their order."""
    if len(row.cells) == len(labels) and all(is_figure(flow) for _, flow in row.cells):
        return [(place, flow) for (place, _), (_, flow) in zip(labels, row.cells, strict=True)]
    return row.cells


def is_figure_row(cells: Sequence[_Cell], first: int) -> bool:
    """Whether a row has figures from a column on, and one label at most before it."""
    figures = [flow for place, flow in cells if place >= first]
    return len(cells) - len(figures) <= 1 and any(map(is_figure, figures))


def _without_corner(cells: Sequence[_Cell], below: Mapping[int, Flow]) -> Sequence[_Cell]:
    """The labels of a row without those that stand over no figures: what the block is (部门预算), and what its rows are (预算构成), over
    the first of them.
    """
    for corner in range(2):
        place, flow = cells[0]
        beneath = below.get(place, EMPTY)
        if len(cells) <= 2 or is_figure(beneath) or roles_of(flow.text) & _NAMES:
            break
        if corner and Role.AMOUNT not in roles_of(money_label(beneath.text)):
            break
        cells = cells[1:]
    return cells


def _are_pairs(cells: Sequence[_Cell], first: int) -> bool:
    """Whether a row beneath a grid of money, whose figures begin at the column `first`, is none of it: labels with their own
    amounts side by side, or the heads of such lists (按收入性质分 | 按支出性质分).
    """
    apart = any(left[0] == right[0] for left, right in pairwise(cells))
    labels = sum(Role.AMOUNT in roles_of(money_label(flow.text)) for place, flow in cells if place >= first)
    return apart or labels > 0 or any(_BY.match(flow.text) for _, flow in cells)


def _worded(labels: Sequence[_Cell], below: Mapping[int, Flow]) -> frozenset[int]:
    """The last columns of a row of labels, of which at least two are for money, that have words beneath them: 资金用途."""
    places = []
    for place, flow in reversed(labels[2:]):
        text = below.get(place, EMPTY).text
        if Role.AMOUNT in roles_of(money_label(flow.text)) or not _WORDS.search(text) or roles_of(text):
            break
        places.append(place)
    return frozenset(places)


def _heads_amounts(text: str) -> bool:
    """Whether a label says what the labels beside it are, and has no amount of its own: 资金来源 | 合计 | 财政资金."""
    roles = roles_of(money_label(text))
    return bool(roles & {Role.FUNDS, Role.AMOUNT_HEAD}) and Role.AMOUNT not in roles


def _holds_labels(place: int, rows: Sequence[Row]) -> bool:
    """Whether labels of money stand in a column right beneath a header, and no amounts."""
    texts = [flow.text for row in rows[:2] for at, flow in row.cells if at == place]
    return bool(texts) and all(Role.AMOUNT in roles_of(money_label(text)) for text in texts)


_LOOKED_AT = 3


def _shift(row: Row, first: int, rows: Sequence[Row]) -> int | None:
    """How many heads, from the column `first` on, stand over the labels and not over the figures of a grid that lost its blank
    cells (年度预算数 | 年初预算 | 执行率 over 总额 | 5.2 | 98%): as shares stand under rates, else as the longest row fills them.
    None where neither tells.
    """
    heads = [flow.text for place, flow in row.cells if place >= first]
    below = [[flow.text for flow in _flows(other)] for other in rows[:_LOOKED_AT] if _is_labelled(other)]
    if not row.loose or not below:
        return None
    suits = [sum(_shares_suit(heads[shift:], texts[1:]) for texts in below) for shift in (0, 1)]
    if suits[0] != suits[1]:
        return int(suits[1] > suits[0])
    return 0 if max(map(len, below)) == len(heads) + 1 else None


def _is_labelled(row: Row) -> bool:
    """Whether a row of text that lost its blank cells is a label and its figures."""
    return row.loose and len(row.cells) > 1 and not is_figure(row.cells[0][1]) and is_figure(row.cells[1][1])


def _shares_suit(heads: Sequence[str], figures: Sequence[str]) -> int:
    """How many of the shares stand under a rate, less the others and the rates over figures that are none."""
    pairs = [("率" in head, bool(_SHARE.fullmatch(figure))) for head, figure in zip(heads, figures, strict=False)]
    return sum(1 if rate else -1 for rate, share in pairs if rate or share) - 2 * sum(
        rate and not share for rate, share in pairs
    )


def _is_one_too_many(heads: Sequence[_Cell], row: Row, rows: Sequence[Row]) -> bool:
    """Whether, in text that lost its blank cells, each row beneath a header has a label and one figure fewer than there are heads:
    the first head stands over the labels.
    """
    below = rows[:_LOOKED_AT]
    if (
        not row.loose
        or len(heads) < 2
        or len(below) < _LOOKED_AT
        or any(is_figure(other.cells[0][1]) for other in below)
    ):
        return False
    filled = [other for other in below if len(other.cells) > 1]
    return len(filled) >= _LOOKED_AT - 1 and all(
        len(other.cells) == len(heads) and all(map(is_figure, _flows(other)[1:])) for other in filled
    )


def _beside_sources(row: Row, rows: Sequence[Row]) -> list[_Cell]:
    """The heads of the figures beneath a header that begins with what its rows are (项目资金 | 资金来源 | 本年预算数 | 上年结转), where
    blank cells are lost: their places are counted from the labels of the rows on. Empty where it is none.
    """
    for heads in (row.cells, row.cells[1:]):
        named = len(heads) > 1 and not any(Role.AMOUNT in roles_of(flow.text) for _, flow in heads[:1])
        money = sum(Role.AMOUNT in roles_of(money_label(flow.text)) for _, flow in heads[1:])
        if named and money == len(heads) - 1 and _is_one_too_many(heads, row, rows):
            return [(place, flow) for place, (_, flow) in enumerate(heads[1:], 1)]
    return []


def _pairs_at(
    places: Collection[int], labels: Sequence[_Cell], cells: Sequence[_Cell]
) -> Iterator[tuple[_Cell, _Cell]]:
    """The labels in some columns, with what stands beneath each."""
    below = dict(cells)
    return (((place, flow), (place, below[place])) for place, flow in labels if place in places)


def _flows(row: Row) -> list[Flow]:
    return [flow for _, flow in row.cells]


def _under_heads(figures: Sequence[_Cell], heads: list[int]) -> dict[int, Flow]:
    """Figures by the head they stand under: just under it, else the nearest free one in order."""
    found: dict[int, Flow] = {}
    exact = {place: index for index, place in enumerate(heads)}
    if all(place in exact for place, _ in figures):
        return {exact[place]: flow for place, flow in figures}
    for place, flow in figures:
        free = [i for i in range(len(heads)) if i not in found and i > max(found, default=-1)]
        if free:
            found[min(free, key=lambda i: abs(heads[i] - place))] = flow
    return found
