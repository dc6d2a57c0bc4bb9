"""Which of the two readings leads: by what each has taken of the source, never by the net's own opinion alone."""

from __future__ import annotations

from reviewer.extract.readings.features import NAMES, features
from reviewer.extract.readings.reading import Reading
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
"""What a feature is worth, in log-odds, where one reading has all of it and the other nothing."""
LEAD = 1.0
"""By how much the learned reading must be ahead: the rules know what they read."""


def learned_leads(source: Source, rules: Reading, learned: Reading) -> bool:
    """Whether the learned reading gives the better tree."""
    if not any(True for _ in learned.indicators()) and not any(entry.children for entry in learned.entries):
        return False
    return worth(source, rules, learned) > LEAD


def worth(source: Source, rules: Reading, learned: Reading) -> float:
    """How much speaks for the learned reading, in log-odds."""
    one, other = features(source, learned), features(source, rules)
    return sum(WEIGHTS[name] * (one[name] - other[name]) for name in NAMES)
