"""Glyphs of a page to printed lines, each within the cell of the ruled table that holds it."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING, Self

from reviewer.sources.pdf_rules import Ruled

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in points."""

Place = tuple[int, int] | None
"""A table's index and a region's; None outside of tables."""

_BREAK = 0.5
"""Of a character's height: a wider gap ends a run of characters."""
_TIGHT = 0.06
"""Of a character's width: two characters nearer than this are printed in one go, for cells keep a margin."""
_WORD = 0.2
"""The same for the blank between two Latin words."""
_BLANK = 0.6
"""The same for any blank within a line."""
WIDE = 1.5
"""The same for a gap that keeps columns apart."""


BLANK = -1
"""Among the numbers of glyphs: a blank that the page only leaves room for."""


def _numbers() -> array[float]:
    return array("d")


@dataclass(slots=True)
class Glyphs:
    """The characters of a page and their boxes, by their numbers: points from the upper left corner, text upright."""

    chars: list[str] = field(default_factory=list)
    left: array[float] = field(default_factory=_numbers)
    top: array[float] = field(default_factory=_numbers)
    right: array[float] = field(default_factory=_numbers)
    bottom: array[float] = field(default_factory=_numbers)

    def is_blank(self, number: int) -> bool:
        """Whether this is a blank, printed or only left room for."""
        return number < 0 or self.chars[number].isspace()

    def is_latin(self, number: int) -> bool:
        """Whether this is a Latin letter or a digit."""
        return self.chars[number].isascii() and self.chars[number].isalnum()


