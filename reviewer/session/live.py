"""A session that is being worked on: every act is on the disk before the next key."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from reviewer.base import gate
from reviewer.base.files import WriteError, check_target, sentence_of
from reviewer.base.gate import NOBODY, Consent
from reviewer.model.history import Entry, History
from reviewer.model.review import Review
from reviewer.session import rows
from reviewer.session.lock import Lock
from reviewer.session.schema import VERSION, header, migrate
from reviewer.session.store import as_os_error, write_session

Item = tuple[Review, History]


class LiveSession:
    """An open session file; appends each act of the histories that it follows.

    Made by create() or open(). What cannot be written waits and is tried again with the next act or retry(); `on_trouble`
    is told once, in one sentence, and `on_recovered` when all of it is on the disk after all.
    """

    def __init__(self, path: Path, db: sqlite3.Connection, lock: Lock | None) -> None:
        self.path = path
        self._db = db
        self._lock = lock
        self._waiting: list[tuple[int, int, Entry]] = []
        self._followed: list[tuple[History, Callable[[Entry], None]]] = []
        self._in_trouble = False
        self.on_trouble: Callable[[str], None] = lambda _sentence: None
        self.on_recovered: Callable[[], None] = lambda: None

    # -- beginning ------------------------------------------------------------------------------------------------

    @classmethod
    def create(
        cls, path: Path, items: Sequence[Item], who: str, origins: Sequence[str] = (), consent: Consent = NOBODY
    ) -> LiveSession:
        """Write a new session, whole, and go on with it. Raises WriteError and HeldError."""
        check_target(path)
        _let_through(path, consent)
        lock = _locked(path, who)
        try:
            for leftover in _beside(path):  # the log of a file that is about to be replaced is none of the new one's
                leftover.unlink(missing_ok=True)
            write_session(path, items, origins, consent)
            return cls._going_on(path, items, lock)
        except BaseException as error:
            if lock is not None:
                lock.release()
            if isinstance(error, OSError):
                raise WriteError(sentence_of(path, error)) from error
            raise

    @classmethod
    def open(cls, path: Path, items: Sequence[Item], who: str) -> LiveSession:
        """Go on with the session at `path` that `items` were read from (store.load_session).

        A session of an older form is brought to this one; a copy of it stays beside it. Raises WriteError and HeldError.
        """
        lock = _locked(path, who)
        try:
            if header(path)[1] < VERSION:
                _keep_old(path)
            return cls._going_on(path, items, lock)
        except BaseException as error:
            if lock is not None:
                lock.release()
            if isinstance(error, OSError):
                raise WriteError(sentence_of(path, error)) from error
            raise

    @classmethod
    def _going_on(cls, path: Path, items: Sequence[Item], lock: Lock | None) -> LiveSession:
        try:
            db = sqlite3.connect(path, isolation_level=None)
            try:
                db.execute("PRAGMA locking_mode = EXCLUSIVE")  # the log needs no shared memory: works on network drives
                db.execute("PRAGMA journal_mode = WAL")
                db.execute("PRAGMA synchronous = FULL")
                migrate(db)
                numbers = [number for (number,) in db.execute("SELECT id FROM review ORDER BY id")]
            except sqlite3.Error:
                db.close()
                raise
        except sqlite3.Error as error:
            raise as_os_error(error) from error
        live = cls(path, db, lock)
        for number, (_, history) in zip(numbers, items, strict=True):
            live._follow(number, history)
        return live

    def add(self, review: Review, history: History, origin: str = "") -> None:
        """Take a further source into the session. Raises WriteError, with the session as it was."""
        try:
            (last,) = self._db.execute("SELECT coalesce(max(id), 0) FROM review").fetchone()
            self._db.execute("BEGIN IMMEDIATE")
            rows.write_review(self._db, last + 1, review, history, origin)
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            self._roll_back()
            raise WriteError(sentence_of(self.path, as_os_error(error))) from error
        self._follow(last + 1, history)

    def _follow(self, number: int, history: History) -> None:
        def told(entry: Entry) -> None:
            self._waiting.append((number, len(history.record) - 1, entry))
            self.retry()

        history.on_record.append(told)
        self._followed.append((history, told))

    def let_go(self, history: History) -> None:
        """Follow a history no longer."""
        for pair in [pair for pair in self._followed if pair[0] is history]:
            history.on_record.remove(pair[1])
            self._followed.remove(pair)

    # -- the work ---------------------------------------------------------------------------------------------------

    @property
    def is_safe(self) -> bool:
        """Whether every act is on the disk."""
        return not self._waiting

    def retry(self) -> bool:
        """Write what waits; whether all of it is on the disk now."""
        if not self._waiting:
            return True
        try:
            self._db.execute("BEGIN IMMEDIATE")
            for number, place, entry in self._waiting:
                rows.write_entry(self._db, number, place, entry)
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            self._roll_back()
            if not self._in_trouble:
                self._in_trouble = True
                self.on_trouble(sentence_of(self.path, as_os_error(error)))
            return False
        self._waiting.clear()
        if self._in_trouble:
            self._in_trouble = False
            self.on_recovered()
        return True

    def _roll_back(self) -> None:
        with suppress(sqlite3.Error):
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")

    # -- the end ----------------------------------------------------------------------------------------------------

    def close(self) -> None:
        """Leave one plain file behind and give the session back. Never raises: what is committed is on the disk already."""
        self.retry()
        for history, told in self._followed:
            history.on_record.remove(told)
        self._followed.clear()
        with suppress(sqlite3.Error):
            self._db.execute(
                "PRAGMA journal_mode = DELETE"
            )  # a file with a log cannot be opened from a read-only folder
        with suppress(sqlite3.Error):
            self._db.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def discard(self) -> None:
        """Close, and take the file away: the user does not want it."""
        self.close()
        for path in (self.path, *_beside(self.path)):
            with suppress(OSError):
                path.unlink(missing_ok=True)


def _let_through(path: Path, consent: Consent) -> None:
    """Ask the gate before anything is touched. Raises WriteError."""
    try:
        gate.judge(path, consent, as_session=True)
    except OSError as error:
        raise WriteError(sentence_of(path, error)) from error


def _locked(path: Path, who: str) -> Lock | None:
    lock = Lock(path)
    try:
        lock.acquire(who)
    except OSError as error:
        raise WriteError(sentence_of(path, error)) from error
    return lock


def _beside(path: Path) -> list[Path]:
    return [path.with_name(path.name + ending) for ending in ("-wal", "-shm", "-journal")]


def _keep_old(path: Path) -> None:
    """A copy of a session of an older form, under a name that nobody has."""
    version = header(path)[1]
    number = 0
    while (kept := path.with_name(f"{path.stem}.v{version}{f'.{number}' if number else ''}{path.suffix}")).exists():
        number += 1
    temporary = kept.with_name(kept.name + ".tmp")
    shutil.copyfile(path, temporary)
    os.replace(temporary, kept)
