"""Layouts beyond the usual: words that no vocabulary has, labels inside cells, levels as columns, merged cells, lines."""

from __future__ import annotations

from random import Random

import pytest
from read_texts import read, rows

from reviewer.extract.pipeline import extract
from reviewer.model.fields import FieldRef
from reviewer.model.review import Kind, Node, Review
from reviewer.model.source import Cell, Grid, Page, Source
from reviewer.model.spans import Span
from tools.corpus.as_grid import source_of
from tools.corpus.catalog import CATALOG
from tools.corpus.packed import Spoil


def projects(review: Review) -> list[Node]:
    return [node for node in review.root.walk() if node.kind is Kind.PROJECT]


def test_a_value_column_with_an_unknown_header_is_told_by_what_stands_in_it():
    review = read(
        "项目名称\t路灯维护\t\t\t\n实施单位\t甲市乙局\t\t\t\n年度目标\t保障照明。\t\t\t\n"
        "绩效指标\t一级指标\t二级指标\t三级指标\t应达水平\n"
        "\t产出指标\t数量指标\t维护路灯数量\t≥300盏\n\t\t质量指标\t亮灯率\t≥98%\n\t满意度指标\t服务对象满意度指标\t居民满意度\t≥90%\n"
    )
    assert [value for *_, value in rows(review)] == ["≥300盏", "≥98%", "≥90%"]
    reasons = [r.code for n in review.root.walk() if n.kind is Kind.INDICATOR for r in n.fields["annual_value"].reasons]
    assert reasons == ["read.column_guess", "read.borne_out"] * 3


def test_a_project_whose_label_is_unknown_is_a_project_all_the_same():
    review = read(
        "支出事项\t路灯维护\t\t\t\n实施单位\t甲市乙局\t\t\t\n年度目标\t保障照明。\t\t\t\n"
        "绩效指标\t一级指标\t二级指标\t三级指标\t指标值\n\t产出指标\t数量指标\t维护路灯数量\t≥300盏\n"
    )
    assert [node.value("name") for node in projects(review)] == ["路灯维护"]


def test_labels_and_values_in_one_cell():
    review = read(
        "项目名称：路灯维护\t\t\t\t\n实施单位：甲市乙局\t\t\t\t\n"
        "项目资金（万元）\t年度资金总额：81.50\t\t其中：财政拨款：60.00\t其他资金：21.50\n年度目标\t保障照明。\t\t\t\n"
        "绩效指标\t一级指标\t二级指标\t三级指标\t指标值\n\t产出指标\t数量指标\t维护路灯数量\t≥300盏\n"
    )
    (project,) = projects(review)
    assert (project.value("name"), project.value("unit")) == ("路灯维护", "甲市乙局")
    amounts = {key: field.value for key, field in project.fields.items() if key.startswith("amounts")}
    assert amounts == {"amounts[年度资金总额]": "81.50", "amounts[财政拨款]": "60.00", "amounts[其他资金]": "21.50"}


def test_a_column_for_each_level_1():
    review = read(
        "| 项目名称 | 预算金额 | 绩效目标 | 产出指标 | 满意度指标 |\n|---|---|---|---|---|\n"
        "| 路灯维护 | 81.50 | 保障照明。 | 数量指标：维护路灯≥300盏，更换灯具≥1,200套；质量指标：亮灯率≥98% "
        "| 服务对象满意度指标：居民满意度≥90% |\n"
        "| 路灯建设 | 20.00 | 建成路灯。 | 数量指标：新建路灯≥30盏 | 服务对象满意度指标：居民满意度≥85% |\n"
    )
    assert rows(review) == [
        ("产出指标", "数量指标", "维护路灯", "≥300盏"),
        ("产出指标", "数量指标", "更换灯具", "≥1,200套"),
        ("产出指标", "质量指标", "亮灯率", "≥98%"),
        ("满意度指标", "服务对象满意度指标", "居民满意度", "≥90%"),
        ("产出指标", "数量指标", "新建路灯", "≥30盏"),
        ("满意度指标", "服务对象满意度指标", "居民满意度", "≥85%"),
    ]


def test_level_1_in_rows_of_its_own():
    review = read(
        "项目名称\t路灯维护\t\t\n年度目标\t保障照明。\t\t\n序号\t二级指标\t三级指标\t指标值\n一\t产出指标\t\t\n"
        "1\t数量指标\t维护路灯数量\t≥300盏\n二\t满意度指标\t\t\n2\t服务对象满意度指标\t居民满意度\t≥90%\n"
    )
    assert [first for first, *_ in rows(review)] == ["产出指标", "满意度指标"]


