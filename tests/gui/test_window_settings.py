"""Settings, dialogs, language, and what a fault that nobody caught leads to."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QTextBrowser
from pytestqt.qtbot import QtBot

from reviewer.base.i18n import use_language
from reviewer.base.resources import resource
from reviewer.ui import app, outside
from reviewer.ui.dialogs import help as help_texts
from reviewer.ui.dialogs.settings_dialog import SettingsDialog
from reviewer.ui.faults import start_log
from reviewer.ui.main_window import MainWindow
from reviewer.ui.settings import MOST_RECENT, Settings

Open = Callable[..., MainWindow]
SAMPLE = resource("samples", "wide.md")


def test_settings_outlast_the_program(tmp_path: Path, qapp: object) -> None:
    file = tmp_path / "settings.ini"
    first = Settings(file)
    first.language, first.reviewer_name, first.target_accuracy = "en", " 李审核 ", 0.9995
    for number in range(MOST_RECENT + 3):
        first.remember(Path(f"/tmp/第{number}份, a=b.md"))
    first.remember(Path("/tmp/第5份, a=b.md"))
    first.sync()
    again = Settings(file)
    assert (again.language, again.reviewer_name, again.target_accuracy) == ("en", "李审核", 0.9995)
    assert len(again.recent) == MOST_RECENT
    assert again.recent[:2] == [Path("/tmp/第5份, a=b.md"), Path(f"/tmp/第{MOST_RECENT + 2}份, a=b.md")]


def test_a_damaged_settings_file_counts_as_none(tmp_path: Path, qapp: object) -> None:
    file = tmp_path / "settings.ini"
    file.write_bytes(b"\xff\xfe[General\ntarget_accuracy=very\nrecent=@Invalid()\n\x00\x01")
    damaged = Settings(file)
    assert damaged.target_accuracy == 0.999
    assert damaged.recent == []
    assert damaged.state("across") is None


def test_the_settings_dialog_holds_at_once(open_window: Open) -> None:
    window = open_window(resource("samples", "forms.txt"))
    review, history = window.desk.review, window.desk.history
    assert review is not None
    assert history is not None
    window.settings.target_accuracy = 0.99
    window._view.apply_settings()
    few = len(review.doubtful())
    dialog = SettingsDialog(window.settings, window)
    dialog.target.setCurrentIndex(dialog.target.findData(0.9995))
    dialog.reviewer_name.setText("王复核")
    dialog.accept()
    window._view.apply_settings()
    assert review.target_accuracy == 0.9995
    assert len(review.doubtful()) > few
    window.reviewing.accept()
    assert history.record[-1].who == "王复核"


def test_the_window_comes_back_in_its_shape(open_window: Open) -> None:
    window = open_window(SAMPLE)
    window._splitters["across"].setSizes([100, 800, 400])
    sizes = window._splitters["across"].sizes()
    folds = window.findChild(QAction, "actionPaneIssues")
    folds.setChecked(True)
    assert window.issue_list.view.isVisible()
    folds.setChecked(False)
    assert not window.issue_list.view.isVisible()
    folds.setChecked(True)
    window.close()
    again = open_window(SAMPLE)
    assert again._splitters["across"].sizes() == sizes
    assert again.issue_list.view.isVisible()
    again.findChild(QAction, "actionPaneDocuments").setChecked(False)
    assert not again.document_list.isVisible()
    again.close()
    assert not open_window(SAMPLE).document_list.isVisible()


def test_manual_and_about_open_and_go(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    window.actions_table["actionManual"].trigger()
    manual = window.findChild(QDialog, "manualDialog")
    assert manual is not None
    assert len(manual.findChild(QTextBrowser).toPlainText()) > 200
    window.actions_table["actionAbout"].trigger()
    about = window.findChild(QDialog, "aboutDialog")
    assert about is not None
    assert about.isVisible()
    for dialog in (manual, about):
        dialog.close()
    qtbot.waitUntil(lambda: not window.findChildren(QDialog))


def test_the_manual_opens_in_the_browser_in_the_language_in_use(
    open_window: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    opened: list[tuple[str, str | None]] = []

    def open_url(url: QUrl) -> bool:
        opened.append((url.toLocalFile(), os.environ.get("LD_LIBRARY_PATH")))
        return True

    monkeypatch.setattr(outside.QDesktopServices, "openUrl", open_url)
    monkeypatch.setattr(help_texts, "resource_folder", lambda: tmp_path)
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/reviewer/_internal")
    (tmp_path / "docs").mkdir()
    for name in ("manual.html", "manual.en.html"):
        (tmp_path / "docs" / name).touch()
    window.actions_table["actionWebManual"].trigger()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    use_language("en")
    window.actions_table["actionWebManual"].trigger()
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/usr/local/lib")
    window.actions_table["actionWebManual"].trigger()
    pages = [str(tmp_path / "docs" / name) for name in ("manual.html", "manual.en.html", "manual.en.html")]
    assert opened == list(zip(pages, ("/opt/reviewer/_internal", None, "/usr/local/lib"), strict=True)), (
        "a browser does not run with the libraries of a frozen program"
    )
    assert os.environ["LD_LIBRARY_PATH"] == "/opt/reviewer/_internal"
    assert window.findChild(QDialog, "manualDialog") is None


def test_the_manual_as_pdf_is_opened_and_without_one_the_page(
    open_window: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    opened: list[str] = []
    monkeypatch.setattr(outside.QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()) or True)
    monkeypatch.setattr(help_texts, "resource_folder", lambda: tmp_path)
    (tmp_path / "docs").mkdir()
    for name in ("manual.pdf", "manual.en.pdf", "manual.html"):
        (tmp_path / "docs" / name).touch()
    window.actions_table["actionPdfManual"].trigger()
    use_language("en")
    window.actions_table["actionPdfManual"].trigger()
    for name in ("manual.pdf", "manual.en.pdf"):
        (tmp_path / "docs" / name).unlink()
    window.actions_table["actionPdfManual"].trigger()
    assert [Path(file).name for file in opened] == ["manual.pdf", "manual.en.pdf", "manual.html"]
    assert "PDF" in window.statusBar().currentMessage()


def test_without_a_page_or_a_browser_the_manual_is_shown_in_a_window(
    open_window: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    window = open_window()
    monkeypatch.setattr(outside.QDesktopServices, "openUrl", lambda _url: False)
    for number, folder in enumerate((help_texts.resource_folder(), tmp_path)):
        if number:
            page = tmp_path / "docs" / "manual.html"
            page.parent.mkdir()
            page.touch()
            page.with_name("manual.md").write_text("# 手册", encoding="utf-8")
        monkeypatch.setattr(help_texts, "resource_folder", lambda here=folder: here)
        window.actions_table["actionWebManual"].trigger()
        manual = window.findChild(QDialog, "manualDialog")
        assert manual is not None
        assert "浏览器" in window.statusBar().currentMessage()
        manual.close()
        qtbot.waitUntil(lambda: window.findChild(QDialog, "manualDialog") is None)


@pytest.mark.allow_logs
def test_a_fault_nobody_caught_is_logged_and_said(
    open_window: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(SAMPLE)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    try:
        file = start_log(tmp_path)
        app._catch_mistakes(window)
        try:
            raise ZeroDivisionError("nobody saw this coming")
        except ZeroDivisionError as error:
            sys.excepthook(type(error), error, error.__traceback__)
    finally:
        for handler in [h for h in root.handlers if h not in before]:
            root.removeHandler(handler)
            handler.close()
        root.setLevel(level)
    assert "nobody saw this coming" in file.read_text(encoding="utf-8")
    (said,) = window.message_bar.texts()
    assert "ZeroDivision" not in said
    assert "\n" not in said
    window.reviewing.accept()


@pytest.mark.parametrize(("language", "words"), [("zh_CN", ("文件", "帮助")), ("en", ("File", "Help"))])
def test_a_fresh_start_speaks_the_language(tmp_path: Path, language: str, words: tuple[str, str]) -> None:
    code = (
        "import json; from reviewer.ui.app import create_application, create_window\n"
        "a = create_application(['reviewer']); w = create_window([])\n"
        "m = [x.text() for x in w.menuBar().actions()]\n"
        "from PySide6.QtWidgets import QLineEdit; from PySide6.QtGui import QKeySequence\n"
        "e = QLineEdit(); c = [x.text() for x in e.createStandardContextMenu().actions()]\n"
        "print(json.dumps([m, c]))"
    )
    env = {**os.environ, "REVIEWER_LANG": language, "REVIEWER_DATA_DIR": str(tmp_path), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, encoding="utf-8", timeout=60, check=True
    )
    menus, qt_words = json.loads(done.stdout)
    assert words[0] in menus[0].replace("&", "")
    assert words[1] in menus[-1].replace("&", "")
    assert any("粘贴" in word for word in qt_words) == (language == "zh_CN")
