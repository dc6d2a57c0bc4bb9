"""The record of changes in the window, and a second review by somebody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from window_fixtures import Answers

from reviewer.base.resources import resource
from reviewer.model import acts
from reviewer.ui.dialogs.record_dialog import RecordDialog
from reviewer.ui.dialogs.second_review import SecondReviewDialog
from reviewer.ui.main_window import MainWindow

Open = Callable[..., MainWindow]
SAMPLE = resource("samples", "wide.md")


def dialog(window: MainWindow, action: str, kind: type) -> object:
    window.actions_table[action].trigger()
    (found,) = [child for child in window.findChildren(kind) if child.isVisible()]
    return found


def test_the_record_says_who_did_what_and_can_be_searched(open_window: Open) -> None:
    window = open_window(SAMPLE)
    review, history = window.desk.review, window.desk.history
    assert review is not None
    assert history is not None
    refs = review.doubtful()[:2]
    history.who = "王芳"
    window.desk.do(acts.set_value(review, refs[0], "≥31337期"))
    history.who = "李四"
    window.desk.do(acts.accept(review, refs[1]))
    window.desk.undo()
    shown = dialog(window, "actionRecord", RecordDialog)
    assert isinstance(shown, RecordDialog)
    model = shown.table.model()
    assert model.rowCount() == 3
    assert model.index(2, 6).data() == "≥31337期"
    shown.search.setText("31337")
    assert [model.index(row, 1).data() for row in range(model.rowCount())] == ["王芳"]
    shown.search.setText("")
    shown.who.setCurrentText("李四")
    assert model.rowCount() == 2
    shown.close()


def test_a_second_reviewer_sees_the_machines_value_and_the_differences_are_settled(
    open_window: Open, answers: Answers
) -> None:
    window = open_window(SAMPLE)
    review, history = window.desk.review, window.desk.history
    assert review is not None
    assert history is not None
    first = review.doubtful()[0]
    machine = review.field(first).value
    window.desk.do(acts.set_value(review, first, "first"))
    shown = dialog(window, "actionSecondReview", SecondReviewDialog)
    assert isinstance(shown, SecondReviewDialog)
    for _ in range(shown._second.to_see.index(first)):
        QTest.keyClick(shown.panel.editor, Qt.Key.Key_Return)
    assert shown.desk.field == first
    second = shown._second.to_see[shown._second.to_see.index(first) + 1]
    assert shown.panel.editor.toPlainText() == (machine or ""), "not what the first one made of it"
    QTest.keyClick(shown.panel.editor, Qt.Key.Key_Return)
    assert shown.desk.field == second
    QTest.keyClick(shown.panel.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert shown.desk.field == first
    QTest.keyClick(shown.panel.editor, Qt.Key.Key_Return)
    QTest.keyClick(shown.panel.editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(shown.panel.editor, "second")
    for _ in shown._second.to_see:
        if not shown.table.isVisible():
            QTest.keyClick(shown.panel.editor, Qt.Key.Key_Return)
    assert shown.table.rowCount() == 2
    assert [shown.table.item(row, 2).text() for row in range(2)] == ["first", review.field(second).value or ""]
    choice = shown.table.cellWidget(0, 4)
    assert isinstance(choice, QComboBox)
    choice.setCurrentText("settled")
    before = len(history.record)
    shown._finish.click()
    assert review.field(first).value == "settled"
    assert review.field(second).value == "second"
    assert [(entry.way, entry.who) for entry in history.record[before:]] == [("note", "李四"), ("do", "李四")]
    window.actions_table["actionUndo"].trigger()
    assert review.field(first).value == "first"


@pytest.mark.parametrize("name", ["", "李四"])
def test_a_second_review_that_is_given_up_changes_nothing(open_window: Open, answers: Answers, name: str) -> None:
    window = open_window(SAMPLE)
    before = window.review()
    answers.second = name
    window.actions_table["actionSecondReview"].trigger()
    for found in window.findChildren(SecondReviewDialog):
        QTest.keyClicks(found.panel.editor, "x")
        found.reject()
    assert window.review() == before
    assert window.desk.history is not None
    assert window.desk.history.record == []
