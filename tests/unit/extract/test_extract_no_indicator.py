"""Rows in a form's table, or in a table below it, that are none of its indicators."""

from __future__ import annotations

import pytest
from read_texts import read, rows

from reviewer.extract.markup import clean
from reviewer.extract.names import indicator_name, is_template
from reviewer.model.flow import Flow
from reviewer.model.review import Kind

TOP = "项目名称\t路灯维护\t\t\n实施单位\t甲市乙局\t\t\n一级指标\t二级指标\t三级指标\t指标值\n"
LAMPS = "产出指标\t数量指标\t更换灯具\t≥300盏\n"
HAPPY = "满意度指标\t服务对象满意度指标\t居民满意度\t≥90%\n"
WHOLE = [
    ("产出指标", "数量指标", "更换灯具", "≥300盏"),
    ("满意度指标", "服务对象满意度指标", "居民满意度", "≥90%"),
]


@pytest.mark.parametrize(
    "below",
    [
        "主管部门审核意见\t同意上报\t财政局审核意见\t通过\n",
        "单位负责人签字\t李某\t日期\t2024年1月3日\n财政部门意见\t（盖章）\t年  月  日\n",
        "审核意见：同意申报。\t\t\t\n单位负责人（签字）：李某\t财务负责人（签字）：赵某\t经办人：王某\t2024年1月3日\n",
        "是否经党组会研究\t是☑ 否□\t会议纪要编号\t〔2024〕3号\n是否涉密\t□是 ☑否\t备注\t无\n",
        "其他说明\t无\t\t\n填表说明\t本表一式三份\t附件\t见附表\n",
        "项目单位意见\t\t\t\n主管部门意见\t经审核，该项目绩效目标设置合理，同意申报。\t\t\n",
    ],
)
def test_signatures_opinions_boxes_and_remarks_are_no_indicators(below: str):
    assert rows(read(TOP + LAMPS + HAPPY + below)) == WHOLE


def test_an_indicator_whose_name_sounds_like_a_remark_stays_one():
    asked = "\t\t是否按期公开\t是\n\t质量指标\t审核意见采纳率\t≥95%\n"
    names = [name for _, _, name, _ in rows(read(TOP + LAMPS + asked + HAPPY))]
    assert names == ["更换灯具", "是否按期公开", "审核意见采纳率", "居民满意度"]


@pytest.mark.parametrize(
    "foot",
    [
        "<tr><td>版权所有：甲市人民政府</td><td>备案号：甲ICP备000号</td></tr><tr><td>上一篇</td><td>路灯新建目标表</td></tr>",
        "<tr><td>来源</td><td>财务科</td><td>浏览次数</td><td>308</td></tr><tr><td>打印本页</td><td>关闭窗口</td></tr>",
        "<tr><td>友情</td><td>省站</td><td>市站</td><td>县站</td><td>乡站</td></tr>",
    ],
)
def test_the_foot_of_a_page_below_the_form_is_no_indicator(foot: str):
    table = "".join(
        f"<tr>{''.join(f'<td>{c}</td>' for c in line.split(chr(9)))}</tr>"
        for line in (TOP + LAMPS + HAPPY).splitlines()
    )
    html = f"<html><body><p>项目支出绩效目标表</p><table>{table}</table><table>{foot}</table></body></html>"
    assert rows(read(html, "t.html")) == WHOLE


@pytest.mark.parametrize(
    "left_over",
    [
        "\t\t指标2：/\t/\n", "\t\t指标2：\t\n\t\t……\t……\n", "\t质量指标\t指标1：\t≥  %\n", "\t时效指标\t1.\t\n\t成本指标\t不涉及\t无\n",
        "效益指标\t经济效益指标\t（无）\t/\n", "（可增行）\t\t\t\n", "\t质量指标\t指标2：……\t——\n",
    ],
)  # fmt: skip
def test_a_row_of_the_template_that_nobody_filled_in_is_no_indicator(left_over: str):
    assert rows(read(TOP + LAMPS + left_over + HAPPY)) == WHOLE


def test_a_left_over_row_still_hands_its_level_down():
    found = rows(read(TOP + LAMPS + "效益指标\t社会效益指标\t指标1：/\t/\n\t\t指标2：夜间出行\t改善\n"))
    assert found[1] == ("效益指标", "社会效益指标", "夜间出行", "改善")


def test_asterisks_that_a_form_prints_for_a_figure_stay():
    found = rows(read(TOP + "产出指标\t数量指标\t更换灯具（≥**盏）\t≤****元\n"))
    assert found == [("产出指标", "数量指标", "更换灯具（≥**盏）", "≤****元")]
    assert clean(Flow.loose("**满意度**")).text == "满意度"
    assert clean(Flow.loose("（**亩、**户）")).text == "（**亩、**户）"
    assert [indicator_name(Flow.loose(text)).text for text in ("*满意度", "满意度*", "人数≥**")] == [
        "满意度",
        "满意度",
        "人数≥**",
    ]


