"""The rows of a workbook that was exported here, as somebody left them: whatever was sorted, hidden, moved or typed in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from reviewer.base.i18n import tr
from reviewer.base.patterns import pattern
from reviewer.export.links import LINK_TITLE
from reviewer.export.row_keys import KEYED, LIST_TITLE, ROW_TITLE, RowKey, plain_text, read_row_key, read_row_list

_Written = dict[str, dict[str, set[int]]]
"""Which rows each sheet was written with, by source and sheet."""


class ReadBackError(Exception):
    """A workbook that cannot be read back. Its text is one sentence for the user: which file, what is wrong, what to do."""


@dataclass(slots=True)
class Line:
    """One row of a sheet: its number, its key (None for a new row), its texts by title."""

    number: int
    key: RowKey | None
    texts: dict[str, str]
    odd: tuple[str, ...] = ()
    """Titles of cells that hold an error, or a formula of which the file does not say what it came to, instead of a value."""
    shown: dict[str, str] = field(default_factory=dict)
    """What cells with numbers and dates show, by title, where that is not what their text says: 3,000份, 1月2日."""

    def meant(self, title: str) -> str:
        """What a person sees under a title."""
        return self.shown.get(title, self.texts.get(title, ""))


@dataclass(slots=True)
class Page:
    """One sheet as it was found."""

    titles: list[str]
    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


Shown = Callable[[Any, str, int], str]
"""How a cell of this value is shown, by the code of its format and the number by which the file names that."""


def read_pages(
    path: Path, progress: Callable[[float], None], shown: Shown | None = None
) -> tuple[dict[str, Page], _Written, list[str]]:
    """The sheets with row keys, which rows each was written with, and what could not be read of the file, in sentences.

    Without `shown` a number counts as it is, however it is shown. Raises ReadBackError.
    """
    from openpyxl import load_workbook

    try:
        with open(path, "rb") as file:
            book = load_workbook(file, read_only=True, rich_text=False)
            values = _Values(path)
            pages = {title: _page(book[title], title, values, shown) for title in KEYED if title in book.sheetnames}
            for title, merges in _merges(path, pages).items():
                _unmerge(pages[title], title, merges)
            progress(0.8)
            written = _written(book["说明"]) if "说明" in book.sheetnames else {}
            book.close()
    except OSError as error:
        why = error.strerror or str(error)
        raise ReadBackError(tr("{file} cannot be read ({why}); please look whether it is there and closed elsewhere.",
                               file=path.name, why=why)) from error  # fmt: skip
    except Exception as error:  # whatever a damaged file makes the library raise
        raise ReadBackError(_what_it_is(path)) from error
    ours = {title: page for title, page in pages.items() if ROW_TITLE in page.titles}
    if not ours and not written:
        raise ReadBackError(
            tr(
                "{file} is not a workbook that was exported here; only such a workbook can be read back.",
                file=path.name,
            )
        )
    notes = [note for page in ours.values() for note in page.notes]
    return ours, written, [*notes, *_lost(pages, ours, written)]


_OLD, _ZIP = bytes.fromhex("d0cf11e0a1b11ae1"), b"PK\x03\x04"


def _what_it_is(path: Path) -> str:
    """Why a file cannot be read back: it is locked, a workbook of another kind, or no workbook at all."""
    with path.open("rb") as file:
        head, rest = file.read(8), b""
        if head.startswith((_OLD, _ZIP)):
            rest = file.read(1 << 20)
    if head == _OLD and "EncryptedPackage".encode("utf-16-le") in rest:
        return tr(
            "{file} is protected with a password; open it in Excel or WPS, save it without one, and read that back.",
            file=path.name,
        )
    other = head == _OLD or b"opendocument" in rest or b"xl/workbook.bin" in rest
    if other or path.suffix.lower() in (".xls", ".et", ".ods", ".xlsb", ".csv", ".html", ".htm", ".xml", ".uos"):
        return tr("{file} is a table of another kind; open it in Excel or WPS, save it as .xlsx, and read that back.",
                  file=path.name)  # fmt: skip
    return tr(
        "{file} is no Excel workbook, or was damaged; please choose the workbook that was exported here.",
        file=path.name,
    )


def _lost(pages: Mapping[str, Page], ours: Mapping[str, Page], written: _Written) -> Iterator[str]:
    """Which sheets were written and are not there any more, or have lost the keys of their rows."""
    for title in KEYED:
        if title in pages and title not in ours:
            yield tr(
                "{sheet}: its hidden column “{column}” is gone; the sheet was not read.", sheet=title, column=ROW_TITLE
            )
        elif title not in pages and any(sheets.get(title) for sheets in written.values()):
            yield tr("There is no sheet {sheet} any more, or it has another name; it was not read.", sheet=title)


class _Values:
    """What formulas came to when the workbook was saved last; read only where somebody typed one."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._book: Any = None

    def of(self, sheet: str, row: int, column: int) -> object:
        from openpyxl import load_workbook

        if self._book is None:
            self._book = load_workbook(self._path, data_only=True)
        return self._book[sheet].cell(row, column).value


