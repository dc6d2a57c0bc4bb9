"""Setting a scanned page straight: a sheet that lies on its side or upside down, and one that was fed askew."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from reviewer.sources.scan_engine import Grey, Quad, find_text, recognise

MOST_ASKEW = 10.0
"""Degrees: nobody feeds a sheet more askew, and lines that lean more are no lines of text or table."""
_WORTH = 0.05
"""Degrees below which a page is left as it is."""
_FIND_AGAIN = 1.5
"""Degrees from which boxes around leaning text are so tall that the text is looked for again."""
_TRIED = 3
"""So many lines are read to tell which side is up."""
_LEGIBLE = 0.85
_SHARE = 700
"""Pixels: so much of a line is enough to tell."""

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Straight:
    """A page set straight: its picture, where text stands in it, and the way from its pixels back to those of the page."""

    grey: Grey
    quads: list[Quad]
    back: Matrix

    def box_on_page(self, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        """The box, on the page as it was scanned, around a box of the straight picture."""
        corners = np.array([[left, right, right, left], [top, top, bottom, bottom], [1, 1, 1, 1]], dtype=np.float64)
        x, y, _ = self.back @ corners
        return float(x.min()), float(y.min()), float(x.max()), float(y.max())


def straighten(grey: Grey) -> Straight:
    """Find out how a page lies, and set it straight."""
    quads = find_text(grey)
    turn = _turn(grey, quads)
    back = np.eye(3)
    if turn:
        height, width = grey.shape
        grey = np.ascontiguousarray(np.rot90(grey, turn))
        back = _turned_back(turn, width, height)
        quads = find_text(grey)
    angle = skew(grey, quads)
    if abs(angle) < _WORTH:
        return Straight(grey, quads, back)
    height, width = grey.shape
    there = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0), [0.0, 0.0, 1.0]])
    grey = cv2.warpAffine(grey, there[:2], (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    quads = find_text(grey) if abs(angle) > _FIND_AGAIN else [_moved(quad, there) for quad in quads]
    return Straight(grey, quads, back @ np.linalg.inv(there))


def _moved(quad: Quad, there: Matrix) -> Quad:
    moved: Quad = quad @ there[:2, :2].T + there[:2, 2]
    return moved


def _turned_back(turn: int, width: int, height: int) -> Matrix:
    """From pixels of a picture of this size after `turn` quarter turns against the clock, to those before."""
    return np.array(
        {
            1: [[0, -1, width], [1, 0, 0], [0, 0, 1]],
            2: [[-1, 0, width], [0, -1, height], [0, 0, 1]],
            3: [[0, 1, 0], [-1, 0, height], [0, 0, 1]],
        }[turn],
        dtype=np.float64,
    )


def size_of(quad: Quad) -> tuple[float, float]:
    """Width and height of a piece of text along its own sides."""
    return float(np.linalg.norm(quad[1] - quad[0])), float(np.linalg.norm(quad[3] - quad[0]))


def _turn(grey: Grey, quads: Sequence[Quad]) -> int:
    """By how many quarter turns against the clock the page comes upright: how its lines run, then which end reads well."""
    sizes = [size_of(quad) for quad in quads]
    across = sum(width for width, height in sizes if width > 2 * height)
    down = sum(height for width, height in sizes if height > 2 * width)
    first, second = (1, 3) if down > 2 * across else (0, 2)
    longest = sorted(quads, key=lambda quad: -max(size_of(quad)))[:_TRIED]
    if not longest:
        return 0
    as_is = _legibility(grey, longest, first)
    if as_is >= _LEGIBLE:
        return first
    return second if _legibility(grey, longest, second) > as_is + 0.1 else first


def _legibility(grey: Grey, quads: Sequence[Quad], turn: int) -> float:
    """How well lines read when the page is turned: 0 to 1."""
    read = []
    for quad in quads:
        (left, top), (right, bottom) = np.floor(quad.min(axis=0)).astype(int), np.ceil(quad.max(axis=0)).astype(int)
        piece = grey[
            max(0, top) : max(0, top) + min(bottom - top, _SHARE),
            max(0, left) : max(0, left) + min(right - left, _SHARE),
        ]
        read.append(recognise(np.ascontiguousarray(np.rot90(piece, turn))).mean)
    return sum(read) / len(read)


def skew(grey: Grey, quads: Sequence[Quad]) -> float:
    """By how many degrees a page leans to the right (clockwise): by its drawn lines, or where it has none by its text."""
    leaning = _leaning_lines(grey)
    if not leaning:
        for quad in quads:
            (x0, y0), (x1, y1) = (quad[0] + quad[3]) / 2, (quad[1] + quad[2]) / 2
            width, height = size_of(quad)
            if width > 5 * height:
                leaning.append((math.degrees(math.atan2(y1 - y0, x1 - x0)), width))
    return _median([one for one in leaning if abs(one[0]) <= MOST_ASKEW])


def _leaning_lines(grey: Grey) -> list[tuple[float, float]]:
    """The angle and length of the drawn lines that run across; none where there are too few to tell by."""
    small = cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    found = cv2.createLineSegmentDetector(cv2.LSD_REFINE_NONE, 1.0).detect(small)[0]
    least, steepest = small.shape[1] / 20, math.tan(math.radians(MOST_ASKEW))
    lines = []
    for x0, y0, x1, y1 in [] if found is None else np.asarray(found).reshape(-1, 4).tolist():
        run, rise = (x1 - x0, y1 - y0) if x1 > x0 else (x0 - x1, y0 - y1)
        if run >= least and abs(rise) <= steepest * run:
            lines.append((math.degrees(math.atan2(rise, run)), run))
    return lines if sum(run for _, run in lines) >= 2 * small.shape[1] else []


def _median(weighted: list[tuple[float, float]]) -> float:
    half = sum(weight for _, weight in weighted) / 2
    for value, weight in sorted(weighted):
        half -= weight
        if half <= 0:
            return value
    return 0.0
