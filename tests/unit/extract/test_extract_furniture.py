"""Lines that pages print amid a text that goes on over them: their numbers and what stands beside these are none of its cells."""

from __future__ import annotations

import pytest
from read_texts import read, rows

from reviewer.extract.pipeline import readings_of
from reviewer.extract.readings.reading import By
from reviewer.extract.sequence.furniture import Without, is_within, lines_of_pages
from reviewer.extract.sequence.roles import Segment, SegmentRole
from reviewer.model.review import Review
from reviewer.sources.registry import source_from_bytes

CELLS = """项目绩效目标表
（2024年度）
项目名称
石桥修缮补助经费
业务主管单位
柳湾县文保所
预算总额
47.54
总体绩效目标
修好三座石桥
{}，让村民放心通行。
绩效指标
一级指标
二级指标
三级指标
指标值
产出指标
数量指标
修缮石桥
≥3座
更换桥面石板
60块
{}
质量指标
验收合格率
=100%
效益指标
社会效益指标
绕行村民
明显减少
"""
WANTED = [
    ("产出指标", "数量指标", "修缮石桥", "≥3座"),
    ("产出指标", "数量指标", "更换桥面石板", "60块"),
    ("产出指标", "质量指标", "验收合格率", "=100%"),
    ("效益指标", "社会效益指标", "绕行村民", "明显减少"),
]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("\n— 12 —\n柳湾县文保所2024年部门预算\n", "— 13 —\n柳湾县文保所2024年部门预算"),
        ("\n柳湾县文保所年度公开材料\n第12页\n", "柳湾县文保所年度公开材料\n第13页"),
        ("\n- 2 -\n", "\n- 3 -\n"),
    ],
)
def test_a_page_break_within_the_goal_and_between_rows_leaves_both_whole(first: str, second: str) -> None:
    review = read(CELLS.format(first, second))
    assert rows(review) == WANTED
    [entry] = review.root.children
    assert (entry.value("name"), entry.value("goal")) == ("石桥修缮补助经费", "修好三座石桥，让村民放心通行。")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("甲\n— 3 —\n乙\n", ["— 3 —"]),
        ("甲\n第 3 页 共 9 页\n乙\n3/9\n丙", ["第 3 页 共 9 页", "3/9"]),
        ("甲\n\n- 3 -\n\n某县林业局2024年度部门预算公开\n\n乙\n", ["- 3 -", "某县林业局2024年度部门预算公开"]),
        (
            "护林防火宣传册\n- 3 -\n甲\n护林防火宣传册\n- 4 -\n乙",
            ["护林防火宣传册", "- 3 -", "护林防火宣传册", "- 4 -"],
        ),
        ("护林防火宣传\n- 3 -\n甲\n护林防火宣传\n乙\n护林防火宣传\n- 4 -\n", ["- 3 -", "- 4 -"]),
        ("护林防火宣传\n- 3 -\n甲\n", ["- 3 -"]),
        ("2024年预算绩效目标表\n- 3 -\n甲\n", ["- 3 -"]),
        ("产出指标\n- 3 -\n数量指标\n产出指标\n- 4 -\n", ["- 3 -", "- 4 -"]),
        ("三级指标\n- 3 -\n数量\n三级指标\n- 4 -\n", ["- 3 -", "- 4 -"]),
        ("修桥\n3\n12座\n3座\n1-3\n", []),
        ("", []),
    ],
)
def test_which_lines_are_of_the_page(text: str, found: list[str]) -> None:
    """A bare figure may be a value, a level or a label is a cell, and what stands elsewhere too is one."""
    lines = [line for start, end in lines_of_pages(text) for line in text[start:end].split("\n") if line.strip()]
    assert lines == found


def test_a_segment_over_what_was_left_out_comes_back_in_pieces() -> None:
    text = "修好石桥\n— 3 —\n，方便通行。\n三座\n"
    left = Without(text, lines_of_pages(text))
    assert left.text == "修好石桥\n，方便通行。\n三座\n"
    goal = Segment(SegmentRole.GOAL, 0, left.text.index("三"), 0.9)
    value = Segment(SegmentRole.ANNUAL_VALUE, left.text.index("三"), left.text.index("三") + 2, 0.8)
    back = [(s.role, text[s.start : s.end], s.probability, s.continues) for s in left.back([goal, value])]
    assert back == [
        (SegmentRole.GOAL, "修好石桥", 0.9, False),
        (SegmentRole.GOAL, "，方便通行。", 0.9, True),
        (SegmentRole.ANNUAL_VALUE, "三座", 0.8, False),
    ]


def test_places_within_stretches() -> None:
    assert [is_within(place, [(2, 4), (7, 8)]) for place in range(9)] == [n in (2, 3, 7) for n in range(9)]


LINES = """项目绩效目标表
项目名称 石桥修缮补助经费
主管部门 柳湾县文保所
总体绩效目标 修好三座石桥
- 16 -
柳湾县文保所2024年度单位预算
，让村民放心通行。
绩效指标 一级指标 二级指标 三级指标 指标值
产出指标 数量指标 修缮石桥 ≥3座
更换桥面石板 60块
- 17 -
柳湾县文保所2024年度单位预算
质量指标 验收合格率 =100%
效益指标 社会效益指标 绕行村民 明显减少
"""


@pytest.mark.parametrize("way", list(By))
def test_every_reading_by_itself_leaves_such_lines_out_of_goal_and_rows(way: By) -> None:
    source = source_from_bytes("t.txt", LINES.encode())
    [found] = [one for one in readings_of(source) if one.by is way]
    review = Review(source, found.root)
    assert review.root.children[0].value("goal") == "修好三座石桥，让村民放心通行。"
    assert rows(review)[:3] == WANTED[:3]
    assert not [row for row in rows(review) if "年度单位预算" in str(row)]
