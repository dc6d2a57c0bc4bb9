"""Lines, pipe tables and tab rows, with the address of every cell."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reviewer.model.source import Cell, Grid, Line, Page
from reviewer.sources.text import format_of, read_pages


def grids(page: Page) -> list[Grid]:
    return [block for block in page.blocks if isinstance(block, Grid)]


def text_of(page: Page, cell: Cell) -> str:
    return "".join(page.text[span.start : span.end] for span in cell.spans)


def table(page: Page, number: int = 0) -> list[list[str]]:
    """A grid as rows of texts, rows as long as they are."""
    grid = grids(page)[number]
    rows: list[list[str]] = [[] for _ in range(grid.rows)]
    for cell in grid.cells:
        assert cell.column == len(rows[cell.row])
        rows[cell.row].append(text_of(page, cell))
    return rows


def lines(page: Page) -> list[str]:
    return [page.text[b.span.start : b.span.end] for b in page.blocks if isinstance(b, Line)]


def only(text: str) -> Page:
    (page,) = read_pages(text)
    return page


def test_a_pipe_table_with_its_rule_and_heading() -> None:
    page = only("## 目标表\n\n单位：万元\n\n| 名称 | 总计 |\n|---|:--:|\n| 清淤 | 1,020.00 |\n")
    assert lines(page) == ["目标表", "单位：万元"]
    assert table(page) == [["名称", "总计"], ["清淤", "1,020.00"]]
    assert [page.text[s.start : s.end] for s in page.layout] == ["## ", "|---|:--:|"]


def test_rows_longer_than_the_header_keep_their_cells() -> None:
    page = only("| 名称 | 总计 |\n|---|---|\n| 清淤 | 20 | 多的一格 | 又一格 |\n")
    assert table(page)[1] == ["清淤", "20", "多的一格", "又一格"]
    assert grids(page)[0].columns == 4


def test_rows_shorter_than_the_header_stay_short() -> None:
    page = only("| 名称 | 总计 | 目标 |\n|---|---|---|\n| 清淤 |\n")
    assert table(page) == [["名称", "总计", "目标"], ["清淤"]]


def test_empty_leading_and_trailing_cells_stay() -> None:
    assert table(only("|  | 甲 |  |  |\n|乙||丙||\n")) == [["", "甲", "", ""], ["乙", "", "丙", ""]]
    assert table(only("\t\t甲\t\n乙\t\t丙\n")) == [["", "", "甲", ""], ["乙", "", "丙"]]


@pytest.mark.parametrize("end", ["", "\n", "  \n"])
def test_a_missing_rule_or_closing_pipe_does_not_matter(end: str) -> None:
    assert table(only(f"| 名称 | 总计 |\n| 清淤 | 20{end}")) == [["名称", "总计"], ["清淤", "20"]]


def test_blank_lines_part_tables() -> None:
    page = only("| 甲 | 乙 |\n\n|  |  |\n|--|--|\n| 丙 | 丁 |\n\n一行文字\n\n子\t丑\n")
    assert [table(page, n) for n in range(3)] == [[["甲", "乙"]], [["", ""], ["丙", "丁"]], [["子", "丑"]]]
    assert lines(page) == ["一行文字"]


def test_a_dash_cell_is_a_value_and_no_rule() -> None:
    assert table(only("| 名称 | - |\n| -- | 20 |\n")) == [["名称", "-"], ["--", "20"]]


def test_escaped_pipes_do_not_cut_a_cell() -> None:
    assert table(only("| 甲\\|乙 | 丙 |\n")) == [["甲\\|乙", "丙"]]


def test_windows_line_ends_leave_no_trace_in_cells() -> None:
    assert table(only("甲\t乙\r\n丙\t丁\r\n")) == [["甲", "乙"], ["丙", "丁"]]
    assert table(only("| 甲 | 乙 |\r\n|---|---|\r\n| 丙 | 丁 |\r\n")) == [["甲", "乙"], ["丙", "丁"]]


def test_form_feeds_part_pages_and_addresses_name_their_page() -> None:
    first, second = read_pages("第一页\n甲\t乙\n\f丙\t丁\n\f\n")
    assert (first.number, second.number) == (1, 2)
    assert table(second) == [["丙", "丁"]]
    assert {span.page for cell in grids(second)[0].cells for span in cell.spans} == {1}


def test_a_line_between_rows_of_a_pipe_table_is_kept() -> None:
    page = only("| 清淤 | 1、产出指标 |\n接着的文字\n| 维修 | 2、产出指标 |\n")
    assert "接着的文字" in [text for row in table(page) for text in row]


@pytest.mark.parametrize(
    ("text", "name"),
    [("| 甲 | 乙 |\n", "markdown"), ("甲\t乙\n", "tsv"), ("只有文字\n", "text"), ("a | b\n", "text"), ("", "text")],
)
def test_format(text: str, name: str) -> None:
    assert format_of(read_pages(text)) == name


PIECES = st.sampled_from(
    [
        "|",
        "\t",
        "\n",
        "\n\n",
        "\r\n",
        "\f",
        " ",
        "\u3000",
        "---",
        ":--",
        "- ",
        "# ",
        "## ",
        "\\",
        "甲",
        "产出指标",
        "≥95%",
        "1,020.00",
        "\\|",
    ]
)


@given(st.one_of(st.lists(PIECES, max_size=40).map("".join), st.text(alphabet="|\t\n\r\f \\-:#甲1。", max_size=60)))
@example("| 甲 | 乙\n|--|\n丙 |\n")
@example("甲\x0b乙\t丙\x85丁\n")
@example("前言 | 甲 | 乙 |\n| 丙 |\n")
@example("\\| 甲 | 乙 |\n")
def test_every_character_is_in_a_block_or_layout_or_parts_columns(text: str) -> None:
    pages = read_pages(text)
    assert "".join(page.text for page in pages).strip() == text.replace("\f", "").strip() or not text.strip("\f \n")
    for index, page in enumerate(pages):
        covered = [0] * len(page.text)
        for block in page.blocks:
            cells = [cell.spans for cell in block.cells] if isinstance(block, Grid) else [(block.span,)]
            for spans in cells:
                for span in spans:
                    assert span.page == index
                    assert 0 <= span.start < span.end <= len(page.text)
                    for offset in range(span.start, span.end):
                        covered[offset] += 1
        assert max(covered, default=0) <= 1  # no character stands in two cells
        for span in page.layout:
            for offset in range(span.start, span.end):
                covered[offset] += 1
        for offset, char in enumerate(page.text):
            assert covered[offset] or char.isspace() or char in "|\t", (offset, char)


@given(st.lists(st.lists(st.text(alphabet="甲乙1%，.-", max_size=4), min_size=2, max_size=5), min_size=1, max_size=5))
def test_tab_rows_come_back_as_they_were_written(cells: list[list[str]]) -> None:
    if not all("".join(row).strip("-") for row in cells):
        return  # an empty line parts tables, a line of dashes is the rule under a header
    written = "\n".join("\t".join(row) for row in cells)
    assert table(only(written)) == cells


@given(st.lists(st.lists(st.text(alphabet="甲乙1%，.", max_size=4), min_size=2, max_size=5), min_size=1, max_size=5))
def test_pipe_rows_come_back_as_they_were_written(cells: list[list[str]]) -> None:
    written = "\n".join("| " + " | ".join(row) + " |" for row in cells)
    assert table(only(written)) == cells


def test_cells_are_in_reading_order_and_within_their_grid() -> None:
    page = only("| 甲 | 乙 | 丙 |\n| 丁 |\n| 戊 | 己 |\n")
    grid = grids(page)[0]
    places = [(cell.row, cell.column) for cell in grid.cells]
    assert places == sorted(places)
    assert all(cell.row < grid.rows and cell.column < grid.columns for cell in grid.cells)
    assert re.sub(r"[|\s]", "", page.text) == "".join(text_of(page, cell) for cell in grid.cells)


@pytest.mark.parametrize("bars", [("", ""), ("| ", " |"), ("|", "|")])
def test_a_rule_of_single_dashes_right_under_the_header_is_one(bars: tuple[str, str]) -> None:
    before, behind = bars
    written = [
        f"{before}{'|'.join(row)}{behind}"
        for row in (["名称", "值", "单位"], ["-", ":-:", "-"], ["桥", "9", "座"], ["-", "-", "-"])
    ]
    page = only("\n".join(written) + "\n")
    assert table(page) == [["名称", "值", "单位"], ["桥", "9", "座"], ["-", "-", "-"]], "further down they are values"
