"""Sheets as CSV, for programs that cannot read a workbook: 指标 alone, or every sheet as a file of its own in a zip."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from reviewer.base.files import write_whole
from reviewer.base.gate import NOBODY, Consent
from reviewer.export import node_sheets, tables
from reviewer.export.record import about_sheet, record_sheet
from reviewer.export.tables import Cell, Item, Sheet, clean

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")
"""Signs with which Excel, WPS or LibreOffice take a text for a formula; the full-width ones too in East Asian versions.
The apostrophe is here so that taking one off gives the text back."""


def write_csv(items: Sequence[Item], path: Path, consent: Consent = NOBODY) -> None:
    """Write every indicator as one row: UTF-8 with a byte order mark (or Excel takes it for GBK), commas, CRLF, every field in quotes.

    CSV has no types, and a spreadsheet runs a text such as "=1+1" as a formula. A text that starts with one of the
    signs above (blanks before it do not count) gets an apostrophe in front of it, `'=0`; programs that read the file
    take one leading apostrophe off again. Numbers are written as numbers. What CSV cannot prevent is that Excel shows
    1-2 as a date and 007 as 7: the workbook has them right. Whole or not at all; raises WriteError. `consent`
    says what may be replaced.
    """
    data = _bytes(node_sheets.indicator_sheet(items))

    def write(temporary: Path) -> None:
        temporary.write_bytes(data)

    write_whole(path, write, consent)


def write_csv_zip(items: Sequence[Item], path: Path, now: datetime | None = None, consent: Consent = NOBODY) -> None:
    """Write the sheets of the workbook as a zip of CSV files, “指标.csv” and so on, each as write_csv() writes it.

    Whole or not at all; raises WriteError. `now` is the local time that 说明 gives.
    """
    now = now or datetime.now()
    sheets = [node_sheets.project_sheet(items), node_sheets.indicator_sheet(items), node_sheets.task_sheet(items),
              tables.doubtful_sheet(items), record_sheet(items), about_sheet(items, now)]  # fmt: skip

    def write(temporary: Path) -> None:
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
            for sheet in sheets:
                if sheet.nodes or sheet.title != "工作任务":
                    name = zipfile.ZipInfo(f"{sheet.title}.csv", now.timetuple()[:6])
                    name.compress_type = zipfile.ZIP_DEFLATED
                    archive.writestr(name, _bytes(sheet))

    write_whole(path, write, consent)


def _bytes(sheet: Sheet) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(
        text, quoting=csv.QUOTE_ALL
    )  # else a field with a lone CR, or a blank at its edge, is read otherwise
    writer.writerow([guarded(clean(title)) for title in sheet.columns])
    writer.writerows([_plain(cell) for cell in row] for row in sheet.rows)
    return text.getvalue().encode("utf-8-sig")


def guarded(text: str) -> str:
    """`text` such that no spreadsheet takes it for a formula."""
    return "'" + text if text.lstrip(" \u00a0\u3000").startswith(_STARTS_FORMULA) else text


def _plain(cell: Cell) -> str:
    if isinstance(cell.value, str):
        return guarded(clean(cell.value))
    return "" if cell.value is None else f"{cell.value:.15g}" if isinstance(cell.value, float) else str(cell.value)
