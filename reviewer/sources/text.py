"""Plain text, Markdown and tab-separated text: lines, pipe tables and tab rows with the address of every cell.

Own splitter, because damaged tables are the normal case here: rows longer than the header keep their cells, empty
leading cells stay, a missing rule under the header does not matter.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterator
from functools import partial

from reviewer.base.i18n import tr
from reviewer.model.source import Block, Cell, Grid, Line, Page
from reviewer.model.spans import Span
from reviewer.sources.encodings import decode
from reviewer.sources.reader import Given, Reading, SourceError, Watch
from reviewer.sources.refused import unknown_kind
from reviewer.sources.text_asciidoc import asciidoc_tables, is_asciidoc, without_signs
from reviewer.sources.text_cells import (
    bar_cells,
    bars_without_rule,
    cells_between_tab_lines,
    cells_by_line,
    has_room_at_bars,
    pipe_cells,
    runs_of,
    trimmed,
)
from reviewer.sources.text_dashes import dashed_tables
from reviewer.sources.text_frames import framed_tables
from reviewer.sources.text_latex import latex_tables, runs_around, without_words
from reviewer.sources.word_notes import struck_note

_DASHES = r"\s*(?::-+:?|-{2,}:?|-:)\s*"
_RULE = re.compile(rf"\s*\|?{_DASHES}(?:[|+]{_DASHES})*\|?\s*")
_THIN_RULE = re.compile(r"\s*\|?\s*:?-:?\s*(?:\|\s*:?-:?\s*)+\|?\s*")
"""A rule of single dashes: a row of blank values, unless it stands right under the first row."""
_FENCE = re.compile(r"\s{0,3}(?:```+|~~~+)\s*[A-Za-z]*\s*")
_UNDERLINE = re.compile(r"\s{0,3}(?:=+|-{3,})\s*")
"""What stands under a heading, in Markdown; dashes also between sections."""
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+(?=\S)")
STRUCK = re.compile(r"~~(?=[^\s~])([^~\n|]{1,80}?)(?<=[^\s~])~~|<(del|s|strike)>([^<>|\n]{1,80})</\2>", re.IGNORECASE)
"""Text that Markdown strikes out; extraction leaves it out."""
_Row = list[tuple[int, int]]


def read(given: Given, watch: Watch) -> Reading:
    """Read a text. Raises SourceError."""
    decoded = decode(given.data)
    if decoded is None:
        raise _mixed(given) if _is_called_text(given) else unknown_kind(given)
    content, encoding = decoded
    if not content.strip("\ufeff" + string.whitespace + "\u3000"):
        raise SourceError(tr("{file} is empty; please choose another file.", file=given.name))
    watch.progress(0.5)
    pages = read_pages(content)
    return Reading(
        format_of(pages), pages, encoding, struck_note([found[1] or found[3] for found in STRUCK.finditer(content)])
    )


def _is_called_text(given: Given) -> bool:
    return given.name.lower().endswith((".csv", ".txt", ".md", ".tsv")) and b"\0" not in given.data


def _mixed(given: Given) -> SourceError:
    return SourceError(
        tr(
            "The characters of {file} cannot be made out: they are written in several encodings, or damaged. Open it in Excel or a "
            "text editor, look whether they are right there, save it in UTF-8 and open that.",
            file=given.name,
        )
    )


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
    celled = None if is_asciidoc(text) else cells_by_line(index, text)
    if celled is not None:
        return Page(index + 1, text, celled)
    dashed = None if is_asciidoc(text) else bars_without_rule(index, text, layout)
    if dashed is not None:
        return Page(index + 1, text, dashed, tuple(layout))
    barred = asciidoc_tables(index, text, layout)
    typeset = [] if barred else latex_tables(index, text, layout)
    drawn = barred or typeset or dashed_tables(index, text, layout)
    copied = cells_between_tab_lines(index, text)
    for run in runs_around(text, typeset) if typeset else runs_of(text):
        if copied is not None and copied[0] <= run[0][0] < copied[1]:
            blocks += [copied[2]] if run[0][0] == copied[0] else []
            continue
        inside = next((table for table in drawn if run[0][0] < table.end and run[-1][1] > table.start), None)
        if inside is not None:
            blocks += [_line(index, text, *place, layout) for place in run if place[1] <= inside.start]
            if run[0][0] <= inside.start:
                blocks.append(inside.grid)
            blocks += [_line(index, text, *place, layout) for place in run if place[0] >= inside.end]
            continue
        framed = framed_tables(index, text, run, layout)
        if framed is not None:
            blocks += framed[0]
            blocks += [_line(index, text, start, end, layout) for start, end in framed[1]]
            continue
        run = _without_marks(index, text, run, layout)
        lines = [text[start:end] for start, end in run]
        piped = sum(_is_piped(line) for line in lines)
        bars = sum("|" in line for line in lines)
        piped = 0 if bars > 2 * piped else piped  # bars between cells, none before a row: the lines show no grid
        tabbed = sum("\t" in line for line in lines)
        ruled = next((line.count("|") for line in _rules(lines) if "|" in line), 0)
        if ruled and not piped and bars * 2 > len(lines):
            blocks += _table(
                index, text, run, partial(bar_cells, spaced=has_room_at_bars(text, run)), _is_barred, layout
            )
        elif piped and piped >= tabbed:
            blocks += _table(
                index, text, run, partial(pipe_cells, spaced=has_room_at_bars(text, run)), _is_piped, layout
            )
        elif tabbed:
            blocks += _table(index, text, run, _tab_cells, _anything, layout)
        else:
            blocks += [_line(index, text, start, end, layout) for start, end in run]
    if barred or typeset:
        blocks = (without_signs if barred else without_words)(index, text, blocks, layout)
    return Page(index + 1, text, tuple(blocks), tuple(layout))


def _without_marks(index: int, text: str, run: list[tuple[int, int]], layout: list[Span]) -> list[tuple[int, int]]:
    """The lines of a run without fences of code and underlines of headings, which are layout."""
    kept: list[tuple[int, int]] = []
    for start, end in run:
        if _FENCE.fullmatch(text, start, end) or (
            _UNDERLINE.fullmatch(text, start, end) and "|" not in text[start:end]
        ):
            layout.append(Span(index, start, end))
        else:
            kept.append((start, end))
    return kept


def _is_piped(line: str) -> bool:
    stripped = line.strip()
    return stripped.startswith("|") and stripped.count("|") >= 2


def _is_barred(line: str) -> bool:
    return "|" in line


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
    rows = width = last = 0
    lines = [text[start:end] for start, end in run]
    usual, ruled = _ruled_columns(lines), set(_rules(lines))
    for start, end in run:
        line = text[start:end]
        rest = _rest_of_row(text, start, end, last, usual)
        if rest:
            held = cells[-1]
            cells[-1] = Cell(held.row, held.column, (*held.spans, *trimmed(index, text, *rest[0])))
            cells += [Cell(held.row, last + n, trimmed(index, text, *place)) for n, place in enumerate(rest[1:])]
            last = 0
            continue
        if not belongs(line):
            if rows and not text[start:end].lstrip().startswith("#"):
                cells.append(Cell(rows, 0, (Span(index, start, end),)))
                rows, width, last = rows + 1, max(width, 1), 0
            else:
                yield _line(index, text, start, end, layout)
            continue
        if line in ruled and (_RULE.fullmatch(line.strip()) or rows == 1):
            layout.append(Span(index, start, end))
            continue
        row = split(text, start, end)
        cells += [Cell(rows, column, trimmed(index, text, *place)) for column, place in enumerate(row)]
        rows, width, last = rows + 1, max(width, len(row)), len(row)
    if rows:
        yield Grid(tuple(cells), rows, width)


def _rules(lines: list[str]) -> list[str]:
    """The lines that are rules; those of single dashes only right under the first line with bars, as wide as that."""
    head = next((n for n, line in enumerate(lines) if "|" in line), len(lines))
    thin = lines[head + 1] if head + 1 < len(lines) else ""
    is_thin = bool(_THIN_RULE.fullmatch(thin.strip())) and _bars_within(thin) == _bars_within(lines[head])
    return [
        line
        for n, line in enumerate(lines)
        if ("-" in line and _RULE.fullmatch(line.strip())) or (is_thin and n == head + 1)
    ]


def _bars_within(line: str) -> int:
    return line.strip().strip("|").count("|")


def _ruled_columns(lines: list[str]) -> int:
    """How many columns the rule under a header has; 0 where there is none with bars."""
    ruled = next((line.strip() for line in _rules(lines) if "|" in line), "")
    return len([part for part in ruled.split("|") if part.strip()])


def _rest_of_row(text: str, start: int, end: int, last: int, usual: int) -> _Row:
    """The cells of a line that goes on with a row, `last` cells long, that a line break within a cell cut; else none."""
    line = text[start:end]
    if not last or last >= usual or "|" not in line or _is_piped(line):
        return []
    row = bar_cells(text, start, end)
    return row if len(row) + last - 1 == usual else []


def _tab_cells(text: str, start: int, end: int) -> _Row:
    cells: _Row = []
    for part in text[start:end].split("\t"):
        cells.append((start, start + len(part)))
        start += len(part) + 1
    return cells
