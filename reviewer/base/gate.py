"""The gate before every file that is written: what may be replaced, what only after a question, and what never.

Files are known by what they are (device and file number; on Windows volume and file index), not by their names: a link, a
mapped folder or another spelling leads to the same file.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from threading import Lock

from reviewer.base import at_work, written
from reviewer.base.i18n import tr

SESSION_ID = 0x52455657
""""REVW": what the header of a session file says it is."""
Identity = tuple[int, int]
"""Device and file number."""


class WriteError(Exception):
    """A file that cannot be written. Its text is one sentence for the user: which file, what is wrong, what to do."""


class ForbiddenError(WriteError):
    """What lies there is never replaced, whoever says so: a source or a session."""


class UnaskedError(WriteError):
    """What lies there is not the program's own, or was changed since; nobody has said that it may be replaced."""

    def __init__(self, sentence: str, file: str = "") -> None:
        """`file` is the name of what lies there."""
        super().__init__(sentence)
        self.file = file


class Standing(Enum):
    """What lies under a name that is to be written."""

    FREE = "free"
    OURS = "ours"
    """The program wrote it, and it is as it was written."""
    CHANGED = "changed"
    """The program wrote it, and somebody has changed it since."""
    FOREIGN = "foreign"
    SESSION = "session"
    """A session that nobody here has open."""
    SOURCE_AT_WORK = "source at work"
    SESSION_AT_WORK = "session at work"


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as it was when it was looked at."""

    identity: Identity
    size: int
    changed: int
    kind: int = 0

    @property
    def is_plain(self) -> bool:
        """Whether it is a file with bytes of its own, no pipe or device."""
        return stat.S_ISREG(self.kind)

    @property
    def stamp(self) -> at_work.Stamp:
        """What other processes know it by."""
        return (*self.identity, self.size, self.changed)


def look(path: Path) -> Seen | None:
    """The file that a path leads to, links followed; None where there is none. Raises OSError where one cannot tell."""
    try:
        found = os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    return Seen((found.st_dev, found.st_ino), found.st_size, found.st_mtime_ns, found.st_mode)


def real_name(path: Path) -> str:
    """A path with its links followed, in the spelling by which this system compares names."""
    return os.path.normcase(os.path.realpath(path))


def is_same(one: Path, other: Path) -> bool:
    """Whether two paths lead to the same file, or would."""
    with suppress(OSError):
        first, second = look(one), look(other)
        if first is not None and second is not None and first.identity == second.identity:
            return True
    return real_name(one) == real_name(other)


# -- what is at work ----------------------------------------------------------------------------------------------


@dataclass(eq=False, slots=True)
class Hold:
    """A source or session at work, until release()."""

    path: Path
    is_session: bool
    name: str
    seen: Seen | None
    is_told: bool = False
    """Whether other processes know of it."""


_holds: list[Hold] = []
_contents: Counter[str] = Counter()
_MOST_INSIDE = 512 << 20
"""Bytes of a zip that are looked at, at most."""
_guard = Lock()


def protect(path: Path, is_session: bool = False, tell_others: bool = False) -> Hold:
    """From now on nothing replaces this file, under whatever name, until release(); other processes do not either if they are told."""
    seen = None
    with suppress(OSError):
        seen = look(path)
    hold = Hold(path, is_session, real_name(path), seen)
    if tell_others:
        hold.is_told = at_work.tell(hold.name, seen.stamp if seen else None)
    with _guard:
        _holds.append(hold)
    return hold


def release(hold: Hold) -> None:
    """The file is not at work any more."""
    with _guard, suppress(ValueError):
        _holds.remove(hold)
    if hold.is_told:
        hold.is_told = False
        at_work.untell(hold.name, hold.seen.stamp if hold.seen else None)


@contextmanager
def protected(*paths: Path) -> Iterator[None]:
    """protect() for the time of a `with`."""
    holds = [protect(path) for path in paths]
    try:
        yield
    finally:
        for hold in holds:
            release(hold)


def protect_content(sha256: str) -> None:
    """From now on no file with these bytes, and no zip that holds them, is replaced in this process, wherever it lies.

    For a source whose place is not known, until release_content().
    """
    with _guard:
        _contents[sha256] += 1


def release_content(sha256: str) -> None:
    """The source with these bytes is not at work any more."""
    with _guard:
        _contents.subtract((sha256,))


def _is_content_held(path: Path, digest: str, is_ours: bool) -> bool:
    with _guard:
        held = {each for each, count in _contents.items() if count > 0}
    return digest in held or (bool(held) and not is_ours and any(each in held for each in _inside(path)))


def _inside(path: Path) -> Iterator[str]:
    """The SHA-256 of each file in a zip, as far as they can be read; none of another file."""
    room = _MOST_INSIDE
    with (
        suppress(OSError, RuntimeError, ValueError, EOFError, zipfile.BadZipFile, zlib.error),
        zipfile.ZipFile(path) as archive,
    ):
        for info in archive.infolist():
            room -= info.file_size
            if room < 0:
                return
            with archive.open(info) as file:
                found = hashlib.sha256()
                while part := file.read(1 << 20):
                    found.update(part)
            yield found.hexdigest()


def _hold_on(path: Path, seen: Seen | None) -> Hold | None:
    with _guard:
        holds = list(_holds)
    name = real_name(path)
    for hold in holds:
        if hold.name == name or (seen is not None and _leads_to(hold, seen)):
            return hold
    return None


def _leads_to(hold: Hold, seen: Seen) -> bool:
    """Whether the file is the held one: the name leads to it now, or it is the one that it led to, renamed since."""
    if hold.seen == seen:
        return True
    with suppress(OSError):
        now = look(hold.path)
        return now is not None and now.identity == seen.identity
    return False


# -- judging ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Consent:
    """What somebody has said may be replaced: these files as they were when asked about, or whatever is no source or session."""

    files: frozenset[Seen] = field(default_factory=frozenset)
    everything: bool = False

    def covers(self, seen: Seen | None) -> bool:
        """Whether it is about this very file, unchanged since the question."""
        return self.everything or seen in self.files


NOBODY = Consent()
"""Nobody was asked."""
OVERWRITE = Consent(everything=True)
"""The person has said beforehand that foreign files may be replaced."""


def asked(path: Path) -> Consent:
    """The person was asked about the file that lies there now, and wants it replaced."""
    try:
        seen = look(path)
    except OSError:
        return NOBODY
    return NOBODY if seen is None else Consent(frozenset((seen,)))


def standing(path: Path) -> Standing:
    """What lies under a name. Raises OSError where one cannot tell."""
    return _judged(path)[0]


def _judged(path: Path) -> tuple[Standing, Seen | None]:
    seen = look(path)
    hold = _hold_on(path, seen)
    if hold is not None:
        return (Standing.SESSION_AT_WORK if hold.is_session else Standing.SOURCE_AT_WORK), seen
    if at_work.is_open_elsewhere(real_name(path), seen.stamp if seen is not None else None):
        return Standing.SOURCE_AT_WORK, seen
    if seen is None:
        return Standing.FREE, None
    if not seen.is_plain:
        return Standing.FOREIGN, seen
    if is_session_file(path):
        return Standing.SESSION, seen
    known = written.known(real_name(path), seen.identity)
    if not known and not +_contents:
        return Standing.FOREIGN, seen
    try:
        digest = digest_of(path)
    except OSError:
        return Standing.FOREIGN, seen
    if _is_content_held(path, digest, digest in known):
        return Standing.SOURCE_AT_WORK, seen
    if digest in known:
        return Standing.OURS, seen
    return (Standing.CHANGED if known else Standing.FOREIGN), seen


def judge(path: Path, consent: Consent = NOBODY, as_session: bool = False) -> Seen | None:
    """The file that a new one may replace, None where there is none; `as_session` says that a session is written.

    Raises ForbiddenError and UnaskedError where it may not be replaced, OSError where one cannot tell. A session is replaced
    only by another one, and only after a question about that very file.
    """
    found, seen = _judged(path)
    if found in (Standing.FREE, Standing.OURS):
        return seen
    if found is Standing.SESSION and as_session and seen in consent.files:
        return seen
    if found in _FORBIDDEN:
        raise ForbiddenError(_FORBIDDEN[found](path.name))
    if consent.covers(seen):
        return seen
    raise UnaskedError(_changed(path.name) if found is Standing.CHANGED else _foreign(path.name), path.name)


def free_name(path: Path, taken: Collection[Path] = ()) -> Path:
    """`path`, or the first numbered name beside it under which nothing lies but what the program wrote itself.

    `taken` are names that somebody else is about to write. Raises OSError.
    """
    names = {real_name(each) for each in taken}
    number, name = 2, path
    while real_name(name) in names or standing(name) not in (Standing.FREE, Standing.OURS):
        name, number = path.with_name(f"{path.stem} ({number}){path.suffix}"), number + 1
    return name


def is_session_file(path: Path) -> bool:
    """Whether the content says that it is a session, whatever it is called; False where it cannot be read."""
    try:
        head = beginning(path, 100)
    except OSError:
        return False
    if len(head) < 100 or not head.startswith(b"SQLite format 3\0"):
        return False
    (found,) = struct.unpack(">I", head[68:72])
    return bool(found == SESSION_ID)


def beginning(path: Path, count: int) -> bytes:
    """The first bytes of a file. Raises OSError, also for a pipe or a device, which would keep the one who asks waiting."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
    with open(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "no file with bytes of its own")
        return file.read(count)


def digest_of(path: Path) -> str:
    """The SHA-256 of a file's bytes. Raises OSError."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _source_at_work(file: str) -> str:
    return tr(
        "{file} is a source that is being worked on and is never replaced; please choose another name.", file=file
    )


def _session_at_work(file: str) -> str:
    return tr("{file} is a session that is open here and is never replaced; please choose another name.", file=file)


def _session(file: str) -> str:
    return tr("{file} is a session, with work in it, and is not replaced; please choose another name.", file=file)


_FORBIDDEN = {
    Standing.SOURCE_AT_WORK: _source_at_work,
    Standing.SESSION_AT_WORK: _session_at_work,
    Standing.SESSION: _session,
}


def _changed(file: str) -> str:
    return tr(
        "{file} was changed after this program wrote it and is not replaced unasked; please choose another name.",
        file=file,
    )


def _foreign(file: str) -> str:
    return tr(
        "{file} was not written by this program and is not replaced unasked; please choose another name.", file=file
    )
