"""What the period beyond the year is called is known everywhere where one name of it is."""

from __future__ import annotations

import pytest
from read_texts import indicators, read

from reviewer.extract.goals import goal_role
from reviewer.extract.labels import Role

NAMES = ("中长期", "实施期", "实施周期", "项目周期", "存续期", "全生命周期", "规划期", "政策期")


def values(text: str, name: str = "t.md") -> list[tuple[str | None, str | None]]:
    return [(row.value("period_value"), row.value("annual_value")) for row in indicators(read(text, name))]


def table(*rows: str) -> str:
    first = f"|{rows[0]}|\n|{'---|' * (rows[0].count('|') + 1)}\n"
    return first + "".join(f"|{row}|\n" for row in rows[1:])


@pytest.mark.parametrize("name", NAMES)
def test_a_column_of_its_values_beside_those_of_the_year(name: str) -> None:
    grid = table(
        f"项目名称|一级指标|二级指标|三级指标|{name}指标值|年度指标值",
        "路灯维护|产出指标|数量指标|更换灯具|≥90盏|≥30盏",
    )
    assert values(f"2031年项目绩效目标表\n\n{grid}") == [("≥90盏", "≥30盏")]


@pytest.mark.parametrize("name", NAMES)
def test_a_heading_over_a_table_whose_only_values_are_its(name: str) -> None:
    lines = ["项目绩效目标表", "项目名称\t路灯维护", f"（一）{name}绩效指标", "一级指标\t二级指标\t三级指标\t指标值",
             "产出指标\t数量指标\t更换灯具\t≥90盏", "效益指标\t社会效益指标\t夜间事故\t下降"]  # fmt: skip
    assert values("\n".join(lines), "t.txt") == [("≥90盏", None), ("下降", None)]


@pytest.mark.parametrize("name", NAMES)
def test_values_of_it_packed_into_one_cell(name: str) -> None:
    packed = (
        f"1、1-产出指标, 11-数量指标, 更换灯具；{name}指标值:≥90盏,年度指标值:≥30盏;"
        f"2、1-产出指标, 12-质量指标, 完好率；{name}指标值:≥95%,年度指标值:≥90%"
    )
    assert values(table("项目名称|总计|绩效目标|绩效指标", f"路灯维护|30|保障照明。|{packed}")) == [
        ("≥90盏", "≥30盏"),
        ("≥95%", "≥90%"),
    ]


@pytest.mark.parametrize("name", NAMES)
def test_its_goal_is_no_goal_of_the_year(name: str) -> None:
    assert goal_role(f"{name}绩效目标") is Role.PERIOD_GOAL
