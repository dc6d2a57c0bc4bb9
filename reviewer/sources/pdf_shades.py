"""Tables whose cells are filled boxes with narrow gaps between them instead of lines."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.sources.pdf_rules import Rule, Ruled, outside, ruled_tables

FEW_SHADES = 6
"""Filled boxes: fewer are no cells."""
_BETWEEN = 4.0
"""Points between two filled cells, at most; what is smaller than this is none."""
_FEW_RULES = 3
_MOST = 3000
"""More filled boxes than this are a drawing."""


def tables_of_shades(shades: Sequence[tuple[float, float, float, float]], tables: Sequence[Ruled]) -> list[Ruled]:
    """The tables whose cells are filled boxes with narrow gaps between them; shades of a header alone are none."""
    cells = [box for box in shades if box[3] - box[1] > _BETWEEN < box[2] - box[0]]
    if not FEW_SHADES <= len(cells) <= _MOST:
        return []
    across = [Rule(y, left, right) for left, top, right, bottom in cells for y in (top, bottom)]
    down = [Rule(x, top, bottom) for left, top, right, bottom in cells for x in (left, right)]
    for table in reversed(tables):
        across = outside(table, across)
    found = ruled_tables(across, down)
    return [
        table for table in found if len(table.ys) > _FEW_RULES < len(table.regions) and len(table.xs) > _FEW_RULES - 1
    ]
