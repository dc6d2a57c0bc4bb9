"""Pages of a PDF beside the tree: what is drawn, marked, clicked, selected and found on them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from page_desk import (
    ROWS,
    click,
    commonest,
    drag,
    drawn,
    ink,
    made,
    place_of,
    ref,
    review_of,
    span_of,
)
from panes_desk import put_on
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer.model import acts
from reviewer.model.fields import read_field
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


def test_words_are_selected_by_keys_alone_from_the_field_in_hand(
    qtbot: QtBot, pane: SourceView, desk: Desk, source: Source
) -> None:
    view = drawn(qtbot, pane)
    desk.choose_field(ref(0, "level3"))
    view.setFocus()
    for _ in range(2):
        QTest.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert pane.selected_spans()[0] == "mediati"
    for _ in range(2):
        QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier)
    assert pane.selected_spans()[0] == "diati"
    assert pane.find("visit twice")
    view.setFocus()
    for _ in range(4):  # a blank is passed over with the letter behind it
        QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert pane.selected_spans()[0] == "visit twice a yea"
    held = pane.selected_spans()[1]
    for _ in range(40):
        QTest.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert pane.selected_spans()[0] == "v", "the last character stays"
    assert held[0].start == pane.selected_spans()[1][0].start
