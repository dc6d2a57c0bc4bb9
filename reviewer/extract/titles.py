"""What stands above tables: titles, chapters, the head of a web page, and which year of several is the form's."""

from __future__ import annotations

import re

from reviewer.base.patterns import pattern

_TITLE = pattern(
    r"(?=.*(?:绩效|预算))(?=.*(?:表|目标|指标|自评|报告|情况))"
    r"|.*(?:项目|专项|资金|经费|工程|支出).{0,8}(?:自评价?|自我评价|监控|申报|批复|公开)(?:情况)?(?:表|书|报告)?\s*(?:[（(][^（()）]*[)）])?$"
)
_SENTENCE = pattern(r"[:：。|｜]|^注|\.(?:docx?|xlsx?|pdf|html?|et|wps)$|[>＞»›]")
_LONGEST = 60
_CHAPTER = pattern(
    r"^(?:第[一二三四五六七八九十\d]+(?:部分|章|节|编)|[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、.．](?!\d))"
    r"|(?:说明|目录|一览|清单|通知|公告|公示|意见|办法|索引)\s*(?:[（(][^（()）]*[)）])?$"
)
_SHEET = pattern(r"(?:项目)?绩效(?:目标|指标|自评|监控)")
"""What a sheet of a workbook may be called; a form's title says more."""
_OF_A_FORM = pattern(r"绩效目标$|绩效(?:自评|评价|监控|运行监控)$|(?:申报|批复|自评|监控)[表书]?$")
_METADATA = frozenset(
    [
        "索引号",
        "信息索引",
        "索引",
        "文号",
        "发文字号",
        "发文机关",
        "发布机构",
        "发布单位",
        "发布日期",
        "发布时间",
        "成文日期",
        "公开日期",
        "生成日期",
        "主题分类",
        "体裁分类",
        "组配分类",
        "信息分类",
        "信息名称",
        "信息来源",
        "信息类别",
        "浏览次数",
        "浏览量",
        "点击数",
        "点击率",
        "阅读量",
        "公开方式",
        "公开形式",
        "公开时限",
        "公开范围",
        "公开类型",
        "公开责任部门",
        "有效性",
        "主题词",
        "关键词",
        "标题",
        "发布人",
        "责任编辑",
        "分享到",
        "分享",
        "字号",
        "字体",
        "打印",
        "当前位置",
        "您的位置",
        "您当前的位置",
        "首页",
        "来源",
        "作者",
        "著录日期",
        "废止日期",
        "生效日期",
        "内容概述",
    ]
)
"""Labels in the head of a web page."""
_PARTS = pattern(r"[|｜\s:：>＞»【】\[\]（）()]+")


_OF_PAGE = pattern(r"(?:信息|主题|体裁|组配|内容|公开)分类\s*[:：]|(?:发布|发文)(?:机构|机关|日期|时间)\s*[:：]")
"""Labels that stand in the head of a web page and nowhere else."""


def title_rank(text: str) -> int | None:
    """How much a line above a table is its title: of several the highest, and of equals the first; None where it is none.

    The form's own title speaks of 绩效; a chapter of the report that it is part of ranks behind every title.
    """
    text = "".join(text.split())
    if len(text) > _LONGEST or not _TITLE.search(text) or _SENTENCE.search(text):
        return None
    if _CHAPTER.search(text) or _SHEET.fullmatch(text):
        return 0
    return 2 if "绩效" in text else 1


def is_title(text: str) -> bool:
    """Whether a text alone in its row is the title of a table: it ends in 表 and speaks of performance or a budget."""
    return len(text) <= _LONGEST and bool(re.search(r"表\s*(?:[（(][^（()）]*[)）])?$", text) and _TITLE.search(text))


def may_be_title(text: str) -> bool:
    """Whether a text alone in the first row of a table can be its title though it does not end in 表: 部门整体绩效目标."""
    return bool(title_rank(text)) and bool(_OF_A_FORM.search(re.sub(r"\s*[（(][^（()）]*[)）]$", "", text)))


def is_page_head(texts: list[str]) -> bool:
    """Whether the cells of a row, or a line, are of the head of a web page: 索引号 … 主题分类 …, 首页 > 政务公开."""
    if any(_OF_PAGE.search(text) for text in texts):
        return True
    parts = [part for text in texts for part in _PARTS.split(text) if part]
    known = [part in _METADATA for part in parts]
    return sum(known) >= 2 or (any(known[:1]) and len(parts) <= 4)


_SECTION = pattern(
    r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]\s*)?(?:项目|部门|单位|整体|申报)*(?:基本|基础|主要)?(?:信息|情况|概况)"
    r"(?:[及和与、](?:项目|年度|绩效|总体)*(?:目标|指标))*\s*(?:[（(][^（()）]*[)）])?\s*"
)


def is_section(text: str) -> bool:
    """Whether a row prints nothing but the heading of a form's part: 基本信息, 一、项目基本情况."""
    return bool(_SECTION.fullmatch(text))


_YEAR = pattern(r"(?<!\d)(20\d\d|19\d\d)\s*(?:年|财政年)(?!\s*\d{1,2}\s*月)")
_YEARS = pattern(r"(?<!\d)(20\d\d)\s*年?\s*[-—–~～至到]+\s*20\d\d\s*(?:年|财政年)(?!\s*\d{1,2}\s*月)")
"""Of the years of a rolling budget (2026—2028年) the first is the one that it is made for."""
_YEAR_ALONE = pattern(r"\s*[（(]?\s*(20\d\d|19\d\d)\s*年\s*度?\s*[)）]?\s*")
_YEAR_APART = pattern(
    r"(?:^|\s)(?:(?:预算|评价|自评|所属)?年度\s*[:：]\s*(20\d\d)(?!\d)|[（(]?(20\d\d)\s*年度?[)）]?(?=\s|$))"
)
"""A year that stands by itself in a line of headings: 填报单位：…  2025年  单位：万元; 预算年度：2023."""
_YEAR_CLOSING = pattern(r"表\s*[（(]\s*(20\d\d)\s*[)）]\s*$")
"""A year in brackets without 年, with which a title ends."""
_BUDGET = pattern(r"(?:预算|决算)(?:公开)?(?:说明|报告|情况)?$")


def year_in(text: str, rank: int | None) -> tuple[re.Match[str], int, int] | None:
    """The year that a line above a table states, as a match, its group, and how surely it is the form's (1 to 3).

    (2024年度) alone is, more than the year of a title (`rank` is the line's as one), and that more than one of a heading. That
    of a date is none.
    """
    if "日期" in text or "时间" in text or len(text) > 120:
        return None
    if alone := _YEAR_ALONE.fullmatch(text):
        return alone, 1, 3
    if apart := _YEAR_APART.search(text):
        return apart, 1 if apart[1] else 2, 3
    if rank is not None and (closing := _YEAR_CLOSING.search(text)):
        return closing, 1, 2
    found = _YEARS.search(text) or _YEAR.search(text)
    dated = rank is not None or len(text) <= 20 or (len(text) <= 40 and bool(_BUDGET.search(text)))
    return (found, 1, 2 if rank else 1) if found and dated else None
