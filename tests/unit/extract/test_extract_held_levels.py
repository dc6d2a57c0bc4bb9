"""Levels in force: which a row prints, which it takes over from above, and what is said where that is not certain."""

from __future__ import annotations

import pytest

from reviewer.extract.draft import Draft
from reviewer.extract.held_levels import HeldLevels
from reviewer.extract.labels import Role
from reviewer.extract.rows import Column, Placed
from reviewer.model.flow import Flow
from reviewer.model.messages import Message, message
from reviewer.model.review import Kind

ONE, TWO, NAME = (
    Column(0, Role.LEVEL1, "一级指标"),
    Column(1, Role.LEVEL2, "二级指标"),
    Column(2, Role.LEVEL3, "三级指标"),
)
BOTH = (ONE, TWO, NAME)


def take(
    levels: HeldLevels,
    level1: str = "",
    level2: str = "",
    name: str = "维修泵站",
    *,
    columns: tuple[Column, ...] = BOTH,
    loose: bool = False,
    evidence: tuple[Message, ...] = (),
    shift: int = 0,
) -> Draft:
    said = {Role.LEVEL1: level1, Role.LEVEL2: level2, Role.LEVEL3: name}
    draft = Draft(Kind.INDICATOR)
    by_role = {role: Flow.loose(text) for role, text in said.items() if text}
    levels.take(draft, by_role, Placed({}, evidence, shift), columns, loose)
    return draft


def said(draft: Draft) -> tuple[str | None, str | None]:
    return draft.value("level1"), draft.value("level2")


def codes(draft: Draft, key: str) -> list[str]:
    return [reason.code for reason in draft.fields[key].reasons]


def test_a_level_holds_until_the_next_of_its_rank_and_the_lower_one_goes_with_the_upper() -> None:
    levels = HeldLevels()
    assert said(take(levels, "产出指标", "数量指标")) == ("产出指标", "数量指标")
    below = take(levels)
    assert said(below) == ("产出指标", "数量指标")
    assert codes(below, "level1") == codes(below, "level2") == ["read.inherited"]
    second = take(levels, "", "质量指标")
    assert said(second) == ("产出指标", "质量指标")
    assert (codes(second, "level1"), codes(second, "level2")) == (["read.inherited"], [])
    assert said(take(levels, "满意度指标")) == ("满意度指标", None)
    assert said(take(levels)) == ("满意度指标", None)
    levels.forget()
    assert said(take(levels)) == (None, None)


def test_the_number_of_a_level_is_its_code_and_is_handed_down_with_it() -> None:
    levels = HeldLevels()
    first, below = take(levels, "1产出指标", "11数量指标"), take(levels)
    for draft in (first, below):
        assert (said(draft), draft.value("level1_code")) == (("产出指标", "数量指标"), "1")


def test_a_level_2_that_cannot_stand_under_the_level_in_force_begins_its_own() -> None:
    levels = HeldLevels()
    take(levels, "产出指标", "数量指标")
    draft = take(levels, "", "社会效益指标")
    assert said(draft) == ("效益指标", "社会效益指标")
    assert codes(draft, "level1") == ["read.inherited_new", "read.level_lost"]
    assert said(take(levels)) == ("效益指标", "社会效益指标")


def test_a_level_1_that_was_printed_before_is_said_as_it_was_printed() -> None:
    levels = HeldLevels()
    take(levels, "效益", "社会效益指标")
    take(levels, "产出指标", "数量指标")
    assert said(take(levels, "", "生态效益指标")) == ("效益", "生态效益指标")


def test_without_a_column_for_level_1_none_is_made_up() -> None:
    levels = HeldLevels()
    draft = take(levels, "", "数量指标", columns=(TWO, NAME))
    assert said(draft) == (None, "数量指标")
    assert codes(draft, "level1") == ["read.level_lost"]
    assert said(take(HeldLevels(), "", "数量指标")) == ("产出指标", "数量指标")


def test_satisfaction_under_benefit_stays_there_and_is_marked() -> None:
    levels = HeldLevels()
    take(levels, "效益指标", "社会效益指标")
    draft = take(levels, "", "服务对象满意度指标")
    assert said(draft) == ("效益指标", "服务对象满意度指标")
    assert "read.level_lost" in codes(draft, "level1")


@pytest.mark.parametrize("printed", [True, False], ids=["both stood alone before", "nothing stood alone before"])
def test_a_name_of_both_levels_alone_in_its_row_is_what_its_column_says_where_rows_of_one_level_are_usual(
    printed: bool,
) -> None:
    levels = HeldLevels()
    if printed:
        take(levels, "产出指标", name="")
        take(levels, "", "数量指标", name="")
    else:
        take(levels, "产出指标", "数量指标")
    alone = take(levels, "成本指标", name="")
    assert said(alone) == (("成本指标", None) if printed else ("产出指标", "成本指标"))
    assert ("read.level_either" in codes(alone, "level1" if printed else "level2")) is not printed


