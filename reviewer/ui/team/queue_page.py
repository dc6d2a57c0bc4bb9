"""The queue of the team: what there is to do, who has what, and what becomes of what one has in hand."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QInputDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from reviewer.base.i18n import mark, tr, trn
from reviewer.ui.clean_line import keep_clean
from reviewer.ui.desk import Desk, OpenSource
from reviewer.ui.fitting import scaled
from reviewer.ui.flat_table import show_lines
from reviewer.ui.team.link import TeamLink
from reviewer.ui.team.queue_model import QueueModel
from reviewer.workspace.held import OVER, Held
from reviewer.workspace.server import Server
from reviewer.workspace.terms import Claimed, Row

EVERY = 5_000
"""Milliseconds between two looks at the queue, while it is seen."""
WHERE = (("mine", mark("Mine")), ("open", mark("Free")), ("held", mark("In hand")), ("done", mark("Done")),
         ("failed", mark("Could not be read")), ("all", mark("All")), ("deleted", mark("Deleted")))  # fmt: skip
MOST = 500
_LEADS = ("free", "delete", "restore", "read_again")
"""Buttons for leads."""
OFFICES = 60.0
"""Seconds for which the list of offices is good enough: it is looked for in all documents."""


_Found = tuple[list[Row], dict[str, int], tuple[list[str], list[str]] | None]
"""Lines, counts, and what offices and layouts there are where that was asked too."""


class QueuePage(QWidget):
    """The table with its filters and buttons."""

    told = Signal(str)
    """What came of something, in a sentence."""

    def __init__(self, link: TeamLink, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("teamQueue")
        self._link, self._desk = link, desk
        self._asked = False
        self._told = self._told_at = ""
        """What the server said last of all documents, and when."""
        self._offices_at = -OFFICES
        self.model = QueueModel()
        self.ask_text: Callable[[str, str], str | None] = self._ask_text
        """Asks for a note: a heading and a question; None where the user thought better of it."""
        self.ask_member: Callable[[list[str]], str | None] = self._ask_member
        self.totals = QLabel()
        self.totals.setObjectName("teamTotals")
        self.totals.setTextFormat(Qt.TextFormat.PlainText)
        self.totals.setWordWrap(True)
        self._make_filters()
        self._make_table()
        self._make_buttons()
        self._lay_out()
        self._timer = QTimer(self, interval=EVERY)
        self._timer.timeout.connect(self.refresh)
        link.changed.connect(self._link_changed)
        desk.current_changed.connect(self._enable)
        self._enable()

    # -- putting together ---------------------------------------------------------------------------------------------

    def _make_filters(self) -> None:
        self.where = QComboBox()
        self.where.setAccessibleName(tr("Which documents"))
        for key, words in WHERE:
            self.where.addItem(tr(words), key)
        self.where.setCurrentIndex(1)
        self.office = QComboBox()
        self.office.setAccessibleName(tr("Office"))
        self.office.addItem(tr("Every office"), "")
        self.office.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.office.setMinimumContentsLength(12)
        self.layout_of = QComboBox()
        self.layout_of.setAccessibleName(tr("Layout"))
        self.layout_of.addItem(tr("Every layout"), "")
        self.layout_of.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.layout_of.setMinimumContentsLength(10)
        self.year = QLineEdit()
        self.year.setPlaceholderText(tr("Year"))
        self.year.setAccessibleName(tr("Year"))
        self.year.setMaximumWidth(scaled(self, 90))
        self.text = QLineEdit()
        self.text.setPlaceholderText(tr("In the name"))
        self.text.setAccessibleName(tr("In the name"))
        self.doubts = QSpinBox()
        self.doubts.setRange(0, 100_000)
        self.doubts.setPrefix(tr("doubtful ≥ "))
        self.doubts.setAccessibleName(tr("Least number of doubtful fields"))
        for line in (self.year, self.text):
            keep_clean(line)
        soon = QTimer(self, singleShot=True, interval=300)
        soon.timeout.connect(self.refresh)
        self.where.currentIndexChanged.connect(lambda _: self.refresh())
        self.office.currentIndexChanged.connect(lambda _: self.refresh())
        self.layout_of.currentIndexChanged.connect(lambda _: self.refresh())
        self.year.textChanged.connect(lambda _: soon.start())
        self.text.textChanged.connect(lambda _: soon.start())
        self.doubts.valueChanged.connect(lambda _: soon.start())

    def _make_table(self) -> None:
        self.table = QTableView()
        self.table.setObjectName("teamQueueTable")
        self.table.setAccessibleName(tr("Queue"))
        self.table.setModel(self.model)
        self.table.setAlternatingRowColors(True)
        show_lines(self.table)
        self.table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        header = self.table.horizontalHeader()
        for column, width in enumerate((230, 150, 60, 90, 70, 110, 80, 200)):
            header.resizeSection(column, scaled(self.table, width))
        header.setSectionResizeMode(7, QHeaderView.ResizeMode.Stretch)
        self.table.activated.connect(lambda _index: self._take_chosen())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._enable())
        self.model.modelReset.connect(self._enable)

    def _make_buttons(self) -> None:
        made = {
            "next": (tr("&Next document"), self.take_next),
            "take": (tr("&Take this one"), self._take_chosen),
            "done": (tr("&Done"), self.finish),
            "return": (tr("&Give back"), lambda: self._let_go("return")),
            "postpone": (tr("&Postpone…"), lambda: self._let_go("postpone")),
            "hand_over": (tr("&Hand over…"), self._hand_over),
            "reopen": (tr("&Reopen"), lambda: self._with_chosen(lambda s, n: s.reopen(n))),
            "send_back": (tr("&Send back…"), self._send_back),
            "check": (tr("&Checked"), lambda: self._with_chosen(lambda s, n: s.check_off(n))),
            "free": (tr("&Free it"), self._free),
            "delete": (tr("De&lete"), self._delete),
            "restore": (tr("&Bring back"), self._restore),
            "read_again": (tr("Read &again"), self._read_again),
        }
        self.buttons: dict[str, QPushButton] = {}
        for name, (words, call) in made.items():
            button = QPushButton(words)
            button.setObjectName(f"team_{name}")
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, call=call: call())
            self.buttons[name] = button

    def _lay_out(self) -> None:
        filters = QHBoxLayout()
        for widget in (self.where, self.office, self.layout_of, self.year, self.text, self.doubts):
            filters.addWidget(widget)
        in_hand, chosen = QHBoxLayout(), QHBoxLayout()
        for name in ("done", "return", "postpone", "hand_over"):
            in_hand.addWidget(self.buttons[name])
        in_hand.addStretch(1)
        for name in ("next", "take", "reopen", "send_back", "check"):
            chosen.addWidget(self.buttons[name])
        chosen.addStretch(1)
        self._hand = QLabel()
        self._hand.setObjectName("teamInHand")
        self._hand.setTextFormat(Qt.TextFormat.PlainText)
        below = QGridLayout()
        below.addWidget(QLabel(tr("Queue:")), 0, 0)
        below.addLayout(chosen, 0, 1)
        below.addWidget(self._hand, 1, 0)
        below.addLayout(in_hand, 1, 1)
        leads = QHBoxLayout()
        for name in _LEADS:
            leads.addWidget(self.buttons[name])
        leads.addStretch(1)
        self._leads = QLabel(tr("Lead:"))
        below.addWidget(self._leads, 2, 0)
        below.addLayout(leads, 2, 1)
        below.setColumnStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.addWidget(self.totals)
        layout.addLayout(filters)
        layout.addWidget(self.table, 1)
        layout.addLayout(below)

    # -- looking ------------------------------------------------------------------------------------------------------

    def showEvent(self, event: Any) -> None:
        """Look at once, and from now on every few seconds."""
        super().showEvent(event)
        self._enable()
        self._say_told()
        self._timer.start()
        self.refresh()

    def hideEvent(self, event: Any) -> None:
        """What nobody sees is not asked for."""
        super().hideEvent(event)
        self._timer.stop()

    def refresh(self) -> None:
        """Ask for the lines and the counts; one question at a time."""
        if not self._link.is_online and not self.model.rows:
            self._show_shelf()
        if self._asked or not self._link.is_online or not self.isVisible():
            return
        self._asked = True
        where, office, layout, year, text, doubts = self._filter = self._wanted()

        now = time.monotonic()
        wanted = now - self._offices_at >= OFFICES
        self._offices_at = now if wanted else self._offices_at

        def question(server: Server) -> _Found:
            kinds = (server.offices(), server.layouts()) if wanted else None
            return server.rows(where, office, year, text, doubts, MOST, layout), server.totals(), kinds

        self._link.ask(question, self._show, self._failed)

    def _show_shelf(self) -> None:
        """Without a line from the start: what lies here is in hand, as far as one knows, and can be worked on."""
        me = self.model.me = self._link.who
        lying = [held for held in self._link.shelf() if held.state != OVER]
        mine = [Row(held.document, held.name, held.office, "", "", "ready", -1, 0, me, held.lease, None, None, held.note, None, None,
                    held.sent) for held in lying]  # fmt: skip
        self.model.show(mine)
        if mine:
            self.totals.setText(
                tr(
                    "There is no line. What you have in hand lies here and can be worked on; it is sent once there is one."
                )
            )
        self._enable()

    def _failed(self, _sentence: str) -> None:
        self._asked = False

    def _wanted(self) -> tuple[str, str, str, str, str, int]:
        """What is to be shown: which, of which office, layout and year, with what in the name, and how many doubtful fields."""
        office, layout = str(self.office.currentData() or ""), str(self.layout_of.currentData() or "")
        year, text = self.year.text().strip(), self.text.text().strip()
        return str(self.where.currentData()), office, layout, year, text, self.doubts.value()

    def _show(self, found: _Found) -> None:
        self._asked = False
        rows, totals, kinds = found
        self.model.me = self._link.hello.name if self._link.hello else ""
        chosen = self.chosen()
        self.model.show(rows)
        if chosen is not None:
            self._choose(chosen.id)
        self._say_totals(totals)
        for box, texts in zip((self.office, self.layout_of), kinds or (), strict=False):
            _offer(box, texts)
        self._enable()
        if self._filter != self._wanted():
            self.refresh()  # something else was wanted meanwhile

    def _say_totals(self, totals: dict[str, int]) -> None:
        said = tr("{documents} documents: {waiting} to be read, {open} open, {held} in hand, {done} done, {failed} could not be read.",
                  **{key: str(value) for key, value in totals.items()})  # fmt: skip
        if totals["hour"]:
            left = (totals["open"] + totals["held"] + totals["waiting"]) / totals["hour"]
            said += " " + trn("{count} done in the last hour; at that rate it takes {hours} h more.",
                              "{count} done in the last hour; at that rate it takes {hours} h more.", totals["hour"],
                              hours=f"{left:.1f}")  # fmt: skip
        self._told, self._told_at = said, f"{datetime.now():%H:%M}"
        self._say_told()

    def _say_told(self) -> None:
        """How all documents stand; without a line, how they stood: the list is that of then too."""
        if self._told:
            is_now = self._link.is_online
            since = tr("There is no line; this is how it stood at {time}.", time=self._told_at)
            self.totals.setText(self._told if is_now else f"{since} {self._told}")

    def chosen(self) -> Row | None:
        """The document that is selected."""
        rows = self.table.selectionModel().selectedRows()
        return self.model.rows[rows[0].row()] if rows and rows[0].row() < len(self.model.rows) else None

    def _choose(self, document: int) -> None:
        place = next((n for n, row in enumerate(self.model.rows) if row.id == document), None)
        if place is not None:
            self.table.selectRow(place)

    # -- what can be done ---------------------------------------------------------------------------------------------

    def _link_changed(self) -> None:
        if not self.isVisible():
            return  # every act changes the line; what nobody sees does not follow
        self._enable()
        self._say_told()
        if not self.model.rows:
            self.refresh()

    def _current(self) -> OpenSource | None:
        return self._desk.current if self._link.held(self._desk.current) is not None else None

    def _enable(self, *_told: object) -> None:
        hello, row, current = self._link.hello, self.chosen(), self._current()
        role, me = (hello.role if hello else None), self._link.who
        online = self._link.is_online
        works, checks = online and role in ("clerk", "checker", "lead"), online and role in ("checker", "lead")
        is_deleted = row is not None and row.deleted_by is not None
        if is_deleted:
            works = checks = False
        free = row is not None and row.state == "ready" and (row.holder in (None, me) or (row.left or 0) <= 0)
        here = not online and row is not None and self._on_shelf(row) is not None
        can = self._for_leads(row if online and role == "lead" else None) | {
            "next": online and role in ("clerk", "checker", "lead"), "take": (works and free) or here,
            "reopen": works and row is not None and row.state == "done" and row.done_by == me,
            "send_back": checks and row is not None and row.state in ("done", "checked"),
            "check": checks and row is not None and row.state == "done" and row.done_by != me,
        }  # fmt: skip
        for name in ("done", "return", "postpone", "hand_over"):
            can[name] = online and role in ("clerk", "checker", "lead") and current is not None
        for name, on in can.items():
            self.buttons[name].setEnabled(bool(on))
        for name in ("send_back", "check"):
            self.buttons[name].setVisible(role in (None, "checker", "lead"))
        for widget in (self._leads, *(self.buttons[name] for name in _LEADS)):
            widget.setVisible(role == "lead")
        self._hand.setText(tr("In hand: {file}", file=current.name) if current else tr("In hand:"))

    def _for_leads(self, row: Row | None) -> dict[str, bool]:
        """What a lead can do with a line of the queue."""
        if row is None:
            return dict.fromkeys(_LEADS, False)
        there = row.deleted_by is None
        kept = row.state == "waiting" or (row.state == "ready" and (row.holder or row.meant_for) is not None)
        return {
            "free": there and kept,
            "delete": there,
            "restore": not there,
            "read_again": there and row.state == "failed",
        }

    def take_next(self) -> None:
        """The next document, by the filters that are set."""
        office, year = str(self.office.currentData() or "") or None, self.year.text().strip() or None
        doubts, layout = self.doubts.value() or None, str(self.layout_of.currentData() or "") or None
        self._link.ask(lambda server: server.claim_next(office, year, layout, doubts), self._came)

    def _take_chosen(self, _index: QModelIndex | None = None) -> None:
        row = self.chosen()
        if row is None:
            return
        mine = self._on_shelf(row)
        if mine is not None:
            self._link.open_held(mine)
            return
        self._link.ask(lambda server: server.claim_one(row.id), self._came)

    def _on_shelf(self, row: Row) -> Held | None:
        """What lies on this machine of a line of the queue."""
        return next((held for held in self._link.shelf() if (held.document, held.lease) == (row.id, row.lease)), None)

    def _came(self, claimed: Claimed | None) -> None:
        if claimed is None:
            self._link.said.emit(
                tr("There is no document to be had: all are done, in hand, or not among those that are filtered.")
            )
        else:
            self._link.put_on_desk(claimed)
        self.refresh()

    def finish(self) -> None:
        """Done with the document in hand."""
        current = self._current()
        if current is not None:
            self._link.finish(current, self.refresh)

    def _let_go(self, how: str) -> None:
        current, note = self._current(), ""
        if current is None:
            return
        if how == "postpone":
            given = self.ask_text(tr("Postpone"), tr("Why can {file} not be finished now?", file=current.name))
            if given is None:
                return
            note = given
        self._link.let_go(current, how, note, None, self.refresh)

    def _hand_over(self) -> None:
        current = self._current()
        if current is None:
            return

        def chosen(members: list[tuple[str, str]]) -> None:
            me = self._link.hello.name if self._link.hello else ""
            names = [name for name, role in members if role != "reader" and name != me]
            to = self.ask_member(names)
            if to is not None:
                self._link.let_go(current, "hand_over", "", to, self.refresh)

        self._link.ask(lambda server: server.members(), chosen)

    def _send_back(self) -> None:
        row = self.chosen()
        if row is None:
            return
        reason = self.ask_text(tr("Send back"), tr("What is to be done again in {file}?", file=row.name))
        if reason:
            self._link.ask(lambda server: server.send_back(row.id, reason), self._did)

    def _with_chosen(self, call: Callable[[Server, int], str]) -> None:
        row = self.chosen()
        if row is not None:
            self._link.ask(lambda server: call(server, row.id), self._did)

    def _free(self) -> None:
        """Let others have what somebody keeps who does not come back."""
        self._as_lead(
            lambda server, number: server.free(number),
            mark("{file} is free; what {who} did in it and sends later is kept."),
            mark("Nobody keeps {file}."),
        )

    def _delete(self) -> None:
        self._as_lead(
            lambda server, number: server.set_deleted(number, True),
            mark("{file} is deleted; for 30 days it stands under “Deleted” and can be brought back."),
            mark("{file} is deleted already, or is there no longer."),
        )

    def _restore(self) -> None:
        self._as_lead(
            lambda server, number: server.set_deleted(number, False),
            mark("{file} is back."),
            mark(
                "{file} cannot be brought back: its 30 days are over, it was a copy with a known error, or the same was put in again."
            ),
        )

    def _read_again(self) -> None:
        self._as_lead(
            lambda server, number: "done" if server.read_again(number) else "late",
            mark("{file} is read again by whoever reads next."),
            mark("{file} is none that could not be read."),
        )

    def _as_lead(self, call: Callable[[Server, int], str], done: str, not_done: str) -> None:
        """Do something with the chosen line, and say what came of it, as `done` or `not_done` has it."""
        row = self.chosen()
        if row is None:
            return
        gaps = {"file": row.name, "who": row.holder or row.meant_for or tr("whoever reads it")}

        def answered(said: str) -> None:
            self.told.emit(tr(done if said == "done" else not_done, **gaps))
            self.refresh()

        self._link.ask(lambda server: call(server, row.id), answered)

    def _did(self, said: str) -> None:
        if said != "done":
            self._link.said.emit(tr("That is not possible any more: somebody has gone on with the document."))
        self.refresh()

    def _ask_text(self, heading: str, question: str) -> str | None:
        text, ok = QInputDialog.getMultiLineText(self, heading, question)
        return text.strip() if ok else None

    def _ask_member(self, names: list[str]) -> str | None:
        if not names:
            self._link.said.emit(tr("There is nobody to hand it over to."))
            return None
        name, ok = QInputDialog.getItem(self, tr("Hand over"), tr("To whom?"), names, 0, False)
        return name if ok else None


def _offer(box: QComboBox, texts: Sequence[str]) -> None:
    """Have a filter offer these beside its first line, which leaves everything in; what is chosen stays chosen where it is there."""
    if [box.itemData(place) for place in range(1, box.count())] == list(texts):
        return
    now = box.currentData()
    box.blockSignals(True)
    while box.count() > 1:
        box.removeItem(1)
    for text in texts:
        box.addItem(text, text)
    box.setCurrentIndex(max(0, box.findData(now)))
    box.blockSignals(False)
