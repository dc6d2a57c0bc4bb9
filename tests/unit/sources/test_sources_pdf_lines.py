"""Characters of a page to runs, words and lines, and what belongs to its fields and pictures: boxes in points, characters ten high."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import pairwise

import pytest

from reviewer.sources.pdf_filled import Filled
from reviewer.sources.pdf_lines import BLANK, Boxes, Glyphs, Run, askew_lines, lines_of, runs_by_place
from reviewer.sources.pdf_page import PageContent, _as_high_as_others, _bare_pictures, _doubt, _leave_out_frames
from reviewer.sources.pdf_rules import Rule, Ruled, ruled_tables

Box = tuple[float, float, float, float]


def glyphs(*chars: tuple[str, Box]) -> Glyphs:
    made = Glyphs()
    for char, (left, top, right, bottom) in chars:
        made.chars.append(char)
        made.left.append(left)
        made.top.append(top)
        made.right.append(right)
        made.bottom.append(bottom)
    return made


def at(char: str, left: float, top: float = 100, wide: float | None = None, high: float = 10) -> tuple[str, Box]:
    """A character; half as wide as high where it is Latin."""
    width = wide if wide is not None else high / 2 if char.isascii() else high
    return char, (left, top, left + width, top + high)


def text_of(made: Glyphs, numbers: Sequence[int]) -> str:
    return "".join("_" if number == BLANK else made.chars[number] for number in numbers)


def runs(*chars: tuple[str, Box], tables: Sequence[Ruled] = ()) -> list[str]:
    made = glyphs(*chars)
    found = runs_by_place(range(len(chars)), made, tables)
    return [text_of(made, run.glyphs) for group in found.values() for run in group]


def lines(*chars: tuple[str, Box], loose: bool = False) -> list[str]:
    made = glyphs(*chars)
    found = runs_by_place(range(len(chars)), made, ())
    return [text_of(made, line.glyphs) for line in lines_of(made, found.get(None, []), loose)]


# -- runs ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("second", "found"),
    [
        (at("乙", 110), ["甲乙"]),
        (at("乙", 115), ["甲乙"]),
        (at("乙", 115.1), ["甲", "乙"]),
        (at("乙", 105), ["甲乙"]),
        (at("乙", 104.9), ["甲", "乙"]),
        (at("乙", 110, 104.9), ["甲乙"]),
        (at("乙", 110, 105.1), ["甲", "乙"]),
        (at("乙", 110, 95.1), ["甲乙"]),
        (at("乙", 110, 94.9), ["甲", "乙"]),
        (at(" ", 110), ["甲 "]),
        (at(" ", 150), ["甲"]),
    ],
)
def test_characters_that_follow_each_other_closely_on_one_line_are_a_run(
    second: tuple[str, Box], found: list[str]
) -> None:
    assert runs(at("甲", 100), second) == found


@pytest.mark.parametrize(
    ("chars", "found"),
    [
        ("ab|cd", ["ab_cd"]),
        ("ab,cd", ["abcd"]),
        ("甲|ab", ["甲ab"]),
        ("ab|甲", ["ab甲"]),
        ("a|b|c", ["abc"]),
        ("1|2|3", ["123"]),
    ],
)
def test_a_gap_between_latin_words_is_a_blank_and_one_between_all_letters_is_none(chars: str, found: list[str]) -> None:
    """“|” stands for a gap of more than a fifth of the height, “,” for one of less."""
    left, made = 100.0, []
    for char in chars:
        if char in "|,":
            left += 2.1 if char == "|" else 1.9
            continue
        made.append(at(char, left))
        left = made[-1][1][2]
    assert runs(*made) == found


def test_text_that_is_spaced_out_nearly_evenly_has_no_blanks() -> None:
    def spaced(*gaps: float) -> list[str]:
        left, made = 100.0, [at("1", 100.0)]
        for number, gap in enumerate(gaps, start=2):
            left = made[-1][1][2] + gap
            made.append(at(str(number), left))
        return runs(*made)

    assert spaced(3, 3.9) == ["123"]
    assert spaced(3, 4.1) == ["1_2_3"]
    assert spaced(3) == ["1_2"], "two characters are not yet spaced out"


TABLE = ruled_tables([Rule(y, 50, 250) for y in (90, 120, 150)], [Rule(x, 90, 150) for x in (50, 150, 250)])


@pytest.mark.parametrize(
    ("left", "wide", "found"),
    [
        (145, 10, ["甲乙"]),
        (147.9, 10, ["甲乙"]),
        (148.1, 10, ["甲", "乙"]),
        (142.1, 10, ["甲乙"]),
        (150, 10, ["甲", "乙"]),
        (139.9, 10, ["甲乙"]),
    ],
)
def test_a_text_goes_on_over_a_border_that_runs_through_a_character(left: float, wide: float, found: list[str]) -> None:
    """Through its middle three fifths; one that only touches the border is of the next cell."""
    first = at("甲", left - 11)
    assert runs(first, at("乙", left, wide=wide), tables=TABLE) == found


def test_a_text_without_any_gap_at_a_border_goes_on_to_its_end_within_the_table() -> None:
    assert runs(at("甲", 140), at("乙", 150.5), at("丙", 160.5), tables=TABLE) == ["甲乙丙"]
    assert runs(at("甲", 140), at("乙", 150.7), tables=TABLE) == ["甲", "乙"]
    assert runs(at("甲", 140, 111), at("乙", 150.5, 114.9), tables=TABLE) == ["甲乙"]
    assert runs(at("甲", 234), at("乙", 244), at("丙", 254), tables=TABLE) == ["甲乙", "丙"], "out of the table"


# -- lines -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gap", "loose", "found"),
    [
        (5.9, False, ["甲乙"]), (6.1, False, ["甲_乙"]), (6.1, True, ["甲_乙"]), (14.9, True, ["甲_乙"]), (15.1, True, ["甲__乙"]),
        (15.1, False, ["甲_乙"]),
    ],
)  # fmt: skip
def test_room_between_runs_is_a_blank_and_much_of_it_is_two(gap: float, loose: bool, found: list[str]) -> None:
    assert lines(at("甲", 100), at("乙", 110 + gap), loose=loose) == found


def test_blanks_between_latin_runs_and_beside_printed_ones() -> None:
    assert lines(at("a", 100), at("b", 110.1)) == ["a_b"]
    assert lines(at("b", 107.1), at("a", 100)) == ["a_b"], "drawn the other way round"
    assert lines(at("b", 106.9), at("a", 100)) == ["ab"]
    assert lines(at("甲", 100), at(" ", 110), at("乙", 130)) == ["甲 乙"]


@pytest.mark.parametrize(("off", "count"), [(4.9, 1), (5.1, 2), (-4.9, 1), (-5.1, 2)])
def test_runs_at_nearly_one_height_are_one_line(off: float, count: int) -> None:
    assert len(lines(at("甲", 100), at("乙", 200, 100 + off))) == count
    assert len(lines(at("甲", 100, high=20), at("乙", 200, 105 + off))) == count, "the lower one counts"


def test_lines_come_from_the_top_and_runs_from_the_left() -> None:
    assert lines(at("丁", 200, 130), at("乙", 200), at("丙", 100, 130), at("甲", 100)) == ["甲_乙", "丙_丁"]


@pytest.mark.parametrize(
    ("sign", "found"),
    [
        (at("”", 120), ["“小”驿站"]),
        (at("”", 118.6), ["“小”驿站"]),
        (at("”", 121.4), ["“小”驿站"]),
        (at("”", 118.4), ["“小驿站”"]),
        (at("”", 160), ["“小驿站_”"]),
    ],
)
def test_a_sign_that_is_drawn_into_the_gap_left_for_it(sign: tuple[str, Box], found: list[str]) -> None:
    """A program takes another font for it and draws it after the rest; it may overlap a little."""
    whole = [at("“", 100, wide=10), at("小", 110), at("驿", 130), at("站", 140)]
    made = glyphs(*whole, sign)
    first = Run(100, 100, 150, 110, [0, 1, 2, 3])
    second = Run(sign[1][0], sign[1][1], sign[1][2], sign[1][3], [4])
    assert [text_of(made, line.glyphs) for line in lines_of(made, [first, second])] == found


def test_text_at_an_angle_line_by_line() -> None:
    made = glyphs(at("甲", 100, 100), at("乙", 107, 107), at("丙", 114, 114), at("丁", 114, 160), at("戊", 107, 167))
    assert [text_of(made, line.glyphs) for line in askew_lines(made, range(5))] == ["甲乙丙", "丁戊"]
    assert list(askew_lines(made, [])) == []


# -- what a page makes of its characters -----------------------------------------------------------------------------


def page(*chars: tuple[str, Box], width: float = 500, height: float = 800) -> PageContent:
    made = PageContent(width, height)
    made.glyphs = glyphs(*chars)
    made.boxes = Boxes(array("d", [edge for _, box in chars for edge in box]))
    return made


@pytest.mark.parametrize(("high", "grown"), [(1, True), (7.4, True), (7.6, False)])
def test_flat_characters_are_as_high_as_others(high: float, grown: bool) -> None:
    made = glyphs(("一", (100, 105, 110, 105 + high)), ("二", (110, 105, 120, 105 + high)))
    _as_high_as_others(made, [0])
    middle = 105 + high / 2
    assert (made.top[0], made.bottom[0]) == ((middle - 5, middle + 5) if grown else (105, 105 + high))
    assert (made.top[1], made.bottom[1]) == (105, 105 + high), "only those that are named"


@pytest.mark.parametrize(
    ("picture", "chars", "count"),
    [
        ((0, 0, 160, 100), 0, 1),
        ((0, 0, 159, 100), 0, 0),
        ((0, 0, 160, 100), 2, 1),
        ((0, 0, 160, 100), 3, 0),
        ((200, 0, 360, 100), 3, 1),
        ((0, 200, 160, 300), 3, 1),
    ],
    ids=["large", "smaller", "two characters on it", "three", "beside them", "beneath them"],
)
def test_pictures_that_may_hold_text_are_large_and_bare(picture: Box, chars: int, count: int) -> None:
    made = page(*[at("甲", 20 + 10 * n, 50) for n in range(chars)], at("乙", 450, 700))
    assert _bare_pictures([picture], made) == count


def frames(frame: Box, around: float, own: float = 0.5, cells: int = 4) -> tuple[int, int]:
    """How many lines across and down are left of a cell's and of the border of a field in it."""
    left, top, right, bottom = frame
    made = page()
    made.across = [
        Rule(top - around, 0, 300),
        Rule(bottom + around, 0, 300),
        Rule(top - own, left, right),
        Rule(bottom + own, left, right),
    ]
    made.down = [Rule(0, 0, 300), Rule(300, 0, 300), Rule(left - own, top, bottom), Rule(right + own, top, bottom)][
        -cells:
    ]
    if cells < 4:
        made.across = made.across[2:]
    _leave_out_frames([frame], made)
    return len(made.across), len(made.down)


