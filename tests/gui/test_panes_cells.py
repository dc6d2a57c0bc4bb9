"""The tree cell by cell: which field is in hand, how the keys walk, how a value is written, what a name may cover."""

from __future__ import annotations

import pytest
from panes_desk import desk_with_review, named, put_on, ref_of, source_of
from panes_tree import cell, shown, text
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QTreeView
from pytestqt.qtbot import QtBot

from reviewer.model import acts
from reviewer.model.fields import FieldRef, Status, read_field
from reviewer.model.history import History
from reviewer.model.review import Kind, NodeData, Review
from reviewer.ui.desk import Desk
from reviewer.ui.theme import data_colours
from reviewer.ui.tree import ReviewTree
from reviewer.ui.tree.model import AMOUNT, ANNUAL, LEVEL1, LEVEL2, PERIOD

# -- the field in hand -----------------------------------------------------------------------------------------------


def test_choosing_a_cell_takes_its_field_in_hand_and_the_other_way_round(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    pane = shown(qtbot, desk)
    pane.view.setCurrentIndex(cell(pane, review, "知晓率", LEVEL2))
    assert desk.field == ref_of(review, "知晓率", "level2")
    desk.choose_field(ref_of(review, "举办培训", "annual_value"))
    assert pane.view.currentIndex() == cell(pane, review, "举办培训", ANNUAL)
    assert pane.view.visualRect(pane.view.currentIndex()).intersects(pane.view.viewport().rect())
    desk.choose_field(FieldRef(review.root.id, "title"))
    assert pane.view.currentIndex().row() == 0
    goal = ref_of(review, "普法工作经费", "goal")
    desk.choose_field(goal)  # has no column of its own: the row, and the field stays in hand
    assert pane.view.currentIndex() == cell(pane, review, "普法工作经费")
    assert desk.field == goal


def test_several_rows_selected_are_what_acts_work_on(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    pane = shown(qtbot, desk)
    view = pane.view
    rows = [cell(pane, review, name) for name in ("举办培训", "化解𠮷事")]
    for index, modifier in zip(
        rows, (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier), strict=True
    ):
        at = view.visualRect(index).center()
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, modifier, at)
    assert desk.selected_nodes() == [named(review, "举办培训"), named(review, "化解𠮷事")]


def test_left_and_right_go_from_field_to_field(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    pane = shown(qtbot, desk)
    desk.choose_field(ref_of(review, "知晓率", "level3"))
    walked = []
    for _ in range(5):
        QTest.keyClick(pane.view, Qt.Key.Key_Right)
        assert desk.field is not None
        walked.append(desk.field.key)
    assert walked == ["level1", "level2", "period_value", "annual_value", "annual_value"]
    QTest.keyClick(pane.view, Qt.Key.Key_Left)
    assert desk.field == ref_of(review, "知晓率", "period_value")
    entry = cell(pane, review, "调解工作经费")
    pane.view.setCurrentIndex(entry)
    QTest.keyClick(pane.view, Qt.Key.Key_Left)
    assert not pane.view.isExpanded(entry)
    QTest.keyClick(pane.view, Qt.Key.Key_Right)
    assert pane.view.isExpanded(entry)
    QTest.keyClick(pane.view, Qt.Key.Key_Right)
    assert desk.field == ref_of(review, "调解工作经费", "amounts[总计]")  # past the columns that hold nothing


def test_up_and_down_keep_to_a_column_past_rows_that_have_nothing_in_it(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    pane = shown(qtbot, desk)
    desk.choose_field(ref_of(review, "化解𠮷事", "period_value"))
    QTest.keyClick(pane.view, Qt.Key.Key_Down)
    assert desk.field == ref_of(review, "普法工作经费", "name")
    QTest.keyClick(pane.view, Qt.Key.Key_Down)
    assert desk.field == ref_of(review, "知晓率", "period_value")
    desk.choose_field(ref_of(review, "普法工作经费", "name"))
    pane.view.setCurrentIndex(cell(pane, review, "合计"))
    QTest.keyClick(pane.view, Qt.Key.Key_Down)
    QTest.keyClick(pane.view, Qt.Key.Key_Down)
    assert desk.field == ref_of(review, "举办培训", "level3")  # the name was chosen for itself here


def test_a_row_out_of_sight_comes_with_its_neighbours(qtbot: QtBot) -> None:
    source = source_of()
    fields = [read_field(f"指标{n:03d}") for n in range(60)]
    rows = tuple(NodeData(10 + n, Kind.INDICATOR, (("level3", field),)) for n, field in enumerate(fields))
    entry = NodeData(2, Kind.PROJECT, (("name", read_field("长")),), rows)
    review = Review(source, NodeData(1, Kind.DOCUMENT, (), (entry,)))
    desk = Desk()
    put_on(desk, source, review)
    pane = shown(qtbot, desk)
    room = pane.view.viewport().rect()
    for number in (30, 5):
        desk.choose_field(FieldRef(10 + number, "level3"))
        for beside in (number - 3, number + 3):
            assert room.contains(pane.view.visualRect(cell(pane, review, f"指标{beside:03d}")))
    before = pane.view.verticalScrollBar().value()
    desk.choose_field(FieldRef(10 + 6, "level3"))
    assert pane.view.verticalScrollBar().value() == before  # in sight already: nothing moves


def test_when_several_rows_go_only_one_that_stays_comes_to_hand(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    shown(qtbot, desk)
    desk.choose_field(ref_of(review, "化解𠮷事", "level3"))  # goes before its neighbour does
    gone = [named(review, name) for name in ("举办培训", "化解𠮷事", "知晓率")]
    ids = {node.id for node in gone}
    chosen: list[FieldRef | None] = []
    desk.field_chosen.connect(chosen.append)
    desk.do(acts.delete(review, gone))
    assert desk.field is not None
    assert desk.field.node in review
    assert all(ref is None or ref.node not in ids for ref in chosen)


def test_taking_an_insertion_back_leaves_a_neighbour_in_hand(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    pane = shown(qtbot, desk)
    desk.do(acts.insert(review, named(review, "调解工作经费"), 1, Kind.INDICATOR))
    desk.undo()
    assert desk.field is not None
    assert desk.field.node in (named(review, "举办培训").id, named(review, "化解𠮷事").id)
    assert pane.view.currentIndex().data(Qt.ItemDataRole.EditRole) == review.field(desk.field).value


# -- names across empty columns --------------------------------------------------------------------------------------


def with_long_name() -> tuple[Desk, Review]:
    desk, review = desk_with_review()
    ref = ref_of(review, "普法工作经费", "name")
    desk.do(acts.set_value(review, ref, "青财字第七号河湖沿线步道照明改造与亲水平台栏杆更换以及夜间巡查值守工作经费"))
    return desk, review


def test_the_heading_of_an_empty_column_is_not_cut_off(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    for node in review.root.walk():
        if node.kind is Kind.INDICATOR:
            desk.do(acts.set_value(review, FieldRef(node.id, "period_value"), ""))
    pane = shown(qtbot, desk)
    pane.resize(1000, 500)
    header = pane.view.header()
    assert header.sectionSize(PERIOD) < header.sectionSize(ANNUAL)
    assert all(header.sectionSize(column) >= header.sectionSizeHint(column) for column in range(header.count()))


def test_the_name_of_an_entry_reaches_across_the_empty_columns_up_to_its_amount(qtbot: QtBot) -> None:
    desk, review = with_long_name()
    pane = shown(qtbot, desk)
    desk.choose_field(ref_of(review, "合计", "name"))
    name = cell(pane, review, review.entries[2].value("name") or "")
    amount = pane.view.visualRect(name.siblingAtColumn(AMOUNT))
    assert pane.view.visualRect(name).right() == amount.left() - 1
    pane.view.viewport().repaint()
    whole = pane.view.viewport().grab().toImage()
    for column in (LEVEL1, LEVEL2, PERIOD):
        box = QTreeView.visualRect(pane.view, name.siblingAtColumn(column))
        part = pane.view.viewport().grab(box).toImage()  # Qt draws single columns too, and the name must be in them
        assert part == whole.copy(QRect(box.topLeft() * whole.devicePixelRatio(), part.size()))
        assert len({part.pixel(x, y) for x in range(part.width()) for y in range(part.height())}) > 1
    assert pane.view.visualRect(cell(pane, review, "知晓率")).right() < pane.view.visualRect(
        cell(pane, review, "知晓率", LEVEL1)
    ).left()  # fmt: skip


def test_a_click_beside_a_name_is_a_click_on_it(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    pane = shown(qtbot, desk)
    box = QTreeView.visualRect(pane.view, cell(pane, review, "普法工作经费", PERIOD))
    qtbot.mouseClick(pane.view.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert desk.field == ref_of(review, "普法工作经费", "name")
    qtbot.mouseDClick(pane.view.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert editor_of(pane).text() == "普法工作经费"


# -- fields without a column of their own ----------------------------------------------------------------------------


def with_codes() -> tuple[Desk, Review]:
    """An indicator whose level 1 code and whose score are doubtful."""
    source = source_of()
    sure = {"level1": "效益指标", "level2": "社会效益", "level3": "知晓率", "annual_value": "≥80%"}
    fields = [(key, read_field(value)) for key, value in sure.items()]
    fields += [("level1_code", read_field("2", confidence=0.3)), ("extra[分值]", read_field("10", confidence=0.3))]
    row = NodeData(3, Kind.INDICATOR, tuple(fields))
    entry = NodeData(2, Kind.PROJECT, (("name", read_field("普法")), ("goal", read_field("宣传"))), (row,))
    review = Review(source, NodeData(1, Kind.DOCUMENT, (), (entry,)))
    desk = Desk()
    opened = put_on(desk, source)
    desk.reviewed(opened, review, History(review))
    return desk, review


def test_what_is_doubtful_without_a_column_of_its_own_is_signed_all_the_same(qtbot: QtBot) -> None:
    desk, review = with_codes()
    pane = shown(qtbot, desk)
    assert text(pane, review, "知晓率", LEVEL1) == "⚠ 效益指标"
    assert text(pane, review, "知晓率") == "⚠ 知晓率"
    assert text(pane, review, "知晓率", LEVEL2) == "社会效益"
    desk.choose_field(FieldRef(3, "level1_code"))
    assert pane.view.currentIndex() == cell(pane, review, "知晓率", LEVEL1)
    assert desk.field == FieldRef(3, "level1_code")
    desk.do(acts.accept(review, FieldRef(3, "level1_code")))
    desk.do(acts.accept(review, FieldRef(3, "extra[分值]")))
    assert text(pane, review, "知晓率", LEVEL1) == "效益指标"
    assert text(pane, review, "知晓率") == "知晓率"


def test_what_is_typed_is_not_put_into_a_cell_that_only_stands_in(qtbot: QtBot) -> None:
    desk, _ = with_codes()
    pane = shown(qtbot, desk)
    elsewhere: list[object] = []
    pane.typed_elsewhere.connect(elsewhere.append)
    for ref in (FieldRef(3, "level1_code"), FieldRef(2, "goal")):
        desk.choose_field(ref)
        elsewhere.clear()
        QTest.keyClick(pane.view, Qt.Key.Key_7)
        assert pane.view.viewport().findChild(QLineEdit) is None
        assert len(elsewhere) == 1
        QTest.keyClick(pane.view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
        assert len(elsewhere) == 1  # a key that writes nothing
    desk.choose_field(FieldRef(3, "level1"))
    QTest.keyClick(pane.view, Qt.Key.Key_7)
    assert editor_of(pane).text() == "7"
    assert len(elsewhere) == 1


# -- columns ---------------------------------------------------------------------------------------------------------


def test_more_room_is_shared_out_until_the_user_has_a_mind_of_their_own(qtbot: QtBot) -> None:
    desk, _ = desk_with_review()
    pane = shown(qtbot, desk)
    header = pane.view.header()
    narrow = header.sectionSize(ANNUAL)
    pane.resize(1000, 420)
    assert header.sectionSize(ANNUAL) > narrow
    assert header.sectionSize(AMOUNT) < header.sectionSize(ANNUAL)
    assert pane.columns().isEmpty()
    header.resizeSection(ANNUAL, 203)
    pane.resize(1100, 420)
    assert header.sectionSize(ANNUAL) == 203
    kept = pane.columns()
    other = shown(qtbot, desk)
    other.restore_columns(kept)
    other.resize(900, 420)
    assert other.view.header().sectionSize(ANNUAL) == 203
    assert not other.columns().isEmpty()


# -- editing in place ------------------------------------------------------------------------------------------------


def editor_of(pane: ReviewTree) -> QLineEdit:
    found = pane.view.viewport().findChild(QLineEdit)
    assert found is not None
    return found


def test_typing_over_a_value_is_an_act_that_can_be_undone(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    pane = shown(qtbot, desk)
    ref = ref_of(review, "举办培训", "annual_value")
    desk.choose_field(ref)
    pane.edit_current()
    editor = editor_of(pane)
    assert editor.text() == "至少1场"  # the value, without its sign
    assert editor.accessibleName()
    editor.setText(" 至少2场 ")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert review.field(ref).value == "至少2场"
    assert review.field(ref).status is Status.EDITED
    desk.undo()
    assert review.field(ref).value == "至少1场"
    assert text(pane, review, "举办培训", ANNUAL) == "⚠ 至少1场"


def test_looking_into_a_cell_and_leaving_it_changes_nothing(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    pane = shown(qtbot, desk)
    desk.choose_field(ref_of(review, "举办培训", "annual_value"))
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Tab):
        pane.edit_current()
        QTest.keyClick(editor_of(pane), key)
        QApplication.processEvents()
    assert desk.history is not None
    assert not desk.history.can_undo


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_Tab])
def test_a_key_that_ends_a_composition_ends_no_editing(qtbot: QtBot, key: Qt.Key) -> None:
    desk, review = desk_with_review()
    pane = shown(qtbot, desk)
    ref = ref_of(review, "举办培训", "annual_value")
    desk.choose_field(ref)
    pane.edit_current()
    editor = editor_of(pane)
    editor.selectAll()
    QApplication.sendEvent(editor, QInputMethodEvent("liang", []))
    QTest.keyClick(editor, key)
    QApplication.processEvents()
    assert editor.isVisible()
    assert review.field(ref).value == "至少1场"
    ended = QInputMethodEvent("", [])
    ended.setCommitString("两场")
    QApplication.sendEvent(editor, ended)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert review.field(ref).value == "两场"


def test_a_composition_that_begins_on_the_row_goes_into_the_cell(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    pane = shown(qtbot, desk)
    ref = ref_of(review, "举办培训", "annual_value")
    desk.choose_field(ref)
    pane.view.setFocus()
    QApplication.sendEvent(pane.view, QInputMethodEvent("liangchang", []))
    assert editor_of(pane).isVisible()
    ended = QInputMethodEvent("", [])
    ended.setCommitString("两场")
    QApplication.sendEvent(pane.view, ended)
    assert review.field(ref).value == "至少1场"
    QTest.keyClick(editor_of(pane), Qt.Key.Key_Return)
    QApplication.processEvents()
    assert review.field(ref).value == "两场"


def test_the_editor_is_wide_enough_for_a_value(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    pane = shown(qtbot, desk)
    for column in (PERIOD, ANNUAL):
        pane.view.setCurrentIndex(cell(pane, review, "举办培训", column))
        pane.edit_current()
        editor = editor_of(pane)
        assert editor.width() >= 240
        assert pane.view.viewport().rect().contains(editor.geometry())
        QTest.keyClick(editor, Qt.Key.Key_Escape)
        QApplication.processEvents()


def test_a_cell_without_a_field_cannot_be_written(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    pane = shown(qtbot, desk)
    index = cell(pane, review, "调解工作经费", LEVEL1)
    assert not index.flags() & Qt.ItemFlag.ItemIsEditable
    assert not pane.model().setData(index, "别的", Qt.ItemDataRole.EditRole)
    assert named(review, "调解工作经费").value("name") == "调解工作经费"


def test_the_frame_of_the_field_in_hand_is_drawn(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    pane = shown(qtbot, desk)
    desk.choose_field(ref_of(review, "知晓率", "level2"))
    box = pane.view.visualRect(pane.view.currentIndex())
    image = pane.view.viewport().grab().toImage()
    wanted = pane.view.palette().highlightedText().color().name()  # on the selected row
    edge = {image.pixelColor(x, box.top() + 1).name() for x in range(box.left() + 4, box.right() - 4)}
    assert wanted in edge
    pane.view.clearSelection()
    image = pane.view.viewport().grab().toImage()
    edge = {image.pixelColor(x, box.top() + 1).name() for x in range(box.left() + 4, box.right() - 4)}
    assert data_colours(pane.view.palette()).in_hand.name() in edge


def test_a_text_that_comes_without_a_composition_begins_editing_too(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    pane = shown(qtbot, desk)
    ref = ref_of(review, "举办培训", "annual_value")
    desk.choose_field(ref)
    pane.view.setFocus()
    event = QInputMethodEvent("", [])
    event.setCommitString("不少于两场")
    QApplication.sendEvent(pane.view, event)
    editor = pane.view.findChild(QLineEdit)
    assert editor is not None
    assert editor.text() == "不少于两场"
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert review.field(ref).value == "不少于两场"
