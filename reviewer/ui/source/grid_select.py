"""What is selected in a sheet: characters of one cell, a box of whole cells, or a run from one place to another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from reviewer.model.flow import EMPTY, Flow, join_wrapped, undo_layout
from reviewer.model.spans import Spans
from reviewer.ui.source.grid_sheet import At, Sheet
from reviewer.ui.source.grid_text import CellText


class Caret(NamedTuple):
    """A place between two characters: of which cell or paragraph, and where in its text (UTF-16 units)."""

    at: At
    unit: int


TextOf = Callable[[At], CellText]


@dataclass(slots=True)
class Selection:
    """From where the mouse or the caret set out, and where it is now.

    Within one cell the characters between the two are selected, between two cells of a table every cell of the box that they
    span, and where a paragraph is one of them, everything in reading order.
    """

    anchor: Caret | None = None
    caret: Caret | None = None

    @property
    def is_empty(self) -> bool:
        return self.anchor is None or self.caret is None or self.anchor == self.caret

    def clear(self) -> None:
        self.anchor = self.caret = None

    def put(self, caret: Caret, keep_anchor: bool = False) -> None:
        """Move the caret; the anchor comes along unless it is kept."""
        self.caret = caret
        if not keep_anchor or self.anchor is None:
            self.anchor = caret

    def _box(self, sheet: Sheet) -> tuple[int, int, int, int] | None:
        """Rows and columns (first and behind the last) of a selection of whole cells."""
        if self.anchor is None or self.caret is None or self.anchor.at == self.caret.at:
            return None
        table = sheet.table(self.caret.at.block)
        if table is None or self.anchor.at.block != self.caret.at.block:
            return None
        one, two = table.cells[self.anchor.at.number], table.cells[self.caret.at.number]
        return (
            min(one.row, two.row), max(table.bottom(one), table.bottom(two)),
            min(one.column, two.column), max(table.right(one), table.right(two)),
        )  # fmt: skip

    def within(self, sheet: Sheet, at: At) -> tuple[int, int] | None:
        """Which characters of a cell or paragraph are selected; the end is -1 for all that follow."""
        if self.is_empty or self.anchor is None or self.caret is None:
            return None
        first, last = sorted((self.anchor, self.caret))
        if first.at == last.at:
            return (first.unit, last.unit) if at == first.at else None
        box = self._box(sheet)
        table = sheet.table(at.block)
        if box is not None:
            if table is None or at.block != first.at.block:
                return None
            cell = table.cells[at.number]
            top, bottom, left, right = box
            inside = cell.row < bottom and table.bottom(cell) > top and cell.column < right and table.right(cell) > left
            return (0, -1) if inside else None
        if not first.at <= at <= last.at:
            return None
        return (first.unit if at == first.at else 0), (last.unit if at == last.at else -1)

    def parts(self, sheet: Sheet, text_of: TextOf) -> Iterator[tuple[At, Spans]]:
        """What is selected, cell by cell in reading order."""
        if self.is_empty or self.anchor is None or self.caret is None:
            return
        first, last = sorted((self.anchor, self.caret))
        box = self._box(sheet)
        if box is not None:
            table = sheet.table(first.at.block)
            everything = (At(first.at.block, n) for n in table.in_rows(box[0], box[1] - 1)) if table else iter(())
        else:
            everything = _between(sheet, first.at, last.at)
        for at in sorted(everything):
            chosen = self.within(sheet, at)
            if chosen is not None:
                start, end = chosen
                text = text_of(at)
                yield at, text.spans(start, text.length if end < 0 else end)

    def flow(self, sheet: Sheet, text_of: TextOf) -> Flow:
        """The selected text with its layout undone, cells joined as the lines of one text are."""
        parts = [undo_layout(Flow.of(sheet.source, spans)) for _, spans in self.parts(sheet, text_of) if spans]
        return parts[0] if len(parts) == 1 else join_wrapped(parts) if parts else EMPTY

    def copied(self, sheet: Sheet, text_of: TextOf) -> str:
        """What to put on the clipboard: the text, cells parted so that a spreadsheet takes them apart again."""
        lines: dict[int, dict[int, str]] = {}
        for at, spans in self.parts(sheet, text_of):
            table = sheet.table(at.block)
            column = table.cells[at.number].column if table else 0
            lines.setdefault(sheet.row_of(at), {})[column] = sheet.source.text(spans)
        if len(lines) == 1 and len(first := next(iter(lines.values()))) == 1:
            return next(iter(first.values()))
        left = min((min(cells) for cells in lines.values()), default=0)
        return "\n".join(
            "\t".join(_quoted(cells.get(column, "")) for column in range(left, max(cells) + 1))
            for cells in lines.values()
        )


def _between(sheet: Sheet, first: At, last: At) -> Iterator[At]:
    at: At | None = first
    while at is not None and at <= last:
        yield at
        at = sheet.next(at, 1)


def _quoted(text: str) -> str:
    if any(sign in text for sign in '\n\t"'):
        return '"' + text.replace('"', '""') + '"'
    return text
