"""The sources that are open together."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from reviewer.base.i18n import tr
from reviewer.ui.desk import Desk, OpenSource, State


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
        for opened in desk.sources:
            self._added(opened)
        self._count()

    def _added(self, opened: OpenSource) -> None:
        item = QListWidgetItem()
        item.setData(Qt.ItemDataRole.UserRole, opened)
        self.list.addItem(item)
        self._show(item, opened)
        self._count()

    def _removed(self, opened: OpenSource) -> None:
        item = self._item(opened)
        if item is not None:
            self.list.takeItem(self.list.row(item))
        self._count()

    def _changed(self, opened: OpenSource) -> None:
        item = self._item(opened)
        if item is not None:
            self._show(item, opened)

    def _item(self, opened: OpenSource) -> QListWidgetItem | None:
        items = (self.list.item(row) for row in range(self.list.count()))
        return next((item for item in items if item.data(Qt.ItemDataRole.UserRole) is opened), None)

    def _show(self, item: QListWidgetItem, opened: OpenSource) -> None:
        item.setText(tr("{state} {file}", state=_state_sign(opened), file=opened.name))
        item.setToolTip(opened.message or str(opened.path))
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
        self._title.setText(tr("Sources ({count})", count=self.list.count()))
        self._show_or_hide()

    def want(self, shown: bool) -> None:
        """The user asks for the list, or wants it out of the way."""
        self._wanted = shown
        self._show_or_hide()

    def _show_or_hide(self) -> None:
        self.setVisible(self.list.count() > 1 if self._wanted is None else self._wanted)


def _state_sign(opened: OpenSource) -> str:
    """✗ failed, … being read with its share, ✓ nothing doubtful left, else the number of doubtful fields."""
    if opened.state is State.FAILED:
        return "✗"
    if opened.review is None:
        return f"…{int(opened.progress * 100)}%" if opened.progress else "…"
    left = opened.review.count_doubtful()
    return f"⚠{left}" if left else "✓"
