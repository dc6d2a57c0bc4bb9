"""PDFs to text, grids and lines: what stands in which cell, in which order, and where on the page."""

from __future__ import annotations

from typing import Any

import pytest
from pdf_building import PdfPage, make_pdf

from reviewer.extract.pipeline import extract
from reviewer.model.source import Grid, Line, Page, Source
from reviewer.sources.bitmaps import draw_page
from reviewer.sources.registry import source_from_bytes

XS = [50, 150, 300, 400]
YS = [100, 120, 150, 170]
TEXTS = [["项目名称", "绿化养护", "2023"], ["指标", "养护面积达到\n一百亩", "≥100亩"], ["", "合格率", "95%"]]
CELLS = [["项目名称", "绿化养护", "2023"], ["指标", "养护面积达到\n一百亩", "≥100亩"], ["", "合格率", "95%"]]


def read(*pages: PdfPage) -> Source:
    return source_from_bytes("甲.pdf", make_pdf(*pages))


def grids(source: Source, page: int = 0) -> list[Grid]:
    return [block for block in source.pages[page].blocks if isinstance(block, Grid)]


def cells(source: Source, page: int = 0, grid: int = 0) -> list[list[str]]:
    rows: dict[int, list[str]] = {}
    for cell in grids(source, page)[grid].cells:
        rows.setdefault(cell.row, []).append(source.text(cell.spans))
    return [rows[row] for row in sorted(rows)]


def lines(source: Source, page: int = 0) -> list[str]:
    return [source.text((block.span,)) for block in source.pages[page].blocks if isinstance(block, Line)]


def merges(source: Source, page: int = 0) -> dict[str, tuple[int, int]]:
    found = {}
    for cell in grids(source, page)[0].cells:
        if (cell.row_span, cell.column_span) != (1, 1):
            found[source.text(cell.spans)] = (cell.row_span, cell.column_span)
    return found


def box_of(page: Page, text: str) -> tuple[float, ...]:
    assert page.picture is not None
    start = page.text.index(text)
    found = [page.picture.box(offset) for offset in range(start, start + len(text))]
    boxes = [box for box in found if box is not None]
    assert len(boxes) == len(text)
    return (*(min(box[i] for box in boxes) for i in (0, 1)), *(max(box[i] for box in boxes) for i in (2, 3)))


def test_reads_a_ruled_table_between_lines() -> None:
    page = PdfPage().text(50, 80, "青禾区绩效目标表").table(XS, YS, TEXTS).text(50, 200, "注：无")
    source = read(page)
    assert source.format == "pdf"
    assert cells(source) == CELLS
    assert lines(source) == ["青禾区绩效目标表", "注：无"]
    assert source.pages[0].text == (
        "青禾区绩效目标表\n项目名称\t绿化养护\t2023\n指标\t养护面积达到\n一百亩\t≥100亩\n\t合格率\t95%\n注：无"
    )
    assert grids(source)[0].widths == (100, 150, 100)
    assert grids(source)[0].heights == (20, 30, 20)


def test_merges_cells_without_a_border_between_them() -> None:
    page = PdfPage().table(XS, YS, TEXTS, [("above", 2, 0), ("before", 0, 2)])
    assert merges(read(page)) == {"指标": (2, 1), "绿化养护 2023": (1, 2)}


