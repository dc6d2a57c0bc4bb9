"""Tables in columns without blank lines between their rows, and those that a program has padded for a terminal."""

from __future__ import annotations

import pytest
from read_texts import read, rows

from reviewer.extract.display_columns import in_display_columns
from reviewer.extract.partition import groups_by_top, lines_of_rows, rows_of_lines
from reviewer.model.flow import Flow
from reviewer.model.review import Kind

CLOSE = """
           清水街道2024年度项目支出绩效目标表
                                                           浦上城市建设投资
 主管部门    清水街道财政所                                    实施单位
                                                           发展有限公司
项目（政策）
            泵站改造
名称
年度资金总
                                   832.63
额
 项目属性                延续项目               项目负责人             王某
年度绩效目标   更换水泵，保障供水。
 一级指标      二级指标             三级指标          指标值             备注
 产出指标      数量指标         更换水泵             12台
                           铺设管网长度                          以合同为准
            质量指标       验收合格率            ≥98%
 成本指标     经济成本指标     每台水泵成本           ≤3万元          抽样调查
 效益指标     社会效益指标     供水保障能力            明显增强
         可持续影响指标         管护机制            健全            抽样调查
         服务对象满意度指
 满意度指标                 居民对供水服务的满意度         ≥96%
         标




                                第1页
"""
PADDED = """云岭区2025年项目支出绩效目标表
项目名称  泵站改造                        项目类别          特定目标类
绩效目标  更换水泵，保障供水。
一级指标    二级指标            三级指标              指标值        备注
产出指标    数量指标            更换水泵              12台
                                铺设各类供水管网长度  ≥2600米      逐月通报
            质量指标            验收合格率            ≥98%
效益指标    社会效益指标        供水保障能力          明显增强      抽样调查
满意度指标  服务对象满意度指标  居民满意度            ≥96%
"""


def test_levels_beside_the_first_of_their_rows_and_a_row_without_a_value():
    assert rows(read(CLOSE)) == [
        ("产出指标", "数量指标", "更换水泵", "12台"),
        ("产出指标", "数量指标", "铺设管网长度", None),
        ("产出指标", "质量指标", "验收合格率", "≥98%"),
        ("成本指标", "经济成本指标", "每台水泵成本", "≤3万元"),
        ("效益指标", "社会效益指标", "供水保障能力", "明显增强"),
        ("效益指标", "可持续影响指标", "管护机制", "健全"),
        ("满意度指标", "服务对象满意度指标", "居民对供水服务的满意度", "≥96%"),
    ]


def test_a_value_that_stands_half_above_and_half_below_its_label():
    (entry,) = (node for node in read(CLOSE).root.walk() if node.kind is Kind.PROJECT)
    assert (entry.value("name"), entry.value("unit")) == ("泵站改造", "浦上城市建设投资发展有限公司")
    assert [(key, f.value) for key, f in entry.fields.items() if key.startswith("amounts")] == [
        ("amounts[年度资金总额]", "832.63")
    ]


def test_what_stands_above_and_below_the_line_of_a_row_is_of_its_further_cells():
    text = """
 项目名称      泵站改造
 绩效目标      更换水泵，保障供水。

 一级指标       二级指标         三级指标      指标值        指标解释

                                                反映更换水泵的台数
            数量指标         更换水泵       12台
                                                情况
 产出指标
                                                反映验收合格的占比
            质量指标        验收合格率       ≥98%
                                                情况

 效益指标      社会效益指标        供水保障       持续       反映供水的情况
"""
    assert rows(read(text), "level3", "extra[指标解释]") == [
        ("更换水泵", "反映更换水泵的台数情况"),
        ("验收合格率", "反映验收合格的占比情况"),
        ("供水保障", "反映供水的情况"),
    ]


def test_columns_that_are_padded_for_a_terminal():
    assert rows(read(PADDED), "level1", "level2", "level3", "annual_value", "extra[备注]") == [
        ("产出指标", "数量指标", "更换水泵", "12台", None),
        ("产出指标", "数量指标", "铺设各类供水管网长度", "≥2600米", "逐月通报"),
        ("产出指标", "质量指标", "验收合格率", "≥98%", None),
        ("效益指标", "社会效益指标", "供水保障能力", "明显增强", "抽样调查"),
        ("满意度指标", "服务对象满意度指标", "居民满意度", "≥96%", None),
    ]


def test_places_are_those_of_a_terminal_only_where_that_puts_cells_over_each_other():
    padded = [Flow.loose(line) for line in PADDED.splitlines()]
    assert [line.text.index("备注") for line in in_display_columns(padded) if "备注" in line.text] == [68]
    plain = [Flow.loose("甲乙丙  一  二"), Flow.loose("甲    一  二")] * 4
    assert [line.text for line in in_display_columns(plain)] == [line.text for line in plain]


@pytest.mark.parametrize("line", ["项目单位（公章）：       主管部门（公章）：            财政部门（公章）："])
def test_labels_of_seals_are_no_department(line: str):
    assert read(f"{CLOSE.split('第1页')[0]}\n{line}\n").root.value("department") != "财政部门（公章）："


def test_a_line_before_a_longer_one_has_not_wrapped():
    assert rows_of_lines({0: 4, 1: 9, 2: 5}, {0: 3, 2: 4}, {})[0] == [0]
    assert rows_of_lines({0: 5, 1: 4, 2: 9}, {1: 4, 2: 4}, {}) == [[0], [1], [2]]
    assert rows_of_lines({0: 9, 2: 4}, {1: 3}, {}) == [[0, 1, 2]]


def test_further_lines_are_of_the_row_in_whose_middle_they_stand():
    assert lines_of_rows([0, 2, 4], [[1], [4]]) == [[0, 2], [4]]
    assert lines_of_rows([5], [[1], [5]]) == [[], [5]]


def test_cells_beside_the_first_of_their_rows():
    assert groups_by_top([0, 1, 2, 3], [0, 2]) == [[0, 1], [2, 3]]
    assert groups_by_top([0, 1, 2, 3], [1, 2]) is None
