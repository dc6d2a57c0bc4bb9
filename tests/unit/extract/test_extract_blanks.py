"""Texts whose cells single blanks keep apart: wide lists, tasks, goals side by side, blanks within a name."""

from __future__ import annotations

from read_texts import projects, read, rows

from reviewer.model.review import Kind, Review

FORM = "项目支出绩效目标表\n（2024年度）\n项目名称 路灯维护\n实施单位 甲市乙所\n年度目标 保障照明，居民满意。\n"


def project(review: Review, key: str) -> str | None:
    return next(node for node in review.root.walk() if node.kind is Kind.PROJECT).value(key)


def test_rows_of_a_wide_list_that_begin_with_their_name_are_no_projects():
    review = read(
        "2024年项目支出绩效目标表 单位：元\n"
        "项目名称 项目单位 项目类别 预算数 年度绩效目标 一级指标 二级指标 三级指标 指标性质 指标值 计量单位 分值\n"
        "路灯维护 甲市乙所 特定目标类 6823000 维护路灯300盏、亮灯率保持98%以上。 产出指标 数量指标 维护路灯数量 ≥ 300 盏 10\n"
        "巡查次数 = 12 次 10\n质量指标 亮灯率 ≥ 98 % 10\n成本指标 每盏成本 ≤ 120 元 10\n"
        "效益指标 社会效益指标 投诉下降幅度 ≥ 0.5 个百分点 10\n可持续影响指标 居民知晓率 ≥ 85 % 10\n"
    )
    assert [(entry.value("name"), entry.value("unit")) for entry in review.entries] == [("路灯维护", "甲市乙所")]
    assert project(review, "attributes[项目类别]") == "特定目标类"
    assert [(row[1], row[2], (row[3] or "").replace(" ", "")) for row in rows(review)] == [
        ("数量指标", "维护路灯数量", "≥300盏"),
        ("数量指标", "巡查次数", "=12次"),
        ("质量指标", "亮灯率", "≥98%"),
        ("成本指标", "每盏成本", "≤120元"),
        ("社会效益指标", "投诉下降幅度", "≥0.5个百分点"),
        ("可持续影响指标", "居民知晓率", "≥85%"),
    ]


def test_a_blank_within_a_name_and_before_its_unit_parts_no_cell():
    review = read(
        FORM + "一级指标 二级指标 三级指标 年度指标值 备注\n产出指标 数量指标 维护路灯 （盏） 130\n"
        "质量指标 路灯检修 合格率 100% 按季抽检\n时效指标 检修及时率 ≥98%\n"
        "效益指标 社会效益指标 受益居民人数 2.1万人\n满意度指标 服务对象满意度指标 居民满意度 ≥93%\n"
    )
    assert [(row[0], row[1], (row[2] or "").replace(" ", ""), row[3]) for row in rows(review)][:2] == [
        ("产出指标", "数量指标", "维护路灯（盏）", "130"),
        ("产出指标", "质量指标", "路灯检修合格率", "100%"),
    ]


def test_a_level_1_alone_in_its_line_holds_for_the_rows_under_it_where_no_column_is_for_it():
    review = read(
        FORM + "二级指标 三级指标 目标值\n一、产出指标\n数量指标 维护路灯数量 ≥300盏\n质量指标 亮灯率 ≥98%\n"
        "二、效益指标\n社会效益指标 投诉件数 ≤5件\n三、满意度指标\n服务对象满意度指标 居民满意度 ≥90%\n"
    )
    assert [row[0] for row in rows(review)] == ["产出指标", "产出指标", "效益指标", "满意度指标"]


def test_tasks_stand_under_their_heads_though_a_heading_stands_left_of_these():
    review = read(
        "部门整体支出绩效目标申报表\n（2024年度）\n部门（单位）名称 甲市乙局\n年度主要任务 任务名称 主要内容 预算金额（万元）\n"
        "总额 财政拨款 其他资金\n路灯维护 维护全区路灯，保障照明 660.00 600.00 60.00\n河道保洁 打捞水草，清理岸线 93.10 93.10 0.00\n"
        "金额合计 753.10 693.10 60.00\n年度总体目标 保障照明，河道整洁。\n一级指标 二级指标 三级指标 指标值\n"
        "产出指标 数量指标 维护路灯数量 ≥300盏\n质量指标 亮灯率 ≥98%\n效益指标 社会效益指标 投诉件数 ≤5件\n"
    )
    tasks = [node for node in review.root.walk() if node.kind is Kind.TASK]
    assert [(task.value("name"), task.value("content"), task.value("amount")) for task in tasks] == [
        ("路灯维护", "维护全区路灯，保障照明", "660.00"),
        ("河道保洁", "打捞水草，清理岸线", "93.10"),
    ]
    assert review.entries[0].value("amounts[金额合计/财政拨款]") == "693.10"


def test_goal_and_result_side_by_side_are_not_joined_where_a_heading_stands_left_of_their_labels():
    review = read(
        "项目支出绩效自评表\n（2024年度）\n项目名称 路灯维护\n主管部门 甲市乙局 实施单位 甲市乙所\n"
        "年度总体目标 预期目标 实际完成情况\n300盏路灯全年正常，居民满意。 312盏路灯全年正常，投诉下降。\n"
        "一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分\n产出指标 数量指标 维护路灯数量 300盏 312盏 20 20\n"
        "质量指标 亮灯率 ≥98% 99% 20 20\n效益指标 社会效益指标 受益人数 ≥28万人次 31万人次 30 30\n"
    )
    assert project(review, "goal") == "300盏路灯全年正常，居民满意。"
    assert project(review, "attributes[实际完成情况]") == "312盏路灯全年正常，投诉下降。"


