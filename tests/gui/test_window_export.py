"""Choosing what to export, and taking corrections back from Excel, in the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialogButtonBox, QPushButton
from pytestqt.qtbot import QtBot
from window_fixtures import Answers

from reviewer.base.resources import resource
from reviewer.export import workbook
from reviewer.export.choices import IMPORT, MERGED, USUAL, Choices, choices_of
from reviewer.export.next_system import load_profile, own_profile
from reviewer.export.read_back import read_back
from reviewer.export.tables import Item
from reviewer.export.template import Column, Plan
from reviewer.export.totals import Figures, Sum
from reviewer.export.workbook import write_workbook
from reviewer.model import acts
from reviewer.model.fields import FieldRef
from reviewer.model.history import History
from reviewer.model.review import Kind
from reviewer.ui.dialogs.differences_dialog import DifferencesDialog
from reviewer.ui.dialogs.export_dialog import ExportDialog
from reviewer.ui.dialogs.places_dialog import PlacesDialog
from reviewer.ui.dialogs.profile_dialog import ProfileDialog
from reviewer.ui.dialogs.summary_dialog import SummaryDialog, SummaryPage
from reviewer.ui.dialogs.template_dialog import TemplateDialog
from reviewer.ui.main_window import MainWindow

Open = Callable[..., MainWindow]
SAMPLE = resource("samples", "wide.md")


def items_of(window: MainWindow) -> list[Item]:
    return [(opened.review, opened.history) for opened in window.desk.sources if opened.review]


@pytest.fixture
def dialog(open_window: Open, qtbot: QtBot) -> ExportDialog:
    made = ExportDialog(items_of(open_window(SAMPLE)), Choices())
    qtbot.addWidget(made)
    made.show()
    return made


def row_of(dialog: ExportDialog, sheet: str, column: str = "") -> object:
    [top] = [item for item in dialog._tops() if item.data(0, Qt.ItemDataRole.UserRole) == sheet]
    return next((top.child(i) for i in range(top.childCount()) if top.child(i).text(0) == column), top)


def heads(dialog: ExportDialog) -> list[str]:
    return [dialog.table.horizontalHeaderItem(i).text() for i in range(dialog.table.columnCount())]


def test_enter_exports_the_usual_workbook(dialog: ExportDialog) -> None:
    assert dialog.sheet.currentText() == "指标"
    assert dialog.table.rowCount() > 5
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.result() == 1
    assert set(dialog.choices().sheets) == set(USUAL)
    assert dialog.choices().left_out == ()


def test_the_preview_follows_the_choices(dialog: ExportDialog) -> None:
    assert {"计算符号", "置信度"} <= set(heads(dialog))
    dialog.split.setChecked(False)
    row_of(dialog, "指标", "置信度").setCheckState(0, Qt.CheckState.Unchecked)  # type: ignore[attr-defined]
    dialog.codes.setChecked(True)
    QTest.qWait(0)
    assert not {"计算符号", "置信度"} & set(heads(dialog))
    assert "一级指标代码" in heads(dialog)
    assert choices_of(dialog.choices().text()) == dialog.choices()


def test_the_sheet_that_is_ticked_is_shown(dialog: ExportDialog, qtbot: QtBot) -> None:
    dialog.tree.setFocus()
    dialog.tree.setCurrentItem(row_of(dialog, IMPORT))
    QTest.keyClick(dialog.tree, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: dialog.sheet.currentText() == IMPORT)
    assert dialog.table.rowCount() > 5
    row_of(dialog, "项目", "绩效目标").setCheckState(0, Qt.CheckState.Unchecked)  # type: ignore[attr-defined]
    QTest.qWait(20)
    assert dialog.sheet.currentText() == IMPORT, "what is left out is not looked for"
    QTest.keyClick(dialog.tree, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: dialog.sheet.currentText() != IMPORT)


def test_what_is_doubtful_is_counted(dialog: ExportDialog) -> None:
    review, history = dialog._items[0]
    assert str(review.count_doubtful()) in dialog._warning.text()
    assert history is not None
    for entry in review.entries:
        history.do(acts.accept_entry(review, entry))
    history.do(acts.accept_entry(review, review.root))
    dialog._refresh()
    assert "0" not in dialog._warning.text()
    assert review.count_doubtful() == 0


def test_what_the_next_system_would_refuse_is_listed(dialog: ExportDialog) -> None:
    assert not dialog._flight.isVisible()
    row_of(dialog, IMPORT).setCheckState(0, Qt.CheckState.Checked)  # type: ignore[attr-defined]
    QTest.qWait(0)
    assert dialog._flight.isVisible()
    assert str(len(dialog._found)) in dialog._flight.text()
    dialog.sheet.setCurrentText(IMPORT)
    assert heads(dialog)[0] == "项目"


def test_an_own_format_of_the_import_sheet(open_window: Open, qtbot: QtBot, answers: Answers, tmp_path: Path) -> None:
    window = open_window(SAMPLE)
    qtbot.addWidget(ExportDialog(items_of(window), Choices(sheets=(IMPORT,))))
    own = own_profile()
    assert own.is_relative_to(tmp_path), "in the user's own folder, where it may be changed"
    own.write_text(own.read_text(encoding="utf-8").replace("三级指标名称", "指标全称"), encoding="utf-8")
    again = ExportDialog(items_of(window), Choices(sheets=(IMPORT,)))
    qtbot.addWidget(again)
    assert "指标全称" in heads(again)
    own.write_text("{", encoding="utf-8")
    broken = ExportDialog(items_of(window), Choices(sheets=("指标", IMPORT)))
    qtbot.addWidget(broken)
    assert "integrated.json" in broken._warning.text()
    assert broken.choices().sheets == ("指标",)
    broken._own.click()
    mended = broken.findChild(ProfileDialog)
    assert mended is not None
    assert mended.columns.rowCount() > 5, "it begins anew with the one that came with the program"
    mended.reject()
    answers.choices, answers.workbooks = Choices(sheets=(IMPORT,)), [tmp_path / "out.xlsx"]
    window.actions_table["actionExportExcel"].trigger()
    assert window.wait_until_idle(60_000)
    assert "integrated.json" in window.message_bar.texts()[0], "a sentence on the file, not on a fault of the program"
    assert not (tmp_path / "out.xlsx").exists()


def test_choices_are_remembered(open_window: Open, answers: Answers, tmp_path: Path) -> None:
    window = open_window(SAMPLE)
    answers.choices = Choices(sheets=("指标", MERGED), left_out=("指标/置信度",), codes=True)
    answers.workbooks = [tmp_path / "out.xlsx"]
    window.actions_table["actionExportExcel"].trigger()
    assert window.wait_until_idle(60_000)
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert book.sheetnames == ["指标", MERGED, "说明"]
    assert "置信度" not in [cell.value for cell in book["指标"][1]]
    again = open_window(SAMPLE)
    again.actions_table["actionExportExcel"].trigger()
    assert answers.offered == answers.choices


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Event:
    """Exports go on until this is set, telling their progress."""
    ended, really_write = Event(), workbook.write_workbook

    def write(items: list[Item], path: Path, progress: Callable[[float], None], **more: Any) -> None:
        def slowly(share: float) -> None:
            while not ended.wait(0.01):
                progress(share)
            progress(share)

        really_write(items, path, progress=slowly, **more)

    monkeypatch.setattr(workbook, "write_workbook", write)
    return ended


@pytest.mark.parametrize("way", ["key", "button"])
def test_an_export_is_stopped_and_the_old_file_stays(
    open_window: Open, answers: Answers, qtbot: QtBot, tmp_path: Path, slow: Event, way: str
) -> None:
    window = open_window(SAMPLE)
    (tmp_path / "out.xlsx").write_bytes(b"old")
    answers.workbooks = [tmp_path / "out.xlsx"]
    window.actions_table["actionExportExcel"].trigger()
    bar = window.exports.writing.bar
    assert bar.isVisible()
    assert "out.xlsx" in bar._label.text()
    if way == "key":
        QTest.keyClick(window.review_tree.view, Qt.Key.Key_Escape)
    else:
        QTest.mouseClick(bar.button, Qt.MouseButton.LeftButton)
    assert window.wait_until_idle(60_000)
    assert not bar.isVisible()
    assert "out.xlsx" in window.statusBar().currentMessage()
    assert window.message_bar.texts() == []
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["out.xlsx"]
    assert (tmp_path / "out.xlsx").read_bytes() == b"old"
    slow.set()
    answers.workbooks = [tmp_path / "out.xlsx"]
    window.actions_table["actionExportExcel"].trigger()
    assert window.wait_until_idle(60_000)
    assert openpyxl.load_workbook(tmp_path / "out.xlsx").sheetnames[0] == "项目", "the next export is not stopped too"


def test_the_window_does_not_close_over_an_export(
    open_window: Open, answers: Answers, tmp_path: Path, slow: Event
) -> None:
    window = open_window(SAMPLE)
    answers.workbooks = [tmp_path / "out.xlsx"]
    window.actions_table["actionExportExcel"].trigger()
    assert not window.close()
    assert window.isVisible()
    [leave] = window.message_bar.findChildren(QPushButton)
    leave.click()
    assert not window.isVisible()
    assert not (tmp_path / "out.xlsx").exists()


def test_one_workbook_a_source(open_window: Open, answers: Answers, tmp_path: Path) -> None:
    window = open_window(SAMPLE, resource("samples", "forms.txt"))
    answers.choices, answers.folder = Choices(one_file=False), tmp_path
    window.actions_table["actionExportExcel"].trigger()
    assert window.wait_until_idle(60_000)
    assert sorted(path.name for path in tmp_path.glob("*.xlsx")) == ["forms.xlsx", "wide.xlsx"]


def corrected(window: MainWindow, path: Path) -> Path:
    write_workbook(items_of(window), path)
    book = openpyxl.load_workbook(path)
    page = book["指标"]
    page.cell(2, 9).value = "≥41期"
    page.delete_rows(5)
    book.save(path)
    return path


def test_corrections_come_back_in_one_step_of_undo(open_window: Open, answers: Answers, tmp_path: Path) -> None:
    window = open_window(SAMPLE)
    before = window.review()
    answers.corrected = corrected(window, tmp_path / "out.xlsx")
    window.actions_table["actionReadBack"].trigger()
    assert window.wait_until_idle(60_000)
    assert window.review() != before
    assert window.desk.history is not None
    act = window.desk.history.record[-1].act
    assert (act.name, len(act.edits)) == ("read_back", 2)
    assert "out.xlsx" in acts.act_title(act)
    window.actions_table["actionUndo"].trigger()
    assert window.review() == before
    answers.taken = lambda found: found[:1]
    window.actions_table["actionReadBack"].trigger()
    assert window.wait_until_idle(60_000)
    node = next(n for n in window.desk.review.root.walk() if n.kind is Kind.INDICATOR)  # type: ignore[union-attr]
    assert node.value("annual_value") == "≥41期"
    answers.session = tmp_path / "work.review"
    window.actions_table["actionSave"].trigger()
    again = open_window(tmp_path / "work.review")
    assert again.review() == window.review(), "what came back is in the session like any other act"


def test_a_strange_workbook_is_said_in_the_bar(open_window: Open, answers: Answers, tmp_path: Path) -> None:
    window = open_window(SAMPLE)
    answers.corrected = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(answers.corrected)
    window.actions_table["actionReadBack"].trigger()
    assert window.wait_until_idle(60_000)
    assert "other.xlsx" in window.message_bar.texts()[0]
    assert "choose_differences" not in answers.asked


def test_the_list_of_differences(open_window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    window = open_window(SAMPLE)
    path = corrected(window, tmp_path / "out.xlsx")
    review, history = items_of(window)[0]
    assert isinstance(history, History)
    node = next(n for n in review.root.walk() if n.kind is Kind.INDICATOR)
    history.do(acts.set_value(review, FieldRef(node.id, "annual_value"), "≥40期"))
    found = read_back(path, items_of(window))
    dialog = DifferencesDialog([review], found, "out.xlsx", window)
    dialog.open()
    qtbot.waitUntil(dialog.isActiveWindow)
    model = dialog.table.model()
    rows = [[model.index(row, column).data() for column in range(4)] for row in range(model.rowCount())]
    assert len(rows) == 2
    assert rows[0][2:] == ["≥40期", "≥41期"]
    assert rows[0][0].startswith("⚠"), "a clash is told by a sign, not by colour alone"
    said = dialog.whole.toPlainText()
    assert "≥40期" in said
    assert "≥41期" in said
    light = QApplication.palette()
    try:
        QApplication.setPalette(QPalette(QColor("#202020")))
        assert model.index(0, 0).data(Qt.ItemDataRole.BackgroundRole).color().lightness() < 128, (
            "dark where all is dark"
        )
        assert model.index(1, 0).data(Qt.ItemDataRole.BackgroundRole).color().lightness() < 128
    finally:
        QApplication.setPalette(light)
    assert [type(d).__name__ for d in dialog.accepted_ones()[0]] == ["Delete"], "a clash is not taken over unasked"
    dialog.table.setCurrentIndex(model.index(0, 0))
    QTest.keyClick(dialog.table, Qt.Key.Key_Space)
    assert len(dialog.accepted_ones()[0]) == 2
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.result() == 1
    assert dialog.findChild(QDialogButtonBox) is not None


def test_a_template_is_filled_and_its_mapping_remembered(open_window: Open, answers: Answers, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["项目名称", "三级指标", "备查"])  # type: ignore[union-attr]
    book.save(tmp_path / "template.xlsx")
    window = open_window(SAMPLE)
    answers.corrected, answers.mapping = tmp_path / "template.xlsx", {"C": "annual_value"}
    answers.workbooks = [tmp_path / "filled.xlsx"]
    window.actions_table["actionFillTemplate"].trigger()
    assert window.wait_until_idle(60_000)
    rows = list(openpyxl.load_workbook(tmp_path / "filled.xlsx").active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert len(rows) > 20
    assert rows[1][2]
    answers.mapping = {}
    window.actions_table["actionFillTemplate"].trigger()
    assert window.wait_until_idle(60_000)
    assert answers.plan is not None
    assert [column.part for column in answers.plan.columns] == ["project", "level3", "annual_value"]


def test_the_dialog_of_a_template(qtbot: QtBot) -> None:
    plan = Plan("填报", 3, 4, (Column("A", "项目", "project"), Column("B", "意见", "")))
    dialog = TemplateDialog(plan, {"project": "项目名称", "goal": "绩效目标"}, "t.xlsx")
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.plan() == plan
    dialog.boxes["B"].setCurrentIndex(2)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert [column.part for column in dialog.plan().columns] == ["project", "goal"]
    assert dialog.result() == 1


def test_the_summary_follows_the_work_and_becomes_a_picture(
    qtbot: QtBot, open_window: Open, answers: Answers, tmp_path: Path
) -> None:
    window = open_window(SAMPLE)
    window.actions_table["actionSummary"].trigger()
    [dialog] = window.findChildren(SummaryDialog)
    review = window.desk.review
    assert review is not None
    count = sum(node.kind is Kind.INDICATOR for node in review.root.walk())
    assert str(count) in dialog.page.counts.text()
    assert str(review.count_doubtful()) in dialog.page.counts.text()
    node = next(n for n in review.root.walk() if n.kind is Kind.INDICATOR)
    before = dialog.page.level1.accessibleName()
    assert window.desk.do(acts.delete(review, [node]))
    qtbot.waitUntil(lambda: str(count - 1) in dialog.page.counts.text())
    assert dialog.page.level1.accessibleName() != before
    answers.picture = tmp_path / "summary.png"
    window.exports._save_picture(dialog.picture())
    assert QImage(str(tmp_path / "summary.png")).width() > 400
    dialog.close()


def test_sums_are_held_against_the_total_row(qtbot: QtBot) -> None:
    page = SummaryPage()
    qtbot.addWidget(page)
    page.show_figures("甲", Figures(sums=[Sum("总计", 10.0, 12.5), Sum("小计", 3.0, 3.0), Sum("其他", 1.0, None)]))
    lines = page.sums.text().splitlines()
    assert "12.5" in lines[0]
    assert "2.5" in lines[0]
    assert len(lines) == 3


def test_what_the_next_system_would_refuse_leads_to_its_fields(
    open_window: Open, answers: Answers, qtbot: QtBot
) -> None:
    window = open_window(SAMPLE)
    window.actions_table["actionExportExcel"].trigger()
    review, history = window.desk.review, window.desk.history
    assert review is not None
    dialog = ExportDialog([(review, history)], Choices(sheets=(IMPORT,)), window, answers.show_findings)
    dialog.show()
    assert dialog._found
    dialog._flight.click()
    assert not dialog.isVisible(), "nothing stands in front of the work"
    listed = window.findChild(PlacesDialog)
    assert listed is not None
    assert listed.list.count() == len(dialog._found)
    row = next(row for row, found in enumerate(dialog._found) if found.place and found.place[1].key != "name")
    listed.activateWindow()
    qtbot.waitUntil(listed.isActiveWindow)
    listed.list.setCurrentRow(row)
    QTest.keyClick(listed.list, Qt.Key.Key_Return)
    assert dialog._found[row].place is not None
    assert window.desk.field == dialog._found[row].place[1]
    assert listed.isVisible(), "on to the next from there"
    listed.close()
    dialog.deleteLater()


def test_the_format_of_the_import_sheet_is_changed_in_a_table_and_seen_at_once(open_window: Open) -> None:
    window = open_window(SAMPLE)
    review = window.desk.review
    assert review is not None
    export = ExportDialog([(review, window.desk.history)], Choices(sheets=(IMPORT,)), window)
    export.show()
    export._own.click()
    dialog = export.findChild(ProfileDialog)
    assert dialog is not None
    first = dialog.preview.horizontalHeaderItem(0).text()
    dialog.columns.setCurrentCell(0, 0)
    dialog.columns.item(0, 0).setText("项目（省里的叫法）")
    assert dialog.preview.horizontalHeaderItem(0).text() == "项目（省里的叫法）" != first
    dialog.shift(1)
    assert dialog.preview.horizontalHeaderItem(1).text() == "项目（省里的叫法）"
    dialog.columns.item(0, 0).setText("")
    assert not dialog.ok.isEnabled()
    assert "列名" in dialog.said.text()
    dialog.columns.item(0, 0).setText("一级")
    dialog.columns.setCurrentCell(0, 1)
    dialog.columns.editItem(dialog.columns.item(0, 1))
    chooser = dialog.columns.findChild(QComboBox)
    assert chooser is not None
    chooser.setCurrentIndex(chooser.findData("level2"))
    chooser.activated.emit(chooser.currentIndex())
    assert dialog.rows()[0][1] == "level2"
    assert dialog.preview.item(0, 0).text() == dialog.preview.item(0, 2).text(), "both hold level 2 now"
    dialog.signs["≥"].setText("大于等于")
    dialog.ok.click()
    kept = load_profile()
    assert [column.title for column in kept.columns][:2] == ["一级", "项目（省里的叫法）"]
    assert kept.signs["≥"] == "大于等于"
    assert export._shown[IMPORT].columns[0] == "一级", "the export shows it at once"
    export.close()
    export.deleteLater()
