"""Cells and rows as a source shows them: a grid's own, else what tabs, bars and line ends part.

Where nothing parts the cells of a line, the line is one cell that is not `solid`: it may hold many values.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import overload

from reviewer.base.patterns import pattern
from reviewer.extract.sequence.pagetext import PageText
from reviewer.model.source import Grid

_PARTS = pattern(r"[\t|｜]")
_BARS = pattern(r"[|｜]")
NO_COLUMN = -1


@dataclass(frozen=True, slots=True)
class Cell:
    """A stretch of the joined text between two borders.

    `row` counts the rows of the whole source; `column` is that of a grid, NO_COLUMN elsewhere. `solid` says that borders
    close it on both sides, so that it holds one text as a rule. `band` is the table or run of lines it belongs to.
    """

    start: int
    end: int
    row: int
    column: int = NO_COLUMN
    solid: bool = True
    band: int = 0


def bars_between(text: str, start: int, end: int) -> int:
    """How many bars part two cells of which one ends at `start` and the other begins at `end`: one more than the blank cells
    between them. 0 where anything else stands between them.
    """
    between = text[start:end]
    return 0 if _BARS.sub("", between).strip() else len(_BARS.findall(between))


class _Packed(Sequence[Cell]):
    """Cells by their numbers, each made when it is asked for: as objects those of a long text take six times the memory."""

    def __init__(self, cells: Iterable[Cell]) -> None:
        self._numbers = tuple(array("q") for _ in range(6))
        self._last: tuple[int, Cell] | None = None
        for cell in cells:
            for numbers, one in zip(self._numbers, _numbers(cell), strict=True):
                numbers.append(one)
        self.starts, self.ends = self._numbers[:2]
        if any(after < before for before, after in pairwise(self.starts)):
            order = sorted(range(len(self.starts)), key=self.starts.__getitem__)
            for numbers in self._numbers:
                numbers[:] = array("q", [numbers[place] for place in order])

    def __len__(self) -> int:
        return len(self.starts)

    @overload
    def __getitem__(self, index: int) -> Cell: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Cell]: ...

    def __getitem__(self, index: int | slice) -> Cell | Sequence[Cell]:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        if self._last is None or self._last[0] != index:
            start, end, row, column, solid, band = (numbers[index] for numbers in self._numbers)
            self._last = index, Cell(start, end, row, column, bool(solid), band)
        return self._last[1]


def _numbers(cell: Cell) -> tuple[int, int, int, int, int, int]:
    return cell.start, cell.end, cell.row, cell.column, cell.solid, cell.band


class Borders:
    """All cells of a source in order of their text."""

    def __init__(self, cells: Iterable[Cell]) -> None:
        self._packed = _Packed(cells)

    @property
    def cells(self) -> Sequence[Cell]:
        """The cells in order."""
        return self._packed

    @staticmethod
    def of(pages: PageText) -> Borders:
        """The cells of a source."""
        return Borders(_cells(pages))

    def at(self, offset: int) -> int:
        """The index of the cell that holds an offset, or the last one before it; -1 before the first."""
        return bisect_right(self._packed.starts, offset) - 1

    def touched(self, start: int, end: int) -> Iterator[Cell]:
        """The cells that a stretch touches, in order."""
        place = max(self.at(start), 0)
        starts, ends = self._packed.starts, self._packed.ends
        while place < len(starts) and starts[place] < end:
            if ends[place] > start:
                yield self._packed[place]
            place += 1


def _cells(pages: PageText) -> Iterator[Cell]:
    row = band = 0
    lines: list[tuple[int, int]] = []
    for page, block in pages.source.blocks():
        if not isinstance(block, Grid):
            lines.append((pages.offset(page, block.span.start), pages.offset(page, block.span.end)))
            continue
        found = list(_of_lines(pages.text, lines, row, band))
        yield from found
        row, band, lines = _after(found, row), band + 1, []
        found = list(_of_grid(pages, block, row, band))
        yield from found
        row, band = _after(found, row), band + 1
    yield from _of_lines(pages.text, lines, row, band)


def _after(cells: list[Cell], row: int) -> int:
    return max((cell.row for cell in cells), default=row - 1) + 1


def _of_grid(pages: PageText, grid: Grid, row: int, band: int) -> Iterator[Cell]:
    for cell in grid.cells:
        for span in cell.spans:
            start, end = pages.offset(span.page, span.start), pages.offset(span.page, span.end)
            yield Cell(start, end, row + cell.row, cell.column, True, band)


def _of_lines(text: str, blocks: list[tuple[int, int]], row: int, band: int) -> Iterator[Cell]:
    lines: list[tuple[int, int]] = []
    for start, end in blocks:
        at = start
        for line in text[start:end].split("\n"):
            lines.append((at, at + len(line)))
            at += len(line) + 1
    closed = [text[start:end].rstrip().endswith(("|", "｜")) for start, end in lines]
    ends = _row_ends([len(_BARS.findall(text, start, end)) for start, end in lines], closed)
    begun: int | None = None  # where a cell begins that goes on in the next line
    for place, (start, end) in enumerate(lines):
        parted = bool(_PARTS.search(text, start, end))
        parts = list(_between(text, start, end))
        for number, (first, last) in enumerate(parts):
            if number == 0 and begun is not None:
                first, parted = begun, True
                begun = None
            if number == len(parts) - 1 and not ends[place] and not closed[place]:
                begun = first
            elif text[first:last].strip():
                yield Cell(first, last, row, NO_COLUMN, parted or _is_single(text[first:last]), band)
        row += ends[place]


_GAP = pattern(r"\S[ \u3000\xa0]+\S")


def _is_single(line: str) -> bool:
    """Whether a line without borders is short and has no blank inside: a cell on a line of its own."""
    return len(line) <= 60 and not _GAP.search(line)


def _between(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in _PARTS.finditer(text, start, end):
        yield start, match.start()
        start = match.end()
    yield start, end


_LEAST_ROWS = 3
_CLEARLY = 0.1
"""A wider row must come out even for so many more of the bars: two rows together come out even too."""
_MOSTLY = 0.6


def _row_ends(bars: list[int], closed: list[bool]) -> list[bool]:
    """For each line whether a row ends with it, by how many bars the lines have and whether they end in one (`closed`).

    Where rows have no bar in front, one row has as many bars as there are columns, however many lines it takes: that
    number is the one with which most lines with bars come out even.
    """
    width = _bars_a_row(bars)
    ends = [True] * len(bars)
    open_bars = 0
    for place, number in enumerate(bars):
        if open_bars and (open_bars + number > width or (not number and closed[place - 1])):
            ends[place - 1], open_bars = True, 0
        open_bars += number
        ends[place] = not width or not open_bars or open_bars >= width
        if ends[place]:
            open_bars = 0
    return ends


def _bars_a_row(bars: list[int]) -> int:
    """How many bars a row has; 0 where every line is a row of its own."""
    there = [number for number in bars if number]
    if len(there) < _LEAST_ROWS:
        return 0
    most = max(there)
    if Counter(there).most_common(1)[0] == (most, len(there)):
        return 0
    best, found = 0.0, 0
    for width in range(max(2, most), min(2 * most, 40) + 1):
        even = _even(bars, width)
        if even > best + _CLEARLY:
            best, found = even, width
    return found if best >= _MOSTLY else 0


def _even(bars: list[int], width: int) -> float:
    """The share of bars that stand in rows of exactly `width` bars."""
    whole = so_far = 0
    for number in bars:
        if so_far and so_far + number > width:
            so_far = 0
        so_far += number
        if so_far >= width:
            whole += so_far if so_far == width else 0
            so_far = 0
    return whole / max(1, sum(bars))
