"""Stops: the doubtful fields that one cause makes doubtful, looked at and accepted together.

A code and its level, a value and the neighbour that misses it, the cells of a shifted row, four fields of a lost level: a person
looks once and answers once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from reviewer.model import acts
from reviewer.model.edits import Act, SetField
from reviewer.model.fields import FieldRef, Status
from reviewer.model.naming import field_name, node_title, short
from reviewer.model.review import Node, Review, Severity

MOST = 8
"""The greatest number of fields in a stop: so many have room beside their reasons, and can be taken in at a glance."""

LEVELS = ("level1_code", "level1", "level2_code", "level2")
"""The fields that say where an indicator belongs: one question, whatever made them doubtful."""

_ABOUT_THE_ROW = frozenset(
    {
        "read.shifted", "read.shifted_clear", "read.shift_close", "read.inherited", "read.inherited_new",
        "read.columns_lost", "read.lines_joined", "read.level_lost", "read.column_guess", "read.value_lost",
        "read.period_tail", "read.no_value_column", "read.cells_lost", "read.layout_unknown", "read.from_other",
        "read.not_confirmed", "read.no_borders", "read.foreign_open", "read.several_years", "read.amount_place",
        "read.run_together", "read.learned", "read.learned_fair", "read.learned_weak", "read.learned_poor",
    }
)  # fmt: skip
"""Reasons that speak of a row or its table: two fields of one row that have one have it from the same cause."""

_BETWEEN_ROWS = (
    ("read.value_lost", "read.value_borrowed"),
    ("read.run_together", "read.run_together"),
    ("check.levels_again", "check.levels_again"),
    ("check.values_alternate", "check.values_alternate"),
)
"""Reasons of a row and of the one after it that are two sides of one cause."""

_TAKEN_OVER = frozenset({"read.inherited", "read.inherited_new"})
"""Reasons of a field that was taken from the row above."""

_OF_THE_ROW = frozenset({"name", "level3", "content", "period_value", "annual_value"})
"""Fields that every row has for itself: two rows that lack one lack two."""

_FAR = 64
"""No stop runs across a row whose place is a multiple of this: what a stop is must not cost a walk through thousands of rows."""

Cause = tuple[str, ...]


def stop_of(review: Review, ref: FieldRef) -> tuple[FieldRef, ...]:
    """The doubtful fields of the stop that a field belongs to, in document order; none for a field that is not doubtful."""
    node = review.find(ref.node)
    own = next((group for group in _groups(review, node) if ref.key in group), None) if node is not None else None
    if node is None or own is None:
        return ()
    chain = _chain(review, node, own)
    refs = [FieldRef(row.id, key) for row, group in chain for key in group]
    if len(refs) <= MOST:
        return tuple(refs)
    return next(part for part in _parts(chain) if ref in part)


def accept_stop(review: Review, ref: FieldRef, seen: Collection[FieldRef]) -> Act:
    """The reviewer says that the fields of the stop that were `seen` are right; for a field that is not doubtful, that it is."""
    refs = [one for one in stop_of(review, ref) if one == ref or one in seen]
    if len(refs) < 2:
        return acts.accept(review, ref)
    edits = tuple(SetField(one, review.field(one), review.field(one).with_status(Status.ACCEPTED)) for one in refs)
    return Act("accept_stop", edits, (("count", str(len(refs))), ("name", title_of(review, refs))), refs[0])


def title_of(review: Review, refs: Sequence[FieldRef]) -> str:
    """What a stop is called: its first row and field."""
    return f"{short(node_title(review.node(refs[0].node)), 16)} · {field_name(refs[0].key)}"


def head_of(review: Review, ref: FieldRef) -> FieldRef:
    """The first field of the stop that a field belongs to; the field itself where it is not doubtful."""
    return next(iter(stop_of(review, ref)), ref)


def next_stop(review: Review, here: FieldRef | None, step: int = 1) -> FieldRef | None:
    """The first field of the stop after the one that `here` belongs to (before it with -1), round the end; None where none is left.

    A stop comes once, where its first field stands. Without `here`, the first (the last).
    """
    skipped = set(stop_of(review, here)) if here is not None else set()
    at, seen = here, 0
    while seen <= review.count_doubtful():
        ref = review.next_doubtful(at, step)
        if ref is None:
            return None
        if ref not in skipped and head_of(review, ref) == ref:
            return ref
        at, seen = ref, seen + 1
    return head_of(review, here) if here is not None and skipped else review.next_doubtful(here, step)


def stops(review: Review) -> Iterator[tuple[FieldRef, ...]]:
    """Every stop, in the order in which they are walked."""
    for ref in review.doubtful():
        found = stop_of(review, ref)
        if found[:1] == (ref,):
            yield found


# -- within a row ---------------------------------------------------------------------------------------------------


def _groups(review: Review, node: Node) -> list[tuple[str, ...]]:
    """The doubtful keys of a row, those of one cause together, each group in the order of the row."""
    keys = review.doubtful_keys(node)
    if len(keys) < 2:
        return [keys] if keys else []
    groups: list[tuple[set[Cause], list[str]]] = []
    for key in keys:
        causes, members = set(_causes(review, node, key)), [key]
        apart = []
        for other in groups:
            if causes & other[0]:
                causes, members = causes | other[0], other[1] + members
            else:
                apart.append(other)
        groups = [*apart, (causes, members)]
    place = {key: at for at, key in enumerate(keys)}
    ordered = [tuple(sorted(members, key=place.__getitem__)) for _, members in groups]
    return sorted(ordered, key=lambda group: place[group[0]])


def _causes(review: Review, node: Node, key: str) -> Iterator[Cause]:
    """What makes a field doubtful; two fields of a row that have one of these in common are one question."""
    ref = FieldRef(node.id, key)
    if key in LEVELS:
        yield ("levels",)
    for issue in review.field_issues(ref):
        if issue.severity is not Severity.INFO:
            yield ("check", issue.code)
    field = review.field(ref)
    codes = sorted(reason.code for reason in field.reasons)
    yield from (("read", code) for code in codes if code in _ABOUT_THE_ROW)
    if field.value and codes:
        yield ("same", field.value, *codes)  # the same value twice, doubtful for the same reasons


# -- from row to row ------------------------------------------------------------------------------------------------


def _chain(review: Review, node: Node, own: tuple[str, ...]) -> list[tuple[Node, tuple[str, ...]]]:
    """The rows, each with its doubtful keys, that one cause runs through: this one, and those before and after it."""
    chain = [(node, own)]
    siblings = node.parent.children if node.parent is not None else [node]
    at = node.index()
    first = at // _FAR * _FAR
    for row in reversed(siblings[first:at]):
        group = _linked(review, row, *chain[0], is_above=True)
        if group is None:
            break
        chain.insert(0, (row, group))
    for row in siblings[at + 1 : first + _FAR]:
        group = _linked(review, row, *chain[-1], is_above=False)
        if group is None:
            break
        chain.append((row, group))
    return chain


def _linked(
    review: Review, row: Node, beside: Node, keys: tuple[str, ...], *, is_above: bool
) -> tuple[str, ...] | None:
    """The doubtful keys of a row that are of one cause with those of the row beside it; None where none are."""
    for group in _groups(review, row):
        first, second = ((row, group), (beside, keys)) if is_above else ((beside, keys), (row, group))
        if _is_one_cause(review, *first, *second):
            return group
    return None


def _is_one_cause(review: Review, above: Node, upper: tuple[str, ...], below: Node, lower: tuple[str, ...]) -> bool:
    if upper == lower and all(_is_same_print(review, above, below, key) for key in upper):
        return True
    if set(lower) <= set(upper) and all(_is_taken_over(above, below, key) for key in lower):
        return True
    told = [
        {reason.code for key in keys for reason in review.reasons(FieldRef(node.id, key))}
        for node, keys in ((above, upper), (below, lower))
    ]
    return any(first in told[0] and second in told[1] for first, second in _BETWEEN_ROWS)


def _is_same_print(review: Review, above: Node, below: Node, key: str) -> bool:
    """Whether two rows have a field from one and the same place, or lack it together, doubtful for the same reasons."""
    one, other = above.fields[key], below.fields[key]
    is_level_worked_out = key in LEVELS and not one.spans
    if one.spans != other.spans or (one.value != other.value and not is_level_worked_out):
        return False
    if one.value is None and key in _OF_THE_ROW:
        return False
    told = [{message.code for message in review.reasons(FieldRef(node.id, key))} for node in (above, below)]
    return told[0] == told[1]


def _is_taken_over(above: Node, below: Node, key: str) -> bool:
    """Whether a row has a field because the row above has it: what is wrong with the one is wrong with the other."""
    field = below.fields[key]
    return above.value(key) == field.value and any(reason.code in _TAKEN_OVER for reason in field.reasons)


def _parts(chain: list[tuple[Node, tuple[str, ...]]]) -> Iterator[tuple[FieldRef, ...]]:
    """A long chain in parts of at most MOST fields; rows stay whole."""
    part: list[FieldRef] = []
    for row, group in chain:
        refs = [FieldRef(row.id, key) for key in group]
        if part and len(part) + len(refs) > MOST:
            yield tuple(part)
            part = []
        part += refs
        while len(part) > MOST:
            yield tuple(part[:MOST])
            part = part[MOST:]
    if part:
        yield tuple(part)
