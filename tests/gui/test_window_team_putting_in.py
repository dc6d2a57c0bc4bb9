"""Files that are dropped on the team's window, or chosen there: asked about, put into the workspace, taken back."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot
from team import Team

from reviewer.base.resources import resource
from reviewer.ui.main_window import MainWindow
from reviewer.ui.team import putting_in
from reviewer.ui.team.put_in_dialog import PutInDialog
from reviewer.ui.team.putting_in import PuttingIn
from reviewer.workspace.server import Server
from reviewer.workspace.terms import OfflineError

pytestmark = pytest.mark.xdist_group("window_team")


def drop(window: QDialog, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    action, button, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for event in (
        QDragEnterEvent(QPoint(40, 40), action, data, button, none),
        QDropEvent(QPointF(40, 40), action, data, button, none),
    ):
        QApplication.sendEvent(window, event)


def names(team: Team, deleted: bool = False) -> list[str]:
    state = "IS NOT NULL" if deleted else "IS NULL"
    return [str(row[0]) for row in team.sql(f"SELECT name FROM reviewer.document WHERE deleted_at {state} ORDER BY id")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a source, a zip of two, a session, and one that is in the zip as well."""
    made = tmp_path / "收到"
    made.mkdir()
    text = resource("samples", "department.txt").read_bytes()
    (made / "甲局.txt").write_bytes(text + b"\n1")
    with zipfile.ZipFile(made / "两份.zip", "w") as archive:
        archive.writestr("乙局.txt", text + b"\n2")
        archive.writestr("丙局.txt", text + b"\n3")
    (tmp_path / "旧.review").write_bytes(b"x")
    return made


def answering(
    putting_in: PuttingIn, office: str = "", but: Sequence[str] = ()
) -> list[tuple[str, list[str], list[str]]]:
    """Have the question answered with all files but these; what was asked."""
    asked: list[tuple[str, list[str], list[str]]] = []

    def ask(workspace: str, files: Sequence[Path], told: Sequence[str]) -> tuple[list[Path], str]:
        asked.append((workspace, [file.name for file in files], list(told)))
        return [file for file in files if file.name not in but], office

    putting_in.ask = ask
    return asked


def test_a_dropped_folder_is_asked_about_put_in_and_taken_back(
    team: Team, joined: Callable[..., MainWindow], qtbot: QtBot, folder: Path, tmp_path: Path
) -> None:
    window = joined("leitung1", "lead")
    page = window.team.page
    before, bar = names(team), page.putting_in.bar
    asked = answering(page.putting_in, "青禾区司法局", but=["丙局.txt"])
    drop(page, folder, folder / "甲局.txt", tmp_path / "旧.review")
    qtbot.waitUntil(lambda: bar.back.isVisible(), timeout=20_000)
    ((workspace, files, told),) = asked
    assert (workspace, sorted(files)) == (team.name, sorted(["甲局.txt", "乙局.txt", "丙局.txt"])), (
        "each once, the zip's one by one"
    )
    assert [sentence for sentence in told if "旧.review 是校对进度" in sentence]
    assert names(team)[len(before) :] == [name for name in files if name != "丙局.txt"]
    assert team.sql("SELECT DISTINCT office FROM reviewer.document WHERE name = '甲局.txt'") == [("青禾区司法局",)]
    assert bar.label.text() == "已放入 2 份。"
    assert not window.desk.sources, "it is the team's work, not what is on this desk"
    drop(page, folder / "甲局.txt")
    qtbot.waitUntil(lambda: "原来已有" in bar.label.text(), timeout=20_000)
    assert not bar.back.isVisible(), "nothing of it is new"
    (folder / "甲局.txt").write_bytes(b"other")
    drop(page, folder / "甲局.txt")
    qtbot.waitUntil(lambda: bar.label.text() == "已放入 1 份。 其中 1 份是工作区里已有文件的新版本。", timeout=20_000)
    qtbot.mouseClick(bar.back, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bar.label.text().startswith("已收回 1 份"), timeout=20_000)
    assert names(team, deleted=True)[-1:] == ["甲局.txt"]
    assert names(team).count("甲局.txt") == 1