class Boxes:
    """The boxes of glyphs by their numbers, each left, top, right, bottom, in one array: a page has thousands."""

    __slots__ = ("_edges",)

    def __init__(self, edges: array[float] | None = None) -> None:
        """`edges` are four numbers a box."""
        self._edges = array("d") if edges is None else edges

    def __len__(self) -> int:
        return len(self._edges) // 4

    def __getitem__(self, number: int) -> Box:
        left, top, right, bottom = self._edges[4 * number : 4 * number + 4]
        return left, top, right, bottom

    def __iadd__(self, others: Boxes) -> Self:
        self._edges += others._edges
        return self

    def append(self, box: Box) -> None:
        """One more."""
        self._edges.extend(box)

    def middles(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Where the middle of each stands, from the left and from the top."""
        import numpy as np

        edges = np.frombuffer(self._edges, np.float64).reshape(-1, 4)
        return (edges[:, 0] + edges[:, 2]) / 2, (edges[:, 1] + edges[:, 3]) / 2

    def of(self, numbers: Sequence[int]) -> array[float]:
        """Four numbers each for some glyphs: NaN for what is none, whose number is below 0."""
        import numpy as np

        edges = np.vstack([np.frombuffer(self._edges, np.float64).reshape(-1, 4), np.full(4, np.nan)])
        asked = np.fromiter(numbers, np.int64, len(numbers))
        return array("f", edges[np.where(asked < 0, len(self), asked)].astype(np.float32).tobytes())


class Upright:
    """What has a top and a bottom, counted from above."""

    __slots__ = ()
    top: float
    bottom: float

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Half way from top to bottom."""
        return (self.top + self.bottom) / 2


@dataclass(slots=True)
class Run(Upright):
    """Glyphs that follow each other closely on one line, by their numbers, with the blanks between them."""

    left: float
    top: float
    right: float
    bottom: float
    glyphs: list[int] = field(default_factory=list)


@dataclass(slots=True)
class PrintedLine(Run):
    """A printed line: its characters in reading order with the blanks between them."""

    def parts(self, glyphs: Glyphs) -> list[PrintedLine]:
        """The line cut where a gap keeps columns apart."""
        found: list[PrintedLine] = []
        right = self.left
        for number in self.glyphs:
            if glyphs.is_blank(number):
                if found:
                    found[-1].glyphs.append(number)
                continue
            left = glyphs.left[number]
            if not found or left - right > WIDE * self.height:
                found.append(PrintedLine(left, self.top, left, self.bottom))
            found[-1].glyphs.append(number)
            found[-1].right = right = glyphs.right[number]
        for part in found:
            _trim(glyphs, part.glyphs)
        return found


def runs_by_place(order: Sequence[int], glyphs: Glyphs, tables: Sequence[Ruled]) -> dict[Place, list[Run]]:
    """The runs of each cell, and those outside of tables (None). `order` are the glyphs in the order of the PDF."""
    found: dict[Place, list[Run]] = {}
    if not order:
        return found
    chars, lefts, tops, rights, bottoms = glyphs.chars, glyphs.left, glyphs.top, glyphs.right, glyphs.bottom
    cells, stretches = _stretches(order, glyphs, tables)
    run, here = Run(0.0, 0.0, 0.0, 0.0), _OUTSIDE
    room = near = -1.0
    over: tuple[float, float] | None = None
    for start, end in pairwise(stretches):
        for at in range(start, end):
            index, cell = order[at], cells[at]
            left, right, char = lefts[index], rights[index], chars[index]
            middle = (tops[index] + bottoms[index]) / 2
            gap = left - run.right
            if -room <= gap <= room and run.top < middle < run.bottom:
                inside = cell == here or char.isspace() or (over is not None and over[0] <= middle < over[1])
                if not inside and _runs_over(tables, _place(here), _place(cell), run.right, left, right):
                    _, y0, _, y1 = _rectangle(tables, _place(here))
                    inside, over = True, (y0, y1)
                if inside:
                    if gap > near and char.isascii() and char.isalnum() and _ends_latin(glyphs, run):
                        run.glyphs.append(BLANK)
                    run.glyphs.append(index)
                    run.right = max(run.right, right)
            else:
                inside = False
            if not inside:
                if char.isspace():
                    continue
                run, here, over = Run(left, tops[index], right, bottoms[index], [index]), cell, None
                room, near = _BREAK * run.height, _WORD * run.height
                found.setdefault(_place(cell), []).append(run)
            is_alike = run.right == right and run.top == tops[index] and run.bottom == bottoms[index]
            if at == start and cell == here and is_alike:
                run.glyphs += order[start + 1 : end]
                run.right = rights[order[end - 1]]
                break
    for runs in found.values():
        for run in runs:
            if BLANK in run.glyphs:
                _close_up(glyphs, run)
    return found


_EVEN = 0.1
"""Of a character's height: gaps that differ by less are those of text that is spaced out."""


def _close_up(glyphs: Glyphs, run: Run) -> None:
    """Take the blanks out of a run whose characters all stand, or begin, equally far apart: 2 3 6 . 8 0 is 236.80 spaced out."""
    printed = [number for number in run.glyphs if number >= 0]
    gaps = [glyphs.left[after] - glyphs.right[before] for before, after in pairwise(printed)]
    steps = [glyphs.left[after] - glyphs.left[before] for before, after in pairwise(printed)]
    if len(gaps) >= 2 and min(max(gaps) - min(gaps), max(steps) - min(steps)) <= _EVEN * run.height:
        run.glyphs = printed


_MOST = 1 << 20
"""More than the regions that a table can have: a cell as one number is its table times this, and its region."""
_OUTSIDE = -1


def _place(cell: int) -> Place:
    return None if cell < 0 else divmod(cell, _MOST)


def _stretches(order: Sequence[int], glyphs: Glyphs, tables: Sequence[Ruled]) -> tuple[list[int], list[int]]:
    """For each glyph its cell as one number, and where stretches begin and end in which each glyph surely goes on with the one before.

    Such a glyph follows closely, is as high as that, and in the same cell.
    """
    import numpy as np

    numbers = np.array(order)
    left, top, right, bottom = (
        np.frombuffer(edges)[numbers] for edges in (glyphs.left, glyphs.top, glyphs.right, glyphs.bottom)
    )
    x, y = (left + right) / 2, (top + bottom) / 2
    cells = np.full(len(numbers), _OUTSIDE)
    for number, table in reversed([*enumerate(tables)]):
        held = (table.xs[0] <= x) & (x < table.xs[-1]) & (table.ys[0] <= y) & (y < table.ys[-1])
        rows = np.searchsorted(table.ys, y[held], "right") - 1
        columns = np.searchsorted(table.xs, x[held], "right") - 1
        cells[held] = number * _MOST + np.array(table.owner)[rows, columns]
    gap, height = left[1:] - right[:-1], (bottom - top)[1:]
    follows = (gap <= _WORD * height) & (gap >= -_BREAK * height) & (right[1:] >= right[:-1])
    follows &= (top[1:] == top[:-1]) & (bottom[1:] == bottom[:-1]) & (top < y)[1:] & (y < bottom)[1:]
    follows &= cells[1:] == cells[:-1]
    return cells.tolist(), [0, *(np.flatnonzero(~follows) + 1).tolist(), len(numbers)]


def place_of(tables: Sequence[Ruled], x: float, y: float) -> Place:
    """The cell that holds a point, of the smallest table that does."""
    for number, table in enumerate(tables):
        if table.holds(x, y):
            return number, table.at(x, y)
    return None


def _rectangle(tables: Sequence[Ruled], place: Place) -> tuple[float, float, float, float]:
    """A rectangle all points of which are of a place, as large as can be told at once; it may be empty."""
    if place is None:
        return (0.0, 0.0, 0.0, 0.0) if tables else (-inf, -inf, inf, inf)
    number, region = place
    left, top, right, bottom = tables[number].rectangle(region)
    for smaller in tables[:number]:
        apart = smaller.xs[0] >= right or smaller.xs[-1] <= left or smaller.ys[0] >= bottom or smaller.ys[-1] <= top
        if not apart:
            return 0.0, 0.0, 0.0, 0.0
    return left, top, right, bottom


def _runs_over(tables: Sequence[Ruled], place: Place, here: Place, before: float, left: float, right: float) -> bool:
    """Whether a text too long for its cell goes on across the border: through a character, or without the least gap."""
    if here is None or place is None or here[0] != place[0]:
        return False
    over = (right - left) / 5
    if any(left + over < edge < right - over for edge in tables[here[0]].column_edges(here[1])):
        return True
    return abs(left - before) < _TIGHT * (right - left)


def _ends_latin(glyphs: Glyphs, run: Run) -> bool:
    last = run.glyphs[-1]
    return last >= 0 and glyphs.is_latin(last)


def lines_of(glyphs: Glyphs, runs: list[Run], loose: bool = False) -> list[PrintedLine]:
    """Runs put together to lines, from the top; `loose` keeps wide gaps visible as two blanks."""
    if len(runs) == 1:  # most cells hold one
        run = runs[0]
        line = PrintedLine(run.left, run.top, run.right, run.bottom, [*run.glyphs])
        _trim(glyphs, line.glyphs)
        return [line]
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: run.middle):
        if rows:
            first = rows[-1][0]
            if abs(run.middle - first.middle) < 0.5 * min(run.height, first.height):
                rows[-1].append(run)
                continue
        rows.append([run])
    return [_line(glyphs, sorted(row, key=lambda run: run.left), loose) for row in rows]


