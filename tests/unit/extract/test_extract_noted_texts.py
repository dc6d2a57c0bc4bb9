"""Fields to which a note of the source points: those, and none beside them."""

from __future__ import annotations

import pytest

from reviewer.extract.noted_texts import with_noted
from reviewer.model.fields import Field
from reviewer.model.review import Kind, NodeData
from reviewer.model.source import Line, Note, Page, Source
from reviewer.model.spans import Span


@pytest.mark.parametrize(
    ("span", "noted"),
    [
        (Span(0, 2, 4), True),
        (Span(0, 0, 3), True),
        (Span(0, 4, 9), True),
        (Span(0, 0, 2), False),
        (Span(0, 5, 8), False),
        (Span(0, 9, 10), True),
        (Span(1, 2, 4), False),
    ],
)
def test_a_field_is_changed_where_a_note_with_the_code_points(span: Span, noted: bool) -> None:
    pages = tuple(Page(number + 1, "0123456789", (Line(Span(number, 0, 10)),)) for number in (0, 1))
    notes = (Note("said", "code", (Span(0, 8, 10), Span(0, 2, 5))), Note("said", "another", (Span(1, 0, 10),)))
    root = NodeData(1, Kind.DOCUMENT, (("title", Field("old", 1.0, spans=(span,))),))
    found = with_noted(Source("t.txt", "text", "", None, pages, notes), root, "code", lambda *_: Field("new", 1.0))
    assert found.fields[0][1].value == ("new" if noted else "old")
