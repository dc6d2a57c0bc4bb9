"""Text that no field claims, by keys: go through it, make fields of it, say that there is nothing in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from reviewer.base.resources import resource
from reviewer.model.coverage import unclaimed
from reviewer.model.fields import FieldRef
from reviewer.model.review import Kind, Review
from reviewer.session.store import load_session, save_session
from reviewer.ui.main_window import MainWindow

Open = Callable[..., MainWindow]
STRAY = ("另行安排青禾区档案数字化抢救工作", "请于收到之日起另行报送书面材料")


@pytest.fixture
def window(open_window: Open, tmp_path: Path) -> MainWindow:
    """A sample with two stray sentences in it."""
    text = resource("samples", "wide.md").read_text(encoding="utf-8")
    path = tmp_path / "stray.md"
    path.write_text(f"{text}\n\n{STRAY[0]}\n\n{STRAY[1]}\n", encoding="utf-8")
    return open_window(path)


def press(window: MainWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, key, modifiers)
    QApplication.processEvents()


def the_review(window: MainWindow) -> Review:
    assert window.desk.review is not None
    return window.desk.review


def pieces(window: MainWindow) -> list[str]:
    review = the_review(window)
    return [review.source.text((piece,)) for piece in unclaimed(review)]


def piece_in_hand(window: MainWindow) -> str:
    piece = window.coverage.piece
    return "" if piece is None else the_review(window).source.text((piece,))


def go_to(window: MainWindow, text: str) -> None:
    for _ in pieces(window):
        press(window, Qt.Key.Key_F4)
        if piece_in_hand(window) == text:
            return
    raise AssertionError(text)


def test_f4_walks_every_unclaimed_piece_and_shows_which_one_it_is(window: MainWindow) -> None:
    expected = pieces(window)
    assert set(STRAY) <= set(expected)
    window.review_tree.setFocus()
    seen = []
    for _ in expected:
        press(window, Qt.Key.Key_F4)
        seen.append(piece_in_hand(window))
    assert sorted(seen) == sorted(expected)
    press(window, Qt.Key.Key_F4, Qt.KeyboardModifier.ShiftModifier)
    assert piece_in_hand(window) == seen[-2]
    assert window.coverage_bar.isVisible()
    assert seen[-2][:8] in window.coverage_bar.findChild(QLabel).text()
    assert window.source_view.selected_spans()[1] == (window.coverage.piece,)


def test_nothing_here_is_an_act_that_is_undone_recorded_and_stored(window: MainWindow, tmp_path: Path) -> None:
    review, history = the_review(window), window.desk.history
    assert history is not None
    window.review_tree.setFocus()
    go_to(window, STRAY[1])
    assert any(STRAY[1][:8] in issue.message.text() for issue in review.issues)
    press(window, Qt.Key.Key_F11)
    assert STRAY[1] not in pieces(window)
    assert not any(STRAY[1][:8] in issue.message.text() for issue in review.issues)
    assert piece_in_hand(window) != STRAY[1]
    path = tmp_path / "stray.review"
    save_session(path, [(review, history)])
    again = load_session(path)[0][0]
    assert STRAY[1] not in [again.source.text((piece,)) for piece in unclaimed(again)]
    window.desk.undo()
    assert STRAY[1] in pieces(window)
    assert any(STRAY[1][:8] in issue.message.text() for issue in review.issues)


def test_a_piece_becomes_an_indicator_after_the_row_in_hand(window: MainWindow) -> None:
    review = the_review(window)
    row = next(node for node in review.root.walk() if node.kind is Kind.INDICATOR)
    window.desk.choose_field(FieldRef(row.id, "level3"))
    window.review_tree.setFocus()
    go_to(window, STRAY[0])
    press(window, Qt.Key.Key_F11, Qt.KeyboardModifier.ShiftModifier)
    assert row.parent is not None
    new = row.parent.children[row.index() + 1]
    assert (new.value("level3"), new.value("level1")) == (STRAY[0], row.value("level1"))
    assert review.source.text(new.fields["level3"].spans) == STRAY[0]
    assert STRAY[0] not in pieces(window)
    window.desk.undo()
    assert new.id not in review
    assert STRAY[0] in pieces(window)


def test_a_piece_becomes_the_value_of_the_field_in_hand(window: MainWindow) -> None:
    review = the_review(window)
    ref = window.desk.field
    assert ref is not None
    window.review_tree.setFocus()
    go_to(window, STRAY[0])
    press(window, Qt.Key.Key_F9)
    assert review.field(ref).value == STRAY[0]
    assert STRAY[0] not in pieces(window)


def test_closing_the_bar_gives_the_frame_back_and_all_pieces_can_be_put_away_at_once(window: MainWindow) -> None:
    window.review_tree.setFocus()
    press(window, Qt.Key.Key_F4)
    window.coverage_bar.close_bar()
    assert window.coverage.piece is None
    assert window.source_view.selected_spans() == ("", ())
    window.actions_table["actionNothingAnyMore"].trigger()
    assert pieces(window) == []
    press(window, Qt.Key.Key_F4)
    assert window.coverage_bar.isHidden()
    window.desk.undo()
    assert set(STRAY) <= set(pieces(window))
