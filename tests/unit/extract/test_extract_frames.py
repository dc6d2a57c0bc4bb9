"""What a program for tables prints around and within one is none of the form."""

from __future__ import annotations

import pytest
from read_texts import read, rows

from reviewer.model.review import Kind


@pytest.mark.parametrize("blank", ["NaN", "nan", "<NA>", "None", "null"])
def test_a_word_for_a_blank_cell_is_none(blank: str):
    review = read(
        f"项目名称,泵站改造,{blank},{blank}\n一级指标,二级指标,三级指标,指标值\n产出指标,数量指标,改造数量,3座\n{blank},质量指标,合格率,100%\n",
        "t.csv",
    )
    assert rows(review) == [("产出指标", "数量指标", "改造数量", "3座"), ("产出指标", "质量指标", "合格率", "100%")]
    (entry,) = [node for node in review.root.walk() if node.kind is Kind.PROJECT]
    assert entry.value("name") == "泵站改造"
    assert not [key for key in entry.fields if key.startswith("attributes[")]


def test_numbers_of_rows_and_columns_are_no_cells():
    review = read(
        ",0,1,2,3\n0,项目名称,泵站改造,,\n1,一级指标,二级指标,三级指标,指标值\n2,产出指标,数量指标,改造数量,3座\n3,,质量指标,合格率,100%\n",
        "t.csv",
    )
    assert rows(review) == [("产出指标", "数量指标", "改造数量", "3座"), ("产出指标", "质量指标", "合格率", "100%")]
    assert all(not key.startswith("extra[") for node in review.root.walk() for key in node.fields)


def test_names_of_columns_without_one_and_signs_of_a_merge_are_blanks():
    review = read(
        "| Unnamed: 0 | Unnamed: 1 | Unnamed: 2 | Unnamed: 3 |\n|---|---|---|---|\n| 项目名称 | 泵站改造 | | |\n"
        "| 一级指标 | 二级指标 | 三级指标 | 指标值 |\n| 产出指标 | 数量指标 | 改造数量 | 3座 |\n| ^ | 质量指标 | 合格率 | 100% |\n",
        "t.md",
    )
    assert rows(review) == [("产出指标", "数量指标", "改造数量", "3座"), ("产出指标", "质量指标", "合格率", "100%")]


def test_numbers_that_a_form_prints_before_its_rows_stay():
    review = read(
        "序号\t项目名称\t预算金额\t绩效目标\t三级指标\t指标值\n1\t甲\t5\t完成甲项目。\t改造数量\t3座\n2\t乙\t6\t完成乙项目。\t合格率\t100%\n3\t丙\t7\t完成丙项目。\t次数\t2次\n",
        "t.tsv",
    )
    entries = [node for node in review.root.walk() if node.kind is Kind.PROJECT]
    assert [entry.value("attributes[序号]") for entry in entries] == ["1", "2", "3"]


def test_numbers_of_the_columns_beneath_a_header_are_no_row():
    review = read(
        "项目名称\t年度绩效目标\t一级指标\t二级指标\t三级指标\t指标值\n1\t2\t3\t4\t5\t6\n"
        "泵站改造\t完成改造，保障排水。\t产出指标\t数量指标\t改造数量\t3座\n\t\t\t质量指标\t合格率\t100%\n",
        "t.tsv",
    )
    assert [entry.value("name") for entry in review.root.children] == ["泵站改造"]
    assert rows(review) == [("产出指标", "数量指标", "改造数量", "3座"), ("产出指标", "质量指标", "合格率", "100%")]
