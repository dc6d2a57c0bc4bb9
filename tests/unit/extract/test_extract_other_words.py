"""Forms as somebody else would write them: labels of a year, levels under other words, headers lost, ends of cells cut off."""

from __future__ import annotations

from read_texts import indicators, read, rows

from reviewer.model.review import Kind, Node, Review


def projects(review: Review) -> list[Node]:
    return [node for node in review.root.walk() if node.kind is Kind.PROJECT]


def codes(node: Node, key: str) -> set[str]:
    return {reason.code for reason in node.fields[key].reasons}


TOP = "项目名称\t路灯维护\t\t\t\n实施单位\t甲市乙局\t\t\t\n年度目标\t保障照明，居民满意。\t\t\t\n"


def test_columns_of_earlier_years_are_not_the_target():
    review = read(
        "项目支出绩效目标表\n\n"
        + TOP
        + "指标\t一级指标\t二级指标\t三级指标\t2022年实际值\t2023年实际值\t2024年预计值\n"
        + "\t产出指标\t数量指标\t维护路灯数量\t280盏\t290盏\t≥300盏\n\t\t质量指标\t亮灯率\t96%\t97%\t≥98%\n"
    )
    assert rows(review) == [
        ("产出指标", "数量指标", "维护路灯数量", "≥300盏"),
        ("产出指标", "质量指标", "亮灯率", "≥98%"),
    ]


def test_level_2_printed_under_the_label_of_level_3():
    review = read(
        TOP
        + "一级指标\t具体指标\t指标内容\t指标目标值\n产出指标\t数量指标\t维护路灯数量\t≥300盏\n\t质量指标\t亮灯率\t≥98%\n"
    )
    assert rows(review)[1] == ("产出指标", "质量指标", "亮灯率", "≥98%")


def test_level_1_under_the_heading_of_the_indicators():
    review = read(
        TOP
        + "绩效指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t维护路灯数量\t≥300盏\n\t质量指标\t亮灯率\t≥98%\n"
    )
    assert rows(review)[1] == ("产出指标", "质量指标", "亮灯率", "≥98%")


def test_the_goal_of_the_year_is_the_goal_where_that_of_the_whole_project_stands_above_it():
    review = read(
        "项目绩效目标表\n\n项目名称\t路灯维护\n项目总目标\t三年内路灯全部换新。\n2023年目标\t完成三分之一路灯换新。\n"
        "一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t维护路灯数量\t≥300盏\n"
    )
    project = projects(review)[0]
    assert project.value("goal") == "完成三分之一路灯换新。"
    assert project.value("attributes[项目总目标]") == "三年内路灯全部换新。"


def test_the_year_and_the_department_share_a_line():
    review = read("部门整体支出绩效目标表\n填报单位：甲市乙局     2025年      单位：万元\n\n" + TOP)
    assert (review.root.value("department"), review.root.value("year")) == ("甲市乙局", "2025")
    assert projects(review)[0].value("unit") == "甲市乙局"


LIST = "单位名称\t项目名称\t预算数\t年度目标\t一级指标\t二级指标\t三级指标\t计算符号\t指标值\t度量单位\n"
ROWS = (
    "甲市乙局\t路灯维护\t10.00\t保障全市路灯照明，方便居民夜间出行。\t产出指标\t数量指标\t维护路灯数量\t≥\t300\t盏\n"
    "\t\t\t\t\t质量指标\t亮灯率\t≥\t98\t%\n"
    "甲市乙局\t公园养护\t20.00\t养护城区公园绿地，提升市容环境面貌。\t产出指标\t数量指标\t养护绿地面积\t≥\t5\t公顷\n"
    "\t\t\t\t效益指标\t生态效益指标\t绿化覆盖率\t≥\t42\t%\n"
)


def test_a_list_whose_header_is_lost_is_read_by_what_stands_in_its_columns_and_marked():
    whole, lost = read("绩效目标表\n\n" + LIST + ROWS), read("绩效目标表\n\n" + ROWS)
    assert rows(lost) == rows(whole)
    for key in ("name", "unit", "goal"):
        assert [p.value(key) for p in projects(lost)] == [p.value(key) for p in projects(whole)]
    assert all("read.column_guess" in codes(project, "name") for project in projects(lost))
    assert all("read.column_guess" in codes(node, "annual_value") for node in indicators(lost))


def test_a_figure_whose_unit_is_blank_is_doubted():
    review = read("绩效目标表\n\n" + LIST + ROWS.replace("公顷", ""))
    doubted = [node.value("level3") for node in indicators(review) if "read.unit_blank" in codes(node, "annual_value")]
    assert doubted == ["养护绿地面积"]


