"""Reading that takes as long as a test wants, for workers (which import it by this name)."""

from __future__ import annotations

import errno
import os
import signal
import time
from typing import Any


def read_for_ever(path: str, session: str, known: object, report: Any) -> dict[str, Any]:
    """As workspace.reading.read_package, but never through."""
    while True:
        report(0.5)
        time.sleep(0.05)


def read_a_while(path: str, session: str, known: object, report: Any) -> dict[str, Any]:
    """The same, through after some seconds."""
    from reviewer.workspace.reading import read_package

    until = time.monotonic() + 2.5
    while time.monotonic() < until:
        report(0.5)
        time.sleep(0.05)
    return read_package(path, session, known, report)  # type: ignore[arg-type]


def read_without_room(path: str, session: str, known: object, report: Any) -> dict[str, Any]:
    """As on a machine whose disk for temporary files is full."""
    raise OSError(errno.ENOSPC, "No space left on device", session)


def read_killed(path: str, session: str, known: object, report: Any) -> dict[str, Any]:
    """The process that reads is killed from outside."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError  # it is dead


def read_silent(path: str, session: str, known: object, report: Any) -> dict[str, Any]:
    """Comes to a standstill and says nothing any more."""
    while True:
        time.sleep(60)
