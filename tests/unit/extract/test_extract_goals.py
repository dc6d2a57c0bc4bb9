"""Goals side by side, under labels that no vocabulary has; goals that speak of levels."""

from __future__ import annotations

import pytest
from read_texts import read, rows

from reviewer.extract.goals import worded_role
from reviewer.extract.labels import Role
from reviewer.extract.likeness import holds_indicators, is_packed
from reviewer.model.review import Kind, Node

TOP = "项目名称\t路灯维护\t\t\n实施单位\t甲市乙局\t\t\n"
BELOW = "一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t更换灯具\t≥300盏\n"
PLAN, RESULT = "更换路灯300盏，保障夜间出行。", "更换路灯310盏，群众满意。"


def project(goals: str) -> Node:
    review = read(TOP + goals + BELOW)
    assert rows(review) == [("产出指标", "数量指标", "更换灯具", "≥300盏")]
    (entry,) = [node for node in review.root.walk() if node.kind is Kind.PROJECT]
    return entry


@pytest.mark.parametrize(
    ("lead", "plan", "result"),
    [
        ("年度总体目标", "预期完成的目标", "目标实现情况说明"),
        ("总体目标完成情况", "年初设定的总体目标", "年度总体目标实际完成情况"),
        ("绩效目标", "年初申报目标", "年末目标达成结果"),
    ],
)
def test_of_two_goals_side_by_side_the_planned_one_is_the_goal(lead: str, plan: str, result: str):
    entry = project(f"{lead}\t{plan}\t{result}\t\n\t{PLAN}\t{RESULT}\t\n")
    assert (entry.value("goal"), entry.value(f"attributes[{result}]")) == (PLAN, RESULT)


def test_of_a_longer_goal_and_the_years_own_the_year_rules():
    entry = project(f"总体目标\t三年滚动目标（2022-2024年）\t2024年目标\t\n\t更换路灯900盏。\t{PLAN}\t\n")
    assert (entry.value("goal"), entry.value("attributes[三年滚动目标（2022-2024年）]")) == (PLAN, "更换路灯900盏。")


def test_labels_of_goals_beneath_each_other():
    entry = project(f"年度绩效目标\t申报的目标\t{PLAN}\t\n\t实现的情况\t{RESULT}\t\n")
    assert (entry.value("goal"), entry.value("attributes[实现的情况]")) == (PLAN, RESULT)


@pytest.mark.parametrize(
    "goal",
    [
        "1.更换路灯300盏；2.不断提高照明效益；3.降低成本，提高居民满意度。",
        "1、社会效益：保障夜间出行；2、经济效益：节约电费；3、满意度：居民满意度达到90%以上。",
        "目标1：控制成本。目标2：提升社会效益，群众满意度不低于95%。目标3：数量指标全部完成。",
    ],
)
def test_a_goal_that_speaks_of_levels_is_the_goal_whole(goal: str):
    assert project(f"年度目标\t{goal}\t\t\n").value("goal") == goal


def test_indicators_packed_into_the_goals_cell_are_indicators():
    assert holds_indicators("产出指标：数量指标：更换路灯300盏；质量指标：亮灯率98%。")
    assert holds_indicators("1-产出指标 11-数量指标 更换路灯 年度指标值：300盏")
    assert is_packed("1、1-产出指标, 11-数量指标, 更换路灯")
    assert not is_packed("2.不断提高照明效益")


def test_a_label_is_told_by_its_words():
    asked = (
        "年度总体目标完成情况综述",
        "预期完成的目标",
        "中期滚动目标(2019年--2021年)",
        "更换路灯300盏，保障出行",
        "项目名称",
    )
    assert [worded_role(text) for text in asked] == [Role.RESULT, Role.GOAL, Role.PERIOD_GOAL, None, None]


@pytest.mark.parametrize(
    ("goal", "kept"),
    [
        ("指财政预算资金计划在一定期限内达到的产出和效果。", None),
        ("是指预算部门要达到的产出和效果。", None),
        ("反映预算资金的产出和效果。", None),
        ("为居民夜间出行提供照明，保障安全。", "为居民夜间出行提供照明，保障安全。"),
        ("指导各乡镇维护路灯。", "指导各乡镇维护路灯。"),
    ],
)
def test_what_a_glossary_says_of_a_goal_is_none(goal: str, kept: str | None):
    form = "项目绩效目标表\n项目名称      路灯维护          实施单位      甲市乙局\n主管部门      甲市丙局          资金总额      81.50\n\n"
    table = "一级指标    二级指标    三级指标        指标值\n产出指标    数量指标    维护路灯       ≥300盏\n"
    table += "产出指标    质量指标    亮灯率         ≥98%\n"
    lines = f"项目绩效目标表\n项目名称：路灯维护\n实施单位：甲市乙局\n绩效目标：{goal}\n"
    review = read((f"名词解释\n绩效目标：{goal}\n{form}" if kept is None else lines) + table)
    assert [(entry.value("name"), entry.value("goal")) for entry in review.entries] == [("路灯维护", kept)]
