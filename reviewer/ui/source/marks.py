"""Which stretches of a shown text are marked, and how. Kept up to date node by node: one act touches few of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import IntEnum
from typing import NamedTuple

from reviewer.model.coverage import Coverage, unclaimed
from reviewer.model.fields import FieldRef
from reviewer.model.review import Node, Review
from reviewer.model.spans import Span


class Mark(IntEnum):
    """How a stretch is marked; the higher wins where two overlap."""

    UNCLAIMED = 0
    CLAIMED = 1
    EDITED = 2
    DOUBTFUL = 3


class Stretch(NamedTuple):
    """A marked stretch of the source's text; `ref` is the field that claims it, None for unclaimed text."""

    span: Span
    mark: Mark
    ref: FieldRef | None


Change = tuple[list[Stretch], list[Stretch]]
"""The stretches that are gone, and those that are new."""


class Marks:
    """The marked stretches of one review."""

    def __init__(self) -> None:
        self._review: Review | None = None
        self._seen = 0
        self._claims: dict[int, list[Stretch]] = {}
        """The stretches of every node that has some."""
        self._where = _Index()
        self._coverage: Coverage | None = None
        """There while unclaimed text is marked."""

    def update(self, review: Review, with_unclaimed: bool) -> Change:
        """Follow the review; what has to be drawn differently. Only nodes that changed since the last time are looked at."""
        again = review is self._review
        touched, self._seen = review.changes(self._seen if again else 0)
        if not again:
            self._review = review
            touched = {node.id for node in review.root.walk()} | self._claims.keys()
        gone: list[Stretch] = []
        new: list[Stretch] = []
        for node_id in touched:
            before = self._claims.pop(node_id, [])
            now = _stretches(review, review.node(node_id)) if node_id in review else []
            if now:
                self._claims[node_id] = now
            if before != now:
                gone += [each for each in before if each not in now]
                new += [each for each in now if each not in before]
        self._keep(gone, new)
        loose = self._follow_unclaimed(review, with_unclaimed, again, [each.span for each in (*gone, *new)])
        self._keep(*loose)
        return gone + loose[0], new + loose[1]

    def at(self, page: int, offset: int) -> list[FieldRef]:
        """The fields that claim a character: doubtful ones first, then the shortest stretch."""
        here = [each for each in self._where.within(page, offset, offset + 1) if each.ref is not None]
        here.sort(key=lambda s: (s.mark is not Mark.DOUBTFUL, s.span.end - s.span.start, s.ref))
        return list(dict.fromkeys(s.ref for s in here if s.ref is not None))

    def within(self, page: int, start: int, end: int) -> list[Stretch]:
        """Every stretch that has a character between `start` and `end`, the weakest mark first."""
        return sorted(self._where.within(page, start, end), key=lambda each: each.mark)

    def _keep(self, gone: Iterable[Stretch], new: Iterable[Stretch]) -> None:
        for each in gone:
            self._where.remove(each)
        for each in new:
            self._where.add(each)

    def _follow_unclaimed(self, review: Review, wanted: bool, again: bool, changed: list[Span]) -> Change:
        if not wanted or self._coverage is None or not again:
            gone = [each for each in self._where.all() if each.ref is None] if self._coverage is not None else []
            self._coverage = Coverage(review) if wanted else None
            return gone, [Stretch(span, Mark.UNCLAIMED, None) for span in unclaimed(review)] if wanted else []
        before: set[Stretch] = set()
        now: set[Stretch] = set()
        for page, start, end in {line for span in changed for line in _lines(self._coverage, span)}:
            here = self._where.within(page, start, end)
            before.update(each for each in here if each.ref is None)
            claims = (each.span for each in here if each.ref is not None)
            pieces = self._coverage.pieces(page, start, end, claims)
            now.update(Stretch(span, Mark.UNCLAIMED, None) for span in pieces)
        return list(before - now), list(now - before)


def _stretches(review: Review, node: Node) -> list[Stretch]:
    doubtful = review.doubtful_keys(node)
    found: list[Stretch] = []
    for key, field in node.fields.items():
        if not field.spans:
            continue
        mark = Mark.DOUBTFUL if key in doubtful else Mark.EDITED if field.value != field.read else Mark.CLAIMED
        found += [Stretch(span, mark, FieldRef(node.id, key)) for span in field.spans]
    return found


def _lines(coverage: Coverage, span: Span) -> Iterator[tuple[int, int, int]]:
    """The lines that a span touches, as (page, start, end)."""
    at = span.start
    while at < span.end:
        start, end = coverage.line(span.page, at)
        yield span.page, start, end
        at = max(end, at) + 1


class _Index:
    """Stretches by where they stand: a drawer for every few hundred characters of a page, one that is longer in several."""

    _SIZE = 256

    def __init__(self) -> None:
        self._drawers: dict[tuple[int, int], list[Stretch]] = {}

    def _numbers(self, start: int, end: int) -> range:
        return range(start // self._SIZE, max(start, end - 1) // self._SIZE + 1)

    def add(self, stretch: Stretch) -> None:
        page, start, end = stretch.span
        for number in self._numbers(start, end):
            self._drawers.setdefault((page, number), []).append(stretch)

    def remove(self, stretch: Stretch) -> None:
        page, start, end = stretch.span
        for number in self._numbers(start, end):
            self._drawers[page, number].remove(stretch)

    def within(self, page: int, start: int, end: int) -> list[Stretch]:
        found: list[Stretch] = []
        numbers = self._numbers(start, end)
        for number in numbers:
            for each in self._drawers.get((page, number), ()):
                span = each.span
                if (
                    span.start < end
                    and span.end > start
                    and (number == numbers.start or span.start // self._SIZE == number)
                ):  # a long one lies in several drawers: only the first counts
                    found.append(each)
        return found

    def all(self) -> Iterator[Stretch]:
        for (_, number), drawer in self._drawers.items():
            yield from (each for each in drawer if each.span.start // self._SIZE == number)
