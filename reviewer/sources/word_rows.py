"""Tables that come row by row with the edges of their cells, as old Word files and RTF have them."""

from __future__ import annotations

from dataclasses import dataclass, field

from reviewer.sources.word_table import Placed, Table, from_edges

Parts = list[str | Table]
_NARROWEST = 122
"""Twips of a cell that has no width: enough for its edges not to be taken for one."""


@dataclass(slots=True)
class Row:
    """The cells of a row as its end defines them: edges in twips, how each is merged."""

    edges: list[int]
    down: list[int]
    across: list[int]


@dataclass(slots=True)
class TableBuilder:
    """A table being read."""

    parts: Parts = field(default_factory=list)
    cells: list[Parts] = field(default_factory=list)
    placed: list[Placed] = field(default_factory=list)
    above: list[tuple[int, int, Placed]] = field(default_factory=list)
    rows: int = 0

    def end_cell(self) -> None:
        self.cells.append(self.parts)
        self.parts = []

    def end_row(self, row: Row | None) -> None:
        """Lay the cells of a row on its edges; those merged with the one to the left or above make that one larger."""
        if any(part for part in self.parts):
            self.end_cell()
        count = len(self.cells)
        if row is None or len(row.edges) < count + 1:
            row = Row([1200 * number for number in range(count + 1)], [0] * count, [0] * count)
        edges = row.edges[:1]
        for number, edge in enumerate(row.edges[1 : count + 1]):
            has_room = edge > edges[-1] or row.across[number] == 2
            edges.append(max(edge, edges[-1] + (0 if has_room else _NARROWEST)))
        below: list[tuple[int, int, Placed]] = []
        left: Placed | None = None
        for number, parts in enumerate(self.cells):
            start, end = edges[number], edges[number + 1]
            if row.across[number] == 2 and left is not None:
                left.right = end / 20
                left.parts += [part for part in parts if part]
                continue
            upper = self._upper(start) if row.down[number] == 1 else None
            if upper is not None:
                upper.bottom = self.rows + 1
                left = upper
            else:
                left = Placed(start / 20, end / 20, self.rows, self.rows + 1, parts)
                self.placed.append(left)
            if row.down[number]:
                below.append((start, end, left))
        self.above, self.cells = below, []
        self.rows += 1

    def _upper(self, start: int) -> Placed | None:
        """The merged cell of the row above that begins at the same edge, nearly."""
        near = min(self.above, key=lambda one: abs(one[0] - start), default=None)
        return near[2] if near is not None and abs(near[0] - start) <= 60 else None

    def table(self) -> Table:
        if self.parts or self.cells:
            self.end_row(None)
        return from_edges(self.placed, self.rows)
