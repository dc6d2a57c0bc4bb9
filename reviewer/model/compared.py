"""Two documents of one office, of two years: what is new, what is gone, what has changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from operator import itemgetter
from typing import NamedTuple

from reviewer.model.fields import FieldRef
from reviewer.model.review import Kind, Node, Review
from reviewer.model.twice import plain_name

_ALIKE = 0.75
"""From this likeness on two names are one that was worded otherwise, where nothing has the very same name."""
_VALUES = ("annual_value", "period_value")


class How(StrEnum):
    """What happened from one year to the other."""

    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"


class Difference(NamedTuple):
    """One difference. `before` and `after` are the fields in the earlier and the later document, None where there is none."""

    how: How
    project: str
    indicator: str
    before: FieldRef | None
    after: FieldRef | None


def compare(earlier: Review, later: Review) -> list[Difference]:
    """What differs, in the order of the later document; what is gone comes last."""
    found: list[Difference] = []
    gone: list[Difference] = []
    for before, after in _pairs(_projects(earlier), _projects(later), "name"):
        project = (after or before or earlier.root).value("name") or ""
        if before is None or after is None:
            (gone if after is None else found).append(_whole(before, after, project, "", "name"))
            continue
        found += _changes(before, after, project, "", _project_keys(before, after))
        for old, new in _pairs(_rows(before), _rows(after), "level3"):
            name = (new or old or before).value("level3") or ""
            if old is None or new is None:
                found.append(_whole(old, new, project, name, "level3"))
            else:
                found += _changes(old, new, project, name, ("level3", *_VALUES))
    return found + gone


def earlier_of(reviews: Sequence[Review], here: Review) -> Review | None:
    """The document of the same office of the year before that of `here`, or the latest before it; None where there is none.

    Of several of one year the one that shares most offices: forms of one project each name units, and no department.
    """
    offices, year = _offices(here), _year(here)
    known = [
        (_year(other), len(offices & _offices(other)), other)
        for other in reviews
        if other is not here and 0 < _year(other) < year and offices & _offices(other)
    ]
    return max(known, key=itemgetter(0, 1), default=(0, 0, None))[2]


def without_year(reviews: Sequence[Review], here: Review) -> Review | None:
    """The document whose year is not known where that is why there is none to compare `here` with: `here` itself, or another of its
    office. None where no other document of its office is there.
    """
    offices = _offices(here)
    same_office = [other for other in reviews if other is not here and offices & _offices(other)]
    return next((one for one in (here, *same_office) if not _year(one)), None) if same_office else None


def _offices(review: Review) -> set[str]:
    """Whose document it is: its department, or the units of its entries where it names none."""
    department = plain_name(review.root.value("department"))
    named = {department} if department else {plain_name(entry.value("unit")) for entry in review.entries}
    return named - {""}


def _year(review: Review) -> int:
    digits = "".join(char for char in review.root.value("year") or "" if char.isdigit())[:4]
    return int(digits) if digits.isascii() and digits else 0


def _projects(review: Review) -> list[Node]:
    return [entry for entry in review.entries if entry.kind in (Kind.PROJECT, Kind.DEPARTMENT)]


def _rows(entry: Node) -> list[Node]:
    return [child for child in entry.children if child.kind is Kind.INDICATOR]


def _project_keys(before: Node, after: Node) -> tuple[str, ...]:
    amounts = [key for node in (after, before) for key in node.fields if key.startswith("amounts[")]
    return ("name", *dict.fromkeys(amounts), "goal")


def _pairs(earlier: Sequence[Node], later: Sequence[Node], key: str) -> Iterator[tuple[Node | None, Node | None]]:
    """Rows that are the same in both years: by the very name, else by one that is much like it; then those without another."""
    left = list(earlier)
    matched: dict[int, Node] = {}
    for node in later:
        same = next((old for old in left if plain_name(old.value(key)) == plain_name(node.value(key)) != ""), None)
        if same is not None:
            matched[node.id] = same
            left.remove(same)
    for node in later:
        if node.id in matched:
            continue
        likeness = [(_likeness(old.value(key), node.value(key)), place) for place, old in enumerate(left)]
        best = max(likeness, default=(0.0, 0))
        if best[0] >= _ALIKE:
            matched[node.id] = left.pop(best[1])
    for node in later:
        yield matched.get(node.id), node
    for old in left:
        yield old, None


def _likeness(one: str | None, other: str | None) -> float:
    return SequenceMatcher(None, plain_name(one), plain_name(other), autojunk=False).ratio()


def _whole(before: Node | None, after: Node | None, project: str, indicator: str, key: str) -> Difference:
    return Difference(
        How.NEW if before is None else How.GONE, project, indicator,
        FieldRef(before.id, key) if before is not None else None, FieldRef(after.id, key) if after is not None else None,
    )  # fmt: skip


def _changes(before: Node, after: Node, project: str, indicator: str, keys: Sequence[str]) -> Iterator[Difference]:
    for key in keys:
        one, other = (before.value(key) or "").strip(), (after.value(key) or "").strip()
        if one != other and (key not in ("name", "level3", "goal") or plain_name(one) != plain_name(other)):
            yield Difference(
                How.CHANGED, project, indicator,
                FieldRef(before.id, key) if key in before.fields else None, FieldRef(after.id, key) if key in after.fields else None,
            )  # fmt: skip
