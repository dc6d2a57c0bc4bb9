"""Evidence as log-odds: how much each finding of a check speaks against a field, and probabilities both ways.

First estimates, set so that the order of the fields is right and that a finding of a check makes a field doubtful; fitting
them on labelled documents changes only this table and that of the extraction.
"""

from __future__ import annotations

import math

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
    "check.goal_missing": -5.0,
    "check.no_indicators": -4.0,
    "check.name_missing": -6.0,
    "check.title_missing": -5.0,
}
"""Log-odds that a finding adds to each field it names."""
OTHER_FINDING = -4.0


def probability(odds: float) -> float:
    """The probability (0 to 1) of these log-odds, to four decimals."""
    return round(1 / (1 + math.exp(-odds)), 4)


def log_odds(share: float) -> float:
    """The log-odds of a probability; 0 and 1 are taken as a little inside."""
    share = min(max(share, 1e-4), 1 - 1e-4)
    return math.log(share / (1 - share))
