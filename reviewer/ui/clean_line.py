"""Lines that one writes in: what is pasted stays one clean line, and a file that is dropped is opened, not written in."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDragEnterEvent
from PySide6.QtWidgets import QLineEdit

from reviewer.base.lines import has_stray_signs, one_line


def dropped_files(data: QMimeData) -> list[Path]:
    """The files and folders that are dragged or pasted; none where it is a text."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


class _FilesPass(QObject):
    """Lets a dragged file go through to the window, which opens it."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See QObject."""
        if isinstance(event, QDragEnterEvent) and dropped_files(event.mimeData()):
            event.ignore()
            return True
        return False


def keep_clean(line: QLineEdit) -> None:
    """Keep line breaks, tabs and control characters out of a line, however they come in; leave dropped files to the window."""

    def cleaned(text: str) -> None:
        if has_stray_signs(text):
            behind = len(text) - line.cursorPosition()
            line.setText(one_line(text))
            line.setCursorPosition(max(0, len(line.text()) - behind))
            line.setModified(True)

    line.textChanged.connect(cleaned)
    line.installEventFilter(_FilesPass(line))
