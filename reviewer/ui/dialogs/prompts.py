"""Every question that stops the user, in one place, so that commands run without a screen when given other answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QFileDialog,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QWidget,
)

from reviewer.base import gate
from reviewer.base.gate import Standing
from reviewer.base.i18n import tr, trn
from reviewer.model.review import Review
from reviewer.sources.registry import SUFFIXES
from reviewer.ui.fitting import fit

if TYPE_CHECKING:
    from reviewer.export.choices import Choices
    from reviewer.export.differences import Difference
    from reviewer.export.next_system import Finding
    from reviewer.export.read_back import ReadBack
    from reviewer.export.tables import Item
    from reviewer.export.template import Plan

_MOST_NAMES = 8
"""So many names of sources stand in a question."""


class Unsaved(Enum):
    """What to do with work that is not saved."""

    SAVE = "save"
    DISCARD = "discard"
    CANCEL = "cancel"


class Prompts:
    """Asks the user. Tests give a class of their own with the same methods."""

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent
        self.show_findings: Callable[[Sequence[Finding]], object] | None = None
        """Lists what the next system would refuse, beside the work."""

    def open_files(self, folder: Path) -> list[Path]:
        """Which files to open; none where the user thought better of it."""
        patterns = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        filters = [
            tr("Sources and sessions ({patterns})", patterns=f"{patterns} *.review"),
            tr("All files ({patterns})", patterns="*"),
        ]
        chosen, _ = QFileDialog.getOpenFileNames(self._parent, tr("Open"), str(folder), ";;".join(filters))
        return [Path(text) for text in chosen]

    def open_folder(self, folder: Path) -> Path | None:
        """Which folder to open."""
        chosen = QFileDialog.getExistingDirectory(self._parent, tr("Open folder"), str(folder))
        return Path(chosen) if chosen else None

    def save_session(self, suggested: Path) -> Path | None:
        """Where to save the session."""
        return self._save(tr("Save session"), suggested, tr("Sessions ({patterns})", patterns="*.review"))

    def save_workbook(self, suggested: Path) -> Path | None:
        """Where to write the workbook."""
        return self._save(tr("Export to Excel"), suggested, tr("Excel workbooks ({patterns})", patterns="*.xlsx"))

    def choose_export(self, items: Sequence[Item], choices: Choices) -> Choices | None:
        """What the export is to hold, beginning with `choices`."""
        from reviewer.ui.dialogs.export_dialog import ExportDialog

        dialog = ExportDialog(items, choices, self._parent, self.show_findings)
        sure = dialog.exec()
        chosen = dialog.choices()
        dialog.deleteLater()
        return chosen if sure else None

    def open_workbook(self, folder: Path, title: str, further: str = "") -> Path | None:
        """Which workbook to read; `further` are patterns of other kinds that can be read."""
        patterns = tr("Excel workbooks ({patterns})", patterns=f"*.xlsx *.xlsm {further}".strip())
        chosen, _ = QFileDialog.getOpenFileName(self._parent, title, str(folder), patterns)
        return Path(chosen) if chosen else None

    def choose_differences(
        self, reviews: Sequence[Review], found: ReadBack, file: str
    ) -> dict[int, list[Difference]] | None:
        """Which differences of a workbook to take over, by the place of the review."""
        from reviewer.ui.dialogs.differences_dialog import DifferencesDialog

        dialog = DifferencesDialog(reviews, found, file, self._parent)
        sure = dialog.exec()
        chosen = dialog.accepted_ones()
        dialog.deleteLater()
        return chosen if sure else None

    def save_picture(self, suggested: Path) -> Path | None:
        """Where to save a picture."""
        return self._save(tr("Save as a picture"), suggested, tr("Pictures ({patterns})", patterns="*.png"))

    def choose_mapping(self, plan: Plan, parts: dict[str, str], file: str) -> Plan | None:
        """What goes into which column of a template."""
        from reviewer.ui.dialogs.template_dialog import TemplateDialog

        dialog = TemplateDialog(plan, parts, file, self._parent)
        sure = dialog.exec()
        chosen = dialog.plan()
        dialog.deleteLater()
        return chosen if sure else None

    def _save(self, title: str, suggested: Path, filters: str) -> Path | None:
        """A name to write under. About what lies there the user was asked: about the very file, and by what it is."""
        suffix = suggested.suffix
        unasked = (
            QFileDialog.Option.DontConfirmOverwrite
        )  # the system knows neither what is ours nor the suffix added here
        while True:
            chosen, _ = QFileDialog.getSaveFileName(self._parent, title, str(suggested), filters, options=unasked)
            if not chosen:
                return None
            path = Path(chosen)
            if path.suffix.lower() != suffix:
                path = path.with_name(path.name + suffix)
            if self._may_write(path):
                return path
            suggested = path

    def _may_write(self, path: Path) -> bool:
        try:
            found = gate.standing(path)
        except OSError:
            return True  # writing will say what is wrong
        no_question = (Standing.FREE, Standing.OURS, Standing.SOURCE_AT_WORK, Standing.SESSION_AT_WORK)
        return path.is_dir() or found in no_question or self.ask_overwrite(path)

    def ask_overwrite(self, path: Path) -> bool:
        """Whether to replace a file that is not the program's own, or that somebody has changed since."""
        box = QMessageBox(self._parent)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(tr("Replace a file"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(_replaced(path))
        box.setInformativeText(tr("What is in it now is lost."))
        box.setStandardButtons(QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No)
        box.button(QMessageBox.StandardButton.Yes).setText(tr("&Replace"))
        box.button(QMessageBox.StandardButton.No).setText(tr("&Keep"))
        box.setDefaultButton(QMessageBox.StandardButton.No)
        sure = box.exec() == QMessageBox.StandardButton.Yes
        box.deleteLater()
        return sure

    def password(self, file: str, again: bool) -> str | None:
        """The password of an encrypted file, `again` after a wrong one; None where the user has none."""
        question = (
            tr("This password does not open {file}. Please try again:", file=file) if again
            else tr("{file} is encrypted. Please enter its password:", file=file)
        )  # fmt: skip
        text, given = self._ask_text(tr("Password"), question, QLineEdit.EchoMode.Password)
        return text if given and text else None

    def ask_unsaved(self, names: list[str]) -> Unsaved:
        """Whether to save the work on these sources before it goes."""
        box = self._box(
            QMessageBox.Icon.Warning, tr("Unsaved work"),
            tr("The work on {name} is not saved.", name=names[0]) if len(names) == 1
            else trn("The work on {count} source is not saved.", "The work on {count} sources is not saved.", len(names)),
        )  # fmt: skip
        lost = tr("Without saving, every correction made since the last time is lost.")
        box.setInformativeText(f"{_listed(names)}{lost}")
        save = box.addButton(tr("&Save"), QMessageBox.ButtonRole.AcceptRole)
        discard = box.addButton(tr("&Discard"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(tr("&Cancel"), QMessageBox.ButtonRole.RejectRole)
        clicked = self._clicked(box, save)
        if clicked is save:
            return Unsaved.SAVE
        return Unsaved.DISCARD if clicked is discard else Unsaved.CANCEL

    def ask_throw_away(self, names: list[str]) -> bool:
        """Whether to throw work away that was never saved."""
        box = self._box(
            QMessageBox.Icon.Warning, tr("Unsaved work"),
            tr("Throw the unsaved work on {name} away?", name=names[0]) if len(names) == 1
            else trn("Throw the unsaved work on {count} source away?", "Throw the unsaved work on {count} sources away?",
                     len(names)),
        )  # fmt: skip
        box.setInformativeText(_listed(names) + tr("This cannot be undone."))
        away = box.addButton(tr("&Throw away"), QMessageBox.ButtonRole.DestructiveRole)
        keep = box.addButton(tr("&Keep"), QMessageBox.ButtonRole.RejectRole)
        return self._clicked(box, keep) is away

    def ask_replace(self, question: str) -> bool:
        """Whether values are to be replaced of which nobody may mean it."""
        box = self._box(QMessageBox.Icon.Question, tr("Find and replace"), question)
        sure = box.addButton(tr("&Replace"), QMessageBox.ButtonRole.AcceptRole)
        return self._clicked(box, box.addButton(tr("&Cancel"), QMessageBox.ButtonRole.RejectRole)) is sure

    def _box(self, drawing: QMessageBox.Icon, title: str, question: str) -> QMessageBox:
        """A question without buttons yet."""
        box = QMessageBox(self._parent)
        box.setIcon(drawing)
        box.setWindowTitle(title)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(question)
        return box

    def _clicked(self, box: QMessageBox, default: QPushButton) -> QAbstractButton:
        """Ask, and say which button was taken; Enter takes `default`."""
        box.setDefaultButton(default)
        box.exec()
        clicked = box.clickedButton()
        box.deleteLater()
        return clicked

    def save_page(self, suggested: Path) -> Path | None:
        """Where to keep a page, as PDF or HTML by the suffix of what is suggested."""
        patterns = tr("PDF files ({patterns})", patterns="*.pdf")
        if suggested.suffix != ".pdf":
            patterns = tr("Web pages ({patterns})", patterns="*.html")
        return self._save(tr("Sign-off page"), suggested, patterns)

    def ask_note(self, file: str) -> str | None:
        """Why a source is put off; None where it is not to be."""
        text, sure = self._ask_text(tr("Postpone"), tr("Why is {file} put off? (may stay empty)", file=file))
        return text if sure else None

    def ask_reviewer(self, name: str) -> str:
        """Who reviews; empty where nobody says."""
        text, sure = self._ask_text(tr("Reviewer"), tr("Name of the reviewer, for the record of changes:"), text=name)
        return text.strip() if sure else ""

    def ask_second_reviewer(self, first: str) -> str:
        """Who makes the second review; empty where the user thought better of it."""
        question = tr("Name of the second reviewer (the first is {name}):", name=first or "-")
        name, sure = self._ask_text(tr("Second review"), question)
        return name.strip() if sure else ""

    def _ask_text(
        self, title: str, question: str, mode: QLineEdit.EchoMode = QLineEdit.EchoMode.Normal, text: str = ""
    ) -> tuple[str, bool]:
        """A line of text, and whether it was given. The question may be long: names of files are, and it wraps."""
        asked = QInputDialog(self._parent)
        asked.setWindowTitle(title)
        asked.setLabelText(question)
        asked.setTextEchoMode(mode)
        asked.setTextValue(text)
        asked.setOkButtonText(tr("OK"))
        asked.setCancelButtonText(tr("Cancel"))
        for label in asked.findChildren(QLabel):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        for line in asked.findChildren(QLineEdit):
            line.setAccessibleName(question)
        fit(asked, 420, 120)
        sure = bool(asked.exec())
        text = asked.textValue()
        asked.deleteLater()
        return text, sure


def _replaced(path: Path) -> str:
    """The question about a file that is in the way, by what it is."""
    try:
        found = gate.standing(path)
    except OSError:
        found = Standing.FOREIGN
    if found is Standing.CHANGED:
        return tr(
            "{file} was changed after this program wrote it (corrected in Excel, perhaps). Replace it?", file=path.name
        )
    if found is Standing.SESSION:
        return tr("{file} is a session with work in it. Replace it?", file=path.name)
    return tr("{file} is there already and was not written by this program. Replace it?", file=path.name)


def _listed(names: list[str]) -> str:
    """The names where there are several, a few of them: one has to know what is at stake."""
    if len(names) < 2:
        return ""
    more = [tr("… {count} more", count=len(names) - _MOST_NAMES)] if len(names) > _MOST_NAMES else []
    return "\n".join([*names[:_MOST_NAMES], *more]) + "\n\n"
