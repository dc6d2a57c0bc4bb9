"""A source: what the clerk was given. Immutable; every character of it has an address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from reviewer.model.spans import Span, Spans


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a grid. Rows and columns count from 0; `spans` is where its text stands, empty for an empty cell."""

    row: int
    column: int
    spans: Spans
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as the format gives it: cells in reading order, rows of unequal length allowed, nothing repaired."""

    cells: tuple[Cell, ...]
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text outside any grid."""

    span: Span


Block = Line | Grid


@dataclass(frozen=True, slots=True)
class Page:
    """A page, a sheet, or the whole of a text file: its text as the source view shows it, and its blocks in order.

    `number` counts from 1. `layout` holds the spans that are the format's own signs (pipes, rules, heading marks).
    """

    number: int
    text: str
    blocks: tuple[Block, ...] = ()
    layout: Spans = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A source: its name, format, the SHA-256 of its bytes (hex), its encoding (None for binary formats), its pages."""

    name: str
    format: str
    sha256: str
    encoding: str | None
    pages: tuple[Page, ...] = field(repr=False)

    def text(self, spans: Iterable[Span]) -> str:
        """The characters at `spans`, one after the other, just as they stand in the source."""
        return "".join(self.pages[span.page].text[span.start : span.end] for span in spans)

    def blocks(self) -> Iterator[tuple[int, Block]]:
        """Every block with the index of its page, in reading order."""
        for index, page in enumerate(self.pages):
            for block in page.blocks:
                yield index, block
