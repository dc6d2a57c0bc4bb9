"""The other tables of a published budget: 收支预算总表, 项目支出表 … before or behind those of the targets.

Where a document has tables that speak of targets, one that does not is none of the reviewer's - layout, neither read nor
asked about - where a title of its own says so, or where it is a plain list (an index of the projects that follow, income
beside expenditure), a table of budget subjects or of terms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from reviewer.base.patterns import pattern
from reviewer.extract.book import Book
from reviewer.extract.form_heads import DEPARTMENTS, PROJECTS, STRUCTURE
from reviewer.extract.labels import Role, roles_of
from reviewer.extract.likeness import is_packed
from reviewer.extract.markup import clean
from reviewer.extract.rows import Row, grid_rows
from reviewer.extract.tasks import task_header
from reviewer.extract.taught import taught_columns
from reviewer.extract.titles import title_rank
from reviewer.model.flow import Flow
from reviewer.model.source import Cell, Grid, Line, Source
from reviewer.model.taxonomy import levels_named

_NAMES = frozenset({*PROJECTS, *DEPARTMENTS})

Part = tuple[int, Grid] | list[Line]
"""A grid with its page, or a run of lines between grids."""

_OTHER_TITLE = pattern(r"(?!.*(?:绩效|目标|指标|自评|续表))[^:：。]{3,40}表(?:[（(][^（()）]{1,12}[)）])?")
_TARGETS = frozenset(
    {
        Role.GOAL, Role.PERIOD_GOAL, Role.INDICATORS, Role.LEVEL1, Role.LEVEL2, Role.LEVEL3, Role.PERIOD_VALUE,
        Role.TASK_CONTENT, Role.TASK_GOAL,
    }
)  # fmt: skip


def without_other_tables(
    source: Source, parts: Iterable[Part], book: Book, rows_of: dict[int, list[Row]]
) -> Iterator[Part]:
    """The parts of a document without the tables that say nothing of targets; those are layout of the `book`.

    The rows of tables that were looked at are left in `rows_of` (see top_rows).
    """
    whole = list(parts)
    if sum(isinstance(part, tuple) for part in whole) < 2:
        yield from whole
        return
    grids = {place: top_rows(source, *part, rows_of) for place, part in enumerate(whole) if isinstance(part, tuple)}
    speaking = {place for place, rows in grids.items() if not _holds_terms(rows) and speaks_of_targets(rows)}
    named = any(roles_of(text) & _NAMES for place in speaking for row in grids[place] for text in row.texts)
    waiting: list[Line] = []
    for place, part in enumerate(whole):
        if isinstance(part, list):
            waiting = part
            continue
        rows = grids.pop(place)  # those of a long document are as large as its tree: each is let go of when it is read
        titles = [flow for line in waiting if _OTHER_TITLE.fullmatch((flow := _text(source, line)).text)]
        last = bool(titles and _OTHER_TITLE.fullmatch(_last_heading(source, waiting)))
        if speaking and place not in speaking and (last or (named and is_other(rows))):
            book.known(*titles, *(flow for row in grid_rows(source, *part) for _, flow in row.cells))
            kept = [line for line in waiting if _text(source, line).text not in {t.text for t in titles}]
            for line in kept:
                book.heading(_text(source, line))
            waiting = []
            continue
        if waiting:
            yield waiting
            waiting = []
        del rows
        yield part
    if waiting:
        yield waiting


_LOOKED_AT = 60
"""So many rows of a table are looked at."""


def top_rows(source: Source, page: int, grid: Grid, rows_of: dict[int, list[Row]]) -> list[Row]:
    """The first rows of a table, as many as tell what it is. Those of a short one are left in `rows_of`, by the id() of the grid,
    lest they be made twice: all of its rows.
    """
    if id(grid) in rows_of:
        return rows_of[id(grid)]
    if grid.rows > _LOOKED_AT:
        return list(grid_rows(source, page, replace(grid, cells=tuple(takewhile(_is_on_top, grid.cells)))))
    rows_of[id(grid)] = rows = list(grid_rows(source, page, grid))
    return rows


def _is_on_top(cell: Cell) -> bool:
    return cell.row < _LOOKED_AT


def speaks_of_targets(rows: Sequence[Row]) -> bool:
    """Whether any cell of a table is a label of goals or indicators, names a level, or packs indicators; its title aside.

    A header that a person has taught speaks for its table.
    """
    for row in rows:
        if taught_columns(row) is not None:
            return True
        for text in row.texts:
            roles = roles_of(text)
            if roles & _TARGETS and Role.ENTRY_NAME not in roles and not (len(row.cells) == 1 and title_rank(text)):
                return True
            if is_packed(text) or ("绩效" in text and len(row.cells) > 1):
                return True
            if text.endswith("指标") and levels_named(text):
                return True
    return False


_SUBJECTS = pattern(r"科目(?:编码|名称|代码)|功能分类|经济分类|[“\"]?三公[”\"]?经费")
_INCOME, _SPENT = pattern(r"收入(?:总计|合计|总额)"), pattern(r"支出(?:总计|合计|总额)")
_TERM = pattern(r"(?:名词|术语|解释|释义|含义|定义)$")
_HEADS_WITHIN = 3


def is_other(rows: Sequence[Row]) -> bool:
    """Whether a table without targets can only be one of the others: a plain list, budget subjects, terms."""
    texts = [text for row in rows for text in row.texts]
    if any(_INCOME.search(text) for text in texts) and any(_SPENT.search(text) for text in texts):
        return True
    if _holds_terms(rows):
        return True
    for place, row in enumerate(rows[:_HEADS_WITHIN]):
        if len(row.cells) < 2:
            continue
        if any(_SUBJECTS.search(text) for text in row.texts):
            return True
        if _heads_list(row, rows[place + 1 :]):
            return not _heads_tasks(row)
    return False


def other_rows(rows: Sequence[Row]) -> set[int]:
    """Which of the rows that lines of text make are those of other tables: what stands between two headings and can be nothing
    else, where further rows name a project or a department.
    """
    edges = [n for n, row in enumerate(rows) if len(row.cells) == 1]
    parts = [range(a + 1, b) for a, b in pairwise([-1, *edges, len(rows)]) if b > a + 1]
    others = [part for part in parts if _is_other_part(rows, part)]
    left = [row for part in parts if part not in others for row in rows[part.start : part.stop]]
    if not any(roles_of(row.texts[0]) & _NAMES for row in left):
        return set()
    return {n for part in others for n in part}


def _is_other_part(rows: Sequence[Row], part: range) -> bool:
    own = rows[part.start : part.stop]
    return len(own) > 1 and not speaks_of_targets(own) and is_other(own)


def _holds_terms(rows: Sequence[Row]) -> bool:
    """Whether a table explains terms: 名词 | 解释."""
    return any(
        sum(bool(_TERM.search(text)) for text in row.texts) == len(row.cells) > 1 for row in rows[:_HEADS_WITHIN]
    )


def _heads_list(row: Row, below: Sequence[Row]) -> bool:
    """Whether a row is the header of a list of projects: labels side by side, and rows under them that are none."""
    roles = [roles_of(text) for text in row.texts]
    known = sum(map(bool, roles))
    if not any(Role.ENTRY_NAME in one for one in roles) or not below:
        return False
    short = len(roles) >= _WIDE and all(len(text) <= _LONGEST_HEAD and not re.search(r"\d", text) for text in row.texts)
    if known * 5 < len(roles) * 3 and not (short and known >= 2):
        return False
    first = below[0]
    labelled = known * 5 < len(roles) * 3 and any(roles_of(r.texts[0]) & STRUCTURE for r in below[:_HEADS_WITHIN])
    if labelled or len(first.cells) < 2 or sum(bool(roles_of(text)) for text in first.texts) * 2 > len(first.cells):
        return False
    places = {place for place, _ in row.cells}
    return sum(place in places for place, _ in first.cells) * 2 > len(first.cells)


_WIDE = 3
_LONGEST_HEAD = 12


def _heads_tasks(row: Row) -> bool:
    """Whether a list may be that of a whole department's tasks: it says what is done, or for which duty."""
    columns = task_header(row, True)
    done = any(_DUTY.search(text) for text in row.texts)
    return columns is not None and (done or any(c.role is Role.TASK_CONTENT for c in columns))


_DUTY = pattern(r"职责|职能|任务")


def _text(source: Source, line: Line) -> Flow:
    return clean(Flow.of(source, (line.span,)).strip())


def _last_heading(source: Source, lines: list[Line]) -> str:
    """The last line before a table that is more than a unit of money or a department."""
    for line in reversed(lines):
        text = _text(source, line).text
        if text and not re.search(r"[:：]|元|^[（(].*[)）]$", text):
            return text
    return ""
