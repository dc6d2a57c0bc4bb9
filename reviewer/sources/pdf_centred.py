"""Tables without rules whose merged cells stand in the middle of their rows, as word processors print them.

    单位      项目            一级指标    二级指标    三级指标        指标值
                                          数量指标    改造桥梁        9座
                              产出指标
    水务站    桥梁小修                    质量指标    合格率          100%
                              效益指标    社会效益    事故            0起

The column with the most texts tells the rows. Every other text stands in the middle of the rows that it holds for: a column's
texts divide all rows among them, each in the middle of its share, and a column further left only divides where those to its
right do. Where that does not come out even, the lines are left to the other ways of reading a table by place.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from reviewer.sources.pdf_lines import Glyphs, PrintedLine
from reviewer.sources.pdf_places import APART, Aligned
from reviewer.sources.pdf_rows import boxed
from reviewer.sources.pdf_shares import OFF, Interval, Merged, Row, Shares, Text, divided, texts_of, wider

_FEW_COLUMNS = 4
_FEW_LINES = 4
_MOST_BENEATH = 3
"""So many lines at the end may be no part of the table: a note, who filled it in, the heading of the next."""
_WRAPS = 1.7
"""Of a line's height: lines of one cell follow each other at most so closely."""
_STEP = 1.1
"""Of the step between lines of one cell: those of different cells are at least so far from each other."""

_Cell = tuple[Interval, Interval, PrintedLine]
"""From where to where a cell of a line reaches across and down, and its characters."""


def centred_tables(glyphs: Glyphs, lines: list[PrintedLine]) -> tuple[list[tuple[int, int, Aligned]], bool]:
    """The tables of this kind in some lines, each with its first line and where it ends; whether one was refused for its rows."""
    found: list[tuple[int, int, Aligned]] = []
    cells = [_boxed(glyphs, line) for line in lines]
    start, refused = 0, False
    while start < len(lines):
        regions = list(_regions(glyphs, lines, cells, start))
        tables = (_table(lines, cells, start, *region, strict) for strict in (True, False) for region in regions)
        table = None
        for one in tables:
            if one is not None and not _joins_rows(one[2]):
                table = one
                break
            refused |= one is not None
        if table is not None:
            found.append(table)
        start = table[1] if table is not None else start + 1
    return found, refused


_LINES, _COLUMNS = 3, 3
"""With so many lines beside each other in so many of its columns, a row is several."""


def _joins_rows(table: Aligned) -> bool:
    """Whether a row holds what are rows of their own: lines at the same heights in several columns."""
    for row in table.rows:
        heights = [tuple(round(line.top / 2) for line in lines) for _, lines in row.values() if len(lines) >= _LINES]
        if any(heights.count(one) >= _COLUMNS for one in set(heights)):
            return True
    return False


def _boxed(glyphs: Glyphs, line: PrintedLine) -> list[_Cell]:
    return [((cell.left, cell.right), (cell.top, cell.bottom), cell) for cell in boxed(glyphs, line)]


def _regions(
    glyphs: Glyphs, lines: list[PrintedLine], cells: list[list[_Cell]], header: int
) -> Iterator[tuple[int, list[Interval]]]:
    """Where a table may end whose header is a line, and its columns, the longest first; none where the line is no header of one.

    A label may stand left of the header's columns, in a column of its own. What stands alone in the last lines may be beneath it.
    """
    if len(cells[header]) < _FEW_COLUMNS or _has_figures(glyphs, cells[header]):
        return
    columns = [across for across, _, _ in cells[header]]
    label: Interval | None = None
    ends: list[tuple[int, list[Interval]]] = []
    end = header + 1
    while end < len(lines) and lines[end].top - lines[end - 1].bottom <= APART * lines[end].height:
        homes = [_homes(across, columns) for across, _, _ in cells[end]]
        before = [across for (across, _, _), home in zip(cells[end], homes, strict=True) if not home]
        if (
            any(len(home) > 1 for home in homes)
            or any(right >= columns[0][0] for _, right in before)
            or len(before) > 1
        ):
            break
        columns = columns.copy()
        for (across, _, _), home in zip(cells[end], homes, strict=True):
            if home:
                columns[home[0]] = wider(columns[home[0]], across)
            else:
                label = wider(label, across) if label else across
        end += 1
        ends.append((end, [label, *columns] if label else columns))
    for tried, (end, columns) in enumerate(reversed(ends[_FEW_LINES - 1 :])):
        if all(left[1] < right[0] for left, right in pairwise(columns)):
            yield end, columns
        if len(cells[end - 1]) > 1 or tried >= _MOST_BENEATH:
            return


