"""The sender: what is written here goes up in order, whatever happens to the line; and nothing waits for it."""

from __future__ import annotations

import errno
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from team import Team
from team_documents import VALUE

from reviewer.model import acts
from reviewer.model.history import History
from reviewer.session.live import LiveSession
from reviewer.session.store import load_session
from reviewer.workspace.address import driver
from reviewer.workspace.held import LATE, Held, Shelf
from reviewer.workspace.sender import News, Sender
from reviewer.workspace.server import Server
from reviewer.workspace.terms import Claimed, OfflineError
from reviewer.workspace.transport import decode, item_of


class Clerk:
    """A clerk's program without its window: shelf, session, sender."""

    def __init__(
        self, team: Team, name: str, folder: Path, connect: Callable[[], Server] | None = None, made: bool = True
    ) -> None:
        """`made`: the login is to be made first."""
        self.team, self.name, self.folder = team, name, folder
        if made:
            team.member(name).close()
        self.news: list[News] = []
        self.sender = Sender(connect or (lambda: Server.connect(team.address_of(name), team.secret)), self.news.append)
        self.sender.start()
        self.live: LiveSession | None = None

    def take(self, document: int) -> Held:
        claimed = self.sender.ask(lambda server: server.claim_one(document)).result(10)
        assert claimed is not None
        return self.put_down(claimed)

    def take_over(self, document: int) -> Held:
        """Take what somebody else has, whose claim runs out; who may just be saying that they are there."""
        until, claimed = time.monotonic() + 10, None
        while claimed is None and time.monotonic() < until:
            self.team.let_run_out(document)
            claimed = self.sender.ask(lambda server: server.claim_one(document)).result(10)
        assert claimed is not None
        return self.put_down(claimed)

    def put_down(self, claimed: Claimed) -> Held:
        server = self.team.enter(self.name)
        held = Shelf(self.folder, server.hello.workspace).take(claimed)
        self.open(held)
        return held

    def open(self, held: Held) -> None:
        items = load_session(held.session)
        ((self.review, self.history),) = items
        self.live = LiveSession.open(held.session, items, self.name)
        self.history.on_record.append(lambda _entry: self.sender.told())
        self.sender.follow(held, lambda history=self.history: history.record)  # type: ignore[misc]

    def write(self, *values: str) -> None:
        for value in values:
            self.history.do(acts.set_value(self.review, VALUE, value))

    def heard(self, what: str, seconds: float = 10) -> bool:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if any(news.what == what for news in self.news):
                return True
            time.sleep(0.01)
        return False

    def close(self) -> None:
        self.sender.stop(2)
        if self.live is not None:
            self.live.close()
            self.live = None


@pytest.fixture
def clerk(team: Team, tmp_path: Path) -> Iterator[Callable[..., Clerk]]:
    made: list[Clerk] = []

    def make(name: str = "d1", **more: object) -> Clerk:
        folder = more.pop("folder", tmp_path / f"{name}{len(made)}")
        made.append(Clerk(team, name, folder, **more))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for each in made:
        each.close()


def on_server(team: Team, document: int) -> list[str | None]:
    """The values that the acts on record give the field, in order."""
    rows = team.sql("SELECT entry FROM reviewer.act WHERE document = %s ORDER BY place", document)
    entries = [decode(bytes(row[0])) for row in rows]  # type: ignore[arg-type]
    return [edit.after.value for entry in entries for edit in entry.act.edits]  # type: ignore[attr-defined]


def test_what_is_written_arrives_within_a_second(team: Team, clerk: Callable[..., Clerk]) -> None:
    one = clerk()
    held = one.take(team.fresh())
    one.write("≥2期", "≥3期")
    begun = time.monotonic()
    assert one.sender.wait_until_sent(5)
    assert time.monotonic() - begun < 1.0
    assert on_server(team, held.document) == ["≥2期", "≥3期"]
    one.write("≥4期")
    assert one.sender.finish(held, 0, ()).result(10) == "done", "what is on its way goes first"
    assert on_server(team, held.document) == ["≥2期", "≥3期", "≥4期"]


