"""Each check finds what it is for, and nothing where all is well."""

from __future__ import annotations

import pytest
from model_building import Maker, source_of

from reviewer.model.checks import run_checks
from reviewer.model.fields import read_field
from reviewer.model.reasons import REASONS
from reviewer.model.review import Kind, Node, NodeData, Review
from reviewer.model.source import Cell, Grid, Page, Source
from reviewer.model.spans import Span


def found(review: Review, code: str) -> list[tuple[Node, tuple[str, ...]]]:
    """The nodes and fields that this check names."""
    run_checks(review)
    return [(review.node(issue.node), issue.keys) for issue in review.issues if issue.code == code]


def one(review: Review, code: str) -> tuple[str | None, tuple[str, ...]]:
    """The only finding of a check: name of its node, and its fields."""
    hits = found(review, code)
    assert len(hits) == 1, review.issues
    node, keys = hits[0]
    return node.value("level3") or node.value("name"), keys


def plain_review() -> Review:
    """A review on which no check has anything to say."""
    make = Maker()
    amounts: dict[str, str | None] = {"总计": "50.00", "财政拨款": "50.00", "其他资金": None}
    first = [make.indicator("清淤长度"), make.indicator("满意度", level1="满意度指标", level2="服务对象满意度")]
    second = [make.indicator("维修长度"), make.indicator("合格率", "100%", "100%", level2="质量指标")]
    projects = [
        make.project("河道清淤经费", *first, 总计="20.00", 财政拨款="20.00"),
        make.project("渠道维修经费", *second, 总计="30.00", 财政拨款="30.00"),
    ]
    total = make.entry(Kind.TOTAL, "合计", amounts=amounts)
    return make.review(total, make.entry(Kind.UNIT, "水务局", amounts=amounts), *projects)


def test_a_sound_review_has_no_issues() -> None:
    review = plain_review()
    run_checks(review)
    assert review.issues == ()


# -- levels -------------------------------------------------------------------------------------------------------


def coded(level1: str | None, code1: str | None, level2: str | None, code2: str | None) -> Review:
    """Four indicators with codes; the first as given, the others right."""
    make = Maker()
    codes = {"level1_code": code1, "level2_code": code2}
    odd = make.indicator("办结时限", level1=level1, level2=level2, **codes)
    right = [make.indicator(f"次数{n}", level1_code="1", level2_code="11") for n in range(3)]
    return make.review(make.project("执法经费", odd, *right))


def test_level2_under_the_wrong_level1() -> None:
    assert one(coded("效益指标", "2", "时效指标", "13"), "check.level2_parent") == (
        "办结时限",
        ("level1", "level1_code"),
    )


def test_code_that_contradicts_its_name() -> None:
    assert one(coded("产出指标", "1", "质量指标", "11"), "check.level_code") == ("办结时限", ("level2", "level2_code"))


@pytest.mark.parametrize("code", ["14", "41"])
def test_cost_may_stand_as_level1_or_level2(code: str) -> None:
    level2 = "成本指标" if code == "14" else "经济成本指标"
    review = coded("产出指标" if code == "14" else "成本指标", "1" if code == "14" else "4", level2, code)
    run_checks(review)
    assert review.issues == ()


def test_level1_in_the_place_of_level2() -> None:
    name, keys = one(coded("产出指标", "1", "效益指标", "2"), "check.level_place")
    assert name == "办结时限"
    assert set(keys) == {"level1", "level1_code", "level2", "level2_code"}


def test_a_level_and_a_code_that_are_lost_where_the_others_have_them() -> None:
    hits = found(coded(None, "2", "社会效益", None), "check.level_missing")
    assert [keys for _, keys in hits] == [("level1", "level1_code"), ("level2", "level2_code")]


def test_no_level_is_missing_where_the_form_has_none() -> None:
    make = Maker()
    review = make.review(make.project("执法经费", *(make.indicator(f"次数{n}", level2=None) for n in range(4))))
    assert found(review, "check.level_missing") == []


# -- names and values ---------------------------------------------------------------------------------------------


def test_names_that_are_missing() -> None:
    make = Maker()
    review = make.review(make.project(None, make.indicator(None)))
    assert len(found(review, "check.name_missing")) == 1
    assert len(found(review, "check.level3_missing")) == 1


