"""Raised and lowered characters as characters of their own: 10³, m², CO₂, and note marks apart from the number before them."""

from __future__ import annotations

_RAISED = str.maketrans(
    "0123456789+-−=()（）",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾⁽⁾",
) | {0x2460 + number: f"⁽{digit}⁾" for number, digit in enumerate("¹²³⁴⁵⁶⁷⁸⁹")}
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")


def raised(text: str) -> str:
    """A text as it stands raised above the line, as far as there are characters for it. A note's ① becomes ⁽¹⁾."""
    return text.translate(_RAISED)


def lowered(text: str) -> str:
    """A text as it stands lowered; left as it is where a part of it (the point of PM2.5) has no such character."""
    made = text.translate(_LOWERED)
    return made if all(old != new for old, new in zip(text, made, strict=True)) else text
