"""Clashes: what somebody did under a claim that was no longer theirs, field by field beside what is on record, for one person to settle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListWidget,
    QPushButton,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from reviewer.base.i18n import mark, tr, trn
from reviewer.model.edits import Act, SetField
from reviewer.model.fields import Field, FieldRef
from reviewer.model.naming import field_name, place_of
from reviewer.model.review import Review
from reviewer.ui.desk import Desk, OpenSource
from reviewer.ui.fitting import scaled
from reviewer.ui.flat_table import Index, TickedTable, show_rows
from reviewer.ui.jobs import Jobs
from reviewer.ui.team.link import TeamLink
from reviewer.workspace.collecting import differences
from reviewer.workspace.server import Server
from reviewer.workspace.terms import Claimed
from reviewer.workspace.transport import item_of, with_entries

COLUMNS = (mark("Field"), mark("On record"), mark("Came too late"))
_Draft = tuple[int, str, str, int, int]


@dataclass(frozen=True, slots=True)
class Clash:
    """A field in which the two differ; `late` is None where it is not there."""

    ref: FieldRef
    place: str
    now: str | None
    late: str | None


class ClashModel(TickedTable):
    """One row a field, ticked where what came late is to be taken."""

    titles = COLUMNS
    tick_column = 2

    def __init__(self) -> None:
        super().__init__()
        self.clashes: list[Clash] = []

    def show(self, clashes: Sequence[Clash]) -> None:
        """Show others; nothing is ticked: what is on record holds until somebody says otherwise."""
        self.beginResetModel()
        self.clashes, self.ticks = list(clashes), [False] * len(clashes)
        self.endResetModel()

    def count(self) -> int:
        """One row a field."""
        return len(self.clashes)

    def data(self, index: Index, role: int = 0) -> Any:
        """Texts, and the tick before what came late."""
        clash = self.clashes[index.row()]
        if role in (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.ToolTipRole)):
            return (clash.place, clash.now or tr("empty"), clash.late or tr("empty"))[index.column()]
        if role == int(Qt.ItemDataRole.TextAlignmentRole):  # of long texts the beginning is seen, side by side
            return Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        return self.check_state(index) if role == int(Qt.ItemDataRole.CheckStateRole) else None


class ClashPage(QWidget):
    """The list of clashes, and one of them."""

    def __init__(self, link: TeamLink, desk: Desk, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("teamClashes")
        self._link, self._desk, self._jobs = link, desk, jobs
        self._drafts: list[_Draft] = []
        self.model = ClashModel()
        self.list = QListWidget()
        self.list.setObjectName("teamClashList")
        self.list.setAccessibleName(tr("Clashes"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(self._choose)
        self.table = QTableView()
        self.table.setObjectName("teamClashTable")
        self.table.setAccessibleName(tr("The two versions"))
        self.table.setModel(self.model)
        self.table.setWordWrap(True)
        show_rows(self.table)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)  # a row may be higher than there is room
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.take = QPushButton(tr("&Take over what is ticked"))
        self.keep = QPushButton(tr("&Keep what is on record"))
        for button, call in ((self.take, self._take), (self.keep, self._keep)):
            button.setAutoDefault(False)
            button.setEnabled(False)
            button.clicked.connect(lambda _checked=False, call=call: call())
        buttons = QHBoxLayout()
        buttons.addWidget(self.take)
        buttons.addWidget(self.keep)
        buttons.addStretch(1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.list)
        split.addWidget(self.table)
        split.setStretchFactor(1, 1)
        split.setSizes([scaled(self, 240), scaled(self, 700)])
        layout = QVBoxLayout(self)
        layout.addWidget(self.said)
        layout.addWidget(split, 1)
        layout.addLayout(buttons)
        self._say_none()

    def _say_none(self) -> None:
        self.said.setText(
            tr("Acts that came after somebody else had been given the document are here until somebody settles them; nothing of them "
               "is lost, and nothing is taken over by itself.")
        )  # fmt: skip

    def showEvent(self, event: Any) -> None:
        """Ask what there is."""
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Ask for the clashes."""
        if self._link.is_online:
            self._link.ask(lambda server: server.drafts(), self.show_drafts)

    def show_drafts(self, drafts: list[_Draft]) -> None:
        """List them."""
        self._drafts = drafts
        self.list.clear()
        for _, name, who, _, count in drafts:
            self.list.addItem(
                trn("{file}: {count} act of {who}", "{file}: {count} acts of {who}", count, file=name, who=who)
            )
        self.model.show(())
        if drafts:
            self.list.setCurrentRow(0)

    def _choose(self, row: int) -> None:
        self._enable()
        if not 0 <= row < len(self._drafts):
            return
        document, _, who, lease, _ = draft = self._drafts[row]

        def question(server: Server) -> tuple[Claimed | None, list[tuple[int, bytes]]]:
            return server.fetch(document), server.draft_entries(document, who, lease)

        def came(found: tuple[Claimed | None, list[tuple[int, bytes]]]) -> None:
            claimed, entries = found
            if claimed is None or not entries:
                self._link.said.emit(tr("You may not look into this document any more; the lead settles it."))
                return
            self._jobs.start(
                lambda _report: compared(claimed, entries),
                lambda clashes: self.show_clashes(clashes) if self._chosen() == draft else None,
                lambda error: self._link.said.emit(
                    tr("What came late does not fit the document any more ({why}).", why=error)
                ),
            )

        self._link.ask(question, came)

    def show_clashes(self, clashes: Sequence[Clash]) -> None:
        """Show in what the two differ."""
        self.model.show(clashes)
        self._enable()

    def _chosen(self) -> _Draft | None:
        row = self.list.currentRow()
        return self._drafts[row] if 0 <= row < len(self._drafts) else None

    def _enable(self) -> None:
        role = self._link.hello.role if self._link.hello else None
        settles = role in ("lead", "checker") and self._chosen() is not None
        self.take.setEnabled(settles and bool(self.model.clashes))
        self.keep.setEnabled(settles)

    def _keep(self) -> None:
        draft = self._chosen()
        if draft is not None:
            self._link.ask(
                lambda server: server.settle_draft(draft[0], draft[2], draft[3]), lambda _done: self.refresh()
            )

    def _take(self) -> None:
        draft = self._chosen()
        wanted = [clash for clash, on in zip(self.model.clashes, self.model.ticks, strict=True) if on]
        if draft is None or not wanted:
            return

        def came(claimed: Claimed | None) -> None:
            if claimed is None:
                self._link.said.emit(
                    tr(
                        "{file} is in somebody's hand, or done; have it given back or send it back first.",
                        file=draft[1],
                    )
                )
                return
            self._link.put_on_desk(claimed, lambda opened: self._apply(opened, wanted, draft))

        self._link.ask(lambda server: server.claim_one(draft[0]), came)

    def _apply(self, opened: OpenSource, wanted: Sequence[Clash], draft: _Draft) -> None:
        review = opened.review
        if review is not None and self._desk.do_in(opened, settling(review, wanted)):
            self._keep_settled(draft)

    def _keep_settled(self, draft: _Draft) -> None:
        self._link.ask(lambda server: server.settle_draft(draft[0], draft[2], draft[3]), lambda _done: self.refresh())


def compared(claimed: Claimed, entries: Sequence[tuple[int, bytes]]) -> list[Clash]:
    """Where what came late says something else than what is on record. Raises ValueError, KeyError, SessionError, WorkspaceError."""
    now, _ = item_of(claimed)
    late, _ = with_entries(claimed, entries[0][0], [entry for _, entry in entries])
    found = []
    for ref in differences(now, late):
        whose = now if ref.node in now else late
        place = f"{place_of(whose, ref.node)} · {field_name(ref.key)}"
        values = [review.field(ref).value if ref.node in review else None for review in (now, late)]
        found.append(Clash(ref, place, values[0], values[1]))
    return found


def settling(review: Review, wanted: Sequence[Clash]) -> Act:
    """The act that gives fields of a document the values that came late; a row that is not there any more is left out."""
    edits = []
    for clash in wanted:
        if clash.ref.node in review:
            before = review.node(clash.ref.node).fields.get(clash.ref.key)
            edits.append(SetField(clash.ref, before, (before or Field()).with_value(clash.late)))
    return Act("settle", tuple(edits), (("count", str(len(edits))),))
