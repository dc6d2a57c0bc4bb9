"""Tables of text as converters print them: bars without outer ones, rules of one dash, fences, a cell a line behind tabs."""

from __future__ import annotations

import pytest

from reviewer.model.source import Grid, Line, Source
from reviewer.model.spans import Span
from reviewer.sources.registry import source_from_bytes
from reviewer.sources.text_cells import bar_cells, bars_without_rule, cells_by_line, has_room_at_bars, runs_of


def read(text: str) -> Source:
    return source_from_bytes("t.md", text.encode())


def grid(source: Source) -> list[list[str]]:
    (found,) = [block for _, block in source.blocks() if isinstance(block, Grid)]
    rows: list[list[str]] = [[""] * found.columns for _ in range(found.rows)]
    for cell in found.cells:
        rows[cell.row][cell.column] = source.text(cell.spans)
    return rows


def lines(source: Source) -> list[str]:
    return [source.text((block.span,)) for _, block in source.blocks() if isinstance(block, Line)]


def test_rules_with_one_dash_and_colons_are_no_row() -> None:
    source = read("| 序号 | 名称 | 值 |\n|:-:|:--|-:|\n| 1 | 长度 | 5 |\n| 2 | - | - |\n")
    assert grid(source) == [["序号", "名称", "值"], ["1", "长度", "5"], ["2", "-", "-"]]


def test_a_table_without_outer_bars() -> None:
    source = read("# 目标表\n\n名称| 值| 备注  \n---|---|---  \n长度| 5公里|  \n面积| 3㎡|\n")
    assert lines(source) == ["目标表"]
    assert grid(source) == [["名称", "值", "备注"], ["长度", "5公里", ""], ["面积", "3㎡", ""]]


def test_a_cell_that_a_line_break_cut_is_whole() -> None:
    source = read(
        "一级| 名称| 值| 备注  \n---|---|---|---  \n时效| 完工及时率  \n（含验收）| 100%|  \n数量| 长度| 5公里|  \n"
    )
    assert grid(source)[1:] == [["时效", "完工及时率（含验收）", "100%", ""], ["数量", "长度", "5公里", ""]]


def test_fences_of_code_and_underlines_of_headings_are_no_text() -> None:
    source = read("如下：\n\n```markdown\n目标表\n===\n\n| 名称 | 值 |\n|---|---|\n| 长度 | 5 |\n```\n")
    assert lines(source) == ["如下：", "目标表"]
    assert grid(source) == [["名称", "值"], ["长度", "5"]]


def test_rows_under_merges_stand_at_the_right_where_only_a_title_has_a_rule() -> None:
    source = read(
        "目标表  \n---  \n项目名称 |  管网改造  \n绩效指标 |  一级 |  二级 |  名称 |  值 |  备注  \n"
        "产出 |  数量 |  长度 |  5公里 |    \n  \n"
        "面积 |  3㎡ |    \n  \n质量 |  水表|阀门合格率 |  95% |    \n\n注：略\n"
    )
    assert grid(source) == [
        ["目标表", "", "", "", "", ""],
        ["项目名称", "管网改造", "", "", "", ""],
        ["绩效指标", "一级", "二级", "名称", "值", "备注"],
        ["", "产出", "数量", "长度", "5公里", ""],
        ["", "", "", "面积", "3㎡", ""],
        ["", "", "质量", "水表|阀门合格率", "95%", ""],
    ]
    assert lines(source) == ["注：略"]


def test_a_cell_a_line_behind_a_tab_with_blank_lines_between_rows() -> None:
    source = read(
        "\t目标表\n\n\t项目名称\n\t管网改造\n\n\t项目资金\n（万元）\n\t总额\n\t5.00\n\n\t\n\t其中：拨款\n\t3.00\n"
    )
    assert grid(source) == [
        ["目标表", "", ""],
        ["项目名称", "管网改造", ""],
        ["项目资金\n（万元）", "总额", "5.00"],
        ["", "其中：拨款", "3.00"],
    ]


