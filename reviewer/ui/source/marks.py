"""Which stretches of a shown text are marked, and how. Kept up to date field by field: one act touches few of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from reviewer.model.coverage import unclaimed
from reviewer.model.fields import Field, FieldRef
from reviewer.model.review import Review
from reviewer.model.spans import Span


class Mark(IntEnum):
    """How a stretch is marked; the higher wins where two overlap."""

    UNCLAIMED = 0
    CLAIMED = 1
    EDITED = 2
    DOUBTFUL = 3


@dataclass(frozen=True, slots=True)
class Stretch:
    """A marked stretch of the source's text; `ref` is the field that claims it, None for unclaimed text."""

    span: Span
    mark: Mark
    ref: FieldRef | None


Change = tuple[list[Stretch], list[Stretch]]
"""The stretches that are gone, and those that are new."""


class Marks:
    """The marked stretches of one review."""

    def __init__(self) -> None:
        self._fields: dict[FieldRef, Field] = {}
        self._doubtful: set[FieldRef] = set()
        self._claims: dict[FieldRef, list[Stretch]] = {}
        self._loose: list[Stretch] = []

    def update(self, review: Review, with_unclaimed: bool) -> Change:
        """Follow the review; what has to be drawn differently."""
        doubtful = set(review.doubtful())
        fields = {FieldRef(node.id, key): f for node in review.root.walk() for key, f in node.fields.items() if f.spans}
        changed = doubtful ^ self._doubtful
        changed |= {ref for ref, field in fields.items() if self._fields.get(ref) is not field}
        changed |= self._fields.keys() - fields.keys()
        self._fields, self._doubtful = fields, doubtful
        gone: list[Stretch] = []
        new: list[Stretch] = []
        for ref in changed:
            before, now = self._claims.pop(ref, []), self._stretches(ref)
            if now:
                self._claims[ref] = now
            if before != now:
                gone += before
                new += now
        loose = self._unclaimed(review) if with_unclaimed else []
        if loose != self._loose:
            gone, new = gone + self._loose, new + loose
            self._loose = loose
        return gone, new

    def at(self, page: int, offset: int) -> list[FieldRef]:
        """The fields that claim a character: doubtful ones first, then the shortest stretch."""
        claims = (stretch for claims in self._claims.values() for stretch in claims)
        here = [s for s in claims if s.span.page == page and s.span.start <= offset < s.span.end]
        here.sort(key=lambda s: (s.mark is not Mark.DOUBTFUL, s.span.end - s.span.start, s.ref))
        return list(dict.fromkeys(s.ref for s in here if s.ref is not None))

    def _stretches(self, ref: FieldRef) -> list[Stretch]:
        field = self._fields.get(ref)
        if field is None:
            return []
        mark = Mark.DOUBTFUL if ref in self._doubtful else Mark.EDITED if field.value != field.read else Mark.CLAIMED
        return [Stretch(span, mark, ref) for span in field.spans]

    def _unclaimed(self, review: Review) -> list[Stretch]:
        return [Stretch(span, Mark.UNCLAIMED, None) for span in unclaimed(review)]
