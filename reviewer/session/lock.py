"""Who has a session open: a small file beside it, held by a lock of the operating system.

The lock goes with the process, also in a crash, and with the connection to a network drive; what the file says is only
believed while the lock is held. On drives that know no locks the session opens without one.
"""

from __future__ import annotations

import getpass
import hashlib
import json
import os
import socket
import stat
import struct
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from reviewer.base.i18n import tr
from reviewer.base.os_lock import lock

PREFIX = "~$"
"""Before the session's name: what Office calls such files, so that copying and backup tools leave them alone."""
_FAR = 1 << 30
"""The byte that is locked on Windows, beyond what others read."""
_TRIES = 20
_LONGEST = 4000
"""Bytes of a lock file, at most."""
_SAMPLE, _SAMPLES = 1 << 14, 16
"""Bytes of each sample of a session, and how many are taken."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a session open; texts are empty where the file does not say."""

    who: str
    machine: str
    since: datetime | None

    def sentence(self, session: Path) -> str:
        """What the second one to open it is told."""
        if not self.who:
            return tr(
                "{file} is open elsewhere; it can be read here as it was when it was opened, but not changed.",
                file=session.name,
            )
        return tr(
            "{file} is open at {who} on {machine}; it can be read here as it was when it was opened, but not changed.",
            file=session.name,
            who=self.who,
            machine=self.machine,
        )


class HeldError(Exception):
    """Somebody else has the session; `holder` says who."""

    def __init__(self, holder: Holder) -> None:
        super().__init__(holder.who)
        self.holder = holder


