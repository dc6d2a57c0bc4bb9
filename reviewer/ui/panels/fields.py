"""The field in hand, and every other field of its row."""

from __future__ import annotations

import html
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QBrush, QFont, QTextCursor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reviewer.base.i18n import mark, tr
from reviewer.model import acts
from reviewer.model.fields import Field, FieldRef, Status
from reviewer.model.naming import field_name
from reviewer.model.review import Review
from reviewer.ui.desk import Desk
from reviewer.ui.panels.editor import ValueEditor
from reviewer.ui.theme import data_colours, status_sign

_AROUND = 24
"""Characters of the original shown before and after the value."""
_STATUS_WORDS = {
    Status.ACCEPTED: mark("Accepted"), Status.EDITED: mark("Changed"), Status.BLANK: mark("Blank"), Status.UNREADABLE: mark("Unreadable"),
}  # fmt: skip


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
        self._label, self._confidence, self._reasons, self._snippet = QLabel(), QLabel(), QLabel(), QLabel()
        self.editor = ValueEditor()
        self.table = self._make_table()
        self._rows: list[FieldRef] = []
        self._lay_out()
        desk.field_chosen.connect(self._choose)
        desk.current_changed.connect(lambda _opened: self._choose(self._desk.field))
        desk.review_changed.connect(self._refresh)
        self.editor.committed.connect(self._commit_and_go)
        self.editor.left.connect(self._commit_on_leaving)
        self.editor.cancelled.connect(self._restore)
        self.table.cellClicked.connect(lambda row, _column: self._desk.choose_field(self._rows[row]))
        self._choose(desk.field)

    def _make_table(self) -> QTableWidget:
        table = QTableWidget(0, 4)
        table.setObjectName("fieldTable")
        table.setAccessibleName(tr("All fields of the row"))
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        table.setShowGrid(False)
        table.setWordWrap(True)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.horizontalHeader().hide()
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        scale = table.logicalDpiX() / 96
        for column, width in ((0, 24), (1, 104), (3, 48)):
            header.resizeSection(column, int(width * scale))
        header.setMinimumSectionSize(16)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        return table

    def _lay_out(self) -> None:
        bold = QFont(self.font())
        bold.setBold(True)
        self._label.setFont(bold)
        self.editor.setFixedHeight(self.editor.fontMetrics().lineSpacing() * 3 + 12)
        for label in (self._reasons, self._snippet):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.RichText)
            label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        heading = QHBoxLayout()
        heading.addWidget(self._label, 1)
        heading.addWidget(self._confidence)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 4, 6, 4)
        layout.setSpacing(3)
        layout.addLayout(heading)
        layout.addWidget(self.editor)
        layout.addWidget(self._reasons)
        layout.addWidget(self._snippet)
        layout.addWidget(self.table, 1)
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

    def cursor_position(self) -> int:
        """Where the cursor stands in the value in hand, counted in characters."""
        before = self.editor.toPlainText().encode("utf-16-le")[: self.editor.textCursor().position() * 2]
        return len(before.decode("utf-16-le", "ignore"))

    def keep_typed(self) -> None:
        """Enter what was typed and stay where one is: for an act that comes before Enter does."""
        self._commit_on_leaving()

    # -- committing -----------------------------------------------------------------------------------------------

    def _typed(self) -> str | None:
        """The text in the editor where it differs from the value; None where it does not."""
        review = self._desk.review
        if review is None or self._ref is None or self._ref.node not in review:
            return None
        typed = self.editor.value()
        return typed if typed != (review.field(self._ref).value or "") else None

    def _commit_and_go(self) -> None:
        review, ref = self._desk.review, self._ref
        if review is None or ref is None:
            return
        typed = self._typed()
        self._desk.do(acts.set_value(review, ref, typed) if typed is not None else acts.accept(review, ref))
        self.committed.emit()

    def _commit_on_leaving(self) -> None:
        """Keep what was typed without taking the field in hand back: the clerk is on the way elsewhere."""
        review, ref, typed = self._desk.review, self._ref, self._typed()
        if review is not None and ref is not None and typed is not None:
            self._desk.do(replace(acts.set_value(review, ref, typed), focus=None))

    def _restore(self) -> None:
        review = self._desk.review
        if review is not None and self._ref is not None and self._ref.node in review:
            self.editor.setPlainText(review.field(self._ref).value or "")
            self.editor.selectAll()

    # -- following the desk ---------------------------------------------------------------------------------------

    def _choose(self, ref: FieldRef | None) -> None:
        if self._ref is not None and ref != self._ref and self.editor.document().isModified():
            self._commit_on_leaving()
        self._ref = ref
        self._load_editor()
        self._refresh()

    def _load_editor(self) -> None:
        review, ref = self._desk.review, self._ref
        self.editor.setEnabled(review is not None and ref is not None)
        value = review.field(ref).value if review is not None and ref is not None and ref.node in review else None
        self.editor.setPlainText(value or "")
        self.editor.document().setModified(False)
        if self.editor.hasFocus():
            self.editor.selectAll()

    def _refresh(self) -> None:
        review, ref = self._desk.review, self._ref
        if review is None or ref is None or ref.node not in review:
            self._empty()
            return
        field = review.field(ref)
        if not self.editor.document().isModified() and self.editor.value() != (field.value or ""):
            self._load_editor()
        elif self.editor.value() == (field.value or ""):
            self.editor.document().setModified(False)
        name = field_name(ref.key)
        self._label.setText(f"{status_sign(review, ref)} {name}".strip())
        self.editor.setAccessibleName(name)
        self._confidence.setText(_how_sure(review, ref))
        self._show_reasons(review, ref)
        self._snippet.setText(self._snippet_of(review, field))
        self._fill_table(review, ref)

    def _empty(self) -> None:
        self._ref = None
        self.editor.clear()
        self.editor.setEnabled(False)
        for label in (self._label, self._confidence, self._reasons, self._snippet):
            label.clear()
        self._rows = []
        self.table.setRowCount(0)

    def _show_reasons(self, review: Review, ref: FieldRef) -> None:
        doubtful = review.is_doubtful(ref)
        texts = list(dict.fromkeys(reason.text() for reason in review.reasons(ref)))
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
        if len(middle) > 160:
            middle = f"{middle[:110]} … {middle[-40:]}"
        pieces = [html.escape(" ".join(piece.split())) for piece in (before, middle, after)]
        return f'<span style="color:{quiet}">…{pieces[0]}</span><b>{pieces[1]}</b><span style="color:{quiet}">{pieces[2]}…</span>'

    def _fill_table(self, review: Review, ref: FieldRef) -> None:
        """Every field of the row; cells are reused from row to row."""
        node = review.node(ref.node)
        self._rows = [FieldRef(node.id, key) for key in node.ordered_keys()]
        self.table.setRowCount(len(self._rows))
        colours = data_colours(self.palette())
        line = self.table.fontMetrics().lineSpacing()
        width = max(
            60,
            self.table.viewport().width()
            - self.table.columnWidth(0)
            - self.table.columnWidth(1)
            - self.table.columnWidth(3),
        )
        for row, other in enumerate(self._rows):
            field = review.field(other)
            doubtful = review.is_doubtful(other)
            texts = (status_sign(review, other), field_name(other.key), field.value or "", _how_sure(review, other))
            for column, text in enumerate(texts):
                item = self.table.item(row, column) or self._new_item(row, column)
                if item.text() != text:
                    item.setText(text)
                item.setBackground(QBrush(colours.doubtful) if doubtful else QBrush())
                font = item.font()
                if font.bold() != (other == ref):
                    font.setBold(other == ref)
                    item.setFont(font)
            lines = min(4, 1 + self.table.fontMetrics().horizontalAdvance(texts[2]) // width)
            self.table.setRowHeight(row, line * lines + 6)
        if ref in self._rows:
            self.table.scrollTo(self.table.model().index(self._rows.index(ref), 0))

    def _new_item(self, row: int, column: int) -> QTableWidgetItem:
        item = QTableWidgetItem()
        if column == 3:
            item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        else:
            item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.table.setItem(row, column, item)
        return item


def _how_sure(review: Review, ref: FieldRef) -> str:
    """What a person said of the field, or the probability that it is right."""
    field = review.field(ref)
    if field.status is not Status.OPEN:
        return tr(_STATUS_WORDS[field.status])
    return f"{min(review.confidence(ref), 0.99) * 100:.0f} %"