def test_rows_with_tabs_between_cells_stay_rows() -> None:
    assert grid(read("名称\t值\n长度\t5\n\n面积\t3\n".replace("\n\n", "\n"))) == [
        ["名称", "值"],
        ["长度", "5"],
        ["面积", "3"],
    ]


_COPIED = (
    "首页 > 政务公开\n\n项目绩效目标表\n\n项目名称\n\t\n桥灯养护\n\n年度目标\n\t\n（1）保障桥灯明亮；\n（2）市民出行安全。\n\n"
    "一级指标\n\t\n二级指标\n\t\n三级指标\n\t\n指标值\n\n产出指标\n\t\n数量指标\n\t\n养护桥灯\n\t\n40盏\n\n更换灯罩\n\t\n15个\n\n附件下载：\n\n返回顶部\n"
)


def test_a_line_with_a_tab_alone_parts_two_cells_and_a_blank_line_two_rows() -> None:
    source = read(_COPIED)
    assert grid(source) == [
        ["项目名称", "桥灯养护", "", ""],
        ["年度目标", "（1）保障桥灯明亮；（2）市民出行安全。", "", ""],
        ["一级指标", "二级指标", "三级指标", "指标值"],
        ["产出指标", "数量指标", "养护桥灯", "40盏"],
        ["更换灯罩", "15个", "", ""],
    ]
    assert lines(source) == ["首页 > 政务公开", "项目绩效目标表", "附件下载：", "返回顶部"]


def test_lines_with_a_tab_alone_part_nothing_where_they_are_few_or_others_hold_tabs_between_texts() -> None:
    few = _COPIED.replace("\n\t\n桥灯", "\n桥灯").replace("\n\t\n（1）", "\n（1）")
    for text in (few, _COPIED.replace("养护桥灯\n\t\n40盏", "养护桥灯\t40盏")):
        assert not any(
            isinstance(block, Grid) and {"产出指标", "更换灯罩"} <= {source.text(cell.spans) for cell in block.cells}
            for source in [read(text)]
            for _, block in source.blocks()
        )


# -- at the limits of each rule --------------------------------------------------------------------------------------


def test_lines_that_are_not_blank_follow_each_other_in_runs() -> None:
    text = "甲\n乙\n\n \r\n丙\n"
    assert [[text[a:b] for a, b in run] for run in runs_of(text)] == [["甲", "乙"], ["丙"]]
    assert list(runs_of("")) == []
    assert list(runs_of("\n\n")) == []
    assert [[*run] for run in runs_of("甲\r")] == [[(0, 2)]]


@pytest.mark.parametrize(
    ("line", "spaced", "cells"),
    [
        ("甲|乙|丙", False, ["甲", "乙", "丙"]),
        ("|甲|乙|", False, ["甲", "乙"]),
        ("  | 甲 |乙", False, ["甲", "乙"]),
        ("甲|乙|", False, ["甲", "乙", ""]),
        ("甲||丙", False, ["甲", "", "丙"]),
        ("甲\\|乙|丙", False, ["甲\\|乙", "丙"]),
        ("甲", False, ["甲"]),
        ("水表|阀门 | 95%", True, ["水表|阀门", "95%"]),
        ("水表 |阀门| 95%", True, ["水表", "阀门", "95%"]),
        ("甲 ||乙", True, ["甲", "", "乙"]),
        ("甲||乙", True, ["甲", "", "乙"]),
        ("|甲 | 乙", True, ["甲", "乙"]),
        ("甲 | 乙|", True, ["甲", "乙", ""]),
    ],
)
def test_the_cells_between_bars(line: str, spaced: bool, cells: list[str]) -> None:
    """Where cells have room around their bars, one without any is part of a text."""
    before = "前\n"
    text = before + line + "\n后"
    found = bar_cells(text, len(before), len(before) + len(line), spaced)
    assert [text[a:b].strip() for a, b in found] == cells


