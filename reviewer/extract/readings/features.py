"""What speaks for a reading besides its own opinion: how much of what looks like indicators it has taken, and how whole it is.

Every feature is a share between 0 and 1, or a logarithm of a count; the same ones are worked out for both readings.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence

from reviewer.base.patterns import pattern
from reviewer.extract.likeness import name_fit, reads_like_name, value_fit
from reviewer.extract.plausible import is_odd
from reviewer.extract.readings.agreement import Agreement, Verdict
from reviewer.extract.readings.reading import Reading, value
from reviewer.model.fields import Field
from reviewer.model.reasons import MUST_LOOK
from reviewer.model.review import NodeData
from reviewer.model.source import Source
from reviewer.model.taxonomy import is_level

_VALUE = pattern(
    r"[≥≤≧≦＞＜<>]\s?=?\s?\d[\d.,]{0,15}+|(?<![\d.,])\d[\d.,]{0,15}+\s?[%％]|(?<![\d.,])\d[\d.,]{0,15}+\s?(?:个|次|人|户|家|件|万元|元|公里|米|亩|天|年|月|台|套|名|场|期|份)"
)
"""Text that reads like a target value."""
_LEVEL = pattern(
    r"(?:产\s*出|效\s*益|数\s*量|质\s*量|时\s*效|成\s*本|满\s*意\s*度|社\s*会\s*效\s*益|经\s*济\s*效\s*益|生\s*态\s*效\s*益|可\s*持\s*续\s*(?:影\s*响|发\s*展))\s*指\s*标"
)
"""A level word as forms print it, cut by a line end or not."""

NAMES = (
    "rows", "rows_whole", "names_whole", "levels_taken", "values_taken", "entries_named", "entries_full", "marked",
    "goals", "text_taken", "levels_known", "names_like", "values_like", "odd", "titles_like", "twice", "agreed",
    "values_valued", "entries_short", "entries", "levels_there", "table_claimed",
)  # fmt: skip


def features(source: Source, reading: Reading, others: Sequence[Reading] = ()) -> dict[str, float]:
    """The features of one reading beside the `others`, by the names of NAMES."""
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
        **_likeness(rows, entries),
        "agreed": agreed(source, reading, others),
        "table_claimed": _table_claimed(source, reading, others),
        "values_valued": _taken(source, _marks(source, rows, _VALUE_KEYS), _VALUE),
        "entries_short": _share(sum(len(entry.children) == 1 for entry in entries), len(entries)),
        "entries": math.log1p(len(entries)),
        "levels_there": _share(sum(bool(value(row, "level2") or value(row, "level1")) for row in rows), len(rows)),
    }


def _likeness(rows: Sequence[NodeData], entries: Sequence[NodeData]) -> dict[str, float]:
    """How much the values read like what their fields ask for."""
    texts = {key: [text for row in rows if (text := value(row, key))] for key in ("level1", "level2", "level3")}
    values = [text for row in rows for key in _VALUE_KEYS if (text := value(row, key))]
    titles = [text for entry in entries if (text := value(entry, "name"))]
    known = sum(is_level(text, n) for n in (1, 2) for text in texts[f"level{n}"])
    odd = sum(is_odd("level3", text) for text in texts["level3"]) + sum(is_odd("annual_value", t) for t in values)
    odd += sum(is_odd("name", text) for text in titles)
    return {
        "levels_known": _share(known, 2 * len(rows)),
        "names_like": _share(sum(name_fit(text) >= 1.0 for text in texts["level3"]), len(rows)),
        "values_like": _share(sum(value_fit(text) >= 0.8 for text in values), len(values)),
        "odd": _share(odd, len(texts["level3"]) + len(values) + len(titles)),
        "titles_like": _share(sum(not (reads_like_name(t) or value_fit(t) >= 3.0) for t in titles), len(entries)),
        "twice": 1 - _share(len(set(texts["level3"])), len(texts["level3"])) if texts["level3"] else 0.0,
    }


_VALUE_KEYS = ("period_value", "annual_value")


def agreed(source: Source, reading: Reading, others: Sequence[Reading]) -> float:
    """Which share of the fields of its indicators another reading has from the same place."""
    return confirmed_share(reading, [Agreement(source, reading, other) for other in others])


def confirmed_share(reading: Reading, agreements: Sequence[Agreement]) -> float:
    """Which share of the fields of its indicators is confirmed by one of its agreements with others."""
    found = same = 0
    for row in reading.indicators():
        for key, field in row.fields:
            if field.value is not None and not key.startswith("extra"):
                found += 1
                same += any(agreement.of(row, key, field)[0] is Verdict.SAME for agreement in agreements)
    return _share(same, found)


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _is_full(entry: NodeData) -> bool:
    return bool(entry.children)


def _asks(field: Field) -> bool:
    return any(reason.code in MUST_LOOK for reason in field.reasons)


def _marks(source: Source, nodes: Iterable[NodeData], keys: Sequence[str] = ()) -> list[bytearray]:
    """One byte a character: 1 where a field (one of `keys`, where there are any) has taken it."""
    marks = [bytearray(len(page.text)) for page in source.pages]
    for node in nodes:
        for key, field in node.fields:
            for page, start, end in field.spans if not keys or key in keys else ():
                marks[page][start:end] = b"\1" * (end - start)
    return marks


def _table_claimed(source: Source, reading: Reading, others: Sequence[Reading]) -> float:
    """Which share of the text from the first row to the last one that any reading has found this one has claimed."""
    marks = _marks(source, reading.nodes())
    for page, start, end in reading.layout:
        marks[page][start:end] = b"\1" * (end - start)
    bounds: dict[int, tuple[int, int]] = {}
    for one in (reading, *others):
        for row in one.indicators():
            for key, field in row.fields:
                for page, start, end in field.spans if key in _ROW_KEYS else ():
                    low, high = bounds.get(page, (start, end))
                    bounds[page] = (min(low, start), max(high, end))
    found = claimed = 0
    for page, (low, high) in bounds.items():
        text = source.pages[page].text
        for place in range(low, high):
            if text[place].isalnum():
                found += 1
                claimed += marks[page][place]
    return _share(claimed, found)


_ROW_KEYS = ("level2", "level3", "period_value", "annual_value")


def _taken(source: Source, marks: list[bytearray], wanted: re.Pattern[str]) -> float:
    """Which share of what a pattern finds a reading has taken, at least by half."""
    found = taken = 0
    for page, mark in zip(source.pages, marks, strict=True):
        for match in wanted.finditer(page.text):
            found += 1
            start, end = match.span()
            taken += 2 * sum(mark[start:end]) >= end - start
    return _share(taken, found)
