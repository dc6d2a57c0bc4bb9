"""What merges and shifts say of the cells of an indicator's row."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from reviewer.base.patterns import pattern
from reviewer.extract.draft import Draft
from reviewer.extract.labels import Role
from reviewer.extract.likeness import amount_text, level_fit, reads_like_name, value_fit
from reviewer.extract.names import indicator_name, is_blank, is_template
from reviewer.extract.packed_plain import name_and_value
from reviewer.extract.rows import Column, Placed, Row
from reviewer.model.flow import EMPTY, Flow
from reviewer.model.messages import Message, message
from reviewer.model.taxonomy import is_of_framework, levels_named

_CLEAR: dict[str, Callable[[str], bool]] = {
    "level1": lambda text: level_fit(text, 1) >= _SURELY,
    "level2": lambda text: level_fit(text, 2) >= _SURELY,
    "level3": reads_like_name,
    "annual_value": lambda text: value_fit(text) >= 3.0,
    "period_value": lambda text: value_fit(text) >= 3.0,
}
"""Words that belong to one column only: a level printed whole, a name that ends in 率, a value with its sign."""
_SURELY = 4.5


def clear_of_shift(draft: Draft) -> None:
    """Say of the fields of a shifted row whose words tell their column that it is so; all of them must fit."""
    for key, is_clear in _CLEAR.items():
        field = draft.fields.get(key)
        codes = [reason.code for reason in field.reasons] if field else []
        if field and field.value and codes == ["read.shifted"] and is_clear(field.value):
            draft.put(key, replace(field, reasons=(message("read.shifted_clear"),)))


def left_out(cells: dict[Role, Flow], measured: bool) -> tuple[Message, ...]:
    """Evidence of a figure whose unit's cell is blank, in a grid where others are filled (`measured`)."""
    value = cells.get(Role.ANNUAL_VALUE)
    if not measured or value is None or Role.MEASURE in cells or amount_text(value.text) in (None, "0"):
        return ()
    name = cells.get(Role.LEVEL3)
    return () if name is not None and _UNIT_SAID.search(name.text) else (message("read.unit_blank"),)


def part_name_and_value(cells: dict[Role, Flow], roles: Collection[Role]) -> None:
    """Take name and value apart where the grid, whose columns have these roles, has one column for both: 亮灯率：≥98%."""
    only = next((role for role in (Role.LEVEL3, Role.ANNUAL_VALUE) if role in cells), None)
    if only is None or (Role.LEVEL3 in roles and (Role.ANNUAL_VALUE in roles or Role.PERIOD_VALUE in roles)):
        return
    name, value, doubt = name_and_value(cells[only])
    if name and value and not doubt:
        cells[Role.LEVEL3], cells[Role.ANNUAL_VALUE] = name, value


def unknown_level(key: str, name: str) -> tuple[Message, ...]:
    """Evidence of a level that nobody knows; a level 2 may say whose satisfaction it is about, and not more: 学生满意度."""
    whose = name.endswith("满意度") and len(name) <= _WHOSE
    if levels_named(name) or (key == "level2" and (whose or is_of_framework(name))):
        return ()
    return (message("read.level_unknown", value=name[:20]),)


_WHOSE = 7
PARTS = (Role.OPERATOR, Role.ANNUAL_VALUE, Role.MEASURE)
"""The columns whose cells together are a target value."""
_SAID_AS = {role: place for place, role in enumerate(PARTS)}
_SIGN = pattern(r"[≥≤=<>＝＞＜≧≦]{1,2}")
_WORDS = ("定性", "定量", "文字描述", "定性指标", "定量指标")


def is_odd_sign(column: Column, flow: Flow) -> bool:
    """Whether a column of signs holds something that is neither a sign nor a word for one."""
    return column.role is Role.OPERATOR and flow.text not in _WORDS and not _SIGN.fullmatch(flow.text)


def joined_parts(placed: Placed) -> Flow:
    """Sign, number and unit printed in columns of their own, joined as they are said, whichever comes first: ≥ 5 片.

    Words such as 定性 are left out.
    """
    value = next((flow.text.strip() for column, flow in placed.cells.items() if column.role is Role.ANNUAL_VALUE), "")
    whole = EMPTY
    for column in sorted(placed.cells, key=lambda c: (_SAID_AS.get(c.role, 0), c.place)):
        flow = placed.cells[column]
        if column.role not in PARTS or flow.text in _WORDS or is_blank(flow.text) or is_odd_sign(column, flow):
            continue
        if column.role is Role.MEASURE and flow.text.strip() in NO_UNIT:
            continue
        if not _says_again(column.role, flow.text.strip(), value):
            whole = whole + flow
    return whole


def _says_again(role: Role, part: str, value: str) -> bool:
    """Whether the value itself has the sign, or the unit, that a column beside it repeats: ≥ | ≥5次 | 次."""
    if value == part:
        return False
    return (role is Role.OPERATOR and value.startswith(part)) or (role is Role.MEASURE and value.endswith(part))


NO_UNIT = ("是/否", "无", "其他", "/", "-", "—", "——", "\\")
"""What a column of units says of a value that has none."""
_UNIT_SAID = pattern(r"[（(][^（()）]{1,8}[)）]\s*$")

_MERGED_DOWN = frozenset({Role.LEVEL3, Role.EXTRA, Role.PERIOD_VALUE, Role.ANNUAL_VALUE, Role.OPERATOR, Role.MEASURE})


def says_a_value(cells: dict[Role, Flow]) -> bool:
    """Whether a row without a name has a value: no stroke, nor only the sign and the unit that the template prints."""
    values = [cells[role].text for role in (Role.PERIOD_VALUE, Role.ANNUAL_VALUE) if role in cells]
    return any(not is_template(text) and not _NO_FIGURE.fullmatch(text) for text in values)


_NO_FIGURE = pattern(r"\s*(?:[≥≤≧≦＞＜＝=<>]|大于等于|小于等于)?\s*[xXｘ×_＿]*\s*[%％]?\s*")


def is_unfilled(cells: dict[Role, Flow]) -> bool:
    """Whether a row is the template's, its name and its value left open: 指标2： | /."""
    return not says_a_value(cells) and not indicator_name(cells[Role.LEVEL3])


def with_merged(placed: Placed, row: Row) -> Placed:
    """The row with what merged cells above hold for it: one name over two values, one value over two names."""
    if not row.covered or placed.evidence or placed.shift:
        return placed
    there = {column.place for column in placed.cells}
    name = any(column.role is Role.LEVEL3 for column in placed.cells)
    value = any(column.role in (Role.PERIOD_VALUE, Role.ANNUAL_VALUE) for column in placed.cells)
    if not name and not value:
        return placed
    above = dict(row.covered)
    cells = dict(placed.cells)
    whole = any(column.role is Role.LEVEL2 for column in placed.cells)
    for column in placed.columns:
        held = column.role in _MERGED_DOWN or (column.role is Role.LEVEL1 and whole)
        if held and column.place in above and column.place not in there:
            cells[column] = above[column.place]
    return replace(placed, cells=cells)
