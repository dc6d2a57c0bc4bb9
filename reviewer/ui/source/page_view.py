"""The original of a PDF or a scan: its pages as they look, with their marks."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from reviewer.base.i18n import tr
from reviewer.model.fields import FieldRef
from reviewer.model.review import Review
from reviewer.model.source import Source
from reviewer.model.spans import Span, Spans
from reviewer.ui.source.marks import Marks, Stretch
from reviewer.ui.source.page_canvas import PageCanvas
from reviewer.ui.source.page_find import Finder
from reviewer.ui.source.page_mouse import PageMouse
from reviewer.ui.source.page_selection import Cells, selected_flow, text_to_copy


class PageSourceView(PageCanvas):
    """Shows the pages of a source; says which field was clicked."""

    field_clicked = Signal(object)
    """The FieldRef that claims the character that was clicked."""
    several_clicked = Signal(list)
    text_marked = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pageSourceView")
        self.setAccessibleName(tr("Original pages"))
        self._source: Source | None = None
        self._marks: Marks | None = None
        self._selected: Spans = ()
        self._framed: Spans = ()
        """Where the field in hand stands."""
        self._last_click: tuple[int, int, FieldRef] | None = None
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
        self.bitmaps.use(source.data)
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
            item.set_framed([])
            item.set_selected([])

    def mark(self, review: Review, with_unclaimed: bool) -> None:
        """Mark the fields of a review; only pages whose marks changed are drawn again."""
        if self._marks is not None:
            changed = self._marks.update(review, with_unclaimed)
            items = self.stack.items_in_order
            for page in range(len(items)) if changed is None else {span.page for span in changed}:
                items[page].forget_marks()

    def _stretches(self, page: int) -> list[Stretch]:
        if self._marks is None or self._source is None:
            return []
        return self._marks.within(page, 0, len(self._source.pages[page].text))

    def frame(self, spans: Spans, scroll: bool = True) -> None:
        """Frame the spans of the field in hand and bring them into view, without moving what is in view already."""
        self._framed = spans
        boxes = self.stack.boxes(spans)
        for item in self.stack.items_in_order:
            item.set_framed(boxes.get(item.index, []))
        if scroll:
            self._aim = spans
            self._bring(spans)

    @property
    def source(self) -> Source | None:
        """What is shown."""
        return self._source

    # -- text and spans -----------------------------------------------------------------------------------------

    def selected_spans(self) -> tuple[str, Spans]:
        """The selected text with its layout undone, and where it stands; ("", ()) where nothing is selected."""
        if self._source is None or not self._selected:
            return "", ()
        flow = selected_flow(self._source, self._selected)
        return flow.text, flow.spans

    def find_text(self, text: str, forward: bool = True) -> bool:
        """Select the next (or previous) place where `text` stands, round the end; False where it stands nowhere."""
        if self._source is None or not text:
            return False
        if self._selected:
            page, start, end = self._selected[0] if not forward else self._selected[-1]
            place = (page, end if forward else start)
        else:
            place = (self.current_page(), 0)
        found = self._finder.find(text, *place, forward)
        if found is None:
            return False
        self.select((found,))
        self._aim = (found,)
        self._bring(self._aim)
        return True

    def select_all(self) -> None:
        """Select the whole text of the page in view."""
        if self._source is not None:
            page = self.current_page()
            self.select((Span(page, 0, len(self._source.pages[page].text)),))

    def copy(self) -> None:
        """Put the selected text on the clipboard."""
        if self._source is not None and self._selected:
            QGuiApplication.clipboard().setText(text_to_copy(self._source, self.cells, self._selected))

    def select(self, spans: Spans) -> None:
        """Select these spans instead of what is selected."""
        self._selected = spans
        boxes = self.stack.boxes(spans)
        for item in self.stack.items_in_order:
            item.set_selected(boxes.get(item.index, []))

    def stretch(self, step: int, from_start: bool = False) -> None:
        """Move the end (or the start) of the selection by one character; where nothing is selected, of the field in hand.

        On one page, where it was begun. Makes selecting possible without a mouse.
        """
        spans = self._selected or self._framed
        if self._source is None or not spans:
            return
        page, text = spans[0].page, self._source.pages[spans[0].page].text
        start, end = spans[0].start, max(span.end for span in spans if span.page == page)
        at = start if from_start else end - 1
        at += step
        while 0 <= at < len(text) and text[at].isspace():  # nobody sees a line break: one key, one character
            at += step
        start, end = (at, end) if from_start else (start, at + 1)
        if 0 <= start < end <= len(text):
            self.select((Span(page, start, end),))
            self._aim = (Span(page, at, at + 1),)
            self._bring(self._aim)
            self.text_marked.emit(False)

    def click(self, point: QPointF) -> None:
        """Take the field at a point of the scene in hand; clicking on goes through all that claim the place."""
        place = self.stack.letter(point)
        refs = self._marks.at(*place) if place is not None and self._marks is not None else []
        if place is None or not refs:
            return
        chosen, last = refs[0], self._last_click
        if last is not None and last[2] in refs and last[0] == place[0] and abs(last[1] - place[1]) <= 2:
            chosen = refs[(refs.index(last[2]) + 1) % len(refs)]
        self._last_click = (*place, chosen)
        self.field_clicked.emit(chosen)
        if len(refs) > 1:
            self.several_clicked.emit(refs)

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
