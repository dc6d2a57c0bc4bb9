"""The rows of the sheet 指标 as CSV, for programs that cannot read a workbook."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from reviewer.base.files import write_whole
from reviewer.export.tables import Cell, Item, clean, indicator_sheet

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")
"""Signs with which Excel, WPS or LibreOffice take a text for a formula; the full-width ones too in East Asian versions.
The apostrophe is here so that taking one off gives the text back."""


def write_csv(items: Sequence[Item], path: Path) -> None:
    """Write every indicator as one row: UTF-8 with a byte order mark (or Excel takes it for GBK), commas, CRLF.

    CSV has no types, and a spreadsheet runs a text such as "=1+1" as a formula. A text that starts with one of the
    signs above (blanks before it do not count) gets an apostrophe in front of it, `'=0`; programs that read the file
    take one leading apostrophe off again. Numbers are written as numbers. What CSV cannot prevent is that Excel shows
    1-2 as a date and 007 as 7: the workbook has them right. Whole or not at all; raises WriteError.
    """
    sheet = indicator_sheet(items)

    def write(temporary: Path) -> None:
        with open(temporary, "w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([guarded(clean(title)) for title in sheet.columns])
            writer.writerows([_plain(cell) for cell in row] for row in sheet.rows)

    write_whole(path, write)


def guarded(text: str) -> str:
    """`text` such that no spreadsheet takes it for a formula."""
    return "'" + text if text.lstrip(" \u00a0\u3000").startswith(_STARTS_FORMULA) else text


def _plain(cell: Cell) -> str:
    if isinstance(cell.value, str):
        return guarded(clean(cell.value))
    return "" if cell.value is None else f"{cell.value:.15g}" if isinstance(cell.value, float) else str(cell.value)