def indicators(*values: tuple[str | None, str | None]) -> Review:
    """A project whose indicators have these period and annual values."""
    make = Maker()
    return make.review(make.project("执法经费", *(make.indicator(f"指标{n}", a, p) for n, (p, a) in enumerate(values))))


def test_a_value_that_is_missing_where_most_have_one() -> None:
    full = ("≥1次", "≥1次")
    assert one(indicators(full, full, full, ("≥1次", None)), "check.value_missing") == ("指标3", ("annual_value",))
    assert found(indicators(*[(None, "≥1次")] * 4), "check.value_missing") == []  # a form with one value column


def test_values_that_differ_where_nearly_all_are_equal() -> None:
    same, other = ("≥1次", "≥1次"), ("≥1次", "≥4次")
    assert one(indicators(*[same] * 8, other), "check.values_differ") == ("指标8", ("annual_value",))
    assert found(indicators(*[same] * 8, ("≥1次。", "≥1 次")), "check.values_differ") == []
    assert found(indicators(*[same] * 3, *[other] * 3), "check.values_differ") == []


def test_the_same_name_twice_with_other_values() -> None:
    make = Maker()
    rows = [make.indicator("培训次数", "≥1次"), make.indicator("培训次数", "≥2次")]
    assert one(make.review(make.project("执法经费", *rows)), "check.level3_twice") == ("培训次数", ("level3",))
    make = Maker()
    rows = [make.indicator("培训次数"), make.indicator("培训次数", level2="质量指标")]
    assert found(make.review(make.project("执法经费", *rows)), "check.level3_twice") == []


def test_goals_and_indicators_that_are_missing_where_most_have_them() -> None:
    make = Maker()
    full = [make.project(f"项目{n}", make.indicator("次数")) for n in range(3)]
    review = make.review(*full, make.project("空项目", goal=None))
    assert one(review, "check.goal_missing") == ("空项目", ("goal",))
    assert one(review, "check.no_indicators") == ("空项目", ("name",))
    make = Maker()
    review = make.review(*(make.project(f"项目{n}", make.indicator("次数"), goal=None) for n in range(3)))
    assert found(review, "check.goal_missing") == []


# -- amounts ------------------------------------------------------------------------------------------------------


def money(total: str | None, *projects: str, unit: str | None = None) -> Review:
    make = Maker()
    entries = [make.entry(Kind.TOTAL, "合计", amounts={"总计": total})]
    if unit is not None:
        entries.append(make.entry(Kind.UNIT, "水务局", amounts={"总计": unit}))
    entries += [make.project(f"项目{n}", make.indicator("次数"), 总计=amount) for n, amount in enumerate(projects)]
    return make.review(*entries)


def test_a_total_that_is_not_the_sum_of_the_projects() -> None:
    assert one(money("50.10", "20.00", "30.00"), "check.amount_sum") == ("合计", ("amounts[总计]",))
    assert found(money("50.00", "20.00", "30.00"), "check.amount_sum") == []
    assert found(money("1,050.01", "1,020.00", "30"), "check.amount_sum") == []  # rounding
    assert found(money(None, "20.00", "30.00"), "check.amount_sum") == []


def test_a_unit_is_held_against_what_stands_beneath_it() -> None:
    assert one(money("50.00", "20.00", "30.00", unit="49.00"), "check.amount_sum")[0] == "水务局"
    make = Maker()
    sums = make.project("甲", 总计="20.00"), make.project("乙", 总计="30.00")
    units = [
        make.entry(Kind.UNIT, name, amounts={"总计": total}) for name, total in (("一局", "50.00"), ("二局", "30.00"))
    ]
    review = make.review(units[0], sums[0], units[1], sums[1])
    assert found(review, "check.amount_sum") == []  # the first unit's row stands for the whole table
    make = Maker()
    units = [
        make.entry(Kind.UNIT, name, amounts={"总计": total}) for name, total in (("一局", "21.00"), ("二局", "30.00"))
    ]
    review = make.review(units[0], make.project("甲", 总计="20.00"), units[1], make.project("乙", 总计="30.00"))
    assert one(review, "check.amount_sum")[0] == "一局"


