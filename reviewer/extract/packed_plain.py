"""Packed cells without value labels: levels as headings, each with names and values run together.

    产出指标：数量指标：培训人数≥100人；质量指标：合格率≥95%；效益指标：…
    数量指标：1.培训人数100人 2.印发资料5000册；时效指标：12月底前完成

A level holds until the next one; between two levels, pieces are cut at numbers and separators, and each piece is cut
into a name and a value where the value's sign, figure or colon begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewer.base.patterns import pattern
from reviewer.extract.draft import Draft, inherited
from reviewer.extract.likeness import name_fit, reads_like_name, value_fit
from reviewer.extract.names import indicator_name, is_template
from reviewer.model.flow import EMPTY, Flow
from reviewer.model.messages import Message, message
from reviewer.model.review import Kind
from reviewer.model.taxonomy import is_level, level_names, levels_named, parents_of

_EDGE = " \t\n\u3000,，;；:：、。.．—–－/-【】[]"
_SIGN = (
    r"≥|≧|≤|≦|>=|<=|＞|＜|>|<|＝|=|不少于|不低于|不小于|不超过|不高于|不大于|不多于|大于等于|大于或等于|小于等于|小于或等于"
    r"|大于|小于|高于|低于|超过|少于|至少|达到|达|控制在|约"
)
_VALUE_AT = pattern(
    rf"(?P<colon>[:：]\s*(?=\S))|(?P<sign>(?:{_SIGN})\s*(?=[\d一二两三四五六七八九十百]))"
    r"|(?P<figure>(?<![\d.第年A-Za-z])\d[\d,.]*\s*(?:%|％|‰|万|亿|[\u4e00-\u9fff][\u4e00-\u9fff/·•]{0,8})?(?:以上|以内|以下|左右)?\s*(?:[（(][^（()）]*[)）])?\s*$)"
)
_VALUE_IN_WORDS = pattern(
    r"(?P<name>[^，,]{3,30}?)\s*[，,]?\s*(?P<value>(?:(?:有所|明显|显著|逐步|持续|不断|有效|进一步|稳步|大幅)*"
    r"(?:提升|提高|改善|增强|增加|增长|加强|降低|下降|减少|优化|完善|缓解|好转|扩大)|良好|优秀|优|良|较好|较高|高|满意|合格|达标|及时|长期|持续)[。；;]?)\s*$"
)
"""A name and a target in words behind it: 公共场所卫生水平提升; 档案利用效率，提升."""
_NUMERAL = pattern(r"[一二三四五六七八九十\d（）()]{1,4}")
_PIECE = pattern(
    r"(?:^|(?<=[\s;；。，,、:：】\]]))[（(]?\d{1,2}[)）.．、]\s*(?:(?!\d)|(?=(?:19|20)\d\d年))|[①-⑳]|[;；\n]|(?<=。)"
    r"|(?:(?<=[)）\s。；;】\]%％：:])|^)(?:三级)?指标\s*\d{1,2}\s*[:：、.．]\s*"
)


_NAME_WITH_FIGURE = r"[-－—–/]+\d[^;；。\n:：]{0,12}[\u4e00-\u9fff]{2}[^;；。\n:：]*[:：]"
"""Behind a level's stroke, a name that begins with a figure, up to its colon: 社会效益指标/0-6岁儿童康复率：."""
_FIGURE_BEFORE = pattern(r"\d[\d.,]*\s*[%％‰]?[\u4e00-\u9fff/·•]{0,5}$")


def _stands_free(text: str, sign: re.Match[str]) -> bool:
    """Whether a level's name is one: behind a Chinese character only where that ends a figure (the separator was lost)."""
    before = text[max(0, sign.start() - 14) : sign.start()]
    if not before or not "\u4e00" <= before[-1] <= "\u9fff" or before.endswith("指标"):
        return True
    return bool(_FIGURE_BEFORE.search(before))


def level_signs(text: str) -> Iterator[re.Match[str]]:
    """Level names that stand as headings: at the start or after a separator, with a colon or a separator behind."""
    names = "|".join(map(re.escape, dict.fromkeys((*level_names(1), *level_names(2)))))
    expression = (
        rf"(?:^|(?<=[\s,，;；:：、。.．)）【】\[\]—–－/%％-])|(?<=指标)|(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff]{{2,7}}指标(?:[:：]|[\u4e00-\u9fff]{{2,9}}[:：])))(?:(?P<code>\d{{1,2}})\s*[-－—–]\s*)?(?P<name>(?:{names})(?:指标)?)"
        rf"\s*(?:[（(]\s*\d{{1,3}}\s*分?\s*[)）])?\s*(?=[:：】\]]|[-－—–/]+[“《\u4e00-\u9fff]|{_NAME_WITH_FIGURE}|\n|(?:{names}))"
    )
    return (match for match in re.finditer(expression, text) if _stands_free(text, match))


