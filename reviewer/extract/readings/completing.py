"""What the leading reading by the text lacks or has alone, taken from the others: two against one, or where it has nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reviewer.extract.confidence import judged
from reviewer.extract.draft import with_reasons
from reviewer.extract.readings.agreement import Agreement, Verdict, is_same
from reviewer.extract.readings.reading import Reading
from reviewer.model.fields import Field
from reviewer.model.messages import message
from reviewer.model.review import ENTRY_KINDS, NodeData
from reviewer.model.source import Source
from reviewer.model.spans import Spans

_FILLED = frozenset({"title", "year", "money_unit", "name", "goal", "annual_value", "period_value", "level2"})
"""Fields that are taken from another reading where the leading one has nothing."""
_SHOWN = 40
_TAKEN, _FURTHER = 1, 2
"""What of the leading reading stands at a character: a field, or one of a further column."""


class Completing:
    """Fills the fields of a leading reading from the others, given how it stands to each."""

    def __init__(self, source: Source, first: Reading, agreements: Sequence[Agreement]) -> None:
        self._source = source
        self._agreements = agreements
        self._marks = [bytearray(len(page.text)) for page in source.pages]
        for node in first.nodes():
            for key, field in node.fields:
                mark = _FURTHER if key.startswith("extra[") else _TAKEN
                for page, start, end in field.spans:
                    self._marks[page][start:end] = bytes(old | mark for old in self._marks[page][start:end])

    def field(self, node: NodeData, key: str, field: Field) -> Field | None:
        """The field that is to stand in place of the leading reading's; None where its own stays."""
        found = [agreement.of(node, key, field) for agreement in self._agreements]
        if any(verdict is Verdict.SAME for verdict, _ in found):
            return None
        theirs = [other for _, other in found if other is not None and other.value is not None]
        if len(theirs) > 1 and is_same(self._source, theirs[0], theirs[1]):
            said = message("read.readings_differ", other=(field.value or "-")[:_SHOWN])
            return judged(node.kind, key, with_reasons(theirs[0], said))
        if field.value is None and theirs and key in _FILLED and self._is_free(theirs[0].spans):
            return judged(node.kind, key, with_reasons(theirs[0], message("read.from_other")))
        return None

    def labelled(self, node: NodeData) -> tuple[tuple[str, Field], ...]:
        """The attributes and amounts of an entry, or the further columns of an indicator, that only another reading has."""
        entry = node.kind in ENTRY_KINDS
        groups, standing = (("attributes[", "amounts["), _TAKEN) if entry else (("extra[",), _TAKEN | _FURTHER)
        there = {key for key, _ in node.fields}
        found: dict[str, Field] = {}
        for agreement in self._agreements:
            other = agreement.matches.get(node.id)
            for key, field in other.fields if other is not None else ():
                free = key.startswith(groups) and key not in there and key not in found
                if free and field.value is not None and self._is_free(field.spans, standing):
                    found[key] = judged(node.kind, key, with_reasons(field, message("read.from_other")))
        return tuple(found.items())

    def _is_free(self, spans: Spans, standing: int = _TAKEN) -> bool:
        """Whether nothing of the leading reading stands there."""
        return bool(spans) and not any(
            any(mark & standing for mark in self._marks[page][start:end]) for page, start, end in spans
        )


def with_labelled(node: NodeData, more: tuple[tuple[str, Field], ...]) -> NodeData:
    """A node with further labelled fields, behind those of their kind that it has."""
    if not more:
        return node
    fields = list(node.fields)
    groups = ("attributes[", "amounts[") if node.kind in ENTRY_KINDS else ("extra[",)
    after = 1 if node.kind in ENTRY_KINDS else len(fields) - 1
    last = max((n for n, (key, _) in enumerate(fields) if key.startswith(groups)), default=after)
    return replace(node, fields=(*fields[: last + 1], *more, *fields[last + 1 :]))