def test_a_total_that_is_not_the_sum_of_its_parts() -> None:
    make = Maker()
    review = make.review(make.project("花展经费", 总计="86.50", 财政拨款="85.60"))
    assert one(review, "check.amount_parts") == ("花展经费", ("amounts[总计]", "amounts[财政拨款]"))
    make = Maker()
    review = make.review(make.project("花展经费", 总计="86.50", 财政拨款="80.50", 其他资金="6"))
    assert found(review, "check.amount_parts") == []


def test_an_amount_that_is_no_number() -> None:
    make = Maker()
    assert one(make.review(make.project("甲", 总计="见附表")), "check.amount_unread") == ("甲", ("amounts[总计]",))
    make = Maker()
    assert found(make.review(make.project("甲", 总计="1，234.50")), "check.amount_unread") == []


# -- the source as a whole ----------------------------------------------------------------------------------------


def test_nothing_recognised_and_no_title() -> None:
    make = Maker()
    assert len(found(make.review(), "source.no_table")) == 1
    make = Maker()
    entry = make.project("甲", make.indicator("次数"))
    review = Review(source_of(make.text), NodeData(0, Kind.DOCUMENT, (("title", read_field(None)),), (entry,)))
    assert len(found(review, "check.title_missing")) == 1
    assert found(review, "source.no_table") == []


def grid_source(text: str, ragged: int) -> Source:
    """Four rows of three cells; the last one has only `ragged` of them."""
    cells = [Cell(r, c, (Span(0, 0, 1),)) for r in range(4) for c in range(3 if r < 3 else ragged)]
    return Source("t.tsv", "tsv", "0" * 64, "utf-8", (Page(1, text, (Grid(tuple(cells), 4, 3),)),))


@pytest.mark.parametrize(("end", "ragged", "cut"), [("", 1, True), ("", 3, False), ("\n", 1, False)])
def test_a_table_that_ends_in_the_middle_of_a_row(end: str, ragged: int, cut: bool) -> None:
    entry = NodeData(1, Kind.PROJECT, (("name", read_field("甲")),))
    review = Review(
        grid_source("表" + end, ragged), NodeData(0, Kind.DOCUMENT, (("title", read_field("表")),), (entry,))
    )
    assert bool(found(review, "source.cut_off")) == cut


def test_every_finding_has_a_sentence_without_open_places() -> None:
    make = Maker()
    odd = [
        make.indicator("甲", "≥1次", None, "效益指标", "质量指标", level1_code="1"),
        make.indicator(None, None, None, None, None),
    ]
    review = make.review(
        make.project(None, *odd, goal=None, 总计="x", 财政拨款="3"), *(make.project(f"{n}", *[]) for n in "乙丙")
    )
    run_checks(review)
    assert len({issue.code for issue in review.issues}) >= 4
    for issue in review.issues:
        assert issue.code in REASONS
        assert "{" not in issue.message.text()


def test_issues_stand_in_document_order() -> None:
    make = Maker()
    review = make.review(make.project("甲", make.indicator(None)), make.project(None, make.indicator(None)))
    run_checks(review)
    order = [node.id for node in review.root.walk()]
    places = [order.index(issue.node) for issue in review.issues]
    assert places == sorted(places)


# -- what stands in another's place ------------------------------------------------------------------------------


def test_an_office_with_indicators_may_be_a_project_by_the_wrong_name() -> None:
    make = Maker()
    office = make.entry(Kind.UNIT, "信息中心", [make.indicator("清淤长度")])
    project = make.project("清淤", make.indicator("清淤方量"))
    review = make.review(office, make.entry(Kind.UNIT, "水务局"), project)
    assert one(review, "check.unit_with_indicators") == ("信息中心", ("name",))


@pytest.mark.parametrize(
    ("label", "is_cut"),
    [("预算数（万元", True), ("万元）", True), ("预算数（万元）", False), ("其中：（一）本级(万元)", False)],
)
def test_a_label_with_half_a_pair_of_brackets_is_cut(label: str, is_cut: bool) -> None:
    make = Maker()
    review = make.review(make.project("清淤", make.indicator("清淤长度"), **{label: "20.00"}))
    marked = [keys for _, keys in found(review, "check.label_cut")]
    assert marked == [(f"amounts[{label}]",)] * is_cut
