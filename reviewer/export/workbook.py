"""The workbook: every sheet of the contract, written with XlsxWriter."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from reviewer.base.files import WriteError, write_whole
from reviewer.base.i18n import tr
from reviewer.export import record, tables
from reviewer.export.tables import Cell, Form, Item, Sheet, clean

MAX_TEXT = 32_767
"""The longest text that a cell can hold, in UTF-16 units."""
MAX_ROWS = 1_048_575
"""The rows that a sheet can hold under its header."""

_NUMBER_FORMATS = {
    Form.TEXT: "@",  # text stays text also when someone edits the cell
    Form.NUMBER: "General",
    Form.MONEY: "#,##0.00",
    Form.SHARE: "0.0#%",
    Form.TIME: "yyyy-mm-dd hh:mm:ss",
}
_DOUBTFUL = "#FFE8A3"
_HEADER = "#DCE6F1"


def write_workbook(items: Sequence[Item], path: Path, now: datetime | None = None) -> None:
    """Write the reviews, and the records of their histories, as one .xlsx; whole or not at all. Raises WriteError.

    `now` is the local time that 说明 gives.
    """
    sheets = workbook_sheets(items, now or datetime.now())
    for sheet in sheets:
        if len(sheet.rows) > MAX_ROWS:
            raise WriteError(
                tr(
                    "{file} cannot be written because “{sheet}” has more rows than a workbook can hold; please export fewer sources.",
                    file=path.name,
                    sheet=sheet.title,
                )
            )
    write_whole(path, lambda temporary: _write(sheets, temporary))


def workbook_sheets(items: Sequence[Item], now: datetime) -> list[Sheet]:
    """The sheets in their order, texts made such that a cell can hold them; what had to be cut is said in 说明."""
    tasks = tables.task_sheet(items)
    sheets = [tables.project_sheet(items), tables.indicator_sheet(items)]
    sheets += [tasks] if tasks.rows else []
    sheets += [tables.doubtful_sheet(items), record.record_sheet(items)]
    about = record.about_sheet(items, now)
    for sheet in (*sheets, about):
        about.rows += _fit(sheet, len(about.columns))
    return [*sheets, about]


def _fit(sheet: Sheet, width: int) -> list[list[Cell]]:
    """Make every text fit its cell; a row for 说明, of `width` cells, for each that had to be cut."""
    sheet.columns = [clean(title)[:255] for title in sheet.columns]
    notes = []
    source = sheet.columns.index("来源文件")
    for number, row in enumerate(sheet.rows, start=2):
        for place, cell in enumerate(row):
            if not isinstance(cell.value, str):
                continue
            text = clean(cell.value)
            size = _units(text)
            if size > MAX_TEXT:
                text = _cut(text)
                places = {"sheet": sheet.title, "column": sheet.columns[place], "row": number, "size": size}
                said = tr(
                    "{sheet}, row {row}, {column}: a cell cannot hold this text of {size} characters; its end was cut off",
                    **places,
                )
                notes.append([row[source], *[Cell(None)] * (width - 2), Cell(said)])
            if text != cell.value:
                row[place] = Cell(text, cell.form, cell.doubt)
    return notes


def _units(text: str) -> int:
    return len(text) + sum(char > "\uffff" for char in text)


def _cut(text: str) -> str:
    note = tr("… (cut off here: a cell cannot hold more)")
    room = MAX_TEXT - _units(note)
    return text.encode("utf-16-le")[: 2 * room].decode("utf-16-le", errors="ignore") + note


# -- writing ------------------------------------------------------------------------------------------------------


def _write(sheets: list[Sheet], path: Path) -> None:
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    # Strings must stay strings: "=0" is a target value, and a source must not be able to start a formula or a link.
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    book = xlsxwriter.Workbook(str(path), options)
    formats = _Formats(book)
    for sheet in sheets:
        _write_sheet(book.add_worksheet(sheet.title), sheet, formats)
    try:
        book.close()
    except FileCreateError as error:
        cause = error.args[0] if error.args else error
        raise cause if isinstance(cause, OSError) else OSError(str(error)) from error


class _Formats:
    """The cell formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        border = {"border": 1, "border_color": "#D0D0D0", "valign": "top", "text_wrap": True}
        self.header = book.add_format({**border, "bold": True, "bg_color": _HEADER, "valign": "vcenter"})
        # Older Excel shows a text of more than 255 characters as ##### where the format is "@".
        long = {"num_format": "General", "quote_prefix": True}
        self._long = [book.add_format({**border, **long, **tint}) for tint in ({}, {"bg_color": _DOUBTFUL})]
        self._made = {
            (form, doubtful): book.add_format(
                {**border, "num_format": shown, **({"bg_color": _DOUBTFUL} if doubtful else {})}
            )
            for form, shown in _NUMBER_FORMATS.items()
            for doubtful in (False, True)
        }

    def of(self, cell: Cell) -> Any:
        """The format for a cell: by its form, tinted where it is doubtful."""
        if isinstance(cell.value, str) and len(cell.value) > 255:
            return self._long[bool(cell.doubt)]
        return self._made[cell.form, bool(cell.doubt)]


def _write_sheet(target: Any, sheet: Sheet, formats: _Formats) -> None:
    for column, title in enumerate(sheet.columns):
        target.write_string(0, column, title, formats.header)
        target.set_column(column, column, _column_width(sheet, column))
    for row, cells in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(cells):
            _write_cell(target, row, column, cell, formats)
    target.freeze_panes(1, 0)
    target.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)


def _write_cell(target: Any, row: int, column: int, cell: Cell, formats: _Formats) -> None:
    value, shown = cell.value, formats.of(cell)
    if isinstance(value, str) and value:
        target.write_string(row, column, value, shown)
    elif isinstance(value, datetime):
        target.write_datetime(row, column, value, shown)
    elif isinstance(value, int | float):
        target.write_number(row, column, value, shown)
    else:
        target.write_blank(row, column, None, shown)
    if cell.doubt:
        comment = clean(cell.doubt)[:2000]
        lines = sum(1 + text_width(line) // 34 for line in comment.splitlines())
        target.write_comment(row, column, comment, {"width": 260, "height": 24 + 18 * lines, "font_size": 9})


# -- widths -------------------------------------------------------------------------------------------------------

_NARROWEST, _WIDEST, _SAMPLE = 6, 48, 500
_SHOWN_WIDTH = {Form.TIME: 19, Form.MONEY: 12, Form.SHARE: 7, Form.NUMBER: 6}


def text_width(text: str) -> int:
    """The width of a line in digits: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _column_width(sheet: Sheet, column: int) -> int:
    """Wide enough for what stands in most of its rows; longer texts wrap."""
    widths = sorted(_cell_width(row[column]) for row in sheet.rows[:_SAMPLE])
    usual = widths[len(widths) * 9 // 10] if widths else 0
    return max(_NARROWEST, min(_WIDEST, max(usual, text_width(sheet.columns[column]) + 2) + 2))


def _cell_width(cell: Cell) -> int:
    if isinstance(cell.value, str):
        return max(map(text_width, cell.value.splitlines()), default=0)
    return 0 if cell.value is None else max(_SHOWN_WIDTH.get(cell.form, 0), len(f"{cell.value}"))
