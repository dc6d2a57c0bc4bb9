"""What the window opens, and what it says of what cannot be opened."""

from __future__ import annotations

import shutil
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pdf_maker import MadePage, make_pdf
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from window_fixtures import Answers

from reviewer.base.resources import resource
from reviewer.extract import pipeline
from reviewer.sources import pdf
from reviewer.sources.reader import SourceError
from reviewer.ui import opening
from reviewer.ui.desk import State
from reviewer.ui.main_window import MainWindow

Open = Callable[..., MainWindow]
SAMPLE = resource("samples", "wide.md")

BAD = {
    "empty.txt": b"",
    "blank.txt": b"\r\n \n\t\n",
    "binary.txt": bytes(range(256)) * 40,
    "archive.txt": b"PK\x03\x04" + b"\0" * 100,
    "prose.txt": "今天下午召开工作例会，请各科室准时参加。\n".encode(),
}


def drop(window: MainWindow, *paths: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, button, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(300, 300), copy, mime, button, none)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(300, 300), copy, mime, button, none))
    assert window.wait_until_idle(60_000)


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_sentence_and_the_window_goes_on(open_window: Open, tmp_path: Path, name: str) -> None:
    bad = tmp_path / name
    bad.write_bytes(BAD[name])
    window = open_window(bad, SAMPLE)
    said = window.message_bar.texts()
    assert len(said) == 1
    assert name in said[0]
    assert "\n" not in said[0]
    assert "Traceback" not in said[0]
    assert window.message_bar.isVisible()
    assert window.desk.sources[1].state is State.READY
    window.desk.choose(window.desk.sources[1])
    assert window.current_field() is not None


