"""Commands that put rows right beyond inserting and deleting: copies, kinds, text beside, rows read again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from reviewer.base.i18n import tr
from reviewer.extract.region import read_region
from reviewer.model import reshaping
from reviewer.model.edits import Act
from reviewer.model.fields import FieldRef
from reviewer.model.review import Kind
from reviewer.model.spans import Spans
from reviewer.ui.desk import Desk


class Editor(Protocol):
    """What the commands need of the field panel."""

    def part_in_hand(self, step: int) -> tuple[int, int]: ...


class Original(Protocol):
    """What the commands need of the source view."""

    def selected_spans(self) -> tuple[str, Spans]: ...


class RowCommands:
    """Several rows at once, and text that belongs elsewhere."""

    def __init__(self, desk: Desk, editor: Editor, original: Original) -> None:
        self._desk, self._editor, self._original = desk, editor, original

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
        self._do(lambda: reshaping.merge_rows(review, nodes))
        if ref is not None and first is not None:
            self._desk.choose_field(ref if ref.node in review else FieldRef(first.id, ref.key))

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
        nodes = read_region(review.source, region, kind)
        self._do(lambda: reshaping.put_read(review, region, kind, nodes, self._desk.node()))

    def _do(self, make: Callable[[], Act]) -> None:
        """Do an act; why it makes no sense is said in the status bar."""
        try:
            self._desk.do(make())
        except ValueError as error:
            self._desk.said.emit(str(error))
