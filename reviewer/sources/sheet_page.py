"""A sheet of a workbook as a page: rows of text, cells with their addresses, merges, widths and heights."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, repeat
from operator import add, sub

from reviewer.model.cells import Cells
from reviewer.model.source import Block, Cell, Grid, Line, Note, Page
from reviewer.model.spans import Span
from reviewer.sources.invisible import without_invisible
from reviewer.sources.number_format import GENERAL, says_more_of_text, shown
from reviewer.sources.raised import without_marks
from reviewer.sources.sheet import Place, Sheet
from reviewer.sources.sheet_notes import box_notes, formula_notes, notes_of

MARGIN_ROWS, MARGIN_COLUMNS = 200, 50
"""An empty margin above or left of the cells is kept, so that rows and columns count as in the workbook, up to this."""
_MOST_COVERED = 5_000_000
_MOST_NUMBERS = 4_000
Rows = dict[int, tuple[list[int], list[str]]]
"""The filled cells of a sheet by row: their columns and their texts, in order (an object for each would cost more than all the rest)."""


def page_of(index: int, sheet: Sheet) -> tuple[Page, list[Note]]:
    """The page of a sheet, and the notes on it."""
    filled = _shown_rows(sheet)
    rows, hidden = _without_hidden(sheet, filled)
    end = end_row, end_column = _end(rows)
    top = sheet.start[0] if sheet.start[0] > MARGIN_ROWS else 0
    left = sheet.start[1] if sheet.start[1] > MARGIN_COLUMNS else 0
    spans, covered = _merged(sheet.merges, rows, end)
    whole, made = _set_out(index, rows, (top, left), spans, covered)
    cells: Sequence[Cell] = made
    layout: list[Span] = []
    if sheet.instead:
        cells = _without_marks(index, whole, cells, layout)
    blocks: list[Block] = []
    if len(cells) == 1:
        blocks += _lines(index, whole)
    elif cells:
        blocks.append(_grid(sheet, cells, spans, (top, left), (end_row, end_column)))
    whole, boxes = _with_boxes(index, whole, sheet.boxes)
    about = {(cell.row + top, cell.column + left): cell.spans for cell in cells} if sheet.not_computed else {}
    notes = notes_of(sheet, _end(filled), hidden, _lost_under_merges(rows, covered))
    notes += formula_notes(sheet, about) + box_notes(sheet, tuple(line.span for line in boxes))
    return Page(index + 1, whole, (*blocks, *boxes), tuple(layout), sheet.name), notes


def _without_marks(index: int, text: str, cells: Sequence[Cell], layout: list[Span]) -> Sequence[Cell]:
    """The cells without the marks of notes in them, which are layout."""
    found = []
    for cell in cells:
        (span,) = cell.spans
        spans, marks = without_marks(text[span.start : span.end], index, span.start)
        layout += marks
        found.append(replace(cell, spans=spans) if marks else cell)
    return tuple(found)


def _with_boxes(index: int, text: str, boxes: Sequence[str]) -> tuple[str, list[Line]]:
    """The text of a page with that of the boxes beneath it, and the lines of these."""
    lines: list[Line] = []
    for number, box in enumerate(boxes):
        text += ("\n\n" if not number else "\n") if text else ""
        lines.append(Line(Span(index, len(text), len(text) + len(box))))
        text += box
    return text, lines


def _set_out(
    index: int,
    rows: Rows,
    origin: Place,
    spans: Mapping[Place, Place],
    covered: Mapping[Place, Place],
) -> tuple[str, Cells]:
    """The text of the rows, and the cells with their places in it. Written for speed: it sees every cell of a workbook."""
    top, left = origin
    pieces: list[str] = []
    down, across, lengths, gaps = array("I"), array("I"), array("I"), array("I")
    """Of each cell: row, column, length of its text, and how many signs stand between it and the one before."""
    corners: dict[int, Place] = {}
    gap, row_at = 0, top
    merged, hidden = _by_row(spans), _by_row(covered)
    for row, (columns, texts) in rows.items():
        if row > row_at:
            pieces.append("\n" * (row - row_at))
            gap += row - row_at
            row_at = row
        if not hidden.get(row, _NONE).isdisjoint(columns):
            columns, texts = _without(hidden[row], columns, texts)
            if not columns:
                continue
        for column in merged.get(row, ()):
            corners[len(down) + columns.index(column)] = row, column
        first, count = columns[0], len(columns)
        down.extend(repeat(row - top, count))
        across.extend([column - left for column in columns] if left else columns)
        lengths.extend(map(len, texts))
        gaps.append(gap + first - left)
        pieces.append("\t" * (first - left))
        if columns[-1] - first < count:  # each beside the one before
            gaps.extend(repeat(1, count - 1))
            pieces.append("\t".join(texts))
        else:
            steps = list(map(sub, columns[1:], columns))
            gaps.extend(steps)
            pieces.append(texts[0])
            pieces += ["\t" * step + text for step, text in zip(steps, texts[1:], strict=True)]
        gap = 0
    ends = array("I", accumulate(map(add, gaps, lengths)))
    odd = {
        number: Cell(
            row - top, column - left, (Span(index, ends[number] - lengths[number], ends[number]),), *spans[row, column]
        )
        for number, (row, column) in corners.items()
    }
    return "".join(pieces), Cells(index, down, across, map(sub, ends, lengths), ends, odd)


_NONE: frozenset[int] = frozenset()


def _by_row(places: Iterable[Place]) -> dict[int, set[int]]:
    """The columns of the places, by row."""
    found: dict[int, set[int]] = {}
    for row, column in places:
        found.setdefault(row, set()).add(column)
    return found


def _without(gone: Collection[int], columns: list[int], texts: list[str]) -> tuple[list[int], list[str]]:
    """The cells of a row without those in some columns."""
    kept = [place for place, column in enumerate(columns) if column not in gone]
    return [columns[place] for place in kept], [texts[place] for place in kept]


def _lines(index: int, text: str) -> Iterable[Line]:
    """The lines of a sheet with a single filled cell: no table."""
    start = 0
    for line in text.split("\n"):
        inside = line.strip("\t ")
        if inside:
            at = start + line.index(inside)
            yield Line(Span(index, at, at + len(inside)))
        start += len(line) + 1


def _grid(sheet: Sheet, cells: Sequence[Cell], spans: Mapping[Place, Place], origin: Place, end: Place) -> Grid:
    top, left = origin
    bottom = max([end[0], *(row + size[0] for (row, _), size in spans.items())])
    right = max([end[1], *(column + size[1] for (_, column), size in spans.items())])
    widths = tuple(sheet.widths.get(column, sheet.default_width) for column in range(left, right))
    heights: tuple[float, ...] = ()
    if sheet.heights:
        heights = tuple(sheet.heights.get(row, sheet.default_height) for row in range(top, bottom))
    return Grid(cells, bottom - top, right - left, widths, heights)


def _shown_rows(sheet: Sheet) -> Rows:
    """The rows that show anything: each filled cell's column and text, in order."""
    rows: Rows = {}
    first_row, first_column = sheet.start
    formats, zeros, late = sheet.formats, sheet.shows_zeros, sheet.from_1904
    of_texts = any(map(says_more_of_text, set(formats.values())))
    instead: dict[int, list[tuple[int, str]]] = {}
    numbers: dict[tuple[str, float], str] = {}
    """Those that were shown: amounts and shares stand in a table again and again."""
    for (row, column), text in (*sheet.instead.items(), *sheet.not_computed.items()):
        instead.setdefault(row, []).append((column, text))
    for row, values in enumerate(sheet.values, first_row):
        columns: list[int] = []
        texts: list[str] = []
        for column, value in enumerate(values, first_column):
            if type(value) is str:
                if not value:
                    continue
                text = shown(value, formats[row, column]) if of_texts and (row, column) in formats else value
            elif not zeros and value == 0 and not isinstance(value, bool):
                continue
            else:
                code = formats.get((row, column), GENERAL)
                known = numbers.get((code, value)) if type(value) is float else None
                text = shown(value, code, late) if known is None else known
                if known is None and value and type(value) is float and len(numbers) < _MOST_NUMBERS:
                    numbers[code, value] = text  # not nought: as a key it is the same as that with a minus
            if not text.isprintable():
                text = _plain(text)
            if text and not text.isspace():
                columns.append(column)
                texts.append(text)
        if columns:
            rows[row] = columns, texts
    for row, extra in instead.items():
        columns, texts = _without({column for column, _ in extra}, *rows.pop(row, ([], [])))
        filled = [*zip(columns, texts, strict=True), *(e for e in extra if e[1].strip())]
        if filled:
            placed = sorted((column, _plain(text)) for column, text in filled)
            rows[row] = [column for column, _ in placed], [text for _, text in placed]
    return dict(sorted(rows.items())) if instead else rows


