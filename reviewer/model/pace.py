"""How fast doubtful fields are dealt with, and how long the rest will take at that rate."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from time import monotonic

_PAUSE = 180.0
"""Seconds without a settled field from which on somebody was away: they count for nothing."""
_STEPS = 200
_LEAST_STEPS, _LEAST_SECONDS = 5, 20.0
"""With less than this to go by nothing is said."""


class Pace:
    """Hears how many fields are left, whenever that changes."""

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        """`now` is a clock in seconds that nobody sets."""
        self._now = now
        self._left: int | None = None
        self._since = now()
        self._steps: deque[tuple[float, int]] = deque(maxlen=_STEPS)
        """Of the latest steps the seconds that each took and how many fields it settled."""

    def heard(self, left: int) -> None:
        """So many doubtful fields are left now, over all that is open."""
        before, self._left = self._left, left
        if before is None or left >= before:
            if before is None:
                self._since = self._now()
            return  # another source was opened, or an act taken back
        now = self._now()
        seconds, self._since = now - self._since, now
        if seconds <= _PAUSE:
            self._steps.append((seconds, before - left))

    @property
    def rate(self) -> float | None:
        """Fields a minute; None where too little was seen."""
        seconds = sum(took for took, _ in self._steps)
        if len(self._steps) < _LEAST_STEPS or seconds < _LEAST_SECONDS:
            return None
        return 60 * sum(settled for _, settled in self._steps) / seconds

    def minutes_left(self) -> int | None:
        """Minutes that what is left will take at this rate, at least 1; None where nothing is left or nothing is known."""
        rate = self.rate
        if not rate or not self._left:
            return None
        return max(1, round(self._left / rate))
