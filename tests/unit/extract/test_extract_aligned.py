"""Tables whose columns only blanks keep apart, as pdftotext -layout leaves them."""

from __future__ import annotations

import pytest
from read_texts import read, rows

from reviewer.extract.partition import groups_by_middle, rows_of_lines
from reviewer.model.fields import FieldRef
from reviewer.model.review import Kind, Node, Review

FORM = """
                项目支出绩效目标表
                    （2024年度）
项目名称     路灯维护                         实施单位          路灯所
           资金总额：                81.50         其他资金      21.50
项目资金（万元）
           其中：财政拨款              60.00
           保障全市照明，方便群众夜间出行，全年
年度总体目标
           维护路灯三百盏以上。
           一级指标       二级指标        三级指标           指标值          分值
                                 维护路灯数量           ≥300盏       20
                      数量指标
                                 更换灯具             ≥1200套       20
           产出指标
                                 主干道和次干道夜间
                      质量指标                          ≥98%        20
绩效指标                                亮灯率
                      时效指标        报修处理时限           24小时内        10
                      服务对象满意
           满意度指标                居民满意度            90%以上        20
                      度指标
"""


def project(review: Review) -> Node:
    (found,) = (node for node in review.root.walk() if node.kind is Kind.PROJECT)
    return found


def test_levels_in_the_middle_of_their_rows_and_words_around_the_line_of_their_value():
    assert rows(read(FORM)) == [
        ("产出指标", "数量指标", "维护路灯数量", "≥300盏"),
        ("产出指标", "数量指标", "更换灯具", "≥1200套"),
        ("产出指标", "质量指标", "主干道和次干道夜间亮灯率", "≥98%"),
        ("产出指标", "时效指标", "报修处理时限", "24小时内"),
        ("满意度指标", "服务对象满意度指标", "居民满意度", "90%以上"),
    ]


def test_the_labels_above_such_a_table_with_a_goal_around_its_label():
    review = read(FORM)
    node = project(review)
    assert (node.value("name"), node.value("unit")) == ("路灯维护", "路灯所")
    assert node.value("goal") == "保障全市照明，方便群众夜间出行，全年维护路灯三百盏以上。"
    assert [node.value(f"amounts[{key}]") for key in ("资金总额", "财政拨款", "其他资金")] == [
        "81.50",
        "60.00",
        "21.50",
    ]
    assert review.is_doubtful(FieldRef(node.id, "goal"))


def test_projects_in_the_middle_of_their_rows():
    review = read(
        "项目名称         预算数（万元）      年度目标          一级指标     二级指标     三级指标         指标值\n"
        "                                   产出指标     数量指标     维护路灯数量       ≥300盏\n"
        "路灯维护           81.50      保障照明。\n"
        "                                   效益指标     社会效益指标   居民出行         更方便\n"
        "                                            数量指标     新建路灯数量       ≥30盏\n"
        "路灯                                 产出指标\n"
        "               20.00      建成路灯。             质量指标     验收合格率        100%\n"
        "建设                                 满意度指标    满意度指标    居民满意度        ≥90%\n"
    )
    found = [node for node in review.root.children if node.kind is Kind.PROJECT]
    assert [(n.value("name"), n.value("amounts[预算数（万元）]"), n.value("goal")) for n in found] == [
        ("路灯维护", "81.50", "保障照明。"),
        ("路灯建设", "20.00", "建成路灯。"),
    ]
    assert [len(node.children) for node in found] == [2, 3]


def test_cells_that_equal_gaps_part_are_not_put_in_columns():
    review = read(
        "项目名称：路灯维护\n绩效目标：保障照明。\n一级指标    二级指标    三级指标    指标值\n"
        "产出指标    数量指标    维护路灯数量    ≥300盏\n产出指标    质量指标    亮灯率    ≥98%\n"
    )
    assert rows(review) == [
        ("产出指标", "数量指标", "维护路灯数量", "≥300盏"),
        ("产出指标", "质量指标", "亮灯率", "≥98%"),
    ]


