"""The two readings against each other: which one leads, and what the other says of its fields."""

from __future__ import annotations

from dataclasses import replace

from reviewer.extract.confidence import judged
from reviewer.extract.draft import with_reasons
from reviewer.extract.readings.agreement import Agreement, Verdict
from reviewer.extract.readings.choice import learned_leads
from reviewer.extract.readings.reading import Reading
from reviewer.model.fields import Field
from reviewer.model.messages import Message, message
from reviewer.model.review import NodeData
from reviewer.model.source import Source

_SHOWN = 40


def compete(source: Source, rules: Reading, learned: Reading | None) -> Reading:
    """The better of the two readings, its fields with what the other one says of them."""
    if learned is None:
        return rules
    if learned_leads(source, rules, learned):
        return _held_against(source, learned, rules)
    return _held_against(source, rules, learned)


def _held_against(source: Source, leader: Reading, other: Reading) -> Reading:
    agreement = Agreement(source, leader, other)

    def marked(node: NodeData) -> NodeData:
        fields = tuple((key, _field(node, key, field)) for key, field in node.fields)
        children = tuple(marked(child) for child in node.children)
        return replace(node, fields=fields, children=children)

    def _field(node: NodeData, key: str, field: Field) -> Field:
        verdict, theirs = agreement.of(node, key, field)
        said = _said(verdict, field, theirs, leader.learned)
        return judged(node.kind, key, with_reasons(field, said)) if said is not None else field

    return replace(leader, root=marked(leader.root))


def _said(verdict: Verdict, field: Field, theirs: Field | None, learned: bool) -> Message | None:
    """What is to be said about a field of the leading reading."""
    if verdict is Verdict.SAME:
        return None
    if verdict is Verdict.DIFFERENT and theirs is not None and theirs.value is not None:
        return message("read.readings_differ", other=theirs.value[:_SHOWN])
    if field.value is None:
        return None
    return message("read.learned") if learned else message("read.not_confirmed")
