"""Which stretches of a shown text are marked, and how. Kept up to date node by node: one act touches few of them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from enum import IntEnum
from time import thread_time
from typing import Generic, NamedTuple, TypeVar

from reviewer.model.coverage import Coverage, unclaimed
from reviewer.model.fields import FieldRef
from reviewer.model.review import Node, Review
from reviewer.model.spans import Span, Spans


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


Change = Spans | None
"""Where the text has to be drawn differently; None: everywhere."""


_SLICE, _PIECE = 0.012, 50
"""Seconds of work after which a long review lets the window do something else, and nodes between two looks at the clock."""


class Marks:
    """The marked stretches of one review. Those of a node are worked out when somebody looks at its place in the text:
    of a long source few are ever seen.
    """

    def __init__(self) -> None:
        self._review: Review | None = None
        self._seen = 0
        self._nodes = _Drawers[int]()
        """Where the spans of every node stand."""
        self._places: dict[int, Spans] = {}
        """The spans by which a node is in the drawers."""
        self._claims: dict[int, list[Stretch]] = {}
        """The stretches of the nodes that were looked at."""
        self._loose = _Drawers[Stretch]()
        """The pieces of unclaimed text, while they are marked."""
        self._coverage: Coverage | None = None
        """There while unclaimed text is marked."""
        self._waiting: list[Node] = []
        """Nodes of a new review that are not in the drawers yet, the last one first."""

    @property
    def is_whole(self) -> bool:
        """Whether all of the review is known; if not, go_on() is to be called."""
        return not self._waiting

    def update(self, review: Review, with_unclaimed: bool, at_once: bool = True) -> Change:
        """Follow the review; what has to be drawn differently. Only nodes that changed since the last time are looked at.

        Without `at_once` only the first part of a long review is looked at when it is new.
        """
        if review is not self._review:
            self._begin(review)
            self.go_on(None if at_once or with_unclaimed else _SLICE)
            self._mark_unclaimed(review, with_unclaimed)
            return None
        self.go_on(None)
        touched, self._seen = review.changes(self._seen)
        changed = [span for node_id in touched for span in self._follow(review, node_id)]
        if (self._coverage is None) is with_unclaimed:
            self._mark_unclaimed(review, with_unclaimed)
            return None
        if self._coverage is not None and changed:
            changed += self._follow_unclaimed(self._coverage, changed)
        return tuple(changed)

    def at(self, page: int, offset: int) -> list[FieldRef]:
        """The fields that claim a character: doubtful ones first, then the shortest stretch."""
        self.go_on(None)
        here = [each for each in self._claiming(page, offset, offset + 1) if each.ref is not None]
        here.sort(key=lambda s: (s.mark is not Mark.DOUBTFUL, s.span.end - s.span.start, s.ref))
        return list(dict.fromkeys(s.ref for s in here if s.ref is not None))

    def within(self, page: int, start: int, end: int) -> list[Stretch]:
        """Every stretch that has a character between `start` and `end`, the weakest mark first."""
        loose = {each for each in self._loose.near(page, start, end) if _overlaps(each.span, start, end)}
        return sorted((*loose, *self._claiming(page, start, end)), key=lambda each: each.mark)

    def _begin(self, review: Review) -> None:
        self._review = review
        _, self._seen = review.changes(0)
        self._nodes, self._places, self._claims = _Drawers[int](), {}, {}
        self._waiting = list(review.root.walk())[::-1]

    def go_on(self, seconds: float | None = _SLICE) -> None:
        """Look at more of a new review, for so many seconds of work; None: at all of it."""
        until = None if seconds is None else thread_time() + seconds
        waiting = self._waiting
        while waiting and (until is None or thread_time() < until):
            for node in waiting[: -_PIECE - 1 : -1]:
                self._put(node)
            del waiting[-_PIECE:]

    def _put(self, node: Node) -> None:
        spans = tuple([span for field in node.fields.values() for span in field.spans])
        self._places[node.id] = spans
        self._nodes.add(node.id, spans)

    def _follow(self, review: Review, node_id: int) -> Iterable[Span]:
        """What has to be drawn differently because of a node that may have changed."""
        before = self._claims.pop(node_id, None)
        places = self._places.pop(node_id, ())
        self._nodes.remove(node_id, places)
        if node_id in review:
            self._put(review.node(node_id))
        if before is None:  # nobody has looked at it: it has to be drawn if its place is
            return (*places, *self._places.get(node_id, ()))
        now = self._of(node_id)
        return [each.span for each in {*before} ^ {*now}]

    def _of(self, node_id: int) -> list[Stretch]:
        """The stretches of a node."""
        found = self._claims.get(node_id)
        if found is None:
            review = self._review
            found = _stretches(review, review.node(node_id)) if review is not None and node_id in review else []
            self._claims[node_id] = found
        return found

    def _claiming(self, page: int, start: int, end: int) -> list[Stretch]:
        nodes = dict.fromkeys(self._nodes.near(page, start, end))
        return [
            each
            for node in nodes
            for each in self._of(node)
            if each.span.page == page and _overlaps(each.span, start, end)
        ]

    def _mark_unclaimed(self, review: Review, wanted: bool) -> None:
        self._loose = _Drawers[Stretch]()
        self._coverage = Coverage(review) if wanted else None
        for span in unclaimed(review) if wanted else ():
            self._loose.add(Stretch(span, Mark.UNCLAIMED, None), (span,))

    def _follow_unclaimed(self, coverage: Coverage, changed: list[Span]) -> Iterable[Span]:
        before: set[Stretch] = set()
        now: set[Stretch] = set()
        for page, start, end in {line for span in changed for line in _lines(coverage, span)}:
            before.update(each for each in self._loose.near(page, start, end) if _overlaps(each.span, start, end))
            claims = (each.span for each in self._claiming(page, start, end))
            now.update(Stretch(span, Mark.UNCLAIMED, None) for span in coverage.pieces(page, start, end, claims))
        for each in before - now:
            self._loose.remove(each, (each.span,))
        for each in now - before:
            self._loose.add(each, (each.span,))
        return [each.span for each in before ^ now]


def _overlaps(span: Span, start: int, end: int) -> bool:
    return span.start < end and span.end > start


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


_SIZE = 256
_Kept = TypeVar("_Kept", bound=Hashable)


class _Drawers(Generic[_Kept]):
    """Things by where they stand: a drawer for every few hundred characters of a page, a long thing in several."""

    def __init__(self) -> None:
        self._drawers: dict[tuple[int, int], dict[_Kept, None]] = {}

    def add(self, thing: _Kept, spans: Spans) -> None:
        drawers, last = self._drawers, None
        for page, start, end in spans:
            first, behind = start // _SIZE, (end - 1) // _SIZE
            if first >= behind and (page, first) == last:
                continue
            for number in range(first, max(first, behind) + 1):
                last = (page, number)
                drawer = drawers.get(last)
                if drawer is None:
                    drawers[last] = {thing: None}
                else:
                    drawer[thing] = None

    def remove(self, thing: _Kept, spans: Spans) -> None:
        for page, start, end in spans:
            for number in range(start // _SIZE, max(start, end - 1) // _SIZE + 1):
                self._drawers.get((page, number), {}).pop(thing, None)

    def near(self, page: int, start: int, end: int) -> list[_Kept]:
        """What may have a character between `start` and `end`; some of it twice."""
        numbers = range(start // _SIZE, max(start, end - 1) // _SIZE + 1)
        return [thing for number in numbers for thing in self._drawers.get((page, number), ())]
