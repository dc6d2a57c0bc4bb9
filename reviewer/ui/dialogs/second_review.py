"""The second review in a window of its own: the original, the field in hand as the program read it, and at the end the differences."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHeaderView,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reviewer.base.i18n import tr, trn
from reviewer.model.entering import entered
from reviewer.model.fields import FieldRef
from reviewer.model.naming import field_name, place_of
from reviewer.model.second import SecondReview
from reviewer.ui.clean_line import keep_clean
from reviewer.ui.desk import Desk, OpenSource
from reviewer.ui.dialogs.walk_layout import lay_out_walk
from reviewer.ui.fitting import fit
from reviewer.ui.panels import FieldPanel
from reviewer.ui.source import SourceView

_FIRST_SIZE = (1180, 680)
_SETTLED = 20
"""Letters that the value that is settled on has room for at least."""


class SecondReviewDialog(QDialog):
    """Goes through the fields; Enter goes on, Shift+Enter back. `decided` is there once it was accepted."""

    def __init__(self, opened: OpenSource, second: SecondReview, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("secondReviewDialog")
        self.setWindowTitle(tr("Second review of {file}", file=opened.name))
        fit(self, *_FIRST_SIZE)
        self._second, self._at = second, 0
        self.decided: dict[FieldRef, str | None] = {}
        self.desk = Desk(self)
        self.desk.reviewer_name = second.record.who
        blind = OpenSource(opened.path)
        self.desk.add(blind)
        self.desk.reviewed(blind, second.blind, second.record)
        self._place, self._progress = QLabel(), QLabel()
        self.source_view, self.panel = SourceView(self.desk), FieldPanel(self.desk)
        self.panel.back_by_key(self.go_back)
        self.panel.committed.connect(self.go_on)
        self.table = self._make_table()
        self._pages = QStackedWidget()
        self._next, self._back = QPushButton(tr("Right, go on")), QPushButton(tr("Back"))
        self._finish = QPushButton(tr("Compare"))
        self._lay_out()
        self._show()

    def _make_table(self) -> QTableWidget:
        table = QTableWidget(0, 5)
        table.setObjectName("differences")
        table.setAccessibleName(tr("Differences"))
        table.setHorizontalHeaderLabels(
            [tr("Place"), tr("Field"), tr("First review"), tr("Second review"), tr("Settled on")]
        )
        table.verticalHeader().hide()
        table.setWordWrap(True)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for column in (1, 4):
            table.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self._higher = QTimer(self, singleShot=True, interval=0)
        self._higher.timeout.connect(table.resizeRowsToContents)
        table.horizontalHeader().sectionResized.connect(lambda *_: self._higher.start())  # else values are cut
        table.currentCellChanged.connect(lambda row, *_: self._frame(row))
        return table

    def _lay_out(self) -> None:
        self._place.setTextFormat(Qt.TextFormat.PlainText)
        self._place.setWordWrap(True)
        right = QWidget()
        column = QVBoxLayout(right)
        column.addWidget(self._place)
        column.addWidget(self.panel, 1)
        self._pages.addWidget(right)
        self._pages.addWidget(self.table)
        buttons = ((self._back, self.go_back), (self._next, self._right), (self._finish, self._compare))
        lay_out_walk(self, self.source_view, self._pages, self._progress, buttons)

    # -- going through --------------------------------------------------------------------------------------------

    def _show(self) -> None:
        refs = self._second.to_see
        self._progress.setText(
            tr("Field {number} of {count}", number=self._at + 1, count=len(refs)) if refs
            else tr("There is no field to look at; the first review stands.")
        )  # fmt: skip
        self._back.setEnabled(self._at > 0)
        self._next.setEnabled(bool(refs))
        if refs:
            ref = refs[self._at]
            self._place.setText(place_of(self._second.blind, ref.node))
            self.desk.choose_field(ref)
            self.panel.edit_current()

    def go_on(self) -> None:
        """The field in hand has been looked at."""
        if self._at + 1 < len(self._second.to_see):
            self._at += 1
            self._show()
        else:
            self._compare()

    def go_back(self) -> None:
        """Once more the field before."""
        if self._at > 0:
            self._at -= 1
            self._show()

    def _right(self) -> None:
        self.panel.keep_typed()
        self.go_on()

    # -- the differences ------------------------------------------------------------------------------------------

    def _compare(self) -> None:
        """Both readings side by side; where they differ, the original decides."""
        self.panel.keep_typed()
        found = self._second.differences()
        before: QWidget = self.table
        self.table.setRowCount(len(found))
        for row, ref in enumerate(found):
            first, second = self._second.value_of_first(ref), self._second.blind.field(ref).value
            texts = (place_of(self._second.blind, ref.node), field_name(ref.key), first or "", second or "")
            for column, text in enumerate(texts):
                self.table.setItem(row, column, QTableWidgetItem(text))
            choice = QComboBox()
            choice.setEditable(True)
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            choice.setMinimumContentsLength(_SETTLED)
            choice.addItems(list(dict.fromkeys([second or "", first or ""])))
            choice.setAccessibleName(tr("Settled on"))
            line = choice.lineEdit()
            if line is not None:
                keep_clean(line)
                line.setCursorPosition(0)  # a long value is read from its beginning
            self.table.setCellWidget(row, 4, choice)
            QWidget.setTabOrder(before, choice)
            before = choice
        QWidget.setTabOrder(before, self._finish)
        self.table.resizeRowsToContents()
        self._pages.setCurrentIndex(1)
        self._progress.setText(
            trn("{count} field was read differently; the original decides.",
                "{count} fields were read differently; the original decides.", len(found)) if found
            else tr("Both readings agree.")
        )  # fmt: skip
        self._back.hide()
        self._next.hide()
        self._finish.setText(tr("Settle"))
        self._finish.clicked.disconnect()
        self._finish.clicked.connect(self._settle)
        self._finish.setDefault(True)
        if found:
            self.table.setCurrentCell(0, 4)
            self.table.setFocus()

    def _frame(self, row: int) -> None:
        found = self._second.differences()
        if 0 <= row < len(found):
            self.desk.choose_field(found[row])

    def _settle(self) -> None:
        for row, ref in enumerate(self._second.differences()):
            choice = self.table.cellWidget(row, 4)
            assert isinstance(choice, QComboBox)
            self.decided[ref] = entered(ref.key, choice.currentText()) or None
        self.accept()
