"""A review held against the truth: for every field what spoke against it, and whether it is right.

Counts as the corpus's scorer does: a value is right where it equals the truth or one of its alternatives; a lost row
counts all its fields, an invented row too; where the truth is uncertain the field is kept apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from reviewer.model.calibration import field_kind
from reviewer.model.fields import Field, FieldRef, labelled
from reviewer.model.review import Kind, Node, Review, Severity
from tools.calibrate.likeness import likeness, pairs, plain, same

_DOCUMENT = ("title", "department", "year", "money_unit")
_ENTRY = ("name", "unit", "goal")
_TASK = ("name", "content", "amount", "goal")
_INDICATOR = ("level1", "level2", "level3", "period_value", "annual_value")
_CODES = ("level1_code", "level2_code")


@dataclass(frozen=True, slots=True)
class Observation:
    """One field of a document, or one that the review does not have.

    `kind` and `codes` are what the confidence is worked out from; `forced` says that it is marked whatever the fit says.
    `counted` is False where the scorer does not look (codes, printed columns, an empty field that is rightly empty).
    """

    kind: str
    codes: tuple[str, ...]
    forced: bool
    right: bool
    uncertain: bool
    counted: bool
    present: bool
    empty: bool
    """Nothing was read."""
    unasked: bool
    """The truth has nothing here."""
    misplaced: bool = False
    """What was read is right, but its row stands in another entry than the truth's: said of the row's name, see `fit.usable`."""


def observe(review: Review, truth: dict[str, Any]) -> list[Observation]:
    """Every field of a review against the truth of its source."""
    return list(_Observer(review).document(truth))


class _Observer:
    def __init__(self, review: Review) -> None:
        self._review = review
        self._rows: dict[tuple[str, ...], dict[str, Any]] = {}

    def document(self, truth: dict[str, Any]) -> Iterator[Observation]:
        self._rows = {_row_key(row.get): row for entry in truth["entries"] for row in entry.get("indicators") or []}
        yield from self._fields(self._review.root, truth, _DOCUMENT)
        for true, entry in pairs(truth["entries"], self._review.entries, _entries_alike):
            yield from self._entry(true or {}, entry)

    def _entry(self, true: dict[str, Any], entry: Node | None) -> Iterator[Observation]:
        yield from self._fields(entry, true, _ENTRY, Kind.PROJECT)
        for group in ("amounts", "attributes"):
            yield from self._group(entry, true, group)
        children = entry.children if entry else []
        tasks = [child for child in children if child.kind is Kind.TASK]
        rows = [child for child in children if child.kind is Kind.INDICATOR]
        for told, task in pairs(true.get("tasks") or [], tasks, _tasks_alike):
            yield from self._fields(task, told or {}, _TASK, Kind.TASK)
        for told, row in pairs(true.get("indicators") or [], rows, _rows_alike):
            if told is None and row is not None and (elsewhere := self._rows.get(_row_key(row.value))):
                yield from self._misplaced(row, elsewhere)
                continue
            told = told or {}
            yield from self._fields(row, told, _INDICATOR, Kind.INDICATOR)
            if row is not None and told:
                yield from self._fields(row, told, _CODES, counted=False)
                yield from self._group(row, told, "extra")

    def _misplaced(self, row: Node, told: dict[str, Any]) -> Iterator[Observation]:
        """The fields of a row that the truth has in another entry: wrong, all of them, however right what was read."""
        for key in _INDICATOR:
            found = self._field(row, row.kind, key, told, key, True)
            yield replace(found, right=False, unasked=True, misplaced=found.right)

    def _fields(
        self,
        node: Node | None,
        told: dict[str, Any],
        keys: Iterable[str],
        kind: Kind = Kind.DOCUMENT,
        counted: bool = True,
    ) -> Iterator[Observation]:
        for key in keys:
            yield self._field(node, node.kind if node else kind, key, told, key, counted)

    def _group(self, node: Node | None, told: dict[str, Any], group: str) -> Iterator[Observation]:
        """Labelled fields; further attributes and columns than the truth has are welcome and say nothing."""
        true, read = told.get(group) or {}, node.group(group) if node else {}
        mine, theirs = {plain(label): label for label in true}, {plain(label): label for label in read}
        for label in dict.fromkeys([*mine, *theirs]):
            if group != "amounts" and label not in mine:
                continue
            if group == "extra" and label not in theirs:
                continue
            key = labelled(group, theirs.get(label, label))
            row = {key: true.get(mine.get(label, "")), **{k: told.get(k) for k in ("uncertain", "alternatives")}}
            name = mine.get(label, label)
            yield self._field(node, node.kind if node else Kind.PROJECT, key, row, name, group != "extra")

    def _field(
        self, node: Node | None, kind: Kind, key: str, told: dict[str, Any], name: str, counted: bool
    ) -> Observation:
        """`name` is what the truth calls the field where it says that it is uncertain."""
        true = told.get(key)
        true = None if true is None or not str(true).strip() else str(true)
        field = node.fields.get(key) if node else None
        read = field.value if field else None
        uncertain = name in (told.get("uncertain") or ())
        others = [str(one) for one in (told.get("alternatives") or {}).get(name, ())]
        return Observation(
            kind=field_kind(kind, key, read),
            codes=self._codes(node, key, field) if node and field else (),
            forced=self._forced(node, key, field) if node and field else False,
            right=any(same(read, one) for one in (true, *others)),
            uncertain=uncertain,
            counted=counted and (uncertain or not (true is None and read is None)),
            present=field is not None,
            empty=read is None,
            unasked=true is None,
        )

    def _codes(self, node: Node, key: str, field: Field) -> tuple[str, ...]:
        found = [issue.code for issue in self._against(node, key)]
        return tuple(sorted({*(reason.code for reason in field.reasons), *found}))

    def _forced(self, node: Node, key: str, field: Field) -> bool:
        return field.flagged or bool(self._against(node, key))

    def _against(self, node: Node, key: str) -> list[Any]:
        return [i for i in self._review.field_issues(FieldRef(node.id, key)) if i.severity is not Severity.INFO]


def _row_key(value: Callable[[str], Any]) -> tuple[str, ...]:
    return tuple(plain(str(value(key) or "")) for key in ("level3", "period_value", "annual_value"))


def _entries_alike(true: dict[str, Any], entry: Node) -> float:
    return 0.8 * likeness(true.get("name"), entry.value("name")) + 0.2 * (true.get("kind") == entry.kind)


def _tasks_alike(true: dict[str, Any], task: Node) -> float:
    return likeness(true.get("name"), task.value("name"))


_SHARES = {"level3": 0.5, "annual_value": 0.2, "period_value": 0.1, "level1": 0.1, "level2": 0.1}


def _rows_alike(true: dict[str, Any], row: Node) -> float:
    return sum(share * likeness(true.get(key), row.value(key)) for key, share in _SHARES.items())
