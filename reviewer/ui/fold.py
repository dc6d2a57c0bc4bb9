"""A pane that folds to its heading."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from reviewer.base.i18n import tr
from reviewer.ui.locking import lock

_ABOVE = 3
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
        self._arrow.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Enter means accept; the menu folds and unfolds by key
        self._arrow.clicked.connect(lambda: self.fold(self.is_open))
        row = QHBoxLayout(self)
        row.setContentsMargins(2, _ABOVE, 0, 0)
        row.setSpacing(0)
        arrow = QVBoxLayout()  # as high as the heading, so that both stand on one line
        arrow.addWidget(self._arrow)
        arrow.addStretch(1)
        row.addLayout(arrow)
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
        self._fit()
        self.folded.emit(folded)

    def lock(self) -> None:
        """Leave it as it is: an administrator has fixed whether it is folded."""
        lock(self._arrow)

    def _fit(self) -> None:
        self._arrow.setFixedHeight(self._heading_height())
        self.setMaximumHeight(_NO_LIMIT if self.is_open else self._heading_height() + _ABOVE)

    def event(self, event: QEvent) -> bool:
        """The heading is as high as its letters, its boxes and their edges want."""
        if event.type() == QEvent.Type.LayoutRequest and hasattr(self, "_body"):
            self._fit()
        elif event.type() == QEvent.Type.FontChange and hasattr(self, "_body"):
            QTimer.singleShot(0, self, self._fit)  # once the letters of all that is inside have changed
        return super().event(event)

    def _heading_height(self) -> int:
        layout = self._pane.layout()
        heading = layout.itemAt(0) if layout is not None else None
        if heading is None:
            return self._arrow.sizeHint().height()
        return max(
            heading.sizeHint().height(), heading.minimumSize().height()
        )  # edges of a style sheet are in the least alone
