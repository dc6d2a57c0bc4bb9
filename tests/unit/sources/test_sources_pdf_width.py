"""Sheets that were printed over several pages in width."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from grid_texts import grid_texts
from pdf_building import PdfPage, make_pdf

from reviewer.model.source import Grid
from reviewer.sources import pdf_width
from reviewer.sources.registry import source_from_bytes

HEADS = ("项目名称", "项目金额", "三级指标", "年度指标值", "备注")
WIDTHS = (150.0, 130.0, 170.0, 140.0, 120.0)
CUTS = (0, 3, 5)
"""Which columns stand on which page."""
LEFT, TOP, HIGH = 60.0, 80.0, 22.0


def _rows(count: int, first: int = 0) -> list[tuple[str, ...]]:
    return [(f"林道养护{n}", f"{n}2.50", f"巡护里程{n}", f"≥{n}0公里", "") for n in range(first + 1, first + count + 1)]


def _page(rows: list[tuple[str, ...]], first: int, last: int, top: float = TOP) -> PdfPage:
    """The columns from `first` to `last` of a sheet, as a page."""
    xs = [LEFT + sum(WIDTHS[first:column]) for column in range(first, last + 1)]
    ys = [top + HIGH * row for row in range(len(rows) + 1)]
    return PdfPage().table(xs, ys, [row[first:last] for row in rows])


def _strips(parts: list[list[tuple[str, ...]]], over_first: bool) -> bytes:
    strips = [[_page(rows, a, b) for a, b in pairwise(CUTS)] for rows in parts]
    if not over_first:
        strips = [list(column) for column in zip(*strips, strict=True)]
    return make_pdf(*(page for strip in strips for page in strip))


def _wanted(rows: list[tuple[str, ...]]) -> list[list[str]]:
    return [list(row) for row in rows]


def test_columns_on_the_next_page_are_of_the_same_rows() -> None:
    rows = [HEADS, *_rows(5)]
    source = source_from_bytes("a.pdf", _strips([rows], over_first=True))
    assert grid_texts(source) == [_wanted(rows)]
    assert "≥30公里" in source.pages[1].text
    assert "林道养护3\t32.50\t巡护里程3\n" in source.pages[0].text


def test_every_character_keeps_its_place_on_its_own_page() -> None:
    source = source_from_bytes("a.pdf", _strips([[HEADS, *_rows(5)]], over_first=True))
    grid = next(block for _, block in source.blocks() if isinstance(block, Grid))
    (span,) = next(cell.spans for cell in grid.cells if source.text(cell.spans) == "≥30公里")
    assert span.page == 1
    picture = source.pages[1].picture
    box = picture.box(span.start) if picture else None
    assert box is not None
    assert LEFT < box[0] < LEFT + WIDTHS[3]
    assert TOP + 3 * HIGH < box[3] < TOP + 4 * HIGH


def test_down_first_and_over_first_are_both_put_together() -> None:
    full, rest = [HEADS, *_rows(31)], _rows(7, 31)
    for over_first in (True, False):
        source = source_from_bytes("a.pdf", _strips([full, rest], over_first))
        assert grid_texts(source) == [_wanted(full), _wanted(rest)], over_first


def test_a_cell_over_the_edge_of_the_page_is_one() -> None:
    """The right part of a merged cell has no border on the left, and each page shows its part of the text."""
    rows = [
        ("项目名称", "林道养护项目", "", ""),
        ("主管部门", "青禾县林业局", "", ""),
        HEADS[:4],
        *[row[:4] for row in _rows(3)],
    ]
    left, right = _page(rows, 0, 3), _page(rows, 3, 4)
    for page, first, columns in ((left, 0, 3), (right, 3, 1)):
        xs = [LEFT + sum(WIDTHS[first : first + n]) for n in range(columns + 1)]
        page.marks.clear()
        gone = [("before", row, n) for row in (0, 1) for n in ((2, 3) if first == 0 else (0,))]
        page.table(xs, [TOP + HIGH * n for n in range(7)], [row[first : first + columns] for row in rows], gone)
    edge = LEFT + sum(WIDTHS[:3])
    left.clipped((LEFT, TOP, edge, 300), edge - 20, TOP + 11, "甲乙丙丁")
    right.clipped((LEFT, TOP, 500, 300), LEFT - 20, TOP + 11, "甲乙丙丁")
    grid = grid_texts(source_from_bytes("a.pdf", make_pdf(left, right)))[0]
    assert [text.replace(" ", "") for text in grid[0]] == ["项目名称", "林道养护项目甲乙丙丁"]
    assert grid[5] == list(rows[5])


def test_a_form_a_page_and_a_table_that_goes_on_in_length_stay_apart() -> None:
    forms = [
        [("项目名称", f"林道养护{n}", "年度"), ("项目金额", f"{n}.50", "年"), ("目标", "通行", "")] for n in (1, 2, 3)
    ]
    assert len(grid_texts(source_from_bytes("a.pdf", make_pdf(*(_page(form, 0, 3) for form in forms))))) == 3
    long = [_page(_rows(34, first), 0, 3) for first in (0, 34)]
    assert len(grid_texts(source_from_bytes("a.pdf", make_pdf(*long)))) == 2


def test_columns_printed_again_on_the_left_are_read_once() -> None:
    rows = [HEADS, *_rows(5)]
    again = _page([(row[0], *row[3:]) for row in rows], 0, 1)
    again.marks.clear()
    xs = [LEFT, LEFT + WIDTHS[0], LEFT + WIDTHS[0] + WIDTHS[3], LEFT + WIDTHS[0] + WIDTHS[3] + WIDTHS[4]]
    again.table(xs, [TOP + HIGH * n for n in range(7)], [(row[0], *row[3:]) for row in rows])
    source = source_from_bytes("a.pdf", make_pdf(_page(rows, 0, 3), again))
    assert grid_texts(source) == [_wanted(rows)]


def test_where_it_is_not_sure_it_is_said() -> None:
    """A page full of rows beside another, with room for more columns: one table, or two."""
    left = PdfPage().table([LEFT, 120, 200], [TOP + HIGH * n for n in range(33)], [row[:2] for row in _rows(32)])
    right = PdfPage().table([LEFT, 160, 210], [TOP + HIGH * n for n in range(33)], [row[2:4] for row in _rows(32)])
    source = source_from_bytes("a.pdf", make_pdf(left, right))
    assert len(grid_texts(source)) == 2
    assert [note.code for note in source.notes] == ["part not read"]  # they stand in the middle of no rows
    assert "1–2" in str(source.notes[0])


def _unruled(rows: list[tuple[str, ...]], first: int, last: int) -> PdfPage:
    page = PdfPage()
    for number, row in enumerate(rows):
        for column in range(first, last):
            page.text(LEFT + sum(WIDTHS[first:column]), TOP + 20 * number, row[column])
    return page


def test_without_rules_they_are_put_together_and_said() -> None:
    rows = [HEADS, *_rows(6)]
    source = source_from_bytes("a.pdf", make_pdf(_unruled(rows, 0, 3), _unruled(rows, 3, 5)))
    (grid,) = grid_texts(source)
    assert grid[3][:4] == list(rows[3][:4])
    assert [note.code for note in source.notes] == ["part not read"]  # they stand in the middle of no rows


def test_a_middle_beside_rows_without_rules_parts_them_and_is_said() -> None:
    page = PdfPage()
    for column, head in enumerate(
        ("项目", "单位", "金额", "目标", "一级指标", "二级指标", "三级指标", "指标值", "备注", "来源")
    ):
        page.text(20 + 55 * column, 60, head)
    for number in range(8):
        for column, text in enumerate((f"产出{number}", f"数量{number}", f"里程{number}", f"≥{number}0")):
            page.text(240 + 55 * column, 80 + 15 * number, text)
    for number in range(2):
        for column, text in enumerate((f"养护{number}", "甲所", f"{number}2.5", "通行")):
            page.text(20 + 55 * column, 107 + 60 * number, text)
    source = source_from_bytes("a.pdf", make_pdf(page))
    cells = [text for grid in grid_texts(source) for row in grid for text in row]
    assert not [text for text in cells if text.count("≥") > 1]
    assert [note.code for note in source.notes] == ["part not read"]  # they stand in the middle of no rows


def test_a_long_document_of_pages_alike_is_not_held_page_against_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hundreds of pages with rows at the same heights: the work grows with the pages, not with their square."""
    looked = 0
    how = pdf_width._how

    def counted(*arguments: Any) -> int:
        nonlocal looked
        looked += 1
        return how(*arguments)

    monkeypatch.setattr(pdf_width, "_how", counted)
    pages = [
        pdf_width.Sign(
            595, 842, [50, 200, 400, 545], [60.0 + 18 * row for row in range(41)], texts=frozenset({1, 2, page})
        )
        for page in range(300)
    ]
    groups, _ = pdf_width.beside(pages)
    assert groups == [[page] for page in range(300)]
    assert looked <= 300 * pdf_width._MOST_STRIPS


