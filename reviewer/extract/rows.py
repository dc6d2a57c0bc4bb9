"""Grids as rows of clean cells, and the roles of their columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import overload

from reviewer.base.patterns import pattern
from reviewer.base.words import depends
from reviewer.extract.align import Assignment, align
from reviewer.extract.labels import Role, roles_of
from reviewer.extract.likeness import fit
from reviewer.extract.markup import cell_text
from reviewer.model.flow import Flow
from reviewer.model.messages import Message, message
from reviewer.model.source import Cell, Grid, Source
from reviewer.model.taxonomy import is_level, levels_named

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
    widths: tuple[int, ...] = ()
    """How many columns each cell covers; empty where each covers one."""
    covered: tuple[tuple[int, Flow], ...] = ()
    """The cells above that are merged down into this row, each with the column where it begins."""
    over: int = 0
    """How many cells more it has than most rows of its grid, blank ones included."""
    ends_early: bool = False
    """Whether it has fewer cells than its grid has columns and none of them is blank, as several rows of a grid without merges:
    what merged cells hold may just not have been written again, and its cells are those on the right.
    """
    gathered: bool = False
    """Whether its blank cells are printed, all of them at its end: a converter has put them there."""
    blanks_lost: bool = False
    """Whether blank cells between its amounts are not printed: the last amounts may stand further to the right."""
    closed: bool = False
    """Whether bars close it before and behind: however few its cells are, they are no rest of those in the row above."""
    blanks: tuple[int, ...] = ()
    """How many blank cells are printed right before each cell, where bars show that the places of blank cells are kept."""
    texts: list[str] = field(init=False, repr=False, compare=False)
    """The texts of the cells, kept: every rule asks for them."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "texts", [flow.text for _, flow in self.cells])

    def without_first(self) -> Row:
        """The row without its first filled cell."""
        return replace(self, cells=self.cells[1:], widths=self.widths[1:])

    def parted(self) -> Row:
        """The first cell's words, kept apart by blanks, as cells."""
        flow = self.cells[0][1]
        words = [flow[slice(*match.span())] for match in re.finditer(r"\S+", flow.text)]
        return Row(tuple(enumerate(words)), self.page)

    def width(self, place: int) -> int:
        """How many columns the cell at a place covers."""
        if not self.widths:
            return 1
        return next((n for (at, _), n in zip(self.cells, self.widths, strict=True) if at == place), 1)


class Below(Sequence[Row]):
    """The rows from a place on, as a view: a copy for each row would take time that grows with their square."""

    def __init__(self, rows: Sequence[Row], start: int) -> None:
        self._rows = rows
        self._places = range(start, len(rows))

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, index: int) -> Row: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Row]: ...

    def __getitem__(self, index: int | slice) -> Row | Sequence[Row]:
        if isinstance(index, slice):
            return [self._rows[place] for place in self._places[index]]
        return self._rows[self._places[index]]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: where it stands, its role, and its header as printed.

    `side` counts the blocks of an indicator grid that stand side by side: 0 for the first, 1 for the second.
    """

    place: int
    role: Role
    label: str
    side: int = 0
    width: int = 1
    """How many of the grid's columns the header covers."""
    guess: bool = False
    """Whether the role was worked out from what stands beneath, not from the label."""
    years: bool = False
    """Whether values of other years stand beside it, and nothing says which year is asked for."""
    taught: bool = False
    """Whether a person has said what the columns under this header are: nothing beneath it says otherwise then."""

    @property
    def why(self) -> str:
        """The code of the reason for which it has its role; empty where its label says so."""
        if self.guess:
            return "read.column_guess"
        told = self.taught and self.role not in (Role.EXTRA, Role.ATTRIBUTE) and self.role not in roles_of(self.label)
        return "read.column_taught" if told else ""


