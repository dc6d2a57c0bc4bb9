"""Checks of values, points, kinds of money and goals: each finds what it is for, and nothing where all is well."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from model_building import Maker

from reviewer.base import words
from reviewer.model import acts
from reviewer.model.checks import run_checks
from reviewer.model.fields import Field, FieldRef
from reviewer.model.history import History
from reviewer.model.review import Kind, Review, Severity


def codes(review: Review) -> list[str]:
    run_checks(review)
    return [issue.code for issue in review.issues]


def row(value: str | None, name: str = "清淤河道长度", period: str | None = None, **more: Any) -> Review:
    """A review of one indicator."""
    make = Maker()
    extra = {f"extra[{label}]": text for label, text in more.items()}
    return make.review(make.project("河道清淤经费", make.indicator(name, value, period, **extra)))


def test_a_letter_in_a_figure_is_quoted_with_its_figure_however_long_the_value_is() -> None:
    review = row("向全区各街道司法所、公共法律服务站印发普法宣传手册并组织集中宣讲活动不少于3OOO份")
    run_checks(review)
    (issue,) = review.issues
    assert dict(issue.message.gaps) == {"value": "3OOO", "figure": "3000"}


def test_a_level_that_the_user_has_corrected_before_is_told_where_it_is_printed_again() -> None:
    before = words.own()
    words.use(
        words.Words().with_level("level2", "数量质量指标", "数量指标").with_level("level2", "时效指标", "时效指标")
    )
    try:
        make = Maker()
        rows = [
            make.indicator(f"清淤河道{n}", level2=level2)
            for n, level2 in enumerate(("数量质量指标", "时效指标", "数量指标"))
        ]
        review = make.review(make.project("河道清淤经费", *rows))
        run_checks(review)
        (issue,) = [issue for issue in review.issues if issue.code == "check.level_taught"]
    finally:
        words.use(before)
    assert (review.node(issue.node).value("level3"), issue.keys) == ("清淤河道0", ("level2",))
    assert dict(issue.message.gaps) == {"value": "数量质量指标", "name": "数量指标"}


def test_rows_without_a_name_are_not_one_row_twice() -> None:
    make = Maker()
    review = make.review(make.project("河道清淤经费", make.indicator(None, "≥1次"), make.indicator(None, "≥2次")))
    assert "check.level3_twice" not in codes(review)
    assert "check.row_twice" not in codes(review)


# -- one value ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "name", "code"),
    [
        ("≥≤95%", "验收合格率", "check.signs"),
        ("不低于95%以下", "验收合格率", "check.signs"),
        ("≥9O%", "验收合格率", "check.letter_in_number"),
        ("不少于3OOO份", "手册份数", "check.letter_in_number"),
        ("1l2公里", "清淤长度", "check.letter_in_number"),
        ("≥l2场", "讲座场数", "check.letter_in_number"),
        ("≥950%", "验收合格率", "check.share_over"),
        ("120", "群众满意度（%）", "check.share_over"),
        ("≤95%", "群众满意度", "check.sign_turned"),
        ("≥3起", "安全事故数", "check.sign_turned"),
    ],
)
def test_values_that_cannot_be_right(value: str, name: str, code: str) -> None:
    assert codes(row(value, name)) == [code]


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("≥95%以上", "验收合格率"),
        ("100%", "验收合格率"),
        ("≥120%", "税收增长率"),
        ("≥120%", "投资完成率"),
        ("300", "平均办结天数"),
        ("≤5%", "群众投诉率"),
        ("≤5%", "群众不满意率"),
        ("≥3%", "事故发生率下降"),
        ("0起", "安全事故数"),
        ("≥0起", "安全事故数"),
        ("60人,1次", "培训"),
        ("O2O平台1个", "平台数"),
        ("≥5l", "用水量"),
        ("H2O检测", "水质检测"),
        ("≥20OMIPS", "算力"),
        ("PM2.5≤35", "空气质量"),
    ],
)
def test_values_that_may_well_be_right(value: str, name: str) -> None:
    assert codes(row(value, name)) == []


@pytest.mark.parametrize(
    ("label", "said", "value", "code"),
    [
        ("指标性质", "定性", "≥95%", "check.words_expected"),
        ("指标性质", "定量", "持续提升", "check.figure_expected"),
        ("计算符号", "≥", "≤95%", "check.sign_differs"),
        ("计算符号", "≤", "=5%", "check.sign_differs"),
    ],
)
def test_a_column_that_says_another_kind_of_value(label: str, said: str, value: str, code: str) -> None:
    assert codes(row(value, **{label: said})) == [code]


@pytest.mark.parametrize(
    ("label", "said", "value"),
    [
        ("指标性质", "定性", "持续提升"),
        ("指标性质", "定量", "≥95%"),
        ("指标类型", "定量", "2024年12月底前"),
        ("计算符号", "≥", "95%"),
        ("计算符号", "≥", "≥95%"),
        ("计算符号", "定性", "持续提升"),
        ("备注", "定性", "≥95%"),
    ],
)
def test_a_column_that_goes_with_the_value(label: str, said: str, value: str) -> None:
    assert codes(row(value, **{label: said})) == []


def test_a_bare_figure_where_nearly_all_have_a_unit_is_told_but_not_doubtful() -> None:
    make = Maker()
    rows = [make.indicator(f"次数{n}", "≥3次", None) for n in range(12)]
    bare = make.indicator("里程", "≥30", None)
    named = make.indicator("长度（公里）", "≥30", None)
    review = make.review(make.project("养护经费", *rows, bare, named))
    assert codes(review) == ["check.unit_missing"]
    assert review.issues[0].severity is Severity.INFO
    assert review.issues[0].node == bare.id
    assert not review.is_doubtful(FieldRef(bare.id, "annual_value"))
    make = Maker()
    assert codes(make.review(make.project("甲", *(make.indicator(f"里程{n}", "≥30", None) for n in range(4))))) == []


def test_a_year_far_from_the_documents_year_and_near_it_once_the_year_is_corrected() -> None:
    make = Maker()
    made = make.review(make.project("甲", make.indicator("完成时间", "2042年12月底前", "2022-2026年")))
    root = made.root.data()
    review = Review(made.source, replace(root, fields=(*root.fields, ("year", Field("2024")))))
    history = History(review)
    assert [issue.code for issue in review.issues] == ["check.year_far"]
    history.do(acts.set_value(review, FieldRef(0, "year"), "2042"))
    assert [(issue.code, issue.keys) for issue in review.issues] == [("check.year_far", ("period_value",))]
    history.do(acts.set_value(review, FieldRef(0, "year"), None))
    assert review.issues == ()


# -- rows and goals -----------------------------------------------------------------------------------------------


def test_a_row_that_stands_twice() -> None:
    make = Maker()
    rows = [make.indicator("培训次数", "≥2次"), make.indicator("参训人数", "≥40人"), make.indicator("培训次数", "≥2次")]
    review = make.review(make.project("培训经费", *rows))
    assert codes(review) == ["check.row_twice"]
    assert review.issues[0].node == rows[2].id


def test_values_of_either_side_are_not_missing_on_the_other() -> None:
    make = Maker()
    sides = [make.indicator("长期甲", None, "≥5次"), make.indicator("年度甲", "≥1次", None)]
    both = [make.indicator(f"次数{n}", "≥1次", "≥1次") for n in range(6)]
    assert codes(make.review(make.project("甲", *sides, *both))) == []
    make = Maker()
    both = [make.indicator(f"次数{n}", "≥1次", "≥1次") for n in range(6)]
    assert codes(make.review(make.project("甲", make.indicator("年度甲", "≥1次", None), *both))) == [
        "check.value_missing"
    ]


def test_period_and_annual_value_may_differ_as_years_do() -> None:
    def review(period: str, annual: str) -> Review:
        make = Maker()
        same = [make.indicator(f"次数{n}") for n in range(9)]
        return make.review(make.project("甲", *same, make.indicator("某数", annual, period)))

    for period, annual in (("≥6次", "≥2次"), ("≥98%", "不低于98%"), ("2022-2024年逐年提升", "良好"), ("≥95%", "≥98%")):
        assert codes(review(period, annual)) == [], (period, annual)
    for period, annual in (("≥2次", "≥6次"), ("≥6次", "≥2期"), ("优秀", "良好")):
        assert codes(review(period, annual)) == ["check.values_differ"], (period, annual)


def test_values_that_are_all_empty_are_said_once_until_one_is_filled_in() -> None:
    make = Maker()
    projects = [make.project(name, *(make.indicator(f"{name}{n}", None, None) for n in range(2))) for name in "甲乙"]
    review = make.review(*projects)
    history = History(review)
    assert [(i.code, i.node) for i in review.issues] == [("check.values_empty", review.entries[0].id)]
    history.do(acts.set_value(review, FieldRef(review.entries[1].children[1].id, "annual_value"), "≥3次"))
    assert "check.values_empty" not in {i.code for i in review.issues}


def test_a_goal_that_is_another_projects_until_it_is_changed() -> None:
    goal = "完成年度河道清淤任务，改善沿岸人居环境。"
    make = Maker()
    review = make.review(*(make.project(name, make.indicator("次数"), goal=text) for name, text in (
        ("甲", goal), ("乙", goal), ("丙", "保障公共图书馆免费开放，服务读者。"), ("丁", "提升道路照明水平，保障出行安全。"),
    )))  # fmt: skip
    history = History(review)
    assert [(i.code, i.node, i.severity) for i in review.issues] == [
        ("check.goal_twice", review.entries[1].id, Severity.INFO)
    ]
    history.do(acts.set_value(review, FieldRef(review.entries[0].id, "goal"), "修缮河道护岸，保障行洪安全。"))
    assert review.issues == ()
    make = Maker()  # a table in which the goal is the same for all is no finding
    assert codes(make.review(*(make.project(n, make.indicator("次数"), goal=goal) for n in "甲乙丙丁"))) == []


# -- points -------------------------------------------------------------------------------------------------------


def pointed(*points: str | None, label: str = "分值") -> Review:
    make = Maker()
    rows = [make.indicator(f"次数{n}", **{f"extra[{label}]": text}) for n, text in enumerate(points)]
    return make.review(make.project("甲", *rows))


@pytest.mark.parametrize(
    "points",
    [("20", "30", "50"), ("30", "30", "30"), ("20分", "30分", "40分"), ("33.3%", "33.3%", "33.4%"), ("0.3", "0.3", "0.4"), ("20", "30")],
)  # fmt: skip
def test_points_that_make_a_whole(points: tuple[str, ...]) -> None:
    assert codes(pointed(*points)) == []


def test_points_that_do_not_make_a_whole_are_said_on_the_entry() -> None:
    review = pointed("20", "30", "40", None, "5", label="指标权重（%）")
    assert codes(review) == ["check.points_sum"]
    assert (review.issues[0].node, review.issues[0].keys) == (review.entries[0].id, ())
    assert "95" in review.issues[0].message.text()
    history = History(review)
    last = FieldRef(review.entries[0].children[4].id, "extra[指标权重（%）]")
    history.do(acts.set_value(review, last, "10"))
    assert review.issues == ()
    assert codes(pointed("20", "30", "40", "5", label="得分")) == []


def test_a_document_whose_points_follow_another_rule_is_no_finding() -> None:
    make = Maker()
    projects = [
        make.project(name, *(make.indicator(f"次数{n}", **{"extra[分值]": "5"}) for n in range(4))) for name in "甲乙丙"
    ]
    assert codes(make.review(*projects)) == []


# -- money --------------------------------------------------------------------------------------------------------


def sums(**amounts: str) -> Review:
    make = Maker()
    return make.review(make.entry(Kind.PROJECT, "甲", [make.indicator("次数")], dict(amounts)))


GRID = {"年度资金总额/年初预算": "30", "年度资金总额/执行数": "28", "财政拨款/年初预算": "20", "财政拨款/执行数": "20",
        "其他资金/年初预算": "10", "其他资金/执行数": "8"}  # fmt: skip


@pytest.mark.parametrize(
    "amounts",
    [
        {"资金总额": "30", "中央补助": "10", "地方资金": "15", "其他资金": "5"},
        {"年度资金总额": "30", "财政拨款": "25", "一般公共预算": "25", "其他资金": "5"},
        {"年度资金总额": "30", "当年财政拨款": "20", "上年结转资金": "5", "其他资金": "5"},
        {"预算总额": "30", "基本支出": "12", "项目支出": "18"},
        {
            "资金总额": "30",
            "政府预算资金": "22",
            "基本支出": "12",
            "财政专户管理资金": "3",
            "项目支出": "18",
            "单位资金": "5",
        },
        {"预算金额": "30", "财政拨款": "25", "其他资金": "5"},
        {"实施期资金总额": "90", "财政拨款": "90", "年度资金总额": "30", "其他资金": "30"},
        {"总计": "30", "财政拨款": "29.996"},
        {"财政拨款": "20", "其他资金": "10", "合计": "30"},
        {"预算金额": "30", "项目属性": "1"},
        GRID,
    ],
)
def test_totals_that_their_parts_make_up_in_one_way(amounts: dict[str, str]) -> None:
    assert codes(sums(**amounts)) == []


@pytest.mark.parametrize(
    ("amounts", "total"),
    [
        ({"资金总额": "30", "中央补助": "10", "地方资金": "15"}, "资金总额"),
        ({"年度资金总额": "30", "当年财政拨款": "20", "上年结转资金": "5", "其他资金": "4"}, "年度资金总额"),
        ({"预算总额": "30", "基本支出": "12", "项目支出": "19"}, "预算总额"),
        ({"金额合计/总额": "30", "金额合计/财政拨款": "21", "金额合计/其他": "10"}, "金额合计/总额"),
        (GRID | {"其他资金/执行数": "9"}, "年度资金总额/执行数"),
        ({"实施期资金总额": "90", "财政拨款": "90", "年度资金总额": "30", "其他资金": "31"}, "年度资金总额"),
    ],
)
def test_totals_that_their_parts_do_not_make_up(amounts: dict[str, str], total: str) -> None:
    review = sums(**amounts)
    assert codes(review) == ["check.amount_parts"]
    assert review.issues[0].keys[0] == f"amounts[{total}]"


def test_a_sum_below_nothing() -> None:
    assert codes(sums(总计="-30")) == ["check.amount_negative"]
