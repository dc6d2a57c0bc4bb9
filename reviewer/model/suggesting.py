"""What would settle a stop: the values that its checks and the other reading speak for. Only proposed, never done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from reviewer.base import words
from reviewer.base.i18n import tr
from reviewer.model.edits import Act, Edit, SetField
from reviewer.model.fields import Field, FieldRef, Status
from reviewer.model.messages import Message
from reviewer.model.naming import field_name, node_title, short
from reviewer.model.review import Kind, Node, Review
from reviewer.model.stops import title_of
from reviewer.model.target_words import digits_for_letters
from reviewer.model.taxonomy import Level, is_level, level_by_code, levels_named, parents_of

_OTHER = ("read.disagree", "read.readings_differ", "read.other_differs")
_CUT = 40
"""The extraction says no more than so many characters of another reading: a longer one is not known whole."""

Values = dict[FieldRef, str | None]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The values that would settle a stop, by field; each differs from what the field says now."""

    values: tuple[tuple[FieldRef, str | None], ...]

    def text(self, review: Review) -> str:
        """What it says, for a person: “Level 1: 产出指标”, the same value of several rows once; rows by name where they differ."""
        told = dict.fromkeys((ref.key, value) for ref, value in self.values)
        if len(told) == len({key for key, _ in told}):
            return "; ".join(_told(field_name(key), value) for key, value in told)
        return "; ".join(
            tr("“{row}” {said}", row=short(node_title(review.node(ref.node))), said=_told(field_name(ref.key), value))
            for ref, value in self.values
        )


def _told(name: str, value: str | None) -> str:
    return tr("{field}: {value}", field=name, value=short(value, 40) or tr("empty"))


def suggest(review: Review, refs: Sequence[FieldRef]) -> Suggestion | None:
    """What would settle the stop of these fields; None where nothing speaks for any value."""
    made: Values = {}
    for row in dict.fromkeys(ref.node for ref in refs):
        node = review.node(row)
        keys = [ref.key for ref in refs if ref.node == row]
        for propose in _PROPOSALS:
            for key, value in propose(review, node, keys, made).items():
                made.setdefault(FieldRef(row, key), value)
    _value_of_the_row_above(review, refs, made)
    values = tuple((ref, value) for ref, value in made.items() if value != review.field(ref).value)
    return Suggestion(values) if values else None


def take(review: Review, refs: Sequence[FieldRef], suggestion: Suggestion) -> Act:
    """Set what is suggested, and accept what else the stop holds: it was seen together with the suggestion."""
    edits: list[Edit] = []
    for ref, value in suggestion.values:
        before = review.node(ref.node).fields.get(ref.key)
        after = (before or Field()).with_value(value) if value else (before or Field()).with_status(Status.BLANK)
        edits.append(SetField(ref, before, after))
    settled = {ref for ref, _ in suggestion.values}
    for ref in refs:
        field = review.field(ref)
        if ref not in settled and field.status is Status.OPEN:
            edits.append(SetField(ref, field, field.with_status(Status.ACCEPTED)))
    return Act("take_suggestion", tuple(edits), (("name", title_of(review, refs)),), refs[0])


# -- what speaks for a value --------------------------------------------------------------------------------------

_Proposal = Callable[[Review, Node, Sequence[str], Values], dict[str, str | None]]


def _findings(review: Review, node: Node, keys: Iterable[str]) -> dict[str, Message]:
    """What is said of these fields, by code; the first of each."""
    said: dict[str, Message] = {}
    for key in keys:
        for reason in review.reasons(FieldRef(node.id, key)):
            said.setdefault(reason.code, reason)
    return said


def _taught(review: Review, node: Node, keys: Sequence[str], _made: Values) -> dict[str, str | None]:
    """A level's name that was corrected before."""
    known = words.in_use().levels
    return {key: known[key][node.value(key) or ""] for key in keys if (node.value(key) or "") in known.get(key, {})}


def _levels(review: Review, node: Node, keys: Sequence[str], made: Values) -> dict[str, str | None]:
    """Levels that contradict each other, stand in the wrong place or are missing."""
    if node.kind is not Kind.INDICATOR:
        return {}
    said = _findings(review, node, keys)
    if "check.level_place" in said:
        return _moved_levels(node)
    for number in (1, 2):
        level = level_by_code(node.value(f"level{number}_code") or "")
        if "check.level_code" in said and f"level{number}" in keys and level is not None and level.level == number:
            return {f"level{number}": level.name}
    if "check.level2_parent" in said:
        return _named(node, 1, said["check.level2_parent"])
    if said.keys() & {"check.level_missing", "read.level_lost", "read.level_unknown"}:
        return _lost_levels(review, node, made)
    return {}


