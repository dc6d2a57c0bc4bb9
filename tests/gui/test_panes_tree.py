"""The tree: it shows the review and nothing else, whatever is done to the review; editing in it is an act."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest
from panes_desk import desk_with_review, named, put_on, ref_of, review_of, source_of
from panes_tree import cell, shown, text
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from reviewer.model import acts
from reviewer.model.calibration import calibration
from reviewer.model.edits import Act
from reviewer.model.naming import node_title
from reviewer.model.review import ENTRY_KINDS, Kind, Node, Review
from reviewer.ui.tree import ReviewTree
from reviewer.ui.tree.delegate import CellDelegate
from reviewer.ui.tree.model import AMOUNT, ANNUAL, NAME, PERIOD

Cell = tuple[str | None, ...]
Shown = tuple[Cell, list["Shown"]]
_KEYS = {
    Kind.INDICATOR: ("level3", "level1", "level2", "period_value", "annual_value", None),
    Kind.TASK: ("name", None, None, None, "content", "amount"),
}


def of_model(model: QAbstractItemModel, parent: QModelIndex) -> Iterator[Shown]:
    for row in range(model.rowCount(parent)):
        first = model.index(row, 0, parent)
        cells = (model.index(row, column, parent).data(Qt.ItemDataRole.EditRole) for column in range(AMOUNT + 1))
        yield tuple(cell or None for cell in cells), list(of_model(model, first))


def of_review(node: Node) -> Shown:
    if node.kind in _KEYS:
        keys = _KEYS[node.kind]
    else:
        keys = ("name", None, None, None, None, next((k for k in node.fields if k.startswith("amounts[")), None))
    return tuple((node.value(key) or None) if key else None for key in keys), [of_review(n) for n in node.children]


def assert_both_agree(tree: ReviewTree, review: Review) -> None:
    """What the tree's model gives, row by row, is the review; the first row is the document itself."""
    document, *entries = of_model(tree.model(), QModelIndex())
    assert document[0][0] == review.root.value("title")
    assert entries == [of_review(node) for node in review.entries]
    assert_drawn_as_held(tree, QModelIndex())


def assert_drawn_as_held(tree: ReviewTree, parent: QModelIndex) -> None:
    """What is drawn of each row, and what may be done with it, is what the row holds now: the filter keeps rows in mind."""
    rows, model = tree.model(), tree._model
    for row in range(rows.rowCount(parent)):
        for column in (NAME, AMOUNT):
            index = rows.index(row, column, parent)
            node = model.node(rows.mapToSource(index))
            assert node is not None
            assert rows.look(index) == model.look_of(node, column)
            assert rows.flags(index) == model.flags_of(node, column)
        assert_drawn_as_held(tree, rows.index(row, NAME, parent))


# -- both trees agree ------------------------------------------------------------------------------------------------


_ACTS = [
    "set",
    "accept",
    "blank",
    "insert",
    "indicator",
    "delete",
    "move",
    "drag",
    "duplicate",
    "kind",
    "split",
    "merge",
    "entry",
]


def random_act(review: Review, choose: random.Random) -> Act:
    """One of the things that a reviewer does, somewhere in the review."""
    nodes = list(review.root.walk())
    rows = [n for n in nodes if n.kind is not Kind.DOCUMENT]
    node = choose.choice(rows or nodes)
    entry = node.entry()
    ref = choose.choice(list(review.refs()))
    kind = choose.choice(_ACTS)
    if kind == "insert" or not rows or entry is None:
        return acts.insert(review, review.root, choose.randint(0, len(review.entries)), Kind.PROJECT)
    if kind == "indicator":
        return acts.insert(review, entry, choose.randint(0, len(entry.children)), Kind.INDICATOR)
    if kind == "delete":
        return acts.delete(review, choose.sample(rows, min(len(rows), choose.randint(1, 3))))
    if kind == "move":
        return acts.move(review, [node], choose.choice((-1, 1)))
    if kind == "drag":
        goal = review.root if node.kind in ENTRY_KINDS else choose.choice(review.entries)
        return acts.move_to(review, [node], goal, choose.randint(0, len(goal.children)))
    made = {
        "set": lambda: acts.set_value(review, ref, choose.choice(["甲", "乙𠮷", "95%", ""])),
        "accept": lambda: acts.accept(review, ref),
        "blank": lambda: acts.mark_blank(review, ref),
        "duplicate": lambda: acts.duplicate(review, node),
        "kind": lambda: acts.set_kind(review, entry, choose.choice(ENTRY_KINDS)),
        "split": lambda: acts.split(review, ref, 1),
        "merge": lambda: acts.merge_next(review, node),
        "entry": lambda: acts.accept_entry(review, entry),
    }
    return made[kind]()


