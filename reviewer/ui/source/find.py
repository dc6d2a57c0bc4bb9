"""Finds words in a source, in any case of letters and over breaks of lines within a cell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewer.model.source import Source
from reviewer.model.spans import Span


def places(source: Source, text: str, here: tuple[int, int] | None, forward: bool) -> Iterator[Span]:
    """Every place of `text` from `here` (page, offset) on, or back from there, once round; from an end where it is None.

    A line break between two characters does not hide a place.
    """
    pattern = re.compile("\n?".join(map(re.escape, text)), re.IGNORECASE)
    count = len(source.pages)
    start = here or ((0, 0) if forward else (count - 1, len(source.pages[-1].text) + 1))
    for step in range(count + 1):
        page = (start[0] + (step if forward else -step)) % count
        found = [Span(page, *match.span()) for match in pattern.finditer(source.pages[page].text) if match.group()]
        if step == 0:
            found = [span for span in found if (span.start >= start[1] if forward else span.start < start[1])]
        elif step == count:
            found = [span for span in found if (span.start < start[1] if forward else span.start >= start[1])]
        yield from found if forward else reversed(found)
