"""Places for seals, and what seals say, beside the names of offices."""

from __future__ import annotations

import pytest
from read_texts import read, rows

FORM = (
    "项目名称\t渠道清淤\t主管部门\t{}\n实施单位\t{}\t项目期\t2026年\n年度目标\t清淤。\t\t\n"
    "一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t清淤长度\t≥30公里\n{}"
)
"""A form with the department above it, the unit that carries it out, and what stands beneath it."""


@pytest.mark.parametrize(
    "seal",
    ["（公章）", " （盖章）", "【盖章】", "(单位盖章)", "（章）", "(已盖章)", " 盖章", "（签章处）", "（此处加盖公章）", "〔公章〕",
     "（公章）2026年1月5日",
     "[印章]", "（印）", "（签字盖章）", "（电子印章）", "（公 章）", "[印章：甲县水利站]", "（甲县水利站公章）", "财务专用章"],
)  # fmt: skip
def test_a_seal_behind_a_name_is_none_of_it(seal: str) -> None:
    (entry,) = read(FORM.format(f"甲县水利局{seal}", f"甲县水利站{seal}", "")).root.children
    assert (entry.value("unit"), entry.value("attributes[主管部门]")) == ("甲县水利站", "甲县水利局")


def test_a_seal_before_a_name_is_none_of_it() -> None:
    (entry,) = read(FORM.format("甲县水利局", "（盖章）甲县水利站", "")).root.children
    assert entry.value("unit") == "甲县水利站"


@pytest.mark.parametrize("name", ["甲县印章管理站", "甲县公章制作所（本级）", "甲县乐章艺术团", "甲县站（水利）"])
def test_a_name_that_speaks_of_seals_stays(name: str) -> None:
    (entry,) = read(FORM.format("甲县水利局", name, "")).root.children
    assert entry.value("unit") == name


def test_the_date_at_the_place_of_a_seal_is_no_unit() -> None:
    review = read(FORM.format("甲县水利局", "甲县水利站", "单位负责人（签字）：\t\t单位（盖章）\t2026年1月5日\n"))
    (entry,) = review.root.children
    assert entry.value("unit") == "甲县水利站"
    assert rows(review) == [("产出指标", "数量指标", "清淤长度", "≥30公里")]


def test_the_place_of_a_seal_under_an_opinion_stays_as_it_is_printed() -> None:
    (entry,) = read(FORM.format("甲县水利局", "甲县水利站", "单位意见\t（盖章） 2026年1月5日\t\t\n")).root.children
    assert entry.value("attributes[单位意见]") == "（盖章） 2026年1月5日"
