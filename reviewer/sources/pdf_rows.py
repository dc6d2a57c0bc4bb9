"""Rows of a form without rules above its table: cells of several lines beside others that stand in their middle.

                        维修桥梁及引道，保障
    年度目标            车辆通行安全。              （a label in the middle of what it belongs to）

Lines that follow each other as closely as those of a cell are one row, where whatever they have beneath each other stands in
the middle of one and the same height.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from reviewer.sources.pdf_lines import Glyphs, PrintedLine
from reviewer.sources.pdf_places import APART, Aligned, cells_of
from reviewer.sources.pdf_shares import Interval, Merged, Row, divided, texts_of

_WRAPS = 1.45
"""Of a line's height: lines of one row follow each other at most so closely."""
_SAME = 0.35
"""Of a line's height: two middles that are nearer are one."""

_FEW = 2
_SEVERAL = 2
_TWO_HEADERS = 2

_Cell = list[PrintedLine]


def boxed(glyphs: Glyphs, line: PrintedLine) -> list[PrintedLine]:
    """The cells of a line where their own characters stand: cells of one line may stand a little above each other."""
    found = []
    for cell in cells_of(glyphs, line):
        numbers = [n for n in cell.glyphs if n >= 0]
        left, right = min(glyphs.left[n] for n in numbers), max(glyphs.right[n] for n in numbers)
        top, bottom = min(glyphs.top[n] for n in numbers), max(glyphs.bottom[n] for n in numbers)
        found.append(PrintedLine(left, top, right, bottom, cell.glyphs))
    return found


def with_head(glyphs: Glyphs, lines: Sequence[PrintedLine], table: Aligned) -> tuple[int, Aligned]:
    """A table with the rows of the form right above it, as far as they fit its columns, and how many of the lines are left.

    What stands alone in a row is a heading, above which another table may end.
    """
    first, below = len(lines), table.top
    while first and below - lines[first - 1].bottom <= APART * lines[first - 1].height:
        first -= 1
        below = lines[first].top
    head: list[Row] = []
    merged: Merged = {}
    left = len(lines)
    for start, rows, spans in reversed(_rows(glyphs, lines[first:])):
        columns = [_placed(row, table.columns) for row in rows]
        if any(place is None for place in columns) or (len(rows) == 1 and len(rows[0]) < 2):
            break
        placed = [place for place in columns if place is not None]
        merged = {(row + len(rows), column): span for (row, column), span in merged.items()}
        merged |= {(row, placed[row][cell]): span for (row, cell), span in spans.items()}
        head = [*(_laid(row, place, table.columns) for row, place in zip(rows, placed, strict=True)), *head]
        left = first + start
    if not head:
        return left, table
    merged |= {(row + len(head), column): span for (row, column), span in table.spans.items()}
    return left, Aligned(table.columns, lines[left].top, table.bottom, [*head, *table.rows], table.is_doubtful, merged)


