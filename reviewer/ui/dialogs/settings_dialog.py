"""The settings: language, who reviews, and from which probability on a field counts as sure."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from reviewer.base.i18n import tr
from reviewer.ui.settings import Settings

_LANGUAGES = (("zh_CN", "简体中文"), ("en", "English"))


class SettingsDialog(QDialog):
    """Shows the settings; OK stores them."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("settingsDialog")
        self.setWindowTitle(tr("Settings"))
        self._settings = settings
        self.language = QComboBox()
        self.language.addItem(tr("As the system"), None)
        for code, name in _LANGUAGES:
            self.language.addItem(name, code)
        self.language.setCurrentIndex(max(self.language.findData(settings.language), 0))
        self.reviewer_name = QLineEdit(settings.reviewer_name)
        self.threshold = QSpinBox()
        self.threshold.setRange(50, 99)
        self.threshold.setSuffix(" %")
        self.threshold.setValue(round(settings.threshold * 100))
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.addRow(tr("Language"), self.language)
        form.addRow("", _hint(tr("Another language holds from the next start on.")))
        form.addRow(tr("Reviewer"), self.reviewer_name)
        form.addRow("", _hint(tr("This name stands in the record of every change.")))
        form.addRow(tr("Doubtful below"), self.threshold)
        form.addRow("", _hint(tr("A field whose probability of being right is lower wants to be looked at.")))
        buttons = QDialogButtonBox()
        buttons.addButton(tr("OK"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(buttons)

    def accept(self) -> None:
        """Store what was set."""
        self._settings.language = self.language.currentData()
        self._settings.reviewer_name = self.reviewer_name.text()
        self._settings.threshold = self.threshold.value() / 100
        super().accept()


def _hint(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setEnabled(False)
    return label
