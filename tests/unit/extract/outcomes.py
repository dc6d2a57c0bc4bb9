"""Files of small documents with the whole of what is read of them, for the tests that hold one against the other.

A file holds documents, each under “=== what it is about [file name]”; a tree has a line a node, with the fields that have a value or a
reason: `indicator level3=新建泵站 {!shifted}`, where ! says that a person must look, and a last line of the text that nobody claims.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from reviewer.model.coverage import unclaimed
from reviewer.model.fields import Field
from reviewer.model.review import Review


def parts(path: Path) -> Iterator[tuple[str, str]]:
    """The heads of a file's documents, and what stands under them."""
    for part in path.read_text(encoding="utf-8").split("=== ")[1:]:
        head, _, rest = part.partition("\n")
        yield head, rest


def name_of(head: str) -> str:
    """The file's name in a head, by which its format is told."""
    return head.rpartition("[")[2].rstrip("]")


def tree(review: Review, said: Callable[[Field], str]) -> str:
    """The nodes of a review, each field as `said` tells it, and what nobody claims."""
    lines = []
    for node in review.root.walk():
        deep = node.parent is not None and node.parent.parent is not None
        lines.append("  " * deep + node_line(node.kind.value, node.fields.items(), said))
    left = [review.source.text((span,)).strip() for span in unclaimed(review)]
    return "\n".join([*lines, *([f"unread {' ¦ '.join(left)}"] if left else [])])


def node_line(kind: str, fields: Iterable[tuple[str, Field]], said: Callable[[Field], str]) -> str:
    """A node without its children."""
    return " ".join([kind, *(f"{key}={said(field)}" for key, field in fields if field.value or field.reasons)])


def value_of(field: Field) -> str:
    """A field's value on one line."""
    return (field.value or "∅").replace("\n", "⏎")


def places_of(field: Field) -> str:
    """Where a field stands: 35+41, on later pages 1.35."""
    return "+".join(f"{span.page}.{span.start}" if span.page else f"{span.start}" for span in field.spans)


def doubts_of(field: Field) -> str:
    """The reasons against a field: “ {!shifted}”; nothing where there are none."""
    codes = ",".join(reason.code.removeprefix("read.") for reason in field.reasons)
    return f" {{{'!' * field.flagged}{codes}}}" if codes else ""
