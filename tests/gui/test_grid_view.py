"""Tables as they were given: what is marked, clicked, selected and searched in a cell is what the review says."""

from __future__ import annotations

from itertools import pairwise

import pytest
from made_grids import (
    PACKED,
    PageMaker,
    field_at,
    form_page,
    form_review,
    long_page,
    plain,
    source_with,
)
from panes_desk import put_on
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette, QTextCharFormat
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer.model import acts
from reviewer.model.fields import FieldRef, read_field
from reviewer.model.review import Kind, NodeData, Review
from reviewer.model.source import Source
from reviewer.model.spans import Span
from reviewer.ui.desk import Desk
from reviewer.ui.source import SourceView, grid_canvas
from reviewer.ui.source.grid_view import GridSourceView
from reviewer.ui.theme import data_colours

DOUBTFUL = FieldRef(4, "period_value")


def shown(
    qtbot: QtBot, source: Source, review: Review | None = None, width: int = 620, height: int = 420
) -> tuple[Desk, SourceView]:
    desk = Desk()
    put_on(desk, source, review, source.name)
    pane = SourceView(desk)
    qtbot.addWidget(pane)
    pane.resize(width, height)
    with qtbot.waitExposed(pane):
        pane.show()
    return desk, pane


def a_form(qtbot: QtBot, format: str = "docx") -> tuple[Desk, SourceView, Review]:
    source = source_with(form_page(), format=format)
    review = form_review(source)
    desk, pane = shown(qtbot, source, review)
    return desk, pane, review


def span_of(pane: SourceView, text: str, nth: int = 0, page: int = 0) -> Span:
    whole = pane.view.sheet.source.pages[page].text
    start = -1
    for _ in range(nth + 1):
        start = whole.index(text, start + 1)
    return Span(page, start, start + len(text))


def box_of(pane: SourceView, text: str, nth: int = 0, page: int = 0) -> QRectF:
    """The rectangle of the first line of a text in the viewport."""
    view: GridSourceView = pane.view
    span = span_of(pane, text, nth, page)
    at = view.units_of(span)[0]
    return view.boxes_of(at, span)[0].translated(view.corner() - view.view_box().topLeft())


def point_of(pane: SourceView, text: str, inside: int = 0, nth: int = 0) -> QPoint:
    """The middle of a character of the shown text."""
    whole = span_of(pane, text, nth)
    view: GridSourceView = pane.view
    one = Span(whole.page, whole.start + inside, whole.start + inside + 1)
    at = view.units_of(one)[0]
    box = view.boxes_of(at, one)[0].translated(view.corner() - view.view_box().topLeft())
    return box.center().toPoint()


def click(qtbot: QtBot, pane: SourceView, text: str, inside: int = 0, nth: int = 0) -> None:
    spot = point_of(pane, text, inside, nth)
    qtbot.mouseClick(pane.view.viewport(), Qt.MouseButton.LeftButton, pos=spot)


def drag(qtbot: QtBot, pane: SourceView, start: QPoint, end: QPoint) -> None:
    viewport = pane.view.viewport()
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(viewport, end)
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=end)


def look_of(pane: SourceView, text: str, nth: int = 0) -> QTextCharFormat | None:
    """How the characters of `text`, and no others beside them, are drawn; None where they are drawn plainly."""
    view: GridSourceView = pane.view
    span = span_of(pane, text, nth)
    at = view.units_of(span)[0]
    laid = view.laid(at)
    found = laid.text.range_of(span)
    assert found is not None
    for each in laid.layout.formats():
        if each.start <= found[0] < each.start + each.length:
            assert (each.start, each.start + each.length) == found
            return QTextCharFormat(each.format)
    return None


# -- which view ----------------------------------------------------------------------------------------------------


def test_one_view_is_visible_and_it_fits_the_source(qtbot: QtBot) -> None:
    desk, pane, _ = a_form(qtbot)
    put_on(desk, source_with(PageMaker().line("只有文字").page(), format="text"), None, "文字.txt")
    names = ("textSourceView", "gridSourceView", "pageSourceView")

    def visible() -> list[str]:
        return [w.objectName() for w in pane.findChildren(object) if w.objectName() in names and w.isVisible()]  # type: ignore[attr-defined]

    assert visible() == ["gridSourceView"]
    desk.choose(desk.sources[1])
    assert visible() == ["textSourceView"]
    desk.choose(desk.sources[0])
    assert visible() == ["gridSourceView"]
    desk.remove(desk.sources[0])
    assert visible() == ["textSourceView"]


