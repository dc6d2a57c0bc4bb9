"""Tables of indicators as lines whose cells single blanks keep apart, levels on lines of their own, as PDF libraries give them.

    一级指标 二级指标 三级指标 指标值 分值
    维护路灯数量 ≥300盏 20            产出指标
    数量指标                          数量指标
    更换灯具 ≥1200套 20               维护路灯数量 ≥300 盏 20
    产出指标 质量指标 亮灯率 ≥98% 20  更换灯具 ≥1200 套 20

On the left a merged level stands on the line of its middle, on the right before its rows. Which it is, is told by what stands
before the first row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from reviewer.base.patterns import pattern
from reviewer.extract.aligned import Aligned, parents_named
from reviewer.extract.book import is_formality, is_note, is_title
from reviewer.extract.indicator_heads import indicator_header
from reviewer.extract.labels import Role, roles_of
from reviewer.extract.likeness import amount_text, fit, value_fit
from reviewer.extract.partition import groups_by_middle, rows_of_lines
from reviewer.extract.rows import Column, Row
from reviewer.model.flow import Flow, join_wrapped
from reviewer.model.taxonomy import bare, is_level, levels_named

_TOKEN = pattern(r"\S+")
_FORM = frozenset({Role.ENTRY_NAME, Role.UNIT, Role.DEPARTMENT, Role.GOAL, Role.FUNDS})
_LEVELS = (Role.LEVEL1, Role.LEVEL2)
_VALUES = (Role.ANNUAL_VALUE, Role.PERIOD_VALUE)
_ALONE = 2
"""So many lines of nothing but levels show that levels stand apart from their rows."""
_FEW = 3
_LONGEST = 100
"""A header is not longer."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of such a table: the levels at its beginning, and what it has for each of the other columns."""

    levels: tuple[Flow, ...]
    cells: dict[int, Flow]


def loose_table(lines: Sequence[Flow], start: int = 0) -> Aligned | None:
    """The first such table among some lines, from `start` on."""
    for place in range(start, len(lines)):
        line = lines[place]
        if len(line) > _LONGEST or line.text.count("指标") + line.text.count("目标") < 2:
            continue
        words = [line[slice(*m.span())] for m in _TOKEN.finditer(line.text)]
        words = [word for word in words if not re.fullmatch(r"[（(].*[)）]", word.text)]
        row = Row(tuple(enumerate(words)), 0)
        columns = indicator_header(row) if len(words) >= _FEW and all(roles_of(w.text) for w in words) else None
        roles = [column.role for column in columns or ()]
        if columns is None or Role.LEVEL3 not in roles or not {*roles} & {*_VALUES} or not {*roles} & {*_LEVELS}:
            continue
        if any(column.side for column in columns) or roles_of(words[0].text) & _FORM:
            continue
        end = _end_of(lines, place + 1)
        if Role.LEVEL1 not in roles and any(_is_level1(other.text) for other in lines[place + 1 : end]):
            columns = [Column(0, Role.LEVEL1, "一级指标"), *(replace(c, place=c.place + 1) for c in columns)]
            row = Row(((0, Flow.loose("一级指标")), *((at + 1, flow) for at, flow in row.cells)), 0)
        columns = _with_points(columns, lines, place, end)
        body = [_line(other, columns) for other in lines[place + 1 : end]]
        if sum(bool(line.levels) and not line.cells for line in body) < _ALONE:
            continue
        rows, guessed = _rows(body, columns)
        if len(rows) >= _FEW:
            labels = [(c.place, Flow.loose(c.label)) for c in columns if c.place > row.cells[-1][0]]
            return Aligned(place, end, [Row((*row.cells, *labels), 0), *rows], guessed)
    return None


def _is_level1(text: str) -> bool:
    """Whether a line is nothing but a level 1, which may be numbered: 一、产出指标."""
    plain = bare(text)
    alone = not is_level(text.strip(), 2) or plain != text.strip() or plain == "满意度指标"
    return plain.endswith("指标") and is_level(text.strip(), 1) and alone


def _with_points(columns: list[Column], lines: Sequence[Flow], place: int, end: int) -> list[Column]:
    """The columns, and one for the points at the end of the lines whose label stands above or below the header's line."""
    last = [line.text.split()[-1] for line in lines[place + 1 : end] if len(line.text.split()) > 2]
    if columns[-1].role is Role.EXTRA or sum(amount_text(word) is not None for word in last) < _MOST * max(
        1, len(last)
    ):
        return columns
    near = [line.text.strip() for line in (*lines[max(0, place - 1) : place], *lines[place + 1 : place + 2])]
    label = next((text for text in near if Role.EXTRA in roles_of(text)), "分值")
    return [*columns, Column(columns[-1].place + 1, Role.EXTRA, label)]


_MOST = 0.7


def _end_of(lines: Sequence[Flow], start: int) -> int:
    for place in range(start, len(lines)):
        text = lines[place].text.strip()
        first = text.split()[0] if text else ""
        if (
            roles_of(first) & _FORM
            or is_title(text)
            or is_note(text)
            or text.startswith(("填表人", "填报人", "审核人"))
        ):
            return place
    return len(lines)


# -- a line -----------------------------------------------------------------------------------------------------------


def _line(line: Flow, columns: list[Column]) -> _Line:
    words = [line[slice(*m.span())] for m in _TOKEN.finditer(line.text)]
    if is_formality(line.text.strip()) or re.fullmatch(r"\s*[（(][^（()）]*[)）]\s*", line.text):
        return _Line((), {})
    while words and Role.INDICATORS in roles_of(words[0].text):
        words = words[1:]
    levels: list[Flow] = []
    while words and len(levels) < 2 and levels_named(words[0].text) and bare(words[0].text).endswith("指标"):
        levels.append(words[0])
        words = words[1:]
    behind = [column for column in columns if column.role not in _LEVELS]
    return _Line(tuple(levels), _cells(line, words, behind) if words else {})


