"""What belongs to the user alone: the data folder and what lies in it, and what a start that was broken off left behind.

On POSIX folders get 0700 and files 0600. On Windows the folder lies in the user's profile, whose access list keeps others out.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from reviewer.base.paths import data_path

FOLDER, FILE = 0o700, 0o600
_UNFINISHED = "unfinished"
_TEMPORARY = re.compile(r"\.[0-9a-f]{12}\.tmp")
"""The names of files that are being written beside their goal (files.write_whole)."""
_WORKPLACE = re.compile(r"reviewer-(?:[a-z]+-)?p(\d+)-")
"""The names of temporary folders: whose they are, by the number of the process."""
_OLD = 86_400.0
"""Seconds after which what cannot be told by a process counts as left behind."""
log = logging.getLogger(__name__)
_instead: list[Path] = []


class DataFolderError(OSError):
    """The data folder cannot be made or written to; the text says why, `filename` which."""


def workplace_prefix(what: str = "") -> str:
    """How the name of a temporary folder begins, so that it is known as left behind when its process is gone."""
    return f"reviewer-{f'{what}-' if what else ''}p{os.getpid()}-"


def make_folder(folder: Path) -> Path:
    """A folder for the user alone; one that is there is closed to others. Raises OSError."""
    folder.mkdir(mode=FOLDER, parents=True, exist_ok=True)
    close_to_others(folder)
    return folder


def close_to_others(path: Path) -> None:
    """Take the rights of others off a file or a folder of ours; not beyond links, and nothing where the system has no such rights."""
    if os.name != "posix":
        return
    with suppress(OSError):
        found = path.lstat()
        wanted = FOLDER if stat.S_ISDIR(found.st_mode) else FILE
        if not stat.S_ISLNK(found.st_mode) and stat.S_IMODE(found.st_mode) & 0o077 and found.st_uid == os.getuid():
            path.chmod(wanted)


def close_whole(folder: Path) -> None:
    """Close a folder and all that lies in it to others: what earlier versions made may be open."""
    close_to_others(folder)
    with suppress(OSError):
        for path in folder.rglob("*"):
            close_to_others(path)


def made_data_folder() -> tuple[Path, DataFolderError | None]:
    """The data folder, made and closed to others. Where it cannot be had: a folder of the user's own among the temporary ones, and why."""
    if _instead:
        return _instead[0], None
    wanted = data_path()
    try:
        make_folder(wanted)
        if not os.access(wanted, os.W_OK | os.X_OK):
            raise PermissionError(13, os.strerror(13), str(wanted))
        return wanted, None
    except OSError as error:
        _instead.append(_other_folder())
        return _instead[0], DataFolderError(error.errno, error.strerror or str(error), str(wanted))


def _other_folder() -> Path:
    """The same at every start, so that a recovery is found again; but never one that somebody else has made."""
    if os.name == "posix":
        folder = Path(tempfile.gettempdir()) / f"reviewer-of-{os.getuid()}"
        with suppress(OSError):
            folder.mkdir(mode=FOLDER, exist_ok=True)
            found = folder.lstat()
            if stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not stat.S_IMODE(found.st_mode) & 0o077:
                return folder
    return Path(tempfile.mkdtemp(prefix="reviewer-of-"))


# -- what was left behind -------------------------------------------------------------------------------------------


@contextmanager
def unfinished(temporary: Path) -> Iterator[None]:
    """Keep in mind, as long as it is being written, that `temporary` is to go should this process end in between."""
    entry = data_path() / _UNFINISHED / f"{os.getpid()}-{os.urandom(6).hex()}"
    kept = False
    with suppress(OSError):
        if data_path().is_dir():
            make_folder(entry.parent)
            entry.write_bytes(os.fsencode(temporary))
            kept = True
    try:
        yield
    finally:
        if kept:
            with suppress(OSError):
                entry.unlink(missing_ok=True)


def sweep() -> int:
    """Remove what processes that are gone left behind: half-written files and temporary folders. How many went."""
    gone = 0
    with suppress(OSError):
        for entry in (data_path() / _UNFINISHED).iterdir():
            pid = entry.name.partition("-")[0]
            if not pid.isdecimal() or _is_alive(int(pid), entry):
                continue
            with suppress(OSError):
                temporary = Path(os.fsdecode(entry.read_bytes()))
                if _TEMPORARY.fullmatch(temporary.name) and temporary.is_file() and not temporary.is_symlink():
                    temporary.unlink()
                    gone += 1
                entry.unlink()
    with suppress(OSError):
        for folder in Path(tempfile.gettempdir()).iterdir():
            match = _WORKPLACE.match(folder.name)
            if match and _is_ours(folder) and not _is_alive(int(match[1]), folder):
                shutil.rmtree(folder, ignore_errors=True)
                gone += 1
    if gone:
        log.info("%d left-over temporary files removed", gone)
    return gone


def _is_ours(folder: Path) -> bool:
    found = folder.lstat()
    return stat.S_ISDIR(found.st_mode) and (os.name != "posix" or found.st_uid == os.getuid())


def _is_alive(pid: int, trace: Path) -> bool:
    """Whether the process that left a trace may still be at work."""
    if pid == os.getpid():
        return True
    if os.name != "posix":
        with suppress(OSError):
            return time.time() - trace.stat().st_mtime < _OLD
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
