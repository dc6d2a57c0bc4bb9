"""What an export holds: sheets and columns, options, the first rows as they will be, what is still doubtful. Enter exports."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QBrush
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStyle,
    QTableWidget,
    QTableWidgetItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reviewer.base.i18n import mark, tr, trn
from reviewer.export.choices import CHARTS, IMPORT, MERGED, SHEETS, TOTALS, USUAL, Choices, accepted_only
from reviewer.export.next_system import (
    Finding,
    ProfileError,
    load_profile,
    preflight,
    program_profile,
    use_own_profiles,
)
from reviewer.export.row_keys import plain_text
from reviewer.export.tables import Form, Item, Sheet
from reviewer.export.workbook import preview
from reviewer.ui.dialogs.list_dialog import ListDialog
from reviewer.ui.fitting import fit
from reviewer.ui.settings import data_folder
from reviewer.ui.theme import data_colours
from reviewer.ui.tips import as_it_is

FIXED = ("来源文件", "项目名称", "三级指标")
"""Columns that no sheet does without."""
HINTS = {
    MERGED: mark("as it is read on paper, cells merged"),
    IMPORT: mark("for the import into the next system"),
    CHARTS: mark("charts of counts and sums"),
    TOTALS: mark("counts and sums of each source"),
}
_ROWS = 20
_MOST_LEFT = 0.42
"""The share of the dialog that the sheets may have, so that none is cut: on a small screen, or with large letters."""


class ExportDialog(QDialog):
    """Asks what to export; `choices()` has the answer."""

    def __init__(
        self, items: Sequence[Item], choices: Choices, parent: QWidget | None = None,
        show_findings: Callable[[Sequence[Finding]], object] | None = None,
    ) -> None:  # fmt: skip
        """`show_findings` lists what the next system would refuse beside the work, where one can go to each place."""
        super().__init__(parent)
        use_own_profiles(data_folder() / "profiles")
        self.setObjectName("exportDialog")
        self.setWindowTitle(tr("Export to Excel"))
        fit(self, 1080, 620)
        self._items, self._first = items, choices
        self._show_elsewhere = show_findings
        self._wanted = ""
        """The sheet that is to be shown next."""
        self._found: list[Finding] = []
        self._flights: dict[bool, list[Finding]] = {}
        self._no_profile = _problem_of_profile()
        self._shown: dict[str, Sheet] = {sheet.title: sheet for sheet in self._preview(_everything(choices))}
        self.tree = self._make_tree()
        self.each, self.sure = (
            QCheckBox(tr("One workbook for each source")),
            QCheckBox(tr("Only entries without doubt")),
        )
        self.codes, self.split = QCheckBox(tr("The levels' codes")), QCheckBox(tr("Sign, number and unit in columns"))
        self._options()
        self.sheet, self.table, self._warning = QComboBox(), QTableWidget(), QLabel()
        self._flight, self._own = QPushButton(), QPushButton()
        self.sheet.setAccessibleName(tr("Sheet"))
        self.table.setAccessibleName(tr("First rows"))
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._refresh)
        self._lay_out()
        self.tree.itemChanged.connect(self._ticked)
        for box in (self.each, self.sure, self.codes, self.split):
            box.toggled.connect(lambda _on: self._later.start())
        self.sheet.currentIndexChanged.connect(lambda _index: self._show_sheet())
        self._refresh()

    # -- putting together ---------------------------------------------------------------------------------------

    def _make_tree(self) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setObjectName("exportSheets")
        tree.setAccessibleName(tr("Sheets and columns"))
        tree.setHeaderLabels([tr("Sheets and columns")])
        for title in SHEETS:
            if title in USUAL and title not in self._shown:
                continue  # no tasks anywhere
            item = QTreeWidgetItem(tree, [title])
            item.setData(0, Qt.ItemDataRole.UserRole, title)
            if title in HINTS:
                item.setText(0, tr("{sheet} ({hint})", sheet=title, hint=tr(HINTS[title])))
            usable = title != IMPORT or not self._no_profile
            item.setCheckState(0, _tick(usable and title in self._first.sheets))
            item.setDisabled(not usable)
            columns = self._shown[title].columns if title in self._shown and title != IMPORT else []
            for column in columns:
                child = QTreeWidgetItem(item, [column])
                child.setCheckState(0, _tick(f"{title}/{column}" not in self._first.left_out))
                child.setDisabled(column in FIXED)
        tree.setMinimumWidth(min(_wanted_width(tree), int(self.width() * _MOST_LEFT)))
        return tree

    def _options(self) -> None:
        first = self._first
        for box, on in ((self.each, not first.one_file), (self.sure, first.only_accepted), (self.codes, first.codes),
                        (self.split, first.split_targets)):  # fmt: skip
            box.setChecked(on)
        self.each.setVisible(len(self._items) > 1)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.addWidget(self.tree, 1)
        for box in (self.split, self.codes, self.sure, self.each):
            left.addWidget(box)
        top = QHBoxLayout()
        top.addWidget(QLabel(tr("The first rows:")))
        top.addWidget(self.sheet, 1)
        right = QVBoxLayout()
        right.addLayout(top)
        right.addWidget(self.table, 1)
        panes = QHBoxLayout()
        panes.addLayout(left, 3)
        panes.addLayout(right, 7)
        self._warning.setWordWrap(True)
        self._warning.setObjectName("exportWarning")
        self._flight.setAutoDefault(False)
        self._flight.clicked.connect(self._show_findings)
        self._own.setAutoDefault(False)
        self._own.setText(tr("Format of {sheet}…", sheet=IMPORT))
        self._own.setToolTip(tr("Titles and order of its columns, words for signs: as your province wants them"))
        self._own.clicked.connect(self._edit_profile)
        buttons = QDialogButtonBox()
        self.go = buttons.addButton(tr("&Export…"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(tr("&Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.go.setDefault(True)
        self.go.setFocus()
        bottom = QHBoxLayout()
        bottom.addWidget(self._warning, 1)
        bottom.addWidget(self._own)
        bottom.addWidget(self._flight)
        bottom.addWidget(buttons)
        layout = QVBoxLayout(self)
        layout.addLayout(panes, 1)
        layout.addLayout(bottom)

    # -- following the choices ------------------------------------------------------------------------------------

    def choices(self) -> Choices:
        """What is chosen now; what was remembered about sheets and columns that are not here stays."""
        sheets: list[str] = []
        left = set(self._first.left_out)
        here = []
        for item in self._tops():
            title = item.data(0, Qt.ItemDataRole.UserRole)
            here.append(title)
            if item.checkState(0) != Qt.CheckState.Unchecked:
                sheets.append(title)
            for child in (item.child(place) for place in range(item.childCount())):
                if child is None:
                    continue
                name = f"{title}/{child.text(0)}"
                left.discard(name)
                if child.checkState(0) == Qt.CheckState.Unchecked and not child.isDisabled():
                    left.add(name)
        kept = {*sheets, *(title for title in self._first.sheets if title not in here)}
        return Choices(
            tuple(title for title in SHEETS if title in kept),
            tuple(sorted(left)),
            not self.each.isChecked(),
            self.sure.isChecked(),
            self.codes.isChecked(),
            self.split.isChecked(),
        )

    def _tops(self) -> list[QTreeWidgetItem]:
        items = (self.tree.topLevelItem(place) for place in range(self.tree.topLevelItemCount()))
        return [item for item in items if item is not None]

    def _ticked(self, item: QTreeWidgetItem) -> None:
        """What was just chosen is what one wants to see."""
        if item.checkState(0) is Qt.CheckState.Checked:
            self._wanted = str((item.parent() or item).data(0, Qt.ItemDataRole.UserRole))
        self._later.start()

    def _preview(self, choices: Choices) -> list[Sheet]:
        if self._no_profile:
            choices = replace(choices, sheets=tuple(title for title in choices.sheets if title != IMPORT))
        return preview(self._items, choices, _ROWS)

    def _refresh(self) -> None:
        choices = self.choices()
        self._shown = {sheet.title: sheet for sheet in self._preview(choices)}
        now, self._wanted = self._wanted or self.sheet.currentText(), ""
        self.sheet.blockSignals(True)
        self.sheet.clear()
        self.sheet.addItems([title for title in choices.sheets if title in self._shown])
        self.sheet.setCurrentText(now or "指标")
        self.sheet.blockSignals(False)
        self._show_sheet()
        self._warn(choices)
        self.go.setEnabled(bool(choices.sheets))

    def _warn(self, choices: Choices) -> None:
        count = 0 if choices.only_accepted else sum(review.count_doubtful() for review, _ in self._items)
        self._warning.setText(
            trn("{count} field is still doubtful; it is tinted in the workbook, with the reasons as a comment.",
                "{count} fields are still doubtful; they are tinted in the workbook, with the reasons as comments.", count)
            if count else tr("Nothing is doubtful any more.")
        )  # fmt: skip
        if choices.only_accepted:
            left = sum(bool(review.count_doubtful(entry)) for review, _ in self._items for entry in review.entries)
            self._warning.setText(trn("{count} entry in which something is doubtful is left out.",
                                      "{count} entries in which something is doubtful are left out.", left))  # fmt: skip
        if self._no_profile:
            self._warning.setText(f"{self._warning.text()}\n{self._no_profile}")
        self._own.setVisible(IMPORT in choices.sheets or bool(self._no_profile))
        self._found = self._refused(choices.only_accepted) if IMPORT in choices.sheets else []
        self._flight.setVisible(bool(self._found))
        self._flight.setText(trn("{count} place that the next system would refuse…",
                                 "{count} places that the next system would refuse…", len(self._found)))  # fmt: skip

    def _refused(self, only_accepted: bool) -> list[Finding]:
        """What the next system would refuse, by the rows that the sheet will have; worked out once, for that takes time."""
        if only_accepted not in self._flights:
            items = accepted_only(self._items)[0] if only_accepted else self._items
            self._flights[only_accepted] = preflight(items, load_profile())
        return self._flights[only_accepted]

    def _show_findings(self) -> None:
        if self._show_elsewhere is not None:
            self.reject()  # one cannot put anything right while this question stands in front of the work
            self._show_elsewhere(self._found)
            return
        heading = tr("What the next system would refuse, by row and column of “{sheet}”", sheet=IMPORT)
        ListDialog(heading, [finding.text() for finding in self._found], self).open()

    def _edit_profile(self) -> None:
        """Change the format of the import sheet; one that cannot be read begins anew with the one that came with the program."""
        from reviewer.ui.dialogs.profile_dialog import ProfileDialog

        profile = load_profile() if not self._no_profile else program_profile()
        dialog = ProfileDialog(self._items, profile, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(self._profile_changed)
        dialog.open()

    def _profile_changed(self) -> None:
        self._flights.clear()
        self._no_profile = _problem_of_profile()
        for item in self._tops():
            item.setDisabled(item.data(0, Qt.ItemDataRole.UserRole) == IMPORT and bool(self._no_profile))
        self._refresh()

    def _show_sheet(self) -> None:
        sheet = self._shown.get(self.sheet.currentText())
        self.table.clear()
        rows = list(sheet.rows) if sheet else []
        self.table.setRowCount(len(rows))
        self.table.setColumnCount(len(sheet.columns) if sheet else 0)
        if sheet is None:
            return
        self.table.setHorizontalHeaderLabels([" ".join(title.split()) for title in sheet.columns])
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                text = plain_text(cell.value)
                if cell.form is Form.MONEY and isinstance(cell.value, float):
                    text = f"{cell.value:,.2f}"
                elif cell.form is Form.SHARE and isinstance(cell.value, float):
                    text = f"{cell.value:.1%}"
                item = QTableWidgetItem(" ".join(text.split()))
                if cell.doubt:
                    item.setBackground(QBrush(data_colours(self.palette()).doubtful))
                    item.setToolTip(as_it_is(cell.doubt))
                if isinstance(cell.value, float | int):
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(row, column, item)
        self.table.resizeColumnsToContents()
        for column in range(self.table.columnCount()):
            self.table.setColumnWidth(column, min(self.table.columnWidth(column), 240))


def _problem_of_profile() -> str:
    """Why there can be no import sheet, in a sentence; nothing where there can."""
    try:
        load_profile()
    except ProfileError as error:
        return str(error)
    return ""


def _wanted_width(tree: QTreeWidget) -> int:
    """The width at which no sheet's name is cut: Qt itself tells that of the rows only that are on the screen."""
    tops = (tree.topLevelItem(place) for place in range(tree.topLevelItemCount()))
    letters = max((tree.fontMetrics().horizontalAdvance(item.text(0)) for item in tops if item is not None), default=0)
    style = tree.style()
    box, margin = (style.pixelMetric(each, None, tree) for each in (QStyle.PixelMetric.PM_IndicatorWidth,
                                                                   QStyle.PixelMetric.PM_FocusFrameHMargin))  # fmt: skip
    bar = style.pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, tree)
    return letters + tree.indentation() + box + 6 * (margin + 1) + bar + 2 * tree.frameWidth()


def _tick(on: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked


def _everything(choices: Choices) -> Choices:
    """Every sheet with every column, to list them."""
    return replace(choices, sheets=SHEETS, left_out=(), split_targets=True)
