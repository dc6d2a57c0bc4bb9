"""The original of a text source: read-only text with its marks."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from reviewer.base.i18n import tr
from reviewer.model.fields import FieldRef
from reviewer.model.flow import Flow, undo_layout
from reviewer.model.review import Review
from reviewer.model.source import Source
from reviewer.model.spans import Spans
from reviewer.ui.source.marks import Mark, Stretch, claims_at, marks_of
from reviewer.ui.source.text_map import TextMap
from reviewer.ui.theme import DataColours, data_colours

_UPPER_THIRD = 0.3


class TextSourceView(QPlainTextEdit):
    """Shows a text source; says which field was clicked."""

    field_clicked = Signal(object)
    """The FieldRef that claims the character that was clicked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("textSourceView")
        self.setAccessibleName(tr("Original text"))
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._source: Source | None = None
        self._map: TextMap | None = None
        self._stretches: list[Stretch] = []
        self._framed: list[tuple[int, int]] = []
        self._last_click: tuple[int, FieldRef] | None = None
        self._painter = _MarkPainter(self.document(), data_colours(self.palette()))

    # -- what is shown --------------------------------------------------------------------------------------------

    def show_source(self, source: Source) -> None:
        """Show another source, without marks yet."""
        if source is self._source:
            return
        self._source, self._map = source, TextMap(source)
        self._stretches, self._framed = [], []
        self._painter.set_stretches([], redraw=False)
        self.setPlainText(self._map.text)

    def clear_source(self) -> None:
        """Show nothing."""
        self._source = self._map = None
        self._stretches, self._framed = [], []
        self._painter.set_stretches([], redraw=False)
        self.clear()

    def mark(self, review: Review, with_unclaimed: bool) -> None:
        """Mark the fields of a review; only lines whose marks changed are drawn again."""
        if self._map is None:
            return
        self._stretches = marks_of(review, self._map, with_unclaimed)
        self._painter.set_stretches(self._stretches)

    def frame(self, spans: Spans) -> None:
        """Frame the spans of the field in hand and bring them into view, without moving what is in view already."""
        self._framed = [self._map.to_qt(span) for span in spans] if self._map else []
        if self._framed and not self._is_visible(*self._framed[0]):
            self._scroll_to(self._framed[0][0])
        self.viewport().update()

    # -- text and spans -------------------------------------------------------------------------------------------

    def selected_spans(self) -> tuple[str, Spans]:
        """The selected text with its layout undone, and where it stands; ("", ()) where nothing is selected."""
        cursor = self.textCursor()
        if self._map is None or self._source is None or not cursor.hasSelection():
            return "", ()
        flow = undo_layout(Flow.of(self._source, self._map.to_spans(cursor.selectionStart(), cursor.selectionEnd())))
        return flow.text, flow.spans

    def find_text(self, text: str, forward: bool = True) -> bool:
        """Select the next (or previous) place where `text` stands, round the end; False where it stands nowhere."""
        way = QTextDocument.FindFlag(0) if forward else QTextDocument.FindFlag.FindBackward
        if not text:
            return False
        if self.find(text, way):
            return True
        before = self.textCursor()
        self.moveCursor(QTextCursor.MoveOperation.Start if forward else QTextCursor.MoveOperation.End)
        if self.find(text, way):
            return True
        self.setTextCursor(before)
        return False

    # -- in view --------------------------------------------------------------------------------------------------

    def _cursor(self, start: int, end: int | None = None) -> QTextCursor:
        cursor = QTextCursor(self.document())
        last = self.document().characterCount() - 1
        cursor.setPosition(min(start, last))
        if end is not None:
            cursor.setPosition(min(end, last), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _is_visible(self, start: int, end: int) -> bool:
        top = self.cursorRect(self._cursor(start))
        bottom = self.cursorRect(self._cursor(end))
        room = self.viewport().rect()
        return top.top() >= room.top() and (
            bottom.bottom() <= room.bottom() or bottom.bottom() - top.top() > room.height()
        )

    def _scroll_to(self, position: int) -> None:
        """Bring a position to the upper third. The scroll bar counts lines as wrapped."""
        bar = self.verticalScrollBar()
        block = self.document().findBlock(position)
        line = block.layout().lineForTextPosition(position - block.position())
        wanted = block.firstLineNumber() + max(0, line.lineNumber() if line.isValid() else 0)
        page = max(1, int(self.viewport().height() / max(1, self.fontMetrics().lineSpacing())))
        bar.setValue(max(0, wanted - int(page * _UPPER_THIRD)))

    def _frames(self) -> Iterator[QRectF]:
        """The rectangles, one a line, around what is framed and in view."""
        offset = self.contentOffset()
        room = self.viewport().rect()
        for start, end in self._framed:
            block = self.document().findBlock(start)
            while block.isValid() and block.position() < end:
                box = self.blockBoundingGeometry(block).translated(offset)
                if box.top() > room.bottom():
                    break
                if box.bottom() >= room.top():
                    yield from _line_boxes(block, box, start, end)
                block = block.next()

    # -- events ---------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text, then the frames over it."""
        super().paintEvent(event)
        if not self._framed:
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(data_colours(self.palette()).in_hand, 2))
        for box in self._frames():
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click without dragging takes the field under it in hand; clicking on goes through all that claim it."""
        super().mouseReleaseEvent(event)
        if event.button() is Qt.MouseButton.LeftButton and not self.textCursor().hasSelection():
            self._click(self._position_at(event.position()))

    def _position_at(self, point: QPointF) -> int:
        """The character under a point (cursorForPosition gives the nearest gap, which may be behind it)."""
        cursor = self.cursorForPosition(point.toPoint())
        if self.cursorRect(cursor).left() > point.x() and not cursor.atBlockStart():
            return cursor.position() - 1
        return cursor.position()

    def _click(self, position: int) -> None:
        refs = claims_at(self._stretches, position)
        if not refs:
            return
        chosen = refs[0]
        if self._last_click is not None and self._last_click[1] in refs and abs(self._last_click[0] - position) <= 2:
            chosen = refs[(refs.index(self._last_click[1]) + 1) % len(refs)]
        self._last_click = (position, chosen)
        self.field_clicked.emit(chosen)

    def changeEvent(self, event: QEvent) -> None:
        """Take the colours of another palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_painter"):
            self._painter.set_colours(data_colours(self.palette()))


