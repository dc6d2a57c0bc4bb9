"""Lists whose header names the levels over the columns, and other headers on two rows."""

from __future__ import annotations

import pytest
from read_texts import indicators, read, rows


def table(*lines: str) -> str:
    return "<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"


def cells(*texts: str) -> str:
    return "".join(f"<td>{text}</td>" for text in texts)


LEVELS = table(
    '<td rowspan="2">单位</td><td rowspan="2">项目名称</td><td rowspan="2">金额（万元）</td><td rowspan="2">绩效目标</td>'
    '<td colspan="3">产出指标</td><td colspan="2">效益指标</td><td>满意度指标</td>',
    cells("数量指标", "质量指标", "成本指标", "社会效益指标", "生态效益指标", "服务对象满意度指标"),
    cells("甲市乙所", "路灯维护", "30.5", "保障照明，居民满意。")
    + cells("1.维护路灯：≥300盏<br>2.巡查：12次", "亮灯率：≥98%", "", "投诉件数：&lt;5件", "", "居民满意度：≥90%"),
    cells("甲市丙所", "河道保洁", "18", "水面无漂浮物，岸线整洁。")
    + cells("保洁长度：46公里", "", "每公里成本：≤4.8万元", "", "水质：Ⅲ类及以上", "居民满意度：≥88%"),
)


def test_each_column_of_a_list_is_a_level_2_under_the_level_1_that_stands_over_it():
    review = read(LEVELS, "t.html")
    assert [(entry.value("name"), entry.value("unit")) for entry in review.entries] == [
        ("路灯维护", "甲市乙所"),
        ("河道保洁", "甲市丙所"),
    ]
    assert rows(review) == [
        ("产出指标", "数量指标", "维护路灯", "≥300盏"),
        ("产出指标", "数量指标", "巡查", "12次"),
        ("产出指标", "质量指标", "亮灯率", "≥98%"),
        ("效益指标", "社会效益指标", "投诉件数", "<5件"),
        ("满意度指标", "服务对象满意度指标", "居民满意度", "≥90%"),
        ("产出指标", "数量指标", "保洁长度", "46公里"),
        ("产出指标", "成本指标", "每公里成本", "≤4.8万元"),
        ("效益指标", "生态效益指标", "水质", "Ⅲ类及以上"),
        ("满意度指标", "服务对象满意度指标", "居民满意度", "≥88%"),
    ]


def test_a_name_and_a_value_under_each_level_2_of_a_header_make_an_indicator_each():
    pairs = table(
        '<td rowspan="2">项目名称</td><td rowspan="2">预算资金（万元）</td><td rowspan="2">年度目标</td>'
        '<td colspan="2">数量指标</td><td colspan="2">质量指标</td><td colspan="2">社会效益指标</td>',
        cells(*["指标名称", "指标值"] * 3),
        cells(
            "路灯维护", "30.5", "保障照明，居民满意。", "维护路灯", "≥300盏", "亮灯率", "≥98%", "投诉件数", "&lt;5件"
        ),
        cells("河道保洁", "18", "水面无漂浮物。", "保洁长度", "46公里", "", "", "受益人数", "≥2万人"),
    )
    assert rows(read(pairs, "t.html"), "level2", "level3", "annual_value") == [
        ("数量指标", "维护路灯", "≥300盏"),
        ("质量指标", "亮灯率", "≥98%"),
        ("社会效益指标", "投诉件数", "<5件"),
        ("数量指标", "保洁长度", "46公里"),
        ("社会效益指标", "受益人数", "≥2万人"),
    ]


def test_the_level_1_over_such_levels_2_is_that_of_the_indicators_beneath():
    pairs = table(
        '<td rowspan="3">项目名称</td><td rowspan="3">预算资金（万元）</td><td colspan="4">产出指标</td><td colspan="2">效益指标</td>',
        '<td colspan="2">数量指标</td><td colspan="2">成本指标</td><td colspan="2">社会效益指标</td>',
        cells(*["指标内容", "指标值"] * 3),
        cells("路灯维护", "30.5", "维护路灯", "≥300盏", "每盏成本", "≤90元", "投诉件数", "&lt;5件"),
        cells("河道保洁", "18", "保洁长度", "46公里", "", "", "受益人数", "≥2万人"),
    )
    assert rows(read(pairs, "t.html"), "level1", "level2", "level3") == [
        ("产出指标", "数量指标", "维护路灯"),
        ("产出指标", "成本指标", "每盏成本"),
        ("效益指标", "社会效益指标", "投诉件数"),
        ("产出指标", "数量指标", "保洁长度"),
        ("效益指标", "社会效益指标", "受益人数"),
    ]


def test_years_under_a_column_of_earlier_values_move_no_value():
    form = table(
        '<td>项目名称</td><td colspan="6">路灯维护</td>',
        '<td>年度绩效目标</td><td colspan="6">保障照明，居民满意。</td>',
        '<td rowspan="2">一级指标</td><td rowspan="2">二级指标</td><td rowspan="2">三级指标</td><td colspan="2">历史值</td>'
        '<td rowspan="2">2024年目标值</td><td rowspan="2">备注</td>',
        cells("2022年", "2023年"),
        cells("产出指标", "数量指标", "维护路灯数量", "280", "290", "≥300盏", ""),
        cells("效益指标", "社会效益指标", "投诉件数", "9", "7", "≤5件", ""),
    )
    review = read("<p>项目绩效目标表（2024）</p>" + form, "t.html")
    assert review.root.value("year") == "2024"
    assert rows(review)[1] == ("效益指标", "社会效益指标", "投诉件数", "≤5件")
    assert indicators(review)[1].value("extra[2023年]") == "7"


