"""Headers on several rows: what stands in the rows beneath the first one belongs to it where it only says more of a column.

三级指标 | 指标值                         | 偏差原因分析
         | 近两年指标值 |      | 当年预期 | 经费保障 | 制度保障
         | 前年         | 上年 |
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from reviewer.base.patterns import pattern
from reviewer.extract.labels import WHOLE_PERIOD, Role, Version, comes_first, roles_of, version_of
from reviewer.extract.likeness import value_fit
from reviewer.extract.rows import Column, Row, merge_headers
from reviewer.extract.taught import is_taught, taught_columns
from reviewer.model.flow import Flow
from reviewer.model.taxonomy import is_whole_level

_VALUES = (Role.PERIOD_VALUE, Role.ANNUAL_VALUE)
_ROLES = (Role.LEVEL1, Role.LEVEL2, Role.LEVEL3, *_VALUES, Role.OPERATOR, Role.MEASURE)
_EARLIER = pattern(r"前年|上年|去年|近[两二三]年|历史|往年|上一?年度")
"""Columns of other years beside the one that is asked for."""
_NOT_ASKED = pattern(rf"{_EARLIER.pattern}|^(?!.*(?:预期|预计|计划|目标)).*(?:实际|完成|实现)")
_VALUE_OF_TIME = pattern(
    r"\s*(?=.{3,14}$)(?:.*(?:20\d\d\s*年|前年|上年|去年|[本当]年|年度|近[两二三]年|历史|往年).*(?:值|目标|计划|预期|水平|数)|(?:上|前|本|当)年)\s*"
)
"""A label of values that says of which time they are: 2021年实际实现值, 上年目标."""
_LOOKED_AT = 6
"""So many rows beneath a header show how many values a row has."""
_WORD = pattern(r"[\u4e00-\u9fff（()）/、]{1,12}")
_WHOLE_AREA = pattern(r"全[省市州盟县区旗镇乡域部](?:指标|目标)?(?:值|合计)?|合计|总计|总体|汇总")
"""The label of the values of a whole area, beside those of its parts: 全市 | 甲区 | 乙区."""


def lower_half(columns: list[Column], row: Row, following: Sequence[Row]) -> list[Column] | None:
    """The columns of a header and of the row beneath it, where that row is the header's lower half; None where it is none."""
    if taught_columns(row) is not None:
        return None
    if columns and row.loose:
        return _loose_lower_half(columns, row, following)
    if not columns or row.cells[0][0] <= columns[0].place:
        return None
    unknown = [
        (place, flow)
        for place, flow in row.cells
        if not roles_of(flow.text) and not _is_year_of(columns, place, flow.text)
    ]
    if unknown and not _only_explains(columns, unknown, following) and not _are_places(columns, row):
        return None
    lower = [
        Column(place, _role(flow.text, _home(columns, place)), flow.text, width=row.width(place))
        for place, flow in row.cells
    ]
    told = any(column.role in _VALUES for column in lower)
    earlier = all(_A_YEAR.fullmatch(text) or roles_of(text) == {Role.EXTRA} for text in row.texts)
    if not told and not earlier and not _only_explains(columns, row.cells, following):
        return None
    return merge_headers(columns, _one_of_each(lower))


def _loose_lower_half(columns: list[Column], row: Row, following: Sequence[Row]) -> list[Column] | None:
    """The same where the places of cells are lost: two or more labels of values of different times (2021年实际值 | 2022年预期值).

    They stand under the one column of values. Where the rows have one value only, nothing says which of them it is.
    """
    values = [column for column in columns if column.role in _VALUES]
    if len(values) != 1 or len(row.cells) < 2 or not all(_VALUE_OF_TIME.fullmatch(text) for text in row.texts):
        return None
    at, asked = columns.index(values[0]), [not _NOT_ASKED.search(text) for text in row.texts]
    counts = [sum(value_fit(text) >= 1.0 for text in below.texts) for below in following[:_LOOKED_AT]]
    if not any(asked) or sum(count >= len(row.cells) for count in counts) * 2 <= len(counts):
        return [*columns[:at], replace(values[0], years=True), *columns[at + 1 :]]
    lower = [
        Column(values[0].place + n, values[0].role if asked[n] else Role.EXTRA, text)
        for n, text in enumerate(row.texts)
    ]
    behind = [replace(column, place=column.place + len(lower) - 1) for column in columns[at + 1 :]]
    return [*columns[:at], *_one_of_each(lower), *behind]


