"""Whole-department forms: what names the department, and its tables of tasks."""

from __future__ import annotations

import pytest
from read_texts import read, rows

from reviewer.model.review import Kind, Review

HEADS = "一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t演出场次\t≥60场\n"


def entries(review: Review) -> list[tuple[Kind, str | None]]:
    return [(node.kind, node.value("name")) for node in review.root.children]


def tasks(review: Review) -> list[tuple[str | None, ...]]:
    keys = ("name", "content", "amount")
    return [tuple(node.value(k) for k in keys) for node in review.root.walk() if node.kind is Kind.TASK]


@pytest.mark.parametrize(
    "head",
    [
        "单位代码\t201001\t单位名称\t甲市文化馆\n",
        "预算单位\t甲市文化馆\t\t\n",
        "部门编码\t316\t部门名称\t甲市文化馆\n",
        "编报单位\t甲市文化馆\t填表人\t王某\n",
    ],
)
def test_a_whole_departments_form_is_about_the_department_that_it_names(head: str):
    review = read(f"部门整体支出绩效目标表\t\t\t\n{head}年度总体目标\t开展群众文化活动。\t\t\n{HEADS}")
    assert entries(review) == [(Kind.DEPARTMENT, "甲市文化馆")]
    assert review.root.value("department") == "甲市文化馆"
    assert rows(review) == [("产出指标", "数量指标", "演出场次", "≥60场")]


@pytest.mark.parametrize("label", ["部门名称", "预算部门", "部门（单位）名称"])
def test_a_department_named_within_a_projects_form_makes_no_second_entry(label: str):
    form = f"项目名称\t%s\t\t\n{label}\t甲市文化馆\t\t\n年度目标\t办好演出。\t\t\n{HEADS}"
    review = read("项目支出绩效目标表\t\t\t\n" + form % "演出经费" + form % "非遗普查")
    assert entries(review) == [(Kind.PROJECT, "演出经费"), (Kind.PROJECT, "非遗普查")]
    assert review.root.value("department") == "甲市文化馆"


PLAYS = ("群众演出经费", "举办群众演出60场", "38.0")
LESSONS = ("骨干培训经费", "培训文艺骨干", "16.5")


@pytest.mark.parametrize(
    "table",
    [
        "部门职能\t年度目标任务\t支出项目名称\t预算金额（万元）\n群众文化\t举办群众演出60场\t群众演出经费\t38.0\n辅导\t培训文艺骨干\t骨干培训经费\t16.5\n",
        "部门职责\t职责活动\t涉及项目\t年初预算数\t执行数\n群众文化\t举办群众演出60场\t群众演出经费\t38.0\t37\n辅导\t培训文艺骨干\t骨干培训经费\t16.5\t9\n",
        "重点任务\t主要内容\t预期目标\t预算资金（万元）\n群众演出经费\t举办群众演出60场\t丰富群众生活\t38.0\n骨干培训经费\t培训文艺骨干\t提高业务水平\t16.5\n",
        "年度工作任务\t任务\t内容\t资金需求（万元）\n\t群众演出经费\t举办群众演出60场\t38.0\n\t骨干培训经费\t培训文艺骨干\t16.5\n",
        "年度主要任务\t任务名称\t主要内容\t年度预算金额（万元）\t\n\t\t\t财政拨款\t小计\n\t群众演出经费\t举办群众演出60场\t30\t38.0\n"
        "\t骨干培训经费\t培训文艺骨干\t10\t16.5\n",
    ],
)
def test_a_table_of_duties_and_projects_in_a_departments_form_is_its_tasks(table: str):
    review = read(f"部门整体绩效目标表\t\t\t\t\n部门名称\t甲市文化馆\t\t\t\n{table}{HEADS}")
    assert entries(review) == [(Kind.DEPARTMENT, "甲市文化馆")]
    assert tasks(review) == [PLAYS, LESSONS]
    assert rows(review) == [("产出指标", "数量指标", "演出场次", "≥60场")]


def test_a_heading_in_the_middle_of_its_rows_leaves_the_columns_of_the_tasks_as_they_are() -> None:
    text = (
        "部门整体绩效目标表\n部门名称\t甲市文化馆\t\t\n\t任务名称\t主要内容\t预算资金\n\t送戏下乡\t演出60场。\t30\n"
        "年度履职任务\t馆舍修缮\t修缮展厅2处。\t20\n\t培训\t培训骨干50人。\t5\n" + HEADS
    )
    assert tasks(read(text)) == [
        ("送戏下乡", "演出60场。", "30"),
        ("馆舍修缮", "修缮展厅2处。", "20"),
        ("培训", "培训骨干50人。", "5"),
    ]


def test_a_task_that_lacks_what_the_others_have_is_marked() -> None:
    text = (
        "部门整体绩效目标表\n部门名称\t甲市文化馆\t\t\n任务名称\t主要内容\t预算资金\n送戏下乡\t演出60场。\t30\n"
        "馆舍修缮\t\t20\n培训\t培训骨干50人。\t5\n" + HEADS
    )
    nodes = [node for node in read(text).root.walk() if node.kind is Kind.TASK]
    assert [node.fields["name"].flagged for node in nodes] == [False, True, False]


def test_tasks_are_marked_where_an_amount_stands_for_what_one_is_about() -> None:
    text = (
        "部门整体绩效目标表\n部门名称\t甲市文化馆\t\t\n任务名称\t主要内容\t预算资金\n送戏下乡\t演出60场。\t30\n"
        "馆舍修缮\t20\t20\n培训\t培训骨干50人。\t5\n" + HEADS
    )
    nodes = [node for node in read(text).root.walk() if node.kind is Kind.TASK]
    assert nodes
    assert all(node.fields["content"].flagged for node in nodes if node.value("content"))
