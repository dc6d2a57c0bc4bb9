"""The workbook: every sheet of the contract, written with XlsxWriter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from reviewer.base.files import WriteError, write_whole
from reviewer.base.i18n import tr, trn
from reviewer.export import charts, merged, next_system, record, tables, totals
from reviewer.export.choices import CHARTS, IMPORT, MERGED, SHEETS, TOTALS, Choices, accepted_only
from reviewer.export.looks import Formats, column_width, row_height, set_up_print, text_width
from reviewer.export.row_keys import KEYED, LIST_TITLE, ROW_TITLE, add_row_keys, add_row_lists
from reviewer.export.tables import MAX_TEXT, Cell, Item, Sheet, Value, clean, cut, units
from reviewer.model.review import Review

MAX_ROWS = 1_048_575
"""The rows that a sheet can hold under its header."""

Progress = Callable[[float], None]
"""Told how much is written (0 to 1); may raise to stop the writing."""


def write_workbook(
    items: Sequence[Item],
    path: Path,
    now: datetime | None = None,
    choices: Choices | None = None,
    failures: Sequence[tuple[str, str]] = (),
    progress: Progress | None = None,
) -> None:
    """Write the reviews, and the records of their histories, as one .xlsx; whole or not at all. Raises WriteError.

    `now` is the local time that 说明 gives. `failures` are sources that could not be read, each with the sentence that says why,
    for the sheet 汇总.
    """
    choices = choices or Choices()
    told = progress or (lambda _share: None)
    given, left = accepted_only(items) if choices.only_accepted else (list(items), 0)
    sheets = workbook_sheets(given, now or datetime.now(), choices, left, failures)
    for sheet in sheets:
        if len(sheet.rows) > MAX_ROWS:
            raise WriteError(
                tr(
                    "{file} cannot be written because “{sheet}” has more rows than a workbook can hold; please export fewer sources.",
                    file=path.name,
                    sheet=sheet.title,
                )
            )
    told(0.1)
    write_whole(path, lambda temporary: _write(given, sheets, choices, temporary, told))
    told(1.0)


def workbook_sheets(
    items: Sequence[Item],
    now: datetime,
    choices: Choices | None = None,
    left: int = 0,
    failures: Sequence[tuple[str, str]] = (),
) -> list[Sheet]:
    """The sheets in their order, texts made such that a cell can hold them; what had to be cut is said in 说明.

    `left` is the number of entries that were left out because something in them is doubtful.
    """
    choices = choices or Choices()
    sheets = [sheet.without(choices.hidden(sheet.title)) for sheet in _chosen(items, choices, failures)]
    about = record.about_sheet(items, now)
    width = len(about.columns)
    if left:
        said = trn("{count} entry with something doubtful in it was left out",
                   "{count} entries with something doubtful in them were left out", left)  # fmt: skip
        about.rows.append([*[Cell(None)] * (width - 1), Cell(said)])
    for sheet in (*sheets, about):
        about.rows += _fit(sheet, width)
    keyed = [sheet for sheet in sheets if sheet.title in KEYED]
    add_row_lists(about, [review.source.sha256 for review, _ in items], keyed, MAX_TEXT)
    for sheet in keyed:
        add_row_keys(sheet)
    return [*sheets, about]


def preview(items: Sequence[Item], choices: Choices, rows: int) -> list[Sheet]:
    """The chosen sheets with their first rows, made of no more of the reviews than that takes."""
    given = accepted_only(items)[0] if choices.only_accepted else items
    heads = [_head(item, rows) for item in given[:rows]]
    sheets = [sheet.without(choices.hidden(sheet.title)) for sheet in _chosen(heads, choices, ())]
    for sheet in sheets:
        del sheet.rows[rows:]
    return sheets


def _head(item: Item, rows: int) -> Item:
    """The first entries of a review, as many as have that many rows."""
    review, history = item
    entries, count = 0, 0
    for entries, entry in enumerate(review.entries, start=1):
        count += len(entry.children)
        if entries >= rows and count >= rows:
            break
    if entries >= len(review.entries):
        return item
    kept = replace(review.root.data(), children=tuple(entry.data() for entry in review.entries[:entries]))
    return Review(review.source, kept, review.target_accuracy), history


def _chosen(items: Sequence[Item], choices: Choices, failures: Sequence[tuple[str, str]]) -> Iterator[Sheet]:
    makers: dict[str, Callable[[], Sheet]] = {
        "项目": lambda: tables.project_sheet(items),
        "指标": lambda: tables.indicator_sheet(items, choices.codes),
        "工作任务": lambda: tables.task_sheet(items),
        "待核": lambda: tables.doubtful_sheet(items),
        "校对记录": lambda: record.record_sheet(items),
        IMPORT: lambda: next_system.import_sheet(items, next_system.load_profile()),
        TOTALS: lambda: totals.totals_sheet(items, failures),
    }
    for title in SHEETS:
        if title in choices.sheets and title in makers:
            sheet = makers[title]()
            if sheet.rows or title != "工作任务":
                yield sheet


def _fit(sheet: Sheet, width: int) -> list[list[Cell]]:
    """Make every text fit its cell; a row for 说明, of `width` cells, for each that had to be cut."""
    sheet.columns = [clean(title)[:255] for title in sheet.columns]
    notes = []
    source = sheet.columns.index("来源文件") if "来源文件" in sheet.columns else None
    for number, row in enumerate(sheet.rows, start=2):
        for place, cell in enumerate(row):
            if not isinstance(cell.value, str):
                continue
            text = clean(cell.value)
            size = units(text)
            if size > MAX_TEXT:
                text = cut(text)
                places = {"sheet": sheet.title, "column": sheet.columns[place], "row": number, "size": size}
                said = tr(
                    "{sheet}, row {row}, {column}: a cell cannot hold this text of {size} characters; its end was cut off",
                    **places,
                )
                notes.append(
                    [row[source] if source is not None else Cell(None), *[Cell(None)] * (width - 2), Cell(said)]
                )
            if text != cell.value:
                row[place] = Cell(text, cell.form, cell.doubt)
    return notes


# -- writing ------------------------------------------------------------------------------------------------------


def _write(items: Sequence[Item], sheets: list[Sheet], choices: Choices, path: Path, told: Progress) -> None:
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    # Strings must stay strings: "=0" is a target value, and a source must not be able to start a formula or a link.
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    book = xlsxwriter.Workbook(str(path), options)
    formats = Formats(book)
    cells, through = sum(len(sheet.rows) for sheet in sheets) or 1, 0
    links = _links(sheets)
    for sheet in sheets[:-1]:
        _write_sheet(book, sheet, formats, lambda done, before=through: told(0.1 + 0.5 * (before + done) / cells))  # type: ignore[misc]
        through += len(sheet.rows)
    if MERGED in choices.sheets:
        merged.write_merged(book, items, formats)
    if CHARTS in choices.sheets:
        charts.write_charts(book, items, formats)
    _write_sheet(book, sheets[-1], formats, lambda _done: None)
    for title, places in links.items():
        _write_links(book.get_worksheet_by_name(title), places, formats.link)
    told(0.6)
    try:
        book.close()
    except FileCreateError as error:
        cause = error.args[0] if error.args else error
        raise cause if isinstance(cause, OSError) else OSError(str(error)) from error
    told(0.99)


def _write_sheet(book: Any, sheet: Sheet, formats: Formats, told: Progress) -> None:
    target = book.add_worksheet(sheet.title)
    widths = [column_width(sheet, column) for column in range(len(sheet.columns))]
    for column, title in enumerate(sheet.columns):
        target.write_string(0, column, title, formats.header)
        hidden = title in (ROW_TITLE, LIST_TITLE)
        target.set_column(column, column, widths[column], None, {"hidden": 1} if hidden else {})
        if hidden:
            widths[column] = 0
    for row, cells in enumerate(sheet.rows, start=1):
        height = row_height(cells, widths)
        if height is not None:
            target.set_row(row, height)
        for column, cell in enumerate(cells):
            _write_cell(target, row, column, cell, formats)
        if row % 500 == 0:
            told(row)
    target.freeze_panes(1, 0)
    target.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)
    set_up_print(target, sheet.title)


# -- links between a project and its indicators -------------------------------------------------------------------

_MOST_LINKS = 65_000
"""A sheet in Excel holds 65,530 links; with more none are made."""


def _links(sheets: Sequence[Sheet]) -> dict[str, list[tuple[int, int, str, Value]]]:
    """The cells of 项目 and 指标 that lead to each other: row, column, where to, the number that stands there."""
    by_title = {sheet.title: sheet for sheet in sheets}
    projects, indicators = by_title.get("项目"), by_title.get("指标")
    if projects is None or indicators is None or len(indicators.rows) > _MOST_LINKS:
        return {}
    if "序号" not in projects.columns or "序号" not in indicators.columns:
        return {}
    first: dict[tuple[str, int], int] = {}
    for row, node in enumerate(indicators.nodes, start=1):
        first.setdefault((node.sha256, node.entry), row)
    there = {(node.sha256, node.node): row for row, node in enumerate(projects.nodes, start=1)}
    links: dict[str, list[tuple[int, int, str, Value]]] = {"项目": [], "指标": []}
    for sheet, to, rows in ((projects, indicators, first), (indicators, projects, there)):
        column, letter = sheet.columns.index("序号"), _letter(to.columns.index("序号"))
        for row, node in enumerate(sheet.nodes, start=1):
            goal = rows.get((node.sha256, node.entry))
            if goal is not None:
                links[sheet.title].append(
                    (row, column, f"internal:'{to.title}'!{letter}{goal + 1}", sheet.rows[row - 1][column].value)
                )
    return links


def _letter(column: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(column))


def _write_links(target: Any, places: Iterable[tuple[int, int, str, Value]], shown: Any) -> None:
    for row, column, goal, number in places:
        target.write_url(row, column, goal, shown)
        target.write_number(row, column, number, shown)  # the link stays, the cell is a number


def _write_cell(target: Any, row: int, column: int, cell: Cell, formats: Formats) -> None:
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
