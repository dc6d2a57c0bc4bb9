"""The jobs of benchmarks/targets.py, one a process: `python benchmarks/target_rows.py JOB ARGUMENT …` prints figures as JSON.

`reviewer` is taken from PYTHONPATH, so that the same job measures this tree and an older one. Imports stand where they are
used, for a job must not pay for what another one needs.
"""

from __future__ import annotations

import gc
import io
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

if __name__ == "__main__":  # the modules beside this one are this tree's, also where the program is another's
    sys.path.append(str(Path(__file__).resolve().parent.parent))

from benchmarks.measuring import children, seconds

Figures = dict[str, float]
INDICATORS, ACTS = 20_000, 5_000


def memory(what: str = "VmRSS", process: object = "self") -> float:
    """Memory of a process in MB, now ("VmRSS") or at its peak ("VmHWM"); 0 where it is gone."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(what)), 0.0)


# -- batches ------------------------------------------------------------------------------------------------------


def mixed_files(folder: Path, count: int) -> None:
    """So many sources in ten formats, from what comes with this program; the texts each with a project of its own."""
    tree = Path(__file__).resolve().parent.parent / "resources"
    names = ("department.txt", "forms.txt", "plain-levels.tsv", "wide.md", "wrapped.txt", "workbook.xlsx")
    kinds = [tree / "samples" / name for name in names]
    kinds += [tree / "selftest" / f"form.{kind}" for kind in ("docx", "pdf", "ods", "html", "xls", "csv")]
    folder.mkdir()
    for number in range(count):
        source = kinds[number % len(kinds)]
        data = source.read_bytes()
        if source.suffix in (".txt", ".md"):
            data += f"\n备注{number}\n".encode()
        (folder / f"{number:04}-{source.name}").write_bytes(data)


def batch(jobs: str, folder: str, out: str) -> Figures:
    """`reviewer extract FOLDER -o OUT --jobs N` in this process: seconds on the clock, of this process, of its workers; peaks."""
    from reviewer.cli import run

    start = time.perf_counter()
    status = run(["extract", folder, "-o", out, "--jobs", jobs])
    wall = time.perf_counter() - start
    mine, theirs = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "wall": wall,
        "first": mine.ru_utime + mine.ru_stime,
        "workers": theirs.ru_utime + theirs.ru_stime,
        "first MB": memory("VmHWM"),
        "worker MB": theirs.ru_maxrss / 1024,
        "status": status,
        "written": len(list(Path(out).glob("*.xlsx"))),
    }


def losses(folder: str, out: str) -> Figures:
    """One worker killed in the middle, a rerun, and the parent killed: documents lost, done again, processes left."""
    call = [sys.executable, "-m", "reviewer", "extract", folder, "-o", out, "--jobs", "2"]
    target, wanted = Path(out), len(list(Path(folder).iterdir()))
    running = subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    workers = _when_under_way(running, target)
    os.kill(workers[0], signal.SIGKILL)
    running.wait()
    lost = wanted - len(list(target.glob("*.xlsx")))
    times = {path.name: path.stat().st_mtime_ns for path in target.glob("*.xlsx")}
    subprocess.run(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    again = sum(path.stat().st_mtime_ns != times.get(path.name) for path in target.glob("*.xlsx"))
    call[5] = out + "-2"
    running = subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    workers = _when_under_way(running, Path(call[5]))
    running.kill()
    running.wait()
    time.sleep(1.5)
    left = [worker for worker in workers if memory("VmRSS", worker) > 0]
    for worker in left:
        os.kill(worker, signal.SIGKILL)
    return {"lost": lost, "again": 100 * (again - lost) / wanted, "left": len(left)}


def _when_under_way(running: subprocess.Popen[bytes], target: Path) -> list[int]:
    while running.poll() is None and len(list(target.glob("*.xlsx"))) < 15:
        time.sleep(0.02)
    return children(running.pid)


# -- the window ---------------------------------------------------------------------------------------------------


def bare_window() -> Figures:
    """Processor seconds of this process until an empty QMainWindow has been drawn."""
    from PySide6.QtWidgets import QApplication, QMainWindow

    application = QApplication(["bare"])
    window = QMainWindow()
    window.resize(1280, 720)
    window.show()
    for _ in range(4):
        application.processEvents()
    return {"seconds": time.process_time()}


def start_window() -> Figures:
    """The same for the program's window, as run() makes it."""
    from reviewer.ui.app import create_application, create_window

    application = create_application(["reviewer"])
    window = create_window([])
    window.show()
    for _ in range(4):
        application.processEvents()
    seconds = time.process_time()
    window.close()
    return {"seconds": seconds}


