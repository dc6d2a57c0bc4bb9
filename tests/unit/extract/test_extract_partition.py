"""Lines to rows and rows to merged cells: tables are laid out by a rule of their own, and have to be cut where they were put together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, ValuesView
from itertools import combinations, pairwise
from random import Random

import pytest

from reviewer.extract.partition import groups_by_middle, groups_by_top, lines_of_rows, rows_of_lines

WIDE = 10
"""Characters of a line of a name that goes on in the next."""


def _table(random: Random, blank: bool) -> tuple[dict[int, int], dict[int, int], list[list[int]]]:
    """Names that wrap over lines, a value beside the middle of each: pieces of names and of values by line, and the rows."""
    names: dict[int, int] = {}
    values: dict[int, int] = {}
    rows: list[list[int]] = []
    line = random.randrange(4)
    for _ in range(random.randrange(2, 7)):
        height = random.choice((1, 1, 3, 3, 5)) if not blank else random.choice((1, 1, 2, 3))
        own = list(range(line, line + height))
        names |= dict.fromkeys(own[:-1], WIDE) | {own[-1]: random.randrange(3, WIDE - 1)}
        values[own[(height - 1) // 2]] = 4
        rows.append(own)
        line += height + blank
    return names, values, rows


@pytest.mark.parametrize("blank", [True, False], ids=["with blank lines between", "without"])
@pytest.mark.parametrize("seed", range(25))
def test_lines_are_cut_into_the_rows_that_they_were_made_of(seed: int, blank: bool) -> None:
    names, values, rows = _table(Random(seed), blank)
    assert rows_of_lines(names, values, dict.fromkeys(values, 3.0)) == rows


def test_a_column_is_not_gone_through_again_for_every_row_that_it_might_have() -> None:
    looked: list[int] = []

    class Told(dict[int, int]):
        def values(self) -> ValuesView[int]:
            looked.append(len(self))
            return super().values()

    names, values = Told(dict.fromkeys(range(300), 5)), Told(dict.fromkeys(range(300), 4))
    assert rows_of_lines(names, values, dict.fromkeys(values, 3.0)) == [[line] for line in range(300)]
    assert len(looked) <= 4


def test_a_value_of_two_lines_beside_a_name_of_one_is_one_row() -> None:
    assert rows_of_lines({1: 6, 5: 6}, {0: 8, 1: 8, 2: 3, 5: 3}, {0: 1.0, 1: 0.5, 2: 0.5, 5: 3.0}) == [[0, 1, 2], [5]]


def test_two_whole_values_beneath_each_other_are_two_rows() -> None:
    assert rows_of_lines({0: 6, 1: 6}, {0: 4, 1: 4}, {0: 3.0, 1: 3.0}) == [[0], [1]]


def test_a_line_that_is_much_shorter_than_the_next_ends_its_row() -> None:
    assert rows_of_lines({0: 4, 1: 9, 2: 3}, {0: 3, 1: 3}, {0: 3.0, 1: 3.0}) == [[0], [1, 2]]


def _divisions(count: int, parts: int) -> Iterator[list[list[int]]]:
    """Every way to divide so many things in order into so many parts, blank ones among them."""
    for cuts in combinations(range(count + parts - 1), parts - 1):
        ends = [cut - place for place, cut in enumerate(cuts)]
        yield [list(range(a, b)) for a, b in pairwise([0, *ends, count])]


def _off(rows: Sequence[float], group: Sequence[int], middle: float) -> float:
    beside = rows[group[0]] - 0.5 <= middle <= rows[group[-1]] + 0.5
    return abs((rows[group[0]] + rows[group[-1]]) / 2 - middle) + (0.0 if beside else 1.5)


@pytest.mark.parametrize("seed", range(20))
def test_merged_cells_get_the_rows_around_their_middles(seed: int) -> None:
    """No other division has the middles of the rows nearer to those of the cells: one that stands beside none of its rows costs
    1.5, one that is left without rows its price.
    """
    random = Random(seed)
    rows, line = [], 0.0
    for _ in range(random.randrange(3, 8)):
        rows.append(line)
        line += random.choice((1.0, 1.0, 1.5, 3.0))
    middles = sorted(random.uniform(rows[0], rows[-1]) for _ in range(random.randrange(1, 4)))
    starts = {0, *random.sample(range(len(rows)), 2)} if seed % 2 else None
    odd = {(cell, row): random.choice((0.0, 0.0, 1.5)) for cell in range(len(middles)) for row in range(len(rows))}
    price = 2.0

    def costs(division: list[list[int]]) -> float:
        whole = 0.0
        for cell, group in enumerate(division):
            start = sum(len(one) for one in division[:cell])
            whole += price if not group else _off(rows, group, middles[cell])
            whole += sum(odd[cell, row] for row in group)
            whole += 6.0 if starts is not None and start < len(rows) and start not in starts else 0.0
        return whole

    found = groups_by_middle(rows, middles, price, starts, lambda cell, row: odd[cell, row])
    assert [row for group in found for row in group] == list(range(len(rows)))
    assert costs(found) == pytest.approx(min(map(costs, _divisions(len(rows), len(middles)))))


@pytest.mark.parametrize("goes_on", [False, True])
def test_where_nothing_is_merged_no_other_division_is_weighed(goes_on: bool) -> None:
    """A table of a thousand rows that each have a cell of their own is read at once."""
    rows = [2.0 * n for n in range(1_000)]
    asked: list[tuple[int, int]] = []

    def unfit(cell: int, row: int) -> float:
        asked.append((cell, row))
        return 0.0

    assert groups_by_middle(rows, rows, unfit=unfit, goes_on=goes_on) == [[n] for n in range(1_000)]
    assert len(asked) <= 1_000


@pytest.mark.parametrize(
    ("middles", "starts", "odd"),
    [([1.0, 2.0, 4.0], None, ()), ([0.0, 2.0, 4.0], {0, 2}, ()), ([0.0, 2.0, 4.0], None, {(1, 1)})],
)
def test_as_many_cells_as_rows_may_still_be_merged(
    middles: list[float], starts: set[int] | None, odd: set[tuple[int, int]]
) -> None:
    def unfit(cell: int, row: int) -> float:
        return 9.0 if (cell, row) in odd else 0.0

    found = groups_by_middle([0.0, 2.0, 4.0], middles, 0.5, starts, unfit)
    assert [] in found
    assert sorted(row for group in found for row in group) == [0, 1, 2]


def test_without_merged_cells_no_row_belongs_to_any() -> None:
    assert groups_by_middle([0.0, 1.0], []) == []


@pytest.mark.parametrize("seed", range(20))
def test_the_lines_of_a_further_column_go_to_the_rows_whose_middles_they_have(seed: int) -> None:
    """No other division has lines nearer to the middles of rows: a row without any costs 0.4, a blank line within a cell 0.2."""
    random = Random(seed)
    rows, line = [], 0
    for _ in range(random.randrange(2, 5)):
        height = random.choice((1, 2, 3))
        rows.append(list(range(line, line + height)))
        line += height + random.choice((0, 1))
    lines = sorted(random.sample(range(line), random.randrange(1, min(line, 6))))

    def costs(division: list[list[int]]) -> float:
        whole = 0.0
        for row, group in zip(rows, division, strict=True):
            own = [lines[n] for n in group]
            whole += 0.2 * sum(b - a - 1 for a, b in pairwise(own))
            whole += abs((own[0] + own[-1]) / 2 - (row[0] + row[-1]) / 2) if own else 0.4
        return whole

    found = lines_of_rows(lines, rows)
    assert [line for own in found for line in own] == lines
    at = {line: n for n, line in enumerate(lines)}
    best = min(costs(one) for one in _divisions(len(lines), len(rows)) if all(len(own) <= 8 for own in one))
    assert costs([[at[line] for line in own] for own in found]) == pytest.approx(best)


def test_more_lines_than_cells_can_hold_stay_in_the_rows_that_they_stand_in() -> None:
    assert lines_of_rows(list(range(20)), [[0, 1], [2]]) == [[0, 1], [2]]


def test_merged_cells_begin_at_the_rows_beside_them() -> None:
    assert groups_by_top([0.0, 1.0, 2.5, 4.0], [0.4, 2.1]) == [[0, 1], [2, 3]]
    assert groups_by_top([0.0, 1.0, 2.5, 4.0], [0.5, 1.5, 4.0]) == [[0], [1, 2], [3]]
    assert groups_by_top([0.0, 1.0], [1.0]) is None
    assert groups_by_top([0.0, 1.0, 2.0], [0.0, 2.6]) is None
    assert groups_by_top([0.0, 1.0, 2.0], [0.0, 2.0, 2.1]) is None
    assert groups_by_top([0.0, 1.0], []) is None