@pytest.mark.parametrize(
    ("frame", "around", "own", "left"),
    [
        ((100, 100, 200, 120), 4, 0.5, (2, 2)),
        ((100, 100, 200, 120), 8, 0.5, (2, 2)),
        ((100, 100, 200, 120), 8.1, 0.5, (4, 4)),
        ((100, 100, 200, 120), 1.6, 0.5, (2, 2)),
        ((100, 100, 200, 120), 1.4, 0.5, (4, 4)),
        ((100, 100, 120, 120), 30, 0.5, (2, 2)),
        ((100, 100, 120.1, 120), 30, 0.5, (4, 4)),
        ((100, 100, 120, 120.1), 30, 0.5, (4, 4)),
        ((100, 100, 200, 120), 4, 1.4, (2, 2)),
        ((100, 100, 200, 120), 4, 1.6, (4, 4)),
    ],
    ids=["in a cell", "in a higher one", "too high", "in a low one", "filling it", "a box to tick", "wider", "higher", "its border",
         "not its border"],
)  # fmt: skip
def test_the_border_of_a_field_in_a_cell_is_no_line_of_the_table(
    frame: Box, around: float, own: float, left: tuple[int, int]
) -> None:
    assert frames(frame, around, own) == left


def test_a_page_of_fields_alone_keeps_their_borders() -> None:
    assert frames((100, 100, 120, 120), 30, cells=2) == (2, 2)


