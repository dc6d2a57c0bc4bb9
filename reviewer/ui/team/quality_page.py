"""Quality: how far two people agree, with what one can be sure of; and a field of somebody else's to read once more, blind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reviewer.base.i18n import mark, percentage, tr
from reviewer.model.fields import FieldRef
from reviewer.model.naming import field_name, place_of
from reviewer.model.review import Review
from reviewer.ui.fitting import scaled
from reviewer.ui.jobs import Jobs
from reviewer.ui.team.link import TeamLink
from reviewer.workspace.figures import Agreement, Counted, agreements
from reviewer.workspace.terms import Claimed
from reviewer.workspace.transport import item_of, ref_of

BY = (
    ("kind", mark("By kind of field")),
    ("office", mark("By office")),
    ("layout", mark("By layout")),
    ("clerk", mark("By person")),
)
COLUMNS = (mark("Group"), mark("Read twice"), mark("Alike"), mark("Share"), mark("95 % sure"), mark("Settled as wrong"))


class QualityPage(QWidget):
    """The figures above, the field to read below."""

    def __init__(self, link: TeamLink, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("teamQuality")
        self._link, self._jobs = link, jobs
        self._counted: list[Counted] = []
        self._sample: int | None = None
        self.by = QComboBox()
        self.by.setAccessibleName(tr("Figures by"))
        for key, words in BY:
            self.by.addItem(tr(words), key)
        self.by.currentIndexChanged.connect(lambda _: self._show())
        self.table = QTableWidget(0, len(COLUMNS))
        self.table.setObjectName("teamFigures")
        self.table.setAccessibleName(tr("Agreement"))
        self.table.setHorizontalHeaderLabels([tr(words) for words in COLUMNS])
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2, 3, 4, 5):
            self.table.horizontalHeader().resizeSection(column, scaled(self, 120))
        self.where = QLabel(
            tr("Fields that others have finished are drawn at random; read one without seeing what they wrote.")
        )
        self.where.setWordWrap(True)
        self.where.setTextFormat(Qt.TextFormat.PlainText)
        self.original = QPlainTextEdit()
        self.original.setReadOnly(True)
        self.original.setAccessibleName(tr("The original"))
        self.value = QLineEdit()
        self.value.setAccessibleName(tr("What stands in the original"))
        self.value.setPlaceholderText(tr("What stands in the original; empty where there is nothing"))
        self.ask = QPushButton(tr("&Read a field once more"))
        self.enter = QPushButton(tr("&Enter"))
        self._lay_out()
        self.ask.clicked.connect(self.next)
        self.enter.clicked.connect(self._enter)
        self.value.returnPressed.connect(self._enter)
        self._enable()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.value, 1)
        row.addWidget(self.enter)
        row.addWidget(self.ask)
        for button in (self.ask, self.enter):
            button.setAutoDefault(False)
        head = QHBoxLayout()
        head.addWidget(self.by)
        head.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addLayout(head)
        layout.addWidget(self.table, 2)
        layout.addWidget(self.where)
        layout.addWidget(self.original, 3)
        layout.addLayout(row)

    def _enable(self) -> None:
        asked = self._sample is not None
        for widget in (self.value, self.enter):
            widget.setEnabled(asked)
        self.original.setVisible(asked)

    def showEvent(self, event: Any) -> None:
        """Ask for the figures."""
        super().showEvent(event)
        if self._link.is_online:
            self._link.ask(lambda server: server.figures(), self.show_figures)

    def show_figures(self, counted: list[Counted]) -> None:
        """Show the figures: one's own, the lead everybody's."""
        self._counted = counted
        self._show()

    def _show(self) -> None:
        made: Sequence[Agreement] = agreements(self._counted, str(self.by.currentData()))
        self.table.setRowCount(len(made))
        for row, one in enumerate(made):
            low, high = one.interval
            group = _kind(one.group) if self.by.currentData() == "kind" else one.group
            texts = (
                group,
                str(one.seen),
                str(one.agreed),
                _percent(one.share),
                f"{_percent(low)} – {_percent(high)}",
                str(one.wrong),
            )
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                if column:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(row, column, item)

    # -- reading once more --------------------------------------------------------------------------------------------

    def next(self) -> None:
        """A field to read."""
        self._link.ask(lambda server: server.next_sample(), self._came)

    def _came(self, found: tuple[int, str, Claimed] | None) -> None:
        if found is None:
            self._sample = None
            self.where.setText(tr("There is no field to be read once more at the moment."))
            self._enable()
            return
        sample, path, claimed = found
        self._jobs.start(
            lambda _report: item_of(claimed)[0],
            lambda review: self.show_field(sample, ref_of(path), review),
            lambda error: self._link.said.emit(str(error)),
        )

    def show_field(self, sample: int, ref: FieldRef, review: Review) -> None:
        """Show the original near the row, and ask for the field; never what was read or written."""
        self._sample = sample
        self.where.setText(
            tr(
                "{file}: {place} · {field}",
                file=review.source.name,
                place=place_of(review, ref.node),
                field=field_name(ref.key),
            )
        )
        starts = [0]
        for page in review.source.pages:
            starts.append(starts[-1] + len(page.text) + 1)
        self.original.setPlainText("\n".join(page.text for page in review.source.pages))
        node = review.node(ref.node)
        spans = [
            span
            for key in ("level3", "name")
            if key in node.fields and key != ref.key
            for span in node.fields[key].spans
        ]
        cursor = self.original.textCursor()
        if spans:  # the row's name, never the field itself
            end = self.original.document().characterCount() - 1
            cursor.setPosition(min(starts[spans[0].page] + spans[0].start, end))
            cursor.setPosition(min(starts[spans[0].page] + spans[0].end, end), QTextCursor.MoveMode.KeepAnchor)
        self.original.setTextCursor(cursor)
        self._enable()
        self.original.centerCursor()
        self.value.clear()
        self.value.setFocus()

    def _enter(self) -> None:
        sample, value = self._sample, self.value.text().strip() or None
        if sample is None:
            return
        self._sample = None
        self._enable()
        self._link.ask(lambda server: server.second_reading(sample, value), lambda _said: self.next())


def _kind(key: str) -> str:
    """What a kind of field is called; fields with labels of their own are one kind."""
    together = {"amounts": tr("Amounts"), "attributes": tr("Attributes"), "extra": tr("Further columns")}
    return together.get(key) or field_name(key)


def _percent(share: float) -> str:
    return percentage(f"{100 * share:.1f}")
