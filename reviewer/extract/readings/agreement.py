"""Where two readings agree: node by node and field by field, by the places in the source and not by the values.

Two nodes are the same where their names stand in the same place. A field is agreed on where both readings took it from the
same stretch of the source.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from reviewer.base.patterns import pattern
from reviewer.extract.likeness import is_sign
from reviewer.extract.readings.reading import Reading, field_of
from reviewer.model.fields import Field
from reviewer.model.review import Kind, NodeData
from reviewer.model.source import Source
from reviewer.model.spans import share_text
from reviewer.model.taxonomy import is_level, levels_named, parents_of


class Verdict(Enum):
    """What the other reading says of a field."""

    SAME = "same"
    DIFFERENT = "different"
    """It has another text there."""
    MISSING = "missing"
    """It has the node, and nothing in this field."""
    ALONE = "alone"
    """It does not have the node at all."""


@dataclass(frozen=True, slots=True)
class Match:
    """A node of one reading and its counterpart in the other; None where there is none."""

    node: NodeData
    other: NodeData | None


class Agreement:
    """How the reading `one` stands to `other`; both of `source`."""

    def __init__(self, source: Source, one: Reading, other: Reading) -> None:
        self._source = source
        self.matches: dict[int, NodeData] = {}
        """The counterpart of each node of `one` that has one, by its id."""
        self.entries = {child.id: entry.id for entry in other.root.children for child in entry.children}
        """In which entry each row of `other` stands, by their ids."""
        self._match(one, other)

    def of(self, node: NodeData, key: str, field: Field) -> tuple[Verdict, Field | None]:
        """What the other reading says of a field of a node of `one`, and its own field there."""
        other = self.matches.get(node.id)
        if other is None:
            return Verdict.ALONE, None
        theirs = field_of(other, key) or _same_place(other, key, field)
        if theirs is None or theirs.value is None:
            if field.value is None:
                return Verdict.SAME, theirs
            elsewhere = _under_another_key(other, key, field)
            return (Verdict.MISSING, theirs) if elsewhere is None else (Verdict.DIFFERENT, elsewhere)
        if field.value is None:
            return Verdict.DIFFERENT, theirs
        if key in _VALUES and is_sign(theirs.value) and not is_sign(field.value):
            return Verdict.MISSING, None
        if (key in _VALUES and self._lost_sign(field, theirs)) or (
            key in _LEVELS and self._is_piece(key, field, theirs)
        ):
            return Verdict.SAME, theirs
        return (Verdict.SAME if is_same(self._source, field, theirs) else Verdict.DIFFERENT), theirs

    def _lost_sign(self, field: Field, theirs: Field) -> bool:
        """Whether the other reading has all of a value but the sign before it, in a column of its own: 大于等于 | 95 | %."""
        ours, less = (_solid(self._source.text(one.spans)) for one in (field, theirs))
        sign = ours.removesuffix(less)
        return (
            bool(less)
            and sign != ours
            and is_sign(sign)
            and sign[0] not in "定文"
            and share_text(field.spans, theirs.spans)
        )

    def _is_piece(self, key: str, field: Field, theirs: Field) -> bool:
        """Whether the other reading has a line of a level's known name that wraps: 满意度指标 of 服务对象⏎满意度指标."""
        ours, less = (_solid(self._source.text(one.spans)) for one in (field, theirs))
        return less != ours and less in ours and is_level(ours, _LEVELS[key]) and share_text(field.spans, theirs.spans)

    def other_label(self, node: NodeData, key: str, field: Field) -> str | None:
        """The label under which the other reading has a labelled field's place; None where it has the same, or nothing there."""
        other = self.matches.get(node.id)
        if other is None or not key.endswith("]") or field_of(other, key) is not None:
            return None
        found = _labelled_there(other, key, field)
        return found[0].partition("[")[2].removesuffix("]") if found else None

    def _match(self, one: Reading, other: Reading) -> None:
        self.matches[one.root.id] = other.root
        by_place: dict[tuple[Kind, int, int], NodeData] = {}
        parents: dict[int, NodeData] = {}
        for entry in other.root.children:
            for child in entry.children:
                parents[child.id] = entry
                for place in _places(child):
                    by_place.setdefault(place, child)
        by_name = {place: entry for entry in other.root.children for place in _places(entry)}
        taken: set[int] = set()
        for entry in one.root.children:
            votes: dict[int, int] = {}
            known: dict[int, NodeData] = {}
            for child in entry.children:
                found = next((by_place[p] for p in _places(child) if p in by_place), None)
                if found is None or found.id in taken:
                    continue
                taken.add(found.id)
                self.matches[child.id] = found
                above = parents[found.id]
                votes[above.id] = votes.get(above.id, 0) + 1
                known[above.id] = above
            named = next((by_name[p] for p in _places(entry) if p in by_name), None)
            if named is not None:
                self.matches[entry.id] = named
            elif votes:
                self.matches[entry.id] = known[max(votes, key=lambda key: votes[key])]
        if len(one.root.children) == len(other.root.children) == 1:
            self.matches.setdefault(one.root.children[0].id, other.root.children[0])


