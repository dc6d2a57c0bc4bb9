"""The manual, and what this program is made of."""

from __future__ import annotations

import platform
from pathlib import Path

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QTextBrowser, QVBoxLayout, QWidget

from reviewer import __version__
from reviewer.base.i18n import language, tr
from reviewer.base.resources import resource_folder
from reviewer.ui.fitting import fit, scaled


def manual_file() -> Path | None:
    """The manual that comes with the program: among its resources once installed, in docs/ in a checkout."""
    root = resource_folder()
    for place in (root / "docs" / "manual.md", root.parent / "docs" / "manual.md"):
        if place.is_file():
            return place
    return None


def news_file() -> Path | None:
    """What is new, in the language in use; in English where it has not been translated."""
    root = resource_folder()
    names = (f"{language()}.md", "en.md")
    places = [folder / "docs" / "news" / name for name in names for folder in (root, root.parent)]
    return next((place for place in places if place.is_file()), None)


class _Browser(QTextBrowser):
    """Shows pictures no wider than the page."""

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """A picture is made to fit."""
        loaded = super().loadResource(kind, name)
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return loaded
        place = self.source().resolved(QUrl(name)).toLocalFile()
        image = QImage(place)
        room = max(self.viewport().width() - 70, 300)
        if image.width() > room:
            image = image.scaledToWidth(room, Qt.TransformationMode.SmoothTransformation)
        return image


class ManualDialog(QDialog):
    """A text that comes with the program (the manual), in a window of its own, beside the work."""

    def __init__(self, file: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("manualDialog")
        self.setWindowTitle(tr("Manual"))
        self._show(file)

    def _show(self, file: Path) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fit(self, 860, 680)
        browser = _Browser()
        browser.setOpenExternalLinks(True)
        browser.setAccessibleName(self.windowTitle())
        browser.document().setDocumentMargin(20)
        browser.setSource(QUrl.fromLocalFile(str(file)), QTextDocument.ResourceType.MarkdownResource)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(browser)


class NewsDialog(ManualDialog):
    """What is new in this version."""

    def __init__(self, file: Path, parent: QWidget | None = None) -> None:
        super().__init__(file, parent)
        self.setObjectName("newsDialog")
        self.setWindowTitle(tr("What is new"))
        fit(self, 640, 420)


class AboutDialog(QDialog):
    """Version and licences."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("aboutDialog")
        self.setWindowTitle(tr("About"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        text = QLabel(about_text())
        text.setTextFormat(Qt.TextFormat.MarkdownText)
        text.setWordWrap(True)
        text.setAccessibleName(tr("About"))
        text.setMinimumWidth(scaled(text, 460))
        text.setMinimumHeight(text.heightForWidth(scaled(text, 460)))
        text.setOpenExternalLinks(True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        buttons = QDialogButtonBox()
        buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.addWidget(text)
        layout.addWidget(buttons)


def about_text() -> str:
    """What the about dialog says, as Markdown."""
    paragraphs = (
        tr("## Performance-target review desk"),
        tr("Version {version} · Python {python} · Qt for Python {qt}",
           version=__version__, python=platform.python_version(), qt=pyside_version),
        tr("This program is free software under the MIT licence."),
        tr("It uses Qt and PySide6 under the GNU LGPL version 3. They are separate libraries, unaltered, beside the "
           "program: you may replace them with versions of your own, and you may study this program as far as that "
           "needs. Their source code is at {address}.", address="https://download.qt.io"),
        tr("It also uses PDFium and pypdfium2 (BSD and Apache 2.0), pandas, lxml, XlsxWriter and olefile (BSD), openpyxl, "
           "calamine and RapidFuzz (MIT), and regex (Apache 2.0)."),
        tr("Nothing that you open leaves this computer."),
    )  # fmt: skip
    return "\n\n".join(paragraphs)
