"""A workspace in one file and back: a zip with every table as the server writes it out, made from one moment of the database."""

from __future__ import annotations

import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from reviewer import __version__
from reviewer.base.files import write_whole
from reviewer.base.gate import NOBODY, Consent
from reviewer.base.i18n import tr
from reviewer.workspace.address import WorkspaceError, driver
from reviewer.workspace.schema import VERSION, Administration

FORM = "reviewer-workspace/1"
TABLES: dict[str, int] = {
    "setting": 1, "member": 1, "content": 1, "document": 1, "package": 1, "act": 1, "draft": 1, "event": 1, "job": 1,
    "sample": 2, "lesson": 2, "planted": 4, "spent": 4, "decision": 5,
}  # fmt: skip
"""Every table, those first that others point to, with the form of the workspace since which it is there; but for
what is only of one server: how the days pass there (`tidied`), and what is on its way in (`piece`)."""
_WITH_NUMBERS = ("document", "event", "job", "sample", "lesson", "decision")


def backup(admin: Administration, path: Path, consent: Consent = NOBODY) -> int:
    """Write the workspace into `path`, whole or not at all; how many documents are in it. Raises WorkspaceError, WriteError."""
    version = admin.version()
    if not version:
        raise WorkspaceError(tr("There is no workspace in {name}.", name=admin.address.database))
    count = 0

    def write(temporary: Path) -> None:
        nonlocal count
        with admin.as_owner() as db, zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as made:
            db.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            (count,) = db.execute("SELECT count(*) FROM reviewer.document").fetchone()
            about = {"form": FORM, "schema_version": version, "program": __version__, "documents": count,
                     "made": datetime.now(UTC).isoformat(timespec="seconds")}  # fmt: skip
            made.writestr("workspace.json", json.dumps(about, indent=1))
            for table in _tables(version):
                order = " ORDER BY id" if table in _WITH_NUMBERS else ""
                with (
                    made.open(f"{table}.copy", "w", force_zip64=True) as out,
                    db.cursor().copy(f"COPY (SELECT * FROM reviewer.{table}{order}) TO STDOUT") as copied,
                ):
                    for piece in copied:
                        out.write(piece)

    write_whole(path, write, consent)
    return count


def _tables(version: int) -> list[str]:
    return [table for table, since in TABLES.items() if since <= version]


def restore(admin: Administration, path: Path) -> tuple[int, list[str]]:
    """Make the workspace anew from a backup, in a database that has none, and bring it to the newest form.

    How many documents there are, and the members who have no login on this server. Raises WorkspaceError, with nothing left behind.
    """
    try:
        with zipfile.ZipFile(path) as found:
            about = json.loads(found.read("workspace.json"))
            version = int(about["schema_version"])
            if about["form"] != FORM or version < 1:
                raise ValueError("no backup")
            if version > VERSION:
                raise WorkspaceError(
                    tr("{file} was made by a newer version of this program; please update the program.", file=path.name)
                )
            if found.testzip() is not None:
                raise ValueError("damaged")
            with (
                admin.whole()
            ):  # also where this program is killed, or the server is, there is all of it or no workspace
                admin.create(version)
                _load(admin, found, version)
                admin.upgrade()
                with admin.as_owner() as db:
                    (count,) = db.execute("SELECT count(*) FROM reviewer.document").fetchone()
                without = [name for name in admin.members() if not _let_in(admin, name)]
    except (OSError, zipfile.BadZipFile, ValueError, KeyError, TypeError) as error:
        raise WorkspaceError(
            tr("{file} is no backup of a workspace, or is damaged; please use another one.", file=path.name)
        ) from error
    return count, without


def made_at(path: Path) -> str:
    """When a backup was made, as people here write it; "?" where it does not say."""
    try:
        with zipfile.ZipFile(path) as found:
            when = datetime.fromisoformat(json.loads(found.read("workspace.json"))["made"])
    except (OSError, zipfile.BadZipFile, ValueError, KeyError, TypeError):
        return "?"
    return f"{when.astimezone():%Y-%m-%d %H:%M}"


def _load(admin: Administration, found: zipfile.ZipFile, version: int) -> None:
    with admin.as_owner() as db:
        db.execute("DELETE FROM reviewer.setting")
        for table in _tables(version):
            with found.open(f"{table}.copy") as given, db.cursor().copy(f"COPY reviewer.{table} FROM STDIN") as copied:
                while piece := given.read(1 << 20):
                    copied.write(piece)
        for table in _WITH_NUMBERS:
            if TABLES[table] <= version:
                db.execute(
                    f"SELECT setval(pg_get_serial_sequence('reviewer.{table}', 'id'), "
                    f"(SELECT coalesce(max(id), 0) + 1 FROM reviewer.{table}), false)"
                )


def _let_in(admin: Administration, name: str) -> bool:
    """Whether a member has a login here; one that has gets back the way in."""
    sql: Any = driver().sql
    if admin.db.execute("SELECT FROM pg_roles WHERE rolname = %s AND rolcanlogin", (name,)).fetchone() is None:
        return False
    admin.db.execute(sql.SQL("GRANT reviewer_member TO {}").format(sql.Identifier(name)))
    return True
