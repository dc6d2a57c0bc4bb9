"""Differences between a workbook and a review, each of which a person may accept; and the one act that those accepted make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reviewer.base.i18n import tr
from reviewer.model import acts
from reviewer.model.edits import Act, Edit, InsertNode, MoveNode, RemoveNode, SetField
from reviewer.model.fields import Field, FieldRef, Status
from reviewer.model.naming import field_name, kind_name, node_title, place_of, short
from reviewer.model.review import Kind, NodeData, Review, blank_fields
from reviewer.model.target import Target, targets_of


@dataclass(slots=True, eq=False)
class Change:
    """A cell says something else: the field, the title of its column, the value now and the one in the workbook.

    With `targets` it is the parts of a target value that were put right; `ref` then names the field of the parts.
    """

    ref: FieldRef
    title: str
    before: str | None
    after: str | None
    targets: tuple[Target, ...] = ()


@dataclass(slots=True, eq=False)
class Insert:
    """A row was added: its kind, its texts by field, the entry it belongs to, and behind which row it stands.

    `after` is None where that is not known (at the end), or where it is the `first`.
    """

    kind: Kind
    values: Mapping[str, str]
    parent: int | Insert
    after: int | Insert | None = None
    first: bool = False


@dataclass(slots=True, eq=False)
class Delete:
    """A row is gone."""

    node: int


@dataclass(slots=True, eq=False)
class Move:
    """A row stands elsewhere: from which entry to which, and there behind which row (None: at the end, or the `first`)."""

    node: int
    old_parent: int
    parent: int
    after: int | Insert | None
    first: bool = False


Difference = Change | Insert | Delete | Move


def is_conflict(review: Review, difference: Difference) -> bool:
    """Whether the reviewer has changed the same field meanwhile: accepting the difference would undo that."""
    if not isinstance(difference, Change):
        return False
    field = review.field(difference.ref)
    return field.status in (Status.EDITED, Status.BLANK, Status.UNREADABLE) and field.value != field.read


def describe(review: Review, difference: Difference) -> tuple[str, str, str, str]:
    """What a list shows: what it is, where, before, after."""
    match difference:
        case Change():
            where = place_of(review, difference.ref.node)
            if difference.targets:
                key = difference.ref.key.replace("_target", "_value")
                before = _targets(targets_of(review.node(difference.ref.node), key))
                return field_name(difference.ref.key), where, before, _targets(difference.targets)
            return field_name(difference.ref.key), where, difference.before or "", difference.after or ""
        case Insert():
            name = difference.values.get("level3") or difference.values.get("name") or ""
            parent = difference.parent
            where = place_of(review, parent) if isinstance(parent, int) else short(parent.values.get("name"))
            return tr("New: {kind}", kind=kind_name(difference.kind)), where, "", name
        case Delete():
            node = review.node(difference.node)
            return (
                tr("Deleted: {kind}", kind=kind_name(node.kind)),
                place_of(review, difference.node),
                node_title(node),
                "",
            )
        case Move():
            node = review.node(difference.node)
            return (
                tr("Moved: {kind}", kind=kind_name(node.kind)),
                place_of(review, difference.node),
                *_move(review, difference),
            )


def _targets(targets: tuple[Target, ...]) -> str:
    return "；".join(" ".join(part for part in (t.operator, t.number, t.upper, t.unit) if part) for t in targets)


def _move(review: Review, move: Move) -> tuple[str, str]:
    node = review.node(move.node)
    before = tr("Place {number}", number=node.index() + 1)
    if move.parent != move.old_parent:
        return before, short(node_title(review.node(move.parent)))
    if isinstance(move.after, int) and move.after in review:
        return before, tr("behind “{name}”", name=short(node_title(review.node(move.after)), 16))
    return before, tr("at the beginning") if move.first else tr("behind a new row")


# -- the act ------------------------------------------------------------------------------------------------------


def act_of(review: Review, accepted: Sequence[Difference], file: str) -> Act:
    """The accepted differences as one act, to be undone in one step; `file` is the workbook's name, for the record.

    What was put into an entry that was deleted as well goes with it.
    """
    made = _Maker(review)
    gone = {item.node for item in accepted if isinstance(item, Delete)}
    accepted = [item for item in accepted if not _goes_with(review, item, gone)]
    for item in accepted:
        if isinstance(item, Change) and not _under(review, item.ref.node, gone):
            made.change(item)
    for item in accepted:
        if isinstance(item, Delete):
            made.delete(item.node)
    entries = [item for item in accepted if isinstance(item, Insert) and item.kind is Kind.PROJECT]
    wanted = set(map(id, accepted))
    for new in entries:
        made.insert(new, wanted)
    for item in _in_order([item for item in accepted if isinstance(item, Insert | Move) and item not in entries]):
        if isinstance(item, Insert):
            made.insert(item, wanted)
        elif not _under(review, item.node, gone):
            made.move(item, wanted)
    places = (("count", str(len(accepted))), ("file", file))
    return Act("read_back", tuple(made.edits), places, next((i.ref for i in accepted if isinstance(i, Change)), None))


def _in_order(items: Sequence[Insert | Move]) -> list[Insert | Move]:
    """Each behind the one behind which it is to stand."""
    by_row = {item.node if isinstance(item, Move) else id(item): item for item in items}
    ordered: dict[int, Insert | Move] = {}

    def put(item: Insert | Move) -> None:
        chain = [item]
        while True:
            after = chain[-1].after
            before = by_row.get(id(after) if isinstance(after, Insert) else after) if after is not None else None
            if before is None or id(before) in ordered or before in chain:
                break
            chain.append(before)
        for each in reversed(chain):
            ordered.setdefault(id(each), each)

    for item in items:
        put(item)
    return list(ordered.values())


def _goes_with(review: Review, item: Difference, gone: set[int]) -> bool:
    """Whether a difference is about what lies beneath a deleted row, or is to lie there."""
    if isinstance(item, Delete):
        parent = review.node(item.node).parent
        return parent is not None and _under(review, parent.id, gone)
    parent_of = item.parent if isinstance(item, Insert | Move) else None
    return isinstance(parent_of, int) and _under(review, parent_of, gone)


def _under(review: Review, node_id: int, gone: set[int]) -> bool:
    node = review.node(node_id) if node_id in review else None
    while node is not None:
        if node.id in gone:
            return True
        node = node.parent
    return False


class _Maker:
    """Makes edits that fit one after the other, by keeping the order of every parent's children as it will be."""

    def __init__(self, review: Review) -> None:
        self._review = review
        self._order: dict[int, list[int]] = {}
        self._new: dict[int, int] = {}
        """The ids of new nodes, by the id() of their Insert."""
        self.edits: list[Edit] = []

    def _children(self, parent: int) -> list[int]:
        if parent not in self._order:
            self._order[parent] = [child.id for child in self._review.node(parent).children]
        return self._order[parent]

    def change(self, item: Change) -> None:
        """Give a field its new value."""
        if item.targets:
            value = FieldRef(item.ref.node, item.ref.key.replace("_target", "_value"))
            self.edits += acts.set_target(self._review, value, *item.targets).edits
            return
        before = self._review.node(item.ref.node).fields.get(item.ref.key)
        after = (before or Field()).with_value(item.after)
        if after != before:
            self.edits.append(SetField(item.ref, before, after))

    def delete(self, node_id: int) -> None:
        """Take a row away, with all beneath it, as it is by then."""
        node = self._review.node(node_id)
        if node.parent is None:
            return
        order = self._children(node.parent.id)
        index = order.index(node_id)
        order.pop(index)
        self.edits.append(RemoveNode(node.parent.id, index, node.data()))

    def insert(self, item: Insert, wanted: set[int]) -> None:
        """Put a new row in; not where the new entry that it belongs to was not accepted."""
        if isinstance(item.parent, Insert) and id(item.parent) not in self._new:
            return
        parent = item.parent if isinstance(item.parent, int) else self._new[id(item.parent)]
        new = self._review.new_id()
        like = None
        if isinstance(item.parent, int):
            like = next((n for n in self._review.node(item.parent).children if n.kind is item.kind), None)
            order = self._children(parent)
        else:
            order = self._order.setdefault(parent, [])
        fields = dict(blank_fields(item.kind, like))
        fields |= {key: Field().with_value(text) for key, text in item.values.items()}
        index = self._index(order, item.after, item.first, wanted)
        order.insert(index, new)
        self._new[id(item)] = new
        self.edits.append(InsertNode(parent, index, NodeData(new, item.kind, tuple(fields.items()))))

    def move(self, item: Move, wanted: set[int]) -> None:
        """Put a row where it stands in the workbook."""
        if item.parent not in self._review:
            return
        old = self._children(item.old_parent)
        if item.node not in old:
            return
        start = old.index(item.node)
        old.pop(start)
        order = self._children(item.parent)
        index = self._index(order, item.after, item.first, wanted)
        order.insert(index, item.node)
        if item.parent != item.old_parent or index != start:
            self.edits.append(MoveNode(item.node, item.old_parent, start, item.parent, index))

    def _index(self, order: Sequence[int], after: int | Insert | None, first: bool, wanted: set[int]) -> int:
        """The place behind `after`; behind the row before that where it was not accepted; the end where nothing is known."""
        while isinstance(after, Insert) and id(after) not in wanted:
            skipped = after
            after, first = skipped.after, skipped.first
        node = self._new.get(id(after)) if isinstance(after, Insert) else after
        if node is not None and node in order:
            return order.index(node) + 1
        return 0 if first and after is None else len(order)
