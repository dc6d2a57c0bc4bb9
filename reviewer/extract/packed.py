"""The grammar of packed cells: several indicators in one text.

    1、1-产出指标, 11-数量指标, 培训场次；实施周期指标值:≥5场,年度指标值:≥5场;2、…
    1、产出指标：培训场次，年度指标值：≥5。 2、…

Three kinds of signs are found first: numbers, levels and value labels. An item begins where a level follows a value, or
where a value label comes that the item has already: so a lost number, a restarted count, a lost level or a wrong
separator cost nothing but confidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from reviewer.base.patterns import pattern
from reviewer.base.words import depends
from reviewer.extract.draft import Draft, inherited
from reviewer.extract.labels import WHOLE_PERIOD
from reviewer.extract.likeness import value_fit
from reviewer.model.fields import Field
from reviewer.model.flow import EMPTY, Flow
from reviewer.model.messages import Message, message
from reviewer.model.review import Kind
from reviewer.model.taxonomy import level_names, levels_named, parents_of

SEPARATORS = " \t\n\u3000,，;；:：、。.．/—–－-"
_MAJOR = "，,;；。"


@dataclass(frozen=True, slots=True)
class _Sign:
    """Something found in the text: a level, or a value label."""

    kind: str
    """ "level", "period" or "annual"."""
    start: int
    end: int
    code: tuple[int, int] | None = None
    name: tuple[int, int] | None = None


@dataclass(slots=True)
class _Item:
    """One indicator's pieces, as ranges of the text."""

    number: int | None = None
    levels: list[_Sign] = field(default_factory=list)
    level3: tuple[int, int] = (0, 0)
    values: dict[str, tuple[int, int]] = field(default_factory=dict)
    evidence: list[Message] = field(default_factory=list)


@depends
@cache
def _signs_pattern() -> re.Pattern[str]:
    names = "|".join(map(re.escape, dict.fromkeys((*level_names(1), *level_names(2)))))
    plain = "|".join(map(re.escape, (n for n in level_names(2) if not n.endswith("指标"))))
    uncoded = "|".join(map(re.escape, (n for n in (*level_names(1), *level_names(2)) if n.endswith("指标"))))
    return re.compile(
        rf"(?P<code>\d{{1,2}})\s*[-－—–]\s*(?P<name>(?:{names})(?:指标)?|[\u4e00-\u9fff]{{2,8}}指标)(?=[\s,，;；:：、。/—–－-]|$)"
        rf"|(?:(?<=[\s,，;；:：、。.．)）/—–－-])|^)(?P<plain>{uncoded})(?=\s*[,，;；:：\n/—–－-])"
        rf"|(?<=指标[—–/－-])(?P<bare>{plain})(?=[—–/－-])"
        rf"|(?P<period>(?:项目)?(?:实施)?(?:周期|期|{WHOLE_PERIOD})(?:绩效)?指标值|总体指标值)\s*[:：]?"
        r"|(?P<annual>本?年度?(?:绩效)?(?:指标值|目标值)|(?<![\u4e00-\u9fff])(?:指标值|目标值)(?=\s*[:：≥≤≧≦＞＜＝=<>\d])|(?<=[，,；;])\s*(?:指标值|目标值))\s*[:：]?"
    )


_NUMBER_BEFORE = pattern(r"(?:(?:^|(?<=[\s,，;；。.、：:]))(?=\d)|[（(])(\d{1,3})\s*[、.．)）]\s*$")
_NUMBER = pattern(r"(?:^|[;；。\s])\s*(?:(?=\d)|[（(])(\d{1,3})\s*[、.．)）]\s*(?=[\u4e00-\u9fff“《])")


def read_packed(flow: Flow) -> list[Draft]:
    """The indicators of one packed text, in order; empty where it packs none."""
    items = _items(flow.text)
    drafts = [_draft(flow, item) for item in items]
    _hand_down_level1(drafts)
    _mark_gaps(items, drafts)
    return drafts


_ITEM_LINE = pattern(
    r"\s*(?:[（(]?\d{1,2}\s*[、.．)）]\s*(?=[^\d\s])|[①-⑳]|(?:三级)?指标\s*\d{1,2}\s*[:：、]|[\u4e00-\u9fff]{2,7}指标\s*[:：])"
)


def with_breaks(flow: Flow) -> Flow:
    """A packed text with the line breaks of its cell put back where the next line begins with the number of an item, or a level.

    Undoing the layout took them out: “≥300盏” and “2.亮灯率” would become “≥300盏2.亮灯率”.
    """
    whole, start = EMPTY, 0
    for span in flow.spans:
        piece = flow[start : start + span.end - span.start]
        start += span.end - span.start
        broken = bool(whole) and bool(_ITEM_LINE.match(piece.text)) and not whole.text[-1:].isspace()
        whole = whole + (Flow.loose("\n") if broken else EMPTY) + piece
    return whole if start == len(flow) and start else flow


