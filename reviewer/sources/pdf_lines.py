"""Characters of a page to printed lines, each within the cell of the ruled table that holds it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from reviewer.sources.pdf_page import Glyph
from reviewer.sources.pdf_rules import Ruled

Place = tuple[int, int] | None
"""A table's index and a region's; None outside of tables."""

_BREAK = 0.5
"""Of a character's height: a wider gap ends a run of characters."""
_WORD = 0.2
"""The same for the blank between two Latin words."""
_BLANK = 0.6
"""The same for any blank within a line."""
WIDE = 1.5
"""The same for a gap that keeps columns apart."""


@dataclass(slots=True)
class Run:
    """Characters that follow each other closely on one line; None stands for a blank that the page only leaves room for."""

    left: float
    top: float
    right: float
    bottom: float
    glyphs: list[Glyph | None] = field(default_factory=list)

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(slots=True)
class PrintedLine(Run):
    """A printed line: its characters in reading order with the blanks between them."""

    def parts(self) -> list[PrintedLine]:
        """The line cut where a gap keeps columns apart."""
        found: list[PrintedLine] = []
        right = self.left
        for glyph in self.glyphs:
            if glyph is None or glyph.char.isspace():
                if found:
                    found[-1].glyphs.append(glyph)
                continue
            if not found or glyph.left - right > WIDE * self.height:
                found.append(PrintedLine(glyph.left, self.top, glyph.right, self.bottom))
            found[-1].glyphs.append(glyph)
            found[-1].right = right = glyph.right
        for part in found:
            _trim(part.glyphs)
        return found


def runs_by_place(glyphs: Iterable[Glyph], tables: Sequence[Ruled]) -> dict[Place, list[Run]]:
    """The runs of each cell, and those outside of tables (None)."""
    found: dict[Place, list[Run]] = {}
    place: Place = None
    run: Run | None = None
    for glyph in glyphs:
        left, top, right, bottom, char, _ = glyph
        middle = (top + bottom) / 2
        if run is not None:
            gap, room = left - run.right, _BREAK * (run.bottom - run.top)
            if run.top < middle < run.bottom and -room <= gap <= room:
                if _goes_on(tables, place, glyph, middle):
                    if gap > 0.4 * room and char.isascii() and char.isalnum() and _ends_latin(run):
                        run.glyphs.append(None)
                    run.glyphs.append(glyph)
                    run.right = max(run.right, right)
                    continue
            elif char.isspace():
                continue
        if char.isspace():
            continue
        place = _place(tables, (left + right) / 2, middle)
        run = Run(left, top, right, bottom, [glyph])
        found.setdefault(place, []).append(run)
    return found


def _place(tables: Sequence[Ruled], x: float, y: float) -> Place:
    for number, table in enumerate(tables):
        if table.holds(x, y):
            return number, table.at(x, y)
    return None


def _goes_on(tables: Sequence[Ruled], place: Place, glyph: Glyph, middle: float) -> bool:
    """Whether a character next to a run is of the same cell: it stands in it, or lies across the border (too long a text)."""
    here = _place(tables, (glyph.left + glyph.right) / 2, middle)
    if here == place or glyph.char.isspace():
        return True
    if here is None or place is None or here[0] != place[0]:
        return False
    edges = tables[here[0]].column_edges(here[1])
    over = (glyph.right - glyph.left) / 5
    return any(glyph.left + over < edge < glyph.right - over for edge in edges)


def _ends_latin(run: Run) -> bool:
    last = run.glyphs[-1]
    return last is not None and last.char.isascii() and last.char.isalnum()


def lines_of(runs: list[Run], loose: bool = False) -> list[PrintedLine]:
    """Runs put together to lines, from the top; `loose` keeps wide gaps visible as two blanks."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: run.middle):
        if rows:
            first = rows[-1][0]
            if abs(run.middle - first.middle) < 0.5 * min(run.height, first.height):
                rows[-1].append(run)
                continue
        rows.append([run])
    return [_line(sorted(row, key=lambda run: run.left), loose) for row in rows]


def _line(runs: list[Run], loose: bool) -> PrintedLine:
    line = PrintedLine(
        runs[0].left, min(run.top for run in runs), max(run.right for run in runs), max(run.bottom for run in runs)
    )
    right = runs[0].left
    for run in runs:
        if line.glyphs:
            blanks = _blanks(line.glyphs[-1], run.glyphs[0], run.left - right, line.height, loose)
            line.glyphs += [None] * blanks
        line.glyphs += run.glyphs
        right = max(right, run.right)
    _trim(line.glyphs)
    return line


def _blanks(before: Glyph | None, after: Glyph | None, gap: float, height: float, loose: bool) -> int:
    if loose and gap > WIDE * height:
        return 2
    if before is None or after is None or before.char.isspace() or after.char.isspace():
        return 0
    latin = before.char.isascii() and after.char.isascii() and before.char.isalnum() and after.char.isalnum()
    return int(gap > (_WORD if latin else _BLANK) * height)


def _trim(glyphs: list[Glyph | None]) -> None:
    while glyphs and ((last := glyphs[-1]) is None or last.char.isspace()):
        glyphs.pop()


def askew_lines(glyphs: Iterable[Glyph]) -> Iterator[PrintedLine]:
    """Text that stands at an angle, line by line as the PDF writes it: what lies far from the last character begins one."""
    line: PrintedLine | None = None
    for glyph in glyphs:
        if glyph.char.isspace():
            continue
        size = max(glyph.right - glyph.left, glyph.bottom - glyph.top)
        last = line.glyphs[-1] if line else None
        if line is not None and last is not None:
            away = max(abs(glyph.left - last.left), abs(glyph.top - last.top))
            if away <= 2.5 * size:
                line.glyphs.append(glyph)
                continue
            yield line
        line = PrintedLine(glyph.left, glyph.top, glyph.right, glyph.bottom, [glyph])
    if line is not None:
        yield line
