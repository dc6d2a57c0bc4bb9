"""Target values inside sentences: “党员培训不少于1次，考试通过率不低于95%” holds two.

A value is masked first: stretches whose numbers aim at nothing (dates, titles, ordinals, last year's figure, remarks in brackets) can
hold no target. In what is left each number takes the sign before it, the measure behind it and the words behind that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from reviewer.base.patterns import pattern
from reviewer.model.target_plain import Parts, half_width
from reviewer.model.target_words import (
    AFTER,
    COUNTERS,
    LOOSE,
    MEASURE,
    NO_COUNTER,
    NUMBER,
    NUMERAL,
    SIGNS,
    any_of,
    digits,
    in_digits,
    operator_of,
)

_MASK = "\x01"
_YEAR = r"(?<![\d.])(?:19|20)\d\d"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_NUMBERS = r"[\d一二三四五六七八九十]+"
_EARLIER = r"(?:上一?年度?|去年|往年|前年|上年同期|同期|年初|原先|原来|原有|现状|基期|基准)"
_RISES = r"(?:提高|增加|提升|增长|上升|下降|降低|减少|扩大|缩短|压缩|压减|升|降|增)?"
_QUOTED = pattern(r"《[^《》]*》|“[^“”]*”|‘[^‘’]*’|「[^「」]*」|\"[^\"]*\"")
_AIMLESS = pattern(
    "|".join(
        (
            rf"{_YEAR}[年.\-/]{_MONTH}(?:[月.\-/]\d{{1,2}}[日号]?|月份?)?(?:(?:\D{{0,1}}[-~至到]+|---?)(?:{_YEAR}[年.\-/])?{_MONTH}"
            r"(?:[月.\-/]\d{1,2}[日号]?|月份?)?)?(?![\d%‰])",
            rf"{_YEAR}年?[-~至到、和](?:19|20)?\d\d年度?|{_YEAR}年度?(?:[末底初前内])?",
            rf"(?<![\d.])(?:{_MONTH}[-~至到、])?{_MONTH}月份?(?:[-~至到]{_MONTH}月份?)?(?:\d{{1,2}}[日号])?",
            r"(?<![\d.])\d{1,2}[日号](?:之|以)?前|每月\d{1,2}[日号]|\d{1,2}:\d\d(?:[-~至到]\d{1,2}:\d\d)?",
            r"(?<![\d.])\d{1,2}[点时](?=以?前|之前|[-~至到]|\d+分)(?:[-~至到]\d{1,2}[点时])?",
            rf"第?[1-4一二三四]季度|T\+\d+|{_NUMBERS}分之{_NUMBERS}|[千万]分之(?:{NUMBER}|{NUMERAL})",
            rf"第{_NUMBERS}|前{_NUMBERS}(?=[名位强])|\d+(?=热线|号文|号令|号线|号楼)|[〔\[【(]?{_YEAR}[〕\]】)]?\d+号",
            r"(?<![\dA-Za-z/≥≤<>=])[A-Za-z]+-?\d+(?:\.\d+)?|(?<![\d.])[2-6]G(?![A-Za-z])",
            rf"(?:满分|总分|基数|底数)为?{NUMBER}分?|(?:以|按)?{NUMBER}分制",
            rf"(?:由|从)[^,;。由从]*?{NUMBER}[^,;。\d]*?{_RISES}(?:到|至)|{NUMBER}[^,;。\d]{{0,6}}?{_RISES[:-1]}(?:到|至)",
            rf"(?<![比较同超于高低过])(?:{_EARLIER}|{_YEAR}年)(?:[^,;。\d≥≤]{{0,6}}?(?:为|是|的)){NUMBER}%?(?=[,;])",
            rf"(?<![比较同超于高低过]){_EARLIER}[^,;。\d]{{0,8}}{NUMBER}(?:{MEASURE})?",
            rf"每{NUMBER}(?:{MEASURE})?|\d+[×xX*]\d+(?:小时)?|(?<![\d.])\d+(?:[:/]\d+)+(?![\d%])|\d+\+[A-Z\d]+",
            r"(?:附[件表图录]?|[表图])[1-9]\d?(?!\d)",
            r"(?:(?<=^)|(?<=[,;。:]))(?:\(\d{1,2}\)|\d{1,2}(?:[)、]|\.(?!\d)))",
        )
    )
)
"""What has a number that is no target: dates, ordinals, codes, full marks, where it starts from, per how many, ratios, numbering."""
_BRACKETS = pattern(r"\([^()]*\)")
_UNIT_BRACKET = pattern(rf"\((?:{MEASURE}|[{COUNTERS}])\)")
_DAMAGE = pattern(r"\d[*×■□█▇●○_?�]|[*×■□█▇●○_?�]\d|\d[.](?=[%‰])|[Xx]{2,}[%\d]|\d[Xx](?=[Xx%‰\d])|\d\s+\d")
_SIGNED = pattern(r"[≥≤<>=]+")
_BREAK = pattern(r"[,;。:?!]")

_FIGURE = pattern(
    rf"百分之(?:{NUMBER}|{NUMERAL})|(?<![\d.A-Za-z])(?<!^-)(?:(?<=[≥≤<>=])-)?{NUMBER}(?!\d)|(?<![第十百千初数几]){NUMERAL}"
)
_BEFORE = pattern(rf"(?P<sign>{any_of(SIGNS)})(?:[了到:]|人民币|共|约)?$")
_FAR = pattern(
    "|".join(
        sorted((w for w in SIGNS if w[0] in "不至未" and w not in ("不足", "不到", "不超")), key=len, reverse=True)
    )
    + "|最少|最多|(?:超过|高于|低于|大于|小于)(?=[^,;。]{1,12}$)"
)
"""Signs in words that hold for a number further on: 至少为村民提供1次讲座."""
_MORE = pattern(r"(?P<big>[万亿千百]{0,2})(?P<more>[余多来]|\+)(?![数样])")
_UNIT = pattern(
    rf"(?:{MEASURE})(?:\((?:{MEASURE}|[{COUNTERS}])\))?|\((?P<inner>{MEASURE}|[{COUNTERS}])\)|/(?:{MEASURE}|[{COUNTERS}])"
)
_AFTER = pattern(rf"\)?(?P<after>{any_of(AFTER)})(?![容部涵外控在存])")
_LATER = pattern(r"[\u4e00-\u9fff]{1,6}?(?P<after>及以上|或以上|以上|及以下|或以下|以下|以内|之内)(?=$|[,;。:、)])")
_TO = pattern(rf"[-~至到](?P<upper>{NUMBER})")
_OWN_UNIT = pattern(r"[\u4e00-\u9fffA-Za-z]{1,4}(?:/[\u4e00-\u9fff]{1,4})?(?=$|[,;。:、)])")
"""Words behind a number to the end of the clause: a counter that no list has."""
_NOT_COUNTED = pattern(
    r"完成|完工|竣工|办结|到位|达标|提升|提高|增长|下降|减少|合格|满意|发放|支付|覆盖|投诉|事故|差错|违|合法|公开|通过|以[上下内]|[前后底末初内]$"
)
_LINKED = pattern(r"^(?:或|和|及|与|、|以及|或者)$")
_UNIT_BEFORE = pattern(rf"\((?P<unit>{MEASURE}|[{COUNTERS}])\)?(?P<sign>[≥≤<>=]+|)$")
_WHOLE_WORDS = pattern(r"(?:约|共|为|达|完成|举办|开展|召开|每年|每月|每季度?|全年|年均)*$")
_FOR_WHOM = pattern(r"[为对给向在到从]")
_ORDINAL = frozenset("级等星类档度线体方面")


@dataclass(frozen=True, slots=True)
class _Figure:
    """A number found in a value: the stretch from its sign to the words behind it, and what belongs to it.

    `first`: where the number itself begins; `before`: the sign before it, `far` where words stand between the two; `parts` has
    an empty operator where the sign and the words behind contradict each other.
    """

    start: int
    first: int
    end: int
    before: str | None
    far: bool
    after: str | None
    parts: Parts


def sentence_parts(value: str) -> list[Parts]:
    """The targets that stand in a value, in order; none where its numbers aim at nothing or contradict their signs."""
    plain = half_width(value)
    masked = _masked(_masked(plain, _QUOTED), _AIMLESS)
    outside = _BRACKETS.sub(lambda m: m[0] if _UNIT_BRACKET.fullmatch(m[0]) else _MASK * len(m[0]), masked)
    for text in dict.fromkeys((outside, masked)):
        figures = list(_figures(text))
        if any(not figure.parts.operator for figure in figures) or _has_lost_number(text, figures):
            return []
        if figures:
            return [figure.parts._replace(text=plain[figure.start : figure.end]) for figure in _aimed_at(text, figures)]
    return []


def is_damaged(value: str) -> bool:
    """Whether a number of a value has lost digits, or they were blackened: 1**%, 9X%."""
    return _DAMAGE.search(half_width(value)) is not None


def _masked(text: str, hidden: re.Pattern[str]) -> str:
    return hidden.sub(lambda match: _MASK * len(match[0]), text)


def _has_lost_number(text: str, figures: list[_Figure]) -> bool:
    """Whether a sign stands without a number."""
    return any(not any(f.start <= sign.start() < f.end for f in figures) for sign in _SIGNED.finditer(text))


def _figures(text: str) -> Iterator[_Figure]:
    """The numbers of a masked text that may be aimed at, in order."""
    done = 0
    for match in _FIGURE.finditer(text):
        if match.start() < done:
            continue
        figure = _figure(text, done, match)
        if figure is not None:
            yield figure
            done = figure.end


def _figure(text: str, done: int, match: re.Match[str]) -> _Figure | None:
    """One number with what belongs to it; None where nothing says that it is aimed at. What stands before `done` is spoken for."""
    first, end = match.span()
    breaks = [found.end() for found in _BREAK.finditer(text, done, first)]
    begin = breaks[-1] if breaks else done
    before = text[begin:first]
    sign, start, far = _sign(before)
    if far and _FOR_WHOM.match(before[start + len(sign or "") :]) and re.search(r"\d", _rest(text, end)):
        return None  # 至少为3个村提供1次讲座: the sign is the second number's
    percent = match[0].startswith("百分之")
    token = match[0].removeprefix("百分之")
    number = digits(token) if token[-1].isdigit() else in_digits(token) if token != "百" else "100"
    if number is None:
        return None
    unit, upper, end = ("%", None, end) if percent else _unit_behind(text, end)
    later = _AFTER.match(text, end) or _LATER.match(text, end)
    after = str(later["after"]) if later else None
    more = _MORE.match(text, match.end())
    if more:
        unit, _, end = _unit_behind(text, more.end())
        unit, after, later = more["big"] + unit, "余", None
    own = None if unit or later or more else _OWN_UNIT.match(text, end)
    if own and (NO_COUNTER.match(own[0]) is None or sign) and not _NOT_COUNTED.search(own[0]):
        unit, end = own[0], own.end()
    if not unit and (bracket := _UNIT_BEFORE.search(before)):
        unit, start = bracket["unit"], bracket.start("unit")
    signed, closed = bool(sign or after), _is_closed(text, end)
    whole = closed and text[end : end + 1] != _MASK and bool(_WHOLE_WORDS.match(before))
    if not (token[-1].isdigit() or percent):
        ordinal = not unit or unit[0] in _ORDINAL or NO_COUNTER.match(text, match.end())
        if not (number == "0" and closed and (sign or whole)) and (ordinal if signed else ordinal or not whole):
            return None
        if sign in ("为", "共", "=") and not closed:
            return None
    elif not (unit or signed or closed):
        return None
    if later and after == later["after"]:
        end = later.end()
    is_range = bool(upper) and (sign is None or sign in LOOSE)
    operator = operator_of(sign, after) if upper is None or is_range else None
    parts = _put_together(text[first - 1 : first] if first else "", number, upper, unit, operator)
    return _Figure(begin + start if sign else first, first, end, sign, far, after, parts)


def _put_together(mark: str, number: str, upper: str | None, unit: str, operator: str | None) -> Parts:
    if mark == "±":
        return Parts("range", f"-{number}", number, unit)
    if upper is not None and operator:
        return Parts("range", number, upper, unit)
    return Parts(operator or "", number, None, unit)


def _rest(text: str, at: int) -> str:
    """What follows in the same clause."""
    found = _BREAK.search(text, at)
    return text[at : found.start() if found else None]


def _is_closed(text: str, at: int) -> bool:
    """Whether a clause ends here."""
    return at >= len(text) or bool(re.match(r"[,;。:、)?!\x01]", text[at]))


def _sign(before: str) -> tuple[str | None, int, bool]:
    """The sign that holds for a number behind `before`, where it begins there, and whether words stand between the two."""
    near, far = _BEFORE.search(before), list(_FAR.finditer(before))
    if near and not (far and near["sign"] == "为"):
        return near["sign"], near.start(), False
    if not far:
        return None, 0, False
    return far[-1][0], far[-1].start(), True


def _unit_behind(text: str, at: int) -> tuple[str, str | None, int]:
    """The measure behind a number, the upper number of a range, and where both end; "" for an upper number that is none (12-10次)."""
    unit, end = _measure(text, at)
    upper = _TO.match(text, end)
    if upper:
        second, last = _measure(text, upper.end())
        low = re.search(rf"{NUMBER}$", text[:at])
        if low and unit in ("", second) and float(digits(low[0])) < float(digits(upper["upper"])):
            return second, digits(upper["upper"]), last
        if low and upper[0][0] in "-~":
            return second, "", last
    return unit, None, end


def _measure(text: str, at: int) -> tuple[str, int]:
    match = None if NO_COUNTER.match(text, at) else _UNIT.match(text, at)
    if match is None:
        return "", at
    return str(match["inner"] or match[0]), match.end()


def _aimed_at(text: str, figures: list[_Figure]) -> list[_Figure]:
    """The numbers without those that only say for whom (对3个村开展不少于5次检查), each with the sign that it shares."""
    found: list[_Figure] = []
    for place, figure in enumerate(figures):
        if figure.before is None and figure.after is None and figure.parts.unit != "%" and figure.parts.operator == "=":
            later = [other for other in figures[place + 1 :] if not _BREAK.search(text, figure.end, other.start)]
            if any(other.before and other.before not in ("为", "共") for other in later):
                continue
            last = found[-1] if found else None
            if last and last.before and last.after is None and _LINKED.match(text[last.end : figure.start]):
                shared = figure.parts._replace(operator=last.parts.operator)
                figure = replace(figure, before=last.before, parts=shared)
        found.append(figure)
    return found
