"""Cells that cover several rows or columns."""

from __future__ import annotations

from random import Random

import pytest
from read_texts import rows

from reviewer.extract.pipeline import extract
from reviewer.model.review import Kind
from reviewer.model.source import Cell, Grid, Page, Source
from reviewer.model.spans import Span
from tools.corpus.as_grid import source_of
from tools.corpus.catalog import CATALOG
from tools.corpus.packed import Spoil


def grid_source(*cells: tuple[int, int, str, int, int]) -> Source:
    """A page with one grid; each cell (row, column, text, rows down, columns across)."""
    text, made = "", []
    for row, column, words, down, across in cells:
        made.append(Cell(row, column, (Span(0, len(text), len(text) + len(words)),), down, across))
        text += words + "\n"
    width = max(c.column + c.column_span for c in made)
    page = Page(1, text, (Grid(tuple(made), max(c.row + c.row_span for c in made), width),))
    return Source("t.docx", "docx", "0" * 64, None, (page,))


HEAD = ((0, 0, "项目名称", 1, 1), (0, 1, "路灯维护", 1, 4), (1, 0, "年度目标", 1, 1), (1, 1, "保障照明。", 1, 4))


def test_cells_merged_down_hold_for_each_row_they_cover():
    columns = [
        (2, n, label, 1, 1) for n, label in enumerate(("绩效指标", "一级指标", "二级指标", "三级指标", "指标值"))
    ]
    body = [
        (3, 1, "产出指标", 3, 1), (3, 2, "数量指标", 3, 1), (3, 3, "维护路灯数量", 1, 1), (3, 4, "≥300盏", 2, 1),
        (4, 3, "更换灯具数量", 2, 1), (5, 4, "≥20套", 1, 1),
    ]  # fmt: skip
    review = extract(grid_source(*HEAD, *columns, *body))
    assert rows(review) == [
        ("产出指标", "数量指标", "维护路灯数量", "≥300盏"),
        ("产出指标", "数量指标", "更换灯具数量", "≥300盏"),
        ("产出指标", "数量指标", "更换灯具数量", "≥20套"),
    ]


def test_a_header_that_covers_several_columns_is_no_shift():
    columns = [(2, 0, "一级指标", 1, 1), (2, 1, "二级指标", 1, 1), (2, 2, "三级指标", 1, 2), (2, 4, "指标值", 1, 1)]
    body = [(3, 0, "产出指标", 1, 1), (3, 1, "数量指标", 1, 1), (3, 3, "维护路灯数量", 1, 1), (3, 4, "≥300盏", 1, 1)]
    review = extract(grid_source(*HEAD, *columns, *body))
    assert rows(review) == [("产出指标", "数量指标", "维护路灯数量", "≥300盏")]
    (node,) = [node for node in review.root.walk() if node.kind is Kind.INDICATOR]
    assert not [reason.code for field in node.fields.values() for reason in field.reasons]


@pytest.mark.parametrize("layout", ["form-series", "sheet-merged", "self-evaluation", "two-blocks", "period-and-year"])
@pytest.mark.parametrize("seed", [11, 12])
def test_made_documents_are_read_alike_with_merged_cells(layout, seed):
    made = CATALOG[layout](Random(f"{layout}/{seed}"), Spoil(0.0))
    review = extract(source_of(layout, made.paper))
    told = [(i.level1, i.level2, i.level3, i.annual) for e in made.truth.entries for i in e.indicators]
    assert [tuple("".join((t or "").split()) for t in row) for row in rows(review)] == [
        tuple("".join((t or "").split()) for t in row) for row in told
    ]
