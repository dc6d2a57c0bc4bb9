"""Acts: what a reviewer can do, as edits. Each function only looks; History.do() carries its act out.

An act with no edits means that there is nothing to do. Functions raise ValueError where the act makes no sense.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from reviewer.base.i18n import mark, tr
from reviewer.model.edits import Act, Edit, InsertNode, MoveNode, RemoveNode, SetField, SetKind
from reviewer.model.fields import Field, FieldRef, Status
from reviewer.model.naming import field_name, node_title, short
from reviewer.model.review import ENTRY_KINDS, KEYS, TARGET_PARTS, Kind, Node, NodeData, Review, blank_fields, with_ids
from reviewer.model.spans import Spans, join_spans, places_of
from reviewer.model.target import Target, is_sound, parse_targets, target_text

ACTS: dict[str, str] = {
    "accept": mark("Accept “{name}”"),
    "accept_stop": mark("Accept {count} fields of one cause, “{name}”"),
    "take_suggestion": mark("Take the suggestion for “{name}”"),
    "accept_entry": mark("Accept all {count} doubtful fields of “{name}”"),
    "accept_alike": mark("Accept {count} alike fields “{name}”"),
    "set_value": mark("Change “{name}”"),
    "fill": mark("Fill “{name}” from the original"),
    "ditto": mark("Ditto “{name}”"),
    "blank": mark("Mark “{name}” as blank in the original"),
    "unreadable": mark("Mark “{name}” as unreadable"),
    "ditto_many": mark("Fill {count} fields “{name}” from the first row"),
    "blank_many": mark("Mark {count} fields “{name}” as blank in the original"),
    "unreadable_many": mark("Mark {count} fields “{name}” as unreadable"),
    "insert": mark("Insert {name}"),
    "delete": mark("Delete “{name}”"),
    "delete_many": mark("Delete {count} rows"),
    "duplicate": mark("Duplicate “{name}”"),
    "move": mark("Move “{name}”"),
    "move_many": mark("Move {count} rows"),
    "split": mark("Split “{name}”"),
    "merge": mark("Merge “{name}” with the next"),
    "split_entry": mark("Another project from “{name}” on"),
    "set_kind": mark("Change the kind of “{name}”"),
    "replace": mark("Replace in {count} fields"),
    "settle": mark("Settle {count} differences of the second review"),
    "second_review": mark("Second review: {seen} fields seen, {differ} read differently"),
    "carry": mark("Carry {count} corrections over"),
    "read_back": mark("Take {count} changes over from {file}"),
    "looked_at": mark("Looked through"),
    "postponed": mark("Postponed: {note}"),
    "resumed": mark("Taken up again"),
    "settle_source": mark("Nothing more to take from the source"),
    "nothing": mark("Nothing to extract in “{name}”"),
    "nothing_many": mark("Nothing to extract in {count} pieces of text"),
    "quality_sample": mark(
        "Quality sample: {seen} of {all} unmarked fields seen, {wrong} wrong; {low} to {high} of all are wrong (95 % sure)"
    ),
    "quality_sampled": mark(
        "Quality sample: {seen} of {all} unmarked fields seen in {minutes} minutes, {wrong} wrong; {low} to {high} of all are "
        "wrong (95 % sure)"
    ),
    "duplicate_many": mark("Duplicate {count} rows"),
    "merge_many": mark("Merge {count} rows"),
    "set_kind_many": mark("Change the kind of {count} entries"),
    "move_text": mark("Move “{text}” to “{name}”"),
    "read_region": mark("Read {count} rows from the marked words"),
    "paste": mark("Paste {count} values"),
    "correct_alike": mark("Correct {count} alike fields “{name}”"),
    "accept_group": mark("Accept {count} fields “{name}” side by side"),
    "correct_group": mark("Change {count} fields “{name}” side by side"),
    "add_field": mark("Add the field “{name}”"),
    "set_target": mark("Change sign, number and unit of “{name}”"),
}
"""The names of acts, for the undo menu, the status bar and the record."""


def act_title(act: Act) -> str:
    """The name of an act in the language in use."""
    return tr(ACTS.get(act.name, act.name), **dict(act.gaps))  # one of a later version keeps its own name


def _name(review: Review, ref: FieldRef) -> tuple[tuple[str, str], ...]:
    return (("name", f"{short(node_title(review.node(ref.node)), 16)} · {field_name(ref.key)}"),)


def _set(review: Review, ref: FieldRef, after: Field | None) -> tuple[Edit, ...]:
    before = review.node(ref.node).fields.get(ref.key)
    return () if before == after else (SetField(ref, before, after),)


# -- fields -------------------------------------------------------------------------------------------------------


def accept(review: Review, ref: FieldRef) -> Act:
    """The reviewer says that the field's value is right."""
    field = review.field(ref)
    if field.status is not Status.OPEN:
        return Act("accept", ())
    return Act("accept", _set(review, ref, field.with_status(Status.ACCEPTED)), _name(review, ref), ref)


