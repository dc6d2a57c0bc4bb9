"""Headers of grids of indicators: what their columns are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reviewer.base.patterns import pattern
from reviewer.extract.infer import header_by_contents, holds_levels, holds_names
from reviewer.extract.labels import INDICATOR_ROLES, WHOLE_PERIOD, Role, comes_first, plain_label, roles_of
from reviewer.extract.likeness import amount_text, value_fit
from reviewer.extract.rows import Column, Row
from reviewer.extract.taught import names_entries, taught_columns
from reviewer.model.taxonomy import bare, is_level, levels_named

_GRID_ROLES = (
    Role.LEVEL1, Role.LEVEL2, Role.LEVEL3, Role.PERIOD_VALUE, Role.ANNUAL_VALUE, Role.OPERATOR, Role.MEASURE,
)  # fmt: skip
_HEADS = frozenset({Role.LEVEL1, Role.LEVEL2, Role.LEVEL3, Role.PERIOD_VALUE, Role.ANNUAL_VALUE})
_COUNTED = _HEADS | {Role.INDICATORS}
"""Of labels with these roles, the last only for a first cell, a header has two at least, unless its contents tell it."""
_VALUES = (Role.PERIOD_VALUE, Role.ANNUAL_VALUE)
DEFAULT_COLUMNS = (Role.LEVEL1, Role.LEVEL2, Role.LEVEL3, Role.ANNUAL_VALUE)
"""What the columns of a grid mostly are, where nothing says so."""
_LONG_TERM = pattern(rf"{WHOLE_PERIOD}|周期|总体")
_YEARLY = pattern(r"年度|当年|本年|全年")


def says_long_term(text: str) -> bool:
    """Whether a printed heading is about the whole period rather than the year."""
    return bool(_LONG_TERM.search(text)) and not _YEARLY.search(text)


_OF_BLOCK = frozenset({Role.GOAL, Role.PERIOD_GOAL, Role.INDICATORS})


def says_term(text: str) -> bool:
    """Whether a printed heading says of which time it is: of the whole period, or of the year."""
    return bool(_LONG_TERM.search(text) or _YEARLY.search(text))


def heads_block(row: Row, following: Sequence[Row]) -> bool:
    """Whether a row, one cell over all columns, is the heading of a block of its own, with its goal or its indicators beneath:

    中长期绩效目标（2025—2027年）
    绩效目标 | 养护桥灯，保障夜间通行。
    """
    text = row.texts[0]
    if row.loose or not following or len(set(row.texts)) > 1 or not says_term(text) or not roles_of(text) & _OF_BLOCK:
        return False
    below = following[0]
    goal = len(below.cells) > 1 and Role.GOAL in roles_of(below.texts[0]) and not says_term(below.texts[0])
    return goal or indicator_header(below, following[1:]) is not None


_LONGEST_HEADING = 12
_SENTENCE = pattern("[。；;，,：:]")


def heads_table(row: Row, following: Sequence[Row]) -> bool:
    """Whether a row is a heading in words that no vocabulary has, right above a header of indicators: 分解目标 | 一级目标, 二级目标 …"""
    text = row.texts[0]
    if row.loose or not following or len(set(row.texts)) > 1 or len(text) > _LONGEST_HEADING or _SENTENCE.search(text):
        return False
    below = following[0]
    if row.cells[0][0] > below.cells[0][0] or roles_of(text) or amount_text(text) is not None:
        return False
    return indicator_header(below, following[1:]) is not None


def indicator_header(row: Row, following: Sequence[Row] = ()) -> list[Column] | None:
    """The columns that a header of an indicator grid announces; None where the row is no such header.

    Where too few of its labels are known, `following`, the rows beneath, may show that it is one.

    Where level 3 comes twice, two grids stand side by side: the columns from the second level 2 (or 3) on are side 1.
    """
    if (taught := taught_columns(row)) is not None:
        return None if names_entries(taught) else taught
    few = sum(not roles_of(text).isdisjoint(_COUNTED) for text in row.texts) < 2
    if few and not header_by_contents(row, following):
        return None  # what most rows are
    columns: list[Column] = []
    heads = side = 0
    labelled = frozenset().union(*(roles_of(text) for text in row.texts[1:]))
    for place, flow in row.cells:
        roles = roles_of(flow.text)
        role = next((r for r in _GRID_ROLES if r in roles), None)
        if role is None and place == row.cells[0][0] and Role.INDICATORS in roles:
            if Role.LEVEL1 in labelled or not holds_levels(place, 1, following):
                continue
            role = Role.LEVEL1
        elif role is Role.LEVEL3 and place == row.cells[0][0] and Role.LEVEL1 in labelled:
            continue
        twin = next((c for c in columns if (c.role, c.side) == (role, side)), None)
        if role is not None and twin is not None:
            again = role in (Role.LEVEL2, Role.LEVEL3) and plain_label(twin.label) == plain_label(flow.text)
            if not again and role in (*_VALUES, Role.OPERATOR) and comes_first(flow.text, twin.label, role):
                columns[columns.index(twin)] = replace(twin, role=Role.EXTRA)
            else:
                side, role = (1, role) if side == 0 and again else (side, None)
        if role is not None:
            columns.append(Column(place, role, flow.text, side, row.width(place)))
            heads += role in _HEADS
        else:
            columns.append(Column(place, Role.EXTRA, flow.text, side, row.width(place)))
            heads -= Role.EXTRA not in roles and not roles & INDICATOR_ROLES
    columns, told = _with_names(columns, row, following)
    heads += told
    return _real_sides(columns) if few or heads >= 2 or header_by_contents(row, following) else None


def _with_names(columns: list[Column], row: Row, following: Sequence[Row]) -> tuple[list[Column], bool]:
    """The columns of a header without a level 3 whose 绩效指标 stands over the names, one to a row; and whether it was so."""
    if any(column.role is Role.LEVEL3 for column in columns):
        return columns, False
    place = next((place for place, flow in row.cells if Role.INDICATORS in roles_of(flow.text)), None)
    if place is None or any(column.place == place and column.role is not Role.EXTRA for column in columns):
        return columns, False
    if not holds_names(place, following):
        return columns, False
    others = [column for column in columns if column.place != place]
    names = Column(place, Role.LEVEL3, dict(row.cells)[place].text, width=row.width(place))
    return sorted([*others, names], key=lambda column: column.place), True


def _real_sides(columns: list[Column]) -> list[Column]:
    """The columns, without a second side that has no level 2 and no value of its own, or leaves the first one without."""
    seconds = [column for column in columns if column.side]
    if not seconds or any(column.role is Role.LEVEL2 for column in seconds):
        return columns
    valued = {column.side for column in columns if column.role in _VALUES}
    if len(valued) != 1:
        return columns
    return [replace(c, side=0, role=Role.EXTRA if c.side and c.role is Role.LEVEL3 else c.role) for c in columns]


def goes_on_beneath(columns: Sequence[Column], row: Row, strictly: bool) -> bool:
    """Whether a row is one of the indicators whose header, with these columns, came by earlier: it prints the name of a level.

    `strictly` where words may stand there that only sound like one: in the column of a level, with a name and more beside it.
    """
    if not strictly or row.loose:
        return bool(columns) and not strictly and any(_is_whole_level(text) for text in row.texts)
    levels = {column.place for column in columns if column.role in (Role.LEVEL1, Role.LEVEL2)}
    return len(row.cells) > 2 and any(place in levels and _is_whole_level(flow.text) for place, flow in row.cells)


def _is_whole_level(text: str) -> bool:
    return bool(levels_named(text)) and text.endswith("指标")


def columns_of_lone_row(row: Row) -> list[Column] | None:
    """The columns that a row without any header shows, if it can only be an indicator's: a level 1, a level 2, a name, a value."""
    if row.loose or Role.INDICATORS in roles_of(row.texts[0]):
        return None
    at = next((n for n, text in enumerate(row.texts) if is_level(text, 1) and bare(text).endswith("指标")), None)
    cells = row.cells[at:] if at is not None and at <= 1 else ()
    if len(cells) < 4 or not is_level(cells[1][1].text, 2) or value_fit(cells[3][1].text) < 1.0:
        return None
    roles = [*DEFAULT_COLUMNS, *[Role.EXTRA] * len(cells)]
    return [Column(place, role, "", guess=True) for (place, _), role in zip(cells, roles, strict=False)]
