"""Cells as columns of numbers: the same cells, in a small part of the memory."""

from __future__ import annotations

import pickle
import tracemalloc
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.model.cells import LARGE, Cells, compact, with_compact_cells
from reviewer.model.source import Cell, Grid, Line, Page
from reviewer.model.spans import Span

_SPANS = st.one_of(
    st.just(()),
    st.tuples(st.integers(0, 9), st.integers(0, 9)).map(lambda p: (Span(3, p[0], p[0] + p[1]),)),
    st.just((Span(3, 1, 2), Span(3, 4, 6))),
    st.just((Span(4, 1, 2),)),
    st.just((Span(3, 2, 1),)),
)
_CELLS = st.lists(
    st.tuples(st.integers(0, 1 << 20), st.integers(0, 16383), _SPANS, st.integers(1, 3), st.integers(1, 3)),
    max_size=7,
).map(lambda rows: tuple(Cell(*row) for row in rows))


def filled(count: int) -> list[Cell]:
    return [Cell(n // 8, n % 8, (Span(3, 3 * n, 3 * n + 2),)) for n in range(count)]


@given(_CELLS, st.integers(-9, LARGE + 9), st.slices(LARGE))
def test_compact_cells_are_the_same_cells_in_every_way_of_asking(odd: tuple[Cell, ...], at: int, part: slice) -> None:
    cells = (*filled(LARGE), *odd)
    found = compact(cells)
    assert isinstance(found, Cells)
    assert tuple(found) == tuple(found) == cells  # twice: nothing is used up
    assert found == cells
    assert cells == found
    assert hash(found) == hash(cells)
    assert repr(found) == repr(cells)
    assert len(found) == len(cells)
    assert found[part] == cells[part]
    assert list(reversed(found)) == list(reversed(cells))
    assert (pickle.loads(pickle.dumps(found)), type(found[0])) == (found, Cell)
    _same(lambda each: each[at], found, cells)
    assert Grid(found, 9, 9) == Grid(cells, 9, 9)


def _same(ask: Callable[[Sequence[Cell]], Cell], one: Sequence[Cell], other: Sequence[Cell]) -> None:
    try:
        wanted = ask(other)
    except IndexError:
        with pytest.raises(IndexError):
            ask(one)
    else:
        assert ask(one) == wanted


def test_other_cells_are_not_equal() -> None:
    cells = filled(LARGE)
    for other in (cells[:-1], [*cells[:-1], Cell(0, 0, ())], [*cells[:-1], Cell(99, 9, cells[-1].spans)]):
        assert compact(cells) != other
        assert compact(cells) != compact(other)
    assert compact(cells) != "cells"


def test_equal_cells_are_equal_however_their_numbers_were_given() -> None:
    blank = [0] * LARGE
    of_page = Cells(3, range(LARGE), blank, [1] * LARGE, blank, {}, True)
    of_none = compact([Cell(row, 0, ()) for row in range(LARGE)])
    assert of_page == of_none
    plain = Cells(3, range(LARGE), blank, blank, blank, {})
    assert Cells(3, range(LARGE), blank, blank, blank, {7: Cell(7, 0, (Span(3, 0, 0),))}) == plain
    assert of_page != plain


def test_only_where_it_pays() -> None:
    few = filled(LARGE - 1)
    assert compact(few) is few
    wrapped = [Cell(c.row, c.column, (*c.spans, Span(3, 0, 1))) for c in filled(LARGE)]
    assert compact(wrapped) is wrapped
    assert compact(compact(filled(LARGE))) == filled(LARGE)


def test_columns_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="lacks"):
        Cells(0, [1, 2], [1], [1, 2], [1, 2], {})


def test_a_page_keeps_all_but_the_form_of_its_cells() -> None:
    page = Page(2, "x" * 999, (Line(Span(3, 0, 1)), Grid(tuple(filled(LARGE)), 9, 8, (1.0,), (2.0,))), (), "表")
    found = with_compact_cells(page)
    assert found == page
    assert isinstance(found.blocks[1], Grid)
    assert isinstance(found.blocks[1].cells, Cells)


def test_a_large_table_takes_a_tenth_of_the_memory() -> None:
    def held(make: Callable[[], object]) -> int:
        tracemalloc.start()
        kept = make()
        now = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
        assert kept
        return now

    assert held(lambda: compact(filled(20_000))) * 10 < held(lambda: filled(20_000))
