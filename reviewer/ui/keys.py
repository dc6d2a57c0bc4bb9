"""Keeps the window's keys out of open text editors, compositions, buttons and lists that mean something else by them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)  # fmt: skip

from reviewer.ui.panels.editor import ValueEditor

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ROW_KEYS = (Qt.Key.Key_Delete, Qt.Key.Key_Insert)
_MARK_KEYS = (Qt.Key.Key_B, Qt.Key.Key_D, Qt.Key.Key_U)
_ARROWS = (Qt.Key.Key_Up, Qt.Key.Key_Down)
LISTS = ("documentList", "issueList")
"""Panes in which the keys for rows of the tree do nothing: a Delete there must not take an indicator away."""


class KeyGuard(QObject):
    """Watches the widget that has the focus, and only that one: a filter on the application would slow every event."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._watched: QWidget | None = None
        self._composing = False
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_moved)

    def _focus_moved(self, old: QWidget | None, new: QWidget | None) -> None:
        if old is not None:
            old.removeEventFilter(self)
        self._composing = False
        if new is not None:
            new.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Claim a key for the widget before the window's shortcuts get it."""
        kind = event.type()
        if kind == QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent):
            self._composing = bool(event.preeditString())
        elif isinstance(event, QKeyEvent) and isinstance(watched, QWidget):
            if kind == QEvent.Type.ShortcutOverride:
                if self._composing or keeps(watched, event):
                    event.accept()
                    return True
                if isinstance(watched, ValueEditor) and event.key() in _ENTER:
                    event.ignore()  # a plain text editor claims Shift+Enter for a line break, which no value has
                    return True
            if kind == QEvent.Type.KeyPress and isinstance(watched, QAbstractButton) and event.key() in _ENTER:
                watched.click()
                return True
        return False


def keeps(widget: QWidget, event: QKeyEvent) -> bool:
    """Whether a key belongs to `widget` and not to the window.

    In the editor of the field panel the way back holds as it does in the tree, and so do the keys that mark the field
    in hand as long as nothing has been written.
    """
    key, modifiers = event.key(), event.modifiers()
    control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
    shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
    row_key = key in _ROW_KEYS or (key in _ARROWS and bool(modifiers & Qt.KeyboardModifier.AltModifier))
    if isinstance(widget, ValueEditor):
        marks = control and key in _MARK_KEYS and widget.document().isModified()
        return row_key or marks or (key in _ENTER and not control and not shift)
    if _is_editor(widget):
        return row_key or (control and key in _MARK_KEYS) or (not control and key in _ENTER)
    if isinstance(widget, QAbstractButton):
        return key in _ENTER and not control
    return row_key and _within_list(widget)


def _is_editor(widget: QWidget) -> bool:
    if isinstance(widget, QLineEdit | QTextEdit | QPlainTextEdit):
        return not widget.isReadOnly()
    return isinstance(widget, QAbstractSpinBox | QComboBox)


def _within_list(widget: QWidget | None) -> bool:
    while widget is not None:
        if widget.objectName() in LISTS:
            return True
        widget = widget.parentWidget()
    return False
