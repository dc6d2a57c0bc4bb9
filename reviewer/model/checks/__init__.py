"""Checks: rules over a review that yield issues. None of them changes anything.

They run again after every act, but only where something they look at has changed: a check of one node for the nodes
whose values changed (for all, when the habits of the review changed), a check of an entry's rows for the entries
touched, all entries against each other when money, goals or entries changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from reviewer.model.checks import amounts, document, levels, order, points, rows, values
from reviewer.model.checks.habits import Habits, habits, traits
from reviewer.model.review import ENTRY_KINDS, Issue, Kind, Node, Review, ReviewListener

NodeCheck = Callable[[Node, Habits], Iterable[Issue]]
"""A check that looks at one node's own values and those of its children, and at the habits of the review."""

_ENTRY_CHECKS: tuple[NodeCheck, ...] = (
    rows.missing_name,
    rows.missing_goal_and_indicators,
    rows.total_with_indicators,
    rows.empty_values,
    amounts.not_a_number,
    amounts.cut_label,
    amounts.negative,
    amounts.parts,
    points.sum_of_points,
    order.name_of_several,
)
NODE_CHECKS: dict[Kind, tuple[NodeCheck, ...]] = {
    **dict.fromkeys(ENTRY_KINDS, _ENTRY_CHECKS),
    Kind.TASK: (rows.missing_name,),
    Kind.INDICATOR: (
        levels.codes_and_names,
        levels.missing_levels,
        levels.taught_names,
        rows.missing_name,
        rows.missing_values,
        rows.differing_values,
        values.contradicting_signs,
        values.letter_for_digit,
        values.words_or_figure,
        values.impossible_share,
        values.odd_sign,
        values.missing_unit,
        values.far_year,
    ),
}
"""The checks of each kind of node, in the order in which their issues are listed for one place."""
GROUP_CHECKS: tuple[Callable[[Node], Iterable[Issue]], ...] = (
    rows.repeated_names,
    order.levels_begin_again,
    order.values_alternate,
)
"""Checks that hold the rows of one entry against each other; their issues are about rows."""
WHOLE_CHECKS: tuple[Callable[[Review], Iterable[Issue]], ...] = (amounts.sums, rows.repeated_goals)
"""Checks that hold the amounts and goals of all entries against each other; their issues are about entries."""


def run_checks(review: Review) -> None:
    """Run every check once and keep what they find in the review."""
    Checks(review).update()


@lru_cache(maxsize=256)
def _one_for_all(traits: tuple[str, ...]) -> tuple[str, ...]:
    """The same object for the same traits: thousands of rows have them."""
    return traits


@dataclass(frozen=True, slots=True)
class Found:
    """What the checks found in a review, with what they go on from: for who has the same review in another process."""

    traits: dict[int, tuple[str, ...]]
    habits: Habits | None
    alone: dict[int, tuple[Issue, ...]]
    together: dict[int, tuple[Issue, ...]]


