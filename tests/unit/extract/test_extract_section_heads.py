"""Headings of a form's parts that name its goals besides."""

from __future__ import annotations

from read_texts import read


def test_a_part_heading_with_the_goals_in_it_makes_no_project_of_the_title() -> None:
    text = (
        "事前绩效评估项目申报书\n一、项目基本情况及绩效目标\n项目名称\t桥灯养护\t\n申报单位\t甲市乙局\t\n年度目标\t保障桥灯明亮。\t\n"
        "绩效指标类别\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t养护桥灯\t40盏\n"
    )
    assert [entry.value("name") for entry in read(text).root.children] == ["桥灯养护"]
