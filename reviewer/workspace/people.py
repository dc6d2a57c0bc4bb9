"""The people of a workspace, for an administrator: their logins on the server, their roles, and taking them out again."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any

from reviewer.base.i18n import tr
from reviewer.workspace.address import Address, WorkspaceError
from reviewer.workspace.refusals import IN_THE_WAY, is_cut, refused

OWNER, MEMBER = "reviewer_owner", "reviewer_member"
ROLES = ("clerk", "checker", "lead", "reader")
_TRIES = 3
"""How often somebody's connections are ended who comes back at once and keeps something locked."""


class People:
    """What an administrator does with people; for Administration, which has the connection."""

    address: Address
    db: Any
    _driver: Any

    def as_owner(self) -> Any:
        """A transaction as the role that owns everything of a workspace."""
        raise NotImplementedError

    def _connected(self, address: Address) -> Any:
        raise NotImplementedError

    def add_user(self, name: str, role: str, password: str) -> bool:
        """A login for a person; one that is there already gets this password and role. Whether it was. Raises WorkspaceError."""
        _check_role(role)
        if len(name.encode()) > 63:
            raise WorkspaceError(
                tr(
                    "“{name}” is too long for a login: 63 letters, or 21 Chinese characters, are the most.",
                    name=name[:80],
                )
            )
        if not re.fullmatch(r"[^\W_][\w.\-]{0,62}", name) or name in (OWNER, MEMBER):
            raise WorkspaceError(
                tr("“{name}” cannot be a login; letters, digits, “.”, “-” and “_” can be in it.", name=name)
            )
        if len(password) < 8:
            raise WorkspaceError(tr("The password is shorter than 8 characters; please choose a longer one."))
        sql = self._driver.sql
        try:
            # only what the password was worked into goes over the line and into the server's log
            secret = self.db.pgconn.encrypt_password(password.encode(), name.encode(), b"scram-sha-256").decode()
            with self.db.transaction():
                found = self.db.execute(
                    "SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls "
                    "OR pg_has_role(oid, %s, 'MEMBER') FROM pg_roles WHERE rolname = %s",
                    (OWNER, name),
                ).fetchone()
                if found is not None and found[0]:
                    raise WorkspaceError(
                        tr("{name} is an administrator of the server and cannot be a member too.", name=name)
                    )
                # only a superuser may so much as name the rights that a login is not to have, where there is one already
                how = "CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD {}"
                how = how if found is None else "ALTER ROLE {} LOGIN PASSWORD {}"
                self.db.execute(sql.SQL(how).format(sql.Identifier(name), sql.Literal(secret)))
                self.db.execute(sql.SQL("GRANT reviewer_member TO {}").format(sql.Identifier(name)))
                self.db.execute("SET LOCAL ROLE reviewer_owner")
                self.db.execute(
                    "INSERT INTO reviewer.member VALUES (%s, %s) ON CONFLICT (name) DO UPDATE SET role = excluded.role",
                    (name, role),
                )
        except self._driver.Error as error:
            raise refused(error) from None
        return found is not None

    def members(self) -> dict[str, str]:
        """Who there is, with their roles."""
        with self.as_owner() as db:
            return dict(db.execute("SELECT name, role FROM reviewer.member ORDER BY name").fetchall())

    def remove_user(self, name: str) -> list[str]:
        """Take a person out: what they hold is free again, their acts stay. The login goes too, unless it is used elsewhere: the databases
        of which that is so, or which this administrator cannot look into. Raises WorkspaceError.
        """
        with self.as_owner() as db:  # from here on the functions let nothing of theirs through
            is_member = db.execute("SELECT FROM reviewer.member WHERE name = %s", (name,)).fetchone() is not None
            if not is_member and not self._is_left_over(db, name):
                raise no_member(name)
        for number in range(_TRIES):
            self._end_connections(name)  # with what they keep locked
            try:
                with self.as_owner() as db:
                    db.execute("SET LOCAL lock_timeout = '2s'")
                    db.execute("DELETE FROM reviewer.member WHERE name = %s", (name,))
                    db.execute("UPDATE reviewer.document SET meant_for = NULL WHERE meant_for = %s", (name,))
                    db.execute(
                        "UPDATE reviewer.document SET held_until = now() - interval '1 second' WHERE holder = %s",
                        (name,),
                    )
                break
            except WorkspaceError as error:
                if number == _TRIES - 1 or getattr(error.__cause__, "sqlstate", "") != IN_THE_WAY:
                    raise
        self._end_connections(name)  # who came back meanwhile
        elsewhere = self._where_else(name)
        if elsewhere and not is_member:
            raise no_member(name)
        try:
            if not elsewhere:
                self.db.execute(self._driver.sql.SQL("DROP ROLE {}").format(self._driver.sql.Identifier(name)))
        except self._driver.Error:
            return ["?"]  # it owns something on the server; here it is no member any more
        return elsewhere

    def _is_left_over(self, db: Any, name: str) -> bool:
        """Whether there is a login of ours without a member, as where the server went away while somebody was taken out."""
        ours = (
            "SELECT FROM pg_roles WHERE rolname = %s AND rolcanlogin AND pg_has_role(oid, %s, 'MEMBER') "
            "AND NOT pg_has_role(oid, %s, 'MEMBER')"
        )
        return db.execute(ours, (name, MEMBER, OWNER)).fetchone() is not None

    def _end_connections(self, name: str) -> None:
        """End what somebody has open in this workspace. Who is no superuser may do that for a while by being of that role."""
        sql = self._driver.sql
        end = "SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity WHERE usename = %s AND datname = current_database()"
        with suppress(self._driver.Error):
            if self.db.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()[0]:
                self.db.execute(end, (name,))
                return
            with self.db.transaction():
                self.db.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(name)))
                self.db.execute(end, (name,))
                self.db.execute(sql.SQL("REVOKE {} FROM CURRENT_USER").format(sql.Identifier(name)))

    def _where_else(self, name: str) -> list[str]:
        """The other databases of the server in which somebody is a member too, or may be."""
        try:
            others = self.db.execute(
                "SELECT datname, has_database_privilege(oid, 'CONNECT') FROM pg_database "
                "WHERE datallowconn AND datname <> current_database() ORDER BY datname"
            ).fetchall()
        except self._driver.Error as error:
            raise refused(error) from error
        found = []
        for database, is_open in others:
            try:
                if not is_open or self._knows(database, name):
                    found.append(database)
            except WorkspaceError:
                found.append(database)
            except self._driver.Error as error:
                if is_cut(error):  # nothing is known then
                    raise refused(error) from error
                found.append(database)
        return found

    def _knows(self, database: str, name: str) -> bool:
        outside = Address(self.address.host, self.address.port, database, self.address.user, self.address.options)
        with self._connected(outside) as db:
            if db.execute("SELECT to_regclass('reviewer.member')").fetchone()[0] is None:
                return False
            with db.transaction():
                db.execute("SET LOCAL ROLE reviewer_owner")
                return db.execute("SELECT FROM reviewer.member WHERE name = %s", (name,)).fetchone() is not None

    def set_role(self, name: str, role: str) -> None:
        """Give a member another role. Raises WorkspaceError."""
        _check_role(role)
        with self.as_owner() as db:
            if db.execute("UPDATE reviewer.member SET role = %s WHERE name = %s", (role, name)).rowcount == 0:
                raise no_member(name)
            if role == "reader":  # who only looks takes nothing up any more
                db.execute("UPDATE reviewer.document SET meant_for = NULL WHERE meant_for = %s", (name,))


def _check_role(role: str) -> None:
    if role not in ROLES:
        raise WorkspaceError(tr("“{role}” is no role; there are: {roles}.", role=role, roles=", ".join(ROLES)))


def no_member(name: str) -> WorkspaceError:
    """There is nobody of this name."""
    return WorkspaceError(tr("{name} is no member of this workspace.", name=name))