def _moved_levels(node: Node) -> dict[str, str | None]:
    """A level 2 that stands as level 1, or the two of them changed round."""
    one, two = node.value("level1") or "", node.value("level2") or ""
    if is_level(one, 2) and is_level(two, 1):
        return {"level1": two, "level2": one} | _codes(node, two, one)
    above = parents_of(one)
    if is_level(one, 2) and above and (not two or two == one):
        return {"level1": above[0], "level2": one} | _codes(node, above[0], one)
    return {}


def _named(node: Node, number: int, finding: Message) -> dict[str, str | None]:
    name = dict(finding.gaps)["expected"]
    return {f"level{number}": name} | _codes(node, name, node.value("level2") or "")


def _codes(node: Node, level1: str, level2: str) -> dict[str, str | None]:
    """The codes of two levels, where the form prints codes and the names have some."""
    made: dict[str, str | None] = {}
    for number, name in ((1, level1), (2, level2)):
        key, known = f"level{number}_code", _of_number(name, number)
        if node.value(key) and known is not None and known.code:
            made[key] = known.code
    return made


def _of_number(name: str, number: int) -> Level | None:
    return next((level for level in levels_named(name) if level.level == number), None)


def _lost_levels(review: Review, node: Node, made: Values) -> dict[str, str | None]:
    """What a row without levels may belong to: the level 1 of its own level 2, else what the row above has."""
    above = _row_above(node)

    def beside(key: str) -> str | None:
        return made.get(FieldRef(above.id, key), above.value(key)) if above is not None else None

    found: dict[str, str | None] = {}
    level2 = node.value("level2")
    if level2 and not node.value("level1"):
        upper = beside("level1")
        fitting = parents_of(level2)
        found["level1"] = upper if upper in fitting or not fitting else fitting[0]
    elif not level2 and not node.value("level1") and above is not None:
        found = {key: beside(key) for key in ("level1", "level2")}
    elif not level2 and above is not None and beside("level1") == node.value("level1"):
        found["level2"] = beside("level2")
    for number in (1, 2):
        name = found.get(f"level{number}") or node.value(f"level{number}")
        code, known = f"level{number}_code", _of_number(name or "", number)
        if name and code in node.fields and not node.value(code):
            found[code] = (
                beside(code) if beside(f"level{number}") == name else known.code if known is not None else None
            )
    return {key: value for key, value in found.items() if value}


def _row_above(node: Node) -> Node | None:
    siblings = node.parent.children[: node.index()] if node.parent is not None else []
    return next((row for row in reversed(siblings) if row.kind is node.kind), None)


def _missing_value(review: Review, node: Node, keys: Sequence[str], _made: Values) -> dict[str, str | None]:
    """A value that is missing where nearly all rows have the same in both columns: the one beside it."""
    pair = ("period_value", "annual_value")
    for issue in (issue for key in keys for issue in review.field_issues(FieldRef(node.id, key))):
        if issue.code == "check.value_missing" and set(issue.keys) == set(pair):
            empty = [key for key in pair if not node.value(key)]
            other = [key for key in pair if node.value(key)]
            if len(empty) == 1 and "read.period_tail" not in _findings(review, node, keys):
                return {empty[0]: node.value(other[0])}
    return {}


def _other_reading(review: Review, node: Node, keys: Sequence[str], _made: Values) -> dict[str, str | None]:
    """What the other way of reading gives, where it is known whole."""
    found: dict[str, str | None] = {}
    for key in keys:
        others = {
            dict(reason.gaps).get("other", "") for reason in node.fields[key].reasons if reason.code in _OTHER
        }  # fmt: skip
        if len(others) == 1 and 0 < len(other := others.pop()) < _CUT and other != "-" and not other.endswith("…"):
            found[key] = other
    return found


def _digits(review: Review, node: Node, keys: Sequence[str], _made: Values) -> dict[str, str | None]:
    """Digits where letters that look like them stand in a figure."""
    return {
        key: digits_for_letters(node.value(key) or "")
        for key in keys
        if any(issue.code == "check.letter_in_number" for issue in review.field_issues(FieldRef(node.id, key)))
    }


_PROPOSALS: tuple[_Proposal, ...] = (_taught, _levels, _missing_value, _digits, _other_reading)


def _value_of_the_row_above(review: Review, refs: Sequence[FieldRef], made: Values) -> None:
    """A value that was pushed into the row beneath goes back to the row that lost it."""
    for upper, lower in pairwise(refs):
        lost = any(reason.code == "read.value_lost" for reason in review.field(upper).reasons)
        borrowed = any(reason.code == "read.value_borrowed" for reason in review.field(lower).reasons)
        if lost and borrowed and upper.node != lower.node and not review.field(upper).value:
            made[upper] = review.field(lower).value
            made[lower] = None
