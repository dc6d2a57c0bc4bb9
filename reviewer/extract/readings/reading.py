"""A reading of a source: the tree that one way of reading makes of it, and what it takes for layout."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from reviewer.model.fields import Field
from reviewer.model.review import ENTRY_KINDS, Kind, NodeData
from reviewer.model.spans import Spans


class By(StrEnum):
    """A way of reading."""

    RULES = "rules"
    """The rules, on the grids of the source or on tables that they find in its text."""
    ORDER = "order"
    """The order of heads and words, where the source has no grid."""
    LEARNED = "learned"
    """The net, character by character."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The tree (a document node) and the spans of labels, heads and furniture. `by` says who has read it."""

    root: NodeData
    layout: Spans
    by: By = By.RULES
    taught: bool = False
    """Whether a header has been read as a person has taught it."""
    fits: bool = False
    """Whether all tables of a text were found in columns that blanks keep apart, without a cell whose rows are a guess."""

    @property
    def entries(self) -> tuple[NodeData, ...]:
        """The entries in document order."""
        return tuple(node for node in self.root.children if node.kind in ENTRY_KINDS)

    def indicators(self) -> Iterator[NodeData]:
        """Every indicator in document order."""
        for entry in self.root.children:
            yield from (child for child in entry.children if child.kind is Kind.INDICATOR)

    def nodes(self) -> Iterator[NodeData]:
        """Every node in document order."""
        yield self.root
        for entry in self.root.children:
            yield entry
            yield from entry.children


def value(node: NodeData, key: str) -> str | None:
    """The value of a field; None where the node has none."""
    return next((field.value for name, field in node.fields if name == key), None)


def field_of(node: NodeData, key: str) -> Field | None:
    """A field of a node; None where it has no such field."""
    return next((field for name, field in node.fields if name == key), None)
