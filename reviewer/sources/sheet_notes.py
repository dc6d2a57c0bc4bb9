"""What there is to say about a sheet: what is hidden, what has no result, what floats above the cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from reviewer.base.i18n import tr, trn
from reviewer.model.source import Note
from reviewer.model.spans import Spans
from reviewer.sources.number_format import hides
from reviewer.sources.sheet import Place, Sheet, address, column_name
from reviewer.sources.word_notes import picture_note, struck_note, white_note

_LISTED = 12
"""So many hidden rows or columns are named in a note."""


def notes_of(sheet: Sheet, end: Place, left_out: bool, lost: int) -> list[Note]:
    """The notes on what is hidden in a sheet, up to the row and column behind its last cell.

    `left_out` says whether hidden rows and columns were not read, `lost` how many texts lie under merged cells.
    """
    notes: list[Note] = []
    name = sheet.name
    if sheet.is_hidden and end[0]:
        text = tr("The sheet “{name}” is hidden in the workbook; it was read all the same.", name=name)
        notes.append(Note(text, "hidden sheet"))
    rows = [row for row in sheet.hidden_rows if row < end[0]]
    columns = [column for column in sheet.hidden_columns if column < end[1]]
    if rows:
        notes.append(Note(_rows(rows, name, left_out), "hidden rows"))
    if columns:
        notes.append(Note(_columns(columns, name, left_out), "hidden columns"))
    if lost:
        text = trn("{count} cell of the sheet “{name}” lies hidden under a merged cell; its text was left out.",
                   "{count} cells of the sheet “{name}” lie hidden under merged cells; their text was left out.",
                   lost, name=name)  # fmt: skip
        notes.append(Note(text, "under merged cells"))
    return [
        *notes,
        *_format_note(sheet),
        *white_note(list(sheet.white)),
        *struck_note(list(sheet.struck)),
        *picture_note(sheet.pictures, sheet=True),
    ]


def _format_note(sheet: Sheet) -> list[Note]:
    """The note on cells whose format (`;;;`) shows nothing of what they hold."""
    hiding = {code for code in set(sheet.formats.values()) if hides(code)}
    if not hiding:
        return []
    top, left = sheet.start
    found: list[Place] = []
    for row, column in sorted(place for place, code in sheet.formats.items() if code in hiding):
        values = sheet.values[row - top] if 0 <= row - top < len(sheet.values) else ()
        if 0 <= column - left < len(values) and values[column - left] != "" and (row, column) not in sheet.instead:
            found.append((row, column))
    if not found:
        return []
    cells = ", ".join(map(address, found[:_LISTED])) + (" …" if len(found) > _LISTED else "")
    text = trn("The format of {cells} in the sheet “{name}” shows nothing of what it holds; it was left out.",
               "The formats of {cells} in the sheet “{name}” show nothing of what they hold; they were left out.",
               len(found), cells=cells, name=sheet.name)  # fmt: skip
    return [Note(text, "hidden by format")]


def _rows(rows: Sequence[int], name: str, left_out: bool) -> str:
    listed = _listed(rows, lambda row: str(row + 1))
    if left_out:
        return trn("Row {rows} of the sheet “{name}” is hidden in the workbook; it was left out.",
                   "Rows {rows} of the sheet “{name}” are hidden in the workbook; they were left out.",
                   len(rows), rows=listed, name=name)  # fmt: skip
    return trn("Row {rows} of the sheet “{name}” is hidden in the workbook; it was read all the same.",
               "Rows {rows} of the sheet “{name}” are hidden in the workbook; they were read all the same.",
               len(rows), rows=listed, name=name)  # fmt: skip


def _columns(columns: Sequence[int], name: str, left_out: bool) -> str:
    listed = _listed(columns, column_name)
    if left_out:
        return trn("Column {columns} of the sheet “{name}” is hidden in the workbook; it was left out.",
                   "Columns {columns} of the sheet “{name}” are hidden in the workbook; they were left out.",
                   len(columns), columns=listed, name=name)  # fmt: skip
    return trn("Column {columns} of the sheet “{name}” is hidden in the workbook; it was read all the same.",
               "Columns {columns} of the sheet “{name}” are hidden in the workbook; they were read all the same.",
               len(columns), columns=listed, name=name)  # fmt: skip


def formula_notes(sheet: Sheet, places: Mapping[Place, Spans]) -> list[Note]:
    """The note on formulas without a stored result, with the spans of the cells that show them."""
    if not sheet.not_computed:
        return []
    cells = ", ".join(address(place) for place in list(sheet.not_computed)[:_LISTED])
    cells += " …" if len(sheet.not_computed) > _LISTED else ""
    text = trn("The formula in {cells} of the sheet “{name}” has no stored result; save the workbook in Excel once.",
               "The formulas in {cells} of the sheet “{name}” have no stored results; save the workbook in Excel once.",
               len(sheet.not_computed), cells=cells, name=sheet.name)  # fmt: skip
    spans = tuple(span for place in sheet.not_computed for span in places.get(place, ()))
    return [Note(text, "no result", spans)]


def box_notes(sheet: Sheet, spans: Spans) -> list[Note]:
    """The note on texts that float above the cells."""
    if not spans:
        return []
    text = tr("The sheet “{name}” has text boxes that float above the cells; their text stands beneath its cells here.",
              name=sheet.name)  # fmt: skip
    return [Note(text, "text boxes", spans)]


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
