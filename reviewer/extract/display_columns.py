"""Columns that stand over each other only where a Chinese character takes the room of two: what programs pad for a terminal.

项目名称      供水改造            预算金额  942
三级指标      指标值              备注
更换水泵      ≥12台             抽样调查
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence

from reviewer.base.patterns import pattern
from reviewer.model.flow import EMPTY, Flow

_PIECE = pattern(r"\S+(?: \S+)*")
_WIDE = ("WF", "WFA")
"""Characters of these kinds count double; of ≥, of kind A, programs think differently."""
_FEW = 8
_ALIKE = 0.75
"""Share of the cells that begin where those of other lines do."""
_BETTER = 0.6
"""So many of the places where cells begin are left, at most, where wide characters count double."""


def in_display_columns(lines: Sequence[Flow]) -> list[Flow]:
    """The lines with further blanks before their cells, so that each begins as many characters from the left as a terminal
    shows it; the same lines where their columns stand over each other as they are, or not at all.
    """
    spans = [[match.span() for match in _PIECE.finditer(line.text)] for line in lines]
    if sum(len(one) - 1 for one in spans if one) < _FEW:
        return list(lines)
    plain = _places([[start for start, _ in one] for one in spans])
    best, chosen = _BETTER * len(plain), ""
    for wide in _WIDE:
        starts = [_starts(line.text, one, wide) for line, one in zip(lines, spans, strict=True)]
        found = _places(starts)
        alike = sum(count for count in found.values() if count > 1) / max(1, found.total())
        if alike >= _ALIKE and len(found) <= best:
            best, chosen = len(found) - 0.5, wide
    if not chosen:
        return list(lines)
    return [_padded(line, one, _starts(line.text, one, chosen)) for line, one in zip(lines, spans, strict=True)]


def is_wide(char: str) -> bool:
    """Whether a terminal gives a character the room of two."""
    return unicodedata.east_asian_width(char) in _WIDE[0]


def _places(starts: Sequence[Sequence[int]]) -> Counter[int]:
    """Where the cells begin that have another before them, and how many do."""
    return Counter(start for one in starts for start in one[1:])


def _starts(text: str, spans: Sequence[tuple[int, int]], wide: str) -> list[int]:
    """How far from the left each piece of a line begins as a terminal shows it."""
    found: list[int] = []
    done = at = 0
    for start, _ in spans:
        at += sum(2 if unicodedata.east_asian_width(char) in wide else 1 for char in text[done:start])
        done = start
        found.append(at)
    return found


def _padded(line: Flow, spans: Sequence[tuple[int, int]], starts: Sequence[int]) -> Flow:
    whole = EMPTY
    done = 0
    for (start, end), at in zip(spans, starts, strict=True):
        gap = line[done:start]
        whole = whole + gap + Flow.loose(" " * (at - len(whole) - len(gap))) + line[start:end]
        done = end
    return whole