def test_a_level_in_two_languages_that_is_merged_down_is_the_chinese_one_in_every_row():
    form = table(
        cells("项目名称<br>Project Name", "路灯维护", "", ""),
        cells("年度目标<br>Annual Goal", "保障照明，居民满意。", "", ""),
        cells("一级指标<br>Level 1", "二级指标<br>Level 2", "三级指标<br>Level 3", "指标值<br>Target"),
        '<td rowspan="2">产出指标 Output</td>' + cells("数量指标", "维护路灯数量", "≥300盏"),
        cells("质量指标", "亮灯率", "≥98%"),
    )
    assert [row[0] for row in rows(read(form, "t.html"))] == ["产出指标", "产出指标"]


def test_a_column_whose_header_names_two_levels_is_read_as_packed_indicators() -> None:
    html = (
        "<p>项目支出绩效目标汇总表</p><table><tr><td>单位名称</td><td>项目名称</td><td>预算金额</td><td>绩效目标</td><td>产出指标</td>"
        "<td>效益和满意度指标</td></tr><tr><td>禾溪市政所</td><td>桥灯养护</td><td>40</td><td>保障桥灯明亮，市民出行安全。</td>"
        "<td>数量指标：养护桥灯40盏<br>质量指标：亮灯率≥95%</td><td>社会效益指标：夜间事故率明显下降<br>服务对象满意度指标：行人满意度≥90%</td></tr></table>"
    )
    found = [
        tuple(n.value(key) for key in ("level2", "level3", "annual_value")) for n in indicators(read(html, "t.html"))
    ]
    assert found == [
        ("数量指标", "养护桥灯", "40盏"),
        ("质量指标", "亮灯率", "≥95%"),
        ("社会效益指标", "夜间事故率", "明显下降"),
        ("服务对象满意度指标", "行人满意度", "≥90%"),
    ]


def test_labels_that_nobody_knows_under_one_of_money_are_those_of_its_parts() -> None:
    review = read(
        "<table><tr><td rowspan=2>序号</td><td rowspan=2>项目名称</td><td colspan=4>绩效指标</td><td colspan=2>预算金额</td>"
        "<td rowspan=2>年度绩效目标</td></tr>"
        "<tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>指标值</td><td>甲报数</td><td>乙核数</td></tr>"
        "<tr><td rowspan=2>1</td><td rowspan=2>粮食轮换</td><td rowspan=2>产出指标</td><td>数量指标</td><td>储备稻谷</td><td>≥19吨</td>"
        "<td rowspan=2>112.66</td><td rowspan=2>107.03</td><td rowspan=2>落实储备规模，确保数量真实。</td></tr>"
        "<tr><td>质量指标</td><td>质量合格率</td><td>100%</td></tr></table>",
        "t.html",
    )
    (entry,) = review.entries
    assert entry.value("name") == "粮食轮换"
    assert (entry.value("amounts[甲报数]"), entry.value("amounts[乙核数]")) == ("112.66", "107.03")
    assert rows(review) == [
        ("产出指标", "数量指标", "储备稻谷", "≥19吨"),
        ("产出指标", "质量指标", "质量合格率", "100%"),
    ]


NUMBERED = table(
    cells("单位名称、项目名称", "年度绩效目标", "一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位"),
    cells("1", "2", "3", "4", "5", "6", "7", "8"),
    cells("救护培训", "普及应急救护知识，提高自救能力。", "产出指标", "数量指标", "培训人员", "≥", "1806", "人"),
    cells("湿地恢复", "恢复浅滩湿地，改善越冬条件。", "产出指标", "数量指标", "恢复浅滩", "≥", "947", "亩"),
)


@pytest.mark.parametrize(
    "numbers", [("1", "2", "3", "4"), ("栏次", "1", "2", "3"), ("（1）", "（2）", "（3）", "（4）")]
)
def test_the_numbers_of_the_columns_are_no_row(numbers: tuple[str, ...]) -> None:
    rest = ("4", "5", "6", "7") if numbers[0] == "栏次" else ("5", "6", "7", "8")
    text = NUMBERED.replace(cells("1", "2", "3", "4", "5", "6", "7", "8"), cells(*numbers, *rest))
    review = read(text, "t.html")
    assert [entry.value("name") for entry in review.entries] == ["救护培训", "湿地恢复"]
    assert [row[2:] for row in rows(review)] == [("培训人员", "≥1806人"), ("恢复浅滩", "≥947亩")]
    assert not [issue for issue in review.issues if issue.code == "source.unclaimed"]


def test_a_column_of_what_part_of_the_amounts_is_holds_amounts_and_a_column_left_of_the_names_is_of_the_projects() -> (
    None
):
    text = (
        "| 编号 | 责任科室 | 项目名称 | 资金规模 | 其中：本年安排 | 绩效目标 | 三级指标 | 目标值 | 完成时限 |\n"
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n"
        "| 1 | 综合股 | 湿地巡护 | 366.17 | 详见附表 | 保护珍稀候鸟。 | 巡护里程 | ≥1140公里 | 10月 |\n"
        "| 2 | 财务股 | 渔政执法 | 841.84 | 766.07 | 维护生产秩序。 | 开展巡航 | ≥190航次 | 12月 |\n"
    )
    first, second = read(text, "t.md").entries
    assert [entry.value("attributes[责任科室]") for entry in (first, second)] == ["综合股", "财务股"]
    assert second.value("amounts[本年安排]") == "766.07"
    assert second.value("attributes[本年安排]") is None
    assert [row.value("extra[完成时限]") for row in second.children] == ["12月"]