def _rows(glyphs: Glyphs, lines: Sequence[PrintedLine]) -> list[tuple[int, list[list[_Cell]], Merged]]:
    """The rows of some lines, those together that share a cell: the number of their first line, their cells from left to right,
    and over how many of them a cell is merged, by row and number of the cell.
    """
    found: list[tuple[int, list[list[_Cell]], Merged]] = []
    heights = sorted(line.height for line in lines)
    near = _WRAPS * heights[len(heights) // 2] if heights else 0.0
    number = 0
    while number < len(lines):
        end = number + 1
        while end < len(lines) and lines[end].top - lines[end - 1].top <= near:
            end += 1
        whole = _together(glyphs, lines[number:end], near) if end > number + 1 else None
        if whole is not None:
            found.append((number, *whole))
        else:
            found += [(n, [[[cell] for cell in boxed(glyphs, lines[n])]], {}) for n in range(number, end)]
        number = end
    return found


def _together(glyphs: Glyphs, lines: Sequence[PrintedLine], near: float) -> tuple[list[list[_Cell]], Merged] | None:
    """The rows of lines that follow each other closely; None where they cannot be told."""
    columns: list[_Cell] = []
    right = 0.0
    for cell in sorted((cell for line in lines for cell in boxed(glyphs, line)), key=lambda cell: cell.left):
        if columns and cell.left < right:
            columns[-1].append(cell)
        else:
            columns.append([cell])
        right = max(right, cell.right) if len(columns[-1]) > 1 else cell.right
    for column in columns:
        column.sort(key=lambda cell: cell.top)
    height = near / _WRAPS
    texts = [texts_of(column, near) for column in columns]
    if all(len(column) == 1 for column in texts):
        middles = [column[0].middle for column in texts]
        return ([columns], {}) if max(middles) - min(middles) <= _SAME * height else None
    parted = divided(columns, near, height, tops=False)
    if parted is None or parted.doubtful:
        return None
    rows, merged = parted.rows, parted.merged
    places = [sorted(row) for row in rows]
    spans = {(row, places[row].index(column)): span for (row, column), span in merged.items()}
    return [[row[column][1] for column in sorted(row)] for row in rows], spans


def _placed(cells: list[_Cell], columns: list[Interval]) -> list[int] | None:
    """The columns of a row's cells, each in one of its own, as near to where it stands as their order allows."""
    if len(cells) > len(columns):
        return None
    starts: list[int] = []
    for number, held in enumerate(cells):
        left, right = min(line.left for line in held), max(line.right for line in held)
        home = next((n for n, (a, b) in enumerate(columns) if min(b, right) > max(a, left)), None)
        if home is None:
            middle = (left + right) / 2
            home = min(range(len(columns)), key=lambda n: max(columns[n][0] - middle, middle - columns[n][1]))
        least = starts[-1] + 1 if starts else 0
        starts.append(min(max(home, least), len(columns) - len(cells) + number))
    return starts


def _laid(cells: list[_Cell], starts: list[int], columns: list[Interval]) -> Row:
    """The cells of a row in their columns, each over as many as it reaches over before the next one."""
    row: Row = {}
    for number, (start, held) in enumerate(zip(starts, cells, strict=True)):
        right = max(line.right for line in held)
        end = starts[number + 1] if number + 1 < len(starts) else len(columns)
        reach = max([n for n in range(start, end) if columns[n][0] < right] or [start])
        row[start] = (reach - start + 1, held)
    return row


def table_of_rows(glyphs: Glyphs, lines: Sequence[PrintedLine]) -> tuple[int, int, Aligned] | None:
    """The first table among some lines that has several rows of cells of more than one line in each other's middle, and from
    which line to which; None where there is none.
    """
    start = 0
    while start < len(lines):
        end = start + 1
        while end < len(lines) and lines[end].top - lines[end - 1].bottom <= APART * lines[end - 1].height:
            end += 1
        rows = _rows(glyphs, lines[start:end])
        while rows and all(len(row) < 2 for row in rows[0][1]):
            rows.pop(0)
        sizes = [row[0] for row in [*rows[1:], (end - start, [], {})]] if rows else []
        joined = [
            cells
            for (first, cells, _), after in zip(rows, sizes, strict=True)
            if after - first > 1 and len(cells[0]) > _FEW
        ]
        table = _of_rows(lines[start:end], rows) if len(joined) >= _SEVERAL else None
        if table is not None:
            return start + rows[0][0], end, table
        start = end
    return None


def _of_rows(lines: Sequence[PrintedLine], rows: list[tuple[int, list[list[_Cell]], Merged]]) -> Aligned | None:
    """Rows in the columns of those with the most cells; None where these do not stand over each other."""
    flat = [row for _, part, _ in rows for row in part]
    most = max(map(len, flat))
    full = [[_across(cell) for cell in row] for row in flat if len(row) == most]
    columns = [(min(a for a, _ in column), max(b for _, b in column)) for column in zip(*full, strict=True)]
    if any(left[1] >= right[0] for left, right in pairwise(columns)):
        return None
    table = Aligned(columns, lines[rows[0][0]].top, lines[-1].bottom)
    for _, part, spans in rows:
        placed = [_placed(row, columns) or [] for row in part]
        table.spans |= {(row + len(table.rows), placed[row][cell]): span for (row, cell), span in spans.items()}
        laid = [_laid(row, place, columns) for row, place in zip(part, placed, strict=True)]
        table.rows += _over_their_groups(laid, columns) if len(laid) == _TWO_HEADERS else laid
    return table


def _over_their_groups(rows: list[Row], columns: list[Interval]) -> list[Row]:
    """Two rows, the cells of the upper one over all columns of the lower one that they stand in the middle of."""
    upper, lower = rows
    alone = {column for column in lower if column not in upper}
    for column, (width, lines) in list(upper.items()):
        if column not in lower or width > 1:
            continue
        first = last = column
        while first - 1 in alone:
            first -= 1
        while last + 1 in alone:
            last += 1
        middle = sum(_across(lines)) / 2
        ranges = [(a, b) for a in range(first, column + 1) for b in range(column, last + 1)]
        a, b = min(ranges, key=lambda r: abs((columns[r[0]][0] + columns[r[1]][1]) / 2 - middle))
        del upper[column]
        upper[a] = (b - a + 1, lines)
    return rows


def _across(cell: _Cell) -> Interval:
    return min(line.left for line in cell), max(line.right for line in cell)
