"""PDFs that draw little of a table: which rows, columns and merged cells follow from where the texts stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate

import pytest
from pdf_building import PdfPage, make_pdf

from reviewer.model.source import Grid, Source
from reviewer.sources.registry import source_from_bytes

WIDTHS = [60, 90, 60, 60, 70, 110, 80]
XS = [float(x) for x in accumulate(WIDTHS, initial=40)]
PITCH, PADDING = 13.0, 8.0
Cell = tuple[int, int, str]
"""Over how many rows and columns a cell reaches, and its text; its lines are parted by strokes."""

HEAD: list[list[Cell]] = [
    [(2, 1, "单位"), (2, 1, "项目"), (1, 2, "资金（万元）"), (1, 2, "绩效指标"), (2, 1, "指标值")],
    [(1, 1, "合计"), (1, 1, "财政"), (1, 1, "二级指标"), (1, 1, "三级指标")],
]
UNIT: list[list[Cell]] = [
    [(1, 1, "水务站"), (1, 1, ""), (1, 1, "14.00"), (1, 1, "9.00"), (1, 1, ""), (1, 1, ""), (1, 1, "")]
]
FIRST: list[list[Cell]] = [
    [
        (4, 1, "水务站"), (4, 1, "桥梁小修/及引道维修/（二期）"), (4, 1, "9.00"), (4, 1, ""),
        (2, 1, "数量指标"), (1, 1, "改造桥梁"), (1, 1, "9座"),
    ],
    [(1, 1, "维修引道"), (1, 1, "3公里")],
    [(1, 1, "质量指标"), (1, 1, "一次验收/合格率"), (1, 1, "100%")],
    [(1, 1, "社会效益/指标"), (1, 1, "事故"), (1, 1, "0起")],
]  # fmt: skip
SECOND: list[list[Cell]] = [
    [
        (3, 1, "水务站"), (3, 1, "沟渠清淤"), (3, 1, "5.00"), (3, 1, "5.00"),
        (3, 1, "数量指标"), (1, 1, "清淤长度"), (1, 1, "12公里"),
    ],
    [(1, 1, "清运淤泥"), (1, 1, "300方")],
    [(1, 1, "新建闸门"), (1, 1, "2座")],
]  # fmt: skip
Drawing = Callable[[PdfPage, Sequence[float], Sequence[int]], object]


def places(rows: Sequence[Sequence[Cell]]) -> list[tuple[int, int, Cell]]:
    """The row and column of each cell."""
    taken: set[tuple[int, int]] = set()
    found = []
    for row, cells in enumerate(rows):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            found.append((row, column, cell))
            taken |= {(row + down, column + over) for down in range(cell[0]) for over in range(cell[1])}
    return found


def drawn(page: PdfPage, top: float, rows: Sequence[Sequence[Cell]]) -> list[float]:
    """Write the texts of a table, each in the middle of its cell; where its rows begin and end."""
    cells = places(rows)
    high = [PITCH + PADDING] * len(rows)
    for row, _, (down, _, text) in cells:
        if down == 1:
            high[row] = max(high[row], PITCH * (text.count("/") + 1) + PADDING)
    ys = list(accumulate(high, initial=top))
    for row, column, (down, over, text) in cells:
        lines = text.split("/")
        y = (ys[row] + ys[row + down] - PITCH * (len(lines) - 1)) / 2
        for line in lines if text else ():
            width = sum(9 if ord(c) > 255 else 4.5 for c in line)
            page.text((XS[column] + XS[column + over] - width) / 2, y + 3, line, size=9)
            y += PITCH
    return ys


def three_lines(page: PdfPage, ys: Sequence[float], groups: Sequence[int]) -> None:
    for y in (ys[0], ys[groups[0]], ys[-1]):
        page.line(XS[0], y, XS[-1], y)


def between_groups(page: PdfPage, ys: Sequence[float], groups: Sequence[int]) -> None:
    for row in (0, *groups, len(ys) - 1):
        page.line(XS[0], ys[row], XS[-1], ys[row])


def frame_only(page: PdfPage, ys: Sequence[float], groups: Sequence[int]) -> None:
    for y in (ys[0], ys[-1]):
        page.line(XS[0], y, XS[-1], y)
    for x in (XS[0], XS[-1]):
        page.line(x, ys[0], x, ys[-1])


def between_columns(page: PdfPage, ys: Sequence[float], groups: Sequence[int]) -> None:
    for number, x in enumerate(XS):
        page.line(x, ys[1] if number in {3, 5} else ys[0], x, ys[-1])


def nothing(page: PdfPage, ys: Sequence[float], groups: Sequence[int]) -> None:
    page.text(60, 30, "项目支出绩效目标表", size=9).text(420, 48, "单位：万元", size=9)


def expected(rows: Sequence[Sequence[Cell]]) -> list[list[str]]:
    """The grid that a table is, with “=” where a cell with a text goes on down or over."""
    found = [[""] * len(WIDTHS) for _ in rows]
    for row, column, (down, over, text) in places(rows):
        for y in range(row, row + down):
            for x in range(column, column + over):
                found[y][x] = "=" if text else ""
        found[row][column] = text.replace("/", "")
    return found


def grids(source: Source) -> list[list[list[str]]]:
    """The rows of each grid, with “=” where a cell goes on down or over."""
    found = []
    for _, block in source.blocks():
        if isinstance(block, Grid):
            rows = [[""] * block.columns for _ in range(block.rows)]
            for cell in block.cells:
                for y in range(cell.row, cell.row + cell.row_span):
                    for x in range(cell.column, cell.column + cell.column_span):
                        rows[y][x] = "="
                rows[cell.row][cell.column] = source.text(cell.spans).replace("\n", "")
            found.append(rows)
    return found


def read(*pages: PdfPage) -> Source:
    return source_from_bytes("t.pdf", make_pdf(*pages))


@pytest.mark.parametrize("draw", [three_lines, between_groups, frame_only, between_columns, nothing])
def test_a_list_with_headings_over_columns_and_merged_cells(draw: Drawing) -> None:
    page = PdfPage()
    rows = [*HEAD, *FIRST, *SECOND]
    draw(page, drawn(page, 60, rows), (2, 6))
    (grid,) = grids(read(page))
    assert grid == expected(rows)


def test_the_row_of_a_unit_stands_where_the_indicators_are_blank() -> None:
    page = PdfPage()
    rows = [*HEAD, *UNIT, *FIRST, *SECOND]
    three_lines(page, drawn(page, 60, rows), (2,))
    (grid,) = grids(read(page))
    assert [row[0] for row in grid] == ["单位", "=", "水务站", "水务站", "=", "=", "=", "水务站", "=", "="]
    assert [row[5] for row in grid[2:]] == [
        "",
        "改造桥梁",
        "维修引道",
        "一次验收合格率",
        "事故",
        "清淤长度",
        "清运淤泥",
        "新建闸门",
    ]
    assert [row[3] for row in grid[2:]][0::5] == ["9.00", "5.00"]


def test_a_table_goes_on_in_the_columns_of_the_page_before() -> None:
    first, second = PdfPage(), PdfPage()
    three_lines(first, drawn(first, 60, [*HEAD, *FIRST]), (2,))
    rows = [[*SECOND[0][:2], (3, 1, ""), *SECOND[0][3:]], *SECOND[1:]]
    ys = drawn(second, 60, rows)
    for y in (ys[0], ys[-1]):
        second.line(XS[0], y, XS[-1], y)
    _, grid = grids(read(first, second))
    assert [row[1] for row in grid] == ["沟渠清淤", "=", "="]
    assert grid[0][2:4] == ["", "5.00"]


def at_the_tops(page: PdfPage, rows: Sequence[Sequence[str]], top: float, size: float = 9) -> float:
    """Texts at the upper left corners of their cells, lines parted by strokes; where the last row ends."""
    for row in rows:
        for column, text in enumerate(row):
            for number, line in enumerate(text.split("/") if text else ()):
                page.text(XS[column], top + PITCH * number, line, size=size)
        top += PITCH * max(text.count("/") + 1 for text in row) + PADDING
    return top


def test_texts_at_the_top_of_their_cells_are_not_taken_for_the_middle() -> None:
    page = PdfPage()
    heads = ["一级指标", "二级指标", "三级指标", "指标值"]
    rows = [
        ["产出指标", "数量指标", "改造桥梁", "9座"], ["", "", "维修引道", "3公里"], ["", "质量指标", "一次验收/合格率", "100%"],
        ["", "", "返工率", "0%"], ["", "", "投诉", "0起"], ["效益指标", "社会效益/指标", "事故", "0起"],
    ]  # fmt: skip
    for column, text in enumerate(heads):
        page.text(XS[column], 70, text, size=9)
    end = at_the_tops(page, rows, 100.0)
    for at in (55, 82, end):
        page.line(XS[0] - 5, at, XS[4], at)
    (grid,) = grids(read(page))
    assert [row[1] for row in grid[1:]] == ["数量指标", "", "质量指标", "", "", "社会效益指标"]


@pytest.mark.parametrize(
    "rows",
    [
        [  # 质量指标 would stand in the middle of the two rows that it begins above
            ["产出指标", "数量指标", "改造桥梁", "9座"], ["", "", "维修引道", "3公里"],
            ["", "质量指标", "一次验收/合格率", "100%"], ["效益指标", "社会效益/指标", "事故", "0起"],
        ],
        [  # 效益指标 would stand in the middle of the last three
            ["产出指标", "数量指标", "改造桥梁", "9座"], ["", "质量指标", "一次验收/合格率", "100%"], ["", "", "返工率", "0%"],
            ["效益指标", "社会效益/指标", "事故", "0起"], ["", "", "投诉", "0起"],
        ],
    ],
)  # fmt: skip
def test_without_any_line_texts_may_begin_at_the_top_of_their_cells(rows: list[list[str]]) -> None:
    page = PdfPage()
    page.text(60, 30, "项目支出绩效目标表", size=9)
    printed = [["一级指标", "二级指标", "三级指标", "指标值"], *rows]
    at_the_tops(page, printed, 70.0)
    (grid,) = grids(read(page))
    assert grid == [[text.replace("/", "") for text in row] for row in printed]


def test_a_form_above_a_list_begins_at_the_top_of_its_cells_as_the_list_does() -> None:
    page = PdfPage()
    rows = [
        ["一级指标", "二级指标", "三级指标", "性质", "指标值", "单位"], ["产出指标", "数量指标", "改造桥梁", "=", "9", "座"],
        ["产出指标", "质量/指标", "验收合格率", "≥", "98", "%"], ["产出/指标", "成本指标", "预算控制", "≤", "58", "万元"],
        ["效益指标", "社会效益/指标", "事故发生数", "定性", "减少", ""], ["效益指标", "可持续/影响指标", "管护机制", "定性", "健全", ""],
    ]  # fmt: skip
    head = [
        ["预算单位", "禾溪市政所", "项目编码", "110021T06"],
        ["项目名称", "桥梁小修及引道/维修与后续管护/一体化推进专项/经费", "项目类型", "特定类"],
        ["年度资金/总额", "58.00", "财政拨款", "58.00"], ["绩效目标", "1.保障通行；/2.专款专用；/3.形成经验。"],
    ]  # fmt: skip
    page.text(60, 30, "项目支出绩效目标表", size=9)
    at_the_tops(page, [*head, *rows], 70.0)
    (grid,) = grids(read(page))
    assert grid[-len(rows) :] == [[text.replace("/", "") for text in row] for row in rows]
    assert grid[-len(rows) - 1][:2] == ["绩效目标", "1.保障通行；2.专款专用；3.形成经验。"]
