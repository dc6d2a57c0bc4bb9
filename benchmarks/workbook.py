"""The workbook, beside what a user would pick instead: openpyxl with the same cells and formats, and pandas.to_excel.

    python benchmarks/workbook.py [--write]

Each way is a fresh process: processor seconds of the writing alone, and the peak memory of the process. The last part writes 100,000 rows
on a worker while a window ticks every 5 ms: the longest gap between two ticks is what somebody at the keyboard feels.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from made import long_review, machine, report, table

from reviewer.base.collecting import without_collecting
from reviewer.export.choices import Choices
from reviewer.export.looks import Formats
from reviewer.export.sheet_writer import new_book, pack, write_sheet
from reviewer.export.tables import Cell, Form, Link, Rows, Sheet
from reviewer.export.workbook import workbook_sheets
from reviewer.model.history import History

BIG = 100_000
_FILL, _HEAD = "FFE8A3", "DCE6F1"


def small_sheets() -> list[Sheet]:
    """The sheets of a review of 400 indicators, their rows made beforehand: only the writing is measured."""
    review = long_review(400)
    sheets = workbook_sheets([(review, History(review))], Choices(), (), [])
    return [replace(sheet, rows=list(sheet.rows)) for sheet in sheets]


def big_sheets(rows: int = BIG) -> list[Sheet]:
    """One sheet of 15 columns: eleven short texts, three sums, one share. Its rows are made when they are wanted, for every way."""
    return [Sheet("指标", [f"列{number}" for number in range(1, 16)], Rows(lambda: map(_row, range(rows))))]


def _row(row: int) -> list[Cell]:
    cells = [Cell(f"文字{row}-{column}") for column in range(11)]
    cells += [Cell(row * 1.25 + column, Form.MONEY) for column in range(3)]
    return [*cells, Cell(0.5, Form.SHARE)]


def ours(sheets: list[Sheet], path: Path, told: Callable[[int], None] = lambda _rows: None) -> None:
    """As the program writes it."""
    with new_book(path) as book:
        formats = Formats(book)
        for sheet in sheets:
            write_sheet(book, sheet, formats, told)
        pack(book)


def openpyxl(sheets: list[Sheet], path: Path) -> None:
    """The same cells with the same formats, comments, widths, filters and frozen rows, as one writes them with openpyxl."""
    from openpyxl import Workbook
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.hyperlink import Hyperlink

    line = Side(style="thin", color="D0D0D0")
    border, wrap = Border(line, line, line, line), Alignment(vertical="top", wrap_text=True)
    tint, head = PatternFill("solid", fgColor=_FILL), PatternFill("solid", fgColor=_HEAD)
    shown = {Form.MONEY: "#,##0.00", Form.SHARE: "0.0#%", Form.TIME: "yyyy-mm-dd hh:mm:ss", Form.TEXT: "@"}
    bold = Font(bold=True)
    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        target = book.create_sheet(sheet.title)
        for column, title in enumerate(sheet.columns, start=1):
            cell = target.cell(1, column, title)
            cell.font, cell.fill, cell.border = bold, head, border
            target.column_dimensions[get_column_letter(column)].width = 20
        for row, cells in enumerate(sheet.rows, start=2):
            for column, one in enumerate(cells, start=1):
                cell = target.cell(row, column)
                cell.value = one.value.shown if isinstance(one.value, Link) else one.value
                if isinstance(one.value, Link):
                    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=one.value.place)
                if isinstance(one.value, str):
                    cell.data_type = "s"
                cell.border, cell.alignment = border, wrap
                cell.number_format = shown.get(one.form, "General")
                if one.doubt:
                    cell.fill = tint
                    cell.comment = Comment(one.doubt[:2000], "reviewer")
        target.freeze_panes = "A2"
        target.auto_filter.ref = target.dimensions
    book.save(path)


def pandas(sheets: list[Sheet], path: Path) -> None:
    """The same values without any format."""
    import pandas as pd

    with pd.ExcelWriter(path, engine="openpyxl") as writer:
        for sheet in sheets:
            rows = [[c.value.shown if isinstance(c.value, Link) else c.value for c in row] for row in sheet.rows]
            frame = pd.DataFrame(rows, columns=sheet.columns)
            frame.to_excel(writer, sheet_name=sheet.title, index=False)


WAYS: dict[str, Callable[[list[Sheet], Path], None]] = {"ours": ours, "openpyxl": openpyxl, "pandas": pandas}
SIZES: dict[str, tuple[Callable[[], list[Sheet]], int]] = {"small": (small_sheets, 3), "big": (big_sheets, 1)}


def one(way: str, size: str) -> None:
    """In a process of its own: write, and print seconds and peak memory in MB as JSON."""
    make, times = SIZES[size]
    best = 1e9
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(times):
            sheets = make()
            start = time.process_time()
            WAYS[way](sheets, Path(folder) / "out.xlsx")
            best = min(best, time.process_time() - start)
    print(json.dumps([best, _peak()]))


def _peak() -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0.0


def frames() -> tuple[float, int, float, float]:
    """Longest gap between ticks in ms while 100,000 rows are written, how often progress was told; seconds; seconds to cancel."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWidgets import QApplication

    from reviewer.ui.commands.writing import BREATH
    from reviewer.ui.jobs import Jobs

    app = QApplication.instance() or QApplication([])
    jobs, loop, sheets = Jobs(), QEventLoop(), big_sheets()
    gaps: list[float] = []
    told: list[float] = []
    last = time.perf_counter()

    def tick() -> None:
        nonlocal last
        now = time.perf_counter()
        gaps.append(now - last)
        last = now

    timer = QTimer()
    timer.timeout.connect(tick)
    timer.start(5)
    failed: list[BaseException] = []

    def work(tell: Callable[[float], None]) -> None:
        def told(rows: int) -> None:
            tell(0.8 * rows / BIG)
            time.sleep(BREATH)

        with tempfile.TemporaryDirectory() as folder, without_collecting():
            ours(sheets, Path(folder) / "out.xlsx", told)

    start = last = time.perf_counter()
    jobs.idle.connect(loop.quit)
    jobs.start(work, lambda _: None, failed.append, told.append)
    loop.exec()
    took = time.perf_counter() - start
    job = jobs.start(work, lambda _: None, failed.append)
    QTimer.singleShot(1000, job.cancel)
    loop.exec()
    cancelled = time.perf_counter() - start - took - 1.0
    timer.stop()
    app.processEvents()
    if failed:
        raise failed[0]
    gaps.sort()
    return gaps[-1] * 1000, len(told), took, max(0.0, cancelled)


