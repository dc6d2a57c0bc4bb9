"""The keyboard: one key a doubtful field, and no key taken away from where text is written."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hands import press, write
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from reviewer.base.resources import resource
from reviewer.model.fields import FieldRef, Status
from reviewer.model.naming import place_of
from reviewer.model.review import Kind, Node
from reviewer.model.stops import stops
from reviewer.ui.main_window import MainWindow

Open = Callable[..., MainWindow]
SAMPLE = resource("samples", "wide.md")
Key, Mod = Qt.Key, Qt.KeyboardModifier
ROW_AND_MARK_KEYS = (
    (Key.Key_Return, Mod.NoModifier),
    (Key.Key_Enter, Mod.KeypadModifier),
    (Key.Key_Delete, Mod.NoModifier),
    (Key.Key_Insert, Mod.NoModifier),
    (Key.Key_B, Mod.ControlModifier),
)
NAMES = """actionOpen actionOpenFolder actionSave actionSaveAs actionExportExcel actionUndo actionRedo
    actionNextDoubtful actionPreviousDoubtful actionAccept actionAcceptEntry actionAcceptAlike actionNextSource
    actionEdit actionDitto actionMarkBlank actionMarkUnreadable actionInsertEntry actionInsertIndicator
    actionDelete actionMoveUp actionMoveDown actionSplit actionMergeNext actionFillFromSource actionFind
    actionShowUnclaimed actionZoomIn actionZoomOut actionSettings actionManual actionAbout"""


def tree(window: MainWindow) -> QWidget:
    found = window.findChild(QWidget, "reviewTree")
    assert found is not None
    return found


def indicators(window: MainWindow) -> list[Node]:
    assert window.desk.review is not None
    return [node for node in window.desk.review.root.walk() if node.kind is Kind.INDICATOR]


def test_every_action_of_the_contract_is_there_with_words(open_window: Open) -> None:
    window = open_window(SAMPLE)
    for name in NAMES.split():
        action = window.findChild(QAction, name)
        assert action is not None, name
        assert action.text().strip(), name
        assert action.isEnabled() or name in ("actionUndo", "actionRedo", "actionNextSource"), name


def test_no_two_actions_share_a_key_and_no_two_of_a_menu_an_access_key(open_window: Open) -> None:
    window = open_window(SAMPLE)
    keys = [key.toString() for action in window.findChildren(QAction) for key in action.shortcuts()]
    assert sorted(keys) == sorted(set(keys))
    for menu in window.menuBar().actions():
        entries = menu.menu().actions()
        letters = [m[1].upper() for entry in entries if (m := re.search(r"&(\w)", entry.text()))]
        assert sorted(letters) == sorted(set(letters)), menu.text()


def test_on_an_empty_desk_only_opening_and_help_make_sense(open_window: Open) -> None:
    window = open_window()
    possible = {a.objectName() for a in window.actions_table.all() if a.isEnabled()}
    assert possible == {
        "actionOpen",
        "actionOpenFolder",
        "actionSettings",
        "actionKeys",
        "actionManual",
        "actionWebManual",
        "actionPdfManual",
        "actionNews",
        "actionAbout",
        "actionGuide",
        "actionTeamQueue",
        "actionTeamNext",
    }


def test_enter_accepts_and_goes_on_one_key_a_stop(open_window: Open) -> None:
    window = open_window(SAMPLE)
    review = window.desk.review
    assert review is not None
    order = list(stops(review))
    assert 3 < len(order) < len(review.doubtful())
    tree(window).setFocus()
    for stop in order:
        assert window.desk.field == stop[0]
        press(Key.Key_Return)
        assert {review.field(ref).status for ref in stop} == {Status.ACCEPTED}
    assert review.doubtful() == []
    assert "Ctrl+E" in window.statusBar().currentMessage()


def test_shift_enter_goes_back_the_way_one_came(open_window: Open) -> None:
    window = open_window(SAMPLE)
    tree(window).setFocus()
    first = window.desk.field
    press(Key.Key_Return)
    second = window.desk.field
    press(Key.Key_Return)
    press(Key.Key_Return, Mod.ShiftModifier)
    assert window.desk.field == second
    press(Key.Key_Return, Mod.ShiftModifier)
    assert window.desk.field == first


def test_f8_walks_all_stops_round_the_end(open_window: Open) -> None:
    window = open_window(SAMPLE)
    assert window.desk.review is not None
    order = [stop[0] for stop in stops(window.desk.review)]
    tree(window).setFocus()
    seen = []
    for _ in order:
        seen.append(window.desk.field)
        press(Key.Key_F8)
    assert seen == order
    assert window.desk.field == order[0]
    press(Key.Key_F8, Mod.ShiftModifier)
    assert window.desk.field == order[-1]


@pytest.mark.parametrize(("key", "modifiers"), ROW_AND_MARK_KEYS)
def test_keys_in_the_find_bar_leave_the_review_alone(
    open_window: Open, key: Qt.Key, modifiers: Qt.KeyboardModifier
) -> None:
    window = open_window(SAMPLE)
    before = window.review()
    window.actions_table["actionFind"].trigger()
    assert QApplication.focusWidget() is window.find_bar.edit
    QTest.keyClicks(window.find_bar.edit, "12")
    press(key, modifiers)
    assert window.review() == before


@pytest.mark.parametrize(("key", "modifiers"), ROW_AND_MARK_KEYS)
def test_keys_in_the_filter_of_the_tree_leave_the_review_alone(
    open_window: Open, key: Qt.Key, modifiers: Qt.KeyboardModifier
) -> None:
    window = open_window(SAMPLE)
    before = window.review()
    edit = window.review_tree.findChild(QLineEdit)
    if edit is None:
        pytest.skip("the filter row of the tree has no text box")
    edit.setFocus()
    press(key, modifiers, edit)
    assert window.review() == before


@pytest.mark.parametrize("pane", ["documentList", "issueList"])
def test_delete_in_another_list_does_not_take_a_row_of_the_tree(open_window: Open, pane: str) -> None:
    window = open_window(SAMPLE)
    window.document_list.want(True)
    window._issues.fold(False)
    before = len(indicators(window))
    found = window.findChild(QWidget, pane)
    assert found is not None
    lists = [w for w in (found, *found.findChildren(QWidget)) if w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    for widget in lists:
        widget.setFocus()
        press(Key.Key_Delete)
    assert lists
    assert len(indicators(window)) == before


def test_enter_on_a_button_presses_the_button(open_window: Open) -> None:
    window = open_window(SAMPLE)
    before = window.review()
    pressed = []
    window.message_bar.say("trouble", [("a way on", lambda: pressed.append(True))])
    button = window.message_bar.findChild(QPushButton)
    assert button is not None
    button.setFocus()
    press(Key.Key_Return)
    assert pressed == [True]
    assert window.review() == before


def test_an_enter_that_belongs_to_a_composition_accepts_nothing(open_window: Open) -> None:
    window = open_window(SAMPLE)
    before = window.review()
    view = tree(window)
    view.setFocus()
    QApplication.sendEvent(view, QInputMethodEvent("huaijie", []))
    press(Key.Key_Return, on=view)
    assert window.review() == before


def test_delete_takes_the_row_and_the_next_comes_to_hand(open_window: Open) -> None:
    window = open_window(SAMPLE)
    rows = indicators(window)
    window.desk.choose_field(FieldRef(rows[0].id, "level3"))
    tree(window).setFocus()
    press(Key.Key_Delete)
    assert [n.id for n in indicators(window)] == [n.id for n in rows[1:]]
    assert window.desk.field == FieldRef(rows[1].id, "level3")
    press(Key.Key_Z, Mod.ControlModifier)
    assert [n.id for n in indicators(window)] == [n.id for n in rows]


def test_marks_and_ditto(open_window: Open) -> None:
    window = open_window(SAMPLE)
    review = window.desk.review
    assert review is not None
    first, second = indicators(window)[:2]
    tree(window).setFocus()
    for key, status in ((Key.Key_B, Status.BLANK), (Key.Key_U, Status.UNREADABLE)):
        ref = FieldRef(second.id, "annual_value")
        window.desk.choose_field(ref)
        press(key, Mod.ControlModifier)
        assert review.field(ref).status is status
        assert review.field(ref).value is None
    press(Key.Key_D, Mod.ControlModifier)
    assert review.field(FieldRef(second.id, "annual_value")).value == first.value("annual_value")
    window.desk.choose_field(FieldRef(first.id, "annual_value"))
    before = window.review()
    press(Key.Key_D, Mod.ControlModifier)
    assert window.review() == before, "there is no row above the first"
    assert window.statusBar().currentMessage()


def test_marks_and_ditto_reach_all_selected_rows_in_one_step(open_window: Open) -> None:
    window = open_window(SAMPLE)
    review = window.desk.review
    assert review is not None
    rows = indicators(window)[:4]
    refs = [FieldRef(row.id, "annual_value") for row in rows]
    before = window.review()
    tree(window).setFocus()
    for key, wanted in (
        (Key.Key_B, [(None, Status.BLANK)] * 4),
        (Key.Key_U, [(None, Status.UNREADABLE)] * 4),
        (Key.Key_D, [(rows[0].value("annual_value"), review.field(refs[0]).status)]
         + [(rows[0].value("annual_value"), Status.EDITED)] * 3),
    ):  # fmt: skip
        window.desk.choose_field(refs[0])
        for _ in range(3):
            press(Key.Key_Down, Mod.ShiftModifier)
        assert sorted(window.desk.selected) == sorted(row.id for row in rows)
        press(key, Mod.ControlModifier)
        assert [(review.field(ref).value, review.field(ref).status) for ref in refs] == wanted
        assert "4" in window.statusBar().currentMessage() or key == Key.Key_D
        assert sorted(window.desk.selected) == sorted(row.id for row in rows), "the selection stays for the next key"
        press(Key.Key_Z, Mod.ControlModifier)
        assert window.review() == before
        assert window.statusBar().currentMessage().startswith("已撤销")


def test_undo_from_afar_leaves_one_row_selected(open_window: Open) -> None:
    window = open_window(SAMPLE)
    review = window.desk.review
    assert review is not None
    rows = indicators(window)
    tree(window).setFocus()
    window.desk.choose_field(FieldRef(rows[0].id, "annual_value"))
    press(Key.Key_B, Mod.ControlModifier)
    window.desk.choose_field(FieldRef(rows[5].id, "annual_value"))
    press(Key.Key_Z, Mod.ControlModifier)
    assert window.desk.selected == [rows[0].id], "Delete would take the other row away too"


def test_accepting_a_whole_entry_goes_on_to_the_next_doubtful_field(open_window: Open) -> None:
    window = open_window(SAMPLE)
    review = window.desk.review
    assert review is not None
    first = review.doubtful()[0]
    entry = review.node(first.node).entry()
    tree(window).setFocus()
    window.desk.choose_field(first)
    press(Key.Key_F12)
    assert entry is None or not review.doubtful(entry)
    assert window.desk.field is not None
    assert review.is_doubtful(window.desk.field), "the next key is for the next field"
    press(Key.Key_Return, Mod.ShiftModifier)
    assert window.desk.field == first, "Shift+Enter comes back"


def test_insert_gives_a_row_to_write_in(open_window: Open) -> None:
    window = open_window(SAMPLE)
    rows = indicators(window)
    window.desk.choose_field(FieldRef(rows[0].id, "annual_value"))
    tree(window).setFocus()
    press(Key.Key_Insert)
    new = indicators(window)[1]
    assert new.id not in {n.id for n in rows}
    assert new.value("level1") == rows[0].value("level1")
    assert QApplication.focusWidget() is not tree(window)
    QTest.keyClicks(QApplication.focusWidget(), "new name")
    press(Key.Key_Return)
    assert new.value("level3") == "new name"


def test_accept_alike_shows_the_fields_first_and_is_one_step_of_undo(open_window: Open) -> None:
    window = open_window(SAMPLE)
    review = window.desk.review
    assert review is not None
    groups: dict[tuple[str, str | None], list[FieldRef]] = {}
    for ref in review.doubtful():
        groups.setdefault((ref.key, review.field(ref).value), []).append(ref)
    largest = max(groups.values(), key=len)
    assert len(largest) > 1
    window.desk.choose_field(largest[0])
    review_menu = window.menuBar().actions()[2].menu()
    review_menu.aboutToShow.emit()
    assert str(len(largest)) in window.actions_table["actionAcceptAlike"].text()
    assert str(len(largest)) in window._alike.text()
    tree(window).setFocus()
    press(Key.Key_F12, Mod.ShiftModifier)
    assert all(review.field(ref).status is Status.OPEN for ref in largest), "nothing is accepted that nobody has seen"
    shown = [window.same_bar.list.item(row).text() for row in range(window.same_bar.list.count())]
    assert shown == [place_of(review, ref.node) for ref in largest]
    press(Key.Key_F12, Mod.ShiftModifier)
    assert all(review.field(ref).status is Status.ACCEPTED for ref in largest)
    press(Key.Key_Z, Mod.ControlModifier)
    assert all(review.is_doubtful(ref) for ref in largest)


def test_ctrl_enter_goes_round_the_sources(open_window: Open) -> None:
    names = ("wide.md", "forms.txt", "department.txt")
    window = open_window(*(resource("samples", name) for name in names))
    seen = []
    for _ in range(4):
        assert window.desk.current is not None
        seen.append(window.desk.current.name)
        assert window.current_field() is not None
        press(Key.Key_Return, Mod.ControlModifier, window)
    assert seen == ["wide.md", "forms.txt", "department.txt", "wide.md"]


def test_the_menu_says_what_undo_takes_back(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(SAMPLE)
    undo = window.actions_table["actionUndo"]
    assert not undo.isEnabled()
    plain = undo.text()
    window.actions_table["actionAccept"].trigger()
    assert undo.isEnabled()
    assert len(undo.text()) > len(plain)
    assert undo.shortcut() == QKeySequence("Ctrl+Z")


def test_enter_in_the_field_panel_commits_and_goes_on_in_one_key(open_window: Open) -> None:
    window = open_window(SAMPLE)
    review, first = window.desk.review, window.desk.field
    assert review is not None
    assert first is not None
    second = review.doubtful()[1]
    tree(window).setFocus()
    press(Key.Key_F2)
    write("校对后的值")
    press(Key.Key_Return)
    assert review.field(first).value == "校对后的值"
    assert window.desk.field == second
    press(Key.Key_Return)
    assert review.field(second).status is Status.ACCEPTED
    press(Key.Key_Return, Mod.ShiftModifier)
    assert window.desk.field == second, "the way back is open from the editor too"
    assert review.field(second).status is Status.ACCEPTED


def test_enter_in_a_cell_of_the_tree_commits_and_goes_on_in_one_key(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(SAMPLE)
    review = window.desk.review
    assert review is not None
    row = indicators(window)[0]
    window.desk.choose_field(FieldRef(row.id, "annual_value"))
    tree(window).setFocus()
    press(Key.Key_7)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    QTest.keyClicks(editor, "7")
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: row.value("annual_value") == "77")
    qtbot.waitUntil(lambda: window.desk.field != FieldRef(row.id, "annual_value"))
    assert window.desk.field is not None
    assert review.is_doubtful(window.desk.field)


@pytest.mark.parametrize(("key", "modifiers"), ROW_AND_MARK_KEYS[2:])
def test_keys_while_a_value_is_being_written_stay_in_the_editor(
    open_window: Open, key: Qt.Key, modifiers: Qt.KeyboardModifier
) -> None:
    window = open_window(SAMPLE)
    before = window.review()
    tree(window).setFocus()
    press(Key.Key_F2)
    write("half a val")
    press(key, modifiers)
    assert QApplication.focusWidget() is window.field_panel.editor
    assert window.field_panel.editor.toPlainText() == "half a val"
    press(Key.Key_Escape)
    assert window.review() == before
    assert QApplication.focusWidget() is tree(window), "Esc leads back to the tree"


def test_a_mark_holds_in_the_editor_as_long_as_nothing_is_written(open_window: Open) -> None:
    window = open_window(SAMPLE)
    assert window.desk.review is not None
    ref = FieldRef(indicators(window)[0].id, "annual_value")
    window.desk.choose_field(ref)
    press(Key.Key_F2, on=tree(window))
    press(Key.Key_B, Mod.ControlModifier)
    assert window.desk.review.field(ref).status is Status.BLANK


def test_an_enter_inside_a_composition_commits_nothing(open_window: Open) -> None:
    window = open_window(SAMPLE)
    before, field = window.review(), window.desk.field
    tree(window).setFocus()
    press(Key.Key_F2)
    QApplication.sendEvent(QApplication.focusWidget(), QInputMethodEvent("jiaodui", []))
    press(Key.Key_Return)
    assert window.desk.field == field
    assert window.review() == before


def test_splitting_goes_by_what_is_seen(open_window: Open) -> None:
    window = open_window(SAMPLE)
    row = indicators(window)[0]
    window.desk.choose_field(FieldRef(row.id, "level3"))
    press(Key.Key_F2, on=tree(window))
    write("前一指标后一指标")
    for _ in "后一指标":
        press(Key.Key_Left)
    press(Key.Key_F7)
    assert [node.value("level3") for node in indicators(window)[:2]] == ["前一指标", "后一指标"]
