"""People who are gone, programs that keep things locked, commands that are killed: nobody else is held up, nothing is half done."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from team import Team
from test_workspace_commands import run

from reviewer.workspace import schema
from reviewer.workspace.address import Address, WorkspaceError, driver
from reviewer.workspace.backup import backup, restore
from reviewer.workspace.refusals import refused
from reviewer.workspace.schema import Administration
from reviewer.workspace.server import Server
from reviewer.workspace.terms import ForbiddenHereError, OfflineError

ROOT = Path(__file__).resolve().parents[3]
NewTeam = Callable[[], Team]


def plain(team: Team, name: str) -> Any:
    """A member's login in any program that speaks SQL, with a transaction that stays open from the first statement on."""
    made = driver().connect(**team.address_of(name).arguments(), password=team.secret)
    made.execute("SET idle_in_transaction_session_timeout = 0")
    made.commit()
    return made


def logins(team: Team, name: str) -> list[tuple[object, ...]]:
    return team.sql("SELECT rolname FROM pg_roles WHERE rolname = %s", name)


@pytest.fixture
def modest(new_team: NewTeam) -> Iterator[Callable[[Team], Administration]]:
    """Administrators who may make databases and roles and are no superusers."""
    one = new_team()
    name = f"amt_{uuid4().hex[:6]}"
    made = []

    def enter(team: Team) -> Administration:
        mine = Address("127.0.0.1", str(team.cluster.port), team.name, name)
        made.append(Administration(mine, "Amt-2031-Plan", make_database=True))
        return made[-1]

    with driver().connect(**Address.parse(one.cluster.address("postgres")).arguments(), autocommit=True) as db:
        db.execute(f"CREATE ROLE {name} LOGIN CREATEDB CREATEROLE PASSWORD 'Amt-2031-Plan'")
    yield enter
    for each in made:
        each.db.close()


# -- people who go ----------------------------------------------------------------------------------------------------


def test_who_leaves_one_workspace_stays_in_another_of_the_server(team: Team, new_team: NewTeam) -> None:
    other = new_team()
    with other.admin(make=True) as admin:
        admin.create()
    for each in (team, other):
        each.member("wechselt").close()
    with team.admin() as admin:
        assert admin.remove_user("wechselt") == [other.name]
    with pytest.raises(ForbiddenHereError, match="wechselt"):
        team.enter("wechselt")
    assert other.enter("wechselt").hello.role == "clerk"
    with other.admin() as admin:
        assert admin.remove_user("wechselt") == []
    assert logins(team, "wechselt") == [], "nobody needs it any more"


def test_an_administrator_without_all_rights_takes_people_out_as_well(
    new_team: NewTeam, modest: Callable[[Team], Administration]
) -> None:
    team = new_team()
    admin = modest(team)
    admin.create()
    admin.add_user("bleibt_nicht", "clerk", team.secret)
    server = team.enter("bleibt_nicht")
    closed = "SELECT datname FROM pg_database WHERE datallowconn AND NOT has_database_privilege(%s, oid, 'CONNECT')"
    unknown = {row[0] for row in team.sql(closed, admin.address.user)}
    assert set(admin.remove_user("bleibt_nicht")) == unknown, (
        "others' workspaces, of which this administrator knows nothing"
    )
    assert bool(logins(team, "bleibt_nicht")) is bool(unknown)
    with pytest.raises(OfflineError):
        server.totals()
    with pytest.raises(ForbiddenHereError):
        team.enter("bleibt_nicht")


def test_an_administrator_without_all_rights_gives_a_new_password(
    new_team: NewTeam, modest: Callable[[Team], Administration], team: Team
) -> None:
    """Also to who has a login of the server already, from another workspace."""
    team.member("vergesslich").close()
    second = new_team()
    admin = modest(second)
    admin.create()
    assert admin.add_user("vergesslich", "lead", "Neues-Wort-88")
    assert Server.connect(second.address_of("vergesslich"), "Neues-Wort-88").hello.role == "lead"
    assert Server.connect(team.address_of("vergesslich"), "Neues-Wort-88").hello.role == "clerk"
    assert admin.members() == {"vergesslich": "lead"}
    for right in ("SUPERUSER", "CREATEROLE", "CREATEDB", "REPLICATION", "BYPASSRLS"):
        name = f"macht_{right.lower()}_{uuid4().hex[:6]}"
        team.sql(f"CREATE ROLE {name} LOGIN {right}")
        with pytest.raises(WorkspaceError, match=name), team.admin() as all_rights:
            all_rights.add_user(name, "clerk", team.secret)  # row security holds for no such login
        team.sql(f"DROP ROLE {name}")


