"""Sizes that go with the letters and with the screen."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QTextDocument, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from reviewer.ui.tips import as_it_is

_USUAL_LINE = 17
"""The height in pixels of a line of letters of the usual size (9 points) at 96 dpi: what sizes in the code are meant for."""
_WITHIN_WORDS = QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
_TITLE_BAR = 40
_BESIDE = 16
"""Pixels that a window's frame takes of the screen, above and beside."""


def scaled(widget: QWidget, pixels: int) -> int:
    """`pixels`, thought out for letters of the usual size, for the letters that `widget` has; never less."""
    return pixels * max(widget.fontMetrics().height(), _USUAL_LINE) // _USUAL_LINE


def fit(window: QWidget, width: int, height: int) -> None:
    """Make a window this large (for letters of the usual size), as far as its screen has room for it."""
    parent = window.parentWidget()
    room = (parent.window() if parent is not None else window).screen().availableGeometry()
    window.resize(
        min(scaled(window, width), room.width() - _BESIDE), min(scaled(window, height), room.height() - _TITLE_BAR)
    )


class StatusLabel(QLabel):
    """A line of the status bar: on a low window the bar may take the air around its letters, and no letter is cut."""

    def minimumSizeHint(self) -> QSize:
        """Room for the letters."""
        hint = super().minimumSizeHint()
        return QSize(hint.width(), min(hint.height(), self.fontMetrics().height() - 1))


class WrappedLabel(QLabel):
    """A sentence that wraps, within a word too: the name of a file has no blanks, and must neither be cut nor push buttons aside.

    It can be marked and copied with the mouse.
    """

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)  # only then there is a document

    def _break_words(self) -> None:
        """Qt has words whole whenever it lays its document out: it does that first, and is told otherwise then."""
        super().heightForWidth(self.width())
        for document in self.findChildren(QTextDocument):
            how = document.defaultTextOption()
            if how.wrapMode() != _WITHIN_WORDS:
                how.setWrapMode(_WITHIN_WORDS)
                document.setDefaultTextOption(how)

    def heightForWidth(self, width: int) -> int:
        """See QLabel."""
        self._break_words()
        return super().heightForWidth(width)

    def minimumSizeHint(self) -> QSize:
        """Room for a few letters."""
        return QSize(scaled(self, 120), self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """See QLabel."""
        self._break_words()
        super().paintEvent(event)


class ElidedLabel(QLabel):
    """One line, cut in its middle where there is too little room; the whole is in its tool tip.

    Never wider than it has to be: the name of a file must not push other panes aside.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def setText(self, text: str) -> None:
        """See QLabel."""
        super().setText(text)
        self.setToolTip(as_it_is(text))

    def minimumSizeHint(self) -> QSize:
        """Room for a few letters."""
        return QSize(scaled(self, 40), super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """As much of the text as there is room for."""
        painter = QPainter(self)
        box = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, box.width())
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
