"""The money of a form: labels over their amounts, lists by nature, several amounts in one cell."""

from __future__ import annotations

import pytest
from read_texts import read, rows

from reviewer.model.fields import FieldRef

BELOW = "年度目标\t更换灯具。\t\t\n一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t更换灯具\t≥300盏\n"


def amounts(money: str, top: str = "项目名称\t路灯维护\t\t\n实施单位\t甲市乙局\t\t\n") -> dict[str, str | None]:
    review = read(top + money + BELOW)
    (entry,) = review.root.children
    assert rows(review) == [("产出指标", "数量指标", "更换灯具", "≥300盏")]
    assert entry.value("goal") == "更换灯具。"
    return {key[8:-1]: field.value for key, field in entry.fields.items() if key.startswith("amounts[") and field.value}


@pytest.mark.parametrize(
    ("money", "found"),
    [
        ("资金来源\t资金总额\t财政拨款\t其他资金\n金额（万元）\t52\t30\t22\n", {"资金总额": "52", "财政拨款": "30", "其他资金": "22"}),
        ("项目资金\t总额\t财政拨款\t自筹资金\n\t52\t30\t22\n", {"总额": "52", "财政拨款": "30", "自筹资金": "22"}),
        ("资金总额\t财政拨款\t其他资金\t\n52\t30\t22\t\n", {"资金总额": "52", "财政拨款": "30", "其他资金": "22"}),
        ("资金类别\t合计\t中央资金\t省级配套\n预算数（万元）\t52.00\t52.00\t—\n", {"合计": "52.00", "中央资金": "52.00"}),
        (
            "资金来源\t资金总额\t财政拨款\t\n年初预算数\t52\t30\t\n全年执行数\t50\t29\t\n",
            {"年初预算数/资金总额": "52", "年初预算数/财政拨款": "30", "全年执行数/资金总额": "50", "全年执行数/财政拨款": "29"},
        ),
        (
            "资金来源\t中期\t年度\n资金总额\t52\t50\n其中：财政拨款\t49\t47\n",
            {"资金总额/中期": "52", "资金总额/年度": "50", "财政拨款/中期": "49", "财政拨款/年度": "47"},
        ),
        ("年度金额\t52\t\n上级补助\t30\t\n项目期\t2026年\t\n", {"年度金额": "52", "上级补助": "30"}),
        (
            "部门预算\t年初预算\t调整后预算\t实际支出\n（万元）\t52\t50\t49\n",
            {"年初预算": "52", "调整后预算": "50", "实际支出": "49"},
        ),
        (
            "年度预算\t预算构成\t合计\t财政拨款\n\t支出总额\t52\t30\n\t其中：基本支出\t22\t\n\t项目支出\t30\t30\n",
            {"支出总额/合计": "52", "支出总额/财政拨款": "30", "基本支出/合计": "22", "项目支出/合计": "30", "项目支出/财政拨款": "30"},
        ),
    ],
)  # fmt: skip
def test_labels_in_one_row_and_their_amounts_in_the_next(money: str, found: dict[str, str]):
    assert amounts(money) == found


@pytest.mark.parametrize(
    "lists",
    [
        "\t其中：一般公共预算：290.0\t\t其中：基本支出：211.3\n\t其他资金：18.6\t\t项目支出：97.3\n",
        "\t一般公共预算\t290.0\t基本支出\t211.3\n\t其他资金\t18.6\t项目支出\t97.3\n",
    ],
)
@pytest.mark.parametrize("heads", ["\t按收入性质分：\t\t按支出性质分：\n", "\t按资金来源分\t\t按支出结构分\n"])
def test_lists_by_nature_below_a_grid_are_labels_with_amounts(heads: str, lists: str):
    grid = "年度预算（万元）\t\t年初预算数\t全年预算数\t全年执行数\n\t年度资金总额\t308.6\t308.6\t301.2\n"
    found = amounts(grid + heads + lists, "部门整体支出绩效自评表\t\t\t\n部门名称\t甲市文化馆\t\t\n")
    assert found == {
        "年度资金总额/年初预算数": "308.6", "年度资金总额/全年预算数": "308.6", "年度资金总额/全年执行数": "301.2",
        "一般公共预算": "290.0", "基本支出": "211.3", "其他资金": "18.6", "项目支出": "97.3",
    }  # fmt: skip


def test_several_amounts_in_one_cell():
    one = "项目资金（万元）\t资金总额：250 一、预算资金：240二、自有资金：10三、其他：0\t\t\n"
    assert amounts(one) == {"资金总额": "250", "一、预算资金": "240", "二、自有资金": "10", "三、其他": "0"}