def read_plain(flow: Flow) -> list[Draft]:
    """The indicators of a text whose levels are headings; empty where fewer than two levels stand in it."""
    signs = _headings(flow.text)
    if len(signs) < 2:
        return []
    drafts: list[Draft] = []
    levels: dict[int, Draft] = {}
    since = 0
    """How many indicators there were when the level 1 in force began."""
    bracketed = _all_in_brackets(flow, signs)
    no_level1 = not any({n.level for n in levels_named(sign["name"])} == {1} for sign in signs)
    for place, sign in enumerate(signs):
        following = signs[place + 1] if place + 1 < len(signs) else None
        heads = following is not None and _heads(flow.text, sign, following)
        above, filled = levels.get(1), len(drafts) > since and 2 not in levels
        _take_level(flow, sign, levels, no_level1, heads or filled)
        since = len(drafts) if levels.get(1) is not above else since
        end = following.start() if following else len(flow)
        for piece in _pieces(flow[sign.end() : end]):
            if drafts and not drafts[-1].value("annual_value") and _only_value(piece.text):
                drafts[-1].set("annual_value", piece, message("read.separator_odd"), message("read.value_borrowed"))
            else:
                drafts.append(_indicator(piece, levels, bracketed))
    return drafts


def _all_in_brackets(flow: Flow, signs: list[re.Match[str]]) -> bool:
    """Whether nearly every piece ends in brackets, most of them around a value: then the others are values in words."""
    ends = [*(sign.start() for sign in signs[1:]), len(flow)]
    pieces = [piece.text for sign, end in zip(signs, ends, strict=True) for piece in _pieces(flow[sign.end() : end])]
    held = [match["value"] for piece in pieces if (match := _IN_BRACKETS.match(piece))]
    valued = sum(value_fit(value) >= _SURE_VALUE for value in held)
    return valued >= _FEWEST and valued * 2 > len(held) and len(held) >= _NEARLY * len(pieces)


_FEWEST, _NEARLY = 3, 0.8
_SURE_VALUE = 1.6


def _headings(text: str) -> list[re.Match[str]]:
    """The level signs without those that are names: 受益对象满意度 right behind 服务对象满意度指标."""
    signs: list[re.Match[str]] = []
    for sign in level_signs(text):
        before = signs[-1] if signs else None
        behind = before is not None and not text[before.end() : sign.start()].strip(_EDGE)
        alias = not sign["name"].endswith("指标") and not sign["code"]
        if behind and before and alias and is_level(before["name"], 2) and _is_name(text[sign.end() :]):
            continue
        signs.append(sign)
    return signs


def _is_name(behind: str) -> bool:
    """Whether what stands behind a level's name is a value: then the name is that of an indicator (满意度：≥90%)."""
    match = re.match(r"\s*[:：]\s*([^;；。\n:：，,]{1,30})(?:[;；。\n，,]|$)", behind)
    return match is not None and value_fit(match[1].strip()) >= 1.5 and not _both_whole(match[1])


def _only_value(text: str) -> bool:
    """Whether a piece is a value whose name a wrong separator cut off."""
    return value_fit(text) >= 1.6 and name_fit(text) < 1.0


def _heads(text: str, sign: re.Match[str], following: re.Match[str]) -> bool:
    """Whether a level stands right before one that belongs beneath it: 成本指标-经济成本指标."""
    beneath = set(parents_of(following["name"])[:1]) & {level.name for level in levels_named(sign["name"])}
    return bool(beneath) and is_level(sign["name"], 1) and not text[sign.end() : following.start()].strip(_EDGE)


def _take_level(
    flow: Flow, sign: re.Match[str], levels: dict[int, Draft], no_level1: bool, beside: bool = False
) -> None:
    """Let a level hold from here on; `beside` says that one that may be both a level 1 and a level 2 is a level 1."""
    named = {level.level for level in levels_named(sign["name"])}
    above = levels[1].value("level1") if 1 in levels else None
    fits_above = above is not None and bool({n.name for n in levels_named(above)} & set(parents_of(sign["name"])[:1]))
    second = 2 in named and (fits_above or no_level1 or (1 in levels and 2 not in levels))
    number = 2 if named == {2} or (second and not beside) else 1
    if number == 1:
        levels.pop(2, None)
    draft = Draft(Kind.INDICATOR)
    draft.set(f"level{number}", flow[slice(*sign.span("name"))])
    draft.set(f"level{number}_code", flow[slice(*sign.span("code"))] if sign["code"] else EMPTY)
    levels[number] = draft


def _pieces(flow: Flow) -> Iterator[Flow]:
    start = 0
    for cut in _PIECE.finditer(flow.text):
        yield from _whole(flow[start : cut.start()])
        start = cut.end()
    yield from _whole(flow[start:])


