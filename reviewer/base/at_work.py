"""The sources that are open in windows of other processes: so that nothing here is written over them.

Each process that has any keeps a small file in the data folder, held by a lock of the operating system that goes with the process, also in
a crash. A line says that a file was opened or let go. Where the folder or the lock cannot be had nothing is known of the others.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from threading import Lock

from reviewer.base import private
from reviewer.base.os_lock import lock
from reviewer.base.paths import data_path

FOLDER = "at-work"
Stamp = tuple[int, int, int, int]
"""What a file is: device, file number, size in bytes, time of its last change in nanoseconds."""
_Entry = tuple[str, Stamp | None]
_guard = Lock()
_own: _Board | None = None


class _Board:
    """The file of this process. Raises OSError where it cannot be had."""

    def __init__(self) -> None:
        folder = private.make_folder(data_path() / FOLDER)
        self.path = folder / f"{os.getpid()}-{os.urandom(6).hex()}"
        self._handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_APPEND, private.FILE)
        self._count = 0
        if not lock(self._handle):
            os.close(self._handle)
            raise OSError("somebody took the new file for one that was left behind")

    def write(self, sign: str, entry: _Entry) -> bool:
        """Add a line; whether any file is still open."""
        os.write(self._handle, (json.dumps([sign, *entry]) + "\n").encode("ascii"))
        self._count += 1 if sign == "+" else -1
        return self._count > 0

    def close(self) -> None:
        """Nothing is open any more."""
        if os.name == "posix":
            with suppress(OSError):
                self.path.unlink(missing_ok=True)
        os.close(self._handle)
        if os.name != "posix":
            with suppress(OSError):
                self.path.unlink(missing_ok=True)


def tell(name: str, stamp: Stamp | None) -> bool:
    """Tell other processes that this file is open here, until untell() with the same words; whether that was possible."""
    global _own
    with _guard, suppress(OSError):
        _own = _own or _Board()
        _own.write("+", (name, stamp))
        return True
    return False


def untell(name: str, stamp: Stamp | None) -> None:
    """The file is not open here any more; only after tell() that was possible."""
    global _own
    with _guard, suppress(OSError):
        if _own is not None and not _own.write("-", (name, stamp)):
            _own.close()
            _own = None


def is_open_elsewhere(name: str, stamp: Stamp | None) -> bool:
    """Whether a file, or the name of one that is gone, is a source in a window of another process, under whatever name."""
    try:
        boards = list((data_path() / FOLDER).iterdir())
    except OSError:
        return False
    own = _own.path.name if _own is not None else ""
    return any(_is_it(entry, name, stamp) for board in boards if board.name != own for entry in _entries(board))


def _is_it(entry: _Entry, name: str, stamp: Stamp | None) -> bool:
    its_name, its_stamp = entry
    if its_name == name:
        return True
    if stamp is None or its_stamp is None or its_stamp[:2] != stamp[:2]:
        return False
    if its_stamp == stamp:
        return True
    with suppress(OSError, ValueError):
        now = os.stat(its_name)  # a number may be another file's by now
        return (now.st_dev, now.st_ino) == stamp[:2]
    return False


def _entries(board: Path) -> list[_Entry]:
    """What is open in another process; a file that was left behind is removed."""
    try:
        handle = os.open(board, os.O_RDWR | getattr(os, "O_BINARY", 0))
    except OSError:
        return []
    try:
        if lock(handle, shared=True, without=False):  # where nothing can be locked nobody's file counts as left behind
            is_left = True
            lines: list[bytes] = []
        else:
            is_left = False
            with open(handle, "rb", closefd=False) as file:
                lines = file.read(min(_MOST, os.fstat(handle).st_size)).splitlines()
    except OSError:
        return []
    finally:
        os.close(handle)
    if is_left:
        with suppress(OSError):
            board.unlink(missing_ok=True)
    return _replayed(lines)


_MOST = 64 << 20


def _replayed(lines: list[bytes]) -> list[_Entry]:
    found: dict[_Entry, int] = {}
    for line in lines:
        with suppress(ValueError, TypeError):  # a line that is just being written
            sign, name, stamp = json.loads(line)
            entry = (str(name), None if stamp is None else (int(stamp[0]), int(stamp[1]), int(stamp[2]), int(stamp[3])))
            found[entry] = found.get(entry, 0) + (1 if sign == "+" else -1)
    return [entry for entry, count in found.items() if count > 0]