def _line_boxes(block: object, box: QRectF, start: int, end: int) -> Iterator[QRectF]:
    layout = block.layout()  # type: ignore[attr-defined]
    first = max(0, start - block.position())  # type: ignore[attr-defined]
    last = min(block.length() - 1, end - block.position())  # type: ignore[attr-defined]
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        left, right = max(first, line.textStart()), min(last, line.textStart() + line.textLength())
        if left >= right:
            continue
        x1, x2 = line.cursorToX(left), line.cursorToX(right)
        x1, x2 = (x[0] if isinstance(x, tuple) else x for x in (x1, x2))
        yield QRectF(box.left() + x1, box.top() + line.y(), x2 - x1, line.height())


class _MarkPainter(QSyntaxHighlighter):
    """Gives stretches their formats, line by line."""

    def __init__(self, document: QTextDocument, colours: DataColours) -> None:
        super().__init__(document)
        self._by_block: dict[int, tuple[tuple[int, int, Mark], ...]] = {}
        self._formats = _formats(colours)

    def set_colours(self, colours: DataColours) -> None:
        self._formats = _formats(colours)
        self.rehighlight()

    def set_stretches(self, stretches: list[Stretch], redraw: bool = True) -> None:
        """Take new stretches; only the lines that differ are formatted again."""
        before, self._by_block = self._by_block, self._spread(stretches)
        if not redraw:
            return
        for number in before.keys() | self._by_block.keys():
            if before.get(number) != self._by_block.get(number):
                self.rehighlightBlock(self.document().findBlockByNumber(number))

    def _spread(self, stretches: list[Stretch]) -> dict[int, tuple[tuple[int, int, Mark], ...]]:
        lines: dict[int, list[tuple[int, int, Mark]]] = {}
        for stretch in stretches:
            block = self.document().findBlock(stretch.start)
            while block.isValid() and block.position() < stretch.end:
                start = max(0, stretch.start - block.position())
                end = min(block.length() - 1, stretch.end - block.position())
                if end > start:
                    lines.setdefault(block.blockNumber(), []).append((start, end, stretch.mark))
                block = block.next()
        return {number: tuple(sorted(pieces, key=lambda piece: piece[2])) for number, pieces in lines.items()}

    def highlightBlock(self, text: str) -> None:
        """Called by Qt for each line to format; stronger marks come last and win."""
        for start, end, mark in self._by_block.get(self.currentBlock().blockNumber(), ()):
            self.setFormat(start, end - start, self._formats[mark])


def _formats(colours: DataColours) -> dict[Mark, QTextCharFormat]:
    def tinted(colour: QColor) -> QTextCharFormat:
        made = QTextCharFormat()
        made.setBackground(colour)
        return made

    doubtful = tinted(colours.doubtful)
    doubtful.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
    doubtful.setUnderlineColor(colours.doubtful_line)
    loose = QTextCharFormat()
    loose.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
    loose.setUnderlineColor(colours.unclaimed)
    loose.setForeground(colours.unclaimed)
    return {
        Mark.CLAIMED: tinted(colours.claimed),
        Mark.EDITED: tinted(colours.edited),
        Mark.DOUBTFUL: doubtful,
        Mark.UNCLAIMED: loose,
    }
