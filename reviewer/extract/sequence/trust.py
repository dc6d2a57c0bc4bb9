"""How far a piece is to be trusted, and its text with layout undone."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.base.patterns import pattern
from reviewer.extract.markup import clean
from reviewer.extract.sequence.pagetext import PageText
from reviewer.extract.sequence.pieces import Piece
from reviewer.model.flow import EMPTY, Flow, join_wrapped, undo_layout
from reviewer.model.messages import Message, message

BANDS = ((0.5, "read.learned_poor"), (0.8, "read.learned_weak"), (0.95, "read.learned_fair"))
"""Below which probability of the net a piece has which evidence."""


def doubts(piece: Piece) -> tuple[Message, ...]:
    """What the net's own probability says against a piece, and what stands right beside it."""
    unsure = next(((message(code),) for limit, code in BANDS if piece.probability < limit), ())
    return (*unsure, message("read.no_borders")) if piece.glued else unsure


_LAID_OUT = pattern(r"[\s|｜<&*\u00ad]")


_MOST_KNOWN = 1024
"""So many texts are kept: pieces are asked for in their order, and all of a long text would take as much memory as its tree."""


class Reader:
    """The texts of pieces; each is worked out once, or again where many others were asked for since."""

    def __init__(self, pages: PageText) -> None:
        self.pages = pages
        self._known: dict[tuple[int, int], Flow] = {}

    def flow(self, piece: Piece) -> Flow:
        """The text of a piece, with line ends, bars and stray blanks inside it undone."""
        place = (piece.start, piece.end)
        found = self._known.get(place)
        if found is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            found = self._known[place] = self._read(*place)
        return found

    def _read(self, start: int, end: int) -> Flow:
        flow = self.pages.flow(start, end)
        text = flow.text
        if not _LAID_OUT.search(text):
            return flow
        if "|" in text or "｜" in text:
            flow = flow.keep(lambda index: text[index] not in "|｜")
        return clean(undo_layout(flow))

    def joined(self, before: Flow, piece: Piece) -> Flow:
        """A text with the piece that goes on with it."""
        return join_wrapped((before, self.flow(piece))) if before else self.flow(piece)

    def name(self, pieces: Sequence[Piece]) -> Flow:
        """The text of several pieces that make up one."""
        whole = EMPTY
        for piece in pieces:
            whole = self.joined(whole, piece)
        return whole
