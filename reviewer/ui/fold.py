"""A pane that folds to its heading."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from reviewer.base.i18n import tr

_NO_LIMIT = 16777215
"""QWIDGETSIZE_MAX, which PySide6 does not export."""


class FoldingPane(QWidget):
    """`pane` with an arrow before its heading; folded, its `body` is hidden and only the heading stays."""

    folded = Signal(bool)

    def __init__(self, pane: QWidget, body: QWidget) -> None:
        super().__init__()
        self._pane, self._body = pane, body
        self._arrow = QToolButton()
        self._arrow.setAutoRaise(True)
        self._arrow.clicked.connect(lambda: self.fold(self.is_open))
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 3, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._arrow, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(pane, 1)
        self.fold(False)

    @property
    def is_open(self) -> bool:
        """Whether more than the heading is shown."""
        return not self._body.isHidden()

    def fold(self, folded: bool) -> None:
        """Show only the heading, or all."""
        self._body.setVisible(not folded)
        self._arrow.setArrowType(Qt.ArrowType.RightArrow if folded else Qt.ArrowType.DownArrow)
        words = tr("Unfold") if folded else tr("Fold")
        self._arrow.setToolTip(words)
        self._arrow.setAccessibleName(words)
        self.setMaximumHeight(self._heading_height() if folded else _NO_LIMIT)
        self.folded.emit(folded)

    def _heading_height(self) -> int:
        layout = self._pane.layout()
        heading = layout.itemAt(0) if layout is not None else None
        return max(heading.sizeHint().height() if heading else 0, self._arrow.sizeHint().height())
