"""Drawn lines to tables, at the limits of what is one line, one border, one table: lines are given in points, as a PDF has them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from reviewer.sources.pdf_rules import Rule, Ruled, in_line, joined, outside, ruled_tables, table_of

XS, YS = (100.0, 200.0, 300.0), (50.0, 70.0, 90.0)


def lines(at: Sequence[float], start: float, end: float) -> list[Rule]:
    return [Rule(place, start, end) for place in at]


def grid() -> tuple[list[Rule], list[Rule]]:
    """Two rows of two cells: the lines across, and those down."""
    return lines(YS, XS[0], XS[-1]), lines(XS, YS[0], YS[-1])


def cells(table: Ruled) -> list[tuple[int, int, int, int]]:
    return [(region.top, region.bottom, region.left, region.right) for region in table.regions]


SQUARE = [(0, 1, 0, 1), (0, 1, 1, 2), (1, 2, 0, 1), (1, 2, 1, 2)]


def only(across: Sequence[Rule], down: Sequence[Rule]) -> Ruled:
    (table,) = ruled_tables(across, down)
    return table


def test_a_table_has_its_borders_and_cells() -> None:
    table = only(*grid())
    assert (tuple(table.xs), tuple(table.ys)) == (XS, YS)
    assert cells(table) == SQUARE
    assert table.owner == [[0, 1], [2, 3]]
    assert table.area == 200 * 40
    assert [table.column_edges(n) for n in range(4)] == [(100, 200), (200, 300)] * 2
    assert table.rectangle(2) == (100, 70, 200, 90)
    assert not any(region.open_above or region.open_below for region in table.regions)


@pytest.mark.parametrize(
    ("x", "y", "cell"),
    [(100, 50, 0), (199.9, 69.9, 0), (200, 69.9, 1), (199.9, 70, 2), (299.9, 89.9, 3), (300, 60, None), (99.9, 60, None),
     (150, 49.9, None), (150, 90, None)],
)  # fmt: skip
def test_which_cell_a_point_is_in(x: float, y: float, cell: int | None) -> None:
    table = only(*grid())
    assert table.holds(x, y) is (cell is not None)
    if cell is not None:
        assert table.at(x, y) == cell


# -- pieces of lines -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pieces", "whole"),
    [
        ([(0, 10), (13.5, 20)], [(0, 20)]),
        ([(0, 10), (13.6, 20)], [(0, 10), (13.6, 20)]),
        ([(13, 20), (0, 10)], [(0, 20)]),
        ([(0, 30), (5, 10), (31, 40)], [(0, 40)]),
        ([(0, 2), (3, 5)], [(0, 5)]),
        ([(0, 2), (3, 4.9)], []),
        ([(10, 15)], [(10, 15)]),
        ([(10, 14.9)], []),
        ([(20, 25), (30, 40)], [(20, 25), (30, 40)]),
        ([(20, 24.9), (30, 40)], [(30, 40)]),
        ([(0, 2), (10, 20), (30, 34.9)], [(10, 20)]),
        ([(0, 4.9), (10, 15)], [(10, 15)]),
        ([], []),
    ],
)
def test_dashes_that_follow_closely_are_one_line_and_what_is_short_then_is_none(
    pieces: list[tuple[float, float]], whole: list[tuple[float, float]]
) -> None:
    assert in_line([Rule(7, *piece) for piece in pieces]) == [Rule(7, *piece) for piece in whole]


def test_pieces_beside_each_other_lie_on_one_line_half_way_between() -> None:
    assert joined([Rule(11.0, 50, 90), Rule(10.0, 0, 49)]) == [Rule(10.5, 0, 90)]
    assert joined([Rule(11.1, 50, 90), Rule(10.0, 0, 49)]) == [Rule(10.0, 0, 49), Rule(11.1, 50, 90)]
    assert joined([Rule(10.0, 0, 20), Rule(10.9, 21, 40), Rule(11.8, 41, 60)]) == [
        Rule(10.45, 0, 40),
        Rule(11.8, 41, 60),
    ]


def test_of_more_lines_than_any_table_has_the_longest_are_looked_at() -> None:
    many = [Rule(3.0 * n, 0, 100 + n % 7) for n in range(600)]
    assert len(joined(many)) == 600
    kept = joined([*many, Rule(5000, 0, 99), Rule(5010, 0, 300)])
    assert len(kept) == 600
    assert Rule(5010, 0, 300) in kept
    assert Rule(5000, 0, 99) not in kept


# -- which lines are of one table ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gap", "tables"),
    [(0, 1), (2.9, 1), (3.0, 1), (3.1, 0)],
)
def test_the_end_of_a_line_touches_another_from_near(gap: float, tables: int) -> None:
    """A line down left or right of the ends of lines across, and lines down that begin under one or end above one."""
    for across, down in (
        (lines(YS, 100 + gap, 300), lines((100,), 50, 90)),
        (lines(YS, 100, 300 - gap), lines((300,), 50, 90)),
        (lines((50,), 100, 300), lines(XS, 50 + gap, 90)),
        (lines((90,), 100, 300), lines(XS, 50, 90 - gap)),
    ):
        assert len(ruled_tables(across, down)) == tables


def test_tables_apart_are_two_and_the_smaller_comes_first() -> None:
    across, down = grid()
    small = (lines((150, 160, 170), 100, 130), lines((100, 130), 150, 170))
    tables = ruled_tables(across + small[0], down + small[1])
    assert [table.ys for table in tables] == [[150, 160, 170], list(YS)]
    within = (lines((54, 58, 62), 120, 150), lines((120, 150), 54, 62))
    tables = ruled_tables(across + within[0], down + within[1])
    assert [table.ys for table in tables] == [[54, 58, 62], list(YS)], "a table within a cell"


@pytest.mark.parametrize(
    ("across", "down"),
    [
        (lines((50, 90), 100, 300), lines((100, 300), 50, 90)),
        (lines((50, 70, 90), 100, 300), []),
        ([], lines((100, 300), 50, 90)),
        (lines((50, 90), 100, 300), lines((100, 300), 120, 160)),
    ],
    ids=["a frame", "no lines down", "no lines across", "lines that do not touch"],
)
def test_what_is_no_table(across: list[Rule], down: list[Rule]) -> None:
    assert ruled_tables(across, down) == []


# -- borders ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("apart", "is_one"), [(1.5, True), (3.1, True), (3.3, False)])
def test_a_double_line_is_one_border_in_its_middle(apart: float, is_one: bool) -> None:
    across, down = grid()
    table = table_of([*across, Rule(70 + apart, XS[0], XS[-1])], down)
    assert table is not None
    assert table.ys == (pytest.approx([50, 70 + apart / 2, 90]) if is_one else pytest.approx([50, 70, 70 + apart, 90]))


@pytest.mark.parametrize(("beyond", "is_border"), [(6.3, False), (6.5, True), (20, True)])
def test_a_side_that_is_not_drawn_ends_where_the_lines_do(beyond: float, is_border: bool) -> None:
    """Lines that reach further than a double line is broad: left, right, above and below."""
    across, down = grid()
    for wider, taller, xs, ys in (
        (lines(YS, XS[0] - beyond, XS[-1]), down, [XS[0] - beyond, *XS], list(YS)),
        (lines(YS, XS[0], XS[-1] + beyond), down, [*XS, XS[-1] + beyond], list(YS)),
        (across, lines(XS, YS[0] - beyond, YS[-1]), list(XS), [YS[0] - beyond, *YS]),
        (across, lines(XS, YS[0], YS[-1] + beyond), list(XS), [*YS, YS[-1] + beyond]),
    ):
        table = table_of(wider, taller)
        assert table is not None
        assert (table.xs, table.ys) == ((xs, ys) if is_border else (list(XS), list(YS)))


def test_lines_that_end_within_a_table_make_no_border() -> None:
    table = table_of([*lines((50, 90), 100, 300), Rule(70, 100, 200)], lines(XS, 50, 90))
    assert table is not None
    assert (table.xs, cells(table)) == (list(XS), [(0, 1, 0, 1), (0, 2, 1, 2), (1, 2, 0, 1)])


@pytest.mark.parametrize(("share", "is_border"), [(0.5, False), (0.59, False), (0.6, True), (1, True)])
@pytest.mark.parametrize("from_left", [True, False])
def test_a_border_is_drawn_over_most_of_a_cells_side(share: float, is_border: bool, from_left: bool) -> None:
    piece = Rule(70, 100, 100 + 100 * share) if from_left else Rule(70, 200 - 100 * share, 200)
    table = table_of([Rule(50, 100, 300), piece, Rule(70, 200, 300), Rule(90, 100, 300)], lines(XS, 50, 90))
    assert table is not None
    assert cells(table) == (SQUARE if is_border else [(0, 2, 0, 1), (0, 1, 1, 2), (1, 2, 1, 2)])


def test_a_side_drawn_in_two_pieces_counts_as_both_together() -> None:
    across = [Rule(50, 100, 300), Rule(70, 100, 135), Rule(70, 170, 300), Rule(90, 100, 300)]
    table = table_of(across, lines(XS, 50, 90))
    assert table is not None
    assert cells(table) == SQUARE


@pytest.mark.parametrize("turned", [False, True])
def test_cells_without_a_line_between_them_are_one(turned: bool) -> None:
    """Over two columns above, over two rows at the side, and one of two by two; turned, the same with rows for columns."""
    places = (0.0, 20.0, 40.0, 60.0)
    across = [Rule(0, 0, 60), Rule(20, 0, 60), Rule(40, 0, 20), Rule(60, 0, 60)]
    down = [Rule(0, 0, 60), Rule(20, 20, 60), Rule(40, 0, 20), Rule(60, 0, 60)]
    table = table_of(down, across) if turned else table_of(across, down)
    assert table is not None
    found = [(0, 1, 0, 2), (0, 1, 2, 3), (1, 2, 0, 1), (1, 3, 1, 3), (2, 3, 0, 1)]
    assert (table.xs, table.ys) == (list(places), list(places))
    assert sorted(cells(table)) == (sorted((c, d, a, b) for a, b, c, d in found) if turned else found)
    assert all(
        table.owner[row][column] == number
        for number, region in enumerate(table.regions)
        for row in range(region.top, region.bottom)
        for column in range(region.left, region.right)
    )


def test_what_is_no_rectangle_is_cut_into_some_from_the_top() -> None:
    """An L: the border between the upper cell and that beneath its left half is missing."""
    table = table_of(
        [Rule(50, 100, 300), Rule(70, 200, 300), Rule(90, 100, 300)],
        [Rule(100, 50, 90), Rule(200, 70, 90), Rule(300, 50, 90)],
    )
    assert table is not None
    assert cells(table) == [(0, 1, 0, 2), (1, 2, 0, 1), (1, 2, 1, 2)]


def test_rows_and_columns_with_which_no_cell_begins_or_ends_are_none() -> None:
    across, down = grid()
    table = table_of([*across, Rule(80, 100, 110)], [*down, Rule(250, 50, 52)])
    assert table is not None
    assert (table.xs, table.ys, cells(table)) == (list(XS), list(YS), SQUARE)


def test_a_row_that_nothing_closes_is_open() -> None:
    """Lines down go on beneath the last line across, as where a page breaks; a merged cell is open with one of its columns."""
    table = table_of(lines((50, 70), 100, 300), lines(XS, 50, 110))
    assert table is not None
    assert [(region.open_above, region.open_below) for region in table.regions] == [(False, False)] * 2 + [
        (False, True)
    ] * 2
    table = table_of([Rule(70, 100, 300), Rule(90, 100, 300)], lines(XS, 40, 90))
    assert table is not None
    assert [(region.open_above, region.open_below) for region in table.regions] == [(True, False)] * 2 + [
        (False, False)
    ] * 2


@pytest.mark.parametrize(
    ("rule", "is_outside"),
    [
        (Rule(70, 100, 300), False),
        (Rule(46.8, 100, 300), False),
        (Rule(46.7, 100, 300), True),
        (Rule(93.2, 100, 300), False),
        (Rule(93.3, 100, 300), True),
        (Rule(70, 90, 102), False),
        (Rule(70, 90, 101.9), True),
        (Rule(70, 298, 310), False),
        (Rule(70, 298.1, 310), True),
    ],
)
def test_lines_outside_of_a_table_are_those_beyond_its_borders_by_more_than_one_is_broad(
    rule: Rule, is_outside: bool
) -> None:
    """Across, the middle of the line counts: it may be four points beside the table."""
    assert outside(only(*grid()), [rule]) == ([rule] if is_outside else [])
