"""Tables that a text draws with lines of dashes."""

from __future__ import annotations

from reviewer.model.source import Grid, Source
from reviewer.sources.registry import source_from_bytes

MERGED = """项目绩效目标表

+----------+------------------+------------+---------+
| 项目名称 | 路灯维护                                |
+----------+------------------+------------+---------+
| 一级指标 | 二级指标         | 三级指标   | 指标值  |
+==========+==================+============+=========+
| 产出指标 | 数量指标         | 维护路灯   | ≥300盏 |
|          |                  | 数量 a|b   |         |
|          |                  +------------+---------+
|          |                  | 巡查次数   | 12次    |
|          +------------------+------------+---------+
|          | 质量指标         | 亮灯率     | ≥98%   |
+----------+------------------+------------+---------+
注：本表为例。
"""


def source_of(text: str) -> Source:
    return source_from_bytes("t.md", text.encode())


def cells(source: Source) -> list[tuple[int, int, int, int, str]]:
    """Every filled cell: row, column, rows and columns that it covers, text."""
    page = source.pages[0]
    grid = next(block for block in page.blocks if isinstance(block, Grid))
    texts = [(cell, "".join(page.text[span.start : span.end] for span in cell.spans)) for cell in grid.cells]
    return [(cell.row, cell.column, cell.row_span, cell.column_span, text) for cell, text in texts if text]


def test_cells_of_a_drawn_table_stay_merged_and_are_whole():
    assert cells(source_of(MERGED)) == [
        (0, 0, 1, 1, "项目名称"),
        (0, 1, 1, 3, "路灯维护"),
        (1, 0, 1, 1, "一级指标"),
        (1, 1, 1, 1, "二级指标"),
        (1, 2, 1, 1, "三级指标"),
        (1, 3, 1, 1, "指标值"),
        (2, 0, 3, 1, "产出指标"),
        (2, 1, 2, 1, "数量指标"),
        (2, 2, 1, 1, "维护路灯数量 a|b"),
        (2, 3, 1, 1, "≥300盏"),
        (3, 2, 1, 1, "巡查次数"),
        (3, 3, 1, 1, "12次"),
        (4, 1, 1, 1, "质量指标"),
        (4, 2, 1, 1, "亮灯率"),
        (4, 3, 1, 1, "≥98%"),
    ]


def test_lines_around_a_drawn_table_are_lines():
    page = source_of(MERGED).pages[0]
    assert [page.text[b.span.start : b.span.end] for b in page.blocks if not isinstance(b, Grid)] == [
        "项目绩效目标表",
        "注：本表为例。",
    ]


def test_a_terminals_table_has_a_row_a_line():
    drawn = """┏━━━━━━━━━━┳━━━━━━━━━━━━━━┳━━━━━━━━┓
┃ 一级指标 ┃ 三级指标     ┃ 指标值 ┃
┡━━━━━━━━━━╇━━━━━━━━━━━━━━╇━━━━━━━━┩
│ 产出指标 │ 维护路灯数量 │ ≥300盏 │
│ 效益指标 │ 投诉件数     │ 下降   │
└──────────┴──────────────┴────────┘
"""
    assert [(row, text) for row, _, _, _, text in cells(source_of(drawn))][-3:] == [
        (2, "效益指标"),
        (2, "投诉件数"),
        (2, "下降"),
    ]


def test_a_program_that_counts_a_chinese_character_as_one_column_is_understood():
    drawn = """+------+--------+
| 一级指标 | 指标值 |
+======+========+
| 产出指标 | ≥300盏 |
+------+--------+
| 效益指标 | 下降 |
+------+--------+
"""
    assert [text for *_, text in cells(source_of(drawn))] == [
        "一级指标",
        "指标值",
        "产出指标",
        "≥300盏",
        "效益指标",
        "下降",
    ]


def test_rows_between_which_nothing_is_drawn():
    head = "+------+--------+\n| 名称 | 指标值 |\n+======+========+\n"
    rows = "| 页数 | ≥80    |\n| 条数 | ≥60    |\n| 比率 | ≥98%   |\n+------+--------+\n"
    found = [(row, column, text) for row, column, _, _, text in cells(source_of(head + rows))]
    assert [text for row, _, text in found if row == 2] == ["条数", "≥60"]
    wrapped = "| 页数 | ≥80    |\n| 其中 |        |\n| 新的 |        |\n+------+--------+\n"
    assert (1, 0, 1, 1, "页数其中新的") in cells(source_of(head + wrapped))


def test_a_rule_that_crosses_bars_is_one():
    """As org-mode draws it."""
    text = "| 名称 | 指标值 |\n|------+--------|\n| 页数 | ≥80 |\n|------+--------|\n| 条数 | ≥60 |\n"
    assert [row[4] for row in cells(source_of(text))] == ["名称", "指标值", "页数", "≥80", "条数", "≥60"]
