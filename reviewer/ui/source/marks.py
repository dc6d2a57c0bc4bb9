"""Which stretches of a shown text are marked, and how."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from reviewer.model.coverage import unclaimed
from reviewer.model.fields import FieldRef
from reviewer.model.review import Review
from reviewer.ui.source.text_map import TextMap


class Mark(IntEnum):
    """How a stretch is marked; the higher wins where two overlap."""

    UNCLAIMED = 0
    CLAIMED = 1
    EDITED = 2
    DOUBTFUL = 3


@dataclass(frozen=True, slots=True)
class Stretch:
    """A marked stretch, in Qt's units; `ref` is the field that claims it, None for unclaimed text."""

    start: int
    end: int
    mark: Mark
    ref: FieldRef | None


def marks_of(review: Review, text_map: TextMap, with_unclaimed: bool) -> list[Stretch]:
    """Every marked stretch of a review, in order of where it begins."""
    found = []
    for ref in review.refs():
        field = review.field(ref)
        if not field.spans:
            continue
        mark = Mark.DOUBTFUL if review.is_doubtful(ref) else Mark.EDITED if field.value != field.read else Mark.CLAIMED
        found += [Stretch(*text_map.to_qt(span), mark, ref) for span in field.spans]
    if with_unclaimed:
        found += [Stretch(*text_map.to_qt(span), Mark.UNCLAIMED, None) for span in unclaimed(review)]
    found.sort(key=lambda stretch: (stretch.start, stretch.mark))
    return found


def claims_at(stretches: list[Stretch], position: int) -> list[FieldRef]:
    """The fields that claim a position: doubtful ones first, then the shortest stretch."""
    here = [s for s in stretches if s.ref is not None and s.start <= position < s.end]
    here.sort(key=lambda s: (s.mark is not Mark.DOUBTFUL, s.end - s.start))
    return list(dict.fromkeys(s.ref for s in here if s.ref is not None))
