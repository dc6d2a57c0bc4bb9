"""Documents of another kind within a Word document (`w:altChunk`): web pages, texts, other documents, shown as its own text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from reviewer.model.source import Grid, Page
from reviewer.sources.containers import zip_kind
from reviewer.sources.package import Package
from reviewer.sources.reader import UNWATCHED, Given, Reading, SourceError
from reviewer.sources.word_notes import damaged
from reviewer.sources.word_table import Table, TableCell

Parts = list[str | Table]
Read = Callable[[Given], Reading]
_LONGEST = 200
"""So many parts of another kind may a document have."""


class Chunks:
    """Reads the parts of another kind, by the ids of the references to them."""

    def __init__(self, package: Package, main: str, given: Given, again: Read) -> None:
        """`main` is the document's own part; `again` reads a Word document within this one."""
        self._package, self._given, self._again = package, given, again
        self._paths = {key: path for key, (path, kind) in package.relations(main).items() if kind == "aFChunk"}
        self._read = 0
        self.unread = 0
        """How many of them could not be read."""
        self.notes: list[str] = []

    def __call__(self, key: str) -> Parts:
        """The lines and tables of one part."""
        data = self._package.part(self._paths.get(key, ""))
        self._read += 1
        if not data or self._read > _LONGEST:
            self.unread += 1
            return []
        try:
            reading = self._reading(replace(self._given, name=self._paths[key].rpartition("/")[2], data=data))
        except SourceError:
            self.unread += 1
            return []
        self.notes += reading.notes
        return [part for page in reading.pages for part in parts_of(page)]

    def _reading(self, given: Given) -> Reading:
        if zip_kind(given.data) == "docx":
            return self._again(given)
        if given.read_inner is None:
            raise SourceError(damaged(given.name))
        return given.read_inner(given, UNWATCHED)


def parts_of(page: Page) -> Parts:
    """The lines and tables of a page that another reader made."""
    parts: Parts = []
    for block in page.blocks:
        if not isinstance(block, Grid):
            parts.append(page.text[block.span.start : block.span.end])
            continue
        cells = [
            TableCell(
                cell.row, cell.column, cell.row_span, cell.column_span,
                list("".join(page.text[span.start : span.end] for span in cell.spans).split("\n")),
            )
            for cell in block.cells
        ]  # fmt: skip
        parts.append(Table(cells, block.rows, block.columns, block.widths))
    return parts