def test_a_transaction_that_somebody_leaves_open_does_not_keep_them_in(team: Team) -> None:
    number = team.fresh()
    team.member("klammert").close()
    with closing(plain(team, "klammert")) as db:
        (lease,) = db.execute("SELECT lease FROM reviewer.claim_one(7, %s)", (number,)).fetchone()
        db.commit()
        db.execute("SELECT reviewer.mine(%s, %s)", (number, lease))  # the row stays locked
        begun = time.monotonic()
        with team.admin() as admin:
            admin.remove_user("klammert")
        assert time.monotonic() - begun < 30
    assert team.member("a2").claim_one(number) is not None, "what was held is free"


def test_what_is_sent_back_to_somebody_who_is_gone_is_everybody_s(team: Team) -> None:
    checker = team.member("pruefer", "checker")
    for change in ("remove", "reader"):
        number = team.fresh()
        leaver = team.member("geht_bald")
        claimed = team.claim(leaver, number)
        assert leaver.finish(number, claimed.lease, 0, 0) == "done"
        with team.admin() as admin:
            admin.remove_user("geht_bald") if change == "remove" else admin.set_role("geht_bald", "reader")
        assert checker.send_back(number, "单位写错了") == "done"
        assert team.member("a2").claim_one(number) is not None, change


def test_who_only_looks_from_now_on_is_meant_no_more(team: Team) -> None:
    a = team.member("a2")
    team.member("wird_leser").close()
    number = team.fresh()
    claimed = team.claim(a, number)
    assert a.let_go(number, claimed.lease, "hand_over", "", "wird_leser") == "done"
    assert a.claim_one(number) is None
    with team.admin() as admin:
        admin.set_role("wird_leser", "reader")
    assert a.claim_one(number) is not None


# -- what is kept locked ----------------------------------------------------------------------------------------------


def test_nobody_can_keep_others_from_their_work(team: Team) -> None:
    """A member's transactions that stay open, with all the locks that plain SQL can get."""
    a, lead = team.member("a2"), team.member("chef", "lead")
    team.member("klammert").close()
    number = team.fresh()
    claimed = team.claim(a, number)
    a.teach(("level", "质量", "质量指标"))
    (lesson,) = team.sql("SELECT max(id) FROM reviewer.lesson")[0]
    took = {}
    with closing(plain(team, "klammert")) as db:
        db.execute("SELECT pg_advisory_lock(n) FROM unnest(ARRAY[7217001, 7217002]) AS n")
        db.execute("SELECT pg_advisory_lock(hashtextextended(encode(sha256('neu'), 'hex'), 0))")
        db.execute("SELECT * FROM reviewer.claim_one(7, %s)", (number,))  # it is not to be had
        db.execute("SELECT count(*) FROM reviewer.document")
        team.sql("UPDATE reviewer.total SET at = '-infinity'")
        db.execute("SELECT reviewer.totals()")
        db.execute("LISTEN flood")
        for what, call in {
            "acts": lambda: a.append(number, claimed.lease, 0, [uuid4()], [b"x"]).outcome,
            "totals": lambda: a.totals()["documents"],
            "fresh totals": lambda: lead.totals(fresh=True)["documents"],
            "a source": lambda: lead.add_source("neu.txt", b"neu")[1],
            "what all learn": lambda: lead.decide(lesson, "accepted"),
            "done": lambda: a.finish(number, claimed.lease, 1, 0),
        }.items():
            begun = time.monotonic()
            assert call() not in (None, False, "late"), what
            took[what] = time.monotonic() - begun
    assert max(took.values()) < 20, took  # a call is given up after 60
    team.sql("UPDATE reviewer.job SET state = 'done' WHERE state <> 'done'")


