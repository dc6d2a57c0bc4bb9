"""A graphics driver that crashed once is left alone: after a start that did not get as far as a steady window, Qt draws without it."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLockFile, Qt

from reviewer.ui.setting_values import SOFTWARE_DRAWING
from reviewer.ui.settings import Settings

MARK = "starting.lock"
STEADY = 3000
"""So many milliseconds after the window was shown, the start counts as done."""

_SOFTWARE = {
    "QT_OPENGL": "software",
    "QT_QUICK_BACKEND": "software",
    "QSG_RHI_PREFER_SOFTWARE_RENDERER": "1",
    "QT_WIDGETS_RHI": "0",
}
"""What keeps Qt away from the driver, wherever it would ask for it."""


class Start:
    """A start under watch, from before the QApplication is made until the window is steady."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self._lock = QLockFile(str(folder / MARK))
        self._lock.setStaleLockTime(0)  # the mark holds as long as its process lives, however slow the machine is
        left_behind = (folder / MARK).exists()
        self._held = self._lock.tryLock(0)  # not where another window is just starting; then it is no crash either
        is_open = not settings.software_drawing and not settings.is_fixed(SOFTWARE_DRAWING)
        self.crashed = left_behind and self._held and is_open
        """Whether the start before this one ended before its window was steady, and something can be done about it."""
        if self.crashed:
            settings.software_drawing = True
            settings.sync()
        if settings.software_drawing:
            draw_in_software()

    def over(self) -> None:
        """The window is steady, or was closed in good order."""
        if self._held:
            self._held = False
            self._lock.unlock()


def draw_in_software() -> None:
    """Have everything drawn by the processor; before the QApplication is made. What the environment says already stays."""
    for name, value in _SOFTWARE.items():
        os.environ.setdefault(name, value)
    if QCoreApplication.instance() is None:
        QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_UseSoftwareOpenGL)
