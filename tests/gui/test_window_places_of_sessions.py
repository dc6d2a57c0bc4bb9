"""The window and the places of its files: one file by every way, sessions that are taken away, logs that are lost."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtWidgets import QApplication
from window_fixtures import Answers

from reviewer import cli
from reviewer.base.resources import resource
from reviewer.extract.pipeline import extract
from reviewer.model import acts
from reviewer.model.fields import FieldRef
from reviewer.model.history import History
from reviewer.model.review import Kind
from reviewer.session import log
from reviewer.session.store import load_session, save_session
from reviewer.sources.registry import open_source
from reviewer.ui.dialogs.prompts import Unsaved
from reviewer.ui.main_window import MainWindow

Open = Callable[..., MainWindow]
pytestmark = pytest.mark.skipif(os.name != "posix", reason="links, and names taken from open files, as POSIX has them")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    (tmp_path / "收到").mkdir()
    return Path(shutil.copy(resource("samples", "wide.md"), tmp_path / "收到" / "wide.md"))


def change(window: MainWindow, value: str) -> FieldRef:
    review = window.desk.review
    assert review is not None
    node = next(n for n in review.root.walk() if n.kind is Kind.INDICATOR)
    ref = FieldRef(node.id, "annual_value")
    window.desk.do(acts.set_value(review, ref, value))
    return ref


def ways_to(file: Path, folder: Path) -> list[Path]:
    """The same file by "..", a linked folder, a link and a hard link."""
    (folder / "映射").symlink_to(file.parent)
    (folder / f"link{file.suffix}").symlink_to(file)
    (folder / f"hard{file.suffix}").hardlink_to(file)
    return [file.parent / ".." / file.parent.name / file.name, folder / "映射" / file.name,
            folder / f"link{file.suffix}", folder / f"hard{file.suffix}"]  # fmt: skip


def test_the_same_source_by_any_way_comes_to_hand(open_window: Open, source: Path, tmp_path: Path) -> None:
    other = Path(shutil.copy(resource("samples", "department.txt"), tmp_path))
    window = open_window(source, other)
    for way in ways_to(source, tmp_path):
        window.desk.choose(window.desk.sources[1])
        window.opener.open([way])
        assert window.wait_until_idle(60_000)
        assert len(window.desk.sources) == 2
        assert window.desk.current is window.desk.sources[0]


def test_the_same_source_by_two_ways_at_once_is_opened_once(open_window: Open, source: Path, tmp_path: Path) -> None:
    window = open_window(source, *ways_to(source, tmp_path))
    assert [opened.path for opened in window.desk.sources] == [source]


def test_the_same_session_by_any_way_comes_to_hand(
    open_window: Open, answers: Answers, source: Path, tmp_path: Path
) -> None:
    window = open_window(source)
    answers.session = source.with_name("a.review")
    change(window, "=1")
    window.actions_table["actionSave"].trigger()
    for way in [*ways_to(answers.session, tmp_path), source]:
        window.opener.open([way])
        assert window.wait_until_idle(60_000)
        assert len(window.desk.sources) == 1
    answers.session = tmp_path / "hard.review"
    window.actions_table["actionSaveAs"].trigger()
    change(window, "=2")
    assert not window.isWindowModified()
    assert len(load_session(source.with_name("a.review"))[0][1].record) == 2


TAKEN: dict[str, Callable[[Path], object]] = {
    "replaced": lambda path: os.replace(shutil.copy(path, path.with_name("copy")), path),
    "deleted": lambda path: path.unlink(),
    "renamed": lambda path: path.rename(path.with_name("b.review")),
    "folder gone": lambda path: shutil.rmtree(path.parent),
}


@pytest.mark.parametrize("how", TAKEN)
def test_a_session_that_is_taken_away_is_said_at_the_next_key_and_kept(
    open_window: Open, answers: Answers, source: Path, tmp_path: Path, how: str
) -> None:
    (tmp_path / "进度").mkdir()
    path = answers.session = tmp_path / "进度" / "a.review"
    window = open_window(source)
    change(window, "=1")
    window.actions_table["actionSave"].trigger()
    change(window, "=2")
    assert not window.isWindowModified()
    TAKEN[how](path)
    ref = change(window, "=3")
    assert any("a.review" in text for text in window.message_bar.texts())
    assert window.isWindowModified(), "nothing is claimed"
    (kept,) = (file for file in (tmp_path / "data" / "recovery").glob("*.review") if not file.name.startswith("~"))
    assert load_session(kept)[0][0].field(ref).value == "=3", "on the disk in a place of safety"
    change(window, "=4")
    assert load_session(kept)[0][0].field(ref).value == "=4"
    answers.session = tmp_path / "new.review"
    window.actions_table["actionSave"].trigger()
    assert not window.isWindowModified()
    assert len(load_session(tmp_path / "new.review")[0][1].record) == 4
    if how == "renamed":
        assert load_session(path.with_name("b.review"))[0][0].field(ref).value in ("=2", "=3")


OVER: dict[str, Callable[[Path], object]] = {
    "a text": lambda path: path.write_text("somebody's"),
    "another session": lambda path: path.write_bytes(path.with_name("old").read_bytes()),
    "one byte": lambda path: path.write_bytes(path.read_bytes()[:-1] + b"!"),
    "longer": lambda path: path.write_bytes(path.read_bytes() + b"!"),
    "the log cut off": lambda path: os.truncate(log.log_of(path), 100),
    "the log emptied": lambda path: os.truncate(log.log_of(path), 0),
}


@pytest.mark.parametrize("how", OVER)
def test_a_session_that_another_program_writes_into_is_said_and_kept_elsewhere(
    open_window: Open, answers: Answers, source: Path, tmp_path: Path, how: str
) -> None:
    (tmp_path / "进度").mkdir()
    path = answers.session = tmp_path / "进度" / "a.review"
    window = open_window(source)
    window.actions_table["actionSave"].trigger()
    review = window.desk.review
    assert review is not None
    save_session(path.with_name("old"), [(review, History(review))])
    change(window, "=1")
    OVER[how](path)
    theirs = path.read_bytes(), log.log_of(path).read_bytes()
    ref = change(window, "=2")
    assert any("a.review" in text for text in window.message_bar.texts())
    assert window.isWindowModified(), "nothing is claimed"
    (kept,) = (file for file in (tmp_path / "data" / "recovery").glob("*.review") if not file.name.startswith("~"))
    assert load_session(kept)[0][0].field(ref).value == "=2"
    answers.unsaved = Unsaved.DISCARD
    window.close()
    assert (path.read_bytes(), log.log_of(path).read_bytes()) == theirs, "nothing of ours goes into it any more"


@pytest.mark.parametrize("how", ["touched", "rights", "read"])
def test_a_session_that_is_only_touched_is_the_same(
    open_window: Open, answers: Answers, source: Path, tmp_path: Path, how: str
) -> None:
    path = answers.session = tmp_path / "a.review"
    window = open_window(source)
    window.actions_table["actionSave"].trigger()
    change(window, "=1")
    for file in (path, log.log_of(path)):
        if how == "rights":
            file.chmod(0o600)
        elif how == "read":
            file.read_bytes()
        else:
            os.utime(file, (1, 1))
    change(window, "=2")
    change(window, "=3")
    assert window.message_bar.texts() == []
    assert not window.isWindowModified()
    window.close()
    assert len(load_session(path)[0][1].record) == 3


@pytest.mark.parametrize("way", ["save", "close", "close the source"])
@pytest.mark.parametrize("how", ["deleted", "replaced"])
def test_a_session_that_is_taken_away_is_noticed_without_a_further_act(
    open_window: Open, answers: Answers, source: Path, tmp_path: Path, way: str, how: str
) -> None:
    (tmp_path / "进度").mkdir()
    path = answers.session = tmp_path / "进度" / "a.review"
    window = open_window(source)
    window.actions_table["actionSave"].trigger()
    ref = change(window, "=1")
    TAKEN[how](path)
    answers.session = tmp_path / "new.review"
    answers.unsaved = Unsaved.SAVE
    answers.asked.clear()
    if way == "save":
        window.actions_table["actionSave"].trigger()
        assert "a.review" not in window.statusBar().currentMessage(), "nothing is claimed"
        window.actions_table["actionSave"].trigger()
    elif way == "close":
        window.close()
    else:
        window.files.close_source()
    assert ("ask_unsaved" in answers.asked) == (way != "save")
    assert load_session(tmp_path / "new.review")[0][0].field(ref).value == "=1"


@pytest.mark.parametrize("is_saved", [True, False])
def test_the_source_of_a_session_is_known_also_where_it_was_moved_to(
    open_window: Open, answers: Answers, source: Path, tmp_path: Path, is_saved: bool
) -> None:
    window = open_window(source)
    change(window, "=1")
    path = answers.session = tmp_path / "a.review"
    if is_saved:
        window.actions_table["actionSave"].trigger()
    else:
        live = window.desk.sources[0].live
        assert live is not None
        path = live.path
    moved = source.rename(tmp_path / "moved.xlsx")
    before = moved.read_bytes()
    if not is_saved:
        path = Path(shutil.copy(path, path.with_name("left.review")))
        shutil.copy(log.log_of(live.path), log.log_of(path))
    window.close()
    again = open_window(path)
    assert again.desk.review is not None
    answers.workbooks = [moved]
    again.actions_table["actionExportExcel"].trigger()
    assert again.wait_until_idle(60_000)
    assert moved.read_bytes() == before
    assert any("moved.xlsx" in text for text in again.message_bar.texts())


def test_a_lost_log_is_said_and_what_is_there_opens_as_new_work(
    open_window: Open, answers: Answers, source: Path, tmp_path: Path
) -> None:
    path = answers.session = tmp_path / "a.review"
    window = open_window(source)
    change(window, "=1")
    window.actions_table["actionSave"].trigger()
    change(window, "=2")
    copy = Path(shutil.copy(path, tmp_path / "copied without its log.review"))
    again = open_window(copy)
    assert any("-wal" in text for text in again.message_bar.texts())
    assert again.isWindowModified()
    assert again.desk.review is not None


def test_a_log_of_another_file_is_put_aside_and_said(
    open_window: Open, answers: Answers, source: Path, tmp_path: Path
) -> None:
    path = answers.session = tmp_path / "a.review"
    window = open_window(source)
    change(window, "=1")
    window.actions_table["actionSave"].trigger()
    window.close()
    log.log_of(path).write_bytes(b"of another file" * 100)
    again = open_window(path)
    assert any("a.review-wal" in text for text in again.message_bar.texts())
    ref = change(again, "=2")
    again.close()
    assert load_session(path)[0][0].field(ref).value == "=2"
    assert (tmp_path / "a.review-wal.old").read_bytes() == b"of another file" * 100


def namesakes(folder: Path) -> list[Path]:
    """Sources of one name in three folders, one of them deeper."""
    made = []
    for place in ("局甲", "局乙", "局丙/补报"):
        (folder / place).mkdir(parents=True)
        made.append(Path(shutil.copy(resource("samples", "wide.md"), folder / place / "绩效.md")))
    made[1].write_bytes(made[1].read_bytes() + b"\n")
    return made


def test_sources_of_one_name_are_told_apart_in_the_list_and_the_workbook(
    open_window: Open, answers: Answers, tmp_path: Path
) -> None:
    files = namesakes(tmp_path)
    window = open_window(*files)
    names = ["局甲/绩效.md", "局乙/绩效.md", "补报/绩效.md"]
    rows = [window.document_list.list.item(row).text() for row in range(3)]
    assert [row.endswith(name) for row, name in zip(rows, names, strict=True)] == [True] * 3
    change(window, "=7")
    target = tmp_path / "全部.xlsx"
    answers.workbooks = [target]
    window.actions_table["actionExportExcel"].trigger()
    assert window.wait_until_idle(60_000)
    book = openpyxl.load_workbook(target)
    for sheet, column in (("项目", "来源文件"), ("指标", "来源文件"), ("待核", "来源文件"), ("说明", "来源文件")):
        said = [cell.value for row in book[sheet].iter_rows() for cell in row]
        assert column in said
        assert set(names) <= set(said), sheet
    answers.corrected = target
    window.exports.read_back()
    assert window.wait_until_idle(60_000)
    assert "choose_differences" not in answers.asked, "read back untouched there is no difference"
    window.desk.choose(window.desk.sources[1])
    window.files.close_source()
    window.desk.choose(window.desk.sources[1])
    window.files.close_source()
    assert window.document_list.list.item(0).text().endswith(" 绩效.md")


def test_sources_of_one_name_are_told_apart_without_a_window(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REVIEWER_DATA_DIR", str(tmp_path / "data"))
    files = namesakes(tmp_path)
    assert cli.run(["extract", *map(str, files), "-o", str(tmp_path / "全部.review")]) == 0
    assert cli.run(["extract", *map(str, files), "-o", str(tmp_path / "a.xlsx")]) == 0
    assert cli.run(["export", str(tmp_path / "全部.review"), "-o", str(tmp_path / "b.xlsx")]) == 0
    for name in ("a.xlsx", "b.xlsx"):
        sheet = openpyxl.load_workbook(tmp_path / name)["指标"]
        assert {row[0].value for row in sheet.iter_rows(min_row=2)} == {"局甲/绩效.md", "局乙/绩效.md", "补报/绩效.md"}


@pytest.mark.parametrize("gone", ["all", "first"])
def test_a_session_without_its_pages_is_said_and_can_be_walked(open_window: Open, tmp_path: Path, gone: str) -> None:
    review = extract(open_source(resource("samples", "wide.md")))
    path = tmp_path / "a.review"
    save_session(path, [(review, History(review))])
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("DELETE FROM page" if gone == "all" else "DELETE FROM page WHERE place = 0")
    window = open_window(path)
    assert window.message_bar.texts()
    for ref in list(window.desk.review.refs())[:8]:
        window.desk.choose_field(ref)
        QApplication.processEvents()
    assert window.current_field() is not None


@pytest.mark.skipif(os.name != "posix", reason="devices and pipes as POSIX has them")
@pytest.mark.parametrize("place", ["/dev/zero", "/proc/kmsg", "pipe", "huge", "/etc"])
def test_a_session_that_names_an_endless_source_opens_at_once(open_window: Open, tmp_path: Path, place: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "huge").touch()
    os.truncate(tmp_path / "huge", 1 << 40)
    review = extract(open_source(resource("samples", "wide.md")))
    path = tmp_path / "a.review"
    save_session(path, [(review, History(review))], [str(tmp_path / place)])
    begun = time.monotonic()
    window = open_window(path)
    assert window.desk.review is not None
    assert time.monotonic() - begun < 20
