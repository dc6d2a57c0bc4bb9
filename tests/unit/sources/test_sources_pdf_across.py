"""PDFs whose tables have rules across only: merged cells, columns, what is no table."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pdf_building import PdfPage, make_pdf

from reviewer.model.source import Grid, Line, Source
from reviewer.sources.registry import source_from_bytes

XS = [40, 120, 240, 400, 520]
HEADER = ["一级指标", "二级指标", "三级指标", "指标值"]
ROWS = [
    ["数量指标", "疏浚沟渠长度", "12公里"],
    ["时效指标", "疏浚完成时间", "6月底前"],
    ["质量指标", "验收合格率", "100%"],
    ["社会效益指标", "内涝次数", "0起"],
]
GROUPS = [("产出指标", 3), ("效益指标", 1)]
STEP = 20


def read(*pages: PdfPage) -> Source:
    return source_from_bytes("t.pdf", make_pdf(*pages))


def grids(source: Source) -> list[list[list[str]]]:
    """The rows of each grid, with “=” where a cell reaches down from above and “-” where one reaches over."""
    found = []
    for _, block in source.blocks():
        if isinstance(block, Grid):
            rows = [[""] * block.columns for _ in range(block.rows)]
            for cell in block.cells:
                for down in range(cell.row_span):
                    for over in range(cell.column_span):
                        rows[cell.row + down][cell.column + over] = "=" if down else "-"
                rows[cell.row][cell.column] = source.text(cell.spans).replace("\n", "")
            found.append(rows)
    return found


def centred(page: PdfPage, left: float, right: float, y: float, text: str) -> None:
    """A text in the middle of a cell, `y` the middle of its height."""
    page.text((left + right) / 2 - sum(10 if ord(c) > 255 else 5 for c in text) / 2, y + 4, text)


def form(page: PdfPage, top: float, in_pieces: bool) -> float:
    """A table whose first column is merged over the rows of each group; its rules leave the merged cells out."""

    def rule(left: int, right: int, y: float) -> None:
        for a, b in pairwise(range(left, right + 1)) if in_pieces else [(left, right)]:
            page.line(XS[a], y, XS[b], y)

    rule(0, 4, top)
    for column, text in enumerate(HEADER):
        centred(page, XS[column], XS[column + 1], top + STEP / 2, text)
    y = top + STEP
    rows = iter(ROWS)
    for name, count in GROUPS:
        rule(0, 4, y)
        centred(page, XS[0], XS[1], y + count * STEP / 2, name)
        for number in range(count):
            if number:
                rule(1, 4, y)
            for column, text in enumerate(next(rows), 1):
                centred(page, XS[column], XS[column + 1], y + STEP / 2, text)
            y += STEP
    rule(0, 4, y)
    return y


READ = [HEADER, ["产出指标", *ROWS[0]], ["=", *ROWS[1]], ["=", *ROWS[2]], ["效益指标", *ROWS[3]]]


def test_a_merged_cell_is_where_the_rules_leave_it_out() -> None:
    for in_pieces in (True, False):
        page = PdfPage()
        form(page, 80, in_pieces)
        assert grids(read(page)) == [READ], in_pieces


def test_a_rest_of_one_row_on_the_next_page_is_of_the_table() -> None:
    first, second = PdfPage(), PdfPage()
    form(first, 80, True)
    for y in (60, 80):
        for left, right in pairwise(XS):
            second.line(left, y, right, y)
    last = ["满意度指标", "满意度指标", "住户满意度", "≥90%"]
    for column, text in enumerate(last):
        centred(second, XS[column], XS[column + 1], 70, text)
    assert grids(read(first, second)) == [READ, [last]]


def test_a_heading_between_two_tables_parts_them() -> None:
    for size, x in ((16.0, 200.0), (10.0, XS[0])):
        page = PdfPage()
        end = form(page, 80, False)
        page.text(x, end + 24, "四、其他事项", size)
        form(page, end + 40, False)
        source = read(page)
        assert grids(source) == [READ, READ], size
        lines = [block for _, block in source.blocks() if isinstance(block, Line)]
        assert [source.text([line.span]) for line in lines] == ["四、其他事项"]


def test_a_text_over_several_columns_stands_in_the_middle_of_them() -> None:
    page = PdfPage()
    end = form(page, 80, True)
    for left, right in ((40, 120), (120, 520)):
        page.line(left, end + STEP, right, end + STEP)
    centred(page, XS[0], XS[1], end + STEP / 2, "备注")
    centred(page, XS[1], XS[4], end + STEP / 2, "无")
    assert grids(read(page)) == [[*READ, ["备注", "无", "-", "-"]]]


def test_lines_between_the_rules_of_a_page_are_no_table() -> None:
    page = PdfPage().line(40, 50, 560, 50).line(40, 800, 560, 800).line(40, 300, 560, 300)
    for y in (100, 120, 140, 400, 420):
        page.text(60, y, "本单位按要求公开绩效目标，请社会各界监督。")
    assert grids(read(page)) == []


def test_rows_between_two_rules_are_not_put_into_one() -> None:
    page = PdfPage()
    rows: Sequence[Sequence[str]] = [HEADER, *([name, *row] for name, row in zip("甲乙丙丁", ROWS, strict=True))]
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            page.text(XS[column], 80 + 14 * number, text)
    for y in (66, 83, 140):
        page.line(40, y, 520, y)
    (grid,) = grids(read(page))
    assert grid == rows


def test_filled_cells_with_gaps_between_them_are_a_table_and_a_shaded_header_is_none() -> None:
    page = PdfPage()

    def cell(left: float, right: float, top: float, rows: int, text: str, is_filled: bool) -> None:
        if is_filled:
            page.shade(left + 1, top + 1, right - 1, top + rows * STEP - 1, 0.9)
        centred(page, left, right, top + rows * STEP / 2, text)

    def table(top: float, is_filled: bool) -> None:
        for column, text in enumerate(HEADER):
            cell(XS[column], XS[column + 1], top, 1, text, True)
        cell(XS[0], XS[1], top + STEP, 3, "产出指标", is_filled)
        cell(XS[0], XS[1], top + 4 * STEP, 1, "效益指标", is_filled)
        for number, row in enumerate(ROWS, 1):
            for column, text in enumerate(row, 1):
                cell(XS[column], XS[column + 1], top + number * STEP, 1, text, is_filled)

    table(80, True)
    assert grids(read(page)) == [READ]
    page = PdfPage()
    table(80, False)
    assert [len(rows) for rows in grids(read(page))] == [5]


def test_rows_of_a_group_between_two_rules_are_told_by_the_middles_of_their_texts() -> None:
    page = PdfPage().line(40, 80, 520, 80)
    head = ["项目名称", "绩效目标", "三级指标", "2026年指标值"]
    for column, text in enumerate(head):
        centred(page, XS[column], XS[column + 1], 90, text)
    groups = [
        ("沟渠疏浚", ["疏浚全镇的沟渠，", "排涝更快，低洼处", "不再积水。"], [("疏浚长度", ["12公里"]), ("完成时间", ["6月底前"])]),
        ("泵站改造", ["改造泵站。"], [("改造座数", ["2座"]), ("合格率", ["不低于95%，且", "无安全事故"]), ("内涝", ["0起"])]),
        ("巡查", ["每周巡查河道，", "及时清障。"], [("巡查次数", ["52次"])]),
    ]  # fmt: skip
    y, read_as = 100.0, [head]
    for name, goal, rows in groups:
        page.line(40, y, 520, y)
        heights = [8 + 12 * len(value) for _, value in rows]
        height = max(sum(heights), 8 + 12 * len(goal))
        heights = [one + (height - sum(heights)) / len(heights) for one in heights]
        centred(page, XS[0], XS[1], y + height / 2, name)
        for number, line in enumerate(goal):
            page.text(XS[1] + 3, y + height / 2 + 4 - 6 * (len(goal) - 1) + 12 * number, line)
        for number, ((indicator, value), high) in enumerate(zip(rows, heights, strict=True)):
            centred(page, XS[2], XS[3], y + high / 2, indicator)
            for line, text in enumerate(value):
                centred(page, XS[3], XS[4], y + high / 2 - 6 * (len(value) - 1) + 12 * line, text)
            read_as.append([*(("=", "=") if number else (name, "".join(goal))), indicator, "".join(value)])
            y += high
    page.line(40, y, 520, y)
    assert grids(read(page)) == [read_as]


def test_a_name_that_reaches_down_beside_the_next_row_is_one_cell() -> None:
    """Three lines draw the table; texts begin at the top of their cells, those of the first column are merged over rows."""
    page, rows = PdfPage(), [["一级指标", "三级指标", "指标值"], ["产出指标", "疏浚沟渠", "12公里"], ["效益指标", "内涝次数", "0起"],
                             ["产出指标", "清淤泵站", "3座"], ["满意度指标", "居民满意", "90%"]]  # fmt: skip
    for n, row in enumerate(rows):
        for x, text in zip((200, 320, 440), row, strict=True):
            page.text(x, 110 + 18 * n, text)
    for n, lines in ((0, ["项目名称"]), (1, ["中心城区排水沟渠", "疏浚工程"]), (3, ["泵站清淤"])):
        for number, text in enumerate(lines):
            page.text(60, 110 + 18 * n + 12.5 * number, text)
    for y in (96, 115, 192):
        page.line(40, y, 520, y)
    assert grids(read(page)) == [[
        ["项目名称", *rows[0]], ["中心城区排水沟渠疏浚工程", *rows[1]], ["=", *rows[2]], ["泵站清淤", *rows[3]], ["", *rows[4]],
    ]]  # fmt: skip
