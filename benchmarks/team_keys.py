"""From a key to the paint with a workspace and without, in one run: `python benchmarks/team_keys.py [--strokes N] [--line MS] [--write]`.

Two real windows with the same document: one holds it in a workspace (a PostgreSQL server made for this), to which every act is sent while
the next is done; the other has it in a session on the disk. Each stroke is done in both, one right after the other, in turn first: what
else the machine does then comes to both alike. A stroke counts until everything that follows from it is drawn: by the clock on the wall,
which other work on the machine disturbs, least in the lower quarter, and in time of the thread that draws. With --line the server is so
many milliseconds away, there and back, and no stroke waits for what the one before sends: the longest stroke is what typing stalls then.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import postgres
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from slow_line import Delay
from team import Team

from benchmarks.made import long_review, machine, report, table
from reviewer.base.resources import resource
from reviewer.extract.pipeline import extract
from reviewer.model.history import History
from reviewer.model.review import Review
from reviewer.session.store import save_session
from reviewer.sources.registry import open_source
from reviewer.ui.app import create_application, create_window
from reviewer.ui.main_window import MainWindow
from reviewer.workspace.address import Address

_WAIT = 30.0


def until(what: Callable[[], bool]) -> None:
    """Let the window work until something is so. Raises SystemExit where it never is."""
    end = time.monotonic() + _WAIT
    while not what():
        QApplication.processEvents()
        time.sleep(0.002)
        if time.monotonic() > end:
            raise SystemExit("The window did not come to what is measured.")


def settle() -> None:
    """Let everything happen that waits to happen."""
    for _ in range(4):
        QApplication.processEvents()


def window_in(folder: Path, *paths: Path) -> MainWindow:
    """A window with a data folder of its own, shown."""
    os.environ["REVIEWER_DATA_DIR"] = str(folder)
    window = create_window(paths)
    window.resize(1366, 728)
    window.show()
    window.wait_until_idle(60_000)
    return window


def stroke(window: MainWindow, key: Qt.Key, modifier: Qt.KeyboardModifier) -> tuple[float, float]:
    """Seconds from the key until all is drawn: by the clock, and of this thread's work."""
    window.activateWindow()
    window.review_tree.view.setFocus()
    settle()
    begun, worked = time.perf_counter(), time.thread_time()
    QTest.keyClick(window.review_tree.view, key, modifier)
    settle()
    return time.perf_counter() - begun, time.thread_time() - worked


def address(team: Team, line: float) -> Address:
    """Where the workspace is, so many seconds away there and back."""
    near = team.address_of("fenster")
    return replace(near, port=str(Delay(team.cluster.port, line).port)) if line else near


def measured(team: Team, place: Path, review: Review, strokes: int, line: float) -> list[list[str]]:
    """Rows for each key: the times, and how many times as long they are with a workspace."""
    session = place / "alone.review"
    save_session(session, [(review, History(review))])
    (document,) = team.put_in(review)
    alone = window_in(place / "one", session)
    joined = window_in(place / "two")
    link = joined.team.link
    joined.actions_table["actionTeamQueue"].trigger()
    link.connect_to(address(team, line), team.secret)
    until(lambda: link.hello is not None)
    joined.team.page.hide()
    link.ask(lambda server: server.claim_one(document), link.put_on_desk)
    until(lambda: link.held(joined.desk.current) is not None)
    joined.wait_until_idle(60_000)
    windows, rows = (alone, joined), []
    names = ("Enter (accept, next doubtful)", "Ctrl+Z (undo)")
    times: dict[str, tuple[list[tuple[float, float]], ...]] = {name: ([], []) for name in names}
    keys = ((Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier))
    for window in windows:
        window.desk.choose_field(window.desk.review.doubtful()[0])  # type: ignore[union-attr]
    for number in range(strokes):
        for name, (key, modifier) in zip(times, keys, strict=True):
            for which in (0, 1) if number % 2 else (1, 0):
                times[name][which].append(stroke(windows[which], key, modifier))
            if not line:  # as between two keys of a person; else the one alone would wait for the other's line
                until(lambda: link.waiting == 0)
    until(lambda: link.waiting == 0)
    for window in windows:
        if len(window.desk.history.record) != 2 * strokes:  # type: ignore[union-attr]
            raise SystemExit("The keys did not do what is measured.")
    if team.sql("SELECT count(*) FROM reviewer.act WHERE document = %s", document) != [(2 * strokes,)]:
        raise SystemExit("The server does not have what was done.")
    for name, both in times.items():
        clock, work = ([[one[kind] for one in found] for found in both] for kind in (0, 1))
        rows += [[f"{name}, by the clock", *map(said, clock), *map(times_as_long(*clock), (0.25, 0.5))],
                 [f"{name}, the thread's work", *map(said, work), *map(times_as_long(*work), (0.25, 0.5))]]  # fmt: skip
    for window in windows:
        window.team.link.stop()
        window.keeper.close()
        window.hide()
        window.jobs.stop()
        window.deleteLater()
    settle()
    return rows


