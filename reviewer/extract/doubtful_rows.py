"""Texts of which the source says that they may belong to other rows of their table: their fields are marked."""

from __future__ import annotations

from reviewer.extract.confidence import judged
from reviewer.extract.draft import with_reasons
from reviewer.extract.noted_texts import with_noted
from reviewer.model.fields import Field
from reviewer.model.messages import message
from reviewer.model.review import Kind, NodeData
from reviewer.model.source import DOUBTFUL_ROWS, Source


def with_doubtful_rows(source: Source, root: NodeData) -> NodeData:
    """The tree with every field marked that was read from a text whose row is in doubt."""
    return with_noted(source, root, DOUBTFUL_ROWS, _doubted)


def _doubted(kind: Kind, key: str, field: Field) -> Field:
    return judged(kind, key, with_reasons(field, message("read.lines_joined"))) if field.value else field
