"""Indicators written out under headings: a level to a heading, and beneath it an item for each indicator, its value after a colon.

### 产出指标
#### 数量指标
- 扶持传承人：13名
- 培训管理员：136人
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reviewer.base.patterns import pattern
from reviewer.extract.likeness import value_fit
from reviewer.extract.sequence.roles import Segment
from reviewer.extract.sequence.roles import SegmentRole as R
from reviewer.model.taxonomy import bare, is_level

_LINE = pattern(r"[^\n]+")
_HEADING = pattern(r"\s*(?:#{1,6}\s*)?(?:\*\*)?\s*([^\s*#：:。；]{4,20})\s*(?:\*\*)?\s*[：:]?\s*")
_ITEM = pattern(r"\s*(?:[-*•·+]|\d{1,2}[.、．)）])\s+([^：:\n]{2,60})[：:]\s*([^\n]{1,60}?)[；;。]?\s*")
_LEAST = 3
_SHARE = 0.8


def segments_by_headings(text: str) -> tuple[int, list[Segment]] | None:
    """Where indicators under headings begin in a text, and their segments; None where there are none.

    Between the first heading and the last item nothing else may stand: only headings of levels, and items.
    """
    found = list(_pieces(text))
    first = next((n for n, (_, kind, _) in enumerate(found) if kind is _Kind.LEVEL), None)
    if first is None:
        return None
    last = max((n for n, (_, kind, _) in enumerate(found) if kind is _Kind.ITEM), default=-1)
    part = found[first : last + 1]
    items = [match for match, kind, _ in part if kind is _Kind.ITEM]
    told = sum(kind is not _Kind.OTHER for _, kind, _ in part)
    valued = sum(value_fit(match[2]) >= 0.0 for match in items)
    if len(items) < _LEAST or told < len(part) or valued < _SHARE * len(items):
        return None
    segments = [segment for match, kind, level in part for segment in _segments(match, kind, level)]
    return part[0][0].start(), segments


class _Kind:
    LEVEL, ITEM, OTHER = range(3)


def _pieces(text: str) -> Iterator[tuple[re.Match[str], int, int]]:
    """The lines of a text that say something: the match, what it is, and for a level which."""
    above = False
    for line in _LINE.finditer(text):
        if not line[0].strip():
            continue
        if item := _ITEM.fullmatch(text, *line.span()):
            yield item, _Kind.ITEM, 0
            continue
        heading = _HEADING.fullmatch(text, *line.span())
        level = _level(heading[1], above) if heading else 0
        if heading and level:
            above = level == 1
            yield heading, _Kind.LEVEL, level
        else:
            yield line, _Kind.OTHER, 0


def _level(name: str, beneath: bool) -> int:
    """Which level a heading names; 0 for none. 满意度指标 right beneath a level 1 is a level 2."""
    if not bare(name).endswith("指标"):
        return 0
    first, second = is_level(name, 1), is_level(name, 2)
    return 2 if second and (beneath or not first) else 1 if first else 0


def _segments(match: re.Match[str], kind: int, level: int) -> Sequence[Segment]:
    if kind is _Kind.ITEM:
        return (Segment(R.LEVEL3, *match.span(1)), Segment(R.ANNUAL_VALUE, *match.span(2)))
    return (Segment(R.LEVEL1 if level == 1 else R.LEVEL2, *match.span(1)),)
