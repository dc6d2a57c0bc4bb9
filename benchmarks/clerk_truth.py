"""What a clerk with the truth in hand has to do to a review: which fields are wrong, which rows are missing or too many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from reviewer.model.fields import FieldRef, labelled
from reviewer.model.review import Kind, Node, Review
from tools.calibrate.likeness import likeness, pairs, plain, same

FIELDS = {
    Kind.DOCUMENT: ("title", "department", "year", "money_unit"),
    Kind.PROJECT: ("name", "unit", "goal"),
    Kind.TASK: ("name", "content", "amount", "goal"),
    Kind.INDICATOR: ("level1", "level2", "level3", "period_value", "annual_value"),
}
"""The fields that the truth speaks of, by kind (every entry has those of a project), besides the labelled ones."""
Told = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Missing:
    """A row that the review lacks: where it belongs, and what it says."""

    parent: int
    after: int | None
    """The row before it; None where it is the first."""
    kind: Kind
    told: Told


@dataclass(slots=True)
class Plan:
    """What is to be done. `wanted` holds, for every field of which the truth speaks, the values that are right."""

    wanted: dict[FieldRef, tuple[str | None, ...]] = field(default_factory=dict)
    extra: list[int] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    homeless: list[tuple[int, str, str]] = field(default_factory=list)
    """Labelled values that no field of their row has a place for: node, key, value."""

    def is_right(self, review: Review, ref: FieldRef) -> bool:
        """Whether a field says what the truth says; one of which it does not speak is right."""
        return self.allows(ref, review.field(ref).value)

    def allows(self, ref: FieldRef, value: str | None) -> bool:
        """Whether a field may say this; one of which the truth does not speak may say anything."""
        options = self.wanted.get(ref)
        return options is None or any(same(value, option) for option in options)

    def wrong(self, review: Review) -> list[FieldRef]:
        """The wrong fields of the rows that stay, in the order of the truth."""
        return [ref for ref in self.wanted if not self.is_right(review, ref)]

    def is_done(self, review: Review) -> bool:
        """Whether the review says what the truth says."""
        return not (self.extra or self.missing or self.homeless or self.wrong(review))


def plan(review: Review, truth: Told) -> Plan:
    """Hold a review against the truth of its source."""
    made = Plan()
    _fields(made, review.root, truth, FIELDS[Kind.DOCUMENT])
    for told, entry in _placed(made, review.root, truth["entries"], review.entries, _entries_alike):
        _fields(made, entry, told, FIELDS[Kind.PROJECT])
        for group in ("amounts", "attributes"):
            _group(made, entry, told, group)
        for kind, name in ((Kind.TASK, "tasks"), (Kind.INDICATOR, "indicators")):
            rows = [child for child in entry.children if child.kind is kind]
            alike = _tasks_alike if kind is Kind.TASK else _rows_alike
            for said, row in _placed(made, entry, told.get(name) or [], rows, alike):
                _fields(made, row, said, FIELDS[kind])
    return made


def _placed(made: Plan, parent: Node, told: list[Told], rows: list[Node], alike: Any) -> list[tuple[Told, Node]]:
    """The rows that both have; those that one side lacks go into the plan."""
    both: list[tuple[Told, Node]] = []
    after: int | None = None
    for said, row in pairs(told, rows, alike):
        if row is not None and said is not None:
            both.append((said, row))
        elif row is not None:
            made.extra.append(row.id)
        elif said is not None:
            kind = _kind(parent, said)
            made.missing.append(Missing(parent.id, after, kind, said))
        after = row.id if row is not None else after
    return both


def _kind(parent: Node, said: Told) -> Kind:
    if parent.kind is Kind.DOCUMENT:
        return Kind(said["kind"])
    return Kind.INDICATOR if "level3" in said else Kind.TASK


def _fields(made: Plan, node: Node, told: Told, keys: Iterable[str]) -> None:
    for key in keys:
        made.wanted[FieldRef(node.id, key)] = options(told, key)


def options(told: Told, key: str) -> tuple[str | None, ...]:
    """The values that are right; all readings where the truth itself is uncertain of them."""
    value = told.get(key)
    text = None if value is None or not str(value).strip() else str(value)
    others = (told.get("alternatives") or {}).get(key) or ()
    return (text, *(None if other is None else str(other) for other in others))


def _group(made: Plan, node: Node, told: Told, group: str) -> None:
    labels = {plain(label): label for label in node.group(group)}
    for label, value in (told.get(group) or {}).items():
        mine = labels.get(plain(label))
        if mine is not None:
            made.wanted[FieldRef(node.id, labelled(group, mine))] = options({label: value, **told}, label)
        elif value is not None and str(value).strip():
            made.homeless.append((node.id, labelled(group, label), str(value)))


def _entries_alike(true: Told, entry: Node) -> float:
    return 0.8 * likeness(true.get("name"), entry.value("name")) + 0.2 * (true.get("kind") == entry.kind)


def _tasks_alike(true: Told, task: Node) -> float:
    return likeness(true.get("name"), task.value("name"))


_SHARES = {"level3": 0.5, "annual_value": 0.2, "period_value": 0.1, "level1": 0.1, "level2": 0.1}


def _rows_alike(true: Told, row: Node) -> float:
    return sum(share * likeness(true.get(key), row.value(key)) for key, share in _SHARES.items())


# -- what a clerk without the program types -------------------------------------------------------------------------


def records(truth: Told) -> list[list[str]]:
    """Every row of the truth as the values that somebody has to have in the end, in the order of the columns."""
    found = [_values(truth, FIELDS[Kind.DOCUMENT])]
    for entry in truth["entries"]:
        labelled_values = [v for group in ("amounts", "attributes") for v in (entry.get(group) or {}).values() if v]
        found.append([*_values(entry, FIELDS[Kind.PROJECT]), *map(str, labelled_values)])
        found += [_values(task, FIELDS[Kind.TASK]) for task in entry.get("tasks") or ()]
        found += [_values(row, FIELDS[Kind.INDICATOR]) for row in entry.get("indicators") or ()]
    return found


def _values(told: Told, keys: Iterable[str]) -> list[str]:
    return [str(told[key]) if told.get(key) is not None else "" for key in keys]


def keys_from_scratch(truth: Told) -> int:
    """Keys for typing it all into an empty table: each value and the key to the next cell; Ctrl+D for the value above."""
    keys, above = 0, list[str]()
    for record in records(truth):
        for column, value in enumerate(record):
            again = value and len(above) == len(record) and above[column] == value
            keys += 2 if again else len(value) + 1
        above = record
    return keys


def keys_from_cells(truth: Told, rows: list[list[str]]) -> int:
    """Keys for correcting a plain table of these rows: a step down to look at each row, and every value that does not stand
    in a cell of its own in the row that has most of them is typed, with a key to get there. Moving rows is for nothing.
    """
    sets = [{plain(cell) for cell in row if cell} for row in rows]
    where: dict[str, list[int]] = {}
    for number, cells in enumerate(sets):
        for cell in cells:
            where.setdefault(cell, []).append(number)
    keys = 0
    for record in records(truth):
        values = [plain(value) for value in record if value]
        votes: dict[int, int] = {}
        for value in values:
            for number in where.get(value, ()):
                votes[number] = votes.get(number, 0) + 1
        best = sets[max(votes, key=votes.__getitem__)] if votes else set()
        keys += 1 + sum(len(value) + 1 for value in record if value and plain(value) not in best)
    return keys
