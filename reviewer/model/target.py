"""Target values: “不少于10000件” as sign, number and unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from reviewer.model.review import TARGET_PARTS, Node

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
    "≥": "≥", ">=": "≥", "=>": "≥", "大于等于": "≥", "大于或等于": "≥", "大于、等于": "≥", "高于或等于": "≥", "高于等于": "≥",
    "超过或等于": "≥", "不少于": "≥", "不低于": "≥", "不小于": "≥", "不得少于": "≥", "不得低于": "≥", "不能低于": "≥", "至少": "≥",
    "最少": "≥", "最低": "≥", "达到": "≥", "达": "≥",
    "≤": "≤", "<=": "≤", "=<": "≤", "小于等于": "≤", "小于或等于": "≤", "小于、等于": "≤", "低于或等于": "≤", "低于等于": "≤",
    "少于等于": "≤", "少于或等于": "≤", "不超过": "≤", "不高于": "≤", "不多于": "≤", "不大于": "≤", "不得超过": "≤", "不得高于": "≤",
    "不超": "≤", "控制在": "≤", "至多": "≤", "最多": "≤", "最高": "≤",
    ">": ">", "大于": ">", "高于": ">", "超过": ">", "多于": ">",
    "<": "<", "小于": "<", "低于": "<", "少于": "<", "不足": "<", "不到": "<",
    "=": "=", "等于": "=", "为": "=", "约": "=", "大约": "=", "约为": "=", "共": "=", "共计": "=", "合计": "=",
}  # fmt: skip
_LOOSE = ("控制在", "为", "约", "大约", "约为", "达到", "达", "=", "等于")
"""Signs that leave it to the words behind the number which way the value may differ: 控制在95%以上, 约90%以上."""
_AFTER = {
    "以上": "≥", "及以上": "≥", "或以上": "≥", "以下": "≤", "及以下": "≤", "或以下": "≤", "以内": "≤", "之内": "≤", "内": "≤",
    "左右": "=", "上下": "=",
}  # fmt: skip
_OPPOSITE = {"≥": "≤", ">": "≤", "≤": "≥", "<": "≥"}

_PLAIN = (
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | {ord(old): new for old, new in zip("≧⩾≮≦⩽≯﹥﹤﹦﹪〜∼–—−﹣\u3000", "≥≥≥≤≤≤><=%~~---- ", strict=True)}
)  # fmt: skip
"""Half width and one form of each sign; no more than that, for units are given as printed (m³, ℃)."""
_SPACE = re.compile(r"(?<![\d.])\s+|\s+(?![\d.])")
"""Blanks that part nothing; one between two figures does."""


def _any(words: dict[str, str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_UNIT = r"[^\d≥≤<>=,;:。、]{0,12}?"
_MAIN = re.compile(
    rf"(?P<sign>{_any(_SIGNS)})?(?P<number>(?:(?<=[≥≤<>=])-)?{_NUMBER})(?P<unit>{_UNIT})"
    rf"(?P<after>{_any(_AFTER)}|(?<=[\d万亿千百])[余多](?P<counted>[^\d,;:。、]{{1,4}}))?"
)
_RANGE = re.compile(
    rf"(?:(?P<low>[≥>])=?)?(?P<number>{_NUMBER})(?P<first>{_UNIT})(?(low)[且,]?[≤<]=?|[-~到至])"
    rf"(?P<upper>{_NUMBER})(?P<unit>{_UNIT})(?:之间|以内|内|左右)?"
)
_FIGURES, _ANY_SIGN = re.compile(_NUMBER), re.compile(_any(_SIGNS))
_MEASURE = (
    r"(?:[万亿千百]?(?:%|‰|℃|[个项次人件户场期篇册台套辆条份处家座所间名位天日年月周季起例批类门课级分度岁"
    r"元米亩吨升株棵头只羽艘架部本张幅块片段对组队班支枚颗盏根桩笔单宗][次套分个]?|人次|场次|批次|班次|小时|分钟|秒|个月|工作日|"
    r"个工作日|公里|千米|平方米|立方米|平方公里|公顷|千克|公斤|万元|亿元|学时|课时|学分|千瓦时|㎡|m²|m³|km|kg|GB|TB|MB|Mbps|"
    r"百分比|百分点|个百分点)(?:[/·][^\d/≥≤<>=]{1,4})*)"
)
_SIGN = rf"(?:[≥≤<>=]|{_any({k: v for k, v in _SIGNS.items() if len(k) > 1 and k not in _LOOSE})})"
_COLUMNS = tuple(
    re.compile("".join({"s": rf"(?P<sign>{_SIGN})", "n": rf"(?P<number>{_NUMBER})", "u": unit}[part] for part in order))
    for order, unit in (
        ("ns", ""),
        *((order, rf"\(?(?P<unit>{_MEASURE})\)?") for order in ("nus", "nsu", "usn", "uns", "sun")),
    )
)
"""A sign, a number and a unit that were printed in columns of their own, in any order but the usual one."""

_ASIDE = re.compile(r"\((?:含(?:本数)?|预估|预计|估算|暂定)\)")
_REMARK = re.compile(r"(?<=[^\d])\([^()\d]{3,}\)$|(?<=[%‰])\([^()\d%]+\)$")
"""A bracket behind the unit; a short one belongs to the unit (人（次）), and so does one right behind the number (95（%）)."""
_DATE = re.compile(
    r"(?:19|20)\d\d(?:年度?)?(?:[末底初前内]|底前|以前|之前)?|[≥≤<>=]?(?:19|20)\d\d年度?|\d{1,2}月份?(?:[末底初前]|底前|以前|之前|[上中下]旬)?"
    r"|\d{1,2}[-~至到]\d{1,2}月份?|(?:19|20)\d\d年?[-~至到](?:19|20)\d\d年?度?"
)
_NO_UNIT = re.compile(
    r"[%‰][^(/]|以上|以内|以下|之内|左右|不等|[前后底末初]$|完成|完工|竣工|办结|到位|达标|提升|提高|增长|下降|减少|合格|满意|发放|支付$"
)
"""Words behind a number that say more than what is counted: “100%覆盖”, “5个以上项目”, “3日前”, “5天完成”."""


@lru_cache(maxsize=1 << 14)
def parse_target(value: str | None) -> Target | None:
    """The parts of a target value; None for no value.

    A value is taken apart only where its sign, its number (or range) and its unit say all that it says. Words, two
    figures (60人,1次), dates, a word before the sign that limits it (每月不少于2次, 人均≥5次) and signs that
    contradict each other make it "text". A remark in brackets behind the unit (100%（全覆盖）) and words that only
    approximate (约, 左右) are left to `text`. Sign, number and unit of columns of their own may stand in any order.
    """
    if value is None or not value.strip():
        return None
    operator, number, upper, unit = next(_readings(_plain(value)), ("text", None, None, ""))
    if "（" in value:
        unit = unit.replace("(", "（").replace(")", "）")
    return Target(operator, number, upper, unit, value)


def _plain(value: str) -> str:
    """A value in half width, without blanks, closing stops and a remark behind it."""
    plain = _SPACE.sub("", value.translate(_PLAIN)).rstrip(".。;,、")
    return _REMARK.sub("", _ASIDE.sub("", plain))


def _readings(plain: str) -> Iterator[tuple[str, str, str | None, str]]:
    """The ways to take a value apart, the best first: operator, number, upper number, unit."""
    if _DATE.fullmatch(plain):
        return
    if (match := _MAIN.fullmatch(plain)) and (operator := _operator(match["sign"], match["after"])):
        unit = _unit(match["unit"] + (match["counted"] or ""))
        if unit is not None:
            yield operator, _digits(match["number"]), None, unit
    if (match := _RANGE.fullmatch(plain)) and float(_digits(match["number"])) < float(_digits(match["upper"])):
        unit = _unit(match["unit"])
        if unit is not None and match["first"] in ("", match["unit"]):
            yield "range", _digits(match["number"]), _digits(match["upper"]), unit
    for order in _COLUMNS:
        if match := order.fullmatch(plain):
            yield _SIGNS[match["sign"]], _digits(match["number"]), None, match.groupdict().get("unit") or ""


def _digits(number: str) -> str:
    return number.replace(",", "")


def _unit(text: str) -> str | None:
    """What a number counts, None where the words behind it say more than that."""
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1]
    return None if _NO_UNIT.search(text) else text


def _operator(sign: str | None, after: str | None) -> str | None:
    """What the words before and behind a number say together; None where they contradict each other."""
    before = _SIGNS[sign] if sign else "="
    if after is None:
        return before
    behind = _AFTER.get(after, "≥")  # 2000余人
    if sign is None or sign in _LOOSE:
        return behind if behind != "=" else before
    return None if _OPPOSITE.get(before) == behind else before


def contradicts_itself(value: str) -> bool:
    """Whether a value has one number and two signs that cannot both hold: “≥≤95%”, “不低于95%以下”."""
    parts = parse_target(value)
    if parts is None or parts.operator != "text":
        return False
    plain = _plain(value)
    if len(_FIGURES.findall(plain)) != 1:
        return False
    match, signs = _MAIN.fullmatch(plain), {_SIGNS[sign] for sign in _ANY_SIGN.findall(plain)}
    return bool(match and match["after"] in _AFTER and _operator(match["sign"], match["after"]) is None) or bool(
        signs & {"≥", ">"} and signs & {"≤", "<"}
    )


# -- said by hand -------------------------------------------------------------------------------------------------


def target_of(node: Node, key: str) -> Target | None:
    """The parts of an indicator's `annual_value` or `period_value`: as a person gave them, else as they read.

    What a person said about the parts holds for the value it was said about (the `read` of the field that has the parts) and
    lapses when that value becomes another.
    """
    value = node.value(key)
    given = node.fields.get(TARGET_PARTS[key])
    if value and given and given.value and given.read == value:
        parts = _from_text(given.value, value)
        if parts:
            return parts
    return parse_target(value)


def target_text(target: Target) -> str:
    """The parts as the text of a field: “≥|10000||件”; _from_text() reads it."""
    return "|".join((target.operator, target.number or "", target.upper or "", target.unit))


def _from_text(text: str, value: str) -> Target | None:
    operator, number, upper, *unit = [part.strip() for part in (*text.split("|", 3), "", "", "")[:4]]
    target = Target(operator, number or None, upper or None, unit[0], value)
    return target if is_sound(target) else None


def is_sound(target: Target) -> bool:
    """Whether parts go together: a known operator, no number for words, one for a sign, two for a range."""
    if target.operator not in OPERATORS:
        return False
    numbers = [n for n in (target.number, target.upper) if n is not None]
    if not all(re.fullmatch(r"-?\d+(\.\d+)?", n) for n in numbers):
        return False
    return len(numbers) == {"text": 0, "range": 2}.get(target.operator, 1) and (
        target.number is not None or target.operator == "text"
    )
