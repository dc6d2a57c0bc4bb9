"""The words of target values: signs before and behind a number, measures, numbers written in words."""

from __future__ import annotations

import re
from functools import lru_cache

from reviewer.base.patterns import pattern

SIGNS = {
    "≥": "≥", ">=": "≥", "=>": "≥", "大于等于": "≥", "大于或等于": "≥", "大于、等于": "≥", "高于或等于": "≥", "高于等于": "≥",
    "超过或等于": "≥", "不少于": "≥", "不低于": "≥", "不小于": "≥", "不得少于": "≥", "不得低于": "≥", "不能低于": "≥", "至少": "≥",
    "最少": "≥", "最低": "≥", "达到": "≥", "达": "≥", "不能少于": "≥", "不应低于": "≥", "不应少于": "≥", "不亚于": "≥", "未低于": "≥",
    "达到或超过": "≥", "不短于": "≥", "不下于": "≥",
    "≤": "≤", "<=": "≤", "=<": "≤", "小于等于": "≤", "小于或等于": "≤", "小于、等于": "≤", "低于或等于": "≤", "低于等于": "≤",
    "少于等于": "≤", "少于或等于": "≤", "不超过": "≤", "不高于": "≤", "不多于": "≤", "不大于": "≤", "不得超过": "≤", "不得高于": "≤",
    "不超": "≤", "控制在": "≤", "至多": "≤", "最多": "≤", "最高": "≤", "不得多于": "≤", "不得大于": "≤", "不能超过": "≤", "不应超过": "≤",
    "不突破": "≤", "不得突破": "≤", "未突破": "≤", "不超出": "≤", "不得超出": "≤",
    "不应高于": "≤", "未超过": "≤", "不长于": "≤", "不晚于": "≤", "不迟于": "≤",
    ">": ">", "大于": ">", "高于": ">", "超过": ">", "多于": ">", "超出": ">", "突破": ">", "优于": ">",
    "<": "<", "小于": "<", "低于": "<", "少于": "<", "不足": "<", "不到": "<", "短于": "<",
    "=": "=", "等于": "=", "为": "=", "约": "=", "大约": "=", "约为": "=", "共": "=", "共计": "=", "合计": "=",
}  # fmt: skip
"""Words and signs before a number, and what they mean."""
LOOSE = ("控制在", "为", "约", "大约", "约为", "达到", "达", "=", "等于")
"""Signs that leave it to the words behind the number which way the value may differ: 控制在95%以上, 约90%以上."""
AFTER = {
    "以上": "≥", "及以上": "≥", "或以上": "≥", "以下": "≤", "及以下": "≤", "或以下": "≤", "以内": "≤", "之内": "≤", "内": "≤",
    "左右": "=", "上下": "=", "封顶": "≤",
}  # fmt: skip
"""Words behind a number, and what they mean."""
OPPOSITE = {"≥": "≤", ">": "≤", "≤": "≥", "<": "≥"}
"""What a word behind a number must not say where this stands before it."""

SIGN_LABEL = pattern(r"计算符号|比较符号|符号|方向")
NATURE_LABEL = pattern(r"指标(?:性质|类型|属性)|性质|类型|定性/?定量|定量/?定性")
UNIT_LABEL = pattern(r"计量单位|度量单位|计算单位|单位")
"""Headings of the columns that print a part of the value by itself: its sign, 定性 or 定量, its unit."""

_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_ONE_FORM = zip("≧⩾≮≦⩽≯﹥﹤﹦﹪〜∼–—−﹣\u3000", "≥≥≥≤≤≤><=%~~---- ", strict=True)
PLAIN = _HALF_WIDTH | {ord(old): new for old, new in _ONE_FORM}
"""Half width and one form of each sign; no more than that, for units are given as printed (m³, ℃)."""


