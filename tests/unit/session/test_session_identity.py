"""A session is known by what it is: by every name, with its own log, in its own place; and what is missing of it is seen."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from reviewer.base.files import WriteError
from reviewer.base.gate import asked
from reviewer.model import acts
from reviewer.model.fields import FieldRef
from reviewer.model.history import History
from reviewer.model.review import Review
from reviewer.session import log
from reviewer.session.live import LiveSession, StaleError
from reviewer.session.lock import HeldError
from reviewer.session.store import DamagedError, LostLogError, load_session, salvage_session, save_session

VALUE = FieldRef(6, "annual_value")
posix = pytest.mark.skipif(os.name != "posix", reason="names can be taken from open files only on POSIX")
CRASH = """
import sys, os, signal
from pathlib import Path
from reviewer.session.live import LiveSession
from reviewer.session.store import load_session
from reviewer.model import acts
from reviewer.model.fields import FieldRef
path = Path(sys.argv[1])
items = load_session(path)
live = LiveSession.open(path, items, "crash")
review, history = items[0]
for n in range(int(sys.argv[2])):
    history.do(acts.set_value(review, FieldRef(6, "annual_value"), f"={n}"))
assert live.is_safe
os.kill(os.getpid(), signal.SIGKILL)
"""


def crashed(path: Path, review: Review, count: int = 5) -> None:
    """A session with so many acts in its log, left by a program that was killed."""
    save_session(path, [(review, History(review))])
    went_on(path, count)


def went_on(path: Path, count: int) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    call = [sys.executable, "-c", CRASH, str(path), str(count)]
    assert subprocess.run(call, env=environment, check=False, stderr=subprocess.PIPE).returncode == -9


def value(path: Path) -> str | None:
    return load_session(path)[0][0].field(VALUE).value


# -- by every name ------------------------------------------------------------------------------------------------------


def other_name(path: Path, way: str) -> Path:
    """Another way to a file."""
    folder = path.parent
    if way == "link":
        (folder.parent / "link.review").symlink_to(path)
        return folder.parent / "link.review"
    if way == "hard":
        (folder / "hard.review").hardlink_to(path)
        return folder / "hard.review"
    if way == "hard elsewhere":
        (folder.parent / "hard.review").hardlink_to(path)
        return folder.parent / "hard.review"
    if way == "folder":
        (folder.parent / "映射").symlink_to(folder)
        return folder.parent / "映射" / path.name
    return folder / ".." / folder.name / path.name


WAYS = ["link", "hard", "hard elsewhere", "folder", "dots"]


@posix
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("begun", [False, True])
def test_a_second_one_is_kept_out_by_every_name(
    review: Review, history: History, tmp_path: Path, way: str, begun: bool
) -> None:
    folder = tmp_path / "a"
    folder.mkdir()
    path = folder / "a.review"
    save_session(path, [(review, history)])
    other = other_name(path, way)
    items = load_session(path)
    first = LiveSession.open(path, items, "王芳")
    if begun:
        items[0][1].do(acts.set_value(items[0][0], VALUE, "=1"))
    theirs = load_session(other)
    assert theirs[0][0].field(VALUE).value == ("=1" if begun else review.field(VALUE).value), (
        "what the first one did is seen"
    )
    with pytest.raises(HeldError):
        LiveSession.open(other, theirs, "李四")
    with pytest.raises((HeldError, WriteError)):
        LiveSession.create(other, theirs, "李四", consent=asked(other))
    items[0][1].do(acts.set_value(items[0][0], VALUE, "=2"))
    assert first.is_safe
    first.close()
    assert value(path) == value(other) == "=2"
    again = load_session(other)
    LiveSession.open(other, again, "李四").close()


@posix
@pytest.mark.parametrize("way", WAYS)
def test_after_a_crash_the_acts_are_found_by_every_name(review: Review, tmp_path: Path, way: str) -> None:
    folder = tmp_path / "a"
    folder.mkdir()
    path = folder / "a.review"
    crashed(path, review)
    other = other_name(path, way)
    assert value(other) == "=4"
    items = load_session(other)
    session = LiveSession.open(other, items, "王芳")
    items[0][1].do(acts.set_value(items[0][0], VALUE, "=5"))
    session.close()
    assert value(path) == value(other) == "=5"
    assert len(load_session(path)[0][1].record) == 6


def test_who_comes_between_reading_and_going_on_is_noticed(review: Review, history: History, tmp_path: Path) -> None:
    path = tmp_path / "a.review"
    save_session(path, [(review, history)])
    items, theirs = load_session(path), load_session(path)
    session = LiveSession.open(path, theirs, "李四")
    theirs[0][1].do(acts.set_value(theirs[0][0], VALUE, "=1"))
    session.close()
    with pytest.raises(StaleError):
        LiveSession.open(path, items, "王芳")
    assert value(path) == "=1"


# -- in its place -------------------------------------------------------------------------------------------------------


def replaced(path: Path) -> None:
    (path.parent / "other").write_bytes(b"theirs")
    (path.parent / "other").replace(path)


def log_deleted(path: Path) -> None:
    log.log_of(path).unlink()


def renamed_and_back_is_another(path: Path) -> None:
    path.rename(path.with_name("b.review"))
    shutil.copy(path.with_name("b.review"), path)


GONE: dict[str, Callable[[Path], object]] = {
    "replaced": replaced,
    "deleted": lambda path: path.unlink(),
    "renamed": lambda path: path.rename(path.with_name("b.review")),
    "copied back": renamed_and_back_is_another,
    "folder renamed": lambda path: path.parent.rename(path.parent.with_name("elsewhere")),
    "folder gone": lambda path: shutil.rmtree(path.parent),
    "log deleted": log_deleted,
}


@posix
@pytest.mark.parametrize(
    ("how", "word"),
    [
        ("replaced", "替换"), ("copied back", "替换"), ("deleted", "移走"), ("renamed", "移走"), ("folder gone", "移走"),
        ("log deleted", "日志"),
    ],
)  # fmt: skip
def test_what_became_of_the_file_is_said_as_it_is(
    review: Review, history: History, tmp_path: Path, how: str, word: str
) -> None:
    path, said = tmp_path / "here" / "a.review", list[str]()
    path.parent.mkdir()
    session = LiveSession.create(path, [(review, history)], "王芳")
    session.on_misplaced = said.append
    GONE[how](path)
    history.do(acts.set_value(review, VALUE, "=1"))
    session.close()
    assert word in said[0]


@posix
@pytest.mark.parametrize("how", GONE)
def test_a_file_that_is_not_in_its_place_is_said_at_the_next_act(
    review: Review, history: History, tmp_path: Path, how: str
) -> None:
    folder = tmp_path / "a"
    folder.mkdir()
    path = folder / "a.review"
    session = LiveSession.create(path, [(review, history)], "王芳")
    history.do(acts.set_value(review, VALUE, "=1"))
    assert session.is_safe
    said: list[str] = []
    session.on_misplaced = said.append
    GONE[how](path)
    foreign = path.read_bytes() if path.exists() and how in ("replaced", "copied back") else b""
    history.do(acts.set_value(review, VALUE, "=2"))
    assert len(said) == 1
    assert "a.review" in said[0]
    assert not session.is_safe, "nothing is claimed"
    history.do(acts.set_value(review, VALUE, "=3"))
    assert len(said) == 2, "until somebody has kept the work elsewhere"
    session.close()
    session.discard()
    if foreign:
        assert path.read_bytes() == foreign
    if how == "renamed":
        assert value(folder / "b.review") in ("=1", "=2")


@posix
def test_the_log_of_a_stranger_is_not_taken_away(review: Review, history: History, tmp_path: Path) -> None:
    path = tmp_path / "a.review"
    session = LiveSession.create(path, [(review, history)], "王芳")
    history.do(acts.set_value(review, VALUE, "=1"))
    replaced(path)
    log.log_of(path).rename(tmp_path / "moved")
    log.log_of(path).write_bytes(b"theirs too")
    history.do(acts.set_value(review, VALUE, "=2"))
    session.close()
    assert log.log_of(path).read_bytes() == b"theirs too"
    assert path.read_bytes() == b"theirs"


@posix
def test_the_log_of_a_stranger_beside_a_file_that_is_gone_is_not_taken_away(
    review: Review, history: History, tmp_path: Path
) -> None:
    path = tmp_path / "a.review"
    session = LiveSession.create(path, [(review, history)], "王芳")
    history.do(acts.set_value(review, VALUE, "=1"))
    path.rename(tmp_path / "b.review")
    log.log_of(path).rename(tmp_path / "moved")
    log.log_of(path).write_bytes(b"theirs")
    history.do(acts.set_value(review, VALUE, "=2"))
    session.close()
    assert log.log_of(path).read_bytes() == b"theirs"


@posix
def test_a_log_that_was_taken_away_is_not_called_a_replaced_file(
    review: Review, history: History, tmp_path: Path
) -> None:
    session = LiveSession.create(tmp_path / "a.review", [(review, history)], "王芳")
    said: list[str] = []
    session.on_misplaced = said.append
    log.log_of(tmp_path / "a.review").unlink()
    history.do(acts.set_value(review, VALUE, "=1"))
    session.close()
    assert said
    assert "日志" in said[0]
    assert "a.review" in said[0]
    assert not session.is_safe


# -- its own log ----------------------------------------------------------------------------------------------------------


@posix
@posix
def test_a_session_renamed_without_its_log_finds_it(review: Review, tmp_path: Path) -> None:
    path = tmp_path / "a.review"
    crashed(path, review)
    other = path.rename(tmp_path / "umbenannt.review")
    assert value(other) == "=4"
    other.rename(path)  # and back: its own log is still there
    assert value(path) == "=4"


@posix
def test_the_log_of_another_session_is_not_taken_for_that_of_a_renamed_one(review: Review, tmp_path: Path) -> None:
    path, second = tmp_path / "a.review", tmp_path / "b.review"
    crashed(path, review)
    other = path.rename(tmp_path / "umbenannt.review")
    crashed(second, review, 2)
    (tmp_path / "b.review-wal").replace(tmp_path / "a.review-wal")
    with pytest.raises(LostLogError):
        value(other)


def test_a_lost_log_is_said(review: Review, tmp_path: Path) -> None:
    path = tmp_path / "a.review"
    crashed(path, review)
    log.log_of(path).unlink()
    before = path.read_bytes()
    with pytest.raises(LostLogError, match=r"a\.review-wal"):
        load_session(path)
    found = salvage_session(path)
    assert len(found.items) == 1
    assert "a.review-wal" in found.missing[0]
    assert path.read_bytes() == before


@posix
@pytest.mark.parametrize("closed", [False, True])
def test_a_log_of_another_file_is_never_laid_over_a_new_one(
    review: Review, history: History, tmp_path: Path, closed: bool
) -> None:
    path, backup = tmp_path / "a.review", tmp_path / "backup.review"
    crashed(path, review)
    history.do(acts.set_value(review, VALUE, "of the backup"))
    save_session(backup, [(review, history)])
    if not closed:
        went_on(backup, 0)
        log.log_of(backup).rename(tmp_path / "lost")
    os.replace(backup, path)
    foreign = log.log_of(path).read_bytes()
    if not closed:
        with pytest.raises(LostLogError):
            load_session(path)
        assert log.log_of(path).read_bytes() == foreign
        return
    items = load_session(path)
    assert items[0][0].field(VALUE).value == "of the backup"
    session = LiveSession.open(path, items, "王芳")
    (aside,) = session.put_aside
    assert aside.read_bytes() == foreign
    items[0][1].do(acts.set_value(items[0][0], VALUE, "=9"))
    session.close()
    assert value(path) == "=9"
    assert aside.read_bytes() == foreign


@posix
def test_saving_onto_a_crashed_session_removes_nothing_before_it_stands(
    review: Review, history: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.review"
    crashed(path, review)
    kept = {name: (tmp_path / name).read_bytes() for name in ("a.review", "a.review-wal")}

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", fail)
        with pytest.raises(WriteError):
            LiveSession.create(path, [(review, history)], "王芳", consent=asked(path))
    assert {name: (tmp_path / name).read_bytes() for name in kept} == kept
    assert value(path) == "=4"
    history.do(acts.set_value(review, VALUE, "new"))
    LiveSession.create(path, [(review, history)], "王芳", consent=asked(path)).close()
    assert value(path) == "new"


# -- what is missing --------------------------------------------------------------------------------------------------------

CUTS = {
    "a page": "DELETE FROM page WHERE place = (SELECT max(place) FROM page)",
    "every page": "DELETE FROM page",
    "a source": "DELETE FROM review WHERE id = 2",
    "the bytes of a source": "DELETE FROM source WHERE review = 2",
    "the last act": "DELETE FROM record WHERE place = (SELECT max(place) FROM record)",
    "every act": "DELETE FROM record",
    "an act exchanged for an older one": "UPDATE record SET entry = (SELECT entry FROM record WHERE place = 0) WHERE place = 1",
    "the tally": "DELETE FROM tally",
}


@pytest.mark.parametrize("what", CUTS)
def test_what_is_missing_is_seen(review: Review, history: History, tmp_path: Path, what: str) -> None:
    path = tmp_path / "a.review"
    other = Review(review.source, history.first)
    for text in ("=1", "=2", "=3"):
        history.do(acts.set_value(review, VALUE, text))
    save_session(path, [(review, history), (other, History(other))])
    assert len(load_session(path)) == 2
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(CUTS[what])
    before = path.read_bytes()
    with pytest.raises(DamagedError):
        load_session(path)
    found = salvage_session(path)
    assert found.missing
    assert all(sentence.endswith(("。", ".")) for sentence in found.missing)
    assert path.read_bytes() == before


def test_acts_of_a_going_session_are_counted_too(review: Review, history: History, tmp_path: Path) -> None:
    path = tmp_path / "a.review"
    session = LiveSession.create(path, [(review, history)], "王芳")
    for text in ("=1", "=2", "=3"):
        history.do(acts.set_value(review, VALUE, text))
    other = Review(review.source, history.first)
    more = History(other)
    session.add(other, more)
    more.do(acts.set_value(other, VALUE, "=4"))
    session.close()
    assert [len(h.record) for _, h in load_session(path)] == [3, 1]
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("DELETE FROM record WHERE review = 2")
    with pytest.raises(DamagedError):
        load_session(path)
    assert any("1" in said or "最后" in said for said in salvage_session(path).missing)


# -- what others have beside it -----------------------------------------------------------------------------------------


@posix
@pytest.mark.parametrize("ending", ["-journal", "-wal", "-shm"])
@pytest.mark.parametrize("size", [20, 5000])
def test_what_has_a_name_that_sqlite_uses_keeps_its_bytes(
    review: Review, history: History, tmp_path: Path, ending: str, size: int
) -> None:
    path = tmp_path / "a.review"
    save_session(path, [(review, history)])
    theirs = b"n" * size
    (tmp_path / f"a.review{ending}").write_bytes(theirs)
    items = load_session(path)
    session = LiveSession.open(path, items, "王芳")
    items[0][1].do(acts.set_value(items[0][0], VALUE, "=9"))
    session.close()
    assert value(path) == "=9"
    assert theirs in [file.read_bytes() for file in tmp_path.iterdir()]


@posix
def test_the_journal_of_another_file_is_not_played_back_over_a_session(
    review: Review, history: History, tmp_path: Path
) -> None:
    path, other = tmp_path / "a.review", tmp_path / "other.review"
    save_session(path, [(review, history)])
    shutil.copy(path, other)
    with closing(sqlite3.connect(other, isolation_level=None)) as db:
        db.execute("PRAGMA cache_size = 2")
        db.execute("BEGIN")
        db.execute("UPDATE meta SET value = value || ?", ("x" * 200_000,))
        journal = (tmp_path / "other.review-journal").read_bytes()
    items = load_session(path)
    (tmp_path / "a.review-journal").write_bytes(journal)
    session = LiveSession.open(path, items, "王芳")
    items[0][1].do(acts.set_value(items[0][0], VALUE, "=9"))
    session.close()
    assert value(path) == "=9"
    assert [file.read_bytes() for file in session.put_aside] == [journal]


@posix
@pytest.mark.parametrize("way", ["file", "link", "hard link", "lock of ours"])
def test_what_has_the_name_of_the_lock_is_written_and_taken_away_only_if_it_is_one(
    review: Review, history: History, tmp_path: Path, way: str
) -> None:
    path, lock, theirs = tmp_path / "a.review", tmp_path / "~$a.review", tmp_path / "letter.docx"
    save_session(path, [(review, history)])
    theirs.write_bytes(b"a letter")
    if way == "link":
        lock.symlink_to(theirs)
    elif way == "hard link":
        lock.hardlink_to(theirs)
    else:
        words = '{"who": "a", "machine": "b", "since": "2026-01-01T00:00:00+00:00"}'
        lock.write_text(words if way == "lock of ours" else "words of somebody's")
    before = lock.read_bytes()
    items = load_session(path)
    session = LiveSession.open(path, items, "王芳")
    with pytest.raises(HeldError) as held:
        LiveSession.open(path, items, "李四")
    assert (held.value.holder.who == "王芳") is (way == "lock of ours")
    items[0][1].do(acts.set_value(items[0][0], VALUE, "=9"))
    session.close()
    assert value(path) == "=9"
    assert theirs.read_bytes() == b"a letter"
    assert lock.exists() != (way == "lock of ours")
    assert way == "lock of ours" or lock.read_bytes() == before


@posix
@pytest.mark.parametrize("how", ["deleted", "replaced", "renamed", "log deleted"])
def test_a_file_that_is_not_in_its_place_is_said_when_asked_without_an_act(
    review: Review, history: History, tmp_path: Path, how: str
) -> None:
    path = tmp_path / "a.review"
    session = LiveSession.create(path, [(review, history)], "王芳")
    history.do(acts.set_value(review, VALUE, "=1"))
    said: list[str] = []
    session.on_misplaced = said.append
    GONE[how](path)
    assert not session.retry()
    assert said
    session.discard()
    if how == "replaced":
        assert path.read_bytes() == b"theirs"
