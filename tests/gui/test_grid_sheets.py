"""Sheets, zoom, search and coming back: moving about in tables as they were given."""

from __future__ import annotations

import re

import pytest
from made_grids import PageMaker, form_page, form_review, long_page, plain, source_with
from panes_desk import put_on
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QPaintEvent, QRegion, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from test_grid_view import a_form, a_long_review, box_of, click, shown, span_of

from reviewer.model.fields import FieldRef
from reviewer.model.source import Source
from reviewer.ui.desk import Desk
from reviewer.ui.source import SourceView
from reviewer.ui.source.grid_sheet import Scale, Sheet, Table
from reviewer.ui.source.grid_view import GridSourceView

_RGB = QImage.Format.Format_RGB32


def two_sheets(qtbot: QtBot) -> tuple[SourceView, Desk]:
    source = source_with(form_page(0, "甲表"), form_page(1, "乙&丙"))
    desk, pane = shown(qtbot, source, form_review(source, page=1))
    return pane, desk


def test_sheets_are_tabs_and_the_field_in_hand_turns_to_its_own(qtbot: QtBot) -> None:
    pane, desk = two_sheets(qtbot)
    view: GridSourceView = pane.view
    assert [view.tabs.tabText(n).replace("&&", "&") for n in range(2)] == ["甲表", "乙&丙"]
    assert view.tabs.isVisible()
    assert view.tabs.currentIndex() == 1, "the first doubtful field stands on the second sheet"
    view.tabs.setCurrentIndex(0)
    assert not list(view.frames(list(view.sheet.everything()) if view.sheet else []))
    desk.choose_field(FieldRef(2, "goal"))
    assert view.tabs.currentIndex() == 1
    QTest.keySequence(view, "Ctrl+PgUp")
    assert view.tabs.currentIndex() == 0
    QTest.keySequence(view, "Ctrl+PgDown")
    assert view.tabs.currentIndex() == 1


def test_tabs_cover_nothing_and_a_single_sheet_has_none(qtbot: QtBot) -> None:
    pane, _ = two_sheets(qtbot)
    view: GridSourceView = pane.view
    assert not view.tabs.geometry().intersects(view.viewport().geometry())
    view.show_source(source_with(form_page(0, "甲表"), name="一张.xlsx"))
    assert not view.tabs.isVisible()


def test_finding_goes_through_all_sheets_and_round_the_end(qtbot: QtBot) -> None:
    pane, _ = two_sheets(qtbot)
    view: GridSourceView = pane.view
    view.tabs.setCurrentIndex(0)
    places = []
    for _ in range(5):
        assert view.find_text("产出指标")
        places.append(view.selected_spans()[1][0])
    pages = [span.page for span in places]
    assert pages == [0, 0, 1, 1, 0]
    assert places[4] == places[0]
    assert view.tabs.currentIndex() == 0
    assert view.find_text("产出指标", forward=False)
    assert view.selected_spans()[1][0] == places[3]
    assert not view.find_text("没有这些字")
    assert view.selected_spans()[1][0] == places[3], "what was selected stays"


def test_finding_minds_neither_case_nor_a_break_within_a_cell(qtbot: QtBot) -> None:
    page = PageMaker().grid(plain(("目标ABC", "开展普法\n宣传"), ("宣传", "甲"))).page()
    _, pane = shown(qtbot, source_with(page))
    assert pane.find("abc")
    assert pane.selected_spans()[0] == "ABC"
    assert pane.find("普法宣传")
    assert pane.selected_spans()[0] == "普法宣传"
    assert not pane.find("宣传甲"), "two cells are no text"


