"""A last look for names of levels that the original prints among the indicators, and no field has.

Text that lost its columns may print the levels of a table somewhere else, all in a row: each indicator then has a level, and it is
another's. Nothing in a single field shows it; the names that are left over do.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace

from reviewer.base.patterns import pattern
from reviewer.extract.confidence import judged
from reviewer.extract.draft import with_reasons
from reviewer.extract.readings.reading import value
from reviewer.model.messages import Message, message
from reviewer.model.review import Kind, NodeData
from reviewer.model.source import Source
from reviewer.model.spans import Span, Spans
from reviewer.model.taxonomy import levels_named

_WORD = pattern(r"[^\s|｜]{4,14}")
_LEVELS = ("level1", "level2")
_BARE = pattern(r"指标$|\s")

_COUNTED = "数量指标"

_Place = tuple[int, int]


def doubt_beside_left_over_levels(source: Source, root: NodeData, layout: Spans) -> NodeData:
    """The tree with a doubt on the levels of each project within which, or right behind which, the name of a level stands alone."""
    places = [_extent(entry) for entry in root.children]
    starts = sorted({first for first, _ in filter(None, places)})
    held = {extent[0]: _held(entry) for entry, extent in zip(root.children, places, strict=True) if extent}
    found: dict[_Place, str] = {}
    for place, name in _left_over(source, root, layout):
        at = bisect_right(starts, place) - 1
        if at >= 0 and _BARE.sub("", name) not in held[starts[at]]:
            found.setdefault(starts[at], name)
    if not found:
        return root
    return replace(
        root,
        children=tuple(
            _doubted(entry, message("read.level_left_over", value=found[extent[0]]))
            if extent and extent[0] in found
            else entry
            for entry, extent in zip(root.children, places, strict=True)
        ),
    )


def _held(entry: NodeData) -> set[str]:
    """The levels that the indicators of a project have, without 指标."""
    return {_BARE.sub("", text) for row in entry.children for key in _LEVELS if (text := value(row, key))}


def _extent(entry: NodeData) -> tuple[_Place, _Place] | None:
    spans = list(_spans(entry))
    return (min((s.page, s.start) for s in spans), max((s.page, s.end) for s in spans)) if spans else None


def _spans(node: NodeData) -> Iterator[Span]:
    for _, field in node.fields:
        yield from field.spans
    for child in node.children:
        yield from _spans(child)


def _left_over(source: Source, root: NodeData, layout: Iterable[Span]) -> Iterator[tuple[_Place, str]]:
    """The names of levels that stand alone in their line or cell, and no field or label claims, with their places."""
    marks = [bytearray(len(page.text)) for page in source.pages]
    for span in (*layout, *_spans(root)):
        marks[span.page][span.start : span.end] = b"\1" * (span.end - span.start)
    for number, page in enumerate(source.pages):
        for match in _WORD.finditer(page.text):
            if not any(marks[number][match.start() : match.end()]) and _is_never_empty(match[0]):
                yield (number, match.start()), match[0]


def _is_never_empty(text: str) -> bool:
    """Whether a text is a level of which every form has indicators: a level 1, or 数量指标. Many print 经济效益指标 over nothing."""
    found = levels_named(text)
    return bool(found) and all(level.level == 1 or level.name == _COUNTED for level in found)


def _doubted(entry: NodeData, why: Message) -> NodeData:
    return replace(entry, children=tuple(_row_doubted(child, why) for child in entry.children))


def _row_doubted(row: NodeData, why: Message) -> NodeData:
    if row.kind is not Kind.INDICATOR:
        return row
    fields = (
        (key, judged(row.kind, key, with_reasons(field, why)) if key in _LEVELS and field.value else field)
        for key, field in row.fields
    )
    return replace(row, fields=tuple(fields))
