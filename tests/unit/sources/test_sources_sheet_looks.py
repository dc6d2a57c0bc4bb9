"""Texts and numbers of workbooks that show something else than is stored."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font, PatternFill
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from reviewer.base.i18n import use_language
from reviewer.model.source import Grid, Note, Source
from reviewer.sources.number_format import shown
from reviewer.sources.raised import note_marks
from reviewer.sources.registry import SourceError, source_from_bytes


@pytest.fixture(autouse=True)
def english() -> None:
    use_language("en")


def saved(book: openpyxl.Workbook) -> Source:
    out = io.BytesIO()
    book.save(out)
    return source_from_bytes("表.xlsx", out.getvalue())


def with_parts(book: openpyxl.Workbook, **parts: bytes | None) -> Source:
    """The workbook with parts put in or replaced."""
    out, made = io.BytesIO(), io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(made, "w") as new:
        for name in {*old.namelist(), *parts}:
            data = parts.get(name, old.read(name) if name in old.namelist() else None)
            if data is not None:
                new.writestr(name, data)
    return source_from_bytes("表.xlsx", made.getvalue())


def cells(source: Source) -> dict[tuple[int, int], str]:
    grid = source.pages[0].blocks[0]
    assert isinstance(grid, Grid)
    return {(cell.row, cell.column): source.text(cell.spans) for cell in grid.cells}


def codes(source: Source) -> list[str]:
    return [note.code for note in source.notes if isinstance(note, Note)]


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        ("3000", '"≥"@"人"', "≥3000人"),
        ("120", '0;-0;0;@"公里"', "120公里"),
        ("甲", "@", "甲"),
        ("甲", ";;;", ""),
        ("甲", "0;0;0;", ""),
        (1.5, "0.??", "1.5"),
        (3, "0!h", "3h"),
        (12, "0!m!2", "12m2"),
        (date(1900, 1, 3), "0!h", "3h"),
        (date(1900, 4, 29), '"≥"0"公里"', "≥120公里"),
        (datetime(1903, 5, 18, 12), "0.0000", "1234.5000"),
        (time(21, 36), '"≥"0%', "≥90%"),
        (timedelta(days=3), '0"天"', "3天"),
        (2, "yyyy/m/d", "1900/1/2"),
        (50, '[>=100]0.0;[<0]"无"', "50"),
        (-30, "[<-25]0.0;General", "-30.0"),
        (45000, "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "2023年3月15日"),
        (0.5, "[$-F400]h:mm:ss\\ AM/PM", "12:00:00"),
    ],
)
def test_formats(value: object, code: str, text: str) -> None:
    assert shown(value, code) == text  # type: ignore[arg-type]


def test_a_format_that_shows_nothing_is_said() -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row, (name, value, code) in enumerate((("甲", 5, ";;;"), ("乙", 6, "0"), ("丙", "旧", ";;;")), 1):
        sheet.cell(row, 1, name)
        sheet.cell(row, 2, value).number_format = code
    source = saved(book)
    assert cells(source) == {(0, 0): "甲", (1, 0): "乙", (1, 1): "6", (2, 0): "丙"}
    assert codes(source) == ["hidden by format"]
    assert "B1, B3" in str(source.notes[0])


def test_formats_that_a_library_takes_for_dates() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row, (value, code) in enumerate(((3, "0!h"), (12, '0"d"'), ("3000", '"≥"@"人"'), (5, 'General"元"')), 1):
        sheet.cell(row, 1, "甲")
        sheet.cell(row, 2, value).number_format = code
    assert [text for (_, column), text in sorted(cells(saved(book)).items()) if column] == [
        "3h",
        "12d",
        "≥3000人",
        "5元",
    ]


def test_days_counted_from_1904() -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    for row, code in enumerate(("yyyy-mm-dd", "aaaa;@", '[DBNum1]yyyy"年"'), 1):
        sheet.cell(row, 1, datetime(2026, 3, 5)).number_format = code
    sheet["B1"], sheet["B2"] = 3, 4
    found = cells(saved(book))
    assert [found[row, 0] for row in range(3)] == ["2026-03-05", "星期四", "二〇二六年"]
    assert found[0, 1] == "3"


def test_rich_text_and_fonts_of_cells() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    old, up = InlineFont(strike=True), InlineFont(vertAlign="superscript")
    sheet["A1"] = CellRichText(TextBlock(old, "≥90%"), "≥98%")
    sheet["A2"] = CellRichText("≥80", TextBlock(up, "1"), "万页")
    sheet["A3"] = CellRichText("10", TextBlock(up, "3"), "吨")
    sheet["A4"] = CellRichText(TextBlock(InlineFont(rFont="Wingdings 2"), "R"), "业务类")
    sheet["B1"], sheet["B1"].font = "³95%", Font(name="Symbol")
    sheet["B2"], sheet["B2"].font = "作废", Font(strike=True)
    sheet["B3"], sheet["B3"].font = 120, Font(strike=True)
    sheet["B4"] = "一行\n二行"
    source = saved(book)
    found = cells(source)
    assert [found.get((row, 0)) for row in range(4)] == ["≥98%", "≥80万页", "10³吨", "☑业务类"]
    assert [found.get((row, 1)) for row in range(4)] == ["≥95%", None, None, "一行\n二行"]
    assert "≥80¹万页" in source.pages[0].text
    assert source.text(source.pages[0].layout) == "¹"
    (note,) = source.notes
    assert codes(source) == ["struck out"]
    assert "≥90%" in note
    assert "120" in note


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("≥80¹", ["¹"]), ("≥80¹万页", ["¹"]), ("≥98%²", ["²"]), ("6000⁽¹⁾", ["⁽¹⁾"]), ("满意度¹", ["¹"]), ("10³吨", []), ("1.2×10⁻³", []),
        ("≥110²", ["²"]), ("5m²", []), ("3公里²", []), ("3公里¹", ["¹"]), ("¹ 注", []), ("≥5米³", []), ("CO₂", []), ("2.10²", ["²"]),
    ],
)  # fmt: skip
def test_marks_of_notes_and_powers(text: str, marks: list[str]) -> None:
    assert [text[start:end] for start, end in note_marks(text)] == marks


def test_hidden_rows_are_not_read_and_said() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in ("表头", "去年", "今年"):
        sheet.append([row, row, row])
    sheet.merge_cells("A2:A3")
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["C"].hidden = True
    source = saved(book)
    assert cells(source) == {(0, 0): "表头", (0, 1): "表头", (1, 0): "去年", (2, 1): "今年"}
    assert codes(source) == ["hidden rows", "hidden columns"]
    sheet.row_dimensions[1].hidden = sheet.row_dimensions[3].hidden = True
    assert cells(saved(book))[1, 1] == "去年"


def test_formulas_without_results_are_shown_with_their_place() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["B1"], sheet["A2"], sheet["B2"] = "总额", "=60.5+60", "值", '="≥"&80&"万页"'
    source = saved(book)
    assert cells(source)[0, 1] == "=60.5+60"
    (note,) = source.notes
    assert isinstance(note, Note)
    assert note.code == "no result"
    assert [source.text([span]) for span in note.spans] == ["=60.5+60", '="≥"&80&"万页"']


def test_pictures_by_formula_are_pictures() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["A2"] = "图", '=_xlfn.DISPIMG("ID_0123",1)'
    sheet["B1"], sheet["B2"] = "甲", "乙"
    source = saved(book)
    assert "DISPIMG" not in source.pages[0].text
    assert "pictures" in codes(source)


DRAWING = (
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor><xdr:sp><xdr:txBody><a:p><a:r><a:t>填报</a:t></a:r>'
    "<a:r><a:t>说明</a:t></a:r></a:p><a:p><a:r><a:t>第二行</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:twoCellAnchor>"
    '<xdr:oneCellAnchor><xdr:ext cx="6000000" cy="6000000"/><xdr:pic><a:blip/></xdr:pic></xdr:oneCellAnchor></xdr:wsDr>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="d" '
    'Target="../drawings/drawing1.xml" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing"/></Relationships>'
)


@pytest.mark.parametrize("filled", [True, False])
def test_text_boxes_are_read_beneath_the_cells(filled: bool) -> None:
    book = openpyxl.Workbook()
    if filled:
        book.active["A1"], book.active["B1"] = "甲", "乙"
    source = with_parts(
        book,
        **{"xl/drawings/drawing1.xml": DRAWING.encode(), "xl/worksheets/_rels/sheet1.xml.rels": RELATIONS.encode()},
    )
    text = source.pages[0].text
    assert text == ("甲\t乙\n\n" if filled else "") + "填报说明\n第二行"
    assert [text[b.span.start : b.span.end] for b in source.pages[0].blocks[-2:]] == ["填报说明", "第二行"]
    assert codes(source) == ["pictures", "text boxes"]


XML = """<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles><Style ss:ID="Default"/>
<Style ss:ID="s1"><NumberFormat ss:Format="#,##0"/></Style><Style ss:ID="s2"><NumberFormat ss:Format="0%"/></Style>
<Style ss:ID="s3" ss:Parent="s2"/><Style ss:ID="s4" ss:Parent="s2"><NumberFormat/></Style>
<Style ss:ID="s5"><NumberFormat ss:Format="Medium Time"/></Style></Styles><Worksheet ss:Name="表"><Table>
<Column ss:StyleID="s1"/><Column ss:Index="3"/>
<Row><Cell><Data ss:Type="Number">3333333</Data></Cell><Cell ss:StyleID="s3"><Data ss:Type="Number">0.1</Data></Cell>
<Cell ss:StyleID="s4"><Data ss:Type="Number">0.1</Data></Cell></Row>
<Row ss:StyleID="s2"><Cell><Data ss:Type="Number">0.5</Data></Cell>
<Cell ss:StyleID="s5"><Data ss:Type="DateTime">1899-12-31T13:30:00.500</Data></Cell></Row></Table></Worksheet></Workbook>"""


def test_formats_from_parents_columns_and_rows_of_excel_2003_xml() -> None:
    found = cells(source_from_bytes("表.xml", XML.encode()))
    assert [found.get((0, column)) for column in range(3)] == ["3,333,333", "10%", "0.1"]
    assert [found.get((1, column)) for column in range(2)] == ["50%", "1:30 PM"]


def test_white_on_white_is_left_out_and_said() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row, (text, colour, fill) in enumerate(
        [("指标", None, None), ("旧值", "FFFFFFFF", None), (70, "FFFFFFFF", None), ("表头", "FFFFFFFF", "FF1F3864"), ("值", None, None)], 1
    ):  # fmt: skip
        cell = sheet.cell(row, 2, text)
        sheet.cell(row, 1, "甲")
        if colour:
            cell.font = Font(color=colour)
        if fill:
            cell.fill = PatternFill("solid", fgColor=fill)
    source = saved(book)
    assert [text for (_, column), text in cells(source).items() if column] == ["指标", "表头", "值"]
    assert codes(source) == ["white text"]
    assert "旧值" in source.notes[0]
    assert "70" in source.notes[0]


def test_rows_without_height_and_columns_without_width_are_hidden() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in range(1, 4):
        for column in range(1, 4):
            sheet.cell(row, column, f"{row}{column}")
    out = io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as package:
        xml = package.read("xl/worksheets/sheet1.xml")
    xml = xml.replace(b"<sheetData>", b'<cols><col min="3" max="3" width="0" customWidth="1"/></cols><sheetData>')
    xml = xml.replace(b'<row r="2">', b'<row r="2" ht="0" customHeight="1">')
    source = with_parts(book, **{"xl/worksheets/sheet1.xml": xml})
    assert sorted(cells(source).values()) == ["11", "12", "31", "32"]
    assert codes(source) == ["hidden rows", "hidden columns"]


def test_iso_dates_have_their_format() -> None:
    book = openpyxl.Workbook(iso_dates=True)
    sheet = book.active
    assert sheet is not None
    for row, (value, code) in enumerate(
        [(date(2026, 3, 1), 'm"月"d"日"'), (datetime(2026, 12, 31, 8, 5), 'yyyy"年"m"月"'), (time(8, 30), "h:mm")], 1
    ):
        sheet.cell(row, 1, value).number_format = code
        sheet.cell(row, 2, "甲")
    assert [text for (_, column), text in cells(saved(book)).items() if not column] == ["3月1日", "2026年12月", "8:30"]


def test_a_number_is_shown_by_its_own_format_however_often_it_stands_there() -> None:
    from reviewer.sources.sheet import Sheet
    from reviewer.sources.sheet_page import page_of

    values = [[1.5, 1.5, 2.0, 2, True], [1.5, 1.5, 2.0, 2, 1], [-2.5, 2.5, -2.5, 2.5, 1.5]]
    formats = {(0, 1): "0.00%", (1, 1): "0.00%", (2, 0): "0.00", (2, 1): "0.00", (2, 4): "#,##0.00"}
    page, _ = page_of(0, Sheet("表", values=values, formats=formats))
    assert page.text.split("\n") == [
        "1.5\t150.00%\t2\t2\tTRUE",
        "1.5\t150.00%\t2\t2\t1",
        "-2.50\t2.50\t-2.5\t2.5\t1.50",
    ]


def test_formulas_of_programs_that_work_nothing_out() -> None:
    """XlsxWriter stores nought for each and asks that all be worked out on opening; a text without even an empty result is none."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["总额", "其中", 120.5])
        sheet.write_formula(1, 1, "=C1+0")
        sheet.write_formula(1, 2, "=C1*2", None, 241)
    source = source_from_bytes("表.xlsx", out.getvalue())
    assert cells(source)[1, 1] == "=C1+0"
    assert cells(source)[1, 2] == "241"
    assert codes(source) == ["no result"]
    book = openpyxl.Workbook()
    book.active.append(["总额", 0])
    text = b'<row r="1"><c r="A1" t="str"><f>"a"&amp;1</f></c><c r="B1"><f>1-1</f><v>0</v></c><c r="C1" t="str"><f>""</f><v></v></c>'
    text += b'<c r="D1" t="inlineStr"><is><t>x</t></is></c></row>'
    source = with_parts(book, **{"xl/worksheets/sheet1.xml": _sheet(text), "xl/workbook.xml": _without_calc(book)})
    assert cells(source) == {(0, 0): '="a"&1', (0, 1): "0", (0, 3): "x"}


