"""How probable it is that a field is right: its kind's base and the weight of each piece of evidence, in log-odds.

Both are fitted on documents whose truth is known (`python -m tools.calibrate`) and kept in
resources/calibration/calibration.json. The weights of reasons.REASONS are first estimates: what
the fit starts from, and what holds for evidence that no such document has shown.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from reviewer.base.resources import load_json
from reviewer.model.reasons import REASONS, first_weight

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
        return self.borne_out.get(code, alone * _HALF) if borne_out and not _of_the_text(code) else alone

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


def _of_the_text(code: str) -> bool:
    return code in REASONS and REASONS[code].of_the_text


@cache
def calibration() -> Calibration:
    """The calibration that comes with the program."""
    return Calibration.from_json(load_json("calibration", "calibration.json"))


def check_weights(codes: Collection[str]) -> float:
    """The log-odds that findings of checks with these codes add to a field."""
    return sum(calibration().weight(code, first_weight(code)) for code in codes)
