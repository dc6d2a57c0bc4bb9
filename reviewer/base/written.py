"""The record of the files that the program wrote: by it an output of its own is told from somebody else's file.

One small SQLite file in the data folder, so that several programs may write at once. It holds the last MOST files: their names,
file numbers and the SHA-256 of what was written. Where it cannot be read or written nothing is known of a file, and the
program asks before it replaces it: an error on the safe side.
"""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from reviewer.base import private
from reviewer.base.paths import data_path

NAME = "written.sqlite"
MOST = 20_000
_PATIENCE = 5.0
"""Seconds to wait for another program that writes into the record."""
_FORM = """CREATE TABLE IF NOT EXISTS written (
    number INTEGER PRIMARY KEY AUTOINCREMENT, name BLOB NOT NULL, digest TEXT NOT NULL,
    device TEXT NOT NULL, file TEXT NOT NULL, UNIQUE (name, digest))"""

log = logging.getLogger(__name__)


def known(name: str, identity: tuple[int, int]) -> frozenset[str]:
    """The SHA-256 sums of what the program wrote under this name (gate.real_name) or into this file; none where it did not."""
    if not _file().exists():
        return frozenset()
    try:
        with _open() as db:
            rows = db.execute(
                "SELECT digest FROM written WHERE name = ? OR (device = ? AND file = ?)",
                (os.fsencode(name), *map(str, identity)),
            )
            return frozenset(str(digest) for (digest,) in rows)
    except (sqlite3.Error, OSError) as error:
        log.info("the record of written files cannot be read: %s", error)
        return frozenset()


def remember(name: str, identity: tuple[int, int], digest: str) -> None:
    """The file is about to get its name."""
    try:
        with _open() as db, db:
            db.execute(
                "INSERT OR REPLACE INTO written (name, digest, device, file) VALUES (?, ?, ?, ?)",
                (os.fsencode(name), digest, *map(str, identity)),
            )
            db.execute("DELETE FROM written WHERE number <= (SELECT max(number) FROM written) - ?", (MOST,))
    except (sqlite3.Error, OSError) as error:
        log.info("the record of written files cannot be written: %s", error)


def settle(name: str, digest: str) -> None:
    """The file has its name: what was there before is gone."""
    _delete("name = ? AND digest <> ?", os.fsencode(name), digest)


def forget(name: str, identity: tuple[int, int]) -> None:
    """The file is somebody's source now: from now on it counts as foreign."""
    if _file().exists():
        _delete("name = ? OR (device = ? AND file = ?)", os.fsencode(name), *map(str, identity))


def _delete(which: str, *values: object) -> None:
    try:
        with _open() as db, db:
            db.execute(f"DELETE FROM written WHERE {which}", values)
    except (sqlite3.Error, OSError) as error:
        log.info("the record of written files cannot be written: %s", error)


def _file() -> Path:
    return data_path() / NAME


@contextmanager
def _open() -> Iterator[sqlite3.Connection]:
    """The record; one that is damaged is begun anew. Raises sqlite3.Error and OSError."""
    file = _file()
    private.make_folder(file.parent)
    try:
        db = _connected(file)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise
        with suppress(OSError):
            file.unlink()
        db = _connected(file)
    with closing(db):
        yield db


def _connected(place: Path) -> sqlite3.Connection:
    db = sqlite3.connect(place, timeout=_PATIENCE)
    try:
        db.execute(_FORM)
    except sqlite3.Error:
        db.close()
        raise
    if os.name == "posix":
        with suppress(OSError):
            place.chmod(0o600)
    return db