def test_the_year_of_the_first_whole_form_is_taken_where_the_text_begins_inside_another():
    review = read(
        "一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分\n产出指标 数量指标 维护路灯数量 8盏 8盏 30 30\n"
        "质量指标 亮灯率 100% 100% 20 20\n总分 100 99.7\n项目支出绩效自评表\n（2022年度）\n项目名称 河道保洁\n实施单位 甲市丙所\n"
        "一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分\n产出指标 数量指标 保洁长度 54公里 55公里 50 50\n"
        "效益指标 社会效益指标 投诉件数 ≤5件 3件 40 40\n"
    )
    assert review.root.value("year") == "2022"


def test_a_label_of_money_keeps_the_unit_behind_it_whoever_reads_it():
    review = read(
        "项目绩效目标表\n项目名称\n路灯维护\n实施单位\n甲市乙所\n资金总额（万元）\n48\n年度目标\n保障照明，居民满意。\n"
        "一级指标\n二级指标\n三级指标\n指标值\n产出指标\n数量指标\n维护路灯数量\n≥300盏\n质量指标\n亮灯率\n≥98%\n"
        "效益指标\n社会效益指标\n投诉件数\n≤5件\n"
    )
    assert project(review, "amounts[资金总额（万元）]") == "48"


def test_a_list_whose_rows_lost_their_names_is_doubted_as_a_whole():
    lines = ["项目名称,实施单位,预算数,绩效目标,一级指标,二级指标,三级指标,指标值"]
    for n in range(3):
        lines += [
            f"路灯维护{n},甲市乙所,,完成300盏路灯维护，保障,,,,",
            f",,3{n}.5,照明，居民满意。,产出指标,数量指标,维护路灯数量,≥300盏",
            ",,,,效益指标,社会效益指标,投诉件数,≤5件",
        ]
    review = read("2024年项目支出绩效目标表\n" + "\n".join(lines), "t.csv")
    values = [node.fields[key] for node in review.root.walk() if node.kind is Kind.INDICATOR for key in node.fields]
    assert [
        field for field in values if field.value and "read.layout_unknown" not in {r.code for r in field.reasons}
    ] == []


def test_a_blank_within_brackets_parts_no_cell():
    review = read(
        FORM + "一级指标 二级指标 三级指标 指标值 备注\n产出指标 数量指标 维护路灯数量（ ≥**盏 ） >=300盏\n"
        "质量指标 亮灯率( ≥**% ) >=98%\n时效指标 检修及时率（≥**%） >=95%\n"
        "满意度指标 服务对象满意度指标 居民满意度( ≥**% ) >=93%\n"
    )
    assert rows(review) == [
        ("产出指标", "数量指标", "维护路灯数量（ ≥**盏 ）", ">=300盏"),
        ("产出指标", "质量指标", "亮灯率( ≥**% )", ">=98%"),
        ("产出指标", "时效指标", "检修及时率（≥**%）", ">=95%"),
        ("满意度指标", "服务对象满意度指标", "居民满意度( ≥**% )", ">=93%"),
    ]


def test_each_figure_of_a_grid_of_money_stands_under_its_head_whatever_lines_its_heading_has():
    review = read(
        "项目支出绩效自评表\n项目名称 路灯维护 实施单位 甲市乙所\n资金情况\n（万元）\n"
        "全年预算数（A） 全年执行数（B） 分值 执行率（B/A） 得分\n年度资金总额： 8.40 6.30 10 75.00% 7.5\n"
        "其中：本年财政拨款 8.40 6.30 10 75.00% 7.5\n其他资金 0 0\n年度总体目标 保障照明，居民满意。\n"
        "绩效指标 一级指标 二级指标 三级指标 分值 年度指标值 全年实际值 得分\n"
        "产出指标 数量指标 维护路灯数量 50 300盏 290盏 48\n质量指标 亮灯率 40 98% 98% 40\n"
    )
    (entry,) = review.entries
    assert {key[8:-1]: field.value for key, field in entry.fields.items() if key.startswith("amounts[")} == {
        "年度资金总额/全年预算数（A）": "8.40", "年度资金总额/全年执行数（B）": "6.30",
        "本年财政拨款/全年预算数（A）": "8.40", "本年财政拨款/全年执行数（B）": "6.30",
        "其他资金/全年预算数（A）": "0", "其他资金/全年执行数（B）": "0",
    }  # fmt: skip
    assert entry.value("attributes[年度资金总额/执行率（B/A）]") == "75.00%"


def test_a_wide_sheet_whose_cells_single_blanks_keep_apart():
    review = read(
        "2024年项目支出绩效目标表\n单位名称：甲市乙局 单位：万元\n项目名称 预算数 年度目标 一级指标 二级指标 三级指标 指标值\n"
        "路灯维护 81.50 保障照明。 产出指标 数量指标 维护路灯数量 ≥300盏\n质量指标 亮\n灯率 ≥98%\n\n— 3 —\n\n"
        "满意度指标 服务对象满意度指标 居民满意度 ≥90%\n路灯建设 20.00 建成路灯。 产出指标 数量指标 新建路灯 ≥30盏\n"
    )
    assert [node.value("name") for node in projects(review)] == ["路灯维护", "路灯建设"]
    assert rows(review, "level2", "level3", "annual_value") == [
        ("数量指标", "维护路灯数量", "≥300盏"),
        ("质量指标", "亮灯率", "≥98%"),
        ("服务对象满意度指标", "居民满意度", "≥90%"),
        ("数量指标", "新建路灯", "≥30盏"),
    ]
