"""Sign, number and unit as the workbook shows them, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from unicodedata import normalize

from reviewer.model.target import OPERATORS, Target, is_sound

SIGN_WORDS = {"range": "区间", "text": "定性"}
"""What the workbook says for operators that are no signs."""


def target_from(now: Target | None, parts: Mapping[str, str], texts: Mapping[str, str]) -> Target | None:
    """The target that a row says: `now` with the cells that were changed; None where they do not go together.

    `parts` has the changed cells by “target.sign”, “target.number”, “target.unit”; `texts` the row, for those that were not.
    """
    if now is None:
        return None
    words = {word: operator for operator, word in SIGN_WORDS.items()}
    parts = {key: text if key == "target.unit" else normalize("NFKC", text) for key, text in parts.items()}
    sign = parts.get("target.sign", texts.get("计算符号", SIGN_WORDS.get(now.operator, now.operator))).strip()
    operator = words.get(sign, {">=": "≥", "<=": "≤"}.get(sign, sign))
    if operator not in OPERATORS:
        return None
    number: str | None = parts.get("target.number", texts.get("数值", now.number or "")).replace(",", "") or None
    upper = None
    if operator == "range" and number:
        number, _, rest = number.partition("-")
        upper = rest or None
    unit = parts.get("target.unit", texts.get("计量单位", now.unit))
    target = replace(now, operator=operator, number=None if operator == "text" else number, upper=upper, unit=unit)
    return target if is_sound(target) else None
