"""Making a workspace and bringing it to a newer form: SQL files, each run once, in order, all of a run or none."""

from __future__ import annotations

import re
import uuid
from typing import Any

from reviewer.base.i18n import tr
from reviewer.base.resources import resource, resource_folder
from reviewer.workspace.address import Address, WorkspaceError, driver, stored_password
from reviewer.workspace.server import unreachable

VERSION = 6
"""The newest form; resources/workspace holds a file for each step."""
MIN_CLIENT = 1
"""The oldest program that works with it."""
OWNER, MEMBER = "reviewer_owner", "reviewer_member"
ROLES = ("clerk", "checker", "lead", "reader")
OLDEST_SERVER = 150000
SETTINGS = {"lease_seconds": (10.0, 86_400.0), "away_hours": (0.0, 720.0), "sample_share": (0.0, 1.0)}
"""What a lead may ask an administrator to set, with the least and the greatest value."""


def steps() -> dict[int, str]:
    """The SQL of each step, by the version that it leads to."""
    found = sorted((resource_folder() / "workspace").glob("[0-9]*_*.sql"))
    return {int(path.name[:4]): path.read_text(encoding="utf-8") for path in found}


class Administration:
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
        with self._connected(outside) as db:
            if db.execute("SELECT FROM pg_database WHERE datname = %s", (self.address.database,)).fetchone() is None:
                name = self._driver.sql.Identifier(self.address.database)
                try:
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
        if self.db.execute("SELECT to_regclass('reviewer.setting')").fetchone()[0] is None:
            return 0
        with self.as_owner() as db:
            row = db.execute("SELECT value FROM reviewer.setting WHERE key = 'schema_version'").fetchone()
        return int(row[0])

    def as_owner(self) -> _AsOwner:
        """A transaction as the role that owns everything of a workspace."""
        return _AsOwner(self)

    def create(self, version: int = VERSION) -> None:
        """Make a workspace in the database. Raises WorkspaceError, also where there is one already; nothing is left half made."""
        if self.version():
            raise WorkspaceError(
                tr(
                    "There is a workspace in {name} already; please choose another database.",
                    name=self.address.database,
                )
            )
        self._make_roles()
        sql = self._driver.sql
        database = sql.Identifier(self.address.database)
        try:
            with self.db.transaction():
                for text in (
                    "REVOKE ALL ON DATABASE {} FROM PUBLIC",
                    "GRANT CONNECT ON DATABASE {} TO reviewer_member",
                    "GRANT CREATE ON DATABASE {} TO reviewer_owner",
                ):
                    self.db.execute(sql.SQL(text).format(database))
                self.db.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
                self.db.execute("SET LOCAL ROLE reviewer_owner")
                self.db.execute("CREATE SCHEMA reviewer")
                self._run_steps(0, version)
                settings = {"workspace": str(uuid.uuid4()), "lease_seconds": "120", "away_hours": "0"}
                for key, value in settings.items():
                    self.db.execute("INSERT INTO reviewer.setting VALUES (%s, %s)", (key, value))
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
        with self.as_owner():
            self.db.execute("SELECT pg_advisory_xact_lock(7217002)")
            self._run_steps(now, version)

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
        try:
            for role in (OWNER, MEMBER):
                if self.db.execute("SELECT FROM pg_roles WHERE rolname = %s", (role,)).fetchone() is None:
                    self.db.execute(f"CREATE ROLE {role} NOLOGIN")
            if not self.db.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()[0]:
                self.db.execute(f"GRANT {OWNER} TO CURRENT_USER")
        except self._driver.Error as error:
            raise refused(error) from error

    # -- people -------------------------------------------------------------------------------------------------------

    def add_user(self, name: str, role: str, password: str) -> None:
        """A login for a person; one that is there already gets this password and role. Raises WorkspaceError."""
        _check_role(role)
        if not re.fullmatch(r"[^\W_][\w.\-]{0,62}", name) or name in (OWNER, MEMBER) or len(name.encode()) > 63:
            raise WorkspaceError(
                tr("“{name}” cannot be a login; letters, digits, “.”, “-” and “_” can be in it.", name=name)
            )
        if len(password) < 8:
            raise WorkspaceError(tr("The password is shorter than 8 characters; please choose a longer one."))
        sql = self._driver.sql
        # only what the password was worked into goes over the line and into the server's log
        secret = self.db.pgconn.encrypt_password(password.encode(), name.encode(), b"scram-sha-256").decode()
        try:
            with self.db.transaction():
                found = self.db.execute(
                    "SELECT rolsuper OR rolcreaterole OR rolcreatedb OR pg_has_role(oid, %s, 'MEMBER') FROM pg_roles WHERE rolname = %s",
                    (OWNER, name),
                ).fetchone()
                if found is not None and found[0]:
                    raise WorkspaceError(
                        tr("{name} is an administrator of the server and cannot be a member too.", name=name)
                    )
                verb = "CREATE" if found is None else "ALTER"
                self.db.execute(
                    sql.SQL(
                        verb + " ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD {}"
                    ).format(sql.Identifier(name), sql.Literal(secret))
                )
                self.db.execute(sql.SQL("GRANT reviewer_member TO {}").format(sql.Identifier(name)))
                self.db.execute("SET LOCAL ROLE reviewer_owner")
                self.db.execute(
                    "INSERT INTO reviewer.member VALUES (%s, %s) ON CONFLICT (name) DO UPDATE SET role = excluded.role",
                    (name, role),
                )
        except self._driver.Error as error:
            raise refused(error) from None

    def remove_user(self, name: str) -> None:
        """Take a person out: what they hold is free again, their acts stay. The login goes unless other databases need it."""
        with self.as_owner() as db:
            if db.execute("DELETE FROM reviewer.member WHERE name = %s", (name,)).rowcount == 0:
                raise no_member(name)
            db.execute("UPDATE reviewer.document SET meant_for = NULL WHERE meant_for = %s", (name,))
            db.execute(
                "UPDATE reviewer.document SET held_until = now() - interval '1 second' WHERE holder = %s", (name,)
            )
        sql = self._driver.sql
        try:
            self.db.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s AND datname = current_database()",
                            (name,))  # fmt: skip
            self.db.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(name)))
        except self._driver.Error:
            return  # it has rights elsewhere; here it is no member any more

    def set_role(self, name: str, role: str) -> None:
        """Give a member another role. Raises WorkspaceError."""
        _check_role(role)
        with self.as_owner() as db:
            if db.execute("UPDATE reviewer.member SET role = %s WHERE name = %s", (role, name)).rowcount == 0:
                raise no_member(name)

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


