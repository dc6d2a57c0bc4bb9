"""Files that are dropped on a dialog beside the work open in the window, as everywhere else, unless the dialog has its own use for them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QDialog

from reviewer.ui.clean_line import dropped_files


@runtime_checkable
class TakesFiles(Protocol):
    """A dialog that does something else with dropped files than opening them."""

    def take_files(self, files: list[Path]) -> None:
        """Called with what was dropped."""


class DropsOnDialogs(QObject):
    """Hands files that are dropped on a dialog to `opens`; a dialog that holds the window up takes none."""

    def __init__(self, opens: Callable[[list[Path]], object], parent: QObject) -> None:
        super().__init__(parent)
        self._opens = opens

    def look_after(self, child: QObject) -> None:
        """Let a new child of the window take files, where it is a dialog."""
        if isinstance(child, QDialog):
            child.setAcceptDrops(True)
            child.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See QObject."""
        if not isinstance(event, QDropEvent) or not isinstance(watched, QDialog):  # dragging in is such an event too
            return False
        files = dropped_files(event.mimeData())
        if not files or watched.isModal():
            return False
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            if isinstance(watched, TakesFiles):
                watched.take_files(files)
            else:
                self._opens(files)
        return True
