"""Layouts as other offices print them: levels over columns, sheets of duties, headers on three rows, lines without a table."""

from __future__ import annotations

from read_texts import read, rows

from reviewer.model.fields import FieldRef
from reviewer.model.review import Kind, Node, Review


def entries(review: Review) -> list[Node]:
    return list(review.root.children)


def test_levels_in_the_second_of_three_header_rows_with_names_and_values_beneath_each():
    review = read(
        "单位编码\t单位（项目）名称\t项目金额（万元）\t\t绩效目标\t\t\t\n"
        "\t\t资金总额\t财政拨款\t产出指标\t\t效益指标\t\n\t\t\t\t三级指标\t指标值\t三级指标\t指标值\n"
        "301\t甲县路灯管理局\t81.50\t81.50\t\t\t\t\n"
        "301\t路灯维护\t81.50\t81.50\t维护路灯数量\t≥300盏\t居民夜间出行\t更加方便\n\t\t\t\t亮灯率\t≥98%\t\t\n"
    )
    assert [(node.kind, node.value("name")) for node in entries(review)] == [
        (Kind.UNIT, "甲县路灯管理局"),
        (Kind.PROJECT, "路灯维护"),
    ]
    assert entries(review)[1].value("amounts[财政拨款]") == "81.50"
    assert rows(review, "level1", "level3", "annual_value") == [
        ("产出指标", "维护路灯数量", "≥300盏"),
        ("产出指标", "亮灯率", "≥98%"),
        ("效益指标", "居民夜间出行", "更加方便"),
    ]


def test_duties_with_a_name_to_a_row_and_grades_instead_of_a_value():
    review = read(
        "职责活动\t年度预算数\t内容描述\t绩效目标\t绩效指标\t评价标准\t\t\n\t\t\t\t\t优\t良\t中\n"
        "路灯维护\t81.50\t日常维护\t保障照明，方便群众出行。\t亮灯率\t≥98%\t≥95%\t≥90%\n"
        "\t\t\t\t报修处理时限\t1天\t2天\t3天\n路灯建设\t20.00\t新建\t建成路灯，覆盖新村。\t新建路灯数量\t30盏\t25盏\t20盏\n"
    )
    assert [node.value("name") for node in entries(review)] == ["路灯维护", "路灯建设"]
    assert rows(review, "level3", "annual_value", "extra[优]") == [
        ("亮灯率", None, "≥98%"),
        ("报修处理时限", None, "1天"),
        ("新建路灯数量", None, "30盏"),
    ]
    values = [n for n in review.root.walk() if n.kind is Kind.INDICATOR]
    assert all(review.is_doubtful(FieldRef(node.id, "annual_value")) for node in values)


def test_values_of_earlier_years_in_the_lower_rows_of_a_header_are_not_the_target():
    review = read(
        "项目名称\t路灯维护\t\t\t\t\t\n年度目标\t保障照明。\t\t\t\t\t\n"
        "目标名称\t一级指标\t二级指标\t指标名称\t指标值\t\t\t备注\n\t\t\t\t近两年指标值\t\t预期当年实现值\t\n\t\t\t\t前年\t上年\t\t\n"
        "目标1\t产出指标\t数量指标\t维护路灯数量\t200盏\t250盏\t≥300盏\t\n\t\t质量指标\t亮灯率\t90%\t95%\t≥98%\t\n"
    )
    assert rows(review) == [
        ("产出指标", "数量指标", "维护路灯数量", "≥300盏"),
        ("产出指标", "质量指标", "亮灯率", "≥98%"),
    ]


def test_words_beneath_a_column_of_remarks_belong_to_the_header():
    review = read(
        "项目名称\t路灯维护\t\t\t\t\t\n年度目标\t保障照明。\t\t\t\t\t\n"
        "绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t偏差原因分析\t\n\t\t\t\t\t经费保障\t制度保障\n"
        "\t产出指标\t数量指标\t维护路灯数量\t≥300盏\t\t\n"
    )
    assert rows(review) == [("产出指标", "数量指标", "维护路灯数量", "≥300盏")]


def test_a_direction_in_the_place_of_the_sign_does_not_shift_a_row_without_a_unit():
    review = read(
        "项目名称\t年度目标\t一级指标\t二级指标\t三级指标\t指标性质\t指标值\t度量单位\t备注\n"
        "路灯维护\t保障照明。\t产出指标\t数量指标\t维护路灯数量\t正向\t≥300\t盏\t无\n"
        "路灯维护\t保障照明。\t产出指标\t质量指标\t安全事故\t正向\t不发生\t\t无\n"
    )
    assert rows(review, "level3", "annual_value") == [("维护路灯数量", "≥300盏"), ("安全事故", "不发生")]


