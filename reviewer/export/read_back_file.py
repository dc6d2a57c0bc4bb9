"""The rows of a workbook that was exported here, as somebody left them: whatever was sorted, hidden, moved or typed in them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from reviewer.base.i18n import tr, trn
from reviewer.base.patterns import pattern
from reviewer.export.links import LINK_TITLE
from reviewer.export.other_books import ERRORS, Area, OtherBook, TypedSheets
from reviewer.export.read_back_places import (
    Line,
    Page,
    Written,
    missing,
    one_of_each,
    put_together,
    titles_of,
    told_apart,
)
from reviewer.export.row_keys import KEYED, LIST_TITLE, ROW_TITLE, plain_text, read_row_key, read_row_list


class ReadBackError(Exception):
    """A workbook that cannot be read back. Its text is one sentence for the user: which file, what is wrong, what to do."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a workbook holds: its sheets with row keys by what they are, which rows each was written with, what could not be read, in
    sentences, and the source and node of rows that stand elsewhere or cannot be told: they were not deleted.
    """

    pages: dict[str, Page]
    written: Written
    notes: list[str]
    elsewhere: set[tuple[str, int]]


Shown = Callable[[Any, str, int], str]
"""How a cell of this value is shown, by the code of its format and the number by which the file names that."""


def read_pages(
    path: Path, progress: Callable[[float], None], shown: Shown | None = None, other: TypedSheets | None = None
) -> Found:
    """What stands in a workbook. Without `shown` a number counts as it is, however it is shown; `other` reads what is no .xlsx.

    Raises ReadBackError.
    """
    try:
        with open(path, "rb") as file:
            book = _book(path, file, other)
            values = _Values(path)
            found = {
                sheet.title: page
                for sheet in book.worksheets
                if (page := _page(sheet, values, shown)) is not None
            }  # fmt: skip
            for name, merges in (book.merges(found) if isinstance(book, OtherBook) else _merges(path, found)).items():
                _unmerge(found[name], name, merges)
            progress(0.7)
            written = _written(book["说明"]) if "说明" in book.sheetnames else {}
            pages, notes = told_apart(found, written)
            if not pages and not written:
                raise ReadBackError(
                    tr("{file} is not a workbook that was exported here; only such a workbook can be read back.",
                       file=path.name)
                )  # fmt: skip
            elsewhere = {row for title, page in pages.items() for row in put_together(page, title)}
            gone = missing(pages, written) - elsewhere
            for page in pages.values():
                page.lines = [line for line in page.lines if not line.is_emptied]
            if gone:
                elsewhere |= _strewn(book, gone, notes)
            progress(0.8)
            book.close()
    except OSError as error:
        if error.errno is None:  # the library's word for a file that is no .xlsx
            raise ReadBackError(_what_it_is(path)) from error
        why = error.strerror or str(error)
        raise ReadBackError(tr("{file} cannot be read ({why}); please look whether it is there and closed elsewhere.",
                               file=path.name, why=why)) from error  # fmt: skip
    except ReadBackError:
        raise
    except Exception as error:  # whatever a damaged file makes the library raise
        raise ReadBackError(_what_it_is(path)) from error
    notes += [note for page in pages.values() for note in page.notes]
    return Found(pages, written, [*notes, *_lost(found, pages, written)], elsewhere)


def _book(path: Path, file: BinaryIO, other: TypedSheets | None) -> Any:
    """The workbook, an .xlsx or one of another kind. Raises whatever a damaged file makes the library raise."""
    from openpyxl import load_workbook

    try:
        return load_workbook(file, read_only=True, rich_text=False)
    except Exception:
        sheets = other(path) if other is not None else None
        if sheets is None:
            raise
        return OtherBook(sheets)


def _strewn(book: Any, gone: Collection[tuple[str, int]], notes: list[str]) -> set[tuple[str, int]]:
    """Those of the rows that stand somewhere in the workbook after all, beneath another header or none; that is said."""
    found: set[tuple[str, int]] = set()
    for sheet in book.worksheets:
        here = set()
        sheet.reset_dimensions()
        for row in sheet.iter_rows(values_only=True):
            here |= {(key.source, key.node) for cell in row if isinstance(cell, str) and (key := read_row_key(cell))}
        here = {row for row in here if row in gone and row not in found}
        if here:
            found |= here
            notes.append(
                trn("The sheet “{name}” holds {count} row of ours in a place where it cannot be read; it does not count as deleted.",
                    "The sheet “{name}” holds {count} rows of ours in places where they cannot be read; they do not count as deleted.",
                    len(here), name=sheet.title)
            )  # fmt: skip
    return found


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


def _lost(pages: Mapping[str, Page], ours: Mapping[str, Page], written: Written) -> Iterator[str]:
    """Which sheets were written and are not there any more, or have lost the keys of their rows."""
    for title in KEYED:
        if title in ours:
            continue
        if title in pages:
            yield tr(
                "{sheet}: its hidden column “{column}” is gone; the sheet was not read.", sheet=title, column=ROW_TITLE
            )
        elif any(sheets.get(title) for sheets in written.values()):
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


def _page(sheet: Any, values: _Values, shown: Shown | None) -> Page | None:
    """A sheet of ours by its name or by its hidden column; None for any other."""
    name = sheet.title
    sheet.reset_dimensions()  # what the file says about its size may be wrong
    heads = [[plain_text(cell.value) for cell in row] for row in islice(sheet.iter_rows(), _FIRST_ROWS)]
    header = next((place for place, names in enumerate(heads) if ROW_TITLE in names), None)
    if header is None:
        return Page(heads[0] if heads else []) if name in KEYED else None
    page = Page(titles_of(heads[header]))
    for number, cells in enumerate(sheet.iter_rows(min_row=header + 2), start=header + 2):
        texts, odd = [], []
        for column, (title, cell) in enumerate(zip(page.titles, cells, strict=False), start=1):
            if title == LINK_TITLE:
                continue  # of no account, and a formula would cost a second reading of the file
            value = cell.value
            if value is not None and cell.data_type == "f":
                value = values.of(name, number, column)
            if cell.data_type == "e" or (cell.data_type == "f" and (value is None or value in ERRORS)):
                odd.append(title)
            else:
                texts.append((title, _text(value, cell), "" if shown is None else _seen(value, cell, shown)))
        if (odd or any(text for _, text, _ in texts)) and not _is_shifted(texts):
            page.lines.append(_line(page, name, number, texts, tuple(odd)))
    return page


def _is_shifted(cells: list[tuple[str, str, str]]) -> bool:
    """Whether the key of a row stands beneath another title: its cells were shifted, and nobody can say what they are."""
    keys = [title for title, text, _ in cells if text.startswith("r1:") and read_row_key(text) is not None]
    return bool(keys) and ROW_TITLE not in keys


def _line(page: Page, sheet: str, number: int, cells: list[tuple[str, str, str]], odd: tuple[str, ...]) -> Line:
    key = read_row_key(next((text for title, text, _ in cells if title == ROW_TITLE), ""))
    found, twice = one_of_each([cell for cell in cells if cell[0] != ROW_TITLE], key)
    page.notes += [
        tr("{sheet}, row {row}: two columns are called “{column}” and say different things; only the first was read.",
           sheet=sheet, row=number, column=title) for title in twice
    ]  # fmt: skip
    shown = {title: said for title, (text, said) in found.items() if said not in ("", text)}
    return Line(number, key, {title: text for title, (text, _) in found.items()}, odd, shown)


def _seen(value: Any, cell: Any, shown: Shown) -> str:
    """What a cell with a number or a date shows; empty for texts, and where no format was chosen."""
    if value is None or isinstance(value, str | bool):
        return ""
    number = int(getattr(getattr(cell, "style_array", None), "numFmtId", 0) or 0)
    code = str(cell.number_format or "General")
    return "" if code == "@" or (code == "General" and not number) else shown(value, code, number).strip()


def _merges(path: Path, pages: Mapping[str, Page]) -> dict[str, list[Area]]:
    """The merged cells of each sheet; nothing of a sheet where they cannot be told."""
    from python_calamine import CalamineError, CalamineWorkbook

    found: dict[str, list[Area]] = {}
    try:
        book = CalamineWorkbook.from_path(str(path))
        for title in pages:
            found[title] = list(book.get_sheet_by_name(title).merged_cell_ranges or ())
    except (CalamineError, OSError, ValueError):
        pass
    return found


def _unmerge(page: Page, title: str, areas: list[Area]) -> None:
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
        beside = [name for name in names if name not in (LINK_TITLE, ROW_TITLE)]
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


def _written(sheet: Any) -> Written:
    sheet.reset_dimensions()
    rows = sheet.iter_rows(values_only=True)
    titles = list(next(rows, ()))
    if LIST_TITLE not in titles:
        return {}
    column = titles.index(LIST_TITLE)
    lists = (read_row_list(row[column]) for row in rows if len(row) > column)
    return dict(found for found in lists if found is not None)