@pytest.mark.parametrize(
    ("tight", "roomy", "has_room"),
    [(0, 12, True), (0, 11, False), (1, 12, True), (2, 23, True), (2, 22, False), (12, 0, False)],
)
def test_bars_have_room_but_for_a_few(tight: int, roomy: int, has_room: bool) -> None:
    text = "甲|乙 " * tight + "甲 | 乙 " * roomy
    assert has_room_at_bars(text, [(0, len(text))]) is has_room


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("\t甲\n\t乙\n\n\t丙\n\t丁\n\n\t戊\n\t己\n", [["甲", "乙"], ["丙", "丁"], ["戊", "己"]]),
        ("\t甲\n\t乙\n\n\t丙\n\t丁\n", None),
        ("\t甲\n\t乙\n\n\t丙\n\t丁\n\n\t戊\n", None),
        ("\t甲\n\t乙\n\n\t丙\n\t丁\n\n\t戊\n\t己\n续\n", [["甲", "乙"], ["丙", "丁"], ["戊", "己\n续"]]),
        ("\t甲\n\t乙\n\n\t丙\n\t丁\n\n戊\n\t己\n", None),
        ("\t甲\n\t乙\n\n" * 9 + "戊\n\t己\n", [["甲", "乙"]] * 9 + [["戊", "己"]]),
        ("\t甲\n\t乙\n\n" * 8 + "戊\n\t己\n", None),
        ("\t甲\n\t\n\n\t\n\t丁\n\n\t戊\n\t己\n\t庚\n", [["甲", "", ""], ["", "丁", ""], ["戊", "己", "庚"]]),
        ("\t甲\n\t乙\t二\n\n\t丙\n\t丁\n\n\t戊\n\t己\n", None),
    ],
)
def test_cells_on_lines_of_their_own(text: str, rows: list[list[str]] | None) -> None:
    """Three rows at least, two lines in each on average, nine rows in ten beginning with a tab; none with tabs within."""
    blocks = cells_by_line(0, text)
    if rows is None:
        assert blocks is None
        return
    assert blocks is not None
    (found,) = blocks
    assert isinstance(found, Grid)
    assert (found.rows, found.columns) == (len(rows), len(rows[0]))
    made = [[""] * found.columns for _ in rows]
    for cell in found.cells:
        made[cell.row][cell.column] = "".join(text[span.start : span.end] for span in cell.spans)
    assert made == rows


def test_tables_under_dashes_need_a_head_of_one_cell_and_four_rows() -> None:
    rows = "项目 | 甲\n一级 | 二级 | 名称 | 值\n产出 | 数量 | 长度 | 5\n面积 | 3\n"
    assert grid(read("表\n---\n" + rows)) == [
        ["表", "", "", ""],
        ["项目", "甲", "", ""],
        ["一级", "二级", "名称", "值"],
        ["产出", "数量", "长度", "5"],
        ["", "", "面积", "3"],
    ]
    text = "题\n表\n---\n" + rows + "注\n再一表\n---\n" + rows
    layout: list[Span] = []
    blocks = bars_without_rule(0, text, layout)
    assert blocks is not None
    assert [type(block).__name__ for block in blocks] == ["Line", "Grid", "Line", "Grid"]
    assert [text[span.start : span.end] for span in layout] == ["---", "---"]
    for other in (
        "表 | 一\n---\n" + rows,
        "表\n---\n" + rows[: rows.index("面积")],
        "表\n--\n" + rows,
        "---\n" + rows,
        "表\n---\n注\n" + rows,
    ):
        assert bars_without_rule(0, other, []) is None, other
    narrow = "表\n---\n甲 | 乙 | 丙\n丁 | 戊\n己 | 庚\n辛 | 壬\n"
    assert grid(read(narrow))[2:] == [["丁", "戊", ""], ["己", "庚", ""], ["辛", "壬", ""]], (
        "too few columns to say which are merged"
    )
