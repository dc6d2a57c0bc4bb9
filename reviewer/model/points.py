"""Points and weights that the indicators of an entry print, by column."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from reviewer.base.patterns import pattern
from reviewer.model.tree import Kind, Node

_LABEL = pattern(r"(?:三级)?(?:指标)?(?:权重|分值|分数|满分|标准分)(?:值|分值|分)?")
_FIGURE = pattern(r"(\d+(?:\.\d+)?)[%分]?")
_WHOLE = (Decimal(100), Decimal(90), Decimal(1), Decimal("0.9"))
"""90 where the execution of the budget has the other 10."""


@lru_cache(1 << 10)
def _is_points(label: str) -> bool:
    return bool(_LABEL.fullmatch(re.sub(r"\s|\([^)]*\)", "", unicodedata.normalize("NFKC", label))))


@lru_cache(1 << 12)
def _figure(text: str | None) -> Decimal | None:
    match = _FIGURE.fullmatch("".join(unicodedata.normalize("NFKC", text or "").split()))
    return Decimal(match[1]) if match else None


def points_of(entry: Node) -> dict[str, list[Decimal]]:
    """The points that the indicators of an entry print, by the label of their column; only columns with three or more."""
    found: dict[str, list[Decimal]] = {}
    for row in entry.children:
        if row.kind is Kind.INDICATOR:
            for label, field in row.group("extra").items():
                if field.value and _is_points(label) and (value := _figure(field.value)) is not None:
                    found.setdefault(label, []).append(value)
    return {label: values for label, values in found.items() if len(values) >= 3}


def is_whole(points: list[Decimal]) -> bool:
    """Whether points add up to 100, to the 90 that go with 10 for the execution of the budget, or to 1; rounding aside."""
    return any(abs(sum(points) - whole) <= whole / 1000 for whole in _WHOLE)