def _accept_many(review: Review, name: str, refs: Sequence[FieldRef], title: str) -> Act:
    edits = [e for ref in refs for e in _set(review, ref, review.field(ref).with_status(Status.ACCEPTED))]
    return Act(name, tuple(edits), (("count", str(len(edits))), ("name", title)))


def accept_entry(review: Review, node: Node, is_hidden: Callable[[Node], bool] | None = None) -> Act:
    """Accept every doubtful field of a node and beneath it, except in rows that are not seen."""
    refs = [ref for ref in review.doubtful(node) if is_hidden is None or not is_hidden(review.node(ref.node))]
    return _accept_many(review, "accept_entry", refs, short(node_title(node), 16))


def alike(review: Review, ref: FieldRef) -> list[FieldRef]:
    """Every doubtful field of the same key with the same value, `ref` itself included when it is doubtful."""
    value = review.field(ref).value
    return [r for r in review.doubtful() if r.key == ref.key and review.field(r).value == value]


def accept_alike(review: Review, ref: FieldRef, among: Sequence[FieldRef] | None = None) -> Act:
    """Accept every doubtful field that has the same key and value, or those of them that are `among` some."""
    refs = [one for one in alike(review, ref) if among is None or one in among]
    return _accept_many(review, "accept_alike", refs, field_name(ref.key))


def set_value(review: Review, ref: FieldRef, value: str | None, spans: Spans | None = None) -> Act:
    """Give a field a value; the value it has already counts as accepting it. With `spans`: filled from the source."""
    field = review.field(ref)
    if (value or None) == field.value and spans is None:
        return accept(review, ref)
    name = "set_value" if spans is None else "fill"
    return Act(name, _set(review, ref, field.with_value(value, spans)), _name(review, ref), ref)


def mark_blank(review: Review, ref: FieldRef) -> Act:
    """The source has no value here, on purpose or by neglect; the reviewer has looked."""
    return Act("blank", _set(review, ref, review.field(ref).with_status(Status.BLANK)), _name(review, ref), ref)


def mark_unreadable(review: Review, ref: FieldRef) -> Act:
    """The source has a value here that cannot be read."""
    after = review.field(ref).with_status(Status.UNREADABLE)
    return Act("unreadable", _set(review, ref, after), _name(review, ref), ref)


def ditto(review: Review, ref: FieldRef) -> Act:
    """The value of the same field in the row above; ValueError where there is no such row."""
    node = review.node(ref.node)
    above = [n for n in (node.parent.children if node.parent else []) if n.kind is node.kind]
    place = above.index(node) if node in above else 0
    if place == 0:
        raise ValueError(tr("There is no row above to take the value from."))
    value = above[place - 1].value(ref.key)
    after = replace(review.field(ref).with_value(value), value=value)
    return Act("ditto", _set(review, ref, after), _name(review, ref), ref)


def replace_values(review: Review, values: Mapping[FieldRef, str | None]) -> Act:
    """Give several fields new values in one step."""
    edits = [e for ref, value in values.items() for e in _set(review, ref, review.field(ref).with_value(value))]
    return Act("replace", tuple(edits), (("count", str(len(edits))),))


