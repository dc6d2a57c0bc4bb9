"""The bar of the guide: which stop one is at, what to do there, and the ways past it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from reviewer.base.i18n import tr

_COLOURS = {"light": ("#e2eefb", "#10304f", "#7fb0e0"), "dark": ("#1d3850", "#d8ebff", "#3f7cae")}
"""What the bar stands on, is written in, and ends with."""


class GuideBar(QFrame):
    """A line above the work; it takes no keys away from it."""

    next_wanted = Signal()
    """The stop is to be passed over."""
    end_wanted = Signal()
    manual_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("guideBar")
        self._title, self._text = QLabel(), QLabel()
        font = self._title.font()
        font.setBold(True)
        self._title.setFont(font)
        self._text.setWordWrap(True)
        for label in (self._title, self._text):
            label.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 5, 6, 5)
        row.setSpacing(10)
        row.addWidget(self._title)
        row.addWidget(self._text, 1)
        self._manual, self._next, self._end = (
            QPushButton(words) for words in (tr("Manual"), tr("Skip"), tr("End the guide"))
        )
        for button, signal in (
            (self._manual, self.manual_wanted),
            (self._next, self.next_wanted),
            (self._end, self.end_wanted),
        ):
            button.clicked.connect(signal)
            row.addWidget(button)
        self._colour()

    def say(self, title: str, text: str, is_last: bool = False) -> None:
        """Show a stop, or the end; said to who cannot see it, too."""
        self._title.setText(title)
        self._text.setText(text)
        self.setAccessibleName(f"{title} {text}")
        self._manual.setVisible(is_last)
        self._next.setVisible(not is_last)
        self.show()

    def text(self) -> str:
        """What it says now."""
        return f"{self._title.text()} {self._text.text()}"

    def _colour(self) -> None:
        dark = self.palette().window().color().lightness() < 128
        ground, ink, edge = _COLOURS["dark" if dark else "light"]
        self.setStyleSheet(
            f"#guideBar {{ background: {ground}; border-bottom: 1px solid {edge}; }} #guideBar QLabel {{ color: {ink}; }}"
        )

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change between light and dark."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ApplicationPaletteChange:
            self._colour()
