"""Whose rows they are, in a list whose columns only blanks keep apart: the cells left of the levels, merged over rows.

    单位        项目        金额      目标        一级指标     三级指标       指标值
                                               产出指标     维护路灯       ≥300盏
                路灯维护     81.50    保障照明。
                                               效益指标     居民出行       更方便
    城管局
                                               产出指标     清运垃圾       ≥9万吨
                环卫       20.00    环境整洁。
                                               满意度指标    居民满意度      ≥90%

A merged cell stands in the middle of its rows, or beside the first of them in all of a table. Which lines and rows make an entry is
what costs least over the whole table: each cell in the middle of its entry, one name and one figure to an entry. An office may be
merged over several entries.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from reviewer.extract.aligned_columns import Zone
from reviewer.extract.labels import Role
from reviewer.extract.likeness import amount_text
from reviewer.extract.rows import Row
from reviewer.model.flow import Flow
from reviewer.model.taxonomy import levels_named

_LEVELS = (Role.LEVEL1, Role.LEVEL2)
_ROW = frozenset({*_LEVELS, Role.LEVEL3, Role.ANNUAL_VALUE, Role.PERIOD_VALUE})
_NO_NAME, _NO_NAME_ON_TOP = 3.0, 0.8
"""Price of rows without a name; those at the top of a page may go on with what the page before has named."""
_MISSING: dict[Role, float] = {Role.GOAL: 0.7, Role.ATTRIBUTE: 0.1}
_NO_FIGURE, _FIGURE_TOO_MUCH = 1.0, 4.0
_LOWER_LEVEL = 1.5
"""Price of a level 1 within an entry that comes before the one above it: 满意度指标, then 产出指标."""
_ENTRY = 0.4
_TOLERANCE, _WITHIN = 0.5, 0.4
"""So far from the middle a cell may stand, by the lines that a page is made into, at this part of the price."""
_AWAY = 1.0
"""So many lines a cell may stand from the middle of its rows; more, and whose it is counts as a guess."""
_GAP, _WORST_GAP, _NEAR = 0.7, 2.5, 2
"""Price of each line, beyond a few, between two lines of one cell, and at most of all between two."""
_FARTHEST = 3
"""So many times the first level may begin again within one entry."""
_OF_ALL = 0.8
"""Share of the rows with a first level of their own from which on levels stand in every row and tell nothing."""
_NOT_USUAL = 0.8
"""Price of an entry that begins where levels, which are in order else, do not tell it, and of each place within one where they do."""
_ORDERED = 1.5
"""So many times a level comes before the one above it, to a name, where the rows of an entry are in order."""
_MOST_ROWS = 40
"""So many rows are tried as one entry where levels do not tell where one begins."""
_RANKS = {"产出指标": 1, "效益指标": 2, "满意度指标": 3}
_END = 10**9


@dataclass(slots=True)
class _Part:
    """Rows from one to another, lines from one to another: an entry, or a row that only sums some."""

    rows: range
    top: int
    bottom: int
    price: float = 0.0
    texts: dict[int, list[int]] = field(default_factory=dict)
    guessed: list[int] = field(default_factory=list)
    """The columns whose text stands too far from the middle."""


def entry_rows(
    zones: Sequence[Zone],
    left: Sequence[int],
    found: Sequence[Sequence[int]],
    cells: Sequence[dict[int, Flow]],
    starts: set[int] | None,
) -> tuple[list[Row], list[Flow]]:
    """The rows of a list with the cells of each entry in the first of its rows; and the texts of which it is a guess whose they are.

    `left` are the columns of entries, `found` the lines of each row, `cells` what else is in it, `starts` the rows where a level 1
    begins.
    """
    table = _Table(zones, left, found, cells, starts)
    parts = table.parts()
    wide = table.merged(parts)
    rows: list[Row] = []
    guessed: list[Flow] = []
    for part, over in zip(parts, wide, strict=True):
        texts = {n: zones[n].joined(lines) for n, lines in {**part.texts, **over}.items()}
        entry = {n: text for n, text in texts.items() if text}
        guessed += [entry[n] for n in part.guessed if n in entry]
        first = cells[part.rows[0]] if part.rows else {}
        rows.append(Row(tuple(sorted({**entry, **first}.items())), 0))
        rows += [Row(tuple(sorted(cells[row].items())), 0) for row in part.rows[1:] if cells[row]]
    return [row for row in rows if row.cells], guessed


class _Table:
    """The left part of a list beside the rows that were found."""

    _is_on_top = False
    """Whether cells stand beside the first of their rows, not in the middle."""

    def __init__(
        self,
        zones: Sequence[Zone],
        left: Sequence[int],
        found: Sequence[Sequence[int]],
        cells: Sequence[dict[int, Flow]],
        starts: set[int] | None,
    ) -> None:
        self._zones, self._found, self._cells = zones, found, cells
        names = [n for n in left if zones[n].role is Role.ENTRY_NAME] or [n for n in left if zones[n].role is Role.UNIT]
        self._name = names[0] if names else next((n for n in left if zones[n].lines), left[0])
        self._amounts = [n for n in left if zones[n].role is Role.AMOUNT]
        merged = [n for n in left if n < self._name]
        self._wide = merged
        self._own = [n for n in left if n not in merged and n not in self._amounts]
        self._lines = {n: sorted(zones[n].lines) for n in left}
        figures = {line for n in self._amounts for line, flow in zones[n].lines.items() if amount_text(flow.text)}
        self._figures = sorted(figures)
        self._all = sorted({line for n in left if n not in merged for line in zones[n].lines})
        self._reach = self._reaches()
        self._pages = self._first_rows_of_pages()
        self._usual: set[int] = set()
        """The rows where an entry seems to begin, though levels stand in all."""
        self._lower: set[int] = set()
        """The rows whose level 1 comes before that of the row above, where levels are in order."""
        self._falls: set[int] = set()
        """The same, wherever levels stand: an entry begins there, if levels are in order."""
        self._starts = self._where_to_begin(starts)

    def _reaches(self) -> list[tuple[int, int]]:
        """From which line to which each row reaches with all of its cells: a level of two lines is around its name."""
        reach = [(lines[0], lines[-1]) for lines in self._found]
        levels = [zone for zone in self._zones if zone.role is Role.LEVEL2]
        for line in sorted(line for zone in levels for line in zone.lines):
            below = next((n for n, (top, _) in enumerate(reach) if top > line), len(reach))
            if below == 0:
                reach[0] = (line, reach[0][1])
            elif below == len(reach) and line > reach[-1][1]:
                reach[-1] = (reach[-1][0], line)
        return reach

    def _first_rows_of_pages(self) -> set[int]:
        pages = [next((s.page for flow in row.values() for s in flow.spans), -1) for row in self._cells]
        return {0} | {n for n, (above, below) in enumerate(pairwise(pages), 1) if above != below}

    def _where_to_begin(self, starts: set[int] | None) -> list[int] | None:
        """The rows where an entry may begin: the first level of its kind again, or one that comes before it."""
        first = next((n for n, zone in enumerate(self._zones) if zone.role is Role.LEVEL1), None)
        if first is None or not starts:
            return None
        levels = [row.get(first) for row in self._cells]
        top = levels[0].text if levels[0] else ""
        ranks = [_rank(flow) for flow in levels]
        lower = {n for n in range(1, len(ranks)) if n in starts and ranks[n] and ranks[n - 1] > ranks[n]}
        self._falls = lower
        again = {n for n in starts if levels[n] and (flow := levels[n]) and flow.text == top}
        if len(self._zones[first].lines) <= _OF_ALL * len(self._found):
            self._lower = lower
            return sorted({0, *lower, *again})
        names = len(self._figures) or len(self._lines[self._name])
        self._usual = {0, *lower} if lower and len(lower) <= _ORDERED * names else set()
        return None

    # -- the entries ------------------------------------------------------------------------------------------------

    def parts(self) -> list[_Part]:
        """The entries from top to bottom, those without rows among them."""
        marks = self._marks()
        best: list[tuple[float, int, _Part | None]] = [(0.0, -1, None)]
        for end in range(1, len(marks)):
            options: list[tuple[float, int, _Part | None]] = []
            for start in self._before(marks, end):
                part = self._part(marks[start], marks[end])
                if part is not None and best[start][0] < _END:
                    options.append((best[start][0] + part.price, start, part))
            best.append(min(options, key=lambda option: option[0]) if options else (_END, -1, None))
        chosen: list[_Part] = []
        end = len(marks) - 1
        while end > 0 and (part := best[end][2]) is not None:
            chosen.append(part)
            end = best[end][1]
        on_top = self._parts_on_top() if self._starts is None else []
        begun = {part.rows[0] for part in chosen if part.rows}
        self._is_on_top = bool(on_top) and not self._falls <= begun
        return on_top if self._is_on_top else chosen[::-1]

    def _parts_on_top(self) -> list[_Part]:
        """The entries where each has its name and its figure beside its first row; none where they do not all stand so, or where
        levels begin again elsewhere.
        """
        names = self._lines[self._name]
        lines = self._figures or [line for line in names if line - 1 not in names]
        if not self._falls or not lines or lines[0] != self._all[0] or not set(lines) <= set(names):
            return []
        tops = [top for top, _ in self._reach]
        rows = [bisect_left(tops, line) for line in lines]
        parts: list[_Part] = []
        for (line, row), (below, after) in pairwise([*zip(lines, rows, strict=True), (_END, len(tops))]):
            stands_beside = row < len(tops) and tops[row] == line
            if (after if stands_beside else row) != after or (row and self._reach[row - 1][1] >= line):
                return []  # rows that nobody has, or a name beside a row's second line
            texts = {n: _between(self._lines[n], line, below) for n in (*self._own, *self._amounts)}
            parts.append(_Part(range(row, after), line, below, texts=texts))
        return parts if self._falls <= {part.rows[0] for part in parts if part.rows} else []

    def _marks(self) -> list[tuple[int, int]]:
        """Where an entry may begin: before which row, and from which line on."""
        rows = self._starts if self._starts is not None else list(range(len(self._found)))
        marks: list[tuple[int, int]] = []
        for row in rows:
            above = self._found[row - 1][-1] if row else -1
            top = self._reach[row][0]
            cuts = [line for line in self._all if above < line < top and (not row or self._blank_above(line))]
            marks += [(row, cut) for cut in [*(cuts[-_MOST_CUTS:] if row else [-1, *cuts]), top]]
        last = self._found[-1][-1]
        ends = [line for line in self._all if line > last and self._blank_above(line)]
        return [
            *sorted(set(marks)),
            *((len(self._found), line) for line in ends[:_MOST_CUTS]),
            (len(self._found), _END),
        ]

    def _blank_above(self, line: int) -> bool:
        at = bisect_left(self._all, line)
        return at == 0 or self._all[at - 1] < line - 1 or line in self._figures

    def _before(self, marks: Sequence[tuple[int, int]], end: int) -> list[int]:
        """The marks where an entry may have begun that ends at one."""
        row = marks[end][0]
        if self._starts is None:
            return [n for n in range(end) if row - marks[n][0] <= _MOST_ROWS]
        known = sorted({r for r, _ in marks[:end] if r < row})
        lowest = known[-_FARTHEST] if len(known) >= _FARTHEST else 0
        return [n for n in range(end) if marks[n][0] >= lowest]

    def _part(self, start: tuple[int, int], end: tuple[int, int]) -> _Part | None:
        """The rows and lines between two marks as an entry, with its price; None where they cannot be one."""
        part = _Part(range(start[0], end[0]), start[1], end[1], _ENTRY)
        part.price += _NOT_USUAL if part.rows and self._usual and start[0] not in self._usual else 0.0
        part.price += _NOT_USUAL * sum(row in self._usual for row in part.rows[1:])
        figures = _between(self._figures, part.top, part.bottom)
        if not part.rows and not figures:
            return None
        middles = self._middles(part) if part.rows else [float(figures[0])]
        part.price += _FIGURE_TOO_MUCH * max(0, len(figures) - 1)
        part.price += _NO_FIGURE if self._figures and not figures and not self._goes_on(part) else 0.0
        part.price += _LOWER_LEVEL * sum(row in self._lower for row in part.rows[1:])
        for n in self._own:
            lines = _between(self._lines[n], part.top, part.bottom)
            part.texts[n] = lines
            if not lines:
                part.price += self._missing(n, part)
                continue
            off = _off(lines, middles) + _gaps(lines)
            part.price += off
            if off > _AWAY:
                part.guessed.append(n)
            if not part.rows and self._zones[n].role is Role.GOAL:
                part.price += _NO_NAME
        for n in self._amounts:
            part.texts[n] = _between(self._lines[n], part.top, part.bottom)
        if figures:
            off = _off(figures, middles)
            part.price += off
            part.guessed += self._amounts if off > _AWAY else []
        return part

    def _missing(self, n: int, part: _Part) -> float:
        if n != self._name:
            if self._goes_on(part):
                return 0.0
            return _MISSING.get(self._zones[n].role, 0.0) if part.rows else 0.0
        if not part.rows and any(_between(self._lines[wide], part.top, part.bottom) for wide in self._wide):
            return 0.0
        return _NO_NAME_ON_TOP if self._goes_on(part) else _NO_NAME

    def _goes_on(self, part: _Part) -> bool:
        """Whether rows at the top of a page have no name: they may be of the entry of the page before."""
        named = _between(self._lines[self._name], part.top, part.bottom)
        return bool(part.rows) and part.rows[0] in self._pages and not named

    def _middles(self, part: _Part) -> list[float]:
        """Where a cell of an entry may stand: in the middle of its rows, or of those on one page."""
        cuts = [row for row in part.rows if row in self._pages or row == part.rows[0]]
        pieces = [(a, b - 1) for a, b in pairwise([*cuts, part.rows[-1] + 1])]
        whole = (part.rows[0], part.rows[-1])
        return [(self._reach[a][0] + self._reach[b][1]) / 2 for a, b in {whole, *pieces}]

    # -- what is merged over several ------------------------------------------------------------------------------------

    def merged(self, parts: Sequence[_Part]) -> list[dict[int, list[int]]]:
        """The lines of the columns left of the names for each of the entries: of those that a cell was merged over, all have it."""
        over: list[dict[int, list[int]]] = [{} for _ in parts]
        for n in self._wide:
            for first, end, lines, off in self._merged_over(n, parts):
                for at in range(first, end):
                    over[at][n] = lines
                    if off > _AWAY and lines:
                        parts[at].guessed.append(n)
        return over

    def _merged_over(self, n: int, parts: Sequence[_Part]) -> list[tuple[int, int, list[int], float]]:
        """(first entry, the one after the last, lines, how far off) of each cell of a column."""
        lines = self._lines[n]
        best: list[tuple[float, int, list[int], float]] = [(0.0, -1, [], 0.0)]
        for end in range(1, len(parts) + 1):
            options: list[tuple[float, int, list[int], float]] = []
            for start in range(max(0, end - _MOST_ROWS), end):
                top = parts[start].top if start else -1
                own = _between(lines, top, parts[end - 1].bottom if end < len(parts) else _END)
                extents = [self._extent(part) for part in parts[start:end]]
                middle = (extents[0][0] + extents[-1][1]) / 2
                if self._is_on_top:
                    middle = extents[0][0] + (own[-1] - own[0]) / 2 if own else middle
                off = _off(own, [middle]) + _gaps(own) if own else _NO_OFFICE * (end - start)
                options.append((best[start][0] + _CELL + off, start, own, off if own else 0.0))
            best.append(min(options, key=lambda option: option[0]))
        found: list[tuple[int, int, list[int], float]] = []
        end = len(parts)
        while end:
            _, start, own, off = best[end]
            found.append((start, end, own, off))
            end = start
        return found

    def _extent(self, part: _Part) -> tuple[int, int]:
        if part.rows:
            return self._reach[part.rows[0]][0], self._reach[part.rows[-1]][1]
        lines = _between(self._figures, part.top, part.bottom)
        return lines[0], lines[-1]


_MOST_CUTS = 6
_NO_OFFICE, _CELL = 0.6, 0.2
"""Price of an entry without a cell left of its name, and of each cell there."""


def _rank(level: Flow | None) -> int:
    named = {name.name for name in levels_named(level.text)} if level else set()
    return next((rank for name, rank in _RANKS.items() if name in named or name.removesuffix("指标") in named), 0)


def _between(lines: Sequence[int], top: int, bottom: int) -> list[int]:
    return list(lines[bisect_left(lines, top) : bisect_left(lines, bottom)])


def _off(lines: Sequence[int], middles: Sequence[float]) -> float:
    """How far the middle of some lines is from the nearest place where it may be."""
    own = (lines[0] + lines[-1]) / 2
    off = min(abs(own - middle) for middle in middles)
    return max(0.0, off - _TOLERANCE) + _WITHIN * min(off, _TOLERANCE)


def _gaps(lines: Sequence[int]) -> float:
    """The price of lines between those of one cell."""
    return sum(min(_WORST_GAP, _GAP * max(0, below - above - _NEAR)) for above, below in pairwise(lines))
