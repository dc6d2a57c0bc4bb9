"""Checks of money: numbers are numbers, a total is the sum of its parts, 合计 is the sum of the projects."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from reviewer.model.checks import money
from reviewer.model.checks.habits import Habits
from reviewer.model.entering import plain_figure
from reviewer.model.fields import labelled
from reviewer.model.messages import message
from reviewer.model.review import Issue, Kind, Node, Review, Severity


@lru_cache(maxsize=1 << 14)
def number(text: str | None) -> Decimal | None:
    """A printed amount as a number, None where it is none (“nan” and “1e999” are none either)."""
    try:
        value = Decimal((plain_figure(text or "") or text or "").replace(",", "").strip())
    except InvalidOperation:
        return None
    return value if value.is_finite() and value.adjusted() < 20 else None


def not_a_number(entry: Node, habits: Habits) -> Iterable[Issue]:
    """An amount that is not a number."""
    for label, field in entry.group("amounts").items():
        if field.value and number(field.value) is None:
            places = {"value": field.value}
            yield Issue(
                message("check.amount_unread", **places), Severity.WARNING, entry.id, (labelled("amounts", label),)
            )


def cut_label(entry: Node, habits: Habits) -> Iterable[Issue]:
    """A label whose bracket is never closed, or never opened: a piece of it stands elsewhere, and its unit with it."""
    for label, field in entry.group("amounts").items():
        if field.value and sum(label.count(sign) for sign in "（(") != sum(label.count(sign) for sign in "）)"):
            finding = message("check.label_cut", label=label)
            yield Issue(finding, Severity.WARNING, entry.id, (labelled("amounts", label),))


def negative(entry: Node, habits: Habits) -> Iterable[Issue]:
    """A sum of money below nothing."""
    for label, field in entry.group("amounts").items():
        value = number(field.value)
        if value is not None and value < 0:
            finding = message("check.amount_negative", label=label, value=field.value or "")
            yield Issue(finding, Severity.WARNING, entry.id, (labelled("amounts", label),))


def parts(entry: Node, habits: Habits) -> Iterable[Issue]:
    """A total that is not the sum of the kinds of money printed beside it, in any way of adding them up."""
    for found in money.totals(tuple(entry.group("amounts"))):
        whole = number(entry.value(labelled("amounts", found.total)))
        figures = {label: number(entry.value(labelled("amounts", label))) for label in found.parts}
        ways = [[value for label in way if (value := figures[label]) is not None] for way in found.ways]
        ways = [way for way in ways if way]
        if whole is None or not ways or any(abs(sum(way) - whole) <= _rounding(whole, way) for way in ways):
            continue
        places = {"label": found.total, "total": str(whole), "sum": str(sum(ways[0]))}
        keys = tuple(labelled("amounts", label) for label in (found.total, *found.parts))
        yield Issue(message("check.amount_parts", **places), Severity.WARNING, entry.id, keys)


def _rounding(whole: Decimal, terms: list[Decimal]) -> Decimal:
    """How much a sum may be off: half a unit of the last digit of a total that is rounded more coarsely than its parts."""
    coarse, fine = int(whole.as_tuple().exponent), min(int(term.as_tuple().exponent) for term in terms)
    return max(_tolerance(len(terms)), Decimal(5).scaleb(coarse - 1) if fine < coarse < 0 else Decimal(0))


class _Rows:
    """Sums over some rows: how many rows there are, and the sum and number of the figures under each label."""

    def __init__(self) -> None:
        self.count = 0
        self.figures: dict[str, tuple[Decimal, int]] = {}

    def add(self, row: dict[str, Decimal]) -> None:
        self.count += 1
        for label, value in row.items():
            whole, count = self.figures.get(label, (Decimal(0), 0))
            self.figures[label] = (whole + value, count + 1)


def sums(review: Review) -> Iterable[Issue]:
    """A 合计 or unit row whose amounts are not the sum of the projects it stands over."""
    projects, units, beneath = _Rows(), 0, None
    own: dict[int, _Rows] = {}
    """The projects right beneath each unit row."""
    for entry in review.entries:
        if entry.kind is Kind.PROJECT:
            row = _figures(entry)
            projects.add(row)
            if beneath is not None:
                beneath.add(row)
        else:
            beneath = None
        if entry.kind is Kind.UNIT:
            units += 1
            beneath = own[entry.id] = _Rows()
    for entry in review.entries:
        if entry.kind is Kind.TOTAL or (entry.kind is Kind.UNIT and units == 1):
            yield from _held_against(entry, projects)
        elif entry.kind is Kind.UNIT and own[entry.id].count:
            yield from _held_against(entry, own[entry.id], projects)


def _held_against(entry: Node, rows: _Rows, alternative: _Rows | None = None) -> Iterable[Issue]:
    for label, whole in _figures(entry).items():
        found, terms = rows.figures.get(label, (Decimal(0), 0))
        if not terms or abs(found - whole) <= _tolerance(terms):
            continue
        if alternative is not None:
            other, _ = alternative.figures.get(label, (Decimal(0), 0))
            if abs(other - whole) <= _tolerance(alternative.count):
                continue
        places = {"label": label, "total": str(whole), "sum": str(found)}
        yield Issue(message("check.amount_sum", **places), Severity.WARNING, entry.id, (labelled("amounts", label),))


def _figures(entry: Node) -> dict[str, Decimal]:
    """The amounts of an entry that are numbers, by label."""
    numbers = {label: number(field.value) for label, field in entry.group("amounts").items()}
    return {label: value for label, value in numbers.items() if value is not None}


def _tolerance(terms: int) -> Decimal:
    """Half a unit of the second decimal for each rounded term."""
    return Decimal("0.005") * (terms + 1)
