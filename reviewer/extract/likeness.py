"""How well a text suits a role, from its own words: about -5 (impossible) to 5 (certain)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from reviewer.base.patterns import pattern
from reviewer.extract.labels import Role
from reviewer.extract.names import two_levels
from reviewer.model.flow import Flow
from reviewer.model.target import is_figure
from reviewer.model.taxonomy import bare, is_of_framework, is_whole_level, level_names, levels_named

_AMOUNT = pattern(r"[-−]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?")
_QUALITATIVE = pattern(
    r"(?:提升|提高|改善|完成|达标|满意|合格|合规|符合|增强|增加|增长|加强|降低|下降|减少|优化|促进|保障|良好|优秀|优|良|明显|显著|可持续|到位|有效|"
    r"完善|健全|规范|按时|及时|全覆盖|覆盖|稳定|推进|发挥作用|较好|无|是|否|有|长期|持续|达成|显现|见效|落实|扩大|缓解|好转|实现)$"
)
"""How a target value in words ends; a name begins with such words rather (提升群众安全感)."""
_PACKED = pattern(
    r"\d{1,3}\s*[、.．]\s*(?P<code>\d{1,2}\s*[-－—–]\s*)?(?P<level>[\u4e00-\u9fff]{0,7}?(?:指标|效益|影响|满意度|成本)(?:指标)?)(?P<on>[\u4e00-\u9fff])?"
)
_HEADED = pattern(
    r"(?:产出|效益|满意度|数量|质量|时效|成本|社会效益|经济效益|生态效益|可持续影响|服务对象满意度)指标\s*[:：】\]]"
)
_VALUE_LABEL = pattern(r"指标值\s*[:：]")
_FIGURE_END = pattern(r"\d(?:[.,\d]*)\s*[%％‰℃\u4e00-\u9fffA-Za-z/]{0,5}(?:[（(][^（()）]{1,8}[)）])?[。.]?$")
_SENTENCE = pattern(r"[，。；,;]")


@lru_cache(maxsize=2048)
def amount_text(text: str) -> str | None:
    """A text that is an amount, without thousands separators; None for any other."""
    plain = unicodedata.normalize("NFKC", text).strip().rstrip("万元").strip()
    return plain.replace(",", "").replace("−", "-") if _AMOUNT.fullmatch(plain) else None


_WITH_WORDS = pattern(
    r"\s*(?:人民币|(?P<about>约)|共计?|合计)?\s*[￥¥]?\s*(?P<minus>[(（]\s*(?=\d\d|\d[.,]\d))?"
    r"(?P<number>[-−]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:[.．]\d+)?)(?(minus)\s*[)）])"
    r"\s*(?P<unit>亿元|万元|千元|元|亿|万|[（(]\s*万?元\s*[)）])?整?\s*(?P<rest>[（(].*|(?(unit)[，,；;。].*|(?!)))?"
)
_CAPITALS = pattern(r"\s*(?:人民币)?[零〇壹贰叁肆伍陆柒捌玖拾佰仟一二三四五六七八九十百千万亿元圆角分整正]{3,}\s*")
_CAPITAL = pattern(r"[壹贰叁肆伍陆柒捌玖拾佰仟]|[元圆][整正]?\s*$")


@lru_cache(maxsize=1024)
def amount_within(text: str) -> tuple[str, bool] | None:
    """An amount that more is printed around - a sign of money, a unit, its makeup - and whether that leaves a doubt.

    Brackets, which stand for a minus in accounts, stay; what has a unit larger than 万元, or is written out, too.
    """
    if (plain := amount_text(text)) is not None:
        return (text.strip(), True) if re.search(r"亿", text) else (plain, False)
    found = _WITH_WORDS.fullmatch(text)
    if found is not None and len(text) <= _LONGEST_AMOUNT:
        number = found["number"].replace(",", "").replace("，", "").replace("−", "-").replace("．", ".")
        if found["unit"] in ("亿元", "亿", "千元"):
            return text.strip(), True
        return f"（{number}）" if found["minus"] else number, bool(found["rest"] or found["about"])
    if _CAPITALS.fullmatch(text) and _CAPITAL.search(text):
        return text.strip(), True
    return None


_LONGEST_AMOUNT = 80


_SAID_WHERE_PACKED = ("指标", "效益", "影响", "满意度", "成本")
"""One of these stands in whatever the patterns of packed indicators match: most texts need not be searched by them."""


def is_packed(text: str) -> bool:
    """Whether a text packs indicators: numbered level names, or labelled target values."""
    if not any(word in text for word in _SAID_WHERE_PACKED):
        return False
    if _VALUE_LABEL.search(text) or any(_heads_item(match) for match in _PACKED.finditer(text)):
        return True
    return len(_HEADED.findall(text)) >= 2


def _heads_item(match: re.Match[str]) -> bool:
    """Whether a numbered piece begins with a level, and is no sentence that speaks of one: 2.不断提高灌溉效益."""
    if match["code"]:
        return True
    return bool(levels_named(match["level"])) and (match["on"] is None or match["level"].endswith("指标"))


def holds_indicators(text: str) -> bool:
    """Whether a text that is printed as a goal packs indicators all the same: its levels are called 指标."""
    if not is_packed(text):
        return False
    named = any(
        match["code"] or match["level"].endswith("指标") for match in _PACKED.finditer(text) if _heads_item(match)
    )
    return named or bool(_VALUE_LABEL.search(text)) or len(_HEADED.findall(text)) >= 2


@lru_cache(maxsize=1024)
def _is_piece(text: str, level: int) -> bool:
    """Whether a text is the beginning of a level's name that was cut: 质量指, 服务对象满意."""
    return len(text) >= 3 and any(
        name.startswith(text) or (name.removesuffix("指标") + "指标").startswith(text) for name in level_names(level)
    )


