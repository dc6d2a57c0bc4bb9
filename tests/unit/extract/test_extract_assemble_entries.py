"""Segments → entries: one name each, their money, goals, attributes and tasks, in forms and in lists."""

from __future__ import annotations

from tests.unit.extract.marked_texts import assembled, rows

ROW = "{level1:产出指标} {level2:数量指标} {level3:更换路灯数} {annual_value:30盏}\n"


def _amounts(entry: dict) -> dict[str, str | None]:
    return {label: field["value"] for label, field in entry["amounts"].items()}


def test_several_forms_are_several_entries_each_with_its_own_rows() -> None:
    found = assembled(
        "{title:项目支出绩效目标表}\n{header:项目名称} {name:路灯项目}\n{header:年度目标} {goal:更换路灯}\n" + ROW,
        "{title:项目支出绩效目标表}\n{header:项目名称} {name:公园项目}\n{header:年度目标} {goal:修剪树木}\n"
        "{level1:产出指标} {level2:数量指标} {level3:修剪树木数} {annual_value:9棵}\n",
    )
    assert [(e["name"]["value"], e["goal"]["value"], len(e["indicators"])) for e in found["entries"]] == [
        ("路灯项目", "更换路灯", 1),
        ("公园项目", "修剪树木", 1),
    ]


def test_of_two_names_with_nothing_between_the_labelled_one_is_taken() -> None:
    found = assembled("{name~0.7:老旧路灯公示}\n{header:项目名称} {name:老旧路灯更换项目}\n" + ROW)
    assert [entry["name"]["value"] for entry in found["entries"]] == ["老旧路灯更换项目"]


def test_a_name_printed_again_opens_no_second_entry() -> None:
    found = assembled(
        "{header:项目名称} {name:路灯项目}\n" + ROW + "- 2 -\n{name:路灯项目} {level3:亮灯率} {annual_value:98%}\n"
    )
    assert len(found["entries"]) == 1
    assert [row[2] for row in rows(found["entries"][0])] == ["更换路灯数", "亮灯率"]


def test_a_list_gives_each_row_its_money_by_the_header() -> None:
    found = assembled(
        "{header:项目名称} {amount_label:预算数} {amount_label:其中财政拨款}\n{total:合计} {amount:30} {amount:20}\n"
        "{unit:城建局} {amount:30} {amount:20}\n{name:路灯项目} {amount:10} {amount:5}\n{name:公园项目} {amount:20} {amount:15}\n"
    )
    assert [(e["kind"], e["name"]["value"], _amounts(e)) for e in found["entries"]] == [
        ("total", "合计", {"预算数": "30", "财政拨款": "20"}),
        ("unit", "城建局", {"预算数": "30", "财政拨款": "20"}),
        ("project", "路灯项目", {"预算数": "10", "财政拨款": "5"}),
        ("project", "公园项目", {"预算数": "20", "财政拨款": "15"}),
    ]
    assert found["entries"][2]["unit"]["value"] == "城建局"


def test_a_grid_of_money_is_keyed_by_row_and_column() -> None:
    entry = assembled(
        "{header:项目名称} {name:路灯项目}\n{amount_column:年初预算数} {amount_column:全年执行数} {header:分值}\n"
        "{amount_label:年度资金总额：} {amount:10} {amount:9}\n{amount_label:其中：财政拨款} {amount:8} {amount:7}\n"
        + ROW
    )["entries"][0]
    assert _amounts(entry) == {
        "年度资金总额/年初预算数": "10",
        "年度资金总额/全年执行数": "9",
        "财政拨款/年初预算数": "8",
        "财政拨款/全年执行数": "7",
    }


def test_figures_that_a_lost_blank_may_have_moved_are_marked() -> None:
    entry = assembled(
        "{header:项目名称} {name:路灯项目}\n{amount_column:年初预算数} {amount_column:全年预算数} {amount_column:全年执行数}\n"
        "{amount_label:年度资金总额} {amount:10} {amount:9}\n" + ROW
    )["entries"][0]
    assert all(field["needs_review"] for field in entry["amounts"].values() if field["value"])


def test_labels_with_blank_amounts_do_not_take_the_next_ones_figure() -> None:
    entry = assembled(
        "{header:项目名称} {name:路灯项目}\n{amount_label:财政拨款}\n{amount_label:其他资金} {amount:3}\n" + ROW
    )["entries"][0]
    assert _amounts(entry) == {"财政拨款": None, "其他资金": "3"}


def test_of_two_goals_side_by_side_the_set_one_is_the_goal() -> None:
    entry = assembled(
        "{header:项目名称} {name:路灯项目}\n{header:预期目标} {attribute_label:实际完成情况}\n"
        "{goal:更换路灯三十盏。} {attribute:更换了二十八盏。}\n" + ROW
    )["entries"][0]
    assert entry["goal"]["value"] == "更换路灯三十盏。"
    assert entry["attributes"]["实际完成情况"]["value"] == "更换了二十八盏。"


def test_a_goal_over_several_lines_is_joined() -> None:
    entry = assembled(
        "{header:项目名称} {name:路灯项目}\n{header:年度目标}\n{goal:更换路灯三十盏，}\n{goal+:方便居民夜间出行。}\n"
        + ROW
    )["entries"][0]
    assert entry["goal"]["value"] == "更换路灯三十盏，方便居民夜间出行。"


def test_tasks_make_a_department() -> None:
    found = assembled(
        "{title:部门整体支出绩效目标表}\n{header:部门名称} {name:城建局}\n"
        "{task_name:道路养护} {task_content:修补路面} {task_amount:12.5}\n{task_name:路灯管理} {task_content:更换路灯} {task_amount:3}\n"
        + ROW
    )
    entry = found["entries"][0]
    assert entry["kind"] == "department"
    assert [(t["name"]["value"], t["content"]["value"], t["amount"]["value"]) for t in entry["tasks"]] == [
        ("道路养护", "修补路面", "12.5"),
        ("路灯管理", "更换路灯", "3"),
    ]
    assert len(entry["indicators"]) == 1


def test_the_head_of_the_document() -> None:
    found = assembled(
        "{title~0.6:关于公开绩效目标的通知}\n{title:项目支出绩效目标表}\n({year:2024}年度) {department:城建局} 单位：{money_unit:万元}\n"
        "{header:项目名称} {name:路灯项目}\n" + ROW
    )
    assert [found[key]["value"] for key in ("title", "year", "department", "money_unit")] == [
        "项目支出绩效目标表", "2024", "城建局", "万元",
    ]  # fmt: skip


def test_a_form_that_begins_inside_has_an_entry_without_a_name() -> None:
    found = assembled("{header:一级指标} {header:二级指标} {header:三级指标} {header:指标值}\n" + ROW)
    assert len(found["entries"]) == 1
    assert found["entries"][0]["name"]["value"] is None
