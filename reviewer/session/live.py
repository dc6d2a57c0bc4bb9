"""A session that is being worked on: every act is on the disk before the next key."""

from __future__ import annotations

import ctypes
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from reviewer.base import gate
from reviewer.base.files import WriteError, check_target, sentence_of, write_whole
from reviewer.base.gate import NOBODY, Consent
from reviewer.base.i18n import tr
from reviewer.model.history import Entry, History
from reviewer.model.review import Review
from reviewer.session import bounds, findings, log, rows
from reviewer.session.lock import Lock
from reviewer.session.schema import VERSION, header, migrate
from reviewer.session.store import as_os_error, write_session

Item = tuple[Review, History]


class StaleError(WriteError):
    """Somebody went on with a session between reading it and going on with it here."""


class LiveSession:
    """An open session file; appends each act of the histories that it follows.

    Made by create() or open(). What cannot be written waits and is tried again with the next act or retry(); `on_trouble`
    is told once, in one sentence, and `on_recovered` when all of it is on the disk after all.
    """

    def __init__(
        self,
        path: Path,
        db: sqlite3.Connection,
        lock: Lock | None,
        mark: str = "",
        chains: dict[int, bytes] | None = None,
    ) -> None:
        self.path = path
        self.put_aside: list[Path] = []
        """The new names of what lay beside the session and belonged to another file."""
        self._db = db
        self._mark, self._chains = mark, chains or {}
        self._file, self._log_file = gate.look(path), gate.look(log.log_of(path))
        self._lock = lock
        self._waiting: list[tuple[int, int, Entry]] = []
        self._followed: list[tuple[History, Callable[[Entry], None]]] = []
        self._in_trouble = False
        self.on_trouble: Callable[[str], None] = lambda _sentence: None
        self.on_recovered: Callable[[], None] = lambda: None
        self.on_misplaced: Callable[[str], None] = lambda _sentence: None
        """Told in one sentence, at each act until the history is let go, that the file is not where it was any more: its work has to be
        written anew elsewhere."""
        self.is_misplaced = False
        self._as_left = self._traces()
        self._is_foreign = False
        """Whether somebody has written into the file: then nothing of ours goes into it any more."""

    # -- beginning ------------------------------------------------------------------------------------------------

    @classmethod
    def create(
        cls, path: Path, items: Sequence[Item], who: str, origins: Sequence[str] = (), consent: Consent = NOBODY
    ) -> LiveSession:
        """Write a new session, whole, and go on with it. Raises WriteError and HeldError."""
        check_target(path)
        _let_through(path, consent)
        path = Path(os.path.realpath(path))
        lock = _locked(path, who)
        with _released_on_fault(lock, path):
            lock.let_file_go()
            write_session(path, items, origins, consent)
            log.put_aside(path)  # of the file that was there: it is none of the new one's, and not ours to throw away
            lock.hold_file()
            return cls._going_on(path, items, lock)

    @classmethod
    def open(cls, path: Path, items: Sequence[Item], who: str) -> LiveSession:
        """Go on with the session at `path` that `items` were read from (store.load_session).

        A session of an older form is brought to this one; a copy of it stays beside it. Raises WriteError and HeldError.
        """
        path = log.home(path)
        lock = _locked(path, who)
        with _released_on_fault(lock, path):
            aside = log.put_aside(path, log.strangers(path))
            if header(path)[1] < VERSION:
                _keep_old(path)
            live = cls._going_on(path, items, lock)
            live.put_aside = aside
            return live

    @classmethod
    def _going_on(cls, path: Path, items: Sequence[Item], lock: Lock) -> LiveSession:
        mark = log.new_mark()
        try:
            db = sqlite3.connect(path, isolation_level=None)
            try:
                _make_ready(db)
                numbers = [number for (number,) in db.execute("SELECT id FROM review ORDER BY id")]
                chains = {number: rows.chain_of(db, number) for number in numbers}
                counts = [count for (count,) in db.execute("SELECT acts FROM tally ORDER BY review")]
                if counts != [len(history.record) for _, history in items]:
                    said = tr("{file} was changed elsewhere after it was read; please open it again.", file=path.name)
                    raise StaleError(said)
                for number, (review, history) in zip(numbers, items, strict=True):
                    if not findings.are_kept(db, number):
                        findings.keep(db, number, review, history)
                _begin_log(db, path, mark)
            except (sqlite3.Error, StaleError):
                _leave_plain(db)
                db.close()
                raise
        except sqlite3.Error as error:
            raise as_os_error(error) from error
        live = cls(path, db, lock, mark, chains)
        for number, (_, history) in zip(numbers, items, strict=True):
            live._follow(number, history)
        return live

    def add(self, review: Review, history: History, origin: str = "") -> None:
        """Take a further source into the session. Raises WriteError, with the session as it was."""
        try:
            (last,) = self._db.execute("SELECT coalesce(max(id), 0) FROM review").fetchone()
            self._db.execute("BEGIN IMMEDIATE")
            rows.write_review(self._db, last + 1, review, history, origin, self._mark)
            chain = rows.chain_of(self._db, last + 1)
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            self._roll_back()
            raise WriteError(sentence_of(self.path, as_os_error(error))) from error
        self._as_left = self._traces()
        self._chains[last + 1] = chain
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
        """Whether every act is on the disk, in the file that the session's name leads to."""
        return not self._waiting and not self.is_misplaced

    def retry(self) -> bool:
        """Write what waits; whether all of it is on the disk now, in the file that the session's name leads to."""
        if self.is_misplaced:
            self._say_misplaced()
            return False
        if not self._waiting:
            return self._is_in_place() and self._is_untouched()
        if not self._is_untouched():
            return False
        chains = dict(self._chains)
        try:
            self._db.execute("BEGIN IMMEDIATE")
            for number, place, entry in self._waiting:
                chains[number] = rows.write_entry(self._db, number, place, entry, chains[number])
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            self._roll_back()
            if not self._is_in_place():
                return False
            if not self._in_trouble:
                self._in_trouble = True
                self.on_trouble(sentence_of(self.path, as_os_error(error)))
            return False
        if not self._is_in_place():
            return False
        self._as_left = self._traces()
        self._chains = chains
        self._waiting.clear()
        if self._in_trouble:
            self._in_trouble = False
            self.on_recovered()
        return True

    def _is_in_place(self) -> bool:
        """Whether the session's name still leads to the file that is written to, and its log is beside it; where not, it is said once."""
        try:
            now, its_log = gate.look(self.path), gate.look(log.log_of(self.path))
        except OSError:
            return True  # a drive that does not answer: writing says so itself
        if _is_one(now, self._file) and _is_one(its_log, self._log_file):
            return True
        self.is_misplaced = True
        self._say_misplaced()
        return False

    def _traces(self) -> tuple[gate.Seen | None, gate.Seen | None, bytes | None, bytes]:
        """What the file and its log are when nobody but us writes: by size and time, and by their bytes where these differ."""
        its_log = log.log_of(self.path)
        with suppress(OSError):
            seen, seen_log = gate.look(self.path), gate.look(its_log)
            before = getattr(self, "_as_left", None)
            is_same = before is not None and before[0] == seen
            whole = before[2] if before is not None and is_same else self._lock.print_of_file() if self._lock else None
            return seen, seen_log, whole, log.head_of(its_log)
        return None, None, None, b""

    def _is_untouched(self) -> bool:
        """Whether nobody has written into the session or its log since our last line; where somebody has, it is said."""
        seen, seen_log, whole, head = self._as_left
        try:
            now, now_log = gate.look(self.path), gate.look(log.log_of(self.path))
        except OSError:
            return True
        if (now, now_log) == (seen, seen_log) or not (_is_one(now, seen) and _is_one(now_log, seen_log)):
            return True  # as it was; or not there any more, which is noticed when it is written
        fresh = self._traces()
        if fresh[2] == whole and fresh[3] == head and _size(now_log) >= _size(seen_log):
            self._as_left = fresh  # touched, not changed
            return True
        self.is_misplaced = self._is_foreign = True
        self._say_misplaced()
        return False

    def _say_misplaced(self) -> None:
        is_there, is_same = True, False
        with suppress(OSError):
            now = gate.look(self.path)
            is_there, is_same = now is not None, _is_one(now, self._file)
        self.on_misplaced(_misplaced(self.path, is_there, is_same))

    def _roll_back(self) -> None:
        with suppress(sqlite3.Error):
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")

    # -- the end ----------------------------------------------------------------------------------------------------

    def close(self) -> None:
        """Leave one plain file behind and give the session back. Never raises: what is committed is on the disk already."""
        if not self.is_misplaced:
            self.retry()
        for history, told in self._followed:
            history.on_record.remove(told)
        self._followed.clear()
        if self._is_foreign:
            _leave_open(self._db)  # closing would write what is in the log into a file that is somebody else's
        else:
            _leave_plain(self._db, with_log=self.is_misplaced)
            self._close_db()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _close_db(self) -> None:
        with suppress(sqlite3.Error):
            if self.is_misplaced:
                self._db.execute("PRAGMA wal_checkpoint(PASSIVE)")
                with suppress(OSError):
                    if not _is_one(gate.look(log.log_of(self.path)), self._log_file):
                        _leave_open(self._db)  # closing would take away, by its name, a log that is somebody else's
                        return
            self._db.close()

    def discard(self) -> None:
        """Close, and take the file away: the user does not want it."""
        self.close()
        if self.is_misplaced:
            return  # what has the name now is somebody else's
        for path in (self.path, *_beside(self.path)):
            with suppress(OSError):
                path.unlink(missing_ok=True)


