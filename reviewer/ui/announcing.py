"""What a screen reader is told without being asked: the field in hand where its cell does not say it all, and what was done.

A cell of the tree says its value, state and reasons when it gets the focus (tree/spoken.py). Which row that is, how sure the value
is, what else Enter would accept and what is suggested stand in other panes; and where Tab goes on within a cell, no focus changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from reviewer.base.i18n import tr
from reviewer.model.fields import FieldRef
from reviewer.model.naming import field_name, node_title
from reviewer.model.review import Node, Review
from reviewer.model.snippets import snippet
from reviewer.ui.panels.row_table import how_sure
from reviewer.ui.tree.spoken import reasons_of, spoken

if TYPE_CHECKING:
    from reviewer.ui.desk import Desk
    from reviewer.ui.panels.fields import FieldPanel
    from reviewer.ui.tree.view import ReviewTree

_AROUND = 24
"""Characters of the original that are told before and after a value."""


def announce(widget: QWidget, text: str) -> None:
    """Have a screen reader say a text after what it is saying; nothing where none listens."""
    if text and QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


class Announcer(QObject):
    """Tells of the field in hand whenever another one is, and of what the status bar says."""

    def __init__(self, desk: Desk, tree: ReviewTree, panel: FieldPanel) -> None:
        super().__init__(tree)
        self._desk, self._tree, self._panel = desk, tree, panel
        self._row: int | None = None
        self._entry: int | None = None
        self._cell: tuple[int, int] | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)  # once everybody has followed, and after the cell has told of itself
        self._soon.timeout.connect(self._tell)
        desk.field_chosen.connect(self._soon.start)
        desk.current_changed.connect(self._elsewhere)
        desk.said.connect(lambda text: announce(tree, text))

    def _tell(self) -> None:
        review, ref = self._desk.review, self._desk.field
        if review is None or ref is None or ref.node not in review or not QAccessible.isActive():
            return
        announce(self._tree, "\n".join(filter(None, self._lines(review, ref))))

    def _elsewhere(self) -> None:
        """Another source is in hand, whose rows may have the same numbers."""
        self._row = self._entry = self._cell = None

    def _lines(self, review: Review, ref: FieldRef) -> list[str]:
        node = review.node(ref.node)
        column, is_its_own = self._tree.cell_of(ref)
        is_new = (
            self._cell is not None and (node.id, column) != self._cell
        )  # the first of a source gets no focus of its own
        has_told = is_its_own and is_new and self._tree.view.hasFocus()
        lines = [self._row_told(node)]
        self._cell = node.id, column
        is_doubtful, name = review.is_doubtful(ref), field_name(ref.key)
        if has_told:
            lines.append(name)
        else:
            value = spoken(review, node, ref.key, is_doubtful, 0)
            lines += [tr("{field}: {value}", field=name, value=value), reasons_of(review, ref) if is_doubtful else ""]
        if is_doubtful:
            lines += [tr("Confidence {sure}", sure=how_sure(review, ref)), self._panel.told_of_stop]
            found = snippet(review.source, review.field(ref).spans, _AROUND)
            there = found and tr("In the original: {text}", text=f"…{found.before} {found.value} {found.after}…")
            lines.append(there or tr("Not printed in the original"))
        return lines

    def _row_told(self, node: Node) -> str:
        """The row, where it is another one than before; with its entry, where that is another one too."""
        entry, before = node.entry(), (self._row, self._entry)
        self._row, self._entry = node.id, entry.id if entry is not None else None
        if before[0] == node.id or entry is None:
            return ""
        if entry is node or before[1] == entry.id:
            return node_title(node)
        return tr("{row}, of “{entry}”", row=node_title(node), entry=node_title(entry))
