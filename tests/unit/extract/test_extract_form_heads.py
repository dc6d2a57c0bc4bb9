"""Heads, names, goals and amounts of forms, printed in ways that a rule for the common way misreads."""

from __future__ import annotations

import pytest
from read_texts import indicators, read, rows

from reviewer.extract.pairs import with_pairs_apart
from reviewer.extract.rows import Row
from reviewer.model.flow import Flow
from reviewer.model.review import Kind, Node, Review


def entries(review: Review) -> list[Node]:
    return [node for node in review.root.walk() if node.kind in (Kind.PROJECT, Kind.DEPARTMENT)]


def only(review: Review) -> Node:
    (entry,) = entries(review)
    return entry


def amounts(entry: Node) -> dict[str, str | None]:
    return {key[8:-1]: field.value for key, field in entry.fields.items() if key.startswith("amounts[")}


ROWS = "一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t安装标牌\t≥130块\n"


_FORM = (
    "实施单位\t{unit}\t总投资\t{money}\n年度目标\t{goal}\t\t\n"
    "一级指标\t二级指标\t三级指标\t目标值\n产出指标\t数量指标\t{name}\t40盏\n效益指标\t社会效益指标\t夜间事故\t0起\n"
)


_PLAIN = "一级指标\t二级指标\t三级指标\t{heads}\n产出指标\t数量指标\t养护桥灯\t120盏\t40盏\n\t质量指标\t3分钟修复率\t≥90%\t≥85%\n"


@pytest.mark.parametrize(
    "top",
    [
        "一级项目名称\t城市维护专项\n二级项目名称\t井盖更换\n",
        "专项名称\t城市维护专项\n子项目名称\t井盖更换\n",
        "一级项目名称\t城市维护专项\t二级项目名称\t井盖更换\n",
    ],
)
def test_the_narrower_of_two_names_is_the_projects(top: str):
    entry = only(read(top + "实施单位\t甲市乙所\n年度目标\t更换破损井盖，保障安全。\n" + ROWS, "t.tsv"))
    assert entry.value("name") == "井盖更换"
    assert "城市维护专项" in [field.value for key, field in entry.fields.items() if key.startswith("attributes[")]


def test_a_cover_that_names_the_project_is_no_second_one():
    review = read(
        "项目支出绩效目标申报书\n申报项目名称：冷链中心\n申报单位：甲市乙站\n项目名称\t冷链中心\t\t\n资金总额（万元）\t310\t财政拨款\t310\n"
        + ROWS,
        "t.tsv",
    )
    assert only(review).value("name") == "冷链中心"
    assert amounts(only(review))["财政拨款"] == "310"


def test_a_second_form_of_the_same_name_is_a_second_one():
    form = "项目名称\t冷链中心\n年度目标\t建成投用。\n" + ROWS
    assert len(entries(read(form + form, "t.tsv"))) == 2


def test_pairs_beside_who_filled_in_the_form_are_read():
    entry = only(
        read(
            "填报单位\t甲市乙站\t项目类别\t特定目标类\n项目名称\t墓葬发掘\t职能科室\t业务股\n项目周期\t1年\n" + ROWS,
            "t.tsv",
        )
    )
    assert entry.value("attributes[项目类别]") == "特定目标类"


def test_a_heading_beside_the_label_of_the_name_is_no_label():
    entry = only(read("项目信息\t项目名称\t墓园改造\n\t实施单位\t甲市乙站\n" + ROWS, "t.tsv"))
    assert (entry.value("name"), entry.value("unit")) == ("墓园改造", "甲市乙站")


def test_a_grid_of_money_whose_corner_is_filled():
    entry = only(
        read(
            "项目名称\t台站改造\n预算执行情况\t年度预算数（万元）\t年初预算数\t全年执行数\n\t年度资金总额\t26.00\t25.10\n"
            "\t其中：财政拨款\t20.00\t20.00\n\t其他资金\t6.00\t5.10\n" + ROWS,
            "t.tsv",
        )
    )
    assert amounts(entry) == {
        "年度资金总额/年初预算数": "26.00",
        "年度资金总额/全年执行数": "25.10",
        "财政拨款/年初预算数": "20.00",
        "财政拨款/全年执行数": "20.00",
        "其他资金/年初预算数": "6.00",
        "其他资金/全年执行数": "5.10",
    }


