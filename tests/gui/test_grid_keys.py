"""The grid view by keyboard, and for who cannot see it."""

from __future__ import annotations

from made_grids import PageMaker, plain, source_with
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from test_grid_view import a_form, click, shown

from reviewer.model.fields import FieldRef
from reviewer.ui.source import SourceView


def keys(pane: SourceView, *sequence: str) -> None:
    for one in sequence:
        QTest.keySequence(pane.view, one)


def test_text_is_selected_by_keyboard(qtbot: QtBot) -> None:
    _, pane, _ = a_form(qtbot)
    click(qtbot, pane, "至少1场")
    keys(pane, "Home", "Shift+Right", "Shift+Right", "Shift+Right")
    assert pane.selected_spans()[0] == "1、产"
    keys(pane, "Shift+End")
    assert pane.selected_spans()[0].endswith("不少于90%。")


def test_shift_alone_selects_nothing(qtbot: QtBot) -> None:
    desk, pane, _ = a_form(qtbot)
    desk.choose_field(FieldRef(2, "amounts[年初预算]"))
    pane.view.setFocus()
    for event in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(pane.view, QKeyEvent(event, Qt.Key.Key_Shift, Qt.KeyboardModifier.ShiftModifier))
    assert pane.selected_spans()[0] == ""
    keys(pane, "Shift+Right")
    assert pane.selected_spans()[0].startswith("200.00")


def test_the_caret_goes_from_cell_to_cell(qtbot: QtBot) -> None:
    rows = plain(("甲", "乙"), ("丙", "丁"))
    page = PageMaker().line("题").grid(rows).line("注").page()
    _, pane = shown(qtbot, source_with(page, format="docx"))
    pane.view.setFocus()

    def here() -> str:
        return str(pane.view.text_of(pane.view.selection.caret.at).text)

    keys(pane, "Ctrl+Home")
    found = [here()]
    for key in ("Down", "Right", "Right", "Down", "Left", "Ctrl+Left", "Down", "Up", "Ctrl+End"):
        keys(pane, key)
        found.append(here())
    assert found == ["题", "甲", "甲", "乙", "丁", "丙", "乙", "丁", "乙", "注"]


def test_space_takes_the_field_at_the_caret(qtbot: QtBot) -> None:
    desk, pane, _ = a_form(qtbot)
    click(qtbot, pane, "项目名称")
    desk.choose_field(None)
    keys(pane, "Down", "Space")
    assert desk.field == FieldRef(2, "name")


def test_who_cannot_see_is_told_the_cell(qtbot: QtBot) -> None:
    desk, pane, _ = a_form(qtbot)
    assert pane.view.accessibleName()
    desk.choose_field(FieldRef(2, "amounts[年初预算]"))
    assert "200.00" in pane.view.accessibleDescription()
    click(qtbot, pane, "项目名称")
    keys(pane, "Ctrl+Right")
    assert "年初预算" in pane.view.accessibleDescription()
