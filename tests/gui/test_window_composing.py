"""The input method in every editor of every dialog, and together with the list of candidates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hands import press
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QKeySequenceEdit,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from reviewer.base.resources import resource
from reviewer.model.fields import FieldRef
from reviewer.model.review import Kind, Node
from reviewer.ui.main_window import MainWindow
from reviewer.ui.tree.delegate import CellEditor
from tools.pictures.dialogs import DIALOGS

Open = Callable[..., MainWindow]
Key, Mod = Qt.Key, Qt.KeyboardModifier
WIDE = resource("samples", "wide.md")
ENDING = (Key.Key_Return, Key.Key_Enter, Key.Key_Tab, Key.Key_Escape, Key.Key_F8)

"""Keys of a composition that an input method may let through; digits and letters it keeps."""


def editors(within: QWidget) -> Iterator[QWidget]:
    """Every editor that a person can write into now."""
    for widget in [
        *within.findChildren(QLineEdit),
        *within.findChildren(QPlainTextEdit),
        *within.findChildren(QTextEdit),
    ]:
        is_keys = isinstance(widget.parent(), QKeySequenceEdit)
        if widget.isVisible() and widget.isEnabled() and not widget.isReadOnly() and not is_keys:
            yield widget


def text_of(editor: QWidget) -> str:
    return editor.text() if isinstance(editor, QLineEdit) else editor.toPlainText()  # type: ignore[attr-defined]


def compose(editor: QWidget, letters: str, words: str = "") -> None:
    event = QInputMethodEvent(letters, [])
    if words:
        event.setCommitString(words)
    QApplication.sendEvent(editor, event)


def tried(editor: QWidget) -> list[str]:
    """What is wrong when something is composed in an editor, with every key that belongs to the composition."""
    wrong: list[str] = []
    name = editor.accessibleName() or editor.objectName() or type(editor).__name__
    dialog, before, around = editor.window(), text_of(editor), editor.parent()
    focus = around if isinstance(around, QAbstractSpinBox | QComboBox) else editor  # which has the keys for its line
    focus.setFocus()
    if QApplication.focusWidget() is not focus:
        return [f"{name} takes no focus"]
    compose(focus, "zhibiao")
    for key in ENDING:
        QTest.keyClick(focus, key)
        if not dialog.isVisible() or QApplication.focusWidget() is not focus:
            return [f"{key.name} in {name} leaves it"]
        if text_of(editor) not in (before, ""):
            wrong.append(f"{key.name} in {name} writes")
    compose(focus, "", "指标")
    of_figures = isinstance(editor.parent(), QAbstractSpinBox) or (isinstance(editor, QLineEdit) and editor.validator())
    if not of_figures and "指标" not in text_of(editor):
        wrong.append(f"{name} says {text_of(editor)!r}")
    if "zhibiao" in text_of(editor):
        wrong.append(f"{name} keeps the letters")
    return wrong


@pytest.mark.parametrize("name", DIALOGS)
def test_a_composition_keeps_its_keys_in_every_editor_of_every_dialog(
    open_window: Open, tmp_path: Path, name: str
) -> None:
    state = DIALOGS[name]
    window = open_window(*state.files(tmp_path))
    wrong: list[str] = []

    def look(shown: QWidget) -> None:
        shown.activateWindow()
        QTest.qWaitForWindowActive(shown, 2000)
        for editor in list(editors(shown)):
            wrong.extend(tried(editor))

    state.show(window, look)
    assert wrong == []


def first_row(window: MainWindow) -> Node:
    assert window.desk.review is not None
    return next(node for node in window.desk.review.root.walk() if node.kind is Kind.INDICATOR)


@pytest.mark.parametrize("place", ["panel", "cell"])
def test_candidates_stand_while_something_is_composed_and_follow_what_is_written(
    open_window: Open, qtbot: QtBot, place: str
) -> None:
    window = open_window(WIDE)
    node = first_row(window)
    window.desk.choose_field(FieldRef(node.id, "level1"))
    window.review_tree.setFocus()
    if place == "panel":
        press(Key.Key_F2)
        editor, chooser = window.field_panel.editor, window.field_panel.chooser
    else:
        window.review_tree.edit_current()
        editor = QApplication.focusWidget()
        chooser = editor.chooser  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: chooser.is_open)
    before = [one.value for one in chooser.found]
    for letters in ("m", "man", "manyi"):
        compose(editor, letters)
        assert chooser.is_open
        assert [one.value for one in chooser.found] == before, "what is composed is no text yet"
    assert not chooser._digits_take(), "a digit chooses among the input method's words"
    compose(editor, "", "满意")
    assert [one.value for one in chooser.found] == ["满意度指标"]
    QTest.keyClick(editor, Key.Key_1, Mod.AltModifier)
    QApplication.processEvents()
    assert node.value("level1") == "满意度指标"


def test_a_combo_box_that_can_be_written_in_is_an_editor_too(open_window: Open) -> None:
    """So the test above finds the label of a new field."""
    window = open_window(WIDE)
    window.actions_table["actionAddField"].trigger()
    dialog = next(
        w for w in QApplication.topLevelWidgets() if w.isVisible() and w.findChildren(QComboBox) and w is not window
    )
    assert any(isinstance(editor.parent(), QComboBox) for editor in editors(dialog))
    dialog.close()


def test_after_words_of_the_input_method_a_digit_takes_from_a_closed_list(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(WIDE)
    node = first_row(window)
    window.desk.choose_field(FieldRef(node.id, "level1"))
    window.review_tree.setFocus()
    press(Key.Key_F2)
    editor, chooser = window.field_panel.editor, window.field_panel.chooser
    qtbot.waitUntil(lambda: chooser.is_open)
    compose(editor, "manyi")
    compose(editor, "", "满意")
    QTest.keyClick(editor, Key.Key_1)
    press(Key.Key_Return)
    assert node.value("level1") == "满意度指标"


def test_a_composition_that_begins_on_the_row_has_the_list_too(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(WIDE)
    node = first_row(window)
    window.desk.choose_field(FieldRef(node.id, "level3"))
    window.review_tree.setFocus()
    view = window.review_tree.view
    for letters in ("s", "shui", "shuizhi"):
        compose(view, letters)
    assert QApplication.focusWidget() is view
    editor = view.findChild(CellEditor)
    assert editor is not None
    qtbot.waitUntil(lambda: editor.chooser.is_open)
    compose(view, "", "水质")
    assert editor.chooser.is_open
    assert all("水质" in one.value for one in editor.chooser.found)