def test_the_lower_half_of_a_header_alone_on_another_page_changes_nothing():
    upper = "序号\t项目名称\t项目资金\t\t年度目标\t绩效指标\t\t\t\n"
    lower = "\t\t合计\t财政拨款\t\t一级指标\t二级指标\t三级指标\t指标值\n"
    first = "1\t路灯维护\t10.00\t10.00\t保障照明。\t产出指标\t数量指标\t维护路灯数量\t≥300盏\n"
    second = "\t\t\t\t\t\t质量指标\t亮灯率\t≥98%\n"
    broken = read(f"绩效目标表\n\n{upper}{lower}{first}\n- 2 -\n\n{lower}{second}")
    assert rows(broken) == rows(read(f"绩效目标表\n\n{upper}{lower}{first}{second}"))
    assert [project.value("name") for project in projects(broken)] == ["路灯维护"]


def test_the_rest_of_a_value_alone_on_another_page_is_no_page_number():
    head = "|  | 一级指标 | 二级指标 | 三级指标 | 指标值 |\n|---|---|---|---|---|\n"
    review = read(
        f"项目绩效目标表\n\n{head}| | 产出指标 | 成本指标 | 单盏路灯维护成本（元） | ≤ |\n\n- 2 -\n\n"
        "|  |  |  |  | 1500 |\n|---|---|---|---|---|\n| | 产出指标 | 质量指标 | 亮灯率 | ≥98% |\n",
        "t.md",
    )
    assert rows(review, "annual_value") == [("≤1500",), ("≥98%",)]


def test_the_rest_of_a_level_alone_on_another_page_completes_it():
    head = "一级指标\t二级指标\t三级指标\t指标值\n"
    review = read(
        f"项目绩效目标表\n\n{TOP}{head}产出指标\t数量指标\t维护路灯数量\t≥300盏\n\t质量指\t亮灯率\t≥98%\n\n- 2 -\n\n\t标\t\t\n"
    )
    assert rows(review)[1] == ("产出指标", "质量指标", "亮灯率", "≥98%")
    assert "read.rejoined" in codes(indicators(review)[1], "level2")


PACKED = "项目名称\t总计\t绩效目标\t绩效指标\n路灯维护\t10.00\t保障照明。\t{}\n"


def test_a_level_whose_separator_is_lost_is_no_part_of_the_name():
    cell = "1、1-产出指标；11-数量指标维护路灯数量；实施周期指标值:≥900盏；年度指标值:≥300盏。"
    review = read("绩效目标表\n\n" + PACKED.format(cell))
    assert rows(review) == [("产出指标", "数量指标", "维护路灯数量", "≥300盏")]
    assert "read.run_together" in codes(indicators(review)[0], "level3")


def test_a_packed_cell_that_breaks_off_in_a_label_is_marked():
    cell = "1、1-产出指标；11-数量指标；维护路灯数量；实施周期指标值:≥900盏；年度"
    review = read("绩效目标表\n\n" + PACKED.format(cell))
    last = indicators(review)[0]
    assert (last.value("period_value"), last.value("annual_value")) == ("≥900盏", None)
    assert "read.cut_off" in codes(last, "period_value") & codes(last, "annual_value")


def test_of_the_values_of_several_years_the_latest_is_the_target() -> None:
    text = (
        "项目名称\t经济普查\t\t\t\t\n"
        "绩效指标\t一级指标\t二级指标\t三级指标\t2022年实际值\t2023年预计值\t2024年目标值\n"
        "\t产出指标\t数量指标\t普查员人数\t—\t260人\t≥320人\n"
        "\t\t质量指标\t数据差错率\t—\t—\t≤1%\n"
    )
    rows = [n for n in read(text).root.walk() if n.kind is Kind.INDICATOR]
    assert [n.value("annual_value") for n in rows] == ["≥320人", "≤1%"]


def test_the_year_stands_in_a_column_of_the_list() -> None:
    review = read(
        "<table><tr><td>序号</td><td>预算年度</td><td>项目名称</td><td>一级指标</td><td>二级指标</td><td>三级指标</td>"
        "<td>指标值</td></tr>"
        + "".join(
            f"<tr><td>{n}</td><td>2025</td><td>{name}</td><td>产出指标</td><td>数量指标</td><td>{what}</td><td>{n}处</td></tr>"
            for n, name, what in ((1, "墓园修缮", "修缮墓园"), (2, "路灯维护", "维护路灯"), (3, "河道保洁", "保洁河道"))
        )
        + "</table>",
        "t.html",
    )
    assert review.root.value("year") == "2025"


def test_a_kind_of_money_is_a_value_and_no_label() -> None:
    review = read(
        "<table><tr><td>项目名称</td><td colspan=3>资源教室</td></tr><tr><td>项目类型</td><td>专项资金类</td><td>预算总额（万元）</td>"
        "<td>626.01</td></tr><tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>指标值</td></tr>"
        "<tr><td>产出指标</td><td>数量指标</td><td>建设教室</td><td>≥12间</td></tr></table>",
        "t.html",
    )
    (entry,) = review.entries
    assert entry.value("attributes[项目类型]") == "专项资金类"
    assert entry.value("amounts[预算总额（万元）]") == "626.01"
