"""Memory of closed sources goes back to the system, a moment after the last one was closed."""

from __future__ import annotations

import ctypes
import sys

from PySide6.QtCore import QObject, QTimer

from reviewer.base.collecting import look_at_all
from reviewer.ui.desk import Desk

_MOMENT = 1500
"""So many milliseconds after a source was closed; who closes many closes them one behind the other."""


class Freeing(QObject):
    """Collects what the closed sources leave behind, and has the C library give back what it holds in reserve."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._later = QTimer(self, singleShot=True, interval=_MOMENT)
        self._later.timeout.connect(free)
        desk.source_removed.connect(lambda _opened: self._later.start())


def free() -> None:
    """Collect, and give back what is free; only where the C library knows how (glibc)."""
    look_at_all()
    if sys.platform != "linux":
        return
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
