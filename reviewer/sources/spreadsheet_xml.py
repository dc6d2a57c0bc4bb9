"""Workbooks saved as “XML Spreadsheet 2003”, which many office systems export and call .xls."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from reviewer.sources.number_format import GENERAL, Value, shown
from reviewer.sources.package import MAX_SHEET_ELEMENTS, TooLargeError, parsed
from reviewer.sources.sheet import Place, Sheet
from reviewer.sources.word_symbols import is_symbolic
from reviewer.sources.xlsx_looks import Look, seen

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
    codes, looks = _codes(root), _looks(root)
    late = root.find(f".//{_EXCEL}Date1904") is not None
    sheets = [_sheet(element, codes, looks) for element in root.iter(_SS + "Worksheet")]
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


def _looks(root: Any) -> dict[str, Look]:
    """The looks of the styles that show something else than is written, of their own or from the style they are based on."""
    own: dict[str, dict[str, str]] = {}
    parents: dict[str, str] = {}
    for style in root.iter(_SS + "Style"):
        name, font, fill = style.get(_SS + "ID", ""), style.find(_SS + "Font"), style.find(_SS + "Interior")
        parents[name] = style.get(_SS + "Parent", "")
        own[name] = {key.rpartition("}")[2]: value for key, value in font.attrib.items()} if font is not None else {}
        if fill is not None and fill.get(_SS + "Pattern", "None") != "None":
            own[name]["Interior"] = fill.get(_SS + "Color", "").upper()
    looks: dict[str, Look] = {}
    for name in parents:
        chain = [name]
        while parents.get(chain[-1]) in parents and len(chain) < 20:
            chain.append(parents[chain[-1]])
        said = {key: value for one in reversed(chain) for key, value in own[one].items()}
        look = Look(
            said.get("StrikeThrough") == "1",
            _UP_OR_DOWN.get(said.get("VerticalAlign", ""), 0),
            said.get("FontName", "") if is_symbolic(said.get("FontName", "")) else "",
            said.get("Color", "").upper() == "#FFFFFF" and said.get("Interior", "#FFFFFF") == "#FFFFFF",
        )
        if look:
            looks[name] = look
    return looks


_UP_OR_DOWN = {"Superscript": 1, "Subscript": -1}


def _sheet(element: Any, codes: dict[str, str], looks: dict[str, Look]) -> Sheet:
    visible = element.find(f"{_EXCEL}WorksheetOptions/{_EXCEL}Visible")
    hidden = visible is not None and (visible.text or "") != "SheetVisible"
    sheet = Sheet(element.get(_SS + "Name", ""), is_hidden=hidden)
    table = element.find(_SS + "Table")
    if table is not None:
        is_conditional = element.find(f"{_EXCEL}ConditionalFormatting") is not None  # which may colour what is white
        shown_as = {name: replace(look, white=look.white and not is_conditional) for name, look in looks.items()}
        _rows(table, sheet, codes, _Cells(_columns(table, sheet), shown_as, table.get(_SS + "StyleID", "")))
    return sheet


@dataclass
class _Cells:
    """What is gathered from the cells of a sheet beside their values."""

    columns: dict[int, str]
    """The styles that columns give to their cells."""
    looks: dict[str, Look]
    whole: str
    formats: dict[Place, str] = field(default_factory=dict)
    instead: dict[Place, str] = field(default_factory=dict)
    not_computed: dict[Place, str] = field(default_factory=dict)
    struck: list[str] = field(default_factory=list)
    white: list[str] = field(default_factory=list)

    def take(self, place: Place, row: Any, cell: Any, codes: dict[str, str], value: Value) -> None:
        """Look at one cell."""
        style = cell.get(_SS + "StyleID") or row.get(_SS + "StyleID") or self.columns.get(place[1], self.whole)
        if code := codes.get(style):
            self.formats[place] = code
        if cell.get(_SS + "Formula") and value == "" and _data(cell) is None:
            self.not_computed[place] = cell.get(_SS + "Formula")
        look, data = self.looks.get(style, Look()), _data(cell)
        if value == "" or data is None or not (look or len(data)):
            return
        if look.white:
            self.instead[place] = ""
            self.white.append(str(value).strip())
            return
        if not isinstance(value, str):
            if look.struck:
                self.instead[place] = ""
                self.struck.append(shown(value, code or GENERAL))
            return
        text = "".join(self._pieces(data, look, 0))
        if text != value:
            self.instead[place] = text

    def _pieces(self, element: Any, look: Look, depth: int) -> Iterator[str]:
        for text, inner in ((element.text, None), *((child.tail, child) for child in element)):
            if inner is not None and depth < 20:
                name = inner.tag.rpartition("}")[2] if isinstance(inner.tag, str) else ""
                yield from self._pieces(inner, _within(look, name, inner), depth + 1)
            if text:
                piece = seen(text, look)
                if look.struck:
                    self.struck.append(piece)
                else:
                    yield piece


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


def _within(look: Look, name: str, element: Any) -> Look:
    """The look of text within an element of HTML."""
    if name == "S":
        return replace(look, struck=True)
    if name in ("Sup", "Sub"):
        return replace(look, raised=1 if name == "Sup" else -1)
    face = next((value for key, value in element.attrib.items() if key.endswith("Face")), "")
    return replace(look, font=face if is_symbolic(face) else "") if name == "Font" and face else look


def _rows(table: Any, sheet: Sheet, codes: dict[str, str], about: _Cells) -> None:
    values: dict[int, dict[int, Value]] = {}
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
            about.take((row, column), element, cell, codes, value)
            if across or down:
                merges.append(((row, column), (row + down, column + across)))
            column += across
        row += _count(element, "Span", 0)
        if cells > _MOST_CELLS:
            raise TooLargeError
    sheet.values = [_dense(values.get(number, {})) for number in range(max(values, default=-1) + 1)]
    sheet.formats, sheet.merges, sheet.heights, sheet.hidden_rows = about.formats, merges, heights, hidden
    sheet.instead, sheet.not_computed, sheet.struck, sheet.white = (
        about.instead,
        about.not_computed,
        about.struck,
        about.white,
    )


def _dense(cells: dict[int, Value]) -> list[Value]:
    row: list[Value] = [""] * (max(cells, default=-1) + 1)
    for column, value in cells.items():
        row[column] = value
    return row


def _data(cell: Any) -> Any:
    data = cell.find(_SS + "Data")
    if data is None:
        data = next((child for child in cell if isinstance(child.tag, str) and child.tag.endswith("}Data")), None)
    return data


def _value(cell: Any) -> Value:
    data = _data(cell)
    if data is None:
        return ""
    text = "".join(data.itertext())
    kind = data.get(_SS + "Type")
    try:
        if kind == "Number":
            number = float(text)
            return int(number) if number.is_integer() and abs(number) < 1e15 else number
        if kind == "DateTime":
            return datetime.fromisoformat(text.strip()).replace(tzinfo=None)  # no calendar of a sheet has zones
    except (ValueError, OverflowError):
        return text
    return text.strip() == "1" if kind == "Boolean" else text


def _count(element: Any, name: str, otherwise: int) -> int:
    text = element.get(_SS + name, "")
    return int(text) if text.isdecimal() and len(text) < 8 else otherwise
