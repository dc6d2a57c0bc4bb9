"""Evidence about a field, and the probability that comes of it.

Each piece of evidence has a weight in log-odds. The weights are first estimates, set so that the order of the fields is
right; fitting them on labelled documents is a later step, and changes only this table.
"""

from __future__ import annotations

from reviewer.model.fields import Field, read_field
from reviewer.model.flow import Flow
from reviewer.model.messages import Message
from reviewer.model.odds import probability

BASE = 5.5
"""Log-odds of a field that nothing speaks against (0.996)."""

WEIGHTS: dict[str, float] = {
    "read.shifted": -1.6,
    "read.shift_close": -2.0,
    "read.inherited": -0.4,
    "read.inherited_new": -1.2,
    "read.wrapped": -0.3,
    "read.level_either": -3.6,
    "read.rejoined": -3.6,
    "read.continued": -0.6,
    "read.column_guess": -1.0,
    "read.name_around": -2.5,
    "read.name_guess": -0.6,
    "read.kind_guess": -0.8,
    "read.no_label": -2.6,
    "read.no_number": -2.0,
    "read.run_together": -5.0,
    "read.level_lost": -5.0,
    "read.separator_odd": -0.8,
    "read.remark": -4.0,
    "read.bracket_open": -4.0,
    "read.cut_off": -4.0,
    "read.value_odd": -2.4,
    "read.name_odd": -2.4,
    "read.value_lost": -5.0,
    "read.value_borrowed": -4.0,
    "read.period_tail": -5.0,
    "read.disagree": -4.0,
}


def confidence(evidence: tuple[Message, ...]) -> float:
    """The probability (0 to 1) that a field with this evidence against it is right."""
    odds = BASE + sum(WEIGHTS.get(one.code, -1.0) for one in evidence)
    return probability(odds)


def field_from(flow: Flow, evidence: tuple[Message, ...] = (), value: str | None = None) -> Field:
    """The field that a piece of the source gives; `value` where it is not the text itself (a number without commas)."""
    evidence = tuple(dict.fromkeys(evidence))
    return read_field(flow.text if value is None else value, flow.spans, confidence(evidence), evidence)


def empty_field(evidence: tuple[Message, ...] = ()) -> Field:
    """The field of a value that the source does not have, or has lost."""
    return read_field(None, (), confidence(tuple(evidence)), tuple(evidence))
