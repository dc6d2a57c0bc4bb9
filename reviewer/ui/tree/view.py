"""The pane of the tree: a filter row, and the tree itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice, takewhile
from time import thread_time

from PySide6.QtCore import QByteArray, QEvent, QItemSelection, QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from reviewer.base.i18n import tr, trn
from reviewer.model.fields import FieldRef
from reviewer.model.review import Kind, Node, Review
from reviewer.ui.clean_line import keep_clean
from reviewer.ui.desk import Desk, OpenSource
from reviewer.ui.fitting import scaled
from reviewer.ui.jobs import start_when_free
from reviewer.ui.theme import data_colours
from reviewer.ui.tree import clipboard
from reviewer.ui.tree.cells import CellTree
from reviewer.ui.tree.delegate import CellDelegate
from reviewer.ui.tree.filter import RowFilter
from reviewer.ui.tree.model import AMOUNT, ANNUAL, EDIT, LEVEL1, LEVEL2, NAME, PERIOD, ReviewModel

_THIS_ROW = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
_WIDTHS = {LEVEL1: 72, LEVEL2: 84, PERIOD: 112, ANNUAL: 112, AMOUNT: 70}
"""Pixels, for letters of the usual size; the first column takes the rest."""
_NARROW = 700
"""Up to this width (for letters of the usual size) these hold; of what there is beyond, each column of values takes a quarter."""
_OTHERS = 0.7
"""Of a narrow tree the columns beside the names take no more than this share."""
_LOOKED_AT, _MANY = 300, 0.15
"""Of so many indicators, this share of values too long for one line makes all rows two lines high."""
_LEAST_ROW = 24
_EMPTY = 44
"""Pixels of a column that has nothing in it: its title can still be read, and something written."""
_PADDING = 12
"""Pixels of a cell that are no room for its text."""


_ROWS_SEEN = 4
"""So many rows of two lines must have room, or all have one line."""
_LONG, _AT_ONCE, _SLICE, _PAUSE = 1000, 60, 0.015, 30
"""From so many rows on a review is opened in slices; so many rows at once; seconds of work of a slice, milliseconds between two."""


class ReviewTree(QWidget):
    """The tree of the review in hand; what is current in it is the field in hand, both ways."""

    typed_elsewhere = Signal(object)
    """See CellTree."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._following = False
        self._fitting = False
        self._widths_chosen = False
        """Whether the columns are as wide as the user wants them."""
        self._wraps = True
        self._to_expand: dict[int, None] = {}
        """The entries of a long review that are still to be opened, in order, by their ids."""
        self._expanding = QTimer(self, singleShot=True, interval=_PAUSE)
        self._expanding.timeout.connect(self._expand_more)
        self._model = ReviewModel(desk, data_colours(self.palette()), self)
        self._filter = RowFilter(self._model, self)
        self.view = self._make_view()
        self._only = QCheckBox(tr("Only doubtful"))
        self._text = QLineEdit()
        self._text.setPlaceholderText(tr("Name contains…"))
        self._text.setAccessibleName(tr("Filter the tree by name"))
        self._text.setClearButtonEnabled(True)
        keep_clean(self._text)
        row = QHBoxLayout()
        row.setContentsMargins(6, 3, 6, 3)
        row.setSpacing(10)
        row.addWidget(self._text, 1)
        row.addWidget(self._only)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row)
        layout.addWidget(self.view, 1)
        self.setFocusProxy(self.view)
        desk.is_hidden = self._hides
        self._connect()
        self._fit_columns()
        self._show(desk.current)

    def _make_view(self) -> CellTree:
        view = CellTree(self._shows_field_in_hand)
        delegate = CellDelegate(view)
        delegate.what = lambda: (
            (self._desk.review, self._desk.field) if self._desk.review and self._desk.field else None
        )
        view.setItemDelegate(delegate)
        view.look = self._filter.look
        view.setObjectName("reviewTree")
        view.setAccessibleName(tr("Projects and indicators"))
        view.setModel(self._filter)
        view.setUniformRowHeights(True)
        view.setIndentation(14)
        view.setAlternatingRowColors(False)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setEditTriggers(QAbstractItemView.EditTrigger.AnyKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked)
        view.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        view.setTextElideMode(Qt.TextElideMode.ElideRight)
        view.setAllColumnsShowFocus(False)
        view.setMinimumHeight(scaled(view, 4 * _LEAST_ROW))  # the header and three rows
        view.setTabKeyNavigation(False)
        header = view.header()
        header.setStretchLastSection(False)
        header.setSectionsMovable(False)
        header.setMinimumSectionSize(40)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        return view

    def _fit_columns(self) -> None:
        """Share out the width, as long as the user has not."""
        if self._widths_chosen:
            return
        widths, values = dict(_WIDTHS), [PERIOD, ANNUAL]
        for column in self._empty_columns():
            widths[column] = _EMPTY
            values = [other for other in values if other != column]
        given = (sum(_WIDTHS.values()) - sum(widths.values())) // max(1, len(values))
        more = max(0, self.width() - scaled(self.view, _NARROW)) // 4  # the view inside has not grown yet
        share = min(1.0, _OTHERS * self.width() / scaled(self.view, sum(_WIDTHS.values())))
        self._fitting = True
        header = self.view.header()
        for column, width in widths.items():
            extra = more if column in values else 0
            width += given if column in values else 0
            room = int(scaled(self.view, width) * share) + extra
            header.resizeSection(column, max(room, header.sectionSizeHint(column) if share == 1.0 else 0))
        self._fitting = False

    def _empty_columns(self) -> list[int]:
        """The columns of values and amounts in which the review has nothing: their room goes to those that have something."""
        review = self._model.review
        if review is None:
            return []
        rows = list(islice((node for node in review.root.walk() if node.kind is Kind.INDICATOR), _LOOKED_AT))
        found = [column for column, key in ((PERIOD, "period_value"), (ANNUAL, "annual_value"))
                 if rows and not any(node.value(key) for node in rows)]  # fmt: skip
        has_amounts = any(node.value(key) for node in islice(review.entries, _LOOKED_AT) for key in node.fields
                          if key.startswith("amounts["))  # fmt: skip
        return found[:1] + ([] if has_amounts or not rows else [AMOUNT])

    def _column_resized(self, column: int, _before: int, _now: int) -> None:
        if column != NAME and not self._fitting:
            self._widths_chosen = True
            self._fit_lines()

    def refit(self) -> None:
        """The rows have more or less air now."""
        self._fit_lines()
        self.view.scheduleDelayedItemsLayout()

    def wrap_long(self, wanted: bool) -> None:
        """Whether rows may have two lines where the source has many long values."""
        self._wraps = wanted
        self._fit_lines()

    def _fit_lines(self) -> None:
        """Two lines a row where many values are longer than their columns are wide and a few such rows have room.

        The panel shows each value as a whole; where the tree is low, its neighbours tell more than the second half of a value.
        """
        two_lines = 2 * self.view.fontMetrics().lineSpacing()
        beside = self.view.header().height() + self._text.height()
        has_room = self.height() - beside >= _ROWS_SEEN * two_lines
        lines = 2 if self._wraps and has_room and self._has_long_values() else 1
        delegate = self.view.itemDelegate()
        if isinstance(delegate, CellDelegate) and lines != delegate.lines:
            delegate.lines = lines
            self.view.setWordWrap(lines > 1)
            self.view.scheduleDelayedItemsLayout()

    def _has_long_values(self) -> bool:
        review, metrics = self._model.review, self.view.fontMetrics()
        if review is None:
            return False
        rooms = {
            key: self.view.columnWidth(column) - _PADDING
            for key, column in (("period_value", PERIOD), ("annual_value", ANNUAL))
        }
        nodes = islice((node for node in review.root.walk() if node.kind is Kind.INDICATOR), _LOOKED_AT)
        values = Counter((value, room) for node in nodes for key, room in rooms.items() if (value := node.value(key)))
        long = sum(count for (value, room), count in values.items() if metrics.horizontalAdvance(value) > room)
        return long > _MANY * values.total()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More room is shared out among the columns."""
        super().resizeEvent(event)
        self._fit_columns()
        self._fit_lines()

    def _connect(self) -> None:
        self._desk.current_changed.connect(self._show)
        self._desk.field_chosen.connect(self._follow)
        self._desk.review_changed.connect(self._settle)
        self.view.typed_elsewhere.connect(self.typed_elsewhere)
        self.view.copy_wanted.connect(self._copy)
        self.view.paste_wanted.connect(self._paste)
        self.view.header().sectionResized.connect(self._column_resized)
        self.view.selectionModel().currentChanged.connect(self._current_changed)
        self.view.selectionModel().selectionChanged.connect(self._selection_changed)
        self._only.toggled.connect(self._filter_changed)
        self._text.textChanged.connect(self._filter_changed)

    # -- what scripts and commands use ----------------------------------------------------------------------------

    def model(self) -> RowFilter:
        """The model that the tree shows."""
        return self._filter

    def edit_current(self) -> None:
        """Edit the cell in hand in place."""
        self.view.edit(self.view.currentIndex())

    def columns(self) -> QByteArray:
        """How wide the user has made the columns, to be kept; empty where they are as they come."""
        return self.view.header().saveState() if self._widths_chosen else QByteArray()

    def restore_columns(self, state: QByteArray) -> None:
        """Make the columns as wide as they were."""
        self._widths_chosen = self.view.header().restoreState(state)

    # -- the clipboard --------------------------------------------------------------------------------------------

    def _chosen_rows(self) -> list[QModelIndex]:
        """The selected rows as they stand, or the one in hand."""
        rows = self.view.selectionModel().selectedRows() or [self.view.currentIndex()]
        places = self._model.review.places() if self._model.review is not None else {}
        known = [index for index in rows if index.isValid()]
        return sorted(known, key=lambda index: places.get(self._filter.mapToSource(index).internalId(), -1))

    def _copy(self) -> None:
        """The value in hand; several rows as lines of cells."""
        rows = self._chosen_rows()
        if len(rows) > 1:
            cells = [[str(index.siblingAtColumn(c).data(EDIT) or "") for c in range(AMOUNT + 1)] for index in rows]
            QApplication.clipboard().setMimeData(clipboard.for_spreadsheets(cells))
            self._desk.said.emit(trn("{count} row copied.", "{count} rows copied.", len(rows)))
        elif self._desk.review is not None and self._desk.field is not None:
            QApplication.clipboard().setText(self._desk.review.field(self._desk.field).value or "")

    def _paste(self) -> None:
        """The clipboard into the selected fields, in one step of undo; why not is said."""
        review, ref = self._desk.review, self._desk.field
        if review is None or ref is None:
            return
        goals = []
        for index in self._chosen_rows():
            node = self._model.node(self._filter.mapToSource(index))
            if node is None:
                continue
            column = self._model.column_of(node, ref.key)
            if self._model.key_at(node, column) != ref.key and ref.key in node.fields:
                goals.append(clipboard.Goal(node, (ref.key,)))  # a field that has no cell here
                continue
            goals.append(clipboard.Goal(node, tuple(self._model.key_at(node, c) for c in range(column, AMOUNT + 1))))
        try:
            self._desk.do(clipboard.paste(review, clipboard.from_text(QApplication.clipboard().text()), goals))
        except ValueError as error:
            self._desk.said.emit(str(error))

    # -- following the desk ---------------------------------------------------------------------------------------

    def _show(self, opened: OpenSource | None) -> None:
        review = opened.review if opened else None
        if review is self._model.review:
            return
        self._following = True
        self._model.show_review(review)
        self._fit_columns()
        self._fit_lines()
        if review is not None:
            self._expand(review)
        self._following = False
        # the field that is about to come to hand: without a current row, Qt takes the first one when the tree gets the focus
        self._follow(self._desk.field or (opened.field if opened else None))

    def _expand(self, review: Review) -> None:
        """Open every entry; of a long review the first at once, and the others in slices (see _expand_up_to too)."""
        self._to_expand.clear()
        if review.size <= _LONG:
            self.view.expandAll()
            return
        self._to_expand = dict.fromkeys(entry.id for entry in review.entries)
        self._open(self._first_entries(review), laid_out=False)
        start_when_free(self._expanding)

    def _first_entries(self, review: Review) -> list[int]:
        """The entries, by id, whose rows are shown at once."""
        found, rows = [], 0
        for entry in review.entries:
            if rows >= _AT_ONCE:
                break
            found.append(entry.id)
            rows += 1 + len(entry.children)
        return found

    def _open(self, entries: Iterable[int], laid_out: bool = True) -> None:
        """Open entries of a long review; see CellTree.open_rows()."""
        self.view.open_rows(self._rows_of(entries), laid_out)

    def _rows_of(self, entries: Iterable[int]) -> Iterator[QModelIndex]:
        review = self._model.review
        rows = {entry.id: row for row, entry in enumerate(review.entries, start=1)} if review is not None else {}
        for entry in entries:
            del self._to_expand[entry]
            index = self._filter.mapFromSource(self._model.index(rows.get(entry, -1), 0))
            if index.isValid():
                yield index

    def _expand_more(self) -> None:
        """A slice of what is still to be opened."""
        until = thread_time() + _SLICE
        self._open(takewhile(lambda _entry: thread_time() < until, list(self._to_expand)))
        if self._to_expand:
            self._expanding.start()

    def _expand_up_to(self, node: Node) -> None:
        """Open all entries above a row that comes to hand, so that it does not move when they open later."""
        entry = node.entry()
        if entry is not None and entry.id in self._to_expand:
            waiting = list(self._to_expand)
            self._open(waiting[: waiting.index(entry.id) + 1])

    def _follow(self, ref: FieldRef | None) -> None:
        review = self._model.review
        if review is None or ref is None or ref.node not in review:
            return
        self._expand_up_to(review.node(ref.node))
        index = self._index_of(ref)
        if not index.isValid() and self._filter.is_on:
            self._clear_filter()
            index = self._index_of(ref)
        self._make_current(index)

    def _index_of(self, ref: FieldRef | None) -> QModelIndex:
        """The cell of a field; none where the filter hides it or its row is gone."""
        review = self._model.review
        if review is None or ref is None or ref.node not in review:
            return QModelIndex()
        node = review.node(ref.node)
        return self._filter.mapFromSource(self._model.index_of(node, self._model.column_of(node, ref.key)))

    def cell_of(self, ref: FieldRef) -> tuple[int, bool]:
        """The column of the cell that stands for a field, and whether the field is what that cell shows."""
        review = self._model.review
        assert review is not None
        node = review.node(ref.node)
        column = self._model.column_of(node, ref.key)
        return column, self._model.key_at(node, column) == ref.key

    def _make_current(self, index: QModelIndex) -> None:
        """Make a cell current; where it is out of sight it comes to the middle, so that its neighbours are seen too."""
        if not index.isValid():
            return
        self.view.expand(index.parent())
        box, room = self.view.visualRect(index), self.view.viewport().rect()
        if index != self.view.currentIndex():
            self._following = True
            # said in full: left to the view, Shift or Ctrl of the key that led here would add to the rows selected before
            self.view.selectionModel().setCurrentIndex(index, _THIS_ROW)
            self._following = False
        if box.isEmpty() or box.top() < room.top() or box.bottom() > room.bottom():
            self.view.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def _settle(self) -> None:
        """An act is through: where the row in hand went with it, the one that is current now, or its entry, comes to hand."""
        self._model.recount()
        if self._desk.field is not None:
            return
        index = self.view.currentIndex()
        if not index.isValid() and self._model.bereft is not None:
            index = self._filter.mapFromSource(self._model.index_of(self._model.bereft))
        self._current_changed(index, QModelIndex())

    def _hides(self, node: Node) -> bool:
        """Whether the filter keeps a row out of sight."""
        review = self._model.review
        if not self._filter.is_on or review is None or review.find(node.id) is not node:
            return False
        return not self._filter.mapFromSource(self._model.index_of(node)).isValid()

    def _shows_field_in_hand(self, index: QModelIndex) -> bool:
        node = self._model.node(self._filter.mapToSource(index))
        key = self._model.key_at(node, index.column()) if node is not None else None
        return node is not None and key is not None and self._desk.field == FieldRef(node.id, key)

    def _clear_filter(self) -> None:
        for widget in (self._only, self._text):
            widget.blockSignals(True)
        self._only.setChecked(False)
        self._text.clear()
        for widget in (self._only, self._text):
            widget.blockSignals(False)
        self._filter_changed()

    def _filter_changed(self) -> None:
        self._following = True
        self._filter.show_only(self._only.isChecked(), self._text.text())
        self.view.expandAll()
        self._following = False
        self._make_current(self._index_of(self._desk.field))

    def _current_changed(self, index: QModelIndex, _before: QModelIndex) -> None:
        if self._following or self._model.is_removing or not index.isValid():
            return
        ref = self._model.ref_at(self._filter.mapToSource(index))
        if ref is not None:
            self._desk.choose_field(ref)

    def _selection_changed(self, _chosen: QItemSelection, _left: QItemSelection) -> None:
        rows = self.view.selectionModel().selectedRows()
        self._desk.selected = [int(self._filter.mapToSource(index).internalId()) for index in rows]

    def changeEvent(self, event: QEvent) -> None:
        """Take the colours of another palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_model"):
            self._model.set_colours(data_colours(self.palette()))
        elif event.type() == QEvent.Type.FontChange and hasattr(self, "_model"):
            self._fit_columns()
            self._fit_lines()
            self.view.scheduleDelayedItemsLayout()