@pytest.mark.parametrize("only_doubtful", [False, True])
@pytest.mark.parametrize("seed", range(4))
def test_the_tree_and_the_review_agree_whatever_is_done(qtbot: QtBot, seed: int, only_doubtful: bool) -> None:
    desk, review = desk_with_review()
    pane = shown(qtbot, desk)
    mode = QAbstractItemModelTester.FailureReportingMode.Warning  # a warning of Qt's fails the test
    testers = [QAbstractItemModelTester(model, mode) for model in (pane._model, pane.model())]
    pane._only.setChecked(only_doubtful)
    choose = random.Random(seed)
    for _ in range(40):
        step = choose.random()
        if step < 0.2:
            desk.undo()
        elif step < 0.3:
            desk.redo()
        else:
            try:
                desk.do(random_act(review, choose))
            except ValueError:
                continue  # an act that makes no sense there
        if not only_doubtful:
            assert_both_agree(pane, review)
        assert desk.field is None or desk.field.node in review
    QApplication.processEvents()
    while desk.history is not None and desk.history.can_undo:
        desk.undo()
    pane._only.setChecked(False)
    assert_both_agree(pane, review)
    while desk.history is not None and desk.history.can_redo:
        desk.redo()
    assert_both_agree(pane, review)
    del testers


