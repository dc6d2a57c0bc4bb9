"""Very long and empty values at the real window: seen whole, told apart, and what stands beside them too."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from reviewer.base.resources import resource
from reviewer.export.choices import IMPORT, USUAL, Choices
from reviewer.ui.dialogs.export_dialog import ExportDialog
from reviewer.ui.dialogs.group_dialog import GroupDialog
from reviewer.ui.dialogs.places_dialog import PlacesDialog
from reviewer.ui.dialogs.sign_off_dialog import SignOffDialog
from reviewer.ui.main_window import MainWindow
from tools.pictures import team

Open = Callable[..., MainWindow]
GOAL = "；".join(f"第{number}项巡查河道护栏与标识牌并按季度公开进度" for number in range(12))
NAME = "城乡水环境综合治理与河湖长效管护以及水生态文明建设和智慧河湖建设工作经费项目"
NAMELESS = "<tr><td>产出指标</td><td>质量指标</td><td></td><td>≥95%</td></tr>"


def two_years(folder: Path) -> list[Path]:
    """Documents of one office of two years; goals that differ at their end, values that are empty in one of them."""
    made = []

    def merged(text: str) -> str:
        return f'<td rowspan="{2 if nameless else 1}">{text}</td>'

    for year, end, value, nameless in (
        (2030, "年底前完成98%", "≥12公里", ""), (2031, "年底前完成99%", "", NAMELESS),
    ):  # fmt: skip
        path = folder / f"青禾区水务局{year}年项目绩效目标表.html"
        rows = [
            f"<tr>{merged(NAME)}{merged('10.00')}{merged(f'{GOAL}；{end}')}<td>产出指标</td><td>数量指标</td><td>保洁河道长度</td><td>{value}</td></tr>{nameless}",
            "<tr><td>节水宣传</td><td></td><td></td><td>产出指标</td><td>数量指标</td><td>宣传场次</td><td>≥3场</td></tr>",
        ]
        heads = ("项目名称", "预算金额", "年度绩效目标", "一级指标", "二级指标", "三级指标", "年度指标值")
        head = "".join(f"<th>{text}</th>" for text in heads)
        path.write_text(
            f"<h1>青禾区水务局{year}年项目绩效目标表</h1><p>部门名称：青禾区水务局</p><p>单位：万元</p>"
            f"<table><tr>{head}</tr>{''.join(rows)}</table>",
            encoding="utf-8",
        )
        made.append(path)
    return made


def test_side_by_side_shows_a_long_value_whole_and_both_of_its_ends(
    open_window: Open, tmp_path: Path, qtbot: QtBot
) -> None:
    window = open_window(*two_years(tmp_path))
    window.actions_table["actionSideBySide"].trigger()
    dialog = window.findChild(GroupDialog)
    assert dialog is not None
    dialog.kind.setCurrentIndex(dialog.kind.findData("goal"))
    dialog.scope.setCurrentIndex(1)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.table.setFocus()
    row = next(
        place for place, (group, _) in enumerate(dialog.rows.rows) if group.value and group.value.endswith("98%")
    )
    dialog.take_row(row)
    place, _, value = dialog.whole.toPlainText().partition("\n")
    assert (value, "2030年" in place) == (f"{GOAL}；年底前完成98%", True)
    QTest.keyClick(dialog.table, Qt.Key.Key_Down)
    assert dialog.whole.toPlainText().partition("\n")[2] != value
    table = dialog.table
    option = QStyleOptionViewItem()
    for column, mode in ((2, Qt.TextElideMode.ElideMiddle), (3, Qt.TextElideMode.ElideRight)):
        table.initViewItemOption(option)
        table.itemDelegateForIndex(dialog.rows.index(row, column)).initStyleOption(
            option, dialog.rows.index(row, column)
        )
        assert option.textElideMode == mode  # type: ignore[attr-defined]
    shown = str(dialog.rows.index(row, 3).data())
    assert "【第0项" in shown
    assert "98%】产出指标" in shown
    assert len(shown) < 50
    empty = next(place for place, (group, _) in enumerate(dialog.rows.rows) if not group.value)
    dialog.take_row(empty)
    assert dialog.whole.toPlainText().partition("\n")[2] == "空"
    dialog.close()


def test_the_whole_value_is_gone_with_the_rows_and_no_trap_for_tab(
    open_window: Open, tmp_path: Path, qtbot: QtBot
) -> None:
    window = open_window(two_years(tmp_path)[0])
    window.actions_table["actionSideBySide"].trigger()
    dialog = window.findChild(GroupDialog)
    assert dialog is not None
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.whole.setFocus()
    QTest.keyClick(dialog.whole, Qt.Key.Key_Tab)
    assert not dialog.whole.hasFocus()
    for box in (dialog.kind, dialog.which):
        box.setCurrentIndex(box.count() - 1)
    dialog.rows.show_rows([], [])
    dialog._show_whole()
    assert dialog.whole.toPlainText() == ""
    dialog.close()


def test_of_two_years_the_ends_are_shown_where_only_they_differ(open_window: Open, tmp_path: Path) -> None:
    window = open_window(*two_years(tmp_path))
    window.desk.choose(window.desk.sources[1])
    window.actions_table["actionCompareYears"].trigger()
    dialog = window.findChild(PlacesDialog)
    assert dialog is not None
    rows = [dialog.list.item(row).text() for row in range(dialog.list.count())]
    (goal,) = (row for row in rows if "绩效目标" in row)
    assert "完成98% → " in goal
    assert goal.endswith("完成99%")
    (value,) = (row for row in rows if "年度指标值" in row)
    assert value.endswith("≥12公里 → 空")
    (nameless,) = (row for row in rows if row.startswith("新增"))
    assert nameless.endswith("… › （未命名指标）"), "or the project would seem to be new"
    assert max(map(len, rows)) < 150
    dialog.close()


def test_the_page_for_the_head_has_no_bar_across_and_air_above_each_heading(open_window: Open, tmp_path: Path) -> None:
    window = open_window(*two_years(tmp_path))
    window.actions_table["actionSignOff"].trigger()
    dialog = window.findChild(SignOffDialog)
    assert dialog is not None
    for width in range(640, 660):
        dialog.resize(width, 500)
        QTest.qWait(1)
        assert not dialog.page.horizontalScrollBar().isVisible()
    document = dialog.page.document()
    layout, gaps = document.documentLayout(), {}
    block = document.begin()
    while block.isValid():
        above = [frame for frame in document.rootFrame().childFrames() if frame.lastPosition() < block.position()]
        if above and block.blockFormat().headingLevel() == 2:
            gaps[block.text()] = layout.blockBoundingRect(block).top() - layout.frameBoundingRect(above[-1]).bottom()
        block = block.next()
    assert len(gaps) >= 4
    assert min(gaps.values()) > 8, gaps
    dialog.close()


def test_no_sheet_that_can_be_exported_is_cut_on_a_small_screen(open_window: Open) -> None:
    window = open_window(resource("samples", "wide.md"))
    items = [(opened.review, opened.history) for opened in window.desk.sources if opened.review]
    dialog = ExportDialog(items, Choices(sheets=(*USUAL, IMPORT)), window)
    dialog.show()
    dialog.resize(760, 480)
    QTest.qWait(20)
    tree = dialog.tree
    for item in dialog._tops():
        index = tree.indexFromItem(item)
        assert tree.visualItemRect(item).width() >= tree.sizeHintForIndex(index).width(), item.text(0)
    assert dialog.table.width() > tree.width() // 2
    dialog.close()


def test_a_queue_without_a_line_says_of_when_it_is(open_window: Open) -> None:
    window = open_window()
    page = team.queue(window)
    page.show()
    link = window.team.link
    told = page.queue.totals.text()
    assert told.startswith("共 4210 份文件")
    link.is_online = False
    link.changed.emit()
    offline = page.queue.totals.text()
    assert offline.startswith("没有连上，以下是 ")
    assert offline.endswith(told)
    link.is_online = True
    link.changed.emit()
    assert page.queue.totals.text() == told
    page.close()
