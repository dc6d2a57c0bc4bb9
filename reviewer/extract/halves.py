"""Headers on several rows: what stands in the rows beneath the first one belongs to it where it only says more of a column.

三级指标 | 指标值                         | 偏差原因分析
         | 近两年指标值 |      | 当年预期 | 经费保障 | 制度保障
         | 前年         | 上年 |
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from reviewer.extract.labels import Role, comes_first, roles_of
from reviewer.extract.rows import Column, Row, merge_headers
from reviewer.model.taxonomy import bare, levels_named

_VALUES = (Role.PERIOD_VALUE, Role.ANNUAL_VALUE)
_ROLES = (Role.LEVEL1, Role.LEVEL2, Role.LEVEL3, *_VALUES, Role.OPERATOR, Role.MEASURE)
_EARLIER = re.compile(r"前年|上年|去年|近[两二三]年|历史|往年|上一?年度")
"""Columns of other years beside the one that is asked for."""
_WORD = re.compile(r"[\u4e00-\u9fff（()）/、]{1,8}")


def lower_half(columns: list[Column], row: Row, following: Sequence[Row]) -> list[Column] | None:
    """The columns of a header and of the row beneath it, where that row is the header's lower half; None where it is none."""
    if not columns or row.loose or row.cells[0][0] <= columns[0].place:
        return None
    if not all(roles_of(text) for text in row.texts):
        return merge_headers(columns, _extras(row)) if _only_explains(columns, row, following) else None
    lower = [Column(place, _role(flow.text), flow.text, width=row.width(place)) for place, flow in row.cells]
    told = any(column.role in _VALUES for column in lower)
    if not told and not _only_explains(columns, row, following):
        return None
    return merge_headers(columns, _one_of_each(lower))


def _role(text: str) -> Role:
    if _EARLIER.search(text):
        return Role.EXTRA
    roles = roles_of(text)
    return next((role for role in _ROLES if role in roles), Role.EXTRA)


def _extras(row: Row) -> list[Column]:
    return [Column(place, Role.EXTRA, flow.text) for place, flow in row.cells]


def _one_of_each(columns: list[Column]) -> list[Column]:
    """The columns with one column of annual values at most, and one of period values."""
    kept: dict[Role, Column] = {}
    for column in columns:
        before = kept.get(column.role)
        if column.role in _VALUES and (before is None or comes_first(column.label, before.label, column.role)):
            kept[column.role] = column
    return [c if c.role not in _VALUES or kept[c.role] is c else replace(c, role=Role.EXTRA) for c in columns]


def _only_explains(columns: list[Column], row: Row, following: Sequence[Row]) -> bool:
    """Whether words stand under further columns only (分析 | 经费保障, 制度保障), and a row of indicators follows."""
    if len(row.cells) < 2 or not following or not all(_WORD.fullmatch(text) for text in row.texts):
        return False
    if not any(levels_named(text) and bare(text).endswith("指标") for text in following[0].texts):
        return False
    homes = [max((c for c in columns if c.place <= place), key=lambda c: c.place) for place, _ in row.cells]
    return all(home.role is Role.EXTRA for home in homes)
