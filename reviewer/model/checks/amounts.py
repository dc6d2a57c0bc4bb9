"""Checks of money: numbers are numbers, a total is the sum of its parts, 合计 is the sum of the projects."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from reviewer.model.fields import labelled
from reviewer.model.messages import message
from reviewer.model.review import Issue, Kind, Node, Review, Severity

TOTALS = ("总计", "合计", "年度资金总额", "资金总额", "预算总额", "年度预算总额", "项目资金总额", "总额", "小计")
"""Labels of an amount that the other amounts of the same entry make up."""
_PARTS = ("财政拨款", "财政专户拨款", "其他资金", "财政资金", "自有资金", "上级资金", "本级资金", "专户资金", "单位资金",
          "事业收入", "上年结转", "一般公共预算", "政府性基金")  # fmt: skip


def number(text: str | None) -> Decimal | None:
    """A printed amount as a number, None where it is none."""
    try:
        return Decimal((text or "").replace(",", "").replace("，", "").strip()) if text else None
    except InvalidOperation:
        return None


def not_a_number(review: Review) -> Iterable[Issue]:
    """An amount that is not a number."""
    for entry in review.entries:
        for label, field in entry.group("amounts").items():
            if field.value and number(field.value) is None:
                places = {"value": field.value}
                yield Issue(
                    message("check.amount_unread", **places), Severity.WARNING, entry.id, (labelled("amounts", label),)
                )


def parts(review: Review) -> Iterable[Issue]:
    """A total that is not the sum of the parts printed beside it."""
    for entry in review.entries:
        amounts = entry.group("amounts")
        total = next((label for label in TOTALS if label in amounts), None)
        pieces = [label for label in amounts if label in _PARTS]
        figures = [value for label in pieces if (value := number(amounts[label].value)) is not None]
        whole = number(amounts[total].value) if total else None
        if total is None or whole is None or not figures or abs(sum(figures) - whole) <= _tolerance(len(figures)):
            continue
        places = {"label": total, "total": str(whole), "sum": str(sum(figures))}
        keys = tuple(labelled("amounts", label) for label in (total, *pieces))
        yield Issue(message("check.amount_parts", **places), Severity.WARNING, entry.id, keys)


def sums(review: Review) -> Iterable[Issue]:
    """A 合计 or unit row whose amounts are not the sum of the projects it stands over."""
    projects = [entry for entry in review.entries if entry.kind is Kind.PROJECT]
    for entry in review.entries:
        if entry.kind is Kind.TOTAL:
            yield from _held_against(entry, projects)
    units = [entry for entry in review.entries if entry.kind is Kind.UNIT]
    if len(units) == 1:
        yield from _held_against(units[0], projects)
        return
    for unit in units:
        own = _beneath(review.entries, unit)
        if own:
            yield from _held_against(unit, own, alternative=projects)


def _beneath(entries: list[Node], unit: Node) -> list[Node]:
    start = unit.index() + 1
    own = []
    for entry in entries[start:]:
        if entry.kind is not Kind.PROJECT:
            break
        own.append(entry)
    return own


def _held_against(entry: Node, rows: list[Node], alternative: list[Node] | None = None) -> Iterable[Issue]:
    for label, field in entry.group("amounts").items():
        whole = number(field.value)
        figures = _figures(rows, label)
        if whole is None or not figures or abs(sum(figures) - whole) <= _tolerance(len(figures)):
            continue
        if alternative is not None and abs(sum(_figures(alternative, label)) - whole) <= _tolerance(len(alternative)):
            continue
        places = {"label": label, "total": str(whole), "sum": str(sum(figures))}
        yield Issue(message("check.amount_sum", **places), Severity.WARNING, entry.id, (labelled("amounts", label),))


def _figures(rows: list[Node], label: str) -> list[Decimal]:
    return [value for row in rows if (value := number(row.value(labelled("amounts", label)))) is not None]


def _tolerance(terms: int) -> Decimal:
    """Half a unit of the second decimal for each rounded term."""
    return Decimal("0.005") * (terms + 1)
