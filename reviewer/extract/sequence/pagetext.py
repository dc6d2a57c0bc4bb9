"""The pages of a source as one text, and the way back from its offsets to the pages."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from reviewer.model.flow import Flow
from reviewer.model.source import Source
from reviewer.model.spans import Span, Spans

BETWEEN = "\n"
"""What stands between two pages in the joined text."""


@dataclass(frozen=True)
class PageText:
    """The texts of all pages, joined by BETWEEN; `starts` are the offsets at which the pages begin."""

    source: Source
    text: str
    starts: tuple[int, ...]

    @staticmethod
    def of(source: Source) -> PageText:
        """The joined text of a source."""
        starts, at = [], 0
        for page in source.pages:
            starts.append(at)
            at += len(page.text) + len(BETWEEN)
        return PageText(source, BETWEEN.join(page.text for page in source.pages), tuple(starts))

    def offset(self, page: int, offset: int) -> int:
        """The place in the joined text of an offset on a page."""
        return self.starts[page] + offset

    def spans(self, start: int, end: int) -> Spans:
        """Where a stretch of the joined text stands: one span on each page that it touches."""
        found: list[Span] = []
        page = bisect_right(self.starts, start) - 1
        while page >= 0 and page < len(self.starts) and self.starts[page] < end:
            first = max(start - self.starts[page], 0)
            last = min(end - self.starts[page], len(self.source.pages[page].text))
            if first < last:
                found.append(Span(page, first, last))
            page += 1
        return tuple(found)

    def flow(self, start: int, end: int) -> Flow:
        """A stretch of the joined text with its places."""
        return Flow.of(self.source, self.spans(start, end))
