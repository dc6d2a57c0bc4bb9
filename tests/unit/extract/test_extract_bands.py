"""Levels 1 as headings between the rows of a grid that has no column for them."""

from __future__ import annotations

import pytest
from read_texts import indicators, read, rows


@pytest.mark.parametrize(
    "numbers", [("（一）", "（二）", "（三）"), ("一、", "二、", "三、"), ("（1）", "（2）", "（3）")]
)
def test_a_heading_numbered_on_is_a_level_1_though_its_name_may_be_a_level_2(numbers: tuple[str, ...]) -> None:
    first, second, third = numbers
    text = (
        "项目绩效目标表\n项目名称\t桥灯养护\t\t\n年度目标\t保障桥灯明亮，市民出行安全。\t\t\n"
        f"二级指标\t三级指标\t指标值\t分值\n{first}产出指标\t\t\t\n数量指标\t养护桥灯\t40盏\t20\n"
        f"{second}成本指标\t\t\t\n社会成本指标\t施工扰民投诉\t≤3起\t10\n"
        f"{third}效益指标\t\t\t\n社会效益指标\t夜间事故\t0起\t20\n"
    )
    found = rows(read(text), "level1", "level2", "level3")
    assert found == [
        ("产出指标", "数量指标", "养护桥灯"),
        ("成本指标", "社会成本指标", "施工扰民投诉"),
        ("效益指标", "社会效益指标", "夜间事故"),
    ]


def test_a_level_2_alone_in_its_row_stays_one_without_such_a_number() -> None:
    text = (
        "项目绩效目标表\n项目名称\t桥灯养护\t\t\n年度目标\t保障桥灯明亮，市民出行安全。\t\t\n"
        "二级指标\t三级指标\t指标值\t分值\n产出指标\t\t\t\n数量指标\t养护桥灯\t40盏\t20\n"
        "成本指标\t\t\t\n\t每盏养护费\t≤300元\t10\n效益指标\t\t\t\n社会效益指标\t夜间事故\t0起\t20\n"
    )
    found = rows(read(text), "level1", "level2", "level3")
    assert found[1] == ("产出指标", "成本指标", "每盏养护费")


@pytest.mark.parametrize(("opened", "closed"), [("", ""), ("（", "）"), ("【", "】")])
def test_a_heading_without_a_number_is_a_level_1_over_a_level_2_that_belongs_under_it(opened: str, closed: str) -> None:
    text = (
        "项目绩效目标表\n项目名称\t桥灯养护\t\t\n年度目标\t保障桥灯明亮，市民出行安全。\t\t\n"
        f"指标类别\t指标内容\t年度目标值\t分值\n{opened}产出指标{closed}\t\t\t\n数量指标\t养护桥灯\t40盏\t20\n"
        f"{opened}成本指标{closed}\t\t\t\n经济成本指标\t每盏养护费\t≤300元\t10\n"
        f"{opened}效益指标{closed}\t\t\t\n社会效益指标\t夜间事故\t0起\t20\n"
    )
    found = rows(read(text), "level1", "level2", "level3")
    assert found == [
        ("产出指标", "数量指标", "养护桥灯"),
        ("成本指标", "经济成本指标", "每盏养护费"),
        ("效益指标", "社会效益指标", "夜间事故"),
    ]


_TWO_TIERS = (
    "项目绩效目标表\n项目名称\t桥灯养护\t\t\n年度目标\t保障桥灯明亮，市民出行安全。\t\t\n序号\t{names}\t计划值\t指标说明\n"
    "{first}数量指标\t\t\t\n1\t养护桥灯\t40盏\t\n2\t更换灯罩\t9个\t\n成本指标\t\t\t\n3\t每盏养护费\t≤300元\t\n"
    "{second}社会效益指标\t\t\t\n4\t夜间事故\t0起\t\n"
)


@pytest.mark.parametrize("names", ["绩效指标", "指标内容", "三级指标"])
def test_headings_of_both_levels_stand_between_the_rows(names: str) -> None:
    text = _TWO_TIERS.format(names=names, first="产出指标\t\t\t\n", second="效益指标\t\t\t\n")
    nodes = indicators(read(text))
    assert [tuple(node.value(key) for key in ("level1", "level2", "level3", "annual_value")) for node in nodes] == [
        ("产出指标", "数量指标", "养护桥灯", "40盏"),
        ("产出指标", "数量指标", "更换灯罩", "9个"),
        ("产出指标", "成本指标", "每盏养护费", "≤300元"),
        ("效益指标", "社会效益指标", "夜间事故", "0起"),
    ]
    assert nodes[2].fields["level2"].flagged, "成本指标 may as well be the next level 1"


def test_a_level_1_is_not_handed_down_to_a_heading_of_level_2_that_cannot_stand_under_it() -> None:
    text = _TWO_TIERS.format(names="指标内容", first="", second="")
    nodes = indicators(read(text))
    assert [(node.value("level1"), node.value("level2")) for node in nodes] == [
        (None, "数量指标"),
        (None, "数量指标"),
        ("成本指标", None),
        (None, "社会效益指标"),
    ]
    assert all(node.fields["level1"].flagged for node in nodes if node.value("level1") is None)
