"""How soon a long PDF is on the screen, and how smoothly it scrolls while it is read and extracted.

Run: python benchmarks/pages.py [--write]   (--write keeps the figures in benchmarks/README.md)
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.made import machine, report, table
from reviewer.base.resources import resource
from reviewer.sources.bitmaps import draw_page
from reviewer.ui.app import create_application, create_window
from reviewer.ui.desk import State
from reviewer.ui.main_window import MainWindow
from tests.pdf_maker import LANDSCAPE, MadePage, make_pdf, wrap

PAGES = 200
WIDTHS = (90.0, 55.0, 55.0, 40.0, 40.0, 150.0, 340.0)
SIZE = 8.0
LATE = 50.0
"""A frame that takes longer than this many milliseconds is seen as a jolt."""


def rows_of_sample() -> list[list[str]]:
    """The rows of the bundled wide table, each with as many cells as there are columns."""
    lines = resource("samples", "wide.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines if line.startswith("|")]
    wide = [row for row in rows if len(row) >= len(WIDTHS) and not set("".join(row)) <= set("-: ")]
    return [[*row[: len(WIDTHS) - 1], "".join(row[len(WIDTHS) - 1 :])] for row in wide]


def made_pdf(pages: int) -> bytes:
    """The sample's table over and over, its header on every page."""
    head, *rows = rows_of_sample()
    bottom, made, waiting = LANDSCAPE[1] - 40, [], iter(endless(rows))
    row = next(waiting)
    while len(made) < pages:
        page = MadePage(LANDSCAPE).text(300, 40, "云溪市青禾区2031年项目支出绩效目标表", 12)
        on_page, y = [head], 80.0
        while True:
            height = max(len(wrap(cell, width - 6, SIZE)) for cell, width in zip(row, WIDTHS, strict=True)) * SIZE * 1.3
            if y + height > bottom and len(on_page) > 1:
                break
            on_page.append(row)
            y += height + 5
            row = next(waiting)
        page.table(30, 60, WIDTHS, on_page, SIZE)
        made.append(page)
    return make_pdf(*made)


def endless(rows: list[list[str]]) -> Iterator[list[str]]:
    """The rows over and over, each time with other names."""
    number = 0
    while True:
        number += 1
        for row in rows:
            yield [f"{row[0]}{number}", *row[1:]]


class Frame(NamedTuple):
    """Milliseconds on the clock, and of the processor's time for the window's thread."""

    clock: float
    work: float


class Desk:
    """The window with the long PDF, and what is measured on it."""

    def __init__(self) -> None:
        self.application = create_application(["reviewer"])
        self.window: MainWindow = create_window([])
        self.window.resize(1600, 900)
        self.window.show()
        self.turn_until(lambda: self.window.isVisible(), 2)

    def turn_until(self, done: Callable[[], object], seconds: float) -> float:
        """Let the window work until something is true; how many seconds that took."""
        start = time.perf_counter()
        while not done() and time.perf_counter() - start < seconds:
            self.application.processEvents()
            time.sleep(0.001)
        return time.perf_counter() - start

    @property
    def view(self) -> Any:
        return self.window.source_view.view

    def first_page(self, path: Path) -> float:
        """Seconds from asking for the file to its first page being painted."""
        start = time.perf_counter()
        self.window.open_paths([path])
        self.turn_until(lambda: self.is_drawn(path), 60)
        self.view.viewport().repaint()
        return time.perf_counter() - start

    def is_drawn(self, path: Path) -> bool:
        """Whether the first page of a file is in the view, and its picture there."""
        current = self.window.desk.current
        shown = current is not None and current.path == path and current.source is not None
        return shown and hasattr(self.view, "bitmaps") and self.view.bitmaps.get(0) is not None

    def state(self) -> State:
        return self.window.desk.sources[0].state

    def scroll(self, wanted: Callable[[], bool], most: int = 10_000) -> list[Frame]:
        """Scroll up and down, a tenth of the view at a time, while something is true."""
        bar, step, frames = self.view.verticalScrollBar(), self.view.viewport().height() // 10, []
        while wanted() and len(frames) < most:
            start, work = time.perf_counter(), time.thread_time()
            if not bar.minimum() <= bar.value() + step <= bar.maximum():
                step = -step
            bar.setValue(bar.value() + step)
            self.view.viewport().repaint()
            self.application.processEvents()
            frames.append(Frame((time.perf_counter() - start) * 1000, (time.thread_time() - work) * 1000))
            time.sleep(max(0.0, 0.016 - (time.perf_counter() - start)))
        return frames