def entries_that_differ(one: Reading, agreements: Sequence[Agreement]) -> set[int]:
    """The ids of those entries of a reading whose rows the others (two or more) divide or join otherwise, all alike."""
    if len(agreements) < _SEVERAL:
        return set()
    divided = [_divided_and_joined(one, agreement) for agreement in agreements]
    found: set[int] = set()
    for entry in one.root.children:
        said = [(entry.id in parts, entry.id in wholes) for there, parts, wholes in divided if entry.id in there]
        if len(said) >= _SEVERAL and (all(part for part, _ in said) or all(whole for _, whole in said)):
            found.add(entry.id)
    return found


_SEVERAL = 2


def rows_that_begin_anew(reading: Reading, source: Source | None = None) -> set[int]:
    """The ids of the rows of an entry from where its levels begin anew: a level 1 comes again after another one; a level 2, where
    no level 1 is printed; or one that every form has at the top follows one that stands at its end.

    Without lines on the page the name of the next project may have been missed there. Values of the whole period in
    a block of their own begin anew, too; an entry with such is left out. So is one whose rows are numbered on in the `source`:
    then nothing begins there.
    """
    found: set[int] = set()
    for entry in reading.root.children:
        rows = [child for child in entry.children if child.kind is Kind.INDICATOR]
        if any(_value(row, "period_value") for row in rows) or (source is not None and _are_numbered_on(source, rows)):
            continue
        seen: list[str] = []
        rank = 0
        anew = False
        key = "level1" if any(_value(row, "level1") for row in rows) else "level2"
        for row in rows:
            level = _value(row, key)
            if level and (not seen or seen[-1] != level):
                place = rank_of_level(level)
                anew = anew or level in seen or (place is not None and place < rank)
                seen.append(level)
                rank = max(rank, place or 0)
            if anew:
                found.add(row.id)
    return found


_NUMBER_BEFORE = pattern(r"(?<![\d.])(\d{1,3})\s*[、.．)）]\s*(?:\d{1,2}\s*[-－—–]\s*)?$")
_FEW_NUMBERED = 3


def _are_numbered_on(source: Source, rows: Sequence[NodeData]) -> bool:
    """Whether the numbers printed before the rows of an entry count them from 1 on, without one that is another's."""
    numbers = [_number_before(source, row) for row in rows]
    told = [(place, number) for place, number in enumerate(numbers, 1) if number is not None]
    return len(told) >= max(_FEW_NUMBERED, len(rows) - 1) and all(place == number for place, number in told)


def _number_before(source: Source, row: NodeData) -> int | None:
    """The number printed right before what a row prints first."""
    spans = [span for _, field in row.fields for span in field.spans]
    if not spans:
        return None
    page, start, _ = min(spans)
    found = _NUMBER_BEFORE.search(source.pages[page].text[max(0, start - 12) : start])
    return int(found[1]) if found else None


