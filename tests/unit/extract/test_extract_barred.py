"""Bars between cells and none before a row: the rows are found by how many bars they have."""

from __future__ import annotations

import pytest

from reviewer.model.review import Kind, Review
from tests.unit.extract.read_texts import indicators, read, rows

FORM = """项目绩效目标表 | ||||||
(2023年度) | ||||||
项目名称 | 老旧路灯更换项目 | 实施单位 | 望川区路灯管理所 | |||
项目资金 (万元) | 年度资金总额: | 85.00 | ||||
绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | ||
产出指标 | 数量指标 | 更换路灯数 | 30盏 | |||
更换灯杆数 | 12根 | |||||
质量指标 | 亮灯率 | ≥98% | ||||
满意度指标 | 服务对象满意度指标 | 居民满意度 | ≥90% | |||
"""
WANTED = [
    ("产出指标", "数量指标", "更换路灯数", "30盏"),
    ("产出指标", "数量指标", "更换灯杆数", "12根"),
    ("产出指标", "质量指标", "亮灯率", "≥98%"),
    ("满意度指标", "服务对象满意度指标", "居民满意度", "≥90%"),
]


def test_a_row_a_line() -> None:
    review = read(FORM)
    assert rows(review) == WANTED
    assert [entry.value("name") for entry in review.entries] == ["老旧路灯更换项目"]


def test_a_cell_a_line_and_a_foot_below() -> None:
    text = "\n".join(line.replace(" | ", " |\n").replace("\n|", "\n|\n|", 0) for line in FORM.splitlines())
    review = read(text + "\n扫一扫在手机打开当前页\n")
    assert rows(review) == WANTED
    assert [entry.value("name") for entry in review.entries] == ["老旧路灯更换项目"]


def test_cells_that_wrap_and_a_line_of_nothing_but_bars() -> None:
    review = read(FORM.replace("更换路灯数", "更换\n路灯数").replace("满意度指标 | 服务", "|||||||\n满意度指标 | 服务"))
    assert rows(review) == WANTED


@pytest.mark.parametrize("lead", ["| ", "|"])
def test_a_table_with_bars_before_its_rows_stays_a_grid(lead: str) -> None:
    text = "| 项目名称 | 路灯项目 |\n| 一级指标 | 二级指标 | 三级指标 | 指标值 |\n| 产出指标 | 数量指标 | 路灯数 | 30盏 |\n"
    assert read(text.replace("| ", lead, 1)).source.format == "markdown"


OLDER = """项目支出绩效目标批复表 | ||||||
(2022年度) | ||||||
项目名称 | 骨干进修班 | 项目负责人 | ||||
年度绩效目标(文字) | 进修班培训210人次；外训4批次。 | |||||
绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 指标标准或依据 | |
2021年实际实现值 | 预期2022年实现值 | |||||
数量指标 | 进修人次 | 210人次 | ||||
外训批次 | 4次 | |||||
产出指标 | 开设课程数 | 180门 | ||||
质量指标 | 完成率 | 100% | ||||
满意度指标 | 服务对象满意度指标 | 学员满意度 | ≥95% | |||
科室(盖章) 年 月 日 | 绩效管理科室(盖章) 2022年 3月 1日 |
"""


def marked(review: Review, key: str) -> list[bool]:
    """Which indicators' fields are marked."""
    return [key in review.doubtful_keys(node) for node in indicators(review)]


def test_two_labels_of_values_in_a_row_of_their_own_are_no_indicator() -> None:
    review = read(OLDER)
    assert [row[2:] for row in rows(review)] == [
        ("进修人次", "210人次"),
        ("外训批次", "4次"),
        ("开设课程数", "180门"),
        ("完成率", "100%"),
        ("学员满意度", "≥95%"),
    ]
    assert all(marked(review, "annual_value")), "one value in a row may be that of either year"


def test_of_two_values_in_a_row_the_one_of_the_year_is_taken() -> None:
    text = OLDER.replace("210人次 |", "190人次 | 210人次 |").replace("4次 |", "3次 | 4次 |")
    text = text.replace("180门 |", "170门 | 180门 |").replace("100% |", "98% | 100% |")
    assert [row[3] for row in rows(read(text))] == ["210人次", "4次", "180门", "100%", "≥95%"]


def test_a_level_1_printed_in_the_middle_of_its_rows_keeps_the_level_2_around_it() -> None:
    review = read(OLDER)
    assert [row[:2] for row in rows(review)] == [
        ("产出指标", "数量指标"),
        ("产出指标", "数量指标"),
        ("产出指标", "数量指标"),
        ("产出指标", "质量指标"),
        ("满意度指标", "服务对象满意度指标"),
    ]
    assert marked(review, "level2") == [False, False, True, False, False]