@pytest.mark.parametrize("blank", ["—", "——", "/", "-", "无"])
def test_a_sign_for_nothing_is_no_amount(blank: str):
    entry = only(
        read(
            f"项目名称\t标牌\n项目资金\t年初预算数\t全年执行数\n年度资金总额\t5.2\t5.0\n上级补助\t{blank}\t{blank}\n"
            + ROWS,
            "t.tsv",
        )
    )
    assert amounts(entry)["年度资金总额/全年执行数"] == "5.0"
    assert amounts(entry)["上级补助/年初预算数"] is None


@pytest.mark.parametrize(
    ("printed", "value", "doubtful"),
    [
        ("93万（清淤62万元，护坡31万元）", "93", True),
        ("￥1,280.00万元", "1280.00", False),
        ("36（万元）", "36", False),
        ("1.06亿元", "1.06亿元", True),
        ("贰拾万元整", "贰拾万元整", True),
        ("（35.00）", "（35.00）", False),
        ("详见附表", "详见附表", True),
    ],
)
def test_what_is_printed_around_an_amount(printed: str, value: str, doubtful: bool):
    entry = only(read(f"项目名称\t清淤\n年度资金总额\t{printed}\n实施单位\t甲市乙所\n" + ROWS, "t.tsv"))
    field = entry.fields["amounts[年度资金总额]"]
    assert (field.value, field.flagged) == (value, doubtful)
    assert entry.value("unit") == "甲市乙所"


@pytest.mark.parametrize("label", ["政策目标", "购买服务目标", "资金使用目标", "补助资金使用目标"])
def test_a_goal_under_the_name_of_what_is_paid_for(label: str):
    entry = only(
        read(
            f"政策名称\t补助政策\n政策资金总额：268.40万元\t政策期限：2024—2026年\n{label}\t减轻家庭负担。\n" + ROWS,
            "t.tsv",
        )
    )
    assert entry.value("goal") == "减轻家庭负担。"
    assert amounts(entry) == {"政策资金总额": "268.40"}


def test_a_unit_of_money_is_not_taken_from_target_values():
    review = read(
        "项目名称\t小品维护\n" + ROWS + "产出指标\t成本指标\t每处费用（元）\t≤750元\n\t\t每处保洁费\t90元\n", "t.tsv"
    )
    assert review.root.value("money_unit") is None


def test_a_title_without_the_word_performance_may_name_the_project():
    review = read("2025年度码头加固项目自评表\n项目单位（盖章）：甲市乙站 主要领导签字：\n\n" + ROWS)
    assert review.root.value("title") == "2025年度码头加固项目自评表"
    entry = only(review)
    assert (entry.value("name"), entry.value("unit")) == ("码头加固项目", "甲市乙站")


@pytest.mark.parametrize("heading", ["一、基本情况", "二、指标完成情况", "第三部分 名词解释", "项目绩效目标及完成情况"])
def test_a_heading_of_a_report_is_no_name(heading: str):
    html = (
        f"<p>2025年码头加固项目绩效自评报告</p><p>项目名称为“渔港码头加固”，由甲市乙站组织实施，预算15万元。</p><p>{heading}</p>"
        "<table><tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>指标值</td></tr>"
        "<tr><td>产出指标</td><td>数量指标</td><td>加固码头</td><td>2座</td></tr></table>"
    )
    entry = only(read(html, "t.html"))
    assert (entry.value("name") or "").strip("“”") == "渔港码头加固"


