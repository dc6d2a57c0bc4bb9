"""The sheet 打印表: the review as the form is read on paper, a project's cells merged over its indicators, levels merged."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from reviewer.export.choices import MERGED
from reviewer.export.looks import (
    LINE,
    PAGE_HEIGHT,
    TALLEST,
    Formats,
    header_height,
    lines_of,
    print_share,
    set_up_print,
)
from reviewer.export.sheet_writer import write_text
from reviewer.export.tables import Item, as_number, cell_text, projects
from reviewer.model.fields import labelled
from reviewer.model.review import Kind, Node, Review


def write_merged(book: Any, items: Sequence[Item], formats: Formats, told: Callable[[int], None]) -> None:
    """Write the sheet: for each source its title, a header, and its projects. Nothing in it can be sorted or read back."""
    target = book.add_worksheet(MERGED)
    labels = list(
        dict.fromkeys(label for review, _ in items for entry in projects(review) for label in entry.group("amounts"))
    )
    titles = [
        "单位",
        "项目名称",
        *labels,
        "绩效目标",
        "一级指标",
        "二级指标",
        "三级指标",
        "实施周期指标值",
        "年度指标值",
    ]
    widths = [14, 18, *[11] * len(labels), 32, 10, 12, 24, 22, 22]
    if not any(node.value("period_value") for review, _ in items for node in review.root.walk()):
        del titles[-2], widths[-2]
    for column, width in enumerate(widths):
        target.set_column(column, column, width)
    share = print_share(widths)
    pages = _Pages(PAGE_HEIGHT / share, len(items))
    row = 0
    for review, _ in items:
        row = _Form(target, review, titles, widths, labels, formats, pages).write(row, told) + 1
    target.freeze_panes(3, 2)
    # Excel takes no account of page breaks where a sheet is to fit the page; so the share that fits is worked out here.
    set_up_print(target, MERGED, 3)
    target.set_print_scale(int(100 * share))
    target.set_h_pagebreaks(pages.breaks[:1000])
    if len(items) > 1:  # each source has a title of its own; the first one's does not belong on every page
        target.repeat_rows(2)


class _Pages:
    """Which rows begin a new page, so that no project is cut that has room on one."""

    def __init__(self, height: float, sources: int) -> None:
        self._height, self._left, self._again, self._alone = height, height, 0.0, sources == 1
        self.breaks: list[int] = []

    def source(self, row: int, height: float, header: float) -> None:
        """A source begins at this row, on a new page; its title and header, of this height together, come before its projects."""
        if row:
            self.breaks.append(row)
        self._left = self._height - height
        self._again = height if self._alone else header  # what stands on every page

    def project(self, row: int, height: float) -> bool:
        """A project of this height begins at this row; whether it has room on one page."""
        room = self._height - self._again
        if height > self._left and (height <= room or self._left < room / 2) and self._left < room:
            self.breaks.append(row)
            self._left = room
        fits = height <= self._left
        self._left = self._left - height if fits else room - (height - self._left) % room
        return fits


class _Form:
    """One source on the sheet."""

    def __init__(
        self,
        target: Any,
        review: Review,
        titles: list[str],
        widths: list[int],
        labels: list[str],
        formats: Formats,
        pages: _Pages,
    ) -> None:
        self._target, self._review, self._titles, self._widths = target, review, titles, widths
        self._labels, self._formats, self._pages = labels, formats, pages
        self._header, self._shown = header_height(titles, widths), formats.middle

    def write(self, row: int, told: Callable[[int], None]) -> int:
        """Write it from `row` on; the row after it."""
        root = self._review.root
        title = cell_text(root.value("title") or self._review.source.name)
        height = max(26.0, 22.0 * lines_of(title, sum(self._widths) / 1.6))
        self._pages.source(row, height + LINE + self._header, self._header)
        self._target.set_row(row, height)
        self._line(row, title, self._formats.title)
        said = [root.value("department"), root.value("year") and f"{root.value('year')}年", self._review.label]
        unit = root.value("money_unit")
        note = "　".join(cell_text(part) for part in (*said, f"金额单位：{unit}" if unit else None) if part)
        self._line(row + 1, note, self._formats.note)
        self._target.set_row(row + 2, self._header)
        for column, name in enumerate(self._titles):
            write_text(self._target, row + 2, column, cell_text(name), self._formats.header)
        row += 3
        for entry in projects(self._review):
            row = self._project(entry, row)
            told(row)
        return row

    def _project(self, entry: Node, row: int) -> int:
        nodes = [child for child in entry.children if child.kind is Kind.INDICATOR]
        last = row + max(len(nodes), 1) - 1
        head = [
            entry.value("unit"),
            entry.value("name"),
            *(entry.value(labelled("amounts", label)) for label in self._labels),
        ]
        head.append(entry.value("goal"))
        heights = self._heights([cell_text(value or "") for value in head], nodes)
        fits = self._pages.project(row, sum(heights))
        self._shown = (
            self._formats.middle if fits else self._formats.top
        )  # what is merged over pages is read on the first
        at = len(head)
        keys = (
            ["level3", "period_value", "annual_value"]
            if "实施周期指标值" in self._titles
            else ["level3", "annual_value"]
        )
        starts = {(start, depth): end for start, end, depth in _runs(nodes)}
        for column in range(at):
            self._span(row, last, column, column)
        for (start, depth), end in starts.items():
            self._span(row + start, row + end, at + depth, at + depth)
        for place, height in enumerate(heights):
            self._target.set_row(row + place, height)
            node = nodes[place] if nodes else None
            for column, value in enumerate(head):
                is_amount = 2 <= column < 2 + len(self._labels)
                self._put(row + place, column, value if place == 0 else None, is_amount)
            for depth, key in enumerate(("level1", "level2")):
                self._put(row + place, at + depth, node.value(key) if node and (place, depth) in starts else None)
            for column, key in enumerate(keys, start=at + 2):
                self._put(row + place, column, node.value(key) if node else None)
        return last + 1

    def _heights(self, head: list[str], nodes: list[Node]) -> list[float]:
        """Rows high enough for their own texts and, together, for those merged over them: a spreadsheet does not see to that."""
        at = len(head)
        own = []
        for node in nodes:
            lines = [
                lines_of(node.value(key) or "", self._widths[at + place])
                for place, key in enumerate(("level1", "level2", "level3"))
            ]
            lines += [lines_of(node.value(key) or "", self._widths[-1]) for key in ("period_value", "annual_value")]
            own.append(LINE * max(lines) + 4)
        own = own or [0.0]
        needed = max(LINE * lines_of(text, self._widths[column]) + 6 for column, text in enumerate(head))
        more = max(0.0, needed - sum(own)) / len(own)
        return [min(height + more, TALLEST) for height in own]

    def _span(self, top: int, bottom: int, left: int, right: int) -> None:
        """Merge cells. merge_range() would write all of them at once, and this sheet is written row by row."""
        if top != bottom or left != right:
            self._target.merge.append([top, left, bottom, right])

    def _line(self, row: int, text: str, shown: Any) -> None:
        """One text across the whole sheet."""
        last = len(self._titles) - 1
        self._span(row, row, 0, last)
        for column in range(last + 1):
            if column or not text:
                self._target.write_blank(row, column, None, shown)
            else:
                write_text(self._target, row, column, text, shown)

    def _put(self, row: int, column: int, value: str | None, is_amount: bool = False) -> None:
        figure, shown = as_number(value) if is_amount else None, self._shown
        money = self._formats.money if shown is self._formats.middle else self._formats.money_top
        if figure is not None:
            self._target.write_number(row, column, figure, money)
        elif value:
            write_text(self._target, row, column, cell_text(value), shown)
        else:
            self._target.write_blank(row, column, None, money if is_amount else shown)


def _runs(nodes: Sequence[Node]) -> Iterator[tuple[int, int, int]]:
    """First and last of each run of equal levels, with 0 for level 1 and 1 for level 2 (within the same level 1)."""
    for depth, keys in enumerate((("level1",), ("level1", "level2"))):
        start = 0
        for place in range(1, len(nodes) + 1):
            same = place < len(nodes) and all(nodes[place].value(key) == nodes[start].value(key) for key in keys)
            if not same:
                yield start, place - 1, depth
                start = place