_ORDER = ("产出指标", "效益指标", "满意度指标")
"""Forms print their levels 1 in this order; 成本指标 anywhere."""


def rank_of_level(level: str) -> int | None:
    """Where in a form a level stands; None where it may stand anywhere, or is not known."""
    tops = [named.name for named in levels_named(level) if named.level == 1] or list(parents_of(level)[:1])
    return _ORDER.index(tops[0]) if tops and tops[0] in _ORDER else None


def _value(node: NodeData, key: str) -> str | None:
    field = field_of(node, key)
    return field.value if field is not None else None


def _divided_and_joined(one: Reading, agreement: Agreement) -> tuple[set[int], set[int], set[int]]:
    """The entries of which the other reading has rows, those that it divides, and those that it joins with others."""
    there: dict[int, set[int]] = {}
    owners: dict[int, set[int]] = {}
    for entry in one.root.children:
        for child in entry.children:
            found = agreement.matches.get(child.id)
            if found is not None and found.id in agreement.entries:
                there.setdefault(entry.id, set()).add(agreement.entries[found.id])
                owners.setdefault(agreement.entries[found.id], set()).add(entry.id)
    divided = {entry for entry, parts in there.items() if len(parts) > 1}
    joined = {entry for entry, parts in there.items() if any(len(owners[part]) > 1 for part in parts)}
    return set(there), divided, joined


def is_same(source: Source, one: Field, other: Field) -> bool:
    """Whether two fields were read from the same stretch of a source."""
    if one.spans and other.spans:
        if one.spans == other.spans:
            return True
        text, theirs = (_solid(source.text(field.spans)) for field in (one, other))
        return share_text(one.spans, other.spans) and _bare(text) == _bare(theirs)
    return _solid(one.value or "") == _solid(other.value or "")


_NAMED = {Kind.INDICATOR: ("level3", "annual_value", "period_value"), Kind.TASK: ("name", "content")}


def _places(node: NodeData) -> Iterator[tuple[Kind, int, int]]:
    """Where a node's name begins or ends; where it has none, its first value."""
    kind = node.kind if node.kind in _NAMED else Kind.PROJECT
    for key in _NAMED.get(node.kind, ("name",)):
        field = field_of(node, key)
        if field is not None and field.spans:
            yield kind, field.spans[0].page, field.spans[0].start
            yield kind, field.spans[-1].page, -field.spans[-1].end
            return


def _same_place(node: NodeData, key: str, field: Field) -> Field | None:
    """The labelled field of a node that was read from the same place under another label."""
    found = _labelled_there(node, key, field)
    return found[1] if found else None


def _labelled_there(node: NodeData, key: str, field: Field) -> tuple[str, Field] | None:
    group = key.partition("[")[0]
    if group == key or not field.spans:
        return None
    named = ((name, f) for name, f in node.fields if name.startswith(group + "["))
    return next(((name, f) for name, f in named if share_text(f.spans, field.spans)), None)


def _under_another_key(node: NodeData, key: str, field: Field) -> Field | None:
    """The field of a node that was read from the same place as something else."""
    return next(
        (f for name, f in node.fields if name != key and f.value is not None and share_text(f.spans, field.spans)), None
    )


_LEVELS = {"level1": 1, "level2": 2}
_VALUES = ("annual_value", "period_value")
_AROUND = " \t\n.,;:。，；：、|★☆*“”\"'（）()"


def _solid(text: str) -> str:
    return "".join(char for char in text if not char.isspace() and char not in "|｜")


def _bare(text: str) -> str:
    return text.strip(_AROUND)


def shared(nodes: Sequence[NodeData]) -> int:
    """How many fields with a value some nodes have."""
    return sum(field.value is not None for node in nodes for _, field in node.fields)
