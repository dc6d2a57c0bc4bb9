"""The bar under the source view that goes through the text that no field claims."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from reviewer.base.i18n import tr
from reviewer.ui.icons import flat_button


class CoverageBar(QWidget):
    """Says which piece is in hand, and offers what can be done with it. It never takes the focus from where one works."""

    stepped = Signal(int)
    """+1 the next piece is wanted, -1 the previous one."""
    field_wanted = Signal()
    indicator_wanted = Signal()
    nothing_wanted = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("coverageBar")
        self.setAccessibleName(tr("Unclaimed text"))
        self._label = QLabel()
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._text = ""
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(6, 3, 6, 3)
        row.setSpacing(4)
        row.addWidget(self._label, 1)
        self._ways = [
            self._button(tr("Into the field"), tr("Make it the value of the field in hand"), self.field_wanted.emit),
            self._button(tr("New indicator"), tr("Make it the name of a new indicator"), self.indicator_wanted.emit),
            self._button(tr("Nothing here"), tr("Nothing to extract here"), self.nothing_wanted.emit),
        ]
        self._button("", tr("Previous place"), lambda: self.stepped.emit(-1), "previous")
        self._button("", tr("Next place"), lambda: self.stepped.emit(1), "next")
        self._button("", tr("Close"), self.close_bar, "close")
        self.hide()

    def _button(self, text: str, words: str, act: Callable[[], object], drawing: str = "") -> QToolButton:
        button = flat_button(text, words, act, drawing)
        self._row.addWidget(button)
        return button

    def show_piece(self, text: str, number: int, count: int) -> None:
        """Say which piece is in hand; its text is cut where the bar is too narrow for it."""
        self._text = tr("Unclaimed {number} of {count}: “{text}”", number=number, count=count, text=text)
        self._label.setToolTip(self._text)
        self._label.setAccessibleName(self._text)
        self.show()
        self._fit()

    def name_keys(self, keys: list[str]) -> None:
        """Show the keys that do the same as the three ways, in their order."""
        for button, key in zip(self._ways, keys, strict=True):
            button.setToolTip(tr("{act} ({key})", act=button.accessibleName(), key=key))

    def close_bar(self) -> None:
        """Put the bar away."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def _fit(self) -> None:
        room = max(40, self._label.width())
        self._label.setText(self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, room))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The text is cut where there is room for less of it."""
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)
