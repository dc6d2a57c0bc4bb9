"""Names for the rows of a review that stay the same when the source is read again."""

from __future__ import annotations

from collections import Counter

from reviewer.model.review import Kind, Node, Review

_NAMING = {Kind.INDICATOR: "level3", Kind.DOCUMENT: "title"}
"""The field that names a node; "name" for the other kinds."""


def row_ids(review: Review) -> dict[int, str]:
    """An id for each node, by the node's own number.

    It is made of the source's SHA-256, the kind of row, and where in the source the row's name begins ("3f2a…/indicator@0:512"),
    or, where that is not known, of the row's place in the tree. So it does not change when another row is found before it.
    """
    head = review.source.sha256[:12]
    met: Counter[str] = Counter()
    ids: dict[int, str] = {}
    for node in review.root.walk():
        name = f"{head}/{node.kind}{_standing(node)}"
        met[name] += 1
        ids[node.id] = name if met[name] == 1 else f"{name}#{met[name]}"
    return ids


def _standing(node: Node) -> str:
    if node.kind is Kind.DOCUMENT:
        return ""
    field = node.fields.get(_NAMING.get(node.kind, "name"))
    if field is not None and field.spans:
        return f"@{field.spans[0].page}:{field.spans[0].start}"
    above = f"[{node.parent.index()}]" if node.parent is not None and node.parent.parent is not None else ""
    return f"{above}[{node.index()}]"
