"""Where a workspace is, and how it is reached: a URL without a password, TLS that looks who answers, the password elsewhere."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

from reviewer.base.i18n import tr

SERVICE = "reviewer-workspace"
"""Under which the system's keyring holds passwords; the name there is the address."""
_TRUSTED = ("keyring.backends.Windows", "keyring.backends.macOS", "keyring.backends.SecretService",
            "keyring.backends.libsecret", "keyring.backends.kwallet")  # fmt: skip
"""Keyrings of the system. Others write passwords into files that anybody can read who finds them."""
_NEAR = ("localhost", "127.0.0.1", "::1")
_ANSWER = 10
"""Seconds within which a server has to answer."""


class WorkspaceError(Exception):
    """Something a workspace refuses or cannot do. Its text is one sentence for the user."""


@dataclass(frozen=True, slots=True)
class Address:
    """A workspace on a server; `options` are what libpq calls the rest of a URL (sslrootcert, sslmode …). No password is in it."""

    host: str
    port: str
    database: str
    user: str
    options: tuple[tuple[str, str], ...] = ()

    @classmethod
    def parse(cls, text: str, insecure: bool = False) -> Address:
        """An address as somebody writes it. Raises WorkspaceError where it makes no sense, holds a password, or where nobody would
        look who answers (`insecure` allows that).
        """
        psycopg = driver()
        text = text.strip().replace(" ", "%20")  # a root certificate under “Program Files”, as one writes it
        if not text.startswith(("postgresql://", "postgres://")):
            raise WorkspaceError(tr("The address of a workspace looks like postgresql://NAME@HOST/DATABASE."))
        try:
            found = {
                key: str(value) for key, value in psycopg.conninfo.conninfo_to_dict(text).items() if value is not None
            }
        except psycopg.Error:
            said = tr("The address of the workspace cannot be read; it looks like postgresql://NAME@HOST/DATABASE.")
            raise WorkspaceError(said) from None  # the driver repeats what it was given, a password too
        if any(key in found for key in _secrets(psycopg)):
            raise WorkspaceError(
                tr(
                    "A password has no place in an address, where others can read it; please leave it out, it is asked for."
                )
            )
        made = cls(
            found.pop("host", "") or os.environ.get("PGHOST", ""),
            found.pop("port", ""),
            found.pop("dbname", "") or found.get("user", ""),
            found.pop("user", "") or os.environ.get("PGUSER", ""),
            tuple(sorted(found.items())),
        )
        mode = dict(made.options).get("sslmode", "verify-full")
        if not made.is_near and mode != "verify-full" and not insecure:
            raise WorkspaceError(
                tr("With sslmode={mode} nobody looks who answers at {host}; please leave it out, or say --insecure.",
                   mode=mode, host=made.host)
            )  # fmt: skip
        if not made.database:
            raise WorkspaceError(tr("The address of a workspace looks like postgresql://NAME@HOST/DATABASE."))
        return made

    @property
    def is_near(self) -> bool:
        """Whether nothing leaves this machine: a Unix socket, or loopback; not where a file or the environment may say otherwise."""
        if dict(self.options).get("service") or any(os.environ.get(name) for name in ("PGSERVICE", "PGHOSTADDR")):
            return False
        asked = self.host + "," + dict(self.options).get("hostaddr", "")  # an address wins over the name beside it
        return all(not host or host.startswith(("/", "@")) or host in _NEAR for host in asked.split(","))

    def text(self) -> str:
        """The address as one writes it, in one form always: what settings hold, and what the keyring knows a password by."""
        host = f"[{self.host}]" if ":" in self.host else quote(self.host, safe=",")
        port = f":{self.port}" if self.port else ""
        rest = "&".join(f"{key}={quote(value, safe='/')}" for key, value in self.options)
        return f"postgresql://{quote(self.user)}@{host}{port}/{quote(self.database)}{'?' + rest if rest else ''}"

    def shown(self) -> str:
        """The address as a person reads it and can type it: letters of any language as they are."""
        return re.sub("(?:%[89A-F][0-9A-F])+", lambda found: _letters(found[0]), self.text())

    def arguments(self) -> dict[str, Any]:
        """What psycopg.connect is given, without a password."""
        made: dict[str, Any] = dict(self.options)
        for key, value in (("host", self.host), ("port", self.port), ("dbname", self.database), ("user", self.user)):
            if value:
                made[key] = value
        if not self.is_near:
            made.setdefault("sslmode", "verify-full")
        made.setdefault("connect_timeout", _ANSWER)
        made |= {"client_encoding": "UTF8", "keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
        return made


def _secrets(psycopg: Any) -> set[str]:
    """What libpq itself would not show of an address: passwords of any kind, and where they lie."""
    defaults = psycopg.pq.Conninfo.get_defaults()
    return {one.keyword.decode() for one in defaults if one.dispchar == b"*"} | {"password", "passfile"}


def _letters(escaped: str) -> str:
    text = unquote(escaped, errors="replace")
    return text if text.isalnum() else escaped


def driver() -> Any:
    """Psycopg. Raises WorkspaceError where the extra “team” is not installed."""
    try:
        import psycopg
        import psycopg.conninfo
        import psycopg.sql
    except ImportError as error:
        raise WorkspaceError(
            tr("Work in a team needs a part that is not installed ({why}); please install: pip install reviewer[team]",
               why=error)
        ) from error  # fmt: skip
    return psycopg


# -- passwords --------------------------------------------------------------------------------------------------------


def _keyring() -> Any:
    """The system's keyring; None where there is none that can be trusted."""
    try:
        import keyring
        import keyring.errors

        found = keyring.get_keyring()
    except Exception:  # a backend may fail in any way while it is looked for
        return None
    candidates = list(getattr(found, "backends", ())) or [found]
    return next((each for each in candidates if type(each).__module__.startswith(_TRUSTED)), None)


def keeps_passwords() -> bool:
    """Whether this system has a keyring that can be trusted with a password."""
    return _keyring() is not None


def stored_password(address: Address) -> str | None:
    """The password that the system's keyring holds for this address; None where it holds none."""
    ring = _keyring()
    if ring is None:
        return None
    try:
        found = ring.get_password(SERVICE, address.text())
    except Exception:  # locked, or nobody there to unlock it
        return None
    return found if isinstance(found, str) else None


def store_password(address: Address, password: str) -> bool:
    """Keep a password in the system's keyring; False where there is none that can be trusted, and nothing is kept then."""
    ring = _keyring()
    if ring is None:
        return False
    try:
        ring.set_password(SERVICE, address.text(), password)
    except Exception:
        return False
    return True


def ask_password(question: str) -> str | None:
    """Ask for a password at the terminal, without showing it; without a terminal the first line of standard input; None for none."""
    if sys.stdin is None:
        return None
    if sys.stdin.isatty():
        import getpass

        return getpass.getpass(question + " ") or None
    return sys.stdin.readline().rstrip("\r\n") or None
