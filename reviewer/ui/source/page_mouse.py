"""The mouse over pages: click a field, drag over text, drag a box with Alt, words and lines, pages pulled along."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication, QMenu, QRubberBand

from reviewer.base.i18n import tr
from reviewer.model.spans import Span
from reviewer.ui.source.page_selection import Spot, between
from reviewer.ui.source.page_text import PageText


class PageMouse(QObject):
    """What the buttons of the mouse do. The view hands its events on: a filter of events would slow every frame."""

    def __init__(self, view: PageText) -> None:
        super().__init__(view)
        self._view = view
        self._pressed: QPoint | None = None
        """Where the left button went down, in the viewport."""
        self._anchor: Spot | None = None
        self._corner: QPointF | None = None
        """The first corner of a box that is being dragged, in the scene."""
        self._is_dragging = False
        self._pulled: QPoint | None = None
        self._twice_at: tuple[int, QPoint] | None = None
        """When and where a word was double clicked, to know a third click."""
        self._band = QRubberBand(QRubberBand.Shape.Rectangle, view.viewport())
        self._along = QTimer(self, interval=30)
        self._along.timeout.connect(self._scroll_along)

    # -- one button after the other -----------------------------------------------------------------------------

    def press(self, event: QMouseEvent) -> None:
        """A button goes down."""
        view, place = self._view, event.position().toPoint()
        view.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() is Qt.MouseButton.MiddleButton:
            self._pulled = place
            view.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        self._pressed, self._is_dragging = place, False
        if self._is_third_click(event, place):
            self._select_line(view.mapToScene(place))
            self._pressed = None
            return
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._corner = view.mapToScene(place)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self._anchor is not None:
            self._is_dragging = True
            self._drag_to(place)
        else:
            self._anchor = view.stack.spot(view.mapToScene(place))
            view.select(())

    def move(self, event: QMouseEvent) -> None:
        """The mouse moves, with a button down."""
        place = event.position().toPoint()
        if self._pulled is not None:
            step, self._pulled = place - self._pulled, place
            self._view.scroll_by(-step.x(), -step.y())
            return
        if self._pressed is None:
            return
        far = (place - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        if self._is_dragging or far:
            self._is_dragging = True
            self._drag_to(place)
            outside = not self._view.viewport().rect().contains(place)
            if outside and not self._along.isActive():
                self._along.start()
            elif not outside:
                self._along.stop()

    def release(self, event: QMouseEvent) -> None:
        """A button goes up: a click, or the end of a drag."""
        self._pulled = None
        self._view.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        if event.button() is not Qt.MouseButton.LeftButton or self._pressed is None:
            return
        self._along.stop()
        self._band.hide()
        was_click = not self._is_dragging
        self._pressed, self._corner, self._is_dragging = None, None, False
        if was_click:
            self._view.click(self._view.mapToScene(event.position().toPoint()))
        elif self._view.selected_spans()[1]:
            self._view.text_marked.emit(False)

    def double_click(self, event: QMouseEvent) -> None:
        """A word is wanted."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        place = event.position().toPoint()
        self._pressed = None
        self._twice_at = (event.timestamp(), place)
        letter = self._view.stack.letter(self._view.mapToScene(place))
        if letter is not None:
            page, offset = letter
            start, end = self._view.stack.items_in_order[page].letters.word(offset)
            self._view.select((Span(page, start, end),))
            self._anchor = Spot(page, start, start)
            self._view.text_marked.emit(True)

    def _is_third_click(self, event: QMouseEvent, place: QPoint) -> bool:
        twice, self._twice_at = self._twice_at, None
        if twice is None:
            return False
        soon = event.timestamp() - twice[0] <= QApplication.doubleClickInterval()
        return soon and (place - twice[1]).manhattanLength() < QApplication.startDragDistance()

    def _select_line(self, point: QPointF) -> None:
        """The whole cell; outside of tables the line."""
        view = self._view
        letter = view.stack.letter(point)
        if letter is None:
            return
        page, offset = letter
        cell = view.cells.at(page, offset)
        start, end = (cell.start, cell.end) if cell else view.stack.items_in_order[page].letters.line(offset)
        view.select((Span(page, start, end),))
        self._anchor = Spot(page, start, start)

    # -- dragging -----------------------------------------------------------------------------------------------

    def _drag_to(self, place: QPoint) -> None:
        view = self._view
        point = view.mapToScene(place)
        if self._corner is not None:
            area = QRectF(self._corner, point).normalized()
            view.select(view.stack.inside(area))
            start = view.mapFromScene(self._corner)
            self._band.setGeometry(QRect(start, QSize()).united(QRect(place, QSize(1, 1))).normalized())
            self._band.show()
            return
        head = view.stack.spot(point)
        if view.source is not None and self._anchor is not None and head is not None:
            view.select(between(view.source, view.cells, self._anchor, head))

    def _scroll_along(self) -> None:
        """The pages go on while something is dragged beyond the edge."""
        view = self._view
        if not QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            self._along.stop()
            return
        place = view.viewport().mapFromGlobal(view.cursor().pos())
        room = view.viewport().rect()
        across = min(0, place.x() - room.left()) + max(0, place.x() - room.right())
        down = min(0, place.y() - room.top()) + max(0, place.y() - room.bottom())
        view.scroll_by(max(-40, min(40, across // 3)), max(-40, min(40, down // 3)))
        self._drag_to(place)

    # -- the menu -----------------------------------------------------------------------------------------------

    def context_menu(self, event: QContextMenuEvent) -> None:
        """What can be done here."""
        view = self._view
        menu = QMenu(view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copy = menu.addAction(tr("Copy"))
        copy.setEnabled(bool(view.selected_spans()[1]))
        copy.triggered.connect(view.copy)
        menu.addAction(tr("Select all of this page")).triggered.connect(view.select_all)
        menu.addSeparator()
        menu.addAction(tr("Fit width")).triggered.connect(view.fit_width)
        menu.addAction(tr("Whole page")).triggered.connect(view.fit_page)
        menu.addAction(tr("Actual size")).triggered.connect(view.actual_size)
        menu.addSeparator()
        menu.addAction(tr("Turn this page")).triggered.connect(view.turn_page)
        menu.addAction(tr("Turn all pages")).triggered.connect(view.turn_all)
        menu.popup(event.globalPos())
