"""Sessions on disk: one SQLite file that opens without the sources.

It holds each source's bytes, text and blocks, the review as it was first made, and the record of every act on it. Opening a
session replays the record, so that undo goes back to the first one.
"""

from __future__ import annotations

import errno
import shutil
import sqlite3
import struct
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from reviewer import __version__
from reviewer.base.collecting import without_collecting
from reviewer.base.files import WriteError, check_target, sentence_of, write_whole
from reviewer.base.gate import NOBODY, Consent
from reviewer.base.i18n import tr, trn
from reviewer.base.private import workplace_prefix
from reviewer.model.history import History
from reviewer.model.review import Review
from reviewer.session import bounds, findings, log, rows
from reviewer.session.codec import SessionError, UnknownKind, bounded
from reviewer.session.lock import HeldError, Lock
from reviewer.session.schema import APPLICATION_ID, SCHEMA, SUFFIX, VERSION, header, is_session, migrate

__all__ = [
    "SUFFIX",
    "DamagedError",
    "Salvage",
    "is_session",
    "load_session",
    "origins",
    "salvage_session",
    "save_session",
    "write_new",
]

Item = tuple[Review, History]
UNSOUND = (
    *(sqlite3.Error, ValueError, KeyError, TypeError, IndexError, AttributeError, OverflowError, RecursionError),
    *(struct.error, SessionError),
)
"""What reading damaged rows may raise."""


def save_session(path: Path, items: Sequence[Item], origins: Sequence[str] = (), consent: Consent = NOBODY) -> None:
    """Write the reviews with their histories, whole or not at all; `origins` says where their sources lie.

    Raises base.files.WriteError, also where another window works on the session that `path` is. Marking the histories as
    saved is left to the caller.
    """
    check_target(path)
    lock = Lock(path)
    try:
        lock.acquire("")
    except HeldError as error:
        raise WriteError(error.holder.sentence(path)) from error
    except OSError as error:
        raise WriteError(sentence_of(path, error)) from error
    try:
        write_session(path, items, origins, consent)
    finally:
        lock.release()


def write_session(path: Path, items: Sequence[Item], origins: Sequence[str] = (), consent: Consent = NOBODY) -> None:
    """save_session() for one who holds the lock."""
    write_whole(path, lambda temporary: _write(temporary, items, origins), consent, as_session=True)


def write_new(path: Path, items: Sequence[Item], origins: Sequence[str] = ()) -> None:
    """Write a session for this program alone, under a name of its own in a temporary folder: nobody is asked, nothing is
    synced or put on record. Raises OSError.
    """
    _write(path, items, origins)


def _write(path: Path, items: Sequence[Item], origins: Sequence[str]) -> None:
    try:
        with closing(sqlite3.connect(path)) as db:
            db.execute("PRAGMA journal_mode = OFF")  # the file has no readers yet and is thrown away on failure
            db.execute("PRAGMA synchronous = OFF")  # write_whole brings it to the disk
            db.executescript(SCHEMA)
            with db:
                db.execute("INSERT INTO meta VALUES ('program', ?)", (__version__,))
                for place, (review, history) in enumerate(items):
                    origin = origins[place] if place < len(origins) else ""
                    rows.write_review(db, place + 1, review, history, origin)
    except sqlite3.OperationalError as error:
        raise as_os_error(error) from error


def as_os_error(error: sqlite3.Error) -> OSError:
    """A failure of SQLite's as the failure of a file that it is."""
    code = getattr(error, "sqlite_errorcode", None)
    kinds = {
        sqlite3.SQLITE_FULL: errno.ENOSPC,
        sqlite3.SQLITE_READONLY: errno.EROFS,
        sqlite3.SQLITE_CANTOPEN: errno.EACCES,
    }
    return OSError(kinds.get((code or 0) & 0xFF, errno.EIO), str(error))


# -- opening ------------------------------------------------------------------------------------------------------