@pytest.mark.parametrize(("count", "is_recognised"), [(30, False), (31, True)])
def test_text_that_is_drawn_without_ink_over_a_picture_is_of_a_program_that_reads_scans(
    count: int, is_recognised: bool
) -> None:
    made = page(*[at(char, 0) for char in ("中", "，", "8", "≥", "㐀", "鿿", "Ａ") * 6][: count + 3])
    _doubt(made, frozenset((7,)), [7] * count + [8] * 3)
    assert made.is_recognised is is_recognised
    if is_recognised:
        assert list(made.certainty[:7]) == [242, 242, 224, 224, 242, 242, 224]
        assert list(made.certainty[-3:]) == [255] * 3
    else:
        assert not made.certainty


@pytest.mark.parametrize(
    ("pictured", "count", "is_picture"), [(0.41, 30, True), (0.4, 30, False), (0.41, 31, False), (0.9, 0, True)]
)
def test_a_page_that_is_a_picture_of_one(pictured: float, count: int, is_picture: bool) -> None:
    made = page()
    made.pictured, made.count = pictured, count
    assert made.is_picture is is_picture


@pytest.mark.parametrize(
    ("text", "box", "size", "from_top", "lines"),
    [
        ("甲乙", (0, 0, 100, 20), 10, False, ["甲乙"]),
        ("甲乙丙", (0, 0, 22, 40), 10, False, ["甲乙丙"]),
        ("甲乙丙", (0, 0, 22, 40), 10, True, ["甲乙", "丙"]),
        ("甲乙丙", (0, 0, 22.1, 40), 10, True, ["甲乙", "丙"]),
        ("甲乙丙", (0, 0, 21.9, 40), 10, True, ["甲", "乙", "丙"]),
        ("甲乙", (0, 0, 5, 40), 10, True, ["甲", "乙"]),
        ("甲\r\n乙\r丙\n丁", (0, 0, 100, 80), 10, False, ["甲", "乙", "丙", "丁"]),
        ("ab 12", (0, 0, 100, 20), 10, False, ["ab12"]),
    ],
)
def test_characters_of_a_field_from_line_to_line(
    text: str, box: Box, size: float, from_top: bool, lines: list[str]
) -> None:
    rows: dict[float, str] = {}
    for char, (_, _, _, top) in Filled(text, box, size, from_top).glyphs():
        rows[top] = rows.get(top, "") + char
    assert list(rows.values()) == lines
    tops = list(rows)
    assert [round(above - below, 6) for above, below in pairwise(tops)] == [12] * (len(lines) - 1)
