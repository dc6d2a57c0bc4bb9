"""A stop at the real window: what it holds is shown, one key accepts it, one key takes what is suggested."""

from __future__ import annotations

from collections.abc import Callable

from hands import press, write
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from reviewer.base.resources import resource
from reviewer.model.fields import FieldRef, Status
from reviewer.model.review import Review
from reviewer.model.stops import stop_of, stops
from reviewer.model.suggesting import suggest
from reviewer.ui.main_window import MainWindow

Open = Callable[..., MainWindow]
Key, Mod = Qt.Key, Qt.KeyboardModifier
WIDE = resource("samples", "wide.md")


def at_a_stop(window: MainWindow, wanted: Callable[[Review, tuple[FieldRef, ...]], bool]) -> tuple[FieldRef, ...]:
    """Go to the first stop of this kind, the keys in the tree."""
    review = window.desk.review
    assert review is not None
    stop = next(one for one in stops(review) if wanted(review, one))
    window.desk.choose_field(stop[0])
    window.review_tree.setFocus()
    QApplication.processEvents()
    return stop


def hint(window: MainWindow) -> str:
    label = window.field_panel.findChild(QLabel, "stopHint")
    assert isinstance(label, QLabel)
    return label.text() if label.isVisible() else ""


def test_a_stop_shows_its_fields_and_enter_accepts_them_in_one_step(open_window: Open) -> None:
    window = open_window(WIDE)
    review = window.desk.review
    assert review is not None
    stop = at_a_stop(window, lambda _review, refs: len(refs) > 1)
    table = window.field_panel.table
    assert table.refs[: len(stop)] == list(stop), "what is accepted together stands together, above the rest"
    assert str(len(stop)) in hint(window)
    assert [field["field"] for field in window.current_stop()] == [ref.key for ref in stop]
    before = len(review.doubtful())
    press(Key.Key_Return)
    assert {review.field(ref).status for ref in stop} == {Status.ACCEPTED}
    assert len(review.doubtful()) == before - len(stop)
    press(Key.Key_Z, Mod.ControlModifier)
    assert len(review.doubtful()) == before
    assert window.desk.field == stop[0]


def test_what_is_not_on_the_screen_is_not_accepted(open_window: Open) -> None:
    window = open_window(WIDE)
    review = window.desk.review
    assert review is not None
    stop = at_a_stop(window, lambda _review, refs: len(refs) > 1)
    window.field_panel.hide()
    assert len(window.current_stop()) == 1
    press(Key.Key_Return)
    assert [review.field(ref).status is Status.ACCEPTED for ref in stop] == [True] + [False] * (len(stop) - 1)
    assert window.desk.field == stop[1], "the rest of the stop comes next"


def test_correcting_one_field_of_a_stop_leaves_the_others_to_be_looked_at(open_window: Open) -> None:
    window = open_window(WIDE)
    review = window.desk.review
    assert review is not None
    stop = at_a_stop(window, lambda _review, refs: [ref.key for ref in refs][2:3] == ["level2_code"])
    for _ in range(200):
        if window.desk.field == stop[2]:
            break
        press(Key.Key_Tab)
    press(Key.Key_F2)
    write("22")
    press(Key.Key_Return)
    assert review.field(stop[2]).value == "22"
    assert window.desk.field == stop[0], "back to what is left of the stop"
    assert review.field(stop[0]).status is Status.OPEN
    press(Key.Key_Return)
    assert stop_of(review, stop[0]) == ()


def test_one_key_takes_the_suggestion_and_one_click_too(open_window: Open) -> None:
    window = open_window(WIDE)
    review = window.desk.review
    assert review is not None
    stop = at_a_stop(window, lambda review, refs: suggest(review, refs) is not None)
    offered = suggest(review, stop)
    assert offered is not None
    assert offered.values[0][1] in hint(window).replace("&nbsp;", " ")
    press(Key.Key_F5)
    assert [review.field(ref).value for ref, _ in offered.values] == [value for _, value in offered.values]
    assert not any(review.is_doubtful(ref) for ref in stop)
    assert window.desk.field not in stop
    press(Key.Key_Z, Mod.ControlModifier)
    window.field_panel._stop.linkActivated.emit("take")
    assert [review.field(ref).value for ref, _ in offered.values] == [value for _, value in offered.values]


def test_the_suggestion_key_says_when_there_is_none(open_window: Open) -> None:
    window = open_window(WIDE)
    review = window.desk.review
    assert review is not None
    field = FieldRef(review.root.id, "title")
    window.desk.choose_field(field)
    window.review_tree.setFocus()
    assert suggest(review, stop_of(review, field)) is None
    press(Key.Key_F5)
    assert window.desk.field == field
    assert window.statusBar().currentMessage() == "这里没有建议。"
