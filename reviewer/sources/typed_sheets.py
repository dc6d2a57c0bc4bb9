"""The sheets of a workbook of another kind than .xlsx with what was typed into them: numbers and dates with their formats."""

from __future__ import annotations

from pathlib import Path

from reviewer.sources.formats import reader_of
from reviewer.sources.reader import UNWATCHED, Given, SourceError, Watch
from reviewer.sources.sheet import Sheet

_MOST = 200 << 20


def typed_sheets(path: Path) -> list[Sheet] | None:
    """The sheets of an .xls, .xlsb, .ods, .fods or XML spreadsheet; None for another file, or one that cannot be read whole.

    Raises OSError.
    """
    from reviewer.sources import sheets

    if path.stat().st_size > _MOST:
        return None
    data, found = path.read_bytes(), list[Sheet]()
    reader = reader_of(data)
    if reader not in (sheets.read_xlsx, sheets.read_xls, sheets.read_ods, sheets.read_spreadsheet_xml):
        return None
    try:
        reader(Given(path.name, data), Watch(UNWATCHED.progress, UNWATCHED.preview, found.append))
    except SourceError:
        return None
    return found
