"""Columns whose header no vocabulary knows, by what stands beneath them.

A header that reads 应达水平 for 指标值 is nothing to the vocabulary; but what stands beneath it are target values, and no
other column of the table has them. Only roles that the header leaves open are given, only to columns whose own label says
nothing, and what such a column holds is read with a doubt.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import takewhile

from reviewer.base.patterns import pattern
from reviewer.extract.book import is_organisation
from reviewer.extract.halves import heads_values_of_part, of_whole_year
from reviewer.extract.labels import Role, money_label, roles_of
from reviewer.extract.likeness import amount_text, is_packed, is_sign, name_fit, value_fit
from reviewer.extract.rows import Column, Row
from reviewer.extract.taught import is_taught
from reviewer.model.taxonomy import bare, is_level, levels_named

_LOOKED_AT = 40
"""So many rows beneath a header are looked at."""
_MOST = 0.6
"""The share of a column's cells that must suit a role."""
_ALL = 0.9
_VALUES = frozenset({Role.PERIOD_VALUE, Role.ANNUAL_VALUE})
_Suits = Callable[[str], bool]


def told_by_contents(columns: list[Column], following: Sequence[Row]) -> list[Column]:
    """The columns with the roles that their header leaves open but their contents tell."""
    unknown = [c for c in columns if not roles_of(c.label) and not is_level(c.label, 1)]
    twins = [c for c in columns if c.role is Role.EXTRA and Role.OPERATOR in roles_of(c.label)]
    if not (unknown or twins) or not following:
        return columns
    under = _under(following)
    found = _signs_first(columns, twins, under)
    for role, suits in _TESTS.items():
        found = _values_first(found, under) if role is Role.ANNUAL_VALUE else found
        found = _give(found, unknown, under, role, suits)
    found = _further_packed(_period_beside(found, unknown, following), unknown, under)
    return [_money(column, under) if column in unknown else column for column in found]


def _values_first(columns: list[Column], under: dict[int, list[str]]) -> list[Column]:
    """Where no column is said to hold the values, a further one of a known name that does is it: 绩效标准 beside 责任处室."""
    if not _is_open(Role.ANNUAL_VALUE, columns, under):
        return columns
    name = next(c.place for c in columns if c.role is Role.LEVEL3)
    free = [c for c in columns if c.place > name and c.role is Role.EXTRA and roles_of(c.label) == {Role.EXTRA}]
    best = max(free, key=lambda c: _share(under.get(c.place, []), _no_label), default=None)
    if best is None or _share(under.get(best.place, []), _no_label) < _MOST:
        return columns
    return [replace(c, role=Role.ANNUAL_VALUE, guess=True) if c is best else c for c in columns]


def _further_packed(columns: list[Column], unknown: list[Column], under: dict[int, list[str]]) -> list[Column]:
    """Beside a column of packed indicators, unknown ones that hold such too: 效益和满意度指标."""
    if not {column.role for column in columns} & {Role.INDICATORS, Role.LEVEL_CELL}:
        return columns
    free = [c for c in columns if c in unknown and c.role in (Role.ATTRIBUTE, Role.EXTRA)]
    more = [c for c in free if _share(under.get(c.place, []), is_packed) >= _MOST]
    return [replace(c, role=Role.LEVEL_CELL, guess=True) if c in more else c for c in columns]


