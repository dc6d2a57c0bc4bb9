"""Source → Review: the table of rules."""

from __future__ import annotations

from collections.abc import Callable

from reviewer.model.review import Kind, NodeData, Review
from reviewer.model.source import Source


def extract(source: Source, progress: Callable[[float], None] | None = None) -> Review:
    """Read a source into a review. Never fails; `progress` (0 to 1) may raise to stop the work."""
    return Review(source, NodeData(0, Kind.DOCUMENT))