def _homes(across: Interval, columns: list[Interval]) -> list[int]:
    """The columns that a cell stands in."""
    return [n for n, (left, right) in enumerate(columns) if min(right, across[1]) > max(left, across[0])]


def _has_figures(glyphs: Glyphs, cells: list[_Cell]) -> bool:
    """Whether a digit or a colon stands in a line: then it is no header."""
    return any(
        glyphs.chars[n].isdigit() or glyphs.chars[n] in ":：" for _, _, cell in cells for n in cell.glyphs if n >= 0
    )


def _table(
    lines: list[PrintedLine], cells: list[list[_Cell]], header: int, end: int, columns: list[Interval], strict: bool
) -> tuple[int, int, Aligned] | None:
    """The table of a region, where it begins and ends; None where no column is merged over rows, or the rows cannot be told:
    `strict` asks that labels left of the header's columns divide the rows, too.
    """
    below: list[list[PrintedLine]] = [[] for _ in columns]
    for row in cells[header + 1 : end]:
        for across, _, cell in row:
            below[_column(across, columns)].append(cell)
    for column in below:
        column.sort(key=lambda cell: cell.top)
    height = sorted(cell.height for column in below for cell in column)[sum(map(len, below)) // 2]
    labelled = len(columns) > len(cells[header])
    for step in _steps(below, height):
        parted = divided(below[labelled:], step, height)
        if parted is None or parted.doubtful:
            continue
        rows, merged, extents = parted.rows, parted.merged, parted.extents
        rows.insert(0, {n: (1, [cell]) for n, (_, _, cell) in enumerate(cells[header])})
        merged = {(row + 1, column): span for (row, column), span in merged.items()}
        if labelled:
            labels = texts_of(below[0], step)
            starts = _label_rows([cells[header][0][1], *extents], [label.middle for label in labels])
            if strict and starts is None:
                return None
            rows, merged = _labelled(rows, merged, [cells[header][0][1], *extents], labels, starts)
        if not merged:
            return None
        table = Aligned(columns, lines[header].top, lines[end - 1].bottom, rows, spans=merged)
        return header, end, table
    return None


def _label_rows(extents: list[Interval], middles: list[float]) -> list[int] | None:
    """The first row of each label left of the header: with the header's row, which is the first, or without it."""
    cuts = set(range(len(extents)))
    with_header = Shares(extents).divide(middles, cuts, OFF)
    if with_header is not None:
        return [start for start, _ in with_header[0]]
    below = Shares(extents[1:]).divide(middles, cuts, OFF)
    return [start + 1 for start, _ in below[0]] if below is not None else None


def _labelled(
    rows: list[Row], merged: Merged, extents: list[Interval], labels: list[Text], starts: list[int] | None
) -> tuple[list[Row], Merged]:
    """Rows and merged cells with what stands left of the header in a column of its own: in the first of a label's rows, where
    these are known, else in the row that it stands beside.
    """
    rows = [{column + 1: cell for column, cell in row.items()} for row in rows]
    merged = {(row, column + 1): span for (row, column), span in merged.items()}
    if starts is not None:
        merged |= {(a, 0): b - a for a, b in pairwise([*starts, len(rows)]) if b - a > 1}
    for number, label in enumerate(labels):
        near = min(range(len(extents)), key=lambda n: abs(sum(extents[n]) / 2 - label.middle))
        row = rows[starts[number] if starts is not None else near]
        row[0] = (1, [*row[0][1], *label.lines] if 0 in row else label.lines)
    return rows, merged


def _column(across: Interval, columns: list[Interval]) -> int:
    return _homes(across, columns)[0]


def _steps(columns: list[list[PrintedLine]], height: float) -> list[float]:
    """How near lines of a column may be to be of one cell, the likelier first: as near as the nearest are, or none."""
    steps = [below.top - above.top for column in columns for above, below in pairwise(column)]
    nearest = min((step for step in steps if step > 0.5 * height), default=0.0)
    return [_STEP * nearest, 0.0] if 0.0 < nearest <= _WRAPS * height else [0.0]