_A_YEAR = pattern(r"\s*(20\d\d)\s*年?度?\s*")
_YEAR = pattern(r"20\d\d(?=\s*年|\s*$)")
_PART = r"(?:[上下]?半年|第?[一二三四1-4]季度?|前?[一二三]季度|1\s*[-—~至]\s*\d{1,2}\s*月)"
_PART_OF_YEAR = pattern(rf"\s*{_PART}(?:目标|计划|末|底)?\s*")
_WHOLE_YEAR = pattern(r"\s*(?:全年度?|[本当]年度?|年度|年末|年底)(?:目标|计划|预期)?\s*")
_WHOLE_PERIOD = pattern(rf"{WHOLE_PERIOD}|总目标|累计|合计|总体|三年")


def is_part_of_year(text: str) -> bool:
    """Whether a label is of a part of the year: 半年, 前三季度."""
    return bool(_PART_OF_YEAR.fullmatch(text))


def is_whole_year(text: str) -> bool:
    """Whether a label is of the whole year, beside such a part: 全年."""
    return bool(_WHOLE_YEAR.fullmatch(text))


_OF_PART = pattern(rf"(?:{_PART}|\d{{1,2}}\s*月)(?:末|底)?")
_OF_WHOLE = pattern(r"(?:全年度?|[本当]年度?|年度|年末|年底)")
_SAYS_VALUE = pattern(r"度?(?:绩效|指标|计划|预期|预计|目标|应达|达到)*(?:值|目标|目标数|计划数|水平)")


_ASIDE = pattern(r"[（(][^（()）]*[)）]|\s+")


def of_whole_year(columns: list[Column]) -> list[Column]:
    """The columns, where one header has values of a part of the year and of the whole (上半年目标值 | 全年目标值): the whole
    year's is the annual value. Where parts stand alone, nothing says which is asked for.
    """
    start = max((c.place for c in columns if c.role is Role.LEVEL3), default=10_000)
    behind = [c for c in columns if c.place > start]
    parts = [c for c in behind if heads_values_of_part(c.label)]
    whole = next((c for c in behind if _heads_values(_OF_WHOLE, c.label)), None)
    if not parts:
        return columns
    if whole is not None:
        told = {c: replace(c, role=Role.EXTRA) for c in parts} | {whole: replace(whole, role=Role.ANNUAL_VALUE)}
    else:
        told = {c: replace(c, years=True) for c in parts if c.role is Role.ANNUAL_VALUE and len(parts) > 1}
    return [told.get(c, c) for c in columns]


def heads_values_of_part(text: str) -> bool:
    """Whether a label is of the values of a part of the year: 半年（目标）值, 1-6月目标值."""
    return _heads_values(_OF_PART, text)


def _heads_values(time: re.Pattern[str], text: str) -> bool:
    label = _ASIDE.sub("", text)
    start = time.match(label)
    return start is not None and bool(_SAYS_VALUE.fullmatch(label, start.end()))


def _home(columns: list[Column], place: int) -> Column:
    return max((c for c in columns if c.place <= place), key=lambda c: c.place, default=columns[0])


def _are_places(columns: list[Column], row: Row) -> bool:
    """Whether a row names the parts of an area under one header of values, the whole first: 指标值 | 全市, 甲区, 乙区."""
    homes = {_home(columns, place) for place, _ in row.cells}
    whole = [bool(_WHOLE_AREA.fullmatch(text)) for text in row.texts]
    if len(homes) != 1 or whole.count(True) != 1 or not all(_WORD.fullmatch(text) for text in row.texts):
        return False
    return all(home.role in _VALUES and home.width >= len(row.cells) > 1 for home in homes)