def read_rest(text: str) -> dict[str, str]:
    """Which indicator fields the text after a cut fills: what a split gives its second part.

    A text without any sign of the grammar is a name.
    """
    signs = list(_signs(text))
    if not signs:
        return {"level3": text.strip(SEPARATORS)}
    draft = _draft(Flow.loose(text), _fill(text, _Item(), 0, len(text), signs))
    return {key: f.value for key, f in draft.fields.items() if f.value}


def _may_hold_signs(text: str) -> bool:
    """Whether a text has what every sign has: most texts need not be searched."""
    return "标" in text or any(dash in text for dash in "-－—–")


def _signs(text: str) -> Iterator[_Sign]:
    for match in _signs_pattern().finditer(text) if _may_hold_signs(text) else ():
        if match["period"] or match["annual"]:
            yield _Sign("period" if match["period"] else "annual", match.start(), match.end())
        else:
            name = match.span(next(group for group in ("name", "plain", "bare") if match[group]))
            code = match.span("code") if match["code"] else None
            yield _Sign("level", match.start(), match.end(), code, name)


# -- where items begin ----------------------------------------------------------------------------------------------


def _items(text: str) -> list[_Item]:
    signs = list(_signs(text))
    if not any(sign.kind == "level" for sign in signs) and len(signs) < 1:
        return []
    starts = _starts(text, signs)
    items = []
    for place, (start, first, number, evidence) in enumerate(starts):
        end = starts[place + 1][0] if place + 1 < len(starts) else len(text)
        own = [sign for sign in signs if start <= sign.start < end]
        item = _Item(number, evidence=list(evidence))
        items.append(_fill(text, item, first, end, own))
    return items


_Start = tuple[int, int, int | None, tuple[Message, ...]]
"""(where the item begins, where its text begins after the number, the number, evidence)."""


def _starts(text: str, signs: list[_Sign]) -> list[_Start]:
    starts: list[_Start] = []
    seen: set[str] = set()
    last: _Sign | None = None
    for sign in signs:
        fresh = _new_item(text, sign, last, seen)
        if fresh:
            starts.append(_start_at(text, sign, last, starts))
            seen = set()
        if sign.kind != "level":
            seen.add(sign.kind)
        last = sign
    return starts


def _new_item(text: str, sign: _Sign, last: _Sign | None, seen: set[str]) -> bool:
    if last is None:
        return True
    if sign.kind != "level":
        return sign.kind in seen or (bool(seen) and _numbered_between(text, last.end, sign.start) is not None)
    if seen:
        return True
    if last.kind == "level":
        between = text[last.end : sign.start]
        return bool(between.strip(SEPARATORS)) and _NUMBER_BEFORE.search(text, 0, sign.start) is not None
    return False


def _start_at(text: str, sign: _Sign, last: _Sign | None, starts: list[_Start]) -> _Start:
    """Where the item that `sign` is the first sign of begins."""
    floor = last.end if last else 0
    if sign.kind == "level":
        number = _NUMBER_BEFORE.search(text, floor, sign.start) or _glued_number(text, floor, sign.start, starts)
        if number:
            return (number.start(), sign.start, int(number[1]), ())
        return (sign.start, sign.start, None, (message("read.no_number"),) if starts else ())
    if last is None:
        return (0, 0, None, (message("read.level_lost"),))
    numbered = _numbered_between(text, floor, sign.start)
    if numbered:
        return (numbered[0], numbered[1], numbered[2], (message("read.level_lost"),))
    cut = _cut_between(text, floor, sign.start)
    return (cut, cut, None, (message("read.run_together"), message("read.level_lost")))


_GLUED = pattern(r"(?<![\d.])(\d{1,3})\s*[、.．)）]\s*$")


def _glued_number(text: str, floor: int, end: int, starts: list[_Start]) -> re.Match[str] | None:
    """A number that a lost separator left hanging on the value before it: “≥60台3、1-产出指标”, where 2 came before."""
    number = _GLUED.search(text, floor, end)
    expected = next((start[2] for start in reversed(starts) if start[2] is not None), None)
    return number if number and expected is not None and int(number[1]) == expected + 1 else None


def _numbered_between(text: str, start: int, end: int) -> tuple[int, int, int] | None:
    """A number with a name after it between two signs: (its start, where the name starts, the number)."""
    found = None
    for match in _NUMBER.finditer(text, start, end):
        found = match
    return (found.start(1), found.end(), int(found[1])) if found else None


