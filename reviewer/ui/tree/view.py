"""The pane of the tree: a filter row, and the tree itself."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelection, QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from reviewer.base.i18n import tr
from reviewer.model.fields import FieldRef
from reviewer.ui.desk import Desk, OpenSource
from reviewer.ui.theme import data_colours
from reviewer.ui.tree.filter import RowFilter
from reviewer.ui.tree.model import AMOUNT, ANNUAL, LEVEL1, LEVEL2, NAME, PERIOD, ReviewModel

_WIDTHS = {LEVEL1: 72, LEVEL2: 84, PERIOD: 84, ANNUAL: 84, AMOUNT: 70}
"""Pixels at 96 dpi; the first column takes the rest."""


class ReviewTree(QWidget):
    """The tree of the review in hand; what is current in it is the field in hand, both ways."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._following = False
        self._model = ReviewModel(desk, data_colours(self.palette()), self)
        self._filter = RowFilter(self._model, self)
        self.view = self._make_view()
        self._only = QCheckBox(tr("Only doubtful"))
        self._text = QLineEdit()
        self._text.setPlaceholderText(tr("Name contains…"))
        self._text.setAccessibleName(tr("Filter the tree by name"))
        self._text.setClearButtonEnabled(True)
        row = QHBoxLayout()
        row.setContentsMargins(6, 3, 6, 3)
        row.addWidget(self._text, 1)
        row.addWidget(self._only)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row)
        layout.addWidget(self.view, 1)
        self.setFocusProxy(self.view)
        self._connect()
        self._show(desk.current)

    def _make_view(self) -> QTreeView:
        view = QTreeView()
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
        view.setTabKeyNavigation(False)
        header = view.header()
        header.setStretchLastSection(False)
        header.setSectionsMovable(False)
        header.setMinimumSectionSize(40)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        scale = view.logicalDpiX() / 96
        for column, width in _WIDTHS.items():
            header.resizeSection(column, int(width * scale))
        return view

    def _connect(self) -> None:
        self._desk.current_changed.connect(self._show)
        self._desk.field_chosen.connect(self._follow)
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

    # -- following the desk ---------------------------------------------------------------------------------------

    def _show(self, opened: OpenSource | None) -> None:
        review = opened.review if opened else None
        if review is self._model.review:
            return
        self._following = True
        self._model.show_review(review)
        if review is not None:
            self.view.expandAll()
        self._following = False
        self._follow(self._desk.field)

    def _follow(self, ref: FieldRef | None) -> None:
        review = self._model.review
        if review is None or ref is None or ref.node not in review:
            return
        node = review.node(ref.node)
        column = self._model.column_of(node, ref.key)
        index = self._filter.mapFromSource(self._model.index_of(node, column))
        if not index.isValid() and self._filter.is_on:
            self._clear_filter()
            index = self._filter.mapFromSource(self._model.index_of(node, column))
        if index.isValid() and index != self.view.currentIndex():
            self._following = True
            self.view.setCurrentIndex(index)
            self._following = False
        if index.isValid():
            self.view.scrollTo(index)

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

    def _current_changed(self, index: QModelIndex, _before: QModelIndex) -> None:
        if self._following or not index.isValid():
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
