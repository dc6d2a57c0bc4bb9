"""Find and replace over the fields, with everything that would change in view before anything does."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reviewer.base.i18n import mark, tr, trn
from reviewer.model import acts
from reviewer.model.naming import field_name, place_of, short
from reviewer.model.replacing import Change, Doubt, Wanted, changes
from reviewer.ui.clean_line import keep_clean
from reviewer.ui.desk import Desk
from reviewer.ui.fitting import fit, scaled
from reviewer.ui.tips import as_it_is

_SCOPES = {
    "all": mark("All fields"),
    "names": mark("Names"),
    "levels": mark("Level 1 and level 2"),
    "values": mark("Target values"),
    "goals": mark("Goals and contents"),
    "amounts": mark("Amounts"),
    "others": mark("All others"),
}
_MOST = 2_000
"""So many changes are listed; more are counted, and made only when the search is narrower."""


class ReplaceDialog(QDialog):
    """Beside the work; a click on a change shows it in the window. What is ticked is replaced in one step of undo."""

    def __init__(self, desk: Desk, sure: Callable[[str], bool], parent: QWidget | None = None) -> None:
        """`sure` asks whether to replace what nobody may have meant."""
        super().__init__(parent)
        self.setObjectName("replaceDialog")
        self.setWindowTitle(tr("Find and replace"))
        fit(self, 900, 480)
        self._desk, self._sure = desk, sure
        self._changes: list[Change] = []
        self.sought, self.put = QLineEdit(), QLineEdit()
        for edit, name in ((self.sought, tr("Find")), (self.put, tr("Replace with"))):
            keep_clean(edit)
            edit.setAccessibleName(name)
            edit.setClearButtonEnabled(True)
        self.scope = QComboBox()
        self.scope.setAccessibleName(tr("In which fields"))
        for scope, words in _SCOPES.items():
            self.scope.addItem(tr(words), scope)
        self.whole = QCheckBox(tr("Whole &value only"))
        self.case = QCheckBox(tr("&Capitals matter"))
        self.pattern = QCheckBox(tr("&Pattern (regular expression)"))
        self.list = self._make_list()
        self.said = QLabel()
        self.said.setObjectName("replaceSaid")
        self.said.setWordWrap(True)
        self.replace_button, self.close_button = QPushButton(tr("&Replace what is ticked")), QPushButton(tr("Close"))
        self.tick_all = QPushButton(tr("&Tick all"))
        for button in (self.replace_button, self.close_button, self.tick_all):
            button.setAutoDefault(False)  # Enter in a line searches; it must not replace
        self._lay_out()
        self._soon = QTimer(self, singleShot=True, interval=150)
        self._connect()
        self.look()

    def _make_list(self) -> QTreeWidget:
        made = QTreeWidget()
        made.setAccessibleName(tr("What would change"))
        made.setRootIsDecorated(False)
        made.setUniformRowHeights(True)
        made.setHeaderLabels([tr("Place"), tr("Field"), tr("Now"), tr("Then")])
        header = made.header()
        header.setStretchLastSection(True)
        for column, width in enumerate((330, 110, 200)):
            header.resizeSection(column, scaled(made, width))
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        return made

    def _lay_out(self) -> None:
        grid = QGridLayout()
        for row, (words, widget) in enumerate(
            ((tr("&Find"), self.sought), (tr("Replace &with"), self.put), (tr("&In"), self.scope))
        ):
            label = QLabel(words)
            label.setBuddy(widget)
            grid.addWidget(label, row, 0)
            grid.addWidget(widget, row, 1)
        options = QHBoxLayout()
        for box in (self.whole, self.case, self.pattern):
            options.addWidget(box)
        options.addStretch(1)
        foot = QHBoxLayout()
        foot.addWidget(self.said, 1)
        foot.addWidget(self.tick_all)
        foot.addWidget(self.replace_button)
        foot.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.addLayout(grid)
        layout.addLayout(options)
        layout.addWidget(self.list, 1)
        layout.addLayout(foot)

    def _connect(self) -> None:
        for edit in (self.sought, self.put):
            edit.textChanged.connect(lambda _text: self._soon.start())
            edit.returnPressed.connect(self.look)
        self.scope.currentIndexChanged.connect(lambda _place: self.look())
        for box in (self.whole, self.case, self.pattern):
            box.toggled.connect(lambda _on: self.look())
        self._soon.timeout.connect(self.look)
        self.list.currentItemChanged.connect(lambda item, _before: self._show(item))
        self.list.itemChanged.connect(lambda *_: self._count())
        self.replace_button.clicked.connect(self.replace)
        self.close_button.clicked.connect(self.close)
        self.tick_all.clicked.connect(self._tick_all)
        self._desk.review_changed.connect(self._soon.start)
        self._desk.current_changed.connect(self._look_soon)

    def _look_soon(self, _opened: object) -> None:
        """Another source is in hand. A method, which ends with the dialog; a lambda would be called after it."""
        self._soon.start()

    def come(self) -> None:
        """Show the dialog, with the value in hand to look for where nothing was looked for yet."""
        review, ref = self._desk.review, self._desk.field
        value = review.field(ref).value if review is not None and ref is not None else None
        if not self.sought.text() and value and len(value) <= 40:
            self.sought.setText(value)
        if self.isVisible():
            self.raise_()
        self.show()
        self.activateWindow()
        self.sought.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.sought.selectAll()
        self.look()

    def wanted(self) -> Wanted:
        """What the dialog says is wanted."""
        return Wanted(
            self.sought.text(), self.put.text(), str(self.scope.currentData()),
            self.whole.isChecked(), self.case.isChecked(), self.pattern.isChecked(),
        )  # fmt: skip

    def look(self) -> None:
        """List what would change now."""
        self._soon.stop()
        review = self._desk.review
        trouble, self._changes = "", []
        if review is not None and self.isVisible():
            try:
                self._changes = changes(review, self.wanted())
            except ValueError as error:
                trouble = str(error)
        self.list.blockSignals(True)
        self.list.clear()
        for change in self._changes[:_MOST]:
            place = place_of(review, change.ref.node) if review is not None else ""
            item = QTreeWidgetItem(self.list, [place, field_name(change.ref.key), change.before, change.after])
            item.setCheckState(0, Qt.CheckState.Unchecked if change.doubt else Qt.CheckState.Checked)
            for column in range(4):
                item.setToolTip(column, as_it_is(item.text(column)))
        self.list.blockSignals(False)
        self._count(trouble)

    def ticked(self) -> list[Change]:
        """The changes that are ticked."""
        rows = range(self.list.topLevelItemCount())
        items = [(self._changes[row], self.list.topLevelItem(row)) for row in rows]
        return [change for change, item in items if item is not None and item.checkState(0) is Qt.CheckState.Checked]

    def _count(self, trouble: str = "") -> None:
        count, whole = len(self.ticked()), len(self._changes)
        self.replace_button.setEnabled(count > 0 and whole <= _MOST)
        self.tick_all.setEnabled(count < whole <= _MOST)
        if trouble or not self.sought.text():
            self.said.setText(trouble)
        elif whole > _MOST:
            self.said.setText(
                tr("{count} fields would change: too many at once; please look for something narrower.", count=whole)
            )
        elif count < whole and any(change.doubt for change in self._changes):
            self.said.setText(
                trn("{ticked} of {count} field ticked. Where nothing takes the place of the text, or it stands within a longer "
                    "value, tick what is meant.",
                    "{ticked} of {count} fields ticked. Where nothing takes the place of the text, or it stands within a longer "
                    "value, tick what is meant.", whole, ticked=count)
            )  # fmt: skip
        else:
            self.said.setText(trn("{count} field would change", "{count} fields would change", count))

    def _show(self, item: QTreeWidgetItem | None) -> None:
        row = self.list.indexOfTopLevelItem(item) if item is not None else -1
        if 0 <= row < len(self._changes):
            self._desk.choose_field(self._changes[row].ref)

    def replace(self) -> None:
        """Replace what is ticked."""
        self.look_again_if_waiting()
        review, chosen = self._desk.review, self.ticked()
        if review is not None and chosen and self.replace_button.isEnabled() and self._is_meant(chosen):
            self._desk.do(acts.replace_values(review, {change.ref: change.after for change in chosen}))
            self.look()

    def _tick_all(self) -> None:
        for row in range(self.list.topLevelItemCount()):
            item = self.list.topLevelItem(row)
            if item is not None:
                item.setCheckState(0, Qt.CheckState.Checked)

    def _is_meant(self, chosen: list[Change]) -> bool:
        """Whether the person means also those changes that nobody may mean; asked with one of them."""
        for doubt in Doubt:
            some = [change for change in chosen if change.doubt is doubt]
            if not some:
                continue
            places = {"find": short(self.sought.text()), "before": short(some[0].before), "after": short(some[0].after)}
            question = (
                trn("Nothing takes the place of “{find}” in {count} field: “{before}” becomes “{after}”. Is that meant?",
                    "Nothing takes the place of “{find}” in {count} fields: “{before}” becomes “{after}”. Is that meant?",
                    len(some), **places) if doubt is Doubt.EMPTIED
                else trn("“{find}” stands within a longer value in {count} field: “{before}” becomes “{after}”. Is that meant?",
                         "“{find}” stands within longer values in {count} fields: “{before}” becomes “{after}”. Is that meant?",
                         len(some), **places)
            )  # fmt: skip
            if not self._sure(question):
                return False
        return True

    def look_again_if_waiting(self) -> None:
        """What was typed last counts, though the list is not made anew yet."""
        if self._soon.isActive():
            self.look()
