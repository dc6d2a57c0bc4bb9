"""Lists whose entries are named elsewhere than in the first column of projects: departments, parts of projects, names on the right."""

from __future__ import annotations

import re

import pytest
from read_texts import read, rows

from reviewer.model.review import Kind, Review


def table(*lines: str) -> str:
    return "<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"


def cells(*texts: str) -> str:
    return "".join(f"<td>{text}</td>" for text in texts)


def over(texts: tuple[str, ...], many: int) -> str:
    return "".join(f'<td rowspan="{many}">{text}</td>' for text in texts)


def unmerged(text: str) -> str:
    """A table with blank cells where others are merged over several rows."""
    rows_ = [re.findall(r"<td(?: rowspan=\"(\d)\")?>(.*?)</td>", row) for row in re.findall("<tr>(.*?)</tr>", text)]
    found: list[list[str]] = []
    held: dict[int, int] = {}
    for row in rows_:
        left, line = iter(row), []
        for place in range(len(rows_[0])):
            if held.get(place, 0):
                held[place] -= 1
                line.append("")
                continue
            many, cell = next(left)
            held[place] = int(many or 1) - 1
            line.append(cell)
        found.append(line)
    return table(*(cells(*line) for line in found))


def names(review: Review) -> list[tuple[Kind, str | None]]:
    return [(entry.kind, entry.value("name")) for entry in review.entries]


def departments(label: str) -> str:
    return table(
        over(("序号", label), 2)
        + '<td colspan="3">部门预算（万元）</td>'
        + over(("年度总体目标",), 2)
        + '<td colspan="3">绩效指标</td>'
        + over(("指标值",), 2),
        cells("总额", "基本支出", "项目支出", "一级指标", "二级指标", "三级指标"),
        over(("1", "禾溪市渔政局", "310.5", "210.5", "100", "1.养护渔场，保护鱼苗；2.加强队伍建设。"), 2)
        + cells("产出指标", "数量指标", "投放鱼苗", "≥40万尾"),
        cells("效益指标", "生态效益指标", "鱼苗成活率", "≥80%"),
        over(("2", "禾溪市灯塔管理处", "95", "60", "35", "1.维护灯塔，保障夜航；2.按时完成检修。"), 2)
        + cells("产出指标", "数量指标", "检修灯塔", "≥6座"),
        cells("满意度指标", "服务对象满意度指标", "船员满意度", "≥90%"),
    )


@pytest.mark.parametrize("label", ["部门名称", "预算部门", "一级预算单位名称", "填报部门（单位）"])
@pytest.mark.parametrize("title", ["禾溪市2025年部门整体支出绩效目标汇总表", "禾溪市2025年绩效目标汇总表"])
def test_a_list_that_names_departments_and_no_projects_is_one_of_departments(title: str, label: str) -> None:
    review = read(f"<p>{title}</p>" + departments(label), "t.html")
    assert names(review) == [(Kind.DEPARTMENT, "禾溪市渔政局"), (Kind.DEPARTMENT, "禾溪市灯塔管理处")]
    assert [entry.value("amounts[基本支出]") for entry in review.entries] == ["210.5", "60"]
    assert rows(review) == [
        ("产出指标", "数量指标", "投放鱼苗", "≥40万尾"),
        ("效益指标", "生态效益指标", "鱼苗成活率", "≥80%"),
        ("产出指标", "数量指标", "检修灯塔", "≥6座"),
        ("满意度指标", "服务对象满意度指标", "船员满意度", "≥90%"),
    ]


def parts_of_projects(wider: str, narrower: str, wider_first: bool) -> str:
    pair = (wider, narrower) if wider_first else (narrower, wider)
    first, second = over(("渔业专项",), 4), over(("鱼苗投放",), 2)
    merged = first + second if wider_first else second + first
    values = ("一级指标", "二级指标", "三级指标", "指标值")
    return table(
        cells(*pair, "实施单位", "2025年预算数", "年度绩效目标", *values),
        merged
        + over(("禾溪市渔政站", "40.5", "养护渔场，保护鱼苗。"), 2)
        + cells("产出指标", "数量指标", "投放鱼苗", "≥40万尾"),
        cells("效益指标", "生态效益指标", "鱼苗成活率", "≥80%"),
        over(("灯塔检修", "禾溪市灯塔管理处", "12", "维护灯塔，保障夜航。"), 2)
        + cells("产出指标", "数量指标", "检修灯塔", "≥6座"),
        cells("满意度指标", "服务对象满意度指标", "船员满意度", "≥90%"),
    )