def load_session(path: Path) -> list[Item]:
    """The reviews of a session as they were left, each with its history. Raises SessionError, also where some of it is damaged.

    The file itself is only read: what a crash left in the log beside it counts, and is still there afterwards.
    """
    try:
        if log.state(log.home(path)) is log.State.LOST:
            raise LostLogError(path)
        with reading(path) as db, bounded():
            if db.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise sqlite3.DatabaseError("the integrity check failed")
            if rows.missing_reviews(db):
                raise DamagedError(path)
            return [_item(db, number) for number in _numbers(db)]
    except UnknownKind as error:
        raise SessionError(
            tr(
                "{file} holds “{what}”, which this version of the program does not know; please update the program.",
                file=path.name,
                what=error.what,
            )
        ) from error
    except SessionError:
        raise
    except UNSOUND as error:
        raise DamagedError(path) from error


class DamagedError(SessionError):
    """A session that is not sound; salvage_session() may still get something out of it."""

    def __init__(self, path: Path, sentence: str = "") -> None:
        super().__init__(
            sentence or tr("{file} is damaged and cannot be opened; please use an older copy of it.", file=path.name)
        )


class LostLogError(DamagedError):
    """A session that was being worked on when it was left, and whose log with the last acts is not there."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, _lost(path))


def _lost(path: Path) -> str:
    return tr(
        "The log of {file}, with the last changes in it, is not beside it any more; please look whether {log} was left behind.",
        file=path.name,
        log=log.log_of(log.home(path)).name,
    )


class StrangeError(SessionError):
    """A file that says that it is a session and holds what none does."""


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that reads a session without changing a byte of it. Raises SessionError and sqlite3.Error.

    Where there is a log beside it (a crash, or another window at work) or the file has an older form, a copy is read.
    """
    version = _checked(path)
    try:
        path = log.home(path)
        has_log = log.state(path) is log.State.OURS and log.log_of(path).exists()
        if version == VERSION and not has_log:
            address = f"file:{quote(str(path.absolute()))}?immutable=1"
            with closing(sqlite3.connect(address, uri=True)) as db:
                _bind(db, path, version)
                yield db
            return
        with tempfile.TemporaryDirectory(prefix=workplace_prefix(), ignore_cleanup_errors=True) as folder:
            copy = Path(folder, "copy.review")
            shutil.copyfile(path, copy)
            if has_log:
                shutil.copyfile(log.log_of(path), log.log_of(copy))
            with closing(sqlite3.connect(copy)) as db:
                _bind(db, path, version)
                migrate(db)
                yield db
    except OSError as error:
        raise _unreadable(path, error) from error


def _bind(db: sqlite3.Connection, path: Path, version: int) -> None:
    """Open nothing but our own tables. Raises SessionError and sqlite3.Error."""
    bounds.bind(db)
    bounds.budget(db)
    try:
        bounds.check(db, version)
    except bounds.StrangeError as error:
        raise StrangeError(
            tr(
                "{file} holds something that no session of this program does ({what}), and is not opened; please ask where it comes from.",
                file=path.name,
                what=error,
            )
        ) from error


def origins(path: Path) -> list[str]:
    """Where the sources of a session lay when it was made, in their order; empty texts where that is not known."""
    try:
        with reading(path) as db:
            return [str(origin) for (origin,) in db.execute("SELECT path FROM review ORDER BY id")]
    except UNSOUND:
        return []


def _numbers(db: sqlite3.Connection) -> list[int]:
    return [number for (number,) in db.execute("SELECT id FROM review ORDER BY id")]


def _item(db: sqlite3.Connection, number: int) -> Item:
    with without_collecting():
        if any(rows.missing(db, number)):
            raise ValueError("something is missing")
        review, first = rows.read_with_tree(db, number)
        kept = findings.kept(db, number)
        record = rows.read_record(db, number)
        history = History(review, record=record, found=kept.found, first=first, found_after=kept.after)
    history.mark_saved()
    return review, history


def _checked(path: Path) -> int:
    """The version of a session. Raises SessionError for what is none, or too new."""
    try:
        if path.is_dir():
            raise SessionError(tr("{file} is a folder, not a session; please choose a file.", file=path.name))
        application, version = header(path)
    except FileNotFoundError as error:
        raise SessionError(
            tr("{file} is not there any more; please look whether it was moved or renamed.", file=path.name)
        ) from error
    except OSError as error:
        raise _unreadable(path, error) from error
    if application != APPLICATION_ID or version < 1:
        raise SessionError(
            tr("{file} is not a session of this program; please open the file that “Save” wrote.", file=path.name)
        )
    if version > VERSION:
        raise SessionError(
            tr("{file} was made by a newer version of this program; please update the program.", file=path.name)
        )
    return version


