"""How the workbook looks: cell formats, widths, paper."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from reviewer.base.patterns import pattern
from reviewer.export.tables import Cell, Form, Link

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
_FONT = {"font_name": "宋体", "font_size": 10}
"""The letters of Chinese offices; at this size one takes the room of two digits, by which columns are measured."""
MEASURE = {"font_name": "Arial", "font_size": 10}
"""The font by whose digits a spreadsheet measures columns: one of which every system has the measures (LibreOffice as Liberation)."""
CENTRED = (
    *("序号", "一级指标代码", "二级指标代码", "计算符号", "计量单位", "分值", "权重", "置信度", "状态"),
    *("年度", "金额单位", "格式", "编码", "标记设定（目标，不是测得的准确率）"),
)
"""Titles of columns whose short values stand in the middle."""


class Formats:
    """The cell formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._border = {**_FONT, "border": 1, "border_color": "#BFBFBF", "valign": "vcenter", "text_wrap": True}
        self.header = book.add_format({**self._border, "bold": True, "bg_color": _HEADER, "align": "center"})
        self._hidden = book.add_format({**_FONT, "font_color": "#808080"})  # not wrapped: it would make the rows high
        self.link = book.add_format({**self._border, "font_color": "#0563C1", "underline": 1, "align": "center"})
        self.title = book.add_format(
            {**_FONT, "bold": True, "font_size": 16, "align": "center", "valign": "vcenter", "text_wrap": True}
        )
        self.note = book.add_format({**_FONT, "align": "right", "valign": "vcenter", "font_color": "#555555"})
        self.middle = book.add_format(self._border)
        self.top = book.add_format({**self._border, "valign": "top"})
        self.centre = book.add_format({**self._border, "align": "center"})
        self.money_top = book.add_format({**self._border, "num_format": "#,##0.00", "valign": "top"})
        self.money = book.add_format({**self._border, "num_format": "#,##0.00"})
        self._made: dict[tuple[Form, bool, bool, bool], Any] = {}

    def of(self, cell: Cell, centred: bool = False) -> Any:
        """The format for a cell: by its form, tinted where it is doubtful."""
        if cell.form is Form.HIDDEN:
            return self._hidden
        kind = (cell.form, isinstance(cell.value, str) and len(cell.value) > 255, bool(cell.doubt), centred)
        if kind not in self._made:
            self._made[kind] = self._book.add_format(self._format(*kind))
        return self._made[kind]

    def _format(self, form: Form, long: bool, doubtful: bool, centred: bool) -> dict[str, Any]:
        made = {**self._border, "num_format": _NUMBER_FORMATS[form]}
        if long:  # older Excel shows a text of more than 255 characters as ##### where the format is "@"
            made |= {"num_format": "General", "quote_prefix": True}
        if doubtful:
            made["bg_color"] = _DOUBTFUL
        if centred:
            made["align"] = "center"
        return made


# -- paper --------------------------------------------------------------------------------------------------------

PAGE_WIDTH = 118
"""The width of A4 across, without its margins, in digits."""
_A4, _A3, _READABLE = 9, 8, 0.6
_LEFT, _TOP, _BOTTOM = 0.4, 0.75, 0.6
PAGE_HEIGHT = (8.27 - _TOP - _BOTTOM) * 72
"""The height of A4 across, without its margins, in points."""


def print_share(widths: Sequence[int]) -> float:
    """To what share of its size a sheet with these columns has to be printed to be as wide as the page, at most 1."""
    return min(1.0, (11.69 - 2 * _LEFT) * 96 * 0.93 / sum(7 * width + 5 for width in widths))


def set_up_print(target: Any, title: str, header_rows: int = 1, widths: Sequence[int] = (1,)) -> None:
    """Print across, as wide as the page, the header on every page, pages numbered. Texts are for whoever reads the paper.

    The page is A4, or A3 where the columns would be too small to read on A4.
    """
    target.set_landscape()
    target.set_paper(_A3 if print_share(widths) < _READABLE else _A4)
    target.fit_to_pages(1, 0)
    if header_rows:
        target.repeat_rows(0, header_rows - 1)
    target.set_margins(left=_LEFT, right=_LEFT, top=_TOP, bottom=_BOTTOM)
    target.center_horizontally()
    target.set_header(f"&C&14&B{title}")
    target.set_footer("&L&F&C第 &P 页，共 &N 页&R&D")


# -- widths -------------------------------------------------------------------------------------------------------

_NARROWEST, _WIDEST = 6, 36
SAMPLE = 500
"""From so many rows the widths of the columns are worked out."""
_AT_MOST = {
    "来源文件": 28,
    "单位": 20,
    "部门": 20,
    "SHA-256": 46,
    **dict.fromkeys(("项目名称", "三级指标", "三级指标名称", "实施周期指标值", "年度指标值"), 28),
}
"""Columns that repeat themselves, or of which a sheet has many, are kept narrower: on paper every column counts."""
_FOR_PROSE = 56
"""The width of a column of long texts, goals for the most part."""
LINE, TALLEST = 14.5, 400.0
"""The height of a line of text and of the tallest row, in points."""
_SHOWN_WIDTH = {Form.TIME: 19, Form.MONEY: 12, Form.SHARE: 7, Form.NUMBER: 6}


@lru_cache(8192)  # levels, units, names of files stand in every row
def text_width(text: str) -> int:
    """The width of a line in digits: a Chinese character takes two."""
    return len(text) if text.isascii() else len(text) + len(_WIDE.findall(text))


_WIDE = pattern(
    "[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6"
    "\U0001f300-\U0001faff\U00020000-\U0003ffff]"
)
"""Characters of Chinese and its neighbours, full-width signs, emoji."""


def column_width(title: str, cells: Sequence[Cell]) -> int:
    """The width of a column in digits: wide enough for what stands in most of its rows; longer texts wrap."""
    widths = sorted(map(_cell_width, cells))
    usual = widths[len(widths) * 9 // 10] if widths else 0
    widest = _AT_MOST.get(title, _WIDEST if usual < 4 * _WIDEST else _FOR_PROSE)
    return max(_NARROWEST, min(widest, max(usual + 2, _title_width(title))))


def _title_width(title: str) -> int:
    """The width that a title wants: longer ones go on two lines. A filter has its button beside it."""
    width = text_width(title)
    return (width if width <= 14 else math.ceil(width / 2) + 1) + 4


def header_height(titles: Sequence[str], widths: Sequence[int]) -> float:
    """The height of the header row, in points."""
    lines = max((lines_of(title, width - 2) for title, width in zip(titles, widths, strict=True) if width), default=1)
    return LINE * lines + 8


def stretched(widths: Sequence[int]) -> list[int]:
    """Wider columns where all of them together would leave the paper half empty; hidden ones (0) stay."""
    whole = sum(widths)
    share = min(1.6, PAGE_WIDTH / whole) if whole else 1.0
    return [int(width * share) for width in widths] if share > 1 else list(widths)


def _cell_width(cell: Cell) -> int:
    if isinstance(cell.value, str):
        return max(map(text_width, cell.value.splitlines()), default=0)
    if isinstance(cell.value, Link):
        return text_width(cell.value.shown)
    return 0 if cell.value is None else max(_SHOWN_WIDTH.get(cell.form, 0), len(f"{cell.value}"))


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a column of this width."""
    room = max(2.0, width - 2.0)  # a line that would begin with a comma begins one character earlier
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
    return min(TALLEST, LINE * most + 4) if most > 1 else None
