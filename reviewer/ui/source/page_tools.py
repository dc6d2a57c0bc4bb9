"""The small tools above the pages: which page, how large, turned how."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSpinBox, QToolButton, QWidget

from reviewer.base.i18n import tr


class PageNumber(QSpinBox):
    """Which page is in view, and of how many; another number goes to that page."""

    wanted = Signal(int)
    """The user wants this page, counted from 0."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pageNumber")
        self.setAccessibleName(tr("Page"))
        self.setKeyboardTracking(False)  # 12 is page 12, not page 1 and then page 12
        self.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFrame(False)
        self.set_count(1)
        self.valueChanged.connect(lambda number: self.wanted.emit(number - 1))

    def set_count(self, count: int) -> None:
        """How many pages there are."""
        self.blockSignals(True)
        self.setRange(1, max(1, count))
        before, behind = tr("Page {number} of {count}", number="\0", count=count).split("\0")
        self.setPrefix(before)
        self.setSuffix(behind)
        self.setMinimumWidth(self.sizeHint().width())  # else the tools move while scrolling
        self.blockSignals(False)

    def show_page(self, page: int) -> None:
        """Say which page is in view."""
        if self.value() != page + 1 and not (self.hasFocus() and self.lineEdit().isModified()):
            self.blockSignals(True)
            self.setValue(page + 1)
            self.blockSignals(False)


class TurnButton(QToolButton):
    """Turns the page in view."""

    def __init__(self, turn: Callable[[], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("turnPage")
        self.setText("↻")
        self.setToolTip(tr("Turn this page"))
        self.setAccessibleName(tr("Turn this page"))
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(lambda: turn())
