"""What several readings of a source have alike, kept once: the trees of a long text are most of the memory that it takes."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

from reviewer.extract.readings.reading import Reading
from reviewer.model.fields import Field
from reviewer.model.review import NodeData


class Alike:
    """The fields of a reading, to be taken by others that have equal ones."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    @cached_property
    def _pairs(self) -> dict[tuple[str, Field], tuple[str, Field]]:
        """Made when it is first asked for: the net needs its memory before there is anything to look up."""
        return {pair: pair for node in self._reading.nodes() for pair in node.fields}

    def kept_once(self, node: NodeData) -> NodeData:
        """The same node, with the objects of that reading wherever it has equal ones."""
        fields = tuple(self._pairs.get(pair, pair) for pair in node.fields)
        return replace(node, fields=fields, children=tuple(map(self.kept_once, node.children)))
