"""Keeps the window's keys out of open text editors, compositions, buttons and lists that mean something else by them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTabBar,
    QTextEdit,
    QToolButton,
    QWidget,
)  # fmt: skip

from reviewer.ui import composing
from reviewer.ui.panels.editor import ValueEditor

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ROW_KEYS = (Qt.Key.Key_Delete, Qt.Key.Key_Insert)
_MARK_KEYS = (Qt.Key.Key_B, Qt.Key.Key_D, Qt.Key.Key_U)
_ARROWS = (Qt.Key.Key_Up, Qt.Key.Key_Down)
_TABS = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
_ENDING = (*_ENTER, *_TABS, Qt.Key.Key_Escape)
_ROW_ACTIONS = ("actionDelete", "actionInsertIndicator", "actionInsertEntry", "actionMoveUp", "actionMoveDown",
                "actionDuplicate", "actionInsertTask")  # fmt: skip
_MARK_ACTIONS = ("actionDitto", "actionMarkBlank", "actionMarkUnreadable")
_UNDOING = ("actionUndo", "actionRedo")
LISTS = ("documentList", "issueList", "sameList")
"""Panes in which the keys for rows of the tree do nothing: a Delete there must not take an indicator away."""


class KeyGuard(QObject):
    """Watches the widget that has the focus, and only that one: a filter on the application would slow every event."""

    def __init__(self, parent: QObject, keys: Callable[[], Mapping[str, Sequence[str]]] = dict) -> None:
        """`keys` says which keys each action has now."""
        super().__init__(parent)
        self._keys = keys
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_moved)

    def _action_of(self, event: QKeyEvent) -> str:
        """The action that has the key, if any."""
        key = QKeySequence(event.keyCombination()).toString()
        return next((name for name, keys in self._keys().items() if key in keys), "")

    def _focus_moved(self, old: QWidget | None, new: QWidget | None) -> None:
        if old is not None:
            old.removeEventFilter(self)
        if new is not None:
            new.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Claim a key for the widget before the window's shortcuts get it; keep a composition in the text it was begun in."""
        kind = event.type()
        if kind == QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent):
            composing.heard(watched, event)
        elif kind in (QEvent.Type.FocusAboutToChange, QEvent.Type.FocusOut):
            composing.finish()
        elif isinstance(event, QKeyEvent) and isinstance(watched, QWidget):
            if kind == QEvent.Type.ShortcutOverride:
                if composing.is_going_on() or keeps(watched, event, self._action_of(event)):
                    event.accept()
                    return True
                if isinstance(watched, ValueEditor) and _is_of_window(watched, event, self._action_of(event)):
                    event.ignore()
                    return True
            if kind == QEvent.Type.KeyPress and composing.is_going_on() and event.key() in _ENDING:
                return True  # it belongs to the composition: no dialog closes on it, no focus goes elsewhere
            if kind == QEvent.Type.KeyPress and _is_held_enter(watched, event):
                return True  # it was pressed once, for what was in hand then
            pressed = kind == QEvent.Type.KeyPress and event.key() in _ENTER
            # a check box leaves Enter to the default button of its dialog
            if pressed and isinstance(watched, QPushButton | QToolButton):
                watched.click()
                return True
        return False


def keeps(widget: QWidget, event: QKeyEvent, action: str = "") -> bool:
    """Whether a key belongs to `widget` and not to the window; `action` is the one that has the key.

    In the editor of the field panel the way back holds as it does in the tree, and so do the keys that mark the field
    in hand as long as nothing has been written. Tab walks the fields wherever nothing else is to be
    written or pressed.
    """
    key, modifiers = event.key(), event.modifiers()
    control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
    shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
    if key in _TABS and not control:
        in_use = _is_editor(widget) or isinstance(widget, QAbstractButton | QTabBar)
        return in_use and not _shows_fields(widget)
    row_key = key in _ROW_KEYS or action in _ROW_ACTIONS
    row_key |= key in _ARROWS and bool(modifiers & Qt.KeyboardModifier.AltModifier)
    mark_key = (control and key in _MARK_KEYS and not shift) or action in _MARK_ACTIONS
    if isinstance(widget, ValueEditor):
        marks = mark_key and widget.document().isModified()
        return row_key or marks or (key in _ENTER and not control and not shift)
    if _is_editor(widget):
        return row_key or mark_key or (not control and key in _ENTER)
    if isinstance(widget, QAbstractButton):
        return key in _ENTER and not control
    return (row_key or (widget.objectName() == "sameList" and key in _ENTER)) and _within_list(widget)


def _is_of_window(editor: ValueEditor, event: QKeyEvent, action: str) -> bool:
    """Whether the window has a key that a plain text editor claims for itself.

    Shift+Enter is a line break there, which no value has; and where nothing has been written, nothing is there to be undone.
    """
    return (
        event.key() in _ENTER
        or (event.key() in _TABS and bool(action))
        or (action in _UNDOING and not editor.document().isModified())
    )


def _is_held_enter(widget: QWidget, event: QKeyEvent) -> bool:
    """Whether this is Enter again because it is still down: each Enter accepts or enters one thing, wherever the focus is by then.

    With Shift or Ctrl it only walks, and so it does in the find bar.
    """
    walks = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    return event.isAutoRepeat() and event.key() in _ENTER and not walks and widget.objectName() != "findEdit"


def _shows_fields(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    above = parent.parentWidget() if parent is not None else None
    names = {each.objectName() for each in (widget, above) if each is not None}
    return isinstance(widget, ValueEditor) or "reviewTree" in names


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
