"""Workspaces of other forms, programs of other versions; a backup and back; an upgrade."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from team import Team
from team_documents import VALUE, make_document

from reviewer.model import acts
from reviewer.workspace.address import WorkspaceError
from reviewer.workspace.backup import backup, restore
from reviewer.workspace.schema import VERSION, steps
from reviewer.workspace.server import Server
from reviewer.workspace.terms import FieldValue, OldClientError
from reviewer.workspace.transport import encode, item_of

NewTeam = Callable[[], Team]


def made(new_team: NewTeam, version: int = VERSION) -> Team:
    team = new_team()
    with team.admin(make=True) as admin:
        admin.create(version)
    return team


def worked_on(team: Team) -> int:
    """One document with two acts by a1."""
    (number,) = team.put_in(make_document(f"存档{uuid4().hex[:6]}"))
    server = team.member("a1")
    claimed = team.claim(server, number)
    review, history = item_of(claimed)
    for value in ("≥3期", "≥4期"):
        history.do(acts.set_value(review, VALUE, value))
    server.append(number, claimed.lease, 0, [uuid4(), uuid4()], [encode(entry) for entry in history.record])
    return number


def test_every_step_has_its_file() -> None:
    assert list(steps()) == list(range(1, VERSION + 1))


def test_an_older_form_works_and_is_brought_up_with_everything_in_it(new_team: NewTeam) -> None:
    """The program of today at a workspace of the first form: it works, without samples; then the administrator upgrades."""
    team = made(new_team, 1)
    number = worked_on(team)
    server = team.enter("a1")
    claimed = team.claim(server, number)
    assert server.hello.schema_version == 1
    with pytest.raises(OldClientError, match="upgrade"):
        server.figures()
    with team.admin() as admin:
        admin.upgrade()
    assert (
        server.append(number, claimed.lease, 2, [uuid4()], [encode(item_of(claimed)[1].record[0])]).outcome == "kept"
    ), "who was connected meanwhile works on"
    assert server.finish(number, claimed.lease, 3, 0, [FieldValue("p", "k", "v", False)]) == "done"
    again = team.enter("a1")
    assert again.hello.schema_version == VERSION
    assert again.figures() == []
    assert team.sql("SELECT acts FROM reviewer.document WHERE id = %s", number) == [(3,)]


def test_a_program_that_is_too_old_gets_a_sentence_and_loses_nothing(new_team: NewTeam) -> None:
    team = made(new_team)
    number = worked_on(team)
    server = team.enter("a1")
    claimed = team.claim(server, number)
    team.sql("UPDATE reviewer.setting SET value = '99' WHERE key = 'min_client'")
    with pytest.raises(OldClientError, match="版本过旧"):
        server.append(number, claimed.lease, 2, [uuid4()], [b"x"])  # who was connected when it was upgraded
    with pytest.raises(OldClientError):
        team.enter("a1")
    assert team.sql("SELECT acts, holder FROM reviewer.document WHERE id = %s", number) == [(2, "a1")]


@pytest.mark.parametrize("client", range(1, VERSION))
def test_a_program_of_a_version_before_works(new_team: NewTeam, client: int) -> None:
    team = made(new_team)
    team.member("a1")
    server = team.enter("a1", client=client)
    claimed = team.claim(server, team.fresh())
    assert server.append(claimed.document, claimed.lease, 0, [uuid4()], [b"x"]).outcome == "kept"


def test_an_upgrade_that_fails_changes_nothing(new_team: NewTeam, monkeypatch: pytest.MonkeyPatch) -> None:
    team = made(new_team, VERSION - 1)
    query = "SELECT count(*) FROM pg_class UNION ALL SELECT count(*) FROM pg_proc"
    before = team.sql(query)
    broken = {**steps(), VERSION: steps()[VERSION] + "\nSELECT 1/0;"}
    monkeypatch.setattr("reviewer.workspace.schema.steps", lambda: broken)
    with team.admin() as admin:
        with pytest.raises(WorkspaceError):
            admin.upgrade()
        assert admin.version() == VERSION - 1
    assert team.sql(query) == before


def test_there_and_back(new_team: NewTeam, tmp_path: Path) -> None:
    """Backed up, restored in another database: the same documents, the same record, its hash whole, work goes on."""
    team, other = made(new_team), new_team()
    numbers = [worked_on(team) for _ in range(3)]
    file = tmp_path / "amt.zip"
    with team.admin() as admin:
        assert backup(admin, file) == 3
    with other.admin(make=True) as admin:
        assert restore(admin, file) == (3, [])
    assert team.secret.encode() not in file.read_bytes()
    with Server.connect(other.address) as lead:
        assert lead.broken() == []
        assert lead.hello.workspace == Server.connect(team.address).hello.workspace, "clerks go on where they were"
        claimed = lead.fetch(numbers[0])
        assert claimed is not None
        assert item_of(claimed)[0].field(VALUE).value == "≥4期"
        assert lead.add_source("neu.txt", b"something new")[0] > max(numbers), "numbers go on"
    server = other.enter("a1")
    assert server.append(numbers[0], 1, 2, [uuid4()], [b"more"]).count == 3


def test_a_backup_of_the_form_before_is_brought_up(new_team: NewTeam, tmp_path: Path) -> None:
    team, other = made(new_team, VERSION - 1), new_team()
    worked_on(team)
    file = tmp_path / "alt.zip"
    with team.admin() as admin:
        backup(admin, file)
    with other.admin(make=True) as admin:
        restore(admin, file)
        assert admin.version() == VERSION


@pytest.mark.parametrize("damage", ["cut", "other", "newer", "row"])
def test_a_damaged_backup_leaves_nothing_behind(new_team: NewTeam, tmp_path: Path, damage: str) -> None:
    team, other = made(new_team), new_team()
    worked_on(team)
    file = tmp_path / "amt.zip"
    with team.admin() as admin:
        backup(admin, file)
    if damage == "cut":
        file.write_bytes(file.read_bytes()[:-200])
    elif damage == "other":
        file.write_text("not a zip")
    else:
        with zipfile.ZipFile(file) as found:
            parts = {name: found.read(name) for name in found.namelist()}
        if damage == "newer":
            parts["workspace.json"] = json.dumps(
                json.loads(parts["workspace.json"]) | {"schema_version": VERSION + 1}
            ).encode()
        else:
            parts["act.copy"] += b"nonsense\n"
        with zipfile.ZipFile(file, "w") as out:
            for name, data in parts.items():
                out.writestr(name, data)
    with other.admin(make=True) as admin:
        with pytest.raises(WorkspaceError):
            restore(admin, file)
        assert admin.version() == 0
        admin.create()  # nothing is in the way


def test_never_over_a_workspace_that_is_there(new_team: NewTeam, tmp_path: Path) -> None:
    team = made(new_team)
    number = worked_on(team)
    file = tmp_path / "amt.zip"
    with team.admin() as admin:
        backup(admin, file)
        for call in (admin.create, lambda: restore(admin, file)):
            with pytest.raises(WorkspaceError):
                call()
    assert team.sql("SELECT acts FROM reviewer.document WHERE id = %s", number) == [(2,)]