def _unreadable(path: Path, error: OSError) -> SessionError:
    why = error.strerror or str(error)
    return SessionError(tr("{file} cannot be read ({why}); please try a copy of it.", file=path.name, why=why))


# -- what is left of a damaged one --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Salvage:
    """What could be read of a session, and in whole sentences what is missing.

    `origins` says where the sources lay, as origins() does; empty where that is not known.
    """

    items: list[Item]
    missing: tuple[str, ...]
    origins: tuple[str, ...] = ()


def salvage_session(path: Path) -> Salvage:
    """Everything of a damaged session that is sound: whole sources, and of each the acts up to the first that is lost.

    Raises SessionError where nothing can be read. The damaged file stays as it is.
    """
    items: list[Item] = []
    missing: list[str] = []
    cause: Exception | None = None
    try:
        if log.state(log.home(path)) is log.State.LOST:
            missing.append(_lost(path))
        with reading(path) as db, bounded():
            for number in _found_numbers(db):
                item, said = _salvaged(path, db, number)
                items += [item] if item else []
                missing += said
            missing += _gone(path, rows.missing_reviews(db))
    except SessionError:
        raise
    except UNSOUND as error:
        cause = error
    if not items:
        raise DamagedError(path) from cause
    if not missing:
        missing.append(tr("Parts of {file} are damaged; please look whether a source is missing.", file=path.name))
    return Salvage(items, tuple(missing))


def _gone(path: Path, count: int) -> list[str]:
    if count <= 0:
        return []
    return [
        trn(
            "{count} source that was in {file} is missing.",
            "{count} sources that were in {file} are missing.",
            count,
            file=path.name,
        )
    ]


def _found_numbers(db: sqlite3.Connection) -> list[int]:
    """The numbers of the reviews; where the table breaks off, those before that."""
    found: list[int] = []
    try:
        for (number,) in db.execute("SELECT id FROM review ORDER BY id"):
            found.append(number)
    except sqlite3.Error:
        found += [number for number in range(1, 1000) if number not in found and _is_there(db, number)]
    return found


def _is_there(db: sqlite3.Connection, number: int) -> bool:
    try:
        return db.execute("SELECT 1 FROM review WHERE id = ?", (number,)).fetchone() is not None
    except sqlite3.Error:
        return False


def _salvaged(path: Path, db: sqlite3.Connection, number: int) -> tuple[Item | None, list[str]]:
    try:
        review = rows.read_review(db, number)
    except UNSOUND:
        said = tr("Source {number} in {file} is damaged and could not be read.", number=number, file=path.name)
        return None, [said]
    history = History(review)
    stored = _stored_acts(db, number)
    try:
        for entry in rows.read_record(db, number):
            history.restore([entry])
    except UNSOUND:
        pass
    pages, acts = _missing(db, number)
    lost = max(stored, acts) - len(history.record)
    told: list[str] = []
    if pages > 0:
        told.append(
            trn(
                "{count} page of {source} is missing.",
                "{count} pages of {source} are missing.",
                pages,
                source=review.source.name,
            )
        )
    if lost <= 0:
        return (review, history), told
    ends = trn(
        "The last act on {source} is damaged and was left out.",
        "The last {count} acts on {source} are damaged and were left out.",
        lost,
        source=review.source.name,
    )
    return (review, history), [*told, ends]


def _missing(db: sqlite3.Connection, number: int) -> tuple[int, int]:
    """How many pages of a review are missing, and how many acts there were; none where that cannot be told."""
    try:
        (acts,) = db.execute("SELECT acts FROM tally WHERE review = ?", (number,)).fetchone()
        return rows.missing(db, number)[0], int(acts)
    except UNSOUND:
        return 0, 0


def _stored_acts(db: sqlite3.Connection, number: int) -> int:
    """How many acts the record held; at least as many as can be counted."""
    try:
        (last,) = db.execute("SELECT max(place) FROM record WHERE review = ?", (number,)).fetchone()
    except sqlite3.Error:
        return 0
    return 0 if last is None else int(last) + 1
