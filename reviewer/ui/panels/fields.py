"""The field in hand, and every other field of its row."""

from __future__ import annotations

import html
from dataclasses import replace

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QFont, QFontMetrics, QInputMethodEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reviewer.base.i18n import mark, percentage, tr
from reviewer.model import acts
from reviewer.model.entering import entered
from reviewer.model.fields import Field, FieldRef, Status
from reviewer.model.naming import field_name
from reviewer.model.review import Review
from reviewer.ui import composing
from reviewer.ui.desk import Desk, OpenSource
from reviewer.ui.fitting import scaled
from reviewer.ui.panels.editor import ValueEditor
from reviewer.ui.theme import data_colours, sign_words, status_sign

_LINES = (2, 3)
"""The editor's least height, and the one that it may always have, in lines; on a high panel it may have _SHARE of it."""
_SHARE = 0.4
_HEAD, _TAIL = 50, 25
"""Of a long value the panel shows so many characters in its surroundings: the editor above has it whole."""
_AROUND = 24
"""Characters of the original shown before and after the value."""
_LEAST_ROW = 23
"""Pixels of a row of the table, for letters of the usual size."""
_USUAL = ("level1_code", "level3", "period_value", "annual_value", "goal")
"""Fields whose names the table has room for in one line; longer ones wrap."""
_STATUS_WORDS = {
    Status.ACCEPTED: mark("Accepted"), Status.EDITED: mark("Changed"), Status.BLANK: mark("Blank"), Status.UNREADABLE: mark("Unreadable"),
}  # fmt: skip


class _Fields(QTableWidget):
    """The table of a row's fields: it takes what room there is, and wants no more than a few rows."""

    def sizeHint(self) -> QSize:
        """See QTableWidget, whose own hint is for tables that have a window to themselves."""
        return QSize(super().sizeHint().width(), self.minimumHeight())


