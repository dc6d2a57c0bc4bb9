"""Which rows of the tree are shown."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel, Qt

from reviewer.model.review import Kind, Node
from reviewer.ui.tree.model import ACCEPTED, SHOWN, Look, ReviewModel

_Index = QModelIndex | QPersistentModelIndex
_MOST_KNOWN = 4_000
"""So many rows are kept in mind: what fills some screens."""
_WHAT_MOVES_ROWS = (
    "modelAboutToBeReset", "modelReset", "layoutAboutToBeChanged", "layoutChanged", "rowsAboutToBeInserted", "rowsInserted",
    "rowsAboutToBeRemoved", "rowsRemoved", "rowsAboutToBeMoved", "rowsMoved",
)  # fmt: skip


class RowFilter(QSortFilterProxyModel):
    """Shows all rows, only those with doubtful fields, or only those whose name holds a text.

    A row stays while it is worked on: what is shown is worked out when the filter changes, not at every act. Qt itself compares
    what the model has under SHOWN, and asks nothing where the pattern is empty: of a long review that is most of the work.
    """

    def __init__(self, model: ReviewModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._only_doubtful = False
        self._text = ""
        self._known: dict[tuple[int, int], int] = {}
        """The nodes of rows that were asked about, by the place that Qt keeps for their parent and the row: to ask the model for an
        index, as Qt does each time, is a quarter of what drawing a cell takes. Good until any row comes, goes or moves."""
        self.setDynamicSortFilter(False)
        self.setFilterRole(SHOWN)
        model.shows = self.shows
        self.setSourceModel(model)
        for moving in (model, self):
            for name in _WHAT_MOVES_ROWS:
                getattr(moving, name).connect(self._forget)

    @property
    def is_on(self) -> bool:
        """Whether anything is hidden."""
        return self._only_doubtful or bool(self._text)

    def show_only(self, doubtful: bool, text: str) -> None:
        """Change the filter."""
        self._forget()
        before, self._only_doubtful, self._text = self.is_on, doubtful, text.strip().casefold()
        if before is not self.is_on:
            self.setFilterFixedString(ACCEPTED if self.is_on else "")
            return
        # From Qt 6.10 on there is this pair, and invalidateFilter() is on its way out.
        begin, end = (getattr(self, name, None) for name in ("beginFilterChange", "endFilterChange"))
        if begin is None or end is None:
            self.invalidateFilter()
        else:
            begin()
            end()

    def shows(self, node: Node) -> bool:
        """Whether the filter lets a row through."""
        if self._only_doubtful and not self._model.doubtful_beneath(node):
            return False
        if not self._text or node.kind is Kind.DOCUMENT:
            return True
        above = node.parent
        nodes = [node, *node.children, *([above] if above is not None and above.kind is not Kind.DOCUMENT else [])]
        return any(self._text in (n.value("level3") or n.value("name") or "").casefold() for n in nodes)

    def _forget(self) -> None:
        self._known.clear()

    def _node(self, index: _Index) -> Node | None:
        if not index.isValid() or self._model.review is None:
            return None
        place = index.internalId(), index.row()
        found = self._known.get(place)
        if found is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            found = self._known[place] = self.mapToSource(index).internalId()
        return self._model.review.find(found)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """See QAbstractItemModel; asked twice of each cell that is drawn."""
        return self._model.flags_of(self._node(index), index.column())

    def look(self, index: _Index) -> Look | None:
        """All that is drawn of a cell, asked for at once."""
        node = self._node(index)
        return None if node is None else self._model.look_of(node, index.column())
