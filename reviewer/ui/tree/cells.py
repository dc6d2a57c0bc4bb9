"""The tree as a widget: cells as a clerk walks and fills them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QTreeView, QWidget

from reviewer.ui import composing
from reviewer.ui.tree.model import AMOUNT, NAME, SPAN, Look

_Index = QModelIndex | QPersistentModelIndex
_KEYS = QKeySequence.StandardKey
_DOWN_A_COLUMN = (
    QAbstractItemView.CursorAction.MoveUp,
    QAbstractItemView.CursorAction.MoveDown,
    QAbstractItemView.CursorAction.MovePageUp,
    QAbstractItemView.CursorAction.MovePageDown,
)


_FEW = 30
"""So many rows are drawn one by one rather than all of the tree."""


class CellTree(QTreeView):
    """A tree that is walked cell by cell.

    A name that reaches across empty columns owns them: a click there is a click on the name. Left and Right go to the
    next cell that holds a field (at the name they fold and unfold as in any tree); Up and Down keep to a column, also
    past rows that have nothing in it.
    """

    typed_elsewhere = Signal(object)
    """A key or a composition that is meant for the field in hand, which has no cell of its own here: the QEvent.

    The focus stays here until a composition is through, or the input method would break it off.
    """

    copy_wanted = Signal()
    """The selected rows, or the value in hand, to the clipboard."""
    restyled = Signal()
    """Letters, colours or style are other ones from now on."""
    paste_wanted = Signal()
    """What the clipboard holds into the selected fields."""

    def __init__(self, shows_field_in_hand: Callable[[QModelIndex], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shows_field_in_hand = shows_field_in_hand
        self._stand_in: tuple[QPersistentModelIndex, int] | None = None
        """A name that is current only because its row has nothing in the column that is being walked."""
        self._opening = False
        self.look: Callable[[_Index], Look | None] = lambda _index: None
        """What is drawn of a cell; the tree says."""

    def open_rows(self, rows: Iterable[QModelIndex], laid_out: bool = True) -> None:
        """Expand several rows that follow each other; without `laid_out` when the rows are laid out next.

        Scroll bars and header are fitted once for all of them, and nothing is drawn anew where they are below what is seen: that
        would be most of the work.
        """
        self._opening, viewport = True, self.viewport()
        if not laid_out:
            self.scheduleDelayedItemsLayout()  # expanding is then no more than a note
        try:
            for number, row in enumerate(rows):
                if laid_out and number == 0 and super().visualRect(row).top() > viewport.rect().bottom():
                    viewport.setAttribute(Qt.WidgetAttribute.WA_UpdatesDisabled)
                self.expand(row)
        finally:
            viewport.setAttribute(Qt.WidgetAttribute.WA_UpdatesDisabled, False)
            self._opening = False
        if laid_out:
            self.updateGeometries()

    def updateGeometries(self) -> None:
        """See QTreeView."""
        if not self._opening:
            super().updateGeometries()

    # -- names across empty columns -------------------------------------------------------------------------------

    def reaches(self, index: _Index) -> int:
        """How many columns beside its own a name takes; 0 for any other cell."""
        return int(index.data(SPAN) or 1) - 1 if index.column() == NAME else 0

    def owner(self, index: _Index) -> QModelIndex:
        """The cell that a place in the tree belongs to: the name, where that reaches so far."""
        column = index.column()
        return index.sibling(index.row(), NAME if column < int(index.data(SPAN) or 1) else column)

    def indexAt(self, point: QPoint) -> QModelIndex:
        """See QTreeView."""
        return self.owner(super().indexAt(point))

    def visualRect(self, index: _Index) -> QRect:
        """See QTreeView: for a name all that it takes."""
        box = super().visualRect(index)
        far = self.reaches(index)
        return box.united(super().visualRect(index.sibling(index.row(), far))) if far and not box.isEmpty() else box

    def rows_about(self) -> list[QRect]:
        """Where the row in hand and those above and beneath it are seen on the screen, in this order."""
        here, room = self.currentIndex(), self.viewport().rect()
        found = []
        for row in (here, self.indexAbove(here), self.indexBelow(here)):
            seen = super().visualRect(row.siblingAtColumn(NAME))
            seen = QRect(room.left(), seen.top(), room.width(), seen.height()).intersected(room)
            if row.isValid() and not seen.isEmpty():
                found.append(QRect(self.viewport().mapToGlobal(seen.topLeft()), seen.size()))
        return found

    def changeEvent(self, event: QEvent) -> None:
        """Other letters, or another style, have other sizes; and colours may change."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.PaletteChange):
            self.restyled.emit()
        super().changeEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """See QTreeView."""
        with self._drawn_where_chosen():
            super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """See QTreeView."""
        with self._drawn_where_chosen():
            super().focusOutEvent(event)

    @contextmanager
    def _drawn_where_chosen(self) -> Iterator[None]:
        """While the keys come or go, which only rows that are chosen show: Qt would draw every cell anew."""
        viewport, rows = self.viewport(), self.selectionModel().selectedRows()
        is_few = len(rows) < _FEW
        if is_few:
            viewport.setAttribute(Qt.WidgetAttribute.WA_UpdatesDisabled)
        try:
            yield
        finally:
            viewport.setAttribute(Qt.WidgetAttribute.WA_UpdatesDisabled, False)
            if is_few:
                for row in (*rows, self.currentIndex()):
                    box = super().visualRect(row)
                    viewport.update(0, box.top(), viewport.width(), box.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The row in hand stays in sight when there is less room."""
        here = self.currentIndex()
        seen = here.isValid() and event.oldSize().height() > super().visualRect(here).top() >= 0
        super().resizeEvent(event)
        if seen and event.size().height() < event.oldSize().height():
            self.scrollTo(here)

    # -- keys -----------------------------------------------------------------------------------------------------

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """See QAbstractItemView."""
        here = self.currentIndex()
        column = self._stand_in[1] if self._stand_in and self._stand_in[0] == here else here.column()
        goal = super().moveCursor(action, modifiers)
        if action not in _DOWN_A_COLUMN or not goal.isValid() or column < NAME:
            return goal
        wanted = goal.siblingAtColumn(column)
        if wanted.flags() & Qt.ItemFlag.ItemIsEditable:
            return wanted
        name = goal.siblingAtColumn(NAME)
        self._stand_in = QPersistentModelIndex(name), column
        return name

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right: to the next cell that holds a field; copy and paste; everything else as Qt does it."""
        for keys, wanted in ((_KEYS.Copy, self.copy_wanted), (_KEYS.Paste, self.paste_wanted)):
            if event.matches(keys) and self.state() != QAbstractItemView.State.EditingState:
                wanted.emit()
                return
        editor = QApplication.focusWidget()
        if (
            _is_letter(event)  # all else comes here from the editor itself, which had no use for it
            and self.state() == QAbstractItemView.State.EditingState
            and editor is not None
            and editor is not self
            and self.isAncestorOf(editor)
        ):  # a script that keeps writing to the tree means the cell that its first letter opened
            QApplication.sendEvent(editor, event)
            return
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        here = self.currentIndex()
        folded = here.column() == NAME and self.model().hasChildren(here) and not self.isExpanded(here)
        if not step or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or (step > 0 and folded):
            super().keyPressEvent(event)
            return
        column = here.column() + step
        while NAME < column <= AMOUNT and not here.siblingAtColumn(column).flags() & Qt.ItemFlag.ItemIsEditable:
            column += step
        if not here.isValid() or column < NAME:
            super().keyPressEvent(event)
        elif column <= AMOUNT:
            self.setCurrentIndex(here.siblingAtColumn(column))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """See QTreeView: what is being composed belongs to the cell in hand, not to the one that is clicked."""
        composing.finish()
        super().mousePressEvent(event)

    def edit(self, index: QModelIndex, *how: Any) -> bool:  # type: ignore[override]
        """See QAbstractItemView: what is typed goes into the field in hand, not into the cell that stands in for it."""
        if how and how[0] is QAbstractItemView.EditTrigger.AnyKeyPressed and not self._shows_field_in_hand(index):
            if _is_letter(how[1]):
                self.typed_elsewhere.emit(how[1])
            return True
        return bool(super().edit(index, *how))

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """See QAbstractItemView; a text that comes without a composition (a Chinese comma, a phrase) begins editing too."""
        editing = self.state() == QAbstractItemView.State.EditingState
        if editing or self._shows_field_in_hand(self.currentIndex()):
            if (
                not editing and event.commitString() and not event.preeditString()
            ):  # Qt would open the editor and lose it
                self.edit(self.currentIndex())
                editor = self.focusWidget()
                if editor is not None and editor is not self:
                    QApplication.sendEvent(editor, event)
                return
            super().inputMethodEvent(event)
        else:
            self.typed_elsewhere.emit(event)
            event.accept()


def _is_letter(event: QEvent) -> bool:
    """Whether an event is a key that writes something."""
    if not isinstance(event, QKeyEvent):
        return False
    command = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    return bool(event.text()) and event.text().isprintable() and not command
