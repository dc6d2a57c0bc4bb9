"""The sheet 汇总表: the review as the form is read on paper, a project's cells merged over its indicators, levels merged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from reviewer.export.choices import MERGED
from reviewer.export.looks import LINE, Formats, lines_of, set_up_print
from reviewer.export.tables import Item, as_number, cell_text, projects
from reviewer.model.fields import labelled
from reviewer.model.review import Kind, Node, Review

_TALLEST = 400.0
"""The height of the tallest row, in points."""


def write_merged(book: Any, items: Sequence[Item], formats: Formats) -> None:
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
    widths = [16, 20, *[12] * len(labels), 36, 11, 13, 24, 15, 15]
    if not any(node.value("period_value") for review, _ in items for node in review.root.walk()):
        del titles[-2], widths[-2]
    for column, width in enumerate(widths):
        target.set_column(column, column, width)
    row = 0
    for review, _ in items:
        row = _Form(target, review, titles, widths, labels, formats).write(row) + 1
    target.freeze_panes(3, 2)
    set_up_print(target, MERGED, 3)
    if len(items) > 1:  # each source has a title of its own; the first one's does not belong on every page
        target.repeat_rows(2)


class _Form:
    """One source on the sheet."""

    def __init__(
        self, target: Any, review: Review, titles: list[str], widths: list[int], labels: list[str], formats: Formats
    ) -> None:
        self._target, self._review, self._titles, self._widths = target, review, titles, widths
        self._labels, self._formats = labels, formats

    def write(self, row: int) -> int:
        """Write it from `row` on; the row after it."""
        root, last = self._review.root, len(self._titles) - 1
        title = cell_text(root.value("title") or self._review.source.name)
        self._merge(row, row, 0, last, title, self._formats.title)
        self._target.set_row(row, max(26.0, 22.0 * lines_of(title, sum(self._widths) / 1.6)))
        said = [root.value("department"), root.value("year") and f"{root.value('year')}年", self._review.source.name]
        unit = root.value("money_unit")
        note = "　".join(cell_text(part) for part in (*said, f"金额单位：{unit}" if unit else None) if part)
        self._merge(row + 1, row + 1, 0, last, note, self._formats.note)
        for column, name in enumerate(self._titles):
            self._target.write_string(row + 2, column, cell_text(name), self._formats.header)
        row += 3
        for entry in projects(self._review):
            row = self._project(entry, row)
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
        self._heights(row, last, [cell_text(value or "") for value in head], nodes)
        for column, value in enumerate(head):
            figure = as_number(value) if 2 <= column < 2 + len(self._labels) else None
            shown = self._formats.money if figure is not None else self._formats.middle
            self._merge(row, last, column, column, cell_text(value or "") if figure is None else figure, shown)
        at = len(head)
        keys = (
            ["level3", "period_value", "annual_value"]
            if "实施周期指标值" in self._titles
            else ["level3", "annual_value"]
        )
        for start, end, depth in _runs(nodes):
            value = nodes[start].value("level1" if depth == 0 else "level2")
            self._merge(row + start, row + end, at + depth, at + depth, cell_text(value or ""), self._formats.middle)
        for place, node in enumerate(nodes):
            for column, key in enumerate(keys, start=at + 2):
                self._put(row + place, column, cell_text(node.value(key) or ""), self._formats.middle)
        if not nodes:
            for column in range(at, len(self._titles)):
                self._put(row, column, "", self._formats.middle)
        return last + 1

    def _heights(self, row: int, last: int, head: list[str], nodes: list[Node]) -> None:
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
        own = own or [LINE + 4]
        needed = max(LINE * lines_of(text, self._widths[column]) + 6 for column, text in enumerate(head))
        more = max(0.0, needed - sum(own)) / len(own)
        for place, height in enumerate(own):
            self._target.set_row(row + place, min(height + more, _TALLEST))

    def _merge(self, top: int, bottom: int, left: int, right: int, value: str | float, shown: Any) -> None:
        if top != bottom or left != right:
            self._target.merge_range(top, left, bottom, right, "", shown)
        self._put(top, left, value, shown)

    def _put(self, row: int, column: int, value: str | float, shown: Any) -> None:
        if isinstance(value, float):
            self._target.write_number(row, column, value, shown)
        elif value:
            self._target.write_string(row, column, value, shown)
        else:
            self._target.write_blank(row, column, None, shown)


def _runs(nodes: Sequence[Node]) -> Iterator[tuple[int, int, int]]:
    """First and last of each run of equal levels, with 0 for level 1 and 1 for level 2 (within the same level 1)."""
    for depth, keys in enumerate((("level1",), ("level1", "level2"))):
        start = 0
        for place in range(1, len(nodes) + 1):
            same = place < len(nodes) and all(nodes[place].value(key) == nodes[start].value(key) for key in keys)
            if not same:
                yield start, place - 1, depth
                start = place
