"""Headings between the rows of a grid that has no column for the levels 1, or for any: （一）产出指标, （二）成本指标, 数量指标."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.base.patterns import pattern
from reviewer.extract.labels import Role
from reviewer.extract.rows import Column, Row
from reviewer.model.flow import Flow
from reviewer.model.taxonomy import bare, is_level, levels_named, parents_of

_SERIAL = pattern(r"[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[)）]?[、.．]?")
_NUMBERED = pattern(r"\s*([（(]?)([一二三四五六七八九十]|[1-9])([)）]?[、.．]?)\s*(?=\D)")
_DRESSED = pattern(r"\s*[（(【\[〔](?P<name>[^（()）【】\[\]〔〕]+)[)）】\]〕]\s*")
_DIGITS = "一二三四五六七八九十"


def band(row: Row, columns: Sequence[Column], before: str = "", below: Sequence[Row] = ()) -> Flow | None:
    """The level 1 that a row is a heading of: it alone, at most with its number, where no column is for it; None else.

    `before` is the heading before as printed, `below` the rows beneath. A name that might be a level 2 as well (成本指标), in
    the column of the levels 2, is a heading where it is dressed as the one before, numbered on or in brackets, and
    where a level 2 that belongs under it stands right beneath.
    """
    flows = [flow for _, flow in row.cells if not _SERIAL.fullmatch(flow.text)]
    if len(flows) != 1 or len(row.cells) > 2 or any(column.role is Role.LEVEL1 for column in columns):
        return None
    flow = _undressed(flows[0])
    if not is_level(flow.text, 1) or not bare(flow.text).endswith("指标"):
        return None
    own = next((column for column in columns if column.place == row.cells[-1][0]), None)
    in_level2 = len(row.cells) == 1 and own is not None and own.role is Role.LEVEL2
    if own is not None and in_level2 and is_level(flow.text, 2):
        dressed = _numbered_on(before, flows[0].text) or (flow != flows[0] and _DRESSED.fullmatch(before))
        if not dressed and not _heads_level2(flow.text, own, below):
            return None
    return flow


def second_band(row: Row, columns: Sequence[Column], below: Sequence[Row] = ()) -> Flow | None:
    """The level 2 that a row is a heading of, in a grid with a column for no level; None where it is none, or a level 1."""
    if len(row.cells) != 1 or any(column.role in (Role.LEVEL1, Role.LEVEL2) for column in columns):
        return None
    flow = _undressed(row.cells[0][1])
    if not is_level(flow.text, 2) or not bare(flow.text).endswith("指标"):
        return None
    if not is_level(flow.text, 1):
        return flow
    lone = [_undressed(under.cells[0][1]).text for under in below[:_LOOKED_AT] if len(under.cells) == 1]
    heads = bool(below) and len(below[0].cells) == 1 and bool(_firsts(flow.text) & set(parents_of(lone[0])))
    return flow if not heads and any(is_level(text, 1) and not is_level(text, 2) for text in lone) else None


_LOOKED_AT = 60


def _firsts(text: str) -> set[str]:
    return {level.name for level in levels_named(text) if level.level == 1}


def _undressed(flow: Flow) -> Flow:
    """A heading without the brackets that stand around the whole of it: （产出指标）."""
    dressed = _DRESSED.fullmatch(flow.text)
    return flow[slice(*dressed.span("name"))].strip() if dressed else flow


def _heads_level2(text: str, own: Column, below: Sequence[Row]) -> bool:
    """Whether a level 2 that belongs under the level 1 `text` stands right beneath it, in the same column."""
    under = next((flow.text for place, flow in below[0].cells if place == own.place), "") if below else ""
    return bool(_firsts(text) & set(parents_of(under)))


def _numbered_on(before: str, text: str) -> bool:
    """Whether the number of a heading is the next one after that of the heading before, in the same signs."""
    first, second = _NUMBERED.match(before), _NUMBERED.match(text)
    if first is None or second is None or first[1] + first[3] != second[1] + second[3] or not first[1] + first[3]:
        return False
    return _ordinal(second[2]) == _ordinal(first[2]) + 1 and first[2].isdigit() == second[2].isdigit()


def _ordinal(sign: str) -> int:
    return int(sign) if sign in "123456789" else _DIGITS.index(sign) + 1
