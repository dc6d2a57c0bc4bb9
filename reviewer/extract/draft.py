"""What the rules build before it becomes a review: entries and indicators with the text and evidence of each field."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import count

from reviewer.base.patterns import pattern
from reviewer.extract.confidence import empty_field, field_from, judged, nothing, united
from reviewer.extract.likeness import amount_text, amount_within
from reviewer.model.fields import Field, labelled, read_field
from reviewer.model.flow import Flow
from reviewer.model.messages import Message, message
from reviewer.model.review import KEYS, Kind, NodeData

_NO_AMOUNT = pattern(r"\s*(?:[-－—–―/／\\]+|无)\s*")
"""What stands in a money cell that has no amount."""

_LABELLED_GROUPS = ("amounts", "attributes", "extra")


@dataclass(slots=True)
class Draft:
    """A node in the making. Every key of KEYS that is never set becomes an empty field without doubt."""

    kind: Kind
    fields: dict[str, Field] = field(default_factory=dict)
    children: list[Draft] = field(default_factory=list)

    def set(self, key: str, flow: Flow, *evidence: Message, value: str | None = None) -> None:
        """Give a field the text that was read for it; an empty text is an empty field that keeps its evidence."""
        self.fields[key] = field_from(flow, evidence, value) if flow else empty_field(evidence)

    def put(self, key: str, read: Field) -> None:
        """Give a field that is there already, for example one inherited from the row above."""
        self.fields[key] = read

    def label(self, group: str, label: str, flow: Flow, *evidence: Message, value: str | None = None) -> None:
        """Give one of the labelled fields."""
        self.set(labelled(group, label), flow, *evidence, value=value)

    def amount(self, label: str, flow: Flow, *evidence: Message, key: str | None = None) -> None:
        """Give an amount: the digits without thousands separators; a text that is no number stays as printed, with a doubt.

        A dash in the cell says that there is no amount.
        """
        key = key or labelled("amounts", label)
        if _NO_AMOUNT.fullmatch(flow.text):
            self.set(key, flow[:0], *evidence)
            return
        found = amount_within(flow.text) if flow else None
        if flow and (found is None or found[1]):
            evidence = (*evidence, message("read.amount_text"))
        number = found[0] if found else None
        self.set(key, _digits(flow, number), *evidence, value=number)

    def doubt(self, key: str, *evidence: Message) -> None:
        """Add evidence against a field that is set already."""
        self.fields[key] = with_reasons(self.fields.get(key, Field()), *evidence)

    def append(self, key: str, flow: Flow, *evidence: Message) -> None:
        """Add the rest of a field's text, found elsewhere."""
        before = self.fields.get(key, Field())
        reasons = united(*before.reasons, *evidence)
        text = f"{before.value or ''}{flow.text}"
        self.fields[key] = read_field(text, (*before.spans, *flow.spans), reasons=reasons)

    def value(self, key: str) -> str | None:
        """The text read for a field so far."""
        found = self.fields.get(key)
        return found.value if found else None

    def data(self, ids: count[int]) -> NodeData:
        """The finished node, with an id from `ids` for it and each beneath it."""
        node_id = next(ids)
        fields: list[tuple[str, Field]] = []
        for key in KEYS[self.kind]:
            if key in _LABELLED_GROUPS:
                labels = (name for name in self.fields if name.startswith(key + "["))
                fields += ((name, judged(self.kind, name, self.fields[name])) for name in labels)
                continue
            read = self.fields.get(key)
            if read is None or key in _HANDED_DOWN:
                fields.append(_finished(self.kind, key, read))
            else:
                fields.append((key, judged(self.kind, key, read)))
        children = tuple(child.data(ids) for child in self.children)
        return NodeData(node_id, self.kind, tuple(fields), children)


_HANDED_DOWN = frozenset({"level1", "level1_code", "level2", "level2_code", "unit"})


@lru_cache(maxsize=1024)
def _finished(kind: Kind, key: str, read: Field | None) -> tuple[str, Field]:
    """A finished field with its key; the same object for the levels of one row after the other, and for all that is empty."""
    return (key, judged(kind, key, read) if read else nothing(kind, key))


@lru_cache(maxsize=256)
def shared(read: Field) -> Field:
    """This field, or one just like it that was given not long before: the levels of many rows are one object."""
    return read


def _digits(flow: Flow, number: str | None) -> Flow:
    """The part of an amount's text that is its number, without thousands separators; all of it where it has none."""
    plain = flow.keep(lambda index: flow.text[index] not in ",，") if number is not None else flow
    start = plain.text.find(number.strip("（）")) if number is not None and amount_text(flow.text) is None else -1
    return plain[start : start + len(number or "")] if start >= 0 and plain.text[:1] not in "（(" else plain


def with_reasons(read: Field, *evidence: Message) -> Field:
    """A field with more evidence against it."""
    return replace(read, reasons=united(*read.reasons, *evidence))


def inherited(read: Field, evidence: Message) -> Field:
    """A field that a row takes over from the one above: same text and place, a little less certain."""
    return with_reasons(read, evidence)
