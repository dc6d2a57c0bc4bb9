"""The upper part of a form, its labels and values in columns that only blanks make: as rows of labels and values."""

from __future__ import annotations

import pytest

from reviewer.extract.aligned_form import form_rows
from reviewer.model.flow import Flow

NAME = ["项目名称", "路灯维护"]
GOAL = ["年度目标", "保障照明。"]


def rows(text: str) -> list[list[str]] | None:
    found = form_rows([Flow.loose(line) for line in text.split("\n")])
    return None if found is None else [list(row.texts) for row in found]


def test_labels_with_their_values_behind_wide_gaps_or_single_blanks() -> None:
    assert rows("项目名称      路灯维护          实施单位      路灯所\n年度目标      保障照明。") == [
        [*NAME, "实施单位", "路灯所"],
        GOAL,
    ]
    assert rows("项目名称 路灯维护 实施单位 路灯所\n资金总额 81.50 其中：财政拨款 60.00") == [
        [*NAME, "实施单位", "路灯所"],
        ["资金总额", "81.50", "其中：财政拨款", "60.00"],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "项目名称\n实施单位",
        "项目名称      路灯维护",
        "甲方      无\n乙方      无",
        "项目名称      路灯维护\n本表一式两份",
    ],
)
def test_lines_without_two_labels_or_without_a_value_are_no_form(text: str) -> None:
    assert rows(text) is None


def test_a_number_behind_a_label_begins_a_text_and_is_no_value() -> None:
    found = rows("项目名称      路灯维护\n年度目标 1.保障照明。\n实施单位      路灯所")
    assert found == [NAME, ["年度目标 1.保障照明。"], ["实施单位", "路灯所"]]


@pytest.mark.parametrize(("first", "second"), [("年度总体", "目标"), ("年度绩效", "总体目标")])
def test_a_label_that_wrapped_around_its_text_is_whole_with_the_text_behind_it(first: str, second: str) -> None:
    for text in ("保障全市照明，方便群众夜间出行。", "照明"):
        assert rows(f"{first}\n            {text}\n{second}\n项目名称      路灯维护") == [[first + second, text], NAME]


def test_a_name_half_above_and_half_below_the_line_of_its_label_is_whole() -> None:
    assert rows(
        "              城区主次干道路灯\n项目名称                            实施单位      路灯所\n              更换改造\n"
        "年度目标      保障照明。"
    ) == [["项目名称", "城区主次干道路灯更换改造", "实施单位", "路灯所"], GOAL]


def test_halves_that_overlap_the_line_between_them_are_not_put_into_it() -> None:
    found = (
        rows(
            "              城区主次干道路灯\n项目名称      路灯维护改造\n              更换改造\n年度目标      保障照明。"
        )
        or []
    )
    assert "城区主次干道路灯更换改造" not in {text for row in found for text in row}


def test_a_text_around_its_label_is_behind_it() -> None:
    assert rows(
        "项目名称      路灯维护\n              保障全市照明，方便群众夜间\n年度目标\n              出行，全年无事故。\n实施单位      路灯所"
    ) == [NAME, ["年度目标", "保障全市照明，方便群众夜间出行，全年无事故。"], ["实施单位", "路灯所"]]


def test_figures_under_labels_stand_under_those_that_they_are_printed_under() -> None:
    text = "资金来源      合计      财政拨款      其他资金\n          81.50   60.00     21.50\n项目名称      路灯维护"
    found = form_rows([Flow.loose(line) for line in text.split("\n")]) or []
    assert [(place, flow.text) for place, flow in found[1].cells] == [(1, "81.50"), (2, "60.00"), (3, "21.50")]
    assert [row.loose for row in found] == [False, False, True]


def test_figures_of_which_one_stands_under_no_label_are_read_in_their_order() -> None:
    text = "资金来源      合计      财政拨款      其他资金\n          81.50   60.00                    21.50\n项目名称      路灯维护"
    found = form_rows([Flow.loose(line) for line in text.split("\n")]) or []
    assert [row.loose for row in found] == [True, True, True]


def test_the_line_of_signatures_is_no_part_of_it() -> None:
    assert rows("项目名称      路灯维护\n年度目标      保障照明。\n单位负责人（签字）：      财务负责人（签字）：") == [
        NAME,
        GOAL,
    ]
