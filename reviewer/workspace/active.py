"""Time in which somebody works: it stops when nothing was heard of them for ten seconds."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

AFTER = 10.0
"""Seconds without a key or a click after which the clock stops, until the next one."""


class ActiveTime:
    """A clock that every sign of life keeps going for AFTER seconds."""

    def __init__(self, seconds: float = 0.0, now: Callable[[], float] = monotonic) -> None:
        """`seconds` is what it shows to begin with; `now` is a clock in seconds that nobody sets."""
        self._now = now
        self._counted = seconds
        self._last: float | None = None

    def touch(self) -> None:
        """A sign of life."""
        self._counted = self.seconds
        self._last = self._now()

    def rest(self) -> None:
        """Something else is in hand: stop at once."""
        self._counted = self.seconds
        self._last = None

    @property
    def seconds(self) -> float:
        """What the clock shows now."""
        return self._counted if self._last is None else self._counted + min(self._now() - self._last, AFTER)
