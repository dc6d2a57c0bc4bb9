"""Tables that are ruled across only, at the limits of each rule: lines and boxes of text in points, lines of text ten points high."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest

from reviewer.sources.pdf_across import (
    _are_of_rows,
    _Band,
    _columns,
    _drawn_borders,
    _gaps,
    _goes_on,
    _groups,
    _had_room,
    _is_no_row,
    _is_one_row,
    _is_parted,
    _is_surely_several,
    _Line,
    _lines,
    _part,
    _widen,
    rows_between,
    tables_across,
)
from reviewer.sources.pdf_doubts import Doubts
from reviewer.sources.pdf_lines import PrintedLine, Run
from reviewer.sources.pdf_rules import Rule, ruled_tables

LEFT, RIGHT = 50.0, 450.0
XS = (50.0, 150.0, 250.0, 350.0, 450.0)


def rule(at: float, left: float = LEFT, right: float = RIGHT) -> Rule:
    return Rule(at, left, right)


def line(at: float, *parts: tuple[float, float]) -> _Line:
    """A line of these stretches, each drawn in one piece."""
    rules = [rule(at, *part) for part in parts or ((LEFT, RIGHT),)]
    (made,) = _lines(rules)
    return made


def text(left: float, top: float, wide: float = 40, high: float = 10) -> PrintedLine:
    return PrintedLine(left, top, left + wide, top + high)


def row(top: float, xs: Sequence[float] = XS[:-1], wide: float = 40) -> list[PrintedLine]:
    """A text in the middle of each column of a hundred points."""
    return [text(x + 50 - wide / 2, top, wide) for x in xs]


def band(chunks: Sequence[PrintedLine], borders: Sequence[float] = XS[1:-1], high: float = 40) -> _Band:
    return _Band(line(100), line(100 + high), list(chunks), list(borders))


# -- which lines are of one table ------------------------------------------------------------------------------------


def read(
    rules: Sequence[Rule], chunks: Sequence[PrintedLine], down: Sequence[Rule] = ()
) -> list[tuple[list[float], list[float]]]:
    """The borders of the tables: across and down."""
    runs = [Run(chunk.left, chunk.top, chunk.right, chunk.bottom, [0]) for chunk in chunks]
    return [(table.ys, table.xs) for table in tables_across(rules, down, ruled_tables(rules, down), runs, (), Doubts())]


ROWS = [*row(105), *row(125), *row(145)]
RULES = [rule(100), rule(120), rule(140), rule(160)]
BETWEEN = [50, 150, 250, 350, 450]


def test_columns_are_parted_where_no_text_stands() -> None:
    ((ys, xs),) = read(RULES, ROWS)
    assert ys == [100, 120, 140, 160]
    assert xs == pytest.approx(BETWEEN)


@pytest.mark.parametrize(
    ("rules", "tables"),
    [
        (RULES[:1], 0),
        (RULES, 1),
        ([rule(100, 50, 149), rule(120, 50, 149), rule(140, 50, 149)], 0),
        ([rule(at, LEFT + off, RIGHT - off) for at, off in ((100, 0), (120, 3.9), (140, 0), (160, 3.9))], 1),
        ([rule(at, LEFT - off, RIGHT) for at, off in ((100, 0), (120, 4.1), (140, 4.1), (160, 0))], 1),
    ],
    ids=["one line", "four", "narrow", "ends that nearly meet", "ends that do not"],
)
def test_lines_with_the_same_ends_are_of_one_table(rules: list[Rule], tables: int) -> None:
    assert len(read(rules, ROWS)) == tables


@pytest.mark.parametrize(
    ("x", "y", "touches"), [(46.9, 120, False), (47.1, 120, True), (453.1, 120, False), (452.9, 120, True)]
)
def test_lines_that_others_touch_are_of_another_table(x: float, y: float, touches: bool) -> None:
    """Three points beside the end of a line, or above or beneath it."""
    found = read(RULES, ROWS, [Rule(x, 90, 170)])
    assert len(found) == (0 if touches else 1)
    assert len(read(RULES, ROWS, [Rule(48, 60, 96.9)])) == 1
    short = read(RULES, ROWS, [Rule(200, 60, 97.1)])
    assert [ys[0] for ys, _ in short] == [120], "the first line is of something above"
    short = read(RULES, ROWS, [Rule(200, 162.9, 200)])
    assert [ys[-1] for ys, _ in short] == [140]
    assert [ys[-1] for ys, _ in read(RULES, ROWS, [Rule(200, 163.1, 200)])] == [160]


def test_pieces_at_one_height_are_one_line() -> None:
    made = _lines([rule(100, 50, 200), rule(103, 202, 450), rule(110), rule(113.3)])
    assert [(each.at, len(each.parts)) for each in made] == [(101.5, 1), (110, 1), (113.3, 1)]
    assert made[0].ends == [50, 200, 202, 450]
    many = _lines([rule(100, 50 + 10 * n, 58 + 10 * n) for n in range(31)])
    assert many[0].ends == [], "dashes show no borders"
    assert len(_lines([rule(100, 50 + 10 * n, 58 + 10 * n) for n in range(30)])[0].ends) == 60
    assert _lines([rule(100, 50, 54)]) == []


def test_what_is_said_of_a_line() -> None:
    pieces = line(100, (50, 150), (200, 450))
    assert (pieces.left, pieces.right) == (50, 450)
    assert [pieces.leaves_out(x) for x in (48.3, 48.5, 100, 151.5, 151.7, 198.3, 198.5, 451.5, 451.7)] == [
        True, False, False, False, True, True, False, False, True,
    ]  # fmt: skip
    assert [pieces.ends_at(x) for x in (48.3, 48.5, 51.5, 51.7, 100, 150, 201.5)] == [
        False,
        True,
        True,
        False,
        False,
        True,
        True,
    ]
    assert [pieces.has_part(*ends) for ends in ((50, 150), (54, 146), (54.1, 150), (50, 145.9), (200, 450), (50, 450))] == [
        True, True, False, False, True, False,
    ]  # fmt: skip
    whole = line(100)
    assert [whole.covers_all(line(120, ends)) for ends in ((46, 454), (45.9, 454), (46, 454.1), (60, 70))] == [
        True,
        False,
        False,
        True,
    ]
    assert not pieces.covers_all(line(120, (60, 70)))


def test_groups_of_lines_and_whether_they_are_surely_a_table() -> None:
    def groups(*lines: _Line) -> list[tuple[list[float], bool]]:
        return [([each.at for each in members], is_sure) for members, is_sure in _groups(list(lines))]

    assert groups(line(100), line(120), line(140)) == [([100, 120, 140], True)]
    assert groups(line(100), line(140)) == [([100, 140], False)]
    assert groups(line(100), line(120, (150, 450)), line(140), line(150, (100, 200))) == [([100, 120, 140], True)]
    assert groups(line(100), line(120, (150, 230)), line(140)) == [([100, 120, 140], False)]
    assert groups(line(100), line(120, (150, 231)), line(140)) == [([100, 120, 140], True)]
    assert groups(line(100, (50, 149.9)), line(120, (50, 149.9)), line(140, (50, 149.9))) == []
    assert groups(line(100, (50, 150)), line(120, (50, 150)), line(140, (50, 150))) == [([100, 120, 140], True)]
    assert groups(line(100), line(120, (46, 454)), line(140)) == [([100, 120, 140], True)]
    assert groups(line(100), line(120, (45.9, 450)), line(140)) == [([100, 140], False)]
    assert groups(line(100), line(120, (50, 454.1)), line(140)) == [([100, 140], False)]


def test_two_whole_lines_whose_pieces_end_at_the_same_places_are_of_one_table() -> None:
    def pieces(at: float, *ends: float) -> _Line:
        xs = [LEFT, *ends, RIGHT]
        return _Line(at, [rule(at)], [x for pair in pairwise(xs) for x in pair])

    assert _are_of_rows([pieces(100, 150, 250), pieces(140, 150, 250)])
    assert _are_of_rows([pieces(100, 150, 250), pieces(140, 151.5, 250, 350)])
    assert not _are_of_rows([pieces(100, 150, 250), pieces(140, 152, 250)])
    assert not _are_of_rows([pieces(100, 150), pieces(140, 150)]), "one border is too few"
    assert not _are_of_rows([pieces(100, 53, 150), pieces(140, 53, 150)]), "one is the edge"
    assert not _are_of_rows([line(100), line(140)])


# -- what is no row --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("held", "high", "is_none"),
    [
        ([], 8.9, True),
        ([], 9.0, False),
        ([text(200, 105)], 20, False),
        ([text(200, 105, high=12.5)], 20, False),
        ([text(200, 105, high=12.6)], 20, True),
        ([text(51.6, 105)], 20, False),
        ([text(51.4, 105)], 20, True),
        ([text(200, 105), text(51.4, 118)], 40, True),
    ],
    ids=[
        "little room",
        "room for a row",
        "a text",
        "a larger one",
        "a heading",
        "with a margin",
        "a paragraph",
        "a paragraph below",
    ],
)
def test_what_stands_between_two_tables(held: list[PrintedLine], high: float, is_none: bool) -> None:
    assert _is_no_row(held, line(100), line(100 + high), 10) is is_none


def test_texts_beside_each_other_leave_gaps() -> None:
    assert list(_gaps([text(60, 100), text(160, 100)])) == [(100, 160)]
    assert list(_gaps([text(160, 100), text(60, 106.9)])) == [(100, 160)]
    assert list(_gaps([text(160, 100), text(60, 107.1)])) == [], "beneath each other, nearly"
    assert list(_gaps([text(60, 100), text(160, 110)])) == []
    assert list(_gaps([text(60, 100), text(99.1, 100)])) == [(100, 99.1)]
    assert list(_gaps([text(60, 100), text(98.9, 100)])) == []
    assert list(_gaps([text(60, 100, high=30), text(160, 122, high=10)])) == [(100, 160)], "a third of the lower one"


# -- borders ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("second", "borders"),
    [
        (((50, 150), (250, 450)), [150, 250]),
        (((54, 450),), []),
        (((54.1, 450),), [54.1]),
        (((50, 446),), []),
        (((50, 445.9),), [445.9]),
        (((50, 150), (153.6, 450)), [150, 153.6]),
    ],
)
def test_the_ends_of_a_gap_are_borders(second: tuple[tuple[float, float], ...], borders: list[float]) -> None:
    assert _drawn_borders([line(100), line(120, *second), line(140)], LEFT, RIGHT) == pytest.approx(borders)


def test_ends_of_pieces_are_borders_where_several_lines_have_them() -> None:
    def pieces(at: float, x: float) -> _Line:
        return _Line(at, [rule(at)], [LEFT, x, x, RIGHT])

    assert _drawn_borders([pieces(100, 150), pieces(120, 153)], LEFT, RIGHT) == [151.5]
    assert _drawn_borders([pieces(100, 150), pieces(120, 153.3)], LEFT, RIGHT) == []
    assert _drawn_borders([pieces(100, 150), line(120)], LEFT, RIGHT) == []


def parted(
    chunks: Sequence[PrintedLine], above: _Line, below: _Line, borders: Sequence[float], in_pieces: bool
) -> list[float]:
    made = _Band(above, below, list(chunks))
    _part([made], list(borders), in_pieces)
    return made.borders


def test_which_borders_part_the_cells_of_a_band() -> None:
    whole, gap = (line(100), line(140)), (line(100, (50, 100), (200, 450)), line(140, (50, 100), (200, 450)))
    assert parted([], *whole, [150, 250], False) == [150, 250]
    assert parted([text(148.9, 110)], *whole, [150, 250], False) == [250], "a text reaches over it"
    assert parted([text(149.1, 110)], *whole, [150, 250], False) == [150, 250]
    assert parted([text(111.1, 110)], *whole, [150, 250], False) == [250]
    assert parted([text(110.9, 110)], *whole, [150, 250], False) == [150, 250]
    assert parted([], *gap, [150, 250], False) == [250], "a merged cell goes on there"
    assert parted([text(60, 110), text(160, 110)], *gap, [150, 250], False) == [150, 250], "but it parts two texts"
    assert parted([text(60, 110), text(160, 110)], *gap, [130, 150, 250], False) == [130, 250], "one border is enough"
    assert parted([], *whole, [150, 250], True) == [], "drawn in pieces, none ends there"
    ending = _Line(100, [rule(100)], [LEFT, 150, 150, RIGHT]), _Line(140, [rule(140)], [LEFT, 151, 151, RIGHT])
    assert parted([], *ending, [150, 250], True) == [150]
    assert parted([], ending[0], line(140), [150, 250], True) == []
    assert parted([], ending[0], line(140, (50, 60), (250, 450)), [150, 250], True) == [150]
    bands = [
        _Band(line(100), line(140, (50, 100), (200, 450)), []),
        _Band(line(140, (50, 100), (200, 450)), gap[0], []),
    ]
    _part(bands, [150], False)
    assert [each.borders for each in bands] == [[150], [150]], "what parted the row above goes on"


def test_whether_every_two_texts_beside_each_other_are_parted() -> None:
    assert _is_parted(band(row(110)))
    assert not _is_parted(band(row(110), [150, 250]))
    assert _is_parted(band([text(60, 110), text(160, 110)], [99]))
    assert not _is_parted(band([text(60, 110), text(160, 110)], [98.9]))
    assert _is_parted(band([text(60, 110), text(160, 110)], [161]))
    assert not _is_parted(band([text(60, 110), text(160, 110)], [161.1]))


@pytest.mark.parametrize(
    ("left", "wide", "borders"),
    [
        (180, 40, [150, 250, 350]),
        (230, 40, []),
        (231, 40, []),
        (231.1, 40, [150, 250, 350]),
        (280, 40, [150, 250, 350]),
        (182.5, 40, [150, 250, 350]),
        (130, 40, [250, 350]),
        (330, 40, [150, 250]),
        (60, 380, []),
    ],
    ids=[
        "in its column",
        "over four",
        "nearly",
        "not",
        "in the next",
        "a little off",
        "over the first two",
        "over the last two",
        "over all",
    ],
)
def test_a_text_in_the_middle_of_several_columns_is_in_a_cell_over_these(
    left: float, wide: float, borders: list[float]
) -> None:
    """Where no other text stands in them."""
    made = band([text(left, 110, wide)])
    _widen(made, LEFT, RIGHT)
    assert made.borders == borders


def test_a_cell_over_several_columns_ends_at_other_texts_and_at_merged_cells() -> None:
    made = band([text(230, 110), text(380, 110)])
    _widen(made, LEFT, RIGHT)
    assert made.borders == [150, 350]
    made = band([text(230, 110), text(280, 110)])
    _widen(made, LEFT, RIGHT)
    assert made.borders == [150, 250, 350]
    above = line(100, (50, 250), (350, 450))
    made = _Band(above, line(140), [text(230, 110)], [150, 250, 350])
    _widen(made, LEFT, RIGHT)
    assert made.borders == [150, 250, 350], "the third column's cell goes on above"
    under = _Band(line(100), line(140, (50, 150), (150.0, 350), (370, 450)), [text(180, 110)], [150, 250, 350])
    _widen(under, LEFT, RIGHT)
    assert under.borders == [350], "a rule beneath it says how far it reaches"


def test_lines_of_each_column() -> None:
    chunks = [text(60, 110), text(105, 114.9), text(60, 125), text(160, 110), text(420, 110, 60)]
    columns, reach = _columns(band(chunks), list(XS))
    assert [[(one.left, one.top, one.right, one.bottom) for one in column] for column in columns] == [
        [(60, 110, 145, 124.9), (60, 125, 100, 135)], [(160, 110, 200, 120)], [], [(420, 110, 480, 120)],
    ]  # fmt: skip
    assert reach == [(50, 150), (150, 250), (250, 350), (350, 450)]
    columns, _ = _columns(band([text(60, 110), text(105, 115.1)]), list(XS))
    assert len(columns[0]) == 2
    merged = _Band(line(100, (50, 250), (350, 450)), line(140), chunks, [])
    assert _columns(merged, list(XS))[1] == [(50, 150), (150, 250), (350, 450)]
    assert _goes_on(merged, LEFT, RIGHT) is False
    merged.borders = [150, 250, 350]
    assert _goes_on(merged, LEFT, RIGHT)


# -- rows ------------------------------------------------------------------------------------------------------------


def lines_of(x: float, *tops: float, wide: float = 90) -> list[PrintedLine]:
    return [text(x + 5, top, wide) for top in tops]


@pytest.mark.parametrize(
    ("chunks", "step", "is_one"),
    [
        (row(115), 0, True),
        (lines_of(50, 105, 117) + row(111, XS[1:-1]), 0, True),
        (lines_of(50, 105, 117) + lines_of(150, 105, 117) + row(111, XS[2:-1]), 0, True),
        (lines_of(50, 105, 122.5) + lines_of(150, 105, 122.5) + row(113.5, XS[2:-1]), 0, True),
        (lines_of(50, 105, 122.6) + lines_of(150, 105, 122.6) + row(113.5, XS[2:-1]), 0, False),
        (lines_of(50, 105, 117) + lines_of(150, 105, 117) + row(116.9, XS[2:-1]), 0, False),
        (lines_of(50, 105, 117) + lines_of(150, 105, 117) + row(105, XS[2:-1]), 0, True),
        (lines_of(50, 105, 117, wide=40) + lines_of(150, 105, 117, wide=40) + lines_of(250, 105, 117, wide=40)
         + row(111, XS[3:-1]), 0, False),
        (lines_of(50, 105, 117) + lines_of(150, 105, 117, wide=40) + lines_of(250, 105, 117, wide=40) + row(111, XS[3:-1]), 0, True),
        (lines_of(50, 105, 123) + row(111, XS[1:-1]), 12, False),
        (lines_of(50, 105, 123) + row(111, XS[1:-1]), 0, True),
        (lines_of(50, 105, 120) + row(111, XS[1:-1]), 12, True),
        (lines_of(50, 105, 117) + row(111, XS[1:-1]), 12, True),
    ],
    ids=["one line each", "one of two lines", "two of two", "lines far apart", "too far", "others beneath the middle", "from the top",
         "three that need not break", "two that need not", "further apart than lines", "no step known", "not so far", "not further"],
)  # fmt: skip
def test_whether_what_stands_between_two_rules_is_one_row(chunks: list[PrintedLine], step: float, is_one: bool) -> None:
    assert _is_one_row(band(chunks), list(XS), step) is is_one


@pytest.mark.parametrize(("wide", "has_room"), [(79.9, True), (80, False)])
def test_a_line_with_room_beside_it_need_not_break(wide: float, has_room: bool) -> None:
    assert _had_room([text(50, 105, wide)], 100) is has_room


def test_texts_at_the_same_heights_further_apart_than_lines_are_surely_rows() -> None:
    three = [one for x in XS[:3] for one in lines_of(x, 105, 125, 145)]
    assert _is_surely_several(band(three), list(XS), 12)
    assert not _is_surely_several(band(three), list(XS), 0)
    assert not _is_surely_several(band(three), list(XS), 20)
    two = [one for x in XS[:2] for one in lines_of(x, 105, 125, 145)]
    assert not _is_surely_several(band(two), list(XS), 12)
    assert _is_surely_several(band(lines_of(50, 105, 125) + row(115, XS[1:-1])), list(XS), 12), "a heading over others"
    assert not _is_surely_several(band(lines_of(50, 105, 117) + row(115, XS[1:-1])), list(XS), 12)


def test_the_rules_that_are_missing_between_rows() -> None:
    columns = [lines_of(x, 105, 125, 145) for x in XS[:-1]]
    reach = list(pairwise(XS))
    found = rows_between(columns, reach, (100, 160))
    assert found is not None
    assert sorted({each.at for each in found}) == [120, 140]
    assert [(each.start, each.end) for each in found[:4]] == reach
    merged = rows_between([lines_of(50, 125), *columns[1:]], reach, (100, 160))
    assert merged is not None
    assert sorted((each.at, each.start) for each in merged) == [(at, x) for at in (120, 140) for x in XS[1:-1]]
