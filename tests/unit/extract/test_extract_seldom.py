"""What few documents show, each by the least text that does: parts of values in odd orders, scraps in cells, titles."""

from __future__ import annotations

import pytest
from read_texts import read, rows

from reviewer.extract.infer import with_names_told
from reviewer.extract.labels import Role
from reviewer.extract.pairs import with_pairs_apart
from reviewer.extract.rows import Column, Row
from reviewer.model.flow import Flow
from tests.unit.extract.marked_texts import assembled
from tests.unit.extract.marked_texts import rows as rows_of


@pytest.mark.parametrize(
    "value",
    [
        "{sign:≥} {annual_value:30} {measure:盏}",
        "{measure:盏} {sign:≥} {annual_value:30}",
        "{annual_value:30} {measure:盏} {sign:≥}",
    ],
)
def test_sign_number_and_unit_are_said_in_order_however_their_columns_stand(value: str) -> None:
    made = assembled(
        "{title:项目支出绩效目标表}\n{header:项目名称} {name:路灯更换项目}\n"
        f"{{level1:产出指标}} {{level2:数量指标}} {{level3:更换路灯数}} {value}\n"
    )
    assert rows_of(made["entries"][0]) == [("产出指标", "数量指标", "更换路灯数", None, "≥30盏")]


def test_a_scrap_at_the_end_of_a_cell_that_the_net_is_hardly_sure_of_is_part_of_the_name_before_it() -> None:
    made = assembled(
        "{title:项目支出绩效目标表}\n{header:项目名称} {name:路灯更换项目}\n"
        "| {level1:产出指标} | {level2:数量指标} | {level3~0.9:更换街巷路灯}{measure~0.1:盏数} | {annual_value:30盏} |\n"
    )
    assert rows_of(made["entries"][0])[0][2] == "更换街巷路灯盏数"


def test_a_foreign_document_has_the_title_that_stands_beneath_what_every_paper_prints_above_it() -> None:
    table = "收入\t预算数\t支出\t预算数\n一般公共预算拨款\t3260.5\t教育支出\t2800\n事业收入\t120\t社会保障和就业支出\t580.5\n"
    for above in ("附件1\n", "单位：万元\n", "附件1\n单位：万元\n", ""):
        review = read(f"{above}望溪县2027年收支预算总表\n{table}收入总计\t3380.5\t支出总计\t3380.5\n")
        assert review.root.value("title") == "望溪县2027年收支预算总表"
        assert not review.root.children


def test_what_stands_above_a_table_with_the_unit_of_money_is_no_pair_of_a_form() -> None:
    def row(*texts: str) -> Row:
        return Row(tuple((place, Flow.loose(text)) for place, text in enumerate(texts)), 0)

    above = row("项目单位：云泽市水务局", "单位：万元")
    assert with_pairs_apart(above) is above
    assert list(with_pairs_apart(row("项目单位：云泽市水务局", "泵站")).texts) == ["项目单位", "云泽市水务局", "泵站"]


@pytest.mark.parametrize("lines", [2, 3, 4])
def test_names_one_to_a_row_under_the_word_for_indicators_are_told_by_three_of_them(lines: int) -> None:
    columns = [
        Column(0, Role.ENTRY_NAME, "项目名称"),
        Column(1, Role.INDICATORS, "绩效指标"),
        Column(2, Role.ANNUAL_VALUE, "指标值"),
    ]
    names = ("泵站完好率", "巡查及时率", "居民满意度", "水质合格率")[:lines]
    below = [Row(((1, Flow.loose(name)), (2, Flow.loose("≥95%"))), 0) for name in names]
    assert with_names_told(columns, below)[1].role is (Role.LEVEL3 if lines >= 3 else Role.INDICATORS)


def test_the_rest_of_both_values_joins_each_and_the_rest_of_one_the_value_that_stands_alone() -> None:
    head = "项目名称\t泵站\t\t\t\n一级指标\t二级指标\t三级指标\t实施期目标值\t年度目标值\n"
    both = read(
        f"{head}产出指标\t数量指标\t新建泵站\t90座大型\t30座大型\n\t\t\t灌溉泵站\t排涝泵站\n\t质量指标\t合格率\t100%\t98%\n",
        "t.tsv",
    )
    assert rows(both, "level3", "period_value", "annual_value") == [
        ("新建泵站", "90座大型灌溉泵站", "30座大型排涝泵站"),
        ("合格率", "100%", "98%"),
    ]
