"""Documents of the workspace that are read by a window at which nobody works."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from slow_reading import read_for_ever
from team import Team
from team_windows import Open

from reviewer.base.resources import resource
from reviewer.ui.main_window import MainWindow
from reviewer.workspace import reading

pytestmark = pytest.mark.xdist_group("window_team")


def unread(team: Team) -> int:
    """A source that nobody has read; what others left is out of the way."""
    team.sql("UPDATE reviewer.job SET state = 'done' WHERE state = 'waiting'")
    data = resource("samples", "department.txt").read_bytes() + str(time.monotonic()).encode()
    return team.member("chef", "lead").add_source("部门.txt", data)[0]


def state(team: Team, document: int) -> object:
    return team.sql("SELECT j.state, j.tries, d.state FROM reviewer.job j JOIN reviewer.document d ON d.id = j.document "
                    "WHERE d.id = %s", document)[0]  # fmt: skip


def quiet(window: MainWindow, seconds: float) -> None:
    window.team.link.clocks.heard = time.monotonic() - seconds
    window.team._idle.look()  # type: ignore[union-attr]


def test_nothing_is_read_unless_it_was_switched_on(team: Team, joined: Callable[..., MainWindow], qtbot: QtBot) -> None:
    document = unread(team)
    window = joined("still1")
    assert not window.settings.idle_reading
    assert not window.team.page.idle.isChecked()
    assert not window.team._idle._timer.isActive()  # type: ignore[union-attr]
    assert state(team, document) == ("waiting", 0, "waiting")


def test_a_quiet_window_reads_and_says_so(team: Team, joined: Callable[..., MainWindow], qtbot: QtBot) -> None:
    document = unread(team)
    window = joined("still2")
    page, idle = window.team.page, window.team._idle
    assert idle is not None
    page.idle.click()
    assert window.settings.idle_reading
    team.sql("DELETE FROM reviewer.total")
    quiet(window, 60)
    quiet(window, 170)
    qtbot.wait(300)
    assert not idle.is_reading, "not long enough"
    quiet(window, 181)
    qtbot.waitUntil(lambda: idle.is_reading, timeout=10_000)
    assert page.idle_said.text() == "正在读取……"
    qtbot.waitUntil(lambda: not idle.is_reading, timeout=30_000)
    assert state(team, document) == ("done", 1, "ready")
    assert page.idle_said.text() == "本机已读取 1 份"
    assert not window.desk.sources, "and nothing of it is on this desk"


def test_a_key_ends_it_and_others_read_what_was_begun(
    team: Team, joined: Callable[..., MainWindow], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "read_package", read_for_ever)
    document = unread(team)
    window = joined("still3")
    idle = window.team._idle
    assert idle is not None
    window.team.page.idle.click()
    team.sql("DELETE FROM reviewer.total")
    quiet(window, 200)
    qtbot.waitUntil(lambda: state(team, document) == ("working", 1, "waiting"), timeout=10_000)
    qtbot.keyClick(window.team.page.queue.text, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: not idle.is_reading, timeout=5_000)
    assert state(team, document) == ("waiting", 0, "waiting")
    assert not idle._listens, "who works is not listened to"
    quiet(window, 200)
    qtbot.waitUntil(lambda: idle.is_reading, timeout=10_000)
    assert window.close()
    assert state(team, document) == ("waiting", 0, "waiting"), "so it is where the window is closed"


def test_the_line_is_made_before_anybody_asks_for_the_team(
    team: Team, open_window: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a password is known; where none is, it is not tried again and again."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    team.member("still5").close()
    window = open_window()
    window.settings.workspace = team.address_of("still5").text()
    window.settings.idle_reading = True
    window.team._make_ready_to_read()
    qtbot.waitUntil(lambda: bool(window.team.link.trouble), timeout=10_000)
    assert not window.team.link.is_wanted
    monkeypatch.setenv("PGPASSWORD", team.secret)
    window.team._make_ready_to_read()
    qtbot.waitUntil(lambda: window.team.link.hello is not None, timeout=10_000)
    assert window.team.link.is_wanted
    assert window.team._page is None


def test_who_only_looks_is_not_offered_it(team: Team, joined: Callable[..., MainWindow]) -> None:
    window = joined("still4")
    page, link = window.team.page, window.team.link
    assert page.idle.isVisible()
    assert link.hello is not None
    link.hello = replace(link.hello, role="reader")
    link.changed.emit()
    assert not page.idle.isVisible()


def test_a_question_that_a_line_took_with_it_does_not_keep_a_window_from_reading(
    team: Team, joined: Callable[..., MainWindow], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = unread(team)
    window = joined("still6")
    idle, link = window.team._idle, window.team.link
    assert idle is not None
    assert link.address is not None
    window.team.page.idle.click()
    with monkeypatch.context() as patch:
        patch.setattr(link, "ask", lambda *_asked: None)  # what was on its way when the line was let go: nobody answers
        quiet(window, 200)
    link.connect_to(link.address, team.secret)
    qtbot.waitUntil(lambda: link.is_online and link.hello is not None, timeout=10_000)
    team.sql("DELETE FROM reviewer.total")
    quiet(window, 200)
    qtbot.waitUntil(lambda: state(team, document) == ("done", 1, "ready"), timeout=30_000)
