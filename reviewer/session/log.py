"""The log beside a session that is worked on: whether it is this session's, and under which name it lies.

SQLite looks for the log by the session's name alone. A link leads it past the log, and a log that was left behind is laid over whatever
file has the name by then. So a session says, in itself, under which name it is worked on and the mark of its log, and each
line that is added to the log carries that mark.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from enum import Enum
from pathlib import Path
from urllib.parse import quote

from reviewer.base import gate
from reviewer.base.paths import is_on_another_computer

MARK, PLACE = "log", "place"
"""Keys in the table meta: the mark of the log, the name under which the session is worked on; empty in one that is closed."""
_JOURNAL = "-journal"
ENDINGS = ("-wal", "-shm", _JOURNAL)
"""What SQLite gives the names of the files that it keeps beside a database."""
_HEAD_OF_LOG = b"\x37\x7f\x06"
_LOOKED_AT = 1 << 20
"""The first line of a log carries the mark; so many bytes are searched for it."""
_SMALLEST = 32
"""A log that is not longer holds nothing: its head alone is so long."""
_FIRST_WITH_MARK = 3
"""Sessions of an older form have no mark; a log beside one that was being worked on is believed to be its own."""


class State(Enum):
    """What there is beside a session."""

    NONE = "none"
    OURS = "ours"
    LOST = "lost"
    """The session was being worked on when it was left, and its log is not there: the last acts are missing."""
    FOREIGN = "foreign"
    """A log lies there that belongs to another file."""


def log_of(path: Path) -> Path:
    """Where SQLite keeps the log of a session that is opened under this name."""
    return path.with_name(path.name + "-wal")


def head_of(log: Path) -> bytes:
    """The head of a log, which is another one in each log; empty where there is none."""
    return _first(log, _SMALLEST)


def new_mark() -> str:
    """A mark that no log has yet."""
    return os.urandom(16).hex()


def home(path: Path) -> Path:
    """The name under which a session is worked on: links followed, and of several names of one file that where its log lies."""
    real = Path(os.path.realpath(path))
    if _is_there(log_of(real)) or not _is_at_work(real):
        return real
    said = _meta(real)
    place = Path(said.get(PLACE, "") or real)
    if place == real or is_on_another_computer(place, real) or not _is_there(log_of(place)):
        return real
    if _is_one(place, real):
        return place
    mark = said.get(MARK, "")
    if mark and not place.exists() and mark.encode() in _beginning(log_of(place)):
        _bring(log_of(place), log_of(real))  # the session was renamed while it was worked on, and its log was not
    return real


def _bring(log: Path, wanted: Path) -> None:
    """Give a log the name beside its session too; nothing where that cannot be done: then it counts as lost."""
    with suppress(OSError):
        try:
            os.link(log, wanted)
        except FileExistsError:
            return
        except OSError:  # another disk, or one without links
            shutil.copyfile(log, wanted)


def state(path: Path) -> State:
    """What lies beside the session at `path`, which is its home()."""
    log = log_of(path)
    if not _is_there(log):
        was_left = _is_at_work(path) and _version(path) >= _FIRST_WITH_MARK and _meta(path).get(MARK)
        return State.LOST if was_left else State.NONE
    if _version(path) < _FIRST_WITH_MARK:
        return State.OURS if _is_at_work(path) else State.FOREIGN
    found = _meta(path)
    if not found:  # what cannot be read says nothing about its log
        return State.OURS
    mark = found.get(MARK, "")
    if not mark or mark.encode() not in _beginning(log):
        return State.LOST if mark and _is_at_work(path) else State.FOREIGN
    return State.OURS


def strangers(path: Path) -> tuple[str, ...]:
    """The endings of what may not stay beside a session at `path` (its home()) when it is worked on, for SQLite takes it for its own.

    Acts are never in a journal: whatever has its name was left by another file or program, and SQLite would play it back or delete it.
    """
    found, log = state(path), log_of(path)
    is_rest = found is State.NONE and _beginning(log)[:3] in (b"", _HEAD_OF_LOG)
    return (_JOURNAL,) if found in (State.OURS, State.LOST) or is_rest else ENDINGS


def put_aside(path: Path, endings: Iterable[str] = ENDINGS) -> list[Path]:
    """Give what lies beside a session and is none of its own another name; the new names. Raises OSError."""
    moved = []
    for ending in endings:
        beside = path.with_name(path.name + ending)
        if beside.exists():
            kept = gate.free_name(beside.with_name(f"{beside.name}.old"))
            os.rename(beside, kept)
            moved.append(kept)
    return moved


def _is_there(log: Path) -> bool:
    try:
        return log.stat().st_size > _SMALLEST
    except OSError:
        return False


def _is_one(one: Path, other: Path) -> bool:
    with suppress(OSError):
        return os.path.samefile(one, other)
    return False


def _first(path: Path, count: int) -> bytes:
    """The first bytes of a file; none where it cannot be read."""
    try:
        return gate.beginning(path, count)
    except OSError:
        return b""


def _head(path: Path) -> bytes:
    return _first(path, 100)


def _is_at_work(path: Path) -> bool:
    """Whether the head of a file says that there is a log to it."""
    return _head(path)[18:20] == b"\x02\x02"


def _version(path: Path) -> int:
    return int.from_bytes(_head(path)[60:64], "big")


def _beginning(log: Path) -> bytes:
    return _first(log, _LOOKED_AT)


def _meta(path: Path) -> dict[str, str]:
    """What the session says of itself, without its log; nothing where that cannot be read."""
    address = f"file:{quote(str(path.absolute()))}?immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as db:
            said = db.execute("SELECT key, value FROM meta WHERE key NOT LIKE 'found:%' LIMIT 100")
            return {str(key): str(value) for key, value in said}
    except (sqlite3.Error, ValueError):
        return {}