def set_target(review: Review, ref: FieldRef, *targets: Target) -> Act:
    """Say the parts of a target value by hand; `ref` is the field of the value. None, or the parts it reads as, take that back.

    Raises ValueError for a field that is no target value or has none, and for parts that do not go together.
    """
    node, value = review.node(ref.node), review.field(ref).value
    if node.kind is not Kind.INDICATOR or ref.key not in TARGET_PARTS or not value:
        raise ValueError(tr("Only a target value has a sign, a number and a unit."))
    if not all(map(is_sound, targets)):
        raise ValueError(tr("A sign needs one number, a range two, and words none."))
    given, after = FieldRef(ref.node, TARGET_PARTS[ref.key]), None
    if targets and target_text(*targets) != target_text(*parse_targets(value)):
        after = Field(target_text(*targets), spans=review.field(ref).spans, status=Status.EDITED, read=value)
    return Act("set_target", _set(review, given, after), _name(review, ref), ref)


# -- structure ----------------------------------------------------------------------------------------------------


def insert(review: Review, parent: Node, index: int, kind: Kind) -> Act:
    """A new empty node of `kind` at `index` under `parent`."""
    if not _belongs(kind, parent):
        raise ValueError(f"a {kind} does not belong under a {parent.kind}")
    like = next((n for n in parent.children if n.kind is kind), None)
    fields = blank_fields(kind, like)
    if kind is Kind.INDICATOR:
        fields = _levels_from(parent, index, fields)
    node = NodeData(review.new_id(), kind, fields)
    focus = FieldRef(node.id, "level3" if kind is Kind.INDICATOR else "name")
    from reviewer.model.naming import kind_name

    return Act("insert", (InsertNode(parent.id, index, node),), (("name", kind_name(kind)),), focus)


def _belongs(kind: Kind, parent: Node) -> bool:
    """Entries stand under the document, tasks and indicators under entries, nothing under those."""
    return parent.kind is Kind.DOCUMENT if kind in ENTRY_KINDS else parent.kind in ENTRY_KINDS


def _levels_from(parent: Node, index: int, fields: tuple[tuple[str, Field], ...]) -> tuple[tuple[str, Field], ...]:
    above = [n for n in parent.children[:index] if n.kind is Kind.INDICATOR]
    if not above:
        return fields
    levels = ("level1_code", "level1", "level2_code", "level2")
    return tuple(
        (key, Field(above[-1].value(key), status=Status.EDITED) if key in levels else field) for key, field in fields
    )


def outermost(nodes: Iterable[Node]) -> list[Node]:
    """The nodes without those that lie beneath another of them, without the document itself."""
    chosen = {n.id: n for n in nodes if n.kind is not Kind.DOCUMENT}

    def beneath(node: Node) -> bool:
        parent = node.parent
        while parent is not None:
            if parent.id in chosen:
                return True
            parent = parent.parent
        return False

    return [node for node in chosen.values() if not beneath(node)]


def delete(review: Review, nodes: Iterable[Node]) -> Act:
    """Remove nodes with all beneath them."""
    chosen = sorted(outermost(nodes), key=lambda n: (n.parent.id if n.parent else 0, n.index()), reverse=True)
    edits = tuple(RemoveNode(n.parent.id, n.index(), n.data()) for n in chosen if n.parent)
    if len(chosen) == 1:
        return Act("delete", edits, (("name", short(node_title(chosen[0]), 16)),))
    return Act("delete_many", edits, (("count", str(len(edits))),))


def duplicate(review: Review, node: Node) -> Act:
    """A copy of a node right after it."""
    if node.parent is None:
        raise ValueError("the document itself cannot be duplicated")
    copy = with_ids(node.data(), review)
    edit = InsertNode(node.parent.id, node.index() + 1, copy)
    return Act("duplicate", (edit,), (("name", short(node_title(node), 16)),), FieldRef(copy.id, KEYS[node.kind][0]))


def _all_shown(_node: Node) -> bool:
    return False


