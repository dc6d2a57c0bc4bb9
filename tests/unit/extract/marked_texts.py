"""Texts with their segments written into them, for tests of the assembly: `{level3:道路清扫面积} {annual_value:≥30万平方米}`."""

from __future__ import annotations

import re
from itertools import count
from typing import Any

from reviewer.export.json_form import document_json
from reviewer.extract.sequence.assemble import assemble
from reviewer.extract.sequence.borders import Borders
from reviewer.extract.sequence.pagetext import PageText
from reviewer.extract.sequence.roles import Segment, SegmentRole
from reviewer.model.review import NodeData, Review
from reviewer.model.source import Line, Page, Source
from reviewer.model.spans import Span

_MARK = re.compile(r"\{(\w+)(\+)?(?:~([\d.]+))?:([^{}]*)\}")


def source_of(*texts: str) -> Source:
    """A source of lines, a page a text."""
    pages = []
    for number, text in enumerate(texts):
        lines = [Line(Span(number, m.start(), m.end())) for m in re.finditer(r"[^\n]*\S[^\n]*", text)]
        pages.append(Page(number + 1, text, tuple(lines)))
    return Source("x.txt", "text", "0" * 64, "utf-8", tuple(pages))


def unmarked(text: str, start: int = 0) -> tuple[str, list[Segment]]:
    """The text without its marks, and the segments: `{role:text}`, `{role+:text}` goes on, `{role~0.4:text}` is less sure."""
    plain, segments, at = "", [], 0
    for mark in _MARK.finditer(text):
        plain += text[at : mark.start()]
        begin = start + len(plain)
        plain += mark[4]
        segments.append(
            Segment(SegmentRole(mark[1]), begin, start + len(plain), float(mark[3] or 0.99), mark[2] is not None)
        )
        at = mark.end()
    return plain + text[at:], segments


def assembled(*texts: str) -> dict[str, Any]:
    """What marked pages of text are assembled to, in the JSON of the contract."""
    plain, segments, start = [], [], 0
    for text in texts:
        page, found = unmarked(text, start)
        plain.append(page)
        segments += found
        start += len(page) + 1
    source = source_of(*plain)
    pages = PageText.of(source)
    found = assemble(segments, pages, Borders.of(pages))
    ids = count(1)
    entries = tuple(entry.data(ids) for entry in found.entries)
    root = NodeData(0, found.document.kind, found.document.data(count(0)).fields, entries)
    return document_json(Review(source, root, layout=found.spans))


def rows(entry: dict[str, Any]) -> list[tuple[str | None, ...]]:
    """An entry's indicators as (level 1, level 2, level 3, period value, annual value)."""
    keys = ("level1", "level2", "level3", "period_value", "annual_value")
    return [tuple(row[key]["value"] for key in keys) for row in entry["indicators"]]