def _cut_between(text: str, start: int, end: int) -> int:
    """The likeliest place where one value ends and the next name begins: after the last separator that leaves both."""
    stop = len(text[start:end].rstrip(SEPARATORS)) + start
    for index in range(stop - 1, start, -1):
        if text[index] in _MAJOR and text[start:index].strip(SEPARATORS):
            return index + 1
    return stop


# -- what an item holds ----------------------------------------------------------------------------------------------


def _fill(text: str, item: _Item, start: int, end: int, signs: list[_Sign]) -> _Item:
    levels = [sign for sign in signs if sign.kind == "level"]
    labels = [sign for sign in signs if sign.kind != "level"]
    item.levels = levels[:2]
    if len(levels) == 1 and (glued := _glued_level().match(text, levels[0].end, end)):
        item.levels.append(_Sign("level", glued.start(), glued.end(), glued.span("code"), glued.span("name")))
        item.evidence.append(message("read.run_together"))
    name_start = item.levels[-1].end if item.levels else start
    name_end = labels[0].start if labels else end
    item.level3 = _trim(text, name_start, max(name_start, name_end))
    for place, label in enumerate(labels):
        stop = labels[place + 1].start if place + 1 < len(labels) else end
        item.values[label.kind] = _trim(text, label.end, stop)
    return item


@cache
def _glued_level() -> re.Pattern[str]:
    """A level 2 with its code that no separator keeps apart from the name behind it: 11-数量指标举办场次."""
    names = "|".join(sorted({n.removesuffix("指标") for n in level_names(2)}, key=len, reverse=True))
    return re.compile(
        rf"[{SEPARATORS}]*(?P<code>\d{{2}})\s*[-－—–]\s*(?P<name>(?:{names})(?:指标)?)(?=[\u4e00-\u9fff])"
    )


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in SEPARATORS:
        start += 1
    while end > start and text[end - 1] in SEPARATORS:
        end -= 1
    return start, end


def _draft(flow: Flow, item: _Item) -> Draft:
    draft = Draft(Kind.INDICATOR)
    shared = tuple(e for e in item.evidence if e.code == "read.no_number")
    _set_levels(draft, flow, item)
    name = flow[slice(*item.level3)]
    name_evidence = tuple(e for e in item.evidence if e.code == "read.run_together")
    draft.set("level3", name, *name_evidence, *shared, *odd_brackets(name.text))
    lost_label = False
    for kind, key in (("period", "period_value"), ("annual", "annual_value")):
        piece = flow[slice(*item.values[kind])] if kind in item.values else EMPTY
        cut = _CUT_LABEL.search(piece.text) if kind == "period" and "annual" not in item.values else None
        broken = (message("read.cut_off"),) if cut or (kind == "annual" and lost_label) else ()
        lost_label = cut is not None
        draft.set(key, piece[: cut.start()] if cut else piece, *broken, *odd_brackets(piece.text), *_remark(piece.text))
    _look_for_a_tail(draft, item)
    return draft


def _set_levels(draft: Draft, flow: Flow, item: _Item) -> None:
    lost = tuple(e for e in item.evidence if e.code == "read.level_lost")
    signs = list(item.levels)
    first = signs[0] if signs else None
    if first and len(signs) == 1 and first.name and _only_level(flow.text[slice(*first.name)], 2):
        coded = first.code and first.code[1] - first.code[0] == 1
        lost = (*lost, message("read.level_lost")) if coded else lost
        draft.set("level1", EMPTY, *lost)
        draft.set("level1_code", flow[slice(*first.code)] if first.code and coded else EMPTY, *lost)
        draft.set("level2", flow[slice(*first.name)], *lost)
        draft.set("level2_code", flow[slice(*first.code)] if first.code and not coded else EMPTY, *lost)
        return
    for number in (1, 2):
        sign = signs[number - 1] if len(signs) >= number else None
        name = flow[slice(*sign.name)] if sign and sign.name else EMPTY
        code = flow[slice(*sign.code)] if sign and sign.code else EMPTY
        draft.set(f"level{number}", name, *lost)
        draft.set(f"level{number}_code", code, *lost)


def _only_level(name: str, level: int) -> bool:
    named = levels_named(name)
    return bool(named) and all(found.level == level for found in named)


_FOLD = str.maketrans("（）", "()")
_PAIRS = {")": "(", "]": "[", "】": "【", "”": "“", "》": "《"}
_OPENING = frozenset(_PAIRS.values())
_BRACKET = pattern(r"[()（）\[\]【】“”《》]")


def odd_brackets(text: str) -> tuple[Message, ...]:
    """Evidence of a bracket that is opened but not closed, or the other way round."""
    waiting: list[str] = []
    for bracket in _BRACKET.finditer(text):
        char = bracket[0].translate(_FOLD)
        if char in _OPENING:
            waiting.append(char)
        elif not waiting or waiting.pop() != _PAIRS[char]:
            return (message("read.bracket_open"),)
    return (message("read.bracket_open"),) if waiting else ()