def _sheet(rows: bytes) -> bytes:
    return b'<worksheet xmlns="' + _MAIN + b'"><sheetData>' + rows + b"</sheetData></worksheet>"


def _without_calc(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as package:
        return package.read("xl/workbook.xml").replace(b'fullCalcOnLoad="1"', b"")


_MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def test_characters_that_are_written_by_their_numbers() -> None:
    book = openpyxl.Workbook()
    book.active.append(["单位", "x"])
    cell = '<c r="{}1" t="inlineStr"><is><t>{}</t></is></c>'
    for texts, seen in (
        (("云溪县_x6863_案馆", "_x2265_98%_x000D_", "a_x_b"), ["云溪县档案馆", "≥98%", "a_x_b"]),
        (("_x005F_x6863_", "b", "c"), ["_x6863_", "b", "c"]),
    ):
        row = "".join(cell.format(letter, text) for letter, text in zip("ABC", texts, strict=True))
        sheet = _sheet(f'<row r="1">{row}</row>'.encode())
        assert list(cells(with_parts(book, **{"xl/worksheets/sheet1.xml": sheet})).values()) == seen


def test_a_picture_placed_in_its_cell_is_no_error() -> None:
    book = openpyxl.Workbook()
    book.active.append(["x"])
    rows = b'<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c><c r="B1" t="e" vm="1"><v>#VALUE!</v></c>'
    rows += b'<c r="C1" t="e"><v>#VALUE!</v></c></row>'
    source = with_parts(book, **{"xl/worksheets/sheet1.xml": _sheet(rows)})
    assert cells(source) == {(0, 0): "a", (0, 2): "#VALUE!"}
    assert codes(source) == ["pictures"]


def test_a_workbook_of_pictures_says_so() -> None:
    book = openpyxl.Workbook()
    book.active.append(["x"])
    rows = b'<row r="1"><c r="A1" t="e" vm="1"><v>#VALUE!</v></c></row>'
    with pytest.raises(SourceError, match="pictures and no text"):
        with_parts(book, **{"xl/worksheets/sheet1.xml": _sheet(rows)})


_2003 = (
    '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:html="http://www.w3.org/TR/REC-html40">'
)


def of_2003(styles: str, cells: str, more: str = "") -> Source:
    text = f'{_2003}<Styles>{styles}</Styles><Worksheet ss:Name="表"><Table><Row>{cells}</Row></Table>{more}</Worksheet></Workbook>'
    return source_from_bytes("表.xml", text.encode())


def _of(text: str, style: str = "", kind: str = "String") -> str:
    return f'<Cell ss:StyleID="{style}"><Data ss:Type="{kind}">{text}</Data></Cell>'


def test_looks_of_excel_2003_xml() -> None:
    rich = '<ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40">'
    styles = (
        '<Style ss:ID="b"><Font ss:StrikeThrough="1"/></Style><Style ss:ID="s" ss:Parent="b"/><Style ss:ID="w"><Font '
    )
    styles += 'ss:Color="#FFFFFF"/></Style><Style ss:ID="h" ss:Parent="w"><Interior ss:Color="#1F4E79" ss:Pattern="Solid"/></Style>'
    styles += '<Style ss:ID="y"><Font ss:FontName="Symbol"/></Style>'
    cells_ = _of("指标") + f"<Cell>{rich}<S>≥90%</S><Font>≥98%</Font></ss:Data></Cell>"
    cells_ += f'<Cell>{rich}≥8×10<Sup>5</Sup>页<Font html:Face="Symbol">£</Font></ss:Data></Cell>'
    cells_ += _of("旧", "s") + _of("白", "w") + _of("头", "h") + _of("£5", "y") + _of("7", "s", "Number")
    source = of_2003(styles, cells_ + '<Cell ss:Formula="=RC[-1]"/>')
    assert list(cells(source).values()) == ["指标", "≥98%", "≥8×10⁵页≤", "头", "≤5", "=RC[-1]"]
    assert codes(source) == ["white text", "struck out", "no result"]
    excel = "urn:schemas-microsoft-com:office:excel"
    coloured = of_2003(styles, _of("指标") + _of("白", "w"), f'<ConditionalFormatting xmlns="{excel}"/>')
    assert list(cells(coloured).values()) == ["指标", "白"]


def test_dates_of_excel_2003_xml_with_a_zone() -> None:
    styles = '<Style ss:ID="d"><NumberFormat ss:Format="yyyy/m/d"/></Style>'
    assert list(cells(of_2003(styles, _of("时间") + _of("2026-12-31T00:00:00.000Z", "d", "DateTime"))).values()) == [
        "时间",
        "2026/12/31",
    ]
