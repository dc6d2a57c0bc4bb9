"""Coverage: which characters of a source no field claims. The commonest error is the item that was missed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from reviewer.base.patterns import pattern
from reviewer.model.review import Review
from reviewer.model.spans import Span, Spans

_EMPTY = pattern(
    r"(?:[\W_]|[（(]\d{1,3}分[)）]|(?:三级)?指标\d{0,2}|必填|选填|</?(?:p|br|div|span)\s*/?>|&nbsp;)*", re.IGNORECASE
)
_BREAKS = "\n\t|\f"
_BREAK = pattern(f"[{_BREAKS}]")


def unclaimed(review: Review) -> Spans:
    """The pieces of text, in order, that neither a field nor the known layout of the source accounts for.

    A piece has at least one letter, digit or Chinese character, and does not cross a line, a tab or a cell.
    """
    claimed = _claimed(review)
    return tuple(span for page, text in enumerate(_texts(review)) for span in _pieces(page, text, claimed[page]))


class Coverage:
    """The same, piece by piece: what no field claims in the line around a place, for who knows the claims there."""

    def __init__(self, review: Review) -> None:
        self._texts = _texts(review)
        self._layout = _known_layout(review)

    def line(self, page: int, offset: int) -> tuple[int, int]:
        """The text around `offset` that no piece crosses, as (start, end)."""
        text = self._texts[page]
        start = max(text.rfind(sign, 0, offset) for sign in _BREAKS) + 1
        ends = [end for sign in _BREAKS if (end := text.find(sign, offset)) >= 0]
        return start, min(ends, default=len(text))

    def pieces(self, page: int, start: int, end: int, claims: Iterable[Span]) -> list[Span]:
        """The unclaimed pieces of a line(), `claims` being every span of a field that touches it."""
        marks = self._layout[page][start:end]
        for claim in claims:
            left, right = max(claim.start - start, 0), min(claim.end, end) - start
            marks[left:right] = b"\1" * (right - left)
        found = _pieces(page, self._texts[page][start:end], marks)
        return [Span(page, piece.start + start, piece.end + start) for piece in found]


def _texts(review: Review) -> list[str]:
    return [page.text for page in review.source.pages]


def _claimed(review: Review) -> list[bytearray]:
    """One byte a character: 1 where a field or the layout claims it."""
    marks = _known_layout(review)
    for node in review.root.walk():
        for field in node.fields.values():
            _claim(marks, field.spans)
    return marks


def _known_layout(review: Review) -> list[bytearray]:
    """One byte a character: 1 where it is the format's own sign, or known to be a header, a label, a page number."""
    marks = [bytearray(len(page.text)) for page in review.source.pages]
    for page in review.source.pages:
        _claim(marks, page.layout)
    _claim(marks, review.layout)
    return marks


def _claim(marks: list[bytearray], spans: Iterable[Span]) -> None:
    for page, start, end in spans:
        marks[page][start:end] = b"\1" * (end - start)


def _pieces(page: int, text: str, marks: bytearray) -> Iterator[Span]:
    start = marks.find(0)
    while start >= 0:
        end = marks.find(1, start)
        end = len(text) if end < 0 else end
        for line in _lines(text, start, end):
            yield from _trimmed(page, text, *line)
        start = marks.find(0, end)


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in _BREAK.finditer(text, start, end):
        yield start, match.start()
        start = match.end()
    yield start, end


def _trimmed(page: int, text: str, start: int, end: int) -> Iterator[Span]:
    if _EMPTY.fullmatch(text, start, end):
        return
    while text[start].isspace():
        start += 1
    while text[end - 1].isspace():
        end -= 1
    yield Span(page, start, end)


def share_claimed(review: Review) -> float:
    """The share (0 to 1) of the characters that are not white space which a field or the layout claims."""
    total = sum(not char.isspace() for text in _texts(review) for char in text)
    loose = sum(not char.isspace() for char in review.source.text(unclaimed(review)))
    return 1.0 if total == 0 else 1 - loose / total
