"""The pane of the original: a heading, and the one view that fits the source's format."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from reviewer.base.i18n import tr
from reviewer.model.fields import FieldRef
from reviewer.model.spans import Spans
from reviewer.ui.desk import Desk, OpenSource
from reviewer.ui.source.text_view import TextSourceView


class SourceView(QWidget):
    """Shows the source in hand and the field in hand in it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("sourceView")
        self.setAccessibleName(tr("Original"))
        self._desk = desk
        self._shown: OpenSource | None = None
        self._positions: dict[OpenSource, int] = {}
        self._back_at: FieldRef | None = None
        """The field in hand when this source was left: coming back to it does not scroll."""
        self._unclaimed = False
        self._heading = QLabel()
        self._heading.setTextFormat(Qt.TextFormat.PlainText)
        self._heading.setContentsMargins(6, 3, 6, 3)
        self.view = TextSourceView()
        top = QHBoxLayout()
        top.addWidget(self._heading, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self.view, 1)
        self.setFocusProxy(self.view)
        self._connect()
        self._show(desk.current)

    def _connect(self) -> None:
        self._desk.current_changed.connect(self._show)
        self._desk.review_changed.connect(self._mark)
        self._desk.field_chosen.connect(self._frame)
        self._desk.source_removed.connect(lambda opened: self._positions.pop(opened, None))
        self.view.field_clicked.connect(self._desk.choose_field)

    # -- what the commands use ----------------------------------------------------------------------------------

    def selected_spans(self) -> tuple[str, Spans]:
        """The text selected in the original, its layout undone, and where it stands."""
        return self.view.selected_spans()

    def find(self, text: str, forward: bool = True) -> bool:  # type: ignore[override]
        """Select the next place where `text` stands; False where it stands nowhere."""
        return self.view.find_text(text, forward)

    def zoom_in(self) -> None:
        """Larger letters."""
        self.view.zoomIn(1)

    def zoom_out(self) -> None:
        """Smaller letters."""
        self.view.zoomOut(1)

    def show_unclaimed(self, shown: bool) -> None:
        """Mark the text that no field claims, or stop marking it."""
        self._unclaimed = shown
        self._mark()

    # -- following the desk -------------------------------------------------------------------------------------

    def _show(self, opened: OpenSource | None) -> None:
        if opened is not self._shown:
            self._keep_position()
            self._shown = opened
        if opened is None or opened.source is None:
            self._heading.setText(tr("Original"))
            self.view.setPlaceholderText(opened.message if opened else "")
            self.view.clear_source()
            return
        source = opened.source
        names = {"text": tr("text"), "markdown": "Markdown", "tsv": tr("tab-separated")}
        self._heading.setText(
            tr("Original: {file} ({format}, {encoding})", file=opened.name,
               format=names.get(source.format, source.format), encoding=source.encoding or "-")
        )  # fmt: skip
        self.view.show_source(source)
        self._mark()
        if opened in self._positions:
            self.view.go_to(self._positions.pop(opened))
            self._back_at = opened.field
        self._frame(self._desk.field)

    def _keep_position(self) -> None:
        if self._shown is not None and self._shown.source is not None:
            self._positions[self._shown] = self.view.place()

    def _mark(self) -> None:
        if self._desk.review is not None:
            self.view.mark(self._desk.review, self._unclaimed)

    def _frame(self, ref: FieldRef | None) -> None:
        review = self._desk.review
        spans: Spans = ()
        if review is not None and ref is not None and ref.node in review:
            spans = review.field(ref).spans or _nearby(self._desk, ref)
        self.view.frame(spans, scroll=ref != self._back_at)
        if ref is not None:
            self._back_at = None


def _nearby(desk: Desk, ref: FieldRef) -> Spans:
    """Where to look for a field that has no place of its own: the other fields of its row."""
    review = desk.review
    node = review.node(ref.node) if review else None
    for key in ("level3", "name", "annual_value", "period_value", "title"):
        field = node.fields.get(key) if node else None
        if field is not None and field.spans:
            return field.spans
    return ()
