"""A fault of the program: the work is safe, a sentence, details to copy, and a log that repeats no document."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from reviewer.base.resources import resource
from reviewer.model import acts
from reviewer.session import recovery
from reviewer.session.store import load_session
from reviewer.ui import app
from reviewer.ui.faults import start_log
from reviewer.ui.main_window import MainWindow

Open = Callable[..., MainWindow]
SECRET = "人民群众对河湖环境的满意度" * 30


@pytest.fixture
def log_file(tmp_path: Path) -> Iterator[Path]:
    before = list(logging.getLogger().handlers)
    level = logging.getLogger().level
    yield start_log(tmp_path)
    for handler in logging.getLogger().handlers[len(before) :]:
        logging.getLogger().removeHandler(handler)
        handler.close()
    logging.getLogger().setLevel(level)


@pytest.mark.allow_logs
def test_a_fault_is_said_and_nothing_is_lost(
    open_window: Open, log_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(resource("samples", "wide.md"))
    review = window.desk.review
    assert review is not None
    ref = review.doubtful()[0]
    window.desk.do(acts.set_value(review, ref, "=0"))
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    app._catch_mistakes(window)
    try:
        raise ValueError(SECRET)
    except ValueError:
        sys.excepthook(*sys.exc_info())
    (said,) = window.message_bar.texts()
    assert "reviewer.log" in said
    window.message_bar.findChildren(QPushButton)[0].click()
    details = QGuiApplication.clipboard().text()
    assert "ValueError" in details
    assert "test_window_faults.py" in details
    written = log_file.read_text(encoding="utf-8")
    assert "ValueError" in written
    for text in (details, written):
        assert SECRET[:20] in text
        assert SECRET[:81] not in text
    (left,) = (tmp_path / "data" / "recovery").glob("[!~]*.review")
    assert load_session(left)[0][0].field(ref).value == "=0"
    window.desk.do(acts.set_value(review, ref, "=1"))
    assert load_session(left)[0][0].field(ref).value == "=1", "the program goes on"
    assert recovery.leftovers(tmp_path / "data" / "recovery") == []


@pytest.mark.allow_logs
def test_arguments_of_messages_are_cut_too(log_file: Path) -> None:
    logging.getLogger("reviewer.test").error("odd value %s in %s", SECRET, Path("/" + "a" * 100 + "/b.txt"))
    written = log_file.read_text(encoding="utf-8")
    assert SECRET[:81] not in written
    assert "b.txt" in written
