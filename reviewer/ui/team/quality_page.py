"""Quality: how far two people agree, with what one can be sure of; and a field of somebody else's to read once more, blind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QInputDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reviewer.base.i18n import mark, percentage, tr, trn
from reviewer.model.entering import entered
from reviewer.model.fields import FieldRef
from reviewer.model.history import History
from reviewer.model.naming import field_name, place_of
from reviewer.model.review import Review
from reviewer.ui.clean_line import keep_clean
from reviewer.ui.fitting import scaled
from reviewer.ui.flat_table import show_rows
from reviewer.ui.jobs import Jobs
from reviewer.ui.team.link import TeamLink
from reviewer.ui.team.original import Original, row_of
from reviewer.workspace.figures import Agreement, Attention, Counted, agreements
from reviewer.workspace.planting import plant
from reviewer.workspace.terms import Claimed
from reviewer.workspace.transport import item_of, ref_of

BY = (
    ("kind", mark("By kind of field")),
    ("office", mark("By office")),
    ("layout", mark("By layout")),
    ("marked", mark("Marked and not marked")),
    ("clerk", mark("By person")),
)
PEOPLE = (mark("Person"), mark("Documents"), mark("Active time"), mark("Acts an hour"), mark("Known errors"), mark("Noticed"),
          mark("Share"), mark("95 % sure"))  # fmt: skip
COLUMNS = (mark("Group"), mark("Read twice"), mark("Alike"), mark("Share"), mark("95 % sure"), mark("Settled as wrong"))


class QualityPage(QWidget):
    """The figures above, the field to read below."""

    def __init__(self, link: TeamLink, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("teamQuality")
        self._link, self._jobs = link, jobs
        self._counted: list[Counted] = []
        self._sample: int | None = None
        self._key = ""
        self.by = QComboBox()
        self.by.setAccessibleName(tr("Figures by"))
        for key, words in BY:
            self.by.addItem(tr(words), key)
        self.by.currentIndexChanged.connect(lambda _: self._show())
        self.table = self._make_table("teamFigures", tr("Agreement"), COLUMNS)
        self.people = self._make_table("teamPeople", tr("Time and attention"), PEOPLE)
        self.plant = QPushButton(tr("&Put known errors in…"))
        self.plant.clicked.connect(self._plant)
        self.ask_count: Callable[[], int | None] = self._ask_count
        """Asks into how many documents; None where the lead thought better of it."""
        self.where = QLabel(
            tr("Fields that others have finished are drawn at random; read one without seeing what they wrote.")
        )
        self.where.setWordWrap(True)
        self.where.setTextFormat(Qt.TextFormat.PlainText)
        self.original = Original()
        self.value = QLineEdit()
        keep_clean(self.value)
        self.value.setAccessibleName(tr("What stands in the original"))
        self.value.setPlaceholderText(tr("What stands in the original; empty where there is nothing"))
        self.ask = QPushButton(tr("&Read a field once more"))
        self.enter = QPushButton(tr("&Enter"))
        self.original.followed_by = (self.value, self.enter, self.ask)
        self.original.give_keys(self)
        self._lay_out()
        self.ask.clicked.connect(self.next)
        self.enter.clicked.connect(self._enter)
        self.value.returnPressed.connect(self._enter)
        self._enable()

    def _make_table(self, name: str, words: str, columns: Sequence[str]) -> QTableWidget:
        table = QTableWidget(0, len(columns))
        table.setObjectName(name)
        table.setAccessibleName(words)
        table.setHorizontalHeaderLabels([tr(each) for each in columns])
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        show_rows(table)
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in range(1, len(columns)):
            table.horizontalHeader().resizeSection(column, scaled(self, 110))
        return table

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.value, 1)
        row.addWidget(self.enter)
        row.addWidget(self.ask)
        for button in (self.ask, self.enter, self.plant):
            button.setAutoDefault(False)
        head = QHBoxLayout()
        head.addWidget(self.by)
        head.addStretch(1)
        head.addWidget(self.plant)
        tables = QSplitter(Qt.Orientation.Vertical)
        tables.addWidget(self.table)
        tables.addWidget(self.people)
        tables.setStretchFactor(0, 3)
        tables.setStretchFactor(1, 2)
        layout = QVBoxLayout(self)
        layout.addLayout(head)
        layout.addWidget(tables, 2)
        layout.addWidget(self.where)
        layout.addWidget(self.original, 3)
        layout.addLayout(row)

    def _enable(self) -> None:
        asked = self._sample is not None
        for widget in (self.value, self.enter):
            widget.setEnabled(asked)
        self.original.setVisible(asked)
        hello = self._link.hello
        self.plant.setVisible(hello is not None and hello.role == "lead" and hello.schema_version >= 4)

    def showEvent(self, event: Any) -> None:
        """Ask for the figures."""
        super().showEvent(event)
        self._enable()
        if self._link.is_online:
            self._link.ask(lambda server: (server.figures(), server.attention()), lambda found: self.show_all(*found))

    def show_all(self, counted: list[Counted], attention: list[Attention]) -> None:
        """Show everything that is counted."""
        self.show_figures(counted)
        self.people.setRowCount(len(attention))
        for row, one in enumerate(attention):
            low, high = one.interval
            hours = one.seconds / 3600
            tried = (
                (_percent(one.noticed / one.planted), f"{_percent(low)} – {_percent(high)}")
                if one.planted
                else ("", "")
            )
            texts = (one.clerk, str(one.documents), _time(one.seconds), f"{one.acts / hours:.0f}" if hours > 0.01 else "",
                     str(one.planted), str(one.noticed), *tried)  # fmt: skip
            _fill(self.people, row, texts)

    def show_figures(self, counted: list[Counted]) -> None:
        """Show the figures: one's own, the lead everybody's."""
        self._counted = counted
        self._show()

    def _show(self) -> None:
        made: Sequence[Agreement] = agreements(self._counted, str(self.by.currentData()))
        self.table.setRowCount(len(made))
        for row, one in enumerate(made):
            low, high = one.interval
            group = _group(str(self.by.currentData()), one.group)
            texts = (
                group,
                str(one.seen),
                str(one.agreed),
                _percent(one.share),
                f"{_percent(low)} – {_percent(high)}",
                str(one.wrong),
            )
            _fill(self.table, row, texts)

    # -- known errors -------------------------------------------------------------------------------------------------

    def _plant(self) -> None:
        count = self.ask_count()
        if not count:
            return

        def done(made: int) -> None:
            self._link.said.emit(
                trn("{count} copy with a known error is in the queue.", "{count} copies with a known error each are in the queue.", made)
                if made else tr("There is no finished document that is fit for it: with a marked field whose value a person has seen.")
            )  # fmt: skip

        self._link.ask(lambda server: plant(server, count), done)

    def _ask_count(self) -> int | None:
        count, ok = QInputDialog.getInt(
            self, tr("Known errors"),
            tr("So many finished documents are put into the queue once more, each with one wrong value, for people who have not "
               "had them. Whether they notice is counted; the copies never get into any result. Into how many?"),
            5, 1, 200,
        )  # fmt: skip
        return count if ok else None

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
            lambda _report: item_of(claimed),
            lambda item: self.show_field(sample, ref_of(path), *item),
            lambda error: self._link.said.emit(str(error)),
        )

    def show_field(self, sample: int, ref: FieldRef, review: Review, history: History) -> None:
        """Show the original where the row is, and ask for the field; never what was read or written."""
        self._sample, self._key = sample, ref.key
        self.where.setText(
            tr(
                "{file}: {place} · {field}",
                file=review.source.name,
                place=place_of(review, ref.node),
                field=field_name(ref.key),
            )
        )
        self.original.show_place(review, history, row_of(review, ref))
        self._enable()
        self.value.clear()
        self.value.setFocus()

    def _enter(self) -> None:
        sample, value = self._sample, entered(self._key, self.value.text()) or None
        if sample is None:
            return
        self._sample = None
        self._enable()
        self._link.ask(lambda server: server.second_reading(sample, value), lambda _said: self.next())


def _fill(table: QTableWidget, row: int, texts: Sequence[str]) -> None:
    """Put texts into a row, figures on the right."""
    for column, text in enumerate(texts):
        item = QTableWidgetItem(text)
        if column:
            item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        table.setItem(row, column, item)


def _group(by: str, group: str) -> str:
    """What a group is called."""
    if by == "kind":
        return _kind(group)
    return {"yes": tr("Marked for a look"), "no": tr("Not marked")}[group] if by == "marked" else group


def _time(seconds: float) -> str:
    """Hours and minutes."""
    minutes = round(seconds / 60)
    return f"{minutes // 60}:{minutes % 60:02}"


def _kind(key: str) -> str:
    """What a kind of field is called; fields with labels of their own are one kind."""
    together = {"amounts": tr("Amounts"), "attributes": tr("Attributes"), "extra": tr("Further columns")}
    return together.get(key) or field_name(key)


def _percent(share: float) -> str:
    return percentage(f"{100 * share:.1f}")
