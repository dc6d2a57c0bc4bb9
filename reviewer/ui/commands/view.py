"""Commands on what is shown, and the dialogs of the help menu."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QApplication, QWidget

from reviewer.base.i18n import tr
from reviewer.model.reasons import MUST_LOOK, first_weight
from reviewer.ui import appearance, density
from reviewer.ui.desk import Desk
from reviewer.ui.find_bar import FindBar
from reviewer.ui.settings import Settings

if TYPE_CHECKING:
    from reviewer.ui.dialogs.settings_dialog import Page


FIT = "original_fit"
"""What is remembered of how the original is fitted into its pane."""
RAW = "raw_text"
"""The flag of the settings by which tables in text are shown as text."""


class Shown(Protocol):
    """What the commands need of the source view."""

    def zoom_in(self) -> None: ...
    def zoom_out(self) -> None: ...
    def reset_zoom(self) -> None: ...
    def fit_width(self) -> None: ...
    def is_as_wide(self) -> bool: ...
    def fit_from_now(self, how: str) -> None: ...
    def fit_page(self) -> None: ...
    def show_unclaimed(self, shown: bool) -> None: ...
    def show_raw(self, raw: bool) -> None: ...


class ViewCommands:
    """Find, zoom, unclaimed text, settings, manual, about."""

    def __init__(
        self,
        desk: Desk,
        settings: Settings,
        original: Shown,
        find_bar: FindBar,
        window: QWidget,
        more_pages: Callable[[], Sequence[Page]],
        refit: Callable[[], object],
    ) -> None:
        """`more_pages` makes the further pages of the settings anew each time; `refit` lays the rows of all panes out again."""
        self._desk, self._settings, self._window = desk, settings, window
        self._original, self._find_bar = original, find_bar
        self.more_pages, self.refit = more_pages, refit
        original.fit_from_now(settings.remembered(FIT))

    def find(self) -> None:
        """Open the find bar."""
        self._find_bar.open_bar(QApplication.focusWidget())

    def find_again(self, forward: bool) -> None:
        """Go to the next or previous place of what was searched last."""
        if self._find_bar.edit.text():
            self._find_bar.search(forward)
        else:
            self.find()

    def show_unclaimed(self, shown: bool) -> None:
        """Show the text of the original that no field claims."""
        self._original.show_unclaimed(shown)

    def raw_text(self, raw: bool) -> None:
        """Show tables that a text draws as that text; remembered."""
        self._original.show_raw(raw)
        self._settings.keep_flag(RAW, raw)

    def zoom_in(self) -> None:
        """Make the original larger."""
        self._original.zoom_in()

    def zoom_out(self) -> None:
        """Make the original smaller."""
        self._original.zoom_out()

    def reset_zoom(self) -> None:
        """Show the original as large as at first; remembered."""
        self._keep_fit("")
        self._original.reset_zoom()

    def fit_width(self) -> None:
        """Show the original as large as its pane is wide; where it is that already, as a whole. Remembered."""
        if self._original.is_as_wide():
            self.fit_page()
        else:
            self._original.fit_width()
            self._keep_fit("width")

    def fit_page(self) -> None:
        """Show the page, or the table, as a whole; remembered."""
        self._original.fit_page()
        self._keep_fit("page")

    def _keep_fit(self, how: str) -> None:
        self._original.fit_from_now(how)
        self._settings.keep_remembered(FIT, how)

    def settings(self) -> None:
        """Change the settings; they hold at once, except the language."""
        from reviewer.ui.dialogs.settings_dialog import SettingsDialog

        dialog = SettingsDialog(self._settings, self._window, self.more_pages())
        if dialog.exec():
            self.apply_settings()
        dialog.deleteLater()

    def apply_settings(self) -> None:
        """Bring what the settings say to everything on the desk."""
        name, target = self._settings.reviewer_name, self._settings.target_accuracy
        self._desk.reviewer_name = name
        application = QApplication.instance()
        if isinstance(application, QApplication):
            appearance.apply(application, self._settings.appearance, self._settings.font_points)
        density.use(self._settings.density)
        self.refit()
        for opened in self._desk.sources:
            if opened.review is not None and opened.history is not None:
                opened.history.who = name
                opened.review.target_accuracy = target
                self._desk.source_changed.emit(opened)
        if self._desk.review is not None:
            self._desk.review_changed.emit()

    def manual(self) -> None:
        """Show the manual beside the work."""
        from reviewer.ui.dialogs.help import ManualDialog, manual_file

        if (file := self._there(manual_file())) is not None:
            ManualDialog(file, self._window).show()

    def web_manual(self) -> None:
        """Show the manual in the system's browser, where it can be printed too; in a window of ours where that is not possible."""
        from reviewer.ui.dialogs.help import web_manual
        from reviewer.ui.outside import open_outside

        page = web_manual()
        if page is None or not open_outside(page):
            self._desk.said.emit(tr("The manual cannot be shown in a browser here, so it is shown in a window."))
            self.manual()

    def pdf_manual(self) -> None:
        """Show the manual as PDF in the system's own program for that; in the browser where there is none, or no PDF."""
        from reviewer.ui.dialogs.help import pdf_manual
        from reviewer.ui.outside import open_outside

        file = pdf_manual()
        if file is None or not open_outside(file):
            self._desk.said.emit(
                tr("The manual cannot be shown as PDF here, so it is shown as a page that can be printed.")
            )
            self.web_manual()

    def why_doubted(self, code: str = "") -> None:
        """Show what a reason means and what to do, beside the work: that of `code`, else the gravest of the field in hand."""
        from reviewer.ui.dialogs.help import ReasonsDialog, reasons_file

        file = self._there(reasons_file())
        if file is None:
            return
        code = code or self._gravest()
        if not code:
            self._desk.said.emit(tr("No reason is given for this field."))
            return
        dialog = self._window.findChild(ReasonsDialog) or ReasonsDialog(file, self._window)
        dialog.show()
        dialog.raise_()
        dialog.go_to(code)

    def _there(self, file: Path | None) -> Path | None:
        """A text of the help; said where it is missing."""
        if file is None:
            self._desk.troubled.emit(tr("The manual is missing from this installation; please install it again."))
        return file

    def _gravest(self) -> str:
        """The code of what speaks most against the field in hand, or is said of its row or its source as a whole; "" for none."""
        review, ref = self._desk.review, self._desk.field
        if review is None:
            return ""
        codes = [reason.code for reason in review.reasons(ref)] if ref is not None else []
        whole = [issue for issue in review.issues if not issue.keys]
        for node in (ref.node if ref is not None else review.root.id, review.root.id):
            codes = codes or [issue.code for issue in whole if issue.node == node]
        return min(codes, key=lambda code: (code not in MUST_LOOK, first_weight(code)), default="")

    def news(self) -> None:
        """Show what is new in this version beside the work."""
        from reviewer.ui.dialogs.help import NewsDialog, news_file

        file = news_file()
        if file is None:
            self._desk.troubled.emit(tr("The list of what is new is missing from this installation."))
            return
        NewsDialog(file, self._window).show()

    def about(self) -> None:
        """Show version and licences."""
        from reviewer.ui.dialogs.help import AboutDialog

        AboutDialog(self._window).open()
