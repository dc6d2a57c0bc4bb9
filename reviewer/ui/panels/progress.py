"""How much is left to do."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QToolButton, QWidget

from reviewer.base.i18n import tr
from reviewer.ui.desk import Desk, State
from reviewer.ui.panels.documents import STANDING_WORDS


class ReviewProgress(QWidget):
    """The doubtful fields that are left in the source in hand, of those that it had."""

    stop_wanted = Signal(object)
    """The OpenSource that is to be read no further."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("reviewProgress")
        self.setAccessibleName(tr("Progress of the review"))
        self._desk = desk
        self._label = QLabel()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(120, 10)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(6, 0, 6, 0)
        layout.addWidget(self._label)
        layout.addWidget(self._bar)
        self.stop = QToolButton()
        self.stop.setObjectName("stopReading")
        self.stop.setText(tr("Stop"))
        self.stop.setToolTip(tr("Stop reading this source"))
        self.stop.setAutoRaise(True)
        self.stop.clicked.connect(lambda: self.stop_wanted.emit(desk.current))
        layout.addWidget(self.stop)
        for signal in (desk.current_changed, desk.source_changed):  # every act changes its source
            signal.connect(lambda _opened: self._show())
        self._show()

    def _show(self) -> None:
        current = self._desk.current
        for part in (self._label, self._bar):  # not the whole: a tool bar decides itself whether that is visible
            part.setVisible(current is not None)
        busy = current is not None and current.review is None and current.state is not State.FAILED
        self.stop.setVisible(busy)
        if current is None:
            return
        if current.review is None:
            self._label.setText("" if current.state is State.FAILED else tr("Reading…"))
            self._bar.setRange(0, 100)
            self._bar.setValue(int(current.progress * 100))
            return
        left = current.review.count_doubtful()
        whole = max(current.first_doubtful, left)
        standing = current.standing
        self._label.setText(
            tr(STANDING_WORDS[standing]) if not left and standing in STANDING_WORDS
            else tr("Doubtful: {left} / {whole}", left=left, whole=whole) if whole else tr("Nothing doubtful")
        )  # fmt: skip
        self._bar.setUpdatesEnabled(
            False
        )  # setValue would draw at once, and with it whatever else of the window waits to be drawn
        self._bar.setRange(0, max(1, whole))
        self._bar.setValue(whole - left if whole else int(not current.is_open))
        self._bar.setUpdatesEnabled(True)
        self.setAccessibleDescription(self._label.text())
