"""Candidates: the likeliest value first, closed lists whole, found by what is typed or by initials, at once in a long review."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from model_building import Maker, rows
from test_model_stops import made

from reviewer.base.initials import initials_of, is_found_by
from reviewer.model.candidates import MOST, Candidate, Why, _Places, everything, is_closed, matching
from reviewer.model.checks import run_checks
from reviewer.model.fields import Field, FieldRef, read_field
from reviewer.model.history import History
from reviewer.model.messages import message
from reviewer.model.reshaping import split_entry
from reviewer.model.review import Kind, Review
from reviewer.model.spans import Span


def values(review: Review, row: int, key: str) -> list[str]:
    return [one.value for one in everything(review, FieldRef(rows(review, 0)[row].id, key))]


def values_of(review: Review, key: str) -> list[str]:
    return [one.value for one in everything(review, FieldRef(review.entries[0].id, key))]


def test_level_2_offers_first_what_belongs_under_the_row_s_level_1() -> None:
    make = Maker()
    review = make.review(make.project("工程", made(make, level1="效益指标", level2=None)))
    found = values(review, 0, "level2")
    under = {"经济效益指标", "社会效益指标", "生态效益指标"}
    assert under <= set(found[:6])
    assert "数量指标" in found
    assert found.index("数量指标") > max(found.index(name) for name in under)


def test_what_would_settle_the_stop_comes_first() -> None:
    make = Maker()
    right = [make.indicator(f"指标{n}", annual=f"≥{n}次", period=f"≥{n}次") for n in range(8)]
    review = make.review(make.project("工程", *right, made(make, period_value="≥77次", annual_value=None)))
    run_checks(review)
    first = everything(review, FieldRef(rows(review, 0)[-1].id, "annual_value"))[0]
    assert (first.value, first.why) == ("≥77次", Why.SUGGESTED)


def test_the_other_reading_is_offered() -> None:
    make = Maker()
    name = replace(make.field("开展巡查"), reasons=(message("read.disagree", other="开展巡查次数"),))
    review = make.review(make.project("工程", made(make, level3=name)))
    assert values(review, 0, "level3")[0] == "开展巡查次数"


def test_what_was_printed_is_offered_where_the_field_says_something_else_now() -> None:
    make = Maker()
    corrected = replace(make.field("开展巡查次"), value="开展巡查次数")
    review = make.review(make.project("工程", made(make, level3=corrected), made(make, level3="维修渠道")))
    printed = [one for one in everything(review, FieldRef(rows(review, 0)[0].id, "level3")) if one.why is Why.READING]
    assert [(one.value, one.spans) for one in printed] == [("开展巡查次", corrected.spans)]
    as_read = everything(review, FieldRef(rows(review, 0)[1].id, "level3"))
    assert Why.READING not in [one.why for one in as_read]


def test_text_near_the_row_that_no_field_holds_is_offered_with_its_place() -> None:
    make = Maker()
    above = made(make, level3="清淤长度")
    make.text += "| 河道保洁次数 | ≥24次 |\n"
    below = made(make, level3="水质达标率")
    lost = made(make, level1=None, level2=None, level3=None, period_value=None, annual_value=None)
    review = make.review(make.project("工程", above, lost, below))
    found = everything(review, FieldRef(rows(review, 0)[1].id, "level3"))
    assert found[0].value == "河道保洁次数"
    (span,) = found[0].spans
    assert review.source.text((span,)) == "河道保洁次数"
    assert values(review, 1, "annual_value")[0] == "≥24次", "a value has a figure"


@pytest.mark.parametrize(
    ("printed", "value"),
    [("保洁 | ≥ | 24 | 次 | 9", "≥24次"), ("保洁\t＝\t1,200\t万页\t9", "＝1,200万页"), ("保洁 | ≤ | 3.5\n", "≤3.5")],
)
def test_a_value_in_three_cells_is_offered_as_one(printed: str, value: str) -> None:
    make = Maker()
    above = made(make, level3="清淤长度")
    make.text += printed + "\n"
    lost = made(make, level1=None, level2=None, level3=None, period_value=None, annual_value=None)
    review = make.review(make.project("工程", above, lost))
    found = everything(review, FieldRef(rows(review, 0)[1].id, "annual_value"))
    first = next(one for one in found if one.why is Why.ORIGINAL)
    assert first.value == value
    assert "".join(review.source.text((span,)) for span in first.spans) == value


def test_a_name_that_a_margin_has_cut_is_offered_whole_with_both_places() -> None:
    make = Maker()
    above = made(make, level3="清淤长度")
    make.text += "\n组织开展全县主要河道两岸护栏与标识牌维修，保洁\n次数达标，并按季度向社会公开进度与结果；其余按期\n<p>完成</p>\n"
    lost = made(make, level1=None, level2=None, level3=None, period_value=None, annual_value=None)
    review = make.review(make.project("工程", above, lost))
    found = [one for one in everything(review, FieldRef(rows(review, 0)[1].id, "level3")) if one.why is Why.ORIGINAL]
    whole = next(one for one in found if one.value == "保洁次数达标")
    assert [review.source.text((span,)) for span in whole.spans] == ["保洁", "次数达标"]
    assert not [one.value for one in found if one.value.startswith(("次数", "<", "/p"))]


@pytest.mark.parametrize("label", ["年度目标：", "**绩效目标**： "])
def test_a_goal_is_offered_without_the_label_before_it(label: str) -> None:
    make = Maker()
    row = made(make, level3="清淤长度")
    make.text += f"{label}疏浚河道，改善水质；长期保持。\n"
    review = make.review(make.project("工程", row, goal=None))
    found = everything(review, FieldRef(review.entries[0].id, "goal"))
    assert "疏浚河道，改善水质；长期保持。" in [one.value for one in found[:MOST]]


def test_a_text_under_a_label_that_nobody_knows_is_offered_for_the_goal_that_is_missing() -> None:
    make = Maker()
    asked = make.field("疏浚河道，改善水质；加强管护，长期保持。")
    rows_of = [made(make, level3=f"清淤{n}") for n in range(12)]
    more = {"attributes[工作要求]": asked, "attributes[经办]": make.field("李四")}
    review = make.review(make.entry(Kind.PROJECT, "工程", rows_of, goal=None, **more))
    goal = FieldRef(review.entries[0].id, "goal")
    first = everything(review, goal)[0]
    assert (first.value, first.spans) == (asked.value, asked.spans)
    assert "李四" not in [one.value for one in everything(review, goal) if one.why is Why.ABOVE]


def test_more_of_what_the_field_holds_already_is_offered_first() -> None:
    make = Maker()
    make.text += "清淤长度\n"
    cut = read_field("清淤", (Span(0, 0, 2),))
    review = make.review(make.project("工程", made(make, level3=cut), made(make, level3="绿化面积")))
    assert values(review, 0, "level3")[0] == "清淤长度"


def test_a_cell_is_offered_whole_or_not_at_all() -> None:
    make = Maker()
    make.text += "| " + "甲乙丙丁，" * 110 + "。 |\n" + "其他事项\n" * 20
    row = made(make, level3="清淤长度")
    review = make.review(make.project("工程", row, goal=None))
    offered = [one.value for one in everything(review, FieldRef(review.entries[0].id, "goal"))]
    assert "甲乙丙丁，" * 110 + "。" in offered
    assert not [value for value in offered if value.startswith(("乙", "丙", "丁，")) and len(value) > 20]


def test_no_figure_alone_and_no_name_of_a_level_is_offered_for_a_name() -> None:
    make = Maker()
    row = made(make, level3="清淤")
    make.text += "996.80 | 60人,1次 | 满意度指标 | 绿化面积\n"
    review = make.review(make.project("工程", row))
    found = values(review, 0, "level3")
    assert found.index("绿化面积") < found.index("60人,1次")
    assert not {"996.80", "满意度指标"} & set(found)


def test_numbers_of_headings_and_names_of_levels_are_offered_for_no_value() -> None:
    make = Maker()
    row = made(make, annual_value=None)
    make.text += "（二） | 效益指标 | 一、 | 良好 | 24次\n"
    found = values(make.review(make.project("工程", row)), 0, "annual_value")
    assert {"良好", "24次"} <= set(found)
    assert not {"（二）", "效益指标", "一", "一、"} & set(found)


def test_what_another_field_holds_is_offered_only_where_it_looks_like_the_value() -> None:
    make = Maker()
    review = make.review(
        make.project("工程", made(make, level3="清淤长度", annual_value="≥30米"), made(make, level3=None))
    )
    pieces = [
        one.value for one in everything(review, FieldRef(rows(review, 0)[1].id, "level3")) if one.why is Why.ORIGINAL
    ]
    assert "清淤长度" in pieces
    assert "≥30米" not in pieces


def test_a_goal_whose_first_words_are_layout_is_offered_with_them() -> None:
    make = Maker()
    make.text += "围绕重点，疏浚河道，改善水质；长期保持。\n"
    goal = read_field("疏浚河道，改善水质；长期保持。", (Span(0, 5, 20),))
    review = make.review(make.entry(Kind.PROJECT, "工程", [made(make)], goal=goal))
    review.layout = (Span(0, 0, 4),)
    assert values_of(review, "goal")[0] == "围绕重点，疏浚河道，改善水质；长期保持。"


def test_a_project_made_from_a_row_on_is_offered_the_heading_above_that_row() -> None:
    make = Maker()
    first = [make.indicator(f"指标{n}") for n in range(4)]
    make.text += "义务教育学校食堂改造\n"
    second = [make.indicator(f"指标{n}") for n in range(4, 6)]
    review = make.review(make.project("农村公路养护", *first, *second))
    act = split_entry(review, rows(review, 0)[4])
    History(review).do(act)
    assert act.focus is not None
    assert everything(review, act.focus)[0].value == "义务教育学校食堂改造"


def test_layout_is_never_offered() -> None:
    make = Maker()
    row = made(make, level3="清淤长度", annual_value=None)
    make.text += "年度指标值\n"
    review = make.review(make.project("工程", row))
    at = make.text.index("年度指标值")
    review.layout = (Span(0, at, at + 5),)
    assert "年度指标值" not in values(review, 0, "annual_value")


def test_typing_filters_by_text_and_by_initials() -> None:
    found = [Candidate(name, Why.LIST) for name in ("产出指标", "效益指标", "满意度指标", "2024年度")]
    assert [one.value for one in matching(found, "myd")] == ["满意度指标"]
    assert [one.value for one in matching(found, "XY")] == ["效益指标"]
    assert [one.value for one in matching(found, "指标")] == ["产出指标", "效益指标", "满意度指标"]
    assert [one.value for one in matching(found, "2024")] == ["2024年度"]
    assert matching(found, "≥95%") == []
    assert len(matching([Candidate(str(n), Why.LIST) for n in range(30)], "")) == MOST


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("社会效益指标", "shxyzb"),
        ("银行贷款", "yh"),
        ("增长率", "zzl"),
        ("重点工程", "zd"),
        ("≥95%满意度", "myd"),
        ("贫困户", "pkh"),
    ],
)
def test_a_text_is_found_by_the_initials_that_an_input_method_takes(text: str, letters: str) -> None:
    assert is_found_by(text, letters)
    assert not is_found_by(text, letters + "q")


@pytest.mark.parametrize(("text", "letters"), [("长", "cz"), ("效益率", "xl"), ("效，益", "x,"), ("率", "lsl")])
def test_initials_of_one_character_or_of_some_that_lie_apart_find_nothing(text: str, letters: str) -> None:
    assert not is_found_by(text, letters)


@given(text=st.text("长重行效益指标率≥5a, ", max_size=8), letters=st.text("czhxyblsa5", min_size=1, max_size=3))
def test_initials_are_those_of_characters_that_follow_each_other(text: str, letters: str) -> None:
    known = [ways for ways in map(initials_of, text) if ways]
    starts = range(len(known) - len(letters) + 1)
    assert is_found_by(text, letters) == any(
        all(letters[at] in known[start + at] for at in range(len(letters))) for start in starts
    )


@given(
    places=st.lists(st.tuples(st.integers(0, 40), st.integers(1, 8)), max_size=8),
    asked=st.tuples(st.integers(0, 45), st.integers(1, 12)),
)
def test_how_much_of_a_stretch_lies_in_others(places: list[tuple[int, int]], asked: tuple[int, int]) -> None:
    spans = [Span(0, start, start + length) for start, length in places]
    stretch = range(asked[0], sum(asked))
    inside = sum(any(span.start <= at < span.end for span in spans) for at in stretch)
    known = _Places(spans)
    assert known.inside(Span(0, stretch.start, stretch.stop)) == inside
    assert known.are_most_of(Span(0, stretch.start, stretch.stop)) == (2 * inside >= len(stretch))


def test_every_common_character_has_an_initial() -> None:
    common = [bytes((high, low)).decode("gb2312", "ignore") for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF)]
    assert [char for char in common if char and not initials_of(char)] == []


@pytest.mark.parametrize(
    ("key", "closed"),
    [("level1", True), ("annual_value", False), ("extra[计算符号]", True), ("extra[指标性质]", True), ("extra[分值]", False)],
)  # fmt: skip
def test_only_closed_lists_let_a_digit_alone_choose(key: str, closed: bool) -> None:
    assert is_closed(key) is closed


def test_the_list_is_there_at_once_in_a_review_of_20_000_indicators() -> None:
    make = Maker()
    field = Field("≥1次", read="≥1次")
    many = [
        made(
            make,
            level1=Field("产出指标"),
            level2=Field("数量指标"),
            level3=Field(f"指标{n}"),
            period_value=field,
            annual_value=field,
        )
        for n in range(20_000)
    ]
    review = make.review(make.project("工程", *many))
    ref = FieldRef(rows(review, 0)[10_000].id, "level3")
    review.doubtful()
    times = []
    for _ in range(5):
        start = time.process_time()
        assert everything(review, ref)
        times.append(time.process_time() - start)
    assert min(times) < 0.05


def test_what_the_next_project_holds_is_no_likely_value_of_the_last_row_of_this_one() -> None:
    make = Maker()
    first = make.project("农村公路养护", make.indicator("清淤长度", annual=None, period=None))
    second = make.project("节水型社会建设", make.indicator("节水小区"), 总计="12.50")
    make.text += "12公里\n"  # further away, but nobody's
    review = make.review(first, second)
    found = everything(review, FieldRef(rows(review, 0)[0].id, "annual_value"))
    printed = [one.value for one in found if one.why is Why.ORIGINAL]
    assert printed[0] == "12公里"
