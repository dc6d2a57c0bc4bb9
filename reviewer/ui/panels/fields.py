"""The field in hand, and every other field of its row."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFont, QInputMethodEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from reviewer.base.i18n import tr, trn
from reviewer.model import acts, doubted
from reviewer.model.entering import entered
from reviewer.model.fields import Field, FieldRef, Status
from reviewer.model.naming import field_name
from reviewer.model.review import TARGET_PARTS, Kind, Review
from reviewer.model.snippets import snippet
from reviewer.model.spans import Spans
from reviewer.model.stops import accept_stop, stop_of
from reviewer.model.suggesting import suggest
from reviewer.model.target import targets_of
from reviewer.ui import composing
from reviewer.ui.choices import Chooser
from reviewer.ui.desk import Desk, OpenSource
from reviewer.ui.dialogs.target_dialog import parts_text
from reviewer.ui.fitting import scaled
from reviewer.ui.panels.editor import ValueEditor
from reviewer.ui.panels.row_table import LEAST_ROW, RowTable, how_sure
from reviewer.ui.rich_label import RichLabel
from reviewer.ui.theme import data_colours, status_sign

_LINES = (2, 3)
"""The editor's least height, and the one that it may always have, in lines; on a high panel it may have _SHARE of it."""
_SHARE = 0.4
_AROUND = 24
"""Characters of the original shown before and after the value."""