def test_places_for_seals_below_the_table_are_no_part_of_it() -> None:
    (entry,) = read(OLDER).entries
    assert not [key for key in entry.fields if "章" in key]
    assert indicators(read(OLDER))[-1].value("level3") == "学员满意度"


REVIEWED = """绩效目标自评表 | ||||||||||
(2023年度) | ||||||||||
项目名称 | 果园补助项目 | 项目负责人及电话 | 王某 | |||||||
绩效指标 | 一级指标 | 二级指标 | 三级指标 | 分值 | 年度指标值 | 全年实际值 | 得分 | 未完成原因及措施 | ||
产出指标 | 数量指标 | ★补助种植面积 | 20 | 34.5亩 | 34.5亩 | 20 | ||||
其中桃园面积 | 1.5亩 | 1.5亩 | ||||||||
其中菜地面积 | 30亩 | 30亩 | ||||||||
其中大棚面积 | 3亩 | 3亩 | ||||||||
★补助鱼塘面积 | 10 | 3亩 | 3亩 | 10 | ||||||
质量指标 | ||||||||||
苗木成活率 | 5 | 95% | 96% | 5 | ||||||
"""


def test_a_column_of_remarks_that_stays_blank_does_not_move_the_values() -> None:
    assert rows(read(REVIEWED)) == [
        ("产出指标", "数量指标", "补助种植面积", "34.5亩"),
        ("产出指标", "数量指标", "其中桃园面积", "1.5亩"),
        ("产出指标", "数量指标", "其中菜地面积", "30亩"),
        ("产出指标", "数量指标", "其中大棚面积", "3亩"),
        ("产出指标", "数量指标", "补助鱼塘面积", "3亩"),
        ("产出指标", "质量指标", "苗木成活率", "95%"),
    ]


GRID = """部门预算项目支出绩效自评表（2023年度） | ||||||||||
项目名称 | 水泵更新项目 | 实施单位 | 望川区排灌所 | |||||||
项目基本情况 | 1.项目年度目标完成情况 | 项目年度目标 | 年度目标完成情况 | |||||||
更新老旧水泵，保障春灌用水。 | 已完成 | |||||||||
2.项目实施内容及过程概述 | 分两批更新水泵13台，于11月底前完成安装调试。 | |||||||||
预算执行情况（10分） | 年度预算数（万元） | 年初预算 | 调整后预算数 | 预算执行数 | 预算执行率 | 权重 | 得分 | 原因 | ||
总额 | 5.00 | 3.36 | 3.30 | 98.21% | 10 | 10 | 结余为中标差额 | |||
其中：财政资金 | 4.00 | 2.36 | 2.30 | 97.46% | / | / | ||||
绩效指标（90分） | 一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | 完成值 | 权重 | 得分 | 原因 |
产出指标 | 数量指标 | 更新水泵数 | ≥ | 13 | 台 | 13 | 90 | 90 | ||
"""


def test_the_head_over_the_labels_of_a_grid_of_money_is_none_over_its_figures() -> None:
    (entry,) = read(GRID).entries
    found = {key[8:-1]: field.value for key, field in entry.fields.items() if key.startswith("amounts[")}
    assert found == {
        "总额/年初预算": "5.00",
        "总额/调整后预算数": "3.36",
        "总额/预算执行数": "3.30",
        "财政资金/年初预算": "4.00",
        "财政资金/调整后预算数": "2.36",
        "财政资金/预算执行数": "2.30",
    }
    assert entry.value("attributes[总额/预算执行率]") == "98.21%"


def test_goals_under_the_heading_of_their_block_end_where_the_next_item_begins() -> None:
    before = (
        "项目名称 | 闸门更新项目 | 实施单位 | 望川区排灌所 | |||||||\n"
        "绩效指标（90分） | 一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | 完成值 | 权重 | 得分 | 原因 |\n"
        "产出指标 | 成本指标 | 成本控制数 | ≤ | 30 | 万元 | 完成 | 90 | 90 | ||\n改进措施 | 无 | |||||||||\n"
    )
    entry = read(before + GRID).entries[-1]
    assert entry.value("goal") == "更新老旧水泵，保障春灌用水。"
    assert entry.value("attributes[年度目标完成情况]") == "已完成"
    assert entry.value("attributes[2.项目实施内容及过程概述]") == "分两批更新水泵13台，于11月底前完成安装调试。"


