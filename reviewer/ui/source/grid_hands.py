"""What mouse and keyboard do in the grid view: click, drag, words, cells, the caret."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent

from reviewer.model.fields import FieldRef
from reviewer.model.spans import Spans
from reviewer.ui.source.grid_canvas import GridCanvas
from reviewer.ui.source.grid_select import Caret
from reviewer.ui.source.grid_sheet import At
from reviewer.ui.source.words import word_at

_Key = Qt.Key
_OURS = (
    _Key.Key_Left, _Key.Key_Right, _Key.Key_Up, _Key.Key_Down, _Key.Key_Home, _Key.Key_End, _Key.Key_PageUp, _Key.Key_PageDown,
    _Key.Key_Space,
)  # fmt: skip
"""The keys that move the caret, and the one that takes the field at it."""


class GridHands:
    """Mouse and keyboard of one grid view."""

    def __init__(self, view: GridCanvas) -> None:
        self._view = view
        self._last_click: tuple[tuple[int, int], FieldRef] | None = None
        self._double: tuple[int, QPointF] | None = None
        """When and where the last double click was: one more click is a third."""
        self._dragging = False
        self._begun_at: Spans = ()
        """The field in hand at which the caret was put last: there it sets out, until the user has put it elsewhere."""

    # -- mouse ----------------------------------------------------------------------------------------------------

    def press(self, event: QMouseEvent) -> None:
        """Put the caret, or with Shift select up to it; the third click on a place selects its whole cell."""
        caret = self._view.caret_at(event.position(), between=True)
        if event.button() is not Qt.MouseButton.LeftButton or caret is None:
            return
        self._dragging = True
        if self._is_third(event):
            self._dragging = False
            self._select(caret.at, 0, self._view.text_of(caret.at).length)
            return
        self._view.selection.put(caret, keep_anchor=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        self._view.viewport().update()

    def _is_third(self, event: QMouseEvent) -> bool:
        if self._double is None:
            return False
        hints = QGuiApplication.styleHints()
        soon = event.timestamp() - self._double[0] <= hints.mouseDoubleClickInterval()
        near = (event.position() - self._double[1]).manhattanLength() <= hints.startDragDistance()
        self._double = None
        return soon and near

    def move(self, event: QMouseEvent) -> None:
        """Select up to where the mouse is; beyond an edge the sheet moves along."""
        if not self._dragging or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        view, point = self._view, event.position()
        room = view.viewport().rect()
        for bar, place, end in (
            (view.verticalScrollBar(), point.y(), room.height()),
            (view.horizontalScrollBar(), point.x(), room.width()),
        ):
            if place < 0 or place > end:
                bar.setValue(bar.value() + int(place if place < 0 else place - end))
        caret = view.caret_at(point, between=True)
        if caret is not None:
            view.selection.put(caret, keep_anchor=True)
            view.viewport().update()

    def release(self, event: QMouseEvent) -> None:
        """A click that selected nothing takes the field under it in hand."""
        if event.button() is Qt.MouseButton.LeftButton and self._dragging and self._view.selection.is_empty:
            caret = self._view.caret_at(event.position(), between=False)
            if caret is not None:
                self.take(caret)
        elif self._dragging:
            self._view.text_marked.emit(False)
        self._dragging = False
        self._begun_at = self._view.framed

    def double_click(self, event: QMouseEvent) -> None:
        """Select the word under the mouse."""
        caret = self._view.caret_at(event.position(), between=False)
        if event.button() is not Qt.MouseButton.LeftButton or caret is None:
            return
        self._double = event.timestamp(), event.position()
        text = self._view.text_of(caret.at)
        here = text.index_of(caret.unit)
        word = word_at(text.text, here)
        if word is not None:
            self._select(caret.at, text.unit_of(word[0]), text.unit_of(word[1]))
        else:
            self._select(caret.at, caret.unit, min(caret.unit + 1, text.length))
        self._view.text_marked.emit(True)

    def _select(self, at: At, start: int, end: int) -> None:
        self._view.selection.put(Caret(at, start))
        self._view.selection.put(Caret(at, end), keep_anchor=True)
        self._view.viewport().update()

    def take(self, caret: Caret) -> None:
        """Take the field that claims a character in hand; of several the next one each time."""
        place, refs = self._view.refs_at(caret)
        if place is None or not refs:
            return
        chosen = refs[0]
        if self._last_click is not None:
            (page, offset), last = self._last_click
            if last in refs and page == place[0] and abs(offset - place[1]) <= 2:
                chosen = refs[(refs.index(last) + 1) % len(refs)]
        self._last_click = place, chosen
        self._view.field_clicked.emit(chosen)
        if len(refs) > 1:
            self._view.several_clicked.emit(refs)

    # -- keyboard -------------------------------------------------------------------------------------------------

    def key(self, event: QKeyEvent) -> bool:
        """Move the caret, select with Shift, copy, take the field at the caret; False where the key is not meant for us."""
        view = self._view
        if view.sheet is None or not view.sheet.rows:
            return False
        if event.matches(QKeySequence.StandardKey.Copy):
            text = view.selection.copied(view.sheet, view.text_of)
            if text:
                QGuiApplication.clipboard().setText(text)
            return True
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self._select_more()
            return True
        key, held = event.key(), event.modifiers()
        control = bool(held & Qt.KeyboardModifier.ControlModifier)
        if control and key in (_Key.Key_PageUp, _Key.Key_PageDown):
            view.turn_tab(1 if key == _Key.Key_PageDown else -1)
            return True
        if held & Qt.KeyboardModifier.AltModifier or key not in _OURS:
            return False  # Shift alone, say, on its way to Shift+F6: it selects nothing
        self._begin_at_field(bool(held & Qt.KeyboardModifier.ShiftModifier))
        here = view.selection.caret or self._first_in_view()
        if here is None:
            return False
        if key == _Key.Key_Space and not control:
            self.take(here)
            return True
        to = self._moved(here, key, control)
        if to is None:
            return False
        view.selection.put(to, keep_anchor=bool(held & Qt.KeyboardModifier.ShiftModifier))
        if not view.selection.is_empty:
            view.text_marked.emit(False)
        view.bring_caret(to)
        view.describe(to.at)
        view.viewport().update()
        return True

    def _begin_at_field(self, selecting: bool) -> None:
        """Where nothing is selected, the caret sets out from the field in hand; with `selecting` its text is selected."""
        view, framed = self._view, self._view.framed
        if not framed or framed == self._begun_at or not view.selection.is_empty:
            return
        self._begun_at = framed
        at = next(iter(view.units_of(framed[0])), None)
        ends = view.text_of(at).range_of(framed[0]) if at is not None else None
        if at is not None and ends is not None:
            view.selection.put(Caret(at, ends[0]))
            if selecting:
                view.selection.put(Caret(at, ends[1]), keep_anchor=True)

    def _moved(self, here: Caret, key: int, control: bool) -> Caret | None:
        """Where a key takes the caret, None for a key that does not move it."""
        view = self._view
        if key in (_Key.Key_Left, _Key.Key_Right):
            return self._across(here, 1 if key == _Key.Key_Right else -1, control)
        if key in (_Key.Key_Up, _Key.Key_Down):
            return self._along(here, key == _Key.Key_Down, control)
        if key in (_Key.Key_Home, _Key.Key_End):
            last = key == _Key.Key_End
            at = self._outermost(last) if control else here.at
            return Caret(at, view.text_of(at).length if last else 0)
        if key in (_Key.Key_PageUp, _Key.Key_PageDown):
            return self._page(here, key == _Key.Key_PageDown)
        return None

    def _first_in_view(self) -> Caret | None:
        return self._view.caret_at(self._view.corner() + QPointF(1, 1), between=True)

    def _outermost(self, last: bool) -> At:
        sheet = self._view.sheet
        assert sheet is not None
        everything = [
            At(b, sheet.last_index(b) if last else 0) for b in range(len(sheet.blocks)) if sheet.last_index(b) >= 0
        ]
        return everything[-1 if last else 0]

    def _across(self, here: Caret, step: int, control: bool) -> Caret:
        """One character on or back, with Ctrl one cell; over the edge into the neighbour."""
        view = self._view
        layout = view.laid(here.at).layout
        on = layout.nextCursorPosition(here.unit) if step > 0 else layout.previousCursorPosition(here.unit)
        if not control and on != here.unit and 0 <= on <= view.text_of(here.at).length:
            return Caret(here.at, on)
        beside = view.sheet.next(here.at, step) if view.sheet is not None else None
        if beside is None:
            return here
        return Caret(beside, 0 if step > 0 or control else view.text_of(beside).length)

    def _along(self, here: Caret, down: bool, control: bool) -> Caret:
        """One line up or down within the cell, then to the cell above or beneath, with Ctrl at once."""
        view, sheet = self._view, self._view.sheet
        assert sheet is not None
        unit = None if control else view.laid(here.at).next_line(here.unit, down)
        if unit is not None:
            return Caret(here.at, unit)
        box = sheet.box(here.at)
        x = min(view.laid(here.at).caret(here.unit).left() + view.text_origin(here.at).x(), box.right() - 1)
        table = sheet.table(here.at.block)
        row = sheet.row_of(here.at)
        if table is not None and down:
            row += table.bottom(table.cells[here.at.number]) - table.cells[here.at.number].row - 1
        row += 1 if down else -1
        if not 0 <= row < sheet.rows:
            return here
        at = sheet.at_point(x, sheet.tops[row] + sheet.gap_above(row) + 0.5)
        if at is None:
            return here
        laid = view.laid(at)
        spot = QPointF(x - view.text_origin(at).x(), 0 if down else laid.height - 1)
        return Caret(at, laid.at(spot, between=True))

    def _page(self, here: Caret, down: bool) -> Caret:
        """As far on or back as there is in view."""
        view, sheet = self._view, self._view.sheet
        assert sheet is not None
        room = view.view_box().height() * 0.9
        bar = view.verticalScrollBar()
        bar.setValue(int(bar.value() + (room if down else -room)))
        box = sheet.box(here.at)
        at = sheet.at_point(box.left() + 1, box.top() + (room if down else -room))
        return Caret(at, 0) if at is not None else here

    def _select_more(self) -> None:
        """The whole cell; where that is selected already, the whole sheet."""
        view, chosen = self._view, self._view.selection
        caret = chosen.caret
        assert view.sheet is not None
        if caret is not None and chosen.within(view.sheet, caret.at) != (0, view.text_of(caret.at).length):
            self._select(caret.at, 0, view.text_of(caret.at).length)
            return
        first, last = self._outermost(False), self._outermost(True)
        chosen.put(Caret(first, 0))
        chosen.put(Caret(last, view.text_of(last).length), keep_anchor=True)
        view.viewport().update()
