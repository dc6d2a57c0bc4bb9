"""The field panel: what is typed is kept once, in the right field, and never while an input method composes."""

from __future__ import annotations

import pytest
from panes_desk import desk_with_review, named, put_on, ref_of, review_of, source_of
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QInputMethodEvent, QPalette, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from reviewer.model import acts
from reviewer.model.fields import FieldRef, Status, read_field
from reviewer.model.review import Kind, NodeData, Review
from reviewer.ui.desk import Desk
from reviewer.ui.panels import FieldPanel
from reviewer.ui.theme import data_colours

_ENTER = [Qt.Key.Key_Return, Qt.Key.Key_Enter]


def shown(qtbot: QtBot, desk: Desk) -> FieldPanel:
    panel = FieldPanel(desk)
    qtbot.addWidget(panel)
    panel.resize(520, 320)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    return panel


def write(panel: FieldPanel, text: str) -> None:
    """Type over the value, as after F2."""
    panel.edit_current()
    QTest.keyClicks(panel.editor, text) if text.isascii() else panel.editor.insertPlainText(text)


def rows(panel: FieldPanel) -> dict[str, tuple[str, str, str]]:
    """The row in hand as the panel shows it: label → (sign, value, how sure)."""
    table = panel.table
    found = {}
    for row in range(table.rowCount()):
        sign, label, value, sure = (table.item(row, column).text() for column in range(4))
        found[label] = (sign, value, sure)
    return found


