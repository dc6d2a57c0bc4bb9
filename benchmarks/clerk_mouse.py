"""A clerk with a mouse: as benchmarks/clerk.py, but the hand goes to the mouse where a person's would, and back.

It clicks on what is more than a few keys away, and takes a long value from the original instead of typing it. What that costs is
counted in the operators of the keystroke-level model (KLM).
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QMouseEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from benchmarks.clerk import WORTH_LOOKING, Clerk, Effort, stop_of
from reviewer.model.fields import FieldRef
from reviewer.model.spans import Span
from reviewer.ui.source.words import word_at
from tools.calibrate.likeness import plain, same

try:
    from reviewer.model.candidates import everything, matching
except ImportError:  # an older window has no candidates
    everything = matching = None  # type: ignore[assignment]

Left, Mod, Key = Qt.MouseButton.LeftButton, Qt.KeyboardModifier, Qt.Key

KEY, POINT, HOME, MENTAL = 0.28, 1.1, 0.4, 1.35
"""Seconds of K (a key or a button, an average typist who is no secretary), P, H and M: Card, Moran & Newell, The Keystroke-Level
Model for User Performance Time with Interactive Systems, Communications of the ACM 23 (7), 1980, pages 396-410."""
_FAR = int((POINT + KEY + 2 * HOME) / KEY)
"""More keys than this take longer than the way to the mouse, a click, and the way back."""


def seconds(effort: Effort, for_letter: float = KEY) -> float:
    """The time by the model; what the program takes is left out."""
    keys = effort.keys - effort.typed + effort.buttons
    return KEY * keys + for_letter * effort.typed + POINT * effort.points + HOME * effort.homes + MENTAL * effort.looks


class ClerkWithMouse(Clerk):
    """Does what Clerk does, with a hand on the mouse where that is less work by the model."""

    _at_mouse = False

    def _press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Mod.NoModifier) -> None:
        self._hand(to_mouse=False)
        super()._press(key, modifiers)

    def _write(self, text: str) -> None:
        self._hand(to_mouse=False)
        if self._window.source_view.isAncestorOf(QApplication.focusWidget()):
            self._to_the_tree()
        super()._write(text)

    def _hand(self, to_mouse: bool) -> None:
        if self._at_mouse is not to_mouse:
            self._at_mouse = to_mouse
            self.effort.homes += 1

    # -- going somewhere ------------------------------------------------------------------------------------------

    def _walk(self, ref: FieldRef) -> bool:
        if self._keys_to(ref) > _FAR and self._click(ref):
            return True
        return super()._walk(ref)

    def _keys_to(self, ref: FieldRef) -> int:
        here = self._desk.field
        if here is None or here == ref:
            return 0
        order = [node.id for node in self._review.root.walk()]
        if here.node not in order or ref.node not in order:
            return 0
        pages, rows = divmod(abs(order.index(ref.node) - order.index(here.node)), self._page())
        return pages + rows

    def _click(self, ref: FieldRef) -> bool:
        """Whether a click on a cell of the tree took a field in hand; what is out of sight is scrolled to before."""
        node, view = self._review.node(ref.node), self._window.review_tree.view
        column = self._model.column_of(node, ref.key)
        if self._model.key_at(node, column) != ref.key:
            return False
        index = view.model().mapFromSource(self._model.index_of(node, column))
        box = view.visualRect(index)
        self._hand(to_mouse=True)
        if not view.viewport().rect().contains(box.center()) or box.isEmpty():
            self._click_costs()  # the scroll bar is taken and pulled
            view.scrollTo(index)
            QApplication.processEvents()
            box = view.visualRect(index)
        self._click_costs()
        QTest.mouseClick(view.viewport(), Left, Mod.NoModifier, box.center())
        QApplication.processEvents()
        return self._desk.field == ref

    def _click_costs(self, buttons: int = 1) -> None:
        self.effort.points += 1
        self.effort.buttons += buttons

    # -- a value from the original --------------------------------------------------------------------------------

    def _give(self, value: str) -> bool:
        if self._desk.field is not None and self._fill(self._desk.field, value):
            return False
        return super()._give(value)

    def _fill(self, ref: FieldRef, value: str) -> bool:
        """Whether the mouse took the value from the original, where that takes less time than typing it, or than typing as much of it
        as brings it among the candidates.
        """
        span = self._place_of(ref, value)
        if span is None:
            return False
        is_word = word_at(self._review.source.pages[span.page].text, (span.start + span.end) // 2) == span[1:]
        by_click = is_word and stop_of is not None  # in the older window a click takes what is there in hand instead
        cost = POINT + 2 * KEY if by_click else 2 * POINT + 4 * KEY
        if self._keys_for(ref, value) * KEY <= cost + 2 * HOME:
            return False
        if not (self._click_there(span) if by_click else self._drag_over(span)):
            return False
        if same(self._review.field(ref).value, value):
            self.effort.filled += 1
            self._look_at([])
            return True
        self._press(Key.Key_Z, Mod.ControlModifier)
        super()._walk(ref)
        return False

    def _keys_for(self, ref: FieldRef, value: str) -> int:
        """How many keys a value takes: its letters, or those that bring it among the candidates, and the one that takes it there."""
        if everything is None or len(value) < WORTH_LOOKING:
            return len(value)
        found = everything(self._review, ref)
        for letters in range(1, len(value) - 1):
            if plain(value) in [plain(one.value) for one in matching(found, value[:letters])]:
                return letters + 1
        return len(value)

    def _click_there(self, span: Span) -> bool:
        """Ctrl and a click on a word of the original; False where it is out of sight."""
        at = self._point_of(Span(span.page, (span.start + span.end) // 2, (span.start + span.end) // 2 + 1))
        if at is None:
            return False
        self._hand(to_mouse=True)
        self._click_costs(2)
        QTest.mouseClick(at[0], Left, Mod.ControlModifier, at[1].center())
        QApplication.processEvents()
        return True

    def _drag_over(self, span: Span) -> bool:
        """Mark words of the original by pulling over them, and F9; False where they are not in sight in one piece."""
        start = self._point_of(Span(span.page, span.start, span.start + 1))
        end = self._point_of(Span(span.page, span.end - 1, span.end), scroll=False)
        again = self._point_of(Span(span.page, span.start, span.start + 1), scroll=False)
        if start is None or end is None or again != start:
            return False
        self._hand(to_mouse=True)
        self._click_costs()
        self._click_costs()
        widget, first, last = start[0], start[1], end[1]
        begin, stop = QPoint(first.left(), first.center().y()), QPoint(last.right() + 1, last.center().y())
        QTest.mousePress(widget, Left, Mod.NoModifier, begin)
        for point in (QPoint((begin.x() + stop.x()) // 2, stop.y()), stop):
            QApplication.sendEvent(widget, _moved(widget, point))
        QTest.mouseRelease(widget, Left, Mod.NoModifier, stop)
        QApplication.processEvents()
        self._press(Key.Key_F9)
        return True

    def _place_of(self, ref: FieldRef, value: str) -> Span | None:
        """Where the value stands in the original, word for word; the place nearest to its row."""
        near = [span for field in self._review.node(ref.node).fields.values() for span in field.spans]
        found = []
        for number, page in enumerate(self._review.source.pages):
            start = page.text.find(value)
            while start >= 0:
                found.append(Span(number, start, start + len(value)))
                start = page.text.find(value, start + 1)
        first = near[0] if near else Span(0, 0, 0)
        return min(found, key=lambda one: (abs(one.page - first.page), abs(one.start - first.start)), default=None)

    def _point_of(self, span: Span, scroll: bool = True) -> tuple[QWidget, QRect] | None:
        """Where a character of the original is on the screen; scrolling there is for nothing, the wheel is beneath the finger."""
        view: Any = self._window.source_view.view
        room = view.viewport().rect()
        if hasattr(view, "toPlainText"):
            cursor = QTextCursor(view.document())
            cursor.setPosition(view._map.to_qt(span)[0])
            if scroll:
                view.setTextCursor(cursor)
                view.centerCursor()
            box = view.cursorRect(cursor)
            cursor.setPosition(view._map.to_qt(span)[1])
            box.setRight(max(box.left() + 2, view.cursorRect(cursor).left() - 1))
        elif hasattr(view, "units_of") and view.units_of(span):
            if scroll:
                view.frame((span,))
                QApplication.processEvents()
            boxes = view.boxes_of(view.units_of(span)[0], span)
            if not boxes:
                return None
            box = boxes[0].translated(view.corner() - view.view_box().topLeft()).toRect()
        else:
            return None
        return (view.viewport(), box) if room.contains(box.center()) else None


def _moved(widget: QWidget, point: QPoint) -> QMouseEvent:
    at = QPointF(point)
    return QMouseEvent(QEvent.Type.MouseMove, at, widget.mapToGlobal(at), Qt.MouseButton.NoButton, Left, Mod.NoModifier)