def columns_by_contents(rows: Sequence[Row]) -> list[Column] | None:
    """The columns of a list of projects whose header is lost, by what stands in them; None where it is no such list.

    Levels 1, levels 2, names and values must be there, or packed indicators; and the name of a project left of them.
    """
    under = _under(rows)
    columns = [Column(place, Role.ATTRIBUTE, "") for place in sorted(under)]
    if len(columns) < 5 or any(len(set(row.texts)) > 1 and all(map(roles_of, row.texts)) for row in rows[:_LOOKED_AT]):
        return None
    for role, suits in ((Role.INDICATORS, is_packed), (Role.LEVEL1, _is_level1), (Role.LEVEL2, _is_level2)):
        best = max(columns, key=lambda c: (_share(under[c.place], suits), -c.place))
        if _share(under[best.place], suits) >= _MOST and best.role is Role.ATTRIBUTE:
            columns = [replace(c, role=role, guess=True) if c is best else c for c in columns]
    roles = {column.role for column in columns}
    if Role.INDICATORS not in roles and not {Role.LEVEL1, Role.LEVEL2} <= roles:
        return None
    found = told_by_contents(told_by_contents(columns, rows), rows)
    found = _texts_left(found, under)
    found = [replace(c, role=Role.EXTRA) if c.role is Role.AMOUNT else c for c in found]
    found = _units_first(found, under)
    roles = {column.role for column in found}
    whole = Role.INDICATORS in roles or (Role.LEVEL3 in roles and bool(roles & _VALUES))
    return found if whole and Role.ENTRY_NAME in roles else None


def _texts_left(columns: list[Column], under: dict[int, list[str]]) -> list[Column]:
    """The names and the goals of a list without a header, where no test has told them: the first column of words, and that
    of sentences behind it.
    """
    stop = min(c.place for c in columns if c.role in (Role.INDICATORS, Role.LEVEL1, Role.LEVEL2))
    free = [c for c in columns if c.role is Role.ATTRIBUTE and c.place < stop]
    roles = {column.role for column in columns}
    found: dict[Column, Role] = {}
    name = next((c for c in free if _share(under[c.place], lambda t: amount_text(t) is None) >= _ALL), None)
    if Role.ENTRY_NAME not in roles and name is not None:
        found[name] = Role.ENTRY_NAME
    goals = [
        c for c in free if c not in found and _share(under[c.place], lambda t: t[-1:] in "。；" and len(t) > 8) >= _MOST
    ]
    if Role.GOAL not in roles and goals:
        found[goals[-1]] = Role.GOAL
    return [replace(c, role=found[c], guess=True) if c in found else c for c in columns]


def _units_first(columns: list[Column], under: dict[int, list[str]]) -> list[Column]:
    """The first column that holds offices, left of the names, as that of the units."""
    name = next((c.place for c in columns if c.role is Role.ENTRY_NAME), 0)
    free = [c for c in columns if c.place < name and c.role is Role.ATTRIBUTE]
    unit = next((c for c in free if _share(under[c.place], is_organisation) >= _MOST), None)
    return [replace(c, role=Role.UNIT, guess=True) if c is unit else c for c in columns]


def holds_levels(place: int, level: int, rows: Sequence[Row]) -> bool:
    """Whether names of this level are what mostly stands in a column."""
    texts = _under(rows).get(place, [])
    if level == 1 and not any(is_level(text, 1) and not is_level(text, 2) for text in texts):
        return False
    return len(texts) > 0 and _share(texts, lambda text: is_level(text, level) or is_level(text, 2)) >= _MOST


def with_levels_moved(columns: list[Column], following: Sequence[Row]) -> list[Column]:
    """The columns of a header that calls level 2 what others call level 3 (具体指标 | 指标内容): level 2 is what stands there,
    and the names are in the column after it.
    """
    first = next((c for c in columns if c.role is Role.LEVEL3), None)
    if first is None or any(c.role is Role.LEVEL2 for c in columns) or not _holds_whole_levels(first.place, following):
        return columns
    names = [c for c in columns if c.place > first.place and c.role is Role.EXTRA]
    beside = next((c for c in names if Role.LEVEL3 in roles_of(c.label) or not roles_of(c.label)), None)
    if beside is None or _share(_under(following).get(beside.place, []), _is_name) < _MOST:
        return columns
    moved = {first: Role.LEVEL2, beside: Role.LEVEL3}
    return [replace(c, role=moved[c]) if c in moved else c for c in columns]


