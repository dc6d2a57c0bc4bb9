"""Any acts in any order through the window's actions: undo leads to the beginning, redo to the end, the tree agrees.

REVIEWER_ACTS says how many acts are done, REVIEWER_SEED where chance begins.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable

import pytest
from PySide6.QtCore import QItemSelectionModel, QMimeData, QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from reviewer.base.resources import resource
from reviewer.model import acts
from reviewer.model.fields import FieldRef, Status
from reviewer.model.review import ENTRY_KINDS, Node, NodeData, Review
from reviewer.ui.main_window import MainWindow
from reviewer.ui.panels.row_table import how_sure
from reviewer.ui.tree.model import MIME

Open = Callable[..., MainWindow]
ACTS = int(os.environ.get("REVIEWER_ACTS", "500"))
SEED = int(os.environ.get("REVIEWER_SEED", "1"))
NAMES = [
    f"action{name}"
    for line in (
        "Accept AcceptEntry AcceptAlike Ditto MarkBlank MarkUnreadable InsertIndicator InsertEntry Delete Duplicate",
        "MoveUp MoveDown Split MergeNext KindProject KindUnit KindTotal KindDepartment TextToNext TextToPrevious",
        "FillFromSource ReadIndicator ReadProject CorrectAlike Undo Redo NextField PreviousField NextDoubtful",
        "InsertTask NextUnclaimed UnclaimedIndicator UnclaimedNothing NothingAnyMore",
    )
    for name in line.split()
]
WORDS = (
    "产出指标",
    "数量指标",
    "不少于3场",
    "≥95%",
    "甲，乙；丙",
    "2-效益指标，22-社会效益，宣传；年度指标值：≥3次",
    "x",
)


def tree_of(window: MainWindow, parent: QModelIndex | None = None) -> list[tuple[int, list]]:  # type: ignore[type-arg]
    """The rows of the tree as ids, as the model shows them."""
    model = window.review_tree._model
    parent = parent or QModelIndex()
    rows = (model.index(row, 0, parent) for row in range(model.rowCount(parent)))
    return [(int(index.internalId()), tree_of(window, index)) for index in rows]


def tree_in(review: Review) -> list[tuple[int, list]]:  # type: ignore[type-arg]
    def beneath(node: Node) -> list[tuple[int, list]]:  # type: ignore[type-arg]
        return [(child.id, beneath(child)) for child in node.children]

    return [(review.root.id, []), *beneath(review.root)]


def select_some(window: MainWindow, chance: random.Random) -> None:
    """Select one row or a few neighbours, as with Shift and the arrows."""
    view, review = window.review_tree.view, window.desk.review
    assert review is not None
    ref = chance.choice(list(review.refs()))
    window.desk.choose_field(ref)
    node = review.node(ref.node)
    if node.parent is not None and chance.random() < 0.4:
        siblings = node.parent.children
        start = node.index()
        model = window.review_tree._model
        for other in siblings[start : start + chance.randint(1, 3)]:
            index = window.review_tree.model().mapFromSource(model.index_of(other))
            flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
            view.selectionModel().select(index, flags)


def write_something(window: MainWindow, chance: random.Random) -> None:
    window.actions_table["actionEdit"].trigger()
    editor = window.field_panel.editor
    editor.setPlainText(chance.choice(WORDS))
    cursor = editor.textCursor()
    cursor.setPosition(chance.randint(0, len(editor.toPlainText())))
    editor.setTextCursor(cursor)
    if chance.random() < 0.5:
        window.review_tree.view.setFocus()


def mark_something(window: MainWindow, chance: random.Random) -> None:
    view = window.source_view.view
    cursor = view.textCursor()
    place = chance.randrange(len(view.toPlainText()))
    cursor.setPosition(place)
    cursor.setPosition(min(place + chance.randint(1, 60), len(view.toPlainText())), cursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)


def drag_something(window: MainWindow, chance: random.Random) -> None:
    review = window.desk.review
    assert review is not None
    model = window.review_tree._model
    rows = [node for node in review.root.walk() if node.parent is not None]
    entries = [entry for entry in review.entries if entry.kind in ENTRY_KINDS]
    if not rows or not entries:
        return
    data = QMimeData()
    data.setData(MIME, ",".join(str(n.id) for n in chance.sample(rows, min(2, len(rows)))).encode())
    model.dropMimeData(data, Qt.DropAction.MoveAction, chance.randint(-1, 3), 0, model.index_of(chance.choice(entries)))


def step(window: MainWindow, chance: random.Random) -> None:
    """One thing that a clerk may do."""
    what = chance.random()
    if what < 0.15:
        write_something(window, chance)
    elif what < 0.22:
        mark_something(window, chance)
    elif what < 0.27:
        drag_something(window, chance)
    else:
        if chance.random() < 0.6:
            select_some(window, chance)
        action = window.actions_table[chance.choice(NAMES)]
        if action.isEnabled():
            action.trigger()
    QApplication.processEvents()


def whole(review: Review) -> NodeData:
    return review.root.data()


@pytest.mark.parametrize("sample", ["wide.md", "forms.txt", "department.txt"])
def test_any_acts_can_be_taken_back_and_done_again(open_window: Open, sample: str) -> None:
    window = open_window(resource("samples", sample))
    tester = QAbstractItemModelTester(
        window.review_tree._model, QAbstractItemModelTester.FailureReportingMode.Fatal, window
    )
    review, history, desk = window.desk.review, window.desk.history, window.desk
    assert review is not None
    assert history is not None
    before = whole(review)
    chance = random.Random(f"{SEED} {sample}")
    for number in range(ACTS // 3):
        step(window, chance)
        assert tree_of(window) == tree_in(review), number
        assert desk.field is None or desk.field.node in review, number
        assert all(node in review for node in desk.selected), number
        index = window.review_tree.view.currentIndex()
        if desk.field is not None and not window.review_tree.model().is_on:
            node = window.review_tree._model.node(window.review_tree.model().mapToSource(index))
            assert node is not None, number
            assert node.id == desk.field.node, number
    window._settle()
    tester.setParent(None)
    del tester  # it asks for every row at every signal: the way back and forth is held against the review alone
    after = whole(review)
    assert history.can_undo
    while history.can_undo:
        window.actions_table["actionUndo"].trigger()
        assert tree_of(window) == tree_in(review)
    assert whole(review) == before
    while history.can_redo:
        window.actions_table["actionRedo"].trigger()
    assert whole(review) == after
    assert tree_of(window) == tree_in(review)


def test_the_rows_selected_stay_selected_through_acts_that_leave_them(open_window: Open) -> None:
    window = open_window(resource("samples", "wide.md"))
    review = window.desk.review
    assert review is not None
    entry = next(e for e in review.entries if len(e.children) > 3)
    view, model = window.review_tree.view, window.review_tree._model
    window.desk.choose_field(FieldRef(entry.children[1].id, "level3"))
    for child in entry.children[1:3]:
        index = window.review_tree.model().mapFromSource(model.index_of(child))
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        view.selectionModel().select(index, flags)
    chosen = [child.id for child in entry.children[1:3]]
    assert sorted(window.desk.selected) == sorted(chosen)
    for name in (
        "actionMoveDown",
        "actionMoveUp",
        "actionMoveUp",
        "actionUndo",
        "actionUndo",
        "actionUndo",
        "actionRedo",
    ):
        window.actions_table[name].trigger()
        assert sorted(window.desk.selected) == sorted(chosen), name


def test_what_an_act_leaves_in_hand_is_shown_as_it_is_now(open_window: Open) -> None:
    """The panel shows only where an act ends, and that also where it ends where it began."""
    window = open_window(resource("samples", "wide.md"))
    panel, desk = window.field_panel, window.desk
    review = desk.review
    assert review is not None
    ref = review.doubtful()[0]
    desk.choose_field(ref)
    before = review.field(ref).value
    assert desk.do(acts.set_value(review, ref, "≥7次"))
    assert panel.editor.value() == "≥7次"
    window.actions_table["actionUndo"].trigger()
    assert (desk.field, panel.editor.value()) == (ref, before)
    window.actions_table["actionRedo"].trigger()
    assert (desk.field, panel.editor.value()) == (ref, "≥7次")
    for other in review.doubtful():
        desk.do(acts.accept(review, other))
    assert not review.doubtful()
    last = next(one for one in review.refs() if review.field(one).status is Status.OPEN and review.field(one).value)
    desk.choose_field(last)
    said = panel._confidence.text()
    window.actions_table["actionAccept"].trigger()
    assert desk.field == last, "there is nothing left to go to"
    assert panel._confidence.text() == how_sure(review, last) != said