def test_a_department_ends_before_the_unit_of_money_behind_it():
    review = read("项目支出绩效目标申报表\n申报单位：甲市乙站单位：万元日期：2025年3月\n\n项目名称\t花园\t\t\n" + ROWS)
    assert review.root.value("department") == "甲市乙站"
    assert review.root.value("money_unit") == "万元"
    assert rows(review)[0][2] == "安装标牌"


def test_a_name_without_a_value_is_an_indicator_of_its_own():
    review = read(
        "项目名称\t垃圾清运\n一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t清运村庄（个）\t92\n\t\t清运垃圾（吨）\t\n\t\t更新垃圾桶数量\t1300只\n"
        "\t\t购置车辆数量\t\n",
        "t.tsv",
    )
    assert rows(review) == [
        ("产出指标", "数量指标", "清运村庄（个）", "92"),
        ("产出指标", "数量指标", "清运垃圾（吨）", None),
        ("产出指标", "数量指标", "更新垃圾桶数量", "1300只"),
        ("产出指标", "数量指标", "购置车辆数量", None),
    ]


def test_the_rest_of_a_broken_name_still_joins_it():
    review = read("一级指标\t二级指标\t三级指标\t指标值\n产出指标\t成本指标\t改造工程总成\t≤9万元\n\t\t本\t\n", "t.tsv")
    assert rows(review, "level3", "annual_value") == [("改造工程总成本", "≤9万元")]


def test_numbered_sections_of_a_self_evaluation_are_no_projects():
    html = "".join(
        f"<tr>{''.join(f'<td colspan={width}>{text}</td>' for text, width in row)}</tr>"
        for row in (
            [("项目名称", 2), ("阵地建设", 3)],
            [("1.项目年度目标完成情况", 1), ("项目年度目标", 2), ("年度目标完成情况", 2)],
            [("", 1), ("建成阵地10个。", 2), ("建成10个，全部投用。", 2)],
            [("2.项目实施内容及过程概述", 1), ("按计划招标施工，10月完工。", 4)],
            [("绩效指标", 1), ("一级指标", 1), ("二级指标", 1), ("三级指标", 1), ("年度指标值", 1)],
            [("", 1), ("产出指标", 1), ("数量指标", 1), ("建成阵地", 1), ("10个", 1)],
            [("", 1), ("", 1), ("质量指标", 1), ("验收合格率", 1), ("100%", 1)],
            [("评价结论", 2), ("完成较好，自评98分。", 3)],
            [("存在问题", 2), ("无", 3)],
        )
    )
    review = read(f"<p>2025年项目支出绩效自评表</p><table>{html}</table>", "t.html")
    entry = only(review)
    assert (entry.value("name"), entry.value("goal")) == ("阵地建设", "建成阵地10个。")
    assert entry.value("attributes[年度目标完成情况]") == "建成10个，全部投用。"
    assert [row[2] for row in rows(review)] == ["建成阵地", "验收合格率"]


def test_what_is_said_of_all_indicators_is_none():
    html = "".join(
        f"<tr>{''.join(f'<td colspan={width}>{text}</td>' for text, width in row)}</tr>"
        for row in (
            [("项目名称", 1), ("中转站运行", 4)],
            [("一级指标", 1), ("指标名称", 1), ("指标值", 1), ("1—8月执行情况", 1), ("完成目标可能性", 1)],
            [("产出指标", 1), ("转运垃圾", 1), ("≥6.2万吨", 1), ("4.1万吨", 1), ("确定能", 1)],
            [("", 1), ("密闭转运率", 1), ("100%", 1), ("100%", 1), ("确定能", 1)],
            [("偏离情况说明", 1), ("汛期停运两次，后期补齐。", 4)],
        )
    )
    review = read(f"<table>{html}</table>", "t.html")
    assert rows(review, "level1", "level3") == [("产出指标", "转运垃圾"), ("产出指标", "密闭转运率")]


