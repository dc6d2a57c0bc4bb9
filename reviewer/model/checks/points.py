"""Points and weights of indicators, and what they add up to."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from reviewer.model.checks.habits import Habits
from reviewer.model.messages import message
from reviewer.model.points import is_whole, points_of
from reviewer.model.review import Issue, Node, Severity


def sum_of_points(entry: Node, habits: Habits) -> Iterable[Issue]:
    """Points that do not add up to a whole, where those of other projects do or there is no other."""
    for label, found in points_of(entry).items():
        if habits.points and not is_whole(found):
            finding = message("check.points_sum", label=label, sum=f"{sum(found, Decimal(0)).normalize():f}")
            yield Issue(finding, Severity.WARNING, entry.id)
