"""Tables of a document beside those of its targets: they make no entries and no amounts."""

from __future__ import annotations

import pytest
from read_texts import projects, read, rows

from reviewer.model.review import Kind, Review


def table(*lines: str) -> str:
    return "".join(
        [
            "<table>",
            *(f"<tr>{''.join(f'<td>{cell}</td>' for cell in line.split('|'))}</tr>" for line in lines),
            "</table>",
        ]
    )


def form(name: str) -> str:
    return table(
        f"项目名称|{name}|实施单位|甲市路灯所",
        "项目资金|20|其中：财政拨款|20",
        "一级指标|二级指标|三级指标|指标值",
        "产出指标|数量指标|更换灯具|≥300盏",
    )


def entries(review: Review) -> list[tuple[Kind, str | None]]:
    return [(node.kind, node.value("name")) for node in review.root.children]


OTHERS = [
    table(
        "收入||支出|", "项目|金额|项目（按功能分类）|金额", "财政拨款|100|一般公共服务|100", "收入总计|100|支出总计|100"
    ),
    table("项目|预算数|项目|预算数", "一般公共预算拨款|118|基本支出|86", "收入总计|118|支出总计|118"),
    table("科目编码|科目名称|合计|基本支出|项目支出", "201|一般公共服务|100|80|20"),
    table("单位名称|“三公”经费合计|因公出国|公务接待", "路灯所|3|0|3"),
    table("序号|项目名称|所在工作表", "1|路灯维护|表1", "2|河道保洁|表2"),
    table("项目名称|采购品目|数量|金额", "电脑采购|计算机|3|2"),
    table("2024年项目绩效目标目录", "序号|项目名称|主管科室|页码", "1|路灯维护|办公室|3", "2|路灯新建|办公室|4"),
    table("序号|项目|预算数（万元）", "1|路灯维护|20", "2|路灯新建|20", "合计||40"),
    table("名词|解释", "项目支出|为完成特定任务发生的支出", "绩效目标|计划达到的产出和效果"),
]


@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize("behind", [False, True])
def test_other_tables_beside_forms_make_no_entries(other: str, behind: bool):
    forms = f"<p>项目支出绩效目标表</p>{form('路灯维护')}<p>项目支出绩效目标表</p>{form('路灯新建')}"
    review = read(
        f"<h2>甲市路灯所2024年部门预算</h2>{'' if behind else other}{forms}{other if behind else ''}", "t.html"
    )
    assert entries(review) == [(Kind.PROJECT, "路灯维护"), (Kind.PROJECT, "路灯新建")]
    assert rows(review) == [("产出指标", "数量指标", "更换灯具", "≥300盏")] * 2
    for node in review.root.children:
        assert [key for key, field in node.fields.items() if key.startswith("amounts[") and field.value] == [
            "amounts[项目资金]",
            "amounts[财政拨款]",
        ]


def test_the_parts_of_a_form_that_are_tables_of_their_own_stay():
    parts = (
        table("项目名称|路灯维护", "主管部门|甲市城管局"), table("年度目标", "更换路灯300盏。"),
        table("一级指标|二级指标|三级指标|指标值", "产出指标|数量指标|更换灯具|≥300盏"),
    )  # fmt: skip
    review = read(f"<h2>项目绩效目标表</h2>{'<p>&nbsp;</p>'.join(parts)}", "t.html")
    assert entries(review) == [(Kind.PROJECT, "路灯维护")]
    assert review.root.children[0].value("goal") == "更换路灯300盏。"


def test_a_departments_table_of_duties_and_projects_stays():
    duties = table("部门职责|工作任务|项目名称|预算（万元）", "照明|更换路灯300盏|路灯维护|20")
    heads = table("一级指标|二级指标|三级指标|指标值", "产出指标|数量指标|更换灯具|≥300盏")
    review = read(f"<html><body><h2>部门整体绩效目标表</h2>{table('部门名称|甲市路灯所')}{duties}{heads}", "t.html")
    assert entries(review) == [(Kind.DEPARTMENT, "甲市路灯所")]
    assert [node.value("name") for node in review.root.walk() if node.kind is Kind.TASK] == ["路灯维护"]


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
