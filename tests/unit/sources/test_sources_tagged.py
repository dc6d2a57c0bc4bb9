"""Texts whose tables are HTML, as converters of PDFs write them."""

from __future__ import annotations

from reviewer.model.source import Grid
from reviewer.sources.registry import source_from_bytes

TEXT = (
    '# 项目支出绩效目标表\n\n（2024年度）\n\n<html><body><table><tr><td>项目名称</td><td colspan="2">路灯&lt;维护</td></tr>'
    '<tr><td rowspan="2">产出指标</td><td>甲</td><td>≥3</td></tr><tr><td>乙</td><td>5</td></tr></table></body></html>\n\n'
    "注：单位为盏\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n"
)


def cells(text: str) -> list[list[tuple[int, int, str]]]:
    source = source_from_bytes("t.md", text.encode())
    return [
        [(c.row, c.column, "".join(source.text((span,)) for span in c.spans)) for c in block.cells if c.spans]
        for _, block in source.blocks()
        if isinstance(block, Grid)
    ]


def test_tables_in_tags_are_tables_and_lines_are_lines():
    first, second = cells(TEXT)
    assert first == [
        (0, 0, "项目名称"), (0, 1, "路灯<维护"), (1, 0, "产出指标"), (1, 1, "甲"), (1, 2, "≥3"), (2, 1, "乙"), (2, 2, "5"),
    ]  # fmt: skip
    assert second == [(0, 0, "甲"), (0, 1, "乙"), (1, 0, "1"), (1, 1, "2")]
    text = source_from_bytes("t.md", TEXT.encode()).pages[0].text
    assert text.splitlines()[:2] == ["项目支出绩效目标表", "（2024年度）"]
    assert "<td" not in text


def test_a_text_that_only_speaks_of_tables_stays_text():
    source = source_from_bytes("t.txt", "用 <table> 写表格。\n共 3 行\n".encode())
    assert source.format == "text"


def test_rows_with_bars_beside_tables_in_html() -> None:
    text = (
        "| 名 | 值 |\n|:-:|-:|\n| a\\|b | &ge;80 |\n| ~~旧~~新 | - |\n| - | - |\n\n"
        "<table><tr><td>甲</td><td>乙</td></tr><tr><td>丙</td><td>丁</td></tr></table>\n"
    )
    source = source_from_bytes("a.md", text.encode())
    assert source.pages[0].text.split("\n")[:4] == ["名\t值", "a|b\t≥80", "新\t-", "-\t-"]
    assert [getattr(note, "code", "") for note in source.notes] == ["struck out"]
