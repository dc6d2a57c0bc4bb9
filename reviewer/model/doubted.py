"""Which characters of a value are doubted: those that recognition was not sure of, and those that were put right while reading."""

from __future__ import annotations

from reviewer.model.fields import Field, Status
from reviewer.model.flow import Flow, undo_layout
from reviewer.model.source import Source
from reviewer.model.spans import Span, Spans

UNSURE = 0.9
"""Below this certainty a character of a scan is wrong once in six times (extract/legibility)."""
_LONGEST = 2_000
"""Characters of the longest value that is compared with what is printed."""


def is_recognised(source: Source) -> bool:
    """Whether characters of the source were recognised on pictures, so that any of them may be doubted."""
    return any(page.picture is not None and page.picture.certainty for page in source.pages)


def in_original(source: Source, field: Field) -> Spans:
    """Where the characters of a field stand that recognition was not sure of; none once a person has spoken on the field."""
    if field.status is not Status.OPEN:
        return ()
    return tuple(
        Span(span.page, place, place + 1)
        for span in field.spans for place in range(span.start, span.end) if _is_unsure(source, span.page, place)
    )  # fmt: skip


def _is_unsure(source: Source, page: int, place: int) -> bool:
    picture = source.pages[page].picture
    certainty = picture.certainty if picture is not None else b""
    return place < len(certainty) and certainty[place] < UNSURE * 255 and not source.pages[page].text[place].isspace()


def in_value(source: Source, field: Field) -> list[tuple[int, int]]:
    """Which characters of the field's value (start, end) are doubted: unsure ones, and those that are printed otherwise."""
    value = field.value or ""
    if (
        not value
        or field.status is not Status.OPEN
        or len(value) > _LONGEST
        or not field.spans
        or not is_recognised(source)
    ):
        return []
    from difflib import SequenceMatcher  # a scan is seldom what the window opens with

    unsure = {(span.page, span.start) for span in in_original(source, field)}
    flow = undo_layout(Flow.of(source, field.spans))
    places = [_place(flow, number) for number in range(len(flow.text))]
    found: list[tuple[int, int]] = []
    for what, start, end, first, last in SequenceMatcher(None, flow.text, value, autojunk=False).get_opcodes():
        if what == "equal":
            found += [
                (first + number, first + number + 1)
                for number in range(end - start)
                if places[start + number] in unsure
            ]
        elif what == "replace":
            found.append((first, last))
    return found


def _place(flow: Flow, number: int) -> tuple[int, int] | None:
    """The page and the offset of a character; None for one that the source does not have."""
    spans = flow[number : number + 1].spans
    return (spans[0].page, spans[0].start) if spans else None
