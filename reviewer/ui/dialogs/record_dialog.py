"""The record of every change, filterable: who, when, where, from what to what."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from PySide6.QtCore import QSortFilterProxyModel, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from reviewer.base.i18n import mark, tr, trn
from reviewer.export.record import record_sheet
from reviewer.export.tables import Cell
from reviewer.ui.clean_line import keep_clean
from reviewer.ui.desk import OpenSource
from reviewer.ui.fitting import fit, scaled
from reviewer.ui.flat_table import FlatTable, Index, show_rows

COLUMNS = (
    mark("Time"),
    mark("Reviewer"),
    mark("Source"),
    mark("Place"),
    mark("Field"),
    mark("Before"),
    mark("After"),
    mark("Act"),
)
_SOURCE = 2
"""The column of the source, hidden: the dialog is about one."""
_WHO = 1


class _Rows(FlatTable):
    """The rows of the sheet 校对记录, the latest first."""

    titles = COLUMNS

    def __init__(self, rows: list[list[Cell]]) -> None:
        super().__init__()
        self._rows = rows[::-1]

    def count(self) -> int:
        """One row for every edit."""
        return len(self._rows)

    def data(self, index: Index, role: int = 0) -> Any:
        """The text of a cell; the whole of it as its tool tip."""
        if role not in (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.ToolTipRole)):
            return None
        value = self._rows[index.row()][index.column()].value
        if isinstance(value, datetime):
            return f"{value:%Y-%m-%d %H:%M:%S}"  # as in the sheet, and in order when sorted
        return "" if value is None else str(value)


class _Filter(QSortFilterProxyModel):
    """Rows of one reviewer, with a text anywhere in them."""

    def __init__(self) -> None:
        super().__init__()
        self.who, self.text = "", ""

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        """Whether a row is shown."""
        model = self.sourceModel()
        texts = [str(model.index(row, column).data()) for column in range(model.columnCount())]
        return (not self.who or texts[_WHO] == self.who) and self.text.casefold() in "\n".join(texts).casefold()


class RecordDialog(QDialog):
    """Every change of one source, undone ones included. Nothing in it can be altered."""

    def __init__(self, opened: OpenSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("recordDialog")
        self.setWindowTitle(tr("Record of changes: {file}", file=opened.name))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fit(self, 1080, 560)
        assert opened.review is not None
        rows = list(record_sheet([(opened.review, opened.history)]).rows)
        self._model, self._shown = _Rows(rows), _Filter()
        self._shown.setSourceModel(self._model)
        self.search, self.who, self._count = QLineEdit(), QComboBox(), QLabel()
        keep_clean(self.search)
        self.whole = QLabel()
        self.whole.setObjectName("recordWhole")
        self.whole.setWordWrap(True)
        self.whole.setTextFormat(Qt.TextFormat.PlainText)
        self.whole.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.search.setPlaceholderText(tr("Search in every column"))
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(tr("Search in every column"))
        self.who.setAccessibleName(tr("Reviewer"))
        self.who.addItem(tr("All reviewers"), "")
        for name in sorted({str(row[_WHO].value or "") for row in rows} - {""}):
            self.who.addItem(name, name)
        self.table = self._make_table()
        self._lay_out()
        self.search.textChanged.connect(lambda _text: self._refilter())
        self.who.currentIndexChanged.connect(lambda _index: self._refilter())
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_whole())
        self._refilter()
        self.search.setFocus()

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setObjectName("recordTable")
        table.setAccessibleName(tr("Record of changes"))
        table.setModel(self._shown)
        table.setColumnHidden(_SOURCE, True)
        table.setWordWrap(False)
        table.setAlternatingRowColors(True)
        show_rows(table)
        header = table.horizontalHeader()
        for column, width in enumerate((130, 80, 0, 240, 110, 150, 150, 180)):
            header.resizeSection(column, scaled(table, width))
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        return table

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.search, 1)
        top.addWidget(self.who)
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.whole)
        layout.addWidget(self._count)

    def _refilter(self) -> None:
        self._shown.text, self._shown.who = self.search.text().strip(), str(self.who.currentData() or "")
        self._shown.invalidate()
        count = self._shown.rowCount()
        self._count.setText(trn("{count} change", "{count} changes", count))
        if count:
            self.table.setCurrentIndex(self._shown.index(0, 0))
        self._show_whole()

    def _show_whole(self) -> None:
        """The change in hand word for word: its cells are narrower than a goal is long."""
        row = self.table.currentIndex().row()
        texts = [str(self._shown.index(row, column).data() or "") for column in range(len(COLUMNS))] if row >= 0 else []
        self.whole.setVisible(bool(texts))
        if texts:
            said = tr(
                "{act}\nBefore: {before}\nAfter: {after}", act=texts[7], before=texts[5] or "-", after=texts[6] or "-"
            )
            self.whole.setText(said)
