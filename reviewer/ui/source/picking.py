"""Ctrl and a click on the original: the word, cell or line under the mouse is meant for the field in hand."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QScrollBar, QWidget


class PickByClick(QObject):
    """Hears the mouse before a view does, and makes of Ctrl and a click the view's own double click, which marks what is there."""

    def __init__(self, view: QWidget, about_to: Callable[[], None], picked: Callable[[], None]) -> None:
        """`about_to` is called before the view marks what is under the mouse, `picked` once it is marked."""
        super().__init__(view)
        self._about_to, self._picked = about_to, picked
        self._from: QPointF | None = None
        for widget in (view, *view.findChildren(QWidget)):
            if not isinstance(widget, QScrollBar):
                widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A press with Ctrl is kept from the view; the release marks and takes, unless the mouse has gone elsewhere."""
        kind = event.type()
        if kind is QEvent.Type.MouseButtonPress:
            return isinstance(event, QMouseEvent) and self._press(event)
        if self._from is None or not isinstance(event, QMouseEvent) or not isinstance(watched, QWidget):
            return False
        if kind is QEvent.Type.MouseButtonRelease:
            start, self._from = self._from, None
            if (event.position() - start).manhattanLength() < QApplication.startDragDistance():
                self._take(watched, event)
        return True

    def _press(self, event: QMouseEvent) -> bool:
        if event.button() is not Qt.MouseButton.LeftButton or event.modifiers() != Qt.KeyboardModifier.ControlModifier:
            return False
        self._from = event.position()
        return True

    def _take(self, watched: QWidget, event: QMouseEvent) -> None:
        self._about_to()
        plain = Qt.KeyboardModifier.NoModifier
        left = Qt.MouseButton.LeftButton
        for kind, buttons in (
            (QEvent.Type.MouseButtonDblClick, left),
            (QEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton),
        ):
            QApplication.sendEvent(
                watched, QMouseEvent(kind, event.position(), event.globalPosition(), left, buttons, plain)
            )
        self._picked()
