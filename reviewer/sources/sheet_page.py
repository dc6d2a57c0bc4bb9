"""A sheet of a workbook as a page: rows of text, cells with their addresses, merges, widths and heights."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from reviewer.base.collecting import without_collecting
from reviewer.base.i18n import tr, trn
from reviewer.model.source import Cell, Grid, Line, Page
from reviewer.model.spans import Span
from reviewer.sources.number_format import GENERAL, Value, shown

Place = tuple[int, int]
"""Row and column of a cell, from 0, as the workbook counts them."""

MARGIN_ROWS, MARGIN_COLUMNS = 200, 50
"""An empty margin above or left of the cells is kept, so that rows and columns count as in the workbook, up to this."""
_MOST_COVERED = 5_000_000
_SINGLE = (1, 1)
_LISTED = 12
"""So many hidden rows or columns are named in a note."""


@dataclass(slots=True)
class Sheet:
    """What a workbook says about one sheet. Places count from the workbook's A1; widths and heights are points.

    `values` are rows of values from `start` on, empty cells as "". `formats` hold the codes of the cells whose format is not
    General, `instead` what to show in place of a value (errors). `not_computed` are formulas without a stored result.
    """

    name: str
    start: Place = (0, 0)
    values: Sequence[Sequence[Value]] = ()
    formats: Mapping[Place, str] = field(default_factory=dict)
    instead: Mapping[Place, str] = field(default_factory=dict)
    merges: Sequence[tuple[Place, Place]] = ()
    widths: Mapping[int, float] = field(default_factory=dict)
    heights: Mapping[int, float] = field(default_factory=dict)
    default_width: float = 48.0
    default_height: float = 15.0
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[int] = ()
    not_computed: Sequence[Place] = ()
    is_hidden: bool = False
    shows_zeros: bool = True


def page_of(index: int, sheet: Sheet) -> tuple[Page, list[str]]:
    """The page of a sheet, and the notes on it."""
    with without_collecting():
        return _page_of(index, sheet)


def _page_of(index: int, sheet: Sheet) -> tuple[Page, list[str]]:
    rows = _shown_rows(sheet)
    reach = _end(rows)
    hidden = [row for row in sheet.hidden_rows if row < reach[0]]
    rows = _without_hidden(rows, hidden, sheet.merges)
    end_row, end_column = _end(rows)
    top = sheet.start[0] if sheet.start[0] > MARGIN_ROWS else 0
    left = sheet.start[1] if sheet.start[1] > MARGIN_COLUMNS else 0
    spans, covered = _merged(sheet.merges, rows, (end_row, end_column))
    notes = _notes(sheet, hidden, _lost_under_merges(rows, covered), reach)
    if not rows:
        return Page(index + 1, "", (), label=sheet.name), notes
    whole, cells = _set_out(index, rows, (top, left), spans, covered)
    if len(cells) == 1:
        return Page(index + 1, whole, tuple(_lines(index, whole)), label=sheet.name), notes
    return Page(
        index + 1, whole, (_grid(sheet, cells, spans, (top, left), (end_row, end_column)),), label=sheet.name
    ), notes


def _set_out(
    index: int,
    rows: Mapping[int, list[tuple[int, str]]],
    origin: Place,
    spans: Mapping[Place, Place],
    covered: Mapping[Place, Place],
) -> tuple[str, list[Cell]]:
    """The text of the rows, and the cells with their places in it. Written for speed: it sees every cell of a workbook."""
    top, left = origin
    pieces: list[str] = []
    cells: list[Cell] = []
    length, row_at = 0, top
    for row, filled in rows.items():
        if row > row_at:
            pieces.append("\n" * (row - row_at))
            length += row - row_at
            row_at = row
        column_at = left
        for column, content in filled:
            if covered and (row, column) in covered:
                continue
            if column > column_at:
                pieces.append("\t" * (column - column_at))
                length += column - column_at
                column_at = column
            pieces.append(content)
            start, length = length, length + len(content)
            height, width = spans.get((row, column), _SINGLE) if spans else _SINGLE
            cells.append(Cell(row - top, column - left, (Span(index, start, length),), height, width))
    return "".join(pieces), cells


def _lines(index: int, text: str) -> Iterable[Line]:
    """The lines of a sheet with a single filled cell: no table."""
    start = 0
    for line in text.split("\n"):
        inside = line.strip("\t ")
        if inside:
            at = start + line.index(inside)
            yield Line(Span(index, at, at + len(inside)))
        start += len(line) + 1


def _grid(sheet: Sheet, cells: list[Cell], spans: Mapping[Place, Place], origin: Place, end: Place) -> Grid:
    top, left = origin
    bottom = max([end[0], *(row + size[0] for (row, _), size in spans.items())])
    right = max([end[1], *(column + size[1] for (_, column), size in spans.items())])
    widths = tuple(sheet.widths.get(column, sheet.default_width) for column in range(left, right))
    heights: tuple[float, ...] = ()
    if sheet.heights:
        heights = tuple(sheet.heights.get(row, sheet.default_height) for row in range(top, bottom))
    return Grid(tuple(cells), bottom - top, right - left, widths, heights)


def _shown_rows(sheet: Sheet) -> dict[int, list[tuple[int, str]]]:
    """The rows that show anything: each filled cell's column and text, in order."""
    rows: dict[int, list[tuple[int, str]]] = {}
    first_row, first_column = sheet.start
    formats, zeros = sheet.formats, sheet.shows_zeros
    instead: dict[int, list[tuple[int, str]]] = {}
    for (row, column), text in sheet.instead.items():
        instead.setdefault(row, []).append((column, text))
    for row, values in enumerate(sheet.values, first_row):
        filled: list[tuple[int, str]] = []
        for column, value in enumerate(values, first_column):
            if value == "":
                continue
            if type(value) is str:
                text = value
            elif not zeros and value == 0 and not isinstance(value, bool):
                continue
            else:
                text = shown(value, formats.get((row, column), GENERAL))
            if not text.isprintable():
                text = _plain(text)
            if text and not text.isspace():
                filled.append((column, text))
        if filled:
            rows[row] = filled
    for row, extra in instead.items():
        columns = {column for column, _ in extra}
        rows[row] = sorted([*(cell for cell in rows.get(row, ()) if cell[0] not in columns), *extra])
    return dict(sorted(rows.items())) if instead else rows