class FieldPanel(QWidget):
    """Above, the field in hand with its reasons and its place in the original; below, the whole row."""

    committed = Signal()
    """The value in hand was committed with Enter: on to the next."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("fieldPanel")
        self.setAccessibleName(tr("Fields of the row in hand"))
        self._desk = desk
        self._ref: FieldRef | None = None
        self._held: OpenSource | None = None
        """The source that the field in hand belongs to."""
        self._loaded = ""
        """What the editor held before anything was typed."""
        self._label, self._confidence, self._reasons, self._snippet = QLabel(), QLabel(), QLabel(), QLabel()
        self.editor = ValueEditor()
        self._inside = QWidget()
        """Everything; it scrolls where the window is too low for it, so that reasons never make the window grow."""
        self.table = self._make_table()
        self._rows: list[FieldRef] = []
        self._lay_out()
        desk.leaving.connect(composing.finish)
        desk.field_chosen.connect(self._choose)
        desk.current_changed.connect(lambda _opened: self._choose(self._desk.field))
        desk.review_changed.connect(self._refresh)
        self.editor.committed.connect(self._commit_and_go)
        self.editor.left.connect(self._commit_on_leaving)
        self.editor.cancelled.connect(self._restore)
        self.table.cellClicked.connect(lambda row, _column: self._desk.choose_field(self._rows[row]))
        self._choose(desk.field)

    def _make_table(self) -> QTableWidget:
        table = _Fields(0, 4)
        table.setObjectName("fieldTable")
        table.setAccessibleName(tr("All fields of the row"))
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        table.setShowGrid(False)
        table.setWordWrap(True)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)  # no row cut off at the top
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.horizontalHeader().hide()
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setMinimumSectionSize(16)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        _fit_columns(table)
        return table

    def _lay_out(self) -> None:
        bold = QFont(self.font())
        bold.setBold(True)
        self._label.setFont(bold)
        for label in (self._label, self._confidence):
            label.setTextFormat(Qt.TextFormat.PlainText)  # a printed label is part of the name
        for label in (self._reasons, self._snippet):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.RichText)
            label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        heading = QHBoxLayout()
        heading.addWidget(self._label, 1)
        heading.addWidget(self._confidence)
        self.table.setMinimumHeight(scaled(self.table, 2 * _LEAST_ROW))
        layout = QVBoxLayout(self._inside)
        layout.setContentsMargins(6, 4, 6, 4)
        layout.setSpacing(3)
        layout.addLayout(heading)
        layout.addWidget(self.editor)
        layout.addWidget(self._reasons)
        layout.addWidget(self._snippet)
        layout.addWidget(self.table, 1)
        area = QScrollArea()
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setMinimumHeight(scaled(self, 4 * _LEAST_ROW))
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

    def keep_typed(self) -> None:
        """Enter what was typed and stay where one is: for an act that comes before Enter does."""
        self._commit_on_leaving()

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
        written, typed = self.editor.value(), self._typed()
        self._desk.do(acts.set_value(review, ref, typed) if typed is not None else acts.accept(review, ref))
        self._desk.say_entered(written, typed)
        self.committed.emit()

    def _commit_on_leaving(self) -> None:
        """Keep what was typed without taking the field in hand back: the clerk is on the way elsewhere."""
        held, ref, typed = self._held, self._ref, self._typed()
        if held is None or held.review is None or ref is None or typed is None:
            return
        self._loaded = self.editor.value()
        act = replace(acts.set_value(held.review, ref, typed), focus=None)
        if held is self._desk.current:
            self._desk.do(act)
            self._desk.say_entered(self._loaded, typed)
        else:  # another source is in hand already: what was typed belongs to the one before
            self._desk.do_in(held, act)

    def _restore(self) -> None:
        self._load_editor()
        self.editor.selectAll()

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
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_rows"):
            _fit_columns(self.table)
            self._fit_editor()
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange) and hasattr(self, "_rows"):
            self._refresh()

    # -- following the desk ---------------------------------------------------------------------------------------

    def _choose(self, ref: FieldRef | None) -> None:
        if ref != self._ref or self._desk.current is not self._held:
            self._commit_on_leaving()
            self._ref, self._held = ref, self._desk.current
            self._load_editor()
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
        self._confidence.setText(_how_sure(review, ref))
        self._show_reasons(review, ref)
        self._snippet.setText(self._snippet_of(review, field))
        layout = self._inside.layout()
        if layout is not None:
            layout.activate()  # the table knows what room is left for it before it scrolls to the row in hand
        self._fill_table(review, ref)

    def _empty(self) -> None:
        self._ref, self._loaded = None, ""
        self.editor.clear()
        self.editor.setEnabled(False)
        self.editor.setPlaceholderText("")
        for label in (self._label, self._confidence, self._reasons, self._snippet):
            label.clear()
        self._rows = []
        self.table.setRowCount(0)

    def _show_reasons(self, review: Review, ref: FieldRef) -> None:
        doubtful = review.is_doubtful(ref)
        texts = list(dict.fromkeys(reason.text() for reason in review.reasons(ref)))
        if doubtful and not texts:
            texts = [tr("Uncertain")]
        field = review.field(ref)
        if field.status is Status.EDITED and field.read != field.value:
            texts.insert(0, tr("The original reads: “{value}”", value=field.read or ""))
        line = "<br>".join(html.escape(text) for text in texts)
        colours = data_colours(self.palette())
        colour = colours.doubtful_line if doubtful else colours.quiet
        self._reasons.setText(f'<span style="color:{colour.name()}">{line}</span>' if line else "")
        self._reasons.setVisible(bool(line))

    def _snippet_of(self, review: Review, field: Field) -> str:
        """The value in its surroundings in the original, emphasised; each interruption as an ellipsis."""
        quiet = data_colours(self.palette()).quiet.name()
        if not field.spans:
            text = html.escape(tr("Not printed in the original"))
            return f'<span style="color:{quiet}">{text}</span>'
        first, last = field.spans[0], field.spans[-1]
        before = review.source.pages[first.page].text[max(0, first.start - _AROUND) : first.start]
        after = review.source.pages[last.page].text[last.end : last.end + _AROUND]
        middle = " … ".join(" ".join(review.source.text((span,)).split()) for span in field.spans)
        if len(middle) > _HEAD + _TAIL:
            middle = f"{middle[:_HEAD]} … {middle[-_TAIL:]}"
        pieces = [html.escape(" ".join(piece.split())) for piece in (before, middle, after)]
        return f'<span style="color:{quiet}">…{pieces[0]}</span><b>{pieces[1]}</b><span style="color:{quiet}">{pieces[2]}…</span>'

    def _fill_table(self, review: Review, ref: FieldRef) -> None:
        """Every field of the row; cells are reused from row to row."""
        node = review.node(ref.node)
        self._rows = [FieldRef(node.id, key) for key in node.ordered_keys()]
        self.table.setRowCount(len(self._rows))
        colours = data_colours(self.palette())
        metrics = self.table.fontMetrics()
        line = metrics.lineSpacing()
        others = sum(self.table.columnWidth(column) for column in (0, 1, 3))
        rooms = {1: self.table.columnWidth(1), 2: max(60, self.table.viewport().width() - others)}
        for row, other in enumerate(self._rows):
            field = review.field(other)
            doubtful = review.is_doubtful(other)
            texts = (status_sign(review, other), field_name(other.key), field.value or "", _how_sure(review, other))
            for column, text in enumerate(texts):
                item = self.table.item(row, column) or self._new_item(row, column)
                if item.text() != text:
                    item.setText(text)
                    if column == 0:
                        item.setData(Qt.ItemDataRole.AccessibleTextRole, sign_words(text))
                item.setBackground(QBrush(colours.doubtful) if doubtful else QBrush())
                font = item.font()
                if font.bold() != (other == ref):
                    font.setBold(other == ref)
                    item.setFont(font)
            needed = max(1 + metrics.horizontalAdvance(texts[column]) // (room - 8) for column, room in rooms.items())
            self.table.setRowHeight(row, line * min(2, needed) + 6)
        if ref in self._rows:
            self.table.scrollTo(self.table.model().index(self._rows.index(ref), 0))

    def _new_item(self, row: int, column: int) -> QTableWidgetItem:
        item = QTableWidgetItem()
        side = Qt.AlignmentFlag.AlignRight if column == 3 else Qt.AlignmentFlag.AlignLeft
        item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        self.table.setItem(row, column, item)
        return item


def _fit_columns(table: QTableWidget) -> None:
    """Room for the usual names, and for whatever may be said of how sure a value is."""
    font = QFont(table.font())
    font.setBold(True)  # as the row in hand is written
    metrics = QFontMetrics(font)
    said = [tr(words) for words in _STATUS_WORDS.values()] + [percentage("99.9")]
    for column, texts in ((0, ["⚠"]), (1, [field_name(key) for key in _USUAL]), (3, said)):
        table.horizontalHeader().resizeSection(column, max(map(metrics.horizontalAdvance, texts)) + 12)


def _characters(text: str, units: int) -> int:
    """How many characters the first `units` UTF-16 units of a text are."""
    return len(text.encode("utf-16-le")[: units * 2].decode("utf-16-le", "ignore"))


def _how_sure(review: Review, ref: FieldRef) -> str:
    """What a person said of the field, or the probability that it is right."""
    field = review.field(ref)
    if field.status is not Status.OPEN:
        return tr(_STATUS_WORDS[field.status])
    share = min(review.confidence(ref), 0.999)
    return percentage(f"{int(share * 1000) / 10:.1f}" if share >= 0.99 else f"{share * 100:.0f}")
