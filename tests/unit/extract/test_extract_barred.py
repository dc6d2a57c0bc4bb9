"""Bars between cells and none before a row: the rows are found by how many bars they have."""

from __future__ import annotations

import pytest

from tests.unit.extract.read_texts import read, rows

FORM = """项目绩效目标表 | ||||||
(2023年度) | ||||||
项目名称 | 老旧路灯更换项目 | 实施单位 | 望川区路灯管理所 | |||
项目资金 (万元) | 年度资金总额: | 85.00 | ||||
绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | ||
产出指标 | 数量指标 | 更换路灯数 | 30盏 | |||
更换灯杆数 | 12根 | |||||
质量指标 | 亮灯率 | ≥98% | ||||
满意度指标 | 服务对象满意度指标 | 居民满意度 | ≥90% | |||
"""
WANTED = [
    ("产出指标", "数量指标", "更换路灯数", "30盏"),
    ("产出指标", "数量指标", "更换灯杆数", "12根"),
    ("产出指标", "质量指标", "亮灯率", "≥98%"),
    ("满意度指标", "服务对象满意度指标", "居民满意度", "≥90%"),
]


def test_a_row_a_line() -> None:
    review = read(FORM)
    assert rows(review) == WANTED
    assert [entry.value("name") for entry in review.entries] == ["老旧路灯更换项目"]


def test_a_cell_a_line_and_a_foot_below() -> None:
    text = "\n".join(line.replace(" | ", " |\n").replace("\n|", "\n|\n|", 0) for line in FORM.splitlines())
    review = read(text + "\n扫一扫在手机打开当前页\n")
    assert rows(review) == WANTED
    assert [entry.value("name") for entry in review.entries] == ["老旧路灯更换项目"]


def test_cells_that_wrap_and_a_line_of_nothing_but_bars() -> None:
    review = read(FORM.replace("更换路灯数", "更换\n路灯数").replace("满意度指标 | 服务", "|||||||\n满意度指标 | 服务"))
    assert rows(review) == WANTED


@pytest.mark.parametrize("lead", ["| ", "|"])
def test_a_table_with_bars_before_its_rows_stays_a_grid(lead: str) -> None:
    text = "| 项目名称 | 路灯项目 |\n| 一级指标 | 二级指标 | 三级指标 | 指标值 |\n| 产出指标 | 数量指标 | 路灯数 | 30盏 |\n"
    assert read(text.replace("| ", lead, 1)).source.format == "markdown"
