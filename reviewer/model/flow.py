"""Text that remembers where each of its characters stands in the source, through joining, cutting and cleaning."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from reviewer.model.source import Source
from reviewer.model.spans import Span, Spans, join_spans

Place = tuple[int, int] | None
"""Where a character stands: (page, offset), or None for one that the source does not have (a blank put in by a join)."""


def is_han(char: str) -> bool:
    """Whether `char` is a Chinese character (ideographs; not punctuation)."""
    return "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf" or "\U00020000" <= char <= "\U0003ffff"


@dataclass(frozen=True, slots=True)
class Flow:
    """A text and the place of each of its characters; `len(places) == len(text)`."""

    text: str
    places: tuple[Place, ...]

    @staticmethod
    def of(source: Source, spans: Iterable[Span]) -> Flow:
        """The text at `spans` as it stands."""
        spans = tuple(spans)
        return Flow(source.text(spans), tuple((s.page, o) for s in spans for o in range(s.start, s.end)))

    def __len__(self) -> int:
        return len(self.text)

    def __bool__(self) -> bool:
        return bool(self.text)

    def __getitem__(self, part: slice) -> Flow:
        return Flow(self.text[part], self.places[part])

    def __add__(self, other: Flow) -> Flow:
        return Flow(self.text + other.text, self.places + other.places)

    @property
    def spans(self) -> Spans:
        """Where the text stands, in as few spans as possible."""
        return join_spans(place for place in self.places if place is not None)

    def strip(self, chars: str | None = None) -> Flow:
        """Without the characters `chars` (white space where None) at both ends."""
        left = len(self.text) - len(self.text.lstrip(chars))
        right = len(self.text.rstrip(chars))
        return self[left : max(left, right)]

    def keep(self, wanted: Callable[[int], bool]) -> Flow:
        """Only the characters whose index satisfies `wanted`."""
        chosen = [i for i in range(len(self.text)) if wanted(i)]
        return Flow("".join(self.text[i] for i in chosen), tuple(self.places[i] for i in chosen))


EMPTY = Flow("", ())
_BLANK = Flow(" ", (None,))


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
    flow = join_wrapped(_lines(flow))
    text = flow.text
    wrapped = any(
        text[i].isspace() and 0 < i < len(text) - 1 and is_han(text[i - 1]) and is_han(text[i + 1])
        for i in range(len(text))
    )
    if not wrapped:
        return flow

    def wanted(index: int) -> bool:
        if not text[index].isspace():
            return True
        before, after = text[:index].rstrip()[-1], text[index:].lstrip()[0]  # joining has stripped both ends
        return not ((is_han(before) and not _latin(after)) or (is_han(after) and not _latin(before)))

    return flow.keep(wanted)


def _lines(flow: Flow) -> Iterator[Flow]:
    start = 0
    for index, char in enumerate(flow.text):
        if char in "\n\r\v\f\u2028\u2029":
            yield flow[start:index]
            start = index + 1
    yield flow[start:]


def _latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _both_latin(before: str, after: str) -> bool:
    return _latin(before) and _latin(after)
