"""What is printed around a name without being part of it: stars, points, 必填, “指标1：”; and names that are only template."""

from __future__ import annotations

import re

from reviewer.base.patterns import pattern
from reviewer.model.flow import Flow
from reviewer.model.taxonomy import is_level

_AROUND = pattern(
    r"^\s*(?:[★☆▲△●○■□◆]+\s*|[*＊](?![*＊])\s*|(?:三级|[\u4e00-\u9fff]{2,6})?指标\s*\d{1,2}\s*[:：、.．]\s*|[（(]\s*(?:必填|选填|必填项|选填项)\s*[)）]\s*)+"
)
_BEHIND = pattern(
    r"(?:\s*[★☆▲△]+|\s*(?<![*＊≥≤≧≦＞＜＝=<>])[*＊]|\s*[（(\[【]\s*(?:必填|选填|必填项|选填项|\d{1,3}(?:\.\d+)?\s*分?|[\d.]+\s*分以内|权重\s*[\d.]+%?)\s*[)）\]】])+\s*$"
)
_LEVEL_POINTS = pattern(r"\s*[（(]?\s*\d{1,3}(?:\.\d+)?\s*分\s*[)）]?\s*$")
_LEVEL_NUMBER = pattern(
    r"^\s*(?:[（(]?[一二三四五六七八九十]{1,2}[)）、.．]\s*|\d{1,2}(?:[.．]\d{1,2}){1,2}[、.．]?\s*|[（(]?\d{1,2}[)）、.．]\s*)"
)
_NOTHING = (
    r"[.…·。‥]+|[-—–－]+|[/／\\\\]+|[_＿]+"
    r"|[（(]?(?:无|空|略|暂无|不涉及|不适用|未涉及|[无没]有|可?自行(?:增加|添加|补充).*|可(?:自行)?(?:增|加|添)(?:加|减|删)?(?:行|页|列|指标).*|按需(?:增加|填写|添加)|请?(?:填写|输入|填报).{0,10})[)）]?"
)
"""What stands in a cell instead of a text: dots, a stroke, 无, an invitation to fill it in."""
_TEMPLATE = pattern(
    rf"(?:{_NOTHING}|(?:三级)?(?:绩效)?指标\s*(?:[\dNnXx①-⑳]{{1,3}}|[一二三四五六七八九十]{{1,3}}|[（(][\d一二三四五六七八九十]{{1,2}}[)）])?\s*[:：、.．]?\s*(?:{_NOTHING})?"
    rf"|(?:\d{{1,2}}|[一二三四五六七八九十])\s*[:：、.．]\s*(?:{_NOTHING})?|[①-⑳]|[（(]\d{{1,2}}[)）](?:{_NOTHING})?|指标名称|具体指标|[xXｘ×*＊]{{2,}}(?:指标|[率数])?)"
)
_CODE = pattern(
    r"^\s*(\d{1,4})\s*[-－—–]\s*(?=[\u4e00-\u9fff])|^\s*(\d{1,4})(?=[\u4e00-\u9fff]{2,9}(?:指标|效益|影响|满意度|成本)\s*$)"
)


def level_name(flow: Flow) -> tuple[Flow, Flow]:
    """(code, name) of a printed level: without stars, numbering and points."""
    flow = _stripped(flow)
    code = _CODE.match(flow.text)
    if code:
        return flow[slice(*code.span(1 if code[1] else 2))], flow[code.end() :]
    number = _LEVEL_NUMBER.match(flow.text)
    if number:
        flow = flow[number.end() :]
    points = _LEVEL_POINTS.search(flow.text)
    if points and points.start() > 1:
        flow = flow[: points.start()]
    return flow[:0], flow.strip()


_BETWEEN_LEVELS = pattern(r"\s*[-－—–―/／\\>＞→·・、:：\s]+\s*")
_LONGEST_PAIR = 32


def two_levels(flow: Flow) -> tuple[Flow, Flow] | None:
    """The level 1 and the level 2 that one cell prints, one behind the other: 产出指标-数量指标; None where it does not."""
    text = flow.text
    if len(text) > _LONGEST_PAIR or text.count("指") < 2:
        return None
    for between in _BETWEEN_LEVELS.finditer(text):
        if is_level(text[: between.start()], 1) and is_level(text[between.end() :], 2):
            return flow[: between.start()].strip(), flow[between.end() :].strip()
    return None


