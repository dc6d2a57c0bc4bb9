"""Evidence from a scan: how sure recognition was of the characters that a field was read from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reviewer.extract.draft import Draft
from reviewer.model.messages import Message, message
from reviewer.model.source import Source
from reviewer.model.spans import Spans

BANDS = (
    (0.55, "read.recognition_poor"),
    (0.9, "read.recognition_weak"),
    (0.97, "read.recognition_fair"),
)
"""Below which certainty of its least certain character a field has which evidence.

Measured on pages printed well and badly (blurred, faxed, 80 to 200 dots an inch; 12,000 characters whose truth is known): of the
characters below 0.55 half were wrong, below 0.9 one in six, below 0.97 one in a hundred and fifty, above that one in five
thousand.
"""
_SHOWN = 12
"""So many characters are named in the reason."""


def mark_illegible(source: Source, drafts: Iterable[Draft]) -> None:
    """Doubt the fields whose characters recognition was not sure of. Says nothing where the format gave the text itself."""
    certainties = [page.picture.certainty if page.picture else b"" for page in source.pages]
    if not any(certainties):
        return
    for draft in _all(drafts):
        for key, field in draft.fields.items():
            found = _illegible(source, certainties, field.spans)
            if found is not None:
                draft.doubt(key, found)


def _all(drafts: Iterable[Draft]) -> Iterator[Draft]:
    for draft in drafts:
        yield draft
        yield from _all(draft.children)


def _illegible(source: Source, certainties: list[bytes], spans: Spans) -> Message | None:
    """What is to be said about the characters at `spans`; None where all of them are legible."""
    unsure: list[tuple[float, str]] = []
    for page, start, end in spans:
        text, certainty = source.pages[page].text, certainties[page]
        for place in range(start, min(end, len(certainty))):
            share = certainty[place] / 255
            if share < BANDS[-1][0] and not text[place].isspace():
                unsure.append((share, text[place]))
    if not unsure:
        return None
    least = min(unsure)[0]
    limit, code = next((limit, code) for limit, code in BANDS if least < limit)
    return message(code, text="".join(char for share, char in unsure if share < limit)[:_SHOWN])
