"""Cells that print a label and its value together: 项目名称：消防装备购置, 年度资金总额：80.00.

Such a cell is taken apart, so that the rules for forms find label and value side by side as they expect them.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from reviewer.base.patterns import pattern
from reviewer.extract.labels import UNRANKED, Role, rank_of, roles_of
from reviewer.extract.likeness import amount_text, amount_within
from reviewer.extract.names import heading_name, is_definition
from reviewer.extract.rows import Row
from reviewer.model.flow import Flow

_PAIR = pattern(
    r"\s*((?:其中\s*[:：]\s*)?(?:[一二三四五六七八九十\d]{1,2}[、.．])?[^:：\s]{2,16})\s*[:：]\s*(.*)$", re.S
)
_NEXT = pattern(r"(?:\s{2,}|\u3000+|[;；]\s*)(?=[^:：\s]{2,16}\s*[:：])")
_COLON = pattern(r"\s*[:：]")
_WITHOUT_BLANKS = frozenset({Role.UNIT, Role.ATTRIBUTE, Role.AMOUNT, Role.FUNDS})
_SHORTEST_LABEL, _LONGEST_LABEL = 4, 10
_MONEY_BEHIND = pattern(r"(?<=[^:：\s])\s*[:：]\s*[\d.,]+\s*[万亿]?元?\s*$")
_MONEY_LINE = pattern(r"(?<![\u4e00-\u9fff])(?:金额)?单位\s*[:：]\s*(?:人民币)?\S?元")
"""What stands above a table, with the department before it, not in it."""
_FIRST = frozenset({Role.ENTRY_NAME, Role.UNIT, Role.GOAL, Role.ATTRIBUTE, Role.AMOUNT, Role.FUNDS})
_LONGEST_BESIDE = 60
"""A longer value stands in a cell of its own, or in one that is a sentence."""


def with_pairs_apart(row: Row) -> Row:
    """The row with such cells as two, label and value; the row itself where it has none."""
    if any(_MONEY_LINE.search(text) for text in row.texts):
        return row
    cells: list[tuple[int, Flow]] = []
    for number, (place, flow) in enumerate(row.cells):
        if behind := amounts_behind_blanks(flow):
            cells += [(place, part) for part in behind]
            continue
        if ":" not in flow.text and "：" not in flow.text:
            cells.append((place, flow))
            continue
        for amount in (amounts := _amounts(flow)):
            match = _PAIR.match(amount.text)
            cells += [(place, amount[slice(*match.span(n))].strip()) for n in (1, 2)] if match else []
        for piece in () if amounts else _pieces(flow):
            pair = _pair(piece, alone=number == 0)
            cells += [(place, part) for part in pair] if pair else [(place, piece)]
    return row if len(cells) == len(row.cells) else Row(tuple(cells), row.page, row.loose)


def begins_project(row: Row) -> bool:
    """Whether a row among the indicators is a heading that names the project, or says the goal, of the rows beneath it."""
    match = _PAIR.match(row.texts[0])
    return bool(match and match[2].strip() and roles_of(match[1]) & _HEADINGS)


_HEADINGS = frozenset({Role.ENTRY_NAME, Role.GOAL, Role.PERIOD_GOAL})
_AMOUNT_BEHIND = pattern(
    r"[\s,，;；、]*((?:其中\s*[:：]?\s*)?(?:[（(]?(?:[一二三四五六七八九十]{1,2}|\d)[、.．)）]\s*)?(?:20\d\d\s*年度?)?[^:：\s\d,，;；—]{2,16}"
    r"(?:[ \t\u3000]*[（(](?:万|亿|千)?元[)）])?)(\s*[:：]\s*|[ \t\u3000]+|$)"
    r"([￥¥]?\s*[-−]?\d+(?:[,，]\d{3}(?!\d))*(?:\.\d+)?(?:\s*[万亿]?元)?(?![^\s,，;；。（(\u4e00-\u9fff])|[-—–/]{1,2}(?=\s|$)|$)"
)
"""A label of an amount with it, the one parted from the other by a colon or by a blank; a dash is none, and so is nothing at the end."""
_OF_WHICH = pattern(r"其中\s*")


def amounts_behind_blanks(flow: Flow) -> list[Flow]:
    """The labels of a cell, or of a line, and their amounts one after another, where only a blank stands before an amount
    (其中：财政拨款 120.50); empty where anything else stands there too, or a label asks for no amount.
    """
    found: list[Flow] = []
    blank, at = False, 0
    text = flow.text.rstrip(" \t\n\u3000,，;；。")
    while at < len(text):
        match = _AMOUNT_BEHIND.match(text, at)
        if match is None or Role.AMOUNT not in roles_of(_OF_WHICH.sub("", match[1])):
            return []
        found += [part for part in (flow[slice(*match.span(1))].strip(), flow[slice(*match.span(3))]) if part]
        blank = blank or bool(match[3][-1:].strip("-—–/") and match[2] and not match[2].strip(" \t\u3000"))
        at = match.end()
    return found if blank else []


_NUMBER = r"[￥¥]?\s*\d+(?:[,，]\d{3}(?!\d))*(?:\.\d+)?(?:\s*万?元)?"
_MAKEUP = pattern(
    rf"(?P<whole>\s*(?:人民币)?{_NUMBER})\s*(?P<opens>[（(])?(?(opens)|[,，;；。])(?P<parts>.+?)(?(opens)[)）]|[。;；]?)\s*"
)
_PART = pattern(
    rf"\s*[,，;；、]*\s*(?:其中\s*[:：]?\s*)?(?P<label>[^:：\s\d,，;；（()）]{{2,16}})\s*(?:[:：]\s*)?(?P<amount>{_NUMBER})(?=[\s,，;；、]|$)"
)


def with_makeup(flow: Flow) -> tuple[Flow, list[tuple[Flow, Flow]]]:
    """An amount, and what its cell says that it is made up of: 236.80（其中：财政拨款 200.30，其他资金 36.50). Where anything else
    stands behind it, the whole cell and nothing; the whole cell also where it says its own unit, which may not be that of the others.
    """
    found = _MAKEUP.fullmatch(flow.text)
    if found is None:
        return flow, []
    parts: list[tuple[Flow, Flow]] = []
    at, end = found.span("parts")
    end = at + len(found["parts"].rstrip())
    while at < end:
        part = _PART.match(flow.text, at, end)
        if part is None or Role.AMOUNT not in roles_of(part["label"]):
            return flow, []
        if len({_unit(found["whole"]), _unit(part["amount"])} - {""}) > 1:
            return flow, []
        parts.append((flow[slice(*part.span("label"))], flow[slice(*part.span("amount"))]))
        at = part.end()
    return flow if _unit(found["whole"]) else flow[slice(*found.span("whole"))].strip(), parts


def _unit(amount: str) -> str:
    return amount[len(amount.rstrip("万元")) :]


_NEXT_AMOUNT = pattern(
    r"(?<=[\d元])\s*[,，;；]?\s*(?=(?:其中\s*[:：]\s*)?(?:[（(]?(?:[一二三四五六七八九十]{1,2}|(?<!\d)\d)[、.．)）])?[\u4e00-\u9fff]{2,12}(?:[（(][^（()）]{1,8}[)）])?\s*[:：]\s*[\d.,]*)"
)


def _amounts(flow: Flow) -> list[Flow]:
    """Several labels with their amounts in one cell, one after another (资金总额：250一、预算资金：250二、其他：0); else none."""
    cuts = [0, *[gap.end() for gap in _NEXT_AMOUNT.finditer(flow.text)], len(flow)]
    if len(cuts) == 2:
        return []
    pieces = [flow[start:stop].strip(" \t\u3000,，;；") for start, stop in itertools.pairwise(cuts)]
    found = [_PAIR.match(piece.text) for piece in pieces]
    whole = [match is not None and amount_text(match[2].strip()) is not None for match in found]
    known = sum(match is not None and Role.AMOUNT in roles_of(match[1]) for match in found)
    return pieces if all(whole) and known * 2 >= len(pieces) else []


def _is_listed(label: str) -> bool:
    return any(rank_of(label, role) != UNRANKED for role in _WITHOUT_BLANKS)


def _labels_within(text: str) -> Iterator[int]:
    """Where, in a cell that begins with the name of a project, further known labels begin that nothing parts from what is before
    them, for a web page leaves one blank of many: 项目名称：公路养护项目单位：公路所.
    """
    first = _PAIR.match(text)
    if first is None or Role.ENTRY_NAME not in roles_of(first[1]):
        return
    for colon in _COLON.finditer(text, first.start(2)):
        lengths = range(min(_LONGEST_LABEL, colon.start() - first.start(2)), _SHORTEST_LABEL - 1, -1)
        labels = (text[colon.start() - length : colon.start()] for length in lengths)
        label = next((label for label in labels if _is_listed(label.strip())), None)
        if label is not None:
            yield colon.start() - len(label.lstrip())


def _pieces(flow: Flow) -> Iterator[Flow]:
    """Several pairs in one cell, wide blanks between them; else the cell as it is."""
    gaps = {gap.end() for gap in _NEXT.finditer(flow.text)}
    gaps |= set(_labels_within(flow.text))
    cuts = [0, *sorted(gaps), len(flow)]
    if len(cuts) == 2 and (behind := _money_behind(flow.text)):
        cuts.insert(1, behind)
    if len(cuts) == 2:
        yield flow
        return
    pieces = [flow[start:stop].strip(" \t\u3000;；") for start, stop in itertools.pairwise(cuts)]
    if all(_pair(piece, alone=True) for piece in pieces):
        yield from pieces
    else:
        yield flow


_LONGEST_LABEL = 12


def _money_behind(text: str) -> int | None:
    """Where the label of an amount begins that stands behind another pair, if one does: 项目名称：A 预算金额：453万元.

    On web pages blanks are never wide, and between Chinese characters they go with the line breaks.
    """
    amount = _MONEY_BEHIND.search(text)
    if amount is None or not re.search("[:：]", text[: amount.start()]):
        return None
    begins = range(max(0, amount.start() - _LONGEST_LABEL), amount.start() - 1)
    return next((at for at in begins if rank_of(text[at : amount.start()], Role.AMOUNT) < UNRANKED), None)


def _pair(flow: Flow, alone: bool) -> tuple[Flow, ...] | None:
    match = _PAIR.match(flow.text)
    if match is None:
        return None
    roles, value = roles_of(match[1]), match[2].strip()
    label, rest = heading_name(flow[slice(*match.span(1))]), flow[slice(*match.span(2))].strip()
    money = bool(roles & {Role.AMOUNT, Role.FUNDS})
    if money and (not value or amount_within(value) is not None):
        return (label, rest) if value and Role.AMOUNT in roles else None
    if not value or money or not roles & _FIRST or is_definition(value) or (len(value) > _LONGEST_BESIDE and not alone):
        return None
    return (label, rest) if alone or roles_of(match[1]) & {Role.ATTRIBUTE, Role.UNIT, Role.ENTRY_NAME} else None