def _without_hidden(sheet: Sheet, rows: Rows) -> tuple[Rows, bool]:
    """The rows without cells that nobody sees, and whether that was done: where nothing else is left they stay.

    A merged cell shows its text as long as one of its rows and columns is in sight.
    """
    hidden, columns = set(sheet.hidden_rows) & set(rows), set(sheet.hidden_columns)
    if not hidden and not columns:
        return rows, False
    ends, far = dict(sheet.merges), set(sheet.hidden_rows)

    def is_seen(row: int, column: int) -> bool:
        if row not in hidden and column not in columns:
            return True
        bottom, right = ends.get((row, column), (row, column))
        return any(r not in far for r in range(row, min(bottom, row + 5000) + 1)) and any(
            c not in columns for c in range(column, min(right, column + 5000) + 1)
        )

    kept: Rows = {}
    for row, (across, texts) in rows.items():
        found = _without({column for column in across if not is_seen(row, column)}, across, texts)
        if found[0]:
            kept[row] = found
    return (kept, True) if kept else (rows, False)


def _plain(text: str) -> str:
    """The text of a cell without characters that would be taken for the page's own: tabs and odd line ends."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").replace("\f", "\n").replace("\v", "\n")
    return without_invisible("".join(char for char in text if char >= " " or char == "\n")).strip("\n")


def _end(rows: Rows) -> Place:
    """Row and column behind the last filled cell."""
    if not rows:
        return 0, 0
    return max(rows) + 1, max([columns[-1] for columns, _ in rows.values()]) + 1


def _merged(
    merges: Sequence[tuple[Place, Place]], rows: Rows, end: Place
) -> tuple[dict[Place, Place], dict[Place, Place]]:
    """The size of each merged cell that shows text, and for each cell that one covers the upper left corner of that one.

    What reaches far beyond the filled cells is cut off: whole columns can be merged.
    """
    spans: dict[Place, Place] = {}
    covered: dict[Place, Place] = {}
    corners: set[Place] = set()
    room = _MOST_COVERED
    for corner, (last_row, last_column) in merges:
        row, column = corner
        bottom, right = min(last_row + 1, end[0] + MARGIN_ROWS), min(last_column + 1, end[1] + MARGIN_COLUMNS)
        height, width = bottom - row, right - column
        if height < 1 or width < 1 or height * width < 2 or row >= end[0] or column >= end[1]:
            continue
        room -= height * width
        if corner in covered or corner in corners or room < 0:
            continue
        corners.add(corner)
        if row in rows and column in rows[row][0]:
            spans[corner] = (height, width)
        for below in range(row, bottom):
            for beside in range(column, right):
                covered[below, beside] = corner
        del covered[corner]
    return spans, covered


def _lost_under_merges(rows: Rows, covered: Mapping[Place, Place]) -> int:
    """How many cells hold a text that a merged cell hides and does not show itself."""
    if not covered:
        return 0
    hidden = [
        (place, text)
        for row, below in _by_row(covered).items()
        if row in rows and not below.isdisjoint(rows[row][0])
        for column, text in zip(*rows[row], strict=True)
        if (place := (row, column)) in covered
    ]
    return sum(text != _text_at(rows, *covered[place]) for place, text in hidden)


def _text_at(rows: Rows, row: int, column: int) -> str | None:
    columns, texts = rows.get(row, ((), ()))
    return texts[columns.index(column)] if column in columns else None
