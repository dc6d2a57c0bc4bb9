"""Rows of a sheet as XML, straight into the file of a worksheet that XlsxWriter writes row by row.

Cell by cell XlsxWriter looks at kind, bounds and format of a value again and again, which was half of a long export. What is
written is what it would have written, byte for byte; a test holds the two against each other.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from reviewer.base.patterns import pattern
from reviewer.export.tables import MAX_TEXT, Link, Value, cell_text

_TO_ESCAPE = pattern("[&<>]|_x")


class RowXml:
    """Writes the rows of one sheet, from top to bottom. Links and notes are told to XlsxWriter as ever, before their row is put."""

    def __init__(self, target: Any, columns: int) -> None:
        """`target` is a worksheet in constant_memory mode, of as many columns, on which nothing but rows above stands yet."""
        from xlsxwriter.utility import xl_col_to_name

        target._write_single_row(
            target.previous_row + 1
        )  # what is above, which XlsxWriter keeps until it hears of a row below
        self._target = target
        self._begins = [f'<c r="{xl_col_to_name(column)}' for column in range(columns)]
        self._styles: dict[Any, str] = {}

    def cell(self, row: int, column: int, value: Value, shown: Any) -> str:
        """A cell; `shown` is its format, `row` and `column` count from 0."""
        style = self._styles.get(shown)
        if style is None:
            style = self._styles[shown] = f'" s="{shown._get_xf_index()}"'
        begin = f"{self._begins[column]}{row + 1}{style}"
        if type(value) is str:
            return f'{begin} t="inlineStr"><is>{self._text(value)}</is></c>' if value else f"{begin}/>"
        if value is None:
            return f"{begin}/>"
        if isinstance(value, Link):
            return f'{begin} t="inlineStr"><is>{self._text(value.shown)}</is></c>'
        if isinstance(value, datetime):
            value = self._target._convert_date_time(value)
        return f"{begin}><v>{value:.16G}</v></c>"

    def _text(self, text: str) -> str:
        if len(text) > MAX_TEXT // 2:
            text = cell_text(text)
        if text.isprintable() and not _TO_ESCAPE.search(text) and text[0] != " " != text[-1]:
            return f"<t>{text}</t>"
        text = self._target._escape_control_characters(text)
        kept = ' xml:space="preserve"' if text[0].isspace() or text[-1].isspace() else ""
        return f"<t{kept}>{self._target._escape_data(text)}</t>"

    def put(self, row: int, cells: list[str]) -> None:
        """Write a row, the next one, with the height that XlsxWriter was told for it."""
        target = self._target
        target.table.clear()  # the text of a link, which is among the cells
        target._check_dimensions(row, 0)
        target._check_dimensions(row, len(cells) - 1)
        target._write_row(row, None, target.row_info.get(row))
        target.fh.write("".join(cells) + "</row>")
        target.previous_row = row + 1
