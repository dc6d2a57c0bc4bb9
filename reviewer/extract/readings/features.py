"""What speaks for a reading besides its own opinion: how much of what looks like indicators it has taken, and how whole it is.

Every feature is a share between 0 and 1, or a logarithm of a count; the same ones are worked out for both readings.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator

from reviewer.extract.readings.reading import Reading, field_of, value
from reviewer.model.fields import Field
from reviewer.model.odds import MUST_LOOK
from reviewer.model.review import Kind, NodeData
from reviewer.model.source import Source

_VALUE = re.compile(
    r"[≥≤≧≦＞＜<>]\s?=?\s?\d[\d.,]{0,15}+|(?<![\d.,])\d[\d.,]{0,15}+\s?[%％]|(?<![\d.,])\d[\d.,]{0,15}+\s?(?:个|次|人|户|家|件|万元|元|公里|米|亩|天|年|月|台|套|名|场|期|份)"
)
"""Text that reads like a target value."""
_LEVEL = re.compile(
    r"(?:产\s*出|效\s*益|数\s*量|质\s*量|时\s*效|成\s*本|满\s*意\s*度|社\s*会\s*效\s*益|经\s*济\s*效\s*益|生\s*态\s*效\s*益|可\s*持\s*续\s*(?:影\s*响|发\s*展))\s*指\s*标"
)
"""A level word as forms print it, cut by a line end or not."""

NAMES = (
    "rows", "rows_whole", "names_whole", "levels_taken", "values_taken", "entries_named", "entries_full", "marked",
    "goals", "text_taken",
)  # fmt: skip


def features(source: Source, reading: Reading) -> dict[str, float]:
    """The features of one reading, by the names of NAMES."""
    rows = list(reading.indicators())
    entries = reading.entries
    filled = [row for row in rows if value(row, "annual_value") or value(row, "period_value")]
    named = [row for row in rows if value(row, "level3")]
    fields = [field for row in rows for _, field in row.fields if field.value is not None]
    marks = _marks(source, reading.nodes())
    return {
        "rows": math.log1p(len(filled)),
        "rows_whole": _share(len(filled), len(rows)),
        "names_whole": _share(len(named), len(rows)),
        "levels_taken": _taken(source, marks, _LEVEL),
        "values_taken": _taken(source, marks, _VALUE),
        "entries_named": _share(sum(value(entry, "name") is not None for entry in entries), len(entries)),
        "entries_full": _share(sum(_is_full(entry) for entry in entries), len(entries)),
        "marked": _share(sum(_asks(field) for field in fields), len(fields)),
        "goals": _share(sum(value(entry, "goal") is not None for entry in entries), len(entries)),
        "text_taken": _share(sum(sum(page) for page in marks), sum(len(page) for page in marks)),
    }


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _is_full(entry: NodeData) -> bool:
    return bool(entry.children)


def _asks(field: Field) -> bool:
    return any(reason.code in MUST_LOOK for reason in field.reasons)


def _marks(source: Source, nodes: Iterable[NodeData]) -> list[bytearray]:
    """One byte a character: 1 where a field has taken it."""
    marks = [bytearray(len(page.text)) for page in source.pages]
    for node in nodes:
        for _, field in node.fields:
            for page, start, end in field.spans:
                marks[page][start:end] = b"\1" * (end - start)
    return marks


def _taken(source: Source, marks: list[bytearray], pattern: re.Pattern[str]) -> float:
    """Which share of what a pattern finds a reading has taken, at least by half."""
    found = taken = 0
    for page, mark in zip(source.pages, marks, strict=True):
        for match in pattern.finditer(page.text):
            found += 1
            start, end = match.span()
            taken += 2 * sum(mark[start:end]) >= end - start
    return _share(taken, found)


def indicator_fields(node: NodeData) -> Iterator[Field]:
    """The fields of an indicator that the scorer looks at."""
    if node.kind is Kind.INDICATOR:
        for key in ("level1", "level2", "level3", "period_value", "annual_value"):
            field = field_of(node, key)
            if field is not None:
                yield field
