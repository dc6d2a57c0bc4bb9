"""OpenDocument sheets (.ods, .fods): most store every cell's text as it is shown; from the others it is worked out as Excel does."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from reviewer.sources.number_format import GENERAL, Value, shown
from reviewer.sources.odf import OFFICE as _OFFICE
from reviewer.sources.odf import TABLE as _TABLE
from reviewer.sources.odf import Odf, default_format, value_of
from reviewer.sources.odf import count as _count
from reviewer.sources.odf_looks import STYLE as _STYLE
from reviewer.sources.odf_looks import TEXT as _TEXT
from reviewer.sources.package import TooLargeError
from reviewer.sources.sheet import Place, Sheet

_LENGTH = re.compile(r"(\d+(?:\.\d+)?)(cm|mm|in|pt|pc)")
_POINTS = {"cm": 72 / 2.54, "mm": 72 / 25.4, "in": 72.0, "pt": 1.0, "pc": 12.0}
_MOST_CELLS = 3_000_000
_MOST_TEXT = 100_000_000
"""Characters of all cells together, repeated ones counted as often as they are shown."""
_MOST_ROWS, _MOST_COLUMNS = 1 << 20, 1 << 14


def sheets_of(data: bytes, as_typed: bool = False) -> list[Sheet]:
    """The sheets of a file, with texts as they are shown; `as_typed` has numbers and dates as such, with their formats.

    Raises DamagedError, LockedError, odf.ProtectedError, TooLargeError.
    """
    document = Odf(data)
    kind = _TypedTable if as_typed else _Table
    return [kind(table, document).sheet() for table in document.root.iterfind(f".//{_OFFICE}spreadsheet/{_TABLE}table")]


@dataclass
class _Table:
    """Reads one table."""

    element: Any
    document: Odf
    rows: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    cells: int = 0
    size: int = 0
    defaults: dict[int, str] = field(default_factory=dict)
    """The style of the cells of a column that state none."""
    not_computed: dict[Place, str] = field(default_factory=dict)

    def sheet(self) -> Sheet:
        """The table as a sheet."""
        sheet = Sheet(self.element.get(_TABLE + "name", ""), is_hidden=self._is_hidden())
        self._columns(sheet)
        self._rows(sheet)
        sheet.values = self._values()
        looks = self.document.looks
        sheet.struck, looks.struck, sheet.white, looks.white = looks.struck, [], looks.white, []
        sheet.not_computed = self.not_computed
        return sheet

    def _is_hidden(self) -> bool:
        style = self.document.styles.get(self.element.get(_TABLE + "style-name"))
        properties = style.find(_STYLE + "table-properties") if style is not None else None
        return properties is not None and properties.get(_TABLE + "display") == "false"

    def _columns(self, sheet: Sheet) -> None:
        widths: dict[int, float] = {}
        hidden: list[int] = []
        column = 0
        for element in self.element.iter(_TABLE + "table-column"):
            width = self._length(element, "table-column-properties", "column-width")
            for _ in range(min(_count(element, "number-columns-repeated"), _MOST_COLUMNS - column)):
                if width:
                    widths[column] = width
                if element.get(_TABLE + "default-cell-style-name"):
                    self.defaults[column] = element.get(_TABLE + "default-cell-style-name")
                if element.get(_TABLE + "visibility") in ("collapse", "filter"):
                    hidden.append(column)
                column += 1
        sheet.widths, sheet.hidden_columns = widths, hidden

    def _rows(self, sheet: Sheet) -> None:
        heights: dict[int, float] = {}
        hidden: list[int] = []
        merges: list[tuple[Place, Place]] = []
        row = 0
        for element in self.element.iter(_TABLE + "table-row"):
            cells, spans = self._cells(element, row)
            times = min(_count(element, "number-rows-repeated"), _MOST_ROWS - row)
            height = self._length(element, "table-row-properties", "row-height")
            is_hidden = element.get(_TABLE + "visibility") in ("collapse", "filter")
            self.size += times * sum(len(text) for _, text in cells)
            if self.size > _MOST_TEXT:
                raise TooLargeError
            for number in range(row, row + (times if cells or times < 1000 else 0)):
                if cells:
                    self.rows[number] = cells
                    self.cells += len(cells)
                    merges += [((number, c), (number + down - 1, c + right - 1)) for c, down, right in spans]
                if height:
                    heights[number] = height
                if is_hidden:
                    hidden.append(number)
                if self.cells > _MOST_CELLS:
                    raise TooLargeError
            row += times
        sheet.heights, sheet.hidden_rows, sheet.merges = heights, hidden, merges

    def _cells(self, row: Any, number: int) -> tuple[list[tuple[int, str]], list[tuple[int, int, int]]]:
        """The filled cells of a row, and where merged ones stand with their height and width."""
        cells: list[tuple[int, str]] = []
        spans: list[tuple[int, int, int]] = []
        column = 0
        for cell in row.iterchildren(_TABLE + "table-cell", _TABLE + "covered-table-cell"):
            times = min(_count(cell, "number-columns-repeated"), _MOST_COLUMNS - column)
            text = self._content(cell, column)
            if not text and cell.get(_TABLE + "formula") and not cell.get(_OFFICE + "value-type"):
                self.not_computed[number, column] = "=" + cell.get(_TABLE + "formula").partition("=")[2]
            if text.strip():
                cells += [(place, text) for place in range(column, column + times)]
                down, right = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
                if down * right > 1:
                    spans.append((column, down, right))
            column += times
        return cells, spans

    def _content(self, cell: Any, column: int) -> str:
        paragraphs = list(cell.iterchildren(_TEXT + "p", _TEXT + "h"))
        if not paragraphs:
            return self._worked_out(cell, column)
        looks = self.document.looks
        around = looks.of(cell.get(_TABLE + "style-name") or self.defaults.get(column))
        return "\n".join(self.document.text(paragraph, around) for paragraph in paragraphs)

    def _worked_out(self, cell: Any, column: int) -> str:
        """What a cell shows whose text is not written out."""
        kind = cell.get(_OFFICE + "value-type", "")
        if not kind:
            return ""
        text = shown(value_of(cell), self._code(cell, column, kind))
        looks = self.document.looks
        return looks.seen(text, looks.of(cell.get(_TABLE + "style-name") or self.defaults.get(column)), cell)

    def _code(self, cell: Any, column: int, kind: str) -> str:
        """The code of the format in which a cell with a value of this kind is shown."""
        code = self.document.format_of(cell.get(_TABLE + "style-name") or self.defaults.get(column, ""))
        return default_format(kind) if code == GENERAL else code

    def _values(self) -> list[list[Value]]:
        end = max(self.rows, default=-1) + 1
        return [_dense(self.rows.get(row, ())) for row in range(end)]

    def _length(self, element: Any, kind: str, name: str) -> float:
        style = self.document.styles.get(element.get(_TABLE + "style-name"))
        properties = style.find(_STYLE + kind) if style is not None else None
        found = _LENGTH.fullmatch(properties.get(_STYLE + name, "")) if properties is not None else None
        return float(found[1]) * _POINTS[found[2]] if found else 0.0


_PLAIN_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?%?")


class _Typed(str):
    """What a cell shows, with the number or date that it holds and the code of its format."""

    value: Value
    code: str


class _TypedTable(_Table):
    """Reads one table with its numbers and dates as such."""

    def sheet(self) -> Sheet:
        """The table as a sheet."""
        sheet, formats = super().sheet(), {}
        for row, cells in enumerate(sheet.values):
            for column, text in enumerate(cells):
                if isinstance(text, _Typed):
                    cells[column], formats[row, column] = text.value, text.code  # type: ignore[index]
        sheet.formats = formats
        return sheet

    def _content(self, cell: Any, column: int) -> str:
        text, kind = super()._content(cell, column), cell.get(_OFFICE + "value-type", "string")
        value = "" if kind == "string" else value_of(cell)
        if value == "":
            return text
        typed = _Typed(text)
        typed.value, typed.code = value, self._code(cell, column, kind)
        if not _PLAIN_NUMBER.fullmatch(text) and text != shown(value, typed.code):
            typed.code = f'"{text}"'.replace("\n", " ")  # what is written out counts: some programs write no formats
        return typed


def _dense(cells: list[tuple[int, str]] | tuple[()]) -> list[Value]:
    values: list[Value] = [""] * (cells[-1][0] + 1 if cells else 0)
    for column, text in cells:
        values[column] = text
    return values
