"""A stretch of the original in which lines end only where a text does, so that what is cut out of it is whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from reviewer.base.patterns import pattern
from reviewer.model.flow import Flow, join_wrapped
from reviewer.model.source import Source
from reviewer.model.spans import Span, Spans

_LONGEST_CELL = 600
"""So many characters before and after a stretch one looks for where its first and last cell begin and end."""
_BETWEEN = ("|", "\t", "\n", "\r")
_TAG = pattern(r"</?[A-Za-z][^<>\n]{0,80}>")
_SENTENCE_END, _CLAUSE_END = pattern(r"[。；;！？!?]"), pattern(r"[，,、：:]|\s")
_ENDS = "。；;！？!?：:"
_FULL = 30
"""From so many columns on (a Chinese character takes two) a line may be one that a margin has cut."""
_SLACK = 2
"""Columns that lines cut by one margin differ by: a character that has no room goes to the next line."""
_MORE = 200
"""Characters beside a stretch whose lines also tell where the margin is."""
_WIDE = "\u2e80"


def stretch(source: Source, page: int, start: int, end: int, fields: Iterable[Spans]) -> Flow:
    """The text from `start` to `end`, made longer or shorter so that it begins and ends between cells or, in a longer text, between
    sentences; wrapped lines joined, tags of web pages as ends of lines. `fields` are places that are known to be one text each.
    """
    text = source.pages[page].text
    start, end = _begin(text, start, end), _end(text, start, end)
    wraps = {at for spans in fields for at in _inside(text, page, spans)}
    wraps |= set(_at_a_margin(text, max(0, start - _MORE), min(len(text), end + _MORE)))
    if start - 1 in wraps:
        start = _after_an_end(text, start, end)
    if end in wraps:
        end = _before_an_end(text, start, end)
    whole, parts, at = Flow.of(source, (Span(page, start, end),)), list[Flow](), 0
    for wrap in sorted(wraps):
        if start <= wrap < end:
            parts.append(whole[at : wrap - start])
            at = wrap - start + 1
    return _without_tags(join_wrapped([*parts, whole[at:]]) if parts else whole)


def _begin(text: str, start: int, end: int) -> int:
    before = max((text.rfind(sign, max(0, start - _LONGEST_CELL), start) for sign in _BETWEEN), default=-1)
    return before + 1 if before >= 0 or start <= _LONGEST_CELL else _after_an_end(text, start, end)


def _end(text: str, start: int, end: int) -> int:
    after = [at for at in (text.find(sign, end, end + _LONGEST_CELL) for sign in _BETWEEN) if at >= 0]
    return (
        min(after, default=len(text)) if after or end + _LONGEST_CELL >= len(text) else _before_an_end(text, start, end)
    )


def _after_an_end(text: str, start: int, end: int) -> int:
    """Where the first sentence of a stretch begins, or its first clause where it has one sentence."""
    ends = _SENTENCE_END.search(text, start, end) or _CLAUSE_END.search(text, start, end)
    return ends.end() if ends is not None else start


def _before_an_end(text: str, start: int, end: int) -> int:
    """Where the last sentence of a stretch ends, or its last clause."""
    for ends in (_SENTENCE_END, _CLAUSE_END):
        *_, last = None, *ends.finditer(text, start, end)
        if last is not None:
            return last.end()
    return end


def _inside(text: str, page: int, spans: Spans) -> Iterator[int]:
    """The line breaks within one field's text."""
    for one, other in pairwise(spans):
        between = text[one.end : other.start] if one.page == other.page == page else ""
        if "\n" in between and between.isspace():
            yield one.end + between.index("\n")


def _at_a_margin(text: str, start: int, end: int) -> Iterator[int]:
    """The ends of lines that are as long as others are, and so were cut by a margin and not by who wrote them."""
    lines, at = list[tuple[int, int]](), start
    for line in text[start:end].split("\n"):
        lines.append((at + len(line), _columns(line)))
        at += len(line) + 1
    widths = Counter(width for _, width in lines if width >= _FULL)
    for (place, width), (_, next_width) in pairwise(lines):
        alike = sum(count for other, count in widths.items() if abs(other - width) <= _SLACK)
        if width >= _FULL and alike > 1 and next_width and text[place - 1] not in _ENDS:
            yield place


def _columns(line: str) -> int:
    """How wide a line is printed; 0 for one that is made of cells."""
    line = line.strip()
    return 0 if "|" in line or "\t" in line else sum(2 if char >= _WIDE else 1 for char in line)


def _without_tags(flow: Flow) -> Flow:
    """Every tag as the end of a line."""
    found = list(_TAG.finditer(flow.text))
    for tag in reversed(found):
        flow = flow[: tag.start()] + Flow.loose("\n") + flow[tag.end() :]
    return flow