def wheel(view: GridSourceView, turns: int, control: bool) -> None:
    where = QPointF(view.viewport().rect().center())
    held = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(where, view.viewport().mapToGlobal(where), QPoint(), QPoint(0, 120 * turns), Qt.MouseButton.NoButton,
                        held, Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
    QApplication.sendEvent(view.viewport(), event)


def test_the_wheel_zooms_with_ctrl_and_scrolls_without(qtbot: QtBot) -> None:
    source, review = a_long_review()
    _, pane = shown(qtbot, source, review)
    view: GridSourceView = pane.view
    before, place = view.zoom(), view.place()
    wheel(view, -3, control=False)
    assert view.place().row > place.row
    assert view.zoom() == before
    place = view.place()
    wheel(view, 1, control=True)
    assert view.zoom() > before
    assert abs(view.place().row - place.row) <= 1
    high = box_of(pane, "第50行第1列").height()
    pane.zoom_out()
    pane.zoom_out()
    assert box_of(pane, "第50行第1列").height() < high
    pane.reset_zoom()
    assert view.zoom() == pytest.approx(before)


def test_the_frame_stays_in_sight_while_zooming(qtbot: QtBot) -> None:
    source, review = a_long_review()
    desk, pane = shown(qtbot, source, review)
    desk.choose_field(FieldRef(2, "attributes[300]"))
    for _ in range(6):
        pane.zoom_in()
    assert pane.view.viewport().rect().contains(box_of(pane, "第300行第1列").center().toPoint())
    assert "第300行第1列" in pane.view.accessibleDescription()


def test_a_wide_table_begins_smaller_but_never_too_small_to_read(qtbot: QtBot) -> None:
    wide = PageMaker().grid(plain(("甲", "乙", "丙")), widths=(300, 300, 300)).page()
    fits = PageMaker().grid(plain(("甲", "乙")), widths=(60, 60)).page()
    _, pane = shown(qtbot, source_with(wide, format="docx"))
    assert 0.75 <= pane.view.zoom() < 1
    _, other = shown(qtbot, source_with(fits, format="docx"))
    assert other.view.zoom() == 1


def test_a_key_makes_a_table_as_wide_as_the_pane_and_another_shows_all_of_it(qtbot: QtBot) -> None:
    narrow = PageMaker().grid(plain(*[("甲", f"第{row}行") for row in range(20)]), widths=(60, 60)).page()
    _, pane = shown(qtbot, source_with(narrow, format="docx"))
    view: GridSourceView = pane.view
    pane.fit_width()
    assert 0.97 * view.view_box().width() < view.sheet.width <= view.view_box().width() + 1
    pane.fit_width()  # once more: nothing moves
    right = max(box_of(pane, f"第{row}行").right() for row in range(2))
    assert right <= view.viewport().width()
    pane.fit_page()
    for text in ("第0行", "第19行"):
        assert view.viewport().rect().contains(box_of(pane, text).center().toPoint()), text
    pane.reset_zoom()
    assert view.zoom() == 1


@pytest.mark.parametrize(("columns", "width"), [(1, 20), (40, 200)])
def test_a_table_whose_letters_go_no_further_is_as_wide_as_it_gets(qtbot: QtBot, columns: int, width: int) -> None:
    """Whoever presses the key once more wants all of it: at the end of the way, too."""
    rows = [tuple(f"第{row}行" for _ in range(columns)) for row in range(60)]
    _, pane = shown(qtbot, source_with(PageMaker().grid(plain(*rows), widths=(width,) * columns).page(), format="docx"))
    pane.fit_width()
    assert pane.view.is_as_wide()


def test_the_place_is_kept_when_another_source_comes_to_hand_and_goes(qtbot: QtBot) -> None:
    source, review = a_long_review()
    desk, pane = shown(qtbot, source, review)
    put_on(desk, source_with(form_page(), format="docx", name="另.docx"), None, "另.docx")
    desk.choose_field(FieldRef(2, "attributes[300]"))
    bar = pane.view.verticalScrollBar()
    bar.setValue(bar.value() + 900)  # reading on, beyond the field
    pane.zoom_in()
    before = pane.view.place()
    desk.choose(desk.sources[1])
    assert pane.view.sheet.source.name == "另.docx"
    assert pane.view.place().row == 0
    desk.choose(desk.sources[0])
    after = pane.view.place()
    assert (after.row, after.zoom) == (before.row, before.zoom)
    assert desk.field == FieldRef(2, "attributes[300]")


def test_scrolling_up_into_rows_not_seen_yet_moves_nothing_else(qtbot: QtBot) -> None:
    """Rows above turn out higher than guessed when they come into view; what is being read stays where it is."""
    cells = [(r, 0, f"第{r}行" + "iiii" * (30 if r % 3 else 200), 1, 1) for r in range(400)]
    _, pane = shown(qtbot, source_with(PageMaker().grid(cells, widths=(150,)).page()))
    view: GridSourceView = pane.view
    view.frame((span_of(pane, "第300行"),))
    bar = view.verticalScrollBar()
    for _ in range(12):
        before = box_of(pane, "第300行").top()
        bar.setValue(bar.value() - 20)
        assert box_of(pane, "第300行").top() == pytest.approx(before + 20, abs=2)


def test_dragging_beyond_the_edge_scrolls(qtbot: QtBot) -> None:
    source, review = a_long_review()
    _, pane = shown(qtbot, source, review)
    view: GridSourceView = pane.view
    view.verticalScrollBar().setValue(0)
    start = box_of(pane, "第3行第1列").center().toPoint()
    viewport = view.viewport()
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    for _ in range(12):
        qtbot.mouseMove(viewport, QPoint(start.x(), viewport.height() + 30))
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=QPoint(start.x(), viewport.height() + 30))
    assert view.verticalScrollBar().value() > 60
    text, spans = pane.selected_spans()
    assert text.startswith("第3行第1列")
    assert len(spans) > 10


