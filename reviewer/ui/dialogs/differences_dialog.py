"""What a corrected workbook says otherwise than the review, to be taken over one by one or all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from reviewer.base.i18n import mark, tr, trn
from reviewer.export.differences import Delete, Difference, Insert, Move, describe, is_conflict
from reviewer.export.read_back import ReadBack
from reviewer.model.review import Review
from reviewer.ui.fitting import fit, scaled
from reviewer.ui.flat_table import Index, TickedTable, show_rows
from reviewer.ui.theme import DOUBTFUL, data_colours

COLUMNS = (mark("What"), mark("Place"), mark("In the window"), mark("In the workbook"), mark("Source"))
_SOURCE = 4


class Differences(TickedTable):
    """One row a difference, ticked where it is to be taken over; a clash with work done here begins without its tick."""

    titles = COLUMNS

    def __init__(self, reviews: Sequence[Review], found: ReadBack) -> None:
        super().__init__()
        self._rows = [
            (place, difference, (*describe(reviews[place], difference), reviews[place].source.name),
             is_conflict(reviews[place], difference))
            for place, differences in found.differences.items()
            for difference in differences
        ]  # fmt: skip
        self.ticks = [not clash for *_, clash in self._rows]

    def count(self) -> int:
        """One row a difference."""
        return len(self._rows)

    def data(self, index: Index, role: int = 0) -> Any:
        """Texts, the tick in the first column, colours for what is added, gone, or clashes."""
        _place, difference, texts, clash = self._rows[index.row()]
        if role == int(Qt.ItemDataRole.DisplayRole):
            text = " ".join(texts[index.column()].split())
            return f"{DOUBTFUL} {text}" if clash and index.column() == 0 else text
        if role == int(Qt.ItemDataRole.AccessibleTextRole):
            text = " ".join(texts[index.column()].split())
            return tr("{field}: changed here as well", field=text) if clash and index.column() == 0 else text
        if role == int(Qt.ItemDataRole.ToolTipRole):
            return _clash_said() if clash else texts[index.column()]
        if role == int(Qt.ItemDataRole.CheckStateRole):
            return self.check_state(index)
        if role == int(Qt.ItemDataRole.BackgroundRole):
            return self._ground(difference, clash)
        return None

    def told(self, row: int) -> str:
        """The whole of a row's two values, and what there is to know about it."""
        _place, _difference, texts, clash = self._rows[row]
        said = tr("In the window: {before}", before=texts[2]), tr("In the workbook: {after}", after=texts[3])
        return "\n".join((*said, _clash_said()) if clash else said)

    def accepted_ones(self) -> dict[int, list[Difference]]:
        """What is ticked, by the place of the review."""
        chosen: dict[int, list[Difference]] = {}
        for (place, difference, _texts, _clash), on in zip(self._rows, self.ticks, strict=True):
            if on:
                chosen.setdefault(place, []).append(difference)
        return chosen

    def _ground(self, difference: Difference, clash: bool) -> QBrush | None:
        colours = data_colours(QGuiApplication.palette())
        if clash:
            return QBrush(colours.doubtful)
        by_kind = {Insert: colours.edited, Delete: colours.gone, Move: colours.claimed}
        return QBrush(by_kind[type(difference)]) if type(difference) in by_kind else None

    @property
    def clashes(self) -> int:
        """How many fields were changed on both sides."""
        return sum(clash for *_, clash in self._rows)


def _clash_said() -> str:
    return tr("This field was also changed here since the export; taking the workbook's value over undoes that.")


class DifferencesDialog(QDialog):
    """The list with its ticks; Space ticks the rows selected, Enter takes over what is ticked."""

    def __init__(self, reviews: Sequence[Review], found: ReadBack, file: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("differencesDialog")
        self.setWindowTitle(tr("Corrections in {file}", file=file))
        fit(self, 1080, 600)
        self._model = Differences(reviews, found)
        self.table = self._make_table(len(found.differences) > 1)
        self._take = QPushButton()
        said = trn("{count} place differs from the review. Tick what is to be taken over; it can be undone in one step.",
                   "{count} places differ from the review. Tick what is to be taken over; it can be undone in one step.",
                   found.count)  # fmt: skip
        heading = QLabel(said)
        heading.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.addWidget(heading)
        if self._model.clashes:
            clash = QLabel(trn("{count} field was changed here as well since the export; it is not ticked.",
                               "{count} fields were changed here as well since the export; they are not ticked.",
                               self._model.clashes))  # fmt: skip
            clash.setWordWrap(True)
            layout.addWidget(clash)
        layout.addWidget(self.table, 1)
        self.whole = QPlainTextEdit()  # scrolls: a goal may be longer than the screen is high
        self.whole.setReadOnly(True)
        self.whole.setAccessibleName(tr("The two values as a whole"))
        self.whole.setFixedHeight(4 * self.whole.fontMetrics().lineSpacing() + 8)
        self.table.selectionModel().currentRowChanged.connect(
            lambda now, _before: self.whole.setPlainText(self._model.told(now.row()) if now.isValid() else "")
        )
        layout.addWidget(self.whole)
        if found.notes:
            layout.addWidget(QLabel(tr("Not read:")))
            notes = QPlainTextEdit("\n".join(found.notes))
            notes.setReadOnly(True)
            notes.setAccessibleName(tr("Not read:"))
            notes.setMaximumHeight(90)
            layout.addWidget(notes)
        layout.addLayout(self._buttons())
        self._model.ticked.connect(self._count)
        self._count()
        self._take.setDefault(True)
        self.table.setFocus()
        self.table.setCurrentIndex(self._model.index(0, 0))

    def _make_table(self, several: bool) -> QTableView:
        table = QTableView()
        table.setObjectName("differencesTable")
        table.setAccessibleName(tr("Differences"))
        table.setModel(self._model)
        table.setColumnHidden(_SOURCE, not several)
        table.setWordWrap(False)
        show_rows(table)
        header = table.horizontalHeader()
        for column, width in enumerate((150, 300, 250, 250, 120)):
            header.resizeSection(column, scaled(table, width))
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        return table

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        every, none = QPushButton(tr("Tick &all")), QPushButton(tr("Tick &none"))
        for button, on in ((every, True), (none, False)):
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, on=on: self._model.tick(range(self._model.rowCount()), on))
            row.addWidget(button)
        row.addStretch(1)
        box = QDialogButtonBox()
        box.addButton(self._take, QDialogButtonBox.ButtonRole.AcceptRole)
        box.addButton(tr("&Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        row.addWidget(box)
        return row

    def _count(self) -> None:
        count = sum(map(len, self._model.accepted_ones().values()))
        self._take.setText(trn("&Take {count} change over", "&Take {count} changes over", count))
        self._take.setEnabled(count > 0)

    def accepted_ones(self) -> dict[int, list[Difference]]:
        """What is ticked, by the place of the review."""
        return self._model.accepted_ones()
