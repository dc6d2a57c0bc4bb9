"""All that is open together at the real window: the page for the head, projects that stand twice, putting off, the reviewer's name."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from window_fixtures import Answers

from reviewer.base.resources import resource
from reviewer.model import acts
from reviewer.model.fields import FieldRef
from reviewer.model.history import History
from reviewer.model.pace import Pace
from reviewer.model.postponing import note_of
from reviewer.ui.dialogs.places_dialog import PlacesDialog
from reviewer.ui.dialogs.sign_off_dialog import SignOffDialog
from reviewer.ui.main_window import MainWindow

Open = Callable[..., MainWindow]
WIDE, FORMS = resource("samples", "wide.md"), resource("samples", "forms.txt")


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def history(window: MainWindow, place: int) -> History:
    found = window.desk.sources[place].history
    assert found is not None
    return found


def test_a_source_that_is_put_off_is_passed_over_until_it_is_taken_up_again(
    open_window: Open, answers: Answers
) -> None:
    window = open_window(WIDE, FORMS)
    first, second = window.desk.sources
    press(Qt.Key.Key_F8, Qt.KeyboardModifier.ControlModifier)
    assert note_of(history(window, 0)) == "等业务科答复"
    assert window.desk.current is second, "on with the next"
    item = window.document_list.list.item(0)
    assert item.text().startswith("‖")
    assert "等业务科答复" in item.toolTip()
    assert "等业务科答复" in item.data(Qt.ItemDataRole.AccessibleDescriptionRole)
    while second.is_open:
        press(Qt.Key.Key_Return)
        assert window.desk.current is second, "the walk does not go to what is put off"
    press(Qt.Key.Key_Return)
    assert window.desk.current is second
    assert "推迟" in window.statusBar().currentMessage()
    window.desk.choose(first)
    press(Qt.Key.Key_F8, Qt.KeyboardModifier.ControlModifier)
    assert note_of(history(window, 0)) is None
    assert not window.document_list.list.item(0).text().startswith("‖")
    answers.note = None
    press(Qt.Key.Key_F8, Qt.KeyboardModifier.ControlModifier)
    assert note_of(history(window, 0)) is None, "who gives the question up puts nothing off"


def test_the_key_for_the_next_file_passes_over_what_is_put_off_while_there_is_another(open_window: Open) -> None:
    window = open_window(WIDE, FORMS, resource("samples", "department.txt"))
    first, second, third = window.desk.sources
    window.desk.choose(second)
    press(Qt.Key.Key_F8, Qt.KeyboardModifier.ControlModifier)
    window.desk.choose(first)
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert window.desk.current is third
    press(Qt.Key.Key_F8, Qt.KeyboardModifier.ControlModifier)
    window.desk.choose(first)
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert window.desk.current is second, "nothing else is left"


def test_how_far_all_is_stands_below_with_rate_and_time(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(WIDE)
    window.overall.refresh()
    assert window.overall.text() == "", "one source tells of itself"
    window = open_window(WIDE, FORMS)
    clock = [0.0]
    window.overall._pace = Pace(lambda: clock[0])
    window.overall.refresh()
    left = sum(s.review.count_doubtful() for s in window.desk.sources if s.review is not None)
    assert str(left) in window.overall.text()
    assert "0 / 2" in window.overall.text()
    for _ in range(6):
        clock[0] += 12
        press(Qt.Key.Key_Return)
        window.overall.refresh()
    assert "每分钟" in window.overall.text()
    assert "分钟" in window.overall.text().rpartition("约")[2]
    window.desk.remove(window.desk.sources[0])
    qtbot.waitUntil(lambda: window.overall.text() == "")


def test_the_name_of_the_reviewer_is_asked_once_at_the_first_act(
    open_window: Open, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("USER", "zhang")
    monkeypatch.delenv("USERNAME", raising=False)
    window = open_window()
    window.settings.keep_remembered("reviewer_asked", "")
    window.close()
    window = open_window(WIDE)
    assert window.message_bar.texts() == []
    press(Qt.Key.Key_Return)
    assert ["zhang" in text for text in window.message_bar.texts()] == [True]
    assert QApplication.focusWidget() is window.review_tree.view, "nobody has to answer: the work goes on"
    next(b for b in window.message_bar.findChildren(QPushButton) if b.text().startswith("改姓名")).click()
    assert window.settings.reviewer_name == "赵六"
    press(Qt.Key.Key_Return)
    assert history(window, 0).record[-1].who == "赵六"
    assert window.message_bar.texts() == []
    window.close()
    again = open_window(FORMS)
    press(Qt.Key.Key_Return)
    assert again.message_bar.texts() == [], "once"


def test_the_page_for_the_head_is_shown_and_kept_as_pdf_and_html(
    open_window: Open, answers: Answers, tmp_path: Path
) -> None:
    window = open_window(WIDE, FORMS)
    window.actions_table["actionSignOff"].trigger()
    dialog = window.findChild(SignOffDialog)
    assert dialog is not None
    assert "wide.md" in dialog.page.toPlainText()
    pdf, web = tmp_path / "签认.pdf", tmp_path / "签认.html"
    answers.pages = [pdf, web]
    for button in dialog.findChildren(QPushButton)[:2]:
        button.click()
    assert pdf.read_bytes().startswith(b"%PDF")
    assert "forms.txt" in web.read_text(encoding="utf-8")
    assert answers.suggested[-1].suffix == ".html"
    assert answers.suggested[-1].stem.startswith("wide")
    dialog.close()


def test_projects_that_stand_twice_lead_to_their_rows(open_window: Open, tmp_path: Path, qtbot: QtBot) -> None:
    copy = tmp_path / "另一份.md"
    shutil.copy(WIDE, copy)
    window = open_window(WIDE, copy)
    window.actions_table["actionTwice"].trigger()
    dialog = window.findChild(PlacesDialog)
    assert dialog is not None
    rows = [dialog.list.item(row).text() for row in range(dialog.list.count())]
    assert len(rows) >= 4
    place = next(row for row, text in enumerate(rows) if copy.name in text)
    dialog.list.setCurrentRow(place)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    assert window.desk.current is window.desk.sources[1]
    node = window.desk.node()
    assert node is not None
    assert rows[place].startswith(node.value("name") or "?")
    dialog.close()


def test_the_differences_from_last_year_lead_to_their_fields(open_window: Open, tmp_path: Path, qtbot: QtBot) -> None:
    head = "# 青禾区水务局{year}年项目绩效目标表\n部门名称：青禾区水务局\n\n"
    head += "| 项目名称 | 总计 | 一级指标 | 二级指标 | 三级指标 | 指标值 |\n|---|---|---|---|---|---|\n"
    old, new = tmp_path / "去年.md", tmp_path / "今年.md"
    old.write_text(
        head.format(year=2030) + "| 河道保洁 | 10.00 | 产出指标 | 数量指标 | 保洁河道 | ≥12公里 |\n", encoding="utf-8"
    )
    new.write_text(head.format(year=2031) + "| 河道保洁 | 10.00 | 产出指标 | 数量指标 | 保洁河道 | ≥15公里 |\n"
                   "| 泵站检修 | 20.00 | 产出指标 | 数量指标 | 检修泵站 | ≥2座 |\n", encoding="utf-8")  # fmt: skip
    window = open_window(old, new)
    window.actions_table["actionCompareYears"].trigger()
    assert window.findChild(PlacesDialog) is None
    assert "上一年度" in window.statusBar().currentMessage(), "this is the earlier one itself"
    window.desk.choose(window.desk.sources[1])
    window.actions_table["actionCompareYears"].trigger()
    dialog = window.findChild(PlacesDialog)
    assert dialog is not None
    rows = [dialog.list.item(row).text() for row in range(dialog.list.count())]
    assert [row.partition("：")[0] for row in rows] == ["变化", "新增"]
    assert "≥12公里 → ≥15公里" in rows[0]
    dialog.list.setCurrentRow(0)
    dialog.go()
    field = window.current_field()
    assert field is not None
    assert (field["source"], field["field"], field["value"]) == (1, "annual_value", "≥15公里")
    dialog.close()


def test_a_year_that_is_not_known_comes_to_hand_before_two_years_can_be_compared(
    open_window: Open, tmp_path: Path
) -> None:
    head = "# 青禾区水务局{year}项目绩效目标表\n部门名称：青禾区水务局\n\n"
    head += "| 项目名称 | 总计 | 一级指标 | 二级指标 | 三级指标 | 指标值 |\n|---|---|---|---|---|---|\n"
    old, new = tmp_path / "旧.md", tmp_path / "新.md"
    row = "| 河道保洁 | 10.00 | 产出指标 | 数量指标 | 保洁河道 | ≥{value}公里 |\n"
    old.write_text(head.format(year="2030年") + row.format(value=12), encoding="utf-8")
    new.write_text(head.format(year="") + row.format(value=15), encoding="utf-8")
    window = open_window(old, new)
    window.desk.choose(window.desk.sources[1])
    window.actions_table["actionCompareYears"].trigger()
    assert window.findChild(PlacesDialog) is None
    assert "新.md" in window.statusBar().currentMessage()
    field = window.current_field()
    assert field is not None
    assert (field["source"], field["field"]) == (1, "year")
    review = window.desk.review
    assert review is not None
    window.desk.do(acts.set_value(review, FieldRef(review.root.id, "year"), "2031"))
    window.actions_table["actionCompareYears"].trigger()
    dialog = window.findChild(PlacesDialog)
    assert dialog is not None
    assert dialog.list.count() == 1
    dialog.close()


def test_nothing_is_listed_where_no_project_stands_twice(open_window: Open) -> None:
    window = open_window(FORMS)
    window.actions_table["actionTwice"].trigger()
    assert window.findChild(PlacesDialog) is None
    assert "没有重复的项目" in window.statusBar().currentMessage()
