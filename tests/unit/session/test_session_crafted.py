"""Sessions that somebody made up: one sentence each, soon and in little memory. All of them are harmless as they stand."""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import time
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from reviewer.model import acts
from reviewer.model.fields import FieldRef
from reviewer.model.history import History
from reviewer.model.review import Review
from reviewer.session import bounds, codec
from reviewer.session.codec import SessionError
from reviewer.session.schema import link, seal, unseal
from reviewer.session.store import load_session, salvage_session, save_session

SECONDS, MEGABYTES = 5.0, 500
ENDLESS_RECORD = "SELECT 1 AS review, i AS place, x'00' AS entry FROM"
ON_ACT = "CREATE TRIGGER t AFTER INSERT ON record BEGIN"
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"

Craft = Callable[[sqlite3.Connection], object]


def sql(*lines: str) -> Craft:
    def craft(db: sqlite3.Connection) -> None:
        for line in lines:
            db.execute(line)

    return craft


def rewritten(table: str, old: str, new: str) -> Craft:
    """The words that made a table exchanged in the file."""

    def craft(db: sqlite3.Connection) -> None:
        db.execute("PRAGMA writable_schema = ON")
        changed = db.execute("UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE name = ?", (old, new, table))
        assert changed.rowcount == 1
        db.execute("PRAGMA writable_schema = OFF")

    return craft


def value(table: str, column: str, made: object) -> Craft:
    return lambda db: db.execute(f"UPDATE {table} SET {column} = ?", (made,))


def inside(table: str, column: str, change: Callable[[Any], object]) -> Craft:
    """Something else within a sealed value of the first row, which is sealed again: as somebody would who knows how."""

    def craft(db: sqlite3.Connection) -> None:
        number, old = db.execute(f"SELECT rowid, {column} FROM {table} LIMIT 1").fetchone()
        made = codec.load(unseal(old))
        change(made)
        db.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (seal(json.dumps(made).encode()), number))

    return craft


def in_act(change: Callable[[Any], object]) -> Craft:
    """Something else within the first act, with the running hash as it then is."""

    def craft(db: sqlite3.Connection) -> None:
        inside("record", "entry", change)(db)
        chain = b""
        for (entry,) in db.execute("SELECT entry FROM record ORDER BY place"):
            chain = link(chain, entry)
        db.execute("UPDATE tally SET chain = ?", (chain,))

    return craft


def first_field(tree: Any) -> Any:
    while not tree["fields"]:
        tree = tree["children"][0]
    return tree["fields"][0][1]


def many_values() -> bytes:
    return seal(b"[" + b"[]," * 14_000_000 + b"[]]")


def bomb() -> bytes:
    return bytes(8) + (10).to_bytes(4, "little") + zlib.compress(bytes(50_000_000), 9)


CRAFTED: dict[str, Craft] = {
    "a view without end": sql("ALTER TABLE record RENAME TO r", f"CREATE VIEW record AS {ENDLESS_RECORD} ({ENDLESS})"),
    "a view over the reviews": sql("ALTER TABLE review RENAME TO r", "CREATE VIEW review AS SELECT * FROM r, r AS s"),
    "a view more": sql(f"CREATE VIEW more AS {ENDLESS}"),
    "a trigger on every act": sql(f"{ON_ACT} INSERT INTO meta SELECT i, i FROM ({ENDLESS} LIMIT 9); END"),
    "a trigger that takes acts away": sql(f"{ON_ACT} DELETE FROM record; END"),
    "a virtual table": sql("CREATE VIRTUAL TABLE words USING fts5(w)"),
    "a table more": sql("CREATE TABLE more (a)"),
    "an index on an expression": sql("CREATE INDEX i ON record (abs(place))"),
    "a partial index": sql("CREATE INDEX i ON record (place) WHERE place > 0"),
    "a table less": sql("DROP TABLE page"),
    "a column more": sql("ALTER TABLE review ADD COLUMN more TEXT"),
    "a column that is worked out": sql("ALTER TABLE meta ADD COLUMN twice TEXT AS (value || value)"),
    "a column of another type": rewritten("record", "entry BLOB", "entry TEXT"),
    "a check that is asked each time": rewritten("record", "entry BLOB NOT NULL", "entry BLOB NOT NULL CHECK (length(entry) > 0)"),
    "words that make no table": rewritten("record", "CREATE TABLE record", "CREATE TABLE wrong"),
    "a text of 270 MB": value("source", "bytes", b"x" * 270_000_000),
    "lists within lists": value("review", "first", seal(b"[" * 200_000 + b"]" * 200_000)),
    "millions of values": lambda db: db.execute("UPDATE review SET layout = ?", (many_values(),)),
    "a picture that grows": lambda db: db.execute("UPDATE page SET picture = ?", (bomb(),)),
    "a name that leads elsewhere": value("review", "name", "../../elsewhere.txt"),
    "a name that is no text": value("review", "name", b"\x00\xff"),
    "a name without end": value("review", "name", "长" * 2_000_000),
    "no accuracy": value("review", "target_accuracy", 9e99),
    "numbers too large": value("page", "number", "x"),
    "more reviews than there are": value("meta", "value", "99999999999999999999"),
    "no first tree": value("review", "first", "text"),
    "a span of no numbers": value("review", "layout", seal(json.dumps([["a", "b", "c"]]).encode())),
    "a span beyond its page": value("review", "layout", seal(json.dumps([[0, 0, 10**9]]).encode())),
    "a span on a page that never was": value("review", "layout", seal(json.dumps([[99, 0, 1]]).encode())),
    "a span that ends before it begins": value("review", "loose", json.dumps([[0, 5, 2]])),
    "notes without end": value("review", "notes", json.dumps("x" * 2_000_000).encode()),
    "a value that is a list": inside("review", "first", lambda tree: first_field(tree).update(value=[])),
    "a confidence beyond all": inside("review", "first", lambda tree: first_field(tree).update(confidence=2)),
    "a node that has no number": inside("review", "first", lambda tree: tree["children"][0].update(id=2.5)),
    "a document within a document": inside("review", "first", lambda tree: tree["children"][0].update(kind="document")),
    "a table without end": inside("page", "blocks", lambda blocks: blocks.append({"grid": [], "rows": 10**9, "columns": 9})),
    "a cell without end": inside("page", "blocks", lambda blocks: blocks.append(
        {"grid": [[0, 0, 10**9, 10**9, []]], "rows": 9, "columns": 9})),
    "a column of no width": inside("page", "blocks", lambda blocks: blocks.append(
        {"grid": [], "rows": 1, "columns": 1, "widths": [float("nan")]})),
    "a line beyond its page": inside("page", "blocks", lambda blocks: blocks.append({"line": [0, 0, 10**9]})),
    "an act before all time": in_act(lambda entry: entry.update(at="0001-01-01T00:00:00")),
    "an act of nobody": in_act(lambda entry: entry.update(who=[])),
    "an act without a name": in_act(lambda entry: entry["act"].update(name=7)),
    "an act at no field": in_act(lambda entry: entry["act"].update(focus=["a", "b"])),
    "sources without end": sql(
        "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n LIMIT 30000) INSERT INTO review SELECT i, name, format, sha256, "
        "encoding, target_accuracy, x'', x'', x'5b5d', '', NULL FROM n, review WHERE id = 1"),
    "an act that is none": value("record", "entry", seal(b'{"no": "act"}')),
}  # fmt: skip