class Lock:
    """Held from acquire() to release()."""

    def __init__(self, session: Path) -> None:
        self._session = Path(os.path.realpath(session))
        self.path = self._session.with_name(PREFIX + self._session.name)
        self._handle: int | None = None
        self._own: int | None = None
        self._is_ours = False
        """Whether what has the lock's name is a lock file of this program, which may be written and taken away."""

    def acquire(self, who: str) -> None:
        """Take the session. Raises HeldError where somebody else has it, OSError where the folder cannot be written."""
        self._handle = self._taken()
        try:
            self.hold_file()
        except HeldError:
            self.release()
            raise
        if not self._is_ours:
            return
        words = {"who": who or getpass_user(), "machine": socket.gethostname(), "since": datetime.now(UTC).isoformat()}
        with suppress(OSError):  # without the words the lock holds all the same
            os.ftruncate(self._handle, 0)
            os.lseek(self._handle, 0, os.SEEK_SET)
            os.write(self._handle, json.dumps(words).encode())

    def _taken(self) -> int:
        """The open and locked file. Raises HeldError and OSError."""
        for _ in range(_TRIES):
            try:
                handle, is_new = _opened(self.path)
            except FileNotFoundError:
                if not self.path.parent.is_dir():
                    raise
                continue  # it went in between
            if not lock(handle, _FAR):
                os.close(handle)
                raise HeldError(_holder(self.path))
            self._is_ours = is_new or _is_lock_file(handle, self.path)
            try:
                if os.path.samestat(os.fstat(handle), os.stat(self.path)):
                    return handle
            except OSError as error:
                self._leave(handle)
                if not isinstance(error, FileNotFoundError):
                    raise
                continue
            os.close(handle)  # whoever had it took the file away in between: what we hold has no name any more
        raise HeldError(Holder("", "", None))

    def hold_file(self) -> None:
        """Lock the session itself too, where it is there: it may have several names. Raises HeldError."""
        self.let_file_go()
        try:
            handle = os.open(self._session, os.O_RDWR | getattr(os, "O_BINARY", 0))
        except OSError:
            return  # not there yet, or it cannot be written, and then nobody works on it
        if _lock_byte(handle):
            self._own = handle
        else:
            os.close(handle)
            raise HeldError(_holder(self.path))

    def print_of_file(self) -> bytes | None:
        """A print of the session's bytes, of samples where it is long; None where the file is not held.

        Through the handle that is held: to open and close the file once more would let SQLite's own locks of it go.
        """
        if self._own is None:
            return None
        try:
            size = os.fstat(self._own).st_size
            step = max(_SAMPLE, size // _SAMPLES)
            found = hashlib.sha256(str(size).encode())
            for start in (*range(0, size, step), max(0, size - _SAMPLE)):
                os.lseek(self._own, start, os.SEEK_SET)
                found.update(os.read(self._own, _SAMPLE))
            return found.digest()
        except OSError:
            return None

    def let_file_go(self) -> None:
        """Let go of the session itself, so that it can be replaced on every system."""
        if self._own is not None:
            os.close(self._own)
            self._own = None

    def release(self) -> None:
        """Give it back; the file goes too."""
        self.let_file_go()
        if self._handle is None:
            return
        self._leave(self._handle)
        self._handle = None

    def _leave(self, handle: int) -> None:
        """Let the lock go; a file that is somebody else's stays."""
        if self._is_ours:
            _give_up(handle, self.path)
        else:
            os.close(handle)


def _opened(path: Path) -> tuple[int, bool]:
    """The file with the lock's name, made where there is none (then True); never one that a link points to without being there.

    Raises OSError.
    """
    ways = os.O_RDWR | getattr(os, "O_BINARY", 0)
    try:
        return os.open(path, ways | os.O_CREAT | os.O_EXCL, 0o666), True
    except FileExistsError:
        return os.open(path, ways | getattr(os, "O_NONBLOCK", 0)), False


def _is_lock_file(handle: int, path: Path) -> bool:
    """Whether a file that was there is a lock of this program, left behind by a crash; anything else is only locked, not touched."""
    try:
        found = os.fstat(handle)
        if path.is_symlink() or not stat.S_ISREG(found.st_mode) or found.st_nlink > 1 or found.st_size > _LONGEST:
            return False
        os.lseek(handle, 0, os.SEEK_SET)
        words = os.read(handle, _LONGEST)
        return not words or json.loads(words).keys() <= {"who", "machine", "since"}
    except (OSError, ValueError, AttributeError):
        return False


def _give_up(handle: int, path: Path) -> None:
    """Take the file away and let the lock go."""
    if os.name == "posix":
        with suppress(OSError):
            path.unlink()  # before the lock goes, so that nobody who waits gets a file without a name
        os.close(handle)
    else:
        os.close(handle)
        with suppress(OSError):
            path.unlink()


def getpass_user() -> str:
    """The name of the account; empty where the system does not tell."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


_OPEN_FILE_LOCK = 37
"""Linux: a lock of the open file, not of the process, so that no other closing of the file lets it go (F_OFD_SETLK)."""
_BEYOND = 1 << 40
"""The byte of a session that is locked: beyond its data, and beyond the bytes that SQLite locks."""

if os.name == "posix":
    import fcntl

    def _lock_byte(handle: int) -> bool:
        """Whether a byte far beyond the end of the file is ours now (a system or drive that cannot lock it says yes)."""
        if not sys.platform.startswith("linux"):
            return lock(handle)
        wanted = struct.pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_SET, _BEYOND, 1, 0)
        try:
            fcntl.fcntl(handle, _OPEN_FILE_LOCK, wanted)
        except (BlockingIOError, PermissionError):
            return False
        except OSError:
            return True
        return True

else:

    def _lock_byte(handle: int) -> bool:
        """Whether a byte far beyond the end of the file is ours now."""
        return lock(handle)


def _holder(path: Path) -> Holder:
    try:
        words = json.loads(path.read_bytes()[:2000])
        since = datetime.fromisoformat(str(words["since"]))
        return Holder(str(words["who"])[:80], str(words["machine"])[:80], since)
    except (OSError, ValueError, KeyError, TypeError):
        return Holder("", "", None)
