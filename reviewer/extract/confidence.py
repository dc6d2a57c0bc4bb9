"""Evidence about a field, and the probability that comes of it.

The probability is worked out once, when the field is finished: by its kind and everything said about it until then. The
weights here are first estimates; those of calibration.json go before them.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import cache, lru_cache

from reviewer.model.fields import Field, read_field
from reviewer.model.flow import Flow
from reviewer.model.messages import Message
from reviewer.model.odds import ANSWERED, BORNE_OUT, CONTESTED, MUST_LOOK, calibration, field_kind

OTHER_EVIDENCE = -1.0
"""The weight of evidence that has no estimate."""

_OFTEN_THE_SAME = 8
"""A value of at most so many characters (数量指标, ≥95%) is kept once for all the fields that have it."""

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
    "read.lines_joined": -3.6,
    "read.rejoined": -3.6,
    "read.continued": -0.6,
    "read.column_guess": -1.0,
    "read.name_around": -2.5,
    "read.name_guess": -0.6,
    "read.kind_guess": -0.8,
    "read.amount_place": -3.0,
    "read.amount_text": -3.0,
    "read.bar_within": -3.0,
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
    "read.unit_blank": -3.0,
    "read.value_borrowed": -4.0,
    "read.several_years": -5.0,
    "read.period_tail": -5.0,
    "read.recognition_poor": -5.0,
    "read.recognition_weak": -4.0,
    "read.recognition_fair": -0.8,
    "read.implausible": -5.0,
    "read.disagree": -4.0,
    "read.foreign_open": -5.0,
    "read.cells_lost": -2.5,
    "read.no_result": -5.0,
    "read.readings_differ": -3.0,
    "read.other_differs": -1.5,
    "read.from_other": -4.0,
    "read.long_term": -4.0,
    "read.layout_unknown": -5.0,
    "read.others_differ": -4.0,
    "read.one_differs": -2.0,
    "read.entries_differ": -4.0,
    "read.not_confirmed": -0.2,
    "read.learned": -1.0,
    "read.learned_fair": -1.0,
    "read.learned_weak": -2.5,
    "read.learned_poor": -5.0,
    "read.no_borders": -5.0,
}
"""First estimates: what a piece of evidence adds to a field's log-odds."""


def confidence(kind: str, evidence: Sequence[Message]) -> float:
    """The probability (0 to 1) that a field of this kind (see odds.field_kind) is right with this evidence against it."""
    return _confidence(kind, tuple(dict.fromkeys(one.code for one in evidence)))


@lru_cache(maxsize=4096)
def _confidence(kind: str, codes: tuple[str, ...]) -> float:
    found, borne_out = calibration(), BORNE_OUT in codes
    weighed = (code for code in codes if code != BORNE_OUT)
    return found.confidence(kind, (found.weight(code, first_weight(code), borne_out) for code in weighed))


def first_weight(code: str) -> float:
    """The weight of a piece of evidence before any fit."""
    return WEIGHTS.get(code, OTHER_EVIDENCE)


def must_look(evidence: Sequence[Message]) -> bool:
    """Whether evidence marks a field whatever its confidence."""
    codes = {one.code for one in evidence}
    answered = BORNE_OUT in codes and CONTESTED not in codes
    return bool(codes & (MUST_LOOK - ANSWERED if answered else MUST_LOOK))


def judged(node: str, key: str, field: Field) -> Field:
    """The finished field of a node of this kind, with its probability; marked where its evidence asks for a person."""
    flagged = field.flagged or must_look(field.reasons)
    share = confidence(field_kind(node, key, field.value), field.reasons)
    value = sys.intern(field.value) if field.value and len(field.value) <= _OFTEN_THE_SAME else field.value
    read = value if field.read == field.value else field.read
    return Field(value, share, field.reasons, field.spans, field.status, flagged, read)


@lru_cache(maxsize=4096)
def united(*reasons: Message) -> tuple[Message, ...]:
    """Each reason once, in the order given; the same object for the same reasons, for most fields of a row have the same."""
    return tuple(dict.fromkeys(reasons))


def field_from(flow: Flow, evidence: tuple[Message, ...] = (), value: str | None = None) -> Field:
    """The field that a piece of the source gives; `value` where it is not the text itself (a number without commas)."""
    return read_field(flow.text if value is None else value, flow.spans, reasons=united(*evidence))


@cache
def nothing(node: str, key: str) -> Field:
    """The finished field of a value that nothing was said about: one for all nodes of this kind, for there are many."""
    return judged(node, key, empty_field())


def empty_field(evidence: tuple[Message, ...] = ()) -> Field:
    """The field of a value that the source does not have, or has lost."""
    return read_field(None, reasons=tuple(evidence))
