"""A sentence outside of tables that a page break cut is whole in the tree."""

from __future__ import annotations

import pytest
from read_texts import codes, indicators, projects, read, rows

from reviewer.extract.pipeline import extract
from reviewer.sources.registry import source_from_bytes

HEAD = "青禾区园林局2023年部门预算项目绩效目标\n\n（一）公园绿化项目\n\n项目预算：12.50万元\n\n"
TABLE = "\n\n| 一级指标 | 二级指标 | 三级指标 | 年度指标值 |\n|---|---|---|---|\n| 产出指标 | 数量指标 | 养护面积 | ≥100亩 |\n"


def _goal(between: str, rest: str = "九十以上，保持整洁。") -> str | None:
    text = f"{HEAD}年度目标：全区公园绿化养护面积达到一百亩以上，群众满意度达到百分之{between}{rest}{TABLE}"
    review = extract(source_from_bytes("甲.md", text.encode()))
    return dict(review.root.children[0].fields)["goal"].value


@pytest.mark.parametrize("between", ["\f", "\n- 3 -\f", "\n3\n\f"])
def test_a_goal_that_a_page_break_cut_is_whole(between: str) -> None:
    assert _goal(between) == "全区公园绿化养护面积达到一百亩以上，群众满意度达到百分之九十以上，保持整洁。"


@pytest.mark.parametrize("rest", ["实施单位：青禾区园林局", "（二）道路保洁项目", "注：无"])
def test_what_begins_anew_on_the_next_page_is_no_part_of_it(rest: str) -> None:
    assert _goal("九十\f", rest) == "全区公园绿化养护面积达到一百亩以上，群众满意度达到百分之九十"


TOP = "项目名称\t路灯维护\t\t\t\n实施单位\t甲市乙局\t\t\t\n年度目标\t保障照明，居民满意。\t\t\t\n"


def test_the_lower_half_of_a_header_alone_on_another_page_changes_nothing():
    upper = "序号\t项目名称\t项目资金\t\t年度目标\t绩效指标\t\t\t\n"
    lower = "\t\t合计\t财政拨款\t\t一级指标\t二级指标\t三级指标\t指标值\n"
    first = "1\t路灯维护\t10.00\t10.00\t保障照明。\t产出指标\t数量指标\t维护路灯数量\t≥300盏\n"
    second = "\t\t\t\t\t\t质量指标\t亮灯率\t≥98%\n"
    broken = read(f"绩效目标表\n\n{upper}{lower}{first}\n- 2 -\n\n{lower}{second}")
    assert rows(broken) == rows(read(f"绩效目标表\n\n{upper}{lower}{first}{second}"))
    assert [project.value("name") for project in projects(broken)] == ["路灯维护"]


def test_the_rest_of_a_value_alone_on_another_page_is_no_page_number():
    head = "|  | 一级指标 | 二级指标 | 三级指标 | 指标值 |\n|---|---|---|---|---|\n"
    review = read(
        f"项目绩效目标表\n\n{head}| | 产出指标 | 成本指标 | 单盏路灯维护成本（元） | ≤ |\n\n- 2 -\n\n"
        "|  |  |  |  | 1500 |\n|---|---|---|---|---|\n| | 产出指标 | 质量指标 | 亮灯率 | ≥98% |\n",
        "t.md",
    )
    assert rows(review, "annual_value") == [("≤1500",), ("≥98%",)]


def test_the_rest_of_a_level_alone_on_another_page_completes_it():
    head = "一级指标\t二级指标\t三级指标\t指标值\n"
    review = read(
        f"项目绩效目标表\n\n{TOP}{head}产出指标\t数量指标\t维护路灯数量\t≥300盏\n\t质量指\t亮灯率\t≥98%\n\n- 2 -\n\n\t标\t\t\n"
    )
    assert rows(review)[1] == ("产出指标", "质量指标", "亮灯率", "≥98%")
    assert "read.rejoined" in codes(indicators(review)[1], "level2")
