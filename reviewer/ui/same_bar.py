"""The bar that offers a correction where the same value stands in the same role: never in the way, one key."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reviewer.base.i18n import tr
from reviewer.ui.icons import draw_on

_MOST_LINES = 6


class SameList(QListWidget):
    """The places with check boxes: Space ticks, Enter corrects, Esc goes back."""

    wanted = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See QListWidget."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.wanted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class SameBar(QWidget):
    """One sentence, a button that corrects, a list to choose from; hidden while nothing is offered."""

    correct_wanted = Signal()
    dismissed = Signal()
    left = Signal()
    """The list is done with; the focus belongs to the tree again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sameBar")
        self.setAccessibleName(tr("The same correction elsewhere"))
        self.label = QLabel()
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self.correct, self.choose = QPushButton(), QPushButton()
        self.choose.setCheckable(True)
        self.close_button = QToolButton()
        self.close_button.setAutoRaise(True)
        self.close_button.setAccessibleName(tr("Leave the others as they are"))
        self.close_button.setToolTip(tr("Leave the others as they are"))
        self.list = SameList()
        self.list.setObjectName("sameList")
        self.list.setAccessibleName(tr("Where the same value stands"))
        line = QHBoxLayout()
        line.addWidget(self.label, 1)
        for widget in (self.correct, self.choose, self.close_button):
            line.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 3, 6, 3)
        layout.setSpacing(3)
        layout.addLayout(line)
        layout.addWidget(self.list)
        self.correct.clicked.connect(self.correct_wanted)
        self.choose.toggled.connect(self._unfold)
        self.close_button.clicked.connect(self.dismissed)
        self.list.wanted.connect(self.correct_wanted)
        self.list.left.connect(self._fold)
        draw_on(self.close_button, "close")
        self.hide()

    def offer(self, sentence: str, places: Sequence[str], correct: str, choose: str) -> None:
        """Show what is offered: the sentence, the places (all ticked), and what the two buttons say."""
        self.label.setText(sentence)
        self.correct.setText(correct)
        self.choose.setText(choose)
        self.list.clear()
        for place in places:
            item = QListWidgetItem(place)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        line = max(self.list.sizeHintForRow(0), 16)
        self.list.setMaximumHeight(min(len(places), _MOST_LINES) * line + 6)
        self.list.setMinimumHeight(min(len(places), 2) * line + 6)
        self.choose.setChecked(False)
        self.list.hide()
        self.show()

    def ticked(self) -> list[int]:
        """The numbers of the places that are ticked."""
        rows = range(self.list.count())
        return [row for row in rows if self.list.item(row).checkState() is Qt.CheckState.Checked]

    def open_list(self) -> None:
        """Show the places and go there."""
        self.choose.setChecked(True)
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def withdraw(self) -> None:
        """Nothing is offered any more."""
        had_focus = self.isAncestorOf(self.focusWidget() or self)
        self.hide()
        if had_focus:
            self.left.emit()

    def _unfold(self, on: bool) -> None:
        self.list.setVisible(on)
        if on:
            self.list.setFocus()

    def _fold(self) -> None:
        self.choose.setChecked(False)
        self.left.emit()
