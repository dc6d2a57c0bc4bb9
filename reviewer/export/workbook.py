"""The workbook: every sheet of the contract, written with XlsxWriter."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from reviewer import __version__
from reviewer.base.export_marks import PROPERTY
from reviewer.base.files import write_whole
from reviewer.base.gate import NOBODY, Consent
from reviewer.base.i18n import tr, trn
from reviewer.export import charts, merged, next_system, node_sheets, record, tables, totals
from reviewer.export.choices import CHARTS, IMPORT, MERGED, SHEETS, TOTALS, Choices, accepted_only
from reviewer.export.links import with_links
from reviewer.export.looks import Formats
from reviewer.export.row_keys import KEYED, with_row_keys, with_row_lists
from reviewer.export.sheet_writer import new_book, pack, write_sheet
from reviewer.export.tables import MAX_TEXT, Cell, Item, Rows, Sheet, clean, cut, units
from reviewer.model.review import NodeData, Review

Progress = Callable[[float], None]
"""Told how much is written (0 to 1); may raise to stop the writing."""
Note = tuple[str, str]
"""The name of a source, or nothing, and a sentence for 说明."""


def write_workbook(
    items: Sequence[Item],
    path: Path,
    now: datetime | None = None,
    choices: Choices | None = None,
    failures: Sequence[tuple[str, str]] = (),
    progress: Progress | None = None,
    consent: Consent = NOBODY,
) -> None:
    """Write the reviews, and the records of their histories, as one .xlsx; whole or not at all. Raises WriteError.

    `now` is the local time that 说明 gives. `failures` are sources that could not be read, each with the sentence that says why,
    for the sheet 汇总. `progress` is not asked any more once the file is in its place. `consent` says what may
    be replaced. Rows are made, written and forgotten one after the other.
    """
    choices, now = choices or Choices(), now or datetime.now()
    given, left = accepted_only(items) if choices.only_accepted else (list(items), 0)
    notes: list[Note] = []
    if left:
        notes.append(("", trn("{count} entry with something doubtful in it was left out",
                              "{count} entries with something doubtful in them were left out", left)))  # fmt: skip
    notes += failures
    sheets = workbook_sheets(given, choices, failures, notes)

    def write(temporary: Path) -> None:
        with new_book(temporary) as book:
            _write(book, given, sheets, choices, now, notes, _Told(progress, given, sheets), path.name)

    write_whole(path, write, consent)


def workbook_sheets(
    items: Sequence[Item], choices: Choices, failures: Sequence[tuple[str, str]], notes: list[Note]
) -> list[Sheet]:
    """The sheets in their order, but for 说明. Going through their rows adds to `notes` what had to be cut to fit a cell."""
    sheets = []
    for sheet in _chosen(items, choices, failures):
        sheet = _fitting(sheet.without(choices.hidden(sheet.title)), notes)
        sheets.append(with_row_keys(sheet) if sheet.title in KEYED else sheet)
    return with_links(sheets)


def preview(items: Sequence[Item], choices: Choices, rows: int) -> list[Sheet]:
    """The chosen sheets with their first rows, made of no more of the reviews than that takes."""
    given = accepted_only(items)[0] if choices.only_accepted else items
    heads = [_head(item, rows) for item in given[:rows]]
    sheets = [sheet.without(choices.hidden(sheet.title)) for sheet in _chosen(heads, choices, ())]
    return [replace(sheet, rows=list(islice(sheet.rows, rows))) for sheet in sheets]


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
    root = review.root
    children = tuple(entry.data() for entry in review.entries[:entries])
    kept = NodeData(root.id, root.kind, tuple(root.fields.items()), children)
    made = Review(review.source, kept, review.target_accuracy)
    made.label = review.label
    return made, history


def _chosen(items: Sequence[Item], choices: Choices, failures: Sequence[tuple[str, str]]) -> Iterator[Sheet]:
    makers: dict[str, Callable[[], Sheet]] = {
        "项目": lambda: node_sheets.project_sheet(items),
        "指标": lambda: node_sheets.indicator_sheet(items, choices.codes),
        "工作任务": lambda: node_sheets.task_sheet(items),
        "待核": lambda: tables.doubtful_sheet(items),
        "校对记录": lambda: record.record_sheet(items),
        IMPORT: lambda: next_system.import_sheet(items, next_system.load_profile()),
        TOTALS: lambda: totals.totals_sheet(items, failures),
    }
    for title in SHEETS:
        if title in choices.sheets and title in makers:
            sheet = makers[title]()
            if sheet.nodes or title != "工作任务":
                yield sheet


def _fitting(sheet: Sheet, notes: list[Note]) -> Sheet:
    """The sheet with every text such that its cell can hold it; a note for each that has to be cut."""
    columns = [clean(title)[:255] for title in sheet.columns]
    source = columns.index("来源文件") if "来源文件" in columns else None

    def rows() -> Iterator[list[Cell]]:
        for number, row in enumerate(sheet.rows, start=2):
            for place, cell in enumerate(row):
                if not isinstance(cell.value, str):
                    continue
                text = clean(cell.value)
                size = units(text) if len(text) > MAX_TEXT // 2 else 0
                if size > MAX_TEXT:
                    text = cut(text)
                    places = {"sheet": sheet.title, "column": columns[place], "row": number, "size": size}
                    said = tr(
                        "{sheet}, row {row}, {column}: a cell cannot hold this text of {size} characters; its end was cut off",
                        **places,
                    )
                    notes.append((str(row[source].value or "") if source is not None else "", said))
                if text != cell.value:
                    row[place] = Cell(text, cell.form, cell.doubt)
            yield row

    return replace(sheet, columns=columns, rows=Rows(rows))


# -- writing ------------------------------------------------------------------------------------------------------


class _Told:
    """Progress by rows: writing them is the most of it, packing the file the rest."""

    def __init__(self, progress: Progress | None, items: Sequence[Item], sheets: Sequence[Sheet]) -> None:
        self._progress, self._through = progress, 0
        self._without_nodes = {
            "待核": sum(review.count_doubtful() for review, _ in items),
            "校对记录": sum(len(history.record) for _, history in items if history),
            IMPORT: max((len(sheet.nodes) for sheet in sheets), default=0),
        }
        self._all = max(1, sum(map(self._rows_of, sheets)))

    def _rows_of(self, sheet: Sheet) -> int:
        return len(sheet.nodes) or self._without_nodes.get(sheet.title, 0)

    def rows(self, count: int) -> None:
        """So many rows of the sheet in hand are through."""
        self.share(0.8 * min(1.0, (self._through + count) / self._all))

    def sheet(self, sheet: Sheet) -> None:
        """A sheet is through."""
        self._through += self._rows_of(sheet)

    def share(self, share: float) -> None:
        """So much of the whole is done."""
        if self._progress is not None:
            self._progress(share)


def _write(
    book: Any,
    items: Sequence[Item],
    sheets: Sequence[Sheet],
    choices: Choices,
    now: datetime,
    notes: list[Note],
    told: _Told,
    file: str,
) -> None:
    _describe(book, items, now)
    formats = Formats(book)
    told.share(0.0)
    for sheet in sheets:
        write_sheet(book, sheet, formats, told.rows, file)
        told.sheet(sheet)
    if MERGED in choices.sheets:
        merged.write_merged(book, items, formats, told.rows)
    if CHARTS in choices.sheets:
        charts.write_charts(book, items, formats)
    keyed = [sheet for sheet in sheets if sheet.title in KEYED]
    about = _fitting(record.about_sheet(items, now, notes), [])
    about = with_row_lists(about, tables.identities([review for review, _ in items]), keyed, MAX_TEXT)
    write_sheet(book, about, formats, told.rows, file)
    told.share(0.8)
    pack(book)
    told.share(0.99)


def _describe(book: Any, items: Sequence[Item], now: datetime) -> None:
    """What the file says about itself where a spreadsheet shows its properties."""
    titles = [review.root.value("title") or review.source.name for review, _ in items]
    book.set_custom_property(PROPERTY, __version__, "text")
    who = dict.fromkeys(history.who for _, history in items if history and history.who)
    book.set_properties({
        "title": clean(titles[0])[:255] if len(titles) == 1 else "绩效目标校对结果",
        "subject": "绩效目标校对结果",
        "author": clean("、".join(who))[:255],
        "comments": f"reviewer {__version__}",
        "created": now.replace(microsecond=0),
    })  # fmt: skip
