"""Evidence about a field, and the probability that comes of it.

The probability is worked out once, when the field is finished: by its kind and everything said about it until then. The
weights here are first estimates; those of calibration.json go before them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reviewer.model.fields import Field, read_field
from reviewer.model.flow import Flow
from reviewer.model.messages import Message
from reviewer.model.odds import MUST_LOOK, calibration, field_kind

OTHER_EVIDENCE = -1.0
"""The weight of evidence that has no estimate."""

WEIGHTS: dict[str, float] = {
    "read.shifted": -1.6,
    "read.shifted_clear": -0.4,
    "read.shift_close": -2.0,
    "read.inherited": -0.4,
    "read.inherited_new": -1.2,
    "read.wrapped": -0.3,
    "read.level_either": -3.6,
    "read.level_unknown": -3.6,
    "read.columns_lost": -3.6,
    "read.rejoined": -3.6,
    "read.continued": -0.6,
    "read.column_guess": -1.0,
    "read.name_around": -2.5,
    "read.name_guess": -0.6,
    "read.kind_guess": -0.8,
    "read.amount_place": -3.0,
    "read.no_value_column": -3.0,
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
"""First estimates: what a piece of evidence adds to a field's log-odds."""


def confidence(kind: str, evidence: Sequence[Message]) -> float:
    """The probability (0 to 1) that a field of this kind (see odds.field_kind) is right with this evidence against it."""
    found = calibration()
    codes = dict.fromkeys(one.code for one in evidence)
    return found.confidence(kind, (found.weight(code, WEIGHTS.get(code, OTHER_EVIDENCE)) for code in codes))


def judged(node: str, key: str, field: Field) -> Field:
    """The finished field of a node of this kind, with its probability; marked where its evidence asks for a person."""
    flagged = field.flagged or any(one.code in MUST_LOOK for one in field.reasons)
    return replace(field, confidence=confidence(field_kind(node, key, field.value), field.reasons), flagged=flagged)


def field_from(flow: Flow, evidence: tuple[Message, ...] = (), value: str | None = None) -> Field:
    """The field that a piece of the source gives; `value` where it is not the text itself (a number without commas)."""
    return read_field(flow.text if value is None else value, flow.spans, reasons=tuple(dict.fromkeys(evidence)))


def empty_field(evidence: tuple[Message, ...] = ()) -> Field:
    """The field of a value that the source does not have, or has lost."""
    return read_field(None, reasons=tuple(evidence))
