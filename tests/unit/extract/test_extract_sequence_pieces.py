"""Pieces of text that the net has told: no two hold the same words of a goal."""

from __future__ import annotations

from reviewer.extract.sequence.pieces import Piece, goals_apart
from reviewer.extract.sequence.roles import SegmentRole as R


def test_goals_that_were_brought_to_one_line_do_not_hold_its_words_twice() -> None:
    told = [(R.GOAL, 0, 19), (R.GOAL, 14, 37), (R.GOAL, 20, 30), (R.LEVEL3, 25, 40), (R.GOAL, 38, 44), (R.GOAL, 44, 50)]
    pieces = goals_apart(Piece(role, start, end, 1.0, 0) for role, start, end in told)
    assert [(piece.role, piece.start, piece.end) for piece in pieces] == [
        (R.GOAL, 0, 19), (R.GOAL, 19, 37), (R.LEVEL3, 25, 40), (R.GOAL, 38, 44), (R.GOAL, 44, 50),
    ]  # fmt: skip