@pytest.mark.parametrize("source", [
    source_with(PageMaker().grid([(0, 0, "", 1, 1)]).page(), name="空格.xlsx"),
    source_with(PageMaker().grid([(5, 3, "只此一格", 1, 1)]).page(), name="一格.xlsx"),
    source_with(PageMaker().grid([(0, 0, "甲", 9, 9), (3, 4, "乙", 1, 1)]).page(), name="叠.xlsx"),
    source_with(PageMaker().grid([(0, 0, "\x00\x07\u2028甲\r\n", 1, 1), (0, 1, "乙" * 30_000, 1, 1)]).page(), name="怪.xlsx"),
], ids=lambda source: source.name)  # fmt: skip
def test_odd_tables_are_shown_and_walked(qtbot: QtBot, source: Source) -> None:
    _, pane = shown(qtbot, source)
    pane.view.setFocus()
    pane.view.viewport().repaint()
    for key in (
        "Ctrl+Home",
        "Down",
        "Right",
        "Up",
        "Left",
        "PgDown",
        "PgUp",
        "Ctrl+End",
        "Ctrl+A",
        "Ctrl+A",
        "Ctrl+C",
        "Space",
    ):
        QTest.keySequence(pane.view, key)
    for x in range(5, 600, 60):
        qtbot.mouseClick(pane.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, 40))
    pane.zoom_in()
    pane.view.viewport().repaint()
    assert source.pages[0].text.strip("\0\n\t") == "" or pane.find(source.pages[0].text.strip("\0\n\t")[-1])


def test_the_field_is_filled_with_what_is_selected_in_a_cell(qtbot: QtBot) -> None:
    """As the fill key does it: the text and the place go into the field, and the mark moves."""
    from reviewer.ui.commands.review import ReviewCommands

    desk, pane, review = a_form(qtbot)
    desk.choose_field(FieldRef(4, "level3"))
    assert pane.find("本行无指标")
    ReviewCommands(desk, None, pane).fill_from_source()  # type: ignore[arg-type]
    field = review.field(FieldRef(4, "level3"))
    assert (field.value, field.spans) == ("本行无指标", (span_of(pane, "本行无指标"),))
    click(qtbot, pane, "本行无指标")
    assert desk.field == FieldRef(4, "level3")


