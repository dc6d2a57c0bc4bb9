"""Checks of rows: names and values that are missing, differ or stand twice."""

from __future__ import annotations

from collections.abc import Iterable

from reviewer.base.patterns import pattern
from reviewer.model.checks.habits import Habits, has_indicators, values_differ
from reviewer.model.messages import message
from reviewer.model.naming import short
from reviewer.model.review import TARGET_PARTS, Issue, Kind, Node, Review, Severity
from reviewer.model.target import target_of


def missing_name(node: Node, habits: Habits) -> Iterable[Issue]:
    """An entry, a task or an indicator without a name."""
    key, code = ("level3", "check.level3_missing") if node.kind is Kind.INDICATOR else ("name", "check.name_missing")
    if not node.value(key):
        yield Issue(message(code), Severity.ERROR, node.id, (key,))


def missing_values(row: Node, habits: Habits) -> Iterable[Issue]:
    """A target value that is empty although most other indicators have one."""
    usual = {"period_value": habits.period_value, "annual_value": habits.annual_value}
    if habits.sides and any(row.value(key) for key in usual):
        return
    for key, expected in usual.items():
        if expected and not row.value(key):
            beside = tuple(other for other in usual if habits.same_values and other != key and row.value(other))
            yield Issue(message("check.value_missing"), Severity.WARNING, row.id, (key, *beside))


def differing_values(row: Node, habits: Habits) -> Iterable[Issue]:
    """Period and annual target value differ where nearly all other rows have the same in both, and not as they naturally do."""
    period, annual = row.value("period_value"), row.value("annual_value")
    if habits.same_values and period and annual and values_differ(row) and not _differ_naturally(row):
        places = {"period": short(period), "annual": short(annual)}
        yield Issue(message("check.values_differ", **places), Severity.WARNING, row.id, ("annual_value",))


_OVER_YEARS = pattern(r"(?:19|20)\d\d|长期|持续|逐年|逐步|周期|每年|年均")


def _differ_naturally(row: Node) -> bool:
    """Whether the difference explains itself: a year's share, the same in other words, or words about years."""
    period, annual = target_of(row, "period_value"), target_of(row, "annual_value")
    if period is None or annual is None:
        return False
    if period.number is None or annual.number is None:
        return bool(_OVER_YEARS.search(period.text))
    if (period.operator, period.number, period.upper, period.unit) == (
        annual.operator, annual.number, annual.upper, annual.unit,
    ):  # fmt: skip
        return True  # ≥98% and 不低于98%
    if "%" in (period.unit, annual.unit):
        return True  # a rate of one year says nothing about that of another
    whole, part = float(period.upper or period.number), float(annual.upper or annual.number)
    return (whole < part if period.operator in "≤<" else whole > part) and period.unit == annual.unit


def repeated_names(entry: Node) -> Iterable[Issue]:
    """The same level 3 twice under the same levels of one entry: a misread name, or a row that was printed twice."""
    seen: dict[tuple[str | None, ...], Node] = {}
    for row in entry.children:
        name = row.value("level3")
        if row.kind is not Kind.INDICATOR or not name:
            continue
        first = seen.setdefault((row.value("level1"), row.value("level2"), name), row)
        if first is row:
            continue
        if _values_contradict(first, row):
            yield Issue(message("check.level3_twice"), Severity.WARNING, row.id, ("level3",))
        elif all(first.value(key) == row.value(key) for key in TARGET_PARTS):
            yield Issue(message("check.row_twice"), Severity.WARNING, row.id, ("level3",))


def repeated_goals(review: Review) -> Iterable[Issue]:
    """A goal that is word for word another project's: copied by the office, or read twice."""
    first: dict[str, Node] = {}
    found: list[Issue] = []
    goals = [(e, e.value("goal") or "") for e in review.entries if e.kind is Kind.PROJECT]
    for entry, goal in goals:
        plain = "".join(goal.split())
        if len(plain) >= 12 and first.setdefault(plain, entry) is not entry:
            finding = message("check.goal_twice", name=short(first[plain].value("name")))
            found.append(Issue(finding, Severity.INFO, entry.id, ("goal",)))
    return found if len(found) * 2 <= len(goals) else ()


def _values_contradict(one: Node, other: Node) -> bool:
    """Whether both print the same kind of value, and not the same one."""
    pairs = [(one.value(key), other.value(key)) for key in ("annual_value", "period_value")]
    return any(a and b and a != b for a, b in pairs)


def empty_values(entry: Node, habits: Habits) -> Iterable[Issue]:
    """No indicator of the whole review has a target value: said once, for a column may not have been filled in or not seen."""
    if habits.empty and has_indicators(entry) and entry.index() == _first_with_indicators(entry):
        yield Issue(message("check.values_empty"), Severity.WARNING, entry.id)


def _first_with_indicators(entry: Node) -> int:
    entries = entry.parent.children if entry.parent else [entry]
    return next(place for place, one in enumerate(entries) if has_indicators(one))


def total_with_indicators(entry: Node, habits: Habits) -> Iterable[Issue]:
    """A total or an office with indicators of its own: its name may be the office's, where the project's should stand."""
    if entry.kind in (Kind.UNIT, Kind.TOTAL) and entry.value("name") and has_indicators(entry):
        finding = message("check.unit_with_indicators", name=short(entry.value("name") or ""))
        yield Issue(finding, Severity.WARNING, entry.id, ("name",))


def missing_goal_and_indicators(entry: Node, habits: Habits) -> Iterable[Issue]:
    """A project without a goal, or without indicators, where most others have them."""
    if entry.kind not in (Kind.PROJECT, Kind.DEPARTMENT):
        return
    if habits.goal and not entry.value("goal"):
        yield Issue(message("check.goal_missing"), Severity.WARNING, entry.id, ("goal",))
    if habits.indicators and not has_indicators(entry):
        yield Issue(message("check.no_indicators"), Severity.WARNING, entry.id, ("name",))
