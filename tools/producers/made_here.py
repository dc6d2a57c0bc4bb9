"""What libraries make of the form: each maker writes a file and gives the library's version, or raises where it is missing."""

from __future__ import annotations

import contextlib
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tools.producers.form import COLUMNS, HEAD, ROWS, TITLE, WIDTHS, cells, filled, html, texts

_FONTS = ("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", "/usr/share/fonts/truetype/arphic/uming.ttc")


def font() -> str:
    """A file of a Chinese font."""
    return next(path for path in _FONTS if Path(path).exists())


def by_openpyxl(path: Path) -> str:
    """A workbook with borders and merges, numbers as numbers."""
    import openpyxl
    from openpyxl.styles import Alignment, Border, Side

    thin = Side(style="thin")
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.cell(1, 1, TITLE)
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=COLUMNS)
    for cell in cells():
        here = sheet.cell(cell.row + 2, cell.column + 1, _value(cell.text))
        here.alignment = Alignment(wrap_text=True, vertical="center")
        for row in range(cell.row + 2, cell.row + 2 + cell.high):
            for column in range(cell.column + 1, cell.column + 1 + cell.wide):
                sheet.cell(row, column).border = Border(thin, thin, thin, thin)
        if isinstance(here.value, float):
            here.number_format = "0.00"
        if cell.high > 1 or cell.wide > 1:
            sheet.merge_cells(
                start_row=cell.row + 2,
                end_row=cell.row + 1 + cell.high,
                start_column=cell.column + 1,
                end_column=cell.column + cell.wide,
            )
    for column, width in zip("ABCD", WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width / 5.25
    book.save(path)
    return version("openpyxl")


def _value(text: str) -> str | float:
    return float(text) if text == HEAD[3][1] else text


def by_xlsxwriter(path: Path) -> str:
    """A workbook whose values are numbers with formats (≥, unit) where they can be."""
    import xlsxwriter

    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    plain, money = book.add_format({"border": 1}), book.add_format({"border": 1, "num_format": "0.00"})
    sheet.merge_range(0, 0, 0, COLUMNS - 1, TITLE, plain)
    formats = {"≥95%": (0.95, '"≥"0%'), "≥120公里": (120, '"≥"0"公里"'), "≤0.35万元": (0.35, '"≤"0.00"万元"')}
    for cell in cells():
        value, code = formats.get(cell.text, (_value(cell.text), ""))
        look = (
            book.add_format({"border": 1, "num_format": code}) if code else money if isinstance(value, float) else plain
        )
        if cell.high > 1 or cell.wide > 1:
            sheet.merge_range(cell.row + 1, cell.column, cell.row + cell.high, cell.column + cell.wide - 1, value, look)
        else:
            sheet.write(cell.row + 1, cell.column, value, look)
    book.close()
    return version("xlsxwriter")


def by_xlwt(path: Path) -> str:
    """An old binary workbook."""
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("绩效目标")
    sheet.write(0, 0, TITLE)
    for cell in cells():
        last = (cell.row + cell.high, cell.column + cell.wide - 1)
        sheet.write_merge(cell.row + 1, last[0], cell.column, last[1], _value(cell.text))
    book.save(str(path))
    return version("xlwt")


def by_python_docx(path: Path) -> str:
    """A Word document."""
    import docx

    made = docx.Document()
    made.add_heading(TITLE, 1)
    table = made.add_table(rows=ROWS, cols=COLUMNS)
    table.style = "Table Grid"
    for cell in cells():
        here = table.cell(cell.row, cell.column)
        if cell.high > 1 or cell.wide > 1:
            here = here.merge(table.cell(cell.row + cell.high - 1, cell.column + cell.wide - 1))
        here.text = cell.text
    made.save(str(path))
    return version("python-docx")


def by_reportlab(path: Path) -> str:
    """A PDF with a ruled table."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    pdfmetrics.registerFont(TTFont("Han", font(), subfontIndex=0))
    style = ParagraphStyle("han", fontName="Han", fontSize=9, wordWrap="CJK")
    rows: list[list[Any]] = [[Paragraph(text, style) for text in row] for row in texts()]
    looks: list[Any] = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("FONTNAME", (0, 0), (-1, -1), "Han")]
    looks += [
        ("SPAN", (c.column, c.row), (c.column + c.wide - 1, c.row + c.high - 1))
        for c in cells()
        if c.high > 1 or c.wide > 1
    ]
    SimpleDocTemplate(str(path)).build([Paragraph(TITLE, style), Table(rows, colWidths=WIDTHS, style=looks)])
    return version("reportlab")


def by_fpdf(path: Path) -> str:
    """A PDF with a ruled table."""
    from fpdf import FPDF

    made = FPDF()
    made.add_page()
    made.add_font("Han", fname=font())
    made.set_font("Han", size=9)
    made.cell(text=TITLE)
    made.ln()
    by_place = {(cell.row, cell.column): cell for cell in cells()}
    with made.table(first_row_as_headings=False, col_widths=WIDTHS) as table:
        for number in range(ROWS):
            row = table.row()
            for column in range(COLUMNS):
                cell = by_place.get((number, column))
                if cell is not None:
                    row.cell(cell.text, colspan=cell.wide, rowspan=cell.high)
    made.output(str(path))
    return version("fpdf2")


def by_weasyprint(path: Path) -> str:
    """A PDF of the web page."""
    import weasyprint

    weasyprint.HTML(string=html()).write_pdf(path)
    return version("weasyprint")


def by_typst(path: Path) -> str:
    """A PDF with a ruled table."""
    import typst

    body = ", ".join(
        f"table.cell(rowspan: {c.high}, colspan: {c.wide})[{c.text.replace('<', chr(92) + '<')}]" for c in cells()
    )
    source = path.with_suffix(".typ")
    source.write_text(
        f'#set text(font: "WenQuanYi Micro Hei", size: 9pt)\n{TITLE}\n#table(columns: 4, {body})\n', encoding="utf-8"
    )
    typst.compile(str(source), output=str(path))
    return version("typst")


def by_qt(path: Path) -> str:
    """A PDF that Qt prints of the web page."""
    from PySide6 import __version__
    from PySide6.QtGui import QGuiApplication, QPdfWriter, QTextDocument

    application = QGuiApplication.instance() or QGuiApplication([])
    made = QTextDocument()
    made.setHtml(html())
    made.print_(QPdfWriter(str(path)))
    del application
    return __version__


def by_pandas_html(path: Path) -> str:
    """A web page by to_html."""
    import pandas

    rows = filled()
    pandas.DataFrame(rows[1:], columns=rows[0]).to_html(path)
    return version("pandas")


def by_pandas_csv(path: Path) -> str:
    """CSV by to_csv, with its row numbers."""
    import pandas

    pandas.DataFrame(texts()).to_csv(path)
    return version("pandas")


def by_pandas_markdown(path: Path) -> str:
    """Markdown by to_markdown."""
    import pandas

    rows = texts()
    path.write_text(
        f"{TITLE}\n\n{pandas.DataFrame(rows[1:], columns=rows[0]).to_markdown(index=False)}\n", encoding="utf-8"
    )
    return version("pandas")


def by_easyofd(path: Path) -> str:
    """An OFD of a PDF."""
    from easyofd import OFD

    printed = path.with_suffix(".pdf")
    by_reportlab(printed)
    with contextlib.chdir(path.parent):  # it leaves a folder where it runs
        path.write_bytes(OFD().pdf2ofd(printed.read_bytes(), optional_text=True))
    return version("easyofd")


def by_markitdown(path: Path) -> str:
    """Markdown of the Word document."""
    from markitdown import MarkItDown

    source = path.with_suffix(".docx")
    by_python_docx(source)
    path.write_text(MarkItDown().convert(str(source)).text_content, encoding="utf-8")
    return version("markitdown")
