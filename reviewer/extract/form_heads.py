"""How forms, the projects and departments that they are about, and their lines of signatures are told by their rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import takewhile

from reviewer.base.patterns import pattern
from reviewer.extract.draft import Draft
from reviewer.extract.indicator_heads import indicator_header
from reviewer.extract.labels import Role, is_narrower, is_sum, money_label, plain_label, roles_of, stands_over_figures
from reviewer.extract.likeness import amount_text
from reviewer.extract.names import is_template
from reviewer.extract.rows import Row
from reviewer.model.flow import Flow
from reviewer.model.review import Kind
from reviewer.model.taxonomy import levels_named

STRUCTURE = frozenset(
    {Role.ENTRY_NAME, Role.DEPARTMENT, Role.UNIT, Role.GOAL, Role.FUNDS, Role.TASKS, Role.INDICATORS, Role.ATTRIBUTE}
)
"""Roles of labels that begin a part of a form."""


def begins_form(row: Row) -> bool:
    """Whether a row can only be the first of a form: the name of a project or department with its value beside it."""
    roles = roles_of(row.texts[0])
    named = bool(roles & {Role.ENTRY_NAME, Role.DEPARTMENT})
    return named and len(row.cells) <= 4 and not (len(row.cells) > 1 and roles_of(row.texts[1]))


_TOP = frozenset({Role.UNIT, Role.FUNDS, Role.ATTRIBUTE, Role.GOAL, Role.AMOUNT})
TOP_ROWS = 8
LONGEST_LABEL = 12
LONGEST_FORM = 300
"""So many rows are looked through for the rest of a form."""


def begins_unnamed_form(row: Row, following: Sequence[Row]) -> bool:
    """Whether a grid's first row names a project by a label that is not known (支出事项): a form follows, and no other name."""
    if not 2 <= len(row.cells) <= 4 or roles_of(row.texts[0]) or not 2 <= len(row.texts[0]) <= 10:
        return False
    if amount_text(row.texts[1]) is not None or roles_of(row.texts[1]) or len(row.texts[1]) > 60 or is_signature(row):
        return False
    top = following[:TOP_ROWS]
    if any(Role.ENTRY_NAME in roles_of(text) for text in row.texts[1:]):
        return False
    if any(roles_of(text) & {Role.ENTRY_NAME, Role.DEPARTMENT} for other in top for text in other.texts):
        return False
    labelled = [bool(roles_of(other.texts[0]) & _TOP) for other in top]
    return any(labelled[:2]) and sum(labelled) >= 2 and any(belongs_to_form(other) for other in top)


def names_form(following: Sequence[Row]) -> bool:
    """Whether one of the next rows names what a form is about."""
    return any(_names(row) & {*PROJECTS, *DEPARTMENTS} for row in following[:TOP_ROWS] if len(row.cells) > 1)


def _names(row: Row) -> frozenset[Role]:
    """What the labels of a row of pairs say: 部门编码 | 316 | 部门名称 | its name."""
    first = roles_of(row.texts[0])
    return first.union(*map(roles_of, row.texts[2::2])) if first else first


NUMBERED_PROJECT = pattern(r"项目\s*[一二三四五六七八九十\d]{1,3}")
"""What may stand for the label of a project's name where projects follow each other: 项目一."""


def numbers_project(row: Row, following: Sequence[Row]) -> bool:
    """Whether a row within a table begins a project's form with its number in place of a label: 项目二 | its name."""
    if len(row.cells) != 2 or row.loose or not NUMBERED_PROJECT.fullmatch(row.texts[0]):
        return False
    name = row.texts[1]
    if roles_of(name) or levels_named(name) or amount_text(name) is not None or is_template(name):
        return False
    if following and NUMBERED_PROJECT.fullmatch(following[0].texts[0]):
        return False  # a list of what a department does
    return any(indicator_header(below, following[at + 1 :]) for at, below in enumerate(following[:TOP_ROWS]))


def holds_name(rows: Sequence[Row], of_department: bool) -> bool:
    """Whether the top of a table has a label for a project's name or, `of_department`, for a department's."""
    wanted = {*PROJECTS, *DEPARTMENTS} if of_department else {*PROJECTS}
    return any(roles_of(text) & wanted for row in rows[:TOP_ROWS] for text in row.texts)


def belongs_to_form(row: Row) -> bool:
    """Whether a row reads like part of a form."""
    return bool(roles_of(row.texts[0]) & STRUCTURE or name_first(row)[1]) or indicator_header(row) is not None


def begins_again(row: Row, entry: Draft, following: Sequence[Row]) -> bool:
    """Whether a row begins another form, which names no project, behind the indicators of `entry`: its label has come before
    in that form, and another header of indicators follows.
    """
    if len(row.cells) < 2 or not any(child.kind is Kind.INDICATOR for child in entry.children):
        return False
    label = money_label(row.texts[0])
    keys = ("unit",) if Role.UNIT in roles_of(row.texts[0]) else (f"amounts[{label}]", f"attributes[{label}]")
    if not any(entry.value(key) for key in keys):
        return False
    return any(indicator_header(below) for below in following[:LONGEST_FORM])


def pairs_of_next_form(row: Row, entry: Draft, following: Sequence[Row]) -> list[tuple[Flow, Flow]]:
    """The labels and values of a row with which another form begins, behind the indicators of `entry`, before it names its project."""
    flows = [flow for _, flow in row.cells]
    labels, values = flows[::2], flows[1::2]
    if len(labels) != len(values) or any(roles_of(value.text) for value in values):
        return []
    if any(Role.ENTRY_NAME in roles_of(label.text) for label in labels) or not begins_again(row, entry, following):
        return []
    head = takewhile(lambda below: indicator_header(below) is None, following[:TOP_ROWS])
    return list(zip(labels, values, strict=True)) if holds_name(list(head), False) else []


