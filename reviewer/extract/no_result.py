"""Cells whose formula has no stored result: what they show is known to nobody but Excel, so their fields are empty and doubtful."""

from __future__ import annotations

from dataclasses import replace

from reviewer.extract.confidence import judged
from reviewer.extract.draft import with_reasons
from reviewer.extract.noted_texts import with_noted
from reviewer.model.fields import Field
from reviewer.model.messages import message
from reviewer.model.review import Kind, NodeData
from reviewer.model.source import Source

NO_RESULT = "no result"
"""The code of a source's note whose spans are cells that show a formula."""


def without_results(source: Source, root: NodeData) -> NodeData:
    """The tree with every field emptied and marked that was read from a cell without a result."""
    return with_noted(source, root, NO_RESULT, _emptied)


def _emptied(kind: Kind, key: str, field: Field) -> Field:
    emptied = with_reasons(replace(field, value=None, read=None), message("read.no_result"))
    return replace(judged(kind, key, emptied), flagged=True)
