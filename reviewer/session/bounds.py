"""A session that somebody sends may hold anything that SQLite can: only our own tables are opened, within bounds of time and memory."""

from __future__ import annotations

import sqlite3

from reviewer.session.codec import SessionError

_TEXT, _BLOB, _WHOLE, _REAL = "TEXT", "BLOB", "INTEGER", "REAL"
_TABLES: dict[str, dict[str, str]] = {
    "meta": {"key": _TEXT, "value": _TEXT},
    "review": {
        "id": _WHOLE, "name": _TEXT, "format": _TEXT, "sha256": _TEXT, "encoding": _TEXT, "target_accuracy": _REAL,
        "layout": _BLOB, "first": _BLOB, "notes": _BLOB, "path": _TEXT, "loose": _BLOB,
    },
    "source": {"review": _WHOLE, "bytes": _BLOB},
    "page": {
        "review": _WHOLE, "place": _WHOLE, "number": _WHOLE, "text": _BLOB, "blocks": _BLOB, "layout": _BLOB,
        "label": _TEXT, "picture": _BLOB,
    },
    "record": {"review": _WHOLE, "place": _WHOLE, "entry": _BLOB},
    "tally": {"review": _WHOLE, "pages": _WHOLE, "acts": _WHOLE, "chain": _BLOB, "mark": _TEXT},
}  # fmt: skip
_LATER: dict[int, dict[str, tuple[str, ...] | None]] = {
    1: {"tally": None, "source": None, "review": ("notes", "path", "loose"), "page": ("label", "picture")},
    2: {"tally": None},
}
"""What an older form did not have yet: whole tables, or columns."""
_NEVER = ("virtual", "generated", "check", "collate", "without", "strict", "references review(", " as ", "on conflict")
LONGEST = 256 << 20
"""Bytes of one value: a source may have 200 MB."""
_MOST_ROWS = {"review": 20_000, "meta": 1_000, "record": 500_000, "page": 2_000_000}
"""No window has so many sources open, and nobody does so many acts."""
_OPERATIONS, _STEP = 20_000_000, 10_000
"""Steps of SQLite's machine for one session: reading a row takes some twenty."""


class StrangeError(SessionError):
    """A file that says that it is a session and holds what no session does."""


def bind(db: sqlite3.Connection) -> None:
    """Set the bounds of a connection that reads or goes on with a session."""
    for limit, value in (
        (sqlite3.SQLITE_LIMIT_LENGTH, LONGEST),
        (sqlite3.SQLITE_LIMIT_SQL_LENGTH, 100_000),
        (sqlite3.SQLITE_LIMIT_COLUMN, 40),
        (sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 50),
        (sqlite3.SQLITE_LIMIT_COMPOUND_SELECT, 3),
        (sqlite3.SQLITE_LIMIT_VDBE_OP, 100_000),
        (sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 1),
        (sqlite3.SQLITE_LIMIT_ATTACHED, 0),
    ):
        db.setlimit(limit, value)
    db.execute("PRAGMA trusted_schema = OFF")
    db.execute("PRAGMA cell_size_check = ON")
    db.execute("PRAGMA mmap_size = 0")


def budget(db: sqlite3.Connection) -> None:
    """Let the connection do so much from now on, and no more: then sqlite3.OperationalError is raised ("interrupted")."""
    left = _OPERATIONS // _STEP

    def step() -> int:
        nonlocal left
        left -= 1
        return int(left < 0)

    db.set_progress_handler(step, _STEP)


def check(db: sqlite3.Connection, version: int) -> None:
    """See that the file holds our tables as that version has them, and nothing else.

    Raises StrangeError where it does not, and sqlite3.Error.
    """
    wanted = {table: dict(columns) for table, columns in _TABLES.items()}
    for table, names in _LATER.get(version, {}).items():
        if names is None:
            del wanted[table]
        else:
            wanted[table] = {name: kind for name, kind in wanted[table].items() if name not in names}
    found = {}
    rows = db.execute("SELECT type, name, tbl_name, sql FROM sqlite_master LIMIT 40").fetchall()
    for kind, name, table, sql in rows:
        if kind == "index" and sql is None and table in wanted and name.startswith("sqlite_autoindex_"):
            continue
        if kind != "table" or name not in wanted or name != table or _is_odd(sql):
            raise StrangeError(str(name)[:40])
        found[name] = {
            column: str(kind).upper() if hidden == 0 else ""
            for _, column, kind, _, _, _, hidden in db.execute(f"PRAGMA table_xinfo({name})")
        }
    for table, most in _MOST_ROWS.items():
        if table in found and db.execute(f"SELECT 1 FROM {table} LIMIT 1 OFFSET {most}").fetchone():
            raise StrangeError(table)
    if found != wanted:
        raise StrangeError(", ".join(sorted(set(wanted) ^ set(found))) or "columns")


def _is_odd(sql: object) -> bool:
    """Whether the words that made a table are none that we write."""
    if not isinstance(sql, str) or len(sql) > 5_000:
        return True
    plain = " ".join(line.split("--")[0] for line in sql.splitlines()).casefold()
    return not plain.startswith("create table ") or any(word in plain for word in _NEVER)
