"""When two texts are the same field, and which rows of two lists belong together; as the corpus's scorer has it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TypeVar

_VARIANTS = str.maketrans("。、“”‘’—–～〔〕【】﹪≧≦", ".,\"\"''--~[][]%≥≤")

_Left = TypeVar("_Left")
_Right = TypeVar("_Right")


@lru_cache(maxsize=100_000)
def plain(text: str) -> str:
    """A text without what layout and typing habits change: width, white space, kinds of quotes, stops at its ends."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text).translate(_VARIANTS)).strip(".,;:")


def same(one: str | None, other: str | None) -> bool:
    """Whether two values say the same; None only equals None."""
    if one is None or other is None:
        return one is other
    one, other = plain(one), plain(other)
    if one == other:
        return True
    try:
        return Decimal(one.replace(",", "")) == Decimal(other.replace(",", ""))
    except InvalidOperation:
        return False


def likeness(one: str | None, other: str | None) -> float:
    """How alike two values are (0 to 1)."""
    return _likeness(plain(one or ""), plain(other or ""))


@lru_cache(maxsize=200_000)
def _likeness(one: str, other: str) -> float:
    if one == other:
        return 1.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio() if one and other else 0.0


def pairs(
    left: Sequence[_Left], right: Sequence[_Right], alike: Callable[[_Left, _Right], float], floor: float = 0.3
) -> list[tuple[_Left | None, _Right | None]]:
    """The order-keeping pairing with the highest total likeness; None where one side has no partner."""
    scores = [[alike(x, y) for y in right] for x in left]
    best = [[0.0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i in reversed(range(len(left))):
        for j in reversed(range(len(right))):
            take = scores[i][j] + best[i + 1][j + 1] if scores[i][j] >= floor else -1.0
            best[i][j] = max(take, best[i + 1][j], best[i][j + 1])
    found: list[tuple[_Left | None, _Right | None]] = []
    i = j = 0
    while i < len(left) and j < len(right):
        if scores[i][j] >= floor and abs(best[i][j] - scores[i][j] - best[i + 1][j + 1]) < 1e-9:
            found.append((left[i], right[j]))
            i, j = i + 1, j + 1
        elif abs(best[i][j] - best[i + 1][j]) < 1e-9:
            found.append((left[i], None))
            i += 1
        else:
            found.append((None, right[j]))
            j += 1
    return found + [(x, None) for x in left[i:]] + [(None, y) for y in right[j:]]
