"""The layout is remembered, found again on another screen, and goes with the size of the letters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from reviewer.base.resources import resource
from reviewer.ui import appearance
from reviewer.ui.main_window import MainWindow
from reviewer.ui.messages import MessageBar
from reviewer.ui.tree.model import AMOUNT, ANNUAL, NAME, PERIOD

Open = Callable[..., MainWindow]
PDF = resource("selftest", "form.pdf")
WIDE, FORMS, BOOK = (resource("samples", name) for name in ("wide.md", "forms.txt", "workbook.xlsx"))


def pane_action(window: MainWindow, name: str) -> object:
    return next(action for action in window._pane_actions if action.objectName() == name)


def test_splitters_columns_and_folded_panes_come_back(open_window: Open) -> None:
    window = open_window(WIDE, FORMS)
    window._splitters["across"].setSizes([150, 600, 600])
    window._splitters["right"].setSizes([200, 300])
    window.review_tree.view.header().resizeSection(ANNUAL, 170)
    pane_action(window, "actionPaneIssues").setChecked(True)  # type: ignore[attr-defined]
    window._splitters["down"].setSizes([400, 200])
    pane_action(window, "actionPaneWrap").setChecked(False)  # type: ignore[attr-defined]
    QApplication.processEvents()
    sizes = {name: splitter.sizes() for name, splitter in window._splitters.items()}
    window.close()
    again = open_window(WIDE, FORMS)
    for name, splitter in again._splitters.items():
        assert splitter.sizes() == pytest.approx(sizes[name], abs=3), name
    assert again.review_tree.view.columnWidth(ANNUAL) == 170
    assert again.issue_list.view.isVisible()
    assert not pane_action(again, "actionPaneWrap").isChecked()  # type: ignore[attr-defined]


@pytest.mark.parametrize("sample", [BOOK, PDF], ids=["table", "pages"])
def test_keys_fit_the_original_to_its_pane_and_show_all_of_it(open_window: Open, sample: Path) -> None:
    window = open_window(sample)
    view = window.source_view.view

    def press(key: Qt.Key) -> None:
        QTest.keyClick(QApplication.focusWidget(), key, Qt.KeyboardModifier.ControlModifier)
        QApplication.processEvents()

    for _ in range(12):
        window.actions_table["actionZoomIn"].trigger()
    QApplication.processEvents()
    assert view.horizontalScrollBar().maximum() > 0, "too wide for the pane"
    press(Qt.Key.Key_9)
    assert view.horizontalScrollBar().maximum() <= 2, "as wide as the pane"
    press(Qt.Key.Key_8)
    if sample is BOOK:
        assert view.verticalScrollBar().maximum() == 0, "the whole table"
    else:
        assert view.stack.items_in_order[0].size().height() * view.zoom <= view.viewport().height(), "the whole page"


@pytest.mark.parametrize(
    "place", [QRect(4000, 300, 1200, 650), QRect(-3000, -900, 1200, 650), QRect(100, 100, 3840, 2100)]
)
def test_a_window_from_a_screen_that_is_gone_comes_back_into_sight(open_window: Open, place: QRect) -> None:
    window = open_window(WIDE)
    window.setGeometry(place)
    QApplication.processEvents()
    window.settings.keep_state("geometry", window.saveGeometry())
    window.settings.sync()
    again = MainWindow(window.settings)
    room = QGuiApplication.primaryScreen().availableGeometry()
    seen = again.geometry() & room
    again.close()
    again.deleteLater()
    assert seen.width() >= 600
    assert seen.height() >= 400
    assert seen.top() >= 0


def test_the_whole_job_has_room_on_a_small_screen(open_window: Open) -> None:
    """At 1366×728 original, tree, panel and list are there together, each with several lines."""
    window = open_window(WIDE, FORMS)
    window._issues.fold(False)
    for text in ("甲 无法写入，请换个名称保存。", "乙 无法写入，请换个名称保存。", "丙 无法写入，请换个名称保存。"):
        window.message_bar.say(text, [("重试", lambda: None)])
    window.actions_table["actionNextDoubtful"].trigger()
    window.actions_table["actionFind"].trigger()
    QApplication.processEvents()
    assert (window.width(), window.height()) == (1366, 728), "nothing that comes up makes the window grow"
    line = window.fontMetrics().lineSpacing()
    for pane, lines in ((window.source_view.view, 8), (window.review_tree.view, 4), (window.field_panel.editor, 2),
                        (window.issue_list.view, 3)):  # fmt: skip
        shown = pane.visibleRegion().boundingRect()
        assert shown.height() >= lines * line, pane.objectName()
    row = window.review_tree.view.visualRect(window.review_tree.view.currentIndex())
    assert window.review_tree.view.viewport().rect().contains(row), "the row in hand is in sight"


def test_of_many_messages_one_line_is_seen_until_all_are_asked_for(open_window: Open) -> None:
    window = open_window(WIDE)
    bar = window.message_bar
    for number in range(6):
        bar.say(f"第 {number} 份文件打不开，请换一份。", [("重试", lambda: None)])
    assert len(bar.texts()) == 6, "none is lost"
    settle()
    alone = bar.height()
    assert [line.text for line in shown_lines(bar)] == ["第 5 份文件打不开，请换一份。"]
    more = bar.findChild(QToolButton, "moreMessages")
    assert more is not None
    assert "5" in more.text()
    more.click()
    settle()
    assert len(shown_lines(bar)) == 6
    assert alone < bar.height() <= 4 * alone, "so many are seen, the others scroll"
    for line in shown_lines(bar)[1:]:
        bar._drop(line)
    settle()
    assert not more.isVisible()
    assert bar.height() <= alone + 2


def shown_lines(bar: MessageBar) -> list[Any]:
    return [line for line in bar._all()[::-1] if not line.isHidden()]


def settle() -> None:
    for _ in range(4):
        QApplication.processEvents()


@pytest.mark.parametrize(("density", "sign"), [("compact", -1), ("roomy", 1)])
def test_rows_are_as_dense_as_the_settings_say(open_window: Open, density: str, sign: int) -> None:
    window = open_window(WIDE)
    window._issues.fold(False)
    settle()

    def heights() -> list[int]:
        settle()
        tree = window.review_tree.view
        table, issues = window.field_panel.table, window.issue_list.view
        return [tree.visualRect(tree.currentIndex()).height(), table.rowHeight(0), issues.rowHeight(0)]

    before = heights()
    window.settings.density = density
    window._view.apply_settings()
    assert [(now > was) - (now < was) for was, now in zip(before, heights(), strict=True)] == [sign] * 3
    window.settings.density = ""
    window._view.apply_settings()
    assert heights() == before


def test_many_reasons_scroll_and_do_not_make_the_window_grow(open_window: Open) -> None:
    window = open_window(WIDE)
    window.resize(960, 500)
    window.actions_table["actionNextDoubtful"].trigger()
    window.field_panel._reasons.setText("<br>".join(f"原因 {number}" for number in range(60)))
    window.field_panel._reasons.show()
    QApplication.processEvents()
    assert (window.width(), window.height()) == (960, 500)
    assert window.field_panel.editor.visibleRegion().boundingRect().height() > 20


def test_a_long_name_does_not_push_the_tree_aside(open_window: Open, tmp_path: object) -> None:
    window = open_window(WIDE)
    before = window._splitters["across"].sizes()
    long = "云溪市青禾区" * 30 + ".docx"
    window.source_view._heading.setText(f"原文：{long}")
    QApplication.processEvents()
    assert window._splitters["across"].sizes() == before
    assert window.source_view._heading.toolTip().endswith(long)


# -- size of letters -------------------------------------------------------------------------------------------------


@pytest.fixture
def letters() -> Iterator[Callable[[int], None]]:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    yield lambda points: appearance.apply(application, appearance.SYSTEM, points)
    appearance.apply(application, appearance.SYSTEM, 0)


def points(widget: QWidget) -> float:
    return widget.font().pointSizeF()


def test_letters_are_as_large_as_set_in_every_pane(open_window: Open, letters: Callable[[int], None]) -> None:
    window = open_window(WIDE)
    window._issues.fold(False)
    pane_action(window, "actionPaneWrap").setChecked(False)  # type: ignore[attr-defined]  # larger letters may cost a row its second line
    window.actions_table["actionNextDoubtful"].trigger()
    tree, panel, issues = window.review_tree.view, window.field_panel, window.issue_list.view
    low = tree.visualRect(tree.currentIndex()).height(), panel.table.rowHeight(0), issues.rowHeight(0)
    narrow = tree.columnWidth(ANNUAL), panel.table.columnWidth(1), issues.columnWidth(1)
    letters(16)
    QApplication.processEvents()
    for widget in (tree, panel.editor, panel.table, panel._label, panel._reasons, issues, window.document_list.list,
                   window.source_view.view, window.menuBar(), window.statusBar()):  # fmt: skip
        assert points(widget) == 16, widget.objectName()
    high = tree.visualRect(tree.currentIndex()).height(), panel.table.rowHeight(0), issues.rowHeight(0)
    wide = tree.columnWidth(ANNUAL), panel.table.columnWidth(1), issues.columnWidth(1)
    line = QFontMetrics(tree.font()).height()
    assert all(now >= line for now in high)
    assert all(now > then for now, then in zip((*high, *wide), (*low, *narrow), strict=True))
    assert tree.columnWidth(NAME) >= tree.header().minimumSectionSize()
    letters(0)
    QApplication.processEvents()
    assert tree.visualRect(tree.currentIndex()).height() == low[0]


@pytest.mark.parametrize("path", [WIDE, BOOK, resource("selftest", "form.pdf")], ids=["text", "grid", "page"])
def test_the_original_grows_with_the_letters_and_zooms_from_there(
    open_window: Open, letters: Callable[[int], None], qtbot: QtBot, path: object
) -> None:
    window = open_window(path)
    view = window.source_view.view
    if view.objectName() == "pageSourceView":
        return  # paper is as large as its zoom, whatever the letters
    window.actions_table["actionZoomIn"].trigger()
    zoomed = (
        view.document().defaultFont().pointSizeF()
        if view.objectName() == "textSourceView"
        else view.letters().pointSizeF()
    )
    letters(18)
    QApplication.processEvents()
    now = (
        view.document().defaultFont().pointSizeF()
        if view.objectName() == "textSourceView"
        else view.letters().pointSizeF()
    )
    assert now > zoomed
    window.actions_table["actionZoomReset"].trigger()
    if view.objectName() == "textSourceView":
        assert view.document().defaultFont().pointSizeF() == 18


def test_long_values_have_two_lines_and_short_ones_one(open_window: Open) -> None:
    window = open_window(WIDE)
    tree = window.review_tree.view

    def height() -> int:
        return tree.visualRect(tree.model().index(0, 0)).height()

    line = tree.fontMetrics().lineSpacing()
    assert height() >= 2 * line
    action = pane_action(window, "actionPaneWrap")
    action.setChecked(False)  # type: ignore[attr-defined]
    QApplication.processEvents()
    assert line <= height() < 2 * line
    action.setChecked(True)  # type: ignore[attr-defined]
    QApplication.processEvents()
    assert height() >= 2 * line
    short = open_window(resource("samples", "department.txt"))
    assert short.review_tree.view.visualRect(short.review_tree.view.model().index(0, 0)).height() < 2 * line


def test_a_low_tree_shows_more_rows_rather_than_longer_values(open_window: Open) -> None:
    window = open_window(WIDE)
    tree = window.review_tree.view
    line = tree.fontMetrics().lineSpacing()
    row = 2 * line
    for height in range(540, 500, -10):  # how low the tree is then depends on the letters of the machine
        window.resize(960, height)
        QApplication.processEvents()
        QApplication.processEvents()
        row = tree.visualRect(tree.model().index(0, 0)).height()
        if row < 2 * line:
            break
    assert row < 2 * line
    assert tree.viewport().height() >= 3 * row, "the row in hand and its neighbours"
    window.resize(1366, 728)
    QApplication.processEvents()
    QApplication.processEvents()
    assert tree.visualRect(tree.model().index(0, 0)).height() >= 2 * line


def test_columns_without_anything_in_them_give_their_room_to_values(open_window: Open, tmp_path: Path) -> None:
    source = tmp_path / "目标表.md"
    rows = (
        "| 产出指标 | 数量指标 | 举办讲座 | ≥12场，其中面向乡村的不少于4场 |\n| 产出指标 | 质量指标 | 合格率 | ≥95% |\n"
    )
    source.write_text("# 绩效目标表\n项目名称：普法宣传\n\n| 一级指标 | 二级指标 | 三级指标 | 年度指标值 |\n|---|---|---|---|\n" + rows,
                      encoding="utf-8")  # fmt: skip
    window = open_window(WIDE, source)
    view = window.review_tree.view
    usual = {column: view.columnWidth(column) for column in (PERIOD, ANNUAL, AMOUNT)}
    window.desk.choose(window.desk.sources[1])
    settle()
    assert view.columnWidth(PERIOD) < usual[PERIOD]
    assert view.columnWidth(AMOUNT) < usual[AMOUNT]
    assert view.columnWidth(ANNUAL) > usual[ANNUAL] + 40
    window.desk.choose(window.desk.sources[0])
    settle()
    assert {column: view.columnWidth(column) for column in usual} == usual


def test_one_key_fits_the_width_or_the_page_and_it_is_remembered(open_window: Open, qtbot: QtBot) -> None:
    form = resource("selftest", "form.pdf")
    window = open_window(form)
    view = window.source_view.view

    def wide() -> float:
        return float(view.stack.sceneRect().width() * view.zoom / view.viewport().width())

    def press() -> None:
        QTest.keyClick(window.review_tree.view, Qt.Key.Key_9, Qt.KeyboardModifier.ControlModifier)

    assert wide() == pytest.approx(1, abs=0.01), "as wide as its pane from the beginning"
    press()
    whole = view.stack.items_in_order[0].size().height() * view.zoom
    assert whole <= view.viewport().height()
    assert wide() < 0.99
    window.close()
    window = open_window(form)
    view = window.source_view.view
    assert view.stack.items_in_order[0].size().height() * view.zoom == pytest.approx(whole, rel=0.1)
    assert wide() < 0.99, "as it was left"
    press()
    assert wide() == pytest.approx(1, abs=0.01)
    QTest.keyClick(window.review_tree.view, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert window.settings.remembered("original_fit") == ""