class FieldPanel(QWidget):
    """Above, the field in hand with its reasons and its place in the original; below, the whole row."""

    committed = Signal()
    """The value in hand was committed with Enter: on to the next."""
    why_wanted = Signal(str)
    """The “?” behind a reason was clicked: its code."""
    parts_wanted = Signal()
    """The parts of the target value were clicked."""
    suggestion_wanted = Signal()
    """The suggestion was clicked."""

    def __init__(self, desk: Desk, key_of: Callable[[str], str] = lambda _name: "") -> None:
        """`key_of` gives the key of an action as a person reads it."""
        super().__init__()
        self.setObjectName("fieldPanel")
        self.setAccessibleName(tr("Fields of the row in hand"))
        self._desk = desk
        self._ref: FieldRef | None = None
        self._held: OpenSource | None = None
        """The source that the field in hand belongs to."""
        self._loaded = ""
        """What the editor held before anything was typed."""
        self.told_of_stop = ""
        """What the panel says of the stop in hand, as plain text: how much is accepted together, what would settle it."""
        self._label, self._confidence, self._reasons, self._snippet = QLabel(), QLabel(), RichLabel(), RichLabel()
        self._parts = RichLabel()
        """The sign, number and unit of a target value."""
        self._parts.setObjectName("targetParts")
        self._stop = RichLabel()
        """What is seen and accepted together with the field in hand, and what would settle it."""
        self._stop.setObjectName("stopHint")
        self.explains = False
        """Whether somebody listens to `why_wanted`: without one there is no “?”."""
        self._key_of = key_of
        self.editor = ValueEditor()
        self.chooser = Chooser(self.editor)
        self.chooser.spared = self._spared
        self.rows_about: Callable[[], Sequence[QRect]] = lambda: ()
        """Where the row in hand and its neighbours are seen on the screen; the tree says."""
        self.editor.keys_first, self.editor.text_first = self.chooser.takes, self.chooser.typed_on
        self._inside = QWidget()
        """Everything; it scrolls where the window is too low for it, so that reasons never make the window grow."""
        self.table = RowTable()
        self._lay_out()
        desk.leaving.connect(composing.finish)
        desk.field_chosen.connect(self._choose)
        desk.current_changed.connect(lambda _opened: self._choose(self._desk.field))
        self._is_passing = self._is_stale = False
        desk.review_changed.connect(self._review_changed)
        self.editor.committed.connect(self._commit_and_go)
        self.chooser.taken.connect(self._commit_taken)
        self.editor.textChanged.connect(self._text_changed)
        self.editor.left.connect(self._leave)
        self.editor.cancelled.connect(self._restore)
        self._reasons.setObjectName("reasons")
        self._reasons.linkActivated.connect(self.why_wanted)
        self._parts.linkActivated.connect(lambda _link: self.parts_wanted.emit())
        self._stop.linkActivated.connect(lambda _link: self.suggestion_wanted.emit())
        self.table.cellClicked.connect(lambda row, _column: self._desk.choose_field(self.table.refs[row]))
        self._choose(desk.field)

    def _lay_out(self) -> None:
        bold = QFont(self.font())
        bold.setBold(True)
        self._label.setFont(bold)
        for label in (self._label, self._confidence):
            label.setTextFormat(Qt.TextFormat.PlainText)  # a printed label is part of the name
        heading = QHBoxLayout()
        heading.addWidget(self._label, 1)
        heading.addWidget(self._confidence)
        self.table.setMinimumHeight(scaled(self.table, 2 * LEAST_ROW))
        layout = QVBoxLayout(self._inside)
        layout.setContentsMargins(6, 4, 6, 4)
        layout.setSpacing(3)
        layout.addLayout(heading)
        layout.addWidget(self.editor)
        layout.addWidget(self._parts)
        layout.addWidget(self._reasons)
        layout.addWidget(self._stop)
        layout.addWidget(self._snippet)
        layout.addWidget(self.table, 1)
        area = QScrollArea()
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setMinimumHeight(scaled(self, 4 * LEAST_ROW))
        area.setWidget(self._inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        self.setFocusProxy(self.editor)

    # -- what the commands use ------------------------------------------------------------------------------------

    def edit_current(self, select_all: bool = True) -> None:
        """Put the cursor into the value in hand."""
        if self._ref is None:
            return
        self.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if select_all:
            self.editor.selectAll()
        else:
            self.editor.moveCursor(QTextCursor.MoveOperation.End)
        self.chooser.open(self._what)

    def _what(self) -> tuple[Review, FieldRef] | None:
        """What is being edited, for the list of candidates."""
        review, ref = self._desk.review, self._ref
        return (review, ref) if review is not None and ref is not None and ref.node in review else None

    def _text_changed(self) -> None:
        if self.editor.value() == self._loaded and not self.chooser.is_open:
            return
        if self.editor.hasFocus() and not self.chooser.is_collected:
            self.chooser.open(self._what)
        else:
            self.chooser.typed()

    def take_typed(self, event: QEvent) -> None:
        """A key or a composition that began elsewhere is meant for the value in hand."""
        if self._ref is None:
            return
        if not isinstance(event, QInputMethodEvent):
            if not (self.editor.hasFocus() and self.editor.document().isModified()):  # else the next letter of a text
                self.edit_current()
        else:
            self.editor.selectAll()
        QApplication.sendEvent(self.editor, event)
        if isinstance(event, QInputMethodEvent) and not self.editor.is_composing:
            self.edit_current(select_all=False)

    def cursor_position(self) -> int:
        """Where the cursor stands in the value in hand, counted in characters."""
        return _characters(self.editor.toPlainText(), self.editor.textCursor().position())

    def part_in_hand(self, step: int) -> tuple[int, int]:
        """Which characters of the value are meant to go to a neighbour: those marked, those on that side of the cursor, or all."""
        text = self.editor.toPlainText()
        if not self.editor.hasFocus():
            return 0, len(text)
        cursor = self.editor.textCursor()
        first, last = (_characters(text, at) for at in (cursor.selectionStart(), cursor.selectionEnd()))
        if first != last:
            return first, last
        return (first, len(text)) if step > 0 else (0, first)

    def seen(self) -> set[FieldRef]:
        """The fields of the stop whose values are on the screen as a whole."""
        QApplication.sendPostedEvents(
            None, QEvent.Type.LayoutRequest.value
        )  # keys may come faster than the panel is laid out
        return self.table.seen()

    def keep_typed(self) -> None:
        """Enter what was typed and stay where one is: for an act that comes before Enter does."""
        self._commit_on_leaving()

    def back_by_key(self, back: Callable[[], object]) -> None:
        """From now on Shift+Enter in the editor enters what was typed and goes `back`, for a walk through fields."""
        _BackKey(self, back)

    # -- committing -----------------------------------------------------------------------------------------------

    def _typed(self) -> str | None:
        """The text in the editor where something was typed; None where it is as it was loaded."""
        review = self._held.review if self._held is not None else None
        if review is None or self._ref is None or self._ref.node not in review:
            return None
        typed = self.editor.value()
        return entered(self._ref.key, typed) if typed != self._loaded else None

    def _commit_and_go(self) -> None:
        review, ref = self._desk.review, self._ref
        if review is None or ref is None:
            return
        written, typed, spans = self.editor.value(), self._typed(), self._chosen_spans()
        self.chooser.close()
        accepting = accept_stop(review, ref, self.seen())
        self._desk.do(acts.set_value(review, ref, typed, spans) if typed is not None else accepting)
        self._desk.say_entered(written, typed)
        self.committed.emit()

    def _commit_taken(self) -> None:
        """A candidate is entered: on from a doubtful field, while whoever fills a row stays in it."""
        review, ref = self._desk.review, self._ref
        was_doubtful = review is not None and ref is not None and review.is_doubtful(ref)
        if was_doubtful:
            self._commit_and_go()
        else:
            self._leave()

    def _leave(self) -> None:
        self._commit_on_leaving()
        self.chooser.close()

    def _commit_on_leaving(self) -> None:
        """Keep what was typed without taking the field in hand back: the clerk is on the way elsewhere."""
        held, ref, typed = self._held, self._ref, self._typed()
        if held is None or held.review is None or ref is None or typed is None:
            return
        self._loaded = self.editor.value()
        act = replace(acts.set_value(held.review, ref, typed, self._chosen_spans()), focus=None)
        if held is self._desk.current:
            self._desk.do(act)
            self._desk.say_entered(self._loaded, typed)
        else:  # another source is in hand already: what was typed belongs to the one before
            self._desk.do_in(held, act)

    def _chosen_spans(self) -> Spans | None:
        """Where the candidate that was taken stands in the original; None where it is from elsewhere or was typed over."""
        chosen = self.chooser.chosen(self.editor.value())
        return chosen.spans or None if chosen is not None else None

    def _restore(self) -> None:
        self.chooser.close()
        self._load_editor()
        self.editor.selectAll()

    def _spared(self) -> list[QRect]:
        """What the list of candidates leaves to be seen: rows of the tree, what is above the editor, and what is said beneath it."""
        said = QRect()
        for label in (self._reasons, self._parts, self._stop):
            if label.isVisible():
                said = said.united(label.geometry())
        at = self._inside.mapToGlobal(QPoint(0, 0))
        return [
            *self.rows_about(),
            *(each.translated(at) for each in (self._label.geometry(), said) if not each.isEmpty()),
        ]

    def _fit_editor(self) -> None:
        """As high as its value wants, within limits: a goal is a paragraph, a target value a few characters."""
        metrics = self.editor.fontMetrics()
        room = QRect(0, 0, max(40, self.editor.viewport().width() - 12), 0)
        flags = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere
        needed = metrics.boundingRect(room, flags, self.editor.toPlainText()).height()
        least, always = (lines * metrics.lineSpacing() for lines in _LINES)
        most = max(always, int(self.height() * _SHARE))
        self.editor.setFixedHeight(min(max(needed, least), most) + 12)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines wrap otherwise in another width."""
        super().resizeEvent(event)
        self._fit_editor()
        self._refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Take the colours of another palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "table"):
            self.table.fit_columns()
            self._fit_editor()
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange) and hasattr(self, "table"):
            self._refresh()

    # -- following the desk ---------------------------------------------------------------------------------------

    def _choose(self, ref: FieldRef | None) -> None:
        if ref != self._ref or self._desk.current is not self._held:
            self._commit_on_leaving()
            self.chooser.close()
            self._ref, self._held = ref, self._desk.current
            self._load_editor()
        self._refresh()

    @contextmanager
    def passing(self) -> Iterator[None]:
        """While an act is done after which another field comes to hand: only that is shown, not the one before once more."""
        self._is_passing = True
        try:
            yield
        finally:
            self._is_passing = False
            if self._is_stale:
                self._refresh()

    def _review_changed(self) -> None:
        if self._is_passing:
            self._is_stale = True
        else:
            self._refresh()

    def _load_editor(self) -> None:
        review, ref = self._desk.review, self._ref
        known = review is not None and ref is not None and ref.node in review
        self.editor.setEnabled(known)
        self.editor.setPlaceholderText(tr("empty") if known else "")
        self.editor.setPlainText((review.field(ref).value or "") if known and review and ref else "")
        self._loaded = self.editor.value()
        self._fit_editor()
        if self.editor.hasFocus():
            self.editor.selectAll()

    def _refresh(self) -> None:
        self._is_stale = False
        review, ref = self._desk.review, self._ref
        if review is None or ref is None or ref.node not in review:
            self._empty()
            return
        field = review.field(ref)
        as_read = self.editor.toPlainText() == (field.value or "")
        if as_read:
            self._loaded = self.editor.value()
            self.editor.document().setModified(False)
        elif self._typed() is None:
            self._load_editor()
        name = field_name(ref.key)
        self._label.setText(f"{status_sign(review, ref)} {name}".strip())
        self.editor.setAccessibleName(name)
        self._confidence.setText(how_sure(review, ref))
        self._show_reasons(review, ref)
        stop = stop_of(review, ref)
        self._show_parts(review, ref, has_room=len(stop) < 2)
        self._show_stop(review, stop)
        self._snippet.setText(self._snippet_of(review, field))
        self.editor.point_out(doubted.in_value(review.source, field) if as_read and review.is_doubtful(ref) else [])
        layout = self._inside.layout()
        if layout is not None:
            layout.activate()  # the table knows what room is left for it before it scrolls to the row in hand
        self.table.fill(review, ref, stop)

    def _empty(self) -> None:
        self._ref, self._loaded = None, ""
        self.editor.clear()
        self.editor.setEnabled(False)
        self.editor.setPlaceholderText("")
        for label in (self._label, self._confidence, self._reasons, self._stop, self._snippet):
            label.clear()
        self._stop.hide()
        self._parts.hide()
        self.table.clear_rows()

    def _show_reasons(self, review: Review, ref: FieldRef) -> None:
        doubtful = review.is_doubtful(ref)
        told: dict[str, str] = {}
        for reason in review.reasons(ref):
            told.setdefault(reason.text(), reason.code)
        lines = [html.escape(text) + self._asks(code) for text, code in told.items()]
        if doubtful and not lines:
            lines = [html.escape(tr("Uncertain"))]
        field = review.field(ref)
        if field.status is Status.EDITED and field.read != field.value:
            before = (
                tr("The original reads: “{value}”", value=field.read)
                if field.read
                else tr("Nothing was read here before")
            )
            lines.insert(0, html.escape(before))
        line = "<br>".join(lines)
        colours = data_colours(self.palette())
        colour = colours.doubtful_line if doubtful else colours.quiet
        self._reasons.setText(f'<span style="color:{colour.name()}">{line}</span>' if line else "")
        self._reasons.setVisible(bool(line))
        self._reasons.setToolTip(
            tr("“?” shows what a reason means and what to do ({key})", key=self._key_of("actionWhyDoubted"))
        )

    def _asks(self, code: str) -> str:
        """The “?” behind a reason, which opens what it means."""
        if not self.explains:
            return ""
        colour = data_colours(self.palette()).in_hand.name()
        return f'&nbsp; <a href="{html.escape(code)}" style="color:{colour}">?</a>'

    def _show_parts(self, review: Review, ref: FieldRef, *, has_room: bool) -> None:
        """How a target value is taken apart; a click or its key corrects that. What a stop holds has to be seen before it."""
        key, node = self._key_of("actionTarget"), review.node(ref.node)
        is_value = ref.key in TARGET_PARTS and node.kind is Kind.INDICATOR and bool(node.value(ref.key))
        if is_value:
            colours = data_colours(self.palette())
            told = tr("Sign, number, unit ({key}): {parts}", key=key, parts=parts_text(targets_of(node, ref.key)))
            self._parts.setText(f'<a href="parts" style="color:{colours.quiet.name()}">{html.escape(told)}</a>')
        self._parts.setVisible(is_value and has_room and bool(key))

    def _show_stop(self, review: Review, stop: tuple[FieldRef, ...]) -> None:
        """How much is accepted together, and what would settle it."""
        offered = suggest(review, stop) if self._key_of("actionTakeSuggestion") else None
        lines, said = [], []
        if len(stop) > 1 and self._key_of("actionAccept"):
            told = trn("{count} field of one cause: {key} accepts it, Tab goes through them",
                       "{count} fields of one cause: {key} accepts them all, Tab goes through them",
                       len(stop), key=self._key_of("actionAccept"))  # fmt: skip
            lines.append(html.escape(told))
            said.append(told)
        if offered is not None:
            key = self._key_of("actionTakeSuggestion")
            told = tr("Suggested ({key}): {values}", key=key, values=offered.text(review))
            colour = data_colours(self.palette()).in_hand.name()
            lines.append(f'<a href="take" style="color:{colour}">{html.escape(told)}</a>')
            said.append(told)
        self.told_of_stop = "\n".join(said)
        self._stop.setText("<br>".join(lines))
        self._stop.setVisible(bool(lines))

    def _snippet_of(self, review: Review, field: Field) -> str:
        """The value in its surroundings in the original, emphasised; each interruption as an ellipsis."""
        quiet = data_colours(self.palette()).quiet.name()
        found = snippet(review.source, field.spans, _AROUND)
        if found is None:
            text = html.escape(tr("Not printed in the original"))
            return f'<span style="color:{quiet}">{text}</span>'
        pieces = [html.escape(piece) for piece in found]
        return f'<span style="color:{quiet}">…{pieces[0]}</span><b>{pieces[1]}</b><span style="color:{quiet}">{pieces[2]}…</span>'


def _characters(text: str, units: int) -> int:
    """How many characters the first `units` UTF-16 units of a text are."""
    return len(text.encode("utf-16-le")[: units * 2].decode("utf-16-le", "ignore"))


class _BackKey(QObject):
    """Listens to a panel's editor for Shift+Enter, as long as the panel lives."""

    def __init__(self, panel: FieldPanel, back: Callable[[], object]) -> None:
        super().__init__(panel)
        self._panel, self._back = panel, back
        panel.editor.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See QObject."""
        if self._panel.editor.asks_back(event):
            self._panel.keep_typed()
            self._back()
            return True
        return super().eventFilter(watched, event)
