"""Texts whose cells ran together: names that the net cut, points before a name, figures and heads of a grid of money."""

from __future__ import annotations

import pytest

from tests.unit.extract import marked_texts
from tests.unit.extract.marked_texts import assembled

FORM = "{header:项目名称}{name:水渠维修项目}"
LEVELS = "{level1:产出指标}{level2:质量指标}"


def rows(text: str) -> list[tuple[str | None, ...]]:
    """The indicators as (level 1, level 2, level 3, annual value)."""
    (entry,) = assembled(text)["entries"]
    return [(*row[:3], row[4]) for row in marked_texts.rows(entry)]


@pytest.mark.parametrize(
    ("marked", "name"),
    [
        ("{level3:如期完成清}{level3:淤}", "如期完成清淤"),
        ("{level2:堤段}{level3:(水下)}{level3:验收合格率}", "堤段(水下)验收合格率"),
        ("{level3:维修及时率}{level3:%}", "维修及时率%"),
    ],
)
def test_a_name_that_the_net_cut_is_one(marked: str, name: str) -> None:
    assert rows(FORM + LEVELS + marked + "{annual_value:100%}") == [("产出指标", "质量指标", name, "100%")]


@pytest.mark.parametrize(
    "marked",
    [
        "{level3:维修水渠长度}{level3:清淤土方数量}{annual_value:9公里}",
        "{level3:甲甲}\n{level3:乙乙}{annual_value:9公里}",
    ],
)
def test_two_whole_names_and_those_of_two_lines_stay_apart(marked: str) -> None:
    assert len(rows(FORM + "{level1:产出指标}{level2:数量指标}" + marked)) == 2


def test_a_level_of_a_list_before_a_name_stays_one() -> None:
    found = rows(FORM + "{level1:产出指标}{level2:建设类}{level3:维修水渠长度}{annual_value:9公里}")
    assert found == [("产出指标", "建设类", "维修水渠长度", "9公里")]


def test_points_before_a_name_are_no_part_of_it_and_the_signed_figure_behind_it_is_its_value() -> None:
    text = (
        FORM
        + "{level1:产出指标}{level2:数量指标}{level3:维修水渠长度}{extra:10}{annual_value:≥26米}{annual_value:≥26米}"
        "{extra:10清淤}{extra:(人工)}{extra:完成率}{extra:20}{extra:≥90%}{extra:≥90%}{extra:20}"
    )
    assert [row[2:] for row in rows(text)] == [("维修水渠长度", "≥26米"), ("清淤(人工)完成率", "≥90%")]


def test_a_note_behind_the_rows_holds_none() -> None:
    text = (
        FORM
        + LEVELS
        + "{level3:维修合格率}{annual_value:98%}总分100注:1.{level1:满意度指标}10分、{level3:预算资金执行率}10分"
    )
    assert rows(text) == [("产出指标", "质量指标", "维修合格率", "98%")]


def amounts(text: str) -> dict[str, str]:
    (entry,) = assembled(text)["entries"]
    return {label: amount["value"] for label, amount in entry["amounts"].items() if amount["value"]}


HEADS = "{amount_column:全年预算数}(A){amount_column:全年执行数}(B){header:执行率(B/A)}"
ONE_HEAD = "{amount_column:全年预算数(A)全年执行数(B)执行率(B/A)}"


@pytest.mark.parametrize("heads", [HEADS, ONE_HEAD])
@pytest.mark.parametrize(
    ("figures", "planned", "spent"),
    [
        ("{amount:40004000}100%", "4000", "4000"),
        ("{amount:8.4006.3001075.00}%7.5", "8.400", "6.300"),
        ("{amount:2020}其他", "20", "20"),
        ("{amount:90.0089.97499.97}%", "90.00", "89.974"),
    ],
)
def test_figures_that_ran_together_are_those_that_give_their_rate(
    heads: str, figures: str, planned: str, spent: str
) -> None:
    found = amounts(
        FORM + heads + "{amount_label:年度资金总额}:" + figures + LEVELS + "{level3:合格率}{annual_value:98%}"
    )
    assert found == {"年度资金总额/全年预算数(A)": planned, "年度资金总额/全年执行数(B)": spent}


def test_figures_that_nothing_parts_for_sure_stay_as_they_are() -> None:
    found = amounts(
        FORM + HEADS + "{amount_label:年度资金总额}:{amount:4120398}" + LEVELS + "{level3:合格率}{annual_value:98%}"
    )
    assert found == {"年度资金总额/全年预算数(A)": "4120398"}


def test_a_head_of_two_words_is_one() -> None:
    heads = "{amount_column:年初预算}\n{amount_column:预算执行数}\n"
    found = amounts(
        FORM
        + "\n"
        + heads
        + "{amount_label:总额}\n{amount:5.2}\n{amount:4.8}\n"
        + LEVELS
        + "{level3:合格率}{annual_value:98%}"
    )
    assert found == {"总额/年初预算": "5.2", "总额/预算执行数": "4.8"}
