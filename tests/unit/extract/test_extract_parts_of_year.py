"""Values of a part of the year beside those of the whole: 目标值 | 半年, 全年."""

from __future__ import annotations

import pytest
from read_texts import indicators, read

from reviewer.model.review import FieldRef


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


_ROWS = (
    "产出指标\t数量指标\t养护桥灯\t{0}\t{1}\n\t质量指标\t亮灯率\t≥95%\t≥95%\n"
    "\t时效指标\t修复时限\t2日内\t2日内\n效益指标\t社会效益指标\t夜间出行\t便利\t便利\n"
)


def _with_header(first: str, second: str, *values: str) -> list[tuple[str | None, str | None]]:
    text = (
        "项目绩效目标批复表\n项目名称\t桥灯养护\t\t\t\n年度目标\t保障桥灯明亮，市民出行安全。\t\t\t\n"
        f"一级指标\t二级指标\t三级指标\t{first}\t{second}\n" + _ROWS.format(*values)
    )
    return [(node.value("annual_value"), node.value("period_value")) for node in indicators(read(text))]


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("半年（目标）值", "全年（目标）值"),
        ("上半年目标值", "年度目标值"),
        ("1-6月目标值", "全年目标值"),
        ("6月底计划值", "年度计划值"),
    ],
)
def test_a_header_of_one_row_has_both(part: str, whole: str) -> None:
    assert _with_header(part, whole, "/", "40盏")[0] == ("40盏", None)
    assert _with_header(whole, part, "40盏", "/")[0] == ("40盏", None)
    assert len(_with_header(part, whole, "/", "40盏")) == 4


def test_the_whole_period_beside_the_year_is_no_part_of_it() -> None:
    assert _with_header("中期指标值", "年度指标值", "90盏", "40盏")[0] == ("40盏", "90盏")


def test_parts_without_the_whole_year_are_doubted() -> None:
    text = (
        "项目绩效目标批复表\n项目名称\t桥灯养护\t\t\t\n年度目标\t保障桥灯明亮，市民出行安全。\t\t\t\n"
        "一级指标\t二级指标\t三级指标\t上半年指标值\t下半年指标值\n" + _ROWS.format("20盏", "40盏")
    )
    review = read(text)
    found = indicators(review)
    assert len(found) == 4
    assert all(review.is_doubtful(FieldRef(node.id, "annual_value")) for node in found)


@pytest.mark.parametrize(("second", "doubtful"), [("第二档", True), ("备注", False)])
def test_of_two_unknown_columns_of_values_neither_is_sure(second: str, doubtful: bool) -> None:
    text = (
        "项目绩效目标批复表\n项目名称\t桥灯养护\t\t\t\n年度目标\t保障桥灯明亮，市民出行安全。\t\t\t\n"
        f"一级指标\t二级指标\t三级指标\t第一档\t{second}\n" + _ROWS.format("20盏", "40盏")
    )
    review = read(text)
    found = indicators(review)
    said = [
        any(reason.code == "read.several_years" for reason in node.fields["annual_value"].reasons) for node in found
    ]
    assert said == [doubtful] * 4
    assert not doubtful or all(review.is_doubtful(FieldRef(node.id, "annual_value")) for node in found)
