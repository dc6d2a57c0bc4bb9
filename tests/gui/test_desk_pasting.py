"""What comes in and goes out by the clipboard and the mouse: one clean line, rows as cells, files that open."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from desk_hands import FORMS, WIDE, enter, indicators, take, the_review
from hands import press, write
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from reviewer.ui.dialogs.replace_dialog import ReplaceDialog
from reviewer.ui.main_window import MainWindow

Open = Callable[..., MainWindow]
Key, Mod = Qt.Key, Qt.KeyboardModifier


PASTED = {
    "第一行\r\n第二行": "第一行第二行",
    "甲\t乙": "甲 乙",
    "a\x00b\x0bc\x1fd": "ab cd",
    "word one\nword two": "word one word two",
    "\u200b零宽\ufeff字符\u2028另行": "零宽字符另行",
    "  两端空白 \n": "两端空白",
}


@pytest.mark.parametrize("text", PASTED)
@pytest.mark.parametrize("place", ["cell", "panel", "filter", "find", "replace"])
def test_what_is_pasted_is_one_clean_line_everywhere(open_window: Open, place: str, text: str) -> None:
    window = open_window(WIDE)
    node = indicators(window)[9]
    take(window, node)
    if place == "cell":
        press(Key.Key_7)
        press(Key.Key_Backspace)
    elif place == "panel":
        press(Key.Key_F2)
    elif place == "filter":
        window.review_tree._text.setFocus()
    elif place == "find":
        press(Key.Key_F, Mod.ControlModifier)
        window.find_bar.edit.clear()
    else:
        window.actions_table["actionReplace"].trigger()
        window.learning._replacing.put.setFocus()
    QTest.qWait(20)
    QGuiApplication.clipboard().setText(text)
    focus = QApplication.focusWidget()
    press(Key.Key_V, Mod.ControlModifier)
    if place in ("cell", "panel"):
        enter()
        assert node.value("annual_value") == PASTED[text]
    else:
        assert focus.text().strip() == PASTED[text]
        focus.window().close()


def test_rows_go_out_as_cells_and_come_in_as_one_act(open_window: Open) -> None:
    window = open_window(WIDE)
    rows = indicators(window)
    take(window, rows[0], "level3")
    for _ in range(3):
        press(Key.Key_Down, Mod.ShiftModifier)
    chosen = window.desk.selected_nodes()
    assert len(chosen) == 4
    press(Key.Key_C, Mod.ControlModifier)
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")]
    assert [line[0] for line in lines] == [row.value("level3") for row in chosen]
    assert {len(line) for line in lines} == {6}
    before = window.review()
    QGuiApplication.clipboard().setText('一\t甲\n"二\n分行"\t\n三\t丙\n四\t丁\n')
    press(Key.Key_V, Mod.ControlModifier)
    assert [row.value("level3") for row in chosen] == ["一", "二分行", "三", "四"]
    assert [row.value("level1") for row in chosen][0::2] == ["甲", "丙"]
    assert chosen[1].value("level1"), "an empty cell empties nothing"
    press(Key.Key_Z, Mod.ControlModifier)
    assert window.review() == before


@pytest.mark.parametrize("text", ["一\n二\n三", "", "甲\t乙\t丙\t丁\t戊\t己\t庚"])
def test_what_does_not_fit_is_said_and_not_pasted(open_window: Open, text: str) -> None:
    window = open_window(WIDE)
    take(window, indicators(window)[0], "level3")
    press(Key.Key_Down, Mod.ShiftModifier)
    before = window.review()
    QGuiApplication.clipboard().setText(text)
    window.statusBar().clearMessage()
    press(Key.Key_V, Mod.ControlModifier)
    assert window.review() == before
    assert window.statusBar().currentMessage()


@pytest.mark.parametrize("place", ["editor", "tree", "filter", "source", "issues", "replaceDialog", "sought"])
def test_a_file_that_is_dropped_anywhere_opens(open_window: Open, tmp_path: Path, place: str) -> None:
    other = tmp_path / "另一份.txt"
    shutil.copy(FORMS, other)
    window = open_window(WIDE)
    take(window, indicators(window)[3])
    before = window.review(0)
    window.actions_table["actionReplace"].trigger()
    dialog = window.findChild(QWidget, "replaceDialog")
    assert isinstance(dialog, ReplaceDialog)
    targets: dict[str, QWidget] = {
        "replaceDialog": dialog, "sought": dialog.sought,
        "editor": window.field_panel.editor.viewport(), "tree": window.review_tree.view.viewport(),
        "filter": window.review_tree._text, "source": window.source_view, "issues": window.issue_list._text,
    }  # fmt: skip
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(other))])
    data.setText(str(other))
    target = targets[place]
    at = QPointF(target.rect().center())
    actions, button = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction, Qt.MouseButton.LeftButton
    for event in (
        QDragEnterEvent(at.toPoint(), actions, data, button, Mod.NoModifier),
        QDragMoveEvent(at.toPoint(), actions, data, button, Mod.NoModifier),
        QDropEvent(at, actions, data, button, Mod.NoModifier),
    ):
        QApplication.sendEvent(target, event)
        if not event.isAccepted() and place == "sought":  # as Qt does: then the window of the line is asked
            QApplication.sendEvent(dialog, event)
    assert window.wait_until_idle(60_000)
    dialog.close()
    assert [opened.name for opened in window.desk.sources] == ["wide.md", "另一份.txt"]
    window._settle()
    assert window.review(0) == before


@pytest.mark.parametrize(("written", "value"), [
    ("１８６．４０", "186.40"), ("１，２３４．５", "1,234.5"), ("186。40", "186.40"), ("－７", "-7"),
])  # fmt: skip
@pytest.mark.parametrize("place", ["panel", "cell", "pasted"])
def test_an_amount_in_the_signs_of_an_input_method_is_a_number_and_that_is_said(
    open_window: Open, place: str, written: str, value: str
) -> None:
    window = open_window(WIDE)
    entry = next(
        e for e in the_review(window).entries if e.children and any(k.startswith("amounts[") for k in e.fields)
    )
    key = next(k for k in entry.fields if k.startswith("amounts["))
    take(window, entry, key)
    if place == "pasted":
        QGuiApplication.clipboard().setText(written)
        press(Key.Key_V, Mod.ControlModifier)
    else:
        if place == "panel":
            press(Key.Key_F2)
        else:
            window.review_tree.edit_current()
        write(written)
        enter()
        assert written in window.statusBar().currentMessage()
    assert entry.value(key) == value
