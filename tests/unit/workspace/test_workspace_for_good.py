"""Deletions that end, answers that are lost on the way to a worker, names of any length: what schema 8 is for."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from threading import Thread
from uuid import uuid4

import pytest
from team import Team
from team_documents import make_document
from test_workspace_attention import copy_of, finish, tried
from test_workspace_commands import run
from test_workspace_stubborn import plain

from reviewer.base.resources import resource
from reviewer.workspace import reading
from reviewer.workspace.planting import plant
from reviewer.workspace.reading import Reader
from reviewer.workspace.server import Server
from reviewer.workspace.terms import CutError, FieldValue, ForbiddenHereError, WorkspaceError


def deleted(team: Team, number: int, days: float) -> None:
    """As if a lead had deleted it so many days ago."""
    lead = team.member("chef", "lead")
    assert lead.set_deleted(number, True) == "done"
    team.sql(
        "UPDATE reviewer.document SET deleted_at = now() - make_interval(secs => %s) WHERE id = %s",
        days * 86400,
        number,
    )


def there(team: Team, number: int) -> dict[str, int]:
    """How many rows of each table still tell of a document."""
    tables = ("package", "act", "draft", "event", "job", "sample", "spent")
    found = {
        name: int(str(team.sql(f"SELECT count(*) FROM reviewer.{name} WHERE document = %s", number)[0][0]))
        for name in tables
    }
    return {name: count for name, count in found.items() if count}


# -- deletions end ----------------------------------------------------------------------------------------------------


def test_what_was_deleted_goes_for_good_after_30_days(team: Team, capsys: pytest.CaptureFixture[str]) -> None:
    a = team.member("a1")
    old, young, stays = team.fresh(), team.fresh(), team.fresh()
    claimed = team.claim(a, old)
    assert a.append(old, claimed.lease, 0, [uuid4()], [b"x"]).outcome == "kept"
    (digest,) = team.sql("SELECT sha256 FROM reviewer.document WHERE id = %s", old)[0]
    deleted(team, old, 30.01)
    deleted(team, young, 29.99)
    assert [(row.deleted_by, row.days) for row in team.enter("chef").rows("deleted") if row.id == young] == [
        ("chef", 1)
    ]
    capsys.readouterr()
    assert run("workspace", "purge", team.address_of("chef").text(), typed=team.secret + "\n") == 0
    assert "1 份" in capsys.readouterr().out
    assert there(team, old) == {}
    assert team.sql("SELECT count(*) FROM reviewer.content WHERE sha256 = %s", digest) == [(0,)], (
        "nor are its bytes there"
    )
    assert team.enter("chef").set_deleted(young, False) == "done"
    assert team.sql("SELECT count(*) FROM reviewer.document WHERE id = ANY(%s)", [young, stays]) == [(2,)]
    with pytest.raises(ForbiddenHereError):
        a.purge()
    assert team.enter("chef").broken() == []


def test_versions_are_joined_over_what_has_gone(team: Team) -> None:
    """Corrections of the first version still come with the fourth."""
    name = f"四版{uuid4().hex[:6]}"
    numbers = team.put_in(*(make_document(name, value=f"≥{n}期") for n in (1, 2, 3, 4)))
    a = team.member("a1")
    claimed = team.claim(a, numbers[0])
    assert a.append(numbers[0], claimed.lease, 0, [uuid4()], [b"x"]).outcome == "kept"
    for number in numbers[1:3]:
        deleted(team, number, 31)
    assert team.enter("chef").purge() == 2
    older = a.older(numbers[3], team.claim(a, numbers[3]).lease)
    assert older is not None
    assert older.document == numbers[0]


def test_who_reads_ends_it_on_days_that_pass_as_days_do(team: Team) -> None:
    """A clock that was set to next year would end what was deleted yesterday."""
    number = team.fresh()
    deleted(team, number, 31)
    a = team.member("a1")

    def read() -> None:
        Reader(a).run(once=True)

    team.sql("DELETE FROM reviewer.tidied")
    read()
    team.sql("INSERT INTO reviewer.tidied SELECT (now() AT TIME ZONE 'UTC')::date - n FROM generate_series(400, 410) n")
    read()
    assert there(team, number), "the days before are of another year"
    team.sql("INSERT INTO reviewer.tidied VALUES ((now() AT TIME ZONE 'UTC')::date - 1)")
    read()
    assert there(team, number)
    team.sql("INSERT INTO reviewer.tidied VALUES ((now() AT TIME ZONE 'UTC')::date - 4)")
    read()
    assert not there(team, number)
    young = team.fresh()
    deleted(team, young, 29)
    read()
    assert there(team, young)


def test_what_is_put_in_while_the_same_goes_for_good_is_in(team: Team) -> None:
    data = uuid4().bytes
    lead = team.member("chef", "lead")
    number, _, _ = lead.add_source("gleich.txt", data)
    deleted(team, number, 31)
    came: list[tuple[int, bool, int | None]] = []
    with team.admin() as admin, admin.db.transaction():
        admin.db.execute("SELECT reviewer.purge_some(1000)")
        thread = Thread(target=lambda: came.append(lead.add_source("gleich.txt", data)))
        thread.start()
        time.sleep(0.5)
        assert not came, "it waits"
    thread.join(20)
    ((again, is_new, _),) = came
    assert is_new
    assert again != number
    deleted(team, again, 31)
    with closing(plain(team, "chef")) as db:
        db.execute("SELECT document FROM reviewer.add_source(8, 'gleich.txt', %s, '')", (data,))
        thread = Thread(target=team.enter("chef").purge)
        thread.start()
        time.sleep(0.5)
        db.commit()
    thread.join(20)
    job = lead.claim_job("w", 60)
    while job is not None and job.source != data:
        job = lead.claim_job("w", 60)
    assert job is not None, "it is in, with its bytes"
    team.sql("UPDATE reviewer.job SET state = 'done' WHERE state <> 'done'")


def test_two_leads_bring_back_and_put_in_the_same_at_once(team: Team) -> None:
    """One of them is in, and the other is told so; neither is told of the insides of a database."""
    data = uuid4().bytes
    one, other = team.member("chef", "lead"), team.member("chefin", "lead")
    number, _, _ = one.add_source("zugleich.txt", data)
    assert one.set_deleted(number, True) == "done"
    said: list[object] = []
    with closing(plain(team, "chefin")) as db:
        db.execute("SELECT document FROM reviewer.add_source(8, 'zugleich.txt', %s, '')", (data,))
        thread = Thread(target=lambda: said.append(one.set_deleted(number, False)))
        thread.start()
        time.sleep(0.5)
        db.commit()
    thread.join(20)
    assert said == ["twice"]
    (again,) = team.sql("SELECT id FROM reviewer.document WHERE name = 'zugleich.txt' AND deleted_at IS NULL")[0]
    assert one.set_deleted(int(str(again)), True) == "done"
    with closing(plain(team, "chef")) as db:
        db.execute("SELECT reviewer.set_deleted(%s, false)", (number,))
        thread = Thread(target=lambda: said.append(other.add_source("zugleich.txt", data)[:2]))
        thread.start()
        time.sleep(0.5)
        db.commit()
    thread.join(20)
    assert said[1] == (number, False)
    team.sql("UPDATE reviewer.job SET state = 'done' WHERE state <> 'done'")


# -- answers that are lost --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["claim_job", "finish_job", "return_job"])
def test_a_lost_answer_is_no_try_of_the_document(team: Team, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    monkeypatch.setattr("reviewer.workspace.lasting._PAUSE", 0.05)
    data = resource("samples", "department.txt").read_bytes() + uuid4().bytes.hex().encode()
    number, _, _ = team.member("chef", "lead").add_source("部门.txt", data)
    real, lost = getattr(Server, what), []

    def losing(self: Server, *values: object) -> object:
        found = real(self, *values)
        if found is not None and not lost:
            lost.append(found)
            raise CutError("the answer is lost")
        return found

    monkeypatch.setattr(Server, what, losing)
    server = team.member("a1")
    reader = Reader(server, patience=30.0)
    if what == "return_job":
        wanted = iter([True, True, *[False] * 100])
        with pytest.raises(CutError):  # nobody waits for a server who is not wanted
            reader.run(once=True, wanted=lambda: next(wanted))
        assert team.sql("SELECT state, tries, returned FROM reviewer.job WHERE document = %s", number) == [
            ("waiting", 0, 1)
        ]
        assert reader.read == 0, "it is left at once all the same"
        team.sql("UPDATE reviewer.job SET state = 'done' WHERE document = %s", number)
        return
    reader.run(once=True)
    assert lost
    assert reader.read == 1
    assert team.sql("SELECT state, tries, lease FROM reviewer.job WHERE document = %s", number) == [("done", 1, 1)]


def test_who_never_hears_what_was_given_out_leaves_it_to_others(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    number, _, _ = team.member("chef", "lead").add_source("部门.txt", uuid4().bytes.hex().encode())
    real = Server.claim_job

    def losing(self: Server, *values: object) -> object:
        real(self, *values)  # type: ignore[arg-type]
        raise CutError("the answer is lost")

    monkeypatch.setattr(Server, "claim_job", losing)
    with pytest.raises(CutError):
        Reader(team.member("a1")).run(once=True)
    assert team.sql("SELECT state, tries FROM reviewer.job WHERE document = %s", number) == [("waiting", 0)]
    monkeypatch.undo()
    asked = uuid4()
    a = team.enter("a1")
    first = a.claim_job("w", 60, asked)
    assert first is not None
    assert a.claim_job("w", 60, uuid4()) is None, "another question is another one"
    team.sql("UPDATE reviewer.job SET until = now() - interval '1 second' WHERE document = %s", number)
    other = a.claim_job("w2", 60, uuid4())
    assert other is not None
    late = a.claim_job("w", 60, asked)
    assert late is None, "it was given to somebody else since"
    team.sql("UPDATE reviewer.job SET state = 'done' WHERE document = %s", number)


def test_what_the_workspace_does_not_take_stops_no_worker(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    data = resource("samples", "department.txt").read_bytes()
    lead = team.member("chef", "lead")
    numbers = [lead.add_source(f"两份{n}.txt", data + uuid4().hex.encode())[0] for n in range(2)]
    real = Server.finish_job

    def refusing(self: Server, job: reading.ReadJob, read: reading.Read) -> bool:
        if job.document == numbers[0]:
            raise WorkspaceError("too large")
        return real(self, job, read)

    monkeypatch.setattr(Server, "finish_job", refusing)
    told: list[str] = []
    reader = Reader(team.member("a1"), told=told.append)
    reader.run(once=True)
    assert (reader.read, reader.failed) == (1, 1)
    assert told == ["两份0.txt：too large"]
    assert team.sql("SELECT state FROM reviewer.document WHERE id = ANY(%s) ORDER BY id", numbers) == [
        ("failed",),
        ("ready",),
    ]


# -- texts of any kind ------------------------------------------------------------------------------------------------

LONG = "".join(chr(0x4E00 + n * 37 % 20000) for n in range(3000))  # nothing that compresses


@pytest.mark.parametrize(
    "name",
    [LONG + ".txt", "", 'O\'Brien "甲" %s \\ {0}.txt', "-- ; DROP TABLE x.txt", "\u202etxt.甲\n乙\t.txt", "a\0b.txt"],
)
def test_a_document_of_any_name_is_put_in_read_found_and_done(team: Team, name: str) -> None:
    data = resource("samples", "department.txt").read_bytes() + uuid4().hex.encode()
    lead, a = team.member("chef", "lead"), team.member("a1")
    number, is_new, _ = lead.add_source(name, data, LONG)
    assert is_new
    newer, _, previous = lead.add_source(name, data + b"2", LONG)
    assert previous == number
    Reader(a).run(once=True)
    rows = {row.id: row for row in lead.rows("all", limit=10_000)}
    assert rows[number].state == "ready"
    assert rows[number].name[-4:] == name.replace("\0", "")[-4:], "the suffix is there"
    text = rows[number].name[:6]
    assert {number, newer} <= {row.id for row in lead.rows("all", text=text, limit=10_000)}
    claimed = team.claim(a, number)
    values = [FieldValue(LONG, "amounts", LONG, False), FieldValue("1#1:name", "name", LONG, True)]
    team.sql("UPDATE reviewer.setting SET value = '1' WHERE key = 'sample_share'")
    assert a.finish(number, claimed.lease, 0, -3, values) == "done"
    team.sql("UPDATE reviewer.setting SET value = '0.05' WHERE key = 'sample_share'")
    assert lead.rows("done", limit=10_000)[-1].doubts >= 0
    assert number in {row.id for row in lead.rows("done", limit=10_000)}, "nobody hides what is done from the export"


def test_signs_that_search_for_anything_search_for_themselves(team: Team) -> None:
    lead = team.member("chef", "lead")
    numbers = {name: lead.add_source(name, uuid4().bytes)[0] for name in ("a_b 50%.txt", "axb 50.txt")}
    for text in ("a_b", "50%"):
        found = {row.id for row in lead.rows("all", text=text, limit=10_000)}
        assert numbers["a_b 50%.txt"] in found
        assert numbers["axb 50.txt"] not in found
    team.sql("UPDATE reviewer.job SET state = 'done' WHERE state = 'waiting'")


def test_a_reading_of_an_office_of_any_length_is_taken(team: Team) -> None:
    """What was read for the office may be half a page: the worker goes on."""
    lead, a = team.member("chef", "lead"), team.member("a1")
    number, _, _ = lead.add_source("lang.txt", uuid4().bytes)
    job = a.claim_job("w", 60)
    assert job is not None
    assert a.finish_job(job, reading.Read(b"x", "0", LONG, LONG, LONG, 0, 0, LONG))
    assert team.sql("SELECT who, detail FROM reviewer.event WHERE document = %s AND what = 'read'", number) == [
        ("a1", "0")
    ]
    ((office,),) = team.sql("SELECT office FROM reviewer.document WHERE id = %s", number)
    assert LONG.startswith(str(office))
    assert len(str(office)) >= 100


# -- known errors -----------------------------------------------------------------------------------------------------


def test_a_copy_is_never_for_who_had_the_original(team: Team, new_team: Callable[[], Team]) -> None:
    lead, number = tried(team)
    plant(lead, 100)
    copy, _ = copy_of(team, number)
    one, other = team.enter("k1"), team.member("k2")
    assert one.claim_one(copy) is None, "nor by its number"
    claimed = team.claim(other, copy)
    assert other.let_go(copy, claimed.lease, "hand_over", "", "k1") == "done", "that it is a copy is not told"
    assert one.claim_one(copy) is None
    again = team.claim(other, copy)
    again = team.claim(other, copy)
    finish(other, again)
