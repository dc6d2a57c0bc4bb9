"""Cells of a text by bars and by tabs, and the tables that converters print without a rule or with a cell a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from reviewer.model.source import Block, Cell, Grid, Line
from reviewer.model.spans import Span

Places = list[tuple[int, int]]
"""Where pieces of a text begin and end."""


def runs_of(text: str) -> Iterator[Places]:
    """Runs of lines that are not blank, each line as (start, end)."""
    run: list[tuple[int, int]] = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if line.strip(" \r"):
            run.append((start, end))
        elif run:
            yield run
            run = []
        start = end + 1
    if run:
        yield run


def trimmed(index: int, text: str, start: int, end: int) -> tuple[Span, ...]:
    """A piece of a text without white space at its ends; nothing where it is blank."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (Span(index, start, end),) if end > start else ()


def pipe_cells(text: str, start: int, end: int, spaced: bool = False) -> Places:
    """The cells of a line that begins with a bar."""
    cells: Places = []
    bars = _bars(text, start, end, spaced)
    for left, right in zip(bars, [*bars[1:], end], strict=True):
        if right == end and not text[left + 1 : end].strip():
            break
        cells.append((left + 1, right))
    return cells


def bar_cells(text: str, start: int, end: int, spaced: bool = False) -> Places:
    """The cells between bars, of which none need stand before or behind a row."""
    bars = _bars(text, start, end, spaced)
    if bars and not text[start : bars[0]].strip():
        return pipe_cells(text, start, end, spaced)
    edges = [start - 1, *bars, end]
    return [(left + 1, right) for left, right in pairwise(edges)]


def _bars(text: str, start: int, end: int, spaced: bool) -> list[int]:
    """Where the bars of a line stand; where cells have room around them (`spaced`), one without any is part of a text."""
    bars = [i for i in range(start, end) if text[i] == "|" and text[i - 1 : i] != "\\"]
    return [i for i in bars if not (spaced and _is_tight(text, i, start, end))]


def _is_tight(text: str, bar: int, start: int, end: int) -> bool:
    """Whether a bar stands between two letters; between two bars or a letter and a bar it ends or begins an empty cell."""
    return start < bar < end - 1 and not any(text[at].isspace() or text[at] == "|" for at in (bar - 1, bar + 1))


_LEAST_BARS = 12
_MOST_TIGHT = 0.08


def has_room_at_bars(text: str, places: Places) -> bool:
    """Whether the bars of a table's lines, but for a few, have a blank on one side at least."""
    bars = [(bar, *place) for place in places for bar in _bars(text, *place, False)]
    tight = sum(_is_tight(text, *bar) for bar in bars)
    return len(bars) >= _LEAST_BARS and tight <= _MOST_TIGHT * len(bars)


_LEAST_RUNS = 3
_MOST_WITH_TABS = 0.9


def cells_by_line(index: int, text: str) -> tuple[Block, ...] | None:
    """The grid of a text that has every cell on a line of its own behind a tab, and a blank line between rows; or None.

    A line without a tab goes on with the cell above it.
    """
    runs = list(runs_of(text))
    firsts = sum(text.startswith("\t", run[0][0]) for run in runs)
    if len(runs) < _LEAST_RUNS or firsts < _MOST_WITH_TABS * len(runs) or sum(len(run) for run in runs) < 2 * len(runs):
        return None
    if any("\t" in text[start + 1 : end] for run in runs for start, end in run):
        return None
    cells: list[Cell] = []
    width = 0
    for row, run in enumerate(runs):
        column = -1
        for start, end in run:
            spans = trimmed(index, text, start, end)
            if text.startswith("\t", start) or column < 0:
                column += 1
                cells.append(Cell(row, column, spans))
            elif spans:
                held = cells[-1].spans
                whole = (Span(index, held[0].start, spans[0].end),) if held else spans
                cells[-1] = Cell(row, column, whole)
        width = max(width, column + 1)
    return (Grid(tuple(cells), len(runs), width),)


