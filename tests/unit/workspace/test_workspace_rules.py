"""Small rules of the workspace that need no server, each with a table."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from reviewer.base import words
from reviewer.base.i18n import use_language
from reviewer.base.resources import resource
from reviewer.export.json_form import field_path
from reviewer.extract.pipeline import extract
from reviewer.model.review import Kind
from reviewer.session.store import load_session
from reviewer.sources.registry import open_source
from reviewer.workspace.address import Address
from reviewer.workspace.backup import TABLES, _tables
from reviewer.workspace.figures import Agreement, wilson
from reviewer.workspace.held import LATE, SENT
from reviewer.workspace.ledger import Dealt
from reviewer.workspace.lessons import ACCEPTED, LONGEST, words_of
from reviewer.workspace.putting_in import look_through, names_of
from reviewer.workspace.reading import read_elsewhere, read_package
from reviewer.workspace.refusals import is_cut, refused, unreachable
from reviewer.workspace.sender import Sender
from reviewer.workspace.server import Server
from reviewer.workspace.transport import path_text, ref_of, unpack


@pytest.mark.parametrize(
    ("due", "is_due"), [("", False), ("2031-03-05", False), ("2031-03-04", False), ("2031-03-03", True)]
)
def test_a_document_is_due_when_the_day_has_passed(due: str, is_due: bool) -> None:
    dealt = Dealt("0" * 64, "目标表.md", "水务局", "王芳", "a.session", 0, "2031-03-01T00:00:00+00:00", due)
    assert dealt.is_due(date(2031, 3, 4)) is is_due


@pytest.mark.parametrize(
    ("form", "there", "not_yet"),
    [(1, "job", "sample"), (2, "lesson", "planted"), (4, "spent", "decision"), (5, "decision", None)],
)
def test_a_backup_holds_the_tables_that_a_workspace_of_this_form_has(
    form: int, there: str, not_yet: str | None
) -> None:
    found = _tables(form)
    assert there in found
    assert not_yet not in found
    assert found == [table for table in TABLES if table in found], "those first that others point to"


@pytest.mark.parametrize(
    ("agreed", "seen", "share", "low", "high"),
    [
        (0, 0, 0.0, 0.0, 1.0),
        (10, 10, 1.0, 0.722, 1.0),
        (0, 10, 0.0, 0.0, 0.278),
        (5, 10, 0.5, 0.237, 0.763),
        (95, 100, 0.95, 0.888, 0.978),
    ],
)
def test_shares_with_their_intervals(agreed: int, seen: int, share: float, low: float, high: float) -> None:
    """The limits are those of tables of Wilson's interval."""
    group = Agreement("绩效目标", seen, agreed, seen - agreed)
    assert group.share == share
    assert group.interval == wilson(agreed, seen) == pytest.approx((low, high), abs=0.0006)


def test_the_place_of_a_field_as_a_text_says_where_it_is_and_leads_back_to_it() -> None:
    review = extract(open_source(resource("samples", "wide.md")))
    for ref in review.refs():
        told = path_text(review, ref)
        assert ref_of(told) == ref
        entry, row, key = field_path(review, ref)
        front = told.partition("#")[0]
        assert front.endswith(key)
        assert front.startswith("" if entry is None else f"{entry}/")
        if review.node(ref.node).kind is Kind.INDICATOR:
            assert front == f"{entry}/{row}/{key}"


def test_a_pattern_that_no_shell_has_filled_in_names_the_files_that_fit(tmp_path: Path) -> None:
    for name in ("乙.txt", "甲.txt", "丙.md", "[1].txt"):
        (tmp_path / name).write_text("项目绩效目标表\n", encoding="utf-8")
    assert [file.name for file in look_through([tmp_path / "*.txt"]).files] == sorted(["乙.txt", "甲.txt", "[1].txt"])
    assert [file.name for file in look_through([tmp_path / "[1].txt"]).files] == ["[1].txt"], (
        "a name that is there is a name"
    )
    assert [file.name for file in look_through([tmp_path / "丙.md"] * 2).files] == ["丙.md"]


