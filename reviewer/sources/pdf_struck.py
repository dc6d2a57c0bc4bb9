"""Text of a PDF's page with a line through it: it is struck out, so it is left out and said."""

from __future__ import annotations

from collections.abc import Iterable

from reviewer.sources.pdf_lines import Box, Glyphs, Place, Run
from reviewer.sources.pdf_rules import Rule, Ruled

_FROM, _TO = 0.33, 0.78
"""Shares of a character's height, from its top: between them runs a line that strikes it out."""
_ENDS = 0.35
"""Of a character's width: so far from its edge the line may begin or end."""


def take_struck(runs: dict[Place, list[Run]], glyphs: Glyphs, across: Iterable[Rule], tables: list[Ruled]) -> list[str]:
    """Take the glyphs that are struck out of the runs; what they said. `across` are the lines drawn from left to right."""
    borders = {int(y) + near for table in tables for y in table.ys for near in (-1, 0, 1)}
    lines: dict[int, list[Rule]] = {}
    for rule in across:
        if int(rule.at) not in borders:
            for near in (-1, 0, 1):
                lines.setdefault(int(rule.at) + near, []).append(rule)
    if not lines:
        return []
    found: list[str] = []
    for place, group in runs.items():
        for run in group:
            height = run.height
            first, last = int(run.top + _FROM * height), int(run.top + _TO * height)
            hits = {
                rule
                for y in range(first, last + 1)
                for rule in lines.get(y, ())
                if rule.start < run.right and rule.end > run.left
            }
            for rule in hits:
                inside = run.top + _FROM * height <= rule.at <= run.top + _TO * height
                if inside:
                    struck = _struck(run, glyphs, rule)
                    if struck:
                        found.append("".join(glyphs.chars[number] for number in struck))
                        gone = set(struck)
                        run.glyphs = [number for number in run.glyphs if number not in gone]
        runs[place] = [run for run in group if any(number >= 0 for number in run.glyphs)]
    return found


def take_noted(runs: dict[Place, list[Run]], glyphs: Glyphs, boxes: list[Box]) -> list[str]:
    """Take the glyphs out of the runs that notes upon the page strike out; what they said. `boxes` are those of the words struck out."""
    found: list[str] = []
    for left, top, right, bottom in boxes:
        for place, group in runs.items():
            for run in group:
                if not (top <= run.middle <= bottom and run.left < right and run.right > left):
                    continue
                struck = {
                    number
                    for number in run.glyphs
                    if number >= 0 and left <= (glyphs.left[number] + glyphs.right[number]) / 2 <= right
                }
                if any(glyphs.chars[number] > " " for number in struck):
                    found.append("".join(glyphs.chars[number] for number in sorted(struck)))
                    _keep(run, glyphs, [number for number in run.glyphs if number not in struck])
            runs[place] = [run for run in group if run.glyphs]
    return found


def _keep(run: Run, glyphs: Glyphs, rest: list[int]) -> None:
    """Leave a run these of its glyphs, without blanks at its ends."""
    printed = [at for at, number in enumerate(rest) if not glyphs.is_blank(number)]
    run.glyphs = rest[printed[0] : printed[-1] + 1] if printed else []
    if run.glyphs:
        run.left, run.right = glyphs.left[run.glyphs[0]], glyphs.right[run.glyphs[-1]]


def _struck(run: Run, glyphs: Glyphs, rule: Rule) -> list[int]:
    """The glyphs that a line goes through, where it begins and ends with them."""
    found = [
        number
        for number in run.glyphs
        if number >= 0 and rule.start - 0.5 <= (glyphs.left[number] + glyphs.right[number]) / 2 <= rule.end + 0.5
    ]
    printed = [number for number in found if glyphs.chars[number] > " "]
    if not printed:
        return []
    first, last = printed[0], printed[-1]
    room = _ENDS * max(run.height, 1)
    ends = abs(glyphs.left[first] - rule.start) <= room and abs(glyphs.right[last] - rule.end) <= room
    return found if ends and all(glyphs.chars[number] not in "-—–_一" for number in printed) else []
