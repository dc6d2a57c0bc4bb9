"""What of a PDF's text is a watermark or a shadow, stands raised, or is struck out: boxes of text in points, at the limits of each rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from reviewer.sources.pdf_lines import Glyphs, Run
from reviewer.sources.pdf_raised import mark_raised
from reviewer.sources.pdf_rules import Rule, Ruled, ruled_tables
from reviewer.sources.pdf_seen import Box, Fill, Piece, Seen, _across, _holds, _is_shifted, _shadows
from reviewer.sources.pdf_shades import tables_of_shades
from reviewer.sources.pdf_struck import take_struck

GREY, DARK, WHITE = 200, 0, 255


def piece(number: int, box: Box, light: int = DARK, in_layer: bool = False) -> Piece:
    return Piece(number, box, (light, light, light), light, in_layer)


def items(pieces: Sequence[Piece]) -> list[int]:
    return [each.item for each in pieces]


# -- watermarks ------------------------------------------------------------------------------------------------------

LINES = [piece(n, (100, 100 + 20 * n, 300, 110 + 20 * n)) for n in range(4)]
"""Four dark lines, ten points high and twenty apart."""


@pytest.mark.parametrize(
    ("box", "is_across"),
    [
        ((120, 95, 280, 175), True),
        ((120, 109.5, 280, 124.5), True),
        ((120, 110.5, 280, 119), False),
        ((120, 106, 280, 116), True),
        ((120, 108.6, 280, 118.6), False),
        ((120, 108.4, 280, 118.4), True),
        ((301, 95, 400, 175), False),
        ((299, 95, 400, 175), True),
        ((120, 181, 280, 261), False),
    ],
    ids=["large over all", "high and touching", "between two", "on a line", "a seventh of it", "more", "beside", "large and touching",
         "beneath"],
)  # fmt: skip
def test_light_text_across_the_others_is_a_watermark(box: Box, is_across: bool) -> None:
    """One that is much higher than the others needs only touch one; another has to lie on them with a part of itself."""
    assert items(_across([*LINES, piece(9, box, GREY)])) == [9] * is_across


@pytest.mark.parametrize(("light", "is_across"), [(134, False), (135, True), (249, True), (250, False)])
def test_what_is_light_and_not_white(light: int, is_across: bool) -> None:
    assert items(_across([*LINES, piece(9, (120, 95, 280, 175), light)])) == [9] * is_across


def test_a_page_mostly_in_grey_has_no_watermark() -> None:
    marks = [piece(10 + n, (120, 95, 280, 175), GREY) for n in range(5)]
    assert len(_across([*LINES, *marks[:4]])) == 4
    assert _across([*LINES, *marks]) == []
    assert _across([piece(1, (0, 0, 9, 9), GREY)]) == []


# -- shadows ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "is_shadow"),
    [
        ((100, 100, 300, 110), True),
        ((102.5, 100, 302.5, 110), True),
        ((97.5, 102.5, 297.5, 112.5), True),
        ((102.6, 100, 302.6, 110), False),
        ((100, 102.6, 300, 112.6), False),
        ((100, 97.4, 300, 107.4), False),
        ((97.4, 100, 297.4, 110), False),
        ((100, 100, 304, 110), True),
        ((100, 100, 304.2, 110), False),
        ((100, 100, 295.8, 110), False),
        ((100, 100, 300, 110.2), False),
        ((100, 100, 300, 109.8), False),
    ],
)
def test_the_shadow_of_a_text_is_as_large_and_nearly_at_its_place(one: Box, is_shadow: bool) -> None:
    assert _is_shifted(one, (100, 100, 300, 110)) is is_shadow
    assert items(_shadows([*LINES, piece(9, one, GREY)])) == [9] * is_shadow


def test_shadows_are_light_and_what_throws_them_is_dark() -> None:
    same = (100, 100, 300, 110)
    assert _shadows([piece(1, same, GREY), piece(2, same, GREY)]) == []
    assert _shadows([piece(1, same), piece(2, same)]) == []
    assert items(_shadows([piece(1, same, 134), piece(2, same, 135)])) == [2]
    assert items(_shadows([piece(1, (0, 0, 50, 10), GREY), piece(2, (1, 1, 51, 11))])) == [1]


# -- what lies under and on others -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inner", "holds"),
    [
        ((110, 110, 190, 130), True),
        ((100, 100, 200, 140), True),
        ((180, 110, 220, 130), False),
        ((170, 110, 205, 130), True),
        ((170, 110, 208, 130), False),
        ((80, 110, 120, 130), False),
        ((110, 95, 190, 115), False),
        ((110, 97, 190, 112), True),
        ((110, 128, 190, 143), True),
        ((110, 129, 190, 144), False),
        ((300, 110, 320, 130), False),
    ],
)
def test_a_box_holds_the_middle_and_four_fifths_of_another(inner: Box, holds: bool) -> None:
    assert _holds((100, 100, 200, 140), inner) is holds


@pytest.mark.parametrize(
    ("fill", "light", "in_layer", "suspected"),
    [
        (None, DARK, False, False),
        (None, DARK, True, True),
        (None, WHITE, False, True),
        (None, 250, False, True),
        (None, 249, False, False),
        (Fill(1, (0, 0, 90, 90), (40, 40, 40)), DARK, False, True),
        (Fill(0, (0, 0, 90, 90), (40, 40, 40)), DARK, False, False),
        (Fill(0, (0, 0, 90, 90), (0, 0, 0)), DARK, False, True),
        (Fill(0, (50, 0, 90, 90), (0, 0, 0)), DARK, False, False),
        (Fill(1, (50, 0, 90, 90), (40, 40, 40)), DARK, False, False),
        (Fill(0, (0, 0, 90, 90), (40, 40, 40)), WHITE, False, False),
        (Fill(1, (0, 0, 90, 90), (40, 40, 40)), WHITE, False, True),
        (Fill(0, (0, 0, 90, 90), (250, 250, 255)), WHITE, False, True),
        (Fill(0, (50, 0, 90, 90), (40, 40, 40)), WHITE, False, True),
    ],
    ids=["alone", "in a layer", "white", "nearly white", "light", "covered", "on a shade", "on its own colour", "beside its own colour",
         "beside a cover", "white on a shade", "white and covered", "white on white", "white beside a shade"],
)  # fmt: skip
def test_which_text_may_not_be_seen(fill: Fill | None, light: int, in_layer: bool, suspected: bool) -> None:
    """`after` of a shape: how many pieces of text are drawn before it."""
    seen = Seen(fills=[fill] if fill else [])
    assert bool(seen._suspected([piece(7, (10, 10, 40, 20), light, in_layer)])) is suspected


# -- raised and lowered digits ---------------------------------------------------------------------------------------


def glyphs(*boxes: tuple[str, float, float, float, float]) -> Glyphs:
    """Characters with left, top, right, bottom."""
    made = Glyphs()
    for char, left, top, right, bottom in boxes:
        made.chars.append(char)
        made.left.append(left)
        made.top.append(top)
        made.right.append(right)
        made.bottom.append(bottom)
    return made


LETTERS = [(char, 100.0 + 10 * n, 100.0, 110.0 + 10 * n, 110.0) for n, char in enumerate("面积共千m")]
"""Ten points high and wide, the last one ends at 150."""


@pytest.mark.parametrize(
    ("left", "top", "height", "shown"),
    [
        (150, 98, 6, "²"),
        (150, 100, 6, "²"),
        (150, 100.7, 6, "²"),
        (150, 101.0, 6, "2"),
        (150, 102, 6, "2"),
        (150, 98, 7.9, "²"),
        (150, 98, 8.1, "2"),
        (155.9, 98, 6, "²"),
        (156.1, 98, 6, "2"),
        (144.1, 98, 6, "²"),
        (143.9, 98, 6, "2"),
        (150, 94.1, 6, "²"),
        (150, 93.9, 6, "2"),
        (150, 106, 6, "₂"),
        (150, 104.1, 6, "₂"),
        (150, 103.9, 6, "2"),
        (150, 109.9, 6, "₂"),
        (150, 110.1, 6, "2"),
        (150, 103, 3, "2"),
        (150, 101, 2, "²"),
        (150, 106, 3, "₂"),
    ],
)
def test_small_digits_above_or_beneath_the_line_of_a_larger_character(
    left: float, top: float, height: float, shown: str
) -> None:
    made = glyphs(*LETTERS, ("2", left, top, left + 5, top + height))
    mark_raised(made, list(range(6)))
    assert made.chars[5] == shown


def test_what_is_raised_is_a_digit_beside_something() -> None:
    for char in "a一":
        made = glyphs(*LETTERS, (char, 150, 98, 155, 104))
        mark_raised(made, list(range(6)))
        assert made.chars[5] == char
    for before, shown in (("（", "2"), ("(", "2"), ("m", "²"), ("）", "²")):
        made = glyphs(*LETTERS[:4], (before, 140, 100, 150, 110), ("2", 150, 98, 155, 104))
        mark_raised(made, list(range(6)))
        assert made.chars[5] == shown
    first = glyphs(("2", 95, 98, 100, 104), *LETTERS)
    mark_raised(first, list(range(6)))
    assert first.chars[0] == "2", "nothing stands before it"
    alone = glyphs(("2", 95, 98, 100, 104))
    mark_raised(alone, [0])
    assert alone.chars == ["2"]


def test_all_digits_of_a_raised_number_and_blanks_before_it() -> None:
    third = {
        (156, 98, 104): "³",
        (159.5, 98, 104): "³",
        (159.7, 98, 104): "3",
        (152.5, 98, 104): "³",
        (156, 98.5, 104.5): "³",
        (156, 98.7, 104.7): "3",
        (156, 97.3, 103.3): "3",
        (156, 98, 104.7): "3",
        (20, 298, 304): "3",
    }
    for (left, top, bottom), shown in third.items():
        made = glyphs(*LETTERS, ("1", 150, 98, 153, 104), ("2", 153, 98, 156, 104), ("3", left, top, left + 3, bottom))
        mark_raised(made, list(range(8)))
        assert "".join(made.chars[5:]) == f"¹²{shown}", "one elsewhere, or of another size, is a number of its own"
    made = glyphs(*LETTERS, (" ", 150, 100, 152, 110), ("2", 152, 98, 156, 104))
    mark_raised(made, list(range(7)))
    assert made.chars[6] == "²"
    made = glyphs(*LETTERS, *[(" ", 150, 100, 150.5, 110)] * 3, ("2", 151, 98, 156, 104))
    mark_raised(made, list(range(9)))
    assert made.chars[8] == "2", "three blanks away"


# -- text that is struck out -----------------------------------------------------------------------------------------


def struck(text: str, *rules: Rule, tables: Sequence[Ruled] = ()) -> tuple[list[str], str]:
    """What is said to be struck out, and what is left of a text from 100 on, ten points wide and high for each character."""
    made = glyphs(*[(char, 100.0 + 10 * n, 200.0, 110.0 + 10 * n, 210.0) for n, char in enumerate(text)])
    run = Run(100.0, 200.0, 100.0 + 10 * len(text), 210.0, list(range(len(text))))
    runs: dict[Any, list[Run]] = {None: [run]}
    said = take_struck(runs, made, rules, list(tables))
    return said, "".join(made.chars[n] for run in runs[None] for n in run.glyphs)


@pytest.mark.parametrize(
    ("rule", "said", "left"),
    [
        (Rule(205, 100, 140), ["甲乙丙丁"], ""),
        (Rule(203.4, 100, 140), ["甲乙丙丁"], ""),
        (Rule(203.2, 100, 140), [], "甲乙丙丁"),
        (Rule(207.7, 100, 140), ["甲乙丙丁"], ""),
        (Rule(207.9, 100, 140), [], "甲乙丙丁"),
        (Rule(205, 110, 130), ["乙丙"], "甲丁"),
        (Rule(205, 96.6, 143.4), ["甲乙丙丁"], ""),
        (Rule(205, 96.4, 140), [], "甲乙丙丁"),
        (Rule(205, 100, 143.6), [], "甲乙丙丁"),
        (Rule(205, 103.4, 136.6), ["甲乙丙丁"], ""),
        (Rule(205, 106, 136), [], "甲乙丙丁"),
        (Rule(205, 107, 137), ["乙丙丁"], "甲"),
        (Rule(205, 114, 126), [], "甲乙丙丁"),
        (Rule(205, 100, 400), [], "甲乙丙丁"),
        (Rule(205, 10, 99), [], "甲乙丙丁"),
        (Rule(205, 141, 180), [], "甲乙丙丁"),
    ],
)  # fmt: skip
def test_a_line_through_the_middle_that_begins_and_ends_with_characters_strikes_them_out(
    rule: Rule, said: list[str], left: str
) -> None:
    assert struck("甲乙丙丁", rule) == (said, left)


def test_what_no_line_strikes_out() -> None:
    assert struck("甲乙")[0] == []
    for dash in "-—–_一":
        assert struck(f"甲{dash}乙", Rule(205, 110, 120)) == ([], f"甲{dash}乙"), "a dash is a line itself"
    assert struck("甲 乙", Rule(205, 110, 120)) == ([], "甲 乙"), "a blank"
    table = ruled_tables([Rule(y, 50, 400) for y in (150, 205, 250)], [Rule(x, 150, 250) for x in (50, 400)])
    assert struck("甲乙", Rule(205, 100, 120), tables=table) == ([], "甲乙"), "the border of a table"


# -- tables of filled boxes ------------------------------------------------------------------------------------------


def shades(rows: int, columns: int, gap: float = 2.0, high: float = 18.0, wide: float = 58.0) -> list[Box]:
    return [
        (100 + (wide + gap) * c, 100 + (high + gap) * r, 100 + wide + (wide + gap) * c, 100 + high + (high + gap) * r)
        for r in range(rows)
        for c in range(columns)
    ]


@pytest.mark.parametrize(
    ("boxes", "cells"),
    [
        (shades(3, 3), 9),
        (shades(3, 2), 6),
        (shades(2, 3), 0),
        (shades(6, 1), 0),
        (shades(3, 3, gap=3.1), 9),
        (shades(3, 3, gap=7), 0),
        (shades(3, 3, high=4.1), 9),
        (shades(3, 3, high=4.0), 0),
        (shades(3, 3, wide=4.1), 9),
        (shades(3, 3, wide=4.0), 0),
        (shades(3, 2)[:5], 0),
        (shades(3, 2) * 501, 0),
        (shades(3, 2) * 500, 6),
    ],
    ids=["nine", "six", "two rows", "one column", "wide gaps", "too wide", "low", "too low", "narrow", "too narrow", "five boxes",
         "a drawing", "many"],
)  # fmt: skip
def test_filled_boxes_with_narrow_gaps_are_the_cells_of_a_table(boxes: list[Box], cells: int) -> None:
    found = tables_of_shades(boxes, [])
    assert [len(table.regions) for table in found] == ([cells] if cells else [])


def test_filled_boxes_within_a_drawn_table_are_its_own() -> None:
    table = ruled_tables([Rule(y, 90, 300) for y in (90, 140, 190)], [Rule(x, 90, 190) for x in (90, 200, 300)])
    assert tables_of_shades(shades(3, 3), table) == []