def indicator_name(flow: Flow) -> Flow:
    """A level-3 name without stars and “指标1：”; empty where only the template is printed."""
    if is_template(flow.text):
        return flow[:0]
    name = _stripped(flow, behind=False)
    return name[:0] if is_template(name.text) else name


_HEADING_NUMBER = pattern(
    r"^\s*(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}(?:\.\d{1,2})*[、.．\s]|项目[一二三四五六七八九十\d]{1,3}\s*[:：、]|"
    r"第[一二三四五六七八九十\d]{1,3}[、项]|项目名称\s*[:：])\s*"
)


def is_numbered(text: str) -> bool:
    """Whether a line begins with the number of a heading."""
    return bool(_HEADING_NUMBER.match(text))


def heading_name(flow: Flow) -> Flow:
    """The name in a heading: without its number and without a closing colon."""
    number = _HEADING_NUMBER.match(flow.text)
    return (flow[number.end() :] if number else flow).strip(" \t:：")


def is_template(text: str) -> bool:
    """Whether a text is what an empty form prints in its cells: “指标1：”, “……”."""
    return bool(_TEMPLATE.fullmatch(text.strip()))


def is_blank(text: str) -> bool:
    """Whether a text in a cell of values is none: dots, strokes, what the template prints. 无 and / are answers."""
    return is_template(text) and not _ANSWER.fullmatch(text.strip())


_ANSWER = pattern(r"[*＊xXｘ×]+|[（(]?(?:无|空|略|暂无|不涉及|不适用|未涉及|[无没]有)[)）]?|/")


def _stripped(flow: Flow, behind: bool = True) -> Flow:
    before = _AROUND.match(flow.text)
    if before:
        flow = flow[before.end() :]
    after = (
        _BEHIND.search(flow.text)
        if behind
        else re.search(
            r"\s*[（(](?:必填|选填|必填项|选填项)[)）]\s*$|[★☆]+\s*$|(?<![*＊≥≤≧≦＞＜＝=<>])[*＊]\s*$", flow.text
        )
    )
    if after and after.start() > 0:
        flow = flow[: after.start()]
    return flow.strip()


_OPENS, _CLOSES, _INSIDE = r"[（(\[【〔]\s*", r"\s*[)）\]】〕]", r"[^（()）\[\]【】〔〕]"
_SEAL = pattern(
    rf"(?:\s*(?:{_OPENS}(?:(?:{_INSIDE}{{0,20}}[公盖签印用]\s*)?章(?:\s*处)?|印鉴?|印章\s*[:：]{_INSIDE}{{2,30}}){_CLOSES}"
    r"|(?<=\S)(?:加?\s*盖\s*(?:公\s*)?章|(?:财务|行政|合同|业务)专用章)|(?<=[章处)）\]】])\s*(?:20\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)))+\s*$"
)
_SEAL_BEFORE = pattern(rf"\s*{_OPENS}(?:加?盖?(?:单位)?公?章|签章|印章){_CLOSES}\s*(?=\S)")


def without_seal(flow: Flow) -> Flow:
    """A department's name without the place of its seal, or what its seal says, beside it: （公章）, （盖章）2026年1月5日."""
    if "章" not in flow.text and "印" not in flow.text:
        return flow
    before = _SEAL_BEFORE.match(flow.text)
    flow = flow[before.end() :] if before else flow
    seal = _SEAL.search(flow.text)
    return flow[: seal.start()] if seal and seal.start() else flow


_OFFICE_CODE = pattern(r"\s*\d{3,}\s*[-—–_\s]\s*(?=[\u4e00-\u9fff])")


def without_code(flow: Flow) -> Flow:
    """A department's name without its code in front: 316 甲市水务局."""
    code = _OFFICE_CODE.match(flow.text)
    return flow[code.end() :] if code else flow


_TO_SIGN = pattern(r"(?:[^:：]{2,14}[:：]\s*)+")


