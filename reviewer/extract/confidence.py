"""Evidence about a field, and the probability that comes of it.

The probability is worked out once, when the field is finished: by its kind and everything said about it until then. The
first estimates of reasons.REASONS are what holds where calibration.json has no weight.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise

from reviewer.model.calibration import calibration, field_kind
from reviewer.model.fields import Field, read_field
from reviewer.model.flow import Flow
from reviewer.model.messages import Message
from reviewer.model.reasons import ANSWERED, BORNE_OUT, CONTESTED, MUST_LOOK, first_weight

_OFTEN_THE_SAME = 8
"""A value of at most so many characters (数量指标, ≥95%) is kept once for all the fields that have it."""


def confidence(kind: str, evidence: Sequence[Message]) -> float:
    """The probability (0 to 1) that a field of this kind (see calibration.field_kind) is right with this evidence against it."""
    return _confidence(kind, tuple(dict.fromkeys([one.code for one in evidence])) if evidence else ())


@lru_cache(maxsize=4096)
def _confidence(kind: str, codes: tuple[str, ...]) -> float:
    found, borne_out = calibration(), BORNE_OUT in codes
    weighed = (code for code in codes if code != BORNE_OUT)
    return found.confidence(kind, (found.weight(code, first_weight(code), borne_out) for code in weighed))


def must_look(evidence: Sequence[Message]) -> bool:
    """Whether evidence marks a field whatever its confidence."""
    codes = {one.code for one in evidence}
    answered = BORNE_OUT in codes and CONTESTED not in codes
    return bool(codes & (MUST_LOOK - ANSWERED if answered else MUST_LOOK))


def judged(node: str, key: str, field: Field) -> Field:
    """The finished field of a node of this kind, with its probability; marked where its evidence asks for a person."""
    reasons = field.reasons
    flagged = field.flagged or (bool(reasons) and must_look(reasons))
    share = confidence(field_kind(node, key, field.value), reasons)
    value = sys.intern(field.value) if field.value and len(field.value) <= _OFTEN_THE_SAME else field.value
    read = value if field.read == field.value else field.read
    return Field(value, share, reasons, field.spans, field.status, flagged, read)


@lru_cache(maxsize=4096)
def united(*reasons: Message) -> tuple[Message, ...]:
    """Each reason once, in the order given; the same object for the same reasons, for most fields of a row have the same."""
    return tuple(dict.fromkeys(reasons))


def field_from(flow: Flow, evidence: tuple[Message, ...] = (), value: str | None = None) -> Field:
    """The field that a piece of the source gives; `value` where it is not the text itself (a number without commas).

    Its places are in the order of the source, also where the text is not: a unit may be printed before its figure.
    """
    ordered = all(one <= two for one, two in pairwise(flow.spans))
    spans = flow.spans if ordered else tuple(sorted(flow.spans))
    return read_field(flow.text if value is None else value, spans, reasons=united(*evidence))


@cache
def nothing(node: str, key: str) -> Field:
    """The finished field of a value that nothing was said about: one for all nodes of this kind, for there are many."""
    return judged(node, key, empty_field())


def empty_field(evidence: tuple[Message, ...] = ()) -> Field:
    """The field of a value that the source does not have, or has lost."""
    return read_field(None, reasons=tuple(evidence))
