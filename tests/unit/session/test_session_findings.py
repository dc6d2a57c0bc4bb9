"""What the checks found, kept in a large session: who opens it need not check again, and nobody can hide a finding by it."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from reviewer.base import words
from reviewer.base.words import Words
from reviewer.model import acts
from reviewer.model.checks import Checks
from reviewer.model.fields import FieldRef, read_field
from reviewer.model.history import History
from reviewer.model.review import Issue, Kind, NodeData, Review
from reviewer.session import codec, findings
from reviewer.session.live import LiveSession
from reviewer.session.schema import SCHEMA, seal, unseal
from reviewer.session.store import load_session, save_session
from tests.unit.conftest import make_source

ROWS = findings.WORTH_KEEPING


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    monkeypatch.setenv("REVIEWER_DATA_DIR", str(folder))
    return folder


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The nodes that a check was run on by itself, in turn."""
    seen: list[int] = []
    check = Checks._checked

    def counted(self: Checks, node: object, now: object) -> Iterator[Issue]:
        seen.append(node.id)  # type: ignore[attr-defined]
        return check(self, node, now)  # type: ignore[arg-type]

    monkeypatch.setattr(Checks, "_checked", counted)
    return seen


def _row(number: int) -> NodeData:
    value = "≥≤5次" if number % 7 == 0 else f"≥{number}次"
    name = None if number % 11 == 0 else f"培训{number}"
    values = {"level1": "产出指标", "level2": "数量指标", "level3": name, "period_value": value, "annual_value": value}
    return NodeData(number, Kind.INDICATOR, tuple((key, read_field(text)) for key, text in values.items()))


def large(rows: int = ROWS) -> tuple[Review, History]:
    project = NodeData(1, Kind.PROJECT, (("name", read_field("培训经费")),), tuple(_row(n) for n in range(2, rows + 2)))
    review = Review(make_source(), NodeData(0, Kind.DOCUMENT, (("year", read_field("2023年")),), (project,)))
    return review, History(review)


def said(review: Review) -> list[Issue]:
    return list(review.issues)


def anew(review: Review) -> list[Issue]:
    """What the checks find in a review like this one that nobody has looked at."""
    other = Review(review.source, review.root.data(), review.target_accuracy, review.layout, review.loose)
    History(other)
    return said(other)


def worked_on(path: Path) -> tuple[Review, History]:
    review, history = large()
    history.do(acts.set_value(review, FieldRef(14, "annual_value"), "≥3次"))
    history.do(acts.delete(review, [review.node(20)]))
    history.do(acts.set_value(review, FieldRef(15, "level3"), None))
    save_session(path, [(review, history)])
    return review, history


def test_a_large_session_is_opened_with_what_was_found_and_no_check_run(tmp_path: Path, checked: list[int]) -> None:
    path = tmp_path / "甲.review"
    review, history = worked_on(path)
    checked.clear()
    ((again, restored),) = load_session(path)
    assert checked == []
    assert said(again) == said(review) == anew(again) != []
    assert again.doubtful() == review.doubtful()
    assert restored.found() == history.found()


def test_what_is_done_after_it_is_checked_as_ever(tmp_path: Path, checked: list[int]) -> None:
    path = tmp_path / "甲.review"
    worked_on(path)
    ((again, restored),) = load_session(path)
    checked.clear()
    restored.do(acts.set_value(again, FieldRef(21, "annual_value"), "≥1次"))  # it had two signs, and no name next door
    assert set(checked) <= {0, 1, 21}
    assert 21 in checked
    assert said(again) == anew(again)
    while restored.undo():
        assert said(again) == anew(again)


def test_acts_added_to_the_session_later_are_checked_alone(tmp_path: Path, checked: list[int]) -> None:
    path = tmp_path / "甲.review"
    review, history = large()
    live = LiveSession.create(path, [(review, history)], "")
    history.do(acts.set_value(review, FieldRef(14, "annual_value"), "≥3次"))
    history.do(acts.delete(review, [review.node(20)]))
    history.undo()
    live.close()
    checked.clear()
    ((again, restored),) = load_session(path)
    assert 0 < len(set(checked)) < 5
    assert said(again) == said(review) == anew(again)
    assert len(restored.record) == 3


