"""The tree pane as its tests take hold of it."""

from __future__ import annotations

from panes_desk import named
from PySide6.QtCore import QModelIndex
from pytestqt.qtbot import QtBot

from reviewer.model.review import Review
from reviewer.ui.desk import Desk
from reviewer.ui.tree import ReviewTree
from reviewer.ui.tree.model import NAME


def shown(qtbot: QtBot, desk: Desk) -> ReviewTree:
    pane = ReviewTree(desk)
    qtbot.addWidget(pane)
    pane.resize(640, 420)
    with qtbot.waitExposed(pane):
        pane.show()
    return pane


def cell(tree: ReviewTree, review: Review, name: str, column: int = NAME) -> QModelIndex:
    index = tree.model().mapFromSource(tree._model.index_of(named(review, name), column))
    assert index.isValid()
    return index


def text(tree: ReviewTree, review: Review, name: str, column: int = NAME) -> str:
    return str(cell(tree, review, name, column).data() or "")
