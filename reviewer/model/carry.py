"""Corrections carried over to a new reading of a source that has changed, where they still apply; the rest is listed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import count

from reviewer.model.edits import Act, Edit, InsertNode, RemoveNode, SetField, SetKind
from reviewer.model.fields import Field, FieldRef, Status
from reviewer.model.naming import place_of
from reviewer.model.review import Kind, Node, NodeData, Review


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction that no longer applies: where it stood, its field (None for a whole row), before and after."""

    place: str
    key: str | None
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Carried:
    """One act with every correction that still applies, how many these are, and those that do not."""

    act: Act
    count: int
    left: tuple[Correction, ...]


def carry(first: NodeData, old: Review, new: Review) -> Carried:
    """What takes the corrections of `old`, which began as `first`, over to `new`, another reading of the source.

    A row is found again by its kind and its name among the rows around it. A correction still applies where the new reading
    says what the old one said; where it says what the correction says, there is nothing to do.
    """
    return _Carrier(first, old, new).carried()


class _Carrier:
    def __init__(self, first: NodeData, old: Review, new: Review) -> None:
        self._old, self._new = old, new
        self._first = {node.id: node for node in _walk(first)}
        self._match: dict[int, Node] = {}
        self._edits: list[Edit] = []
        self._left: list[Correction] = []
        self._count = 0
        self._ids = count(max(node.id for node in new.root.walk()) + 1)
        self._pair(first, new.root)

    def carried(self) -> Carried:
        for node in self._old.root.walk():
            before = self._first.get(node.id)
            if before is not None:
                self._kind(node, before)
                self._fields(node, before)
        self._remove(list(self._gone()))
        for node in self._old.root.walk():
            if node.id not in self._first and node.parent is not None and node.parent.id in self._first:
                self._insert(node)
        act = Act("carry", tuple(self._edits), (("count", str(self._count)),))
        return Carried(act, self._count, tuple(self._left))

    # -- finding rows again ---------------------------------------------------------------------------------------

    def _pair(self, before: NodeData, now: Node) -> None:
        self._match[before.id] = now
        old = [(child.kind, _title(dict(child.fields), child.kind)) for child in before.children]
        new = [(child.kind, _title(child.fields, child.kind)) for child in now.children]
        for kind, start, stop, new_start, new_stop in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if kind == "equal" or (kind == "replace" and stop - start == new_stop - new_start):
                for one, other in zip(before.children[start:stop], now.children[new_start:new_stop], strict=True):
                    if one.kind is other.kind:
                        self._pair(one, other)

    # -- what was corrected ---------------------------------------------------------------------------------------

    def _fields(self, node: Node, before: NodeData) -> None:
        was = dict(before.fields)
        for key, field in node.fields.items():
            first = was.get(key)
            if first is None or (first.value, first.status) != (field.value, field.status):
                self._field(node, key, first, field)

    def _field(self, node: Node, key: str, first: Field | None, field: Field) -> None:
        found = self._match.get(node.id)
        now = found.fields.get(key) if found else None
        known = (first.value if first else None, field.value)
        if found is None or (now.value if now else None) not in known:
            before = first.value if first else None
            self._left.append(Correction(place_of(self._old, node.id), key, before, field.value))
            return
        after = replace(now or Field(), value=field.value, status=field.status)
        if after != now:
            self._edits.append(SetField(FieldRef(found.id, key), now, after))
            self._count += 1

    def _kind(self, node: Node, before: NodeData) -> None:
        found = self._match.get(node.id)
        if node.kind is not before.kind and found is not None:
            self._edits.append(SetKind(found.id, found.kind, node.kind))
            self._count += 1

    def _insert(self, node: Node) -> None:
        parent = self._match.get(node.parent.id) if node.parent else None
        name = (node.kind, _title(node.fields, node.kind))
        if parent is None:
            self._left.append(Correction(place_of(self._old, node.id), None, None, name[1]))
        elif name not in [(child.kind, _title(child.fields, child.kind)) for child in parent.children]:
            place = min(node.index(), self._room(parent))
            self._edits.append(InsertNode(parent.id, place, self._loose(node.data())))
            self._count += 1

    def _room(self, parent: Node) -> int:
        """How many children `parent` has after the edits so far."""
        more = sum(isinstance(edit, InsertNode) and edit.parent == parent.id for edit in self._edits)
        less = sum(isinstance(edit, RemoveNode) and edit.parent == parent.id for edit in self._edits)
        return len(parent.children) + more - less

    def _loose(self, data: NodeData) -> NodeData:
        """The row with ids of the new review, and without places in a text that is gone."""
        fields = tuple((key, replace(field, spans=(), status=_said(field))) for key, field in data.fields)
        return NodeData(next(self._ids), data.kind, fields, tuple(self._loose(child) for child in data.children))

    def _gone(self) -> Iterator[NodeData]:
        """What was deleted: the uppermost rows only."""
        waiting = [self._first[self._old.root.id]]
        while waiting:
            node = waiting.pop()
            for child in node.children:
                if child.id in self._old:
                    waiting.append(child)
                else:
                    yield child

    def _remove(self, gone: list[NodeData]) -> None:
        """Delete again what was deleted and still says the same; from behind, so that the places in front stay."""
        removed: list[Node] = []
        for data in gone:
            found = self._match.get(data.id)
            if found is None:
                continue  # the source does not have it any more either
            was = dict(data.fields)
            if any(field.value != (was[key].value if key in was else None) for key, field in found.fields.items()):
                self._left.append(Correction(place_of(self._new, found.id), None, _title(was, data.kind), None))
            else:
                removed.append(found)
        for node in sorted(removed, key=lambda each: each.index(), reverse=True):
            assert node.parent is not None  # the document itself is never deleted
            self._edits.append(RemoveNode(node.parent.id, node.index(), node.data()))
            self._count += 1


def _walk(data: NodeData) -> Iterator[NodeData]:
    yield data
    for child in data.children:
        yield from _walk(child)


def _title(fields: dict[str, Field], kind: Kind) -> str | None:
    field = fields.get("level3" if kind is Kind.INDICATOR else "title" if kind is Kind.DOCUMENT else "name")
    return field.value if field else None


def _said(field: Field) -> Status:
    """What a person wrote stays what a person wrote."""
    return Status.EDITED if field.status is Status.OPEN and field.value is not None else field.status
