"""Grids as rows of clean cells, and the roles of their columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from reviewer.base.words import depends
from reviewer.extract.align import Assignment, align
from reviewer.extract.labels import Role
from reviewer.extract.likeness import fit
from reviewer.model.flow import Flow, undo_layout
from reviewer.model.messages import Message, message
from reviewer.model.source import Grid, Source

LONELY = -2.5
"""A cell alone in its row is moved only if it suits its own column worse than this: it has no company to tell by."""
CLOSE = 0.9
"""A lead of less than this over the second-best arrangement is worth a doubt."""


@dataclass(frozen=True, slots=True)
class Row:
    """The filled cells of one row, each with the column where it stands."""

    cells: tuple[tuple[int, Flow], ...]
    page: int
    loose: bool = False
    """Whether the places only count the cells: a line of text whose columns are lost."""

    @property
    def texts(self) -> list[str]:
        return [flow.text for _, flow in self.cells]

    def without_first(self) -> Row:
        """The row without its first filled cell."""
        return Row(self.cells[1:], self.page, self.loose)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: where it stands, its role, and its header as printed.

    `side` counts the blocks of an indicator grid that stand side by side: 0 for the first, 1 for the second.
    """

    place: int
    role: Role
    label: str
    side: int = 0


def merge_headers(upper: list[Column], lower: list[Column]) -> list[Column]:
    """The columns of a header on two rows: the lower labels, and the upper ones that have none beneath them."""
    end = max(column.place for column in lower) + 1
    kept = []
    for column in upper:
        stop = min((c.place for c in upper if c.place > column.place), default=end)
        if not any(column.place <= c.place < stop for c in lower):
            kept.append(column)
    return sorted([*kept, *lower], key=lambda c: c.place)


@dataclass(frozen=True, slots=True)
class Placed:
    """A row put into columns: the cells of each column that has any, and the evidence of how it was done."""

    cells: dict[Column, Flow]
    evidence: tuple[Message, ...]
    shift: int
    """How far the first cell was moved: negative where the row stood too far right; 0 where nothing moved."""


def grid_rows(source: Source, page: int, grid: Grid) -> Iterator[Row]:
    """The rows of a grid that have any text, layout undone."""
    rows: dict[int, list[tuple[int, Flow]]] = {}
    for cell in grid.cells:
        if cell.spans:
            flow = clean(undo_layout(Flow.of(source, cell.spans)))
            if flow:
                rows.setdefault(cell.row, []).append((cell.column, flow))
    for number in sorted(rows):
        yield Row(tuple(sorted(rows[number], key=lambda cell: cell[0])), page)


_TAGS = ("<p>", "</p>", "<br>", "<br/>", "<br />", "<div>", "</div>", "<span>", "</span>", "&nbsp;", "**")


def clean(flow: Flow) -> Flow:
    """A text without the markup that stray conversions leave in cells."""
    if "<" not in flow.text and "&" not in flow.text and "*" not in flow.text:
        return flow
    gone: set[int] = set()
    lowered = flow.text.lower()
    for tag in _TAGS:
        start = lowered.find(tag)
        while start >= 0:
            gone.update(range(start, start + len(tag)))
            start = lowered.find(tag, start + len(tag))
    return (flow.keep(lambda index: index not in gone) if gone else flow).strip()


@depends
@lru_cache(maxsize=8192)
def _fit(role: Role, text: str) -> float:
    return fit(role, text)


def place_row(row: Row, columns: list[Column], prior: Callable[[Column, str], float] | None = None) -> Placed | None:
    """Put a row's cells into the columns where they fit best; None where it has more cells than there are columns.

    `prior` adds what is known besides the text itself.
    """
    texts = row.texts

    def suits(cell: int, column: int) -> float:
        worth = _fit(columns[column].role, texts[cell])
        return worth + prior(columns[column], texts[cell]) if prior else worth

    standing = [place for place, _ in row.cells]
    if len(standing) == 1:
        home = next((i for i, column in enumerate(columns) if column.place == standing[0]), None)
        if home is not None and suits(0, home) > LONELY:
            return Placed({columns[home]: row.cells[0][1]}, (), 0)
    found = align(standing, [column.place for column in columns], suits)
    if found is None:
        return None
    cells = {columns[c]: flow for c, (_, flow) in zip(found.columns, row.cells, strict=True)}
    shift = columns[found.columns[0]].place - standing[0] if found.shifted else 0
    return Placed(cells, _evidence(found), shift)


def _evidence(found: Assignment) -> tuple[Message, ...]:
    if not found.shifted:
        return (message("read.shift_close"),) if found.margin < CLOSE / 2 else ()
    close = (message("read.shift_close"),) if found.margin < CLOSE else ()
    return (message("read.shifted"), *close)
