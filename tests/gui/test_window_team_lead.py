"""What only a lead can do with a line of the queue, through the window: delete, bring back, free, have read again."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHelpEvent, QTextDocument
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot
from team import Team

from reviewer.ui.main_window import MainWindow
from reviewer.ui.team.queue_page import QueuePage

pytestmark = pytest.mark.xdist_group("window_team_lead")


@pytest.fixture
def page(joined: Callable[[str, str], MainWindow]) -> QueuePage:
    return joined("chefin", "lead").team.page.queue


def choose(page: QueuePage, qtbot: QtBot, where: str, document: int) -> None:
    """Look at a part of the queue, and select a document in it."""
    page.where.setCurrentIndex(page.where.findData(where))
    qtbot.waitUntil(lambda: document in [row.id for row in page.model.rows], timeout=10_000)
    page.table.selectRow([row.id for row in page.model.rows].index(document))


def press(page: QueuePage, qtbot: QtBot, name: str) -> None:
    qtbot.waitUntil(page.buttons[name].isEnabled, timeout=5_000)
    page.buttons[name].setFocus()
    qtbot.keyClick(page.buttons[name], Qt.Key.Key_Space)


def said(page: QueuePage, qtbot: QtBot, text: str) -> None:
    message = page.window().message  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: text in message.text(), timeout=10_000)
    assert message.isVisible()


def state(team: Team, document: int) -> tuple[object, ...]:
    return team.sql("SELECT state, deleted_by, holder FROM reviewer.document WHERE id = %s", document)[0]


def test_deleted_and_brought_back(team: Team, page: QueuePage, qtbot: QtBot) -> None:
    document = team.fresh()
    choose(page, qtbot, "open", document)
    assert not page.buttons["restore"].isEnabled()
    press(page, qtbot, "delete")
    said(page, qtbot, "30 天内列在“已删除”下")
    assert state(team, document) == ("ready", "chefin", None)
    qtbot.waitUntil(lambda: document not in [row.id for row in page.model.rows], timeout=10_000)
    choose(page, qtbot, "deleted", document)
    row = page.table.currentIndex().row()
    assert [page.model.index(row, column).data() for column in (3, 5, 6)] == ["已删除", "chefin", "30 天"]
    for name in ("take", "delete", "free", "send_back", "check", "reopen"):
        assert not page.buttons[name].isEnabled(), f"{name}: it is deleted"
    press(page, qtbot, "restore")
    said(page, qtbot, "已取回")
    assert state(team, document) == ("ready", None, None)


def test_what_cannot_be_brought_back_is_said(team: Team, page: QueuePage, qtbot: QtBot) -> None:
    lead, data = team.member("y1", "lead"), uuid4().bytes
    document, _, _ = lead.add_source("两次.txt", data)
    assert lead.set_deleted(document, True) == "done"
    again, _, _ = lead.add_source("两次.txt", data)
    choose(page, qtbot, "deleted", document)
    press(page, qtbot, "restore")
    said(page, qtbot, "同样的内容又放入过")
    lead.set_deleted(again, True)


def test_what_somebody_keeps_is_freed(team: Team, page: QueuePage, qtbot: QtBot) -> None:
    document = team.fresh()
    other = team.member("y1")
    claimed = team.claim(other, document)
    choose(page, qtbot, "held", document)
    press(page, qtbot, "free")
    said(page, qtbot, "y1 做过而以后才送到的操作仍然保留")
    assert team.claim(team.member("y2"), document).lease == claimed.lease + 1


def test_what_could_not_be_read_is_read_again(team: Team, page: QueuePage, qtbot: QtBot) -> None:
    document, _, _ = team.member("y1", "lead").add_source("坏.txt", uuid4().bytes)
    job = team.enter("y1").claim_job("w", 60)
    assert job is not None
    assert team.enter("y1").fail_job(job, "坏了", True)
    choose(page, qtbot, "failed", document)
    press(page, qtbot, "read_again")
    said(page, qtbot, "重新读取")
    assert state(team, document)[0] == "waiting"
    page.where.setCurrentIndex(page.where.findData("all"))
    qtbot.waitUntil(lambda: (document, "waiting") in [(row.id, row.state) for row in page.model.rows], timeout=10_000)
    choose(page, qtbot, "all", document)
    assert page.buttons["free"].isEnabled()
    assert not page.buttons["read_again"].isEnabled()
    team.sql("UPDATE reviewer.job SET state = 'done' WHERE state = 'waiting'")


def test_a_name_that_looks_like_html_is_shown_as_it_is(team: Team, page: QueuePage, qtbot: QtBot) -> None:
    """Nobody's note is a picture in others' windows, which would be fetched from where it says."""
    document = team.fresh()
    other = team.member("y1")
    claimed = team.claim(other, document)
    note = "<img src='//boese.example/x'><b>ok</b> & \"so\""
    assert other.let_go(document, claimed.lease, "postpone", note) == "done"
    choose(page, qtbot, "open", document)
    index = page.model.index(page.table.currentIndex().row(), 7)
    QToolTip.hideText()
    spot = page.table.visualRect(index).center()
    event = QHelpEvent(QEvent.Type.ToolTip, spot, page.table.viewport().mapToGlobal(spot))
    QApplication.sendEvent(page.table.viewport(), event)
    shown = QTextDocument()
    shown.setHtml(QToolTip.text())
    assert shown.toPlainText() == f"y1：{note}"
    assert "<img" not in QToolTip.text()
    QToolTip.hideText()


def test_nobody_else_sees_these(team: Team, joined: Callable[..., MainWindow], qtbot: QtBot) -> None:
    page = joined("pruefer", "checker").team.page.queue
    page.table.selectRow(0)
    qtbot.waitUntil(page.buttons["take"].isEnabled, timeout=5_000)
    for name in ("free", "delete", "restore", "read_again"):
        assert not page.buttons[name].isVisible()
        assert not page.buttons[name].isEnabled()


def test_a_lead_s_window_ends_what_was_deleted_long_ago(
    team: Team, joined: Callable[..., MainWindow], qtbot: QtBot
) -> None:
    """Also where nothing is read any more, so that no program that reads does it."""
    document = team.fresh()
    team.member("y1", "lead").set_deleted(document, True)
    team.sql("UPDATE reviewer.document SET deleted_at = now() - interval '31 days' WHERE id = %s", document)
    team.sql("INSERT INTO reviewer.tidied SELECT (now() AT TIME ZONE 'UTC')::date - n FROM generate_series(1, 3) n "
             "ON CONFLICT DO NOTHING")  # fmt: skip
    joined("chefin", "lead")
    qtbot.waitUntil(lambda: not team.sql("SELECT FROM reviewer.document WHERE id = %s", document), timeout=10_000)
