"""Rows of a list that a converter wrote without what merged cells above hold: their cells are those at the right."""

from __future__ import annotations

from read_texts import read, rows

from reviewer.model.review import Kind

HEAD = "| 编码 | 项目名称 | 预算 | 绩效目标 | 一级指标 | 二级指标 | 三级指标 | 指标值 |\n|---|---|---|---|---|---|---|---|\n"


def names(text: str) -> list[str | None]:
    return [node.value("name") for node in read(text, "t.md").root.walk() if node.kind in (Kind.PROJECT, Kind.UNIT)]


def test_names_and_values_alone_in_their_rows_go_to_the_project_above():
    text = HEAD + (
        "| 1 | 桥灯养护 | 12.5 | 保障桥灯明亮，市民出行安全。 | 产出指标 | 数量指标 | 养护桥灯数量 | 40盏 |\n"
        "| 更换灯罩台数 | 23台 |\n| 质量指标 | 亮灯率 | ≥95% |\n"
        "| 2 | 书屋补助 | 38 | 书屋全年开放，读者增加。 | 产出指标 | 数量指标 | 开放书屋 | 9间 |\n"
        "| 读书活动场次 | 不少于52场 |\n"
    )
    assert names(text) == ["桥灯养护", "书屋补助"]
    assert rows(read(text, "t.md")) == [
        ("产出指标", "数量指标", "养护桥灯数量", "40盏"),
        ("产出指标", "数量指标", "更换灯罩台数", "23台"),
        ("产出指标", "质量指标", "亮灯率", "≥95%"),
        ("产出指标", "数量指标", "开放书屋", "9间"),
        ("产出指标", "数量指标", "读书活动场次", "不少于52场"),
    ]


def test_projects_that_end_with_their_amount_stay_projects():
    text = (
        "| 项目名称 | 预算 | 绩效目标 | 三级指标 | 指标值 |\n|---|---|---|---|---|\n"
        "| 桥灯养护 | 12.5 | 保障桥灯明亮，市民出行安全。 | 养护桥灯数量 | 40盏 |\n"
        "| 书屋补助 | 38 |\n| 校园绿化 | 16 |\n| 路面清扫 | 7.5 |\n"
    )
    assert names(text) == ["桥灯养护", "书屋补助", "校园绿化", "路面清扫"]
