"""Labels printed in two languages."""

from __future__ import annotations

import pytest
from read_texts import read, rows

from reviewer.extract.languages import chinese_label, is_foreign
from reviewer.model.flow import Flow
from reviewer.model.review import Kind

LABELS = (
    "项目名称",
    "实施单位",
    "资金总额（万元）",
    "年度目标",
    "一级指标",
    "二级指标",
    "三级指标",
    "指标值",
    "产出指标",
    "数量指标",
)
BEFORE = "Project name|Implementing unit|Total funds (10,000 yuan)|Goal|Level 1|Level 2|Level 3|Target|Output|Quantity"
BEHIND = "Project name|Agency|Funds|Annual objective|Level-1|Level-2|Level-3|Target value|Output|Users' quantity"
PRINTED = {
    "english in front": [f"{word}{label}" for word, label in zip(BEFORE.split("|"), LABELS, strict=True)],
    "english behind": [f"{label} / {word}" for word, label in zip(BEHIND.split("|"), LABELS, strict=True)],
    "another script": [f"རྣམ་གྲངས་མིང་། {label}" for label in LABELS],
}


@pytest.mark.parametrize("way", PRINTED)
def test_the_chinese_label_rules(way: str):
    name, unit, funds, goal, level1, level2, level3, value, output, quantity = PRINTED[way]
    review = read(
        "<p>Performance target table</p><p>项目支出绩效目标表</p><table>"
        f"<tr><td>{name}</td><td colspan=3>LED路灯维护</td></tr><tr><td>{unit}</td><td colspan=3>甲市路灯所</td></tr>"
        f"<tr><td>{funds}</td><td colspan=3>20.5</td></tr><tr><td>{goal}</td><td colspan=3>更换LED路灯300盏。</td></tr>"
        f"<tr><td>{level1}</td><td>{level2}</td><td>{level3}</td><td>{value}</td></tr>"
        f"<tr><td>{output}</td><td>{quantity}</td><td>更换LED灯具</td><td>≥300盏</td></tr></table>",
        "t.html",
    )
    (entry,) = review.root.children
    keys = ("name", "unit", "goal", "amounts[资金总额（万元）]")
    assert entry.kind is Kind.PROJECT
    assert [entry.value(key) for key in keys] == ["LED路灯维护", "甲市路灯所", "更换LED路灯300盏。", "20.5"]
    assert rows(review) == [("产出指标", "数量指标", "更换LED灯具", "≥300盏")]
    assert review.root.value("title") == "项目支出绩效目标表"


def test_a_text_with_foreign_words_is_no_label_in_two_languages():
    assert chinese_label(Flow.loose("更换LED灯具")) is None
    assert chinese_label(Flow.loose("PPP项目资金")) is None
    assert chinese_label(Flow.loose("项目名称")) is None


def test_a_line_in_another_language():
    assert is_foreign("Performance target table")
    assert not is_foreign("LED路灯")
    assert not is_foreign("≥95%")
