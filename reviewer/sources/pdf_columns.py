"""Tables without rules, as far as alignment tells: lines below each other whose gaps keep the same columns apart."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.sources.pdf_centred import centred_tables
from reviewer.sources.pdf_lines import Glyphs, PrintedLine
from reviewer.sources.pdf_places import APART, Aligned, table_by_place
from reviewer.sources.pdf_rows import table_of_rows, with_head

_FEW = 3
"""So many lines with more than one part make a table; fewer are a heading with its date, or signatures."""
_FULL = 0.85
"""A part that fills so much of its column may go on in the next line."""

_Interval = tuple[float, float]


def find_aligned(glyphs: Glyphs, lines: list[PrintedLine]) -> Iterator[PrintedLine | Aligned]:
    """The same lines in order, those of a table put together."""
    tables, refused = centred_tables(glyphs, lines)
    for part in _in_order(glyphs, lines, tables):
        if refused and isinstance(part, Aligned):
            part.is_doubtful = True
        yield part


def _in_order(
    glyphs: Glyphs, lines: list[PrintedLine], tables: list[tuple[int, int, Aligned]]
) -> Iterator[PrintedLine | Aligned]:
    done = 0
    for start, end, table in tables:
        left, whole = with_head(glyphs, lines[done:start], table)
        yield from _others(glyphs, lines[done : done + left])
        yield whole
        done = end
    yield from _others(glyphs, lines[done:])


def _others(glyphs: Glyphs, lines: list[PrintedLine]) -> Iterator[PrintedLine | Aligned]:
    """Lines without merged cells in the middle of their rows: by their own middles, or by the gaps between them."""
    found = table_of_rows(glyphs, lines)
    if found is None:
        yield from _by_gaps(glyphs, lines)
        return
    start, end, table = found
    yield from _by_gaps(glyphs, lines[:start])
    yield table
    yield from _others(glyphs, lines[end:])


def _by_gaps(glyphs: Glyphs, lines: list[PrintedLine]) -> Iterator[PrintedLine | Aligned]:
    parts = [line.parts(glyphs) for line in lines]
    index = 0
    while index < len(lines):
        placed = table_by_place(glyphs, lines, index)
        if placed is not None:
            yield placed[0]
            index = placed[1]
            continue
        if index + 1 < len(lines) and table_by_place(glyphs, lines, index + 1) is not None:
            yield lines[index]
            index += 1
            continue
        end, columns = _extent(lines, parts, index) if len(parts[index]) > 1 else (index, [])
        if sum(len(row) > 1 for row in parts[index:end]) >= _FEW:
            yield _table(lines, parts, index, end, columns)
            index = end
        else:
            yield lines[index]
            index += 1


def _extent(lines: list[PrintedLine], parts: list[list[PrintedLine]], start: int) -> tuple[int, list[_Interval]]:
    """Where a table that begins with the line `start` ends, and its columns."""
    columns = [(part.left, part.right) for part in parts[start]]
    end, last = start + 1, start + 1
    kept = columns
    while end < len(lines) and lines[end].top - lines[end - 1].bottom <= APART * lines[end].height:
        merged = _united([*columns, *((part.left, part.right) for part in parts[end])])
        if len(merged) < max(2, len(columns)):
            break
        columns = merged
        end += 1
        if len(parts[end - 1]) > 1 or _continues(parts[end - 1], parts[end - 2], columns):
            last, kept = end, columns
    return last, kept


def _united(intervals: list[_Interval]) -> list[_Interval]:
    found: list[_Interval] = []
    for left, right in sorted(intervals):
        if found and left < found[-1][1]:
            found[-1] = (found[-1][0], max(right, found[-1][1]))
        else:
            found.append((left, right))
    return found


def _column(part: PrintedLine, columns: list[_Interval]) -> int:
    middle = (part.left + part.right) / 2
    return min(range(len(columns)), key=lambda c: max(columns[c][0] - middle, middle - columns[c][1]))


def _continues(parts: list[PrintedLine], above: list[PrintedLine], columns: list[_Interval]) -> bool:
    """Whether a line only goes on with the cells above it: each part stands beneath one that fills its column."""
    over = {_column(part, columns): part for part in above}
    for part in parts:
        column = _column(part, columns)
        left, right = columns[column]
        if column not in over or over[column].right - over[column].left < _FULL * (right - left):
            return False
    return len(parts) < len(columns) or len(columns) == 2


def _table(
    lines: list[PrintedLine], parts: list[list[PrintedLine]], start: int, end: int, columns: list[_Interval]
) -> Aligned:
    table = Aligned(columns, lines[start].top, lines[end - 1].bottom)
    for index in range(start, end):
        if index == start or not _continues(parts[index], parts[index - 1], columns):
            table.rows.append({})
        for part in parts[index]:
            table.rows[-1].setdefault(_column(part, columns), (1, []))[1].append(part)
    return table
