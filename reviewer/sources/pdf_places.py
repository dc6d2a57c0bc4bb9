"""Tables without rules, or with rules across only, by place: rows whose cells stand over each other give the columns.

The rows with the most cells, if their cells lie over each other, say where the columns are; every other line of the block is
laid onto these: a cell that reaches over several columns is merged, a line closer to the one above than rows are to each
other goes on with it.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import pairwise

from reviewer.sources.pdf_lines import BLANK, Glyphs, PrintedLine
from reviewer.sources.pdf_shares import Interval, Row

APART = 3.0
"""Of a line's height: with more room than this between two lines they are not of one table."""
_CELL_GAP = 0.42
"""Of a line's height: cells are at least so far apart where no blank is printed between them; characters are closer."""
_LEVELS = 2
"""So many columns from the left may hold what stands for several rows."""
_INTO = 0.3
"""Of a line's height: a cell that reaches further into a column than this is of that column too."""
_SAME_ROW = 0.8
"""Of the step between rows: lines that are closer are of one row."""
_FEW_ROWS = 3
_FEW_COLUMNS = 3
_MANY_COLUMNS = 4
"""With so many columns over each other, two rows are enough."""
_MOST_LINES = 400
_WHOLE = 0.93
"""Of the step between rows: so far apart, two lines are of two rows."""
_FULL = 1.5
"""Of a line's height: a cell that ends no further from where its longest line does may go on in the next line."""


@dataclass(slots=True)
class Aligned:
    """A table without rules: for each row its cells by column, each with how many columns it covers and its lines."""

    columns: list[Interval]
    top: float
    bottom: float
    rows: list[Row] = field(default_factory=list)
    is_doubtful: bool = False
    """Whether something stands between two rows, in the middle of several: to which of them it belongs is guessed."""
    spans: dict[tuple[int, int], int] = field(default_factory=dict)
    """Over how many rows the cell of a row and column is merged, where it is."""


def table_by_place(glyphs: Glyphs, lines: list[PrintedLine], start: int) -> tuple[Aligned, int] | None:
    """The table that begins with the line `start`, and where it ends; None where the lines are none."""
    end = start + 1
    while end < min(len(lines), start + _MOST_LINES) and _is_near(lines[end - 1], lines[end]):
        end += 1
    cells = [cells_of(glyphs, line) for line in lines[start:end]]
    columns = _columns(cells) if len(cells[0]) > 1 else None
    if columns is None:
        return None
    if not _is_of_table(glyphs, cells[0], columns):
        return None
    base = {number for number, row in enumerate(cells) if len(row) == len(columns)}
    laid = [_laid(row, columns, _height(cells)) for row in cells]
    last = max(n for n, row in enumerate(cells) if len(row) > 1 or n in base)
    rows = _Rows(lines[start:end], laid, base, len(columns))
    table = Aligned(columns, lines[start].top, lines[start + last].bottom)
    number = 0
    while number < len(cells) and (number <= last or rows.goes_on(number) or rows.is_beside(number)):
        if not number or not (rows.goes_on(number) or rows.is_beside(number)):
            table.rows.append({})
            rows.began = number
        row = table.rows[-1]
        if rows.is_beside(number) and rows.belongs_below(number):
            row = rows.waiting
        for (column, width), cell in laid[number].items():
            _put(row, column, width, cell)
        if row is not rows.waiting:
            rows.give_back(row)
        table.bottom = lines[start + number].bottom
        number += 1
    table.is_doubtful = rows.is_doubtful
    _raise_middles(glyphs, table)
    return table, start + number


def _is_of_table(glyphs: Glyphs, cells: list[PrintedLine], columns: list[Interval]) -> bool:
    """Whether a line may be a table's first: not one with pairs of its own, 单位：… 日期：…, that no column stands under."""
    if len(cells) == len(columns):
        return True
    paired = [cell for cell in cells if any(glyphs.chars[n] in ":：" for n in cell.glyphs if n >= 0)]
    return all(any(abs(cell.left - left) <= cell.height for left, _ in columns) for cell in paired)


def _is_near(above: PrintedLine, line: PrintedLine) -> bool:
    return line.top - above.bottom <= APART * max(line.height, above.height)


