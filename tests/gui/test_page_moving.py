"""Getting about in the pages of a PDF: found, brought into view, enlarged, turned, and no more drawn than needed."""

from __future__ import annotations

import pytest
from page_desk import (
    commonest,
    drawn,
    ink,
    made,
    place_of,
    ref,
    span_of,
)
from panes_desk import put_on
from pdf_maker import LANDSCAPE, MadePage, make_pdf
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QPalette, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer.model.source import Source
from reviewer.model.spans import Span
from reviewer.sources.registry import source_from_bytes
from reviewer.ui.desk import Desk
from reviewer.ui.source import SourceView
from reviewer.ui.source.page_view import PageSourceView
from reviewer.ui.theme import paper_colours

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


def test_print_of_the_usual_size_is_as_wide_as_a_narrow_pane(qtbot: QtBot, pane: SourceView, desk: Desk) -> None:
    page = MadePage((595.0, 842.0)).text(60, 60, "Table of targets", 16)
    for number in range(1, 20):
        page.text(60, 60 + 30 * number, f"row {number}: at least {number} places", 7.2)
    pane.resize(592, 600)
    desk.choose(put_on(desk, source_from_bytes("usual.pdf", make_pdf(page)), None, "usual.pdf"))
    view = pane.view
    assert view.stack.items_in_order[0].letters.height() * view.zoom < 9.5, (
        "larger would be easier, but cut at the edge"
    )
    assert view.stack.sceneRect().width() * view.zoom == pytest.approx(view.viewport().width(), abs=2)


def test_a_whole_page_stays_whole_when_the_pane_grows(qtbot: QtBot, pane: SourceView) -> None:
    view = drawn(qtbot, pane)
    view.fit_page()
    for size in ((500, 600), (900, 400)):
        pane.resize(*size)
        page = view.stack.items_in_order[view.current_page()].size()
        room = view.viewport().size()
        shares = page.width() * view.zoom / room.width(), page.height() * view.zoom / room.height()
        assert 0.9 < max(shares) <= 1.001, size


def wide_sheet() -> bytes:
    """A sheet as wide as A3 in small print, as offices put a workbook on paper; what matters stands at the right."""
    page = MadePage((1190.0, 842.0)).text(500, 60, "Table of targets", 16)
    for number in range(1, 9):
        page.text(40, 60 + 80 * number, f"project {number}", 7)
        page.text(900, 60 + 80 * number, f"row {number}: at least {number} places, every month of the whole year", 7)
    return make_pdf(page)


def test_small_print_is_readable_and_the_whole_line_in_hand_is_in_view(
    qtbot: QtBot, pane: SourceView, desk: Desk
) -> None:
    source = source_from_bytes("wide.pdf", wide_sheet())
    desk.choose(put_on(desk, source, None, "wide.pdf"))
    view = pane.view
    letters = view.stack.items_in_order[0].letters
    assert letters.height() * view.zoom >= 9  # fitted to the width it would be 3 pixels
    view.frame((span_of(source, "at least 7 places"),))
    room = view.viewport().rect()
    for word in ("row 7", "whole year"):
        assert room.contains(place_of(view, span_of(source, word, after="row 7"))), word
    before = view.horizontalScrollBar().value()
    view.frame((span_of(source, "at least 2 places"),))
    assert view.horizontalScrollBar().value() == before, "what is in view already does not move"
    view.frame((span_of(source, "project 3"),))
    assert room.contains(place_of(view, span_of(source, "project 3")))
    view.fit_width()
    assert view.stack.sceneRect().width() * view.zoom == pytest.approx(view.viewport().width(), abs=2)
    pane.reset_zoom()
    assert letters.height() * view.zoom >= 9


def test_the_field_in_hand_stays_in_sight_while_zooming(
    qtbot: QtBot, pane: SourceView, desk: Desk, source: Source
) -> None:
    view = drawn(qtbot, pane)
    desk.choose_field(ref(1, "level3"))  # at the left edge of the table
    for zoom in [pane.zoom_in] * 7 + [pane.zoom_out] * 3:
        zoom()
        assert view.viewport().rect().contains(place_of(view, span_of(source, "mediation", 1)))


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
