"""Pages of a PDF beside the tree: what is drawn, marked, clicked, selected and found on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from panes_desk import put_on
from pdf_maker import A4, LANDSCAPE, MadePage, make_pdf
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPalette, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer.model import acts
from reviewer.model.fields import Field, FieldRef, read_field
from reviewer.model.history import History
from reviewer.model.review import Kind, NodeData, Review
from reviewer.model.source import Page, Picture, Source
from reviewer.model.spans import Span
from reviewer.sources.bitmaps import draw_page
from reviewer.sources.registry import source_from_bytes
from reviewer.ui.desk import Desk
from reviewer.ui.source import SourceView
from reviewer.ui.source.page_view import PageSourceView
from reviewer.ui.theme import paper_colours

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


@pytest.fixture
def desk(source: Source) -> Desk:
    made_desk = Desk()
    put_on(made_desk, source, review_of(source), "made.pdf")
    return made_desk


@pytest.fixture
def pane(qtbot: QtBot, desk: Desk) -> Iterator[SourceView]:
    shown = SourceView(desk)
    qtbot.addWidget(shown)
    shown.resize(700, 600)
    with qtbot.waitExposed(shown):
        shown.show()
    yield shown
    shown.view.bitmaps.stop()


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


# -- what is drawn ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("text", ["mediation", "1,250.50 yuan", "Report number 2 of the office", "visit twice a year"])
def test_the_box_of_a_span_holds_its_letters_and_nothing_else(qtbot: QtBot, rotate: int, text: str) -> None:
    source = source_from_bytes("made.pdf", made(2, rotate))
    view = PageSourceView()
    qtbot.addWidget(view)
    view.show_source(source)
    scale = 3.0
    bitmap = draw_page(source.data, 1, scale)
    image = QImage(bitmap.data, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32)
    boxes = view.stack.boxes((span_of(source, text, 1),))[1]
    left, top = min(box.left for box in boxes) * scale, min(box.top for box in boxes) * scale
    right, bottom = max(box.right for box in boxes) * scale, max(box.bottom for box in boxes) * scale
    assert ink(image, left, top, right, bottom) > 0.04  # letters
    assert ink(image, left - 4, top - 2, left, bottom + 2) < 0.01  # nothing of them beside, above and beneath
    assert ink(image, right + 1, top - 2, right + 4, bottom + 2) < 0.01
    assert ink(image, left, top - 3, right, top) < 0.01
    assert ink(image, left, bottom, right, bottom + 2) < 0.01
    view.bitmaps.stop()


def test_every_field_is_tinted_where_it_stands(qtbot: QtBot, pane: SourceView, desk: Desk, source: Source) -> None:
    desk.choose_field(None)
    view = drawn(qtbot, pane)
    shot, colours = view.viewport().grab().toImage(), paper_colours()

    def paper_at(text: str) -> QColor:
        """The most frequent colour at a text: the paper under the letters."""
        box = view.stack.items_in_order[0].in_scene(view.stack.boxes((span_of(source, text),))[0][0])
        return commonest(shot, view.mapFromScene(box).boundingRect().adjusted(1, 2, -1, -3))

    assert paper_at("mediation") == colours.claimed
    assert paper_at("1,250.50 yuan") == colours.doubtful
    assert paper_at("visits") == QColor("white")
    pane.show_unclaimed(True)
    shot = view.viewport().grab().toImage()
    hatched = view.stack.items_in_order[0].in_scene(view.stack.boxes((span_of(source, "visits"),))[0][0])
    area = view.mapFromScene(hatched).boundingRect()
    colour = {shot.pixel(x, y) for x in range(area.left(), area.right()) for y in range(area.top(), area.bottom())}
    assert colours.unclaimed.rgb() in colour


def test_marks_follow_what_the_reviewer_does(qtbot: QtBot, pane: SourceView, desk: Desk, source: Source) -> None:
    desk.choose_field(None)
    view = drawn(qtbot, pane)
    box = view.stack.items_in_order[0].in_scene(view.stack.boxes((span_of(source, "1,250.50 yuan"),))[0][0])
    area = view.mapFromScene(box).boundingRect().adjusted(1, 2, -1, -3)
    assert commonest(view.viewport().grab().toImage(), area) == paper_colours().doubtful
    assert desk.review is not None
    desk.do(acts.accept(desk.review, ref(0, "annual_value")))
    assert commonest(view.viewport().grab().toImage(), area) == paper_colours().claimed
    desk.do(acts.set_value(desk.review, ref(0, "annual_value"), "7"))
    assert commonest(view.viewport().grab().toImage(), area) == paper_colours().edited
    desk.undo()
    desk.undo()
    assert commonest(view.viewport().grab().toImage(), area) == paper_colours().doubtful


def test_the_field_in_hand_is_framed(qtbot: QtBot, pane: SourceView, desk: Desk, source: Source) -> None:
    view = drawn(qtbot, pane)

    def framed() -> int:
        shot = view.viewport().grab().toImage()
        wanted = paper_colours().in_hand.rgb()
        return sum(shot.pixel(x, y) == wanted for x in range(shot.width()) for y in range(shot.height()))

    desk.choose_field(ref(0, "period_value"))
    around = framed()
    desk.choose_field(None)
    assert around > 200
    assert framed() == 0


def test_pages_that_are_still_being_read_are_shown_and_get_their_marks_later(qtbot: QtBot, source: Source) -> None:
    blank = replace(
        source,
        pages=tuple(
            Page(page.number, "", picture=Picture(page.picture.width, page.picture.height))
            for page in source.pages
            if page.picture
        ),
    )
    desk = Desk()
    opened = put_on(desk, blank, None, "made.pdf")
    pane = SourceView(desk)
    qtbot.addWidget(pane)
    pane.resize(700, 600)
    pane.show()
    view = drawn(qtbot, pane)
    picture = view.bitmaps.get(0)
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    top = view.verticalScrollBar().value()
    assert top > 0
    assert not view.find_text("mediation")
    click(view, QPoint(200, 200))  # nothing to select, and no mistake
    opened.source = source
    desk.updated(opened)
    assert view.verticalScrollBar().value() == top
    desk.reviewed(opened, review := review_of(source), History(review))
    assert pane.view is view
    assert view.bitmaps.get(0) is picture  # not drawn again
    assert view.find_text("mediation")
    assert view.stack.items_in_order[0].tints().fills
    view.bitmaps.stop()


def test_without_the_bytes_the_text_is_shown(qtbot: QtBot, source: Source) -> None:
    desk = Desk()
    put_on(desk, replace(source, data=b""), None, "old.pdf")
    pane = SourceView(desk)
    qtbot.addWidget(pane)
    assert pane.view.objectName() == "textSourceView"
    assert len(pane.notes.texts()) == 1


def test_white_pages_with_their_numbers_until_the_pictures_come(qtbot: QtBot, source: Source) -> None:
    view = PageSourceView()
    qtbot.addWidget(view)
    view.resize(700, 600)
    view.show_source(replace(source, data=b""))
    view.show()
    shot = view.viewport().grab().toImage()
    middle = [shot.pixelColor(x, shot.height() // 2 + 60) for x in range(250, 450)]
    assert middle.count(QColor("white")) > 100
    item = view.stack.items_in_order[0]
    centre = view.mapFromScene(item.sceneBoundingRect().center())
    near = [shot.pixelColor(centre + QPoint(x, y)) for x in range(-40, 40) for y in range(-15, 15)]
    assert any(colour != QColor("white") for colour in near)  # its number


# -- the mouse --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("turn", [0, 1, 2, 3])
def test_a_click_takes_the_field_under_it(
    qtbot: QtBot, pane: SourceView, desk: Desk, source: Source, turn: int
) -> None:
    view = drawn(qtbot, pane)
    for _ in range(turn):
        view.turn_all()
    for text, key in (("at least 3 places", "period_value"), ("mediation", "level3"), ("1,250.50", "annual_value")):
        view.frame((span_of(source, text, 1),))
        click(view, place_of(view, span_of(source, text, 1)))
        assert desk.field == ref(1, key)
    before = desk.field
    click(view, place_of(view, span_of(source, "visits", 1)))
    assert desk.field == before


def test_clicking_on_goes_through_all_fields_of_a_place(qtbot: QtBot, source: Source) -> None:
    wide, narrow = span_of(source, "at least 3 places"), span_of(source, "3")
    fields = (("level3", read_field("a", (wide,))), ("annual_value", read_field("3", (narrow,))))
    row = NodeData(3, Kind.INDICATOR, fields)
    review = Review(source, NodeData(1, Kind.DOCUMENT, (), (NodeData(2, Kind.PROJECT, (), (row,)),)))
    narrow = Span(0, wide.start + 9, wide.start + 10)
    review.node(3).fields["annual_value"] = read_field("3", (narrow,))
    desk = Desk()
    put_on(desk, source, review)
    pane = SourceView(desk)
    qtbot.addWidget(pane)
    pane.resize(700, 600)
    pane.show()
    chosen = []
    for _ in range(3):
        click(pane.view, place_of(pane.view, narrow))
        QTest.qWait(QApplication.doubleClickInterval() + 10)
        chosen.append(desk.field.key if desk.field else "")
    assert chosen == ["annual_value", "level3", "annual_value"]
    pane.view.bitmaps.stop()


def test_dragging_selects_text_and_takes_no_field(qtbot: QtBot, pane: SourceView, desk: Desk, source: Source) -> None:
    view, before = drawn(qtbot, pane), desk.field
    title = span_of(source, "number 1 of")
    drag(view, place_of(view, title, 0.0), place_of(view, title, 1.0))
    assert pane.selected_spans() == ("number 1 of", (title,))
    assert desk.field == before
    click(view, QPoint(5, 5))
    assert pane.selected_spans() == ("", ())


def test_dragging_down_a_column_leaves_the_other_columns_out(qtbot: QtBot, pane: SourceView, source: Source) -> None:
    view = drawn(qtbot, pane)
    first, last = span_of(source, "at least 3 places"), span_of(source, "monthly")
    drag(view, place_of(view, first, 0.0), place_of(view, last, 1.0))
    text, spans = pane.selected_spans()
    assert "at least 3 places" in text
    assert "visit twice a year in each town" in text
    assert text.endswith("monthly")
    assert "1,250.50" not in text
    assert "training" not in text
    assert "".join(source.text([span]) for span in spans).startswith("at least 3 places")


def test_a_box_dragged_with_alt_takes_what_lies_in_it(qtbot: QtBot, pane: SourceView, source: Source) -> None:
    view = drawn(qtbot, pane)
    first, last = span_of(source, "1,250.50 yuan"), span_of(source, "95%")
    start = place_of(view, first, 0.0) - QPoint(3, 8)
    end = place_of(view, last, 1.0) + QPoint(40, 8)
    drag(view, start, end, Qt.KeyboardModifier.AltModifier)
    text, _ = pane.selected_spans()
    assert text.startswith("1,250.5")
    assert text.endswith("95%")
    assert "training" not in text


def test_two_clicks_select_a_word_or_number_and_three_the_cell(
    qtbot: QtBot, pane: SourceView, desk: Desk, source: Source
) -> None:
    view = drawn(qtbot, pane)
    number = place_of(view, span_of(source, "1,250.50"))
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=number)
    assert pane.selected_spans()[0] == "1,250.50"
    click(view, number)
    assert pane.selected_spans()[0] == "1,250.50 yuan"
    wrapped = place_of(view, span_of(source, "year"))
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=wrapped)
    assert pane.selected_spans()[0] == "year"
    click(view, wrapped)
    assert pane.selected_spans()[0] == "visit twice a year in each town"  # the wrap undone


def test_what_is_copied_can_be_pasted_into_a_sheet(qtbot: QtBot, pane: SourceView, source: Source) -> None:
    view = drawn(qtbot, pane)
    first, last = span_of(source, "mediation"), span_of(source, "12", after="monthly")
    drag(view, place_of(view, first, 0.0), place_of(view, last, 1.0))
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    rows = [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")]
    assert rows == [list(row) for row in ROWS]


def test_selection_goes_over_pages(qtbot: QtBot, pane: SourceView, source: Source) -> None:
    view = drawn(qtbot, pane)
    view.fit_page()
    view.zoom_at(0.4, QPointF(0, 0))
    view.verticalScrollBar().setValue(0)
    drag(view, place_of(view, span_of(source, "visits"), 0.0), place_of(view, span_of(source, "Report", 1), 1.0))
    text, spans = pane.selected_spans()
    assert [span.page for span in spans] == [0, 1]
    assert text.startswith("visits")
    assert text.endswith("Report")


# -- finding ----------------------------------------------------------------------------------------------------------


def test_text_is_found_past_wraps_in_any_case_round_the_end(qtbot: QtBot, pane: SourceView, source: Source) -> None:
    view = drawn(qtbot, pane)
    for page in (0, 1, 2, 0):
        assert pane.find("VISIT TWICE A YEAR IN EACH town")
        ((at, start, end),) = view.selected_spans()[1][:1]
        assert (at, source.pages[at].text[start:end].split()[0]) == (page, "visit")
        seen = view.viewport().rect().contains(place_of(view, Span(at, start, start + 5)))
        assert seen
    for page in (2, 1, 0):
        assert pane.find("twice", False)
        assert view.selected_spans()[1][0].page == page
    before = view.selected_spans()
    assert not pane.find("nowhere")
    assert view.selected_spans() == before


def test_full_and_half_width_are_the_same_to_the_search(qtbot: QtBot, pane: SourceView) -> None:
    drawn(qtbot, pane)
    assert pane.find("１，２５０．５０　ＹＵＡＮ")
    assert pane.selected_spans()[0] == "1,250.50 yuan"


# -- in view ----------------------------------------------------------------------------------------------------------


def test_the_span_in_hand_comes_into_the_upper_third_only_when_it_must(
    qtbot: QtBot, pane: SourceView, desk: Desk, source: Source
) -> None:
    view = drawn(qtbot, pane)
    desk.choose_field(ref(2, "annual_value"))
    at = place_of(view, span_of(source, "1,250.50 yuan", 2))
    assert 0 < at.y() < view.viewport().height() * 0.45
    view.scroll_by(0, -70)  # still in view, though not where it was brought
    before = view.verticalScrollBar().value()
    desk.choose_field(ref(2, "level3"))
    assert view.verticalScrollBar().value() == before
    QTest.keyClick(view, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    assert view.verticalScrollBar().value() == 0
    desk.choose_field(ref(2, "period_value"))
    assert view.viewport().rect().contains(place_of(view, span_of(source, "at least", 2)))


def test_the_place_is_kept_when_another_source_is_looked_at(qtbot: QtBot, pane: SourceView, desk: Desk) -> None:
    view = drawn(qtbot, pane)
    view.turn_page()
    view.zoom_in()
    view.verticalScrollBar().setValue(400)
    first = desk.current
    before = view.place()
    other = source_from_bytes("other.pdf", make_pdf(MadePage(LANDSCAPE).text(72, 90, "another")))
    desk.choose(put_on(desk, other, None, "other.pdf"))
    assert pane.view is view
    assert view.stack.turns() == [0]
    assert view.verticalScrollBar().value() == 0
    desk.choose(first)
    assert view.place()[3:] == before[3:]
    assert (view.place().page, round(view.place().down)) == (before.page, round(before.down))


def test_the_width_stays_fitted_until_somebody_zooms(qtbot: QtBot, pane: SourceView) -> None:
    view = drawn(qtbot, pane)

    def width() -> float:
        return view.stack.sceneRect().width() * view.zoom

    assert width() == pytest.approx(view.viewport().width(), abs=2)
    pane.resize(500, 600)
    assert width() == pytest.approx(view.viewport().width(), abs=2)
    pane.zoom_in()
    larger = view.zoom
    pane.resize(700, 600)
    assert view.zoom == larger
    pane.reset_zoom()
    assert width() == pytest.approx(view.viewport().width(), abs=2)


def test_ctrl_and_wheel_zoom_around_the_mouse(qtbot: QtBot, pane: SourceView, source: Source) -> None:
    view = drawn(qtbot, pane)
    at = place_of(view, span_of(source, "1,250.50 yuan"))
    before = view.zoom
    for _ in range(3):
        event = QWheelEvent(
            QPointF(at), QPointF(view.viewport().mapToGlobal(at)), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(view.viewport(), event)
    assert view.zoom > before * 1.5
    assert (place_of(view, span_of(source, "1,250.50 yuan")) - at).manhattanLength() < 12
    drawn(qtbot, pane)  # and it gets sharp again


def test_keys_go_through_the_pages(qtbot: QtBot, pane: SourceView) -> None:
    view = drawn(qtbot, pane)
    bar, control = view.verticalScrollBar(), Qt.KeyboardModifier.ControlModifier
    number = next(tool for tool in view.tools() if tool.objectName() == "pageNumber")
    QTest.keyClick(view, Qt.Key.Key_Home, control)
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert bar.value() > 300
    QTest.keyClick(view, Qt.Key.Key_PageUp)
    assert bar.value() == 0
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert bar.value() > 0
    QTest.keyClick(view, Qt.Key.Key_End, control)
    assert bar.value() == bar.maximum()
    assert view.current_page() == 2
    qtbot.waitUntil(lambda: number.value() == 3)
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.current_page() == 2
    number.setValue(2)
    assert view.current_page() == 1
    assert number.text().count("2") == 1
    assert "3" in number.text()


def test_a_turned_page_is_drawn_turned(qtbot: QtBot, pane: SourceView, source: Source) -> None:
    view = drawn(qtbot, pane)
    upright = view.stack.items_in_order[0].size()
    view.turn_page()
    assert view.stack.items_in_order[0].size() == upright.transposed()
    drawn(qtbot, pane)
    shot = view.viewport().grab().toImage()
    area = view.stack.items_in_order[0].in_scene(view.stack.boxes((span_of(source, "mediation"),))[0][0])
    place = view.mapFromScene(area).boundingRect()
    assert place.height() > 2 * place.width()  # the word runs downwards
    assert ink(shot, place.left(), place.top(), place.right(), place.bottom()) > 0.03
    assert commonest(shot, place) == paper_colours().claimed


def test_what_nobody_looks_at_is_not_drawn_and_pictures_do_not_pile_up(qtbot: QtBot) -> None:
    view = PageSourceView()
    qtbot.addWidget(view)
    view.resize(700, 600)
    view.show_source(source_from_bytes("long.pdf", made(40)))
    view.show()
    qtbot.waitUntil(lambda: view.bitmaps.get(0) is not None, timeout=10_000)
    view.bitmaps._budget = 8 * 1024 * 1024
    for page in (10, 20, 30, 39):
        view.go_to_page(page)
        qtbot.waitUntil(lambda page=page: view.bitmaps.get(page) is not None, timeout=10_000)
    qtbot.waitUntil(lambda: view.bitmaps.is_idle, timeout=10_000)
    qtbot.wait(20)
    assert view.bitmaps.get(15) is None
    assert view.bitmaps.size <= 16 * 1024 * 1024
    view.clear_source()
    assert view.bitmaps.size == 0
    view.bitmaps.stop()


def test_pages_stay_white_in_a_dark_palette(qtbot: QtBot, pane: SourceView, desk: Desk) -> None:
    desk.choose_field(None)
    view = drawn(qtbot, pane)
    palette = QPalette(QColor("#202020"))
    palette.setColor(QPalette.ColorRole.Window, QColor("#202020"))
    view.setPalette(palette)
    shot = view.viewport().grab().toImage()
    item = view.stack.items_in_order[0]
    on_page = view.mapFromScene(item.mapToScene(20, 20))
    beside = view.mapFromScene(QPointF(3, 300))
    assert shot.pixelColor(on_page) == QColor("white")
    assert shot.pixelColor(beside).lightness() < 60


def test_the_view_says_what_it_is(pane: SourceView, qtbot: QtBot) -> None:
    view = drawn(qtbot, pane)
    assert view.objectName() == "pageSourceView"
    assert view.accessibleName()
    qtbot.waitUntil(lambda: "1" in view.accessibleDescription() and "3" in view.accessibleDescription())
    assert all(tool.accessibleName() for tool in view.tools() if tool.objectName() != "zoomTools")
