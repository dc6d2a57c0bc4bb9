"""A goal's cell that goes on with the indicators: 保障训练。【产出指标-数量指标】指标1：训练警犬（≥48条）…

The sentences before the first level that stands as a heading are the goal, the rest are packed indicators. A goal that only
speaks of 效益 or 满意度 in its sentences has no such heading and stays whole.
"""

from __future__ import annotations

import re
from functools import cache

from reviewer.base.patterns import pattern
from reviewer.base.words import depends
from reviewer.extract.labels import Role, roles_of
from reviewer.extract.packed_plain import read_plain
from reviewer.model.flow import Flow
from reviewer.model.taxonomy import level_names

_SURE = 2
"""So many headings, or one in brackets, show that indicators begin."""


@depends
@cache
def _headings() -> re.Pattern[str]:
    names = "|".join(
        sorted({n.removesuffix("指标") for n in (*level_names(1), *level_names(2))}, key=len, reverse=True)
    )
    level = rf"(?:{names})指标"
    return re.compile(
        rf"(?P<held>[【\[〔《（(]\s*{level}(?:\s*[-—–－/／、:：>]+\s*{level})?\s*[】\]〕》）)])"
        rf"|(?:(?<=[。；;！!\n）)])|^)\s*(?:(?:年度|项目)?绩效指标\s*[:：]\s*)?(?:[（(]?[一二三四五六七八九十\d]{{1,2}}[)）、.．]\s*)?"
        rf"{level}(?:\s*[-—–－/／]+\s*{level})?\s*[:：]"
    )


def parted_goal(flow: Flow) -> tuple[Flow, Flow] | None:
    """The goal and the packed indicators that one text holds; None where it is a goal and nothing else."""
    found = list(_headings().finditer(flow.text))
    if not found or (len(found) < _SURE and not found[0]["held"]):
        return None
    start = found[0].start()
    goal, packed = _without_label(flow[:start].strip()), _in_square_brackets(flow, found)[start:]
    drafts = read_plain(packed)
    whole = [draft for draft in drafts if draft.value("level3") and draft.value("annual_value")]
    if not drafts or len(whole) * 2 < len(drafts):
        return None
    return goal, packed


_LABELLED = pattern(r"[【\[〔《]\s*([^【】\[\]〔〕《》]{2,10})\s*[】\]〕》]\s*[:：]?\s*")


def _without_label(goal: Flow) -> Flow:
    """A goal without the label in brackets that it begins with: 【总体目标】."""
    label = _LABELLED.match(goal.text)
    return goal[label.end() :] if label and roles_of(label[1]) & {Role.GOAL, Role.PERIOD_GOAL} else goal


def _in_square_brackets(flow: Flow, headings: list[re.Match[str]]) -> Flow:
    """The text with its headings in brackets that nothing else uses: round ones stand around values too."""
    chars = list(flow.text)
    for heading in headings:
        if heading["held"]:
            chars[heading.start("held")], chars[heading.end("held") - 1] = "【", "】"
    return Flow("".join(chars), flow.places)