def with_levels_told(columns: list[Column], following: Sequence[Row]) -> list[Column]:
    """The columns of a header after a look at what stands beneath it: unknown ones, and levels under labels of other levels."""
    if is_taught(columns):
        return columns
    columns = of_whole_year(columns)
    return _with_level1_told(with_levels_moved(told_by_contents(columns, following), following), following)


def _with_level1_told(columns: list[Column], following: Sequence[Row]) -> list[Column]:
    """The columns of a header that calls level 1 what others call level 2 (指标分类 | 指标细类): what stands in both says so."""
    first = next((c for c in columns if c.role is Role.LEVEL2), None)
    if first is None or any(c.role is Role.LEVEL1 for c in columns):
        return columns
    beside = min((c for c in columns if c.place > first.place), key=lambda c: c.place, default=None)
    if beside is None or beside.role not in (Role.EXTRA, Role.ATTRIBUTE):
        return columns
    under = _under(following)
    tops, lows = under.get(first.place, []), under.get(beside.place, [])
    if len(tops) < 2 or _share(tops, lambda t: is_level(t, 1)) < _ALL or _share(lows, lambda t: is_level(t, 2)) < _MOST:
        return columns
    told = {first: Role.LEVEL1, beside: Role.LEVEL2}
    return [replace(c, role=told[c]) if c in told else c for c in columns]


def with_names_told(columns: list[Column], following: Sequence[Row]) -> list[Column]:
    """The columns of a list whose 绩效指标 are no packed cells but names, one to a row."""
    packed = next((c for c in columns if c.role is Role.INDICATORS), None)
    if packed is None or any(c.role is Role.LEVEL3 for c in columns):
        return columns
    texts = _under(following).get(packed.place, [])
    if len(texts) < _FEW_NAMES or _share(texts, _is_lone_name) < _ALL:
        return columns
    return [replace(c, role=Role.LEVEL3) if c is packed else c for c in columns]


def holds_names(place: int, rows: Sequence[Row]) -> bool:
    """Whether the names of indicators stand in a column, one to a row; headings, alone in their rows, aside."""
    texts = _under([row for row in rows[:_LOOKED_AT] if len(row.cells) > 1]).get(place, [])
    return len(texts) > 1 and _share(texts, _is_lone_name) >= _ALL


_FEW_NAMES = 3


def _is_lone_name(text: str) -> bool:
    return len(text) <= 40 and name_fit(text) >= 0.0 and not re.search("[：:；;。]|[≥≤]", text)


def _holds_whole_levels(place: int, rows: Sequence[Row]) -> bool:
    texts = _under(rows).get(place, [])
    return holds_levels(place, 2, rows) and any(bare(text).endswith("指标") for text in texts)


def _is_wide(column: Column, columns: list[Column], rows: Sequence[Row]) -> bool:
    """Whether a header stands over several columns of values, also where no merge says so."""
    stop = min((c.place for c in columns if c.place > column.place), default=10_000)
    beyond = {place for row in rows[:_LOOKED_AT] for place, _ in row.cells if column.place < place < stop}
    return column.width > 1 or bool(beyond)


_RESULT = pattern("实际|完成|得分|预计|上年|前年|去年|历史|参考")
"""A column of results often says the same as the target."""


def _period_beside(columns: list[Column], unknown: list[Column], rows: Sequence[Row]) -> list[Column]:
    """An unknown column that mostly says the same as that of the annual values beside it: the values of the whole period."""
    annual = next((c for c in columns if c.role is Role.ANNUAL_VALUE), None)
    if annual is None or any(c.role is Role.PERIOD_VALUE for c in columns):
        return columns
    alike = []
    for column in columns:
        another = _RESULT.search(column.label) or heads_values_of_part(column.label) or _is_wide(column, columns, rows)
        if column in unknown and column.role in (Role.EXTRA, Role.ATTRIBUTE) and not another:
            cells = [dict(row.cells) for row in rows[:_LOOKED_AT]]
            pairs = [
                (c[column.place].text, c[annual.place].text) for c in cells if column.place in c and annual.place in c
            ]
            if len(pairs) >= 3 and sum(one == other for one, other in pairs) * 2 >= len(pairs):
                alike.append(column)
    if len(alike) != 1:  # several columns of values beside the annual ones are those of its parts: 全市 | 甲区 | 乙区
        return columns
    period = replace(alike[0], role=Role.PERIOD_VALUE, guess=True)
    return [period if c is alike[0] else c for c in columns]