def test_totals_are_counted_although_somebody_keeps_their_row(team: Team) -> None:
    a = team.member("a2")
    team.member("klammert").close()
    with closing(plain(team, "klammert")) as db:
        team.sql("UPDATE reviewer.total SET at = '-infinity'")
        db.execute("SELECT reviewer.totals()")
        before = a.totals()["documents"]
        team.fresh()
        team.sql("INSERT INTO reviewer.setting VALUES ('x', 'x')")  # the server is there
        assert a.totals()["documents"] == before + 1, "each counts alone"
    team.sql("DELETE FROM reviewer.setting WHERE key = 'x'")


def test_a_sleeping_transaction_is_ended(team: Team) -> None:
    team.member("schlaeft").close()
    with driver().connect(**team.address_of("schlaeft").arguments(), password=team.secret) as db:
        assert db.execute("SHOW idle_in_transaction_session_timeout").fetchone() == ("1min",)


def test_an_upgrade_does_not_wait_for_ever(new_team: NewTeam, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "_PATIENCE", 1)
    team = new_team()
    with team.admin(make=True) as admin:
        admin.create(3)
    team.member("klammert").close()
    with closing(plain(team, "klammert")) as db:
        db.execute("SELECT count(*) FROM reviewer.document")
        with team.admin() as admin:
            with pytest.raises(WorkspaceError, match="连接"):
                admin.upgrade()
            assert admin.version() == 3
    with team.admin() as admin:
        admin.upgrade()
        assert admin.version() == schema.VERSION


def test_a_lead_frees_what_somebody_keeps(team: Team) -> None:
    """Also where the server's clock was set back since, so that a claim would run out only in a day."""
    a, b, lead = team.member("a2"), team.member("b2"), team.member("chef", "lead")
    number = team.fresh()
    old = team.claim(a, number)
    team.sql("UPDATE reviewer.document SET held_until = now() + interval '1 day' WHERE id = %s", number)
    assert b.claim_one(number) is None
    with pytest.raises(ForbiddenHereError):
        b.free(number)
    assert lead.free(number) == "done"
    new = team.claim(b, number)
    assert a.append(number, old.lease, 0, [uuid4()], [b"late"]).outcome == "late", "kept as a draft"
    assert b.let_go(number, new.lease, "hand_over", "", "a2") == "done"
    assert lead.free(number) == "done"
    assert b.claim_one(number) is not None, "nor is it meant for anybody any more"
    assert lead.free(team.fresh()) == "late", "nobody keeps it"


def test_a_lead_frees_what_a_worker_keeps(team: Team) -> None:
    lead = team.member("chef", "lead")
    number, _, _ = lead.add_source("frei.txt", uuid4().bytes)
    job = lead.claim_job("w", 3600)
    assert job is not None
    assert lead.claim_job("w2", 3600) is None
    assert lead.free(number) == "done"
    again = lead.claim_job("w2", 3600)
    assert again is not None
    assert again.document == number
    assert team.sql("SELECT tries FROM reviewer.job WHERE document = %s", number) == [(1,)], (
        "it was no try of the document's"
    )
    lead.fail_job(again, "x", True)


# -- commands that are killed -----------------------------------------------------------------------------------------


def test_a_restore_that_is_killed_leaves_no_half_of_a_workspace(new_team: NewTeam, tmp_path: Path) -> None:
    team, other = new_team(), new_team()
    with team.admin(make=True) as admin:
        admin.create()
    team.member("a2").close()
    number = team.fresh()
    file = tmp_path / "amt.zip"
    with team.admin() as admin:
        backup(admin, file)
    for where in ("backup._load", "Administration.upgrade", "backup._let_in"):
        kill = (
            "import os, sys, pathlib; from reviewer.workspace import backup; from reviewer.workspace.address import Address\n"
            "from reviewer.workspace.schema import Administration\n"
            f"real = {where}\n"
            f"def killed(*a): real(*a); os.kill(os.getpid(), {int(signal.SIGKILL)})\n"
            f"{where} = killed\n"
            "with Administration(Address.parse(sys.argv[1]), make_database=True) as admin: backup.restore(admin, pathlib.Path(sys.argv[2]))"
        )
        call = [sys.executable, "-c", kill, other.address.text(), str(file)]
        done = subprocess.run(call, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False)
        assert done.returncode == -signal.SIGKILL, done.stderr
        with other.admin() as admin:
            assert admin.version() == 0, where
    with other.admin() as admin:
        assert restore(admin, file) == (1, [])
    assert team.claim(other.enter("a2"), number).acts == 0


