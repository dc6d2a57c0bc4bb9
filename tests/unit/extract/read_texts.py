"""A text read, and its indicators as rows: what most tests of the extraction look at."""

from __future__ import annotations

from reviewer.extract.pipeline import extract
from reviewer.model.review import Kind, Node, Review
from reviewer.sources.registry import source_from_bytes

LEVEL_KEYS = ("level1", "level2", "level3", "annual_value")


def read(text: str, name: str = "t.txt") -> Review:
    """The review of a text."""
    return extract(source_from_bytes(name, text.encode()))


def indicators(review: Review) -> list[Node]:
    """Every indicator, in the order of the tree."""
    return [node for node in review.root.walk() if node.kind is Kind.INDICATOR]


def rows(review: Review, *keys: str) -> list[tuple[str | None, ...]]:
    """The values of every indicator: its levels, name and annual value, or those of `keys`."""
    return [tuple(node.value(key) for key in keys or LEVEL_KEYS) for node in indicators(review)]


def projects(review: Review) -> list[Node]:
    """Every project, in the order of the tree."""
    return [node for node in review.root.walk() if node.kind is Kind.PROJECT]


def codes(node: Node, key: str) -> set[str]:
    """The codes of the reasons against a field."""
    return {reason.code for reason in node.fields[key].reasons}