def _money(column: Column, under: dict[int, list[str]]) -> Column:
    """An unknown column of a list that holds amounts, as one."""
    if column.role is not Role.ATTRIBUTE or _share(under.get(column.place, []), _is_money) < _MOST:
        return column
    return replace(column, role=Role.AMOUNT, guess=True)


def _is_money(text: str) -> bool:
    return "." in text and amount_text(text) is not None


def header_by_contents(row: Row, following: Sequence[Row]) -> bool:
    """Whether a row that has too few known labels is a header all the same: levels stand beneath its columns."""
    known = sum(bool(roles_of(text) & _HEADS) for text in row.texts)
    if not known or len(row.cells) < 3 or any(len(text) > 14 or _no_label(text) for text in row.texts):
        return False
    places = {place for place, _ in row.cells}
    levels = {
        level.level
        for other in following[:3]
        for place, flow in other.cells
        if place in places and bare(flow.text).endswith("指标")
        for level in levels_named(flow.text)
    }
    return bool(levels) and not any(levels_named(text) and not roles_of(text) for text in row.texts)


_HEADS = frozenset({Role.LEVEL1, Role.LEVEL2, Role.LEVEL3, Role.ANNUAL_VALUE, Role.PERIOD_VALUE})


def _no_label(text: str) -> bool:
    return amount_text(text) is not None or value_fit(text) >= 3.0


def _under(rows: Sequence[Row]) -> dict[int, list[str]]:
    """The texts of each column, repeated headers left out."""
    found: dict[int, list[str]] = {}
    for row in rows[:_LOOKED_AT]:
        if sum(bool(roles_of(text)) for text in row.texts) * 2 > len(row.cells):
            continue
        for place, flow in row.cells:
            found.setdefault(place, []).append(flow.text)
    return found


def _signs_first(columns: list[Column], twins: list[Column], under: dict[int, list[str]]) -> list[Column]:
    """Of two columns that could hold the sign, the one that does: 指标方向 (正向) beside 比较符 (≥)."""
    own = next((c for c in columns if c.role is Role.OPERATOR), None)
    if own is None or _share(under.get(own.place, []), is_sign) >= _MOST:
        return columns
    better = next((c for c in twins if _share(under.get(c.place, []), is_sign) >= _MOST), None)
    if better is None:
        return columns
    swap = {own: replace(own, role=Role.EXTRA), better: replace(better, role=Role.OPERATOR)}
    return [swap.get(column, column) for column in columns]


def _share(texts: Sequence[str], suits: _Suits) -> float:
    return sum(map(suits, texts)) / len(texts) if texts else 0.0


def _give(
    columns: list[Column], unknown: list[Column], under: dict[int, list[str]], role: Role, suits: _Suits
) -> list[Column]:
    """Give a role that is still open to the column that suits it best, if one does."""
    if not _is_open(role, columns, under):
        return columns
    after, before = _room_for(role, columns)
    free = [c for c in columns if c in unknown and after < c.place < before]
    scored = [(_share(under.get(c.place, []), suits), -c.place, c) for c in free]
    best = max(scored, default=None, key=lambda entry: entry[:2])
    if best is None or best[0] < _MOST:
        return columns
    alike = role is Role.ANNUAL_VALUE and sum(share >= _MOST and bool(c.label) for share, _, c in scored) > 1
    return [replace(c, role=role, guess=True, years=c.years or alike) if c is best[2] else c for c in columns]


