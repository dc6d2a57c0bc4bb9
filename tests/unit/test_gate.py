"""The gate: whatever is called, no file that the program did not write changes its bytes, unless somebody said so about that file."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from reviewer.base import gate, written
from reviewer.base.files import WriteError, write_whole
from reviewer.base.gate import NOBODY, OVERWRITE, Consent, ForbiddenError, Standing, UnaskedError, asked
from reviewer.session.schema import SCHEMA

posix = pytest.mark.skipif(os.name != "posix", reason="links as POSIX has them")


@pytest.fixture(autouse=True)
def own_data(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("data")
    monkeypatch.setenv("REVIEWER_DATA_DIR", str(folder))
    return folder


def put(text: str) -> Callable[[Path], None]:
    def write(temporary: Path) -> None:
        temporary.write_text(text, encoding="utf-8")

    return write


def session_at(path: Path) -> None:
    db = sqlite3.connect(path)
    db.executescript(SCHEMA)
    db.close()


# -- one thing at a time --------------------------------------------------------------------------------------------


def test_its_own_file_is_replaced_until_somebody_changes_it(tmp_path: Path) -> None:
    path = tmp_path / "结果.xlsx"
    write_whole(path, put("one"))
    write_whole(path, put("two"))
    assert gate.standing(path) is Standing.OURS
    path.write_text("corrected in Excel")
    assert gate.standing(path) is Standing.CHANGED
    with pytest.raises(UnaskedError):
        write_whole(path, put("three"))
    assert path.read_text() == "corrected in Excel"
    write_whole(path, put("three"), asked(path))
    assert path.read_text() == "three"
    assert gate.standing(path) is Standing.OURS


def test_its_own_file_stays_its_own_when_it_is_renamed_and_a_copy_is_somebody_elses(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_whole(path, put("one"))
    shutil.copy(path, tmp_path / "kept by hand.xlsx")
    path.rename(tmp_path / "b.xlsx")
    write_whole(tmp_path / "b.xlsx", put("two"))
    with pytest.raises(UnaskedError):
        write_whole(tmp_path / "kept by hand.xlsx", put("two"))


def test_consent_is_about_the_file_as_it_was_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("last week's")
    consent = asked(path)
    path.write_text("somebody saved in between")
    with pytest.raises(UnaskedError):
        write_whole(path, put("new"), consent)
    other = tmp_path / "b.csv"
    other.write_text("another")
    with pytest.raises(UnaskedError):
        write_whole(other, put("new"), asked(path))
    assert (path.read_text(), other.read_text()) == ("somebody saved in between", "another")


def test_a_file_that_appears_while_writing_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.json"

    def write(temporary: Path) -> None:
        temporary.write_text("ours")
        path.write_text("somebody was quicker")

    with pytest.raises(UnaskedError):
        write_whole(path, write)
    assert path.read_text() == "somebody was quicker"
    assert [file.name for file in tmp_path.iterdir()] == ["a.json"]


def test_a_file_that_is_changed_while_writing_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    write_whole(path, put("ours"))

    def write(temporary: Path) -> None:
        temporary.write_text("ours again")
        path.write_text("corrected in between")

    with pytest.raises(UnaskedError):
        write_whole(path, write)
    assert path.read_text() == "corrected in between"


@pytest.mark.parametrize("consent", [NOBODY, OVERWRITE, None])
def test_a_source_at_work_and_a_session_are_never_replaced(tmp_path: Path, consent: Consent | None) -> None:
    source, session, closed = (tmp_path / name for name in ("原文.xlsx", "a.review", "b.xlsx"))
    source.write_bytes(b"given")
    session_at(session)
    session_at(closed)
    before = {path: path.read_bytes() for path in (source, session, closed)}
    holds = [gate.protect(source), gate.protect(session, is_session=True)]
    try:
        for path in before:
            with pytest.raises(ForbiddenError):
                write_whole(path, put("new"), asked(path) if consent is None else consent)
        for as_session in (source, session):
            with pytest.raises(ForbiddenError):
                write_whole(as_session, put("new"), asked(as_session), as_session=True)
    finally:
        for hold in holds:
            gate.release(hold)
    assert {path: path.read_bytes() for path in before} == before
    write_whole(closed, put("new"), asked(closed), as_session=True)
    assert closed.read_text() == "new"


@posix
@pytest.mark.parametrize("way", ["link", "hard", "dots", "folder", "renamed"])
def test_a_source_is_known_by_every_way_to_it(tmp_path: Path, way: str) -> None:
    folder = tmp_path / "收到"
    folder.mkdir()
    source = folder / "原文.xlsx"
    source.write_bytes(b"given")
    with gate.protected(source):
        other = tmp_path / "别名.xlsx"
        if way == "link":
            other.symlink_to(source)
        elif way == "hard":
            other.hardlink_to(source)
        elif way == "dots":
            other = folder / ".." / "收到" / source.name
        elif way == "folder":
            (tmp_path / "映射").symlink_to(folder)
            other = tmp_path / "映射" / source.name
        else:
            source.rename(other)
        with pytest.raises(ForbiddenError):
            write_whole(other, put("new"), OVERWRITE)
        assert other.read_bytes() == b"given"
    assert gate.standing(other) is Standing.FOREIGN


@posix
def test_a_hard_link_to_a_foreign_file_is_asked_about_and_the_other_name_keeps_its_bytes(tmp_path: Path) -> None:
    one, other = tmp_path / "a.csv", tmp_path / "b.csv"
    one.write_text("theirs")
    other.hardlink_to(one)
    with pytest.raises(UnaskedError):
        write_whole(other, put("new"))
    write_whole(other, put("new"), asked(other))
    assert (one.read_text(), other.read_text()) == ("theirs", "new")


@posix
def test_a_pipe_is_nobodys_output(tmp_path: Path) -> None:
    pipe = tmp_path / "a.json"
    os.mkfifo(pipe)
    with pytest.raises(UnaskedError):
        write_whole(pipe, put("new"))


def test_a_source_whose_place_is_not_known_is_known_by_its_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "_contents", Counter())
    moved = tmp_path / "moved.xlsx"
    moved.write_bytes(b"given")
    gate.protect_content(gate.digest_of(moved))
    with pytest.raises(ForbiddenError):
        write_whole(moved, put("new"), OVERWRITE)


def test_the_next_free_name(tmp_path: Path) -> None:
    wanted = tmp_path / "局甲.xlsx"
    assert gate.free_name(wanted) == wanted
    wanted.write_text("theirs")
    second = tmp_path / "局甲 (2).xlsx"
    assert gate.free_name(wanted) == second
    write_whole(second, put("ours"))
    assert gate.free_name(wanted) == second, "the second time over, its own is written again"
    assert gate.free_name(wanted, [second]) == tmp_path / "局甲 (3).xlsx"
    second.write_text("corrected")
    assert gate.free_name(wanted) == tmp_path / "局甲 (3).xlsx"


# -- the record ------------------------------------------------------------------------------------------------------


def test_a_damaged_record_means_asking_and_is_begun_anew(tmp_path: Path, own_data: Path) -> None:
    path = tmp_path / "a.csv"
    write_whole(path, put("one"))
    (own_data / written.NAME).write_bytes(b"no database at all" * 100)
    with pytest.raises(UnaskedError):
        write_whole(path, put("two"))
    write_whole(path, put("two"), asked(path))
    write_whole(path, put("three"))
    assert path.read_text() == "three"


@posix
def test_without_a_data_folder_the_output_is_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in the way").write_text("x")
    monkeypatch.setenv("REVIEWER_DATA_DIR", str(tmp_path / "in the way" / "data"))
    write_whole(tmp_path / "a.csv", put("one"))
    assert (tmp_path / "a.csv").read_text() == "one"
    with pytest.raises(UnaskedError):
        write_whole(tmp_path / "a.csv", put("two"))


def test_the_record_is_bounded(tmp_path: Path, own_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(written, "MOST", 5)
    for number in range(12):
        write_whole(tmp_path / f"{number}.csv", put("x"))
    db = sqlite3.connect(own_data / written.NAME)
    (count,) = db.execute("SELECT count(*) FROM written").fetchone()
    db.close()
    assert count == 5
    assert gate.standing(tmp_path / "11.csv") is Standing.OURS
    assert gate.standing(tmp_path / "1.csv") is Standing.FOREIGN


def _write_many(folder: Path, name: str) -> None:
    for number in range(25):
        write_whole(folder / f"{name}{number}.csv", put(name))


def test_several_programs_share_the_record(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_write_many, args=(tmp_path, name)) for name in "abc"]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
        assert worker.exitcode == 0
    found = {gate.standing(tmp_path / f"{name}{number}.csv") for name in "abc" for number in range(25)}
    assert found == {Standing.OURS}


# -- whatever is called -------------------------------------------------------------------------------------------------

FOLDERS = ("甲", "乙")
NAMES = ("a.xlsx", "b.xlsx", "c.review")
PLACES = [f"{folder}/{name}" for folder in FOLDERS for name in NAMES]
places = st.sampled_from(PLACES)
CONSENTS = ("nobody", "overwrite", "asked", "asked about another")


class Trees(RuleBasedStateMachine):
    """Files, links, sessions and sources at work in two folders; the user and the program act on them in any order."""

    @initialize()
    def begin(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="gate-"))
        self.before = os.environ.get("REVIEWER_DATA_DIR")
        os.environ["REVIEWER_DATA_DIR"] = str(self.root / "data")
        for folder in FOLDERS:
            (self.root / folder).mkdir()
        if os.name == "posix":
            (self.root / "映射").symlink_to(self.root / "甲")
        self.counter = itertools.count()
        self.holds: list[tuple[gate.Hold, str]] = []
        self.ours: set[bytes] = set()

    def teardown(self) -> None:
        if not hasattr(self, "root"):
            return
        for hold, _ in self.holds:
            gate.release(hold)
        os.environ["REVIEWER_DATA_DIR"] = self.before or ""
        shutil.rmtree(self.root)

    def path(self, place: str) -> Path:
        return self.root / place

    def contents(self) -> dict[str, bytes]:
        return {place: self.path(place).read_bytes() for place in PLACES if self.path(place).is_file()}

    # what the user does

    @rule(place=places, as_a_new_file=st.booleans())
    def save_in_another_program(self, place: str, as_a_new_file: bool) -> None:
        new = self.root / "new"
        new.write_bytes(b"theirs %d" % next(self.counter))
        if as_a_new_file:
            new.replace(self.path(place))
        else:
            self.path(place).write_bytes(new.read_bytes())

    @rule(place=places)
    def a_session(self, place: str) -> None:
        if not os.path.lexists(self.path(place)):
            session_at(self.path(place))

    @rule(place=places, to=places, hard=st.booleans())
    def link(self, place: str, to: str, hard: bool) -> None:
        if os.path.lexists(self.path(place)) or os.name != "posix" or place == to:
            return
        if not hard:
            self.path(place).symlink_to(self.path(to))
        elif self.path(to).is_file():
            self.path(place).hardlink_to(self.path(to))

    @rule(place=places, to=places)
    def rename(self, place: str, to: str) -> None:
        if os.path.lexists(self.path(place)) and not os.path.lexists(self.path(to)):
            self.path(place).rename(self.path(to))

    @rule(place=places)
    def open_in_the_window(self, place: str) -> None:
        if self.path(place).is_file() and len(self.holds) < 3:
            self.holds.append((gate.protect(self.path(place)), place))

    @rule()
    def close(self) -> None:
        if self.holds:
            gate.release(self.holds.pop()[0])

    # what the program does

    @rule(place=places, consent=st.sampled_from(CONSENTS), mapped=st.booleans(), session=st.booleans(), other=places)
    def write(self, place: str, consent: str, mapped: bool, session: bool, other: str) -> None:
        before = self.contents()
        path = self.path(place)
        if mapped and os.name == "posix":
            path = self.root / place.replace("甲", "映射")
        new = b"ours %d" % next(self.counter)
        said: Consent = {"nobody": NOBODY, "overwrite": OVERWRITE, "asked": asked(path)}.get(
            consent, asked(self.path(other))
        )
        same = place in before and other in before and gate.is_same(path, self.path(other))
        is_asked = consent == "asked" or (consent == "asked about another" and same)
        kept = [self.path(kept) for _, kept in self.holds if kept in before]
        held = {each for each in before if any(self.path(each).samefile(one) for one in kept)}  # sessions are all alike
        try:
            write_whole(path, lambda temporary: temporary.write_bytes(new) and None, said, as_session=session)
        except WriteError:
            assert self.contents() == before
            return
        after = self.contents()
        for each, old in before.items():
            if after.get(each) == old:
                continue
            assert after[each] == new
            assert gate.is_same(self.path(each), path), "only what was named is written"
            assert each not in held, "a source at work"
            if old.startswith(b"SQLite"):
                assert session
                assert is_asked
            elif consent != "overwrite" and not is_asked:
                assert old in self.ours, "nobody was asked"
        if not session:
            self.ours.add(new)

    @rule(place=places)
    def write_under_a_free_name(self, place: str) -> None:
        before = self.contents()
        path = gate.free_name(self.path(place))
        new = b"ours %d" % next(self.counter)
        write_whole(path, lambda temporary: temporary.write_bytes(new) and None)
        after = self.contents()
        assert all(after[each] == old or old in self.ours for each, old in before.items())
        self.ours.add(new)

    @invariant()
    def nothing_half_written(self) -> None:
        if hasattr(self, "root"):
            assert not list(self.root.rglob(".*.tmp"))


TestTrees = Trees.TestCase
TestTrees.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)


@pytest.mark.parametrize("kind", ["the file", "a zip with it", "another zip", "no zip"])
def test_bytes_that_are_at_work_are_kept_also_in_a_zip_until_they_are_released(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(gate, "_contents", Counter())
    given, moved = tmp_path / "given", tmp_path / "moved.zip"
    given.write_bytes(b"given")
    if kind in ("the file", "no zip"):
        moved.write_bytes(b"given" if kind == "the file" else b"PK\x03\x04 not a zip")
    else:
        with zipfile.ZipFile(moved, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a/1.md", b"other")
            archive.writestr("a/2.md", b"given" if kind == "a zip with it" else b"else")
    digest, is_kept = gate.digest_of(given), kind in ("the file", "a zip with it")
    gate.protect_content(digest)
    gate.protect_content(digest)
    gate.release_content(digest)
    if is_kept:
        before = moved.read_bytes()
        with pytest.raises(ForbiddenError):
            write_whole(moved, put("new"), OVERWRITE)
        assert moved.read_bytes() == before
    gate.release_content(digest)
    write_whole(moved, put("new"), OVERWRITE)
    assert moved.read_bytes() == b"new"


# -- other processes ------------------------------------------------------------------------------------------------


_HOLD = """
import sys, time
from pathlib import Path
from reviewer.base import gate
holds = [gate.protect(Path(name), tell_others=True) for name in sys.argv[1:]]
gate.release(holds.pop())
print("held", flush=True)
sys.stdin.readline()
for hold in holds: gate.release(hold)
print("free", flush=True)
sys.stdin.readline()
"""


@posix
@pytest.mark.parametrize("end", ["let go", "killed"])
def test_a_source_that_is_open_in_another_process_is_replaced_by_nobody(
    tmp_path: Path, own_data: Path, end: str
) -> None:
    source, let_go, link, hard = (tmp_path / name for name in ("原文 一.xlsx", "已关.xlsx", "链接.xlsx", "硬链接.xlsx"))
    for path in (source, let_go):
        path.write_bytes(b"theirs")
    link.symlink_to(source)
    hard.hardlink_to(source)
    call = [sys.executable, "-c", _HOLD, str(tmp_path / "." / source.name), str(let_go)]
    with subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        for path in (source, link, hard):
            with pytest.raises(ForbiddenError):
                write_whole(path, put("ours"), OVERWRITE)
        write_whole(let_go, put("ours"), OVERWRITE)
        assert source.read_bytes() == b"theirs"
        source.rename(tmp_path / "改名.xlsx")
        for path in (source, tmp_path / "改名.xlsx"):
            with pytest.raises(ForbiddenError):
                write_whole(path, put("ours"), OVERWRITE)
        (tmp_path / "改名.xlsx").rename(source)
        if end == "let go":
            other.stdin.write("\n")
            other.stdin.flush()
            assert other.stdout.readline() == "free\n"
        else:
            other.kill()
            other.wait()
        write_whole(source, put("ours"), OVERWRITE)
        other.stdin.close()
    assert gate.standing(source) is Standing.OURS
    assert list((own_data / "at-work").iterdir()) == []


def test_what_lies_among_the_files_of_other_processes_stops_nobody(tmp_path: Path, own_data: Path) -> None:
    (own_data / "at-work" / "a folder").mkdir(parents=True)
    (own_data / "at-work" / "1-abc").write_bytes(b"\xff nonsense\n[1]\n")
    write_whole(tmp_path / "out.txt", put("ours"))
    write_whole(tmp_path / "out.txt", put("again"))


@pytest.mark.skipif(os.name != "posix", reason="links")
def test_of_a_link_that_leads_to_no_folder_that_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "o.json").symlink_to(tmp_path / "weg" / "o.json")
    with pytest.raises(WriteError, match="weg"):
        write_whole(tmp_path / "o.json", lambda temporary: temporary.touch())
