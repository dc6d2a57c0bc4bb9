"""How an entry's rows follow each other: two tables taken for one are doubted, a table in its own order is not."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from model_building import Maker, names, rows

from reviewer.model.checks import run_checks
from reviewer.model.fields import FieldRef
from reviewer.model.history import History
from reviewer.model.reshaping import split_entry
from reviewer.model.review import Review
from reviewer.model.stops import stop_of

LEVELS = {"产": ("产出指标", "数量指标"), "质": ("产出指标", "质量指标"), "效": ("效益指标", "社会效益指标"),
          "满": ("满意度指标", "服务对象满意度指标")}  # fmt: skip


def project(order: str) -> Review:
    """One project whose indicators have these levels, one letter each."""
    make = Maker()
    made = []
    for number, letter in enumerate(order):
        level1, level2 = LEVELS[letter]
        made.append(make.indicator(f"第{number}项", level1=level1, level2=level2))
    return make.review(make.project("农村公路养护", *made))


def doubted(review: Review, code: str) -> list[tuple[int, tuple[str, ...]]]:
    """The rows with this finding by their number, -1 for the project itself, and the fields that are named."""
    run_checks(review)
    place = {node.id: at for at, node in enumerate(review.entries[0].children)}
    return sorted((place.get(issue.node, -1), issue.keys) for issue in review.issues if issue.code == code)


@pytest.mark.parametrize(
    "order", ["产质效满产质效满", "产产产效产产效满产产效效", "产产效满产质效满质质效满", "产质效满产效质满产质效满"]
)
def test_levels_that_begin_again_doubt_the_project_and_every_name(order: str) -> None:
    rows_ = [(at, ("level3",)) for at in range(len(order))]
    assert doubted(project(order), "check.levels_again") == [(-1, ("name",)), *rows_]


@pytest.mark.parametrize(
    ("sides", "expected"),
    [
        ("期期期期年年年年", 0),
        ("年年年年期期期期", 0),
        ("期期期年年年年年", 9),
        ("年年年年年年年年", 9),
        ("期期年年期期年年", 9),
    ],
)
def test_a_block_for_the_period_above_one_for_the_year_has_levels_of_its_own(sides: str, expected: int) -> None:
    make = Maker()
    made = [
        make.indicator(
            f"第{number}项",
            level1=LEVELS[letter][0],
            level2=LEVELS[letter][1],
            period_value="≥1个" if side == "期" else None,
            annual_value="≥1个" if side == "年" else None,
        )
        for number, (letter, side) in enumerate(zip("产质效满产质效满", sides, strict=True))
    ]
    review = make.review(make.project("农村公路养护", *made))
    assert len(doubted(review, "check.levels_again")) == expected


@pytest.mark.parametrize(
    "order",
    [
        "产质效满",  # once
        "产产产质质质",  # one level 1 only
        "产效产产产产产效满",  # a block for the period, one for the year: the first is too short for a project
        "效满产产质效",  # a list in any order
        "产质效质产质效满",  # the same: a level 1 comes twice in a run
        "产质效质效满",
    ],
)
def test_an_order_of_its_own_is_no_second_project(order: str) -> None:
    assert doubted(project(order), "check.levels_again") == []


def test_a_run_that_begins_with_another_level_2_is_no_second_project() -> None:
    assert doubted(project("产质效满质产效满"), "check.levels_again") == []


def test_the_second_project_made_one_settles_it_in_one_act() -> None:
    review = project("产质效满产质效满")
    history = History(review)
    run_checks(review)
    first = review.entries[0]
    before = names(review)
    act = split_entry(review, first.children[4])
    history.do(act)
    run_checks(review)
    assert [entry for _, entry in names(review)] == [[f"第{n}项" for n in range(4)], [f"第{n}项" for n in range(4, 8)]]
    assert act.focus == FieldRef(review.entries[1].id, "name"), "the name that is missing is in hand"
    assert [issue.code for issue in review.issues if issue.code == "check.levels_again"] == []
    history.undo()
    assert names(review) == before


def test_a_project_is_not_parted_before_its_first_row_nor_at_the_project_itself() -> None:
    review = project("产质")
    with pytest.raises(ValueError, match="before this one"):
        split_entry(review, rows(review, 0)[0])
    with pytest.raises(ValueError, match="first row"):
        split_entry(review, review.entries[0])


def test_only_rows_of_an_entry_begin_another_one() -> None:
    review = project("产质效满")
    for node in (review.root, review.entries[0]):
        with pytest.raises(ValueError, match="first row of the other"):
            split_entry(review, node)


def test_the_names_doubted_together_are_one_question() -> None:
    review = project("产质效满产质效满")
    run_checks(review)
    stop = stop_of(review, FieldRef(rows(review, 0)[2].id, "level3"))
    assert [ref.node for ref in stop] == [row.id for row in rows(review, 0)]


def values(*sides: str) -> Review:
    """One project whose indicators have values in the period (p), the year (a), both (b), or none (-)."""
    make = Maker()
    made = [
        make.indicator(f"第{n}项", annual="≥2次" if side in "ab" else None, period="≥1次" if side in "pb" else None)
        for n, side in enumerate(sides)
    ]
    return make.review(make.project("农村公路养护", *made))


@pytest.mark.parametrize(
    ("sides", "marked"),
    [
        ("papa", "papa"),
        ("ppa-ap", "ppaap"),
        ("pab-pa", "pabpa"),
        ("pppaaa", ""),  # a block for each
        ("bbbpab", ""),  # both as a rule
        ("bbpabbap", ""),  # half of them
        ("aaaa", ""),
    ],
)
def test_values_that_jump_between_period_and_year_are_doubted(sides: Sequence[str], marked: str) -> None:
    keys = {"p": ("period_value",), "a": ("annual_value",), "b": ("period_value", "annual_value")}
    found = doubted(values(*sides), "check.values_alternate")
    assert [key for _, key in found] == [keys[side] for side in marked]
