"""Several forms in one grid, several indicators in one cell, indicators in the goal's cell: each read by itself."""

from __future__ import annotations

from read_texts import indicators, projects, read, rows

from reviewer.model.review import Review


def marked(review: Review) -> bool:
    return any(node.fields[key].flagged for node in indicators(review) for key in ("level3", "annual_value"))


def table(*lines: str) -> str:
    """An HTML table: cells parted by |, lines of a cell by ¶, a cell over n columns ending in ^n."""
    out = []
    for line in lines:
        cells = []
        for cell in line.split("|"):
            text, _, width = cell.partition("^")
            cells.append(f'<td colspan="{width or 1}">{text.replace("¶", "<br>")}</td>')
        out.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{''.join(out)}</table>"


def test_two_forms_side_by_side_are_two_projects():
    review = read(
        table(
            "项目支出绩效目标表（2025年度）^9",
            "项目名称|凉亭修缮^3||项目名称|步道标识^3",
            "实施单位|甲市乙所^3||实施单位|甲市丙所^3",
            "年度目标|修缮凉亭。^3||年度目标|完善标识。^3",
            "一级指标|二级指标|三级指标|指标值||一级指标|二级指标|三级指标|指标值",
            "产出指标|数量指标|修缮凉亭|6座||产出指标|数量指标|安装标识|80块",
            "|质量指标|验收合格率|100%||效益指标|社会效益指标|迷路求助|≤5起",
        ),
        "t.html",
    )
    assert [(p.value("name"), p.value("unit"), p.value("goal")) for p in projects(review)] == [
        ("凉亭修缮", "甲市乙所", "修缮凉亭。"),
        ("步道标识", "甲市丙所", "完善标识。"),
    ]
    assert rows(review) == [
        ("产出指标", "数量指标", "修缮凉亭", "6座"),
        ("产出指标", "质量指标", "验收合格率", "100%"),
        ("产出指标", "数量指标", "安装标识", "80块"),
        ("效益指标", "社会效益指标", "迷路求助", "≤5起"),
    ]


def test_three_forms_side_by_side_with_one_unit_for_all():
    review = read(
        "专项名称\t甲\t专项名称\t乙\t专项名称\t丙\n绩效目标\t完成甲。\t绩效目标\t完成乙。\t绩效目标\t完成丙。\n"
        "三级指标\t指标值\t三级指标\t指标值\t三级指标\t指标值\n培训人次\t≥10人\t检查次数\t≥20次\t绿化面积\t≥30亩\n",
        "t.tsv",
    )
    assert [p.value("name") for p in projects(review)] == ["甲", "乙", "丙"]
    assert rows(review, "level3", "annual_value") == [
        ("培训人次", "≥10人"),
        ("检查次数", "≥20次"),
        ("绿化面积", "≥30亩"),
    ]


def test_period_and_year_side_by_side_stay_one_form():
    review = read(
        "项目名称\t堤防加固\t\t\t\t\n一级指标\t二级指标\t三级指标\t指标值\t三级指标\t指标值\n产出指标\t数量指标\t加固长度\t≥9公里\t加固长度\t≥3公里\n",
        "t.tsv",
    )
    assert [p.value("name") for p in projects(review)] == ["堤防加固"]


HEAD = ("项目名称|水闸改造^3", "一级指标|二级指标|三级指标|指标值")


def test_each_line_of_a_cell_is_an_indicator_with_its_own_value():
    review = read(
        table(
            *HEAD,
            "产出指标|数量指标|1.改造水闸¶2.更换启闭机¶3.敷设电缆|1.4座¶2.6台¶3.≥900米",
            "|质量指标|①验收合格率¶②设备完好率|①100%¶②≥98%",
            "效益指标|社会效益指标|1、恢复灌溉面积|1、≥1.2万亩",
        ),
        "t.html",
    )
    assert rows(review) == [
        ("产出指标", "数量指标", "改造水闸", "4座"),
        ("产出指标", "数量指标", "更换启闭机", "6台"),
        ("产出指标", "数量指标", "敷设电缆", "≥900米"),
        ("产出指标", "质量指标", "验收合格率", "100%"),
        ("产出指标", "质量指标", "设备完好率", "≥98%"),
        ("效益指标", "社会效益指标", "恢复灌溉面积", "≥1.2万亩"),
    ]
    assert not marked(review)


def test_names_numbered_and_values_not():
    review = read(
        table(*HEAD, "产出指标|数量指标|指标1：改造水闸¶指标2：更换启闭机|≥4座¶≥6台", "|时效指标|完工时间|12月底"),
        "t.html",
    )
    assert rows(review, "level3", "annual_value")[:2] == [("改造水闸", "≥4座"), ("更换启闭机", "≥6台")]
    assert not marked(review)


