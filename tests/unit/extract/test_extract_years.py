"""Values and goals of several years, and where the year of a document stands."""

from __future__ import annotations

from read_texts import projects, read, rows

from reviewer.model.review import Kind

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
