"""Tables of AsciiDoc."""

from __future__ import annotations

import pytest
from grid_texts import grid_texts

from reviewer.model.source import Grid, Line, Source
from reviewer.sources.registry import source_from_bytes


def read(text: str) -> Source:
    return source_from_bytes("a.adoc", text.encode())


def placed(source: Source) -> list[tuple[int, int, int, int, str]]:
    (grid,) = (block for _, block in source.blocks() if isinstance(block, Grid))
    return [(c.row, c.column, c.row_span, c.column_span, source.text(c.spans)) for c in grid.cells]


SPANS = """= 绩效目标表

.单位：万元
[cols="4*"]
|===
|项目名称 3+^s|渠道清淤
.3+.^|产出指标 .2+|数量指标 h|清淤长度 |≥30公里
|清淤方量 |≥2万方
|质量指标 |完工率 |≥98%
|===

备注：无
"""


def test_cells_stand_where_their_spans_put_them() -> None:
    source = read(SPANS)
    assert placed(source) == [
        (0, 0, 1, 1, "项目名称"), (0, 1, 1, 3, "渠道清淤"), (1, 0, 3, 1, "产出指标"), (1, 1, 2, 1, "数量指标"), (1, 2, 1, 1, "清淤长度"),
        (1, 3, 1, 1, "≥30公里"), (2, 2, 1, 1, "清淤方量"), (2, 3, 1, 1, "≥2万方"), (3, 1, 1, 1, "质量指标"), (3, 2, 1, 1, "完工率"),
        (3, 3, 1, 1, "≥98%"),
    ]  # fmt: skip
    assert [source.text((block.span,)) for _, block in source.blocks() if isinstance(block, Line)] == [
        "绩效目标表",
        "单位：万元",
        "备注：无",
    ]


@pytest.mark.parametrize(
    "attributes", ['[cols="1,1,2"]\n', "[cols='3*']\n", "[%header,cols=3*]\n", '[options="header", cols="1,2*"]\n']
)
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_cells_on_lines_of_their_own_fill_rows_of_the_stated_columns(attributes: str, between: str) -> None:
    cells = ["一级指标", "三级指标", "指标值", "产出指标", "清淤长度", "≥30公里"]
    text = f"{attributes}|===\n" + between.join(f"|{cell}" for cell in cells) + "\n|===\n"
    assert grid_texts(read(text)) == [[cells[:3], cells[3:]]]


def test_without_a_statement_the_first_line_says_how_many_columns_there_are() -> None:
    text = "|====\n2+|项目名称 |渠道清淤\n|产出指标 |清淤长度\n|≥30公里\n2*|同上 |无\n|====\n"
    assert grid_texts(read(text)) == [
        [["项目名称", "渠道清淤"], ["产出指标", "清淤长度", "≥30公里"], ["同上", "同上", "无"]]
    ]


def test_a_title_may_stand_between_a_table_and_what_is_said_of_it() -> None:
    source = read(SPANS.replace('.单位：万元\n[cols="4*"]', '[cols="4*"]\n[%header]\n.单位：万元'))
    assert [source.text((block.span,)) for _, block in source.blocks() if isinstance(block, Line)] == [
        "绩效目标表",
        "单位：万元",
        "备注：无",
    ]
    assert placed(source) == placed(read(SPANS))


def test_bars_and_breaks_within_a_cell() -> None:
    text = "|===\n|年度目标 |畅通； +\n不漫堤（甲\\|乙线） 1|2\n续行\n|===\n"
    assert grid_texts(read(text))[0][0][:2] == ["年度目标", "畅通；\n不漫堤（甲\\|乙线） 1|2\n续行"]


@pytest.mark.parametrize(
    ("head", "edge", "sign"),
    [("[format=csv]\n", "|===", ","), ("", ",===", ","), ("", ":===", ":"), ('[%header,format="tsv"]\n', "|===", "\t")],
)
def test_tables_that_a_sign_parts(head: str, edge: str, sign: str) -> None:
    rows = [["一级指标", "三级指标", "指标值"], ["产出指标", "清淤长度", "≥30公里"]]
    quoted = f'"长{sign}宽"' if sign != "\t" else "长宽"
    text = head + edge + "\n" + "\n".join(sign.join(row) for row in [*rows, [quoted, "", "无"]]) + f"\n{edge}\n"
    assert grid_texts(read(text)) == [[*rows, [quoted.strip('"'), "", "无"]]]


def test_a_line_of_equals_signs_alone_makes_no_such_table() -> None:
    assert placed(read("项目|金额|备注\n---|---|---\n清淤|52|无\n|===\n"))[0][4] == "项目"
