"""A row below the indicators that says something of all of them: where it was read as one more of them, it is marked."""

from __future__ import annotations

import pytest
from read_texts import codes, indicators, read

ROWS = """项目绩效目标表
项目名称 石桥修缮补助经费
总体目标 修好三座石桥，让村民放心通行。
一级指标 二级指标 三级指标 指标值
产出指标 数量指标 修缮石桥 ≥3座
产出指标 质量指标 验收合格率 =100%
效益指标 社会效益指标 绕行村民 明显减少
满意度指标 满意度指标 村民满意度 ≥90%
"""


@pytest.mark.parametrize(
    ("row", "marked"),
    [
        ("联农带农机制 不涉及。", True),
        ("联农带农机制 不涉及", True),
        ("监控评估结论 正常推进", True),
        ("对项目的评价 继续实施，适当压减", True),
        ("外来游客满意度 ≥85%", False),
        ("村民投诉次数 明显下降", False),
        ("效益指标 可持续影响指标 管护机制 不涉及。", False),
    ],
)
def test_the_last_row_is_marked_where_it_says_something_of_all(row: str, marked: bool) -> None:
    last = indicators(read(ROWS + row + "\n"))[-1]
    assert last.value("level3") == row.split()[-2]
    assert ("read.name_odd" in codes(last, "level3")) == marked


def test_sentences_in_other_rows_too_say_nothing_against_the_last() -> None:
    text = ROWS.replace("明显减少", "明显减少，出行方便。") + "村民投诉 明显下降，长期保持。\n"
    last = indicators(read(text))[-1]
    assert last.value("level3") == "村民投诉"
    assert "read.name_odd" not in codes(last, "level3")


def test_nothing_is_said_of_the_rows_above() -> None:
    found = indicators(read(ROWS + "联农带农机制 不涉及。\n"))
    assert not any("read.name_odd" in codes(node, "level3") for node in found[:4])