def test_what_a_template_prints():
    assert all(map(is_template, ("指标1：", "指标②", "……", "/", "不涉及", "1.", "（3）", "指标2：/", "（可自行增加）")))
    assert not any(map(is_template, ("指标完成率", "无障碍设施数量", "1.更换灯具", "≥3")))


def test_what_is_not_read_below_the_indicators_stays_with_its_entry_or_is_shown():
    review = read(TOP + LAMPS + HAPPY + "主管部门意见\t同意上报\t\t\n")
    (entry,) = [node for node in review.root.walk() if node.kind is Kind.PROJECT]
    assert entry.value("attributes[主管部门意见]") == "同意上报"


@pytest.mark.parametrize(
    "label", ["合计", "总分", "得分合计", "分值合计", "自评得分合计", "综合总分", "总得分", "权重小计"]
)
def test_the_sum_of_points_beneath_the_indicators_is_none_of_them(label: str) -> None:
    text = (
        "项目支出绩效自评表\n项目名称\t桥灯养护\t\t\t\t\n一级指标\t二级指标\t三级指标\t分值\t年度指标值\t得分\n"
        f"产出指标\t数量指标\t养护桥灯\t50\t40盏\t50\n效益指标\t社会效益指标\t夜间事故\t40\t0起\t40\n{label}\t\t\t90\t\t90\n"
    )
    assert rows(read(text)) == [
        ("产出指标", "数量指标", "养护桥灯", "40盏"),
        ("效益指标", "社会效益指标", "夜间事故", "0起"),
    ]


PACKED = (
    "2024年部门预算项目支出绩效目标表\n项目名称 预算数 年度目标 绩效指标\n"
    "路灯维护 81.50 保障全市照明。 1.产出指标/数量指标/维护路灯：≥300盏；2.效益指标/社会效益指标/6-12岁儿童夜间出行率：≥85%；"
    "3.满意度指标/服务对象满意度指标/居民满意度：90%以上；\n"
)


@pytest.mark.parametrize("foot", ["", "附件下载：\n云溪区2024年部门预算项目支出绩效目标表.docx\n【关闭】\n"])
def test_files_to_load_at_the_foot_of_a_page_are_no_indicator(foot: str):
    assert rows(read(PACKED + foot)) == [
        ("产出指标", "数量指标", "维护路灯", "≥300盏"),
        ("效益指标", "社会效益指标", "6-12岁儿童夜间出行率", "≥85%"),
        ("满意度指标", "服务对象满意度指标", "居民满意度", "90%以上"),
    ]


def test_a_row_between_indicators_that_begins_like_a_pair_of_the_form_is_one_of_them():
    barred = "项目绩效目标表\n项目名称 | 路灯维护 | ||\n实施单位 | 甲市乙局 | ||\n一级指标 | 二级指标 | 三级指标 | 指标值 |\n"
    barred += "产出指标 | 时效指标 | 报修办结时限 | ≤2天 |\n项目周期 | 1年 | ||\n满意度指标 | 服务对象满意度指标 | 居民满意度 | ≥90% |\n"
    assert rows(read(barred))[1] == ("产出指标", "时效指标", "项目周期", "1年")


@pytest.mark.parametrize("label", ["所属专项名称", "所属专项资金名称", "上级专项名称"])
def test_the_name_of_what_a_project_is_part_of_is_none_of_its_own(label: str):
    lines = (
        f"项目绩效目标表\n项目名称\n路灯维护补助\n{label}\n城市建设专项\n实施单位\n甲市乙局\n年度目标\n保障全市照明。\n"
    )
    review = read(lines + "\n".join((TOP + LAMPS + HAPPY).split("\n", 2)[2].split("\t")))
    assert [(entry.value("name"), entry.value(f"attributes[{label}]")) for entry in review.entries] == [
        ("路灯维护补助", "城市建设专项")
    ]


@pytest.mark.parametrize("foot", ["总分\n100\n", "扫码在手机端打开本页\n", "抄送：甲市财政局\n"])
def test_what_stands_beneath_the_last_cell_of_a_line_each_is_none_of_the_indicators(foot: str):
    lines = "\n".join((TOP + LAMPS + HAPPY).replace("\t\t\n", "\n").replace("\t", "\n").splitlines())
    assert rows(read(f"项目支出绩效目标表\n{lines}\n{foot}")) == WHOLE
