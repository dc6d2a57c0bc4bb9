"""Text without a grid: what follows a label is its value, what follows a header is laid onto its columns, row after row."""

from __future__ import annotations

import pytest

from reviewer.extract.readings.by_order import segments_by_order
from reviewer.extract.readings.by_text import text_readings
from reviewer.extract.readings.reading import By
from reviewer.extract.sequence.borders import Borders
from reviewer.extract.sequence.pagetext import PageText
from reviewer.model.review import Review
from reviewer.sources.registry import source_from_bytes
from tests.unit.extract.marked_texts import source_of
from tests.unit.extract.read_texts import rows


def read(text: str) -> Review:
    """The review that the reading by order alone makes."""
    source = source_from_bytes("t.txt", text.encode())
    [found] = [reading for reading in text_readings(source) if reading.by is By.ORDER]
    return Review(source, found.root, layout=found.layout)


CELLS = """项目支出绩效目标申报表|（2023年度）|项目名称|老旧路灯更换项目|实施单位|望川区路灯管理所|资金情况（万元）|年度资金总额:|85|
其中:财政拨款|60|其他资金|25|总体目标|年度目标|更换三条街的老旧路灯，方便居民夜间出行。|绩效指标|一级指标|二级指标|三级指标|指标值|产出指标|数量指标|
更换路灯数|30盏|更换灯杆数|12根|质量指标|亮灯率|≥98%|效益指标|社会效益|指标|居民夜间出行条件|明显改善|满意度指标|服务对象满意度指标|居民满意度|≥90%"""
WANTED = [
    ("产出指标", "数量指标", "更换路灯数", "30盏"),
    ("产出指标", "数量指标", "更换灯杆数", "12根"),
    ("产出指标", "质量指标", "亮灯率", "≥98%"),
    ("效益指标", "社会效益指标", "居民夜间出行条件", "明显改善"),
    ("满意度指标", "服务对象满意度指标", "居民满意度", "≥90%"),
]


def _cells() -> list[str]:
    return CELLS.replace("\n", "").split("|")


@pytest.mark.parametrize("between", ["\n", "\n\n", " ", "\u3000"])
def test_a_form_whose_cells_only_line_ends_or_single_blanks_part(between: str) -> None:
    review = read(between.join(_cells()) + "\n")
    assert rows(review) == WANTED
    entry = review.entries[0]
    assert (entry.value("name"), entry.value("unit")) == ("老旧路灯更换项目", "望川区路灯管理所")
    assert entry.value("goal") == "更换三条街的老旧路灯，方便居民夜间出行。"
    assert {label: f.value for label, f in entry.group("amounts").items()} == {
        "年度资金总额": "85",
        "财政拨款": "60",
        "其他资金": "25",
    }
    assert (review.root.value("year"), review.root.value("money_unit")) == ("2023", "万元")


def test_points_between_name_and_value_are_no_value() -> None:
    review = read(
        "项目名称\n路灯项目\n一级指标\n二级指标\n三级指标\n分值\n年度指标值\n实际完成值\n产出指标\n数量指标\n更换路灯数\n10\n30盏\n28盏\n"
        "更换灯杆数\n5\n12根\n12根\n"
    )
    assert [row[2:] for row in rows(review)] == [("更换路灯数", "30盏"), ("更换灯杆数", "12根")]


def test_a_page_break_between_rows_takes_nothing_with_it() -> None:
    text = "\n".join(_cells()).replace("质量指标\n", "第 2 页 共 3 页\n质量指标\n")
    assert rows(read(text)) == WANTED


def test_values_under_a_long_term_heading_are_those_of_the_period() -> None:
    review = read(
        "项目名称\n托育项目\n（二）中长期绩效指标\n一级指标\n二级指标\n指标名称\n指标值\n产出指标\n数量指标\n托位数\n45个\n质量指标\n补助准确率\n100%\n"
    )
    assert rows(review, "level3", "period_value", "annual_value") == [
        ("托位数", "45个", None),
        ("补助准确率", "100%", None),
    ]


def test_a_text_of_other_things_gives_no_rows() -> None:
    pages = PageText.of(source_of("关于召开会议的通知\n各科室：\n定于周一上午开会，请准时参加。\n"))
    assert segments_by_order(pages, Borders.of(pages)) == []


def test_a_level_that_no_list_has_costs_less_than_a_row_without_a_value() -> None:
    review = read(
        "项目支出绩效目标申报表（2025年度）\n项目名称 实训基地设备\n实施单位 甲市职校\n一级指标 二级指标 三级指标 指标值\n"
        "项目完成\n指标 数量指标 购置窑炉 4台\n"
        "质量指标 设备合格率 100%\n项目效益\n指标 社会效益指标 实训学生 ≥520人\n满意度\n指标 学生满意度 实训学生满意度 ≥95%\n"
    )
    assert rows(review) == [
        ("项目完成指标", "数量指标", "购置窑炉", "4台"),
        ("项目完成指标", "质量指标", "设备合格率", "100%"),
        ("项目效益指标", "社会效益指标", "实训学生", "≥520人"),
        ("满意度指标", "学生满意度", "实训学生满意度", "≥95%"),
    ]


