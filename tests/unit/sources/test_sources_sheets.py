"""Workbooks: what a person sees in Excel is what is read, and what is hidden is said."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hostile_files import FILLED, HOSTILE, changed_xlsx, packed_ods, sheet_xml, workbook

from reviewer.base.i18n import use_language
from reviewer.model.source import Grid, Source
from reviewer.sources.registry import SourceError, source_from_bytes

DATA = Path(__file__).parents[2] / "data" / "sheets"


@pytest.fixture(autouse=True)
def english() -> None:
    use_language("en")


def made() -> openpyxl.Workbook:
    """The workbook that tests/data/sheets/features.xls holds, of an invented office."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "目标表"
    sheet["A1"] = "青柳区水利站2024年项目支出绩效目标表"
    sheet.merge_cells("A1:G1")
    sheet.append(["项目名称", "总计", "绩效目标", "一级指标", "二级指标", "三级指标", "年度指标值"])
    sheet.append(["河道清淤", 20.5, "河道畅通，\n汛期不漫堤。", "产出指标", "数量指标", "清淤长度", "≥3公里"])
    sheet.append(["", "", "", "效益指标", "社会效益指标", "受益村民", "≥2000人"])
    sheet.merge_cells("A3:A4")
    sheet["B3"].number_format = "#,##0.00"
    sheet["A6"], sheet["B6"] = "编制日期", date(2024, 3, 5)
    sheet["B6"].number_format = 'yyyy"年"m"月"d"日"'
    sheet["A7"], sheet["B7"] = "完成率", 0.95
    sheet["B7"].number_format = "0%"
    sheet["A8"], sheet["B8"] = "合计", "#DIV/0!"
    sheet["B8"].data_type = "e"
    sheet["A9"], sheet["I9"] = "隐藏行", "隐藏列"
    sheet.row_dimensions[9].hidden = True
    sheet.column_dimensions["I"].hidden = True
    sheet.column_dimensions["A"].width = 20
    hidden = book.create_sheet("字典")
    hidden["A1"], hidden["A2"] = "数量指标", "质量指标"
    hidden.sheet_state = "hidden"
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def cells(source: Source, page: int = 0) -> dict[tuple[int, int], str]:
    grid = source.pages[page].blocks[0]
    assert isinstance(grid, Grid)
    return {(c.row, c.column): source.text(c.spans) for c in grid.cells}


@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_what_a_person_sees(kind: str) -> None:
    data = saved(made()) if kind == "xlsx" else (DATA / "features.xls").read_bytes()
    source = source_from_bytes(f"表.{kind}", data)
    assert (source.format, source.encoding, [p.label for p in source.pages]) == (kind, None, ["目标表", "字典"])
    text = cells(source)
    assert text[2, 1] == "20.50"
    assert text[5, 1] == "2024年3月5日"
    assert text[6, 1] == "95%"
    assert text[7, 1] == "#DIV/0!"
    assert not {"隐藏行", "隐藏列"} & set(text.values())
    assert (3, 0) not in text
    grid = source.pages[0].blocks[0]
    assert isinstance(grid, Grid)
    spans = {(c.row, c.column): (c.row_span, c.column_span) for c in grid.cells}
    assert spans[0, 0] == (1, 7)
    assert spans[2, 0] == (2, 1)
    assert grid.widths[0] == pytest.approx(105, abs=3)
    notes = " ".join(source.notes)
    assert "Row 9 of the sheet “目标表” is hidden" in notes
    assert "Column I of the sheet “目标表” is hidden" in notes
    assert "The sheet “字典” is hidden" in notes


def test_a_line_break_in_a_cell_stays_and_rows_are_lines() -> None:
    text = source_from_bytes("表.xlsx", saved(made())).pages[0].text
    assert text.startswith("青柳区水利站2024年项目支出绩效目标表\n项目名称\t总计\t")
    assert "\n河道清淤\t20.50\t河道畅通，\n汛期不漫堤。\t产出指标\t" in text
    assert "\n\t\t\t效益指标\t" in text


def test_a_formula_without_a_result_is_said() -> None:
    book = made()
    book["目标表"]["C8"] = "=1+1"
    assert any("C8" in note and "no stored result" in note for note in source_from_bytes("表.xlsx", saved(book)).notes)


def test_a_sheet_that_no_menu_shows_is_left_out_and_said() -> None:
    book = made()
    book["字典"].sheet_state = "veryHidden"
    source = source_from_bytes("表.xlsx", saved(book))
    assert [p.label for p in source.pages] == ["目标表"]
    assert any("字典" in note and "left out" in note for note in source.notes)