_FIRST_ROWS = 20
"""So far down the header is looked for: somebody may have put a title above it."""


def _page(sheet: Any, title: str, values: _Values, shown: Shown | None) -> Page:
    sheet.reset_dimensions()  # what the file says about its size may be wrong
    heads = [[plain_text(cell.value) for cell in row] for row in islice(sheet.iter_rows(), _FIRST_ROWS)]
    header = next((place for place, names in enumerate(heads) if ROW_TITLE in names), 0)
    page = Page(heads[header] if heads else [])
    for number, cells in enumerate(sheet.iter_rows(min_row=header + 2), start=header + 2):
        texts, odd, seen = {}, [], {}
        for column, (name, cell) in enumerate(zip(page.titles, cells, strict=False), start=1):
            if name in ("", LINK_TITLE):
                continue  # of no account, and a formula would cost a second reading of the file
            value = cell.value
            if value is not None and cell.data_type == "f":
                value = values.of(title, number, column)
            if cell.data_type == "e" or (cell.data_type == "f" and (value is None or value in _ERRORS)):
                odd.append(name)
            else:
                texts[name] = _text(value, cell)
                if shown is not None and (said := _seen(value, cell, shown)) not in ("", texts[name]):
                    seen[name] = said
        if any(texts.values()) or odd:
            page.lines.append(Line(number, read_row_key(texts.pop(ROW_TITLE, "")), texts, tuple(odd), seen))
    return page


def _seen(value: Any, cell: Any, shown: Shown) -> str:
    """What a cell with a number or a date shows; empty for texts, and where no format was chosen."""
    if value is None or isinstance(value, str | bool):
        return ""
    number = int(getattr(getattr(cell, "style_array", None), "numFmtId", 0) or 0)
    code = str(cell.number_format or "General")
    return "" if code == "@" or (code == "General" and not number) else shown(value, code, number).strip()


_Area = tuple[tuple[int, int], tuple[int, int]]
"""A rectangle of merged cells: its first and its last cell, each as (row, column), from 0."""


def _merges(path: Path, pages: Mapping[str, Page]) -> dict[str, list[_Area]]:
    """The merged cells of each sheet; nothing of a sheet where they cannot be told."""
    from python_calamine import CalamineError, CalamineWorkbook

    found: dict[str, list[_Area]] = {}
    try:
        book = CalamineWorkbook.from_path(str(path))
        for title in pages:
            found[title] = list(book.get_sheet_by_name(title).merged_cell_ranges or ())
    except (CalamineError, OSError, ValueError):
        pass
    return found


def _unmerge(page: Page, title: str, areas: list[_Area]) -> None:
    """Give every row of merged cells what they show; of columns that were merged only the first can be told apart."""
    lines = {line.number: line for line in page.lines}
    for (top, left), (bottom, right) in areas:
        first, names = lines.get(top + 1), page.titles[left : right + 1]
        if first is None or not names:
            continue
        for number in range(top + 1, bottom + 2):
            line = lines.get(number)
            if line is None:
                continue
            if line is not first and names[0] in first.texts:
                line.texts[names[0]] = first.texts[names[0]]
                line.shown |= {name: text for name, text in first.shown.items() if name == names[0]}
            for name in names[1:]:
                line.texts.pop(name, None)
        beside = [name for name in names if name not in ("", LINK_TITLE, ROW_TITLE)]
        if len(beside) > 1:
            page.notes.append(
                tr("{sheet}, row {row}: the cells of “{columns}” were merged; only “{first}” was read.",
                   sheet=title, row=top + 1, columns="、".join(beside), first=beside[0])
            )  # fmt: skip


def _text(value: Any, cell: Any) -> str:
    """A cell's value as a text: as its number is, unless it was typed as a percentage."""
    if isinstance(value, str):
        return plain_text(_ESCAPED.sub("_", value))
    if isinstance(value, float | int) and not isinstance(value, bool) and _PERCENT.fullmatch(cell.number_format or ""):
        return f"{100 * value:.12g}%"
    return plain_text(value)


_ESCAPED = pattern("_x005[Ff]_(?=x[0-9A-Fa-f]{4}_)")
"""A workbook's way of writing a “_x0041_” that is meant so; the library leaves it as it is where a text stands in its cell."""
_PERCENT = pattern(r"0(\.0+)?%")
"""What a spreadsheet makes of a cell in which somebody types 95%; the percentages that we write have another form."""
_ERRORS = ("#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#N/A", "#NUM!", "#NULL!")


def _written(sheet: Any) -> _Written:
    sheet.reset_dimensions()
    rows = sheet.iter_rows(values_only=True)
    titles = list(next(rows, ()))
    if LIST_TITLE not in titles:
        return {}
    column = titles.index(LIST_TITLE)
    lists = (read_row_list(row[column]) for row in rows if len(row) > column)
    return dict(found for found in lists if found is not None)
