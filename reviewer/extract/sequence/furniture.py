"""Lines that pages print around their tables: the number of a page, and the title of the booklet above or below it.

    招收老年学员 ≥6060
    — 13 —
    某县老年大学2024年部门预算
    举办成果展演 2场

Where a text goes on over a page they stand amid its rows, even amid a sentence.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from reviewer.base.patterns import pattern
from reviewer.extract.labels import roles_of
from reviewer.extract.no_indicator import is_foot
from reviewer.extract.sequence.roles import Segment
from reviewer.model.taxonomy import levels_named

Stretch = tuple[int, int]

_NUMBER = pattern(
    r"[-—–―－·•\s]+\d{1,4}[-—–―－·•\s]+|第\s*\d{1,4}\s*页(?:[，,、/\s]*共\s*\d{1,4}\s*页)?|\d{1,3}\s*/\s*\d{1,3}|[Pp]age\s*\d{1,4}"
)
"""The number of a page as no cell has it; a bare figure may be a value."""
_BOOKLET = pattern(r"\S{0,30}20\d\d\s*年度?\S{0,12}(?:预算|决算)[^\s表绩效]{0,8}")
_LONGEST = 40


def lines_of_pages(text: str) -> list[Stretch]:
    """From where to where such lines reach in a text, each with its line end, in order and none touching another.

    The title of a booklet is told by itself beside the number of a page, any other line where it stands beside several.
    """
    lines = [line for line in _lines(text) if text[slice(*line)].strip()]
    return _joined([lines[n] for n in page_lines([text[slice(*line)] for line in lines])])


def page_lines(lines: Sequence[str]) -> list[int]:
    """Which of some lines, none of them blank, are such, and which of the foot of a web page."""
    said = [line.strip() for line in lines]
    numbers = [n for n, line in enumerate(said) if len(line) <= _LONGEST and _NUMBER.fullmatch(line)]
    beside = sorted({m for n in numbers for m in (n - 1, n + 1) if 0 <= m < len(said)} - {*numbers})
    often, everywhere = Counter(said[m] for m in beside), Counter(said)
    found = [*numbers]
    for m in beside:
        line = said[m]
        if len(line) > _LONGEST:
            continue
        again = (
            1 < often[line] == everywhere[line] and _has_words(line) and not roles_of(line) and not levels_named(line)
        )
        if again or _BOOKLET.fullmatch(line):
            found.append(m)
    last = len(said)
    while last and (last - 1 in found or is_foot(said[last - 1])):
        last -= 1
    return sorted({*found, *range(last, len(said))}) if last else []


def _has_words(line: str) -> bool:
    return sum(map(str.isalpha, line)) >= _LEAST_WORDS


_LEAST_WORDS = 4


def _lines(text: str) -> Iterator[Stretch]:
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end + 1
        yield start, end
        start = end


def _joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    found: list[Stretch] = []
    for start, end in stretches:
        if found and found[-1][1] == start:
            found[-1] = found[-1][0], end
        else:
            found.append((start, end))
    return found


def is_within(place: int, stretches: Sequence[Stretch]) -> bool:
    """Whether a place lies in one of some stretches, which are in order."""
    at = bisect_right(stretches, place, key=lambda stretch: stretch[0]) - 1
    return at >= 0 and place < stretches[at][1]


class Without:
    """A text without some stretches of it, and the way back to where its characters stood."""

    def __init__(self, text: str, out: Sequence[Stretch]) -> None:
        self._whole = text
        kept: list[str] = []
        at = 0
        self._starts: list[int] = []
        self._shifts: list[int] = []
        for start, end in [*out, (len(text), len(text))]:
            self._starts.append(sum(map(len, kept)))
            self._shifts.append(at - self._starts[-1])
            kept.append(text[at:start])
            at = end
        self.text = "".join(kept)

    def back(self, segments: Iterable[Segment]) -> Iterator[Segment]:
        """Segments of what is left where they stand in the whole: one that goes on over what was left out, in pieces."""
        for segment in segments:
            start, continues = segment.start, segment.continues
            while start < segment.end:
                part = bisect_right(self._starts, start) - 1
                end = min(segment.end, self._starts[part + 1] if part + 1 < len(self._starts) else segment.end)
                place, shift = start, self._shifts[part]
                said = self._whole[place + shift : end + shift]
                start = end
                if said.strip():
                    before, behind = len(said) - len(said.lstrip()), len(said) - len(said.rstrip())
                    yield replace(segment, start=place + shift + before, end=end + shift - behind, continues=continues)
                    continues = True
