"""A wide table that was printed in parts, the columns of each on a page of their own."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from read_texts import rows

from reviewer.extract.pipeline import extract
from reviewer.model.review import Kind, Review
from reviewer.model.source import Cell, Grid, Line, Page, Source
from reviewer.model.spans import Span

FIRST = [["序号", "项目单位", "项目名称"], ["1", "甲市乙所", "渔船拆解"], ["2", "甲市丙所", "终端更新"]]
SECOND = [
    ["绩效目标", "一级指标", "二级指标"],
    ["拆解渔船，保护资源。", "产出指标", "数量指标"],
    ["更新终端，保障安全。", "产出指标", "质量指标"],
]
THIRD = [["三级指标", "指标值", "备注"], ["拆解渔船数量", "16艘", "无"], ["终端完好率", "≥98%", "无"]]


def pages(*tables: Sequence[Sequence[str]], title: str = "") -> Review:
    """A source with a table a page."""
    made = []
    for number, table in enumerate(tables):
        text, cells = f"{title}\n", []
        for row, texts in enumerate(table):
            for column, cell in enumerate(texts):
                cells.append(Cell(row, column, (Span(number, len(text), len(text) + len(cell)),)))
                text += cell + "\t"
        blocks = (Line(Span(number, 0, len(title))), Grid(tuple(cells), len(table), len(table[0])))
        made.append(Page(number + 1, text, blocks if title else blocks[1:]))
    return extract(Source("t.pdf", "pdf", "0" * 64, None, tuple(made)))


def projects(review: Review) -> list[tuple[str | None, ...]]:
    return [
        (node.value("name"), node.value("unit"), node.value("goal"))
        for node in review.root.walk()
        if node.kind is Kind.PROJECT
    ]


def with_first_again(table: Sequence[Sequence[str]], columns: int) -> list[list[str]]:
    return [[*left[:columns], *right] for left, right in zip(FIRST, table, strict=True)]


@pytest.mark.parametrize("again", [0, 1, 3])
@pytest.mark.parametrize("title", ["", "项目绩效目标一览表"])
def test_the_parts_belong_together_row_by_row(again: int, title: str):
    review = pages(FIRST, with_first_again(SECOND, again), with_first_again(THIRD, again), title=title)
    assert projects(review) == [
        ("渔船拆解", "甲市乙所", "拆解渔船，保护资源。"),
        ("终端更新", "甲市丙所", "更新终端，保障安全。"),
    ]
    assert rows(review) == [
        ("产出指标", "数量指标", "拆解渔船数量", "16艘"),
        ("产出指标", "质量指标", "终端完好率", "≥98%"),
    ]


def test_a_list_that_goes_on_over_the_page_is_longer_and_not_wider():
    table = [["项目名称", "预算金额", "绩效目标"], ["甲", "1", "完成甲项目。"], ["乙", "2", "完成乙项目。"]]
    more = [table[0], ["丙", "3", "完成丙项目。"], ["丁", "4", "完成丁项目。"]]
    assert [name for name, *_ in projects(pages(table, more, title="项目绩效目标一览表"))] == ["甲", "乙", "丙", "丁"]


def test_the_next_form_of_the_same_shape_is_a_form_of_its_own():
    def form(name: str, indicator: str) -> list[list[str]]:
        head = ["一级指标", "二级指标", "三级指标", "指标值"]
        return [["项目名称", name, "", ""], head, ["产出指标", "数量指标", indicator, "3座"]]

    review = pages(form("渔船拆解", "拆解座数"), form("终端更新", "更新座数"), title="项目支出绩效目标表")
    assert [name for name, *_ in projects(review)] == ["渔船拆解", "终端更新"]
    assert [row[2] for row in rows(review)] == ["拆解座数", "更新座数"]
