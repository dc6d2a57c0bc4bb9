"""New work that has no session of its own yet is kept in the recovery folder; what a crash left there is offered again."""

from __future__ import annotations

import os
import re
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from reviewer.base import private
from reviewer.base.gate import free_name
from reviewer.session.lock import HeldError, Lock
from reviewer.session.schema import SUFFIX
from reviewer.session.store import UNSOUND, reading

ASIDE = "discarded"
"""The folder, beneath that of the recovery sessions, of those that a user closed without saving."""
DAYS_ASIDE = 30
_UNWANTED = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class Leftover:
    """Work that was not saved: its file, the sources in it, how many acts, and when the last was done.

    Of a damaged file `names` is empty; it can still be opened as far as it is sound.
    """

    path: Path
    names: tuple[str, ...]
    acts: int
    when: datetime


def new_file(folder: Path, name: str) -> Path:
    """A name in the recovery folder for new work on the source `name`. The folder is made. Raises OSError."""
    private.make_folder(folder)
    return folder / f"{_UNWANTED.sub('_', name)[:40]}-{os.urandom(4).hex()}{SUFFIX}"


def leftovers(folder: Path) -> list[Leftover]:
    """What earlier windows left behind, the latest first; what another window is working on is none of it."""
    with suppress(OSError):
        found = [made for path in folder.glob(f"*{SUFFIX}") if (made := _leftover(path)) is not None]
        return sorted(found, key=lambda each: each.when, reverse=True)
    return []


def _leftover(path: Path) -> Leftover | None:
    if path.name.startswith("~$"):
        return None
    lock = Lock(path)
    try:
        lock.acquire("")
    except (HeldError, OSError):
        return None
    try:
        return _looked_at(path)
    except (OSError, ValueError):
        return None
    finally:
        lock.release()


def _looked_at(path: Path) -> Leftover:
    """What is left in a file that nobody works on. Raises OSError, and ValueError where it is gone."""
    log = path.with_name(path.name + "-wal")
    when = max(file.stat().st_mtime for file in (path, log) if file.exists())
    names, acts = _contents(path)
    return Leftover(path, names, acts, datetime.fromtimestamp(when).astimezone())


def _contents(path: Path) -> tuple[tuple[str, ...], int]:
    try:
        with reading(path) as db:
            names = tuple(str(name) for (name,) in db.execute("SELECT name FROM review ORDER BY id"))
            (acts,) = db.execute("SELECT count(*) FROM record").fetchone()
            return names, int(acts)
    except UNSOUND:
        return (), 0


def throw_away(leftover: Leftover) -> bool:
    """The user does not want it. False where somebody has gone on with it since it was offered: then it stays."""
    path, lock = leftover.path, Lock(leftover.path)
    if not path.exists():
        return True
    try:
        lock.acquire("")
    except (HeldError, OSError):
        return False
    try:
        now = _looked_at(path)
        if now.acts != leftover.acts or (not now.names and now.when != leftover.when):
            return False
        lock.let_file_go()
        for file in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))):
            file.unlink(missing_ok=True)
    except (OSError, ValueError):
        return not path.exists()
    finally:
        lock.release()
    return True


def put_aside(path: Path) -> Path | None:
    """Take a closed recovery session out of what is offered, and keep it for DAYS_ASIDE days; its new place, None where that failed."""
    folder = path.parent / ASIDE
    try:
        private.make_folder(folder)
        kept = free_name(folder / path.name)
        os.rename(path, kept)
        os.utime(kept)
    except OSError:
        return None  # then it is offered again
    return kept


def tidy(folder: Path, days: int = DAYS_ASIDE) -> None:
    """Remove what was put aside longer than that many days ago."""
    oldest = time.time() - days * 86_400
    with suppress(OSError):
        for path in (folder / ASIDE).glob(f"*{SUFFIX}"):
            with suppress(OSError):
                if path.stat().st_mtime < oldest:
                    path.unlink()