def _cells(line: Flow, words: list[Flow], columns: list[Column]) -> dict[int, Flow]:
    """Words as cells: the cut at blanks that suits the columns best."""
    nothing: tuple[float, tuple[int, ...]] = (float("-inf"), ())
    best = [[(0.0, nothing[1]), *[nothing] * len(words)]]
    for column in columns:
        step: list[tuple[float, tuple[int, ...]]] = []
        for end in range(len(words) + 1):
            options = [
                (best[-1][start][0] + _worth(column, words[start:end]), (*best[-1][start][1], end))
                for start in range(end + 1)
            ]
            step.append(max(options, key=lambda option: option[0]))
        best.append(step)
    found: dict[int, Flow] = {}
    start = 0
    for column, end in zip(columns, best[-1][len(words)][1], strict=True):
        if end > start:
            found[column.place] = _between(line, words[start], words[end - 1])
        start = end
    return found


def _between(line: Flow, first: Flow, last: Flow) -> Flow:
    """What stands from one word of a line to another."""
    start, end = first.spans[0].start - line.spans[0].start, last.spans[-1].end - line.spans[0].start
    return line[start:end]


def _worth(column: Column, words: list[Flow]) -> float:
    if not words:
        return -2.0 if column.role in (Role.LEVEL3, *_VALUES) else 0.0
    text = "".join(word.text for word in words)
    if column.role is Role.EXTRA:
        points = re.search(r"分|权重", column.label)
        return 1.5 if points and amount_text(text) is not None else -2.5 if points else -0.3
    parts = 0.2 * (len(words) - 1)
    if column.role in _VALUES and amount_text(text) is not None:
        return 0.5 - parts
    return fit(column.role, text) - parts


# -- the rows ---------------------------------------------------------------------------------------------------------


def _rows(body: list[_Line], columns: list[Column]) -> tuple[list[Row], list[Flow]]:
    """The rows, and the texts whose row is a guess."""
    name = next(c.place for c in columns if c.role is Role.LEVEL3)
    value = next(c.place for c in columns if c.role in _VALUES)
    named = {n: len(line.cells[name]) for n, line in enumerate(body) if name in line.cells}
    valued = {n: len(line.cells[value]) for n, line in enumerate(body) if value in line.cells}
    fits = {n: value_fit(body[n].cells[value].text) for n in valued}
    found = rows_of_lines(named, valued, fits)
    rows: list[dict[int, Flow]] = []
    for lines in found:
        pieces = {c.place: [body[n].cells[c.place] for n in lines if c.place in body[n].cells] for c in columns}
        rows.append({place: join_wrapped(p) if len(p) > 1 else p[0] for place, p in pieces.items() if p})
    if not rows:
        return [], []
    guessed: list[Flow] = []
    starts: set[int] | None = None
    for column in reversed([c for c in columns if c.role in _LEVELS]):
        starts, odd = _hand_down(column, body, found, rows, starts)
        guessed += odd
    return [Row(tuple(sorted(row.items())), 0) for row in rows], guessed


def _hand_down(
    column: Column, body: list[_Line], found: list[list[int]], rows: list[dict[int, Flow]], starts: set[int] | None
) -> tuple[set[int], list[Flow]]:
    """Give the levels of one column to the rows; the rows where they begin, and the levels whose rows are a guess."""
    number = 1 if column.role is Role.LEVEL1 else 2
    marks = [(n, flow) for n, line in enumerate(body) for flow in _of_number(line.levels, number)]
    if not marks:
        return set(), []
    first = found[0][0]
    if marks[0][0] <= first:
        groups = _beneath(marks, found)
        odd: list[Flow] = []
    else:
        middles = [(lines[0] + lines[-1]) / 2 for lines in found]

        own = [{level.name for level in levels_named(flow.text)} for _, flow in marks]
        parents = [parents_named(row.values()) for row in rows]

        def unfit(cell: int, row: int) -> float:
            return 1.5 if parents[row] and own[cell] and not own[cell] & parents[row] else 0.0

        groups = groups_by_middle(middles, [float(n) for n, _ in marks], starts=starts, unfit=unfit)
        odd = [flow for _, flow in marks]
    for (_, flow), group in zip(marks, groups, strict=True):
        for row in group:
            rows[row][column.place] = flow
    return {group[0] for group in groups if group}, odd


def _of_number(levels: tuple[Flow, ...], number: int) -> list[Flow]:
    """Those of the levels of a line that are levels 1 (or 2): of two the first is a level 1; 成本指标 alone is taken for 2."""
    if len(levels) == 2:
        return [levels[number - 1]]
    if not levels:
        return []
    text = levels[0].text
    second = is_level(text, 2) and not (
        is_level(text, 1) and text != bare(text)
    )  # 三、满意度指标 is numbered as a level 1
    return [levels[0]] if (number == 2) is second else []


def _beneath(marks: list[tuple[int, Flow]], found: list[list[int]]) -> list[list[int]]:
    """The rows under each level that stands before its rows, or on the line of the first of them."""
    groups: list[list[int]] = [[] for _ in marks]
    for row, lines in enumerate(found):
        above = [n for n, (line, _) in enumerate(marks) if line <= lines[0]]
        if above:
            groups[above[-1]].append(row)
    return groups
