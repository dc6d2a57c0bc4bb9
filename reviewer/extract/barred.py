"""Text whose cells bars part, without a table's rules: no bar before a row, blank cells gone or gathered at the row's end.

    产出指标 | 数量指标 | 道路清扫面积 | 30万平方米 | |
    道路养护里程 | 12公里 | | | |

A row may go on over several lines: all rows have as many bars. Where cells are blank, their places are lost; what a cell is
must be told by its words (see align.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, groupby, pairwise

from reviewer.extract.likeness import fit
from reviewer.extract.markup import clean
from reviewer.extract.rows import Column, Row
from reviewer.extract.sequence.borders import Borders, Cell, bars_between
from reviewer.extract.sequence.pagetext import PageText
from reviewer.model.flow import Flow, undo_layout
from reviewer.model.source import Line, Source

_LEAST = 4
"""So many rows with bars make a table."""


def barred_rows(source: Source, lines: Sequence[Line]) -> list[Row | Flow] | None:
    """All lines as rows of the cells between their bars; None where too few of them have bars. A line without bars is a text."""
    barred = sum("|" in source.text((line.span,)) or "｜" in source.text((line.span,)) for line in lines)
    if barred < _LEAST:
        return None
    pages = PageText.of(source)
    rows: list[Row | Flow] = []
    for _, group in groupby(Borders.of(pages).cells, key=lambda cell: cell.row):
        cells = list(group)
        flows = [clean(undo_layout(pages.flow(cell.start, cell.end))) for cell in cells]
        filled = [flow for flow in flows if flow]
        if len(filled) == 1 and not _is_barred(pages.text, cells[0]):
            rows.append(filled[0])
        elif filled:
            closed = _is_closed(pages.text, cells[0].start, cells[-1].end)
            blanks = _blanks_before(pages.text, [cell for cell, flow in zip(cells, flows, strict=True) if flow])
            rows.append(Row(tuple(enumerate(filled)), 0, loose=True, closed=closed, blanks=blanks))
    whole = sum(isinstance(row, Row) and len(row.cells) > 1 for row in rows)
    return rows if whole >= _LEAST else None


def _blanks_before(text: str, cells: Sequence[Cell]) -> tuple[int, ...]:
    """How many blank cells stand between each cell of a row and the one before; nothing where there are none."""
    bars = [bars_between(text, before.end, cell.start) for before, cell in pairwise(cells)]
    return (0, *(number - 1 for number in bars)) if bars and min(bars) > 0 and max(bars) > 1 else ()


def spread_by_blanks(row: Row, columns: Sequence[Column]) -> Row | None:
    """A row with its cells as far apart as its blank ones tell, put where they suit the columns best; None where it is too wide.

    How many cells are missing on its left, since they are merged with those above, is not printed.
    """
    steps = list(accumulate(1 + blank for blank in row.blanks[1:]))
    at = [0, *steps]
    shifts = range(len(columns) - at[-1])

    def worth(shift: int) -> float:
        return sum(fit(columns[shift + step].role, text) for step, text in zip(at, row.texts, strict=True))

    if not shifts:
        return None
    best = max(shifts, key=worth)
    cells = ((columns[best + step].place, flow) for step, (_, flow) in zip(at, row.cells, strict=True))
    return Row(tuple(cells), row.page)


def _is_closed(text: str, start: int, end: int) -> bool:
    """Whether a bar stands before and behind a row, line ends aside."""
    before, behind = text[max(0, start - _NEAR) : start].rstrip(), text[end : end + _NEAR].lstrip()
    return before.endswith(("|", "｜")) and behind.startswith(("|", "｜"))


_NEAR = 40


def _is_barred(text: str, cell: Cell) -> bool:
    """Whether a bar stands before or behind a cell."""
    before = text[max(0, cell.start - 2) : cell.start].rpartition("\n")[2]
    around = before + text[cell.end : cell.end + 2].partition("\n")[0]
    return "|" in around or "｜" in around
