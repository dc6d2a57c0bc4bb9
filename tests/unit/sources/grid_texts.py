"""What the cells of the grids of a source say, for tests."""

from __future__ import annotations

from reviewer.model.source import Grid, Source


def grid_texts(source: Source) -> list[list[list[str]]]:
    """The texts of each grid, row by row; a merged cell stands in its first row alone."""
    found = []
    for _, block in source.blocks():
        if isinstance(block, Grid):
            rows: list[list[str]] = [[] for _ in range(block.rows)]
            for cell in block.cells:
                rows[cell.row].append(source.text(cell.spans))
            found.append(rows)
    return found
