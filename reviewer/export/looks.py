"""How the workbook looks: cell formats, widths, paper."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from typing import Any

from reviewer.export.tables import Cell, Form, Sheet

_NUMBER_FORMATS = {
    Form.TEXT: "@",  # text stays text also when someone edits the cell
    Form.NUMBER: "General",
    Form.MONEY: "#,##0.00",
    Form.SHARE: "0.0#%",
    Form.TIME: "yyyy-mm-dd hh:mm:ss",
    Form.HIDDEN: "General",
}
_DOUBTFUL = "#FFE8A3"
_HEADER = "#DCE6F1"


class Formats:
    """The cell formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        border = {"border": 1, "border_color": "#D0D0D0", "valign": "top", "text_wrap": True}
        self.header = book.add_format({**border, "bold": True, "bg_color": _HEADER, "valign": "vcenter"})
        self._hidden = book.add_format({"font_color": "#808080"})  # not wrapped: it would make the rows high
        self.link = book.add_format({**border, "font_color": "#0563C1", "underline": 1})
        self.title = book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
        self.note = book.add_format({"align": "right", "valign": "vcenter", "font_color": "#555555"})
        self.middle = book.add_format({**border, "valign": "vcenter"})
        self.money = book.add_format({**border, "valign": "vcenter", "num_format": "#,##0.00"})
        # Older Excel shows a text of more than 255 characters as ##### where the format is "@".
        long = {"num_format": "General", "quote_prefix": True}
        self._long = [book.add_format({**border, **long, **tint}) for tint in ({}, {"bg_color": _DOUBTFUL})]
        self._made = {
            (form, doubtful): book.add_format(
                {**border, "num_format": shown, **({"bg_color": _DOUBTFUL} if doubtful else {})}
            )
            for form, shown in _NUMBER_FORMATS.items()
            for doubtful in (False, True)
        }

    def of(self, cell: Cell) -> Any:
        """The format for a cell: by its form, tinted where it is doubtful."""
        if cell.form is Form.HIDDEN:
            return self._hidden
        if isinstance(cell.value, str) and len(cell.value) > 255:
            return self._long[bool(cell.doubt)]
        return self._made[cell.form, bool(cell.doubt)]


def set_up_print(target: Any, title: str, header_rows: int = 1) -> None:
    """Print on A4 across, as wide as the page, the header on every page, pages numbered. Texts are for whoever reads the paper."""
    target.set_landscape()
    target.set_paper(9)
    target.fit_to_pages(1, 0)
    target.repeat_rows(0, header_rows - 1)
    target.set_margins(left=0.4, right=0.4, top=0.75, bottom=0.6)
    target.center_horizontally()
    target.set_header(f"&C&14&B{title}")
    target.set_footer("&L&D&C第 &P 页，共 &N 页")


# -- widths -------------------------------------------------------------------------------------------------------

_NARROWEST, _WIDEST, _SAMPLE = 6, 36, 500
_FOR_PROSE = 56
"""The width of a column of long texts, goals for the most part."""
LINE, _TALLEST = 15.0, 400.0
"""The height of a line of text and of the tallest row, in points."""
_SHOWN_WIDTH = {Form.TIME: 19, Form.MONEY: 12, Form.SHARE: 7, Form.NUMBER: 6}


def text_width(text: str) -> int:
    """The width of a line in digits: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def column_width(sheet: Sheet, column: int) -> int:
    """The width of a column in digits: wide enough for what stands in most of its rows; longer texts wrap."""
    widths = sorted(_cell_width(row[column]) for row in sheet.rows[:_SAMPLE])
    usual = widths[len(widths) * 9 // 10] if widths else 0
    widest = _WIDEST if usual < 4 * _WIDEST else _FOR_PROSE
    return max(_NARROWEST, min(widest, max(usual, text_width(sheet.columns[column]) + 2) + 2))


def _cell_width(cell: Cell) -> int:
    if isinstance(cell.value, str):
        return max(map(text_width, cell.value.splitlines()), default=0)
    return 0 if cell.value is None else max(_SHOWN_WIDTH.get(cell.form, 0), len(f"{cell.value}"))


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a column of this width."""
    room = max(1.0, width - 1.0)
    if 2 * len(text) <= room and "\n" not in text:
        return 1
    return sum(max(1, math.ceil(text_width(line) / room)) for line in text.split("\n"))


def row_height(cells: Sequence[Cell], widths: Sequence[int]) -> float | None:
    """The height of a row whose texts wrap, in points; None where one line is enough. Not every spreadsheet fits rows itself."""
    most = 1
    for cell, width in zip(cells, widths, strict=True):
        text = cell.value
        if width and isinstance(text, str) and (2 * len(text) >= width or "\n" in text):
            most = max(most, lines_of(text, width))
    return min(_TALLEST, LINE * most + 2) if most > 1 else None
