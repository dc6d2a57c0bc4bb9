"""Addresses in a source's text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Span(NamedTuple):
    """A piece of one page's text: half-open, page counted from 0, offsets in Unicode code points."""

    page: int
    start: int
    end: int


Spans = tuple[Span, ...]


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