def _borders_as(kind: str) -> PdfPage:
    page = PdfPage()
    for y in YS:
        if kind == "double":
            page.shade(XS[0], y, XS[-1], y + 0.5).shade(XS[0], y + 1.5, XS[-1], y + 2)
        elif kind == "filled":
            page.shade(XS[0], y, XS[-1], y + 1)
        elif kind == "dashed":
            for x in range(XS[0], XS[-1], 6):
                page.line(x, y, x + 3.5, y)
        elif kind == "dotted":
            for x in range(XS[0], XS[-1], 2):
                page.shade(x, y, x + 0.7, y + 0.7)
        else:
            page.line(XS[0], y, XS[-1], y)
    for x in XS[1:-1] if kind == "open" else XS:
        if kind == "double":
            page.shade(x, YS[0], x + 0.5, YS[-1]).shade(x + 1.5, YS[0], x + 2, YS[-1])
        elif kind == "filled":
            page.shade(x, YS[0], x + 1, YS[-1] + 1)
        elif kind == "dashed":
            for y in range(YS[0], YS[-1], 5):
                page.line(x, y, x, y + 3)
        elif kind == "dotted":
            for y in range(YS[0], YS[-1], 2):
                page.shade(x, y, x + 0.7, y + 0.7)
        else:
            page.line(x, YS[0], x, YS[-1])
    for row, texts in enumerate(TEXTS):
        for column, text in enumerate(texts):
            for number, line in enumerate(text.split("\n") if text else ()):
                page.text(XS[column] + 4, YS[row] + 13 + 12 * number, line)
    return page


@pytest.mark.parametrize("kind", ["double", "filled", "dashed", "dotted", "open"])
def test_reads_borders_however_they_are_drawn(kind: str) -> None:
    page = _borders_as(kind).shade(52, 102, 398, 118, grey=0.9)
    page.marks.insert(0, page.marks.pop())  # a shade lies beneath the text
    source = read(page)
    assert cells(source) == CELLS
    assert merges(source) == {}


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_turned_pages_read_alike_and_boxes_are_those_of_the_page_as_shown(rotate: int) -> None:
    page = PdfPage(rotate=rotate).text(50, 80, "青禾区绩效目标表").table(XS, YS, TEXTS)
    source = read(page)
    assert cells(source) == CELLS
    shown = source.pages[0]
    assert shown.picture is not None
    assert (shown.picture.width, shown.picture.height) == ((842, 595) if rotate % 180 else (595, 842))


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [None, (40, 500, 500, 800)])
def test_the_ink_of_each_character_is_in_its_box(rotate: int, crop: tuple[float, float, float, float] | None) -> None:
    page = PdfPage(rotate=rotate, crop=crop).text(60, 80, "青禾区绩效目标表", size=14).text(300, 200, "2023 ≥100亩")
    source = read(page.text(60, 300, "绿化", size=40))
    shown = source.pages[0]
    assert shown.picture is not None
    bitmap = draw_page(source.data, 0, 2.0)
    ink = {
        (x, y)
        for y in range(bitmap.height)
        for x, blue in enumerate(bitmap.data[bitmap.stride * y : bitmap.stride * (y + 1) : 4])
        if blue < 128
    }
    boxes = [box for offset in range(len(shown.text)) if (box := shown.picture.box(offset)) is not None]
    assert len(boxes) == len(shown.text.replace("\n", ""))
    inside = {
        (x, y)
        for left, top, right, bottom in boxes
        for x in range(round(2 * left) - 1, round(2 * right) + 1)
        for y in range(round(2 * top) - 1, round(2 * bottom) + 1)
    }
    assert len(ink) > 1000
    assert ink <= inside
    assert len(ink) > 0.5 * len(inside)


def test_text_that_is_printed_sideways_is_read_upright() -> None:
    page = PdfPage()
    for x in (100, 130, 160):
        page.line(x, 700, x, 300)
    for y in (700, 500, 300):
        page.line(100, y, 160, y)
    for x, y, text in ((118, 690, "项目名称"), (118, 490, "绿化养护"), (148, 690, "年度"), (148, 490, "2023")):
        page.text(x, y, text, degrees=90)
    assert cells(read(page.text(90, 690, "绩效目标表", degrees=90))) == [["项目名称", "绿化养护"], ["年度", "2023"]]


