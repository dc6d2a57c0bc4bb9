"""The header that a person points at in the original, and what its columns were taken for: to be put right and taught."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.base.words import LONGEST_LAYOUT
from reviewer.extract.indicator_heads import indicator_header
from reviewer.extract.infer import with_levels_told, with_two_levels
from reviewer.extract.labels import Role
from reviewer.extract.likeness import amount_text, value_fit
from reviewer.extract.list_heads import header_columns, list_header
from reviewer.extract.rows import Column, Row, grid_rows
from reviewer.extract.taught import header_of, roles_text, taught_columns
from reviewer.model.source import Grid, Source
from reviewer.model.spans import Spans, share_text

_A_VALUE = 3.0


@dataclass(frozen=True, slots=True)
class Heading:
    """A cell of a header: its text, and the role and side of its column; None where it heads none."""

    text: str
    role: Role | None
    side: int = 0


def header_at(source: Source, spans: Spans) -> tuple[str, list[Heading]] | None:
    """The header of a table at a place of the source: what it is known by, and its cells as they are read now.

    None where no table with cells stands there, or its row there is no header that can be known again.
    """
    for page, block in source.blocks():
        if isinstance(block, Grid) and _touches(source, page, block, spans):
            rows = list(grid_rows(source, page, block))
            at = next(
                (n for n, row in enumerate(rows) if any(share_text(flow.spans, spans) for _, flow in row.cells)), None
            )
            return _header(rows, at) if at is not None else None
    return None


def _touches(source: Source, page: int, grid: Grid, spans: Spans) -> bool:
    return any(span.page == page for span in spans) and any(share_text(cell.spans, spans) for cell in grid.cells)


def _header(rows: list[Row], at: int) -> tuple[str, list[Heading]] | None:
    row, following = rows[at], rows[at + 1 :]
    header = header_of(row)
    if not header or any(amount_text(text) is not None or value_fit(text) >= _A_VALUE for text in row.texts):
        return None
    by_place = {column.place: column for column in _columns(row, following)}
    found = []
    for place, flow in row.cells:
        column = by_place.get(place)
        found.append(Heading(flow.text, column.role if column else None, column.side if column else 0))
    return header, found


def _columns(row: Row, following: list[Row]) -> list[Column]:
    """What a row's cells are taken for, as a header; where it is taken for none, each by its own label."""
    known = taught_columns(row) or list_header(row, following)
    if known is not None:
        return known
    columns = indicator_header(row, following)
    if columns is not None:
        return with_two_levels(with_levels_told(columns, following), following)
    return header_columns(row)


def taught_text(headings: list[Heading]) -> str:
    """What the columns under headings are, as it is kept in the vocabulary; empty where that is too long to be kept."""
    text = roles_text([(each.role, each.side) if each.role is not None else None for each in headings])
    return text if len(text) <= LONGEST_LAYOUT else ""
