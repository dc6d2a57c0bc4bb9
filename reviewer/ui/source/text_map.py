"""Offsets of a source's text (code points) and of Qt's (UTF-16 units), both ways."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from reviewer.model.source import Source
from reviewer.model.spans import Span

_WIDE = re.compile("[\U00010000-\U0010ffff]")
"""Characters that take two UTF-16 units."""


class TextMap:
    """The pages of a source as one text, one line break between them."""

    def __init__(self, source: Source) -> None:
        self.text = "\n".join(page.text for page in source.pages)
        self._starts: list[int] = []
        start = 0
        for page in source.pages:
            self._starts.append(start)
            start += len(page.text) + 1
        self._starts = self._starts or [0]  # of a damaged session every page may be gone
        self._lengths = [len(page.text) for page in source.pages] or [0]
        self._wide = [found.start() for found in _WIDE.finditer(self.text)]
        self._wide_units = [place + i for i, place in enumerate(self._wide)]

    def page_starts(self) -> list[int]:
        """Where each page begins, in Qt's units."""
        return [self._units(start) for start in self._starts]

    def to_qt(self, span: Span) -> tuple[int, int]:
        """A span as (start, end) in Qt's units; at the end of all where its page is not there."""
        if span.page >= len(self._starts):
            return (self._units(len(self.text)),) * 2
        start = self._starts[span.page]
        return self._units(start + span.start), self._units(start + span.end)

    def to_place(self, units: int) -> tuple[int, int]:
        """(page, offset) of a position in Qt's units."""
        place = units - bisect_left(self._wide_units, units)
        page = max(0, bisect_right(self._starts, place) - 1)
        return page, min(place - self._starts[page], self._lengths[page])

    def to_spans(self, start: int, end: int) -> tuple[Span, ...]:
        """The spans, one a page, of a stretch in Qt's units."""
        (first, begin), (last, stop) = self.to_place(start), self.to_place(end)
        spans = []
        for page in range(first, last + 1):
            left = begin if page == first else 0
            right = stop if page == last else self._lengths[page]
            if right > left:
                spans.append(Span(page, left, right))
        return tuple(spans)

    def _units(self, place: int) -> int:
        return place + bisect_left(self._wide, place)
