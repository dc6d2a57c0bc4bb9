"""The format of the import sheet as two small tables, with the first rows as they would be; nobody has to open a file for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reviewer.base.files import WriteError
from reviewer.base.i18n import tr
from reviewer.export.next_system import Profile, ProfileError, import_sheet
from reviewer.export.profile_edit import SIGNS, changed, part_names, save
from reviewer.export.row_keys import plain_text
from reviewer.export.tables import Item
from reviewer.ui.clean_line import keep_clean
from reviewer.ui.fitting import fit, scaled
from reviewer.ui.flat_table import show_rows
from reviewer.ui.tips import as_it_is

Index = QModelIndex | QPersistentModelIndex
_TITLE, _PART, _REQUIRED = range(3)
_KEY = int(Qt.ItemDataRole.UserRole)
_ROWS = 5
_LONGEST = 32_767


class _PartDelegate(QStyledItemDelegate):
    """What a column holds is chosen from a list, by F2 or a double click."""

    def __init__(self, parts: Mapping[str, str], parent: QWidget) -> None:
        super().__init__(parent)
        self._parts = parts

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, _index: Index) -> QWidget:
        """The list; choosing in it is enough."""
        box = QComboBox(parent)
        box.setAccessibleName(tr("What the column holds"))
        for key, words in self._parts.items():
            box.addItem(words, key)
        box.activated.connect(lambda _place: self.commitData.emit(box))
        return box

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """What it holds now."""
        assert isinstance(editor, QComboBox)
        editor.setCurrentIndex(max(editor.findData(index.data(_KEY)), 0))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """What was chosen."""
        assert isinstance(editor, QComboBox)
        model.setData(index, editor.currentData(), _KEY)
        model.setData(index, editor.currentText())


class ProfileDialog(QDialog):
    """OK keeps the format as the user's own; what cannot be used is said beneath, and OK waits until it can."""

    def __init__(self, items: Sequence[Item], profile: Profile, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("profileDialog")
        self.setWindowTitle(tr("Format of the import sheet"))
        fit(self, 860, 600)
        self._items, self._profile = items, profile
        self._parts = part_names(items, profile)
        self._filling = True
        self.columns = self._make_columns()
        self.signs = {sign: QLineEdit(profile.signs.get(sign, "")) for sign in SIGNS}
        self.longest = QSpinBox()
        self.longest.setRange(1, _LONGEST)
        self.longest.setValue(profile.longest)
        self.longest.setAccessibleName(tr("Most characters of a text"))
        self.preview, self.said = QTableWidget(), QLabel()
        self.preview.setAccessibleName(tr("First rows"))
        self.preview.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.preview.setTabKeyNavigation(False)
        self.said.setWordWrap(True)
        self._add, self._remove, self._up, self._down = (
            QPushButton(words) for words in (tr("&Add a column"), tr("&Remove"), tr("&Up"), tr("&Down"))
        )
        for column in profile.columns:
            self._put(self.columns.rowCount(), column.title, column.part, column.required)
        self.columns.setCurrentCell(0, _TITLE)
        self._lay_out()
        self._connect()
        self._filling = False
        self.look()

    def _make_columns(self) -> QTableWidget:
        table = QTableWidget(0, 3)
        table.setObjectName("profileColumns")
        table.setAccessibleName(tr("Columns of the import sheet"))
        table.setHorizontalHeaderLabels([tr("Column title"), tr("Holds"), tr("May not be empty")])
        show_rows(table)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = table.horizontalHeader()
        table.setItemDelegateForColumn(_PART, _PartDelegate(self._parts, table))
        header.setSectionResizeMode(_TITLE, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(_PART, scaled(table, 160))
        header.resizeSection(_REQUIRED, scaled(table, 90))
        return table

    def _put(self, row: int, title: str, part: str, required: bool) -> None:
        """A row of the table of columns."""
        self.columns.insertRow(row)
        self.columns.setItem(row, _TITLE, QTableWidgetItem(title))
        holds = QTableWidgetItem(self._parts.get(part, part))
        holds.setData(_KEY, part)
        self.columns.setItem(row, _PART, holds)
        tick = QTableWidgetItem()
        tick.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable)
        tick.setCheckState(Qt.CheckState.Checked if required else Qt.CheckState.Unchecked)
        self.columns.setItem(row, _REQUIRED, tick)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        for button in (self._add, self._remove, self._up, self._down):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        buttons.addStretch(1)
        left = QVBoxLayout()
        left.addWidget(self.columns, 1)
        left.addLayout(buttons)
        form = QFormLayout()
        for sign, line in self.signs.items():
            keep_clean(line)
            line.setPlaceholderText(tr("not known there"))
            words = tr("Words are called") if sign == "text" else tr("{sign} is called", sign=sign)
            line.setAccessibleName(words)
            form.addRow(words, line)
        form.addRow(tr("Most characters of a text"), self.longest)
        top = QHBoxLayout()
        top.addLayout(left, 3)
        top.addLayout(form, 2)
        box = QDialogButtonBox()
        self.ok = box.addButton(tr("OK"), QDialogButtonBox.ButtonRole.AcceptRole)
        box.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.ok.setDefault(True)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self.said, 1)
        foot.addWidget(box)
        layout = QVBoxLayout(self)
        layout.addLayout(top, 3)
        layout.addWidget(QLabel(tr("The first rows:")))
        layout.addWidget(self.preview, 2)
        layout.addLayout(foot)

    def _connect(self) -> None:
        self.columns.itemChanged.connect(lambda _item: self.look())
        for line in self.signs.values():
            line.textChanged.connect(lambda _text: self.look())
        self.longest.valueChanged.connect(lambda _number: self.look())
        self._add.clicked.connect(self.add)
        self._remove.clicked.connect(self.remove)
        self._up.clicked.connect(lambda: self.shift(-1))
        self._down.clicked.connect(lambda: self.shift(1))

    # -- rows -----------------------------------------------------------------------------------------------------

    def rows(self) -> list[tuple[str, str, bool]]:
        """Title, part and whether it may not be empty, of every column."""
        found = []
        for row in range(self.columns.rowCount()):
            title, holds, tick = (self.columns.item(row, column) for column in (_TITLE, _PART, _REQUIRED))
            assert title is not None
            assert holds is not None
            assert tick is not None
            found.append((title.text(), str(holds.data(_KEY)), tick.checkState() == Qt.CheckState.Checked))
        return found

    def add(self) -> None:
        """A new column after the one in hand, of the first part that has none."""
        used = {part for _, part, _ in self.rows()}
        part = next((part for part in self._parts if part not in used), next(iter(self._parts)))
        row = self.columns.currentRow() + 1
        self._filling = True
        self._put(row, self._parts[part], part, False)
        self._filling = False
        self.columns.setCurrentCell(row, _TITLE)
        self.columns.setFocus()
        self.look()

    def remove(self) -> None:
        """Take the column in hand away."""
        row = self.columns.currentRow()
        if row >= 0:
            self.columns.removeRow(row)
            self.look()

    def shift(self, step: int) -> None:
        """Move the column in hand up (-1) or down (+1)."""
        row, goal = self.columns.currentRow(), self.columns.currentRow() + step
        if row >= 0 and 0 <= goal < self.columns.rowCount():
            moved = self.rows()[row]
            self._filling = True
            self.columns.removeRow(row)
            self._put(goal, *moved)
            self._filling = False
            self.columns.setCurrentCell(goal, _TITLE)
            self.look()

    # -- what comes of it -----------------------------------------------------------------------------------------

    def profile(self) -> Profile:
        """What the tables say; raises ProfileError where it cannot be used."""
        return changed(
            self._profile, self.rows(), {sign: line.text() for sign, line in self.signs.items()}, self.longest.value()
        )

    def look(self) -> None:
        """Show the first rows as they would be, or why there can be none."""
        if self._filling:
            return
        try:
            sheet = import_sheet(self._items, self.profile())
        except ProfileError as error:
            self.said.setText(str(error))
            self.ok.setEnabled(False)
            return
        self.said.setText("")
        self.ok.setEnabled(True)
        rows = list(islice(sheet.rows, _ROWS))
        self.preview.clear()
        self.preview.setRowCount(len(rows))
        self.preview.setColumnCount(len(sheet.columns))
        self.preview.setHorizontalHeaderLabels(sheet.columns)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                item = QTableWidgetItem(" ".join(plain_text(cell.value).split()))
                item.setToolTip(as_it_is(cell.doubt))
                self.preview.setItem(row, column, item)

    def accept(self) -> None:
        """Keep it."""
        try:
            save(self.profile())
        except (WriteError, OSError, ProfileError) as error:
            self.said.setText(str(error))
            return
        super().accept()