@pytest.mark.parametrize(
    ("wider", "narrower"),
    [
        ("一级项目名称", "二级项目名称"),
        ("一级项目", "二级项目"),
        ("专项名称", "项目名称"),
        ("二级项目名称", "三级项目名称"),
        ("项目名称", "子项目名称"),
    ],
)
@pytest.mark.parametrize("wider_first", [True, False])
@pytest.mark.parametrize("merged", [True, False])
def test_of_two_columns_of_names_the_part_is_the_project_and_the_whole_is_said_of_each(
    wider: str, narrower: str, wider_first: bool, merged: bool
) -> None:
    text = parts_of_projects(wider, narrower, wider_first)
    review = read("<p>绩效目标汇总表</p>" + (text if merged else unmerged(text)), "t.html")
    assert names(review) == [(Kind.PROJECT, "鱼苗投放"), (Kind.PROJECT, "灯塔检修")]
    assert [entry.value("unit") for entry in review.entries] == ["禾溪市渔政站", "禾溪市灯塔管理处"]
    assert [entry.value(f"attributes[{wider}]") for entry in review.entries] == ["渔业专项", "渔业专项"]
    assert [row[2] for row in rows(review)] == ["投放鱼苗", "鱼苗成活率", "检修灯塔", "船员满意度"]


def names_on_the_right(*labels: str) -> str:
    return table(
        '<td colspan="3">绩效指标</td><td colspan="3">指标值</td>' + over(labels, 2),
        cells("一级指标", "二级指标", "三级指标", "计算符号", "数值", "计量单位"),
        cells("产出指标", "数量指标", "投放鱼苗", "≥", "40", "万尾")
        + over(("鱼苗投放", "40.5", "养护渔场，保护鱼苗，改善近海的渔业资源。"), 2),
        cells("效益指标", "生态效益指标", "鱼苗成活率", "≥", "80", "%"),
        cells("产出指标", "数量指标", "检修灯塔", "≥", "6", "座")
        + over(("灯塔检修", "12", "维护灯塔，保障夜航，减少近岸船舶的事故。"), 2),
        cells("满意度指标", "服务对象满意度指标", "船员满意度", "≥", "90", "%"),
    )


@pytest.mark.parametrize("name", ["所属项目", "项目名称", "归属项目名称", "支出事由"])
def test_projects_that_are_named_right_of_their_indicators_have_them(name: str) -> None:
    review = read("<p>绩效目标公开表</p>" + names_on_the_right(name, "金额（万元）", "项目绩效目标"), "t.html")
    assert names(review) == [(Kind.PROJECT, "鱼苗投放"), (Kind.PROJECT, "灯塔检修")]
    assert [entry.value("amounts[金额（万元）]") for entry in review.entries] == ["40.5", "12"]
    assert [(entry.value("goal") or "")[:4] for entry in review.entries] == ["养护渔场", "维护灯塔"]
    assert [len(entry.children) for entry in review.entries] == [2, 2]
    assert [row[2:] for row in rows(review)] == [
        ("投放鱼苗", "≥40万尾"),
        ("鱼苗成活率", "≥80%"),
        ("检修灯塔", "≥6座"),
        ("船员满意度", "≥90%"),
    ]


@pytest.mark.parametrize(("label", "rest"), [("预算数（万元", "）"), ("2025年预算", "数"), ("年度资金总", "额")])
def test_the_rest_of_a_label_that_its_column_was_too_narrow_for_is_no_project(label: str, rest: str) -> None:
    lines = table(
        cells("项目名称", label, "年度绩效目标", "一级指标", "二级指标", "三级指标", "指标值"),
        cells("", rest, "", "", "", "", ""),
        cells("鱼苗投放", "40.5", "养护渔场，保护鱼苗。", "产出指标", "数量指标", "投放鱼苗", "≥40万尾"),
        cells("灯塔检修", "12", "维护灯塔，保障夜航。", "产出指标", "数量指标", "检修灯塔", "≥6座"),
    )
    review = read("<p>绩效目标汇总表</p>" + lines, "t.html")
    assert names(review) == [(Kind.PROJECT, "鱼苗投放"), (Kind.PROJECT, "灯塔检修")]
    key = f"amounts[{(label + rest).replace('：', '')}]"
    assert [entry.value(key) for entry in review.entries] == ["40.5", "12"]


def test_a_column_of_projects_beside_a_departments_indicators_makes_no_list() -> None:
    form = table(
        cells("部门名称", "禾溪市渔政局", "", "", ""),
        cells("年度总体目标", "养护渔场，保护鱼苗，加强队伍建设。", "", "", ""),
        cells("一级指标", "二级指标", "三级指标", "指标值", "所属项目"),
        cells("产出指标", "数量指标", "投放鱼苗", "≥40万尾", "鱼苗投放"),
        cells("效益指标", "生态效益指标", "鱼苗成活率", "≥80%", "鱼苗投放"),
    )
    review = read("<p>部门整体支出绩效目标表</p>" + form, "t.html")
    assert names(review) == [(Kind.DEPARTMENT, "禾溪市渔政局")]
    assert len(rows(review)) == 2


