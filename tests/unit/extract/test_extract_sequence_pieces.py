"""Pieces of text that the net has told: no two hold the same words of a goal."""

from __future__ import annotations

from random import Random

import pytest

from reviewer.extract.sequence.pieces import Piece, _Packed, goals_apart
from reviewer.extract.sequence.roles import SegmentRole as R


def test_goals_that_were_brought_to_one_line_do_not_hold_its_words_twice() -> None:
    told = [(R.GOAL, 0, 19), (R.GOAL, 14, 37), (R.GOAL, 20, 30), (R.LEVEL3, 25, 40), (R.GOAL, 38, 44), (R.GOAL, 44, 50)]
    pieces = goals_apart(Piece(role, start, end, 1.0, 0) for role, start, end in told)
    assert [(piece.role, piece.start, piece.end) for piece in pieces] == [
        (R.GOAL, 0, 19), (R.GOAL, 19, 37), (R.LEVEL3, 25, 40), (R.GOAL, 38, 44), (R.GOAL, 44, 50),
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_pieces_kept_as_numbers_come_out_as_they_were_and_in_order(seed: int) -> None:
    """More than a block of them; those that begin at one place stay in the order in which they were found."""
    chance = Random(seed)
    given = [
        Piece(chance.choice(list(R)), start := chance.randrange(9_000), start + chance.randrange(9), chance.random(),
              chance.randrange(5), chance.randrange(-1, 4), chance.random() < 0.5, False, chance.random() < 0.5, chance.randrange(3))
        for _ in range(10_000)
    ]  # fmt: skip
    packed = _Packed(iter(given))
    assert list(packed.taken_out()) == sorted(given, key=lambda piece: piece.start)
    assert not list(packed.taken_out()), "what has been taken takes no room"
