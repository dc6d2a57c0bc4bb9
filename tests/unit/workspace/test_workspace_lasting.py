"""A server that goes away while documents are put in and read: nothing is lost, nothing is there twice, no try is counted.

And machines that cannot read leave a document to others.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from slow_reading import read_a_while, read_for_ever, read_killed, read_silent, read_without_room
from team import Team
from test_workspace_commands import run
from test_workspace_crowd import ROOT

from reviewer.base.resources import resource
from reviewer.workers.terms import Limits
from reviewer.workspace import commands, reading
from reviewer.workspace.lasting import Lasting
from reviewer.workspace.putting_in import PutIn, put_in
from reviewer.workspace.reading import NoRoomError, Reader
from reviewer.workspace.server import Server
from reviewer.workspace.terms import CutError, OfflineError


@pytest.fixture
def document(team: Team) -> Iterator[int]:
    """A source that nobody has read, and nothing else to be read."""
    team.sql("UPDATE reviewer.job SET state = 'done' WHERE state = 'waiting'")
    data = resource("samples", "department.txt").read_bytes() + str(time.monotonic()).encode()
    number, _, _ = team.member("chef", "lead").add_source("部门.txt", data)
    yield number
    team.sql("UPDATE reviewer.job SET state = 'done' WHERE document = %s", number)


def cut(team: Team, name: str) -> None:
    """What a restart of the server does to somebody's connections."""
    team.sql("SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity WHERE usename = %s", name)


def job_of(team: Team, document: int) -> tuple[object, ...]:
    return team.sql("SELECT state, tries, returned FROM reviewer.job WHERE document = %s", document)[0]


def begun(team: Team, document: int) -> None:
    until = time.monotonic() + 20
    while job_of(team, document)[0] != "working":
        assert time.monotonic() < until
        time.sleep(0.02)


# -- in ---------------------------------------------------------------------------------------------------------------


