"""Texts laid out in columns of which the rules could make no table.

What then leads takes the words in the order of their lines. A cell of several lines, or one in the middle of the rows that it was
merged over, is mixed with its neighbours there, and the rows of a list go to the wrong project, each word of them right.
"""

from __future__ import annotations

from reviewer.base.patterns import pattern
from reviewer.extract.readings.reading import By, Reading
from reviewer.model.source import Grid, Source

_GAP = pattern(r"\S {2,}(?=\S)")
_GAPS, _LINES = 3, 5
"""So many lines with so many wide gaps each are a table in columns."""


def columns_are_unread(source: Source, first: Reading, rules: Reading) -> bool:
    """Whether the reading that leads takes words in their order though the text stands in columns, which the rules made little of."""
    if first.by is By.RULES or any(isinstance(block, Grid) for _, block in source.blocks()):
        return False
    found, known = (sum(1 for _ in reading.indicators()) for reading in (first, rules))
    if known * 2 >= found:
        return False
    lines = (line for page in source.pages for line in page.text.splitlines())
    return sum(len(_GAP.findall(line)) >= _GAPS for line in lines) >= _LINES
