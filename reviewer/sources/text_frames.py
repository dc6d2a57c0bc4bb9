"""Tables that a text draws with lines of dashes between the rows: +-----+-----+ of converters, ┌──┬──┐ of terminals.

    +----------+----------+----------+
    | 一级指标 | 二级指标 | 指标值   |
    +==========+==========+==========+
    | 产出指标 | 数量指标 | ≥12公里  |
    |          +----------+----------+
    |          | 质量指标 | ≥95%     |
    +----------+----------+----------+

A cell's text may run over several lines; a cell ends where there are dashes beneath it, so that merged cells stay merged.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import accumulate, pairwise

from reviewer.model.source import Block, Cell, Grid
from reviewer.model.spans import Span
from reviewer.sources.text_cells import Places, trimmed

_ASCII = str.maketrans(
    dict.fromkeys("─━═╌╍┄┅┈┉╴╸", "-") | dict.fromkeys("│┃║╎╏┆┇┊┋", "|")
    | {chr(code): "+" for code in range(0x250C, 0x254C)} | {chr(code): "+" for code in range(0x2552, 0x256D)}
)  # fmt: skip
_RULE = re.compile(r"\s*\+(?:[-=:]+\+)+\s*")
_RULED = re.compile(r"[-=:]+")
_LEAST_RULES = 2


@dataclass(slots=True)
class _Held:
    """A cell that is still open: where it begins, how wide it is, and its lines of text."""

    row: int
    column: int
    width: int
    spans: list[Span] = field(default_factory=list)


def framed_tables(index: int, text: str, run: Places, layout: list[Span]) -> tuple[list[Block], Places] | None:
    """The grid that the first lines of a run draw, and the lines behind it; None where they draw none."""
    lines = [text[start:end].translate(_ASCII) for start, end in run]
    if len(lines) < 3 or not _RULE.fullmatch(lines[0]):
        return None
    stop = next((n for n, line in enumerate(lines) if not line.lstrip().startswith(("+", "|"))), len(lines))
    while stop > 1 and not _RULE.fullmatch(lines[stop - 1]):
        stop -= 1
    rules = [n for n in range(stop) if _RULE.fullmatch(lines[n])]
    if len(rules) < _LEAST_RULES or stop - len(rules) < 1:
        return None
    layout += [Span(index, *run[n]) for n in rules]
    bars = _bars(lines[:stop], rules)
    row_a_line = len(rules) <= 3 and (not any("=" in lines[n] for n in rules) or _is_filled(lines[:stop], rules, bars))
    grid = _Frame(index, text, bars, row_a_line).read(run[:stop], lines[:stop])
    return [grid], run[stop:]


def _is_filled(lines: Sequence[str], rules: Sequence[int], bars: Callable[[str], _At]) -> bool:
    """Whether under a head of one line nearly every line fills all columns: rows of programs that draw nothing between them."""
    if len(rules) != 3 or rules[1] != 2 or rules[2] - rules[1] < _LEAST_LINES + 1:
        return False
    found = [
        [line[left + 1 : right].strip() for (_, left), (_, right) in pairwise(bars(line))]
        for line in lines[rules[1] + 1 : rules[2]]
    ]
    return sum(len(cells) > 1 and all(cells) for cells in found) >= _FILLED * len(found)


_LEAST_LINES, _FILLED = 3, 0.8
_At = list[tuple[int, int]]
"""The bars of a line: at which edge of the columns each stands, and at which character."""


def _bars(lines: Sequence[str], rules: Sequence[int]) -> Callable[[str], _At]:
    """Finds the bars of a line that stand at the edges of columns, which the rules show."""
    rule = [lines[n] for n in rules]
    edges = [
        sorted({_places(line, wide)[m.start()] for line in rule for m in re.finditer(r"\+", line)}) for wide in _WIDE
    ]
    return partial(_at_edges, [{edge: number for number, edge in enumerate(places)} for places in edges])


_WIDE = ("WF", "WFA", "")
"""Which characters take two columns on the screen: Chinese ones; ≥ as well; none, where a program has counted characters."""


def _places(line: str, wide: str) -> list[int]:
    """Where each character of a line stands on the screen."""
    return list(accumulate((2 if unicodedata.east_asian_width(char) in wide else 1 for char in line), initial=0))


def _at_edges(edges: Sequence[dict[int, int]], line: str) -> _At:
    """The bars of a line by the way of counting that puts most of them at edges; counted from the left where none does."""
    bars = [n for n, char in enumerate(line) if char in "|+"]
    best: _At = []
    for wide, known in zip(_WIDE, edges, strict=True):
        at = _places(line, wide)
        found = [(known[at[n]], n) for n in bars if at[n] in known]
        if len(found) > len(best):
            best = found
    whole = len(best) > 1 and best[0][0] == 0 and best[-1][0] == len(edges[0]) - 1
    return best if whole else list(enumerate(n for n in bars if line[n] == "|"))


class _Frame:
    """Reads the lines of one drawn table."""

    def __init__(self, index: int, text: str, bars: Callable[[str], _At], row_a_line: bool) -> None:
        self._index, self._text, self._bars, self._row_a_line = index, text, bars, row_a_line
        self._open: dict[int, _Held] = {}
        self._cells: list[Cell] = []
        self._row = 0
        self._width = 1

    def read(self, run: Places, lines: Sequence[str]) -> Grid:
        """The grid of the lines, which stand at the places of `run`."""
        for (start, _), line in zip(run, lines, strict=True):
            if _RULE.fullmatch(line):
                self._close(set(self._open))
            else:
                self._read(start, line)
        self._close(set(self._open))
        return Grid(
            tuple(sorted(self._cells, key=lambda cell: (cell.row, cell.column))), max(1, self._row), self._width
        )

    def _read(self, start: int, line: str) -> None:
        bars = self._bars(line)
        pieces = [(one, other - one, left + 1, right) for (one, left), (other, right) in pairwise(bars)]
        ruled = {column for column, _, left, right in pieces if _RULED.fullmatch(line, left, right)}
        self._close(ruled)
        for column, width, left, right in pieces:
            if column not in ruled:
                held = self._open.setdefault(column, _Held(self._row, column, width))
                held.spans += trimmed(self._index, self._text, start + left, start + right)
                self._width = max(self._width, column + width)
        if self._row_a_line:
            self._close(set(self._open))

    def _close(self, columns: set[int]) -> None:
        """End the cells of these columns: a row ends with them; the others go on into the next one."""
        done = [self._open.pop(column) for column in sorted(columns) if column in self._open]
        if not done:
            return
        self._row += 1
        self._cells += [
            Cell(held.row, held.column, tuple(held.spans), self._row - held.row, held.width) for held in done
        ]
