"""Tables of PDFs without rules, or with rules across only: columns and rows by place; signs that another font draws."""

from __future__ import annotations

from collections.abc import Sequence

from pdf_building import PdfPage, make_pdf

from reviewer.model.source import Grid, Line, Source
from reviewer.sources.registry import source_from_bytes

HEADER = ["一级指标", "二级指标", "三级指标", "指标值"]
ROWS = [
    ["产出指标", "数量指标", "维修座数", "9座"],
    ["", "", "清理涵洞条数", "46条"],
    ["", "质量指标", "验收合格率", "100%"],
    ["效益指标", "社会效益指标", "安全事故", "0起"],
    ["满意度指标", "服务对象满意度指标", "司机满意度", "≥90%"],
]


def read(page: PdfPage) -> Source:
    return source_from_bytes("t.pdf", make_pdf(page))


def cells(source: Source) -> list[list[str]]:
    """The rows of the only grid, blank cells as blank texts."""
    (grid,) = [block for block in source.pages[0].blocks if isinstance(block, Grid)]
    rows: list[list[str]] = [[""] * grid.columns for _ in range(grid.rows)]
    for cell in grid.cells:
        rows[cell.row][cell.column] = source.text(cell.spans).replace("\n", "")
    return rows


def left(page: PdfPage, xs: Sequence[float], rows: Sequence[Sequence[str]], top: float, step: float) -> float:
    """Cells from their left edges, wrapped lines 12 points apart."""
    for row in rows:
        lines = 1
        for x, text in zip(xs, row, strict=True):
            for number, line in enumerate(text.split("\n") if text else ()):
                page.text(x, top + 12 * number, line)
                lines = max(lines, number + 1)
        top += step + 12 * (lines - 1)
    return top


def middle(page: PdfPage, xs: Sequence[float], rows: Sequence[Sequence[str]], top: float, step: float) -> float:
    """Cells in the middle of their columns (whose edges are `xs`) and of their rows."""
    for row in rows:
        height = step + 12 * (max(text.count("\n") for text in row))
        for column, text in enumerate(row):
            lines = text.split("\n") if text else []
            for number, line in enumerate(lines):
                width = sum(10 if ord(char) > 255 else 5 for char in line)
                x = (xs[column] + xs[column + 1] - width) / 2
                page.text(x, top + height / 2 - 6 * len(lines) + 12 * number + 8, line)
        top += height
    return top


def test_columns_stand_where_most_rows_have_them() -> None:
    page = PdfPage().text(200, 50, "项目支出绩效目标表")
    top = [
        ["项目名称", "栈桥维修", "实施单位", "甲服务站"],
        ["年度目标", "维修栈桥，保障游客安全，延长栈桥使用年限，并按规定对木构件做\n防腐处理。", "", ""],
    ]
    left(page, [40, 150, 320, 430], [*top, HEADER, *ROWS], 80, 18)
    assert cells(read(page)) == [
        top[0],
        ["年度目标", top[1][1].replace("\n", ""), "", ""],
        HEADER,
        *ROWS,
    ]


def test_cells_in_the_middle_of_narrow_columns() -> None:
    page = PdfPage()
    middle(page, [40, 96, 194, 262, 304], [HEADER, *ROWS], 80, 20)
    assert cells(read(page)) == [HEADER, *ROWS]


def test_narrow_gaps_rules_across_and_a_column_that_wraps() -> None:
    page = PdfPage()
    rows = [
        [*HEADER, "评分标准"],
        ["产出指标", "数量指标", "维修座数", "9座", "按期完成得满分，否则\n按比例扣分"],
        ["", "质量指标", "验收合格率", "100%", "每低1个百分点扣1分"],
        ["效益指标", "社会效益指标", "安全事故", "0起", "按比例"],
    ]
    left(page, [40, 86, 152, 208, 244], rows, 80, 14)
    for y in (68, 86, 150):
        page.line(40, y, 360, y)
    assert cells(read(page)) == [[text.replace("\n", "") for text in row] for row in rows]


def test_cells_that_are_higher_than_the_rest_of_their_row() -> None:
    page = PdfPage()
    rows = [
        HEADER,
        ["产出指标", "数量指标", "维修桥梁及引道\n座数", "9座"],
        ["产出指标", "质量指标", "验收合格率", "100%"],
        ["效益指标", "社会效益\n指标", "安全事故", "0起"],
        ["满意度指标", "服务对象满意\n度指标", "司机满意度", "≥90%"],
    ]
    middle(page, [40, 120, 220, 360, 480], rows, 80, 22)
    assert cells(read(page)) == [[text.replace("\n", "") for text in row] for row in rows]


def test_a_level_in_the_middle_of_its_rows_stands_in_the_first_of_them() -> None:
    page = PdfPage()
    xs = [40, 120, 240, 360, 480]
    rows = [["", second, name, value] for _, second, name, value in ROWS]
    rows[1][1] = "时效指标"
    rows.insert(3, ["", "成本指标", "总成本", "≤9万元"])
    top = middle(page, xs, [HEADER], 80, 20)
    middle(page, xs, rows, top, 20)
    page.text(60, top + 43, "产出指标").text(60, top + 103, "效益指标")
    found = cells(read(page))
    assert [row[0] for row in found[1:]] == ["产出指标", "", "", "", "效益指标", ""]
    assert [row[1:] for row in found[1:]] == [row[1:] for row in rows]


def test_a_row_between_two_that_go_on_with_rows_above_is_no_merge() -> None:
    page = PdfPage(width=842, height=595)
    rows = [
        ["序号", "项目名称", "预算", "三级指标", "指标值"],
        ["1", "泵站改造", "120", "改造座数", "3座"],
        ["", "", "", "合格率", "100%"],
        ["2", "渠道清淤", "60", "清淤长度", "5公里"],
        ["", "", "", "灌溉面积", "≥1万亩"],
    ]
    left(page, [40, 90, 200, 280, 400], rows, 60, 18)
    assert cells(read(page)) == rows


def test_lines_of_a_letter_are_no_table() -> None:
    page = PdfPage()
    left(
        page,
        [40],
        [["本项目按照计划实施，完成了全部任务。"], ["二、存在的问题：无。"], ["三、建议：加强管理。"]],
        80,
        18,
    )
    left(page, [40, 200, 380], [["填报人：甲", "审核人：乙", "日期：2025年1月"]], 160, 18)
    assert all(isinstance(block, Line) for block in read(page).pages[0].blocks)


def with_gaps(page: PdfPage, x: float, y: float, *pieces: str) -> None:
    """One text whose pieces stand 4 points apart, then a sign in each gap: so programs write what a font lacks."""
    codes = " -400 ".join(f"<{piece.encode('utf-16-be').hex()}>" for piece in pieces)
    page.marks.append(f"BT /F1 10 Tf 1 0 0 1 {x} {page.height - y} Tm [{codes}] TJ ET")
    for piece in pieces[:-1]:
        x += 10 * len(piece)
        page.text(x, y, "|", size=8)
        x += 4


def test_signs_that_are_drawn_after_the_rest_stand_in_the_gaps_left_for_them() -> None:
    page = PdfPage().table([40, 140, 400], [60, 80, 100], [["项目名称", ""], ["年度目标", ""]])
    with_gaps(page, 143, 71, "小哥", "驿站建设")
    with_gaps(page, 143, 91, "坚持", "先选点、后建站", "的原则")
    assert cells(read(page)) == [["项目名称", "小哥|驿站建设"], ["年度目标", "坚持|先选点、后建站|的原则"]]
