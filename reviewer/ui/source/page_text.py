"""Pages with their text: what is selected, found, copied and clicked on them."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from reviewer.model.fields import FieldRef
from reviewer.model.source import Source
from reviewer.model.spans import Span, Spans
from reviewer.ui.source.marks import Marks
from reviewer.ui.source.page_canvas import PageCanvas
from reviewer.ui.source.page_find import Finder
from reviewer.ui.source.page_items import Over
from reviewer.ui.source.page_selection import Cells, selected_flow, text_to_copy


class PageText(PageCanvas):
    """Pages on which text can be selected and fields be clicked; a subclass puts a source on them."""

    field_clicked = Signal(object)
    """The FieldRef that claims the character that was clicked."""
    several_clicked = Signal(list)
    text_marked = Signal(bool)

    cells: Cells
    _finder: Finder

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source: Source | None = None
        self._marks: Marks | None = None
        self._selected: Spans = ()
        self._framed: Spans = ()
        """Where the field in hand stands."""
        self._last_click: tuple[int, int, FieldRef] | None = None

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
            item.set_boxes(Over.SELECTED, boxes.get(item.index, []))

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