def window_opens(file: str) -> Figures:
    """The window opens a file: its longest block (clock and processor), and its processor time without the extraction.

    Where the window's own process reads and extracts, what that takes on its thread is measured and taken off.
    """
    from PySide6.QtCore import QEventLoop, QTimer

    from reviewer.ui import opening
    from reviewer.ui.app import create_application, create_window

    elsewhere = [0.0]

    def counted(work: Callable[..., Any]) -> Callable[..., Any]:
        def counting(*arguments: Any, **named: Any) -> Any:
            start = time.thread_time()
            try:
                return work(*arguments, **named)
            finally:
                elsewhere[0] += time.thread_time() - start

        return counting

    for name in ("extract", "open_source"):
        if hasattr(opening, name):
            setattr(opening, name, counted(getattr(opening, name)))
    application = create_application(["reviewer"])
    window = create_window([])
    window.resize(1366, 728)
    window.show()
    for _ in range(20):
        application.processEvents()
        time.sleep(0.01)
    blocks: list[float] = []
    work: list[float] = []
    begun = time.process_time()
    window.open_paths([Path(file)])
    calm = 0
    ticking = QTimer()
    ticking.start(20)  # so often the loop below comes round: looking all the time would be most of what is measured
    ticking.timeout.connect(lambda: blocks.append(time.perf_counter()))
    while calm < 20:
        own = time.thread_time()
        application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        work.append(time.thread_time() - own)
        calm = calm + 1 if not window.jobs.count and work[-1] < 0.002 else 0
    seconds = time.process_time() - begun - elsewhere[0]
    found = window.desk.review
    shown = 0 if found is None else sum(str(node.kind) == "indicator" for node in found.root.walk())
    window.desk.history.mark_saved() if window.desk.history is not None else None
    window.jobs.stop()
    application.quit()
    gaps = [later - sooner - 0.02 for sooner, later in pairwise(blocks)]
    return {"block": max(gaps), "block work": max(work), "seconds": seconds, "indicators": shown}


def pages_while_read(file: str) -> Figures:
    """Frames of scrolling while a PDF of 200 pages is read, extracted and arrives: milliseconds of the slowest, by the clock
    and by the work of the window's thread; how many took over 50.
    """
    from benchmarks.pages import Desk
    from reviewer.ui.desk import State

    desk = Desk()
    desk.first_page(Path(file))
    frames = desk.scroll(lambda: desk.state() in (State.READING, State.EXTRACTING))
    arriving = desk.scroll(lambda: True, 40)
    desk.window.jobs.stop()
    both = [*frames, *arriving]
    return {
        "clock": max(frame.clock for frame in both),
        "work": max(frame.work for frame in both),
        "late": sum(frame.clock > 50 for frame in both),
        "late by work": sum(frame.work > 50 for frame in both),
        "frames": len(both),
    }


# -- reading and writing ------------------------------------------------------------------------------------------


