"""Addresses in a source's text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Span(NamedTuple):
    """A piece of one page's text: half-open, page counted from 0, offsets in Unicode code points."""

    page: int
    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Whether the two have a character in common."""
        return self.page == other.page and self.start < other.end and other.start < self.end


Spans = tuple[Span, ...]


def share_text(one: Iterable[Span], other: Spans) -> bool:
    """Whether any span of the one has a character in common with any of the other."""
    return any(mine.overlaps(theirs) for mine in one for theirs in other)


def join_spans(places: Iterable[tuple[int, int]]) -> Spans:
    """The fewest spans that cover the characters at `places` ((page, offset) pairs), in the order given."""
    spans: list[Span] = []
    for page, offset in places:
        last = spans[-1] if spans else None
        if last is not None and last.page == page and last.end == offset:
            spans[-1] = Span(page, last.start, offset + 1)
        else:
            spans.append(Span(page, offset, offset + 1))
    return tuple(spans)


def places_of(spans: Iterable[Span]) -> list[tuple[int, int]]:
    """Every character address in `spans`, in order."""
    return [(span.page, offset) for span in spans for offset in range(span.start, span.end)]
