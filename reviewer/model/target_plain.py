"""Target values that are nothing but a sign, a number (or range) and a unit: ≥95%, 10-12次, 2000余人."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from reviewer.base.patterns import pattern
from reviewer.model.target_words import AFTER, LOOSE, MEASURE, NUMBER, PLAIN, SIGNS, any_of, digits, operator_of

_SPACE = pattern(r"(?<![\d.])\s+|\s+(?![\d.])")
"""Blanks that part nothing; one between two figures does."""
_UNIT = r"(?!\+)[^\d≥≤<>=,;:。、]{0,12}?"
_MAIN = pattern(
    rf"(?P<sign>{any_of(SIGNS)})?(?P<number>(?:(?<=[≥≤<>=])-)?{NUMBER})(?P<unit>{_UNIT})"
    rf"(?P<after>{any_of(AFTER)}|(?<=[\d万亿千百])(?:[余多]|\+(?![A-Z]))(?P<counted>[^\d,;:。、+]{{0,4}}))?"
)
_RANGE = pattern(
    rf"(?:(?P<low>[≥>])=?)?(?P<number>{NUMBER})(?P<first>{_UNIT})(?(low)[且,]?[≤<]=?|[-~到至])"
    rf"(?P<upper>{NUMBER})(?P<unit>{_UNIT})(?:之间|以内|内|左右)?"
)
_FIGURES, _ANY_SIGN = pattern(NUMBER), pattern(any_of(SIGNS))
_SIGN = rf"(?:[≥≤<>=]|{any_of(tuple(word for word in SIGNS if len(word) > 1 and word not in LOOSE))})"
_COLUMNS = tuple(
    pattern("".join({"s": rf"(?P<sign>{_SIGN})", "n": rf"(?P<number>{NUMBER})", "u": unit}[part] for part in order))
    for order, unit in (
        ("ns", ""),
        *((order, rf"\(?(?P<unit>{MEASURE})\)?") for order in ("nus", "nsu", "usn", "uns", "sun")),
    )
)
"""A sign, a number and a unit that were printed in columns of their own, in any order but the usual one."""

_ASIDE = pattern(r"\((?:含(?:本数)?|预估|预计|估算|暂定)\)")
_REMARK = pattern(r"(?<=[^\d])\([^()\d]{3,}\)$|(?<=[%‰])\([^()\d%]+\)$")
"""A bracket behind the unit; a short one belongs to the unit (人（次）), and so does one right behind the number (95（%）)."""
_DATE = pattern(
    rf"(?:19|20)\d\d(?:年度?)?(?:[末底初前内]|底前|以前|之前)?|(?:{any_of(SIGNS)})?(?:19|20)\d\d年度?|"
    r"(?:(?:19|20)\d\d\.\d{1,2}[-~至到]?){2}|\d{1,2}月份?(?:[末底初前]|底前|以前|之前|[上中下]旬)?"
    r"|\d{1,2}月?[-~至到]\d{1,2}月份?|(?:19|20)\d\d年?[-~至到](?:19|20)\d\d年?度?"
)
_NO_UNIT = pattern(
    r"[%‰][^(/]|以上|以内|以下|之内|左右|不等|[前后底末初]$|完成|完工|竣工|办结|到位|达标|提升|提高|增长|下降|减少|合格|满意|发放|支付$"
)
"""Words behind a number that say more than what is counted: “100%覆盖”, “5个以上项目”, “3日前”, “5天完成”."""


class Parts(NamedTuple):
    """A target as it is put together: the unit in half width, `text` the stretch in which it stands ("" for all of it)."""

    operator: str
    number: str
    upper: str | None
    unit: str
    text: str = ""


def half_width(value: str) -> str:
    """A value in half width, without blanks, asides and closing stops."""
    return _ASIDE.sub("", _SPACE.sub("", value.translate(PLAIN)).rstrip(".。;,、"))


@lru_cache(maxsize=1 << 14)
def plain_parts(value: str) -> Parts | None:
    """The parts of a value that says nothing else, None for any other. Sign, number and unit may stand in any order."""
    return next(_readings(_REMARK.sub("", half_width(value))), None)


def is_date(value: str) -> bool:
    """Whether a value is a year, a month or a span of them, and nothing else."""
    return _DATE.fullmatch(half_width(value)) is not None


def _readings(plain: str) -> Iterator[Parts]:
    """The ways to take a value apart, the best first."""
    if _DATE.fullmatch(plain):
        return
    if (match := _MAIN.fullmatch(plain)) and (operator := operator_of(match["sign"], match["after"])):
        unit = _unit(match["unit"] + (match["counted"] or ""))
        if unit is not None:
            yield Parts(operator, digits(match["number"]), None, unit)
    if (match := _RANGE.fullmatch(plain)) and float(digits(match["number"])) < float(digits(match["upper"])):
        unit = _unit(match["unit"])
        if unit is not None and match["first"] in ("", match["unit"]):
            yield Parts("range", digits(match["number"]), digits(match["upper"]), unit)
    for order in _COLUMNS:
        if match := order.fullmatch(plain):
            yield Parts(SIGNS[match["sign"]], digits(match["number"]), None, match.groupdict().get("unit") or "")


def _unit(text: str) -> str | None:
    """What a number counts, None where the words behind it say more than that."""
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1]
    return None if _NO_UNIT.search(text) else text


@lru_cache(maxsize=1 << 14)
def contradicts_itself(value: str) -> bool:
    """Whether a value has one number and two signs that cannot both hold: “≥≤95%”, “不低于95%以下”."""
    if not value.strip() or plain_parts(value) is not None:
        return False
    plain = _REMARK.sub("", half_width(value))
    if len(_FIGURES.findall(plain)) != 1:
        return False
    match, signs = _MAIN.fullmatch(plain), {SIGNS[sign] for sign in _ANY_SIGN.findall(plain)}
    return bool(match and match["after"] in AFTER and operator_of(match["sign"], match["after"]) is None) or bool(
        signs & {"≥", ">"} and signs & {"≤", "<"}
    )
