"""Where what an OFD page draws comes to stand: matrices, the distances between characters, the commands of paths."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, NamedTuple

from reviewer.sources.ofd_file import numbers

POINTS = 72 / 25.4
"""Points in a millimetre, in which OFD measures."""
Matrix = tuple[float, float, float, float, float, float]
PLAIN: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def within(item: Any, outer: Matrix) -> Matrix:
    """The matrix of what an object draws: its own, moved to its boundary, within that of its parent."""
    boundary = numbers(item.get("Boundary"))
    x, y = (boundary[0], boundary[1]) if len(boundary) >= 2 else (0.0, 0.0)
    own = numbers(item.get("CTM"))
    a, b, c, d, e, f = (own[0], own[1], own[2], own[3], own[4], own[5]) if len(own) == 6 else PLAIN
    e, f = e + x, f + y
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Where a matrix brings a point."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def distances(text: str | None, most: int) -> list[float]:
    """The distances between characters; “g 20 4” stands for twenty times four."""
    words, found, place = (text or "").replace(",", " ").split(), list[float](), 0
    while place < len(words) and len(found) < most:
        if words[place].lower() == "g" and place + 2 < len(words):
            repeat, distance = numbers(words[place + 1]), numbers(words[place + 2])
            if repeat and distance:
                found += [distance[0]] * min(most, max(0, int(repeat[0])))
            place += 3
        else:
            found += numbers(words[place])
            place += 1
    return found


def outlines(text: str | None) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    """The parts of a path: points, and whether only straight lines join them. Of curves only the ends count."""
    points: list[tuple[float, float]] = []
    straight = True
    for word, values in _commands(text or ""):
        if word in "MS":
            if len(points) > 1:
                yield points, straight
            points, straight = [], True
        elif word == "C" and points:
            points.append(points[0])
            continue
        if word != "C" and len(values) >= 2:
            points.append((values[-2], values[-1]))
            straight = straight and word in "MSL"
    if len(points) > 1:
        yield points, straight


def _commands(text: str) -> Iterator[tuple[str, list[float]]]:
    word, values = "", list[float]()
    for part in text.replace(",", " ").split():
        if part.isalpha() and len(part) == 1:
            if word:
                yield word, values
            word, values = part.upper(), []
        else:
            values += numbers(part)
    if word:
        yield word, values


class Step(NamedTuple):
    """A step of a path: “M” move, “L” line, “Q” or “B” curve, “C” close, with the points that it names."""

    word: str
    points: tuple[float, ...]


_LENGTHS = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_ARC_PIECES = 24


def outline(text: str | None) -> Iterator[Step]:
    """The steps of a path as it is drawn; arcs as lines between points on them. What is no step is left out."""
    here = (0.0, 0.0)
    for word, values in _commands(text or ""):
        length = _LENGTHS.get(word)
        if length is None or len(values) < length:
            continue
        if word == "A":
            yield from (Step("L", point) for point in _arc(here, values))
        else:
            yield Step("M" if word == "S" else word, tuple(values[:length]))
        if length:
            here = (values[length - 2], values[length - 1])


def _arc(start: tuple[float, float], values: list[float]) -> Iterator[tuple[float, float]]:
    """Points on an arc of an ellipse: radii, its turn in degrees, the larger part, clockwise, and where it ends."""
    across, down, turn, large, clockwise, x, y = values[:7]
    across, down = abs(across), abs(down)
    if across < 1e-9 or down < 1e-9 or (abs(x - start[0]) < 1e-9 and abs(y - start[1]) < 1e-9):
        yield x, y
        return
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    half_x, half_y = (start[0] - x) / 2, (start[1] - y) / 2
    p, q = cos * half_x + sin * half_y, cos * half_y - sin * half_x
    grown = math.sqrt(max(1.0, (p / across) ** 2 + (q / down) ** 2))  # too small radii reach just so far
    across, down = across * grown, down * grown
    far = (across * q) ** 2 + (down * p) ** 2
    root = math.sqrt(max(0.0, ((across * down) ** 2 - far) / far)) * (-1 if bool(large) == bool(clockwise) else 1)
    mid_p, mid_q = root * across * q / down, -root * down * p / across
    mid_x, mid_y = cos * mid_p - sin * mid_q + (start[0] + x) / 2, sin * mid_p + cos * mid_q + (start[1] + y) / 2
    first = math.atan2((q - mid_q) / down, (p - mid_p) / across)
    sweep = math.atan2((-q - mid_q) / down, (-p - mid_p) / across) - first
    if clockwise and sweep < 0:
        sweep += 2 * math.pi
    elif not clockwise and sweep > 0:
        sweep -= 2 * math.pi
    for piece in range(1, _ARC_PIECES):
        angle = first + sweep * piece / _ARC_PIECES
        a, b = across * math.cos(angle), down * math.sin(angle)
        yield mid_x + cos * a - sin * b, mid_y + sin * a + cos * b
    yield x, y
