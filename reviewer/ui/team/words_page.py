"""Words: what members taught, for the lead to take over for all or not; who decided what and when; and back again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reviewer.base.i18n import mark, tr
from reviewer.extract.taught import headings_in
from reviewer.ui.fitting import scaled
from reviewer.ui.flat_table import show_rows
from reviewer.ui.role_names import layout_meaning, role_name
from reviewer.ui.team.learning import Learning
from reviewer.ui.team.link import TeamLink
from reviewer.ui.tips import as_it_is
from reviewer.workspace.lessons import ACCEPTED, DECLINED, LABEL, LAYOUT, PROPOSED, UNDONE, Decision, Lesson

COLUMNS = (
    mark("Kind"),
    mark("Printed"),
    mark("Means"),
    mark("Taught by"),
    mark("On"),
    mark("State"),
    mark("Decided by"),
)
SHOWN = (
    (PROPOSED, mark("To be decided")),
    (ACCEPTED, mark("In force for all")),
    ("all", mark("Everything that was taught")),
)
_STATES = {
    PROPOSED: mark("proposed"),
    ACCEPTED: mark("taken over for all"),
    DECLINED: mark("not taken over"),
    UNDONE: mark("taken back"),
}
_KINDS = {"level1": mark("Name of a level 1"), "level2": mark("Name of a level 2"), LABEL: mark("Heading"),
          LAYOUT: mark("Columns of a table")}  # fmt: skip


class WordsPage(QWidget):
    """The table, what is done with the row that is chosen, and below it what was decided on it so far."""

    def __init__(self, link: TeamLink, learning: Learning, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("teamWords")
        self._link, self._learning = link, learning
        self._lessons: list[Lesson] = []
        self._shown: list[Lesson] = []
        self.which = QComboBox()
        self.which.setAccessibleName(tr("Which words"))
        for key, words in SHOWN:
            self.which.addItem(tr(words), key)
        self.which.currentIndexChanged.connect(lambda _: self._show())
        self.table = QTableWidget(0, len(COLUMNS))
        self.table.setObjectName("teamWordsTable")
        self.table.setAccessibleName(tr("Words"))
        self.table.setHorizontalHeaderLabels([tr(words) for words in COLUMNS])
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        show_rows(self.table)
        self.table.setSelectionMode(QTableWidget.SelectionMode.ExtendedSelection)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for column, width in ((0, 130), (3, 90), (4, 100), (5, 130), (6, 90)):
            self.table.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            self.table.horizontalHeader().resizeSection(column, scaled(self, width))
        self.table.itemSelectionChanged.connect(self._selected)
        self.history = QLabel()
        self.history.setObjectName("teamWordsHistory")
        self.history.setTextFormat(Qt.TextFormat.PlainText)
        self.history.setWordWrap(True)
        self.accept, self.decline, self.undo = (
            QPushButton(tr("&Take over for all")), QPushButton(tr("Do &not take over")), QPushButton(tr("Take &back")),
        )  # fmt: skip
        for button, state in ((self.accept, ACCEPTED), (self.decline, DECLINED), (self.undo, UNDONE)):
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, state=state: self._decide(state))
        self._lay_out()
        learning.learnt.connect(self.show_lessons)
        self._show()

    def _lay_out(self) -> None:
        explained = QLabel(
            tr("Names of levels, headings and columns of tables that members corrected or explained are proposed here by themselves. "
               "What the lead takes over is used by everybody for what is read from then on; what is read already stays as it is.")
        )  # fmt: skip
        explained.setWordWrap(True)
        head = QHBoxLayout()
        head.addWidget(self.which)
        head.addStretch(1)
        buttons = QHBoxLayout()
        for button in (self.accept, self.decline, self.undo):
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addWidget(explained)
        layout.addLayout(head)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.history)
        layout.addLayout(buttons)

    def showEvent(self, event: Any) -> None:
        """Ask what there is."""
        super().showEvent(event)
        self._learning.refresh()

    def show_lessons(self, lessons: list[Lesson]) -> None:
        """Show what was taught."""
        self._lessons = lessons
        self._show()

    def _show(self) -> None:
        chosen = {each.id for each in self.chosen()}
        which = str(self.which.currentData())
        self._shown = [each for each in self._lessons if which in ("all", each.state)]
        self.table.setRowCount(len(self._shown))
        for row, each in enumerate(self._shown):
            texts = (tr(_KINDS.get(each.kind, each.kind)), *_said(each), each.taught_by, _day(each.taught_at),
                     tr(_STATES.get(each.state, each.state)), each.decided_by or "")  # fmt: skip
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(as_it_is(text))
                self.table.setItem(row, column, item)
        self.table.clearSelection()
        again = next((row for row, each in enumerate(self._shown) if each.id in chosen), 0)
        if self._shown:
            self.table.selectRow(again)
        self._selected()

    def chosen(self) -> list[Lesson]:
        """What is selected."""
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        return [self._shown[row] for row in rows if row < len(self._shown)]

    def _selected(self) -> None:
        chosen, hello = self.chosen(), self._link.hello
        states = {each.state for each in chosen}
        decides = hello is not None and hello.role == "lead" and bool(chosen)
        self.accept.setEnabled(decides and ACCEPTED not in states)
        self.decline.setEnabled(decides and not states & {ACCEPTED, DECLINED})
        self.undo.setEnabled(decides and states == {ACCEPTED})
        for button in (self.accept, self.decline, self.undo):
            button.setVisible(hello is None or hello.role == "lead")
        self.show_history(())
        if len(chosen) == 1 and self._link.is_online:
            (one,) = chosen
            self._link.ask(
                lambda server: server.decisions(one.id),
                lambda found: self.show_history(found) if [each.id for each in self.chosen()] == [one.id] else None,
                lambda _sentence: None,
            )

    def show_history(self, decisions: Sequence[Decision]) -> None:
        """Show what was decided on the one that is chosen."""
        said = [tr("{when}: {state}, by {who}", when=_minute(each.at), state=tr(_STATES.get(each.state, each.state)), who=each.who)
                for each in decisions]  # fmt: skip
        whole = [
            tr("{file}: {field}", file=_said(each)[0], field=_said(each)[1])
            for each in self.chosen()
            if each.kind == LAYOUT
        ][:1]  # a header is longer than its column
        self.history.setText("\n".join([*whole, *said[-6:]]))

    def _decide(self, state: str) -> None:
        numbers = [each.id for each in self.chosen()]

        def done(said: list[bool]) -> None:
            if not all(said):
                self._link.said.emit(tr("Somebody else has decided on it meanwhile."))
            self._learning.refresh()

        self._link.ask(lambda server: [server.decide(number, state) for number in numbers], done)


def _said(lesson: Lesson) -> tuple[str, str]:
    """What is printed, and what it means, for a person."""
    if lesson.kind == LAYOUT:
        return " | ".join(headings_in(lesson.word)), layout_meaning(lesson.word, lesson.meaning)
    return lesson.word, role_name(lesson.meaning) if lesson.kind == LABEL else lesson.meaning


def _day(when: datetime) -> str:
    return when.astimezone().strftime("%Y-%m-%d")


def _minute(when: datetime) -> str:
    return when.astimezone().strftime("%Y-%m-%d %H:%M")
