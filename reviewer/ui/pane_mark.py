"""Where the keys go: a line along the upper edge of the pane that has the focus."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from reviewer.ui.theme import data_colours

_THICK = 2


class PaneMark(QWidget):
    """Lies over the pane that holds the focus; a selected row alone does not say whether the keys go there."""

    def __init__(self, panes: Callable[[], Sequence[QWidget]], window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("paneMark")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._panes = panes
        self.pane: QWidget | None = None
        self.hide()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is None:
            return  # another program has the focus; here it comes back to the same place
        pane = next((pane for pane in self._panes() if pane is now or pane.isAncestorOf(now)), None)
        if pane is self.pane:
            return
        if self.pane is not None:
            self.pane.removeEventFilter(self)
        self.pane = pane
        self.setVisible(False)
        if pane is not None:
            self.setParent(pane)
            pane.installEventFilter(self)
            self._lay()
            self.show()

    def _lay(self) -> None:
        if self.pane is not None:
            self.setGeometry(0, 0, self.pane.width(), _THICK)
            self.raise_()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Stay as wide as the pane."""
        if event.type() == QEvent.Type.Resize:
            self._lay()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """In the colour of what is in hand."""
        QPainter(self).fillRect(self.rect(), data_colours(self.palette()).in_hand)
