"""The hands on the keyboard: from field to field, source to source, pane to pane, and the keys that one has chosen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hands import press, write
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QKeySequence, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from reviewer.base.resources import resource
from reviewer.model.fields import FieldRef
from reviewer.model.review import Kind, Node
from reviewer.ui.dialogs.field_dialog import FieldDialog
from reviewer.ui.dialogs.keys_page import KeysPage
from reviewer.ui.dialogs.record_dialog import RecordDialog
from reviewer.ui.dialogs.settings_dialog import SettingsDialog
from reviewer.ui.key_choice import why_not
from reviewer.ui.main_window import MainWindow
from reviewer.ui.source.claims import claims_menu

Open = Callable[..., MainWindow]
Key, Mod = Qt.Key, Qt.KeyboardModifier
WIDE, FORMS = resource("samples", "wide.md"), resource("samples", "forms.txt")


def indicators(window: MainWindow) -> list[Node]:
    assert window.desk.review is not None
    return [node for node in window.desk.review.root.walk() if node.kind is Kind.INDICATOR]


def mark(window: MainWindow, text: str) -> None:
    """Mark a text in the original."""
    view = window.source_view.view
    view.moveCursor(QTextCursor.MoveOperation.Start)
    assert view.find_text(text)


# -- from field to field ----------------------------------------------------------------------------------------------


def test_enter_goes_over_to_the_next_source_and_back_again(open_window: Open) -> None:
    window = open_window(WIDE, FORMS)
    first, second = window.desk.sources
    assert first.review is not None
    assert second.review is not None
    window.review_tree.view.setFocus()
    came = []
    while first.review.doubtful():
        assert window.desk.current is first
        came.append(window.desk.field)
        press(Key.Key_Return)
    assert len(came) == len(set(came))
    assert window.desk.current is second
    assert window.desk.field == second.review.doubtful()[0]
    assert "forms.txt" in window.statusBar().currentMessage()
    press(Key.Key_Return, Mod.ShiftModifier)
    assert (window.desk.current, window.desk.field) == (first, came[-1])


def test_tab_walks_every_field_in_document_order_and_back(open_window: Open) -> None:
    window = open_window(FORMS)
    review = window.desk.review
    assert review is not None
    order = list(review.refs())
    window.desk.choose_field(order[0])
    window.review_tree.view.setFocus()
    for ref in order[1:]:
        press(Key.Key_Tab)
        assert window.desk.field == ref
    press(Key.Key_Tab)
    assert window.desk.field == order[0], "round the end"
    press(Key.Key_Backtab, Mod.ShiftModifier)
    assert window.desk.field == order[-1]


def test_tab_enters_what_was_written_in_panel_and_cell(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(WIDE)
    row = indicators(window)[0]
    window.desk.choose_field(FieldRef(row.id, "level3"))
    window.review_tree.view.setFocus()
    press(Key.Key_F2)
    write("写在面板里")
    press(Key.Key_Tab)
    assert row.value("level3") == "写在面板里"
    assert window.desk.field == FieldRef(row.id, "period_value")
    window.desk.choose_field(FieldRef(row.id, "annual_value"))
    window.review_tree.view.setFocus()
    press(Key.Key_9)
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    press(Key.Key_Tab)
    qtbot.waitUntil(lambda: row.value("annual_value") == "9")
    assert window.desk.field != FieldRef(row.id, "annual_value")


def test_f6_goes_round_the_panes_and_tab_walks_the_fields_from_all_of_them(open_window: Open) -> None:
    window = open_window(WIDE, FORMS)
    window.review_tree.view.setFocus()
    seen = []
    for _ in range(4):
        press(Key.Key_F6)
        seen.append(QApplication.focusWidget())
    assert window.field_panel.editor in seen
    assert window.source_view.view in seen
    review = window.desk.review
    assert review is not None
    order = list(review.refs())
    for pane in (window.source_view.view, window.document_list.list):
        window.desk.choose_field(order[0])
        pane.setFocus()
        press(Key.Key_Tab)
        assert window.desk.field == order[1]
        assert QApplication.focusWidget() is window.review_tree.view, "where the field is that came to hand"
    press(Key.Key_Tab, Mod.ControlModifier)
    assert QApplication.focusWidget() is not window.review_tree.view, "Ctrl+Tab reaches every other control"
    assert window.desk.field == order[1]


def test_ctrl_tab_goes_round_all_controls_and_back(open_window: Open) -> None:
    window = open_window(WIDE, FORMS)
    window.message_bar.say("校对记录里还没有校对人的姓名。", [("填写姓名…", lambda: None)])
    tree = window.review_tree.view
    tree.setFocus()

    def round_trip(modifiers: Qt.KeyboardModifier) -> list[QWidget]:
        seen = []
        for _ in range(40):
            press(Key.Key_Tab, modifiers)
            seen.append(QApplication.focusWidget())
            if seen[-1] is tree:
                break
        return seen

    there = round_trip(Mod.ControlModifier)
    assert there[-1] is tree, "and comes round"
    (button,) = (each for each in window.message_bar.findChildren(QPushButton) if each.text() == "填写姓名…")
    for widget in (window.field_panel.editor, window.source_view.view, window.document_list.list, button):
        assert widget in there
    assert len(set(there)) == len(there) > 8
    assert round_trip(Mod.ControlModifier | Mod.ShiftModifier)[:-1] == there[:-1][::-1]


# -- from the original ------------------------------------------------------------------------------------------------


def test_a_double_click_keeps_the_field_in_hand_and_says_what_the_fill_key_does(open_window: Open) -> None:
    window = open_window(WIDE)
    review, view = window.desk.review, window.source_view.view
    assert review is not None
    row, other = indicators(window)[0], indicators(window)[1]
    ref = FieldRef(row.id, "annual_value")
    window.desk.choose_field(ref)
    span = review.field(FieldRef(other.id, "level3")).spans[0]
    cursor = QTextCursor(view.document())
    cursor.setPosition(view._map.to_qt(span)[0])
    view.setTextCursor(cursor)
    view.centerCursor()
    at = view.cursorRect(cursor).center()
    at.setX(at.x() + 4)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert window.desk.field == FieldRef(other.id, "level3")
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert window.desk.field == ref
    assert "F9" in window.statusBar().currentMessage()
    press(Key.Key_F9)
    assert review.field(ref).value == other.value("level3")
    assert review.field(ref).spans == (span,)
    assert window.source_view._in_frame == (span,), "the frame goes where the value now stands"


@pytest.mark.qt_log_ignore("raise|grabbing|propagateSizeHints", extend=True)
def test_several_claims_are_listed_and_chosen_by_key(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(FORMS)
    review = window.desk.review
    assert review is not None
    shared: dict[object, list[FieldRef]] = {}
    for ref in review.refs():
        shared.setdefault(review.field(ref).spans, []).append(ref)
    refs = next(refs for spans, refs in shared.items() if spans and len(refs) > 1)
    window.desk.choose_field(refs[0])
    window.actions_table["actionFieldsHere"].trigger()
    menu = window.source_view.findChild(QWidget, "claimsMenu")
    assert menu is not None
    assert len(menu.actions()) >= len(refs)
    menu.close()
    menu = claims_menu(window.desk, refs, window)
    menu.actions()[1].trigger()
    assert window.desk.field == refs[1]


def test_read_again_puts_the_row_back_where_it_was(open_window: Open) -> None:
    window = open_window(WIDE)
    review = window.desk.review
    assert review is not None
    row = indicators(window)[2]
    entry = row.entry()
    assert entry is not None
    name, value, place = row.value("level3"), row.value("annual_value"), row.index()
    spans = [s for f in ("level1_code", "level1", "level2", "level3", "annual_value") for s in row.fields[f].spans]
    text = review.source.pages[0].text[min(s.start for s in spans) : max(s.end for s in spans)]
    window.desk.choose_field(FieldRef(row.id, "level3"))
    window.actions_table["actionDelete"].trigger()
    before = len(indicators(window))
    mark(window, text)
    window.actions_table["actionReadIndicator"].trigger()
    assert len(indicators(window)) == before + 1
    new = entry.children[place]
    assert (new.value("level3"), new.value("annual_value"), new.value("level1")) == (name, value, row.value("level1"))
    window.actions_table["actionReadIndicator"].trigger()
    assert len(indicators(window)) == before + 1, "read twice, it stands once"
    window.actions_table["actionUndo"].trigger()
    window.actions_table["actionUndo"].trigger()
    assert len(indicators(window)) == before


# -- rows -------------------------------------------------------------------------------------------------------------


def test_text_goes_to_the_neighbour_with_its_place(open_window: Open) -> None:
    window = open_window(WIDE)
    review = window.desk.review
    assert review is not None
    row = indicators(window)[0]
    name, value = row.value("level3") or "", row.value("period_value") or ""
    window.desk.choose_field(FieldRef(row.id, "level3"))
    window.review_tree.view.setFocus()
    press(Key.Key_F2)
    cursor = window.field_panel.editor.textCursor()
    cursor.setPosition(4)
    window.field_panel.editor.setTextCursor(cursor)
    press(Key.Key_Right, Mod.AltModifier)
    assert (row.value("level3"), row.value("period_value")) == (name[:4], name[4:] + value)
    spans = row.fields["period_value"].spans
    assert review.source.text(spans).replace(" ", "") == name[4:] + value
    press(Key.Key_Z, Mod.ControlModifier)
    assert (row.value("level3"), row.value("period_value")) == (name, value)


def test_several_rows_are_duplicated_merged_and_made_a_kind_in_one_step(open_window: Open) -> None:
    window = open_window(WIDE)
    review = window.desk.review
    assert review is not None
    entry = next(e for e in review.entries if len(e.children) > 3)
    whole = review.root.data()
    rows = entry.children[:3]
    window.desk.choose_field(FieldRef(rows[0].id, "level3"))
    window.desk.selected = [row.id for row in rows]
    window.actions_table["actionDuplicate"].trigger()
    names = [row.value("level3") for row in rows]
    assert [child.value("level3") for child in entry.children[:6]] == names * 2
    window.actions_table["actionUndo"].trigger()
    assert review.root.data() == whole
    window.desk.selected = [row.id for row in rows]
    window.actions_table["actionMergeNext"].trigger()
    assert entry.children[0].value("level3") == "".join(name or "" for name in names)
    window.actions_table["actionUndo"].trigger()
    window.desk.selected = [entry.id]
    window.desk.choose_field(FieldRef(entry.id, "name"))
    window.review_tree.view.setFocus()
    press(Key.Key_2, Mod.ControlModifier)
    assert entry.kind is Kind.UNIT
    window.actions_table["actionUndo"].trigger()
    assert review.root.data() == whole


# -- keys -------------------------------------------------------------------------------------------------------------


def test_a_key_can_be_changed_and_the_one_who_had_it_loses_it(open_window: Open) -> None:
    window = open_window(WIDE)
    dialog = SettingsDialog(window.settings, window, window._keys.pages())
    page = dialog.findChild(KeysPage, "keysPage")
    assert page is not None
    page.choose("actionDitto")
    page.editor.setKeySequence(QKeySequence("X"))
    page.set_button.click()
    assert page.said.text(), "a bare letter is for writing"
    assert page.chosen() == {}
    page.editor.setKeySequence(QKeySequence("Ctrl+B"))
    page.set_button.click()
    assert page.keys["actionDitto"] == ("Ctrl+B",)
    assert page.keys["actionMarkBlank"] == ()
    assert page.said.text()
    dialog.accept()
    assert window.actions_table["actionDitto"].shortcut() == QKeySequence("Ctrl+B")
    first, second = indicators(window)[:2]
    window.desk.choose_field(FieldRef(second.id, "annual_value"))
    window.review_tree.view.setFocus()
    press(Key.Key_B, Mod.ControlModifier)
    assert second.value("annual_value") == first.value("annual_value")
    window.close()
    again = open_window(WIDE)
    assert again.actions_table["actionDitto"].shortcut() == QKeySequence("Ctrl+B")
    assert again.actions_table["actionMarkBlank"].shortcuts() == []
    page = KeysPage(again._keys.rows(), again.settings.own_keys)
    page.reset_all_button.click()
    assert page.chosen() == {}


@pytest.mark.parametrize("key", ["A", "Shift+A", "1", "Space", "Left", "Ctrl+C", "Esc", "Backspace", ""])
def test_no_action_can_have_a_key_that_writing_needs(qapp: object, key: str) -> None:
    assert why_not(key)


@pytest.mark.parametrize("key", ["F5", "Ctrl+K", "Alt+A", "Tab", "Ins", "Ctrl+Shift+Return", "Enter"])
def test_other_keys_are_free(qapp: object, key: str) -> None:
    assert why_not(key) == ""


def test_the_sheet_of_keys_shows_the_keys_in_force(open_window: Open) -> None:
    window = open_window(WIDE)
    window.actions_table.use_keys({"actionDitto": ("Ctrl+K",)})
    window.review_tree.view.setFocus()
    press(Key.Key_F1)
    sheet = window.findChild(QDialog, "keySheet")
    assert sheet is not None
    sheet.filter.setText("Ctrl+K")
    menus = [sheet.tree.topLevelItem(i) for i in range(sheet.tree.topLevelItemCount())]
    shown = [m.child(i).text(1) for m in menus for i in range(m.childCount()) if not m.child(i).isHidden()]
    assert shown == ["Ctrl+K"]
    sheet.close()


# -- the input method -------------------------------------------------------------------------------------------------


def editors(window: MainWindow) -> dict[str, Callable[[], QWidget]]:
    """Every place where text is written, opened."""

    def panel() -> QWidget:
        window.actions_table["actionEdit"].trigger()
        return window.field_panel.editor

    def cell() -> QWidget:
        window.desk.choose_field(FieldRef(indicators(window)[0].id, "annual_value"))
        window.review_tree.edit_current()
        return QApplication.focusWidget()

    def replace() -> QWidget:
        window.actions_table["actionReplace"].trigger()
        return window.learning._replacing.put

    def find() -> QWidget:
        window.actions_table["actionFind"].trigger()
        return window.find_bar.edit

    def settings(place: int) -> QWidget:
        dialog = SettingsDialog(window.settings, window, window._keys.pages())
        dialog.show()
        dialog.tabs.setCurrentIndex(place)
        page = dialog.tabs.widget(place)
        return dialog.reviewer_name if place == 0 else page.filter if place == 1 else page.printed

    def sheet() -> QWidget:
        window.actions_table["actionKeys"].trigger()
        return window.findChild(QDialog, "keySheet").filter

    def record() -> QWidget:
        window.actions_table["actionRecord"].trigger()
        return window.findChild(RecordDialog).search

    def name() -> QWidget:
        window.actions_table["actionAddField"].trigger()
        return window.findChild(FieldDialog).label

    def issues() -> QWidget:
        window._issues.fold(False)
        return window.issue_list._text

    return {
        "record": record, "label": name, "issues": issues,
        "panel": panel, "cell": cell, "filter": lambda: window.review_tree._text, "find": find, "replace": replace,
        "name": lambda: settings(0), "keys": lambda: settings(1), "word": lambda: settings(2), "sheet": sheet,
    }  # fmt: skip


@pytest.mark.parametrize("place", [
    "panel", "cell", "filter", "find", "replace", "name", "keys", "word", "sheet", "record", "label", "issues",
])  # fmt: skip
def test_keys_of_a_composition_do_nothing_else_in_any_editor(open_window: Open, place: str, qtbot: QtBot) -> None:
    window = open_window(WIDE)
    before = window.review()
    window.desk.choose_field(FieldRef(indicators(window)[0].id, "annual_value"))
    field = window.desk.field
    editor = editors(window)[place]()
    editor.window().activateWindow()
    editor.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is editor)
    QApplication.sendEvent(editor, QInputMethodEvent("zhibiao", []))
    for key in (Key.Key_Return, Key.Key_Enter, Key.Key_Tab, Key.Key_Delete, Key.Key_Escape, Key.Key_F8):
        QTest.keyClick(editor, key)
        assert QApplication.focusWidget() is editor, key
        assert editor.window().isVisible(), key
    assert window.review() == before
    assert window.desk.field == field
    done = QInputMethodEvent()
    done.setCommitString("指标")
    QApplication.sendEvent(editor, done)
    if isinstance(editor, QComboBox):
        text = editor.currentText()
    else:
        text = editor.text() if isinstance(editor, QLineEdit) else editor.toPlainText()
    assert "指标" in text
    assert "zhibiao" not in text
    if editor.window() is not window:
        editor.window().close()


# -- marking words without a mouse --------------------------------------------------------------------------------------


@pytest.mark.parametrize("sample", ["wide.md", "workbook.xlsx"])
def test_words_are_marked_by_keys_from_the_field_in_hand_on(open_window: Open, sample: str) -> None:
    window = open_window(resource("samples", sample))
    review = window.desk.review
    assert review is not None
    row = indicators(window)[3]
    name = row.value("level3") or ""
    window.desk.choose_field(FieldRef(row.id, "level3"))
    window.review_tree.view.setFocus()
    press(Key.Key_F6, Mod.ShiftModifier)
    press(Key.Key_Left, Mod.ShiftModifier)
    assert window.source_view.selected_spans()[0] == name[:-1]
    press(Key.Key_F9)
    assert row.value("level3") == name[:-1]
    press(Key.Key_Right, Mod.ShiftModifier)
    press(Key.Key_F9)
    assert row.value("level3") == name
    assert review.field(FieldRef(row.id, "level3")).spans


def test_the_last_doubtful_field_names_the_key_that_exports_now(open_window: Open) -> None:
    window = open_window(FORMS)
    review = window.desk.review
    assert review is not None
    for keys, said in ((("Ctrl+K",), "Ctrl+K"), ((), "已没有待核字段")):
        window.actions_table.use_keys({"actionExportExcel": keys})
        for ref in review.doubtful():
            window.desk.choose_field(ref)
            window.reviewing.accept()
        window.reviewing.next_doubtful()
        assert said in window.statusBar().currentMessage()
        assert "Ctrl+E" not in window.statusBar().currentMessage()


@pytest.mark.parametrize("key", ["name", "goal"])
def test_letters_sent_to_the_tree_one_after_the_other_are_one_text(open_window: Open, key: str) -> None:
    """As a script or a slow focus sends them; `name` has a cell of its own, `goal` is written in the panel."""
    window = open_window(FORMS)
    assert window.desk.review is not None
    project = next(entry for entry in window.desk.review.entries if entry.kind is Kind.PROJECT)
    window.desk.choose_field(FieldRef(project.id, key))
    window.review_tree.view.setFocus()
    QTest.keyClicks(window.review_tree.view, "abc")
    press(Key.Key_Return)
    QApplication.processEvents()
    assert project.value(key) == "abc"
