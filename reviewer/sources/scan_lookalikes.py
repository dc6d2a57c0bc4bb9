"""Characters that look alike on a scan, told apart by what stands around them.

What recognition took for another character is put right only where nothing else can be meant (an O between the digits of an
amount), and then, as wherever the neighbours speak against what was read, the character counts as hardly legible: the field
that it goes into is marked, and the reviewer sees why. Nothing is put right behind the reviewer's back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

UNSURE = 0.5
"""The certainty of a character whose neighbours speak against it."""
_VARIANTS = frozenset("，,；;：:（(）)％%！!？?。.、“”\"‘’'–—-－―~～")
"""Signs with several forms that mean the same: recognition is often unsure of the form alone."""
_FORM = 0.35
"""So sure recognition has to be of one form for the sign itself to be beyond doubt."""

_DIGITS = {"O": "0", "o": "0", "〇": "0", "○": "0", "l": "1", "I": "1", "|": "1", "Z": "2", "S": "5", "B": "8"}
_NUMBER_CELL = re.compile(r"[-－]?[\dOo〇○lI|ZSB]{1,3}(?:[,，]?[\dOo〇○lI|ZSB]{3})*(?:[.．][\dOo〇○lI|ZSB]+)?[%％]?")
_DASH_BETWEEN = re.compile(r"(?<=\d)一(?=\d|[\u4e00-\u9fff]{2,6}指标)")
_ODD_SHARE = re.compile(r"(?<![\d.])[27](?=(?:[5-9]\d(?:\.\d+)?|100)[%％])")
_LONE = re.compile(r"[一－—\-_]")
_ARROWS = re.compile(r"[>＞<＜](?=\d)")


class Judged(NamedTuple):
    """A text with how sure we are of each of its characters, 0 to 1."""

    text: str
    certainty: tuple[float, ...]


def judged(text: str, certainty: Sequence[float]) -> Judged:
    """A line as recognition gave it, look-alikes put right or marked. The text keeps its length."""
    chars = list(text)
    sure = [_of_variants(char, one) for char, one in zip(chars, certainty, strict=True)]
    for place, char in _put_right(text):
        chars[place] = char
        sure[place] = min(sure[place], UNSURE)
    for place in _spoken_against(text):
        sure[place] = min(sure[place], UNSURE)
    return Judged("".join(chars), tuple(sure))


def _of_variants(char: str, certainty: float) -> float:
    """How sure the meaning of a character is, where its form alone may be in doubt."""
    if char not in _VARIANTS or certainty < _FORM:
        return certainty
    return max(certainty, 1 - (1 - certainty) / 10)


def _put_right(text: str) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    number = _NUMBER_CELL.fullmatch(text.strip())
    if number and sum(char.isdigit() for char in text) >= 2:
        found += [(place, _DIGITS[char]) for place, char in enumerate(text) if char in _DIGITS]
    found += [(match.start(), "-") for match in _DASH_BETWEEN.finditer(text)]
    return found


def _spoken_against(text: str) -> list[int]:
    """Where a sign may be another one: a 2 before a share that would be above a hundred may be a ≥, a lone 一 a dash."""
    found = [match.start() for match in _ODD_SHARE.finditer(text)]
    found += [match.start() for match in _ARROWS.finditer(text)]
    if _LONE.fullmatch(text):
        found.append(0)
    return found