BLANK = """{head}绩效指标 |
一级指标 |
二级指标 |
三级指标 |
指标值 |
产出指标 |
数量指标 |
种植林木面积（亩） |
||
抚育林木面积（亩） |
||||
防治虫害面积（亩） |
||||
质量指标 |
林木成活率 |
≥85% |||
"""


def test_a_name_alone_in_its_row_is_an_indicator_that_has_no_value() -> None:
    head = "项目支出绩效目标表\n项目名称 |\n育林项目 | |||\n年度金额（万元） |\n12.00 | |||\n年度总体目标 |\n增加林木。 | |||\n"
    assert rows(read(BLANK.format(head=head))) == [
        ("产出指标", "数量指标", "种植林木面积（亩）", None),
        ("产出指标", "数量指标", "抚育林木面积（亩）", None),
        ("产出指标", "数量指标", "防治虫害面积（亩）", None),
        ("产出指标", "质量指标", "林木成活率", "≥85%"),
    ]


def test_a_name_with_a_figure_in_it_begins_a_row_of_its_own() -> None:
    text = """项目支出绩效自评表 | ||||||||
项目名称 | 烘干房项目 | 主管部门 | 望川区农技站 | |||||
绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 原因 |
产出指标 | 数量指标 | 建设烘干房面积 | ≥120平方米 | 120平方米 | 10 | 10 | ||
购置配套烘干机 | 6台 | 6台 | 10 | 10 | ||||
配套供电设施变压器2台 | 2 | 10 | 10 | |||||
时效指标 | 完成期限 | 10个月 | 10个月 | 10 | 10 | |||
"""
    assert [row[2] for row in rows(read(text))] == [
        "建设烘干房面积",
        "购置配套烘干机",
        "配套供电设施变压器2台",
        "完成期限",
    ]


FURTHER = """项目支出绩效自评表（2024年度） |
项目名称 | 城区路灯维护 |
实施单位 | 望川区路灯管理所 |
一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | 完成值 | 权重 |
产出指标 | 数量指标 | 维护路灯数量 | ≥ | 120 | 盏 | | 40 |
更换电缆长度 | ≥ | 3 | 公里 | | 10 | | |
质量指标 | 亮灯率 | ≥ | 98 | % | 99 | 20 | |
效益指标 | 社会效益指标 | 群众出行便利 | 定性 | 明显 | | 95 | 20 |
满意度指标 | 服务对象满意度指标 | 居民满意度 | ≥ | 90 | % | | 10 |
"""
DONE, WEIGHT = "extra[完成值]", "extra[权重]"


@pytest.mark.parametrize("a_line_each", [False, True])
def test_a_blank_cell_between_bars_keeps_its_place(a_line_each: bool) -> None:
    text = FURTHER
    if a_line_each:  # a blank cell is a line with nothing but its bar
        text = "\n".join(
            f"{cell.strip()} |".strip() for row in text.splitlines() for cell in row.rstrip("| ").split("|")
        )
    assert rows(read(text), "annual_value", DONE, WEIGHT) == [
        ("≥120盏", None, "40"),
        ("≥3公里", None, "10"),
        ("≥98%", "99", "20"),
        ("明显", "95", "20"),
        ("≥90%", None, "10"),
    ]


def test_the_sum_beneath_the_last_row_is_no_further_column_of_it() -> None:
    row = "合计 | 100 | |\n"
    assert rows(read(FURTHER + row), DONE, WEIGHT)[-1] == (None, "10")


def test_a_department_is_named_beneath_the_heading_of_a_part() -> None:
    text = """望川区水务局
湖泊巡查
| 部门整体绩效目标 | |||||||
| 基本信息 | |||||||
| 部门编码: | 316 | 部门名称: | 望川区水务局 | 联系人: | 王某 | ||
| 年度绩效总目标 | 保障全区供水和防汛。 | ||||||
| 一级指标 | 二级指标 | 三级指标 | 计算符号 | 目标值 | 度量单位 | 指标值说明 | |
| 产出指标 | 数量指标 | 巡查湖泊数量 | = | 16 | 个 | 合理 | |
| 质量指标 | 水质达标率 | ≥ | 95 | % | 合理 | |
| 效益指标 | 社会效益指标 | 供水保障率 | ≥ | 95 | % | 合理 | |
"""
    review = read(text)
    assert [(entry.kind, entry.value("name")) for entry in review.entries] == [(Kind.DEPARTMENT, "望川区水务局")]
    assert review.root.value("title") == "部门整体绩效目标"