def _room_for(role: Role, columns: list[Column]) -> tuple[int, int]:
    """The places between which a column of this role may stand. Names stand left of what is said of them; where the goals stand
    right of the indicators, the names do too.
    """
    levels = [c.place for c in columns if c.role in (Role.INDICATORS, Role.LEVEL1, Role.LEVEL2, Role.LEVEL3)]
    goals = [c.place for c in columns if c.role is Role.GOAL]
    if role is Role.ENTRY_NAME and levels and goals and min(goals) > max(levels):
        return max(levels), 10_000
    after = max((c.place for c in columns if c.role in _BEFORE.get(role, ())), default=-1)
    return after, min((c.place for c in columns if c.role in _BEHIND.get(role, ())), default=10_000)


_BEFORE = {
    Role.LEVEL2: (Role.LEVEL1,),
    Role.LEVEL3: (Role.LEVEL1, Role.LEVEL2),
    Role.ANNUAL_VALUE: (Role.LEVEL1, Role.LEVEL2, Role.LEVEL3),
    Role.OPERATOR: (Role.LEVEL3,),
    Role.MEASURE: (Role.LEVEL3,),
}
_BEHIND = {
    Role.LEVEL1: (Role.LEVEL2, Role.LEVEL3, *_VALUES),
    Role.LEVEL2: (Role.LEVEL3, *_VALUES),
    Role.LEVEL3: tuple(_VALUES),
    Role.ENTRY_NAME: (Role.GOAL, Role.INDICATORS, Role.LEVEL1, Role.LEVEL2, Role.LEVEL3),
    Role.GOAL: (Role.INDICATORS, Role.LEVEL1, Role.LEVEL2, Role.LEVEL3),
}


def _is_open(role: Role, columns: list[Column], under: dict[int, list[str]]) -> bool:
    """Whether no column has the role yet, and the table is one that should have it."""
    roles = {column.role for column in columns}
    if role in roles:
        return False
    if role is Role.ANNUAL_VALUE:
        return Role.LEVEL3 in roles and not roles & _VALUES
    if role is Role.MEASURE:
        values = [c for c in columns if c.role is Role.ANNUAL_VALUE]
        return bool(values) and _share(under.get(values[0].place, []), lambda t: amount_text(t) is not None) >= _MOST
    told = bool(roles & {Role.GOAL, Role.INDICATORS, Role.LEVEL_CELL, Role.LEVEL3})
    if role is Role.ENTRY_NAME:
        return told
    if role is Role.GOAL:
        return Role.ENTRY_NAME in roles and bool(roles & {Role.INDICATORS, Role.LEVEL_CELL, Role.LEVEL3})
    if role is Role.INDICATORS:
        return Role.ENTRY_NAME in roles and not roles & {Role.LEVEL3, Role.LEVEL_CELL}
    return bool(roles & {*_HEADS})


def _is_level1(text: str) -> bool:
    return is_level(text, 1)


def _is_level2(text: str) -> bool:
    return is_level(text, 2)


def _is_name(text: str) -> bool:
    return name_fit(text) >= 0.8 and not is_sign(text) and len(text) <= 40


def _is_value(text: str) -> bool:
    return value_fit(text) >= 0.8 and not (is_level(text, 1) or is_level(text, 2)) and not is_sign(text)


def _is_prose(text: str) -> bool:
    return len(text) > 20 and bool(re.search("[，。；]", text)) and not is_packed(text)


def _is_title(text: str) -> bool:
    if is_organisation(text):
        return False
    return 4 <= len(text) <= 60 and amount_text(text) is None and not re.search("[。；]", text) and not is_sign(text)


def _is_unit(text: str) -> bool:
    return len(text) <= 6 and not any(char.isdigit() for char in text) and not is_sign(text)


