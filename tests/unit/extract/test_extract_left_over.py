"""Names of levels that are printed among the indicators, and that none of them has."""

from __future__ import annotations

import pytest
from read_texts import indicators, read

_HEAD = (
    "项目绩效目标表\n项目名称\n\n桥灯养护\n\n年度绩效目标\n\n保障桥灯明亮，市民出行安全。\n\n"
    "一级指标\n\n二级指标\n\n三级指标\n\n指标值\n\n"
)
_ROWS = "成本指标\n\n经济成本指标\n\n养护总成本\n\n≤52万元\n\n养护桥灯\n\n40盏\n\n更换灯罩\n\n15个\n\n社会效益指标\n\n夜间事故\n\n0起\n\n"


def doubted(text: str) -> set[str]:
    """The names of the indicators whose level 1 is marked for a level that is left over."""
    return {
        row.value("level3") or ""
        for row in indicators(read(text))
        if any(reason.code == "read.level_left_over" for reason in row.fields["level1"].reasons)
    }


@pytest.mark.parametrize("heap", ["数量指标\n产出指标\n\n效益指标\n", "产出指标\n", "数量指标\n"])
def test_levels_in_a_heap_behind_a_table_that_lost_its_columns_make_all_levels_doubtful(heap: str) -> None:
    review = read(_HEAD + _ROWS + heap)
    assert {row.value("level1") for row in indicators(review)} == {
        "成本指标"
    }  # wrong of two, which is why it is marked
    assert doubted(_HEAD + _ROWS + heap) == {"养护总成本", "养护桥灯", "更换灯罩", "夜间事故"}
    reasons = [{reason.code for reason in row.fields["level2"].reasons} for row in indicators(review)]
    assert all("read.level_left_over" in codes for codes in reasons)


@pytest.mark.parametrize("left", ["", "经济效益指标\n\n", "社会效益指标\n\n", "成本指标\n\n", "绩效目标\n\n"])
def test_a_level_of_nothing_that_forms_print_and_one_that_is_held_are_no_sign(left: str) -> None:
    assert doubted(_HEAD + _ROWS + left) == set()


def test_only_the_project_within_which_the_level_stands_is_doubted() -> None:
    second = _HEAD.replace("桥灯养护", "绿道清扫") + _ROWS.replace("桥灯", "绿道").replace("灯罩", "座椅")
    assert doubted(_HEAD + _ROWS + "产出指标\n\n\f" + second) == {"养护总成本", "养护桥灯", "更换灯罩", "夜间事故"}