def test_a_truncated_source_opens_with_what_is_left(open_window: Open, tmp_path: Path) -> None:
    cut = tmp_path / "cut.md"
    whole = SAMPLE.read_bytes()
    cut.write_bytes(whole[: len(whole) // 2 + 1])
    window = open_window(cut)
    assert window.desk.sources[0].state is State.READY
    assert len(window.review()["entries"]) > 0


def test_a_zip_opens_as_the_files_in_it(open_window: Open, tmp_path: Path) -> None:
    batch = tmp_path / "报送.zip"
    with zipfile.ZipFile(batch, "w") as archive:
        archive.write(SAMPLE, "一/wide.md")
        archive.write(resource("samples", "workbook.xlsx"), "二/workbook.xlsx")
    window = open_window(batch)
    assert [(opened.name, opened.state) for opened in window.desk.sources] == [
        ("wide.md", State.READY),
        ("workbook.xlsx", State.READY),
    ]


def test_a_file_that_vanishes_between_choosing_and_reading(
    open_window: Open, tmp_path: Path, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    short_lived = tmp_path / "short-lived.md"
    shutil.copy(SAMPLE, short_lived)
    really_open = opening.open_source

    def too_late(path: Path, *how: Any, **else_how: Any) -> object:
        path.unlink(missing_ok=True)
        return really_open(path, *how, **else_how)

    window = open_window()
    monkeypatch.setattr(opening, "open_source", too_late)
    answers.files = [short_lived]
    window.actions_table["actionOpen"].trigger()
    assert window.wait_until_idle(60_000)
    assert [short_lived.name in text for text in window.message_bar.texts()] == [True]
    assert window.desk.sources[0].message == window.message_bar.texts()[0]
    assert short_lived not in window.settings.recent
    monkeypatch.undo()
    window.opener.open([SAMPLE])
    assert window.wait_until_idle(60_000)
    assert window.current_field() is not None


@pytest.mark.allow_logs
def test_a_fault_of_the_program_is_a_sentence_and_stands_in_the_log(
    open_window: Open, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the extraction fell over")

    monkeypatch.setattr(pipeline, "extract", broken)
    window = open_window(SAMPLE)
    assert window.desk.sources[0].state is State.FAILED
    assert window.desk.sources[0].source is not None, "the original stays visible"
    assert "fell over" not in window.message_bar.texts()[0]
    assert "fell over" in caplog.text


def test_dropped_files_and_folders_open(open_window: Open, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    (folder / "deep").mkdir(parents=True)
    shutil.copy(SAMPLE, folder / "b.md")
    shutil.copy(SAMPLE, folder / "deep" / "a.md")
    (folder / "music.mp3").write_bytes(b"ID3")
    (folder / ".hidden.md").write_bytes(SAMPLE.read_bytes())
    window = open_window()
    drop(window, folder, resource("samples", "forms.txt"))
    assert [opened.name for opened in window.desk.sources] == ["b.md", "a.md", "forms.txt"]
    assert all(opened.state is State.READY for opened in window.desk.sources)


def test_a_drop_on_the_open_panes_opens_too(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(SAMPLE)
    drop(window, resource("samples", "forms.txt"))
    assert len(window.desk.sources) == 2
    assert window.current_field()["source"] == 1  # type: ignore[index]


def test_a_folder_without_sources_is_said(open_window: Open, tmp_path: Path, answers: Answers) -> None:
    (tmp_path / "nothing here").mkdir()
    window = open_window()
    answers.folder = tmp_path / "nothing here"
    window.actions_table["actionOpenFolder"].trigger()
    assert "nothing here" in window.message_bar.texts()[0]
    assert window.desk.sources == []


def test_what_is_open_already_comes_to_hand_and_is_not_read_again(open_window: Open) -> None:
    forms = resource("samples", "forms.txt")
    window = open_window(SAMPLE, forms)
    review = window.desk.sources[1].review
    window.opener.open([forms])
    assert window.wait_until_idle(60_000)
    assert len(window.desk.sources) == 2
    assert window.desk.current is window.desk.sources[1]
    assert window.desk.sources[1].review is review


def test_recent_files_are_offered_on_the_next_start(open_window: Open, tmp_path: Path) -> None:
    mine = tmp_path / "mine.md"
    shutil.copy(SAMPLE, mine)
    open_window(mine).close()
    window = open_window()
    assert window.settings.recent == [mine]
    assert window.start_page.isVisible()
    link = next(b for b in window.start_page.findChildren(QPushButton) if b.accessibleName() == "mine.md")
    link.click()
    assert window.wait_until_idle(60_000)
    assert window.desk.sources[0].name == "mine.md"
    assert not window.start_page.isVisible()


def test_every_sample_on_the_start_page_opens(open_window: Open) -> None:
    window = open_window()
    links = window.start_page.findChildren(QPushButton, "startLink")
    assert len(links) == 7
    for link in links:
        link.click()
    assert window.wait_until_idle(60_000)
    assert [opened.state for opened in window.desk.sources] == [State.READY] * 7
    assert window.settings.recent == [], "samples are no files of the user's"


def test_the_original_is_visible_before_the_extraction_is_through(
    open_window: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()
    really_extract = pipeline.extract

    def patient(*arguments: object, **more: object) -> object:
        go_on.wait(20)
        return really_extract(*arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline, "extract", patient)
    window = open_window()
    window.opener.open([SAMPLE])
    qtbot.waitUntil(lambda: window.desk.sources[0].state is State.EXTRACTING)
    assert window.desk.current is window.desk.sources[0]
    assert window.source_view.find("合计", True)
    assert not window.wait_until_idle(50)
    go_on.set()
    assert window.wait_until_idle(60_000)
    assert window.desk.sources[0].state is State.READY


def test_pages_are_seen_before_they_are_read(
    open_window: Open, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, go_on = tmp_path / "long.pdf", threading.Event()
    path.write_bytes(make_pdf(*(MadePage().text(72, 90, f"page {number}") for number in (1, 2, 3))))
    really_read = pdf.read_content

    def slowly(document: Any, index: int, before: Any = ()) -> Any:
        assert go_on.wait(20)
        return really_read(document, index, before)

    window = open_window()
    monkeypatch.setattr(pdf, "read_content", slowly)
    window.open_paths([path])
    try:
        qtbot.waitUntil(lambda: window.source_view.view.objectName() == "pageSourceView")
        opened = window.desk.sources[0]
        assert opened.state is State.READING
        assert opened.source is not None
        assert len(opened.source.pages) == 3
    finally:
        go_on.set()
    assert window.wait_until_idle(60_000)
    assert opened.source.pages[2].text == "page 3"


def test_pages_that_turn_out_unreadable_are_taken_away_again(
    open_window: Open, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "picture.pdf"
    path.write_bytes(make_pdf(MadePage().text(72, 90, "page")))

    def fails(*_: Any) -> Any:
        raise SourceError("picture.pdf cannot be read; please try another.")

    monkeypatch.setattr(pdf, "read_content", fails)
    window = open_window(path)
    assert window.desk.sources[0].state is State.FAILED
    assert window.desk.sources[0].source is None
    assert window.source_view.view.objectName() == "textSourceView"
    assert "picture.pdf cannot be read; please try another." in window.message_bar.texts()


def test_reading_can_be_stopped_and_begun_again(
    open_window: Open, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    go_on = threading.Event()
    really_extract = pipeline.extract

    def patient(source: Any, report: Any, **more: Any) -> Any:
        for _ in range(2_000):
            report(0.1)
            if go_on.wait(0.01):
                break
        return really_extract(source, report, **more)

    monkeypatch.setattr(pipeline, "extract", patient)
    window = open_window()
    window.open_paths([SAMPLE])
    opened = window.desk.sources[0]
    qtbot.waitUntil(lambda: opened.state is State.EXTRACTING, timeout=20_000)
    assert window.progress.stop.isVisible()
    window.progress.stop.click()
    assert opened.state is State.FAILED
    assert window.wait_until_idle(20_000)
    assert opened.review is None
    assert not window.progress.stop.isVisible()
    go_on.set()
    window.open_paths([SAMPLE])
    assert window.wait_until_idle(60_000)
    assert opened.state is State.READY


def test_the_first_doubtful_field_comes_to_hand_though_the_tree_gets_the_focus(
    open_window: Open, tmp_path: Path
) -> None:
    file = tmp_path / "a.md"
    file.write_text(SAMPLE.read_text(encoding="utf-8").replace("次", "\ue000"), encoding="utf-8")
    window = open_window()
    window.activateWindow()
    window.open_paths([file])
    window.source_view.view.setFocus()
    assert window.wait_until_idle(60_000)
    review = window.desk.review
    assert review is not None
    assert window.desk.field == next(iter(review.doubtful()))
