"""Which characters of a page may belong to other rows of their table than they are given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from reviewer.model.spans import Spans, join_spans
from reviewer.sources.pdf_lines import Run
from reviewer.sources.pdf_shares import Row
from reviewer.sources.pdf_slices import Part

_FEW_TEXTS = 12
"""With fewer texts a region whose rows cannot be told is hardly a table."""


@dataclass(slots=True)
class Doubts:
    """What is not sure of the rows of a page, by the numbers of its glyphs."""

    glyphs: set[int] = field(default_factory=set)
    """Those of which it is not sure in which row they stand."""
    rows: dict[int, int] = field(default_factory=dict)
    """The row of each, where rows were told by where texts stand but another way of reading was taken."""

    def of_parts(self, parts: Iterable[Part]) -> None:
        """Keep what is doubtful in the parts of a table that was told by where its texts stand."""
        for part in parts:
            for number, row in enumerate(part.rows):
                for column, (_, lines) in row.items():
                    if number in part.unsure or (number, column) in part.doubtful:
                        self._take(lines)

    def refuse(self, texts: Sequence[Run]) -> None:
        """Keep that the rows of a region, whose frame is drawn, could not be told."""
        if len(texts) >= _FEW_TEXTS:
            self._take(texts)

    def told_otherwise(self, parts: Iterable[Part]) -> None:
        """Keep the rows of parts that were not used."""
        row = len(self.rows)
        for part in parts:
            for cells in part.rows:
                row += 1
                self.rows.update(
                    (glyph, row) for _, lines in cells.values() for line in lines for glyph in line.glyphs if glyph >= 0
                )

    def compare(self, rows: Sequence[Row]) -> None:
        """Doubt what a table read line by line parts otherwise than the places of its texts do: a line that only goes on with the cells
        of a row, and cells of a row that stand in the next, where that has nothing in their columns.
        """
        cells = [{column: self._told(lines) for column, (_, lines) in row.items()} for row in rows]
        often = Counter((told, n) for n, row in enumerate(cells) for told in row.values() if told is not None)
        home: dict[int, int] = {}
        for (told, n), count in often.items():
            if told not in home or count > often[told, home[told]]:
                home[told] = n
        for n, row in enumerate(cells):
            foreign = {c: told for c, told in row.items() if told is not None and home[told] != n}
            for told in set(foreign.values()):
                columns = {column for column, row_of in foreign.items() if row_of == told}
                held = rows[home[told]]
                is_rest = len(columns) == len(row)
                if len(columns) > 1 and (is_rest or columns.isdisjoint(held)):
                    self._take(line for each in (rows[n], held) for _, lines in each.values() for line in lines)
                elif is_rest:
                    self._take(line for each in (rows[n], held) for c in columns & each.keys() for line in each[c][1])

    def _told(self, lines: Iterable[Run]) -> int | None:
        """The row that the place of a cell tells; None where it tells none."""
        return next((self.rows[glyph] for line in lines for glyph in line.glyphs if glyph in self.rows), None)

    def _take(self, lines: Iterable[Run]) -> None:
        self.glyphs.update(glyph for line in lines for glyph in line.glyphs if glyph >= 0)

    def spans(self, page: int, numbers: Sequence[int]) -> Spans:
        """Where the doubtful glyphs stand in a page's text, whose characters are the glyphs with these numbers."""
        return join_spans((page, place) for place, number in enumerate(numbers) if number in self.glyphs)
