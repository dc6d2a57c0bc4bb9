"""Find and replace over the fields of a review: what would change, before anything does."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from reviewer.base.i18n import tr
from reviewer.model.fields import FieldRef, split_key
from reviewer.model.review import TARGET_PARTS, Review

if TYPE_CHECKING:
    import regex

LONGEST = 1.0
"""Seconds that one search may take in all. What a user types can take time that doubles with every character of a value."""

SCOPES: dict[str, tuple[str, ...]] = {
    "all": (),
    "names": ("name", "level3", "title"),
    "levels": ("level1", "level2"),
    "values": ("period_value", "annual_value"),
    "goals": ("goal", "content"),
    "amounts": ("amounts", "amount"),
    "others": ("attributes", "extra", "unit", "department", "year", "money_unit"),
}
"""Which fields are looked at, by name; no keys stand for every field."""


class Doubt(Enum):
    """Why a change is not made without being asked for."""

    EMPTIED = "emptied"
    """Nothing takes the place of what is found."""
    INSIDE = "inside"
    """A few characters, or a part of a number, within a longer value: “1” in “100%”."""


_SHORT = 2
"""Up to so many characters stand by chance within longer values."""


@dataclass(frozen=True)
class Wanted:
    """What is looked for and what takes its place. `whole`: only values that are the text and nothing else."""

    find: str
    put: str
    scope: str = "all"
    whole: bool = False
    case: bool = False
    pattern: bool = False


class Change(NamedTuple):
    """One value that would change; `doubt` says why nobody may have meant it, None where that is plain."""

    ref: FieldRef
    before: str
    after: str
    doubt: Doubt | None = None


def changes(review: Review, wanted: Wanted) -> list[Change]:
    """The values that would change, in document order.

    Raises ValueError, in a sentence, for a pattern that is none and for one that takes longer than LONGEST.
    """
    if not wanted.find:
        return []
    try:
        return list(_changes(review, wanted, time.monotonic() + LONGEST))
    except TimeoutError as error:
        said = tr("“{text}” takes too long to search for; please make the pattern simpler.", text=wanted.find)
        raise ValueError(said) from error


def _changes(review: Review, wanted: Wanted, until: float) -> Iterator[Change]:
    import regex

    expression = _expression(wanted)
    put = wanted.put if wanted.pattern else wanted.put.replace("\\", "\\\\")
    scope = SCOPES[wanted.scope]
    for ref in review.refs():
        if ref.key in TARGET_PARTS.values() or (scope and split_key(ref.key)[0] not in scope):
            continue
        before = review.field(ref).value
        if not before:
            continue
        try:
            after = expression.sub(put, before, timeout=_left(until)).strip()
        except (regex.error, IndexError) as error:
            raise ValueError(tr("“{text}” cannot take the place of the pattern.", text=wanted.put)) from error
        if after != before:
            yield Change(ref, before, after, _doubt(expression, wanted, (before, after), until))


def _left(until: float) -> float:
    """The seconds that are left. Raises TimeoutError where none are."""
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _doubt(expression: regex.Pattern[str], wanted: Wanted, change: tuple[str, str], until: float) -> Doubt | None:
    before, after = change
    if not after or (
        not wanted.put.strip() and (wanted.find.strip() or not wanted.put)
    ):  # blanks are as good as nothing
        return Doubt.EMPTIED
    for match in expression.finditer(before, timeout=_left(until)):
        if match.group() != before and (len(match.group()) <= _SHORT or _cuts_a_number(before, *match.span())):
            return Doubt.INSIDE
    return None


def _cuts_a_number(text: str, start: int, end: int) -> bool:
    """Whether a piece of a text begins or ends within a number."""
    return (_is_figure(text[start - 1 : start]) and _is_figure(text[start : start + 1])) or (
        _is_figure(text[end - 1 : end]) and _is_figure(text[end : end + 1])
    )


def _is_figure(sign: str) -> bool:
    return bool(sign) and (sign.isdecimal() or sign in ".,．，")


def _expression(wanted: Wanted) -> regex.Pattern[str]:
    """What is searched for. `regex` and not `re`: it can be told to give up (`timeout`), and knows \\p{Han}."""
    import regex

    text = wanted.find if wanted.pattern else re.escape(wanted.find)
    try:
        return regex.compile(rf"^(?:{text})$" if wanted.whole else text, 0 if wanted.case else regex.IGNORECASE)
    except (regex.error, RecursionError, OverflowError) as error:
        raise ValueError(tr("“{text}” is no pattern that can be searched for.", text=wanted.find)) from error
