"""A quality sample: how many of the unmarked fields are wrong, estimated from a random sample that a person has looked at.

Fields are drawn without putting back, so the bounds are those of the hypergeometric distribution: exact for a small document,
and nothing is uncertain any more where every field was seen. For a large one they are Clopper and Pearson's (Biometrika 26,
1934); where nothing was wrong, the upper one is the rule of three (Hanley and Lippman-Hand, JAMA 249, 1983): 3 / size.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from math import exp, lgamma

from reviewer.base.i18n import percentage
from reviewer.model.edits import Act
from reviewer.model.fields import FieldRef, Status
from reviewer.model.review import Review

SURE = 0.95
"""How sure the bounds are."""
SHARES = (0.1, 0.05, 0.02, 0.01)
"""The shares of wrong fields that a sample is usually to rule out, besides the one of the target accuracy."""


def unmarked(review: Review) -> list[FieldRef]:
    """The fields with a value on which nobody has spoken and that nothing marks, in document order."""
    doubtful = set(review.doubtful())
    return [
        ref for ref in review.refs()
        if ref not in doubtful and review.field(ref).status is Status.OPEN and review.field(ref).value is not None
    ]  # fmt: skip


def size_for(share: float, among: int) -> int:
    """How many of `among` fields one must see, all of them right, to be SURE that at most `share` of them are wrong."""
    wrong = int(share * among) + 1  # the least number that is to be ruled out
    if wrong > among:
        return 0
    return _first(lambda seen: _at_most(0, among, wrong, seen) <= 1 - SURE, among)


def bounds(wrong: int, seen: int, among: int) -> tuple[float, float]:
    """Between which shares (0 to 1) of `among` fields are wrong, where `wrong` of `seen` were."""
    if among == 0:
        return 0.0, 0.0
    tail = 1 - SURE if wrong in (0, seen) else (1 - SURE) / 2
    low, high = wrong, among - (seen - wrong)
    span = high - low
    upper = _first(lambda more: _at_most(wrong, among, low + more, seen) <= tail, span + 1) - 1
    if wrong == 0:
        return 0.0, (low + upper) / among
    lower = _first(lambda more: 1 - _at_most(wrong - 1, among, low + more, seen) > tail, span)
    if wrong == seen:
        upper = span
    return (low + lower) / among, (low + upper) / among


def _first(holds: Callable[[int], bool], end: int) -> int:
    """The first number up to `end` from which on `holds` is true; `end` where it is nowhere before."""
    low, high = 0, end
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low


def _at_most(most: int, among: int, wrong: int, seen: int) -> float:
    """The probability of at most `most` wrong ones among `seen`, drawn out of `among` of which `wrong` are."""
    first = max(0, seen - (among - wrong))
    total = _ways(among, seen)
    return sum(
        exp(_ways(wrong, one) + _ways(among - wrong, seen - one) - total)
        for one in range(first, min(most, wrong, seen) + 1)
    )


def _ways(many: int, few: int) -> float:
    """The logarithm of the number of ways to choose `few` out of `many`."""
    return lgamma(many + 1) - lgamma(few + 1) - lgamma(many - few + 1)


class QualitySample:
    """One sample of `review`, drawn when it is made: `to_see` in document order, out of `among` unmarked fields."""

    def __init__(self, review: Review, size: int, seed: int | None = None) -> None:
        self._review = review
        fields = unmarked(review)
        drawn = set(random.Random(seed).sample(fields, min(size, len(fields))))
        self.among = len(fields)
        self.to_see = [ref for ref in fields if ref in drawn]
        self._before = {ref: review.field(ref).value for ref in self.to_see}

    def wrong(self) -> list[FieldRef]:
        """The fields of the sample that were corrected (or deleted) since it was drawn."""
        return [
            ref for ref, value in self._before.items()
            if ref.node not in self._review or self._review.field(ref).value != value
        ]  # fmt: skip

    def bounds(self) -> tuple[float, float]:
        """Between which shares (0 to 1) of the unmarked fields were wrong."""
        return bounds(len(self.wrong()), len(self.to_see), self.among)

    def remark(self, seconds: float) -> Act:
        """What the record says of it; `seconds` is how long looking at the sample took."""
        low, high = self.bounds()
        places = {"seen": str(len(self.to_see)), "all": str(self.among), "wrong": str(len(self.wrong()))}
        places["minutes"] = f"{seconds / 60:.1f}"
        return Act("quality_sampled", (), (*places.items(), ("low", percent(low)), ("high", percent(high))))


def percent(share: float) -> str:
    """A share as it is written: 0 %, 0.4 %, 12 %."""
    value = share * 100
    return percentage(f"{value:.0f}" if value == 0 or value >= 10 else f"{value:.1f}")
