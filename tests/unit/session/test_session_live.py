"""Work that is on the disk before the next key: live sessions, who has them, what a crash leaves, older forms."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from array import array
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from reviewer.base.files import WriteError
from reviewer.model import acts
from reviewer.model.fields import FieldRef
from reviewer.model.history import History
from reviewer.model.review import NodeData, Review
from reviewer.model.source import Picture
from reviewer.session import log, recovery
from reviewer.session.live import LiveSession
from reviewer.session.lock import HeldError, Lock
from reviewer.session.schema import MIGRATIONS, VERSION, header
from reviewer.session.store import load_session, salvage_session, save_session

STORED = Path(__file__).parents[2] / "data" / "sessions"
VALUE = FieldRef(6, "annual_value")


def live(path: Path, review: Review, history: History) -> LiveSession:
    return LiveSession.create(path, [(review, history)], "王芳")


def state(review: Review) -> NodeData:
    return review.root.data()


def test_every_act_is_in_the_file_at_once(review: Review, history: History, tmp_path: Path) -> None:
    path = tmp_path / "甲.review"
    session = live(path, review, history)
    for value in ("=1", "=2", "=3"):
        history.do(acts.set_value(review, VALUE, value))
        ((read, _),) = load_session(path)  # another reader, while the session is at work
        assert read.field(VALUE).value == value
    history.undo()
    ((read, again),) = load_session(path)
    assert read.field(VALUE).value == "=2"
    assert [entry.way for entry in again.record] == ["do", "do", "do", "undo"]
    session.close()
    assert [file.name for file in tmp_path.iterdir()] == ["甲.review"], "one plain file is left"
    ((read, again),) = load_session(path)
    assert state(read) == state(review)
    assert again.redo() is not None


def test_going_on_after_closing(review: Review, history: History, tmp_path: Path) -> None:
    path = tmp_path / "a.review"
    live(path, review, history).close()
    history.do(acts.set_value(review, VALUE, "never followed"))
    items = load_session(path)
    session = LiveSession.open(path, items, "李四")
    items[0][1].do(acts.set_value(items[0][0], VALUE, "=4"))
    session.close()
    ((read, _),) = load_session(path)
    assert read.field(VALUE).value == "=4"


def test_a_source_joins_later(review: Review, history: History, tmp_path: Path) -> None:
    path = tmp_path / "a.review"
    session = live(path, review, history)
    other = Review(review.source, history.first)
    more = History(other)
    session.add(other, more)
    more.do(acts.set_value(other, VALUE, "second"))
    history.do(acts.set_value(review, VALUE, "first"))
    session.close()
    assert [read.field(VALUE).value for read, _ in load_session(path)] == ["first", "second"]


def test_what_is_done_in_a_source_that_was_closed_is_not_written_and_in_the_others_is(
    review: Review, history: History, tmp_path: Path
) -> None:
    path = tmp_path / "a.review"
    session = live(path, review, history)
    other = Review(review.source, history.first)
    more = History(other)
    session.add(other, more)
    session.let_go(history)
    more.do(acts.set_value(other, VALUE, "second"))
    history.do(acts.set_value(review, VALUE, "first"))
    session.close()
    assert [read.field(VALUE).value == "second" for read, _ in load_session(path)] == [False, True]
    assert "first" not in [read.field(VALUE).value for read, _ in load_session(path)]


def test_in_a_folder_that_is_not_there_nobody_else_is_said_to_have_it(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Lock(tmp_path / "gone" / "a.review").acquire("王芳")


def test_bytes_pictures_and_sheets_come_back(review: Review, tmp_path: Path) -> None:
    page = review.source.pages[0]
    boxes = array("f", [float(i) for i in range(4 * len(page.text))])
    picture = Picture(595.0, 842.0, boxes, bytes(len(page.text)))
    pages = (replace(page, label="表1", picture=picture), *review.source.pages[1:])
    source = replace(review.source, pages=pages, notes=("Two rows are hidden.",), data=b"%PDF-\0\xff")
    made = Review(source, review.root.data())
    save_session(tmp_path / "a.review", [(made, History(made))])
    ((read, _),) = load_session(tmp_path / "a.review")
    assert read.source == source
    assert read.source.data == b"%PDF-\0\xff"
    assert read.source.pages[0].picture is not None
    assert read.source.pages[0].picture.box(1) == (4.0, 5.0, 6.0, 7.0)


# -- two at once --------------------------------------------------------------------------------------------------


def test_the_second_one_is_told_who_has_it(review: Review, history: History, tmp_path: Path) -> None:
    path = tmp_path / "a.review"
    first = live(path, review, history)
    items = load_session(path)
    with pytest.raises(HeldError) as caught:
        LiveSession.open(path, items, "李四")
    assert caught.value.holder.who == "王芳"
    assert "王芳" in caught.value.holder.sentence(path)
    with pytest.raises(WriteError, match="王芳"):
        save_session(path, items)
    first.close()
    LiveSession.open(path, items, "李四").close()


def test_a_crash_leaves_no_lock_and_no_act_is_lost(review: Review, history: History, tmp_path: Path) -> None:
    path = tmp_path / "a.review"
    save_session(path, [(review, history)])
    script = f"""
