"""What the tests of acts at the desk share: the rows of a sample, and a field taken in hand."""

from __future__ import annotations

from hands import press
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from reviewer.base.resources import resource
from reviewer.model.fields import FieldRef
from reviewer.model.review import Kind, Node, Review
from reviewer.ui.main_window import MainWindow

WIDE, FORMS = resource("samples", "wide.md"), resource("samples", "forms.txt")


def indicators(window: MainWindow) -> list[Node]:
    return [node for node in the_review(window).root.walk() if node.kind is Kind.INDICATOR]


def the_review(window: MainWindow) -> Review:
    assert window.desk.review is not None
    return window.desk.review


def take(window: MainWindow, node: Node, key: str = "annual_value") -> FieldRef:
    ref = FieldRef(node.id, key)
    window.desk.choose_field(ref)
    window.review_tree.view.setFocus()
    QApplication.processEvents()
    return ref


def enter() -> None:
    """Enter, and what follows from it: a cell of the tree is entered a moment later."""
    press(Qt.Key.Key_Return)
    QTest.qWait(20)
