"""Commands that put rows right beyond inserting and deleting: copies, kinds, text beside, rows read again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from reviewer.base.i18n import tr
from reviewer.model import acts, reshaping
from reviewer.model.edits import Act
from reviewer.model.fields import FieldRef
from reviewer.model.naming import node_title, short
from reviewer.model.review import ENTRY_KINDS, TARGET_PARTS, Kind, Node
from reviewer.model.spans import Spans
from reviewer.model.target import targets_of
from reviewer.ui.desk import Desk


class Editor(Protocol):
    """What the commands need of the field panel."""

    def part_in_hand(self, step: int) -> tuple[int, int]: ...
    def edit_current(self, select_all: bool = True) -> None: ...


class Original(Protocol):
    """What the commands need of the source view."""

    def selected_spans(self) -> tuple[str, Spans]: ...


class RowCommands:
    """Several rows at once, and text that belongs elsewhere."""

    def __init__(self, desk: Desk, editor: Editor, original: Original, window: QWidget) -> None:
        self._desk, self._editor, self._original, self._window = desk, editor, original, window

    def duplicate(self) -> None:
        """Copies of the selected rows behind them."""
        review = self._desk.review
        if review is not None and self._desk.selected_nodes():
            self._do(lambda: reshaping.duplicate_rows(review, self._desk.selected_nodes()))

    def merge(self) -> None:
        """Join the selected rows, or the row in hand with the next; the field in hand stays in hand."""
        review, ref = self._desk.review, self._desk.field
        if review is None:
            return
        nodes = self._desk.selected_nodes()
        first = min(nodes, key=lambda node: node.index(), default=None)
        following = _following(nodes[0]) if len(nodes) == 1 else None
        if following is not None and self._desk.is_hidden(following):
            name = short(node_title(following), 16)
            self._desk.said.emit(tr("The next row, “{name}”, is hidden by the filter: show all rows first, or select those "
                                    "that belong together.", name=name))  # fmt: skip
            return
        self._do(lambda: reshaping.merge_rows(review, nodes))
        if ref is not None and first is not None:
            self._desk.choose_field(ref if ref.node in review else FieldRef(first.id, ref.key))

    def split_entry(self) -> None:
        """From the row in hand on it is another project; its name is asked for at once."""
        review, node = self._desk.review, self._desk.node()
        if review is not None and node is not None and self._do(lambda: reshaping.split_entry(review, node)):
            self._editor.edit_current(select_all=True)

    def set_kind(self, kind: Kind) -> None:
        """The selected entries are of this kind."""
        review = self._desk.review
        if review is not None:
            self._do(lambda: reshaping.set_kinds(review, self._desk.selected_nodes(), kind))

    def move_text(self, step: int) -> None:
        """The text marked in the value in hand belongs to the field before (-1) or after (+1)."""
        review, ref = self._desk.review, self._desk.field
        if review is None or ref is None:
            return
        start, end = self._editor.part_in_hand(step)
        self._do(lambda: reshaping.move_text(review, ref, start, end, step))

    def read_region(self, kind: Kind) -> None:
        """Read what is marked in the original as indicators or as projects."""
        review = self._desk.review
        if review is None:
            return
        _, spans = self._original.selected_spans()
        if not spans:
            self._desk.said.emit(tr("Mark in the original what is to be read."))
            return
        region = tuple(spans)
        from reviewer.extract.region import read_region  # what reads is imported when something is read

        nodes = read_region(review.source, region, kind)
        self._do(lambda: reshaping.put_read(review, region, kind, nodes, self._desk.node()))

    def add_field(self) -> None:
        """A field that the form prints and the row in hand lacks: asked for by name, then written into."""
        from reviewer.ui.dialogs.field_dialog import FieldDialog, labels_in_use

        review, node = self._desk.review, self._desk.node()
        if review is None or node is None or node.kind in (Kind.DOCUMENT, Kind.TASK):
            self._desk.said.emit(tr("Take a project or an indicator in hand first; only they have further fields."))
            return
        is_entry = node.kind in ENTRY_KINDS
        groups = ("amounts", "attributes") if is_entry else ("extra",)
        known = labels_in_use((g, label) for row in review.root.walk() for g in groups for label in row.group(g))
        rows = [row for row in self._desk.selected_nodes() if (row.kind in ENTRY_KINDS) == is_entry] or [node]
        money = self._desk.field is not None and self._desk.field.key.startswith("amounts[")
        lacking = [label for label, group in known.items() if label not in node.group(group)]
        dialog = FieldDialog(known, lacking, is_entry, money, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def add() -> None:
            self._window.activateWindow()
            if self._desk.review is review and self._do(lambda: reshaping.add_field(review, rows, *dialog.answer())):
                self._editor.edit_current(select_all=True)

        dialog.accepted.connect(add)
        dialog.open()

    def edit_target(self) -> None:
        """The sign, number and unit of the target value in hand, asked for; what was said by hand holds until the value changes."""
        from reviewer.model.candidates import units
        from reviewer.ui.dialogs.target_dialog import TargetDialog

        review, ref = self._desk.review, self._desk.field
        value = review.field(ref).value if review is not None and ref is not None else None
        if review is None or ref is None or not value or ref.key not in TARGET_PARTS:
            self._desk.said.emit(tr("Take a target value in hand first; only it has a sign, a number and a unit."))
            return
        dialog = TargetDialog(value, targets_of(review.node(ref.node), ref.key), units(review, ref.key), self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def enter() -> None:
            self._window.activateWindow()
            if self._desk.review is review and ref.node in review and review.field(ref).value == value:
                self._do(lambda: acts.set_target(review, ref, *dialog.answer()))

        dialog.accepted.connect(enter)
        dialog.open()

    def insert_task(self) -> None:
        """A new task after the one in hand, or after the tasks of the entry in hand."""
        review, node = self._desk.review, self._desk.node()
        entry = node.entry() if node is not None else None
        if review is None or node is None or entry is None:
            self._desk.said.emit(tr("Take a row of the entry in hand first: the new task comes into it."))
            return
        tasks = [child.index() for child in entry.children if child.kind is Kind.TASK]
        at = node.index() + 1 if node.kind is Kind.TASK else tasks[-1] + 1 if tasks else 0
        if self._do(lambda: acts.insert(review, entry, at, Kind.TASK)):
            self._editor.edit_current(select_all=True)

    def _do(self, make: Callable[[], Act]) -> bool:
        """Do an act; False where nothing was done. Why it makes no sense is said in the status bar."""
        try:
            return self._desk.do(make())
        except ValueError as error:
            self._desk.said.emit(str(error))
            return False


def _following(node: Node) -> Node | None:
    """The next row of the same kind in the same entry."""
    rows = node.parent.children[node.index() + 1 :] if node.parent is not None else []
    return next((row for row in rows if row.kind is node.kind), None)
