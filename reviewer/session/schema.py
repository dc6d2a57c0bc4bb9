"""The form of a session file, and the way from each older form to this one.

A session is one SQLite file. `application_id` says that it is ours, `user_version` which form it has. A change of the form
raises VERSION and adds a step to MIGRATIONS; a test opens a stored file of every older form.
"""

from __future__ import annotations

import hashlib
import sqlite3
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

from reviewer.base.gate import SESSION_ID, beginning

APPLICATION_ID = SESSION_ID
""""REVW": what the header of a session file says it is."""
VERSION = 3
SUFFIX = ".review"

SCHEMA = f"""
PRAGMA application_id = {APPLICATION_ID};
PRAGMA user_version = {VERSION};
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE review (
    id INTEGER PRIMARY KEY,        -- order on the desk
    name TEXT NOT NULL, format TEXT NOT NULL, sha256 TEXT NOT NULL, encoding TEXT,
    target_accuracy REAL NOT NULL,
    layout BLOB NOT NULL,          -- spans of text that is known to be no field (sealed)
    first BLOB NOT NULL,           -- the tree as extraction made it, before any act (sealed)
    notes BLOB NOT NULL DEFAULT x'5b5d',   -- sentences on the source
    path TEXT NOT NULL DEFAULT '', -- where the source lay when the session was made
    loose BLOB                     -- spans of text that mattered and that no field claimed at first; NULL: not known
);
CREATE TABLE source (              -- the source as given
    review INTEGER PRIMARY KEY REFERENCES review, bytes BLOB NOT NULL
);
CREATE TABLE page (
    review INTEGER NOT NULL REFERENCES review, place INTEGER NOT NULL, number INTEGER NOT NULL,
    text BLOB NOT NULL, blocks BLOB NOT NULL,  -- both sealed
    layout BLOB NOT NULL,
    label TEXT NOT NULL DEFAULT '', picture BLOB,
    PRIMARY KEY (review, place)
);
CREATE TABLE record (              -- append-only; entry is sealed
    review INTEGER NOT NULL REFERENCES review, place INTEGER NOT NULL, entry BLOB NOT NULL,
    PRIMARY KEY (review, place)
);
CREATE TABLE tally (               -- what there must be of each review, so that what is missing is seen
    review INTEGER PRIMARY KEY REFERENCES review, pages INTEGER NOT NULL, acts INTEGER NOT NULL,
    chain BLOB NOT NULL,           -- the running SHA-256 of the sealed entries
    mark TEXT NOT NULL             -- of the log that each line belongs to (session/log.py)
);
"""


def header(path: Path) -> tuple[int, int]:
    """Application id and version of a file, (0, 0) for what is no SQLite file. Raises OSError."""
    head = beginning(path, 100)
    if len(head) < 100 or not head.startswith(b"SQLite format 3\0"):
        return 0, 0
    (version,) = struct.unpack(">I", head[60:64])
    (application,) = struct.unpack(">I", head[68:72])
    return application, version


def is_session(path: Path) -> bool:
    """Whether the file's content says that it is a session, whatever it is called; False where it cannot be read."""
    try:
        return header(path)[0] == APPLICATION_ID
    except OSError:
        return False


def migrate(db: sqlite3.Connection) -> None:
    """Bring an older session to this form, all steps or none. Raises sqlite3.Error."""
    (version,) = db.execute("PRAGMA user_version").fetchone()
    with db:
        db.execute("BEGIN IMMEDIATE")
        for step in range(version, VERSION):
            MIGRATIONS[step](db)
        db.execute(f"PRAGMA user_version = {VERSION}")


def seal(data: bytes) -> bytes:
    """Bytes with their CRC-32 in front (4 bytes, little-endian): what a worn disk alters must not pass for a value."""
    return struct.pack("<I", zlib.crc32(data)) + data


def unseal(data: bytes) -> bytes:
    """What seal() was given. Raises ValueError where it is not that any more."""
    if struct.pack("<I", zlib.crc32(data[4:])) != data[:4]:
        raise ValueError("the checksum does not match")
    return data[4:]


SEALED = {"review": ("first", "layout"), "page": ("text", "blocks"), "record": ("entry",)}
"""The columns whose values are sealed."""


def _from_1(db: sqlite3.Connection) -> None:
    """Version 2 keeps the source's bytes, notes and unclaimed text, names of sheets, pictures; what matters has a checksum."""
    db.execute("ALTER TABLE review ADD COLUMN notes BLOB NOT NULL DEFAULT x'5b5d'")
    db.execute("ALTER TABLE review ADD COLUMN path TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE review ADD COLUMN loose BLOB")
    db.execute("ALTER TABLE page ADD COLUMN label TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE page ADD COLUMN picture BLOB")
    db.execute("CREATE TABLE source (review INTEGER PRIMARY KEY REFERENCES review, bytes BLOB NOT NULL)")
    db.create_function("seal", 1, seal, deterministic=True)
    for table, columns in SEALED.items():
        for column in columns:
            db.execute(f"UPDATE {table} SET {column} = seal({column})")


def link(chain: bytes, entry: bytes) -> bytes:
    """The running hash after one more sealed entry; it begins with no bytes at all."""
    return hashlib.sha256(chain + entry).digest()


def count_reviews(db: sqlite3.Connection) -> None:
    """Keep how many reviews and sources there are (a session of the first form has no sources). Raises sqlite3.Error."""
    for table in ("review", "source"):
        db.execute(f"INSERT OR REPLACE INTO meta SELECT '{table}s', count(*) FROM {table}")


def _from_2(db: sqlite3.Connection) -> None:
    """Version 3 counts what there must be, and says how many reviews."""
    db.execute("CREATE TABLE tally (review INTEGER PRIMARY KEY REFERENCES review, pages INTEGER NOT NULL, acts INTEGER NOT NULL, "
               "chain BLOB NOT NULL, mark TEXT NOT NULL)")  # fmt: skip
    numbers = [number for (number,) in db.execute("SELECT id FROM review ORDER BY id")]
    for number in numbers:
        (pages,) = db.execute("SELECT count(*) FROM page WHERE review = ?", (number,)).fetchone()
        chain, acts = b"", 0
        for (entry,) in db.execute("SELECT entry FROM record WHERE review = ? ORDER BY place", (number,)):
            chain, acts = link(chain, bytes(entry)), acts + 1
        db.execute("INSERT INTO tally VALUES (?, ?, ?, ?, '')", (number, pages, acts, chain))
    count_reviews(db)


MIGRATIONS: dict[int, Callable[[sqlite3.Connection], None]] = {1: _from_1, 2: _from_2}
"""What leads from each version to the next."""
