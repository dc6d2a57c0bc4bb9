"""Nothing is lost: acts on the disk at once, work that a crash left behind, damaged sessions, two windows on one session."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from window_fixtures import Answers

from reviewer.base.i18n import tr
from reviewer.base.resources import resource
from reviewer.model import acts
from reviewer.model.fields import FieldRef
from reviewer.model.history import History
from reviewer.model.review import Kind
from reviewer.session import recovery
from reviewer.session.live import LiveSession
from reviewer.session.store import load_session, save_session
from reviewer.ui.dialogs.list_dialog import ListDialog
from reviewer.ui.main_window import MainWindow

Open = Callable[..., MainWindow]
SAMPLE = resource("samples", "wide.md")


def change(window: MainWindow, value: str) -> FieldRef:
    review = window.desk.review
    assert review is not None
    node = next(n for n in review.root.walk() if n.kind is Kind.INDICATOR)
    ref = FieldRef(node.id, "annual_value")
    window.desk.do(acts.set_value(review, ref, value))
    return ref


def crash(window: MainWindow) -> None:
    """What a crash leaves of a window: its sessions as they are, and nobody who has them."""
    for opened in window.desk.sources:
        live, opened.live = opened.live, None
        if live is not None:
            live.close()
        if opened.history is not None:
            opened.history.mark_saved()


def press(window: MainWindow, words: str) -> None:
    button = next(b for b in window.message_bar.findChildren(QPushButton) if b.text() == words and b.isVisible())
    button.click()


def test_looking_leaves_nothing_behind_and_an_act_is_in_the_recovery_folder(open_window: Open, tmp_path: Path) -> None:
    window = open_window(SAMPLE)
    folder = tmp_path / "data" / "recovery"
    assert not folder.exists()
    ref = change(window, "≥31期")
    (stored,) = (file for file in folder.iterdir() if file.suffix == ".review" and not file.name.startswith("~"))
    ((review, _),) = load_session(stored)
    assert review.field(ref).value == "≥31期"
    assert window.close()
    assert list(folder.iterdir()) == []


def test_after_a_crash_the_work_is_offered_and_comes_back_with_undo(
    open_window: Open, answers: Answers, tmp_path: Path
) -> None:
    window = open_window(SAMPLE)
    before = window.review()
    ref = change(window, "≥31期")
    crash(window)
    again = open_window()
    (said,) = again.message_bar.texts()
    assert "wide.md" in said
    press(again, "恢复" if "恢复" in [b.text() for b in again.message_bar.findChildren(QPushButton)] else "Restore")
    assert again.wait_until_idle(60_000)
    assert again.desk.review is not None
    assert again.desk.review.field(ref).value == "≥31期"
    assert again.isWindowModified(), "it has no name yet"
    assert again.settings.recent == [SAMPLE], "a recovery session is no recent file"
    again.actions_table["actionUndo"].trigger()
    assert again.review() == before
    again.actions_table["actionRedo"].trigger()
    answers.session = tmp_path / "kept.review"
    again.actions_table["actionSave"].trigger()
    assert not again.isWindowModified()
    assert list((tmp_path / "data" / "recovery").iterdir()) == []
    ((review, _),) = load_session(tmp_path / "kept.review")
    assert review.field(ref).value == "≥31期"


def test_a_saved_session_is_never_behind(open_window: Open, answers: Answers, tmp_path: Path) -> None:
    window = open_window(SAMPLE)
    ref = change(window, "1")
    answers.session = tmp_path / "a.review"
    window.actions_table["actionSave"].trigger()
    change(window, "2")
    assert not window.isWindowModified()
    assert load_session(tmp_path / "a.review")[0][0].field(ref).value == "2"
    answers.asked.clear()
    assert window.close()
    assert answers.asked == []
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.review", "data"]


def test_a_session_that_somebody_else_has_is_read_only_and_can_be_copied(
    open_window: Open, answers: Answers, tmp_path: Path
) -> None:
    window = open_window(SAMPLE)
    assert window.desk.review is not None
    made = window.desk.review
    path = tmp_path / "a.review"
    save_session(path, [(made, History(made))])
    items = load_session(path)
    other = LiveSession.open(path, items, "王芳")
    second = open_window(path)
    assert any("王芳" in text for text in second.message_bar.texts())
    before = second.review()
    change(second, "not for me")
    assert second.review() == before
    answers.session = tmp_path / "copy.review"
    second.actions_table["actionSaveAs"].trigger()
    ref = change(second, "mine")
    other.close()
    assert load_session(tmp_path / "copy.review")[0][0].field(ref).value == "mine"
    assert load_session(path)[0][0].field(ref).value != "mine"


def test_a_damaged_session_opens_as_new_work_and_stays_as_it_is(open_window: Open, tmp_path: Path) -> None:
    window = open_window(SAMPLE)
    assert window.desk.review is not None
    path = tmp_path / "a.review"
    history = History(window.desk.review)
    node = next(n for n in window.desk.review.root.walk() if n.kind is Kind.INDICATOR)
    for value in ("1", "2"):
        history.do(acts.set_value(window.desk.review, FieldRef(node.id, "annual_value"), value))
    save_session(path, [(window.desk.review, history)])
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE record SET entry = x'00' WHERE place = 1")
    before = path.read_bytes()
    again = open_window(path)
    assert again.desk.review is not None
    assert again.desk.review.field(FieldRef(node.id, "annual_value")).value == "1"
    assert len(again.message_bar.texts()) == 1
    assert again.isWindowModified()
    change(again, "3")
    assert path.read_bytes() == before


@pytest.mark.parametrize("sure", [True, False])
def test_leftovers_are_thrown_away_only_when_the_user_is_sure(
    open_window: Open, answers: Answers, tmp_path: Path, sure: bool
) -> None:
    window = open_window(SAMPLE)
    change(window, "1")
    crash(window)
    again = open_window()
    answers.throw_away = sure
    away = again.message_bar.findChildren(QPushButton)[1]
    away.click()
    assert answers.asked[-1] == "ask_throw_away"
    assert len(recovery.leftovers(tmp_path / "data" / "recovery")) == (0 if sure else 1)
    assert len(again.message_bar.texts()) == (0 if sure else 1)


@pytest.mark.parametrize("is_open", [True, False])
def test_what_another_window_has_gone_on_with_is_not_thrown_away(
    open_window: Open, answers: Answers, tmp_path: Path, is_open: bool
) -> None:
    window = open_window(SAMPLE)
    change(window, "1")
    crash(window)
    first = open_window()
    (left,) = recovery.leftovers(tmp_path / "data" / "recovery")
    other = open_window(left.path)
    ref = change(other, "2")
    if not is_open:
        crash(other)
    press(first, tr("Throw away…"))
    assert answers.asked[-1] == "ask_throw_away"
    ((review, _),) = load_session(left.path)
    assert review.field(ref).value == "2"
    assert any("wide.md" in text for text in first.message_bar.texts()), "and that is said"


def test_a_source_that_has_changed_is_said_and_read_again_with_the_corrections(
    open_window: Open, answers: Answers, tmp_path: Path
) -> None:
    source = tmp_path / "表.tsv"
    head = "项目名称\t一级指标\t二级指标\t三级指标\t指标值\n"
    rows = ["清淤工程\t产出指标\t数量指标\t清淤长度\t≥12公里\n", "清淤工程\t产出指标\t质量指标\t合格率\t≥98%\n"]
    source.write_text(head + "".join(rows), encoding="utf-8")
    window = open_window(source)
    review = window.desk.review
    assert review is not None
    one, two = (node for node in review.root.walk() if node.kind is Kind.INDICATOR)
    window.desk.do(acts.set_value(review, FieldRef(one.id, "annual_value"), "≥13公里"))
    window.desk.do(acts.set_value(review, FieldRef(two.id, "annual_value"), "≥99%"))
    answers.session = tmp_path / "a.review"
    window.actions_table["actionSave"].trigger()
    window.close()
    same = open_window(tmp_path / "a.review")
    assert same.message_bar.texts() == []
    same.close()

    source.write_text(head + "".join(rows).replace("≥98%", "≥95%"), encoding="utf-8")
    again = open_window(tmp_path / "a.review")
    (said,) = again.message_bar.texts()
    assert "表.tsv" in said
    again.message_bar.findChildren(QPushButton)[0].click()
    assert again.wait_until_idle(60_000)
    new = again.desk.review
    assert new is not None
    values = [node.value("annual_value") for node in new.root.walk() if node.kind is Kind.INDICATOR]
    assert values == ["≥13公里", "≥95%"], "one correction still applies, the other does not"
    assert len(again.desk.sources) == 2, "the session as it was is still there"
    (left,) = again.message_bar.texts()
    again.message_bar.findChildren(QPushButton)[-1].click()
    (shown,) = again.findChildren(ListDialog)
    assert "≥99%" in shown.text.toPlainText()
    shown.close()
    assert left
