"""What a login of ours cannot do, tried through plain SQL; and what each role sees."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from team import Team

from reviewer.workspace.address import Address, driver
from reviewer.workspace.terms import ForbiddenHereError

FORBIDDEN = {
    "change an act": "UPDATE reviewer.act SET entry = 'x'",
    "delete an act": "DELETE FROM reviewer.act",
    "put an act in past the function": "INSERT INTO reviewer.act VALUES (1, 0, gen_random_uuid(), 'b2', 1, now(), 'x', 'x')",
    "empty the record": "TRUNCATE reviewer.act",
    "copy acts in": "COPY reviewer.act FROM STDIN",
    "take a document by hand": "UPDATE reviewer.document SET holder = session_user",
    "delete a document": "DELETE FROM reviewer.document",
    "delete it by the function": "SELECT reviewer.set_deleted(1, true)",
    "become a lead": "UPDATE reviewer.member SET role = 'lead'",
    "let somebody in": "INSERT INTO reviewer.member VALUES ('x', 'lead')",
    "read the seed of the samples": "SELECT * FROM reviewer.setting",
    "read the seed by the function": "SELECT reviewer.value_of('sample_seed')",
    "see what is drawn": "SELECT * FROM reviewer.sample",
    "work out what is drawn": "SELECT reviewer.drawn(1, 'x')",
    "see which documents are copies with an error": "SELECT document FROM reviewer.planted",
    "see it by the number of the copy": "SELECT twin FROM reviewer.document",
    "see it by equal contents": "SELECT sha256 FROM reviewer.document",
    "see it by a missing older version": "SELECT previous FROM reviewer.document",
    "see it by whom it would not be offered": "SELECT reviewer.is_new_to(1, 'b2')",
    "put an error in": "SELECT reviewer.plant(5, 1, 'x', '0', 'p', 'k', 'a', 'b')",
    "decide what all learn": "SELECT reviewer.decide(1, 'accepted')",
    "change what was decided": "UPDATE reviewer.decision SET state = 'accepted'",
    "see how long others work": "SELECT * FROM reviewer.spent",
    "read all sources": "SELECT bytes FROM reviewer.content",
    "read packages": "SELECT bytes FROM reviewer.package",
    "give oneself a document past the queue": "SELECT reviewer.give(1, session_user::text, 1e9)",
    "take a document whole without a claim": "SELECT reviewer.whole(1)",
    "be the owner": "SET ROLE reviewer_owner",
    "make a login": "CREATE ROLE intruder LOGIN",
    "replace a function": "CREATE OR REPLACE FUNCTION reviewer.my_role() RETURNS text LANGUAGE sql AS $$ SELECT 'lead' $$",
    "make a table of one's own in the schema": "CREATE TABLE reviewer.act2 (a int)",
    "make a temporary table": "CREATE TEMPORARY TABLE document (a int)",
    "make a table in public": "CREATE TABLE public.member (a int)",
    "switch row security off": "ALTER TABLE reviewer.act DISABLE ROW LEVEL SECURITY",
    "take the trigger off": "ALTER TABLE reviewer.act DISABLE TRIGGER ALL",
    "read a file of the server": "SELECT pg_read_file('/etc/passwd')",
    "run a program on the server": "COPY (SELECT 1) TO PROGRAM 'true'",
    "write a file of the server": "COPY (SELECT 1) TO '/tmp/reviewer-intruder'",
    "read a file into a table": "COPY reviewer.document FROM '/etc/passwd'",
    "fill the server with large objects": "SELECT lo_create(0)",
    "fill it with contents": "SELECT lo_from_bytea(0, 'x')",
    "fill it the old way": "SELECT lo_creat(-1)",
    "bring a file in as a large object": "SELECT lo_import('/etc/passwd')",
    "make a function of the session's own": "CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "make a type of the session's own": "CREATE TYPE pg_temp.claimed AS (document bigint)",
    "make a function of the same name": "CREATE FUNCTION reviewer.claim_next(integer) RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "make a schema": "CREATE SCHEMA mine",
    "make a database": "CREATE DATABASE mine",
    "bring in an extension": "CREATE EXTENSION pgcrypto SCHEMA reviewer",
    "pretend to be another": "SET SESSION AUTHORIZATION b2",
    "be another": "SET ROLE b2",
    "give oneself the owner's role": "GRANT reviewer_owner TO CURRENT_USER",
    "let everybody look": "GRANT SELECT ON reviewer.document TO PUBLIC",
    "become a superuser": "ALTER ROLE CURRENT_USER SUPERUSER",
    "change another's password": "ALTER ROLE b2 PASSWORD 'x'",
    "see the verifiers of passwords": "SELECT rolpassword FROM pg_authid",
    "switch triggers off": "SET session_replication_role = replica",
    "look past the row security": "SET row_security = off; SELECT * FROM reviewer.act",
    "read everything as XML": "SELECT query_to_xml('SELECT bytes FROM reviewer.content', true, false, '')",
    "keep a row locked": "SELECT id FROM reviewer.document FOR KEY SHARE",
    "keep the table locked": "DO $$ BEGIN LOCK TABLE reviewer.document IN SHARE MODE; END $$",
    "use up the numbers": "SELECT nextval('reviewer.document_id_seq')",
    "set the numbers": "SELECT setval('reviewer.document_id_seq', 1)",
    "hold back the write-ahead log": "SELECT pg_create_physical_replication_slot('x')",
    "set the server": "ALTER SYSTEM SET fsync = off",
    "purge what was deleted": "SELECT reviewer.purge()",
    "purge it in parts": "SELECT reviewer.purge(8, 1)",
    "purge it past the function": "SELECT reviewer.purge_some(1)",
    "say that days have passed": "INSERT INTO reviewer.tidied VALUES ('2001-01-01')",
    "fill the server with pieces": "SELECT reviewer.put_piece(8, sha256('x'), 0, 'x')",
    "see what is on its way in": "SELECT bytes FROM reviewer.piece",
    "see whether a content is there": "SELECT reviewer.pieces(8, sha256('x'))",
    "put in by a hash alone": "SELECT reviewer.add_pieces(8, 'x', sha256('x'), '')",
    "have something read again": "SELECT reviewer.read_again(1)",
    "free what others hold": "SELECT reviewer.free(7, 1)",
    "put acts into what others hold": "SELECT reviewer.append_acts(7, 1, 1, 0, ARRAY[gen_random_uuid()], ARRAY['x'::bytea])",
    "add a source": "SELECT reviewer.add_source(5, 'x', 'x', '')",
    "take a source back": "SELECT reviewer.take_back(6, 1)",
    "send somebody's work back": "SELECT reviewer.send_back(1, 'weil')",
    "settle somebody's draft": "SELECT reviewer.settle_draft(1, 'b2', 1)",
    "verify as if one were the lead": "SELECT * FROM reviewer.broken()",
    "end another's connection": "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'admin'",
}


A_CHECKER_S = {"send somebody's work back", "settle somebody's draft", "verify as if one were the lead"}
"""What checkers are there for."""
A_READER_S = {
    "take the next document": "SELECT * FROM reviewer.claim_next(7)",
    "take a certain one": "SELECT * FROM reviewer.claim_one(7, 1)",
    "take something to read": "SELECT * FROM reviewer.claim_job(7, 'x', 60)",
    "hand something in": "SELECT reviewer.finish_job(7, 1, 1, 'x', 'x', 'x', 'x', 'x', 0, 0, 'x')",
    "say that something cannot be read": "SELECT reviewer.fail_job(7, 1, 1, 'x', true)",
    "take something to read by a number": "SELECT * FROM reviewer.claim_job(8, 'x', 60, gen_random_uuid())",
    "give such back": "SELECT reviewer.return_asked(8, gen_random_uuid())",
    "tidy up": "SELECT reviewer.tidy(8)",
    "put an act on record": "SELECT reviewer.append_acts(7, 1, 1, 0, ARRAY[gen_random_uuid()], ARRAY['x'::bytea])",
    "be done with something": "SELECT reviewer.finish(7, 1, 1, 0, 0)",
    "give something back": "SELECT reviewer.let_go(1, 1, 'return', '', NULL)",
    "read a sample": "SELECT * FROM reviewer.next_sample(7)",
    "see how others agree": "SELECT * FROM reviewer.figures()",
    "see how long others work": "SELECT * FROM reviewer.attention(7)",
    "teach": "SELECT reviewer.teach('level', 'a', 'b')",
    "reopen": "SELECT reviewer.reopen(1)",
    "see a document that is not done": "SELECT 1 / count(*) FROM reviewer.document WHERE state = 'ready'",
    "see acts of one that is not done": "SELECT 1 / count(*) FROM reviewer.act",
    "see events": "SELECT 1 / count(*) FROM reviewer.event",
    "see drafts": "SELECT 1 / count(*) FROM reviewer.draft",
    "see what was taught": "SELECT 1 / count(*) FROM reviewer.lesson",
}  # fmt: skip
"""What is forbidden to readers as well; one that sees nothing fails over the division."""


@pytest.mark.parametrize("role", ["checker", "reader"])
def test_what_is_forbidden_to_others_too(team: Team, plain: Any, role: str) -> None:
    psycopg = driver()
    name = f"einfach_{role}"
    team.member(name, role).close()
    queries = {what: query for what, query in FORBIDDEN.items() if role == "reader" or what not in A_CHECKER_S}
    queries |= A_READER_S if role == "reader" else {}
    through = []
    with psycopg.connect(**team.address_of(name).arguments(), password=team.secret, autocommit=True) as db:
        for what, query in queries.items():
            try:
                if query.startswith("COPY reviewer"):
                    with db.cursor().copy(query) as copying:
                        copying.write("1\t0\n")
                else:
                    db.execute(query)
                through.append(what)
            except psycopg.Error as error:
                if (error.sqlstate or "")[:2] not in ("42", "RV") and error.sqlstate != "22012":
                    through.append(f"{what}: {error}")
    assert through == []


@pytest.fixture
def plain(team: Team) -> Iterator[Any]:
    """A clerk's login in any program that speaks SQL; somebody else has a document with an act."""
    team.member("a2")
    other = team.member("b2")
    claimed = team.claim(other, team.fresh())
    other.append(claimed.document, claimed.lease, 0, [uuid4()], [b"theirs"])
    psycopg = driver()
    with psycopg.connect(**team.address_of("a2").arguments(), password=team.secret, autocommit=True) as db:
        yield db