def test_what_somebody_has_taken_meanwhile_stays(
    team: Team, joined: Callable[..., MainWindow], qtbot: QtBot, folder: Path
) -> None:
    window = joined("leitung2", "lead")
    page = window.team.page
    bar = page.putting_in.bar
    answering(page.putting_in)
    (folder / "丁局.txt").write_bytes(b"fourth")
    drop(page, folder / "丁局.txt")
    qtbot.waitUntil(lambda: bar.back.isVisible(), timeout=20_000)
    team.sql("UPDATE reviewer.document SET lease = 1 WHERE name = '丁局.txt'")
    qtbot.mouseClick(bar.back, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "1 份已有人领取过或也放入过，仍留在工作区：丁局.txt" in bar.label.text(), timeout=20_000)
    assert "丁局.txt" in names(team)


def test_what_cannot_be_put_in_is_said_and_the_rest_goes_in(
    team: Team, joined: Callable[..., MainWindow], qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = joined("leitung3", "lead")
    page = window.team.page
    bar = page.putting_in.bar
    answering(page.putting_in)
    (folder / "戊局.txt").write_bytes(b"fifth")
    drop(page, folder / "不在.txt", folder / "戊局.txt", folder / "也不在.txt")
    qtbot.waitUntil(lambda: bar.back.isVisible(), timeout=20_000)
    assert bar.label.text() == "已放入 1 份。 2 份无法放入。"
    assert bar.more.isVisible()
    assert "戊局.txt" in names(team)
    (folder / "己局.txt").write_bytes(b"sixth")
    monkeypatch.setattr(window.team.link, "another", lambda: (_ for _ in ()).throw(OfflineError("服务器没有应答")))
    drop(page, folder / "己局.txt")
    qtbot.waitUntil(
        lambda: bar.label.text() == "已放入 0 份。 服务器没有应答 1 份没有放入，请重新放入。", timeout=20_000
    )


def test_only_a_lead_puts_in(team: Team, joined: Callable[..., MainWindow], qtbot: QtBot, folder: Path) -> None:
    window = joined("kraft1")
    page = window.team.page
    before = names(team)
    assert not page.put.isVisible()
    drop(page, folder)
    assert page.message.text().startswith("只有负责人可以把文件放入工作区")
    page._other()
    drop(page, folder)
    assert page.message.text().startswith("没有连接工作区")
    assert names(team) == before


def test_the_question_shows_what_is_put_in(qtbot: QtBot, tmp_path: Path) -> None:
    files = [tmp_path / "收到" / name for name in ("甲.txt", "乙.txt")]
    dialog = PutInDialog("季度", files, ["丙.review 是校对进度"])
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.heading.text().startswith("把 2 份文件放入工作区 季度？")
    assert dialog.told.toPlainText() == "丙.review 是校对进度"
    qtbot.keyClick(dialog.list, Qt.Key.Key_Space)
    assert dialog.chosen() == files[1:], "the first is unticked by key"
    assert dialog.heading.text().startswith("把 1 份")
    qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.list, Qt.Key.Key_Space)
    assert not dialog._yes.isEnabled(), "nothing is left"


def previous(team: Team, name: str) -> list[object]:
    """Of which documents those of this name are new versions, in order."""
    query = (
        "SELECT o.name FROM reviewer.document d LEFT JOIN reviewer.document o ON o.id = d.previous "
        "WHERE d.name = %s AND d.deleted_at IS NULL ORDER BY d.id"
    )
    return [row[0] for row in team.sql(query, name)]


def test_files_of_one_name_from_two_folders_are_no_versions_of_each_other(
    team: Team, joined: Callable[..., MainWindow], qtbot: QtBot, folder: Path
) -> None:
    page = joined("leitung4", "lead").team.page
    answering(page.putting_in)
    for office in ("寅局", "卯局"):
        (folder / office).mkdir()
        (folder / office / "目标.txt").write_bytes(office.encode())
    drop(page, folder / "寅局", folder / "卯局")
    qtbot.waitUntil(lambda: page.putting_in.bar.label.text() == "已放入 2 份。", timeout=20_000)
    assert names(team)[-2:] == ["寅局-目标.txt", "卯局-目标.txt"]
    assert previous(team, "寅局-目标.txt") == previous(team, "卯局-目标.txt") == [None]
    lead = team.enter("leitung4")
    lead.add_source("一式.txt", b"one", "寅局")
    lead.add_source("一式.txt", b"two", "卯局")
    lead.add_source("一式.txt", b"one, mended", "寅局")
    assert previous(team, "一式.txt") == [None, None, "一式.txt"], "two offices' files are none either"