def test_the_server_is_restarted_amid_a_folder(team: Team, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By the command itself: everything is in once, and the command says so."""
    team.member("leitung", "lead").close()
    folder = tmp_path / "收到的"
    folder.mkdir()
    for number in range(30):
        (folder / f"文件{number:02}.txt").write_text(f"绩效目标 {number}\n" * 50)
    real, count = Server.add_source, 0

    def fateful(self: Server, *values: object) -> object:
        nonlocal count
        count += 1
        if count == 7:
            cut(team, "leitung")
        found = real(self, *values)  # type: ignore[arg-type]
        if count == 15:
            raise CutError("the answer is lost")
        if count == 20:
            team.cluster.stop(signal.SIGQUIT)
            team.cluster.start()
        return found

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Server, "add_source", fateful)
        assert run("workspace", "add", team.address_of("leitung").text(), folder, typed=team.secret + "\n") == 0
    said = capsys.readouterr()
    assert "加入了 30 份文件；另有 0 份已经在里面。" in said.out, "also the one of which no answer came"
    assert said.err.count("正在等它恢复") == 3
    assert team.sql("SELECT count(*), count(DISTINCT name) FROM reviewer.document WHERE name LIKE '文件%%'") == [
        (30, 30)
    ]
    assert team.sql(
        "SELECT count(*) FROM reviewer.job j JOIN reviewer.document d ON d.id = j.document WHERE name LIKE '文件%%'"
    ) == [(30,)]
    team.sql("UPDATE reviewer.job SET state = 'done' WHERE state = 'waiting'")


def test_a_server_that_does_not_come_back_is_said_with_what_is_left(
    team: Team, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "PATIENCE", 0.0)
    team.member("leitung", "lead").close()
    files = [tmp_path / f"新{number}.txt" for number in range(3)]
    for file in files:
        file.write_text(file.name)
    real, count = Server.add_source, 0

    def breaking(self: Server, *values: object) -> object:
        nonlocal count
        count += 1
        if count == 2:
            raise CutError("away")
        return real(self, *values)  # type: ignore[arg-type]

    monkeypatch.setattr(Server, "add_source", breaking)
    call = ("workspace", "add", team.address_of("leitung").text(), *files)
    assert run(*call, typed=team.secret + "\n") == 1
    said = capsys.readouterr()
    assert "加入了 1 份文件" in said.out
    assert "2 份文件没有放入" in said.err
    assert "您的工作已保存" not in said.err, "there is none"
    assert run(*call, typed=team.secret + "\n") == 0
    assert "加入了 2 份文件；另有 1 份已经在里面。" in capsys.readouterr().out


def test_what_was_there_before_is_not_new_because_an_answer_was_lost(team: Team, tmp_path: Path) -> None:
    server, made = team.member("leitung", "lead"), PutIn()
    file = tmp_path / "老.txt"
    file.write_text("there for long")
    document, _, _ = server.add_source("老.txt", file.read_bytes())
    team.sql("UPDATE reviewer.document SET added_at = now() - interval '1 hour' WHERE id = %s", document)
    with Lasting(server, 60.0) as line:
        cut(team, "leitung")
        put_in(line, file, "", made)
    assert (made.new, made.there, line.asked_again) == ([], 1, 1)


def test_it_is_waited_only_as_long_as_somebody_wants_it(team: Team) -> None:
    server = team.member("leitung", "lead")
    away: list[str] = []
    wanted = threading.Event()
    wanted.set()
    line = Lasting(server, 60.0, away.append, wanted.is_set)

    def question(_server: Server) -> None:
        raise OfflineError("away")

    threading.Timer(0.5, wanted.clear).start()
    begun = time.monotonic()
    with pytest.raises(OfflineError):
        line.ask(question)
    assert time.monotonic() - begun < 5
    assert away == ["away"]


# -- reading ----------------------------------------------------------------------------------------------------------


def test_a_reader_outlives_the_server(team: Team, document: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "read_package", read_a_while)
    told: list[str] = []
    reader = Reader(team.member("a1"), told=told.append, patience=60.0)
    thread = threading.Thread(target=lambda: reader.run(once=True))
    thread.start()
    begun(team, document)
    team.cluster.stop(signal.SIGQUIT)
    team.cluster.start()
    thread.join(40)
    assert not thread.is_alive()
    assert (reader.read, reader.failed) == (1, 0)
    assert job_of(team, document) == ("done", 1, 0), "it was no try"
    assert len(told) == 1


def test_who_is_stopped_leaves_what_was_begun_to_others(
    team: Team, document: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl+C, or a service that is stopped, twice over one long document: it is not given up for that."""
    monkeypatch.setattr(reading, "read_package", read_for_ever)
    for times in (1, 2):
        reader = Reader(team.member("a1"))
        real = reader._heed

        def interrupted(crew: object, real: object = real) -> None:
            if job_of(team, document)[0] == "working":
                raise KeyboardInterrupt
            real(crew)  # type: ignore[operator]

        monkeypatch.setattr(reader, "_heed", interrupted)
        with pytest.raises(KeyboardInterrupt):
            reader.run()
        assert job_of(team, document) == ("waiting", 0, times)


def test_a_machine_without_room_leaves_a_document_to_others(
    team: Team, document: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "read_package", read_without_room)
    with pytest.raises(NoRoomError, match="部门"):
        Reader(team.member("a1")).run(once=True)
    assert job_of(team, document) == ("waiting", 0, 1)
    monkeypatch.undo()
    reader = Reader(team.enter("a1"))
    reader.run(once=True)
    assert reader.read == 1


def test_what_kills_who_reads_it_is_given_up_and_named(
    team: Team, document: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(reading, "read_package", read_killed)
    told: list[str] = []
    reader = Reader(team.member("a1"), told=told.append)
    reader.run(once=True)
    assert (reader.read, reader.failed) == (0, 1)
    assert len(told) == 1
    assert told[0].startswith("部门.txt")
    assert job_of(team, document)[0] == "failed"
    team.member("leitung", "lead").close()
    assert run("workspace", "status", team.address_of("leitung").text(), typed=team.secret + "\n") == 0
    assert told[0] in capsys.readouterr().err


def test_what_hangs_is_given_up_and_the_next_one_is_read(
    team: Team, document: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "read_package", read_silent)
    told: list[str] = []
    reader = Reader(team.member("a1"), limits=Limits(silence=1.0), told=told.append)
    reader.run(once=True)
    assert (reader.read, reader.failed) == (0, 1)
    assert told[0].startswith("部门.txt")
    assert job_of(team, document)[0] == "failed", "another try would come to the same"
    monkeypatch.undo()
    team.enter("chef").add_source("其次.txt", resource("samples", "department.txt").read_bytes() + b"\n2\n")
    reader.run(once=True)
    assert reader.read == 1


def test_a_machine_that_dies_over_it_twice_is_named_too(
    team: Team, document: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody is left to say why: the one who looks at the queue is told what is known."""
    server = team.member("a1")
    for _ in range(2):
        job = server.claim_job("dies", 60)
        assert job is not None
        team.sql("UPDATE reviewer.job SET until = now() - interval '1 second' WHERE document = %s", document)
    assert server.claim_job("lives", 60) is None
    team.member("leitung", "lead").close()
    assert run("workspace", "status", team.address_of("leitung").text(), typed=team.secret + "\n") == 0
    assert "部门.txt：读取它的程序两次崩溃或中断" in capsys.readouterr().err


def test_several_machines_at_one_queue_read_each_document_once(team: Team) -> None:
    """Two desktops while nobody works at them, and `reviewer work` in a process of its own."""
    data = resource("samples", "wide.md").read_bytes()
    lead = team.member("leitung", "lead")
    numbers = [lead.add_source(f"宽{n}.md", data + f"\n第{n}份\n".encode())[0] for n in range(14)]
    call = [sys.executable, "-m", "reviewer", "work", team.address_of("leitung").text(), "--once", "--jobs", "2"]
    with subprocess.Popen(call, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        desktops = [Reader(team.member(name), behind=True) for name in ("a1", "b1")]
        threads = [threading.Thread(target=lambda each=each: each.run(once=True)) for each in desktops]
        for thread in threads:
            thread.start()
        out, _ = process.communicate(team.secret + "\n", timeout=120)
        for thread in threads:
            thread.join(120)
    elsewhere = int("".join(sign for sign in out if sign.isdecimal()))
    assert sum(each.read for each in desktops) + elsewhere == len(numbers)
    assert sum(each.read > 0 for each in desktops) + (elsewhere > 0) >= 2, "more than one of them had something"
    assert team.sql("SELECT DISTINCT state, tries FROM reviewer.job WHERE document = ANY(%s)", numbers) == [("done", 1)]
    assert team.sql("SELECT DISTINCT state FROM reviewer.document WHERE id = ANY(%s)", numbers) == [("ready",)]
    assert team.sql("SELECT count(*) FROM reviewer.package WHERE document = ANY(%s)", numbers) == [(len(numbers),)]
