"""How probable it is that a field is right: its kind's base and the weight of each piece of evidence, in log-odds.

Both are fitted on documents whose truth is known (`python -m tools.calibrate`) and kept in
resources/calibration/calibration.json. The tables here and in the extraction are first estimates: what the fit starts
from, and what holds for evidence that no such document has shown.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from reviewer.base.resources import load_json

CHECK_ODDS: dict[str, float] = {
    "check.level_code": -5.0,
    "check.level2_parent": -5.0,
    "check.level_place": -6.0,
    "check.level_missing": -6.0,
    "check.level3_missing": -6.0,
    "check.level3_twice": -5.0,
    "check.value_missing": -5.0,
    "check.values_differ": -3.5,
    "check.amount_parts": -4.0,
    "check.amount_sum": -4.0,
    "check.amount_unread": -5.0,
    "check.amount_negative": -5.0,
    "check.row_twice": -5.0,
    "check.signs": -5.0,
    "check.share_over": -5.0,
    "check.goal_missing": -5.0,
    "check.no_indicators": -4.0,
    "check.name_missing": -6.0,
    "check.title_missing": -5.0,
}
"""Log-odds that a finding adds to each field it names."""
OTHER_FINDING = -4.0
"""Of a finding that has no estimate."""

MUST_LOOK = frozenset(
    {
        "read.disagree",
        "read.run_together", "read.level_lost", "read.bracket_open", "read.cut_off", "read.value_lost", "read.value_borrowed",
        "read.recognition_poor", "read.recognition_weak",
        "read.period_tail", "read.rejoined", "read.level_either", "read.level_unknown", "read.columns_lost",
        "read.amount_place", "read.amount_text", "read.bar_within", "read.goal_unlabelled", "read.no_value_column",
        "read.lines_joined", "read.several_years", "read.implausible", "read.value_odd", "read.name_odd",
        "read.no_borders", "read.learned_poor",
        "read.readings_differ", "read.others_differ", "read.entries_differ", "read.layout_unknown", "read.from_other",
        "read.foreign_open",
    }
)  # fmt: skip
"""Evidence that makes a field doubtful whatever its confidence: only the original, or nobody, can say what is right."""

BORNE_OUT = "read.borne_out"
"""What stands beside doubts that another reading answers: each of them then weighs what it weighs where two readings agree."""
ANSWERED = frozenset({"read.learned_poor", "read.no_borders"})
"""Evidence that marks a field whatever its confidence only as long as no other reading bears the field out."""
CONTESTED = "read.one_differs"
"""With this beside it, nothing is answered."""
OF_THE_TEXT = frozenset({"read.value_odd", "read.name_odd", "read.unit_blank", "read.remark", "read.no_number"})
"""Evidence that lies in what the source says: however many readings find it, it weighs the same."""

TARGETS = (0.99, 0.995, 0.999, 0.9995)
"""The accuracies of the unmarked fields that a user can ask for."""
DEFAULT_TARGET = 0.999

FIRST_BASE = 5.5
_HALF = 0.5
_EMPTY = "empty "
_TASK = ("name", "content", "amount", "goal")


def field_kind(node: str, key: str, value: str | None) -> str:
    """Which base and threshold a field has: its key without the label; of its own where it is a task's, or empty.

    `node` is the kind of its node. That a source has no such value is a claim too, and goes wrong for other reasons.
    """
    kind = key.partition("[")[0]
    if kind.endswith("_code"):
        kind = "code"
    elif node == "task":
        kind = f"task {kind}"
    return kind if value is not None else _EMPTY + kind


def probability(odds: float) -> float:
    """The probability (0 to 1) of these log-odds, to five decimals."""
    return round(1 / (1 + math.exp(-odds)), 5)


def log_odds(share: float) -> float:
    """The log-odds of a probability; 0 and 1 are taken as a little inside."""
    share = min(max(share, 1e-5), 1 - 1e-5)
    return math.log(share / (1 - share))


@dataclass(frozen=True, slots=True)
class Calibration:
    """What was fitted: the base of each field kind, the weight (below 0) of each code, by kind and target the confidence
    below which a field is doubtful, and the weights of the codes on fields that another reading bears out.
    """

    base: Mapping[str, float]
    weights: Mapping[str, float]
    thresholds: Mapping[str, Mapping[float, float]]
    borne_out: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Calibration:
        """The calibration in the shape of calibration.json."""
        thresholds = {
            kind: {float(t): cut for t, cut in sorted(cuts.items())} for kind, cuts in data["thresholds"].items()
        }
        return cls(data["base"], data["weights"], thresholds, data.get("borne_out", {}))

    def confidence(self, kind: str, weights: Iterable[float]) -> float:
        """The probability (0 to 1) that a field of this kind is right with evidence of these weights against it."""
        return probability(self.base.get(kind, FIRST_BASE) + sum(weights))

    def weight(self, code: str, otherwise: float, borne_out: bool = False) -> float:
        """The log-odds that a piece of evidence adds; `otherwise` where it was never met on a labelled document.

        `borne_out`: on a field that another reading has from the same place; half as much where that was never met.
        """
        alone = self.weights.get(code, otherwise)
        return self.borne_out.get(code, alone * _HALF) if borne_out and code not in OF_THE_TEXT else alone

    def threshold(self, kind: str, target: float) -> float:
        """The confidence below which a field of this kind is doubtful, so that the others are right at `target`.

        A target between two of TARGETS has the threshold of the stricter one.
        """
        cuts = self.thresholds.get(kind)
        if cuts is None:
            return min(target, self.confidence(kind, ()))
        if target in cuts:
            return cuts[target]
        return next((cut for known, cut in cuts.items() if known >= target), cuts[TARGETS[-1]])


@cache
def calibration() -> Calibration:
    """The calibration that comes with the program."""
    return Calibration.from_json(load_json("calibration", "calibration.json"))


def check_weights(codes: Collection[str]) -> float:
    """The log-odds that findings of checks with these codes add to a field."""
    return sum(calibration().weight(code, CHECK_ODDS.get(code, OTHER_FINDING)) for code in codes)
