"""Formulas without a stored result: empty and marked, wherever their cells are read."""

from __future__ import annotations

import io

import openpyxl

from reviewer.extract.pipeline import extract
from reviewer.model.fields import FieldRef
from reviewer.model.review import Node, Review
from reviewer.sources.registry import source_from_bytes

ROWS = [
    ["项目支出绩效目标表"],
    ["项目名称", "河道清淤项目"],
    ["年度资金总额（万元）", "=60.5+60", "其中：财政拨款", "120.50"],
    ["一级指标", "二级指标", "三级指标", "指标值"],
    ["产出指标", "数量指标", "清淤长度", '="≥"&80&"公里"'],
    ["产出指标", "质量指标", "验收合格率", "≥98%"],
    ["效益指标", "社会效益指标", "受益村民", "≥2000人"],
    ["满意度指标", "服务对象满意度指标", "村民满意度", "≥95%"],
]


def test_formulas_without_results() -> None:
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    review = extract(source_from_bytes("表.xlsx", out.getvalue()))
    (entry,) = review.entries
    rows = [child for child in entry.children if child.value("level3")]
    assert _state(review, entry, "amounts[年度资金总额（万元）]") == (None, True)
    assert _state(review, entry, "amounts[财政拨款]") == ("120.50", False)
    assert [_state(review, row, "annual_value") for row in rows][:2] == [(None, True), ("≥98%", False)]
    assert any("公式" in reason.text() for reason in review.reasons(FieldRef(rows[0].id, "annual_value")))


def _state(review: Review, node: Node, key: str) -> tuple[str | None, bool]:
    return node.value(key), review.is_doubtful(FieldRef(node.id, key))