def memory(what: str) -> float:
    """Memory of this process in MB, now ("VmRSS") or at its peak ("VmHWM")."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    line = next(line for line in status.read_text().splitlines() if line.startswith(what))
    return int(line.split()[1]) / 1024


def frames_row(name: str, frames: list[Frame]) -> list[str]:
    """One line of the table of frames."""
    if len(frames) < 2:
        return [name, f"{len(frames)}", *["–"] * 5]
    clock, work = sorted(frame.clock for frame in frames), sorted(frame.work for frame in frames)
    late = sum(each > LATE for each in clock)
    figures = (statistics.median(clock), clock[int(len(clock) * 0.99)], clock[-1])
    return [name, f"{len(frames)}", *(f"{each:.1f}" for each in figures), f"{late}", f"{work[-1]:.1f}"]


def eager(data: bytes, scale: float) -> tuple[float, float]:
    """What drawing every page before the first is shown would take: seconds, and MB for the pictures."""
    start = time.perf_counter()
    size = sum(len(draw_page(data, page, scale).data) for page in range(PAGES))
    return time.perf_counter() - start, size / 2**20


def main() -> None:
    """Measure, and print the report."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        os.environ["REVIEWER_DATA_DIR"] = folder
        measure(Path(folder) / "long.pdf")


def measure(path: Path) -> None:
    """Open the long PDF in the window, and say what was seen."""
    data = made_pdf(PAGES)
    path.write_bytes(data)
    desk = Desk()
    before = memory("VmRSS")
    first = desk.first_page(path)
    reading = desk.scroll(lambda: desk.state() is State.READING)
    extracting = desk.scroll(lambda: desk.state() is State.EXTRACTING)
    arriving = [*extracting[-1:], *desk.scroll(lambda: True, 3)]
    del extracting[-1:]
    ready = desk.scroll(lambda: True, 400)
    desk.turn_until(lambda: desk.window.jobs.count == 0, 60)
    peak, pictures, scale = memory("VmHWM"), desk.view.bitmaps.size / 2**20, desk.view.zoom
    again = path.with_name("again.pdf")
    again.write_bytes(data.replace(b"%PDF-1.4\n", b"%PDF-1.5\n"))
    second = desk.first_page(again)
    desk.window.jobs.stop()
    all_seconds, all_size = eager(data, scale)
    rows = [
        frames_row("while it is read", reading),
        frames_row("while it is extracted", extracting),
        frames_row("as the review arrives", arriving),
        frames_row("with all marks", ready),
    ]
    frames = table(
        ["scrolling", "frames", "median ms", "99 % below", "slowest", f"over {LATE:.0f} ms", "slowest, processor ms"],
        rows,
    )
    figures = table(
        [f"{PAGES} pages, {len(data) / 2**20:.1f} MB", "here", "all pages drawn first"],
        [
            ["first page on the screen, first PDF since the start, s", f"{first:.2f}", f"{all_seconds:.2f}"],
            ["first page on the screen, another PDF, s", f"{second:.2f}", f"{all_seconds:.2f}"],
            ["pictures, MB", f"{pictures:.0f}", f"{all_size:.0f}"],
            ["memory before opening, MB", f"{before:.0f}", ""],
            ["memory at its peak, MB", f"{peak:.0f}", ""],
        ],
    )
    desk.window.close()
    report("pages", f"Measured on {machine()}.\n\n{figures}\n{frames}", "--write" in sys.argv[1:])


if __name__ == "__main__":
    main()