def test_a_label_along_the_side_stays_in_its_cell_and_a_watermark_in_none() -> None:
    page = PdfPage().table(XS, YS, [["", *row[1:]] for row in TEXTS], [("above", 1, 0), ("above", 2, 0)])
    source = read(page.text(200, 160, "内部资料", size=20, degrees=45).text(100, 160, "绩效指标", degrees=90))
    assert [row[-2:] for row in cells(source)] == [row[1:] for row in CELLS]
    assert merges(source) == {"绩效指标": (3, 1)}
    assert lines(source) == ["内部资料"]


def test_reads_a_part_of_a_page_by_its_own_corner() -> None:
    source = read(PdfPage(crop=(40, 500, 500, 800)).table(XS, YS, TEXTS))
    assert cells(source) == CELLS
    left, top, _, _ = box_of(source.pages[0], "项目名称")
    assert (left, top) == pytest.approx((53 - 40, 100 + 11 - 8 - 42), abs=1)


def test_reads_several_tables_on_a_page_in_order() -> None:
    page = PdfPage().table([50, 100, 150], [100, 120, 140], [["甲", "乙"], ["丙", "丁"]])
    page.table([250, 300, 350], [100, 120, 140], [["子", "丑"], ["寅", "卯"]]).text(50, 170, "中间")
    page.table([50, 250, 450], [200, 300, 330], [["外", "天"], ["底", "地"]])
    page.table([80, 150, 240], [230, 250, 270], [["内一", "内二"], ["内三", "内四"]])
    source = read(page)
    assert [cells(source, grid=number) for number in range(4)] == [
        [["甲", "乙"], ["丙", "丁"]],
        [["子", "丑"], ["寅", "卯"]],
        [["外", "天"], ["底", "地"]],
        [["内一", "内二"], ["内三", "内四"]],
    ]
    assert source.pages[0].text.index("卯") < source.pages[0].text.index("中间") < source.pages[0].text.index("外")


def test_alignment_makes_a_table_without_rules() -> None:
    page = (
        PdfPage().text(200, 80, "青禾区绩效目标表").text(50, 95, "单位：青禾区园林局").text(330, 95, "金额单位：万元")
    )
    rows = [
        ["项目名称", "金额", "绩效目标", "指标值"],
        ["绿化养护", "12.50", "全区公园绿化养护面积达到一百亩", "≥100亩"],
        ["", "", "以上", ""],
        ["道路保洁", "8.00", "道路保洁率", "≥95%"],
        ["合计", "20.50", "", ""],
    ]
    for number, row in enumerate(rows):
        for x, text in zip((50, 150, 220, 400), row, strict=True):
            if text:
                page.text(x, 130 + 16 * number, text)
    source = read(page.text(50, 230, "注：本表由青禾区园林局填报，如有疑问请与办公室联系。"))
    assert cells(source) == [
        ["项目名称", "金额", "绩效目标", "指标值"],
        ["绿化养护", "12.50", "全区公园绿化养护面积达到一百亩\n以上", "≥100亩"],
        ["道路保洁", "8.00", "道路保洁率", "≥95%"],
        ["合计", "20.50", "", ""],
    ]
    assert lines(source)[1] == "单位：青禾区园林局  金额单位：万元"
    assert len(lines(source)) == 3


def test_a_paragraph_is_no_table() -> None:
    page = PdfPage()
    for number in range(6):
        page.text(50, 100 + 16 * number, "全区公园绿化养护面积达到一百亩以上，保持整洁，")
    assert grids(read(page)) == []


def test_the_lines_of_a_paragraph_are_one_and_those_of_a_list_are_not() -> None:
    page = PdfPage().text(180, 60, "青禾区绩效目标说明").text(50, 80, "单位：青禾区园林局").text(50, 96, "单位：万元")
    for number, line in enumerate(
        (
            "年度目标：1.全区公园绿化养护面积达到一百亩以上，保持整洁有序，接受群众监督，群众满意",
            "度达到百分之九十以上；",
            "2.道路保洁率达到百分之九十五以上，河道清淤及时，无黑臭水体，各项工作按时完成并且达",
            "到标准。",
        )
    ):
        page.text(50, 120 + 16 * number, line)
    source = read(page)
    assert lines(source)[:3] == ["青禾区绩效目标说明", "单位：青禾区园林局", "单位：万元"]
    assert [line.count("\n") for line in lines(source)] == [0, 0, 0, 1, 1]
    assert [line[:4] for line in lines(source)[3:]] == ["年度目标", "2.道路"]
    assert grids(source) == []