def test_a_day_without_a_line(team: Team, clerk: Callable[..., Clerk]) -> None:
    """The server goes away in the middle of work; the clerk types on, closes, opens again; it comes back: everything is there."""
    one = clerk("d2")
    held = one.take(team.fresh())
    one.write("≥2期")
    assert one.sender.wait_until_sent(5)
    team.cluster.stop(signal.SIGQUIT)  # as if the power had failed
    try:
        begun = time.monotonic()
        one.write(*(f"≥{n}期" for n in range(3, 30)))
        assert time.monotonic() - begun < 2.0, "typing waits for nobody"
        assert one.heard("offline")
        one.close()
        again = clerk("d2", folder=one.folder, made=False)
        (kept,) = Shelf(one.folder, held.workspace).all()
        again.open(kept)
        again.write("≥30期")
        assert again.sender.waiting == 28
    finally:
        team.cluster.start()
    assert again.sender.wait_until_sent(60)
    assert on_server(team, held.document) == [f"≥{n}期" for n in range(2, 31)]
    assert kept.lease == 1, "the claim had not been given to anybody else"


def test_where_somebody_else_was_given_it_both_are_kept(team: Team, clerk: Callable[..., Clerk]) -> None:
    one, other = clerk("d1"), clerk("e1")
    held = one.take(team.fresh())
    one.write("≥2期")
    assert one.sender.wait_until_sent(5)
    other.take_over(held.document)
    other.write("≥5期")
    assert other.sender.wait_until_sent(5)
    one.write("≥8期", "≥9期")
    assert one.heard("late")
    assert held.state == LATE
    assert on_server(team, held.document) == ["≥2期", "≥5期"]
    lead = team.member("chef", "lead")
    (draft,) = [draft for draft in lead.drafts() if draft[0] == held.document]
    assert draft[2:] == ("d1", 1, 2)
    late = [decode(entry).act.edits[0].after.value for _, entry in lead.draft_entries(held.document, "d1", 1)]  # type: ignore[attr-defined]
    assert late == ["≥8期", "≥9期"]
    one.close()
    ((review, _),) = load_session(held.session)
    assert review.field(VALUE).value == "≥9期", "and here it is as it was left"


def test_what_is_typed_while_and_after_it_goes_to_somebody_else_is_kept_too(
    team: Team, clerk: Callable[..., Clerk]
) -> None:
    """The answer that it is somebody else's is on its way while the clerk types on; and the clerk goes on typing after it."""
    answered, go_on = threading.Event(), threading.Event()

    class Slow(Server):
        def append(self, *values: object) -> object:  # type: ignore[override]
            came = super().append(*values)  # type: ignore[arg-type]
            if came.outcome == "late":
                answered.set()
                go_on.wait(10)
            return came

    one, other = clerk("d1", connect=lambda: Slow.connect(team.address_of("d1"), team.secret)), clerk("e1")
    held = one.take(team.fresh())
    other.take_over(held.document)
    one.write("≥8期")
    assert answered.wait(10)
    one.write("≥9期")
    go_on.set()
    assert one.heard("late")
    one.write("≥10期")
    assert one.sender.wait_until_sent(10)

    def drafts() -> list[str]:
        entries = team.member("chef", "lead").draft_entries(held.document, "d1", held.lease)
        return [decode(entry).act.edits[0].after.value for _, entry in entries]  # type: ignore[attr-defined]

    assert drafts() == ["≥8期", "≥9期", "≥10期"]
    one.close()
    (kept,) = Shelf(one.folder, held.workspace).all()
    again = clerk("d1", folder=one.folder, made=False)
    again.open(kept)
    again.write("≥11期")
    assert again.sender.waiting == 1, "what is there is not sent again"
    assert again.sender.wait_until_sent(10)
    assert drafts() == ["≥8期", "≥9期", "≥10期", "≥11期"]


def test_a_lost_answer_doubles_nothing(team: Team, clerk: Callable[..., Clerk]) -> None:
    """The line breaks after the server has written and before it has answered."""
    broken = []

    class Cut(Server):
        def append(self, *values: object) -> object:  # type: ignore[override]
            came = super().append(*values)  # type: ignore[arg-type]
            if not broken:
                broken.append(came)
                self.close()
                return super().append(*values)  # type: ignore[arg-type]
            return came

    one = clerk("d1", connect=lambda: Cut.connect(team.address_of("d1"), team.secret))
    held = one.take(team.fresh())
    one.write("≥2期", "≥3期")
    assert one.heard("offline")
    assert one.sender.wait_until_sent(10)
    assert broken
    assert on_server(team, held.document) == ["≥2期", "≥3期"]