def _leave_open(db: sqlite3.Connection) -> None:
    """Never close a connection, not even when the program ends."""
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(db))


def _let_through(path: Path, consent: Consent) -> None:
    """Ask the gate before anything is touched. Raises WriteError."""
    try:
        gate.judge(path, consent, as_session=True)
    except OSError as error:
        raise WriteError(sentence_of(path, error)) from error


def _size(seen: gate.Seen | None) -> int:
    return seen.size if seen else 0


def _is_one(one: gate.Seen | None, other: gate.Seen | None) -> bool:
    return one is not None and other is not None and one.identity == other.identity


def _make_ready(db: sqlite3.Connection) -> None:
    """Bring a session to this form, with a log to which acts are added. Raises sqlite3.Error."""
    bounds.bind(db)
    db.execute("PRAGMA locking_mode = EXCLUSIVE")  # the log needs no shared memory: works on network drives
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    migrate(db)


def _leave_plain(db: sqlite3.Connection, with_log: bool = False) -> None:
    """Say in the session that it has no log any more, and put what is in it into the file, as far as that can be done."""
    with suppress(sqlite3.Error):
        db.execute("UPDATE meta SET value = '' WHERE key IN (?, ?)", (log.MARK, log.PLACE))
        if not with_log:  # a file with a log cannot be opened from a read-only folder
            db.execute("PRAGMA journal_mode = DELETE")


