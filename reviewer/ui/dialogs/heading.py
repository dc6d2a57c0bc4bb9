"""What does this heading mean? Asked about a heading that the program did not know."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QLabel, QWidget

from reviewer.base.i18n import tr
from reviewer.ui.dialogs.question import lay_out_question
from reviewer.ui.role_names import ROLE_NAMES, role_name


class HeadingDialog(QDialog):
    """Shows a heading as printed; the answer is the role chosen."""

    def __init__(self, label: str, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("headingDialog")
        self.setWindowTitle(tr("What a heading means"))
        self.setMinimumWidth(380)
        self.role = QComboBox()
        self.role.setAccessibleName(tr("Meaning"))
        for each in ROLE_NAMES:
            self.role.addItem(role_name(each), str(each))
        self.role.setCurrentIndex(max(self.role.findData(role), 0))
        shown = QLabel(f"“{label}”")
        shown.setWordWrap(True)
        form = QFormLayout()
        form.addRow(tr("The heading"), shown)
        form.addRow(tr("means"), self.role)
        hint = QLabel(tr("It is kept in your vocabulary and helps with the next document that is read."))
        hint.setWordWrap(True)
        lay_out_question(self, (form, hint), tr("Keep"))


def ask_heading(window: QWidget, label: str, role: str) -> str:
    """The role that a heading is given; empty where the user does not say."""
    dialog = HeadingDialog(label, role, window)
    try:
        return str(dialog.role.currentData()) if dialog.exec() else ""
    finally:
        dialog.deleteLater()
