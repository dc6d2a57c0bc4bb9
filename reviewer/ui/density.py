"""How much air there is between rows, as the user has set it: the same for every list and table of the window."""

from __future__ import annotations

USUAL, COMPACT, ROOMY = "", "compact", "roomy"
_AIR = {USUAL: 6, COMPACT: 1, ROOMY: 14}

_chosen = [USUAL]


def use(density: str) -> None:
    """From now on rows are this dense; who shows rows is told to lay them out again by whoever calls this."""
    _chosen[0] = density if density in _AIR else USUAL


def air() -> int:
    """Pixels above and below the letters of a row, together."""
    return _AIR[_chosen[0]]
