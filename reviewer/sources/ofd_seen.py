"""Which characters of an OFD page nobody sees: white on white, under a box that is drawn later, cut away by their own clip."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from reviewer.sources.ofd_drawing import Ink
from reviewer.sources.ofd_file import child, name_of, numbers
from reviewer.sources.ofd_geometry import outlines
from reviewer.sources.pdf_lines import Box, Boxes

_WHITE = 250
"""Of 255: from which on every part of a colour is white."""
_LEAST = 0.3
"""Millimetres: nothing is seen through a smaller opening."""
_MOST_TRIED = 4_000_000


def is_white(ink: Ink | None) -> bool:
    """Whether a colour is that of the paper."""
    return ink is not None and ink.alpha > 0 and min(ink.red, ink.green, ink.blue) >= _WHITE


@dataclass(slots=True)
class Seen:
    """What a page draws in order, as far as it says which characters are seen."""

    fills: list[tuple[int, Box, bool, bool]] = field(default_factory=list)
    """Filled rectangles: how many characters are drawn before, the box, whether it is white, whether it covers."""
    pictures: list[tuple[int, Box]] = field(default_factory=list)
    white: set[int] = field(default_factory=set)
    """The numbers of characters in white."""
    _tried: int = 0

    def add_fill(self, after: int, points: list[tuple[float, float]], ink: Ink | None) -> None:
        """A filled shape, where it is a rectangle that stands straight."""
        xs, ys = sorted({round(x, 1) for x, _ in points}), sorted({round(y, 1) for _, y in points})
        if len(xs) == len(ys) == 2 and len(points) <= 5 and ink is not None:
            box = (xs[0], ys[0], xs[1], ys[1])
            self.fills.append((after, box, is_white(ink), ink.alpha == 255))

    def is_covered(self, number: int, box: Box) -> bool:
        """Whether a box that was drawn since covers a character."""
        for after, fill, _, covers in reversed(self.fills):
            self._tried += 1
            if after <= number or self._tried > _MOST_TRIED:
                break
            if covers and _holds(fill, box):
                return True
        return False

    def hidden(self, boxes: Boxes) -> set[int]:
        """The numbers of the characters that nobody sees."""
        found: set[int] = set()
        if len(self.fills) * len(boxes) <= _MOST_TRIED:
            for after, box, _, covers in self.fills:
                if covers:
                    found.update(number for number in range(after) if _holds(box, boxes[number]))
        grounds = [(after, box) for after, box, is_pale, _ in self.fills if not is_pale] + self.pictures
        for number in self.white:
            if not any(after <= number and _holds(box, boxes[number]) for after, box in grounds):
                found.add(number)
        return found


def _holds(outer: Box, inner: Box) -> bool:
    """Whether the middle of a box, and nearly all of its width, lies in another."""
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    room = 0.2 * (inner[2] - inner[0])
    return (
        outer[0] - room <= inner[0]
        and inner[2] <= outer[2] + room
        and outer[0] <= x <= outer[2]
        and outer[1] <= y <= outer[3]
    )


def is_clipped_away(item: Any) -> bool:
    """Whether the openings through which an object shows are none, or lie outside of it."""
    clips, boundary = child(item, "Clips"), numbers(item.get("Boundary"))
    if clips is None or len(boundary) < 4:
        return False
    for clip in clips:
        areas = [area for area in clip if name_of(area) == "Area"]
        openings = [opening for area in areas if (opening := _opening(area)) is not None]
        if len(openings) < len(areas) or not openings:
            continue
        if all(
            right - left < _LEAST
            or bottom - top < _LEAST
            or right <= 0
            or bottom <= 0
            or left >= boundary[2]
            or top >= boundary[3]
            for left, top, right, bottom in openings
        ):
            return True
    return False


def _opening(area: Any) -> Box | None:
    """The box of an opening, in millimetres from the corner of the object; None where it cannot be told."""
    path = child(area, "Path")
    if path is None or area.get("CTM") or path.get("CTM"):
        return None
    place, data = numbers(path.get("Boundary")) or [0.0, 0.0], child(path, "AbbreviatedData")
    points = [point for part, _ in outlines(data.text if data is not None else None) for point in part]
    if not points or len(place) < 2:
        return None
    xs, ys = [x + place[0] for x, _ in points], [y + place[1] for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)