def test_what_a_server_that_was_set_back_has_lost_is_sent_again(team: Team, clerk: Callable[..., Clerk]) -> None:
    one = clerk()
    held = one.take(team.fresh())
    one.write("≥2期", "≥3期", "≥4期")
    assert one.sender.wait_until_sent(5)
    team.sql("ALTER TABLE reviewer.act DISABLE TRIGGER ALL")
    team.sql("DELETE FROM reviewer.act WHERE document = %s AND place > 0", held.document)
    team.sql("UPDATE reviewer.document d SET acts = 1, chain = (SELECT chain FROM reviewer.act a WHERE a.document = d.id) WHERE id = %s",
             held.document)  # fmt: skip
    team.sql("ALTER TABLE reviewer.act ENABLE TRIGGER ALL")
    one.write("≥5期")
    assert one.sender.wait_until_sent(5)
    assert on_server(team, held.document) == ["≥2期", "≥3期", "≥4期", "≥5期"]


def test_what_was_lost_is_sent_again_although_nothing_more_is_done(team: Team, clerk: Callable[..., Clerk]) -> None:
    """The server was stopped, set back to a backup, started; the clerk only says that it is done."""
    one = clerk()
    held = one.take(team.fresh())
    one.write("≥1期", "≥2期", "≥3期")
    assert one.sender.wait_until_sent(5)
    team.sql("ALTER TABLE reviewer.act DISABLE TRIGGER ALL")
    team.sql("DELETE FROM reviewer.act WHERE document = %s AND place > 0", held.document)
    team.sql("ALTER TABLE reviewer.act ENABLE TRIGGER ALL")
    team.sql("UPDATE reviewer.document d SET acts = 1, chain = (SELECT chain FROM reviewer.act a WHERE a.document = d.id) WHERE id = %s",
             held.document)  # fmt: skip
    team.sql("SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity WHERE usename = 'd1'")
    with pytest.raises(OfflineError):
        one.sender.ask(lambda server: server.totals()).result(10)  # as the queue does every few seconds
    until = time.monotonic() + 15
    while on_server(team, held.document) != ["≥1期", "≥2期", "≥3期"] and time.monotonic() < until:
        time.sleep(0.05)
    assert on_server(team, held.document) == ["≥1期", "≥2期", "≥3期"]
    assert one.sender.finish(held, 0, []).result(10) == "done"
    with team.enter("chef") as lead:
        assert [place for document, place in lead.broken() if document == held.document] == []


@pytest.mark.allow_logs
def test_a_claim_that_the_server_knows_nothing_of_holds_nothing_up(team: Team, clerk: Callable[..., Clerk]) -> None:
    """The workspace was set back to before the claim: that document stays here, the other one goes up."""
    one, other = clerk("d1"), clerk("e1")
    lost, kept = one.take(team.fresh()), other.take(team.fresh())
    history, review = one.history, one.review
    team.sql("ALTER TABLE reviewer.event DISABLE TRIGGER ALL")
    team.sql("DELETE FROM reviewer.event WHERE document = %s", lost.document)
    team.sql("ALTER TABLE reviewer.event ENABLE TRIGGER ALL")
    team.sql("UPDATE reviewer.document SET holder = NULL, lease = 0, held_until = NULL WHERE id = %s", lost.document)
    history.do(acts.set_value(review, VALUE, "≥2期"))
    assert one.heard("late")
    assert lost.state == LATE
    other.write("≥3期")
    assert other.sender.wait_until_sent(5)
    number = team.fresh()
    claimed = one.sender.ask(lambda server: server.claim_one(number)).result(10)
    assert claimed is not None, "the line goes on"
    assert on_server(team, kept.document) == ["≥3期"]


def test_claims_are_renewed_while_somebody_works(
    team: Team, clerk: Callable[..., Clerk], monkeypatch: pytest.MonkeyPatch
) -> None:
    with team.admin() as admin:
        admin.set_value("lease_seconds", "10")
    one = clerk()
    held = one.take(team.fresh())
    team.sql("UPDATE reviewer.document SET held_until = now() + interval '3 seconds' WHERE id = %s", held.document)

    def left() -> float:
        return float(
            team.sql(
                "SELECT extract(epoch FROM held_until - now()) FROM reviewer.document WHERE id = %s", held.document
            )[0][0]
        )  # type: ignore[arg-type]

    until = time.monotonic() + 6
    while left() < 5 and time.monotonic() < until:
        time.sleep(0.1)
    assert left() >= 5
    with team.admin() as admin:
        admin.set_value("lease_seconds", "120")


