"""One sheet into an XlsxWriter workbook, row by row: what is written is not kept, so that length costs no memory."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import Any

from reviewer.base.files import WriteError
from reviewer.base.i18n import tr
from reviewer.base.patterns import pattern
from reviewer.base.private import workplace_prefix
from reviewer.export.links import LINK_TITLE
from reviewer.export.looks import (
    CENTRED,
    MEASURE,
    SAMPLE,
    Formats,
    column_width,
    header_height,
    row_height,
    set_up_print,
    stretched,
    text_width,
)
from reviewer.export.row_keys import LIST_TITLE, ROW_TITLE
from reviewer.export.row_xml import RowXml
from reviewer.export.tables import Link, Sheet, clean

MAX_ROWS = 1_048_575
"""The rows that a sheet can hold under its header."""
HIDDEN = (ROW_TITLE, LIST_TITLE)
"""The titles of columns that are not shown."""


@contextmanager
def new_book(path: Path) -> Iterator[Any]:
    """An XlsxWriter workbook that keeps no rows in memory; what it needs on the disk meanwhile is taken away in the end."""
    import xlsxwriter

    with tempfile.TemporaryDirectory(prefix=workplace_prefix(), ignore_cleanup_errors=True) as folder:
        # Strings must stay strings: "=0" is a target value, and a source must not be able to start a formula or a link.
        options: dict[str, Any] = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        options |= {"default_format_properties": MEASURE}
        book = xlsxwriter.Workbook(str(path), {**options, "constant_memory": True, "tmpdir": folder})
        try:
            yield book
        finally:
            for sheet in book.worksheets():
                if sheet.constant_memory:
                    sheet._opt_close()  # Windows takes no file away that is open


def pack(book: Any) -> None:
    """Make the file of what was written. Raises OSError."""
    from xlsxwriter.exceptions import FileCreateError

    try:
        book.close()
    except FileCreateError as error:
        cause = error.args[0] if error.args else error
        raise cause if isinstance(cause, OSError) else OSError(str(error)) from error


def write_sheet(book: Any, sheet: Sheet, formats: Formats, told: Callable[[int], None], file: str = "") -> None:
    """Write a sheet; `told` hears every now and then how many rows are through. Raises WriteError where it is too long."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    target = book.add_worksheet(sheet.title)
    rows = iter(sheet.rows)
    first = list(islice(rows, SAMPLE))
    titles = sheet.columns
    widths = stretched([
        0 if title in HIDDEN else column_width(title, [row[column] for row in first])
        for column, title in enumerate(titles)
    ])  # fmt: skip
    target.set_row(0, header_height(titles, widths))
    for column, title in enumerate(titles):
        write_text(target, 0, column, title, formats.header)
        target.set_column(column, column, widths[column] or 10, None, {} if widths[column] else {"hidden": 1})
    xml = RowXml(target, len(titles))
    centred = [title in CENTRED for title in titles]
    count = 0
    for count, cells in enumerate(chain(first, rows), start=1):
        if count > MAX_ROWS:
            raise WriteError(
                tr(
                    "{file} cannot be written because “{sheet}” has more rows than a workbook can hold; please export fewer sources.",
                    file=file,
                    sheet=sheet.title,
                )
            )
        height = row_height(cells, widths)
        if height is not None:
            target.set_row(count, height)
        made = []
        for column, cell in enumerate(cells):
            if cell.doubt:
                _write_note(target, count, column, cell.doubt)
            if isinstance(cell.value, Link):
                target.write_url(count, column, f"internal:{cell.value.place}", formats.link, cell.value.shown)
                made.append(xml.cell(count, column, cell.value, formats.link))
            else:
                made.append(xml.cell(count, column, cell.value, formats.of(cell, centred[column])))
        xml.put(count, made)
        if count % 100 == 0:
            told(count)
    target.freeze_panes(1, 0)
    if count:  # "007" is a text on purpose: Excel need not put a green corner on it
        target.ignore_errors({"number_stored_as_text": f"A2:{xl_rowcol_to_cell(count, len(sheet.columns) - 1)}"})
    _make_table(target, sheet, count)
    printed = titles.index(LINK_TITLE) if LINK_TITLE in titles else len(titles)
    set_up_print(target, sheet.title, widths=widths[:printed])
    if printed < len(titles):  # what stands behind is of no use on paper
        target.print_area(0, 0, count, printed - 1)


def add_whole_sheet(book: Any, title: str) -> Any:
    """A sheet of the workbook that is kept in memory, to be written in any order."""
    book.constant_memory = False
    target = book.add_worksheet(title)
    book.constant_memory = True
    target.row_data_fh_closed = True  # it has no file of rows, which XlsxWriter would close in the end
    return target


def _write_note(target: Any, row: int, column: int, doubt: str) -> None:
    """A note at a cell that says why it is doubtful."""
    comment = clean(doubt)
    comment = comment if len(comment) <= 2000 else comment[:1999] + "…"  # the whole stands in 待核
    lines = sum(1 + text_width(line) // 34 for line in comment.splitlines())
    target.write_comment(
        row, column, comment, {"width": 260, "height": 24 + 18 * lines, "font_name": "宋体", "font_size": 9}
    )


def write_text(target: Any, row: int, column: int, text: str, shown: Any) -> None:
    """Write a text as a text. XlsxWriter takes one from “<r>” to “</r>” for XML of its own: in pieces it does not."""
    if text.startswith("<r>") and text.endswith("</r>"):
        target.write_rich_string(row, column, text[0], text[1], text[2:], shown)
    else:
        target.write_string(row, column, text, shown)


# -- named tables -------------------------------------------------------------------------------------------------

_PLAIN = pattern(r"[^\x00-\x1f]{1,255}")


def table_name(sheet: str) -> str:
    """The name of a sheet's table, for formulas: =SUM(表_项目[总计])."""
    return f"表_{sheet}"


def _make_table(target: Any, sheet: Sheet, rows: int) -> None:
    """Make the sheet a table with a name and a filter; only a filter where Excel would find a table of it damaged."""
    titles, last = sheet.columns, len(sheet.columns) - 1
    plain = all(_PLAIN.fullmatch(title) and "_x" not in title for title in titles)
    if not rows or not plain or len({title.casefold() for title in titles}) < len(titles):
        target.autofilter(0, 0, rows, last)
        return
    _add_table(target, table_name(sheet.title), titles, rows)


def _add_table(target: Any, name: str, titles: Sequence[str], rows: int) -> None:
    """What add_table() does, which refuses sheets that are written row by row: it would write their headers once more.

    So it is told of a table of one row whose headers go nowhere; then the table is given its true size.
    """
    from xlsxwriter.sharedstrings import SharedStringTable
    from xlsxwriter.utility import xl_range

    kept = target.constant_memory, target.str_table, target.table, target.dim_rowmax
    target.constant_memory, target.str_table = False, SharedStringTable()
    target.table = type(kept[2])(kept[2].default_factory)
    options = {"name": name, "style": None, "banded_rows": False, "columns": [{"header": title} for title in titles]}
    target.add_table(0, 0, 1, len(titles) - 1, options)
    target.constant_memory, target.str_table, target.table, target.dim_rowmax = kept
    made = target.tables[-1]
    made["range"] = made["a_range"] = made["autofilter"] = xl_range(0, 0, rows, len(titles) - 1)
