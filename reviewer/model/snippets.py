"""A value in its surroundings in the original."""

from __future__ import annotations

from typing import NamedTuple

from reviewer.model.source import Source
from reviewer.model.spans import Span, Spans

HEAD, TAIL = 50, 25
"""Of a long value so many characters of its beginning and of its end are kept."""


_SEPARATORS = frozenset(",，")


def in_one(source: Source, spans: Spans) -> Spans:
    """Places that only a thousands separator parts as one: a figure is one thing to look at, “2,035.87”."""
    found: list[Span] = []
    for span in spans:
        last = found[-1] if found else None
        if last is not None and last.page == span.page and span.start - last.end == 1:
            page = source.pages[span.page].text
            around = page[last.end - 1 : last.end] + page[span.start : span.start + 1]
            if page[last.end : span.start] in _SEPARATORS and around.isdigit():
                found[-1] = Span(span.page, last.start, span.end)
                continue
        found.append(span)
    return tuple(found)


class Snippet(NamedTuple):
    """The text before a value, the value (an interruption is " … "), and the text after it, each on one line."""

    before: str
    value: str
    after: str


def snippet(source: Source, spans: Spans, around: int) -> Snippet | None:
    """What stands at `spans`, with up to `around` characters on each side; None where there is no place."""
    if not spans:
        return None
    spans = in_one(source, spans)
    first, last = spans[0], spans[-1]
    before = source.pages[first.page].text[max(0, first.start - around) : first.start]
    after = source.pages[last.page].text[last.end : last.end + around]
    middle = " … ".join(" ".join(source.text((span,)).split()) for span in spans)
    if len(middle) > HEAD + TAIL:
        middle = f"{middle[:HEAD]} … {middle[-TAIL:]}"
    return Snippet(" ".join(before.split()), middle, " ".join(after.split()))
