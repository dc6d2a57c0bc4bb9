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
    "Medium Time": "h:mm AM/PM", "Euro Currency": '"€"#,##0.00', "Yes/No": '"Yes";"Yes";"No"', "True/False": '"True";"True";"False"',
    "On/Off": '"On";"On";"Off"',
}  # fmt: skip
_MOST_CELLS = 3_000_000
_MOST_ROWS, _MOST_COLUMNS = 1 << 20, 1 << 14


def sheets_of(data: bytes) -> list[Sheet]:
    """The sheets of a file. Raises DamagedError, TooLargeError."""
    root = parsed(data, recover=True, most=MAX_SHEET_ELEMENTS)
    codes = _codes(root)
    late = root.find(f".//{_EXCEL}Date1904") is not None
    sheets = [_sheet(element, codes) for element in root.iter(_SS + "Worksheet")]
    for sheet in sheets:
        sheet.from_1904 = late
    return sheets


def _codes(root: Any) -> dict[str, str]:
    """The format codes of the styles that have one, of their own or from the style that they are based on."""
    own: dict[str, str] = {}
    parents: dict[str, str] = {}
    for style in root.iter(_SS + "Style"):
        name, number = style.get(_SS + "ID", ""), style.find(_SS + "NumberFormat")
        parents[name] = style.get(_SS + "Parent", "")
        if number is not None:
            code = number.get(_SS + "Format", GENERAL)
            own[name] = _NAMED.get(code, code)
    codes: dict[str, str] = {}
    for name in parents:
        base, steps = name, 0
        while base and base not in own and steps < 20:
            base, steps = parents.get(base, ""), steps + 1
        if own.get(base):
            codes[name] = own[base]
    return codes


def _sheet(element: Any, codes: dict[str, str]) -> Sheet:
    visible = element.find(f"{_EXCEL}WorksheetOptions/{_EXCEL}Visible")
    hidden = visible is not None and (visible.text or "") != "SheetVisible"
    sheet = Sheet(element.get(_SS + "Name", ""), is_hidden=hidden)
    table = element.find(_SS + "Table")
    if table is not None:
        _rows(table, sheet, codes, _columns(table, sheet))
    return sheet


def _columns(table: Any, sheet: Sheet) -> dict[int, str]:
    """Reads the columns; the styles that they give to their cells."""
    styles: dict[int, str] = {}
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
            if element.get(_SS + "StyleID"):
                styles[column] = element.get(_SS + "StyleID")
            column += 1
    sheet.widths, sheet.hidden_columns = widths, hidden
    return styles


def _rows(table: Any, sheet: Sheet, codes: dict[str, str], columns: dict[int, str]) -> None:
    whole = table.get(_SS + "StyleID", "")
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
            style = cell.get(_SS + "StyleID") or element.get(_SS + "StyleID") or columns.get(column, whole)
            code = codes.get(style)
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
