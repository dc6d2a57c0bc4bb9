"""The original of a PDF, an OFD or a scan: its pages as they look, with their marks."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from reviewer.base.i18n import tr
from reviewer.model.review import Review
from reviewer.model.source import Source
from reviewer.model.spans import Spans
from reviewer.ui.source.marks import Marks, Stretch
from reviewer.ui.source.page_find import Finder
from reviewer.ui.source.page_items import Over
from reviewer.ui.source.page_mouse import PageMouse
from reviewer.ui.source.page_selection import Cells
from reviewer.ui.source.page_text import PageText


class PageSourceView(PageText):
    """Shows the pages of a source; says which field was clicked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pageSourceView")
        self.setAccessibleName(tr("Original pages"))
        self._nothing = QLabel(self.viewport())
        """Says why there are no pages. A widget, not painted by hand: a paint event in Python would slow every frame."""
        self._nothing.setTextFormat(Qt.TextFormat.PlainText)
        self._nothing.setWordWrap(True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._mouse = PageMouse(self)

    # -- what is shown ------------------------------------------------------------------------------------------

    def show_source(self, source: Source) -> None:
        """Show another source, without marks yet; the same one read further stays where it is."""
        if source is self._source:
            return
        further = self._source is not None and self._source.sha256 == source.sha256
        left = self.place() if further else None
        self._source, self._marks = source, Marks()
        self._nothing.hide()
        self.cells, self._finder = Cells(source), Finder(source)
        self._aim = ()
        self.bitmaps.use(source.data, source.format)
        same = self.stack.show_pages(source)
        if not further:
            self._clear_selection_and_frame()
            self.stack.turn([0] * len(source.pages))
            self.verticalScrollBar().setValue(0)
        elif not same or self._selected:
            self.select(())
        for item in self.stack.items_in_order:
            item.forget_marks()
        self._number.set_count(len(source.pages))
        self._refit()
        if left is not None and not same:
            self.go_to(left)
        self._soon.start()

    def clear_source(self) -> None:
        """Show nothing, and let go of the source."""
        self._source = self._marks = None
        self._nothing.show()
        self._clear_selection_and_frame()
        self.bitmaps.use(b"")
        self.bitmaps.want(())
        self.stack.show_pages(None)
        self._number.set_count(1)

    def set_placeholder(self, text: str) -> None:
        """What to say while no source is shown."""
        self._nothing.setText(text)

    def _clear_selection_and_frame(self) -> None:
        self._last_click = None
        self._selected = self._framed = self._aim = ()
        for item in self.stack.items_in_order:
            item.set_boxes(Over.FRAMED, [])
            item.set_boxes(Over.POINTED, [])
            item.set_boxes(Over.SELECTED, [])

    def mark(self, review: Review, with_unclaimed: bool) -> None:
        """Mark the fields of a review; only pages whose marks changed are drawn again."""
        if self._marks is not None:
            changed = self._marks.update(review, with_unclaimed, at_once=False)
            items = self.stack.items_in_order
            for page in range(len(items)) if changed is None else {span.page for span in changed}:
                items[page].forget_marks()

    def mark_on(self) -> bool:
        """See ViewOfSource."""
        if self._marks is None or self._marks.is_whole:
            return False
        self._marks.go_on()
        for item in self.stack.items_in_order:
            item.forget_marks()
        return True

    def _stretches(self, page: int) -> list[Stretch]:
        if self._marks is None or self._source is None:
            return []
        return self._marks.within(page, 0, len(self._source.pages[page].text))

    def frame(self, spans: Spans, scroll: bool = True) -> None:
        """Frame the spans of the field in hand and bring them into view, without moving what is in view already."""
        self._framed = spans
        boxes = self.stack.boxes(spans)
        for item in self.stack.items_in_order:
            item.set_boxes(Over.FRAMED, boxes.get(item.index, []))
        if scroll:
            self._aim = spans
            self._bring(spans)

    def point_out(self, spans: Spans) -> None:
        """Point at single characters of the field in hand."""
        boxes = self.stack.boxes(spans) if spans else {}
        for item in self.stack.items_in_order:
            item.set_boxes(Over.POINTED, boxes.get(item.index, []))

    # -- events -------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A button goes down."""
        self._mouse.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The mouse moves with a button down."""
        self._mouse.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A button goes up."""
        self._mouse.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A word is selected."""
        self._mouse.double_click(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Copy, select, turn."""
        self._mouse.context_menu(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The sentence that stands for a source takes the room."""
        super().resizeEvent(event)
        if hasattr(self, "_nothing"):
            self._nothing.setGeometry(self.viewport().rect().adjusted(12, 12, -12, -12))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, select all of a page, Shift and the arrows to select; keys that scroll; all others are for the window."""
        way = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if way and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.stretch(way, from_start=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.select_all()
        else:
            super().keyPressEvent(event)
