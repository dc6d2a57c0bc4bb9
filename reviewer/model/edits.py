"""Edits: small invertible values, the only way in which a review changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from reviewer.model.fields import Field, FieldRef
from reviewer.model.review import Kind, NodeData, Review


class Edit(Protocol):
    """One small change. apply() raises ValueError or KeyError, before anything has changed, where it does not fit."""

    def apply(self, review: Review) -> None: ...
    def inverse(self) -> Edit: ...


@dataclass(frozen=True, slots=True)
class SetField:
    """A field becomes another; None stands for "the node has no such field"."""

    ref: FieldRef
    before: Field | None
    after: Field | None

    def apply(self, review: Review) -> None:
        if review.node(self.ref.node).fields.get(self.ref.key) != self.before:
            raise ValueError(f"field {self.ref} is not as this edit found it")
        review._set_field(self.ref, self.after)

    def inverse(self) -> SetField:
        return SetField(self.ref, self.after, self.before)


@dataclass(frozen=True, slots=True)
class InsertNode:
    """A node, with all beneath it, comes to stand at `index` under `parent`."""

    parent: int
    index: int
    node: NodeData

    def apply(self, review: Review) -> None:
        review._insert(self.parent, self.index, self.node)

    def inverse(self) -> RemoveNode:
        return RemoveNode(self.parent, self.index, self.node)


@dataclass(frozen=True, slots=True)
class RemoveNode:
    """The node at `index` under `parent` goes, with all beneath it."""

    parent: int
    index: int
    node: NodeData

    def apply(self, review: Review) -> None:
        node = review.node(self.node.id)
        if node.parent is None or node.parent.id != self.parent or node.index() != self.index:
            raise ValueError(f"node {self.node.id} is not where this edit found it")
        review._remove(self.node.id)

    def inverse(self) -> InsertNode:
        return InsertNode(self.parent, self.index, self.node)


@dataclass(frozen=True, slots=True)
class MoveNode:
    """A node moves; the indices are its places among the children of the old and of the new parent."""

    node: int
    from_parent: int
    from_index: int
    to_parent: int
    to_index: int

    def apply(self, review: Review) -> None:
        node = review.node(self.node)
        if node.parent is None or node.parent.id != self.from_parent or node.index() != self.from_index:
            raise ValueError(f"node {self.node} is not where this edit found it")
        room = len(review.node(self.to_parent).children) - (self.from_parent == self.to_parent)
        if not 0 <= self.to_index <= room:
            raise ValueError(f"there is no place {self.to_index} under node {self.to_parent}")
        review._move(self.node, self.to_parent, self.to_index)

    def inverse(self) -> MoveNode:
        return MoveNode(self.node, self.to_parent, self.to_index, self.from_parent, self.from_index)


@dataclass(frozen=True, slots=True)
class SetKind:
    """An entry becomes another kind of entry."""

    node: int
    before: Kind
    after: Kind

    def apply(self, review: Review) -> None:
        if review.node(self.node).kind is not self.before:
            raise ValueError(f"node {self.node} is not a {self.before}")
        review._set_kind(self.node, self.after)

    def inverse(self) -> SetKind:
        return SetKind(self.node, self.after, self.before)


@dataclass(frozen=True, slots=True)
class Act:
    """What one act of the reviewer changes: its name (a key of ACTS in acts.py) and its edits. One step of undo."""

    name: str
    edits: tuple[Edit, ...]
    gaps: tuple[tuple[str, str], ...] = ()
    """Texts for the gaps of the act's sentence, by their names."""
    focus: Any = None
    """The FieldRef to stand on afterwards, None to stay."""

    def inverse(self) -> Act:
        """The act that takes this one back."""
        return Act(self.name, tuple(edit.inverse() for edit in reversed(self.edits)), self.gaps)
