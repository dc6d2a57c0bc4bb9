"""Kinds of money, by their printed labels: which amount is a total, and which of the others it is made of."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from reviewer.base.patterns import pattern

_TOTAL = pattern(r"总额|总计|合计|总金额|小计|总预算|总投资|资金总量")
_PLAIN_TOTAL = pattern(r"(?:项目|年度|年初|全年|本年|本年度)*(?:预算|金额|资金)(?:金额|数|安排|数额)?(?:合计)?")
"""A label without a word of its own for whose money it is; a total only where others stand beside it."""
_KINDS = {
    "within": pattern(r"一般公共预算|政府性基金|国有资本|[当本]年财政|上年结转|结转资金|结余|债券"),
    "state": pattern(r"财政拨款|财政资金|政府预算资金|财政拨付|财政预算资金|公共财政"),
    "other": pattern(r"专户|单位资金|自有|其他|其它|事业收入|经营收入|自筹|社会资金|社会投入|上级补助|附属单位|贷款"),
    "place": pattern(r"中央|省级?(?:财政|补助|资金)|自治区|[市区县州]级|地方|本级|上级资金|下级|镇街"),
    "use": pattern(r"基本支出|项目支出|人员经费|人员支出|公用经费|公用支出"),
    "spread": pattern(r"使用资金|转移支付"),
}
"""What money is called by whose it is (`state` and `other`; `within` may also be part of the former), by the place it
comes from, by its use, by who spends it. The first that a label matches is its kind, `spread` and `place` before the others."""
_ORDER = ("spread", "use", "place", "other", "within", "state")


@lru_cache(maxsize=1 << 10)
def kind_of(label: str) -> str | None:
    """“total”, “plain” (a total if need be), a key of _KINDS, or None for a label that says none of these."""
    plain = re.sub(r"\s|[(\[][^)\]]*[)\]]|^其中:?|^\d+[.、]", "", unicodedata.normalize("NFKC", label))
    if _TOTAL.search(plain):
        return "total"
    for kind in _ORDER:
        if _KINDS[kind].search(plain):
            return kind
    return "plain" if _PLAIN_TOTAL.fullmatch(plain) else None


class Sum(NamedTuple):
    """A total, the amounts that make it up, and the sets of them that may: the likeliest first."""

    total: str
    parts: tuple[str, ...]
    ways: tuple[tuple[str, ...], ...]


@lru_cache(maxsize=1 << 8)
def totals(labels: tuple[str, ...]) -> tuple[Sum, ...]:
    """The totals among an entry's amounts, in print order.

    A grid (年度资金总额/全年预算数) is taken column by column; parts belong to the total before them, or to the first
    one where none is.
    """
    tables: dict[str, list[tuple[str, str]]] = {}
    for label in labels:
        row, _, column = label.partition("/")
        if column and kind_of(column) not in (None, "plain"):  # 金额合计/财政拨款: a heading, then the kind
            row, column = column, row
        kind = kind_of(row)
        if kind is not None:
            tables.setdefault(column, []).append((label, kind))
    return tuple(found for table in tables.values() for found in _sums(table))


def _sums(table: list[tuple[str, str]]) -> Iterator[Sum]:
    heads = [i for i, (_, kind) in enumerate(table) if kind == "total"]
    heads = heads or [i for i, (_, kind) in enumerate(table) if kind == "plain"][:1]
    for at, until in zip(heads, [*heads[1:], len(table)], strict=bool(heads)):
        since = 0 if at == heads[0] else at + 1
        parts = [(label, kind) for label, kind in table[since:until] if kind not in ("total", "plain")]
        if parts:
            yield Sum(table[at][0], tuple(label for label, _ in parts), tuple(_ways(parts)))


_WAYS = (
    ("state", "other"), ("within", "other"), ("state", "within", "other"), ("place",), ("place", "other"),
    ("place", "within", "other"), ("use",), ("use", "other"), ("spread",), ("spread", "other"), tuple(_KINDS),
)  # fmt: skip
"""Forms print the same money from several sides; a total is right when one of them makes it up."""


def _ways(parts: list[tuple[str, str]]) -> Iterator[tuple[str, ...]]:
    """Sets that leave out a kind of the same side only where another set has it: 财政拨款 may include 一般公共预算."""
    for kinds in _WAYS:
        way = tuple(label for label, kind in parts if kind in kinds)
        if way and (kinds[0] in (kind for _, kind in parts) or kinds[0] == "state"):
            yield way
