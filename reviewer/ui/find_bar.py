"""The find bar under the source view."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from reviewer.base.i18n import tr
from reviewer.ui.clean_line import keep_clean
from reviewer.ui.icons import draw_on


class FindBar(QWidget):
    """Finds a text in the original: Enter next, Shift+Enter previous, Esc closes. `find(text, forward)` says whether it was found."""

    def __init__(self, find: Callable[[str, bool], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findBar")
        self._find = find
        self._back_to: QWidget | None = None
        self.edit = QLineEdit()
        self.edit.setObjectName("findEdit")
        self.edit.setPlaceholderText(tr("Find in the original"))
        self.edit.setAccessibleName(tr("Find in the original"))
        self.edit.setClearButtonEnabled(True)
        keep_clean(self.edit)
        self._note = QLabel()
        self._note.setObjectName("findNote")
        self.edit.textChanged.connect(lambda _text: self._note.clear())
        self._previous = self._button(tr("Previous place"), "previous", lambda: self.search(False))
        self._next = self._button(tr("Next place"), "next", lambda: self.search(True))
        self._close = self._button(tr("Close"), "close", self.close_bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 3, 6, 3)
        row.addWidget(self.edit, 1)
        for widget in (self._previous, self._next, self._note, self._close):
            row.addWidget(widget)
        self.hide()

    def _button(self, text: str, drawing: str, act: Callable[[], object]) -> QToolButton:
        button = QToolButton()
        button.setAutoRaise(True)
        draw_on(button, drawing)
        button.setToolTip(text)
        button.setAccessibleName(text)
        button.clicked.connect(lambda: act())
        return button

    def open_bar(self, back_to: QWidget | None = None) -> None:
        """Show the bar and go to its text; `back_to` gets the focus when it closes."""
        if not self.isVisible():
            self._back_to = back_to
        self.show()
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.edit.selectAll()

    def close_bar(self) -> None:
        """Hide the bar and go back to where the user came from."""
        self.hide()
        if self._back_to is not None:
            self._back_to.setFocus(Qt.FocusReason.OtherFocusReason)

    def search(self, forward: bool) -> None:
        """Go to the next or previous place."""
        text = self.edit.text()
        if text:
            self._note.setText("" if self._find(text, forward) else tr("Not found"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter searches, Esc closes."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.search(not event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        elif event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)
