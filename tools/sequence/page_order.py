"""A table in the order in which a program that copies the text of a page takes its blocks (`pdftotext` without `-layout`)."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from tools.sequence.linear import joined, pieces
from tools.sequence.paper import Cell, Run, Table, Writer


@dataclass
class _Block:
    """The lines of a cell at its place: row and column of the grid, the height where its text begins, the rows it is merged over."""

    row: int
    column: int
    top: float
    lines: list[list[Run]]
    depth: int = 1
    middle: bool = True

    @property
    def place(self) -> tuple[float, int]:
        """Where it comes in the order of rows and columns."""
        return round((self.top + self.foot) / 2 if self.middle else self.top, 1), self.column

    @property
    def foot(self) -> float:
        """The height at which the text ends."""
        return self.top + len(self.lines)


def _depth(rows: list[list[Cell]], row: int, column: int) -> int:
    """How many rows a cell is merged over."""
    n = row + 1
    while n < len(rows):
        x = 0
        for cell in rows[n]:
            if x == column:
                break
            x += cell.across
        else:
            break
        if x != column or not cell.above or cell.text:
            break
        n += 1
    return n - row


def _blocks(table: Table, rng: Random) -> list[_Block]:
    """The cells as blocks, merged ones in the middle of their rows, as most pages have them."""
    columns = max((sum(c.across for c in row) for row in table.rows), default=0)
    rooms = [rng.choice([8, 10, 12, 16, 24, 30]) for _ in range(columns)]
    middle = rng.random() < 0.85
    found: list[_Block] = []
    heights = [1] * len(table.rows)
    for r, row in enumerate(table.rows):
        x = 0
        for cell in row:
            if cell.text.strip() and not cell.above:
                lines = [line for line in pieces(cell.runs, max(4, sum(rooms[x : x + cell.across]))) if line]
                depth = _depth(table.rows, r, x)
                found.append(_Block(r, x, 0.0, lines, depth, middle))
                if depth == 1:
                    heights[r] = max(heights[r], len(lines))
            x += cell.across
    tops = [0.0]
    for height in heights:
        tops.append(tops[-1] + height + 0.7)
    for block in found:
        room = tops[block.row + block.depth] - tops[block.row]
        block.top = tops[block.row] + (max(0.0, room - len(block.lines)) / 2 if middle else 0.1)
    return found


def _stretches(rows: int, rng: Random) -> list[tuple[int, int]]:
    """Stretches of rows whose first columns are taken one after the other, as happens where a page's gaps part them."""
    found: list[tuple[int, int]] = []
    at = rng.randint(0, 4)
    while at < rows:
        size = rng.randint(2, 9)
        found.append((at, min(rows, at + size)))
        at += size + rng.randint(1, 12)
    return found


def _ordered(blocks: list[_Block], rng: Random) -> list[_Block]:
    if rng.random() < 0.5:  # what is merged over rows parts no two of them: it is taken after the table
        merged = [b for b in blocks if b.depth > 1]
        return [*_by_rows([b for b in blocks if b.depth == 1], rng), *sorted(merged, key=lambda b: b.place)]
    return _by_rows(blocks, rng)


def _by_rows(blocks: list[_Block], rng: Random) -> list[_Block]:
    by_height = sorted(blocks, key=lambda b: b.place)
    if rng.random() < 0.45:
        return by_height
    place = {id(b): float(n) for n, b in enumerate(by_height)}
    for start, stop in _stretches(max((b.row for b in blocks), default=0) + 1, rng):
        inside = [b for b in by_height if start <= b.row < stop]
        if not inside:
            continue
        ahead = rng.choice([1, 1, 2, 9])
        taken = sorted((b for b in inside if b.column < ahead), key=lambda b: (b.column, b.top))
        rest = [b for b in inside if b.column >= ahead]
        for b, at in zip([*taken, *rest], sorted(place[id(b)] for b in inside), strict=True):
            place[id(b)] = at
    return sorted(blocks, key=lambda b: place[id(b)])


def write_page_order(w: Writer, table: Table, rng: Random) -> None:
    """One table: a block a cell, a blank line or none between blocks; narrow gaps in a column make two cells one block."""
    between = rng.choice(["\n\n", "\n\n", "\n"])
    close = rng.choice([0.0, 0.0, 0.1, 0.4])
    last: _Block | None = None
    for block in _ordered(_blocks(table, rng), rng):
        if last is not None:
            near = block.column == last.column and 0 <= block.top - last.foot <= 1.2 and rng.random() < close
            w.put("\n" if near else between)
        w.runs(joined(block.lines))
        last = block
    w.put(between)