def _whole(flow: Flow) -> Iterator[Flow]:
    piece = flow.strip(_EDGE)
    if not piece or is_template(piece.text) or _NUMERAL.fullmatch(piece.text):
        return
    start = 0
    for comma in _BETWEEN.finditer(piece.text):
        before, after = piece.text[start : comma.start()], piece.text[comma.end() :].lstrip(_EDGE)
        if _both_whole(before) and _begins_whole(after):
            yield piece[start : comma.start()].strip(_EDGE)
            start = comma.end()
    yield piece[start:].strip(_EDGE)


_BETWEEN = pattern(r"[，,](?!(?<=\d,)\d{3}(?!\d))|(?<=[)）])、")
"""A comma, unless it parts thousands; 、 only behind a bracket, since names have it within."""


def _begins_whole(text: str) -> bool:
    """Whether a text begins with an indicator: up to its first comma, or (the name has one) up to its second."""
    first, *rest = re.split(r"[，,]|(?<=[)）])、", text, maxsplit=2)
    return _both_whole(first) or (
        bool(rest) and len(first) >= 4 and not re.search(r"\d", first) and _both_whole(rest[0])
    )


def _both_whole(text: str) -> bool:
    """Whether a text is a name with its signed value: where two of them meet, a comma stands between indicators."""
    if _IN_BRACKETS.match(text.strip()):
        return True
    match = _VALUE_AT.search(text)
    return match is not None and not match["colon"] and match.start() >= 3


_VALUE_WITHIN = 0.9


def _indicator(piece: Flow, levels: dict[int, Draft], bracketed: bool = False) -> Draft:
    draft = Draft(Kind.INDICATOR)
    for number, level in levels.items():
        for key in (f"level{number}", f"level{number}_code"):
            draft.put(key, inherited(level.fields[key], message("read.inherited")))
    name, value, evidence = name_and_value(piece, bracketed)
    draft.set("level3", indicator_name(name), *evidence)
    draft.set("annual_value", value, *evidence)
    if name and not value and value_fit(name.text) >= _VALUE_WITHIN:
        draft.doubt("level3", message("read.name_odd"))  # its value is in it, and nothing shows where it begins
    if value.text.endswith("指标"):
        draft.doubt("annual_value", message("read.run_together"))
    return draft


def read_piece(flow: Flow) -> Draft:
    """One indicator without levels: a name, and a value where one can be told from it."""
    return _indicator(flow.strip(_EDGE), {})


_IN_BRACKETS = pattern(
    r"(?P<name>[^（()）]{2,40}(?:[（(][%％][)）])?)\s*[（(](?P<value>[^（()）]{1,30}(?:[（(][^（()）]*[)）])?)[)）]$"
)


_BY_COMMA = pattern(r"(?P<name>[^，,：:]{3,40})[，,](?P<value>[^，,：:]{1,20})[。；;]?")
"""A name and its value with nothing but a comma between them: 开班时间，7月10日前."""


def name_and_value(piece: Flow, bracketed: bool = False) -> tuple[Flow, Flow, tuple[Message, ...]]:
    """A piece cut where its value begins; all of it is the name, with a doubt, where no value can be told.

    `bracketed` says that the pieces around it have their values in brackets behind the name.
    """
    held = _IN_BRACKETS.match(piece.text)
    if held and not _VALUE_AT.search(held["name"]) and (bracketed or value_fit(held["value"]) >= _SURE_VALUE):
        return piece[slice(*held.span("name"))].strip(), piece[slice(*held.span("value"))].strip(), ()
    parted = _BY_COMMA.fullmatch(piece.text)
    least = 1.6 if parted and reads_like_name(parted["name"]) else 2.0
    if parted and value_fit(parted["value"]) >= least and not _VALUE_AT.search(parted["name"]):
        odd = (message("read.separator_odd"),)
        return piece[slice(*parted.span("name"))].strip(), piece[slice(*parted.span("value"))].strip(), odd
    for match in _VALUE_AT.finditer(piece.text):
        start = match.end() if match["colon"] else match.start()
        name, value = piece[: match.start()].strip(_EDGE), piece[start:].strip(" \t\n,，;；。")
        if len(name) >= 2 and value and (not match["figure"] or value_fit(value.text) >= 0.8):
            doubt = () if match["sign"] or match["colon"] else (message("read.separator_odd"),)
            return name, value, doubt
    words = _VALUE_IN_WORDS.match(piece.text)
    if words and reads_like_name(words["name"]):
        name, value = piece[: words.end("name")], piece[words.start("value") :].strip(" 。；;")
        return name, value, (message("read.separator_odd"),)
    return piece, EMPTY, (message("read.no_label"),)