def test_points_beside_the_money_are_no_amount():
    review = read(
        "项目支出绩效目标申报表\n项目名称\t路灯维护\t\t\n预算资金（万元）\t300.50\t执行率分值\t10\n年度目标\t保障照明，居民满意。\t\t\n"
        "一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t维护路灯数量\t≥300盏\n\t质量指标\t亮灯率\t≥98%\n"
    )
    [project] = review.entries
    assert project.value("amounts[预算资金（万元）]") == "300.50"
    assert project.value("attributes[执行率分值]") == "10"
    assert "amounts[执行率分值]" not in project.fields


def test_an_amount_is_marked_where_two_figures_stand_behind_its_label():
    review = read("项目名称\t路灯维护\t\n资金总额\t52\t50\n其中：财政拨款\t52\t\n" + BELOW)
    (entry,) = review.root.children
    assert entry.value("amounts[资金总额]") == "52"
    assert review.is_doubtful(FieldRef(entry.id, "amounts[资金总额]"))
    assert not review.is_doubtful(FieldRef(entry.id, "amounts[财政拨款]"))


@pytest.mark.parametrize("line", ["其中：财政拨款：30", "- 其中：财政拨款：30", "其中:财政拨款（万元）: 30"])
def test_an_amount_of_which_in_a_line_above_a_table(line: str):
    table = (
        "| 一级指标 | 二级指标 | 三级指标 | 指标值 |\n|---|---|---|---|\n| 产出指标 | 数量指标 | 更换灯具 | ≥300盏 |\n"
    )
    review = read(f"项目名称：路灯维护\n资金总额：52\n{line}\n年度目标：更换灯具。\n\n{table}", "t.md")
    (entry,) = review.root.children
    found = {
        key[8:-1].partition("（")[0]: field.value for key, field in entry.fields.items() if key.startswith("amounts[")
    }
    assert found == {"资金总额": "52", "财政拨款": "30"}


def test_a_goal_that_a_converter_repeats_for_each_column_is_one():
    goal = "完成数字化加工，提高查档利用效率。"
    table = (
        f"| 项目名称 | 路灯维护 | 路灯维护 | 路灯维护 |\n|---|---|---|---|\n| 年度目标 | {goal} | {goal} | {goal} |\n"
    )
    review = read(
        table + "| 一级指标 | 二级指标 | 三级指标 | 指标值 |\n| 产出指标 | 数量指标 | 更换灯具 | ≥300盏 |\n", "t.md"
    )
    (entry,) = review.root.children
    assert entry.value("goal") == goal


@pytest.mark.parametrize(
    ("money", "found"),
    [
        ("资金情况\t总额 52\t\n\t其中：财政拨款 30.00\t\n\t其他资金 22\t\n", {"总额": "52", "财政拨款": "30.00", "其他资金": "22"}),
        ("资金总额 52\t其中：财政拨款 30\t\t\n", {"资金总额": "52", "财政拨款": "30"}),
        ("资金情况\t资金总额：52万元，其中财政拨款　30万元，其他资金 22万元\t\n", {"资金总额": "52", "财政拨款": "30", "其他资金": "22"}),
        ("资金情况\t资金总额 1,052其中：财政拨款 1,030其他资金 22\t\n", {"资金总额": "1052", "财政拨款": "1030", "其他资金": "22"}),
        ("资金情况\t2026年资金总额 52，其中：财政拨款 30\t\n", {"2026年资金总额": "52", "财政拨款": "30"}),
        ("资金情况\t资金总额 30 财政拨款 30 其他资金 —\t\n", {"资金总额": "30", "财政拨款": "30"}),
        ("财政拨款 3个月内到位\t是\t\n项目资金 30 台\t是\t\n", {}),
        ("财政拨款 30%\t是\t\n", {}),
    ],
)  # fmt: skip
def test_an_amount_behind_a_blank_belongs_to_the_label_before_it(money: str, found: dict[str, str]):
    assert amounts(money) == found


def test_lines_over_a_table_may_have_their_amounts_behind_blanks():
    lines = "项目名称：路灯维护\n资金总额 52\n其中：财政拨款 30\n其他资金 22\n\n年度目标：更换灯具。\n\n"
    table = (
        "| 一级指标 | 二级指标 | 三级指标 | 指标值 |\n|---|---|---|---|\n| 产出指标 | 数量指标 | 更换灯具 | ≥300盏 |\n"
    )
    review = read(lines + table, "t.md")
    (entry,) = review.root.children
    values = {
        key: entry.value(key) for key in ("name", "amounts[资金总额]", "amounts[财政拨款]", "amounts[其他资金]", "goal")
    }
    assert [*values.values()] == ["路灯维护", "52", "30", "22", "更换灯具。"]


