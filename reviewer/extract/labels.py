"""Printed labels and the roles they give to cells and columns.

The words are data (resources/vocabulary/labels.json): a new layout needs a new word there.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from reviewer.base import words
from reviewer.base.patterns import pattern
from reviewer.base.resources import load_json


class Role(StrEnum):
    """What a label says about the cell beside or beneath it."""

    ENTRY_NAME = "entry_name"
    UNIT = "unit"
    DEPARTMENT = "department"
    GOAL = "goal"
    INDICATORS = "indicators"
    LEVEL_CELL = "level_cell"
    """A column for the indicators of one level, packed: its header names the level (produced by no label)."""
    LEVEL1 = "level1"
    LEVEL2 = "level2"
    LEVEL3 = "level3"
    PERIOD_VALUE = "period_value"
    ANNUAL_VALUE = "annual_value"
    OPERATOR = "operator"
    MEASURE = "measure"
    EXTRA = "extra"
    FUNDS = "funds"
    AMOUNT = "amount"
    AMOUNT_HEAD = "amount_head"
    MONEY_COLUMN = "money_column"
    SCORE_COLUMN = "score_column"
    PERIOD_GOAL = "period_goal"
    RESULT = "result"
    TASKS = "tasks"
    TASK_NAME = "task_name"
    TASK_CONTENT = "task_content"
    TASK_AMOUNT = "task_amount"
    TASK_GOAL = "task_goal"
    ATTRIBUTE = "attribute"


INDICATOR_ROLES = frozenset(
    {
        Role.LEVEL1,
        Role.LEVEL2,
        Role.LEVEL3,
        Role.PERIOD_VALUE,
        Role.ANNUAL_VALUE,
        Role.OPERATOR,
        Role.MEASURE,
        Role.EXTRA,
    }
)
TASK_ROLES = frozenset({Role.TASK_NAME, Role.TASK_CONTENT, Role.TASK_AMOUNT, Role.TASK_GOAL})

_BRACKETS = pattern(r"[(（\[【〔<《][^()（）\[\]【】〔〕<>《》]*[)）\]】〕>》]")
_NUMBERING = pattern(r"^(?:[一二三四五六七八九十]+[、.．]|\d{1,2}[、.．]|[（(][一二三四五六七八九十\d]+[)）])")
_OF_WHICH = pattern(r"^\s*(?:其中|含)\s*[:,、]\s*")
_IGNORED = pattern(r"[\s★☆▲*:：/／、，,。.．;；_\-—?？]+")
_LONGEST = 24
_NEARLY = 86.0
"""rapidfuzz ratio (0-100) from which on a label counts as a misprint of a known one."""


@lru_cache(maxsize=2048)
def plain_label(text: str) -> str:
    """A label without numbering, brackets, stars, blanks and colons; NFKC width."""
    text = unicodedata.normalize("NFKC", text).strip()
    text = _OF_WHICH.sub("", _NUMBERING.sub("", text))
    return _IGNORED.sub("", _BRACKETS.sub("", text))


WHOLE_PERIOD = "中长期|长期|中期|实施期|实施周期|项目期|项目周期|存续期|生命周期|全周期|规划期|政策期"
"""What the period beyond the year is called, as alternatives of a pattern: there is no other list of them."""
_LONG_TERM = pattern(WHOLE_PERIOD)
_PAID_FOR = ("项目", "政策", "资金", "基金", "经费", "专项", "补助", "补贴", "工程", "事项", "实事")
"""What money is given for, and so an entry is: 惠民政策名称, 民生实事名称, 以奖代补资金名称."""
_ENDINGS = (
    *((f"{paid_for}名称", (Role.ENTRY_NAME, Role.ENTRY_NAME)) for paid_for in _PAID_FOR),
    ("单位名称", (Role.UNIT, Role.UNIT)),
    ("绩效目标", (Role.GOAL, Role.PERIOD_GOAL)),
    ("绩效指标", (Role.INDICATORS, Role.INDICATORS)),
    ("指标值", (Role.ANNUAL_VALUE, Role.PERIOD_VALUE)),
    ("目标值", (Role.ANNUAL_VALUE, Role.PERIOD_VALUE)),
    ("考核值", (Role.ANNUAL_VALUE, Role.PERIOD_VALUE)),
    ("主管部门", (Role.ATTRIBUTE, Role.ATTRIBUTE)),
    ("负责人", (Role.ATTRIBUTE, Role.ATTRIBUTE)),
    ("起止时间", (Role.ATTRIBUTE, Role.ATTRIBUTE)),
    ("资金总额", (Role.AMOUNT, Role.AMOUNT)),
    ("预算总额", (Role.AMOUNT, Role.AMOUNT)),
    ("经费总额", (Role.AMOUNT, Role.AMOUNT)),
    ("预算金额", (Role.AMOUNT, Role.AMOUNT)),
)
"""What a label that is not in the vocabulary ends in, and its roles: for the year, and for the whole period."""


@words.depends
@cache
def _vocabulary() -> dict[str, frozenset[Role]]:
    known: dict[str, set[Role]] = {}
    for role, labels in load_json("vocabulary", "labels.json").items():
        for label in labels:
            known.setdefault(plain_label(label), set()).add(Role(role))
    roles = {word: frozenset(roles) for word, roles in known.items()}
    for printed, meant in words.in_use().labels.items():
        if meant in {*Role} and plain_label(printed):
            roles[plain_label(printed)] = frozenset({Role(meant)})  # what the user says comes first
    return roles


_OF_A_YEAR = pattern(r"^(?:19|20)\d\d年度?(?=[\u4e00-\u9fff]{2,})")
_GOAL_LABEL = pattern(
    r"(?:(?:本|当|全|年度|年|政策|购买|服务|资金|使用|支出|专项|项目|补助|补贴|转移支付|工作|任务|实施|建设|管理|采购|活动|总体|整体|部门|单位|预期|计划|绩效|总)"
    r"{1,4})目标(?:内容|概述|描述|说明)?"
)
"""A goal under the name of what is paid for: 政策目标, 购买服务目标, 资金使用目标."""
_WHOLE_ABOVE = pattern(
    r"(?:所属|所在|归属|隶属|上级|上一级|对应)的?(?:一级)?(?:财政)?(?:专项|政策|转移支付|资金|大类|母项目).{0,6}"
)
"""The label of what a project is a part of, whose own name is printed elsewhere: 所属专项名称."""
_NAME_AND_VALUE = pattern(r"(.{2,}?)[及和与]((?:绩效|年度|预期)?(?:指标|目标)值)")
"""A label over names that have their values behind them: 三级指标及指标值."""
_LEVEL_LABEL = pattern(r"[绩效度量指标目考核衡评价预算项年名称分类内容]*([一二三])级[绩效指标目名称分类内容]*")
_LEVELS = {"一": Role.LEVEL1, "二": Role.LEVEL2, "三": Role.LEVEL3}


class Version(StrEnum):
    """Which of two states a form of a change speaks of."""

    BEFORE = "before"
    AFTER = "after"


_CHANGED = r"(?:调整|变更|修改|修订|调剂|追加|调增|调减|核减|更正)"
_VERSION = pattern(
    rf"\s*[（(]?\s*(?:(?P<before>{_CHANGED}前|原(?=绩效|目标|指标|预算|申报|批复))|{_CHANGED}后)\s*[)）]?\s*的?"
)
_VERSION_BEHIND = pattern(rf"(?<=.)\s*[（(]\s*(?:(?P<before>{_CHANGED}前)|{_CHANGED}后)\s*[)）]\s*$")


def _version_in(text: str) -> re.Match[str] | None:
    return _VERSION.match(text) or _VERSION_BEHIND.search(text)


def version_of(text: str) -> Version | None:
    """Whether a label speaks of what was before a change or is after it: 调整前绩效目标, 指标值（变更后）; None where of neither."""
    found = _version_in(text)
    return None if found is None else Version.BEFORE if found["before"] else Version.AFTER


def _roles_of_version(found: re.Match[str], text: str) -> frozenset[Role]:
    """The roles of a label of one of two versions: the one after the change is what the form is about."""
    rest = text[: found.start()] + text[found.end() :]
    if not plain_label(rest):  # 调整前 | 调整后, under a head of values or of money
        return frozenset({Role.EXTRA if found["before"] else Role.ANNUAL_VALUE, Role.MONEY_COLUMN})
    roles = roles_of(rest)
    if not found["before"]:
        return roles
    if roles & {Role.ANNUAL_VALUE, Role.PERIOD_VALUE}:
        return frozenset({Role.EXTRA})
    return frozenset({Role.ATTRIBUTE}) if roles & {Role.GOAL, Role.PERIOD_GOAL} else roles


@words.depends
@lru_cache(maxsize=4096)
def roles_of(text: str) -> frozenset[Role]:
    """The roles that a printed text can have as a label; empty where it is none."""
    label = plain_label(text)
    if not label or len(text) > 2 * _LONGEST or len(label) > _LONGEST or label.endswith("表"):
        return frozenset()
    known = _vocabulary()
    if label in known and not _VERSION_BEHIND.search(text):
        return known[label]
    if (version := _version_in(text)) is not None:
        return _roles_of_version(version, text)
    if len(label) < 4:
        return frozenset()
    if _OF_A_YEAR.match(label):
        bare = _OF_A_YEAR.sub("", label)
        return known.get("年度" + bare) or known.get(bare) or roles_of("年度" + bare)
    if level := _LEVEL_LABEL.fullmatch(label):
        return frozenset({_LEVELS[level[1]]})
    if both := _NAME_AND_VALUE.fullmatch(label):
        return roles_of(both[1]) & {Role.LEVEL3, Role.INDICATORS}
    if _GOAL_LABEL.fullmatch(label):
        return frozenset({Role.GOAL})
    if _WHOLE_ABOVE.fullmatch(label):
        return frozenset({Role.ATTRIBUTE})
    for ending, roles in _ENDINGS:
        if label.rstrip("0123456789").endswith(ending) and len(label) <= 14:
            return frozenset({roles[1] if _LONG_TERM.search(label) or label == f"总{ending}" else roles[0]})
    if label.endswith("目标") and len(label) <= 10 and _LONG_TERM.search(label):
        return frozenset({Role.PERIOD_GOAL})
    if label.endswith("类"):  # a kind of project or money, which is the value of a label: 专项资金类
        return frozenset()
    best = process.extractOne(label, known.keys(), scorer=fuzz.ratio, score_cutoff=_NEARLY)
    return known[best[0]] if best and len(best[0]) >= 4 and abs(len(best[0]) - len(label)) <= 1 else frozenset()


_OF_KIND = pattern(r"(?:性质|级别|层级|类别|类型|属性|分类|领域)$")
_NO_KIND = pattern(r"(?:总额|金额|合计|总计|数|名称)\s*(?:[（(][^（()）]*[)）])?\s*[:：]?$|[:：]$")


def is_kind(label: str, text: str, following: str) -> bool:
    """Whether a text that can be a label is the value of the one before it: 资金性质 | 一般公共预算, 项目级别 | 一级项目. `following` is
    what stands behind it: nothing, or the next label.
    """
    if not _OF_KIND.search(plain_label(label)) or Role.ATTRIBUTE not in roles_of(label) or _NO_KIND.search(text):
        return False
    return roles_of(text) <= {Role.AMOUNT, Role.ENTRY_NAME} and (not following or bool(roles_of(following)))


_OVER_FIGURES = pattern(r"(?:预算|执行|决算|支出|收入|完成|拨付|计划|到位|安排|下达|批复|核定|申请|调整|使用|支付)数$")


def stands_over_figures(text: str) -> bool:
    """Whether a text ends like the head of a column of figures, which names nothing: 上年预计执行数, 本年预算数."""
    return bool(_OVER_FIGURES.search(text))


UNRANKED = 10_000
"""The rank of a label that the vocabulary of a role does not have."""


@cache
def _ranks(role: Role) -> dict[str, int]:
    return {plain_label(label): place for place, label in enumerate(load_json("vocabulary", "labels.json")[role])}


def rank_of(text: str, role: Role) -> int:
    """How far behind a label stands in the vocabulary of its role: of two columns, the one named first is meant."""
    return _ranks(role).get(plain_label(text), UNRANKED)


_WIDER = pattern(r"一级|上级|大类|专项|主项目|总项目|所属|母项目")
_NARROWER = pattern(r"二级|三级|子项目|下级|具体|明细|细化")


def is_narrower(label: str, other: str) -> bool:
    """Whether of two labels of names the first is that of the part, the other that of the whole: 二级项目 beside 一级项目."""
    if _NARROWER.search(label) and _NARROWER.search(other):
        return "三级" in label and "二级" in other
    if _NARROWER.search(other):
        return False
    return bool(_NARROWER.search(label) or (_WIDER.search(other) and not _WIDER.search(label)))


_OF_WHICH_MONEY = pattern(
    r"^\s*(?:其中|含)\s*[:：,，、]\s*|^\s*其中(?=\S)|^\s*\d{1,2}[、.．][^:：（(]{2,8}[:：]\s*(?=[（(]\d)"
)
_COLONS = pattern(r"[\s:：]+")


_SUM = pattern(
    r"(?:自评|评价|复核|综合)?(?:得分|分值|分数|评分|权重)?(?:合计|总计|小计)|(?:自评|评价|复核|综合)?总(?:分值?|得分|评分)|(?:合计|总计)(?:得分|分值|分数?)"
)


def is_sum(text: str) -> bool:
    """Whether a text is what stands in front of the last row of indicators, that of their points: 合计, 总分, 得分合计."""
    return bool(_SUM.fullmatch(plain_label(text)))


_HALF_OF_GOAL = frozenset({"年度", "总体", "年度总体", "绩效"})
_LEAST_GOAL = 12


def heads_goal_cut(label: str, text: str) -> bool:
    """Whether a label is the first line of a goal's whose second is lost (年度 for 年度目标): so long a text stands behind it."""
    return plain_label(label) in _HALF_OF_GOAL and len(text) >= _LEAST_GOAL


@lru_cache(maxsize=2048)
def money_label(text: str) -> str:
    """A printed label as it becomes a key: as printed, without 其中, colons and blanks, and without the heading of the parts that
    shares a cell with the first of them: 1、资金来源：（1）财政拨款.
    """
    return _COLONS.sub("", _OF_WHICH_MONEY.sub("", text))


_MONEY_UNIT = pattern(r"(?:[（(]|单位\s*[:：]?\s*(?:人民币)?)\s*((?:亿|万|千|百万)?元)\s*[)）]?")


def money_unit(text: str) -> re.Match[str] | None:
    """The unit of money that a text states: “（万元）”, “单位：元”; group 1 is the unit."""
    return _MONEY_UNIT.search(text)


_YEAR = pattern(r"(?:19|20)\d\d(?=年)")


def comes_first(label: str, other: str, role: Role) -> bool:
    """Whether of two columns for the same the one with this label is meant: that of the later year, else by its words."""
    years = [_YEAR.search(text) for text in (label, other)]
    if years[0] and years[1] and years[0][0] != years[1][0]:
        return years[0][0] > years[1][0]
    return rank_of(label, role) < rank_of(other, role)