def test_names_right_of_the_indicators_go_on_in_the_rows_beneath_where_no_border_parts_them() -> None:
    lines = table(
        cells("绩效指标", "", "", "指标值", "", "", "所属项目", "金额（万元）", "项目绩效目标"),
        cells("一级指标", "二级指标", "三级指标", "计算符号", "数值", "计量单位", "", "", ""),
        cells(
            "产出指标",
            "数量指标",
            "投放鱼苗",
            "≥",
            "40",
            "万尾",
            "近海渔场鱼苗投放及",
            "40.5",
            "养护渔场，保护鱼苗，改善近海的",
        ),
        cells("产出指标", "质量指标", "鱼苗合格率", "≥", "95", "%", "配套设施", "", "渔业资源。"),
        cells("效益指标", "生态效益指标", "鱼苗成活率", "≥", "80", "%", "", "", ""),
        cells("产出指标", "数量指标", "检修灯塔", "≥", "6", "座", "灯塔检修", "12", "维护灯塔，保障夜航。"),
        cells("满意度指标", "服务对象满意度指标", "船员满意度", "≥", "90", "%", "", "", ""),
    )
    review = read("<p>绩效目标公开表</p>" + lines, "t.html")
    assert names(review) == [(Kind.PROJECT, "近海渔场鱼苗投放及配套设施"), (Kind.PROJECT, "灯塔检修")]
    assert [len(entry.children) for entry in review.entries] == [3, 2]
    assert review.entries[0].value("goal") == "养护渔场，保护鱼苗，改善近海的渔业资源。"


@pytest.mark.parametrize(
    ("level1", "level2"),
    [("决策", "绩效目标"), ("过程", "组织实施"), ("投入和管理目标", "财务管理"), ("过程指标", "资金管理")],
)
def test_a_level_2_of_the_regulations_is_known_in_its_column(level1: str, level2: str) -> None:
    form = table(
        cells("项目名称", "鱼苗投放", "", ""),
        cells("年度目标", "养护渔场，保护鱼苗。", "", ""),
        cells("一级指标", "二级指标", "三级指标", "指标值"),
        cells(level1, level2, "制度健全性", "健全"),
        cells("产出", "没有的等级", "投放鱼苗", "≥40万尾"),
    )
    first, second = (node for node in read("<p>项目绩效目标表</p>" + form, "t.html").entries[0].children)
    assert (first.value("level1"), first.value("level2")) == (level1, level2)
    assert "read.level_unknown" not in [reason.code for reason in first.fields["level2"].reasons]
    assert "read.level_unknown" in [reason.code for reason in second.fields["level2"].reasons]


def test_the_rest_of_a_departments_name_beside_its_second_indicator_is_no_other_department() -> None:
    lines = table(
        cells("部门名称", "部门预算（万元）", "年度总体目标", "一级指标", "二级指标", "三级指标", "指标值"),
        cells("禾溪市近海渔业和灯塔管", "310.5", "养护渔场，保护", "产出指标", "数量指标", "投放鱼苗", "≥40万尾"),
        cells("理局", "", "鱼苗。", "效益指标", "生态效益指标", "鱼苗成活率", "≥80%"),
        cells("禾溪市灯塔管理处", "95", "维护灯塔，保障夜航。", "产出指标", "数量指标", "检修灯塔", "≥6座"),
    )
    review = read("<p>部门整体支出绩效目标汇总表</p>" + lines, "t.html")
    assert [name for _, name in names(review)] == ["禾溪市近海渔业和灯塔管理局", "禾溪市灯塔管理处"]
    assert [len(entry.children) for entry in review.entries] == [2, 1]


BANDED = """# 2025年部门预算项目绩效目标一览表

| 序号 | 项目名称 | 预算金额 | 绩效目标 | 一级指标 | 二级指标 | 三级指标 | 指标值 |
| --- | --- | --- | --- | --- | --- | --- | --- |
| 预算单位：云汀县档案馆 | 预算单位：云汀县档案馆 |  |  |  |  |  |  |
| 1 | 馆藏档案数字化 | 120.50 | 完成档案扫描入库。 | 产出指标 | 数量指标 | 扫描档案 | ≥30万页 |
| 预算单位：云汀县气象局 |  |  |  |  |  |  |  |
| 2 | 雷达站维护 | 33.00 | 保障雷达运行。 | 产出指标 | 质量指标 | 数据可用率 | ≥98% |
"""


def test_a_band_with_a_label_names_the_unit_of_the_projects_beneath() -> None:
    review = read(BANDED, "t.md")
    assert [(entry.kind, entry.value("name"), entry.value("unit")) for entry in review.entries] == [
        (Kind.UNIT, "云汀县档案馆", None),
        (Kind.PROJECT, "馆藏档案数字化", "云汀县档案馆"),
        (Kind.UNIT, "云汀县气象局", None),
        (Kind.PROJECT, "雷达站维护", "云汀县气象局"),
    ]
    assert review.root.value("department") is None


def test_a_line_that_says_again_whose_list_it_is_is_no_band() -> None:
    above = BANDED.replace("一览表\n", "一览表\n\n单位名称：云汀县档案馆\n").replace("云汀县气象局", "云汀县档案馆")
    review = read(above, "t.md")
    assert [entry.kind for entry in review.entries] == [Kind.PROJECT, Kind.PROJECT]
    assert review.root.value("department") == "云汀县档案馆"