def any_of(words: dict[str, str] | tuple[str, ...]) -> str:
    """A pattern for one of some words, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


# -- what is counted ----------------------------------------------------------------------------------------------

COUNTERS = (
    "个项次人件户场期篇册台套辆条份处家座所间名位天日年月周季起例批类门课级分度岁元米亩吨升株棵头只羽艘架部本张幅块片段对组队班支枚颗盏根"
    "桩笔单宗秒层盒箱瓶袋桶包粒尾匹口眼孔扇面栋幢樘轮届节讲集版页字星成倍折档款种样道趟列站点里克宿村校镇街省市县区厅局站库亿万"
)
"""One character that counts or measures."""
_LONGER_TEXT = (
    "人次 场次 批次 班次 车次 架次 件次 户次 辆次 台次 只次 亩次 例次 次数 人日 人天 人月 人份 人年 小时 "
    "分钟 个月 工作日 自然日 日历天 个工作日 个自然日 个小时 个季度 个学期 个星期 个半天 半天 个课时 个学时 "
    "个百分点 百分点 百分比 公里 千米 厘米 毫米 平方米 平米 立方米 平方公里 平方千米 立方 公顷 千克 公斤 毫克 "
    "微克 毫升 公升 千瓦时 千瓦 兆瓦 万元 亿元 学时 课时 学分 分贝 摄氏度 吨标准煤 延米 延长米 标段 部门 "
    "星级 单位 周岁 周年 年级 机组 站点 点位 床位 学位 车位 席位 人口 台套 台件 台班 工时 学年 学期 季度 星期 "
    "毫秒 亩地 平方 字节 像素 美元 年期 楼栋 块钱 份数 "
)
_LONGER = tuple(_LONGER_TEXT.split())
_LETTERS = (
    r"%|‰|℃|°C|㎡|m²|m³|m2|m3|km²|km|kg|kWh|kW|KW|MW|[GTMKP]B|[GMK]bps|mg|μg|dB|ppm|MPa|cm|mm|ml|mL|min|ms"
    r"|[MGThstL](?=$|[^A-Za-z\u4e00-\u9fff]|以[上下内]|内|左右)"
)
_ONE = rf"(?:{any_of(_LONGER)}|(?:{_LETTERS})(?![A-Za-z])|[{COUNTERS}][次套分个件]?)"
_ANYTHING = r"(?<![%‰][/·])[\u4e00-\u9fff]{1,3}(?=$|[^\u4e00-\u9fff]|以[上下内]|左右)"
"""What a number is reckoned by behind a stroke: any short word that nothing goes on behind (元/餐, 元/床·月)."""
_PER = rf"[/·](?:\(?{_ONE}\)?|{_ANYTHING})"
_BIG = tuple(word for word in _LONGER if word[0] in "万亿千百")
MEASURE = rf"(?:{any_of(_BIG)}|[万亿千百十]{{0,2}}{_ONE})(?:{_PER})*"
"""What a number counts, as far as it is known: 个, 万元, 次/季度, mg/L."""
NO_COUNTER = pattern(
    r"项目|单位|部门|人员|人才|人口|人均|人民|人群|人力|分公司|分局|分校|年度|年初|年末|年底|月份|月底|月末|季末|日前|级别|级以上|名录|天数"
    r"|点对点|面向|面对|年前|月前"
)
"""Words that begin like a counter and count nothing."""


# -- numbers ------------------------------------------------------------------------------------------------------

NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
NUMERAL = r"[零〇一二两三四五六七八九十百千]+"
_DIGITS = {
    char: digit
    for digit, chars in enumerate(("零〇", "一", "二两", "三", "四", "五", "六", "七", "八", "九"))
    for char in chars
}
_TENS = {"十": 10, "百": 100, "千": 1000}


def digits(number: str) -> str:
    """A printed number without thousands separators."""
    return number.replace(",", "")


def in_digits(words: str) -> str | None:
    """A whole number in words as digits (一百二十 is 120, 两 is 2); None where it is none (十百)."""
    if not words:
        return None
    if not set(words) & set(_TENS):
        return str(int("".join(str(_DIGITS[char]) for char in words)))
    whole, digit, last = 0, 0, 10_000
    for char in words:
        if char in _TENS:
            if _TENS[char] >= last or (digit == 0 and char != "十"):
                return None
            last = _TENS[char]
            whole += (digit or 1) * last
            digit = 0
        else:
            digit = _DIGITS[char]
    return str(whole + (digit * last // 10 if digit and words[-2] in "百千" else digit))


def operator_of(sign: str | None, after: str | None) -> str | None:
    """What the words before and behind a number say together; None where they contradict each other."""
    before = SIGNS[sign] if sign else "="
    if after is None:
        return before
    behind = AFTER.get(after, "≥")  # 2000余人
    if sign is None or sign in LOOSE:
        return behind if behind != "=" else before
    return None if OPPOSITE.get(before) == behind else before


_ALIKE = pattern(
    r"(?<![A-Za-z\d.])(?:\d[\d.]*[Oo][\dOo.]*|\d[\d.]*[lI|][\d.]*\d|(?<=[≥≤<>=＝≧≦＞＜])[OolI|][\d.]*\d)(?![A-Za-z\d])"
)
"""A figure with letters that look like digits; behind a sign it may begin with one."""
_AS_DIGITS = str.maketrans("OolI|", "00111")


@lru_cache(1 << 13)
def figures_with_letters(value: str) -> tuple[str, ...]:
    """The figures of a value in which letters stand that look like digits: 9O of ≥9O%; none of O2O, nor of 5l (litres)."""
    return tuple(found[0] for found in _ALIKE.finditer(value))


def digits_for_letters(value: str) -> str:
    """A value with digits for the letters in such figures: ≥9O% is ≥90%."""
    return _ALIKE.sub(lambda found: as_digits(found[0]), value)


def as_digits(figure: str) -> str:
    """Such a figure with digits only."""
    return figure.translate(_AS_DIGITS)
