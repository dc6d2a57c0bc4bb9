"""Headers, levels and units that are lost, or that stand under the label of another column."""

from __future__ import annotations

import pytest
from read_texts import codes, indicators, projects, read, rows

from reviewer.extract.infer import with_names_told
from reviewer.extract.labels import Role
from reviewer.extract.rows import Column, Row
from reviewer.model.flow import Flow

TOP = "项目名称\t路灯维护\t\t\t\n实施单位\t甲市乙局\t\t\t\n年度目标\t保障照明，居民满意。\t\t\t\n"


LIST = "单位名称\t项目名称\t预算数\t年度目标\t一级指标\t二级指标\t三级指标\t计算符号\t指标值\t度量单位\n"


ROWS = (
    "甲市乙局\t路灯维护\t10.00\t保障全市路灯照明，方便居民夜间出行。\t产出指标\t数量指标\t维护路灯数量\t≥\t300\t盏\n"
    "\t\t\t\t\t质量指标\t亮灯率\t≥\t98\t%\n"
    "甲市乙局\t公园养护\t20.00\t养护城区公园绿地，提升市容环境面貌。\t产出指标\t数量指标\t养护绿地面积\t≥\t5\t公顷\n"
    "\t\t\t\t效益指标\t生态效益指标\t绿化覆盖率\t≥\t42\t%\n"
)


PACKED = "项目名称\t总计\t绩效目标\t绩效指标\n路灯维护\t10.00\t保障照明。\t{}\n"


def test_level_2_printed_under_the_label_of_level_3():
    review = read(
        TOP
        + "一级指标\t具体指标\t指标内容\t指标目标值\n产出指标\t数量指标\t维护路灯数量\t≥300盏\n\t质量指标\t亮灯率\t≥98%\n"
    )
    assert rows(review)[1] == ("产出指标", "质量指标", "亮灯率", "≥98%")


def test_level_1_under_the_heading_of_the_indicators():
    review = read(
        TOP
        + "绩效指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t维护路灯数量\t≥300盏\n\t质量指标\t亮灯率\t≥98%\n"
    )
    assert rows(review)[1] == ("产出指标", "质量指标", "亮灯率", "≥98%")


def test_a_list_whose_header_is_lost_is_read_by_what_stands_in_its_columns_and_marked():
    whole, lost = read("绩效目标表\n\n" + LIST + ROWS), read("绩效目标表\n\n" + ROWS)
    assert rows(lost) == rows(whole)
    for key in ("name", "unit", "goal"):
        assert [p.value(key) for p in projects(lost)] == [p.value(key) for p in projects(whole)]
    assert all("read.column_guess" in codes(project, "name") for project in projects(lost))
    assert all("read.column_guess" in codes(node, "annual_value") for node in indicators(lost))


def test_a_figure_whose_unit_is_blank_is_doubted():
    review = read("绩效目标表\n\n" + LIST + ROWS.replace("公顷", ""))
    doubted = [node.value("level3") for node in indicators(review) if "read.unit_blank" in codes(node, "annual_value")]
    assert doubted == ["养护绿地面积"]


def test_a_level_whose_separator_is_lost_is_no_part_of_the_name():
    cell = "1、1-产出指标；11-数量指标维护路灯数量；实施周期指标值:≥900盏；年度指标值:≥300盏。"
    review = read("绩效目标表\n\n" + PACKED.format(cell))
    assert rows(review) == [("产出指标", "数量指标", "维护路灯数量", "≥300盏")]
    assert "read.run_together" in codes(indicators(review)[0], "level3")


def test_a_packed_cell_that_breaks_off_in_a_label_is_marked():
    cell = "1、1-产出指标；11-数量指标；维护路灯数量；实施周期指标值:≥900盏；年度"
    review = read("绩效目标表\n\n" + PACKED.format(cell))
    last = indicators(review)[0]
    assert (last.value("period_value"), last.value("annual_value")) == ("≥900盏", None)
    assert "read.cut_off" in codes(last, "period_value") & codes(last, "annual_value")


def test_a_kind_of_money_is_a_value_and_no_label() -> None:
    review = read(
        "<table><tr><td>项目名称</td><td colspan=3>资源教室</td></tr><tr><td>项目类型</td><td>专项资金类</td><td>预算总额（万元）</td>"
        "<td>626.01</td></tr><tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>指标值</td></tr>"
        "<tr><td>产出指标</td><td>数量指标</td><td>建设教室</td><td>≥12间</td></tr></table>",
        "t.html",
    )
    (entry,) = review.entries
    assert entry.value("attributes[项目类型]") == "专项资金类"
    assert entry.value("amounts[预算总额（万元）]") == "626.01"


@pytest.mark.parametrize("lines", [2, 3, 4])
def test_names_one_to_a_row_under_the_word_for_indicators_are_told_by_three_of_them(lines: int) -> None:
    columns = [
        Column(0, Role.ENTRY_NAME, "项目名称"),
        Column(1, Role.INDICATORS, "绩效指标"),
        Column(2, Role.ANNUAL_VALUE, "指标值"),
    ]
    names = ("泵站完好率", "巡查及时率", "居民满意度", "水质合格率")[:lines]
    below = [Row(((1, Flow.loose(name)), (2, Flow.loose("≥95%"))), 0) for name in names]
    assert with_names_told(columns, below)[1].role is (Role.LEVEL3 if lines >= 3 else Role.INDICATORS)
