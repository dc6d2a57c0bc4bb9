"""Making a workspace and bringing it to a newer form: SQL files, each run once, in order, all of a run or none."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from reviewer.base.i18n import tr
from reviewer.base.resources import resource, resource_folder
from reviewer.workspace.address import Address, WorkspaceError, driver, stored_password
from reviewer.workspace.people import MEMBER, OWNER, People
from reviewer.workspace.refusals import refused, unreachable

VERSION = 8
"""The newest form; resources/workspace holds a file for each step."""
MIN_CLIENT = 1
"""The oldest program that works with it."""
OLDEST_SERVER = 150000
_PATIENCE = 10
"""Seconds that an upgrade waits for what somebody keeps locked."""
SETTINGS = {"lease_seconds": (10.0, 86_400.0), "away_hours": (0.0, 720.0), "sample_share": (0.0, 1.0)}
"""What a lead may ask an administrator to set, with the least and the greatest value."""


def steps() -> dict[int, str]:
    """The SQL of each step, by the version that it leads to."""
    found = sorted((resource_folder() / "workspace").glob("[0-9]*_*.sql"))
    return {int(path.name[:4]): path.read_text(encoding="utf-8") for path in found}


class Administration(People):
    """An administrator's connection: a login that may make roles, and owns the database or is above that. Raises WorkspaceError."""

    def __init__(self, address: Address, password: str | None = None, make_database: bool = False) -> None:
        self.address = address
        self._driver = driver()
        self._secret = password or stored_password(address)
        if make_database:
            self._make_database()
        self.db = self._connected(address)
        if self.db.info.server_version < OLDEST_SERVER:
            self.db.close()
            raise WorkspaceError(tr("The server is older than PostgreSQL 15; please use a newer one."))

    def _connected(self, address: Address) -> Any:
        secret = {"password": self._secret} if self._secret else {}
        try:
            return self._driver.connect(**address.arguments(), **secret, autocommit=True, prepare_threshold=None,
                                        application_name="reviewer-admin")  # fmt: skip
        except self._driver.Error as error:
            raise unreachable(address, error) from None

    def _make_database(self) -> None:
        """Make the database where it is not there yet."""
        outside = Address(self.address.host, self.address.port, "postgres", self.address.user, self.address.options)
        name = self._driver.sql.Identifier(self.address.database)
        try:
            with self._connected(outside) as db:
                if (
                    db.execute("SELECT FROM pg_database WHERE datname = %s", (self.address.database,)).fetchone()
                    is None
                ):
                    db.execute(
                        self._driver.sql.SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0").format(name)
                    )
        except self._driver.Error as error:
            raise refused(error) from error

    def __enter__(self) -> Administration:
        return self

    def __exit__(self, *_: object) -> None:
        self.db.close()

    # -- the form -----------------------------------------------------------------------------------------------------

    def version(self) -> int:
        """Which form the workspace has; 0 where there is none."""
        try:
            there = self.db.execute("SELECT to_regclass('reviewer.setting')").fetchone()[0]
        except self._driver.Error as error:
            raise refused(error) from error
        if there is None:
            return 0
        with self.as_owner():
            return self.version_inside()

    @contextmanager
    def as_owner(self) -> Iterator[Any]:
        """A transaction as the role that owns everything of a workspace; the connection. What the server refuses is a WorkspaceError."""
        try:
            with self.db.transaction():
                self.db.execute("SET LOCAL ROLE reviewer_owner")
                yield self.db
                self.db.execute("SET LOCAL ROLE NONE")  # where it is a part of another
        except self._driver.Error as error:
            raise refused(error) from error

    def create(self, version: int = VERSION) -> None:
        """Make a workspace in the database. Raises WorkspaceError, also where there is one already; nothing is left half made."""
        if self.version():
            raise WorkspaceError(
                tr(
                    "There is a workspace in {name} already; please choose another database.",
                    name=self.address.database,
                )
            )
        sql = self._driver.sql
        database = sql.Identifier(self.address.database)
        try:
            with self.db.transaction():
                self._make_roles()
                for text in (
                    "REVOKE ALL ON DATABASE {} FROM PUBLIC",
                    "GRANT CONNECT ON DATABASE {} TO reviewer_member",
                    "GRANT CREATE ON DATABASE {} TO reviewer_owner",
                ):
                    self.db.execute(sql.SQL(text).format(database))
                self.db.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
                self._close_side_doors()
                self.db.execute("SET LOCAL ROLE reviewer_owner")
                self.db.execute("CREATE SCHEMA reviewer")
                self._run_steps(0, version)
                settings = {"workspace": str(uuid.uuid4()), "lease_seconds": "120", "away_hours": "0"}
                for key, value in settings.items():
                    self.db.execute("INSERT INTO reviewer.setting VALUES (%s, %s)", (key, value))
                self.db.execute("SET LOCAL ROLE NONE")
        except self._driver.Error as error:
            raise refused(error) from error

    def upgrade(self, version: int = VERSION) -> None:
        """Bring the workspace to the newest form; the caller has made a backup. Raises WorkspaceError, with everything as it was."""
        now = self.version()
        if not now:
            raise WorkspaceError(tr("There is no workspace in {name}.", name=self.address.database))
        if now > version:
            raise WorkspaceError(
                tr("The workspace was made by a newer version of this program; please update the program.")
            )
        with self.whole():
            self._close_side_doors()
            with self.as_owner() as db:
                db.execute(f"SET LOCAL lock_timeout = '{_PATIENCE}s'")
                db.execute("SELECT FROM reviewer.setting WHERE key = 'schema_version' FOR UPDATE")  # one at a time
                self._run_steps(self.version_inside(), version)

    @contextmanager
    def whole(self) -> Iterator[None]:
        """Everything within is done, or nothing of it. Raises WorkspaceError for what the server refuses."""
        try:
            with self.db.transaction():
                yield
        except self._driver.Error as error:
            raise refused(error) from error

    def version_inside(self) -> int:
        """version(), within a transaction as the owner."""
        return int(self.db.execute("SELECT value FROM reviewer.setting WHERE key = 'schema_version'").fetchone()[0])

    def _close_side_doors(self) -> None:
        """What a server lets everybody do who may connect, and members have no use for: filling it with large objects (only a superuser can
        keep them from that), and keeping rows locked by a program that sleeps with a transaction open.
        """
        self.db.execute(
            self._driver.sql.SQL("ALTER DATABASE {} SET idle_in_transaction_session_timeout = '60s'").format(
                self._driver.sql.Identifier(self.address.database)
            )
        )
        if self.db.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()[0]:
            self.db.execute("REVOKE EXECUTE ON FUNCTION pg_catalog.lo_create(oid), pg_catalog.lo_creat(integer), "
                            "pg_catalog.lo_from_bytea(oid, bytea) FROM PUBLIC")  # fmt: skip

    def _run_steps(self, now: int, version: int) -> None:
        for number, text in steps().items():
            if now < number <= version:
                self.db.execute(text)
        self.db.execute(resource("workspace", "rights.sql").read_text(encoding="utf-8"))
        for key, value in (("schema_version", version), ("min_client", MIN_CLIENT)):
            self.db.execute(
                "INSERT INTO reviewer.setting VALUES (%s, %s) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (key, str(value)),
            )

    def _make_roles(self) -> None:
        """The two roles without a login that workspaces of a server share; the administrator may act as the owner."""
        for role in (OWNER, MEMBER):
            if self.db.execute("SELECT FROM pg_roles WHERE rolname = %s", (role,)).fetchone() is None:
                self.db.execute(f"CREATE ROLE {role} NOLOGIN")
        if not self.db.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()[0]:
            self.db.execute(f"GRANT {OWNER} TO CURRENT_USER")

    def set_value(self, key: str, text: str) -> None:
        """Change a setting. Raises WorkspaceError."""
        least, most = SETTINGS.get(key, (0.0, -1.0))
        try:
            value = float(text)
        except ValueError:
            value = -1.0
        if not least <= value <= most:
            raise WorkspaceError(
                tr("“{key}” cannot be set to “{text}”; there are: {keys}.", key=key, text=text,
                   keys=", ".join(f"{name} ({low:g}–{high:g})" for name, (low, high) in SETTINGS.items()))
            )  # fmt: skip
        with self.as_owner() as db:
            shown = str(int(value)) if key == "lease_seconds" else f"{value:g}"
            if db.execute("UPDATE reviewer.setting SET value = %s WHERE key = %s", (shown, key)).rowcount == 0:
                raise WorkspaceError(tr("The workspace is too old for that; please run: reviewer workspace upgrade."))