def numbers_columns(row: Row) -> bool:
    """Whether a row numbers the columns of the table: 1 | 2 | 3 | 4, or 栏次 | 1 | 2 | 3 | 4."""
    texts = [text.strip("（()） ") for text in row.texts]
    numbers = [int(text) for text in texts if text.isdecimal() and len(text) < 3]
    named = sum(text in _NAMES_OF_COLUMNS for text in texts)
    if len(numbers) < _FEW_COLUMNS or len(numbers) + named < len(texts):
        return False
    return numbers[0] in (1, 2) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


_FEW_COLUMNS = 4
_NAMES_OF_COLUMNS = frozenset({"栏次", "栏目", "列次", "行次", "甲", "乙", "丙", "栏"})


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
    columns: tuple[Column, ...] = ()
    """All columns of the table, those included that are blank in the row."""


def grid_rows(source: Source, page: int, grid: Grid) -> Iterator[Row]:
    """The rows of a grid that have any text, layout undone; each when it is asked for."""
    rows: dict[int, list[Cell]] = {}
    merged: dict[int, list[tuple[int, Flow]]] = {}
    for cell in grid.cells:
        if cell.spans:
            rows.setdefault(cell.row, []).append(cell)
    counts = Counter(cell.row for cell in grid.cells)
    merges = any(cell.row_span > 1 or cell.column_span > 1 for cell in grid.cells)
    usual = 0 if merges else _usual(counts)
    early = set() if merges else _ending_early(grid, counts)
    for number in sorted(rows):
        cells = []
        for cell in sorted(rows[number], key=lambda cell: cell.column):
            flow = cell_text(Flow.of(source, cell.spans))
            if not flow:
                continue
            cells.append((cell.column, flow, cell.column_span))
            for below in range(cell.row + 1, min(cell.row + cell.row_span, grid.rows)):
                merged.setdefault(below, []).append((cell.column, flow))
        if not cells:
            continue
        widths = tuple(width for _, _, width in cells)
        yield Row(
            tuple((place, flow) for place, flow, _ in cells),
            page,
            widths=widths if any(width > 1 for width in widths) else (),
            covered=tuple(sorted(merged.get(number, ()), key=lambda cell: cell[0])),
            over=max(0, counts[number] - usual) if usual else 0,
            ends_early=number in early,
            gathered=number in early and counts[number] >= grid.columns,
        )


_MOST_ALIKE = 0.6


def _usual(counts: Counter[int]) -> int:
    """How many cells most rows of a grid have, by the cells of each; 0 where no number is usual."""
    found = Counter(counts.values()).most_common(1)
    width, times = found[0] if found else (0, 0)
    return width if len(counts) > 2 and times >= _MOST_ALIKE * len(counts) else 0


_SEVERAL = 3


def _ending_early(grid: Grid, counts: Counter[int]) -> set[int]:
    """The rows of a grid without merges that have fewer cells than it has columns, none blank, or all blank ones at their end where
    no row has one elsewhere: they were gathered there. None where they are few.
    """
    last: dict[int, int] = {}
    for cell in grid.cells:
        last[cell.row] = max(last.get(cell.row, 0), cell.column)
    blank = {cell.row for cell in grid.cells if not cell.spans}  # as cells; some readers leave them out, as gaps
    blank |= {number for number, count in counts.items() if last[number] >= count}
    found = {number for number, count in counts.items() if count < grid.columns and number not in blank}
    return (found if len(found) >= _SEVERAL else set()) | _with_blanks_gathered(grid)


def _with_blanks_gathered(grid: Grid) -> set[int]:
    """The rows of a grid all of whose blank cells stand behind the filled ones, if that is so in every row; none where they are few."""
    filled: dict[int, list[int]] = {}
    for cell in grid.cells:
        if cell.spans:
            filled.setdefault(cell.row, []).append(cell.column)
    if any(max(places) >= len(places) for places in filled.values()):
        return set()
    found = {number for number, places in filled.items() if 1 < len(places) < grid.columns}
    return found if len(found) >= _SEVERAL else set()


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

    standing = _standing(row, columns)
    if len(standing) == 1:
        home = next((i for i, column in enumerate(columns) if column.place == standing[0]), None)
        if home is not None and suits(0, home) > LONELY:
            return Placed({columns[home]: row.cells[0][1]}, (), 0, tuple(columns))
    if (printed := _as_printed(row, standing, columns, suits)) is not None:
        return printed
    found = align(standing, [column.place for column in columns], suits)
    if found is None:
        return None
    cells = {columns[c]: flow for c, (_, flow) in zip(found.columns, row.cells, strict=True)}
    shift = columns[found.columns[0]].place - standing[0] if found.shifted else 0
    return Placed(cells, _evidence(found), shift, tuple(columns))


