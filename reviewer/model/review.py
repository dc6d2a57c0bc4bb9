"""The review: what we believe a source says, as a tree of nodes that hold fields. Changed only by edits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from reviewer.model.fields import Field, FieldRef, Status, labelled, split_key
from reviewer.model.messages import Message
from reviewer.model.odds import CHECK_ODDS, OTHER_FINDING, log_odds, probability
from reviewer.model.source import Source
from reviewer.model.spans import Spans


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

_GROUPS = ("amounts", "attributes", "extra")


class Severity(StrEnum):
    """How much an issue matters."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Issue:
    """A finding of a check: what it says, and the node and fields that it is about (no keys: the node as a whole)."""

    message: Message
    severity: Severity
    node: int
    keys: tuple[str, ...] = ()
    spans: Spans = ()

    @property
    def code(self) -> str:
        return self.message.code


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
        return field.value if field else None

    def group(self, group: str) -> dict[str, Field]:
        """The labelled fields of "amounts", "attributes" or "extra", by label."""
        return {label: f for key, f in self.fields.items() for g, label in (split_key(key),) if g == group and label}

    def ordered_keys(self) -> list[str]:
        """The keys of the node's fields, in the order of KEYS."""
        keys: list[str] = []
        for name in KEYS[self.kind]:
            if name in _GROUPS:
                keys += [key for key in self.fields if key.startswith(name + "[")]
            elif name in self.fields:
                keys.append(name)
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
        yield self
        for child in self.children:
            yield from child.walk()


class ReviewListener:
    """Told of every change to a review. The "about to" calls come while the tree is still as it was."""

    def about_to_insert(self, parent: Node, index: int) -> None: ...
    def inserted(self, node: Node) -> None: ...
    def about_to_remove(self, node: Node) -> None: ...
    def removed(self, parent: Node, index: int, node: Node) -> None: ...
    def about_to_move(self, node: Node, parent: Node, index: int) -> None: ...
    def moved(self, node: Node) -> None: ...
    def field_changed(self, node: Node, key: str) -> None: ...
    def kind_changed(self, node: Node) -> None: ...
    def act_done(self) -> None:
        """One whole act (or its undo) is through and the checks have run again."""