def test_a_wide_sheet_whose_cells_single_blanks_keep_apart():
    review = read(
        "2024年项目支出绩效目标表\n单位名称：甲市乙局 单位：万元\n项目名称 预算数 年度目标 一级指标 二级指标 三级指标 指标值\n"
        "路灯维护 81.50 保障照明。 产出指标 数量指标 维护路灯数量 ≥300盏\n质量指标 亮\n灯率 ≥98%\n\n— 3 —\n\n"
        "满意度指标 服务对象满意度指标 居民满意度 ≥90%\n路灯建设 20.00 建成路灯。 产出指标 数量指标 新建路灯 ≥30盏\n"
    )
    assert [node.value("name") for node in projects(review)] == ["路灯维护", "路灯建设"]
    assert rows(review, "level2", "level3", "annual_value") == [
        ("数量指标", "维护路灯数量", "≥300盏"),
        ("质量指标", "亮灯率", "≥98%"),
        ("服务对象满意度指标", "居民满意度", "≥90%"),
        ("数量指标", "新建路灯", "≥30盏"),
    ]


def test_the_other_tables_of_a_published_budget_are_left_out():
    review = read(
        "## 收支预算总表\n\n| 收入 | 预算数 | 支出 | 预算数 |\n|---|---|---|---|\n| 一般公共预算 | 120.00 | 公共安全 | 120.00 |\n\n"
        "## 项目支出绩效目标表\n\n| 项目名称 | 预算数 | 年度目标 | 一级指标 | 二级指标 | 三级指标 | 指标值 |\n"
        "|---|---|---|---|---|---|---|\n"
        "| 路灯维护 | 81.50 | 保障照明。 | 产出指标 | 数量指标 | 维护路灯数量 | ≥300盏 |\n",
        "t.md",
    )
    assert review.root.value("title") == "项目支出绩效目标表"
    assert [node.value("name") for node in projects(review)] == ["路灯维护"]
    assert not [issue for issue in review.issues if issue.message.code.startswith("source.unclaimed")]


def test_amounts_whose_column_is_lost_are_doubtful_with_the_blank_ones():
    review = read(
        "项目支出绩效目标表\n\n项目名称 总计 财政拨款 财政专户拨款 其他资金 绩效目标 绩效指标\n\n合计 90.00 80.00 10.00\n\n"
        "    路灯维护 90.00 80.00 10.00\n保障全市照明，方便群众夜间出行。\n\n"
        "1、1-产出指标, 11-数量指标, 维护路灯；实施周期指标值:≥300盏,年度指标值:≥300盏;\n"
    )
    (project,) = projects(review)
    marked = {key for key in project.fields if review.is_doubtful(FieldRef(project.id, key)) and "amounts" in key}
    assert marked == {"amounts[财政专户拨款]", "amounts[其他资金]"}


def test_a_table_without_any_column_of_values_says_so():
    review = read(
        "项目名称\t路灯维护\t\n年度目标\t保障照明。\t\n一级指标\t二级指标\t三级指标\n产出指标\t数量指标\t维护路灯数量\n"
    )
    (node,) = [node for node in review.root.walk() if node.kind is Kind.INDICATOR]
    assert review.is_doubtful(FieldRef(node.id, "annual_value"))


def test_indicators_are_read_though_their_header_is_lost():
    review = read(
        "项目名称\t路灯维护\t\t\t\n实施单位\t甲市乙局\t\t\t\n年度目标\t保障照明，方便群众。\t\t\t\n"
        "\t产出指标\t数量指标\t维护路灯数量\t≥300盏\n\t\t质量指标\t亮灯率\t≥98%\n"
    )
    assert rows(review) == [
        ("产出指标", "数量指标", "维护路灯数量", "≥300盏"),
        ("产出指标", "质量指标", "亮灯率", "≥98%"),
    ]


def test_a_project_whose_goal_has_no_known_label_asks_for_it():
    review = read(
        "项目名称\t路灯维护\t\t\t\n实施单位\t甲市乙局\t\t\t\n本年要求\t保障全市照明，方便群众夜间出行。\t\t\t\n"
        "绩效指标\t一级指标\t二级指标\t三级指标\t指标值\n\t产出指标\t数量指标\t维护路灯数量\t≥300盏\n"
    )
    (project,) = projects(review)
    assert review.is_doubtful(FieldRef(project.id, "goal"))


# -- real grids -------------------------------------------------------------------------------------------------------


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
