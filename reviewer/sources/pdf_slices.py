"""Cells of a table between whose rows nothing is drawn, from where its texts stand.

    项目名称      桥梁小修          主管部门      水务站
                                                               （slices: nothing stands across the room between them）
    资金来源      财政拨款          9.00
                  其他              0.00

    一级指标      二级指标          三级指标      指标值
                  数量指标          改造桥梁      9座
    产出指标
                  质量指标          合格率        100%

What has free room above and below from end to end is a slice. Slices in which the same columns stand are a part; in each part the
middles of the texts tell the rows, and which cells are merged (pdf_shares).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, product
from math import prod

from reviewer.sources.pdf_lines import PrintedLine
from reviewer.sources.pdf_rules import Rule, Ruled, table_of
from reviewer.sources.pdf_shares import Division, Interval, Limits, Merged, Row, divided, texts_of, wider

WRAPS = 1.75
"""Of a line's height: the lines of one cell follow each other at most so closely."""
_SAME = 0.5
"""Of a line's height: texts whose middles are nearer stand on one line."""
_OVER = 1.0
"""Points by which text may reach over a border."""
_ROOM = 0.15
"""Of a line's height: so much more room than between the lines of a cell is between two slices."""
_STEP = 1.1
"""Of the step between lines of one cell: those of different cells are at least so far from each other."""
_ONE_ROW = 0.35
"""Of a line's height: texts of one row have their middles, or their tops, no further apart."""
_REACH = 0.3
"""Of a line's height: so far into the next row a cell of several lines reaches at least."""
_INSET = 0.5
"""Points from a border to text, at least."""
_PADDED = 1.7
"""Of a line's height: two rows of a header have no more room between their texts."""
_MANY = 3
"""So many columns with as many lines, at the same heights, are several rows."""
_MANY_COLUMNS = 4
_MOST_TRIES = 250
_TWO_HEADERS, _HEADER_SLICES = 2, 3
_MOST_WAYS = 200
_NEAR = 3.0
"""Points by which the heading of several columns is off their middle, at most, for each."""


@dataclass(slots=True)
class Part:
    """Some rows that have the same columns: from where to where these reach, the cells, and where the rows begin and end."""

    columns: list[Interval]
    rows: list[Row]
    merged: Merged
    extents: list[Interval]
    doubtful: set[tuple[int, int]] = field(default_factory=set)
    unsure: set[int] = field(default_factory=set)
    """The rows that other cells might hold for."""

    @property
    def reach(self) -> Interval:
        """From where to where the part reaches down."""
        return self.extents[0][0], self.extents[-1][1]

    def covered(self) -> set[tuple[int, int]]:
        """The slots, by row and column, that a merged cell of a row above reaches over, or the lower lines of a cell that begins at
        the top of a row with less room than it has lines.
        """
        found = {(row + n, column) for (row, column), span in self.merged.items() for n in range(1, span)}
        for row, cells in enumerate(self.rows):
            for column, (width, lines) in cells.items():
                for below in range(row + 1, len(self.rows)):
                    reach = self.extents[below][0] + _REACH * lines[-1].height
                    if width > 1 or column in self.rows[below] or lines[-1].bottom <= reach:
                        break
                    found.add((below, column))
        return found

    @property
    def gaps(self) -> list[Interval]:
        """From where to where there is room between its columns."""
        return [(left[1], right[0]) for left, right in pairwise(self.columns)]


def line_step(chunks: Sequence[PrintedLine], height: float) -> float:
    """How near the tops of lines of one cell are, at most; 0 where no cell has several lines."""
    nearest = WRAPS * height + 1
    ordered = sorted(chunks, key=lambda chunk: chunk.top)
    for number, chunk in enumerate(ordered):
        for other in ordered[number + 1 :]:
            step = other.top - chunk.top
            if step >= nearest:
                break
            if step > _SAME * height and min(chunk.right, other.right) > max(chunk.left, other.left):
                nearest = step
    return _STEP * nearest if nearest <= WRAPS * height else 0.0


