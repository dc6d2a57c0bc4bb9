"""A text with emphasis and links that is shown anew with every key, laid out as cheaply as a plain one."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel

_TAG = re.compile(r"<[^>]*>")
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_BLANKS = re.compile(r"[ \t\n\r]+")
_LINE_END = "\u2028"


class RichLabel(QLabel):
    """A wrapping text among other things in a column. It knows a colour, bold letters, links and ends of lines.

    Left alone, Qt makes a document of such a text, lays it out for several widths to find out which would suit it, and once more each
    time that it is asked for its height and drawn: a third of what showing another field took. Links are still Qt's: where the mouse is
    over them there is a document, with every letter at the same place.
    """

    def __init__(self) -> None:
        super().__init__()
        self._laid: dict[int, tuple[QTextLayout, int]] = {}
        """Layout and height by width, for the text and the letters there are."""
        self._parts: tuple[str, list[QTextLayout.FormatRange]] | None = None
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)

    def setText(self, text: str) -> None:
        """See QLabel; the same text once more is no change."""
        if text != self.text():
            self._forget()
            super().setText(text)

    def clear(self) -> None:
        """See QLabel."""
        self._forget()
        super().clear()

    def _forget(self) -> None:
        self._laid.clear()
        self._parts = None

    def sizeHint(self) -> QSize:
        """As wide as it is: the column says how wide, the width how high."""
        return QSize(self.width(), self.minimumSizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """One line, however narrow."""
        return QSize(0, self.fontMetrics().height())

    def heightForWidth(self, width: int) -> int:
        """See QLabel."""
        return self._at(width)[1] if self.text() else super().heightForWidth(width)

    def changeEvent(self, event: QEvent) -> None:
        """Other letters have other heights."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._laid.clear()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """See QLabel."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        self._at(self.width())[0].draw(painter, QPointF(0, 0))
        painter.end()

    def _at(self, width: int) -> tuple[QTextLayout, int]:
        laid = self._laid.get(width)
        if laid is None:
            laid = self._laid[width] = self._lay(width)
        return laid

    def _lay(self, width: int) -> tuple[QTextLayout, int]:
        if self._parts is None:
            self._parts = parts(self.text())
        plain, formats = self._parts
        layout = QTextLayout(plain, QFont(self.font()), self)
        layout.setCacheEnabled(True)
        option = QTextOption(Qt.AlignmentFlag.AlignLeft)
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        option.setTextDirection(self.layoutDirection())
        layout.setTextOption(option)
        layout.setFormats(formats)
        layout.beginLayout()
        height = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, height))
            height += line.height()
        layout.endLayout()
        return layout, round(height)


def parts(rich: str) -> tuple[str, list[QTextLayout.FormatRange]]:
    """The letters of a text, and how stretches of them look."""
    plain, found, open_ones, at = "", list[_Stretch](), list[_Stretch](), 0
    for tag in (*_TAG.finditer(rich), None):
        between = html.unescape(_BLANKS.sub(" ", rich[at : tag.start() if tag is not None else len(rich)]))
        plain += between if plain and not plain.endswith(_LINE_END) else between.lstrip(" ")
        if tag is None:
            break
        at = tag.end()
        if tag[0] == "<br>":
            plain += _LINE_END
        elif not tag[0].startswith("</"):
            open_ones.append(_Stretch(tag[0], len(plain)))
            found.append(open_ones[-1])  # before what is within it, which counts more
        elif open_ones:
            open_ones.pop().end = len(plain)
    return plain, [each.looks() for each in found]


@dataclass(slots=True)
class _Stretch:
    tag: str
    start: int
    end: int = 0

    def looks(self) -> QTextLayout.FormatRange:
        look = QTextCharFormat()
        colour = _COLOUR.search(self.tag)
        if colour is not None:
            look.setForeground(QColor(colour[0]))
        if self.tag.startswith("<a"):
            look.setFontUnderline(True)
        elif self.tag == "<b>":
            look.setFontWeight(QFont.Weight.Bold)
        made: Any = QTextLayout.FormatRange()  # its attributes are not in the stubs
        made.start, made.length, made.format = self.start, self.end - self.start, look
        formatted: QTextLayout.FormatRange = made
        return formatted
