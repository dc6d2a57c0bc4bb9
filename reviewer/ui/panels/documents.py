"""The sources that are open together."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QFont, QPainter, QPalette
from PySide6.QtWidgets import (
    QLabel,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from reviewer.base.i18n import mark, tr
from reviewer.model.unread import Standing, not_read
from reviewer.ui.density import air
from reviewer.ui.desk import Desk, OpenSource, State
from reviewer.ui.theme import data_colours

STANDING_SIGNS = {Standing.NOTHING: "∅", Standing.PART: "◐", Standing.UNSEEN: "○"}
"""The signs of sources that are not done although no field of theirs may be doubtful."""
STANDING_WORDS = {
    Standing.NOTHING: mark("No entry was found."),
    Standing.PART: mark("Read in part."),
    Standing.UNSEEN: mark("Not looked at yet."),
}


class _ShareDelegate(QStyledItemDelegate):
    """Draws beneath a source how far it is: read, or reviewed."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The line of text, and under it a thin bar as long as what is done."""
        super().paint(painter, option, index)
        opened = index.data(Qt.ItemDataRole.UserRole)
        share = _share_done(opened) if isinstance(opened, OpenSource) else None
        if share is None:
            return
        item: Any = option  # older stubs do not know what it holds
        box, palette = item.rect, item.palette
        selected = bool(item.state & QStyle.StateFlag.State_Selected)
        line = QRect(box.left() + 2, box.bottom() - 1, box.width() - 4, 2)
        painter.fillRect(line, palette.color(QPalette.ColorRole.Mid))
        line.setWidth(round(line.width() * share))
        painter.fillRect(line, palette.highlightedText().color() if selected else data_colours(palette).in_hand)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Room for the bar."""
        size = super().sizeHint(option, index)
        return QSize(size.width(), size.height() + max(4, air() - 2))


class DocumentList(QWidget):
    """One line a source: how far it is, and what is left to do in it.

    While only one source is open there is nothing to choose from: the list then shows itself only to a user who asked for it.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._wanted: bool | None = None
        """What the user has asked for; None as long as nothing was."""
        self._title = QLabel()
        self._title.setContentsMargins(6, 3, 6, 3)
        self.list = QListWidget()
        self.setObjectName("documentPane")
        self.list.setObjectName("documentList")
        self.list.setAccessibleName(tr("Open sources"))
        self.list.setItemDelegate(_ShareDelegate(self.list))
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._title)
        layout.addWidget(self.list, 1)
        self.setFocusProxy(self.list)
        desk.source_added.connect(self._added)
        desk.source_removed.connect(self._removed)
        desk.source_changed.connect(self._changed)
        desk.current_changed.connect(lambda _opened: self._mark_current())
        self.list.currentRowChanged.connect(self._chosen)
        self._open_soon = QTimer(self, singleShot=True, interval=0)  # once for all that one act, or one report, changes
        self._open_soon.timeout.connect(self._say_open)
        for opened in desk.sources:
            self._added(opened)
        self._count()

    def _added(self, opened: OpenSource) -> None:
        item = QListWidgetItem()
        item.setData(Qt.ItemDataRole.UserRole, opened)
        self.list.addItem(item)
        self._show(item, opened)
        self._show_namesakes(opened)
        self._count()

    def _removed(self, opened: OpenSource) -> None:
        item = self._item(opened)
        if item is not None:
            self.list.takeItem(self.list.row(item))
        self._show_namesakes(opened)
        self._count()

    def _show_namesakes(self, opened: OpenSource) -> None:
        """Those of the same name are called otherwise, now that it came or went."""
        for other in self._desk.sources:
            if other is not opened and other.name == opened.name and (item := self._item(other)) is not None:
                self._show(item, other)

    def _changed(self, opened: OpenSource) -> None:
        item = self._item(opened)
        if item is not None:
            self._show(item, opened)
        self._open_soon.start()

    def _item(self, opened: OpenSource) -> QListWidgetItem | None:
        items = (self.list.item(row) for row in range(self.list.count()))
        return next((item for item in items if item.data(Qt.ItemDataRole.UserRole) is opened), None)

    def _show(self, item: QListWidgetItem, opened: OpenSource) -> None:
        state, label = _state_sign(opened), self._desk.label(opened)
        counts = state[-1:].isdigit()  # the file's name may begin with a figure too
        item.setText(
            tr("{state} · {file}", state=state, file=label) if counts else tr("{state} {file}", state=state, file=label)
        )
        note = opened.postponed
        told = [tr("Postponed: {note}", note=note)] if note is not None else []
        missing = not_read(opened.review) if opened.review else ()
        item.setToolTip("\n".join([opened.message or str(opened.path), *told, *missing]))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, label)
        item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, _said_of(opened))
        font = QFont(self.list.font())
        font.setBold(opened is self._desk.current)
        item.setFont(font)

    def _mark_current(self) -> None:
        self.list.blockSignals(True)
        for row in range(self.list.count()):
            item = self.list.item(row)
            opened = item.data(Qt.ItemDataRole.UserRole)
            self._show(item, opened)
            if opened is self._desk.current:
                self.list.setCurrentRow(row)
        self.list.blockSignals(False)

    def _chosen(self, row: int) -> None:
        item = self.list.item(row)
        if item is not None:
            self._desk.choose(item.data(Qt.ItemDataRole.UserRole))

    def _count(self) -> None:
        self._say_open()
        self._show_or_hide()

    def _say_open(self) -> None:
        count, still = self.list.count(), sum(opened.is_open for opened in self._desk.sources)
        self._title.setText(
            tr("Sources ({count}), {still} open", count=count, still=still) if still
            else tr("Sources ({count})", count=count)
        )  # fmt: skip

    def want(self, shown: bool) -> None:
        """The user asks for the list, or wants it out of the way."""
        self._wanted = shown
        self._show_or_hide()

    def _show_or_hide(self) -> None:
        self.setVisible(self.list.count() > 1 if self._wanted is None else self._wanted)


