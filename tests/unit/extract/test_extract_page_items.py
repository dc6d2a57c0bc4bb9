"""Published pages: the head of the page, what is said of a project before its form, and labels that lost a line."""

from __future__ import annotations

from read_texts import read, rows

ABOVE = """1.“泵车维修费”项目。
(1)项目概述：
排灌所泵车定点维修与油料采购
(2)立项依据：中标通知书甲0059
(3)起止时间：
2023年1月1日至2023年12月31日
(6)年度预算安排：
34.00万元
(7)绩效目标。
"""
FORM = """项目支出绩效目标申报表 | ||||||||
( 2023 年度) | ||||||||
项目名称 | 泵车维修油料费 | |||||||
主管部门及代码 | [055]望川区农水局 | 实施单位 | 望川区排灌所 | |||||
总 体 目 标 | 中期目标(2023年—2025年) | 年度目标 | ||||||
保障泵车维修与油料，完成排灌任务 | ||||||||
绩 效 指 标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值 | |
产出指标 | 数量指标 | 维修泵车数量 | ≥9辆 | 数量指标 | ||||
质量指标 | 经费支出合规性 | 较高 | 质量指标 | |||||
泵车验收合格率 | ≥100百分比 | |||||||
维修质量合格率 | ≥98百分比 | |||||||
效益指标 | 社会效益指标 | 灌区供水保障程度 | 程度较高 | 社会效益指标 | ||||
"""


def test_rows_of_the_side_that_has_names_stay_in_it_and_the_only_goal_is_the_goal() -> None:
    review = read(ABOVE + FORM)
    (entry,) = review.entries
    assert entry.value("name") == "泵车维修油料费"
    assert entry.value("goal") == "保障泵车维修与油料，完成排灌任务"
    assert rows(review, "level2", "level3", "period_value", "annual_value") == [
        ("数量指标", "维修泵车数量", "≥9辆", None),
        ("质量指标", "经费支出合规性", "较高", None),
        ("质量指标", "泵车验收合格率", "≥100百分比", None),
        ("质量指标", "维修质量合格率", "≥98百分比", None),
        ("社会效益指标", "灌区供水保障程度", "程度较高", None),
    ]


CELLS = """望川区排灌所2025年“泵站维护经费”项目资金投入情况
“泵站维护经费”项目。
(2)立项依据。泵站维护实施方案
(7)绩效目标。
项目支出绩效目标表 |
||||||
(2025年度) |
||||||
项目名称 |
泵站维护经费 |
|||||
主管部门及代码 |
[077]望川区农水局 |
实施单位 |
望川区排灌所 |
|||
年度 |
维护泵站3座，保障春灌，每座补助1.2万元。 |
|||||
绩 |
一级 |
二级指标 |
三级指标 |
指标值 |
||
产出指标 |
数量指标 |
维护泵站数 |
≥3座 |
|||
质量指标 |
泵站完好率 |
≥95% |
||||
时效指标 |
完成时限 |
2025年12月 |
||||
"""


def test_a_title_is_no_goal_and_a_label_that_lost_its_second_line_still_heads_one() -> None:
    (entry,) = read(CELLS).entries
    assert entry.value("goal") == "维护泵站3座，保障春灌，每座补助1.2万元。"
    assert entry.value("name") == "泵站维护经费"
    assert "attributes[年度]" not in entry.fields


PAGE = """号: /202212-00029 信息分类: 项目绩效目标
内容分类: 财政、金融,其他 发文日期: 2022-12-29
发布机构: 望川区财政局 生成日期: 2022-12-29

望川区排灌所-泵站更新项目目标表

发布时间:2022-12-29 17:08 信息来源:望川区财政局 阅读次数: 打印 【字体:
项目支出绩效目标表
 (2023年度)
项目名称 泵站更新
主管部门及代码 [103]望川区农水局 实施单位 望川区排灌所
项目资金
(万元)
 年度资金总额: 80
   其中:财政拨款 80
年度
目标
更新老旧泵站，保障春灌与防汛用水，减少渠道渗漏

一级
指标
二级指标 三级指标 指标值
产出指标 数量指标 更新泵站数 ≥18座
涉及乡镇数量 =2个
质量指标 验收合格率 100%
"""


