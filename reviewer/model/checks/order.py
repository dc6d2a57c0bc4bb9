"""Checks of how an entry's rows follow each other: what only a misread table looks like, whatever its layout.

A form prints the levels of a project once, from its first to its last, and has its target values in one column or in two.
Levels that begin again, or values that jump to and fro between period and year, mean that two tables or projects were taken
for one, however well every single row was read.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise

from reviewer.model.checks.habits import Habits
from reviewer.model.messages import Message, message
from reviewer.model.review import TARGET_PARTS, Issue, Kind, Node, Severity

_FEWEST = 4
"""So many rows make a run of levels; a list that prints its levels in any order has shorter ones."""


def name_of_several(entry: Node, habits: Habits) -> Iterator[Issue]:
    """An entry whose levels begin again: its name may be the heading of several projects."""
    found = _begin_again(entry)
    if found:
        yield Issue(found, Severity.WARNING, entry.id, ("name",))


def levels_begin_again(entry: Node) -> Iterator[Issue]:
    """The same, of every row: nobody knows yet which of them belong to the entry."""
    found = _begin_again(entry)
    if found:
        yield from (Issue(found, Severity.WARNING, row.id, ("level3",)) for row in _rows(entry))


def values_alternate(entry: Node) -> Iterator[Issue]:
    """Values that stand now in the period, now in the year, and seldom in both.

    One change is a form with a block for each; more are two columns of another meaning.
    """
    rows = _rows(entry)
    sides = [tuple(key for key in TARGET_PARTS if row.value(key)) for row in rows]
    single = [keys for keys in sides if len(keys) == 1]
    changes = sum(one != other for one, other in pairwise(single))
    if changes < 2 or len(single) * 2 <= sum(map(bool, sides)):
        return
    for row, keys in zip(rows, sides, strict=True):
        if keys:
            yield Issue(message("check.values_alternate"), Severity.WARNING, row.id, keys)


def _rows(entry: Node) -> list[Node]:
    return [child for child in entry.children if child.kind is Kind.INDICATOR]


def _begin_again(entry: Node) -> Message | None:
    """What is said where the levels of an entry begin again; None where they do not, or stand in no order at all."""
    rows = [
        (level1, row.value("level2"))
        for row in entry.children
        if row.kind is Kind.INDICATOR and (level1 := row.value("level1"))
    ]
    runs: list[list[tuple[str, str | None]]] = []
    for row in rows:
        if not runs or (row[0] == rows[0][0] and runs[-1][-1][0] != row[0]):
            runs.append([])
        runs[-1].append(row)
    if len(runs) == 2 and _are_blocks(_rows(entry), len(runs[0])):
        return None
    alike = [run for run in runs if run[0] == rows[0] and _is_in_order(run)]
    if len(alike) < 2 or sum(map(len, alike)) * 2 < len(rows):
        return None  # one in three may be misread itself; where most are, the list has an order of its own
    return message("check.levels_again", level=rows[0][0], count=str(len(runs)))


def _are_blocks(rows: list[Node], first: int) -> bool:
    """Whether the first rows, so many, have all values of the whole period and the others those of the year, or the other way
    round: a form with a block for each, which has levels of its own.
    """
    upper, lower = (
        {key for row in part for key in TARGET_PARTS if row.value(key)} for part in (rows[:first], rows[first:])
    )
    return len(upper) == len(lower) == 1 and upper != lower


def _is_in_order(run: list[tuple[str, str | None]]) -> bool:
    """Whether a stretch of rows is long enough for a project's, has two levels 1 or more, and each of them in one piece."""
    levels = [level1 for level1, _ in groupby(run, key=lambda row: row[0])]
    return len(run) >= _FEWEST and len(levels) > 1 and len(levels) == len(set(levels))