def workbook_of(rows: int = 20_000, merges: int = 6_000) -> bytes:
    """A workbook of eight columns with merged names."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("目标表")
        money = book.add_format({"num_format": "#,##0.00", "border": 1})
        plain = book.add_format({"border": 1, "text_wrap": True})
        for row in range(rows):
            sheet.write_string(row, 0, f"项目{row // 3}", plain)
            sheet.write_number(row, 1, row * 1.5, money)
            sheet.write_number(row, 2, 2035.87, money)
            texts = ("产出指标", "数量指标", f"开展活动次数{row}", f"≥{row % 100}次", "加强工作。")
            for column, text in enumerate(texts, 3):
                sheet.write_string(row, column, text, plain)
        for number in range(merges):
            sheet.merge_range(3 * number, 0, 3 * number + 2, 0, f"项目{number}", plain)
    return out.getvalue()


def xlsx(file: str) -> Figures:
    """A workbook of 20,000 × 8: seconds, and MB that this process holds more with what was read."""
    from reviewer.sources.registry import source_from_bytes

    data = Path(file).read_bytes()
    source_from_bytes("small.xlsx", workbook_of(10, 2))
    gc.collect()
    before = memory()
    kept = source_from_bytes("a.xlsx", data)
    gc.collect()
    held = memory() - before
    del kept
    return {"seconds": seconds(lambda: source_from_bytes("a.xlsx", data)), "MB": held}


def calamine(file: str) -> Figures:
    """python-calamine alone: raw values and merges of the same workbook."""
    from python_calamine import CalamineWorkbook

    data = Path(file).read_bytes()

    def read() -> object:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
        return sheet.to_python(), sheet.merged_cell_ranges

    return {"seconds": seconds(read)}


def pdf(file: str) -> Figures:
    """A PDF of many lines to grids, and PDFium's text of it in the same process."""
    from benchmarks.pdf import bare_text, read

    data = Path(file).read_bytes()
    return {"seconds": seconds(lambda: read(data)), "pdfium": seconds(lambda: bare_text(data))}


def docx(file: str) -> Figures:
    """A Word document of 2,000 rows to cells with addresses, and lxml reading the texts of the same cells."""
    import zipfile

    from lxml import etree

    from benchmarks.word import read

    data = Path(file).read_bytes()
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

    def bare() -> list[list[str]]:
        root = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))
        rows = root.iter(f"{word}tr")
        return [
            ["".join(t.text or "" for t in cell.iter(f"{word}t")) for cell in row.iter(f"{word}tc")] for row in rows
        ]

    read(data)
    return {"seconds": seconds(lambda: read(data)), "lxml": seconds(bare)}


def _long(count: int) -> Any:
    from benchmarks.made import long_review

    return long_review(count)


def export() -> Figures:
    """The sheet 指标 of 20,000 indicators, made and written; and plain XlsxWriter with the same cells, formats and notes."""
    from reviewer.base.collecting import without_collecting
    from reviewer.export import workbook as made
    from reviewer.export.choices import Choices
    from reviewer.export.looks import Formats
    from reviewer.export.sheet_writer import new_book, pack, write_sheet
    from reviewer.model.history import History

    review = _long(INDICATORS)
    history = History(review)  # its checks run once, when a document is read, and are no part of what is measured
    review.count_doubtful()

    def sheet() -> Any:
        every = made.workbook_sheets([(review, history)], Choices(), (), [])
        return next(one for one in every if one.title == "指标")

    rows = [list(row) for row in sheet().rows]
    titles = sheet().columns
    with tempfile.TemporaryDirectory() as folder, without_collecting():

        def ours() -> None:
            with new_book(Path(folder, "ours.xlsx")) as book:
                write_sheet(book, sheet(), Formats(book), lambda _rows: None)
                pack(book)

        taken = seconds(ours, 2)
        least = seconds(lambda: _plain_xlsxwriter(Path(folder, "plain.xlsx"), titles, rows), 2)
        return {"seconds": taken, "plain": least, "columns": len(titles)}