def test_a_level_called_as_money_is_does_not_begin_a_grid_of_money():
    review = read(
        "部门名称\t甲市乙局\t\t\t\n年度目标\t保障照明。\t\t\t\n一级指标\t二级指标\t三级指标\t半年目标值\t全年目标值\n"
        "过程\t预算执行\t预算执行率\t=50%\t=100%\n效益\t社会效益\t居民夜间出行\t方便\t方便\n"
    )
    assert rows(review) == [("过程", "预算执行", "预算执行率", "=100%"), ("效益", "社会效益", "居民夜间出行", "方便")]


def test_equal_amounts_under_heads_of_their_own_are_no_copies_of_a_merged_cell():
    review = read(
        "|项目名称|项目名称|路灯维护|路灯维护|路灯维护|\n|---|---|---|---|---|\n|项目资金|项目资金|年初预算数|全年预算数|全年执行数|\n"
        "|年度资金总额|年度资金总额|81.50|81.50|81.50|\n|年度目标|年度目标|保障照明。|保障照明。|保障照明。|\n"
        "|一级指标|二级指标|三级指标|年度指标值|实际完成值|\n|产出指标|数量指标|维护路灯数量|300盏|300盏|\n",
        "t.md",
    )
    (project,) = entries(review)
    assert {key: f.value for key, f in project.fields.items() if key.startswith("amounts")} == {
        "amounts[年度资金总额/年初预算数]": "81.50",
        "amounts[年度资金总额/全年预算数]": "81.50",
        "amounts[年度资金总额/全年执行数]": "81.50",
    }


def test_indicators_as_numbered_lines_under_headings():
    review = read(
        "甲市乙局2024年度项目绩效目标\n\n一、项目名称：路灯维护\n二、实施单位：路灯所\n三、绩效目标：保障照明，方便出行。\n四、绩效指标\n"
        "（一）产出指标\n1.数量指标\n（1）维护路灯数量：≥300盏；\n（2）更换灯具，目标值1200套。\n2.质量指标\n指标1：亮灯率：≥98%。\n"
        "（二）满意度指标\n1.服务对象满意度指标\n（1）居民满意度：90%以上。\n"
    )
    assert [(node.value("name"), node.value("unit")) for node in entries(review)] == [("路灯维护", "路灯所")]
    assert rows(review) == [
        ("产出指标", "数量指标", "维护路灯数量", "≥300盏"),
        ("产出指标", "数量指标", "更换灯具", "1200套"),
        ("产出指标", "质量指标", "亮灯率", "≥98%"),
        ("满意度指标", "服务对象满意度指标", "居民满意度", "90%以上"),
    ]


def test_department_and_unit_of_money_in_cells_and_lines_of_their_own():
    review = read(
        "编制单位：\t甲区路灯局\t\t单位：\t万元\n项目名称\t路灯维护\t\t业务主管部门\t甲区路灯局\n当年绩效目标\t保障照明。\t\t\t\n"
        "绩效指标\t指标名称\t指标权重\t指标性质\t指标值\n\t亮灯率\t10\t≥\t98\n"
    )
    assert (review.root.value("department"), review.root.value("money_unit")) == ("甲区路灯局", "万元")
    review = read(
        "项目支出绩效目标表\n\n部门（单位）名称：甲区路灯局\n\n项目名称\t绩效目标\t一级指标\t二级指标\t三级指标\t指标值\n"
        "路灯维护\t保障照明。\t产出指标\t数量指标\t维护路灯数量\t≥300盏\n"
    )
    assert review.root.value("department") == "甲区路灯局"


def test_items_on_lines_of_their_own_in_a_packed_cell_do_not_run_together():
    review = read(
        "|**项目名称**|**总计**|**绩效目标**|**绩效指标**|\n|---|---|---|---|\n|路灯维护|81.50|保障照明。|"
        "1、产出指标-数量指标-维护路灯数量：300盏<br>2、成本指标-经济成本指标-每盏成本：≤50元<br>3、满意度指标-满意度指标-居民满意度：≥90%|\n",
        "t.md",
    )
    assert rows(review) == [
        ("产出指标", "数量指标", "维护路灯数量", "300盏"),
        ("成本指标", "经济成本指标", "每盏成本", "≤50元"),
        ("满意度指标", "满意度指标", "居民满意度", "≥90%"),
    ]


def test_a_column_for_each_level_1_with_numbered_lines_and_no_level_2():
    review = read(
        "<html><body><table><tr><td>项目名称</td><td>资金</td><td>绩效目标</td><td>产出指标</td><td>效益指标</td><td>满意度指标</td></tr>"
        "<tr><td>路灯维护</td><td>81.50</td><td>保障照明。</td><td>1.维护路灯数量≥300盏<br>2.亮灯率≥98%</td>"
        "<td>1.居民夜间出行：更加方便</td><td>1.居民满意度≥90%</td></tr></table></body></html>",
        "t.html",
    )
    assert rows(review) == [
        ("产出指标", None, "维护路灯数量", "≥300盏"),
        ("产出指标", None, "亮灯率", "≥98%"),
        ("效益指标", None, "居民夜间出行", "更加方便"),
        ("满意度指标", None, "居民满意度", "≥90%"),
    ]


