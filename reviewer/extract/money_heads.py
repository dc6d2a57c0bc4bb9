"""The heads over the columns of a grid of money: years, terms, kinds of figures, and what stands on the row above them."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.base.patterns import pattern
from reviewer.extract.labels import money_unit
from reviewer.extract.likeness import amount_within
from reviewer.extract.rows import Row
from reviewer.model.flow import Flow

_Cell = tuple[int, Flow]
MONEY_END = pattern(
    r"(?:预算|资金|金额|总额|经费)(?:安排|申请|下达|投入|数|规模)*\s*(?:[（(][^（()）]*元[)）])?\s*[:：]?\s*$"
)
"""How a label of money ends: 本年预算数（万元）."""


def says_money(label: str) -> bool:
    """Whether a label that no vocabulary has says that an amount stands beside it: by its last word, or by a unit of money."""
    return bool(MONEY_END.search(label) or money_unit(label))


def is_figure(flow: Flow | None) -> bool:
    """Whether a cell holds an amount."""
    return flow is not None and amount_within(flow.text) is not None


_YEAR = pattern(
    r"\s*(?:(?:19|20)\d\d\s*年?度?|第[一二三四五1-5]年)(?:预算|计划|安排|投入|资金|金额|数)*\s*(?:[（(][^（()）]*[)）])?\s*"
)
_TERM = pattern(r"\s*(?:中期|实施期|项目期|[本当]?年度?)(?:预算|资金|金额|数)*\s*(?:[（(][^（()）]*[)）])?\s*")
"""What heads the amounts of the whole period and of the year, side by side: 中期 | 年度."""
_SUM = pattern(r"\s*(?:合计|总计|小计|总额)\s*")


def years_of_money(row: Row, following: Sequence[Row]) -> list[_Cell]:
    """The years, and their sum, over the columns of a grid of money: 来源 | 2025年 | 2026年 | 合计; none where a row is no such header."""
    for kind in (_YEAR, _TERM):
        years = [(place, flow) for place, flow in row.cells if kind.fullmatch(flow.text)]
        if len(years) >= 2:
            break
    else:
        return []
    if not following:
        return []
    first = years[0][0]
    heads = [(place, flow) for place, flow in row.cells if (place, flow) in years or _SUM.fullmatch(flow.text)]
    if any(place > first and (place, flow) not in heads for place, flow in row.cells):
        return []
    places = {place for place, _ in heads}
    begins = min(places)
    figures = [flow for place, flow in following[0].cells if place >= begins]
    named = any(place < begins and not is_figure(flow) for place, flow in following[0].cells)
    return heads if named and figures and all(map(is_figure, figures)) else []


def with_money_between(heads: list[_Cell], row: Row) -> list[_Cell]:
    """The heads of a grid of money with those between them that say so by their last word alone: 年初预算 | 调整后预算 | 实际支出."""
    if len(heads) < 2:
        return heads
    (first, _), (last, _) = heads[0], heads[-1]
    return [
        (place, flow)
        for place, flow in row.cells
        if (place, flow) in heads or (first < place < last and says_money(flow.text))
    ]


def with_heads_above(heads: list[_Cell], above: Sequence[_Cell], following: Sequence[Row]) -> list[_Cell]:
    """The heads with those that say money on the row above, left of them: a second row tells only one of these apart.

    资金情况 |          | 当年金额 | 占比   | 近两年金额
             |          |          |        | 2024年 | 2025年
             | 财政拨款 | 456.01   | 75.70% | 419.52 | 437.76
    """
    if not heads or not following:
        return heads
    first, name = heads[0][0], following[0].cells[0][0]
    figures = {place for place, flow in following[0].cells if is_figure(flow)}
    return [
        *[
            (place, flow)
            for place, flow in above
            if name < place < first and place in figures and says_money(flow.text)
        ],
        *heads,
    ]