def test_lines_without_numbers_are_a_guess():
    review = read(table(*HEAD, "产出指标|数量指标|改造水闸数量¶更换启闭机数量|≥4座¶≥6台"), "t.html")
    assert rows(review, "level3", "annual_value") == [("改造水闸数量", "≥4座"), ("更换启闭机数量", "≥6台")]
    assert marked(review)


def test_a_name_and_a_date_that_wrap_are_one_indicator():
    review = read(table(*HEAD, "产出指标|时效指标|工程全部完工¶并投入使用时间|2025年12月¶31日前"), "t.html")
    assert rows(review, "level3", "annual_value") == [("工程全部完工并投入使用时间", "2025年12月31日前")]


def test_indicators_in_the_goals_cell_behind_levels_in_brackets():
    review = read(
        "2025年项目绩效目标清单\n序号\t项目名称\t预算（万元）\t绩效目标\n"
        "1\t基地维护\t38\t保障基地训练。【产出指标-数量指标】指标1：维护房舍（≥60间）指标2：训练队员（≥48人）"
        "【产出指标-质量指标】指标1：考核合格率（≥95%）\n2\t设备更新\t20\t更新设备。[产出指标/数量指标]1.更新终端≥120台；\n",
        "t.tsv",
    )
    first, second = projects(review)
    assert (first.value("goal"), second.value("goal")) == ("保障基地训练。", "更新设备。")
    assert rows(review) == [
        ("产出指标", "数量指标", "维护房舍", "≥60间"),
        ("产出指标", "数量指标", "训练队员", "≥48人"),
        ("产出指标", "质量指标", "考核合格率", "≥95%"),
        ("产出指标", "数量指标", "更新终端", "≥120台"),
    ]


def test_indicators_in_the_goals_cell_of_a_form():
    review = read(
        table(
            "项目名称|河道清淤",
            "绩效目标|完成清淤，改善水质。¶数量指标：清淤长度≥12公里；¶质量指标：验收合格率100%；¶社会效益指标：投诉次数≤3次",
        ),
        "t.html",
    )
    assert projects(review)[0].value("goal") == "完成清淤，改善水质。"
    assert rows(review, "level2", "level3", "annual_value") == [
        ("数量指标", "清淤长度", "≥12公里"),
        ("质量指标", "验收合格率", "100%"),
        ("社会效益指标", "投诉次数", "≤3次"),
    ]


def test_a_goal_that_speaks_of_levels_in_its_sentences_stays_whole():
    goal = "更新水泵5台，不断提高灌溉效益指标。完成成本指标：不超预算，提高农户满意度。"
    review = read(
        table("项目名称|水泵更新^3", f"年度目标|{goal}^3", HEAD[1], "产出指标|数量指标|更新水泵|5台"), "t.html"
    )
    assert projects(review)[0].value("goal") == goal


_BENEATH = (
    "一级指标|二级指标|三级指标|指标值|||",
    "产出指标|数量指标|修缮凉亭|6座|||",
    "满意度指标|服务对象满意度指标|游客满意度|≥90%|||",
)


def test_a_table_of_figures_beside_a_form_is_no_part_of_it():
    review = read(
        table(
            "项目名称|凉亭修缮^3||支出科目|金额",
            "实施单位|甲市乙所^3||201 公园养护|8.00",
            "预算金额（万元）|12.00^3||202 其他支出|4.00",
            "绩效目标|修缮凉亭，方便游人歇脚。^3||合计|12.00",
            *_BENEATH,
        ),
        "t.html",
    )
    (entry,) = projects(review)
    assert [entry.value(key) for key in ("name", "unit", "goal")] == [
        "凉亭修缮",
        "甲市乙所",
        "修缮凉亭，方便游人歇脚。",
    ]
    assert {key: entry.value(key) for key in entry.fields if key.startswith("amounts")} == {
        "amounts[预算金额（万元）]": "12.00"
    }
    assert rows(review, "level3", "annual_value") == [("修缮凉亭", "6座"), ("游客满意度", "≥90%")]


def test_pairs_behind_a_blank_column_are_of_the_form():
    review = read(
        table(
            "项目名称|凉亭修缮^3||项目类型|一次性",
            "实施单位|甲市乙所^3||资金总额|12.00",
            "主管部门|甲市丁局^3||其中：财政拨款|8.00",
            "绩效目标|修缮凉亭，方便游人歇脚。^6",
            *_BENEATH,
        ),
        "t.html",
    )
    (entry,) = projects(review)
    assert entry.value("attributes[项目类型]") == "一次性"
    assert entry.value("amounts[资金总额]") == "12.00"
    assert entry.value("amounts[财政拨款]") == "8.00"