def test_the_panel_shows_every_field_of_the_row_in_hand(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    panel = shown(qtbot, desk)
    desk.choose_field(ref_of(review, "举办培训", "annual_value"))
    found = rows(panel)
    assert list(found) == ["一级指标", "二级指标", "三级指标", "实施周期指标值", "年度指标值"]
    assert found["年度指标值"] == ("⚠", "至少1场", "62%")
    assert found["实施周期指标值"] == ("", "至少3场", "99.9%")
    assert panel.editor.toPlainText() == "至少1场"
    desk.choose_field(ref_of(review, "普法工作经费", "goal"))  # a row of another shape
    assert list(rows(panel)) == ["名称", "总计", "绩效目标"]
    assert panel.editor.toPlainText() == "开展普法宣传"


def test_why_a_field_is_doubtful_stands_in_words_with_its_place_in_the_original(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    panel = shown(qtbot, desk)
    ref = ref_of(review, "举办培训", "annual_value")
    desk.choose_field(ref)
    assert review.reasons(ref)
    assert all(reason.text() in panel._reasons.text() for reason in review.reasons(ref))
    assert "<b>至少1场</b>" in panel._snippet.text()
    assert "年度指标值:" in panel._snippet.text()
    desk.choose_field(ref_of(review, "举办培训", "level3"))
    assert not panel._reasons.isVisible()


def test_a_doubtful_field_says_at_least_that_it_is_uncertain(qtbot: QtBot) -> None:
    source = source_of()
    fields = (("name", read_field("甲", confidence=0.993, flagged=True)), ("goal", read_field("乙")))
    review = Review(source, NodeData(1, Kind.DOCUMENT, (), (NodeData(2, Kind.PROJECT, fields),)))
    desk = Desk()
    put_on(desk, source, review)
    panel = shown(qtbot, desk)
    desk.choose_field(FieldRef(2, "name"))
    assert "把握不大" in panel._reasons.text()
    assert rows(panel)["名称"] == ("⚠", "甲", "99.3%")  # not as sure as a field that is sure
    desk.choose_field(FieldRef(2, "goal"))
    assert not panel._reasons.text()


@pytest.mark.parametrize("key", _ENTER)
def test_enter_commits_and_says_so(qtbot: QtBot, key: Qt.Key) -> None:
    desk, review = desk_with_review()
    panel = shown(qtbot, desk)
    ref = ref_of(review, "举办培训", "annual_value")
    desk.choose_field(ref)
    write(panel, "至少2场")
    with qtbot.waitSignal(panel.committed, timeout=1000):
        QTest.keyClick(panel.editor, key)
    assert (review.field(ref).value, review.field(ref).status) == ("至少2场", Status.EDITED)
    assert rows(panel)["年度指标值"][:2] == ("✎", "至少2场")


def test_enter_on_an_untouched_value_accepts_it(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    panel = shown(qtbot, desk)
    ref = ref_of(review, "举办培训", "annual_value")
    desk.choose_field(ref)
    panel.edit_current()
    QTest.keyClick(panel.editor, Qt.Key.Key_Return)
    assert (review.field(ref).value, review.field(ref).status) == ("至少1场", Status.ACCEPTED)


@pytest.mark.parametrize("key", [*_ENTER, Qt.Key.Key_Escape])
def test_a_key_that_ends_a_composition_commits_nothing(qtbot: QtBot, key: Qt.Key) -> None:
    desk, review = desk_with_review()
    panel = shown(qtbot, desk)
    ref = ref_of(review, "举办培训", "annual_value")
    desk.choose_field(ref)
    committed: list[bool] = []
    panel.committed.connect(lambda: committed.append(True))
    panel.edit_current()
    QApplication.sendEvent(panel.editor, QInputMethodEvent("liang chang", []))
    QTest.keyClick(panel.editor, key)
    assert not committed
    assert desk.history is not None
    assert not desk.history.can_undo
    ended = QInputMethodEvent("", [])
    ended.setCommitString("两场")
    QApplication.sendEvent(panel.editor, ended)
    QTest.keyClick(panel.editor, Qt.Key.Key_Return)
    assert committed == [True]
    assert review.field(ref).value == "两场"


def test_escape_takes_back_what_was_typed(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    panel = shown(qtbot, desk)
    desk.choose_field(ref_of(review, "举办培训", "annual_value"))
    write(panel, "12345")
    QTest.keyClick(panel.editor, Qt.Key.Key_Escape)
    assert panel.editor.toPlainText() == "至少1场"
    desk.choose_field(ref_of(review, "举办培训", "level3"))
    assert desk.history is not None
    assert not desk.history.can_undo


def test_leaving_for_another_widget_keeps_what_was_typed(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    panel = shown(qtbot, desk)
    other = QLineEdit(panel)
    other.show()
    ref = ref_of(review, "举办培训", "annual_value")
    desk.choose_field(ref)
    write(panel, "7")
    other.setFocus()
    assert review.field(ref).value == "7"
    assert desk.field == ref


def test_leaving_untouched_changes_nothing_whatever_the_value_looks_like(qtbot: QtBot) -> None:
    source = source_of()
    odd = (("name", read_field("上\n下  中 ")), ("goal", read_field("好")))
    review = Review(source, NodeData(1, Kind.DOCUMENT, (), (NodeData(2, Kind.PROJECT, odd),)))
    desk = Desk()
    put_on(desk, source, review)
    panel = shown(qtbot, desk)
    desk.choose_field(FieldRef(2, "name"))
    panel.edit_current()
    desk.choose_field(FieldRef(2, "goal"))
    desk.choose_field(FieldRef(2, "name"))
    QTest.keyClick(panel.editor, Qt.Key.Key_Return)
    assert review.field(FieldRef(2, "name")).value == "上\n下  中 "


def test_going_to_another_field_by_key_keeps_what_was_typed_and_goes_there(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    panel = shown(qtbot, desk)
    ref = ref_of(review, "举办培训", "annual_value")
    desk.choose_field(ref)
    write(panel, "8")
    desk.step_doubtful(1)
    assert review.field(ref).value == "8"
    assert desk.field == ref_of(review, "化解𠮷事", "period_value")
    assert panel.editor.toPlainText() == "不少于95%"


def test_what_was_typed_stays_in_its_own_source_when_another_comes_to_hand(qtbot: QtBot) -> None:
    """Both reviews have a node of the same number: a text must not go over into the other document."""
    desk, review = desk_with_review()
    source = source_of()
    second = review_of(source)
    other = put_on(desk, source, second, "二.txt")
    panel = shown(qtbot, desk)
    ref = ref_of(review, "举办培训", "annual_value")
    desk.choose_field(ref)
    write(panel, "9")
    desk.choose(other)
    assert second.field(ref).value == "至少1场"
    assert review.field(ref).value == "9"
    assert desk.current is other
    desk.choose(desk.sources[0])
    desk.undo()
    assert review.field(ref).value == "至少1场"


def test_a_report_of_a_background_job_does_not_wipe_what_is_typed(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    panel = shown(qtbot, desk)
    desk.choose_field(ref_of(review, "举办培训", "annual_value"))
    write(panel, "10")
    assert desk.current is not None
    desk.updated(desk.current)
    assert panel.editor.toPlainText() == "10"


def test_a_row_that_comes_back_is_the_one_in_hand(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    for names, key in (["化解𠮷事"], "level3"), (["举办培训", "化解𠮷事"], "level3"), (["普法工作经费"], "name"):
        gone = [named(review, name) for name in names]
        desk.do(acts.delete(review, gone))
        desk.choose_field(None)
        desk.undo()
        assert desk.field == FieldRef(gone[0].id, key)


def test_undo_shows_the_old_value(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    panel = shown(qtbot, desk)
    ref = ref_of(review, "举办培训", "annual_value")
    desk.choose_field(ref)
    write(panel, "11")
    QTest.keyClick(panel.editor, Qt.Key.Key_Return)
    desk.undo()
    assert panel.editor.toPlainText() == "至少1场"
    assert rows(panel)["年度指标值"][0] == "⚠"


def test_a_line_break_that_is_pasted_is_joined_as_a_wrap_in_the_original_is(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    panel = shown(qtbot, desk)
    ref = ref_of(review, "普法工作经费", "goal")
    desk.choose_field(ref)
    write(panel, "开展\n  宣传")
    QTest.keyClick(panel.editor, Qt.Key.Key_Return)
    assert review.field(ref).value == "开展宣传"


def test_an_emptied_value_is_none(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    panel = shown(qtbot, desk)
    ref = ref_of(review, "举办培训", "annual_value")
    desk.choose_field(ref)
    panel.edit_current()
    QTest.keyClick(panel.editor, Qt.Key.Key_Delete)
    QTest.keyClick(panel.editor, Qt.Key.Key_Return)
    assert (review.field(ref).value, review.field(ref).status) == (None, Status.EDITED)


def test_the_cursor_is_counted_in_characters_not_in_units(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    panel = shown(qtbot, desk)
    desk.choose_field(ref_of(review, "调解工作经费", "goal"))
    value = "化解𠮷庆街道纠纷"
    panel.edit_current(select_all=False)
    assert panel.cursor_position() == len(value)
    cursor = panel.editor.textCursor()
    for expected in range(len(value)):
        cursor.setPosition(0)
        for _ in range(expected):
            cursor.movePosition(QTextCursor.MoveOperation.NextCharacter)
        panel.editor.setTextCursor(cursor)
        assert panel.cursor_position() == expected


def test_a_long_value_is_read_whole_in_the_editor(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    panel = shown(qtbot, desk)
    goal = ref_of(review, "普法工作经费", "goal")
    low = panel.editor.height()
    desk.do(acts.set_value(review, goal, "开展普法宣传，" * 25))
    desk.choose_field(goal)
    QApplication.processEvents()
    assert panel.editor.height() > low
    assert not panel.editor.verticalScrollBar().isVisible()
    desk.do(acts.set_value(review, goal, "开展普法宣传，" * 2000))
    assert panel.editor.height() < panel.height() / 2
    assert panel.table.height() > 40
    desk.choose_field(ref_of(review, "举办培训", "annual_value"))
    assert panel.editor.height() <= low


def test_the_row_of_the_field_in_hand_is_in_sight(qtbot: QtBot) -> None:
    source = source_of()
    fields = {"name": "甲", **{f"attributes[属性{n}]": "乙" for n in range(8)}, "goal": "开展普法宣传，" * 25}
    entry = NodeData(2, Kind.PROJECT, tuple((key, read_field(value)) for key, value in fields.items()))
    review = Review(source, NodeData(1, Kind.DOCUMENT, (), (entry,)))
    desk = Desk()
    put_on(desk, source, review)
    panel = shown(qtbot, desk)
    panel.resize(520, 270)
    for key in ("name", "goal", "attributes[属性4]", "name", "goal"):
        desk.choose_field(FieldRef(2, key))
        QApplication.processEvents()
        box = panel.table.visualItemRect(panel.table.item(panel.table.refs.index(FieldRef(2, key)), 1))
        assert panel.table.viewport().rect().contains(box.center()), key


def test_an_empty_value_says_so(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    panel = shown(qtbot, desk)
    ref = ref_of(review, "举办培训", "annual_value")
    desk.choose_field(ref)
    desk.do(acts.mark_blank(review, ref))
    assert panel.editor.toPlainText() == ""
    assert panel.editor.placeholderText() == "空"


def test_a_printed_label_is_no_markup(qtbot: QtBot) -> None:
    source = source_of()
    fields = (("name", read_field("甲")), ("attributes[<b>属性</b>]", read_field("<i>乙</i>")))
    review = Review(source, NodeData(1, Kind.DOCUMENT, (), (NodeData(2, Kind.PROJECT, fields),)))
    desk = Desk()
    put_on(desk, source, review)
    panel = shown(qtbot, desk)
    desk.choose_field(FieldRef(2, "attributes[<b>属性</b>]"))
    assert panel._label.textFormat() is Qt.TextFormat.PlainText
    desk.do(acts.set_value(review, FieldRef(2, "attributes[<b>属性</b>]"), "丙"))
    assert "&lt;i&gt;" in panel._reasons.text()


def test_clicking_a_row_takes_its_field_in_hand(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    panel = shown(qtbot, desk)
    desk.choose_field(ref_of(review, "举办培训", "annual_value"))
    box = panel.table.visualItemRect(panel.table.item(3, 2))
    qtbot.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert desk.field == ref_of(review, "举办培训", "period_value")


def test_the_panel_is_empty_when_the_row_in_hand_is_gone(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    panel = shown(qtbot, desk)
    desk.choose_field(ref_of(review, "知晓率", "level3"))
    desk.do(acts.delete(review, [named(review, "知晓率")]))
    assert panel.table.rowCount() == 0
    assert not panel.editor.isEnabled()
    desk.undo()
    desk.choose_field(ref_of(review, "知晓率", "level3"))
    assert rows(panel)


def test_a_dark_palette_takes_dark_colours(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    panel = shown(qtbot, desk)
    desk.choose_field(ref_of(review, "举办培训", "annual_value"))
    dark = QPalette(QColor("#202020"))
    dark.setColor(QPalette.ColorRole.Base, QColor("#181818"))
    panel.setPalette(dark)
    assert data_colours(dark).doubtful_line.name() in panel._reasons.text()


def test_of_a_value_that_was_not_there_no_empty_quotes_are_shown(qtbot: QtBot) -> None:
    source = source_of()
    entry = NodeData(2, Kind.PROJECT, (("name", read_field("甲")), ("goal", read_field(None))))
    review = Review(source, NodeData(1, Kind.DOCUMENT, (), (entry,)))
    desk = Desk()
    put_on(desk, source, review)
    panel = shown(qtbot, desk)
    ref = FieldRef(2, "goal")
    desk.choose_field(ref)
    desk.do(acts.set_value(review, ref, "补上的目标"))
    assert "“”" not in panel._reasons.text()
    assert "此前没有读出值" in panel._reasons.text()
