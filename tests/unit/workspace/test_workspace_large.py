"""Large sources on slow lines: as long as something moves nothing is given up, and what has arrived is not sent again."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import pytest
from slow_line import Narrow
from team import Team

from reviewer.workspace import putting_in
from reviewer.workspace.address import Address, WorkspaceError
from reviewer.workspace.lasting import Lasting
from reviewer.workspace.putting_in import PutIn, put_in
from reviewer.workspace.server import Server
from reviewer.workspace.terms import CutError

MEGABYTE = 1 << 20


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A call is given up after three seconds in which nothing moves; two is what the system holds back of what it was given to send."""
    monkeypatch.setattr("reviewer.workspace.server._SLOW", 3.0)


@pytest.fixture(autouse=True)
def _nothing_left(team: Team) -> Iterator[None]:
    yield
    team.sql("UPDATE reviewer.job SET state = 'done' WHERE state <> 'done'")
    team.sql("DELETE FROM reviewer.piece")


def by(team: Team, port: int, name: str) -> Server:
    team.member(name, "lead").close()
    return Server.connect(Address("127.0.0.1", str(port), team.name, name), team.secret)


@pytest.mark.usefixtures("impatient")
def test_a_large_source_takes_its_time_up_and_down(team: Team) -> None:
    """Seven seconds each way, where three without anything moving would be too long."""
    line = Narrow(team.cluster.port, 2.0 * MEGABYTE)
    try:
        with by(team, line.port, "langsam") as server:
            data = os.urandom(14 * MEGABYTE)
            begun = time.monotonic()
            number, is_new, _ = server.add_source("gross.bin", data)
            assert is_new
            assert time.monotonic() - begun > 5, "the line is slow"
            begun = time.monotonic()
            job = server.claim_job("w", 60)
            assert job is not None
            assert (job.document, bytes(job.source)) == (number, data)
            assert time.monotonic() - begun > 5
    finally:
        line.close()


@pytest.mark.usefixtures("impatient")
def test_a_server_that_is_stopped_is_given_up_in_the_midst_of_it(team: Team) -> None:
    with by(team, team.cluster.port, "haengt") as server:
        ((pid,),) = server._rows("SELECT pg_backend_pid()")
        os.kill(int(pid), signal.SIGSTOP)
        try:
            begun = time.monotonic()
            with pytest.raises(CutError):
                server.add_source("gross.bin", os.urandom(20 * MEGABYTE))
            assert time.monotonic() - begun < 15
        finally:
            os.kill(int(pid), signal.SIGCONT)


def test_a_source_in_pieces_goes_on_where_it_stopped(
    team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(putting_in, "PIECE", 1000)
    file = tmp_path / "gross.txt"
    file.write_bytes(os.urandom(7777))
    sent: list[int] = []
    real = Server.put_piece

    def cut(self: Server, digest: bytes, place: int, data: bytes) -> None:
        if len(sent) == 5:
            raise CutError("away")
        sent.append(place)
        real(self, digest, place, data)

    monkeypatch.setattr(Server, "put_piece", cut)
    lead = team.member("stueck", "lead")
    with Lasting(lead, 0.0) as line, pytest.raises(CutError):
        put_in(line, file, "", PutIn())
    assert sent == [0, 1, 2, 3, 4]
    monkeypatch.setattr(
        Server, "put_piece", lambda self, digest, place, data: (sent.append(place), real(self, digest, place, data))
    )
    made = PutIn()
    with Lasting(team.enter("stueck"), 0.0) as line:
        assert put_in(line, file, "", made)
        assert put_in(line, file, "", made)
    assert sent == [*range(8)], "what had arrived is not sent again, nor what is in"
    assert (len(made.new), made.there) == (1, 1)
    job = team.enter("stueck").claim_job("w", 60)
    assert job is not None
    assert bytes(job.source) == file.read_bytes()
    assert team.sql("SELECT count(*) FROM reviewer.piece") == [(0,)]


def test_pieces_that_are_not_the_whole_are_sent_anew(
    team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(putting_in, "PIECE", 1000)
    file = tmp_path / "gross.txt"
    file.write_bytes(os.urandom(2500))
    lead = team.member("stueck", "lead")
    digest = sha256(file.read_bytes()).digest()
    lead.put_piece(digest, 0, b"of another size of pieces")
    made = PutIn()
    with Lasting(lead, 0.0) as line:
        assert put_in(line, file, "", made)
    assert len(made.new) == 1
    team.sql("DELETE FROM reviewer.piece")
    monkeypatch.setattr(Server, "put_piece", lambda *_: None)
    file.write_bytes(os.urandom(2500))
    with Lasting(lead, 0.0) as line, pytest.raises(WorkspaceError, match="gross"):
        put_in(line, file, "", made)


def test_who_stops_stops_between_two_pieces(team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(putting_in, "PIECE", 1000)
    file = tmp_path / "gross.txt"
    file.write_bytes(os.urandom(5000))
    answers = iter([True, True, False])
    made = PutIn()
    with Lasting(team.member("stueck", "lead"), 0.0, wanted=lambda: next(answers)) as line:
        assert not put_in(line, file, "", made)
    assert team.sql("SELECT count(*) FROM reviewer.piece") == [(2,)]
    assert not made.new


def test_pieces_are_for_who_sent_them_and_go_after_a_week(team: Team) -> None:
    one, other = team.member("stueck", "lead"), team.member("andere", "lead")
    digest = sha256(uuid4().bytes).digest()
    for place in (0, 1, 3):
        one.put_piece(digest, place, b"x")
    assert (one.pieces(digest), other.pieces(digest)) == (2, 0)
    assert other.add_pieces("fremd.txt", digest) is None
    assert one.pieces(digest) == 2
    team.sql("UPDATE reviewer.piece SET at = now() - interval '8 days' WHERE place = 0")
    team.sql("DELETE FROM reviewer.tidied")
    one.tidy()
    assert team.sql("SELECT count(*) FROM reviewer.piece") == [(2,)]