def test_a_frame_and_underlines_are_no_table() -> None:
    page = PdfPage().table([40, 550], [40, 800]).text(60, 100, "单位：青禾区园林局").line(90, 103, 180, 103)
    source = read(page)
    assert grids(source) == []
    assert lines(source) == ["单位：青禾区园林局"]


def test_text_that_the_page_hides_is_left_out() -> None:
    page = PdfPage().table(XS, YS, TEXTS).clipped((50, 300, 200, 320), 60, 315, "看得见")
    assert lines(read(page.clipped((50, 300, 200, 320), 60, 345, "看不见"))) == ["看得见"]


def test_a_text_too_long_for_its_cell_stays_whole() -> None:
    long = "青禾区园林绿化养护管理中心"
    page = PdfPage().table([50, 153, 400], [100, 120, 140], [[long, ""], ["甲", "乙"]])
    assert cells(read(page)) == [[long, ""], ["甲", "乙"]]


def test_hyphens_at_line_ends_and_characters_by_other_codes_are_as_printed() -> None:
    page = PdfPage().text(50, 100, "This is a well-").text(50, 112, "known place").text(50, 140, "𠮷林⼯作⽬标")
    assert read(page).pages[0].text == "This is a well-\nknown place\n𠮷林工作目标"


def _cut_row() -> tuple[PdfPage, PdfPage]:
    first = PdfPage().text(50, 60, "青禾区绩效目标表").table(
        [50, 150, 250, 350], [700, 720, 748],
        [["项目名称", "总计", "绩效目标"], ["公园绿化", "12.50", "全区公园绿化养\n护面积达到一百"]],
    )  # fmt: skip
    second = PdfPage().table(
        [50, 150, 250, 350], [100, 120, 140, 160],
        [["项目名称", "总计", "绩效目标"], ["", "", "亩以上"], ["道路保洁", "8.00", "保持整洁"]],
    )  # fmt: skip
    return first, second


@pytest.mark.parametrize("repeated", [True, False])
def test_a_row_that_a_page_break_cut_is_whole_in_the_tree(repeated: bool) -> None:
    first, second = _cut_row()
    if not repeated:
        second = PdfPage().table(
            [50, 150, 250, 350], [100, 120, 140], [["", "", "亩以上"], ["道路保洁", "8.00", "保持整洁"]]
        )
    source = read(first.text(290, 800, "1"), second.text(290, 800, "2"))
    entries = extract(source).root.children
    goals = [dict(entry.fields)["goal"].value for entry in entries]
    assert goals == ["全区公园绿化养护面积达到一百亩以上", "保持整洁"]
    spans = dict(entries[0].fields)["goal"].spans
    assert {span.page for span in spans} == {0, 1}


def test_a_row_of_its_own_on_the_next_page_is_left_alone() -> None:
    first = PdfPage().table(
        [50, 150, 250, 350], [700, 720, 760], [["项目名称", "总计", "绩效目标"], ["公园", "1", "绿"]]
    )
    second = PdfPage().table([50, 150, 250, 350], [100, 120, 140], [["道路", "", "保洁"], ["河道", "3", "清淤"]])
    source = read(first, second)
    assert cells(source)[1] == ["公园", "1", "绿"]
    assert cells(source, 1) == [["道路", "", "保洁"], ["河道", "3", "清淤"]]


