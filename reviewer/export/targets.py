"""Sign, number and unit as the workbook shows them, and back. Several targets of one value stand in one cell, with “；” between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from unicodedata import normalize

from reviewer.model.target import OPERATORS, Target, is_sound

SIGN_WORDS = {"range": "区间", "text": "定性"}
"""What the workbook says for operators that are no signs."""
_BETWEEN = "；"


def sign_word(target: Target) -> str:
    """A target's sign as the workbook says it."""
    return SIGN_WORDS.get(target.operator, target.operator)


def figure_text(target: Target) -> str:
    """A target's number as a text, both of a range; empty for words."""
    return "-".join(number for number in (target.number, target.upper) if number is not None)


def joined(parts: Iterable[str]) -> str | None:
    """The same part of several targets in one cell; None where none has it."""
    found = list(parts)
    return _BETWEEN.join(found) if any(found) else None


def targets_from(
    now: tuple[Target, ...], parts: Mapping[str, str], texts: Mapping[str, str]
) -> tuple[Target, ...] | None:
    """The targets that a row says: `now` with the cells that were changed; None where they do not go together.

    `parts` has the changed cells by “target.sign”, “target.number”, “target.unit”; `texts` the row, for those that were not.
    """
    if not now:
        return None
    signs = parts.get("target.sign", texts.get("计算符号", joined(map(sign_word, now)) or ""))
    numbers = parts.get("target.number", texts.get("数值", joined(map(figure_text, now)) or ""))
    units = parts.get("target.unit", texts.get("计量单位", joined(target.unit for target in now) or ""))
    cells = [text.replace(";", _BETWEEN).split(_BETWEEN) for text in (signs, numbers, units)]
    count = max(map(len, cells))
    cells = [cell if len(cell) == count else cell * count if cell == [""] else [] for cell in cells]
    if not all(cells):
        return None
    like = now if len(now) == count else (replace(now[0], text=""),) * count
    found = tuple(_target(*row) for row in zip(like, *cells, strict=True))
    return tuple(target for target in found if target is not None) if None not in found else None


def _target(now: Target, sign: str, figure: str, unit: str) -> Target | None:
    words = {word: operator for operator, word in SIGN_WORDS.items()}
    sign = normalize("NFKC", sign).strip()
    operator = words.get(sign, {">=": "≥", "<=": "≤"}.get(sign, sign))
    if operator not in OPERATORS:
        return None
    number: str | None = normalize("NFKC", figure).replace(",", "").strip() or None
    upper = None
    if operator == "range" and number:
        lead = "-" if number.startswith("-") else ""
        low, _, rest = number.removeprefix("-").partition("-")
        number, upper = lead + low, rest or None
    target = replace(now, operator=operator, number=None if operator == "text" else number, upper=upper, unit=unit)
    return target if is_sound(target) else None
