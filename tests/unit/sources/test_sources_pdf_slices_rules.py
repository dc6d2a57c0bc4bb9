"""Rows between which nothing is drawn, at the limits of each rule: boxes of text in points, lines of text ten points high."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest

from reviewer.sources.pdf_lines import PrintedLine
from reviewer.sources.pdf_shares import Interval
from reviewer.sources.pdf_slices import (
    Part,
    _border,
    _by_column,
    _ends,
    _heads,
    _one_row,
    _reaches,
    _stacked,
    are_rows,
    line_step,
    parts_of,
    rules_of,
    slices_of,
    stabbed,
    table_of_parts,
    with_same_columns,
)


def text(left: float, top: float, wide: float = 40, high: float = 10) -> PrintedLine:
    return PrintedLine(left, top, left + wide, top + high)


def row(top: float, *lefts: float) -> list[PrintedLine]:
    return [text(left, top) for left in lefts]


def places(chunks: Sequence[PrintedLine]) -> list[tuple[float, float]]:
    return [(chunk.left, chunk.top) for chunk in chunks]


# -- lines and slices ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("chunks", "step"),
    [
        (row(100, 50, 150), 0),
        ([text(50, 100), text(50, 112)], 13.2),
        ([text(50, 100), text(50, 117.5)], 19.25),
        ([text(50, 100), text(50, 117.6)], 0),
        ([text(50, 100), text(50, 105.1)], 5.61),
        ([text(50, 100), text(50, 105)], 0),
        ([text(50, 100), text(90, 112)], 0),
        ([text(50, 100), text(89, 112)], 13.2),
        ([text(50, 100), text(50, 112), text(150, 100), text(150, 111)], 12.1),
        ([text(50, 112), text(150, 101), text(50, 100)], 13.2),
    ],
)
def test_how_near_the_lines_of_one_cell_are(chunks: list[PrintedLine], step: float) -> None:
    assert line_step(chunks, 10) == pytest.approx(step)


@pytest.mark.parametrize(("gap", "step", "count"), [(1.5, 0, 1), (1.6, 0, 2), (3.4, 13.2, 1), (3.6, 13.2, 2)])
def test_what_has_room_above_and_below_is_a_slice(gap: float, step: float, count: int) -> None:
    assert len(list(slices_of([text(50, 110 + gap), text(150, 100)], 10, step))) == count


def test_texts_that_overlap_across_are_one_slice() -> None:
    found = list(slices_of([text(50, 100, high=30), text(150, 105), text(250, 128), text(50, 150)], 10, 0))
    assert [places(held) for held in found] == [[(50, 100), (150, 105), (250, 128)], [(50, 150)]]


def test_a_part_ends_where_its_columns_no_longer_stay_apart() -> None:
    slices = [row(100, 50, 150, 250), row(120, 50, 150, 250), row(140, 50, 150, 250)]
    assert _ends(slices, 0) == [1, 2, 3]
    assert _ends(slices, 1) == [2, 3]
    assert _ends([*slices[:1], [text(50, 120, 240)], slices[2]], 0) == [1]
    assert _ends([*slices[:1], [text(80, 120, 80), text(250, 120)], slices[2]], 0) == [1, 2]
    assert _ends([[text(50, 100, 110), text(250, 100)], slices[1]], 0) == [1], "three columns where two were"


@pytest.mark.parametrize(
    ("chunks", "found"),
    [
        (row(100, 50, 150), [1, 1]),
        ([*row(100, 50, 150), text(50, 105)], [2, 1]),
        ([*row(100, 50, 150), text(50, 104.9)], None),
        ([text(49, 100)], None),
        ([text(60, 100, 31)], None),
        ([text(60, 100, 30)], [1, 0]),
    ],
)
def test_lines_by_column(chunks: list[PrintedLine], found: list[int] | None) -> None:
    columns = _by_column(chunks, [(50, 90), (150, 190)], 10)
    assert (columns and [len(column) for column in columns]) == found


# -- one row or several ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tops", "is_row"),
    [((100, 100), True), ((100, 103.5), True), ((100, 103.6), False)],
)
def test_texts_of_one_row_have_their_middles_or_tops_at_one_height(tops: tuple[float, float], is_row: bool) -> None:
    assert (_one_row([[text(50, tops[0])], [text(150, tops[1])]], 10, 0) is not None) is is_row
    high = [text(150, 100), text(150, 112)]
    assert _one_row([[text(50, 106 + tops[1] - tops[0])], high], 10, 13.2) is not None or not is_row
    assert _one_row([[text(50, tops[1])], high], 10, 13.2) is not None or not is_row


def test_a_column_of_several_texts_is_no_row() -> None:
    assert _one_row([[text(50, 100)], [text(150, 100), text(150, 120)]], 10, 13.2) is None
    assert _one_row([[text(50, 100)], [text(150, 100), text(150, 112)]], 10, 13.2) is not None
    assert _one_row([[text(50, 100)], [text(150, 100), text(150, 112)]], 10, 0) is None


@pytest.mark.parametrize(
    ("columns", "rows"),
    [
        ([[100, 112]] * 3, True),
        ([[100, 112]] * 2, False),
        ([[100, 112], [101.5, 113.5], [100, 112]], True),
        ([[100, 112], [101.6, 113], [100, 112]], False),
        ([[100, 112]] * 3 + [[106]], False),
        ([[100, 112]] * 3 + [[]], True),
        ([[100, 112, 124]] * 3 + [[112]], True),
        ([[100, 112]] * 3 + [[100, 112, 124]], True),
    ],
)
def test_many_columns_with_as_many_lines_at_the_same_heights_are_rows(columns: list[list[float]], rows: bool) -> None:
    assert are_rows([[text(100 * n, top) for top in tops] for n, tops in enumerate(columns)], 10) is rows


# -- headers of two rows ---------------------------------------------------------------------------------------------

LOWER = row(120, 50, 150, 250, 350)


def heads(chunks: list[PrintedLine]) -> list[dict[int, int]] | None:
    """How many columns each heading of the upper and of the lower row covers."""
    part = _heads(chunks, 10, 0)
    return part and [{column: width for column, (width, _) in cells.items()} for cells in part.rows]


@pytest.mark.parametrize(
    ("upper", "found"),
    [
        ([text(100, 100), text(300, 100)], [{0: 2, 2: 2}, {0: 1, 1: 1, 2: 1, 3: 1}]),
        ([text(150, 100), text(350, 100)], [{0: 3, 3: 1}, {0: 1, 1: 1, 2: 1, 3: 1}]),
        ([text(200, 100)], [{0: 4}, {0: 1, 1: 1, 2: 1, 3: 1}]),
        ([text(100, 100), text(300, 103.5)], [{0: 2, 2: 2}, {0: 1, 1: 1, 2: 1, 3: 1}]),
        ([text(100, 100), text(300, 104)], None),
        ([text(100, 93.1), text(300, 93.1)], [{0: 2, 2: 2}, {0: 1, 1: 1, 2: 1, 3: 1}]),
        ([text(100, 92.9), text(300, 92.9)], None),
        ([text(450, 100)], None),
    ],
    ids=["two each", "three and one", "all", "not quite level", "not level", "far above", "further", "over none"],
)
def test_headings_stand_over_the_middle_of_their_columns(
    upper: list[PrintedLine], found: list[dict[int, int]] | None
) -> None:
    assert heads([*upper, *LOWER]) == found


def test_a_heading_of_one_column_stands_between_the_two_rows() -> None:
    assert heads([text(50, 110), text(200, 100), *LOWER[1:3]]) == [{0: 1, 1: 2}, {1: 1, 2: 1}]
    assert heads([text(50, 104), text(200, 100), *LOWER[1:3]]) == [{0: 1, 1: 2}, {1: 1, 2: 1}]
    assert heads([text(50, 103.9), text(200, 100), *LOWER[1:3]]) is None, "neither in the middle nor at the top"
    assert heads([text(45, 110, 120), text(200, 100), *LOWER[1:3]]) is None, "it reaches over another"
    assert heads([text(50, 100), text(150, 104.9)]) is None, "one row"


def test_texts_beneath_each_other_by_their_middles() -> None:
    found = [places(column) for column in _stacked([text(50, 100), text(53, 112), text(150, 100), text(59.1, 124)])]
    assert found == [[(50, 100), (53, 112)], [(150, 100)], [(59.1, 124)]]


@pytest.mark.parametrize(
    ("headings", "reaches"),
    [
        ([(60, 180), (260, 380)], [(0, 2), (2, 4)]),
        ([(95, 145), (295, 345)], [(0, 2), (2, 4)]),
        ([(60, 80), (200, 300)], [(0, 1), (1, 4)]),
        ([(200, 240)], [(0, 4)]),
        ([(10, 49)], None),
        ([(60, 180), (170, 380)], None),
    ],
)
def test_over_which_columns_headings_stand(headings: list[Interval], reaches: list[tuple[int, int]] | None) -> None:
    columns = [(50.0, 90.0), (150.0, 190.0), (250.0, 290.0), (350.0, 390.0)]
    assert _reaches(headings, columns, [0, 1, 2, 3]) == reaches


# -- parts to tables -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gaps", "drawn", "borders"),
    [
        ([(100, 120)], [], [110]),
        ([(100, 120), (110, 140)], [], [115]),
        ([(100, 120), (120, 140)], [], [120]),
        ([(100, 120), (120.1, 140)], [], [110, 130.05]),
        ([(100, 120)], [99], []),
        ([(100, 120)], [98.9], [110]),
        ([(100, 120)], [121], []),
        ([(100, 120)], [121.1], [110]),
        ([(100, 120), (105, 125), (115, 118)], [], [116.5]),
    ],
)
def test_the_fewest_borders_that_part_all_texts(gaps: list[Interval], drawn: list[float], borders: list[float]) -> None:
    assert stabbed(gaps, drawn) == pytest.approx(borders)


@pytest.mark.parametrize(
    ("borders", "x"), [([], 110), ([99], 99), ([98.9], 110), ([121], 121), ([121.1], 110), ([102, 112, 119], 112)]
)
def test_the_border_between_two_columns(borders: list[float], x: float) -> None:
    assert _border((100, 120), borders) == x


COLUMNS = [(50.0, 90.0), (150.0, 190.0), (250.0, 290.0)]


def test_rules_between_the_cells_of_parts() -> None:
    cells = {n: (1, row(100, left)) for n, (left, _) in enumerate(COLUMNS)}
    first = Part(
        COLUMNS, [{0: (2, row(100, 100)), 2: cells[2]}, cells, cells], {(1, 0): 2}, [(100, 110), (120, 130), (140, 150)]
    )
    second = Part(COLUMNS[:2], [{0: cells[0], 1: cells[1]}], {}, [(170, 180)])
    across, down = rules_of([first, second], [], (40, 90, 300, 190))
    assert [tuple(rule) for rule in across] == [
        (115, 40, 120), (115, 120, 220), (115, 220, 300), (135, 120, 220), (135, 220, 300), (160, 40, 300),
    ]  # fmt: skip
    assert [tuple(rule) for rule in down] == [
        (40, 90, 115), (220, 90, 115), (300, 90, 115),
        *[(x, *ys) for ys in ((115, 135), (135, 160)) for x in (40, 120, 220, 300)],
        *[(x, 160, 190) for x in (40, 120, 300)],
    ]  # fmt: skip
    table = table_of_parts([first, second], [118.0], (40, 90, 300, 190))
    assert table is not None
    assert table.xs == [40, 118, 220, 300]
    assert table.ys == [90, 115, 135, 160, 190]


@pytest.mark.parametrize(
    ("bottom", "covered"), [(122, set()), (123, set()), (123.1, {(1, 0)}), (143.1, {(1, 0), (2, 0)})]
)
def test_the_lower_lines_of_a_cell_reach_into_rows_that_have_nothing_there(
    bottom: float, covered: set[tuple[int, int]]
) -> None:
    lines = [text(50, 100), PrintedLine(50, bottom - 10, 90, bottom)]
    rows = [{0: (1, lines), 1: (1, row(100, 150))}, {1: (1, row(120, 150))}, {1: (1, row(140, 150))}]
    part = Part(COLUMNS[:2], rows, {}, [(100, 110), (120, 130), (140, 150)])
    assert part.covered() == covered
    assert part.reach == (100, 150)
    wide = Part(COLUMNS[:2], [{0: (2, lines)}, *rows[1:]], {}, part.extents)
    assert wide.covered() == set()
    merged = Part(COLUMNS[:2], rows, {(0, 1): 3}, part.extents)
    assert merged.covered() == covered | {(1, 1), (2, 1)}


def test_parts_with_fewer_columns_get_the_blank_ones_of_the_others() -> None:
    most = [(50.0 + 100 * n, 90.0 + 100 * n) for n in range(6)]
    full = Part(most, [{n: (1, row(100, left)) for n, (left, _) in enumerate(most)}], {}, [(100, 110)])
    some = [most[n] for n in (0, 1, 3, 5)]
    part = Part(
        some, [{n: (1, row(120, left)) for n, (left, _) in enumerate(some)}], {(0, 2): 1}, [(120, 130)], {(0, 3)}
    )
    with_same_columns([full, part])
    assert part.columns == most
    assert sorted(part.rows[0]) == [0, 1, 3, 5]
    assert (part.merged, part.doubtful) == ({(0, 3): 1}, {(0, 5)})
    over = Part(some, [{0: (1, row(120, 50)), 1: (2, row(120, 150)), 3: (1, row(120, 550))}], {}, [(120, 130)])
    with_same_columns([full, over])
    assert over.columns == some, "a cell over two of them would have to leave one out"
    few = Part(some[:3], [{0: (1, row(120, 50))}], {}, [(120, 130)])
    with_same_columns([full, few])
    assert few.columns == some[:3]
    between = Part([(50, 90), (95, 145), (350, 390), (550, 590)], [{0: (1, row(120, 50))}], {}, [(120, 130)])
    with_same_columns([full, between])
    assert len(between.columns) == 4


def test_parts_of_a_table_from_its_top() -> None:
    header, rows = row(100, 50, 150, 250, 350), [row(120 + 20 * n, 50, 150, 250, 350) for n in range(3)]
    parts = parts_of([*header, *[chunk for one in rows for chunk in one]])
    assert parts is not None
    assert [len(part.rows) for part in parts] == [4]
    assert [left for left, _ in parts[0].columns] == [50, 150, 250, 350]
    above = parts_of([text(50, 80, 340), *header, *rows[0]])
    assert above is not None
    assert [(len(part.columns), len(part.rows)) for part in above] == [(1, 1), (4, 2)]
    assert parts_of([]) is None
    again = parts_of([*row(100, 50, 150, 250), *row(120, 50, 150, 350)], (None, None), [40, 140, 240, 340, 440])
    assert again is not None
    assert [(len(part.columns), len(part.rows)) for part in again] == [(4, 2)], "as on the page before"
    assert all(above[1] <= below[0] for above, below in pairwise(parts[0].extents))
