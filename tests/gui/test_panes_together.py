"""The panes side by side in the window: what is typed goes where it is meant, and the panes remember how they were."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from panes_desk import ref_of, review_of, source_of
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer.base.resources import resource
from reviewer.model.fields import FieldRef
from reviewer.model.history import History
from reviewer.model.review import Review
from reviewer.ui.desk import OpenSource
from reviewer.ui.main_window import MainWindow
from reviewer.ui.tree.model import ANNUAL

Open = Callable[..., MainWindow]
SAMPLE = resource("samples", "wide.md")


def with_review(window: MainWindow) -> Review:
    """Lay the review made by hand on the desk of the window."""
    source = source_of()
    review = review_of(source)
    opened = OpenSource(SAMPLE.with_name("手写.txt"))
    window.desk.add(opened)
    opened.source = source
    window.desk.reviewed(opened, review, History(review))
    QApplication.processEvents()
    return review


def click_in_tree(window: MainWindow, review: Review, ref: FieldRef) -> None:
    tree = window.review_tree
    model = tree._model
    node = review.node(ref.node)
    index = tree.model().mapFromSource(model.index_of(node, model.column_of(node, ref.key)))
    at = tree.view.visualRect(index).center()
    QTest.mouseClick(tree.view.viewport(), Qt.MouseButton.LeftButton, pos=at)


def click_in_original(window: MainWindow, review: Review, ref: FieldRef) -> None:
    view = window.source_view.view
    cursor = QTextCursor(view.document())
    span = review.field(ref).spans[0]
    cursor.setPosition(len(review.source.pages[0].text[: span.start].encode("utf-16-le")) // 2)
    at = view.cursorRect(cursor).center() + QPoint(4, 0)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)


@pytest.mark.parametrize("click", [click_in_tree, click_in_original])
def test_a_click_elsewhere_keeps_what_was_typed_in_its_own_field(
    open_window: Open, click: Callable[[MainWindow, Review, FieldRef], None]
) -> None:
    window = open_window()
    review = with_review(window)
    ref, other = ref_of(review, "举办培训", "annual_value"), ref_of(review, "知晓率", "level2")
    window.desk.choose_field(ref)
    window.field_panel.edit_current()
    QTest.keyClicks(window.field_panel.editor, "12")
    click(window, review, other)
    assert review.field(ref).value == "12"
    assert review.field(other).value == "社会效益"
    assert window.desk.field == other
    assert window.field_panel.editor.toPlainText() == "社会效益"
    assert window.desk.history is not None
    assert len(window.desk.history.record) == 1


def test_typing_on_a_row_changes_the_field_in_hand_though_it_has_no_column(open_window: Open) -> None:
    window = open_window()
    review = with_review(window)
    goal = ref_of(review, "普法工作经费", "goal")
    window.desk.choose_field(goal)
    view = window.review_tree.view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_7)
    assert QApplication.focusWidget() is window.field_panel.editor
    QTest.keyClick(window.field_panel.editor, Qt.Key.Key_8)
    QTest.keyClick(window.field_panel.editor, Qt.Key.Key_Return)
    assert review.field(goal).value == "78"
    assert review.field(ref_of(review, "普法工作经费", "name")).value == "普法工作经费"


def test_composing_on_a_row_does_too_and_keeps_the_focus_until_it_is_through(open_window: Open) -> None:
    window = open_window()
    review = with_review(window)
    goal = ref_of(review, "普法工作经费", "goal")
    window.desk.choose_field(goal)
    view = window.review_tree.view
    view.setFocus()
    for written in ("x", "xuan", "xuanchuan"):
        QApplication.sendEvent(view, QInputMethodEvent(written, []))
    assert QApplication.focusWidget() is view
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert window.desk.history is not None
    assert not window.desk.history.can_undo
    ended = QInputMethodEvent("", [])
    ended.setCommitString("宣传")
    QApplication.sendEvent(view, ended)
    assert QApplication.focusWidget() is window.field_panel.editor
    QTest.keyClick(window.field_panel.editor, Qt.Key.Key_Return)
    assert review.field(goal).value == "宣传"


def test_the_keys_work_on_the_rows_as_soon_as_a_source_is_open(open_window: Open) -> None:
    window = open_window(SAMPLE)
    assert QApplication.focusWidget() is window.review_tree.view


def test_the_columns_are_as_wide_as_they_were_left(open_window: Open) -> None:
    window = open_window(SAMPLE)
    window.review_tree.view.header().resizeSection(ANNUAL, 171)
    window.close()
    again = open_window(SAMPLE)
    assert again.review_tree.view.header().sectionSize(ANNUAL) == 171


def test_the_list_of_sources_has_room_when_the_second_source_comes(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(SAMPLE)
    assert not window.document_list.isVisible()
    window.close()
    again = open_window(SAMPLE, resource("samples", "forms.txt"))
    assert again.document_list.isVisible()
    assert again.document_list.width() >= 120
