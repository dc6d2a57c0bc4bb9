"""Every dialog, by name, as it comes up over a window with a sample in it."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from reviewer.base import policy, words
from reviewer.base.resources import resource
from reviewer.base.words import Words
from reviewer.export.choices import CHARTS, IMPORT, MERGED, USUAL, Choices
from reviewer.export.next_system import load_profile
from reviewer.export.read_back import ReadBack, read_back
from reviewer.export.tables import Item
from reviewer.export.template import look_at, parts_of
from reviewer.export.workbook import write_workbook
from reviewer.extract.labels import Role
from reviewer.extract.teaching import Heading
from reviewer.model import acts
from reviewer.model.fields import FieldRef
from reviewer.model.history import History
from reviewer.model.review import Kind, Review
from reviewer.model.second import SecondReview
from reviewer.model.target import parse_targets
from reviewer.ui.desk import OpenSource
from reviewer.ui.dialogs.columns import ColumnsDialog
from reviewer.ui.dialogs.differences_dialog import DifferencesDialog
from reviewer.ui.dialogs.export_dialog import ExportDialog
from reviewer.ui.dialogs.field_dialog import FieldDialog
from reviewer.ui.dialogs.heading import HeadingDialog
from reviewer.ui.dialogs.list_dialog import ListDialog
from reviewer.ui.dialogs.places_dialog import Place, PlacesDialog
from reviewer.ui.dialogs.profile_dialog import ProfileDialog
from reviewer.ui.dialogs.prompts import Prompts
from reviewer.ui.dialogs.quality_dialog import QualityDialog
from reviewer.ui.dialogs.replace_dialog import ReplaceDialog
from reviewer.ui.dialogs.second_review import SecondReviewDialog
from reviewer.ui.dialogs.settings_dialog import SettingsDialog
from reviewer.ui.dialogs.target_dialog import TargetDialog
from reviewer.ui.dialogs.template_dialog import TemplateDialog
from reviewer.ui.main_window import MainWindow
from reviewer.ui.settings import Settings
from tools.pictures import team
from tools.pictures.shown import Look, Show, State, beside, opened_by, sample, settle, stopping


def _hand(window: MainWindow) -> tuple[OpenSource, Review, History]:
    """The source in hand, and a few changes made in it once."""
    current = window.desk.current
    assert current is not None
    assert current.review is not None
    assert current.history is not None
    if not current.history.record:
        indicators = [node for node in current.review.root.walk() if node.kind is Kind.INDICATOR]
        for node, value in zip(indicators, ("≥31期", "≥95%", "不少于二十四场次"), strict=False):
            current.history.do(acts.set_value(current.review, FieldRef(node.id, "annual_value"), value))
        current.history.do(acts.accept_entry(current.review, current.review.entries[0]))
        current.history.undo()
        current.history.mark_saved()
    return current, current.review, current.history


def _items(window: MainWindow) -> list[Item]:
    _, review, history = _hand(window)
    return [(review, history)]


# -- settings, keys, words ----------------------------------------------------------------------------------------


def _settings(window: MainWindow, tab: int) -> SettingsDialog:
    known = words.in_use()
    words.use(
        Words(
            {"level2": {"数量类指标": "数量指标", "满意类": "服务对象满意度指标"}},
            {"考核要点": "level3", "完成时间及标准": "annual_value"},
        )
    )
    made = SettingsDialog(window.settings, window, window._view.more_pages())
    made.tabs.setCurrentIndex(tab)
    words.use(known)
    return made


def _locked(window: MainWindow, look: Look) -> None:
    """What an administrator has fixed, between what is left to the user."""
    names = {"language": "zh_CN", "target_accuracy": "0.9995", "reviewer_name": "王复核", "keys/actionDitto": "Ctrl+K"}
    before, policy.values = policy.values, lambda: names
    try:
        settings = Settings()
    finally:
        policy.values = before
    beside(SettingsDialog(settings, window), look)


def _conflict(window: MainWindow, look: Look) -> None:
    made = _settings(window, 1)
    page = made.tabs.currentWidget()
    page.choose("actionDitto")  # type: ignore[attr-defined]
    page.editor.setKeySequence(QKeySequence("F8"))  # type: ignore[attr-defined]
    page._try()  # type: ignore[attr-defined]
    beside(made, look)


# -- record, samples, second review -------------------------------------------------------------------------------


def _record(window: MainWindow, look: Look) -> None:
    _hand(window)
    opened_by(window, "actionRecord", look)


def _reasons(window: MainWindow, look: Look) -> None:
    """The entry of the reason of a doubtful field."""
    _, review, _ = _hand(window)
    window.desk.choose_field(review.doubtful()[0])
    opened_by(window, "actionWhyDoubted", look)


def _quality(window: MainWindow, look: Look, fields: int) -> None:
    """The quality sample at its beginning (0), at its first field, or with all fields looked at."""
    made = QualityDialog(_hand(window)[0], "张三", window)
    if fields:
        made.begin(1)
    if fields > 1 and made.sample is not None:
        for _ in list(made.sample.to_see):
            made.go_on()
    beside(made, look)


def _second(window: MainWindow, look: Look, compared: bool) -> None:
    current, review, history = _hand(window)
    second = SecondReview(review, history, "李四", seed=1)
    made = SecondReviewDialog(current, second, window)
    if compared:
        for ref, value in zip(
            second.to_see, ("青禾区水务局", "不少于二十四场次，且每季度至少公开一次完成情况"), strict=False
        ):
            second.record.do(acts.set_value(second.blind, ref, value))
        made._compare()
    beside(made, look)


# -- what leaves and comes back -----------------------------------------------------------------------------------


def _export(window: MainWindow, look: Look, sheets: tuple[str, ...]) -> None:
    made = ExportDialog(_items(window), Choices(sheets=sheets), window)
    made.sheet.setCurrentText(sheets[-1])
    beside(made, look)


def _findings(window: MainWindow, look: Look) -> None:
    made = ExportDialog(_items(window), Choices(sheets=(IMPORT,)), window)
    made._show_findings()
    settle()
    (listed,) = made.findChildren(ListDialog)
    look(listed)
    listed.close()
    made.deleteLater()


def _differences(window: MainWindow, look: Look) -> None:
    items = _items(window)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "青禾区绩效目标.xlsx"
        write_workbook(items, path)
        book = openpyxl.load_workbook(path)
        page = book["指标"]
        for row, text in ((2, "≥41期"), (3, "不少于九十八个百分点，且每季度至少公开一次完成情况"), (7, "≥60场")):
            page.cell(row, 9).value = text
        page.delete_rows(5)
        book.save(path)
        found = read_back(path, items)
    review = items[0][0]
    found = ReadBack(found.differences, (*found.notes, "指标 第 9 行：找不到所属的项目“社区矫正”，未读入。"))
    beside(DifferencesDialog([review], found, "青禾区绩效目标.xlsx", window), look)


def _template(window: MainWindow, look: Look) -> None:
    items = _items(window)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "填报模板.xlsx"
        book = openpyxl.Workbook()
        page = book.active
        page.append(
            [
                "项目名称",
                "项目金额（万元）",
                "年度绩效目标",
                "一级指标",
                "二级指标",
                "三级指标",
                "年度指标值",
                "备查文号",
            ]
        )
        book.save(path)
        plan = look_at(path, items)
    beside(TemplateDialog(plan, parts_of(items), path.name, window), look)


# -- questions ----------------------------------------------------------------------------------------------------


def _replace(window: MainWindow, look: Look, sought: str, put: str, pattern: bool = False) -> None:
    made = ReplaceDialog(window.desk, window)
    made.sought.setText(sought)
    made.put.setText(put)
    made.pattern.setChecked(pattern)
    made.show()
    made.look()
    beside(made, look)


def _asked(question: str, *answers: object) -> Show:
    return lambda window, look: stopping(lambda: getattr(Prompts(window), question)(*answers), look)


def _simple(made: type[QDialog], *how: object) -> Show:
    return lambda window, look: beside(made(*how, window), look)


_NAMES = [
    "云溪市青禾区司法局2031年项目支出绩效目标表.docx",
    "云溪市青禾区水务局2031年部门整体支出绩效目标表（公开稿）.xls",
]
_HEADINGS = [
    Heading("绩效指标", None), Heading("一级指标", Role.LEVEL1), Heading("二级指标", Role.LEVEL2), Heading("三级指标", Role.LEVEL3),
    Heading("目标甲", Role.PERIOD_VALUE), Heading("目标乙（本年度拟达到的水平，单位与计量口径见填报说明第三条）", Role.ANNUAL_VALUE),
    Heading("备注", Role.EXTRA),
]  # fmt: skip
_WORK: dict[str, Show] = {
    "settings-general": lambda w, look: beside(_settings(w, 0), look),
    "settings-locked": _locked,
    "settings-keys": lambda w, look: beside(_settings(w, 1), look),
    "settings-keys-conflict": _conflict,
    "settings-vocabulary": lambda w, look: beside(_settings(w, 2), look),
    "keys": lambda w, look: opened_by(w, "actionKeys", look),
    "record": _record,
    "quality-choose": lambda w, look: _quality(w, look, 0),
    "quality-field": lambda w, look: _quality(w, look, 1),
    "quality-outcome": lambda w, look: _quality(w, look, 2),
    "second-review": lambda w, look: _second(w, look, False),
    "second-review-compared": lambda w, look: _second(w, look, True),
    "export": lambda w, look: _export(w, look, USUAL),
    "export-all": lambda w, look: _export(w, look, (*USUAL, MERGED, CHARTS, IMPORT)),
    "export-findings": _findings,
    "profile": lambda w, look: beside(ProfileDialog(_items(w), load_profile(), w), look),
    "differences": _differences,
    "template": _template,
    "summary": lambda w, look: opened_by(w, "actionSummary", look),
    "sign-off": lambda w, look: (_hand(w), opened_by(w, "actionSignOff", look)),
    "side-by-side": lambda w, look: opened_by(w, "actionSideBySide", look),
    "places": _simple(
        PlacesDialog,
        "打开的文件里有 2 个项目重复",
        [Place(f"河道保洁（金额相同） · 水务局 · {name}", lambda: None) for name in _NAMES],
    ),
    "replace-empty": lambda w, look: _replace(w, look, "", ""),
    "replace": lambda w, look: _replace(w, look, "指标", "目标"),
    "replace-mistake": lambda w, look: _replace(w, look, "([0-9", "", True),
    "target": _simple(
        TargetDialog, "≥200场次，参加人数3-5万人", parse_targets("≥200场次，参加人数3-5万人"), ["场次", "万人", "%"]
    ),
    "field": _simple(FieldDialog, {"总计": "amounts", "财政拨款": "amounts"}, ["总计", "财政拨款"], True, True),
    "columns": _simple(ColumnsDialog, _HEADINGS, "目标甲"),
    "heading": _simple(HeadingDialog, "考核要点", "level3"),
    "team-connect": lambda w, look: beside(team.connect(w), look),
    "team-queue": lambda w, look: beside(team.queue(w), look),
    "team-deleted": lambda w, look: beside(team.deleted(w), look),
    "team-put-in": lambda w, look: beside(team.putting_in(w), look),
    "team-put-in-long": lambda w, look: beside(team.putting_in_long(w), look),
    "ask-put-in": lambda w, look: beside(team.ask_put_in(w), look),
    "team-clashes": lambda w, look: beside(team.clashes(w), look),
    "team-differences": lambda w, look: beside(team.differences(w), look),
    "team-quality": lambda w, look: beside(team.quality(w), look),
    "team-words": lambda w, look: beside(team.words(w), look),
    "about": lambda w, look: opened_by(w, "actionAbout", look),
    "news": lambda w, look: opened_by(w, "actionNews", look),
    "reasons": _reasons,
    "manual": lambda w, look: opened_by(w, "actionManual", look),
    "duplicates": lambda w, look: _of_two_years(w, look, "actionTwice"),
    "years": lambda w, look: _of_two_years(w, look, "actionCompareYears"),
    "ask-unsaved": _asked("ask_unsaved", _NAMES[:1]),
    "ask-unsaved-several": _asked("ask_unsaved", _NAMES),
    "ask-throw-away": _asked("ask_throw_away", _NAMES),
    "ask-overwrite": _asked("ask_overwrite", Path(_NAMES[0])),
    "ask-note": _asked("ask_note", _NAMES[0]),
    "ask-reviewer": _asked("ask_reviewer", "张三"),
    "ask-second-reviewer": _asked("ask_second_reviewer", "张三"),
    "ask-password": _asked("password", _NAMES[0], False),
    "ask-password-again": _asked("password", _NAMES[1], True),
}


def _of_two_years(window: MainWindow, look: Look, action: str) -> None:
    """What an action says of the same office's documents of two years, which are opened for it."""
    desk = window.desk
    before, text = list(desk.sources), resource("samples", "wide.md").read_text(encoding="utf-8")
    with TemporaryDirectory() as folder:
        paths = [Path(folder) / f"临江县水务局{year}年绩效目标.md" for year in (2023, 2024)]
        old = text.replace("2024年", "2023年").replace("126公里", "98公里").replace("45.30", "40.30")
        for path, written in zip(paths, (old, text), strict=True):
            path.write_text(written, encoding="utf-8")
        window.opener.open(paths, remember=False)
        for _ in range(400):
            made = [opened for opened in desk.sources if opened not in before]
            if len(made) == len(paths) and all(opened.review is not None for opened in made):
                break
            QTest.qWait(25)
        desk.choose(made[-1])
        settle()
        opened_by(window, action, look)
        for opened in made:
            desk.remove(opened)
        settle()


DIALOGS = {f"dialog-{name}": State(sample("samples/wide.md"), show) for name, show in _WORK.items()}
"""Every dialog; a new one belongs here, and is then looked at and tested like the others."""
