"""Headings of a form's parts that name its goals besides."""

from __future__ import annotations

from read_texts import read


def test_a_part_heading_with_the_goals_in_it_makes_no_project_of_the_title() -> None:
    text = (
        "事前绩效评估项目申报书\n一、项目基本情况及绩效目标\n项目名称\t桥灯养护\t\n申报单位\t甲市乙局\t\n年度目标\t保障桥灯明亮。\t\n"
        "绩效指标类别\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t养护桥灯\t40盏\n"
    )
    assert [entry.value("name") for entry in read(text).root.children] == ["桥灯养护"]


_FORM = (
    "| 项目编码 | P0{0} | 项目名称 | {1} |\n| --- | --- | --- | --- |\n| 绩效目标 | 保障{1}，居民出行安全。 | | |\n"
    "| 一级指标 | 二级指标 | 三级指标 | 指标值 |\n| 产出指标 | 数量指标 | {1}次数 | 4{0}次 |\n\n"
)


def test_a_title_with_a_number_over_each_form_makes_no_project_of_its_own() -> None:
    names = ["桥灯养护", "绿道清扫", "泵站检修"]
    text = "部门预算项目绩效目标\n\n" + "".join(
        f"{number}、{name}绩效目标表\n\n" + _FORM.format(number, name) for number, name in enumerate(names, 1)
    )
    assert [(entry.value("name"), len(entry.children)) for entry in read(text, "t.md").root.children] == [
        (name, 1) for name in names
    ]


_NUMBERED = (
    "| 项目{0} | {1} | | |\n| 预算金额 | 12.50 | 其中：财政拨款 | 12.50 |\n| 绩效目标 | 保障{1}，居民出行安全。 | | |\n"
    "| 一级指标 | 二级指标 | 三级指标 | 目标值 |\n| 产出指标 | 数量指标 | {1}次数 | ≥40次 |\n"
)


def test_a_number_in_place_of_the_label_of_a_name_begins_a_project() -> None:
    names = ["桥灯养护", "绿道清扫", "泵站检修"]
    text = "重点项目绩效目标公开表\n\n| | | | |\n| --- | --- | --- | --- |\n" + "".join(
        _NUMBERED.format(number, name) for number, name in zip("一二三", names, strict=True)
    )
    review = read(text, "t.md")
    assert [
        (entry.value("name"), entry.value("amounts[预算金额]"), len(entry.children)) for entry in review.root.children
    ] == [(name, "12.50", 1) for name in names]
    assert not [key for entry in review.root.children for key in entry.fields if key.startswith("attributes[")]


def test_a_list_of_numbered_projects_within_a_form_makes_no_projects() -> None:
    listed = "| 项目一 | 桥灯养护 | | |\n| 项目二 | 绿道清扫 | | |\n"
    text = (
        "部门整体支出绩效目标表\n\n| 部门名称 | 禾溪市政所 | | |\n| --- | --- | --- | --- |\n| 年度目标 | 保障市民出行安全。 | | |\n"
        + listed
        + "| 一级指标 | 二级指标 | 三级指标 | 目标值 |\n| 产出指标 | 数量指标 | 养护次数 | ≥40次 |\n"
    )
    assert len(read(text, "t.md").root.children) == 1
