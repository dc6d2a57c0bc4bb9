"""Tables of PDFs without rules whose merged cells, and cells of fewer lines, stand in the middle of their rows."""

from __future__ import annotations

from collections.abc import Sequence

from pdf_building import PdfPage, make_pdf

from reviewer.model.source import Grid, Source
from reviewer.sources.registry import source_from_bytes

Cell = tuple[int, int, int, str]
"""Row, column, over how many rows, and text with its lines."""


def read(page: PdfPage) -> Source:
    return source_from_bytes("t.pdf", make_pdf(page))


def printed(page: PdfPage, xs: Sequence[float], cells: Sequence[Cell], top: float, heights: Sequence[float]) -> None:
    """Cells in the middle of their columns (whose edges are `xs`) and of their rows, lines 12 points apart."""
    edges = [top + sum(heights[:n]) for n in range(len(heights) + 1)]
    for row, column, span, text in cells:
        lines = text.split("\n")
        middle = (edges[row] + edges[row + span]) / 2
        for number, line in enumerate(lines):
            width = sum(10 if ord(char) > 255 else 5 for char in line)
            page.text((xs[column] + xs[column + 1] - width) / 2, middle - 6 * len(lines) + 12 * number + 8, line)


def tables(source: Source) -> list[list[list[str]]]:
    """The rows of each grid; a merged cell's text in each row that it covers."""
    found = []
    for grid in (block for block in source.pages[0].blocks if isinstance(block, Grid)):
        rows = [[""] * grid.columns for _ in range(grid.rows)]
        for cell in grid.cells:
            for row in range(cell.row, cell.row + cell.row_span):
                rows[row][cell.column] = source.text(cell.spans).replace("\n", "")
        found.append(rows)
    return found


XS = [30, 120, 220, 300, 390, 490, 570]
HEADER = ["单位", "项目名称", "一级指标", "二级指标", "三级指标", "指标值"]
LIST: list[Cell] = [
    *((0, column, 1, text) for column, text in enumerate(HEADER)),
    (1, 0, 3, "水务站"), (1, 1, 3, "桥梁小修及\n引道养护"), (1, 2, 2, "产出指标"),
    (1, 3, 1, "数量指标"), (1, 4, 1, "维修座数"), (1, 5, 1, "9座"),
    (2, 3, 1, "质量指标"), (2, 4, 1, "验收合格率"), (2, 5, 1, "100%"),
    (3, 2, 1, "效益指标"), (3, 3, 1, "社会效益"), (3, 4, 1, "安全事故"), (3, 5, 1, "0起"),
    (4, 0, 2, "文化站"), (4, 1, 2, "书屋补助"), (4, 2, 2, "产出指标"),
    (4, 3, 2, "数量指标"), (4, 4, 1, "开放书屋"), (4, 5, 1, "12间"),
    (5, 4, 1, "读书活动"), (5, 5, 1, "≥50场"),
]  # fmt: skip
ROWS = [
    HEADER,
    ["水务站", "桥梁小修及引道养护", "产出指标", "数量指标", "维修座数", "9座"],
    ["水务站", "桥梁小修及引道养护", "产出指标", "质量指标", "验收合格率", "100%"],
    ["水务站", "桥梁小修及引道养护", "效益指标", "社会效益", "安全事故", "0起"],
    ["文化站", "书屋补助", "产出指标", "数量指标", "开放书屋", "12间"],
    ["文化站", "书屋补助", "产出指标", "数量指标", "读书活动", "≥50场"],
]


def test_what_stands_in_the_middle_of_several_rows_holds_for_all_of_them() -> None:
    page = PdfPage()
    printed(page, XS, LIST, 80, [22] * 6)
    assert tables(read(page)) == [ROWS]


def test_a_note_beneath_the_table_is_no_part_of_it() -> None:
    page = PdfPage()
    printed(page, XS, LIST, 80, [22] * 6)
    page.text(30, 235, "注：本表按项目填列，单位盖章后报送。")
    assert tables(read(page))[0] == ROWS


def test_rows_that_a_long_cell_makes_higher() -> None:
    page = PdfPage()
    cells = [cell if cell[3] != "验收合格率" else (2, 4, 1, "桥梁及引道\n验收合格率") for cell in LIST]
    printed(page, XS, cells, 80, [22, 22, 34, 22, 22, 22])
    rows = [[text.replace("验收合格率", "桥梁及引道验收合格率") for text in row] for row in ROWS]
    assert tables(read(page)) == [rows]


def test_a_label_beside_the_header_and_all_rows_and_a_form_above() -> None:
    page = PdfPage()
    xs = [30, 120, 220, 320, 440, 560]
    form: list[Cell] = [
        (0, 0, 1, "项目名称"), (0, 1, 1, "桥梁小修"),
        (1, 0, 1, "年度目标"), (1, 1, 1, "完成桥梁小修，保障通行，\n不出事故。"),
    ]  # fmt: skip
    printed(page, [30, 120, 560], form, 80, [22, 40])
    cells: list[Cell] = [
        (0, 0, 4, "绩效指标"), *((0, n, 1, text) for n, text in enumerate(HEADER[2:], 1)),
        (1, 1, 2, "产出指标"), (1, 2, 1, "数量指标"), (1, 3, 1, "维修座数"), (1, 4, 1, "9座"),
        (2, 2, 1, "质量指标"), (2, 3, 1, "验收合格率"), (2, 4, 1, "100%"),
        (3, 1, 1, "效益指标"), (3, 2, 1, "社会效益"), (3, 3, 1, "安全事故"), (3, 4, 1, "0起"),
    ]  # fmt: skip
    printed(page, xs, cells, 142, [22] * 4)
    (table,) = tables(read(page))
    assert [[text for text in row if text] for row in table[:2]] == [
        ["项目名称", "桥梁小修"],
        ["年度目标", "完成桥梁小修，保障通行，不出事故。"],
    ]
    assert table[2:] == [
        ["绩效指标", *HEADER[2:]],
        ["绩效指标", "产出指标", "数量指标", "维修座数", "9座"],
        ["绩效指标", "产出指标", "质量指标", "验收合格率", "100%"],
        ["绩效指标", "效益指标", "社会效益", "安全事故", "0起"],
    ]


def test_rows_of_several_lines_beside_single_ones() -> None:
    page = PdfPage()
    cells: list[Cell] = [
        (0, 0, 1, "任务名称"), (0, 1, 1, "主要内容"), (0, 2, 1, "总额"), (0, 3, 1, "其他"),
        (1, 0, 1, "桥梁小修及\n引道养护"), (1, 1, 1, "完成桥梁小修，\n保障通行"), (1, 2, 1, "12.5"), (1, 3, 1, "0"),
        (2, 0, 1, "村级公共书\n屋补助"), (2, 1, 1, "书屋全年开放，\n读者增加"), (2, 2, 1, "38"), (2, 3, 1, "8"),
    ]  # fmt: skip
    printed(page, [30, 150, 300, 400, 500], cells, 80, [30, 36, 36])
    assert tables(read(page)) == [
        [
            ["任务名称", "主要内容", "总额", "其他"],
            ["桥梁小修及引道养护", "完成桥梁小修，保障通行", "12.5", "0"],
            ["村级公共书屋补助", "书屋全年开放，读者增加", "38", "8"],
        ]
    ]
