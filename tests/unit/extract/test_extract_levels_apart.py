"""Levels that a text prints apart from their rows: in the middle of them, before all of them, behind the table."""

from __future__ import annotations

import pytest

from reviewer.extract.sequence.levels_apart import (
    Level,
    are_apart,
    fitting_parent,
    groups,
    levels_of_rows,
    levels_printed,
    sort_of_level,
    sorts_of_row,
    with_levels_behind,
)
from reviewer.model.flow import EMPTY, Flow

ROWS = [
    ("改造水文站", "≥4座"),
    ("维护雨量站", "≥310处"),
    ("雨情信息到报率", "≥98%"),
    ("设备检修完成时间", "10月底前"),
    ("单站维护成本", "≤2.4万元"),
    ("防汛决策支撑能力", "切实提高"),
    ("下游群众满意度", "≥90%"),
]
STARTS = [10, 30, 50, 70, 90, 110, 130]
"""Where the names of the rows begin in the text."""


def _levels(*told: tuple[str, int]) -> list[Level]:
    return [Level(Flow.loose(text), EMPTY, (), 0, start) for text, start in told]


def _told(found: list[Level | None]) -> list[str | None]:
    return [None if level is None else level.name.text for level in found]


def test_names_of_merged_cells_behind_the_table_go_to_the_rows_that_have_none_of_their_own() -> None:
    levels = _levels(
        ("质量指标", 45),
        ("时效指标", 65),
        ("成本指标", 85),
        ("社会效益指标", 105),
        ("满意度指标", 125),
        ("数量指标", 150),
    )
    assert _told(levels_of_rows(ROWS, STARTS, levels)) == [
        "数量指标", "数量指标", "质量指标", "时效指标", "成本指标", "社会效益指标", "满意度指标",
    ]  # fmt: skip


def test_two_names_behind_the_table_part_the_rows_before_and_behind_one_with_its_own() -> None:
    rows = [*ROWS[:4], ("灌区水费收入", "增加"), ("防汛决策支撑能力", "切实提高"), ROWS[6]]
    levels = _levels(("质量指标", 45), ("时效指标", 65), ("满意度指标", 125), ("数量指标", 150), ("经济效益指标", 160))
    assert _told(levels_of_rows(rows, STARTS, levels)) == [
        "数量指标", "数量指标", "质量指标", "时效指标", "经济效益指标", "经济效益指标", "满意度指标",
    ]  # fmt: skip


def test_a_row_that_no_name_fits_stays_without_a_level() -> None:
    rows = [("改造水文站", "≥4座"), ("下游群众满意度", "≥90%")]
    assert with_levels_behind(rows, [None, 0], ["满意度指标"], []) == [None, 0]


def test_a_row_after_one_with_its_own_level_may_go_on_with_that() -> None:
    rows = [("雨情信息到报率", "≥98%"), ("洪水预报合格率", "≥85%"), ("下游群众满意度", "≥90%")]
    assert with_levels_behind(rows, [0, None, 1], ["质量指标", "满意度指标"], []) == [0, 0, 1]


def test_a_name_in_the_middle_of_its_rows_takes_those_above_and_below_it() -> None:
    rows = [(f"事项{n}", "") for n in range(6)]
    levels = _levels(("部门管理", 20), ("资产管理", 95))
    assert are_apart(STARTS[:6], [level.start for level in levels])
    assert _told(levels_of_rows(rows, STARTS[:6], levels)) == ["部门管理", "部门管理", *["资产管理"] * 4]


def test_names_before_all_rows_part_them_by_what_the_rows_say() -> None:
    levels = _levels(
        ("数量指标", 1), ("质量指标", 2), ("时效指标", 3), ("成本指标", 4), ("社会效益指标", 5), ("满意度指标", 6)
    )
    assert _told(levels_of_rows(ROWS, STARTS, levels)) == [
        "数量指标", "数量指标", "质量指标", "时效指标", "成本指标", "社会效益指标", "满意度指标",
    ]  # fmt: skip


