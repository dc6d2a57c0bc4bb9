"""The manual as PDF, one for each language: the texts of the web pages with a contents that names pages, made by Qt's own PDF writer.

The same texts, fonts and Qt give the same bytes, if Qt's hashes are not shuffled (QT_HASH_SEED=0, as `python -m tools.manual --pdf`
has it). Needs a font with Chinese characters, and what `web` needs.
"""

from __future__ import annotations

import html
import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QFont,
    QFontDatabase,
    QGuiApplication,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QTextDocument,
)

from reviewer import __version__
from tools.manual import web
from tools.manual.web import ManualError

_MARGIN, _DOTS = 18, 1200
"""Millimetres beside and above the text; dots an inch, which is how finely letters are put."""
_LETTERS = ("Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "WenQuanYi Micro Hei")
_POINTS = 9.5
_CONTENTS = 2
"""Headings down to this level stand in the contents."""
_LOOK = """
body { color: #1c1c1c } h1 { font-size: 19pt } h2 { font-size: 14pt } h3 { font-size: 11pt }
code, pre { background-color: #f0f0f0 } th { background-color: #f0f0f0 } a { color: #0060a8; text-decoration: none }
"""
_TIMES = (rb"D:\d{14}", rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
_IDS = rb"(?<=uuid:)[0-9a-f-]{36}|(?<=/ID )\[[ <>0-9A-Fa-f]+\]"


class _Heading(NamedTuple):
    level: int
    text: str


def write(folder: Path) -> list[Path]:
    """Write manual.pdf and manual.en.pdf into `folder`; the files. Raises ManualError where no font here has Chinese characters."""
    application = QGuiApplication.instance() or QGuiApplication([])
    assert isinstance(application, QGuiApplication)
    chinese = QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)
    if not chinese:
        raise ManualError("No font on this machine has Chinese characters (Debian: apt-get install fonts-noto-cjk).")
    family = next((name for name in _LETTERS if name in chinese), chinese[0])
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for name in web.PAGES:
        made.append(folder / name.replace(".html", ".pdf"))
        _print(name, made[-1], family)
    return made


def _print(name: str, target: Path, family: str) -> None:
    """Print one language."""
    about = web.PAGES[name]
    writer = QPdfWriter(str(target))
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait,
            QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN), QPageLayout.Unit.Millimeter,
        )
    )  # fmt: skip
    writer.setResolution(_DOTS)
    writer.setTitle(about.title)
    writer.setCreator("reviewer")
    foot = 2 * _POINTS / 72 * _DOTS
    room = QSizeF(writer.width(), writer.height() - foot)
    texts, headings = _body(name, round(room.width() * 96 / _DOTS))
    document = _document(writer, room, family)
    pages: list[int] = []
    for _ in range(2):  # the first time to learn on which pages the headings come
        document.setHtml(_whole(about, headings, pages, texts))
        pages = _pages_of(document, headings, room.height())
    _paint(writer, document, room, about.title)
    _level(target)


def _document(writer: QPdfWriter, room: QSizeF, family: str) -> QTextDocument:
    document = QTextDocument()
    document.setBaseUrl(QUrl.fromLocalFile(f"{web.DOCS}/"))
    document.setDefaultStyleSheet(_LOOK)
    font = QFont(family)
    font.setPointSizeF(_POINTS)
    document.setDefaultFont(font)
    document.documentLayout().setPaintDevice(writer)
    document.setDocumentMargin(0)
    document.setPageSize(room)
    return document


def _body(name: str, width: int) -> tuple[str, list[_Heading]]:
    """The texts of a page without links within it, pictures as wide as the page; and their headings in order."""
    parts, headings = [], []
    for number, text in enumerate(web.texts_of(name)):
        for section in text.sections:
            body = re.sub(r'<a href="(?!https://)[^"]*">(.*?)</a>', r"\1", section.body, flags=re.S)
            body = re.sub(r"<img ", f'<img width="{width}" ', body)
            body = body.replace(
                "<table>",
                '<table border="1" cellspacing="0" cellpadding="3" width="100%" style="border-collapse: collapse">',
            )
            if section.level == 1 and number:
                body = body.replace("<h1>", '<h1 style="page-break-before: always">', 1)
            headings.append(_Heading(section.level, section.heading))
            parts.append(body)
    return "\n".join(parts), headings


def _whole(about: web.Page, headings: list[_Heading], pages: list[int], texts: str) -> str:
    lines = []
    for place, heading in enumerate(headings):
        if heading.level > _CONTENTS:
            continue
        number = pages[place] if pages else 0
        left = 14 * (heading.level - 1)
        shown = html.escape(heading.text)
        shown = f"<b>{shown}</b>" if heading.level == 1 else shown
        lines.append(
            f'<tr><td style="padding-left: {left}px">{shown}</td><td align="right" width="40">{number}</td></tr>'
        )
    contents = f'<table width="100%" cellspacing="0" cellpadding="1">{"".join(lines)}</table>'
    return (
        f"<body><h1>{html.escape(about.title)}</h1><p>reviewer {__version__}</p><h2>{html.escape(about.contents)}</h2>"
        f'{contents}<p style="page-break-before: always"></p>{texts}</body>'
    )


def _pages_of(document: QTextDocument, headings: list[_Heading], height: float) -> list[int]:
    """On which page each heading stands, counted from 1. The contents' own lines are in a table and no headings."""
    found = []
    block = document.begin()
    layout = document.documentLayout()
    while block.isValid():
        if block.blockFormat().headingLevel():
            top = layout.blockBoundingRect(block).top()  # which lays it out; the air above may be on the page before
            first = block.layout().lineAt(0)
            found.append(int((top + first.y() + first.height() / 2) // height) + 1)
        block = block.next()
    found = found[2:]  # the title and the heading of the contents
    assert len(found) == len(headings)
    return found


def _paint(writer: QPdfWriter, document: QTextDocument, room: QSizeF, title: str) -> None:
    painter = QPainter(writer)
    count = document.pageCount()
    foot = QRectF(0, room.height(), room.width(), writer.height() - room.height())
    small = QFont(document.defaultFont())
    small.setPointSizeF(_POINTS - 1.5)
    for page in range(count):
        if page:
            writer.newPage()
        painter.save()
        painter.translate(0, -page * room.height())
        context = QAbstractTextDocumentLayout.PaintContext()
        context.clip = QRectF(
            0, page * room.height(), room.width(), room.height() - _DOTS / 72
        )  # none of the next page
        painter.setClipRect(context.clip)
        palette = QPalette(Qt.GlobalColor.black)
        palette.setColor(QPalette.ColorRole.Text, Qt.GlobalColor.black)
        context.palette = palette
        document.documentLayout().draw(painter, context)
        painter.restore()
        painter.setFont(small)
        bottom = Qt.AlignmentFlag.AlignBottom
        painter.drawText(foot, bottom | Qt.AlignmentFlag.AlignLeft, title)
        painter.drawText(foot, bottom | Qt.AlignmentFlag.AlignRight, f"{page + 1} / {count}")
    painter.end()


def _level(target: Path) -> None:
    """Give the file the time of the build (SOURCE_DATE_EPOCH) and ids that are always the same."""
    then = datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", "1700000000")), UTC)
    data = target.read_bytes()
    for pattern, form in zip(_TIMES, ("D:%Y%m%d%H%M%S", "%Y-%m-%dT%H:%M:%S"), strict=True):
        data = re.sub(pattern, then.strftime(form).encode(), data)
    target.write_bytes(re.sub(_IDS, lambda found: re.sub(rb"[0-9A-Fa-f]", b"0", found[0]), data))