def test_a_numbered_heading_below_the_indicators_is_none_of_them():
    review = read(
        "项目名称\t阵地建设\t\t\t\n绩效指标\t一级指标\t二级指标\t三级指标\t指标值\n\t产出指标\t数量指标\t建成阵地\t10个\n\t\t质量指标\t验收合格率\t100%\n"
        "四、存在的困难\t无\t\t\t\n",
        "t.tsv",
    )
    assert [row[2] for row in rows(review)] == ["建成阵地", "验收合格率"]


def test_a_goal_over_several_years_is_not_that_of_the_year():
    entry = only(
        read("项目名称\t停车场\n总体目标（2025-2027年）\t三年改造9处。\n2025年度目标\t改造3处。\n" + ROWS, "t.tsv")
    )
    assert entry.value("goal") == "改造3处。"


def test_levels_in_round_brackets_part_the_goals_cell_too():
    review = read(
        "序号\t项目名称\t资金\t年度绩效目标\n1\t甲\t38\t保障训练。（产出指标—数量指标）1.维护房舍≥60间；2.训练队员≥48人；（效益指标—社会效益指标）1.满意率≥95%\n",
        "t.tsv",
    )
    assert only(review).value("goal") == "保障训练。"
    assert rows(review, "level2", "level3", "annual_value") == [
        ("数量指标", "维护房舍", "≥60间"),
        ("数量指标", "训练队员", "≥48人"),
        ("社会效益指标", "满意率", "≥95%"),
    ]


def test_a_name_that_a_border_cut_is_marked():
    entry = only(
        read("项目名称\t\t老旧街区供水\t管网改造\n主管部门\t甲局\t实施单位\t甲市供水\t维护中心\n" + ROWS, "t.tsv")
    )
    assert entry.fields["name"].flagged
    assert entry.fields["unit"].flagged


def test_where_many_names_are_pieces_everything_is_marked():
    pieces = "".join(f"产出指标\t数量指标\t工程{n}验收合\t≥9{n}%\n\t\t率\t≤{n}天\n" for n in range(4))
    entry = only(read("项目名称\t改造\n一级指标\t二级指标\t三级指标\t指标值\n" + pieces, "t.tsv"))
    assert all(child.fields[key].flagged for child in entry.children for key in ("level3", "annual_value"))


@pytest.mark.parametrize("names", [("", ""), ("桥灯养护\t\t\t\n", "路牌更新\t\t\t\n")])
def test_a_form_that_names_no_project_begins_where_its_labels_come_again(names: tuple[str, str]) -> None:
    first = _FORM.format(unit="禾溪市政所", money="40", goal="保障桥灯明亮，市民出行安全。", name="养护桥灯")
    second = _FORM.format(unit="禾溪路政所", money="25", goal="更新旧路牌，方便市民认路。", name="更新路牌")
    found = read("重点项目绩效目标汇编\n" + names[0] + first + names[1] + second).root.children
    told = [(entry.value("unit"), entry.value("goal"), entry.children[0].value("level3")) for entry in found]
    assert told == [
        ("禾溪市政所", "保障桥灯明亮，市民出行安全。", "养护桥灯"),
        ("禾溪路政所", "更新旧路牌，方便市民认路。", "更新路牌"),
    ]
    assert names[1] == "" or found[1].value("name") == "路牌更新"
    assert found[1].value("name") is None or found[1].fields["name"].reasons


def test_what_a_form_says_before_it_names_its_project_is_of_that_form() -> None:
    head = "实施单位\t{unit}\t项目编码\t{code}\n项目名称\t{name}\t项目类型\t一次性\n年度目标\t保障市民出行安全。\t\t\n"
    first = head.format(unit="禾溪市政所", code="T-01", name="桥灯养护") + ROWS
    second = head.format(unit="禾溪路政所", code="T-02", name="路牌更新") + ROWS
    found = read("项目绩效目标汇编\n" + first + second, "t.tsv").root.children
    told = [(entry.value("name"), entry.value("unit"), entry.value("attributes[项目编码]")) for entry in found]
    assert told == [("桥灯养护", "禾溪市政所", "T-01"), ("路牌更新", "禾溪路政所", "T-02")]


