"""Which of several readings leads: by what each has taken of the source, never by the net's own opinion alone."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.extract.readings.features import NAMES, features
from reviewer.extract.readings.reading import By, Reading
from reviewer.model.source import Source

WEIGHTS: dict[str, float] = {
    "rows": 1.0,
    "rows_whole": 1.0,
    "names_whole": 1.0,
    "levels_taken": 3.0,
    "values_taken": 3.0,
    "entries_named": 1.0,
    "entries_full": 1.0,
    "marked": -1.0,
    "goals": 0.5,
    "text_taken": 1.0,
}
"""What a feature is worth, in log-odds, where a reading has all of it."""
TRUSTED: dict[By, float] = {By.RULES: 0.5, By.ORDER: 0.0, By.LEARNED: 0.0}
"""What speaks for a way of reading before anything is read: the rules know what they read."""


def leader(source: Source, readings: Sequence[Reading]) -> Reading:
    """The reading that gives the best tree; the first of several that are as good."""
    if len(readings) == 1:
        return readings[0]
    return max(readings, key=lambda reading: worth(source, reading))


def worth(source: Source, reading: Reading) -> float:
    """How much speaks for a reading, in log-odds."""
    found = features(source, reading)
    return TRUSTED[reading.by] + sum(WEIGHTS[name] * found[name] for name in NAMES)
