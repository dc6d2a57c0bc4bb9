"""The editor of one value: Enter commits, Esc takes back, and a composition of the input method is never disturbed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit


class ValueEditor(QPlainTextEdit):
    """A few lines of text that are one value; a line break in it cannot be typed, only pasted and then becomes a blank."""

    committed = Signal()
    """Enter: the value is meant."""
    left = Signal()
    """The focus goes elsewhere."""
    cancelled = Signal()
    """Esc: the value is to be as it was."""

    def __init__(self) -> None:
        super().__init__()
        self.is_composing = False
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)

    def value(self) -> str:
        """The text as one line."""
        return " ".join(part.strip() for part in self.toPlainText().splitlines()).strip()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Keep in mind whether a composition is going on."""
        self.is_composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter commits and Esc takes back, unless a composition is going on."""
        if not self.is_composing and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        ):  # fmt: skip
            self.committed.emit()
        elif self.is_composing and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            event.ignore()
        elif event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving keeps what was typed; a menu or another program coming up is not leaving."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.left.emit()