def test_what_somebody_else_has_put_in_too_is_not_taken_from_them(
    team: Team, joined: Callable[..., MainWindow], qtbot: QtBot, folder: Path
) -> None:
    page = joined("leitung5", "lead").team.page
    bar = page.putting_in.bar
    answering(page.putting_in)
    for name in ("辰局.txt", "巳局.txt"):
        (folder / name).write_bytes(name.encode())
    drop(page, folder / "辰局.txt", folder / "巳局.txt")
    qtbot.waitUntil(lambda: bar.back.isVisible(), timeout=20_000)
    other = team.member("leitung6", "lead")
    assert other.add_source("辰局又.txt", "辰局.txt".encode())[1] is False, "for them it is there"
    team.enter("leitung5").add_source("巳局.txt", "巳局.txt".encode())
    qtbot.mouseClick(bar.back, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "仍留在工作区" in bar.label.text(), timeout=20_000)
    assert bar.label.text().startswith("已收回 1 份")
    assert bar.label.text().endswith("辰局.txt")
    assert "辰局.txt" in names(team)
    assert "巳局.txt" not in names(team)


def test_a_line_that_breaks_between_two_files_says_what_was_not_done(
    team: Team, joined: Callable[..., MainWindow], qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = joined("leitung7", "lead")
    page = window.team.page
    bar = page.putting_in.bar
    answering(page.putting_in)
    for name in ("午局.txt", "未局.txt", "申局.txt"):
        (folder / name).write_bytes(name.encode())
    lots = [folder / name for name in ("午局.txt", "未局.txt", "申局.txt")]
    calls: list[str] = []

    def breaking(call: str) -> None:
        calls.clear()
        real = getattr(Server, call)

        def once(self: Server, *values: object) -> object:
            calls.append(call)
            if len(calls) == 2:
                raise OfflineError("服务器没有应答")
            return real(self, *values)

        monkeypatch.setattr(Server, call, once)

    monkeypatch.setattr(putting_in, "PATIENCE", 0.0)
    breaking("add_source")
    drop(page, *lots)
    qtbot.waitUntil(lambda: bar.back.isVisible(), timeout=20_000)
    assert bar.label.text() == "已放入 1 份。 服务器没有应答 2 份没有放入，请重新放入。"
    drop(page, *lots)
    qtbot.waitUntil(lambda: "原来已有" in bar.label.text(), timeout=20_000)
    assert bar.label.text().startswith("已放入 2 份。")
    breaking("take_back")
    qtbot.mouseClick(bar.back, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "服务器没有应答" in bar.label.text(), timeout=20_000)
    assert bar.label.text().startswith("已收回 1 份")
    assert bar.label.text().endswith("1 份没有收回，请再试一次。")
    qtbot.mouseClick(bar.back, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "服务器没有应答" not in bar.label.text() and bar.away.isVisible(), timeout=20_000)
    assert bar.label.text().startswith("已收回 1 份")
    assert "仍留在工作区" not in bar.label.text(), "nobody else has had it"


def test_what_was_put_in_can_be_taken_back_after_a_question_that_was_thought_better_of(
    team: Team, joined: Callable[..., MainWindow], qtbot: QtBot, folder: Path
) -> None:
    page = joined("leitung8", "lead").team.page
    bar = page.putting_in.bar
    answering(page.putting_in)
    (folder / "酉局.txt").write_bytes(b"tenth")
    drop(page, folder / "酉局.txt")
    qtbot.waitUntil(lambda: bar.back.isVisible(), timeout=20_000)
    asked: list[int] = []
    page.putting_in.ask = lambda _name, files, _told: asked.append(len(files))  # type: ignore[func-returns-value]
    drop(page, folder / "甲局.txt")
    qtbot.waitUntil(lambda: asked == [1], timeout=20_000)
    assert bar.back.isVisible()
    assert bar.label.text() == "已放入 1 份。"
