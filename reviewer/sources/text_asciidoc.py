"""Tables of AsciiDoc: cells behind bars, any number of them a line, between two lines |===.

    [cols="4*"]
    |===
    |项目名称 3+|渠道清淤
    .2+|产出指标 |数量指标 |清淤长度 |≥30公里
    |质量指标 |完工率 |≥98%
    |===

What stands before a bar says over how many columns and rows the cell reaches (2+, .3+, 2.3+), how often it is repeated (3*), how its
text stands (^.>) and what kind it is (h, a, s).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from reviewer.model.source import Block, Cell, Grid, Line
from reviewer.model.spans import Span, Spans
from reviewer.sources.text_cells import Places, trimmed

_EDGE = re.compile(r"^(?P<sign>[|,:])={3,}[ \t]*$", re.MULTILINE)
_ATTRIBUTES = re.compile(r"^\[(?P<inside>[^\]\n]*)\][ \t]*$", re.MULTILINE)
_ABOVE = re.compile(r"(?:^(?:\[[^\]\n]*\][ \t]*|\.[^\n]*)\n){1,4}\Z", re.MULTILINE)
"""The lines right above a table that say how it is written, and its title."""
_COLUMNS = re.compile(r"cols\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^,\]]*))")
_FORMAT = re.compile(r"format\s*=\s*[\"']?(csv|tsv|dsv)")
_CELL = re.compile(
    r"(?:^|(?<=\s))(?:(?P<wide>\d{1,3})?(?:\.(?P<high>\d{1,4}))?(?P<sign>[+*]))?(?:[<^>])?(?:\.[<^>])?[a-z]?\|",
    re.MULTILINE,
)
_HEADING = re.compile(r"={1,5}[ \t]+(?=\S)|\.(?=[^\s.\d])")
_BREAK = re.compile(r"[ \t]+\+[ \t]*(?=\n)")
_SIGNS = {"csv": ",", "tsv": "\t", "dsv": ":", ",": ",", ":": ":"}
_MOST_COLUMNS, _MOST_ROWS, _MOST_CELLS, _MOST_ABOVE = 200, 20_000, 400_000, 2000


@dataclass(frozen=True, slots=True)
class Barred:
    """A table of this kind: from where to where it stands in the text, and its grid."""

    start: int
    end: int
    grid: Grid


def is_asciidoc(text: str) -> bool:
    """Whether a text has a table of AsciiDoc: a line |=== (or ,===) and another one like it."""
    edges = [edge["sign"] for edge in _EDGE.finditer(text)]
    return any(edges.count(sign) > 1 for sign in set(edges))


def asciidoc_tables(index: int, text: str, layout: list[Span]) -> list[Barred]:
    """The tables of this kind in a text, in order; what says how they are written is layout."""
    found: list[Barred] = []
    opened: re.Match[str] | None = None
    for edge in _EDGE.finditer(text) if "===" in text else ():
        if opened is None:
            opened = edge
        elif edge[0].strip() == opened[0].strip():
            found += _table(index, text, opened, edge, found[-1].end if found else 0, layout)
            opened = None
    return found


def without_signs(index: int, text: str, blocks: list[Block], layout: list[Span]) -> list[Block]:
    """The lines around such tables without what makes headings and titles of them (= …, .…), and without those that are layout."""
    made: list[Block] = []
    known = frozenset(layout)
    for block in blocks:
        if isinstance(block, Line) and block.span in known:
            continue
        sign = _HEADING.match(text, block.span.start, block.span.end) if isinstance(block, Line) else None
        if sign and isinstance(block, Line):
            layout.append(Span(index, sign.start(), sign.end()))
            block = Line(Span(index, sign.end(), block.span.end))
        made.append(block)
    return made


def _table(
    index: int, text: str, opened: re.Match[str], closed: re.Match[str], after: int, layout: list[Span]
) -> list[Barred]:
    above = _ABOVE.search(text, max(after, opened.start() - _MOST_ABOVE), opened.start())
    said = list(_ATTRIBUTES.finditer(text, above.start(), opened.start())) if above else []
    attributes = ",".join(line["inside"] for line in said)
    start, end = opened.end() + 1, max(opened.end() + 1, closed.start() - 1)
    form = _FORMAT.search(attributes)
    sign = _SIGNS.get(form[1] if form else opened["sign"])
    if sign is not None:
        rows = _parted_rows(text, start, end, sign)
        cells = [
            Cell(row, column, spans)
            for row, places in enumerate(rows)
            for column, spans in enumerate(_trimmed(index, text, places))
        ]
        size = len(rows), max(map(len, rows), default=0)
    else:
        cells, size = _placed(index, text, start, end, _count(attributes), layout)
    if not cells:
        return []
    layout += [Span(index, *place) for place in (*(line.span() for line in said), opened.span(), closed.span())]
    return [Barred(opened.start(), closed.end(), Grid(tuple(cells), *size))]


def _count(attributes: str) -> int:
    """How many columns a table is said to have; 0 where it is not said."""
    stated = _COLUMNS.search(attributes)
    if stated is None:
        return 0
    parts = [part for part in re.split(r"[,;]", stated[1] or stated[2] or stated[3] or "") if part.strip()]
    times = (re.match(r"\s*(\d{1,3})\*", part) for part in parts)
    return min(_MOST_COLUMNS, sum(int(time[1]) if time else 1 for time in times))


def _trimmed(index: int, text: str, places: Places) -> list[Spans]:
    return [trimmed(index, text, *place) for place in places]


def _parted_rows(text: str, start: int, end: int, sign: str) -> list[Places]:
    """The cells of rows that a sign parts, a line each; quotes around a cell are none of it."""
    field = re.compile(rf'[ \t]*"(?P<inside>[^"\n]*)"[ \t]*(?=[{re.escape(sign)}\n]|\Z)|[^{re.escape(sign)}\n]*')
    rows: list[Places] = []
    at = start
    while at < end and len(rows) < _MOST_ROWS:
        row: Places = []
        while True:
            match = field.match(text, at, end)
            quoted = match is not None and match["inside"] is not None
            row.append(match.span("inside" if quoted else 0) if match else (at, at))
            at = (match.end() if match else at) + 1
            if at > end or text[at - 1] == "\n":
                break
        if any(text[slice(*place)].strip() for place in row):
            rows.append(row)
    return rows


def _placed(
    index: int, text: str, start: int, end: int, columns: int, layout: list[Span]
) -> tuple[list[Cell], tuple[int, int]]:
    """The cells of a table where they stand, and its size."""
    found = [match for match in _CELL.finditer(text, start, end) if text[match.end() - 2 : match.end() - 1] != "\\"]
    if not found:
        return [], (0, 0)
    if not columns:
        first = text.find("\n", found[0].end(), end)
        on_it = [match for match in found if first < 0 or match.start() < first]
        columns = sum(_times(match)[0] * _times(match)[2] for match in on_it)
    free: dict[int, int] = {}
    """By column, the first row in which no cell from above reaches into it."""
    cells: list[Cell] = []
    signs: list[Span] = []
    row = column = 0
    for match, following in zip(found, [*found[1:], None], strict=True):
        signs.append(Span(index, match.start(), match.end()))
        spans = _lines(index, text, match.end(), following.start() if following else end, signs)
        wide, high, times = _times(match)
        for _ in range(times):
            while column >= columns or free.get(column, 0) > row:
                row, column = (row + 1, 0) if column >= columns else (row, column + 1)
            wide = min(wide, columns - column)
            cells.append(Cell(row, column, spans, high, wide))
            free |= dict.fromkeys(range(column, column + wide), row + high)
            column += wide
        if row > _MOST_ROWS or len(cells) > _MOST_CELLS:
            return [], (0, 0)
    rows = row + 1
    layout += signs
    return [cell if cell.row + cell.row_span <= rows else Cell(cell.row, cell.column, cell.spans, rows - cell.row, cell.column_span)
            for cell in cells], (rows, columns)  # fmt: skip


def _times(match: re.Match[str]) -> tuple[int, int, int]:
    """Over how many columns and rows a cell reaches, and how often it is repeated."""
    wide, high = max(1, int(match["wide"] or 1)), max(1, int(match["high"] or 1))
    return (1, 1, min(wide, _MOST_COLUMNS)) if match["sign"] == "*" else (wide, high, 1)


def _lines(index: int, text: str, start: int, end: int, layout: list[Span]) -> Spans:
    """The text of a cell without the signs that break its lines."""
    spans: list[Span] = []
    for sign in _BREAK.finditer(text, start, end):
        layout.append(Span(index, sign.start(), sign.end()))
        spans += trimmed(index, text, start, sign.start())
        spans.append(Span(index, sign.end(), sign.end() + 1))
        start = sign.end() + 1
    return (*spans, *trimmed(index, text, start, end))
