"""The settings: language, looks, who reviews, and how often an unmarked field may be wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QTabWidget,
    QWidget,
)  # fmt: skip

from reviewer.base.i18n import tr, trn
from reviewer.ui import appearance, density
from reviewer.ui.clean_line import keep_clean
from reviewer.ui.dialogs.question import lay_out_question
from reviewer.ui.fitting import fit
from reviewer.ui.locking import lock, set_by_administrator
from reviewer.ui.setting_values import DAYS
from reviewer.ui.settings import Settings

_LANGUAGES = (("zh_CN", "简体中文"), ("en", "English"))


class Page(NamedTuple):
    """A further page of the settings: its title, the widget, and what stores what was set there."""

    title: str
    widget: QWidget
    store: Callable[[], object]


class SettingsDialog(QDialog):
    """Shows the settings; OK stores them."""

    def __init__(self, settings: Settings, parent: QWidget | None = None, pages: Sequence[Page] = ()) -> None:
        super().__init__(parent)
        self.setObjectName("settingsDialog")
        self.setWindowTitle(tr("Settings"))
        self.setMinimumWidth(420)
        self._settings, self._pages = settings, pages
        self.language = QComboBox()
        self.language.addItem(tr("As the system"), None)
        for code, name in _LANGUAGES:
            self.language.addItem(name, code)
        self.language.setCurrentIndex(max(self.language.findData(settings.language), 0))
        self.reviewer_name = QLineEdit(settings.reviewer_name)
        keep_clean(self.reviewer_name)
        self.target = QComboBox()
        self.target.setObjectName("targetAccuracy")
        for target, words in target_choices():
            self.target.addItem(words, target)
        self.target.setCurrentIndex(self.target.findData(settings.target_accuracy))
        self.appearance, self.points = self._make_looks(settings)
        self.density = _make_density(settings)
        self.days = QComboBox()
        self.days.setObjectName("daysKept")
        for days in DAYS:
            self.days.addItem(trn("{count} day", "{count} days", days), days)
        self.days.setCurrentIndex(self.days.findData(settings.days_kept))
        form = self._make_form()
        lay_out_question(self, [self._in_tabs(form)], tr("OK"))

    def _make_form(self) -> QFormLayout:
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for name, words, widget, hint in (
            ("language", tr("Language"), self.language, tr("Another language holds from the next start on.")),
            ("appearance", tr("Colours"), self.appearance, ""),
            ("font_points", tr("Letters"), self.points, ""),
            ("density", tr("Rows"), self.density, ""),
            ("reviewer_name", tr("Reviewer"), self.reviewer_name, tr("This name stands in the record of every change.")),
            ("target_accuracy", tr("Unmarked fields"), self.target,
             tr("How often they may be wrong: the fewer errors, the more fields are marked to be looked at.")),
            ("days_kept", tr("Keep unsaved work"), self.days,
             tr("So long what was closed without saving can still be brought back; then it is removed.")),
        ):  # fmt: skip
            form.addRow(words, widget)
            if self._settings.is_fixed(name):
                hint = set_by_administrator()
                lock(widget)
            if hint:
                form.addRow("", _hint(hint))
        return form

    def _make_looks(self, settings: Settings) -> tuple[QComboBox, QComboBox]:
        colours, points = QComboBox(), QComboBox()
        for words, value in (
            (tr("As the system"), appearance.SYSTEM), (tr("Light"), appearance.LIGHT), (tr("Dark"), appearance.DARK),
            (tr("High contrast"), appearance.CONTRAST),
        ):  # fmt: skip
            colours.addItem(words, value)
        colours.setCurrentIndex(max(colours.findData(settings.appearance), 0))
        points.addItem(tr("As the system"), 0)
        for size in appearance.SIZES:
            points.addItem(tr("{count} points", count=size), size)
        points.setCurrentIndex(max(points.findData(settings.font_points), 0))
        return colours, points

    def _in_tabs(self, form: QFormLayout) -> QWidget:
        """The form, with the further pages behind it."""
        general = QWidget()
        general.setLayout(form)
        if not self._pages:
            return general
        fit(self, 640, 480)
        self.tabs = QTabWidget()
        self.tabs.addTab(general, tr("General"))
        for page in self._pages:
            self.tabs.addTab(page.widget, page.title)
        return self.tabs

    def accept(self) -> None:
        """Store what was set."""
        self._settings.language = self.language.currentData()
        self._settings.appearance = self.appearance.currentData()
        self._settings.font_points = self.points.currentData()
        self._settings.density = self.density.currentData()
        self._settings.reviewer_name = self.reviewer_name.text()
        self._settings.target_accuracy = self.target.currentData()
        self._settings.days_kept = self.days.currentData()
        for page in self._pages:
            page.store()
        super().accept()


def _make_density(settings: Settings) -> QComboBox:
    box = QComboBox()
    box.setObjectName("density")
    choices = ((tr("Usual"), density.USUAL), (tr("Close together"), density.COMPACT), (tr("Wide apart"), density.ROOMY))
    for words, value in choices:
        box.addItem(words, value)
    box.setCurrentIndex(max(box.findData(settings.density), 0))
    return box


def target_choices() -> list[tuple[float, str]]:
    """The target accuracies with what they mean to a reviewer."""
    return [
        (0.99, tr("99 %: at most 1 in 100 wrong, fewest marks")),
        (0.995, tr("99.5 %: at most 1 in 200 wrong")),
        (0.999, tr("99.9 %: at most 1 in 1,000 wrong (usual)")),
        (0.9995, tr("99.95 %: at most 1 in 2,000 wrong, most marks")),
    ]


def _hint(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    font = label.font()
    font.setPointSizeF(font.pointSizeF() * 0.9)
    label.setFont(font)
    return label
