"""What one key or one click may do at the desk: never more than the person sees and means."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from desk_hands import FORMS, WIDE, enter, indicators, take, the_review
from hands import press, write
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from window_fixtures import Answers

from reviewer.model import acts
from reviewer.model.edits import Act
from reviewer.model.fields import FieldRef, Status
from reviewer.model.review import Node
from reviewer.ui.main_window import MainWindow

Open = Callable[..., MainWindow]
Key, Mod = Qt.Key, Qt.KeyboardModifier


def hold(key: Qt.Key, times: int = 15) -> None:
    """A key that stays down: the first event is the press, the others repeat it where the focus is by then."""
    for number in range(times):
        modifier = Mod.KeypadModifier if key == Key.Key_Enter else Mod.NoModifier
        event = QKeyEvent(QEvent.Type.KeyPress, key, modifier, "\r", number > 0)
        QApplication.sendEvent(QApplication.focusWidget(), event)
        QApplication.processEvents()


def compose(text: str) -> None:
    QApplication.sendEvent(QApplication.focusWidget(), QInputMethodEvent(text, []))
    QApplication.processEvents()


def click(widget: QWidget, at: QPoint | None = None) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at or widget.rect().center())
    QApplication.processEvents()


# -- a key that is held -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Enter])
@pytest.mark.parametrize("place", ["panel", "panel unchanged", "cell", "button"])
def test_a_held_enter_accepts_one_stop(open_window: Open, place: str, key: Qt.Key) -> None:
    window = open_window(WIDE)
    review = the_review(window)
    window.review_tree.view.setFocus()
    at_once = max(1, len(window.current_stop()))
    before = review.count_doubtful()
    if place == "cell":
        take(window, indicators(window)[4])
        press(Key.Key_7)
    elif place.startswith("panel"):
        press(Key.Key_F2)
        if place == "panel":
            write("改正")
    else:
        button = window._tools.widgetForAction(window.actions_table["actionAccept"])
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setFocus()
    hold(key)
    assert before - review.count_doubtful() <= at_once
    assert len(window.desk.history.record) == 1


def test_a_held_enter_goes_on_in_the_find_bar(open_window: Open) -> None:
    window = open_window(WIDE)
    press(Key.Key_F, Mod.ControlModifier, window)
    window.find_bar.edit.setText("指标")
    press(Key.Key_Return)
    first = window.source_view.selected_spans()[1]
    hold(Key.Key_Return, 2)
    assert window.source_view.selected_spans()[1] not in ((), first)


# -- a composition ----------------------------------------------------------------------------------------------------


def leave_by_row(window: MainWindow) -> None:
    view = window.review_tree.view
    index = window.review_tree._index_of(FieldRef(indicators(window)[6].id, "annual_value"))
    click(view.viewport(), view.visualRect(index).center())


LEAVING: dict[str, Callable[[MainWindow], object]] = {
    "row": leave_by_row,
    "table": lambda w: click(w.field_panel.table.viewport(), w.field_panel.table.visualItemRect(
        w.field_panel.table.item(1, 2)).center()),
    "tool bar": lambda w: click(w._tools.widgetForAction(w.actions_table["actionNextDoubtful"])),
    "sources": lambda w: click(w.document_list.list.viewport(), w.document_list.list.visualItemRect(
        w.document_list.list.item(1)).center()),
    "filter": lambda w: click(w.review_tree._text),
    "script": lambda w: w.desk.choose_field(FieldRef(indicators(w)[7].id, "level3")),
}  # fmt: skip


@pytest.mark.parametrize("way", LEAVING)
@pytest.mark.parametrize("place", ["panel", "cell", "tree", "goal"])
def test_a_composition_stays_in_the_field_that_it_was_begun_in(open_window: Open, way: str, place: str) -> None:
    window = open_window(WIDE, FORMS)
    window.desk.choose(window.desk.sources[0])
    review = the_review(window)
    node = indicators(window)[2]
    entry = node.parent
    assert entry is not None
    ref = take(window, entry, "goal") if place == "goal" else take(window, node)
    others = {one: review.field(one).value for one in review.refs() if one != ref}
    if place == "panel":
        press(Key.Key_F2)
    elif place == "cell":
        press(Key.Key_7)
        press(Key.Key_Backspace)
    compose("quannian")
    LEAVING[way](window)
    QApplication.processEvents()
    assert {one: review.field(one).value for one in others} == others, "nothing goes elsewhere"
    window._settle()
    assert review.field(ref).value == "quannian", "and nothing is lost"


# -- offers -----------------------------------------------------------------------------------------------------------


def offered(window: MainWindow) -> tuple[str, list[Node]]:
    """Correct one level 2 that stands in several rows; what it was, and the rows."""
    groups: dict[str, list[Node]] = {}
    for row in indicators(window):
        groups.setdefault(row.value("level2") or "", []).append(row)
    old, rows = max(groups.items(), key=lambda each: len(each[1]))
    take(window, rows[0], "level2")
    press(Key.Key_F2)
    write("改过的指标")
    press(Key.Key_Return)
    assert window.same_bar.isVisible()
    return old, rows


@pytest.mark.parametrize("way", ["undo", "undo and redo", "accept", "other source", "mark", "insert"])
def test_an_offer_dies_with_the_act_that_made_it_and_with_the_next(open_window: Open, way: str) -> None:
    window = open_window(WIDE, FORMS)
    window.desk.choose(window.desk.sources[0])
    old, rows = offered(window)
    window.review_tree.view.setFocus()
    if way.startswith("undo"):
        press(Key.Key_Z, Mod.ControlModifier)
        if way != "undo":
            press(Key.Key_Y, Mod.ControlModifier)
    elif way == "accept":
        press(Key.Key_Return)
    elif way == "mark":
        press(Key.Key_B, Mod.ControlModifier)
    elif way == "insert":
        press(Key.Key_Insert)
    else:
        window.desk.choose(window.desk.sources[1])
    assert not window.same_bar.isVisible()
    window.desk.choose(window.desk.sources[0])
    window.review_tree.view.setFocus()
    press(Key.Key_J, Mod.ControlModifier)
    assert {row.value("level2") for row in rows[1:]} == {old}
    assert window.statusBar().currentMessage()


@pytest.mark.parametrize("empty", [False, True])
def test_accept_alike_accepts_what_was_shown_and_is_ticked(open_window: Open, empty: bool) -> None:
    window = open_window(WIDE)
    review = the_review(window)
    groups: dict[tuple[str, str | None], list[FieldRef]] = {}
    if empty:
        for row in indicators(window)[:5]:
            ref = FieldRef(row.id, "annual_value")
            field = review.field(ref)
            review._set_field(ref, type(field)(None, 0.1, flagged=True))
    for ref in review.doubtful():
        groups.setdefault((ref.key, review.field(ref).value), []).append(ref)
    refs = max((refs for (_, value), refs in groups.items() if (value is None) is empty), key=len)
    assert len(refs) > 2
    window.desk.choose_field(refs[0])
    window.review_tree.view.setFocus()
    press(Key.Key_F12, Mod.ShiftModifier)
    assert window.same_bar.list.isVisible()
    assert window.same_bar.list.count() == len(refs)
    assert ("空白" in window.same_bar.label.text()) is empty
    window.same_bar.list.item(1).setCheckState(Qt.CheckState.Unchecked)
    press(Key.Key_Return)
    assert [review.field(ref).status for ref in refs[:3]] == [Status.ACCEPTED, Status.OPEN, Status.ACCEPTED]
    assert not window.same_bar.isVisible()


def test_what_would_be_accepted_goes_with_the_field_in_hand(open_window: Open) -> None:
    window = open_window(WIDE)
    review = the_review(window)
    ref = next(ref for ref in review.doubtful() if len(acts.alike(review, ref)) > 1)
    window.desk.choose_field(ref)
    window.learning.accept_alike()
    assert window.same_bar.isVisible()
    take(window, indicators(window)[-1], "level3")
    assert not window.same_bar.isVisible()


# -- find and replace -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("find", "put"), [("指标", ""), ("1", "2"), ("20", "30"), ("不少于", ""), ("年", "月")])
@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Enter])
def test_replace_does_nothing_by_keys_that_search(open_window: Open, find: str, put: str, key: Qt.Key) -> None:
    window = open_window(WIDE)
    before = window.review()
    press(Key.Key_H, Mod.ControlModifier, window)
    dialog = window.learning._replacing
    assert dialog is not None
    for line, text in ((dialog.put, put), (dialog.sought, find)):
        line.setText(text)
        line.setFocus()
        QTest.qWait(20)
        assert QApplication.focusWidget() is line
        press(key)
        press(key)
    assert dialog.list.topLevelItemCount() > 0, "it searched"
    assert window.review() == before
    dialog.replace()
    kept = [change for change in dialog._changes if change.doubt]
    assert all(the_review(window).field(change.ref).value == change.before for change in kept)
    dialog.close()


@pytest.mark.parametrize("sure", [False, True])
def test_what_nobody_may_mean_is_asked_about(open_window: Open, answers: Answers, sure: bool) -> None:
    window = open_window(WIDE)
    before = window.review()
    answers.replace = sure
    window.actions_table["actionReplace"].trigger()
    dialog = window.learning._replacing
    assert dialog is not None
    dialog.sought.setText("不少于")
    dialog.look()
    assert not dialog.replace_button.isEnabled()
    dialog.tick_all.click()
    dialog.replace_button.click()
    assert answers.questions
    assert "不少于" in answers.questions[0]
    assert (window.review() != before) is sure
    dialog.close()


# -- rows that are not shown ------------------------------------------------------------------------------------------


def filtered(window: MainWindow, by: str = "doubtful") -> Callable[[Node], bool]:
    if by == "doubtful":
        window.review_tree._only.setChecked(True)
    else:
        window.review_tree._text.setText(by)
    return lambda node: not window.desk.is_hidden(node)


def before_hidden(window: MainWindow, shown: Callable[[Node], bool]) -> tuple[Node, Node]:
    """A row in sight, and the next one, which is not, with another in sight behind it."""
    for one, other in pairwise(indicators(window)):
        behind = one.parent.children[other.index() :] if one.parent is other.parent and one.parent else []
        if shown(one) and not shown(other) and any(map(shown, behind)):
            return one, other
    raise AssertionError("the sample has no such rows")


def test_merge_does_not_swallow_a_row_that_the_filter_hides(open_window: Open) -> None:
    window = open_window(WIDE)
    first, hidden = before_hidden(window, filtered(window))
    name = hidden.value("level3") or ""
    take(window, first, "level3")
    press(Key.Key_F7, Mod.ShiftModifier)
    assert hidden.id in the_review(window)
    assert name in window.statusBar().currentMessage()
    window.review_tree._only.setChecked(False)
    take(window, first, "level3")
    press(Key.Key_F7, Mod.ShiftModifier)
    assert hidden.id not in the_review(window), "without the filter it is the next row"


@pytest.mark.parametrize("key", [Key.Key_Down, Key.Key_Up])
def test_a_moved_row_passes_the_next_row_in_sight(open_window: Open, key: Qt.Key) -> None:
    window = open_window(WIDE)
    shown = filtered(window)
    first, _ = before_hidden(window, shown)
    rows = [row for row in first.parent.children if shown(row)] if first.parent else []
    at = rows.index(first)
    if key == Key.Key_Up:
        first, at = rows[at + 1], at + 1
    take(window, first, "level3")
    press(key, Mod.AltModifier)
    now = [row for row in first.parent.children if shown(row)] if first.parent else []
    assert now.index(first) == at + (1 if key == Key.Key_Down else -1)


@pytest.mark.parametrize(("step", "wanted"), [(1, "2 3 0 1 4"), (-1, "0 1 3 4 2")])
def test_two_rows_that_are_selected_move_past_the_next_row_in_sight(open_window: Open, step: int, wanted: str) -> None:
    window = open_window(WIDE)
    entry = next(e for e in the_review(window).entries if len(e.children) >= 5)
    rows = entry.children[:5]
    chosen, hidden = (rows[:2], rows[2]) if step > 0 else (rows[3:], rows[1])
    window.desk.do(acts.move(the_review(window), chosen, step, lambda row: row is hidden))
    assert " ".join(str(rows.index(row)) for row in entry.children[:5]) == wanted


def test_what_is_deleted_unseen_is_named_and_the_next_in_hand_is_in_sight(open_window: Open) -> None:
    window = open_window(WIDE)
    shown = filtered(window)
    entry = next(e for e in the_review(window).entries if shown(e) and any(not shown(c) for c in e.children))
    hidden = next(child for child in entry.children if not shown(child))
    take(window, entry, "name")
    window.desk.selected = [entry.id]
    press(Key.Key_Delete)
    assert (hidden.value("level3") or "")[:8] in window.statusBar().currentMessage()
    assert window.review_tree._only.isChecked(), "the filter stays"
    node = window.desk.node()
    assert node is not None
    assert shown(node)


def test_accepting_an_entry_leaves_what_the_filter_hides(open_window: Open) -> None:
    window = open_window(WIDE)
    review = the_review(window)
    entry = next(e for e in review.entries if sum(bool(review.doubtful(c)) for c in e.children) > 1)
    seen, unseen = [c for c in entry.children if review.doubtful(c)][:2]
    shown = filtered(window, seen.value("level3") or "")
    if shown(unseen):
        pytest.skip("the sample shows both")
    take(window, seen, review.doubtful(seen)[0].key)
    press(Key.Key_F12)
    assert not review.doubtful(seen)
    assert review.doubtful(unseen)


# -- a source that may not be changed ---------------------------------------------------------------------------------


def ways_to_change(window: MainWindow) -> dict[str, Callable[[], object]]:
    def typed() -> None:
        window.field_panel.editor.setFocus()
        window.field_panel.editor.selectAll()
        write("写不进去")
        window.desk.choose(window.desk.sources[1])

    def cell() -> None:
        press(Key.Key_7)
        QTest.qWait(20)
        enter()

    def pasted() -> None:
        QGuiApplication.clipboard().setText("写不进去")
        press(Key.Key_V, Mod.ControlModifier)

    def second() -> None:
        window.desk.remark(window.desk.sources[0], Act("second_review", (), (("seen", "1"), ("differ", "0"))))

    return {"typed": typed, "cell": cell, "pasted": pasted, "second": second}


@pytest.mark.parametrize("way", ["typed", "cell", "pasted", "second"])
def test_a_source_that_may_not_be_changed_takes_no_edit_by_any_way(open_window: Open, way: str) -> None:
    window = open_window(WIDE, FORMS)
    first = window.desk.sources[0]
    window.desk.choose(first)
    assert first.history is not None
    take(window, indicators(window)[1])
    first.read_only = "只读"
    before = window.review(0)
    ways_to_change(window)[way]()
    assert window.review(0) == before
    assert not first.history.record
    assert window.message_bar.texts()[-1] == "只读"


def test_an_offer_to_read_again_goes_with_its_source(open_window: Open, tmp_path: Path, answers: Answers) -> None:
    source = tmp_path / "目标表.md"
    source.write_bytes(WIDE.read_bytes())
    window = open_window(source)
    answers.session = tmp_path / "进度.review"
    assert window.files.save_as()
    window.close()
    source.write_bytes(WIDE.read_bytes().replace("河湖".encode(), "湖河".encode()))
    again = open_window(tmp_path / "进度.review")
    assert again.wait_until_idle(60_000)
    assert any("目标表.md" in text for text in again.message_bar.texts())
    again.files.close_source()
    assert not any("目标表.md" in text for text in again.message_bar.texts())
