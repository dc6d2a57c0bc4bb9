"""What the window may replace: nothing that is open, nothing of somebody else's without a question about that very file."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QFileDialog, QLabel, QLineEdit, QMessageBox, QPushButton
from window_fixtures import Answers

from reviewer.base import gate
from reviewer.base.resources import resource, resource_folder
from reviewer.export.choices import Choices
from reviewer.model import acts
from reviewer.model.fields import FieldRef
from reviewer.model.review import Kind
from reviewer.session import recovery
from reviewer.session.store import load_session
from reviewer.ui.dialogs.prompts import Prompts, Unsaved
from reviewer.ui.main_window import MainWindow

Open = Callable[..., MainWindow]
WORKBOOK, TEXT = resource("samples", "workbook.xlsx"), resource("samples", "department.txt")


def given(folder: Path, *names: str) -> list[Path]:
    """Sources of one's own in a folder: workbooks, and texts where the name says so."""
    folder.mkdir(exist_ok=True)
    for name in names:
        shutil.copy(TEXT if name.endswith(".txt") else WORKBOOK, folder / name)
    return [folder / name for name in names]


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}


def export(window: MainWindow) -> None:
    window.actions_table["actionExportExcel"].trigger()
    assert window.wait_until_idle(120_000)


def change(window: MainWindow, value: str = "≥77期") -> FieldRef:
    assert window.desk.review is not None
    node = next(n for n in window.desk.review.root.walk() if n.kind is Kind.INDICATOR)
    ref = FieldRef(node.id, "annual_value")
    window.desk.do(acts.set_value(window.desk.review, ref, value))
    return ref


# -- a workbook a source ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["same folder", "linked folder", "linked sources", "foreign files"])
def test_a_workbook_a_source_replaces_neither_sources_nor_foreign_files(
    open_window: Open, answers: Answers, tmp_path: Path, way: str
) -> None:
    if os.name != "posix" and "linked" in way:
        pytest.skip("links as POSIX has them")
    folder = tmp_path / "收到的文件"
    files = given(folder, "局甲.xlsx", "局乙.xlsx")
    target = folder
    if way == "linked folder":
        target = tmp_path / "映射"
        target.symlink_to(folder)
    elif way != "same folder":
        target = tmp_path / "导出"
        target.mkdir()
        for file in files:
            if way == "linked sources":
                (target / file.name).hardlink_to(file)
            else:
                (target / file.name).write_bytes(b"theirs")
    before = contents(folder) | contents(target)
    window = open_window(*files)
    answers.choices, answers.folder = Choices(one_file=False), target
    for _ in range(2):
        export(window)
        assert before.items() <= contents(target).items()
        assert set(contents(target)) - set(before) == {"局甲 (2).xlsx", "局乙 (2).xlsx"}
    assert any("2" in text for text in window.message_bar.texts()), "it says so"
    assert {row[0].value for row in openpyxl.load_workbook(target / "局甲 (2).xlsx")["指标"]["A2:A4"]} == {"局甲.xlsx"}


# -- one workbook -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("names", [["局丁.xlsx"], ["局丁.xlsx", "局戊.xlsx"]])
def test_the_name_offered_is_no_source_and_no_foreign_file(
    open_window: Open, answers: Answers, tmp_path: Path, names: list[str]
) -> None:
    folder = tmp_path / "收到"
    files = given(folder, *names)
    (folder / "收到.xlsx").write_bytes(b"theirs")
    before = contents(folder)
    window = open_window(*files)
    export(window)
    offered = answers.suggested[-1]
    assert not offered.exists()
    answers.workbooks = [offered]
    export(window)
    assert offered.exists()
    export(window)
    assert answers.suggested[-1] == offered, "its own is written again"
    offered.write_bytes(offered.read_bytes() + b" ")
    export(window)
    assert not answers.suggested[-1].exists()
    assert before.items() <= contents(folder).items()