_TOLD = 4.5
"""Fit of a level printed whole."""


def level_fit(text: str, level: int) -> float:
    """How well a text suits the column of level 1 or 2; both in one cell stand in either."""
    named = levels_named(text)
    if not named and two_levels(Flow.loose(text)):
        return _TOLD
    printed_whole = bare(text).endswith("指标") or text[:1].isdigit()
    if any(found.level == level for found in named):
        return _TOLD if printed_whole else 2.0
    if level == 2 and is_of_framework(text):
        return 2.0
    if named:
        return -4.0 if printed_whole else -2.0
    if _is_piece(text, level):
        return 1.5
    if len(text) <= 10 and bare(text).endswith(("指标", "效益", "影响", "满意度", "成本")):
        return 1.0
    return -3.0 - min(len(text), 20) / 10


_NAME_END = pattern(
    r"(?:率|度|数|量|数量|情况|比例|比|时间|成本|时效|水平|程度|金额|次数|人数|面积|能力|覆盖面|质量|效率|期限|时限|标准|件数|场次|性)"
    r"(?:[（(][^（()）]{1,12}[)）])?$"
)


_YEAR_START = pattern(r"(?:19|20)\d\d\s*年度?[\u4e00-\u9fff]{3,}")


def reads_like_name(text: str) -> bool:
    """Whether a text ends like the name of something that is measured: …率, …数量, …满意度（%）."""
    return bool(_NAME_END.search(text)) and not text[:1].isdigit()


_UNIT_BEHIND = pattern(r"[\u4e00-\u9fff]{2,}\s*[（(][%％‰\u4e00-\u9fffA-Za-z/²³㎡]{1,8}[)）]$")


def reads_whole(text: str) -> bool:
    """Whether a text ends like a whole name: …率, …数量, or with its unit in brackets: 清运垃圾（吨）."""
    return reads_like_name(text) or bool(_UNIT_BEHIND.search(text))


def name_fit(text: str) -> float:
    """How well a text suits the column of level 3."""
    if levels_named(text):
        return -4.0 if bare(text).endswith("指标") else 0.8
    if is_of_framework(text):
        return 0.8
    if reads_like_counted_name(text):
        return 2.5
    if is_figure(text) and not _YEAR_START.match(text):
        return -3.0
    if reads_like_name(text):
        return 2.5
    if len(text) < 3 or _qualitative(text) >= 2.0:
        return -0.5
    return 1.5


