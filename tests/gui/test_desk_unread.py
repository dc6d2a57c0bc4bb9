"""What was not read is not done: signs, totals, the walk of Enter, the workbook, and the session that is opened again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from desk_hands import FORMS, WIDE, the_review
from hands import press
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from window_fixtures import Answers

from reviewer.model import acts
from reviewer.model.source import PART_NOT_READ, PARTS, Note
from reviewer.model.unread import Standing, is_unread, standing
from reviewer.ui.main_window import MainWindow
from reviewer.ui.panels.documents import STANDING_SIGNS

Open = Callable[..., MainWindow]
Key, Mod = Qt.Key, Qt.KeyboardModifier


def strange(folder: Path, name: str = "通知.txt") -> Path:
    """A source in which no entry is to be found."""
    file = folder / name
    file.write_text("关于召开会议的通知\n请各科室于周五下午到会议室开会。\n", encoding="utf-8")
    return file


def in_part(window: MainWindow, place: int = 0, code: str = PART_NOT_READ) -> None:
    """A source of which the reader said that something in it was not read."""
    opened = window.desk.sources[place]
    note = Note("第 3 页只是图片，没有读取。", code)
    opened.review.source = opened.source = replace(opened.review.source, notes=(note,))


def accept_all(window: MainWindow, place: int = 0) -> None:
    window.desk.choose(window.desk.sources[place])
    review = the_review(window)
    for entry in (review.root, *review.entries):
        window.desk.do(acts.accept_entry(review, entry))


def sign_of(window: MainWindow, place: int) -> str:
    return window.document_list.list.item(place).text()


def test_a_source_without_entries_is_open_until_somebody_says_so(open_window: Open, tmp_path: Path) -> None:
    window = open_window(strange(tmp_path), WIDE)
    opened = window.desk.sources[0]
    assert opened.standing is Standing.NOTHING
    assert STANDING_SIGNS[Standing.NOTHING] in sign_of(window, 0)
    assert "✓" not in sign_of(window, 0)
    window.desk.choose(opened)
    assert "未识别" in window.progress._label.text()
    window.review_tree.view.setFocus()
    for _ in range(3):
        press(Key.Key_F8)
        assert window.desk.current is opened, "the walk stops here"
    assert "Ctrl+F11" in window.statusBar().currentMessage()
    press(Key.Key_F11, Mod.ControlModifier)
    assert opened.standing is Standing.DONE
    assert "✓" in sign_of(window, 0)
    assert window.desk.current is window.desk.sources[1], "and goes on"
    window.desk.choose(opened)
    press(Key.Key_Z, Mod.ControlModifier, window)
    assert opened.standing is Standing.NOTHING


def test_the_walk_of_enter_goes_to_what_was_not_read(open_window: Open, tmp_path: Path) -> None:
    window = open_window(WIDE, strange(tmp_path))
    accept_all(window)
    window.review_tree.view.setFocus()
    press(Key.Key_Return)
    assert window.desk.current is window.desk.sources[1]
    assert "通知.txt" in window.statusBar().currentMessage()


@pytest.mark.parametrize("code", sorted(PARTS))
def test_a_source_read_in_part_is_not_done_when_its_fields_are(open_window: Open, code: str) -> None:
    window = open_window(WIDE, FORMS)
    in_part(window, code=code)
    first = window.desk.sources[0]
    accept_all(window)
    assert not first.review.doubtful()
    assert first.standing is Standing.PART
    assert STANDING_SIGNS[Standing.PART] in sign_of(window, 0)
    window.review_tree.view.setFocus()
    press(Key.Key_Return)
    assert window.desk.current is first
    window.reviewing.settle_source()
    assert first.standing is Standing.DONE


def test_a_source_that_nobody_has_looked_at_is_not_done(open_window: Open, tmp_path: Path) -> None:
    window = open_window(WIDE, FORMS)
    second = window.desk.sources[1]
    accept_all(window, 1)
    second.history.record.clear()  # as though nothing in it had been doubtful to begin with
    assert second.standing is Standing.UNSEEN
    accept_all(window)
    window.review_tree.view.setFocus()
    press(Key.Key_Return)
    assert window.desk.current is second
    press(Key.Key_Return)
    assert second.standing is Standing.DONE


def test_sources_that_are_not_done_are_counted_and_named_in_the_summary(open_window: Open, tmp_path: Path) -> None:
    broken = tmp_path / "坏的.xlsx"
    broken.write_bytes(b"PK\x03\x04 nothing")
    window = open_window(WIDE, strange(tmp_path), broken)
    accept_all(window)
    window.document_list._say_open()
    assert "未完成 2" in window.document_list._title.text()
    window.exports.show_summary()
    from reviewer.ui.dialogs.summary_dialog import SummaryDialog

    dialog = window.findChild(SummaryDialog)
    dialog.which.setCurrentIndex(0)
    dialog.refresh()
    assert "通知.txt" in dialog.page.sums.text()
    assert "坏的.xlsx" in dialog.page.sums.text()
    assert "没有待核" not in dialog.page.counts.text()
    dialog.close()


def test_the_workbook_names_what_was_not_read(open_window: Open, tmp_path: Path, answers: Answers) -> None:
    broken = tmp_path / "坏的.xlsx"
    broken.write_bytes(b"PK\x03\x04 nothing")
    window = open_window(WIDE, strange(tmp_path), FORMS, broken)
    in_part(window, 2)
    answers.workbooks = [tmp_path / "o.xlsx"]
    window.exports.export()
    assert window.wait_until_idle(60_000)
    book = load_workbook(tmp_path / "o.xlsx")
    about = {row[0]: " ".join(str(cell or "") for cell in row) for row in book["说明"].iter_rows(values_only=True)}
    assert "没有认出" in about["通知.txt"]
    assert "图片" in about["forms.txt"]
    assert "坏的.xlsx" in about
    doubtful = {
        str(row[0]): str(row[5]) for row in book["待核"].iter_rows(min_row=2, values_only=True) if row[2] is None
    }
    assert "图片" in doubtful["forms.txt"]
    said = window.statusBar().currentMessage()
    assert "通知.txt" in said


def test_what_was_settled_is_settled_when_the_session_is_opened_again(
    open_window: Open, tmp_path: Path, answers: Answers
) -> None:
    window = open_window(strange(tmp_path))
    answers.session = tmp_path / "进度.review"
    assert window.files.save_as()
    window.reviewing.settle_source()
    assert window.desk.sources[0].standing is Standing.DONE
    window.close()
    again = open_window(tmp_path / "进度.review")
    assert again.desk.sources[0].standing is Standing.DONE


def test_the_codes_of_notes_survive_a_session(open_window: Open, tmp_path: Path, answers: Answers) -> None:
    window = open_window(WIDE)
    in_part(window)
    answers.session = tmp_path / "进度.review"
    assert window.files.save_as()
    window.close()
    again = open_window(tmp_path / "进度.review")
    review = the_review(again)
    assert is_unread(review)
    assert standing(review, None) is Standing.PART
    assert any(isinstance(note, Note) and note.code == PART_NOT_READ for note in review.source.notes)