def _share_done(opened: OpenSource) -> float | None:
    """How much of a source is read, then of its doubtful fields dealt with (0 to 1); None where that says nothing."""
    if opened.state is State.FAILED:
        return None
    if opened.review is None:
        return opened.progress
    left = opened.review.count_doubtful()
    if left:
        return 1 - left / max(opened.first_doubtful, left)
    return 0.0 if opened.standing in (Standing.NOTHING, Standing.UNSEEN) else 0.9 if opened.is_open else 1.0


def _said_of(opened: OpenSource) -> str:
    """The same in words, for who cannot see it."""
    if opened.state is State.FAILED or opened.review is None:
        return opened.message or tr("Reading…")
    left = opened.review.count_doubtful()
    note = opened.postponed
    said = [] if note is None else [tr("Postponed: {note}", note=note)]
    said += [] if opened.standing not in STANDING_WORDS else [tr(STANDING_WORDS[opened.standing])]
    if left or not said:
        whole = max(opened.first_doubtful, left)
        said.append(tr("Doubtful: {left} / {whole}", left=left, whole=whole) if left else tr("Nothing doubtful"))
    return " ".join([*said, *not_read(opened.review)])


def _state_sign(opened: OpenSource) -> str:
    """‖ put off, ✗ failed, … being read with its share, ∅ no entry, ◐ read in part, ○ never looked at, ✓ done; ⚠ with how many fields."""
    if opened.state is State.FAILED:
        return "✗"
    if opened.review is None:
        return f"…{int(opened.progress * 100)}%" if opened.progress else "…"
    left = opened.review.count_doubtful()
    sign = STANDING_SIGNS.get(opened.standing or Standing.DONE, "")
    if opened.postponed is not None:
        sign = "‖"
    return f"{sign}⚠{left}" if left else sign or "✓"
