"""The original of Excel, Word and HTML sources: tables and the text around them, as they were given."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QTabBar, QWidget

from reviewer.base.i18n import tr
from reviewer.model.review import Review
from reviewer.model.source import Source
from reviewer.model.spans import Span, Spans
from reviewer.ui.source.find import places
from reviewer.ui.source.grid_canvas import MOST_LAID, SMALLEST_FIT, GridCanvas, Left
from reviewer.ui.source.grid_hands import GridHands
from reviewer.ui.source.grid_paint import paint
from reviewer.ui.source.grid_select import Caret
from reviewer.ui.source.grid_sheet import Sheet, sheets_of
from reviewer.ui.source.looks import looks_of
from reviewer.ui.source.marks import Marks
from reviewer.ui.source.zoom import ZoomTools
from reviewer.ui.theme import data_colours

_STEP, _ZOOMS = 1.1, (0.4, 4.0)
_IN_PASSING = 0.5
"""The smallest zoom to which a table is fitted where only one place of it is looked up."""


class GridSourceView(GridCanvas):
    """Shows tables; says which field was clicked. Texts are laid out when they come into view, not before."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("gridSourceView")
        self.setAccessibleName(tr("Original table"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self._source: Source | None = None
        self._sheets: list[Sheet | None] = []
        self._pages: list[range] = []
        self._whole = False
        """Whether a table that comes is shown as a whole."""
        self.tabs = _tab_bar(self)
        self.tabs.currentChanged.connect(self._tab_chosen)
        self._zoom_tools = ZoomTools(self.zoom_out, self.reset_zoom, self.zoom_in)
        self._hands = GridHands(self)

    # -- what is shown --------------------------------------------------------------------------------------------

    def show_source(self, source: Source, ready: Sheet | None = None) -> None:
        """Show another source, without marks yet, from its beginning; `ready` is its first sheet, where that has been made."""
        if source is self._source:
            return
        further = self._source is not None and source.sha256 == self._source.sha256
        tab = self.tabs.currentIndex() if further else 0
        self._source, self._marks, self.framed = source, Marks(), ()
        labelled = any(page.label for page in source.pages)
        count = len(source.pages)
        self._pages = sheets_of(source)
        self._sheets = [None] * len(self._pages)
        if ready is not None and ready.source is source and self._sheets:
            self._sheets[0] = ready
        self.tabs.blockSignals(True)
        while self.tabs.count():
            self.tabs.removeTab(0)
        if labelled and count > 1:
            for page in source.pages:
                place = self.tabs.addTab(page.label.replace("&", "&&"))
                self.tabs.setTabToolTip(place, page.label)
            self.tabs.setCurrentIndex(tab)
        self.tabs.blockSignals(False)
        self._place_tabs()
        if not further:
            self._zoom = 0.0
        self._turn_to(max(0, tab))
        if self._whole and not further:
            self.fit_page()

    def clear_source(self) -> None:
        """Show nothing."""
        self._source = self._marks = self.sheet = None
        self._sheets, self._pages, self.framed = [], [], ()
        self._laid.clear()
        self.selection.clear()
        self.tabs.hide()
        self._place_tabs()
        self.viewport().update()

    def set_placeholder(self, text: str) -> None:
        """What to say while no source is shown."""
        self._placeholder = text
        self.viewport().update()

    def tools(self) -> Sequence[QWidget]:
        """The zoom."""
        return (self._zoom_tools,)

    def mark(self, review: Review, with_unclaimed: bool) -> None:
        """Mark the fields of a review; only cells whose marks changed are laid out again."""
        if self._marks is None:
            return
        changed = self._marks.update(review, with_unclaimed, at_once=False)
        if changed is None or len(changed) > MOST_LAID:
            self._laid.clear()
            self.viewport().update()
            return
        for span in changed:
            for at in self.units_of(span):
                self._laid.pop(at, None)
        self.draw_again(changed)

    def mark_on(self) -> bool:
        """See ViewOfSource."""
        if self._marks is None or self._marks.is_whole:
            return False
        self._marks.go_on()
        self._laid.clear()
        self.viewport().update()
        return True

    def frame(self, spans: Spans, scroll: bool = True) -> None:
        """Frame the spans of the field in hand and bring them into view, without moving what is in view already."""
        before, self.framed = self.framed, tuple(spans) if self._source is not None else ()
        if self.framed:
            self._describe(self.framed[0])
            if scroll:
                self._bring(self.framed[0])
        self.draw_again((*before, *self.framed))

    def _tab_of(self, page: int) -> int | None:
        return next((tab for tab, pages in enumerate(self._pages) if page in pages), None)

    def turn_tab(self, step: int) -> None:
        """Go to the next (+1) or previous (-1) sheet."""
        self.tabs.setCurrentIndex(max(0, min(self.tabs.count() - 1, self.tabs.currentIndex() + step)))

    def _tab_chosen(self, tab: int) -> None:
        if 0 <= tab < len(self._sheets):
            self._turn_to(tab)

    def _turn_to(self, tab: int) -> None:
        if self._source is None:
            return
        tab = min(tab, len(self._sheets) - 1)
        made = self._sheets[tab]
        if made is None:
            made = self._sheets[tab] = Sheet(self._source, self._pages[tab])
        self.sheet = None
        self.selection.clear()
        self._make_room_for_bar(made)
        self.sheet = made
        self._lay_out()
        self.verticalScrollBar().setValue(0)
        self.horizontalScrollBar().setValue(0)
        self.settle()

    def _make_room_for_bar(self, sheet: Sheet) -> None:
        """Have the bar that a long sheet will need stand there before it is laid out, or it would be laid out twice.

        Left alone, Qt shows a bar when the event loop comes round again; only another policy is followed at once.
        """
        if sheet.rows * self.fontMetrics().height() > self.viewport().height():
            self.verticalScrollBar().setRange(0, sheet.rows)
            for policy in (Qt.ScrollBarPolicy.ScrollBarAlwaysOn, Qt.ScrollBarPolicy.ScrollBarAsNeeded):
                self.setVerticalScrollBarPolicy(policy)

    # -- zoom, and what is in view --------------------------------------------------------------------------------

    def zoom_in(self) -> None:
        """Larger letters."""
        self._zoom_to(self.zoom() * _STEP)

    def zoom_out(self) -> None:
        """Smaller letters."""
        self._zoom_to(self.zoom() / _STEP)

    def reset_zoom(self) -> None:
        """As large as fits into the width, at most 100 %."""
        self._zoom_to(0.0)

    def fit_width(self) -> None:
        """As large as makes the table as wide as the pane, also beyond 100 %."""
        self._zoom_to(self.fitting()[0])

    def is_as_wide(self) -> bool:
        """See ViewOfSource."""
        widest = max(_ZOOMS[0], min(_ZOOMS[1], self.fitting()[0]))  # larger or smaller than letters go it does not get
        return abs(self.zoom() - widest) < 0.02

    def fit_from_now(self, how: str) -> None:
        """See ViewOfSource; a table that is narrower than the pane stays as large as it is."""
        self.smallest_fit = _ZOOMS[0] if how else SMALLEST_FIT
        self._whole = how == "page"

    def fit_in_passing(self) -> None:
        """See ViewOfSource."""
        if self.smallest_fit != _IN_PASSING:
            self.smallest_fit = _IN_PASSING
            self._again()

    def fit_page(self) -> None:
        """The whole table at once, as far as the smallest letters go."""
        for _ in range(3):  # edges and lines do not shrink with the letters: the second look corrects the first
            self._zoom_to(min(self.fitting()))

    def _zoom_to(self, zoom: float) -> None:
        wanted = max(_ZOOMS[0], min(_ZOOMS[1], zoom)) if zoom else 0.0
        if wanted != self._zoom and self.sheet is not None:
            self._zoom = 1.0 if abs(wanted - 1) < 0.02 else wanted
            seen = self._frame_is_seen()
            self._again()
            if seen:
                self._bring(self.framed[0])

    def _frame_is_seen(self) -> bool:
        view = self.view_box()
        boxes = [box for span in self.framed[:1] for at in self.units_of(span) for box in self.boxes_of(at, span)]
        return bool(boxes) and all(view.contains(box) for box in boxes)

    def _lay_out(self) -> None:
        super()._lay_out()
        self._zoom_tools.say(self.zoom())

    def tab(self) -> int:
        """The number of the sheet that is shown."""
        return max(0, self.tabs.currentIndex())

    def go_to(self, place: Left) -> None:
        """Bring back what was in view."""
        if self._source is None:
            return
        if self.tabs.count() and place.tab != self.tabs.currentIndex():
            self.tabs.setCurrentIndex(place.tab)
        if place.zoom != self._zoom:
            self._zoom = place.zoom
            self._lay_out()
        self._restore(place)

    def _bring(self, span: Span) -> None:
        """Turn to the sheet of a span and scroll until it is seen, into the upper third where anything moves."""
        tab = self._tab_of(span.page)
        if tab is None:
            return
        if self.tabs.count() and tab != self.tabs.currentIndex():
            self.tabs.setCurrentIndex(tab)
        for at in self.units_of(span)[:1]:
            self.bring(at, span)

    # -- text and spans -------------------------------------------------------------------------------------------

    def selected_spans(self) -> tuple[str, Spans]:
        """The selected text with its layout undone, and where it stands; ("", ()) where nothing is selected."""
        if self.sheet is None:
            return "", ()
        flow = self.selection.flow(self.sheet, self.text_of)
        return flow.text, flow.spans

    def find_text(self, text: str, forward: bool = True) -> bool:
        """Select the next (or previous) place of `text` in any sheet and show it, round the end."""
        if self._source is None or not text:
            return False
        here = None
        if self.sheet is not None and self.selection.caret is not None and self.selection.anchor is not None:
            first, last = sorted((self.selection.anchor, self.selection.caret))
            one = last if forward else first
            here = self.text_of(one.at).place_of(one.unit)
            if here is not None and forward and not self.selection.is_empty and one.unit >= self.text_of(one.at).length:
                here = here[0], here[1] + 1
        return any(self._select(span) for span in places(self._source, text, here, forward))

    def _select(self, span: Span) -> bool:
        """Select a span and show it; False where it does not stand in one cell."""
        tab = self._tab_of(span.page)
        if tab is None or self._source is None:
            return False
        sheet = self._sheets[tab]
        if sheet is None:
            sheet = self._sheets[tab] = Sheet(self._source, self._pages[tab])
        showing = sheet.showing(span)
        if len(showing) != 1:
            return False
        self._bring(span)
        found = self.text_of(showing[0]).range_of(span)
        if found is None or self.text_of(showing[0]).spans(*found) != (span,):
            return False
        self.selection.put(Caret(showing[0], found[0]))
        self.selection.put(Caret(showing[0], found[1]), keep_anchor=True)
        self._describe(span)
        self.viewport().update()
        return True

    def _describe(self, span: Span) -> None:
        """Say to who cannot see it where the span stands and what is in its cell."""
        for at in self.units_of(span)[:1]:
            self.describe(at)

    # -- events -----------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is in view."""
        painter = QPainter(self.viewport())
        paint(self, painter, event.region())
        painter.end()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Measure the rows that come into view."""
        if not self._settling:
            self.settle()
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit into the new width."""
        super().resizeEvent(event)
        self._place_tabs()
        if event.size().width() != event.oldSize().width():
            self._again()
        else:
            self.settle()

    def _place_tabs(self) -> None:
        shown = self.tabs.count() > 1
        self.tabs.setVisible(shown)
        height = self.tabs.sizeHint().height() if shown else 0
        if self.viewportMargins().bottom() != height:
            self.setViewportMargins(0, 0, 0, height)
        room = self.viewport().geometry()
        self.tabs.setGeometry(room.left(), room.bottom() + 1, room.width(), height)

    def showEvent(self, event: QShowEvent) -> None:
        """Lay out with the sizes that are true now."""
        super().showEvent(event)
        self._place_tabs()

    def changeEvent(self, event: QEvent) -> None:
        """Take another palette's colours, another font's sizes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_looks"):
            self._looks = looks_of(data_colours(self.palette()))
            self._laid.clear()
            self.viewport().update()
        elif event.type() == QEvent.Type.FontChange and hasattr(self, "_looks"):
            self._again()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the caret."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the caret."""
        super().focusOutEvent(event)
        self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl the wheel zooms."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.angleDelta().y():
                (self.zoom_in if event.angleDelta().y() > 0 else self.zoom_out)()
            event.accept()
        else:
            super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to select."""
        self._hands.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on selecting."""
        self._hands.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click without dragging takes the field under it in hand; clicking on goes through all that claim it."""
        self._hands.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select a word."""
        self._hands.double_click(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move and select by keyboard."""
        if not self._hands.key(event):
            super().keyPressEvent(event)


def _tab_bar(parent: QWidget) -> QTabBar:
    tabs = QTabBar(parent)
    tabs.setObjectName("sheetTabs")
    tabs.setAccessibleName(tr("Sheets"))
    tabs.setShape(QTabBar.Shape.RoundedSouth)
    tabs.setExpanding(False)
    tabs.setDrawBase(False)
    tabs.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    tabs.hide()
    return tabs
