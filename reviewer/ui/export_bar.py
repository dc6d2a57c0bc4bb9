"""The part of the status bar that shows how far writing a workbook has come, and stops it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QToolButton, QWidget

from reviewer.base.i18n import tr
from reviewer.ui.tips import as_it_is

WIDEST = 360
"""The room that its text may take in the status bar, in pixels."""


class ExportBar(QWidget):
    """Which workbook is being written, how much of it is through, and a button that stops it. Hidden while none is."""

    stop_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("exportBar")
        self.setAccessibleName(tr("Export in progress"))
        self._label = QLabel()
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(140, 10)
        self._bar.setRange(0, 100)
        self.button = QToolButton()
        self.button.setObjectName("stopExport")
        self.button.setText(tr("Stop (Esc)"))
        self.button.setToolTip(tr("Stop the export; the file stays as it was"))
        self.button.setAutoRaise(True)
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.clicked.connect(self.stop_wanted.emit)
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 0, 6, 0)
        row.addStretch(1)
        row.addWidget(self._label)
        row.addWidget(self._bar)
        row.addWidget(self.button)
        self.hide()

    def show_progress(self, text: str, share: float) -> None:
        """Say what is being written, and how much of it is through (0 to 1)."""
        self._say(text)
        self._bar.setValue(round(100 * share))
        self._bar.setAccessibleName(text)
        self.setAccessibleDescription(f"{text} {share:.0%}")
        self.button.setEnabled(True)
        self.show()

    def show_stopping(self, text: str) -> None:
        """Say that it is being stopped."""
        self._say(text)
        self.button.setEnabled(False)

    def _say(self, text: str) -> None:
        self._label.setText(self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, WIDEST))
        self._label.setToolTip(as_it_is(text))
