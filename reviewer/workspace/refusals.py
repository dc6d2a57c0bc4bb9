"""What a server refuses, or why it cannot be reached, in sentences; nothing secret is in them."""

from __future__ import annotations

from typing import Any

from reviewer.base.i18n import tr
from reviewer.workspace.address import Address, WorkspaceError
from reviewer.workspace.terms import ForbiddenHereError, OfflineError

IN_THE_WAY = "55P03"
"""What the server calls it when something stays locked for longer than one waits."""
_GONE = ("08", "57")
"""How the codes begin that say that the line is cut, or the server going."""


def unreachable(address: Address, error: Any) -> WorkspaceError:
    """Why no connection came about, without anything secret."""
    code, said = error.sqlstate or "", str(error)
    if code in ("28P01", "28000") or "password" in said:
        return ForbiddenHereError(
            tr("The server at {host} does not let {who} in; please look at the name, and at the password in the keyring.",
               host=address.host or "localhost", who=address.user or "?")
        )  # fmt: skip
    if "certificate" in said or "SSL" in said:
        return WorkspaceError(
            tr("The server at {host} does not show a certificate that can be trusted ({why}); please ask its administrator for "
               "the root certificate, and name it with ?sslrootcert=FILE.", host=address.host, why=first_line(error))
        )  # fmt: skip
    if code == "3D000" or "does not exist" in said:
        return WorkspaceError(
            tr(
                "There is no workspace {name} at {host}; please look at the address.",
                name=address.database,
                host=address.host or "localhost",
            )
        )
    return OfflineError(
        tr("The server at {host} does not answer ({why}).", host=address.host or "localhost", why=first_line(error))
    )


def is_cut(error: Any) -> bool:
    """Whether the line broke under a call, so that nothing is known of whether it arrived."""
    code = error.sqlstate or ""
    return not code or code[:2] in _GONE or code == "25P03"


def refused(error: Any) -> WorkspaceError:
    """What the server refuses an administrator, in a sentence."""
    if is_cut(error):
        return OfflineError(
            tr(
                "The server went away in the middle of it ({why}); please do it again once it is there.",
                why=first_line(error),
            )
        )
    if error.sqlstate == IN_THE_WAY:
        return WorkspaceError(
            tr("Somebody's open connection stands in the way, and nothing was changed; please try again, or have programs that are "
               "connected to the workspace closed.")
        )  # fmt: skip
    if error.sqlstate == "42501":
        return WorkspaceError(
            tr(
                "The server refuses it ({why}); an administrator needs a login that owns the database and may create roles.",
                why=first_line(error),
            )
        )
    return WorkspaceError(tr("The server refuses it ({why}); nothing was changed.", why=first_line(error)))


def first_line(error: BaseException) -> str:
    """What an error says, in one line."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
