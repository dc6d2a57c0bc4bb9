"""Excel workbooks (xlsx, xlsm, xls) and OpenDocument sheets: each sheet a page, values as the sheet shows them.

Hidden rows, columns and sheets are read and said: who checks a document wants to see what is in the file. Only what no menu of
Excel can bring to light (“very hidden”, where programs keep their lists) is left out, and said. Formulas are not worked
out: what counts is the result that was stored when the workbook was saved. Macros and links are not even looked at.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import Any

from reviewer.base.collecting import without_collecting
from reviewer.base.i18n import tr
from reviewer.model.source import Note, Page
from reviewer.sources import sheet_examples
from reviewer.sources.package import DamagedError, LockedError, Package, TooLargeError
from reviewer.sources.reader import Given, Reading, SourceError, Watch
from reviewer.sources.sheet import Sheet
from reviewer.sources.sheet_page import page_of

MAX_AREA = 12_000_000
"""So many cells may the rectangle around a sheet's filled cells have."""
MAX_CELLS = 1_500_000
"""So many filled cells may a workbook have."""


def read_xlsx(given: Given, watch: Watch) -> Reading:
    """Read an xlsx or xlsm workbook. Raises SourceError."""
    from reviewer.sources import xlsx_parts
    from reviewer.sources.xlsx_looks import in_characters

    try:
        parts = xlsx_parts.open_parts(given.data)
        if not parts.paths:
            return _read_xlsb(given, watch, parts.package)
        parts.package.check_whole(*xlsx_parts.UNPACKED)
        workbook = _workbook(given)
        notes: list[str] = []

        def sheets() -> Iterator[Sheet]:
            for about in _worksheets(workbook, notes):
                facts = xlsx_parts.facts_of(parts, about.name)
                _check_area(given, about.name, facts.area)
                sheet = _filled(given, workbook, about, facts.sheet)
                if parts.is_numbered:
                    sheet.values = [
                        [in_characters(v) if isinstance(v, str) else v for v in row] for row in sheet.values
                    ]
                yield sheet

        return _reading(given, watch, "xlsx", sheets(), len(workbook.sheets_metadata), notes)
    except TooLargeError as error:
        raise _too_large(given) from error
    except (DamagedError, LockedError) as error:
        raise _damaged(given) from error


def _read_xlsb(given: Given, watch: Watch, package: Package) -> Reading:
    """A workbook whose parts are records and not XML."""
    from reviewer.sources import xlsb_records, xlsx_parts

    package.check_whole(*xlsx_parts.UNPACKED)
    known = xlsb_records.facts_of(package)
    if not known:
        raise DamagedError("no sheets")
    for name, found in known.items():
        _check_area(given, name, found.area)
    workbook = _workbook(given)
    notes: list[str] = []

    def sheets() -> Iterator[Sheet]:
        for about in _worksheets(workbook, notes):
            yield _filled(given, workbook, about, known[about.name].sheet if about.name in known else Sheet(about.name))

    return _reading(given, watch, "xlsb", sheets(), len(workbook.sheets_metadata), notes)


def read_xls(given: Given, watch: Watch) -> Reading:
    """Read an old binary workbook. Raises SourceError."""
    from reviewer.sources import unlock, xls_records

    try:
        facts = xls_records.facts_of(given.data)
    except xls_records.ProtectedError:
        return unlock.read(given, watch)
    except DamagedError as error:
        raise _damaged(given) from error
    for name, found in facts.items():
        _check_area(given, name, found.area)
    if sum(found.area for found in facts.values()) > 2 * MAX_AREA:
        raise _too_large(given)
    workbook = _workbook(given)
    notes: list[str] = []

    def sheets() -> Iterator[Sheet]:
        for about in _worksheets(workbook, notes):
            known = facts.get(about.name)
            yield _filled(given, workbook, about, known.sheet if known else Sheet(about.name))

    return _reading(given, watch, "xls", sheets(), len(workbook.sheets_metadata), notes)


def read_ods(given: Given, watch: Watch) -> Reading:
    """Read an OpenDocument sheet. Raises SourceError."""
    from reviewer.sources import odf, ods

    try:
        sheets = ods.sheets_of(given.data, as_typed=watch.sheet is not None)
        return _reading(given, watch, "ods", iter(sheets), len(sheets), [])
    except odf.ProtectedError as error:
        raise protected(given) from error
    except TooLargeError as error:
        raise _too_large(given) from error
    except (DamagedError, LockedError) as error:
        raise _damaged(given) from error


def read_spreadsheet_xml(given: Given, watch: Watch) -> Reading:
    """Read a workbook saved as “XML Spreadsheet 2003”. Raises SourceError."""
    from reviewer.sources import spreadsheet_xml

    try:
        sheets = spreadsheet_xml.sheets_of(given.data)
        return _reading(given, watch, "xls", iter(sheets), len(sheets), [])
    except TooLargeError as error:
        raise _too_large(given) from error
    except (DamagedError, LockedError) as error:
        raise _damaged(given) from error