def test_forbidden_things(team: Team, plain: Any) -> None:
    psycopg = driver()
    before = team.sql(
        "SELECT count(*), string_agg(encode(chain, 'hex'), ',' ORDER BY document, place) FROM reviewer.act"
    )
    through, wrong = [], []
    for what, query in FORBIDDEN.items():
        try:
            if query.startswith("COPY reviewer"):
                with plain.cursor().copy(query) as copying:
                    copying.write("1\t0\n")
            else:
                plain.execute(query)
            through.append(what)
        except psycopg.Error as error:
            if (error.sqlstate or "")[:2] not in ("42", "RV"):
                wrong.append((what, str(error)))  # it failed, but not because it is forbidden
    assert (through, wrong) == ([], [])
    assert len(FORBIDDEN) >= 20
    assert (
        team.sql("SELECT count(*), string_agg(encode(chain, 'hex'), ',' ORDER BY document, place) FROM reviewer.act")
        == before
    )


def test_what_a_clerk_sees(team: Team, plain: Any) -> None:
    assert plain.execute("SELECT count(*) FROM reviewer.act").fetchone() == (0,), "the acts of others"
    assert plain.execute("SELECT count(*) FROM reviewer.event WHERE who <> session_user").fetchone() == (0,)
    assert plain.execute("SELECT count(*) FROM reviewer.document").fetchone()[0] > 0, "the queue is everybody's"


