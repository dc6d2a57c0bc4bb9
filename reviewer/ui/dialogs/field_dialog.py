"""A field that the form prints and the program did not see: how is it called, and is it an amount of money?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QFormLayout, QWidget

from reviewer.base.i18n import tr
from reviewer.ui.clean_line import keep_clean
from reviewer.ui.dialogs.question import lay_out_question


class FieldDialog(QDialog):
    """Asks for the name of a further field; the names that other rows have are offered.

    `groups` says, by label, in which group the rows have it; `lacking` which of these the row in hand has not;
    `is_entry` whether it can be an amount.
    """

    def __init__(
        self,
        groups: Mapping[str, str],
        lacking: Iterable[str],
        is_entry: bool,
        money: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("fieldDialog")
        self.setWindowTitle(tr("Add a field"))
        self.setMinimumWidth(360)
        self._groups, self._is_entry = groups, is_entry
        self.label = QComboBox()
        self.label.setEditable(True)
        self.label.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.label.setAccessibleName(tr("Name of the field as the form prints it"))
        self.label.addItems(list(lacking))
        self.label.setCurrentText("")
        if (line := self.label.lineEdit()) is not None:
            keep_clean(line)
        self.money = QCheckBox(tr("It is an amount of &money"))
        self.money.setChecked(money)
        self.money.setVisible(is_entry)
        form = QFormLayout()
        form.addRow(tr("Name, as printed"), self.label)
        form.addRow(self.money)
        self._add = lay_out_question(self, (form,), tr("Add"))
        self._add.setEnabled(False)
        self.label.currentTextChanged.connect(self._named)
        self.label.setFocus()

    def _named(self, text: str) -> None:
        self._add.setEnabled(bool(text.strip()))
        known = self._groups.get(text.strip())
        if known is not None and self._is_entry:
            self.money.setChecked(known == "amounts")

    def answer(self) -> tuple[str, str]:
        """The group and the name of the field."""
        group = "extra" if not self._is_entry else "amounts" if self.money.isChecked() else "attributes"
        return group, self.label.currentText().strip()


def labels_in_use(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The group of every label, each once, in the order in which they are met; `pairs` are (group, label)."""
    found: dict[str, str] = {}
    for group, label in pairs:
        found.setdefault(label, group)
    return found
