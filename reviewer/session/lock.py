"""Who has a session open: a small file beside it, held by a lock of the operating system.

The lock goes with the process, also in a crash, and with the connection to a network drive; what the file says is only
believed while the lock is held. On drives that know no locks the session opens without one.
"""

from __future__ import annotations

import getpass
import json
import os
import socket
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from reviewer.base.i18n import tr

PREFIX = "~$"
"""Before the session's name: what Office calls such files, so that copying and backup tools leave them alone."""
_FAR = 1 << 30
"""The byte that is locked on Windows, beyond what others read."""
_TRIES = 20


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a session open; texts are empty where the file does not say."""

    who: str
    machine: str
    since: datetime | None

    def sentence(self, session: Path) -> str:
        """What the second one to open it is told."""
        if not self.who:
            return tr("{file} is open elsewhere; it can be read here, but not changed.", file=session.name)
        return tr(
            "{file} is open at {who} on {machine}; it can be read here, but not changed.",
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
        real = Path(os.path.realpath(session))
        self.path = real.with_name(PREFIX + real.name)
        self._handle: int | None = None

    def acquire(self, who: str) -> None:
        """Take the session. Raises HeldError where somebody else has it, OSError where the folder cannot be written."""
        self._handle = self._taken()
        words = {"who": who or getpass_user(), "machine": socket.gethostname(), "since": datetime.now(UTC).isoformat()}
        with suppress(OSError):  # without the words the lock holds all the same
            os.ftruncate(self._handle, 0)
            os.lseek(self._handle, 0, os.SEEK_SET)
            os.write(self._handle, json.dumps(words).encode())

    def _taken(self) -> int:
        """The open and locked file. Raises HeldError and OSError."""
        for _ in range(_TRIES):
            handle = os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
            if not _lock(handle):
                os.close(handle)
                raise HeldError(_holder(self.path))
            try:
                if os.path.samestat(os.fstat(handle), os.stat(self.path)):
                    return handle
            except OSError as error:
                _give_up(handle, self.path)
                if not isinstance(error, FileNotFoundError):
                    raise
                continue
            os.close(handle)  # whoever had it took the file away in between: what we hold has no name any more
        raise HeldError(Holder("", "", None))

    def release(self) -> None:
        """Give it back; the file goes too."""
        if self._handle is None:
            return
        _give_up(self._handle, self.path)
        self._handle = None


def _give_up(handle: int, path: Path) -> None:
    """Take the file away and let the lock go."""
    if os.name == "posix":
        with suppress(OSError):
            path.unlink()  # before the lock goes, so that nobody who waits gets a file without a name
    os.close(handle)
    if os.name != "posix":
        with suppress(OSError):
            path.unlink()


def getpass_user() -> str:
    """The name of the account; empty where the system does not tell."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


if os.name == "posix":
    import fcntl

    def _lock(handle: int) -> bool:
        """Whether the lock is ours now (a drive without locks says yes)."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True
        return True

else:
    import msvcrt

    def _lock(handle: int) -> bool:
        """Whether the lock is ours now."""
        os.lseek(handle, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        except OSError:
            return False
        return True


def _holder(path: Path) -> Holder:
    try:
        words = json.loads(path.read_bytes()[:2000])
        since = datetime.fromisoformat(str(words["since"]))
        return Holder(str(words["who"])[:80], str(words["machine"])[:80], since)
    except (OSError, ValueError, KeyError, TypeError):
        return Holder("", "", None)
