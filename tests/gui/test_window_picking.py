"""Ctrl and a click on the original fills the field in hand; what is done at many places leaves one where one is."""

from __future__ import annotations

from collections.abc import Callable

from hands import press
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from reviewer.base.resources import resource
from reviewer.model.fields import FieldRef
from reviewer.model.review import Kind, Node
from reviewer.model.spans import Span
from reviewer.ui.main_window import MainWindow

Open = Callable[..., MainWindow]
Key, Mod = Qt.Key, Qt.KeyboardModifier
WIDE, BOOK = resource("samples", "wide.md"), resource("samples", "workbook.xlsx")
PDF = resource("selftest", "form.pdf")


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


def pull(view: QWidget, start: QPoint, end: QPoint, held: Qt.KeyboardModifier) -> None:
    """As a hand does it, with a key held down all along."""
    QTest.mousePress(view, Qt.MouseButton.LeftButton, held, start)
    for at in ((start + end) / 2, end):
        place = QPointF(at)
        event = QMouseEvent(
            QEvent.Type.MouseMove,
            place,
            view.mapToGlobal(place),
            Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton,
            held,
        )
        QApplication.sendEvent(view, event)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, held, end)


def test_ctrl_and_pulling_over_a_text_takes_what_is_pulled_over(open_window: Open) -> None:
    window = open_window(WIDE)
    review, view = window.desk.review, window.source_view.view
    assert review is not None
    row, other = indicators(window)[:2]
    ref, span = FieldRef(row.id, "annual_value"), review.field(FieldRef(other.id, "level3")).spans[0]
    window.desk.choose_field(ref)
    window.review_tree.setFocus()
    cursor = QTextCursor(view.document())
    cursor.setPosition(view._map.to_qt(span)[0])
    view.setTextCursor(cursor)
    view.centerCursor()
    start = view.cursorRect(cursor).center()
    cursor.setPosition(view._map.to_qt(Span(span.page, span.start, span.start + 3))[1])
    acts = len(window.desk.history.record)
    pull(view.viewport(), start, view.cursorRect(cursor).center(), Mod.ControlModifier)
    assert window.desk.field == ref, "no other field is taken in hand on the way"
    assert review.field(ref).value == (other.value("level3") or "")[:3]
    assert len(window.desk.history.record) == acts + 1
    assert window.review_tree.view.hasFocus()


def on_page(view: QWidget, span: Span, share: float) -> QPoint:
    box = view.stack.boxes((span,))[span.page][0]  # type: ignore[attr-defined]
    area = view.stack.items_in_order[span.page].in_scene(box)  # type: ignore[attr-defined]
    return view.mapFromScene(QPointF(area.left() + share * area.width(), area.center().y()))  # type: ignore[attr-defined]


def with_a_name_in_sight(window: MainWindow) -> tuple[FieldRef, Node, Span]:
    """The value of the first indicator in hand, and the name of the second, which a page shows."""
    review = window.desk.review
    assert review is not None
    row, other = indicators(window)[:2]
    ref, span = FieldRef(row.id, "annual_value"), review.field(FieldRef(other.id, "level3")).spans[0]
    window.desk.choose_field(ref)
    window.source_view.view.frame((span,))  # type: ignore[union-attr]
    QTest.qWait(50)
    return ref, other, span


def test_ctrl_and_pulling_over_a_page_takes_the_words(open_window: Open) -> None:
    window = open_window(PDF)
    review, view = window.desk.review, window.source_view.view
    assert review is not None
    ref, other, span = with_a_name_in_sight(window)
    pull(view.viewport(), on_page(view, span, 0.02), on_page(view, span, 0.98), Mod.ControlModifier)
    assert window.desk.field == ref
    assert review.field(ref).value == other.value("level3")
    press(Key.Key_Z, Mod.ControlModifier)
    assert review.field(ref).value != other.value("level3")


def test_ctrl_alt_and_pulling_over_a_page_takes_what_is_in_the_box(open_window: Open) -> None:
    window = open_window(PDF)
    review, view = window.desk.review, window.source_view.view
    assert review is not None
    one, other = indicators(window)[:2]
    ref = FieldRef(review.entries[0].id, "goal")
    window.desk.choose_field(ref)
    first, last = (review.field(FieldRef(row.id, "level3")).spans[0] for row in (one, other))
    view.frame((first,))
    QTest.qWait(50)
    start, end = on_page(view, first, 0.5) - QPoint(0, 4), on_page(view, last, 0.98) + QPoint(4, 4)
    pull(view.viewport(), start, end, Mod.ControlModifier | Mod.AltModifier)
    value = review.field(ref).value or ""
    name = one.value("level3") or "-"
    assert name[-2:] in value
    assert name not in value
    assert (other.value("level3") or "-")[:2] not in value, "beside the box; without Alt it would be taken along"


def test_ctrl_and_a_click_takes_a_word_from_a_page(open_window: Open) -> None:
    window = open_window(PDF)
    review, view = window.desk.review, window.source_view.view
    assert review is not None
    ref, other, span = with_a_name_in_sight(window)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Mod.ControlModifier, on_page(view, span, 0.5))
    assert window.desk.field == ref
    assert review.field(ref).value
    assert review.field(ref).value in (other.value("level3") or "")


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
