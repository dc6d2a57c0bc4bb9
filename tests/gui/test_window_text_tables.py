"""Tables that a text draws are shown as tables, the text one key away; a figure with separators is framed in one piece."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from reviewer.base.resources import resource
from reviewer.ui.main_window import MainWindow

Open = Callable[..., MainWindow]
WIDE, FORMS, TSV, WRAPPED = (
    resource("samples", name) for name in ("wide.md", "forms.txt", "plain-levels.tsv", "wrapped.txt")
)


def kind(window: MainWindow) -> str:
    return str(window.source_view.view.objectName())


def turn(window: MainWindow) -> None:
    QTest.keyClick(
        QApplication.focusWidget(),
        Qt.Key.Key_T,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )


def test_tables_in_text_are_tables_and_one_key_shows_the_text(open_window: Open) -> None:
    open_window().settings.keep_flag("raw_text", False)
    window = open_window(WIDE, TSV, WRAPPED)
    assert kind(window) == "gridSourceView"
    field, view = window.desk.field, window.source_view
    turn(window)
    assert kind(window) == "textSourceView"
    assert "|---" in view.view.toPlainText()
    assert window.desk.field == field
    assert QApplication.focusWidget() is window.review_tree.view, "the keys stay with the rows"
    window.desk.choose(window.desk.sources[1])
    assert kind(window) == "textSourceView", "for every source, until it is turned back"
    turn(window)
    assert kind(window) == "gridSourceView"
    window.desk.choose(window.desk.sources[2])
    assert kind(window) == "textSourceView", "text without a table is text"
    window.close()
    assert open_window(WIDE).settings.flag("raw_text", True) is False


def test_what_is_marked_and_found_in_the_table_is_in_the_text_too(open_window: Open) -> None:
    open_window().settings.keep_flag("raw_text", False)
    window = open_window(WIDE)
    review = window.desk.review
    assert review is not None
    ref = next(ref for ref in review.refs() if ref.key == "level3" and len(review.field(ref).value or "") > 4)
    value = review.field(ref).value
    assert window.source_view.find(value or "")
    text, spans = window.source_view.selected_spans()
    assert text == value
    assert review.source.text(spans) == value
    turn(window)
    assert window.source_view.find(value or "")
    assert window.source_view.selected_spans()[0] == value


def test_a_figure_with_separators_has_one_frame(open_window: Open) -> None:
    window = open_window(TSV)
    review = window.desk.review
    assert review is not None
    ref = next(ref for ref in review.refs() if len(review.field(ref).spans) > 1 and ref.key.startswith("amounts["))
    window.desk.choose_field(ref)
    assert len(window.source_view._in_frame) == 1
    assert "…" not in window.field_panel._snippet.text().partition("<b>")[2].partition("</b>")[0]