def test_the_document_is_whole_again_from_the_server(team: Team, clerk: Callable[..., Clerk]) -> None:
    one = clerk()
    held = one.take(team.fresh())
    one.write("≥2期")
    one.history.undo()
    assert one.sender.wait_until_sent(5)
    claimed = team.member("chef", "lead").fetch(held.document)
    assert claimed is not None
    review, history = item_of(claimed)
    assert review.root.data() == one.review.root.data()
    assert [entry.way for entry in history.record] == ["do", "undo"]
    assert isinstance(one.history, History)


def test_a_server_that_takes_nothing_is_no_line_and_gets_all_once_it_does(
    team: Team, clerk: Callable[..., Clerk], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its disk is full: what is done is kept; it is tried again ever more seldom, and not said to be there in between."""
    one = clerk()
    held = one.take(team.fresh())
    real, tried = Server.append, []

    def full(self: Server, *values: object) -> object:
        tried.append(time.monotonic())
        error = driver().errors.DiskFull("could not extend file")
        raise self._sentence(error)

    one.news.clear()
    monkeypatch.setattr(Server, "append", full)
    one.write("≥1期")
    assert one.heard("offline")
    time.sleep(4.5)
    assert "没有空间" in one.news[0].text
    assert [news.what for news in one.news] == ["offline"], "said once"
    assert len(tried) <= 4, "after a half, one, two and four seconds"
    monkeypatch.setattr(Server, "append", real)
    one.sender.told()
    assert one.sender.wait_until_sent(10)
    assert one.heard("online")
    assert on_server(team, held.document) == ["≥1期"]


def test_what_was_freed_is_not_said_to_be_somebody_else_s(team: Team, clerk: Callable[..., Clerk]) -> None:
    one, lead = clerk(), team.member("chef", "lead")
    held = one.take(team.fresh())
    lead.set_deleted(held.document, True)
    one.write("≥2期")
    assert one.heard("late")
    (said,) = [news.text for news in one.news if news.what == "late"]
    assert "已不在您手里" in said
    other = clerk("d2")
    held = one.take(team.fresh())
    other.take_over(held.document)
    one.write("≥3期")
    until = time.monotonic() + 10
    late: list[str] = []
    while len(late) < 2 and time.monotonic() < until:
        late = [news.text for news in one.news if news.what == "late"]
        time.sleep(0.01)
    assert late[1:] == [""], "here somebody has it"


def test_a_full_disk_of_the_clerk_s_is_a_sentence_and_nothing_is_sent_twice(
    team: Team, clerk: Callable[..., Clerk], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = clerk()
    held = one.take(team.fresh())
    real = os.replace

    def full(source: object, target: object) -> None:
        if str(target).endswith(".json"):
            raise OSError(errno.ENOSPC, "No space left on device")
        real(source, target)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "replace", full)
    one.news.clear()
    one.write("≥1期", "≥2期")
    assert one.heard("offline")
    assert next(news.text for news in one.news if news.what == "offline").startswith("这台电脑上写不进去")
    assert list(held.session.parent.glob(".*.tmp")) == []
    monkeypatch.undo()
    one.sender.told()
    assert one.sender.wait_until_sent(10)
    assert on_server(team, held.document) == ["≥1期", "≥2期"]


def test_what_cannot_be_put_on_the_shelf_leaves_nothing_there(
    team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = team.member("d1")
    claimed = team.claim(server, team.fresh())
    shelf = Shelf(tmp_path / "full", server.hello.workspace)

    def full(self: Held) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Held, "save", full)
    with pytest.raises(OSError, match="space"):
        shelf.take(claimed)
    assert list(shelf.folder.iterdir()) == []


def test_what_is_open_does_not_leave_the_shelf(team: Team, clerk: Callable[..., Clerk]) -> None:
    one = clerk()
    held = one.take(team.fresh())
    assert not held.forget_unless_open("d1")
    assert held.session.is_file()
    one.close()
    assert held.forget_unless_open("d1")
    assert list(held.session.parent.iterdir()) == []
