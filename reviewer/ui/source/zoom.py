"""Smaller, how large, larger: three small buttons for the heading bar."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from reviewer.base.i18n import percentage, tr
from reviewer.ui.icons import flat_button


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
        self.smaller = flat_button("−", tr("Smaller letters"), smaller)
        self.figure = flat_button("", tr("As large as fits"), reset)
        self.larger = flat_button("+", tr("Larger letters"), larger)
        for button in (self.smaller, self.figure, self.larger):
            row.addWidget(button)
        self.say(1.0)

    def say(self, zoom: float) -> None:
        """Show a zoom, 1 for 100 %."""
        self.figure.setText(percentage(str(round(zoom * 100))))