def main() -> None:
    """Measure and report."""
    if len(sys.argv) > 2 and sys.argv[1] == "--one":
        one(sys.argv[2], sys.argv[3])
        return
    rows = []
    for size, what in (("small", "400 indicators, every sheet, formatted"), ("big", "100,000 × 15 in one sheet")):
        found = {}
        for way in WAYS:
            done = subprocess.run(
                [sys.executable, __file__, "--one", way, size], check=True, capture_output=True, text=True
            )
            found[way] = json.loads(done.stdout)
        for way, (seconds, memory) in found.items():
            rows.append(
                [f"{what}: {way}", f"{seconds:.2f}", f"{seconds / found['ours'][0]:.1f}", f"{memory:.0f}",
                 f"{memory / found['ours'][1]:.1f}"]
            )  # fmt: skip
    text = f"Measured on {machine()}.\n\n"
    text += table(["written", "processor s", "× ours", "peak MB", "× ours"], rows)
    runs = [frames() for _ in range(3)]
    took, told = max(run[2] for run in runs), runs[0][1]
    text += (
        f"\nWhile 100,000 × 15 are written on a worker ({took:.0f} s, progress told {told} times) the longest time between two ticks "
        f"of the window is, in three runs, {', '.join(f'{run[0]:.0f}' for run in runs)} ms; a cancelled export ends "
        f"{max(run[3] for run in runs):.1f} s later.\n"
    )
    report("workbook", text, "--write" in sys.argv)


if __name__ == "__main__":
    main()
