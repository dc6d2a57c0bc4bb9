"""The second reading: the same source read another way, so that both can be held against each other.

A grid is read by its columns; here its rows are read as running text, by what each piece says and the order in which the
pieces stand. A packed text is read by its signs; here it is cut at its numbers alone. Where the second reading is sure of
itself and says something else, the field is doubtful; where it cannot tell, it says nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.extract.draft import Draft
from reviewer.extract.labels import Role
from reviewer.extract.likeness import name_fit, value_fit
from reviewer.extract.names import indicator_name, level_name
from reviewer.extract.rows import Column, Row
from reviewer.model.flow import Flow
from reviewer.model.messages import message
from reviewer.model.taxonomy import bare, is_level

_PLAIN = (Role.LEVEL1, Role.LEVEL2, Role.LEVEL3, Role.PERIOD_VALUE, Role.ANNUAL_VALUE)


def hold_row_against_text(draft: Draft, row: Row, columns: Sequence[Column]) -> None:
    """Read a row of an indicator grid as text and doubt what comes out differently.

    Only rows of plain grids: with other columns between name and value the order alone does not tell which is which.
    """
    if [c for c in columns if c.role not in _PLAIN and c.place < _last_value(columns)]:
        return
    pieces = [flow for _, flow in row.cells]
    levels: dict[int, Flow] = {}
    while pieces and (number := _level_of(pieces[0].text, levels)):
        levels[number] = level_name(pieces.pop(0))[1]
    for number, flow in levels.items():
        _compare(draft, f"level{number}", flow)
    if len(pieces) >= 2 and name_fit(pieces[0].text) >= 1.0 and value_fit(pieces[1].text) >= 1.0:
        _compare(draft, "level3", indicator_name(pieces[0]))
        values = {draft.value("annual_value"), draft.value("period_value")}
        if pieces[1].text not in values:
            _doubt(draft, "annual_value", pieces[1])


def _last_value(columns: Sequence[Column]) -> int:
    return max((c.place for c in columns if c.role in (Role.PERIOD_VALUE, Role.ANNUAL_VALUE)), default=0)


def _level_of(text: str, found: dict[int, Flow]) -> int:
    """The level that a piece at the beginning of a row surely names; 0 where it names none or could be either."""
    if not bare(text).endswith("指标"):
        return 0
    first, second = is_level(text, 1), is_level(text, 2)
    if first and second:
        return 2 if 1 in found else 0
    if first and not found:
        return 1
    return 2 if second and 2 not in found else 0


def _compare(draft: Draft, key: str, other: Flow) -> None:
    value = draft.value(key)
    if other and value is not None and value != other.text:
        _doubt(draft, key, other)


def _doubt(draft: Draft, key: str, other: Flow) -> None:
    draft.doubt(key, message("read.disagree", other=other.text[:40]))
