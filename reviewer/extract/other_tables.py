"""The other tables of a published budget: 收支预算总表, 项目支出表 … before or behind those of the targets.

Where a document has tables that speak of targets, one that does not, beneath a title of its own that does not either, is
none of the reviewer's: layout, neither read nor asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from reviewer.extract.book import Book
from reviewer.extract.labels import Role, roles_of
from reviewer.extract.likeness import is_packed
from reviewer.extract.rows import clean, grid_rows
from reviewer.model.flow import Flow
from reviewer.model.source import Grid, Line, Source
from reviewer.model.taxonomy import levels_named

Part = tuple[int, Grid] | list[Line]
"""A grid with its page, or a run of lines between grids."""

_OTHER_TITLE = re.compile(r"(?!.*(?:绩效|目标|指标|自评|续表))[^:：。]{3,40}表(?:[（(][^（()）]{1,12}[)）])?")
_TARGETS = frozenset(
    {
        Role.GOAL, Role.PERIOD_GOAL, Role.INDICATORS, Role.LEVEL1, Role.LEVEL2, Role.LEVEL3, Role.PERIOD_VALUE,
        Role.TASK_CONTENT, Role.TASK_GOAL,
    }
)  # fmt: skip


def without_other_tables(source: Source, parts: Iterable[Part], book: Book) -> Iterator[Part]:
    """The parts of a document without the tables that say nothing of targets; those are layout of the `book`."""
    whole = list(parts)
    some: list[bool] = []

    def some_speak() -> bool:
        if not some:
            some.append(any(isinstance(part, tuple) and speaks_of_targets(source, *part) for part in whole))
        return some[0]

    waiting: list[Line] = []
    for _place, part in enumerate(whole):
        if isinstance(part, list):
            waiting = part
            continue
        titles = [flow for line in waiting if _OTHER_TITLE.fullmatch((flow := _text(source, line)).text)]
        last = _OTHER_TITLE.fullmatch(_last_heading(source, waiting)) if titles else None
        if last and not speaks_of_targets(source, *part) and some_speak():
            book.known(*titles, *(flow for row in grid_rows(source, *part) for _, flow in row.cells))
            kept = [line for line in waiting if _text(source, line).text not in {t.text for t in titles}]
            for line in kept:
                book.heading(_text(source, line))
            waiting = []
            continue
        if waiting:
            yield waiting
            waiting = []
        yield part
    if waiting:
        yield waiting


def speaks_of_targets(source: Source, page: int, grid: Grid) -> bool:
    """Whether any cell of a grid is a label of goals or indicators, names a level, or packs indicators."""
    for row in grid_rows(source, page, grid):
        for text in row.texts:
            if roles_of(text) & _TARGETS or "绩效" in text or is_packed(text):
                return True
            if text.endswith("指标") and levels_named(text):
                return True
    return False


def _text(source: Source, line: Line) -> Flow:
    return clean(Flow.of(source, (line.span,)).strip())


def _last_heading(source: Source, lines: list[Line]) -> str:
    """The last line before a table that is more than a unit of money or a department."""
    for line in reversed(lines):
        text = _text(source, line).text
        if text and not re.search(r"[:：]|元|^[（(].*[)）]$", text):
            return text
    return ""