@pytest.mark.parametrize("way", ["plain", "other source", "link", "hard", "dots", "of a session"])
def test_a_source_that_is_open_is_refused(open_window: Open, answers: Answers, tmp_path: Path, way: str) -> None:
    files = given(tmp_path / "收到", "局丁.xlsx", "局戊.xlsx")
    target = {"other source": files[1], "dots": tmp_path / "收到" / ".." / "收到" / "局丁.xlsx"}.get(way, files[0])
    if way in ("link", "hard"):
        if os.name != "posix":
            pytest.skip("links as POSIX has them")
        target = tmp_path / "别名.xlsx"
        target.symlink_to(files[0]) if way == "link" else target.hardlink_to(files[0])
    before = contents(tmp_path / "收到")
    window = open_window(*files)
    if way == "of a session":
        answers.session = tmp_path / "work.review"
        window.actions_table["actionSave"].trigger()
        window.close()
        window = open_window(tmp_path / "work.review")
    answers.workbooks, answers.overwrite = [target], True
    export(window)
    assert contents(tmp_path / "收到") == before
    assert any(target.name in text for text in window.message_bar.texts())


def test_a_session_is_not_saved_over_a_source_or_an_open_session(
    open_window: Open, answers: Answers, tmp_path: Path
) -> None:
    (file,) = given(tmp_path / "收到", "局丁.xlsx")
    hard = tmp_path / "局丁.review"
    shutil.copy(file, hard)
    window = open_window(hard)
    change(window)
    answers.session = hard
    window.actions_table["actionSave"].trigger()
    assert hard.read_bytes() == WORKBOOK.read_bytes()
    assert window.message_bar.texts()


def test_an_export_that_was_corrected_in_excel_while_it_was_written_again_is_asked_about(
    open_window: Open, answers: Answers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (file,) = given(tmp_path / "收到", "甲.txt")
    window = open_window(file)
    target = tmp_path / "结果.xlsx"
    answers.workbooks = [target] * 3
    export(window)
    real = gate.asked
    monkeypatch.setattr(gate, "asked", lambda _path: gate.NOBODY)
    target.write_bytes(b"corrected")
    export(window)
    assert answers.asked[-1] == f"ask_overwrite {target.name}"
    assert target.read_bytes() == b"corrected"
    answers.overwrite = True
    monkeypatch.setattr(gate, "asked", real)
    export(window)
    assert target.stat().st_size > 1000


def test_a_picture_replaces_no_source(open_window: Open, answers: Answers, tmp_path: Path) -> None:
    (file,) = given(tmp_path / "收到", "甲.txt")
    png = file.with_suffix(".png")
    file.rename(png)
    window = open_window(png)
    answers.picture = png
    window.exports._save_picture(window.grab())
    assert png.read_bytes() == TEXT.read_bytes()
    assert window.message_bar.texts()


# -- the dialog -------------------------------------------------------------------------------------------------------


def choose(
    window: MainWindow, method: str, suggested: Path, texts: list[str], answer: str
) -> tuple[Path | None, list[str]]:
    """Type names into Qt's own save dialog, one after the other, then cancel; answer each question. The path and the questions."""
    asked: list[str] = []
    left = list(texts)

    def look() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            asked.append(box.text())
            box.button(getattr(QMessageBox.StandardButton, answer)).click()
        elif isinstance(box, QFileDialog):
            if not left:
                box.reject()
                return
            box.findChild(QLineEdit, "fileNameEdit").setText(left.pop(0))
            box.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Save).click()

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(150)
    try:
        return getattr(Prompts(window), method)(suggested), asked
    finally:
        timer.stop()


@pytest.mark.parametrize(
    ("method", "suffix", "typed"),
    [("save_workbook", ".xlsx", "上周"), ("save_workbook", ".xlsx", "上周.xlsx"), ("save_session", ".review", "上周"),
     ("save_picture", ".png", "上周"), ("save_workbook", ".xlsx", "2024.终稿")],
)  # fmt: skip
@pytest.mark.parametrize("answer", ["Yes", "No"])
def test_a_name_is_asked_about_as_it_will_be_written(
    open_window: Open, tmp_path: Path, method: str, suffix: str, typed: str, answer: str
) -> None:
    window = open_window(TEXT)
    there = tmp_path / (typed if typed.endswith(suffix) else typed + suffix)
    there.write_bytes(b"last week")
    chosen, asked = choose(window, method, tmp_path / f"新{suffix}", [str(tmp_path / typed)], answer)
    assert len(asked) == 1
    assert there.name in asked[0]
    assert chosen == (there if answer == "Yes" else None)


