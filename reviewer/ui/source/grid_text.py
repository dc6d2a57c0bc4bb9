"""The text of one cell or paragraph as it is drawn, and where each of its characters stands in the source."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QTextCharFormat, QTextLayout, QTextLine, QTextOption

from reviewer.model.source import Source
from reviewer.model.spans import Span, Spans
from reviewer.ui.source.marks import Mark, Marks

_BREAK = "\u2028"
_SIGNS = dict.fromkeys((*range(32), *range(127, 160)), " ") | {9: "\t"} | dict.fromkeys((10, 11, 12), _BREAK)
"""One for one, so that places stay: what breaks a line does so in Qt as well, other control characters are blanks."""


_RUNS = re.compile(rb"(.)\1*", re.DOTALL)
"""Stretches of one kind of mark."""


class CellText:
    """What is drawn for some spans of a source. Positions in it are Qt's, in UTF-16 units."""

    def __init__(self, source: Source, spans: Spans) -> None:
        parts: list[str] = []
        self._pieces: list[tuple[int, Span]] = []
        at = 0
        last: Span | None = None
        for span in spans:
            text = source.pages[span.page].text[span.start : span.end]
            if last is not None and _broken(source, last, span):
                parts.append(_BREAK)
                at += 1
            self._pieces.append((at, span))
            parts.append(text)
            at += len(text)
            last = span
        plain = "".join(parts)
        self.text = plain if plain.isprintable() else plain.translate(_SIGNS)
        self._wide = [] if plain.isascii() else [i for i, char in enumerate(plain) if char > "\uffff"]
        self.length = len(plain) + len(self._wide)

    def unit_of(self, at: int) -> int:
        """The position of the character at an index of the text."""
        return at + sum(place < at for place in self._wide)

    def index_of(self, units: int) -> int:
        """The index in the text of the character at a position."""
        return units - sum(place + number < units for number, place in enumerate(self._wide))

    def range_of(self, span: Span) -> tuple[int, int] | None:
        """The (start, end) that shows a span, None where none of it is here."""
        ends: list[int] = []
        for at, piece in self._pieces:
            start, end = max(span.start, piece.start), min(span.end, piece.end)
            if piece.page == span.page and start < end:
                ends += (at + start - piece.start, at + end - piece.start)
        return (self.unit_of(ends[0]), self.unit_of(ends[-1])) if ends else None

    def place_of(self, units: int) -> tuple[int, int] | None:
        """(page, offset) of the character at a position, of the last one at the end; None in an empty text."""
        at = self.index_of(units)
        for start, piece in reversed(self._pieces):
            if at >= start:
                return piece.page, min(piece.start + at - start, max(piece.start, piece.end - 1))
        return None

    def spans(self, start: int, end: int) -> Spans:
        """Where the characters between two positions stand."""
        first, last = self.index_of(start), self.index_of(end)
        found = []
        for at, piece in self._pieces:
            left, right = max(first - at, 0) + piece.start, min(last - at + piece.start, piece.end)
            if left < right:
                found.append(Span(piece.page, left, right))
        return tuple(found)

    def formats(self, marks: Marks, looks: dict[Mark, QTextCharFormat]) -> list[QTextLayout.FormatRange]:
        """How the marked stretches are drawn; the strongest mark of a character counts."""
        kinds = bytearray(self.length)
        for _, piece in self._pieces:
            for stretch in marks.within(*piece):
                found = self.range_of(stretch.span)
                if found is not None:
                    kinds[found[0] : found[1]] = bytes((stretch.mark + 1,)) * (found[1] - found[0])
        made: list[QTextLayout.FormatRange] = []
        for run in _RUNS.finditer(kinds):
            kind = kinds[run.start()]
            if kind:
                made.append(format_range(*run.span(), looks[Mark(kind - 1)]))
        return made


def _broken(source: Source, last: Span, span: Span) -> bool:
    """Whether two pieces of one cell stand on different lines."""
    return last.page != span.page or "\n" in source.pages[span.page].text[last.end : span.start]


def format_range(start: int, end: int, look: QTextCharFormat) -> QTextLayout.FormatRange:
    """A stretch of a layout with its look."""
    made = QTextLayout.FormatRange()
    known: Any = made  # its attributes are not in the stubs
    known.start, known.length, known.format = start, end - start, look
    return made


class Laid:
    """A text laid out in lines of one width."""

    def __init__(
        self, text: CellText, font: QFont, width: float, to_right: bool, formats: list[QTextLayout.FormatRange]
    ) -> None:
        self.text = text
        self.layout = QTextLayout(text.text, font)
        self.layout.setCacheEnabled(True)
        self.layout.setFormats(formats)
        option = QTextOption(Qt.AlignmentFlag.AlignRight if to_right else Qt.AlignmentFlag.AlignLeft)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.layout.setTextOption(option)
        self.layout.beginLayout()
        height = 0.0
        while (line := self.layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, height))
            height += line.height()
        self.layout.endLayout()
        self.height = height

    def boxes(self, start: int, end: int) -> list[QRectF]:
        """The rectangles, one a line, around the characters between two positions."""
        found = []
        for number in range(self.layout.lineCount()):
            line = self.layout.lineAt(number)
            left, right = max(start, line.textStart()), min(end, line.textStart() + line.textLength())
            if left < right:
                x1, x2 = x_of(line, left), x_of(line, right)
                found.append(QRectF(x1, line.y(), max(2.0, x2 - x1), line.height()))
        return found

    def caret(self, at: int) -> QRectF:
        """Where the caret stands before the character at a position."""
        line = self.layout.lineForTextPosition(at)
        return QRectF(x_of(line, at), line.y(), 1, line.height()) if line.isValid() else QRectF(0, 0, 1, self.height)

    def at(self, point: QPointF, between: bool) -> int:
        """The position nearest to a point: of the gap where `between`, otherwise of the character under it."""
        count = self.layout.lineCount()
        for number in range(count):
            line = self.layout.lineAt(number)
            if point.y() < line.y() + line.height() or number == count - 1:
                how = (
                    QTextLine.CursorPosition.CursorBetweenCharacters
                    if between
                    else QTextLine.CursorPosition.CursorOnCharacter
                )
                at = line.xToCursor(point.x(), how)
                last = line.textStart() + line.textLength()
                return at if between or at < last else max(line.textStart(), self.layout.previousCursorPosition(last))
        return 0

    def next_line(self, at: int, down: bool) -> int | None:
        """The position above or beneath one, None beyond the first or last line."""
        line = self.layout.lineForTextPosition(at)
        number = (line.lineNumber() if line.isValid() else 0) + (1 if down else -1)
        if not 0 <= number < self.layout.lineCount():
            return None
        return self.layout.lineAt(number).xToCursor(x_of(line, at))


def x_of(line: QTextLine, at: int) -> float:
    """How far to the right a position stands in its line."""
    found: object = line.cursorToX(at)
    return float(found[0] if isinstance(found, tuple) else found)  # type: ignore[arg-type]
