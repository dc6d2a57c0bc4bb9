"""A connection that outlives the server's going away for a while: what is asked is asked again over a new one."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from reviewer.base.i18n import tr
from reviewer.workspace.server import Server
from reviewer.workspace.terms import OfflineError

Answer = TypeVar("Answer")
_PAUSE = 1.0
"""Seconds between two tries."""
_LOOK = 0.1


def waiting() -> str:
    """What is said when a server goes away that is waited for."""
    return tr("The server of the workspace does not answer; waiting for it …")


class Lasting:
    """Asks a workspace things that may be asked twice. Use as a context manager: connections that it made are closed at the end.

    `patience` are the seconds for which a server may be away; while it is, `wanted` is asked whether it is still to be waited for.
    """

    def __init__(
        self,
        server: Server,
        patience: float,
        told: Callable[[str], None] | None = None,
        wanted: Callable[[], bool] = lambda: True,
    ) -> None:
        """`told` hears why, once each time that the server goes away."""
        self.server = server
        self._given, self._patience = server, patience
        self._told = told or (lambda _sentence: None)
        self.wanted = wanted
        self.asked_again = 0
        """How often something was asked again; what it came to the first time is not known then."""

    def __enter__(self) -> Lasting:
        return self

    def __exit__(self, *_: object) -> None:
        if self.server is not self._given:
            self.server.close()

    def ask(self, question: Callable[[Server], Answer]) -> Answer:
        """What the server answers. Raises WorkspaceError; OfflineError where it is away for too long, or nobody wants it any more."""
        since: float | None = None
        while True:
            try:
                if self.server.is_closed:
                    self.server = self.server.again()
                return question(self.server)
            except OfflineError as error:
                with suppress(Exception):
                    self.server.close()
                now = time.monotonic()
                if since is None:
                    since = now
                    self._told(str(error))
                if now - since >= self._patience or not self._wait():
                    raise
                self.asked_again += 1

    def _wait(self) -> bool:
        """Let a moment pass; whether it is still wanted."""
        until = time.monotonic() + _PAUSE
        while self.wanted() and time.monotonic() < until:
            time.sleep(_LOOK)
        return self.wanted()
