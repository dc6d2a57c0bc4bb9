"""The weights of the choice: a logistic regression over pairs of readings, each pair weighed by what the choice is worth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations

import numpy as np

from reviewer.extract.readings.features import NAMES
from reviewer.extract.readings.reading import By
from tools.readings.documents import Told

ALL = (*(f"by {way}" for way in By), *NAMES)
_RIDGE = 0.02
_STEPS = 4000
_RATE = 0.5


def _vector(told: Told, way: str) -> np.ndarray:
    ways = [float(f"by {way}" == name) for name in ALL[: len(By)]]
    return np.array([*ways, *(told.features[way][name] for name in NAMES)])


def _pairs(documents: Sequence[Told]) -> Iterator[tuple[np.ndarray, float]]:
    for told in documents:
        for one, other in permutations(told.right, 2):
            gain = told.right[one] - told.right[other]
            if gain > 0:
                yield _vector(told, one) - _vector(told, other), gain


def fit(documents: Sequence[Told]) -> dict[str, float]:
    """The weights with which the better reading of a pair is worth more, mistakes counted by what they lose."""
    found = list(_pairs(documents))
    x, gain = np.array([pair[0] for pair in found]), np.array([pair[1] for pair in found])
    scale = np.abs(x).max(axis=0) + 1e-9
    x = x / scale
    weights = np.zeros(x.shape[1])
    for _ in range(_STEPS):
        miss = 1 / (1 + np.exp(x @ weights))
        weights += _RATE * ((x * (gain * miss)[:, None]).sum(axis=0) / gain.sum() - _RIDGE * weights / 10)
    return {name: round(float(w), 3) for name, w in zip(ALL, weights / scale, strict=True)}


def chosen(documents: Sequence[Told], weights: Mapping[str, float]) -> dict[str, float]:
    """The mean share of right fields of the reading chosen, of the best one, and of each way by itself."""
    vector = np.array([weights[name] for name in ALL])
    leaders = [max(told.right, key=lambda way: _vector(told, way) @ vector) for told in documents]
    found = {"chosen": [told.right[way] for told, way in zip(documents, leaders, strict=True)]}
    found["best"] = [max(told.right.values()) for told in documents]
    for way in By:
        found[way] = [told.right.get(way, 0.0) for told in documents]
    return {name: round(float(np.mean(shares)), 4) for name, shares in found.items()}
