"""The quiet line above the original: what the reviewer should know about the source."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from reviewer.base.i18n import tr, trn
from reviewer.ui.theme import data_colours


class Notes(QWidget):
    """Whole sentences, the first one in sight and the others behind a button; hidden where there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sourceNotes")
        self.setAccessibleName(tr("About this source"))
        self._notes: tuple[str, ...] = ()
        self.label = QLabel()
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.MinimumExpanding)
        self.more = QToolButton()
        self.more.setAutoRaise(True)
        self.more.setCheckable(True)
        self.more.toggled.connect(lambda _on: self._draw())
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 0, 4, 3)
        row.addWidget(self.label, 1)
        row.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        self._take_colours()
        self.hide()

    def say(self, notes: Sequence[str]) -> None:
        """Show these sentences instead of those before."""
        if tuple(notes) != self._notes:
            self._notes = tuple(notes)
            self.more.setChecked(False)
            self._draw()

    def texts(self) -> tuple[str, ...]:
        """The sentences, in sight or behind the button."""
        return self._notes

    def _draw(self) -> None:
        whole = self.more.isChecked()
        self.label.setText("\n".join(self._notes if whole else self._notes[:1]))
        self.setAccessibleDescription("\n".join(self._notes))
        rest = len(self._notes) - 1
        words = tr("Less") if whole else trn("{count} more note", "{count} more notes", rest) if rest > 0 else ""
        self.more.setText(words)
        self.more.setVisible(rest > 0)
        self.setVisible(bool(self._notes))

    def _take_colours(self) -> None:
        palette = self.label.palette()
        quiet = data_colours(self.palette()).quiet
        if palette.color(QPalette.ColorRole.WindowText) != quiet:
            palette.setColor(QPalette.ColorRole.WindowText, quiet)
            self.label.setPalette(palette)

    def changeEvent(self, event: QEvent) -> None:
        """Take the colours of another palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "label"):
            self._take_colours()
