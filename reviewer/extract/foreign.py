"""What becomes of documents that are no performance-target documents, or may be none (model/document_kind decides)."""

from __future__ import annotations

from dataclasses import replace

from reviewer.extract.confidence import judged, nothing
from reviewer.extract.draft import with_reasons
from reviewer.model.messages import Message
from reviewer.model.review import KEYS, Kind, NodeData, Review
from reviewer.model.source import Grid, Source
from reviewer.model.spans import Span


def without_a_tree(source: Source) -> Review:
    """The review of a foreign document: no entries, and none of its text is asked about."""
    fields = tuple((key, nothing(Kind.DOCUMENT, key)) for key in KEYS[Kind.DOCUMENT])
    layout: list[Span] = []
    for _, block in source.blocks():
        layout += [span for cell in block.cells for span in cell.spans] if isinstance(block, Grid) else [block.span]
    return Review(source, NodeData(0, Kind.DOCUMENT, fields), layout=tuple(layout))


def doubted(node: NodeData, evidence: Message) -> NodeData:
    """A tree with this doubt on each of its values: of a document that may be foreign."""
    fields = tuple(
        (key, judged(node.kind, key, with_reasons(field, evidence)) if field.value else field)
        for key, field in node.fields
    )
    return replace(node, fields=fields, children=tuple(doubted(child, evidence) for child in node.children))
