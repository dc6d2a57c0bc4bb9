"""A document of somebody else's to look into: the original as it is, with one place of it in view. Made when it is first needed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from reviewer.base.i18n import tr
from reviewer.model.fields import FieldRef
from reviewer.model.history import History
from reviewer.model.review import Review
from reviewer.ui.desk import Desk, OpenSource
from reviewer.ui.source import SourceView

_KEYS = (("Ctrl++", "zoom_in"), ("Ctrl+=", "zoom_in"), ("Ctrl+-", "zoom_out"), ("Ctrl+0", "reset_zoom"))


class Original(QWidget):
    """Shows an original beside the desk, on a desk of its own on which nothing is done."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("The original"))
        self.desk = Desk(self)
        self.view: SourceView | None = None
        self.followed_by: Sequence[QWidget] = ()
        """What stands below it: Tab comes there from the original, which is made later than they are."""
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)

    def show_place(self, review: Review, history: History, ref: FieldRef | None) -> None:
        """Show the original of `review` where the field stands, with nothing of what anybody made of it."""
        if self.view is None:
            self.view = SourceView(self.desk)
            self._layout.addWidget(self.view)
        self.clear()
        opened = OpenSource(Path(review.source.name))
        self.desk.add(opened)
        self.desk.reviewed(opened, review, history)
        self.desk.choose(opened)
        self.desk.choose_field(ref)
        self.view.view.fit_in_passing()
        shown = self.view.focusProxy() or self.view  # Tab comes to what shows the original, not to what holds it
        tools = [tool for held in self.view.view.tools() for tool in (held, *held.findChildren(QWidget))]
        walked = [tool for tool in tools if tool.focusPolicy() & Qt.FocusPolicy.TabFocus]
        for before, widget in pairwise([shown, *walked, *self.followed_by]):
            QWidget.setTabOrder(before, widget)

    def give_keys(self, page: QWidget) -> None:
        """The keys that make the original of the window larger and smaller do so here, wherever on the page one is."""
        for key, name in _KEYS:
            shortcut = QShortcut(QKeySequence(key), page, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda name=name: getattr(self.view, name)() if self.view is not None else None)

    def clear(self) -> None:
        """Put away what is shown."""
        for opened in list(self.desk.sources):
            self.desk.remove(opened)


def row_of(review: Review, ref: FieldRef) -> FieldRef | None:
    """The field that says which row a field stands in, never the field itself: where to look, not what was read. None where none does."""
    node = review.node(ref.node)
    names = [key for key in ("level3", "name", "title") if key != ref.key and key in node.fields]
    return next((FieldRef(ref.node, key) for key in names if node.fields[key].spans), None)
