"""Raised and lowered characters as characters of their own: 10³, m², CO₂, and note marks apart from the number before them."""

from __future__ import annotations

import re

from reviewer.model.spans import Span

_RAISED = str.maketrans(
    "0123456789+-−=()（）[]［］〔〕【】",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾⁽⁾⁽⁾⁽⁾⁽⁾⁽⁾",
) | {0x2460 + number: f"⁽{digit}⁾" for number, digit in enumerate("¹²³⁴⁵⁶⁷⁸⁹")}
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")


def raised(text: str) -> str:
    """A text as it stands raised above the line, as far as there are characters for it. A note's ① becomes ⁽¹⁾."""
    return text.translate(_RAISED)


def capitals(text: str) -> str:
    """Text as a look shows it that is all in capitals, large or small ones; as many characters as before."""
    return "".join(made if len(made := char.upper()) == 1 else char for char in text)


def lowered(text: str) -> str:
    """A text as it stands lowered; left as it is where a part of it (the point of PM2.5) has no such character."""
    made = text.translate(_LOWERED)
    return made if all(old != new for old, new in zip(text, made, strict=True)) else text


_MARKS = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁽⁾]+")
_SIGNS = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁽⁾")
"""Looked for first: a class of characters takes twenty times as long, for every cell there is."""
_POWER = re.compile(r"(?<!\d)(?<!\d[.,])10$|[A-Za-zμ米里尺寸分]$|[)）]$")
"""What a raised digit after it is a power of: ten, a unit of length, something in brackets."""
_AREA = re.compile(r"⁻?[²³]")


def note_marks(text: str) -> list[tuple[int, int]]:
    """Where raised digits stand that refer to a note and are no part of what they stand beside, as (start, end).

    After a ten, a unit of length or a bracket they are its power: 10³, 5m², 公里².
    """
    found = []
    for match in _MARKS.finditer(text):
        before = text[: match.start()].rstrip()[-8:]
        power = _POWER.search(before)
        is_power = power is not None and (power[0] == "10" or bool(_AREA.fullmatch(match[0])) or match[0][0] == "⁻")
        if before and not is_power and (match.start() == 0 or not text[match.start() - 1].isspace()):
            found.append(match.span())
    return found


def without_marks(text: str, page: int, start: int) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The spans of a cell's text that stands at `start` of a page, without marks of notes, and the spans of these."""
    if _SIGNS.isdisjoint(text):
        return ((Span(page, start, start + len(text)),) if text else ()), ()
    kept: list[Span] = []
    marks: list[Span] = []
    at = 0
    for first, last in note_marks(text):
        marks.append(Span(page, start + first, start + last))
        if first > at:
            kept.append(Span(page, start + at, start + first))
        at = last
    if at < len(text):
        kept.append(Span(page, start + at, start + len(text)))
    return tuple(kept), tuple(marks)
