"""The pane of the original: a heading, and the one view that fits the source's format."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, cast

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtGui import QCursor, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from reviewer.base.i18n import tr
from reviewer.model import doubted
from reviewer.model.fields import FieldRef
from reviewer.model.flow import Flow, undo_layout
from reviewer.model.naming import field_name, short
from reviewer.model.snippets import in_one
from reviewer.model.source import Source
from reviewer.model.spans import Span, Spans
from reviewer.ui.desk import Desk, OpenSource
from reviewer.ui.fitting import ElidedLabel
from reviewer.ui.jobs import start_when_free
from reviewer.ui.source.claims import claimants, show_claims
from reviewer.ui.source.kinds import GRID, PAGE, TEXT, ViewOfSource, has_view, kind_of, make_view, why_not_pages
from reviewer.ui.source.notes import Notes
from reviewer.ui.source.picking import PickByClick

_MANY_NODES = 1000
"""A review of more nodes takes so long to mark that the window does other things first."""


_PAUSE = 10
"""Milliseconds for other things before a long review is marked, and between two parts of it."""


class _Left(NamedTuple):
    """Where a source was left: the kind of view it was in, and its place there."""

    kind: str
    place: Any


class SourceView(QWidget):
    """Shows the source in hand and the field in hand in it."""

    fill_wanted = Signal()
    """Text was marked by Ctrl and a click: the field in hand is to be filled with it."""

    def __init__(self, desk: Desk, key_of: Callable[[str], str] = lambda _name: "") -> None:
        """`key_of` gives the key of an action as a person reads it."""
        super().__init__()
        self.setObjectName("sourceView")
        self.setAccessibleName(tr("Original"))
        self._desk = desk
        self._shown: OpenSource | None = None
        self._positions: dict[OpenSource, _Left] = {}
        self._back_at: FieldRef | None = None
        """The field in hand when this source was left: coming back to it does not scroll."""
        self._before_click: FieldRef | None = None
        """The field in hand before the last click: a double click is about the word, not about another field."""
        self._clicked_refs: list[FieldRef] = []
        self._several = QTimer(self, singleShot=True, interval=QGuiApplication.styleHints().mouseDoubleClickInterval())
        """Runs from a click that several fields claim until it is plain that no second click follows."""
        self._several.timeout.connect(self._list_clicked)
        self._in_frame: Spans = ()
        self._fitted = QTimer(self, singleShot=True, interval=0)
        self._fitted.timeout.connect(self._frame_again)
        self._marked = QTimer(self, singleShot=True, interval=_PAUSE)
        self._marked.timeout.connect(self._mark)
        self._marked_on = QTimer(self, singleShot=True, interval=_PAUSE)
        self._marked_on.timeout.connect(self._mark_on)
        self._key_of = key_of
        self._unclaimed = False
        self._fit = ""
        self.raw = False
        """Whether tables that a text draws are shown as that text."""
        self._piece: Span | None = None
        """The piece of unclaimed text in hand."""
        self._views: dict[str, ViewOfSource] = {}
        self._holds: dict[str, tuple[OpenSource, Source]] = {}
        """What each view was given last, shown or not."""
        self._kind = TEXT
        self._heading = ElidedLabel()
        self._heading.setContentsMargins(6, 3, 6, 3)
        self.notes = Notes()
        self._top = QHBoxLayout()
        self._top.setContentsMargins(0, 0, 4, 0)
        self._top.addWidget(self._heading, 1)
        self._stack = QStackedWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._top)
        layout.addWidget(self.notes)
        layout.addWidget(self._stack, 1)
        self._turn_to(TEXT)
        self._connect()
        self._show(desk.current)

    def _connect(self) -> None:
        self._desk.current_changed.connect(self._show)
        self._desk.review_changed.connect(self._mark)
        self._desk.field_chosen.connect(self._frame)
        self._desk.source_removed.connect(self._removed)

    @property
    def view(self) -> Any:
        """The view that is visible, a ViewOfSource."""
        return self._views[self._kind]

    # -- what the commands use ----------------------------------------------------------------------------------

    def selected_spans(self) -> tuple[str, Spans]:
        """The text selected in the original, its layout undone, and where it stands."""
        text, spans = self._view.selected_spans()
        if not text and self._piece is not None and self._desk.review is not None:
            flow = undo_layout(Flow.of(self._desk.review.source, (self._piece,)))
            return flow.text, flow.spans
        return text, spans

    def find(self, text: str, forward: bool = True) -> bool:  # type: ignore[override]
        """Select the next place where `text` stands; False where it stands nowhere."""
        return self._view.find_text(text, forward)

    def zoom_in(self) -> None:
        """Larger letters."""
        self._view.zoom_in()

    def zoom_out(self) -> None:
        """Smaller letters."""
        self._view.zoom_out()

    def reset_zoom(self) -> None:
        """Letters as large as at first."""
        self._view.reset_zoom()

    def fit_width(self) -> None:
        """As large as the width of the pane allows."""
        self._view.fit_width()

    def is_as_wide(self) -> bool:
        """Whether what is shown is as wide as the pane."""
        return self._view.is_as_wide()

    def fit_from_now(self, how: str) -> None:
        """Fit every source that comes as `how` says: "width", "page", or "" as at first."""
        self._fit = how
        for view in self._views.values():
            view.fit_from_now(how)

    def fit_page(self) -> None:
        """The whole page or table at once."""
        self._view.fit_page()

    def show_unclaimed(self, shown: bool) -> None:
        """Mark the text that no field claims, or stop marking it."""
        self._unclaimed = shown
        self._mark()

    def show_raw(self, raw: bool) -> None:
        """Show the tables of a text as the text that draws them, or as tables; what is in hand stays in view."""
        self.raw = raw
        opened, source = self._shown, self._shown.source if self._shown is not None else None
        if opened is not None and source is not None and kind_of(source, raw) != self._kind:
            self._holds.pop(self._kind, None)
            self._show(opened)
            self._frame(self._desk.field)

    def point_at(self, piece: Span | None) -> None:
        """Take a piece of unclaimed text in hand: it is framed and comes into view, and counts as selected where nothing is.

        None: no piece any more, the frame goes back to the field in hand.
        """
        self._piece = piece
        self._mark()
        if piece is not None:
            self._view.frame((piece,))
        else:
            self._frame(self._desk.field)

    def list_fields(self) -> None:
        """List the fields that claim what is marked, or else the place of the field in hand; a single one comes to hand."""
        review, ref = self._desk.review, self._desk.field
        spans = self._view.selected_spans()[1]
        if review is None:
            return
        if not spans and ref is not None and ref.node in review:
            spans = review.field(ref).spans
        refs = claimants(review, spans)
        if not refs:
            self._desk.said.emit(tr("No field claims this place of the original."))
        elif len(refs) == 1:
            self._desk.choose_field(refs[0])
        else:
            show_claims(self._desk, refs, self, self.mapToGlobal(self.rect().center()))

    # -- clicks and marked text -----------------------------------------------------------------------------------

    def _about_to_pick(self) -> None:
        """What will be marked is for the field that is in hand now."""
        self._before_click = self._desk.field

    def _clicked(self, ref: FieldRef) -> None:
        self._before_click = self._desk.field
        self._several.stop()
        self._desk.choose_field(ref)

    def _several_clicked(self, refs: list[FieldRef]) -> None:
        self._clicked_refs = refs
        self._several.start()

    def _list_clicked(self) -> None:
        if self.isVisible() and self._desk.field in self._clicked_refs:
            show_claims(self._desk, self._clicked_refs, self, QCursor.pos() + QPoint(4, 12))

    def _text_marked(self, by_double_click: bool) -> None:
        """Text is marked: say what the fill key would do with it."""
        self._several.stop()
        if by_double_click and self._before_click is not None:
            self._desk.choose_field(self._before_click)
        ref, (text, _) = self._desk.field, self.selected_spans()
        if ref is not None and text.strip():
            said = tr("{key} fills “{field}” with “{text}”",
                      key=self._key_of("actionFillFromSource"), field=field_name(ref.key), text=short(text))  # fmt: skip
            self._desk.said.emit(said)

    # -- one view of several ------------------------------------------------------------------------------------

    @property
    def _view(self) -> ViewOfSource:
        return self._views[self._kind]

    def _turn_to(self, kind: str) -> None:
        """Have the view of this kind be the visible one; it is made when it is needed first."""
        if kind not in self._views:
            made = self._views[kind] = make_view(kind)
            self._stack.addWidget(cast(QWidget, made))
            made.fit_from_now(self._fit)
            made.field_clicked.connect(self._clicked)
            made.several_clicked.connect(self._several_clicked)
            made.text_marked.connect(self._text_marked)
            PickByClick(cast(QWidget, made), self._about_to_pick, self.fill_wanted.emit)
            for tool in made.tools():
                self._top.addWidget(tool)
                tool.hide()
        for other, view in self._views.items():
            for tool in view.tools():
                tool.setVisible(other == kind)
        self._kind = kind
        shown = cast(QWidget, self._view)
        had_focus = self._stack.isAncestorOf(self.focusWidget() or self)
        self._stack.setCurrentWidget(shown)
        self.setFocusProxy(shown)
        if had_focus:
            shown.setFocus()

    # -- following the desk -------------------------------------------------------------------------------------

    def _show(self, opened: OpenSource | None) -> None:
        if opened is not self._shown:
            self._piece = None
            self._keep_position()
            self._shown = opened
        source = opened.source if opened is not None else None
        if opened is None or source is None:
            self._show_none(opened.message if opened else "")
            return
        was = self._read_further(opened, source)
        kind = kind_of(source, self.raw)
        self._turn_to(kind if has_view(kind) else TEXT)
        self._heading.setText(_heading(opened.name, source))
        self.notes.say((*source.notes, *why_not_pages(source)))
        self._holds[self._kind] = opened, source
        if self._kind == GRID:
            self.view.show_source(source, opened.ready)
            opened.ready = None
        else:
            self._view.show_source(source)
        if opened.review is not None and opened.review.size > _MANY_NODES:
            start_when_free(self._marked)  # the text is there at once, and a key is heard before its marks are
        else:
            self._mark()
        left = self._positions.pop(opened, None)
        if left is not None and left.kind == self._kind:
            self._view.go_to(left.place)
            self._back_at = opened.field
        elif was is not None and was.kind == self._kind:
            self._view.go_to(was.place)
        self._frame(self._desk.field)

    def _read_further(self, opened: OpenSource, source: Source) -> _Left | None:
        """Where the view stands, when it is about to get more of the file that it shows already: it stays there."""
        held = self._holds.get(self._kind)
        again = held is not None and held[0] is opened and held[1] is not source
        return _Left(self._kind, self._view.place()) if again else None

    def _show_none(self, why: str) -> None:
        self._turn_to(TEXT)
        self._heading.setText(tr("Original"))
        self.notes.say(())
        self._holds.pop(TEXT, None)
        self._view.set_placeholder(why)
        self._view.clear_source()

    def _keep_position(self) -> None:
        held = self._holds.get(self._kind)
        if self._shown is not None and held is not None and held[0] is self._shown:
            self._positions[self._shown] = _Left(self._kind, self._view.place())

    def _removed(self, opened: OpenSource) -> None:
        """Nothing is kept of a source that is closed."""
        self._positions.pop(opened, None)
        for kind in [kind for kind, held in self._holds.items() if held[0] is opened]:
            self._views[kind].clear_source()
            del self._holds[kind]

    def _mark(self) -> None:
        self._marked.stop()
        if self._desk.review is not None:
            self._view.mark(self._desk.review, self._unclaimed)
            self._marked_on.start()
            if self._spans_in_hand() != self._in_frame:  # an act may have moved the place of the field in hand
                self._frame(self._desk.field)

    def _mark_on(self) -> None:
        if self._view.mark_on():
            self._marked_on.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is in hand stays in view when a bar takes room away."""
        super().resizeEvent(event)
        self._fitted.start()

    def _frame_again(self) -> None:
        """In another room: the piece of unclaimed text in hand, or else the field."""
        self._view.frame((self._piece,) if self._piece is not None else self._in_frame)

    def _spans_in_hand(self) -> Spans:
        review, ref = self._desk.review, self._desk.field
        if review is None or ref is None or ref.node not in review:
            return ()
        return in_one(review.source, review.field(ref).spans) or _nearby(self._desk, ref)

    def _point_out(self, ref: FieldRef | None) -> None:
        """The characters of the field in hand that recognition was not sure of; only pages drawn as pictures have such."""
        review = self._desk.review
        if self._kind == PAGE and review is not None:
            known = ref is not None and ref.node in review
            self.view.point_out(doubted.in_original(review.source, review.field(ref)) if known and ref else ())

    def _frame(self, ref: FieldRef | None) -> None:
        self._in_frame = spans = self._spans_in_hand()
        self._view.frame(spans, scroll=ref != self._back_at)
        self._point_out(ref)
        if ref is not None:
            self._back_at = None


def _heading(name: str, source: Source) -> str:
    """What the original is: its name, what kind of file, and how its letters were read."""
    formats = {
        "text": tr("text"), "markdown": "Markdown", "tsv": tr("tab-separated"), "csv": tr("comma-separated"),
        "pdf": "PDF", "scan": tr("scan"), "docx": "Word", "doc": "Word 97", "xlsx": "Excel", "xls": "Excel 97",
        "html": "HTML", "ofd": "OFD",
    }  # fmt: skip
    shown = formats.get(source.format, source.format)
    if source.encoding is None:
        return tr("Original: {file} ({format})", file=name, format=shown)
    return tr("Original: {file} ({format}, {encoding})", file=name, format=shown, encoding=source.encoding)


def _nearby(desk: Desk, ref: FieldRef) -> Spans:
    """Where to look for a field that has no place of its own: the other fields of its row."""
    review = desk.review
    node = review.node(ref.node) if review else None
    for key in ("level3", "name", "annual_value", "period_value", "title"):
        field = node.fields.get(key) if node else None
        if field is not None and field.spans:
            return field.spans
    return ()