def test_the_caller_cannot_slip_anything_under_a_function(team: Team, plain: Any) -> None:
    """A search_path of the caller's changes nothing in what the functions use."""
    plain.execute("SET search_path = public, pg_temp")
    assert plain.execute("SELECT reviewer.my_role()").fetchone() == ("clerk",)


def test_a_reader_reads_what_is_done_and_changes_nothing(team: Team) -> None:
    reader, a = team.member("leser", "reader"), team.member("a2")
    number = team.fresh()
    assert reader.fetch(number) is None
    with pytest.raises(ForbiddenHereError):
        reader.claim_next()
    claimed = team.claim(a, number)
    with pytest.raises(ForbiddenHereError):
        reader.append(number, claimed.lease, 0, [uuid4()], [b"x"])
    a.finish(number, claimed.lease, 0, 0)
    assert reader.fetch(number) is not None
    assert [row.id for row in reader.rows("all")] == [number]


def test_who_is_no_member_is_told(team: Team, new_team: Any) -> None:
    """A login of another workspace on the same server."""
    other = new_team()
    with other.admin(make=True) as admin:
        admin.create()
    other.member("fremd").close()
    with pytest.raises(ForbiddenHereError, match="fremd"):
        team.enter("fremd")


def test_a_member_who_was_taken_out_does_not_come_in_again(team: Team) -> None:
    server = team.member("geht")
    number = team.fresh()
    claimed = team.claim(server, number)
    server.append(number, claimed.lease, 0, [uuid4()], [b"stays"])
    with team.admin() as admin:
        admin.remove_user("geht")
    with pytest.raises(ForbiddenHereError):
        team.enter("geht")
    assert team.sql("SELECT who FROM reviewer.act WHERE document = %s", number) == [("geht",)]
    assert team.claim(team.member("a2"), number).acts == 1, "what was held is free"


def test_an_administrator_never_becomes_a_member(team: Team) -> None:
    with team.admin() as admin, pytest.raises(Exception, match="admin"):
        admin.add_user("admin", "clerk", team.secret)


