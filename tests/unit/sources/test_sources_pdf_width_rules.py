"""Pages that stand side by side, at the limits of each rule: what tells it is given as it is kept of a page, in points."""

from __future__ import annotations

from array import array

import pytest

from reviewer.sources.pdf_lines import Boxes, Glyphs, Run
from reviewer.sources.pdf_page import PageContent
from reviewer.sources.pdf_rules import Rule, ruled_tables
from reviewer.sources.pdf_width import (
    _MAYBE,
    _NO,
    _SURE,
    Sign,
    _aligned,
    _may_be_said,
    _parts,
    _same_columns,
    _same_rows,
    _say_the_same,
    _stands_beside,
    beside,
    columns_again,
    sign_of,
)

ROWS = [100.0, 130.0, 160.0, 190.0, 220.0]
LEFT, RIGHT = [50.0, 150.0, 300.0, 545.0], [50.0, 200.0, 400.0]


def sign(xs: list[float], ys: list[float] | None = None, **more: object) -> Sign:
    """A page of 600 by 800 points with a table of these borders, whose uppermost text stands at 50."""
    given = {"width": 600.0, "height": 800.0, "head": 50.0, **more}
    return Sign(xs=list(xs), ys=list(ROWS if ys is None else ys), **given)  # type: ignore[arg-type]


def how(left: Sign, right: Sign) -> int:
    for kept in (_stands_beside, _same_rows, _same_columns):
        kept.cache_clear()
    return _stands_beside(left, right)


# -- rows and columns ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ys", "same"),
    [
        (ROWS, True),
        ([101.1, 130, 160, 190, 220], True),
        ([101.3, 130, 160, 190, 220], False),
        ([100, 130, 160, 190, 221.1], True),
        ([100, 130, 160, 190, 221.3], False),
        ([100, 160, 220], True),
        ([100, 161.1, 220], True),
        ([100, 161.3, 220], False),
        ([100, 220], False),
        ([100, 130, 160, 190, 220, 250], False),
    ],
)
def test_rows_at_the_same_heights_are_the_same(ys: list[float], same: bool) -> None:
    """Those within merged cells may lack on one of the pages."""
    _same_rows.cache_clear()
    assert _same_rows(sign(LEFT), sign(RIGHT, ys)) is same
    assert _same_rows(sign(LEFT, ys), sign(RIGHT)) is same


def test_two_rows_do_not_tell_where_the_other_page_has_many_more() -> None:
    _same_rows.cache_clear()
    assert _same_rows(sign(LEFT, [100, 130, 220]), sign(RIGHT))
    assert not _same_rows(sign(LEFT, [100, 130, 220]), sign(RIGHT, [100, 115, 130, 160, 190, 220]))


@pytest.mark.parametrize(
    ("ys", "same"),
    [
        ([y + 60 for y in ROWS], True),
        ([y + 61 for y in ROWS], False),
        ([y - 61 for y in ROWS], False),
        ([*ROWS, 250, 280], True),
        ([*ROWS, 250, 280, 290], False),
        ([40, 70, *ROWS], True),
        ([30, 40, 70, *ROWS], False),
    ],
)
def test_lines_without_rules_begin_and_end_at_nearly_the_same_heights(ys: list[float], same: bool) -> None:
    """Two steps from one line to the next beside each other."""
    _same_rows.cache_clear()
    assert _same_rows(sign(LEFT, is_ruled=False), sign(RIGHT, ys, is_ruled=False)) is same


@pytest.mark.parametrize(("off", "same"), [(2.5, True), (-2.5, True), (2.6, False)])
def test_columns_at_the_same_places_are_the_same(off: float, same: bool) -> None:
    for place in range(4):
        moved = [x + off * (n == place) for n, x in enumerate(LEFT)]
        _same_columns.cache_clear()
        assert _same_columns(sign(LEFT), sign(moved)) is same
    assert not _same_columns(sign(LEFT), sign(LEFT[:-1]))


@pytest.mark.parametrize(
    ("xs", "count"),
    [
        ([70, 170, 320, 400], 2),
        ([70, 172.4, 400, 500], 1),
        ([70, 172.6, 320, 400], 0),
        ([70, 170], 0),
        ([], 0),
        ([70, 170, 400], 1),
    ],
)
def test_the_first_columns_may_be_printed_again(xs: list[float], count: int) -> None:
    assert columns_again(sign(LEFT), sign(xs)) == count
    assert columns_again(sign(LEFT, is_ruled=False), sign(xs)) == 0


