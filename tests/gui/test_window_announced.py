"""What a screen reader is told at each stop, from opening to export: the row, the field, how sure, what goes with it, where it stands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hands import press, write
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from window_fixtures import Answers

from reviewer.base.resources import resource
from reviewer.model.fields import FieldRef
from reviewer.model.naming import field_name, node_title
from reviewer.model.review import Kind
from reviewer.model.snippets import snippet
from reviewer.model.stops import stop_of
from reviewer.model.suggesting import suggest
from reviewer.ui.main_window import MainWindow

Open = Callable[..., MainWindow]
Key, Mod = Qt.Key, Qt.KeyboardModifier
WIDE, FORMS = resource("samples", "wide.md"), resource("samples", "forms.txt")


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is announced, as a screen reader that listens would get it."""
    texts: list[str] = []

    def update(event: object) -> None:
        texts.append(event.message())  # type: ignore[attr-defined]

    monkeypatch.setattr(QAccessible, "isActive", staticmethod(lambda: True))
    monkeypatch.setattr(QAccessible, "updateAccessibility", staticmethod(update))
    return texts


def settle() -> None:
    for _ in range(3):
        QApplication.processEvents()


def test_every_stop_from_opening_to_the_end_says_what_is_to_be_judged(open_window: Open, heard: list[str]) -> None:
    window = open_window(WIDE)
    window.review_tree.setFocus()
    settle()
    review = window.desk.review
    assert review is not None
    row, seen = None, 0
    while review.count_doubtful():
        ref = window.desk.field
        assert ref is not None
        told = heard[-1]
        node, stop = review.node(ref.node), stop_of(review, ref)
        if row != ref.node:
            assert node_title(node) in told
        assert field_name(ref.key) in told
        assert "把握" in told
        found = snippet(review.source, review.field(ref).spans, 24)
        assert (found.value if found else "原文中没有印出") in told
        assert ("同一原因" in told) == (len(stop) > 1)
        offered = suggest(review, stop)
        assert ("建议" in told) == (offered is not None)
        if offered is not None:
            assert offered.text(review) in told
        row, seen = ref.node, seen + 1
        heard.clear()
        press(Key.Key_Return)
        settle()
        assert any("接受" in text for text in heard), "what was done is said, before where one is now"
    assert seen > 4
    assert any("Ctrl+E" in text for text in heard), "the end is said, and what comes next"


def test_tab_within_a_cell_and_a_row_that_is_walked_to_are_said(open_window: Open, heard: list[str]) -> None:
    window = open_window(WIDE)
    review = window.desk.review
    assert review is not None
    node = next(
        node for node in review.root.walk() if node.kind is Kind.INDICATOR and node.value("level1_code") and node.value("level1")
    )  # fmt: skip
    window.desk.choose_field(FieldRef(node.id, "level1_code"))
    window.review_tree.setFocus()
    settle()
    press(Key.Key_Tab)
    settle()
    assert window.desk.field == FieldRef(node.id, "level1")
    assert f"一级指标：{node.value('level1')}" in heard[-1] or f"：{node.value('level1')}" in heard[-1]
    assert node_title(node) not in heard[-1], "the row is said once"
    press(Key.Key_Down)
    settle()
    assert window.desk.field is not None
    assert node_title(review.node(window.desk.field.node)) in heard[-1]


def test_the_entry_is_said_with_the_first_row_of_it_only(open_window: Open, heard: list[str]) -> None:
    window = open_window(WIDE)
    review = window.desk.review
    assert review is not None
    one, other = [entry for entry in review.entries if len(entry.children) > 1][:2]
    for entry, place, is_said in ((one, 0, True), (one, 1, False), (other, 0, True)):
        window.desk.choose_field(FieldRef(entry.children[place].id, "level3"))
        settle()
        assert (f"“{node_title(entry)}”" in heard[-1]) is is_said
    window.desk.choose_field(FieldRef(other.id, "name"))
    settle()
    assert "属于" not in heard[-1]


def test_trouble_undo_and_the_export_are_said(
    open_window: Open, heard: list[str], answers: Answers, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window(FORMS)
    window.review_tree.setFocus()
    press(Key.Key_F2)
    write("别的")
    press(Key.Key_Return)
    press(Key.Key_Z, Mod.ControlModifier)
    settle()
    assert any("已撤销" in text for text in heard)
    window.message_bar.say("打不开这个文件。")
    assert heard[-1] == "打不开这个文件。"


def test_nothing_is_worked_out_where_nobody_listens(open_window: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    open_window(WIDE)
    sent: list[object] = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", staticmethod(sent.append))
    monkeypatch.setattr(QAccessible, "isActive", staticmethod(lambda: False))
    press(Key.Key_F8)
    settle()
    assert sent == []


def test_the_list_of_candidates_is_told_of_while_it_is_there(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(WIDE)
    window.review_tree.setFocus()
    press(Key.Key_F2)
    editor, chooser = window.field_panel.editor, window.field_panel.chooser
    qtbot.waitUntil(lambda: chooser.is_open)
    assert chooser.found[0].value in editor.accessibleDescription()
    press(Key.Key_Escape)
    assert editor.accessibleDescription() == ""
