"""A sentence outside of tables that a page break cut is whole in the tree."""

from __future__ import annotations

import pytest

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
