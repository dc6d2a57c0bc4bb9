"""Saving sessions, exporting workbooks, and closing with work that is not saved."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from window_fixtures import Answers

from reviewer.base.files import WriteError
from reviewer.base.resources import resource
from reviewer.export import workbook
from reviewer.model import acts
from reviewer.model.fields import FieldRef
from reviewer.model.review import Kind
from reviewer.ui.dialogs.prompts import Unsaved
from reviewer.ui.main_window import MainWindow

Open = Callable[..., MainWindow]
SAMPLE = resource("samples", "wide.md")


def change(window: MainWindow, value: str = "=0") -> FieldRef:
    """Give the first indicator another annual value."""
    review = window.desk.review
    assert review is not None
    node = next(n for n in review.root.walk() if n.kind is Kind.INDICATOR)
    ref = FieldRef(node.id, "annual_value")
    assert window.desk.do(acts.set_value(review, ref, value))
    return ref


def test_closing_without_changes_asks_nothing(open_window: Open, answers: Answers) -> None:
    window = open_window(SAMPLE)
    assert window.close()
    assert answers.asked == []


def test_closing_with_changes_asks_and_cancel_keeps_the_window(open_window: Open, answers: Answers) -> None:
    window = open_window(SAMPLE)
    change(window)
    assert window.isWindowModified()
    answers.unsaved = Unsaved.CANCEL
    assert not window.close()
    assert window.isVisible()
    answers.unsaved = Unsaved.DISCARD
    assert window.close()
    assert answers.asked == ["ask_unsaved", "ask_unsaved"]


def test_closing_and_saving_keeps_the_work(open_window: Open, answers: Answers, tmp_path: Path) -> None:
    window = open_window(SAMPLE)
    ref = change(window, "≥77期")
    before = window.review()
    answers.unsaved, answers.session = Unsaved.SAVE, tmp_path / "work.review"
    assert window.close()
    again = open_window(tmp_path / "work.review")
    assert again.review() == before
    assert not again.isWindowModified()
    assert again.desk.review is not None
    assert again.desk.review.field(ref).value == "≥77期"
    again.actions_table["actionUndo"].trigger()
    assert again.desk.review.field(ref).value != "≥77期"


def test_closing_stays_when_saving_is_thought_better_of_or_fails(
    open_window: Open, answers: Answers, tmp_path: Path
) -> None:
    window = open_window(SAMPLE)
    change(window)
    answers.unsaved, answers.session = Unsaved.SAVE, None
    assert not window.close()
    answers.session = tmp_path / "no such folder" / "work.review"
    assert not window.close()
    assert "work.review" in window.message_bar.texts()[0]
    assert window.isWindowModified()


def test_undoing_every_change_is_no_unsaved_work(open_window: Open, answers: Answers) -> None:
    window = open_window(SAMPLE)
    change(window)
    window.actions_table["actionUndo"].trigger()
    assert not window.isWindowModified()
    assert window.close()
    assert answers.asked == []


def test_several_sources_are_one_session(open_window: Open, answers: Answers, tmp_path: Path) -> None:
    window = open_window(SAMPLE, resource("samples", "forms.txt"))
    change(window)
    answers.session = tmp_path / "both.review"
    window.actions_table["actionSave"].trigger()
    assert not window.isWindowModified()
    change(window, "≥2")
    answers.asked.clear()
    window.actions_table["actionSave"].trigger()
    assert answers.asked == [], "the second time it is known where"
    again = open_window(tmp_path / "both.review")
    assert [again.review(0), again.review(1)] == [window.review(0), window.review(1)]


def test_export_leaves_the_window_free_and_writes_what_was_there(
    open_window: Open, answers: Answers, tmp_path: Path
) -> None:
    window = open_window(SAMPLE)
    change(window, "=0")
    answers.workbooks = [tmp_path / "out.xlsx"]
    window.actions_table["actionExportExcel"].trigger()
    change(window, "changed after the export began")
    assert window.wait_until_idle(60_000)
    assert answers.suggested[0].name == "wide.xlsx"
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["指标"]
    values = [cell.value for row in sheet.iter_rows() for cell in row]
    assert "=0" in values
    assert "changed after the export began" not in values


@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_target_is_said(open_window: Open, answers: Answers, tmp_path: Path) -> None:
    target = tmp_path / "out.xlsx"
    target.write_bytes(b"old")
    target.chmod(0o444)
    window = open_window(SAMPLE)
    answers.workbooks = [target]
    window.actions_table["actionExportExcel"].trigger()
    assert window.wait_until_idle(60_000)
    assert "out.xlsx" in window.message_bar.texts()[0]
    assert target.read_bytes() == b"old"


def test_a_target_that_is_held_open_has_a_way_on(
    open_window: Open, answers: Answers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out.xlsx"
    target.write_bytes(b"old")
    really_write = workbook.write_workbook

    def held(items: list, path: Path, **more: object) -> None:
        if path == target:
            raise WriteError("out.xlsx is open in another program")
        really_write(items, path, **more)

    monkeypatch.setattr(workbook, "write_workbook", held)
    window = open_window(SAMPLE)
    answers.workbooks = [target, tmp_path / "out (2).xlsx"]
    window.actions_table["actionExportExcel"].trigger()
    assert window.wait_until_idle(60_000)
    assert window.message_bar.texts() == ["out.xlsx is open in another program"]
    copy = window.message_bar.findChildren(QPushButton)[-1]
    copy.click()
    assert answers.suggested[1] == tmp_path / "out (2).xlsx"
    assert window.wait_until_idle(60_000)
    assert window.message_bar.texts() == []
    assert (tmp_path / "out (2).xlsx").stat().st_size > 1000
    assert target.read_bytes() == b"old"


@pytest.mark.parametrize("place", ["panel", "cell"])
def test_what_is_typed_but_not_entered_is_exported_and_guarded(
    open_window: Open, answers: Answers, tmp_path: Path, place: str
) -> None:
    window = open_window(SAMPLE)
    assert window.desk.review is not None
    node = next(n for n in window.desk.review.root.walk() if n.kind is Kind.INDICATOR)
    window.desk.choose_field(FieldRef(node.id, "annual_value"))
    view = window.review_tree.view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_F2 if place == "panel" else Qt.Key.Key_3)
    QTest.keyClicks(QApplication.focusWidget(), "31337")
    typed = "31337" if place == "panel" else "331337"
    answers.workbooks = [tmp_path / "out.xlsx"]
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert window.wait_until_idle(60_000)
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["指标"]
    assert typed in [cell.value for row in sheet.iter_rows() for cell in row]
    QTest.keyClick(view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


def test_closing_in_the_middle_of_a_word_asks(open_window: Open, answers: Answers) -> None:
    window = open_window(SAMPLE)
    QTest.keyClick(window.review_tree.view, Qt.Key.Key_F2)
    QTest.keyClicks(QApplication.focusWidget(), "unfinished")
    answers.unsaved = Unsaved.CANCEL
    assert not window.close()
    assert answers.asked == ["ask_unsaved"]