def test_merged_cells_that_a_page_break_cut_go_on_in_those_of_their_group_only() -> None:
    xs = [50, 80, 150, 230, 330]
    head = ["序号", "项目名称", "一级指标", "三级指标"]
    first = PdfPage().table(xs, [700, 720, 738], [head, ["1", "城区公园绿地", "产出指标", "绿化面积"]])
    second = PdfPage().table(
        xs, [100, 120, 140, 160, 180],
        [head, ["", "养护项目", "效益指标", "游客满意"], ["", "", "", "居民满意"], ["2", "道路保洁", "产出指标", "保洁里程"]],
        [("above", 2, 0), ("above", 2, 1), ("above", 2, 2)],
    )  # fmt: skip
    source = read(first, second)
    assert cells(source)[1] == ["1", "城区公园绿地养护项目", "产出指标", "绿化面积"]
    assert cells(source, 1)[1:] == [
        ["", "", "效益指标", "游客满意"],
        ["居民满意"],
        ["2", "道路保洁", "产出指标", "保洁里程"],
    ]


def test_short_texts_in_the_middle_of_their_cells_do_not_go_on_in_the_next_row() -> None:
    def table(page: PdfPage, ys: list[float], rows: list[list[str]]) -> PdfPage:
        page.table([50, 150, 250, 350], ys)
        for y, row in zip(ys, rows, strict=False):
            for x, text in zip((100, 200, 300), row, strict=True):
                page.text(x - 5 * len(text), y + 12, text)
        return page

    first = table(PdfPage(), [700, 720, 740], [["公园绿化", "亩", "九百"], ["道路保洁", "公里", "八十"]])
    second = table(PdfPage(), [100, 120, 140], [["河道清淤", "", "按时"], ["路灯维护", "盏", "三百"]])
    source = read(first, second)
    assert cells(source)[1] == ["道路保洁", "公里", "八十"]
    assert cells(source, 1)[0] == ["河道清淤", "", "按时"]


def test_a_merged_cell_that_a_page_break_left_open_is_one() -> None:
    first = PdfPage().table(
        [50, 150, 250], [700, 720, 740], [["", "甲"], ["", "乙"]], [("above", 1, 0), ("above", 2, 0)]
    )
    second = PdfPage().table(
        [50, 150, 250], [100, 120, 140], [["重点工作", "丙"], ["", "丁"]], [("above", 0, 0), ("above", 1, 0)]
    )
    source = read(first, second)
    assert cells(source) == [["重点工作", "甲"], ["乙"]]
    assert cells(source, 1) == [["", "丙"], ["丁"]]


def test_pages_without_text_among_others_are_said() -> None:
    source = read(PdfPage().text(50, 50, "第一页"), *(PdfPage().picture(0, 0, 595, 842) for _ in range(2)))
    assert len(source.pages) == 3
    (note,) = source.notes
    assert "2–3" in note


def test_shows_pages_before_it_reads_and_tells_how_far_it_is() -> None:
    seen: list[Any] = []
    data = make_pdf(*(PdfPage(rotate=90 * (n % 2)).text(50, 50, f"第{n}页") for n in range(4)))
    source = source_from_bytes("甲.pdf", data, seen.append, preview=seen.append)
    first, *shares = seen
    assert isinstance(first, Source)
    assert [(page.text, page.picture and page.picture.width) for page in first.pages] == [("", 595), ("", 842)] * 2
    assert first.data == data
    assert shares == [0.25, 0.5, 0.75, 1.0]
    assert [page.text for page in source.pages] == ["第0页", "第1页", "第2页", "第3页"]


class _StopError(Exception):
    pass


def test_can_be_stopped_and_used_again() -> None:
    def stop(_share: float) -> None:
        raise _StopError

    data = make_pdf(PdfPage().text(50, 50, "第一页"))
    with pytest.raises(_StopError):
        source_from_bytes("甲.pdf", data, stop)
    assert source_from_bytes("甲.pdf", data).pages[0].text == "第一页"
