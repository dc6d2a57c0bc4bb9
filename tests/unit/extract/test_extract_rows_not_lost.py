"""Rows that look like something else by a word in them, and are read all the same: none is lost, and none becomes a project."""

from __future__ import annotations

import pytest
from read_texts import projects, rows

from reviewer.extract.pipeline import readings_of
from reviewer.extract.readings.reading import By
from reviewer.model.review import Review
from reviewer.sources.registry import source_from_bytes


def read(text: str, name: str = "t.md") -> Review:
    """What the rules alone read: another reading may hide that they do not."""
    source = source_from_bytes(name, text.encode())
    [found] = [one for one in readings_of(source) if one.by is By.RULES]
    return Review(source, found.root)


DEPARTMENT = """| 部门名称 | 部门名称 | 柳湾县数据局 | 柳湾县数据局 | 柳湾县数据局 | 柳湾县数据局 | 柳湾县数据局 |
|---|---|---|---|---|---|---|
| 年度工作任务 | 年度工作任务 | 1.建设数据平台；2.发放算力券； | 1.建设数据平台；2.发放算力券； | 1.建设数据平台；2.发放算力券； | 1.建设数据平台；2.发放算力券； | 1.建设数据平台；2.发放算力券； |
| 年度目标 | 年度目标 | 建好数据平台。 | 建好数据平台。 | 建好数据平台。 | 建好数据平台。 | 建好数据平台。 |
| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 指标值确定依据 | 指标值确定依据 |
| 绩效指标 | 产出指标 | 数量指标 | 发放算力券 | =20张 | 历史数据 | 历史数据 |
| 绩效指标 | 产出指标 | 数量指标 | 举办对接活动 | =24场 | {0} | {0} |
| 绩效指标 | 产出指标 | 质量指标 | 数据准确率 | ≥98% | 历史数据 | 历史数据 |
| 绩效指标 | 效益指标 | 社会效益指标 | 企业用算成本 | 下降 | {0} | {0} |
| 绩效指标 | 满意度指标 | 满意度指标 | 企业满意度 | ≥90% | 行业标准 | 行业标准 |
"""  # noqa: E501


@pytest.mark.parametrize("source", ["年度工作计划", "上级任务要求", "重点工作内容", "工作任务"])
def test_an_indicator_whose_source_is_called_like_a_column_of_tasks(source: str) -> None:
    found = rows(read(DEPARTMENT.format(source)), "level3", "annual_value", "extra[指标值确定依据]")
    assert found == [
        ("发放算力券", "=20张", "历史数据"),
        ("举办对接活动", "=24场", source),
        ("数据准确率", "≥98%", "历史数据"),
        ("企业用算成本", "下降", source),
        ("企业满意度", "≥90%", "行业标准"),
    ]


HEAD = "| 序号 | 项目名称 | 预算金额（万元） | 绩效目标 | 一级指标 | 二级指标 | 三级指标 | 指标值 |"
FIRST = "| 1 | 石桥修缮 | 62.83 | 修好三座石桥。 | 产出指标 | 数量指标 | 修缮石桥 | 3座 |"
SECOND = "| 2 | 山塘清淤 | 16.50 | 清理全乡山塘。 | 产出指标 | 数量指标 | 清淤山塘 | ≥12口 |"
REST = [
    ["更换石板（块）", "24310"],
    ["质量指标", "验收合格率", "≥98%"],
    ["效益指标", "社会效益指标", "村民出行", "进一步改善"],
    ["雨季通行保障", "进一步提高"],
    ["满意度指标", "服务对象满意度指标", "村民满意度", "不低于90%"],
]
WANTED = ["修缮石桥", "更换石板（块）", "验收合格率", "村民出行", "雨季通行保障", "村民满意度"]


def gathered(foot: str) -> str:
    rest = ["| " + " | ".join([*row, *[""] * (8 - len(row))]) + " |" for row in REST]
    return "\n".join(["2025年度项目支出绩效目标表", HEAD, FIRST, *rest, SECOND, *rest, foot])


@pytest.mark.parametrize("foot", ["", "分享到： 微信 微博 空间\nCopyright 2025 柳湾县 版权所有\n备案号：004624号"])
def test_rows_whose_blank_cells_were_gathered_begin_no_project_without_a_number(foot: str) -> None:
    """更换石板（块） | 24310 is a name with a value, no project with its amount."""
    review = read(gathered(foot))
    first, second = projects(review)[:2]
    assert (first.value("name"), second.value("name")) == ("石桥修缮", "山塘清淤")
    assert [node.value("level3") for node in first.children] == WANTED
    assert [node.value("level3") for node in second.children] == ["清淤山塘", *WANTED[1:]]
    assert [node.value("annual_value") for node in first.children[1:5]] == ["24310", "≥98%", "进一步改善", "进一步提高"]


OFFICES = """编号 | 责任科室 | 项目名称 | 资金规模 | 绩效目标 | 一级指标 | 二级指标 | 三级指标 | 目标值 | 完成时限 |
1 | 规划科 | 石桥修缮工程 | 483.86 | 修好三座石桥。 | 产出指标 | 数量指标 | 修缮石桥 | 3座以上 | 2024年12月 |
更换石板 | 370块以上 | 2024年12月 | |||||||
建设冷藏库 | 不少于80座 | 2024年11月 | |||||||
质量指标 | 验收合格率 | ≥98% | 2024年12月 | ||||||
2 | 业务科 | 山塘清淤项目 | 16.50 | 清理全乡山塘。 | 产出指标 | 数量指标 | 清淤山塘 | 大于等于12口 | 2024年12月 |
加固塘坝 | 5座 | 2024年10月 | |||||||
质量指标 | 验收合格率 | 达到100% | 2024年12月 | ||||||
"""


def test_a_name_that_ends_like_an_office_s_with_a_value_beside_it_begins_no_project() -> None:
    review = read(OFFICES)
    assert [node.value("name") for node in projects(review)] == ["石桥修缮工程", "山塘清淤项目"]
    assert rows(review, "level3", "annual_value") == [
        ("修缮石桥", "3座以上"),
        ("更换石板", "370块以上"),
        ("建设冷藏库", "不少于80座"),
        ("验收合格率", "≥98%"),
        ("清淤山塘", "大于等于12口"),
        ("加固塘坝", "5座"),
        ("验收合格率", "达到100%"),
    ]


@pytest.mark.parametrize("unit", ["/", "-", "—", "无"])
def test_a_stroke_in_the_column_of_units_is_none(unit: str) -> None:
    text = f"""| 一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 计量单位 |
|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 修缮石桥 | ≥ | 3 | 座 |
| 产出指标 | 时效指标 | 完工时间 | 定性 | 2022年第四季度 | {unit} |
| 效益指标 | 社会效益指标 | 村民出行 | 定性 | 明显改善 | {unit} |
"""
    values = [value for _, value in rows(read(text), "level3", "annual_value")]
    assert values == ["≥3座", "2022年第四季度", "明显改善"]