def test_a_sheet_made_ready_by_a_thread_stands_as_one_that_the_view_made(qtbot: QtBot) -> None:
    source = source_with(form_page(0, "甲表"), form_page(1, "乙表"))
    _, pane = shown(qtbot, source)
    view: GridSourceView = pane.view
    assert view.sheet is not None
    edges = [block.edges for block in view.sheet.blocks if isinstance(block, Table)]
    tops = list(view.sheet.tops)
    ready = Sheet.made_ready(source)
    view.clear_source()
    view.show_source(source, ready)
    assert view.sheet is ready, "it is not made once more"
    assert [block.edges for block in ready.blocks if isinstance(block, Table)] == edges
    assert ready.tops == tops
    other = source_with(form_page(0, "丙表"))
    view.show_source(other, ready)
    assert view.sheet is not None
    assert view.sheet.source is other, "what was made ready for another source is not shown"


def test_a_long_sheet_is_laid_out_once_when_it_is_shown(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    rows: list[int] = []
    lay_out = Sheet.lay_out

    def counted(sheet: Sheet, scale: Scale) -> None:
        rows.append(sheet.rows)
        lay_out(sheet, scale)

    monkeypatch.setattr(Sheet, "lay_out", counted)
    _, pane = shown(qtbot, source_with(form_page(0)))
    source = source_with(long_page(300), name="长表.docx")
    rows.clear()
    pane.view.show_source(source)
    QApplication.processEvents()
    assert pane.view.verticalScrollBar().isVisible()
    assert len(rows) == 1, "the scroll bar has its room before the rows are laid out"


@pytest.mark.parametrize(
    "texts", [("1", "22,000.50", "3"), ("甲", "乙丙丁戊", ""), ("a\nbbbbbbbb", "2024年1月", "12345678901234567890")]
)
def test_a_column_is_as_wide_as_its_widest_text_and_its_longest_number_whatever_stands_above(
    texts: tuple[str, ...],
) -> None:
    widths = []
    for order in (texts, texts[::-1]):
        source = source_with(PageMaker().grid([(row, 0, text, 1, 1) for row, text in enumerate(order)]).page())
        sheet = Sheet(source, range(1))
        sheet.natural_width(Scale(1, 5, 6, 12, 400, 1))
        widths.append([block.edges for block in sheet.blocks if isinstance(block, Table)])
        longest = max(len(number) for text in texts for number in [*re.findall(r"\d[\d,.]{0,15}", text), " "])
        widest = max(len(line.encode("gbk")) for text in texts for line in text.split("\n"))
        assert widths[-1] == [[0.0, max(5 * max(5.0, widest + 1) + 9, 6 * longest + 9)]]
    assert widths[0] == widths[1]


def test_only_the_cells_that_are_left_and_taken_in_hand_are_drawn_anew(qtbot: QtBot) -> None:
    """What stands on the screen then is what drawing all of it gives."""
    desk, pane, _ = a_form(qtbot)
    view = pane.view
    fields = [FieldRef(4, "level3"), FieldRef(4, "period_value"), FieldRef(2, "name")]
    desk.choose_field(fields[-1])
    QApplication.processEvents()
    parts: list[QRegion] = []
    view.viewport().installEventFilter(watching := Watching(parts))
    for ref in fields:
        desk.choose_field(ref)
        QApplication.processEvents()
        drawn = view.screen().grabWindow(pane.winId()).toImage()
        assert drawn.convertToFormat(_RGB) == pane.grab().toImage().convertToFormat(_RGB)
        shares = [sum(each.width() * each.height() for each in part) / (view.viewport().width() * view.viewport().height())
                  for part in parts[:1]]  # fmt: skip
        assert shares, "nothing was drawn anew"
        assert shares[0] < 0.5
        parts.clear()
    view.viewport().removeEventFilter(watching)


class Watching(QObject):
    """Keeps what parts of a widget are drawn."""

    def __init__(self, parts: list[QRegion]) -> None:
        super().__init__()
        self._parts = parts

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self._parts.append(QRegion(event.region()))
        return False
