"""Pages below one another on the screen: scrolled, enlarged, turned, drawn when they come near. Knows nothing of reviews."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QHideEvent, QKeyEvent, QPalette, QResizeEvent, QShowEvent, QTransform, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsView, QWidget

from reviewer.base.i18n import tr
from reviewer.model.spans import Spans
from reviewer.ui.source.letters import Box
from reviewer.ui.source.marks import Stretch
from reviewer.ui.source.page_bitmaps import PageBitmaps, Wanted, fitting_scale
from reviewer.ui.source.page_items import Look
from reviewer.ui.source.page_stack import GAP, PageStack
from reviewer.ui.source.page_tools import PageNumber, TurnButton
from reviewer.ui.source.zoom import ZoomTools
from reviewer.ui.theme import paper_colours

_UPPER_THIRD = 0.3
_STEP = 1.2
_SMALLEST, _LARGEST = 0.1, 8.0
_AHEAD = 2
"""So many pages beyond those in view are drawn before anybody asks."""
_LINE = 48
"""Pixels that an arrow key scrolls."""
_ASIDE = 8
"""Pixels left free beside what is brought into view."""
_READABLE = 9.5
"""Pixels at 96 dpi of ink in which Han characters are read with ease."""
_TOLD_APART = 7.5
"""As few as they can still be told apart in; a wide sheet on paper shrinks to half of that."""


class Fit(Enum):
    """What the zoom follows when the room changes."""

    READABLE = "readable"
    """As wide as there is room, but never so small that the letters cannot be read: then what is in hand is scrolled to."""
    WIDTH = "width"
    PAGE = "page"
    NOTHING = "nothing"
    """The user has chosen a zoom."""


class Left(NamedTuple):
    """What was in view: the page at the top and how far down it, across, the zoom and what it follows, how pages are turned."""

    page: int
    down: float
    across: int
    zoom: float
    fit: Fit
    turns: list[int]


class PageCanvas(QGraphicsView):
    """The view without its source: a subclass puts pages on `stack` and says what is marked on them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._aim: Spans = ()
        """What was brought into view last, until the user scrolls."""
        self._fit = Fit.READABLE
        self.bitmaps = PageBitmaps()
        self.bitmaps.drawn.connect(self._picture_came)
        self.destroyed.connect(self.bitmaps.stop)
        self._look = Look(self.bitmaps.get, self._stretches, paper_colours(), QColor())
        self.stack = PageStack(self._look, self)
        self.setScene(self.stack)
        self._number = PageNumber()
        self._number.wanted.connect(self.go_to_page)
        self._zoom_tools = ZoomTools(self.zoom_out, self.reset_zoom, self.zoom_in)
        self._turn_button = TurnButton(self.turn_page)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._follow)
        for bar in (self.verticalScrollBar(), self.horizontalScrollBar()):
            bar.valueChanged.connect(lambda _value: self._soon.start())
            bar.actionTriggered.connect(lambda _action: self._moved_by_hand())
        self._prepare()

    def _prepare(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # else fitting would go to and fro
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.MinimalViewportUpdate)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontAdjustForAntialiasing)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self._take_colours()

    def tools(self) -> Sequence[QWidget]:
        """The page number, the zoom, and turning."""
        return (self._number, self._zoom_tools, self._turn_button)

    def _stretches(self, _page: int) -> list[Stretch]:
        """What is marked on a page, the weakest mark first."""
        return []

    # -- zoom and turning ---------------------------------------------------------------------------------------

    @property
    def zoom(self) -> float:
        """Pixels (of the window, not of the screen) a point of paper."""
        return self.transform().m11()

    def zoom_in(self) -> None:
        """Larger by one step."""
        self._set_zoom(self.zoom * _STEP)

    def zoom_out(self) -> None:
        """Smaller by one step."""
        self._set_zoom(self.zoom / _STEP)

    def reset_zoom(self) -> None:
        """As large as at first: as wide as there is room, but readable."""
        self._fit = Fit.READABLE
        self._refit()
        self._bring(self._aim)

    def fit_width(self) -> None:
        """As wide as there is room, now and whenever the room changes."""
        self._fit = Fit.WIDTH
        self._refit()

    def is_as_wide(self) -> bool:
        """See ViewOfSource."""
        return abs(self.stack.sceneRect().width() * self.zoom - self.viewport().width()) <= 2

    def fit_from_now(self, how: str) -> None:
        """See ViewOfSource."""
        self._fit = {"width": Fit.WIDTH, "page": Fit.PAGE}.get(how, Fit.READABLE)

    def fit_in_passing(self) -> None:
        """As usual: what is in hand is scrolled to, in letters that can be read."""

    def fit_page(self) -> None:
        """The page in view as a whole, now and whenever the room changes."""
        self._fit = Fit.PAGE
        page = self.current_page()
        self._refit()
        if self.stack.items_in_order:
            self.go_to_page(page)

    def actual_size(self) -> None:
        """As large as on paper."""
        self._set_zoom(self._natural())

    def zoom_at(self, factor: float, at: QPointF) -> None:
        """Larger by a factor, around a point of the viewport."""
        self._set_zoom(self.zoom * factor, at)

    def turn_page(self) -> None:
        """Turn the page in view a quarter clockwise; the file stays as it is."""
        self._turn({self.current_page()})

    def turn_all(self) -> None:
        """Turn every page a quarter clockwise; the file stays as it is."""
        self._turn(set(range(len(self.stack.items_in_order))))

    def _turn(self, pages: set[int]) -> None:
        page = self.current_page()
        self.stack.turn([turn + (index in pages) for index, turn in enumerate(self.stack.turns())])
        self._refit()
        if self.stack.items_in_order:
            self.go_to_page(page)

    def _natural(self) -> float:
        return self.logicalDpiX() / 72

    def _set_zoom(self, zoom: float, at: QPointF | None = None) -> None:
        """Another zoom; what is at `at` in the viewport (else where the eye is) stays there."""
        self._fit = Fit.NOTHING
        self._apply_zoom(zoom, at or self._looked_at())

    def _looked_at(self) -> QPointF:
        """Where the eye is, in the viewport: at what was brought into view last if it is still there, else the upper third."""
        room = QRectF(self.viewport().rect())
        for page, boxes in self.stack.boxes(self._aim[:1]).items():
            here = self._on_screen(page, boxes[:1])
            if boxes and room.contains(here.center()):
                return here.center()
        return QPointF(room.width() / 2, room.height() * _UPPER_THIRD)

    def _apply_zoom(self, zoom: float, at: QPointF) -> None:
        natural = self._natural()
        zoom = min(max(zoom, _SMALLEST * natural), _LARGEST * natural)
        fixed = self.mapToScene(at.toPoint())
        self.setTransform(QTransform.fromScale(zoom, zoom))
        now = self.mapFromScene(fixed)
        for bar, by in (
            (self.horizontalScrollBar(), now.x() - at.x()),
            (self.verticalScrollBar(), now.y() - at.y()),
        ):
            bar.setValue(bar.value() + round(by))
        self._zoom_tools.say(zoom / natural)
        self._soon.start()

    def _refit(self) -> None:
        width = self.stack.sceneRect().width()
        if self._fit is Fit.NOTHING or width <= 2 * GAP:
            return
        room = self.viewport().size()
        zoom = (room.width() - 1) / width
        if self._fit is Fit.PAGE:
            size = self.stack.items_in_order[self.current_page()].size()
            zoom = min(room.width() / (size.width() + 2 * GAP), room.height() / (size.height() + 2 * GAP))
        letter = self.stack.letter_height() * 96 / self.logicalDpiX() if self._fit is Fit.READABLE else 0.0
        if 0 < letter * zoom < _TOLD_APART:  # the width does; letters larger than on paper are nobody's wish, though:
            zoom = max(
                zoom, min(_READABLE / letter, 1.5 * self._natural())
            )  # a tiny footnote must not blow up the page
        self._apply_zoom(zoom, QPointF(0, 0))

    # -- in view ------------------------------------------------------------------------------------------------

    def current_page(self) -> int:
        """The page in the upper third of the view, counted from 0."""
        return self.stack.page_at(self.mapToScene(0, int(self.viewport().height() * _UPPER_THIRD)).y())

    def go_to_page(self, page: int) -> None:
        """Bring the beginning of a page to the top."""
        self._aim = ()
        self._scroll_to(self.stack.top_of(page) - GAP / 2)

    def place(self) -> Left:
        """What is in view, to come back to with go_to()."""
        top = self.mapToScene(0, 0).y()
        page = self.stack.page_at(top)
        down = top - self.stack.top_of(page) if self.stack.items_in_order else 0.0
        return Left(page, down, self.horizontalScrollBar().value(), self.zoom, self._fit, self.stack.turns())

    def go_to(self, place: Left) -> None:
        """Bring back into view what was in view."""
        if not 0 <= place.page < len(self.stack.items_in_order):
            return
        self._aim = ()
        self.stack.turn(place.turns)
        self._fit = place.fit
        if place.fit is Fit.NOTHING:
            self._apply_zoom(place.zoom, QPointF(0, 0))
        else:
            self._refit()
        self._scroll_to(self.stack.top_of(place.page) + place.down)
        self.horizontalScrollBar().setValue(place.across)

    def _scroll_to(self, y: float, share: float = 0.0) -> None:
        """Bring a height of the scene down to `share` of the view."""
        bar = self.verticalScrollBar()
        now = self.mapFromScene(QPointF(0, y)).y()
        bar.setValue(bar.value() + round(now - share * self.viewport().height()))

    def _bring(self, spans: Spans) -> None:
        """Bring the first of some spans into view, its top into the upper third if anything moves."""
        if not spans or spans[0].page >= len(self.stack.items_in_order):
            return
        page = spans[0].page
        boxes = self.stack.boxes(spans[:1]).get(page, [])
        if not boxes:  # not recognised yet, or not drawn: the page at least
            if page not in self._in_view():
                self._scroll_to(self.stack.top_of(page) - GAP / 2)
            return
        area = self._on_screen(page, boxes)
        room = QRectF(self.viewport().rect())
        if area.height() > room.height() * (1 - _UPPER_THIRD):
            first = self._on_screen(page, boxes[:1])
            is_seen = room.top() <= first.top() <= room.height() * _UPPER_THIRD
        else:
            is_seen = room.top() <= area.top() and area.bottom() <= room.bottom()
        if not is_seen:
            self._scroll_to(self.mapToScene(area.topLeft().toPoint()).y(), _UPPER_THIRD)
        self._bring_across(page, spans, area)

    def _bring_across(self, page: int, spans: Spans, area: QRectF) -> None:
        """Move sideways where something of `area` is out of view: to the whole line of its cell where that has room."""
        room, bar = self.viewport().width(), self.horizontalScrollBar()
        if area.left() >= 0 and area.right() <= room:
            return
        line = area.united(self._on_screen(page, [self.stack.items_in_order[page].letters.line_box(spans[0].start)]))
        goal = line if line.width() + 2 * _ASIDE <= room else area
        if goal.left() < 0 or goal.width() + 2 * _ASIDE > room:
            bar.setValue(bar.value() + round(goal.left() - _ASIDE))
        else:
            bar.setValue(bar.value() + round(goal.right() - room + _ASIDE))

    def _on_screen(self, page: int, boxes: list[Box]) -> QRectF:
        return QRectF(self.mapFromScene(self.stack.area(page, boxes)).boundingRect())

    def _in_view(self) -> range:
        top = self.mapToScene(0, 0).y()
        bottom = self.mapToScene(0, self.viewport().height()).y()
        return self.stack.pages_between(top, bottom)

    def scroll_by(self, across: int, down: int) -> None:
        """Move by so many pixels, as the user pulls."""
        self._moved_by_hand()
        for bar, by in ((self.horizontalScrollBar(), across), (self.verticalScrollBar(), down)):
            bar.setValue(bar.value() + by)

    def _moved_by_hand(self) -> None:
        self._aim = ()

    def _follow(self) -> None:
        """After every move: say which page is in view, and have what is near it drawn."""
        if not self.stack.items_in_order:
            return
        page = self.current_page()
        self._number.show_page(page)
        self.setAccessibleDescription(
            tr("Page {number} of {count}", number=page + 1, count=len(self.stack.items_in_order))
        )
        if not self.isVisible():
            return
        seen = self._in_view()
        near = [*sorted(seen, key=lambda each: abs(each - page))]
        for far in range(1, _AHEAD + 1):
            near += [seen.stop - 1 + far, seen.start - far]
        scale = self.zoom * self.viewport().devicePixelRatioF()
        wanted = []
        for index in near:
            if 0 <= index < len(self.stack.items_in_order):
                item = self.stack.items_in_order[index]
                paper = item.paper()
                wanted.append(Wanted(index, fitting_scale(paper.width(), paper.height(), scale), item.turn))
        self.bitmaps.want(wanted)

    def _picture_came(self, page: int) -> None:
        if page < len(self.stack.items_in_order):
            self.stack.items_in_order[page].update()

    # -- events -------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the width fitted, and in view what was brought into view."""
        super().resizeEvent(event)
        if not hasattr(self, "_soon"):
            return
        self._refit()
        self._bring(self._aim)
        self._soon.start()

    def showEvent(self, event: QShowEvent) -> None:
        """What was not drawn while nobody looked is drawn now."""
        super().showEvent(event)
        self._soon.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing more is drawn that nobody looks at."""
        super().hideEvent(event)
        self.bitmaps.want(())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls; with Ctrl it zooms around the mouse."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_at(_STEP ** (event.angleDelta().y() / 120), event.position())
            event.accept()
            return
        self._moved_by_hand()
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Page Up and Down, Space scroll; Home and End go to the ends of the page, with Ctrl of all."""
        room = self.viewport().height()
        down = {Qt.Key.Key_Up: -_LINE, Qt.Key.Key_Down: _LINE, Qt.Key.Key_PageUp: -0.9 * room,
                Qt.Key.Key_PageDown: 0.9 * room, Qt.Key.Key_Space: 0.9 * room}  # fmt: skip
        across = {Qt.Key.Key_Left: -_LINE, Qt.Key.Key_Right: _LINE}
        key = Qt.Key(event.key())
        if key in down or key in across:
            self.scroll_by(across.get(key, 0), round(down.get(key, 0)))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._moved_by_hand()
            self._go_to_end(key == Qt.Key.Key_Home, bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        else:
            event.ignore()

    def _go_to_end(self, first: bool, of_all: bool) -> None:
        """To the beginning or the end of the page in view, or of all."""
        bar = self.verticalScrollBar()
        if of_all or not self.stack.items_in_order:
            bar.setValue(bar.minimum() if first else bar.maximum())
            return
        item = self.stack.items_in_order[self.current_page()]
        top = self.stack.top_of(item.index)
        if first:
            self._scroll_to(top - GAP / 2)
        else:
            self._scroll_to(top + item.size().height() + GAP / 2, 1.0)

    def changeEvent(self, event: QEvent) -> None:
        """Take the colours of another palette; pages stay white."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_look"):
            self._take_colours()

    def _take_colours(self) -> None:
        palette = self.palette()
        self.setBackgroundBrush(palette.color(QPalette.ColorRole.Window).darker(108))
        highlight = palette.color(QPalette.ColorRole.Highlight)
        share = 0.45  # of the highlight's strength: the letters under it must stay readable
        parts = (round(255 - share * (255 - part)) for part in (highlight.red(), highlight.green(), highlight.blue()))
        self._look.highlight = QColor(*parts)
        self._look.border = palette.color(QPalette.ColorRole.Window).darker(150)
        self.viewport().update()
