"""Fields that were read from texts of which the source itself has something to say: changed wherever its note points."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

from reviewer.model.fields import Field
from reviewer.model.review import Kind, NodeData
from reviewer.model.source import Note, Source
from reviewer.model.spans import Span

_Places = dict[int, list[Span]]
Change = Callable[[Kind, str, Field], Field]
"""What becomes of a field, given the kind of its node and its key."""


def with_noted(source: Source, root: NodeData, code: str, change: Change) -> NodeData:
    """The tree with every field changed that was read from a text to which a note with this code points; the tree itself where
    there is no such note. The spans of such notes are apart from each other.
    """
    places: _Places = defaultdict(list)
    for note in source.notes:
        for span in note.spans if isinstance(note, Note) and note.code == code else ():
            places[span.page].append(span)
    for spans in places.values():
        spans.sort()
    return _changed(root, places, change) if places else root


def _changed(node: NodeData, places: _Places, change: Change) -> NodeData:
    fields = tuple(
        (key, change(node.kind, key, field) if _is_noted(field, places) else field) for key, field in node.fields
    )
    return replace(node, fields=fields, children=tuple(_changed(child, places, change) for child in node.children))


def _is_noted(field: Field, places: _Places) -> bool:
    return any(_meets(span, places.get(span.page, [])) for span in field.spans)


def _meets(span: Span, noted: list[Span]) -> bool:
    """Whether a span overlaps one of some that are in order and apart from each other."""
    after = bisect_left(noted, Span(span.page, span.end, span.end))
    return after > 0 and noted[after - 1].overlaps(span)