def test_a_table_ends_well_above_the_foot_of_its_page() -> None:
    """More room below than a margin of a hundred points, or a third more than above the text, beside its highest row."""
    assert sign(LEFT, [100, 130, 669]).ends is False
    assert sign(LEFT, [100, 400, 410], height=811.0).ends
    assert not sign(LEFT, [100, 400, 410], height=810.0).ends
    assert sign(LEFT, [100, 400, 410], height=841.0, head=100.0).ends
    assert not sign(LEFT, [100, 400, 410], height=840.0, head=100.0).ends


# -- two pages -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "right", "answer"),
    [
        (sign(LEFT), sign(RIGHT), _SURE),
        (sign(LEFT), sign(RIGHT, width=601.0), _NO),
        (sign(LEFT), sign(RIGHT, width=600.4), _SURE),
        (sign(LEFT), sign(RIGHT, height=801.0), _NO),
        (sign(LEFT), sign(RIGHT, is_ruled=False), _NO),
        (sign(LEFT), sign(RIGHT, []), _NO),
        (sign(LEFT, is_parted=False), sign(RIGHT), _NO),
        (sign(LEFT), sign(RIGHT, [110, 140, 170, 200, 230]), _NO),
        (sign(LEFT, heads=frozenset("ab")), sign(RIGHT, heads=frozenset("ab")), _NO),
        (sign(LEFT, heads=frozenset("ab")), sign(RIGHT, heads=frozenset("bc")), _SURE),
        (sign(LEFT, title="某某绩效目标表"), sign(RIGHT, title="别的绩效目标表"), _NO),
        (sign(LEFT, title="某某绩效目标表"), sign(RIGHT, title="绩效目标表"), _SURE),
        (sign(LEFT, title="绩效目标表"), sign(RIGHT, title="某某绩效目标表"), _SURE),
        (sign(LEFT, title="某某绩效目标表"), sign(RIGHT), _SURE),
        (sign(LEFT), sign(LEFT), _SURE),
        (sign(LEFT, is_ruled=False), sign(LEFT, is_ruled=False), _MAYBE),
    ],
    ids=["other columns", "wider", "as wide", "higher", "no rules", "no table", "running text", "other rows", "same headings",
         "some other headings", "other title", "part of its title", "longer title", "no title", "same columns", "same without rules"],
)  # fmt: skip
def test_what_tells_that_two_pages_stand_side_by_side(left: Sign, right: Sign, answer: int) -> None:
    assert how(left, right) == answer


LOW = [100.0, 300.0, 500.0, 700.0, 780.0]
"""Rows down to the foot of the page."""


@pytest.mark.parametrize(
    ("xs", "other", "rows", "answer"),
    [
        (LEFT, RIGHT, LOW, _SURE),
        ([50.0, 150.0, 300.0, 390.0], RIGHT, LOW, _MAYBE),
        ([50.0, 150.0, 300.0, 398.0], RIGHT, LOW, _SURE),
        ([50.0, 150.0, 300.0, 396.0], RIGHT, LOW, _MAYBE),
        (LEFT, LEFT, LOW, _MAYBE),
        (LEFT, RIGHT, [100.0, 500.0, 780.0], _MAYBE),
        (LEFT, RIGHT, [100.0, 500.0, 700.0, 780.0], _SURE),
        ([50.0, 150.0, 300.0, 480.0], [60.0, 160.0, 220.0], LOW, _MAYBE),
        ([50.0, 150.0, 300.0, 490.0], [60.0, 160.0, 220.0], LOW, _SURE),
    ],
    ids=["as broad as the paper", "narrower", "no room for the next column", "room for it", "same columns", "two rows", "three rows",
         "room behind a column printed again", "no room for it"],
)  # fmt: skip
def test_a_sheet_that_does_not_end_has_no_room_for_its_next_column(
    xs: list[float], other: list[float], rows: list[float], answer: int
) -> None:
    assert how(sign(xs, rows), sign(other, rows)) == answer


@pytest.mark.parametrize(
    ("right", "first", "answer"),
    [(545.0, 0.0, _SURE), (545.0, 1.1, _SURE), (545.0, 1.4, _MAYBE), (341.0, 0.0, _SURE), (339.0, 0.0, _NO)],
)
def test_columns_without_rules_may_be_ragged(right: float, first: float, answer: int) -> None:
    left = sign([50.0, 150.0, 300.0, right], is_ruled=False)
    assert how(left, sign(RIGHT, [ROWS[0] + first, *ROWS[1:]], is_ruled=False)) == answer