def test_the_owner_s_hand_in_the_record_shows(team: Team) -> None:
    a, lead = team.member("a2"), team.member("chef", "lead")
    claimed = team.claim(a, team.fresh())
    for n in range(3):
        a.append(claimed.document, claimed.lease, n, [uuid4()], [b"act %d" % n])
    assert lead.broken() == []
    with pytest.raises(Exception, match="only grows"):
        team.sql("UPDATE reviewer.act SET entry = 'x' WHERE document = %s AND place = 1", claimed.document)
    team.sql("ALTER TABLE reviewer.act DISABLE TRIGGER ALL")
    team.sql("UPDATE reviewer.act SET entry = 'x' WHERE document = %s AND place = 1", claimed.document)
    assert lead.broken() == [(claimed.document, 1)]
    team.sql("UPDATE reviewer.act SET entry = 'act 1' WHERE document = %s AND place = 1", claimed.document)
    assert lead.broken() == []
    team.sql("DELETE FROM reviewer.act WHERE document = %s AND place = 2", claimed.document)
    assert lead.broken() == [(claimed.document, 3)], "the last one is gone"
    team.sql("ALTER TABLE reviewer.act ENABLE TRIGGER ALL")


def test_addresses_hold_no_password() -> None:
    from reviewer.workspace.address import WorkspaceError

    for text in (
        "postgresql://a:geheim@host/db",
        "postgresql://a@host/db?password=geheim",
        "postgresql://a:ge heim@host/db",
        "postgresql://a@host/db?sslpassword=geheim",
    ):
        with pytest.raises(WorkspaceError) as refused:
            Address.parse(text)
        assert "geheim" not in str(refused.value)
        assert refused.value.__cause__ is None


def test_an_address_is_shown_as_one_types_it() -> None:
    for text in (
        "postgresql://李四@amt.example/二〇三一",
        "postgresql://a%40b@h/x%20z",
        "postgresql://a%C2%A0b@h/db",
    ):
        found = Address.parse(text)
        assert found.shown() == text
        assert Address.parse(found.shown()) == found
        assert found.text().isascii()


def test_beyond_this_machine_it_is_looked_who_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    from reviewer.workspace.address import WorkspaceError

    assert Address.parse("postgresql://a@amt.example/db").arguments()["sslmode"] == "verify-full"
    assert "sslmode" not in Address.parse("postgresql://a@127.0.0.1/db").arguments()
    far = Address.parse("postgresql://a@localhost/db?hostaddr=192.0.2.7")
    assert far.arguments()["sslmode"] == "verify-full", "libpq goes where hostaddr says"
    for text in ("postgresql://a@localhost/db?service=amt", "postgresql:///db?service=amt"):
        assert Address.parse(text).arguments()["sslmode"] == "verify-full", "where that leads stands in a file"
    monkeypatch.setenv("PGHOSTADDR", "192.0.2.7")
    assert Address.parse("postgresql://a@localhost/db").arguments()["sslmode"] == "verify-full"
    monkeypatch.delenv("PGHOSTADDR")
    blank = Address.parse("postgresql://a@amt.example/db?sslrootcert=C:/Program Files/根.crt ")
    assert dict(blank.options)["sslrootcert"] == "C:/Program Files/根.crt"
    assert Address.parse(blank.text()) == blank
    for mode in ("disable", "prefer", "require", "verify-ca"):
        with pytest.raises(WorkspaceError, match=mode):
            Address.parse(f"postgresql://a@amt.example/db?sslmode={mode}")
        assert Address.parse(f"postgresql://a@amt.example/db?sslmode={mode}", insecure=True)
    with pytest.raises(WorkspaceError, match="require"):
        Address.parse("postgresql://a@127.0.0.1,amt.example/db?sslmode=require")


def test_only_a_keyring_of_the_system_is_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    keyring = pytest.importorskip("keyring")
    from reviewer.workspace import address

    kept: dict[tuple[str, str], str] = {}

    class Ring:
        def get_password(self, service: str, name: str) -> str | None:
            return kept.get((service, name))

        def set_password(self, service: str, name: str, password: str) -> None:
            kept[service, name] = password

    place = Address.parse("postgresql://a@amt.example/db")
    Ring.__module__ = "keyrings.alt.file"  # writes what it is given into a file
    monkeypatch.setattr(keyring, "get_keyring", Ring)
    assert not address.store_password(place, "geheim")
    assert kept == {}
    Ring.__module__ = "keyring.backends.SecretService"
    assert address.store_password(place, "geheim")
    assert address.stored_password(place) == "geheim"