@pytest.mark.parametrize(
    ("rest", "name"),
    [("及配套养护", "老城区桥梁路灯和隧道照明设施更换及配套养护"), ("（续建）", "老城区桥梁路灯和隧道照明设施更换")],
)
def test_the_rest_of_a_name_that_a_border_cut_joins_it_and_is_marked(rest: str, name: str) -> None:
    review = read(
        f"项目名称\t老城区桥梁路灯和隧道照明设施更换\t项目类型\t一次性\n\t{rest}\t\t\n年度目标\t保障市民出行安全。\t\t\n"
        + ROWS,
        "t.tsv",
    )
    assert only(review).value("name") == name
    assert only(review).fields["name"].flagged is (rest in name)


def test_a_signature_below_the_indicators_begins_no_form_though_its_label_has_come() -> None:
    form = _FORM.format(unit="禾溪市政所", money="40", goal="保障桥灯明亮，市民出行安全。", name="养护桥灯")
    text = "项目绩效目标表\n项目名称\t桥灯养护\t联系电话\t000\n" + form + "联系电话\t000\t审核人\t王某\n"
    assert len(read(text).root.children) == 1


def test_a_row_of_the_head_that_stands_among_the_indicators_is_marked() -> None:
    text = (
        "项目绩效目标表\n项目名称\t桥灯养护\t\t\n一级指标\t二级指标\t三级指标\t目标值\n产出指标\t数量指标\t养护桥灯\t40盏\n"
        "实施单位\t禾溪市政所\t总投资\t48\n"
    )
    for node in indicators(read(text)):
        if node.value("level3") == "总投资":
            assert all(node.fields[key].flagged for key in ("level3", "annual_value"))


@pytest.mark.parametrize("longer", ["存续期指标值", "规划期目标值"])
def test_values_of_a_whole_lifetime_are_those_of_the_period(longer: str) -> None:
    text = "项目绩效目标表（2026年）\n项目名称\t桥灯养护\t\t\t\n" + _PLAIN.format(heads=f"{longer}\t2026年指标值")
    assert rows(read(text), "level3", "period_value", "annual_value") == [
        ("养护桥灯", "120盏", "40盏"),
        ("3分钟修复率", "≥90%", "≥85%"),
    ]


def test_a_line_of_seals_to_be_set_names_nobody() -> None:
    cells = ("一级指标", "二级指标", "三级指标", "指标值"), ("产出指标", "数量指标", "养护桥灯", "40盏")
    table = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in cells)
    seals = "项目单位（公章）：              主管部门（公章）：              财政部门（公章）："
    top = "<p>项目绩效目标表</p><table><tr><td>项目名称</td><td colspan=3>桥灯养护</td></tr>"
    review = read(f"{top}{table}</table><p>{seals}</p>", "t.html")
    assert review.root.value("department") is None
    assert review.root.children[0].value("unit") is None


@pytest.mark.parametrize("label", ["本年预算安排", "预算安排", "项目资金安排数", "年度经费"])
def test_what_is_budgeted_is_an_amount_whatever_it_is_called(label: str) -> None:
    text = f"项目绩效目标表\n项目名称\t桥灯养护\t\t\t\n{label}\t832.63\t\t\t\n" + _PLAIN.format(heads="目标值\t备注")
    assert read(text).root.children[0].value(f"amounts[{label}]") == "832.63"


def test_what_stands_above_a_table_with_the_unit_of_money_is_no_pair_of_a_form() -> None:
    def row(*texts: str) -> Row:
        return Row(tuple((place, Flow.loose(text)) for place, text in enumerate(texts)), 0)

    above = row("项目单位：云泽市水务局", "单位：万元")
    assert with_pairs_apart(above) is above
    assert list(with_pairs_apart(row("项目单位：云泽市水务局", "泵站")).texts) == ["项目单位", "云泽市水务局", "泵站"]
