"""Sign, number and unit of a target value: seen in the panel, put right by hand, taken back with one key."""

from __future__ import annotations

from collections.abc import Callable

from hands import press
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from reviewer.base.resources import resource
from reviewer.model.fields import FieldRef
from reviewer.model.review import Kind, Node
from reviewer.model.target import parse_targets, target_of
from reviewer.ui.dialogs.target_dialog import TargetDialog
from reviewer.ui.main_window import MainWindow

Open = Callable[..., MainWindow]
Key, Mod = Qt.Key, Qt.KeyboardModifier
WIDE = resource("samples", "wide.md")


def value_in_hand(window: MainWindow) -> Node:
    """An indicator whose annual value has a number, that value in hand."""
    assert window.desk.review is not None
    rows = (node for node in window.desk.review.root.walk() if node.kind is Kind.INDICATOR)
    node = next(row for row in rows if (target := target_of(row, "annual_value")) and target.number)
    window.desk.choose_field(FieldRef(node.id, "annual_value"))
    window.review_tree.setFocus()
    return node


def parts(window: MainWindow) -> str:
    label = window.field_panel.findChild(QLabel, "targetParts")
    assert isinstance(label, QLabel)
    return label.text() if label.isVisible() else ""


def test_the_parts_of_a_value_are_seen_and_put_right_in_one_act(open_window: Open) -> None:
    window = open_window(WIDE)
    node = value_in_hand(window)
    before = target_of(node, "annual_value")
    assert before is not None
    assert f"{before.operator} {before.number}" in parts(window)
    press(Key.Key_F2, Mod.ShiftModifier)
    dialog = window.findChild(TargetDialog)
    assert dialog is not None
    row = dialog.rows[0]
    row.sign.setCurrentIndex(row.sign.findData("≤"))
    row.unit.setCurrentText("人次")
    dialog.accept()
    now = target_of(node, "annual_value")
    assert now is not None
    assert (now.operator, now.number, now.unit) == ("≤", before.number, "人次")
    assert node.value("annual_value") == before.text
    assert "人次" in parts(window)
    told = window.review()["entries"][window.current_field()["entry"]]["indicators"][
        window.current_field()["indicator"]
    ]
    assert told["annual_target"]["operator"] == "≤"
    press(Key.Key_Z, Mod.ControlModifier)
    assert target_of(node, "annual_value") == before


def test_words_are_a_choice_and_nonsense_cannot_be_entered(open_window: Open) -> None:
    window = open_window(WIDE)
    node = value_in_hand(window)
    window.field_panel._parts.linkActivated.emit("parts")
    dialog = window.findChild(TargetDialog)
    assert dialog is not None
    row = dialog.rows[0]
    row.number.setText("很多")
    assert not dialog._does.isEnabled()
    row.sign.setCurrentIndex(row.sign.findData("text"))
    assert dialog._does.isEnabled()
    assert not row.number.isEnabled()
    dialog.accept()
    now = target_of(node, "annual_value")
    assert now is not None
    assert (now.operator, now.number) == ("text", None)
    press(Key.Key_F2, Mod.ShiftModifier)
    dialog = next(one for one in window.findChildren(TargetDialog) if one.isVisible())
    dialog._again.click()
    dialog.accept()
    assert target_of(node, "annual_value") == parse_targets(node.value("annual_value"))[0]


def test_a_name_has_no_sign_and_that_is_said(open_window: Open) -> None:
    window = open_window(WIDE)
    node = value_in_hand(window)
    window.desk.choose_field(FieldRef(node.id, "level3"))
    assert parts(window) == ""
    press(Key.Key_F2, Mod.ShiftModifier)
    assert window.findChild(TargetDialog) is None
    assert "指标值" in window.statusBar().currentMessage()
