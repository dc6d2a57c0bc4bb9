"""The page that a head signs: looked at on white as it will be on paper, kept as PDF or HTML, printed where Qt can print."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMarginsF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QPageLayout, QPageSize, QPalette, QPdfWriter, QTextDocument
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from reviewer.base.files import write_whole
from reviewer.base.gate import NOBODY, Consent
from reviewer.base.i18n import tr
from reviewer.export.sign_off import write_sign_off
from reviewer.ui.fitting import fit

_MARGIN = 18.0
"""Millimetres of paper that stay white on each side."""


class SignOffDialog(QDialog):
    """The page; `save(dialog, suffix)` asks where to, and comes back to write()."""

    def __init__(self, html: str, save: Callable[[QWidget, str], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("signOffDialog")
        self.setWindowTitle(tr("Sign-off page"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fit(self, 860, 640)
        self._html = html
        self.page = QTextBrowser()
        self.page.setObjectName("signOffPage")
        self.page.setAccessibleName(tr("Sign-off page"))
        palette = self.page.palette()
        for role, colour in ((QPalette.ColorRole.Base, "#ffffff"), (QPalette.ColorRole.Text, "#000000")):
            palette.setColor(role, QColor(colour))
        self.page.setPalette(palette)
        self.page.document().setDocumentMargin(20)
        # everything wraps; tables are a pixel wider than the room that Qt gives them, and brought a bar for it
        self.page.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.page.setHtml(html)
        buttons = QDialogButtonBox()
        pdf = buttons.addButton(tr("Save as &PDF…"), QDialogButtonBox.ButtonRole.ActionRole)
        web = buttons.addButton(tr("Save as &HTML…"), QDialogButtonBox.ButtonRole.ActionRole)
        close = buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        pdf.setDefault(True)
        for button, does in ((pdf, lambda: save(self, ".pdf")), (web, lambda: save(self, ".html"))):
            button.clicked.connect(does)
        for button in (web, close):
            button.setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.page, 1)
        layout.addWidget(buttons)
        pdf.setFocus()

    def write(self, path: Path, consent: Consent = NOBODY) -> None:
        """Keep the page as a PDF or, by its suffix, as HTML; whole or not at all. Raises WriteError."""
        if path.suffix.lower() == ".pdf":
            write_whole(path, self._draw, consent)
        else:
            write_sign_off(self._html, path, consent)

    def _draw(self, path: Path) -> None:
        """The page on A4, over as many sheets as it takes, each with its number."""
        writer = QPdfWriter(str(path))
        writer.setTitle(self.windowTitle())
        writer.setResolution(144)
        margins = QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        writer.setPageLayout(QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, margins,
                                         QPageLayout.Unit.Millimeter))  # fmt: skip
        document = QTextDocument()
        font = QFont(self.font())
        font.setPointSizeF(10)
        document.setDefaultFont(font)
        document.documentLayout().setPaintDevice(writer)
        document.setHtml(self._html)
        document.setPageSize(QSizeF(writer.width(), writer.height()))
        document.print_(writer)
