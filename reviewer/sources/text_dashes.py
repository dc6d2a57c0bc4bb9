"""Tables that a text rules with dashes only, as pandoc and reStructuredText do: the groups of dashes say where the columns are.

      一级指标     三级指标   指标值
      ------------ ---------- -------
      产出指标     巡查里程   ≥12公里

Where the lines of cells are several, a line of dashes stands above and below the whole, and blank lines part the rows.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from reviewer.model.source import Cell, Grid
from reviewer.model.spans import Span
from reviewer.sources.text_cells import Places, trimmed

_GROUPS = re.compile(r"\s*(?:-{2,}(?:[ ]+-{2,})+|={2,}(?:[ ]+={2,})+)\s*")
_WHOLE = re.compile(r"\s*-{8,}\s*")
_MOST_HEADS = 6
_WIDE = ("WF", "WFA", "")
"""Which characters take two columns: Chinese ones; ≥ as well; none, where a program has counted characters."""


@dataclass(frozen=True, slots=True)
class Dashed:
    """A table of this kind: from where to where it stands in the text, and its grid."""

    start: int
    end: int
    grid: Grid


def dashed_tables(index: int, text: str, layout: list[Span]) -> list[Dashed]:
    """The tables of this kind in a text, in order; their lines of dashes are layout."""
    if not any(sign in text for sign in ("-- -", "--  -", "== =", "==  =")):
        return []
    lines: Places = []
    at = 0
    for line in text.split("\n"):
        lines.append((at, at + len(line)))
        at += len(line) + 1
    found: list[Dashed] = []
    number = 0
    while number < len(lines):
        if _GROUPS.fullmatch(text, *lines[number]):
            extent = _extent(text, lines, number, found[-1].end if found else 0)
            table = _read(index, text, lines, number, extent) if extent else None
            if table is not None:
                found.append(table)
                first, last = extent
                layout += [Span(index, *lines[n]) for n in range(first, last) if _is_rule(text, lines[n])]
                number = last
                continue
        number += 1
    return found


def _is_rule(text: str, place: tuple[int, int]) -> bool:
    return bool(_GROUPS.fullmatch(text, *place) or _WHOLE.fullmatch(text, *place))


def _is_blank(text: str, place: tuple[int, int]) -> bool:
    return not text[place[0] : place[1]].strip()


def _headless(text: str, lines: Places, rule: int) -> tuple[int, int]:
    """The first line of a table and the one behind its last where the same dashes stand above and below the whole; else nothing."""
    groups = text[slice(*lines[rule])].rstrip()
    for last in range(rule + 1, len(lines)):
        if _is_rule(text, lines[last]):
            return (rule, last + 1) if last > rule + 2 and text[slice(*lines[last])].rstrip() == groups else (0, 0)
    return (0, 0)


def _extent(text: str, lines: Places, rule: int, after: int) -> tuple[int, int]:
    """The first line of a table and the one behind its last; nothing where neither a header stands above the dashes, nor is the whole
    between two lines of them.
    """
    if not rule or _is_blank(text, lines[rule - 1]):
        return _headless(text, lines, rule)
    first = rule
    while first > max(0, rule - _MOST_HEADS) and lines[first - 1][0] >= after and not _is_blank(text, lines[first - 1]):
        first -= 1
        if _is_rule(text, lines[first]):
            break
    several = first < rule and bool(_WHOLE.fullmatch(text, *lines[first]))
    if not several:
        first = rule - 1
        if first < 0 or lines[first][0] < after or _is_blank(text, lines[first]) or _is_rule(text, lines[first]):
            return (0, 0)
        first -= bool(first and lines[first - 1][0] >= after and _GROUPS.fullmatch(text, *lines[first - 1]))
    last = rule + 1
    while last < len(lines):
        if _is_rule(text, lines[last]):
            return first, last + 1
        if _is_blank(text, lines[last]) and not several:
            break
        last += 1
    return (0, 0) if several or last == rule + 1 else (first, last)


def _read(index: int, text: str, lines: Places, rule: int, extent: tuple[int, int]) -> Dashed | None:
    first, last = extent
    if not last:
        return None
    several = bool(_WHOLE.fullmatch(text, *lines[first]))
    several = several or (first == rule and any(_is_blank(text, line) for line in lines[first:last]))
    ruler = text[slice(*lines[rule])]
    starts = [match.start() for match in re.finditer(r"[-=]+", ruler)]
    rows: list[list[tuple[int, int]]] = [[]]
    for number in range(first, last):
        if _is_rule(text, lines[number]) or (several and _is_blank(text, lines[number])):
            rows += [[]] if rows[-1] else []
        else:
            rows[-1].append(lines[number])
            rows += [] if several or number < rule else [[]]
    rows = [row for row in rows if row]
    for wide in _WIDE:
        parted = [[_parted(text, line, starts, wide) for line in row] for row in rows]
        if all(cells is not None for row in parted for cells in row) and len(rows) > 1:
            return Dashed(lines[first][0], lines[last - 1][1], _grid(index, text, parted, len(starts)))
    return None


def _parted(text: str, line: tuple[int, int], starts: Sequence[int], wide: str) -> list[tuple[int, int]] | None:
    """The cells of a line; None where one would begin within a word."""
    start, end = line
    places = list(accumulate((2 if unicodedata.east_asian_width(c) in wide else 1 for c in text[start:end]), initial=0))
    cuts = [start]
    for edge in starts[1:]:
        cut = bisect_right(places, edge - 1)  # the character that begins at the edge, or behind it
        cut = min(cut, end - start)
        if cut and start + cut < end and not text[start + cut - 1].isspace():
            return None
        cuts.append(start + cut)
    return list(zip(cuts, [*cuts[1:], end], strict=True))


def _grid(index: int, text: str, rows: Sequence[Sequence[list[tuple[int, int]] | None]], columns: int) -> Grid:
    cells = [
        Cell(number, column, tuple(s for line in row if line for s in trimmed(index, text, *line[column])))
        for number, row in enumerate(rows)
        for column in range(columns)
    ]
    return Grid(tuple(cells), len(rows), columns)
