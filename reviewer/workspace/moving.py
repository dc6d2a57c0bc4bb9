"""A connection that knows when something last came or went: a large source on a slow line is not a server that does not answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from functools import cache
from typing import Any


@cache
def moving(psycopg: Any) -> Any:
    """Psycopg's class of connections, with `moved`: when (time.monotonic) a byte last came or went under a call."""

    class Moving(psycopg.Connection):  # type: ignore[misc]
        moved = 0.0

        def wait(self, gen: Any, *args: Any, **options: Any) -> Any:
            return super().wait(_noted(gen, self._note), *args, **options)

        def _note(self) -> None:
            self.moved = time.monotonic()

    return Moving


def _noted(gen: Generator[Any, Any, Any], note: Callable[[], None]) -> Generator[Any, Any, Any]:
    """The same conversation with the socket; `note` is called each time that it is ready, not where a wait has only run out."""
    try:
        wanted = next(gen)
        while True:
            ready = yield wanted
            if ready:
                note()
            wanted = gen.send(ready)
    except StopIteration as ended:
        return ended.value
