"""Text whose cells only blanks keep apart, in parts: the tables whose columns stand over each other, and what is around them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial

from reviewer.extract.aligned import Aligned, aligned_table, first_lines
from reviewer.extract.aligned_form import form_rows
from reviewer.extract.aligned_head import running_lines
from reviewer.extract.aligned_list import listed_table
from reviewer.extract.display_columns import in_display_columns
from reviewer.extract.loose_table import loose_table
from reviewer.extract.other_tables import other_rows
from reviewer.extract.packed_list import packed_table
from reviewer.extract.rows import Row
from reviewer.model.flow import Flow


@dataclass(frozen=True, slots=True)
class Around:
    """Lines around such tables: from which to which, and their rows where they are the upper part of a form; `others` is what
    is left out, tables that are none of targets.
    """

    start: int
    end: int
    rows: list[Row] | None
    others: tuple[Flow, ...] = ()


def parts_by_blanks(lines: Sequence[Flow]) -> list[Aligned | Around]:
    """Some lines in parts; nothing where there is no table among them."""
    shown = in_display_columns(lines)
    parts: list[Aligned | Around] = []
    done = 0
    for table in _tables(shown):
        parts += [*_around(shown, done, table.start), table]
        done = table.end
    return [*parts, *_around(shown, done, len(shown))] if parts else []


def _around(lines: Sequence[Flow], start: int, end: int) -> list[Around]:
    if end == start:
        return []
    rows = form_rows(lines[start:end])
    gone = other_rows(rows or ())
    others = tuple(flow for n in sorted(gone) for _, flow in (rows or [])[n].cells)
    return [Around(start, end, rows and [row for n, row in enumerate(rows) if n not in gone], others)]


_Finder = Callable[[Sequence[Flow], int], Aligned | None]


def _tables(lines: Sequence[Flow]) -> Iterator[Aligned]:
    """The tables among some lines whose columns only blanks keep apart, in order."""
    at = 0
    around = cache(partial(running_lines, lines))  # once for all tables, as they look at every line
    above = cache(partial(first_lines, lines))
    of_blanks = partial(aligned_table, around=around, above=above)
    kinds: tuple[_Finder, ...] = (packed_table, of_blanks, loose_table, listed_table)
    found: list[Aligned | None] = [None for _ in kinds]
    over = [False for _ in kinds]
    while True:
        for n, kind in enumerate(kinds):
            table = found[n]
            if not over[n] and (table is None or table.start < at):
                found[n] = table = kind(lines, at)
                over[n] = table is None
        there = [table for table, gone in zip(found, over, strict=True) if table is not None and not gone]
        if not there:
            return
        first = min(there, key=lambda table: table.start)
        yield first
        at = first.end