_LEAST_PARTED = 4


def cells_between_tab_lines(index: int, text: str) -> tuple[int, int, Grid] | None:
    """A table as a browser gives it whose cells hold paragraphs: a line with nothing but a tab between two cells, a blank line between
    rows. Where it begins and ends in the text, and its grid; None where a text is not so.

    A cell that a merge covers is not there, nor is a tab for it.
    """
    runs = list(runs_of(text))
    parted = [number for number, run in enumerate(runs) if any(_is_tab(text, place) for place in run[1:-1])]
    if len(parted) < _LEAST_PARTED or any("\t" in text[slice(*place)].strip() for run in runs for place in run):
        return None
    rows = runs[parted[0] : parted[-1] + 1]
    cells: list[Cell] = []
    width = 0
    for number, run in enumerate(rows):
        column = 0
        spans: list[Span] = []
        for place in run:
            if _is_tab(text, place):
                cells.append(Cell(number, column, tuple(spans)))
                column, spans = column + 1, []
            else:
                spans += trimmed(index, text, *place)
        cells.append(Cell(number, column, tuple(spans)))
        width = max(width, column + 1)
    return rows[0][0][0], rows[-1][-1][1], Grid(tuple(cells), len(rows), width)


def _is_tab(text: str, place: tuple[int, int]) -> bool:
    return text[slice(*place)].strip(" \r") == "\t"


_DASHES = re.compile(r"\s{0,3}-{3,}\s*")
_LEAST_ROWS = 4
_LEAST_WIDTH = 4


def bars_without_rule(index: int, text: str, layout: list[Span]) -> tuple[Block, ...] | None:
    """The blocks of a text in which a table's first row, of one cell, has dashes under it, and its rows bars between cells.

        2026年度项目支出绩效目标表
        ---
        项目名称 | 供水管网改造
        绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值
        产出指标 | 数量指标 | 改造长度 | ≥12公里
        铺设面积 | ≥1,200㎡

    Blank lines may stand between the rows. Cells that a merge covers are not printed: behind the widest row, the header, what
    is there of a row stands at the right.
    """
    lines = [place for run in runs_of(text) for place in run]
    texts = [text[start:end] for start, end in lines]
    heads = [n for n in range(1, len(lines) - 1) if _DASHES.fullmatch(texts[n]) and _is_inner(texts[n + 1])]
    if not heads or "|" in texts[heads[0] - 1] or sum(map(_is_inner, texts)) < _LEAST_ROWS:
        return None
    blocks: list[Block] = [Line(Span(index, *place)) for place in lines[: heads[0] - 1]]
    ends = [*[head - 1 for head in heads[1:]], len(lines)]
    for head, end in zip(heads, ends, strict=True):
        layout.append(Span(index, *lines[head]))
        rows = [lines[head - 1], *lines[head + 1 : end]]
        while rows and not _is_inner(text[slice(*rows[-1])]):
            rows.pop()
        spaced = has_room_at_bars(text, rows)
        blocks.append(_at_the_right(index, [bar_cells(text, *place, spaced) for place in rows], text))
        blocks += [Line(Span(index, *place)) for place in lines[head + len(rows) : end]]
    return tuple(blocks)


def _is_inner(line: str) -> bool:
    return "|" in line and not line.lstrip().startswith("|")


def _at_the_right(index: int, rows: list[Places], text: str) -> Grid:
    """A grid whose rows stand at the left down to its widest one, and at the right below that."""
    width = max(map(len, rows))
    widest = next(n for n, row in enumerate(rows) if len(row) == width)
    cells: list[Cell] = []
    for number, row in enumerate(rows):
        shift = width - len(row) if number > widest and width >= _LEAST_WIDTH and len(row) > 1 else 0
        cells += [Cell(number, n + shift, trimmed(index, text, *place)) for n, place in enumerate(row)]
    return Grid(tuple(cells), len(rows), width)
