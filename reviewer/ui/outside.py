"""Opening files and folders in other programs: the browser, the file manager."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

_LIBRARIES = "LD_LIBRARY_PATH"


def open_outside(path: Path) -> bool:
    """Open a file or folder in the program that the system has for it; whether there is one."""
    with _libraries_of_the_system():
        return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


@contextmanager
def _libraries_of_the_system() -> Iterator[None]:
    """A frozen program on Linux has its own libraries found first, and so would a browser that it starts: it might not run with them."""
    before = os.environ.get(_LIBRARIES)
    if getattr(sys, "frozen", False):
        _set(os.environ.get(f"{_LIBRARIES}_ORIG"))  # so PyInstaller keeps what was there; nothing where nothing was
    try:
        yield
    finally:
        _set(before)


def _set(value: str | None) -> None:
    if value is None:
        os.environ.pop(_LIBRARIES, None)
    else:
        os.environ[_LIBRARIES] = value