def _alike(rows: list[tuple[str, ...]], first: int) -> PdfPage:
    """Three columns of a sheet whose columns are all as wide, without rules."""
    page = PdfPage()
    for number, row in enumerate(rows):
        for column in range(3):
            page.text(LEFT + 160 * column, TOP + 20 * number, row[first + column])
    return page


_HEADS_ALIKE = ("项目名称", "项目金额", "三级指标", "二级指标", "年度指标值", "责任科室")


def _rows_alike(first: int, last: int) -> list[tuple[str, ...]]:
    return [
        (f"林道养护{n}", f"{n}2.50", f"巡护里程{n}", "数量指标", f"≥{n}0公里", f"林场科室{n}")
        for n in range(first, last)
    ]


def test_columns_as_wide_without_rules_on_the_next_page_are_said() -> None:
    rows = [_HEADS_ALIKE, *_rows_alike(1, 9)]
    full, rest = [_HEADS_ALIKE, *_rows_alike(1, 34)], _rows_alike(34, 40)
    cases = [
        [_alike(rows, 0), _alike(rows, 3)],
        [_alike(full, 0), _alike(rest, 0), _alike(full, 3), _alike(rest, 3)],
        [_alike(full, 0), _alike(full, 3), _alike(rest, 0), _alike(rest, 3)],
    ]
    for pages in cases:
        source = source_from_bytes("a.pdf", make_pdf(*pages))
        assert len(grid_texts(source)) == len(pages)
        assert [note.code for note in source.notes] == ["part not read"]  # they stand in the middle of no rows
        assert "1–2" in source.notes[0] or "1, 3" in source.notes[0]


def test_columns_as_wide_of_the_next_rows_or_of_another_form_are_not() -> None:
    full, rest = [_HEADS_ALIKE, *_rows_alike(1, 34)], _rows_alike(34, 68)
    forms = [[_HEADS_ALIKE, *_rows_alike(1, 9)], [_HEADS_ALIKE, *_rows_alike(9, 17)]]
    for parts in ([full, rest], [full, [_HEADS_ALIKE, *rest[1:]]], forms):
        source = source_from_bytes("a.pdf", make_pdf(*(_alike(part, 0) for part in parts)))
        assert len(grid_texts(source)) == len(parts)
        assert source.notes == ()