class _AsOwner:
    """A transaction under the role that owns the workspace; what the server refuses is a WorkspaceError."""

    def __init__(self, admin: Administration) -> None:
        self._admin = admin
        self._transaction = admin.db.transaction()

    def __enter__(self) -> Any:
        self._transaction.__enter__()
        try:
            self._admin.db.execute("SET LOCAL ROLE reviewer_owner")
        except BaseException as error:
            self._transaction.__exit__(type(error), error, error.__traceback__)
            if isinstance(error, self._admin._driver.Error):
                raise refused(error) from error
            raise
        return self._admin.db

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        self._transaction.__exit__(kind, error, trace)
        if error is not None and isinstance(error, self._admin._driver.Error):
            raise refused(error) from error


def _check_role(role: str) -> None:
    if role not in ROLES:
        raise WorkspaceError(tr("“{role}” is no role; there are: {roles}.", role=role, roles=", ".join(ROLES)))


def no_member(name: str) -> WorkspaceError:
    """There is nobody of this name."""
    return WorkspaceError(tr("{name} is no member of this workspace.", name=name))


def refused(error: Any) -> WorkspaceError:
    """What the server refuses an administrator, in a sentence."""
    line = (str(error).strip().splitlines() or ["?"])[0]
    return WorkspaceError(
        tr(
            "The server refuses it ({why}); an administrator needs a login that owns the database and may create roles.",
            why=line,
        )
    )
