"""From one field to the next, whatever its state: what Tab does."""

from __future__ import annotations

from reviewer.model.fields import FieldRef
from reviewer.model.review import Node, Review


def next_field(review: Review, here: FieldRef | None, step: int = 1) -> FieldRef | None:
    """The field after `here` (before it with -1) in document order, round the end; without `here` the first (the last).

    Looks only at the rows beside it: a review may have a hundred thousand fields.
    """
    if here is None or here.node not in review:
        return _within(review.root if step == 1 else _last(review.root), step)
    node = review.node(here.node)
    keys = node.ordered_keys()
    place = keys.index(here.key) + step if here.key in keys else (len(keys) if step == 1 else -1)
    if 0 <= place < len(keys):
        return FieldRef(node.id, keys[place])
    beside = _after(node) if step == 1 else _before(node)
    return _within(beside or (review.root if step == 1 else _last(review.root)), step)


def _within(node: Node, step: int) -> FieldRef | None:
    """The first (the last) field of a row, or of the next one that has any."""
    start: Node | None = node
    while start is not None:
        keys = start.ordered_keys()
        if keys:
            return FieldRef(start.id, keys[0 if step == 1 else -1])
        start = _after(start) if step == 1 else _before(start)
    return None


def _after(node: Node) -> Node | None:
    if node.children:
        return node.children[0]
    while node.parent is not None:
        place = node.index() + 1
        if place < len(node.parent.children):
            return node.parent.children[place]
        node = node.parent
    return None


def _before(node: Node) -> Node | None:
    if node.parent is None:
        return None
    place = node.index()
    return _last(node.parent.children[place - 1]) if place else node.parent


def _last(node: Node) -> Node:
    while node.children:
        node = node.children[-1]
    return node
