"""Digits of a PDF's page that stand raised or lowered beside larger characters, as such digits: 10³, m², CO₂, marks of notes."""

from __future__ import annotations

from statistics import median

from reviewer.sources.pdf_lines import Glyphs
from reviewer.sources.raised import lowered, raised

_DIGITS = frozenset("0123456789")
_SMALL, _OFF, _NEAR = 0.8, 0.12, 0.6
"""Shares of the height of the larger character: how high a raised one is at most, how far its line is off that of the other,
and how far it may stand from it."""


def mark_raised(glyphs: Glyphs, order: list[int]) -> None:
    """Turn small digits beside larger characters, above or beneath the line of these, into raised or lowered ones."""
    import numpy as np

    tops, bottoms, chars = glyphs.top, glyphs.bottom, glyphs.chars
    if len(order) < 2:
        return
    usual = median([bottoms[number] - tops[number] for number in order[:: max(1, len(order) // 200)]])
    below = _SMALL * usual
    numbers = np.array(order)
    heights = np.frombuffer(bottoms)[numbers] - np.frombuffer(tops)[numbers]
    small = [place for place in np.flatnonzero(heights < below).tolist() if chars[order[place]] in _DIGITS]
    beside = -2, 0
    for place in small:
        number = order[place]
        height = bottoms[number] - tops[number]
        if beside[0] == place - 1 and _goes_on(glyphs, order[place - 1], number):
            change = beside[1]  # the second digit of a raised number
        else:
            change = _change(glyphs, order, place, height)
        if change:
            chars[number] = raised(chars[number]) if change > 0 else lowered(chars[number])
            beside = place, change


def _goes_on(glyphs: Glyphs, first: int, second: int) -> bool:
    """Whether a digit stands right behind another on its line, and is as large."""
    height = glyphs.bottom[second] - glyphs.top[second]
    along = glyphs.left[second] - glyphs.right[first]
    up, down = glyphs.top[second] - glyphs.top[first], glyphs.bottom[second] - glyphs.bottom[first]
    return abs(up) < 0.1 * height and abs(down) < 0.1 * height and abs(along) < _NEAR * height


def _change(glyphs: Glyphs, order: list[int], place: int, height: float) -> int:
    """1 for a raised digit, -1 for a lowered one, 0 for one on the line."""
    number = order[place]
    before = next((order[at] for at in range(place - 1, max(-1, place - 4), -1) if glyphs.chars[order[at]] > " "), None)
    if before is None:
        return 0
    large = glyphs.bottom[before] - glyphs.top[before]
    gap = glyphs.left[number] - glyphs.right[before]
    if height > _SMALL * large or not -_NEAR * large < gap < _NEAR * large or glyphs.chars[before] in "（(":
        return 0
    over, under = glyphs.top[before], glyphs.bottom[before]
    if not (over - height < glyphs.top[number] and glyphs.bottom[number] < under + height):
        return 0  # on another line
    middle, other = (glyphs.top[number] + glyphs.bottom[number]) / 2, (over + under) / 2
    if middle < other - _OFF * large and glyphs.bottom[number] < under - 0.2 * large:
        return 1
    return -1 if middle > other + _OFF * large and glyphs.top[number] > over + 0.4 * large else 0
