"""Files that take a password, files that show before they are read whole, and what is said of a source."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from made_grids import PageMaker, form_page, source_with
from pytestqt.qtbot import QtBot
from window_fixtures import Answers

from reviewer.base.resources import resource
from reviewer.model.source import Source
from reviewer.sources.registry import PasswordNeededError
from reviewer.ui import opening
from reviewer.ui.desk import State
from reviewer.ui.main_window import MainWindow

Open = Callable[..., MainWindow]
SAMPLE = resource("samples", "wide.md")
really_open = opening.open_source


@pytest.fixture
def locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Three files that open with the password 芝麻 only."""

    def guarded(path: Path, progress: object = None, password: str | None = None, preview: object = None) -> Source:
        if password != "芝麻":
            raise PasswordNeededError(f"{path.name} is encrypted; please enter its password.")
        return really_open(path, progress)  # type: ignore[arg-type]

    monkeypatch.setattr(opening, "open_source", guarded)
    files = [tmp_path / f"{number}.md" for number in range(3)]
    for file in files:
        file.write_bytes(SAMPLE.read_bytes())
    return files


def test_a_password_is_asked_for_until_it_is_right(open_window: Open, locked: list[Path], answers: Answers) -> None:
    window = open_window()
    answers.passwords = ["石榴", "芝麻"]
    window.opener.open(locked[:1])
    assert window.wait_until_idle(60_000)
    assert answers.asked == ["password 0.md", "password 0.md again"]
    assert window.desk.sources[0].state is State.READY
    assert window.message_bar.texts() == []


def test_the_files_of_a_batch_are_tried_with_the_password_of_the_one_before(
    open_window: Open, locked: list[Path], answers: Answers
) -> None:
    window = open_window()
    answers.passwords = ["芝麻"]
    window.opener.open(locked[:1])
    assert window.wait_until_idle(60_000)
    window.opener.open(locked[1:])
    assert window.wait_until_idle(60_000)
    assert [opened.state for opened in window.desk.sources] == [State.READY] * 3
    assert answers.asked == ["password 0.md"]


def test_without_a_password_one_sentence_is_left(open_window: Open, locked: list[Path], answers: Answers) -> None:
    window = open_window()
    window.opener.open(locked)
    assert window.wait_until_idle(60_000)
    assert sorted(answers.asked) == [f"password {file.name}" for file in locked]
    assert [opened.state for opened in window.desk.sources] == [State.FAILED] * 3
    assert len(window.message_bar.texts()) == 3
    answers.passwords = ["芝麻"]
    window.opener.open(locked[:1])  # the user has found it: opening again asks again
    assert window.wait_until_idle(60_000)
    assert window.desk.sources[0].state is State.READY


def test_what_is_read_so_far_shows_and_stays_where_the_reader_is(
    open_window: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The first half shows while the second is read; when it comes nothing moves."""
    go_on = threading.Event()
    cells = [(row, 0, f"第{row}行指标", 1, 1) for row in range(400)]
    whole = source_with(PageMaker().grid(cells).page(), format="docx")
    half = source_with(PageMaker().grid(cells[:200]).page(), format="docx")

    def slowly(path: Path, progress: object, password: object, preview: Callable[[Source], None]) -> Source:
        preview(half)
        go_on.wait(20)
        return whole

    monkeypatch.setattr(opening, "open_source", slowly)
    file = tmp_path / "慢.docx"
    file.write_bytes(b"x")
    window = open_window()
    window.opener.open([file])
    opened = window.desk.sources[0]
    qtbot.waitUntil(lambda: opened.source is not None)
    assert opened.state is State.READING
    view = window.source_view.view
    assert view.objectName() == "gridSourceView"
    assert window.source_view.find("第150行")
    before = view.place()
    assert before.row > 50
    go_on.set()
    assert window.wait_until_idle(60_000)
    assert opened.source == whole
    assert abs(view.place().row - before.row) <= 1
    assert window.source_view.find("第390行")


def test_notes_of_a_source_stand_above_it(open_window: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    notes = ("第3行是隐藏的，已照常读取。", "第5列是隐藏的，已照常读取。")
    made = source_with(form_page(), notes=notes)
    monkeypatch.setattr(opening, "open_source", lambda *_: made)
    file = tmp_path / "表.xlsx"
    file.write_bytes(b"x")
    window = open_window(file)
    shown = window.source_view.notes
    assert shown.isVisible()
    assert shown.label.text() == notes[0]
    assert notes[1] in shown.accessibleDescription()
    shown.more.click()
    assert shown.label.text() == "\n".join(notes)
    monkeypatch.undo()
    window.opener.open([SAMPLE])
    assert window.wait_until_idle(60_000)
    assert not shown.isVisible()
