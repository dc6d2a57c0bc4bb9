"""Values of a part of the year beside those of the whole: 目标值 | 半年, 全年."""

from __future__ import annotations

import pytest
from read_texts import indicators, read


@pytest.mark.parametrize(
    ("part", "whole"), [("半年", "全年"), ("上半年目标", "全年目标"), ("前三季度", "年度"), ("1-6月", "年末")]
)
def test_the_value_of_the_whole_year_is_the_target(part: str, whole: str) -> None:
    text = (
        "项目绩效目标批复表\n项目名称\t桥灯养护\t\t\t\t\n年度目标\t保障桥灯明亮，市民出行安全。\t\t\t\t\n"
        "一级指标\t二级指标\t三级指标\t目标值\t\t\n" + f"\t\t\t{part}\t{whole}\t备注\n"
        "产出指标\t数量指标\t养护桥灯\t完成过半\t40盏\t\n\t质量指标\t亮灯率\t完成过半\t≥95%\t\n"
    )
    found = [
        (node.value("level3"), node.value("annual_value"), node.value(f"extra[{part}]"))
        for node in indicators(read(text))
    ]
    assert found == [("养护桥灯", "40盏", "完成过半"), ("亮灯率", "≥95%", "完成过半")]
