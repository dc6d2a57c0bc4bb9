"""All fields of one kind beside each other, those of the same value together, odd ones first: what is wrong stands out there.

A value is odd where nearly all others are filled and it is empty, where the field has few values and this one is rare, or where
values have a shape ("99" for any figure, "字" for any words) and this one's is rare.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from reviewer.base.patterns import pattern
from reviewer.model.edits import Act, SetField
from reviewer.model.fields import ASIDE, FieldRef, Status
from reviewer.model.naming import field_name
from reviewer.model.review import Review

_LEAST = 8
"""Among fewer fields nothing is odd: there is no custom to be against."""
_RARE = 0.02
"""Up to this share of the fields a value, or a shape, is rare."""
_FEW = 0.25
"""A field that has at most this many different values for each of its rows has few."""
_FILLED = 0.85
_FIGURES, _WORDS = pattern(r"\d+(?:[.,]\d+)*"), pattern(r"[\u3400-\u9fffA-Za-z]+")


@dataclass(frozen=True, slots=True)
class Member:
    """One field: the place of its review among those looked at, and the field."""

    review: int
    ref: FieldRef
    is_doubtful: bool


@dataclass(slots=True)
class Group:
    """The fields that have one value (None: none)."""

    value: str | None
    is_odd: bool = False
    members: list[Member] = field(default_factory=list)

    @property
    def doubtful(self) -> int:
        """How many of them are doubtful."""
        return sum(member.is_doubtful for member in self.members)


def kinds(reviews: Iterable[Review]) -> list[str]:
    """The keys of the fields that the reviews have, in the order in which they come; those of two rows at least."""
    counts: Counter[str] = Counter()
    for review in reviews:
        for node in review.root.walk():
            counts.update(key for key in node.ordered_keys() if not key.startswith(ASIDE))
    return [key for key, count in counts.items() if count > 1]


def groups(reviews: Sequence[Review], key: str) -> list[Group]:
    """The fields of one kind by value: odd values first, then those with doubtful fields, then the more frequent."""
    by_value: dict[str | None, Group] = {}
    for place, review in enumerate(reviews):
        for node in review.root.walk():
            if key in node.fields:
                value = node.value(key) or None
                group = by_value.setdefault(value, Group(value))
                group.members.append(Member(place, FieldRef(node.id, key), key in review.doubtful_keys(node)))
    found = list(by_value.values())
    _mark_odd(found)
    return sorted(found, key=lambda group: (not group.is_odd, -group.doubtful, -len(group.members)))


def _mark_odd(found: Sequence[Group]) -> None:
    count = sum(len(group.members) for group in found)
    if count < _LEAST:
        return
    rare = max(1, int(_RARE * count))
    filled = sum(len(group.members) for group in found if group.value is not None)
    shapes: Counter[str] = Counter()
    for group in found:
        shapes[_shape(group.value)] += len(group.members)
    few, many_shapes = len(found) <= _FEW * count, len(shapes) > _FEW * count
    for group in found:
        if group.value is None:
            group.is_odd = filled >= _FILLED * count and filled < count
        elif few:
            group.is_odd = len(group.members) <= rare
        else:
            group.is_odd = not many_shapes and shapes[_shape(group.value)] <= rare


def _shape(value: str | None) -> str:
    return _WORDS.sub("字", _FIGURES.sub("99", value or ""))


def accept(review: Review, refs: Iterable[FieldRef]) -> Act:
    """These fields are right: those on which nobody has spoken are accepted."""
    there = [ref for ref in refs if ref.node in review and review.field(ref).status is Status.OPEN]
    edits = tuple(SetField(ref, review.field(ref), review.field(ref).with_status(Status.ACCEPTED)) for ref in there)
    return Act("accept_group", edits, _places(there))


def correct(review: Review, refs: Iterable[FieldRef], value: str) -> Act:
    """These fields say `value`; those that say so already are accepted."""
    there = [ref for ref in refs if ref.node in review]
    edits = []
    for ref in there:
        before = review.field(ref)
        same = before.value == (value or None)
        after = before if same and before.status is not Status.OPEN else (
            before.with_status(Status.ACCEPTED) if same else before.with_value(value)
        )  # fmt: skip
        if after != before:
            edits.append(SetField(ref, before, after))
    return Act("correct_group", tuple(edits), _places(there))


def _places(refs: Sequence[FieldRef]) -> tuple[tuple[str, str], ...]:
    return (("count", str(len(refs))), ("name", field_name(refs[0].key) if refs else ""))
