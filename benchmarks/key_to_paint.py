"""From a key to the picture, in this window beside an older one, on the same stored reviews, in one run and in turns.

    python benchmarks/key_to_paint.py [--write] [--base COMMIT] [--runs N]

Every stroke is timed until every pane has followed and is drawn (off the screen): by the processor, which other work on the machine
does not touch much, and by the clock. A key goes to the next stop in this window and to the next field in the older one; so the fields
of this window's stops are also taken in hand one after the other in both, without a key. F2 counts until the list of candidates
stands; the older window has none and only begins editing. With --write the table in docs/performance.md is replaced.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if "--job" not in sys.argv:  # a job has the tree of its window first
    sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

PAGE = ROOT / "docs" / "performance.md"
ROUNDS = 40
SAME = "the same fields"
Times = dict[str, list[tuple[float, float]]]
"""Milliseconds of the processor and of the clock for every stroke, by what is pressed."""


def prepare(folder: Path) -> dict[str, str]:
    """Store the reviews for both windows; what each is, by its name."""
    from benchmarks.clerk_beside import older_form
    from benchmarks.made import long_review, real_documents
    from reviewer.api.reading import read
    from reviewer.model.history import History
    from reviewer.model.review import Review
    from reviewer.model.stops import stops
    from reviewer.session.store import write_new

    def keep_stops(name: str, review: Review) -> None:
        first = [(found[0].node, found[0].key) for found in islice(stops(review), ROUNDS)]
        (folder / f"{name}.stops.json").write_text(json.dumps(first), encoding="utf-8")

    made = {"long": "20,000 indicators"}
    review = long_review(20_000)
    write_new(folder / "long.ours.review", [(review, History(review))])
    older_form(folder / "long.ours.review", folder / "long.base.review", set(review.doubtful()))
    keep_stops("long", review)
    real = max(real_documents(), key=lambda path: path.stat().st_size, default=None)
    if real is not None:
        document = read(real)
        document.to_session(folder / "real.ours.review")
        older_form(folder / "real.ours.review", folder / "real.base.review", set(document.review.doubtful()))
        keep_stops("real", document.review)
        made["real"] = "the largest real document"
    return made


def job(stored: Path) -> None:
    """The times of one window, as a line of JSON."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from reviewer.model.fields import FieldRef
    from reviewer.ui.app import create_application, create_window

    create_application(["reviewer"])
    # a copy with a name of its own: it is left with its log beside it
    window = create_window([Path(shutil.copy(stored, stored.with_name(f"{os.getpid()}.review")))])
    window.resize(1366, 728)
    window.show()
    window.activateWindow()
    if not QTest.qWaitForWindowActive(window, 5000) or not window.wait_until_idle(600_000):
        raise SystemExit("The window does not come up.")
    review, tree, times = window.desk.review, window.review_tree, Times()
    assert review is not None
    chooser = getattr(window.field_panel, "chooser", None)

    def settle() -> None:
        for _ in range(4):
            QApplication.processEvents()

    def press(name: str, key: Qt.Key, control: bool = False) -> None:
        modifiers = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
        timed(name, lambda: QTest.keyClick(QApplication.focusWidget() or window, key, modifiers))

    def timed(name: str, does: Callable[[], object]) -> None:
        start = time.process_time(), time.perf_counter()
        does()
        settle()
        if name == "F2":
            while chooser is not None and not chooser.is_open and time.perf_counter() - start[1] < 2:
                settle()
            window.repaint()
        times.setdefault(name, []).append(
            ((time.process_time() - start[0]) * 1000, (time.perf_counter() - start[1]) * 1000)
        )

    tree.setFocus()
    settle()
    for _ in range(5):  # what is made at the first stroke only is not what a clerk waits for all day
        press("first", Qt.Key.Key_F8)
    for _ in range(ROUNDS):
        press("F8", Qt.Key.Key_F8)
    for _ in range(ROUNDS):
        if not review.count_doubtful():
            break
        press("Enter", Qt.Key.Key_Return)
    for _ in range(len(times["Enter"])):
        press("Ctrl+Z", Qt.Key.Key_Z, control=True)
    listed = json.loads(stored.with_name(f"{stored.name.split('.')[0]}.stops.json").read_text(encoding="utf-8"))
    for ref in (FieldRef(node, field) for node, field in listed):
        timed(SAME, lambda ref=ref: window.desk.choose_field(ref))  # type: ignore[misc]
    window.desk.choose_field(next(review.refs()))
    tree.setFocus()
    settle()
    for name, key in (("Down", Qt.Key.Key_Down), ("Tab", Qt.Key.Key_Tab)):
        for _ in range(ROUNDS):
            press(name, key)
    for _ in range(ROUNDS // 2):
        tree.setFocus()
        window.desk.choose_field(next(iter(review.doubtful()), window.desk.field))
        QTest.keyClick(tree.view, Qt.Key.Key_F8)
        settle()
        press("F2", Qt.Key.Key_F2)
        press("a letter", Qt.Key.Key_A)
        press("Esc", Qt.Key.Key_Escape)
    times.pop("first")
    print(json.dumps(times))
    sys.stdout.flush()
    os._exit(0)  # nothing is to be asked or saved


def run(tree: Path, stored: Path) -> Times:
    """The times of the window of a tree."""
    with tempfile.TemporaryDirectory() as data:
        env = os.environ | {"PYTHONPATH": str(tree), "REVIEWER_DATA_DIR": data, "REVIEWER_LANG": "zh_CN"}
        call = [sys.executable, str(Path(__file__)), "--job", str(stored)]
        done = subprocess.run(call, env=env, cwd=tree, capture_output=True, text=True, check=False)
    try:
        found: Times = json.loads(done.stdout.splitlines()[-1])
    except (ValueError, IndexError):
        raise SystemExit(f"{stored.name} in {tree}:\n{done.stderr[-3000:]}") from None
    return found


def said(times: list[tuple[float, float]], which: int) -> str:
    """The median and the time that 95 of 100 keep."""
    values = sorted(pair[which] for pair in times)
    return f"{statistics.median(values):.0f} / {values[int(len(values) * 0.95) - 1]:.0f}"


def main() -> None:
    """Measure both windows in turns, and print the report."""
    if sys.argv[1:2] == ["--job"]:
        job(Path(sys.argv[2]))
        return
    from benchmarks.made import machine, put_report, table

    parser = argparse.ArgumentParser()
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--base", default="3a0b237")
    parser.add_argument("--runs", type=int, default=2)
    given = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as work:
        base, folder = Path(work, "base"), Path(work, "reviews")
        folder.mkdir()
        subprocess.run(["git", "worktree", "add", "--detach", "-q", str(base), given.base], cwd=ROOT, check=True)
        try:
            for name, words in prepare(folder).items():
                before, now = Times(), Times()
                for _ in range(given.runs):
                    for into, tree, which in ((before, base, "base"), (now, ROOT, "ours")):
                        for key, found in run(tree, folder / f"{name}.{which}.review").items():
                            into.setdefault(key, []).extend(found)
                rows += [
                    [words, key, said(before[key], 0), said(found, 0), said(before[key], 1), said(found, 1)]
                    for key, found in now.items()
                ]
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", str(base)], cwd=ROOT, check=False)
    heads = ["review", "key", f"{given.base}, processor", "this build, processor", f"{given.base}, clock", "now, clock"]
    text = (f"Milliseconds, median / 95 %, on {machine()}, {given.runs} runs in turns; load then {os.getloadavg()[0]:.0f} on "
            f"{os.cpu_count()} cores.\n\n{table(heads, rows)}\n")  # fmt: skip
    print(text)
    if given.write:
        put_report(PAGE, "keys", text)


if __name__ == "__main__":
    main()