def test_files_of_one_name_are_called_by_the_folders_that_tell_them_apart() -> None:
    given = [
        "收/甲局/目标.txt", "收/预算.txt", "收/乙局/目标.txt", "收/甲局/上/说明.txt", "收/乙局/上/说明.txt", "收/批.zip/说明.txt",
    ]  # fmt: skip
    assert list(names_of([Path(name) for name in given]).values()) == [
        "甲局-目标.txt", "预算.txt", "乙局-目标.txt", "甲局-上-说明.txt", "乙局-上-说明.txt", "收-批.zip-说明.txt",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("state", "is_broken", "said"),
    [
        ("RV002", False, "ForbiddenHereError"), ("42501", False, "ForbiddenHereError"), ("RV004", False, "NotYoursError"),
        ("42P01", False, "OldClientError"), ("08006", False, "CutError"), ("57P01", False, "CutError"),
        ("25P03", False, "CutError"),
        (None, False, "CutError"), ("22001", True, "CutError"), ("22001", False, "WorkspaceError"),
        ("23505", False, "WorkspaceError"), ("53100", False, "FullError"), ("53300", False, "FullError"),
    ],
)  # fmt: skip
def test_what_a_server_refuses_is_told_apart_from_one_that_does_not_answer(
    state: str | None, is_broken: bool, said: str
) -> None:
    server = Server.__new__(Server)
    closed: list[bool] = []
    server._db = SimpleNamespace(closed=False, broken=is_broken, close=lambda: closed.append(True))  # type: ignore[assignment]
    assert type(server._sentence(SimpleNamespace(sqlstate=state, args=("why",)))).__name__ == said
    assert bool(closed) is (said == "CutError"), "what does not answer is let go"


# -- reading ---------------------------------------------------------------------------------------------------------


def test_what_is_read_for_the_queue_says_what_the_queue_shows_of_it(tmp_path: Path) -> None:
    source, session = resource("samples", "wide.md"), tmp_path / "read.session"
    shares: list[float] = []
    found = read_package(str(source), str(session), words.in_use(), shares.append)
    review = extract(open_source(source))
    assert found["problem"] == ""
    assert (found["year"], found["doubts"]) == (review.root.value("year") or "", review.count_doubtful())
    assert found["fields"] == len(list(review.refs()))
    assert found["office"]
    ((kept, _),) = load_session(session)
    assert [entry.value("name") for entry in kept.entries] == [entry.value("name") for entry in review.entries]
    assert session.with_suffix(".package").stat().st_size > 0
    there = read_elsewhere("wide.md", source.read_bytes(), words.in_use(), shares.append)
    assert {**there, "package": b""} == {**found, "package": b""}
    unpack(
        SimpleNamespace(package=there["package"], source=source.read_bytes(), entries=(), name="wide.md"),
        tmp_path / "again.session",
    )  # type: ignore[arg-type]
    ((again, _),) = load_session(tmp_path / "again.session")
    assert again.root.data() == kept.root.data()


def test_what_cannot_be_read_for_the_queue_says_why_and_gives_no_package(tmp_path: Path) -> None:
    source = tmp_path / "空.txt"
    source.touch()
    found = read_package(str(source), str(tmp_path / "read.session"), words.in_use(), lambda _share: None)
    assert "空.txt" in found["problem"]
    assert "office" not in found
    assert sorted(file.name for file in tmp_path.iterdir()) == ["空.txt"]
    there = read_elsewhere("空.txt", b"", words.in_use(), lambda _share: None)
    assert there["problem"] == found["problem"]
    assert "package" not in there