class Review:
    """The tree of one source under review.

    `layout` is what the extraction knows to be headers, labels, numbering, page numbers: text that no field needs to claim.
    `threshold` is the confidence below which an open field is doubtful. `issues` is kept by the history, which
    runs the checks again after every act.
    """

    def __init__(self, source: Source, root: NodeData, threshold: float = 0.9, layout: Spans = ()) -> None:
        self.source = source
        self.layout = layout
        self.threshold = threshold
        self.issues: tuple[Issue, ...] = ()
        self.listeners: list[ReviewListener] = []
        self._nodes: dict[int, Node] = {}
        self._next_id = 0
        self.root = self._build(root, None)
        self._issue_index: dict[FieldRef, list[Issue]] = {}

    # -- reading ----------------------------------------------------------------------------------------------

    @property
    def entries(self) -> list[Node]:
        """The entries, in document order."""
        return self.root.children

    def node(self, node_id: int) -> Node:
        """The node with this id; raises KeyError where it is gone."""
        return self._nodes[node_id]

    def __contains__(self, node_id: object) -> bool:
        return node_id in self._nodes

    def field(self, ref: FieldRef) -> Field:
        """The field `ref` names; an empty one where the node has none; raises KeyError where the node is gone."""
        return self._nodes[ref.node].fields.get(ref.key, Field())

    def refs(self) -> Iterator[FieldRef]:
        """Every field, in the order in which a reviewer walks them."""
        for node in self.root.walk():
            for key in node.ordered_keys():
                yield FieldRef(node.id, key)

    def field_issues(self, ref: FieldRef) -> list[Issue]:
        """What the checks have found about this field."""
        return self._issue_index.get(ref, [])

    def confidence(self, ref: FieldRef) -> float:
        """The probability (0 to 1) that the field is right: the extraction's, less what the checks say against it.

        1 for a field that a person has spoken on.
        """
        field = self.field(ref)
        if field.status is not Status.OPEN:
            return 1.0
        against = {i.code: i for i in self._issue_index.get(ref, ()) if i.severity is not Severity.INFO}
        if not against:
            return field.confidence
        return probability(log_odds(field.confidence) + sum(CHECK_ODDS.get(code, OTHER_FINDING) for code in against))

    def is_doubtful(self, ref: FieldRef) -> bool:
        """Whether a person should look: still open, and improbable, flagged by a rule, or named by a check."""
        node = self._nodes.get(ref.node)
        field = node.fields.get(ref.key) if node else None
        if field is None or field.status is not Status.OPEN:
            return False
        if field.flagged or (field.confidence < self.threshold):
            return True
        return any(issue.severity is not Severity.INFO for issue in self._issue_index.get(ref, ()))

    def doubtful(self, within: Node | None = None) -> list[FieldRef]:
        """Every doubtful field (of `within` and beneath), in document order."""
        return [
            FieldRef(node.id, key)
            for node in (within or self.root).walk()
            for key in node.ordered_keys()
            if self.is_doubtful(FieldRef(node.id, key))
        ]

    def reasons(self, ref: FieldRef) -> list[Message]:
        """Why the field is doubtful or its confidence what it is: the extraction's reasons, then the checks'."""
        return [*self.field(ref).reasons, *(issue.message for issue in self.field_issues(ref))]

    # -- writing: only for edits and the history ----------------------------------------------------------------

    def new_id(self) -> int:
        """An id that no node of this review has had."""
        self._next_id += 1
        return self._next_id

    def set_issues(self, issues: Iterable[Issue]) -> None:
        """Replace what the checks found."""
        self.issues = tuple(issues)
        self._issue_index = {}
        for issue in self.issues:
            for key in issue.keys:
                self._issue_index.setdefault(FieldRef(issue.node, key), []).append(issue)

    def _expect_new(self, data: NodeData) -> None:
        if data.id in self._nodes:
            raise ValueError(f"node {data.id} is already in the review")
        for child in data.children:
            self._expect_new(child)

    def _build(self, data: NodeData, parent: Node | None) -> Node:
        if data.id in self._nodes:
            raise ValueError(f"node {data.id} is already in the review")
        node = Node(data.id, data.kind, parent)
        node.fields = dict(data.fields)
        self._nodes[data.id] = node
        self._next_id = max(self._next_id, data.id)
        node.children = [self._build(child, node) for child in data.children]
        return node

    def _insert(self, parent_id: int, index: int, data: NodeData) -> None:
        parent = self.node(parent_id)
        if not 0 <= index <= len(parent.children):
            raise ValueError(f"there is no place {index} under node {parent_id}")
        self._expect_new(data)
        for listener in self.listeners:
            listener.about_to_insert(parent, index)
        node = self._build(data, parent)
        parent.children.insert(index, node)
        for listener in self.listeners:
            listener.inserted(node)

    def _remove(self, node_id: int) -> None:
        node = self.node(node_id)
        if node.parent is None:
            raise ValueError("the document itself cannot be removed")
        parent, index = node.parent, node.index()
        for listener in self.listeners:
            listener.about_to_remove(node)
        del parent.children[index]
        for gone in node.walk():
            del self._nodes[gone.id]
        for listener in self.listeners:
            listener.removed(parent, index, node)

    def _move(self, node_id: int, parent_id: int, index: int) -> None:
        """Move a node so that it stands at `index` among the children of `parent_id` afterwards."""
        node, parent = self.node(node_id), self.node(parent_id)
        if node.parent is None:
            raise ValueError("the document itself cannot be moved")
        if node.parent is parent and node.index() == index:
            return
        for listener in self.listeners:
            listener.about_to_move(node, parent, index)
        node.parent.children.remove(node)
        parent.children.insert(index, node)
        node.parent = parent
        for listener in self.listeners:
            listener.moved(node)

    def _set_field(self, ref: FieldRef, field: Field | None) -> None:
        node = self.node(ref.node)
        if field is None:
            node.fields.pop(ref.key, None)
        else:
            node.fields[ref.key] = field
        for listener in self.listeners:
            listener.field_changed(node, ref.key)

    def _set_kind(self, node_id: int, kind: Kind) -> None:
        node = self.node(node_id)
        node.kind = kind
        for listener in self.listeners:
            listener.kind_changed(node)


def blank_fields(kind: Kind, like: Node | None = None) -> tuple[tuple[str, Field], ...]:
    """Empty fields for a new node of `kind`, with the labelled ones that a sibling `like` has."""
    fields: list[tuple[str, Field]] = []
    for name in KEYS[kind]:
        if name in _GROUPS:
            fields += [
                (labelled(name, label), Field(status=Status.EDITED)) for label in (like.group(name) if like else ())
            ]
        else:
            fields.append((name, Field(status=Status.EDITED)))
    return tuple(fields)


def with_ids(data: NodeData, review: Review) -> NodeData:
    """The same node with ids that are new to `review`."""
    return replace(data, id=review.new_id(), children=tuple(with_ids(child, review) for child in data.children))
