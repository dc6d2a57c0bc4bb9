"""All fields of one kind beside each other, with their places in the original: accepted, corrected and opened from there."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from reviewer.base.i18n import mark, tr, trn
from reviewer.model import grouping
from reviewer.model.edits import Act
from reviewer.model.entering import entered
from reviewer.model.fields import FieldRef
from reviewer.model.grouping import Group, Member
from reviewer.model.naming import field_name, place_of, short
from reviewer.model.review import Review
from reviewer.model.snippets import snippet
from reviewer.ui.clean_line import keep_clean
from reviewer.ui.density import air
from reviewer.ui.desk import Desk, OpenSource
from reviewer.ui.fitting import fit, scaled
from reviewer.ui.flat_table import FlatTable, Index, WholeRows, show_lines
from reviewer.ui.theme import data_colours, status_sign

_FIRST = ("annual_value", "level2", "level1", "level3", "period_value")
"""The kinds that are looked at first, where there are any."""
_AROUND, _OF_VALUE = 10, 16
"""Characters of the original around a value, and of the value between them: what stands around it is what one looks for there."""
_ALL, _ODD, _DOUBTFUL = range(3)
_SIGN, _COUNT, _VALUE, _ORIGINAL, _PLACE, _SOURCE = range(6)
_DISPLAY, _TIP, _BACK, _READ = (
    int(role) for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.BackgroundRole,
                           Qt.ItemDataRole.AccessibleTextRole)
)  # fmt: skip


class _Rows(FlatTable):
    """One row a field; texts are made when they are looked at."""

    titles: ClassVar[tuple[str, ...]] = (
        "",
        mark("Same"),
        mark("Value"),
        mark("Original"),
        mark("Place"),
        mark("Source"),
    )

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[tuple[Group, Member]] = []
        self.sources: list[tuple[OpenSource, Review, str]] = []
        self._parent = parent

    def count(self) -> int:
        """See FlatTable."""
        return len(self.rows)

    def show_rows(self, sources: list[tuple[OpenSource, Review, str]], rows: list[tuple[Group, Member]]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.sources, self.rows = sources, rows
        self.endResetModel()

    def data(self, index: Index, role: int = 0) -> Any:
        """Sign, how many have this value, value, original, place and source; odd values stand on the colour of doubt."""
        if role not in (_DISPLAY, _TIP, _BACK, _READ):
            return None
        group, member = self.rows[index.row()]
        _, review, label = self.sources[member.review]
        if member.ref.node not in review or member.ref.key not in review.node(member.ref.node).fields:
            return None  # deleted a moment ago: the list is made anew soon
        column = index.column()
        if role == _BACK:
            odd = column in (_COUNT, _VALUE) and (group.is_odd or member.is_doubtful)
            return data_colours(self._parent.palette()).doubtful if odd else None
        if column == _SIGN:
            return status_sign(review, member.ref)
        if column == _COUNT:
            return str(len(group.members))
        if column == _VALUE:
            return group.value or tr("empty")
        if column == _ORIGINAL:
            found = snippet(review.source, review.field(member.ref).spans, _AROUND)
            if found is None:
                return tr("Not printed in the original")
            value = (
                found.value if len(found.value) <= _OF_VALUE else f"{found.value[: _OF_VALUE - 6]}…{found.value[-5:]}"
            )
            return f"{found.before}【{value}】{found.after}"
        return place_of(review, member.ref.node) if column == _PLACE else label

    def told(self, row: int) -> str:
        """The place and source of a row and, on a line of its own, its whole value."""
        texts = (self.data(self.index(row, column), _DISPLAY) or "" for column in (_VALUE, _PLACE, _SOURCE))
        value, place, source = texts
        return f"{place} · {source}\n{value}"


class _EndCut(WholeRows):
    """For texts whose middle is what counts in them."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """See QStyledItemDelegate."""
        super().initStyleOption(option, index)
        item: Any = option  # older stubs do not know what it holds
        item.textElideMode = Qt.TextElideMode.ElideRight


class _Table(QTableView):
    """The rows; Enter accepts what is selected, F2 goes to the line for another value."""

    def __init__(self, dialog: GroupDialog) -> None:
        super().__init__()
        self._dialog = dialog

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See QTableView."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._dialog.open_row() if control else self._dialog.accept_chosen()
        elif event.key() == Qt.Key.Key_F2:
            self._dialog.value.setFocus()
            self._dialog.value.selectAll()
        else:
            super().keyPressEvent(event)


class GroupDialog(QDialog):
    """Beside the work. What is done to several rows at once is one act, and one undo here takes it back in every source."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("groupDialog")
        self.setWindowTitle(tr("Fields side by side"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fit(self, 1000, 560)
        self._desk = desk
        self._made: list[list[tuple[OpenSource, Act]]] = []
        """What was done here, the last at the end: with which act in which source."""
        self.kind, self.scope, self.which = QComboBox(), QComboBox(), QComboBox()
        self.rows = _Rows(self)
        self.table = self._make_table()
        self._share_out(several=True)
        self.whole = QPlainTextEdit()  # scrolls: a goal may be longer than the screen is high
        self.whole.setReadOnly(True)
        self.whole.setAccessibleName(tr("The value as a whole"))
        self.whole.setFixedHeight(4 * self.whole.fontMetrics().lineSpacing() + 8)
        self.value = QLineEdit()
        self.value.setPlaceholderText(tr("Another value for what is selected"))
        self.value.setAccessibleName(tr("Another value for what is selected"))
        keep_clean(self.value)
        self.said = QLabel()
        self._same, self._accept, self._correct, self._open, self._undo, self._close = (
            QPushButton(words) for words in (tr("Select &alike"), tr("Acc&ept (Enter)"), tr("&Change (F2)"),
                                             tr("&Open (Ctrl+Enter)"), tr("&Undo"), tr("Close"))
        )  # fmt: skip
        self._soon = QTimer(self, singleShot=True, interval=80)
        self._fill_choices()
        self._lay_out()
        self._connect()
        self._look_at_another_kind()
        self.table.setFocus()

    def _make_table(self) -> _Table:
        table = _Table(self)
        table.setObjectName("groupTable")
        table.setAccessibleName(tr("Fields side by side"))
        table.setModel(self.rows)
        show_lines(table)
        table.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # long values are often alike but for their ends
        table.setItemDelegateForColumn(_ORIGINAL, _EndCut(table))
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + air())
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setMinimumSectionSize(16)
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        return table

    def _share_out(self, several: bool) -> None:
        """Room for the columns; among several sources their names need some, and often differ in the year only."""
        for column, width in enumerate((26, 44, 180, 290, 190) if several else (26, 44, 220, 400, 250)):
            self.table.horizontalHeader().resizeSection(column, scaled(self.table, width))

    def _fill_choices(self) -> None:
        sources = [(s, s.review) for s in self._desk.sources if s.review is not None]
        for words, value in ((tr("This source"), False), (tr("All open sources"), True)):
            self.scope.addItem(words, value)
        self.scope.setVisible(len(sources) > 1)
        for words in (tr("All values"), tr("Odd values"), tr("Doubtful readings")):
            self.which.addItem(words)
        found = grouping.kinds(review for _, review in sources)
        for key in found:
            self.kind.addItem(field_name(key), key)
        here = self._desk.field.key if self._desk.field is not None else ""
        first = next((key for key in (here, *_FIRST) if key in found), found[0] if found else "")
        self.kind.setCurrentIndex(max(self.kind.findData(first), 0))
        for box, words in (
            (self.kind, tr("Kind of field")),
            (self.scope, tr("In which sources")),
            (self.which, tr("Which values")),
        ):
            box.setAccessibleName(words)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        for box in (self.kind, self.which, self.scope):
            top.addWidget(box)
        top.addWidget(self.said, 1)
        foot = QHBoxLayout()
        foot.addWidget(self._same)
        foot.addWidget(self._accept)
        foot.addWidget(self.value, 1)
        for button in (self._correct, self._open, self._undo, self._close):
            foot.addWidget(button)
        for button in (self._same, self._accept, self._correct, self._open, self._undo, self._close):
            button.setAutoDefault(False)
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.whole)
        layout.addLayout(foot)

    def _connect(self) -> None:
        self.kind.currentIndexChanged.connect(lambda _place: self._look_at_another_kind())
        for box in (self.scope, self.which):
            box.currentIndexChanged.connect(lambda _place: self.look())
        self.table.doubleClicked.connect(lambda _index: self.open_row())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._say())
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_whole())
        self.value.returnPressed.connect(self.correct_chosen)
        for button, does in (
            (self._same, self.choose_alike), (self._accept, self.accept_chosen), (self._correct, self.correct_chosen),
            (self._open, self.open_row), (self._undo, self.undo), (self._close, self.close),
        ):  # fmt: skip
            button.clicked.connect(partial(does))
        self._soon.timeout.connect(self.look)
        for signal in (
            self._desk.review_changed,
            self._desk.current_changed,
            self._desk.source_removed,
            self._desk.source_changed,
        ):
            signal.connect(self._changed)  # a method of the dialog: the desk outlives it

    def _changed(self, *_: object) -> None:
        self._soon.start()

    # -- what is shown --------------------------------------------------------------------------------------------

    def look(self) -> None:
        """List the fields as they are now; the row in hand stays in hand."""
        self._soon.stop()
        row = self.table.currentIndex().row()
        wanted = (
            self._desk.sources
            if self.scope.currentData()
            else [s for s in self._desk.sources if s is self._desk.current]
        )
        sources = [(s, s.review, self._desk.label(s)) for s in wanted if s.review is not None]
        found = grouping.groups([review for _, review, _ in sources], str(self.kind.currentData() or ""))
        which = self.which.currentIndex()
        rows = [
            (group, member) for group in found for member in group.members
            if which == _ALL or (which == _ODD and group.is_odd) or (which == _DOUBTFUL and member.is_doubtful)
        ]  # fmt: skip
        self.rows.show_rows(sources, rows)
        if self.table.isColumnHidden(_SOURCE) != (len(sources) < 2):
            self.table.setColumnHidden(_SOURCE, len(sources) < 2)
            self._share_out(several=len(sources) > 1)
        if rows:
            self.take_row(min(max(row, 0), len(rows) - 1))
        self._show_whole()
        self._say()

    def take_row(self, row: int) -> None:
        """Take one row in hand, and no other. (QTableView.selectRow would add to the others while Ctrl is down.)"""
        how = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.table.selectionModel().setCurrentIndex(self.rows.index(row, _VALUE), how)

    def _look_at_another_kind(self) -> None:
        """Begin at the field that is in hand on the desk, where it is of this kind; else at what is odd, which stands first."""
        self.table.setCurrentIndex(QModelIndex())
        self.look()
        for row, (_, member) in enumerate(self.rows.rows):
            if member.ref == self._desk.field and self.rows.sources[member.review][0] is self._desk.current:
                self.take_row(row)
                self.table.scrollTo(self.table.currentIndex(), QAbstractItemView.ScrollHint.PositionAtCenter)
                return

    def _say(self) -> None:
        chosen = len(self.table.selectionModel().selectedRows())
        said = trn("{count} field", "{count} fields", self.rows.count())
        self.said.setText(tr("{fields}, {chosen} selected", fields=said, chosen=chosen))
        for button in (self._same, self._accept, self._correct, self._open):
            button.setEnabled(chosen > 0)
        self._undo.setEnabled(bool(self._made))

    def _show_whole(self) -> None:
        """The value of the row in hand as a whole, and where it stands; a row shows as much of both as there is room for."""
        row = self.table.currentIndex().row()
        self.whole.setPlainText(self.rows.told(row) if 0 <= row < self.rows.count() else "")

    def _chosen(self) -> list[tuple[Group, Member]]:
        return [self.rows.rows[index.row()] for index in sorted(self.table.selectionModel().selectedRows())]

    # -- what can be done -----------------------------------------------------------------------------------------

    def choose_alike(self) -> None:
        """Select every row that has the value of the one in hand."""
        row = self.table.currentIndex().row()
        if not 0 <= row < self.rows.count():
            return
        value, model = self.rows.rows[row][0].value, self.table.selectionModel()
        how = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        for other, (group, _) in enumerate(self.rows.rows):
            if group.value == value:
                model.select(self.rows.index(other, 0), how)
        self.table.setFocus()

    def accept_chosen(self) -> None:
        """What is selected is right."""
        self._do(grouping.accept)

    def correct_chosen(self) -> None:
        """What is selected says what is written in the line."""
        text = self.value.text().strip()
        if not text:
            self._desk.said.emit(tr("Write the value first."))
            self.value.setFocus()
            return
        self._do(lambda review, refs: grouping.correct(review, refs, entered(refs[0].key, text) or ""))
        self.value.clear()
        self.table.setFocus()

    def _do(self, make: Any) -> None:
        """One act in each source of which something is selected; the row after what was selected comes to hand."""
        by_source: dict[int, list[FieldRef]] = {}
        last = max((index.row() for index in self.table.selectionModel().selectedRows()), default=0)
        for _, member in self._chosen():
            by_source.setdefault(member.review, []).append(member.ref)
        made, count = [], 0
        for place, refs in by_source.items():
            opened, review, _ = self.rows.sources[place]
            act = make(review, refs)
            if self._desk.do_in(opened, act):
                made.append((opened, act))
                count += len(act.edits)
        if made:
            self._made.append(made)
            self._desk.said.emit(trn("{count} field done.", "{count} fields done.", count))
        self.look()
        if self.rows.count():
            self.take_row(min(last + 1, self.rows.count() - 1))

    def undo(self) -> None:
        """Take back what was done here last, in every source; not where something else was done since, which is said."""
        if not self._made:
            return
        later = []
        for opened, act in self._made.pop():
            history = opened.history
            if opened not in self._desk.sources or history is None:
                continue
            if history.next_undo is act and self._desk.may_change(opened):
                history.undo()
                if opened is not self._desk.current:
                    self._desk.source_changed.emit(opened)
            else:
                later.append(short(opened.name, 30))
        if later:
            self._desk.said.emit(
                tr("Not taken back in {names}: something else was done there since.", names="、".join(later))
            )
        self.look()

    def open_row(self) -> None:
        """Take the field of the row in hand into hand in the window."""
        row = self.table.currentIndex().row()
        if not 0 <= row < self.rows.count():
            return
        member = self.rows.rows[row][1]
        opened = self.rows.sources[member.review][0]
        parent = self.parentWidget()
        if self._desk.go_to(opened, member.ref) and parent is not None:
            parent.activateWindow()