def parts_of(
    chunks: Sequence[PrintedLine], limits: Limits = (None, None), before: Sequence[float] = ()
) -> list[Part] | None:
    """The parts of a table from its top; None where the rows of one cannot be told.

    `limits` are its edges, as far as these are drawn, `before` the borders of the columns of a table that it may go on.
    """
    if not chunks:
        return None
    heights = sorted(chunk.height for chunk in chunks)
    height = heights[len(heights) // 2]
    step = line_step(chunks, height)
    slices = list(slices_of(chunks, height, step))
    if before:
        again = [(a + _INSET, b - _INSET) for a, b in pairwise(before)]
        part = _part(slices, height, step, limits, again)
        if part is not None:
            return [part]
    found: list[Part] = []
    start = tries = 0
    while start < len(slices):
        ends = _ends(slices, start)
        tries += len(ends)
        if tries > _MOST_TRIES:
            return None
        header = _header(slices[start : start + _HEADER_SLICES], height, step)
        ways = (
            (
                end,
                _part(
                    slices[start:end],
                    height,
                    step,
                    (limits[0] if not start else None, limits[1] if end == len(slices) else None),
                ),
            )
            for end in reversed(ends)
        )
        end, part = header or next((way for way in ways if way[1] is not None), (0, None))
        if part is None:
            return None
        found.append(part)
        start = start + end if header else end
    return found


def _header(slices: list[list[PrintedLine]], height: float, step: float) -> tuple[int, Part] | None:
    """The header of two rows that some slices begin with, and how many slices it takes."""
    for count in range(len(slices), 0, -1):
        part = _heads([chunk for held in slices[:count] for chunk in held], height, step)
        if part is not None and part.merged and any(width > 1 for width, _ in part.rows[0].values()):
            return count, part
    return None


def with_same_columns(parts: Sequence[Part]) -> None:
    """Give each part that has its cells in columns of the one with the most the blank columns between them, too."""
    most = max(parts, key=lambda part: len(part.columns))
    for part in parts:
        if part is most or len(part.columns) < _MANY_COLUMNS or len(part.columns) == len(most.columns):
            continue
        homes = [_homes(column, most.columns) for column in part.columns]
        if any(len(home) != 1 for home in homes) or len({home[0] for home in homes}) < len(homes):
            continue
        to = {n: home[0] for n, home in enumerate(homes)}
        if not all(
            b == a + 1
            for row in part.rows
            for n, (width, _) in row.items()
            if width > 1
            for a, b in pairwise(to[n + k] for k in range(width))
        ):
            continue
        columns = list(most.columns)
        for n, column in to.items():
            columns[column] = part.columns[n]
        part.columns = columns
        part.rows = [{to[n]: cell for n, cell in row.items()} for row in part.rows]
        part.merged = {(row, to[n]): span for (row, n), span in part.merged.items()}
        part.doubtful = {(row, to[n]) for row, n in part.doubtful}


def _homes(interval: Interval, columns: list[Interval]) -> list[int]:
    return [n for n, (left, right) in enumerate(columns) if min(right, interval[1]) > max(left, interval[0])]


def slices_of(chunks: Iterable[PrintedLine], height: float, step: float) -> Iterator[list[PrintedLine]]:
    """The texts of each slice, from the top."""
    held: list[PrintedLine] = []
    bottom = 0.0
    room = _ROOM * height + max(0.0, step / _STEP - height)
    for chunk in sorted(chunks, key=lambda chunk: chunk.top):
        if held and chunk.top - bottom > room:
            yield held
            held = []
        bottom = max(bottom, chunk.bottom) if held else chunk.bottom
        held.append(chunk)
    if held:
        yield held


def _ends(slices: list[list[PrintedLine]], start: int) -> list[int]:
    """Where a part that begins with a slice may end: as long as its columns stay apart."""
    found = [start + 1]
    columns = _columns(slices[start])
    for end in range(start + 1, len(slices)):
        columns = _united([*columns, *((chunk.left, chunk.right) for chunk in slices[end])])
        if len(columns) < 2 or len(columns) < len(_columns(slices[end])):
            break
        found.append(end + 1)
    return found


def _columns(chunks: Iterable[PrintedLine]) -> list[Interval]:
    return _united((chunk.left, chunk.right) for chunk in chunks)


def _united(intervals: Iterable[Interval]) -> list[Interval]:
    """The intervals, those that overlap put together."""
    found: list[Interval] = []
    for left, right in sorted(intervals):
        if found and left < found[-1][1]:
            found[-1] = wider(found[-1], (left, right))
        else:
            found.append((left, right))
    return found


def _part(
    slices: list[list[PrintedLine]], height: float, step: float, limits: Limits, again: list[Interval] | None = None
) -> Part | None:
    """Slices as one part; None where they are none. `again` are the columns that go on from the page before."""
    chunks = [chunk for held in slices for chunk in held]
    columns = again or _columns(chunks)
    lines = _by_column(chunks, columns, height)
    if len(slices) == 1 and not again:
        if lines is None:
            return _heads(chunks, height, step)
        row = _one_row(lines, height, step)
        if row is not None:
            return Part(columns, [row], {}, [(min(c.top for c in chunks), max(c.bottom for c in chunks))])
    if lines is None or len(columns) < 2:
        return None
    found = divided(lines, step, height, limits, bool(again))
    is_run_on = all(len(texts_of(column, step)) < 2 for column in lines)
    if found is not None:
        is_run_on = any(are_rows([held for _, held in row.values()], height) for row in found.rows)
    if is_run_on:
        found = divided(lines, 0.0, height, limits, bool(again))
    heads = (
        _heads(chunks, height, step)
        if len(slices) == 1 and (found is None or _has_blank(found, len(columns)))
        else None
    )
    if heads is not None or found is None:
        return heads
    return Part(columns, found.rows, found.merged, found.extents, found.doubtful, found.unsure)


def _has_blank(found: Division, columns: int) -> bool:
    """Whether columns have no text at the first of some rows, as those of a lower row of a header that others stand over."""
    return len(found.rows[0]) < columns and len(found.rows) == _TWO_HEADERS


def _by_column(chunks: Iterable[PrintedLine], columns: list[Interval], height: float) -> list[list[PrintedLine]] | None:
    """The lines of each column; None where two stand beside each other in one, or one in none."""
    found: list[list[PrintedLine]] = [[] for _ in columns]
    for chunk in sorted(chunks, key=lambda chunk: chunk.middle):
        column = next(
            (n for n, (left, right) in enumerate(columns) if left <= chunk.left and chunk.right <= right), None
        )
        if column is None:
            return None
        if found[column] and chunk.middle - found[column][-1].middle < _SAME * height:
            return None
        found[column].append(chunk)
    return found


def _one_row(columns: list[list[PrintedLine]], height: float, step: float) -> Row | None:
    """The texts as one row; None where they are several."""
    texts = [texts_of(column, step) for column in columns]
    if are_rows(columns, height) or any(len(column) > 1 for column in texts):
        return None
    middles, tops = [column[0].middle for column in texts], [column[0].top for column in texts]
    if min(max(middles) - min(middles), max(tops) - min(tops)) > _ONE_ROW * height:
        return None
    return {number: (1, column[0].lines) for number, column in enumerate(texts)}


def are_rows(columns: Sequence[list[PrintedLine]], height: float) -> bool:
    """Whether lines that follow each other closely are rows: many columns have as many, at the same heights, or all of a few."""
    several = [[line.middle for line in column] for column in columns if len(column) > 1]
    alike = max((sum(_are_level(one, other, height) for other in several) for one in several), default=0)
    return alike >= _MANY and (alike == sum(map(bool, columns)) or max(map(len, columns)) > _TWO_HEADERS)


def _are_level(one: list[float], other: list[float], height: float) -> bool:
    """Whether the lines of two columns stand beside each other, one by one."""
    return len(one) == len(other) and all(abs(a - b) <= _ROOM * height for a, b in zip(one, other, strict=True))


def _heads(chunks: list[PrintedLine], height: float, step: float) -> Part | None:
    """The two rows of a header whose upper has headings over several columns of the lower; None where they are none."""
    texts = [text for column in _stacked(chunks) for text in texts_of(column, step)]
    low, high = min(text.middle for text in texts), max(text.middle for text in texts)
    upper = sorted((t for t in texts if t.middle - low <= _ONE_ROW * height), key=lambda t: t.lines[0].left)
    lower = [text for text in texts if high - text.middle <= _ONE_ROW * height]
    whole = [text for text in texts if abs(text.middle - (low + high) / 2) <= _ONE_ROW * height + (high - low) / 8]
    if high - low <= height * _SAME or len(upper) + len(lower) + len(whole) != len(texts):
        return None
    highest = [max((text.bottom - text.top for text in row), default=0.0) for row in (upper, lower)]
    if high - low > sum(highest) / 2 + _PADDED * height:
        return None
    across = {id(t): (min(c.left for c in t.lines), max(c.right for c in t.lines)) for t in texts}
    below = sorted([*lower, *whole], key=lambda text: across[id(text)])
    columns = [across[id(text)] for text in below]
    if any(left[1] > right[0] for left, right in pairwise(columns)):
        return None
    top: Row = {n: (1, text.lines) for n, text in enumerate(below) if text in whole}
    bottom: Row = {n: (1, text.lines) for n, text in enumerate(below) if text not in whole}
    merged = {(0, n): 2 for n in top}
    reaches = _reaches([across[id(text)] for text in upper], columns, sorted(bottom))
    if reaches is None:
        return None
    top |= {a: (b - a, text.lines) for text, (a, b) in zip(upper, reaches, strict=True)}
    middle = (min(t.bottom for t in upper) + max(t.top for t in lower)) / 2
    ends = min(text.top for text in texts), max(text.bottom for text in texts)
    return Part(columns, [top, bottom], merged, [(ends[0], middle), (middle, ends[1])])


def _stacked(chunks: Iterable[PrintedLine]) -> Iterator[list[PrintedLine]]:
    """Texts of which each stands beneath the middle of the one before."""
    found: list[list[PrintedLine]] = []
    for chunk in sorted(chunks, key=lambda chunk: chunk.top):
        middle = (chunk.left + chunk.right) / 2
        over = next((c for c in found if abs(c[-1].left + c[-1].right - 2 * middle) <= 2 * _NEAR), None)
        over.append(chunk) if over is not None else found.append([chunk])
    yield from found


def _reaches(headings: list[Interval], columns: list[Interval], lower: list[int]) -> list[tuple[int, int]] | None:
    """Over which columns (half-open) each of some headings stands, in their middle as far as that can be: over all those of a lower
    row together; None where one stands over none of them.
    """
    over = [[n for n in lower if min(columns[n][1], right) > max(columns[n][0], left)] for left, right in headings]
    runs: list[list[int]] = []
    for column in lower:
        runs[-1].append(column) if runs and runs[-1][-1] == column - 1 else runs.append([column])
    found: list[tuple[int, int]] = []
    for run in runs:
        held = [
            n
            for n, (left, right) in enumerate(headings)
            if columns[run[0]][0] < (left + right) / 2 < columns[run[-1]][1]
        ]
        bounds = [(over[n][0], over[n][-1]) if over[n] else _between(headings[n], columns, run) for n in held]
        places = [range(one[1] + 1, other[0] + 1) for one, other in pairwise(bounds)]
        ways = (
            [list(pairwise((run[0], *cuts, run[-1] + 1))) for cuts in product(*places)]
            if held and prod(map(len, places)) <= _MOST_WAYS
            else []
        )
        if not ways:
            return None
        found += min(
            ways, key=lambda way: sum(_off(headings[n], columns, *one) for n, one in zip(held, way, strict=True))
        )
    return found if len(found) == len(headings) else None


def _between(heading: Interval, columns: list[Interval], run: list[int]) -> tuple[int, int]:
    """The columns on both sides of a heading that stands over the room between two."""
    before = max((n for n in run if columns[n][1] <= heading[0]), default=run[0])
    return before, min((n for n in run if columns[n][0] >= heading[1]), default=run[-1])


def _off(heading: Interval, columns: list[Interval], first: int, end: int) -> float:
    """How far a heading is from the middle of some columns."""
    return abs(columns[first][0] + columns[end - 1][1] - sum(heading)) / 2


def stabbed(gaps: Iterable[tuple[float, float]], drawn: Sequence[float]) -> list[float]:
    """The fewest borders that, with those that are drawn, part all texts that stand beside each other."""
    found: list[float] = []
    low = high = -1.0
    for a, b in sorted(set(gaps), key=lambda gap: gap[1]):
        if any(a - _OVER <= x <= b + _OVER for x in drawn):
            continue
        if found and a <= high:
            low = max(low, a)
            found[-1] = (low + high) / 2
        else:
            low, high = a, b
            found.append((a + b) / 2)
    return found


def table_of_parts(
    parts: Sequence[Part], drawn: Sequence[float], edges: tuple[float, float, float, float]
) -> Ruled | None:
    """The table whose parts these are, within its edges (left, top, right, bottom); `drawn` are the borders that are known."""
    with_same_columns(parts)
    borders = sorted([*drawn, *stabbed((gap for part in parts for gap in part.gaps), drawn)])
    left, top, right, bottom = edges
    across, down = rules_of(parts, borders, edges)
    return table_of([Rule(top, left, right), *across, Rule(bottom, left, right)], down)


def rules_of(
    parts: Sequence[Part], borders: Sequence[float], edges: tuple[float, float, float, float]
) -> tuple[list[Rule], list[Rule]]:
    """The lines across and down that would part the cells of a table whose columns some borders part; `edges` are the table's left,
    top, right and bottom.
    """
    across: list[Rule] = []
    down: list[Rule] = []
    left, top, right, bottom = edges
    for number, part in enumerate(parts):
        end = (part.reach[1] + parts[number + 1].reach[0]) / 2 if number + 1 < len(parts) else bottom
        xs = [left, *(_border(gap, borders) for gap in part.gaps), right]
        ys = [top, *((above[1] + below[0]) / 2 for above, below in pairwise(part.extents)), end]
        if number:
            across.append(Rule(top, left, right))
        covered = part.covered()
        for row in range(1, len(part.rows)):
            across += [Rule(ys[row], xs[n], xs[n + 1]) for n in range(len(part.columns)) if (row, n) not in covered]
        for row, cells in enumerate(part.rows):
            within = {n + k for n, (width, _) in cells.items() for k in range(1, width)}
            down += [Rule(x, ys[row], ys[row + 1]) for n, x in enumerate(xs) if n not in within]
        top = end
    return across, down


def _border(gap: Interval, borders: Sequence[float]) -> float:
    """The border in the room between two columns, in its middle where there is none."""
    middle = sum(gap) / 2
    within = [x for x in borders if gap[0] - 1 <= x <= gap[1] + 1]
    return min(within, key=lambda x: abs(x - middle), default=middle)