@pytest.fixture
def session(review: Review, history: History, tmp_path: Path) -> Path:
    for text in ("=1", "=2"):
        history.do(acts.set_value(review, FieldRef(6, "annual_value"), text))
    save_session(tmp_path / "a.review", [(review, history)])
    return tmp_path / "a.review"


def peak() -> int:
    """The most memory that this process has had so far, in MB."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 if sys.platform.startswith("linux") else 1 << 20)


@pytest.mark.parametrize("what", CRAFTED)
def test_what_no_session_holds_is_refused_in_a_sentence(session: Path, what: str) -> None:
    with closing(sqlite3.connect(session)) as db, db:
        CRAFTED[what](db)
    before = session.read_bytes()
    for work in (load_session, salvage_session):
        began, had = time.perf_counter(), peak() if sys.platform != "win32" else 0
        try:
            work(session)
        except SessionError as error:
            said = str(error)
        else:
            assert work is salvage_session
            said = salvage_session(session).missing[0]
        assert time.perf_counter() - began < SECONDS
        if sys.platform != "win32":
            assert peak() - had < MEGABYTES
        assert len(said) < 400
        assert "\n" not in said
        assert said.endswith(("。", "."))
    assert session.read_bytes() == before


def test_work_without_end_is_broken_off(session: Path) -> None:
    with closing(sqlite3.connect(session)) as db:
        bounds.bind(db)
        bounds.budget(db)
        began = time.perf_counter()
        with pytest.raises(sqlite3.OperationalError):
            db.execute(f"SELECT count(*) FROM ({ENDLESS})").fetchall()
        assert time.perf_counter() - began < SECONDS
        with pytest.raises(sqlite3.Error):
            db.execute("ATTACH ':memory:' AS other")


def test_a_great_document_is_within_bounds() -> None:
    """One of a hundred thousand rows; reading each takes time, and is what is counted."""
    fields = [["level3", "x" * 30, 0.99, "open", [[0, 1, 2]], [["read.plain", []]]]] * 9
    rows = codec.dump([[number, "indicator", fields, []] for number in range(1_000)])
    with codec.bounded():
        assert len(codec.load(rows)) == 1_000
    bounds = codec.Bounds()
    for _ in range(100):
        bounds.take(rows)
    with pytest.raises(ValueError, match="more values"):
        list(map(bounds.take, [rows] * 100))


@pytest.mark.skipif(sys.platform == "win32", reason="pipes with names")
def test_a_pipe_keeps_nobody_waiting(session: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.review")
    os.mkfifo(session.with_name(session.name + "-wal"))
    began = time.perf_counter()
    with pytest.raises(SessionError):
        load_session(tmp_path / "pipe.review")
    assert len(load_session(session)) == 1
    assert time.perf_counter() - began < SECONDS