def test_what_the_program_wrote_itself_needs_no_question_until_it_was_changed(
    open_window: Open, answers: Answers, tmp_path: Path
) -> None:
    window = open_window(TEXT)
    target = tmp_path / "结果.xlsx"
    answers.workbooks = [target]
    export(window)
    assert choose(window, "save_workbook", target, [str(target)], "Yes") == (target, [])
    target.write_bytes(target.read_bytes() + b" ")
    _, asked = choose(window, "save_workbook", target, [str(target)], "No")
    assert len(asked) == 1
    assert "Excel" in asked[0]


# -- after a crash ----------------------------------------------------------------------------------------------------


def crashed(open_window: Open, source: Path) -> FieldRef:
    window = open_window(source)
    ref = change(window)
    for opened in window.desk.sources:
        live, opened.live = opened.live, None
        assert live is not None
        live.close()
        assert opened.history is not None
        opened.history.mark_saved()
    window.close()
    return ref


def restored(open_window: Open) -> MainWindow:
    window = open_window()
    window.message_bar.findChildren(QPushButton)[0].click()
    assert window.wait_until_idle(60_000)
    assert window.desk.review is not None
    return window


@pytest.mark.parametrize("gone", [False, True])
def test_after_a_recovery_the_folder_of_recoveries_is_not_offered(
    open_window: Open, answers: Answers, tmp_path: Path, gone: bool
) -> None:
    (file,) = given(tmp_path / "收到", "甲.txt")
    crashed(open_window, file)
    if gone:
        shutil.rmtree(file.parent)
    window = restored(open_window)
    export(window)
    own = tmp_path / "data"
    assert own not in answers.suggested[-1].parents
    assert own not in (window.files.folder(), *window.files.folder().parents)
    if not gone:
        assert answers.suggested[-1].parent == file.parent


def test_a_session_is_not_kept_among_the_recoveries(open_window: Open, answers: Answers, tmp_path: Path) -> None:
    (file,) = given(tmp_path / "收到", "甲.txt")
    ref = crashed(open_window, file)
    window = restored(open_window)
    answers.session = tmp_path / "data" / "recovery" / "甲.review"
    window.actions_table["actionSave"].trigger()
    assert not answers.session.exists()
    assert window.isWindowModified()
    answers.unsaved = Unsaved.DISCARD
    assert window.close()
    (kept,) = (tmp_path / "data" / "recovery" / recovery.ASIDE).glob("*.review")
    assert load_session(kept)[0][0].field(ref).value == "≥77期", "the only copy is put aside, not deleted"
    assert not open_window().message_bar.texts(), "and not offered again"


def test_what_was_put_aside_goes_after_its_time(open_window: Open, tmp_path: Path) -> None:
    (file,) = given(tmp_path / "收到", "甲.txt")
    crashed(open_window, file)
    restored(open_window).close()
    (kept,) = (tmp_path / "data" / "recovery" / recovery.ASIDE).glob("*.review")
    open_window()
    assert kept.exists()
    old = kept.stat().st_mtime - (recovery.DAYS_ASIDE + 1) * 86_400
    os.utime(kept, (old, old))
    open_window()
    assert not kept.exists()


def test_what_is_not_open_any_more_is_let_go(open_window: Open, answers: Answers, tmp_path: Path) -> None:
    (file,) = given(tmp_path / "收到", "局丁.xlsx")
    window = open_window(file)
    assert gate.standing(file) is gate.Standing.SOURCE_AT_WORK
    window.files.close_source()
    assert gate.standing(file) is gate.Standing.FOREIGN
    other = open_window(file)
    other.close()
    assert gate.standing(file) is gate.Standing.FOREIGN


def test_a_sample_of_the_program_is_not_saved_beside_itself(open_window: Open) -> None:
    """Where the program was installed for all, nobody can write there; elsewhere nobody finds it again."""
    window = open_window(resource("samples", "wide.md"))
    opened = window.desk.current
    assert opened is not None
    suggested = window.files.suggested([opened], ".xlsx")
    assert suggested.name == "wide.xlsx"
    assert resource_folder() not in suggested.parents
    assert resource_folder() not in (window.files.folder(), *window.files.folder().parents)


def test_the_file_dialogs_of_qt_have_no_english_in_them(open_window: Open) -> None:
    window = open_window()
    dialog = QFileDialog(window)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setNameFilter("Excel (*.xlsx)")
    dialog.show()
    said = [each.text() for kind in (QLabel, QPushButton) for each in dialog.findChildren(kind) if each.text()]
    assert len(said) > 4
    assert [text for text in said if re.sub(r"\(&\w\)|\W", "", text).isascii()] == []
    dialog.close()