@pytest.mark.parametrize("text", ["详见附表", "#REF!", "3.01百万"])
@pytest.mark.parametrize("label", ["资金总额（万元）", "资金总额", "预算总额"])
def test_words_in_place_of_an_amount_are_its_value_and_doubted(label: str, text: str):
    review = read(f"项目名称\t路灯维护\t\t\n{label}\t{text}\t其中：财政拨款\t30\n{BELOW}")
    (entry,) = review.root.children
    assert (entry.value(f"amounts[{label}]"), entry.value("amounts[财政拨款]")) == (text, "30")
    assert review.is_doubtful(FieldRef(entry.id, f"amounts[{label}]"))


SHARED_HEAD = (
    "<table><tr><td colspan=2>项目名称</td><td colspan=4>路灯维护</td></tr>"
    "<tr><td rowspan=4>资金情况</td><td rowspan=2></td><td rowspan=2>当年金额</td><td rowspan=2>占比</td><td colspan=2>近两年金额</td></tr>"
    "<tr><td>2024年</td><td>2025年</td></tr>"
    "<tr><td>财政拨款</td><td>456.01</td><td>75.70%</td><td>419.52</td><td>437.76</td></tr>"
    "<tr><td>其他资金</td><td>146.39</td><td>24.30%</td><td>143.46</td><td>144.92</td></tr>"
    "<tr><td colspan=2>年度目标</td><td colspan=4>更换灯具。</td></tr>"
    "<tr><td></td><td>一级指标</td><td>二级指标</td><td>三级指标</td><td colspan=2>指标值</td></tr>"
    "<tr><td></td><td>产出指标</td><td>数量指标</td><td>更换灯具</td><td colspan=2>≥300盏</td></tr></table>"
)


def test_figures_left_of_the_years_stand_under_the_head_on_the_row_above() -> None:
    (entry,) = read(SHARED_HEAD, "t.html").entries
    found = {
        key[8:-1]: field.value for key, field in entry.fields.items() if key.startswith("amounts[") and field.value
    }
    assert found == {
        "财政拨款/当年金额": "456.01", "财政拨款/2024年": "419.52", "财政拨款/2025年": "437.76",
        "其他资金/当年金额": "146.39", "其他资金/2024年": "143.46", "其他资金/2025年": "144.92",
    }  # fmt: skip


def test_a_figure_under_a_head_that_says_no_money_makes_its_row_doubtful() -> None:
    (entry,) = read(SHARED_HEAD.replace("当年金额", "本期"), "t.html").entries
    found = {key: field for key, field in entry.fields.items() if key.startswith("amounts[") and field.value}
    assert {key[8:-1]: field.value for key, field in found.items()} == {
        "财政拨款/2024年": "419.52", "财政拨款/2025年": "437.76", "其他资金/2024年": "143.46", "其他资金/2025年": "144.92",
    }  # fmt: skip
    assert all(any(reason.code == "read.column_guess" for reason in field.reasons) for field in found.values())


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("52（其中：财政拨款 30）", {"财政拨款": "30"}),
        ("1,052.5（其中：财政拨款30，其他资金1,022.5）", {"财政拨款": "30", "其他资金": "1022.5"}),
        ("52万元，其中财政拨款30万元。", {"财政拨款": "30"}), ("52(财政拨款:30;其他资金:22)", {"财政拨款": "30", "其他资金": "22"}),
        ("52 (其中 财政拨款 30 )", {"财政拨款": "30"}), ("52", {}), ("52（含预备费 3）", {}), ("52（其中：财政拨款 30，另议）", {}),
        ("52万元（其中：财政拨款300000元）", {}), ("52（见附表）", {}),
    ],
)  # fmt: skip
def test_what_an_amount_is_made_up_of_in_its_own_cell(cell: str, found: dict[str, str]) -> None:
    review = read(f"项目名称\t路灯维护\n实施单位\t甲市乙局\n资金总额\t{cell}\n" + BELOW)
    (entry,) = review.root.children
    said = {key[8:-1]: field for key, field in entry.fields.items() if key.startswith("amounts[")}
    whole = cell.split("万")[0].split("（")[0].split("(")[0].strip().replace(",", "")
    assert {key: field.value for key, field in said.items()} == {"资金总额": whole, **found}
    assert any("read.amount_text" in str(reason) for reason in said["资金总额"].reasons) is (
        (not found or "万" in cell) and cell != "52"
    )
