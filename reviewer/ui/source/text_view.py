"""The original of a text source: read-only text with its marks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextLayout,
    QTextLine,
)
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from reviewer.base.i18n import tr
from reviewer.model.fields import FieldRef
from reviewer.model.flow import Flow, undo_layout
from reviewer.model.review import Review
from reviewer.model.source import Source
from reviewer.model.spans import Spans
from reviewer.ui.source.looks import looks_of
from reviewer.ui.source.marks import Mark, Marks
from reviewer.ui.source.text_map import TextMap
from reviewer.ui.source.words import word_at
from reviewer.ui.theme import DataColours, data_colours

_MOVES = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
_UPPER_THIRD = 0.3
_SMALLEST = 4
"""Points of the smallest letters."""


class TextSourceView(QPlainTextEdit):
    """Shows a text source; says which field was clicked."""

    field_clicked = Signal(object)
    """The FieldRef that claims the character that was clicked."""
    several_clicked = Signal(list)
    text_marked = Signal(bool)

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
        self._marks: Marks | None = None
        self._framed: list[tuple[int, int]] = []
        self._page_starts: set[int] = set()
        self._last_click: tuple[int, FieldRef] | None = None
        self._zoomed = 0
        self._begun_at: list[tuple[int, int]] = []
        """The field in hand at which the caret was put last: there it sets out, until the user has put it elsewhere."""
        self._is_double = False
        """Whether a double click is going on: its second release marks nothing new."""
        self._painter = _MarkPainter(self.document(), data_colours(self.palette()))

    # -- what is shown --------------------------------------------------------------------------------------------

    def show_source(self, source: Source) -> None:
        """Show another source, without marks yet."""
        if source is self._source:
            return
        self._painter.forget()
        self._source, self._map, self._framed, self._last_click = source, TextMap(source), [], None
        self._marks = Marks()
        self._page_starts = set(self._map.page_starts()[1:])
        self.setPlainText(self._map.text)

    def clear_source(self) -> None:
        """Show nothing."""
        self._painter.forget()
        self._source = self._map = self._marks = None
        self._framed, self._page_starts = [], set()
        self.clear()

    def mark(self, review: Review, with_unclaimed: bool) -> None:
        """Mark the fields of a review; only lines whose marks changed are drawn again."""
        if self._marks is not None:
            changed = self._marks.update(review, with_unclaimed, at_once=False)
            if changed is None:
                self._painter.forget()
            elif self._map is not None:
                self._painter.forget_lines([self._map.to_qt(span) for span in changed])
            self._format_visible()

    def mark_on(self) -> bool:
        """See ViewOfSource."""
        if self._marks is None or self._marks.is_whole:
            return False
        self._marks.go_on()
        self._painter.forget()
        self._format_visible()
        return True

    def _format_visible(self) -> None:
        """Give the lines in view their marks, where they have not got them yet."""
        if self._marks is None or self._map is None:
            return
        block, offset, bottom = self.firstVisibleBlock(), self.contentOffset(), self.viewport().rect().bottom()
        while block.isValid():
            self._painter.format(block, self._stretches_of(block))
            if self.blockBoundingGeometry(block).translated(offset).top() > bottom:
                break
            block = block.next()

    def _stretches_of(self, block: QTextBlock) -> Callable[[], list[_Placed]]:
        def found() -> list[_Placed]:
            assert self._marks is not None
            assert self._map is not None
            page, start = self._map.to_place(block.position())
            end = start + len(block.text())
            return [_Placed(*self._map.to_qt(each.span), each.mark) for each in self._marks.within(page, start, end)]

        return found

    def frame(self, spans: Spans, scroll: bool = True) -> None:
        """Frame the spans of the field in hand and bring them into view, without moving what is in view already."""
        self._framed = [self._map.to_qt(span) for span in spans] if self._map else []
        if scroll and self._framed and not self._is_visible(*self._framed[0]):
            self._scroll_to(self._framed[0][0])
        self.viewport().update()

    def zoom_in(self) -> None:
        """Larger letters."""
        self._zoom(self._zoomed + 1)

    def zoom_out(self) -> None:
        """Smaller letters."""
        self._zoom(self._zoomed - 1)

    def reset_zoom(self) -> None:
        """Letters as large as at first."""
        self._zoom(0)

    def is_as_wide(self) -> bool:
        """See ViewOfSource."""
        return False

    def fit_from_now(self, how: str) -> None:
        """See ViewOfSource."""

    def fit_in_passing(self) -> None:
        """See ViewOfSource."""

    fit_width = fit_page = reset_zoom  # a text wraps: it fits at every size

    def _zoom(self, steps: int) -> None:
        """Letters by so many points larger than the window's; a font of the widget's own would stop following that."""
        font = QFont(self.font())
        self._zoomed = max(steps, _SMALLEST - int(font.pointSizeF()))
        font.setPointSizeF(font.pointSizeF() + self._zoomed)
        self.document().setDefaultFont(font)

    def set_placeholder(self, text: str) -> None:
        """What to say while no source is shown."""
        self.setPlaceholderText(text)

    def tools(self) -> Sequence[QWidget]:
        """None: a text has neither pages nor sheets."""
        return ()

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
        if (
            bottom.bottom() - top.top() > room.height()
        ):  # cannot be seen whole: its beginning, and what there is room for
            return room.top() <= top.top() <= room.height() * _UPPER_THIRD
        return top.top() >= room.top() and bottom.bottom() <= room.bottom()

    def place(self) -> int:
        """The first character in view, to come back to with go_to()."""
        return self.cursorForPosition(QPoint(self.viewport().width() // 2, 2)).position()

    def go_to(self, place: int) -> None:
        """Bring a place to the top."""
        self._scroll_to(place, 0.0)

    def _scroll_to(self, position: int, share: float = _UPPER_THIRD) -> None:
        """Bring a position down to `share` of the height. The scroll bar counts lines as wrapped.

        Qt wraps a line only when it comes into view and counts it as one until then, so those above are wrapped first.
        """
        block = self.document().findBlock(position)
        self.blockBoundingRect(block)
        line = block.layout().lineForTextPosition(position - block.position())
        page = max(1, int(self.viewport().height() / max(1, QFontMetrics(self.document().defaultFont()).lineSpacing())))
        top = max(0, line.lineNumber() if line.isValid() else 0) - int(page * share)
        while top < 0 and block.previous().isValid():
            block = block.previous()
            self.blockBoundingRect(block)
            top += block.lineCount()
        self.verticalScrollBar().setValue(block.firstLineNumber() + max(0, top))

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
        self._format_visible()
        super().paintEvent(event)
        if not self._framed and not self._page_starts:
            return
        painter = QPainter(self.viewport())
        self._draw_page_breaks(painter)
        painter.setPen(QPen(data_colours(self.palette()).in_hand, 2))
        outline = QPainterPath()
        for box in self._frames():
            outline.addRect(QRectF(box.toAlignedRect()))
        painter.drawPath(outline.simplified())  # one line around all, where a value goes on in the next line of text
        painter.end()

    def _draw_page_breaks(self, painter: QPainter) -> None:
        """A broken line above the first line of each further page, with the page's number at its end."""
        block, offset, room = self.firstVisibleBlock(), self.contentOffset(), self.viewport().rect()
        painter.setPen(QPen(data_colours(self.palette()).quiet, 1, Qt.PenStyle.DashLine))
        starts = sorted(self._page_starts)
        while self._page_starts and block.isValid():
            box = self.blockBoundingGeometry(block).translated(offset)
            if box.top() > room.bottom():
                break
            if block.position() in self._page_starts and box.top() >= room.top() - 1:
                y = int(box.top())
                painter.drawLine(0, y, room.width(), y)
                words = tr("Page {number}", number=starts.index(block.position()) + 2)
                box.setRight(room.right() - 4)
                painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, words)
            block = block.next()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click without dragging takes the field under it in hand; clicking on goes through all that claim it."""
        super().mouseReleaseEvent(event)
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        twice, self._is_double = self._is_double, False
        if not self.textCursor().hasSelection():
            self._click(self._position_at(event.position()))
            self._begun_at = self._framed
        elif not twice:
            self.text_marked.emit(False)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Mark what stands between two signs: Qt knows no words where there are no blanks."""
        super().mouseDoubleClickEvent(event)
        position = self._position_at(event.position())
        block = self.document().findBlock(position)
        word = word_at(block.text(), position - block.position())
        if event.button() is Qt.MouseButton.LeftButton and word is not None:
            self.setTextCursor(self._cursor(block.position() + word[0], block.position() + word[1]))
            self._is_double = True
            self.text_marked.emit(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Where nothing is selected, the caret sets out from the field in hand; with Shift its text is selected."""
        if event.key() in _MOVES and self._framed and self._framed != self._begun_at:
            self._begun_at = self._framed
            start, end = self._framed[0]
            if not self.textCursor().hasSelection():
                selecting = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                self.setTextCursor(self._cursor(start, end if selecting else None))
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Text can be marked with Shift and the arrows too."""
        super().keyReleaseEvent(event)
        if event.key() == Qt.Key.Key_Shift and self.textCursor().hasSelection():
            self.text_marked.emit(False)

    def _position_at(self, point: QPointF) -> int:
        """The character under a point (cursorForPosition gives the nearest gap, which may be behind it)."""
        cursor = self.cursorForPosition(point.toPoint())
        if self.cursorRect(cursor).left() > point.x() and not cursor.atBlockStart():
            return cursor.position() - 1
        return cursor.position()

    def _click(self, position: int) -> None:
        refs = self._marks.at(*self._map.to_place(position)) if self._marks is not None and self._map else []
        if not refs:
            return
        chosen = refs[0]
        if self._last_click is not None and self._last_click[1] in refs and abs(self._last_click[0] - position) <= 2:
            chosen = refs[(refs.index(self._last_click[1]) + 1) % len(refs)]
        self._last_click = (position, chosen)
        self.field_clicked.emit(chosen)
        if len(refs) > 1:
            self.several_clicked.emit(refs)

    def changeEvent(self, event: QEvent) -> None:
        """Take the colours of another palette, the letters of another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_painter"):
            self._painter.set_colours(data_colours(self.palette()))
            self._format_visible()
        elif event.type() == QEvent.Type.FontChange and hasattr(self, "_painter"):
            self._zoom(self._zoomed)


def _line_boxes(block: QTextBlock, box: QRectF, start: int, end: int) -> Iterator[QRectF]:
    layout = block.layout()
    first = max(0, start - block.position())
    last = min(block.length() - 1, end - block.position())
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        left, right = max(first, line.textStart()), min(last, line.textStart() + line.textLength())
        if left >= right:
            continue
        x1, x2 = _x_of(line, left), _x_of(line, right)
        yield QRectF(box.left() + x1, box.top() + line.y(), x2 - x1, line.height())


def _x_of(line: QTextLine, place: int) -> float:
    found: Any = line.cursorToX(place)
    return float(found[0] if isinstance(found, tuple) else found)


class _Placed(NamedTuple):
    """A stretch in Qt's units."""

    start: int
    end: int
    mark: Mark


class _MarkPainter:
    """Gives the lines of a document the formats of their stretches, each when it comes into view.

    A QSyntaxHighlighter would go through every line of a long source at once, and again whenever its text is set.
    """

    def __init__(self, document: QTextDocument, colours: DataColours) -> None:
        self._document = document
        self._done: set[int] = set()
        """The lines, by number, that have their formats."""
        self._formats = looks_of(colours)

    def set_colours(self, colours: DataColours) -> None:
        """Other colours: every line is to be formatted again."""
        self._formats = looks_of(colours)
        self.forget()

    def forget(self) -> None:
        """No line has its formats: the text is another one, or all marks may be others."""
        self._done.clear()

    def forget_lines(self, places: Iterable[tuple[int, int]]) -> None:
        """The lines that these places (in Qt's units) touch are to be formatted again."""
        for start, end in places if self._done else ():
            block = self._document.findBlock(start)
            while block.isValid() and block.position() < end:
                self._done.discard(block.blockNumber())
                block = block.next()

    def format(self, block: QTextBlock, stretches: Callable[[], list[_Placed]]) -> None:
        """Give a line its formats, unless it has them; `stretches` finds its own, stronger marks last: they win."""
        if block.blockNumber() not in self._done:
            self._done.add(block.blockNumber())
            self._give(block, stretches())

    def _give(self, block: QTextBlock, stretches: list[_Placed]) -> None:
        start, length = block.position(), block.length() - 1
        ranges = []
        for stretch in stretches:
            each = QTextLayout.FormatRange()
            each.start = max(0, stretch.start - start)
            each.length = min(stretch.end - start, length) - each.start
            each.format = self._formats[stretch.mark]
            ranges.append(each)
        if ranges or block.layout().formats():
            block.layout().setFormats(ranges)
            self._document.markContentsDirty(start, max(1, length))