import sys, os, signal
from pathlib import Path
from reviewer.session.live import LiveSession
from reviewer.session.store import load_session
from reviewer.model import acts
from reviewer.model.fields import FieldRef
path = Path({str(path)!r})
items = load_session(path)
live = LiveSession.open(path, items, "crash")
review, history = items[0]
for n in range(7):
    history.do(acts.set_value(review, FieldRef(6, "annual_value"), f"={{n}}"))
os.kill(os.getpid(), {int(getattr(signal, "SIGKILL", signal.SIGTERM))})
"""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    assert subprocess.run([sys.executable, "-c", script], env=environment, check=False).returncode != 0
    items = load_session(path)
    assert items[0][0].field(VALUE).value == "=6"
    assert len(items[0][1].record) == 7
    session = LiveSession.open(path, items, "next")
    session.close()
    assert [file.name for file in tmp_path.iterdir()] == ["a.review"]
    assert len(load_session(path)[0][1].record) == 7


@pytest.mark.skipif(os.name != "posix", reason="a file that is open cannot be made anew on Windows")
def test_who_waits_for_the_lock_keeps_the_file_that_is_made_at_that_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Lock(tmp_path / "a.review")
    held.acquire("王芳")
    close, theirs = os.close, b"of who waited"

    def closed(handle: int) -> None:
        close(handle)
        held.path.write_bytes(theirs)

    monkeypatch.setattr("reviewer.session.lock.os.close", closed)
    held.release()
    assert held.path.read_bytes() == theirs


def test_a_lock_file_that_nobody_holds_is_no_lock(tmp_path: Path) -> None:
    lock = Lock(tmp_path / "a.review")
    lock.path.write_text('{"who": "gone"}', encoding="utf-8")
    lock.acquire("here")
    lock.release()
    assert not lock.path.exists()


# -- trouble ------------------------------------------------------------------------------------------------------


def test_what_cannot_be_written_waits_and_is_said_once(review: Review, history: History, tmp_path: Path) -> None:
    path = tmp_path / "a.review"
    session = live(path, review, history)
    said: list[str] = []
    recovered: list[bool] = []
    session.on_trouble = said.append
    session.on_recovered = lambda: recovered.append(True)
    real = session._db

    class Full:
        in_transaction = False

        def execute(self, *_: object) -> None:
            error = sqlite3.OperationalError("database or disk is full")
            error.sqlite_errorcode = sqlite3.SQLITE_FULL
            raise error

    session._db = Full()  # type: ignore[assignment]
    history.do(acts.set_value(review, VALUE, "=1"))
    history.do(acts.set_value(review, VALUE, "=2"))
    assert review.field(VALUE).value == "=2", "the work itself goes on"
    assert not session.is_safe
    assert len(said) == 1
    assert "a.review" in said[0]
    session._db = real
    history.do(acts.set_value(review, VALUE, "=3"))
    assert recovered == [True]
    assert session.is_safe
    session.close()
    assert [entry.act.name for entry in load_session(path)[0][1].record] == ["set_value"] * 3


def test_what_waited_is_written_when_the_session_is_closed(
    review: Review, history: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = live(tmp_path / "a.review", review, history)
    with monkeypatch.context() as held:
        held.setattr("reviewer.session.rows.write_entry", _full)
        history.do(acts.set_value(review, VALUE, "=1"))
    assert not session.is_safe
    session.close()
    assert load_session(tmp_path / "a.review")[0][0].field(VALUE).value == "=1"


def _full(*_: object) -> bytes:
    raise sqlite3.OperationalError("database or disk is full")


def test_nothing_stays_of_a_session_that_is_not_wanted(review: Review, history: History, tmp_path: Path) -> None:
    path, other = tmp_path / "a.review", tmp_path / "a.review-notes"
    other.write_bytes(b"theirs")
    session = live(path, review, history)
    history.do(acts.set_value(review, VALUE, "=1"))
    path.with_name("a.review-journal").write_bytes(b"left by a crash")
    session.discard()
    assert list(tmp_path.iterdir()) == [other]


@pytest.mark.skipif(os.name != "posix", reason="a file that is open cannot be cut on Windows")
def test_a_log_that_somebody_cut_is_noticed_before_the_next_act_and_one_that_was_only_touched_is_not(
    review: Review, history: History, tmp_path: Path
) -> None:
    path = tmp_path / "a.review"
    session = LiveSession.create(path, [(review, history)], "王芳")
    history.do(acts.set_value(review, VALUE, "=1"))
    os.utime(log.log_of(path), (1, 1))
    history.do(acts.set_value(review, VALUE, "=2"))
    assert session.is_safe
    os.truncate(log.log_of(path), 64)
    history.do(acts.set_value(review, VALUE, "=3"))
    assert not session.is_safe
    session.close()


# -- recovery -----------------------------------------------------------------------------------------------------


def test_leftovers_say_what_they_hold_and_leave_out_what_is_at_work(
    review: Review, history: History, tmp_path: Path
) -> None:
    folder = tmp_path / "recovery"
    assert recovery.leftovers(folder) == []
    crashed = recovery.new_file(folder, "北山/镇 表:1.txt")
    session = live(crashed, review, history)
    history.do(acts.set_value(review, VALUE, "=1"))
    assert recovery.leftovers(folder) == [], "it is being worked on"
    session.close()
    (folder / "broken.review").write_bytes(crashed.read_bytes()[:5000])
    found = {each.path: each for each in recovery.leftovers(folder)}
    assert (found[crashed].names, found[crashed].acts) == ((review.source.name,), 1)
    assert found[folder / "broken.review"].names == ()
    for each in found.values():
        recovery.throw_away(each)
    assert list(folder.iterdir()) == []


# -- damage and age -----------------------------------------------------------------------------------------------


def test_what_cannot_be_thrown_away_is_not_said_to_be_gone(
    review: Review, history: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = recovery.new_file(tmp_path, "目标表")
    live(path, review, history).close()
    (left,) = recovery.leftovers(tmp_path)
    with monkeypatch.context() as held:

        def refused(file: Path, missing_ok: bool = False) -> None:
            raise PermissionError(file)

        held.setattr(Path, "unlink", refused)
        assert not recovery.throw_away(left)
    assert path.exists()
    for _ in range(2):
        assert recovery.throw_away(left)
        assert not path.exists()


def test_what_was_gone_on_with_since_it_was_offered_stays(review: Review, history: History, tmp_path: Path) -> None:
    path = recovery.new_file(tmp_path, "目标表")
    session = live(path, review, history)
    assert recovery.leftovers(tmp_path) == [], "somebody is working on it"
    session.close()
    (left,) = recovery.leftovers(tmp_path)
    items = load_session(path)
    session = LiveSession.open(path, items, "王芳")
    assert not recovery.throw_away(left), "somebody is working on it"
    items[0][1].do(acts.set_value(items[0][0], VALUE, "=9"))
    session.close()
    assert not recovery.throw_away(left)
    assert path.exists()


def test_a_damaged_session_opens_as_far_as_it_is_sound(review: Review, history: History, tmp_path: Path) -> None:
    path = tmp_path / "a.review"
    other = Review(review.source, history.first)
    for value in ("=1", "=2", "=3"):
        history.do(acts.set_value(review, VALUE, value))
    save_session(path, [(review, history), (other, History(other))])
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE record SET entry = x'00' WHERE place = 1")
        db.execute("UPDATE page SET text = 7 WHERE review = 2")
    before = path.read_bytes()
    found = salvage_session(path)
    ((read, again),) = found.items
    assert read.field(VALUE).value == "=1"
    assert len(again.record) == 1
    assert len(found.missing) == 2
    assert all("\n" not in sentence for sentence in found.missing)
    assert path.read_bytes() == before


def test_every_older_form_is_opened_and_brought_forward_with_a_copy_kept(tmp_path: Path) -> None:
    assert sorted(STORED.glob("version-*.review")) == [STORED / f"version-{n}.review" for n in sorted(MIGRATIONS)]
    for stored in STORED.glob("version-*.review"):
        (tmp_path / stored.stem).mkdir()
        path = tmp_path / stored.stem / stored.name
        shutil.copyfile(stored, path)
        items = load_session(path)
        assert path.read_bytes() == stored.read_bytes(), "reading changes nothing"
        assert [review.source.name for review, _ in items] == ["wide.md", "plain-levels.tsv"]
        assert [entry.way for entry in items[0][1].record] == ["do", "do", "undo"]
        assert items[0][1].record[0].who == "王芳"
        session = LiveSession.open(path, items, "王芳")
        items[0][1].undo()
        session.close()
        assert header(path)[1] == VERSION
        ((kept),) = [file for file in path.parent.iterdir() if file != path]
        assert kept.read_bytes() == stored.read_bytes()
        assert len(load_session(path)[0][1].record) == 4


@pytest.mark.parametrize("size", [40, 400_000])
def test_what_somebody_else_wrote_into_the_file_is_seen_before_the_next_act(
    review: Review, history: History, tmp_path: Path, size: int
) -> None:
    """Also in the middle of a long file, of the same length, at the same time: nothing of ours goes into it then."""
    path, told = tmp_path / "a.review", list[str]()
    review.source = replace(review.source, data=os.urandom(size))
    session = live(path, review, history)
    session.on_misplaced = told.append
    ref = next(iter(review.refs()))
    history.do(acts.set_value(review, ref, "甲"))
    assert session.retry()
    assert told == []
    os.utime(path, ns=(1, 1))
    assert session.retry(), "touched, not changed"
    with open(path, "r+b") as file:
        file.seek(-20, os.SEEK_END)
        before = file.read(8)
        file.seek(-20, os.SEEK_END)
        file.write(bytes(255 - each for each in before))
    history.do(acts.set_value(review, ref, "乙"))
    assert not session.is_safe
    assert len(told) == 1
    assert "a.review" in told[0]
    session.close()
