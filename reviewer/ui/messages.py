"""The bar above the view: what went wrong, one sentence a line, each with a way on."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from reviewer.base.i18n import tr
from reviewer.ui.icons import icon

Way = tuple[str, Callable[[], object]]
"""A way on: what its button says, and what it does."""

MOST_LINES = 3
"""More lines than this would push the work off the screen; the document list keeps every message anyway."""

BAR_COLOURS = {"light": ("#fff4d6", "#4b3600", "#d9a521"), "dark": ("#4a3a12", "#ffe9b8", "#b98a1e")}
"""What a line stands on, is written in, and ends with."""


class MessageBar(QWidget):
    """Lines of trouble; hidden while there is none. Esc in it or its cross puts a line away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("messageBar")
        self.setAccessibleName(tr("Messages"))
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(1)
        self.hide()

    def say(self, text: str, ways: Sequence[Way] = (), about: object = None) -> None:
        """Show a sentence; the same sentence does not stand twice, the oldest line goes when there are too many.

        What its ways on would do is done to `about`, where that is given; the line goes with it (forget()).
        """
        for line in self._all():
            if line.text == text:
                self._drop(line)
        while len(lines := self._all()) >= MOST_LINES:
            self._drop(lines[0])
        line = _Line(text, ways, self._drop)
        line.about = about
        self._lines.addWidget(line)
        self.show()

    def forget(self, about: object) -> None:
        """Put the lines away whose ways on lead to something that is gone."""
        for line in self._all():
            if line.about is about:
                self._drop(line)

    def texts(self) -> list[str]:
        """The sentences shown, oldest first."""
        return [line.text for line in self._all()]

    def clear(self) -> None:
        """Put every line away."""
        for line in self._all():
            self._drop(line)

    def _all(self) -> list[_Line]:
        items = (self._lines.itemAt(place) for place in range(self._lines.count()))
        return [line for item in items if item and isinstance(line := item.widget(), _Line)]

    def _drop(self, line: QWidget) -> None:
        self._lines.removeWidget(line)
        line.hide()
        line.deleteLater()
        self.setVisible(bool(self._all()))


class _Line(QFrame):
    """One sentence with its buttons, on a quiet amber ground with the sign of trouble."""

    def __init__(self, text: str, ways: Sequence[Way], drop: Callable[[QWidget], None]) -> None:
        super().__init__()
        self.text = text
        self.about: object = None
        self._drop = drop
        self._sign = QLabel()
        self._label = QLabel(text)
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 6, 4)
        row.addWidget(self._sign)
        row.addWidget(self._label, 1)
        for label, act in ways:
            button = QPushButton(label)
            button.clicked.connect(lambda _checked=False, act=act: self._go(act))
            row.addWidget(button)
        close = QToolButton()
        close.setAutoRaise(True)
        close.setAccessibleName(tr("Put this message away"))
        close.setToolTip(tr("Put this message away"))
        close.clicked.connect(lambda: drop(self))
        self._close = close
        row.addWidget(close)
        self.setAccessibleName(text)
        self._colour()

    def _go(self, act: Callable[[], object]) -> None:
        """The message is dealt with; take its way on."""
        self._drop(self)
        act()

    def _colour(self) -> None:
        dark = self.palette().window().color().lightness() < 128
        ground, ink, edge = BAR_COLOURS["dark" if dark else "light"]
        self.setStyleSheet(
            f"_Line {{ background: {ground}; border-bottom: 1px solid {edge}; }} _Line QLabel {{ color: {ink}; }}"
        )
        palette = self.palette()
        self._sign.setPixmap(icon("warning", palette).pixmap(18, 18))
        self._close.setIcon(icon("close", palette))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change between light and dark."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ApplicationPaletteChange:
            self._colour()
