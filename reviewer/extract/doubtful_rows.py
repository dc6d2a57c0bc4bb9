"""Texts of which the source says that they may belong to other rows of their table: their fields are marked."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import replace

from reviewer.extract.confidence import judged
from reviewer.extract.draft import with_reasons
from reviewer.model.fields import Field
from reviewer.model.messages import message
from reviewer.model.review import Kind, NodeData
from reviewer.model.source import DOUBTFUL_ROWS, Note, Source
from reviewer.model.spans import Span

_Places = dict[int, list[Span]]


def with_doubtful_rows(source: Source, root: NodeData) -> NodeData:
    """The tree with every field marked that was read from a text whose row is in doubt."""
    places: _Places = defaultdict(list)
    for note in source.notes:
        for span in note.spans if isinstance(note, Note) and note.code == DOUBTFUL_ROWS else ():
            places[span.page].append(span)
    for spans in places.values():
        spans.sort()
    return _marked(root, places) if places else root


def _marked(node: NodeData, places: _Places) -> NodeData:
    fields = tuple((key, _field(node.kind, key, field, places)) for key, field in node.fields)
    children = tuple(_marked(child, places) for child in node.children)
    return replace(node, fields=fields, children=children)


def _field(kind: Kind, key: str, field: Field, places: _Places) -> Field:
    if not field.value or not any(_meets(span, places.get(span.page, [])) for span in field.spans):
        return field
    return judged(kind, key, with_reasons(field, message("read.lines_joined")))


def _meets(span: Span, doubtful: list[Span]) -> bool:
    """Whether a span overlaps one of some that are in order and apart from each other."""
    after = bisect_left(doubtful, Span(span.page, span.end, span.end))
    return after > 0 and doubtful[after - 1].overlaps(span)
