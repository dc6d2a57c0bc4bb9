"""The table of fields in the panel: first what the stop in hand holds, then the rest of the row."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QBrush, QFont, QFontMetrics
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from reviewer.base.i18n import mark, percentage, tr
from reviewer.model.fields import FieldRef, Status
from reviewer.model.naming import field_name, node_title, short
from reviewer.model.review import Review
from reviewer.ui.density import air
from reviewer.ui.flat_table import laid_out_once
from reviewer.ui.theme import DataColours, data_colours, sign_words, status_sign

LEAST_ROW = 23
"""Pixels of a row of the table, for letters of the usual size."""
_MOST_LINES, _MOST_LINES_OF_STOP = 2, 3
_USUAL = ("level1_code", "level3", "period_value", "annual_value", "goal")
"""Fields whose names the table has room for in one line; longer ones wrap."""
_STATUS_WORDS = {
    Status.ACCEPTED: mark("Accepted"), Status.EDITED: mark("Changed"), Status.BLANK: mark("Blank"), Status.UNREADABLE: mark("Unreadable"),
}  # fmt: skip
_DISPLAY_SIGN, _NAME, _VALUE, _SURE = range(4)


class RowTable(QTableWidget):
    """The fields of a stop and of its row; it takes what room there is, and wants no more than a few rows."""

    def __init__(self) -> None:
        super().__init__(0, 4)
        self.refs: list[FieldRef] = []
        """The field of each row of the table."""
        self._whole: set[FieldRef] = set()
        """The fields whose value has room in its cell."""
        self.setObjectName("fieldTable")
        self.setAccessibleName(tr("All fields of the row"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)  # no row cut off at the top
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setMinimumSectionSize(16)
        header.setSectionResizeMode(_VALUE, QHeaderView.ResizeMode.Stretch)
        self.fit_columns()

    def sizeHint(self) -> QSize:
        """See QTableWidget, whose own hint is for tables that have a window to themselves."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def updateGeometries(self) -> None:
        """See QTableWidget, which would draw everything once more later where a scroll bar comes or goes."""
        header = self.horizontalHeader()
        before, told = header.sectionSize(_VALUE), header.blockSignals(True)
        super().updateGeometries()
        header.blockSignals(told)
        if header.sectionSize(_VALUE) != before:
            self.viewport().update()

    def fit_columns(self) -> None:
        """Room for the usual names, and for whatever may be said of how sure a value is."""
        font = QFont(self.font())
        font.setBold(True)  # as the row in hand is written
        metrics = QFontMetrics(font)
        said = [tr(words) for words in _STATUS_WORDS.values()] + [percentage("99.9")]
        for column, texts in ((0, ["⚠"]), (1, [field_name(key) for key in _USUAL]), (3, said)):
            self.horizontalHeader().resizeSection(column, max(map(metrics.horizontalAdvance, texts)) + 12)

    def clear_rows(self) -> None:
        """Nothing is in hand."""
        self.refs, self._whole = [], set()
        self.setRowCount(0)

    def fill(self, review: Review, ref: FieldRef, stop: tuple[FieldRef, ...]) -> None:
        """The stop's fields, then the others of the row of `ref`; cells are reused from row to row."""
        node = review.node(ref.node)
        stop = stop if len(stop) > 1 else ()
        of_row = [FieldRef(node.id, key) for key in node.ordered_keys()]
        self.refs = [*stop, *(one for one in of_row if one not in stop)]
        self._whole = set()
        if len(self.refs) == self.rowCount():
            heights = self._write(review, ref, stop)
        else:
            with laid_out_once(self):
                self.setRowCount(len(self.refs))
                heights = self._write(review, ref, stop)
        changed = [row for row, height in enumerate(heights) if self.rowHeight(row) != height]
        if changed:
            with laid_out_once(self):
                for row in changed:
                    self.setRowHeight(row, heights[row])
        at = 0 if ref in stop else self.refs.index(ref) if ref in self.refs else -1
        if at >= 0:
            self.scrollTo(self.model().index(at, 0))

    def _write(self, review: Review, ref: FieldRef, stop: tuple[FieldRef, ...]) -> list[int]:
        """Write every field into its row; how high each row has to be."""
        colours, metrics, heights = data_colours(self.palette()), self.fontMetrics(), []
        others = sum(self.columnWidth(column) for column in (0, 1, 3))
        rooms = {_NAME: self.columnWidth(_NAME), _VALUE: max(60, self.viewport().width() - others)}
        for row, other in enumerate(self.refs):
            name = field_name(other.key)
            if other.node != ref.node:
                name = tr("{field} in “{row}”", field=name, row=short(node_title(review.node(other.node)), 12))
            value = review.field(other).value or (tr("empty") if other in stop else "")
            texts = (status_sign(review, other), name, value, how_sure(review, other))
            self._show(row, texts, is_doubtful=review.is_doubtful(other), is_in_hand=other == ref, colours=colours)
            needed = max(1 + metrics.horizontalAdvance(texts[column]) // (room - 8) for column, room in rooms.items())
            most = _MOST_LINES_OF_STOP if other in stop else _MOST_LINES
            if needed <= most:
                self._whole.add(other)
            heights.append(metrics.lineSpacing() * min(most, needed) + air())
        return heights

    def seen(self) -> set[FieldRef]:
        """The fields whose value is on the screen as a whole."""
        self.executeDelayedItemsLayout()  # keys may come faster than the table is laid out
        region = self.viewport().visibleRegion()
        on_screen = (
            (ref, self.visualRect(self.model().index(row, _VALUE))) for row, ref in enumerate(self.refs)
        )  # fmt: skip
        return {ref for ref, box in on_screen if ref in self._whole and region.contains(box.center())
                and region.contains(box.bottomLeft())}  # fmt: skip

    def _show(
        self, row: int, texts: tuple[str, ...], *, is_doubtful: bool, is_in_hand: bool, colours: DataColours
    ) -> None:
        for column, text in enumerate(texts):
            item = self.item(row, column) or self._new_item(row, column)
            if item.text() != text:
                item.setText(text)
                if column == _DISPLAY_SIGN:
                    item.setData(Qt.ItemDataRole.AccessibleTextRole, sign_words(text))
            ground = QBrush(colours.doubtful) if is_doubtful else QBrush()
            if item.background() != ground:  # whatever is set is drawn, and told to who listens
                item.setBackground(ground)
            font = item.font()
            if font.bold() != is_in_hand:
                font.setBold(is_in_hand)
                item.setFont(font)

    def _new_item(self, row: int, column: int) -> QTableWidgetItem:
        item = QTableWidgetItem()
        side = Qt.AlignmentFlag.AlignRight if column == _SURE else Qt.AlignmentFlag.AlignLeft
        item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        self.setItem(row, column, item)
        return item


def how_sure(review: Review, ref: FieldRef) -> str:
    """What a person said of the field, or the probability that it is right."""
    field = review.field(ref)
    if field.status is not Status.OPEN:
        return tr(_STATUS_WORDS[field.status])
    share = min(review.confidence(ref), 0.999)
    return percentage(f"{int(share * 1000) / 10:.1f}" if share >= 0.99 else f"{share * 100:.0f}")
