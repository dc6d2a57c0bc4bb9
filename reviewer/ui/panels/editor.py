"""The editor of one value: Enter commits, Esc takes back, and a composition of the input method is never disturbed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from reviewer.base.lines import one_line
from reviewer.ui.clean_line import dropped_files
from reviewer.ui.theme import data_colours


class ValueEditor(QPlainTextEdit):
    """A few lines of text that are one value; what is pasted or dropped becomes one clean line, files are left to the window."""

    committed = Signal()
    """Enter: the value is meant."""
    left = Signal()
    """The focus goes elsewhere."""
    cancelled = Signal()
    """Esc: the value is to be as it was."""

    def __init__(self) -> None:
        super().__init__()
        self.is_composing = False
        self.keys_first: Callable[[QKeyEvent], bool] = lambda _event: False
        """Who has a first look at every key; True where it was meant for that."""
        self.text_first: Callable[[], None] = lambda: None
        """Who is told before the input method writes anything."""
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)

    def value(self) -> str:
        """The text as one line."""
        return one_line(self.toPlainText())

    def written(self) -> str:
        """See choices.Line."""
        return self.value()

    def write_over(self, text: str) -> None:
        """Put another text in the place of all that is written."""
        self.selectAll()
        self.textCursor().insertText(text)

    def point_out(self, places: Sequence[tuple[int, int]]) -> None:
        """Mark the characters (start, end) that are doubted; a ground and a wave, so that colour does not say it alone."""
        if not places and not self.extraSelections():
            return
        text, colours, marked = self.toPlainText(), data_colours(self.palette()), []
        for start, end in places:
            each = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document())
            cursor.setPosition(_units(text[:start]))
            cursor.setPosition(_units(text[:end]), QTextCursor.MoveMode.KeepAnchor)
            each.cursor = cursor
            look = QTextCharFormat()
            look.setBackground(colours.doubtful)
            look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            look.setUnderlineColor(colours.doubtful_line)
            each.format = look
            marked.append(each)
        self.setExtraSelections(marked)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """See QPlainTextEdit: a file is opened, never written into the value."""
        return not dropped_files(source) and super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """See QPlainTextEdit: one clean line, whatever the text was copied from."""
        if source.hasText() and not dropped_files(source):
            self.textCursor().insertText(one_line(source.text()))
            self.ensureCursorVisible()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Keep in mind whether a composition is going on."""
        if event.preeditString() or event.commitString():
            self.text_first()
        self.is_composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def asks_back(self, event: QEvent) -> bool:
        """Whether an event is Shift+Enter and no composition is going on: in a walk, back to the field before."""
        return (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and not self.is_composing
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter commits and Esc takes back, unless a composition is going on."""
        if self.keys_first(event):
            return
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


def _units(text: str) -> int:
    """How many UTF-16 units a text has, as Qt counts."""
    return len(text) + sum(char > "\uffff" for char in text)