def test_zeros_that_the_sheet_does_not_show_are_not_read() -> None:
    rows = '<row r="1"><c r="A1"><v>0</v></c><c r="B1"><v>7</v></c></row><row r="2"><c r="A2"><v>8</v></c></row>'
    shown = source_from_bytes("表.xlsx", workbook(rows))
    blank = source_from_bytes("表.xlsx", workbook(rows, '<sheetViews><sheetView showZeros="0"/></sheetViews>'))
    assert shown.pages[0].text == "0\t7\n8"
    assert blank.pages[0].text == "\t7\n8"


def test_cells_without_addresses_have_their_formats() -> None:
    book = (
        '<row><c t="inlineStr"><is><t>总计</t></is></c><c s="1"><v>2035.8</v></c></row><row><c s="1"><v>3</v></c></row>'
    )
    assert source_from_bytes("表.xlsx", workbook(book)).pages[0].text == "总计\t2,035.80\n3.00"


def test_prefixes_and_single_quotes_do_not_hide_formats() -> None:
    plain = '<row r="1"><c r="A1" s="1"><v>1234</v></c><c s="1" r="B1"><v>5</v></c></row>'
    assert source_from_bytes("表.xlsx", workbook(plain)).pages[0].text == "1,234.00\t5.00"
    prefixed = sheet_xml(plain).replace(b"<", b"<x:").replace(b"<x:/", b"</x:").replace(b"xmlns=", b"xmlns:x=")
    assert (
        source_from_bytes("表.xlsx", changed_xlsx(xl_worksheets_sheet1_xml=prefixed)).pages[0].text == "1,234.00\t5.00"
    )
    single = workbook(plain.replace('"', "'"))
    assert source_from_bytes("表.xlsx", single).pages[0].text == "1,234.00\t5.00"


def test_text_under_a_merged_cell_is_said() -> None:
    assert not any("merged" in note for note in source_from_bytes("表.xlsx", saved(made())).notes)
    rows = "".join(
        f'<c r="{c}1" t="inlineStr"><is><t>{t}</t></is></c>' for c, t in (("A", "甲"), ("B", "乙"), ("C", "丙"))
    )
    covered = workbook(f'<row r="1">{rows}</row>', after='<mergeCells><mergeCell ref="A1:B1"/></mergeCells>')
    source = source_from_bytes("表.xlsx", covered)
    assert source.pages[0].text == "甲\t\t丙"
    assert any("1 cell" in note and "merged" in note for note in source.notes)


def test_a_formatted_sheet_ends_where_its_cells_end() -> None:
    rows = FILLED.format(row=3, column="B") + FILLED.format(row=4, column="C")
    source = source_from_bytes("表.xlsx", workbook(rows + '<row r="1048576"><c r="XFD1048576" s="1"/></row>'))
    grid = source.pages[0].blocks[0]
    assert isinstance(grid, Grid)
    assert (grid.rows, grid.columns) == (4, 3)


def test_an_open_document_sheet() -> None:
    source = source_from_bytes(
        "表.ods",
        packed_ods(
            '<table:table table:name="表一"><table:table-row><table:table-cell table:number-columns-spanned="2">'
            "<text:p>项目<text:s/>甲</text:p><text:p>乙</text:p></table:table-cell><table:covered-table-cell/>"
            '<table:table-cell table:number-columns-repeated="2"><text:p>2,035.87</text:p></table:table-cell></table:table-row>'
            '<table:table-row table:visibility="collapse"><table:table-cell><text:p>a</text:p></table:table-cell></table:table-row>'
            '<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/>'
            "</table:table-row></table:table>"
        ),
    )
    assert (source.format, source.pages[0].label) == ("ods", "表一")
    assert source.pages[0].text == "项目 甲\n乙\t\t2,035.87\t2,035.87"
    grid = source.pages[0].blocks[0]
    assert isinstance(grid, Grid)
    assert (grid.cells[0].column_span, grid.rows) == (2, 1)
    assert any("Row 2" in note for note in source.notes)


XML = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Styles><Style ss:ID="m"><NumberFormat ss:Format="Standard"/></Style></Styles><Worksheet ss:Name="表一"><Table>
<Column ss:Width="90"/><Row><Cell ss:MergeAcross="1"><Data ss:Type="String">目标表</Data></Cell></Row>
<Row ss:Index="3"><Cell ss:Index="2" ss:StyleID="m"><Data ss:Type="Number">2035.87</Data></Cell></Row></Table></Worksheet></Workbook>"""


def test_a_workbook_saved_as_xml() -> None:
    source = source_from_bytes("表.xls", XML.encode())
    assert (source.format, source.pages[0].text, source.pages[0].label) == ("xls", "目标表\n\n\t2,035.87", "表一")


def test_locked_and_binary_workbooks_say_what_to_do() -> None:
    for name, word in (("encrypted.xls", "password"), ("encrypted.xlsx", "password"), ("binary.xlsb", "damaged")):
        with pytest.raises(SourceError, match=word):
            source_from_bytes(name, HOSTILE[name]())
