"""Money whose figures stand in the row beneath its labels."""

from __future__ import annotations

import pytest
from read_texts import read

_TABLE = (
    "一级指标 | 二级指标 | 三级指标 | 指标值 | 分值\n产出指标 | 数量指标 | 养护桥灯 | 40盏 | 20\n更换灯罩 | 15个 | 20 | |\n"
    "质量指标 | 亮灯率 | ≥95% | 20 |\n效益指标 | 社会效益指标 | 夜间事故 | 0起 | 20\n"
)


@pytest.mark.parametrize("head", ["资金来源（元） | ", ""])
def test_figures_stand_under_their_labels_where_bars_lost_the_blank_cells(head: str) -> None:
    text = (
        "项目绩效目标公开表\n项目名称 | 桥灯养护 | | |\n项目单位 | 禾溪市政所 | 项目类别 | 特定目标类 |\n"
        f"{head}合计 | 财政拨款 | 自有资金 |\n90500 | 60500 | 30000 | |\n"
        "年度绩效目标 | 保障桥灯明亮，市民出行安全。 | | |\n" + _TABLE
    )
    (entry,) = read(text).root.children
    found = {key: field.value for key, field in entry.fields.items() if key.startswith("amounts[")}
    assert found == {"amounts[合计]": "90500", "amounts[财政拨款]": "60500", "amounts[自有资金]": "30000"}


def test_figures_that_are_off_by_a_column_are_taken_in_order() -> None:
    text = (
        "项目绩效目标公开表\n项目名称\t桥灯养护\t\t\t\t\n项目单位\t禾溪市政所\t\t项目类别\t特定目标类\t\n"
        "资金来源（元）\t\t合计\t财政拨款\t\t自有资金\n\t90500\t\t60500\t\t30000\n"
        "年度绩效目标\t保障桥灯明亮，市民出行安全。\t\t\t\t\n一级指标\t二级指标\t三级指标\t指标值\t分值\t备注\n"
        "产出指标\t数量指标\t养护桥灯\t40盏\t20\t\n"
    )
    (entry,) = read(text).root.children
    found = {key: field.value for key, field in entry.fields.items() if key.startswith("amounts[")}
    assert found == {"amounts[合计]": "90500", "amounts[财政拨款]": "60500", "amounts[自有资金]": "30000"}


def test_a_label_over_no_figure_leaves_the_figures_to_the_labels_beside_it() -> None:
    text = (
        "项目绩效目标表\n\n|  |  |  |  |\n| --- | --- | --- | --- |\n| 项目名称 | 桥灯养护 | | |\n"
        "| 资金来源 | 合计 | 财政资金 | 单位自筹 |\n| 390 | 234 | 156 |\n"
        "| 一级指标 | 二级指标 | 三级指标 | 指标值 |\n| 产出指标 | 数量指标 | 养护桥灯 | 40盏 |\n"
    )
    entry = read(text, "t.md").root.children[0]
    found = {key: field for key, field in entry.fields.items() if key.startswith("amounts[") and field.value}
    assert {key: field.value for key, field in found.items()} == {
        "amounts[合计]": "390",
        "amounts[财政资金]": "234",
        "amounts[单位自筹]": "156",
    }
    assert all(field.flagged for field in found.values())


_FOR_WHAT = (
    "# 项目绩效目标表\n\n| | | | | | |\n| --- | --- | --- | --- | --- | --- |\n"
    "| 项目编码 | P01 | 项目名称 | 桥灯养护 | | |\n"
    "| 预算规模及资金用途 | 预算数 | 其中：财政资金 | 其他资金 | 资金用途 | |\n| | 52 | 30 | 22 | 用于更换灯具等支出 | |\n"
    "| 资金支出计划（%） | 3月底 | 6月底 | 10月底 | 12月底 | |\n| | 25 | 50 | 75 | 100% | |\n"
    "| 绩效目标 | 保障桥灯明亮，市民出行安全。 | | | | |\n"
    "| 一级指标 | 二级指标 | 三级指标 | 绩效指标描述 | 指标值 | 指标值确定依据 |\n"
    "| 产出指标 | 数量指标 | 养护桥灯 | 反映养护桥灯 | 40盏 | 工作计划 |\n"
)


def test_what_money_is_for_and_when_it_is_spent_stand_beneath_their_labels() -> None:
    (entry,) = read(_FOR_WHAT, "t.md").root.children
    found = {key: field.value for key, field in entry.fields.items() if key.startswith(("amounts[", "attributes["))}
    assert found == {
        "amounts[预算数]": "52", "amounts[财政资金]": "30", "amounts[其他资金]": "22",
        "attributes[项目编码]": "P01", "attributes[资金用途]": "用于更换灯具等支出",
        "attributes[资金支出计划（%）/3月底]": "25", "attributes[资金支出计划（%）/6月底]": "50",
        "attributes[资金支出计划（%）/10月底]": "75", "attributes[资金支出计划（%）/12月底]": "100%",
    }  # fmt: skip


def test_a_kind_of_money_beside_an_amount_is_what_its_label_asks_for() -> None:
    text = (
        "项目绩效目标公开表\n项目名称\t桥灯养护\t购买主体\t禾溪市政所\n预算金额（万元）\t52\t资金来源\t财政拨款\n"
        "年度绩效目标\t保障桥灯明亮，市民出行安全。\t\t\n一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t养护桥灯\t40盏\n"
    )
    (entry,) = read(text).root.children
    assert entry.value("unit") == "禾溪市政所"
    assert {key: field.value for key, field in entry.fields.items() if key.startswith(("amounts[", "attributes["))} == {
        "amounts[预算金额（万元）]": "52", "attributes[资金来源]": "财政拨款",
    }  # fmt: skip


@pytest.mark.parametrize("group", ["项目资金（元） | ", ""])
def test_what_the_rows_are_is_no_head_of_their_figures(group: str) -> None:
    text = (
        "项目绩效目标公开表\n项目名称 | 桥灯养护 | | |\n项目单位 | 禾溪市政所 | 项目类别 | 特定目标类 |\n"
        f"{group}资金来源 | 本年预算数 | 上年结转结余 |\n合计 | 90500 | 300 | |\n其中：财政拨款 | 60500 | 300 |\n其他资金 | | |\n"
        "年度绩效目标 | 保障桥灯明亮，市民出行安全。 | | |\n" + _TABLE
    )
    (entry,) = read(text).root.children
    found = {key: field.value for key, field in entry.fields.items() if key.startswith("amounts[") and field.value}
    assert found == {
        "amounts[合计/本年预算数]": "90500",
        "amounts[合计/上年结转结余]": "300",
        "amounts[财政拨款/本年预算数]": "60500",
        "amounts[财政拨款/上年结转结余]": "300",
    }