def test_a_shifted_or_doubtful_row_tells_nothing_of_columns() -> None:
    levels = HeldLevels()
    take(levels, "产出指标", name="", shift=-1)
    take(levels, "", "数量指标", name="", evidence=(message("read.shift_close"),))
    assert said(take(levels, "成本指标", name="")) == ("产出指标", "成本指标")


def test_two_levels_in_one_cell_are_two() -> None:
    assert said(take(HeldLevels(), "产出指标-数量指标")) == ("产出指标", "数量指标")


def test_an_unknown_level_is_marked_and_a_known_one_is_not() -> None:
    draft = take(HeldLevels(), "产出指标", "灌溉指标")
    assert codes(draft, "level1") == []
    assert codes(draft, "level2") == ["read.level_unknown"]


@pytest.mark.parametrize("loose", [True, False])
def test_a_level_1_printed_in_the_middle_of_its_rows_keeps_the_level_2_in_force_only_where_columns_are_lost(
    loose: bool,
) -> None:
    levels = HeldLevels()
    take(levels, "", "数量指标", loose=loose)
    middle = take(levels, "产出指标", loose=loose)
    assert said(middle) == ("产出指标", "数量指标" if loose else None)
    if loose:
        assert "read.level_lost" in codes(middle, "level2")


def test_a_heading_of_level_1_ends_the_level_2_in_force() -> None:
    levels = HeldLevels()
    take(levels, "产出指标", "数量指标")
    levels.take_heading(Flow.loose("（二）效益指标"))
    assert said(take(levels)) == ("效益指标", None)


def test_a_heading_of_level_2_keeps_the_level_1_that_it_may_stand_under_and_loses_another() -> None:
    levels = HeldLevels()
    levels.take_second(Flow.loose("数量指标"))
    lost = take(levels)
    assert said(lost) == (None, "数量指标")
    assert "read.level_lost" in codes(lost, "level1")
    levels.take_heading(Flow.loose("产出指标"))
    levels.take_second(Flow.loose("质量指标"))
    assert said(take(levels)) == ("产出指标", "质量指标")
    levels.take_second(Flow.loose("社会效益指标"))
    assert said(take(levels)) == (None, "社会效益指标")
    levels.take_heading(Flow.loose("产出指标"))
    levels.take_second(Flow.loose("成本指标"))
    assert "read.level_either" in codes(take(levels), "level2")


def test_the_rest_of_a_level_joins_it_only_where_both_name_one() -> None:
    levels = HeldLevels()
    first = take(levels, "效益指标", "社会效")
    assert not levels.rejoins(first, ONE, Flow.loose("益指标"))
    assert not levels.rejoins(first, TWO, Flow.loose("数量指标"))
    assert not levels.rejoins(first, TWO, Flow.loose("的路灯"))
    assert levels.rejoins(first, TWO, Flow.loose("益指标"))
    assert said(first) == said(take(levels)) == ("效益指标", "社会效益指标")
    assert not HeldLevels().rejoins(first, TWO, Flow.loose("益指标"))


def test_what_is_known_of_a_text_by_the_levels_in_force() -> None:
    levels = HeldLevels()
    assert levels.prior(TWO, "服务对象满意度") == levels.prior(ONE, "成本指标") == 0.0
    take(levels, "产出指标", "数量指标")
    assert levels.prior(ONE, "质量指标") < 0.0
    assert levels.prior(ONE, "效益指标") == levels.prior(ONE, "社会效益指标") == 0.0
    assert levels.prior(TWO, "数量指标") == levels.prior(NAME, "数量指标") == 0.0
    take(levels, "满意度指标", "服务对象满意度指标")
    assert levels.prior(TWO, "服务对象满意度") < 0.0
    assert levels.prior(TWO, "居民满意度") <= 0.0
    assert levels.prior(TWO, "数量") == 0.0


def test_a_row_whose_doubt_is_settled_hands_down_what_it_prints_without_it() -> None:
    levels = HeldLevels()
    draft = take(levels, "产出指标", "数量指标", evidence=(message("read.shifted"),))
    for key in ("level1", "level2"):
        draft.set(key, Flow.loose(draft.value(key) or ""), message("read.shifted_clear"))
    levels.take_again(draft, {Role.LEVEL1: Flow.loose("产出指标")})
    below = take(levels)
    assert codes(below, "level1") == ["read.shifted_clear", "read.inherited"]
    assert codes(below, "level2") == ["read.shifted", "read.inherited"]
