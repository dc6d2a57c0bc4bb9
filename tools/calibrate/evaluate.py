"""What a calibration is worth on documents that it has not seen."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

from reviewer.model.calibration import Calibration
from tools.calibrate.fit import confidence
from tools.calibrate.observe import Observation

BINS = 10


@dataclass(slots=True)
class Figures:
    """Counts over some documents; the shares are worked out of them."""

    documents: int = 0
    fields: int = 0
    wrong: int = 0
    caught: int = 0
    certain: int = 0
    """Right fields on which the truth is certain."""
    alarms: int = 0
    asked: int = 0
    asked_marked: int = 0
    unmarked: int = 0
    """Fields of the review that are not marked, where the truth is certain."""
    unmarked_wrong: int = 0
    misplaced: int = 0
    """Those of them that were read rightly and only stand in the wrong project, with their row."""
    claims: list[tuple[float, bool]] = field(default_factory=list)
    """Confidence and rightness of every field of the review on which the truth is certain, empty ones too."""

    @property
    def accuracy(self) -> float:
        return 1 - self.wrong / max(1, self.fields)

    @property
    def catch_rate(self) -> float:
        return self.caught / self.wrong if self.wrong else 1.0

    @property
    def alarm_rate(self) -> float:
        return self.alarms / max(1, self.certain)

    @property
    def asked_rate(self) -> float:
        return self.asked_marked / self.asked if self.asked else 1.0

    @property
    def unmarked_accuracy(self) -> float:
        return 1 - self.unmarked_wrong / max(1, self.unmarked)

    @property
    def silent_rate(self) -> float:
        """Wrong fields among those that are not marked, rows in the wrong project left aside."""
        return (self.unmarked_wrong - self.misplaced) / max(1, self.unmarked)

    def add(self, observations: Sequence[Observation], calibration: Calibration, target: float, led: bool) -> None:
        """Count one document; `led`: an issue about it is open whatever the fields are."""
        self.documents += 1
        shares = [confidence(calibration, one) for one in observations]
        marks = [
            one.present and (one.forced or share < calibration.threshold(one.kind, target))
            for one, share in zip(observations, shares, strict=True)
        ]
        led = led or any(marks)
        for one, share, mark in zip(observations, shares, marks, strict=True):
            self._one(one, share, mark, led)

    def _one(self, one: Observation, share: float, mark: bool, led: bool) -> None:
        """`led`: something in the document is marked, which leads to a lost or invented row."""
        if one.present and not one.uncertain:
            self.claims.append((share, one.right or one.misplaced))
        if not one.counted:
            return
        self.fields += 1
        if one.uncertain:
            self.asked += 1
            self.asked_marked += mark or (not one.present and led)
        if not one.right:
            self.wrong += 1
            self.caught += mark or ((one.empty or one.unasked) and led)
        elif not one.uncertain:
            self.certain += 1
            self.alarms += mark
        if one.present and not one.uncertain and not mark:
            self.unmarked += 1
            self.unmarked_wrong += not one.right
            self.misplaced += one.misplaced


def bins(claims: Sequence[tuple[float, bool]], equal_mass: bool) -> list[tuple[float, float, int]]:
    """(mean confidence, share right, fields) of ten bins, of equal mass or of equal width; empty ones left out."""
    ordered = sorted(claims)
    if equal_mass:
        edges = [len(ordered) * place // BINS for place in range(BINS + 1)]
        parts = [ordered[start:stop] for start, stop in itertools.pairwise(edges)]
    else:
        parts = [[c for c in ordered if min(int(c[0] * BINS), BINS - 1) == place] for place in range(BINS)]
    return [
        (sum(share for share, _ in part) / len(part), sum(right for _, right in part) / len(part), len(part))
        for part in parts
        if part
    ]


def calibration_error(claims: Sequence[tuple[float, bool]], equal_mass: bool) -> float:
    """The expected calibration error: how far confidence and share right lie apart, over the bins."""
    total = max(1, len(claims))
    return sum(abs(said - was) * fields for said, was, fields in bins(claims, equal_mass)) / total