def test_another_user_who_works_on_it_opens_it_at_once_the_next_time(
    tmp_path: Path, checked: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, folder = tmp_path / "甲.review", tmp_path / "another user"
    worked_on(path)
    folder.mkdir()
    monkeypatch.setenv("REVIEWER_DATA_DIR", str(folder))
    for first in (True, False):
        checked.clear()
        items = load_session(path)
        assert bool(checked) is first
        LiveSession.open(path, items, "").close()


def test_a_small_session_keeps_nothing(tmp_path: Path, checked: list[int]) -> None:
    path = tmp_path / "甲.review"
    save_session(path, [large(ROWS - 3)])
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT key FROM meta WHERE key LIKE 'found%'").fetchall() == []
    checked.clear()
    load_session(path)
    assert checked


@pytest.mark.parametrize(("number", "is_known", "is_kept"), [(1, True, True), (findings._MOST_KEPT, True, True),
                                                             (findings._MOST_KEPT + 1, True, False), (1, False, False)])  # fmt: skip
def test_nothing_is_kept_of_very_many_sources_nor_where_it_is_not_known_what_no_field_claims(
    number: int, is_known: bool, is_kept: bool
) -> None:
    review, history = large()
    review.loose = () if is_known else None
    with closing(sqlite3.connect(":memory:")) as db:
        db.executescript(SCHEMA)
        findings.keep(db, number, review, history)
        kept = db.execute("SELECT count(*) FROM meta WHERE key LIKE 'found:%'").fetchone()
    assert kept == (int(is_kept),)


def _altered(path: Path, what: str) -> None:
    """Somebody alters a session so that every checksum still holds."""
    with closing(sqlite3.connect(path)) as db, db:
        if what == "findings":
            (value,) = db.execute("SELECT value FROM meta WHERE key = 'found:1'").fetchone()
            hidden = value.replace("check.signs", "read.shifted")
            assert hidden != value
            db.execute("UPDATE meta SET value = ? WHERE key = 'found:1'", (hidden,))
        elif what == "tree":
            (first,) = db.execute("SELECT first FROM review").fetchone()
            tree = codec.load_node(unseal(first))
            project = replace(tree.children[0], children=(*tree.children[0].children[1:], _row(22 * 7 * 11 * 10)))
            first = seal(codec.dump(codec.encode_node(replace(tree, children=(project,)))))
            db.execute("UPDATE review SET first = ?", (first,))
        elif what == "notes":
            db.execute("UPDATE review SET notes = ?", (codec.dump([["第2页没有读出", "part not read", []]]),))
        else:
            db.execute("UPDATE page SET text = ? WHERE place = 0", (seal("青禾区司法局2023年绩效目标".encode() * 9),))


@pytest.mark.parametrize("what", ["findings", "tree", "notes", "text"])
def test_nobody_hides_a_finding_by_altering_a_session(tmp_path: Path, checked: list[int], what: str) -> None:
    path = tmp_path / "甲.review"
    save_session(path, [large()])
    _altered(path, what)
    checked.clear()
    ((again, _),) = load_session(path)
    assert len(set(checked)) == again.size
    assert said(again) == anew(again)


def test_the_findings_of_another_session_do_not_count(tmp_path: Path, checked: list[int]) -> None:
    one, other = tmp_path / "甲.review", tmp_path / "乙.review"
    worked_on(one)
    save_session(other, [large()])
    with closing(sqlite3.connect(one)) as db:
        (value,) = db.execute("SELECT value FROM meta WHERE key = 'found:1'").fetchone()
    with closing(sqlite3.connect(other)) as db, db:
        db.execute("UPDATE meta SET value = ? WHERE key = 'found:1'", (value,))
    checked.clear()
    ((again, _),) = load_session(other)
    assert len(set(checked)) == again.size


@pytest.mark.parametrize("other", ["user", "program", "words", "no key"])
def test_another_program_checks_anew(
    tmp_path: Path, checked: list[int], other: str, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "甲.review"
    save_session(path, [large()])
    if other == "user":
        (data_folder / findings.KEY).write_bytes(b"k" * 32)
    elif other == "no key":
        (data_folder / findings.KEY).unlink()
    elif other == "program":
        monkeypatch.setattr(findings, "_program", lambda: b"a later one")
    else:
        monkeypatch.setattr(words, "_in_use", Words({"level1": {"产出指标": "效益指标"}}))
    checked.clear()
    ((again, _),) = load_session(path)
    assert len(set(checked)) == again.size
    assert said(again) == anew(again)


def test_who_goes_on_with_the_session_of_another_need_not_check_it_twice(
    tmp_path: Path, checked: list[int], data_folder: Path
) -> None:
    path = tmp_path / "甲.review"
    worked_on(path)
    (data_folder / findings.KEY).write_bytes(b"k" * 32)
    items = load_session(path)
    LiveSession.open(path, items, "").close()
    checked.clear()
    ((again, _),) = load_session(path)
    assert checked == []
    assert said(again) == said(items[0][0])


def test_the_key_is_the_users_alone_and_never_in_the_session(tmp_path: Path, data_folder: Path) -> None:
    path = tmp_path / "甲.review"
    worked_on(path)
    key = data_folder / findings.KEY
    assert os.name != "posix" or key.stat().st_mode & 0o077 == 0
    assert key.read_bytes() not in path.read_bytes()
    before = key.read_bytes()
    worked_on(tmp_path / "乙.review")
    assert key.read_bytes() == before


@pytest.mark.parametrize("left", [b"", b"k" * 31])
def test_a_key_that_was_cut_off_as_it_was_made_is_made_again(
    tmp_path: Path, checked: list[int], data_folder: Path, left: bytes
) -> None:
    (data_folder / findings.KEY).write_bytes(left)
    path = tmp_path / "甲.review"
    worked_on(path)
    checked.clear()
    load_session(path)
    assert checked == []
    assert os.name != "posix" or (data_folder / findings.KEY).stat().st_mode & 0o077 == 0


def test_what_is_no_file_in_the_place_of_the_key_stays(tmp_path: Path, data_folder: Path) -> None:
    (data_folder / findings.KEY).mkdir()
    path = tmp_path / "甲.review"
    worked_on(path)
    ((again, _),) = load_session(path)
    assert said(again) == anew(again)
    assert (data_folder / findings.KEY).is_dir()


def test_without_a_data_folder_nothing_is_kept_and_nothing_made(tmp_path: Path, data_folder: Path) -> None:
    shutil.rmtree(data_folder)
    worked_on(tmp_path / "甲.review")
    assert not data_folder.exists()
    ((again, _),) = load_session(tmp_path / "甲.review")
    assert said(again) == anew(again)
