"""Values under a heading of the whole period: （二）中长期绩效指标 above a table whose only column of values says 指标值."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reviewer.base.patterns import pattern
from reviewer.extract.confidence import judged
from reviewer.extract.draft import with_reasons
from reviewer.extract.labels import WHOLE_PERIOD
from reviewer.extract.readings.reading import Reading, field_of, value
from reviewer.model.fields import Field
from reviewer.model.messages import message
from reviewer.model.review import Kind, NodeData
from reviewer.model.source import Source
from reviewer.model.spans import Span

_HEADING = pattern(rf"(?P<long>{WHOLE_PERIOD})?(?P<year>年度|本年|当年)?(?:绩效)?指标(?:值|表)?(?=[\s:：）)|]|$)")
_FAR = 300
"""A heading stands within so many characters before the first row."""


def with_long_term_values(source: Source, reading: Reading) -> Reading:
    """The reading with annual values made period values in entries whose heading says that they are."""
    children = tuple(_entry(source, entry) for entry in reading.root.children)
    if children == reading.root.children:
        return reading
    return replace(reading, root=replace(reading.root, children=children))


def _entry(source: Source, entry: NodeData) -> NodeData:
    rows = [child for child in entry.children if child.kind is Kind.INDICATOR]
    if not rows or any(value(row, "period_value") for row in rows) or not _is_long_term(source, rows):
        return entry
    moved = {row.id: replace(row, fields=tuple(_moved(row))) for row in rows}
    return replace(entry, children=tuple(moved.get(child.id, child) for child in entry.children))


def _is_long_term(source: Source, rows: list[NodeData]) -> bool:
    """Whether the last heading of indicators before the first row is one of the whole period, and no year's is there."""
    spans = [span for row in rows for key in ("level1", "level2", "level3") for span in _spans(row, key)]
    if not spans:
        return False
    first = min(spans)
    above = source.pages[first.page].text[max(0, first.start - _FAR) : first.start]
    found = [match for match in _HEADING.finditer(above) if match["long"] or match["year"]]
    return bool(found) and found[-1]["long"] is not None and not any(match["year"] for match in found)


def _spans(row: NodeData, key: str) -> list[Span]:
    field = field_of(row, key)
    return list(field.spans) if field is not None else []


def _moved(row: NodeData) -> Iterator[tuple[str, Field]]:
    annual, period = field_of(row, "annual_value"), field_of(row, "period_value")
    for key, field in row.fields:
        if key == "period_value" and annual is not None and annual.value is not None:
            yield key, judged(row.kind, key, with_reasons(annual, message("read.long_term")))
        elif key == "annual_value" and period is not None:
            yield key, period
        else:
            yield key, field
