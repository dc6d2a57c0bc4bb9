"""Windows whose users are members of a team, on a real server (postgres.py). The fixtures are for every test of tests/gui."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator

import postgres
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from team import Team
from team_documents import make_document

from reviewer.ui.main_window import MainWindow

Open = Callable[..., MainWindow]


@pytest.fixture(scope="module")
def team() -> Iterator[Team]:
    made = Team(postgres.running(), f"fenster_{uuid.uuid4().hex[:8]}")
    with made.admin(make=True) as admin:
        admin.create()
    made.put_in(
        *(make_document(f"窗口{number}", "云岭县档案馆" if number % 2 else "南坪县气象局") for number in range(8))
    )
    yield made
    made.close()


@pytest.fixture
def joined(
    team: Team, open_window: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str, str], MainWindow]:
    """A window whose user is a member of the team, its team window open."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")

    def join(name: str, role: str = "clerk") -> MainWindow:
        team.member(name, role).close()
        window = open_window()
        window.actions_table["actionTeamQueue"].trigger()
        page = window.team.page
        qtbot.keyClicks(page.address, team.address_of(name).text())
        page.password.setText(team.secret)  # QTest types no umlauts
        qtbot.keyClick(page.password, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: window.team.link.hello is not None and bool(page.queue.model.rows), timeout=10_000)
        return window

    return join


def arrived(window: MainWindow, qtbot: QtBot) -> None:
    """Wait for a document of the team to be on the desk."""
    qtbot.waitUntil(lambda: window.team.link.held(window.desk.current) is not None, timeout=10_000)
    assert window.wait_until_idle(30_000)


def held_by(team: Team, who: str) -> list[int]:
    return [int(str(row[0])) for row in team.sql("SELECT id FROM reviewer.document WHERE holder = %s ORDER BY id", who)]
