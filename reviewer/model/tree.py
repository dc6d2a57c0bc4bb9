"""The tree of a review: its nodes, what kinds of them there are, and which fields each kind has. Changed only by edits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from reviewer.model.fields import Field


class Kind(StrEnum):
    """What a node of the review is."""

    DOCUMENT = "document"
    TOTAL = "total"
    UNIT = "unit"
    PROJECT = "project"
    DEPARTMENT = "department"
    TASK = "task"
    INDICATOR = "indicator"


ENTRY_KINDS = (Kind.TOTAL, Kind.UNIT, Kind.PROJECT, Kind.DEPARTMENT)

KEYS: dict[Kind, tuple[str, ...]] = {
    Kind.DOCUMENT: ("title", "department", "year", "money_unit"),
    **dict.fromkeys(ENTRY_KINDS, ("name", "unit", "amounts", "attributes", "goal")),
    Kind.TASK: ("name", "content", "amount", "goal"),
    Kind.INDICATOR: (
        "level1_code", "level1", "level2_code", "level2", "level3", "period_value", "annual_value", "extra",
    ),
}  # fmt: skip
"""The fields of each kind of node, in the order in which they are walked and shown; amounts, attributes and extra
stand for the labelled fields of that group, in the order in which the source prints them."""

TARGET_PARTS = {"period_value": "period_target", "annual_value": "annual_target"}
"""The fields that hold the parts of a target value, by the field of the value. An indicator has one only where a person
has said that the parts are others than the value reads (target.target_of)."""

GROUPS = ("amounts", "attributes", "extra")
"""The groups of fields that are named by what the source prints."""


@dataclass(frozen=True, slots=True)
class NodeData:
    """A node and all beneath it as a value: what edits and sessions hold."""

    id: int
    kind: Kind
    fields: tuple[tuple[str, Field], ...] = ()
    children: tuple[NodeData, ...] = ()


class Node:
    """One node of the tree. Everyone may read it; only edits write it. `id` names it for as long as the review lives."""

    __slots__ = ("children", "fields", "id", "kind", "parent")

    def __init__(self, node_id: int, kind: Kind, parent: Node | None = None) -> None:
        self.id = node_id
        self.kind = kind
        self.parent = parent
        self.fields: dict[str, Field] = {}
        self.children: list[Node] = []

    def __repr__(self) -> str:
        return f"<{self.kind} {self.id} {self.value('name') or self.value('level3') or ''}>"

    def value(self, key: str) -> str | None:
        """The value of a field, None where the node has no such field."""
        field = self.fields.get(key)
        return None if field is None else field.value

    def group(self, group: str) -> dict[str, Field]:
        """The labelled fields of "amounts", "attributes" or "extra", by label."""
        start = f"{group}["
        return {key[len(start) : -1]: f for key, f in self.fields.items() if key.startswith(start)}

    def ordered_keys(self) -> list[str]:
        """The keys of the node's fields, in the order of KEYS."""
        keys: list[str] = []
        for name in KEYS[self.kind]:
            if name in GROUPS:
                keys += [key for key in self.fields if key.startswith(name + "[")]
            elif name in self.fields:
                keys.append(name)
        if self.kind is Kind.INDICATOR:
            keys += [key for key in TARGET_PARTS.values() if key in self.fields]
        return keys

    def index(self) -> int:
        """The node's place among its siblings (0 for the root)."""
        return self.parent.children.index(self) if self.parent else 0

    def entry(self) -> Node | None:
        """The entry that the node is or belongs to."""
        if self.kind in ENTRY_KINDS:
            return self
        return self.parent.entry() if self.parent else None

    def data(self) -> NodeData:
        """The node and all beneath it as a value."""
        return NodeData(self.id, self.kind, tuple(self.fields.items()), tuple(c.data() for c in self.children))

    def walk(self) -> Iterator[Node]:
        """The node and all beneath it, in document order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += reversed(node.children)
