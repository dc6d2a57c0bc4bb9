"""Which rows of the tree are shown."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSortFilterProxyModel

from reviewer.model.review import Kind, Node
from reviewer.ui.tree.model import ACCEPTED, SHOWN, ReviewModel


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
        self.setDynamicSortFilter(False)
        self.setFilterRole(SHOWN)
        model.shows = self.shows
        self.setSourceModel(model)

    @property
    def is_on(self) -> bool:
        """Whether anything is hidden."""
        return self._only_doubtful or bool(self._text)

    def show_only(self, doubtful: bool, text: str) -> None:
        """Change the filter."""
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
