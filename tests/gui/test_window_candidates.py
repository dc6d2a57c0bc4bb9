"""Candidates while a value is edited: a digit takes one, letters filter, and typing always means what it says."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hands import press, write
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableWidget
from pytestqt.qtbot import QtBot

from reviewer.base.resources import resource
from reviewer.model.fields import FieldRef, Status
from reviewer.model.review import Kind, Node
from reviewer.ui.choices import least_hiding, whole_rows
from reviewer.ui.main_window import MainWindow

Open = Callable[..., MainWindow]
Key, Mod = Qt.Key, Qt.KeyboardModifier
WIDE = resource("samples", "wide.md")


def row_of(window: MainWindow) -> Node:
    assert window.desk.review is not None
    return next(node for node in window.desk.review.root.walk() if node.kind is Kind.INDICATOR)


def shown(window: MainWindow) -> list[str]:
    table = window.findChild(QTableWidget, "choiceList")
    if table is None or not table.isVisible():
        return []
    return [table.item(row, 1).text() for row in range(table.rowCount())]


def edit(window: MainWindow, qtbot: QtBot, key: str) -> Node:
    node = row_of(window)
    window.desk.choose_field(FieldRef(node.id, key))
    window.review_tree.setFocus()
    press(Key.Key_F2)
    qtbot.waitUntil(lambda: bool(shown(window)))
    return node


def type_keys(text: str) -> None:
    """Letters, digits and signs by the keyboard, everything else by the input method."""
    for char in text:
        QTest.keyClicks(QApplication.focusWidget(), char) if char.isascii() else write(char)


def test_a_digit_takes_a_level_and_enter_enters_it(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(WIDE)
    node = edit(window, qtbot, "level1")
    wanted = next(place for place, value in enumerate(shown(window)) if value != node.value("level1"))
    value = shown(window)[wanted]
    type_keys(str(wanted + 1))
    assert window.field_panel.editor.value() == value
    press(Key.Key_Return)
    assert node.value("level1") == value
    assert shown(window) == []


def test_initials_filter_and_a_digit_takes_what_is_left(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(WIDE)
    node = edit(window, qtbot, "level1")
    type_keys("myd")
    assert shown(window) == ["满意度指标"]
    type_keys("1")
    press(Key.Key_Return)
    assert node.value("level1") == "满意度指标"


@pytest.mark.parametrize("typed", ["2024年", "20", "3D打印", "myd2x", "1-2"])
def test_typing_on_means_that_the_digit_was_text(open_window: Open, qtbot: QtBot, typed: str) -> None:
    window = open_window(WIDE)
    node = edit(window, qtbot, "level3")
    type_keys(typed)
    press(Key.Key_Return)
    assert node.value("level3") == typed


@pytest.mark.parametrize("typed", ["1", "95", "9%"])
def test_in_a_value_a_digit_is_always_text_and_alt_takes(open_window: Open, qtbot: QtBot, typed: str) -> None:
    window = open_window(WIDE)
    node = edit(window, qtbot, "annual_value")
    type_keys(typed)
    press(Key.Key_Return)
    assert node.value("annual_value") == typed
    edit(window, qtbot, "annual_value")
    first, field = shown(window)[0], FieldRef(node.id, "annual_value")
    press(Key.Key_1, Mod.AltModifier)
    assert node.value("annual_value") == first
    assert window.desk.field == field, "nothing was doubtful here: who fills a row stays in it"
    press(Key.Key_Z, Mod.ControlModifier)
    assert node.value("annual_value") == typed


def test_from_a_doubtful_field_the_walk_goes_on(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(WIDE)
    review = window.desk.review
    assert review is not None
    ref = next(ref for ref in review.doubtful() if ref.key == "level1")
    window.desk.choose_field(ref)
    window.review_tree.setFocus()
    press(Key.Key_F2)
    qtbot.waitUntil(lambda: bool(shown(window)))
    value = shown(window)[0]
    press(Key.Key_1, Mod.AltModifier)
    assert review.field(ref).value == value
    assert window.desk.field != ref


def test_a_composition_keeps_the_list_and_its_digits_are_the_input_method_s(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(WIDE)
    node = edit(window, qtbot, "level1")
    editor = window.field_panel.editor
    QApplication.sendEvent(editor, QInputMethodEvent("man'yi", []))
    assert shown(window)
    assert not window.field_panel.chooser._digits_take()
    write("满意度指")
    assert shown(window) == ["满意度指标"]
    press(Key.Key_1, Mod.AltModifier)
    assert node.value("level1") == "满意度指标"


def test_a_click_takes_one_and_its_place_in_the_original_goes_with_it(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(WIDE)
    review = window.desk.review
    assert review is not None
    node = edit(window, qtbot, "annual_value")
    table = window.findChild(QTableWidget, "choiceList")
    near = next(place for place, one in enumerate(window.field_panel.chooser._found) if one.spans)
    chosen = window.field_panel.chooser._found[near]
    at = table.visualItemRect(table.item(near, 1)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(at))
    field = review.field(FieldRef(node.id, "annual_value"))
    assert (field.value, field.spans, field.status) == (chosen.value, chosen.spans, Status.EDITED)


def test_in_a_cell_of_the_tree_too(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(WIDE)
    node = row_of(window)
    window.desk.choose_field(FieldRef(node.id, "level1"))
    window.review_tree.setFocus()
    press(Key.Key_M)
    qtbot.waitUntil(lambda: shown(window) == ["满意度指标"])
    type_keys("1")
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: node.value("level1") == "满意度指标")
    assert shown(window) == []


def test_the_list_goes_with_esc_with_tab_and_with_another_field(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(WIDE)
    node = edit(window, qtbot, "level1")
    value = node.value("level1")
    press(Key.Key_Escape)
    assert shown(window) == []
    edit(window, qtbot, "level1")
    press(Key.Key_Tab)
    assert shown(window) == []
    edit(window, qtbot, "level1")
    window.desk.choose_field(FieldRef(node.id, "level3"))
    assert shown(window) == []
    assert node.value("level1") == value


@pytest.mark.parametrize("place", ["panel", "cell"])
def test_the_row_in_hand_and_its_neighbours_are_seen_beside_the_list(
    open_window: Open, qtbot: QtBot, place: str
) -> None:
    window = open_window(WIDE)
    window.resize(1366, 728)
    seen = 0
    for _ in range(10):
        window.review_tree.setFocus()
        press(Key.Key_F8)
        window.review_tree.edit_current() if place == "cell" else press(Key.Key_F2)
        qtbot.wait(150)
        tables = [one for one in window.findChildren(QTableWidget, "choiceList") if one.isVisible()]
        assert len(window.findChildren(QTableWidget, "choiceList")) <= 2, (
            "every cell that is edited has one, and it goes"
        )
        if not tables:
            press(Key.Key_Escape)
            continue
        (table,) = tables
        at = QRect(table.mapToGlobal(QPoint(0, 0)), table.size())
        rows = window.review_tree.view.rows_about()
        assert [row for row in rows if row.intersects(at)] == []
        seen += len(rows)
        press(Key.Key_Escape)
        qtbot.waitUntil(lambda: not shown(window))
    assert seen > 12


ROOM = QRect(0, 0, 1000, 700)


def test_the_list_stands_a_row_away_from_its_cell() -> None:
    cell, rows = QRect(500, 300, 200, 30), [QRect(0, 300 + 30 * n, 1000, 30) for n in (0, -1, 1)]
    assert least_hiding(cell, QSize(300, 160), ROOM, rows) == QRect(500, 108, 300, 160), "above the row above"
    assert least_hiding(cell, QSize(300, 260), ROOM, rows) == QRect(500, 8, 300, 260)
    assert least_hiding(cell, QSize(300, 280), ROOM, rows) == QRect(500, 361, 300, 280), (
        "beneath the row beneath, where above is no room"
    )
    assert least_hiding(cell, QSize(600, 160), ROOM, rows).x() == 399, "and within the window"


def test_without_anything_to_spare_the_list_stands_at_its_cell() -> None:
    cell = QRect(100, 300, 200, 30)
    assert least_hiding(cell, QSize(300, 160), ROOM, []) == QRect(100, 138, 300, 160)
    assert least_hiding(cell, QSize(300, 320), ROOM, []) == QRect(100, 331, 300, 320)


def test_where_it_fits_nowhere_the_list_is_lower_on_the_side_with_more_room() -> None:
    size, rows = QSize(300, 900), [QRect(0, 270, 1000, 30)]
    assert least_hiding(QRect(100, 300, 200, 30), size, ROOM, rows) == QRect(100, 331, 300, 368)
    assert least_hiding(QRect(100, 600, 200, 30), size, ROOM, rows) == QRect(100, 0, 300, 598)


def test_no_row_of_a_lower_list_is_cut() -> None:
    assert whole_rows(QRect(100, 331, 300, 60), 20, 2, is_above=False) == QRect(100, 331, 300, 42)
    assert whole_rows(QRect(100, 0, 300, 60), 20, 2, is_above=True) == QRect(100, 18, 300, 42), "it stays at its value"


def test_the_list_is_whole_where_the_window_hangs_over_the_edge_of_the_screen(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(WIDE)
    window.desk.choose_field(FieldRef(row_of(window).id, "level1"))
    tree, screen = window.review_tree.view, window.screen().availableGeometry()
    window.resize(window.width(), window.minimumSizeHint().height())
    qtbot.wait(50)
    cell = tree.visualRect(tree.currentIndex())
    bottom = tree.viewport().mapTo(window, cell.bottomLeft()).y()
    window.move(
        screen.left(), screen.bottom() - bottom - 70
    )  # 70 pixels of it are seen beneath the cell, few are above
    window.review_tree.edit_current()
    qtbot.waitUntil(lambda: bool(shown(window)))
    table = next(each for each in window.findChildren(QTableWidget, "choiceList") if each.isVisible())
    at = QRect(table.mapToGlobal(QPoint(0, 0)), table.size())
    assert screen.contains(at)
    assert not at.intersects(QRect(tree.viewport().mapToGlobal(cell.topLeft()), cell.size()))
    inside, last = table.viewport().height(), table.rowCount() - 1
    assert inside < table.rowHeight(0) * table.rowCount()
    assert inside % table.rowHeight(0) == 0, "no row is cut"
    table.scrollToItem(table.item(last, 1))
    assert table.visualItemRect(table.item(last, 1)).bottom() < inside
