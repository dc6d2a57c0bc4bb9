"""The window for the self-test: opened on a source, drawn, closed again."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLibraryInfo, qVersion
from PySide6.QtGui import QGuiApplication, QImage

from reviewer.ui.app import create_application, create_window

LONGEST = 120_000
"""So many milliseconds the source may take."""


def render(source: Path, picture: Path) -> dict[str, Any]:
    """Show the window, open `source` in it and save what it looks like; what was seen, and when (seconds since 1970)."""
    application = create_application(sys.argv[:1])
    window = create_window([])
    window.resize(1366, 768)
    window.show()
    application.processEvents()
    shown_at = time.time()
    try:
        window.open_paths([source])
        finished = window.wait_until_idle(LONGEST)
        ready_at = time.time()
        if not finished:
            raise TimeoutError(f"{source.name} was not extracted within {LONGEST // 1000} seconds")
        window.grab()  # the first drawing lays out what came last
        application.processEvents()
        image = window.grab().toImage()
        image.save(str(picture))
        return {
            "qt": qVersion(),
            "platform": QGuiApplication.platformName(),
            "plugins": QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath),
            "shown_at": shown_at,
            "ready_at": ready_at,
            "size": [image.width(), image.height()],
            "colours": colours(image),
            "entries": len(window.review()["entries"]),
        }
    finally:
        window.close()
        window.deleteLater()
        application.processEvents()


def colours(image: QImage) -> int:
    """How many colours a picture has, looked at every third point: one where nothing was drawn."""
    return len({image.pixel(x, y) for y in range(0, image.height(), 3) for x in range(0, image.width(), 3)})
