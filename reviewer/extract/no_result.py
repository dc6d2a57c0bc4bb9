"""Cells whose formula has no stored result: what they show is known to nobody but Excel, so their fields are empty and doubtful."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from reviewer.extract.confidence import judged
from reviewer.extract.draft import with_reasons
from reviewer.model.fields import Field
from reviewer.model.messages import message
from reviewer.model.review import Kind, NodeData
from reviewer.model.source import Note, Source
from reviewer.model.spans import Span

NO_RESULT = "no result"
"""The code of a source's note whose spans are cells that show a formula."""
_Places = dict[int, list[Span]]


def without_results(source: Source, root: NodeData) -> NodeData:
    """The tree with every field emptied and marked that was read from a cell without a result."""
    places: _Places = defaultdict(list)
    for note in source.notes:
        for span in note.spans if isinstance(note, Note) and note.code == NO_RESULT else ():
            places[span.page].append(span)
    return _emptied(root, places) if places else root


def _emptied(node: NodeData, places: _Places) -> NodeData:
    fields = tuple((key, _field(node.kind, key, field, places)) for key, field in node.fields)
    children = tuple(_emptied(child, places) for child in node.children)
    return replace(node, fields=fields, children=children)


def _field(kind: Kind, key: str, field: Field, places: _Places) -> Field:
    if not any(span.overlaps(cell) for span in field.spans for cell in places.get(span.page, ())):
        return field
    emptied = with_reasons(replace(field, value=None, read=None), message("read.no_result"))
    return replace(judged(kind, key, emptied), flagged=True)