def test_every_level_has_a_row_and_no_row_goes_back() -> None:
    found = groups(ROWS, ["满意度指标", "数量指标", "时效指标"], [0, 0, 0], interleaved=False)
    assert found == sorted(found)
    assert set(found) == {0, 1, 2}


@pytest.mark.parametrize(
    ("rows", "levels", "apart"),
    [
        ([10, 20, 30, 40], [5, 25], False),  # each leads its rows
        ([10, 20, 30, 40], [15, 25], True),  # a row before the first
        ([10, 20, 30, 40], [4, 5], True),  # two without a row between
        ([10, 20, 30, 40], [5, 25, 45], False),  # the last has no row: nobody has filled it in
        ([10, 20, 30, 40], [5, 43, 45], True),  # two behind all rows
        ([10, 20, 30, 40], [5, 25, 26, 35], False),  # a pair without a row between, among those that lead theirs
        ([10, 20, 30, 40], [25], False),  # one alone says too little
        ([10], [4, 5], False),  # more levels than rows
        ([*range(10, 2010, 10)], [15, 25], True),
        ([*range(10, 2020, 10)], [15, 25], False),  # too long a table to try all ways
    ],
)
def test_when_levels_do_not_lead_their_rows(rows: list[int], levels: list[int], apart: bool) -> None:
    assert are_apart(rows, levels) is apart


def test_pieces_of_a_name_are_joined_and_the_first_of_two_satisfactions_is_a_level_1() -> None:
    firsts = _levels(("产出指标", 1))
    seconds = _levels(
        ("数量", 10), ("指标", 12), ("满意度指标", 20), ("服务对象满意度指标", 25), ("服务对象满意度指标", 40)
    )
    ones, twos = levels_printed(firsts, seconds)
    assert _told([*ones]) == ["产出指标", "满意度指标"]
    assert _told([*twos]) == ["数量指标", "服务对象满意度指标"]


def test_a_satisfaction_without_another_stays_a_level_2() -> None:
    ones, twos = levels_printed(_levels(("产出指标", 1)), _levels(("数量指标", 10), ("满意度指标", 20)))
    assert (_told([*ones]), _told([*twos])) == (["产出指标"], ["数量指标", "满意度指标"])
    ones, twos = levels_printed(_levels(("产出指标", 1)), _levels(("服务对象满意度指标", 10), ("满意度指标", 20)))
    assert (_told([*ones]), _told([*twos])) == (["产出指标", "满意度指标"], ["服务对象满意度指标"])


def test_a_level_2_goes_under_the_nearest_level_1_that_may_stand_over_it() -> None:
    printed = [("产出指标", 10), ("效益指标", 50), ("产出指标", 90)]
    assert fitting_parent("质量指标", printed, 80) == 2
    assert fitting_parent("社会效益指标", printed, 80) == 1
    assert fitting_parent("资产管理", printed, 80) is None
    assert fitting_parent("服务对象满意度指标", [("满意度指标", 900), ("效益指标", 20)], 10) == 0


@pytest.mark.parametrize(
    ("name", "value", "sorts"),
    [
        ("培训人数", "≥300人", {"number"}),
        ("培训合格率", "≥95%", {"quality"}),
        ("政策知晓率", "≥85%", {"quality", "effect"}),
        ("资金拨付及时率", "100%", {"time"}),
        ("竣工", "2025年11月底前", {"time"}),
        ("人均补助标准", "300元/人", {"cost"}),
        ("村民满意度", "≥90%", {"satisfied"}),
        ("公众节水意识", "明显增强", {"effect"}),
    ],
)
def test_what_a_row_is_about(name: str, value: str, sorts: set[str]) -> None:
    assert sorts_of_row(name, value) == sorts


def test_what_a_level_is_about() -> None:
    found = [
        sort_of_level(name) for name in ("数量指标", "社会成本指标", "可持续影响指标", "服务对象满意度", "资产管理")
    ]
    assert found == ["number", "cost", "effect", "satisfied", ""]
