"""Labels and headers that no vocabulary has, that stand in a cell with their values, or that are lost."""

from __future__ import annotations

import pytest
from read_texts import projects, read, rows

from reviewer.model.fields import FieldRef
from reviewer.model.review import Kind


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


_ROWS = "| 一级指标 | 二级指标 | 三级指标 | 指标值 |\n| 产出指标 | 数量指标 | 养护桥灯 | 40盏 |\n| 质量指标 | 亮灯率 | ≥95% | |\n"


@pytest.mark.parametrize(
    ("label", "kind"), [("资金性质", "一般公共预算"), ("项目级别", "一级项目"), ("资金性质", "政府性基金")]
)
def test_the_kind_of_a_thing_is_a_value_though_it_can_be_a_label(label: str, kind: str) -> None:
    text = "项目绩效目标表\n\n| | | | |\n|---|---|---|---|\n| 项目名称 | 桥灯养护 | | |\n"
    text += f"| 资金使用单位 | 禾溪市政所 | {label} | {kind} |\n"
    text += "| 资金情况（万元） | 资金总额 | 349.63 | |\n" + _ROWS
    (entry,) = read(text, "t.md").root.children
    assert (entry.kind, entry.value("name"), entry.value("unit")) == (Kind.PROJECT, "桥灯养护", "禾溪市政所")
    assert (entry.value(f"attributes[{label}]"), entry.value("amounts[资金总额]")) == (kind, "349.63")


def test_the_heading_of_a_part_is_no_label_of_the_pairs_beside_it() -> None:
    text = "部门整体支出绩效目标表\n\n| | | | | |\n|---|---|---|---|---|\n| 部门名称 | 禾溪市政所 | | | |\n"
    text += "| 部门基本信息 | 部门所属领域 | 城乡社区 | 直属单位包括 | 所属单位2个 |\n" + _ROWS
    (entry,) = read(text, "t.md").root.children
    assert entry.value("attributes[部门所属领域]") == "城乡社区"
    assert entry.value("attributes[直属单位包括]") == "所属单位2个"


def test_a_value_that_reads_like_money_keeps_the_labels_around_it_in_step() -> None:
    text = "项目绩效目标表\n\n| | | | |\n|---|---|---|---|\n| 项目名称 | 桥灯养护 | | |\n"
    text += "| 债券名称 | 2025年专项债券（一期） | 债券期限 | 20年 |\n" + _ROWS
    (entry,) = read(text, "t.md").root.children
    assert (entry.value("attributes[债券名称]"), entry.value("attributes[债券期限]")) == (
        "2025年专项债券（一期）",
        "20年",
    )


def test_a_fund_is_named_by_its_own_label_and_not_by_the_head_of_its_money() -> None:
    text = "社会保险基金预算绩效目标表\n\n| | | | |\n|---|---|---|---|\n| 基金名称 | 居民养老保险基金 | | |\n"
    text += "| 基金收支（万元） | 项目 | 上年预计执行数 | 本年预算数 |\n| | 本年收入 | 88170.02 | 96105.32 |\n"
    text += "| | 本年支出 | 81998.11 | 82650.57 |\n"
    (entry,) = read(text + _ROWS, "t.md").root.children
    assert entry.value("name") == "居民养老保险基金"
    assert entry.value("amounts[本年收入/本年预算数]") == "96105.32"
    assert entry.value("amounts[本年支出/上年预计执行数]") == "81998.11"
