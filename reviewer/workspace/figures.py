"""How far two people who read the same field agree, with how sure one can be of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

SURE = 1.959963984540054
"""Standard deviations on either side that hold 95 % of a normal distribution."""
BY = ("kind", "office", "layout", "marked", "clerk")
"""What figures are grouped by."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Fields of one clerk that a second person has read: how many, how many alike, how many turned out wrong."""

    clerk: str
    kind: str
    office: str
    layout: str
    marked: bool
    seen: int
    agreed: int
    wrong: int


@dataclass(frozen=True, slots=True)
class Attention:
    """How long somebody has worked on how many documents with how many acts, and how many known errors came up, were noticed, righted."""

    clerk: str
    documents: int
    seconds: float
    acts: int
    planted: int
    noticed: int
    righted: int

    @property
    def interval(self) -> tuple[float, float]:
        """Between which shares of known errors are noticed (95 % sure)."""
        return wilson(self.noticed, self.planted)


@dataclass(frozen=True, slots=True)
class Agreement:
    """The agreement in one group: a share (0 to 1) with its 95 % interval."""

    group: str
    seen: int
    agreed: int
    wrong: int

    @property
    def share(self) -> float:
        """How many of those seen were read alike."""
        return self.agreed / self.seen if self.seen else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Between which shares the true one is (95 % sure)."""
        return wilson(self.agreed, self.seen)


def wilson(agreed: int, seen: int) -> tuple[float, float]:
    """Wilson's interval for a share of which `agreed` of `seen` were observed (95 %); nothing seen says nothing: 0 to 1.

    Good for small numbers and for shares near 0 and 1, where the usual one is not (Wilson, JASA 22, 1927).
    """
    if seen == 0:
        return 0.0, 1.0
    share, square = agreed / seen, SURE * SURE
    middle = (share + square / (2 * seen)) / (1 + square / seen)
    half = SURE / (1 + square / seen) * sqrt(share * (1 - share) / seen + square / (4 * seen * seen))
    return max(0.0, middle - half), min(1.0, middle + half)


def agreements(counted: Iterable[Counted], by: str) -> Sequence[Agreement]:
    """The agreement by "kind", "office", "layout", "marked" ("yes", "no") or "clerk", those first of which least is right."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for one in counted:
        group = sums[("yes" if one.marked else "no") if by == "marked" else getattr(one, by)]
        for place, number in enumerate((one.seen, one.agreed, one.wrong)):
            group[place] += number
    made = [Agreement(group, *numbers) for group, numbers in sums.items()]
    return sorted(made, key=lambda each: (each.interval[0], each.group))
