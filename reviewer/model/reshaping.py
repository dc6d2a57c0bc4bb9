"""Further acts on rows: several at once, text that belongs to the neighbour, rows read again from the source.

Like the functions of acts.py these only look; History.do() carries an act out. They raise ValueError where one makes no sense.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from reviewer.base.i18n import tr
from reviewer.model.acts import duplicate, merge, merge_next, outermost, part_spans, set_kind
from reviewer.model.edits import Act, Edit, InsertNode, MoveNode, RemoveNode, SetField
from reviewer.model.fields import Field, FieldRef, Status, labelled, read_field
from reviewer.model.messages import message
from reviewer.model.naming import field_name, node_title, short
from reviewer.model.review import ENTRY_KINDS, KEYS, TARGET_PARTS, Kind, Node, NodeData, Review, blank_fields, with_ids
from reviewer.model.spans import Span, Spans

_CODES = ("level1_code", "level2_code")
_EDGE = " \t\n\u3000,，;；:：、"
"""What stands between two fields and belongs to neither."""


def duplicate_rows(review: Review, nodes: Iterable[Node]) -> Act:
    """A copy of each node; the copies of rows that stand under one node come together behind the last of them."""
    chosen = outermost(nodes)
    if len(chosen) == 1:
        return duplicate(review, chosen[0])
    edits: list[Edit] = []
    for parent in {node.parent.id: node.parent for node in chosen if node.parent}.values():
        group = sorted((node for node in chosen if node.parent is parent), key=Node.index)
        behind = group[-1].index() + 1
        edits += [InsertNode(parent.id, behind + i, with_ids(node.data(), review)) for i, node in enumerate(group)]
    return Act("duplicate_many", tuple(edits), (("count", str(len(edits))),))


def merge_rows(review: Review, nodes: Sequence[Node]) -> Act:
    """Join the selected rows; a row alone with the next of its kind."""
    chosen = outermost(nodes)
    if not chosen:
        raise ValueError(tr("There is no next row to merge with."))
    return merge_next(review, chosen[0]) if len(chosen) == 1 else merge(review, chosen)


def set_kinds(review: Review, nodes: Iterable[Node], kind: Kind) -> Act:
    """Entries are of another kind; for other rows the entry that they belong to."""
    entries = {e.id: e for node in nodes if (e := node.entry()) is not None and e.kind in ENTRY_KINDS}
    if not entries:
        raise ValueError(tr("Only an entry has a kind: total, unit, project or whole department."))
    single = [set_kind(review, entry, kind) for entry in entries.values()]
    edits = tuple(edit for act in single for edit in act.edits)
    if len(single) == 1:
        return single[0]
    return Act("set_kind_many", edits, (("count", str(len(edits))),))


def split_entry(review: Review, row: Node) -> Act:
    """From this row on it is another entry: a new one of the same kind, without a name yet, takes the row and all after it.

    Raises ValueError for a row that no entry holds, and for the first of an entry: nothing would stay.
    """
    entry = row.parent
    if entry is None or entry.parent is None:
        raise ValueError(tr("Choose the first row of the other project."))
    at = row.index()
    if at == 0:
        raise ValueError(tr("No row stands before this one in its project."))
    new = NodeData(review.new_id(), entry.kind, blank_fields(entry.kind, entry))
    moves = (
        MoveNode(child.id, entry.id, at, new.id, place)  # each is gone when the next is taken from the same place
        for place, child in enumerate(entry.children[at:])
    )
    insertion = InsertNode(entry.parent.id, entry.index() + 1, new)
    return Act(
        "split_entry",
        (insertion, *moves),
        (("name", short(node_title(row), 16)),),
        FieldRef(new.id, KEYS[entry.kind][0]),
    )


_OF_STATUS = {Status.BLANK: "blank_many", Status.UNREADABLE: "unreadable_many"}


def mark_rows(review: Review, refs: Sequence[FieldRef], status: Status) -> Act:
    """The source has nothing (BLANK), or nothing that can be read (UNREADABLE), in the same field of several rows."""
    return _same_field(_OF_STATUS[status], review, {ref: review.field(ref).with_status(status) for ref in refs})


def ditto_rows(review: Review, refs: Sequence[FieldRef]) -> Act:
    """The value of the first of several rows in the same field of the others, as a spreadsheet fills marked cells down."""
    value = review.field(refs[0]).value
    after = {ref: replace(review.field(ref).with_value(value), value=value) for ref in refs[1:]}
    return _same_field("ditto_many", review, after)


def _same_field(name: str, review: Review, after: Mapping[FieldRef, Field]) -> Act:
    edits = [
        SetField(ref, review.node(ref.node).fields.get(ref.key), field)
        for ref, field in after.items()
        if review.field(ref) != field
    ]
    title = field_name(edits[0].ref.key) if edits else ""
    return Act(name, tuple(edits), (("count", str(len(edits))), ("name", title)))


def neighbour(review: Review, ref: FieldRef, step: int) -> FieldRef | None:
    """The field beside `ref` in its row (after it with +1, before it with -1), codes of levels left out; None at an end."""
    keys = [k for k in review.node(ref.node).ordered_keys() if k not in _CODES and k not in TARGET_PARTS.values()]
    place = keys.index(ref.key) + step if ref.key in keys else -1
    return FieldRef(ref.node, keys[place]) if 0 <= place < len(keys) else None


def move_text(review: Review, ref: FieldRef, start: int, end: int, step: int) -> Act:
    """Move the characters from `start` to `end` of a value to the next field of its row (+1), or to the one before (-1).

    They come to stand at the end that they come from, with their place in the source; separators at the cut go.
    """
    goal = neighbour(review, ref, step)
    if goal is None:
        raise ValueError(tr("There is no field on that side."))
    field, other = review.field(ref), review.field(goal)
    value = field.value or ""
    piece = value[start:end].strip(_EDGE)
    if not piece:
        raise ValueError(tr("There is no text to move: mark it, or put the cursor where it begins."))
    before, middle, after = part_spans(review, field, start, end)
    left, right = value[:start], value[end:]
    rest = f"{left}{right}".strip(_EDGE) if not (left.strip(_EDGE) and right.strip(_EDGE)) else f"{left}{right}"
    theirs = other.value or ""
    joined, spans = (
        (piece + theirs, (*middle, *other.spans)) if step == 1 else (theirs + piece, (*other.spans, *middle))
    )
    edits = (
        SetField(ref, field, field.with_value(rest, (*before, *after))),
        SetField(goal, review.node(goal.node).fields.get(goal.key), other.with_value(joined, spans)),
    )
    return Act("move_text", edits, (("text", short(piece, 12)), ("name", field_name(goal.key))), ref)


def add_field(review: Review, nodes: Iterable[Node], group: str, label: str) -> Act:
    """An empty field that goes by `label` in every one of the nodes that may have one of this group and has none of this name.

    `group` is "amounts" or "attributes" for entries, "extra" for indicators. Raises ValueError where no node can take it.
    """
    key = labelled(group, label.strip())
    rows = [node for node in nodes if group in KEYS[node.kind]]
    if not label.strip() or not rows:
        raise ValueError(
            tr("Give the field a name; entries can have further amounts and details, indicators further columns.")
        )
    edits = tuple(
        SetField(FieldRef(node.id, key), None, Field(status=Status.EDITED)) for node in rows if key not in node.fields
    )
    if not edits:
        raise ValueError(tr("There is a field “{name}” already.", name=label.strip()))
    return Act("add_field", edits, (("name", short(label, 16)),), edits[0].ref)


# -- rows read again ------------------------------------------------------------------------------------------------


def put_read(review: Review, region: Spans, kind: Kind, nodes: Sequence[NodeData], here: Node | None) -> Act:
    """Put rows that were read from `region` where they belong by their place in the source.

    Rows of this kind that were read from within the region before make room for them. An indicator goes to the last entry
    that begins before the region; `here`, the row in hand, decides where that cannot be told.
    """
    if not nodes:
        raise ValueError(tr("Nothing could be read from the marked words."))
    parent = review.root if kind is not Kind.INDICATOR else _entry_at(review, region, here)
    if parent is None:
        raise ValueError(tr("There is no project that an indicator could belong to."))
    old = [child for child in parent.children if child.kind is kind and _lies_within(child, region)]
    index = old[0].index() if old else _place_among(parent, _first(region))
    edits: list[Edit] = [RemoveNode(parent.id, node.index(), node.data()) for node in reversed(old)]
    above = parent.children[index - 1] if 0 < index <= len(parent.children) else None
    fresh = [with_ids(_with_levels(data, above), review) for data in nodes]
    edits += [InsertNode(parent.id, index + place, data) for place, data in enumerate(fresh)]
    focus = FieldRef(fresh[0].id, "level3" if kind is Kind.INDICATOR else KEYS[kind][0])
    return Act("read_region", tuple(edits), (("count", str(len(fresh))),), focus)


def _with_levels(data: NodeData, above: Node | None) -> NodeData:
    """An indicator without levels stands under those of the row above; a person should look at that."""
    fields = dict(data.fields)
    bare = all(not fields[key].value for key in ("level1", "level2") if key in fields)
    if data.kind is not Kind.INDICATOR or above is None or above.kind is not Kind.INDICATOR or not bare:
        return data
    for key in ("level1_code", "level1", "level2_code", "level2"):
        given = above.fields.get(key, Field())
        if given.value:
            fields[key] = read_field(given.value, given.spans, 0.5, (message("read.inherited"),), flagged=True)
    return replace(data, fields=tuple(fields.items()))


def _spans_of(node: Node) -> Spans:
    """Where a row stands: the spans of its own name and values; levels may stand far above it."""
    keys = [k for k in node.fields if not k.startswith("level1") and not k.startswith("level2") and k != "unit"]
    return tuple(span for key in keys for span in node.fields[key].spans)


def _placed(parent: Node) -> list[Node]:
    return [child for child in parent.children if _spans_of(child)]


def _place_among(parent: Node, start: Span) -> int:
    """The index of what begins at `start`: behind the last child that begins before it; last of all where no child is printed."""
    placed = _placed(parent)
    before = [child for child in placed if _first(_spans_of(child)) < start]
    if before:
        return before[-1].index() + 1
    return 0 if placed else len(parent.children)


def _first(spans: Spans) -> Span:
    return min(spans, default=Span(0, 0, 0))


def _lies_within(node: Node, region: Spans) -> bool:
    spans = _spans_of(node)
    return bool(spans) and all(
        any(r.page == s.page and r.start <= s.start and s.end <= r.end for r in region) for s in spans
    )


def _entry_at(review: Review, region: Spans, here: Node | None) -> Node | None:
    holders = [entry for entry in review.entries if entry.kind in (Kind.PROJECT, Kind.DEPARTMENT, Kind.UNIT)]
    before = [entry for entry in holders if _spans_of(entry) and _first(_spans_of(entry)) <= _first(region)]
    if before:
        return before[-1]
    return (here.entry() if here is not None else None) or (holders[0] if holders else None)


# -- the same correction elsewhere -----------------------------------------------------------------------------------


def same_value(review: Review, ref: FieldRef, value: str | None) -> list[FieldRef]:
    """Fields of the same role that still hold `value` and that nobody has spoken on, in document order; not `ref` itself."""
    if not value or ref.key == "amount" or ref.key.startswith("amounts["):
        return []  # two equal sums of money are no sign of the same mistake
    kind = review.node(ref.node).kind
    found = []
    for node in review.root.walk():
        field = node.fields.get(ref.key)
        same_kind = node.kind is kind or (node.kind in ENTRY_KINDS and kind in ENTRY_KINDS)
        if (
            field is not None
            and same_kind
            and field.value == value
            and field.status is Status.OPEN
            and node.id != ref.node
        ):
            found.append(FieldRef(node.id, ref.key))
    return found


def correct_alike(review: Review, refs: Sequence[FieldRef], value: str | None) -> Act:
    """Give several fields the value that another of their kind was corrected to."""
    edits = tuple(
        SetField(ref, review.field(ref), review.field(ref).with_value(value)) for ref in refs if ref.node in review
    )
    name = field_name(refs[0].key) if refs else ""
    return Act("correct_alike", edits, (("count", str(len(edits))), ("name", name)))


def changed_values(act: Act) -> list[tuple[FieldRef, Field, Field]]:
    """The fields whose values an act changes, with what they were and what they are then."""
    sets = [edit for edit in act.edits if isinstance(edit, SetField)]
    return [(e.ref, e.before, e.after) for e in sets if e.before and e.after and e.before.value != e.after.value]
