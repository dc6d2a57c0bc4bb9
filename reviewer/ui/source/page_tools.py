"""The small tools above the pages: which page, how large, turned how."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QSpinBox, QToolButton, QWidget

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


class ZoomButton(QToolButton):
    """How large the pages are; its menu changes that and turns pages."""

    def __init__(self, entries: list[tuple[str, Callable[[], object]] | None], parent: QWidget | None = None) -> None:
        """`entries`: words and what they do; None for a line between."""
        super().__init__(parent)
        self.setObjectName("pageZoom")
        self.setAutoRaise(True)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(self)
        for entry in entries:
            if entry is None:
                menu.addSeparator()
            else:
                menu.addAction(entry[0]).triggered.connect(lambda _checked=False, does=entry[1]: does())
        self.setMenu(menu)
        self.show_percent(100)

    def show_percent(self, percent: int) -> None:
        """Say how large the pages are."""
        self.setText(tr("{percent} %", percent=percent))
        self.setAccessibleName(tr("Zoom: {percent} %", percent=percent))