def test_the_head_of_a_page_asks_for_nothing_and_a_label_on_two_lines_is_one() -> None:
    review = read(PAGE)
    (entry,) = review.entries
    assert review.root.value("title") == "项目支出绩效目标表"
    assert entry.value("goal") == "更新老旧泵站，保障春灌与防汛用水，减少渠道渗漏"
    assert not [key for key in entry.fields if "绩效目标" in key or "分类" in key]


LINES = """索 引 号 733-806617 发布日期 2023-01-20

项目支出绩效目标表

2023年度）

项目名称

泵站更新和水渠修缮

主管部门

及编码

[015001]望川区农水局

实施单位

望川区排灌所

项目资金

资金总额

100万元

其中：财政拨款

100万元

总体目标

年度目标

按计划完成泵站更新与水渠修缮的年度任务

绩效项目指标表

一级指标

二级指标

三级指标

指标值

产出指标

数量指标

更新泵站数

2座

质量指标

验收合格率

100%

成本指标

工程建设成本

参照政府采购成本控制

效益指标

社会效益指标

灌溉用水保障

持续改善

附件：


扫一扫在手机打开当前页
[下载] [打印] [关闭]
"""


def test_the_foot_of_a_page_is_no_indicator_and_a_title_ends_the_goal() -> None:
    review = read(LINES)
    (entry,) = review.entries
    assert entry.value("goal") == "按计划完成泵站更新与水渠修缮的年度任务"
    assert entry.value("unit") == "望川区排灌所"
    assert rows(review, "level3", "annual_value") == [
        ("更新泵站数", "2座"),
        ("验收合格率", "100%"),
        ("工程建设成本", "参照政府采购成本控制"),
        ("灌溉用水保障", "持续改善"),
    ]


PACKED = """望川区农水局2025年项目绩效目标和指标

| 单位编码 | 单位名称(项目类别/支出项目) | 年度预算安排 | 项目内容 | 绩效目标 |
|---|---|---|---|---|
| 037001 | 望川区农水局 | 2795518 | | |
| | 其他运转类 | 168168 | | |
| 037001 | 泵站机房租赁采购项目 | 168168 | 租赁机房。 | 【总体目标】 保障机房租赁延续。 \
【产出指标-数量指标】 指标1:机柜数量(≥7台) \
【产出指标-质量指标】 指标1:监控在线率(≥97%) 【产出指标-成本指标】 指标1:维护成本(<168168元) \
【效益指标-生态效益指标】 指标1:为生态保护提供支撑(正面支撑) 【满意度指标-服务对象满意度指标】 指标1:群众安全感(≥90%) |
"""


def test_values_in_words_stand_in_brackets_where_all_others_do_and_the_label_of_a_goal_is_none_of_it() -> None:
    review = read(PACKED, "t.md")
    project = next(entry for entry in review.entries if entry.children)
    assert project.value("goal") == "保障机房租赁延续。"
    assert rows(review, "level2", "level3", "annual_value") == [
        ("数量指标", "机柜数量", "≥7台"),
        ("质量指标", "监控在线率", "≥97%"),
        ("成本指标", "维护成本", "<168168元"),
        ("生态效益指标", "为生态保护提供支撑", "正面支撑"),
        ("服务对象满意度指标", "群众安全感", "≥90%"),
    ]


def test_a_kind_of_projects_is_doubted_as_the_name_of_one() -> None:
    (kind,) = [entry for entry in read(PACKED, "t.md").entries if entry.value("name") == "其他运转类"]
    assert kind.fields["name"].flagged


def test_an_amount_is_read_before_what_it_is_made_up_of() -> None:
    told = "其中：财政拨款\n\n100万元100万元（水渠60万元，泵站40万元）"
    (entry,) = read(LINES.replace("其中：财政拨款\n\n100万元", told)).entries
    assert entry.value("amounts[财政拨款]") == "100"
    assert entry.value("amounts[资金总额]") == "100"
