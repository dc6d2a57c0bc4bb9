"""Stamps that a PDF draws as text: characters in a ring, and what stands straight within it.

The characters of a ring turn with it, so that most of them stand aslant; but one at its top stands as upright as the page's own text,
and so do the star in its middle and the words beneath it (财务专用章): without the ring they would be read as part of the cells under it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

_FEWEST, _LEAST_TURN = 4, 0.5
"""Characters of a ring that stand aslant, and quarter turns between the first and the last of them."""
_OFF = 0.35
"""Of a character's size: so far from its place on the ring one stands at most."""
_SIGNS = frozenset("★☆✩✪*")

Colour = tuple[int, int, int]


class _Ring(NamedTuple):
    x: float
    y: float
    radius: float
    flatness: float
    """The share of its width that it is high."""
    size: float
    colour: Colour


def on_stamps(
    chars: Sequence[str], boxes: Numbers, angles: Numbers, inked: NDArray[np.bool_], colour_of: Callable[[int], Colour]
) -> list[int]:
    """The numbers of the characters that belong to stamps and stand no more aslant than the page's text, or at a right angle to it.

    `boxes` are left, top, right, bottom in four rows, `angles` quarter turns clockwise.
    """
    import numpy as np

    straight = angles == np.trunc(angles)
    aslant = np.flatnonzero(inked & ~straight)
    rings = [ring for run in _runs(aslant) if (ring := _ring(run, boxes, angles, colour_of)) is not None]
    if not rings:
        return []
    x, y = (boxes[0] + boxes[2]) / 2, (boxes[1] + boxes[3]) / 2
    others = _usual_colour(np.flatnonzero(inked & straight), colour_of)
    found: set[int] = set()
    for ring in rings:
        away = np.hypot(x - ring.x, (y - ring.y) / ring.flatness)
        for number in np.flatnonzero(inked & straight & (away <= ring.radius + ring.size / 2)).tolist():
            if colour_of(number) != ring.colour:
                continue
            place = _on_ring(ring, float(angles[number]))
            is_on_it = np.hypot(x[number] - place[0], y[number] - place[1]) <= _OFF * ring.size
            if ring.colour != others or is_on_it or chars[number] in _SIGNS:
                found.add(number)
    return sorted(found)


_MOST_LOOKED_AT = 200


def _usual_colour(numbers: NDArray[np.int64], colour_of: Callable[[int], Colour]) -> Colour:
    """The commonest colour of some characters, by a few of them."""
    step = max(1, len(numbers) // _MOST_LOOKED_AT)
    seen = [colour_of(number) for number in numbers[::step].tolist()]
    return max(set(seen), key=seen.count) if seen else (0, 0, 0)


def _runs(numbers: NDArray[np.int64]) -> list[list[int]]:
    """Characters that follow each other in the PDF, but for a few that stand straight between them."""
    runs: list[list[int]] = []
    for number in numbers.tolist():
        if runs and number - runs[-1][-1] <= _BETWEEN:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


_BETWEEN = 6
"""Line ends that PDFium writes between characters that turn, and the one at the top."""


def _on_ring(ring: _Ring, angle: float) -> tuple[float, float]:
    """Where on a ring a character with this angle stands."""
    import numpy as np

    across, down = _outwards(np.array([angle * np.pi / 2]), ring.flatness)
    return ring.x + ring.radius * float(across[0]), ring.y + ring.radius * float(down[0])


def _outwards(turns: Numbers, flatness: float) -> tuple[Numbers, Numbers]:
    """Where on a ring of radius 1 characters stand that are turned so, away from its middle: to the right, and down."""
    import numpy as np

    right, down = np.sin(turns), -np.cos(turns)
    length = np.sqrt(right**2 + (flatness * down) ** 2)
    return right / length, flatness**2 * down / length


_FLATNESS = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 1.15, 1.3)
"""Stamps are round, most of them; those for invoices and contracts are flat."""


def _ring(numbers: list[int], boxes: Numbers, angles: Numbers, colour_of: Callable[[int], Colour]) -> _Ring | None:
    """The ring that characters stand on, each turned away from its middle; None where they do not."""
    import numpy as np

    turns = np.unwrap(angles[numbers] * np.pi / 2)
    if len(numbers) < _FEWEST or float(np.ptp(turns)) < _LEAST_TURN * np.pi / 2:
        return None
    left, top, right, bottom = (side[numbers] for side in boxes)
    x, y = (left + right) / 2, (top + bottom) / 2
    size = float(np.median(np.minimum(right - left, bottom - top)))
    one, none = np.ones(len(numbers)), np.zeros(len(numbers))
    for flatness in _FLATNESS:
        across, down = _outwards(turns, flatness)
        known = np.concatenate((np.stack((one, none, across), 1), np.stack((none, one, down), 1)))
        (middle_x, middle_y, radius), *_ = np.linalg.lstsq(known, np.concatenate((x, y)), rcond=None)
        off = np.hypot(x - middle_x - radius * across, y - middle_y - radius * down)
        if size < radius and float(np.max(off)) <= _OFF * size:
            return _Ring(float(middle_x), float(middle_y), float(radius), flatness, size, colour_of(numbers[0]))
    return None
