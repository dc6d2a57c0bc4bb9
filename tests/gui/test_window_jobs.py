"""Work off the UI thread."""

from __future__ import annotations

import threading
import time

from PySide6.QtCore import Qt, QThread, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer.ui.jobs import Jobs, Report, start_when_free


def test_results_failures_and_progress_arrive_on_the_ui_thread(qtbot: QtBot) -> None:
    jobs = Jobs()
    here = QThread.currentThread()
    heard: list[tuple[str, object, bool]] = []

    def note(what: str, value: object) -> None:
        heard.append((what, value, QThread.currentThread() is here))

    def work(report: Report) -> bool:
        report(0.5)
        return QThread.currentThread() is not here

    def broken(report: Report) -> None:
        raise ValueError("no")

    jobs.start(work, lambda r: note("done", r), lambda e: note("failed", e), lambda s: note("progress", s))
    jobs.start(broken, lambda r: note("done", r), lambda e: note("failed", str(e)))
    assert jobs.count == 2
    assert jobs.wait(10_000)
    assert jobs.count == 0
    assert all(on_ui for _, _, on_ui in heard)
    assert ("done", True, True) in heard
    assert ("failed", "no", True) in heard
    assert ("progress", 0.5, True) in heard


def test_a_cancelled_job_stops_and_delivers_nothing(qtbot: QtBot) -> None:
    jobs = Jobs()
    begun, go_on, far = threading.Event(), threading.Event(), threading.Event()
    heard: list[object] = []

    def work(report: Report) -> None:
        begun.set()
        go_on.wait(10)
        report(0.5)
        far.set()

    job = jobs.start(work, heard.append, heard.append, heard.append)
    assert begun.wait(10)
    job.cancel()
    go_on.set()
    assert jobs.wait(10_000)
    assert not far.is_set()
    assert heard == []


def test_waiting_gives_up_after_its_time_and_stop_ends_all(qtbot: QtBot) -> None:
    jobs = Jobs()
    go_on = threading.Event()
    heard: list[object] = []
    for _ in range(4):  # more than the pool works on at once
        jobs.start(lambda report: go_on.wait(10), heard.append, heard.append)
    assert not jobs.wait(30)
    threading.Timer(0.05, go_on.set).start()
    jobs.stop()
    assert jobs.count == 0
    assert jobs.wait(1000)
    assert heard == []


def test_what_a_job_starts_counts_too(qtbot: QtBot) -> None:
    jobs = Jobs()
    heard: list[object] = []

    def again(result: object) -> None:
        heard.append(result)
        jobs.start(lambda report: "second", heard.append, heard.append)

    jobs.start(lambda report: "first", again, heard.append)
    assert jobs.wait(10_000)
    assert heard == ["first", "second"]


def test_what_is_begun_by_what_came_at_the_end_counts_too(qtbot: QtBot) -> None:
    """The last job ends, and what was waiting behind it begins another: an answer of a server, say."""
    jobs = Jobs()
    done: list[str] = []

    def again() -> None:
        jobs.start(lambda _report: time.sleep(0.1), lambda _: done.append("second"), lambda _error: None)

    jobs.idle.connect(lambda: None if done else again(), Qt.ConnectionType.QueuedConnection)
    jobs.start(lambda _report: None, lambda _: None, lambda _error: None)
    assert jobs.wait(10_000)
    assert "second" in done


def test_a_timer_that_waits_for_work_at_hand_is_not_due_when_that_is_through(qtbot: QtBot) -> None:
    fired: list[str] = []
    timer = QTimer(singleShot=True, interval=300)
    timer.timeout.connect(lambda: fired.append("timer"))
    start_when_free(timer)
    time.sleep(0.35)  # the work at hand
    QApplication.processEvents()
    assert not fired, "what the timer does would only make the block longer"
    qtbot.waitUntil(lambda: fired == ["timer"])
