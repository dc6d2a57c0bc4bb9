"""Text of a PDF's page with a line through it: it is struck out, so it is left out and said."""

from __future__ import annotations

from collections.abc import Iterable

from reviewer.sources.pdf_lines import Glyphs, Place, Run
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
