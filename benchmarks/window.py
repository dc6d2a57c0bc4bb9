"""How long one step of the work takes in the real window: Enter (accept, go to the next doubtful field) until all is drawn.

Run: python benchmarks/window.py [--write]   (--write keeps the figures in benchmarks/README.md)
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from benchmarks.made import SIZES, long_review, machine, real_documents, report, table
from reviewer.extract.pipeline import extract
from reviewer.model.history import History
from reviewer.model.review import Review
from reviewer.sources.registry import open_source
from reviewer.ui.app import create_application, create_window
from reviewer.ui.desk import OpenSource
from reviewer.ui.main_window import MainWindow

ROUNDS = 40


def opened(review: Review) -> tuple[MainWindow, float]:
    """The window with a review in it, shown, and how long (ms) it took to put it there."""
    history = History(review)
    window = create_window([])
    window.resize(1366, 728)
    window.show()
    settle()
    start = time.process_time()
    source = OpenSource(Path("long.txt"))
    window.desk.add(source)
    window.desk.reviewed(source, review, history)
    settle()
    return window, (time.process_time() - start) * 1000


def settle() -> None:
    """Let everything happen that waits to happen."""
    for _ in range(4):
        QApplication.processEvents()


def each_step(
    window: MainWindow, key: Qt.Key, modifier: Qt.KeyboardModifier, goes_on: Callable[[], bool] = lambda: True
) -> str:
    """The median, the time that 95 of 100 keep, and the slowest of many strokes of a key in the tree, in milliseconds.

    ROUNDS strokes, or fewer where the work does not go on so long.
    """
    tree = window.findChild(object, "reviewTree")
    tree.setFocus()
    settle()
    times: list[float] = []
    while len(times) < ROUNDS and goes_on():
        start = time.process_time()
        QTest.keyClick(tree, key, modifier)
        settle()
        times.append((time.process_time() - start) * 1000)
    return said(times) if times else "–"


def said(times: list[float]) -> str:
    """The median, the time that 95 of 100 keep, and the slowest."""
    return f"{statistics.median(times):.0f} / {sorted(times)[int(len(times) * 0.95) - 1]:.0f} / {max(times):.0f}"


def tree_frames(window: MainWindow) -> str:
    """The same for drawing the tree anew, one page further down each time."""
    view, times = window.review_tree.view, []
    bar = view.verticalScrollBar()
    for place in range(ROUNDS):
        bar.setValue(bar.maximum() * place // ROUNDS)
        start = time.process_time()
        view.viewport().repaint()
        times.append((time.process_time() - start) * 1000)
    return said(times)


def column(review: Review) -> dict[str, str]:
    """All figures for one review."""
    window, shown = opened(review)
    plain, control = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
    history = window.desk.history
    before = review.count_doubtful()
    figures = {
        "show the review": f"{shown:.0f}",
        "one frame of the tree": tree_frames(window),
        "F8 (next doubtful)": each_step(window, Qt.Key.Key_F8, plain),
        # one Enter accepts all that one cause makes doubtful, so that a short document has fewer of them than ROUNDS
        "Enter (accept, next doubtful)": each_step(
            window, Qt.Key.Key_Return, plain, lambda: review.count_doubtful() > 0
        ),
    }
    done = len(history.record)
    figures["Ctrl+Z (undo)"] = each_step(window, Qt.Key.Key_Z, control, lambda: history.can_undo)
    if (before and not done) or review.count_doubtful() != before or len(history.record) != 2 * done:
        raise SystemExit("The keys did not do what is measured.")
    history.mark_saved()
    window.close()
    window.deleteLater()
    settle()
    return figures


def rendered(real: Path) -> list[tuple[Path, str]]:
    """A real document as a PDF and as a workbook, where they lie beside it."""
    folder = real.parent.parent / "rendered"
    names = ((f"{real.stem[:3]}.sheet.pdf", "PDF"), (f"{real.stem[:3]}.xlsx", "workbook"))
    return [(folder / name, words) for name, words in names if (folder / name).is_file()]


def main() -> None:
    """Measure, and print the report."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["REVIEWER_DATA_DIR"] = folder
        application = create_application(["reviewer"])
        reviews = {f"{size:,} indicators": long_review(size) for size in SIZES}
        real = max(real_documents(), key=lambda path: path.stat().st_size, default=None)
        if real is not None:
            reviews = {
                "the largest real document": extract(open_source(real)),
                **{f"the same, {words}": extract(open_source(path)) for path, words in rendered(real)},
                **reviews,
            }
        columns = [column(review) for review in reviews.values()]
        application.quit()
    rows = [[name, *(figures[name] for figures in columns)] for name in columns[0]]
    heads = ["milliseconds: median / 95 % / slowest", *reviews]
    report(
        "window", f"Measured on {machine()}, drawn off the screen.\n\n{table(heads, rows)}", "--write" in sys.argv[1:]
    )


if __name__ == "__main__":
    main()
