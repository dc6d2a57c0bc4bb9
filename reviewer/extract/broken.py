"""Rows of an indicator grid that are only part of one: the rest of the row above, or a row that a stray bar cut once too often."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from reviewer.base.patterns import pattern
from reviewer.extract.draft import Draft
from reviewer.extract.labels import Role
from reviewer.extract.likeness import fit, reads_like_name, reads_whole, value_fit
from reviewer.extract.rows import Column, Row
from reviewer.model.fields import Field
from reviewer.model.flow import Flow
from reviewer.model.messages import message
from reviewer.model.taxonomy import levels_named

_VALUES = frozenset({Role.PERIOD_VALUE, Role.ANNUAL_VALUE})
_LEVELS = (Role.LEVEL1, Role.LEVEL2)
_SHORTEST_NAME = 4
_A_PIECE = 2
"""A name of at most so many characters is none."""
_OPEN_END = pattern(r"[\d万亿千百]$")
_NO_VALUE = pattern(r"[^\d≥≤<>=]{1,4}")
_GOES_ON = pattern(r"[（(、，,及和与]")


def lacks_value(last: Draft | None, name: Flow | None) -> bool:
    """Whether a name alone in its row is an indicator without a value, and not the rest of the name above it.

    Both names read whole, and the one above has its value: 清运村庄（个） | 92, then 清运垃圾（吨） alone.
    """
    if last is None or name is None or len(name) < _SHORTEST_NAME:
        return False
    valued = last.value("annual_value") or last.value("period_value")
    return bool(valued) and both_whole(last, name)


def both_whole(last: Draft | None, name: Flow | None) -> bool:
    """Whether a name and that of the indicator above it read as if nothing went on in the other."""
    return last is not None and name is not None and reads_whole(last.value("level3") or "") and reads_whole(name.text)


def opening_name(row: Row) -> str:
    """The text with which an indicator begins in a row that bars close: the first that is no level, where it is no value."""
    text = next((text for text in row.texts if not levels_named(text)), "")
    is_name = len(text) >= _SHORTEST_NAME and fit(Role.LEVEL3, text) > _NAME_LIKE and not _SIGNED.match(text)
    return text if is_name else ""


def name_at_home(row: Row, name: str, columns: Sequence[Column]) -> Row:
    """A row put at the right edge whose name came to stand right of the column of names, with that name in it."""
    home = next((column.place for column in columns if column.role is Role.LEVEL3), None)
    at = next((n for n, text in enumerate(row.texts) if text == name), None) if name else None
    if home is None or at is None or row.cells[at][0] <= home or (at and row.cells[at - 1][0] >= home):
        return row
    return replace(row, cells=(*row.cells[:at], (home, row.cells[at][1]), *row.cells[at + 1 :]))


_NAME_LIKE = 0.0
_SIGNED = pattern(r"\s*[≥≤≧≦＞＜＝=<>\d]")


def rejoins(last: Draft | None, by_role: dict[Role, Flow], levels: dict[str, Field]) -> bool:
    """Join a row to the one above where all of its cells are the rest of cells there; False where they are not.

    改造工程总成 | ≤9万        服务对象满意 | 居民满意 | ≥90%        完工及时率 |
    本           | 元          度指标       | 度       |             （含验收）  | 100%
    """
    if last is None:
        return False
    name = by_role.get(Role.LEVEL3)
    values = [role for role in by_role if role in _VALUES]
    rests = [role for role in _LEVELS if role in by_role]
    if rests:
        if values or not all(_is_rest_of_level(levels.get(role.value), by_role[role].text) for role in rests):
            return False
    elif name is not None and len(values) == 1 and _took_name_for_value(last, values[0].value, name.text):
        last.put("level3", last.fields[values[0].value])
        last.append("level3", name, message("read.rejoined"))
        last.set(values[0].value, by_role[values[0]], message("read.rejoined"))
        return True
    elif name is None or len(values) != 1 or not _both_go_on(last, name.text, values[0].value, by_role[values[0]].text):
        return False
    for role in (*rests, *([Role.LEVEL3] if name else ()), *values):
        last.append(role.value, by_role[role], message("read.rejoined"))
        if role in _LEVELS:
            levels[role.value] = last.fields[role.value]
    return True


def _is_rest_of_level(held: Field | None, rest: str) -> bool:
    whole = (held.value or "") + rest if held else ""
    return bool(whole) and not levels_named(rest) and bool(levels_named(whole)) and whole.endswith("指标")


def _took_name_for_value(last: Draft, key: str, name: str) -> bool:
    """Whether the row above has no name, but what reads like the beginning of this one where its value should be."""
    held = last.value(key) or ""
    return bool(held) and not last.value("level3") and not re.search(r"\d", held) and bool(_GOES_ON.match(name))


def _both_go_on(last: Draft, name: str, key: str, value: str) -> bool:
    above, before = last.value("level3") or "", last.value(key)
    if not before:
        return bool(above) and not last.value("annual_value") and bool(_GOES_ON.match(name))
    ends = bool(_OPEN_END.search(before)) and bool(_NO_VALUE.fullmatch(value)) and value_fit(value) < 1.0
    return ends and (len(name) <= _A_PIECE or (reads_like_name(above + name) and not reads_whole(above)))


def doubt_piece(name: Flow, draft: Draft, last: Draft | None) -> None:
    """Doubt an indicator whose name has one character, and the one above it whose rest that may be."""
    if len(name.text.strip()) != 1:
        return
    for one in [draft] if last is None else [draft, last]:
        for key in ("level3", "annual_value"):
            one.doubt(key, message("read.cut_off"))


def without_stray_bar(row: Row, columns: Sequence[Column]) -> tuple[Row, Collection[int]]:
    """A row that has a cell more than its table, two of its cells put together, and the place of these.

    A bar that stands in a text and is not escaped parts it: 水表阀门|接口数量. Which two belong together the columns say,
    for then each cell suits its own best.
    """
    roles = {column.place: column.role for column in columns}
    if row.over != 1 or len(row.cells) < 2:
        return row, ()
    best, best_worth = None, _worth(row, roles)
    for index in range(len(row.cells) - 1):
        (place, left), (after, right) = row.cells[index : index + 2]
        if after != place + 1:
            continue
        joined = (place, left + Flow.loose("|") + right)
        moved = [(at - 1, flow) for at, flow in row.cells[index + 2 :]]
        candidate = replace(row, cells=(*row.cells[:index], joined, *moved), widths=(), over=0)
        worth = _worth(candidate, roles)
        if worth > best_worth:
            best, best_worth = (candidate, (place,)), worth
    return best or (row, ())


def _worth(row: Row, roles: dict[int, Role]) -> float:
    return sum(fit(roles[place], flow.text) if place in roles else -1.0 for place, flow in row.cells)
