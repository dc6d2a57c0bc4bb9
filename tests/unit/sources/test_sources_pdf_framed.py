"""Tables of which only the frame or nothing is drawn, at the limits of each rule: lines and boxes in points, text ten points high."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from reviewer.sources.pdf_doubts import Doubts
from reviewer.sources.pdf_framed import (
    _blocks,
    _frames,
    _is_line,
    _is_table,
    _overlap,
    _within,
    tables_bare,
    tables_framed,
)
from reviewer.sources.pdf_lines import Glyphs, PrintedLine, Run
from reviewer.sources.pdf_rules import Rule, ruled_tables
from reviewer.sources.pdf_slices import Part

XS = (60.0, 160.0, 260.0, 360.0)


def run(left: float, top: float, wide: float = 40, number: int = 0) -> Run:
    return Run(left, top, left + wide, top + 10, [number])


def rows(count: int, top: float = 110, step: float = 20, lefts: Sequence[float] = XS) -> list[Run]:
    return [run(left, top + step * n) for n in range(count) for left in lefts]


def framed(
    down: Sequence[Rule], runs: Sequence[Run], before: Sequence[float] = (), across: Sequence[Rule] = ()
) -> list[tuple[list[float], list[float]]]:
    """The borders of the tables: down and across."""
    doubts = Doubts()
    return [
        (table.xs, table.ys) for table in tables_framed(across, down, ruled_tables(across, down), runs, before, doubts)
    ]


SIDES = [Rule(50, 100, 200), Rule(450, 100, 200)]


def test_a_table_between_two_lines_down_is_told_by_its_texts() -> None:
    ((xs, ys),) = framed(SIDES, rows(4))
    assert xs == pytest.approx([50, 130, 230, 330, 450])
    assert ys == pytest.approx([100, 125, 145, 165, 200])
    ((xs, _),) = framed([*SIDES, Rule(140, 100, 200)], rows(4))
    assert xs == pytest.approx([50, 140, 230, 330, 450]), "a line between the columns is their border"
    ((xs, _),) = framed([*SIDES, Rule(53, 100, 200), Rule(447, 100, 200)], rows(4))
    assert xs == pytest.approx([50, 130, 230, 330, 450]), "a double line at an edge is none"
    ((xs, _),) = framed([*SIDES, Rule(140, 210, 300)], rows(4))
    assert xs == pytest.approx([50, 130, 230, 330, 450]), "a line beneath the table is none of it"


@pytest.mark.parametrize(
    ("down", "runs", "count"),
    [
        (SIDES, rows(4), 1),
        (SIDES[:1], rows(4), 0),
        (SIDES, rows(3), 1),
        (SIDES, rows(3)[:-1], 0),
        (SIDES, rows(5, lefts=XS[:3]), 0),
        ([Rule(50, 100, 150), Rule(450, 100, 150)], rows(3, 105, 14), 0),
        ([Rule(50, 100, 150.1), Rule(450, 100, 150.1)], rows(3, 105, 14), 1),
        ([Rule(50, 100, 200), Rule(450, 104, 204)], rows(4), 1),
        ([Rule(50, 100, 200), Rule(450, 104.1, 200)], rows(4), 0),
        ([Rule(50, 100, 200), Rule(450, 100, 204.1)], rows(4), 0),
    ],
    ids=["four rows", "one line", "three rows", "too few texts", "three columns", "low", "high enough", "ends that nearly meet",
         "beginning apart", "ending apart"],
)  # fmt: skip
def test_how_much_makes_a_table(down: list[Rule], runs: list[Run], count: int) -> None:
    assert len(framed(down, runs)) == count


def test_a_frame_whose_rows_cannot_be_told_is_doubtful() -> None:
    doubts = Doubts()
    texts = [run(60 + 7 * n % 300, 110 + 5 * n, 90, n) for n in range(14)]
    assert tables_framed([], SIDES, [], texts, (), doubts) == []
    assert doubts.glyphs


@pytest.mark.parametrize(("right", "count"), [(200.1, 1), (200, 0)])
def test_frames_are_broader_than_a_column(right: float, count: int) -> None:
    assert len(list(_frames([Rule(50, 100, 200), Rule(right, 100, 200)]))) == count


def test_the_longest_lines_with_the_same_ends_come_first() -> None:
    lines = [
        Rule(50, 100, 200),
        Rule(450, 100, 200),
        Rule(60, 300, 600),
        Rule(250, 300, 600),
        Rule(440, 300, 600),
        Rule(300, 100, 190),
    ]
    assert [(left.at, right.at) for left, right in _frames(lines)] == [(60, 440), (50, 450)]


@pytest.mark.parametrize(
    ("start", "end", "overlap"),
    [(199.9, 300, True), (200, 300, False), (0, 100.1, True), (0, 100, False), (120, 130, True)],
)
def test_lines_beside_each_other(start: float, end: float, overlap: bool) -> None:
    assert _overlap(Rule(50, 100, 200), Rule(70, start, end)) is overlap


@pytest.mark.parametrize(
    ("left", "top", "within"),
    [(30, 110, True), (29.9, 110, False), (430, 110, True), (430.1, 110, False), (100, 95.1, True), (100, 95, False), (100, 194.9, True),
     (100, 195, False)],
)  # fmt: skip
def test_texts_whose_middle_lies_within(left: float, top: float, within: bool) -> None:
    assert bool(_within([run(left, top)], 50, 100, 450, 200)) is within


# -- nothing is drawn ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("gap", "blocks"), [(30, 1), (30.1, 2)])
def test_room_of_three_lines_parts_a_page(gap: float, blocks: int) -> None:
    assert len(list(_blocks([run(60, 120 + gap), run(60, 100), run(160, 110)]))) == blocks
    assert list(_blocks([])) == []


@pytest.mark.parametrize(
    ("texts", "is_line"),
    [
        (["各位代表"], True),
        (["名称", "金额"], False),
        (["单位：万元", "金额"], True),
        (["名称：", "金额"], False),
        (["a:b", "c"], True),
        (["a:", "c"], False),
    ],
)
def test_a_line_of_text_or_of_pairs_is_no_row(texts: list[str], is_line: bool) -> None:
    glyphs = Glyphs(list("".join(texts)))
    lines, at = [], 0
    for text in texts:
        lines.append(PrintedLine(0, 0, 10, 10, [*range(at, at + len(text)), -1]))
        at += len(text)
    assert _is_line(glyphs, lines) is is_line


def part(rows: int, columns: int) -> Part:
    cells = {n: (1, [PrintedLine(100.0 * n, 0, 100.0 * n + 50, 10)]) for n in range(columns)}
    return Part(
        [(100.0 * n, 100.0 * n + 50) for n in range(columns)],
        [cells] * rows,
        {},
        [(20.0 * n, 20.0 * n + 10) for n in range(rows)],
    )


@pytest.mark.parametrize(
    ("parts", "is_table"),
    [([part(3, 4)], True), ([part(2, 4)], False), ([part(3, 3)], False), ([part(2, 4), part(1, 4)], False),
    ([part(3, 4), part(1, 1)], True),
     ([part(2, 4), part(3, 3)], False), ([], False)],
)  # fmt: skip
def test_three_rows_of_four_columns_are_a_table(parts: list[Part], is_table: bool) -> None:
    assert _is_table(parts) is is_table


def bare(runs: Sequence[Run], before: Sequence[float] = ()) -> list[tuple[list[float], list[float]]]:
    glyphs = Glyphs(["字"] * 4)
    return [(table.xs, table.ys) for table in tables_bare(glyphs, runs, before, Doubts())]


MERGED = [run(60, 120), *rows(2, 110, 20, XS[1:]), run(60, 160), *rows(2, 150, 20, XS[1:])]
"""Two groups of two rows; the first column has its text in the middle of each."""


def test_merged_cells_in_the_middle_of_their_rows_make_a_table_where_nothing_is_drawn() -> None:
    ((xs, ys),) = bare(MERGED)
    assert (xs[0], xs[-1]) == (57, 403), "three points around the texts"
    assert (ys[0], ys[-1]) == (107, 183)
    assert len(ys) == 5
    assert bare(rows(4)) == [], "these are told line by line"
    assert bare(MERGED[:11]) == []


@pytest.mark.parametrize(
    ("before", "count"),
    [([50.0, 130.0, 230.0, 330.0, 450.0], 1), ([50.0, 130.0, 230.0, 450.0], 0), ([], 0)],
)
def test_rows_that_go_on_from_the_page_before_are_of_its_table(before: list[float], count: int) -> None:
    found = bare(rows(4), before)
    assert len(found) == count
    if found:
        assert (found[0][0][0], found[0][0][-1]) == (50, 450)
