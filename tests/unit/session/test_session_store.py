"""A session on disk: saved, opened again, worked on; and what is said of files that are none."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from reviewer.base.files import WriteError
from reviewer.base.gate import asked
from reviewer.model import acts
from reviewer.model.edits import Act
from reviewer.model.fields import FieldRef
from reviewer.model.history import History
from reviewer.model.review import Kind, NodeData, Review
from reviewer.session.codec import SessionError
from reviewer.session.schema import VERSION, seal
from reviewer.session.store import is_session, load_session, save_session

EVERY_ACT: dict[str, Callable[[Review], Act]] = {
    "accept": lambda r: acts.accept(r, FieldRef(5, "annual_value")),
    "accept_entry": lambda r: acts.accept_entry(r, r.node(3)),
    "set_value": lambda r: acts.set_value(r, FieldRef(6, "annual_value"), "=1"),
    "fill": lambda r: acts.set_value(r, FieldRef(6, "level3"), "≥1期", r.field(FieldRef(5, "annual_value")).spans),
    "new_field": lambda r: acts.set_value(r, FieldRef(8, "amounts[总计]"), "7"),
    "ditto": lambda r: acts.ditto(r, FieldRef(6, "period_value")),
    "blank": lambda r: acts.mark_blank(r, FieldRef(4, "goal")),
    "unreadable": lambda r: acts.mark_unreadable(r, FieldRef(3, "goal")),
    "insert": lambda r: acts.insert(r, r.node(4), 1, Kind.INDICATOR),
    "insert_entry": lambda r: acts.insert(r, r.root, 2, Kind.PROJECT),
    "duplicate": lambda r: acts.duplicate(r, r.node(3)),
    "move": lambda r: acts.move(r, [r.node(6)], -1),
    "move_to": lambda r: acts.move_to(r, [r.node(5)], r.node(4), 0),
    "split": lambda r: acts.split(r, FieldRef(6, "level3"), 2),
    "set_kind": lambda r: acts.set_kind(r, r.node(2), Kind.PROJECT),
    "delete": lambda r: acts.delete(r, [r.node(9), r.node(1)]),
    "merge": lambda r: acts.merge_next(r, r.node(3)),
}


def state(review: Review) -> NodeData:
    return review.root.data()


def reopened(path: Path) -> tuple[Review, History]:
    ((review, history),) = load_session(path)
    return review, history


def test_everything_comes_back(review: Review, history: History, tmp_path: Path) -> None:
    states = [state(review)]
    for make in EVERY_ACT.values():
        act = make(review)
        assert act.edits
        history.do(act)
        states.append(state(review))
    history.undo()
    history.undo()
    path = tmp_path / "甲.review"
    save_session(path, [(review, history)])

    again, restored = reopened(path)
    assert state(again) == state(review) == states[-3]
    assert again.source == review.source
    assert again.target_accuracy == review.target_accuracy
    assert again.issues == review.issues
    assert restored.record == history.record
    assert not restored.is_modified

    restored.redo()
    restored.redo()
    assert state(again) == states[-1]
    for expected in reversed(states[:-1]):
        assert restored.undo() is not None
        assert state(again) == expected
    assert not restored.can_undo


def test_work_goes_on_after_opening(review: Review, history: History, tmp_path: Path) -> None:
    path = tmp_path / "a.review"
    history.do(acts.insert(review, review.node(4), 0, Kind.INDICATOR))
    save_session(path, [(review, history)])
    for round_ in range(3):
        again, restored = reopened(path)
        restored.do(acts.insert(again, again.node(4), 0, Kind.INDICATOR))
        assert restored.is_modified
        save_session(path, [(again, restored)], consent=asked(path))
        assert len(again.node(4).children) == 3 + round_
    assert [file.name for file in tmp_path.iterdir()] == ["a.review"]


def test_several_sources_in_order(review: Review, history: History, tmp_path: Path) -> None:
    other = Review(review.source, NodeData(0, Kind.DOCUMENT), target_accuracy=0.99)
    save_session(tmp_path / "a.review", [(other, History(other)), (review, history)])
    items = load_session(tmp_path / "a.review")
    assert [item[0].target_accuracy for item in items] == [0.99, 0.999]
    assert state(items[1][0]) == state(review)


def test_opens_from_a_folder_that_is_only_read(review: Review, history: History, tmp_path: Path) -> None:
    folder = tmp_path / "盘 1#%?"
    folder.mkdir()
    save_session(folder / "a.review", [(review, history)])
    before = (folder / "a.review").read_bytes()
    folder.chmod(0o555)
    reopened(folder / "a.review")
    folder.chmod(0o755)
    assert [file.name for file in folder.iterdir()] == ["a.review"]
    assert (folder / "a.review").read_bytes() == before


def refused(path: Path) -> str:
    with pytest.raises(SessionError) as caught:
        load_session(path)
    sentence = str(caught.value)
    assert path.name in sentence
    assert "\n" not in sentence
    return sentence


def test_files_that_are_no_session(review: Review, history: History, tmp_path: Path) -> None:
    good = tmp_path / "good.review"
    save_session(good, [(review, history)])
    assert is_session(good)
    text = tmp_path / "text.review"
    text.write_text("no session", encoding="utf-8")
    empty = tmp_path / "empty.review"
    empty.touch()
    foreign = tmp_path / "foreign.review"
    with closing(sqlite3.connect(foreign)) as db, db:
        db.execute("CREATE TABLE t (x)")
    said = {refused(path).replace(path.name, "") for path in (text, empty, foreign)}
    assert len(said) == 1
    assert not any(is_session(path) for path in (text, empty, foreign, tmp_path, tmp_path / "gone"))
    assert len({refused(tmp_path / "gone").replace("gone", ""), refused(tmp_path), *said}) == 3


def test_a_newer_session_says_to_update(review: Review, history: History, tmp_path: Path) -> None:
    path = tmp_path / "a.review"
    save_session(path, [(review, history)])
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 99")
    newer = refused(path)
    shutil.copy(path, tmp_path / "b.review")
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(f"PRAGMA user_version = {VERSION}")
        db.execute("UPDATE review SET first = ?", (seal(b'{"id":0,"kind":"rotate","fields":[],"children":[]}'),))
    assert "rotate" in refused(path)
    assert refused(path) != newer


@pytest.mark.parametrize("sql", ["DROP TABLE page", "UPDATE review SET first = x'00ff'", "UPDATE record SET entry = '{}'",
                                 "UPDATE record SET entry = x'5b5d'", "UPDATE page SET blocks = x'5b315d'"])  # fmt: skip
def test_damage_inside_is_one_sentence(review: Review, history: History, tmp_path: Path, sql: str) -> None:
    path = tmp_path / "a.review"
    history.do(acts.accept(review, FieldRef(5, "annual_value")))
    save_session(path, [(review, history)])
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(sql)
    refused(path)


def test_a_cut_or_garbled_file_is_one_sentence(review: Review, history: History, tmp_path: Path) -> None:
    path = tmp_path / "a.review"
    save_session(path, [(review, history)])
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    refused(path)
    path.write_bytes(data[:4096] + b"\xa5" * (len(data) - 4096))
    refused(path)


def test_a_record_that_does_not_fit_is_damage(review: Review, history: History, tmp_path: Path) -> None:
    path = tmp_path / "a.review"
    history.do(acts.set_value(review, FieldRef(6, "annual_value"), "=1"))
    history.undo()
    save_session(path, [(review, history)])
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("DELETE FROM record WHERE place = 0")
    refused(path)


def test_saving_fails_whole(review: Review, history: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.review"
    save_session(path, [(review, history)])
    before = path.read_bytes()

    def full(*_: object) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    monkeypatch.setattr("reviewer.session.rows.write_review", full)
    with pytest.raises(WriteError, match=r"a\.review"):
        save_session(path, [(review, history)])
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["a.review"]
