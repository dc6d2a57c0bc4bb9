"""Comma-separated text, and tab-separated text with quoted cells: the file's own text, each cell with its address in it.

Recognised with care: commas stand in plain text too. Rows must agree on the number of their cells.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from reviewer.base.i18n import tr
from reviewer.model.source import Cell, Grid, Page
from reviewer.model.spans import Span, Spans
from reviewer.sources.encodings import decode
from reviewer.sources.reader import Given, Reading, SourceError, Watch
from reviewer.sources.text_asciidoc import is_asciidoc
from reviewer.sources.text_latex import is_latex

_DELIMITERS = (",", "\t", ";")
_SAMPLE = 200_000
_ROWS = 400
_AGREE = 0.8
"""So large a share of the rows has the same number of cells, or fewer than it."""
_PADDING = re.compile(r'(?<![^,;\n"])\t+|\t+(?="?(?:[,;\n]|\Z))')
"""Tabs that scripts put before or behind a value, lest a spreadsheet take it for a number: they part nothing."""
_SEPARATOR = re.compile(r'"?sep=(.)"?\n', re.IGNORECASE)
"""What Excel reads as a first line: the sign that parts the cells."""
_Field = tuple[int, int, bool]
"""Where a field stands, quotes and all; whether it is quoted."""
_NOTHING = frozenset(("\\N", "NULL"))
"""What databases write where there is no value."""
MOST_CELLS = 1_500_000


def knows(data: bytes) -> bool:
    """Whether a file is CSV, or tab-separated with quoted cells."""
    head = data[: 4 * _SAMPLE]
    if b"," not in head and b";" not in head and b"\t" not in head:
        return False
    decoded = decode(head)
    return decoded is not None and delimiter_of(decoded[0][:_SAMPLE]) is not None


def delimiter_of(text: str) -> str | None:
    """What parts the cells of a CSV text; None where it is none, or a table that is read as plain text."""
    stated = _SEPARATOR.match(text.lstrip("\ufeff"))
    if stated and stated[1] in (*_DELIMITERS, "|"):
        return stated[1]
    if "\t" in text and "\t" not in (bare := _PADDING.sub("", text)):
        text = bare
    lines = [line for line in text.split("\n") if line.strip()]
    if sum(line.lstrip().startswith("|") for line in lines) * 4 > len(lines) or text.lstrip()[:1] in ("<", "{", "["):
        return None
    if is_asciidoc(text) or is_latex(text):
        return None
    for delimiter in _DELIMITERS:
        if delimiter in text and _agrees(text, delimiter):
            return delimiter
    return None


def _agrees(text: str, delimiter: str) -> bool:
    rows: list[list[_Field]] = []
    quoted = 0
    for row in _rows(text, delimiter):
        if any(start < end for start, end, _ in row):
            rows.append(row)
            quoted += any(is_quoted for _, _, is_quoted in row)
        if len(rows) >= _ROWS:
            break
    if len(rows) < 2:
        return False
    if delimiter == "\t":
        return any("\n" in text[s:e] or '""' in text[s:e] for row in rows for s, e, is_quoted in row if is_quoted)
    if "\t" in text and sum("\t" in line for line in text.split("\n")) * 2 > len(rows):
        return False
    widths = Counter(len(row) for row in rows)
    width, times = max(widths.items(), key=lambda item: (item[1], item[0]))
    if width < 2 or times < max(2, _AGREE * len(rows)):
        return _is_trimmed(widths, len(rows))
    if quoted * 2 >= len(rows) or width >= 4:
        return True
    spaced = sum(text[start : start + 1] == " " for row in rows for start, _, _ in row[1:])
    return len(rows) >= 3 and spaced * 2 < sum(len(row) - 1 for row in rows)


def _is_trimmed(widths: Counter[int], rows: int) -> bool:
    """Whether rows differ in their cells only because empty ones at their ends were left out."""
    width, times = max(widths), widths[max(widths)]
    return width >= 3 and rows >= 4 and times >= max(2, _FULL * rows) and widths[1] <= _SINGLE * rows


_FULL, _SINGLE = 0.4, 0.3


def read(given: Given, watch: Watch) -> Reading:
    """Read a CSV file. Raises SourceError."""
    decoded = decode(given.data)
    delimiter = delimiter_of(decoded[0][:_SAMPLE]) if decoded else None
    if decoded is None or delimiter is None:
        raise SourceError(tr("{file} is a damaged text; please open another copy of it.", file=given.name))
    text, encoding = decoded
    if text.count(delimiter) + text.count("\n") > 2 * MOST_CELLS:  # told in no time; going through them takes a minute
        raise SourceError(tr("{file} holds more than can be reviewed; please split it.", file=given.name))
    cells: list[Cell] = []
    layout: list[Span] = []
    rows = width = 0
    quotes = _usual_quotes(text[:_SAMPLE], delimiter)
    skipped = _SEPARATOR.match(text.lstrip("\ufeff"))
    if skipped:
        layout.append(Span(0, 0, text.index("\n")))
    for row in _rows(text, delimiter):
        if skipped:
            skipped = None
            continue
        for column, (start, end, is_quoted) in enumerate(row):
            spans = _quoted(text, start, end, layout) if is_quoted else _bare(text, start, end, layout, delimiter)
            if spans and text[spans[0].start] in _MARKS:
                spans = _without_marks(text, spans, layout, quotes, delimiter)
            if "".join(text[span.start : span.end] for span in spans[:2]) in _NOTHING:
                layout += spans
            elif spans:
                cells.append(Cell(rows, column, spans))
        if len(cells) > MOST_CELLS:
            raise SourceError(tr("{file} holds more than can be reviewed; please split it.", file=given.name))
        rows, width = rows + 1, max(width, len(row))
        if rows % 5000 == 0:
            watch.progress(min(0.95, row[-1][1] / max(1, len(text))))
    if not cells:
        raise SourceError(tr("{file} is empty; please choose another file.", file=given.name))
    rows = cells[-1].row + 1
    format_name = "tsv" if delimiter == "\t" else "csv"
    return Reading(format_name, (Page(1, text, (Grid(tuple(cells), rows, width),), tuple(layout)),), encoding)


def _rows(text: str, delimiter: str) -> Iterator[list[_Field]]:
    """The rows of a CSV text. A quote that is never closed is an ordinary character."""
    sign = re.escape(delimiter)
    blank = "[ ]" if delimiter == "\t" else r"[ \t]"
    other = rf"(?:\\{sign}|[^{sign}\n])*" if "\\" + delimiter in text else rf"[^{sign}\n]*"
    curly = "|".join(rf"{pair[0]}[^{pair[1]}\n]*{pair[1]}" for pair in _PAIRS if pair[0] in text) or "(?!)"
    field = re.compile(rf'{blank}*(?:=?"(?:[^"]|"")*"|{curly}){blank}*(?={sign}|\n|\Z)|{other}')
    row: list[_Field] = []
    at, size = 0, len(text)
    while True:
        if text.startswith('"', at) and text.find('"', at + 1) < 0:
            end = min(e for e in (text.find(delimiter, at), text.find("\n", at), size) if e >= 0)
            row.append((at, end, False))
        else:
            match = field.match(text, at)
            end = match.end() if match else size
            inside = text[at:end].strip(" \t")
            is_formula = "&" in inside[-4:] and _FORMULA.match(inside) is not None
            inside = inside.removeprefix("=")
            row.append(
                (at, end, not is_formula and len(inside) > 1 and inside.startswith('"') and inside.endswith('"'))
            )
        at = end + 1
        if end >= size:
            break
        if text[end] == "\n":
            yield row
            row = []
            if at >= size:
                return
    yield row


def _bare(text: str, start: int, end: int, layout: list[Span], delimiter: str) -> Spans:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    spans: list[Span] = []
    sign = "\\" + delimiter
    while (at := text.find(sign, start, end)) >= 0:  # a sign that parts nothing, as some databases write it
        spans += [Span(0, start, at)] if at > start else []
        layout.append(Span(0, at, at + 1))
        start = at + 1
    return (*spans, Span(0, start, end)) if end > start else tuple(spans)


_MARKS = frozenset("'`=“‘「＂”")
_MARKED = re.compile(r"['`](?=[-+=@≥≤><＜＞±\d])(?!.*['`])")
"""A mark that programs put before a value, lest a spreadsheet take it for a number or a formula."""
_FORMULA = re.compile(r'(=\s*(?:T\(\s*)?")([^"]*)("\s*\)?\s*(?:&\s*"")?)\Z', re.IGNORECASE)
"""A text that is written as a formula, for the same end: =T("120.50"), ="120.50"&""."""


def _usual_quotes(text: str, delimiter: str) -> str:
    """The two signs other than straight double quotes in which a file puts its cells; none where it has no such."""
    lines = text.split("\n")[:_ROWS]
    cells = [cell for line in lines for cell in (piece.strip() for piece in line.split(delimiter)) if cell]
    ends = Counter(cell[0] + cell[-1] for cell in cells if len(cell) > 1 and cell[0] in _QUOTES and cell[-1] in _QUOTES)
    pair, times = ends.most_common(1)[0] if ends else ("", 0)
    return pair if times * 2 > len(cells) else ""


_PAIRS = ("“”", "‘’", "「」", "＂＂", "””")
_QUOTES = frozenset("".join(_PAIRS) + "'")


def _without_marks(text: str, spans: Spans, layout: list[Span], quotes: str, delimiter: str) -> Spans:
    """The spans of a cell without what a program wrote around its value for the sake of spreadsheets."""
    inside = "".join(text[span.start : span.end] for span in spans)
    formula = _FORMULA.match(inside)
    if formula:
        return _cut(spans, len(formula[1]), len(formula[3]), layout)
    ends = inside[0] + inside[-1] if len(inside) > 1 else ""
    if ends and (ends == quotes or (ends in _PAIRS and delimiter in inside)):
        return _cut(spans, 1, 1, layout)
    return _cut(spans, 1, 0, layout) if _MARKED.match(inside) else spans


def _cut(spans: Spans, front: int, back: int, layout: list[Span]) -> Spans:
    """Spans without so many characters at their two ends, which are layout."""
    places = [place for span in spans for place in range(span.start, span.end)]
    layout += [Span(0, place, place + 1) for place in (*places[:front], *places[len(places) - back :])]
    kept: list[Span] = []
    for place in places[front : len(places) - back]:
        if kept and kept[-1].end == place:
            kept[-1] = kept[-1]._replace(end=place + 1)
        else:
            kept.append(Span(0, place, place + 1))
    return tuple(kept)


def _quoted(text: str, start: int, end: int, layout: list[Span]) -> Spans:
    """The text between quotes; of a doubled quote only the first belongs to it. What was left out is layout."""
    begin, start, end = start, text.index('"', start), text.rindex('"', start, end)
    if "=" in text[begin:start]:
        layout.append(Span(0, begin, start))
    elif text.startswith('"=""', start) and text.endswith('"""', start + 4, end + 1):  # ="120.50", in quotes of its own
        layout += (Span(0, start, start + 3), Span(0, end - 1, end + 1))
        start, end = start + 3, end - 2
    layout += (Span(0, start, start + 1), Span(0, end, end + 1))
    spans: list[Span] = []
    at = start + 1
    while (double := text.find('""', at, end)) >= 0:
        spans.append(Span(0, at, double + 1))
        layout.append(Span(0, double + 1, double + 2))
        at = double + 2
    spans.append(Span(0, at, end))
    trimmed = [span for span in spans if span.end > span.start]
    if not trimmed or not "".join(text[span.start : span.end] for span in trimmed).strip():
        return ()
    first, last = trimmed[0], trimmed[-1]
    inside = text[first.start : first.end]
    trimmed[0] = first._replace(start=first.start + len(inside) - len(inside.lstrip()))
    last = trimmed[-1]
    trimmed[-1] = last._replace(end=last.start + len(text[last.start : last.end].rstrip()))
    return tuple(span for span in trimmed if span.end > span.start)