def _plain_xlsxwriter(path: Path, titles: list[str], rows: list[list[Any]]) -> None:
    """What one writes by hand with XlsxWriter: a format for each look, a note where something is doubtful, widths, a filter."""
    import xlsxwriter

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        shown = {"money": "#,##0.00", "share": "0.0#%", "time": "yyyy-mm-dd hh:mm:ss", "text": "@"}
        look = {"border": 1, "border_color": "#D0D0D0", "valign": "top", "text_wrap": True}
        formats = {
            (form, doubt): book.add_format(
                {**look, "num_format": shown.get(form, "General"), **({"bg_color": "#FFE8A3"} if doubt else {})}
            )
            for form in ("money", "share", "time", "text", "number", "hidden")
            for doubt in (False, True)
        }
        target = book.add_worksheet("指标")
        target.write_row(0, 0, titles)
        target.set_column(0, len(titles) - 1, 20)
        for number, cells in enumerate(rows, start=1):
            for column, cell in enumerate(cells):
                value, style = cell.value, formats[str(cell.form), bool(cell.doubt)]
                if isinstance(value, tuple):
                    target.write_url(number, column, f"internal:{value[0]}", style, value[1])
                elif isinstance(value, str) and value:
                    target.write_string(number, column, value, style)
                elif isinstance(value, int | float):
                    target.write_number(number, column, value, style)
                else:
                    target.write_blank(number, column, None, style)
                if cell.doubt:
                    target.write_comment(number, column, cell.doubt[:2000], {"width": 260})
        target.freeze_panes(1, 0)
        target.autofilter(0, 0, len(rows), len(titles) - 1)


def as_json() -> Figures:
    """A review of 2,000 indicators as JSON, values and text."""
    try:
        from reviewer.outputs import write_json
    except ImportError:
        from reviewer import cli

        write_json = cli._write_json
    from reviewer.model.history import History

    review = _long(2_000)
    review.count_doubtful()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.json")
        items = [(review, History(review))]

        def write() -> None:
            path.unlink(missing_ok=True)
            write_json(items, path, True)

        return {"seconds": seconds(write, 5), "MB": path.stat().st_size / 2**20}


def open_session() -> Figures:
    """A session of 20,000 indicators with 5,000 acts, made and opened by the tree that is measured."""
    from reviewer.model import acts
    from reviewer.model.fields import FieldRef
    from reviewer.model.history import History
    from reviewer.model.review import Kind
    from reviewer.session.live import LiveSession
    from reviewer.session.store import load_session

    review = _long(INDICATORS)
    history = History(review)
    rows = [node for node in review.root.walk() if node.kind is Kind.INDICATOR]
    for number in range(ACTS):
        history.do(acts.set_value(review, FieldRef(rows[number * 3 % len(rows)].id, "annual_value"), f"≥{number}次"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "large.review")
        LiveSession.create(path, [(review, history)], "").close()
        del review, history, rows
        return {"seconds": seconds(lambda: load_session(path))}


def prepare(folder: str) -> Figures:
    """What the other jobs read, made once for both trees."""
    from benchmarks.made import long_text, samples
    from benchmarks.pages import made_pdf
    from benchmarks.pdf import long_document
    from benchmarks.word import document

    place = Path(folder)
    mixed_files(place / "mixed", 300)
    mixed_files(place / "mixed-100", 100)
    mixed_files(place / "mixed-1000", 1000)
    for count in (2_000, 20_000):
        (place / f"{count}.txt").write_text(long_text(samples(), count), encoding="utf-8")
    (place / "wide.xlsx").write_bytes(workbook_of())
    (place / "lines.pdf").write_bytes(long_document())
    (place / "pages.pdf").write_bytes(made_pdf(200))
    (place / "rows.docx").write_bytes(document(2_000))
    return {}


JOBS: dict[str, Callable[..., Figures]] = {
    job.__name__: job
    for job in (
        batch, losses, bare_window, start_window, window_opens, pages_while_read, xlsx, calamine, pdf, docx, export, as_json,
        open_session, prepare,
    )
}  # fmt: skip


def main() -> None:
    """Do one job in a data folder of its own, and print its figures."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    data = tempfile.mkdtemp(prefix="targets-")
    os.environ["REVIEWER_DATA_DIR"] = data
    try:
        figures = JOBS[sys.argv[1]](*sys.argv[2:])
    finally:
        shutil.rmtree(data, ignore_errors=True)
    print(json.dumps(figures))
    sys.stdout.flush()
    os._exit(0)  # Qt's own end is not measured, and an older tree's need not come


if __name__ == "__main__":
    main()