@pytest.mark.parametrize(("format", "headed"), [("xlsx", True), ("xls", True), ("docx", False), ("html", False)])
def test_a_spreadsheet_has_its_letters_and_numbers(qtbot: QtBot, format: str, headed: bool) -> None:
    _, pane, _ = a_form(qtbot, format)
    assert (pane.view.corner().y() > 10) is headed


# -- marks ------------------------------------------------------------------------------------------------------------


def test_marks_stand_on_the_characters_of_a_packed_cell(qtbot: QtBot) -> None:
    _, pane, _ = a_form(qtbot)
    colours = data_colours(pane.palette())
    for text, nth in (("产出指标", 0), ("举办培训", 0), ("产出指标", 1), ("化解𠮷事", 0), ("200.00", 0)):
        look = look_of(pane, text, nth)
        assert look is not None
        assert look.background().color() == colours.claimed
    assert look_of(pane, "数量指标") is None
    for text in ("至少1场", "不少于95%"):
        look = look_of(pane, text)
        assert look is not None
        assert look.background().color() == colours.doubtful
        assert look.underlineStyle() is QTextCharFormat.UnderlineStyle.DotLine


def test_the_doubtful_look_goes_with_accepting_and_comes_back_with_undo(qtbot: QtBot) -> None:
    desk, pane, review = a_form(qtbot)
    colours = data_colours(pane.palette())
    desk.do(acts.accept(review, DOUBTFUL))
    look = look_of(pane, "不少于95%")
    assert look is not None
    assert look.background().color() == colours.claimed
    desk.undo()
    look = look_of(pane, "不少于95%")
    assert look is not None
    assert look.background().color() == colours.doubtful


def test_unclaimed_text_shows_on_demand(qtbot: QtBot) -> None:
    desk, pane, review = a_form(qtbot)
    assert look_of(pane, "本行无指标") is None
    pane.show_unclaimed(True)
    look = look_of(pane, "本行无指标")
    assert look is not None
    assert look.underlineStyle() is QTextCharFormat.UnderlineStyle.WaveUnderline
    desk.do(acts.set_value(review, FieldRef(4, "level3"), "本行无指标", (span_of(pane, "本行无指标"),)))
    look = look_of(pane, "本行无指标")
    assert look is not None
    assert look.background().color() == data_colours(pane.palette()).edited
    pane.show_unclaimed(False)
    assert look_of(pane, "备注:本表由财务科填报") is None


