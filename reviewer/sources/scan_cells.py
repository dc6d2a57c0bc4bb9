"""The drawn lines of a scanned page, and the cells between them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from reviewer.sources.pdf_lines import Upright
from reviewer.sources.pdf_rules import Rule, Ruled, ruled_tables
from reviewer.sources.scan_engine import Grey, Quad

_SHORT, _LONG = 1.5, 5.0
"""Ems: what is longer is a drawn line and no stroke of a character; the second for faint lines."""
_SMEAR = 0.5
"""Ems along a line over which shades are averaged."""
_DARKER = 12
"""Shades of grey by which a line is darker than what is on both sides of it."""
_ABOVE_GRAIN = 4.0
"""The same as a multiple of what the grain of the paper shows on three quarters of the page."""
_CORE, _IN_TEXT = 0.85, 0.5
"""A line with more than this share of it in the inner part of pieces of text is strokes of theirs."""
_THICK = 0.5
"""Ems: what is thicker is a shade or a blot and no line."""
_TABLE = (6.0, 1.5)
"""Ems across and down: what is smaller is a character of a large title, or a box to tick."""
_NEAR = 0.15
"""Ems on either side of a cell's border within which what looks like a line is one; further in it is a stroke of a character."""

Ink = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Area(Upright):
    """A rectangle in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table of a page; areas are in pixels of the straight picture."""

    ruled: Ruled
    unit: float
    """Pixels a point of `ruled`."""

    @property
    def area(self) -> Area:
        xs, ys = self.ruled.xs, self.ruled.ys
        return Area(xs[0] * self.unit, ys[0] * self.unit, xs[-1] * self.unit, ys[-1] * self.unit)

    def cell(self, number: int) -> Area:
        """Where a cell stands."""
        ruled, region = self.ruled, self.ruled.regions[number]
        xs, ys = ruled.xs, ruled.ys
        edges = (xs[region.left], ys[region.top], xs[region.right], ys[region.bottom])
        return Area(*(edge * self.unit for edge in edges))

    def across(self, area: Area) -> Iterator[tuple[int, Area]]:
        """The cells along the middle of a piece of text, each with the part of the text within it."""
        ys, owner = self.ruled.ys, self.ruled.owner
        y = area.middle / self.unit
        if not ys[0] <= y < ys[-1]:
            return
        row = owner[min(bisect_right(ys, y), len(ys) - 1) - 1]
        column = 0
        while column < len(row):
            number = row[column]
            cell = self.cell(number)
            left, right = max(area.left, cell.left), min(area.right, cell.right)
            if right > left:
                yield number, Area(left, max(area.top, cell.top), right, min(area.bottom, cell.bottom))
            column = max(column + 1, self.ruled.regions[number].right)


def ink_of(grey: Grey) -> Ink:
    """255 where a page is darker than its surroundings, otherwise 0."""
    blur = cv2.GaussianBlur(grey, (3, 3), 0)
    ink: Ink = cv2.adaptiveThreshold(blur, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 41, 14)
    return ink


def find_tables(grey: Grey, ink: Ink, quads: Sequence[Quad], em: float, unit: float) -> tuple[list[Table], Ink]:
    """The ruled tables, the smaller first, and a mask of the lines that draw them.

    `quads` are where text stands: what runs within text is a stroke of it, however long. `em` is the height of a character
    in pixels, `unit` the number of pixels a point.
    """
    text = np.zeros_like(grey)
    for quad in quads:
        middle = quad.mean(axis=0)
        cv2.fillConvexPoly(text, np.round(middle + (quad - middle) * _CORE).astype(np.int32), 1)
    across, across_mask = _lines(grey, ink, text, em, down=False)
    down, down_mask = _lines(grey, ink, text, em, down=True)
    found = ruled_tables(_scaled(across, unit), _scaled(down, unit))
    tables = [Table(ruled, unit) for ruled in found]
    tables = [t for t in tables if t.area.width >= _TABLE[0] * em and t.area.height >= _TABLE[1] * em]
    near: Ink = np.zeros_like(grey)
    for table in tables:
        for number in range(len(table.ruled.regions)):
            _draw_border(near, table.cell(number), max(3, round(_NEAR * em)))
    mask: Ink = (across_mask | down_mask) & near
    return tables, mask


def _draw_border(picture: Ink, area: Area, breadth: int) -> None:
    corners = (round(area.left), round(area.top)), (round(area.right), round(area.bottom))
    cv2.rectangle(picture, *corners, 255, 2 * breadth)


def _scaled(rules: list[Rule], unit: float) -> list[Rule]:
    return [Rule(rule.at / unit, rule.start / unit, rule.end / unit) for rule in rules]


def _lines(grey: Grey, ink: Ink, text: Ink, em: float, down: bool) -> tuple[list[Rule], Ink]:
    """The drawn lines in one direction, and a mask of them.

    Plain ink shows short ones as well. Smeared along their direction, faint and broken ones rise above the noise, but so
    do the strokes of characters in a row: only long ones are taken from there.
    """
    smear, thin = max(3, round(_SMEAR * em)), max(5, round(_THICK * em)) | 1
    smeared = cv2.blur(grey, (1, smear) if down else (smear, 1))
    around = cv2.getStructuringElement(cv2.MORPH_RECT, (thin, 1) if down else (1, thin))
    dark = cv2.morphologyEx(smeared, cv2.MORPH_BLACKHAT, around)
    grain = float(np.percentile(dark[::4, ::4], 75))
    _, faint = cv2.threshold(dark, max(_DARKER, _ABOVE_GRAIN * grain), 255, cv2.THRESH_BINARY)
    rules, mask = _straight(ink, text, em, _SHORT, down)
    more, more_mask = _straight(faint, text, em, _LONG, down)
    both: Ink = mask | more_mask
    return rules + more, both


def _straight(ink: Ink, text: Ink, em: float, ems: float, down: bool) -> tuple[list[Rule], Ink]:
    """The straight runs of ink of at least so many ems that are no strokes of characters."""
    length = max(9, round(ems * em))
    shape = cv2.getStructuringElement(cv2.MORPH_RECT, (1, length) if down else (length, 1))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(
        cv2.morphologyEx(ink, cv2.MORPH_OPEN, shape), connectivity=8
    )
    in_text = np.bincount(labels.ravel(), weights=text.ravel(), minlength=count)
    rules = []
    kept = np.zeros(count, dtype=np.uint8)
    for number in range(1, count):
        x, y, width, height, pixels = (int(value) for value in stats[number])
        long, thick = (height, width) if down else (width, height)
        if pixels / long > _THICK * em or long < 3 * thick or in_text[number] > _IN_TEXT * pixels:
            continue
        kept[number] = 255
        rules.append(Rule(x + width / 2, y, y + height) if down else Rule(y + height / 2, x, x + width))
    mask: Ink = kept[labels]
    return rules, mask
