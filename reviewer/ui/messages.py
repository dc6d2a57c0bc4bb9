"""The bar above the view: what went wrong, the last sentence of it, with a way on; how many more there are, and all when asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QToolButton, QVBoxLayout, QWidget

from reviewer.base.i18n import tr, trn
from reviewer.ui.announcing import announce
from reviewer.ui.fitting import WrappedLabel
from reviewer.ui.icons import icon

Way = tuple[str, Callable[[], object]]
"""A way on: what its button says, and what it does."""

MOST_LINES = 3
"""More lines than this would push the work off the screen: of more only so many are shown when all are asked for."""
_KEPT = 50

BAR_COLOURS = {"light": ("#fff4d6", "#4b3600", "#d9a521"), "dark": ("#4a3a12", "#ffe9b8", "#b98a1e")}
"""What a line stands on, is written in, and ends with."""


class MessageBar(QWidget):
    """One line of trouble, the last; hidden while there is none. Its cross puts it away, and the one before it is seen.

    A button says how many more there are, and unfolds them; another puts all away.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("messageBar")
        self.setAccessibleName(tr("Messages"))
        inside = QWidget()
        self._lines = QVBoxLayout(inside)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(1)
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(inside)
        self._more, self._clear = QToolButton(), QToolButton()
        self._more.setObjectName("moreMessages")
        self._more.setCheckable(True)
        self._more.toggled.connect(lambda _on: self._show())
        self._clear.setText(tr("Put all away"))
        self._clear.clicked.connect(self.clear)
        self._beside = QWidget()
        buttons = QVBoxLayout(self._beside)
        buttons.setContentsMargins(4, 4, 6, 4)
        for button in (self._more, self._clear):
            button.setAutoRaise(True)
            buttons.addWidget(button)
        buttons.addStretch(1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._area, 1)
        whole.addWidget(self._beside)
        self.hide()

    def say(self, text: str, ways: Sequence[Way] = (), about: object = None) -> None:
        """Show a sentence above those before it; the same does not stand twice, the oldest of very many goes.

        What its ways on would do is done to `about`, where that is given; the line goes with it (forget()).
        """
        for line in self._all():
            if line.text == text:
                self._drop(line)
        while len(lines := self._all()) >= _KEPT:
            self._drop(lines[0])
        announce(self, text)
        line = _Line(text, ways, self._drop)
        line.about = about
        self._lines.insertWidget(0, line)
        self._show()

    def forget(self, about: object) -> None:
        """Put the lines away whose ways on lead to something that is gone."""
        for line in self._all():
            if line.about is about:
                self._drop(line)

    def texts(self) -> list[str]:
        """The sentences that are there, oldest first."""
        return [line.text for line in self._all()]

    def clear(self) -> None:
        """Put every line away."""
        for line in self._all():
            self._drop(line)

    def _all(self) -> list[_Line]:
        items = (self._lines.itemAt(place) for place in range(self._lines.count()))
        return [line for item in items if item and isinstance(line := item.widget(), _Line)][::-1]

    def _drop(self, line: QWidget) -> None:
        self._lines.removeWidget(line)
        line.hide()
        line.deleteLater()
        self._show()

    def _show(self) -> None:
        """The last line, or as many as have room; how many more there are."""
        lines = self._all()[::-1]
        more = len(lines) - 1
        if more < 1 and self._more.isChecked():
            self._more.setChecked(False)  # and comes back here
            return
        for place, line in enumerate(lines):
            line.setVisible(place == 0 or self._more.isChecked())
        self._beside.setVisible(more > 0)
        self._clear.setVisible(self._more.isChecked())
        self._more.setText(tr("Only the last message") if self._more.isChecked()
                           else trn("{count} more message", "{count} more messages", max(more, 1)))  # fmt: skip
        self.setVisible(bool(lines))
        self._fit()

    def _fit(self) -> None:
        """As high as what is seen, up to a few lines; beyond that it scrolls."""
        shown = [line for line in self._all()[::-1] if not line.isHidden()][:MOST_LINES]
        width = max(self.width(), 200)
        height = sum(
            line.heightForWidth(width) if line.hasHeightForWidth() else line.sizeHint().height() for line in shown
        )
        self._area.setFixedHeight(height + max(0, len(shown) - 1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Sentences wrap otherwise in another width."""
        super().resizeEvent(event)
        self._fit()


class _Line(QFrame):
    """One sentence with its buttons, on a quiet amber ground with the sign of trouble."""

    def __init__(self, text: str, ways: Sequence[Way], drop: Callable[[QWidget], None]) -> None:
        super().__init__()
        self.text = text
        self.about: object = None
        self._drop = drop
        self._sign = QLabel()
        self._label = WrappedLabel(text)
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
