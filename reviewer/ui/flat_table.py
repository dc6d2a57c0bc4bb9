"""Tables without a hierarchy: what every one of them does alike, and those whose rows can be ticked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QToolTip

from reviewer.base.i18n import tr
from reviewer.ui.tips import as_it_is

Index = QModelIndex | QPersistentModelIndex


class WholeRows(QStyledItemDelegate):
    """Draws the current cell of a chosen row like its others: a style lays its frame for the focus over the letters, which dims them."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """See QStyledItemDelegate."""
        super().initStyleOption(option, index)
        item: Any = option  # older stubs do not know what it holds
        if item.state & QStyle.StateFlag.State_Selected:
            item.state &= ~QStyle.StateFlag.State_HasFocus

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """See QStyledItemDelegate: a tool tip is the text of a cell, and no HTML."""
        tip = index.data(Qt.ItemDataRole.ToolTipRole) if event.type() == QEvent.Type.ToolTip else None
        if not isinstance(tip, str) or as_it_is(tip) == tip:
            return super().helpEvent(event, view, option, index)
        QToolTip.showText(event.globalPos(), as_it_is(tip), view)
        return True


def show_rows(view: QTableView) -> None:
    """What every table of ours does alike: whole rows are chosen, Tab leaves it, and rows have no numbers."""
    view.setItemDelegate(WholeRows(view))
    view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    view.setTabKeyNavigation(False)
    view.verticalHeader().hide()


def show_lines(view: QTableView) -> None:
    """The same for one whose rows are one line high each, without rules between them."""
    show_rows(view)
    view.setShowGrid(False)
    view.setWordWrap(False)


@contextmanager
def laid_out_once(view: QTableView) -> Iterator[None]:
    """While rows and columns get other sizes: they are laid out at the end, before anything is drawn.

    Left alone, Qt draws a table and then, when a timer of its own has run out, all beneath the first row that was resized once more.
    """
    headers = view.verticalHeader(), view.horizontalHeader()
    before = [header.blockSignals(True) for header in headers]
    try:
        yield
    finally:
        for header, was in zip(headers, before, strict=True):
            header.blockSignals(was)
        view.scheduleDelayedItemsLayout()
        view.executeDelayedItemsLayout()


class FlatTable(QAbstractTableModel):
    """Rows under titles. A subclass says its titles (English, marked for translation), how many rows there are, and its data."""

    titles: ClassVar[tuple[str, ...]]

    def count(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """What count() says."""
        return 0 if parent.isValid() else self.count()

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """One column a title."""
        return len(self.titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        """The titles, in the language in use."""
        if orientation == Qt.Orientation.Horizontal and role == int(Qt.ItemDataRole.DisplayRole):
            return tr(self.titles[section]) if self.titles[section] else ""
        return None


class TickedTable(FlatTable):
    """Rows with a tick each, in one column."""

    ticked = Signal()
    """Rows were ticked or unticked."""
    tick_column: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        self.ticks: list[bool] = []

    def check_state(self, index: Index) -> Qt.CheckState | None:
        """What data() answers to CheckStateRole."""
        if index.column() != self.tick_column:
            return None
        return Qt.CheckState.Checked if self.ticks[index.row()] else Qt.CheckState.Unchecked

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The column of the ticks can be ticked."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == self.tick_column else flags

    def setData(self, index: Index, value: Any, role: int = 0) -> bool:
        """Tick or untick a row."""
        if role != int(Qt.ItemDataRole.CheckStateRole):
            return False
        self.tick([index.row()], Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def tick(self, rows: Sequence[int], on: bool) -> None:
        """Tick or untick rows."""
        for row in rows:
            self.ticks[row] = on
        if rows:
            column = self.tick_column
            self.dataChanged.emit(self.index(min(rows), column), self.index(max(rows), column))
            self.ticked.emit()