def at(times: list[float], share: float) -> float:
    """The time that this share of the strokes keeps, in milliseconds."""
    return 1000 * sorted(times)[max(0, int(share * len(times)) - 1)]


def said(times: list[float]) -> str:
    """The times that a quarter, half, 95 of 100 and all keep."""
    return " / ".join(f"{at(times, share):.1f}" for share in (0.25, 0.5, 0.95, 1.0))


def times_as_long(without: list[float], with_one: list[float]) -> Callable[[float], str]:
    """How many times as long it takes with a workspace, for a share of the strokes."""
    return lambda share: f"{at(with_one, share) / at(without, share):.3f}"


def with_bytes(review: Review, data: bytes) -> Review:
    """A review whose source has its bytes at hand, as the server needs them."""
    source = replace(review.source, data=data, sha256=hashlib.sha256(data).hexdigest())
    return Review(source, review.root.data(), layout=review.layout)


def main() -> None:
    """Measure, and print the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--strokes", type=int, default=200)
    parser.add_argument("--line", type=float, default=0.0, metavar="MS")
    parser.add_argument("--write", action="store_true")
    found = parser.parse_args()
    programs = postgres.programs()
    if programs is None:
        raise SystemExit("PostgreSQL is not installed")
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
    sample = resource("samples", "wide.md")
    long = long_review(1000)
    reviews = {
        "a sample": with_bytes(extract(open_source(sample)), sample.read_bytes()),
        "1,000 indicators": with_bytes(long, long.source.pages[0].text.encode()),
    }
    cluster = postgres.Cluster(programs, durable=True)
    rows = []
    try:
        with tempfile.TemporaryDirectory() as folder:
            os.environ["REVIEWER_DATA_DIR"] = folder
            application = create_application(["reviewer"])
            team = Team(cluster, f"keys_{uuid.uuid4().hex[:6]}")
            with team.admin(make=True) as admin:
                admin.create()
            team.member("fenster").close()
            for number, (name, review) in enumerate(reviews.items()):
                place = Path(folder, str(number))
                place.mkdir()
                rows += [
                    [f"{name}: {row[0]}", *row[1:]]
                    for row in measured(team, place, review, found.strokes, found.line / 1000)
                ]
            application.quit()
    finally:
        cluster.remove()
    heads = ["milliseconds: 25 / 50 / 95 / 100 %", "without", "with a workspace", "× at 25 %", "× at 50 %"]
    load = f"load {os.getloadavg()[0]:.1f}, {found.strokes} strokes each, the server {found.line:g} ms away, drawn off the screen"
    report("team_keys", f"Measured on {machine()}, {load}.\n\n{table(heads, rows)}", found.write)


if __name__ == "__main__":
    main()