def _line(glyphs: Glyphs, runs: list[Run], loose: bool) -> PrintedLine:
    line = PrintedLine(
        runs[0].left, min(run.top for run in runs), max(run.right for run in runs), max(run.bottom for run in runs)
    )
    right = runs[0].left
    for run in _woven(glyphs, runs):
        if line.glyphs:
            gap = run.left - right
            line.glyphs += [BLANK] * _blanks(glyphs, line.glyphs[-1], run.glyphs[0], gap, line.height, loose)
        line.glyphs += run.glyphs
        right = max(right, run.right)
    _trim(glyphs, line.glyphs)
    return line


_FITS = 0.15
"""Of a character's height: so much two characters may overlap where one is drawn into the gap between others."""


def _woven(glyphs: Glyphs, runs: list[Run]) -> list[Run]:
    """Runs from left to right, those put into the gap of another for which it was left.

    Where a font lacks a sign, a program takes another font for it and draws it after the rest: “小哥”驿站 has its closing
    quotation mark at the end of the text, but on the page it stands in a gap of that.
    """
    found: list[Run] = []
    for run in runs:
        host = found[-1] if found else None
        place = _gap_for(glyphs, host, run) if host is not None and run.left < host.right else None
        if host is None or place is None:
            found.append(run)
            continue
        whole = [*host.glyphs[:place], *run.glyphs, *host.glyphs[place:]]
        found[-1] = Run(host.left, min(host.top, run.top), host.right, max(host.bottom, run.bottom), whole)
    return found


def _gap_for(glyphs: Glyphs, host: Run, run: Run) -> int | None:
    """Before which of its glyphs a run has a gap for another; None where it has none."""
    room = _FITS * run.height
    for place in range(1, len(host.glyphs)):
        before, after = host.glyphs[place - 1], host.glyphs[place]
        if before >= 0 and after >= 0 and glyphs.left[after] >= run.right - room:
            return place if glyphs.right[before] <= run.left + room else None
    return None


def _blanks(glyphs: Glyphs, before: int, after: int, gap: float, height: float, loose: bool) -> int:
    if loose and gap > WIDE * height:
        return 2
    if glyphs.is_blank(before) or glyphs.is_blank(after):
        return 0
    latin = glyphs.is_latin(before) and glyphs.is_latin(after)
    return int(gap > (_WORD if latin else _BLANK) * height)


def _trim(glyphs: Glyphs, numbers: list[int]) -> None:
    chars = glyphs.chars
    while numbers and (numbers[-1] < 0 or chars[numbers[-1]].isspace()):
        numbers.pop()


def askew_lines(glyphs: Glyphs, numbers: Iterable[int]) -> Iterator[PrintedLine]:
    """Text that stands at an angle, line by line as the PDF writes it: what lies far from the last character begins one."""
    line: PrintedLine | None = None
    for number in numbers:
        if glyphs.is_blank(number):
            continue
        left, top, right, bottom = (side[number] for side in (glyphs.left, glyphs.top, glyphs.right, glyphs.bottom))
        if line is not None:
            last = line.glyphs[-1]
            away = max(abs(left - glyphs.left[last]), abs(top - glyphs.top[last]))
            if away <= 2.5 * max(right - left, bottom - top):
                line.glyphs.append(number)
                line.left, line.right = min(line.left, left), max(line.right, right)
                line.top, line.bottom = min(line.top, top), max(line.bottom, bottom)
                continue
            yield line
        line = PrintedLine(left, top, right, bottom, [number])
    if line is not None:
        yield line
