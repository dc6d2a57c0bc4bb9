"""Segments → which of them are names of entries, which units head rows of their own, and what stands before a name."""

from __future__ import annotations

import pytest

from tests.unit.extract.marked_texts import assembled, rows

ROW = "{level1:产出指标} {level2:数量指标} {level3:更换路灯数} {annual_value:30盏}\n"
TITLE = "{title:项目支出绩效目标表}\n"
NAMED = "{header:项目名称} {name:路灯项目}\n"
OTHER = "{header:项目名称} {name:公园项目}\n"


def names(*texts: str) -> list[str | None]:
    return [entry["name"]["value"] for entry in assembled(*texts)["entries"]]


def units(*texts: str) -> list[tuple[str, str | None, str | None]]:
    """Kind, name and unit of every entry."""
    found = assembled(*texts)["entries"]
    return [(e["kind"], e["name"]["value"], e["unit"]["value"] if e.get("unit") else None) for e in found]


def test_a_name_printed_again_below_a_title_begins_a_form_and_below_a_label_alone_does_not() -> None:
    assert names(TITLE + NAMED + ROW + TITLE + NAMED + ROW) == ["路灯项目", "路灯项目"]
    assert names(TITLE + NAMED + ROW + NAMED + ROW) == ["路灯项目"]


def test_a_name_that_stands_where_an_indicators_would_is_none() -> None:
    more = NAMED + ROW + "{level3:亮灯率} {annual_value:98%}\n{name~0.9:绿化带}"
    assert names(more + " {annual_value:9棵}\n") == ["路灯项目"]
    assert names(more + "\n" + ROW) == ["路灯项目", "绿化带"]


@pytest.mark.parametrize(
    ("before", "sure", "taken"),
    [
        ("{header:项目名称} ", 0.1, True), ("{header:项目名称} ", 0.01, True), ("{header:年度目标} ", 0.2, True),
        ("{header:年度目标} ", 0.1, False), ("", 0.2, False), ("", 0.4, True), ("{goal:更换路灯} ", 0.2, False),
    ],
)  # fmt: skip
def test_the_less_sure_a_name_is_the_more_the_label_before_it_counts(before: str, sure: float, taken: bool) -> None:
    assert names(f"{before}{{name~{sure}:路灯项目}}\n" + ROW) == ["路灯项目" if taken else None]


def test_names_alone_beneath_each_other_are_a_list_from_three_on() -> None:
    three = ["{name:甲甲项目}", "{name~0.9:乙乙项目}", "{name~0.9:丙丙项目}"]
    assert names("\n".join(three)) == ["甲甲项目", "乙乙项目", "丙丙项目"]
    assert names("\n".join(three[:2])) == ["甲甲项目"]
    assert names(" ".join(three)) == ["甲甲项目"]
    assert names("\t".join(three)) == ["甲甲项目"]


def test_a_name_over_two_lines_is_one() -> None:
    assert names("{header:项目名称} {name:路灯}\n{name+:更换项目}\n" + ROW) == ["路灯更换项目"]
    assert names("{name~0.6:公示项目}\n{name:路灯}\n{name+:更换项目}\n" + ROW)[-1] == "路灯更换项目"


LIST = "{header:项目名称} {amount_label:预算数}\n"
UNITS = "{header:项目单位} " + LIST
TWO = "{name:路灯项目} {amount:10}\n{name:公园项目} {amount:20}\n"
BOTH = [("project", "路灯项目", "城建局"), ("project", "公园项目", "城建局")]


def test_a_unit_above_its_projects_heads_a_row_and_one_in_a_column_does_not() -> None:
    own = ("unit", "城建局", None)
    assert units(LIST + "{unit:城建局}\n" + TWO) == [own, *BOTH]
    assert units(UNITS + "{unit:城建局} {amount:30}\n" + TWO) == [own, *BOTH]
    assert units(LIST + "{unit:城建局} {amount:30} {amount:20}\n" + TWO) == [own, *BOTH]
    beside = "{unit:城建局} {name:路灯项目} {amount:10}\n{unit:园林局} {name:公园项目} {amount:20}\n"
    each = [("project", "路灯项目", "城建局"), ("project", "公园项目", "园林局")]
    assert units(UNITS + beside) == each
    assert units((UNITS + beside).replace(" ", "\t")) == each


def test_the_unit_of_a_form_heads_nothing() -> None:
    assert units(NAMED + ROW + "{unit:城建局}") == [("project", "路灯项目", "城建局")]
    assert units(NAMED + ROW + "{unit:城建局} {amount:3}") == [("project", "路灯项目", "城建局")]
    label = "{attribute_label:实施单位}\n{unit:城建局}\n"
    assert units(NAMED + ROW + label + OTHER + ROW)[0][1] == "路灯项目"
    assert all(kind == "project" for kind, _, _ in units(NAMED + ROW + label + OTHER + ROW))


def test_what_stands_between_the_rows_of_one_form_and_the_name_of_the_next_belongs_to_the_next() -> None:
    between = "{attribute_label:项目类别} {attribute:新增}\n"
    for text in (TITLE + NAMED + ROW + TITLE + between + OTHER + ROW, NAMED + ROW + between + OTHER + ROW):
        first, second = assembled(text)["entries"]
        assert (first["attributes"], second["attributes"]["项目类别"]["value"]) == ({}, "新增")
        assert [len(rows(entry)) for entry in (first, second)] == [1, 1]


def test_money_behind_a_sum_stays_with_it_and_what_follows_is_the_next_ones() -> None:
    found = assembled(LIST + "{total:合计} {amount:30}\n{unit:城建局} {amount:30}\n" + TWO)["entries"]
    assert [(e["name"]["value"], e["amounts"]["预算数"]["value"]) for e in found] == [
        ("合计", "30"), ("城建局", "30"), ("路灯项目", "10"), ("公园项目", "20"),
    ]  # fmt: skip


def test_a_scrap_at_the_end_of_a_cell_that_the_net_is_hardly_sure_of_is_part_of_the_name_before_it() -> None:
    made = assembled(
        "{title:项目支出绩效目标表}\n{header:项目名称} {name:路灯更换项目}\n"
        "| {level1:产出指标} | {level2:数量指标} | {level3~0.9:更换街巷路灯}{measure~0.1:盏数} | {annual_value:30盏} |\n"
    )
    assert rows(made["entries"][0])[0][2] == "更换街巷路灯盏数"
