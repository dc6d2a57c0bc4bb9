"""Text that remembers where each of its characters stands in the source, through joining, cutting and cleaning."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain

from reviewer.base.patterns import pattern
from reviewer.model.source import Source
from reviewer.model.spans import Span, Spans

NOWHERE = -1
"""The place of a character that the source does not have: a blank put in by a join."""
_PAGE = 40
"""Bits of a place that hold the offset; the page stands above them. One number a character, because texts are long."""


def is_han(char: str) -> bool:
    """Whether `char` is a Chinese character (ideographs; not punctuation)."""
    return "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf" or "\U00020000" <= char <= "\U0003ffff"


_IDEOGRAPH = "[\u4e00-\u9fff\u3400-\u4dbf\U00020000-\U0003ffff]"
_WRAPPED = pattern(rf"(?<={_IDEOGRAPH})\s(?={_IDEOGRAPH})")
"""A blank between two Chinese characters."""


@cache
def _any_of(chars: str) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(chars)}]")


@dataclass(frozen=True, slots=True)
class Flow:
    """A text and the place of each of its characters; `len(places) == len(text)`.

    The places of a text that stands in one piece are a range: most do, and it takes a tenth of the memory.
    """

    text: str
    places: range | array[int]

    @staticmethod
    def of(source: Source, spans: Iterable[Span]) -> Flow:
        """The text at `spans` as it stands."""
        spans = tuple(spans)
        pieces = [range((page << _PAGE) + start, (page << _PAGE) + end) for page, start, end in spans]
        return Flow(source.text(spans), pieces[0] if len(pieces) == 1 else array("q", chain.from_iterable(pieces)))

    @staticmethod
    def loose(text: str) -> Flow:
        """A text that stands nowhere in a source."""
        return Flow(text, array("q", [NOWHERE]) * len(text))

    def __len__(self) -> int:
        return len(self.text)

    def __bool__(self) -> bool:
        return bool(self.text)

    def __getitem__(self, part: slice) -> Flow:
        return Flow(self.text[part], self.places[part])

    def __add__(self, other: Flow) -> Flow:
        return Flow(self.text + other.text, _put_together(self.places, other.places))

    @property
    def spans(self) -> Spans:
        """Where the text stands, in as few spans as possible."""
        if isinstance(self.places, range):
            return (_span(self.places.start, self.places.stop),) if self.places else ()
        found: list[Span] = []
        start = end = NOWHERE
        for place in self.places:
            if place == end:
                end += 1
            elif place != NOWHERE:
                if start != NOWHERE:
                    found.append(_span(start, end))
                start, end = place, place + 1
        return (*found, _span(start, end)) if start != NOWHERE else ()

    def strip(self, chars: str | None = None) -> Flow:
        """Without the characters `chars` (white space where None) at both ends."""
        kept = self.text.strip(chars)
        if len(kept) == len(self.text):
            return self
        left = len(self.text) - len(self.text.lstrip(chars))
        return self[left : left + len(kept)]

    def keep(self, wanted: Callable[[int], bool]) -> Flow:
        """Only the characters whose index satisfies `wanted`."""
        chosen = [i for i in range(len(self.text)) if wanted(i)]
        return Flow("".join(self.text[i] for i in chosen), array("q", [self.places[i] for i in chosen]))

    def lines(self, ends: str = "\n\r\v\f\u2028\u2029") -> Iterator[Flow]:
        """The lines of the text, without what `ends` them."""
        start = 0
        for end in _any_of(ends).finditer(self.text):
            yield self[start : end.start()]
            start = end.end()
        yield self[start:] if start else self

    def gap_to(self, other: Flow) -> int | None:
        """How many characters of the page lie between this text and `other`; None on different pages or nowhere."""
        if not self or not other or NOWHERE in (self.places[-1], other.places[0]):
            return None
        if self.places[-1] >> _PAGE != other.places[0] >> _PAGE:
            return None
        return other.places[0] - self.places[-1] - 1

    def holds(self, span: Span) -> bool:
        """Whether the first character of `span` is part of this text."""
        return (span.page << _PAGE) + span.start in self.places


_NO_PLACES = range(0)


def _put_together(left: range | array[int], right: range | array[int]) -> range | array[int]:
    """Places one after the other; still a range where both are and the second goes on where the first ends."""
    if not left:
        return right
    if not right:
        return left
    if isinstance(left, range) and isinstance(right, range) and left.stop == right.start:
        return range(left.start, right.stop)
    whole = array("q", left)
    whole.extend(right)
    return whole


def _span(start: int, end: int) -> Span:
    page = start >> _PAGE
    return Span(page, start - (page << _PAGE), end - (page << _PAGE))


EMPTY = Flow("", _NO_PLACES)
_BLANK = Flow.loose(" ")


def join_wrapped(parts: Iterable[Flow]) -> Flow:
    """Pieces of one text that line wraps or page breaks cut apart, joined: a blank only between two Latin letters.

    A number or a word that the wrap cut is whole again; that two Latin words meet at a wrap is the rarer case, and
    there the blank is kept.
    """
    whole = EMPTY
    for part in parts:
        piece = part.strip()
        if not piece:
            continue
        if whole and _both_latin(whole.text[-1], piece.text[0]):
            whole = whole + _BLANK
        whole = whole + piece
    return whole


def undo_layout(flow: Flow) -> Flow:
    """One cell's text with its line wraps undone, indentation and stray control characters removed.

    Where blanks between Chinese characters show that wraps were turned into blanks, the blanks between a Chinese
    character and a digit or bracket in the same cell go too.
    """
    soft = flow.text
    if "\u00ad" in soft:
        flow = flow.keep(lambda index: soft[index] != "\u00ad")
    flow = join_wrapped(flow.lines())
    text = flow.text
    if not _WRAPPED.search(text):
        return flow

    def wanted(index: int) -> bool:
        if not text[index].isspace():
            return True
        before, after = text[:index].rstrip()[-1], text[index:].lstrip()[0]  # joining has stripped both ends
        return not ((is_han(before) and not _latin(after)) or (is_han(after) and not _latin(before)))

    return flow.keep(wanted)


def _latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _both_latin(before: str, after: str) -> bool:
    return _latin(before) and _latin(after)
