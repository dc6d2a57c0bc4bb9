"""What a correction is good for beyond its field: the same value elsewhere, the next document, find and replace; the dialogs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hands import press, write
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLineEdit, QPushButton, QToolButton, QWidget

from reviewer.base import words
from reviewer.base.i18n import use_language
from reviewer.base.resources import resource
from reviewer.model.fields import FieldRef, Status
from reviewer.model.review import Kind, Node
from reviewer.ui.dialogs.columns import ColumnsDialog
from reviewer.ui.dialogs.heading import HeadingDialog
from reviewer.ui.dialogs.settings_dialog import SettingsDialog
from reviewer.ui.dialogs.vocabulary_page import VocabularyPage
from reviewer.ui.main_window import MainWindow

Open = Callable[..., MainWindow]
Key, Mod = Qt.Key, Qt.KeyboardModifier
WIDE = resource("samples", "wide.md")


def indicators(window: MainWindow) -> list[Node]:
    assert window.desk.review is not None
    return [node for node in window.desk.review.root.walk() if node.kind is Kind.INDICATOR]


# -- dialogs ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_dialog_opens_in_both_languages_without_text_cut_off(open_window: Open, language: str) -> None:
    use_language(language)
    window = open_window(WIDE)
    words.use(words.Words({"level1": {"产岀": "产出指标"}, "level2": {}}, {"考核要点": "level3"}))
    window.actions_table["actionReplace"].trigger()
    window.actions_table["actionKeys"].trigger()
    sheet = window.findChild(QDialog, "keySheet")
    settings = SettingsDialog(window.settings, window, window._keys.pages())
    heading = HeadingDialog("考核要点", "level3", window)
    for dialog in (window.learning._replacing, sheet, settings, heading):
        dialog.show()
        QApplication.processEvents()
        assert dialog.windowTitle()
        for place in range(3) if dialog is settings else (0,):
            if dialog is settings:
                settings.tabs.setCurrentIndex(place)
                QApplication.processEvents()
            for child in dialog.findChildren(QWidget):
                if (
                    child.isVisible()
                    and hasattr(child, "text")
                    and callable(child.text)
                    and not isinstance(child, QLineEdit | QToolButton)
                ):
                    least = child.minimumSizeHint()
                    assert child.width() >= least.width(), (dialog.objectName(), child.text())
        dialog.close()


def test_vocabulary_is_edited_exported_and_imported(open_window: Open, tmp_path: object) -> None:
    window = open_window(WIDE)
    page = VocabularyPage(words.Words())
    page.printed.setText("产岀类")
    page.meaning.setCurrentIndex(page.meaning.findData("产出指标"))
    page.add()
    page.kind.setCurrentIndex(2)
    page.printed.setText("考核要点：")
    page.meaning.setCurrentIndex(page.meaning.findData("level3"))
    page.add()
    file = window.learning.file.with_name("out.json")
    page.give_out(file)
    other = VocabularyPage(words.Words())
    other.take_in(file)
    assert other.words == page.words
    assert other.list.topLevelItemCount() == 2
    file.write_text("[]", encoding="utf-8")
    other.take_in(file)
    assert "out.json" in other.said.text()
    assert other.words.count == 2
    other.list.selectAll()
    other.remove()
    assert other.words.count == 0


# -- learning ---------------------------------------------------------------------------------------------------------


def correct(window: MainWindow, ref: FieldRef, value: str) -> None:
    window.desk.choose_field(ref)
    window.review_tree.view.setFocus()
    press(Key.Key_F2)
    write(value)
    press(Key.Key_Return)


def test_a_correction_is_offered_where_the_same_value_stands_and_made_with_one_key(open_window: Open) -> None:
    window = open_window(WIDE)
    review = window.desk.review
    assert review is not None
    groups: dict[str | None, list[Node]] = {}
    for row in indicators(window):
        groups.setdefault(row.value("level2"), []).append(row)
    old, rows = next((value, rows) for value, rows in groups.items() if value and len(rows) > 3)
    correct(window, FieldRef(rows[0].id, "level2"), "改过的指标")
    assert window.same_bar.isVisible()
    press(Key.Key_J, Mod.ControlModifier | Mod.ShiftModifier)
    assert QApplication.focusWidget() is window.same_bar.list
    press(Key.Key_Space)
    press(Key.Key_Return)
    assert rows[1].value("level2") == old, "not ticked, not touched"
    assert {row.value("level2") for row in rows[2:]} == {"改过的指标"}
    assert not window.same_bar.isVisible()
    press(Key.Key_Z, Mod.ControlModifier)
    assert {row.value("level2") for row in rows[1:]} == {old}
    assert rows[0].value("level2") == "改过的指标"
    assert all(review.field(FieldRef(row.id, "level2")).status is not Status.EDITED for row in rows[1:])


def test_a_corrected_name_of_a_level_helps_with_the_next_document(open_window: Open, tmp_path: object) -> None:
    window = open_window(WIDE)
    folder = window.learning.file.parent
    text = WIDE.read_text(encoding="utf-8").replace("11-数量指标", "11-数里指标")
    first, second = folder / "一.md", folder / "二.md"
    first.write_text(text, encoding="utf-8")
    second.write_text(text, encoding="utf-8")
    window.open_paths([first])
    assert window.wait_until_idle(60_000)
    window.desk.choose(window.desk.sources[-1])
    row = next(row for row in indicators(window) if row.value("level2") == "数里指标")
    correct(window, FieldRef(row.id, "level2"), "数量指标")
    assert words.in_use().levels["level2"] == {"数里指标": "数量指标"}
    assert words.load(window.learning.file).levels["level2"] == {"数里指标": "数量指标"}
    press(Key.Key_Z, Mod.ControlModifier)
    assert words.load(window.learning.file).levels["level2"] == {}, "what was taken back teaches nothing"
    press(Key.Key_Y, Mod.ControlModifier)
    assert words.load(window.learning.file).levels["level2"] == {"数里指标": "数量指标"}
    window.open_paths([second])
    assert window.wait_until_idle(60_000)
    window.desk.choose(window.desk.sources[-1])
    review = window.desk.review
    assert review is not None
    rows = [row for row in indicators(window) if row.value("level2") == "数里指标"]
    assert rows, "nothing is corrected behind the reviewer's back"
    assert all(review.is_doubtful(FieldRef(row.id, "level2")) for row in rows)
    assert window.same_bar.isVisible()
    window.review_tree.view.setFocus()
    press(Key.Key_J, Mod.ControlModifier)
    assert {row.value("level2") for row in rows} == {"数量指标"}


def test_a_damaged_vocabulary_is_put_aside_and_said(open_window: Open, tmp_path: object) -> None:
    window = open_window()
    file = window.learning.file
    window.close()
    file.write_bytes(b"\xff\xfe{")
    again = open_window()
    assert words.in_use() == words.Words()
    assert "vocabulary.json" in again.message_bar.texts()[0]
    assert not file.exists()
    assert file.with_suffix(".damaged.json").exists()


def test_replace_shows_every_change_first_and_is_one_step(open_window: Open) -> None:
    window = open_window(WIDE)
    review = window.desk.review
    assert review is not None
    before = review.root.data()
    window.actions_table["actionReplace"].trigger()
    dialog = window.learning._replacing
    assert dialog is not None
    dialog.sought.setText("不少于")
    dialog.put.setText("≥")
    dialog.look()
    count = dialog.list.topLevelItemCount()
    assert count == sum("不少于" in (review.field(ref).value or "") for ref in review.refs()) > 2
    assert review.root.data() == before
    dialog.list.topLevelItem(0).setCheckState(0, Qt.CheckState.Unchecked)
    dialog.replace()
    assert dialog.list.topLevelItemCount() == 1
    assert str(count - 1) in window.statusBar().currentMessage()
    window.actions_table["actionUndo"].trigger()
    assert review.root.data() == before
    dialog.pattern.setChecked(True)
    dialog.sought.setText("(")
    dialog.look()
    assert "(" in dialog.said.text()
    assert not dialog.replace_button.isEnabled()
    dialog.close()


# -- the columns of a whole header ------------------------------------------------------------------------------------

FORM = """项目名称,清淤工程,,,,
绩效指标,一级指标,二级指标,三级指标,目标甲,目标乙
,产出指标,数量指标,清淤长度,≥12公里,≥40公里
,产出指标,质量指标,验收合格率,≥95%,≥98%
,效益指标,社会效益指标,受益居民数,≥3万人,≥9万人
"""


def teach_by_key(window: MainWindow, *steps: Callable[[], object]) -> list[ColumnsDialog]:
    """Press the key, and do this in the dialog that comes up."""
    seen: list[ColumnsDialog] = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None or not dialog.isActiveWindow():
            return
        timer.stop()
        assert isinstance(dialog, ColumnsDialog)
        seen.append(dialog)
        try:
            for step in steps:
                step()
        except BaseException:
            dialog.reject()  # lest the window waits for ever
            raise

    timer = QTimer(window, interval=20)
    timer.timeout.connect(answer)
    timer.start()
    press(Key.Key_H, Mod.ControlModifier | Mod.ShiftModifier)
    return seen


def test_the_columns_of_a_table_are_taught_by_key_and_the_document_is_read_again(
    open_window: Open, tmp_path: Path
) -> None:
    file = tmp_path / "表.csv"
    file.write_text(FORM, encoding="utf-8")
    window = open_window(file)
    assert [row.value("period_value") for row in indicators(window)] == [None] * 3
    window.source_view.find("目标甲")
    window.review_tree.view.setFocus()

    def choose() -> None:
        period = QApplication.focusWidget()
        assert isinstance(period, QComboBox), "the keys are on the heading that was marked"
        assert period.accessibleName() == "“目标甲”的含义"
        period.setCurrentIndex(period.findData("period_value"))
        press(Key.Key_Tab)
        annual = QApplication.focusWidget()
        assert isinstance(annual, QComboBox)
        annual.setCurrentIndex(annual.findData("period_value"))
        (dialog,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, ColumnsDialog) and w.isVisible()]
        assert not dialog._yes.isEnabled(), "two columns cannot be the same"
        assert "实施周期指标值" in dialog.said.text()
        annual.setCurrentIndex(annual.findData("annual_value"))
        assert dialog._yes.isEnabled()
        press(Key.Key_Return)

    assert teach_by_key(window, choose)
    header = "绩效指标|一级指标|二级指标|三级指标|目标甲|目标乙"
    wanted = {header: "-|level1|level2|level3|period_value|annual_value"}
    assert words.in_use().layouts == words.load(window.learning.file).layouts == wanted
    button = next(b for b in window.message_bar.findChildren(QPushButton) if "重新读取" in b.text())
    button.click()
    assert window.wait_until_idle(60_000)
    assert [(row.value("period_value"), row.value("annual_value")) for row in indicators(window)] == [
        ("≥12公里", "≥40公里"),
        ("≥95%", "≥98%"),
        ("≥3万人", "≥9万人"),
    ]
    page = VocabularyPage(words.own())
    item = page.list.topLevelItem(0)
    assert item.text(2) == "目标甲 = 实施周期指标值；目标乙 = 年度指标值", "what the headings do not say by themselves"
    page.list.setCurrentItem(item)
    page.remove()
    assert page.words.count == 0, "and it is taken back where all words are"


def test_what_is_no_header_teaches_no_columns(open_window: Open, tmp_path: Path) -> None:
    file = tmp_path / "表.csv"
    file.write_text(FORM, encoding="utf-8")
    window = open_window(file)
    window.source_view.find("≥12公里")
    window.review_tree.view.setFocus()
    press(Key.Key_H, Mod.ControlModifier | Mod.ShiftModifier)
    assert "表头" in window.statusBar().currentMessage()
    window.source_view.find("目标甲")
    teach_by_key(window, lambda: press(Key.Key_Escape))
    assert words.own().count == 0