@pytest.mark.parametrize(
    ("shared", "of", "share", "same"),
    [(3, 10, 0.3, False), (4, 10, 0.3, True), (1, 10, 0.1, False), (2, 10, 0.1, True), (0, 0, 0.3, False), (1, 1, 0.3, True),
    (8, 10, 0.8, False),
     (9, 10, 0.8, True)],
)  # fmt: skip
def test_pages_that_say_the_same_at_the_same_places(shared: int, of: int, share: float, same: bool) -> None:
    """More than a share of the texts of the one that has fewer."""
    left = sign(LEFT, texts=frozenset(range(of)))
    right = sign(RIGHT, texts=frozenset([*range(shared), *range(1000, 1000 + 3 * of - shared)]))
    assert _say_the_same(left, right, share) is same
    assert _say_the_same(right, left, share) is same


def test_pages_of_one_form_each_say_the_same() -> None:
    def both(xs: list[float], shared: int) -> int:
        return how(sign(LEFT, texts=frozenset(range(10))), sign(xs, texts=frozenset(range(10 - shared, 20 - shared))))

    assert [both(RIGHT, 3), both(RIGHT, 4)] == [_SURE, _NO]
    assert [both(LEFT, 1), both(LEFT, 2)] == [_SURE, _NO], "with the same columns"
    again = [60.0, 160.0, 400.0]
    assert [both(again, 8), both(again, 9)] == [_SURE, _NO], "with the first columns printed again"


@pytest.mark.parametrize(
    ("left", "right", "said"),
    [
        (sign(LEFT), sign(RIGHT), True),
        (sign(LEFT), sign(LEFT), False),
        (sign(LEFT), sign(RIGHT, [100, 130, 160, 500, 600]), True),
        (sign(LEFT), sign(RIGHT, [100, 130, 400, 500, 600]), False),
        (sign(LEFT, is_ruled=False), sign(RIGHT), True),
        (sign(LEFT, LOW, is_ruled=False), sign(RIGHT, LOW), False),
        (sign(LEFT, is_ruled=False, heads=frozenset(("甲", "乙"))), sign(LEFT, heads=frozenset(("丙", "丁"))), True),
        (sign(LEFT, is_ruled=False, heads=frozenset(("甲", "乙"))), sign(LEFT, heads=frozenset(("丙", "乙"))), False),
        (sign(LEFT, is_ruled=False, heads=frozenset(("甲", "乙"))), sign(LEFT, heads=frozenset(("丙",))), False),
        (sign(LEFT, is_ruled=False, heads=frozenset(("甲", "5"))), sign(LEFT, heads=frozenset(("丙", "丁"))), False),
        (sign(LEFT, is_ruled=False, heads=frozenset(("甲", "乙"))), sign(LEFT, heads=frozenset(("丙", "丁")), is_parted=False), False),
        (sign(LEFT, is_ruled=False, heads=frozenset(("甲", "乙"))), sign(LEFT, ROWS[:-1], heads=frozenset(("丙", "丁"))), False),
    ],
    ids=["other columns", "same columns", "most rows beside each other", "few", "lines that end", "lines to the foot", "other headings",
         "some the same", "one heading", "a figure", "running text", "fewer lines"],
)  # fmt: skip
def test_whether_it_is_worth_a_word_that_two_pages_may_stand_side_by_side(left: Sign, right: Sign, said: bool) -> None:
    for kept in (_same_rows, _same_columns):
        kept.cache_clear()
    assert _may_be_said(left, right) is said


# -- all pages of a document -----------------------------------------------------------------------------------------


def test_pages_over_first_and_down_first() -> None:
    a, b = sign(LEFT), sign(RIGHT)
    assert beside([a, b]) == ([[0, 1]], [])
    assert beside([a, b, sign([50.0, 250.0])]) == ([[0, 1, 2]], [])
    upper, lower = LOW, [90.0, 120.0, 150.0, 180.0]
    down = [sign(LEFT, upper), sign(LEFT, lower), sign(RIGHT, upper), sign(RIGHT, lower)]
    assert beside(down) == ([[0, 2], [1, 3]], [])
    assert beside([sign(LEFT, upper), sign(LEFT, lower)]) == ([[0], [1]], [])
    assert beside([a, sign(RIGHT, [300, 330, 390])]) == ([[0], [1]], [])
    assert beside([]) == ([], [])
    assert beside([a]) == ([[0]], [])


