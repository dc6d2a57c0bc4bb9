"""What a key changes is laid out and drawn once, and looks as Qt alone would draw it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hands import press
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFont, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from reviewer.base.resources import resource
from reviewer.model.fields import FieldRef
from reviewer.model.review import Kind
from reviewer.ui.appearance import DARK, LIGHT, apply
from reviewer.ui.fitting import RichLabel
from reviewer.ui.main_window import MainWindow
from reviewer.ui.panels.row_table import RowTable
from reviewer.ui.tree.cell_text import CellTexts

Open = Callable[..., MainWindow]
Key = Qt.Key
WIDE = resource("samples", "wide.md")
SENTENCE = '<span style="color:#505050">这一行的指标值与前面各行的写法都不一样，请看原文再决定。</span>&nbsp; <a href="x">?</a>'


class Paints(QObject):
    """Counts how often a widget is drawn, and how much of it."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.count = self.height = 0
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See QObject."""
        if isinstance(event, QPaintEvent):
            self.count += 1
            self.height += event.region().boundingRect().height()
        return super().eventFilter(watched, event)


@pytest.fixture
def plain(qapp: QApplication) -> Iterator[QLabel]:
    """A label of Qt's with the same text."""
    del qapp
    label = QLabel(SENTENCE)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.RichText)
    yield label
    label.deleteLater()


def test_a_label_of_the_field_pane_is_as_high_as_qt_makes_it_whatever_changes(plain: QLabel) -> None:
    label = RichLabel()
    label.setText(SENTENCE)
    narrow = label.heightForWidth(150)
    assert narrow == plain.heightForWidth(150) > label.heightForWidth(900) == plain.heightForWidth(900)
    large = QFont(label.font())
    large.setPointSizeF(large.pointSizeF() * 2)
    for each in (label, plain):
        each.setFont(large)
    assert label.heightForWidth(150) == plain.heightForWidth(150) > narrow
    for each in (label, plain):
        each.setText("短")
    assert label.heightForWidth(150) == plain.heightForWidth(150)
    label.deleteLater()


def test_the_table_of_fields_is_drawn_once_for_a_field_with_another_row(open_window: Open) -> None:
    window = open_window(WIDE)
    review = window.desk.review
    assert review is not None
    table = window.findChild(RowTable, "fieldTable")
    assert table is not None
    other = next(node for node in review.root.walk() if node.kind is Kind.INDICATOR)
    window.desk.choose_field(FieldRef(review.root.id, "title"))
    QTest.qWait(50)
    rows, paints = table.rowCount(), Paints(table.viewport())
    window.desk.choose_field(FieldRef(other.id, "level3"))
    QTest.qWait(50)
    assert table.rowCount() != rows
    assert paints.count == 1


def test_the_list_of_candidates_is_drawn_once_for_a_letter(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(WIDE)
    review = window.desk.review
    assert review is not None
    node = next(node for node in review.root.walk() if node.kind is Kind.INDICATOR)
    window.desk.choose_field(FieldRef(node.id, "level1"))
    window.review_tree.setFocus()
    press(Key.Key_F2)
    qtbot.waitUntil(lambda: window.field_panel.chooser.is_open)
    table = window.findChild(QTableWidget, "choiceList")
    assert table is not None
    QTest.qWait(250)  # what is placed again once the bars are there
    paints, rows, place = Paints(table.viewport()), table.rowCount(), table.geometry()
    press(Key.Key_X)  # 效益指标, of all levels 1
    QTest.qWait(50)
    assert 0 < table.rowCount() < rows
    assert (table.width(), table.x()) == (place.width(), place.x()), "it does not jump about while one types"
    assert paints.count == 1


def test_the_list_of_candidates_is_as_wide_as_any_of_them_wants_it(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(WIDE)
    review = window.desk.review
    assert review is not None
    node = next(node for node in review.root.walk() if node.kind is Kind.INDICATOR)
    window.desk.choose_field(FieldRef(node.id, "annual_value"))
    window.review_tree.setFocus()
    press(Key.Key_F2)
    qtbot.waitUntil(lambda: window.field_panel.chooser.is_open)
    table = window.findChild(QTableWidget, "choiceList")
    assert table is not None
    QTest.qWait(250)
    places, shown = {table.geometry().getRect()}, {table.item(0, 1).text()}
    for letter in "qgs":
        window.field_panel.editor.setPlainText(letter)
        QTest.qWait(20)
        if table.isVisible() and table.rowCount() == 9:
            places.add(table.geometry().getRect())
            shown.add(table.item(0, 1).text())
    assert len(shown) > 2
    assert len(places) == 1


def test_keys_that_leave_the_tree_or_come_back_draw_the_row_in_hand_alone(open_window: Open) -> None:
    window = open_window(WIDE)
    view = window.review_tree.view
    window.review_tree.setFocus()
    QTest.qWait(50)
    row, paints = view.visualRect(view.currentIndex()), Paints(view.viewport())
    window.field_panel.editor.setFocus()
    QTest.qWait(50)
    assert (paints.count, paints.height) == (1, row.height())
    before = view.viewport().grab().toImage()
    view.viewport().update()
    QTest.qWait(20)
    assert view.viewport().grab().toImage() == before
    paints.count = paints.height = 0
    window.review_tree.setFocus()
    QTest.qWait(50)
    assert (paints.count, paints.height) == (1, row.height())


def test_with_many_rows_chosen_the_whole_tree_follows_the_keys(open_window: Open) -> None:
    window = open_window(WIDE)
    view = window.review_tree.view
    window.review_tree.setFocus()
    view.selectAll()
    QTest.qWait(50)
    paints = Paints(view.viewport())
    window.field_panel.editor.setFocus()
    QTest.qWait(50)
    assert paints.height >= view.viewport().height()


def test_cells_look_the_same_as_if_the_style_had_drawn_them(open_window: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """Levels, values and names that fit, that wrap and that are cut, in both looks."""
    window = open_window(WIDE)
    tree, app = window.review_tree.view, QApplication.instance()
    assert isinstance(app, QApplication)
    drawn = 0
    fitting = CellTexts.fitting

    def counted(self: CellTexts, *args: object, **named: object) -> object:
        nonlocal drawn
        found = fitting(self, *args, **named)  # type: ignore[arg-type]
        drawn += found is not None
        return found

    for look in (LIGHT, DARK):
        apply(app, look, 0)
        for width in (1366, 900):
            window.resize(width, 728)
            QTest.qWait(50)
            monkeypatch.setattr(CellTexts, "fitting", counted)
            ours = tree.viewport().grab().toImage()
            monkeypatch.setattr(CellTexts, "fitting", lambda *_args, **_named: None)
            assert ours == tree.viewport().grab().toImage(), (look, width)
    apply(app, LIGHT, 0)
    assert drawn > 100