def _begin_log(db: sqlite3.Connection, path: Path, mark: str) -> None:
    """Say in the session under which name it is worked on and which log is its own, and begin that log. Raises sqlite3.Error."""
    db.execute("BEGIN IMMEDIATE")
    db.executemany(
        "INSERT OR REPLACE INTO meta VALUES (?, ?)",
        ((log.MARK, mark), (log.PLACE, os.fsencode(path).decode("utf-8", "replace"))),
    )
    db.execute("UPDATE tally SET mark = ?", (mark,))
    db.execute("COMMIT")
    # into the file itself, where it is read without the log; the log keeps its lines meanwhile: cut off, it would look lost
    # to who comes after a crash in this very moment
    db.execute("PRAGMA wal_checkpoint(PASSIVE)")
    db.execute("UPDATE tally SET mark = ?", (mark + ".",))  # the first line of the log: without it the log is lost


def _misplaced(path: Path, is_there: bool, is_same: bool) -> str:
    """What is said when a session is not where it was any more, or is the same file and not as it was left."""
    if is_same:
        return tr(
            "Another program has written into {file}, or taken its log away; your work is kept, please save it under another name.",
            file=path.name,
        )
    if is_there:
        return tr(
            "{file} was replaced by another file; your work is kept, please save it under another name.", file=path.name
        )
    return tr(
        "{file} was moved, renamed or deleted; your work is kept, please save it under another name.", file=path.name
    )


@contextmanager
def _released_on_fault(lock: Lock, path: Path) -> Iterator[None]:
    """What goes wrong within lets the lock go; a fault of the disk becomes a WriteError about `path`."""
    try:
        yield
    except BaseException as error:
        lock.release()
        if isinstance(error, OSError):
            raise WriteError(sentence_of(path, error)) from error
        raise


def _locked(path: Path, who: str) -> Lock:
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

    def copy(temporary: Path) -> None:
        shutil.copyfile(path, temporary)

    write_whole(kept, copy, as_session=True)
