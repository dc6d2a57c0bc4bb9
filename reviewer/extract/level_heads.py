"""Levels as headings over cells that hold all of their indicators, in rows of their own:

产出指标 | 数量指标         | 质量指标       | 时效指标
| 养护桥灯：40盏   | 亮灯率：≥95%   | 修复时限：2日内
效益指标 | 社会效益指标
| 夜间事故：0起
"""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.base.patterns import pattern
from reviewer.extract.book import Book
from reviewer.extract.labels import plain_label
from reviewer.extract.rows import Row
from reviewer.model.flow import EMPTY, Flow
from reviewer.model.taxonomy import is_whole_level

_NAME_AND_VALUE = pattern(r"\s*[^：:]{2,40}[：:]\s*\S")
_ENDS = ("；", ";", "。", "，", "、")
_BLANKS = frozenset({"", "无"})


class LevelHeads:
    """Takes such rows; the indicators beneath go to the entry in hand of the `book`."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._first: Flow | None = None
        self._over: dict[int, Flow] = {}
        """The level 2 over each column."""

    def begin(self, row: Row, following: Sequence[Row]) -> bool:
        """Whether a row is a level 1 with its levels 2 beside it, over cells of names and values; if so, they hold from here on."""
        first, over = row.cells[0][1], dict(row.cells[1:])
        if row.loose or not over or not following or not is_whole_level(first.text, 1):
            return False
        if not all(is_whole_level(flow.text, 2) for flow in over.values()) or not _is_beneath(following[0], over):
            return False
        self._first, self._over = first, over
        self._book.known(first, *over.values())
        return True

    def takes(self, row: Row) -> bool:
        """Whether a row stands beneath such headings; if so, its cells are read."""
        if self._first is None or not _is_beneath(row, self._over):
            self._first = None
            return False
        for place, flow in row.cells:
            if plain_label(flow.text) not in _BLANKS:
                self._book.add_packed_under(self._over[place], _items_apart(flow), self._first)
        return True


def _items_apart(flow: Flow) -> Flow:
    """A cell's text with a sign between its indicators, where a line of the cell begins with a name and its value."""
    whole, start = EMPTY, 0
    for span in flow.spans:
        piece = flow[start : start + span.end - span.start]
        start += span.end - span.start
        begins = bool(whole) and bool(_NAME_AND_VALUE.match(piece.text)) and not whole.text.endswith(_ENDS)
        whole = whole + (Flow.loose("；") if begins else EMPTY) + piece
    return whole if start == len(flow) else flow


def _is_beneath(row: Row, over: dict[int, Flow]) -> bool:
    """Whether all cells of a row stand under these levels, and hold names with values; strokes aside."""
    texts = [text for text in row.texts if plain_label(text) not in _BLANKS]
    return bool(texts) and all(place in over for place, _ in row.cells) and all(map(_NAME_AND_VALUE.match, texts))