SIGNATURE = pattern(
    r"\s*(?:填[报表]人|制表人?|审核人|复核人|经办人|(?:单位|部门|财务|项目)?负责人|联系人|联系电话|电话|填[报表](?:日期|时间)"
    r"|单位(?:盖章|公章))\s*(?:[（(][^（()）]*[)）])?\s*(?P<colon>[:：])?\s*"
)


def is_signature(row: Row) -> bool:
    """Whether a row is the line of signatures under a form: 填报人：…  审核人：… or that of seals."""
    if asks_for_seals(row.texts):
        return True
    signed = [SIGNATURE.match(text) for text in row.texts]
    first = signed[0]
    if first is None:
        return False
    if first["colon"]:
        return all(match and match["colon"] for match in signed)
    return len(row.cells) >= 3 and all(signed[::2])


def signed_by(row: Row) -> Iterator[tuple[str, Flow]]:
    """Who signed in a line of signatures: labels with what is filled in behind their colons."""
    for _, flow in row.cells:
        match = SIGNATURE.match(flow.text)
        if match and match["colon"] and flow[match.end() :]:
            yield money_label(match[0]), flow[match.end() :]


_SEALED = pattern(
    r"[^（(:：]{2,20}[（(](?:盖章|公章|签章|签字|签名)[)）]\s*[:：]?\s*(?:\d*\s*年\s*\d*\s*月\s*\d*\s*日)?\s*"
)
"""A place for somebody's seal: 绩效管理科室（盖章）  年 月 日."""


def is_printed(text: str) -> bool:
    """Whether a cell holds what the form itself prints: a label, a level, a place left open, the word of a sum, an ordinal."""
    if is_template(text) or is_sum(text) or _ORDINAL.fullmatch(text):
        return True
    return bool(roles_of(text) or levels_named(text))


_ORDINAL = pattern(r"[（(]?[一二三四五六七八九十]{1,3}[)）]?[、.．]?")


def asks_for_seals(texts: Sequence[str]) -> bool:
    """Whether some cells are nothing but labels without values, for seals above all: 项目单位（公章）：  主管部门（公章）："""
    if all(_SEALED.fullmatch(text) for text in texts):
        return len(texts) > 1 or "年" in texts[0]
    return len(texts) > 1 and all(text.endswith(("：", ":")) for text in texts)


PROJECTS = (Role.ENTRY_NAME,)
DEPARTMENTS = (Role.DEPARTMENT, Role.UNIT)
"""Roles of labels that say what a form is about."""


def name_first(row: Row, names: Collection[Role] = PROJECTS) -> tuple[Row, tuple[tuple[int, Flow], ...]]:
    """A row whose later pair names what the form is about (a label of the roles `names`), from that pair on, and the pairs
    before it.
    """
    texts = row.texts
    if names != PROJECTS and roles_of(texts[0]) & set(names):
        return row, ()
    for place in range(1, len(texts) - 1):
        headed = place == 1 and names == PROJECTS and len(texts[0]) <= LONGEST_LABEL
        labelled = headed if place == 1 else bool(roles_of(texts[0]))
        named = roles_of(texts[place]) & set(names) and not stands_over_figures(texts[place + 1])
        if named and labelled and not roles_of(texts[place + 1]):
            widths = row.widths[place:]
            return Row(row.cells[place:], row.page, row.loose, widths, row.covered), row.cells[:place]
    return row, ()


_FIGURE_ROWS = 2


def heads_of_figures(row: Row, rows: Sequence[Row]) -> list[tuple[int, Flow]]:
    """The heads of a grid of money that no vocabulary has, told by how they end and by the figures beneath each."""
    heads = [(place, flow) for place, flow in row.cells if stands_over_figures(flow.text)]
    below = [{place: flow.text for place, flow in other.cells} for other in rows[:_FIGURE_ROWS]]
    if len(below) < _FIGURE_ROWS or row.loose:
        return []
    over = [all(amount_text(cells.get(place, "")) is not None for cells in below) for place, _ in heads]
    while over and not over[0]:  # what stands over the kinds of money: 资金安排（万元） | 实施期计划数 | 本年预算数
        del over[0], heads[0]
    return heads if len(heads) > 1 and all(over) else []


_LONG_NAME = 12
"""A name that a border has cut fills its line: it has so many characters at least."""


def rest_of_name(row: Row, following: Sequence[Row]) -> list[Flow]:
    """What stands alone beneath a long name, in its column: the rest of it, which a border or the page's end has cut off."""
    below = following[0] if following else None
    if below is None or len(row.cells) < 2 or len(below.cells) != 1 or row.loose or below.loose:
        return []
    (at, name), (place, rest) = row.cells[1], below.cells[0]
    if place != at or len(name) < _LONG_NAME or len(rest) > len(name) or name.text.endswith(_WHOLE):
        return []
    return [] if roles_of(rest.text) or amount_text(rest.text) is not None or _IS_REMARK.search(rest.text) else [rest]


_WHOLE = ("）", ")", "。", "项目")
_IS_REMARK = pattern(r"[:：。]|^[（(]")


def names_a_wider(row: Row, following: Sequence[Row]) -> bool:
    """Whether a row names what the project is part of: 一级项目名称, with 二级项目名称 in the row beneath."""
    below = following[0] if following else None
    if below is None or len(row.cells) < 2 or len(below.cells) < 2 or roles_of(below.texts[1]):
        return False
    upper, lower = row.texts[0], below.texts[0]
    if Role.ENTRY_NAME not in roles_of(lower) or plain_label(upper) == plain_label(lower):
        return False
    return is_narrower(lower, upper)
