"""The goal of a form: one text, or texts side by side for the whole period and the year, for plan and result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reviewer.base.patterns import pattern
from reviewer.extract.book import Book
from reviewer.extract.draft import Draft
from reviewer.extract.goal_cell import parted_goal
from reviewer.extract.labels import WHOLE_PERIOD, Role, money_label, plain_label, roles_of
from reviewer.extract.likeness import holds_indicators
from reviewer.extract.rows import Row
from reviewer.model.flow import EMPTY, Flow
from reviewer.model.messages import message

GOAL_ROLES = frozenset({Role.GOAL, Role.PERIOD_GOAL, Role.RESULT})
_TERMS = {Role.PERIOD_GOAL, Role.GOAL}
_SIDES = (Role.PERIOD_GOAL, Role.RESULT, Role.GOAL)


@dataclass(frozen=True, slots=True)
class _Side:
    """A column of goals: where it begins, what it is, and its label as printed."""

    place: int
    role: Role
    label: Flow


def goal_role(text: str) -> Role | None:
    """What kind of goal a label announces; None where it announces none."""
    roles = roles_of(text)
    return next((role for role in _SIDES if role in roles), None)


_LONGEST_LABEL = 26
_LONGEST_BESIDE = 20
_NUMBERED = pattern(r"\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s*[.．、]")
_BLANK = pattern(r"\s*[-－—–―/／]+\s*")
"""What stands in a cell that would be blank."""
_SPEAKS = pattern(r"目标|绩效|成效|完成|实现|达成|执行")
_RESULT = pattern(
    r"(?:完成|实现|达成|执行|落实|实际|达到|自评).{0,8}(?:情况|综述|结果|说明|成效|效果|目标|小结)|完成情况"
)
_PLANNED = pattern(r"预期|拟|计划|年初|申报|设定|预计|应")
_LONGER = pattern(rf"{WHOLE_PERIOD}|滚动|周期|[三五]年|20\d\d\s*年?\s*[-—–至~～]+\s*20\d\d")
_TEXT = pattern(r"[。；;，,]|[≥≤]|\d\s*[%％]")


def worded_role(text: str) -> Role | None:
    """What kind of goal a label announces by its words, where no vocabulary has it (年度总体目标完成情况综述)."""
    known = goal_role(text)
    plain = plain_label(text)
    if known is not None or not 3 <= len(plain) <= _LONGEST_LABEL or _TEXT.search(text) or not _SPEAKS.search(plain):
        return known
    if _RESULT.search(plain) and not _PLANNED.search(plain):
        return Role.RESULT
    if "目标" not in plain and not (_PLANNED.search(plain) and plain.endswith(("成效", "绩效", "效果"))):
        return None
    return Role.PERIOD_GOAL if _LONGER.search(text) else Role.GOAL


_YEARLY = pattern(r"年度|本年|当年|全年|20\d\d\s*年")


def _only_yearly(sides: list[_Side]) -> list[_Side]:
    """Of several labels for a goal beside each other, the one about the year is the goal; the others are about longer."""
    goals = [side for side in sides if side.role is Role.GOAL]
    yearly = [side for side in goals if _YEARLY.search(side.label.text)]
    if len(goals) < 2 or not yearly or len(yearly) == len(goals):
        return sides
    longer = [side for side in goals if side not in yearly]
    return [replace(side, role=Role.PERIOD_GOAL) if side in longer else side for side in sides]


class GoalRows:
    """Reads the rows of one form's goals."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._sides: list[_Side] = []
        self._longer: Flow | None = None
        """The label of the goal read last, where it does not speak of the year."""

    def start(self) -> None:
        """Another form, or another part of it, begins."""
        self._sides = []
        self._longer = None

    def takes_header(self, row: Row, following: Sequence[Row] = ()) -> bool:
        """Whether the row only announces goals that stand side by side beneath it; if so, they are expected.

        Labels that no vocabulary has count where texts stand under them in the next row.
        """
        known = sum(goal_role(text) is not None for text in row.texts)
        if not known:
            return False
        block = roles_of(row.texts[0])
        headed = len(row.cells) > 2 and worded_role(row.texts[0]) is None and block <= {Role.ATTRIBUTE}
        cells = row.cells[1:] if headed else row.cells
        sides = [_Side(place, role, flow) for place, flow in cells if (role := worded_role(flow.text)) is not None]
        if len(sides) < 2 or len(sides) != len(cells):
            return False
        heading_first = len(sides) > 2 or sides[0].role is sides[1].role is Role.GOAL
        found = _only_yearly(sides[1:] if heading_first else sides)
        if row.loose:  # places only count cells: what follows has none under a heading on the left
            found = [replace(side, place=place) for place, side in enumerate(found)]
        under = {place for place, _ in following[0].cells} if following else set()
        beneath = len(under) >= len(found) if row.loose else any(side.place in under for side in sides[1:])
        if (known < len(sides) or (headed and block)) and not beneath:
            return False
        self._sides = found
        return True

    def is_labelled_anew(self, row: Row) -> bool:
        """Whether a row stands left of the goals side by side, with a label that is not known and something beside it.

        Where text lost its blank cells such a label is told by its number, which the text beside it has not: 2.实施内容 | 购买水泵。
        """
        if not self._sides or len(row.cells) != 2:
            return False
        if row.loose:
            label, text = row.texts
            numbered = bool(_NUMBERED.match(label)) and not _NUMBERED.match(text)
            return numbered and len(label) <= min(_LONGEST_BESIDE, len(text)) and not _TEXT.search(label)
        return row.cells[0][0] < self._sides[0].place and len(row.texts[0]) <= _LONGEST_BESIDE

    def read(self, entry: Draft, row: Row, label: Flow | None = None) -> None:
        """Take a row of goals; with `label`, the one that stands before them in the row."""
        role = goal_role(label.text) if label else None
        before: Flow | None = None
        texts = [flow.text for _, flow in row.cells if not _BLANK.fullmatch(flow.text)]
        if len(texts) > 1 and not self._sides and not any(worded_role(text) for text in texts):
            self._book.doubt_goal(
                message("read.lines_joined")
            )  # one goal in several cells: columns cut through the words
        for number, (place, flow) in enumerate(row.cells):
            if number + 1 < len(row.cells) and not self._sides and worded_role(flow.text) is not None:
                self._book.known(flow)
                before = flow
                continue
            if before is not None:
                self._take(entry, flow, worded_role(before.text) or Role.GOAL, before)
                before = None
                continue
            side = next((s for s in reversed(self._sides) if s.place <= place), None)
            if row.loose and len(row.cells) == 1 and {s.role for s in self._sides} == _TERMS:
                side = next(s for s in self._sides if s.role is Role.GOAL)  # the only goal, whichever is blank
            if side is not None and role in (None, Role.GOAL):
                self._take(entry, flow, side.role, side.label)
            else:
                self._take(entry, flow, role or Role.GOAL, label)

    def take_line(self, entry: Draft, flow: Flow, label: Flow) -> None:
        """Take a paragraph under a heading that announces a goal; that of the whole period is the goal where no other follows."""
        role = goal_role(label.text)
        self._take(entry, flow, Role.GOAL if role is Role.PERIOD_GOAL else role or Role.GOAL, label)

    def _take(self, entry: Draft, flow: Flow, role: Role, label: Flow | None) -> None:
        if _BLANK.fullmatch(flow.text):
            self._book.known(flow)
        elif holds_indicators(flow.text):
            goal, packed = parted_goal(flow) or (EMPTY, flow)
            if goal:
                self._book.add_goal(goal)
            self._book.add_packed(packed)
        elif roles_of(flow.text):
            self._book.known(flow)
        elif role is Role.GOAL or label is None:
            yearly = label is not None and bool(_YEARLY.search(label.text)) and not _LONGER.search(label.text)
            if self._longer is not None and yearly:
                self._book.goal_was_longer(money_label(self._longer.text))
            if label is not None:
                self._longer = None if yearly else label
            self._book.add_goal(flow)
        else:
            entry.label("attributes", money_label(label.text), flow)
