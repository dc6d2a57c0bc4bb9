"""Lists whose entries are named elsewhere than in the first column of projects: departments, parts of projects, names on the right."""

from __future__ import annotations

import pytest
from read_texts import read, rows

from reviewer.model.review import Kind, Review


def table(*lines: str) -> str:
    return "<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"


def cells(*texts: str) -> str:
    return "".join(f"<td>{text}</td>" for text in texts)


def over(texts: tuple[str, ...], many: int) -> str:
    return "".join(f'<td rowspan="{many}">{text}</td>' for text in texts)


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
def test_of_two_columns_of_names_the_part_is_the_project_and_the_whole_is_said_of_each(
    wider: str, narrower: str, wider_first: bool
) -> None:
    review = read("<p>绩效目标汇总表</p>" + parts_of_projects(wider, narrower, wider_first), "t.html")
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
