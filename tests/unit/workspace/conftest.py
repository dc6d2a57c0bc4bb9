"""Workspaces on a real server (postgres.py); each test module gets a database of its own."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import postgres
import pytest
from team import Team


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of one module share a workspace, which takes a second to make: where tests are spread, these stay together."""
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


@pytest.fixture(scope="session")
def cluster() -> postgres.Cluster:
    return postgres.running()


@pytest.fixture(scope="module")
def team(cluster: postgres.Cluster) -> Iterator[Team]:
    made = Team(cluster, f"ws_{uuid.uuid4().hex[:8]}")
    with made.admin(make=True) as admin:
        admin.create()
    yield made
    made.close()


@pytest.fixture
def new_team(cluster: postgres.Cluster) -> Iterator[Callable[[], Team]]:
    """Teams without a workspace yet."""
    teams: list[Team] = []

    def make() -> Team:
        teams.append(Team(cluster, f"ws_{uuid.uuid4().hex[:8]}"))
        return teams[-1]

    yield make
    for each in teams:
        each.close()


@pytest.fixture(autouse=True)
def _own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REVIEWER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    for name in ("PGHOST", "PGUSER", "PGPASSWORD", "PGPASSFILE"):
        monkeypatch.delenv(name, raising=False)
