"""Several readings against each other: which one leads, and what the others say of its fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reviewer.extract.confidence import judged
from reviewer.extract.draft import with_reasons
from reviewer.extract.readings.agreement import Agreement, Verdict
from reviewer.extract.readings.choice import leader
from reviewer.extract.readings.completing import Completing, with_attributes
from reviewer.extract.readings.features import agreed
from reviewer.extract.readings.reading import By, Reading
from reviewer.model.fields import Field
from reviewer.model.messages import Message, message
from reviewer.model.review import ENTRY_KINDS, NodeData
from reviewer.model.source import Source

_SHOWN = 40
_LEAST_AGREED = 0.35
"""Where less of a reading by the text is confirmed, the layout counts as unknown: everything else in it is marked."""
_ANSWERED = frozenset({"read.cells_lost"})
"""Doubts that are answered where another reading has the same text in the same place."""


def compete(source: Source, readings: Sequence[Reading]) -> Reading:
    """The best of the readings (the first is that of the rules), its fields with what the others say of them."""
    first = leader(source, readings)
    others = [reading for reading in readings if reading is not first]
    return _held_against(source, first, others) if others else first


def _held_against(source: Source, first: Reading, others: Sequence[Reading]) -> Reading:
    agreements = [Agreement(source, first, other) for other in others]
    alone = first.by is not By.RULES and agreed(source, first, others) < _LEAST_AGREED

    completing = Completing(source, first, agreements) if first.by is not By.RULES else None

    def marked(node: NodeData) -> NodeData:
        fields = tuple((key, _with_said(node, key, field)) for key, field in node.fields)
        children = tuple(marked(child) for child in node.children)
        whole = replace(node, fields=fields, children=children)
        return with_attributes(whole, completing.attributes(node)) if completing and node.kind in ENTRY_KINDS else whole

    def _with_said(node: NodeData, key: str, field: Field) -> Field:
        other = completing.field(node, key, field) if completing else None
        if other is not None:
            return other
        found = [agreement.of(node, key, field) for agreement in agreements]
        if any(verdict is Verdict.SAME for verdict, _ in found):
            return _confirmed(node, key, field)
        said = _said(found, field, first.by, alone)
        return judged(node.kind, key, with_reasons(field, said)) if said is not None else field

    return replace(first, root=marked(first.root))


def _confirmed(node: NodeData, key: str, field: Field) -> Field:
    kept = tuple(reason for reason in field.reasons if reason.code not in _ANSWERED)
    return field if len(kept) == len(field.reasons) else judged(node.kind, key, replace(field, reasons=kept))


def _said(found: Sequence[tuple[Verdict, Field | None]], field: Field, by: By, alone: bool) -> Message | None:
    """What is to be said about a field of the leading reading that no other one confirms.

    `alone` says that the others confirm little of the whole reading.
    """
    for verdict, theirs in found:
        if verdict is Verdict.DIFFERENT and theirs is not None and theirs.value is not None:
            code = "read.other_differs" if by is By.RULES else "read.readings_differ"
            return message(code, other=theirs.value[:_SHOWN])
    if field.value is None:
        return None
    if alone:
        return message("read.layout_unknown")
    return message("read.not_confirmed") if by is By.RULES else message("read.learned")
