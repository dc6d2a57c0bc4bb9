"""The fit: how sure each kind of field is by itself, and how much each piece of evidence takes away: by itself, and where
another reading bears the field out.

A logistic regression by Newton's method. Every number has a prior, the bases at 5.5 and the weights at their first
estimates, so that evidence seldom met keeps its estimate; a weight never rises above a little under 0, since no evidence
speaks for a field. Deterministic.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from reviewer.model.calibration import FIRST_BASE, Calibration
from reviewer.model.reasons import BORNE_OUT, REASONS, first_weight
from tools.calibrate.observe import Observation

HIGHEST_WEIGHT = -0.05
_OF_THE_TEXT = frozenset(code for code, reason in REASONS.items() if reason.of_the_text)
_BASE_SPREAD = 2.0
_WEIGHT_SPREAD = 1.0
_ROUNDS = 200
_UNCERTAIN = 0.5
"""How right a field counts on which the truth itself is uncertain: the program should be no surer than people were."""

_Vector = NDArray[np.float64]


def usable(observations: Iterable[Observation]) -> list[Observation]:
    """Those that say something about confidence: the review has the field and the truth is certain of it.

    What was read rightly of a row in the wrong entry counts as right: where a row belongs is no question of its fields.
    """
    known = (one for one in observations if one.present and not one.uncertain)
    return [replace(one, right=True) if one.misplaced else one for one in known]


def fit(observations: Iterable[Observation]) -> Calibration:
    """Base and weights, without thresholds."""
    count: Counter[tuple[str, tuple[str, ...]]] = Counter()
    right: dict[tuple[str, tuple[str, ...]], float] = defaultdict(float)
    for one in observations:
        if one.present:
            count[one.kind, one.codes] += 1
            right[one.kind, one.codes] += _UNCERTAIN if one.uncertain else one.right or one.misplaced
    patterns = sorted(count)
    kinds = sorted({kind for kind, _ in patterns})
    codes = sorted({code for _, found in patterns for code in weighed(found)})
    columns = {name: place for place, name in enumerate([*kinds, *codes])}
    design = np.zeros((len(patterns), len(columns)))
    for row, (kind, found) in enumerate(patterns):
        design[row, [columns[kind], *(columns[code] for code in weighed(found))]] = 1
    prior = np.array([FIRST_BASE] * len(kinds) + [_first(code) for code in codes])
    spread = np.array([_BASE_SPREAD] * len(kinds) + [_WEIGHT_SPREAD] * len(codes))
    highest = np.array([np.inf] * len(kinds) + [0.0 if code.endswith(_ALONE) else HIGHEST_WEIGHT for code in codes])
    total = np.array([count[p] for p in patterns], dtype=float)
    hits = np.array([right[p] for p in patterns], dtype=float)
    fitted = _newton(design, total, hits, prior, spread, highest)
    values = {name: round(float(fitted[place]), 3) for name, place in columns.items()}
    borne_out = {code: values[code] for code in codes if not code.endswith(_ALONE)}
    alone = {code: round(weight + values.get(code + _ALONE, 0.0), 3) for code, weight in borne_out.items()}
    answered = {code: weight for code, weight in borne_out.items() if _is_answerable(code)}
    return Calibration({kind: values[kind] for kind in kinds}, alone, {}, answered)


_ALONE = " alone"


def weighed(codes: Iterable[str]) -> list[str]:
    """The names of the weights that evidence has: what a reading says of itself weighs more where no other bears the field out,
    never less.
    """
    codes = list(codes)
    if BORNE_OUT in codes:
        return [code for code in codes if code != BORNE_OUT]
    return [*codes, *(code + _ALONE for code in codes if _is_answerable(code))]


def _is_answerable(code: str) -> bool:
    return code.startswith("read.") and code not in _OF_THE_TEXT


def _first(name: str) -> float:
    """The first estimate of a weight by the name that `weighed` gives it: half of an answerable one is what stands alone."""
    code = name.removesuffix(_ALONE)
    return first_weight(code) * (0.5 if _is_answerable(code) else 1.0)


def _newton(
    design: _Vector, total: _Vector, hits: _Vector, prior: _Vector, spread: _Vector, highest: _Vector
) -> _Vector:
    """The likeliest parameters not above `highest`: Newton's method on those that do not lie at their bound."""
    at = np.minimum(prior, highest)
    loss = _loss(at, design, total, hits, prior, spread)
    for _ in range(_ROUNDS):
        share = 1 / (1 + np.exp(-(design @ at)))
        slope = design.T @ (total * share - hits) + (at - prior) / spread**2
        bend = (design * (total * share * (1 - share))[:, None]).T @ design + np.diag(1 / spread**2)
        free = ~((at >= highest) & (slope < 0))
        step = np.zeros_like(at)
        step[free] = np.linalg.solve(bend[np.ix_(free, free)], slope[free])
        size = 1.0
        while size > 1e-6:
            there = np.minimum(at - size * step, highest)
            then = _loss(there, design, total, hits, prior, spread)
            if then <= loss:
                break
            size /= 2
        done = loss - then < 1e-9
        if then <= loss:
            at, loss = there, then
        if done:
            break
    return at


def _loss(at: _Vector, design: _Vector, total: _Vector, hits: _Vector, prior: _Vector, spread: _Vector) -> float:
    odds = design @ at
    fitting = np.sum(total * np.logaddexp(0, odds) - hits * odds)
    return float(fitting + 0.5 * np.sum(((at - prior) / spread) ** 2))


def confidence(calibration: Calibration, one: Observation) -> float:
    """What the review says for a field with this evidence, under this calibration."""
    borne_out = BORNE_OUT in one.codes
    weights = (
        calibration.weight(code, first_weight(code), borne_out and _is_answerable(code))
        for code in one.codes
        if code != BORNE_OUT
    )
    return calibration.confidence(one.kind, weights)


def with_thresholds(calibration: Calibration, thresholds: Mapping[str, Mapping[float, float]]) -> Calibration:
    """The same calibration with its thresholds."""
    return replace(calibration, thresholds=thresholds)
