"""Ruled tables of PDFs in which a piece of a line is missing; and merged cells, which lack none."""

from __future__ import annotations

from itertools import pairwise

import pytest
from pdf_building import PdfPage, make_pdf

from reviewer.model.source import Grid
from reviewer.sources.registry import source_from_bytes

XS = [50.0, 130.0, 260.0, 340.0]
YS = [100.0, 122.0, 144.0, 166.0]
ROWS = [["数量指标", "维修座数", "9座"], ["质量指标", "合格率", "100%"], ["时效指标", "完工时间", "6月底"]]


def centred(page: PdfPage, left: float, right: float, middle: float, text: str) -> None:
    page.text((left + right) / 2 - sum(10 if ord(c) > 255 else 5 for c in text) / 2, middle + 4, text)


def cells(page: PdfPage) -> list[list[str]]:
    source = source_from_bytes("t.pdf", make_pdf(page))
    (grid,) = [block for block in source.pages[0].blocks if isinstance(block, Grid)]
    rows: list[list[str]] = [[] for _ in range(grid.rows)]
    for cell in grid.cells:
        rows[cell.row].append(source.text(cell.spans))
    return rows


@pytest.mark.parametrize("missing", [("above", 1, 0), ("above", 2, 1), ("before", 1, 1), ("before", 1, 2)])
def test_a_piece_that_is_missing_between_two_cells_makes_them_no_one(missing: tuple[str, int, int]) -> None:
    page = PdfPage().table(XS, YS, without=[missing])
    for top, row in zip(YS, ROWS, strict=False):
        for (left, right), text in zip(pairwise(XS), row, strict=True):
            centred(page, left, right, top + 11, text)
    assert cells(page) == ROWS


def test_the_lines_of_a_merged_cell_stay_together() -> None:
    page = PdfPage().table(XS, YS, without=[("above", 1, 0), ("above", 2, 0), ("before", 0, 2)])
    for n, line in enumerate(("社会", "效益", "指标")):
        centred(page, XS[0], XS[1], 121 + 12 * n, line)
    page.text(XS[1] + 60, 115, "其中：财政拨款")
    for top, row in zip(YS[1:], ROWS, strict=False):
        centred(page, XS[1], XS[2], top + 11, row[1])
        centred(page, XS[2], XS[3], top + 11, row[2])
    assert cells(page) == [["社会\n效益\n指标", "其中：财政拨款"], ROWS[0][1:], ROWS[1][1:]]


def test_lines_that_stand_as_rows_do_but_as_near_as_lines_are_one_cell() -> None:
    ys = [100.0, 113.0, 126.0]
    page = PdfPage().table(XS, ys, without=[("above", 1, 0)])
    for top, line in zip(ys, ("服务对象", "满意度"), strict=False):
        centred(page, XS[0], XS[1], top + 6.5, line)
        centred(page, XS[1], XS[2], top + 6.5, "住户")
    assert cells(page)[0][0] == "服务对象\n满意度"