_TESTS: dict[Role, _Suits] = {
    Role.LEVEL1: _is_level1,
    Role.LEVEL2: _is_level2,
    Role.INDICATORS: is_packed,
    Role.GOAL: _is_prose,
    Role.ENTRY_NAME: _is_title,
    Role.OPERATOR: is_sign,
    Role.LEVEL3: _is_name,
    Role.ANNUAL_VALUE: _is_value,
    Role.MEASURE: _is_unit,
}


def with_two_levels(columns: list[Column], following: Sequence[Row]) -> list[Column]:
    """Where the header has two levels only, what they hold: level 2 and the name, or level 1 and the name.

    Forms that leave level 1 out print 一级指标 over 数量指标 and 二级指标 over the names.
    """
    roles = {column.role for column in columns}
    if is_taught(columns):
        return columns
    if Role.LEVEL1 in roles and Role.LEVEL2 not in roles and Role.LEVEL3 in roles:
        return _with_level2_first(columns, following)
    if Role.LEVEL3 in roles or not {Role.LEVEL1, Role.LEVEL2} <= roles:
        return columns
    first = _texts_under(columns, Role.LEVEL1, following)
    second = _texts_under(columns, Role.LEVEL2, following)
    if sum(is_level(text, 2) for text in second) * 2 > len(second):
        return columns
    become = {Role.LEVEL1: Role.LEVEL2 if _mostly_second(first) else Role.LEVEL1, Role.LEVEL2: Role.LEVEL3}
    return [replace(column, role=become.get(column.role, column.role)) for column in columns]


def _with_level2_first(columns: list[Column], following: Sequence[Row]) -> list[Column]:
    """A single column of levels: level 2, where that is what stands in it."""
    texts = _texts_under(columns, Role.LEVEL1, following)
    if not _mostly_second(texts):
        return columns
    return [replace(c, role=Role.LEVEL2) if c.role is Role.LEVEL1 else c for c in columns]


def _mostly_second(texts: Sequence[str]) -> bool:
    """Whether a column of levels holds levels 2; names that stand there because their rows are shifted say nothing."""
    first = sum(is_level(text, 1) and not is_level(text, 2) for text in texts)
    return sum(is_level(text, 2) and not is_level(text, 1) for text in texts) > first


def _texts_under(columns: list[Column], role: Role, rows: Sequence[Row]) -> list[str]:
    place = next(column.place for column in columns if column.role is role)
    return [flow.text for row in rows[:40] for at, flow in row.cells if at == place and not roles_of(flow.text)]


def names_money(columns: Sequence[Column], following: Sequence[Row]) -> bool:
    """Whether what a header calls projects are kinds of money, the rows of a grid of amounts: 项目 | 2025年预算数 | 合计."""
    name = next((c for c in columns if c.role is Role.ENTRY_NAME), None)
    figured = takewhile(lambda row: any(amount_text(text) is not None for text in row.texts), following[:_LOOKED_AT])
    texts = _under(list(figured)).get(name.place, []) if name is not None else []
    return bool(texts) and all(Role.AMOUNT in roles_of(money_label(text)) for text in texts)


def guesses_names(columns: Sequence[Column], named: bool = False) -> bool:
    """Whether no column names entries for certain: within a form, none does then.

    Nothing but what stands beneath says so, or the column stands behind the indicators (所属项目), or - within the form of a project
    that is `named`, beside columns of levels - it is one of offices, those that answer for the indicators (责任单位).
    """
    names = max((column.place for column in columns if column.role is Role.LEVEL3), default=10_000)
    found = [c for c in columns if c.role in (Role.ENTRY_NAME, Role.UNIT) and not c.guess and c.place < names]
    levels = sum(column.role in (Role.LEVEL1, Role.LEVEL2, Role.LEVEL3) for column in columns)
    answering = named and levels >= 2 and all(column.role is Role.UNIT for column in found)
    return not found or answering
