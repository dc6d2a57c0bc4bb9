"""The whole way through the real window, by keyboard, for a document of each family."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from window_fixtures import Answers

from reviewer.base.resources import resource
from reviewer.model.fields import FieldRef
from reviewer.model.review import Kind, Node, Review
from reviewer.model.stops import stops
from reviewer.ui.main_window import MainWindow

FAMILIES = ("wide.md", "wrapped.txt", "department.txt", "plain-levels.tsv", "forms.txt")
Key, Mod = Qt.Key, Qt.KeyboardModifier


class Clerk:
    """Works at the window with nothing but keys."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Mod.NoModifier) -> None:
        """Press a key where the focus is."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifiers)

    def write(self, text: str) -> None:
        """Write a text into what is open for editing, as an input method does."""
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(QApplication.focusWidget(), event)

    def go_to(self, node: Node, key: str) -> None:
        """Take a field in hand, with the focus in the tree."""
        self.window.desk.choose_field(FieldRef(node.id, key))
        tree = self.window.findChild(QWidget, "reviewTree")
        assert tree is not None
        tree.setFocus()

    def correct(self, node: Node, key: str, text: str) -> None:
        """Open a field, replace what is in it, Enter."""
        self.go_to(node, key)
        self.press(Key.Key_F2)
        self.press(Key.Key_A, Mod.ControlModifier)
        self.write(text)
        self.press(Key.Key_Return)

    @property
    def review(self) -> Review:
        """The review in hand."""
        assert self.window.desk.review is not None
        return self.window.desk.review

    def indicators(self) -> list[Node]:
        """Every indicator, in document order."""
        return [node for node in self.review.root.walk() if node.kind is Kind.INDICATOR]

    def accept_all(self) -> int:
        """Enter until nothing is doubtful; how often that was."""
        pressed = 0
        while self.review.doubtful():
            field = self.window.current_field()
            assert field is not None
            assert field["needs_review"], f"after {pressed} keys a field is in hand that nobody has to see"
            at_once, before = len(self.window.current_stop()), len(self.review.doubtful())
            self.press(Key.Key_Return)
            assert before - len(self.review.doubtful()) >= at_once > 0
            pressed += 1
            assert pressed <= 500
        return pressed


def walk_doubtful(clerk: Clerk) -> None:
    """F8 goes to every stop once and comes round; then Enter accepts what each of them shows with one key."""
    doubtful, found = clerk.review.doubtful(), [stop[0] for stop in stops(clerk.review)]
    if not doubtful:
        clerk.press(Key.Key_F8)
        assert clerk.window.statusBar().currentMessage()
        return
    clerk.go_to(clerk.review.node(doubtful[0].node), doubtful[0].key)
    seen = []
    for _ in found:
        seen.append(clerk.window.desk.field)
        clerk.press(Key.Key_F8)
    assert seen == found
    assert clerk.window.desk.field == found[0]
    assert len(found) <= clerk.accept_all() <= len(doubtful)
    assert not clerk.window.review()["needs_review"] or clerk.review.issues


def join_and_split(clerk: Clerk) -> tuple[str, str]:
    """Two indicators are joined by mistake; split them where the second begins. Their names."""
    first, second = clerk.indicators()[:2]
    names = first.value("level3") or "", second.value("level3") or ""
    clerk.go_to(first, "level3")
    clerk.press(Key.Key_F7, Mod.ShiftModifier)
    assert first.value("level3") == "".join(names)
    assert second.id not in clerk.review
    clerk.press(Key.Key_F2)
    clerk.press(Key.Key_Home, Mod.ControlModifier)
    for _ in names[0]:
        clerk.press(Key.Key_Right)
    clerk.press(Key.Key_F7)
    parts = clerk.indicators()[:2]
    assert [part.value("level3") for part in parts] == list(names)
    assert [part.value("level1") for part in parts] == [first.value("level1")] * 2
    source_texts = [clerk.review.source.text(part.fields["level3"].spans) for part in parts]
    assert ["".join(text.split()) for text in source_texts] == ["".join(name.split()) for name in names]
    return names


def statuses(window: MainWindow) -> list[tuple[Any, ...]]:
    """Everything in the review that an undo has to bring back: values, statuses, structure."""
    review = window.desk.review
    assert review is not None
    return [
        (node.id, node.kind, tuple((key, field.value, field.status) for key, field in sorted(node.fields.items())))
        for node in review.root.walk()
    ]


def undo_and_redo_everything(clerk: Clerk, at_first: list[tuple[Any, ...]]) -> None:
    window = clerk.window
    at_last, steps = statuses(window), 0
    while window.actions_table["actionUndo"].isEnabled():
        clerk.press(Key.Key_Z, Mod.ControlModifier)
        steps += 1
    assert statuses(window) == at_first
    assert not window.isWindowModified()
    for _ in range(steps):
        clerk.press(Key.Key_Y, Mod.ControlModifier)
    assert not window.actions_table["actionRedo"].isEnabled()
    assert statuses(window) == at_last


def rows(book: openpyxl.Workbook, sheet: str) -> list[dict[str, Any]]:
    """The rows of a sheet by the titles of its columns."""
    titles, *lines = book[sheet].iter_rows(values_only=True)
    return [dict(zip(titles, line, strict=True)) for line in lines]


@pytest.mark.parametrize("name", FAMILIES)
def test_a_document_from_opening_to_the_workbook(
    open_window: Callable[..., MainWindow], answers: Answers, tmp_path: Path, name: str
) -> None:
    window = open_window(resource("samples", name))
    clerk = Clerk(window)
    assert clerk.indicators()
    at_first = statuses(window)

    walk_doubtful(clerk)
    names = join_and_split(clerk)
    corrected, literal, doomed = clerk.indicators()[2:5]
    clerk.correct(corrected, "level3", "改正后的指标名称")
    clerk.correct(literal, "annual_value", "=0")
    assert corrected.value("level3") == "改正后的指标名称"
    assert literal.value("annual_value") == "=0"
    doomed_name = doomed.value("level3")
    count = len(clerk.indicators())
    clerk.go_to(doomed, "level3")
    clerk.press(Key.Key_Delete)
    assert len(clerk.indicators()) == count - 1
    assert doomed.id not in clerk.review

    undo_and_redo_everything(clerk, at_first)

    answers.workbooks = [tmp_path / "out.xlsx"]
    clerk.press(Key.Key_E, Mod.ControlModifier)
    assert window.wait_until_idle(60_000)
    assert window.message_bar.texts() == []
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    exported = rows(book, "指标")
    assert [row["三级指标"] for row in exported] == [node.value("level3") for node in clerk.indicators()]
    assert [row["三级指标"] for row in exported[:3]] == [*names, "改正后的指标名称"]
    assert exported[3]["年度指标值"] == "=0"
    cells = [cell for line in book["指标"].iter_rows() for cell in line if cell.value == "=0"]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}
    record = rows(book, "校对记录")
    assert any(row["新值"] == "改正后的指标名称" for row in record)
    assert any(row["新值"] == "=0" and row["字段"] for row in record)
    assert any(row["原值"] == doomed_name and row["新值"] is None for row in record)
    assert {row["来源文件"] for row in record} == {name}
    assert rows(book, "待核") == [] or window.review()["needs_review"]
