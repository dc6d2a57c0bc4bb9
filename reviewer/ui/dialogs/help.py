"""The manual, and what this program is made of."""

from __future__ import annotations

import platform
from pathlib import Path

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QByteArray, Qt, QUrl
from PySide6.QtGui import QImage, QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from reviewer import __version__
from reviewer.base.help_text import shown
from reviewer.base.i18n import language, tr
from reviewer.base.resources import resource_folder
from reviewer.ui.fitting import fit, scaled

_FEW = 4
"""A text of no more headings than this needs no contents."""
_ABOVE = 6
_CHAPTER = 2


def help_file(name: str, kind: str = "md") -> Path | None:
    """A text of the help that comes with the program, in the language in use: among its resources once installed, in docs/ in a
    checkout. In the other language where it is missing in this one.
    """
    root = resource_folder()
    names = (f"{name}.{kind}", f"{name}.en.{kind}")
    names = names if language() != "en" else names[::-1]
    places = [folder / "docs" / each for each in names for folder in (root, root.parent)]
    return next((place for place in places if place.is_file()), None)


def manual_file() -> Path | None:
    """The manual."""
    return help_file("manual")


def web_manual() -> Path | None:
    """The manual as a page for a browser: every installation has it, a checkout only where `python -m tools.manual --html docs` was run."""
    return help_file("manual", "html")


def pdf_manual() -> Path | None:
    """The manual as PDF: what the installers bring along; a wheel and a checkout have none."""
    return help_file("manual", "pdf")


def reasons_file() -> Path | None:
    """The page with an entry for every reason."""
    return help_file("reasons")


def news_file() -> Path | None:
    """What is new, in the language in use; in English where it has not been translated."""
    root = resource_folder()
    names = (f"{language()}.md", "en.md")
    places = [folder / "docs" / "news" / name for name in names for folder in (root, root.parent)]
    return next((place for place in places if place.is_file()), None)


class _Browser(QTextBrowser):
    """Shows pictures no wider than the page, and keeps the codes of reasons to itself."""

    def __init__(self) -> None:
        super().__init__()
        self.codes: dict[str, int] = {}
        """The number of the heading that explains a reason, by the reason's code."""

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """A picture is made to fit, a text is given without codes."""
        loaded = super().loadResource(kind, name)
        if kind == QTextDocument.ResourceType.MarkdownResource.value and isinstance(loaded, QByteArray):
            text, self.codes = shown(bytes(loaded.data()).decode("utf-8"))
            return QByteArray(text.encode("utf-8"))
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
        self.sought, self.contents = QLineEdit(), QListWidget()
        self.browser = browser = _Browser()
        browser.setOpenExternalLinks(True)
        browser.setAccessibleName(self.windowTitle())
        browser.document().setDocumentMargin(20)
        browser.setSource(QUrl.fromLocalFile(str(file)), QTextDocument.ResourceType.MarkdownResource)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        if len(self._headings()) > _FEW:
            layout.addLayout(self._beside())
            self._list_headings()
            browser.sourceChanged.connect(lambda _source: self._list_headings())
        self._wrap_commands()
        browser.sourceChanged.connect(lambda _source: self._wrap_commands())
        layout.addWidget(browser, 1)

    @staticmethod
    def asks() -> str:
        """What stands in the line to search with while nothing is written there."""
        return tr("Find in the manual…")

    def _wrap_commands(self) -> None:
        """Break long lines of commands too: nobody looks for the end of one behind a scroll bar."""
        block = self.browser.document().begin()
        while block.isValid():
            if block.blockFormat().nonBreakableLines():
                format_ = block.blockFormat()
                format_.setNonBreakableLines(False)
                QTextCursor(block).setBlockFormat(format_)
            block = block.next()

    def _headings(self) -> list[tuple[int, str, int]]:
        """Level, words and place of each heading beneath the title."""
        found, block = [], self.browser.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel() > 1:
                found.append((block.blockFormat().headingLevel(), block.text(), block.position()))
            block = block.next()
        return found

    def _beside(self) -> QVBoxLayout:
        """The line to search with, and the contents: Enter in the line goes to the next place, a heading to its chapter."""
        self.sought.setObjectName("manualFind")
        self.sought.setPlaceholderText(self.asks())
        self.sought.setAccessibleName(self.asks())
        self.sought.setClearButtonEnabled(True)
        self.sought.returnPressed.connect(self.search)
        self.contents.setObjectName("manualContents")
        self.contents.setAccessibleName(tr("Contents"))
        self.contents.setWordWrap(True)
        self.contents.setSpacing(2)  # where lines wrap, one entry is told from the next
        self.contents.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.contents.currentItemChanged.connect(lambda item, _before: self._go(item))
        self.contents.itemClicked.connect(self._go)
        column = QVBoxLayout()
        column.setContentsMargins(8, 8, 4, 8)
        width = scaled(self, 200)
        for widget in (self.sought, self.contents):
            widget.setFixedWidth(width)
            column.addWidget(widget)
        return column

    def _list_headings(self) -> None:
        """The contents of the text that is shown now: a link leads from one to another."""
        self.contents.clear()
        for level, text, position in self._headings():
            item = QListWidgetItem(text)
            item.setData(Qt.ItemDataRole.UserRole, position)
            font = self.contents.font()
            font.setBold(level == _CHAPTER)  # lines wrap, so that a blank before the first would not tell a chapter
            item.setFont(font)
            self.contents.addItem(item)

    def go_to(self, code: str) -> bool:
        """Bring the entry of a reason to the upper edge; False where this text has none for this code."""
        row = self.browser.codes.get(code, -1)
        if not 0 <= row < self.contents.count():
            return False
        self.contents.setCurrentRow(row)
        self._go(self.contents.item(row))
        return True

    def _go(self, item: QListWidgetItem | None) -> None:
        """Bring a chapter to the upper edge."""
        if item is None:
            return
        cursor = self.browser.textCursor()
        cursor.setPosition(int(item.data(Qt.ItemDataRole.UserRole)))
        self.browser.setTextCursor(cursor)
        bar = self.browser.verticalScrollBar()
        bar.setValue(bar.value() + self.browser.cursorRect().top() - _ABOVE)

    def search(self) -> None:
        """The next place of what is written, round the end; a reason's code, as an exported JSON has it, finds the entry."""
        text = self.sought.text()
        if text and not self.go_to(text.strip()) and not self.browser.find(text):
            self.browser.moveCursor(QTextCursor.MoveOperation.Start)
            self.browser.find(text)


class ReasonsDialog(ManualDialog):
    """What each reason means, and what to do."""

    def __init__(self, file: Path, parent: QWidget | None = None) -> None:
        super().__init__(file, parent)
        self.setObjectName("reasonsDialog")
        self.setWindowTitle(tr("What a reason means"))
        self.browser.setAccessibleName(self.windowTitle())

    @staticmethod
    def asks() -> str:
        """See ManualDialog."""
        return tr("Find a reason…")


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