# -- sending ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "has", "sent", "state", "refused"),
    [
        ("kept", 9, 7, SENT, False), ("gap", 3, 3, SENT, False), ("gap", 0, 0, SENT, False),
        ("gap", 5, 5, LATE, False), ("gap", 6, 5, LATE, False), ("late", 5, 5, LATE, False), ("unknown", 0, 5, LATE, True),
    ],
)  # fmt: skip
def test_what_becomes_of_acts_that_are_sent(outcome: str, has: int, sent: int, state: str, refused: bool) -> None:
    """Five acts are with the server, two more go; a server that was set back has fewer, and gets those again. All else is late."""
    held = SimpleNamespace(sent=5, chain="", state=SENT, save=lambda: None)
    each, rest = SimpleNamespace(held=held, refused=False), list[str]()
    sender = Sender.__new__(Sender)
    came = SimpleNamespace(outcome=outcome, count=has, chain=b"\x01")
    sender._append = lambda _server, _each: (came, 2)  # type: ignore[method-assign, assignment, return-value]
    sender._send_rest = lambda _server, _each: rest.append("rest")  # type: ignore[method-assign, assignment]
    sender._say_late = lambda _server, _held: rest.append("said")  # type: ignore[method-assign, assignment]
    sender._send_some(None, each)  # type: ignore[arg-type]
    assert (held.sent, held.state, each.refused) == (sent, state, refused)
    assert rest == (["rest", "said"] if state == LATE else [])
    assert held.chain == ("01" if outcome == "kept" else "")


# -- what is refused -------------------------------------------------------------------------------------------------


class _Refused(Exception):  # noqa: N818
    def __init__(self, state: str | None, said: str = "why\nsecret") -> None:
        super().__init__(said)
        self.sqlstate = state


@pytest.mark.parametrize(
    ("state", "said", "kind", "names"),
    [
        ("28P01", "no", "ForbiddenHereError", "王芳"),
        ("28000", "no", "ForbiddenHereError", "王芳"),
        (None, "password missing", "ForbiddenHereError", "db.local"),
        (None, "certificate verify failed", "WorkspaceError", "certificate verify"),
        (None, "SSL off", "WorkspaceError", "sslrootcert"),
        ("3D000", "no", "WorkspaceError", "review"),
        (None, 'database "x" does not exist', "WorkspaceError", "review"),
        ("08006", "gone\naway", "OfflineError", "gone"),
        (None, "timeout", "OfflineError", "db.local"),
    ],
)
def test_why_no_connection_comes_about(state: str | None, said: str, kind: str, names: str) -> None:
    use_language("en")
    found = unreachable(Address("db.local", 5432, "review", "王芳"), _Refused(state, said))
    assert type(found).__name__ == kind
    assert names in str(found)
    assert "\n" not in str(found)


@pytest.mark.parametrize(
    ("state", "cut"),
    [(None, True), ("", True), ("08006", True), ("57P01", True), ("25P03", True), ("25P02", False), ("42P01", False)],
)
def test_when_the_line_was_cut(state: str | None, cut: bool) -> None:
    assert is_cut(_Refused(state)) is cut
    assert (type(refused(_Refused(state))).__name__ == "OfflineError") is cut


@pytest.mark.parametrize(
    ("kind", "word", "meaning", "is_taken"),
    [
        ("level1", "产出", "产出指标", True),
        ("level1", "长" * LONGEST, "产出指标", True),
        ("level1", "长" * (LONGEST + 1), "产出指标", False),
        ("level1", " ", "产出指标", False),
        ("level1", "产出", "", False),
        ("label", "绩效名", "level3", True),
        ("nonsense", "产出", "产出指标", False),
    ],
)
def test_words_that_are_in_force_for_all(kind: str, word: str, meaning: str, is_taken: bool) -> None:
    made = SimpleNamespace(kind=kind, word=word, meaning=meaning, state=ACCEPTED)
    assert (words_of([made]) != words.Words()) is is_taken  # type: ignore[list-item]
    made.state = "proposed"
    assert words_of([made]) == words.Words()  # type: ignore[list-item]
