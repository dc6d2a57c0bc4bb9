"""Settings that mean nothing, a data folder that cannot be had, rights of what the window writes, and what closing frees."""

from __future__ import annotations

import gc
import os
import stat
import weakref
from collections.abc import Callable
from pathlib import Path

import pytest
from desk_hands import FORMS, WIDE, the_review
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from reviewer.base import private
from reviewer.model import acts
from reviewer.ui import opening
from reviewer.ui.dialogs.settings_dialog import SettingsDialog
from reviewer.ui.freeing import free
from reviewer.ui.main_window import MainWindow
from reviewer.ui.settings import Settings

Open = Callable[..., MainWindow]


@pytest.mark.parametrize("line", [
    "appearance=sepia", "language=klingon", "font_points=\\xb2", "font_points=400", "target_accuracy=viel", "days_kept=-3",
    "appearance=@Invalid()", "target_accuracy=@ByteArray(\\0\\x1)",
])  # fmt: skip
def test_a_setting_that_means_nothing_counts_as_usual_and_is_said(open_window: Open, tmp_path: Path, line: str) -> None:
    folder = tmp_path / "data"
    folder.mkdir(exist_ok=True)
    (folder / "settings.ini").write_text(f"[General]\n{line}\n", encoding="utf-8")
    window = open_window()
    usual = Settings(tmp_path / "none.ini")
    for name in ("appearance", "language", "font_points", "target_accuracy", "days_kept"):
        assert getattr(window.settings, name) == getattr(usual, name)
    assert any(line.partition("=")[0] in text for text in window.message_bar.texts())
    dialog = SettingsDialog(window.settings, window)
    dialog.accept()
    assert not window.settings.not_understood()


@pytest.mark.parametrize("data", [b"[General", b"\x00\x01\x02", b"<settings/>"])
def test_a_file_of_settings_that_is_none_is_said(open_window: Open, tmp_path: Path, data: bytes) -> None:
    folder = tmp_path / "data"
    folder.mkdir(exist_ok=True)
    (folder / "settings.ini").write_bytes(data)
    assert Settings().not_understood() == ["settings.ini"]
    assert Settings().appearance == ""


def test_keys_that_are_none_are_the_usual_ones_and_said(open_window: Open, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir(exist_ok=True)
    (folder / "settings.ini").write_text("[keys]\nactionFind=Hyper+Banana\n", encoding="utf-8")
    window = open_window(WIDE)
    assert window.actions_table.shown_key("actionFind") == "Ctrl+F"
    assert any("actionFind" in text for text in window.message_bar.texts())


def test_right_settings_are_not_complained_of(open_window: Open) -> None:
    window = open_window()
    settings = window.settings
    settings.appearance, settings.language, settings.font_points = "dark", "en", 12
    settings.days_kept, settings.target_accuracy, settings.own_keys = (
        7,
        0.99,
        {"actionFind": ("Ctrl+K",), "actionEdit": ()},
    )
    settings.software_drawing = False
    settings.sync()
    assert Settings().not_understood() == []
    assert Settings().days_kept == 7


@pytest.mark.skipif(os.name != "posix", reason="rights of files are POSIX's")
def test_what_the_window_keeps_is_the_users_alone(open_window: Open, tmp_path: Path) -> None:
    window = open_window(WIDE)
    review = the_review(window)
    window.desk.do(acts.accept(review, review.doubtful()[0]))
    folder = tmp_path / "data"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "recovery").stat().st_mode) == 0o700
    kept = [
        path for path in (folder / "recovery").iterdir() if ".review" in path.name and not path.name.startswith("~$")
    ]
    assert kept
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept} == {0o600}


@pytest.mark.skipif(os.name != "posix", reason="/proc is Linux's")
def test_a_data_folder_that_cannot_be_made_is_a_sentence(
    open_window: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = monkeypatch.setenv

    def set_env(name: str, value: str) -> None:
        real(name, "/proc/none/data" if name == "REVIEWER_DATA_DIR" else value)

    monkeypatch.setattr(private, "_instead", [])
    set_env("REVIEWER_DATA_DIR", "")
    from reviewer.ui.app import create_application, create_window

    create_application(["reviewer"])
    window = create_window([])
    assert any("/proc/none/data" in text for text in window.message_bar.texts())
    window.close()
    window.deleteLater()


@pytest.mark.parametrize("large", [1_000, 10])
def test_closed_sources_leave_memory(open_window: Open, monkeypatch: pytest.MonkeyPatch, large: int) -> None:
    """Also large ones, which the search for dead cycles passes over while they are open."""
    monkeypatch.setattr(opening, "_LARGE", large)
    gc.unfreeze()
    window = open_window(WIDE)
    assert (gc.get_freeze_count() > 0) is (large == 10)
    gone = []
    for _ in range(3):
        for path in (WIDE, FORMS):
            if not any(opened.path == path for opened in window.desk.sources):
                window.open_paths([path])
                assert window.wait_until_idle(60_000)
        for opened in list(window.desk.sources):
            window.desk.choose(opened)
            review = the_review(window)
            window.desk.do(acts.accept(review, review.doubtful()[0]))
            window.reviewing.go_on()
            gone += [weakref.ref(opened), weakref.ref(review), weakref.ref(opened.history)]
        review = opened = None  # type: ignore[assignment]
        while window.desk.sources:
            window.desk.choose(window.desk.sources[0])
            window.files.close_source()
    QApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    free()
    left = [each() for each in gone if each() is not None]
    assert not left, [type(each).__name__ for each in left]
