"""Workbooks saved as “XML Spreadsheet 2003”, which many office systems export and call .xls."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from reviewer.sources.number_format import GENERAL, Value
from reviewer.sources.package import MAX_SHEET_ELEMENTS, TooLargeError, parsed
from reviewer.sources.sheet import Place, Sheet

_NAME = "urn:schemas-microsoft-com:office:spreadsheet"
_SS = f"{{{_NAME}}}"
_EXCEL = "{urn:schemas-microsoft-com:office:excel}"
_NAMED = {
    "General Number": GENERAL, "Fixed": "0.00", "Standard": "#,##0.00", "Percent": "0.00%", "Scientific": "0.00E+00",
    "Short Date": "yyyy/m/d", "General Date": "yyyy/m/d h:mm", "Long Date": 'yyyy"年"m"月"d"日"',
    "Medium Date": "d\\-mmm\\-yy", "Short Time": "h:mm", "Long Time": "h:mm:ss", "Currency": '"¥"#,##0.00',
}  # fmt: skip
_MOST_CELLS = 3_000_000
_MOST_ROWS, _MOST_COLUMNS = 1 << 20, 1 << 14


def sheets_of(data: bytes) -> list[Sheet]:
    """The sheets of a file. Raises DamagedError, TooLargeError."""
    root = parsed(data, recover=True, most=MAX_SHEET_ELEMENTS)
    codes: dict[str, str] = {}
    for style in root.iter(_SS + "Style"):
        number = style.find(_SS + "NumberFormat")
        code = number.get(_SS + "Format", "") if number is not None else ""
        codes[style.get(_SS + "ID", "")] = _NAMED.get(code, code)
    return [_sheet(element, codes) for element in root.iter(_SS + "Worksheet")]


def _sheet(element: Any, codes: dict[str, str]) -> Sheet:
    visible = element.find(f"{_EXCEL}WorksheetOptions/{_EXCEL}Visible")
    hidden = visible is not None and (visible.text or "") != "SheetVisible"
    sheet = Sheet(element.get(_SS + "Name", ""), is_hidden=hidden)
    table = element.find(_SS + "Table")
    if table is not None:
        _columns(table, sheet)
        _rows(table, sheet, codes)
    return sheet


def _columns(table: Any, sheet: Sheet) -> None:
    widths: dict[int, float] = {}
    hidden: list[int] = []
    column = 0
    for element in table.iterchildren(_SS + "Column"):
        column = _count(element, "Index", column + 1) - 1
        for _ in range(min(_count(element, "Span", 0) + 1, _MOST_COLUMNS - column)):
            width = element.get(_SS + "Width", "")
            if width.replace(".", "", 1).isdecimal():
                widths[column] = min(float(width), 1500.0)
            if element.get(_SS + "Hidden") == "1":
                hidden.append(column)
            column += 1
    sheet.widths, sheet.hidden_columns = widths, hidden


def _rows(table: Any, sheet: Sheet, codes: dict[str, str]) -> None:
    values: dict[int, dict[int, Value]] = {}
    formats: dict[Place, str] = {}
    merges: list[tuple[Place, Place]] = []
    heights: dict[int, float] = {}
    hidden: list[int] = []
    row, cells = -1, 0
    for element in table.iterchildren(_SS + "Row"):
        row = min(_count(element, "Index", row + 2) - 1, _MOST_ROWS)
        height = element.get(_SS + "Height", "")
        if height.replace(".", "", 1).isdecimal():
            heights[row] = min(float(height), 1500.0)
        if element.get(_SS + "Hidden") == "1":
            hidden.append(row)
        column = -1
        for cell in element.iterchildren(_SS + "Cell"):
            column = min(_count(cell, "Index", column + 2) - 1, _MOST_COLUMNS)
            across, down = _count(cell, "MergeAcross", 0), _count(cell, "MergeDown", 0)
            value = _value(cell)
            if value != "":
                values.setdefault(row, {})[column] = value
                cells += 1
            code = codes.get(cell.get(_SS + "StyleID", ""))
            if code:
                formats[row, column] = code
            if across or down:
                merges.append(((row, column), (row + down, column + across)))
            column += across
        row += _count(element, "Span", 0)
        if cells > _MOST_CELLS:
            raise TooLargeError
    sheet.values = [_dense(values.get(number, {})) for number in range(max(values, default=-1) + 1)]
    sheet.formats, sheet.merges, sheet.heights, sheet.hidden_rows = formats, merges, heights, hidden


def _dense(cells: dict[int, Value]) -> list[Value]:
    row: list[Value] = [""] * (max(cells, default=-1) + 1)
    for column, value in cells.items():
        row[column] = value
    return row


def _value(cell: Any) -> Value:
    data = cell.find(_SS + "Data")
    if data is None:
        data = next((child for child in cell if isinstance(child.tag, str) and child.tag.endswith("}Data")), None)
    if data is None:
        return ""
    text = "".join(data.itertext())
    kind = data.get(_SS + "Type")
    try:
        if kind == "Number":
            number = float(text)
            return int(number) if number.is_integer() and abs(number) < 1e15 else number
        if kind == "DateTime":
            return datetime.fromisoformat(text.strip())
    except (ValueError, OverflowError):
        return text
    return text.strip() == "1" if kind == "Boolean" else text


def _count(element: Any, name: str, otherwise: int) -> int:
    text = element.get(_SS + name, "")
    return int(text) if text.isdecimal() and len(text) < 8 else otherwise
