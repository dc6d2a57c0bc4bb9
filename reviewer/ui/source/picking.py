"""Ctrl and a click on the original: the word under the mouse is meant for the field in hand. Ctrl and pulling: what is pulled over."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QScrollBar, QWidget

_PLAIN, _LEFT = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
_BOX = Qt.KeyboardModifier.AltModifier
"""With it pages mark a box instead of words in their order."""


class PickByClick(QObject):
    """Hears the mouse before a view does, and makes of Ctrl and a click the view's own double click, which marks what is there, and of
    Ctrl and pulling the view's own pulling.
    """

    def __init__(self, view: QWidget, about_to: Callable[[], None], picked: Callable[[], None]) -> None:
        """`about_to` is called before the view marks what is under the mouse, `picked` once it is marked."""
        super().__init__(view)
        self._about_to, self._picked = about_to, picked
        self._from: QMouseEvent | None = None
        """Where the button went down with Ctrl; None while it is up."""
        self._is_pulling = self._is_sending = False
        for widget in (view, *view.findChildren(QWidget)):
            if not isinstance(widget, QScrollBar):
                widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A press with Ctrl is kept from the view; what follows reaches it as if Ctrl were up."""
        kind = event.type()
        if self._is_sending or not isinstance(event, QMouseEvent) or not isinstance(watched, QWidget):
            return False
        if kind is QEvent.Type.MouseButtonPress:
            return self._press(event)
        if self._from is None:
            return False
        if kind is QEvent.Type.MouseMove:
            self._move(watched, event, self._from)
        elif kind is QEvent.Type.MouseButtonRelease:
            start, self._from = self._from, None
            self._release(watched, event, start)
        return True

    def _press(self, event: QMouseEvent) -> bool:
        with_ctrl = event.modifiers() & ~_BOX == Qt.KeyboardModifier.ControlModifier
        if event.button() is not _LEFT or not with_ctrl:
            return False
        self._from, self._is_pulling = event.clone(), False
        return True

    def _move(self, watched: QWidget, event: QMouseEvent, start: QMouseEvent) -> None:
        if not self._is_pulling and _far(event, start):
            self._is_pulling = True
            self._about_to()
            self._send(watched, QEvent.Type.MouseButtonPress, start, _LEFT, start.modifiers() & _BOX)
        if self._is_pulling:
            self._send(watched, QEvent.Type.MouseMove, event, _LEFT, start.modifiers() & _BOX)

    def _release(self, watched: QWidget, event: QMouseEvent, start: QMouseEvent) -> None:
        if self._is_pulling:
            self._send(watched, QEvent.Type.MouseButtonRelease, event, Qt.MouseButton.NoButton, _PLAIN)
        elif not _far(event, start):
            self._about_to()
            self._send(watched, QEvent.Type.MouseButtonDblClick, event, _LEFT, _PLAIN)
            self._send(watched, QEvent.Type.MouseButtonRelease, event, Qt.MouseButton.NoButton, _PLAIN)
        else:
            return
        self._picked()

    def _send(
        self, to: QWidget, kind: QEvent.Type, like: QMouseEvent, buttons: Qt.MouseButton, modifiers: Qt.KeyboardModifier
    ) -> None:
        """The same place with other modifiers, for the view alone."""
        button = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseMove else _LEFT
        self._is_sending = True
        try:
            QApplication.sendEvent(
                to, QMouseEvent(kind, like.position(), like.globalPosition(), button, buttons, modifiers)
            )
        finally:
            self._is_sending = False


def _far(event: QMouseEvent, start: QMouseEvent) -> bool:
    """Whether the mouse has gone so far that pulling is meant."""
    return (event.position() - start.position()).manhattanLength() >= QApplication.startDragDistance()