@pytest.mark.parametrize(
    ("year", "value", "doubtful"), [("2024", "≥200盏", False), ("2023", "≥100盏", False), ("2026", None, True)]
)
def test_of_the_values_of_several_years_that_of_the_document_is_the_annual_one(
    year: str, value: str | None, doubtful: bool
):
    review = read(
        f"{year}年项目支出绩效目标表\n\n项目名称\t路灯维护\t\t\t\t\t\n年度目标\t保障照明。\t\t\t\t\t\n"
        "一级指标\t二级指标\t三级指标\t目标值\t\t\t\n\t\t\t2023年\t2024年\t2025年\t实施期总目标\n"
        "产出指标\t数量指标\t维护路灯数量\t≥100盏\t≥200盏\t≥300盏\t≥600盏\n"
    )
    (node,) = (node for node in review.root.walk() if node.kind is Kind.INDICATOR)
    assert node.value("period_value") == "≥600盏"
    assert review.is_doubtful(FieldRef(node.id, "annual_value")) is doubtful
    assert value is None or node.value("annual_value") == value


def test_lines_are_cut_into_rows_where_the_middles_of_name_and_value_meet():
    assert rows_of_lines({0: 9, 2: 3, 3: 6, 4: 6}, {1: 3, 3: 3, 4: 3}, {}) == [[0, 1, 2], [3], [4]]


def test_every_row_goes_to_one_merged_cell_and_a_cell_in_the_middle_takes_the_rows_around_it():
    assert groups_by_middle([0, 1, 2, 3], [0.5, 2.5]) == [[0, 1], [2, 3]]
    assert groups_by_middle([0, 1, 2, 3], [1.0, 3.0]) == [[0, 1, 2], [3]]


WHOLE = """                      2025年部门整体绩效目标表
部门名称                             云溪区水务局

年度绩效目标    保障全区供水，提升服务质量，群众满意。

  一级指标      二级指标            三级指标           指标值        完成时限

                               巡查河道次数         ≥150次     2025年12月

           重点工作办理情况        清理河道里程         ≥30公里     2025年12月

  办事成效                        水质达标率          ≥90%      2025年12月

                               项目按期完工率        ≥95%      2025年12月
           日常工作办结情况
                               设备完好率          ≥98%      2025年12月

           编报管理            目标覆盖率          =100%     2025年12月
  内部管理
           支出管理            预算执行率          ≥95%      2025年12月

  社会
           服务对象满意度        居民满意度          ≥95%      2025年12月
  效应
"""


def test_levels_that_nobody_knows_are_told_where_blank_lines_part_the_rows():
    review = read(WHOLE)
    assert [(entry.kind, entry.value("name")) for entry in review.entries] == [(Kind.DEPARTMENT, "云溪区水务局")]
    assert rows(review, "level1", "level2", "level3") == [
        ("办事成效", "重点工作办理情况", "巡查河道次数"),
        ("办事成效", "重点工作办理情况", "清理河道里程"),
        ("办事成效", "重点工作办理情况", "水质达标率"),
        ("办事成效", "日常工作办结情况", "项目按期完工率"),
        ("办事成效", "日常工作办结情况", "设备完好率"),
        ("内部管理", "编报管理", "目标覆盖率"),
        ("内部管理", "支出管理", "预算执行率"),
        ("社会效应", "服务对象满意度", "居民满意度"),
    ]


def test_a_level_spelled_down_along_its_rows_is_one():
    review = read(
        "                 项目支出绩效目标表\n项目名称        路灯维护          实施单位       云溪区路灯所\n\n"
        "       一级指标      二级指标        三级指标            指标值\n\n"
        "                 数量指标       维护路灯数量          ≥300盏\n\n"
        "          产      质量指标        亮灯率             ≥98%\n          出\n"
        "                 时效指标       按期完成率           ≥95%\n          指\n          标\n"
        "                 成本指标       维护成本           ≤5万元\n\n"
        "          效     社会效益指标      夜间出行            更方便\n          益\n\n          指\n"
        "          标     可持续影响指标     管护制度             健全\n"
    )
    levels = [("产出指标", "数量指标"), ("产出指标", "质量指标"), ("产出指标", "时效指标"), ("产出指标", "成本指标")]
    levels += [("效益指标", "社会效益指标"), ("效益指标", "可持续影响指标")]
    assert rows(review, "level1", "level2") == levels