def _suits(column: Column, text: str) -> float:
    """How well a text suits a column: by its role, and words are no number of a row."""
    return _fit(column.role, text) - (_NO_NUMBER if column.label in _NUMBERS and _WORDS.search(text) else 0.0)


_NUMBERS = frozenset({"序号", "编号", "项目序号", "序"})
"""The labels of a column that numbers the rows."""
_NO_NUMBER = 4.0
_WORDS = pattern(r"(?!合计|小计|总计)[\u4e00-\u9fff]{3}")


def suits_better(row: Row, columns: Sequence[Column], other: Sequence[Column]) -> bool:
    """Whether a row's cells, one in each, suit `columns` at least as well as `other`."""
    here, there = (
        sum(_suits(column, text) for column, text in zip(some, row.texts, strict=False)) for some in (columns, other)
    )
    return here >= there


_VALUES = frozenset({Role.PERIOD_VALUE, Role.ANNUAL_VALUE})
_PASSABLE = -1.0
"""Fit from which on a cell may well belong where it stands."""


def _standing(row: Row, columns: list[Column]) -> list[int]:
    """Where the cells stand: at its beginning, where one stands alone under a header that covers several columns."""
    places = [place for place, _ in row.cells]
    wide = [column for column in columns if column.width > 1]
    if not wide:
        return places
    taken = {column.place for column in columns} | set(places)
    for number, place in enumerate(places):
        home = next((c.place for c in wide if c.place < place < c.place + c.width), None)
        if home is not None and place not in {c.place for c in columns} and home not in places[:number]:
            below = places[number - 1] if number else -1
            places[number] = home if home > below and home in taken else place
    return places


def _as_printed(
    row: Row, standing: list[int], columns: list[Column], suits: Callable[[int, int], float]
) -> Placed | None:
    """An indicator's row just as it stands, where name and value are in their columns and no cell is out of place.

    Words such as 维护社会稳定 read like a target value as well as a name: alone they do not outweigh where they are printed.
    """
    index = {column.place: i for i, column in enumerate(columns)}
    if not index.keys() >= set(standing):
        return None
    at = [index[place] for place in standing]
    roles = {columns[i].role for i in at}
    if Role.LEVEL3 not in roles or roles.isdisjoint(_VALUES):
        return None
    merged = {place for place, _ in row.covered}
    whole = Role.LEVEL2 in roles and (
        (Role.LEVEL1 in roles and is_level(row.texts[0], 1))
        or any(column.role is Role.LEVEL1 and column.place in merged for column in columns)
    )
    for cell, i in enumerate(at):
        if columns[i].role is Role.LEVEL3 and levels_named(row.texts[cell]):
            if not whole or row.texts[cell].endswith("指标"):
                return None
            continue
        if whole and columns[i].role is Role.LEVEL2 and not levels_named(row.texts[cell]):
            continue  # a level 2 that no list has: 决策 | 项目立项
        if suits(cell, i) < (0.0 if columns[i].role in _VALUES else _PASSABLE):
            return None
    return Placed({columns[i]: flow for i, (_, flow) in zip(at, row.cells, strict=True)}, (), 0, tuple(columns))


def _evidence(found: Assignment) -> tuple[Message, ...]:
    if not found.shifted:
        return (message("read.shift_close"),) if found.margin < CLOSE / 2 else ()
    close = (message("read.shift_close"),) if found.margin < CLOSE else ()
    return (message("read.shifted"), *close)
