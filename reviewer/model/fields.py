"""Fields: one value with what is known about it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from reviewer.base.patterns import pattern
from reviewer.model.messages import Message
from reviewer.model.spans import Span, Spans


class Status(StrEnum):
    """What a person has said about a field."""

    OPEN = "open"
    ACCEPTED = "accepted"
    EDITED = "edited"
    BLANK = "blank"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Field:
    """One value read from a source.

    `value` is what the review says now, `read` what the extraction read; `confidence` is the probability (0 to 1)
    that `read` is right, `reasons` why it is what it is; `flagged` says that a rule wants a person to look whatever
    the confidence; `spans` is where the value stands in the source. Values are replaced, never changed in place.
    """

    value: str | None = None
    confidence: float = 1.0
    reasons: tuple[Message, ...] = ()
    spans: Spans = ()
    status: Status = Status.OPEN
    flagged: bool = False
    read: str | None = None

    def with_value(self, value: str | None, spans: Spans | None = None) -> Field:
        """This field with a value that a person gave it; with `spans` where it was taken from the source."""
        return replace(self, value=value or None, status=Status.EDITED, spans=self.spans if spans is None else spans)

    def with_status(self, status: Status) -> Field:
        """This field with another word of the reviewer on it; BLANK and UNREADABLE empty the value."""
        value = None if status in (Status.BLANK, Status.UNREADABLE) else self.value
        return replace(self, value=value, status=status)


def read_field(
    value: str | None,
    spans: Spans = (),
    confidence: float = 1.0,
    reasons: tuple[Message, ...] = (),
    flagged: bool = False,
) -> Field:
    """A field as the extraction reads it."""
    value = value or None
    return Field(value, confidence, reasons, spans, Status.OPEN, flagged, value)


class FieldRef(NamedTuple):
    """The name of one field of a review: the node's id and the field's key ("annual_value", "amounts[总计]", …)."""

    node: int
    key: str


_LABELLED = pattern(r"(amounts|attributes|extra)\[(.*)\]", re.S)


@lru_cache(maxsize=1024)
def labelled(group: str, label: str) -> str:
    """The key of a field that goes by its printed label: “amounts” and “总计” give “amounts[总计]”."""
    return f"{group}[{label}]"


ASIDE = "aside["


def aside_key(piece: Span) -> str:
    """The key of the document's field that says that somebody has looked at a piece of text that no field claimed.

    Its value is the text. Such fields are not walked, shown or exported; nothing but the record and coverage asks for them.
    """
    return f"{ASIDE}{piece.page}:{piece.start}-{piece.end}]"


def split_key(key: str) -> tuple[str, str | None]:
    """("amounts", "总计") for "amounts[总计]", ("name", None) for "name"."""
    match = _LABELLED.fullmatch(key)
    return (match[1], match[2]) if match else (key, None)
