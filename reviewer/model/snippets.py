"""A value in its surroundings in the original."""

from __future__ import annotations

from typing import NamedTuple

from reviewer.model.source import Source
from reviewer.model.spans import Spans

HEAD, TAIL = 50, 25
"""Of a long value so many characters of its beginning and of its end are kept."""


class Snippet(NamedTuple):
    """The text before a value, the value (an interruption is " … "), and the text after it, each on one line."""

    before: str
    value: str
    after: str


def snippet(source: Source, spans: Spans, around: int) -> Snippet | None:
    """What stands at `spans`, with up to `around` characters on each side; None where there is no place."""
    if not spans:
        return None
    first, last = spans[0], spans[-1]
    before = source.pages[first.page].text[max(0, first.start - around) : first.start]
    after = source.pages[last.page].text[last.end : last.end + around]
    middle = " … ".join(" ".join(source.text((span,)).split()) for span in spans)
    if len(middle) > HEAD + TAIL:
        middle = f"{middle[:HEAD]} … {middle[-TAIL:]}"
    return Snippet(" ".join(before.split()), middle, " ".join(after.split()))
