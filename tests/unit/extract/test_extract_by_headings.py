"""Indicators written out under headings of their levels, an item to an indicator."""

from __future__ import annotations

import pytest

from reviewer.extract.readings.by_headings import segments_by_headings
from tests.unit.extract.read_texts import indicators, read, rows

NOTE = """# 项目绩效目标申报表

（2023年度）

**项目名称：**石桥渡口修缮

**实施单位：**望川区渡口管理站

## 年度目标

保证渡口通行安全。

## 绩效指标

### 产出指标

#### 数量指标

- 修缮渡口：≥4处
- 更换缆绳：120米

#### 质量指标

- 工程验收合格率：100%

### 满意度指标

#### 满意度指标

- 村民满意度：≥90%
"""
WANTED = [
    ("产出指标", "数量指标", "修缮渡口", "≥4处"),
    ("产出指标", "数量指标", "更换缆绳", "120米"),
    ("产出指标", "质量指标", "工程验收合格率", "100%"),
    ("满意度指标", "满意度指标", "村民满意度", "≥90%"),
]


def _said(text: str) -> list[tuple[str, str]]:
    found = segments_by_headings(text)
    assert found is not None
    return [(segment.role.value, text[segment.start : segment.end]) for segment in found[1]]


def test_headings_are_levels_and_items_are_names_with_values() -> None:
    assert _said(NOTE)[:4] == [
        ("level1", "产出指标"),
        ("level2", "数量指标"),
        ("level3", "修缮渡口"),
        ("annual_value", "≥4处"),
    ]
    assert _said(NOTE)[-4:-2] == [("level1", "满意度指标"), ("level2", "满意度指标")]


def test_what_the_headings_tell_bears_the_other_reading_out() -> None:
    review = read(NOTE, "t.md")
    assert rows(review) == WANTED
    said = {reason.code for node in indicators(review) for field in node.fields.values() for reason in field.reasons}
    assert not said & {"read.layout_unknown", "read.learned"}
    (entry,) = review.entries
    assert (entry.value("name"), entry.value("unit")) == ("石桥渡口修缮", "望川区渡口管理站")


@pytest.mark.parametrize(
    "text",
    [
        NOTE.replace("- 更换缆绳", "另有一段文字\n- 更换缆绳"),
        NOTE.replace("：≥4处", "").replace("：120米", ""),
        NOTE.replace("数量指标", "数量")
        .replace("产出指标", "产出")
        .replace("质量指标", "质量")
        .replace("意度指标", "意度"),
    ],
    ids=["another line between", "few values", "no levels"],
)
def test_other_lines_between_are_no_list_under_headings(text: str) -> None:
    assert segments_by_headings(text) is None