@pytest.mark.parametrize(
    "spelled", ["绩\n效\n指\n标", "绩\n\n效\n\n指\n\n标", "绩\n效\n指标", "年\n度\n绩\n效\n指\n标"]
)
def test_a_heading_spelled_down_beside_the_table_is_one_label(spelled: str) -> None:
    text = "\n".join(_cells()).replace("绩效指标\n一级", f"{spelled}\n一级")
    assert rows(read(text)) == WANTED
    assert read(text).entries[0].value("goal") == "更换三条街的老旧路灯，方便居民夜间出行。"


@pytest.mark.parametrize("head", ["指标类型", "一级指标", "指标类别"])
def test_a_single_column_of_levels_holds_the_levels_2_that_stand_in_it(head: str) -> None:
    cells = [
        "项目支出绩效目标申报表",
        "项目名称",
        "老旧路灯更换项目",
        "绩效目标",
        "更换老旧路灯，方便出行。",
        head,
        "指标名称",
        "目标值",
        "取值依据",
    ]
    cells += [
        "数量",
        "更换路灯数",
        "30盏",
        "统计报表",
        "质量",
        "亮灯率",
        "≥98%",
        "现场核查",
        "成本",
        "每盏费用",
        "≤900元",
        "合同约定",
    ]
    cells += [
        "社会效益",
        "居民夜间出行条件",
        "明显改善",
        "问卷调查",
        "服务对象满意度",
        "居民满意度",
        "≥90%",
        "问卷调查",
    ]
    assert [row[1:] for row in rows(read("\n".join(cells)))] == [
        ("数量", "更换路灯数", "30盏"),
        ("质量", "亮灯率", "≥98%"),
        ("成本", "每盏费用", "≤900元"),
        ("社会效益", "居民夜间出行条件", "明显改善"),
        ("服务对象满意度", "居民满意度", "≥90%"),
    ]


def test_the_heading_of_the_indicators_ends_the_goal_whatever_it_says_of_them() -> None:
    text = "\n".join(_cells()).replace(
        "绩效指标\n一级",
        "绩效指标（权重分值90分，其中产出指标权重分值50分，效益指标权重分值30分，满意度指标权重分值10分）\n一级",
    )
    (entry,) = read(text).entries
    assert entry.value("goal") == "更换三条街的老旧路灯，方便居民夜间出行。"


def test_times_that_the_lower_row_of_a_header_says_stand_in_the_place_of_its_one_value() -> None:
    review = read(
        "项目名称\n路灯项目\n一级指标\n二级指标\n三级指标\n指标值\n设定依据\n前年\n上年\n预计当年实现\n产出指标\n数量指标\n更换路灯数\n10盏\n20盏\n30盏\n"
        "行业标准\n更换灯杆数\n8根\n10根\n12根\n计划标准\n质量指标\n亮灯率\n≥90%\n≥95%\n≥98%\n"
    )
    assert rows(review, "level3", "annual_value") == [
        ("更换路灯数", "30盏"),
        ("更换灯杆数", "12根"),
        ("亮灯率", "≥98%"),
    ]


BEHIND = """项目名称\n测站项目\n一级指标\n二级指标\n三级指标\n指标值\n完成值\n权重\n得分
改造水文站\n≥4座\n5座\n20\n20\n维护雨量站\n≥310处\n312处\n20\n20\n
设备检修合格率\n≥98%\n99%\n20\n20\n雨情信息准确率\n≥95%\n96%\n10\n10\n下游村庄受灾损失\n减少\n减少\n20\n20\n"""


def test_levels_of_merged_cells_behind_all_rows_are_no_further_columns() -> None:
    review = read(f"{BEHIND}数量指标\n产出指标\n绩效\n指标\n质量指标\n效益指标\n社会效益\n指标\n")
    assert rows(review)[:4] == [
        ("产出指标", "数量指标", "改造水文站", "≥4座"),
        ("产出指标", "数量指标", "维护雨量站", "≥310处"),
        ("产出指标", "质量指标", "设备检修合格率", "≥98%"),
        ("产出指标", "质量指标", "雨情信息准确率", "≥95%"),
    ]
    assert rows(review)[4:] == [("效益指标", "社会效益指标", "下游村庄受灾损失", "减少")]


@pytest.mark.parametrize("blank", [" ", "\u3000", "\u00a0", "\u2002"])
def test_a_level_printed_with_any_blanks_between_its_characters_is_one(blank: str) -> None:
    cells = ["满意度指标", blank.join("满意度指标"), "居民满意度", "≥90%"]
    text = "\n".join(
        ["一级指标", "二级指标", "三级指标", "指标值", "产出指标", "数量指标", "更换路灯数", "30盏", *cells, ""]
    )
    assert rows(read(text))[-1] == ("满意度指标", "满意度指标", "居民满意度", "≥90%")