_COUNTED_NAME = pattern(
    r"\d{1,4}(?:\s*[-－—–~～至]\s*\d{1,4})?\s*(?:(?:分钟|小时|天|日|个?月|年|公里|周?岁|类|秒)[\u4e00-\u9fff]{1,11}(?:率|比例|占比)"
    r"|周?岁[\u4e00-\u9fff]{2,10}(?:标准|人数|数量?))"
)


def reads_like_counted_name(text: str) -> bool:
    """Whether a text is a name that begins with a figure: 3分钟到场率, 24小时办结率, 70-79周岁补贴标准."""
    return text[:1].isdigit() and bool(_COUNTED_NAME.fullmatch(text))


_ACTIVITY = pattern(r"(?:开展|组织|进行|实施|举办|加强|推进|做好).*(?:工作|活动|任务|服务|培训|考核|检查|宣传)$")


def reads_like_activity(text: str) -> bool:
    """Whether a target value is worded like something to be done, as names are: 对40名监督员开展年度考核工作."""
    return len(text) >= 12 and bool(_ACTIVITY.search(text))


def value_fit(text: str) -> float:
    """How well a text suits a column of target values."""
    if is_whole_level(text):
        return -4.0
    if _DIRECTION.fullmatch(text.strip()):
        return -2.0
    if reads_like_counted_name(text):
        return -0.5
    if is_figure(text):
        return 3.0
    if reads_like_name(text):
        return -0.5
    worth = _qualitative(text)
    if _FIGURE_END.search(text):
        worth = max(worth, 1.6)
    elif re.search(r"\d", text) and len(text) <= 40:
        worth = max(worth, 0.9)
    return worth


def _qualitative(text: str) -> float:
    plain = text.strip("。.;； ")
    if len(plain) <= 8 and _QUALITATIVE.search(plain):
        return 2.0
    if _QUALITATIVE.search(plain):
        return 1.2
    return 0.8 if len(plain) <= 12 else 0.4


_SIGN = pattern(r"[≥≧≤≦<>=＝＞＜]{1,2}|定性(?:指标)?|定量(?:指标)?|文字描述|大于等于|小于等于|大于|小于|等于")


_DIRECTION = pattern(r"(?:正向|反向|负向|逆向|双向|适度|区间)(?:指标)?")
"""What some forms print under 指标性质 instead of a sign."""


def is_sign(text: str) -> bool:
    """Whether a text is what a column of signs holds: ≥, 大于等于, 定性."""
    return bool(_SIGN.fullmatch(text.strip()))


def fit(role: Role, text: str) -> float:
    """How well a text suits a column of this role."""
    match role:
        case Role.LEVEL1:
            return level_fit(text, 1)
        case Role.LEVEL2:
            return level_fit(text, 2)
        case Role.LEVEL3:
            return name_fit(text)
        case Role.PERIOD_VALUE | Role.ANNUAL_VALUE:
            return value_fit(text)
        case Role.AMOUNT | Role.TASK_AMOUNT:
            return 4.0 if amount_within(text) is not None else -5.0
        case Role.LEVEL_CELL:
            return -4.0 if amount_text(text) is not None else 1.5
        case Role.INDICATORS:
            return 4.0 if is_packed(text) else -3.0
        case Role.TASK_CONTENT | Role.TASK_GOAL:
            return max(_prose_fit(text), 1.0 if amount_text(text) is None else -4.0)
        case Role.GOAL:
            return _prose_fit(text)
        case Role.ENTRY_NAME | Role.UNIT | Role.TASK_NAME:
            return _title_fit(text)
        case Role.OPERATOR:
            return 4.0 if _SIGN.fullmatch(text.strip()) or _DIRECTION.fullmatch(text.strip()) else -3.0
        case Role.MEASURE:
            return 1.5 if len(text) <= 6 and not text[:1].isdigit() else -2.0
        case _:
            return 1.0 if len(text) <= 30 else 0.2


def _prose_fit(text: str) -> float:
    if is_packed(text) or amount_text(text) is not None:
        return -4.0
    if is_whole_level(text):
        return -3.0
    return 2.5 if len(text) > 20 and _SENTENCE.search(text) else 1.0 if len(text) > 8 else -0.5


def _title_fit(text: str) -> float:
    if is_packed(text) or amount_text(text) is not None:
        return -4.0
    if len(text) > 60:
        return -2.0
    return 0.5 if re.search(r"[。；;]", text) else 2.0
