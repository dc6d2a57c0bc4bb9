"""Plain text, Markdown and tab-separated text: lines, pipe tables and tab rows with the address of every cell.

Own splitter, because damaged tables are the normal case here: rows longer than the header keep their cells, empty
leading cells stay, a missing rule under the header does not matter.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterator

from reviewer.base.i18n import tr
from reviewer.model.source import Block, Cell, Grid, Line, Page
from reviewer.model.spans import Span
from reviewer.sources.encodings import decode
from reviewer.sources.reader import Given, Reading, SourceError, Watch

_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+(?=\S)")
_Row = list[tuple[int, int]]


def read(given: Given, watch: Watch) -> Reading:
    """Read a text. Raises SourceError."""
    decoded = decode(given.data)
    if decoded is None:
        raise SourceError(
            tr(
                "{file} is of a kind that cannot be opened; open PDF, Word, Excel, OpenDocument sheets, web pages, "
                "CSV, Markdown or text, or a zip file of these.",
                file=given.name,
            )
        )
    content, encoding = decoded
    if not content.strip("\ufeff" + string.whitespace + "\u3000"):
        raise SourceError(tr("{file} is empty; please choose another file.", file=given.name))
    watch.progress(0.5)
    pages = read_pages(content)
    return Reading(format_of(pages), pages, encoding)


def read_pages(content: str) -> tuple[Page, ...]:
    """The pages of a text: what form feeds separate, otherwise one."""
    texts = content.split("\f") if "\f" in content else [content]
    if len(texts) > 1 and not texts[-1].strip():
        texts.pop()
    return tuple(_read_page(index, text) for index, text in enumerate(texts))


def format_of(pages: tuple[Page, ...]) -> str:
    """The name of the format: “markdown” where there are pipe tables, “tsv” where there are tab rows, else “text”."""
    text = "\n".join(page.text for page in pages)
    grids = any(isinstance(block, Grid) for page in pages for block in page.blocks)
    if grids and any(line.count("|") >= 2 for line in text.splitlines()):
        return "markdown"
    return "tsv" if grids else "text"


def _read_page(index: int, text: str) -> Page:
    blocks: list[Block] = []
    layout: list[Span] = []
    for run in _runs(text):
        lines = [text[start:end] for start, end in run]
        piped = sum(_is_piped(line) for line in lines)
        barred = sum("|" in line for line in lines)
        piped = 0 if barred > 2 * piped else piped  # bars between cells, none before a row: the lines show no grid
        tabbed = sum("\t" in line for line in lines)
        if piped and piped >= tabbed:
            blocks += _table(index, text, run, _pipe_cells, _is_piped, layout)
        elif tabbed:
            blocks += _table(index, text, run, _tab_cells, _anything, layout)
        else:
            blocks += [_line(index, text, start, end, layout) for start, end in run]
    return Page(index + 1, text, tuple(blocks), tuple(layout))


def _runs(text: str) -> Iterator[list[tuple[int, int]]]:
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


def _is_piped(line: str) -> bool:
    stripped = line.strip()
    return stripped.startswith("|") and stripped.count("|") >= 2


def _anything(_line: str) -> bool:
    return True


def _line(index: int, text: str, start: int, end: int, layout: list[Span]) -> Line:
    heading = _HEADING.match(text, start, end)
    if heading:
        layout.append(Span(index, start, heading.end()))
        start = heading.end()
    return Line(Span(index, start, end))


def _table(
    index: int,
    text: str,
    run: list[tuple[int, int]],
    split: Callable[[str, int, int], _Row],
    belongs: Callable[[str], bool],
    layout: list[Span],
) -> Iterator[Block]:
    """The grids and lines of one run; lines before the first row stand outside, lines between rows continue a cell."""
    cells: list[Cell] = []
    rows = width = 0
    for start, end in run:
        line = text[start:end]
        if not belongs(line):
            if rows and not text[start:end].lstrip().startswith("#"):
                cells.append(Cell(rows, 0, (Span(index, start, end),)))
                rows, width = rows + 1, max(width, 1)
            else:
                yield _line(index, text, start, end, layout)
            continue
        if "-" in line and _RULE.fullmatch(line.strip()):
            layout.append(Span(index, start, end))
            continue
        row = split(text, start, end)
        cells += [Cell(rows, column, _trimmed(index, text, *place)) for column, place in enumerate(row)]
        rows, width = rows + 1, max(width, len(row))
    if rows:
        yield Grid(tuple(cells), rows, width)


def _trimmed(index: int, text: str, start: int, end: int) -> tuple[Span, ...]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (Span(index, start, end),) if end > start else ()


def _tab_cells(text: str, start: int, end: int) -> _Row:
    cells: _Row = []
    for part in text[start:end].split("\t"):
        cells.append((start, start + len(part)))
        start += len(part) + 1
    return cells


def _pipe_cells(text: str, start: int, end: int) -> _Row:
    cells: _Row = []
    bars = [i for i in range(start, end) if text[i] == "|" and text[i - 1 : i] != "\\"]
    for left, right in zip(bars, [*bars[1:], end], strict=True):
        if right == end and not text[left + 1 : end].strip():
            break
        cells.append((left + 1, right))
    return cells
