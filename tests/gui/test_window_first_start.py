"""The first start, the start after a crash, the start after an upgrade, and a newer setup in a named folder."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QPushButton, QTextBrowser
from pytestqt.qtbot import QtBot

from reviewer import __version__
from reviewer.base import policy as fixed_by
from reviewer.base.i18n import use_language
from reviewer.ui import first_start, updates
from reviewer.ui.dialogs.help import news_file
from reviewer.ui.main_window import MainWindow
from reviewer.ui.settings import Settings
from reviewer.ui.software_rendering import MARK, Start

CRASH = """
import os, sys
from pathlib import Path
from reviewer.ui.software_rendering import Start
from reviewer.ui.settings import Settings
start = Start(Path(sys.argv[1]), Settings(Path(sys.argv[1]) / "settings.ini"))
if sys.argv[2] == "crash":
    os._exit(3)  # as a driver takes the program down
start.over()
print(start.crashed, os.environ.get("QT_OPENGL"))
"""

FIRST = """
import sys
from reviewer.selftest import NETWORK
tried = []
sys.addaudithook(lambda event, arguments: tried.append(event) if event in NETWORK else None)
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from reviewer.ui import app, software_rendering
past_the_start = software_rendering.STEADY + 500
application = app.create_application(sys.argv[:1])
QTimer.singleShot(past_the_start, application.closeAllWindows)
status = app.run(sys.argv[:1], sys.argv[1:])
print(status, tried, [name for name in sys.modules if name in ("PySide6.QtNetwork", "ssl", "http.client")])
"""


def start(folder: Path, end: str) -> str:
    """A start in a process of its own."""
    clean = {key: value for key, value in os.environ.items() if key != "QT_OPENGL"}
    done = subprocess.run(
        [sys.executable, "-c", CRASH, str(folder), end], capture_output=True, text=True, env=clean, timeout=60
    )
    assert done.returncode == (3 if end == "crash" else 0), done.stderr
    return done.stdout.strip()


def test_after_a_crash_the_driver_is_left_alone(tmp_path: Path) -> None:
    assert start(tmp_path, "well") == "False None"
    start(tmp_path, "crash")
    assert start(tmp_path, "well") == "True software"
    assert start(tmp_path, "well") == "False software", "and stays so, without a word"
    settings = Settings(tmp_path / "settings.ini")
    settings.software_drawing = False
    settings.sync()
    assert start(tmp_path, "well") == "False None"


def test_the_first_start_asks_nothing_of_a_network(tmp_path: Path) -> None:
    """From before the application is made until the window is steady, with a document in it."""
    sample = Path(__file__).resolve().parent.parent.parent / "resources" / "samples" / "wide.md"
    fresh = {**os.environ, "REVIEWER_DATA_DIR": str(tmp_path / "data"), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", FIRST, str(sample)]
    done = subprocess.run(command, capture_output=True, text=True, env=fresh, timeout=120)
    assert done.stdout.strip() == "0 [] []", done.stdout + done.stderr
    assert "wide.md" in (tmp_path / "data" / "settings.ini").read_text(encoding="utf-8"), "that was the whole way"
    assert not (tmp_path / "data" / MARK).exists(), "and the window became steady"


def test_a_second_window_that_starts_meanwhile_is_no_crash(tmp_path: Path) -> None:
    first = Start(tmp_path, Settings(tmp_path / "settings.ini"))
    try:
        assert start(tmp_path, "well") == "False None"
        assert (tmp_path / MARK).exists()
    finally:
        first.over()
    assert not (tmp_path / MARK).exists()


def test_the_crash_is_said_with_a_way_back(open_window: Callable[..., MainWindow]) -> None:
    window = open_window()
    window.settings.software_drawing = True
    first_start.say_crashed(window.message_bar, window.settings)
    assert len(window.message_bar.texts()) == 1
    window.message_bar.findChild(QPushButton).click()
    assert not window.settings.software_drawing
    assert window.message_bar.texts() == []


def test_what_is_new_is_shown_once_after_an_upgrade(open_window: Callable[..., MainWindow]) -> None:
    settings = open_window().settings
    assert not first_start.is_upgrade(settings), "the very first start has nothing to compare with"
    assert not first_start.is_upgrade(settings)
    settings.seen_version = "0.0.1"
    assert first_start.is_upgrade(settings)
    assert not first_start.is_upgrade(settings)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_what_is_new_is_there_in_both_languages(language: str) -> None:
    use_language(language)
    file = news_file()
    assert file is not None
    assert file.stem == language
    headings = [line for line in file.read_text(encoding="utf-8").splitlines() if line.startswith("## ")]
    assert headings[0] == f"## {__version__}", "the version that goes out comes first"


def test_what_is_new_opens_from_the_help_menu(open_window: Callable[..., MainWindow], qtbot: QtBot) -> None:
    window = open_window()
    window.actions_table["actionNews"].trigger()
    dialog = window.findChild(QDialog, "newsDialog")
    assert dialog.isVisible()
    assert __version__ in dialog.findChild(QTextBrowser).toPlainText()
    dialog.close()


def setups(folder: Path, *versions: str) -> None:
    name = "reviewer-setup-{}.exe" if sys.platform == "win32" else "reviewer_{}_amd64.deb"
    for version in versions:
        (folder / name.format(version)).touch()


def test_the_highest_version_in_the_folder_counts(tmp_path: Path) -> None:
    assert updates.newer(tmp_path / "missing", "1.0.0") is None
    setups(tmp_path, "0.9.0", "1.0.0", "1.0.0-beta")
    (tmp_path / "notes.txt").touch()
    assert updates.newer(tmp_path, "1.0.0") is None
    setups(tmp_path, "1.10.0", "1.9.0")
    assert updates.newer(tmp_path, "1.0.0") == "1.10.0"


def test_nothing_is_looked_for_unless_an_administrator_names_a_folder(
    open_window: Callable[..., MainWindow], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window = open_window()
    policy = tmp_path / "policy.ini"
    monkeypatch.setattr(fixed_by.sys, "platform", "linux")
    monkeypatch.setattr(fixed_by, "FILE", policy)
    first_start.look_for_newer(window.jobs, window.message_bar)
    assert window.jobs.count == 0

    folder = tmp_path / "共享 文件夹"
    folder.mkdir()
    setups(folder, "99.0.0")
    policy.write_text(f"{updates.KEY}={folder}\n", encoding="utf-8")
    opened: list[Path] = []
    monkeypatch.setattr(first_start, "show_folder", opened.append)
    first_start.look_for_newer(window.jobs, window.message_bar)
    assert window.wait_until_idle(10_000)
    (text,) = window.message_bar.texts()
    assert "99.0.0" in text
    assert str(folder) in text
    window.message_bar.findChild(QPushButton).click()
    assert opened == [folder]