def test_name_and_value_in_one_column():
    review = read(
        "项目名称\t路灯维护\t\t\n年度目标\t保障照明。\t\t\n绩效指标\t一级指标\t二级指标\t三级指标及指标值\n"
        "\t产出指标\t数量指标\t维护路灯数量：≥300盏\n\t\t质量指标\t亮灯率：≥98%\n"
    )
    assert rows(review, "level3", "annual_value") == [("维护路灯数量", "≥300盏"), ("亮灯率", "≥98%")]


def test_the_only_level_of_a_list_is_the_second_where_second_ones_stand_in_it():
    review = read(
        "项目名称\t资金金额\t指标类型\t指标名称\t计算符号\t指标值\t计量单位\n路灯维护\t81.50\t数量指标\t维护路灯数量\t≥\t300\t盏\n"
        "\t\t质量指标\t亮灯率\t≥\t98\t%\n"
    )
    assert rows(review, "level2", "level3", "annual_value") == [
        ("数量指标", "维护路灯数量", "≥300盏"),
        ("质量指标", "亮灯率", "≥98%"),
    ]


def test_labels_beneath_each_other_are_no_header_of_running_text():
    review = read(
        "项目支出绩效目标表\n\n项目名称\n\n路灯维护\n\n年度资金总额：\n\n年度总体目标\n\n81.50\n\n"
        "保障全市 300 盏路灯照明，方便群众\n\n夜间出行。\n"
    )
    for entry in entries(review):
        assert not entry.value("goal") or review.is_doubtful(FieldRef(entry.id, "goal"))
        assert (
            not entry.value("name")
            or entry.value("name") == "路灯维护"
            or review.is_doubtful(FieldRef(entry.id, "name"))
        )


def test_a_comma_may_be_all_that_parts_a_name_from_its_value():
    review = read(
        "项目绩效目标表\n单位：万元\n项目名称：路灯维护\n绩效目标：保障照明。\n绩效指标：\n产出指标：\n"
        "数量指标：维护路灯数量，≥300盏。\n时效指标：完成时间，7月10日前。\n效益指标：\n社会效益指标：居民夜间出行，有所改善。\n"
    )
    assert rows(review, "level3", "annual_value") == [
        ("维护路灯数量", "≥300盏"),
        ("完成时间", "7月10日前"),
        ("居民夜间出行", "有所改善"),
    ]


def test_a_whole_row_whose_level_2_no_list_has_stays_where_it_stands():
    review = read(
        "项目名称\t路灯维护\t\t\t\n年度目标\t保障照明。\t\t\t\n一级指标\t二级指标\t三级指标\t半年指标值\t年度指标值\n"
        "决策\t项目立项\t立项程序规范性\t规范\t规范\n产出\t数量\t维护路灯数量\t/\t≥300盏\n"
    )
    assert rows(review)[0] == ("决策", "项目立项", "立项程序规范性", "规范")


def test_a_level_alone_in_its_row_is_what_its_column_says_where_each_level_has_a_row_of_its_own():
    review = read(
        "单位名称、项目名称,项目年度绩效目标,一级指标,二级指标,三级指标,指标性质,指标值,度量单位\n"
        "甲县路灯管理局,,,,,,,\n路灯维护,对全县300盏路灯开展日常维护，保障群众夜间出行安全，投诉明显减少。,,,,,,\n"
        ",,产出指标,,,,,\n,,,数量指标,,,,\n,,,,维护路灯数量,≥,300,盏\n"
        ",,成本指标,,,,,\n,,,经济成本指标,,,,\n,,,,每盏路灯养护成本,≤,80,元\n",
        "t.csv",
    )
    assert rows(review, "level1", "level2", "level3") == [
        ("产出指标", "数量指标", "维护路灯数量"),
        ("成本指标", "经济成本指标", "每盏路灯养护成本"),
    ]


def test_level_1_under_a_label_that_others_give_to_level_2():
    review = read(
        "项目名称\t路灯维护\t\t\t\n绩效总目标\t保障照明。\t\t\t\n指标分类\t指标细类\t指标名称\t指标目标值\t备注说明\n"
        "产出指标\t数量指标\t维护路灯数量\t≥300盏\t\n成本指标\t经济成本指标\t每盏养护成本\t≤80元\t\n"
        "效益指标\t社会效益指标\t居民夜间出行\t更加方便\t\n满意度指标\t服务对象满意度指标\t居民满意度\t≥90%\t\n"
    )
    assert rows(review) == [
        ("产出指标", "数量指标", "维护路灯数量", "≥300盏"),
        ("成本指标", "经济成本指标", "每盏养护成本", "≤80元"),
        ("效益指标", "社会效益指标", "居民夜间出行", "更加方便"),
        ("满意度指标", "服务对象满意度指标", "居民满意度", "≥90%"),
    ]
