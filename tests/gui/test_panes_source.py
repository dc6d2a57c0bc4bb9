"""The original: what is marked, clicked, selected and searched in it is what the review says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from panes_desk import TEXT, Maker, desk_with_review, put_on, ref_of, review_of, source_of
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QPalette, QTextCharFormat, QTextCursor
from pytestqt.qtbot import QtBot

from reviewer.model import acts
from reviewer.model.fields import FieldRef, read_field
from reviewer.model.history import History
from reviewer.model.review import Kind, NodeData, Review
from reviewer.model.spans import Span
from reviewer.ui.desk import Desk
from reviewer.ui.source import SourceView
from reviewer.ui.source.text_map import TextMap
from reviewer.ui.theme import data_colours


def shown(qtbot: QtBot, desk: Desk, width: int = 520, height: int = 400) -> SourceView:
    pane = SourceView(desk)
    qtbot.addWidget(pane)
    pane.resize(width, height)
    with qtbot.waitExposed(pane):
        pane.show()
    return pane


def point_of(pane: SourceView, text: str, inside: int = 0) -> QPoint:
    """The middle of a character of the shown text (`inside` counts from the first of `text`, in code points)."""
    view = pane.view
    whole = view.toPlainText()
    at = whole.index(text) + inside
    unit = len(whole[:at].encode("utf-16-le")) // 2
    cursor = QTextCursor(view.document())
    cursor.setPosition(unit)
    left = view.cursorRect(cursor)
    cursor.setPosition(unit + (2 if ord(whole[at]) > 0xFFFF else 1))
    right = view.cursorRect(cursor)
    return QPoint((left.left() + max(right.left(), left.left() + 6)) // 2, left.center().y())


def click(qtbot: QtBot, pane: SourceView, text: str, inside: int = 0) -> None:
    qtbot.mouseClick(pane.view.viewport(), Qt.MouseButton.LeftButton, pos=point_of(pane, text, inside))


def select(pane: SourceView, text: str) -> None:
    whole = pane.view.toPlainText()
    at = whole.index(text)
    cursor = pane.view.textCursor()
    cursor.setPosition(len(whole[:at].encode("utf-16-le")) // 2)
    cursor.setPosition(len(whole[: at + len(text)].encode("utf-16-le")) // 2, QTextCursor.MoveMode.KeepAnchor)
    pane.view.setTextCursor(cursor)


def format_at(pane: SourceView, text: str) -> QTextCharFormat | None:
    """How the first character of `text` is drawn beyond plain."""
    whole = pane.view.toPlainText()
    at = len(whole[: whole.index(text)].encode("utf-16-le")) // 2
    block = pane.view.document().findBlock(at)
    ranges = [r for r in block.layout().formats() if r.start <= at - block.position() < r.start + r.length]  # type: ignore[attr-defined]
    return QTextCharFormat(ranges[-1].format) if ranges else None  # type: ignore[attr-defined]


def background(pane: SourceView, text: str) -> QColor | None:
    found = format_at(pane, text)
    return found.background().color() if found is not None else None


@pytest.mark.parametrize(
    ("text", "inside", "name", "key"),
    [
        ("调解工作经费", 2, "调解工作经费", "name"),
        ("化解𠮷庆街道纠纷", 2, "调解工作经费", "goal"),  # the character of two UTF-16 units itself
        ("化解𠮷庆街道纠纷", 7, "调解工作经费", "goal"),
        ("化解𠮷事", 3, "化解𠮷事", "level3"),
        ("不少于90%", 0, "化解𠮷事", "annual_value"),
        ("不少于90%", 5, "化解𠮷事", "annual_value"),
        ("300.00", 5, "合计", "amounts[总计]"),
    ],
)
def test_a_click_takes_the_field_under_it(qtbot: QtBot, text: str, inside: int, name: str, key: str) -> None:
    desk, review = desk_with_review()
    pane = shown(qtbot, desk)
    click(qtbot, pane, text, inside)
    assert desk.field == ref_of(review, name, key)


def test_a_click_between_fields_changes_nothing(qtbot: QtBot) -> None:
    desk, _ = desk_with_review()
    pane = shown(qtbot, desk)
    before = desk.field
    click(qtbot, pane, "年度指标值")
    assert desk.field == before


def test_clicking_on_goes_through_all_fields_of_a_place(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    pane = shown(qtbot, desk)
    title, year = FieldRef(review.root.id, "title"), FieldRef(review.root.id, "year")
    chosen = []
    for _ in range(3):
        click(qtbot, pane, "2031")
        chosen.append(desk.field)
    assert chosen == [year, title, year]  # the smaller first


def test_of_several_fields_the_doubtful_one_comes_first(qtbot: QtBot) -> None:
    source = source_of()
    start = TEXT.index("举办培训")
    wide, narrow = Span(0, start - 5, start + 8), Span(0, start, start + 4)
    fields = (("level3", read_field("举办培训", (narrow,))), ("annual_value", read_field("数量", (wide,), 0.3)))
    entry = NodeData(2, Kind.PROJECT, (), (NodeData(3, Kind.INDICATOR, fields),))
    review = Review(source, NodeData(1, Kind.DOCUMENT, (), (entry,)))
    desk = Desk()
    put_on(desk, source, review)
    pane = shown(qtbot, desk)
    desk.choose_field(None)
    click(qtbot, pane, "举办培训", 1)
    assert desk.field == FieldRef(3, "annual_value")


def test_dragging_selects_and_takes_no_field(qtbot: QtBot) -> None:
    desk, _ = desk_with_review()
    pane = shown(qtbot, desk)
    before = desk.field
    viewport = pane.view.viewport()
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=point_of(pane, "普法工作经费", 0))
    qtbot.mouseMove(viewport, point_of(pane, "普法工作经费", 5))
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=point_of(pane, "普法工作经费", 5))
    assert desk.field == before
    assert pane.selected_spans()[0]


def test_what_is_selected_is_given_with_its_place_in_code_points(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    pane = shown(qtbot, desk)
    assert pane.selected_spans() == ("", ())
    select(pane, "𠮷庆街道")
    text, spans = pane.selected_spans()
    assert text == "𠮷庆街道"
    assert spans == (Span(0, TEXT.index("𠮷庆"), TEXT.index("𠮷庆") + 4),)
    assert review.source.text(spans) == "𠮷庆街道"


def test_what_is_selected_across_lines_is_one_text(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    pane = shown(qtbot, desk)
    select(pane, "街道纠纷\n1、产出指标")
    text, spans = pane.selected_spans()
    assert text == "街道纠纷1、产出指标"
    assert review.source.text(spans) == text


def test_every_field_is_tinted_and_a_doubtful_one_dotted_as_well(qtbot: QtBot) -> None:
    desk, _ = desk_with_review()
    pane = shown(qtbot, desk)
    colours = data_colours(pane.palette())
    assert background(pane, "知晓率") == colours.claimed
    assert format_at(pane, "备注") is None
    doubtful = format_at(pane, "至少1场")
    assert doubtful is not None
    assert doubtful.background().color() == colours.doubtful
    assert doubtful.underlineStyle() is QTextCharFormat.UnderlineStyle.DotLine


def test_the_doubtful_look_goes_with_accepting_and_comes_back_with_undo(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    pane = shown(qtbot, desk)
    colours = data_colours(pane.palette())
    desk.do(acts.accept(review, ref_of(review, "举办培训", "annual_value")))
    assert background(pane, "至少1场") == colours.claimed
    accepted = format_at(pane, "至少1场")
    assert accepted is not None
    assert accepted.underlineStyle() is QTextCharFormat.UnderlineStyle.NoUnderline
    assert background(pane, "不少于95%") == colours.doubtful
    desk.undo()
    assert background(pane, "至少1场") == colours.doubtful


def test_one_act_formats_only_the_lines_it_touches(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    pane = shown(qtbot, desk)
    formatted: list[int] = []
    painter = pane.view._painter
    before = painter._give
    painter._give = lambda block, found: (formatted.append(block.blockNumber()), before(block, found))[1]
    desk.do(acts.accept(review, ref_of(review, "举办培训", "annual_value")))
    assert formatted == [3]


def test_lines_get_their_marks_when_they_come_into_view(qtbot: QtBot) -> None:
    source = source_of("".join(f"第{number}项\n" for number in range(400)))
    make = Maker(source)
    indicators = [make.node(Kind.INDICATOR, level3=make.field(f"第{number}项")) for number in range(400)]
    review = Review(source, make.node(Kind.DOCUMENT, make.node(Kind.PROJECT, *indicators)))
    desk = Desk()
    put_on(desk, source, review)
    pane = shown(qtbot, desk)
    claimed = data_colours(pane.palette()).claimed
    assert background(pane, "第1项") == claimed
    assert background(pane, "第390项") is None
    pane.view.verticalScrollBar().setValue(pane.view.verticalScrollBar().maximum())
    pane.view.viewport().repaint()
    assert background(pane, "第390项") == claimed


def test_the_place_of_a_deleted_row_is_not_claimed_any_more(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    pane = shown(qtbot, desk)
    desk.do(acts.delete(review, [review.node(ref_of(review, "知晓率", "level3").node)]))
    assert format_at(pane, "知晓率") is None
    desk.undo()
    assert background(pane, "知晓率") == data_colours(pane.palette()).claimed


def test_filling_from_the_original_moves_the_mark(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    pane = shown(qtbot, desk)
    ref = ref_of(review, "知晓率", "level3")
    select(pane, "财务科")
    text, spans = pane.selected_spans()
    desk.do(acts.set_value(review, ref, text, spans))
    assert background(pane, "财务科") == data_colours(pane.palette()).edited
    assert format_at(pane, "知晓率") is None


def test_unclaimed_text_shows_on_demand(qtbot: QtBot) -> None:
    desk, _ = desk_with_review(all_known=False)
    pane = shown(qtbot, desk)
    assert format_at(pane, "备注") is None
    pane.show_unclaimed(True)
    loose = format_at(pane, "本表由财务科填报")
    assert loose is not None
    assert loose.underlineStyle() is QTextCharFormat.UnderlineStyle.WaveUnderline
    assert background(pane, "知晓率") == data_colours(pane.palette()).claimed
    pane.show_unclaimed(False)
    assert format_at(pane, "本表由财务科填报") is None


def test_finding_goes_round_the_end(qtbot: QtBot) -> None:
    desk, _ = desk_with_review()
    pane = shown(qtbot, desk)
    places = []
    for _ in range(3):
        assert pane.find("工作经费")
        places.append(pane.view.textCursor().selectionStart())
    assert places[0] < places[1]
    assert places[2] == places[0]
    assert pane.find("工作经费", forward=False)
    assert pane.view.textCursor().selectionStart() == places[1]
    assert not pane.find("没有这些字")


def long_source(pages: int = 1) -> tuple[str, Review]:
    """A review of a text with lines of 3,000 characters, one indicator a line."""
    line = "绩效指标说明文字" * 370
    page = "".join(f"第{n}行{line}名称{n:04d}值{n:04d}。\n" for n in range(12))
    text = "\f".join([page] * pages)
    source = source_of(text, "长.txt")
    nodes = []
    for number in range(12):
        start = source.pages[-1].text.index(f"名称{number:04d}")
        span = Span(pages - 1, start, start + 6)
        nodes.append(NodeData(10 + number, Kind.INDICATOR, (("level3", read_field(f"名称{number:04d}", (span,))),)))
    entry = NodeData(2, Kind.PROJECT, (("name", read_field("长", ())),), tuple(nodes))
    return text, Review(source, NodeData(1, Kind.DOCUMENT, (), (entry,)))


def framed(pane: SourceView) -> str:
    """The characters that stand in the frames, found from where they are drawn."""
    boxes = list(pane.view._frames())
    found = ""
    for number, char in enumerate(pane.view.toPlainText()):
        if not char.isspace():
            middle = middle_of(pane, number)
            found += char if any(box.contains(middle) for box in boxes) else ""
    return found


def middle_of(pane: SourceView, at: int) -> QPointF:
    whole = pane.view.toPlainText()
    cursor = QTextCursor(pane.view.document())
    cursor.setPosition(len(whole[:at].encode("utf-16-le")) // 2)
    left = pane.view.cursorRect(cursor)
    cursor.setPosition(len(whole[: at + 1].encode("utf-16-le")) // 2)
    right = pane.view.cursorRect(cursor)
    width = right.left() - left.left() if right.top() == left.top() else 4  # the next one may stand on the next line
    return QPointF(left.left() + width / 2, left.center().y())


@pytest.mark.parametrize("width", [520, 150])
@pytest.mark.parametrize(
    ("name", "key", "value"),
    [
        ("化解𠮷事", "period_value", "不少于95%"),
        ("化解𠮷事", "level3", "化解𠮷事"),
        ("调解工作经费", "goal", "化解𠮷庆街道纠纷"),
        ("合计", "amounts[总计]", "300.00"),
    ],
)
def test_the_frame_stands_around_the_value_and_nothing_else(
    qtbot: QtBot, name: str, key: str, value: str, width: int
) -> None:
    desk, review = desk_with_review()
    pane = shown(qtbot, desk, width=width, height=900)  # narrow: the lines wrap, also inside values
    desk.choose_field(ref_of(review, name, key))
    assert framed(pane) == value


def test_a_value_in_several_pieces_is_framed_piece_by_piece(qtbot: QtBot) -> None:
    source = source_of()
    spans = tuple(Span(0, TEXT.index(text), TEXT.index(text) + len(text)) for text in ("合计", "工作经费", "财务科"))
    entry = NodeData(2, Kind.PROJECT, (("name", read_field("合计工作经费财务科", spans)),))
    review = Review(source, NodeData(1, Kind.DOCUMENT, (), (entry,)))
    desk = Desk()
    put_on(desk, source, review)
    pane = shown(qtbot, desk)
    desk.choose_field(FieldRef(2, "name"))
    assert framed(pane) == "合计工作经费财务科"


def test_a_value_higher_than_the_view_begins_in_the_upper_third(qtbot: QtBot) -> None:
    text = "".join(f"第{n}行\n" for n in range(40)) + "长目标" * 900 + "\n完\n"
    source = source_of(text, "高.txt")
    at = source.pages[0].text.index("长目标")
    fields = (("name", read_field("第", (Span(0, 0, 1),))), ("goal", read_field("长", (Span(0, at, at + 2700),))))
    entry = NodeData(2, Kind.PROJECT, fields)
    review = Review(source, NodeData(1, Kind.DOCUMENT, (), (entry,)))
    desk = Desk()
    put_on(desk, source, review)
    pane = shown(qtbot, desk, height=300)
    desk.choose_field(FieldRef(2, "name"))
    lines = pane.view.viewport().height() // pane.view.fontMetrics().lineSpacing()
    pane.view.verticalScrollBar().setValue(40 - lines + 2)  # its first line is the last one in view
    desk.choose_field(FieldRef(2, "goal"))
    assert 0 <= framed_share(pane) < 0.45


def framed_share(pane: SourceView) -> float:
    """How far down the frame begins, as a share of the height."""
    boxes = list(pane.view._frames())
    assert boxes, "nothing is framed in view"
    return boxes[0].top() / pane.view.viewport().height()


@pytest.mark.parametrize("number", [11, 5, 0, 8])
def test_the_field_in_hand_comes_to_the_upper_third(qtbot: QtBot, number: int) -> None:
    _, review = long_source()
    desk = Desk()
    put_on(desk, review.source, review)
    pane = shown(qtbot, desk)
    desk.choose_field(FieldRef(10 + number, "level3"))
    share = framed_share(pane)
    assert 0 <= share < 1
    if 0 < number < 11:
        assert 0.1 < share < 0.45


def test_nothing_moves_while_the_field_in_hand_is_in_view(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    pane = shown(qtbot, desk, height=200)
    desk.choose_field(ref_of(review, "合计", "name"))
    before = pane.view.verticalScrollBar().value()
    desk.choose_field(ref_of(review, "调解工作经费", "name"))
    assert pane.view.verticalScrollBar().value() == before
    assert 0 <= framed_share(pane) < 1


def test_the_place_is_kept_when_another_source_comes_to_hand_and_goes(qtbot: QtBot) -> None:
    _, review = long_source()
    desk = Desk()
    first = put_on(desk, review.source, review, "长.txt")
    other = source_of()
    second = put_on(desk, other, review_of(other), "短.txt")
    pane = shown(qtbot, desk)
    desk.choose_field(FieldRef(17, "level3"))
    pane.view.verticalScrollBar().setValue(pane.view.verticalScrollBar().value() + 61)  # reading on, beyond the field
    text_at_top = pane.view.place()
    desk.choose(second)
    assert pane.view.toPlainText().startswith("云溪市")
    desk.choose(first)
    assert abs(pane.view.place() - text_at_top) < 60  # within one wrapped line
    desk.choose_field(FieldRef(10, "level3"))
    assert 0 <= framed_share(pane) < 1


def test_the_original_shows_before_the_extraction_is_through(qtbot: QtBot) -> None:
    desk = Desk()
    pane = shown(qtbot, desk)
    source = source_of()
    opened = put_on(desk, source)
    assert pane.view.toPlainText() == TEXT
    review = review_of(source)
    desk.reviewed(opened, review, History(review))
    assert background(pane, "知晓率") is not None


def test_pages_are_told_apart(qtbot: QtBot) -> None:
    _, review = long_source(pages=3)
    desk = Desk()
    put_on(desk, review.source, review)
    pane = shown(qtbot, desk)
    desk.choose_field(FieldRef(10, "level3"))
    assert 0 <= framed_share(pane) < 1
    before = pane.view.viewport().grab().toImage()
    pane.view._page_starts = set()
    assert pane.view.viewport().grab().toImage() == before  # no page begins here …
    start = pane.view._map.page_starts()[2]  # type: ignore[union-attr]
    pane.view._page_starts = {start}
    pane.view._scroll_to(start)
    with_line = pane.view.viewport().grab().toImage()
    pane.view._page_starts = set()
    assert pane.view.viewport().grab().toImage() != with_line  # … and here one does


@given(st.lists(st.text(st.sampled_from("甲乙a1 \n𠮷𡃁😀"), max_size=30), min_size=1, max_size=4), st.data())
def test_places_survive_the_way_to_qt_and_back(pages: list[str], data: st.DataObject) -> None:
    source = source_of("x")
    pages_made = tuple(type(source.pages[0])(n + 1, text) for n, text in enumerate(pages))
    text_map = TextMap(type(source)("x", "text", "", None, pages_made))
    page = data.draw(st.integers(0, len(pages) - 1))
    start = data.draw(st.integers(0, len(pages[page])))
    end = data.draw(st.integers(start, len(pages[page])))
    first, last = text_map.to_qt(Span(page, start, end))
    units = text_map.text.encode("utf-16-le")
    assert units[first * 2 : last * 2].decode("utf-16-le") == pages[page][start:end]
    if end > start:
        assert text_map.to_spans(first, last) == (Span(page, start, end),)


def test_a_dark_palette_takes_dark_colours(qtbot: QtBot) -> None:
    desk, _ = desk_with_review()
    pane = shown(qtbot, desk)
    light = background(pane, "至少1场")
    dark = QPalette(QColor("#202020"))
    dark.setColor(QPalette.ColorRole.Base, QColor("#181818"))
    pane.view.setPalette(dark)
    assert background(pane, "至少1场") == data_colours(dark).doubtful != light
