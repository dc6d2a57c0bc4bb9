"""What a picture is taken of: how something is brought up, and what to do with it once it is there."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from reviewer.base.resources import resource
from reviewer.ui.main_window import MainWindow

Look = Callable[[QWidget], object]
"""What is done with a widget that is up: a picture, or a test."""
Show = Callable[[MainWindow, Look], object]
"""Brings something up, has it looked at, and takes it away again."""


class State(NamedTuple):
    """Something to look at: what is to be on the desk for it, and how it is brought up."""

    files: Callable[[Path], list[Path]]
    """The files, made in the folder where they are not samples."""
    show: Show


def sample(*names: str) -> Callable[[Path], list[Path]]:
    """Bundled samples."""
    return lambda _folder: [resource(*name.split("/")) for name in names]


def settle() -> None:
    """Let everything happen that waits to happen."""
    for _ in range(6):
        QApplication.processEvents()


def wait(milliseconds: int) -> None:
    """Let time pass in which other threads work too, so that pages are drawn: QTest.qWait keeps them waiting."""
    until = time.monotonic() + milliseconds / 1000
    while time.monotonic() < until:
        QApplication.processEvents()
        time.sleep(0.005)


def beside(made: QDialog, look: Look) -> None:
    """Show a dialog that stands beside the work."""
    made.show()
    settle()
    look(made)
    made.close()
    made.deleteLater()
    settle()


def stopping(ask: Callable[[], object], look: Look) -> None:
    """Have a question asked that waits for its answer, look at it, and give it up."""
    wrong: list[BaseException] = []

    def seen() -> None:
        box = QApplication.activeModalWidget()
        try:
            assert isinstance(box, QDialog)
            settle()
            look(box)
        except BaseException as error:
            wrong.append(error)
        finally:
            if isinstance(box, QDialog):
                box.reject()

    QTimer.singleShot(0, seen)
    ask()
    settle()
    if wrong:
        raise wrong[0]


def opened_by(window: MainWindow, action: str, look: Look) -> None:
    """The dialog that an action opens beside the work."""
    before = set(window.findChildren(QDialog))
    window.actions_table[action].trigger()
    settle()
    made = [dialog for dialog in window.findChildren(QDialog) if dialog not in before and dialog.isVisible()]
    assert len(made) == 1, f"{action} opened {made}"
    look(made[0])
    made[0].close()
    settle()