def test_one_act_lays_out_only_the_cells_it_touches(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, pane, review = a_form(qtbot)
    pane.view.viewport().repaint()
    made = counted(monkeypatch)
    desk.do(acts.accept(review, DOUBTFUL))
    pane.view.viewport().repaint()
    assert [text for text in made if text] == [PACKED.replace("\n", "\u2028")]


def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that are laid out from now on."""
    made: list[str] = []

    class Counting(grid_canvas.Laid):
        def __init__(self, text: grid_canvas.CellText, *how: object) -> None:
            made.append(text.text)
            super().__init__(text, *how)  # type: ignore[arg-type]

    monkeypatch.setattr(grid_canvas, "Laid", Counting)
    return made


def test_a_dark_palette_takes_dark_colours(qtbot: QtBot) -> None:
    _, pane, _ = a_form(qtbot)
    dark = QPalette(QColor("#202020"))
    dark.setColor(QPalette.ColorRole.Base, QColor("#181818"))
    pane.view.setPalette(dark)
    look = look_of(pane, "不少于95%")
    assert look is not None
    assert look.background().color() == data_colours(dark).doubtful != data_colours(QPalette()).doubtful
    corner = pane.view.viewport().grab().toImage().pixelColor(pane.view.viewport().width() - 3, 3)
    assert corner.lightness() < 60


# -- the frame --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [620, 260])
def test_the_frame_stands_around_the_value_and_nothing_else(qtbot: QtBot, width: int) -> None:
    source = source_with(form_page(), format="docx")
    desk, pane = shown(qtbot, source, form_review(source), width, 900)
    view: GridSourceView = pane.view
    for ref, value in (
        (DOUBTFUL, "不少于95%"),
        (FieldRef(2, "goal"), "化解𠮷庆街道纠纷"),
        (FieldRef(4, "level1"), "产出指标"),
    ):
        desk.choose_field(ref)
        framed = ""
        everything = list(view.sheet.everything()) if view.sheet else []
        boxes = [box for _, found in view.frames(everything) for box in found]
        for at in everything:
            for span in view.sheet.spans(at) if view.sheet else ():
                for offset in range(span.start, span.end):
                    one = Span(span.page, offset, offset + 1)
                    middle = [box.center() for box in view.boxes_of(at, one)]
                    if middle and any(box.contains(middle[0]) for box in boxes):
                        framed += source.text((one,))
        assert framed == value


def a_long_review(rows: int = 600, columns: int = 4) -> tuple[Source, Review]:
    cells = [
        (r, c, f"第{r}行第{c}列" + "说明" * (r % 7 * 5 * (c == 2)), 1, 1) for r in range(rows) for c in range(columns)
    ]
    source = source_with(PageMaker().grid(cells).page(), name="长.xlsx")
    fields = tuple((f"attributes[{r}]", field_at(source, f"第{r}行第1列")) for r in range(0, rows, 50))
    return source, Review(source, NodeData(1, Kind.DOCUMENT, (), (NodeData(2, Kind.PROJECT, fields),)))


@pytest.mark.parametrize("row", [550, 300, 50, 100])
def test_the_field_in_hand_comes_to_the_upper_third(qtbot: QtBot, row: int) -> None:
    source, review = a_long_review()
    desk, pane = shown(qtbot, source, review)
    desk.choose_field(FieldRef(2, f"attributes[{row}]"))
    room = pane.view.view_box().height()
    assert 0.15 * room < box_of(pane, f"第{row}行第1列").top() - pane.view.corner().y() < 0.4 * room
    before = pane.view.place()
    desk.choose_field(FieldRef(2, "attributes[0]"))
    desk.choose_field(FieldRef(2, f"attributes[{row}]"))
    assert abs(pane.view.place().row - before.row) <= 1


def test_nothing_moves_while_the_field_in_hand_is_in_view(qtbot: QtBot) -> None:
    source, review = a_long_review()
    desk, pane = shown(qtbot, source, review)
    desk.choose_field(FieldRef(2, "attributes[100]"))
    bar = pane.view.verticalScrollBar()
    bar.setValue(bar.value() + 60)
    before = bar.value()
    desk.choose_field(FieldRef(2, "attributes[50]"))
    desk.choose_field(FieldRef(2, "attributes[100]"))
    desk.choose_field(None)
    here = bar.value()
    desk.choose_field(FieldRef(2, "attributes[100]"))
    assert bar.value() == here
    assert abs(here - before) < pane.view.view_box().height()


def test_a_label_merged_over_many_rows_stays_in_sight(qtbot: QtBot) -> None:
    cells = [(0, 0, "产出指标", 300, 1), *((r, 1, f"第{r}行", 1, 1) for r in range(300))]
    _, pane = shown(qtbot, source_with(PageMaker().grid(cells).page()))
    for value in (0, 1500, 3000):
        pane.view.verticalScrollBar().setValue(value)
        assert pane.view.viewport().rect().contains(box_of(pane, "产出指标").center().toPoint())


def test_a_merged_cell_with_more_text_than_its_rows_is_shown_whole(qtbot: QtBot) -> None:
    cells = [(0, 0, "很长的绩效目标" * 60, 2, 1), (0, 1, "一", 1, 1), (1, 1, "二", 1, 1), (2, 0, "下一行", 1, 1)]
    _, pane = shown(qtbot, source_with(PageMaker().grid(cells).page()), width=300)
    view: GridSourceView = pane.view
    assert view.sheet is not None
    at = view.units_of(Span(0, 0, 1))[0]
    assert view.laid(at).height <= view.sheet.box(at).height()
    assert view.sheet.box(at).bottom() <= view.sheet.box(view.units_of(span_of(pane, "下一行"))[0]).top()


def test_widths_are_those_of_the_source(qtbot: QtBot) -> None:
    page = PageMaker().grid(plain(("甲", "乙", "丙")), widths=(30, 120, 60)).page()
    _, pane = shown(qtbot, source_with(page, format="docx"))
    edges = pane.view.sheet.table(0).edges
    first, second, third = (b - a for a, b in pairwise(edges))
    assert (second / first, third / first) == (pytest.approx(4), pytest.approx(2))


def test_columns_without_widths_share_the_width_of_the_view(qtbot: QtBot) -> None:
    page = PageMaker().grid(plain(("项目", "12,345,678.90", "长目标" * 40, "长指标" * 80))).page()
    _, pane = shown(qtbot, source_with(page, format="html"))
    view: GridSourceView = pane.view
    assert view.sheet is not None
    assert view.zoom() == 1
    assert view.horizontalScrollBar().maximum() == 0
    number = view.units_of(span_of(pane, "12,345"))[0]
    assert view.laid(number).layout.lineCount() == 1
    first, _, third, fourth = (b - a for a, b in pairwise(view.sheet.table(0).edges))  # type: ignore[union-attr]
    assert first < third < fourth
    pane.resize(760, 420)
    assert view.sheet.table(0).edges[-1] == pytest.approx(view.view_box().width(), abs=3)  # type: ignore[union-attr]


# -- mouse ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "inside", "ref"),
    [
        ("调解工作经费", 2, FieldRef(2, "name")),
        ("化解𠮷庆街道纠纷", 2, FieldRef(2, "goal")),  # the character of two UTF-16 units itself
        ("化解𠮷庆街道纠纷", 7, FieldRef(2, "goal")),
        ("化解𠮷事", 3, FieldRef(4, "level3")),
        ("至少1场", 0, FieldRef(3, "annual_value")),
        ("不少于95%", 5, FieldRef(4, "period_value")),
    ],
)
@pytest.mark.parametrize("format", ["docx", "xlsx"])
def test_a_click_takes_the_field_under_it(qtbot: QtBot, text: str, inside: int, ref: FieldRef, format: str) -> None:
    desk, pane, _ = a_form(qtbot, format)
    desk.choose_field(None)
    click(qtbot, pane, text, inside)
    assert desk.field == ref


def test_a_click_beside_the_text_of_a_cell_takes_what_is_in_it(qtbot: QtBot) -> None:
    desk, pane, _ = a_form(qtbot)
    desk.choose_field(None)
    box = box_of(pane, "200.00")
    qtbot.mouseClick(pane.view.viewport(), Qt.MouseButton.LeftButton, pos=(box.topRight() + QPointF(12, 4)).toPoint())
    assert desk.field == FieldRef(2, "amounts[年初预算]")


def test_a_click_between_fields_changes_nothing(qtbot: QtBot) -> None:
    desk, pane, _ = a_form(qtbot)
    before = desk.field
    click(qtbot, pane, "数量指标")
    assert desk.field == before


def test_clicking_on_goes_through_all_fields_of_a_place(qtbot: QtBot) -> None:
    source = source_with(form_page(), format="docx")
    wide, narrow = field_at(source, "云溪市青禾区司法局2031年"), field_at(source, "2031")
    root = NodeData(1, Kind.DOCUMENT, (("title", wide), ("year", narrow)))
    desk, pane = shown(qtbot, source, Review(source, root))
    desk.choose_field(None)
    chosen = []
    for _ in range(3):
        click(qtbot, pane, "2031")
        chosen.append(desk.field)
    assert chosen == [FieldRef(1, "year"), FieldRef(1, "title"), FieldRef(1, "year")]


def test_dragging_in_a_cell_selects_and_takes_no_field(qtbot: QtBot) -> None:
    desk, pane, review = a_form(qtbot)
    before = desk.field
    start = box_of(pane, "化解𠮷庆街道纠纷")
    span = span_of(pane, "𠮷庆街道")
    first, last = box_of(pane, "𠮷庆街道"), box_of(pane, "纠纷")
    drag(
        qtbot,
        pane,
        QPoint(int(first.left()) + 1, int(start.center().y())),
        QPoint(int(last.left()), int(start.center().y())),
    )
    assert desk.field == before
    assert pane.selected_spans() == ("𠮷庆街道", (span,))
    assert review.source.text(pane.selected_spans()[1]) == "𠮷庆街道"


def test_dragging_over_cells_selects_the_box_of_cells(qtbot: QtBot) -> None:
    page = PageMaker().grid(plain(("甲", "乙一", "丙"), ("丁", "乙二", "己"), ("庚", "辛", "壬"))).page()
    _, pane = shown(qtbot, source_with(page))
    drag(qtbot, pane, point_of(pane, "乙一"), point_of(pane, "乙二"))
    assert pane.selected_spans() == ("乙一乙二", (span_of(pane, "乙一"), span_of(pane, "乙二")))
    drag(qtbot, pane, point_of(pane, "己"), point_of(pane, "乙一"))  # from below to above, two by two
    QTest.keySequence(pane.view, "Ctrl+C")
    assert QGuiApplication.clipboard().text() == "乙一\t丙\n乙二\t己"


def test_what_wraps_in_a_cell_is_given_as_one_text(qtbot: QtBot) -> None:
    page = PageMaker().grid(plain(("目标", "开展普法\n宣传活动"))).page()
    _, pane = shown(qtbot, source_with(page))
    pane.view.setFocus()
    click(qtbot, pane, "宣传", 1)
    QTest.keySequence(pane.view, "Ctrl+A")
    assert pane.selected_spans()[0] == "开展普法宣传活动"
    QTest.keySequence(pane.view, "Ctrl+C")
    assert QGuiApplication.clipboard().text() == "开展普法\n宣传活动"


@pytest.mark.parametrize(
    ("text", "inside", "word"),
    [
        ("至少1场", 2, "至少1场"),
        ("不少于95%", 0, "不少于95%"),
        ("化解𠮷事", 2, "化解𠮷事"),
        ("1,234.50", 1, "1,234.50"),
    ],
)
def test_a_double_click_selects_what_stands_between_two_signs(qtbot: QtBot, text: str, inside: int, word: str) -> None:
    page = PageMaker().grid(plain((PACKED, "共1,234.50,其余无"))).page()
    _, pane = shown(qtbot, source_with(page))
    spot = point_of(pane, text, inside)
    qtbot.mouseClick(pane.view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    qtbot.mouseDClick(pane.view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert pane.selected_spans()[0] == (f"共{word}" if text == "1,234.50" else word)


def test_a_span_in_several_cells_is_framed_in_each(qtbot: QtBot) -> None:
    source = source_with(form_page(), format="docx")
    whole = field_at(source, "200.00")
    spans = (*whole.spans, *field_at(source, "本行无指标").spans)
    fields = (("name", read_field("200.00本行无指标", spans)),)
    review = Review(source, NodeData(1, Kind.DOCUMENT, (), (NodeData(2, Kind.PROJECT, fields),)))
    desk, pane = shown(qtbot, source, review)
    desk.choose_field(FieldRef(2, "name"))
    view: GridSourceView = pane.view
    assert view.sheet is not None
    assert len(list(view.frames(list(view.sheet.everything())))) == 2


# -- twenty thousand rows -----------------------------------------------------------------------------------------------


def test_of_twenty_thousand_rows_only_those_in_view_are_laid_out(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    source = source_with(long_page())
    made = counted(monkeypatch)
    desk, pane = shown(qtbot, source)
    view: GridSourceView = pane.view
    view.viewport().repaint()
    in_view = view.sheet.row_at(view.view_box().bottom()) + 2 if view.sheet else 0
    assert 0 < len(made) <= 15 * (in_view + 4) * 2  # at the size of before, and at that which the window gives it
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    view.viewport().repaint()
    assert len(made) <= 15 * (in_view + 4) * 4
    assert "第19999行指标名称" in made
    before = len(made)
    view.frame((span_of(pane, "第9999行指标名称"),))
    view.viewport().repaint()
    assert len(made) - before <= 15 * (in_view + 4) * 2
    assert view.viewport().rect().contains(box_of(pane, "第9999行指标名称").center().toPoint())
    del desk
