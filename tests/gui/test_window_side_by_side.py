"""Fields of one kind side by side, at the real window: by key, over one source or all, with one undo."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer.base.resources import resource
from reviewer.model.fields import Status
from reviewer.ui.dialogs.group_dialog import GroupDialog
from reviewer.ui.main_window import MainWindow

Open = Callable[..., MainWindow]
WIDE, FORMS = resource("samples", "wide.md"), resource("samples", "forms.txt")
Key = Qt.Key


def opened(window: MainWindow, qtbot: QtBot, key: str) -> GroupDialog:
    window.actions_table["actionSideBySide"].trigger()
    dialog = window.findChild(GroupDialog)
    assert dialog is not None
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.kind.setCurrentIndex(dialog.kind.findData(key))
    dialog.table.setFocus()
    return dialog


def press(dialog: GroupDialog, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    assert QApplication.focusWidget() is not None
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def test_alike_values_are_accepted_together_by_key_and_taken_back_by_one_undo(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(WIDE)
    review = window.desk.review
    assert review is not None
    dialog = opened(window, qtbot, "level2")
    row = next(place for place, (group, _) in enumerate(dialog.rows.rows) if len(group.members) > 4)
    group = dialog.rows.rows[row][0]
    refs = [member.ref for member in group.members]
    dialog.take_row(row)
    dialog._same.click()
    assert len(dialog.table.selectionModel().selectedRows()) == len(refs)
    press(dialog, Key.Key_Return)
    assert {review.field(ref).status for ref in refs} == {Status.ACCEPTED}
    dialog._undo.click()
    assert {review.field(ref).status for ref in refs} == {Status.OPEN}
    assert not dialog._undo.isEnabled()
    dialog.close()


def test_it_begins_at_the_field_in_hand_and_for_another_kind_at_the_first(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(WIDE)
    review = window.desk.review
    assert review is not None
    last = [ref for ref in review.refs() if ref.key == "level3"][-1]
    window.desk.choose_field(last)
    dialog = opened(window, qtbot, "level3")
    row = dialog.table.currentIndex().row()
    assert row > 0
    assert dialog.rows.rows[row][1].ref == last
    assert dialog.table.viewport().rect().contains(dialog.table.visualRect(dialog.table.currentIndex()).center())
    dialog.kind.setCurrentIndex(dialog.kind.findData("level2"))
    assert dialog.table.currentIndex().row() == 0
    dialog.close()


def test_the_value_in_hand_is_as_clear_as_the_rest_of_its_row(open_window: Open, qtbot: QtBot) -> None:
    dialog = opened(open_window(WIDE), qtbot, "level2")
    dialog.take_row(2)
    QApplication.processEvents()
    picture = dialog.table.viewport().grab().toImage()
    current = dialog.table.currentIndex()
    edges = [
        dialog.table.visualRect(current.siblingAtColumn(column)) for column in (current.column(), current.column() + 1)
    ]
    grounds = [picture.pixelColor(box.right() - 4, box.top() + 3).name() for box in edges]
    assert grounds[0] == grounds[1]
    dialog.close()


def test_what_is_selected_in_two_sources_is_corrected_at_once_and_taken_back_in_both(
    open_window: Open, qtbot: QtBot
) -> None:
    window = open_window(WIDE, FORMS)
    dialog = opened(window, qtbot, "level2")
    assert len({member.review for _, member in dialog.rows.rows}) == 1
    dialog.scope.setCurrentIndex(1)
    place = {member.review: row for row, (_, member) in enumerate(dialog.rows.rows)}
    assert len(place) == 2
    chosen = [dialog.rows.rows[row][1] for row in place.values()]
    fields = [(window.desk.sources[member.review].review, member.ref) for member in chosen]
    before = [review.field(ref).value for review, ref in fields if review is not None]
    model = dialog.table.selectionModel()
    model.clearSelection()
    for row in place.values():
        model.select(dialog.rows.index(row, 0), model.SelectionFlag.Select | model.SelectionFlag.Rows)
    press(dialog, Key.Key_F2)
    assert QApplication.focusWidget() is dialog.value
    dialog.value.setText("9-新值")
    press(dialog, Key.Key_Return)
    assert [review.field(ref).value for review, ref in fields if review is not None] == ["9-新值"] * 2
    assert [s.history.next_undo.name for s in window.desk.sources if s.history and s.history.next_undo] == [
        "correct_group"
    ] * 2
    dialog.undo()
    assert [review.field(ref).value for review, ref in fields if review is not None] == before
    dialog.close()


def test_a_row_opens_its_field_in_the_window_and_odd_ones_can_be_had_alone(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(WIDE, FORMS)
    dialog = opened(window, qtbot, "level2")
    dialog.scope.setCurrentIndex(1)
    row = next(place for place, (_, member) in enumerate(dialog.rows.rows) if member.review == 1)
    ref = dialog.rows.rows[row][1].ref
    dialog.take_row(row)
    press(dialog, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert window.desk.current is window.desk.sources[1]
    assert window.desk.field == ref
    dialog.which.setCurrentIndex(2)
    assert all(member.is_doubtful for _, member in dialog.rows.rows)
    shown = dialog.rows.index(0, 3).data() if dialog.rows.rows else ""
    assert shown, "the place in the original stands beside the value"
    dialog.close()


def test_undo_here_takes_nothing_back_that_was_done_elsewhere_since(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(WIDE)
    dialog = opened(window, qtbot, "level2")
    dialog.take_row(0)
    dialog.accept_chosen()
    window.activateWindow()
    window.actions_table["actionAccept"].trigger()
    history = window.desk.history
    assert history is not None
    last = history.next_undo
    dialog.undo()
    assert history.next_undo is last
    assert "没有撤销" in window.statusBar().currentMessage()
    dialog.close()


def test_a_closed_list_is_no_longer_told_what_changes(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(WIDE)
    dialog = opened(window, qtbot, "level2")
    with qtbot.waitSignal(dialog.destroyed):
        dialog.close()
    review = window.desk.review
    assert review is not None
    ref = review.doubtful()[0]
    with qtbot.captureExceptions() as mistakes:
        window.actions_table["actionAccept"].trigger()
    assert review.field(ref).status is Status.ACCEPTED
    assert mistakes == []
