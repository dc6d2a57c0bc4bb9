"""What is printed around a name without being part of it: stars, points, 必填, “指标1：”; and names that are only template."""

from __future__ import annotations

import re

from reviewer.model.flow import Flow

_AROUND = re.compile(
    r"^\s*(?:[★☆▲△●○■□◆*＊]+\s*|(?:三级)?指标\s*\d{1,2}\s*[:：、.．]\s*|[（(]\s*(?:必填|选填|必填项|选填项)\s*[)）]\s*)+"
)
_BEHIND = re.compile(
    r"(?:\s*[★☆▲△*＊]+|\s*[（(\[【]\s*(?:必填|选填|必填项|选填项|\d{1,3}(?:\.\d+)?\s*分?|[\d.]+\s*分以内|权重\s*[\d.]+%?)\s*[)）\]】])+\s*$"
)
_LEVEL_POINTS = re.compile(r"\s*[（(]?\s*\d{1,3}(?:\.\d+)?\s*分\s*[)）]?\s*$")
_LEVEL_NUMBER = re.compile(
    r"^\s*(?:[（(]?[一二三四五六七八九十]{1,2}[)）、.．]\s*|[（(]?\d{1,2}[)）、.．]\s*|\d{1,2}\.\d{1,2}\s*)"
)
_TEMPLATE = re.compile(
    r"(?:三级)?(?:绩效)?指标\s*[\dNnXx一二三四五六七八九十]{0,3}\s*[:：、.．]?|[.…·。‥]+|-+|—+|/+|无|指标名称|具体指标"
)
_CODE = re.compile(
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


def indicator_name(flow: Flow) -> Flow:
    """A level-3 name without stars and “指标1：”; empty where only the template is printed."""
    if is_template(flow.text):
        return flow[:0]
    return _stripped(flow, behind=False)


_HEADING_NUMBER = re.compile(
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


def _stripped(flow: Flow, behind: bool = True) -> Flow:
    before = _AROUND.match(flow.text)
    if before:
        flow = flow[before.end() :]
    after = (
        _BEHIND.search(flow.text)
        if behind
        else re.search(r"\s*[（(](?:必填|选填|必填项|选填项)[)）]\s*$|[★☆*＊]+\s*$", flow.text)
    )
    if after and after.start() > 0:
        flow = flow[: after.start()]
    return flow.strip()


_SEAL = re.compile(r"\s*[（(](?:加?盖?(?:单位)?公?章|签章|印章)[)）]\s*$")


def without_seal(flow: Flow) -> Flow:
    """A department's name without the place of its seal behind it: （公章）, （盖章）."""
    seal = _SEAL.search(flow.text)
    return flow[: seal.start()] if seal else flow


_TEMPLATE_END = re.compile(r"(?:\s*目标\s*[\dNnXx一二三四五六七八九十]{1,3}\s*[:：、.．]\s*(?:[.…·。‥]{2,}|…)?)+\s*$")


def without_template_end(flow: Flow) -> Flow:
    """A goal without the lines of the template behind it that nobody filled in: 目标3：……"""
    end = _TEMPLATE_END.search(flow.text)
    return flow[: end.start()] if end and end.start() else flow
