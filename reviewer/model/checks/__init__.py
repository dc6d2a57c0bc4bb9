"""Checks: rules over a review that yield issues. Run again after every act; none of them changes anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from reviewer.model.checks import amounts, document, levels, rows
from reviewer.model.review import Issue, Review

CHECKS: tuple[Callable[[Review], Iterable[Issue]], ...] = (
    document.nothing_recognised,
    document.cut_off,
    document.missing_title,
    levels.codes_and_names,
    levels.missing_levels,
    rows.missing_names,
    rows.missing_values,
    rows.differing_values,
    rows.repeated_names,
    rows.missing_goals_and_indicators,
    amounts.not_a_number,
    amounts.parts,
    amounts.sums,
)
"""Every check, in the order in which its issues are listed for one place."""


def run_checks(review: Review) -> None:
    """Run every check and keep what they find in the review, in document order."""
    order = {node.id: place for place, node in enumerate(review.root.walk())}
    found = [issue for check in CHECKS for issue in check(review)]
    found.sort(key=lambda issue: order.get(issue.node, 0))
    review.set_issues(found)