def test_another_source_shows_its_own_tree(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    pane = shown(qtbot, desk)
    source = source_of()
    second = review_of(source)
    opened = put_on(desk, source, second, "二.txt")
    desk.do(acts.delete(review, review.entries[:1]))
    desk.choose(opened)
    assert_both_agree(pane, second)
    desk.do(acts.delete(second, second.entries[1:]))
    assert_both_agree(pane, second)
    desk.choose(desk.sources[0])
    assert_both_agree(pane, review)


# -- what is seen ----------------------------------------------------------------------------------------------------


def test_signs_and_counts_follow_the_work(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    pane = shown(qtbot, desk)
    assert text(pane, review, "调解工作经费") == "⚠2 调解工作经费"
    assert text(pane, review, "举办培训", ANNUAL) == "⚠ 至少1场"
    assert text(pane, review, "举办培训", PERIOD) == "至少3场"  # sure: nothing at all
    assert text(pane, review, "调解工作经费", AMOUNT) == "200.00"
    desk.do(acts.accept(review, ref_of(review, "举办培训", "annual_value")))
    assert text(pane, review, "举办培训", ANNUAL) == "✓ 至少1场"
    assert text(pane, review, "调解工作经费") == "⚠1 调解工作经费"
    desk.do(acts.set_value(review, ref_of(review, "化解𠮷事", "period_value"), "95%"))
    assert text(pane, review, "化解𠮷事", PERIOD) == "✎ 95%"
    assert text(pane, review, "调解工作经费") == "调解工作经费"
    desk.do(acts.mark_blank(review, ref_of(review, "知晓率", "annual_value")))
    assert text(pane, review, "知晓率", ANNUAL) == "∅"
    desk.do(acts.mark_unreadable(review, ref_of(review, "知晓率", "period_value")))
    assert text(pane, review, "知晓率", PERIOD) == "?"


def test_only_the_rows_that_an_act_touches_are_drawn_again(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    pane = shown(qtbot, desk)
    told: set[int] = set()
    pane._model.dataChanged.connect(lambda first, last: told.add(first.internalId()))
    desk.do(acts.accept(review, ref_of(review, "举办培训", "annual_value")))
    assert told == {named(review, "举办培训").id, named(review, "调解工作经费").id}


def test_another_target_accuracy_shows_at_once(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    low, high = (calibration().threshold("annual_value", target) for target in (0.99, 0.999))
    fields = named(review, "举办培训").fields
    fields["annual_value"] = replace(fields["annual_value"], confidence=(low + high) / 2)
    pane = shown(qtbot, desk)
    assert text(pane, review, "举办培训", ANNUAL) == "⚠ 至少1场"
    review.target_accuracy = 0.99
    desk.review_changed.emit()
    assert text(pane, review, "举办培训", ANNUAL) == "至少1场"
    assert text(pane, review, "调解工作经费") == "⚠1 调解工作经费"


def test_amounts_stand_at_the_right(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    pane = shown(qtbot, desk)
    alignment = cell(pane, review, "合计", AMOUNT).data(Qt.ItemDataRole.TextAlignmentRole)
    assert Qt.AlignmentFlag(alignment) & Qt.AlignmentFlag.AlignRight
    assert not cell(pane, review, "合计").data(Qt.ItemDataRole.TextAlignmentRole)


# -- moving with the mouse -------------------------------------------------------------------------------------------


def drop(pane: ReviewTree, names: list[QModelIndex], row: int, parent: QModelIndex) -> None:
    model = pane.model()
    data = model.mimeData(names)
    model.dropMimeData(data, Qt.DropAction.MoveAction, row, 0, parent)


def titles(node: Node) -> list[str]:
    return [node_title(child) for child in node.children]


def test_dragging_an_indicator_to_another_entry(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    pane = shown(qtbot, desk)
    drop(pane, [cell(pane, review, "举办培训")], 0, cell(pane, review, "普法工作经费"))
    assert titles(named(review, "普法工作经费")) == ["举办培训", "知晓率"]
    assert titles(named(review, "调解工作经费")) == ["化解𠮷事"]
    assert_both_agree(pane, review)
    desk.undo()
    assert titles(named(review, "调解工作经费")) == ["举办培训", "化解𠮷事"]


def test_dragging_entries(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    pane = shown(qtbot, desk)
    nothing = QModelIndex()
    drop(pane, [cell(pane, review, "普法工作经费")], 1, nothing)  # right below the document's own row
    assert titles(review.root) == ["普法工作经费", "合计", "调解工作经费"]
    drop(pane, [cell(pane, review, "普法工作经费")], -1, nothing)  # on the empty room below all rows
    assert titles(review.root) == ["合计", "调解工作经费", "普法工作经费"]
    drop(pane, [cell(pane, review, "合计")], 0, nothing)  # above the document's own row: as high as it goes
    assert titles(review.root) == ["合计", "调解工作经费", "普法工作经费"]
    assert desk.history is not None
    assert len(desk.history.record) == 2  # dropped where it was: nothing is done


def test_a_drop_that_makes_no_sense_is_said_and_nothing_moves(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    pane = shown(qtbot, desk)
    said: list[str] = []
    desk.said.connect(said.append)
    drop(pane, [cell(pane, review, "合计")], 0, cell(pane, review, "普法工作经费"))
    drop(pane, [cell(pane, review, "知晓率")], 2, QModelIndex())
    assert len(said) == 2
    assert_both_agree(pane, review)
    assert desk.history is not None
    assert not desk.history.can_undo


# -- the filter ------------------------------------------------------------------------------------------------------


def rows(pane: ReviewTree, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> list[str]:
    model = pane.model()
    found = []
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        found.append(index.data(Qt.ItemDataRole.EditRole))
        found += rows(pane, index)
    return found


def test_only_doubtful_shows_what_is_left_to_do(qtbot: QtBot) -> None:
    desk, _ = desk_with_review()
    pane = shown(qtbot, desk)
    pane._only.setChecked(True)
    assert rows(pane) == ["调解工作经费", "举办培训", "化解𠮷事", "普法工作经费"]
    pane._only.setChecked(False)
    assert len(rows(pane)) == 7


def test_a_row_stays_while_it_is_worked_on(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    pane = shown(qtbot, desk)
    desk.choose_field(ref_of(review, "举办培训", "annual_value"))
    pane._only.setChecked(True)
    desk.do(acts.accept(review, ref_of(review, "举办培训", "annual_value")))
    assert pane.view.currentIndex() == cell(pane, review, "举办培训", ANNUAL)


def test_the_filter_by_name_keeps_the_entry_with_what_is_beneath(qtbot: QtBot) -> None:
    desk, _ = desk_with_review()
    pane = shown(qtbot, desk)
    pane._text.setText("普法")
    assert rows(pane)[-2:] == ["普法工作经费", "知晓率"]
    assert "调解工作经费" not in rows(pane)
    pane._text.setText("举办")
    assert rows(pane)[-2:] == ["调解工作经费", "举办培训"]
    assert "化解𠮷事" not in rows(pane)
    pane._text.setText("没有这样的")
    assert "调解工作经费" not in rows(pane)


def test_a_field_in_hand_that_the_filter_hides_comes_back(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    pane = shown(qtbot, desk)
    desk.choose_field(ref_of(review, "知晓率", "level3"))
    pane._text.setText("普法")
    desk.choose_field(ref_of(review, "举办培训", "annual_value"))
    assert pane.view.currentIndex() == cell(pane, review, "举办培训", ANNUAL)
    assert pane._text.text() == ""


def test_the_field_in_hand_is_current_again_when_the_filter_is_taken_off(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    pane = shown(qtbot, desk)
    desk.choose_field(ref_of(review, "知晓率", "level3"))
    pane._text.setText("调解")
    assert desk.field == ref_of(review, "知晓率", "level3")
    pane._text.clear()
    assert pane.view.currentIndex() == cell(pane, review, "知晓率")
    assert pane.view.selectionModel().isRowSelected(0, cell(pane, review, "普法工作经费"))


def test_what_is_drawn_of_a_cell_is_what_the_model_says_of_it(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    view = shown(qtbot, desk).view
    assert review.count_doubtful()
    delegate, drawn, doubtful = view.itemDelegate(), 0, 0
    assert isinstance(delegate, CellDelegate)
    index = view.model().index(0, 0)
    while index.isValid():
        for column in range(view.model().columnCount()):
            cell = index.siblingAtColumn(column)
            by_roles, at_once = QStyleOptionViewItem(), QStyleOptionViewItem()
            view.initViewItemOption(by_roles)
            view.initViewItemOption(at_once)
            delegate.initStyleOption(by_roles, cell)
            delegate._look = view.look(cell)
            delegate.initStyleOption(at_once, cell)
            delegate._look = None
            assert at_once.text == by_roles.text
            assert at_once.backgroundBrush == by_roles.backgroundBrush
            assert at_once.displayAlignment == by_roles.displayAlignment
            drawn += bool(at_once.text)
            doubtful += at_once.backgroundBrush.style() != Qt.BrushStyle.NoBrush
        index = view.indexBelow(index)
    assert drawn > 10
    assert doubtful
