"""Commands on the text that no field claims: go through it, make fields of it, or say that there is nothing in it."""

from __future__ import annotations

from typing import Protocol

from reviewer.base.i18n import tr
from reviewer.model import claiming
from reviewer.model.coverage import unclaimed
from reviewer.model.edits import Act
from reviewer.model.flow import Flow, undo_layout
from reviewer.model.naming import short
from reviewer.model.review import Kind, Review
from reviewer.model.spans import Span, Spans
from reviewer.ui.coverage_bar import CoverageBar
from reviewer.ui.desk import Desk


class Original(Protocol):
    """What the commands need of the source view."""

    def point_at(self, piece: Span | None) -> None: ...


class CoverageCommands:
    """The piece of unclaimed text in hand, and what is done with it; every act goes on to the next piece."""

    def __init__(self, desk: Desk, original: Original, bar: CoverageBar) -> None:
        self._desk, self._original, self._bar = desk, original, bar
        self._piece: Span | None = None
        bar.stepped.connect(self.step)
        bar.field_wanted.connect(self.into_field)
        bar.indicator_wanted.connect(self.into_indicator)
        bar.nothing_wanted.connect(self.nothing)
        bar.closed.connect(lambda: self._take(None))
        desk.current_changed.connect(lambda _opened: self.close())
        desk.review_changed.connect(self._follow)

    @property
    def piece(self) -> Span | None:
        """The piece in hand."""
        return self._piece

    def next(self) -> None:
        """Take the next piece in hand."""
        self.step(1)

    def previous(self) -> None:
        """Take the previous piece in hand."""
        self.step(-1)

    def step(self, step: int) -> None:
        """Go to the next (+1) or previous (-1) piece: from the piece in hand, else from the field in hand, round the end."""
        review = self._desk.review
        if review is None:
            return
        pieces = unclaimed(review)
        if not pieces:
            self.close()
            self._desk.said.emit(tr("Every piece of the original belongs to a field, or you have looked at it."))
            return
        at = self._piece or self._beside(review)
        if at is None:
            place = 0 if step > 0 else -1
        elif step > 0:
            place = next((i for i, piece in enumerate(pieces) if piece > at), 0)
        else:
            place = next((i for i in reversed(range(len(pieces))) if pieces[i] < at), -1)
        self._take(pieces[place])
        self._bar.show_piece(short(review.source.text((pieces[place],)), 60), place % len(pieces) + 1, len(pieces))

    def close(self) -> None:
        """No piece in hand any more."""
        self._bar.close_bar()
        self._piece = None

    def into_field(self) -> None:
        """Make the piece the value of the field in hand."""
        review, ref, piece = self._desk.review, self._desk.field, self._piece
        if review is None or piece is None or ref is None:
            self._say_none()
            return
        self._do(claiming.fill_from(review, ref, piece, _text(review, piece)))

    def into_indicator(self) -> None:
        """Make the piece the name of a new indicator after the row in hand."""
        review, node, piece = self._desk.review, self._desk.node(), self._piece
        entry = node.entry() if node is not None else None
        if review is None or piece is None:
            self._say_none()
        elif node is None or entry is None:
            self._desk.said.emit(tr("Take a row of the entry in hand first: the new indicator comes after it."))
        else:
            at = node.index() + 1 if node.kind is Kind.INDICATOR else len(entry.children)
            self._do(claiming.indicator_from(review, entry, at, piece, _text(review, piece)))

    def nothing(self) -> None:
        """There is nothing to extract in the piece."""
        review, piece = self._desk.review, self._piece
        if review is None or piece is None:
            self._say_none()
            return
        self._do(claiming.nothing_in(review, (piece,)))

    def nothing_any_more(self) -> None:
        """There is nothing to extract in any piece that is left."""
        review = self._desk.review
        if review is not None:
            self._do(claiming.nothing_in(review, unclaimed(review)))

    def _do(self, act: Act) -> None:
        if self._desk.do(act):
            self.step(1)

    def _say_none(self) -> None:
        self._desk.said.emit(tr("Go to a piece of unclaimed text first."))

    def _take(self, piece: Span | None) -> None:
        self._piece = piece
        self._original.point_at(piece)

    def _beside(self, review: Review) -> Span | None:
        """Where the field in hand stands."""
        ref = self._desk.field
        spans: Spans = review.field(ref).spans if ref is not None and ref.node in review else ()
        return spans[0] if spans else None

    def _follow(self) -> None:
        """An act, or its undo: the piece in hand stays framed, whatever was framed for the act."""
        if self._piece is not None:
            self._original.point_at(self._piece)


def _text(review: Review, piece: Span) -> str:
    return undo_layout(Flow.of(review.source, (piece,))).text
