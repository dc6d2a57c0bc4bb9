"""What an empty desk says: open a file, drop it here, go on with a recent one, try a sample."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from reviewer.base.i18n import mark, tr
from reviewer.base.resources import resource
from reviewer.sources.registry import SUFFIXES
from reviewer.ui.fitting import scaled
from reviewer.ui.icons import draw_on
from reviewer.ui.theme import data_colours

_AIR = 6
WIDEST = 1040
"""Wider than this (in device-independent pixels), the two columns drift apart."""

SAMPLE_NAMES = {
    "wide": mark("Several projects in one wide table"),
    "wrapped": mark("The same as text out of a PDF, lines cut anywhere"),
    "department": mark("A whole department, with money and tasks"),
    "plain-levels": mark("Projects whose indicators have no level 2"),
    "forms": mark("Forms in series, one project each"),
    "workbook": mark("An Excel workbook, one sheet a project"),
    "web-page": mark("A web page as it was saved, with its menus"),
}


def sample_name(path: Path) -> str:
    """What kind of document a sample is, in the language in use."""
    return tr(SAMPLE_NAMES.get(path.stem, path.stem))


def samples() -> list[Path]:
    """The sample documents that come with the program, those with a name of their own first."""
    folder = resource("samples")
    found = sorted(p for p in folder.iterdir() if p.suffix.lower() in SUFFIXES) if folder.is_dir() else []
    order = list(SAMPLE_NAMES)
    return sorted(found, key=lambda p: order.index(p.stem) if p.stem in order else len(order))


class StartPage(QWidget):
    """The empty desk."""

    open_wanted = Signal()
    folder_wanted = Signal()
    file_wanted = Signal(Path)
    """A recent file was chosen."""
    sample_wanted = Signal(Path)
    guide_wanted = Signal()
    """The guided sample."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("startPage")
        self._recent = QVBoxLayout()
        self._recent.setSpacing(2)
        column = QVBoxLayout()
        column.setSpacing(14)
        column.addStretch(2)
        column.addWidget(_title(tr("Performance-target review desk")))
        column.addWidget(self._drop_place())
        columns = QHBoxLayout()
        columns.setSpacing(40)
        columns.addLayout(self._recent, 1)
        columns.addLayout(self._samples(), 1)
        column.addLayout(columns)
        column.addStretch(3)
        page, inside = QWidget(), QWidget()
        page.setLayout(column)
        page.setMaximumWidth(WIDEST)
        middle = QHBoxLayout(inside)
        middle.addStretch(1)
        middle.addWidget(page, 6)
        middle.addStretch(1)
        area = QScrollArea()  # a low screen has no room for every sample
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        area.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    def _drop_place(self) -> QWidget:
        frame = QFrame()
        frame.setObjectName("dropPlace")
        frame.setStyleSheet("#dropPlace { border: 2px dashed palette(mid); border-radius: 8px; }")
        open_button = QPushButton(tr("&Open file…"))
        draw_on(open_button, "open")
        open_button.setObjectName("startOpen")
        open_button.setDefault(True)
        open_button.clicked.connect(self.open_wanted)
        folder_button = QPushButton(tr("Open &folder…"))
        draw_on(folder_button, "folder")
        folder_button.setObjectName("startOpenFolder")
        folder_button.clicked.connect(self.folder_wanted)
        hint = QLabel(tr("… or drag files and folders here · F1: all keys · Shift+F1: manual"))
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        for button in (open_button, folder_button):
            button.setMinimumHeight(36)
            button.setMinimumWidth(140)
            buttons.addWidget(button)
        buttons.addStretch(1)
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(24, 28, 24, 24)
        inside.setSpacing(12)
        inside.addLayout(buttons)
        inside.addWidget(hint)
        return frame

    def _samples(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(2)
        found = samples()
        guide = _Link(tr("Learn it in five stops"), tr("look, accept, correct, split, export · ten minutes"))
        guide.setObjectName("startGuide")
        guide.clicked.connect(self.guide_wanted)
        column.addWidget(_heading(tr("The first time")))
        column.addWidget(guide)
        if found:
            column.addWidget(_heading(tr("Try a sample")))
        for path in found:
            column.addWidget(self._link(sample_name(path), path.name, path, self.sample_wanted))
        column.addStretch(1)
        return column

    def show_recent(self, paths: Iterable[Path]) -> None:
        """List the recent files.

        Whether they are still there is not looked up: a network drive that is gone would hold the window for seconds.
        """
        while (item := self._recent.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        chosen = list(paths)[:6]
        self._recent.addWidget(_heading(tr("Recent")))
        if not chosen:
            nothing = QLabel(tr("Nothing has been opened yet."))
            self._recent.addWidget(nothing)
        for path in chosen:
            self._recent.addWidget(self._link(path.name, str(path.parent), path, self.file_wanted))
        self._recent.addStretch(1)

    def _link(self, text: str, note: str, path: Path, wanted: SignalInstance) -> QPushButton:
        link = _Link(text, note)
        link.setToolTip(str(path))
        link.clicked.connect(lambda: wanted.emit(path))
        return link


class _Link(QPushButton):
    """A flat button of two lines: what it opens, and beneath it where that is. (Qt's own has letters of 9 points, always.)"""

    def __init__(self, text: str, note: str) -> None:
        super().__init__()
        self._text, self._note = text, note
        self.setAccessibleName(text)
        self.setAccessibleDescription(note)
        self.setObjectName("startLink")
        self.setFlat(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        draw_on(self, "document")

    def sizeHint(self) -> QSize:
        """Two lines and some air."""
        return QSize(scaled(self, 320), 2 * self.fontMetrics().lineSpacing() + 2 * _AIR)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The drawing, the name, the place; a ground where the mouse or the focus is."""
        painter = QPainter(self)
        role = QPalette.ColorRole
        if self.underMouse() or self.hasFocus():
            painter.fillRect(self.rect(), self.palette().color(role.Midlight if not self.isDown() else role.Mid))
        line = self.fontMetrics().lineSpacing()
        self.icon().paint(painter, QRect(_AIR, _AIR, line, line))
        box = QRect(2 * _AIR + line, _AIR, self.width() - 3 * _AIR - line, line)
        font = QFont(self.font())
        ink = self.palette().color(role.WindowText)
        for bold, text in ((True, self._text), (False, self._note)):
            font.setBold(bold)
            painter.setFont(font)
            painter.setPen(ink)
            shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideMiddle, box.width())
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
            box.translate(0, line)
        if self.hasFocus():
            painter.setPen(QPen(data_colours(self.palette()).in_hand, 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))


def _title(text: str) -> QLabel:
    label = QLabel(text)
    font = label.font()
    font.setPointSizeF(font.pointSizeF() * 1.7)
    label.setFont(font)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return label


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    font = label.font()
    font.setBold(True)
    label.setFont(font)
    return label
