"""Ctrl and a click on the original fills the field in hand; what is done at many places leaves one where one is."""

from __future__ import annotations

from collections.abc import Callable

from hands import press
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest

from reviewer.base.resources import resource
from reviewer.model.fields import FieldRef
from reviewer.model.review import Kind, Node
from reviewer.ui.main_window import MainWindow

Open = Callable[..., MainWindow]
Key, Mod = Qt.Key, Qt.KeyboardModifier
WIDE, BOOK = resource("samples", "wide.md"), resource("samples", "workbook.xlsx")


def indicators(window: MainWindow) -> list[Node]:
    assert window.desk.review is not None
    return [node for node in window.desk.review.root.walk() if node.kind is Kind.INDICATOR]


def test_ctrl_and_a_click_takes_the_words_of_a_text_in_one_act(open_window: Open) -> None:
    window = open_window(WIDE)
    review, view = window.desk.review, window.source_view.view
    assert review is not None
    row, other = indicators(window)[:2]
    ref = FieldRef(row.id, "annual_value")
    window.desk.choose_field(ref)
    window.review_tree.setFocus()
    span = review.field(FieldRef(other.id, "level3")).spans[0]
    cursor = QTextCursor(view.document())
    cursor.setPosition(view._map.to_qt(span)[0])
    view.setTextCursor(cursor)
    view.centerCursor()
    at = view.cursorRect(cursor).center() + QPoint(4, 0)
    acts, before = len(window.desk.history.record), review.field(ref).value
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Mod.ControlModifier, at)
    assert window.desk.field == ref
    assert (review.field(ref).value, review.field(ref).spans) == (other.value("level3"), (span,))
    assert len(window.desk.history.record) == acts + 1
    assert window.review_tree.view.hasFocus(), "the keys go on in the rows"
    press(Key.Key_Z, Mod.ControlModifier)
    assert review.field(ref).value == before


def test_ctrl_and_a_click_takes_a_cell_s_words_from_a_sheet(open_window: Open) -> None:
    window = open_window(BOOK)
    review, view = window.desk.review, window.source_view.view
    assert review is not None
    row, other = indicators(window)[:2]
    ref, span = FieldRef(row.id, "annual_value"), other.fields["level3"].spans[0]
    window.desk.choose_field(ref)
    view.frame((span,))
    box = view.boxes_of(view.units_of(span)[0], span)[0].translated(view.corner() - view.view_box().topLeft())
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Mod.ControlModifier, box.center().toPoint())
    field = review.field(ref)
    assert field.value
    assert field.value in (other.value("level3") or "")
    assert window.desk.field == ref


def test_undo_of_what_was_done_at_many_places_leaves_one_where_one_is(open_window: Open) -> None:
    window = open_window(WIDE)
    review = window.desk.review
    assert review is not None
    window.review_tree.setFocus()
    entry = next(e for e in review.entries if len(review.doubtful(e)) > 2)
    window.desk.choose_field(FieldRef(entry.id, "name"))
    press(Key.Key_F12)
    here = FieldRef(indicators(window)[-1].id, "level3")
    window.desk.choose_field(here)
    press(Key.Key_Z, Mod.ControlModifier)
    assert review.doubtful(entry)
    assert window.desk.field == here
