"""Lists of projects whose columns only blanks keep apart, with levels over them or packed indicators in their cells.

                                            产出指标              满意度指标
    项目名称     预算数      年度目标
                                        数量指标    质量指标   服务对象满意度指标

                          更换水泵，保障供   更换水泵：
    泵站改造     16.50                               合格率≥98%    用户满意度≥90%
                          水。               12台

Rows are what blank lines part (see blank_rows); the columns are those of the rows with the most cells, and the labels of the
upper line are over those of the lower one that they stand in the middle of.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

from reviewer.extract.aligned import Aligned
from reviewer.extract.aligned_head import pieces_of
from reviewer.extract.blank_rows import BlankRow, Cell, Wide, blank_rows, line_numbers
from reviewer.extract.book import is_note, is_title
from reviewer.extract.labels import Role, roles_of
from reviewer.extract.likeness import amount_text
from reviewer.extract.list_heads import list_header
from reviewer.extract.rows import Row
from reviewer.model.flow import Flow
from reviewer.model.taxonomy import levels_named

_TOLD = frozenset({Role.GOAL, Role.INDICATORS, Role.LEVEL_CELL})
_FEW_COLUMNS, _FEW_ROWS = 4, 2
_Interval = tuple[int, int]


def listed_table(lines: Sequence[Flow], start: int = 0) -> Aligned | None:
    """The first such table among some lines, from `start` on."""
    numbers = line_numbers([*lines, *lines[-1:]])
    cells = [[(piece.start, piece.flow) for piece in pieces_of(line)] for line in lines]
    for place in range(start, len(lines)):
        if place > start and numbers[place] == numbers[place - 1] + 1:
            continue
        block = cells[place : _end_of_block(numbers, place)]
        if sum(_is_label(flow) for line in block for _, flow in line) < _FEW_COLUMNS:
            continue
        end = _end_of(cells, place)
        rows = blank_rows(cells[place:end], numbers[place:end])
        table = _in_columns(rows) if rows is not None else None
        if table is not None:
            return Aligned(place, end, table, [])
    return None


def _end_of_block(numbers: Sequence[int], place: int) -> int:
    end = place + 1
    while end < len(numbers) and numbers[end] == numbers[end - 1] + 1:
        end += 1
    return end


def _is_label(flow: Flow) -> bool:
    return bool(roles_of(flow.text) or levels_named(flow.text))


def _end_of(cells: Sequence[list[Cell]], place: int) -> int:
    """The line after the last one of a table whose header begins at a line: before a title, a note, the next header."""
    body = False
    for n in range(place, len(cells)):
        texts = [flow.text for _, flow in cells[n]]
        if n > place and len(texts) == 1 and (is_title(texts[0]) or is_note(texts[0])):
            return n
        labelled = len(texts) > 2 and all(map(_is_label, (flow for _, flow in cells[n])))
        if labelled and body:
            return n
        body |= any(amount_text(text) is not None for text in texts)
    return len(cells)


def _in_columns(rows: Sequence[BlankRow]) -> list[Row] | None:
    """Rows in the columns of those with the most cells, the labels of the header over theirs; None where it is no such list."""
    flat = [row.cells for row in rows]
    heads = next((n for n, cells in enumerate(flat) if not all(_is_label(cell.flow) for cell in cells)), len(flat))
    if not 1 <= heads <= _MOST_HEADS:
        return None
    header, body = flat[:heads], flat[heads:]
    columns = _columns(body)
    if columns is None:
        return None
    laid = [_laid(cells, columns) for cells in flat[1:]]
    upper = _over(header[0], {place for place, _ in laid[0] or ()} if heads > 1 else set(), columns)
    whole = [row for row in laid if row is not None]
    if upper is None or len(whole) < len(laid):
        return None
    first = Row(tuple((at, flow) for at, _, flow in upper), 0, widths=tuple(width for _, width, _ in upper))
    roles = {column.role for column in list_header(first) or ()}
    if Role.LEVEL3 in roles or not roles & _TOLD:
        return None
    return [first, *(Row(tuple(cells), 0) for cells in whole)]


_MOST_HEADS = 2


def _columns(body: Sequence[list[Wide]]) -> list[_Interval] | None:
    """From where to where the columns reach: those of the rows with the most cells."""
    most = max(map(len, body), default=0)
    full = [cells for cells in body if len(cells) == most]
    if most < _FEW_COLUMNS or len(full) < _FEW_ROWS:
        return None
    columns = [(min(c.start for c in column), max(c.end for c in column)) for column in zip(*full, strict=True)]
    return columns if all(left[1] <= right[0] for left, right in pairwise(columns)) else None


def _laid(cells: Sequence[Wide], columns: Sequence[_Interval]) -> list[tuple[int, Flow]] | None:
    """The cells of a row at their columns; None where one reaches over two, or two are in one."""
    found: list[tuple[int, Flow]] = []
    for cell in cells:
        homes = [n for n, (left, right) in enumerate(columns) if min(right, cell.end) > max(left, cell.start)]
        if not homes:
            middle = (cell.start + cell.end) / 2
            homes = [min(range(len(columns)), key=lambda n: max(columns[n][0] - middle, middle - columns[n][1]))]
        if len(homes) > 1 or (found and found[-1][0] >= homes[0]):
            return None
        found.append((homes[0], cell.flow))
    return found


def _over(
    labels: Sequence[Wide], lower: Collection[int], columns: Sequence[_Interval]
) -> list[tuple[int, int, Flow]] | None:
    """The labels of a header's upper line, each with its column and how many it is over: those in whose middle it stands.

    It is over several only where each of them has a label below; a column without one has one of its own.
    """
    worst = (float("inf"), ())
    best: list[tuple[float, tuple[int, ...]]] = [(0.0, ()), *[worst] * len(columns)]
    for label in labels:
        middle = (label.start + label.end) / 2
        step: list[tuple[float, tuple[int, ...]]] = [worst] * (len(columns) + 1)
        for first, (cost, ends) in enumerate(best):
            for end in range(first + 1, len(columns) + 1):
                if end - first > 1 and first not in lower:
                    break
                if end - first > 1 and end - 1 not in lower:
                    break
                off = cost + abs((columns[first][0] + columns[end - 1][1]) / 2 - middle)
                step[end] = min(step[end], (off, (*ends, end)))
        best = step
    cost, ends = best[-1]
    if cost == worst[0]:
        return None
    return [(a, b - a, label.flow) for a, b, label in zip((0, *ends), ends, labels, strict=False)]