def test_a_server_that_goes_away_under_an_administrator_is_a_sentence(new_team: NewTeam) -> None:
    team = new_team()
    with team.admin(make=True) as admin:
        admin.create()
        team.sql("SELECT pg_terminate_backend(%s)", admin.db.info.backend_pid)
        for call in (admin.version, admin.upgrade, lambda: admin.add_user("x1", "clerk", team.secret),
                     lambda: admin.set_role("x1", "lead"), lambda: admin.remove_user("x1"),
                     lambda: admin.set_value("away_hours", "1")):  # fmt: skip
            with pytest.raises(WorkspaceError, match="服务器"):
                call()


def test_a_server_that_goes_away_anywhere_in_a_command_is_a_sentence(
    new_team: NewTeam, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Before each question of each command once: whatever was not asked then is not done, and it can be done again."""
    team, count, fatal = new_team(), 0, 0
    real = driver().Connection.execute

    def execute(self: Any, *values: Any, **options: Any) -> Any:
        nonlocal count
        count += 1
        if count == fatal:
            self.pgconn.finish()  # what is left of a connection whose server was killed
        return real(self, *values, **options)

    monkeypatch.setattr(driver().Connection, "execute", execute)
    url, file = team.address.text(), tmp_path / "amt.zip"
    for call in (
        ("create", url), ("user", url, "add", "geht", "clerk"), ("user", url, "role", "geht", "lead"), ("user", url, "list"),
        ("set", url, "away_hours", "1"), ("backup", url, file), ("user", url, "remove", "geht"),
        ("restore", new_team().address.text(), file),
    ):  # fmt: skip
        fatal = 0
        while True:
            fatal, count = fatal + 1, 0
            status = run(
                "workspace", *call, *(["--overwrite"] if call[0] == "backup" else []), typed=team.secret + "\n"
            )
            said = capsys.readouterr()
            if count < fatal:
                assert status == 0 or "已有工作区" in said.err, said.err
                break
            assert "程序出错" not in said.err, (call, fatal)
            if status == 0 or "已有工作区" in said.err:
                break  # done although the last answer was lost, or it was one that nothing hangs on
            assert "服务器" in said.err, (call, fatal, said.err)


def test_who_was_half_taken_out_is_taken_out_the_next_time(team: Team, new_team: NewTeam) -> None:
    team.member("halb").close()
    team.sql("DELETE FROM reviewer.member WHERE name = 'halb'")  # as where the server went away then
    other = new_team()
    with other.admin(make=True) as admin:
        admin.create()
    other.member("nur_dort").close()
    with team.admin() as admin:
        assert admin.remove_user("halb") == []
        assert logins(team, "halb") == []
        for name in ("halb", "nur_dort", "admin", "reviewer_member"):
            with pytest.raises(WorkspaceError, match=name):
                admin.remove_user(name)
    assert other.enter("nur_dort").hello.role == "clerk"


def test_what_an_administrator_is_told(new_team: NewTeam) -> None:
    class WhyError(Exception):
        sqlstate: str | None = None

    def said(state: str | None) -> WorkspaceError:
        why = WhyError("why it is\nso")
        why.sqlstate = state
        return refused(why)

    assert isinstance(said(None), OfflineError)
    assert isinstance(said("57P01"), OfflineError)
    assert "管理员" in str(said("42501"))
    assert "管理员" not in str(said("53100"))
    assert "why it is" in str(said("53100"))
    assert "so" not in str(said("53100")).replace("also", "")