def _is_year_of(columns: list[Column], place: int, text: str) -> bool:
    """Whether a year, or a part of one, stands under a header of values: 目标值 | 2023年, 2024年; 历史值 | 2022年; 目标值 | 半年, 全年."""
    home = _home(columns, place)
    if home.role in _VALUES and any(of.fullmatch(text) for of in (_PART_OF_YEAR, _WHOLE_YEAR, _EARLIER)):
        return True
    if home.role in _VALUES and home.width > 1 and version_of(text):
        return True
    return bool(_A_YEAR.fullmatch(text)) and (home.role in _VALUES or (home.role is Role.EXTRA and home.width > 1))


def _role(text: str, home: Column) -> Role:
    if _EARLIER.search(text):
        return Role.EXTRA
    if home.role in _VALUES and (version := version_of(text)):
        return Role.EXTRA if version is Version.BEFORE else home.role
    if home.role in _VALUES and _WHOLE_AREA.fullmatch(text) and home.width > 1:
        return home.role
    if home.role in _VALUES and (_PART_OF_YEAR.fullmatch(text) or _WHOLE_YEAR.fullmatch(text)):
        return Role.ANNUAL_VALUE if _WHOLE_YEAR.fullmatch(text) else Role.EXTRA
    if home.role in _VALUES and (_A_YEAR.fullmatch(text) or _WHOLE_PERIOD.search(text)):
        return Role.PERIOD_VALUE if _WHOLE_PERIOD.search(text) else Role.ANNUAL_VALUE
    roles = roles_of(text)
    return next((role for role in _ROLES if role in roles), Role.EXTRA)


def of_year(columns: list[Column], year: str | None) -> list[Column]:
    """The columns, where values of several years stand side by side: that of the document's year is the annual value.

    Where that is not among them, or not known, the column says so.
    """
    if is_taught(columns):
        return columns
    yearly = [c for c in columns if _YEAR.search(c.label) and _may_be_target(c, columns)]
    chosen = next((c for c in yearly if c.role is Role.ANNUAL_VALUE), None)
    if chosen is None or len(yearly) < 2:
        return columns
    asked = next((c for c in yearly if year and year in c.label), None)
    become = {c: replace(c, role=Role.EXTRA) for c in yearly}
    become[asked or chosen] = replace(asked or chosen, role=Role.ANNUAL_VALUE, years=asked is None)
    return [become.get(c, c) for c in columns]


def _may_be_target(column: Column, columns: list[Column]) -> bool:
    if column.role is Role.ANNUAL_VALUE:
        return True
    if column.role is not Role.EXTRA or _EARLIER.search(column.label):
        return False
    if _A_YEAR.fullmatch(column.label):
        return any(c.role is Role.ANNUAL_VALUE and _A_YEAR.fullmatch(c.label) for c in columns)
    return Role.ANNUAL_VALUE in roles_of(column.label)


def _one_of_each(columns: list[Column]) -> list[Column]:
    """The columns with one column of annual values at most, and one of period values."""
    kept: dict[Role, Column] = {}
    for column in columns:
        before = kept.get(column.role)
        if column.role in _VALUES and (before is None or comes_first(column.label, before.label, column.role)):
            kept[column.role] = column
    return [c if c.role not in _VALUES or kept[c.role] is c else replace(c, role=Role.EXTRA) for c in columns]


def _only_explains(columns: list[Column], cells: Sequence[tuple[int, Flow]], following: Sequence[Row]) -> bool:
    """Whether words stand under further columns only (分析 | 经费保障, 制度保障), and a row of indicators follows."""
    if len(cells) < 2 or not all(_WORD.fullmatch(flow.text) for _, flow in cells):
        return False
    if not any(is_whole_level(text) for row in following[:1] for text in row.texts):
        return False
    return all(_home(columns, place).role is Role.EXTRA for place, _ in cells)