def move(review: Review, nodes: Iterable[Node], step: int, is_hidden: Callable[[Node], bool] = _all_shown) -> Act:
    """Move siblings up (-1) or down (+1) past the next row; at an end they go over to the neighbouring entry.

    `is_hidden` says which rows are not seen: those are passed as well, for the next row is the next one that is seen.
    """
    chosen = outermost(nodes)
    if not chosen or len({n.parent.id if n.parent else 0 for n in chosen}) != 1:
        raise ValueError(tr("Only rows of the same entry can be moved together."))
    chosen.sort(key=Node.index, reverse=step == 1)
    order = list(chosen[0].parent.children) if chosen[0].parent else []
    edits = [edit for edit in (_one_step(node, step, chosen, order, is_hidden) for node in chosen) if edit]
    if not edits or (len(edits) < len(chosen)):
        return Act("move", ())
    gaps = (("name", short(node_title(chosen[0]), 16)),) if len(chosen) == 1 else (("count", str(len(chosen))),)
    return Act("move" if len(chosen) == 1 else "move_many", tuple(edits), gaps)


def _one_step(
    node: Node, step: int, group: list[Node], order: list[Node], is_hidden: Callable[[Node], bool]
) -> Edit | None:
    """The move of one of the `group` past the next seen row of its parent; `order` is how the children stand by then."""
    parent = node.parent
    if parent is None:
        return None
    index = order.index(node)
    beyond = range(index + 1, len(order)) if step == 1 else range(index - 1, -1, -1)
    target = next((at for at in beyond if order[at] not in group and not is_hidden(order[at])), None)
    if target is not None:
        order.insert(target, order.pop(index))
        return MoveNode(node.id, parent.id, index, parent.id, target)
    if len(group) > 1 or parent.parent is None or node.kind is not Kind.INDICATOR:
        return None
    neighbours, here = parent.parent.children, parent.index()
    beside = neighbours[here + 1 :] if step == 1 else neighbours[:here][::-1]
    goal = next((entry for entry in beside if not is_hidden(entry)), None)
    if goal is None:
        return None
    return MoveNode(node.id, parent.id, index, goal.id, 0 if step == 1 else len(goal.children))


def move_to(review: Review, nodes: Sequence[Node], parent: Node, index: int) -> Act:
    """Move nodes to `index` under another parent (drag and drop), in the order given."""
    edits: list[Edit] = []
    where = {n.id: (n.parent.id if n.parent else 0, n.index()) for n in outermost(nodes)}
    order: dict[int, list[int]] = {}
    for node in outermost(nodes):
        if node.parent is None or not _belongs(node.kind, parent):
            raise ValueError(tr("“{name}” does not belong there.", name=short(node_title(node), 16)))
        for holder in (node.parent, parent):
            order.setdefault(holder.id, [c.id for c in holder.children])
        start = order[where[node.id][0]].index(node.id)
        order[node.parent.id].pop(start)
        if node.parent is parent and start < index:
            index -= 1
        order[parent.id].insert(index, node.id)
        edits.append(MoveNode(node.id, node.parent.id, start, parent.id, index))
        index += 1
    name = "move" if len(edits) == 1 else "move_many"
    first = short(node_title(nodes[0]), 16) if nodes else ""
    return Act(name, tuple(edits), (("name", first), ("count", str(len(edits)))))


def set_kind(review: Review, node: Node, kind: Kind) -> Act:
    """An entry is of another kind."""
    if node.kind not in ENTRY_KINDS or kind not in ENTRY_KINDS:
        raise ValueError(f"a {node.kind} cannot become a {kind}")
    edits = () if node.kind is kind else (SetKind(node.id, node.kind, kind),)
    return Act("set_kind", edits, (("name", short(node_title(node), 16)),))


