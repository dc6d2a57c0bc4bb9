"""A made PDF with a review made by hand, shown in the pane of the original, and a hand that points at it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from panes_desk import put_on
from pdf_maker import A4, MadePage, make_pdf
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer.model.fields import Field, FieldRef, read_field
from reviewer.model.review import Kind, NodeData, Review
from reviewer.model.source import Source
from reviewer.model.spans import Span
from reviewer.sources.registry import source_from_bytes
from reviewer.ui.desk import Desk
from reviewer.ui.source import SourceView
from reviewer.ui.source.page_view import PageSourceView

HEAD = ("name", "period", "annual")
ROWS = (
    ("mediation", "at least 3 places", "1,250.50 yuan"),
    ("training", "visit twice a year in each town", "95%"),
    ("visits", "monthly", "12"),
)


def made(pages: int = 3, rotate: int = 0) -> bytes:
    """Pages with a line and a table; each page says its number."""
    laid = []
    for number in range(1, pages + 1):
        page = MadePage(A4, rotate).text(72, 90, f"Report number {number} of the office", 14)
        page.table(72, 120, (120, 130, 120), (HEAD, *ROWS), 11)
        laid.append(page)
    return make_pdf(*laid)


@pytest.fixture(scope="module")
def source() -> Source:
    return source_from_bytes("made.pdf", made())


@pytest.fixture
def desk(source: Source) -> Desk:
    made_desk = Desk()
    put_on(made_desk, source, review_of(source), "made.pdf")
    return made_desk


@pytest.fixture
def pane(qtbot: QtBot, desk: Desk) -> Iterator[SourceView]:
    yield from shown_pane(qtbot, desk, 600)


def shown_pane(qtbot: QtBot, desk: Desk, height: int) -> Iterator[SourceView]:
    """The original of the source in hand, so many pixels high; its pictures are no more drawn once the test is over."""
    shown = SourceView(desk)
    qtbot.addWidget(shown)
    shown.resize(700, height)
    with qtbot.waitExposed(shown):
        shown.show()
    yield shown
    shown.view.bitmaps.stop()


def span_of(source: Source, text: str, page: int = 0, after: str = "") -> Span:
    whole = source.pages[page].text
    start = whole.index(text, whole.index(after))
    return Span(page, start, start + len(text))


def review_of(source: Source) -> Review:
    """One project a page, with the values of its table; doubtful: the annual value of mediation."""

    def read(text: str, page: int, confidence: float = 0.9999) -> Field:
        return read_field(text, (span_of(source, text, page),), confidence)

    entries = []
    for page in range(len(source.pages)):
        fields = (
            ("level3", read("mediation", page)),
            ("period_value", read("at least 3 places", page)),
            ("annual_value", read("1,250.50 yuan", page, 0.4)),
        )
        row = NodeData(10 * page + 3, Kind.INDICATOR, fields)
        entries.append(NodeData(10 * page + 2, Kind.PROJECT, (("name", read("training", page)),), (row,)))
    root = NodeData(1, Kind.DOCUMENT, (("title", read("Report number 1 of the office", 0)),), tuple(entries))
    return Review(source, root)


def ref(page: int, key: str) -> FieldRef:
    return FieldRef(10 * page + 3, key)


def drawn(qtbot: QtBot, pane: SourceView, *pages: int) -> PageSourceView:
    """The view once the pictures of these pages (else of those in view) are there, sharp."""
    view = pane.view
    assert isinstance(view, PageSourceView)

    def sharp() -> bool:
        seen = pages or view.stack.pages_between(
            view.mapToScene(0, 0).y(), view.mapToScene(0, view.viewport().height()).y()
        )
        images = [view.bitmaps.get(page, view.stack.items_in_order[page].turn) for page in seen]
        widths = [view.stack.items_in_order[page].size().width() * view.zoom for page in seen]
        return all(
            image is not None and abs(image.width() - width) < 2 for image, width in zip(images, widths, strict=True)
        )

    qtbot.waitUntil(sharp, timeout=10_000)
    return view


def place_of(view: PageSourceView, span: Span, share: float = 0.5) -> QPoint:
    """The middle of a span's first line in the viewport (`share`: how far along it)."""
    box = view.stack.boxes((span,))[span.page][0]
    area = view.stack.items_in_order[span.page].in_scene(box)
    return view.mapFromScene(QPointF(area.left() + share * area.width(), area.center().y()))


def click(view: PageSourceView, at: QPoint) -> None:
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)


def drag(view: PageSourceView, start: QPoint, end: QPoint, keys: Qt.KeyboardModifier | None = None) -> None:
    held = keys or Qt.KeyboardModifier.NoModifier
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, held, start)
    QTest.mouseMove(view.viewport(), (start + end) / 2)
    QTest.mouseMove(view.viewport(), end)
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, held, end)


def ink(image: QImage, left: float, top: float, right: float, bottom: float) -> float:
    """Which share of a rectangle's pixels is dark."""
    points = [
        QColor(image.pixel(x, y)).lightness() < 128
        for x in range(round(left), round(right))
        for y in range(round(top), round(bottom))
    ]
    return sum(points) / max(1, len(points))


def commonest(image: QImage, area: QRect) -> QColor:
    """The most frequent colour of an area: of a text, the paper under the letters."""
    found = [image.pixel(x, y) for x in range(area.left(), area.right()) for y in range(area.top(), area.bottom())]
    return QColor(max(set(found), key=found.count))