# -- values, through python-calamine ------------------------------------------------------------------------------


def _workbook(given: Given) -> Any:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        return CalamineWorkbook.from_filelike(BytesIO(given.data))
    except PasswordError as error:
        raise protected(given) from error
    except (CalamineError, OSError, ValueError) as error:
        raise _damaged(given) from error
    except BaseException as error:
        raise _unless_meant(error, given) from error


def _unless_meant(error: BaseException, given: Given) -> BaseException:
    """A panic of the library (it derives from BaseException) as the damage that it stands for; anything else as it is."""
    return _damaged(given) if type(error).__name__ == "PanicException" or isinstance(error, Exception) else error


def _worksheets(workbook: Any, notes: list[str]) -> list[Any]:
    """The sheets with cells that are read; what is left out is said."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    read: list[Any] = []
    for about in workbook.sheets_metadata:
        if about.typ != SheetTypeEnum.WorkSheet:
            text = tr("The sheet “{name}” holds no cells (a chart or macros); it was left out.", name=about.name)
            notes.append(Note(text, "no cells"))
        elif about.visible == SheetVisibleEnum.VeryHidden:
            text = tr("The sheet “{name}” can only be shown by a program; it was left out.", name=about.name)
            notes.append(Note(text, "hidden sheet"))
        else:
            read.append(about)
    return read


def _filled(given: Given, workbook: Any, about: Any, sheet: Sheet) -> Sheet:
    """The sheet with its values and merges."""
    from python_calamine import SheetVisibleEnum

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = workbook.get_sheet_by_name(about.name)
        if not sheet.values:  # else the records themselves had to be read
            sheet.values = found.to_python(skip_empty_area=True)
            sheet.start = found.start or (0, 0)
        sheet.merges = found.merged_cell_ranges or sheet.merges
    except BaseException as error:
        raise _unless_meant(error, given) from error
    sheet.is_hidden = about.visible == SheetVisibleEnum.Hidden
    return sheet


# -- pages --------------------------------------------------------------------------------------------------------


def _reading(
    given: Given, watch: Watch, format_name: str, sheets: Iterable[Sheet], count: int, notes: Sequence[str]
) -> Reading:
    """The pages of sheets that have any text. Raises SourceError where none has."""
    with without_collecting():
        pages, said = _pages(given, watch, sheets, count)
    if not pages:
        if any(isinstance(note, Note) and note.code == "pictures" for note in said):
            raise SourceError(
                tr("{file} holds pictures and no text; save it as PDF and open that, to have its text recognised.",
                   file=given.name)
            )  # fmt: skip
        raise SourceError(tr("{file} is empty; please choose another file.", file=given.name))
    return Reading(format_name, tuple(pages), None, (*notes, *said))


def _pages(given: Given, watch: Watch, sheets: Iterable[Sheet], count: int) -> tuple[list[Page], list[str]]:
    pages: list[Page] = []
    said: list[str] = []
    cells = 0
    for done, (sheet, is_left_out) in enumerate(_with_examples_last(sheets, watch)):
        if is_left_out:
            said.append(sheet_examples.note_of(sheet))
            continue
        page, more = page_of(len(pages), sheet)
        cells += sum(len(block.cells) if hasattr(block, "cells") else 1 for block in page.blocks)
        if cells > MAX_CELLS:
            raise _too_large(given)
        said += more
        if page.text.strip():
            pages.append(page)
        watch.progress((done + 1) / max(1, count))
    return pages, said


def _with_examples_last(sheets: Iterable[Sheet], watch: Watch) -> Iterator[tuple[Sheet, bool]]:
    """The sheets, each with whether it is left out as an example of another one's form."""
    examples: list[Sheet] = []
    others: list[frozenset[str]] = []
    for sheet in sheets:
        if watch.sheet is not None:
            watch.sheet(sheet)
        if sheet_examples.is_example(sheet):
            examples.append(sheet)
        else:
            others.append(sheet_examples.texts_of(sheet))
            yield sheet, False
    for example in examples:
        yield example, sheet_examples.is_shown_elsewhere(sheet_examples.texts_of(example), others)


def _check_area(given: Given, name: str, area: int) -> None:
    if area > MAX_AREA:
        raise SourceError(
            tr("{file}: filled cells of the sheet “{name}” stand too far apart; delete the stray ones and save it again.",
               file=given.name, name=name)
        )  # fmt: skip


def _damaged(given: Given) -> SourceError:
    return SourceError(
        tr("{file} is a damaged workbook; open it in Excel or WPS, save it anew, and open that.", file=given.name)
    )


def _too_large(given: Given) -> SourceError:
    return SourceError(tr("{file} holds more than can be reviewed; please split the workbook.", file=given.name))


def protected(given: Given) -> SourceError:
    """The sentence for an encrypted workbook."""
    return SourceError(
        tr("{file} is protected with a password; open it in Excel or WPS, save it without one, and open that.",
           file=given.name)
    )  # fmt: skip