def test_pages_that_may_stand_side_by_side_stay_apart_and_are_said() -> None:
    narrow = sign([50.0, 150.0, 300.0, 390.0], LOW)
    assert beside([narrow, sign(RIGHT, LOW)]) == ([[0], [1]], [[0, 1]])


# -- what is kept of a page ------------------------------------------------------------------------------------------


def line(*parts: tuple[float, float], middle: float) -> list[Run]:
    return [Run(left, middle - 5, right, middle + 5, []) for left, right in parts]


def test_parts_of_a_line_are_further_apart_than_words() -> None:
    assert _parts([(100, 120), (50, 90)], 10) == [(50, 120)]
    assert _parts([(100.1, 120), (50, 90)], 10) == [(50, 90), (100.1, 120)]
    assert _parts([(50, 150), (60, 70), (155, 160)], 10) == [(50, 160)]
    assert _parts([], 10) == []


def test_columns_and_lines_of_a_page_without_rules() -> None:
    runs = line((50, 300), middle=80) + line((50, 90), (150, 190), middle=100)
    runs += line((52, 90), (159, 200), middle=120) + line((50, 70), (150, 170), middle=140)
    assert _aligned(runs) == ([50, 150, 159, 200], [100, 120, 140], True)
    assert _aligned(runs[:3]) == ([], [], False)
    shifted = (
        line((50, 90), middle=100)
        + line((150, 190), middle=102.3)
        + line((50, 90), middle=120)
        + line((50, 90), middle=140)
    )
    assert _aligned(shifted)[1] == [100, 120, 140]
    assert _aligned(line((50, 90), middle=100) + line((150, 190), middle=102.5) + line((50, 90), middle=140))[1] == [
        100,
        102.5,
        140,
    ]
    text = [run for n in range(7) for run in line((50, 400), middle=100 + 20 * n)]
    assert _aligned(text)[2] is False
    assert _aligned(text + line((50, 90), (200, 300), middle=300) + line((50, 90), (200, 300), middle=320))[2] is False
    several = [run for n in range(3) for run in line((50, 90), (200, 300), middle=300 + 20 * n)]
    assert _aligned(text + several)[2] is True


def page(*texts: tuple[str, float, float], turn: int = 0) -> PageContent:
    """A page with a table from 100 to 160 down and 50 to 250 across, and texts by their left and upper edges."""
    made = PageContent(600, 800)
    made.turn = turn
    made.glyphs, made.boxes = Glyphs(), Boxes(array("d"))
    made.tables = ruled_tables([Rule(y, 50, 250) for y in (100, 130, 160)], [Rule(x, 100, 160) for x in (50, 150, 250)])
    for text, left, top in texts:
        numbers = range(len(made.glyphs.chars), len(made.glyphs.chars) + len(text))
        made.glyphs.chars.extend(text)
        made.runs.setdefault(None, []).append(Run(left, top, left + 10 * len(text), top + 10, list(numbers)))
    return made


def test_what_is_kept_of_a_page() -> None:
    found = sign_of(page(("某镇项目绩效目标表", 80, 60), ("单位", 60, 80)))
    assert (found.xs, found.ys, found.is_ruled, found.head) == ([50, 150, 250], [100, 130, 160], True, 60)
    assert found.title == "某镇项目绩效目标表"
    assert len(found.texts) == 2
    assert (found.width, found.height) == (600, 800)
    turned = sign_of(page(("甲", 80, 60), turn=1))
    assert (turned.width, turned.height) == (800, 600)
    empty = sign_of(page())
    assert (empty.xs, empty.ys) == ([], [])


@pytest.mark.parametrize(
    ("text", "left", "top", "title"),
    [
        ("项目支出绩效目标表", 80, 60, True),
        ("项目支出绩效目标", 80, 60, False),
        ("支出绩效目标表", 80, 60, False),
        ("支出绩效的目标表", 80, 60, True),
        ("项目支出绩效目标表", 52, 60, False),
        ("项目支出绩效目标表", 54, 60, True),
        ("项目支出绩效目标表", 158, 60, False),
        ("项目支出绩效目标表", 156, 60, True),
        ("项目支出绩效目标表", 80, 93, True),
        ("项目支出绩效目标表", 80, 94.5, False),
    ],
)
def test_the_title_of_a_page_stands_over_its_table(text: str, left: float, top: float, title: bool) -> None:
    """One over the edge of the page begins or ends at that of the table: it is half a title."""
    assert bool(sign_of(page((text, left, top), ("表", 80, 50))).title) is title