def is_to_sign(text: str) -> bool:
    """Whether a text is nothing but labels with nothing behind them: 主管部门（公章）：      财政部门（公章）："""
    return bool(_TO_SIGN.fullmatch(text))


_TEMPLATE_END = pattern(r"(?:\s*目标\s*[\dNnXx一二三四五六七八九十]{1,3}\s*[:：、.．]\s*(?:[.…·。‥]{2,}|…)?)+\s*$")


def without_template_end(flow: Flow) -> Flow:
    """A goal without the lines of the template behind it that nobody filled in: 目标3：……"""
    end = _TEMPLATE_END.search(flow.text)
    return flow[: end.start()] if end and end.start() else flow


_GENERIC = pattern(
    r"(?:项目|专项|资金|财政|预算|支出|绩效|目标|指标|体系|自评价?|自我评价|评价|监控|完成|实现|执行|组织|管理|实施|使用|基本|整体|总体|主要|具体|明细|"
    r"情况|概况|概述|简介|信息|说明|分析|结果|结论|报告|附件|附表|部门|单位|年度|公开|申报|审批|批复|设置|设定|名词|解释|问题|原因|措施|建议|"
    r"及|和|与|的|表|书|一览|清单|目录|第[一二三四五六七八九十\d]+(?:部分|章|节)|\s)+"
)
_IN_TITLE = pattern(
    r"\s*(?:(?:19|20)\d\d\s*年(?:度)?)?(?P<name>\S{2,40}?(?:项目|经费|工程|资金|专项|补助|补贴))(?:支出|预算)?"
    r"(?:绩效|目标|自评价?|自我评价|评价|监控|运行|申报|情况|信息|公开|完成)*(?:表|书|报告)?\s*(?:[（(][^（()）]*[)）])?\s*"
    r"|\s*(?:(?:19|20)\d\d\s*年(?:度)?)(?P<plain>(?![^\s]*(?:部门|单位|整体))[^\s，。]{4,30}?)(?:项目)?绩效(?:自评价?|评价|目标)(?:报告|表|书|情况)\s*"
)
_IN_SENTENCE = pattern(
    r"项目(?:的?名称|全称)(?:为|是|叫|系|：|:)\s*[“\"《]?(?P<name>[^，。；,;“”\"《》\s]{2,40})[”\"》]?(?=[，。；,;、]|$)"
)


def names_nothing(text: str) -> bool:
    """Whether a heading says only what part of a report follows: 基本情况, 指标完成情况, 名词解释."""
    number = _HEADING_NUMBER.match(text)
    return bool(_GENERIC.fullmatch(text[number.end() :] if number else text))


def name_in_title(flow: Flow) -> Flow:
    """The project that a title speaks of: 2025年度码头加固项目自评表; empty where it is the title of a form for any project."""
    found = _IN_TITLE.fullmatch(flow.text)
    group = "plain" if found and found["plain"] else "name"
    if found is None or names_nothing(found[group]):
        return flow[:0]
    return flow[slice(*found.span(group))]


def name_in_sentence(flow: Flow) -> Flow:
    """The project that running text names: 项目名称为码头加固，由…; empty where it names none."""
    found = _IN_SENTENCE.search(flow.text)
    return flow[slice(*found.span("name"))] if found else flow[:0]


_LABEL_BEHIND = pattern(r"\s+[^\s:：，。]{2,10}(?:[（(][^（()）]{1,8}[)）])?\s*[:：]\s*$")


def without_label_behind(flow: Flow) -> Flow:
    """A value without the label of the next blank in its line, where nobody signed: 甲市乙所  负责人签字："""
    behind = _LABEL_BEHIND.search(flow.text)
    return flow[: behind.start()] if behind and behind.start() else flow


def is_definition(text: str) -> bool:
    """Whether what stands behind a label says what it means, as the notes of a budget do: 绩效目标：指财政预算资金…达到的产出和效果。"""
    return bool(_DEFINES.match(text))


_DEFINES = pattern(r"\s*[:：]?\s*(?:主要)?(?:是?指(?![标导定挥派])|反映)")
