"""The review: what we believe a source says, as a tree of nodes that hold fields. Changed only by edits."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from reviewer.model.calibration import DEFAULT_TARGET, calibration, check_weights, field_kind, log_odds, probability
from reviewer.model.doubts import Doubts
from reviewer.model.fields import Field, FieldRef, Status, labelled
from reviewer.model.messages import Message
from reviewer.model.source import Source
from reviewer.model.spans import Spans
from reviewer.model.tree import ENTRY_KINDS as ENTRY_KINDS  # who works on a review needs its tree too
from reviewer.model.tree import GROUPS
from reviewer.model.tree import KEYS as KEYS
from reviewer.model.tree import TARGET_PARTS as TARGET_PARTS
from reviewer.model.tree import Kind as Kind
from reviewer.model.tree import Node as Node
from reviewer.model.tree import NodeData as NodeData


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


class ReviewListener:
    """Told of every change to a review. The "about to" calls come while the tree is still as it was."""

    def about_to_insert(self, parent: Node, index: int) -> None: ...
    def inserted(self, node: Node) -> None: ...
    def about_to_remove(self, node: Node) -> None: ...
    def removed(self, parent: Node, index: int, node: Node) -> None: ...
    def about_to_move(self, node: Node, parent: Node, index: int) -> None: ...
    def moved(self, node: Node) -> None: ...
    def field_changed(self, node: Node, key: str) -> None: ...
    def value_changed(self, node: Node, key: str) -> None:
        """Said before `field_changed` where not only the status differs but what the field holds, or whether it is there."""

    def kind_changed(self, node: Node) -> None: ...
    def act_done(self) -> None:
        """One whole act (or its undo) is through and the checks have run again."""


_NO_FIELD = Field()


class Review:
    """The tree of one source under review.

    `layout` is what the extraction knows to be headers, labels, numbering, page numbers: text that no field needs to claim.
    `loose` is the text that mattered and that no field claimed when the review was made; None until the checks have looked.
    `target_accuracy` is how many of the unmarked fields are to be right; with the field's kind it says from which confidence
    on an open field is not doubtful (see calibration). `issues` is kept by the history, which
    runs the checks again after every act. What is doubtful is kept as an index: asking for it costs little at any time.
    """

    def __init__(
        self,
        source: Source,
        root: NodeData,
        target_accuracy: float = DEFAULT_TARGET,
        layout: Spans = (),
        loose: Spans | None = None,
    ) -> None:
        self.source = source
        self._label = ""
        self.layout = layout
        self.loose = loose
        self.listeners: list[ReviewListener] = []
        self._target_accuracy = target_accuracy
        self._cuts: dict[tuple[Kind, str, bool], float] = {}
        """The confidence below which a field is doubtful, by its node's kind, its key and whether it is empty."""
        self._found: dict[int, tuple[Issue, ...]] = {}
        """What the checks found, by node; only nodes with findings."""
        self._issues: tuple[Issue, ...] | None = ()
        """All of them in document order, None while that has to be put together again."""
        self._nodes: dict[int, Node] = {}
        self._next_id = 0
        self.root = self._build(root, None)
        self._doubts = Doubts(self.root, self._doubtful_keys)

    # -- reading ----------------------------------------------------------------------------------------------

    @property
    def label(self) -> str:
        """What the source is called beside others: its name, with its folder where several have that name (model/labels)."""
        return self._label or self.source.name

    @label.setter
    def label(self, text: str) -> None:
        self._label = text

    @property
    def entries(self) -> list[Node]:
        """The entries, in document order."""
        return self.root.children

    @property
    def target_accuracy(self) -> float:
        """The share (0 to 1) of the unmarked fields that is to be right."""
        return self._target_accuracy

    @target_accuracy.setter
    def target_accuracy(self, share: float) -> None:
        if share != self._target_accuracy:
            self._target_accuracy = share
            self._cuts.clear()
            self._doubts.touch(self.root.walk())

    @property
    def issues(self) -> tuple[Issue, ...]:
        """What the checks found, in document order."""
        if self._issues is None:
            order = sorted(self._found, key=self._doubts.places().__getitem__)
            self._issues = tuple(issue for node_id in order for issue in self._found[node_id])
        return self._issues

    def node(self, node_id: int) -> Node:
        """The node with this id; raises KeyError where it is gone."""
        return self._nodes[node_id]

    def find(self, node_id: int) -> Node | None:
        """The node with this id; None where it is gone."""
        return self._nodes.get(node_id)

    def __contains__(self, node_id: object) -> bool:
        return node_id in self._nodes

    def field(self, ref: FieldRef) -> Field:
        """The field `ref` names; an empty one where the node has none; raises KeyError where the node is gone."""
        return self._nodes[ref.node].fields.get(ref.key, _NO_FIELD)

    def refs(self) -> Iterator[FieldRef]:
        """Every field, in the order in which a reviewer walks them."""
        for node in self.root.walk():
            for key in node.ordered_keys():
                yield FieldRef(node.id, key)

    def has_issues(self, node: Node) -> bool:
        """Whether the checks have found anything about this node."""
        return node.id in self._found

    def field_issues(self, ref: FieldRef) -> list[Issue]:
        """What the checks have found about this field."""
        found = self._found.get(ref.node)
        return [issue for issue in found if ref.key in issue.keys] if found else []

    def confidence(self, ref: FieldRef) -> float:
        """The probability (0 to 1) that the field is right: the extraction's, less what the checks say against it.

        1 for a field that a person has spoken on.
        """
        field = self.field(ref)
        if field.status is not Status.OPEN:
            return 1.0
        against = {i.code: i for i in self.field_issues(ref) if i.severity is not Severity.INFO}
        if not against:
            return field.confidence
        return probability(log_odds(field.confidence) + check_weights(against))

    def is_doubtful(self, ref: FieldRef) -> bool:
        """Whether a person should look: still open, and improbable, flagged by a rule, or named by a check."""
        node = self._nodes.get(ref.node)
        field = node.fields.get(ref.key) if node else None
        if node is None or field is None or field.status is not Status.OPEN:
            return False
        if field.flagged or field.confidence < self._cut(node.kind, ref.key, field.value):
            return True
        return any(issue.severity is not Severity.INFO for issue in self.field_issues(ref))

    def _cut(self, node: Kind, key: str, value: str | None) -> float:
        """The confidence below which a field is doubtful."""
        place = node, key, value is None
        cut = self._cuts.get(place)
        if cut is None:
            cut = self._cuts[place] = calibration().threshold(field_kind(node, key, value), self._target_accuracy)
        return cut

    def places(self) -> Mapping[int, int]:
        """The place of every node in document order, by its id; kept, and not to be changed."""
        return self._doubts.places()

    def _doubtful_keys(self, node: Node) -> tuple[str, ...]:
        """The keys of a node's doubtful fields, in the order of KEYS."""
        issues = self._found.get(node.id)
        named = {key for issue in issues if issue.severity is not Severity.INFO for key in issue.keys} if issues else ()
        kind, cut, still_open = node.kind, self._cut, Status.OPEN
        found = {
            key
            for key, field in node.fields.items()
            if field.status is still_open
            and (field.flagged or key in named or field.confidence < cut(kind, key, field.value))
        }
        return tuple(key for key in node.ordered_keys() if key in found) if found else ()

    def doubtful(self, within: Node | None = None) -> list[FieldRef]:
        """Every doubtful field (of `within` and beneath), in document order."""
        if within is None or within is self.root:
            return list(self._doubts.all())
        return [FieldRef(node.id, key) for node in within.walk() for key in self._doubts.of(node)]

    def doubtful_by_node(self) -> dict[int, tuple[str, ...]]:
        """The keys of the doubtful fields of every node that has some, by its id; later acts do not change it."""
        return self._doubts.by_node()

    def doubtful_keys(self, node: Node) -> tuple[str, ...]:
        """The keys of the doubtful fields of one node, in the order of KEYS."""
        return self._doubts.of(node)

    def changes(self, since: int = 0) -> tuple[set[int], int]:
        """Which nodes may have other fields, or other doubtful ones, since a moment, and the moment that it is now.

        Ids of nodes, also of those that are gone; the moment 0 is when the review was made. So who shows a review follows it
        from act to act without walking it.
        """
        return self._doubts.changes(since)

    @property
    def size(self) -> int:
        """How many nodes there are, the document included."""
        return len(self._nodes)

    def count_doubtful(self, within: Node | None = None) -> int:
        """How many fields (of `within` and beneath) are doubtful."""
        if within is None or within is self.root:
            return len(self._doubts.all())
        return sum(len(self._doubts.of(node)) for node in within.walk())

    def next_doubtful(self, here: FieldRef | None, step: int = 1) -> FieldRef | None:
        """The doubtful field after `here` (before it with -1), round the end; None where nothing is doubtful.

        Without `here`, or where its node is gone, the first (the last).
        """
        doubtful = self._doubts.all()
        if not doubtful:
            return None
        if here is None or here.node not in self._nodes:
            return doubtful[0 if step == 1 else -1]
        at = self._order(here)
        if step == 1:
            return doubtful[bisect_right(doubtful, at, key=self._order) % len(doubtful)]
        return doubtful[bisect_left(doubtful, at, key=self._order) - 1]

    def _order(self, ref: FieldRef) -> tuple[int, int]:
        """The place of a field among all: that of its node, and its own there (at the end where the node has no such field)."""
        keys = self._nodes[ref.node].ordered_keys()
        return self._doubts.places()[ref.node], keys.index(ref.key) if ref.key in keys else len(keys)

    def reasons(self, ref: FieldRef) -> list[Message]:
        """Why the field is doubtful or its confidence what it is: the extraction's reasons, then the checks'."""
        return [*self.field(ref).reasons, *(issue.message for issue in self.field_issues(ref))]

    # -- writing: only for edits and the history ----------------------------------------------------------------

    def new_id(self) -> int:
        """An id that no node of this review has had."""
        self._next_id += 1
        return self._next_id

    def replace_issues(self, found: Mapping[int, tuple[Issue, ...]]) -> None:
        """What the checks now say about the nodes with these ids; what they said about other nodes stays."""
        for node_id, issues in found.items():
            if self._found.get(node_id, ()) == issues:
                continue
            self._issues = None
            self._doubts.touch((self._nodes[node_id],))
            if issues:
                self._found[node_id] = issues
            else:
                del self._found[node_id]

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
        self._doubts.touch(node.walk())
        self._reordered()
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
            self._found.pop(gone.id, None)
        self._doubts.drop(node.walk())
        self._issues = None
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
        self._reordered()
        for listener in self.listeners:
            listener.moved(node)

    def _reordered(self) -> None:
        self._doubts.reordered()
        self._issues = None

    def _set_field(self, ref: FieldRef, field: Field | None) -> None:
        node = self.node(ref.node)
        before = node.fields.get(ref.key)
        if field is None:
            node.fields.pop(ref.key, None)
        else:
            node.fields[ref.key] = field
        self._doubts.touch((node,))
        for listener in self.listeners:
            if before is None or field is None or before.value != field.value:
                listener.value_changed(node, ref.key)
            listener.field_changed(node, ref.key)

    def _set_kind(self, node_id: int, kind: Kind) -> None:
        node = self.node(node_id)
        node.kind = kind
        self._doubts.touch((node,))
        for listener in self.listeners:
            listener.kind_changed(node)


def blank_fields(kind: Kind, like: Node | None = None) -> tuple[tuple[str, Field], ...]:
    """Empty fields for a new node of `kind`, with the labelled ones that a sibling `like` has."""
    fields: list[tuple[str, Field]] = []
    for name in KEYS[kind]:
        if name in GROUPS:
            fields += [
                (labelled(name, label), Field(status=Status.EDITED)) for label in (like.group(name) if like else ())
            ]
        else:
            fields.append((name, Field(status=Status.EDITED)))
    return tuple(fields)


def with_ids(data: NodeData, review: Review) -> NodeData:
    """The same node with ids that are new to `review`."""
    return replace(data, id=review.new_id(), children=tuple(with_ids(child, review) for child in data.children))