def _without_hidden(
    rows: dict[int, list[tuple[int, str]]], hidden: Sequence[int], merges: Sequence[tuple[Place, Place]]
) -> dict[int, list[tuple[int, str]]]:
    """The rows without those that the workbook hides; a merged cell that reaches out of one is seen, and stays."""
    if not hidden:
        return rows
    gone = set(hidden)
    seen = {
        corner
        for corner, (last, _) in merges
        if corner[0] in gone and any(row not in gone for row in range(corner[0], last + 1))
    }
    left = {row: [cell for cell in cells if row not in gone or (row, cell[0]) in seen] for row, cells in rows.items()}
    return {row: cells for row, cells in left.items() if cells}


def _plain(text: str) -> str:
    """The text of a cell without characters that would be taken for the page's own: tabs and odd line ends."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").replace("\f", "\n").replace("\v", "\n")
    return "".join(char for char in text if char >= " " or char == "\n").strip("\n")


def _end(rows: Mapping[int, list[tuple[int, str]]]) -> Place:
    """Row and column behind the last filled cell."""
    if not rows:
        return 0, 0
    return max(rows) + 1, max(filled[-1][0] for filled in rows.values()) + 1


def _merged(
    merges: Sequence[tuple[Place, Place]], rows: Mapping[int, list[tuple[int, str]]], end: Place
) -> tuple[dict[Place, Place], dict[Place, Place]]:
    """The size of each merged cell that shows text, and for each cell that one covers the upper left corner of that one.

    What reaches far beyond the filled cells is cut off: whole columns can be merged.
    """
    spans: dict[Place, Place] = {}
    covered: dict[Place, Place] = {}
    corners: set[Place] = set()
    room = _MOST_COVERED
    wanted = {corner for corner, _ in merges}
    filled = (
        {p for row, cells in rows.items() for column, _ in cells if (p := (row, column)) in wanted} if wanted else ()
    )
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
        if corner in filled:
            spans[corner] = (height, width)
        for below in range(row, bottom):
            for beside in range(column, right):
                covered[below, beside] = corner
        del covered[corner]
    return spans, covered


def _lost_under_merges(rows: Mapping[int, list[tuple[int, str]]], covered: Mapping[Place, Place]) -> int:
    """How many cells hold a text that a merged cell hides and does not show itself."""
    if not covered:
        return 0
    hidden = [(p, text) for row, cells in rows.items() for column, text in cells if (p := (row, column)) in covered]
    texts = {(row, column): text for row, cells in rows.items() for column, text in cells} if hidden else {}
    return sum(text != texts.get(covered[place]) for place, text in hidden)


# -- notes --------------------------------------------------------------------------------------------------------


def _notes(sheet: Sheet, rows: Sequence[int], lost: int, end: Place) -> list[str]:
    notes: list[str] = []
    name = sheet.name
    columns = [column for column in sheet.hidden_columns if column < end[1]]
    if sheet.is_hidden and end[0]:
        notes.append(tr("The sheet “{name}” is hidden in the workbook; it was read all the same.", name=name))
    if rows:
        notes.append(
            trn("Row {rows} of the sheet “{name}” is hidden in the workbook; it was left out.",
                "Rows {rows} of the sheet “{name}” are hidden in the workbook; they were left out.",
                len(rows), rows=_listed(rows, lambda row: str(row + 1)), name=name)
        )  # fmt: skip
    if columns:
        notes.append(
            trn("Column {columns} of the sheet “{name}” is hidden in the workbook; it was read all the same.",
                "Columns {columns} of the sheet “{name}” are hidden in the workbook; they were read all the same.",
                len(columns), columns=_listed(columns, column_name), name=name)
        )  # fmt: skip
    if sheet.not_computed:
        cells = ", ".join(address(place) for place in sheet.not_computed[:_LISTED])
        cells += " …" if len(sheet.not_computed) > _LISTED else ""
        notes.append(
            trn("The formula in {cells} of the sheet “{name}” has no stored result; save the workbook in Excel once.",
                "The formulas in {cells} of the sheet “{name}” have no stored results; save the workbook in Excel once.",
                len(sheet.not_computed), cells=cells, name=name)
        )  # fmt: skip
    if lost:
        notes.append(
            trn("{count} cell of the sheet “{name}” lies hidden under a merged cell; its text was left out.",
                "{count} cells of the sheet “{name}” lie hidden under merged cells; their text was left out.",
                lost, name=name)
        )  # fmt: skip
    return notes


def _listed(numbers: Sequence[int], name: Callable[[int], str]) -> str:
    """Numbers with runs drawn together: 3, 5–9; a long list ends in an ellipsis."""
    runs: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    texts = [name(a) if a == b else f"{name(a)}–{name(b)}" for a, b in runs[:_LISTED]]
    return ", ".join(texts) + (" …" if len(runs) > _LISTED else "")


def column_name(column: int) -> str:
    """The letters of a column counted from 0: A, Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def address(place: Place) -> str:
    """A cell's address as spreadsheets print it: B7."""
    return f"{column_name(place[1])}{place[0] + 1}"


def column_number(letters: str) -> int:
    """The column, counted from 0, that letters name."""
    number = 0
    for char in letters:
        number = number * 26 + ord(char) - 64
    return number - 1
