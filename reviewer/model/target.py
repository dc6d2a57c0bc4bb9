"""Target values: “不少于10000件” as sign, number and unit."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

OPERATORS = ("=", "≥", "≤", ">", "<", "range", "text")


@dataclass(frozen=True, slots=True)
class Target:
    """A target value taken apart.

    `operator` is one of OPERATORS; `number` (and `upper` for a range) as printed without thousands separators, None
    for "text"; `unit` may be empty; `text` is the whole value as printed.
    """

    operator: str
    number: str | None
    upper: str | None
    unit: str
    text: str


_SIGNS = {
    "≥": "≥", "≧": "≥", ">=": "≥", "=>": "≥", "大于等于": "≥", "大于或等于": "≥", "不少于": "≥", "不低于": "≥", "不小于": "≥",
    "至少": "≥", "达到": "≥", "达": "≥", "高于或等于": "≥", "超过或等于": "≥",
    "≤": "≤", "≦": "≤", "<=": "≤", "=<": "≤", "小于等于": "≤", "小于或等于": "≤", "不超过": "≤", "不高于": "≤", "不多于": "≤",
    "不大于": "≤", "控制在": "≤", "至多": "≤", "最多": "≤",
    ">": ">", "大于": ">", "高于": ">", "超过": ">", "多于": ">",
    "<": "<", "小于": "<", "低于": "<", "少于": "<",
    "=": "=", "等于": "=", "为": "=", "约": "=",
}  # fmt: skip
_AFTER = {
    "以上": "≥",
    "及以上": "≥",
    "以内": "≤",
    "以下": "≤",
    "及以下": "≤",
    "之内": "≤",
    "左右": "=",
}
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_VALUE = re.compile(
    rf"(?P<sign>{'|'.join(sorted(map(re.escape, _SIGNS), key=len, reverse=True))})?\s*"
    rf"(?P<number>{_NUMBER})\s*(?:(?:%\s*)?[-~—–至到]\s*(?P<upper>{_NUMBER})\s*)?"
    r"(?P<unit>[^\d≥≤<>=,，;；。、]{0,12}?)\s*"
    r"(?P<after>及以上|及以下|以上|以内|以下|之内|左右)?[。.]?"
)
_WIDE = str.maketrans({"，": ",", "％": "%", "～": "~", "－": "-"})
_YEAR = re.compile(r"(19|20)\d\d(年度?)?")
_MORE_THAN_UNIT = re.compile(r"[%‰]\s*[^\s(/]")
"""“100%覆盖”: the words after the sign say what is counted; they are no part of a unit."""


def parse_target(value: str | None) -> Target | None:
    """The parts of a target value; None for no value.

    A value that is not one sign, one number (or range) and one unit - words, two figures, a date - is "text": its
    parts cannot be told apart without changing its meaning.
    """
    if value is None or not value.strip():
        return None
    plain = unicodedata.normalize("NFKC", value.translate(_WIDE)).strip()
    match = _VALUE.fullmatch(plain)
    if match is None or _YEAR.fullmatch(plain) or _MORE_THAN_UNIT.match(match["unit"]):
        return Target("text", None, None, "", value)
    number = match["number"].replace(",", "")
    upper = match["upper"].replace(",", "") if match["upper"] else None
    unit = match["unit"].strip()
    if upper is not None:
        return Target("range", number, upper, unit.removesuffix("内"), value)
    sign = _SIGNS.get(match["sign"] or "", "")
    after = _AFTER.get(match["after"] or "", "")
    if unit.endswith("内") and not sign:
        unit, after = unit[:-1], "≤"
    elif unit.startswith("余"):
        unit, after = unit[1:], "≥"
    return Target(sign or after or "=", number, None, unit, value)