def split(review: Review, ref: FieldRef, cut: int, rest: Mapping[str, str] | None = None) -> Act:
    """Split a node in two at `cut` (an offset in the value of `ref`).

    What stands before the cut stays, what stands after it goes to a new node right after. `rest` says which fields
    the text after the cut fills (worked out by the grammar of the extraction); without it, it fills the same field.
    Where a name was cut, the fields that follow in the order of KEYS and what stands beneath go with the new node;
    the levels are the same in both. A target value that holds as many parts as the name does is divided with it.
    """
    node = review.node(ref.node)
    value = review.field(ref).value or ""
    if node.parent is None or not 0 < cut < len(value):
        raise ValueError(tr("Put the cursor where the second part begins."))
    head, tail = value[:cut].rstrip(_BETWEEN), value[cut:].lstrip(_BETWEEN)
    if not head or not tail:  # only separators on one side of the cut
        raise ValueError(tr("Put the cursor where the second part begins."))
    first, second = _split_fields(node, ref.key, head, tail, dict(rest or {ref.key: tail}))
    cuts = {ref.key: cut, **_divide(node, ref.key, cut, first, second)}
    parted = {key: _split_spans(review, node.fields[key], where) for key, where in cuts.items() if key in node.fields}
    second_spans = parted[ref.key][1]
    edits: list[Edit] = []
    for key, text in first.items():
        field = node.fields.get(key, Field())
        spans = parted[key][0] if key in parted else None
        after = None if key in TARGET_PARTS.values() else field.with_value(text, spans)
        edits += _set(review, FieldRef(node.id, key), after)
    fields = []
    for key, _ in blank_fields(node.kind, node):
        field = node.fields.get(key, Field()) if key in _LEVELS else Field()
        spans = field.spans if key in _LEVELS else second_spans if key in (rest or {ref.key: ""}) else ()
        if key not in (rest or {}) and key in node.fields and second.get(key) == node.fields[key].value:
            spans = node.fields[key].spans
        if key in parted and key != ref.key:
            spans = parted[key][1]
        fields.append((key, replace(field, value=second.get(key), spans=spans, status=Status.EDITED)))
    fields += [(key, node.fields[key]) for key in TARGET_PARTS.values() if second.get(key)]
    new = NodeData(review.new_id(), node.kind, tuple(fields))
    edits.append(InsertNode(node.parent.id, node.index() + 1, new))
    if ref.key == "name":  # an entry's name was cut: what stands beneath goes where its amounts and goal go
        edits += [MoveNode(child.id, node.id, 0, new.id, place) for place, child in enumerate(node.children)]
    return Act("split", tuple(edits), (("name", short(node_title(node), 16)),), FieldRef(new.id, ref.key))


_LEVELS = ("level1_code", "level1", "level2_code", "level2")


def _is_one(key: str) -> bool:
    """Whether two values of this field cannot be put together: a level, a unit, a sum of money."""
    return key in (*_LEVELS, "unit", "amount") or key.startswith("amounts[")


def _split_fields(
    node: Node, key: str, head: str, tail: str, rest: dict[str, str]
) -> tuple[dict[str, str | None], dict[str, str | None]]:
    """What the first node's changed fields and the second node's fields hold after a split."""
    order = [k for k in node.ordered_keys() if k not in _LEVELS]
    later = order[order.index(key) + 1 :] if key in order else []
    first: dict[str, str | None] = {key: head}
    second: dict[str, str | None] = {k: node.value(k) for k in _LEVELS if k in node.fields}
    second.update(rest)
    if key in ("level3", "name", "content"):  # a name was cut: the values go with the second part
        for k in later:
            if k in rest or not node.value(k):
                continue
            second.setdefault(k, node.value(k))
            first[k] = None
    return first, second


_BETWEEN = " ,;，；、"
"""What stands between two indicators in one text, and belongs to neither."""
_PARTS = ("；;", "、", "，")
"""What parts the values of several indicators in one cell. No comma of ASCII: 1,200 is one number."""


def _divide(
    node: Node, key: str, cut: int, first: dict[str, str | None], second: dict[str, str | None]
) -> dict[str, int]:
    """Divide the target values that would all go with the second part of a name, where they have as many parts as the name has; the
    place in each where it was cut.
    """
    cuts: dict[str, int] = {}
    name = node.value(key) or ""
    between = (
        name[:cut][len(name[:cut].rstrip(_BETWEEN)) :]
        + name[cut:][: len(name[cut:]) - len(name[cut:].lstrip(_BETWEEN))]
    )
    for value_key, by_hand in TARGET_PARTS.items() if key == "level3" else ():
        value = node.value(value_key)
        if not value or second.get(value_key) != value or first.get(value_key, "") is not None:
            continue
        marks = next((marks for marks in _PARTS if any(mark in between for mark in marks)), "")
        before, behind = (
            len(_ends(text, marks)) for text in (name[:cut].rstrip(_BETWEEN), name[cut:].lstrip(_BETWEEN))
        )
        for parting in _PARTS:
            ends = _ends(value, parting)
            if len(ends) == before + behind:
                cuts[value_key] = ends[before - 1]
                first[value_key] = value[: ends[before - 1]].rstrip(_BETWEEN)
                second[value_key] = value[ends[before - 1] :].lstrip(_BETWEEN)
                second.pop(by_hand, None)  # worked out of the whole value, by a person
                break
    return cuts


