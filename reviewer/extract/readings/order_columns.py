"""The columns under a header whose labels follow each other as text, left to right."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.base.patterns import pattern
from reviewer.extract.labels import Role
from reviewer.extract.readings.tokens import NO_ROW, Token
from reviewer.extract.sequence.roles import SegmentRole as R
from reviewer.model.taxonomy import is_level

COLUMN_ROLES: dict[Role, R] = {
    Role.LEVEL1: R.LEVEL1,
    Role.LEVEL2: R.LEVEL2,
    Role.LEVEL3: R.LEVEL3,
    Role.OPERATOR: R.SIGN,
    Role.PERIOD_VALUE: R.PERIOD_VALUE,
    Role.ANNUAL_VALUE: R.ANNUAL_VALUE,
    Role.MEASURE: R.MEASURE,
    Role.EXTRA: R.EXTRA,
    Role.SCORE_COLUMN: R.EXTRA,
    Role.ENTRY_NAME: R.NAME,
    Role.UNIT: R.UNIT,
    Role.AMOUNT: R.AMOUNT,
    Role.GOAL: R.GOAL,
    Role.PERIOD_GOAL: R.PERIOD_GOAL,
}
NAMED = frozenset({Role.LEVEL1, Role.LEVEL2, Role.LEVEL3})
VALUES = frozenset({Role.ANNUAL_VALUE, Role.PERIOD_VALUE})
_POINTS = pattern("分值|得分|权重|分数|满分")


def columns_of_header(header: Sequence[Token]) -> list[tuple[Role, R]]:
    """The columns under a header, left to right; the side heading is none."""
    header, past = _times_in_place(_lower_half(header))
    sides = sum(Role.LEVEL3 in token.roles for token in header)
    found: list[tuple[Role, R]] = []
    values = 0
    for token in header:
        role = next((role for role in COLUMN_ROLES if role in token.roles), None)
        if token in past:
            found.append(PAST)
            continue
        if role is None and Role.ATTRIBUTE in token.roles:
            found.append((Role.ATTRIBUTE, R.ATTRIBUTE))
            continue
        known = any(role is before for before, _ in found)
        if role is None or (known and role in NAMED and not values):
            continue
        tag = COLUMN_ROLES[role]
        if role in VALUES:
            values += 1
            if sides > 1 and values == 1:
                tag = R.PERIOD_VALUE  # two halves side by side: the whole period and the year
            elif known and sides < 2:
                role, tag = Role.EXTRA, R.EXTRA
        if tag is R.EXTRA and _POINTS.search(token.text):
            role = Role.SCORE_COLUMN
        found.append((role, tag))
    if not any(role is Role.LEVEL3 for role, _ in found):
        last = max(n for n, (role, _) in enumerate(found) if role in (Role.LEVEL1, Role.LEVEL2))
        found.insert(last + 1, (Role.LEVEL3, R.LEVEL3))
    return found


def _times_in_place(header: Sequence[Token]) -> tuple[Sequence[Token], Sequence[Token]]:
    """The header with the times of values, which its lower row says at the end of all (指标值 | 依据, then 上年 | 本年预计), in place
    of the label that stands over them; and those of them that are past.
    """
    end = len(header)
    while end and _TIME.search(header[end - 1].text) and header[end - 1].roles & {*VALUES, Role.EXTRA}:
        end -= 1
    times = header[end:]
    over = [n for n, token in enumerate(header[:end]) if token.roles & VALUES]
    past = [token for token in times if not token.roles & VALUES]
    if len(over) != 1 or not past or len(past) == len(times):
        return header, ()
    return [*header[: over[0]], *times, *header[over[0] + 1 : end]], past


PAST = (Role.PERIOD_VALUE, R.EXTRA)
"""A column of values of a time that is past. They are left out: further columns get the labels in the order of their heads."""
_TIME = pattern(r"前年|上年|去年|[本当]年|20\d\d\s*年|近[两二三]年|往年")


def _lower_half(header: Sequence[Token]) -> Sequence[Token]:
    """The lower row of a header on two, where it has names and values itself, and the further columns of the upper one behind it."""
    last = max(token.row for token in header)
    lower = [token for token in header if token.row == last]
    roles = {role for token in lower for role in token.roles}
    if len(lower) == len(header) or NO_ROW in {t.row for t in header} or Role.LEVEL3 not in roles or not roles & VALUES:
        return header
    return [*lower, *(token for token in header if token.row != last and token.roles & _FURTHER)]


_FURTHER = frozenset({Role.EXTRA, Role.SCORE_COLUMN})


def of_kinds(columns: list[tuple[Role, R]], tokens: Sequence[Token]) -> list[tuple[Role, R]]:
    """The columns, where a single one of levels holds levels 2: 指标类型 over 数量, 质量, 社会效益."""
    roles = [role for role, _ in columns]
    if Role.LEVEL1 not in roles or Role.LEVEL2 in roles:
        return columns
    first = sum(is_level(token.text, 1) and not is_level(token.text, 2) for token in tokens)
    second = sum(is_level(token.text, 2) and not is_level(token.text, 1) for token in tokens)
    kinds = (Role.LEVEL2, R.LEVEL2) if second > first else (Role.LEVEL1, R.LEVEL1)
    return [kinds if role is Role.LEVEL1 else (role, tag) for role, tag in columns]
