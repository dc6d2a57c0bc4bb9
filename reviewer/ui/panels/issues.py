"""Everything that wants a look in the source in hand: doubtful fields and what the checks found."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reviewer.base.i18n import tr
from reviewer.model.fields import FieldRef
from reviewer.ui.clean_line import keep_clean
from reviewer.ui.density import air
from reviewer.ui.desk import Desk
from reviewer.ui.fitting import scaled
from reviewer.ui.flat_table import show_lines
from reviewer.ui.panels.issue_filter import IssueFilter
from reviewer.ui.panels.issue_lines import LineTable, ListLine, lines_to_look_at, settled_lines

_ALL, _DOUBTFUL, _CHECKS = range(3)


_LEAST_FILTER = 60
"""Pixels of the field that filters: a word has room in it, however long the heading beside it is."""


class IssueList(QWidget):
    """The list, with filters; choosing a line takes its field in hand.

    Filters by text and kind are always there, those by status, field, confidence and reason unfold beneath them.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._table = LineTable()
        self._all: list[ListLine] = []
        self._following = False
        self._title = QLabel()
        self._text = QLineEdit()
        self._text.setPlaceholderText(tr("Filter…"))
        self._text.setAccessibleName(tr("Filter the list"))
        self._text.setClearButtonEnabled(True)
        self._text.setMinimumWidth(scaled(self, _LEAST_FILTER))
        keep_clean(self._text)
        self._kind = QComboBox()
        self._kind.addItems([tr("All"), tr("Doubtful readings"), tr("Checks")])
        self._kind.setAccessibleName(tr("Kind"))
        self.filter = IssueFilter()
        self._more = QToolButton()
        self._more.setText(tr("More filters"))
        self._more.setCheckable(True)
        self._more.setAutoRaise(True)
        self._more.setToolTip(tr("Filter by status, field, confidence and reason"))
        self.view = self._make_view()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._collect)
        self._lay_out()
        for signal in (desk.current_changed, desk.review_changed):
            signal.connect(lambda *_: self._later.start())
        desk.field_chosen.connect(self._follow)
        self._text.textChanged.connect(self._filter)
        self._kind.currentIndexChanged.connect(self._filter)
        self._more.toggled.connect(self._show_filter)
        self.filter.changed.connect(self._collect)
        self.view.clicked.connect(self._chosen)
        self.view.selectionModel().currentRowChanged.connect(self._walked)
        self._collect()

    def _make_view(self) -> QTableView:
        view = QTableView()
        view.setObjectName("issueList")
        view.setAccessibleName(tr("Doubtful fields and checks"))
        view.setModel(self._table)
        show_lines(view)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        header = view.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        _fit(view)
        return view

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(6, 3, 6, 3)
        row.setSpacing(6)
        row.addWidget(self._title, 1)
        row.addWidget(self._kind)
        row.addWidget(self._text)
        row.addWidget(self._more)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row)
        layout.addWidget(self.filter)
        layout.addWidget(self.view, 1)
        self.filter.hide()
        self.setFocusProxy(self.view)

    def _show_filter(self, shown: bool) -> None:
        """Unfold the further filters; folded they filter nothing, so that nothing is hidden without being seen to be."""
        self.filter.setVisible(shown)
        if not shown:
            self.filter.reset()
        self._collect()

    def _collect(self) -> None:
        review = self._desk.review
        looked = lines_to_look_at(review) if review is not None else []
        status = self.filter.wanted_status
        self._all = looked if status is None or review is None else settled_lines(review, status)
        self._title.setText(tr("Doubtful fields and checks ({count})", count=sum(bool(line.sign) for line in looked)))
        if not self.filter.isHidden():
            self.filter.offer(self._all)
        self._filter()

    def _filter(self) -> None:
        kind, text = self._kind.currentIndex(), self._text.text().strip().casefold()
        shown = [line for line in self._all if kind == _ALL or line.is_check == (kind == _CHECKS)]
        if not self.filter.isHidden():
            shown = [line for line in shown if self.filter.lets_through(line)]
        if text:
            shown = [line for line in shown if text in f"{line.field} {line.place} {line.reason}".casefold()]
        self._following = True
        self._table.show_lines(shown)
        self._following = False
        self._follow(self._desk.field)

    def _follow(self, ref: FieldRef | None) -> None:
        row = next((row for row, line in enumerate(self._table.lines) if line.ref == ref), -1)
        self._following = True
        if row >= 0 and row == self.view.currentIndex().row():
            self.view.selectRow(row)
        elif row >= 0:
            self.view.setCurrentIndex(self._table.index(row, 1))
        else:
            self.view.clearSelection()
        self._following = False

    def _walked(self, index: QModelIndex, _before: QModelIndex) -> None:
        """The arrow keys take a field in hand too: Enter then accepts the one that is seen to be chosen."""
        if not self._following:
            self._chosen(index)

    def _chosen(self, index: QModelIndex) -> None:
        if index.isValid():
            self._desk.choose_field(self._table.lines[index.row()].ref)

    def refit(self) -> None:
        """The rows have more or less air now."""
        _fit(self.view)

    def changeEvent(self, event: QEvent) -> None:
        """Rows and columns go with the letters."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "view"):
            _fit(self.view)


def _fit(view: QTableView) -> None:
    """Rows as high as a line, columns as wide as what usually stands in them."""
    view.verticalHeader().setDefaultSectionSize(view.fontMetrics().height() + air())
    view.setMinimumHeight(view.horizontalHeader().sizeHint().height() + 2 * view.verticalHeader().defaultSectionSize())
    for column, width in enumerate((28, 130, 400)):
        view.horizontalHeader().resizeSection(column, scaled(view, width))
