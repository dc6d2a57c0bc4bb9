"""Labels and what stands beside or beneath them: amounts, attributes, goals.

A grid says by place which label a value has: the nearest on the left in its row, else the nearest above in its column. In
text the order says it: labels in a run and then as many values are a row of heads over a row of values; otherwise the label
just before a value is its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from reviewer.extract.sequence.borders import NO_COLUMN
from reviewer.extract.sequence.pieces import Piece


@dataclass(frozen=True, slots=True)
class Pair:
    """A label (None where there is none) and its value (None where it is blank); `guess` where only the order tells."""

    label: Piece | None
    value: Piece | None
    guess: bool = False


IsLabel = Callable[[Piece], bool]


def pairs(pieces: Sequence[Piece], is_label: IsLabel) -> Iterator[Pair]:
    """The labels and values among some pieces, in order; a value that `continues` comes with the label of the one before."""
    waiting: list[Piece] = []
    place = 0
    last: Piece | None = None
    while place < len(pieces):
        piece = pieces[place]
        if is_label(piece):
            waiting.append(piece)
            place += 1
            continue
        stop = place
        while stop < len(pieces) and not is_label(pieces[stop]):
            stop += 1
        values = list(pieces[place:stop])
        place = stop
        while values and values[0].continues and last is not None:
            yield Pair(last, values.pop(0))
        if not values:
            continue
        yield from _of_run(waiting, values)
        last = waiting[-1] if waiting else None
        waiting = []
    yield from (Pair(label, None) for label in waiting)


def _of_run(labels: list[Piece], values: list[Piece]) -> Iterator[Pair]:
    if all(piece.column != NO_COLUMN for piece in (*labels, *values)) and labels:
        yield from _by_place(labels, values)
    elif len(labels) == len(values) or len(labels) == 1:
        for n, value in enumerate(values):
            yield Pair(labels[min(n, len(labels) - 1)], value, guess=len(labels) > 1)
    elif not labels:
        yield from (Pair(None, value, guess=True) for value in values)
    elif len(values) == 1:
        yield from (Pair(label, None) for label in labels[:-1])
        yield Pair(labels[-1], values[0])
    else:
        few = min(len(labels), len(values))
        yield from (Pair(label, None) for label in labels[:-few])
        for label, value in zip(labels[-few:], values, strict=False):
            yield Pair(label, value, guess=True)


def _by_place(labels: list[Piece], values: list[Piece]) -> Iterator[Pair]:
    """In a grid: the label on the left in the row, else the one above in the column."""
    used: set[Piece] = set()
    found: list[Pair] = []
    for value in values:
        left = [label for label in labels if label.row == value.row and label.column < value.column]
        above = [label for label in labels if label.row < value.row and label.column == value.column]
        nearest = max(labels, key=lambda label: (label.row <= value.row, -abs(label.column - value.column), label.row))
        label = left[-1] if left else above[-1] if above else nearest
        used.add(label)
        found.append(Pair(label, value, guess=not left and not above))
    yield from (Pair(label, None) for label in labels if label not in used)
    yield from found