def _height(cells: list[list[PrintedLine]]) -> float:
    heights = sorted(cell.height for row in cells for cell in row)
    return heights[len(heights) // 2]


def cells_of(glyphs: Glyphs, line: PrintedLine) -> list[PrintedLine]:
    """The line cut where there is room without a printed blank."""
    found: list[PrintedLine] = []
    right = line.left
    blank = False
    for number in line.glyphs:
        if number < 0:
            continue
        if glyphs.chars[number].isspace():
            blank, right = True, max(right, glyphs.right[number])
            if found:
                found[-1].glyphs.append(number)
            continue
        left = glyphs.left[number]
        gap = left - right
        cut = gap > _CELL_GAP * line.height and not (blank and gap <= line.height)
        if not found or cut:
            found.append(PrintedLine(left, line.top, left, line.bottom))
        elif gap > _LATIN * line.height and glyphs.is_latin(number) and glyphs.is_latin(found[-1].glyphs[-1]):
            found[-1].glyphs.append(BLANK)
        found[-1].glyphs.append(number)
        found[-1].right = right = max(right, glyphs.right[number])
        blank = False
    for cell in found:
        while cell.glyphs and glyphs.is_blank(cell.glyphs[-1]):
            cell.glyphs.pop()
    return found


_LATIN = 0.2
"""Of a line's height: the blank between two Latin words."""


def _columns(cells: list[list[PrintedLine]]) -> list[Interval] | None:
    """From where to where the columns reach: those of the rows with the most cells that lie over each other."""
    for count in sorted({len(row) for row in cells}, reverse=True):
        if count < _FEW_COLUMNS:
            return None
        rows = [row for row in cells if len(row) == count]
        if len(rows) == 1 and count >= _MANY_COLUMNS and (alone := _widened(rows[0], cells)) is not None:
            return alone
        if len(rows) < (2 if count >= _MANY_COLUMNS else _FEW_ROWS):
            continue
        columns = [(min(c.left for c in column), max(c.right for c in column)) for column in zip(*rows, strict=True)]
        if all(left[1] < right[0] for left, right in pairwise(columns)):
            return columns
    return None


def _widened(header: list[PrintedLine], cells: list[list[PrintedLine]]) -> list[Interval] | None:
    """The columns of a header that no row fills, widened by what stands beneath; None where too little lies under it."""
    below = cells[next(n for n, row in enumerate(cells) if row is header) + 1 :]
    columns = [(cell.left, cell.right) for cell in header]
    fitting = 0
    for row in below:
        over = [[n for n, (a, b) in enumerate(columns) if min(b, c.right) > max(a, c.left)] for c in row]
        if len(row) > 1 and all(len(one) == 1 for one in over) and len({one[0] for one in over}) == len(row):
            fitting += 1
            for cell, (n,) in zip(row, over, strict=True):
                columns[n] = (min(columns[n][0], cell.left), max(columns[n][1], cell.right))
    clear = all(left[1] < right[0] for left, right in pairwise(columns))
    return columns if clear and fitting >= _FEW_ROWS else None


def _laid(cells: list[PrintedLine], columns: list[Interval], height: float) -> dict[tuple[int, int], PrintedLine]:
    """The cells of a line by column and by how many of them they cover; those of one column together."""
    found: dict[tuple[int, int], PrintedLine] = {}
    for cell in cells:
        first = _first_column(cell, columns)
        last = first
        while last + 1 < len(columns) and cell.right > columns[last + 1][0] + _INTO * height:
            last += 1
        key = (first, last - first + 1)
        before = next((k for k in found if k[0] <= first < k[0] + k[1]), None)
        if before is not None:
            held = found.pop(before)
            cell = PrintedLine(
                held.left,
                min(held.top, cell.top),
                cell.right,
                max(held.bottom, cell.bottom),
                [*held.glyphs, BLANK, *cell.glyphs],
            )
            key = (before[0], max(before[0] + before[1], last + 1) - before[0])
        found[key] = cell
    return found


def _first_column(cell: PrintedLine, columns: list[Interval]) -> int:
    """The column in which a cell begins: that under its left edge, else the one nearest to it."""
    for number, (_left, right) in enumerate(columns):
        following = columns[number + 1][0] if number + 1 < len(columns) else float("inf")
        if cell.left < right or (cell.left < following and cell.right <= following):
            overlap = [n for n, (a, b) in enumerate(columns) if min(b, cell.right) > max(a, cell.left)]
            return overlap[0] if overlap else _nearest(cell, columns)
    return len(columns) - 1


def _nearest(cell: PrintedLine, columns: list[Interval]) -> int:
    middle = (cell.left + cell.right) / 2
    return min(range(len(columns)), key=lambda n: max(columns[n][0] - middle, middle - columns[n][1]))


def _around(numbers: list[int], number: int) -> tuple[int | None, int | None]:
    """Of some numbers in order, the next before and the next after a number."""
    place = bisect_left(numbers, number)
    after = place + (place < len(numbers) and numbers[place] == number)
    return (numbers[place - 1] if place else None), (numbers[after] if after < len(numbers) else None)


class _Rows:
    """Which lines are of one row."""

    def __init__(
        self, lines: list[PrintedLine], laid: list[dict[tuple[int, int], PrintedLine]], base: set[int], count: int
    ) -> None:
        self._lines = lines
        self._laid = laid
        self._base = base
        self._count = count
        self.waiting: Row = {}
        """What stands left of a row that is still to come."""
        steps = [lines[n + 1].top - lines[n].top for n in base if n + 1 in base]
        if not steps:
            several = [n for n, row in enumerate(laid) if len(row) > 1]
            steps = [lines[b].top - lines[a].top for a, b in pairwise(several)]
        self._step = min((step for step in steps if step > lines[0].height), default=0.0)
        """From the top of a full row to that of the next, at least; 0 where no two follow each other."""
        self._ends: dict[int, float] = {}
        for row in laid:
            for (column, width), cell in row.items():
                self._ends[column + width] = max(cell.right, self._ends.get(column + width, 0.0))
        self._mains = [n for n, row in enumerate(laid) if any(column + width > _LEVELS for column, width in row)]
        self._anchors = [n for n, row in enumerate(laid) if 2 * len(row) > count]
        self._beside = {n for n in range(1, len(laid)) if self._stands_beside(n)}
        self.began = 0
        """The first line of the row in hand."""
        self.is_doubtful = False

    def _stands_beside(self, number: int) -> bool:
        """Whether a line is only a level that stands closer to a row, or between two, than rows are to each other."""
        if any(column + width > _LEVELS for column, width in self._laid[number]):
            return False
        return min(map(abs, self._ways(number))) < _SAME_ROW * self._step

    def _ways(self, number: int) -> tuple[float, float]:
        """How far it is from a line to the next above and below that are no levels alone."""
        above, below = _around(self._mains, number)
        top = self._lines[number].top
        return (
            top - self._lines[above].top if above is not None else float("inf"),
            self._lines[below].top - top if below is not None else float("inf"),
        )

    def is_beside(self, number: int) -> bool:
        """Whether a line is only a level beside the rows above or below it."""
        return number in self._beside

    def belongs_below(self, number: int) -> bool:
        """Whether a level alone stands closer to the row that comes than to the one above."""
        above, below = self._ways(number)
        return below < above

    def _is_before_its_row(self, number: int) -> bool:
        """Whether a line with few cells is the upper line of cells that are higher than the rest of the row to come."""
        above, below = _around(self._anchors, number)
        if above is None or below is None:
            return False
        tops = [self._lines[n].top for n in (above, number, below)]
        return tops[2] - tops[1] < min(tops[1] - tops[0], _SAME_ROW * self._step)

    def give_back(self, row: Row) -> None:
        """Put what waited for a row into it."""
        for column, (width, lines) in self.waiting.items():
            held = row.pop(column, (width, []))
            row[column] = (width, [*lines, *held[1]])
        self.waiting.clear()

    def goes_on(self, number: int) -> bool:
        """Whether a line is of the row above it: closer than rows are, or beneath cells that are full."""
        if number in self._beside:
            return False
        before = number - 1
        anchor = number in self._anchors
        while before and (
            before in self._beside or (anchor and before not in self._anchors and not self._is_before_its_row(before))
        ):
            before -= 1
        above, line = self._lines[before], self._lines[number]
        if number in self._base and before in self._base:
            return False
        step = line.top - above.top
        if not anchor and self._is_before_its_row(number):
            return False
        if line.top < above.bottom - _INTO * line.height or (self._step and step < _SAME_ROW * self._step):
            if self._is_next_row(before, number):
                self.is_doubtful = True
                return False
            return True
        if 2 * len(self._laid[number]) > self._count or (self._step and step > self._step + 1.0):
            return False
        return all(self._is_full(before, column, line.height) for column, _ in self._laid[number])

    def _is_next_row(self, before: int, number: int) -> bool:
        """Whether a line is a whole step below one of the same columns: what lies between them is beside both."""
        if before <= self.began or not self._step:
            return False
        upper, lower = self._laid[before - 1], self._laid[number]
        down = self._lines[number].top - self._lines[before - 1].top
        return down >= _WHOLE * self._step and len(upper.keys() & lower.keys()) >= _FEW_COLUMNS

    def _is_full(self, number: int, column: int, height: float) -> bool:
        """Whether the cell of a line over a column reaches as far as any that ends there, and is no short one."""
        for (first, width), cell in self._laid[number].items():
            if first <= column < first + width:
                end = self._ends[first + width]
                return cell.right >= end - _FULL * height and cell.right - cell.left >= _LONG * height
        return False


_LONG = 5.0
"""Of a line's height: a shorter cell has not filled its column."""


def _put(row: Row, column: int, width: int, cell: PrintedLine) -> None:
    """Put a line into the cell of a row that holds its column."""
    for first, (wide, lines) in row.items():
        if first <= column < first + wide:
            row[first] = (max(wide, column + width - first), [*lines, cell])
            return
    row[column] = (width, [cell])


_OFF = 0.35
"""Of a row's step: the middle of a merged cell may be so far from that of its rows."""


def _raise_middles(glyphs: Glyphs, table: Aligned) -> None:
    """Put what stands in the middle beside several rows, as merged cells are printed, into the first of them.

    That it does is sure where each text of a column is in the middle of rows that follow each other without a rest.
    """
    first = next((n for n in range(1, len(table.rows)) if _lacks_level(glyphs, table, n)), None)
    if first is None:
        return
    bands = _bands(table.rows[first:])
    for column in range(min(_LEVELS, len(table.columns) - 2)):
        texts = [row[column] for row in table.rows[first:] if column in row and row[column][0] == 1]
        starts = _groups([_middle(lines) for _, lines in texts], bands)
        if starts is None:
            continue
        for row in table.rows[first:]:
            row.pop(column, None)
        for start, cell in zip(starts, texts, strict=True):
            table.rows[first + start][column] = cell


def _lacks_level(glyphs: Glyphs, table: Aligned, number: int) -> bool:
    """Whether a row has blank cells on the left right below a full one that may be a header: no figure stands in that."""
    above = table.rows[number - 1]
    if len(above) < len(table.columns) or all(column in table.rows[number] for column in range(_LEVELS)):
        return False
    numbers = (n for _, lines in above.values() for line in lines for n in line.glyphs if n >= 0)
    return not any(glyphs.chars[n].isdigit() for n in numbers)


def _middle(lines: list[PrintedLine]) -> float:
    return (lines[0].top + lines[-1].bottom) / 2


def _bands(rows: list[Row]) -> list[float]:
    """Where rows begin and end from top to bottom, halfway between what stands on their right."""
    spans = []
    for row in rows:
        lines = [line for column, (_, held) in row.items() if column >= _LEVELS for line in held]
        lines = lines or [line for _, held in row.values() for line in held]
        spans.append((min(line.top for line in lines), max(line.bottom for line in lines)))
    inner = [(above[1] + below[0]) / 2 for above, below in pairwise(spans)]
    edge = (inner[0] - spans[0][1]) if inner else 0.0
    return [spans[0][0] - edge, *inner, spans[-1][1] + edge]


def _groups(middles: list[float], bands: list[float]) -> list[int] | None:
    """The first row of each group of rows that a text stands in the middle of; None where they leave rows over."""
    starts: list[int] = []
    row = 0
    for middle in middles:
        if row >= len(bands) - 1:
            return None
        starts.append(row)
        end = 2 * middle - bands[row]
        step = (bands[-1] - bands[0]) / (len(bands) - 1)
        row = min(range(row + 1, len(bands)), key=lambda n: abs(bands[n] - end))
        if abs(bands[row] - end) > 2 * _OFF * step:
            return None
    return starts if starts and row == len(bands) - 1 else None
