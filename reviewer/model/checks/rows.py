"""Checks of rows: names and values that are missing, differ or stand twice."""

from __future__ import annotations

from collections.abc import Iterable

from reviewer.model.checks.levels import indicators
from reviewer.model.messages import message
from reviewer.model.naming import short
from reviewer.model.review import Issue, Kind, Node, Review, Severity

MOST = 0.6
"""From this share of the rows on, a value counts as one that every row should have."""
NEARLY_ALL = 0.85


def missing_names(review: Review) -> Iterable[Issue]:
    """Entries and indicators without a name."""
    for node in review.root.walk():
        if node.kind is Kind.INDICATOR and not node.value("level3"):
            yield Issue(message("check.level3_missing"), Severity.ERROR, node.id, ("level3",))
        elif node.kind not in (Kind.DOCUMENT, Kind.INDICATOR) and not node.value("name"):
            yield Issue(message("check.name_missing"), Severity.ERROR, node.id, ("name",))


def missing_values(review: Review) -> Iterable[Issue]:
    """A target value that is empty although most other indicators have one."""
    nodes = list(indicators(review))
    for key in ("period_value", "annual_value"):
        have = sum(bool(node.value(key)) for node in nodes)
        if nodes and have / len(nodes) >= MOST:
            for node in nodes:
                if not node.value(key):
                    yield Issue(message("check.value_missing"), Severity.WARNING, node.id, (key,))


def differing_values(review: Review) -> Iterable[Issue]:
    """Period and annual target value differ where nearly all other rows have the same in both."""
    both = [n for n in indicators(review) if n.value("period_value") and n.value("annual_value")]
    differ = [n for n in both if _plain(n, "period_value") != _plain(n, "annual_value")]
    if len(both) >= 5 and len(differ) / len(both) <= 1 - NEARLY_ALL:
        for node in differ:
            places = {"period": short(node.value("period_value")), "annual": short(node.value("annual_value"))}
            yield Issue(message("check.values_differ", **places), Severity.WARNING, node.id, ("annual_value",))


def _plain(node: Node, key: str) -> str:
    return "".join((node.value(key) or "").split()).rstrip("。.;；")


def repeated_names(review: Review) -> Iterable[Issue]:
    """The same level 3 twice under the same levels of one entry, with different values: one of them may be wrong."""
    for entry in review.entries:
        seen: dict[tuple[str | None, ...], Node] = {}
        for node in entry.children:
            name = node.value("level3")
            if node.kind is not Kind.INDICATOR or not name:
                continue
            first = seen.setdefault((node.value("level1"), node.value("level2"), name), node)
            if first is not node and _values_contradict(first, node):
                yield Issue(message("check.level3_twice"), Severity.WARNING, node.id, ("level3",))


def _values_contradict(one: Node, other: Node) -> bool:
    """Whether both print the same kind of value, and not the same one."""
    pairs = [(one.value(key), other.value(key)) for key in ("annual_value", "period_value")]
    return any(a and b and a != b for a, b in pairs)


def missing_goals_and_indicators(review: Review) -> Iterable[Issue]:
    """Projects without a goal, or without indicators, where most others have them."""
    projects = [entry for entry in review.entries if entry.kind in (Kind.PROJECT, Kind.DEPARTMENT)]
    goals = sum(bool(entry.value("goal")) for entry in projects)
    full = sum(any(c.kind is Kind.INDICATOR for c in entry.children) for entry in projects)
    for entry in projects:
        if not entry.value("goal") and goals / len(projects) >= MOST:
            yield Issue(message("check.goal_missing"), Severity.WARNING, entry.id, ("goal",))
        if full / len(projects) >= MOST and not any(c.kind is Kind.INDICATOR for c in entry.children):
            yield Issue(message("check.no_indicators"), Severity.WARNING, entry.id, ("name",))
