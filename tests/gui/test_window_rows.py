"""Rows and fields that the extraction lacks are put in by keys alone: tasks, projects before the first, further fields."""

from __future__ import annotations

from collections.abc import Callable

from hands import press, write
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from reviewer.base.resources import resource
from reviewer.model.fields import FieldRef
from reviewer.model.review import Kind, Node
from reviewer.ui.dialogs.field_dialog import FieldDialog
from reviewer.ui.main_window import MainWindow

Open = Callable[..., MainWindow]
Key, Mod = Qt.Key, Qt.KeyboardModifier
WIDE, DEPARTMENT = resource("samples", "wide.md"), resource("samples", "department.txt")


def _soon(holds: Callable[[], bool]) -> bool:
    """Whether something comes true within three seconds."""
    for _ in range(300):
        if holds():
            return True
        QTest.qWait(10)
    return False


def begin(window: MainWindow, node: Node, key: str) -> None:
    window.desk.choose_field(FieldRef(node.id, key))
    window.review_tree.view.setFocus()


def dialog_of(window: MainWindow) -> FieldDialog:
    """The dialog that asks for the name, once it takes the keys."""
    dialog = window.findChild(FieldDialog)
    assert dialog is not None
    assert _soon(lambda: dialog.isAncestorOf(QApplication.focusWidget()))
    return dialog


def of_kind(window: MainWindow, kind: Kind) -> list[Node]:
    assert window.desk.review is not None
    return [node for node in window.desk.review.root.walk() if node.kind is kind]


def test_insert_on_a_task_gives_a_task_and_a_key_gives_the_first_one(open_window: Open) -> None:
    window = open_window(DEPARTMENT)
    before = window.review()
    tasks = of_kind(window, Kind.TASK)
    begin(window, tasks[0], "name")
    press(Key.Key_Insert)
    write("另一项任务")
    press(Key.Key_Return)
    assert [t["name"]["value"] for t in window.review()["entries"][0]["tasks"]][1] == "另一项任务"
    press(Key.Key_Z, Mod.ControlModifier)
    press(Key.Key_Z, Mod.ControlModifier)
    assert window.review() == before

    indicator = of_kind(window, Kind.INDICATOR)[0]
    begin(window, indicator, "level3")
    press(Key.Key_Insert, Mod.AltModifier | Mod.ShiftModifier)
    assert window.desk.node() is not None
    assert window.desk.node().kind is Kind.TASK  # type: ignore[union-attr]
    assert len(of_kind(window, Kind.TASK)) == len(tasks) + 1


def test_a_project_can_be_put_before_the_first(open_window: Open) -> None:
    window = open_window(WIDE)
    review = window.desk.review
    assert review is not None
    begin(window, review.root, "title")
    press(Key.Key_Insert, Mod.AltModifier)
    write("最前面的项目")
    press(Key.Key_Return)
    assert window.review()["entries"][0]["name"]["value"] == "最前面的项目"


def test_a_column_that_was_not_seen_is_added_by_name_and_written_into(open_window: Open) -> None:
    window = open_window(WIDE)
    before = window.review()
    project = of_kind(window, Kind.PROJECT)[0]
    begin(window, project, "name")
    press(Key.Key_I, Mod.ControlModifier)
    dialog = dialog_of(window)
    write("上年结转")
    assert not dialog.money.isChecked()
    press(Key.Key_Tab)
    press(Key.Key_Space)
    assert dialog.money.isChecked()
    press(Key.Key_Return)
    assert _soon(lambda: window.field_panel.isAncestorOf(QApplication.focusWidget()))
    write("12.50")
    press(Key.Key_Return)
    entry = next(e for e in window.review()["entries"] if e["kind"] == "project")
    assert entry["amounts"]["上年结转"]["value"] == "12.50"
    for _ in range(2):
        press(Key.Key_Z, Mod.ControlModifier)
    assert window.review() == before


def test_a_name_that_other_rows_have_is_offered_and_goes_where_it_is_there(open_window: Open) -> None:
    window = open_window(WIDE)
    review = window.desk.review
    assert review is not None
    first, second = of_kind(window, Kind.PROJECT)[:2]
    label = next(iter(first.group("amounts")))
    begin(window, second, "name")
    press(Key.Key_I, Mod.ControlModifier)
    dialog = dialog_of(window)
    assert label not in [dialog.label.itemText(i) for i in range(dialog.label.count())], "the row has it already"
    write(label)
    press(Key.Key_Return)
    assert "已经有" in window.statusBar().currentMessage()
    assert list(second.group("amounts")).count(label) == 1


def test_all_selected_indicators_get_the_column_at_once(open_window: Open) -> None:
    window = open_window(WIDE)
    rows = of_kind(window, Kind.INDICATOR)[:3]
    begin(window, rows[0], "level3")
    for _ in range(2):
        press(Key.Key_Down, Mod.ShiftModifier)
    press(Key.Key_I, Mod.ControlModifier)
    dialog_of(window)
    write("分值")
    press(Key.Key_Return)
    QTest.qWait(20)
    assert all("extra[分值]" in row.fields for row in rows)
    assert _soon(lambda: window.field_panel.isAncestorOf(QApplication.focusWidget()))
    press(Key.Key_Escape)
    press(Key.Key_Z, Mod.ControlModifier)
    assert not any("extra[分值]" in row.fields for row in rows)


def test_the_document_and_tasks_have_no_further_fields_and_that_is_said(open_window: Open) -> None:
    window = open_window(DEPARTMENT)
    begin(window, of_kind(window, Kind.TASK)[0], "name")
    press(Key.Key_I, Mod.ControlModifier)
    assert window.findChild(FieldDialog) is None
    assert window.statusBar().currentMessage().startswith("请先选中")


def test_a_key_makes_another_project_of_the_row_in_hand_and_what_follows_and_asks_for_its_name(
    open_window: Open,
) -> None:
    window = open_window(WIDE)
    before = window.review()
    at, entry = next((at, e) for at, e in enumerate(before["entries"]) if len(e["indicators"]) > 2)
    names = [row["level3"]["value"] for row in entry["indicators"]]
    row = next(n for n in of_kind(window, Kind.INDICATOR) if n.value("level3") == names[1])
    begin(window, row, "level3")
    press(Key.Key_F7, Mod.AltModifier)
    write("另一个项目")
    press(Key.Key_Return)
    entries = window.review()["entries"]
    assert [r["level3"]["value"] for r in entries[at]["indicators"]] == names[:1]
    assert entries[at + 1]["name"]["value"] == "另一个项目"
    assert [r["level3"]["value"] for r in entries[at + 1]["indicators"]] == names[1:]
    press(Key.Key_Z, Mod.ControlModifier)
    press(Key.Key_Z, Mod.ControlModifier)
    assert window.review() == before


def test_a_project_is_not_parted_before_its_first_row_and_it_is_said(open_window: Open) -> None:
    window = open_window(WIDE)
    before = window.review()
    row = next(n for n in of_kind(window, Kind.INDICATOR) if n.index() == 0)
    begin(window, row, "level3")
    press(Key.Key_F7, Mod.AltModifier)
    assert window.review() == before
    assert "前面没有" in window.statusBar().currentMessage()
