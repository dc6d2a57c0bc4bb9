"""Smaller, how large, larger: three small buttons for the heading bar."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from reviewer.base.i18n import percentage, tr


class ZoomTools(QWidget):
    """Says how large the original is shown and changes it; the figure brings it back to its first size."""

    def __init__(
        self, smaller: Callable[[], None], reset: Callable[[], None], larger: Callable[[], None],
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName("zoomTools")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.smaller = _button("−", tr("Smaller letters"), smaller)
        self.figure = _button("", tr("As large as fits"), reset)
        self.larger = _button("+", tr("Larger letters"), larger)
        for button in (self.smaller, self.figure, self.larger):
            row.addWidget(button)
        self.say(1.0)

    def say(self, zoom: float) -> None:
        """Show a zoom, 1 for 100 %."""
        self.figure.setText(percentage(str(round(zoom * 100))))


def _button(text: str, words: str, does: Callable[[], None]) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setToolTip(words)
    button.setAccessibleName(words)
    button.setAutoRaise(True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.clicked.connect(lambda: does())
    return button
