"""How long a workbook of 20,000 rows and 6,000 merged cells takes to read, beside openpyxl.

Run: python benchmarks/sheets.py [--write]   (--write keeps the figures in benchmarks/README.md)
"""

from __future__ import annotations

import gc
import io
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.made import machine, report, table
from reviewer.sources.registry import source_from_bytes

ROWS, MERGES = 20_000, 6_000


def made() -> bytes:
    """The workbook: ten columns, two of money with a format, three rows a merged name."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("目标表")
        money = book.add_format({"num_format": "#,##0.00", "border": 1})
        plain = book.add_format({"border": 1, "text_wrap": True})
        for row in range(ROWS):
            sheet.write_string(row, 0, f"项目{row // 3}", plain)
            sheet.write_number(row, 1, row * 1.5, money)
            sheet.write_number(row, 2, 2035.87, money)
            texts = (
                "产出指标",
                "数量指标",
                f"开展活动次数{row}",
                f"≥{row % 100}次",
                "",
                "",
                "通过开展本项目，加强工作。",
            )
            for column, text in enumerate(texts, 3):
                sheet.write(row, column, text, plain)
        for number in range(MERGES):
            sheet.merge_range(3 * number, 0, 3 * number + 2, 0, f"项目{number}", plain)
    return out.getvalue()


def ours(data: bytes) -> int:
    """What the program does: every cell as it is shown, with its address; merges, widths, what is hidden."""
    return sum(len(block.cells) for _, block in source_from_bytes("a.xlsx", data).blocks() if hasattr(block, "cells"))


def openpyxl_values(data: bytes) -> int:
    """The least that a person gets from openpyxl: raw values and merges, no formats."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    cells = sum(value is not None for row in sheet.iter_rows(values_only=True) for value in row)
    return cells + 0 * len(sheet.merged_cells.ranges)


def openpyxl_formats(data: bytes) -> int:
    """The same with each cell's number format, without which 2,035.87 cannot be shown."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = [(c.value, c.number_format, c.row, c.column) for row in book.worksheets[0].iter_rows() for c in row]
    return sum(value is not None for value, *_ in cells)


def calamine_values(data: bytes) -> int:
    """python-calamine alone: raw values and merges."""
    from python_calamine import CalamineWorkbook

    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    return sum(value != "" for row in sheet.to_python() for value in row) + 0 * len(sheet.merged_cell_ranges or ())


def seconds(work: Callable[[bytes], int], data: bytes, rounds: int) -> float:
    """The least processor time of several calls."""
    times = []
    for _ in range(rounds):
        gc.collect()
        start = time.process_time()
        work(data)
        times.append(time.process_time() - start)
    return min(times)


def main(write: bool) -> None:
    """Measure, print, keep."""
    data = made()
    mine = seconds(ours, data, 5)
    rows = [["this program: cells as shown, with addresses", f"{mine * 1000:,.0f}", "1.0"]]
    for name, work, rounds in (
        ("openpyxl: values and merges", openpyxl_values, 2),
        ("openpyxl: with number formats", openpyxl_formats, 2),
        ("python-calamine: values and merges", calamine_values, 5),
    ):
        other = seconds(work, data, rounds)
        rows.append([name, f"{other * 1000:,.0f}", f"{other / mine:.1f}"])
    text = f"Measured on {machine()}.\n\n" + table([f"{ROWS:,} rows, {MERGES:,} merges", "ms", "× this program"], rows)
    report("sheets", text, write)


if __name__ == "__main__":
    main("--write" in sys.argv)