class Checks(ReviewListener):
    """The checks over one review. As a listener of the review it knows what has changed; update() runs what must run again."""

    def __init__(self, review: Review, found: Found | None = None) -> None:
        """`found` is what was found in this very review elsewhere: it is gone on from, instead of running every check."""
        self._review = review
        self._cut_end = document.cut_end(review.source)
        if review.loose is None:
            review.loose = document.left_over(review)
        self._traits: dict[int, tuple[str, ...]] = {}
        self._counts: Counter[str] = Counter()
        self._habits: Habits | None = None
        self._alone: dict[int, tuple[Issue, ...]] = {}
        """What was found about a node by itself, by node; only nodes with findings."""
        self._together: dict[int, tuple[Issue, ...]] = {}
        """What was found by holding nodes against each other, by the node it is about."""
        self._touched: dict[int, Node] = {}
        self._entries: dict[int, Node] = {}
        """Entries whose rows have to be held against each other again."""
        self._between = True
        if found is None:
            self._arrived(review.root)
        else:
            self._resume(found)

    def update(self) -> None:
        """Run what must run again and tell the review what is found now."""
        for node in self._touched.values():
            self._count(node, traits(node))
        now = habits(self._counts)
        if now != self._habits:
            self._habits = now
            self._touched = {node.id: node for node in self._review.root.walk()}
        for node in self._touched.values():
            _keep(self._alone, node.id, tuple(self._checked(node, now)))
        renewed = set(self._touched)
        for entry in self._entries.values():
            about = [row.id for row in entry.children]
            self._hold_together(about, (issue for check in GROUP_CHECKS for issue in check(entry)))
            renewed.update(about)
        if self._between:
            about = [entry.id for entry in self._review.entries]
            self._hold_together(about, (issue for check in WHOLE_CHECKS for issue in check(self._review)))
            renewed.update(about)
        self._review.replace_issues(
            {node_id: self._alone.get(node_id, ()) + self._together.get(node_id, ()) for node_id in renewed}
        )
        self._touched, self._entries, self._between = {}, {}, False

    def found(self) -> Found:
        """What is found now; not to be changed. To be asked for after update()."""
        return Found(self._traits, self._habits, self._alone, self._together)

    def _resume(self, found: Found) -> None:
        self._traits, self._habits = dict(found.traits), found.habits
        self._counts = Counter(name for names in found.traits.values() for name in names)
        self._alone, self._together = dict(found.alone), dict(found.together)
        self._review.replace_issues(
            {node: found.alone.get(node, ()) + found.together.get(node, ()) for node in (*found.alone, *found.together)}
        )
        self._between = False

    def _checked(self, node: Node, now: Habits) -> Iterator[Issue]:
        if node.kind is Kind.DOCUMENT:
            yield from document.nothing_recognised(self._review)
            yield from document.cut_off(self._review, self._cut_end)
            yield from document.missing_title(self._review)
            yield from document.unclaimed_text(self._review)
            yield from document.notes_of_reader(self._review)
        for check in NODE_CHECKS.get(node.kind, ()):
            yield from check(node, now)

    def _hold_together(self, about: list[int], issues: Iterable[Issue]) -> None:
        found: dict[int, list[Issue]] = {}
        for issue in issues:
            found.setdefault(issue.node, []).append(issue)
        for node_id in about:
            _keep(self._together, node_id, tuple(found.get(node_id, ())))

    def _count(self, node: Node, now: tuple[str, ...]) -> None:
        """Have the counts behind the habits hold a node with these traits, () for one that is gone."""
        self._counts.subtract(self._traits.pop(node.id, ()))
        self._counts.update(now)
        if now:
            self._traits[node.id] = _one_for_all(now)

    # -- what changes: see ReviewListener -------------------------------------------------------------------------

    def value_changed(self, node: Node, key: str) -> None:
        self._touch(node)
        if key == "goal" or key.startswith("amounts["):
            self._between = True
        elif node.kind is Kind.INDICATOR:
            self._rows_changed(node.parent)

    def kind_changed(self, node: Node) -> None:
        self._touch(node)
        self._between = True

    def inserted(self, node: Node) -> None:
        self._arrived(node)
        self._rows_changed(node.parent)

    def removed(self, parent: Node, index: int, node: Node) -> None:
        for gone in node.walk():
            self._count(gone, ())
            self._alone.pop(gone.id, None)
            self._together.pop(gone.id, None)
            self._touched.pop(gone.id, None)
            self._entries.pop(gone.id, None)
        self._rows_changed(parent)

    def about_to_move(self, node: Node, parent: Node, index: int) -> None:
        self._rows_changed(node.parent)

    def moved(self, node: Node) -> None:
        self._rows_changed(node.parent)

    def _touch(self, node: Node) -> None:
        self._touched[node.id] = node

    def _arrived(self, node: Node) -> None:
        for new in node.walk():
            self._touch(new)
            if new.kind in ENTRY_KINDS:
                self._entries[new.id] = new

    def _rows_changed(self, parent: Node | None) -> None:
        """What stands under `parent` is not the same any more, or not in the same order, or says something else."""
        if parent is None:
            return
        self._touch(parent)
        if parent.kind is Kind.DOCUMENT:
            self._between = True
        else:
            self._entries[parent.id] = parent


def _keep(where: dict[int, tuple[Issue, ...]], node_id: int, issues: tuple[Issue, ...]) -> None:
    if issues:
        where[node_id] = issues
    else:
        where.pop(node_id, None)
