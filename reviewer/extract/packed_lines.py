"""Indicators written out as lines between headings, without any table.

    （一）产出指标
    1.数量指标
    （1）培训人数：≥100人；
    指标2：印发资料，目标值5000册；

A line is a level, or it is an indicator of the level above it. Where a line is neither, the grammar of packed cells is asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reviewer.base.patterns import pattern
from reviewer.extract.book import Book
from reviewer.extract.draft import Draft, inherited
from reviewer.extract.names import heading_name, level_name
from reviewer.extract.packed_plain import read_piece
from reviewer.model.flow import EMPTY, Flow
from reviewer.model.messages import message
from reviewer.model.review import Kind
from reviewer.model.taxonomy import bare, is_level, levels_named, parents_of

_ITEM = pattern(r"\s*(?:[（(]\d{1,2}[)）]|\d{1,2}\s*[)）.、．]|[①-⑳]|(?:三级)?指标\s*\d{1,2}\s*[:：])\s*(?=\S)")
_LABEL = pattern(r"[，,;；：:\s]*(?:年度|本年|当年)?(?:目标值|指标值)\s*(?:为|是)?\s*[:：]?\s*")
_LEVEL_END = pattern(r"[:：]\s*$")


def goes_on(lines: Sequence[Flow], text: str) -> bool:
    """Whether a line is one more indicator of such a list: a level stands above it, and it has a value."""
    valued = _ITEM.match(text) and (_LABEL.search(text) or re.search(r"[:：]\s*\S", text))
    return bool(valued) and any(_level(line) for line in lines)


def take_lines(book: Book, entry: Draft, lines: Sequence[Flow]) -> None:
    """Give an entry the indicators in such lines."""
    if drafts := read_lines(lines):
        entry.children += drafts
        return
    whole = lines[0]
    for line in lines[1:]:
        whole = whole + Flow.loose("\n") + line
    book.add_packed(whole)


def read_lines(lines: Sequence[Flow]) -> list[Draft]:
    """The indicators of such lines, in order; empty where the lines are not of this kind."""
    drafts: list[Draft] = []
    levels: dict[int, Draft] = {}
    for line in lines:
        level = _level(line)
        if level:
            _take(level, levels)
        elif levels and (item := _ITEM.match(line.text)):
            drafts.append(_indicator(line[item.end() :], levels))
        else:
            return []
    return drafts


def _level(line: Flow) -> Flow:
    """The level that a line names and nothing else; empty where it says more."""
    name = heading_name(line)
    end = _LEVEL_END.search(name.text)
    name = level_name(name[: end.start()] if end else name)[1]
    whole = bare(name.text).endswith("指标") or bool(
        re.match(r"\s*[（(]?[一二三四五六七八九十\d]+\s*[)）.、．]", line.text)
    )
    return name if levels_named(name.text) and whole else EMPTY


def _take(level: Flow, levels: dict[int, Draft]) -> None:
    above = levels[1].value("level1") if 1 in levels else None
    beneath = above is not None and {n.name for n in levels_named(above)} & set(parents_of(level.text)[:1])
    number = 2 if is_level(level.text, 2) and (beneath or not is_level(level.text, 1)) else 1
    if number == 1:
        levels.pop(2, None)
    draft = Draft(Kind.INDICATOR)
    draft.set(f"level{number}", level)
    levels[number] = draft


def _indicator(text: Flow, levels: dict[int, Draft]) -> Draft:
    label = _LABEL.search(text.text)
    if label and label.start() >= 2 and text.text[label.end() :].strip(" 。；;"):
        draft = Draft(Kind.INDICATOR)
        draft.set("level3", text[: label.start()].strip())
        draft.set("annual_value", text[label.end() :].strip(" \t。；;"))
    else:
        draft = read_piece(text.strip(" \t。；;"))
    for number, level in levels.items():
        draft.put(f"level{number}", inherited(level.fields[f"level{number}"], message("read.inherited")))
    return draft