def _ends(text: str, marks: str) -> list[int]:
    """Where each part of a text ends that stands between `marks`; the mark belongs to the part before it, nothing is no part."""
    ends = [at + 1 for at, char in enumerate(text) if char in marks and text[at + 1 :].strip(_BETWEEN)]
    return [*ends, len(text)]


def _split_spans(review: Review, field: Field, cut: int) -> tuple[Spans, Spans]:
    """The spans of the text before and after `cut`."""
    before, middle, after = part_spans(review, field, cut, cut)
    return (before, after) if not middle else (before, middle)


def part_spans(review: Review, field: Field, start: int, end: int) -> tuple[Spans, Spans, Spans]:
    """The spans of a value's text before `start`, from there to `end`, and after it.

    Counted in characters that are not white space; where the source has fewer than the value, each part has all spans.
    """
    places = places_of(field.spans)
    text = review.source.text(field.spans)
    solid = [i for i, char in enumerate(text) if not char.isspace()]
    cuts = []
    for cut in (start, end):
        wanted = sum(not char.isspace() for char in (field.value or "")[:cut])
        if len(solid) < wanted:
            return field.spans, field.spans, field.spans
        cuts.append(solid[wanted] if wanted < len(solid) else len(text))
    return join_spans(places[: cuts[0]]), join_spans(places[cuts[0] : cuts[1]]), join_spans(places[cuts[1] :])


def merge_next(review: Review, node: Node) -> Act:
    """Join a node with the next of its kind; see merge()."""
    alike_nodes = [n for n in (node.parent.children if node.parent else []) if n.kind is node.kind]
    place = alike_nodes.index(node) if node in alike_nodes else -1
    if place < 0 or place + 1 >= len(alike_nodes):
        raise ValueError(tr("There is no next row to merge with."))
    return merge(review, [node, alike_nodes[place + 1]])


def merge(review: Review, nodes: Sequence[Node]) -> Act:
    """Join siblings of one kind into the first of them: texts are put together, what only one of them has is kept.

    Where several have a level, a unit or an amount, the first one's stays. What stands beneath them goes with them.
    """
    if len({n.kind for n in nodes}) != 1 or len({n.parent for n in nodes}) != 1 or nodes[0].parent is None:
        raise ValueError(tr("Only rows of one kind and of the same entry can be merged."))
    parent = nodes[0].parent
    node, *others = sorted(nodes, key=Node.index)
    merged: dict[str, Field] = dict(node.fields)
    edits: list[Edit] = []
    start = len(node.children)
    for other in others:
        for key, theirs in other.fields.items():
            mine = merged.get(key, Field())
            if not theirs.value or theirs.value == mine.value or key in TARGET_PARTS.values():
                continue
            joined = f"{mine.value}{theirs.value}" if mine.value and not _is_one(key) else mine.value or theirs.value
            if joined != mine.value:
                merged[key] = mine.with_value(joined, (*mine.spans, *theirs.spans))
        edits += [MoveNode(c.id, other.id, 0, node.id, start + place) for place, c in enumerate(other.children)]
        start += len(other.children)
    fields = [edit for key, field in merged.items() for edit in _set(review, FieldRef(node.id, key), field)]
    gone = [RemoveNode(parent.id, n.index(), replace(n.data(), children=())) for n in reversed(others)]
    gaps = (("name", short(node_title(node), 16)), ("count", str(len(nodes))))
    name = "merge" if len(others) == 1 else "merge_many"
    return Act(name, (*fields, *edits, *gone), gaps, FieldRef(node.id, KEYS[node.kind][0]))