def _remark(text: str) -> tuple[Message, ...]:
    return (message("read.remark"),) if re.search(r"[。；;]\s*[（(].*[)）]$", text) else ()


_CUT_LABEL = pattern(r"[，,;；。]\s*(?:本|全)?年度?(?:指标?值?)?$")
"""The beginning of the label of the annual value, where a text breaks off in it."""
_TAIL = pattern(r"[，,;；。]\s*((?:本|全)?年度?[^，,;；。]{2,})$")


def _look_for_a_tail(draft: Draft, item: _Item) -> None:
    """A period value that ends in words about the year, with no annual value: the label may have been lost."""
    name, period = draft.value("level3"), draft.value("period_value")
    for key, text in (("level3", name), ("period_value", period), ("annual_value", draft.value("annual_value"))):
        parts = re.split("[;；]|[，,](?=[≥≤<>=])", text or "")
        glued = len(parts) > 1 and (key == "level3" or value_fit(parts[-1].strip()) >= 1.0)
        if glued and (key != "annual_value" or value_fit(parts[0]) >= 3.0):
            draft.doubt(key, message("read.run_together"))
    if period and not draft.value("annual_value") and (tail := _TAIL.search(period)):
        for key in ("period_value", "annual_value"):
            draft.doubt(key, message("read.period_tail", tail=tail[1]))


def _hand_down_level1(drafts: list[Draft]) -> None:
    """A level 1 that stands as a heading over several level 2 holds for each of them."""
    above: Field | None = None
    for draft in drafts:
        own, second = draft.fields["level1"], draft.value("level2")
        if own.value:
            above = own
        elif above is not None and second and not draft.value("level1_code") and not draft.value("level2_code"):
            named = {level.name for level in levels_named(above.value or "")}
            if named & set(parents_of(second)):
                draft.put("level1", inherited(above, message("read.inherited")))


def _mark_gaps(items: list[_Item], drafts: list[Draft]) -> None:
    """Doubt the value before, and the name after, a place where two indicators ran together or a number is missing."""
    before = 0
    for place, item in enumerate(items):
        codes = {e.code for e in item.evidence}
        if "read.run_together" in codes and place:
            last = "annual_value" if drafts[place - 1].value("annual_value") else "period_value"
            drafts[place - 1].doubt(last, message("read.run_together"))
        if item.number is not None:
            if before and item.number > before + 1:
                gap = message("check.number_gap", before=str(before), after=str(item.number))
                drafts[place].doubt("level3", gap)
            before = item.number
        else:
            before += 1


def signs_of(flow: Flow) -> list[Flow]:
    """The signs of a packed text - value labels, numbers of items - which no field claims."""
    pieces = [flow[sign.start : sign.end] for sign in _signs(flow.text)]
    for match in re.finditer(r"(?:^|(?<=[\s,，;；。.、]))\d{1,3}\s*[、.．)）]", flow.text):
        pieces.append(flow[slice(*match.span())])
    return pieces


_ITEM_START = pattern(
    r"\s*[（(]?\d{1,3}\s*[、.．]\s*(?:\d{1,2}\s*[-－—–]|[\u4e00-\u9fff]{2,5}(?:指标|效益|影响|满意度)\s*[:：,，;；/—–－-])"
)


def starts_item(text: str) -> bool:
    """Whether a line begins with the number and level of an indicator."""
    return bool(_ITEM_START.match(text))


_LEVEL_LINE = pattern(
    r"\s*(?:[-*•·●○◆▪]\s*)?(?:[（(]?[一二三四五六七八九十\d]{1,2}[)）、.．]\s*)?[\u4e00-\u9fff]{2,8}(?:指标|效益|影响|满意度)"
    r"\s*(?:[:：]|$|[/／—–-]+\s*[\u4e00-\u9fff]{2,10}(?:指标|效益|影响|满意度)\s*[:：，,/／—–-])"
)


def starts_line_of_indicators(text: str) -> bool:
    """Whether a line is a level alone, or a level with its indicators behind a colon."""
    return bool(_LEVEL_LINE.match(text)) or starts_item(text)


def is_broken_off(text: str) -> bool:
    """Whether a line of an indicator ends without a value: the next line is its rest."""
    last = re.split("[:：，,；;]", text.rstrip(SEPARATORS))[-1].strip()
    return not text.rstrip().endswith(("；", ";", "。")) and value_fit(last) < 1.0


def has_signs(text: str) -> bool:
    """Whether a line holds a level or a value label of the grammar."""
    return _may_hold_signs(text) and _signs_pattern().search(text) is not None
